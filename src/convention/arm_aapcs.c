/*
 * AAPCS32: "Procedure Call Standard for the Arm Architecture", release 2025Q4: the base standard (core registers alone)
 * and the VFP variant ("hard float"). What they differ in are fields of struct arm_variant, read below where a clause
 * asks for them; the tables are in arm_tables.c.
 *
 * Clauses A, B and C are those of section 6.5, with the co-processor clauses of 7.1.2.3; results are 6.4 and 7.1.2.2.
 * Left out: types of unknown size (B.1), the Alternative half-precision format, read-write position independence, and
 * big-endian: no target here has them.
 */
#include "convention/arm_aapcs.h"

enum { WORD = 4, DOUBLE_WORD = 8, QUAD = 16, CORE_REGISTERS = 4, VFP_REGISTERS = 16 };

/* cursor.user: the single-precision registers that are taken, one bit each: A.2.vfp, C.1.vfp, C.2.vfp. */
enum { VFP_TAKEN };
#define ALL_VFP ((1u << VFP_REGISTERS) - 1)

/* What a value is to the clauses. */
enum value_class {
    IS_INTEGER,      /* Integral or Pointer */
    IS_FLOATING,
    IS_VECTOR,       /* containerized: 8 or 16 bytes */
    IS_ODD_VECTOR,   /* any other vector of GNU C */
    IS_COMPOSITE,
    IS_NOTHING       /* takes no location */
};

struct value {
    const struct cconv_type *type; /* canonical */
    enum value_class class;
    uint32_t align;                /* for marshaling: 4 or 8 */
    struct homogeneous members;    /* of a VFP CPRC: one to four, equal; count 0: it is none */
};

static const struct arm_variant *variant_of(const struct cursor *at)
{
    return at->convention->variant;
}

static const cconv_rule *rule_of(const struct cursor *at, enum arm_rule rule)
{
    return &variant_of(at)->rules[rule];
}

static cconv_reading diverge_at(struct cursor *at, struct slot *out, enum arm_divergence which)
{
    return diverge(at, out, &arm_aapcs_divergences[which]);
}

static cconv_status too_large(struct cursor *at, const struct cconv_type *type, const struct slot *out)
{
    return unsupported(at, type, out->rule, "does not fit the stack together with the arguments before it");
}

/* ---------------------------------------------------------- classification */

/* gcc 12 takes the natural alignment of a record with bit-fields from their declared types, also where it is packed;
   5.3 has the member's alignment after `packed`. */
static bool has_double_word_bit_field(const struct cconv_type *type)
{
    for (uint32_t i = 0; i < type->field_count; i++)
        if ((type->fields[i].flags & CCONV_FIELD_BIT_FIELD) && type_align_of(type->fields[i].type) >= DOUBLE_WORD)
            return true;
    return false;
}

/* Whether a member asks for 8 bytes, other than by _Atomic on the whole. */
static bool has_double_word_member(const struct cconv_type *type)
{
    if (type->kind == CCONV_COMPLEX)
        return canonical(type->element)->align >= DOUBLE_WORD;
    for (uint32_t i = 0; i < type->field_count; i++)
        if (type_member_align(type, i) >= DOUBLE_WORD)
            return true;
    return false;
}

/* B.5: the alignment of the copy that is passed, 4 or 8. */
static uint32_t composite_align(struct cursor *at, const struct cconv_type *type, struct slot *out)
{
    if (at->in_result || variant_of(at)->word_aligned)
        return WORD; /* a result begins at r0 anyway */
    bool atomic = at->qualifiers & CCONV_ATOMIC;
    uint32_t natural = atomic ? (uint32_t)max_u64(type_natural_align(type), type->align) : type_natural_align(type);
    if (atomic && variant_of(at)->judged_by_gcc && natural >= DOUBLE_WORD && !has_double_word_member(type) &&
        diverge_at(at, out, ARM_ATOMIC_ALIGNMENT) == CCONV_AS_GCC)
        return WORD;
    if (natural >= DOUBLE_WORD || (variant_of(at)->adjusted_alignment && type->align >= DOUBLE_WORD))
        return DOUBLE_WORD;
    if (variant_of(at)->judged_by_gcc && is_record(type) && has_double_word_bit_field(type) &&
        diverge_at(at, out, ARM_PACKED_BIT_FIELD) == CCONV_AS_GCC)
        return DOUBLE_WORD;
    return WORD;
}

