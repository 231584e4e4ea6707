/*
 * Conversions and operators of constant expressions (C17 6.3, 6.5, 6.6). Integers are computed in 64 bits; what needs
 * more (an __int128 shifted beyond, a wide _BitInt) is not a constant here.
 */
#include "decl/parser.h"

struct value value_integer(const struct cconv_type *type, uint64_t bits)
{
    return (struct value){.type = type, .kind = VALUE_INTEGER, .bits = bits};
}

struct value value_runtime(const struct cconv_type *type)
{
    return (struct value){.type = type};
}

static unsigned width_of(const struct cconv_type *type)
{
    if (type->kind == CCONV_BOOL)
        return 1;
    return type->kind == CCONV_BITINT ? (unsigned)min_u64(type->length, 1u << 24) : (unsigned)(type->size * 8);
}

/* Cut to the type's width, then extended to 64 bits by its sign. */
static uint64_t truncate_to(const struct cconv_type *type, uint64_t bits)
{
    unsigned width = width_of(type);
    if (width >= 64 || width == 0)
        return bits;
    bits &= (UINT64_C(1) << width) - 1;
    if (type->is_signed && bits >> (width - 1))
        bits |= ~((UINT64_C(1) << width) - 1);
    return bits;
}

static bool is_arithmetic(const struct cconv_type *type)
{
    return type_is_integer(type) || type_is_floating(type);
}

static double as_floating(struct value value)
{
    if (value.kind == VALUE_FLOATING)
        return value.floating;
    return canonical(value.type)->is_signed ? (double)(int64_t)value.bits : (double)value.bits;
}

static uint64_t floating_to_bits(double number)
{
    if (number >= -9.2e18 && number <= 9.2e18)
        return (uint64_t)(int64_t)number;
    return number > 0 && number < 1.8e19 ? (uint64_t)number : 0;
}

struct value value_convert(struct parser *p, struct value value, const struct cconv_type *type)
{
    value = value_decay(p, value);
    const struct cconv_type *to = canonical(type), *from = canonical(value.type);
    value.type = type;
    value.qualifiers = 0;
    if (value.kind == VALUE_RUNTIME)
        return value;
    if (type_is_floating(to)) {
        value.floating = from->kind == CCONV_POINTER ? 0 : as_floating((struct value){.type = from, .kind = value.kind,
                                                        .bits = value.bits, .floating = value.floating});
        value.kind = VALUE_FLOATING;
    } else if (to->kind == CCONV_BOOL) {
        value.bits = value.kind == VALUE_FLOATING ? value.floating != 0 : value.bits != 0;
        value.kind = VALUE_INTEGER;
    } else if (type_is_integer(to)) {
        if (value.kind == VALUE_FLOATING)
            value.bits = floating_to_bits(value.floating);
        value.bits = truncate_to(to, value.bits);
        value.kind = VALUE_INTEGER;
    } else if (to->kind != CCONV_POINTER || value.kind == VALUE_FLOATING) {
        value.kind = VALUE_RUNTIME;
    }
    return value;
}

/* Arrays and functions become pointers; an lvalue its value, which is never constant (C17 6.3.2.1). */
struct value value_decay(struct parser *p, struct value value)
{
    if (!value.type)
        return value;
    const struct cconv_type *type = canonical(value.type);
    if (type->kind == CCONV_ARRAY) {
        const struct cconv_type *pointer = make_pointer(p, type->element, type->element_qualifiers | value.qualifiers);
        if (pointer)
            value.type = pointer;
    } else if (type->kind == CCONV_FUNCTION) {
        const struct cconv_type *pointer = make_pointer(p, value.type, 0);
        if (pointer)
            value.type = pointer;
        value.kind = VALUE_RUNTIME;
    } else if (value.lvalue) {
        value.kind = VALUE_RUNTIME;
    }
    value.lvalue = false;
    value.qualifiers = 0;
    value.align_bits = 0;
    return value;
}

bool value_is_true(struct value value)
{
    return value.kind == VALUE_FLOATING ? value.floating != 0 : value.bits != 0;
}

/* Integer promotion (6.3.1.1p2). */
static const struct cconv_type *promoted(struct parser *p, const struct cconv_type *type)
{
    const struct cconv_type *plain = canonical(type);
    if (plain->kind == CCONV_ENUM && plain->element)
        plain = canonical(plain->element);
    if (plain->kind == CCONV_BITINT || !type_is_integer(plain))
        return plain;
    if (plain->size < 4)
        return basic(p, CCONV_INT);
    return plain;
}

