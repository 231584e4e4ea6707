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

/* A record that holds a vector of one __int128. */
static bool holds_int128_vector(const cconv_type *type)
{
    type = cconv_type_canonical(type);
    cconv_type_kind kind = cconv_type_kind_of(type);
    if (kind == CCONV_VECTOR)
        return cconv_type_size(type) == 16 && cconv_type_length(type) == 1;
    if (kind == CCONV_ARRAY)
        return holds_int128_vector(cconv_type_element(type));
    for (size_t i = 0; i < cconv_type_field_count(type); i++)
        if (holds_int128_vector(cconv_type_field(type, i)->type))
            return true;
    return false;
}

static const char *loses_half(const struct judge *judge, const cconv_plan *plan, const cconv_placement *placed,
                              const cconv_type *type)
{
    cconv_type_kind kind = cconv_type_kind_of(cconv_type_canonical(type));
    if (judge->reading == CCONV_AS_GCC && (kind == CCONV_STRUCT || kind == CCONV_UNION) && placed->size == 16
        && placed_in(plan, placed, "xmm") && holds_int128_vector(type))
        return "gcc 12 moves 8 of the 16 bytes of a struct that holds a vector of one __int128";
    return NULL;
}

const char *known_error(const struct judge *judge, const struct trial *trial, int argument)
{
    if (argument >= 0)
        return loses_half(judge, trial->plan, cconv_plan_argument(trial->plan, (size_t)argument),
                          cconv_signature_parameter(trial->signature, (size_t)argument)->type);
    const cconv_placement *placed = cconv_plan_result(trial->callee_plan);
    const char *lost = loses_half(judge, trial->callee_plan, placed, cconv_signature_result(trial->callee));
    if (lost)
        return lost;
    if (judge->reading == CCONV_AS_GCC && is_union(cconv_signature_result(trial->callee))
        && placed_in(trial->callee_plan, placed, "zmm"))
        return "gcc 12 -O2 -mavx512f executes vzeroupper after it has loaded a union result into zmm0";
    return NULL;
}
