/*
 * RISC-V: which structures travel in floating-point registers. "Hardware Floating-Point Calling Convention" of the
 * RISC-V ABIs Specification: a structure is flattened, with its arrays, to its real and integer members; one real, two
 * reals, or a real and an integer are passed in a register each.
 *
 * gcc and clang read some corners of this differently. Each is a question; a structure that meets one is flattened
 * under the reading that holds and once more with the other answer, and noted only if that changes its class.
 */
#include "convention/riscv_psabi.h"

enum { STEPS = 1 << 16 };

/* Answers to the questions, as bits: 1 << enum riscv_divergence is set for clang's. */
#define ANSWER(divergence) (1u << (divergence))

struct walk {
    const struct riscv_variant *variant;
    uint32_t answers;        /* ANSWER bits */
    uint32_t touched;        /* questions met */
    uint32_t steps;          /* left; 0: gave up */
    uint32_t count;          /* of fields */
    struct flat_field fields[2];
    bool is_complex_integer; /* the two fields are one */
};

static bool clang_says(struct walk *walk, enum riscv_divergence question)
{
    walk->touched |= ANSWER(question);
    return walk->answers & ANSWER(question);
}

static bool step(struct walk *walk)
{
    if (walk->steps)
        walk->steps--;
    return walk->steps != 0;
}

static bool add_field(struct walk *walk, struct flat_field field)
{
    bool two_integers = !field.is_float && walk->count && !walk->fields[0].is_float;
    if (walk->count == 2 || two_integers)
        return false;
    walk->fields[walk->count++] = field;
    return true;
}

static bool flatten(struct walk *walk, const struct cconv_type *type, uint32_t qualifiers, uint64_t offset);

/* Nothing but unnamed bit-fields and members like itself. */
static bool holds_nothing(struct walk *walk, const struct cconv_type *type)
{
    type = canonical(type);
    if (!step(walk))
        return false;
    if (type->kind == CCONV_ARRAY)
        return type->length == 0 ? !type->is_incomplete_array : holds_nothing(walk, type->element);
    if (!is_record(type))
        return false;
    for (uint32_t i = 0; i < type->field_count; i++) {
        const cconv_field *field = &type->fields[i];
        bool unnamed = field->flags & CCONV_FIELD_BIT_FIELD && !field->name;
        if (!unnamed && !holds_nothing(walk, field->type))
            return false;
    }
    return true;
}

static bool flatten_bit_field(struct walk *walk, const cconv_field *field, uint64_t offset)
{
    uint64_t first = 8 * offset + field->bit_offset, xlen = walk->variant->xlen;
    if (field->bit_width > 8 * xlen)
        return false;
    return add_field(walk, (struct flat_field){.offset = first / 8, .size = (first % 8 + field->bit_width + 7) / 8,
                                               .unit = min_u64(canonical(field->type)->size, xlen)});
}

static bool flatten_struct(struct walk *walk, const struct cconv_type *type, uint64_t offset)
{
    bool zero_width = false;
    for (uint32_t i = 0; i < type->field_count; i++) {
        const cconv_field *field = &type->fields[i];
        bool bits = field->flags & CCONV_FIELD_BIT_FIELD;
        if (bits && field->bit_width == 0) {
            zero_width = true;
            continue;
        }
        if (!(bits ? flatten_bit_field(walk, field, offset) : flatten(walk, field->type, field->qualifiers, offset + field->offset)))
            return false;
        /* "zero-length bit-fields … are ignored": by clang not before the second field. */
        if (zero_width && walk->count == 2 && clang_says(walk, DIVERGES_ZERO_WIDTH))
            return false;
    }
    return true;
}

/* Every element is like the first. */
static bool flatten_array(struct walk *walk, const struct cconv_type *type, uint64_t offset)
{
    uint32_t before = walk->count;
    if (type->is_incomplete_array)
        return false;
    if (type->length == 0)
        return clang_says(walk, DIVERGES_NO_SIZE);
    if (!flatten(walk, type->element, type->element_qualifiers, offset))
        return false;
    if (walk->count == before) /* of structures without a field */
        return clang_says(walk, DIVERGES_NO_SIZE);
    if (type->length > 2)
        return false;
    return type->length == 1
           || flatten(walk, type->element, type->element_qualifiers, offset + canonical(type->element)->size);
}

/* A complex number is two reals, and no other field may be there. */
static bool flatten_complex(struct walk *walk, const struct cconv_type *type, uint64_t offset)
{
    uint64_t size = type_size_of(type->element);
    bool is_float = type_is_floating(canonical(type->element));
    if (walk->count || size > walk->variant->abi_flen)
        return false;
    if (!is_float && !clang_says(walk, DIVERGES_COMPLEX_INTEGER))
        return false;
    for (; walk->count < 2; walk->count++)
        walk->fields[walk->count] = (struct flat_field){offset + walk->count * size, size, size, is_float};
    walk->is_complex_integer = !is_float;
    return true;
}

