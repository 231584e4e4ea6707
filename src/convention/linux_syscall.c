/*
 * Linux system calls: what user code hands to the kernel, one table an architecture.
 *
 * Sources: AMD64 psABI 1.0, A.2.1 "Calling Conventions" (of the Linux kernel); the manual page syscall(2) of Linux
 * man-pages 6.03, "Architecture calling conventions"; the kernel's entry code and Documentation/arch for what is kept.
 * Every argument is a word in a register, in order; nothing is on the stack. What is no word (a struct, a floating-point
 * number) is no argument of a system call. The prototype is the kernel's own, not that of libc's wrapper, which may
 * differ (ptrace, clone, the 32-bit calls with a padding argument). Left out: sigreturn, and vdso functions, which are
 * ordinary C.
 */
#include "convention/cursor.h"
#include "convention/list.h"

#define MANUAL "Linux syscall(2)"
#define RULE(name, section, reason) static const cconv_rule name = {MANUAL, section, reason}
#define REGISTERS "Architecture calling conventions"

RULE(word, REGISTERS, "a word: the next argument register");
RULE(two_words, REGISTERS, "64 bits in two registers, the lower half first");
RULE(even_pair, "Architecture-specific requirements", "64 bits in an even register and the next, the lower half first");
RULE(word_result, REGISTERS, "the result register; -4095 to -1 is -errno");
RULE(not_a_word, REGISTERS, "arguments are words in registers");
RULE(too_many, REGISTERS, "at most six arguments (seven on Arm), all in registers");

struct syscall_variant {
    bool pairs_are_even; /* syscall(2): EABI aligns 64 bits to an even register */
};

static bool is_word(const struct cconv_type *type)
{
    return type_is_integer(type) || type->kind == CCONV_POINTER;
}

/* Narrow arguments: the kernel's entry takes whole registers and each call converts from long, so nothing above is
   relied upon (SYSCALL_DEFINE in include/linux/syscalls.h). */
static cconv_status place_argument(struct cursor *at, const struct cconv_type *given, struct slot *out)
{
    const struct cconv_type *type = canonical(given);
    const struct syscall_variant *variant = at->convention->variant;
    uint64_t size = type->size, register_size = at->target->pointer_size;
    if (at->convention->arch == CCONV_ARCH_X86_64)
        register_size = 8; /* the x32 ABI's calls too */
    if (!is_word(type) || size > 8)
        return unsupported(at, given, &not_a_word, "a system call takes integers of at most 64 bits and pointers");
    if (size > register_size && variant->pairs_are_even)
        at->ngrn += at->ngrn & 1;
    if (integers_left(at) * register_size < size || at->ngrn >= at->convention->integer_args.count)
        return unsupported(at, given, &too_many, "no register is left for it");
    out->rule = size <= register_size ? &word : variant->pairs_are_even ? &even_pair : &two_words;
    for (uint64_t offset = 0; offset < size; offset += register_size)
        put_register(at, out, offset, min_u64(register_size, size - offset), take_integer(at), 0);
    return CCONV_OK;
}

static cconv_status place_result(struct cursor *at, const struct cconv_type *given, struct slot *out)
{
    const struct cconv_type *type = canonical(given);
    uint64_t register_size = at->convention->arch == CCONV_ARCH_X86_64 ? 8 : at->target->pointer_size;
    if (!is_word(type) || type->size > register_size)
        return unsupported(at, given, &not_a_word, "a system call returns one register");
    out->rule = &word_result;
    put_register(at, out, 0, type->size, at->convention->integer_results.regs[0], 0);
    return CCONV_OK;
}

static const struct syscall_variant plain = {false}, even_pairs = {true};
#define ERRORS .lowest_error = -4095, .highest_error = -1
#define COMMON_DUTIES \
    "An unsuccessful call returns -errno, a number from -4095 to -1; there is no errno, which libc's wrapper sets.", \
    "The stack is not looked at: no argument is on it, it need not be aligned, and the kernel uses its own.", \
    "Bits above a narrow argument do not matter; a result fills its register."
#define NO_STACK {.alignment = 1, .slot = 8, .shadow_space = 0, .red_zone = 0, .return_address = 0, .callee_cleans = 0}

