/*
 * Records as clang 19 has them in its intermediate code, where no bit-field and no union is. Observed in what it
 * compiles (-emit-llvm) for System V targets; Microsoft's bit-fields are left out.
 *
 *   Bit-fields become integers. One takes as many neighbours as fit in 8 bytes, as long as it then is 1, 2, 4, 8 or 16
 *   bytes and does not reach into the next member with storage or beyond the record. Where no such integer is, the
 *   bytes that the bit-fields touch are an array of bytes.
 *   A union is one of its members, and bytes up to its size.
 */
#include "convention/clang_parts.h"

#include "base/base.h"

enum { WORD = 8, WIDEST = 16 };

static bool is_bits(const struct cconv_type *type, uint32_t field)
{
    return field < type->field_count && type->fields[field].flags & CCONV_FIELD_BIT_FIELD;
}

/* An integer's alignment, which its size is a multiple of. */
static uint64_t integer_align(uint64_t bytes)
{
    uint64_t align = 1;
    while (align < bytes && align < WIDEST)
        align *= 2;
    return align;
}

static uint64_t integer_size(uint64_t bytes)
{
    return round_up(bytes, integer_align(bytes));
}

bool clang_is_bytes(const struct cconv_type *type)
{
    return type->kind == CCONV_BITINT && integer_size((type->length + 7) / 8) != type->size;
}

static uint64_t align_of(const struct cconv_type *type)
{
    struct clang_part part;
    uint64_t align = 1;
    switch (type->kind) {
    case CCONV_STRUCT:
        if (clang_is_packed(type))
            return 1;
        for (uint32_t next = 0; clang_next_part(type, &next, &part);)
            align = max_u64(align, part.align);
        return align;
    case CCONV_UNION: return clang_union_part(type, &part) && type->size % part.align == 0 ? part.align : 1;
    case CCONV_ARRAY:
    case CCONV_COMPLEX: return align_of(canonical(type->element));
    case CCONV_BITINT: return clang_is_bytes(type) ? 1 : integer_align((type->length + 7) / 8);
    default: return max_u64(type->kind == CCONV_VECTOR ? type->size : type_natural_align(type), 1);
    }
}

/* Nothing of it is stored: no bit, or a record of nothing but such fields. An array is stored even if it is empty. */
static bool is_empty(const cconv_field *field)
{
    if (field->flags & CCONV_FIELD_BIT_FIELD)
        return field->bit_width == 0;
    const struct cconv_type *member = canonical(field->type);
    for (uint32_t i = 0; is_record(member) && i < member->field_count; i++)
        if (!is_empty(&member->fields[i]))
            return false;
    return is_record(member);
}

/* Where the next storage from this field on begins. */
static uint64_t storage_from(const struct cconv_type *type, uint32_t field)
{
    while (field < type->field_count && is_empty(&type->fields[field]))
        field++;
    return field < type->field_count ? type->fields[field].offset : type->size;
}

/* The bit-fields from *next on that share an integer; nothing, of size 0, for a zero-width one. */
static void take_bit_fields(const struct cconv_type *type, uint32_t *next, struct clang_part *out)
{
    uint32_t field = *next;
    uint64_t begin = type->fields[field].offset, bits = 0;
    *out = (struct clang_part){.offset = begin, .align = 1};
    for (;;) {
        do /* those that share bytes cannot be parted */
            bits += type->fields[field++].bit_width;
        while (is_bits(type, field) && type->fields[field].bit_offset % 8 != 0);
        uint64_t bytes = (bits + 7) / 8, whole = integer_size(bytes);
        bool first = out->size == 0;
        if (!first && bytes > WORD)
            return;
        bool has_room = bytes && begin + whole <= storage_from(type, field);
        if (has_room)
            *out = (struct clang_part){NULL, begin, whole, whole, integer_align(bytes)};
        else if (first)
            out->size = out->room = bytes;
        if (first || has_room)
            *next = field;
        if (!bytes || !is_bits(type, field) || type->fields[field].bit_width == 0)
            return;
        bits = (storage_from(type, field) - begin) * 8;
    }
}

bool clang_next_part(const struct cconv_type *type, uint32_t *next, struct clang_part *out)
{
    while (*next < type->field_count) {
        const cconv_field *field = &type->fields[*next];
        if (is_bits(type, *next)) {
            take_bit_fields(type, next, out);
            if (out->size)
                return true;
            continue;
        }
        ++*next;
        if (is_empty(field))
            continue;
        const struct cconv_type *member = canonical(field->type);
        *out = (struct clang_part){member, field->offset, member->size, member->size, align_of(member)};
        return true;
    }
    return false;
}

bool clang_union_part(const struct cconv_type *type, struct clang_part *out)
{
    bool found = false;
    for (uint32_t i = 0; i < type->field_count; i++) {
        const cconv_field *field = &type->fields[i];
        const struct cconv_type *member = canonical(field->type);
        struct clang_part part = {member, 0, member->size, member->size, 1};
        if (is_bits(type, i)) {
            uint64_t bytes = (field->bit_width + 7) / 8;
            if (!bytes)
                continue;
            part = (struct clang_part){.size = bytes, .room = integer_size(bytes), .align = integer_align(bytes)};
        } else {
            part.align = align_of(member);
        }
        if (!found || part.align > out->align || (part.align == out->align && part.room > out->room))
            *out = part;
        found = true;
    }
    if (found && out->room > type->size) /* a packed one */
        *out = (struct clang_part){.size = type->size, .room = type->size, .align = 1};
    return found;
}

bool clang_is_packed(const struct cconv_type *type)
{
    uint64_t largest = 1;
    struct clang_part part;
    for (uint32_t next = 0; clang_next_part(type, &next, &part);) {
        largest = max_u64(largest, part.align);
        if (part.offset % part.align != 0)
            return true;
    }
    return type->size % largest != 0;
}

bool clang_is_dense(const struct cconv_type *type)
{
    struct clang_part part;
    uint64_t bytes = 0;
    switch (type->kind) {
    case CCONV_ARRAY:
    case CCONV_COMPLEX: return type->size == 0 || clang_is_dense(canonical(type->element));
    case CCONV_LDOUBLE: return false;
    case CCONV_STRUCT:
        for (uint32_t next = 0; clang_next_part(type, &next, &part); bytes += part.size)
            if (part.member && !clang_is_dense(part.member))
                return false;
        return bytes == type->size;
    case CCONV_UNION:
        if (!clang_union_part(type, &part))
            return type->size == 0;
        return part.size == type->size && (!part.member || clang_is_dense(part.member));
    default: return true;
    }
}
