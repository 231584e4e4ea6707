/*
 * Conventions that place as System V does on x86-64: x86_64_x32, and preserve_most and preserve_all, which differ in
 * what the callee keeps; over Windows's convention the same two. Tables alone: x86_64_sysv.c and x86_64_win.c place.
 *
 * Sources: AMD64 psABI 1.0, chapter 10 "ILP32 Programming Model"; clang 19's attribute reference, "preserve_most" and
 * "preserve_all", and its compiled code for what that page does not say (which registers on Windows, rax and rdx).
 * Left out: the full width of ymm0 to ymm15, which preserve_all keeps where clang compiles for AVX.
 */
#include "convention/list.h"
#include "convention/x86_64_sysv.h"
#include "convention/x86_64_win.h"

/* ---------------------------------------------------------------------- x32 */

static const cconv_register_role x32_roles[] = {
    SYSV_ROLES_GENERAL("stack pointer, below 2^32")
    SYSV_ROLES_VECTORS
    SYSV_ROLES_OTHER
    {NULL, NULL, 0, 0},
};

static const char *const x32_duties[] = {
    "A pointer in a register has bits 32 to 63 clear, as argument and as result (chapter 10).",
    "Stack slots have 8 bytes; the stack, code and data lie below 2^32 (chapter 10).",
    "The direction flag is clear on entry and on return (3.2.1).",
    "The callee keeps the control bits of mxcsr and the x87 control word; status bits may change (3.2.1).",
    "rsp + 8 is a multiple of 16 on entry; of 32 or 64 where an argument on the stack is so aligned (3.2.2).",
    "The 128 bytes below rsp are the callee's to use without moving it; signal handlers keep off (3.2.2).",
    "In a call to a variadic or unprototyped function al is an upper bound, 0 to 8, of the vector registers used "
    "(3.2.3).",
    "A _Bool has bits 1 to 7 of its byte clear; nothing else is promised about bits above a narrow value (3.2.3).",
    NULL,
};

static const char *const x32_aliases[] = {"x32", "gnux32", "sysv_x32", "x86_64_ilp32", "x86_64_sysv_x32", NULL};

const struct cconv_convention convention_x86_64_x32 = {
    .name = "x86_64_x32",
    .summary = "System V on x86-64 with 32-bit pointers: Linux x32",
    .document = "AMD64 psABI 1.0",
    .aliases = x32_aliases,
    .own_target = "x86_64-linux-gnux32",
    .arch = CCONV_ARCH_X86_64,
    SYSV_PLACING,
    .sret_returned = RAX,
    .roles = x32_roles,
    .preserved = sysv_preserved,
    .clobbered = sysv_clobbered,
    .duties = x32_duties,
    .variant = &(const struct sysv_variant){.extends_pointers = true},
};

/* ------------------------------------------- preserve_most and preserve_all */

#define CLANG "clang 19 AttributeReference"

/* Their general registers, System V and Windows. */
#define PRESERVED_GENERAL \
    "rax", "rbx", "rcx", "rdx", "rsp", "rbp", "rsi", "rdi", "r8", "r9", "r10", "r12", "r13", "r14", "r15"
#define PRESERVED_XMM_HIGH "xmm6", "xmm7", "xmm8", "xmm9", "xmm10", "xmm11", "xmm12", "xmm13", "xmm14", "xmm15"
#define X87_STACK "st0", "st1", "st2", "st3", "st4", "st5", "st6", "st7"

static const char *const most_preserved[] = {PRESERVED_GENERAL, NULL};
static const char *const most_win_preserved[] = {PRESERVED_GENERAL, PRESERVED_XMM_HIGH, NULL};
static const char *const all_preserved[] = {
    PRESERVED_GENERAL, "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", PRESERVED_XMM_HIGH, NULL,
};
static const char *const most_clobbered[] = {
    "r11",  "xmm0", "xmm1",  "xmm2",  "xmm3",  "xmm4",  "xmm5",  "xmm6", "xmm7",
    "xmm8", "xmm9", "xmm10", "xmm11", "xmm12", "xmm13", "xmm14", "xmm15", X87_STACK, NULL,
};
static const char *const most_win_clobbered[] = {"r11", "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", X87_STACK, NULL};
static const char *const all_clobbered[] = {"r11", X87_STACK, NULL};

