/*
 * Compatible types (C17 6.2.7), as far as redeclarations need it. Lenient where compilers are: an enum with its
 * integer type, a function without prototype with any, differing conventions on a redeclaration.
 */
#include "decl/parser.h"

enum { COMPARE_LIMIT = 100 };

static bool compatible_at(const struct cconv_type *a, const struct cconv_type *b, unsigned depth);

static bool compatible_functions(const struct cconv_type *a, const struct cconv_type *b, unsigned depth)
{
    if (!compatible_at(a->element, b->element, depth))
        return false;
    if (a->old_style || b->old_style)
        return true;
    if (a->parameter_count != b->parameter_count || a->variadic != b->variadic)
        return false;
    for (uint32_t i = 0; i < a->parameter_count; i++) {
        const struct cconv_type *x = canonical(a->parameters[i].type), *y = canonical(b->parameters[i].type);
        if (!compatible_at(x, y, depth) && !(x->record_flags & CCONV_RECORD_TRANSPARENT) &&
            !(y->record_flags & CCONV_RECORD_TRANSPARENT))
            return false;
    }
    return true;
}

static bool is_enum_or_its_integer(const struct cconv_type *a, const struct cconv_type *b)
{
    bool either = a->kind == CCONV_ENUM || b->kind == CCONV_ENUM;
    return either && type_is_integer(a) && type_is_integer(b) && (!a->complete || !b->complete || a->size == b->size);
}

static bool compatible_at(const struct cconv_type *a, const struct cconv_type *b, unsigned depth)
{
    a = canonical(a);
    b = canonical(b);
    if (a == b || depth > COMPARE_LIMIT)
        return true;
    if (is_enum_or_its_integer(a, b))
        return true;
    if (a->kind != b->kind)
        return false;
    switch (a->kind) {
    case CCONV_BITINT: return a->length == b->length && a->is_signed == b->is_signed;
    case CCONV_COMPLEX: return compatible_at(a->element, b->element, depth + 1);
    case CCONV_POINTER:
        return a->element_qualifiers == b->element_qualifiers && compatible_at(a->element, b->element, depth + 1);
    case CCONV_ARRAY:
        if (!a->is_incomplete_array && !b->is_incomplete_array && !a->is_vla && !b->is_vla && a->length != b->length)
            return false;
        return a->element_qualifiers == b->element_qualifiers && compatible_at(a->element, b->element, depth + 1);
    case CCONV_VECTOR: return a->size == b->size && compatible_at(a->element, b->element, depth + 1);
    case CCONV_FUNCTION: return compatible_functions(a, b, depth + 1);
    case CCONV_STRUCT:
    case CCONV_UNION:
    case CCONV_ENUM: return false;
    default: return a->is_signed == b->is_signed; /* basic types of two contexts do not meet: equal kind, equal type */
    }
}

bool types_compatible(const struct cconv_type *a, const struct cconv_type *b)
{
    return compatible_at(a, b, 0);
}

const struct cconv_type *composite(const struct cconv_type *old_type, const struct cconv_type *new_type)
{
    const struct cconv_type *a = canonical(old_type), *b = canonical(new_type);
    if (a->kind != b->kind)
        return old_type;
    if (a->kind == CCONV_ARRAY && a->is_incomplete_array)
        return new_type;
    if (a->kind == CCONV_FUNCTION && ((a->old_style && !b->old_style) || (!a->convention && b->convention)))
        return new_type;
    return old_type;
}
