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

/* A bit position, as offset_cell shows it. */
static void position(struct buffer *text, uint64_t bit)
{
    buffer_number(text, bit / 8);
    if (bit % 8) {
        buffer_string(text, ":");
        buffer_number(text, bit % 8);
    }
}

/* ":3" for 3 bits, "8" for 8 bytes. */
static void extent(struct buffer *text, uint64_t bits, bool is_bits)
{
    if (is_bits)
        buffer_string(text, ":");
    buffer_number(text, is_bits ? bits : bits / 8);
}

static void size_cell(struct grid *grid, const struct member *member)
{
    bool is_bits = member->field->flags & CCONV_FIELD_BIT_FIELD;
    grid_cell(grid, PLAIN);
    extent(&grid->text, is_bits ? member->field->bit_width : 8 * field_size(member->field), is_bits);
}

static void unused_row(struct grid *grid, const char *what, uint64_t from_bit, uint64_t bits)
{
    grid_cell(grid, DIM);
    position(&grid->text, from_bit);
    grid_cell(grid, DIM);
    extent(&grid->text, bits, bits % 8 != 0);
    grid_put(grid, DIM, what);
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
            unused_row(grid, "(hole)", member->bit_offset - member->hole_bits, member->hole_bits);
        offset_cell(grid, member);
        size_cell(grid, member);
        member_name(grid, look, member);
    }
    if (members->tail_bits)
        unused_row(grid, "(padding)", 8 * size - members->tail_bits, members->tail_bits);
}

/* ------------------------------------------------------------- several targets */

/* Where and how large something is: a cell of the side-by-side table. */
struct span {
    uint64_t from_bit, bits;
    bool is_bits;               /* shown in bits: a bit-field, or a hole beside one */
};

enum { SIZE_WIDTH = 5 };        /* sizes are aligned in this width, behind the offset */

static void span_cell(struct grid *grid, const struct look *look, struct span span, bool differs, enum style style)
{
    grid_cell(grid, differs ? DIFFERS : style);
    if (differs) {
        buffer_string(&grid->text, look->differs);
        buffer_string(&grid->text, " ");
    }
    buffer_number(&grid->text, span.from_bit / 8);
    if (span.is_bits) {
        buffer_string(&grid->text, ":");
        buffer_number(&grid->text, span.from_bit % 8);
    }
    struct buffer size = {0};
    extent(&size, span.bits, span.is_bits);
    buffer_fill(&grid->text, ' ', size.length < SIZE_WIDTH ? SIZE_WIDTH - size.length : 1);
    buffer_put(&grid->text, size.data ? size.data : "", size.length);
    grid->failed |= size.failed;
    buffer_free(&size);
}

static struct span span_of(const struct member *member)
{
    bool is_bits = member->field->flags & CCONV_FIELD_BIT_FIELD;
    return (struct span){is_bits ? member->bit_offset : 8 * member->offset,
                         is_bits ? member->field->bit_width : 8 * field_size(member->field), is_bits};
}

static void unused_cells(struct grid *grid, const struct look *look, const struct members *members, size_t count,
                         size_t index, const cconv_layout_view *views)
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
        if (bits)
            span_cell(grid, look, (struct span){end - bits, bits, bits % 8 || end % 8}, false, DIM);
        else
            grid_put(grid, DIM, "");
    }
}

static void several_rows(struct grid *grid, const struct look *look, const struct members *members,
                         const cconv_layout_view *views, size_t count)
{
    grid_put(grid, DIM, "");
    for (size_t i = 0; i < count; i++)
        grid_put(grid, DIM, "offset size");
    for (size_t i = 0; i < members[0].count; i++) {
        unused_cells(grid, look, members, count, i, views);
        member_name(grid, look, &members[0].at[i]);
        struct span first = span_of(&members[0].at[i]);
        for (size_t j = 0; j < count; j++) {
            struct span span = span_of(&members[j].at[i]);
            span_cell(grid, look, span, span.from_bit != first.from_bit || span.bits != first.bits, PLAIN);
        }
    }
    unused_cells(grid, look, members, count, members[0].count, views);
}

static void summary_rows(struct grid *grid, const struct look *look, const cconv_layout_view *views, size_t count)
{
    for (int align = 0; align < 2; align++) {
        uint64_t first = align ? cconv_type_align(views[0].type) : cconv_type_size(views[0].type);
        grid_put(grid, BOLD, align ? "align" : "size");
        for (size_t i = 0; i < count; i++) {
            uint64_t value = align ? cconv_type_align(views[i].type) : cconv_type_size(views[i].type);
            grid_cell(grid, value == first ? BOLD : DIFFERS);
            if (value != first) {
                buffer_string(&grid->text, look->differs);
                buffer_string(&grid->text, " ");
            }
            buffer_number(&grid->text, value);
        }
    }
}

/* With several targets the records must have the same members, which the same text gives. */
void grid_of_layouts(struct grid *grid, const struct look *look, const cconv_layout_view *views, size_t count)
{
    struct members members[GRID_COLUMNS] = {{0}};
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
        grid_start(grid, 1 + count);
        grid_title(grid, 0, "member", COLUMN_WRAP);
        for (size_t i = 0; i < count; i++)
            grid_title(grid, 1 + i, cconv_target_name(views[i].target), COLUMN_RIGHT | COLUMN_HYPHEN);
        if (same && members[0].count)
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
    out_free_text(out, &text);
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
    out_free_text(out, &summary);
}
