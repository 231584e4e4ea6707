/*
 * AMD64 psABI 1.0, 3.2.3 "Classification": which class each eightbyte of a value has.
 *
 * One walk over the type merges every scalar into the class of its eightbyte, as the document's step 4 says, and the
 * post-merger cleanup (step 5) ends it. Where gcc 12 and clang 19 part, the walk asks which way to go (`way`); a type
 * that came by such a place is classified both ways, and only if that changes the outcome is the disagreement recorded.
 *
 * Left out: C++ (step 2), and the _Complex and vector types that neither compiler has.
 */
#include "convention/x86_64_sysv.h"

#include <string.h>

#define RULE(name, reason) static const cconv_rule name = {"AMD64 psABI 1.0", "3.2.3", reason}

RULE(larger_than_64, "larger than eight eightbytes: MEMORY");
RULE(larger_than_16, "larger than two eightbytes and not one SSE with SSEUPs: MEMORY");
RULE(wide_vector, "wider than the vector registers in use: MEMORY");
RULE(unaligned_field, "contains an unaligned field: MEMORY");
RULE(mixes_x87, "x87 merged with another class: MEMORY");
RULE(x87up_alone, "X87UP not preceded by X87: MEMORY");
RULE(bit_int_memory, "_BitInt of more than 128 bits: MEMORY");
RULE(complex_memory, "complex type larger than two eightbytes: MEMORY");
RULE(vector_memory, "vector without a machine mode: MEMORY");
RULE(atomic_member, "clang 19 has no class for an _Atomic member: MEMORY");
RULE(flexible_memory, "variable size, as it ends in a flexible array member: MEMORY");

#define BIT(dispute) (1u << (dispute))
#define EVERY_DISPUTE (BIT(CLASS_DISPUTES) - 1)

/* One classification in progress. */
struct walk {
    const struct cursor *at;
    uint32_t way;              /* disputes in which clang is followed */
    uint32_t seen;             /* disputes that were asked about */
    bool in_union;
    uint16_t used, halves;     /* bytes of the first 16 with a scalar, and with a _Float16 or __bf16 */
    uint8_t second_size;       /* of the scalar at offset 8 */
    const cconv_rule *memory;  /* set: the whole has class MEMORY */
    uint64_t spilled;          /* of struct sysv_classes */
};

static bool clang_way(struct walk *walk, enum sysv_dispute dispute)
{
    walk->seen |= BIT(dispute);
    return walk->way & BIT(dispute);
}

static bool is_memory(struct walk *walk, const cconv_rule *why)
{
    if (!walk->memory)
        walk->memory = why;
    return true;
}

/* Step 4: the class of an eightbyte that two fields share. */
static enum sysv_class merged(struct walk *walk, enum sysv_class a, enum sysv_class b)
{
    if (a == b || b == NO_CLASS)
        return a;
    if (a == NO_CLASS)
        return b;
    if (a == INTEGER || b == INTEGER)
        return INTEGER;
    if (a >= X87 || b >= X87) {
        is_memory(walk, &mixes_x87);
        return MEMORY;
    }
    return SSE;
}

static void merge(struct walk *walk, uint8_t *of, uint64_t eightbyte, enum sysv_class class)
{
    if (eightbyte < EIGHTBYTES)
        of[eightbyte] = (uint8_t)merged(walk, (enum sysv_class)of[eightbyte], class);
}

/* Every eightbyte that bytes [offset, offset + size) touch. */
static void merge_bytes(struct walk *walk, uint8_t *of, uint64_t offset, uint64_t size, enum sysv_class class)
{
    for (uint64_t i = offset / 8; i <= (offset + size - 1) / 8; i++)
        merge(walk, of, i, class);
}

/* SSE and as many SSEUP as the size asks for. */
static void merge_vector(struct walk *walk, uint8_t *of, uint64_t offset, uint64_t size)
{
    merge(walk, of, offset / 8, SSE);
    for (uint64_t i = 1; i < size / 8; i++)
        merge(walk, of, offset / 8 + i, SSEUP);
}

