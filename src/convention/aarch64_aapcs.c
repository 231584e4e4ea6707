/*
 * AAPCS64: "Procedure Call Standard for the Arm 64-bit Architecture (AArch64)", release 2025Q4, as Linux has it, and
 * the variants of Apple ("Writing ARM64 code for Apple platforms", and its predecessor "ARM64 Function Calling
 * Conventions") and of Microsoft ("Overview of ARM64 ABI conventions", 2025-04-08). What they differ in are fields of
 * struct aapcs64_variant, read below where a clause asks for them; the tables are in aarch64_tables.c.
 *
 * Clauses A, B and C are those of section 6.8.2; results are section 6.9. Left out: types of unknown size (B.2), the 8-bit floating-point types, the soft-float variant, ILP32 and
 * big-endian: no target here has them.
 */
#include "convention/aarch64_aapcs.h"

enum { WORD = 8, QUAD = 16, LARGEST_DIRECT = 16 };

/* What a value is to the clauses. */
enum value_class {
    IS_INTEGER,      /* Integral or Pointer, at most 8 bytes */
    IS_PAIR,         /* Integral, 16 bytes */
    IS_VECTOR,       /* Floating-point or Short Vector */
    IS_HOMOGENEOUS,  /* HFA or HVA */
    IS_COMPOSITE,    /* any other Composite of at most 16 bytes */
    IS_LARGE,        /* replaced by a pointer to a copy */
    IS_SMALL_VECTOR, /* a vector that is no Short Vector, below 8 bytes */
    IS_SCALABLE,     /* a Pure Scalable Type: an SVE vector or predicate, or a tuple of them */
    IS_NOTHING       /* takes no location */
};

struct value {
    const struct cconv_type *type; /* canonical */
    enum value_class class;
    enum aapcs64_rule large;    /* IS_LARGE: the rule */
    uint32_t align;             /* for marshaling: 8 or 16 */
    struct homogeneous members; /* IS_HOMOGENEOUS */
};

static const struct aapcs64_variant *variant_of(const struct cursor *at)
{
    return at->convention->variant;
}

static cconv_reading diverge_at(struct cursor *at, struct slot *out, enum aapcs64_divergence which)
{
    return diverge(at, out, &aarch64_aapcs_divergences[which]);
}

static cconv_status too_large(struct cursor *at, const struct cconv_type *type, const struct slot *out)
{
    return unsupported(at, type, out->rule, "does not fit the stack together with the arguments before it");
}

static bool is_windows(const struct cconv_target *target)
{
    return target->os == CCONV_OS_WINDOWS_MSVC || target->os == CCONV_OS_WINDOWS_GNU;
}

/* ---------------------------------------------------------- classification */

/*
 * gcc 12 takes the natural alignment of a record with bit-fields from their declared types, also where the record is
 * packed; 5.10 has the member's alignment after `packed`.
 */
static bool has_quad_bit_field(const struct cconv_type *type)
{
    for (uint32_t i = 0; i < type->field_count; i++)
        if ((type->fields[i].flags & CCONV_FIELD_BIT_FIELD) && type_align_of(type->fields[i].type) >= QUAD)
            return true;
    return false;
}

/* B.6: the alignment of the copy that is passed, 8 or 16. */
static uint32_t composite_align(struct cursor *at, const struct cconv_type *type, struct slot *out)
{
    const struct aapcs64_variant *variant = variant_of(at);
    if (at->in_result)
        return WORD; /* a result begins at x0 anyway */
    if (type_natural_align(type) >= QUAD)
        return QUAD;
    bool raised = at->qualifiers & CCONV_ATOMIC && type->align >= QUAD && type_explicit_align(type) < QUAD;
    if (raised && (!variant->judged_by_gcc || diverge_at(at, out, DIVERGES_ATOMIC_ALIGNMENT) == CCONV_AS_CLANG))
        return QUAD;
    if (variant->adjusted_alignment && type->align >= QUAD) {
        bool natural = variant->foreign_alignment && !is_windows(at->target) &&
                       diverge(at, out, variant->foreign_alignment) == CCONV_AS_CLANG;
        return natural ? WORD : QUAD;
    }
    if (variant->judged_by_gcc && is_record(type) && has_quad_bit_field(type) &&
        diverge_at(at, out, DIVERGES_PACKED_QUAD_BIT_FIELD) == CCONV_AS_GCC)
        return QUAD;
    return WORD;
}

