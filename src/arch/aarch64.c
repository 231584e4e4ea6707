/*
 * AArch64: x0 to x30, sp, v0 to v31, by the numbers of register.h. Arm's "DWARF for the Arm 64-bit Architecture", 4.1,
 * gives the DWARF numbers. Left out: the scalable z and p registers, and the narrower views (w0, d0, s0 are parts of
 * x0 and v0 from byte 0, so a piece's size says as much).
 */
#include "arch/register.h"

#define GENERAL(n) {"x" #n, 8, n, n, 0}
#define SIMD(n) {"v" #n, 16, V0 + n, 64 + n, 0}

static const struct arch_register aarch64_regs[] = {
    GENERAL(0), GENERAL(1), GENERAL(2), GENERAL(3), GENERAL(4), GENERAL(5), GENERAL(6), GENERAL(7),
    GENERAL(8), GENERAL(9), GENERAL(10), GENERAL(11), GENERAL(12), GENERAL(13), GENERAL(14), GENERAL(15),
    GENERAL(16), GENERAL(17), GENERAL(18), GENERAL(19), GENERAL(20), GENERAL(21), GENERAL(22), GENERAL(23),
    GENERAL(24), GENERAL(25), GENERAL(26), GENERAL(27), GENERAL(28), GENERAL(29), GENERAL(30),
    {"sp", 8, SP_A64, 31, 0},
    SIMD(0), SIMD(1), SIMD(2), SIMD(3), SIMD(4), SIMD(5), SIMD(6), SIMD(7),
    SIMD(8), SIMD(9), SIMD(10), SIMD(11), SIMD(12), SIMD(13), SIMD(14), SIMD(15),
    SIMD(16), SIMD(17), SIMD(18), SIMD(19), SIMD(20), SIMD(21), SIMD(22), SIMD(23),
    SIMD(24), SIMD(25), SIMD(26), SIMD(27), SIMD(28), SIMD(29), SIMD(30), SIMD(31),
};

#undef GENERAL
#undef SIMD

const struct register_file aarch64_registers = {aarch64_regs, COUNT_OF(aarch64_regs)};