#define SYSV_GENERAL_KEPT \
    {"rax", "1st integer result, else preserved; al: vector registers used in a variadic call", 8, 8}, \
    {"rbx", "preserved", 8, 8}, \
    {"rcx", "4th integer argument; preserved", 8, 8}, \
    {"rdx", "3rd integer argument; 2nd integer result, else preserved", 8, 8}, \
    {"rsp", "stack pointer", 8, 8}, \
    {"rbp", "preserved; frame pointer if there is one", 8, 8}, \
    {"rsi", "2nd integer argument; preserved", 8, 8}, \
    {"rdi", "1st integer argument; address for a result in memory; preserved", 8, 8}, \
    {"r8", "5th integer argument; preserved", 8, 8}, \
    {"r9", "6th integer argument; preserved", 8, 8}, \
    {"r10", "preserved; static chain", 8, 8}, \
    {"r11", "temporary", 0, 8}, \
    {"r12-r15", "preserved", 8, 8},
#define WIN_GENERAL_KEPT \
    {"rax", "integer result, else preserved", 8, 8}, \
    {"rcx", "1st integer argument; address for a result in memory; preserved", 8, 8}, \
    {"rdx", "2nd integer argument; preserved", 8, 8}, \
    {"r8", "3rd integer argument; preserved", 8, 8}, \
    {"r9", "4th integer argument; preserved", 8, 8}, \
    {"r10", "preserved", 8, 8}, \
    {"r11", "temporary", 0, 8}, \
    {"r12-r15", "preserved", 8, 8}, \
    {"rdi", "preserved", 8, 8}, \
    {"rsi", "preserved", 8, 8}, \
    {"rbx", "preserved", 8, 8}, \
    {"rbp", "preserved; frame pointer if there is one", 8, 8}, \
    {"rsp", "stack pointer", 8, 8},

static const cconv_register_role most_roles[] = {
    SYSV_GENERAL_KEPT
    SYSV_ROLES_VECTORS
    SYSV_ROLES_OTHER
    {NULL, NULL, 0, 0},
};

static const cconv_register_role all_roles[] = {
    SYSV_GENERAL_KEPT
    {"xmm0-xmm1", "1st and 2nd vector argument; vector result, else preserved", 16, 16},
    {"xmm2-xmm7", "3rd to 8th vector argument; preserved", 16, 16},
    {"xmm8-xmm15", "preserved", 16, 16},
    SYSV_ROLES_OTHER
    {NULL, NULL, 0, 0},
};

static const cconv_register_role most_win_roles[] = {
    WIN_GENERAL_KEPT
    {"xmm0", "1st floating-point argument; floating-point and __m128 result", 0, 16},
    {"xmm1", "2nd floating-point argument", 0, 16},
    {"xmm2", "3rd floating-point argument", 0, 16},
    {"xmm3", "4th floating-point argument", 0, 16},
    {"xmm4-xmm5", "temporary", 0, 16},
    WIN_ROLES_PRESERVED_VECTORS
    {NULL, NULL, 0, 0},
};

static const cconv_register_role all_win_roles[] = {
    WIN_GENERAL_KEPT
    {"xmm0", "1st floating-point argument; floating-point and __m128 result, else preserved", 16, 16},
    {"xmm1", "2nd floating-point argument; preserved", 16, 16},
    {"xmm2", "3rd floating-point argument; preserved", 16, 16},
    {"xmm3", "4th floating-point argument; preserved", 16, 16},
    {"xmm4-xmm5", "preserved", 16, 16},
    WIN_ROLES_PRESERVED_VECTORS
    {NULL, NULL, 0, 0},
};

