/*
 * The n64 ABI of MIPS: "MIPSpro 64-Bit Porting and Transition Guide" and "MIPSpro N32 ABI Handbook" (007-2816), whose
 * calling convention it shares, little-endian, as Linux has it.
 *
 * Arguments lie in one sequence of 8-byte slots; the first eight have registers: slot n is a<n>, or f<12+n> for what is
 * floating-point. So the cursor's `nsaa` counts all slots, and what is left for the stack begins at slot 8.
 *
 * Left out: big-endian, n32 and o32, the soft-float variant, and MSA.
 */
#include "convention/cursor.h"
#include "convention/list.h"

#define N64 "MIPSpro n64"

enum { WORD = 8, QUAD = 16, SLOTS = 64 };
enum { ODD }; /* in cursor->user */

static const uint16_t integer_args[] = {MIPS_A0, MIPS_A0 + 1, MIPS_A0 + 2, MIPS_A0 + 3,
                                        MIPS_A0 + 4, MIPS_A0 + 5, MIPS_A0 + 6, MIPS_A0 + 7};
static const uint16_t floating_args[] = {MIPS_F0 + 12, MIPS_F0 + 13, MIPS_F0 + 14, MIPS_F0 + 15,
                                         MIPS_F0 + 16, MIPS_F0 + 17, MIPS_F0 + 18, MIPS_F0 + 19};

enum rule {
    INTEGER, FLOATING, QUADRUPLE, COMPLEX, AGGREGATE, REFERENCE, STACK, VARIADIC, EMPTY,
    INTEGER_RESULT, FLOATING_RESULT, PAIR_RESULT, QUAD_MEMBER, AGGREGATE_RESULT, MEMORY, MEMORY_POINTER, NO_TYPE, RULES
};

static const cconv_rule rules[RULES] = {
    [INTEGER] = {N64, "parameter passing", "integer or pointer: the integer register of its slot, extended to 64 bits"},
    [FLOATING] = {N64, "parameter passing", "float or double: the floating-point register of its slot"},
    [QUADRUPLE] = {N64, "parameter passing", "long double: two floating-point registers from an even slot"},
    [COMPLEX] = {N64, "parameter passing", "complex: a floating-point register, or two, for each part"},
    [AGGREGATE] = {N64, "parameter passing", "aggregate: by doublewords, one that is a double in a floating-point register"},
    [REFERENCE] = {N64, "parameter passing", "_BitInt of more than 128 bits: by reference, as clang has it"},
    [STACK] = {N64, "parameter passing", "beyond the eighth slot: on the stack"},
    [VARIADIC] = {N64, "parameter passing", "matches the ellipsis: integer registers alone"},
    [EMPTY] = {N64, "parameter passing", "has no size: nothing is passed"},
    [INTEGER_RESULT] = {N64, "results", "integer or pointer: v0, and v1 for the second doubleword"},
    [FLOATING_RESULT] = {N64, "results", "float or double: f0"},
    [PAIR_RESULT] = {N64, "results", "long double, complex, or one or two floating-point members alone: f0 and f2"},
    [QUAD_MEMBER] = {N64, "results", "a structure of one long double: f0 and f1, as both compilers have it"},
    [AGGREGATE_RESULT] = {N64, "results", "at most 128 bits: v0 and v1"},
    [MEMORY] = {N64, "results", "more than 128 bits: in a buffer of the caller's, whose address comes back in v0"},
    [MEMORY_POINTER] = {N64, "results", "address of the result: a hidden first argument"},
    [NO_TYPE] = {N64, "data types", "fundamental types"},
};

enum divergence { COMPLEX_LATE, COMPLEX_INTEGER, WIDE_INTEGER, ATOMIC, ATOMIC_RECORD, BITINT, EMPTY_ALIGNED };

