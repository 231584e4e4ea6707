/*
 * Drawings of the callee's entry: the stack, high addresses on top, one row a slot, and the registers in use.
 *
 *              | caller's frame               |
 *              +------------------------------+
 *     rsp+48   | v[0-7]                       |   arguments, with alignment padding
 *              +------------------------------+
 *     rsp+8    | home of rcx                  |   shadow space
 *              +------------------------------+
 *     rsp+0    | return address               | <- rsp
 *              +------------------------------+
 *     rsp-128  | red zone, 128 bytes          |
 *              +------------------------------+
 */
#include "convention/convention.h"
#include "render/render.h"

#include <stdlib.h>

enum { LONG_VALUE = 8, KEPT_WORDS = 3 }; /* in words of the target */

/* A part of a value, or padding, that lies within one slot. */
struct part {
    uint64_t at, size;
    const cconv_placement *value;  /* NULL: padding, or the hidden pointer */
    size_t index;                  /* of the argument */
    uint64_t offset;               /* of the value's bytes */
    bool hidden, pointer, elided;
};

struct parts {
    uint64_t word;                 /* bytes of a row: a pointer's */
    struct part *at;
    size_t count, room;
    bool failed;
};

static void add_part(struct parts *parts, struct part part)
{
    if (parts->count == parts->room) {
        size_t room = parts->room ? 2 * parts->room : 32;
        void *at = room > SIZE_MAX / sizeof *parts->at ? NULL : realloc(parts->at, room * sizeof *parts->at);
        if (!at) {
            parts->failed = true;
            return;
        }
        parts->at = at;
        parts->room = room;
    }
    parts->at[parts->count++] = part;
}

static void add_pieces(struct parts *parts, const cconv_piece *pieces, size_t count, struct part part)
{
    for (size_t i = 0; i < count; i++) {
        if (pieces[i].where != CCONV_ON_STACK)
            continue;
        part.at = pieces[i].at;
        part.size = pieces[i].size;
        part.offset = pieces[i].offset;
        add_part(parts, part);
    }
}

static int by_position(const void *a, const void *b)
{
    const struct part *left = a, *right = b;
    return left->at < right->at ? -1 : left->at > right->at;
}

/* Cuts [part.at, part.at + size) at slot boundaries; the middle of a long run becomes one row. */
static void cut(struct parts *out, struct part part)
{
    uint64_t end = part.at + part.size, word = out->word;
    bool is_long = part.size > LONG_VALUE * out->word;
    uint64_t start = part.at;
    while (part.at < end) {
        uint64_t next = min_u64((part.at / word + 1) * word, end);
        part.elided = false;
        if (is_long && part.at >= start + KEPT_WORDS * word && part.at + 2 * word < end) {
            next = (end - 1) / word * word; /* all but the last slot */
            part.elided = true;
        }
        part.size = next - part.at;
        add_part(out, part);
        part.offset += part.size;
        part.at = next;
    }
}

/* What lies in the argument area, by rising address, padding included. */
static void fill_parts(struct parts *out, const cconv_plan *plan)
{
    struct parts pieces = {0};
    const cconv_plan_stack *stack = cconv_plan_stack_of(plan);
    for (size_t i = 0; i < cconv_plan_hidden_count(plan); i++) {
        const cconv_hidden *hidden = cconv_plan_hidden(plan, i);
        add_pieces(&pieces, hidden->pieces, hidden->piece_count, (struct part){.hidden = true});
    }
    for (size_t i = 0; i < cconv_plan_argument_count(plan); i++) {
        const cconv_placement *value = cconv_plan_argument(plan, i);
        struct part part = {.value = value, .index = i, .pointer = value->kind == CCONV_PLACED_INDIRECT};
        add_pieces(&pieces, value->pieces, value->piece_count, part);
    }
    if (pieces.count)
        qsort(pieces.at, pieces.count, sizeof *pieces.at, by_position);
    uint64_t base = (uint64_t)stack->return_address + stack->shadow_space, cursor = base;
    for (size_t i = 0; i < pieces.count; i++) {
        const struct part *piece = &pieces.at[i];
        if (piece->at > cursor)
            cut(out, (struct part){.at = cursor, .size = piece->at - cursor});
        cut(out, *piece);
        cursor = max_u64(cursor, piece->at + piece->size);
    }
    if (cursor < base + stack->args_size)
        cut(out, (struct part){.at = cursor, .size = base + stack->args_size - cursor});
    out->failed |= pieces.failed;
    free(pieces.at);
}