static void merge_x87(struct walk *walk, uint8_t *of, uint64_t offset)
{
    merge(walk, of, offset / 8, X87);
    merge(walk, of, offset / 8 + 1, X87UP);
}

static void walk_long_double(struct walk *walk, const struct cconv_type *type, uint64_t offset, uint8_t *of)
{
    if (walk->at->target->long_double_format == LONG_DOUBLE_X87)
        merge_x87(walk, of, offset);
    else if (walk->at->target->long_double_format == LONG_DOUBLE_BINARY128)
        merge_vector(walk, of, offset, type->size);
    else
        merge(walk, of, offset / 8, SSE);
}

/* "complex T … as if struct { T real, imag; }", and COMPLEX_X87. GNU C also has complex integers. */
static void walk_complex(struct walk *walk, const struct cconv_type *type, uint64_t offset, uint8_t *of)
{
    const struct cconv_type *part = canonical(type->element);
    bool is_x87 = part->kind == CCONV_LDOUBLE && walk->at->target->long_double_format == LONG_DOUBLE_X87;
    if (is_x87) {
        merge(walk, of, offset / 8, COMPLEX_X87);
    } else if (type->size > 16) {
        is_memory(walk, &complex_memory);
    } else if (type_is_integer(part)) {
        merge_bytes(walk, of, offset, type->size, INTEGER);
    } else {
        merge_bytes(walk, of, offset, type->size, SSE);
        /* gcc gives a complex half that does not start its eightbyte the next one too. */
        if (part->size == 2 && offset % 8 != 0 && !clang_way(walk, HALF_COMPLEX))
            merge(walk, of, offset / 8 + 1, SSE);
    }
}

/* Vectors of less than 8 bytes, of which the document says nothing: both compilers treat them as integers, but for
   those that gcc has no mode for (MEMORY), or has one as a vector (two halves). */
static void walk_small_vector(struct walk *walk, const struct cconv_type *type, uint64_t offset, uint8_t *of)
{
    const struct cconv_type *element = canonical(type->element);
    if (type_is_floating(element)) {
        if (element->size == type->size) {
            if (!clang_way(walk, ONE_FLOAT_VECTOR)) {
                is_memory(walk, &vector_memory);
                return;
            }
        } else if (!clang_way(walk, HALF_PAIR_VECTOR)) {
            merge_bytes(walk, of, offset, type->size, SSE);
            return;
        }
    }
    merge_bytes(walk, of, offset, type->size, INTEGER);
}

static void walk_eightbyte_vector(struct walk *walk, const struct cconv_type *type, uint64_t offset, uint8_t *of)
{
    const struct cconv_type *element = canonical(type->element);
    bool is_long = type_is_integer(element) && element->size == 8;
    if (element->kind == CCONV_DOUBLE || (element->kind == CCONV_LDOUBLE && element->size == 8)) {
        is_memory(walk, &vector_memory); /* a vector of one double: both compilers */
        return;
    }
    /* Old Apple, PlayStation and FreeBSD compilers treated it as a long, and clang stays with them there. */
    bool integer = is_long && walk->at->target->os == CCONV_OS_MACOS && clang_way(walk, DARWIN_MMX);
    merge_bytes(walk, of, offset, type->size, integer ? INTEGER : SSE);
}

/* In a variadic function clang has no wide vector in a register, named or not. gcc sends an unnamed one to the stack by
   its mode, which a union of one does not have. */
static bool passes_variadic(struct walk *walk)
{
    if (!walk->at->in_variadic)
        return !clang_way(walk, VARIADIC_WIDE_NAMED);
    return walk->in_union && !clang_way(walk, VARIADIC_WIDE_UNION);
}

static bool is_one_int128(const struct cconv_type *type)
{
    if (type->kind != CCONV_VECTOR || type->size != 16)
        return false;
    const struct cconv_type *element = canonical(type->element);
    return element->kind == CCONV_INT128 || element->kind == CCONV_UINT128;
}

