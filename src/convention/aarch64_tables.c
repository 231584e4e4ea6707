/*
 * The tables of the AAPCS64 family: registers and their roles, what is preserved, the stack, the clauses that
 * placements cite, and the named differences between the standard, Apple's variant and Microsoft's.
 *
 * Sources: AAPCS64 2025Q4, 6.1, 6.4.5, 6.8, 6.9; Apple, "Writing ARM64 code for Apple platforms"; Microsoft, "Overview
 * of ARM64 ABI conventions" (2025-04-08).
 */
#include "convention/aarch64_aapcs.h"
#include "convention/list.h"

#define AAPCS64 "AAPCS64 2025Q4"
#define APPLE "Apple arm64"
#define MICROSOFT "Microsoft ARM64 ABI 2025-04-08"
#define APPLE_ARGUMENTS "Pass arguments to functions correctly"
#define APPLE_VARIADIC "Update code that passes arguments to variadic functions"
#define MS_PASSING "Parameter passing"
#define MS_VARIADIC "Parameter passing: variadic functions"
#define MS_RETURN "Return values"

static const uint16_t general[] = {X0, 1, 2, 3, 4, 5, 6, 7};
static const uint16_t simd[] = {V0, V0 + 1, V0 + 2, V0 + 3, V0 + 4, V0 + 5, V0 + 6, V0 + 7};

/* ------------------------------------------------------------------- roles */

/* Rows that all three share, in the order of AAPCS64 6.1. */
#define ROLES_X0_TO_X17 \
    {"x0", "1st integer argument; result", 0, 8}, \
    {"x1", "2nd integer argument; result", 0, 8}, \
    {"x2", "3rd integer argument", 0, 8}, \
    {"x3", "4th integer argument", 0, 8}, \
    {"x4", "5th integer argument", 0, 8}, \
    {"x5", "6th integer argument", 0, 8}, \
    {"x6", "7th integer argument", 0, 8}, \
    {"x7", "8th integer argument", 0, 8}, \
    {"x8", "address of a result in memory", 0, 8}, \
    {"x9", "scratch", 0, 8}, \
    {"x10", "scratch", 0, 8}, \
    {"x11", "scratch", 0, 8}, \
    {"x12", "scratch", 0, 8}, \
    {"x13", "scratch", 0, 8}, \
    {"x14", "scratch", 0, 8}, \
    {"x15", "scratch", 0, 8}, \
    {"x16", "IP0: scratch of linker veneers", 0, 8}, \
    {"x17", "IP1: scratch of linker veneers", 0, 8},
#define ROLES_X19_TO_X28 \
    {"x19", "preserved", 8, 8}, \
    {"x20", "preserved", 8, 8}, \
    {"x21", "preserved", 8, 8}, \
    {"x22", "preserved", 8, 8}, \
    {"x23", "preserved", 8, 8}, \
    {"x24", "preserved", 8, 8}, \
    {"x25", "preserved", 8, 8}, \
    {"x26", "preserved", 8, 8}, \
    {"x27", "preserved", 8, 8}, \
    {"x28", "preserved", 8, 8},
#define ROLES_X30_TO_V31 \
    {"x30", "LR: return address", 0, 8}, \
    {"sp", "stack pointer", 8, 8}, \
    {"v0", "1st floating-point or vector argument; result", 0, 16}, \
    {"v1", "2nd floating-point or vector argument; result", 0, 16}, \
    {"v2", "3rd floating-point or vector argument; result", 0, 16}, \
    {"v3", "4th floating-point or vector argument; result", 0, 16}, \
    {"v4", "5th floating-point or vector argument", 0, 16}, \
    {"v5", "6th floating-point or vector argument", 0, 16}, \
    {"v6", "7th floating-point or vector argument", 0, 16}, \
    {"v7", "8th floating-point or vector argument", 0, 16}, \
    {"v8", "low 64 bits preserved, the rest scratch", 8, 16}, \
    {"v9", "low 64 bits preserved, the rest scratch", 8, 16}, \
    {"v10", "low 64 bits preserved, the rest scratch", 8, 16}, \
    {"v11", "low 64 bits preserved, the rest scratch", 8, 16}, \
    {"v12", "low 64 bits preserved, the rest scratch", 8, 16}, \
    {"v13", "low 64 bits preserved, the rest scratch", 8, 16}, \
    {"v14", "low 64 bits preserved, the rest scratch", 8, 16}, \
    {"v15", "low 64 bits preserved, the rest scratch", 8, 16}, \
    {"v16", "scratch", 0, 16}, \
    {"v17", "scratch", 0, 16}, \
    {"v18", "scratch", 0, 16}, \
    {"v19", "scratch", 0, 16}, \
    {"v20", "scratch", 0, 16}, \
    {"v21", "scratch", 0, 16}, \
    {"v22", "scratch", 0, 16}, \
    {"v23", "scratch", 0, 16}, \
    {"v24", "scratch", 0, 16}, \
    {"v25", "scratch", 0, 16}, \
    {"v26", "scratch", 0, 16}, \
    {"v27", "scratch", 0, 16}, \
    {"v28", "scratch", 0, 16}, \
    {"v29", "scratch", 0, 16}, \
    {"v30", "scratch", 0, 16}, \
    {"v31", "scratch", 0, 16},

