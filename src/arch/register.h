/* Register files: names, widths, overlaps, DWARF numbers. A register's number is its index in its file. */
#ifndef ARCH_REGISTER_H
#define ARCH_REGISTER_H

#include "base/base.h"

struct arch_register {
    const char *name;
    uint16_t bytes;
    uint16_t whole;      /* number of the widest register it is a part of (xmm0 -> zmm0); itself if none */
    int16_t dwarf;       /* DWARF number; -1 for none */
    uint8_t whole_at;    /* its first byte there: Arm's s1 is bytes 4 to 7 of q0 */
};

struct register_file {
    const struct arch_register *regs;
    uint16_t count;
};

extern const struct register_file x86_64_registers;  /* x86.c */
extern const struct register_file aarch64_registers; /* aarch64.c */
extern const struct register_file i386_registers;    /* i386.c */
extern const struct register_file arm_registers;     /* arm.c */
extern const struct register_file ppc64_registers, s390x_registers;      /* ppc64.c, s390x.c */
extern const struct register_file loongarch64_registers, mips64_registers; /* loongarch64.c, mips64.c */
extern const struct register_file riscv64_registers, riscv32_registers; /* riscv.c */

/* NULL for an architecture without one. */
const struct register_file *register_file_of(cconv_arch arch);
/* The number of the register with that name of `length` bytes; CCONV_NO_REGISTER for none. */
uint16_t register_named(const struct register_file *file, const char *name, size_t length);

/* x86-64: the numbers of x86.c. */
enum {
    RAX, RBX, RCX, RDX, RSI, RDI, RBP, RSP, R8, R9, R10, R11, R12, R13, R14, R15,
    XMM0 = 16, XMM1, XMM2, XMM3, XMM4, XMM5, XMM6, XMM7, /* to XMM31 = 47 */
    YMM0 = 48,                                           /* to YMM31 = 79 */
    ZMM0 = 80,                                           /* to ZMM31 = 111 */
    ST0 = 112, ST1                                       /* to ST7 = 119 */
};

/* AArch64: the numbers of aarch64.c. X0..X30, SP = 31, V0..V31, Z0..Z31, P0..P15. */
enum { X0 = 0, X8 = 8, X18 = 18, X29 = 29, X30 = 30, SP_A64 = 31, V0 = 32, Z0 = 64, P0 = 96 };
/* 32-bit x86: the numbers of i386.c. */
enum {
    EAX, ECX, EDX, EBX, ESP, EBP, ESI, EDI,
    I386_XMM0 = 8,  /* to xmm7 */
    I386_YMM0 = 16, /* to ymm7 */
    I386_ZMM0 = 24, /* to zmm7 */
    I386_ST0 = 32,  /* to st7 */
    I386_MM0 = 40   /* to mm7 */
};


/* Arm: the numbers of arm.c. R0..R12, then sp, lr, pc; S0..S31; D0..D31; Q0..Q15. */
enum { R0_ARM = 0, S0_ARM = 16, D0_ARM = 48, Q0_ARM = 80 };

/* Power: the numbers of ppc64.c. r0 to r31, f0 to f31, v0 to v31. */
enum { PPC_R0 = 0, PPC_F0 = 32, PPC_V0 = 64 };
/* z/Architecture: the numbers of s390x.c. r0 to r15, f0 to f15, v0 to v31. */
enum { S390X_R0 = 0, S390X_F0 = 16, S390X_V0 = 32 };
/* LoongArch64: the numbers of loongarch64.c. r0 to r31, f0 to f31; a0 is r4, fa0 is f0. */
enum { LOONGARCH_A0 = 4, LOONGARCH_FA0 = 32 };
/* MIPS64: the numbers of mips64.c. $0 to $31, f0 to f31. */
enum { MIPS_V0 = 2, MIPS_A0 = 4, MIPS_F0 = 32 };
/* RISC-V: the numbers of riscv.c. x0 to x31 are 0 to 31, f0 to f31 are 32 to 63; both by their ABI names. */
enum { RISCV_RA = 1, RISCV_SP = 2, RISCV_A0 = 10, RISCV_FA0 = 42 };

#endif