static void walk_vector(struct walk *walk, const struct cconv_type *type, uint64_t offset, uint8_t *of)
{
    const struct cconv_type *element = canonical(type->element);
    bool is_int128 = element->kind == CCONV_INT128 || element->kind == CCONV_UINT128;
    if (type->size < 8) {
        walk_small_vector(walk, type, offset, of);
    } else if (type->size == 8) {
        walk_eightbyte_vector(walk, type, offset, of);
    } else if (type->size > sysv_native_vector(walk->at)
               || (type->size > 16 && walk->at->is_variadic && !walk->at->in_result && !passes_variadic(walk))) {
        is_memory(walk, &wide_vector);
    } else if (type_is_floating(element) && element->size == 16 && !clang_way(walk, QUAD_VECTOR)) {
        is_memory(walk, &vector_memory);
    } else if (is_int128 && type->size > 16
               && (walk->at->target->os == CCONV_OS_LINUX || !clang_way(walk, INT128_VECTOR))) {
        is_memory(walk, &vector_memory); /* 256- and 512-bit vectors of __int128 */
    } else {
        merge_vector(walk, of, offset, type->size);
    }
}

static void walk_type(struct walk *walk, const struct cconv_type *type, uint64_t offset, uint8_t *of);

/* gcc takes a struct's bit-field that fills an integer mode at a multiple of its size for an integer, which the struct
   may hold at less than that: unnamed bit-fields align it to bytes, as #pragma pack does. */
static bool is_unaligned_mode(const struct cconv_type *record, const cconv_field *field, uint64_t first)
{
    bool has_mode = field->bit_width == 16 || field->bit_width == 32 || field->bit_width == 64 || field->bit_width == 128;
    return has_mode && field->bit_offset % field->bit_width == 0 && first % field->bit_width != 0
           && !(record->record_flags & CCONV_RECORD_PACKED) && !(field->flags & CCONV_FIELD_PACKED);
}

/* A bit-field has class INTEGER in each eightbyte it has bits in, however it lies. */
static void walk_bit_field(struct walk *walk, const struct cconv_type *record, const cconv_field *field,
                           uint64_t offset, uint8_t *of)
{
    uint64_t first = offset * 8 + field->bit_offset;
    if (field->bit_width == 0)
        return;
    if (record->kind == CCONV_STRUCT && is_unaligned_mode(record, field, first) && !clang_way(walk, STRUCT_BIT_FIELD)) {
        is_memory(walk, &unaligned_field);
        return;
    }
    if (!field->name && clang_way(walk, UNNAMED_BIT_FIELD))
        return;
    if (record->kind == CCONV_UNION && first % 8 == 0) {
        /* gcc looks at a union's bit-field as at an integer of the smallest mode that holds it. */
        uint64_t mode = field->bit_width <= 8 ? 8 : field->bit_width <= 16 ? 16 : field->bit_width <= 32 ? 32 : 64;
        if (first % mode != 0 && !clang_way(walk, UNION_BIT_FIELD)) {
            is_memory(walk, &unaligned_field);
            return;
        }
    }
    for (uint64_t i = first / 64; i <= (first + field->bit_width - 1) / 64; i++)
        merge(walk, of, i, INTEGER);
    for (uint64_t i = first / 8; i <= (first + field->bit_width - 1) / 8 && i < 16; i++)
        walk->used |= (uint16_t)(1u << i);
}

/* More than two eightbytes: step 5 (c). clang keeps classes for two and lets them stand for the rest of a union. */
static bool is_one_vector(struct walk *walk, uint8_t *of, uint64_t count)
{
    uint64_t upper = 1;
    while (upper < count && of[upper] == SSEUP)
        upper++;
    if (of[0] != SSE || upper == count)
        return of[0] == SSE;
    if (upper < 2 || count * 8 > sysv_native_vector(walk->at) || !clang_way(walk, WIDE_UNION))
        return false;
    memset(of + upper, SSEUP, count - upper);
    if (!walk->at->is_variadic || walk->at->in_result)
        return true;
    walk->spilled = count * 8 > 32 ? 64 : 32; /* no wide vector in a variadic function's registers */
    return false;
}

