/* Types and their layouts, inside the library. Made in src/type; the parser and the conventions read them. */
#ifndef TYPE_TYPE_H
#define TYPE_TYPE_H

#include "base/base.h"
#include "type/target.h"

enum { ALL_QUALIFIERS = CCONV_CONST | CCONV_VOLATILE | CCONV_RESTRICT | CCONV_ATOMIC };

/* An alignment in a byte: its log2 and one more; 0 for none. */
static inline uint8_t align_bits(uint64_t align)
{
    uint8_t bits = 0;
    for (; align; align >>= 1)
        bits++;
    return bits;
}
static inline uint32_t align_of_bits(uint8_t bits) { return bits ? UINT32_C(1) << (bits - 1) : 0; }

/*
 * A type node. Immutable once complete; a struct, union or enum is completed once by type_complete_*.
 * Kept small, because a large header has tens of thousands: what no kind has together shares its place, and the rarer
 * alignments are bytes as of align_bits(). Flags are whole bytes and no bit-fields, whose neighbours a processor would have
 * to wait for.
 * Typedefs keep their node so that types print back as written: readers call canonical() first.
 */
struct cconv_type {
    uint8_t kind;                /* cconv_type_kind */
    uint8_t is_signed;           /* integers, BITINT, the enum's integer type */
    uint8_t complete;
    uint8_t record_flags;        /* CCONV_RECORD_… */
    uint8_t is_vla;              /* array of non-constant or * length (parameters only) */
    uint8_t is_incomplete_array; /* T[] */
    uint8_t variadic;            /* FUNCTION: ends in ... */
    uint8_t old_style;           /* FUNCTION: without a prototype: f() before C23, or f(a) int a; {…}, whose promoted types are the parameters' */
    uint8_t fp16_storage;        /* FLOAT16 spelled __fp16 */
    uint8_t element_qualifiers;
    uint8_t natural_bits;        /* see type_natural_align */
    uint8_t explicit_bits;       /* see type_explicit_align */
    uint8_t inner_bits;          /* see type_inner_align */
    uint8_t pack_bits;           /* see type_pack */
    uint8_t layout_notes;        /* how many of note[] are used */
    uint8_t note[4];             /* enum layout_divergence: disagreements that touch this type */
    uint32_t align;              /* what _Alignof says, attributes included */
    uint32_t field_count;        /* records */
    union {
        uint32_t parameter_count;        /* FUNCTION */
        uint32_t member_total;           /* record: its members, those of its members counted; UINT32_MAX: or more */
    };
    uint64_t size;               /* of a complete type */
    const struct cconv_type *element;    /* see cconv_type_element */
    union {
        const char *name;                /* tag or typedef name; NULL for all kinds but FUNCTION that have none */
        const char *convention;          /* FUNCTION: attribute, e.g. "ms_abi" */
    };
    union {
        uint64_t length;                 /* see cconv_type_length: arrays, vectors, BITINT, SCALABLE */
        const cconv_field *fields;       /* records */
        const cconv_parameter *parameters;   /* FUNCTION; adjusted */
        const struct cconv_type *canonical;  /* TYPEDEF; see canonical() */
        const struct cconv_type *next_pointer; /* POINTER: the next in the list of its element */
    };
    const struct cconv_type *pointers;   /* to this: a memo of the parser's */
};

struct cconv_context {
    struct arena arena;
    const struct cconv_target *target;
    cconv_reading reading;
    uint32_t features;
    struct cconv_type basic[32];
    const struct cconv_type *va_list_type; /* typedef __builtin_va_list of the target, made on first use */
    struct atomic_type *atomics;           /* types made by type_atomic */
    const struct cconv_type *fp16;         /* __fp16, made on first use */
};

/* In record flags, beside CCONV_RECORD_…: mingw's gcc has a member here that its clang leaves out. */
#define RECORD_MS_MEMBERS 64u
/* Several `aligned` of different value; a #pragma pack inside the body: gcc and clang lay out differently. */
#define RECORD_ALIGNED_TWICE 16u
#define RECORD_PACK_CHANGES 32u

/* The type without typedefs. */
static inline const struct cconv_type *canonical(const struct cconv_type *type)
{
    return type->kind == CCONV_TYPEDEF ? type->canonical : type;
}

/* AAPCS64 "natural alignment": without aligned/packed on the type itself, but with those of its members, without what
   _Atomic adds; of a typedef: that of its canonical type. */
static inline uint32_t type_natural_align(const struct cconv_type *type) { return align_of_bits(type->natural_bits); }
/* Of a record: aligned(n) on itself; of a typedef: its own, or that of the typedef under it; 0 for none. */
static inline uint32_t type_explicit_align(const struct cconv_type *type) { return align_of_bits(type->explicit_bits); }
/* Microsoft: the largest explicit alignment (declspec/aligned/alignas) inside; else 1. */
static inline uint32_t type_inner_align(const struct cconv_type *type) { return align_of_bits(type->inner_bits); }
/* The #pragma pack in force at a record; 0 for none. */
static inline uint32_t type_pack(const struct cconv_type *record) { return align_of_bits(record->pack_bits); }

