/* Values read by their type: scalars, strings, initialisers in braces. Pointers are in pointer.c. */
#include "value.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

enum { DEEPEST = 64 };

/* ---------------------------------------------------------------------- memory */

struct room {
    struct room *next;
};

void *value_room(struct values *values, uint64_t size, uint64_t align)
{
    if (align < 16)
        align = 16;
    struct room *room = take(NULL, sizeof *room + (size_t)(size + align));
    memset(room, 0, sizeof *room + (size_t)(size + align));
    room->next = values->rooms;
    values->rooms = room;
    uintptr_t at = (uintptr_t)(room + 1);
    return (unsigned char *)(room + 1) + ((align - at % align) % align);
}

void values_free(struct values *values)
{
    for (struct room *room = values->rooms, *next; room; room = next) {
        next = room->next;
        free(room);
    }
    for (size_t i = 0; i < values->out_count; i++)
        free(values->outs[i].name);
    for (size_t i = 0; i < values->function_count; i++)
        free(values->functions[i].name);
    free(values->outs);
    free(values->functions);
}

/* ---------------------------------------------------------------------- tokens */

bool value_wrong(struct reader *reader, const char *where, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    reader->error->column = (size_t)(where - reader->text);
    vsnprintf(reader->error->message, sizeof reader->error->message, format, list);
    va_end(list);
    return false;
}

void skip_space(struct reader *reader)
{
    while (isspace((unsigned char)*reader->at))
        reader->at++;
}

size_t word_length(const char *text)
{
    size_t length = 0;
    if (!isdigit((unsigned char)*text))
        while (isalnum((unsigned char)text[length]) || text[length] == '_' || text[length] == '$')
            length++;
    return length;
}

bool word_is(const char *text, const char *word)
{
    return word_length(text) == strlen(word) && strncmp(text, word, strlen(word)) == 0;
}

bool is_value_end(char c)
{
    return c == '\0' || c == ',' || c == '}' || c == ']';
}

/* Up to the next comma or closing bracket that is not inside of others. */
const char *value_span(const char *at)
{
    unsigned open = 0;
    for (; *at; at++) {
        if (literal_begins(at)) {
            struct literal literal;
            bool good = literal_read(at, &literal);
            free(literal.bytes.data);
            if (!good)
                return at + strlen(at);
            at = literal.end - 1;
        } else if (*at == '(' || *at == '[' || *at == '{') {
            open++;
        } else if (open && (*at == ')' || *at == ']' || *at == '}')) {
            open--;
        } else if (!open && is_value_end(*at)) {
            break;
        }
    }
    return at;
}

bool take_cast(struct reader *reader, const cconv_type **type)
{
    cconv_parse_options options = {.well_known = 1};
    uint32_t qualifiers;
    if (*reader->at != '(')
        return false;
    const char *at = reader->at;
    unsigned open = 0;
    do {
        open += *at == '(';
        open -= *at == ')';
        at++;
    } while (open && *at);
    if (open || cconv_parse_type(reader->values->context, reader->values->unit, reader->at + 1,
                                 (size_t)(at - reader->at) - 2, &options, type, &qualifiers, NULL))
        return false;
    reader->at = at;
    skip_space(reader);
    return true;
}

const char *value_type_text(const cconv_type *type, char *buffer, size_t size)
{
    cconv_type_print(type, 0, NULL, buffer, size);
    return buffer;
}

/* -------------------------------------------------------------------- integers */

static bool read_character(struct reader *reader, struct wide *wide)
{
    struct literal literal;
    const char *start = reader->at;
    bool good = literal_read(start, &literal);
    if (!good)
        value_wrong(reader, literal.wrong, "%s", literal.message);
    else if (literal.quote == '"')
        good = value_wrong(reader, start, "a string where a number is expected");
    else
        *wide = wide_load((unsigned char *)literal.bytes.data, literal.unit, false);
    free(literal.bytes.data);
    if (good)
        reader->at = literal.end;
    return good;
}

static bool read_constant(struct reader *reader, struct wide *wide)
{
    const char *end = value_span(reader->at);
    cconv_error error;
    if (constant_value(reader->values, reader->at, (size_t)(end - reader->at), wide, &error)) {
        reader->at = end;
        return true;
    }
    size_t column = error.column ? error.column - 1 : 0;
    if (column >= (size_t)(end - reader->at))
        return value_wrong(reader, end, "the expression is not complete");
    return value_wrong(reader, reader->at + column, "%s", error.message);
}