/* Records that have a size but nothing to pass: MSVC's empty structs, and unnamed bit-fields alone. */
static bool counts_as_empty(struct cursor *at, const struct cconv_type *type, struct slot *out)
{
    const struct aapcs64_variant *variant = variant_of(at);
    uint32_t steps = HOMOGENEOUS_STEPS;
    if (type->size == 0)
        return true;
    if (!is_record(type) || at->qualifiers & CCONV_ATOMIC || !record_holds_nothing(type, &steps))
        return false;
    const cconv_divergence *divergence = type->field_count ? variant->nothing_named : variant->no_member;
    return !divergence || diverge(at, out, divergence) == CCONV_AS_CLANG;
}

static void classify_composite(struct cursor *at, struct slot *out, struct value *value)
{
    const struct cconv_type *type = value->type;
    if (counts_as_empty(at, type, out)) {
        value->class = IS_NOTHING;
        return;
    }
    value->members = homogeneous_aggregate(at, variant_of(at)->homogeneous, type, out);
    if (value->members.count) {
        value->class = IS_HOMOGENEOUS;
    } else if (type->size > LARGEST_DIRECT) {
        value->class = IS_LARGE;
        value->large = RULE_LARGE;
    } else {
        value->class = IS_COMPOSITE;
        value->align = composite_align(at, type, out);
    }
}

static void classify(struct cursor *at, const struct cconv_type *type, struct slot *out, struct value *value)
{
    value->type = type;
    value->align = WORD;
    switch (type->kind) {
    case CCONV_FLOAT16:
    case CCONV_BFLOAT16:
    case CCONV_FLOAT:
    case CCONV_DOUBLE:
    case CCONV_LDOUBLE:
    case CCONV_FLOAT128:
    case CCONV_DECIMAL32:
    case CCONV_DECIMAL64:
    case CCONV_DECIMAL128:
        value->class = IS_VECTOR;
        value->align = type->size >= QUAD ? QUAD : WORD;
        break;
    case CCONV_VECTOR:
        value->class = type->size == WORD || type->size == QUAD ? IS_VECTOR
                       : type->size < WORD                      ? IS_SMALL_VECTOR
                                                                : IS_LARGE;
        value->large = RULE_LARGE_VECTOR;
        value->align = type->size == QUAD ? QUAD : WORD;
        break;
    case CCONV_BITINT: /* 10.1.1: up to 128 bits the smallest Integral type that holds it, above an array of quads */
        value->class = type->length <= 64 ? IS_INTEGER : type->length <= 128 ? IS_PAIR : IS_LARGE;
        value->large = RULE_LARGE_BITINT;
        value->align = value->class == IS_PAIR ? QUAD : WORD;
        break;
    case CCONV_SCALABLE: value->class = IS_SCALABLE; break;
    case CCONV_COMPLEX: /* 10.1.1: a structure of two */
    case CCONV_STRUCT:
    case CCONV_UNION: classify_composite(at, out, value); break;
    default: /* integers, enumerations, pointers */
        value->class = type->size > WORD ? IS_PAIR : IS_INTEGER;
        value->align = type->size > WORD ? QUAD : WORD;
        break;
    }
}

/* ----------------------------------------------------------------- writing */

static void put_words(struct cursor *at, struct slot *out, uint64_t size, uint16_t first)
{
    for (uint64_t offset = 0; offset < size; offset += WORD)
        put_register(at, out, offset, min_u64(WORD, size - offset), first++, 0);
}

/* One member a register. */
static void put_members(struct cursor *at, struct slot *out, const struct homogeneous *members, uint16_t first)
{
    for (uint64_t i = 0; i < members->count; i++)
        put_register(at, out, i * members->size, members->size, (uint16_t)(first + i), 0);
}

/* Apple: the giver extends integers below 32 bits, to 32 bits. */
static void extend_narrow(struct cursor *at, struct slot *out, const struct cconv_type *type)
{
    if (at->qualifiers & CCONV_ATOMIC && diverge_at(at, out, DIVERGES_DARWIN_ATOMIC_NARROW) == CCONV_AS_CLANG)
        return;
    out->extend = type->is_signed ? CCONV_EXTEND_SIGN : CCONV_EXTEND_ZERO;
    out->extended_to = 4;
}

