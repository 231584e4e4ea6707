/* A convention's table, as in its ABI document, and the recorded divergences: text, JSON, Markdown. */
#include "render/render.h"

#define PUT(out, literal) out_put(out, literal, sizeof(literal) - 1)

/* -------------------------------------------------------------------- tables */

static void preserved_cell(struct grid *grid, const cconv_register_role *role)
{
    if (!role->preserved_bytes) {
        grid_put(grid, PLAIN, "no");
        return;
    }
    grid_cell(grid, REGISTER);
    if (role->preserved_bytes >= role->bytes) {
        buffer_string(&grid->text, "yes");
        return;
    }
    buffer_string(&grid->text, "low ");
    buffer_number(&grid->text, 8 * (uint64_t)role->preserved_bytes);
    buffer_string(&grid->text, " bits");
}

static bool same_role(const cconv_register_role *a, const cconv_register_role *b)
{
    return a->bytes == b->bytes && a->preserved_bytes == b->preserved_bytes && strcmp(a->role, b->role) == 0;
}

/* Runs of registers with one role are one row: "x9-x15". */
static void register_table(struct grid *grid, const struct look *look, const cconv_convention *convention)
{
    const cconv_register_role *role, *next;
    grid_start(grid, 4);
    grid_title(grid, 0, "register", COLUMN_WRAP);
    grid_title(grid, 1, "bytes", COLUMN_RIGHT);
    grid_title(grid, 2, "preserved", 0);
    grid_title(grid, 3, "role", COLUMN_WRAP);
    for (size_t i = 0; (role = cconv_convention_register(convention, i)); i++) {
        const cconv_register_role *last = role;
        grid_put(grid, REGISTER, role->reg);
        while ((next = cconv_convention_register(convention, i + 1)) && same_role(role, next)
               && register_follows(last->reg, next->reg)) {
            last = next;
            i++;
        }
        if (last != role) {
            buffer_string(&grid->text, look->dash);
            buffer_string(&grid->text, last->reg);
        }
        grid_cell(grid, PLAIN);
        if (role->bytes)
            buffer_number(&grid->text, role->bytes);
        preserved_cell(grid, role);
        grid_put(grid, PLAIN, role->role);
    }
}

static void stack_row(struct grid *grid, const char *what, uint64_t value, const char *unit)
{
    grid_put(grid, PLAIN, what);
    grid_cell(grid, PLAIN);
    buffer_number(&grid->text, value);
    buffer_string(&grid->text, unit);
}

static void stack_table(struct grid *grid, const cconv_convention *convention)
{
    const cconv_stack_rules *stack = cconv_convention_stack(convention);
    grid_start(grid, 2);
    grid_title(grid, 0, "stack", 0);
    grid_title(grid, 1, "", COLUMN_WRAP);
    stack_row(grid, "alignment at the call", stack->alignment, " bytes");
    if (stack->slot > 1) {
        stack_row(grid, "argument slot", stack->slot, " bytes");
    } else {
        grid_put(grid, PLAIN, "argument slot");
        grid_put(grid, PLAIN, "none: packed at each type's size and alignment");
    }
    stack_row(grid, "shadow space", stack->shadow_space, " bytes");
    stack_row(grid, "red zone", stack->red_zone, " bytes");
    stack_row(grid, "return address pushed", stack->return_address, " bytes");
    grid_put(grid, PLAIN, "removed by");
    grid_put(grid, PLAIN, stack->callee_cleans ? "the callee" : "the caller");
}

static void aliases_text(struct buffer *text, const cconv_convention *convention)
{
    const char *alias;
    for (size_t i = 0; (alias = cconv_convention_alias(convention, i)); i++) {
        buffer_string(text, i ? ", " : "");
        buffer_string(text, alias);
    }
}

static void put_aliases(struct out *out, const cconv_convention *convention, const char *before, const char *after)
{
    struct buffer text = {0};
    aliases_text(&text, convention);
    if (text.length) {
        out_string(out, before);
        out_put(out, text.data, text.length);
        out_string(out, after);
    }
    out_free_text(out, &text);
}

