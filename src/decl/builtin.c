/*
 * Calls of the compilers' built-in functions (GCC 6.59) that headers use in constant expressions. Others have type int
 * and no constant value.
 */
#include "decl/parser.h"

#include <string.h>

enum folding { FIRST_ARGUMENT, SWAP_BYTES, TRAILING_ZEROS, LEADING_ZEROS, ONES, PARITY, FIRST_ONE, ABSOLUTE, TEXT_LENGTH };

struct builtin {
    const char *name;          /* after "__builtin_" */
    uint8_t folding;           /* enum folding */
    uint8_t argument, result;  /* cconv_type_kind */
};

static const struct builtin builtins[] = {
    {"expect", FIRST_ARGUMENT, CCONV_LONG, CCONV_LONG},
    {"expect_with_probability", FIRST_ARGUMENT, CCONV_LONG, CCONV_LONG},
    {"bswap16", SWAP_BYTES, CCONV_USHORT, CCONV_USHORT},
    {"bswap32", SWAP_BYTES, CCONV_UINT, CCONV_UINT},
    {"bswap64", SWAP_BYTES, CCONV_ULLONG, CCONV_ULLONG},
    {"ctz", TRAILING_ZEROS, CCONV_UINT, CCONV_INT},
    {"ctzl", TRAILING_ZEROS, CCONV_ULONG, CCONV_INT},
    {"ctzll", TRAILING_ZEROS, CCONV_ULLONG, CCONV_INT},
    {"clz", LEADING_ZEROS, CCONV_UINT, CCONV_INT},
    {"clzl", LEADING_ZEROS, CCONV_ULONG, CCONV_INT},
    {"clzll", LEADING_ZEROS, CCONV_ULLONG, CCONV_INT},
    {"popcount", ONES, CCONV_UINT, CCONV_INT},
    {"popcountl", ONES, CCONV_ULONG, CCONV_INT},
    {"popcountll", ONES, CCONV_ULLONG, CCONV_INT},
    {"parity", PARITY, CCONV_UINT, CCONV_INT},
    {"parityl", PARITY, CCONV_ULONG, CCONV_INT},
    {"parityll", PARITY, CCONV_ULLONG, CCONV_INT},
    {"ffs", FIRST_ONE, CCONV_UINT, CCONV_INT},
    {"ffsl", FIRST_ONE, CCONV_ULONG, CCONV_INT},
    {"ffsll", FIRST_ONE, CCONV_ULLONG, CCONV_INT},
    {"abs", ABSOLUTE, CCONV_INT, CCONV_INT},
    {"labs", ABSOLUTE, CCONV_LONG, CCONV_LONG},
    {"llabs", ABSOLUTE, CCONV_LLONG, CCONV_LLONG},
    {"strlen", TEXT_LENGTH, CCONV_VOID, CCONV_ULLONG},
};

static unsigned count_ones(uint64_t bits)
{
    unsigned count = 0;
    for (; bits; bits &= bits - 1)
        count++;
    return count;
}

/* Of `bits`, which are not 0, in a type of `size` bytes. */
static unsigned trailing_zeros(uint64_t bits)
{
    return count_ones((bits & (0 - bits)) - 1);
}

static unsigned leading_zeros(uint64_t bits, uint64_t size)
{
    unsigned zeros = (unsigned)(8 * size);
    for (; bits; bits >>= 1)
        zeros--;
    return zeros;
}

static uint64_t swap_bytes(uint64_t bits, uint64_t size)
{
    uint64_t swapped = 0;
    for (uint64_t i = 0; i < size; i++)
        swapped = swapped << 8 | (bits >> 8 * i & 0xff);
    return swapped;
}

/* False where C leaves the result open. */
static bool fold(enum folding folding, uint64_t size, uint64_t *bits)
{
    uint64_t value = *bits;
    switch (folding) {
    case SWAP_BYTES: *bits = swap_bytes(value, size); break;
    case TRAILING_ZEROS: *bits = value ? trailing_zeros(value) : 0; return value != 0;
    case LEADING_ZEROS: *bits = leading_zeros(value, size); return value != 0;
    case ONES: *bits = count_ones(value); break;
    case PARITY: *bits = count_ones(value) & 1; break;
    case FIRST_ONE: *bits = value ? trailing_zeros(value) + 1 : 0; break;
    case ABSOLUTE: *bits = (int64_t)value < 0 ? 0 - value : value; return *bits >> (8 * size - 1) == 0;
    default: break;
    }
    return true;
}

/* `(` is in hand; its arguments are read. The first is the value; those after it do not matter. */
static struct value call(struct parser *p, const struct builtin *builtin)
{
    const struct cconv_type *result = basic(p, (cconv_type_kind)builtin->result);
    if (builtin->folding == TEXT_LENGTH && p->context->target->long_size == 8)
        result = basic(p, CCONV_ULONG); /* size_t */
    advance(p);
    bool is_text = token_is(p, TOKEN_STRING);
    struct value value = parse_assignment(p);
    while (accept(p, ','))
        parse_assignment(p);
    expect(p, ')');
    if (p->panic)
        return value_runtime(result);
    if (builtin->folding == TEXT_LENGTH) /* as long as nobody writes a NUL in it */
        return is_text && canonical(value.type)->kind == CCONV_ARRAY
                   ? value_integer(result, canonical(value.type)->length - 1) : value_runtime(result);
    const struct cconv_type *argument = basic(p, (cconv_type_kind)builtin->argument);
    value = value_convert(p, value_decay(p, value), argument);
    if (value.kind != VALUE_INTEGER || !fold((enum folding)builtin->folding, argument->size, &value.bits))
        return value_runtime(result);
    return value_integer(result, value.bits);
}

bool parse_builtin_call(struct parser *p, const char *name, struct value *out)
{
    for (size_t i = 0; i < COUNT_OF(builtins) && token_is(p, '('); i++)
        if (strncmp(name, "__builtin_", 10) == 0 && strcmp(builtins[i].name, name + 10) == 0) {
            *out = call(p, &builtins[i]);
            return true;
        }
    return false;
}