static const cconv_register_role linux_roles[] = {
    ROLES_X0_TO_X17
    {"x18", "platform register: scratch on Linux", 0, 8},
    ROLES_X19_TO_X28
    {"x29", "FP: frame pointer, preserved", 8, 8},
    ROLES_X30_TO_V31
    {0},
};

static const cconv_register_role darwin_roles[] = {
    ROLES_X0_TO_X17
    {"x18", "reserved for the platform: not to be used", 0, 8},
    ROLES_X19_TO_X28
    {"x29", "FP: frame pointer, always of a valid frame record", 8, 8},
    ROLES_X30_TO_V31
    {0},
};

static const cconv_register_role windows_roles[] = {
    ROLES_X0_TO_X17
    {"x18", "reserved: thread environment block (user mode)", 0, 8},
    ROLES_X19_TO_X28
    {"x29", "FP: frame pointer, of the frame chain", 8, 8},
    ROLES_X30_TO_V31
    {0},
};

/* 6.1.1: r19 to r29 and sp are callee-saved; 6.1.2: of v8 to v15 the low 64 bits, which are d8 to d15. */
static const char *const preserved[] = {
    "x19", "x20", "x21", "x22", "x23", "x24", "x25", "x26", "x27", "x28", "x29", "sp",
    "d8", "d9", "d10", "d11", "d12", "d13", "d14", "d15", NULL,
};

static const char *const clobbered[] = {
    "x0", "x1", "x2", "x3", "x4", "x5", "x6", "x7", "x8", "x9", "x10", "x11", "x12", "x13", "x14", "x15", "x16",
    "x17", "x18", "x30",
    "v0", "v1", "v2", "v3", "v4", "v5", "v6", "v7", "v16", "v17", "v18", "v19", "v20", "v21", "v22", "v23", "v24",
    "v25", "v26", "v27", "v28", "v29", "v30", "v31",
    NULL,
};

/* Without x18, which nobody may use. */
static const char *const clobbered_but_x18[] = {
    "x0", "x1", "x2", "x3", "x4", "x5", "x6", "x7", "x8", "x9", "x10", "x11", "x12", "x13", "x14", "x15", "x16",
    "x17", "x30",
    "v0", "v1", "v2", "v3", "v4", "v5", "v6", "v7", "v16", "v17", "v18", "v19", "v20", "v21", "v22", "v23", "v24",
    "v25", "v26", "v27", "v28", "v29", "v30", "v31",
    NULL,
};

/* ------------------------------------------------------------------ duties */

#define DUTY_STACK "the stack pointer is a multiple of 16 at every call, and whenever memory is accessed through it"
#define DUTY_SIMD "of v8 to v15 only the low 64 bits survive a call"
#define DUTY_VENEER "any call may change x16, x17 and the condition flags, since the linker may add a veneer"
#define DUTY_PADDING "padding of registers and stack slots has any content"
#define DUTY_COPY "an argument passed by pointer is a copy that the callee may change"

static const char *const linux_duties[] = {
    DUTY_STACK,
    DUTY_SIMD,
    DUTY_VENEER,
    "nothing below the stack pointer is accessed: there is no red zone",
    "the callee narrows integers of less than 32 bits: the bits above an argument or result have any content",
    "the rounding mode and exception control of FPCR keep their values, except by functions made to change them",
    DUTY_PADDING,
    DUTY_COPY,
    "the frame pointer addresses a frame record: the previous one, and the return address",
    NULL,
};

