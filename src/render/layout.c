/* Layouts as tables, like pahole's: offsets, sizes, bit positions, holes; several targets side by side. */
#include "render/render.h"

#include <stdlib.h>

static bool is_record(const cconv_type *type)
{
    cconv_type_kind kind = cconv_type_kind_of(cconv_type_canonical(type));
    return kind == CCONV_STRUCT || kind == CCONV_UNION;
}

static void amount(struct buffer *text, uint64_t bits)
{
    if (bits % 8) {
        buffer_number(text, bits);
        buffer_string(text, bits == 1 ? " bit" : " bits");
        return;
    }
    buffer_number(text, bits / 8);
    buffer_string(text, bits == 8 ? " byte" : " bytes");
}

void layout_summary(struct buffer *text, const cconv_layout_view *view)
{
    buffer_string(text, "size ");
    buffer_number(text, cconv_type_size(view->type));
    buffer_string(text, ", align ");
    buffer_number(text, cconv_type_align(view->type));
    if (!is_record(view->type))
        return;
    struct members members = {0};
    members_collect(&members, cconv_type_canonical(view->type));
    if (members.holes) {
        buffer_string(text, ", ");
        buffer_number(text, members.holes);
        buffer_string(text, members.holes == 1 ? " hole of " : " holes, together ");
        amount(text, members.hole_bits);
    }
    if (members.tail_bits) {
        buffer_string(text, ", ");
        amount(text, members.tail_bits);
        buffer_string(text, " of padding at the end");
    }
    text->failed |= members.failed;
    members_free(&members);
}

static void member_name(struct grid *grid, const struct look *look, const struct member *member)
{
    const cconv_field *field = member->field;
    grid_cell(grid, PLAIN);
    for (uint32_t i = 0; i < member->depth; i++)
        buffer_string(&grid->text, look->ascii ? ". " : "· ");
    type_text(&grid->text, field->type, field->qualifiers, field->name);
    if (field->flags & CCONV_FIELD_BIT_FIELD) {
        buffer_string(&grid->text, " : ");
        buffer_number(&grid->text, field->bit_width);
    }
}

/* "8", or "4:3" for a bit-field that starts at bit 3 of byte 4. */
static void offset_cell(struct grid *grid, const struct member *member)
{
    grid_cell(grid, PLAIN);
    if (!(member->field->flags & CCONV_FIELD_BIT_FIELD)) {
        buffer_number(&grid->text, member->offset);
        return;
    }
    buffer_number(&grid->text, member->bit_offset / 8);
    buffer_string(&grid->text, ":");
    buffer_number(&grid->text, member->bit_offset % 8);
}

static void size_cell(struct grid *grid, const struct member *member)
{
    grid_cell(grid, PLAIN);
    if (member->field->flags & CCONV_FIELD_BIT_FIELD) {
        buffer_string(&grid->text, ":");
        buffer_number(&grid->text, member->field->bit_width);
    } else {
        buffer_number(&grid->text, field_size(member->field));
    }
}

static void hole_cells(struct grid *grid, const char *what, uint64_t from_bit, uint64_t bits)
{
    grid_cell(grid, DIM);
    if (bits) {
        buffer_number(&grid->text, from_bit / 8);
        if (from_bit % 8) {
            buffer_string(&grid->text, ":");
            buffer_number(&grid->text, from_bit % 8);
        }
    }
    grid_cell(grid, DIM);
    if (bits && bits % 8) {
        buffer_string(&grid->text, ":");
        buffer_number(&grid->text, bits);
    } else if (bits) {
        buffer_number(&grid->text, bits / 8);
    }
    if (what)
        grid_put(grid, DIM, what);
}

/* Marks cell `index` as different from what cell `like` shows. */
static void mark_if_different(struct grid *grid, const struct look *look, size_t like)
{
    if (grid->failed || grid->text.failed)
        return;
    size_t last = grid->count - 1, length = grid->text.length - grid->cells[last].start;
    size_t other = grid->cells[like + 1].start - grid->cells[like].start;
    const char *text = grid->text.data + grid->cells[last].start;
    size_t mark = strlen(look->differs) + 1;
    const char *before = grid->text.data + grid->cells[like].start;
    if (other > mark && memcmp(before + other - mark + 1, look->differs, mark - 1) == 0)
        other -= mark;
    if (length == other && memcmp(text, before, length) == 0)
        return;
    grid->cells[last].style = DIFFERS;
    buffer_string(&grid->text, " ");
    buffer_string(&grid->text, look->differs);
}

static void single_rows(struct grid *grid, const struct look *look, const struct members *members, uint64_t size)
{
    grid_start(grid, 3);
    grid_title(grid, 0, "offset", COLUMN_RIGHT);
    grid_title(grid, 1, "size", COLUMN_RIGHT);
    grid_title(grid, 2, "member", COLUMN_WRAP);
    for (size_t i = 0; i < members->count; i++) {
        const struct member *member = &members->at[i];
        if (member->hole_bits)
            hole_cells(grid, "(hole)", member->bit_offset - member->hole_bits, member->hole_bits);
        offset_cell(grid, member);
        size_cell(grid, member);
        member_name(grid, look, member);
    }
    if (members->tail_bits)
        hole_cells(grid, "(padding)", 8 * size - members->tail_bits, members->tail_bits);
}

