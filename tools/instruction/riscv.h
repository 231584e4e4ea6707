/* What RISC-V's files share. */
#ifndef INSTRUCTION_RISCV_H
#define INSTRUCTION_RISCV_H

#include "architecture.h"

/* The instruction of four bytes that a compressed one stands for; 0 for none. */
uint32_t riscv_expanded(uint16_t half, bool is_64);

/* The vector extension: opcodes 0x57, and 0x07 and 0x27 where the width is a vector's. */
bool riscv_is_vector(uint32_t word);
bool riscv_vector(uint32_t word, struct effect *out);

static inline unsigned riscv_field(uint32_t word, unsigned at, unsigned bits) { return word >> at & ((1U << bits) - 1); }

/* x0 is neither: nothing changes it, and it says nothing. */
static inline void riscv_reads(struct effect *out, unsigned reg)
{
    if (reg != RISCV_X)
        register_set_add(&out->reads, reg);
}

static inline void riscv_writes(struct effect *out, unsigned reg)
{
    if (reg != RISCV_X)
        register_set_add(&out->writes, reg);
}

#endif
