/* Pointers by value: null, strings, arrays, out-parameters (&), addresses and names of functions. */
#include "value.h"

#include <stdlib.h>
#include <string.h>

#ifdef FUZZING_BUILD_MODE_UNSAFE_FOR_PRODUCTION
enum { LARGEST_ROOM = 1 << 16 }; /* many small rooms instead of few large ones */
#else
enum { LARGEST_ROOM = 1 << 30 };
#endif

/* How many units the literal there needs with its terminator; 0 if it is wrong. */
static uint64_t string_units(const char *text)
{
    struct literal literal;
    uint64_t units = literal_read(text, &literal) ? literal.bytes.length / literal.unit + 1 : 0;
    free(literal.bytes.data);
    return units;
}

static void set_pointer(unsigned char *into, const void *pointer)
{
    memcpy(into, &pointer, sizeof pointer);
}

/* The items of the braces there, at most. */
static uint64_t items(const char *at)
{
    uint64_t count = 0;
    for (at++; *at && *at != '}';) {
        at += strspn(at, " \t\n");
        if (*at == '}' || !*at)
            break;
        count++;
        at = value_span(*at == '[' ? at + 1 : at);
        while (*at == ']')
            at = value_span(at + 1);
        at += *at == ',';
    }
    return count;
}

static bool make_room(struct reader *reader, const char *where, const cconv_type *element, uint64_t count, unsigned char **room)
{
    char text[160];
    cconv_type_kind kind = cconv_type_kind_of(cconv_type_canonical(element));
    if (kind == CCONV_FUNCTION || kind == CCONV_SCALABLE || !cconv_type_is_complete(element))
        return value_wrong(reader, where, "%s has no size; name a type, (int), or a number of bytes, &[64]",
                           value_type_text(element, text, sizeof text));
    uint64_t size = cconv_type_size(element);
    if (count > LARGEST_ROOM / (size ? size : 1))
        return value_wrong(reader, where, "more than %d bytes", LARGEST_ROOM);
    *room = value_room(reader->values, size * count, cconv_type_align(element));
    return true;
}

static void add_out(struct reader *reader, const cconv_type *type, uint64_t count, bool is_array, unsigned char *at)
{
    struct values *values = reader->values;
    values->outs = take(values->outs, (values->out_count + 1) * sizeof *values->outs);
    values->outs[values->out_count++] =
        (struct value_out){take_text(reader->path, strlen(reader->path)), type, count, is_array, at};
}

static bool is_aggregate(const cconv_type *type)
{
    cconv_type_kind kind = cconv_type_kind_of(cconv_type_canonical(type));
    return kind == CCONV_STRUCT || kind == CCONV_UNION || kind == CCONV_ARRAY || kind == CCONV_VECTOR || kind == CCONV_COMPLEX;
}

/* What a pointer to `*element` points to: an initialiser, a string or one value, in room of its own. `*count` 0: as many
   elements as are written. */
static bool read_pointed(struct reader *reader, const char *start, const cconv_type *element, uint64_t *count,
                         bool *is_array, unsigned char **room)
{
    const char *at = reader->at;
    bool string = at_string(at) && holds_characters(element);
    bool row = *at == '{' && (*is_array || !is_aggregate(element));
    if (string || row) {
        uint64_t needed = string ? string_units(at) : items(at);
        *count = *is_array ? *count : needed;
        *is_array = true;
    }
    if (!make_room(reader, start, element, *count, room))
        return false;
    if (is_value_end(*at))
        return true;
    if (string)
        return value_string(reader, cconv_type_size(element), *count, *room);
    if (row)
        return value_row(reader, element, *count, *room);
    if (*is_array)
        return value_wrong(reader, at, "several elements need braces: {1, 2}");
    return value_any(reader, element, *room);
}

/* The element that "(type)" names instead: int, int[3] and int * as they are written. */
static bool take_element(struct reader *reader, const cconv_type **element, uint64_t *count, bool *is_array)
{
    const cconv_type *named;
    if (!take_cast(reader, &named))
        return false;
    *element = named;
    if (cconv_type_kind_of(cconv_type_canonical(named)) == CCONV_ARRAY && !*is_array) {
        *element = cconv_type_element(cconv_type_canonical(named));
        *count = cconv_type_length(cconv_type_canonical(named));
        *is_array = *count != 0;
    }
    return true;
}

