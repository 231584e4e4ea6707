/* The register file of an architecture. The files themselves are in x86.c, i386.c, aarch64.c and so on. */
#include "arch/register.h"

#include <string.h>

const struct register_file *register_file_of(cconv_arch arch)
{
    switch (arch) {
    case CCONV_ARCH_X86_64: return &x86_64_registers;
    case CCONV_ARCH_AARCH64: return &aarch64_registers;
    case CCONV_ARCH_X86: return &i386_registers;
    case CCONV_ARCH_ARM: return &arm_registers;
    case CCONV_ARCH_PPC64: return &ppc64_registers;
    case CCONV_ARCH_S390X: return &s390x_registers;
    case CCONV_ARCH_LOONGARCH64: return &loongarch64_registers;
    case CCONV_ARCH_MIPS64: return &mips64_registers;
    case CCONV_ARCH_RISCV64: return &riscv64_registers;
    case CCONV_ARCH_RISCV32: return &riscv32_registers;
    default: return NULL;
    }
}

uint16_t register_named(const struct register_file *file, const char *name, size_t length)
{
    for (uint16_t i = 0; i < file->count; i++)
        if (strncmp(file->regs[i].name, name, length) == 0 && file->regs[i].name[length] == '\0')
            return i;
    return CCONV_NO_REGISTER;
}
