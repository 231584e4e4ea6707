/*
 * "Procedure Call Standard for the LoongArch Architecture", version 20231219 (commit 0331a1b of la-abi-specs): the base ABI
 * lp64d, as Linux has it. Sections are cited by their names, for they have no numbers.
 *
 * Left out: lp64s, lp64f and the ilp32 variants, and the vector extensions LSX and LASX: their vectors have no register here.
 */
#include "convention/cursor.h"
#include "convention/list.h"

#define LAPCS "LoongArch PCS 20231219"

enum { WORD = 8, QUAD = 16, STEPS = 1 << 16 };

static const uint16_t integer_args[] = {LOONGARCH_A0, LOONGARCH_A0 + 1, LOONGARCH_A0 + 2, LOONGARCH_A0 + 3,
                                        LOONGARCH_A0 + 4, LOONGARCH_A0 + 5, LOONGARCH_A0 + 6, LOONGARCH_A0 + 7};
static const uint16_t floating_args[] = {LOONGARCH_FA0, LOONGARCH_FA0 + 1, LOONGARCH_FA0 + 2, LOONGARCH_FA0 + 3,
                                         LOONGARCH_FA0 + 4, LOONGARCH_FA0 + 5, LOONGARCH_FA0 + 6, LOONGARCH_FA0 + 7};

enum rule {
    WORDS, NARROW, WORD_STACK, PAIR, EVEN_PAIR, SPLIT, PAIR_STACK, REFERENCE, REFERENCE_STACK, FLOAT, FLOATS, MIXED, EMPTY,
    MEMORY, MEMORY_POINTER, RULES
};

static const cconv_rule rules[RULES] = {
    [WORDS] = {LAPCS, "Passing arguments", "at most GRLEN bits: a general argument register"},
    [NARROW] = {LAPCS, "Fundamental types", "integral and narrower than the register: extended; unsigned words by their sign"},
    [WORD_STACK] = {LAPCS, "Passing arguments", "at most GRLEN bits, no register left: on the stack"},
    [PAIR] = {LAPCS, "Passing arguments", "at most 2*GRLEN bits: two registers, low half first"},
    [EVEN_PAIR] = {LAPCS, "Variadic arguments", "variadic, aligned to 2*GRLEN: two registers from an even one"},
    [SPLIT] = {LAPCS, "Passing arguments", "one register left: the low GRLEN bits there, the rest on the stack"},
    [PAIR_STACK] = {LAPCS, "Passing arguments", "at most 2*GRLEN bits, no register left: on the stack"},
    [REFERENCE] = {LAPCS, "Structures", "more than 2*GRLEN bits: by reference"},
    [REFERENCE_STACK] = {LAPCS, "Structures", "more than 2*GRLEN bits: by reference; the address is on the stack"},
    [FLOAT] = {LAPCS, "Structures", "one floating-point member or value: a floating-point register"},
    [FLOATS] = {LAPCS, "Structures", "two floating-point members: two floating-point registers"},
    [MIXED] = {LAPCS, "Structures", "an integer and a floating-point member: a register of each kind"},
    [EMPTY] = {LAPCS, "Subroutine Calling Sequence", "empty structures and unions are ignored"},
    [MEMORY] = {LAPCS, "Returning", "more than 2*GRLEN bits: in memory that the caller provides"},
    [MEMORY_POINTER] = {LAPCS, "Returning", "address of the result: an implicit first argument"},
};

enum divergence { BITINT, ATOMIC, ATOMIC_STRUCT, COMPLEX_INTEGER, FLEXIBLE };

