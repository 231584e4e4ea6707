/*
 * Signatures: function types with everything a plan copies. The texts (name, prototype, parameters' names, types)
 * are printed one after another into one block.
 */
#include "type/signature.h"

#include <string.h>

/* What a signature is made of. */
struct source {
    const char *name;
    const struct cconv_type *result;
    uint32_t result_qualifiers;
    const cconv_parameter *parameters;  /* the fixed ones */
    size_t count;
    const struct cconv_type *const *varied; /* those passed through `...`, promoted */
    size_t varied_count;
    size_t converted;                       /* the first whose promotion is another value, from 1; 0 for none */
    const struct cconv_type *converted_from;
    bool variadic, old_style;
    const char *convention, *label;
    const cconv_declaration *declaration;
};

enum { PARAMETER_LIMIT = 1 << 16 };

/* Offsets of the texts in the block, in the order in which they are printed. */
static void next_text(struct text *block, uint32_t *offset)
{
    *offset = (uint32_t)block->length;
}

static void print_type(struct text *block, const struct cconv_type *type, uint32_t qualifiers, const char *name)
{
    struct text rest = *block;
    size_t room = rest.length < rest.size ? rest.size - rest.length : 0;
    block->length += cconv_type_print(type, qualifiers, name, room ? rest.data + rest.length : NULL, room);
}

static void end_text(struct text *block)
{
    text_put(block, "", 1);
}

static const cconv_parameter *parameter_at(const struct source *source, size_t index, cconv_parameter *varied)
{
    if (index < source->count)
        return &source->parameters[index];
    *varied = (cconv_parameter){.type = source->varied[index - source->count]};
    return varied;
}

/* Name, prototype, then per parameter its type and name, then the result's type, then the type that was converted. */
static void print_texts(struct text *block, const struct source *source, const struct cconv_type *function,
                        uint32_t *offsets)
{
    size_t count = source->count + source->varied_count;
    if (source->name)
        text_string(block, source->name);
    end_text(block);
    next_text(block, &offsets[0]);
    print_type(block, function, 0, source->name);
    end_text(block);
    for (size_t i = 0; i < count; i++) {
        cconv_parameter varied;
        const cconv_parameter *parameter = parameter_at(source, i, &varied);
        next_text(block, &offsets[1 + 2 * i]);
        print_type(block, parameter->type, parameter->qualifiers, NULL);
        end_text(block);
        next_text(block, &offsets[2 + 2 * i]);
        if (parameter->name)
            text_string(block, parameter->name);
        end_text(block);
    }
    next_text(block, &offsets[1 + 2 * count]);
    print_type(block, source->result, source->result_qualifiers, NULL);
    end_text(block);
    next_text(block, &offsets[2 + 2 * count]);
    if (source->converted)
        print_type(block, source->converted_from, 0, NULL);
    end_text(block);
}

enum { ORDINAL_SIZE = 96 };

/* "parameter 2 (name)" */
static const char *ordinal_of(size_t index, const char *name, char buffer[ORDINAL_SIZE])
{
    struct text text = {.data = buffer, .size = ORDINAL_SIZE};
    text_string(&text, "parameter ");
    text_number(&text, index + 1);
    if (name) {
        text_string(&text, " (");
        text_string(&text, name);
        text_string(&text, ")");
    }
    text_end(&text);
    return buffer;
}

/* What cannot be passed or returned by value. */
static cconv_status check_value(const struct source *source, const struct cconv_type *type, const char *what,
                                cconv_error *error)
{
    char text[160];
    const struct cconv_type *plain = canonical(type);
    const char *of = source->name ? source->name : "the function";
    if (plain->kind != CCONV_VOID && plain->kind != CCONV_FUNCTION && plain->kind != CCONV_ARRAY && type_is_passable(plain))
        return CCONV_OK;
    cconv_type_print(type, 0, NULL, text, sizeof text);
    if (plain->kind == CCONV_ARRAY || plain->kind == CCONV_FUNCTION || plain->kind == CCONV_VOID)
        return error_set(error, CCONV_INVALID, "%s of %s cannot have the type '%s'", what, of, text);
    return error_set(error, CCONV_INVALID, "%s of %s has the incomplete type '%s'", what, of, text);
}

