/* The types of values that are passed through `...`, where no parameter tells them. */
#include "value.h"

#include <stdlib.h>
#include <string.h>

static const cconv_type *basic(const struct reader *reader, cconv_type_kind kind)
{
    return cconv_type_basic(reader->values->context, kind);
}

/* Types that no argument after `...` has (C17 6.5.2.2, default argument promotions); what it has instead, or NULL. */
static const char *promoted(const cconv_type *type)
{
    switch (cconv_type_kind_of(cconv_type_canonical(type))) {
    case CCONV_BOOL: case CCONV_CHAR: case CCONV_SCHAR: case CCONV_UCHAR: case CCONV_SHORT: case CCONV_USHORT: return "int";
    case CCONV_FLOAT: return "double";
    default: return NULL;
    }
}

static bool check_cast(struct reader *reader, const char *start, const cconv_type *type)
{
    char text[160];
    cconv_type_print(type, 0, NULL, text, sizeof text);
    const char *instead = promoted(type);
    cconv_type_kind kind = cconv_type_kind_of(cconv_type_canonical(type));
    if (instead)
        return value_wrong(reader, start, "no %s passes through '...': it is promoted to %s, which the function reads; "
                           "leave the cast away, or write (%s)", text, instead, instead);
    if (kind == CCONV_VOID || kind == CCONV_FUNCTION || kind == CCONV_ARRAY || !cconv_type_is_complete(type))
        return value_wrong(reader, start, "no value of type %s can be passed", text);
    return true;
}

/* int, or the first of C's wider types that holds it (C17 6.4.4.1). */
static bool deduce_integer(struct reader *reader, const cconv_type **type)
{
    static const struct { cconv_type_kind kind; bool is_unsigned, is_long; } ladder[] = {
        {CCONV_INT, false, false}, {CCONV_UINT, true, false}, {CCONV_LONG, false, true}, {CCONV_ULONG, true, true},
        {CCONV_LLONG, false, true}, {CCONV_ULLONG, true, true}};
    struct number number = {0};
    struct wide wide;
    const char *start = reader->at;
    bool is_literal = number_scan(start, &number), is_decimal = !is_literal || start[*start == '-' || *start == '+'] != '0';
    if (!read_integer(reader, &wide))
        return false;
    bool is_unsigned = strchr(number.suffix, 'u') != NULL, is_long = strchr(number.suffix, 'l') != NULL;
    for (size_t i = 0; i < sizeof ladder / sizeof *ladder; i++) {
        bool allowed = (ladder[i].is_unsigned ? is_unsigned || !is_decimal : !is_unsigned) && (ladder[i].is_long || !is_long);
        *type = basic(reader, ladder[i].kind);
        if (allowed && wide_fits(&wide, 8 * (unsigned)cconv_type_size(*type), !ladder[i].is_unsigned))
            return true;
    }
    return value_wrong(reader, start, "too large for unsigned long long; write (__int128) before it");
}

static bool is_number_word(const char *text)
{
    text += *text == '-' || *text == '+';
    return word_is(text, "inf") || word_is(text, "nan") || word_is(text, "infinity");
}

static bool deduce_number(struct reader *reader, const cconv_type **type)
{
    struct number number;
    bool is_literal = number_scan(reader->at, &number);
    if ((!is_literal || !number.is_float) && !is_number_word(reader->at))
        return deduce_integer(reader, type);
    if (is_literal && number.suffix[0] == 'f')
        return value_wrong(reader, reader->at, "no float passes through '...': it is promoted to double, which the function "
                           "reads; leave the 'f' away");
    *type = basic(reader, is_literal && number.suffix[0] == 'l' ? CCONV_LDOUBLE : CCONV_DOUBLE);
    return true;
}

static bool pointer_to(struct reader *reader, const cconv_type *element, uint32_t qualifiers, const cconv_type **type)
{
    *type = cconv_type_pointer(reader->values->context, element, qualifiers, NULL);
    return *type || value_wrong(reader, reader->at, "out of memory");
}

static bool deduce_string(struct reader *reader, const cconv_type **type)
{
    cconv_type_kind kind = *reader->at == 'L' ? CCONV_INT : *reader->at == 'U' ? CCONV_UINT
                           : *reader->at == 'u' && reader->at[1] != '8' ? CCONV_USHORT : CCONV_CHAR;
    return pointer_to(reader, basic(reader, kind), CCONV_CONST, type);
}

/* A pointer to what is named or written after the &. */
static bool deduce_out(struct reader *reader, const cconv_type **type)
{
    const char *start = reader->at++;
    const cconv_type *element;
    uint64_t count;
    skip_space(reader);
    if (*reader->at == '[' && !take_count(reader, &count))
        return false;
    if (take_cast(reader, &element)) {
        const cconv_type *canonical = cconv_type_canonical(element);
        bool is_array = cconv_type_kind_of(canonical) == CCONV_ARRAY;
        return pointer_to(reader, is_array ? cconv_type_element(canonical) : element, 0, type);
    }
    if (is_value_end(*reader->at) || *reader->at == '{' || *reader->at == '&')
        return value_wrong(reader, start, "an & through '...' needs its type: &(int)");
    if (literal_begins(reader->at) && strchr(reader->at, '"'))
        return deduce_string(reader, type) && pointer_to(reader, cconv_type_element(*type), 0, type);
    return deduce_number(reader, &element) && pointer_to(reader, element, 0, type);
}

static bool deduce(struct reader *reader, const cconv_type **type, size_t *offset)
{
    skip_space(reader);
    const char *start = reader->at;
    *offset = (size_t)(start - reader->text);
    if (take_cast(reader, type)) {
        *offset = (size_t)(reader->at - reader->text);
        return check_cast(reader, start, *type);
    }
    if (*start == '&')
        return deduce_out(reader, type);
    if (*start == '{')
        return value_wrong(reader, start, "braces through '...' need their type: (struct s){1, 2}");
    if (word_is(start, "null") || word_is(start, "NULL") || word_is(start, "nullptr"))
        return pointer_to(reader, basic(reader, CCONV_VOID), 0, type);
    if (literal_begins(start)) {
        struct literal literal;
        bool good = literal_read(start, &literal);
        bool is_string = literal.quote == '"';
        free(literal.bytes.data);
        if (!good)
            return value_wrong(reader, literal.wrong, "%s", literal.message);
        return is_string ? deduce_string(reader, type) : deduce_integer(reader, type);
    }
    return deduce_number(reader, type);
}

bool value_deduce(struct values *values, const char *text, const cconv_type **type, size_t *offset,
                  struct value_error *error)
{
    struct reader reader = {.values = values, .text = text, .at = text, .error = error};
    return deduce(&reader, type, offset);
}