/* Records that have a size but nothing to pass: MSVC's empty structs, and unnamed bit-fields alone. */
static bool counts_as_empty(struct cursor *at, const struct cconv_type *type, struct slot *out)
{
    const struct arm_variant *variant = variant_of(at);
    uint32_t steps = HOMOGENEOUS_STEPS;
    if (type->size == 0)
        return true;
    if (!is_record(type) || at->qualifiers & CCONV_ATOMIC || !record_holds_nothing(type, &steps))
        return false; /* to clang an _Atomic structure is none */
    return diverge(at, out, type->field_count ? variant->nothing_named : variant->no_member) == CCONV_AS_CLANG;
}

/* 7.1: "applies only to non-variadic functions". */
static bool uses_vfp(const struct cursor *at)
{
    return variant_of(at)->vfp && !at->is_variadic;
}

static void classify_composite(struct cursor *at, struct slot *out, struct value *value)
{
    if (counts_as_empty(at, value->type, out)) {
        value->class = IS_NOTHING;
        return;
    }
    value->class = IS_COMPOSITE;
    if (uses_vfp(at))
        value->members = homogeneous_aggregate(at, variant_of(at)->homogeneous, value->type, out);
    value->align = composite_align(at, value->type, out);
}

/* A scalar or containerized vector that is a VFP CPRC: one element. */
static void make_candidate(struct cursor *at, struct value *value)
{
    if (uses_vfp(at))
        value->members = (struct homogeneous){.count = 1, .size = (uint32_t)value->type->size};
}

static void classify(struct cursor *at, const struct cconv_type *type, struct slot *out, struct value *value)
{
    value->type = type;
    value->align = type->size >= DOUBLE_WORD && !variant_of(at)->word_aligned ? DOUBLE_WORD : WORD;
    switch (type->kind) {
    case CCONV_FLOAT16:
    case CCONV_BFLOAT16:
    case CCONV_FLOAT:
    case CCONV_DOUBLE:
    case CCONV_LDOUBLE:
        value->class = IS_FLOATING;
        make_candidate(at, value);
        break;
    case CCONV_VECTOR:
        value->class = type->size == DOUBLE_WORD || type->size == QUAD ? IS_VECTOR : IS_ODD_VECTOR;
        if (value->class == IS_VECTOR)
            make_candidate(at, value);
        break;
    case CCONV_BITINT: /* 8.1.1: up to 64 bits the smallest Integral type that holds it, above an array */
        value->class = type->length <= 64 ? IS_INTEGER : IS_COMPOSITE;
        break;
    case CCONV_COMPLEX: /* 8.1.1: a structure of two */
    case CCONV_STRUCT:
    case CCONV_UNION: classify_composite(at, out, value); break;
    default: /* integers, enumerations, pointers */ value->class = IS_INTEGER; break;
    }
}

/* B.2 and 6.4: the giver extends integers below a word to a word. */
static bool extend_narrow(struct cursor *at, struct slot *out, const struct value *value)
{
    if (value->class != IS_INTEGER || value->type->size >= WORD)
        return false;
    if (at->qualifiers & CCONV_ATOMIC && diverge_at(at, out, ARM_ATOMIC_NARROW) == CCONV_AS_CLANG)
        return true;
    out->extend = value->type->is_signed ? CCONV_EXTEND_SIGN : CCONV_EXTEND_ZERO;
    out->extended_to = WORD;
    return true;
}

/* --------------------------------------------------- core registers, stack */

static void put_words(struct cursor *at, struct slot *out, uint64_t from, uint64_t size, const uint16_t *regs)
{
    for (uint64_t offset = from; offset < size; offset += WORD)
        put_register(at, out, offset, min_u64(WORD, size - offset), *regs++, 0);
}

