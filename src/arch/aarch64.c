/*
 * AArch64: x0 to x30, sp, v0 to v31, z0 to z31, p0 to p15, by the numbers of register.h. The scalable ones have the
 * width that every implementation has at least: 128 bits, and 16 for a predicate. Arm's "DWARF for the Arm 64-bit Architecture", 4.1,
 * gives the DWARF numbers. Left out: ffr, and the narrower views (w0, d0, s0 are parts of
 * x0 and v0 from byte 0, so a piece's size says as much).
 */
#include "arch/register.h"

#define GENERAL(n) {"x" #n, 8, n, n, 0}
#define SIMD(n) {"v" #n, 16, Z0 + n, 64 + n, 0}
#define SCALABLE(n) {"z" #n, 16, Z0 + n, 96 + n, 0}
#define PREDICATE(n) {"p" #n, 2, P0 + n, 48 + n, 0}
#define ALL_32(R)                                                                                                    \
    R(0), R(1), R(2), R(3), R(4), R(5), R(6), R(7), R(8), R(9), R(10), R(11), R(12), R(13), R(14), R(15), R(16),     \
        R(17), R(18), R(19), R(20), R(21), R(22), R(23), R(24), R(25), R(26), R(27), R(28), R(29), R(30), R(31)

static const struct arch_register aarch64_regs[] = {
    GENERAL(0), GENERAL(1), GENERAL(2), GENERAL(3), GENERAL(4), GENERAL(5), GENERAL(6), GENERAL(7),
    GENERAL(8), GENERAL(9), GENERAL(10), GENERAL(11), GENERAL(12), GENERAL(13), GENERAL(14), GENERAL(15),
    GENERAL(16), GENERAL(17), GENERAL(18), GENERAL(19), GENERAL(20), GENERAL(21), GENERAL(22), GENERAL(23),
    GENERAL(24), GENERAL(25), GENERAL(26), GENERAL(27), GENERAL(28), GENERAL(29), GENERAL(30),
    {"sp", 8, SP_A64, 31, 0},
    ALL_32(SIMD), ALL_32(SCALABLE),
    PREDICATE(0), PREDICATE(1), PREDICATE(2), PREDICATE(3), PREDICATE(4), PREDICATE(5), PREDICATE(6), PREDICATE(7),
    PREDICATE(8), PREDICATE(9), PREDICATE(10), PREDICATE(11), PREDICATE(12), PREDICATE(13), PREDICATE(14), PREDICATE(15),
};

#undef GENERAL
#undef SIMD
#undef SCALABLE
#undef PREDICATE
#undef ALL_32

const struct register_file aarch64_registers = {aarch64_regs, COUNT_OF(aarch64_regs)};