const cconv_divergence loongarch64_lp64d_divergences[] = {
    [BITINT] = {
        .id = "loongarch-unsigned-bitint",
        .scope = "loongarch64_lp64d",
        .subject = "unsigned _BitInt of 17 to 31 bits: f(unsigned _BitInt(20))",
        .document = "silent on _BitInt",
        .clang = "19.1: sign-extended from its own highest bit",
        .followed = CCONV_AS_CLANG,
        .note = "unsigned _BitInt of 17 to 31 bits: clang 19.1 extends its highest bit, so nothing is promised",
    },
    [ATOMIC] = {
        .id = "loongarch-atomic",
        .scope = "loongarch64_lp64d",
        .subject = "an _Atomic integer of less than 8 bytes: f(_Atomic int)",
        .document = "extended to GRLEN bits",
        .clang = "19.1: not extended",
        .followed = CCONV_AS_DOCUMENT,
        .note = "_Atomic integer: extended to 64 bits by the document, not by clang 19.1",
    },
    [ATOMIC_STRUCT] = {
        .id = "loongarch-atomic-struct",
        .scope = "loongarch64_lp64d",
        .subject = "an _Atomic structure or complex number with floating-point registers, or a structure with an _Atomic "
                   "member: struct { _Atomic float f; }",
        .document = "silent on _Atomic",
        .clang = "19.1: general registers",
        .followed = CCONV_AS_CLANG,
        .note = "_Atomic structure, complex number or member: clang 19.1 uses general registers",
    },
    [COMPLEX_INTEGER] = {
        .id = "loongarch-complex-integer",
        .scope = "loongarch64_lp64d",
        .subject = "a structure of one complex integer: struct { _Complex int c; }",
        .document = "\"Structures\": no floating-point member, by its size: a0",
        .clang = "19.1: a register for each part, whatever its size: a0 and a1",
        .followed = CCONV_AS_DOCUMENT,
        .note = "structure of one complex integer: by its size in general registers; clang 19.1 gives each part one",
    },
    [FLEXIBLE] = {
        .id = "loongarch-flexible-array-alone",
        .scope = "loongarch64_lp64d",
        .subject = "a structure of a flexible array alone, which has no size: struct { int a[]; }",
        .document = "silent: ISO C has none, and empty structures are ignored",
        .clang = "19.1: uses up a general register or 8 bytes of stack",
        .followed = CCONV_AS_CLANG,
        .note = "structure of a flexible array alone: clang 19.1 lets it use up a general register, with nothing in it",
    },
    {0},
};

/* -------------------------------------------------------------- flattening */

/* A member of the flattened structure. */
struct field {
    uint64_t offset, size, unit; /* unit: of its declared type */
    bool is_float;
};

struct flat {
    struct field fields[2];
    uint32_t count, steps;
    bool met_atomic; /* which no clang flattens, and nobody else was heard */
};

static bool add(struct flat *flat, struct field field)
{
    if (flat->count == 2 || (!field.is_float && flat->count && !flat->fields[0].is_float))
        return false;
    flat->fields[flat->count++] = field;
    return true;
}

static bool flatten(struct flat *flat, const struct cconv_type *type, uint64_t offset);

static bool flatten_struct(struct flat *flat, const struct cconv_type *type, uint64_t offset)
{
    for (uint32_t i = 0; i < type->field_count; i++) {
        const cconv_field *field = &type->fields[i];
        if (field->flags & CCONV_FIELD_BIT_FIELD) {
            uint64_t first = 8 * offset + field->bit_offset;
            if (field->bit_width == 0)
                continue;
            if (field->bit_width > 8 * WORD
                || !add(flat, (struct field){first / 8, (first % 8 + field->bit_width + 7) / 8,
                                             min_u64(canonical(field->type)->size, WORD), false}))
                return false;
            continue;
        }
        flat->met_atomic |= field_is_atomic(field);
        if (!flatten(flat, field->type, offset + field->offset)) {
            return false;
        }
    }
    return true;
}