static enum arm_rule rule_in_registers(const struct value *value, bool narrow)
{
    switch (value->class) {
    case IS_COMPOSITE: return value->align == DOUBLE_WORD ? RULE_COMPOSITE_DOUBLE : RULE_COMPOSITE;
    case IS_ODD_VECTOR: return RULE_ODD_VECTOR;
    default: break;
    }
    if (value->type->size > WORD)
        return RULE_DOUBLE_WORD;
    return narrow ? RULE_NARROW : value->type->size < WORD ? RULE_HALF : RULE_WORD;
}

/* C.3 to C.8 */
static cconv_status place_in_core(struct cursor *at, const struct value *value, struct slot *out)
{
    const uint16_t *regs = at->convention->integer_args.regs;
    uint64_t size = value->type->size, in_registers;
    bool narrow = extend_narrow(at, out, value), is_candidate = variant_of(at)->vfp && value->class != IS_COMPOSITE &&
                                                           value->class != IS_INTEGER;
    if (value->align == DOUBLE_WORD)
        at->ngrn = (uint32_t)round_up(at->ngrn, 2); /* C.3 */
    uint64_t room = (uint64_t)WORD * (CORE_REGISTERS - at->ngrn);
    if (size <= room) { /* C.4 */
        out->rule = rule_of(at, is_candidate ? RULE_VARIADIC : rule_in_registers(value, narrow));
        put_words(at, out, 0, size, regs + at->ngrn);
        at->ngrn += (uint32_t)(round_up(size, WORD) / WORD);
        return CCONV_OK;
    }
    in_registers = at->nsaa == 0 ? room : 0; /* C.5 */
    out->rule = rule_of(at, in_registers                   ? RULE_SPLIT
                            : narrow                       ? RULE_NARROW_STACK
                            : value->align == DOUBLE_WORD ? RULE_STACK_DOUBLE
                                                           : RULE_STACK);
    if (in_registers)
        put_words(at, out, 0, in_registers, regs + at->ngrn);
    at->ngrn = CORE_REGISTERS; /* C.6 */
    uint64_t position;
    if (!take_stack(at, size - in_registers, value->align, WORD, &position))
        return too_large(at, value->type, out);
    put_stack_at(at, out, in_registers, size - in_registers, position);
    return CCONV_OK;
}

/* ------------------------------------------------------------ VFP registers */

/* The register of `size` bytes that begins at a single-precision one. */
static uint16_t vfp_register(uint32_t single, uint32_t size)
{
    return (uint16_t)(size == QUAD          ? Q0_ARM + single / 4
                      : size == DOUBLE_WORD ? D0_ARM + single / 2
                                            : S0_ARM + single);
}

/* 7.1.1: a half in the low bits of a single-precision register. */
static void put_members(struct cursor *at, struct slot *out, const struct homogeneous *members, uint32_t single)
{
    uint32_t step = members->size > WORD ? members->size / WORD : 1;
    for (uint64_t i = 0; i < members->count; i++, single += step)
        put_register(at, out, i * members->size, members->size, vfp_register(single, members->size), 0);
}

/* gcc 12 passes half-precision members in one piece where a word or double-word aligned as such holds the structure. */
static bool put_halves_whole(struct cursor *at, struct slot *out, const struct value *value, uint32_t single)
{
    uint64_t size = value->type->size;
    bool fits = size == WORD || (size == DOUBLE_WORD && single % 2 == 0);
    if (!value->members.is_half || at->qualifiers & CCONV_ATOMIC || value->type->align < size || !fits)
        return false;
    put_register(at, out, 0, size, vfp_register(single, (uint32_t)size), 0);
    return true;
}

