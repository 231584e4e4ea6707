/* Plans as text: one convention with its rules and drawings, or several side by side with the differences marked. */
#include "render/render.h"

/* ------------------------------------------------------------------ tables */

static bool any_extension(const cconv_plan *plan)
{
    for (size_t i = 0; i < cconv_plan_argument_count(plan); i++)
        if (cconv_plan_argument(plan, i)->extend != CCONV_EXTEND_NONE)
            return true;
    return cconv_plan_result(plan)->extend != CCONV_EXTEND_NONE;
}

/* The document of most rules, which the heading of their column names. */
static const char *main_document(const cconv_plan *plan)
{
    const cconv_placement *first = cconv_plan_argument_count(plan) ? cconv_plan_argument(plan, 0) : cconv_plan_result(plan);
    return first->rule ? first->rule->document : NULL;
}

static bool needs_document(const cconv_plan *plan, const cconv_rule *rule)
{
    const char *document = main_document(plan);
    return rule && rule->document && (!document || strcmp(document, rule->document) != 0);
}

static void value_row(struct grid *grid, const struct look *look, const cconv_plan *plan,
                      const cconv_placement *value, const char *name, size_t index, bool extensions)
{
    grid_cell(grid, PLAIN);
    if (name)
        buffer_string(&grid->text, name);
    else
        value_name(&grid->text, value, index);
    if (value->variadic)
        buffer_string(&grid->text, " (...)");
    grid_put(grid, PLAIN, value->type);
    grid_cell(grid, PLAIN);
    if (value->kind != CCONV_PLACED_VOID)
        size_text(&grid->text, value);
    grid_cell(grid, where_style(value));
    where_text(&grid->text, look, plan, value);
    if (extensions) {
        grid_cell(grid, PLAIN);
        extension_text(&grid->text, value);
    }
    grid_cell(grid, DIM);
    rule_text(&grid->text, look, value->rule, needs_document(plan, value->rule));
}

void grid_of_plan(struct grid *grid, const struct look *look, const cconv_plan *plan)
{
    bool extensions = any_extension(plan);
    size_t column = 0;
    grid_start(grid, extensions ? 6 : 5);
    grid_title(grid, column++, "argument", COLUMN_WRAP);
    grid_title(grid, column++, "type", COLUMN_WRAP);
    grid_title(grid, column++, "size", COLUMN_RIGHT);
    grid_title(grid, column++, "where", COLUMN_WRAP);
    if (extensions)
        grid_title(grid, column++, "extended", 0);
    grid_title(grid, column++, "rule", COLUMN_WRAP);
    if (main_document(plan)) {
        buffer_string(&grid->text, " of ");
        buffer_string(&grid->text, main_document(plan));
    }
    for (size_t i = 0; i < cconv_plan_hidden_count(plan); i++) {
        const cconv_hidden *hidden = cconv_plan_hidden(plan, i);
        grid_put(grid, POINTER, "(hidden)");
        grid_put(grid, PLAIN, "address of the result");
        grid_cell(grid, PLAIN);
        buffer_number(&grid->text, cconv_target_pointer_size(cconv_plan_target(plan)));
        grid_cell(grid, POINTER);
        pieces_text(&grid->text, look, plan, hidden->pieces, hidden->piece_count, UINT64_MAX);
        if (extensions)
            grid_put(grid, PLAIN, "");
        grid_cell(grid, DIM);
        rule_text(&grid->text, look, hidden->rule, needs_document(plan, hidden->rule));
    }
    for (size_t i = 0; i < cconv_plan_argument_count(plan); i++)
        value_row(grid, look, plan, cconv_plan_argument(plan, i), NULL, i, extensions);
    value_row(grid, look, plan, cconv_plan_result(plan), "result", 0, extensions);
}

/* What a row of the side-by-side table shows of one plan. */
typedef void cell_writer(struct grid *grid, const struct look *look, const cconv_plan *plan, size_t index);