static const cconv_type *byte_type(const struct reader *reader, const cconv_type *element)
{
    bool is_void = cconv_type_kind_of(cconv_type_canonical(element)) == CCONV_VOID;
    return is_void ? cconv_type_basic(reader->values->context, CCONV_UCHAR) : element;
}

static bool read_out(struct reader *reader, const cconv_type *element, unsigned char *into)
{
    const char *start = reader->at++;
    unsigned char *room;
    uint64_t count = 1;
    bool is_array = false;
    skip_space(reader);
    if (*reader->at == '[') {
        if (!take_count(reader, &count))
            return false;
        is_array = true;
    }
    if (!take_element(reader, &element, &count, &is_array) && (is_array || *reader->at == '"'))
        element = byte_type(reader, element);
    skip_space(reader);
    if (!read_pointed(reader, start, element, &count, &is_array, &room))
        return false;
    add_out(reader, element, count, is_array, room);
    set_pointer(into, room);
    return true;
}

/* An address: 0x…, a negative number, or any number after a cast. */
static bool read_address(struct reader *reader, const cconv_type *type, bool was_cast, unsigned char *into)
{
    char text[160];
    struct wide wide;
    const char *start = reader->at, *digits = start + (*start == '-' || *start == '+');
    bool is_hex = digits[0] == '0' && (digits[1] == 'x' || digits[1] == 'X');
    if (!read_integer(reader, &wide))
        return false;
    if (!wide_is_zero(&wide) && !is_hex && !was_cast && *start != '-')
        return value_wrong(reader, start, "%s: an address is written 0x...; & makes room with a value",
                           value_type_text(type, text, sizeof text));
    if (!wide_fits(&wide, 8 * sizeof(void *), wide.negative))
        return value_wrong(reader, start, "no address has more than %u bits", 8 * (unsigned)sizeof(void *));
    wide_store(&wide, into, sizeof(void *));
    return true;
}

static bool read_function_name(struct reader *reader, unsigned char *into)
{
    struct values *values = reader->values;
    size_t length = word_length(reader->at);
    values->functions = take(values->functions, (values->function_count + 1) * sizeof *values->functions);
    values->functions[values->function_count++] = (struct value_function){take_text(reader->at, length), into};
    reader->at += length;
    return true;
}

static bool is_null_word(const char *text)
{
    return word_is(text, "null") || word_is(text, "NULL") || word_is(text, "nullptr");
}

bool value_pointer(struct reader *reader, const cconv_type *type, unsigned char *into)
{
    const cconv_type *element = cconv_type_element(type), *cast = NULL;
    uint64_t count = 0;
    bool is_array = false, was_cast = take_cast(reader, &cast);
    cconv_type_kind kind = cconv_type_kind_of(cconv_type_canonical(element));
    char text[160];
    if (was_cast && cconv_type_kind_of(cconv_type_canonical(cast)) != CCONV_POINTER) {
        element = cconv_type_kind_of(cconv_type_canonical(cast)) == CCONV_ARRAY
                      ? cconv_type_element(cconv_type_canonical(cast)) : cast;
    } else if (was_cast) {
        element = cconv_type_element(cconv_type_canonical(cast));
    }
    const char *at = reader->at;
    if (is_null_word(at)) {
        reader->at += word_length(at);
        set_pointer(into, NULL);
        return true;
    }
    if (kind == CCONV_FUNCTION && word_length(at) && !literal_begins(at))
        return read_function_name(reader, into);
    if (*at == '&')
        return read_out(reader, element, into);
    if (at_string(at)) {
        element = byte_type(reader, element);
        if (!holds_characters(element))
            return value_wrong(reader, at, "%s cannot point to a string", value_type_text(type, text, sizeof text));
    } else if (*at != '{') {
        return read_address(reader, type, was_cast, into);
    } else if (is_aggregate(element) && !was_cast) {
        is_array = true; /* {{1, 2}, {3, 4}}: an array of them; one alone is &{1, 2} */
        count = items(at);
    }
    unsigned char *room;
    if (!read_pointed(reader, at, element, &count, &is_array, &room))
        return false;
    set_pointer(into, room);
    return true;
}
