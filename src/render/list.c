/* The lists of conventions and targets: text, JSON, Markdown. */
#include "render/render.h"

/* The documents make the table too wide for a terminal; `list CONVENTION` shows them. */
static void conventions_table(struct grid *grid, bool with_documents)
{
    grid_start(grid, with_documents ? 5 : 4);
    grid_title(grid, 0, "convention", 0);
    grid_title(grid, 1, "aliases", COLUMN_WRAP);
    grid_title(grid, 2, "own target", 0);
    grid_title(grid, 3, "what", COLUMN_WRAP);
    if (with_documents)
        grid_title(grid, 4, "document", COLUMN_WRAP);
    for (size_t i = 0; i < cconv_convention_count(); i++) {
        const cconv_convention *convention = cconv_convention_at(i);
        const char *alias;
        grid_put(grid, REGISTER, cconv_convention_name(convention));
        grid_cell(grid, PLAIN);
        for (size_t j = 0; (alias = cconv_convention_alias(convention, j)); j++) {
            buffer_string(&grid->text, j ? ", " : "");
            buffer_string(&grid->text, alias);
        }
        grid_put(grid, PLAIN, cconv_target_name(cconv_convention_target(convention)));
        grid_put(grid, PLAIN, cconv_convention_summary(convention));
        if (with_documents)
            grid_put(grid, DIM, cconv_convention_document(convention));
    }
}

static void targets_table(struct grid *grid, bool with_documents)
{
    (void)with_documents;
    grid_start(grid, 3);
    grid_title(grid, 0, "target", 0);
    grid_title(grid, 1, "own convention", 0);
    grid_title(grid, 2, "data model", COLUMN_WRAP);
    for (size_t i = 0; i < cconv_target_count(); i++) {
        const cconv_target *target = cconv_target_at(i);
        const cconv_convention *own = cconv_target_convention(target);
        grid_put(grid, REGISTER, cconv_target_name(target));
        grid_put(grid, PLAIN, own ? cconv_convention_name(own) : "");
        grid_put(grid, PLAIN, cconv_target_summary(target));
    }
}

static void put_key(struct out *out, const char *before, const char *key, const char *value)
{
    out_string(out, before);
    json_string(out, key);
    out_string(out, ": ");
    json_string(out, value);
}

static void conventions_json(struct out *out)
{
    out_string(out, ",\n  \"conventions\": [");
    for (size_t i = 0; i < cconv_convention_count(); i++) {
        const cconv_convention *convention = cconv_convention_at(i);
        const char *alias;
        put_key(out, i ? ",\n    {" : "\n    {", "name", cconv_convention_name(convention));
        put_key(out, ", ", "summary", cconv_convention_summary(convention));
        put_key(out, ", ", "document", cconv_convention_document(convention));
        put_key(out, ", ", "target", cconv_target_name(cconv_convention_target(convention)));
        out_string(out, ", \"aliases\": [");
        for (size_t j = 0; (alias = cconv_convention_alias(convention, j)); j++) {
            out_string(out, j ? ", " : "");
            json_string(out, alias);
        }
        out_string(out, "]}");
    }
    out_string(out, "\n  ]");
}

static void targets_json(struct out *out)
{
    out_string(out, ",\n  \"targets\": [");
    for (size_t i = 0; i < cconv_target_count(); i++) {
        const cconv_target *target = cconv_target_at(i);
        const cconv_convention *own = cconv_target_convention(target);
        put_key(out, i ? ",\n    {" : "\n    {", "name", cconv_target_name(target));
        put_key(out, ", ", "summary", cconv_target_summary(target));
        if (own)
            put_key(out, ", ", "convention", cconv_convention_name(own));
        out_string(out, "}");
    }
    out_string(out, "\n  ]");
}

static void put_table(struct out *out, const struct look *look, cconv_format format, void (*fill)(struct grid *, bool))
{
    struct grid grid = {0};
    fill(&grid, format == CCONV_FORMAT_MARKDOWN);
    if (format == CCONV_FORMAT_MARKDOWN)
        grid_markdown(&grid, out);
    else
        grid_text(&grid, out, look, 0);
    if (grid.failed || grid.text.failed)
        out->failed = CCONV_NO_MEMORY;
    grid_free(&grid);
}

int cconv_render_list(uint32_t what, const cconv_writer *writer, const cconv_render_options *options)
{
    cconv_render_options defaults = {0};
    struct out out;
    out_start(&out, writer, 0);
    if (!options)
        options = &defaults;
    struct look look = look_of(options);
    if (options->format == CCONV_FORMAT_JSON) {
        out_string(&out, "{\n  \"schema\": 1");
        if (what & CCONV_LIST_CONVENTIONS)
            conventions_json(&out);
        if (what & CCONV_LIST_TARGETS)
            targets_json(&out);
        out_string(&out, "\n}\n");
        return out_flush(&out);
    }
    if (what & CCONV_LIST_CONVENTIONS)
        put_table(&out, &look, options->format, conventions_table);
    if (what == (CCONV_LIST_CONVENTIONS | CCONV_LIST_TARGETS))
        out_string(&out, "\n");
    if (what & CCONV_LIST_TARGETS)
        put_table(&out, &look, options->format, targets_table);
    return out_flush(&out);
}