static const cconv_placement *value_at(const cconv_plan *plan, size_t index)
{
    return index == SIZE_MAX ? cconv_plan_result(plan) : cconv_plan_argument(plan, index);
}

static void value_cell(struct grid *grid, const struct look *look, const cconv_plan *plan, size_t index)
{
    const cconv_placement *value = value_at(plan, index);
    if (!value)
        return;
    grid->cells[grid->count - 1].style = (uint8_t)where_style(value);
    where_text(&grid->text, look, plan, value);
    if (value->extend != CCONV_EXTEND_NONE && value->extended_to) {
        buffer_string(&grid->text, value->extend == CCONV_EXTEND_SIGN ? ", sign to " : ", zero to ");
        buffer_number(&grid->text, 8 * (uint64_t)value->extended_to);
    }
}

static void hidden_cell(struct grid *grid, const struct look *look, const cconv_plan *plan, size_t index)
{
    (void)index;
    if (!cconv_plan_hidden_count(plan))
        return;
    const cconv_hidden *hidden = cconv_plan_hidden(plan, 0);
    grid->cells[grid->count - 1].style = POINTER;
    pieces_text(&grid->text, look, plan, hidden->pieces, hidden->piece_count, UINT64_MAX);
}

static void vector_cell(struct grid *grid, const struct look *look, const cconv_plan *plan, size_t index)
{
    uint32_t count;
    (void)index;
    (void)look;
    if (cconv_plan_vector_count(plan, &count)) {
        buffer_string(&grid->text, "al = ");
        buffer_number(&grid->text, count);
    }
}

static void number_cell(struct grid *grid, const struct look *look, const cconv_plan *plan, size_t index)
{
    const cconv_syscall_rules *rules = cconv_convention_syscall(cconv_plan_convention(plan));
    int64_t number;
    (void)index;
    (void)look;
    if (!rules)
        return;
    buffer_string(&grid->text, rules->number_register);
    if (cconv_plan_syscall_number(plan, &number)) {
        buffer_string(&grid->text, " = ");
        buffer_number(&grid->text, (uint64_t)number);
    }
}

static void stack_cell(struct grid *grid, const struct look *look, const cconv_plan *plan, size_t index)
{
    const cconv_plan_stack *stack = cconv_plan_stack_of(plan);
    (void)index;
    (void)look;
    buffer_number(&grid->text, stack->args_size);
    buffer_string(&grid->text, stack->args_size == 1 ? " byte" : " bytes");
    if (stack->shadow_space) {
        buffer_string(&grid->text, " after ");
        buffer_number(&grid->text, stack->shadow_space);
        buffer_string(&grid->text, stack->return_address ? " of shadow" : " of header");
    }
}

static void cleanup_cell(struct grid *grid, const struct look *look, const cconv_plan *plan, size_t index)
{
    (void)index;
    (void)look;
    buffer_string(&grid->text, cconv_plan_stack_of(plan)->callee_cleans ? "callee" : "caller");
}

static cconv_arch arch_of(const cconv_plan *plan)
{
    return cconv_convention_arch(cconv_plan_convention(plan));
}

static const char *cell_at(const struct grid *grid, size_t cell, size_t *length)
{
    size_t end = cell + 1 < grid->count ? grid->cells[cell + 1].start : grid->text.length;
    *length = end - grid->cells[cell].start;
    return *length ? grid->text.data + grid->cells[cell].start : "";
}

/* Puts the mark before the text of the cell that was written last. */
static void mark_last_cell(struct grid *grid, const struct look *look)
{
    size_t start = grid->cells[grid->count - 1].start, length = grid->text.length - start;
    size_t mark = strlen(look->differs) + (length ? 1 : 0);
    grid->cells[grid->count - 1].style = DIFFERS;
    buffer_fill(&grid->text, ' ', mark);
    if (grid->text.failed)
        return;
    memmove(grid->text.data + start + mark, grid->text.data + start, length);
    memcpy(grid->text.data + start, look->differs, strlen(look->differs));
    if (length)
        grid->text.data[start + mark - 1] = ' ';
}

