/* Constant expressions over a unit's enumerators and types. The parser evaluates them as the bounds of arrays, 32 bits in
   one. */
#include "value.h"

#include <stdlib.h>
#include <string.h>

/* PREFIX TEXT SUFFIX as the bound of an array; the error's column counts from the text. */
static bool bound(struct values *values, const char *prefix, const char *text, size_t length, const char *suffix,
                  uint64_t *value, cconv_error *error)
{
    struct string whole = {0};
    const cconv_type *type;
    uint32_t qualifiers;
    string_add(&whole, prefix);
    string_put(&whole, text, length);
    string_add(&whole, suffix);
    cconv_parse_options options = {.well_known = 1};
    cconv_status status = cconv_parse_type(values->context, values->unit, whole.data, whole.length, &options, &type,
                                           &qualifiers, error);
    free(whole.data);
    if (!status)
        *value = cconv_type_length(type) - 1;
    else
        error->column = error->column > strlen(prefix) ? error->column - (uint32_t)strlen(prefix) : 1;
    return !status;
}

bool constant_value(struct values *values, const char *text, size_t length, struct wide *wide, cconv_error *error)
{
    uint64_t negative, high, low;
    *error = (cconv_error){0};
    if (!bound(values, "char[((", text, length, ") < 0 ? 1 : 0) + 1]", &negative, error))
        return false;
    const char *prefix = negative ? "char[(-(unsigned long long)(" : "char[((unsigned long long)(";
    if (!bound(values, prefix, text, length, ") >> 32 & 0xffffffffULL) + 1]", &high, error)
        || !bound(values, prefix, text, length, ") & 0xffffffffULL) + 1]", &low, error))
        return false;
    *wide = wide_of(high << 32 | low);
    wide->negative = negative;
    return true;
}
