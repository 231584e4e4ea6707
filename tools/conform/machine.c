/* The processors that records come from: see machine.h. */
#include "machine.h"

#include <stdio.h>
#include <string.h>

/* ---- x86-64 */

static const char *const x86_64_general[] = {"rax", "rbx", "rcx", "rdx", "rsi", "rdi", "rbp", "rsp",
                                             "r8", "r9", "r10", "r11", "r12", "r13", "r14", "r15"};
static const struct machine_view x86_64_views[] = {
    {"xmm%u", NULL, 16, 32, 1}, {"ymm%u", NULL, 32, 32, 1}, {"zmm%u", NULL, 64, 32, 1}, {0}};
static const char *const x86_64_not_overwritten[] = {"rsp", NULL};

/* ---- 32-bit x86 */

static const char *const i386_general[] = {"eax", "ecx", "edx", "ebx", "esp", "ebp", "esi", "edi"};
static const struct machine_view i386_views[] = {
    {"xmm%u", NULL, 16, 8, 1}, {"ymm%u", NULL, 32, 8, 1}, {"zmm%u", NULL, 64, 8, 1}, {0}};
/* ebx holds the global offset table. */
static const char *const i386_not_overwritten[] = {"esp", "ebx", NULL};

/* ---- AArch64 */

static const char *const aarch64_general[] = {
    "x0", "x1", "x2", "x3", "x4", "x5", "x6", "x7", "x8", "x9", "x10", "x11", "x12", "x13", "x14", "x15", "x16",
    "x17", "x18", "x19", "x20", "x21", "x22", "x23", "x24", "x25", "x26", "x27", "x28", "x29", "x30", "sp"};
static const struct machine_view aarch64_views[] = {{"v%u", NULL, 16, 32, 1}, {"q%u", NULL, 16, 32, 1},
                                                    {"d%u", NULL, 8, 32, 1}, {"s%u", NULL, 4, 32, 1},
                                                    {"h%u", NULL, 2, 32, 1}, {0}};
/* x16 and x17 are the linker's. */
static const char *const aarch64_not_overwritten[] = {"x16", "x17", "x29", "x30", "sp", NULL};

/* ---- Arm, 32-bit: a row is a q register */

static const char *const arm_general[] = {"r0", "r1", "r2", "r3", "r4", "r5", "r6", "r7",
                                          "r8", "r9", "r10", "r11", "r12", "sp", "lr"};
static const struct machine_view arm_views[] = {
    {"q%u", NULL, 16, 16, 1}, {"d%u", NULL, 8, 32, 2}, {"s%u", NULL, 4, 32, 4}, {0}};
/* r12 is the linker's. */
static const char *const arm_not_overwritten[] = {"r12", "sp", "lr", NULL};
/* ---- RISC-V */

static const char *const riscv_general[] = {
    NULL, "ra", "sp", "gp", "tp", "t0", "t1", "t2", "s0", "s1", "a0", "a1", "a2", "a3", "a4", "a5", "a6", "a7",
    "s2", "s3", "s4", "s5", "s6", "s7", "s8", "s9", "s10", "s11", "t3", "t4", "t5", "t6"};
static const char *const riscv_embedded_general[] = {
    NULL, "ra", "sp", "gp", "tp", "t0", "t1", "t2", "s0", "s1", "a0", "a1", "a2", "a3", "a4", "a5"};
static const char *const riscv_floating[] = {
    "ft0", "ft1", "ft2", "ft3", "ft4", "ft5", "ft6", "ft7", "fs0", "fs1", "fa0", "fa1", "fa2", "fa3", "fa4", "fa5",
    "fa6", "fa7", "fs2", "fs3", "fs4", "fs5", "fs6", "fs7", "fs8", "fs9", "fs10", "fs11", "ft8", "ft9", "ft10", "ft11"};
static const struct machine_view riscv_views[] = {{NULL, riscv_floating, 8, 32, 1}, {0}};
static const char *const riscv_not_overwritten[] = {"ra", "sp", "gp", "tp", NULL};
#define RISCV_OVERWRITES "li %s, 0x123\\n", "fcvt.d.w f%u, zero\\n", "f%u", riscv_not_overwritten

/* ---- 64-bit Power: v0 in bytes 0 to 15 of a row, f0 in bytes 32 to 39 */

static const char *const ppc64_general[] = {
    "r0", "r1", "r2", "r3", "r4", "r5", "r6", "r7", "r8", "r9", "r10", "r11", "r12", "r13", "r14", "r15", "r16",
    "r17", "r18", "r19", "r20", "r21", "r22", "r23", "r24", "r25", "r26", "r27", "r28", "r29", "r30", "r31"};
static const struct machine_view ppc64_views[] = {{"v%u", NULL, 16, 32, 1}, {0}};
static const char *const ppc64_not_overwritten[] = {"r1", "r2", "r13", NULL};

/* ---- z/Architecture: f0 to f15 are the first halves of v0 to v15 */