/* C.1.vfp: the lowest sequence of free registers; false if there is none. What alignment skips is filled later. */
static bool take_vfp(struct cursor *at, const struct homogeneous *members, uint32_t *single)
{
    uint32_t step = members->size > WORD ? members->size / WORD : 1;
    uint32_t length = step * (uint32_t)members->count;
    for (uint32_t first = 0; first + length <= VFP_REGISTERS; first += step) {
        uint32_t mask = ((1u << length) - 1) << first;
        if (at->user[VFP_TAKEN] & mask)
            continue;
        at->user[VFP_TAKEN] |= mask;
        *single = first;
        return true;
    }
    return false;
}

/* C.2.vfp has the natural alignment of the argument. */
static uint32_t candidate_align(struct cursor *at, const struct value *value, struct slot *out)
{
    uint32_t by_base = value->members.size >= DOUBLE_WORD ? DOUBLE_WORD : WORD;
    if (value->class != IS_COMPOSITE || value->align == by_base)
        return value->align;
    return diverge(at, out, variant_of(at)->hfa_align) == CCONV_AS_CLANG ? by_base : value->align;
}

static cconv_status place_in_vfp(struct cursor *at, const struct value *value, struct slot *out)
{
    bool homogeneous = value->class == IS_COMPOSITE;
    uint32_t single;
    if (take_vfp(at, &value->members, &single)) {
        out->rule = rule_of(at, homogeneous ? RULE_HOMOGENEOUS : RULE_VFP);
        if (!put_halves_whole(at, out, value, single))
            put_members(at, out, &value->members, single);
        return CCONV_OK;
    }
    at->user[VFP_TAKEN] = ALL_VFP; /* C.2.vfp */
    out->rule = rule_of(at, homogeneous ? RULE_HOMOGENEOUS_STACK : RULE_VFP_STACK);
    return put_stack(at, out, value->type->size, candidate_align(at, value, out), WORD)
               ? CCONV_OK
               : too_large(at, value->type, out);
}

/* ----------------------------------------------------------- vectors apart */

/* clang: each `size` bytes of a vector are an argument by itself. */
static cconv_status place_apart(struct cursor *at, const struct value *whole, uint64_t size, enum value_class class,
                                struct slot *out)
{
    struct cconv_type type = *whole->type;
    struct value part = {&type, class, whole->align, {0}};
    type.size = size;
    make_candidate(at, &part);
    for (uint64_t offset = 0; offset < whole->type->size; offset += size) {
        if (size < DOUBLE_WORD && (offset || part.members.count)) /* in core registers the first keeps the vector's */
            part.align = WORD;
        uint32_t first = out->piece_count;
        cconv_status status = part.members.count ? place_in_vfp(at, &part, out) : place_in_core(at, &part, out);
        if (status)
            return status;
        for (uint32_t i = first; i < out->piece_count && !at->out_of_memory; i++)
            at->pieces[out->first_piece + i].offset += offset;
    }
    out->rule = rule_of(at, RULE_ODD_VECTOR);
    return CCONV_OK;
}

static cconv_status place_vector_address(struct cursor *at, struct slot *out)
{
    struct cconv_type pointer = {.kind = CCONV_POINTER, .size = at->target->pointer_size};
    struct value value = {&pointer, IS_ODD_VECTOR, WORD, {0}};
    out->kind = CCONV_PLACED_INDIRECT;
    return place_in_core(at, &value, out);
}

/* Of 8 and 16 bytes, they are in consecutive registers or all on the stack. */
static cconv_status place_halves(struct cursor *at, const struct value *whole, struct slot *out)
{
    const struct homogeneous halves = {.count = whole->type->size / 2, .size = 2};
    uint64_t position;
    uint32_t single;
    if (whole->type->size > QUAD || !uses_vfp(at))
        return place_apart(at, whole, halves.size, IS_FLOATING, out);
    out->rule = rule_of(at, RULE_ODD_VECTOR);
    if (take_vfp(at, &halves, &single)) {
        put_members(at, out, &halves, single);
        return CCONV_OK;
    }
    at->user[VFP_TAKEN] = ALL_VFP;
    if (!take_stack(at, WORD * halves.count, DOUBLE_WORD, WORD, &position))
        return too_large(at, whole->type, out);
    for (uint64_t i = 0; i < halves.count; i++)
        put_stack_at(at, out, halves.size * i, halves.size, position + WORD * i);
    return CCONV_OK;
}

