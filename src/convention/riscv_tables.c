/*
 * The tables of the RISC-V family: registers and their roles, what is preserved, the stack, the rules that placements
 * cite, and the named differences between the ABIs. "Register Convention", "ILP32E Calling Convention" and "Named ABIs"
 * of the RISC-V ABIs Specification. LP64E is not in it: it is as clang 19 has it, ILP32E's registers with 64 bits, but
 * even pairs and 16-byte alignment within the arguments.
 */
#include "convention/list.h"
#include "convention/riscv_psabi.h"

/* Sections are cited by the first words of their names, "… Calling Convention": their numbers are not in the source. */
#define RISCV "RISC-V ABIs 2026-07"
#define INTEGER "Integer"
#define FLOATING "Hardware Floating-Point"

static const uint16_t integer_args[] = {RISCV_A0, RISCV_A0 + 1, RISCV_A0 + 2, RISCV_A0 + 3,
                                        RISCV_A0 + 4, RISCV_A0 + 5, RISCV_A0 + 6, RISCV_A0 + 7};
static const uint16_t floating_args[] = {RISCV_FA0, RISCV_FA0 + 1, RISCV_FA0 + 2, RISCV_FA0 + 3,
                                         RISCV_FA0 + 4, RISCV_FA0 + 5, RISCV_FA0 + 6, RISCV_FA0 + 7};

/* -------------------------------------------------------------------- rules */

#define RULES(how) \
    [RULE_WORD] = {RISCV, INTEGER, "at most XLEN bits: an integer register" how}, \
    [RULE_NARROW] = {RISCV, INTEGER, "integer below XLEN bits: widened by its sign to 32, then sign-extended" how}, \
    [RULE_WORD_STACK] = {RISCV, INTEGER, "at most XLEN bits, no integer register left: on the stack"}, \
    [RULE_PAIR] = {RISCV, INTEGER, "at most 2*XLEN bits: two integer registers, low half first" how}, \
    [RULE_EVEN_PAIR] = {RISCV, INTEGER, "variadic and aligned to 2*XLEN bits: two integer registers from an even one"}, \
    [RULE_SPLIT] = {RISCV, INTEGER, "one integer register left: the first XLEN bits there, the rest on the stack"}, \
    [RULE_PAIR_STACK] = {RISCV, INTEGER, "at most 2*XLEN bits, no integer register left: on the stack, aligned as the " \
                                         "type"}, \
    [RULE_REFERENCE] = {RISCV, INTEGER, "more than 2*XLEN bits: by reference"}, \
    [RULE_REFERENCE_STACK] = {RISCV, INTEGER, "more than 2*XLEN bits: by reference; no integer register left: the " \
                                              "address is on the stack"}, \
    [RULE_FLOAT] = {RISCV, FLOATING, "one real of at most ABI_FLEN bits: a floating-point register" how}, \
    [RULE_FLOAT_PAIR] = {RISCV, FLOATING, "two reals of at most ABI_FLEN bits: two floating-point registers" how}, \
    [RULE_FLOAT_INTEGER] = {RISCV, FLOATING, "a real and an integer: a floating-point and an integer register" how}, \
    [RULE_INTEGER_FLOAT] = {RISCV, FLOATING, "an integer and a real: an integer and a floating-point register" how}, \
    [RULE_COMPLEX_INTEGER] = {RISCV, FLOATING, "a complex integer alone: each part as an integer (clang)"}, \
    [RULE_EMPTY] = {RISCV, INTEGER, "empty structures and unions are ignored"}, \
    [RULE_MEMORY] = {RISCV, INTEGER, "more than 2*XLEN bits: in memory that the caller provides"}, \
    [RULE_MEMORY_POINTER] = {RISCV, INTEGER, "address of the result: an implicit first parameter"}

const cconv_rule riscv_argument_rules[RISCV_RULE_COUNT] = {RULES("")};
const cconv_rule riscv_result_rules[RISCV_RULE_COUNT] = {RULES(", as for a first argument")};

/* -------------------------------------------------------------------- roles */

