/*
 * Microsoft's record rules, in two settings.
 *
 * 1. The MSVC dialect (x86_64-windows-msvc, aarch64-windows-msvc): every record. Microsoft documents little of it
 *    ("x64 software conventions: structure alignment", "C bit fields", "/Zp", "align (C++)"); the rest is the reading
 *    of clang 19, which is tested against Microsoft's compiler by its authors.
 * 2. ms_struct records and mingw: the GNU rules for members, Microsoft's for bit-fields, as gcc ("-mms-bitfields") and
 *    clang each read them.
 *
 * Microsoft's bit-fields in one line: neighbours whose types have the same size share one unit of that type; anything
 * else opens a new unit, and a unit is never left half used.
 */
#include "type/layout.h"

/* ---- GNU environment ----------------------------------------------------------------------------------------- */

static bool is_packed(const struct layout *at, const cconv_field *field)
{
    return (at->record->flags & CCONV_RECORD_PACKED) || (field->flags & CCONV_FIELD_PACKED);
}

static bool is_bit_field(const cconv_field *field) { return field->flags & CCONV_FIELD_BIT_FIELD; }

static uint64_t unit_of(const cconv_field *field) { return 8 * canonical(field->type)->size; }

static void clang_bit_field(struct layout *at, cconv_field *field)
{
    bool is_union = at->record->kind == CCONV_UNION;
    uint64_t unit = unit_of(field), width = field->bit_width, align = unit & -unit;
    if (at->unit != unit || at->bits_left < width) {
        if (!at->unit && !width)
            align = 1; /* zero width after something else than a bit-field: ignored */
        at->bits_left = at->unit = 0;
    }
    align = max_u64(align, 8 * (uint64_t)field->align);
    if (at->record->pack && width)
        align = min_u64(align, 8 * (uint64_t)at->record->pack);
    if (is_union)
        align = 1;
    uint64_t start = is_union ? 0 : at->position - at->bits_left;
    if (width == 0 || width > at->bits_left) {
        start = round_up(start, align);
        at->bits_left = 0;
    }
    field->bit_offset = start;
    if (is_union) {
        at->size = max_u64(at->size, width ? unit / 8 : 1);
    } else if (width) {
        if (!at->bits_left) {
            at->position = start + unit;
            at->bits_left = unit;
        }
        at->bits_left -= width;
        at->unit = unit;
    } else { /* it may end in the open unit, which the record keeps */
        at->size = max_u64(at->size, (at->position + 7) / 8);
        at->position = round_up(start, 8);
        at->bits_left = at->position - start;
        at->unit = 0;
    }
    raise_align(at, max_u64(align / 8, 1));
}

/* gcc's alignment of a record by a bit-field: a zero-width one counts only behind another. */
static void gcc_raise_align(struct layout *at, const cconv_field *field, uint64_t desired)
{
    uint64_t align = max_u64(layout_member_align(at, field), desired / 8);
    bool counts = field->bit_width ? !is_packed(at, field) : at->previous && at->previous->bit_width != 0;
    if (at->record->pack)
        align = min_u64(align, at->record->pack);
    if (counts)
        raise_align(at, align);
}

static uint64_t lowest_bit(uint64_t value) { return value & -value; }

/* DECL_ALIGN: that of the attribute, or of the whole bytes, shorts, … that the width happens to be. */
static uint64_t gcc_desired_align(const struct layout *at, const cconv_field *field)
{
    uint64_t desired = field->align ? 8 * (uint64_t)field->align : 1;
    if (layout_gcc_is_whole(at, field, is_packed(at, field)))
        desired = max_u64(desired, field->bit_width);
    if (at->record->pack)
        desired = min_u64(desired, 8 * (uint64_t)at->record->pack);
    return desired;
}

