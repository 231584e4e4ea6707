/*
 * RISC-V: "RISC-V ABIs Specification", chapter "RISC-V Calling Conventions", as of 2026-07-02 (commit e03d44a of its
 * repository). The named ABIs LP64, LP64F, LP64D, LP64E and ILP32, ILP32F, ILP32D, ILP32E are one set of rules: what
 * they differ in are fields of struct riscv_variant; the tables are in riscv_tables.c. A result is placed as the first
 * named argument would be, with two registers of each kind instead of eight, which is all that it can take.
 *
 * Left out: the vector variants (standard and fixed-length), LP64Q, RV64ILP32, big-endian, and C++ classes.
 */
#include "convention/riscv_psabi.h"

/* Uses of cursor.user. */
enum { MISCOUNTED /* clang has met an _Atomic real */ };

static const cconv_rule *rule_of(const struct cursor *at, enum riscv_rule rule)
{
    return at->in_result ? &riscv_result_rules[rule] : &riscv_argument_rules[rule];
}

static cconv_status too_large(struct cursor *at, const struct cconv_type *type, const struct slot *out)
{
    return unsupported(at, type, out->rule, "does not fit the stack together with the arguments before it");
}

/* ------------------------------------------------------ integer convention */

static bool is_atomic(const struct cursor *at) { return at->qualifiers & CCONV_ATOMIC; }

/* "widened according to the sign of their type up to 32 bits, then sign-extended to XLEN bits"; pointers have XLEN. */
static void widen(struct cursor *at, const struct cconv_type *type, struct slot *out)
{
    uint64_t xlen = riscv_variant_of(at)->xlen;
    bool is_bitint = type->kind == CCONV_BITINT;
    uint64_t bits = is_bitint ? type->length : 8 * type->size;
    if (!type_is_integer(type) || type->size >= xlen)
        return;
    if (is_atomic(at) && diverge(at, out, &riscv_divergences[DIVERGES_ATOMIC_NARROW]) == CCONV_AS_CLANG)
        return;
    bool sign = type->is_signed || bits == 32;
    /* clang takes every _BitInt in 4 bytes for an int. */
    if (is_bitint && !sign && type->size == 4 && xlen == 8)
        sign = diverge(at, out, &riscv_divergences[DIVERGES_BITINT_EXTENSION]) == CCONV_AS_CLANG;
    out->extend = sign ? CCONV_EXTEND_SIGN : CCONV_EXTEND_ZERO;
    out->extended_to = (uint8_t)xlen;
}

/* What counts as alignment: the type's own, whatever a typedef of a scalar says, XLEN at least. */
static uint64_t argument_align(struct cursor *at, const struct cconv_type *type, struct slot *out)
{
    uint64_t xlen = riscv_variant_of(at)->xlen, align = type->align;
    bool placed_by_align = at->in_variadic || integers_left(at) == 0;
    if (is_atomic(at) && type->kind == CCONV_COMPLEX)
        align = canonical(type->element)->align;
    if (is_atomic(at) && (is_record(type) || type->kind == CCONV_COMPLEX) && type->size == 2 * xlen && align < type->size && placed_by_align &&
        diverge(at, out, &riscv_divergences[DIVERGES_ATOMIC_ALIGNMENT]) == CCONV_AS_CLANG)
        align = type->size;
    if (type->kind == CCONV_BITINT && type->size > xlen) /* "the same rules as scalars that are 2×XLEN bits wide" */
        align = 2 * xlen;
    return min_u64(max_u64(align, xlen), riscv_variant_of(at)->most_align);
}

static cconv_status place_reference(struct cursor *at, const struct cconv_type *type, struct slot *out)
{
    uint64_t size = at->target->pointer_size, xlen = riscv_variant_of(at)->xlen;
    out->kind = CCONV_PLACED_INDIRECT;
    out->rule = rule_of(at, integers_left(at) ? RULE_REFERENCE : RULE_REFERENCE_STACK);
    if (integers_left(at)) {
        put_register(at, out, 0, size, take_integer(at), 0);
        return CCONV_OK;
    }
    return put_stack(at, out, size, xlen, xlen) ? CCONV_OK : too_large(at, type, out);
}