/* clang without the bf16 extension has no vectors of __bf16 and takes them apart. */
static bool is_apart(struct cursor *at, const struct value *value, struct slot *out)
{
    return value->type->kind == CCONV_VECTOR && canonical(value->type->element)->kind == CCONV_BFLOAT16 &&
           value->type->size >= DOUBLE_WORD && diverge_at(at, out, ARM_BFLOAT16_VECTOR) == CCONV_AS_CLANG;
}

/*
 * 5.1 has vectors of 8 and 16 bytes. gcc passes others as composites. clang passes those below 8 bytes so, each 16 bytes
 * of a larger one as an argument by itself, and the address of a larger one of _Float16, which it has no registers for.
 */
static cconv_status place_odd_vector(struct cursor *at, const struct value *value, struct slot *out)
{
    const cconv_divergence *large = variant_of(at)->large_vector;
    if (value->type->size < DOUBLE_WORD || (large && diverge(at, out, large) != CCONV_AS_CLANG))
        return place_in_core(at, value, out);
    if (canonical(value->type->element)->kind == CCONV_FLOAT16)
        return place_vector_address(at, out);
    return place_apart(at, value, QUAD, IS_VECTOR, out);
}

/* clang returns a vector below 8 bytes as one of 8, to which it has widened the elements. */
static void return_small_vector(struct cursor *at, const struct value *value, struct slot *out)
{
    const struct cconv_type *type = value->type, *element = canonical(type->element);
    const uint16_t *core = at->convention->integer_results.regs;
    uint64_t count = type->size / element->size, step = DOUBLE_WORD / count;
    out->rule = rule_of(at, RULE_RESULT_ODD_VECTOR);
    const cconv_divergence *small = variant_of(at)->small_vector;
    if ((small && diverge(at, out, small) != CCONV_AS_CLANG) || count == 1 || element->kind == CCONV_FLOAT16) {
        put_register(at, out, 0, type->size, core[0], 0);
        return;
    }
    for (uint64_t i = 0; i < count; i++) {
        uint16_t reg = uses_vfp(at) ? D0_ARM : core[i * step / WORD];
        put_register(at, out, i * element->size, element->size, reg,
                     (uint32_t)(uses_vfp(at) ? i * step : i * step % WORD));
    }
}

/* One element a register, as far as there are registers. */
static bool return_apart(struct cursor *at, const struct value *value, struct slot *out)
{
    uint64_t count = value->type->size / 2;
    if (count > (uses_vfp(at) ? 8 : CORE_REGISTERS))
        return false;
    for (uint64_t i = 0; i < count; i++)
        put_register(at, out, 2 * i, 2,
                     uses_vfp(at) ? (uint16_t)(S0_ARM + i) : at->convention->integer_results.regs[i], 0);
    out->rule = rule_of(at, RULE_RESULT_ODD_VECTOR);
    return true;
}

/* -------------------------------------------------------------- interface */

static cconv_status too_nested(struct cursor *at, const struct cconv_type *type)
{
    return unsupported(at, type, rule_of(at, RULE_HOMOGENEOUS),
                       "has too many nested members to tell a homogeneous aggregate");
}

/* A structure of size 0 takes no register; but gcc goes on to the even one that its alignment asks for (C.3), and behind the
   registers to the next multiple of 8 on the stack. */
static cconv_status place_nothing(struct cursor *at, const struct cconv_type *type, struct slot *out)
{
    const struct arm_variant *variant = variant_of(at);
    bool on_stack = at->ngrn >= CORE_REGISTERS, odd = on_stack ? at->nsaa % DOUBLE_WORD != 0 : at->ngrn % 2 != 0;
    bool aligned = variant->judged_by_gcc && !variant->word_aligned && !at->in_result && type->size == 0
                   && type_natural_align(type) >= DOUBLE_WORD;
    if (aligned && odd && diverge_at(at, out, ARM_EMPTY_ALIGNED) == CCONV_AS_GCC) {
        at->ngrn += !on_stack;
        at->nsaa += on_stack ? WORD : 0;
    }
    out->kind = CCONV_PLACED_IGNORED;
    out->rule = rule_of(at, RULE_EMPTY);
    return CCONV_OK;
}