/* Adds the fields of a value; false if it is not made of fields that count. */
static bool flatten(struct walk *walk, const struct cconv_type *type, uint32_t qualifiers, uint64_t offset)
{
    for (; type->kind == CCONV_TYPEDEF; type = type->element)
        qualifiers |= type->element_qualifiers;
    type = canonical(type);
    if (!step(walk))
        return false;
    if (qualifiers & CCONV_ATOMIC && clang_says(walk, DIVERGES_ATOMIC_MEMBER))
        return false;
    switch (type->kind) {
    case CCONV_STRUCT:
        if (type->field_count && holds_nothing(walk, type) && clang_says(walk, DIVERGES_UNNAMED_INSIDE))
            return true;
        return flatten_struct(walk, type, offset);
    case CCONV_UNION: /* "Unions are never flattened" */
        return holds_nothing(walk, type) && clang_says(walk, DIVERGES_NO_SIZE);
    case CCONV_ARRAY: return flatten_array(walk, type, offset);
    case CCONV_COMPLEX: return flatten_complex(walk, type, offset);
    case CCONV_POINTER:
    case CCONV_VECTOR: return false;
    default: break;
    }
    bool is_float = type_is_floating(type);
    if (type->size > (is_float ? walk->variant->abi_flen : walk->variant->xlen))
        return false;
    return add_field(walk, (struct flat_field){offset, type->size, type->size, is_float});
}

/* clang moves a bit-field as its declared type, whatever else lies there. */
static bool loses_bits(const struct walk *walk, const struct cconv_type *type)
{
    for (uint32_t i = 0; i < walk->count; i++) {
        uint64_t end = i + 1 < walk->count ? walk->fields[i + 1].offset : type->size;
        if (walk->fields[i].offset + walk->fields[i].unit > end)
            return true;
    }
    return false;
}

/* gcc: a structure that cannot be flattened still has the machine mode of a member that fills it. */
static bool take_whole_member(struct walk *walk, const struct cconv_type *type)
{
    uint64_t size = type->size, align = type->align;
    for (;;) {
        const struct cconv_type *next = NULL;
        if (type->kind == CCONV_ARRAY && type->length == 1)
            next = canonical(type->element);
        for (uint32_t i = 0; type->kind == CCONV_STRUCT && i < type->field_count && !next; i++)
            if (!(type->fields[i].flags & (CCONV_FIELD_BIT_FIELD | CCONV_FIELD_FLEXIBLE))
                && canonical(type->fields[i].type)->size == size)
                next = canonical(type->fields[i].type);
        if (!next)
            break;
        type = next;
        align = min_u64(align, type->align);
    }
    bool is_real = type->kind == CCONV_COMPLEX ? type_is_floating(canonical(type->element)) : type_is_floating(type);
    const struct cconv_type *part = type->kind == CCONV_COMPLEX ? canonical(type->element) : type;
    walk->count = 0; /* packed: not aligned for that mode */
    return is_real && align >= part->align && flatten(walk, type, 0, 0);
}

static struct flat classify(struct walk *walk, const struct cconv_type *type)
{
    struct flat flat = {FLAT_NONE, {{0}, {0}}};
    walk->steps = STEPS;
    walk->count = 0;
    walk->is_complex_integer = false;
    bool whole = flatten_struct(walk, type, 0);
    if (!whole && walk->touched & ANSWER(DIVERGES_NO_SIZE) && !(walk->answers & ANSWER(DIVERGES_NO_SIZE)))
        whole = take_whole_member(walk, type);
    if (!walk->steps)
        flat.class = FLAT_TOO_NESTED;
    if (!whole || !walk->count)
        return flat;
    flat.fields[0] = walk->fields[0];
    flat.fields[1] = walk->fields[1];
    bool first = walk->fields[0].is_float, second = walk->fields[1].is_float;
    if (walk->is_complex_integer)
        flat.class = FLAT_COMPLEX_INTEGER;
    else if (walk->count == 1)
        flat.class = first ? FLAT_FLOAT : FLAT_NONE;
    else
        flat.class = first && second ? FLAT_FLOATS : FLAT_MIXED;
    if (flat.class == FLAT_MIXED && loses_bits(walk, type) && clang_says(walk, DIVERGES_BIT_FIELD_UNIT))
        flat.class = FLAT_LOST;
    return flat;
}

struct flat riscv_flatten(struct cursor *at, const struct cconv_type *type, struct slot *out)
{
    struct walk walk = {.variant = riscv_variant_of(at)};
    enum riscv_divergence last = DIVERGES_BIT_FIELD_UNIT;
    for (unsigned i = 0; i <= last; i++) {
        struct slot scratch = {0};
        if (diverge(at, &scratch, &riscv_divergences[i]) == CCONV_AS_CLANG)
            walk.answers |= ANSWER(i);
    }
    const struct flat flat = classify(&walk, type);
    const struct walk asked = walk;
    for (unsigned i = 0; i <= last; i++) {
        if (!(asked.touched & ANSWER(i)))
            continue;
        walk = asked;
        walk.touched = 0;
        walk.answers ^= ANSWER(i);
        if (classify(&walk, type).class != flat.class)
            diverge(at, out, &riscv_divergences[i]);
    }
    return flat;
}