#define ROLES_BEFORE_SAVED(xlen) \
    {"zero", "always 0", xlen, xlen}, \
    {"ra", "return address", 0, xlen}, \
    {"sp", "stack pointer", xlen, xlen}, \
    {"gp", "global pointer: not to be changed", xlen, xlen}, \
    {"tp", "thread pointer: not to be changed", xlen, xlen}, \
    {"t0-t2", "temporary", 0, xlen}, \
    {"s0", "preserved; frame pointer if there is one", xlen, xlen}, \
    {"s1", "preserved", xlen, xlen}, \
    {"a0", "1st integer argument; result; address for a result in memory", 0, xlen}, \
    {"a1", "2nd integer argument; result", 0, xlen}, \
    {"a2", "3rd integer argument", 0, xlen}, \
    {"a3", "4th integer argument", 0, xlen}, \
    {"a4", "5th integer argument", 0, xlen}, \
    {"a5", "6th integer argument", 0, xlen}
#define INTEGER_ROLES(xlen) \
    ROLES_BEFORE_SAVED(xlen), \
    {"a6", "7th integer argument", 0, xlen}, \
    {"a7", "8th integer argument", 0, xlen}, \
    {"s2-s11", "preserved", xlen, xlen}, \
    {"t3-t6", "temporary", 0, xlen}
/* "If used with an ISA that has any of the registers x16-x31 and f0-f31": they are temporaries. */
#define EMBEDDED_ROLES(xlen) \
    ROLES_BEFORE_SAVED(xlen), \
    {"a6-a7", "temporary, if there", 0, xlen}, \
    {"s2-s11", "temporary, if there", 0, xlen}, \
    {"t3-t6", "temporary, if there", 0, xlen}
#define NO_FLOATING_ROLES \
    {"ft0-ft11", "temporary, if there", 0, 8}, \
    {"fs0-fs11", "temporary, if there", 0, 8}, \
    {"fa0-fa7", "temporary, if there", 0, 8}
#define FLOATING_ROLES(kept, saved) \
    {"ft0-ft11", "temporary", 0, 8}, \
    {"fs0-fs11", saved, kept, 8}, \
    {"fa0", "1st floating-point argument; result", 0, 8}, \
    {"fa1", "2nd floating-point argument; result", 0, 8}, \
    {"fa2", "3rd floating-point argument", 0, 8}, \
    {"fa3", "4th floating-point argument", 0, 8}, \
    {"fa4", "5th floating-point argument", 0, 8}, \
    {"fa5", "6th floating-point argument", 0, 8}, \
    {"fa6", "7th floating-point argument", 0, 8}, \
    {"fa7", "8th floating-point argument", 0, 8}, \
    {"fcsr", "of the thread: rounding mode and flags change only by functions made to", 4, 4}
#define SINGLE_ROLES FLOATING_ROLES(4, "low 32 bits preserved, the rest temporary")
#define DOUBLE_ROLES FLOATING_ROLES(8, "preserved")
#define VECTOR_ROLES {"v0-v31", "temporary (V extension)", 0, 0}, {NULL, NULL, 0, 0}

static const cconv_register_role lp64_roles[] = {INTEGER_ROLES(8), NO_FLOATING_ROLES, VECTOR_ROLES};
static const cconv_register_role lp64f_roles[] = {INTEGER_ROLES(8), SINGLE_ROLES, VECTOR_ROLES};
static const cconv_register_role lp64d_roles[] = {INTEGER_ROLES(8), DOUBLE_ROLES, VECTOR_ROLES};
static const cconv_register_role lp64e_roles[] = {EMBEDDED_ROLES(8), NO_FLOATING_ROLES, VECTOR_ROLES};
static const cconv_register_role ilp32_roles[] = {INTEGER_ROLES(4), NO_FLOATING_ROLES, VECTOR_ROLES};
static const cconv_register_role ilp32f_roles[] = {INTEGER_ROLES(4), SINGLE_ROLES, VECTOR_ROLES};
static const cconv_register_role ilp32d_roles[] = {INTEGER_ROLES(4), DOUBLE_ROLES, VECTOR_ROLES};
static const cconv_register_role ilp32e_roles[] = {EMBEDDED_ROLES(4), NO_FLOATING_ROLES, VECTOR_ROLES};

/* ---------------------------------------------------------------- preserved */

