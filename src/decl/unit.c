/* The public side of the parser: texts to units, type names to types, and a unit's declarations and functions. */
#include "decl/parser.h"
#include "type/signature.h"

#include <string.h>

static void parser_init(struct parser *p, cconv_context *context, struct names *names,
                        const cconv_parse_options *options, cconv_error *error)
{
    *p = (struct parser){.context = context, .names = names, .options = options, .error = error};
    p->well_known = options && options->well_known;
    p->lex.file = options && options->file ? options->file : "<input>";
    p->parts.size = sizeof(struct part);
    p->parameters.size = sizeof(cconv_parameter);
    p->fields.size = sizeof(cconv_field);
    p->places.size = sizeof(struct place);
    p->undo.size = 3 * sizeof(void *);
    p->chunks.size = sizeof(cconv_declaration *);
    p->functions.size = sizeof(uint32_t);
}

static void parser_free(struct parser *p)
{
    stack_free(p, &p->parts);
    stack_free(p, &p->parameters);
    stack_free(p, &p->fields);
    stack_free(p, &p->places);
    stack_free(p, &p->undo);
    stack_free(p, &p->chunks);
    stack_free(p, &p->functions);
}

static void set_text(struct parser *p, const char *text, size_t length)
{
    p->text = p->refused = text;
    p->end = text + length;
    if (length >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0)
        text += 3; /* the mark of UTF-8, as editors on Windows write it */
    p->lex.next = p->lex.at = p->lex.line_start = text;
    p->lex.line = 1;
}

void parse_builtin(struct parser *p, const char *text, size_t length)
{
    char padded[1024];
    struct parser inner;
    cconv_error error = {0};
    if (length + TEXT_PADDING > sizeof padded)
        return;
    memset(padded, 0, length + TEXT_PADDING);
    memcpy(padded, text, length);
    parser_init(&inner, p->context, p->names, NULL, &error);
    inner.parsing_builtin = true;
    inner.well_known = true;
    inner.depth = p->depth;
    set_text(&inner, padded, length);
    inner.lex.file = "<built-in>";
    parse_unit(&inner);
    parser_free(&inner);
    if (inner.no_memory)
        fail_no_memory(p);
}

/* The text with zero bytes after it, which the lexer relies on: the caller's own, or a copy. */
struct padded {
    const char *text;
    char *copy;
    size_t size;
};

static bool pad(cconv_context *context, const char *text, size_t length, const cconv_parse_options *options,
                struct padded *out)
{
    static const char zeros[TEXT_PADDING];
    *out = (struct padded){.text = text, .size = length + TEXT_PADDING};
    if (options && options->padded && text && memcmp(text + length, zeros, sizeof zeros) == 0)
        return true;
    out->copy = length < SIZE_MAX / 4 ? allocator_take(&context->arena.allocator, out->size) : NULL;
    if (!out->copy)
        return false;
    if (length)
        memcpy(out->copy, text, length);
    memset(out->copy + length, 0, TEXT_PADDING);
    out->text = out->copy;
    return true;
}

static cconv_status finish(struct parser *p, cconv_error *error)
{
    if (p->no_memory || p->context->arena.failed)
        return error_no_memory(error);
    return p->error_count ? CCONV_SYNTAX : CCONV_OK;
}

/* Tokens at or above 4 GiB would overflow positions. */
static cconv_status check_arguments(const cconv_context *context, const char *text, size_t length, const void *out,
                                    cconv_error *error)
{
    if (!context || !out || (!text && length))
        return error_set(error, CCONV_INVALID, "an argument is NULL");
    if (length >= UINT32_MAX)
        return error_set(error, CCONV_LIMIT, "the text is too long");
    return CCONV_OK;
}

/* Copies what the parser's stacks hold into the unit. */
static bool unit_fill(cconv_unit *unit, const struct parser *p)
{
    struct arena *arena = &p->context->arena;
    size_t chunk_count = p->chunks.count, functions = p->functions.count;
    cconv_declaration **chunks = arena_array(arena, chunk_count, sizeof *chunks);
    uint32_t *indices = arena_array(arena, functions, sizeof *indices);
    if (!chunks || !indices)
        return false;
    if (chunk_count)
        memcpy(chunks, p->chunks.data, chunk_count * sizeof *chunks);
    if (functions)
        memcpy(indices, p->functions.data, functions * sizeof *indices);
    unit->chunks = chunks;
    unit->declaration_count = p->declaration_count;
    unit->functions = indices;
    unit->function_count = (uint32_t)functions;
    return true;
}

cconv_status cconv_parse(cconv_context *context, const char *text, size_t length, const cconv_parse_options *options,
                         cconv_unit **out, cconv_error *error)
{
    if (out)
        *out = NULL;
    cconv_status status = check_arguments(context, text, length, out, error);
    if (status)
        return status;
    context->arena.failed = false;
    struct padded padded;
    struct parser p;
    struct names *names = names_new(&context->arena, length);
    cconv_unit *unit = arena_alloc(&context->arena, sizeof *unit);
    if (!unit || !names || !pad(context, text, length, options, &padded))
        return error_no_memory(error);
    parser_init(&p, context, names, options, error);
    if (options && options->file) {
        struct symbol *file = intern(names, options->file, strlen(options->file));
        p.lex.file = file ? file->text : "<input>";
    }
    set_text(&p, padded.text, length);
    parse_unit(&p);
    unit->context = context;
    unit->names = names;
    status = finish(&p, error);
    if (status != CCONV_NO_MEMORY && !unit_fill(unit, &p))
        status = error_no_memory(error);
    if (status != CCONV_NO_MEMORY)
        *out = unit;
    parser_free(&p);
    allocator_give(&context->arena.allocator, padded.copy, padded.size);
    return status;
}

