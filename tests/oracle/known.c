/* Errors of the compilers themselves: calls that they build so that no callee, their own included, can read them. Each
   is narrow, names what it concerns, and is counted apart: neither agreement nor failure. */
#include "oracle.h"

#include <string.h>

static bool is_half(const cconv_type *type)
{
    cconv_type_kind kind = cconv_type_kind_of(cconv_type_canonical(type));
    return kind == CCONV_FLOAT16 || kind == CCONV_BFLOAT16;
}

const char *known_error(const struct judge *judge, const struct trial *trial, int argument)
{
    const char *convention = cconv_convention_name(judge->convention);
    bool clang = judge->reading == CCONV_AS_CLANG;
    if (argument < 0)
        return NULL;
    const cconv_placement *placed = cconv_plan_argument(trial->plan, (size_t)argument);
    const cconv_type *type = cconv_signature_parameter(trial->signature, (size_t)argument)->type;
    if (clang && !strcmp(convention, "aarch64_aapcs_darwin") && placed->variadic && is_half(type))
        return "clang 19 widens a half-precision argument of ... to double; its va_arg reads two bytes";
    return NULL;
}
