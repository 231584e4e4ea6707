/* Numbers, characters and strings (C17 6.4.4, 6.4.5; GNU and C23 additions: binary, digit separators, suffixes). */
#include "decl/parser.h"

#include <string.h>

static int digit_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return 99;
}

/* Decimal and hexadecimal fractions, near enough: only casts to integers ever read the value. */
static double read_floating(const char *at, const char *end, bool hexadecimal)
{
    int base = hexadecimal ? 16 : 10, scale = 0, exponent = 0;
    double value = 0;
    bool fraction = false;
    for (; at < end; at++) {
        if (*at == '.') {
            fraction = true;
            continue;
        }
        if (*at == '\'')
            continue;
        int digit = digit_value(*at);
        if (digit >= base)
            break;
        value = value * base + digit;
        scale -= fraction;
    }
    if (at < end && (hexadecimal ? (*at | 32) == 'p' : (*at | 32) == 'e')) {
        at++;
        bool negative = at < end && *at == '-';
        at += at < end && (*at == '-' || *at == '+');
        for (; at < end && *at >= '0' && *at <= '9'; at++)
            exponent = exponent < 100000 ? 10 * exponent + (*at - '0') : exponent;
        exponent = negative ? -exponent : exponent;
    }
    for (; scale < 0 && value != 0; scale++)
        value /= base;
    double step = hexadecimal ? 2 : 10;
    for (; exponent > 0 && value != 0 && value < 1e300; exponent--)
        value *= step;
    for (; exponent < 0 && value != 0 && value > 1e-300; exponent++)
        value /= step;
    return value;
}

static cconv_type_kind floating_kind(const char *suffix, const char *end)
{
    size_t length = (size_t)(end - suffix);
    if (length && ((suffix[0] | 32) == 'i' || (suffix[0] | 32) == 'j')) /* 1.0if */
        return floating_kind(suffix + 1, end);
    char a = length ? (char)(suffix[0] | 32) : 0, b = length > 1 ? (char)(suffix[1] | 32) : 0;
    if (a == 'f')
        return b == '1' && length > 2 && suffix[2] == '2' ? CCONV_FLOAT128 : b == '1' ? CCONV_FLOAT16
               : b == '6' ? CCONV_DOUBLE : CCONV_FLOAT;
    if (a == 'd')
        return b == 'f' ? CCONV_DECIMAL32 : b == 'd' ? CCONV_DECIMAL64 : b == 'l' ? CCONV_DECIMAL128 : CCONV_DOUBLE;
    return a == 'l' || a == 'w' ? CCONV_LDOUBLE : a == 'q' ? CCONV_FLOAT128 : a == 'b' ? CCONV_BFLOAT16 : CCONV_DOUBLE;
}

/* Whether an integer type of the target holds the value. */
static bool fits(const struct parser *p, cconv_type_kind kind, uint64_t value)
{
    const struct cconv_type *type = basic(p, kind);
    unsigned bits = (unsigned)type->size * 8 - type->is_signed;
    return bits >= 64 || value >> bits == 0;
}

/* C17 6.4.4.1p5: the first type that fits. */
static const struct cconv_type *integer_type(const struct parser *p, uint64_t value, bool decimal, bool is_unsigned,
                                             unsigned longs)
{
    static const cconv_type_kind order[] = {CCONV_INT, CCONV_UINT, CCONV_LONG, CCONV_ULONG, CCONV_LLONG, CCONV_ULLONG};
    for (size_t i = 2 * (size_t)longs; i < COUNT_OF(order); i++) {
        bool type_unsigned = i % 2;
        if (type_unsigned ? !is_unsigned && decimal : is_unsigned)
            continue;
        if (fits(p, order[i], value))
            return basic(p, order[i]);
    }
    return basic(p, CCONV_ULLONG);
}