/* Step 5, over the eightbytes of an aggregate that lies in bytes [offset, offset + size). */
static void clean_up(struct walk *walk, uint8_t *of, uint64_t offset, uint64_t size)
{
    uint64_t first = offset / 8, end = min_u64((offset + size + 7) / 8, EIGHTBYTES);
    for (uint64_t i = first; i < end && !walk->memory; i++) {
        enum sysv_class before = i > first ? (enum sysv_class)of[i - 1] : NO_CLASS;
        if (of[i] == X87UP && before != X87) {
            /* Darwin's clang keeps to revision 0.98: what lies beyond the long is passed as SSE. */
            if (walk->at->target->os == CCONV_OS_MACOS && clang_way(walk, DARWIN_X87UP))
                of[i] = SSE;
            else
                is_memory(walk, &x87up_alone);
        }
        if (of[i] == SSEUP && before != SSE && before != SSEUP)
            of[i] = SSE;
    }
    if (size > 16 && !walk->memory && !is_one_vector(walk, of + first, end - first))
        is_memory(walk, &larger_than_16);
}

/* clang passes more than 16 bytes in a register only if the one member is the vector. */
static bool breaks_wide_struct(struct walk *walk, const struct cconv_type *record, const cconv_field *field)
{
    return record->size > 16 && record->kind == CCONV_STRUCT && record->size <= sysv_native_vector(walk->at)
           && (field->flags & CCONV_FIELD_BIT_FIELD || type_size_of(field->type) != record->size)
           && (field->name || !(field->flags & CCONV_FIELD_BIT_FIELD)) && clang_way(walk, WIDE_STRUCT);
}

static void walk_fields(struct walk *walk, const struct cconv_type *record, uint64_t offset, uint8_t *of)
{
    for (uint32_t i = 0; i < record->field_count && !walk->memory; i++) {
        const cconv_field *field = &record->fields[i];
        if (field->flags & CCONV_FIELD_FLEXIBLE) {
            if (clang_way(walk, FLEXIBLE_ARRAY))
                is_memory(walk, &flexible_memory);
        } else if (breaks_wide_struct(walk, record, field)) {
            is_memory(walk, &larger_than_16);
        } else if (field->flags & CCONV_FIELD_BIT_FIELD) {
            walk_bit_field(walk, record, field, offset, of);
        } else if (type_qualifiers(field->type, field->qualifiers) & CCONV_ATOMIC && clang_way(walk, ATOMIC_MEMBER)) {
            is_memory(walk, &atomic_member);
        } else {
            walk_type(walk, canonical(field->type), offset + field->offset, of);
        }
    }
}

static void walk_record(struct walk *walk, const struct cconv_type *record, uint64_t offset, uint8_t *of)
{
    if (record->size > 64) {
        is_memory(walk, &larger_than_64);
        return;
    }
    /* The document's "unaligned fields" can be read of every field, or of the scalars alone, as gcc does. */
    if (record->align && offset % record->align != 0 && clang_way(walk, UNALIGNED_AGGREGATE)) {
        is_memory(walk, &unaligned_field);
        return;
    }
    walk->in_union |= record->kind == CCONV_UNION;
    bool beside_x87 = offset < 64 && of[offset / 8] >= X87; /* whose class is merged with the record's, not with each field's */
    if (record->size <= 8 && !beside_x87) { /* nothing to clean up in one eightbyte */
        walk_fields(walk, record, offset, of);
        return;
    }
    uint8_t own[EIGHTBYTES] = {NO_CLASS};
    walk_fields(walk, record, offset, own);
    clean_up(walk, own, offset, record->size);
    for (uint64_t i = 0; i < EIGHTBYTES && !walk->memory; i++)
        merge(walk, of, i, (enum sysv_class)own[i]);
}

/* gcc classifies the first element and repeats its classes, eightbyte by eightbyte. */
static void repeat_first(struct walk *walk, const struct cconv_type *element, uint64_t offset, uint64_t size,
                         uint8_t *of)
{
    uint8_t first[EIGHTBYTES + 1] = {NO_CLASS};
    walk_type(walk, element, offset % 8, first);
    uint64_t count = (offset % 8 + element->size + 7) / 8, eightbytes = (offset % 8 + size + 7) / 8;
    for (uint64_t i = 0; i < eightbytes && count && !walk->memory; i++)
        merge(walk, of, offset / 8 + i, (enum sysv_class)first[i % count]);
}