/* Rank order of the usual arithmetic conversions (6.3.1.8). */
static unsigned rank_of(const struct cconv_type *type)
{
    switch (type->kind) {
    case CCONV_LDOUBLE: return 300;
    case CCONV_FLOAT128: return 301;
    case CCONV_DOUBLE: return 200;
    case CCONV_FLOAT: return 190;
    case CCONV_FLOAT16:
    case CCONV_BFLOAT16: return 180;
    case CCONV_INT128:
    case CCONV_UINT128: return 100;
    case CCONV_LLONG:
    case CCONV_ULLONG: return 90;
    case CCONV_LONG:
    case CCONV_ULONG: return 80;
    case CCONV_INT:
    case CCONV_UINT: return 70;
    default: return type_is_floating(type) ? 310 : 10;
    }
}

static const struct cconv_type *unsigned_of(struct parser *p, const struct cconv_type *type)
{
    switch (type->kind) {
    case CCONV_INT: return basic(p, CCONV_UINT);
    case CCONV_LONG: return basic(p, CCONV_ULONG);
    case CCONV_LLONG: return basic(p, CCONV_ULLONG);
    case CCONV_INT128: return basic(p, CCONV_UINT128);
    default: return type;
    }
}

const struct cconv_type *common_type(struct parser *p, const struct cconv_type *a, const struct cconv_type *b)
{
    a = promoted(p, a);
    b = promoted(p, b);
    if (a->kind == CCONV_VECTOR || a->kind == CCONV_COMPLEX)
        return a;
    if (b->kind == CCONV_VECTOR || b->kind == CCONV_COMPLEX)
        return b;
    const struct cconv_type *high = rank_of(a) >= rank_of(b) ? a : b, *low = high == a ? b : a;
    if (type_is_floating(high) || high->is_signed == low->is_signed || !high->is_signed || high->size > low->size)
        return high;
    return unsigned_of(p, high); /* signed, and no wider than the unsigned one */
}

struct value value_unary(struct parser *p, unsigned operator, struct value value)
{
    value = value_decay(p, value);
    const struct cconv_type *type = canonical(value.type);
    if (operator == '!') {
        bool constant = value.kind != VALUE_RUNTIME;
        bool truth = constant && value_is_true(value);
        return constant ? value_integer(basic(p, CCONV_INT), !truth) : value_runtime(basic(p, CCONV_INT));
    }
    if (!is_arithmetic(type))
        return value_runtime(value.type);
    const struct cconv_type *to = promoted(p, type);
    value.type = to;
    if (value.kind == VALUE_FLOATING && operator != '~')
        value.floating = operator == '-' ? -value.floating : value.floating;
    else if (value.kind == VALUE_INTEGER)
        value.bits = truncate_to(to, operator == '-' ? 0 - value.bits : operator == '~' ? ~value.bits : value.bits);
    return value;
}

static struct value compare(struct parser *p, unsigned operator, struct value a, struct value b, bool is_signed)
{
    bool less, equal;
    if (a.kind == VALUE_FLOATING) {
        less = a.floating < b.floating;
        equal = a.floating == b.floating;
    } else {
        less = is_signed ? (int64_t)a.bits < (int64_t)b.bits : a.bits < b.bits;
        equal = a.bits == b.bits;
    }
    bool result = operator == '<'                   ? less
                  : operator == '>'                 ? !less && !equal
                  : operator == TOKEN_LESS_EQUAL    ? less || equal
                  : operator == TOKEN_GREATER_EQUAL ? !less
                  : operator == TOKEN_EQUAL         ? equal
                                                    : !equal;
    return value_integer(basic(p, CCONV_INT), result);
}

static bool is_comparison(unsigned operator)
{
    return operator == '<' || operator == '>' || operator == TOKEN_LESS_EQUAL || operator == TOKEN_GREATER_EQUAL ||
           operator == TOKEN_EQUAL || operator == TOKEN_NOT_EQUAL;
}

static struct value divide(struct parser *p, unsigned operator, struct value a, struct value b, bool is_signed)
{
    if (b.bits == 0) {
        if (!p->unevaluated)
            error_here(p, "division by zero in a constant expression");
        return value_runtime(a.type);
    }
    if (is_signed && (int64_t)b.bits == -1) /* also keeps INT64_MIN / -1 from trapping */
        a.bits = operator == '/' ? 0 - a.bits : 0;
    else if (is_signed)
        a.bits = (uint64_t)(operator == '/' ? (int64_t)a.bits / (int64_t)b.bits : (int64_t)a.bits % (int64_t)b.bits);
    else
        a.bits = operator == '/' ? a.bits / b.bits : a.bits % b.bits;
    return a;
}

