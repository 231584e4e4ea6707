/* Registers by number and by name. */
#include "architecture.h"

#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define UP_TO_7(p) p "0", p "1", p "2", p "3", p "4", p "5", p "6", p "7"
#define UP_TO_15(p) UP_TO_7(p), p "8", p "9", p "10", p "11", p "12", p "13", p "14", p "15"
#define UP_TO_31(p)                                                                                                     \
    UP_TO_15(p), p "16", p "17", p "18", p "19", p "20", p "21", p "22", p "23", p "24", p "25", p "26", p "27", p "28", \
        p "29", p "30", p "31"

#define X86_OTHERS                                                                                                      \
    UP_TO_7("k"), UP_TO_7("st"), UP_TO_7("mm"), UP_TO_7("tmm"), "bnd0", "bnd1", "bnd2", "bnd3", "flags", "df", "mxcsr", \
        "fpcw", "fpsw", "fs", "gs", "ssp", "pkru", "system"

static const char *const x86_64_names[] = {"rax", "rcx", "rdx", "rbx", "rsp", "rbp", "rsi", "rdi", "r8", "r9", "r10", "r11", "r12", "r13",
                                           "r14", "r15", UP_TO_31("zmm"), X86_OTHERS};
static const char *const i386_names[] = {"eax", "ecx", "edx", "ebx", "esp", "ebp", "esi", "edi", NULL, NULL, NULL, NULL, NULL, NULL,
                                         NULL, NULL, UP_TO_31("zmm"), X86_OTHERS};
static const char *const aarch64_names[] = {UP_TO_15("x"), "x16", "x17", "x18", "x19", "x20", "x21", "x22", "x23", "x24", "x25", "x26",
                                            "x27", "x28", "x29", "x30", "sp", UP_TO_31("v"), UP_TO_15("p"), "ffr", "nzcv", "fpcr",
                                            "fpsr", "tpidr_el0", "za", "system"};
static const char *const arm_names[] = {UP_TO_7("r"), "r8", "r9", "r10", "r11", "r12", "sp", "lr", "pc", UP_TO_31("d"), "cpsr", "cpsr.q",
                                        "cpsr.ge", "fpscr", "fpscr.nzcv", "tpidruro", "system"};
static const char *const riscv_names[] = {"zero", "ra", "sp", "gp", "tp", "t0", "t1", "t2", "s0", "s1", "a0", "a1", "a2", "a3", "a4",
                                          "a5", "a6", "a7", "s2", "s3", "s4", "s5", "s6", "s7", "s8", "s9", "s10", "s11", "t3", "t4",
                                          "t5", "t6", "ft0", "ft1", "ft2", "ft3", "ft4", "ft5", "ft6", "ft7", "fs0", "fs1", "fa0",
                                          "fa1", "fa2", "fa3", "fa4", "fa5", "fa6", "fa7", "fs2", "fs3", "fs4", "fs5", "fs6", "fs7",
                                          "fs8", "fs9", "fs10", "fs11", "ft8", "ft9", "ft10", "ft11", UP_TO_31("v"), "fflags", "frm",
                                          "vl", "vtype", "vstart", "vxrm", "vxsat", "system"};
static const char *const ppc64_names[] = {UP_TO_31("r"), UP_TO_31("vs"), UP_TO_31("v"), UP_TO_7("cr"), "lr", "ctr", "xer", "fpscr",
                                          "vscr", "vrsave", "system"};

_Static_assert(COUNT(x86_64_names) == X86_REGISTERS, "every register has a name");
_Static_assert(COUNT(i386_names) == X86_REGISTERS, "every register has a name");
_Static_assert(COUNT(aarch64_names) == A64_REGISTERS, "every register has a name");
_Static_assert(COUNT(arm_names) == ARM_REGISTERS, "every register has a name");
_Static_assert(COUNT(riscv_names) == RISCV_REGISTERS, "every register has a name");
_Static_assert(COUNT(ppc64_names) == PPC64_REGISTERS, "every register has a name");
_Static_assert((int)X86_REGISTERS <= MOST_INSTRUCTION_REGISTERS && (int)PPC64_REGISTERS <= MOST_INSTRUCTION_REGISTERS, "");

