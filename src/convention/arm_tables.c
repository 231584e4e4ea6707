/*
 * The tables of the AAPCS32 family: registers and their roles, what is preserved, the stack, the clauses that
 * placements cite, and the named differences between the base standard, its VFP variant, and Microsoft's.
 *
 * Sources: AAPCS32 2025Q4, 6.1, 6.2.1, 6.4, 6.5, 7.1; Microsoft, "Overview of ARM ABI conventions".
 */
#include "convention/arm_aapcs.h"
#include "convention/list.h"

#define AAPCS32 "AAPCS32 2025Q4"

static const uint16_t core[] = {R0_ARM, R0_ARM + 1, R0_ARM + 2, R0_ARM + 3};

static const uint16_t single[] = {
    S0_ARM, S0_ARM + 1, S0_ARM + 2, S0_ARM + 3, S0_ARM + 4, S0_ARM + 5, S0_ARM + 6, S0_ARM + 7,
    S0_ARM + 8, S0_ARM + 9, S0_ARM + 10, S0_ARM + 11, S0_ARM + 12, S0_ARM + 13, S0_ARM + 14, S0_ARM + 15,
};

/* ------------------------------------------------------------------- roles */

/* Rows that all share, in the order of AAPCS32 6.1.1 and 6.1.2.1. */
#define ROLES_R0_TO_R8 \
    {"r0", "1st integer argument; result; address of a result in memory", 0, 4}, \
    {"r1", "2nd integer argument; result", 0, 4}, \
    {"r2", "3rd integer argument; result of 16 bytes", 0, 4}, \
    {"r3", "4th integer argument; result of 16 bytes", 0, 4}, \
    {"r4", "preserved", 4, 4}, \
    {"r5", "preserved", 4, 4}, \
    {"r6", "preserved", 4, 4}, \
    {"r7", "preserved", 4, 4}, \
    {"r8", "preserved", 4, 4},
#define ROLES_R12_TO_LR \
    {"r12", "IP: scratch of linker veneers", 0, 4}, \
    {"sp", "stack pointer", 4, 4}, \
    {"lr", "LR: return address", 0, 4},
#define ROLES_D8_TO_D31 \
    {"d8", "preserved", 8, 8}, \
    {"d9", "preserved", 8, 8}, \
    {"d10", "preserved", 8, 8}, \
    {"d11", "preserved", 8, 8}, \
    {"d12", "preserved", 8, 8}, \
    {"d13", "preserved", 8, 8}, \
    {"d14", "preserved", 8, 8}, \
    {"d15", "preserved", 8, 8}, \
    {"d16", "scratch, if present", 0, 8}, \
    {"d17", "scratch, if present", 0, 8}, \
    {"d18", "scratch, if present", 0, 8}, \
    {"d19", "scratch, if present", 0, 8}, \
    {"d20", "scratch, if present", 0, 8}, \
    {"d21", "scratch, if present", 0, 8}, \
    {"d22", "scratch, if present", 0, 8}, \
    {"d23", "scratch, if present", 0, 8}, \
    {"d24", "scratch, if present", 0, 8}, \
    {"d25", "scratch, if present", 0, 8}, \
    {"d26", "scratch, if present", 0, 8}, \
    {"d27", "scratch, if present", 0, 8}, \
    {"d28", "scratch, if present", 0, 8}, \
    {"d29", "scratch, if present", 0, 8}, \
    {"d30", "scratch, if present", 0, 8}, \
    {"d31", "scratch, if present", 0, 8},

static const cconv_register_role base_roles[] = {
    ROLES_R0_TO_R8
    {"r9", "platform register: preserved on Linux", 4, 4},
    {"r10", "preserved", 4, 4},
    {"r11", "FP: frame pointer, preserved", 4, 4},
    ROLES_R12_TO_LR
    {"d0", "scratch, if present", 0, 8},
    {"d1", "scratch, if present", 0, 8},
    {"d2", "scratch, if present", 0, 8},
    {"d3", "scratch, if present", 0, 8},
    {"d4", "scratch, if present", 0, 8},
    {"d5", "scratch, if present", 0, 8},
    {"d6", "scratch, if present", 0, 8},
    {"d7", "scratch, if present", 0, 8},
    ROLES_D8_TO_D31
    {0},
};