/* _Alignof of any type: a typedef's own alignment, or its canonical type's (which may have been completed since). */
static inline uint64_t type_align_of(const struct cconv_type *type)
{
    if (type->kind != CCONV_TYPEDEF)
        return type->align;
    return type->explicit_bits ? type_explicit_align(type) : type->canonical->align;
}
static inline uint64_t type_size_of(const struct cconv_type *type) { return canonical(type)->size; }
/* What a member aligns its record to: `packed` drops its type's alignment, #pragma pack limits that and its own. */
static inline uint64_t type_member_align(const struct cconv_type *record, uint32_t index)
{
    const cconv_field *field = &record->fields[index];
    bool packed = record->record_flags & CCONV_RECORD_PACKED || field->flags & CCONV_FIELD_PACKED;
    uint64_t align = max_u64(packed ? 1 : type_align_of(field->type), field->align);
    return record->pack_bits ? min_u64(align, type_pack(record)) : align;
}
/* The qualifiers of a value declared with these, and those that typedefs add. */
static inline uint32_t type_qualifiers(const struct cconv_type *type, uint32_t qualifiers)
{
    for (; type->kind == CCONV_TYPEDEF; type = type->element)
        qualifiers |= type->element_qualifiers;
    return qualifiers;
}
/* Whether layouts are gcc's where gcc and clang differ and no document decides. */
bool type_follows_gcc(const struct cconv_context *context);
/* Largest object of a target, in bytes. */
uint64_t type_size_limit(const struct cconv_target *target);

static inline bool is_record(const struct cconv_type *type)
{
    return type->kind == CCONV_STRUCT || type->kind == CCONV_UNION;
}
/* What an argument of the type is passed as: a transparent union as its first member (GNU C), any other type as itself. Both
   compilers ignore the attribute where that member is floating, a vector, an array, or not as large as the union; one without
   a byte has nothing to pass. As a result it is a union like any other. */
const struct cconv_type *type_passed(const struct cconv_type *type);
/* bool, char … unsigned __int128, enums and _BitInt; not pointers. Of a canonical type. */
bool type_is_integer(const struct cconv_type *type);
/* _Float16 … _Decimal128, not complex. Of a canonical type. */
bool type_is_floating(const struct cconv_type *type);

/* A sizeless type of Arm's SVE: a tuple of `count` vectors (predicates where the element is _Bool). Incomplete, as the
   Arm C Language Extensions have it; size is the bytes of one VG. NULL when memory runs out. */
const struct cconv_type *type_new_scalable(struct cconv_context *context, const char *name,
                                           const struct cconv_type *element, unsigned count);
/* Whether a value can be an argument or a result: a complete type, or a scalable one. Of a canonical type. */
static inline bool type_is_passable(const struct cconv_type *type)
{
    return type->complete || type->kind == CCONV_SCALABLE;
}

/* An incomplete struct, union or enum; NULL when memory runs out. `tag` may be NULL; it is copied. */
struct cconv_type *type_new_tag(struct cconv_context *context, cconv_type_kind kind, const char *tag, size_t length);
/* Lays the record out and completes it. `fields` is copied; names are not (they must be in the arena).
   Errors: CCONV_LIMIT (size overflows), CCONV_SYNTAX (a member that cannot be; message without position). */
cconv_status type_complete_record(struct cconv_context *context, struct cconv_type *type, const cconv_record *record,
                                  const cconv_field *fields, size_t count, cconv_error *error);
/* `values_min`/`values_max`: range of the enumerators, `any_negative` if the minimum is below zero.
   `underlying` NULL: chosen as the target's compilers do; `packed`: the smallest that holds them. `align`: of
   the attribute, or 0; gcc ignores it. */
cconv_status type_complete_enum(struct cconv_context *context, struct cconv_type *type,
                                const struct cconv_type *underlying, bool packed, uint32_t align, int64_t values_min,
                                uint64_t values_max, cconv_error *error);
/* NULL when memory runs out. */
struct cconv_type *type_new_pointer(struct cconv_context *context, const struct cconv_type *to, uint32_t to_qualifiers);
/* `parameters` is copied, their names are not. Array and function parameters must already be adjusted. */
struct cconv_type *type_new_function(struct cconv_context *context, const struct cconv_type *result,
                                     uint32_t result_qualifiers, const cconv_parameter *parameters, size_t count,
                                     bool variadic, bool old_style, const char *convention);
/* T[] and T[*]. */
struct cconv_type *type_new_open_array(struct cconv_context *context, const struct cconv_type *element,
                                       uint32_t qualifiers, bool is_vla);
/* As the public makers, with element qualifiers. */
const struct cconv_type *type_new_array(struct cconv_context *context, const struct cconv_type *element,
                                        uint32_t qualifiers, uint64_t count, cconv_error *error);
/* A typedef; `align` 0 for none. `underlying_qualifiers` are those written in the typedef. The name must be in the arena. */
const struct cconv_type *type_new_typedef(struct cconv_context *context, const char *name,
                                          const struct cconv_type *underlying, uint32_t underlying_qualifiers,
                                          uint32_t align, cconv_error *error);
/* The type whose size and alignment `_Atomic type` has: `type` itself for most, else its twin, always the same one.
   NULL when memory runs out. The qualifier is still the declaration's to carry. */
const struct cconv_type *type_atomic(struct cconv_context *context, const struct cconv_type *type);
/* __builtin_va_list of the target, a typedef. */
const struct cconv_type *type_va_list(struct cconv_context *context);
/* The C default argument promotion (C17 6.5.2.2p6) of a type, for `...`. */
const struct cconv_type *type_promote(struct cconv_context *context, const struct cconv_type *type);

#endif
