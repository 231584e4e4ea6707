/*
 * 64-bit ELF V2 ABI of OpenPOWER, revision 1.5 (2020-12-01), little-endian, as Linux has it: chapter 2.
 *
 * Every argument has its doublewords in the parameter save area, from r1 + 32 at entry; the first eight are r3 to r10
 * instead. Floating-point and vector arguments have registers of their own, and their doublewords are skipped. So the
 * cursor's `nsaa` counts the area, registers included, and `nsrn` the registers f1 to f13.
 *
 * Left out: big-endian, long double in IEEE format (-mabi=ieeelongdouble), calls without a prototype (where a value is
 * in both places), and the registers of MMA.
 */
#include "convention/cursor.h"
#include "convention/list.h"

#define ELFV2 "OpenPOWER ELFv2 1.5"
#define ALGORITHM "2.2.4.1"

enum { WORD = 8, QUAD = 16, SAVE_AREA = 64, FPRS = 13, VRS = 12, AGGREGATE_REGISTERS = 8, STEPS = 1 << 20 };
enum { NEXT_VR, NEEDS_AREA }; /* of cursor->user */

static const uint16_t integer_args[] = {3, 4, 5, 6, 7, 8, 9, 10};
static const uint16_t floating_args[] = {PPC_F0 + 1, PPC_F0 + 2,  PPC_F0 + 3,  PPC_F0 + 4,  PPC_F0 + 5,
                                         PPC_F0 + 6, PPC_F0 + 7,  PPC_F0 + 8,  PPC_F0 + 9,  PPC_F0 + 10,
                                         PPC_F0 + 11, PPC_F0 + 12, PPC_F0 + 13};
static const uint16_t floating_results[] = {PPC_F0 + 1, PPC_F0 + 2, PPC_F0 + 3, PPC_F0 + 4,
                                            PPC_F0 + 5, PPC_F0 + 6, PPC_F0 + 7, PPC_F0 + 8};

enum rule {
    INTEGER, INTEGER_STACK, PAIR, FLOATING, SINGLE, EXTENDED, DECIMAL_PAIR, FLOATING_GENERAL, VECTOR, VECTOR_GENERAL,
    HOMOGENEOUS, HOMOGENEOUS_SPLIT, COMPLEX, AGGREGATE, AGGREGATE_STACK, UNNAMED, REFERENCE, EMPTY, SMALL_VECTOR,
    MEMORY, MEMORY_POINTER, NO_TYPE, RULES
};

static const cconv_rule rules[RULES] = {
    [INTEGER] = {ELFV2, ALGORITHM, "integer or pointer: a general register, extended to a doubleword"},
    [INTEGER_STACK] = {ELFV2, ALGORITHM, "integer or pointer, no general register left: the parameter save area"},
    [PAIR] = {ELFV2, "2.2.3.3", "128-bit integer: two doublewords, the low one first"},
    [FLOATING] = {ELFV2, ALGORITHM, "double or decimal: a floating-point register; its general register is skipped"},
    [SINGLE] = {ELFV2, ALGORITHM, "float: a floating-point register, in double format; its general register is skipped"},
    [EXTENDED] = {ELFV2, ALGORITHM, "IBM extended precision: two floating-point registers"},
    [DECIMAL_PAIR] = {ELFV2, ALGORITHM, "_Decimal128: an even-odd pair of floating-point registers, high half first"},
    [FLOATING_GENERAL] = {ELFV2, ALGORITHM, "no floating-point register left: its doublewords"},
    [VECTOR] = {ELFV2, ALGORITHM, "vector or IEEE quad: a vector register; two general registers are skipped"},
    [VECTOR_GENERAL] = {ELFV2, ALGORITHM, "no vector register left: its doublewords, 16-aligned"},
    [HOMOGENEOUS] = {ELFV2, ALGORITHM, "homogeneous aggregate: a register for each member"},
    [HOMOGENEOUS_SPLIT] = {ELFV2, ALGORITHM, "homogeneous aggregate with too few registers left: the others in their "
                                             "doublewords, whole ones"},
    [COMPLEX] = {ELFV2, ALGORITHM, "complex: each part as an argument of its own"},
    [AGGREGATE] = {ELFV2, ALGORITHM, "aggregate: consecutive general registers"},
    [AGGREGATE_STACK] = {ELFV2, ALGORITHM, "aggregate: general registers as far as they go, the rest in the parameter "
                                           "save area"},
    [UNNAMED] = {ELFV2, ALGORITHM, "matches the ellipsis: general registers and the parameter save area alone"},
    [REFERENCE] = {ELFV2, "2.2.3.3", "vector wider than a register: by reference"},
    [EMPTY] = {ELFV2, ALGORITHM, "has no size: nothing is passed"},
    [SMALL_VECTOR] = {ELFV2, "2.2.4", "vector of less than a register: as an integer"},
    [MEMORY] = {ELFV2, "2.2.5", "aggregate above two doublewords: in a buffer of the caller's"},
    [MEMORY_POINTER] = {ELFV2, "2.2.5", "address of the result: a hidden first argument in r3"},
    [NO_TYPE] = {ELFV2, "2.1.2.1", "fundamental types"},
};

