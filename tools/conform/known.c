/* Errors of the compilers themselves: code that no callee or caller, their own included, can read. Each is narrow, names
   what it concerns, and is counted apart: neither agreement nor failure. */
#include "conform.h"

#include <string.h>

static bool placed_in(const cconv_plan *plan, const cconv_placement *placed, const char *file)
{
    return placed->kind == CCONV_PLACED_DIRECT && placed->piece_count && placed->pieces[0].where == CCONV_IN_REGISTER
           && !strncmp(cconv_plan_register_name(plan, placed->pieces[0].reg), file, strlen(file));
}

static bool is_union(const cconv_type *type)
{
    return cconv_type_kind_of(cconv_type_canonical(type)) == CCONV_UNION;
}

const char *known_error(const struct judge *judge, const struct trial *trial, int argument)
{
    if (argument >= 0)
        return NULL;
    const cconv_placement *placed = cconv_plan_result(trial->callee_plan);
    if (judge->reading == CCONV_AS_GCC && is_union(cconv_signature_result(trial->callee))
        && placed_in(trial->callee_plan, placed, "zmm"))
        return "gcc 12 -O2 -mavx512f executes vzeroupper after it has loaded a union result into zmm0";
    return NULL;
}