bool read_integer(struct reader *reader, struct wide *wide)
{
    struct number number;
    skip_space(reader);
    if (literal_begins(reader->at))
        return read_character(reader, wide);
    if (is_value_end(*reader->at))
        return value_wrong(reader, reader->at, "a number is expected");
    if (*reader->at == '{')
        return value_wrong(reader, reader->at, "a number is expected, not {");
    if (!number_scan(reader->at, &number))
        return read_constant(reader, wide);
    const char *after = number.end + strspn(number.end, " \t\n");
    if (number.is_float)
        return value_wrong(reader, reader->at, "an integer is expected");
    if (*after && strchr("+-*/%<>=!&|^?", *after))
        return read_constant(reader, wide);
    if (!number_integer(&number, wide))
        return value_wrong(reader, reader->at, "'%.*s' is no integer of at most 128 bits",
                           (int)(number.end - number.start), number.start);
    reader->at = number.end;
    return true;
}

bool take_count(struct reader *reader, uint64_t *count)
{
    struct wide wide;
    const char *open = reader->at;
    if (*open != '[')
        return false;
    reader->at++;
    if (!read_integer(reader, &wide))
        return false;
    skip_space(reader);
    if (*reader->at != ']')
        return value_wrong(reader, reader->at, "']' is expected");
    if (!wide_fits(&wide, 31, false))
        return value_wrong(reader, open, "not a number of elements");
    reader->at++;
    skip_space(reader);
    *count = wide.word[0];
    return true;
}

/* Reads one that `bits` bits hold; a character constant may fill a byte whatever its sign. */
static bool read_ranged(struct reader *reader, const cconv_type *type, unsigned bits, bool is_signed, struct wide *wide)
{
    char text[160], range[100], number[44];
    skip_space(reader);
    const char *start = reader->at;
    bool is_character = literal_begins(start);
    if (cconv_type_kind_of(cconv_type_canonical(type)) == CCONV_BOOL && (word_is(start, "true") || word_is(start, "false"))) {
        *wide = wide_of(*start == 't');
        reader->at += word_length(start);
        return true;
    }
    if (!read_integer(reader, wide))
        return false;
    if (wide_fits(wide, bits, is_signed) || (is_character && bits == 8 && wide_fits(wide, 8, false)))
        return true;
    wide_print(wide, number);
    wide_range(bits, is_signed, range, sizeof range);
    return value_wrong(reader, start, "%s does not fit %s (%s)", number, value_type_text(type, text, sizeof text), range);
}

/* ---------------------------------------------------------------------- floats */

static bool read_float(struct reader *reader, const cconv_type *type, unsigned char *into)
{
    char text[160];
    skip_space(reader);
    const char *start = reader->at;
    switch (float_read(cconv_type_kind_of(type), &reader->at, into)) {
    case FLOAT_TOO_LARGE: return value_wrong(reader, start, "too large for %s", value_type_text(type, text, sizeof text));
    case FLOAT_NOT_THERE:
        return value_wrong(reader, start, "%s cannot be read on this machine", value_type_text(type, text, sizeof text));
    default: break;
    }
    if (reader->at == start)
        return value_wrong(reader, start, "a number is expected for %s", value_type_text(type, text, sizeof text));
    if (*reader->at && strchr("fFlL", *reader->at) && !isalnum((unsigned char)reader->at[1]))
        reader->at++;
    return true;
}

/* One part, by the element's type. */
static bool read_part(struct reader *reader, const cconv_type *element, unsigned char *into)
{
    return is_float_kind(cconv_type_kind_of(element)) ? read_float(reader, element, into) : value_any(reader, element, into);
}

static bool take_i(struct reader *reader)
{
    bool is_i = (*reader->at == 'i' || *reader->at == 'j') && !isalnum((unsigned char)reader->at[1]);
    reader->at += is_i;
    return is_i;
}

/* "1+2i", "2i", "1", or {1, 2}. */
static bool read_complex(struct reader *reader, const cconv_type *type, unsigned char *into)
{
    const cconv_type *element = cconv_type_canonical(cconv_type_element(type));
    uint64_t size = cconv_type_size(element);
    if (*reader->at == '{' || !is_float_kind(cconv_type_kind_of(element))) {
        if (*reader->at != '{')
            return value_wrong(reader, reader->at, "two numbers in braces are expected");
        return value_row(reader, element, 2, into);
    }
    if (!read_part(reader, element, into))
        return false;
    if (take_i(reader)) {
        memcpy(into + size, into, size);
        memset(into, 0, size);
        return true;
    }
    skip_space(reader);
    if (*reader->at != '+' && *reader->at != '-')
        return true;
    const char *sign = reader->at;
    if (isspace((unsigned char)sign[1]))
        return value_wrong(reader, sign + 1, "no space between a sign and its number");
    if (!read_part(reader, element, into + size))
        return false;
    return take_i(reader) || value_wrong(reader, reader->at, "'i' is expected after the imaginary part");
}

/* --------------------------------------------------------------------- strings */

