/*
 * RISC-V: x0 to x31 and f0 to f31, under their ABI names (RISC-V ABIs Specification, "Register Convention"), by the
 * numbers of register.h, which are their DWARF numbers too ("DWARF Register Numbers"). f registers are those of the D
 * extension; with F alone they have 4 bytes. Left out: the vector registers, which the standard conventions do not use.
 */
#include "arch/register.h"

#define X(n, name) {#name, XLEN, n, n, 0}
#define F(n, name) {#name, 8, 32 + n, 32 + n, 0}
#define REGISTERS \
    X(0, zero), X(1, ra), X(2, sp), X(3, gp), X(4, tp), X(5, t0), X(6, t1), X(7, t2), \
    X(8, s0), X(9, s1), X(10, a0), X(11, a1), X(12, a2), X(13, a3), X(14, a4), X(15, a5), \
    X(16, a6), X(17, a7), X(18, s2), X(19, s3), X(20, s4), X(21, s5), X(22, s6), X(23, s7), \
    X(24, s8), X(25, s9), X(26, s10), X(27, s11), X(28, t3), X(29, t4), X(30, t5), X(31, t6), \
    F(0, ft0), F(1, ft1), F(2, ft2), F(3, ft3), F(4, ft4), F(5, ft5), F(6, ft6), F(7, ft7), \
    F(8, fs0), F(9, fs1), F(10, fa0), F(11, fa1), F(12, fa2), F(13, fa3), F(14, fa4), F(15, fa5), \
    F(16, fa6), F(17, fa7), F(18, fs2), F(19, fs3), F(20, fs4), F(21, fs5), F(22, fs6), F(23, fs7), \
    F(24, fs8), F(25, fs9), F(26, fs10), F(27, fs11), F(28, ft8), F(29, ft9), F(30, ft10), F(31, ft11),

#define XLEN 8
static const struct arch_register riscv64_regs[] = {REGISTERS};
#undef XLEN

#define XLEN 4
static const struct arch_register riscv32_regs[] = {REGISTERS};
#undef XLEN

const struct register_file riscv64_registers = {riscv64_regs, COUNT_OF(riscv64_regs)};
const struct register_file riscv32_registers = {riscv32_regs, COUNT_OF(riscv32_regs)};
