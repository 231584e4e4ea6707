/*
 * The RISC-V family from inside: what its named ABIs differ in, the rules that placements cite, and the flattening of
 * structures. Shared by riscv_psabi.c, riscv_flatten.c, riscv_tables.c and riscv_divergences.c alone.
 */
#ifndef CONVENTION_RISCV_PSABI_H
#define CONVENTION_RISCV_PSABI_H

#include "convention/cursor.h"

/* The rules that a placement cites. A result is placed as the first named argument, under a text of its own. */
enum riscv_rule {
    RULE_WORD,             /* at most XLEN bits: one integer register */
    RULE_NARROW,           /* an integer below XLEN bits: widened */
    RULE_WORD_STACK,
    RULE_PAIR,             /* up to 2×XLEN bits: two integer registers */
    RULE_EVEN_PAIR,        /* variadic, aligned to 2×XLEN bits: beginning at an even one */
    RULE_SPLIT,            /* the last integer register and the stack */
    RULE_PAIR_STACK,
    RULE_REFERENCE,        /* above 2×XLEN bits */
    RULE_REFERENCE_STACK,
    RULE_FLOAT,            /* a real of at most ABI_FLEN bits, alone or in a structure */
    RULE_FLOAT_PAIR,       /* two of them: a complex number, or in a structure */
    RULE_FLOAT_INTEGER,    /* one of them and an integer in a structure */
    RULE_INTEGER_FLOAT,    /* the same in the other order */
    RULE_COMPLEX_INTEGER,  /* what clang makes of a structure of one complex integer */
    RULE_EMPTY,
    RULE_MEMORY,           /* results: in memory that the caller provides */
    RULE_MEMORY_POINTER,   /* the hidden argument */
    RISCV_RULE_COUNT
};

struct riscv_variant {
    uint8_t xlen;          /* bytes of an integer register */
    uint8_t abi_flen;      /* bytes of what floating-point registers carry; 0: they carry nothing */
    uint8_t most_align;    /* no alignment above this counts; ILP32E has none of 2×XLEN, so no even pairs */
};

extern const cconv_rule riscv_argument_rules[RISCV_RULE_COUNT], riscv_result_rules[RISCV_RULE_COUNT];

static inline const struct riscv_variant *riscv_variant_of(const struct cursor *at) { return at->convention->variant; }

cconv_status riscv_place_result(struct cursor *at, const struct cconv_type *type, struct slot *out);
cconv_status riscv_place_argument(struct cursor *at, const struct cconv_type *type, struct slot *out);

/* What a structure is to the hardware floating-point convention. */
enum flat_class {
    FLAT_NONE,             /* nothing to it: passed as the integer convention has it */
    FLAT_FLOAT,            /* one real */
    FLAT_FLOATS,           /* two */
    FLAT_MIXED,            /* one real and one integer, in either order */
    FLAT_COMPLEX_INTEGER,  /* clang's reading of one complex integer */
    FLAT_LOST,             /* clang's reading of a bit-field whose unit reaches into what follows: bits are lost */
    FLAT_TOO_NESTED        /* gave up */
};

struct flat_field {
    uint64_t offset, size; /* bytes that hold the value */
    uint64_t unit;         /* bytes that clang takes for it: of a bit-field, its declared type */
    bool is_float;
};

struct flat {
    enum flat_class class;
    struct flat_field fields[2]; /* in memory order */
};

/* "Hardware Floating-Point Calling Convention": a structure with its hierarchy flattened, under the reading asked for;
   where compilers differ, `out` gets the note. */
struct flat riscv_flatten(struct cursor *at, const struct cconv_type *type, struct slot *out);

/* riscv_divergences.c: the entries of riscv_divergences[] by name. */
enum riscv_divergence {
    DIVERGES_ZERO_WIDTH, DIVERGES_NO_SIZE, DIVERGES_UNNAMED_INSIDE, DIVERGES_COMPLEX_INTEGER, DIVERGES_ATOMIC_MEMBER,
    DIVERGES_BIT_FIELD_UNIT, /* the last of those about flattening */
    DIVERGES_BITINT_EXTENSION, DIVERGES_ATOMIC_VALUE, DIVERGES_ATOMIC_NARROW, DIVERGES_ATOMIC_ALIGNMENT,
    DIVERGES_EMPTY_ALIGNMENT
};
extern const cconv_divergence riscv_divergences[];

#endif