/* At most XLEN bits. */
static cconv_status place_word(struct cursor *at, const struct cconv_type *type, struct slot *out)
{
    uint64_t xlen = riscv_variant_of(at)->xlen;
    widen(at, type, out);
    if (integers_left(at)) {
        out->rule = rule_of(at, out->extend == CCONV_EXTEND_NONE ? RULE_WORD : RULE_NARROW);
        put_register(at, out, 0, type->size, take_integer(at), 0);
        return CCONV_OK;
    }
    out->rule = rule_of(at, RULE_WORD_STACK);
    return put_stack(at, out, type->size, argument_align(at, type, out), xlen) ? CCONV_OK : too_large(at, type, out);
}

/* More than XLEN bits, and at most twice as many: two registers, a register and the stack, or the stack. */
static cconv_status place_pair(struct cursor *at, const struct cconv_type *type, bool even, struct slot *out)
{
    uint64_t xlen = riscv_variant_of(at)->xlen, size = type->size, position;
    if (integers_left(at) == 0) {
        out->rule = rule_of(at, RULE_PAIR_STACK);
        return put_stack(at, out, size, argument_align(at, type, out), xlen) ? CCONV_OK : too_large(at, type, out);
    }
    out->rule = rule_of(at, integers_left(at) == 1 ? RULE_SPLIT : even ? RULE_EVEN_PAIR : RULE_PAIR);
    put_register(at, out, 0, xlen, take_integer(at), 0);
    if (integers_left(at)) {
        put_register(at, out, xlen, size - xlen, take_integer(at), 0);
        return CCONV_OK;
    }
    if (!take_stack(at, size - xlen, xlen, xlen, &position))
        return too_large(at, type, out);
    put_stack_at(at, out, xlen, size - xlen, position);
    return CCONV_OK;
}

/* "Integer Calling Convention". Scalars, reals, vectors and aggregates differ only in their extension. */
static cconv_status place_integer(struct cursor *at, const struct cconv_type *type, struct slot *out)
{
    uint64_t xlen = riscv_variant_of(at)->xlen;
    if (type->size > 2 * xlen)
        return place_reference(at, type, out);
    bool even = at->in_variadic && argument_align(at, type, out) >= 2 * xlen;
    if (even) /* an odd register stays unused; behind the last one everything is on the stack */
        at->ngrn = (uint32_t)min_u64(round_up(at->ngrn, 2), at->convention->integer_args.count);
    return type->size > xlen ? place_pair(at, type, even, out) : place_word(at, type, out);
}

/* ------------------------------------- hardware floating-point convention */

static bool is_flat_real(const struct cursor *at, const struct cconv_type *type)
{
    return type_is_floating(type) && type->size <= riscv_variant_of(at)->abi_flen;
}

static void put_field(struct cursor *at, const struct flat_field *field, struct slot *out)
{
    put_register(at, out, field->offset, field->size, field->is_float ? take_vector(at) : take_integer(at), 0);
}

/* clang passes the two parts of a complex integer as two integers. */
static cconv_status place_complex_integer(struct cursor *at, const struct cconv_type *type, const struct flat *flat,
                                          struct slot *out)
{
    uint64_t xlen = riscv_variant_of(at)->xlen, position;
    out->rule = rule_of(at, RULE_COMPLEX_INTEGER);
    if (flat->fields[0].size > xlen)
        return unsupported(at, type, out->rule, "clang 19 gives it four registers");
    for (unsigned i = 0; i < 2; i++) {
        if (integers_left(at))
            put_field(at, &flat->fields[i], out);
        else if (take_stack(at, xlen, xlen, xlen, &position))
            put_stack_at(at, out, flat->fields[i].offset, flat->fields[i].size, position);
        else
            return too_large(at, type, out);
    }
    return CCONV_OK;
}