static void walk_array(struct walk *walk, const struct cconv_type *array, uint64_t offset, uint8_t *of)
{
    const struct cconv_type *element = canonical(array->element);
    if (array->size > 64) {
        is_memory(walk, &larger_than_64);
        return;
    }
    if (element->align && offset % element->align != 0 && clang_way(walk, UNALIGNED_AGGREGATE)) {
        is_memory(walk, &unaligned_field);
        return;
    }
    if (array->length == 0 || element->size == 0) {
        /* gcc counts the eightbyte that a zero-length array lies within as if it held an element. */
        if (offset % 8 != 0 && element->size && !clang_way(walk, ZERO_LENGTH_ARRAY))
            repeat_first(walk, element, offset, 0, of);
        return;
    }
    if (type_qualifiers(array->element, array->element_qualifiers) & CCONV_ATOMIC && clang_way(walk, ATOMIC_MEMBER)) {
        is_memory(walk, &atomic_member);
        return;
    }
    /* clang gives no class to an array of more than 16 bytes, which leaves a union its other members'. */
    if (array->size > 16 && array->size <= sysv_native_vector(walk->at) && array->length > 1
        && clang_way(walk, WIDE_UNION))
        return;
    /* gcc has one class for such a vector, SSE, and repeats it in an array, but in nothing else. */
    if (is_one_int128(element) && !clang_way(walk, INT128_VECTOR_ARRAY)) {
        merge_bytes(walk, of, offset, array->size, SSE);
        return;
    }
    bool straddles = array->length > 1 && element->size > 4 && element->size < 8;
    if (straddles && !clang_way(walk, STRADDLING_ARRAY)) {
        repeat_first(walk, element, offset, array->size, of);
        return;
    }
    for (uint64_t i = 0; i < array->length && !walk->memory; i++)
        walk_type(walk, element, offset + i * element->size, of);
}

/* The alignment that decides whether a scalar field is unaligned: its own, typedefs aside; of a complex its part's. */
static uint64_t scalar_align(const struct cconv_type *type)
{
    if (type->kind == CCONV_COMPLEX)
        return canonical(type->element)->size;
    return type->kind == CCONV_BITINT || type->kind == CCONV_VECTOR ? type->align : type->size;
}

static void note_bytes(struct walk *walk, const struct cconv_type *type, uint64_t offset)
{
    const struct cconv_type *part = type->element ? canonical(type->element) : type;
    uint16_t bytes = (uint16_t)(((1u << min_u64(type->size, 16)) - 1) << min_u64(offset, 16));
    walk->used |= bytes;
    if (type->kind != CCONV_POINTER && type_is_floating(part) && part->size == 2)
        walk->halves |= bytes;
    if (offset == 8)
        walk->second_size = (uint8_t)min_u64(type->size, 16);
}

/* The scalar at offset 0 as clang's intermediate type has it: a union is there its most aligned, then largest member. */
static const struct cconv_type *leading_scalar(const struct cconv_type *type)
{
    while (is_record(type) || type->kind == CCONV_ARRAY) {
        const struct cconv_type *first = type->kind == CCONV_ARRAY ? canonical(type->element) : NULL;
        for (uint32_t i = 0; is_record(type) && i < type->field_count; i++) {
            const struct cconv_type *member = canonical(type->fields[i].type);
            if (type->fields[i].flags & CCONV_FIELD_BIT_FIELD || type->fields[i].offset > 0)
                continue;
            bool better = !first || first->size == 0 || type_natural_align(member) > type_natural_align(first)
                          || (type_natural_align(member) == type_natural_align(first) && member->size > first->size);
            if (better)
                first = member;
        }
        if (!first)
            return type;
        type = first;
    }
    return type;
}

/* clang 19 passes two halves alone in the first eightbyte as <2 x half>, and a __bf16 alone as bfloat; where the second
   part is aligned to less than 8 it widens that to an integer, and so picks another register. */