/* The literal's units into room for `count` of them, without the terminator where there is no room for it. */
bool value_string(struct reader *reader, uint64_t size, uint64_t count, unsigned char *into)
{
    struct literal literal;
    const char *start = reader->at;
    bool good = literal_read(start, &literal);
    if (!good)
        value_wrong(reader, literal.wrong, "%s", literal.message);
    else if (literal.unit != size)
        good = value_wrong(reader, start, "its characters are of size %u, the elements of size %u", literal.unit, (unsigned)size);
    else if (literal.bytes.length > size * count)
        good = value_wrong(reader, start, "%zu characters do not fit %llu elements",
                           literal.bytes.length / literal.unit, (unsigned long long)count);
    else if (literal.bytes.length)
        memcpy(into, literal.bytes.data, literal.bytes.length);
    if (good)
        reader->at = literal.end;
    free(literal.bytes.data);
    return good;
}

bool at_string(const char *text)
{
    return literal_begins(text) && text[*text == 'u' && text[1] == '8' ? 2 : *text != '"' && *text != '\''] == '"';
}

bool holds_characters(const cconv_type *type)
{
    unsigned bits;
    bool is_signed;
    cconv_type_kind kind = cconv_type_kind_of(cconv_type_canonical(type));
    return kind != CCONV_BOOL && kind != CCONV_ENUM && kind != CCONV_BITINT && integer_type(type, &bits, &is_signed) && bits <= 32;
}

/* ---------------------------------------------------------------------- braces */

static bool path_add(struct reader *reader, const char *format, const char *name, unsigned long long index)
{
    size_t length = strlen(reader->path);
    if (name)
        snprintf(reader->path + length, sizeof reader->path - length, format, name);
    else
        snprintf(reader->path + length, sizeof reader->path - length, "[%llu]", index);
    return true;
}

/* After an item: a comma, or the end. False where neither is. */
static bool next_item(struct reader *reader)
{
    skip_space(reader);
    if (*reader->at == ',') {
        reader->at++;
        skip_space(reader);
        return true;
    }
    return *reader->at == '}' || value_wrong(reader, reader->at, *reader->at ? "',' or '}' is expected" : "'}' is missing");
}

bool value_row(struct reader *reader, const cconv_type *element, uint64_t count, unsigned char *into)
{
    uint64_t size = cconv_type_size(element), index = 0;
    size_t length = strlen(reader->path);
    reader->at++;
    skip_space(reader);
    while (*reader->at != '}') {
        const char *start = reader->at;
        if (*start == '[') {
            if (!take_count(reader, &index))
                return false;
            if (*reader->at != '=')
                return value_wrong(reader, reader->at, "'=' is expected");
            reader->at++;
        }
        if (index >= count)
            return value_wrong(reader, start, "only %llu element%s", (unsigned long long)count, count == 1 ? "" : "s");
        path_add(reader, NULL, NULL, index);
        if (!value_any(reader, element, into + index * size))
            return false;
        reader->path[length] = '\0';
        index++;
        if (!next_item(reader))
            return false;
    }
    reader->at++;
    return true;
}

static bool read_array(struct reader *reader, const cconv_type *type, unsigned char *into)
{
    const cconv_type *element = cconv_type_element(type);
    if (at_string(reader->at) && holds_characters(element))
        return value_string(reader, cconv_type_size(element), cconv_type_length(type), into);
    if (*reader->at != '{')
        return value_wrong(reader, reader->at, "an array needs braces: {1, 2}");
    return value_row(reader, element, cconv_type_length(type), into);
}

/* A member by name, through unnamed ones; its distance is added. `*top` is the index of the outermost. */
static const cconv_field *field_named(const cconv_type *type, const char *name, size_t length, uint64_t *offset, size_t *top)
{
    for (size_t i = 0; i < cconv_type_field_count(type); i++) {
        const cconv_field *field = cconv_type_field(type, i);
        *top = i;
        if (field->name && strlen(field->name) == length && memcmp(field->name, name, length) == 0)
            return field;
        if (field->name || !(field->flags & CCONV_FIELD_ANONYMOUS) || field->flags & CCONV_FIELD_BIT_FIELD)
            continue;
        size_t inner;
        uint64_t inside = 0;
        const cconv_field *found = field_named(cconv_type_canonical(field->type), name, length, &inside, &inner);
        if (found) {
            *offset += field->offset + inside;
            return found;
        }
    }
    return NULL;
}

