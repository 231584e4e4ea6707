/*
 * Arm, 32-bit: r0 to r12, sp, lr, pc, and the VFP and SIMD registers s0 to s31, d0 to d31, q0 to q15, by the numbers of
 * register.h. d0 is s0 and s1, q0 is d0 and d1, and so on; d16 to d31 have no single-precision names (AAPCS32 6.1.2.1).
 * Arm's "DWARF for the Arm Architecture", 4.1, gives the DWARF numbers; it has none for q registers, which are two
 * pieces. Left out: the status registers.
 */
#include "arch/register.h"

#define GENERAL(n) {"r" #n, 4, n, n, 0}
#define SINGLE(n) {"s" #n, 4, Q0_ARM + (n) / 4, 64 + (n), 4 * ((n) % 4)}
#define DOUBLE(n) {"d" #n, 8, Q0_ARM + (n) / 2, 256 + (n), 8 * ((n) % 2)}
#define QUAD(n) {"q" #n, 16, Q0_ARM + (n), -1, 0}

static const struct arch_register arm_regs[] = {
    GENERAL(0), GENERAL(1), GENERAL(2), GENERAL(3), GENERAL(4), GENERAL(5), GENERAL(6), GENERAL(7),
    GENERAL(8), GENERAL(9), GENERAL(10), GENERAL(11), GENERAL(12),
    {"sp", 4, 13, 13, 0}, {"lr", 4, 14, 14, 0}, {"pc", 4, 15, 15, 0},
    SINGLE(0), SINGLE(1), SINGLE(2), SINGLE(3), SINGLE(4), SINGLE(5), SINGLE(6), SINGLE(7),
    SINGLE(8), SINGLE(9), SINGLE(10), SINGLE(11), SINGLE(12), SINGLE(13), SINGLE(14), SINGLE(15),
    SINGLE(16), SINGLE(17), SINGLE(18), SINGLE(19), SINGLE(20), SINGLE(21), SINGLE(22), SINGLE(23),
    SINGLE(24), SINGLE(25), SINGLE(26), SINGLE(27), SINGLE(28), SINGLE(29), SINGLE(30), SINGLE(31),
    DOUBLE(0), DOUBLE(1), DOUBLE(2), DOUBLE(3), DOUBLE(4), DOUBLE(5), DOUBLE(6), DOUBLE(7),
    DOUBLE(8), DOUBLE(9), DOUBLE(10), DOUBLE(11), DOUBLE(12), DOUBLE(13), DOUBLE(14), DOUBLE(15),
    DOUBLE(16), DOUBLE(17), DOUBLE(18), DOUBLE(19), DOUBLE(20), DOUBLE(21), DOUBLE(22), DOUBLE(23),
    DOUBLE(24), DOUBLE(25), DOUBLE(26), DOUBLE(27), DOUBLE(28), DOUBLE(29), DOUBLE(30), DOUBLE(31),
    QUAD(0), QUAD(1), QUAD(2), QUAD(3), QUAD(4), QUAD(5), QUAD(6), QUAD(7),
    QUAD(8), QUAD(9), QUAD(10), QUAD(11), QUAD(12), QUAD(13), QUAD(14), QUAD(15),
};

#undef GENERAL
#undef SINGLE
#undef DOUBLE
#undef QUAD

const struct register_file arm_registers = {arm_regs, COUNT_OF(arm_regs)};
