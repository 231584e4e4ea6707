/* The way in: an instruction's effect, by architecture. */
#include "architecture.h"

#include <string.h>

struct memory_operand *effect_memory(struct effect *out, unsigned base, int64_t displacement, uint32_t bytes, bool reads, bool writes)
{
    if (out->memory_count == MOST_MEMORY)
        return NULL;
    struct memory_operand *memory = &out->memory[out->memory_count++];
    *memory = (struct memory_operand){
        .base = (uint8_t)base, .index = NO_REGISTER, .reads = reads, .writes = writes, .bytes = bytes, .displacement = displacement};
    if (base != NO_REGISTER)
        register_set_add(&out->reads, base);
    return memory;
}

void effect_transfer(struct effect *out, unsigned reg, unsigned bytes_of_register, unsigned bytes, int at, bool is_store, bool is_signed)
{
    if (out->transfer_count == MOST_TRANSFERS)
        return;
    out->transfers[out->transfer_count++] = (struct transfer){
        {(uint8_t)reg, 0, (uint16_t)bytes_of_register}, 0, is_store, is_signed, (uint16_t)bytes, (int16_t)at};
    if (reg != NO_REGISTER)
        register_set_add(is_store ? &out->reads : &out->writes, reg);
}

/* Not all of the transfers is cleared: nothing reads what is behind their count, and they are most of the structure. */
static void effect_clear(struct effect *out)
{
    memset(out, 0, offsetof(struct effect, transfers));
    out->destination.reg = out->source.reg = out->second.reg = out->writeback_register = NO_REGISTER;
    for (unsigned i = 0; i < MOST_MEMORY; i++)
        out->memory[i].base = out->memory[i].index = NO_REGISTER;
}

bool instruction_effect(struct instruction_mode mode, const uint8_t *bytes, size_t size, uint64_t address, struct effect *out)
{
    effect_clear(out);
    switch (mode.arch) {
    case CCONV_ARCH_X86_64: case CCONV_ARCH_X86: return effect_x86(mode, bytes, size, address, out);
    case CCONV_ARCH_AARCH64: return effect_aarch64(bytes, size, address, out);
    case CCONV_ARCH_RISCV64: case CCONV_ARCH_RISCV32: return effect_riscv(mode, bytes, size, address, out);
    case CCONV_ARCH_PPC64: return effect_ppc64(bytes, size, address, out);
    case CCONV_ARCH_ARM:
        if (!effect_arm(mode, bytes, size, address, out))
            return false;
        out->has_writeback &= out->memory_count && out->memory[0].base != NO_REGISTER; /* to pc it is unpredictable */
        return true;
    default: return false;
    }
}
