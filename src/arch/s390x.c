/*
 * z/Architecture: r0 to r15, f0 to f15, v0 to v31, by the numbers of register.h. "ELF ABI s390x Supplement", 1.6, gives
 * the DWARF numbers. f0 to f15 are the first 8 bytes of v0 to v15, and share their numbers. Bytes of a register are
 * counted as memory holds them: byte 0 is the most significant. Left out: access and control registers.
 */
#include "arch/register.h"

#define GENERAL(n) {"r" #n, 8, n, n, 0}
#define FLOATING(n, dwarf) {"f" #n, 8, S390X_V0 + n, dwarf, 0}
#define VECTOR(n, dwarf) {"v" #n, 16, S390X_V0 + n, dwarf, 0}

static const struct arch_register s390x_regs[] = {
    GENERAL(0), GENERAL(1), GENERAL(2), GENERAL(3), GENERAL(4), GENERAL(5), GENERAL(6), GENERAL(7),
    GENERAL(8), GENERAL(9), GENERAL(10), GENERAL(11), GENERAL(12), GENERAL(13), GENERAL(14), GENERAL(15),
    FLOATING(0, 16), FLOATING(1, 20), FLOATING(2, 17), FLOATING(3, 21), FLOATING(4, 18), FLOATING(5, 22),
    FLOATING(6, 19), FLOATING(7, 23), FLOATING(8, 24), FLOATING(9, 28), FLOATING(10, 25), FLOATING(11, 29),
    FLOATING(12, 26), FLOATING(13, 30), FLOATING(14, 27), FLOATING(15, 31),
    VECTOR(0, 16), VECTOR(1, 20), VECTOR(2, 17), VECTOR(3, 21), VECTOR(4, 18), VECTOR(5, 22),
    VECTOR(6, 19), VECTOR(7, 23), VECTOR(8, 24), VECTOR(9, 28), VECTOR(10, 25), VECTOR(11, 29),
    VECTOR(12, 26), VECTOR(13, 30), VECTOR(14, 27), VECTOR(15, 31), VECTOR(16, 68), VECTOR(17, 72),
    VECTOR(18, 69), VECTOR(19, 73), VECTOR(20, 70), VECTOR(21, 74), VECTOR(22, 71), VECTOR(23, 75),
    VECTOR(24, 76), VECTOR(25, 80), VECTOR(26, 77), VECTOR(27, 81), VECTOR(28, 78), VECTOR(29, 82),
    VECTOR(30, 79), VECTOR(31, 83),
};

#undef GENERAL
#undef FLOATING
#undef VECTOR

const struct register_file s390x_registers = {s390x_regs, COUNT_OF(s390x_regs)};