/* The mark goes to a cell that differs from the first convention of the same architecture. */
static void plan_cells(struct grid *grid, const struct look *look, const cconv_plan *const *plans, size_t count,
                       size_t index, cell_writer *write, bool marked)
{
    size_t first_cell = grid->count;
    for (size_t i = 0; i < count && !grid->failed && !grid->text.failed; i++) {
        grid_cell(grid, PLAIN);
        if (grid->failed)
            return;
        write(grid, look, plans[i], index);
        size_t like = 0;
        while (arch_of(plans[like]) != arch_of(plans[i]))
            like++;
        if (like == i || !marked || grid->text.failed)
            continue;
        size_t length, other_length;
        const char *text = cell_at(grid, first_cell + i, &length);
        const char *other = cell_at(grid, first_cell + like, &other_length);
        if (length == other_length && memcmp(text, other, length) == 0)
            continue;
        mark_last_cell(grid, look);
    }
}

static bool sizes_differ(const cconv_plan *const *plans, size_t count, size_t index)
{
    const cconv_placement *first = value_at(plans[0], index);
    for (size_t i = 1; i < count; i++) {
        const cconv_placement *value = value_at(plans[i], index);
        if (first && value && value->size != first->size)
            return true;
    }
    return false;
}

static void size_cell(struct grid *grid, const struct look *look, const cconv_plan *plan, size_t index)
{
    const cconv_placement *value = value_at(plan, index);
    (void)look;
    if (value)
        size_text(&grid->text, value);
    if (value)
        buffer_string(&grid->text, value->size == 1 ? " byte" : " bytes");
}

static void value_rows(struct grid *grid, const struct look *look, const cconv_plan *const *plans, size_t count,
                       size_t index)
{
    const cconv_placement *value = value_at(plans[0], index);
    if (!value)
        return;
    grid_cell(grid, PLAIN);
    if (index == SIZE_MAX)
        buffer_string(&grid->text, "result");
    else
        value_name(&grid->text, value, index);
    if (value->variadic)
        buffer_string(&grid->text, " (...)");
    grid_put(grid, PLAIN, value->type);
    plan_cells(grid, look, plans, count, index, value_cell, true);
    if (!sizes_differ(plans, count, index))
        return;
    grid_put(grid, PLAIN, "");
    grid_put(grid, DIM, "  its size");
    plan_cells(grid, look, plans, count, index, size_cell, true);
}

void grid_of_plans(struct grid *grid, const struct look *look, const cconv_plan *const *plans, size_t count)
{
    bool any_hidden = false, any_vectors = false, any_stack = false, any_number = false;
    grid_start(grid, 2 + count);
    grid_title(grid, 0, "argument", COLUMN_WRAP);
    grid_title(grid, 1, "type", COLUMN_WRAP);
    for (size_t i = 0; i < count; i++) {
        uint32_t unused;
        grid_title(grid, 2 + i, cconv_convention_name(cconv_plan_convention(plans[i])),
                   COLUMN_WRAP | COLUMN_HYPHEN);
        any_hidden |= cconv_plan_hidden_count(plans[i]) > 0;
        any_vectors |= cconv_plan_vector_count(plans[i], &unused) != NULL;
        any_stack |= cconv_plan_stack_of(plans[i])->args_size > 0;
        any_number |= cconv_convention_syscall(cconv_plan_convention(plans[i])) != NULL;
    }
    if (any_number) {
        grid_put(grid, PLAIN, "(hidden)");
        grid_put(grid, PLAIN, "number of the call");
        plan_cells(grid, look, plans, count, 0, number_cell, true);
    }
    if (any_hidden) {
        grid_put(grid, POINTER, "(hidden)");
        grid_put(grid, PLAIN, "address of the result");
        plan_cells(grid, look, plans, count, 0, hidden_cell, true);
    }
    for (size_t i = 0; i < cconv_plan_argument_count(plans[0]); i++)
        value_rows(grid, look, plans, count, i);
    value_rows(grid, look, plans, count, SIZE_MAX);
    if (any_vectors) {
        grid_put(grid, PLAIN, "(hidden)");
        grid_put(grid, PLAIN, "vector registers used");
        plan_cells(grid, look, plans, count, 0, vector_cell, true);
    }
    if (any_stack || !look->brief) {
        grid_put(grid, PLAIN, "");
        grid_put(grid, PLAIN, "stack arguments");
        plan_cells(grid, look, plans, count, 0, stack_cell, true);
    }
    if (!look->brief) {
        grid_put(grid, PLAIN, "");
        grid_put(grid, PLAIN, "cleans the stack");
        plan_cells(grid, look, plans, count, 0, cleanup_cell, true);
    }
}