static void convention_text(struct out *out, const struct look *look, const cconv_convention *convention)
{
    struct grid grid = {0};
    const char *name = cconv_convention_name(convention), *duty;
    out_styled(out, look, BOLD, name, strlen(name));
    out_string(out, ": ");
    out_string(out, cconv_convention_summary(convention));
    out_string(out, "\n  document  ");
    out_string(out, cconv_convention_document(convention));
    put_aliases(out, convention, "\n  aliases   ", "");
    out_string(out, "\n  target    ");
    out_string(out, cconv_target_name(cconv_convention_target(convention)));
    out_string(out, "\n\n");
    register_table(&grid, look, convention);
    grid_text(&grid, out, look, 2);
    out_string(out, "\n");
    stack_table(&grid, convention);
    grid_text(&grid, out, look, 2);
    for (size_t i = 0; (duty = cconv_convention_duty(convention, i)); i++) {
        if (!i) {
            out_string(out, "\n  ");
            out_styled(out, look, BOLD, "duties", 6);
            out_string(out, "\n");
        }
        out_string(out, "  - ");
        out_wrapped(out, look, 4, 4, duty, strlen(duty));
    }
    if (grid.failed || grid.text.failed)
        out->failed = CCONV_NO_MEMORY;
    grid_free(&grid);
}

static void convention_markdown(struct out *out, const struct look *look, const cconv_convention *convention)
{
    struct grid grid = {0};
    const char *duty;
    out_string(out, "## ");
    out_string(out, cconv_convention_name(convention));
    out_string(out, "\n\n");
    out_string(out, cconv_convention_summary(convention));
    out_string(out, "\n\n- Document: ");
    out_string(out, cconv_convention_document(convention));
    put_aliases(out, convention, "\n- Aliases: ", "");
    out_string(out, "\n- Target: `");
    out_string(out, cconv_target_name(cconv_convention_target(convention)));
    out_string(out, "`\n\n");
    register_table(&grid, look, convention);
    grid_markdown(&grid, out);
    out_string(out, "\n");
    stack_table(&grid, convention);
    grid_markdown(&grid, out);
    for (size_t i = 0; (duty = cconv_convention_duty(convention, i)); i++) {
        out_string(out, i ? "- " : "\n- ");
        out_string(out, duty);
        out_string(out, "\n");
    }
    if (grid.failed || grid.text.failed)
        out->failed = CCONV_NO_MEMORY;
    grid_free(&grid);
}

/* ---------------------------------------------------------------------- JSON */

static void put_key(struct out *out, const char *key, const char *value)
{
    if (!value)
        return;
    PUT(out, ", \"");
    out_string(out, key);
    PUT(out, "\": ");
    json_string(out, value);
}

static void put_number(struct out *out, const char *key, uint64_t value)
{
    PUT(out, ", \"");
    out_string(out, key);
    PUT(out, "\": ");
    out_number(out, value);
}

static void convention_json(struct out *out, const cconv_convention *convention)
{
    const cconv_stack_rules *stack = cconv_convention_stack(convention);
    const cconv_register_role *role;
    const char *text;
    PUT(out, "{\"schema\": 1");
    put_key(out, "name", cconv_convention_name(convention));
    put_key(out, "summary", cconv_convention_summary(convention));
    put_key(out, "document", cconv_convention_document(convention));
    PUT(out, ", \"aliases\": [");
    for (size_t i = 0; (text = cconv_convention_alias(convention, i)); i++) {
        out_string(out, i ? ", " : "");
        json_string(out, text);
    }
    PUT(out, "]");
    put_key(out, "target", cconv_target_name(cconv_convention_target(convention)));
    PUT(out, ",\n \"registers\": [");
    for (size_t i = 0; (role = cconv_convention_register(convention, i)); i++) {
        out_string(out, i ? ",\n   {\"reg\": " : "\n   {\"reg\": ");
        json_string(out, role->reg);
        put_key(out, "role", role->role);
        put_number(out, "bytes", role->bytes);
        put_number(out, "preserved_bytes", role->preserved_bytes);
        PUT(out, "}");
    }
    PUT(out, "],\n \"stack\": {\"alignment\": ");
    out_number(out, stack->alignment);
    put_number(out, "slot", stack->slot);
    put_number(out, "shadow_space", stack->shadow_space);
    put_number(out, "red_zone", stack->red_zone);
    put_number(out, "return_address", stack->return_address);
    put_key(out, "cleanup", stack->callee_cleans ? "callee" : "caller");
    PUT(out, "},\n \"duties\": [");
    for (size_t i = 0; (text = cconv_convention_duty(convention, i)); i++) {
        out_string(out, i ? ",\n   " : "\n   ");
        json_string(out, text);
    }
    PUT(out, "]}\n");
}

