/* C's printf (C17 7.21.6.1) in the emulated memory: the arguments by the plan of this very call, each conversion by this machine's own. */
#include "models.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum length { LENGTH_NONE, LENGTH_CHAR, LENGTH_SHORT, LENGTH_LONG, LENGTH_LONG_LONG, LENGTH_POINTER, LENGTH_LDOUBLE };
enum { MOST_VALUES = 64, MOST_TEXT = 1 << 20 };

/* A conversion of a format. */
struct conversion {
    char flags[8];
    int width, precision;        /* -1: none */
    bool width_is_argument, precision_is_argument;
    enum length length;
    char letter;                 /* '\0': none that is known */
};

/* Of Microsoft's as well: I64 and I32. "j" is long long, "z" and "t" are as wide as pointers. */
static const struct { const char *text; enum length length; } lengths[] = {
    {"hh", LENGTH_CHAR}, {"h", LENGTH_SHORT}, {"ll", LENGTH_LONG_LONG}, {"l", LENGTH_LONG}, {"j", LENGTH_LONG_LONG}, {"z", LENGTH_POINTER},
    {"t", LENGTH_POINTER}, {"L", LENGTH_LDOUBLE}, {"I64", LENGTH_LONG_LONG}, {"I32", LENGTH_NONE}};

static int read_count(const char **at, bool *is_argument)
{
    *is_argument = **at == '*';
    if (*is_argument)
        ++*at;
    int count = 0;
    for (; **at >= '0' && **at <= '9'; ++*at)
        count = count < 1000000 ? count * 10 + (**at - '0') : count;
    return count;
}

/* From behind the percent sign; what follows the conversion. */
static const char *read_conversion(const char *at, struct conversion *out)
{
    *out = (struct conversion){.width = 0, .precision = -1};
    for (size_t count = 0; *at && strchr("-+ #0", *at); at++)
        if (!strchr(out->flags, *at) && count + 1 < sizeof out->flags)
            out->flags[count++] = *at;
    out->width = read_count(&at, &out->width_is_argument);
    if (*at == '.') {
        at++;
        out->precision = read_count(&at, &out->precision_is_argument);
    }
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        size_t size = strlen(lengths[i].text);
        if (!strncmp(at, lengths[i].text, size)) {
            out->length = lengths[i].length;
            at += size;
            break;
        }
    }
    out->letter = *at && strchr("diuxXocfFeEgGaAspn%", *at) ? *at : '\0';
    return *at ? at + 1 : at;
}

/* The type of its argument, after promotions; NULL where it has none. */
static const char *type_of(const struct conversion *conversion)
{
    static const char *const is_signed[] = {"int", "int", "int", "long", "long long", "void *", "long long"};
    static const char *const is_unsigned[] = {"unsigned", "int", "int", "unsigned long", "unsigned long long", "void *", "unsigned long long"};
    switch (conversion->letter) {
    case 'd': case 'i': return is_signed[conversion->length];
    case 'u': case 'x': case 'X': case 'o': return is_unsigned[conversion->length];
    case 'c': return "int";
    case 's': case 'p': case 'n': return "void *";
    case '%': case '\0': return NULL;
    default: return conversion->length == LENGTH_LDOUBLE ? "long double" : "double";
    }
}

cconv_plan *printf_plan(const struct call *call, const char *format)
{
    const cconv_type *types[MOST_VALUES];
    size_t count = 0;
    struct conversion conversion;
    cconv_context *context = known_context(call->trace->known);
    const cconv_signature *signature = known_signature(call->trace->known, "printf"), *varied;
    cconv_plan *plan = NULL;
    for (const char *at = format; (at = strchr(at, '%')) != NULL;) {
        at = read_conversion(at + 1, &conversion);
        const char *wanted[] = {conversion.width_is_argument ? "int" : NULL, conversion.precision_is_argument ? "int" : NULL, type_of(&conversion)};
        for (size_t i = 0; i < 3; i++)
            if (wanted[i] && (count == MOST_VALUES || cconv_parse_type(context, NULL, wanted[i], strlen(wanted[i]), NULL, &types[count++], NULL, NULL)))
                return NULL;
    }
    if (!signature || cconv_signature_vary(context, signature, types, count, &varied, NULL)
        || cconv_plan_new(call->trace->world.convention, varied, NULL, &plan, NULL))
        return NULL;
    return plan;
}

/* ------------------------------------------------------------------------ values */

/* A long double of the traced program: x87's, IEEE's of 16 bytes, or a double. */
static long double wide_value(const struct call *call, const uint8_t *bytes, uint64_t size)
{
    bool is_x87 = call->trace->world.cpu->word == 8 ? call->trace->world.cpu->arch == CCONV_ARCH_X86_64 : call->trace->world.cpu->arch == CCONV_ARCH_X86;
    double narrow;
    uint64_t low, high;
    memcpy(&narrow, bytes, sizeof narrow);
    if (size <= 8)
        return narrow;
    memcpy(&low, bytes, 8);
    memcpy(&high, bytes + 8, 8);
    int exponent = (int)(high >> (is_x87 ? 0 : 48) & 0x7fff);
    bool negative = high >> (is_x87 ? 15 : 63) & 1;
    uint64_t mantissa = is_x87 ? low : (uint64_t)(exponent != 0) << 63 | (high & 0xffffffffffff) << 15 | low >> 49;
    long double value = exponent == 0x7fff ? mantissa << 1 ? NAN : INFINITY : ldexpl((long double)mantissa, exponent - 16383 - 63);
    return negative ? -value : value;
}