/* --------------------------------------------------------------- rules, notes */

struct list_state {
    struct out *out;
    const struct look *look;
    const cconv_plan *plan;
    const char *heading;       /* written before the first entry */
    struct buffer line;
};

static void put_dotted(struct out *out, const struct look *look, const char *text)
{
    out_string(out, " ");
    out_string(out, look->bullet);
    out_string(out, " ");
    out_string(out, text);
}

static void put_rule_line(void *user, const char *names, size_t names_length, const cconv_rule *rule)
{
    struct list_state *state = user;
    struct out *out = state->out;
    if (state->heading) {
        out_string(out, "  ");
        out_styled(out, state->look, BOLD, state->heading, strlen(state->heading));
        if (state->look->brief) /* there is no line for each convention above the table then */
            put_dotted(out, state->look, cconv_target_name(cconv_plan_target(state->plan)));
        out_string(out, "\n");
        state->heading = NULL;
    }
    state->line.length = 0;
    rule_text(&state->line, state->look, rule, true);
    out_string(out, "    ");
    out_put(out, names, names_length);
    size_t width = display_width(names, names_length), gap = width < 13 ? 14 - width : 2;
    out_fill(out, ' ', gap);
    if (!state->line.failed)
        out_wrapped(out, state->look, 4 + width + gap, 18, state->line.data ? state->line.data : "",
                    state->line.length);
}

static void put_note_line(void *user, const char *text, size_t length)
{
    struct list_state *state = user;
    if (state->heading) {
        out_string(state->out, "\n  ");
        out_styled(state->out, state->look, BOLD, state->heading, strlen(state->heading));
        out_string(state->out, "\n");
        state->heading = NULL;
    }
    out_string(state->out, "    ");
    out_wrapped(state->out, state->look, 4, 6, text, length);
}

/* --------------------------------------------------------------- the whole page */

static void put_heading(struct out *out, const struct look *look, const cconv_plan *plan)
{
    const char *declaration = cconv_plan_declaration(plan);
    out_styled(out, look, BOLD, declaration, strlen(declaration));
    out_string(out, "\n");
}

static void put_symbol(struct out *out, const struct look *look, const cconv_plan *plan)
{
    const char *symbol = cconv_plan_symbol(plan), *name = cconv_plan_name(plan);
    if (symbol && name && strcmp(symbol, name) != 0) {
        put_dotted(out, look, "symbol ");
        out_string(out, symbol);
    }
}

static const char *reading_text(const cconv_plan *plan)
{
    switch (cconv_plan_reading(plan)) {
    case CCONV_AS_GCC: return "as gcc reads it";
    case CCONV_AS_CLANG: return "as clang reads it";
    case CCONV_AS_MSVC: return "as Microsoft's compiler reads it";
    default: return NULL;
    }
}

