/*
 * The tables of x86_64_regcall and x86_64_regcall_win (clang 19 AttributeReference, "regcall"): registers, what is
 * preserved, duties. Placing is x86_64_regcall.c.
 */
#include "convention/list.h"
#include "convention/x86_64_regcall.h"

static const uint16_t general[] = {RAX, RCX, RDX, RDI, RSI, R8, R9, R12, R13, R14, R15};
static const uint16_t general_win[] = {RAX, RCX, RDX, RDI, RSI, R8, R9, R10, R11, R12, R14, R15};
static const uint16_t vectors[] = {XMM0,      XMM1,      XMM2,      XMM3,     XMM4,      XMM5,
                                   XMM6,      XMM7,      XMM0 + 8,  XMM0 + 9, XMM0 + 10, XMM0 + 11,
                                   XMM0 + 12, XMM0 + 13, XMM0 + 14, XMM0 + 15};
_Static_assert(COUNT_OF(general) == REGCALL_GENERAL && COUNT_OF(vectors) == REGCALL_VECTORS, "clang's count");

#define VECTOR_ROLES                                                                                                   \
    {"xmm0-xmm7", "vector arguments and results", 0, 16},                                                              \
        {"xmm8-xmm15", "vector arguments and results, else preserved", 16, 16},                                        \
        {"st0", "1st long double argument; long double result", 0, 10}, {"st1-st7", "temporary", 0, 10},               \
        {"mxcsr", "control bits preserved, status bits not", 4, 4}, {"fpcr", "x87 control word, preserved", 2, 2},     \
        {"rflags", "df clear on entry and return; the rest temporary", 0, 8},

static const cconv_register_role roles[] = {
    {"rax", "1st integer argument and result; address for a result in memory", 0, 8},
    {"rcx", "2nd integer argument and result", 0, 8},
    {"rdx", "3rd integer argument and result", 0, 8},
    {"rdi", "4th integer argument and result", 0, 8},
    {"rsi", "5th integer argument and result", 0, 8},
    {"r8", "6th integer argument and result", 0, 8},
    {"r9", "7th integer argument and result", 0, 8},
    {"r10-r11", "temporary", 0, 8},
    {"r12-r15", "8th to 11th integer argument and result, else preserved", 8, 8},
    {"rbx", "preserved", 8, 8},
    {"rbp", "preserved; frame pointer if there is one", 8, 8},
    {"rsp", "stack pointer", 8, 8},
    VECTOR_ROLES{NULL, NULL, 0, 0},
};

static const cconv_register_role win_roles[] = {
    {"rax", "1st integer argument; integer result; address for a result in memory", 0, 8},
    {"rcx", "2nd integer argument", 0, 8},
    {"rdx", "3rd integer argument", 0, 8},
    {"rdi", "4th integer argument", 0, 8},
    {"rsi", "5th integer argument", 0, 8},
    {"r8", "6th integer argument", 0, 8},
    {"r9", "7th integer argument", 0, 8},
    {"r10-r12", "8th to 10th integer argument, else preserved", 8, 8},
    {"r13", "preserved", 8, 8},
    {"r14-r15", "11th and 12th integer argument, else preserved", 8, 8},
    {"rbx", "preserved", 8, 8},
    {"rbp", "preserved; frame pointer if there is one", 8, 8},
    {"rsp", "stack pointer", 8, 8},
    VECTOR_ROLES{NULL, NULL, 0, 0},
};

#define XMM_KEPT "xmm8", "xmm9", "xmm10", "xmm11", "xmm12", "xmm13", "xmm14", "xmm15"
#define CLOBBERED                                                                                                      \
    "rax", "rcx", "rdx", "rsi", "rdi", "r8", "r9", "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7",     \
        "st0", "st1", "st2", "st3", "st4", "st5", "st6", "st7"
static const char *const preserved[] = {"rbx", "rsp", "rbp", "r12", "r13", "r14", "r15", XMM_KEPT, NULL};
static const char *const win_kept[] = {"rbx", "rsp", "rbp", "r10", "r11", "r12", "r13", "r14", "r15", XMM_KEPT, NULL};
static const char *const clobbered[] = {CLOBBERED, "r10", "r11", NULL};
static const char *const win_lost[] = {CLOBBERED, NULL};

static const char *const duties[] = {
    "A register that holds an argument or a part of the result is not preserved.",
    "rsp + 8 is a multiple of 16 on entry; there is no shadow space.",
    "The direction flag is clear on entry and on return.",
    "The function has a prototype without `...`.",
    NULL,
};

static const char *const aliases[] = {"regcall", "__regcall", "x86_64_regcall_v3_sysv", NULL};
static const char *const win_aliases[] = {"regcall", "__regcall", NULL};
static const struct symbol_decoration decoration = {.stem = "__regcall3__", .everywhere = true};

const struct cconv_convention convention_x86_64_regcall = {
    .name = "x86_64_regcall",
    .summary = "__regcall over System V: 11 general and 16 vector registers",
    .document = REGCALL_DOCUMENT,
    .aliases = aliases,
    .own_target = "x86_64-linux-gnu",
    .arch = CCONV_ARCH_X86_64,
    .integer_args = {general, COUNT_OF(general)},
    .vector_args = {vectors, COUNT_OF(vectors)},
    .integer_results = {general, COUNT_OF(general)},
    .vector_results = {vectors, COUNT_OF(vectors)},
    .sret = RAX,
    .sret_returned = RAX,
    .vector_count = CCONV_NO_REGISTER,
    .roles = roles,
    .preserved = preserved,
    .loses = LOSES_RESULTS | LOSES_ARGUMENTS,
    .clobbered = clobbered,
    .duties = duties,
    .stack = {.alignment = 16, .slot = 8, .shadow_space = 0, .red_zone = 128, .return_address = 8, .callee_cleans = 0},
    .decoration = &decoration,
    .variant = &(const struct regcall_variant){.windows = false},
    .place_result = regcall_place_result,
    .place_argument = regcall_place_argument,
};

const struct cconv_convention convention_x86_64_regcall_win = {
    .name = "x86_64_regcall_win",
    .summary = "__regcall over Microsoft x64: 12 general and 16 vector registers",
    .document = REGCALL_DOCUMENT,
    .aliases = win_aliases,
    .own_target = "x86_64-windows-msvc",
    .arch = CCONV_ARCH_X86_64,
    .integer_args = {general_win, COUNT_OF(general_win)},
    .vector_args = {vectors, COUNT_OF(vectors)},
    .integer_results = {general_win, 1},
    .vector_results = {vectors, 4},
    .sret = RAX,
    .sret_returned = RAX,
    .vector_count = CCONV_NO_REGISTER,
    .roles = win_roles,
    .preserved = win_kept,
    .loses = LOSES_RESULTS | LOSES_ARGUMENTS,
    .clobbered = win_lost,
    .duties = duties,
    .stack = {.alignment = 16, .slot = 8, .shadow_space = 0, .red_zone = 0, .return_address = 8, .callee_cleans = 0},
    .decoration = &decoration,
    .variant = &(const struct regcall_variant){.windows = true},
    .place_result = regcall_place_result,
    .place_argument = regcall_place_argument,
};