/*
 * What a scalar takes on a stack of natural slots: its own size; but clang widens a _BitInt that is no machine type,
 * and a vector below 8 bytes, to 32 bits.
 */
static uint64_t natural_slot(const struct cconv_type *type)
{
    bool machine = type->kind != CCONV_BITINT || type->length == 8 || type->length == 16;
    if (machine && type->kind != CCONV_VECTOR)
        return type->size;
    return max_u64(type->size, 4);
}

static cconv_status put_scalar_stack(struct cursor *at, const struct cconv_type *type, uint64_t size, uint64_t natural,
                                     struct slot *out)
{
    uint64_t slot = variant_of(at)->natural_slots ? natural : WORD;
    uint64_t position;
    if (!take_stack(at, max_u64(size, slot), slot, slot, &position))
        return too_large(at, type, out);
    put_stack_at(at, out, 0, size, position);
    return CCONV_OK;
}

/* -------------------------------------------------------- named arguments */

/* C.9, C.13 to C.17 */
static cconv_status place_integer(struct cursor *at, const struct cconv_type *type, struct slot *out)
{
    const struct aapcs64_variant *variant = variant_of(at);
    if (at->ngrn < at->convention->integer_args.count) {
        bool narrow = type->size < 4;
        out->rule = &variant->rules[narrow ? RULE_NARROW : RULE_INTEGER];
        if (narrow && variant->caller_extends)
            extend_narrow(at, out, type);
        put_register(at, out, 0, type->size, take_integer(at), 0);
        return CCONV_OK;
    }
    out->rule = &variant->rules[RULE_INTEGER_STACK];
    return put_scalar_stack(at, type, type->size, natural_slot(type), out);
}

/* B.4 and its like: the pointer is then an argument of 8 bytes. */
static cconv_status place_pointer(struct cursor *at, const struct cconv_type *type, enum aapcs64_rule rule,
                                  struct slot *out)
{
    uint64_t size = at->target->pointer_size;
    out->kind = CCONV_PLACED_INDIRECT;
    out->rule = &variant_of(at)->rules[rule];
    if (integers_left(at) == 0)
        return put_scalar_stack(at, type, size, size, out);
    put_register(at, out, 0, size, take_integer(at), 0);
    return CCONV_OK;
}

/* C.10 to C.15 and C.17: 16-byte integers and composites, which registers hold wholly or not at all. */
static cconv_status place_words(struct cursor *at, const struct value *value, struct slot *out)
{
    const struct aapcs64_variant *variant = variant_of(at);
    bool composite = value->class != IS_PAIR;
    uint64_t size = value->type->size;
    /* Microsoft's struct of only a flexible array is 4 bytes whatever its alignment; clang rounds it up to that. */
    uint64_t unit = value->align == QUAD && variant->even_pairs ? QUAD : WORD;
    uint32_t words = (uint32_t)(round_up(size, unit) / WORD);
    if (unit == QUAD)
        at->ngrn = (uint32_t)round_up(at->ngrn, 2); /* C.10 */
    if (at->ngrn + words <= at->convention->integer_args.count) {
        out->rule = &variant->rules[composite ? RULE_COMPOSITE : RULE_PAIR];
        put_words(at, out, size, at->convention->integer_args.regs[at->ngrn]);
        at->ngrn += words;
        return CCONV_OK;
    }
    at->ngrn = at->convention->integer_args.count; /* C.13 */
    out->rule = &variant->rules[composite ? RULE_COMPOSITE_STACK : RULE_PAIR_STACK];
    return put_stack(at, out, size, value->align, unit) ? CCONV_OK : too_large(at, value->type, out);
}

/* C.1, C.4 to C.6 */
static cconv_status place_vector(struct cursor *at, const struct cconv_type *type, struct slot *out)
{
    const struct aapcs64_variant *variant = variant_of(at);
    uint64_t size = type->size;
    if (vectors_left(at)) {
        out->rule = &variant->rules[RULE_VECTOR];
        put_register(at, out, 0, size, take_vector(at), 0);
        return CCONV_OK;
    }
    out->rule = &variant->rules[RULE_VECTOR_STACK];
    uint64_t slot = variant->natural_slots ? size : WORD;
    uint64_t align = size >= QUAD ? QUAD : slot;
    return put_stack(at, out, size, align, slot) ? CCONV_OK : too_large(at, type, out);
}