/* 7.1.2.3: s0 to s15 are d0 to d7. */
#define ROLES_D0_TO_D7 \
    {"d0", "s0, s1: floating-point and vector arguments; result", 0, 8}, \
    {"d1", "s2, s3: floating-point and vector arguments; result", 0, 8}, \
    {"d2", "s4, s5: floating-point and vector arguments; result", 0, 8}, \
    {"d3", "s6, s7: floating-point and vector arguments; result", 0, 8}, \
    {"d4", "s8, s9: floating-point and vector arguments; result of an HVA", 0, 8}, \
    {"d5", "s10, s11: floating-point and vector arguments; result of an HVA", 0, 8}, \
    {"d6", "s12, s13: floating-point and vector arguments; result of an HVA", 0, 8}, \
    {"d7", "s14, s15: floating-point and vector arguments; result of an HVA", 0, 8},

static const cconv_register_role vfp_roles[] = {
    ROLES_R0_TO_R8
    {"r9", "platform register: preserved on Linux", 4, 4},
    {"r10", "preserved", 4, 4},
    {"r11", "FP: frame pointer, preserved", 4, 4},
    ROLES_R12_TO_LR
    ROLES_D0_TO_D7
    ROLES_D8_TO_D31
    {0},
};

static const cconv_register_role windows_roles[] = {
    ROLES_R0_TO_R8
    {"r9", "preserved", 4, 4},
    {"r10", "preserved", 4, 4},
    {"r11", "frame pointer, of the frame chain", 4, 4},
    ROLES_R12_TO_LR
    ROLES_D0_TO_D7
    ROLES_D8_TO_D31
    {0},
};

/* 6.1.1: r4 to r11 (r9 where the platform has no other use for it) and sp; 6.1.2.1: s16 to s31, which are d8 to d15. */
static const char *const preserved[] = {
    "r4", "r5", "r6", "r7", "r8", "r9", "r10", "r11", "sp",
    "d8", "d9", "d10", "d11", "d12", "d13", "d14", "d15", NULL,
};

static const char *const clobbered[] = {
    "r0", "r1", "r2", "r3", "r12", "lr",
    "d0", "d1", "d2", "d3", "d4", "d5", "d6", "d7", "d16", "d17", "d18", "d19", "d20", "d21", "d22", "d23", "d24",
    "d25", "d26", "d27", "d28", "d29", "d30", "d31",
    NULL,
};

/* ------------------------------------------------------------------ duties */

#define DUTY_STACK "the stack pointer is a multiple of 4 at all times, and of 8 at every call of a public function"
#define DUTY_VENEER "any call may change r12 and the condition flags, since the linker may add a veneer"
#define DUTY_EXTEND \
    "integers below 32 bits are extended to 32 bits by who gives them: the caller arguments, the callee results"
#define DUTY_PADDING "padding of registers and stack words has any content"
#define DUTY_CODE "bit 0 of a function's address says its instruction set: 1 for Thumb"

static const char *const linux_duties[] = {
    DUTY_STACK,
    DUTY_VENEER,
    DUTY_EXTEND,
    "nothing below the stack pointer is accessed: there is no red zone",
    "the rounding mode and exception control of FPSCR keep their values, except by functions made to change them",
    "the length and stride fields of FPSCR are zero at calls and returns",
    DUTY_PADDING,
    DUTY_CODE,
    NULL,
};

static const char *const windows_duties[] = {
    "the stack pointer is a multiple of 4 at all times, and of 8 at every function's boundary",
    DUTY_VENEER,
    DUTY_EXTEND,
    "the 8 bytes below the stack pointer are kept by the kernel, for code that analysis and patching tools insert",
    "r11 addresses the topmost pair of r11 and lr in the chain of frames",
    "code is Thumb-2: bit 0 of every function's address is 1",
    "AHP, DN, FZ, rounding mode and exception enables of FPSCR keep their values",
    "a frame of 4096 bytes or more touches each of its pages in order (__chkstk)",
    DUTY_PADDING,
    NULL,
};

/* ------------------------------------------------------------------- rules */