static void put_bytes(struct buffer *text, uint64_t size)
{
    buffer_number(text, size);
    buffer_string(text, size == 1 ? " byte" : " bytes");
}

static void part_label(struct block *block, const struct look *look, const struct part *part, uint64_t word)
{
    struct buffer *text = &block->text;
    if (part->hidden) {
        block_put(block, STACK, "address of the result");
        return;
    }
    if (!part->value) {
        block_put(block, DIM, "padding, ");
        put_bytes(text, part->size);
        return;
    }
    block_run(block, part->pointer ? POINTER : STACK);
    if (part->elided) {
        buffer_string(text, look->ellipsis);
        buffer_string(text, " ");
    }
    if (part->pointer)
        buffer_string(text, "pointer to ");
    value_name(text, part->value, part->index);
    uint64_t whole = part->pointer ? word : part->value->size;
    if (part->size < whole) {
        buffer_string(text, "[");
        buffer_number(text, part->offset);
        if (part->size > 1) {
            buffer_string(text, look->dash);
            buffer_number(text, part->offset + part->size - 1);
        }
        buffer_string(text, "]");
    }
    block_run(block, DIM);
    if (part->size < word) {
        buffer_string(text, ", ");
        put_bytes(text, part->size);
    }
}

/* One line of the drawing while it is collected: position, frame and label are put together when the width is known. */
struct row {
    int64_t offset;
    bool is_rule;      /* a horizontal line */
    bool has_offset, is_entry;
    size_t first_run, end_run;   /* of the label, in the block of labels */
};

struct drawing {
    struct block labels;
    struct row *rows;
    size_t count, room;
};

static struct row *add_row(struct drawing *drawing)
{
    if (drawing->count == drawing->room) {
        size_t room = drawing->room ? 2 * drawing->room : 32;
        void *rows = room > SIZE_MAX / sizeof *drawing->rows ? NULL
                                                               : realloc(drawing->rows, room * sizeof *drawing->rows);
        if (!rows) {
            drawing->labels.failed = true;
            return NULL;
        }
        drawing->rows = rows;
        drawing->room = room;
    }
    struct row *row = &drawing->rows[drawing->count++];
    *row = (struct row){.first_run = drawing->labels.count};
    return row;
}

static void add_rule(struct drawing *drawing)
{
    struct row *row = add_row(drawing);
    if (row)
        row->is_rule = true;
}

static struct row *start_row(struct drawing *drawing, int64_t offset)
{
    struct row *row = add_row(drawing);
    if (row) {
        row->offset = offset;
        row->has_offset = true;
    }
    return row;
}

static void end_row(struct drawing *drawing)
{
    if (drawing->labels.failed)
        return;
    block_line(&drawing->labels);
    drawing->rows[drawing->count - 1].end_run = drawing->labels.count;
}

/* From high addresses to low: slots are rows; where the convention packs arguments, each is a row of its own. */
static void draw_arguments(struct drawing *drawing, const struct look *look, const cconv_plan *plan,
                           const struct parts *parts)
{
    uint32_t slot = cconv_convention_stack(cconv_plan_convention(plan))->slot;
    for (size_t end = parts->count; end;) {
        size_t first = end - 1;
        while (slot >= parts->word && first && !parts->at[first].elided && !parts->at[first - 1].elided
               && parts->at[first - 1].at / parts->word == parts->at[end - 1].at / parts->word)
            first--;
        start_row(drawing, (int64_t)parts->at[first].at);
        for (size_t i = first; i < end; i++) {
            if (i > first)
                block_put(&drawing->labels, DIM, "; ");
            part_label(&drawing->labels, look, &parts->at[i], parts->word);
        }
        end_row(drawing);
        end = first;
    }
    if (parts->count)
        add_rule(drawing);
}

/* Each slot of the shadow space has a name of its own, or is the home of an integer argument register, in their order. */
static void draw_shadow(struct drawing *drawing, const cconv_plan *plan)
{
    const cconv_plan_stack *stack = cconv_plan_stack_of(plan);
    const struct register_list *homes = &cconv_plan_convention(plan)->integer_args;
    const char *const *names = cconv_plan_convention(plan)->header;
    uint32_t word = cconv_target_pointer_size(cconv_plan_target(plan));
    size_t slots = stack->shadow_space / word;
    for (size_t i = slots; i-- > 0;) {
        start_row(drawing, (int64_t)(stack->return_address + word * i));
        block_put(&drawing->labels, DIM, names ? names[i] : "shadow space");
        if (!names && i < homes->count) {
            buffer_string(&drawing->labels.text, ", home of ");
            buffer_string(&drawing->labels.text, cconv_plan_register_name(plan, homes->regs[i]));
        }
        end_row(drawing);
    }
    if (slots)
        add_rule(drawing);
}