/* Names that are a word and a number, and what they are a part of. `halves`: as many in one register (Arm's s), or where negative
   that many registers each (its q). */
struct numbered {
    const char *prefix, *suffix;
    uint8_t from, count, first, at;
    uint16_t bytes;
    int8_t halves;
};

/* Other names. */
struct named {
    const char *name;
    struct register_part part;
};

static const struct numbered x86_64_numbered[] = {
    {"r", "", 8, 8, X86_R8, 0, 8, 1}, {"r", "d", 8, 8, X86_R8, 0, 4, 1}, {"r", "w", 8, 8, X86_R8, 0, 2, 1}, {"r", "b", 8, 8, X86_R8, 0, 1, 1},
    {"xmm", "", 0, 32, X86_VECTOR, 0, 16, 1}, {"ymm", "", 0, 32, X86_VECTOR, 0, 32, 1}, {"zmm", "", 0, 32, X86_VECTOR, 0, 64, 1},
    {"k", "", 0, 8, X86_MASK, 0, 8, 1}, {"st", "", 0, 8, X86_ST, 0, 10, 1}, {"mm", "", 0, 8, X86_MM, 0, 8, 1},
    {"tmm", "", 0, 8, X86_TILE, 0, 1024, 1}, {"bnd", "", 0, 4, X86_BOUND, 0, 16, 1}};
static const struct named x86_64_named[] = {
    {"rax", {X86_RAX, 0, 8}}, {"rcx", {X86_RCX, 0, 8}}, {"rdx", {X86_RDX, 0, 8}}, {"rbx", {X86_RBX, 0, 8}}, {"rsp", {X86_RSP, 0, 8}},
    {"rbp", {X86_RBP, 0, 8}}, {"rsi", {X86_RSI, 0, 8}}, {"rdi", {X86_RDI, 0, 8}},
    {"eax", {X86_RAX, 0, 4}}, {"ecx", {X86_RCX, 0, 4}}, {"edx", {X86_RDX, 0, 4}}, {"ebx", {X86_RBX, 0, 4}}, {"esp", {X86_RSP, 0, 4}},
    {"ebp", {X86_RBP, 0, 4}}, {"esi", {X86_RSI, 0, 4}}, {"edi", {X86_RDI, 0, 4}},
    {"ax", {X86_RAX, 0, 2}}, {"cx", {X86_RCX, 0, 2}}, {"dx", {X86_RDX, 0, 2}}, {"bx", {X86_RBX, 0, 2}}, {"sp", {X86_RSP, 0, 2}},
    {"bp", {X86_RBP, 0, 2}}, {"si", {X86_RSI, 0, 2}}, {"di", {X86_RDI, 0, 2}},
    {"al", {X86_RAX, 0, 1}}, {"cl", {X86_RCX, 0, 1}}, {"dl", {X86_RDX, 0, 1}}, {"bl", {X86_RBX, 0, 1}}, {"spl", {X86_RSP, 0, 1}},
    {"bpl", {X86_RBP, 0, 1}}, {"sil", {X86_RSI, 0, 1}}, {"dil", {X86_RDI, 0, 1}},
    {"ah", {X86_RAX, 1, 1}}, {"ch", {X86_RCX, 1, 1}}, {"dh", {X86_RDX, 1, 1}}, {"bh", {X86_RBX, 1, 1}},
    {"eflags", {X86_FLAGS, 0, 8}}, {"rflags", {X86_FLAGS, 0, 8}}};