/* "replaced by its individual members", arrays by their elements; unions and vectors are not. */
static bool flatten(struct flat *flat, const struct cconv_type *type, uint64_t offset)
{
    type = canonical(type);
    if (flat->steps++ == STEPS)
        return false;
    switch (type->kind) {
    case CCONV_STRUCT: return flatten_struct(flat, type, offset);
    case CCONV_UNION: return type->size == 0;
    case CCONV_ARRAY:
        if (type->is_incomplete_array)
            return false;
        for (uint64_t i = 0; i < type->length; i++)
            if ((i >= 3 && flat->count) || !flatten(flat, type->element, offset + i * canonical(type->element)->size))
                return false;
            else if (!flat->count)
                break; /* of structures that hold nothing */
        return true;
    case CCONV_COMPLEX: {
        const struct cconv_type *part = canonical(type->element);
        if (flat->count || part->size > WORD)
            return false;
        if (!type_is_floating(part)) { /* noted by the caller */
            flat->fields[0] = (struct field){offset, part->size, part->size, false};
            flat->fields[1] = (struct field){offset + part->size, part->size, part->size, false};
            flat->count = 2;
            return true;
        }
        return add(flat, (struct field){offset, part->size, part->size, true})
               && add(flat, (struct field){offset + part->size, part->size, part->size, true});
    }
    case CCONV_POINTER:
    case CCONV_VECTOR: return false;
    default: return type->size <= WORD && add(flat, (struct field){offset, type->size, type->size, type_is_floating(type)});
    }
}

/* Whether the structure, or complex or floating-point value, has floating-point registers by its kind. */
static bool is_flat(const struct cconv_type *type, struct flat *flat)
{
    *flat = (struct flat){0};
    bool real = type->kind == CCONV_COMPLEX && type_is_floating(canonical(type->element));
    bool candidate = type->kind == CCONV_STRUCT || real || type_is_floating(type);
    return candidate && flatten(flat, type, 0) && flat->count && (flat->fields[0].is_float || flat->count == 2);
}

/* ----------------------------------------------------------------- writing */

static cconv_status too_large(struct cursor *at, const struct cconv_type *type, const struct slot *out)
{
    return unsupported(at, type, out->rule, "does not fit the stack together with the arguments before it");
}

static void extend(struct cursor *at, const struct cconv_type *type, struct slot *out)
{
    uint64_t bits = type->kind == CCONV_BITINT ? type->length : 8 * type->size;
    if (!type_is_integer(type) || type->size >= WORD)
        return;
    if (at->qualifiers & CCONV_ATOMIC && diverge(at, out, &loongarch64_lp64d_divergences[ATOMIC]) == CCONV_AS_CLANG)
        return;
    if (type->kind == CCONV_BITINT && !type->is_signed && bits > 16 && bits < 32) {
        diverge(at, out, &loongarch64_lp64d_divergences[BITINT]);
        return;
    }
    out->extend = type->is_signed || type->size == 4 ? CCONV_EXTEND_SIGN : CCONV_EXTEND_ZERO;
    out->extended_to = WORD;
}

/* At most GRLEN bits. */
static cconv_status put_word(struct cursor *at, const struct cconv_type *type, uint64_t size, enum rule in,
                             enum rule on_stack, struct slot *out)
{
    uint64_t position;
    if (integers_left(at)) {
        out->rule = &rules[in];
        put_register(at, out, 0, size, take_integer(at), 0);
        return CCONV_OK;
    }
    out->rule = &rules[on_stack];
    if (!take_stack(at, WORD, WORD, WORD, &position))
        return too_large(at, type, out);
    put_stack_at(at, out, 0, size, position);
    return CCONV_OK;
}

/* More than GRLEN and at most 2*GRLEN bits. */
static cconv_status put_pair(struct cursor *at, const struct cconv_type *type, uint32_t align, struct slot *out)
{
    uint64_t position, size = type->size;
    bool even = at->in_variadic && align >= QUAD;
    if (even && at->ngrn % 2)
        at->ngrn = (uint32_t)min_u64(at->ngrn + 1, COUNT_OF(integer_args));
    uint32_t left = integers_left(at);
    out->rule = &rules[left >= 2 ? (even ? EVEN_PAIR : PAIR) : left ? SPLIT : PAIR_STACK];
    if (!left)
        return put_stack(at, out, size, align >= QUAD ? QUAD : WORD, WORD) ? CCONV_OK : too_large(at, type, out);
    put_register(at, out, 0, WORD, take_integer(at), 0);
    if (left >= 2) {
        put_register(at, out, WORD, size - WORD, take_integer(at), 0);
        return CCONV_OK;
    }
    if (!take_stack(at, WORD, WORD, WORD, &position))
        return too_large(at, type, out);
    put_stack_at(at, out, WORD, size - WORD, position);
    return CCONV_OK;
}

