/*
 * Homogeneous aggregates of the Arm families: the test, and what of it differs between them. Used by aarch64_*.c and
 * arm_*.c.
 */
#ifndef CONVENTION_HOMOGENEOUS_H
#define CONVENTION_HOMOGENEOUS_H

#include "convention/cursor.h"

struct homogeneous_rules {
    uint32_t not_base;       /* 1 << kind: floating-point kinds that are no base type, for clang */
    uint32_t not_base_gcc;   /* the same for gcc */
    uint32_t not_complex;    /* kinds whose complex type has no base type, for both */
    bool judged_by_gcc;      /* gcc has these rules, so that its reading of aggregates is compared */
    const cconv_divergence *half;    /* kinds in one of the two sets alone */
    const cconv_divergence *atomic;  /* _Atomic values and members */
    const cconv_divergence *mode;    /* gcc goes by the machine mode of a struct that one member fills; NULL: it does not */
    const cconv_divergence *nested;  /* inner structures without a byte */
    const cconv_divergence *unnamed; /* unnamed bit-fields */
};

/* A Homogeneous Aggregate: `count` members of `size` bytes each, without padding. */
struct homogeneous {
    uint64_t count;          /* 0: it is none */
    uint32_t size;
    bool is_vector;
    bool is_quad_vector;     /* of one 16-byte integer: see aarch64-int128-vector */
    bool is_half;            /* of a half-precision format */
    bool is_bfloat16;        /* the first member is __bf16: see aarch64-bfloat16-hfa-split */
    bool too_many_steps;     /* gave up: members nested beyond reason */
};

/* Whether a composite type is one under the reading asked; where compilers differ, `out` gets the note. */
struct homogeneous homogeneous_aggregate(struct cursor *at, const struct homogeneous_rules *rules,
                                         const struct cconv_type *type, struct slot *out);
/* Whether a record has nothing but unnamed bit-fields, empty members and arrays of none. `*steps` counts down; at 0
   the answer is no. */
bool record_holds_nothing(const struct cconv_type *type, uint32_t *steps);
enum { HOMOGENEOUS_STEPS = 1 << 16 };

#endif