static cconv_status check(const struct source *source, cconv_error *error)
{
    char ordinal[ORDINAL_SIZE];
    cconv_status status = CCONV_OK;
    if (source->count + source->varied_count > PARAMETER_LIMIT)
        return error_set(error, CCONV_LIMIT, "more than %d parameters", PARAMETER_LIMIT);
    if (canonical(source->result)->kind != CCONV_VOID)
        status = check_value(source, source->result, "the result", error);
    for (size_t i = 0; i < source->count + source->varied_count && !status; i++) {
        cconv_parameter varied;
        const cconv_parameter *parameter = parameter_at(source, i, &varied);
        status = check_value(source, parameter->type, ordinal_of(i, parameter->name, ordinal), error);
    }
    return status;
}

/* The texts' block in the arena, and where each text begins. */
static const char *make_texts(struct cconv_context *context, const struct source *source, uint32_t *offsets,
                              size_t *size)
{
    char room[2048];
    struct text block = {.data = room, .size = sizeof room};
    const struct cconv_type *function =
        type_new_function(context, source->result, source->result_qualifiers, source->parameters, source->count,
                          source->variadic, source->old_style, source->convention);
    if (!function)
        return NULL;
    print_texts(&block, source, function, offsets);
    *size = block.length;
    char *texts = arena_alloc(&context->arena, block.length);
    if (!texts)
        return NULL;
    if (block.length <= sizeof room) {
        memcpy(texts, room, block.length);
        return texts;
    }
    block = (struct text){.data = texts, .size = block.length};
    print_texts(&block, source, function, offsets);
    return texts;
}

static const struct cconv_signature *make(struct cconv_context *context, const struct source *source,
                                          cconv_error *error)
{
    struct arena *arena = &context->arena;
    size_t count = source->count + source->varied_count, size;
    if (check(source, error))
        return NULL;
    struct cconv_signature *signature = arena_alloc(arena, sizeof *signature);
    cconv_parameter *parameters = arena_array(arena, count, sizeof *parameters);
    const char **type_texts = arena_array(arena, count + 1, sizeof *type_texts);
    uint32_t *offsets = arena_array(arena, 2 * count + 3, sizeof *offsets);
    const char *texts = offsets ? make_texts(context, source, offsets, &size) : NULL;
    if (!signature || !parameters || !type_texts || !texts) {
        error_no_memory(error);
        return NULL;
    }
    for (size_t i = 0; i < count; i++) {
        cconv_parameter varied;
        parameters[i] = *parameter_at(source, i, &varied);
        type_texts[i] = texts + offsets[1 + 2 * i];
        if (parameters[i].name)
            parameters[i].name = texts + offsets[2 + 2 * i];
    }
    type_texts[count] = texts + offsets[1 + 2 * count];
    *signature = (struct cconv_signature){
        .context = context,
        .name = source->name ? texts : NULL,
        .declaration = texts + offsets[0],
        .label = source->label,
        .convention = source->convention,
        .source = source->declaration,
        .result = source->result,
        .result_qualifiers = source->result_qualifiers,
        .parameters = parameters,
        .type_texts = type_texts,
        .count = (uint32_t)count,
        .fixed = (uint32_t)source->count,
        .converted = (uint32_t)source->converted,
        .converted_from = source->converted ? texts + offsets[2 + 2 * count] : NULL,
        .variadic = source->variadic,
        .old_style = source->old_style,
        .texts = texts,
        .texts_size = size,
    };
    return signature;
}

const struct cconv_signature *signature_new(struct cconv_context *context, const char *name,
                                            const struct cconv_type *function, const cconv_declaration *declaration,
                                            cconv_error *error)
{
    const struct cconv_type *type = canonical(function);
    if (type->kind == CCONV_POINTER)
        type = canonical(type->element);
    if (type->kind != CCONV_FUNCTION) {
        char text[160];
        cconv_type_print(function, 0, NULL, text, sizeof text);
        error_set(error, CCONV_INVALID, "'%s' is not the type of a function", text);
        return NULL;
    }
    return make(context,
                &(struct source){
                    .name = name,
                    .result = type->element,
                    .result_qualifiers = type->element_qualifiers,
                    .parameters = type->parameters,
                    .count = type->parameter_count,
                    .variadic = type->variadic,
                    .old_style = type->old_style,
                    .convention = type->convention              ? type->convention
                                  : declaration                 ? declaration->convention
                                                                : NULL,
                    .label = declaration ? declaration->label : NULL,
                    .declaration = declaration,
                },
                error);
}

/* ------------------------------------------------------------------ public */

static cconv_status result_of(const struct cconv_signature *signature, const struct cconv_context *context,
                              const cconv_signature **out, cconv_error *error, cconv_error *inner)
{
    (void)context;
    *out = signature;
    if (signature)
        return CCONV_OK;
    if (error)
        *error = *inner;
    return inner->status ? inner->status : CCONV_NO_MEMORY;
}

