/* The processors that can be traced. */
#include "trace.h"

#include <stdlib.h>
#include <string.h>
#include <unicorn/unicorn.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const struct cpu_register x86_64_registers[] = {
    {"rax", UC_X86_REG_RAX}, {"rbx", UC_X86_REG_RBX}, {"rcx", UC_X86_REG_RCX}, {"rdx", UC_X86_REG_RDX}, {"rsi", UC_X86_REG_RSI},
    {"rdi", UC_X86_REG_RDI}, {"rbp", UC_X86_REG_RBP}, {"rsp", UC_X86_REG_RSP}, {"r8", UC_X86_REG_R8}, {"r9", UC_X86_REG_R9},
    {"r10", UC_X86_REG_R10}, {"r11", UC_X86_REG_R11}, {"r12", UC_X86_REG_R12}, {"r13", UC_X86_REG_R13}, {"r14", UC_X86_REG_R14},
    {"r15", UC_X86_REG_R15}, {"xmm0", UC_X86_REG_XMM0}, {"xmm1", UC_X86_REG_XMM1}, {"xmm2", UC_X86_REG_XMM2}, {"xmm3", UC_X86_REG_XMM3},
    {"xmm4", UC_X86_REG_XMM4}, {"xmm5", UC_X86_REG_XMM5}, {"xmm6", UC_X86_REG_XMM6}, {"xmm7", UC_X86_REG_XMM7}, {"xmm8", UC_X86_REG_XMM8},
    {"xmm9", UC_X86_REG_XMM9}, {"xmm10", UC_X86_REG_XMM10}, {"xmm11", UC_X86_REG_XMM11}, {"xmm12", UC_X86_REG_XMM12},
    {"xmm13", UC_X86_REG_XMM13}, {"xmm14", UC_X86_REG_XMM14}, {"xmm15", UC_X86_REG_XMM15}};

static const struct cpu_register x86_registers[] = {
    {"eax", UC_X86_REG_EAX}, {"ebx", UC_X86_REG_EBX}, {"ecx", UC_X86_REG_ECX}, {"edx", UC_X86_REG_EDX}, {"esi", UC_X86_REG_ESI},
    {"edi", UC_X86_REG_EDI}, {"ebp", UC_X86_REG_EBP}, {"esp", UC_X86_REG_ESP}, {"xmm0", UC_X86_REG_XMM0}, {"xmm1", UC_X86_REG_XMM1},
    {"xmm2", UC_X86_REG_XMM2}, {"xmm3", UC_X86_REG_XMM3}, {"xmm4", UC_X86_REG_XMM4}, {"xmm5", UC_X86_REG_XMM5}, {"xmm6", UC_X86_REG_XMM6},
    {"xmm7", UC_X86_REG_XMM7}};

#define X(n) {"x" #n, UC_ARM64_REG_X##n}
#define Q(n) {"v" #n, UC_ARM64_REG_Q##n}
static const struct cpu_register aarch64_registers[] = {
    X(0), X(1), X(2), X(3), X(4), X(5), X(6), X(7), X(8), X(9), X(10), X(11), X(12), X(13), X(14), X(15), X(16), X(17), X(18), X(19),
    X(20), X(21), X(22), X(23), X(24), X(25), X(26), X(27), X(28), X(29), X(30), {"sp", UC_ARM64_REG_SP},
    Q(0), Q(1), Q(2), Q(3), Q(4), Q(5), Q(6), Q(7), Q(8), Q(9), Q(10), Q(11), Q(12), Q(13), Q(14), Q(15), Q(16), Q(17), Q(18), Q(19),
    Q(20), Q(21), Q(22), Q(23), Q(24), Q(25), Q(26), Q(27), Q(28), Q(29), Q(30), Q(31)};

#define R(n) {"r" #n, UC_ARM_REG_R##n}
#define D(n) {"d" #n, UC_ARM_REG_D##n}
static const struct cpu_register arm_registers[] = {
    R(0), R(1), R(2), R(3), R(4), R(5), R(6), R(7), R(8), R(9), R(10), R(11), R(12), {"sp", UC_ARM_REG_SP}, {"lr", UC_ARM_REG_LR},
    D(0), D(1), D(2), D(3), D(4), D(5), D(6), D(7), D(8), D(9), D(10), D(11), D(12), D(13), D(14), D(15)};