static void put_origin(struct out *out, const struct look *look, const cconv_plan *plan, bool with_document)
{
    const cconv_convention *convention = cconv_plan_convention(plan);
    out_string(out, "  ");
    out_string(out, cconv_convention_name(convention));
    put_dotted(out, look, cconv_target_name(cconv_plan_target(plan)));
    if (with_document)
        put_dotted(out, look, cconv_convention_document(convention));
    if (reading_text(plan))
        put_dotted(out, look, reading_text(plan));
    put_symbol(out, look, plan);
    out_string(out, "\n");
}

static void put_syscall_line(struct out *out, const cconv_plan *plan, const cconv_syscall_rules *rules)
{
    int64_t number;
    out_string(out, "  ");
    out_string(out, rules->number_register);
    if (cconv_plan_syscall_number(plan, &number)) {
        out_string(out, " = ");
        out_number(out, (uint64_t)number);
        out_string(out, ": the number of the call, __NR_");
        out_string(out, cconv_plan_name(plan));
    } else {
        out_string(out, " holds the number of the call; the kernel's headers name none like this");
    }
    out_string(out, ". The instruction is ");
    out_string(out, rules->instruction);
    out_string(out, ".\n  A result of ");
    out_signed(out, rules->lowest_error);
    out_string(out, " to ");
    out_signed(out, rules->highest_error);
    out_string(out, " is an error: -errno.\n");
}

/* Who removes what: on i386 the callee may remove the hidden pointer alone. */
static void put_cleanup(struct out *out, const cconv_plan_stack *stack)
{
    uint64_t rest = stack->args_size;
    if (!stack->callee_cleans && stack->callee_pops) {
        rest -= stack->callee_pops;
        out_string(out, "  The callee removes the address of the result (ret ");
        out_number(out, stack->callee_pops);
        out_string(out, rest ? "), the caller " : ")");
    } else if (rest) {
        out_string(out, stack->callee_cleans ? "  The callee removes " : "  The caller removes ");
    } else {
        out_string(out, "  No stack arguments (");
        out_string(out, stack->callee_cleans ? "the callee would remove them)" : "the caller would remove them)");
    }
    if (rest) {
        out_number(out, rest);
        out_string(out, " bytes of stack arguments");
    }
    if (stack->callee_cleans && stack->callee_pops) {
        out_string(out, ", ret ");
        out_number(out, stack->callee_pops);
    }
}

static void put_stack_line(struct out *out, const struct look *look, const cconv_plan *plan)
{
    const cconv_plan_stack *stack = cconv_plan_stack_of(plan);
    const cconv_syscall_rules *syscall = cconv_convention_syscall(cconv_plan_convention(plan));
    if (syscall) {
        put_syscall_line(out, plan, syscall);
        return;
    }
    put_cleanup(out, stack);
    out_string(out, "; ");
    out_string(out, stack_pointer(plan));
    out_string(out, " is a multiple of ");
    out_number(out, stack->alignment);
    out_string(out, " at the call.\n");
    uint32_t vectors;
    if (cconv_plan_vector_count(plan, &vectors)) {
        out_string(out, "  al = ");
        out_number(out, vectors);
        out_string(out, ": an upper bound of the vector registers used by this call.\n");
    }
    (void)look;
}

static void put_names(struct out *out, const struct look *look, const char *heading, const cconv_plan *plan,
                      const char *(*name_at)(const cconv_plan *, size_t))
{
    struct buffer text = {0};
    register_names(&text, look, plan, name_at);
    out_string(out, "  ");
    out_styled(out, look, BOLD, heading, strlen(heading));
    out_fill(out, ' ', 11 - strlen(heading));
    if (!text.failed)
        out_wrapped(out, look, 13, 13, text.data ? text.data : "", text.length);
    out_free_text(out, &text);
}

