/*
 * 64-bit Power's tables. Encodings are those of the "Power ISA" 3.1; instructions are words, bit 0 the lowest here.
 *
 * A row is a mask and a value, and the registers as text: pairs of a class and a field, what is written before '=':
 *
 *     r general   z general, 0 being none   f floating (the upper half of vs0 to vs31)   v VMX's   x VSX's, with the field's sixth bit
 *     p a pair of VSX's   P a pair of floating ones   q a pair of general ones   A an accumulator: vs4n to vs4n+3
 *     t bits 21 to 25   a 16 to 20   b 11 to 15   c 6 to 10
 *     k a field of cr: f bits 23 to 25, s 18 to 20; 0, 1, 6 itself, where bit 0 is set (6: bit 10)   K the field of a bit in t, a, b or c
 *     l. lr   j. ctr   e. xer   o. xer, where bit 10 is set   w. fpscr   h. vscr   y. system
 */
#ifndef INSTRUCTION_PPC64_H
#define INSTRUCTION_PPC64_H

#include "architecture.h"

struct ppc_row;
/* False: the word is no instruction. */
typedef bool ppc_shape(uint32_t word, const struct ppc_row *row, struct effect *out);

struct ppc_row {
    uint32_t mask, value;
    const char *registers;
    ppc_shape *shape;        /* NULL for nothing more */
    uint8_t bytes;           /* of memory */
};

/* Each ends with a mask of 0. */
extern const struct ppc_row ppc_base[], ppc_extended[], ppc_floating[], ppc_vmx[], ppc_vsx[];

bool ppc_by_rows(const struct ppc_row *rows, uint32_t word, struct effect *out);
bool ppc_prefixed(uint32_t prefix, uint32_t word, uint64_t address, struct effect *out);

static inline unsigned ppc_bits(uint32_t word, unsigned at, unsigned count) { return word >> at & ((1U << count) - 1); }
static inline unsigned ppc_t(uint32_t word) { return ppc_bits(word, 21, 5); }
static inline unsigned ppc_a(uint32_t word) { return ppc_bits(word, 16, 5); }
static inline unsigned ppc_b(uint32_t word) { return ppc_bits(word, 11, 5); }

static inline int64_t ppc_signed(uint64_t value, unsigned count)
{
    uint64_t sign = (uint64_t)1 << (count - 1);
    return (int64_t)((value ^ sign) - sign);
}

#endif