static const char *const darwin_duties[] = {
    DUTY_STACK,
    DUTY_SIMD,
    DUTY_VENEER,
    "the 128 bytes below the stack pointer are the function's own",
    "x18 is neither read nor written",
    "the caller extends integer arguments of less than 32 bits to 32 bits, the callee results; bits 32 to 63 have any "
    "content, and so has what is above an argument on the stack",
    "the rounding mode and exception control of FPCR keep their values, except by functions made to change them",
    DUTY_PADDING,
    DUTY_COPY,
    "the frame pointer always addresses a valid frame record; a function may leave out its own",
    NULL,
};

static const char *const windows_duties[] = {
    DUTY_STACK,
    DUTY_SIMD,
    DUTY_VENEER,
    "the 16 bytes below the stack pointer are kept by the kernel, for code that analysis and patching tools insert",
    "x18 is never written: it addresses the thread environment block",
    "the callee narrows integers of less than 32 bits: the bits above an argument or result have any content",
    "AHP, DN, FZ, rounding mode and exception enables of FPCR keep their values",
    "a frame of 4096 bytes or more touches each of its pages in order (__chkstk)",
    DUTY_PADDING,
    DUTY_COPY,
    "the frame pointer addresses the previous pair of frame pointer and return address",
    NULL,
};

/* ---------------------------------------------------------------- variants */

#define SCALABLE_RULES \
    [RULE_SCALABLE] = {AAPCS64, "6.8.2", \
        "C.7: pure scalable type: z registers from NSRN, p registers from NPRN, one for each vector or predicate"}, \
    [RULE_SCALABLE_LARGE] = {AAPCS64, "6.8.2", \
        "C.8: pure scalable type without enough registers, or through the ...: pointer to a copy"}, \
    [RULE_RESULT_SCALABLE] = {AAPCS64, "6.9", "pure scalable type: from z0 or p0, as an argument"},

/* Clauses that Apple changes nothing in. */
#define UNCHANGED_RULES \
    [RULE_INTEGER] = {AAPCS64, "6.8.2", "C.9: integral or pointer of at most 8 bytes: x[NGRN]"}, \
    [RULE_PAIR_STACK] = {AAPCS64, "6.8.2", "C.13, C.14, C.17: no two x registers left: on the stack, 16-aligned"}, \
    [RULE_VECTOR] = {AAPCS64, "6.8.2", "C.1: floating-point or short vector: v[NSRN]"}, \
    [RULE_HOMOGENEOUS] = {AAPCS64, "6.8.2", "C.2: HFA or HVA: one v register per member"}, \
    [RULE_COMPOSITE_STACK] = {AAPCS64, "6.8.2", \
        "C.13, C.14, C.15: too few x registers for the composite: whole on the stack, no x register after it"}, \
    [RULE_LARGE] = {AAPCS64, "6.8.2", "B.4: composite larger than 16 bytes: pointer to a copy"}, \
    [RULE_LARGE_VECTOR] = {AAPCS64, "5.5, 6.8.2", \
        "a vector larger than 16 bytes is no short vector: pointer to a copy, as B.4"}, \
    [RULE_LARGE_BITINT] = {AAPCS64, "10.1.1, 6.8.2", \
        "_BitInt of more than 128 bits is an array of quad-words: B.4: pointer to a copy"}, \
    [RULE_SMALL_VECTOR] = {AAPCS64, "5.5", \
        "a vector below 8 bytes is no short vector: passed as the compilers do, in an x register or on the stack"}, \
    [RULE_RESULT_INTEGER] = {AAPCS64, "6.9", "integral or pointer: x0, or x0 and x1, as an argument"}, \
    [RULE_RESULT_VECTOR] = {AAPCS64, "6.9", "floating-point or short vector: v0, as an argument"}, \
    [RULE_RESULT_HOMOGENEOUS] = {AAPCS64, "6.9", "HFA or HVA: v0 to v3, as an argument"}, \
    [RULE_RESULT_COMPOSITE] = {AAPCS64, "6.9", "composite of at most 16 bytes: x0 and x1, as an argument"}, \
    [RULE_RESULT_SMALL_VECTOR] = {AAPCS64, "5.5", \
        "a vector below 8 bytes is no short vector: returned as the compilers do, in x0 or v0"}, \
    [RULE_RESULT_MEMORY] = {AAPCS64, "6.9", \
        "B.4: larger than 16 bytes: in memory that the caller provides, address in x8"}, \
    [RULE_RESULT_POINTER] = {AAPCS64, "6.9", "address of the result: x8"},