/* Is the run of equal units left? Returns whether the place must still be aligned as `desired`. */
static bool gcc_leave_run(struct layout *at, const cconv_field *field, bool realign)
{
    const cconv_field *previous = at->previous;
    if (is_bit_field(field) && field->bit_width && previous->bit_width && unit_of(field) == unit_of(previous)) {
        if (at->bits_left >= field->bit_width) {
            at->bits_left -= field->bit_width;
            return false;
        }
        at->position += at->bits_left;
        at->previous = field;
        at->bits_left = unit_of(field) - field->bit_width;
        return realign;
    }
    if (previous->bit_width)
        at->position += at->bits_left;
    if (!is_bit_field(field) || field->bit_width == 0)
        at->previous = NULL;
    return realign;
}

/* The position of any member of a struct, bit-field or not, before it is placed. `desired` is in bits. */
static void gcc_advance(struct layout *at, const cconv_field *field, uint64_t desired)
{
    const cconv_field *saved = at->previous && at->previous->bit_width ? at->previous : NULL;
    uint64_t known = at->position ? lowest_bit(at->position) : 8 * max_u64(16, at->align);
    if (at->previous) {
        if (gcc_leave_run(at, field, known < desired))
            at->position = round_up(at->position, desired);
    } else if (known < desired) {
        at->position = round_up(at->position, desired);
    }
    if (!is_bit_field(field) || (saved ? unit_of(field) != unit_of(saved) : field->bit_width != 0)) {
        uint64_t align = is_packed(at, field) ? 1 : layout_member_align(at, field);
        if (at->record->pack)
            align = min_u64(align, at->record->pack);
        at->bits_left = is_bit_field(field) ? unit_of(field) - field->bit_width : 0;
        at->position = layout_gcc_round(at, at->position, 8 * align);
        at->previous = NULL;
    }
    if (!at->previous && is_bit_field(field))
        at->previous = field;
}

static void gcc_bit_field(struct layout *at, cconv_field *field, bool is_last)
{
    uint64_t desired = gcc_desired_align(at, field);
    gcc_raise_align(at, field, desired);
    if (at->record->kind == CCONV_UNION) {
        at->size = max_u64(at->size, ((uint64_t)field->bit_width + 7) / 8);
        field->bit_offset = 0;
        return;
    }
    gcc_advance(at, field, desired);
    field->bit_offset = at->position;
    at->position += field->bit_width;
    if (is_last && field->bit_width)
        at->position += at->bits_left;
}

/* Which rules could make gcc and clang differ here. */
static uint32_t questions(const struct layout *at, const cconv_field *field)
{
    uint32_t touched = 0;
    if (at->record->kind == CCONV_UNION)
        touched |= 1u << DIVERGES_MS_UNION_BIT_FIELD;
    if (is_packed(at, field) || at->record->pack)
        touched |= 1u << DIVERGES_MS_PACKED_BIT_FIELD;
    if (field->align || (field->type->kind == CCONV_TYPEDEF && field->type->explicit_bits))
        touched |= 1u << DIVERGES_MS_ALIGNED_BIT_FIELD;
    return touched;
}

void layout_ms_bit_field(struct layout *at, cconv_field *field, bool is_last)
{
    at->touched |= questions(at, field);
    if (at->reading == CCONV_AS_GCC)
        gcc_bit_field(at, field, is_last);
    else
        clang_bit_field(at, field);
}

void layout_ms_end_run(struct layout *at, const cconv_field *field, uint64_t align)
{
    if (field->type->kind == CCONV_TYPEDEF && field->type->explicit_bits)
        at->touched |= 1u << DIVERGES_MS_LOW_ALIGN;
    if (at->reading == CCONV_AS_GCC) {
        if (at->record->kind == CCONV_STRUCT)
            gcc_advance(at, field, 8 * align);
        return;
    }
    at->bits_left = at->unit = 0;
}

/* ---- the MSVC dialect ---------------------------------------------------------------------------------------- */