static void hole_row(struct grid *grid, const struct members *members, size_t count, size_t index,
                     const cconv_layout_view *views)
{
    bool any = false, is_tail = index == members[0].count;
    for (size_t i = 0; i < count; i++)
        any |= (is_tail ? members[i].tail_bits : members[i].at[index].hole_bits) != 0;
    if (!any)
        return;
    grid_put(grid, DIM, is_tail ? "(padding)" : "(hole)");
    for (size_t i = 0; i < count; i++) {
        uint64_t bits = is_tail ? members[i].tail_bits : members[i].at[index].hole_bits;
        uint64_t end = is_tail ? 8 * cconv_type_size(views[i].type) : members[i].at[index].bit_offset;
        hole_cells(grid, NULL, end - bits, bits);
    }
}

static void several_rows(struct grid *grid, const struct look *look, const struct members *members,
                         const cconv_layout_view *views, size_t count)
{
    for (size_t i = 0; i < members[0].count; i++) {
        hole_row(grid, members, count, i, views);
        member_name(grid, look, &members[0].at[i]);
        size_t first = grid->count;
        for (size_t j = 0; j < count; j++) {
            offset_cell(grid, &members[j].at[i]);
            if (j)
                mark_if_different(grid, look, first);
            size_cell(grid, &members[j].at[i]);
            if (j)
                mark_if_different(grid, look, first + 1);
        }
    }
    if (members[0].count)
        hole_row(grid, members, count, members[0].count, views);
}

static void summary_rows(struct grid *grid, const struct look *look, const cconv_layout_view *views, size_t count)
{
    for (int align = 0; align < 2; align++) {
        grid_put(grid, BOLD, align ? "align" : "size");
        size_t first = grid->count;
        for (size_t i = 0; i < count; i++) {
            grid_put(grid, PLAIN, "");
            grid_cell(grid, BOLD);
            buffer_number(&grid->text, align ? cconv_type_align(views[i].type) : cconv_type_size(views[i].type));
            if (i)
                mark_if_different(grid, look, first + 1);
        }
    }
}

/* With several targets the records must have the same members, which the same text gives. */
void grid_of_layouts(struct grid *grid, const struct look *look, const cconv_layout_view *views, size_t count)
{
    struct members members[GRID_COLUMNS / 2] = {{0}};
    bool same = true;
    for (size_t i = 0; i < count; i++) {
        if (is_record(views[i].type))
            members_collect(&members[i], cconv_type_canonical(views[i].type));
        grid->failed |= members[i].failed;
        same &= members[i].count == members[0].count;
    }
    if (grid->failed) {
        /* reported by the caller */
    } else if (count == 1) {
        single_rows(grid, look, &members[0], cconv_type_size(views[0].type));
    } else {
        grid_start(grid, 1 + 2 * count);
        grid_title(grid, 0, "member", COLUMN_WRAP);
        for (size_t i = 0; i < count; i++) {
            grid_title(grid, 1 + 2 * i, cconv_target_name(views[i].target), COLUMN_RIGHT);
            grid_title(grid, 2 + 2 * i, "size", COLUMN_RIGHT);
        }
        if (same)
            several_rows(grid, look, members, views, count);
        summary_rows(grid, look, views, count);
    }
    for (size_t i = 0; i < count; i++)
        members_free(&members[i]);
}

static void put_notes(struct out *out, const struct look *look, const cconv_layout_view *views, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const cconv_type *type = cconv_type_canonical(views[i].type);
        for (size_t j = 0; j < cconv_type_note_count(type); j++) {
            const char *note = cconv_type_note(type, j);
            bool seen = false; /* under an earlier target */
            for (size_t k = 0; k < i && !seen; k++) {
                const cconv_type *other = cconv_type_canonical(views[k].type);
                for (size_t l = 0; l < cconv_type_note_count(other); l++)
                    seen |= cconv_type_note(other, l) == note;
            }
            if (seen)
                continue;
            out_string(out, "  note: ");
            out_wrapped(out, look, 8, 8, note, strlen(note));
        }
    }
}

static void put_title(struct out *out, const struct look *look, const cconv_layout_view *view)
{
    struct buffer text = {0};
    type_text(&text, view->type, 0, NULL);
    if (!text.failed) {
        out_styled(out, look, BOLD, text.data, text.length);
        /* A typedef of an untagged struct says nothing by its type alone. */
        if (view->name && !strstr((buffer_put(&text, "", 1), text.failed ? "" : text.data), view->name)) {
            out_string(out, " ");
            out_string(out, view->name);
        }
    }
    out_string(out, "\n");
    buffer_free(&text);
}

void text_layout(struct out *out, const struct look *look, const cconv_layout_view *views, size_t count)
{
    struct grid grid = {0};
    struct buffer summary = {0};
    put_title(out, look, &views[0]);
    if (count == 1) {
        out_string(out, "  ");
        out_string(out, cconv_target_name(views[0].target));
        layout_summary(&summary, &views[0]);
        out_string(out, ": ");
        out_put(out, summary.data ? summary.data : "", summary.length);
        out_string(out, "\n");
    }
    if (count > 1 || is_record(views[0].type)) {
        grid_of_layouts(&grid, look, views, count);
        if (count > 1 || cconv_type_field_count(cconv_type_canonical(views[0].type)))
            grid_text(&grid, out, look, 2);
    }
    put_notes(out, look, views, count);
    if (grid.failed || grid.text.failed || summary.failed)
        out->failed = CCONV_NO_MEMORY;
    grid_free(&grid);
    buffer_free(&summary);
}