/* --------------------------------------------------------------- the public two */

int cconv_render_convention(const cconv_convention *convention, const cconv_writer *writer,
                            const cconv_render_options *options)
{
    cconv_render_options defaults = {0};
    struct out out;
    out_start(&out, writer, 0);
    if (!options)
        options = &defaults;
    struct look look = look_of(options);
    switch (options->format) {
    case CCONV_FORMAT_JSON: convention_json(&out, convention); break;
    case CCONV_FORMAT_MARKDOWN: convention_markdown(&out, &look, convention); break;
    default: convention_text(&out, &look, convention);
    }
    return out_flush(&out);
}

static const char *followed_name(const cconv_divergence *divergence)
{
    switch (divergence->followed) {
    case CCONV_AS_GCC: return "gcc";
    case CCONV_AS_CLANG: return "clang";
    case CCONV_AS_MSVC: return "msvc";
    default: return "document";
    }
}

static void divergence_json(struct out *out, const cconv_divergence *divergence)
{
    PUT(out, "{\"id\": ");
    json_string(out, divergence->id);
    put_key(out, "scope", divergence->scope);
    put_key(out, "subject", divergence->subject);
    put_key(out, "document", divergence->document);
    put_key(out, "gcc", divergence->gcc);
    put_key(out, "clang", divergence->clang);
    put_key(out, "msvc", divergence->msvc);
    put_key(out, "followed", followed_name(divergence));
    put_key(out, "note", divergence->note);
    PUT(out, "}");
}

static void put_line(struct out *out, const struct look *look, bool markdown, const char *key, const char *value)
{
    if (!value)
        return;
    out_string(out, markdown ? "- **" : "  ");
    out_styled(out, look, DIM, key, strlen(key));
    if (markdown) {
        out_string(out, "**: ");
        out_string(out, value);
        out_string(out, "\n");
        return;
    }
    out_fill(out, ' ', 10 - strlen(key));
    out_wrapped(out, look, 12, 12, value, strlen(value));
}

static void divergence_entry(struct out *out, const struct look *look, bool markdown,
                             const cconv_divergence *divergence)
{
    out_string(out, markdown ? "## " : "");
    out_styled(out, look, BOLD, divergence->id, strlen(divergence->id));
    out_string(out, markdown ? "\n\n" : "\n");
    put_line(out, look, markdown, "scope", divergence->scope);
    put_line(out, look, markdown, "subject", divergence->subject);
    put_line(out, look, markdown, "document", divergence->document);
    put_line(out, look, markdown, "gcc", divergence->gcc);
    put_line(out, look, markdown, "clang", divergence->clang);
    put_line(out, look, markdown, "msvc", divergence->msvc);
    put_line(out, look, markdown, "followed", followed_name(divergence));
}

int cconv_render_divergences(const cconv_writer *writer, const cconv_render_options *options)
{
    cconv_render_options defaults = {0};
    const cconv_divergence *divergence;
    struct out out;
    out_start(&out, writer, 0);
    if (!options)
        options = &defaults;
    struct look look = look_of(options);
    if (options->format == CCONV_FORMAT_JSON)
        json_begin(&out, "divergences");
    for (size_t i = 0; (divergence = cconv_divergence_at(i)); i++) {
        if (options->format == CCONV_FORMAT_JSON) {
            out_string(&out, i ? ",\n    " : "\n    ");
            divergence_json(&out, divergence);
            continue;
        }
        out_string(&out, i ? "\n" : "");
        divergence_entry(&out, &look, options->format == CCONV_FORMAT_MARKDOWN, divergence);
    }
    if (options->format == CCONV_FORMAT_JSON)
        json_end(&out, 1);
    return out_flush(&out);
}