static bool read_member(struct reader *reader, const cconv_field *field, unsigned char *record)
{
    unsigned bits;
    bool is_signed;
    struct wide wide;
    if (field->flags & CCONV_FIELD_FLEXIBLE)
        return value_wrong(reader, reader->at, "a flexible array member cannot be initialised");
    if (!(field->flags & CCONV_FIELD_BIT_FIELD))
        return value_any(reader, field->type, record + field->offset);
    integer_type(field->type, &bits, &is_signed);
    if (cconv_type_kind_of(cconv_type_canonical(field->type)) != CCONV_BOOL)
        bits = field->bit_width;
    if (!read_ranged(reader, field->type, bits, is_signed, &wide))
        return false;
    bits_store(&wide, record, field->bit_offset, field->bit_width);
    return true;
}

/* ".name =" or "name =" there: passed over, and the name's place; NULL for none. */
static const char *take_designator(struct reader *reader, size_t *length)
{
    const char *name = reader->at + (*reader->at == '.');
    *length = word_length(name);
    const char *after = name + *length + strspn(name + *length, " \t\n");
    if (!*length || *after != '=' || after[1] == '=')
        return NULL;
    reader->at = after + 1;
    skip_space(reader);
    return name;
}

static const cconv_field *next_member(struct reader *reader, const cconv_type *type, size_t *index, uint64_t *offset)
{
    size_t length, count = cconv_type_field_count(type);
    char text[160];
    const char *start = reader->at, *name = take_designator(reader, &length);
    if (name) {
        const cconv_field *field = field_named(type, name, length, offset, index);
        if (!field)
            value_wrong(reader, name, "%s has no member '%.*s'", value_type_text(type, text, sizeof text), (int)length, name);
        return field;
    }
    while (*index < count && cconv_type_field(type, *index)->flags & CCONV_FIELD_ANONYMOUS
           && cconv_type_field(type, *index)->flags & CCONV_FIELD_BIT_FIELD)
        ++*index;
    if (*index < count)
        return cconv_type_field(type, *index);
    value_wrong(reader, start, "%s has no more members", value_type_text(type, text, sizeof text));
    return NULL;
}

static bool read_record(struct reader *reader, const cconv_type *type, unsigned char *into)
{
    char text[160];
    size_t index = 0, length = strlen(reader->path);
    bool is_union = cconv_type_kind_of(type) == CCONV_UNION;
    if (*reader->at != '{')
        return value_wrong(reader, reader->at, "%s needs braces: {1, 2} or {.name = 1}", value_type_text(type, text, sizeof text));
    reader->at++;
    skip_space(reader);
    while (*reader->at != '}') {
        uint64_t offset = 0;
        const cconv_field *field = next_member(reader, type, &index, &offset);
        if (!field)
            return false;
        path_add(reader, ".%s", field->name ? field->name : "(unnamed)", 0);
        if (!read_member(reader, field, into + offset))
            return false;
        reader->path[length] = '\0';
        index = is_union ? cconv_type_field_count(type) : index + 1;
        if (!next_item(reader))
            return false;
    }
    reader->at++;
    return true;
}

/* ------------------------------------------------------------------------- all */

static bool read_scalar(struct reader *reader, const cconv_type *type, unsigned char *into)
{
    unsigned bits;
    bool is_signed;
    struct wide wide;
    char text[160];
    const cconv_type *canonical = cconv_type_canonical(type);
    if (is_float_kind(cconv_type_kind_of(canonical)))
        return read_float(reader, canonical, into);
    if (!integer_type(canonical, &bits, &is_signed))
        return value_wrong(reader, reader->at, "a value of type %s cannot be written", value_type_text(type, text, sizeof text));
    if (!read_ranged(reader, type, bits, is_signed, &wide))
        return false;
    wide_store(&wide, into, (size_t)cconv_type_size(canonical));
    return true;
}

bool value_any(struct reader *reader, const cconv_type *type, unsigned char *into)
{
    const cconv_type *canonical = cconv_type_canonical(type);
    bool good;
    skip_space(reader);
    if (reader->depth == DEEPEST)
        return value_wrong(reader, reader->at, "too deep");
    reader->depth++;
    switch (cconv_type_kind_of(canonical)) {
    case CCONV_COMPLEX: good = read_complex(reader, canonical, into); break;
    case CCONV_POINTER: good = value_pointer(reader, canonical, into); break;
    case CCONV_ARRAY:
    case CCONV_VECTOR: good = read_array(reader, canonical, into); break;
    case CCONV_STRUCT:
    case CCONV_UNION: good = read_record(reader, canonical, into); break;
    default: good = read_scalar(reader, type, into); break;
    }
    reader->depth--;
    return good;
}

bool value_read(struct values *values, const char *text, size_t offset, const char *name, const cconv_type *type,
                void *into, struct value_error *error)
{
    struct reader reader = {.values = values, .text = text, .at = text + offset, .error = error};
    snprintf(reader.path, sizeof reader.path, "%s", name);
    if (!value_any(&reader, type, into))
        return false;
    skip_space(&reader);
    return !*reader.at || value_wrong(&reader, reader.at, "the value ends before this");
}