static void promote_half_pair(struct walk *walk, const struct cconv_type *type, struct sysv_classes *classes)
{
    uint8_t *of = classes->of;
    uint16_t low = walk->used & 0xff, high = (uint16_t)(walk->used >> 8);
    bool alone = low == 0x0f || (low == 0x03 && leading_scalar(type)->kind == CCONV_BFLOAT16);
    if (!is_record(type) || type->size <= 8 || type->size > 16 || of[0] != SSE || !alone
        || (walk->halves & 0xff) != low || high == 0)
        return;
    bool one_scalar = walk->second_size && walk->second_size <= 4 && high >> walk->second_size == 0;
    bool narrow = of[1] == SSE ? high <= 0x0f : one_scalar || type->size < 16;
    if (narrow && clang_way(walk, HALF_PAIR_LOW)) {
        of[0] = INTEGER;
        classes->counted_as_vector = true;
        classes->miscounted = BIT(HALF_PAIR_LOW);
    }
}

/* clang 19 has no type for the low half of a __float128 whose high half shares a union with another class, and passes
   it as an integer. */
static void demote_half_quad(struct walk *walk, const struct cconv_type *type, struct sysv_classes *classes)
{
    uint8_t *of = classes->of;
    if (is_record(type) && type->size == 16 && of[0] == SSE && (of[1] == SSE || of[1] == INTEGER)
        && leading_scalar(type)->kind == CCONV_FLOAT128 && clang_way(walk, QUAD_UNION)) {
        of[0] = INTEGER;
        classes->counted_as_vector = true;
        classes->miscounted = BIT(QUAD_UNION);
    }
}

/* What is in a structure or array that holds nothing else, to clang that thing itself. */
static const struct cconv_type *only_element(const struct cconv_type *type)
{
    if (type->kind == CCONV_ARRAY)
        return type->length == 1 ? only_element(canonical(type->element)) : type;
    const struct cconv_type *found = NULL;
    for (uint32_t i = 0; is_record(type) && i < type->field_count; i++) {
        const cconv_field *field = &type->fields[i];
        if (type_size_of(field->type) == 0 || (field->flags & CCONV_FIELD_BIT_FIELD && !field->name))
            continue;
        if (found || field->flags & CCONV_FIELD_BIT_FIELD)
            return type;
        found = canonical(field->type);
    }
    return found && found->size == type->size ? only_element(found) : type;
}

bool sysv_is_int128_vector(const struct cursor *at, const struct cconv_type *type)
{
    const struct cconv_type *only = only_element(type);
    return at->target->os != CCONV_OS_LINUX && is_one_int128(only);
}

/* Outside Linux clang 19 leaves a vector of one __int128, alone in its structure too, to the code generator, which
   knows it as an __int128. */
static void demote_int128_vector(struct walk *walk, const struct cconv_type *type, uint8_t *of)
{
    if (of[0] == SSE && of[1] == SSEUP && sysv_is_int128_vector(walk->at, type) && clang_way(walk, ONE_INT128_VECTOR))
        of[0] = of[1] = INTEGER;
}

/* "The basic types are assigned their natural classes." */
static void walk_scalar(struct walk *walk, const struct cconv_type *type, uint64_t offset, uint8_t *of)
{
    switch (type->kind) {
    case CCONV_FLOAT16: case CCONV_BFLOAT16: case CCONV_FLOAT: case CCONV_DOUBLE: case CCONV_DECIMAL32:
    case CCONV_DECIMAL64: merge(walk, of, offset / 8, SSE); return;
    case CCONV_LDOUBLE: walk_long_double(walk, type, offset, of); return;
    case CCONV_FLOAT128: case CCONV_DECIMAL128: merge_vector(walk, of, offset, type->size); return;
    case CCONV_COMPLEX: walk_complex(walk, type, offset, of); return;
    case CCONV_VECTOR: walk_vector(walk, type, offset, of); return;
    case CCONV_BITINT:
        if (type->length > 128)
            is_memory(walk, &bit_int_memory);
        else
            merge_bytes(walk, of, offset, type->size, INTEGER);
        return;
    default: merge_bytes(walk, of, offset, type->size, INTEGER); return;
    }
}

