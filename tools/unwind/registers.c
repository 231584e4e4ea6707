/* Registers by the numbers of each architecture's DWARF supplement, spelled as the model spells them. */
#include "internal.h"

#include <stdio.h>

/* Numbers from `first` on: `count` registers, named by a list, or by a prefix and a number from `from` on. */
struct names {
    uint16_t first, count;
    const char *prefix;
    uint8_t from;
    const char *const *list;
};

static const char *const x86_64_general[] = {"rax", "rdx", "rcx", "rbx", "rsi", "rdi", "rbp", "rsp"};
static const char *const x86_general[] = {"eax", "ecx", "edx", "ebx", "esp", "ebp", "esi", "edi", "eip", "eflags"};
static const char *const x86_control[] = {"mxcsr", "fcw", "fsw"};
static const char *const aarch64_special[] = {"sp", "pc", "elr_mode", "ra_sign_state"};
static const char *const arm_special[] = {"sp", "lr", "pc"};
static const char *const ra_auth[] = {"ra_auth_code"};
static const char *const rip[] = {"rip"};
static const char *const rflags[] = {"rflags"};
static const char *const ppc_special[] = {"lr", "ctr"};
static const char *const riscv_integers[] = {"zero", "ra", "sp", "gp", "tp", "t0", "t1", "t2", "s0", "s1", "a0", "a1", "a2", "a3", "a4", "a5",
                                             "a6", "a7", "s2", "s3", "s4", "s5", "s6", "s7", "s8", "s9", "s10", "s11", "t3", "t4", "t5", "t6"};
static const char *const riscv_floats[] = {"ft0", "ft1", "ft2", "ft3", "ft4", "ft5", "ft6", "ft7", "fs0", "fs1", "fa0", "fa1", "fa2", "fa3", "fa4", "fa5",
                                           "fa6", "fa7", "fs2", "fs3", "fs4", "fs5", "fs6", "fs7", "fs8", "fs9", "fs10", "fs11", "ft8", "ft9", "ft10", "ft11"};

static const struct names x86_64[] = {{0, 8, NULL, 0, x86_64_general}, {8, 8, "r", 8, NULL}, {16, 1, NULL, 0, rip}, {17, 16, "xmm", 0, NULL},
                                      {33, 8, "st", 0, NULL}, {41, 8, "mm", 0, NULL}, {49, 1, NULL, 0, rflags}, {64, 3, NULL, 0, x86_control},
                                      {67, 16, "xmm", 16, NULL}, {118, 8, "k", 0, NULL}};
static const struct names x86[] = {{0, 10, NULL, 0, x86_general}, {11, 8, "st", 0, NULL}, {21, 8, "xmm", 0, NULL}, {29, 8, "mm", 0, NULL}};
static const struct names aarch64[] = {{0, 31, "x", 0, NULL}, {31, 4, NULL, 0, aarch64_special}, {48, 16, "p", 0, NULL}, {64, 32, "v", 0, NULL},
                                       {96, 32, "z", 0, NULL}};
static const struct names arm[] = {{0, 13, "r", 0, NULL}, {13, 3, NULL, 0, arm_special}, {64, 32, "s", 0, NULL}, {143, 1, NULL, 0, ra_auth}, {256, 32, "d", 0, NULL}};
static const struct names ppc64[] = {{0, 32, "r", 0, NULL}, {32, 32, "f", 0, NULL}, {65, 2, NULL, 0, ppc_special}, {68, 8, "cr", 0, NULL}, {77, 32, "v", 0, NULL}};
static const struct names riscv[] = {{0, 32, NULL, 0, riscv_integers}, {32, 32, NULL, 0, riscv_floats}, {96, 32, "v", 0, NULL}};

static const struct names *names_of(cconv_arch arch, size_t *count)
{
#define NAMES(table) (*count = sizeof(table) / sizeof *(table), (table))
    switch (arch) {
    case CCONV_ARCH_X86_64: return NAMES(x86_64);
    case CCONV_ARCH_X86: return NAMES(x86);
    case CCONV_ARCH_AARCH64: return NAMES(aarch64);
    case CCONV_ARCH_ARM: return NAMES(arm);
    case CCONV_ARCH_PPC64: return NAMES(ppc64);
    case CCONV_ARCH_RISCV64: case CCONV_ARCH_RISCV32: return NAMES(riscv);
    default: *count = 0; return NULL;
    }
#undef NAMES
}

const char *unwind_register_name(cconv_arch arch, unsigned reg, char buffer[16])
{
    size_t count;
    const struct names *names = names_of(arch, &count);
    for (size_t i = 0; i < count; i++) {
        if (reg - names[i].first >= names[i].count)
            continue;
        if (names[i].list)
            return names[i].list[reg - names[i].first];
        snprintf(buffer, 16, "%s%u", names[i].prefix, reg - names[i].first + names[i].from);
        return buffer;
    }
    return NULL;
}
