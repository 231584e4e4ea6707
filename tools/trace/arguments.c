/* The arguments that the user gives, as C values, to where the plan of the traced function has them. */
#include "trace.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

struct reader {
    struct trace *trace;
    const char *text, *at;
    char message[160];
};

static bool wrong(struct reader *reader, const char *message)
{
    if (!reader->message[0])
        snprintf(reader->message, sizeof reader->message, "%s", message);
    return false;
}

static void skip_space(struct reader *reader)
{
    while (isspace((unsigned char)*reader->at))
        reader->at++;
}

static uint64_t heap(struct reader *reader, uint64_t size, uint64_t align)
{
    struct world *world = &reader->trace->world;
    uint64_t address = (world->heap_next + (align < 16 ? 15 : align - 1)) & ~(uint64_t)(align < 16 ? 15 : align - 1);
    if (size > world->heap_high - address)
        return 0;
    world->heap_next = address + size;
    return address;
}

/* A C string literal to the heap; its address. */
static bool read_string(struct reader *reader, uint64_t *address)
{
    char *bytes = take(NULL, 0, strlen(reader->at) + 1);
    size_t length = 0;
    static const char escapes[] = "n\nt\tr\r0\0\\\\\"\"";
    for (reader->at++; *reader->at && *reader->at != '"'; reader->at++) {
        const char *escape = *reader->at == '\\' && reader->at[1] ? memchr(escapes, reader->at[1], sizeof escapes - 1) : NULL;
        if (escape)
            reader->at++;
        bytes[length++] = escape ? escape[1] : *reader->at;
    }
    bool good = *reader->at == '"' && (*address = heap(reader, length + 1, 1)) != 0
                && world_write(&reader->trace->world, *address, bytes, length + 1);
    free(bytes);
    if (!good)
        return wrong(reader, "a string without its closing quote, or too long");
    reader->at++;
    return true;
}

static bool read_value(struct reader *reader, const cconv_type *type, uint8_t *to);

static bool read_members(struct reader *reader, const cconv_type *type, uint8_t *to)
{
    bool record = cconv_type_kind_of(type) == CCONV_STRUCT || cconv_type_kind_of(type) == CCONV_UNION;
    size_t count = record ? cconv_type_field_count(type) : (size_t)cconv_type_length(type);
    if (*reader->at != '{')
        return wrong(reader, "a value in braces is wanted");
    reader->at++;
    for (size_t i = 0; skip_space(reader), *reader->at != '}'; i++) {
        if (i == count)
            return wrong(reader, "more values in braces than there are members");
        const cconv_field *field = record ? cconv_type_field(type, i) : NULL;
        const cconv_type *element = record ? field->type : cconv_type_element(type);
        if (field && field->flags & CCONV_FIELD_BIT_FIELD)
            return wrong(reader, "bit-fields cannot be given");
        if (!read_value(reader, element, to + (record ? field->offset : i * cconv_type_size(element))))
            return false;
        skip_space(reader);
        if (*reader->at == ',')
            reader->at++;
        else if (*reader->at != '}')
            return wrong(reader, "a comma or a closing brace is wanted");
    }
    reader->at++;
    return true;
}

static bool read_number(struct reader *reader, const cconv_type *type, uint8_t *to)
{
    cconv_type_kind kind = cconv_type_kind_of(type);
    char *end;
    if (kind == CCONV_FLOAT || kind == CCONV_DOUBLE) {
        double number = strtod(reader->at, &end);
        float single = (float)number;
        memcpy(to, kind == CCONV_FLOAT ? (void *)&single : (void *)&number, (size_t)cconv_type_size(type));
    } else if (*reader->at == '\'' && reader->at[1] && reader->at[2] == '\'') {
        *to = (uint8_t)reader->at[1];
        end = (char *)(uintptr_t)reader->at + 3;
    } else {
        uint64_t number = *reader->at == '-' ? (uint64_t)strtoll(reader->at, &end, 0) : strtoull(reader->at, &end, 0);
        uint64_t size = cconv_type_size(type);
        memset(to, *reader->at == '-' ? 0xff : 0, size);
        memcpy(to, &number, size < 8 ? size : 8);
    }
    if (end == reader->at)
        return wrong(reader, "a number is wanted");
    reader->at = end;
    return true;
}