#define RULES(document, passing, result, vfp_passing, vfp_result, variadic) \
    [RULE_WORD] = {document, passing, "C.4: at most a word: r[NCRN]"}, \
    [RULE_NARROW] = {document, passing, "B.2, C.4: integral below a word: extended to one: r[NCRN]"}, \
    [RULE_HALF] = {document, passing, "B.2, C.4: half precision: low bits of r[NCRN]"}, \
    [RULE_DOUBLE_WORD] = {document, passing, "C.3, C.4: 8-aligned: r registers from an even one"}, \
    [RULE_COMPOSITE] = {document, passing, "B.4, C.4: composite: consecutive r registers"}, \
    [RULE_COMPOSITE_DOUBLE] = {document, passing, \
        "B.5, C.3, C.4: composite of 8-byte alignment: r registers from an even one"}, \
    [RULE_SPLIT] = {document, passing, \
        "C.5: too few r registers, and nothing on the stack yet: split between them and the stack"}, \
    [RULE_STACK] = {document, passing, "C.6, C.8: too few r registers: on the stack in words, no r register after it"}, \
    [RULE_NARROW_STACK] = {document, passing, "B.2, C.6, C.8: integral below a word: extended to one, on the stack"}, \
    [RULE_STACK_DOUBLE] = {document, passing, \
        "C.6, C.7, C.8: too few r registers: on the stack, 8-aligned, no r register after it"}, \
    [RULE_ODD_VECTOR] = {document, passing, \
        "a vector of neither 8 nor 16 bytes is no containerized vector: as the compilers do"}, \
    [RULE_VARIADIC] = {document, variadic, "a variadic function uses the base standard: r registers"}, \
    [RULE_EMPTY] = {document, passing, "no member with a size: nothing is passed"}, \
    [RULE_VFP] = {document, vfp_passing, "C.1.vfp: the lowest free VFP register of its size"}, \
    [RULE_VFP_STACK] = {document, vfp_passing, \
        "C.2.vfp: too few VFP registers: on the stack, none of them after it"}, \
    [RULE_HOMOGENEOUS] = {document, vfp_passing, \
        "C.1.vfp: homogeneous aggregate: the lowest free VFP registers in sequence, one a member"}, \
    [RULE_HOMOGENEOUS_STACK] = {document, vfp_passing, \
        "C.2.vfp: homogeneous aggregate without enough VFP registers: on the stack, none of them after it"}, \
    [RULE_RESULT_WORD] = {document, result, "at most a word: r0"}, \
    [RULE_RESULT_NARROW] = {document, result, "integral below a word: extended to one: r0"}, \
    [RULE_RESULT_DOUBLE_WORD] = {document, result, "double-word: r0 and r1"}, \
    [RULE_RESULT_VECTOR] = {document, result, "128-bit vector: r0 to r3"}, \
    [RULE_RESULT_COMPOSITE] = {document, result, "composite of at most 4 bytes: r0"}, \
    [RULE_RESULT_MEMORY] = {document, result, \
        "composite of more than 4 bytes: in memory that the caller provides, address in r0"}, \
    [RULE_RESULT_POINTER] = {document, passing, "A.4: address of the result: r0"}, \
    [RULE_RESULT_ODD_VECTOR] = {document, result, \
        "a vector of neither 8 nor 16 bytes is no containerized vector: as the compilers do"}, \
    [RULE_RESULT_VARIADIC] = {document, variadic, "a variadic function uses the base standard: r registers"}, \
    [RULE_RESULT_VFP] = {document, vfp_result, "floating-point or vector: s0, d0 or q0"}, \
    [RULE_RESULT_HOMOGENEOUS] = {document, vfp_result, \
        "homogeneous aggregate: one VFP register for each member, from the lowest"}

static const cconv_rule arm_rules[ARM_RULE_COUNT] = {RULES(AAPCS32, "6.5", "6.4", "7.1.2.3", "7.1.2.2", "7")};

#define MICROSOFT "Microsoft ARM ABI 2016-11-04"
#define MS_PASSING "Parameter passing"
static const cconv_rule windows_rules[ARM_RULE_COUNT] = {
    RULES(MICROSOFT, MS_PASSING, MS_PASSING, MS_PASSING, MS_PASSING, MS_PASSING)};

/* ---------------------------------------------------------------- variants */

/* 7.1.2.1: base types are single and double precision and the vectors; gcc adds the half-precision formats. */
static const struct homogeneous_rules gcc_and_clang = {
    .not_base = 1u << CCONV_FLOAT16 | 1u << CCONV_BFLOAT16,
    .not_complex = 1u << CCONV_FLOAT16 | 1u << CCONV_BFLOAT16,
    .judged_by_gcc = true,
    .half = &arm_aapcs_divergences[ARM_HALF_HFA],
    .atomic = &arm_aapcs_divergences[ARM_ATOMIC_HFA],
    .nested = &arm_aapcs_divergences[ARM_ZERO_LENGTH_NESTED],
    .unnamed = &arm_aapcs_divergences[ARM_UNNAMED_IN_UNION],
};
static const struct homogeneous_rules clang_alone = {
    .not_base = 1u << CCONV_FLOAT16 | 1u << CCONV_BFLOAT16,
};