const cconv_divergence mips64_n64_divergences[] = {
    [COMPLEX_LATE] = {
        .id = "mips-complex",
        .scope = "mips64_n64",
        .subject = "_Complex float, or a _Complex double that begins in the eighth slot: f(_Complex float)",
        .document = "a register for each part, and packed parts and a word of padding on the stack; silent on one free register",
        .gcc = "12.2: floating-point registers if both parts have one; otherwise like a structure of two numbers",
        .clang = "19.1: a slot for each part, in registers and on the stack; what is aligned to 16 after a _Complex float is not",
        .followed = CCONV_AS_GCC,
        .note = "complex: gcc 12.2 packs it like a structure where its parts do not both have a floating-point register, clang "
                "19.1 gives each part a slot, and counts _Complex float as one when it aligns what follows",
    },
    [COMPLEX_INTEGER] = {
        .id = "mips-complex-integer-result",
        .scope = "mips64_n64",
        .subject = "a complex integer of at most 8 bytes as a result: _Complex int f(void)",
        .document = "silent: ISO C has no complex integers",
        .gcc = "12.2: v0",
        .clang = "19.1: v0 and v1, a part each",
        .followed = CCONV_AS_GCC,
        .note = "complex integer: gcc 12.2 returns it in v0, clang 19.1 its parts in v0 and v1",
    },
    [WIDE_INTEGER] = {
        .id = "mips-int128",
        .scope = "mips64_n64",
        .subject = "__int128 or _BitInt above 64 bits at an odd slot: f(int, __int128)",
        .document = "silent on __int128; quadword-aligned long double begins at an even slot",
        .gcc = "12.2: an even slot",
        .clang = "19.1: the next slot, though what follows is aligned as if it had been an even one",
        .followed = CCONV_AS_GCC,
        .note = "128-bit integer: gcc 12.2 begins at an even slot, clang 19.1 at the next",
    },
    [ATOMIC] = {
        .id = "mips-atomic",
        .scope = "mips64_n64",
        .subject = "an _Atomic integer of less than 8 bytes: f(_Atomic int)",
        .document = "extended to 64 bits",
        .gcc = "12.2: extended to 64 bits",
        .clang = "19.1: not extended",
        .followed = CCONV_AS_GCC,
        .note = "_Atomic integer: gcc 12.2 extends it to 64 bits, clang 19.1 does not",
    },
    [ATOMIC_RECORD] = {
        .id = "mips-atomic-struct",
        .scope = "mips64_n64",
        .subject = "an _Atomic structure or complex number, or a structure with an _Atomic member, that has "
                   "floating-point registers: struct { _Atomic double d; }",
        .document = "silent on _Atomic",
        .gcc = "12.2: like the type without _Atomic",
        .clang = "19.1: integer registers",
        .followed = CCONV_AS_GCC,
        .note = "_Atomic structure, complex number or member: clang 19.1 uses integer registers, gcc 12.2 floating-point ones",
    },
    [BITINT] = {
        .id = "mips-unsigned-bitint",
        .scope = "mips64_n64",
        .subject = "unsigned _BitInt of 17 to 31 bits: f(unsigned _BitInt(20))",
        .document = "silent on _BitInt",
        .clang = "19.1: sign-extended from its own highest bit",
        .followed = CCONV_AS_CLANG,
        .note = "unsigned _BitInt of 17 to 31 bits: clang 19.1 extends its highest bit, so nothing is promised",
    },
    [EMPTY_ALIGNED] = {
        .id = "mips-empty-aligned",
        .scope = "mips64_n64",
        .subject = "a structure of size 0 that is 16-aligned, where an odd slot is next",
        .document = "silent: ISO C has no such structure",
        .gcc = "12.2: takes no slot, but what follows it begins at the even one",
        .clang = "19.1: no effect",
        .followed = CCONV_AS_GCC,
        .note = "16-aligned structure of size 0: gcc 12.2 goes on to the next even slot, clang 19.1 does not",
    },
    {0},
};

/* ----------------------------------------------------------------- writing */

static cconv_status too_large(struct cursor *at, const struct cconv_type *type, const struct slot *out)
{
    return unsupported(at, type, out->rule, "does not fit the stack together with the arguments before it");
}

static bool is_real(const struct cconv_type *type)
{
    return type->kind == CCONV_FLOAT || type->kind == CCONV_DOUBLE;
}

static bool is_quad(const struct cconv_type *type)
{
    return type->kind == CCONV_LDOUBLE || type->kind == CCONV_FLOAT128;
}

static bool is_atomic(const cconv_field *field)
{
    return type_qualifiers(field->type, field->qualifiers) & CCONV_ATOMIC;
}

static bool as_clang(struct cursor *at, struct slot *out, enum divergence which)
{
    return diverge(at, out, &mips64_n64_divergences[which]) == CCONV_AS_CLANG;
}

/* Whether a member of the structure itself, not of an inner one, is a double that begins at `offset`. Both compilers look
   no deeper. */
static bool has_double_at(struct cursor *at, const struct cconv_type *type, uint64_t offset, struct slot *out)
{
    for (uint32_t i = 0; type->kind == CCONV_STRUCT && i < type->field_count; i++) {
        const cconv_field *field = &type->fields[i];
        if (field->flags & CCONV_FIELD_BIT_FIELD || field->offset != offset || canonical(field->type)->kind != CCONV_DOUBLE)
            continue;
        bool atomic = at->qualifiers & CCONV_ATOMIC || is_atomic(field);
        return !(atomic && as_clang(at, out, ATOMIC_RECORD));
    }
    return false;
}

