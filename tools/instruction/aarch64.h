/*
 * A64's tables. A row is a mask and a value of the instruction word, what registers it has, and a function for what a list of
 * registers cannot say. Encodings are those of the "Arm Architecture Reference Manual for A-profile", C4; each table names its
 * section.
 *
 * Registers are written as text: "xd f=xn xm" writes xd and the flags, and reads xn and xm. A letter for the class and one for
 * the field:
 *
 *     x general, 31 is zero    s general, 31 is sp    v vector    p predicate    f flags
 *     d bits 0 to 4   n 5 to 9   m 16 to 20   a 10 to 14   e 16 to 19   E 16 to 18   g 10 to 12   G 10 to 13
 *
 * Predicates have 4 bits of a field, E and g have 3. "+vd" is read too; "*vd" is read too, and keeps bytes that are not set.
 * A digit after the field is a run: "vn3" is three registers, behind 31 comes 0.
 */
#ifndef INSTRUCTION_AARCH64_H
#define INSTRUCTION_AARCH64_H

#include "architecture.h"

struct a64_row;
/* False: the word is no instruction. */
typedef bool a64_shape(uint32_t word, uint64_t address, const struct a64_row *row, struct effect *out);

struct a64_row {
    uint32_t mask, value;
    const char *registers;
    a64_shape *shape;        /* NULL for nothing more */
};

/* The tables, by bits 25 to 28; each ends with a mask of 0 and a value of 0. */
extern const struct a64_row a64_immediate[], a64_branch[], a64_memory[], a64_register[], a64_simd[], a64_simd_scalar[], a64_sve[];
/* The first row that the word fits; NULL for none. */
const struct a64_row *a64_find(const struct a64_row *rows, uint32_t word);

void a64_registers(const char *text, uint32_t word, struct effect *out);

static inline unsigned a64_bits(uint32_t word, unsigned at, unsigned count) { return word >> at & ((1u << count) - 1); }
static inline int64_t a64_signed(uint32_t word, unsigned at, unsigned count)
{
    uint64_t sign = (uint64_t)1 << (count - 1);
    return (int64_t)((a64_bits(word, at, count) ^ sign) - sign);
}
static inline unsigned a64_d(uint32_t word) { return word & 31; }
static inline unsigned a64_n(uint32_t word) { return word >> 5 & 31; }
static inline unsigned a64_m(uint32_t word) { return word >> 16 & 31; }
static inline unsigned a64_a(uint32_t word) { return word >> 10 & 31; }
/* A general register's number here, where 31 is zero. */
static inline uint8_t a64_x(unsigned field) { return (uint8_t)(field == 31 ? (unsigned)NO_REGISTER : field); }

#endif