cconv_status cconv_signature_new(cconv_context *context, const char *name, const cconv_type *result,
                                 const cconv_parameter *parameters, size_t count, int variadic,
                                 const cconv_signature **out, cconv_error *error)
{
    cconv_error inner = {0};
    if (!context || !out || (count && !parameters))
        return error_set(error, CCONV_INVALID, "an argument is NULL");
    *out = NULL;
    for (size_t i = 0; i < count; i++)
        if (!parameters[i].type)
            return error_set(error, CCONV_INVALID, "a parameter has no type");
    struct source source = {
        .name = name,
        .result = result ? result : &context->basic[CCONV_VOID],
        .parameters = parameters,
        .count = count,
        .variadic = variadic != 0,
    };
    return result_of(make(context, &source, &inner), context, out, error, &inner);
}

cconv_status cconv_signature_of(cconv_context *context, const char *name, const cconv_type *type,
                                const cconv_declaration *declaration, const cconv_signature **out, cconv_error *error)
{
    cconv_error inner = {0};
    if (!context || !out || !type)
        return error_set(error, CCONV_INVALID, "an argument is NULL");
    return result_of(signature_new(context, name, type, declaration, &inner), context, out, error, &inner);
}

/* Whether a value of the type is not one of what it is promoted to: read as that, it would be another. */
static bool is_converted(const struct cconv_type *type, const struct cconv_type *promoted)
{
    cconv_type_kind kind = canonical(type)->kind;
    return kind == CCONV_ARRAY || kind == CCONV_FUNCTION || cconv_type_size(type) != cconv_type_size(promoted);
}

cconv_status cconv_signature_vary(cconv_context *context, const cconv_signature *signature,
                                  const cconv_type *const *types, size_t count, const cconv_signature **out,
                                  cconv_error *error)
{
    cconv_error inner = {0};
    size_t converted = 0;
    if (!context || !out || !signature || (count && !types))
        return error_set(error, CCONV_INVALID, "an argument is NULL");
    *out = NULL;
    if (!signature->variadic)
        return error_set(error, CCONV_INVALID, "%s takes no variable arguments: its prototype has no '...'",
                         signature->name ? signature->name : "the function");
    if (count > PARAMETER_LIMIT)
        return error_set(error, CCONV_LIMIT, "more than %d arguments", PARAMETER_LIMIT);
    const struct cconv_type **promoted = arena_array(&context->arena, count, sizeof *promoted);
    if (!promoted)
        return error_no_memory(error);
    for (size_t i = 0; i < count; i++) {
        promoted[i] = types[i] ? type_promote(context, types[i]) : NULL;
        if (!promoted[i])
            return types[i] ? error_no_memory(error) : error_set(error, CCONV_INVALID, "an argument has no type");
        if (!converted && is_converted(types[i], promoted[i]))
            converted = i + 1;
    }
    struct source source = {
        .converted = converted ? signature->fixed + converted : 0,
        .converted_from = converted ? types[converted - 1] : NULL,
        .name = signature->name,
        .result = signature->result,
        .result_qualifiers = signature->result_qualifiers,
        .parameters = signature->parameters,
        .count = signature->fixed,
        .varied = promoted,
        .varied_count = count,
        .variadic = true,
        .convention = signature->convention,
        .label = signature->label,
        .declaration = signature->source,
    };
    return result_of(make(context, &source, &inner), context, out, error, &inner);
}

const char *cconv_signature_name(const cconv_signature *signature)
{
    return signature ? signature->name : NULL;
}

const char *cconv_signature_declaration(const cconv_signature *signature)
{
    return signature ? signature->declaration : NULL;
}

const cconv_declaration *cconv_signature_source(const cconv_signature *signature)
{
    return signature ? signature->source : NULL;
}

const cconv_type *cconv_signature_result(const cconv_signature *signature)
{
    return signature ? signature->result : NULL;
}

size_t cconv_signature_parameter_count(const cconv_signature *signature)
{
    return signature ? signature->count : 0;
}

const cconv_parameter *cconv_signature_parameter(const cconv_signature *signature, size_t index)
{
    return signature && index < signature->count ? &signature->parameters[index] : NULL;
}

int cconv_signature_is_variadic(const cconv_signature *signature)
{
    return signature && signature->variadic;
}

const char *cconv_signature_convention(const cconv_signature *signature)
{
    return signature ? signature->convention : NULL;
}