/* 5.10.5: every floating-point type is a base type. */
static const struct homogeneous_rules gcc_and_clang = {
    .not_base_gcc = 1u << CCONV_BFLOAT16,
    .judged_by_gcc = true,
    .half = &aarch64_aapcs_divergences[DIVERGES_BFLOAT16],
    .atomic = &aarch64_aapcs_divergences[DIVERGES_ATOMIC_HFA],
    .mode = &aarch64_aapcs_divergences[DIVERGES_ZERO_LENGTH_MODE],
    .nested = &aarch64_aapcs_divergences[DIVERGES_ZERO_LENGTH_NESTED],
    .unnamed = &aarch64_aapcs_divergences[DIVERGES_UNNAMED_IN_UNION],
};
static const struct homogeneous_rules clang_alone = {0};

/* AAPCS64 itself: even pairs, 8-byte slots, the callee narrows, variadic calls as all others. */
const struct aapcs64_variant aapcs64_linux = {
    .variadic = VARIADIC_AS_NAMED,
    .even_pairs = true,
    .member_alignment = true,
    .nothing_named = &aarch64_aapcs_divergences[DIVERGES_UNNAMED_BIT_FIELDS],
    .scalable = &convention_aarch64_sve_pcs,
    .no_member = &aarch64_aapcs_divergences[DIVERGES_UNNAMED_BIT_FIELDS],
    .small_vector = &aarch64_aapcs_divergences[DIVERGES_SMALL_VECTOR],
    .judged_by_gcc = true,
    .homogeneous = &gcc_and_clang,
    .rules = {
        UNCHANGED_RULES
        [RULE_NARROW] = {AAPCS64, "6.8.2", "C.9: integral below 32 bits: x[NGRN], not extended"},
        [RULE_INTEGER_STACK] = {AAPCS64, "6.8.2", "C.13, C.14, C.16: no x register left: an 8-byte slot"},
        [RULE_PAIR] = {AAPCS64, "6.8.2", "C.10, C.11: 16-byte integral: two x registers from an even one"},
        [RULE_VECTOR_STACK] = {AAPCS64, "6.8.2", "C.4, C.5, C.6: no v register left: on the stack, 8 or 16 bytes"},
        [RULE_HOMOGENEOUS_STACK] = {AAPCS64, "6.8.2",
            "C.3, C.4, C.6: too few v registers for the HFA or HVA: whole on the stack, no v register after it"},
        [RULE_COMPOSITE] = {AAPCS64, "6.8.2", "C.10, C.12: composite of at most 16 bytes: consecutive x registers"},
        [RULE_EMPTY] = {AAPCS64, "5.10", "no member with a size: nothing is passed"},
        [RULE_VARIADIC] = {AAPCS64, "6.8.1", "as a named argument"},
        [RULE_VARIADIC_LARGE] = {AAPCS64, "6.8.2", "B.4: composite larger than 16 bytes: pointer to a copy"},
        SCALABLE_RULES
    },
};

/* Apple: no even pairs, stack arguments at their own size, the caller extends, variadic ones on the stack alone. */
const struct aapcs64_variant aapcs64_darwin = {
    .variadic = VARIADIC_ON_STACK,
    .natural_slots = true,
    .adjusted_alignment = true,
    .caller_extends = true,
    .homogeneous = &clang_alone,
    .rules = {
        UNCHANGED_RULES
        [RULE_NARROW] = {APPLE, APPLE_ARGUMENTS, "integral below 32 bits: x[NGRN], extended by the caller to 32 bits"},
        [RULE_INTEGER_STACK] = {APPLE, APPLE_ARGUMENTS,
            "no x register left: on the stack at its own size and alignment"},
        [RULE_PAIR] = {APPLE, APPLE_ARGUMENTS, "16-byte integral: the next two x registers, odd or even"},
        [RULE_VECTOR_STACK] = {APPLE, APPLE_ARGUMENTS,
            "no v register left: on the stack at its own size and alignment"},
        [RULE_HOMOGENEOUS_STACK] = {APPLE, APPLE_ARGUMENTS,
            "too few v registers for the HFA or HVA: whole on the stack at its own size, no v register after it"},
        [RULE_COMPOSITE] = {APPLE, APPLE_ARGUMENTS,
            "AAPCS64 C.12 without C.10: composite of at most 16 bytes: consecutive x registers, odd or even"},
        [RULE_EMPTY] = {APPLE, APPLE_ARGUMENTS, "empty structure: nothing is passed"},
        [RULE_VARIADIC] = {APPLE, APPLE_VARIADIC, "after the ...: on the stack, in 8-byte slots"},
        [RULE_VARIADIC_LARGE] = {APPLE, APPLE_VARIADIC,
            "AAPCS64 B.4: larger than 16 bytes: pointer to a copy, in an 8-byte slot"},
        SCALABLE_RULES
    },
};