static const char *const s390x_general[] = {"r0", "r1", "r2", "r3", "r4", "r5", "r6", "r7",
                                            "r8", "r9", "r10", "r11", "r12", "r13", "r14", "r15"};
static const struct machine_view s390x_views[] = {{"v%u", NULL, 16, 32, 1}, {"f%u", NULL, 8, 16, 1}, {0}};
static const char *const s390x_not_overwritten[] = {"r12", "r15", NULL};

/* ---- LoongArch64 */

static const char *const loongarch64_general[] = {
    NULL, "ra", "tp", "sp", "a0", "a1", "a2", "a3", "a4", "a5", "a6", "a7", "t0", "t1", "t2", "t3", "t4",
    "t5", "t6", "t7", "t8", "r21", "fp", "s0", "s1", "s2", "s3", "s4", "s5", "s6", "s7", "s8"};
static const char *const loongarch64_floating[] = {
    "fa0", "fa1", "fa2", "fa3", "fa4", "fa5", "fa6", "fa7", "ft0", "ft1", "ft2", "ft3", "ft4", "ft5", "ft6", "ft7",
    "ft8", "ft9", "ft10", "ft11", "ft12", "ft13", "ft14", "ft15", "fs0", "fs1", "fs2", "fs3", "fs4", "fs5", "fs6", "fs7"};
static const struct machine_view loongarch64_views[] = {{NULL, loongarch64_floating, 8, 32, 1}, {0}};
static const char *const loongarch64_not_overwritten[] = {"ra", "tp", "sp", "r21", NULL};

/* ---- MIPS64, by number; "$f0" and "$16" are what assembly calls them */

static const char *const mips64_general[] = {
    NULL, "at", "v0", "v1", "a0", "a1", "a2", "a3", "a4", "a5", "a6", "a7", "t0", "t1", "t2", "t3", "s0",
    "s1", "s2", "s3", "s4", "s5", "s6", "s7", "t8", "t9", NULL, NULL, "gp", "sp", "fp", "ra"};
static const struct machine_view mips64_views[] = {{"f%u", NULL, 8, 32, 1}, {0}};
static const char *const mips64_not_overwritten[] = {"at", "gp", "sp", "a4", "a5", "a6", "a7", "t0", "t1", "t2", "t3", "ra", "fp", NULL};

#define NAMES(list) list, sizeof list / sizeof *list

static const struct machine machines[] = {
    {CCONV_ARCH_X86_64, "x86_64", NULL, 8, NAMES(x86_64_general), 7, 0, x86_64_views, 16, 16, true,
     "mov $0x1234567, %%%%%s\\n", "pcmpeqd %%%%xmm%1$u, %%%%xmm%1$u\\n", "xmm%u", x86_64_not_overwritten, .bank = {0}},
    {CCONV_ARCH_X86, "i386", "i386", 4, NAMES(i386_general), 4, 0, i386_views, 8, 16, true,
     "mov $0x1234567, %%%%%s\\n", "pcmpeqd %%%%xmm%1$u, %%%%xmm%1$u\\n", "xmm%u", i386_not_overwritten, .bank = {0},
     .pops = true},
    {CCONV_ARCH_AARCH64, "aarch64", "aarch64", 8, NAMES(aarch64_general), 31, 0, aarch64_views, 32, 16, false,
     "mov %s, #0x1234\\n", "movi v%u.16b, #0x55\\n", "v%u", aarch64_not_overwritten, .bank = {0}},
    {CCONV_ARCH_ARM, "arm", "arm", 4, NAMES(arm_general), 13, 0, arm_views, 16, 16, false,
     "mov %s, #0x55\\n", "vmov.i8 q%u, #0x55\\n", "q%u", arm_not_overwritten, .bank = {0}},
    {CCONV_ARCH_LOONGARCH64, "loongarch64", "loongarch64", 8, NAMES(loongarch64_general), 3, 4, loongarch64_views, 32, 8,
     false, "li.w $%s, 0x123\\n", "movgr2fr.d $f%u, $zero\\n", "$f%u", loongarch64_not_overwritten, .bank = {0}},
    {CCONV_ARCH_RISCV64, "riscv", "riscv64", 8, NAMES(riscv_embedded_general), 2, 10, riscv_views, 0, 0, false,
     RISCV_OVERWRITES, .bank = {0}, .convention = "riscv64_lp64e"},
    {CCONV_ARCH_RISCV64, "riscv", "riscv64", 8, NAMES(riscv_general), 2, 10, riscv_views, 32, 8, false,
     RISCV_OVERWRITES, .bank = {0}},
    {CCONV_ARCH_RISCV32, "riscv", "riscv32", 4, NAMES(riscv_embedded_general), 2, 10, riscv_views, 0, 0, false,
     RISCV_OVERWRITES, .bank = {0}, .convention = "riscv32_ilp32e"},
    {CCONV_ARCH_RISCV32, "riscv", "riscv32", 4, NAMES(riscv_general), 2, 10, riscv_views, 32, 8, false,
     RISCV_OVERWRITES, .bank = {0}},
    {CCONV_ARCH_MIPS64, "mips64el", "mips64el", 8, NAMES(mips64_general), 29, 2, mips64_views, 32, 8, false,
     "li $%s, 0x123\\n", "dmtc1 $0, $f%u\\n", "$f%u", mips64_not_overwritten, .bank = {0}},
    {CCONV_ARCH_S390X, "s390x", "s390x", 8, NAMES(s390x_general), 15, 2, s390x_views, 16, 8, false,
     "lghi %%%%%s, 0x1234\\n", "lzdr %%%%f%u\\n", "f%u", s390x_not_overwritten, .bank = {0}},
    {CCONV_ARCH_PPC64, "ppc64le", "ppc64le", 8, NAMES(ppc64_general), 1, 3, ppc64_views, 32, 16, false,
     "li %%%%%s, 0x1234\\n", "vxor %1$u, %1$u, %1$u\\n", "v%u", ppc64_not_overwritten,
     .bank = {32, 8, 32, "f%u", "xxlxor %1$u, %1$u, %1$u\\n", "fr%u"}},
};