/* -------------------------------------------------------------- divergences */

enum divergence { NESTED_NOTHING, NO_SIZE_UNION, PARTIAL_DOUBLEWORD, VECTOR_RESULT, ATOMIC, ATOMIC_NARROW, ATOMIC_ALIGNMENT };

const cconv_divergence powerpc64le_elfv2_divergences[] = {
    [NESTED_NOTHING] = {
        .id = "elfv2-nested-nothing",
        .scope = "powerpc64le_elfv2",
        .subject = "an inner structure that holds only zero-length arrays or unnamed bit-fields: "
                   "struct { struct { float z[0]; } e; float a, b; }",
        .document = "silent on members of no size",
        .gcc = "12.2: no homogeneous aggregate: general registers",
        .clang = "19.1: it counts for nothing: floating-point registers",
        .followed = CCONV_AS_GCC,
        .note = "inner structure that holds nothing: no homogeneous aggregate for gcc 12.2 (general registers), one for "
                "clang 19.1 (floating-point or vector registers)",
    },
    [NO_SIZE_UNION] = {
        .id = "elfv2-no-size-beside-union",
        .scope = "powerpc64le_elfv2",
        .subject = "a union of one scalar beside members of no size: struct { union { double a; } u; int z[0]; }",
        .document = "silent on members of no size",
        .gcc = "12.2: general registers, though without the union it is passed as the scalar",
        .clang = "19.1: passed as the scalar: a floating-point register",
        .followed = CCONV_AS_GCC,
        .note = "union of one scalar beside members of no size: general registers for gcc 12.2, the scalar's register "
                "for clang 19.1",
    },
    [PARTIAL_DOUBLEWORD] = {
        .id = "elfv2-full-doubleword",
        .scope = "powerpc64le_elfv2",
        .subject = "a homogeneous aggregate of float whose last register takes half of a doubleword: twelve float "
                   "arguments, then struct { float a, b, c; }",
        .document = "2.2.4 and the example of 2.2.4.2: the doubleword holds that float too",
        .gcc = "12.2: as the document",
        .clang = "19.1: the other half of the doubleword alone",
        .followed = CCONV_AS_GCC,
        .note = "the float in the last floating-point register is in its doubleword too, by the document and gcc 12.2; "
                "clang 19.1 leaves that half of the doubleword undefined",
    },
    [VECTOR_RESULT] = {
        .id = "elfv2-vector-result-swapped",
        .scope = "powerpc64le_elfv2",
        .subject = "a vector beside members of no size, as a result: struct { vector int a; int z[0]; } f(void)",
        .document = "an aggregate of two doublewords: r3 and r4 in memory's order",
        .gcc = "12.2: the halves change places: bytes 0 to 7 in r4, 8 to 15 in r3",
        .clang = "19.1: as the document",
        .followed = CCONV_AS_CLANG,
        .note = "result of one vector and members of no size: r3 and r4 in memory's order; gcc 12.2 swaps them",
    },
    [ATOMIC] = {
        .id = "elfv2-atomic",
        .scope = "powerpc64le_elfv2",
        .subject = "an _Atomic structure or complex number, or a structure with an _Atomic floating-point member: "
                   "struct { _Atomic float a; }",
        .document = "silent on _Atomic",
        .gcc = "12.2: as without _Atomic",
        .clang = "19.1: an aggregate that is not homogeneous: general registers",
        .followed = CCONV_AS_GCC,
        .note = "_Atomic structure, complex number or member: as without _Atomic for gcc 12.2, general registers for clang "
                "19.1",
    },
    [ATOMIC_NARROW] = {
        .id = "elfv2-atomic-narrow",
        .scope = "powerpc64le_elfv2",
        .subject = "an _Atomic integer of less than 8 bytes: f(_Atomic int)",
        .document = "2.2.3.3: extended to a doubleword",
        .gcc = "12.2: as the document",
        .clang = "19.1: not extended",
        .followed = CCONV_AS_GCC,
        .note = "_Atomic integer: extended to 64 bits by the document and gcc 12.2, not by clang 19.1",
    },
    [ATOMIC_ALIGNMENT] = {
        .id = "elfv2-atomic-alignment",
        .scope = "powerpc64le_elfv2",
        .subject = "an _Atomic structure of 16 bytes whose members are aligned to less: _Atomic struct { long a, b; }",
        .document = "silent on _Atomic",
        .gcc = "12.2: aligned as its members: the next general register",
        .clang = "19.1: aligned as the atomic object, to 16: an even doubleword",
        .followed = CCONV_AS_GCC,
        .note = "_Atomic structure of 16 bytes: aligned as its members by gcc 12.2, to 16 by clang 19.1",
    },
    {0},
};