static cconv_status place_integer(struct cursor *at, const struct cconv_type *type, uint32_t align, struct slot *out)
{
    if (type->size > 2 * WORD) {
        out->kind = CCONV_PLACED_INDIRECT;
        return put_word(at, type, at->target->pointer_size, REFERENCE, REFERENCE_STACK, out);
    }
    if (type->size > WORD) /* LLVM takes a wide _BitInt for __int128 */
        return put_pair(at, type, type->kind == CCONV_BITINT ? QUAD : align, out);
    extend(at, type, out);
    return put_word(at, type, type->size, out->extend != CCONV_EXTEND_NONE ? NARROW : WORDS, WORD_STACK, out);
}

static bool has_flexible_array(const struct cconv_type *type)
{
    for (uint32_t i = 0; is_record(type) && i < type->field_count; i++)
        if (type->fields[i].flags & CCONV_FIELD_FLEXIBLE || has_flexible_array(canonical(type->fields[i].type)))
            return true;
    return false;
}

static cconv_status place(struct cursor *at, const struct cconv_type *type, uint32_t align, struct slot *out)
{
    struct flat flat;
    if (type->size == 0) {
        uint64_t position;
        if (has_flexible_array(type) && diverge(at, out, &loongarch64_lp64d_divergences[FLEXIBLE]) == CCONV_AS_CLANG
            && take_integer(at) == CCONV_NO_REGISTER && !take_stack(at, WORD, WORD, WORD, &position))
            return too_large(at, type, out);
        out->kind = CCONV_PLACED_IGNORED;
        out->rule = &rules[EMPTY];
        return CCONV_OK;
    }
    if (at->in_variadic || !is_flat(type, &flat))
        return place_integer(at, type, align, out);
    if (flat.count == 2 && !flat.fields[0].is_float && !flat.fields[1].is_float
        && diverge(at, out, &loongarch64_lp64d_divergences[COMPLEX_INTEGER]) != CCONV_AS_CLANG)
        return place_integer(at, type, align, out);
    bool whole = at->qualifiers & CCONV_ATOMIC && !type_is_floating(type);
    if ((whole || flat.met_atomic)
        && diverge(at, out, &loongarch64_lp64d_divergences[ATOMIC_STRUCT]) == CCONV_AS_CLANG)
        return place_integer(at, type, align, out);
    uint32_t floats = flat.fields[0].is_float + (flat.count == 2 && flat.fields[1].is_float);
    if (vectors_left(at) < floats || integers_left(at) < flat.count - floats)
        return place_integer(at, type, align, out);
    out->rule = &rules[flat.count == 1 ? FLOAT : floats == 2 ? FLOATS : MIXED];
    for (uint32_t i = 0; i < flat.count; i++) {
        uint64_t end = i + 1 < flat.count ? flat.fields[i + 1].offset : type->size;
        if (flat.fields[i].offset + flat.fields[i].unit > end)
            return unsupported(at, type, out->rule, "clang 19 moves the bit-field as its whole declared type and loses bits");
        put_register(at, out, flat.fields[i].offset, flat.fields[i].size,
                     flat.fields[i].is_float ? take_vector(at) : take_integer(at), 0);
    }
    return CCONV_OK;
}

/* --------------------------------------------------------------- interface */

static cconv_status place_argument(struct cursor *at, const struct cconv_type *given, struct slot *out)
{
    given = type_passed(given);
    const struct cconv_type *type = canonical(given);
    bool scalar = type->kind <= CCONV_FLOAT128; /* LLVM sees its type alone */
    return place(at, type, (uint32_t)type_align_of(scalar ? type : given), out);
}