static void put_drawings(struct out *out, const struct look *look, const cconv_plan *plan)
{
    struct block blocks[2] = {{.width = 0}};
    bool is_syscall = cconv_convention_syscall(cconv_plan_convention(plan)) != NULL;
    stack_block(&blocks[0], look, plan, "stack at the callee's entry");
    register_block(&blocks[1], look, plan, is_syscall ? "registers at the call" : "registers at the callee's entry");
    block_measure(&blocks[0]);
    block_measure(&blocks[1]);
    out_string(out, "\n");
    blocks_print(blocks, 2, out, look, 2);
    block_free(&blocks[0]);
    block_free(&blocks[1]);
}

static void text_one(struct out *out, const struct look *look, const cconv_plan *plan)
{
    struct grid grid = {0};
    put_heading(out, look, plan);
    put_origin(out, look, plan, true);
    out_string(out, "\n");
    grid_of_plan(&grid, look, plan);
    grid_text(&grid, out, look, 2);
    if (grid.failed || grid.text.failed)
        out->failed = CCONV_NO_MEMORY;
    grid_free(&grid);
    if (!look->brief) {
        out_string(out, "\n");
        put_stack_line(out, look, plan);
        put_drawings(out, look, plan);
        out_string(out, "\n");
        put_names(out, look, "preserved", plan, cconv_plan_preserved);
        put_names(out, look, "clobbered", plan, cconv_plan_clobbered);
    }
    struct list_state notes = {.out = out, .look = look, .plan = plan, .heading = "notes"};
    if (!notes_of_plan(plan, &notes, put_note_line))
        out->failed = CCONV_NO_MEMORY;
}

static void put_all_drawings(struct out *out, const struct look *look, const cconv_plan *const *plans, size_t count)
{
    struct block blocks[GRID_COLUMNS] = {{.width = 0}};
    for (size_t i = 0; i < count; i++) {
        stack_block(&blocks[i], look, plans[i], cconv_convention_name(cconv_plan_convention(plans[i])));
        block_measure(&blocks[i]);
    }
    out_string(out, "\n  stack at the callee's entry\n");
    blocks_print(blocks, count, out, look, 2);
    for (size_t i = 0; i < count; i++)
        block_free(&blocks[i]);
}

static void text_several(struct out *out, const struct look *look, const cconv_plan *const *plans, size_t count)
{
    struct grid grid = {0};
    put_heading(out, look, plans[0]);
    if (!look->brief)
        for (size_t i = 0; i < count; i++)
            put_origin(out, look, plans[i], false);
    out_string(out, "\n");
    grid_of_plans(&grid, look, plans, count);
    grid_text(&grid, out, look, 2);
    if (grid.failed || grid.text.failed)
        out->failed = CCONV_NO_MEMORY;
    grid_free(&grid);
    if (!look->brief) {
        out_string(out, "  ");
        out_string(out, look->differs);
        out_string(out, " differs from the first convention of the same architecture\n");
        put_all_drawings(out, look, plans, count);
    }
    out_string(out, "\n");
    for (size_t i = 0; i < count; i++) {
        struct list_state rules = {.out = out, .look = look, .plan = plans[i]};
        rules.heading = cconv_convention_name(cconv_plan_convention(plans[i]));
        if (!rules_of_plan(plans[i], &rules, put_rule_line))
            out->failed = CCONV_NO_MEMORY;
        out_free_text(out, &rules.line);
    }
    for (size_t i = 0; i < count; i++) {
        struct list_state notes = {.out = out, .look = look, .plan = plans[i], .heading = NULL};
        struct buffer heading = {0};
        buffer_string(&heading, "notes for ");
        buffer_string(&heading, cconv_convention_name(cconv_plan_convention(plans[i])));
        buffer_put(&heading, "", 1);
        notes.heading = heading.failed ? "notes" : heading.data;
        if (!notes_of_plan(plans[i], &notes, put_note_line))
            out->failed = CCONV_NO_MEMORY;
        out_free_text(out, &heading);
    }
}

void text_plans(struct out *out, const struct look *look, const cconv_plan *const *plans, size_t count)
{
    if (count == 1)
        text_one(out, look, plans[0]);
    else
        text_several(out, look, plans, count);
}