/* ---------------------------------------------------------- classification */

/* What a scalar has in registers of its own. */
struct unit {
    uint8_t fprs;   /* how many floating-point registers */
    bool is_vector; /* or one vector register */
    bool is_single; /* held in double format */
};

static struct unit unit_of(const struct cconv_type *type)
{
    switch (type->kind) {
    case CCONV_FLOAT: return (struct unit){1, false, true};
    case CCONV_DOUBLE:
    case CCONV_DECIMAL32:
    case CCONV_DECIMAL64: return (struct unit){1, false, false};
    case CCONV_LDOUBLE:
    case CCONV_DECIMAL128: return (struct unit){2, false, false};
    case CCONV_FLOAT128: return (struct unit){0, true, false};
    case CCONV_VECTOR: return (struct unit){0, type->size == QUAD, false};
    default: return (struct unit){0, false, false};
    }
}

/* The members of an aggregate, all of one type; `base` NULL: none yet. */
struct members {
    const struct cconv_type *base;
    uint64_t count;
    uint32_t steps;
    bool as_clang; /* an inner structure that holds nothing counts for nothing */
    bool met_nothing, met_atomic; /* clang: an _Atomic member is like no other */
};

static bool like(const struct cconv_type *a, const struct cconv_type *b)
{
    return a->kind == b->kind && a->size == b->size;
}

static bool walk(struct members *members, const struct cconv_type *type);

/* A structure of zero-length arrays or unnamed bit-fields: nothing to clang, to gcc a member that is not like others. */
static bool holds_nothing(struct members *members, const struct cconv_type *type)
{
    if (!is_record(type) || !type->field_count || !only_padding(type))
        return false;
    members->met_nothing = true;
    return members->as_clang;
}

/* "Unions are treated as their largest member." */
static bool walk_record(struct members *members, const struct cconv_type *type)
{
    uint64_t total = 0;
    for (uint32_t i = 0; i < type->field_count; i++) {
        const cconv_field *field = &type->fields[i];
        if (field->flags & CCONV_FIELD_BIT_FIELD)
            return false;
        members->count = 0;
        if (field_is_atomic(field)) {
            members->met_atomic = true;
            if (members->as_clang)
                return false;
        }
        if (holds_nothing(members, canonical(field->type)))
            continue;
        if (!walk(members, canonical(field->type)))
            return false;
        total = type->kind == CCONV_UNION ? max_u64(total, members->count) : total + members->count;
    }
    members->count = total;
    return total == 0 || total * members->base->size == type->size; /* no padding */
}

static bool walk(struct members *members, const struct cconv_type *type)
{
    if (members->steps++ == STEPS)
        return false;
    switch (type->kind) {
    case CCONV_ARRAY:
        if (type->is_incomplete_array || type->length == 0) /* in gcc and clang; the document is silent */
            return false;
        if (!walk(members, canonical(type->element)))
            return false;
        members->count = members->count > STEPS / type->length ? STEPS : members->count * type->length;
        return true;
    case CCONV_STRUCT:
    case CCONV_UNION: return walk_record(members, type);
    case CCONV_COMPLEX:
        if (!walk(members, canonical(type->element)))
            return false;
        members->count = 2;
        return true;
    default: break;
    }
    const struct unit unit = unit_of(type);
    if (!unit.fprs && !unit.is_vector)
        return false;
    if (members->base && !like(members->base, type))
        return false;
    members->base = type;
    members->count = 1;
    return true;
}

static bool walk_whole(struct members *members, const struct cconv_type *type, bool as_clang)
{
    *members = (struct members){.as_clang = as_clang};
    if (!walk(members, type) || !members->count)
        return false;
    const struct unit unit = unit_of(members->base);
    return members->count * (unit.is_vector ? 1 : unit.fprs) <= AGGREGATE_REGISTERS;
}

