/* What the files of x86 share. */
#ifndef INSTRUCTION_X86_H
#define INSTRUCTION_X86_H

#include "architecture.h"

#include <Zydis/Zydis.h>

struct x86 {
    const ZydisDecodedInstruction *instruction;
    const ZydisDecodedOperand *operands;
    unsigned count, visible;     /* of the operands */
    unsigned word;               /* 8 or 4 */
    uint64_t address;
    struct effect *out;
};

/* The register that it is a part of; NO_REGISTER for one that is told otherwise (flags, the instruction pointer). */
struct register_part x86_part(ZydisRegister reg);
/* An operand's memory: base, index and the like. The caller says how it is accessed. */
struct memory_operand *x86_memory(struct x86 *x86, const ZydisDecodedOperand *operand, bool reads, bool writes);

/* What cannot be had from operands; true if that is all of the instruction's memory and registers. */
bool x86_special(struct x86 *x86);
/* The operation, and the registers that go to memory and come from it. */
void x86_value(struct x86 *x86);

#endif