static uint64_t integer(const struct conversion *conversion, uint64_t value, uint64_t size)
{
    bool is_signed = conversion->letter == 'd' || conversion->letter == 'i';
    size = conversion->length == LENGTH_CHAR ? 1 : conversion->length == LENGTH_SHORT ? 2 : size;
    if (size >= 8)
        return value;
    uint64_t sign = (uint64_t)1 << (8 * size - 1);
    value &= 2 * sign - 1;
    return is_signed ? (value ^ sign) - sign : value;
}

/* A string of the emulated memory, as far as it is wanted. The caller frees it. */
static char *string_at(const struct call *call, uint64_t address, int precision)
{
    size_t most = precision < 0 || precision > MOST_TEXT ? MOST_TEXT : (size_t)precision, length = 0, room = 0;
    char *text = NULL;
    if (!address)
        return take_text(precision < 0 || precision >= 6 ? "(null)" : "");
    for (;; length++) {
        if (length + 1 >= room) {
            text = take(text, room, 2 * room + 64);
            room = 2 * room + 64;
        }
        if (length == most || !world_read(&call->trace->world, address + length, text + length, 1) || !text[length])
            break;
    }
    text[length] = '\0';
    return text;
}

struct printing {
    struct call call;            /* with the plan of this very call */
    size_t index, printed;
};

static uint64_t next_value(struct printing *printing, uint8_t bytes[16])
{
    const struct call *call = &printing->call;
    const cconv_placement *placement = cconv_plan_argument(call->plan, printing->index++);
    memset(bytes, 0, 16);
    if (placement)
        frame_value(call->trace, call->plan, placement, &call->registers, call->sp, bytes, 16);
    return placement ? placement->size : 0;
}

static int next_count(struct printing *printing)
{
    uint8_t bytes[16];
    int32_t value;
    next_value(printing, bytes);
    memcpy(&value, bytes, sizeof value);
    return value;
}

/* The traced program's own format, rebuilt of what was read of it: "%-+*.*llx". */
static void print_one(struct printing *printing, struct conversion *conversion)
{
    uint8_t bytes[16];
    uint64_t value, size;
    char format[24];
    if (conversion->width_is_argument)
        conversion->width = next_count(printing);
    if (conversion->precision_is_argument)
        conversion->precision = next_count(printing);
    int width = conversion->width, precision = conversion->precision, printed = 0;
    size = next_value(printing, bytes);
    memcpy(&value, bytes, sizeof value);
    bool is_integer = strchr("diuxXo", conversion->letter) != NULL, is_wide = conversion->length == LENGTH_LDOUBLE && !is_integer;
    snprintf(format, sizeof format, "%%%s*.*%s%c", conversion->flags, is_integer ? "ll" : is_wide ? "L" : "", conversion->letter);
    switch (conversion->letter) {
    case 's': {
        char *text = string_at(&printing->call, value, precision);
        printed = fprintf(stderr, format, width, precision, text);
        free(text);
        break;
    }
    case 'c':
        snprintf(format, sizeof format, "%%%s*c", conversion->flags);
        printed = fprintf(stderr, format, width, (int)value);
        break;
    case 'p': {
        char text[24];
        snprintf(text, sizeof text, value ? "0x%llx" : "(nil)", (unsigned long long)value);
        snprintf(format, sizeof format, "%%%s*s", strchr(conversion->flags, '-') ? "-" : "");
        printed = fprintf(stderr, format, width, text);
        break;
    }
    case 'n': {
        static const unsigned sizes[] = {4, 1, 2, 0, 8, 0, 8};
        unsigned room = sizes[conversion->length] ? sizes[conversion->length] : printing->call.trace->world.cpu->word;
        uint64_t count = printing->printed;
        world_write(&printing->call.trace->world, value, &count, room);
        break;
    }
    default:
        if (is_integer)
            printed = fprintf(stderr, format, width, precision, (unsigned long long)integer(conversion, value, size));
        else if (is_wide)
            printed = fprintf(stderr, format, width, precision, wide_value(&printing->call, bytes, size));
        else
            printed = fprintf(stderr, format, width, precision, (double)wide_value(&printing->call, bytes, 8));
    }
    printing->printed += printed > 0 ? (size_t)printed : 0;
}

/* What the program prints goes to standard error, so that it does not mix with the trace. */
bool model_printf(struct call *call)
{
    char *format = string_at(call, call_argument(call, 0), -1);
    cconv_plan *plan = printf_plan(call, format);
    struct printing printing = {.call = *call, .index = 1};
    printing.call.plan = plan;
    for (const char *at = format; plan && *at;) {
        struct conversion conversion;
        const char *end = *at == '%' ? read_conversion(at + 1, &conversion) : at + 1;
        if (*at == '%' && conversion.letter && conversion.letter != '%') {
            print_one(&printing, &conversion);
        } else {
            const char *from = *at == '%' && conversion.letter == '%' ? end - 1 : at; /* what is no conversion is printed as it stands */
            printing.printed += fwrite(from, 1, (size_t)(end - from), stderr);
        }
        at = end;
    }
    fflush(stderr);
    call->result = printing.printed;
    cconv_plan_free(plan);
    free(format);
    return plan != NULL;
}

cconv_plan *model_plan(struct trace *trace, const char *name, const struct registers *registers, uint64_t sp)
{
    struct call call = {.trace = trace, .plan = known_plan(trace->known, name), .registers = *registers, .sp = sp};
    if (!call.plan || strcmp(name, "printf") != 0)
        return NULL;
    char *format = string_at(&call, call_argument(&call, 0), -1);
    cconv_plan *plan = printf_plan(&call, format);
    free(format);
    return plan;
}