/* Microsoft: the stages of AAPCS64 without B.6; variadic functions use x registers alone. */
const struct aapcs64_variant aapcs64_windows = {
    .variadic = VARIADIC_IN_INTEGERS,
    .even_pairs = true,
    .adjusted_alignment = true,
    .member_alignment = true,
    .nothing_named = &aarch64_aapcs_divergences[DIVERGES_WIN_UNNAMED_BIT_FIELDS],
    .no_member = &aarch64_aapcs_divergences[DIVERGES_WIN_EMPTY],
    .foreign_alignment = &aarch64_aapcs_divergences[DIVERGES_WIN_FOREIGN_ALIGNMENT],
    .homogeneous = &clang_alone,
    .rules = {
        [RULE_INTEGER] = {MICROSOFT, MS_PASSING, "C.7: integral or pointer of at most 8 bytes: x[NGRN]"},
        [RULE_NARROW] = {MICROSOFT, MS_PASSING, "C.7: integral below 32 bits: x[NGRN], not extended"},
        [RULE_INTEGER_STACK] = {MICROSOFT, MS_PASSING, "C.11, C.12, C.14: no x register left: an 8-byte slot"},
        [RULE_PAIR] = {MICROSOFT, MS_PASSING, "C.8, C.9: 16-byte integral: two x registers from an even one"},
        [RULE_PAIR_STACK] = {MICROSOFT, MS_PASSING,
            "C.11, C.12, C.15: no two x registers left: on the stack, 16-aligned"},
        [RULE_VECTOR] = {MICROSOFT, MS_PASSING, "C.1: floating-point or short vector: v[NSRN]"},
        [RULE_VECTOR_STACK] = {MICROSOFT, MS_PASSING,
            "C.4, C.5, C.6: no v register left: on the stack, 8 or 16 bytes"},
        [RULE_HOMOGENEOUS] = {MICROSOFT, MS_PASSING, "C.2: HFA or HVA: one v register per member"},
        [RULE_HOMOGENEOUS_STACK] = {MICROSOFT, MS_PASSING,
            "C.3, C.4, C.6: too few v registers for the HFA or HVA: whole on the stack, no v register after it"},
        [RULE_COMPOSITE] = {MICROSOFT, MS_PASSING,
            "C.8, C.10: composite of at most 16 bytes: consecutive x registers"},
        [RULE_COMPOSITE_STACK] = {MICROSOFT, MS_PASSING,
            "C.11, C.12, C.13: too few x registers for the composite: whole on the stack, no x register after it"},
        [RULE_LARGE] = {MICROSOFT, MS_PASSING, "B.3: composite larger than 16 bytes: pointer to a copy"},
        [RULE_LARGE_VECTOR] = {MICROSOFT, MS_PASSING,
            "B.3: a vector larger than 16 bytes is no short vector: pointer to a copy"},
        [RULE_LARGE_BITINT] = {MICROSOFT, MS_PASSING,
            "B.3: _BitInt of more than 128 bits is an array: pointer to a copy"},
        [RULE_SMALL_VECTOR] = {MICROSOFT, MS_PASSING,
            "a vector below 8 bytes is no short vector: passed as an integer, as clang does"},
        [RULE_EMPTY] = {MICROSOFT, MS_PASSING, "no member with a size: nothing is passed"},
        [RULE_VARIADIC] = {MICROSOFT, MS_VARIADIC,
            "x registers only, then the stack, as if on an imaginary stack (C.12 to C.15)"},
        [RULE_VARIADIC_LARGE] = {MICROSOFT, MS_VARIADIC,
            "all composites alike: an HFA or HVA larger than 16 bytes: B.3: pointer to a copy"},
        [RULE_RESULT_INTEGER] = {MICROSOFT, MS_RETURN, "integral: x0, or x0 and x1"},
        [RULE_RESULT_VECTOR] = {MICROSOFT, MS_RETURN, "floating-point or short vector: v0"},
        [RULE_RESULT_HOMOGENEOUS] = {MICROSOFT, MS_RETURN, "HFA or HVA of at most four: v0 to v3"},
        [RULE_RESULT_COMPOSITE] = {MICROSOFT, MS_RETURN, "at most 16 bytes: x0 and x1"},
        [RULE_RESULT_SMALL_VECTOR] = {MICROSOFT, MS_RETURN,
            "a vector below 8 bytes is no short vector: v0, as clang does"},
        [RULE_RESULT_MEMORY] = {MICROSOFT, MS_RETURN,
            "other types: in memory that the caller provides, address in x8"},
        [RULE_RESULT_POINTER] = {MICROSOFT, MS_RETURN, "address of the result: x8"},
        SCALABLE_RULES
    },
};