static void walk_type(struct walk *walk, const struct cconv_type *type, uint64_t offset, uint8_t *of)
{
    if (walk->memory)
        return;
    if (is_record(type)) {
        walk_record(walk, type, offset, of);
    } else if (type->kind == CCONV_ARRAY) {
        walk_array(walk, type, offset, of);
    } else {
        uint64_t align = scalar_align(type);
        if (align && offset % align != 0)
            is_memory(walk, &unaligned_field);
        else
            walk_scalar(walk, type, offset, of);
        if (offset < 16)
            note_bytes(walk, type, offset);
    }
}

/* The whole value under one choice of ways; the disputes it came by. */
static uint32_t classify(const struct cursor *at, uint32_t way, const struct cconv_type *type,
                         struct sysv_classes *classes)
{
    struct walk walk = {.at = at, .way = way};
    *classes = (struct sysv_classes){.of = {NO_CLASS}};
    walk_type(&walk, type, 0, classes->of);
    if (!walk.memory && walk.halves & 0x0f)
        promote_half_pair(&walk, type, classes);
    if (!walk.memory) {
        demote_half_quad(&walk, type, classes);
        demote_int128_vector(&walk, type, classes->of);
    }
    if (walk.memory) {
        memset(classes->of, MEMORY, sizeof classes->of);
        classes->memory = walk.memory;
        classes->spilled = walk.spilled;
    }
    return walk.seen;
}

struct sysv_need sysv_registers_needed(const struct sysv_classes *classes, uint64_t size)
{
    struct sysv_need need = {0, 0};
    for (uint64_t i = 0; i < EIGHTBYTES && i * 8 < size; i++) {
        need.integers += classes->of[i] == INTEGER;
        need.vectors += classes->of[i] == SSE;
    }
    return need;
}

struct sysv_need sysv_registers_counted(const struct sysv_classes *classes, uint64_t size)
{
    struct sysv_need need = sysv_registers_needed(classes, size);
    need.integers -= classes->counted_as_vector;
    need.vectors += classes->counted_as_vector;
    return need;
}

bool sysv_clang_way(const struct cursor *at, enum sysv_dispute dispute)
{
    switch (at->reading) {
    case CCONV_AS_GCC: return false;
    case CCONV_AS_CLANG: return true;
    default: break;
    }
    switch (dispute) {
    /* The document decides, for clang: every field that is not aligned; the classes of what lies in an eightbyte. */
    case UNALIGNED_AGGREGATE: case STRADDLING_ARRAY: case STRUCT_BIT_FIELD: case UNION_BIT_FIELD:
    case HALF_COMPLEX: case INT128_VECTOR_ARRAY: return true;
    /* For gcc: SSE and SSEUPs in one register, anything else of that size in memory; 3.2.3 step 5 (b); __m64. */
    case WIDE_UNION: case WIDE_STRUCT: case DARWIN_X87UP: case DARWIN_MMX: case HALF_PAIR_LOW:
    case VARIADIC_WIDE_NAMED: case QUAD_UNION: case INT128_BURNS:
    case ONE_INT128_VECTOR: return false;
    /* Silent: the platform's own compiler. */
    default: return target_own_reading(at->target) != CCONV_AS_GCC;
    }
}

void sysv_classify(struct cursor *at, struct slot *out, const struct cconv_type *type, struct sysv_classes *classes)
{
    uint32_t way = 0;
    for (unsigned i = 0; i < CLASS_DISPUTES; i++)
        way |= sysv_clang_way(at, (enum sysv_dispute)i) ? BIT(i) : 0;
    if (!classify(at, way, type, classes))
        return;
    struct sysv_classes gcc, clang;
    uint32_t seen = classify(at, 0, type, &gcc) | classify(at, EVERY_DISPUTE, type, &clang);
    classes->miscounted = clang.miscounted;
    if (memcmp(gcc.of, clang.of, sizeof gcc.of) == 0 && gcc.spilled == clang.spilled)
        return;
    for (unsigned i = 0; i < CLASS_DISPUTES; i++)
        if (seen & BIT(i))
            diverge(at, out, &x86_64_sysv_divergences[i]);
}