#define V(name, n) {name, UC_RISCV_REG_X##n}
#define F(name, n) {name, UC_RISCV_REG_F##n}
static const struct cpu_register riscv_registers[] = {
    V("ra", 1), V("sp", 2), V("gp", 3), V("tp", 4), V("t0", 5), V("t1", 6), V("t2", 7), V("s0", 8), V("s1", 9), V("a0", 10), V("a1", 11),
    V("a2", 12), V("a3", 13), V("a4", 14), V("a5", 15), V("a6", 16), V("a7", 17), V("s2", 18), V("s3", 19), V("s4", 20), V("s5", 21),
    V("s6", 22), V("s7", 23), V("s8", 24), V("s9", 25), V("s10", 26), V("s11", 27), V("t3", 28), V("t4", 29), V("t5", 30), V("t6", 31),
F("ft0", 0), F("ft1", 1), F("ft2", 2), F("ft3", 3), F("ft4", 4), F("ft5", 5), F("ft6", 6), F("ft7", 7),
    F("ft8", 28), F("ft9", 29), F("ft10", 30), F("ft11", 31), F("fs0", 8), F("fs1", 9), F("fs2", 18), F("fs3", 19),
    F("fs4", 20), F("fs5", 21), F("fs6", 22), F("fs7", 23), F("fs8", 24), F("fs9", 25), F("fs10", 26), F("fs11", 27),
    F("fa0", 10), F("fa1", 11), F("fa2", 12), F("fa3", 13), F("fa4", 14), F("fa5", 15), F("fa6", 16), F("fa7", 17)};

static const struct cpu cpus[] = {
    {CCONV_ARCH_X86_64, UC_ARCH_X86, UC_MODE_64, 8, x86_64_registers, 16, COUNT(x86_64_registers), UC_X86_REG_RIP, 7, 6, -1, NULL},
    {CCONV_ARCH_X86, UC_ARCH_X86, UC_MODE_32, 4, x86_registers, 8, COUNT(x86_registers), UC_X86_REG_EIP, 7, 6, -1, NULL},
    {CCONV_ARCH_AARCH64, UC_ARCH_ARM64, UC_MODE_ARM, 8, aarch64_registers, 32, COUNT(aarch64_registers), UC_ARM64_REG_PC, 31, 29, 30,
     "aarch64-linux-gnu"},
    {CCONV_ARCH_ARM, UC_ARCH_ARM, UC_MODE_ARM, 4, arm_registers, 15, COUNT(arm_registers), UC_ARM_REG_PC, 13, 11, 14, "armv7-linux-gnueabihf"},
    {CCONV_ARCH_RISCV64, UC_ARCH_RISCV, UC_MODE_RISCV64, 8, riscv_registers, 31, COUNT(riscv_registers), UC_RISCV_REG_PC, 1, 7, 0,
     "riscv64-linux-gnu"},
};

const struct cpu *cpu_of(cconv_arch arch)
{
    for (size_t i = 0; i < COUNT(cpus); i++)
        if (cpus[i].arch == arch)
            return &cpus[i];
    return NULL;
}

static int exact(const struct cpu *cpu, const char *name, size_t length)
{
    for (unsigned i = 0; i < cpu->count; i++)
        if (strlen(cpu->registers[i].name) == length && !memcmp(cpu->registers[i].name, name, length))
            return (int)i;
    return -1;
}