/* Where an HFA or HVA begins on the stack: C.4, or as Apple's natural slots have it. */
static uint64_t homogeneous_align(struct cursor *at, const struct value *value, struct slot *out)
{
    const struct aapcs64_variant *variant = variant_of(at);
    uint64_t base = value->members.size;
    if (variant->natural_slots)
        return base;
    /* A packed struct of one vector is aligned to its members there: 8. */
    uint64_t by_members = type_natural_align(value->type) >= QUAD ? QUAD : WORD, by_base = max_u64(base, WORD);
    if (by_members == by_base)
        return by_base;
    bool follows_base =
        !variant->member_alignment || (!variant->judged_by_gcc && is_windows(at->target) &&
                                       diverge_at(at, out, DIVERGES_WIN_MEMBER_ALIGNMENT) == CCONV_AS_CLANG);
    return follows_base ? by_base : by_members;
}

/* What clang makes of an HFA of __bf16 that does not fit: each member is an argument. */
static cconv_status split_members(struct cursor *at, const struct value *value, struct slot *out)
{
    const struct homogeneous *members = &value->members;
    uint64_t slot = variant_of(at)->natural_slots ? members->size : WORD, position;
    for (uint64_t i = 0; i < members->count; i++) {
        if (vectors_left(at))
            put_register(at, out, i * members->size, members->size, take_vector(at), 0);
        else if (take_stack(at, slot, slot, slot, &position))
            put_stack_at(at, out, i * members->size, members->size, position);
        else
            return too_large(at, value->type, out);
    }
    return CCONV_OK;
}

/* ------------------------------------------------------- scalable types */

enum { PREDICATES = 4, NPRN = 0 /* cursor.user: 6.8.2, A.3 */ };

static bool is_predicate(const struct cconv_type *type)
{
    return canonical(type->element)->kind == CCONV_BOOL;
}

static cconv_status no_scalable(struct cursor *at, const struct cconv_type *type)
{
    return unsupported(at, type, &variant_of(at)->rules[RULE_SCALABLE],
                       "no document says how this platform passes scalable types");
}

/* 6.1.3: a call that passes or returns something in these registers has more of them preserved. */
static void put_scalables(struct cursor *at, struct slot *out, const struct cconv_type *type, uint16_t first)
{
    uint64_t size = is_predicate(type) ? 1 : 8;
    for (uint64_t i = 0; i < type->length; i++)
        put_scalable(at, out, i * size, size, (uint16_t)(first + i));
    at->becomes = variant_of(at)->scalable;
}

/* C.7, C.8; what is passed through the ... is never in these registers. */
static cconv_status place_scalable(struct cursor *at, const struct cconv_type *type, struct slot *out)
{
    const struct aapcs64_variant *variant = variant_of(at);
    bool predicate = is_predicate(type);
    uint32_t *next = predicate ? &at->user[NPRN] : &at->nsrn;
    uint32_t limit = predicate ? PREDICATES : at->convention->vector_args.count;
    if (!variant->scalable)
        return no_scalable(at, type);
    if (at->in_variadic || *next + type->length > limit)
        return place_pointer(at, type, RULE_SCALABLE_LARGE, out);
    out->rule = &variant->rules[RULE_SCALABLE];
    put_scalables(at, out, type, (uint16_t)((predicate ? P0 : Z0) + *next));
    *next += (uint32_t)type->length;
    return CCONV_OK;
}

/* C.2, C.3, C.4, C.6 */
static cconv_status place_homogeneous(struct cursor *at, const struct value *value, struct slot *out)
{
    const struct aapcs64_variant *variant = variant_of(at);
    const struct homogeneous *members = &value->members;
    if (members->is_quad_vector && diverge_at(at, out, DIVERGES_INT128_VECTOR) == CCONV_AS_CLANG) {
        bool fits = at->ngrn + value->type->size / WORD <= at->convention->integer_args.count;
        uint64_t align = fits || !variant->judged_by_gcc ? WORD : homogeneous_align(at, value, out);
        struct value words = {value->type, IS_COMPOSITE, RULE_LARGE, (uint32_t)align, {0}};
        return place_words(at, &words, out);
    }
    if (members->count <= vectors_left(at)) {
        out->rule = &variant->rules[RULE_HOMOGENEOUS];
        put_members(at, out, members, at->convention->vector_args.regs[at->nsrn]);
        at->nsrn += (uint32_t)members->count;
        return CCONV_OK;
    }
    out->rule = &variant->rules[RULE_HOMOGENEOUS_STACK];
    if (members->is_bfloat16 && diverge_at(at, out, DIVERGES_BFLOAT16_SPLIT) == CCONV_AS_CLANG)
        return split_members(at, value, out);
    at->nsrn = at->convention->vector_args.count; /* C.3 */
    uint64_t slot = variant->natural_slots ? members->size : WORD;
    return put_stack(at, out, value->type->size, homogeneous_align(at, value, out), slot)
               ? CCONV_OK
               : too_large(at, value->type, out);
}