static void draw_rows(struct drawing *drawing, const struct look *look, const cconv_plan *plan)
{
    const cconv_plan_stack *stack = cconv_plan_stack_of(plan);
    struct parts parts = {.word = cconv_target_pointer_size(cconv_plan_target(plan))};
    fill_parts(&parts, plan);
    drawing->labels.failed |= parts.failed;
    add_row(drawing);
    block_put(&drawing->labels, DIM, "caller's frame");
    end_row(drawing);
    add_rule(drawing);
    draw_arguments(drawing, look, plan, &parts);
    draw_shadow(drawing, plan);
    if (stack->return_address) {
        start_row(drawing, 0);
        block_put(&drawing->labels, PLAIN, "return address");
        end_row(drawing);
        add_rule(drawing);
    }
    if (stack->red_zone) {
        start_row(drawing, -(int64_t)stack->red_zone);
        block_put(&drawing->labels, DIM, "red zone, ");
        put_bytes(&drawing->labels.text, stack->red_zone);
        end_row(drawing);
        add_rule(drawing);
    }
    /* The entry mark goes to the row at offset 0, or to the line below the caller's frame. */
    for (size_t i = drawing->count; i-- > 0 && !drawing->labels.failed;)
        if (drawing->rows[i].has_offset && drawing->rows[i].offset == 0) {
            drawing->rows[i].is_entry = true;
            break;
        }
    if (!stack->args_size && !stack->return_address && !stack->shadow_space && drawing->count > 1)
        drawing->rows[1].is_entry = true;
    free(parts.at);
}

static void offset_text(struct buffer *text, const char *pointer, int64_t offset)
{
    buffer_string(text, pointer);
    if (offset >= 0)
        buffer_string(text, "+");
    buffer_signed(text, offset);
}

static size_t label_width(const struct drawing *drawing, const struct row *row)
{
    const struct block *labels = &drawing->labels;
    if (row->is_rule)
        return 0;
    size_t start = labels->runs[row->first_run].start;
    size_t end = row->end_run < labels->count ? labels->runs[row->end_run].start : labels->text.length;
    return display_width(labels->text.data + start, end - start);
}

static void put_repeated(struct buffer *text, const char *string, size_t count)
{
    for (size_t i = 0; i < count; i++)
        buffer_string(text, string);
}

static void copy_label(struct block *block, const struct drawing *drawing, const struct row *row)
{
    const struct block *labels = &drawing->labels;
    for (size_t i = row->first_run; i < row->end_run; i++) {
        size_t start = labels->runs[i].start;
        size_t end = i + 1 < labels->count ? labels->runs[i + 1].start : labels->text.length;
        block_run(block, labels->runs[i].style);
        buffer_put(&block->text, labels->text.data + start, end - start);
    }
}

static void frame_rows(struct block *block, const struct look *look, const struct drawing *drawing,
                       const char *pointer)
{
    struct buffer text = {0};
    size_t widest = 24, margin = 0;
    for (size_t i = 0; i < drawing->count; i++) {
        const struct row *row = &drawing->rows[i];
        widest = (size_t)max_u64(widest, label_width(drawing, row));
        text.length = 0;
        if (row->has_offset)
            offset_text(&text, pointer, row->offset);
        margin = (size_t)max_u64(margin, text.length);
    }
    for (size_t i = 0; i < drawing->count; i++) {
        const struct row *row = &drawing->rows[i];
        text.length = 0;
        if (row->has_offset)
            offset_text(&text, pointer, row->offset);
        block_run(block, PLAIN);
        buffer_fill(&block->text, ' ', margin - text.length);
        buffer_put(&block->text, text.data ? text.data : "", text.length);
        buffer_string(&block->text, "  ");
        if (row->is_rule) {
            bool last = i + 1 == drawing->count;
            buffer_string(&block->text, look->corner[last ? 2 : 1][0]);
            put_repeated(&block->text, look->horizontal, widest + 2);
            buffer_string(&block->text, look->corner[last ? 2 : 1][2]);
        } else {
            buffer_string(&block->text, look->vertical);
            buffer_string(&block->text, " ");
            copy_label(block, drawing, row);
            block_run(block, PLAIN);
            buffer_fill(&block->text, ' ', widest - label_width(drawing, row) + 1);
            buffer_string(&block->text, look->vertical);
        }
        if (row->is_entry) {
            buffer_string(&block->text, " ");
            buffer_string(&block->text, look->arrow);
            buffer_string(&block->text, " ");
            buffer_string(&block->text, pointer);
        }
        block_line(block);
    }
    block->failed |= text.failed;
    buffer_free(&text);
}