static bool read_value(struct reader *reader, const cconv_type *type, uint8_t *to)
{
    const cconv_type *canonical = cconv_type_canonical(type);
    uint64_t address;
    skip_space(reader);
    switch (cconv_type_kind_of(canonical)) {
    case CCONV_POINTER:
        if (*reader->at != '"')
            return read_number(reader, canonical, to);
        if (!read_string(reader, &address))
            return false;
        memcpy(to, &address, (size_t)cconv_type_size(canonical));
        return true;
    case CCONV_STRUCT: case CCONV_UNION: case CCONV_ARRAY: case CCONV_VECTOR: return read_members(reader, canonical, to);
    case CCONV_LDOUBLE: case CCONV_FLOAT16: case CCONV_BFLOAT16: case CCONV_FLOAT128: case CCONV_COMPLEX: case CCONV_BITINT: case CCONV_SCALABLE:
        return wrong(reader, "a value of this type cannot be given");
    default: return read_number(reader, canonical, to);
    }
}

/* ------------------------------------------------------------------------ placing */

static void put_piece(struct trace *trace, const cconv_plan *plan, const cconv_placement *value, const cconv_piece *piece, const uint8_t *bytes, uint64_t sp)
{
    uint8_t wide[VECTOR_BYTES];
    bool negative = value && value->extend == CCONV_EXTEND_SIGN && bytes[piece->offset + piece->size - 1] & 0x80;
    if (piece->where == CCONV_ON_STACK) {
        world_write(&trace->world, sp + piece->at, bytes + piece->offset, piece->size);
        return;
    }
    uint64_t at;
    int index = cpu_piece(trace->world.cpu, plan, piece, &at);
    if (index < 0 || at + piece->size > sizeof wide)
        return;
    struct registers registers;
    world_registers(&trace->world, &registers);
    memcpy(wide, registers.at[index], sizeof wide);
    memcpy(wide + at, bytes + piece->offset, piece->size);
    if (value && value->extended_to > piece->size && value->extended_to <= sizeof wide)
        memset(wide + at + piece->size, negative ? 0xff : 0, value->extended_to - piece->size);
    world_set_bytes(&trace->world, (unsigned)index, wide, sizeof wide);
}

static void put_pieces(struct trace *trace, const cconv_plan *plan, const cconv_placement *value, const cconv_piece *pieces, size_t count, const uint8_t *bytes, uint64_t sp)
{
    for (size_t i = 0; i < count; i++)
        put_piece(trace, plan, value, &pieces[i], bytes, sp);
}

static bool give_one(struct reader *reader, const cconv_plan *plan, size_t index, const cconv_type *type, uint64_t sp)
{
    const cconv_placement *argument = cconv_plan_argument(plan, index);
    uint64_t size = cconv_type_size(type), address;
    uint8_t *bytes = take(NULL, 0, size + 16);
    bool good = read_value(reader, type, bytes);
    if (good && argument->kind == CCONV_PLACED_INDIRECT) {
        address = heap(reader, size, argument->align);
        good = address && world_write(&reader->trace->world, address, bytes, size);
        put_pieces(reader->trace, plan, NULL, argument->pieces, argument->piece_count, (uint8_t *)&address, sp);
    } else if (good) {
        put_pieces(reader->trace, plan, argument, argument->pieces, argument->piece_count, bytes, sp);
    }
    free(bytes);
    return good;
}

bool give_arguments(struct trace *trace, const cconv_plan *plan, const cconv_signature *signature, uint64_t sp)
{
    const char *text = trace->options->arguments ? trace->options->arguments : "";
    struct reader reader = {.trace = trace, .text = text, .at = text};
    size_t count = cconv_signature_parameter_count(signature);
    bool good = true;
    for (size_t i = 0; good && i < count; i++) {
        skip_space(&reader);
        if (!*reader.at)
            good = wrong(&reader, "there are too few: give one for each parameter");
        good = good && give_one(&reader, plan, i, cconv_signature_parameter(signature, i)->type, sp);
        skip_space(&reader);
        if (good && *reader.at == ',')
            reader.at++;
        else if (good && *reader.at)
            good = wrong(&reader, "a comma is wanted");
    }
    if (good && *reader.at)
        good = wrong(&reader, "there are more than parameters");
    if (!good) {
        complain("--args: %s, for %s", reader.message, cconv_signature_declaration(signature));
        fprintf(stderr, "  %s\n  %*s^\n", text, (int)(reader.at - text), "");
        return false;
    }
    for (size_t i = 0; i < cconv_plan_hidden_count(plan); i++) {
        uint64_t address = heap(&reader, cconv_plan_result(plan)->size, cconv_plan_result(plan)->align);
        put_pieces(trace, plan, NULL, cconv_plan_hidden(plan, i)->pieces, cconv_plan_hidden(plan, i)->piece_count, (uint8_t *)&address, sp);
    }
    return true;
}
