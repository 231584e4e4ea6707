/*
 * The variants of AAPCS64 that keep more vector registers: places are those of aarch64_aapcs.c, the tables are here.
 *
 * aarch64_vector_pcs: "Vector Function ABI Specification for AArch64", 2025Q1, 2.4 (AAVPCS): for functions whose arguments
 * are short vectors. aarch64_sve_pcs: AAPCS64 2025Q4, 6.1.3: every function that takes or returns scalable vectors or
 * predicates in registers, whether it says so or not.
 */
#include "convention/aarch64_aapcs.h"
#include "convention/list.h"

static const uint16_t general[] = {X0, 1, 2, 3, 4, 5, 6, 7};
static const uint16_t simd[] = {V0, V0 + 1, V0 + 2, V0 + 3, V0 + 4, V0 + 5, V0 + 6, V0 + 7};

#define GENERAL_ROLES \
    {"x0", "1st integer argument; result", 0, 8}, \
    {"x1", "2nd integer argument; result", 0, 8}, \
    {"x2-x7", "3rd to 8th integer argument", 0, 8}, \
    {"x8", "address of a result in memory", 0, 8}, \
    {"x9-x15", "scratch", 0, 8}, \
    {"x16", "IP0: scratch of linker veneers", 0, 8}, \
    {"x17", "IP1: scratch of linker veneers", 0, 8}, \
    {"x18", "platform register: scratch on Linux", 0, 8}, \
    {"x19-x28", "preserved", 8, 8}, \
    {"x29", "FP: frame pointer, preserved", 8, 8}, \
    {"x30", "LR: return address", 0, 8}, \
    {"sp", "stack pointer", 8, 8}
#define GENERAL_PRESERVED "x19", "x20", "x21", "x22", "x23", "x24", "x25", "x26", "x27", "x28", "x29", "sp"
#define GENERAL_CLOBBERED \
    "x0", "x1", "x2", "x3", "x4", "x5", "x6", "x7", "x8", "x9", "x10", "x11", "x12", "x13", "x14", "x15", "x16", "x17", \
        "x18", "x30"
#define COMMON_DUTIES \
    "the stack pointer is a multiple of 16 at every call, and whenever memory is accessed through it", \
    "nothing below the stack pointer is accessed: there is no red zone", \
    "everything else is as in aarch64_aapcs"
#define COMMON \
    .own_target = "aarch64-linux-gnu", \
    .arch = CCONV_ARCH_AARCH64, \
    .integer_args = {general, COUNT_OF(general)}, \
    .vector_args = {simd, COUNT_OF(simd)}, \
    .integer_results = {general, 2}, \
    .vector_results = {simd, 4}, \
    .sret = X8, \
    .sret_returned = CCONV_NO_REGISTER, \
    .vector_count = CCONV_NO_REGISTER, \
    .stack = {.alignment = 16, .slot = 8}, \
    .variant = &aapcs64_linux, \
    .place_result = aapcs64_place_result, \
    .place_argument = aapcs64_place_argument

/* -------------------------------------------------------------- short vectors */

static const cconv_register_role vector_roles[] = {
    GENERAL_ROLES,
    {"v0-v3", "1st to 4th floating-point or vector argument; result", 0, 16},
    {"v4-v7", "5th to 8th floating-point or vector argument", 0, 16},
    {"v8-v23", "preserved, all 128 bits", 16, 16},
    {"v24-v31", "scratch", 0, 16},
    {0},
};
static const char *const vector_preserved[] = {
    GENERAL_PRESERVED,
    "v8", "v9", "v10", "v11", "v12", "v13", "v14", "v15", "v16", "v17", "v18", "v19", "v20", "v21", "v22", "v23", NULL,
};
static const char *const vector_clobbered[] = {
    GENERAL_CLOBBERED, "v0", "v1", "v2", "v3", "v4", "v5", "v6", "v7",
    "v24", "v25", "v26", "v27", "v28", "v29", "v30", "v31", NULL,
};
static const char *const vector_duties[] = {
    "all 128 bits of v8 to v23 survive a call", COMMON_DUTIES, NULL,
};
static const char *const vector_aliases[] = {"aarch64_vfabi", "vector_pcs", "aavpcs", NULL};

const struct cconv_convention convention_aarch64_vector_pcs = {
    .name = "aarch64_vector_pcs",
    .summary = "AAPCS64 with v8 to v23 preserved: vector functions",
    .document = "Vector Function ABI Specification for AArch64, 2025Q1; for the rest AAPCS64 2025Q4",
    .aliases = vector_aliases,
    COMMON,
    .roles = vector_roles,
    .preserved = vector_preserved,
    .clobbered = vector_clobbered,
    .duties = vector_duties,
};

/* ------------------------------------------------------------ scalable vectors */

static const cconv_register_role sve_roles[] = {
    GENERAL_ROLES,
    {"z0-z3", "1st to 4th vector argument, with v0 to v3; result", 0, 16},
    {"z4-z7", "5th to 8th vector argument, with v4 to v7", 0, 16},
    {"z8-z23", "preserved, all bits", 16, 16},
    {"z24-z31", "scratch", 0, 16},
    {"p0-p3", "1st to 4th predicate argument; result", 0, 2},
    {"p4-p15", "preserved", 2, 2},
    {"ffr", "scratch", 0, 2},
    {0},
};
static const char *const sve_preserved[] = {
    GENERAL_PRESERVED,
    "z8", "z9", "z10", "z11", "z12", "z13", "z14", "z15", "z16", "z17", "z18", "z19", "z20", "z21", "z22", "z23",
    "p4", "p5", "p6", "p7", "p8", "p9", "p10", "p11", "p12", "p13", "p14", "p15", NULL,
};
static const char *const sve_clobbered[] = {
    GENERAL_CLOBBERED, "z0", "z1", "z2", "z3", "z4", "z5", "z6", "z7",
    "z24", "z25", "z26", "z27", "z28", "z29", "z30", "z31", "p0", "p1", "p2", "p3", NULL,
};
static const char *const sve_duties[] = {
    "all bits of z8 to z23 and p4 to p15 survive a call", "z and p registers are VG granules of 64 bits and of 8 bits wide; "
    "the widths in this table are those that every processor has at least", COMMON_DUTIES, NULL,
};
static const char *const sve_aliases[] = {"sve_pcs", "sve", "aarch64_vfabi_sve", NULL};

const struct cconv_convention convention_aarch64_sve_pcs = {
    .name = "aarch64_sve_pcs",
    .summary = "AAPCS64 for functions with scalable vectors or predicates in registers",
    .document = "AAPCS64: Procedure Call Standard for the Arm 64-bit Architecture, 2025Q4",
    .aliases = sve_aliases,
    COMMON,
    .roles = sve_roles,
    .preserved = sve_preserved,
    .clobbered = sve_clobbered,
    .duties = sve_duties,
};