/* i386 has the first eight, and none of eight bytes. */
static const struct numbered i386_numbered[] = {
    {"xmm", "", 0, 8, X86_VECTOR, 0, 16, 1}, {"ymm", "", 0, 8, X86_VECTOR, 0, 32, 1}, {"zmm", "", 0, 8, X86_VECTOR, 0, 64, 1},
    {"k", "", 0, 8, X86_MASK, 0, 8, 1}, {"st", "", 0, 8, X86_ST, 0, 10, 1}, {"mm", "", 0, 8, X86_MM, 0, 8, 1},
    {"bnd", "", 0, 4, X86_BOUND, 0, 8, 1}};

static const struct numbered aarch64_numbered[] = {
    {"x", "", 0, 31, A64_X, 0, 8, 1}, {"w", "", 0, 31, A64_X, 0, 4, 1}, {"v", "", 0, 32, A64_V, 0, 16, 1}, {"q", "", 0, 32, A64_V, 0, 16, 1},
    {"d", "", 0, 32, A64_V, 0, 8, 1}, {"s", "", 0, 32, A64_V, 0, 4, 1}, {"h", "", 0, 32, A64_V, 0, 2, 1}, {"b", "", 0, 32, A64_V, 0, 1, 1},
    {"z", "", 0, 32, A64_V, 0, 256, 1}, {"p", "", 0, 16, A64_P, 0, 32, 1}};
static const struct named aarch64_named[] = {
    {"sp", {A64_SP, 0, 8}}, {"wsp", {A64_SP, 0, 4}}, {"fp", {A64_X + 29, 0, 8}}, {"lr", {A64_X + 30, 0, 8}}};

static const struct numbered arm_numbered[] = {
    {"r", "", 0, 16, ARM_R, 0, 4, 1}, {"d", "", 0, 32, ARM_D, 0, 8, 1}, {"s", "", 0, 32, ARM_D, 0, 4, 2}, {"q", "", 0, 16, ARM_D, 0, 16, -2}};
static const struct named arm_named[] = {
    {"sp", {ARM_SP, 0, 4}}, {"lr", {ARM_LR, 0, 4}}, {"pc", {ARM_PC, 0, 4}}, {"ip", {ARM_R + 12, 0, 4}}, {"fp", {ARM_R + 11, 0, 4}},
    {"sl", {ARM_R + 10, 0, 4}}, {"sb", {ARM_R + 9, 0, 4}}, {"apsr", {ARM_FLAGS, 0, 4}}};

static const struct numbered riscv64_numbered[] = {
    {"x", "", 0, 32, RISCV_X, 0, 8, 1}, {"f", "", 0, 32, RISCV_F, 0, 8, 1}, {"v", "", 0, 32, RISCV_V, 0, 16, 1}};
static const struct numbered riscv32_numbered[] = {
    {"x", "", 0, 32, RISCV_X, 0, 4, 1}, {"f", "", 0, 32, RISCV_F, 0, 8, 1}, {"v", "", 0, 32, RISCV_V, 0, 16, 1}};
static const struct named riscv_named[] = {{"fp", {RISCV_X + 8, 0, 8}}};

static const struct numbered ppc64_numbered[] = {
    {"r", "", 0, 32, PPC64_R, 0, 8, 1}, {"f", "", 0, 32, PPC64_VS, 8, 8, 1}, {"vs", "", 0, 32, PPC64_VS, 0, 16, 1},
    {"vs", "", 32, 32, PPC64_V, 0, 16, 1}, {"v", "", 0, 32, PPC64_V, 0, 16, 1}, {"cr", "", 0, 8, PPC64_CR, 0, 1, 1}};

/* `bytes`: of those general and other registers whose names are nowhere but in `names`. */
struct bank {
    const char *const *names;
    const struct numbered *numbered;
    const struct named *named;
    uint8_t count, numbered_count, named_count, bytes;
};