/* A homogeneous aggregate that has a place in up to eight registers. */
static bool is_homogeneous(struct cursor *at, const struct cconv_type *type, struct members *members, struct slot *out)
{
    bool gcc = walk_whole(members, type, false);
    if (!members->met_nothing && !members->met_atomic)
        return gcc;
    enum divergence which = members->met_atomic ? ATOMIC : NESTED_NOTHING;
    struct members other;
    bool clang = walk_whole(&other, type, true);
    if (clang == gcc || diverge(at, out, &powerpc64le_elfv2_divergences[which]) != CCONV_AS_CLANG)
        return gcc;
    *members = other;
    return clang;
}

/* The scalar that fills a structure whose other members have no size; NULL: none. Not homogeneous if one of them is a
   zero-length array or a zero-width bit-field, but passed as that scalar. */
static const struct cconv_type *only_member(const struct cconv_type *type, bool *through_union, bool *atomic)
{
    for (uint64_t size = type->size; is_record(type) || type->kind == CCONV_ARRAY;) {
        const struct cconv_type *found = type->kind == CCONV_ARRAY && type->length == 1 ? canonical(type->element) : NULL;
        for (uint32_t i = 0; is_record(type) && i < type->field_count; i++) {
            const cconv_field *field = &type->fields[i];
            const struct cconv_type *member = canonical(field->type);
            bool bits = field->flags & CCONV_FIELD_BIT_FIELD, flexible = field->flags & CCONV_FIELD_FLEXIBLE;
            if (bits ? !field->bit_width || (type->kind == CCONV_UNION && !field->name) : !flexible && !member->size)
                continue;
            if (found || flexible || bits || member->size != size)
                return NULL;
            found = member;
            *atomic |= field_is_atomic(field);
        }
        *through_union |= type->kind == CCONV_UNION;
        if (!found)
            return NULL;
        type = found;
    }
    const struct unit unit = unit_of(type);
    return unit.fprs || unit.is_vector ? type : NULL;
}

static const struct cconv_type *sole_scalar(struct cursor *at, const struct cconv_type *type, struct slot *out)
{
    bool through_union = false, atomic = false;
    const struct cconv_type *scalar = only_member(type, &through_union, &atomic);
    if (scalar && atomic && diverge(at, out, &powerpc64le_elfv2_divergences[ATOMIC]) == CCONV_AS_CLANG)
        return NULL;
    if (scalar && through_union && !at->in_result && diverge(at, out, &powerpc64le_elfv2_divergences[NO_SIZE_UNION]) != CCONV_AS_CLANG)
        return NULL;
    return scalar && at->in_result && scalar->kind != CCONV_FLOAT128 ? NULL : scalar; /* gcc: so far as results go */
}

/* ----------------------------------------------------------------- writing */

static cconv_status too_large(struct cursor *at, const struct cconv_type *type, const struct slot *out)
{
    return unsupported(at, type, out->rule, "does not fit the stack together with the arguments before it");
}

/* Bytes from `offset` on, in the next doublewords of the area: general registers, then memory. `offset` may lie inside
   the first of them. */
static cconv_status put_words(struct cursor *at, const struct cconv_type *type, uint64_t size, uint64_t offset,
                              struct slot *out)
{
    while (offset < size && at->nsaa < SAVE_AREA) {
        uint64_t inside = offset % WORD, bytes = min_u64(WORD - inside, size - offset);
        put_register(at, out, offset, bytes, integer_args[at->nsaa / WORD], (uint32_t)inside);
        offset += bytes;
        at->nsaa += WORD;
    }
    if (offset >= size)
        return CCONV_OK;
    uint64_t position, inside = offset % WORD;
    at->user[NEEDS_AREA] = 1;
    if (!take_stack(at, size - offset + inside, WORD, WORD, &position))
        return too_large(at, type, out);
    put_stack_at(at, out, offset, size - offset, position + inside);
    return CCONV_OK;
}

/* A floating-point register; single precision is kept in double format. */
static void put_floating(struct cursor *at, struct slot *out, uint64_t offset, const struct cconv_type *type, bool again)
{
    const struct unit unit = unit_of(type);
    bool high_first = type->kind == CCONV_DECIMAL128;
    for (unsigned i = 0; i < unit.fprs && vectors_left(at); i++) {
        uint64_t size = min_u64(WORD, type->size);
        uint16_t reg = take_vector(at);
        if (again)
            put_duplicate(at, out, offset + i * WORD, size, reg, 0);
        else
            put_register(at, out, offset + (high_first ? 1 - i : i) * WORD, size, reg, 0);
        if (unit.is_single)
            at->pieces[at->piece_count - 1].flags |= CCONV_PIECE_AS_DOUBLE;
    }
}