/* The next doublewords: a register each while there are slots, then the stack. `parts`: all are floating-point. */
static cconv_status put_words(struct cursor *at, const struct cconv_type *type, uint64_t offset, uint64_t size, bool parts,
                              struct slot *out)
{
    uint64_t end = offset + size, position;
    for (; offset < end && at->nsaa < SLOTS; offset += WORD, at->nsaa += WORD) {
        uint64_t n = at->nsaa / WORD, bytes = min_u64(WORD, end - offset);
        bool real = !at->in_variadic && (parts || (bytes == WORD && has_double_at(at, type, offset, out)));
        put_register(at, out, offset, bytes, real ? floating_args[n] : integer_args[n], 0);
    }
    if (offset >= end)
        return CCONV_OK;
    if (!take_stack(at, end - offset, WORD, WORD, &position))
        return too_large(at, type, out);
    put_stack_at(at, out, offset, end - offset, position - SLOTS);
    return CCONV_OK;
}

static void extend(struct cursor *at, const struct cconv_type *type, struct slot *out)
{
    if (!type_is_integer(type) || type->size >= WORD)
        return;
    if (at->qualifiers & CCONV_ATOMIC && as_clang(at, out, ATOMIC))
        return;
    if (type->kind == CCONV_BITINT && !type->is_signed && type->size == 4 && type->length < 32) {
        (void)diverge(at, out, &mips64_n64_divergences[BITINT]);
        return;
    }
    out->extend = type->is_signed || type->size == 4 ? CCONV_EXTEND_SIGN : CCONV_EXTEND_ZERO;
    out->extended_to = WORD;
}

/* --------------------------------------------------------------- arguments */

/* Which clang, the one compiler here that has it, passes by reference. */
static bool is_wide_bitint(const struct cconv_type *type)
{
    return type->kind == CCONV_BITINT && type->size > QUAD;
}

/*
 * Whether a slot is left out before the argument. By the document what is aligned to 16 begins at an even slot. Clang
 * counts slots by itself, by the sizes of types; its count, of which user[ODD] is the lowest bit, is not always that of
 * the slots used.
 */
static void align_slot(struct cursor *at, const struct cconv_type *type, struct slot *out)
{
    bool aligned = type->align >= QUAD, odd = at->nsaa / WORD % 2;
    bool integer = type_is_integer(type) && !(at->qualifiers & CCONV_ATOMIC);
    if (aligned && integer && odd)
        odd = !as_clang(at, out, WIDE_INTEGER);
    else if (aligned && !integer && at->reading == CCONV_AS_CLANG)
        odd = at->user[ODD];
    if (aligned && odd && type->size == 0)
        odd = !as_clang(at, out, EMPTY_ALIGNED);
    if (aligned && odd && !is_wide_bitint(type))
        at->nsaa += WORD;
    at->user[ODD] = aligned ? 0 : (at->user[ODD] + round_up(type->size, WORD) / WORD) % 2;
}

static cconv_status place_complex(struct cursor *at, const struct cconv_type *type, struct slot *out)
{
    uint64_t part = canonical(type->element)->size;
    bool real = part > WORD, last = at->nsaa + 2 * WORD > SLOTS;
    if (at->qualifiers & CCONV_ATOMIC && !at->in_variadic && as_clang(at, out, ATOMIC_RECORD))
        return put_words(at, type, 0, type->size, false, out);
    if (part == 4 || (part == WORD && last)) {
        bool apart = as_clang(at, out, COMPLEX_LATE);
        real = apart || !last;
        if (!apart && (last || at->in_variadic))
            return put_words(at, type, 0, type->size, false, out);
    } else if (part == WORD) {
        real = true;
    }
    cconv_status status = put_words(at, type, 0, part, real, out);
    return status ? status : put_words(at, type, part, part, real, out);
}

static cconv_status place_argument(struct cursor *at, const struct cconv_type *given, struct slot *out)
{
    const struct cconv_type *type = canonical(type_passed(given));
    bool real = is_real(type) || is_quad(type);
    if (type_is_floating(type) && !real)
        return unsupported(at, type, &rules[NO_TYPE], "gcc 12 and clang 19 do not have the type on this target");
    align_slot(at, type, out);
    if (type->size == 0) {
        out->kind = CCONV_PLACED_IGNORED;
        out->rule = &rules[EMPTY];
        return CCONV_OK;
    }
    bool complex = type->kind == CCONV_COMPLEX && type_is_floating(canonical(type->element));
    bool aggregate = is_record(type) || type->kind == CCONV_COMPLEX || type->kind == CCONV_VECTOR;
    out->rule = &rules[at->nsaa >= SLOTS ? STACK : at->in_variadic ? VARIADIC : complex ? COMPLEX : aggregate ? AGGREGATE
                       : is_quad(type) ? QUADRUPLE : real ? FLOATING : INTEGER];
    if (complex)
        return place_complex(at, type, out);
    if (is_wide_bitint(type)) {
        out->kind = CCONV_PLACED_INDIRECT;
        out->rule = &rules[REFERENCE];
        return put_words(at, type, 0, WORD, false, out);
    }
    extend(at, type, out);
    return put_words(at, type, 0, type->size, real, out);
}

