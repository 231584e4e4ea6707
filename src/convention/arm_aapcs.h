/*
 * The AAPCS32 family from inside: what its variants differ in, as named fields, and the clauses that decide. Shared by
 * arm_aapcs.c, arm_tables.c, arm_apcs_gnu.c and arm_divergences.c alone.
 */
#ifndef CONVENTION_ARM_AAPCS_H
#define CONVENTION_ARM_AAPCS_H

#include "convention/homogeneous.h"

/* The clauses that a placement cites. */
enum arm_rule {
    RULE_WORD,               /* C.4 */
    RULE_NARROW,             /* B.2, C.4 */
    RULE_HALF,               /* B.2, C.4 */
    RULE_DOUBLE_WORD,        /* C.3, C.4 */
    RULE_COMPOSITE,          /* B.4, C.4 */
    RULE_COMPOSITE_DOUBLE,   /* B.5, C.3, C.4 */
    RULE_SPLIT,              /* C.5 */
    RULE_STACK,              /* C.6, C.8 */
    RULE_NARROW_STACK,       /* B.2, C.6, C.8 */
    RULE_STACK_DOUBLE,       /* C.6, C.7, C.8 */
    RULE_ODD_VECTOR,         /* no containerized vector */
    RULE_VARIADIC,           /* what would be a VFP CPRC, in a variadic function */
    RULE_EMPTY,
    RULE_VFP,                /* C.1.vfp */
    RULE_VFP_STACK,          /* C.2.vfp */
    RULE_HOMOGENEOUS, RULE_HOMOGENEOUS_STACK,
    RULE_RESULT_WORD, RULE_RESULT_NARROW, RULE_RESULT_DOUBLE_WORD, RULE_RESULT_VECTOR, RULE_RESULT_COMPOSITE,
    RULE_RESULT_MEMORY, RULE_RESULT_POINTER, RULE_RESULT_ODD_VECTOR, RULE_RESULT_VARIADIC,
    RULE_RESULT_VFP, RULE_RESULT_HOMOGENEOUS,
    ARM_RULE_COUNT
};

struct arm_variant {
    bool vfp;                /* 7.1: floating-point and vector values in VFP registers */
    bool adjusted_alignment; /* alignment given to a whole composite counts (there is no B.5) */
    bool judged_by_gcc;      /* gcc has this variant */
    bool word_aligned;       /* APCS: nothing is aligned to 8, in registers or on the stack */
    bool integer_like;       /* APCS: of composites, integer-like ones alone are returned in a register */
    const cconv_divergence *nothing_named; /* records with a size and no named member */
    const cconv_divergence *no_member;     /* records with a size and no member at all */
    const cconv_divergence *hfa_align;     /* an HFA on the stack: aligned as its members are declared, or its base */
    const cconv_divergence *large_vector;  /* arguments above 16 bytes; NULL: as clang */
    const cconv_divergence *small_vector;  /* results below 8 bytes; NULL: as clang */
    const struct homogeneous_rules *homogeneous; /* 5.3.5, 7.1.2.1 */
    const cconv_rule *rules; /* ARM_RULE_COUNT of them */
};

cconv_status arm_place_result(struct cursor *at, const struct cconv_type *type, struct slot *out);
cconv_status arm_place_argument(struct cursor *at, const struct cconv_type *type, struct slot *out);

/* arm_divergences.c: the entries of arm_aapcs_divergences[] by name. */
enum arm_divergence {
    ARM_UNNAMED_BIT_FIELDS, ARM_EMPTY_ALIGNED, ARM_PACKED_BIT_FIELD, ARM_HALF_HFA, ARM_ZERO_LENGTH_NESTED,
    ARM_UNNAMED_IN_UNION, ARM_HFA_ALIGNMENT, ARM_LARGE_VECTOR, ARM_SMALL_VECTOR_RESULT,
    ARM_BFLOAT16_VECTOR, ARM_ATOMIC_HFA, ARM_ATOMIC_NARROW, ARM_ATOMIC_ALIGNMENT,
    ARM_WIN_UNNAMED_BIT_FIELDS, ARM_WIN_EMPTY, ARM_WIN_HFA_ALIGNMENT,
    ARM_APCS_INTEGER_LIKE
};
extern const cconv_divergence arm_aapcs_divergences[];

/* arm_apcs_gnu.c: whether a composite is returned in r0. */
bool arm_returns_in_register(struct cursor *at, const struct cconv_type *type, struct slot *out);

#endif
