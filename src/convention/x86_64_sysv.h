/*
 * The System V AMD64 convention between its files: classification (x86_64_sysv_classify.c), placing and the table
 * (x86_64_sysv.c), and the recorded disagreements (x86_64_sysv_divergences.c).
 */
#ifndef CONVENTION_X86_64_SYSV_H
#define CONVENTION_X86_64_SYSV_H

#include "convention/cursor.h"

/* AMD64 psABI 3.2.3, "Definitions". */
enum sysv_class { NO_CLASS, INTEGER, SSE, SSEUP, X87, X87UP, COMPLEX_X87, MEMORY };

enum { EIGHTBYTES = 8 }; /* anything larger has class MEMORY */

/* Where gcc and clang part. The first group is about classes, the second about what is done with them. Each has an
   entry of the same index in x86_64_sysv_divergences. */
enum sysv_dispute {
    UNNAMED_BIT_FIELD,
    FLEXIBLE_ARRAY,
    ZERO_LENGTH_ARRAY,
    UNALIGNED_AGGREGATE,
    STRADDLING_ARRAY,
    UNION_BIT_FIELD,
    HALF_COMPLEX,
    ONE_FLOAT_VECTOR,
    HALF_PAIR_VECTOR,
    INT128_VECTOR,
    QUAD_VECTOR,
    DARWIN_MMX,
    DARWIN_X87UP,
    WIDE_UNION,
    WIDE_STRUCT,
    VARIADIC_WIDE_UNION,
    VARIADIC_WIDE_NAMED,
    HALF_PAIR_LOW,
    QUAD_UNION,
    ATOMIC_MEMBER,
    ONE_INT128_VECTOR,
    CLASS_DISPUTES, /* how many of them */
    INT128_BURNS = CLASS_DISPUTES,
    NARROW_EXTENSION,
    VECTOR_RESULT,
    WINDOWS_X87,
    TRANSPARENT_UNION,
    ATOMIC_VALUE,
    SYSV_DISPUTES
};

extern const cconv_divergence x86_64_sysv_divergences[];

struct sysv_classes {
    uint8_t of[EIGHTBYTES];    /* enum sysv_class; all MEMORY where the whole is */
    const cconv_rule *memory;  /* why of[0] is MEMORY */
};

/* 3.2.3, "Classification", of a canonical type that is no plain integer, pointer, float or double. Records the
   disagreements that changed the outcome in `out`, and follows the cursor's reading. */
void sysv_classify(struct cursor *at, struct slot *out, const struct cconv_type *type, struct sysv_classes *classes);
/* One that the document leaves open, or that this reading answers: 1 for clang's way. */
bool sysv_clang_way(const struct cursor *at, enum sysv_dispute dispute);
/* Bytes of the widest vector register in use: 16, 32 or 64. */
static inline uint64_t sysv_native_vector(const struct cursor *at)
{
    return at->features & CCONV_FEATURE_AVX512 ? 64 : at->features & CCONV_FEATURE_AVX ? 32 : 16;
}

#endif
