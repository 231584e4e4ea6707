/*
 * Homogeneous Aggregates, floating-point (HFA) or short vector (HVA): AAPCS64 2025Q4, 5.10.5, and AAPCS32 2025Q4, 5.3.5.
 *
 * The test runs after layout: all Fundamental Data Types of the members are the same, at most four members, and no
 * padding. Vectors are the same by size alone; so are the half-precision formats. The documents do not say what
 * members of no size, and members without a name, do to the test; there gcc and clang differ, and the walk below is
 * made once for each of them where it met such a member.
 */
#include "convention/homogeneous.h"

enum { LARGEST_HOMOGENEOUS = 4 * 16, MOST_MEMBERS = 4 };

/* What the walk met that compilers read differently. */
enum { MET_ZERO_LENGTH = 1, MET_UNNAMED = 2, MET_CONTESTED = 4, MET_ATOMIC = 8 };

struct scan {
    bool as_gcc;
    uint32_t not_base, contested, not_complex; /* floating-point kinds, as bits */
    bool is_vector, is_decimal, is_quad_vector, is_bfloat16; /* of the first member */
    uint32_t size;             /* of the base type; 0 until one was met */
    uint32_t met;
    uint32_t steps;
};

/* Arrays of no element end the test in both compilers, so that the walk stops there: *none is set. */
static const struct cconv_type *array_element(const struct cconv_type *type, bool *none)
{
    for (; type->kind == CCONV_ARRAY; type = canonical(type->element))
        if (type->length == 0)
            *none = true;
    return type;
}

bool record_holds_nothing(const struct cconv_type *type, uint32_t *steps)
{
    for (uint32_t i = 0; i < type->field_count; i++) {
        const cconv_field *field = &type->fields[i];
        if (*steps == 0 || (field->flags & CCONV_FIELD_FLEXIBLE))
            return false;
        --*steps;
        if (field->flags & CCONV_FIELD_BIT_FIELD) {
            if (field->name)
                return false;
            continue;
        }
        bool none = false;
        const struct cconv_type *element = array_element(canonical(field->type), &none);
        if (none || (is_record(element) && element->size == 0))
            continue;
        if (!is_record(element) || !record_holds_nothing(element, steps))
            return false;
    }
    return true;
}

/* A floating-point or short vector member, which gives or repeats the base type. */
static bool scan_base(struct scan *scan, const struct cconv_type *type)
{
    bool is_vector = type->kind == CCONV_VECTOR;
    bool is_decimal = type->kind >= CCONV_DECIMAL32 && type->kind <= CCONV_DECIMAL128;
    if (is_vector ? type->size != 8 && type->size != 16 : !type_is_floating(type))
        return false;
    if (!is_vector) {
        if (scan->contested >> type->kind & 1)
            scan->met |= MET_CONTESTED;
        if (scan->not_base >> type->kind & 1)
            return false;
    }
    if (scan->size == 0) {
        scan->size = (uint32_t)type->size;
        scan->is_vector = is_vector;
        scan->is_decimal = is_decimal;
        scan->is_bfloat16 = type->kind == CCONV_BFLOAT16;
        scan->is_quad_vector = is_vector && type_size_of(type->element) == 16 && type_is_integer(canonical(type->element));
    }
    if (scan->as_gcc && scan->is_bfloat16 != (type->kind == CCONV_BFLOAT16))
        return false;
    return scan->size == type->size && scan->is_vector == is_vector && scan->is_decimal == is_decimal;
}

static bool scan_type(struct scan *scan, const struct cconv_type *type, uint64_t *count);

/* To clang 19 an _Atomic type is neither a floating-point type nor a structure. */
static bool ends_at_atomic(struct scan *scan, uint32_t qualifiers)
{
    if (!(qualifiers & CCONV_ATOMIC))
        return false;
    scan->met |= MET_ATOMIC;
    return !scan->as_gcc;
}

/* A member of a record. False ends the test; a member that counts for nothing leaves *count 0. */
static bool scan_field(struct scan *scan, const cconv_field *field, uint64_t *count)
{
    *count = 0;
    if (field->flags & CCONV_FIELD_BIT_FIELD) {
        if (field->bit_width && !field->name)
            scan->met |= MET_UNNAMED;
        return field->bit_width == 0;
    }
    if (field->flags & CCONV_FIELD_FLEXIBLE || ends_at_atomic(scan, type_qualifiers(field->type, field->qualifiers)))
        return false;
    bool none = false;
    const struct cconv_type *element = array_element(canonical(field->type), &none);
    if (none) {
        scan->met |= MET_ZERO_LENGTH;
        return false;
    }
    /* clang skips a member that holds nothing; gcc looks inside it, and stops at what it finds there. */
    if (is_record(element) && (!scan->as_gcc || element->field_count == 0)) {
        if (element->field_count == 0)
            return true;
        if (record_holds_nothing(element, &scan->steps)) {
            scan->met |= MET_ZERO_LENGTH | MET_UNNAMED;
            return true;
        }
    }
    return scan_type(scan, canonical(field->type), count);
}