/* The tables of an architecture, by their prefix. */
#define TABLES(of) \
    .aliases = of##_aliases, \
    .integer_args = {of##_args, COUNT_OF(of##_args)}, \
    .integer_results = {of##_results, COUNT_OF(of##_results)}, \
    .sret = CCONV_NO_REGISTER, \
    .sret_returned = CCONV_NO_REGISTER, \
    .vector_count = CCONV_NO_REGISTER, \
    .roles = of##_roles, \
    .preserved = of##_preserved, \
    .clobbered = of##_clobbered, \
    .duties = of##_duties, \
    .stack = NO_STACK, \
    .syscall = &of##_rules, \
    .place_result = place_result, \
    .place_argument = place_argument

/* ------------------------------------------------------------------- x86-64 */

static const uint16_t x86_64_args[] = {RDI, RSI, RDX, R10, R8, R9};
static const uint16_t x86_64_results[] = {RAX};
static const char *const x86_64_aliases[] = {"x86_64_syscall", "amd64_syscall", "linux_syscall", NULL};
static const char *const x86_64_duties[] = {
    COMMON_DUTIES,
    "The instruction itself overwrites rcx (the return address) and r11 (the flags); all else is kept, the arguments' "
    "registers and the vector registers too.",
    NULL,
};
static const cconv_register_role x86_64_roles[] = {
    {"rax", "number of the call; result", 0, 8},
    {"rdi", "1st argument, preserved", 8, 8},
    {"rsi", "2nd argument, preserved", 8, 8},
    {"rdx", "3rd argument, preserved", 8, 8},
    {"r10", "4th argument, preserved", 8, 8},
    {"r8", "5th argument, preserved", 8, 8},
    {"r9", "6th argument, preserved", 8, 8},
    {"rcx", "overwritten with the return address", 0, 8},
    {"r11", "overwritten with the flags", 0, 8},
    {"rbx", "preserved", 8, 8},
    {"rbp", "preserved", 8, 8},
    {"rsp", "preserved", 8, 8},
    {"r12-r15", "preserved", 8, 8},
    {"zmm0-zmm31", "preserved", 64, 64},
    {"st0-st7", "preserved", 10, 10},
    {NULL, NULL, 0, 0},
};
static const char *const x86_64_preserved[] = {
    "rbx", "rbp", "rsp", "rdi", "rsi", "rdx", "r8", "r9", "r10", "r12", "r13", "r14", "r15",
    "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7",
    "xmm8", "xmm9", "xmm10", "xmm11", "xmm12", "xmm13", "xmm14", "xmm15",
    "st0", "st1", "st2", "st3", "st4", "st5", "st6", "st7", NULL,
};
static const char *const x86_64_clobbered[] = {"rax", "rcx", "r11", NULL};
static const cconv_syscall_rules x86_64_rules = {.number_register = "rax", .instruction = "syscall", ERRORS};

const struct cconv_convention convention_x86_64_linux_syscall = {
    .name = "x86_64_linux_syscall",
    .summary = "Linux system calls on x86-64: syscall",
    .document = "AMD64 psABI 1.0, A.2.1; Linux syscall(2)",
    .own_target = "x86_64-linux-gnu",
    .arch = CCONV_ARCH_X86_64,
    TABLES(x86_64),
    .variant = &plain,
};

/* ------------------------------------------------------------------ AArch64 */

static const uint16_t aarch64_args[] = {X0, X0 + 1, X0 + 2, X0 + 3, X0 + 4, X0 + 5};
static const uint16_t aarch64_results[] = {X0};
static const char *const aarch64_aliases[] = {"aarch64_syscall", "arm64_syscall", "linux_syscall", NULL};
static const char *const aarch64_duties[] = {
    COMMON_DUTIES,
    "All registers but x0 are kept. Of the scalable registers the bits beyond the first 128 of z0 to z31 become zero, "
    "and p0 to p15 and ffr become zero (Documentation/arch/arm64/sve.rst, 3).",
    NULL,
};
#define KEPT(name) {name, "preserved", 8, 8}
static const cconv_register_role aarch64_roles[] = {
    {"x8", "number of the call, preserved", 8, 8},
    {"x0", "1st argument; result", 0, 8},
    {"x1", "2nd argument, preserved", 8, 8},
    {"x2", "3rd argument, preserved", 8, 8},
    {"x3", "4th argument, preserved", 8, 8},
    {"x4", "5th argument, preserved", 8, 8},
    {"x5", "6th argument, preserved", 8, 8},
    KEPT("x6"), KEPT("x7"), KEPT("x9"), KEPT("x10"), KEPT("x11"), KEPT("x12"), KEPT("x13"), KEPT("x14"), KEPT("x15"),
    KEPT("x16"), KEPT("x17"), KEPT("x18"), KEPT("x19"), KEPT("x20"), KEPT("x21"), KEPT("x22"), KEPT("x23"),
    KEPT("x24"), KEPT("x25"), KEPT("x26"), KEPT("x27"), KEPT("x28"), KEPT("x29"), KEPT("x30"), KEPT("sp"),
    {"v0-v31", "preserved", 16, 16},
    {NULL, NULL, 0, 0},
};
static const char *const aarch64_preserved[] = {
    "x1", "x2", "x3", "x4", "x5", "x6", "x7", "x8", "x9", "x10", "x11", "x12", "x13", "x14", "x15", "x16", "x17", "x18",
    "x19", "x20", "x21", "x22", "x23", "x24", "x25", "x26", "x27", "x28", "x29", "x30", "sp",
    "v0", "v1", "v2", "v3", "v4", "v5", "v6", "v7", "v8", "v9", "v10", "v11", "v12", "v13", "v14", "v15",
    "v16", "v17", "v18", "v19", "v20", "v21", "v22", "v23", "v24", "v25", "v26", "v27", "v28", "v29", "v30", "v31",
    NULL,
};
static const char *const aarch64_clobbered[] = {"x0", NULL};
static const cconv_syscall_rules aarch64_rules = {.number_register = "x8", .instruction = "svc #0", ERRORS};

const struct cconv_convention convention_aarch64_linux_svc = {
    .name = "aarch64_linux_svc",
    .summary = "Linux system calls on AArch64: svc #0",
    .document = "Linux syscall(2)",
    .own_target = "aarch64-linux-gnu",
    .arch = CCONV_ARCH_AARCH64,
    TABLES(aarch64),
    .variant = &plain,
};

/* --------------------------------------------------------------------- i386 */

static const uint16_t x86_args[] = {EBX, ECX, EDX, ESI, EDI, EBP};
static const uint16_t x86_results[] = {EAX};
static const char *const x86_aliases[] = {"int80", "x86_syscall", "i386_syscall", "linux_syscall", NULL};
static const char *const x86_duties[] = {
    COMMON_DUTIES,
    "All registers but eax are kept. The vdso's __kernel_vsyscall takes the same registers.",
    NULL,
};
#define KEPT_WORD(name) {name, "preserved", 4, 4}
static const cconv_register_role x86_roles[] = {
    {"eax", "number of the call; result", 0, 4},
    {"ebx", "1st argument, preserved", 4, 4},
    {"ecx", "2nd argument, preserved", 4, 4},
    {"edx", "3rd argument, preserved", 4, 4},
    {"esi", "4th argument, preserved", 4, 4},
    {"edi", "5th argument, preserved", 4, 4},
    {"ebp", "6th argument, preserved", 4, 4},
    KEPT_WORD("esp"),
    {"xmm0-xmm7", "preserved", 16, 16},
    {"st0-st7", "preserved", 10, 10},
    {NULL, NULL, 0, 0},
};
static const char *const x86_preserved[] = {
    "ebx", "ecx", "edx", "esi", "edi", "ebp", "esp", "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7",
    "st0", "st1", "st2", "st3", "st4", "st5", "st6", "st7", NULL,
};
static const char *const x86_clobbered[] = {"eax", NULL};
static const cconv_syscall_rules x86_rules = {.number_register = "eax", .instruction = "int $0x80", ERRORS};

const struct cconv_convention convention_x86_linux_int80 = {
    .name = "x86_linux_int80",
    .summary = "Linux system calls on i386: int $0x80",
    .document = "Linux syscall(2)",
    .own_target = "i686-linux-gnu",
    .arch = CCONV_ARCH_X86,
    TABLES(x86),
    .variant = &plain,
};

/* ---------------------------------------------------------------------- Arm */

static const uint16_t arm_args[] = {R0_ARM, R0_ARM + 1, R0_ARM + 2, R0_ARM + 3, R0_ARM + 4, R0_ARM + 5, R0_ARM + 6};
static const uint16_t arm_results[] = {R0_ARM};
static const char *const arm_aliases[] = {"arm_syscall", "arm_eabi_syscall", "linux_syscall", NULL};
static const char *const arm_duties[] = {
    COMMON_DUTIES,
    "This is the EABI's way, with the number in r7; the older OABI has it in the instruction.",
    "All registers but r0 are kept.",
    NULL,
};
static const cconv_register_role arm_roles[] = {
    {"r7", "number of the call, preserved", 4, 4},
    {"r0", "1st argument; result", 0, 4},
    {"r1", "2nd argument, preserved", 4, 4},
    {"r2", "3rd argument, preserved", 4, 4},
    {"r3", "4th argument, preserved", 4, 4},
    {"r4", "5th argument, preserved", 4, 4},
    {"r5", "6th argument, preserved", 4, 4},
    {"r6", "7th argument, preserved", 4, 4},
    KEPT_WORD("r8"), KEPT_WORD("r9"), KEPT_WORD("r10"), KEPT_WORD("r11"), KEPT_WORD("r12"), KEPT_WORD("sp"),
    KEPT_WORD("lr"),
    {"d0-d31", "preserved", 8, 8},
    {NULL, NULL, 0, 0},
};
static const char *const arm_preserved[] = {
    "r1", "r2", "r3", "r4", "r5", "r6", "r7", "r8", "r9", "r10", "r11", "r12", "sp", "lr",
    "d0", "d1", "d2", "d3", "d4", "d5", "d6", "d7", "d8", "d9", "d10", "d11", "d12", "d13", "d14", "d15",
    "d16", "d17", "d18", "d19", "d20", "d21", "d22", "d23", "d24", "d25", "d26", "d27", "d28", "d29", "d30", "d31", NULL,
};
static const char *const arm_clobbered[] = {"r0", NULL};
static const cconv_syscall_rules arm_rules = {.number_register = "r7", .instruction = "svc #0", ERRORS};

const struct cconv_convention convention_arm_linux_svc = {
    .name = "arm_linux_svc",
    .summary = "Linux system calls on 32-bit Arm: svc #0",
    .document = "Linux syscall(2)",
    .own_target = "arm-linux-gnueabihf",
    .arch = CCONV_ARCH_ARM,
    TABLES(arm),
    .variant = &even_pairs,
};

/* ------------------------------------------------------------------- RISC-V */

static const uint16_t riscv_args[] = {RISCV_A0, RISCV_A0 + 1, RISCV_A0 + 2, RISCV_A0 + 3, RISCV_A0 + 4, RISCV_A0 + 5};
static const uint16_t riscv_results[] = {RISCV_A0};
static const char *const riscv_aliases[] = {"riscv64_syscall", "riscv_syscall", "ecall", "linux_syscall", NULL};
static const char *const riscv_duties[] = {
    COMMON_DUTIES,
    "All general and floating-point registers but a0 are kept; the vector registers are not, nor are vl, vtype and vcsr "
    "(Documentation/arch/riscv/vector.rst, 3).",
    NULL,
};
static const cconv_register_role riscv_roles[] = {
    {"zero", "always 0", 8, 8},
    {"a7", "number of the call, preserved", 8, 8},
    {"a0", "1st argument; result", 0, 8},
    {"a1", "2nd argument, preserved", 8, 8},
    {"a2", "3rd argument, preserved", 8, 8},
    {"a3", "4th argument, preserved", 8, 8},
    {"a4", "5th argument, preserved", 8, 8},
    {"a5", "6th argument, preserved", 8, 8},
    KEPT("a6"), KEPT("ra"), KEPT("sp"), KEPT("gp"), KEPT("tp"), KEPT("t0"), KEPT("t1"), KEPT("t2"), KEPT("t3"),
    KEPT("t4"), KEPT("t5"), KEPT("t6"), KEPT("s0"), KEPT("s1"), KEPT("s2"), KEPT("s3"), KEPT("s4"), KEPT("s5"),
    KEPT("s6"), KEPT("s7"), KEPT("s8"), KEPT("s9"), KEPT("s10"), KEPT("s11"),
    {"ft0-ft11", "preserved", 8, 8},
    {"fs0-fs11", "preserved", 8, 8},
    {"fa0-fa7", "preserved", 8, 8},
    {"v0-v31", "scratch", 0, 16},
    {NULL, NULL, 0, 0},
};
static const char *const riscv_preserved[] = {
    "ra", "sp", "gp", "tp", "t0", "t1", "t2", "s0", "s1", "a1", "a2", "a3", "a4", "a5", "a6", "a7",
    "s2", "s3", "s4", "s5", "s6", "s7", "s8", "s9", "s10", "s11", "t3", "t4", "t5", "t6",
    "ft0", "ft1", "ft2", "ft3", "ft4", "ft5", "ft6", "ft7", "fs0", "fs1", "fa0", "fa1", "fa2", "fa3", "fa4", "fa5",
    "fa6", "fa7", "fs2", "fs3", "fs4", "fs5", "fs6", "fs7", "fs8", "fs9", "fs10", "fs11", "ft8", "ft9", "ft10", "ft11",
    NULL,
};
static const char *const riscv_clobbered[] = {"a0", NULL};
static const cconv_syscall_rules riscv_rules = {.number_register = "a7", .instruction = "ecall", ERRORS};

const struct cconv_convention convention_riscv64_linux_ecall = {
    .name = "riscv64_linux_ecall",
    .summary = "Linux system calls on 64-bit RISC-V: ecall",
    .document = "Linux syscall(2)",
    .own_target = "riscv64-linux-gnu",
    .arch = CCONV_ARCH_RISCV64,
    TABLES(riscv),
    .variant = &plain,
};
