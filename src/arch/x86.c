/*
 * x86-64: rax to r15, the vector registers in their three widths, st0 to st7, by the numbers of register.h. AMD64 psABI
 * 3.6.2, "DWARF Register Number Mapping", gives the DWARF numbers; the wide views share those of the xmm registers.
 * Left out: the mm registers (no convention here uses them), k0 to k7, and the narrower views of the general registers
 * (edi is rdi from byte 0, so a piece's size says as much).
 */
#include "arch/register.h"

#define GENERAL(name, number, dwarf) {name, 8, number, dwarf, 0}
/* `n` is the number of the widest view. */
#define XMM(n) {"xmm" #n, 16, ZMM0 + n, DWARF_VECTOR(n), 0}
#define YMM(n) {"ymm" #n, 32, ZMM0 + n, DWARF_VECTOR(n), 0}
#define ZMM(n) {"zmm" #n, 64, ZMM0 + n, DWARF_VECTOR(n), 0}
#define ST(n) {"st" #n, 10, ST0 + n, 33 + n, 0}
/* xmm0 to xmm15 are 17 to 32, xmm16 to xmm31 are 67 to 82. */
#define DWARF_VECTOR(n) ((n) < 16 ? 17 + (n) : 51 + (n))
#define ALL_32(V)                                                                                                    \
    V(0), V(1), V(2), V(3), V(4), V(5), V(6), V(7), V(8), V(9), V(10), V(11), V(12), V(13), V(14), V(15), V(16),     \
        V(17), V(18), V(19), V(20), V(21), V(22), V(23), V(24), V(25), V(26), V(27), V(28), V(29), V(30), V(31)

static const struct arch_register x86_64_regs[] = {
    GENERAL("rax", RAX, 0), GENERAL("rbx", RBX, 3), GENERAL("rcx", RCX, 2), GENERAL("rdx", RDX, 1),
    GENERAL("rsi", RSI, 4), GENERAL("rdi", RDI, 5), GENERAL("rbp", RBP, 6), GENERAL("rsp", RSP, 7),
    GENERAL("r8", R8, 8), GENERAL("r9", R9, 9), GENERAL("r10", R10, 10), GENERAL("r11", R11, 11),
    GENERAL("r12", R12, 12), GENERAL("r13", R13, 13), GENERAL("r14", R14, 14), GENERAL("r15", R15, 15),
    ALL_32(XMM), ALL_32(YMM), ALL_32(ZMM),
    ST(0), ST(1), ST(2), ST(3), ST(4), ST(5), ST(6), ST(7),
};

#undef GENERAL
#undef XMM
#undef YMM
#undef ZMM
#undef ST
#undef ALL_32
#undef DWARF_VECTOR

const struct register_file x86_64_registers = {x86_64_regs, COUNT_OF(x86_64_regs)};