static bool scan_record(struct scan *scan, const struct cconv_type *type, uint64_t *count)
{
    for (uint32_t i = 0; i < type->field_count; i++) {
        uint64_t members;
        if (scan->steps == 0)
            return false;
        scan->steps--;
        /* A zero-width bit-field of a union itself ends gcc's test; that of a struct counts for nothing. */
        if (type->kind == CCONV_UNION && type->fields[i].flags & CCONV_FIELD_BIT_FIELD && !type->fields[i].bit_width) {
            scan->met |= MET_UNNAMED;
            if (scan->as_gcc)
                return false;
        }
        if (!scan_field(scan, &type->fields[i], &members))
            return false;
        *count = type->kind == CCONV_UNION ? max_u64(*count, members) : *count + members;
    }
    return *count * scan->size == type->size; /* no padding */
}

static bool scan_type(struct scan *scan, const struct cconv_type *type, uint64_t *count)
{
    *count = 0;
    switch (type->kind) {
    case CCONV_STRUCT:
    case CCONV_UNION:
        return scan_record(scan, type, count);
    case CCONV_ARRAY:
        if (type->length == 0 || 
            ends_at_atomic(scan, type_qualifiers(type->element, type->element_qualifiers)) ||
            !scan_type(scan, canonical(type->element), count))
            return false;
        *count *= type->length;
        return *count * scan->size == type->size;
    case CCONV_COMPLEX:
        *count = 2;
        return !(type_is_floating(canonical(type->element)) && scan->not_complex >> canonical(type->element)->kind & 1) &&
               scan_base(scan, canonical(type->element));
    default:
        *count = 1;
        return scan_base(scan, type);
    }
}

/* Of vectors of one element only that of a double has a mode of its own. */
static bool has_vector_mode(const struct cconv_type *type)
{
    return type->kind == CCONV_VECTOR
           && (canonical(type->element)->size < type->size || canonical(type->element)->kind == CCONV_DOUBLE);
}

/*
 * gcc asks for a record's machine mode first, and a struct that one member fills has that member's: where it is a
 * complex number or a vector, the struct is homogeneous whatever else of no size stands beside it.
 */
static const struct cconv_type *gcc_mode(const struct cconv_type *type)
{
    for (;;) {
        if (type->kind == CCONV_ARRAY && type->length == 1) {
            type = canonical(type->element);
        } else if (type->kind == CCONV_STRUCT) {
            const struct cconv_type *whole = NULL;
            for (uint32_t i = 0; i < type->field_count; i++) {
                const cconv_field *field = &type->fields[i];
                if (field->flags & CCONV_FIELD_FLEXIBLE)
                    return NULL;
                if (!whole && !(field->flags & CCONV_FIELD_BIT_FIELD) && type_size_of(field->type) == type->size)
                    whole = canonical(field->type);
            }
            if (!whole)
                return NULL;
            type = whole;
        } else {
            return type->kind == CCONV_COMPLEX || has_vector_mode(type) ? type : NULL;
        }
    }
}

static struct scan new_scan(const struct homogeneous_rules *rules, bool as_gcc)
{
    return (struct scan){.as_gcc = as_gcc, .not_base = as_gcc ? rules->not_base_gcc : rules->not_base,
                         .contested = rules->not_base ^ rules->not_base_gcc, .not_complex = rules->not_complex};
}

static struct homogeneous scan_whole(struct scan *scan, const struct cconv_type *type)
{
    uint64_t count;
    scan->steps = HOMOGENEOUS_STEPS;
    if (!scan_type(scan, type, &count) || count > MOST_MEMBERS)
        count = 0;
    return (struct homogeneous){.count = count,
                                .size = scan->size,
                                .is_vector = scan->is_vector,
                                .is_half = scan->size == 2,
                                .is_quad_vector = scan->is_quad_vector,
                                .is_bfloat16 = scan->is_bfloat16,
                                .too_many_steps = scan->steps == 0};
}

/* The reading of gcc, after a first walk as clang's met something that they may differ about. */
static struct homogeneous compare_with_gcc(struct cursor *at, const struct homogeneous_rules *rules,
                                           const struct cconv_type *type, struct slot *out, struct homogeneous clang,
                                           uint32_t met)
{
    struct scan scan = new_scan(rules, true);
    struct homogeneous gcc = scan_whole(&scan, type);
    bool by_mode = false;
    const struct cconv_type *mode = gcc.count || !rules->mode ? NULL : gcc_mode(type);
    if (mode) {
        struct scan whole = new_scan(rules, true);
        gcc = scan_whole(&whole, mode);
        by_mode = gcc.count != 0;
    }
    if (gcc.count == clang.count || clang.too_many_steps)
        return clang;
    const cconv_divergence *which = met & MET_ATOMIC         ? rules->atomic
                                    : met & MET_CONTESTED    ? rules->half
                                    : by_mode                ? rules->mode
                                    : scan.met & MET_UNNAMED ? rules->unnamed
                                                             : rules->nested;
    return diverge(at, out, which) == CCONV_AS_GCC ? gcc : clang;
}

struct homogeneous homogeneous_aggregate(struct cursor *at, const struct homogeneous_rules *rules,
                                         const struct cconv_type *type, struct slot *out)
{
    if (type->size == 0 || type->size > LARGEST_HOMOGENEOUS)
        return (struct homogeneous){0};
    struct scan scan = new_scan(rules, false);
    struct homogeneous clang = {0};
    if (!ends_at_atomic(&scan, at->qualifiers))
        clang = scan_whole(&scan, type);
    if (scan.met && rules->judged_by_gcc)
        return compare_with_gcc(at, rules, type, out, clang, scan.met);
    return clang;
}
