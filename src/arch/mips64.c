/*
 * MIPS64: $0 to $31 by their n64 names (a4 to a7 are $8 to $11, t0 to t3 are $12 to $15) and f0 to f31, by the numbers
 * of register.h, which are DWARF's too. Left out: hi and lo, and the vector registers of MSA.
 */
#include "arch/register.h"

#define REG(name, n) {name, 8, n, n, 0}

static const struct arch_register mips64_regs[] = {
    REG("zero", 0), REG("at", 1), REG("v0", 2), REG("v1", 3), REG("a0", 4), REG("a1", 5),
    REG("a2", 6), REG("a3", 7), REG("a4", 8), REG("a5", 9), REG("a6", 10), REG("a7", 11),
    REG("t0", 12), REG("t1", 13), REG("t2", 14), REG("t3", 15), REG("s0", 16), REG("s1", 17),
    REG("s2", 18), REG("s3", 19), REG("s4", 20), REG("s5", 21), REG("s6", 22), REG("s7", 23),
    REG("t8", 24), REG("t9", 25), REG("k0", 26), REG("k1", 27), REG("gp", 28), REG("sp", 29),
    REG("fp", 30), REG("ra", 31), REG("f0", 32), REG("f1", 33), REG("f2", 34), REG("f3", 35),
    REG("f4", 36), REG("f5", 37), REG("f6", 38), REG("f7", 39), REG("f8", 40), REG("f9", 41),
    REG("f10", 42), REG("f11", 43), REG("f12", 44), REG("f13", 45), REG("f14", 46), REG("f15", 47),
    REG("f16", 48), REG("f17", 49), REG("f18", 50), REG("f19", 51), REG("f20", 52), REG("f21", 53),
    REG("f22", 54), REG("f23", 55), REG("f24", 56), REG("f25", 57), REG("f26", 58), REG("f27", 59),
    REG("f28", 60), REG("f29", 61), REG("f30", 62), REG("f31", 63),
};

#undef REG

const struct register_file mips64_registers = {mips64_regs, COUNT_OF(mips64_regs)};