uint64_t type_required_align(const struct cconv_type *type)
{
    uint64_t required = 1;
    bool from_typedef = type->kind == CCONV_TYPEDEF && type->explicit_bits;
    if (from_typedef)
        required = type_explicit_align(type);
    const struct cconv_type *base = canonical(type);
    if (base->kind == CCONV_ARRAY)
        return from_typedef ? max_u64(required, type_inner_align(base)) : type_required_align(base->element);
    if (is_record(base)) {
        if (!from_typedef && base->explicit_bits)
            required = base->align;
        required = max_u64(required, type_inner_align(base));
    }
    return required;
}

/* The largest alignment that packing allows; 0: no limit. Packing beyond the pointer size is ignored. */
static uint64_t pack_limit(const struct layout *at)
{
    if (at->record->flags & CCONV_RECORD_PACKED)
        return 1;
    return at->record->pack <= at->target->pointer_size ? at->record->pack : 0;
}

/* Packing lowers a natural alignment, never a required one (declspec align, aligned, _Alignas, here or inside). */
static uint64_t element_align(struct layout *at, const cconv_field *field)
{
    uint64_t align = canonical(field->type)->align, required = max_u64(field->align, type_required_align(field->type));
    uint64_t limit = pack_limit(at);
    if (is_bit_field(field))
        align = max_u64(align, required); /* aligns the bit-field, but is not required of the record */
    else
        at->required_align = max_u64(at->required_align, required);
    if (limit)
        align = min_u64(align, limit);
    if (field->flags & CCONV_FIELD_PACKED)
        align = 1;
    return max_u64(align, required);
}

static void ms_bit_field(struct layout *at, cconv_field *field)
{
    uint64_t unit = unit_of(field), width = field->bit_width;
    bool is_union = at->record->kind == CCONV_UNION;
    field->bit_offset = is_union ? 0 : 8 * at->size;
    if (width == 0 && !at->unit)
        return; /* counts behind a bit-field of some width alone */
    if (width && !is_union && at->unit == unit && width <= at->bits_left) {
        field->bit_offset = 8 * at->size - at->bits_left;
        at->bits_left -= width;
        return;
    }
    uint64_t align = element_align(at, field);
    at->unit = width ? unit : 0;
    if (is_union) {
        at->size = max_u64(at->size, unit / 8); /* a union is not aligned by its bit-fields */
        return;
    }
    at->size = round_up(at->size, align);
    field->bit_offset = 8 * at->size;
    if (width) {
        at->size += unit / 8;
        at->bits_left = unit - width;
    }
    raise_align(at, align);
}

static void ms_member(struct layout *at, cconv_field *field)
{
    uint64_t align = element_align(at, field), offset = 0;
    uint64_t size = field->flags & CCONV_FIELD_FLEXIBLE ? 0 : canonical(field->type)->size;
    at->unit = 0;
    raise_align(at, align);
    if (at->record->kind == CCONV_STRUCT)
        offset = round_up(at->size, align);
    field->offset = offset;
    if (offset > at->limit || size > at->limit - offset)
        at->overflow = true;
    else
        at->size = max_u64(at->size, offset + size);
}

void layout_microsoft(struct layout *at)
{
    for (size_t i = 0; i < at->count && !at->overflow; i++) {
        cconv_field *field = &at->fields[i];
        if (is_bit_field(field)) {
            ms_bit_field(at, field);
            field->offset = field->bit_offset / 8;
        } else {
            ms_member(at, field);
        }
        if (at->size > at->limit - at->align)
            at->overflow = true;
    }
    if (at->overflow || at->size > at->limit - max_u64(at->align, at->record->align)) {
        at->overflow = true;
        return;
    }
    at->size = round_up(at->size, at->align);
    at->required_align = max_u64(at->required_align, at->record->align);
    at->align = max_u64(at->align, at->required_align);
    uint64_t rounding = at->align, limit = pack_limit(at);
    if (limit)
        rounding = min_u64(rounding, limit);
    at->size = round_up(at->size, max_u64(rounding, at->required_align));
    if (at->size == 0) /* C has no empty struct; Microsoft's takes 4 bytes, or its explicit alignment if larger */
        at->size = at->required_align >= at->target->empty_struct_size ? at->align : at->target->empty_struct_size;
}