static void skip_to(struct cursor *at, uint64_t align)
{
    at->nsaa = round_up(at->nsaa, align);
}

static bool is_narrow(const struct cconv_type *type)
{
    return type_is_integer(type) && type->size < WORD;
}

static cconv_status place_integer(struct cursor *at, const struct cconv_type *type, struct slot *out)
{
    out->rule = &rules[type->size > WORD ? PAIR : at->nsaa < SAVE_AREA ? INTEGER : INTEGER_STACK];
    bool atomic = at->qualifiers & CCONV_ATOMIC && type_is_integer(type);
    if (is_narrow(type)
        && !(atomic && diverge(at, out, &powerpc64le_elfv2_divergences[ATOMIC_NARROW]) == CCONV_AS_CLANG)) {
        out->extend = type->is_signed ? CCONV_EXTEND_SIGN : CCONV_EXTEND_ZERO;
        out->extended_to = WORD;
    }
    return put_words(at, type, type->size, 0, out);
}

/* ----------------------------------------------------------------- classes */

static cconv_status place(struct cursor *at, const struct cconv_type *type, struct slot *out);

static cconv_status place_floating(struct cursor *at, const struct cconv_type *type, struct slot *out)
{
    const struct unit unit = unit_of(type);
    if (at->in_variadic) {
        out->rule = &rules[UNNAMED];
        return put_words(at, type, type->size, 0, out);
    }
    if (type->kind == CCONV_DECIMAL128 && at->nsrn % 2 == 0)
        at->nsrn++; /* f2, f4, …: the doubleword of the one skipped is not skipped with it */
    if (at->nsrn + unit.fprs > FPRS) { /* of two doubles the first may still have f13 */
        uint64_t in = type->kind == CCONV_LDOUBLE ? FPRS - at->nsrn : 0;
        out->rule = &rules[FLOATING_GENERAL];
        if (in)
            put_floating(at, out, 0, type, false);
        at->nsrn = FPRS;
        at->nsaa += in * WORD;
        return put_words(at, type, type->size, in * WORD, out);
    }
    out->rule = &rules[type->kind == CCONV_LDOUBLE       ? EXTENDED
                       : type->kind == CCONV_DECIMAL128 ? DECIMAL_PAIR
                       : unit.is_single                 ? SINGLE
                                                        : FLOATING];
    put_floating(at, out, 0, type, false);
    at->nsaa += round_up(type->size, WORD);
    return CCONV_OK;
}

static cconv_status place_vector(struct cursor *at, const struct cconv_type *type, struct slot *out)
{
    skip_to(at, QUAD);
    if (at->in_variadic || at->user[NEXT_VR] == VRS) {
        out->rule = &rules[at->in_variadic ? UNNAMED : VECTOR_GENERAL];
        return put_words(at, type, type->size, 0, out);
    }
    out->rule = &rules[VECTOR];
    put_register(at, out, 0, QUAD, (uint16_t)(PPC_V0 + 2 + at->user[NEXT_VR]++), 0);
    at->nsaa += QUAD;
    return CCONV_OK;
}

/* As many members as there are registers; what is left lies in its doublewords, of which none is in part. */
static cconv_status place_homogeneous(struct cursor *at, const struct cconv_type *type, const struct members *members,
                                      struct slot *out)
{
    const struct unit unit = unit_of(members->base);
    bool halves = members->base->kind == CCONV_LDOUBLE; /* two doubles each */
    uint64_t size = halves ? WORD : members->base->size, count = members->count * (halves ? 2 : 1), place = at->nsaa;
    uint64_t each = unit.is_vector || halves ? 1 : unit.fprs;
    if (members->base->kind == CCONV_DECIMAL128 && at->nsrn % 2 == 0)
        at->nsrn++;
    uint64_t left = (unit.is_vector ? VRS - at->user[NEXT_VR] : FPRS - at->nsrn) / each;
    uint64_t in = min_u64(left, count), whole = in * size / WORD * WORD; /* bytes before the first of the rest */
    if (in == count)
        whole = type->size;
    else if (whole < in * size && diverge(at, out, &powerpc64le_elfv2_divergences[PARTIAL_DOUBLEWORD]) == CCONV_AS_CLANG)
        whole = in * size;
    out->rule = &rules[in == count ? HOMOGENEOUS : HOMOGENEOUS_SPLIT];
    for (uint64_t i = 0; i < in; i++) {
        if (unit.is_vector)
            put_register(at, out, i * size, size, (uint16_t)(PPC_V0 + 2 + at->user[NEXT_VR]++), 0);
        else if (halves)
            put_register(at, out, i * size, size, take_vector(at), 0);
        else
            put_floating(at, out, i * size, members->base, i * size >= whole);
    }
    at->nsaa = place + (in == count ? round_up(whole, WORD) : whole / WORD * WORD);
    return whole < type->size ? put_words(at, type, type->size, whole, out) : CCONV_OK;
}