/* ------------------------------------------------------------- type names alone */

typedef void list_reader(struct parser *p, void *user);

/* Runs `read` over the text with the unit's names in scope; tags defined in it vanish afterwards. */
static cconv_status parse_with(cconv_context *context, const cconv_unit *unit, const char *text, size_t length,
                               const cconv_parse_options *options, list_reader *read, void *user, cconv_error *error)
{
    context->arena.failed = false;
    struct names *names = unit ? unit->names : names_new(&context->arena, length);
    struct padded padded;
    struct parser p;
    if (!names || !pad(context, text, length, options, &padded))
        return error_no_memory(error);
    parser_init(&p, context, names, options, error);
    p.parsing_builtin = true;
    p.prototype_depth = 1;
    set_text(&p, padded.text, length);
    advance(&p);
    read(&p, user);
    if (!p.panic && !token_is(&p, TOKEN_END))
        error_expected(&p, "the end of the type");
    unbind(&p, 0);
    cconv_status status = finish(&p, error);
    parser_free(&p);
    allocator_give(&context->arena.allocator, padded.copy, padded.size);
    return status;
}

struct one_type {
    const cconv_type *type;
    uint32_t qualifiers;
};

static void read_one(struct parser *p, void *user)
{
    struct one_type *one = user;
    one->type = parse_type_name(p, &one->qualifiers);
}

cconv_status cconv_parse_type(cconv_context *context, const cconv_unit *unit, const char *text, size_t length,
                              const cconv_parse_options *options, const cconv_type **out, uint32_t *qualifiers,
                              cconv_error *error)
{
    struct one_type one = {0};
    if (out)
        *out = NULL;
    cconv_status status = check_arguments(context, text, length, out, error);
    if (!status)
        status = parse_with(context, unit, text, length, options, read_one, &one, error);
    if (status)
        return status;
    *out = one.type;
    if (qualifiers)
        *qualifiers = one.qualifiers;
    return CCONV_OK;
}

struct type_list {
    const cconv_type **types;
    size_t count, capacity;
};

static void read_list(struct parser *p, void *user)
{
    struct type_list *list = user;
    if (token_is(p, TOKEN_END))
        return;
    do {
        uint32_t qualifiers;
        struct place place = here(p);
        const cconv_type *type = parse_type_name(p, &qualifiers);
        if (type)
            type = adjust_parameter(p, type, &qualifiers, 0);
        if (!type)
            return;
        if (canonical(type)->kind == CCONV_VOID)
            error_there(p, &place, "an argument cannot have type void");
        if (list->count == list->capacity) {
            size_t capacity = list->capacity ? 2 * list->capacity : 8;
            const cconv_type **types = arena_array(&p->context->arena, capacity, sizeof *types);
            if (!types) {
                fail_no_memory(p);
                return;
            }
            if (list->count)
                memcpy(types, list->types, list->count * sizeof *types);
            list->types = types;
            list->capacity = capacity;
        }
        list->types[list->count++] = type;
    } while (accept(p, ','));
}

cconv_status cconv_parse_type_list(cconv_context *context, const cconv_unit *unit, const char *text, size_t length,
                                   const cconv_parse_options *options, const cconv_type *const **out, size_t *count,
                                   cconv_error *error)
{
    struct type_list list = {0};
    if (out)
        *out = NULL;
    if (count)
        *count = 0;
    cconv_status status = check_arguments(context, text, length, count ? out : NULL, error);
    if (!status)
        status = parse_with(context, unit, text, length, options, read_list, &list, error);
    if (status)
        return status;
    *out = list.types;
    *count = list.count;
    return CCONV_OK;
}

/* ------------------------------------------------------------------ the unit */

size_t cconv_unit_declaration_count(const cconv_unit *unit)
{
    return unit ? unit->declaration_count : 0;
}

const cconv_declaration *cconv_unit_declaration(const cconv_unit *unit, size_t index)
{
    if (!unit || index >= unit->declaration_count)
        return NULL;
    return &unit->chunks[index / DECLARATION_CHUNK][index % DECLARATION_CHUNK];
}

size_t cconv_unit_function_count(const cconv_unit *unit)
{
    return unit ? unit->function_count : 0;
}

const cconv_signature *cconv_unit_function(const cconv_unit *unit, size_t index)
{
    if (!unit || index >= unit->function_count)
        return NULL;
    if (!unit->signatures) {
        struct cconv_unit *owner = (struct cconv_unit *)(uintptr_t)unit; /* no unit is const */
        owner->signatures = arena_array(&unit->context->arena, unit->function_count, sizeof *unit->signatures);
    }
    if (!unit->signatures)
        return NULL;
    if (!unit->signatures[index]) {
        const cconv_declaration *declaration = cconv_unit_declaration(unit, unit->functions[index]);
        unit->signatures[index] =
            signature_new(unit->context, declaration->name, declaration->type, declaration, NULL);
    }
    return unit->signatures[index];
}