static const struct bank *bank_of(cconv_arch arch)
{
    static const struct bank x86_64 = {x86_64_names, x86_64_numbered, x86_64_named, X86_REGISTERS, COUNT(x86_64_numbered), COUNT(x86_64_named), 8};
    /* The names of eight bytes are the first eight. */
    static const struct bank i386 = {i386_names, i386_numbered, x86_64_named + 8, X86_REGISTERS, COUNT(i386_numbered), COUNT(x86_64_named) - 8, 4};
    static const struct bank aarch64 = {aarch64_names, aarch64_numbered, aarch64_named, A64_REGISTERS, COUNT(aarch64_numbered), COUNT(aarch64_named), 8};
    static const struct bank arm = {arm_names, arm_numbered, arm_named, ARM_REGISTERS, COUNT(arm_numbered), COUNT(arm_named), 4};
    static const struct bank riscv64 = {riscv_names, riscv64_numbered, riscv_named, RISCV_REGISTERS, COUNT(riscv64_numbered), COUNT(riscv_named), 8};
    static const struct bank riscv32 = {riscv_names, riscv32_numbered, riscv_named, RISCV_REGISTERS, COUNT(riscv32_numbered), COUNT(riscv_named), 4};
    static const struct bank ppc64 = {ppc64_names, ppc64_numbered, NULL, PPC64_REGISTERS, COUNT(ppc64_numbered), 0, 8};
    switch (arch) {
    case CCONV_ARCH_X86_64: return &x86_64;
    case CCONV_ARCH_X86: return &i386;
    case CCONV_ARCH_AARCH64: return &aarch64;
    case CCONV_ARCH_ARM: return &arm;
    case CCONV_ARCH_RISCV64: return &riscv64;
    case CCONV_ARCH_RISCV32: return &riscv32;
    case CCONV_ARCH_PPC64: return &ppc64;
    default: return NULL;
    }
}

unsigned instruction_register_count(cconv_arch arch)
{
    const struct bank *bank = bank_of(arch);
    return bank ? bank->count : 0;
}

const char *instruction_register_name(cconv_arch arch, unsigned reg)
{
    const struct bank *bank = bank_of(arch);
    return bank && reg < bank->count ? bank->names[reg] : NULL;
}

/* The number between prefix and suffix, written without leading zeros; -1 for none. */
static int number_in(const struct numbered *row, const char *name, size_t length)
{
    size_t before = strlen(row->prefix), after = strlen(row->suffix);
    if (length < before + after + 1 || length > before + after + 2 || memcmp(name, row->prefix, before) != 0
        || memcmp(name + length - after, row->suffix, after) != 0)
        return -1;
    int number = 0;
    for (size_t i = before; i < length - after; i++) {
        if (name[i] < '0' || name[i] > '9' || (i > before && number == 0))
            return -1;
        number = 10 * number + (name[i] - '0');
    }
    return number;
}

static bool numbered(const struct bank *bank, const char *name, size_t length, struct register_part *out)
{
    for (unsigned i = 0; i < bank->numbered_count; i++) {
        const struct numbered *row = &bank->numbered[i];
        int number = number_in(row, name, length), index = number - row->from;
        if (number < 0 || index < 0 || index >= row->count)
            continue;
        int halves = row->halves > 0 ? row->halves : 1, whole = row->halves < 0 ? -row->halves : 1;
        *out = (struct register_part){(uint8_t)(row->first + index / halves * whole), (uint8_t)(row->at + index % halves * row->bytes), row->bytes};
        return true;
    }
    return false;
}

static bool is_text(const char *text, const char *name, size_t length)
{
    return text && strlen(text) == length && !memcmp(text, name, length);
}

bool instruction_register_named(cconv_arch arch, const char *name, size_t length, struct register_part *out)
{
    const struct bank *bank = bank_of(arch);
    if (!bank)
        return false;
    if (numbered(bank, name, length, out))
        return true;
    for (unsigned i = 0; i < bank->named_count; i++)
        if (is_text(bank->named[i].name, name, length)) {
            *out = bank->named[i].part;
            if (out->bytes > bank->bytes)
                out->bytes = bank->bytes;
            return true;
        }
    for (unsigned i = 0; i < bank->count; i++)
        if (is_text(bank->names[i], name, length)) {
            *out = (struct register_part){(uint8_t)i, 0, bank->bytes};
            return true;
        }
    return false;
}
