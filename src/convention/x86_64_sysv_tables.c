/*
 * x86_64_sysv as a table: the registers of AMD64 psABI 1.0, 3.2 and what is kept over a call. Who places a value is in
 * x86_64_sysv.c.
 */
#include "convention/x86_64_sysv.h"

const uint16_t sysv_integer_args[6] = {RDI, RSI, RDX, RCX, R8, R9};
const uint16_t sysv_vector_args[8] = {XMM0, XMM1, XMM2, XMM3, XMM4, XMM5, XMM6, XMM7};
const uint16_t sysv_integer_results[2] = {RAX, RDX};
const uint16_t sysv_vector_results[2] = {XMM0, XMM1};

/* 3.2.3, figure "Register Usage". */
static const cconv_register_role roles[] = {
    SYSV_ROLES_GENERAL("stack pointer")
    SYSV_ROLES_VECTORS
    SYSV_ROLES_OTHER
    {NULL, NULL, 0, 0},
};

const char *const sysv_preserved[] = {"rbx", "rsp", "rbp", "r12", "r13", "r14", "r15", NULL};

const char *const sysv_clobbered[] = {
    "rax",   "rcx",  "rdx",  "rsi",  "rdi",  "r8",   "r9",   "r10",   "r11",   "xmm0",  "xmm1",  "xmm2",
    "xmm3",  "xmm4", "xmm5", "xmm6", "xmm7", "xmm8", "xmm9", "xmm10", "xmm11", "xmm12", "xmm13", "xmm14",
    "xmm15", "st0",  "st1",  "st2",  "st3",  "st4",  "st5",  "st6",   "st7",   NULL,
};

const char *const sysv_duties[] = {
    "The direction flag is clear on entry and on return (3.2.1).",
    "The CPU is in x87 mode on entry: who used MMX registers issues emms before a call or return (3.2.1).",
    "The callee keeps the control bits of mxcsr and the x87 control word; status bits may change (3.2.1).",
    "rsp + 8 is a multiple of 16 on entry; of 32 or 64 where an argument on the stack is so aligned (3.2.2).",
    "The 128 bytes below rsp are the callee's to use without moving it; signal handlers keep off (3.2.2).",
    "In a call to a variadic or unprototyped function al is an upper bound, 0 to 8, of the vector registers used "
    "(3.2.3).",
    "A _Bool has bits 1 to 7 of its byte clear; nothing else is promised about bits above a narrow value (3.2.3).",
    "Every vector register, with its upper parts, belongs to the callee (3.2.1).",
    NULL,
};

static const char *const aliases[] = {"sysv", "sysv_abi", "sysv64", "amd64", "system-v", "linux64", NULL};

const struct cconv_convention convention_x86_64_sysv = {
    .name = "x86_64_sysv",
    .summary = "System V on x86-64: Linux, macOS, the BSDs",
    .document = "AMD64 psABI 1.0",
    .aliases = aliases,
    .own_target = "x86_64-linux-gnu",
    .arch = CCONV_ARCH_X86_64,
    SYSV_PLACING,
    .sret_returned = RAX,
    .roles = roles,
    .preserved = sysv_preserved,
    .clobbered = sysv_clobbered,
    .duties = sysv_duties,
    .common = 1,
    .variant = &(const struct sysv_variant){.extends_pointers = false},
};