/* 5.5 has no vectors below 8 bytes. clang passes them as integers; gcc those of floating-point elements on the stack,
   after which no general register is used. */
static cconv_status place_small_vector(struct cursor *at, const struct cconv_type *type, struct slot *out)
{
    const struct aapcs64_variant *variant = variant_of(at);
    if (variant->small_vector && diverge(at, out, variant->small_vector) == CCONV_AS_GCC &&
        type_is_floating(canonical(type->element)))
        at->ngrn = at->convention->integer_args.count;
    out->rule = &variant->rules[RULE_SMALL_VECTOR];
    if (integers_left(at) == 0)
        return put_scalar_stack(at, type, type->size, natural_slot(type), out);
    put_register(at, out, 0, type->size, take_integer(at), 0);
    return CCONV_OK;
}

static cconv_status place_named(struct cursor *at, const struct value *value, struct slot *out)
{
    switch (value->class) {
    case IS_INTEGER: return place_integer(at, value->type, out);
    case IS_PAIR:
    case IS_COMPOSITE: return place_words(at, value, out);
    case IS_VECTOR: return place_vector(at, value->type, out);
    case IS_HOMOGENEOUS: return place_homogeneous(at, value, out);
    case IS_LARGE: return place_pointer(at, value->type, value->large, out);
    case IS_SMALL_VECTOR: return place_small_vector(at, value->type, out);
    case IS_SCALABLE: return place_scalable(at, value->type, out);
    case IS_NOTHING: break;
    }
    out->kind = CCONV_PLACED_IGNORED;
    out->rule = &variant_of(at)->rules[RULE_EMPTY];
    return CCONV_OK;
}

/* ------------------------------------------------------ variadic variants */

/* Apple, "Update code that passes arguments to variadic functions": after the ... everything is on the stack, in
   8-byte slots; stages A and B are as ever. */
static cconv_status place_on_stack(struct cursor *at, const struct value *value, struct slot *out)
{
    const struct aapcs64_variant *variant = variant_of(at);
    uint64_t size = value->type->size, align = value->align;
    out->rule = &variant->rules[RULE_VARIADIC];
    if (value->class == IS_NOTHING)
        return place_named(at, value, out);
    if (value->class == IS_LARGE) {
        out->kind = CCONV_PLACED_INDIRECT;
        out->rule = &variant->rules[RULE_VARIADIC_LARGE];
        size = at->target->pointer_size;
        align = WORD;
    } else if (value->class == IS_HOMOGENEOUS && value->type->align >= QUAD) {
        diverge_at(at, out, DIVERGES_DARWIN_VARIADIC_HVA);
    } else if ((value->type->kind == CCONV_FLOAT16 || value->type->kind == CCONV_BFLOAT16) &&
               diverge_at(at, out, DIVERGES_DARWIN_VARIADIC_HALF) == CCONV_AS_CLANG) {
        return unsupported(at, value->type, out->rule, "clang passes it converted to double, so its bytes are nowhere");
    }
    return put_stack(at, out, size, align, WORD) ? CCONV_OK : too_large(at, value->type, out);
}

/*
 * Microsoft, "Addendum: Variadic functions": C.12 to C.15 put the arguments on an imaginary stack, the first 64 bytes
 * of which are loaded into x0 to x7. A value may begin in x7 and end on the stack.
 */
