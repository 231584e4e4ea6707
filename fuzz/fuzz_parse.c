/*
 * libFuzzer target for the parser: the first byte picks the target, the second the options; the rest is read as
 * declarations, as one type and as a list of types. Everything that comes out is asked for its layout and printed,
 * and every function for its signature.
 */
#include "callconv/callconv.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

static void ignore(void *user, const cconv_diagnostic *diagnostic)
{
    size_t *sum = user;
    *sum += strlen(diagnostic->message) + strlen(diagnostic->file) + diagnostic->source_length + diagnostic->column;
    for (size_t i = 0; i < diagnostic->source_length; i++)
        *sum += (unsigned char)diagnostic->source[i];
}

static void use_type(const cconv_type *type, uint32_t qualifiers, const char *name, size_t *sum)
{
    char text[256];
    if (!type)
        return;
    *sum += cconv_type_print(type, qualifiers, name, text, sizeof text);
    *sum += cconv_type_size(type) + cconv_type_align(type) + cconv_type_length(type) + cconv_type_note_count(type);
    for (size_t i = 0; i < cconv_type_field_count(type); i++) {
        const cconv_field *field = cconv_type_field(type, i);
        *sum += field->offset + field->bit_offset + cconv_type_size(field->type);
    }
    const cconv_type *element = cconv_type_element(type);
    if (element)
        *sum += cconv_type_print(element, 0, name, text, sizeof text);
}

static void use_unit(cconv_context *context, const cconv_unit *unit, size_t *sum)
{
    for (size_t i = 0; i < cconv_unit_declaration_count(unit); i++) {
        const cconv_declaration *declaration = cconv_unit_declaration(unit, i);
        use_type(declaration->type, declaration->qualifiers, declaration->name, sum);
    }
    for (size_t i = 0; i < cconv_unit_function_count(unit); i++) {
        const cconv_signature *signature = cconv_unit_function(unit, i), *varied;
        if (!signature)
            continue;
        *sum += strlen(cconv_signature_declaration(signature));
        const cconv_type *types[] = {cconv_type_basic(context, CCONV_CHAR), cconv_type_basic(context, CCONV_FLOAT)};
        if (cconv_signature_vary(context, signature, types, 2, &varied, NULL) == CCONV_OK)
            *sum += cconv_signature_parameter_count(varied);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    size_t sum = 0, count;
    cconv_context *context;
    cconv_unit *unit;
    const cconv_type *type;
    const cconv_type *const *types;
    uint32_t qualifiers;
    if (size < 2)
        return 0;
    cconv_options options = {.target = cconv_target_at(data[0] % cconv_target_count()),
                             .reading = (cconv_reading)(data[1] >> 2 & 3)};
    cconv_parse_options parse = {.well_known = data[1] & 1, .report = ignore, .user = &sum};
    const char *text = (const char *)data + 2;
    size -= 2;
    if (cconv_context_new(&options, &context, NULL))
        return 0;
    cconv_status status = cconv_parse(context, text, size, &parse, &unit, NULL);
    if (status == CCONV_OK || status == CCONV_SYNTAX)
        use_unit(context, unit, &sum);
    if (size < 200) {
        if (cconv_parse_type(context, unit, text, size, &parse, &type, &qualifiers, NULL) == CCONV_OK)
            use_type(type, qualifiers, "name", &sum);
        if (cconv_parse_type_list(context, unit, text, size, &parse, &types, &count, NULL) == CCONV_OK)
            for (size_t i = 0; i < count; i++)
                use_type(types[i], 0, NULL, &sum);
    }
    cconv_context_free(context);
    return (int)(sum & 0);
}
