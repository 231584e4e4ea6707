/* Instructions of AArch64, Arm and RISC-V as text, by LLVM's disassembler. */
#include "thunk.h"

#include <stdlib.h>
#include <string.h>

#if defined(HAVE_LLVM)
#include <llvm-c/Disassembler.h>
#include <llvm-c/Target.h>

struct llvm {
    struct decoder decoder;
    LLVMDisasmContextRef context;
    bool is_arm;
};

/* LLVM takes a shift of Arm's stack pointer (A8.8.98, A8.8.96, whose A1 encodings allow it) for no instruction: it is asked
   about the same shift of r12, which is not in it. */
static size_t decode_shift(struct llvm *llvm, const unsigned char *bytes, char *out, size_t room)
{
    enum { SP = 13, IP = 12 };
    unsigned char copy[4];
    unsigned to = bytes[1] >> 4, from = bytes[0] & 15;
    memcpy(copy, bytes, sizeof copy);
    if (bytes[3] != 0xe1 || bytes[2] != 0xa0 || (to != SP && from != SP) || to == IP || from == IP)
        return 0;
    if (to == SP)
        copy[1] = (unsigned char)(IP << 4 | (bytes[1] & 15));
    if (from == SP)
        copy[0] = (unsigned char)((bytes[0] & 0xf0) | IP);
    size_t used = LLVMDisasmInstruction(llvm->context, copy, sizeof copy, 0, out, room);
    for (char *at; used && (at = strstr(out, "r12"));) {
        memcpy(at, "sp", 2);
        memmove(at + 2, at + 3, strlen(at + 3) + 1);
    }
    return used;
}

/* " \tstp\tx29, x30, [sp, #-16]!" without what is before. */
static size_t decode(struct decoder *decoder, const unsigned char *bytes, size_t length, char *out, size_t room)
{
    struct llvm *llvm = (struct llvm *)decoder;
    unsigned char copy[4];
    size_t count = length < sizeof copy ? length : sizeof copy;
    memcpy(copy, bytes, count);
    size_t used = LLVMDisasmInstruction(llvm->context, copy, count, 0, out, room);
    if (!used && llvm->is_arm && count == sizeof copy)
        used = decode_shift(llvm, bytes, out, room);
    if (!used)
        return 0;
    size_t blank = strspn(out, " \t");
    memmove(out, out + blank, strlen(out + blank) + 1);
    for (char *tab = out; (tab = strchr(tab, '\t'));)
        *tab = ' ';
    return used;
}

static void give(struct decoder *decoder)
{
    LLVMDisasmDispose(((struct llvm *)decoder)->context);
    free(decoder);
}

struct decoder *decoder_llvm(cconv_arch arch)
{
    static const struct {
        cconv_arch arch;
        const char *triple, *features;
    } known[] = {
        {CCONV_ARCH_AARCH64, "aarch64-linux-gnu", ""},
        {CCONV_ARCH_ARM, "armv7-linux-gnueabihf", "+neon,+vfp4"},
        {CCONV_ARCH_RISCV64, "riscv64-linux-gnu", "+m,+a,+f,+d"},
    };
    LLVMInitializeAArch64TargetInfo(), LLVMInitializeAArch64TargetMC(), LLVMInitializeAArch64Disassembler();
    LLVMInitializeARMTargetInfo(), LLVMInitializeARMTargetMC(), LLVMInitializeARMDisassembler();
    LLVMInitializeRISCVTargetInfo(), LLVMInitializeRISCVTargetMC(), LLVMInitializeRISCVDisassembler();
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (known[i].arch != arch)
            continue;
        struct llvm *llvm = take(NULL, sizeof *llvm);
        llvm->decoder = (struct decoder){decode, give};
        llvm->context = LLVMCreateDisasmCPUFeatures(known[i].triple, "", known[i].features, NULL, 0, NULL, NULL);
        llvm->is_arm = arch == CCONV_ARCH_ARM;
        if (llvm->context)
            return &llvm->decoder;
        free(llvm);
    }
    complain("LLVM's disassembler does not know %s", cconv_arch_name(arch));
    return NULL;
}

#else

struct decoder *decoder_llvm(cconv_arch arch)
{
    complain("this callconv-thunk was built without LLVM, which writes the instructions of %s (Debian: llvm-19-dev)",
             cconv_arch_name(arch));
    return NULL;
}

#endif