static cconv_status put_imaginary(struct cursor *at, const struct cconv_type *type, uint64_t size, uint64_t align,
                                  struct slot *out)
{
    const struct register_list *regs = &at->convention->integer_args;
    uint64_t registers = (uint64_t)regs->count * WORD, offset = 0, position;
    uint64_t next = at->ngrn < regs->count ? round_up((uint64_t)at->ngrn * WORD, align) : registers;
    for (; offset < size && next < registers; offset += WORD, next += WORD)
        put_register(at, out, offset, min_u64(WORD, size - offset), regs->regs[next / WORD], 0);
    at->ngrn = (uint32_t)(next / WORD);
    if (offset >= size)
        return CCONV_OK;
    if (!take_stack(at, size - offset, offset ? WORD : align, WORD, &position))
        return too_large(at, type, out);
    put_stack_at(at, out, offset, size - offset, position);
    return CCONV_OK;
}

/* Where clang 19 leaves the addendum: true if it placed the value its own way. */
static bool place_as_clang(struct cursor *at, const struct value *value, struct slot *out, cconv_status *status)
{
    bool is_half = value->type->kind == CCONV_FLOAT16 || value->type->kind == CCONV_BFLOAT16;
    if (is_half) {
        diverge_at(at, out, DIVERGES_WIN_VARIADIC_HALF);
    } else if (value->class == IS_PAIR && at->in_variadic) {
        diverge_at(at, out, DIVERGES_WIN_VARIADIC_QUAD);
    } else if (value->class == IS_VECTOR && (value->type->kind == CCONV_VECTOR || value->type->size == QUAD)) {
        if (diverge_at(at, out, DIVERGES_WIN_VARIADIC_VECTOR) != CCONV_AS_CLANG)
            return false;
        *status = place_vector(at, value->type, out);
        return true;
    } else if ((value->class == IS_COMPOSITE || value->class == IS_HOMOGENEOUS) && value->align < QUAD &&
               value->type->size > WORD && integers_left(at) == 1) {
        if (diverge_at(at, out, DIVERGES_WIN_VARIADIC_SPLIT) != CCONV_AS_CLANG)
            return false;
        *status = place_words(at, value, out);
        return true;
    }
    return false;
}

static cconv_status place_in_integers(struct cursor *at, struct value *value, struct slot *out)
{
    const struct aapcs64_variant *variant = variant_of(at);
    cconv_status status = CCONV_OK;
    bool by_pointer =
        value->class == IS_LARGE || (value->class == IS_HOMOGENEOUS && value->type->size > LARGEST_DIRECT);
    if (value->class == IS_NOTHING)
        return place_named(at, value, out);
    if (by_pointer)
        return place_pointer(at, value->type, value->class == IS_LARGE ? value->large : RULE_VARIADIC_LARGE, out);
    if (value->class == IS_HOMOGENEOUS)
        value->align = composite_align(at, value->type, out); /* "All composites are treated alike" */
    if (place_as_clang(at, value, out, &status))
        return status;
    out->rule = &variant->rules[value->class == IS_INTEGER ? RULE_INTEGER : RULE_VARIADIC];
    return put_imaginary(at, value->type, value->type->size, value->align, out);
}

/* -------------------------------------------------------------- interface */

static cconv_status too_nested(struct cursor *at, const struct cconv_type *type)
{
    return unsupported(at, type, &variant_of(at)->rules[RULE_HOMOGENEOUS],
                       "has too many nested members to tell a homogeneous aggregate");
}

cconv_status aapcs64_place_argument(struct cursor *at, const struct cconv_type *given, struct slot *out)
{
    const struct aapcs64_variant *variant = variant_of(at);
    const struct cconv_type *type = canonical(type_passed(given));
    bool named_rules = variant->variadic == VARIADIC_AS_NAMED ||
                       !(variant->variadic == VARIADIC_ON_STACK ? at->in_variadic : at->is_variadic);
    if (named_rules && (type->kind == CCONV_POINTER || type->kind <= CCONV_ULLONG)) /* nearly all there are */
        return place_integer(at, type, out);
    struct value value = {0};
    classify(at, type, out, &value);
    if (value.members.too_many_steps)
        return too_nested(at, given);
    if (named_rules)
        return place_named(at, &value, out);
    return variant->variadic == VARIADIC_ON_STACK ? place_on_stack(at, &value, out)
                                                  : place_in_integers(at, &value, out);
}

