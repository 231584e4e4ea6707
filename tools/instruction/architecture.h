/* What the files of this folder share: the numbers of registers, and one entry for each architecture. */
#ifndef INSTRUCTION_ARCHITECTURE_H
#define INSTRUCTION_ARCHITECTURE_H

#include "instruction.h"

/* x86-64 and i386: general registers by the numbers that instructions hold. st0 to st7 are counted from the top of the stack; mm0
   to mm7 lie in the same storage, but are counted as registers of their own. */
enum {
    X86_RAX, X86_RCX, X86_RDX, X86_RBX, X86_RSP, X86_RBP, X86_RSI, X86_RDI, X86_R8, X86_R11 = 11, X86_R15 = 15,
    X86_VECTOR,                                          /* zmm0 to zmm31 */
    X86_MASK = X86_VECTOR + 32,                          /* k0 to k7 */
    X86_ST = X86_MASK + 8,
    X86_MM = X86_ST + 8,
    X86_TILE = X86_MM + 8,                               /* tmm0 to tmm7 */
    X86_BOUND = X86_TILE + 8,                            /* bnd0 to bnd3 */
    X86_FLAGS = X86_BOUND + 4,                           /* carry, parity, adjust, zero, sign, overflow */
    X86_DIRECTION,
    X86_MXCSR,                                           /* its control bits: what arithmetic sets in it is not told */
    X86_FPCW, X86_FPSW,                                  /* control; status with the tags and the top */
    X86_FS, X86_GS,                                      /* selectors and bases */
    X86_SSP, X86_PKRU,
    X86_SYSTEM,                                          /* all else: other flags, segments, control registers */
    X86_REGISTERS
};

/* AArch64: x31 is sp; xzr is no register. */
enum {
    A64_X, A64_SP = 31,
    A64_V,                                               /* v0 to v31, whole as z0 to z31 */
    A64_P = A64_V + 32,
    A64_FFR = A64_P + 16,
    A64_NZCV, A64_FPCR, A64_FPSR, A64_TPIDR,
    A64_ZA,                                              /* SME's array, and zt0 */
    A64_SYSTEM,
    A64_REGISTERS
};

/* Arm: vector registers as d0 to d31; q1 is the 16 bytes that begin in d2. */
enum {
    ARM_R, ARM_SP = 13, ARM_LR, ARM_PC,
    ARM_D,
    ARM_FLAGS = ARM_D + 32,                              /* N, Z, C, V */
    ARM_Q, ARM_GE,                                       /* saturation; the four bits of parallel addition */
    ARM_FPSCR, ARM_FPFLAGS,                              /* control; N, Z, C, V of floating comparison */
    ARM_TPIDR, ARM_SYSTEM,
    ARM_REGISTERS
};

/* RISC-V: x0 is written by nothing. */
enum {
    RISCV_X, RISCV_SP = 2,
    RISCV_F = 32, RISCV_V = 64,
    RISCV_FFLAGS = 96, RISCV_FRM,
    RISCV_VL, RISCV_VTYPE, RISCV_VSTART, RISCV_VXRM, RISCV_VXSAT,
    RISCV_SYSTEM,
    RISCV_REGISTERS
};

/* 64-bit Power: vs0 to vs31, whose upper halves are f0 to f31 (bytes 8 to 15, counted from the lowest), then v0 to v31. */
enum {
    PPC64_R, PPC64_SP = 1,
    PPC64_VS = 32, PPC64_V = 64,
    PPC64_CR = 96,                                       /* cr0 to cr7 */
    PPC64_LR = PPC64_CR + 8, PPC64_CTR, PPC64_XER,
    PPC64_FPSCR, PPC64_VSCR, PPC64_VRSAVE, PPC64_SYSTEM,
    PPC64_REGISTERS
};

/* Each fills what differs from an instruction that does nothing (`effect.c` sets that), and `size`; false for no instruction. */
bool effect_x86(struct instruction_mode mode, const uint8_t *bytes, size_t size, uint64_t address, struct effect *out);
bool effect_aarch64(const uint8_t *bytes, size_t size, uint64_t address, struct effect *out);
bool effect_arm(struct instruction_mode mode, const uint8_t *bytes, size_t size, uint64_t address, struct effect *out);
bool effect_riscv(struct instruction_mode mode, const uint8_t *bytes, size_t size, uint64_t address, struct effect *out);
bool effect_ppc64(const uint8_t *bytes, size_t size, uint64_t address, struct effect *out);

static inline void register_set_add_run(struct register_set *set, unsigned first, unsigned count)
{
    for (unsigned i = 0; i < count; i++)
        register_set_add(set, first + i);
}

static inline void register_set_drop(struct register_set *set, unsigned reg)
{
    set->bits[reg / 64] &= ~((uint64_t)1 << reg % 64);
}

/* A memory operand without an index that the caller fills on; NULL when all are taken, which no instruction does. */
struct memory_operand *effect_memory(struct effect *out, unsigned base, int64_t displacement, uint32_t bytes, bool reads, bool writes);
/* A transfer of memory[0], with the register added to what is written or read. */
void effect_transfer(struct effect *out, unsigned reg, unsigned bytes_of_register, unsigned bytes, int at, bool is_store, bool is_signed);

#endif