/* `digits` to `end`; the digits before a point or exponent end at `c`. */
static struct value floating_constant(struct parser *p, const char *digits, const char *c, const char *end,
                                      bool hexadecimal)
{
    double number = read_floating(digits, end, hexadecimal);
    while (c < end && (digit_value(*c) < (hexadecimal ? 16 : 10) || *c == '.' || *c == '\''))
        c++;
    if (c < end && ((*c | 32) == 'p' || (*c | 32) == 'e'))
        for (c++; c < end && (*c == '+' || *c == '-' || digit_value(*c) < 10);)
            c++;
    return (struct value){.type = basic(p, floating_kind(c, end)), .kind = VALUE_FLOATING, .floating = number};
}

/* The type by the suffix from `suffix` to `end`: u, l, ll, z, wb, Microsoft's i64, GNU's i and j. */
static struct value integer_constant(struct parser *p, uint64_t value, const char *suffix, const char *end, bool decimal)
{
    bool is_unsigned = false;
    unsigned longs = 0;
    const char *c = suffix;
    for (; c < end; c++) {
        char letter = (char)(*c | 32);
        if (letter == 'u')
            is_unsigned = true;
        else if (letter == 'l')
            longs++;
        else if (letter == 'z') /* C23's size_t */
            longs = p->context->target->long_size == 8 ? 1 : 2;
        else if (letter == 'w' && c + 1 < end && (c[1] | 32) == 'b')
            c++;
        else if (letter == 'i' && c + 1 < end) {
            longs = c[1] == '6' ? 2 : 0;
            c = end - 1;
        } else if (letter != 'j' && letter != 'i')
            break;
    }
    if (c < end || longs > 2) {
        error_here(p, "'%.*s' is no suffix of a number", (int)min_u64((uint64_t)(end - suffix), 40), suffix);
        return value_integer(basic(p, CCONV_INT), 0);
    }
    return value_integer(integer_type(p, value, decimal, is_unsigned, longs), value);
}

/* GNU's 2.0i and 3j among the suffixes, but not Microsoft's 3i64. */
static bool is_imaginary(const char *suffix, const char *end)
{
    char last = suffix < end ? (char)(end[-1] | 32) : 0, before = suffix + 1 < end ? (char)(end[-2] | 32) : 0;
    return last == 'i' || last == 'j' || ((last == 'f' || last == 'l') && (before == 'i' || before == 'j'));
}

static struct value imaginary(struct parser *p, const struct cconv_type *part)
{
    cconv_error error = {0};
    const struct cconv_type *type = cconv_type_complex(p->context, part, &error);
    if (!type)
        error_here(p, "%s", error.message);
    return value_runtime(type ? type : part);
}

struct value parse_number(struct parser *p)
{
    const char *at = p->lex.at, *end = at + p->lex.length;
    unsigned base = 10;
    if (*at == '0' && p->lex.length > 1) {
        char c = (char)(at[1] | 32);
        base = c == 'x' ? 16 : c == 'b' ? 2 : 8;
        at += c == 'x' || c == 'b' ? 2 : 1;
        if (c == 'o')
            at++;
    }
    uint64_t value = 0;
    const uint64_t most = UINT64_MAX / base;
    bool overflow = false;
    const char *c = at;
    for (; c < end; c++) {
        if (*c == '\'')
            continue;
        unsigned digit = (unsigned)digit_value(*c);
        if (digit >= (base == 8 ? 10 : base))
            break;
        overflow |= value > most || value * base > UINT64_MAX - digit;
        value = value * base + digit;
    }
    char stop = c < end ? *c : 0;
    bool is_floating = stop == '.' || (base != 16 && base != 2 && (stop | 32) == 'e') || (base == 16 && (stop | 32) == 'p');
    if (overflow && !is_floating)
        error_here(p, "the number does not fit in 64 bits");
    if (base == 8 && !is_floating && memchr(at, '8', (size_t)(c - at)))
        error_here(p, "an octal number has no digit 8");
    if (base == 8 && !is_floating && memchr(at, '9', (size_t)(c - at)))
        error_here(p, "an octal number has no digit 9");
    struct value result = is_floating ? floating_constant(p, at, c, end, base == 16)
                                      : integer_constant(p, value, c, end, base == 10);
    if (!p->panic && is_imaginary(c, end))
        result = imaginary(p, result.type);
    advance(p);
    return result;
}