void stack_block(struct block *block, const struct look *look, const cconv_plan *plan, const char *title)
{
    if (cconv_convention_syscall(cconv_plan_convention(plan)))
        return; /* nothing of a system call is on the stack */
    struct drawing drawing = {0};
    block_put(block, BOLD, title);
    block_line(block);
    draw_rows(&drawing, look, plan);
    if (drawing.labels.failed || drawing.labels.text.failed)
        block->failed = true;
    else
        frame_rows(block, look, &drawing, stack_pointer(plan));
    free(drawing.rows);
    block_free(&drawing.labels);
}

/* ------------------------------------------------------------------ registers */

static void register_rows(struct block *block, const struct look *look, const cconv_plan *plan,
                          const cconv_piece *pieces, size_t count, const cconv_placement *value, size_t index,
                          const char *what)
{
    for (size_t i = 0; i < count; i++) {
        const cconv_piece *piece = &pieces[i];
        if (piece->where != CCONV_IN_REGISTER)
            continue;
        const char *name = cconv_plan_register_name(plan, piece->reg);
        block_put(block, REGISTER, "  ");
        buffer_string(&block->text, name);
        block_run(block, PLAIN);
        buffer_fill(&block->text, ' ', strlen(name) < 6 ? 6 - strlen(name) : 1);
        buffer_string(&block->text, what);
        if (value) {
            if (value->kind == CCONV_PLACED_INDIRECT)
                buffer_string(&block->text, "pointer to ");
            value_name(&block->text, value, index);
        }
        uint64_t whole = value && value->kind != CCONV_PLACED_INDIRECT ? value->size : piece->size;
        if (piece->size < whole) {
            buffer_string(&block->text, "[");
            buffer_number(&block->text, piece->offset);
            buffer_string(&block->text, look->dash);
            buffer_number(&block->text, piece->offset + piece->size - 1);
            buffer_string(&block->text, "]");
        }
        if (piece->at) {
            buffer_string(&block->text, " from byte ");
            buffer_number(&block->text, piece->at);
        }
        if (piece->flags & CCONV_PIECE_DUPLICATE)
            buffer_string(&block->text, " (the same bytes again)");
        if (piece->flags & CCONV_PIECE_AS_DOUBLE)
            buffer_string(&block->text, ", as double");
        block_line(block);
    }
}

void register_block(struct block *block, const struct look *look, const cconv_plan *plan, const char *title)
{
    block_put(block, BOLD, title);
    block_line(block);
    size_t before = block->count;
    for (size_t i = 0; i < cconv_plan_hidden_count(plan); i++) {
        const cconv_hidden *hidden = cconv_plan_hidden(plan, i);
        register_rows(block, look, plan, hidden->pieces, hidden->piece_count, NULL, 0, "address of the result");
    }
    for (size_t i = 0; i < cconv_plan_argument_count(plan); i++) {
        const cconv_placement *value = cconv_plan_argument(plan, i);
        register_rows(block, look, plan, value->pieces, value->piece_count, value, i, "");
    }
    uint32_t vectors;
    if (cconv_plan_vector_count(plan, &vectors)) {
        block_put(block, REGISTER, "  al");
        block_put(block, PLAIN, "    ");
        buffer_number(&block->text, vectors);
        buffer_string(&block->text, ": vector registers used");
        block_line(block);
    }
    if (block->count == before) {
        block_put(block, DIM, "  none");
        block_line(block);
    }
    const cconv_placement *result = cconv_plan_result(plan);
    if (!result->piece_count)
        return;
    block_put(block, BOLD, "at return");
    block_line(block);
    struct cconv_placement unnamed = *result;
    unnamed.name = "the result";
    if (result->kind == CCONV_PLACED_INDIRECT)
        register_rows(block, look, plan, result->pieces, result->piece_count, NULL, 0, "address of the result");
    else
        register_rows(block, look, plan, result->pieces, result->piece_count, &unnamed, 0, "");
}