/* ----------------------------------------------------------------- results */

/* One or two floating-point members and nothing else: their number, or 0. */
static unsigned floating_members(struct cursor *at, const struct cconv_type *type, struct slot *out)
{
    unsigned count = 0;
    bool atomic = at->qualifiers & CCONV_ATOMIC;
    for (uint32_t i = 0; type->kind == CCONV_STRUCT && i < type->field_count; i++) {
        const struct cconv_type *member = canonical(type->fields[i].type);
        if (count == 2 || type->fields[i].flags & CCONV_FIELD_BIT_FIELD || !(is_real(member) || is_quad(member)))
            return 0;
        atomic |= is_atomic(&type->fields[i]);
        count++;
    }
    return count && atomic && as_clang(at, out, ATOMIC_RECORD) ? 0 : count;
}

/* Values side by side, each in its register: f0 and f2, or v0 and v1. */
static void put_parts(struct cursor *at, const struct cconv_type *part, uint16_t first, uint16_t step, struct slot *out)
{
    put_register(at, out, 0, part->size, first, 0);
    put_register(at, out, part->size, part->size, (uint16_t)(first + step), 0);
}

static void put_members(struct cursor *at, const struct cconv_type *type, unsigned count, struct slot *out)
{
    out->rule = &rules[PAIR_RESULT];
    for (unsigned i = 0; i < count; i++) {
        const cconv_field *field = &type->fields[i];
        uint64_t size = canonical(field->type)->size;
        put_register(at, out, field->offset, min_u64(WORD, size), (uint16_t)(MIPS_F0 + 2 * i), 0);
        if (size == QUAD) { /* alone; a long double that is no member has f0 and f2 */
            out->rule = &rules[QUAD_MEMBER];
            put_register(at, out, WORD, WORD, MIPS_F0 + 1, 0);
        }
    }
}

static void place_in_memory(struct cursor *at, struct slot *out)
{
    out->kind = CCONV_PLACED_INDIRECT;
    out->rule = &rules[MEMORY];
    put_register(at, out, 0, WORD, MIPS_V0, 0);
    put_register(at, put_sret(at, &rules[MEMORY_POINTER]), 0, WORD, MIPS_A0, 0);
    at->nsaa = WORD;
    at->user[ODD] = 1;
}

static bool returns_parts(struct cursor *at, const struct cconv_type *type, struct slot *out)
{
    if (type->kind != CCONV_COMPLEX || type->size > QUAD)
        return false;
    const struct cconv_type *part = canonical(type->element);
    if (type_is_floating(part))
        return !(at->qualifiers & CCONV_ATOMIC && as_clang(at, out, ATOMIC_RECORD));
    return part->size < WORD && !(at->qualifiers & CCONV_ATOMIC) && as_clang(at, out, COMPLEX_INTEGER);
}

static cconv_status place_result(struct cursor *at, const struct cconv_type *given, struct slot *out)
{
    const struct cconv_type *type = canonical(given);
    unsigned count = 0;
    if (type_is_floating(type) && !is_real(type) && !is_quad(type))
        return unsupported(at, type, &rules[NO_TYPE], "gcc 12 and clang 19 do not have the type on this target");
    if (type->size == 0) {
        out->kind = CCONV_PLACED_IGNORED;
        out->rule = &rules[EMPTY];
    } else if (type->size > QUAD) {
        place_in_memory(at, out);
    } else if (is_real(type)) {
        out->rule = &rules[FLOATING_RESULT];
        put_register(at, out, 0, type->size, MIPS_F0, 0);
    } else if (is_quad(type)) {
        out->rule = &rules[PAIR_RESULT];
        put_register(at, out, 0, WORD, MIPS_F0, 0);
        put_register(at, out, WORD, WORD, MIPS_F0 + 2, 0);
    } else if (returns_parts(at, type, out)) {
        const struct cconv_type *part = canonical(type->element);
        bool floats = type_is_floating(part);
        out->rule = &rules[floats ? PAIR_RESULT : INTEGER_RESULT];
        put_parts(at, part, floats ? MIPS_F0 : MIPS_V0, floats ? 2 : 1, out);
    } else if ((count = floating_members(at, type, out))) {
        put_members(at, type, count, out);
    } else {
        out->rule = &rules[is_record(type) ? AGGREGATE_RESULT : INTEGER_RESULT];
        extend(at, type, out);
        for (uint64_t offset = 0; offset < type->size; offset += WORD)
            put_register(at, out, offset, min_u64(WORD, type->size - offset), (uint16_t)(MIPS_V0 + offset / WORD), 0);
    }
    return CCONV_OK;
}