/* "in the same manner the first named argument of the same type would be passed" */
static cconv_status place_result(struct cursor *at, const struct cconv_type *given, struct slot *out)
{
    const struct cconv_type *type = canonical(given);
    cconv_status status = place(at, type, type->align, out);
    uint32_t first = out->first_piece;
    at->ngrn = at->nsrn = 0;
    if (status || out->kind != CCONV_PLACED_INDIRECT)
        return status;
    at->piece_count = first;
    out->piece_count = 0;
    out->rule = &rules[MEMORY];
    put_register(at, put_sret(at, &rules[MEMORY_POINTER]), 0, at->target->pointer_size, take_integer(at), 0);
    return CCONV_OK;
}

/* ------------------------------------------------------------------ the table */

static const cconv_register_role roles[] = {
    {"zero", "always 0", 8, 8},
    {"ra", "return address", 0, 8},
    {"tp", "thread pointer: not to be changed", 8, 8},
    {"sp", "stack pointer", 8, 8},
    {"a0", "1st general argument; result; address for a result in memory", 0, 8},
    {"a1", "2nd general argument; result", 0, 8},
    {"a2-a7", "3rd to 8th general argument", 0, 8},
    {"t0-t8", "temporary", 0, 8},
    {"r21", "reserved: not to be changed", 8, 8},
    {"fp", "preserved; frame pointer if there is one", 8, 8},
    {"s0-s8", "preserved", 8, 8},
    {"fa0-fa1", "1st and 2nd floating-point argument; results", 0, 8},
    {"fa2-fa7", "3rd to 8th floating-point argument", 0, 8},
    {"ft0-ft15", "temporary", 0, 8},
    {"fs0-fs7", "preserved", 8, 8},
    {NULL, NULL, 0, 0},
};

static const char *const preserved[] = {"tp", "sp", "r21", "fp", "s0", "s1", "s2", "s3", "s4", "s5", "s6", "s7",
                                        "s8", "fs0", "fs1", "fs2", "fs3", "fs4", "fs5", "fs6", "fs7", NULL};

static const char *const clobbered[] = {
    "ra", "a0", "a1", "a2", "a3", "a4", "a5", "a6", "a7", "t0", "t1", "t2", "t3", "t4", "t5", "t6", "t7", "t8",
    "fa0", "fa1", "fa2", "fa3", "fa4", "fa5", "fa6", "fa7", "ft0", "ft1", "ft2", "ft3", "ft4", "ft5", "ft6", "ft7",
    "ft8", "ft9", "ft10", "ft11", "ft12", "ft13", "ft14", "ft15", NULL,
};

static const char *const duties[] = {
    "sp is a multiple of 16 at every call; the first stack argument is at sp.",
    "What lies below sp may change at any time: there is no red zone.",
    "Integers narrower than 64 bits are extended by their giver, unsigned int by its sign, and relied on.",
    "Bits above a float in a register, and padding, have any content.",
    "The address of a result in memory need not be in a0 at return.",
    NULL,
};

static const char *const aliases[] = {"lp64d", "loongarch64_lp64", "loongarch64", "loongarch", NULL};

const struct cconv_convention convention_loongarch64_lp64d = {
    .name = "loongarch64_lp64d",
    .summary = "LoongArch's base standard with double registers: 64-bit Linux on LoongArch",
    .document = "Procedure Call Standard for the LoongArch Architecture, 20231219",
    .aliases = aliases,
    .own_target = "loongarch64-linux-gnu",
    .arch = CCONV_ARCH_LOONGARCH64,
    .integer_args = {integer_args, COUNT_OF(integer_args)},
    .vector_args = {floating_args, COUNT_OF(floating_args)},
    .integer_results = {integer_args, 2},
    .vector_results = {floating_args, 2},
    .sret = LOONGARCH_A0,
    .sret_returned = CCONV_NO_REGISTER,
    .vector_count = CCONV_NO_REGISTER,
    .roles = roles,
    .preserved = preserved,
    .clobbered = clobbered,
    .duties = duties,
    .stack = {.alignment = 16, .slot = 8, .shadow_space = 0, .red_zone = 0, .return_address = 0, .callee_cleans = 0},
    .common = 0,
    .place_result = place_result,
    .place_argument = place_argument,
};