/* One escape or character of a literal; `*at` is moved past it. */
static uint32_t read_character(const char **at, const char *end)
{
    const char *c = *at;
    if (*c != '\\' || c + 1 >= end) {
        *at = c + 1;
        return (unsigned char)*c;
    }
    static const char letters[] = "abfnrtve", codes[] = "\a\b\f\n\r\t\v\033";
    c++;
    uint32_t value = 0;
    if (*c >= '0' && *c <= '7') {
        for (int i = 0; i < 3 && c < end && *c >= '0' && *c <= '7'; i++)
            value = value * 8 + (uint32_t)(*c++ - '0');
    } else if (*c == 'x' || *c == 'u' || *c == 'U') {
        for (c++; c < end && digit_value(*c) < 16; c++)
            value = value * 16 + (uint32_t)digit_value(*c);
    } else {
        const char *found = memchr(letters, *c, sizeof letters - 1);
        value = found ? (unsigned char)codes[found - letters] : (unsigned char)*c;
        c++;
    }
    *at = c;
    return value;
}

static const struct cconv_type *character_type(const struct parser *p, const char *prefix)
{
    if (*prefix == 'L') {
        bool is_signed = p->context->target->wchar_signed;
        if (p->context->target->wchar_size == 2)
            return basic(p, is_signed ? CCONV_SHORT : CCONV_USHORT);
        return basic(p, is_signed ? CCONV_INT : CCONV_UINT);
    }
    if (*prefix == 'U')
        return basic(p, CCONV_UINT);
    return basic(p, *prefix == 'u' && prefix[1] != '8' ? CCONV_USHORT : CCONV_CHAR);
}

struct value parse_character(struct parser *p)
{
    const char *at = p->lex.at, *end = at + p->lex.length - 1;
    const struct cconv_type *type = *at == '\'' ? basic(p, CCONV_INT) : character_type(p, at);
    bool plain = *at == '\'';
    while (*at != '\'')
        at++;
    at++;
    uint64_t value = 0;
    unsigned count = 0;
    while (at < end) {
        uint32_t character = read_character(&at, end);
        value = plain ? value << 8 | (character & 0xff) : character;
        count++;
    }
    if (count == 0) {
        error_here(p, "empty character constant");
        return value_integer(type, 0);
    }
    if (plain && count == 1 && p->context->target->char_signed)
        value = (uint64_t)(int64_t)(int8_t)value;
    advance(p);
    return value_integer(type, (uint64_t)(int64_t)(int32_t)value);
}

struct value parse_strings(struct parser *p)
{
    const struct cconv_type *type = basic(p, CCONV_CHAR);
    uint64_t length = 1;
    struct place place = here(p);
    while (token_is(p, TOKEN_STRING)) {
        const char *at = p->lex.at, *end = at + p->lex.length - 1;
        if (*at != '"')
            type = character_type(p, at);
        while (*at != '"')
            at++;
        for (at++; at < end; length++)
            read_character(&at, end);
        advance(p);
    }
    const struct cconv_type *array = make_array(p, type, 0, length, &place);
    struct value value = value_runtime(array ? array : type);
    value.lvalue = true;
    return value;
}

const char *parse_string_text(struct parser *p)
{
    char text[512];
    size_t length = 0;
    while (token_is(p, TOKEN_STRING)) {
        const char *at = p->lex.at, *end = at + p->lex.length - 1;
        while (*at != '"')
            at++;
        for (at++; at < end;) {
            uint32_t character = read_character(&at, end);
            if (length < sizeof text)
                text[length++] = (char)character;
        }
        advance(p);
    }
    const char *copy = arena_text(&p->context->arena, text, length);
    if (!copy)
        fail_no_memory(p);
    return copy;
}