#define SAVED_EMBEDDED "sp", "s0", "s1"
#define SAVED_INTEGERS SAVED_EMBEDDED, "s2", "s3", "s4", "s5", "s6", "s7", "s8", "s9", "s10", "s11"
#define SAVED_FLOATS \
    "fs0", "fs1", "fs2", "fs3", "fs4", "fs5", "fs6", "fs7", "fs8", "fs9", "fs10", "fs11"
#define LOST_EMBEDDED "ra", "t0", "t1", "t2", "a0", "a1", "a2", "a3", "a4", "a5"
#define LOST_INTEGERS LOST_EMBEDDED, "a6", "a7", "t3", "t4", "t5", "t6"
#define LOST_FLOATS \
    "ft0", "ft1", "ft2", "ft3", "ft4", "ft5", "ft6", "ft7", "ft8", "ft9", "ft10", "ft11", \
    "fa0", "fa1", "fa2", "fa3", "fa4", "fa5", "fa6", "fa7"

static const char *const preserved_integers[] = {SAVED_INTEGERS, NULL};
static const char *const preserved_all[] = {SAVED_INTEGERS, SAVED_FLOATS, NULL};
static const char *const preserved_embedded[] = {SAVED_EMBEDDED, NULL};
static const char *const clobbered_integers[] = {LOST_INTEGERS, LOST_FLOATS, SAVED_FLOATS, NULL};
static const char *const clobbered_all[] = {LOST_INTEGERS, LOST_FLOATS, NULL};
static const char *const clobbered_embedded[] = {LOST_EMBEDDED, NULL};

/* ------------------------------------------------------------------- duties */

#define DUTY_STACK(bytes) \
    "sp is a multiple of " bytes " at every call, and throughout a procedure; the first stack argument is at sp"
#define DUTIES \
    "what lies below sp may change at any time: there is no red zone", \
    "integers narrower than XLEN bits are extended by their giver, in registers and on the stack, and relied on: an " \
    "unsigned int on RV64 by its sign", \
    "gp and tp are not changed, for signal handlers rely on them", \
    "what an argument by reference points to may be changed by the callee", \
    "the address of a result in memory need not be in a0 at return", \
    "padding, and what lies above a real or an aggregate in an integer register, has any content", \
    "vl, vtype, vxrm and vxsat have any content after a call; vstart is 0 on entry and on return"
#define DUTY_BOXED \
    "a real in a floating-point register is NaN-boxed: all bits above it are ones", \
    "the rounding mode and flags of fcsr belong to the thread and change only as fenv.h has it"

static const char *const integer_duties[] = {DUTY_STACK("16"), DUTIES, NULL};
static const char *const floating_duties[] = {DUTY_STACK("16"), DUTIES, DUTY_BOXED, NULL};
static const char *const ilp32e_duties[] = {DUTY_STACK("4"), DUTIES, NULL};
static const char *const lp64e_duties[] = {DUTY_STACK("8"), DUTIES, NULL};

/* -------------------------------------------------------------- conventions */

static const struct riscv_variant lp64 = {.xlen = 8, .abi_flen = 0, .most_align = 16};
static const struct riscv_variant lp64f = {.xlen = 8, .abi_flen = 4, .most_align = 16};
static const struct riscv_variant lp64d = {.xlen = 8, .abi_flen = 8, .most_align = 16};
static const struct riscv_variant lp64e = {.xlen = 8, .abi_flen = 0, .most_align = 16};
static const struct riscv_variant ilp32 = {.xlen = 4, .abi_flen = 0, .most_align = 16};
static const struct riscv_variant ilp32f = {.xlen = 4, .abi_flen = 4, .most_align = 16};
static const struct riscv_variant ilp32d = {.xlen = 4, .abi_flen = 8, .most_align = 16};
static const struct riscv_variant ilp32e = {.xlen = 4, .abi_flen = 0, .most_align = 4};

#define RV64 .arch = CCONV_ARCH_RISCV64, .own_target = "riscv64-linux-gnu"
#define RV32 .arch = CCONV_ARCH_RISCV32, .own_target = "riscv32-linux-gnu"
#define COMMON \
    .document = "RISC-V ABIs Specification, as of 2026-07-02", \
    .integer_results = {integer_args, 2}, \
    .sret = RISCV_A0, \
    .sret_returned = CCONV_NO_REGISTER, \
    .vector_count = CCONV_NO_REGISTER, \
    .place_result = riscv_place_result, \
    .place_argument = riscv_place_argument
