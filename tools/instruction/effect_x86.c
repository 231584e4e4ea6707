/* x86-64 and i386, from Zydis's operands. */
#include "architecture.h"

#include <Zydis/Zydis.h>

bool effect_x86(struct instruction_mode mode, const uint8_t *bytes, size_t size, uint64_t address, struct effect *out)
{
    ZydisDecoder decoder;
    ZydisDecodedInstruction instruction;
    ZydisDecodedOperand operands[ZYDIS_MAX_OPERAND_COUNT];
    bool wide = mode.arch == CCONV_ARCH_X86_64;
    (void)address;
    ZydisDecoderInit(&decoder, wide ? ZYDIS_MACHINE_MODE_LONG_64 : ZYDIS_MACHINE_MODE_LEGACY_32, wide ? ZYDIS_STACK_WIDTH_64 : ZYDIS_STACK_WIDTH_32);
    if (!ZYAN_SUCCESS(ZydisDecoderDecodeFull(&decoder, bytes, size, &instruction, operands)))
        return false;
    out->size = instruction.length;
    return true;
}