/* The area holds what is beyond the eighth slot. */
static void finish(const struct cursor *at, cconv_plan_stack *stack)
{
    stack->args_size = at->nsaa > SLOTS ? at->nsaa - SLOTS : 0;
}

/* ------------------------------------------------------------------ the table */

static const uint16_t integer_results[] = {MIPS_V0, MIPS_V0 + 1};
static const uint16_t floating_results[] = {MIPS_F0, MIPS_F0 + 2};

static const cconv_register_role roles[] = {
    {"zero", "always 0", 8, 8},
    {"at", "the assembler's", 0, 8},
    {"v0-v1", "results; v0 the address of a result in memory", 0, 8},
    {"a0-a7", "integer arguments of the first eight slots; a0 address for a result in memory", 0, 8},
    {"t0-t3", "temporary", 0, 8},
    {"s0-s7", "preserved", 8, 8},
    {"t8", "temporary", 0, 8},
    {"t9", "temporary; the function's own address at its entry", 0, 8},
    {"k0-k1", "the kernel's", 0, 8},
    {"gp", "preserved; global pointer", 8, 8},
    {"sp", "stack pointer", 8, 8},
    {"fp", "preserved; frame pointer if there is one", 8, 8},
    {"ra", "return address", 0, 8},
    {"f0-f11", "temporary; f0 and f2 results", 0, 8},
    {"f12-f19", "floating-point arguments of the first eight slots", 0, 8},
    {"f20-f23", "temporary", 0, 8},
    {"f24-f31", "preserved", 8, 8},
    {NULL, NULL, 0, 0},
};

static const char *const preserved[] = {"s0", "s1", "s2", "s3", "s4", "s5", "s6", "s7", "gp", "sp", "fp",
                                        "f24", "f25", "f26", "f27", "f28", "f29", "f30", "f31", NULL};

static const char *const clobbered[] = {
    "at", "v0", "v1", "a0", "a1", "a2", "a3", "a4", "a5", "a6", "a7", "t0", "t1", "t2", "t3", "t8", "t9", "ra", "f0", "f1",
    "f2", "f3", "f4", "f5", "f6", "f7", "f8", "f9", "f10", "f11", "f12", "f13", "f14", "f15", "f16", "f17", "f18", "f19",
    "f20", "f21", "f22", "f23", NULL,
};

static const char *const duties[] = {
    "sp is a multiple of 16 at every call; the first stack argument, which is the ninth slot, is at sp.",
    "What lies below sp may change at any time: there is no red zone.",
    "Integers narrower than 64 bits are extended by their giver, unsigned int by its sign, and relied on.",
    "A function is called with its own address in t9, from which it finds gp.",
    NULL,
};

static const char *const aliases[] = {"n64", "mips64el", "mips64", NULL};

const struct cconv_convention convention_mips64_n64 = {
    .name = "mips64_n64",
    .summary = "MIPS n64: 64-bit little-endian Linux on MIPS",
    .document = "MIPSpro 64-Bit Porting and Transition Guide; N32 ABI Handbook",
    .aliases = aliases,
    .own_target = "mips64el-linux-gnuabi64",
    .arch = CCONV_ARCH_MIPS64,
    .integer_args = {integer_args, COUNT_OF(integer_args)},
    .vector_args = {floating_args, COUNT_OF(floating_args)},
    .integer_results = {integer_results, COUNT_OF(integer_results)},
    .vector_results = {floating_results, COUNT_OF(floating_results)},
    .sret = MIPS_A0,
    .sret_returned = MIPS_V0,
    .vector_count = CCONV_NO_REGISTER,
    .roles = roles,
    .preserved = preserved,
    .clobbered = clobbered,
    .duties = duties,
    .stack = {.alignment = 16, .slot = 8, .shadow_space = 0, .red_zone = 0, .return_address = 0, .callee_cleans = 0},
    .common = 0,
    .place_result = place_result,
    .place_argument = place_argument,
    .finish = finish,
};