#define JUDGED_BY_BOTH \
    .judged_by_gcc = true, .homogeneous = &gcc_and_clang, .rules = arm_rules, \
    .nothing_named = &arm_aapcs_divergences[ARM_UNNAMED_BIT_FIELDS], \
    .no_member = &arm_aapcs_divergences[ARM_UNNAMED_BIT_FIELDS], \
    .hfa_align = &arm_aapcs_divergences[ARM_HFA_ALIGNMENT], \
    .large_vector = &arm_aapcs_divergences[ARM_LARGE_VECTOR], \
    .small_vector = &arm_aapcs_divergences[ARM_SMALL_VECTOR_RESULT]

static const struct arm_variant base = {JUDGED_BY_BOTH};
static const struct arm_variant with_vfp = {.vfp = true, JUDGED_BY_BOTH};

/* Microsoft: the stages of AAPCS32 without B.5. */
static const struct arm_variant windows = {
    .vfp = true,
    .adjusted_alignment = true,
    .nothing_named = &arm_aapcs_divergences[ARM_WIN_UNNAMED_BIT_FIELDS],
    .no_member = &arm_aapcs_divergences[ARM_WIN_EMPTY],
    .hfa_align = &arm_aapcs_divergences[ARM_WIN_HFA_ALIGNMENT],
    .homogeneous = &clang_alone,
    .rules = windows_rules,
};

/* ------------------------------------------------------------- conventions */

#define ARM_REGISTERS \
    .arch = CCONV_ARCH_ARM, \
    .integer_args = {core, COUNT_OF(core)}, \
    .integer_results = {core, COUNT_OF(core)}, \
    .sret = R0_ARM, \
    .sret_returned = CCONV_NO_REGISTER, \
    .vector_count = CCONV_NO_REGISTER, \
    .preserved = preserved, \
    .clobbered = clobbered, \
    .place_result = arm_place_result, \
    .place_argument = arm_place_argument

static const char *const base_aliases[] = {"aapcs", "aapcs32", "softfp", "arm_softfp", "gnueabi", "armel", "efiapi", NULL};
static const char *const vfp_aliases[] = {"aapcs-vfp", "aapcs_vfp", "aapcs32_vfp", "hardfp", "arm_hardfp", "gnueabihf",
                                          "armhf", NULL};
static const char *const windows_aliases[] = {"win_arm", "windows_arm", "arm_win", "windows", "ms_abi", NULL};

const struct cconv_convention convention_arm_aapcs = {
    .name = "arm_aapcs",
    .summary = "Arm's base standard, core registers alone: Linux gnueabi (armel), bare metal, variadic functions",
    .document = "AAPCS32: Procedure Call Standard for the Arm Architecture, 2025Q4",
    .aliases = base_aliases,
    .own_target = "arm-linux-gnueabi",
    ARM_REGISTERS,
    .roles = base_roles,
    .duties = linux_duties,
    .stack = {.alignment = 8, .slot = 4},
    .variant = &base,
};

const struct cconv_convention convention_arm_aapcs_vfp = {
    .name = "arm_aapcs_vfp",
    .summary = "Arm's VFP variant (hard float): Linux gnueabihf (armhf)",
    .document = "AAPCS32: Procedure Call Standard for the Arm Architecture, 2025Q4",
    .aliases = vfp_aliases,
    .own_target = "arm-linux-gnueabihf",
    ARM_REGISTERS,
    .vector_args = {single, COUNT_OF(single)},
    .vector_results = {single, COUNT_OF(single)},
    .roles = vfp_roles,
    .duties = linux_duties,
    .stack = {.alignment = 8, .slot = 4},
    .variant = &with_vfp,
};

const struct cconv_convention convention_arm_aapcs_vfp_win = {
    .name = "arm_aapcs_vfp_win",
    .summary = "Microsoft's variant of Arm's VFP variant: Windows on 32-bit Arm",
    .document = "Microsoft, Overview of ARM ABI conventions, 2016-11-04; for the rest AAPCS32 2025Q4",
    .aliases = windows_aliases,
    .own_target = "armv7-windows-msvc",
    ARM_REGISTERS,
    .vector_args = {single, COUNT_OF(single)},
    .vector_results = {single, COUNT_OF(single)},
    .roles = windows_roles,
    .duties = windows_duties,
    .stack = {.alignment = 8, .slot = 4, .red_zone = 8},
    .variant = &windows,
};