cconv_status arm_place_argument(struct cursor *at, const struct cconv_type *given, struct slot *out)
{
    struct value value = {0};
    classify(at, canonical(type_passed(given)), out, &value);
    if (value.members.too_many_steps)
        return too_nested(at, given);
    if (value.class == IS_NOTHING)
        return place_nothing(at, value.type, out);
    if (is_apart(at, &value, out))
        return place_halves(at, &value, out);
    if (value.class == IS_ODD_VECTOR)
        return place_odd_vector(at, &value, out);
    return value.members.count ? place_in_vfp(at, &value, out) : place_in_core(at, &value, out);
}

/* 6.4, A.4: the address of the memory is in r0, and is not promised to be anywhere at return. */
static void return_in_memory(struct cursor *at, struct slot *out)
{
    out->kind = CCONV_PLACED_INDIRECT;
    out->rule = rule_of(at, RULE_RESULT_MEMORY);
    struct slot *pointer = put_sret(at, rule_of(at, RULE_RESULT_POINTER));
    put_register(at, pointer, 0, at->target->pointer_size, take_integer(at), 0);
}

static void return_in_core(struct cursor *at, const struct value *value, struct slot *out)
{
    bool narrow = extend_narrow(at, out, value);
    uint64_t size = value->type->size;
    bool is_candidate = variant_of(at)->vfp && (value->class == IS_FLOATING || value->class == IS_VECTOR);
    out->rule = rule_of(at, is_candidate                     ? RULE_RESULT_VARIADIC
                            : value->class == IS_COMPOSITE  ? RULE_RESULT_COMPOSITE
                            : narrow                         ? RULE_RESULT_NARROW
                            : size <= WORD                   ? RULE_RESULT_WORD
                            : size == DOUBLE_WORD            ? RULE_RESULT_DOUBLE_WORD
                                                             : RULE_RESULT_VECTOR);
    put_words(at, out, 0, size, at->convention->integer_results.regs);
}

static bool is_by_address(struct cursor *at, const struct value *value, struct slot *out)
{
    const struct arm_variant *variant = variant_of(at);
    const struct cconv_type *type = value->type;
    switch (value->class) {
    case IS_COMPOSITE: return variant->integer_like ? !arm_returns_in_register(at, type, out) : type->size > WORD;
    case IS_NOTHING: /* also of an array without elements */
        return variant->integer_like && !arm_returns_in_register(at, type, out);
    case IS_ODD_VECTOR: return type->size > QUAD;
    default: return false;
    }
}

cconv_status arm_place_result(struct cursor *at, const struct cconv_type *given, struct slot *out)
{
    struct value value = {0};
    classify(at, canonical(given), out, &value);
    if (value.members.too_many_steps)
        return too_nested(at, given);
    bool by_address = is_by_address(at, &value, out);
    if (value.class == IS_NOTHING && !by_address)
        return place_nothing(at, value.type, out);
    if (is_apart(at, &value, out)) {
        if (!return_apart(at, &value, out))
            return_in_memory(at, out);
        return CCONV_OK;
    }
    if (value.members.count) {
        out->rule = rule_of(at, value.class == IS_COMPOSITE ? RULE_RESULT_HOMOGENEOUS : RULE_RESULT_VFP);
        if (put_halves_whole(at, out, &value, 0))
            return CCONV_OK;
        if (value.members.is_half && value.members.count > 1)
            return unsupported(at, given, out->rule, "gcc 12 returns every member in s0, so that only the last is left");
        put_members(at, out, &value.members, 0);
    } else if (by_address) {
        return_in_memory(at, out);
    } else if (value.class == IS_ODD_VECTOR) {
        return_small_vector(at, &value, out);
    } else {
        return_in_core(at, &value, out);
    }
    return CCONV_OK;
}