#define STANDARD_INTEGERS .integer_args = {integer_args, 8}, .clobbered = clobbered_integers, \
    .preserved = preserved_integers, .duties = integer_duties
#define STANDARD_FLOATS .integer_args = {integer_args, 8}, .clobbered = clobbered_all, .preserved = preserved_all, \
    .vector_args = {floating_args, 8}, .vector_results = {floating_args, 2}, .duties = floating_duties
#define EMBEDDED .integer_args = {integer_args, 6}, .clobbered = clobbered_embedded, .preserved = preserved_embedded

#define ALIASES(name, ...) static const char *const name##_aliases[] = {__VA_ARGS__, NULL}
ALIASES(lp64, "lp64");
ALIASES(lp64f, "lp64f");
ALIASES(lp64d, "lp64d", "linux_riscv64", "rv64gc");
ALIASES(lp64e, "lp64e");
ALIASES(ilp32, "ilp32");
ALIASES(ilp32f, "ilp32f");
ALIASES(ilp32d, "ilp32d", "linux_riscv32", "rv32gc");
ALIASES(ilp32e, "ilp32e", "rv32e");

const struct cconv_convention convention_riscv64_lp64d = {
    .name = "riscv64_lp64d", .summary = "RISC-V, 64-bit, double precision in registers: Linux, the BSDs",
    COMMON, RV64, STANDARD_FLOATS, .aliases = lp64d_aliases, .roles = lp64d_roles, .variant = &lp64d,
    .stack = {.alignment = 16, .slot = 8},
};
const struct cconv_convention convention_riscv64_lp64f = {
    .name = "riscv64_lp64f", .summary = "RISC-V, 64-bit, single precision in registers",
    COMMON, RV64, STANDARD_FLOATS, .aliases = lp64f_aliases, .roles = lp64f_roles, .variant = &lp64f,
    .stack = {.alignment = 16, .slot = 8},
};
const struct cconv_convention convention_riscv64_lp64 = {
    .name = "riscv64_lp64", .summary = "RISC-V, 64-bit, integer registers alone (soft float)",
    COMMON, RV64, STANDARD_INTEGERS, .aliases = lp64_aliases, .roles = lp64_roles, .variant = &lp64,
    .stack = {.alignment = 16, .slot = 8},
};
const struct cconv_convention convention_riscv64_lp64e = {
    .name = "riscv64_lp64e", .summary = "RISC-V, RV64E: sixteen integer registers",
    COMMON, RV64, EMBEDDED, .aliases = lp64e_aliases, .roles = lp64e_roles, .variant = &lp64e, .duties = lp64e_duties,
    .stack = {.alignment = 8, .slot = 8},
};
const struct cconv_convention convention_riscv32_ilp32d = {
    .name = "riscv32_ilp32d", .summary = "RISC-V, 32-bit, double precision in registers: Linux",
    COMMON, RV32, STANDARD_FLOATS, .aliases = ilp32d_aliases, .roles = ilp32d_roles, .variant = &ilp32d,
    .stack = {.alignment = 16, .slot = 4},
};
const struct cconv_convention convention_riscv32_ilp32f = {
    .name = "riscv32_ilp32f", .summary = "RISC-V, 32-bit, single precision in registers",
    COMMON, RV32, STANDARD_FLOATS, .aliases = ilp32f_aliases, .roles = ilp32f_roles, .variant = &ilp32f,
    .stack = {.alignment = 16, .slot = 4},
};
const struct cconv_convention convention_riscv32_ilp32 = {
    .name = "riscv32_ilp32", .summary = "RISC-V, 32-bit, integer registers alone (soft float)",
    COMMON, RV32, STANDARD_INTEGERS, .aliases = ilp32_aliases, .roles = ilp32_roles, .variant = &ilp32,
    .stack = {.alignment = 16, .slot = 4},
};
const struct cconv_convention convention_riscv32_ilp32e = {
    .name = "riscv32_ilp32e", .summary = "RISC-V, RV32E: sixteen integer registers",
    COMMON, RV32, EMBEDDED, .aliases = ilp32e_aliases, .roles = ilp32e_roles, .variant = &ilp32e,
    .duties = ilp32e_duties, .stack = {.alignment = 4, .slot = 4},
};