/* In the registers that its class asks for, if all of them are left; else by the integer convention. */
static cconv_status place_flat(struct cursor *at, const struct cconv_type *type, const struct flat *flat,
                               struct slot *out)
{
    uint32_t reals = flat->class == FLAT_FLOATS ? 2 : flat->class == FLAT_COMPLEX_INTEGER ? 0 : 1;
    uint32_t integers = flat->class == FLAT_MIXED || flat->class == FLAT_LOST ? 1 : 2 * !reals;
    bool is_scalar = type_is_floating(type);
    if (is_atomic(at) && diverge(at, out, &riscv_divergences[DIVERGES_ATOMIC_VALUE]) == CCONV_AS_CLANG) {
        if (!is_scalar)
            return place_integer(at, type, out);
        at->user[MISCOUNTED] = 1;
    } else if (at->user[MISCOUNTED] && !is_scalar) {
        return unsupported(at, type, rule_of(at, RULE_FLOAT_PAIR), "clang 19 miscounts registers after an _Atomic real");
    }
    if (vectors_left(at) < reals || integers_left(at) < integers)
        return place_integer(at, type, out);
    switch (flat->class) {
    case FLAT_FLOAT: out->rule = rule_of(at, RULE_FLOAT); break;
    case FLAT_FLOATS: out->rule = rule_of(at, RULE_FLOAT_PAIR); break;
    case FLAT_MIXED: out->rule = rule_of(at, flat->fields[0].is_float ? RULE_FLOAT_INTEGER : RULE_INTEGER_FLOAT); break;
    case FLAT_COMPLEX_INTEGER: return place_complex_integer(at, type, flat, out);
    default:
        return unsupported(at, type, rule_of(at, RULE_FLOAT_INTEGER),
                           "clang 19 moves the bit-field as its whole declared type and loses bits");
    }
    for (uint32_t i = 0; i < reals + integers; i++)
        put_field(at, &flat->fields[i], out);
    return CCONV_OK;
}

/* Named arguments alone; no class if the integer convention has the value. */
static struct flat flat_of(struct cursor *at, const struct cconv_type *type, struct slot *out)
{
    struct flat flat = {FLAT_NONE, {{0}, {0}}};
    if (at->in_variadic || !riscv_variant_of(at)->abi_flen)
        return flat;
    if (type->kind == CCONV_STRUCT)
        return riscv_flatten(at, type, out);
    const struct cconv_type *part = type->kind == CCONV_COMPLEX ? canonical(type->element) : type;
    if (!is_flat_real(at, part))
        return flat;
    flat.class = part == type ? FLAT_FLOAT : FLAT_FLOATS;
    for (unsigned i = 0; i < 2; i++)
        flat.fields[i] = (struct flat_field){i * part->size, part->size, part->size, true};
    return flat;
}

/* "Empty structs or union arguments or return values are ignored". */
static cconv_status place_empty(struct cursor *at, const struct cconv_type *type, struct slot *out)
{
    uint64_t aligned = round_up(at->nsaa, min_u64(type->align, at->convention->stack.alignment));
    out->kind = CCONV_PLACED_IGNORED;
    out->rule = rule_of(at, RULE_EMPTY);
    if (aligned != at->nsaa && diverge(at, out, &riscv_divergences[DIVERGES_EMPTY_ALIGNMENT]) == CCONV_AS_GCC)
        at->nsaa = aligned;
    return CCONV_OK;
}

static cconv_status place(struct cursor *at, const struct cconv_type *type, struct slot *out)
{
    if (type->size == 0)
        return place_empty(at, type, out);
    const struct flat flat = flat_of(at, type, out);
    if (flat.class == FLAT_TOO_NESTED)
        return unsupported(at, type, rule_of(at, RULE_FLOAT_PAIR), "has too many nested members to be flattened");
    return flat.class == FLAT_NONE ? place_integer(at, type, out) : place_flat(at, type, &flat, out);
}

/* --------------------------------------------------------------- interface */

cconv_status riscv_place_argument(struct cursor *at, const struct cconv_type *given, struct slot *out)
{
    return place(at, canonical(type_passed(given)), out);
}

/* "Values are returned in the same manner as a first named argument of the same type would be passed." */
cconv_status riscv_place_result(struct cursor *at, const struct cconv_type *given, struct slot *out)
{
    const struct cconv_type *type = canonical(given);
    cconv_status status = place(at, type, out);
    uint32_t first = out->first_piece;
    at->ngrn = at->nsrn = at->user[MISCOUNTED] = 0;
    if (status || out->kind != CCONV_PLACED_INDIRECT)
        return status;
    /* The address is an implicit first parameter, and promised nowhere at return. */
    at->piece_count = first;
    out->piece_count = 0;
    out->rule = rule_of(at, RULE_MEMORY);
    struct slot *pointer = put_sret(at, rule_of(at, RULE_MEMORY_POINTER));
    put_register(at, pointer, 0, at->target->pointer_size, take_integer(at), 0);
    return CCONV_OK;
}