/* "eax" is a part of "rax", "r8d" of "r8", "ymm3" begins with "xmm3": the name of the whole. */
static const char *x86_whole(const struct cpu *cpu, const char *name, char *buffer)
{
    static const char *const parts[][5] = {
        {"rax", "eax", "ax", "al", "ah"}, {"rbx", "ebx", "bx", "bl", "bh"}, {"rcx", "ecx", "cx", "cl", "ch"},
        {"rdx", "edx", "dx", "dl", "dh"}, {"rsi", "esi", "si", "sil", ""}, {"rdi", "edi", "di", "dil", ""},
        {"rbp", "ebp", "bp", "bpl", ""}, {"rsp", "esp", "sp", "spl", ""}};
    for (size_t i = 0; i < COUNT(parts); i++)
        for (size_t j = 0; j < 5; j++)
            if (*parts[i][j] && !strcmp(parts[i][j], name))
                return parts[i][cpu->word == 8 ? 0 : 1];
    size_t length = strlen(name);
    strcpy(buffer, name);
    if (name[0] == 'r' && length > 2 && strchr("dwb", name[length - 1]))
        buffer[length - 1] = '\0';
    if (!strncmp(name, "ymm", 3) || !strncmp(name, "zmm", 3))
        buffer[0] = 'x';
    return buffer;
}

/* "w3" is a part of "x3", "s3" of "v3"; of Arm's, s6 and s7 of d3, q1 is d2 and d3 (here its first). */
static const char *arm_whole(const struct cpu *cpu, const char *name, char *buffer)
{
    int number = atoi(name + 1);
    bool wide = cpu->arch == CCONV_ARCH_AARCH64;
    strcpy(buffer, name);
    if (wide && !strcmp(name, "wsp"))
        return "sp";
    if (wide && !strcmp(name, "fp"))
        return "x29";
    if (wide && !strcmp(name, "lr"))
        return "x30";
    if (!wide && !strcmp(name, "fp"))
        return "r11";
    if (!wide && !strcmp(name, "ip"))
        return "r12";
    if (name[1] < '0' || name[1] > '9')
        return buffer;
    if (wide)
        buffer[0] = name[0] == 'w' ? 'x' : strchr("bhsdq", name[0]) ? 'v' : name[0];
    else if (name[0] == 's')
        sprintf(buffer, "d%d", number / 2);
    else if (name[0] == 'q')
        sprintf(buffer, "d%d", number * 2);
    return buffer;
}

int cpu_register(const struct cpu *cpu, const char *name, size_t length)
{
    char whole[16], buffer[16];
    int found = exact(cpu, name, length);
    if (found >= 0 || length >= sizeof whole || length < 2)
        return found;
    memcpy(whole, name, length);
    whole[length] = '\0';
    const char *of = whole;
    if (cpu->arch == CCONV_ARCH_X86_64 || cpu->arch == CCONV_ARCH_X86)
        of = x86_whole(cpu, whole, buffer);
    else if (cpu->arch == CCONV_ARCH_AARCH64 || cpu->arch == CCONV_ARCH_ARM)
        of = arm_whole(cpu, whole, buffer);
    else if (!strcmp(whole, "fp"))
        of = "s0";
    return exact(cpu, of, strlen(of));
}

uint64_t register_value(const struct registers *registers, unsigned index)
{
    uint64_t value;
    memcpy(&value, registers->at[index], sizeof value);
    return value;
}

int cpu_piece(const struct cpu *cpu, const cconv_plan *plan, const cconv_piece *piece, uint64_t *at)
{
    const char *name = piece->where == CCONV_IN_REGISTER ? cconv_plan_register_name(plan, piece->reg) : NULL;
    bool is_half = name && cpu->arch == CCONV_ARCH_ARM && name[0] == 's' && name[1] >= '0' && name[1] <= '9';
    if (at)
        *at = piece->at + (is_half ? 4 * (uint64_t)(atoi(name + 1) & 1) : 0);
    return name ? cpu_register(cpu, name, strlen(name)) : -1;
}

uint64_t cpu_pieces(const struct cpu *cpu, const cconv_plan *plan, const cconv_piece *pieces, size_t count)
{
    uint64_t bits = 0;
    for (size_t i = 0; i < count; i++) {
        int index = cpu_piece(cpu, plan, &pieces[i], NULL);
        bits |= index < 0 ? 0 : (uint64_t)1 << index;
    }
    return bits;
}