/* clang returns a vector below 8 bytes in v0, where the code generator has widened the elements of integer vectors. */
static void put_widened(struct cursor *at, const struct cconv_type *type, uint16_t reg, struct slot *out)
{
    uint64_t element = type_size_of(type->element), count = type->size / element;
    if (count == 1 || type_is_floating(canonical(type->element))) {
        put_register(at, out, 0, type->size, reg, 0);
        return;
    }
    for (uint64_t i = 0; i < count; i++)
        put_register(at, out, i * element, element, reg, (uint32_t)(i * (WORD / count)));
}

static void return_small_vector(struct cursor *at, const struct cconv_type *type, struct slot *out)
{
    const struct aapcs64_variant *variant = variant_of(at);
    out->rule = &variant->rules[RULE_RESULT_SMALL_VECTOR];
    if (variant->small_vector && diverge(at, out, variant->small_vector) == CCONV_AS_GCC)
        put_register(at, out, 0, type->size, at->convention->integer_results.regs[0], 0);
    else
        put_widened(at, type, at->convention->vector_results.regs[0], out);
}

/* 6.9: in memory that the caller provides; its address is in x8, and is not promised to be anywhere at return. */
static void return_in_memory(struct cursor *at, struct slot *out)
{
    const struct aapcs64_variant *variant = variant_of(at);
    out->kind = CCONV_PLACED_INDIRECT;
    out->rule = &variant->rules[RULE_RESULT_MEMORY];
    struct slot *pointer = put_sret(at, &variant->rules[RULE_RESULT_POINTER]);
    put_register(at, pointer, 0, at->target->pointer_size, at->convention->sret, 0);
}

/* clang returns a vector of one 16-byte integer, alone or in an HVA, as that integer. */
static bool returns_quad_in_integers(struct cursor *at, const struct value *value, struct slot *out)
{
    const struct cconv_type *type = value->type;
    bool is_quad_vector = value->class == IS_HOMOGENEOUS
                              ? value->members.is_quad_vector
                              : type->kind == CCONV_VECTOR && type->size == QUAD && type_size_of(type->element) == QUAD &&
                                    type_is_integer(canonical(type->element));
    return is_quad_vector && diverge_at(at, out, DIVERGES_INT128_VECTOR) == CCONV_AS_CLANG;
}

/* 6.9: where the first argument would be, if it were in registers. */
cconv_status aapcs64_place_result(struct cursor *at, const struct cconv_type *given, struct slot *out)
{
    const struct aapcs64_variant *variant = variant_of(at);
    uint16_t integer = at->convention->integer_results.regs[0], vector = at->convention->vector_results.regs[0];
    struct value value = {0};
    classify(at, canonical(given), out, &value);
    if (value.members.too_many_steps)
        return too_nested(at, given);
    switch (value.class) {
    case IS_INTEGER:
        if (value.type->size < 4 && variant->caller_extends && value.type->kind != CCONV_POINTER)
            extend_narrow(at, out, value.type);
        /* fall through */
    case IS_PAIR:
        out->rule = &variant->rules[RULE_RESULT_INTEGER];
        put_words(at, out, value.type->size, integer);
        break;
    case IS_COMPOSITE:
        out->rule = &variant->rules[RULE_RESULT_COMPOSITE];
        put_words(at, out, value.type->size, integer);
        break;
    case IS_VECTOR:
        out->rule = &variant->rules[RULE_RESULT_VECTOR];
        if (returns_quad_in_integers(at, &value, out))
            put_words(at, out, value.type->size, integer);
        else
            put_register(at, out, 0, value.type->size, vector, 0);
        break;
    case IS_HOMOGENEOUS:
        out->rule = &variant->rules[RULE_RESULT_HOMOGENEOUS];
        if (returns_quad_in_integers(at, &value, out))
            put_words(at, out, value.type->size, integer);
        else
            put_members(at, out, &value.members, vector);
        break;
    case IS_SMALL_VECTOR: return_small_vector(at, value.type, out); break;
    case IS_SCALABLE:
        out->rule = &variant->rules[RULE_RESULT_SCALABLE];
        if (!variant->scalable)
            return no_scalable(at, given);
        put_scalables(at, out, value.type, is_predicate(value.type) ? P0 : Z0);
        break;
    case IS_LARGE: return_in_memory(at, out); break;
    case IS_NOTHING:
        out->kind = CCONV_PLACED_IGNORED;
        out->rule = &variant->rules[RULE_EMPTY];
        break;
    }
    return CCONV_OK;
}
