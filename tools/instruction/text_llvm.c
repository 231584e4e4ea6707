/* Instructions of AArch64, Arm, RISC-V and Power as text, by LLVM's disassembler. */
#include "text_part.h"

#if defined(HAVE_LLVM)
#include <llvm-c/Disassembler.h>
#include <llvm-c/Target.h>
#include <stdlib.h>
#include <string.h>

struct llvm_text {
    struct instruction_text text;
    LLVMDisasmContextRef context;
    bool is_arm;
};

/* LLVM takes a shift of Arm's stack pointer (A8.8.98, A8.8.96, whose A1 encodings allow it) for no instruction: it is asked
   about the same shift of r12, which is not in it. */
static size_t write_shift(struct llvm_text *llvm, const uint8_t *bytes, char *out, size_t room)
{
    enum { SP = 13, IP = 12 };
    uint8_t copy[4];
    unsigned to = bytes[1] >> 4, from = bytes[0] & 15;
    memcpy(copy, bytes, sizeof copy);
    if (bytes[3] != 0xe1 || bytes[2] != 0xa0 || (to != SP && from != SP) || to == IP || from == IP)
        return 0;
    if (to == SP)
        copy[1] = (uint8_t)(IP << 4 | (bytes[1] & 15));
    if (from == SP)
        copy[0] = (uint8_t)((bytes[0] & 0xf0) | IP);
    size_t used = LLVMDisasmInstruction(llvm->context, copy, sizeof copy, 0, out, room);
    for (char *at; used && (at = strstr(out, "r12"));) {
        memcpy(at, "sp", 2);
        memmove(at + 2, at + 3, strlen(at + 3) + 1);
    }
    return used;
}

/* " \tstp\tx29, x30, [sp, #-16]!" without what is before. */
static size_t write_llvm(struct instruction_text *text, const uint8_t *bytes, size_t size, uint64_t address, char *out, size_t room)
{
    struct llvm_text *llvm = (struct llvm_text *)text;
    uint8_t copy[8];
    size_t count = size < sizeof copy ? size : sizeof copy;
    memcpy(copy, bytes, count);
    size_t used = LLVMDisasmInstruction(llvm->context, copy, count, address, out, room);
    if (!used && llvm->is_arm && count >= 4)
        used = write_shift(llvm, bytes, out, room);
    if (!used)
        return 0;
    size_t blank = strspn(out, " \t");
    memmove(out, out + blank, strlen(out + blank) + 1);
    for (char *tab = out; (tab = strchr(tab, '\t'));)
        *tab = ' ';
    return used;
}

static void give(struct instruction_text *text)
{
    LLVMDisasmDispose(((struct llvm_text *)text)->context);
    free(text);
}

/* `features`: for reading, all that code may have; an assembler's own defaults otherwise. */
static const struct processor {
    struct instruction_mode mode;
    const char *triple, *features, *assembler_features;
} processors[] = {
    {{CCONV_ARCH_AARCH64, false, 0}, "aarch64-linux-gnu", "+v8.5a,+sve", ""},
    {{CCONV_ARCH_ARM, false, 0}, "armv7-linux-gnueabihf", "+neon,+vfp4", "+neon,+vfp4"},
    {{CCONV_ARCH_ARM, true, 0}, "thumbv7-linux-gnueabihf", "+neon,+vfp4", "+neon,+vfp4"},
    {{CCONV_ARCH_RISCV64, false, 0}, "riscv64-linux-gnu", "+m,+a,+f,+d,+c", "+m,+a,+f,+d"},
    {{CCONV_ARCH_RISCV32, false, 0}, "riscv32-linux-gnu", "+m,+a,+f,+d,+c", "+m,+a,+f,+d"},
    {{CCONV_ARCH_PPC64, false, 0}, "powerpc64le-linux-gnu", "+altivec,+vsx", ""},
};

static void start(void)
{
    LLVMInitializeAArch64TargetInfo(), LLVMInitializeAArch64TargetMC(), LLVMInitializeAArch64Disassembler();
    LLVMInitializeARMTargetInfo(), LLVMInitializeARMTargetMC(), LLVMInitializeARMDisassembler();
    LLVMInitializeRISCVTargetInfo(), LLVMInitializeRISCVTargetMC(), LLVMInitializeRISCVDisassembler();
    LLVMInitializePowerPCTargetInfo(), LLVMInitializePowerPCTargetMC(), LLVMInitializePowerPCDisassembler();
}

struct instruction_text *text_llvm_new(const struct text_style *style, const char **why)
{
    *why = "built with an LLVM that does not have the processor";
    start();
    for (size_t i = 0; i < sizeof processors / sizeof *processors; i++) {
        const struct processor *row = &processors[i];
        if (row->mode.arch != style->mode.arch || row->mode.is_thumb != style->mode.is_thumb)
            continue;
        struct llvm_text *llvm = calloc(1, sizeof *llvm);
        if (!llvm) {
            *why = "out of memory when it began";
            return NULL;
        }
        llvm->text = (struct instruction_text){write_llvm, give};
        llvm->is_arm = style->mode.arch == CCONV_ARCH_ARM && !style->mode.is_thumb;
        llvm->context = LLVMCreateDisasmCPUFeatures(row->triple, "", style->is_for_assembler ? row->assembler_features : row->features, NULL, 0, NULL, NULL);
        if (llvm->context)
            return &llvm->text;
        free(llvm);
    }
    return NULL;
}

#else

struct instruction_text *text_llvm_new(const struct text_style *style, const char **why)
{
    (void)style;
    *why = "built without LLVM, which writes its instructions (Debian: llvm-19-dev)";
    return NULL;
}

#endif
