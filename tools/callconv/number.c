/* Numbers between their text and their bytes: integers of 128 bits, and the float types of this machine. */
#define _GNU_SOURCE /* strtof128, strfromf128 */
#include "value.h"

#include <errno.h>
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { WORDS = 4 };

static bool is_big_endian(void)
{
    const uint16_t one = 1;
    return *(const unsigned char *)&one == 0;
}

/* -------------------------------------------------------------------- tokens */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static char small(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* As C's pp-number, so that "0x1g" is one wrong number and not two tokens. */
static const char *number_end(const char *at, bool is_hex)
{
    for (; *at; at++) {
        char c = small(*at);
        bool exponent = is_hex ? c == 'p' : c == 'e';
        if (exponent && (at[1] == '+' || at[1] == '-'))
            at++;
        else if (!is_digit(c) && !(c >= 'a' && c <= 'z') && c != '.' && c != '_')
            break;
    }
    return at;
}

bool number_scan(const char *start, struct number *number)
{
    const char *at = start + (*start == '-' || *start == '+');
    if (!is_digit(*at) && !(*at == '.' && is_digit(at[1])))
        return false;
    bool is_hex = at[0] == '0' && small(at[1]) == 'x';
    *number = (struct number){.start = start, .end = number_end(at, is_hex)};
    for (const char *c = at; c < number->end; c++)
        number->is_float |= *c == '.' || small(*c) == (is_hex ? 'p' : 'e');
    const char *suffix = number->end;
    const char *letters = number->is_float ? "fl" : "ul";
    while (suffix > at + 1 && strchr(letters, small(suffix[-1])) && number->end - suffix < 3
           && !(is_hex && !number->is_float && small(suffix[-1]) == 'f'))
        suffix--;
    for (size_t i = 0; suffix + i < number->end; i++)
        number->suffix[i] = small(suffix[i]);
    return true;
}

static unsigned digit_of(char c)
{
    c = small(c);
    return is_digit(c) ? (unsigned)(c - '0') : c >= 'a' && c <= 'z' ? (unsigned)(c - 'a') + 10 : 99;
}

static bool add_digit(struct wide *wide, unsigned base, unsigned digit)
{
    uint64_t carry = digit;
    for (int i = 0; i < WORDS; i++) {
        carry += (uint64_t)wide->word[i] * base;
        wide->word[i] = (uint32_t)carry;
        carry >>= 32;
    }
    return carry == 0;
}

bool number_integer(const struct number *number, struct wide *wide)
{
    const char *at = number->start, *end = number->end - strlen(number->suffix);
    *wide = (struct wide){.negative = *at == '-'};
    at += *at == '-' || *at == '+';
    unsigned base = 10;
    if (at[0] == '0' && end - at > 1) {
        char kind = small(at[1]);
        base = kind == 'x' ? 16 : kind == 'b' ? 2 : 8;
        at += kind == 'x' || kind == 'b' || kind == 'o' ? 2 : 1;
    }
    if (at == end)
        return false;
    for (; at < end; at++) {
        unsigned digit = digit_of(*at);
        if (digit >= base || !add_digit(wide, base, digit))
            return false;
    }
    return true;
}

/* ------------------------------------------------------------------- integers */

bool wide_is_zero(const struct wide *wide)
{
    return !(wide->word[0] | wide->word[1] | wide->word[2] | wide->word[3]);
}

struct wide wide_of(uint64_t low)
{
    return (struct wide){.word = {(uint32_t)low, (uint32_t)(low >> 32)}};
}

static unsigned bits_of(const struct wide *wide)
{
    unsigned bits = 32 * WORDS;
    while (bits && !(wide->word[(bits - 1) / 32] >> (bits - 1) % 32 & 1))
        bits--;
    return bits;
}

static bool is_power_of_two(const struct wide *wide)
{
    unsigned found = 0;
    for (unsigned i = 0; i < 32 * WORDS; i++)
        found += wide->word[i / 32] >> i % 32 & 1;
    return found == 1;
}

bool wide_fits(const struct wide *wide, unsigned bits, bool is_signed)
{
    unsigned needed = bits_of(wide);
    if (!wide->negative || !needed)
        return needed <= bits - is_signed;
    return is_signed && (needed < bits || (needed == bits && is_power_of_two(wide)));
}

void wide_print(const struct wide *wide, char *buffer)
{
    struct wide rest = *wide;
    char digits[42];
    size_t count = 0;
    do {
        uint64_t remainder = 0;
        for (int i = WORDS - 1; i >= 0; i--) {
            remainder = remainder << 32 | rest.word[i];
            rest.word[i] = (uint32_t)(remainder / 10);
            remainder %= 10;
        }
        digits[count++] = (char)('0' + remainder);
    } while (!wide_is_zero(&rest));
    if (wide->negative && !wide_is_zero(wide))
        *buffer++ = '-';
    while (count)
        *buffer++ = digits[--count];
    *buffer = '\0';
}

void wide_range(unsigned bits, bool is_signed, char *buffer, size_t size)
{
    struct wide low = {0}, high = {0};
    char low_text[44], high_text[44];
    for (unsigned i = 0; i < bits - is_signed && i < 32 * WORDS; i++)
        high.word[i / 32] |= 1u << i % 32;
    if (is_signed && bits <= 32 * WORDS) {
        low.negative = true;
        low.word[(bits - 1) / 32] = 1u << (bits - 1) % 32;
    }
    wide_print(&low, low_text);
    wide_print(&high, high_text);
    snprintf(buffer, size, "%s to %s", low_text, high_text);
}

/* The byte at that distance from the least significant. */
static unsigned char byte_of(const struct wide *wide, size_t index)
{
    uint32_t carry = wide->negative, word = 0;
    if (index >= sizeof wide->word)
        return wide->negative && !wide_is_zero(wide) ? 0xff : 0;
    for (size_t i = 0; i <= index / 4; i++) {
        word = (wide->negative ? ~wide->word[i] : wide->word[i]) + carry;
        carry = carry && word == 0;
    }
    return (unsigned char)(word >> 8 * (index % 4));
}

void wide_store(const struct wide *wide, unsigned char *to, size_t size)
{
    for (size_t i = 0; i < size; i++)
        to[is_big_endian() ? size - 1 - i : i] = byte_of(wide, i);
}

/* From two's complement of `bits` bits in the low words. */
static struct wide from_twos(struct wide wide, unsigned bits, bool is_signed)
{
    if (!is_signed || !(wide.word[(bits - 1) / 32] >> (bits - 1) % 32 & 1))
        return wide;
    for (unsigned i = bits; i < 32 * WORDS; i++)
        wide.word[i / 32] |= 1u << i % 32;
    uint32_t carry = 1;
    for (int i = 0; i < WORDS; i++) {
        wide.word[i] = ~wide.word[i] + carry;
        carry = carry && wide.word[i] == 0;
    }
    wide.negative = true;
    return wide;
}

struct wide wide_load(const unsigned char *from, size_t size, bool is_signed)
{
    struct wide wide = {0};
    for (size_t i = 0; i < size && i < sizeof wide.word; i++)
        wide.word[i / 4] |= (uint32_t)from[is_big_endian() ? size - 1 - i : i] << 8 * (i % 4);
    return from_twos(wide, size < sizeof wide.word ? 8 * (unsigned)size : 32 * WORDS, is_signed);
}

/* Where bit `i` of a field, from its least significant, is: its byte, and the mask there. */
static uint64_t bit_place(uint64_t at, unsigned bits, unsigned i, unsigned char *mask)
{
    uint64_t bit = is_big_endian() ? at + bits - 1 - i : at + i;
    *mask = (unsigned char)(is_big_endian() ? 0x80 >> bit % 8 : 1 << bit % 8);
    return bit / 8;
}

void bits_store(const struct wide *wide, unsigned char *record, uint64_t at, unsigned bits)
{
    for (unsigned i = 0; i < bits; i++) {
        unsigned char mask;
        uint64_t byte = bit_place(at, bits, i, &mask);
        bool set = byte_of(wide, i / 8) >> i % 8 & 1;
        record[byte] = (unsigned char)(set ? record[byte] | mask : record[byte] & ~mask);
    }
}

struct wide bits_load(const unsigned char *record, uint64_t at, unsigned bits, bool is_signed)
{
    struct wide wide = {0};
    for (unsigned i = 0; i < bits && i < 32 * WORDS; i++) {
        unsigned char mask;
        uint64_t byte = bit_place(at, bits, i, &mask);
        if (record[byte] & mask)
            wide.word[i / 32] |= 1u << i % 32;
    }
    return bits ? from_twos(wide, bits, is_signed) : wide;
}

bool integer_type(const cconv_type *type, unsigned *bits, bool *is_signed)
{
    type = cconv_type_canonical(type);
    cconv_type_kind kind = cconv_type_kind_of(type);
    if (kind == CCONV_ENUM)
        return integer_type(cconv_type_element(type), bits, is_signed);
    *bits = 8 * (unsigned)cconv_type_size(type);
    switch (kind) {
    case CCONV_BOOL: *bits = 1; *is_signed = false; return true;
    case CCONV_CHAR: *is_signed = CHAR_MIN < 0; return true;
    case CCONV_SCHAR: case CCONV_SHORT: case CCONV_INT: case CCONV_LONG: case CCONV_LLONG: case CCONV_INT128:
        *is_signed = true;
        return true;
    case CCONV_UCHAR: case CCONV_USHORT: case CCONV_UINT: case CCONV_ULONG: case CCONV_ULLONG: case CCONV_UINT128:
        *is_signed = false;
        return true;
    case CCONV_BITINT: {
        char text[40];
        cconv_type_print(type, 0, NULL, text, sizeof text);
        *bits = (unsigned)cconv_type_length(type);
        *is_signed = strncmp(text, "unsigned", 8) != 0;
        return true;
    }
    default: return false;
    }
}

/* --------------------------------------------------------------------- floats */

bool is_float_kind(cconv_type_kind kind)
{
    return kind >= CCONV_FLOAT16 && kind <= CCONV_FLOAT128;
}

/* IEEE binary16 and bfloat16 by exponent bits and mantissa bits, rounded to even. */
static bool narrow(double value, int exponent_bits, int mantissa_bits, uint16_t *out)
{
    int exponent, bias = (1 << (exponent_bits - 1)) - 1;
    uint16_t sign = signbit(value) ? 0x8000 : 0;
    double magnitude = fabs(value);
    if (isnan(value) || isinf(value)) {
        *out = (uint16_t)(sign | ((1 << exponent_bits) - 1) << mantissa_bits | (isnan(value) ? 1 << (mantissa_bits - 1) : 0));
        return true;
    }
    *out = sign;
    if (magnitude == 0)
        return true;
    frexp(magnitude, &exponent);
    exponent = exponent - 1 < 1 - bias ? 1 - bias : exponent - 1;
    /* Units of the last place; the carry of rounding runs into the exponent by itself. */
    double scaled = nearbyint(ldexp(magnitude, mantissa_bits - exponent));
    double stored = scaled + ldexp(exponent + bias - 1, mantissa_bits);
    if (stored >= ldexp((1 << exponent_bits) - 1, mantissa_bits))
        return false;
    *out = (uint16_t)(sign | (uint16_t)stored);
    return true;
}

static double widen(uint16_t bits, int exponent_bits, int mantissa_bits)
{
    int bias = (1 << (exponent_bits - 1)) - 1, exponent = bits >> mantissa_bits & ((1 << exponent_bits) - 1);
    int mantissa = bits & ((1 << mantissa_bits) - 1);
    double value = exponent == (1 << exponent_bits) - 1 ? mantissa ? NAN : INFINITY
                   : exponent ? ldexp(mantissa + (1 << mantissa_bits), exponent - bias - mantissa_bits)
                              : ldexp(mantissa, 1 - bias - mantissa_bits);
    return bits & 0x8000 ? -value : value;
}

#if defined __HAVE_FLOAT128 && __HAVE_FLOAT128
static enum float_result read_quad(const char *text, char **end, unsigned char *to)
{
    __extension__ _Float128 value = strtof128(text, end);
    memcpy(to, &value, sizeof value);
    return errno == ERANGE && (value > 1 || value < -1) ? FLOAT_TOO_LARGE : FLOAT_READ;
}

static bool print_quad(const unsigned char *from, char *buffer, size_t size)
{
    __extension__ _Float128 value, back;
    memcpy(&value, from, sizeof value);
    for (int digits = 1; digits <= 36; digits++) {
        char format[8];
        snprintf(format, sizeof format, "%%.%dg", digits);
        strfromf128(buffer, size, format, value);
        back = strtof128(buffer, NULL);
        if (back == value || value != value)
            break;
    }
    return true;
}
#else
static enum float_result read_quad(const char *text, char **end, unsigned char *to)
{
    (void)to;
    *end = (char *)text;
    return FLOAT_NOT_THERE;
}

static bool print_quad(const unsigned char *from, char *buffer, size_t size)
{
    (void)from, (void)buffer, (void)size;
    return false;
}
#endif

static enum float_result read_kind(cconv_type_kind kind, const char *text, char **end, unsigned char *to)
{
    if (kind == CCONV_FLOAT) {
        float value = strtof(text, end);
        memcpy(to, &value, sizeof value);
        return errno == ERANGE && fabsf(value) > 1 ? FLOAT_TOO_LARGE : FLOAT_READ;
    }
    if (kind == CCONV_LDOUBLE) {
        long double value = strtold(text, end);
        memcpy(to, &value, sizeof value);
        return errno == ERANGE && fabsl(value) > 1 ? FLOAT_TOO_LARGE : FLOAT_READ;
    }
    if (kind == CCONV_FLOAT128)
        return read_quad(text, end, to);
    double value = strtod(text, end);
    if (kind == CCONV_DOUBLE) {
        memcpy(to, &value, sizeof value);
        return errno == ERANGE && fabs(value) > 1 ? FLOAT_TOO_LARGE : FLOAT_READ;
    }
    uint16_t half;
    bool is_brain = kind == CCONV_BFLOAT16;
    if (!narrow(value, is_brain ? 8 : 5, is_brain ? 7 : 10, &half) || (errno == ERANGE && fabs(value) > 1))
        return FLOAT_TOO_LARGE;
    memcpy(to, &half, sizeof half);
    return FLOAT_READ;
}

enum float_result float_read(cconv_type_kind kind, const char **text, unsigned char *to)
{
    char *end;
    errno = 0;
    enum float_result result = read_kind(kind, *text, &end, to);
    if (result != FLOAT_TOO_LARGE)
        *text = end;
    return result;
}

static void print_double(double value, bool is_float, bool is_half, char *buffer, size_t size)
{
    for (int digits = 1; digits <= 17; digits++) {
        snprintf(buffer, size, "%.*g", digits, value);
        if (isnan(value) || (is_float && !is_half ? strtof(buffer, NULL) == (float)value : strtod(buffer, NULL) == value))
            return;
    }
}

bool float_print(cconv_type_kind kind, const unsigned char *from, char *buffer, size_t size)
{
    float single;
    double value;
    uint16_t half;
    switch (kind) {
    case CCONV_FLOAT:
        memcpy(&single, from, sizeof single);
        print_double(single, true, false, buffer, size);
        return true;
    case CCONV_DOUBLE:
        memcpy(&value, from, sizeof value);
        print_double(value, false, false, buffer, size);
        return true;
    case CCONV_FLOAT16:
    case CCONV_BFLOAT16:
        memcpy(&half, from, sizeof half);
        print_double(kind == CCONV_FLOAT16 ? widen(half, 5, 10) : widen(half, 8, 7), false, true, buffer, size);
        return true;
    case CCONV_LDOUBLE: {
        long double wide;
        memcpy(&wide, from, sizeof wide);
        for (int digits = 1; digits <= 36; digits++) {
            snprintf(buffer, size, "%.*Lg", digits, wide);
            if (strtold(buffer, NULL) == wide || wide != wide)
                break;
        }
        return true;
    }
    default: return kind == CCONV_FLOAT128 && print_quad(from, buffer, size);
    }
}
