/* Errors of the compilers themselves: calls that they build so that no callee, their own included, can read them. Each
   is narrow, names what it concerns, and is counted apart: neither agreement nor failure. */
#include "oracle.h"

#include <string.h>

/* True if `wanted` is somewhere inside the type. */
static bool contains(const cconv_type *type, cconv_type_kind wanted)
{
    type = cconv_type_canonical(type);
    cconv_type_kind kind = cconv_type_kind_of(type);
    if (kind == wanted)
        return true;
    if (kind == CCONV_ARRAY || kind == CCONV_VECTOR || kind == CCONV_COMPLEX)
        return contains(cconv_type_element(type), wanted);
    for (size_t i = 0; (kind == CCONV_STRUCT || kind == CCONV_UNION) && i < cconv_type_field_count(type); i++)
        if (contains(cconv_type_field(type, i)->type, wanted))
            return true;
    return false;
}

static bool is_record(const cconv_type *type)
{
    cconv_type_kind kind = cconv_type_kind_of(cconv_type_canonical(type));
    return kind == CCONV_STRUCT || kind == CCONV_UNION;
}

static bool is_half(const cconv_type *type)
{
    cconv_type_kind kind = cconv_type_kind_of(cconv_type_canonical(type));
    return kind == CCONV_FLOAT16 || kind == CCONV_BFLOAT16;
}

static bool on_stack(const cconv_placement *placed)
{
    return placed->kind == CCONV_PLACED_DIRECT && placed->piece_count && placed->pieces[0].where == CCONV_ON_STACK;
}

const char *known_error(const struct judge *judge, const struct trial *trial, int argument)
{
    const char *convention = cconv_convention_name(judge->convention);
    bool clang = judge->reading == CCONV_AS_CLANG, arm = cconv_target_arch(judge->target) == CCONV_ARCH_AARCH64;
    if (argument < 0)
        return NULL;
    const cconv_placement *placed = cconv_plan_argument(trial->plan, (size_t)argument);
    const cconv_type *type = cconv_signature_parameter(trial->signature, (size_t)argument)->type;
    if (clang && !strcmp(convention, "aarch64_aapcs_darwin") && placed->variadic && is_half(type))
        return "clang 19 widens a half-precision argument of ... to double; its va_arg reads two bytes";
    if (clang && arm && is_record(type) && contains(type, CCONV_BFLOAT16) && on_stack(placed))
        return "clang 19 stores the members of a __bf16 aggregate on the stack over each other";
    return NULL;
}
