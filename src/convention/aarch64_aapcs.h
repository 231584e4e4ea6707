/*
 * The AAPCS64 family from inside: what its variants differ in, as named fields, and the clauses that decide. Shared
 * by aarch64_aapcs.c, aarch64_tables.c and aarch64_divergences.c alone.
 */
#ifndef CONVENTION_AARCH64_AAPCS_H
#define CONVENTION_AARCH64_AAPCS_H

#include "convention/homogeneous.h"

/* The clauses that a placement cites. Every variant has its own text for each. */
enum aapcs64_rule {
    RULE_INTEGER,            /* C.9 */
    RULE_NARROW,             /* C.9, below 32 bits: who extends */
    RULE_INTEGER_STACK,      /* C.13, C.14, C.16, C.17 */
    RULE_PAIR,               /* C.10, C.11 */
    RULE_PAIR_STACK,         /* C.13, C.14, C.17 */
    RULE_VECTOR,             /* C.1 */
    RULE_VECTOR_STACK,       /* C.4 to C.6 */
    RULE_HOMOGENEOUS,        /* C.2 */
    RULE_HOMOGENEOUS_STACK,  /* C.3, C.4, C.6 */
    RULE_COMPOSITE,          /* C.10, C.12 */
    RULE_COMPOSITE_STACK,    /* C.13 to C.15 */
    RULE_LARGE,              /* B.4 */
    RULE_LARGE_VECTOR,       /* no Short Vector: as B.4 */
    RULE_LARGE_BITINT,       /* an array of quad-words: B.4 */
    RULE_SMALL_VECTOR,       /* no Short Vector: below 8 bytes */
    RULE_EMPTY,              /* nothing to pass */
    RULE_VARIADIC,           /* the variadic rule where it differs from that of named arguments */
    RULE_VARIADIC_LARGE,     /* the same, by pointer */
    RULE_RESULT_INTEGER, RULE_RESULT_VECTOR, RULE_RESULT_HOMOGENEOUS, RULE_RESULT_COMPOSITE,
    RULE_RESULT_SMALL_VECTOR,
    RULE_RESULT_MEMORY,      /* by x8 */
    RULE_SCALABLE,           /* C.7 */
    RULE_SCALABLE_LARGE,     /* C.8 */
    RULE_RESULT_SCALABLE,
    RULE_RESULT_POINTER,     /* the hidden argument */
    AAPCS64_RULE_COUNT
};

/* What a call that may take more arguments than are named does with them. */
enum aapcs64_variadic {
    VARIADIC_AS_NAMED,       /* AAPCS64: as all others */
    VARIADIC_ON_STACK,       /* those after the ... on the stack alone, in 8-byte slots */
    VARIADIC_IN_INTEGERS     /* every argument of such a function in x registers, then on the stack */
};

struct aapcs64_variant {
    enum aapcs64_variadic variadic;
    bool even_pairs;         /* C.10: 16-aligned arguments begin at an even register */
    bool natural_slots;      /* stack arguments take their own size and alignment, not multiples of 8 */
    bool adjusted_alignment; /* alignment given to a whole composite counts (there is no B.6) */
    bool member_alignment;   /* an HFA on the stack is aligned as its members are declared, not as its base type */
    bool caller_extends;     /* narrow integers in registers, and results, are extended to 32 bits */
    const cconv_divergence *nothing_named;    /* records with a size and no named member; NULL: as empty ones */
    const cconv_divergence *no_member;        /* records with a size and no member at all; NULL: as empty ones */
    const cconv_divergence *small_vector;     /* vectors below 8 bytes; NULL: as clang */
    const cconv_divergence *foreign_alignment; /* `aligned` on a whole composite, on targets of other systems */
    const struct cconv_convention *scalable;  /* what a call with scalable registers is; NULL: it has none */
    bool judged_by_gcc;      /* gcc has this variant */
    const struct homogeneous_rules *homogeneous; /* 5.10.5 */
    cconv_rule rules[AAPCS64_RULE_COUNT];
};

extern const struct aapcs64_variant aapcs64_linux, aapcs64_darwin, aapcs64_windows; /* aarch64_tables.c */

cconv_status aapcs64_place_result(struct cursor *at, const struct cconv_type *type, struct slot *out);
cconv_status aapcs64_place_argument(struct cursor *at, const struct cconv_type *type, struct slot *out);

/* aarch64_divergences.c: the entries of aarch64_aapcs_divergences[] by name. */
enum aapcs64_divergence {
    DIVERGES_UNNAMED_BIT_FIELDS, DIVERGES_ZERO_LENGTH_MODE, DIVERGES_ZERO_LENGTH_NESTED, DIVERGES_UNNAMED_IN_UNION,
    DIVERGES_BFLOAT16, DIVERGES_BFLOAT16_SPLIT, DIVERGES_INT128_VECTOR, DIVERGES_SMALL_VECTOR,
    DIVERGES_PACKED_QUAD_BIT_FIELD, DIVERGES_ATOMIC_HFA, DIVERGES_ATOMIC_ALIGNMENT, DIVERGES_DARWIN_ATOMIC_NARROW,
    DIVERGES_DARWIN_VARIADIC_HALF, DIVERGES_DARWIN_VARIADIC_HVA,
    DIVERGES_WIN_UNNAMED_BIT_FIELDS, DIVERGES_WIN_EMPTY, DIVERGES_WIN_MEMBER_ALIGNMENT, DIVERGES_WIN_FOREIGN_ALIGNMENT,
    DIVERGES_WIN_VARIADIC_VECTOR, DIVERGES_WIN_VARIADIC_SPLIT, DIVERGES_WIN_VARIADIC_QUAD, DIVERGES_WIN_VARIADIC_HALF,
    DIVERGES_ARM64EC_VARIADIC
};
extern const cconv_divergence aarch64_aapcs_divergences[];

#endif
