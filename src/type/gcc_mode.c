/*
 * gcc's machine modes on 32-bit x86. The i386 back end places arguments and results by the mode of their type, and a
 * record has one: that of the member which fills it, or the integer mode of its size. No document says so; it is what
 * gcc 12 was seen to do (struct { float f; } is returned in st0, union { float f; } in eax), and its internals manual,
 * "Machine Modes", names the modes. Left out: modes of 16 bytes and more that are no vector (there is no integer one).
 */
#include "type/gcc_mode.h"

static enum gcc_mode mode_of_size(uint64_t size)
{
    return size == 1 || size == 2 || size == 4 || size == 8 ? MODE_INTEGER : MODE_BLOCK;
}

enum gcc_mode gcc_natural_mode(const struct cconv_type *type, uint32_t features)
{
    const struct cconv_type *base = canonical(type);
    enum gcc_mode mode = gcc_mode(type, features);
    bool is_m64 = base->kind == CCONV_VECTOR && base->size == 8 && canonical(base->element)->size < 8;
    return is_m64 && !(features & CCONV_FEATURE_NO_SSE) ? MODE_VECTOR : mode;
}

/* Modes exist for what the enabled registers hold; an integer vector without one falls back on the integer of its size. */
static enum gcc_mode vector_mode(const struct cconv_type *type, uint32_t features)
{
    const struct cconv_type *element = canonical(type->element);
    bool is_integer = type_is_integer(element), single = element->size == type->size;
    bool sse = !(features & CCONV_FEATURE_NO_SSE);
    bool has = sse && type->size <= 16;
    if (type->size == 32)
        has = sse && features & CCONV_FEATURE_AVX;
    if (type->size == 64)
        has = sse && features & CCONV_FEATURE_AVX512;
    if (single && !is_integer)
        has = false;
    if (!is_integer && type->size <= 8 && element->size != 2)
        has = false; /* V2SF has no registers of its own on i386, though as an argument it is taken for __m64; V4HF has */
    if (type->size == 2 && element->size == 1)
        has = true; /* V2QI */
    if (has)
        return MODE_VECTOR;
    return is_integer ? mode_of_size(type->size) : MODE_BLOCK;
}

static enum gcc_mode array_mode(const struct cconv_type *type, uint32_t features)
{
    if (type->is_incomplete_array || gcc_mode(type->element, features) == MODE_BLOCK)
        return MODE_BLOCK;
    return type->length == 1 ? gcc_mode(type->element, features) : mode_of_size(type->size);
}

static enum gcc_mode record_mode(const struct cconv_type *type, uint32_t features)
{
    enum gcc_mode whole = MODE_BLOCK;
    for (uint32_t i = 0; i < type->field_count; i++) {
        const cconv_field *field = &type->fields[i];
        bool is_bits = field->flags & CCONV_FIELD_BIT_FIELD;
        uint64_t bits = is_bits ? field->bit_width : 8 * canonical(field->type)->size;
        enum gcc_mode mode = is_bits ? MODE_INTEGER : gcc_mode(field->type, features);
        if (field->flags & CCONV_FIELD_FLEXIBLE || (mode == MODE_BLOCK && bits))
            return MODE_BLOCK;
        if (bits && bits == 8 * type->size)
            whole = mode;
    }
    if (type->kind == CCONV_STRUCT && whole != MODE_BLOCK)
        return whole;
    return mode_of_size(type->size);
}

enum gcc_mode gcc_mode(const struct cconv_type *type, uint32_t features)
{
    type = canonical(type);
    switch (type->kind) {
    case CCONV_STRUCT:
    case CCONV_UNION: return record_mode(type, features);
    case CCONV_ARRAY: return array_mode(type, features);
    case CCONV_VECTOR: return vector_mode(type, features);
    case CCONV_COMPLEX: return type_is_integer(canonical(type->element)) ? MODE_COMPLEX_INTEGER : MODE_COMPLEX;
    case CCONV_DECIMAL32:
    case CCONV_DECIMAL64:
    case CCONV_DECIMAL128: return MODE_DECIMAL;
    default: return type_is_floating(type) ? MODE_FLOAT : mode_of_size(type->size);
    }
}

/* An alignment that was written somewhere: on the type, a typedef, or a member. */
static bool has_user_align(const struct cconv_type *type)
{
    if (type->kind == CCONV_TYPEDEF && type->explicit_bits)
        return true;
    type = canonical(type);
    if (type->kind == CCONV_ARRAY)
        return has_user_align(type->element);
    if (!is_record(type))
        return false;
    for (uint32_t i = 0; i < type->field_count; i++)
        if (type->fields[i].align || has_user_align(type->fields[i].type))
            return true;
    return type->explicit_bits != 0;
}

uint64_t gcc_field_align(const struct cconv_type *type, uint32_t qualifiers, uint64_t align, uint32_t features)
{
    if (align <= 4 || has_user_align(type))
        return align;
    for (;; type = type->element) {
        if (qualifiers & CCONV_ATOMIC)
            return align;
        if (type->kind != CCONV_TYPEDEF && type->kind != CCONV_ARRAY)
            break;
        qualifiers = type->element_qualifiers;
    }
    switch (gcc_mode(type, features)) {
    case MODE_INTEGER:
    case MODE_COMPLEX_INTEGER: return 4;
    case MODE_FLOAT: return type->size == 8 ? 4 : align;
    case MODE_COMPLEX: return type->size == 16 ? 4 : align;
    default: return align;
    }
}
