/*
 * LoongArch64: r0 to r31 and f0 to f31 by their ABI names, by the numbers of register.h. "ELF for the LoongArch
 * Architecture" gives the DWARF numbers. Left out: condition flags, fcsr, and the LSX and LASX views of f0 to f31.
 */
#include "arch/register.h"

#define REG(name, n) {name, 8, n, n, 0}

static const struct arch_register loongarch64_regs[] = {
    REG("zero", 0), REG("ra", 1), REG("tp", 2), REG("sp", 3), REG("a0", 4), REG("a1", 5),
    REG("a2", 6), REG("a3", 7), REG("a4", 8), REG("a5", 9), REG("a6", 10), REG("a7", 11),
    REG("t0", 12), REG("t1", 13), REG("t2", 14), REG("t3", 15), REG("t4", 16), REG("t5", 17),
    REG("t6", 18), REG("t7", 19), REG("t8", 20), REG("r21", 21), REG("fp", 22), REG("s0", 23),
    REG("s1", 24), REG("s2", 25), REG("s3", 26), REG("s4", 27), REG("s5", 28), REG("s6", 29),
    REG("s7", 30), REG("s8", 31), REG("fa0", 32), REG("fa1", 33), REG("fa2", 34), REG("fa3", 35),
    REG("fa4", 36), REG("fa5", 37), REG("fa6", 38), REG("fa7", 39), REG("ft0", 40), REG("ft1", 41),
    REG("ft2", 42), REG("ft3", 43), REG("ft4", 44), REG("ft5", 45), REG("ft6", 46), REG("ft7", 47),
    REG("ft8", 48), REG("ft9", 49), REG("ft10", 50), REG("ft11", 51), REG("ft12", 52), REG("ft13", 53),
    REG("ft14", 54), REG("ft15", 55), REG("fs0", 56), REG("fs1", 57), REG("fs2", 58), REG("fs3", 59),
    REG("fs4", 60), REG("fs5", 61), REG("fs6", 62), REG("fs7", 63),
};

#undef REG

const struct register_file loongarch64_registers = {loongarch64_regs, COUNT_OF(loongarch64_regs)};