/* The alignment that a structure has without _Atomic. */
static uint64_t plain_align(const struct cconv_type *type)
{
    uint64_t align = type_explicit_align(type);
    for (uint32_t i = 0; i < type->field_count; i++)
        align = max_u64(align, max_u64(type->fields[i].align, type_align_of(type->fields[i].type)));
    return align;
}

static uint64_t aggregate_align(struct cursor *at, const struct cconv_type *type, const struct members *members,
                                struct slot *out)
{
    uint64_t align = members ? (unit_of(members->base).is_vector ? QUAD : WORD) : type->align;
    if (align < QUAD)
        return WORD;
    bool grown = !members && is_record(type) && at->qualifiers & CCONV_ATOMIC && plain_align(type) < QUAD;
    return grown && diverge(at, out, &powerpc64le_elfv2_divergences[ATOMIC_ALIGNMENT]) != CCONV_AS_CLANG ? WORD : QUAD;
}

/* "as if the argument was specified as separate real and imaginary parts". */
static cconv_status place_complex(struct cursor *at, const struct cconv_type *type, struct slot *out)
{
    const struct cconv_type *part = canonical(type->element);
    for (uint64_t i = 0; i < 2; i++) {
        uint32_t before = at->piece_count;
        cconv_status status = place(at, part, out);
        if (status)
            return status;
        for (; i && before < at->piece_count; before++)
            at->pieces[before].offset += part->size;
    }
    if (!at->in_variadic)
        out->rule = &rules[COMPLEX];
    return CCONV_OK;
}

/* An _Atomic structure or complex number: general registers for clang. A note only where that is another place. */
static bool is_opaque(struct cursor *at, const struct cconv_type *type, struct slot *out)
{
    struct members members;
    bool through_union = false, atomic = false;
    if (!(at->qualifiers & CCONV_ATOMIC) || (!is_record(type) && type->kind != CCONV_COMPLEX))
        return false;
    if (is_record(type) && !walk_whole(&members, type, false) && !only_member(type, &through_union, &atomic))
        return false;
    return diverge(at, out, &powerpc64le_elfv2_divergences[ATOMIC]) == CCONV_AS_CLANG;
}

static cconv_status place_aggregate(struct cursor *at, const struct cconv_type *type, struct slot *out)
{
    struct members members;
    if (type->size == 0) { /* aligned(16) all the same */
        skip_to(at, aggregate_align(at, type, NULL, out));
        out->kind = CCONV_PLACED_IGNORED;
        out->rule = &rules[EMPTY];
        return CCONV_OK;
    }
    bool opaque = is_opaque(at, type, out), homogeneous = !opaque && is_homogeneous(at, type, &members, out);
    const struct cconv_type *sole = homogeneous || opaque ? NULL : sole_scalar(at, type, out);
    if (sole)
        return place(at, sole, out);
    skip_to(at, aggregate_align(at, type, homogeneous ? &members : NULL, out));
    if (homogeneous && !at->in_variadic)
        return place_homogeneous(at, type, &members, out);
    bool fits = at->nsaa + type->size <= SAVE_AREA;
    out->rule = &rules[at->in_variadic ? UNNAMED : fits ? AGGREGATE : AGGREGATE_STACK];
    return put_words(at, type, type->size, 0, out);
}

static cconv_status place_reference(struct cursor *at, const struct cconv_type *type, struct slot *out)
{
    out->kind = CCONV_PLACED_INDIRECT;
    out->rule = &rules[REFERENCE];
    return put_words(at, type, at->target->pointer_size, 0, out);
}