#define RESULTS "A register that holds (a part of) the result is not preserved: rax, rdx, xmm0, xmm1."

#define WIN_PASSING \
    "Arguments and results are as in x86_64_win, but there is no shadow space, and a floating-point argument through ... " \
    "is in the xmm register alone (clang 19)."
#define NO_ADDRESS "The address of a result in memory is not returned: rax is preserved (clang 19)."

static const char *const most_duties[] = {
    "The callee keeps every general register but r11 (preserve_most).", RESULTS,
    "Arguments and results are as in x86_64_sysv.", NULL,
};
static const char *const most_win_duties[] = {
    "The callee keeps every general register but r11, and xmm6 to xmm15 (preserve_most; clang 19 keeps r10 too).",
    RESULTS, NO_ADDRESS, WIN_PASSING, NULL,
};
static const char *const all_duties[] = {
    "The callee keeps every general register but r11, and xmm0 to xmm15; compiled for AVX, ymm0 to ymm15 (preserve_all).",
    RESULTS, NO_ADDRESS, "Arguments and results are as in x86_64_sysv.", NULL,
};
static const char *const all_win_duties[] = {
    "The callee keeps every general register but r11, and xmm0 to xmm15 (preserve_all; clang 19 keeps r10 too).",
    RESULTS, NO_ADDRESS, WIN_PASSING, NULL,
};

static const struct sysv_variant clangs = {.clang_alone = true};
static const char *const most_aliases[] = {"preserve_most", NULL};
static const char *const all_aliases[] = {"preserve_all", NULL};

/* By the prefix of the aliases and that of the tables. */
#define KEEPING(keeps, tables) \
    .document = CLANG, \
    .aliases = keeps##_aliases, \
    .arch = CCONV_ARCH_X86_64, \
    .sret_returned = CCONV_NO_REGISTER, \
    .loses = LOSES_RESULTS, \
    .roles = tables##_roles, \
    .duties = tables##_duties

const struct cconv_convention convention_x86_64_preserve_most = {
    .name = "x86_64_preserve_most",
    .summary = "System V, the callee keeps the general registers: clang",
    .own_target = "x86_64-linux-gnu",
    SYSV_PLACING,
    KEEPING(most, most),
    .preserved = most_preserved,
    .clobbered = most_clobbered,
    .variant = &clangs,
};

const struct cconv_convention convention_x86_64_preserve_all = {
    .name = "x86_64_preserve_all",
    .summary = "System V, the callee keeps general and vector registers: clang",
    .own_target = "x86_64-linux-gnu",
    SYSV_PLACING,
    KEEPING(all, all),
    .preserved = all_preserved,
    .clobbered = all_clobbered,
    .variant = &clangs,
};

const struct cconv_convention convention_x86_64_preserve_most_win = {
    .name = "x86_64_preserve_most_win",
    .summary = "Microsoft x64, the callee keeps the general registers: clang",
    .own_target = "x86_64-windows-msvc",
    WIN_PLACING,
    KEEPING(most, most_win),
    .preserved = most_win_preserved,
    .clobbered = most_win_clobbered,
    .variant = &win_floats_once,
    .stack = {.alignment = 16, .slot = 8, .shadow_space = 0, .red_zone = 0, .return_address = 8, .callee_cleans = 0},
};

const struct cconv_convention convention_x86_64_preserve_all_win = {
    .name = "x86_64_preserve_all_win",
    .summary = "Microsoft x64, the callee keeps general and vector registers: clang",
    .own_target = "x86_64-windows-msvc",
    WIN_PLACING,
    KEEPING(all, all_win),
    .preserved = all_preserved,
    .clobbered = all_clobbered,
    .variant = &win_floats_once,
    .stack = {.alignment = 16, .slot = 8, .shadow_space = 0, .red_zone = 0, .return_address = 8, .callee_cleans = 0},
};