/* ------------------------------------------------------------- conventions */

#define AARCH64_REGISTERS \
    .arch = CCONV_ARCH_AARCH64, \
    .integer_args = {general, COUNT_OF(general)}, \
    .vector_args = {simd, COUNT_OF(simd)}, \
    .integer_results = {general, 2}, \
    .vector_results = {simd, 4}, \
    .sret = X8, \
    .sret_returned = CCONV_NO_REGISTER, \
    .vector_count = CCONV_NO_REGISTER, \
    .place_result = aapcs64_place_result, \
    .place_argument = aapcs64_place_argument

static const char *const linux_aliases[] = {"aapcs64", "aapcs", "linux_arm64", "linux_aarch64", "efiapi", NULL};
static const char *const darwin_aliases[] = {"apple", "apple_arm64", "darwin", "macos", "ios", "aapcs_darwin",
                                             "aapcs64_darwin", NULL};
static const char *const windows_aliases[] = {"win_arm64", "windows_arm64", "arm64_win", "aapcs_win", "aapcs64_win",
                                              "windows", "ms_abi", NULL};

const struct cconv_convention convention_aarch64_aapcs = {
    .name = "aarch64_aapcs",
    .summary = "Arm's procedure call standard for AArch64: Linux, the BSDs, bare metal",
    .document = "AAPCS64: Procedure Call Standard for the Arm 64-bit Architecture, 2025Q4",
    .aliases = linux_aliases,
    .own_target = "aarch64-linux-gnu",
    AARCH64_REGISTERS,
    .common = 1,
    .preserved = preserved,
    .roles = linux_roles,
    .clobbered = clobbered,
    .duties = linux_duties,
    .stack = {.alignment = 16, .slot = 8},
    .variant = &aapcs64_linux,
};

const struct cconv_convention convention_aarch64_aapcs_darwin = {
    .name = "aarch64_aapcs_darwin",
    .summary = "Apple's variant of AAPCS64: macOS, iOS",
    .document = "Apple, Writing ARM64 code for Apple platforms; for the rest AAPCS64 2025Q4",
    .aliases = darwin_aliases,
    .own_target = "aarch64-macos",
    AARCH64_REGISTERS,
    .common = 1,
    .preserved = preserved,
    .roles = darwin_roles,
    .clobbered = clobbered_but_x18,
    .duties = darwin_duties,
    .stack = {.alignment = 16, .slot = 1, .red_zone = 128},
    .variant = &aapcs64_darwin,
};

static const struct method_rules windows_method = {
    .pointer = {MICROSOFT, MS_RETURN, "of a method: address of the result as second argument, after the object's"},
    .result = {MICROSOFT, MS_RETURN, "from a nonstatic member function: the caller's memory, its address back in x0"},
    .returned = X0,
};

const struct cconv_convention convention_aarch64_aapcs_win = {
    .name = "aarch64_aapcs_win",
    .summary = "Microsoft's variant of AAPCS64: Windows on Arm",
    .method = &windows_method,
    .document = "Microsoft, Overview of ARM64 ABI conventions, 2025-04-08; for the rest AAPCS64 2025Q4",
    .aliases = windows_aliases,
    .own_target = "aarch64-windows-msvc",
    AARCH64_REGISTERS,
    .common = 1,
    .preserved = preserved,
    .roles = windows_roles,
    .clobbered = clobbered_but_x18,
    .duties = windows_duties,
    .stack = {.alignment = 16, .slot = 8, .red_zone = 16},
    .variant = &aapcs64_windows,
};