static struct value shift(struct parser *p, unsigned operator, struct value a, struct value b)
{
    const struct cconv_type *type = promoted(p, a.type);
    a.type = type;
    if (a.kind != VALUE_INTEGER || b.kind != VALUE_INTEGER || b.bits >= width_of(type) || type->size > 8)
        return value_runtime(type);
    if (operator == TOKEN_LEFT)
        a.bits <<= b.bits;
    else if (type->is_signed && (int64_t)a.bits < 0)
        a.bits = ~(~a.bits >> b.bits);
    else
        a.bits >>= b.bits;
    a.bits = truncate_to(type, a.bits);
    return a;
}

/* A pointer with an integer, or two pointers. */
static struct value pointer_operation(struct parser *p, unsigned operator, struct value a, struct value b)
{
    const struct cconv_type *left = canonical(a.type), *right = canonical(b.type);
    bool constant = a.kind == VALUE_INTEGER && b.kind == VALUE_INTEGER;
    if (is_comparison(operator))
        return constant ? compare(p, operator, a, b, false) : value_runtime(basic(p, CCONV_INT));
    const struct cconv_type *to = canonical(left->kind == CCONV_POINTER ? left->element : right->element);
    uint64_t size = to->complete && to->size ? to->size : 1;
    if (left->kind == CCONV_POINTER && right->kind == CCONV_POINTER) {
        const struct cconv_target *target = p->context->target;
        cconv_type_kind kind = target->pointer_size == 4 ? CCONV_INT : target->long_size == 8 ? CCONV_LONG : CCONV_LLONG;
        if (!constant || operator != '-')
            return value_runtime(basic(p, kind));
        return value_integer(basic(p, kind), (uint64_t)((int64_t)(a.bits - b.bits) / (int64_t)min_u64(size, INT64_MAX)));
    }
    if (left->kind != CCONV_POINTER && operator == '+') {
        struct value swap = a;
        a = b;
        b = swap;
    }
    a.bits = operator == '-' ? a.bits - b.bits * size : a.bits + b.bits * size;
    a.kind = constant ? VALUE_INTEGER : VALUE_RUNTIME;
    return a;
}

static struct value logical(struct parser *p, unsigned operator, struct value a, struct value b)
{
    const struct cconv_type *type = basic(p, CCONV_INT);
    if (a.kind == VALUE_RUNTIME)
        return value_runtime(type);
    bool left = value_is_true(a);
    if (left == (operator == TOKEN_OR_OR))
        return value_integer(type, left);
    return b.kind == VALUE_RUNTIME ? value_runtime(type) : value_integer(type, value_is_true(b));
}

struct value value_binary(struct parser *p, unsigned operator, struct value a, struct value b)
{
    a = value_decay(p, a);
    b = value_decay(p, b);
    if (operator == TOKEN_AND_AND || operator == TOKEN_OR_OR)
        return logical(p, operator, a, b);
    if (canonical(a.type)->kind == CCONV_POINTER || canonical(b.type)->kind == CCONV_POINTER)
        return pointer_operation(p, operator, a, b);
    if (operator == TOKEN_LEFT || operator == TOKEN_RIGHT)
        return shift(p, operator, a, b);
    const struct cconv_type *type = common_type(p, a.type, b.type);
    if (a.kind == VALUE_RUNTIME || b.kind == VALUE_RUNTIME || !is_arithmetic(type))
        return value_runtime(is_comparison(operator) && type->kind != CCONV_VECTOR ? basic(p, CCONV_INT) : type);
    a = value_convert(p, a, type);
    b = value_convert(p, b, type);
    if (is_comparison(operator))
        return compare(p, operator, a, b, type->is_signed);
    if (type_is_floating(type)) {
        switch (operator) {
        case '+': a.floating += b.floating; break;
        case '-': a.floating -= b.floating; break;
        case '*': a.floating *= b.floating; break;
        case '/': a.floating = b.floating != 0 ? a.floating / b.floating : 0; break;
        default: return value_runtime(type);
        }
        return a;
    }
    if (width_of(type) > 64 && operator != '&' && operator != '|' && operator != '^')
        return value_runtime(type);
    switch (operator) {
    case '+': a.bits += b.bits; break;
    case '-': a.bits -= b.bits; break;
    case '*': a.bits *= b.bits; break;
    case '&': a.bits &= b.bits; break;
    case '|': a.bits |= b.bits; break;
    case '^': a.bits ^= b.bits; break;
    default: a = divide(p, operator, a, b, type->is_signed); break;
    }
    a.bits = truncate_to(type, a.bits);
    return a;
}