const struct machine *machine_of(cconv_arch arch, const char *convention)
{
    for (size_t i = 0; i < sizeof machines / sizeof *machines; i++)
        if (machines[i].arch == arch
            && (!machines[i].convention || (convention && !strcmp(machines[i].convention, convention))))
            return &machines[i];
    return NULL;
}

int machine_general(const struct machine *machine, const char *name)
{
    for (unsigned i = 0; i < machine->general_count; i++)
        if (machine->general[i] && !strcmp(machine->general[i], name))
            return (int)i;
    return -1;
}

/* Which register of the view; false if none. */
static bool view_number(const struct machine_view *view, const char *name, unsigned *number)
{
    if (!view->format) {
        for (*number = 0; *number < view->count; ++*number)
            if (view->names[*number] && !strcmp(view->names[*number], name))
                return true;
        return false;
    }
    int used = 0;
    char format[16];
    snprintf(format, sizeof format, "%s%%n", view->format);
    return sscanf(name, format, number, &used) == 1 && !name[used] && *number < view->count;
}

bool machine_register(const struct machine *machine, const struct record *record, const char *name,
                      const uint8_t **bytes, size_t *size)
{
    unsigned number;
    int general = machine_general(machine, name);
    if (general >= 0) {
        *bytes = (const uint8_t *)&record->gpr[general];
        *size = machine->word;
        return true;
    }
    if (machine->has_x87 && sscanf(name, "st%u", &number) == 1 && number < 8) {
        *bytes = record->x87[number];
        *size = 10;
        return true;
    }
    /* The mm registers are the low eight bytes of the x87 ones, which start at st0 then. */
    if (machine->has_x87 && sscanf(name, "mm%u", &number) == 1 && number < 8) {
        *bytes = record->x87[number];
        *size = 8;
        return true;
    }
    const struct machine_view bank = {machine->bank.name, NULL, machine->bank.bytes, machine->bank.count, 1};
    if (bank.count && view_number(&bank, name, &number)) {
        *bytes = record->vec[number] + machine->bank.at;
        *size = bank.bytes;
        return true;
    }
    for (const struct machine_view *view = machine->views; view->bytes; view++)
        if (view_number(view, name, &number)) {
            *bytes = record->vec[number / view->per_row] + view->bytes * (number % view->per_row);
            *size = view->bytes;
            return true;
        }
    return false;
}

void machine_vector_name(const struct machine *machine, unsigned i, char *text, size_t size)
{
    const struct machine_view *view = machine->views;
    if (view->format)
        snprintf(text, size, view->format, i * view->per_row);
    else
        snprintf(text, size, "%s", view->names[i]);
}

/* By hand: long double is not everywhere x87's. The values come from floats and doubles, so nothing is rounded. */
void machine_narrow_x87(const uint8_t *bytes, size_t size, uint8_t *out)
{
    uint64_t mantissa, bits;
    memcpy(&mantissa, bytes, 8);
    int exponent = (bytes[8] | (bytes[9] & 0x7f) << 8) - 16383;
    unsigned fraction_bits = size == 4 ? 23 : 52;
    int bias = size == 4 ? 127 : 1023;
    uint64_t sign = (uint64_t)(bytes[9] >> 7) << (8 * size - 1);
    uint64_t fraction = mantissa >> (63 - fraction_bits); /* with the leading one */
    if (!mantissa)
        bits = sign;
    else if (exponent + bias <= 0)
        bits = sign | (exponent + bias > -64 ? fraction >> (1 - (exponent + bias)) : 0);
    else
        bits = sign | (uint64_t)(exponent + bias) << fraction_bits | (fraction & (((uint64_t)1 << fraction_bits) - 1));
    memcpy(out, &bits, size < 8 ? 4 : 8);
}
