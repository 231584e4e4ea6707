/*
 * 32-bit x86: the general registers, the vector registers in their three widths, st0 to st7, mm0 to mm7, by the numbers
 * of register.h. Intel386 psABI 1.1, 2.4.2 "DWARF Register Number Mapping", gives the DWARF numbers; the wide views
 * share those of the xmm registers. Left out: that the mm registers lie in the x87 ones (no call uses both at once), and
 * the narrower views of the general registers (ax is eax from byte 0).
 */
#include "arch/register.h"

#define GENERAL(name, number) {name, 4, number, number, 0}
#define XMM(n) {"xmm" #n, 16, I386_ZMM0 + n, 21 + n, 0}
#define YMM(n) {"ymm" #n, 32, I386_ZMM0 + n, 21 + n, 0}
#define ZMM(n) {"zmm" #n, 64, I386_ZMM0 + n, 21 + n, 0}
#define ST(n) {"st" #n, 10, I386_ST0 + n, 11 + n, 0}
#define MM(n) {"mm" #n, 8, I386_MM0 + n, 29 + n, 0}
#define ALL_8(V) V(0), V(1), V(2), V(3), V(4), V(5), V(6), V(7)

static const struct arch_register i386_regs[] = {
    GENERAL("eax", EAX), GENERAL("ecx", ECX), GENERAL("edx", EDX), GENERAL("ebx", EBX),
    GENERAL("esp", ESP), GENERAL("ebp", EBP), GENERAL("esi", ESI), GENERAL("edi", EDI),
    ALL_8(XMM), ALL_8(YMM), ALL_8(ZMM), ALL_8(ST), ALL_8(MM),
};

#undef GENERAL
#undef XMM
#undef YMM
#undef ZMM
#undef ST
#undef MM
#undef ALL_8

const struct register_file i386_registers = {i386_regs, COUNT_OF(i386_regs)};