static cconv_status place(struct cursor *at, const struct cconv_type *type, struct slot *out)
{
    switch (type->kind) {
    case CCONV_FLOAT16:
    case CCONV_BFLOAT16:
        return unsupported(at, type, &rules[NO_TYPE], "no compiler has half-precision types on this target");
    case CCONV_FLOAT:
    case CCONV_DOUBLE:
    case CCONV_LDOUBLE:
    case CCONV_DECIMAL32:
    case CCONV_DECIMAL64:
    case CCONV_DECIMAL128: return place_floating(at, type, out);
    case CCONV_FLOAT128: return place_vector(at, type, out);
    case CCONV_VECTOR:
        if (type->size > QUAD)
            return place_reference(at, type, out);
        if (type->size == QUAD)
            return place_vector(at, type, out);
        out->rule = &rules[SMALL_VECTOR];
        return put_words(at, type, type->size, 0, out);
    case CCONV_COMPLEX: return is_opaque(at, type, out) ? place_aggregate(at, type, out) : place_complex(at, type, out);
    case CCONV_STRUCT:
    case CCONV_UNION: return place_aggregate(at, type, out);
    case CCONV_BITINT:
        if (type->length > 128)
            return unsupported(at, type, &rules[NO_TYPE], "no compiler has _BitInt above 128 bits on this target");
        return place_integer(at, type, out);
    default: return place_integer(at, type, out);
    }
}

/* --------------------------------------------------------------- interface */

static cconv_status place_argument(struct cursor *at, const struct cconv_type *given, struct slot *out)
{
    return place(at, canonical(type_passed(given)), out);
}

static bool is_returned_in_memory(struct cursor *at, const struct cconv_type *type, struct slot *out)
{
    struct members members;
    if (type->kind == CCONV_VECTOR)
        return type->size > QUAD;
    if (type->size <= 2 * WORD || (!is_record(type) && type->kind != CCONV_COMPLEX))
        return false;
    return is_opaque(at, type, out) || (is_record(type) && !is_homogeneous(at, type, &members, out));
}

/* 2.2.5: "as if the return value was the first named input argument". */
static cconv_status place_result(struct cursor *at, const struct cconv_type *given, struct slot *out)
{
    const struct cconv_type *type = canonical(given);
    if (is_returned_in_memory(at, type, out)) {
        out->kind = CCONV_PLACED_INDIRECT;
        out->rule = &rules[MEMORY];
        put_register(at, put_sret(at, &rules[MEMORY_POINTER]), 0, at->target->pointer_size, integer_args[0], 0);
        at->nsaa = WORD;
        return CCONV_OK;
    }
    bool through_union = false, atomic = false;
    const struct cconv_type *sole = is_record(type) ? only_member(type, &through_union, &atomic) : NULL;
    struct members members;
    cconv_status status = CCONV_OK;
    if (sole && sole->kind == CCONV_VECTOR && !through_union && !is_homogeneous(at, type, &members, out)
        && diverge(at, out, &powerpc64le_elfv2_divergences[VECTOR_RESULT]) == CCONV_AS_GCC) {
        out->rule = &rules[AGGREGATE];
        put_register(at, out, 0, WORD, integer_args[1], 0);
        put_register(at, out, WORD, WORD, integer_args[0], 0);
    } else {
        status = place(at, type, out);
    }
    at->nsaa = at->nsrn = at->user[NEXT_VR] = at->user[NEEDS_AREA] = 0;
    at->area_align = 0;
    return status;
}

/* 2.2.3.3: the area is there if an argument is in memory or the function is variadic, with room for r3 to r10. */
static void finish(const struct cursor *at, cconv_plan_stack *stack)
{
    bool needed = at->user[NEEDS_AREA] || at->is_variadic;
    stack->args_size = needed ? max_u64(stack->args_size, SAVE_AREA) : 0;
}

/* ------------------------------------------------------------------ the table */

static const cconv_register_role roles[] = {
    {"r0", "temporary", 0, 8},
    {"r1", "stack pointer", 8, 8},
    {"r2", "TOC pointer; kept by functions of one module, reloaded by the caller of others", 0, 8},
    {"r3", "1st doubleword of arguments; result; address for a result in memory", 0, 8},
    {"r4", "2nd doubleword of arguments; result", 0, 8},
    {"r5-r10", "3rd to 8th doubleword of arguments", 0, 8},
    {"r11", "temporary; environment pointer", 0, 8},
    {"r12", "temporary; the function's own address at its global entry point", 0, 8},
    {"r13", "thread pointer: not to be changed", 8, 8},
    {"r14-r31", "preserved; r31 is the frame pointer if there is one", 8, 8},
    {"f0", "temporary", 0, 8},
    {"f1-f13", "floating-point arguments; f1 to f8 results", 0, 8},
    {"f14-f31", "preserved", 8, 8},
    {"v0-v1", "temporary", 0, 16},
    {"v2-v13", "vector arguments; v2 to v9 results", 0, 16},
    {"v14-v19", "temporary", 0, 16},
    {"v20-v31", "preserved", 16, 16},
    {"cr0-cr1", "temporary", 0, 4},
    {"cr2-cr4", "preserved", 4, 4},
    {"cr5-cr7", "temporary", 0, 4},
    {"lr", "return address", 0, 8},
    {"ctr", "temporary; address of an indirect call", 0, 8},
    {"xer", "temporary", 0, 8},
    {"fpscr", "rounding mode and enable bits preserved, status bits not", 4, 8},
    {"vrsave", "not used", 4, 4},
    {NULL, NULL, 0, 0},
};

static const char *const preserved[] = {
    "r1",  "r13", "r14", "r15", "r16", "r17", "r18", "r19", "r20", "r21", "r22", "r23", "r24", "r25", "r26",
    "r27", "r28", "r29", "r30", "r31", "f14", "f15", "f16", "f17", "f18", "f19", "f20", "f21", "f22", "f23",
    "f24", "f25", "f26", "f27", "f28", "f29", "f30", "f31", "v20", "v21", "v22", "v23", "v24", "v25", "v26",
    "v27", "v28", "v29", "v30", "v31", "cr2", "cr3", "cr4", NULL,
};

static const char *const clobbered[] = {
    "r0",  "r2",  "r3",  "r4",  "r5",  "r6",  "r7",  "r8",  "r9",  "r10", "r11", "r12", "f0",  "f1",
    "f2",  "f3",  "f4",  "f5",  "f6",  "f7",  "f8",  "f9",  "f10", "f11", "f12", "f13", "v0",  "v1",
    "v2",  "v3",  "v4",  "v5",  "v6",  "v7",  "v8",  "v9",  "v10", "v11", "v12", "v13", "v14", "v15",
    "v16", "v17", "v18", "v19", "cr0", "cr1", "cr5", "cr6", "cr7", "lr",  "ctr", "xer", NULL,
};

static const char *const duties[] = {
    "r1 is a multiple of 16, and always points to the back chain: the address of the frame above.",
    "The caller's frame begins with a header of 32 bytes: back chain, room for the callee's cr at 8 and lr at 16, and "
    "for the caller's r2 at 24.",
    "The parameter save area behind the header is allocated only if an argument is in memory or the function is "
    "variadic; then it has room for r3 to r10 too, and the callee may write to it.",
    "288 bytes below r1 are the callee's without moving r1; signal handlers keep off 512.",
    "A float in a floating-point register has the format of a double.",
    "Integers narrower than a doubleword are extended by their giver, as arguments and results, and relied on.",
    "Floating-point and vector arguments that match an ellipsis are in general registers and memory alone.",
    "A call through a pointer or to another module has the function's address in r12, and the caller reloads r2.",
    NULL,
};

static const char *const aliases[] = {"elfv2", "ppc64le", "powerpc64_elf_v2", "openpower", NULL};
static const char *const header[] = {"back chain", "room for cr", "room for lr", "room for the caller's r2", NULL};

const struct cconv_convention convention_powerpc64le_elfv2 = {
    .name = "powerpc64le_elfv2",
    .summary = "OpenPOWER ELFv2: Linux on 64-bit little-endian Power",
    .document = "OpenPOWER 64-bit ELF V2 ABI 1.5",
    .aliases = aliases,
    .own_target = "powerpc64le-linux-gnu",
    .arch = CCONV_ARCH_PPC64,
    .integer_args = {integer_args, COUNT_OF(integer_args)},
    .vector_args = {floating_args, COUNT_OF(floating_args)},
    .integer_results = {integer_args, 2},
    .vector_results = {floating_results, COUNT_OF(floating_results)},
    .sret = 3,
    .sret_returned = CCONV_NO_REGISTER,
    .vector_count = CCONV_NO_REGISTER,
    .roles = roles,
    .preserved = preserved,
    .clobbered = clobbered,
    .duties = duties,
    .stack = {.alignment = 16, .slot = 8, .shadow_space = 32, .red_zone = 288, .return_address = 0, .callee_cleans = 0},
    .header = header,
    .common = 0,
    .place_result = place_result,
    .place_argument = place_argument,
    .finish = finish,
};
