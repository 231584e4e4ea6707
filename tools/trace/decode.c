/* Instructions: text and effects by tools/instruction, in this program's numbers of registers. */
#include "trace.h"

#include "text.h"

#include <stdlib.h>
#include <string.h>

struct decoder {
    const struct cpu *cpu;
    struct instruction_mode mode;
    struct instruction_text *text;
    uint64_t bits[MOST_INSTRUCTION_REGISTERS]; /* a register's bit here; 0 for one that the processor's table leaves out */
};

struct decoder *decoder_new(const struct cpu *cpu, enum syntax syntax, bool thumb)
{
    struct decoder *decoder = take(NULL, 0, sizeof *decoder);
    const char *why;
    decoder->cpu = cpu;
    decoder->mode = (struct instruction_mode){cpu->arch, thumb, 0};
    decoder->text = instruction_text_new(&(struct text_style){decoder->mode, syntax == SYNTAX_ATT ? TEXT_ATT : TEXT_INTEL, false}, &why);
    if (!decoder->text) {
        complain("no instructions of %s: this callconv-trace was %s", cconv_arch_name(cpu->arch), why);
        exit(EXIT_ERROR);
    }
    for (unsigned reg = 0; reg < instruction_register_count(cpu->arch); reg++) {
        const char *name = instruction_register_name(cpu->arch, reg);
        int index = name ? cpu_register(cpu, name, strlen(name)) : -1;
        decoder->bits[reg] = index < 0 ? 0 : (uint64_t)1 << index;
    }
    return decoder;
}

void decoder_free(struct decoder *decoder)
{
    if (decoder)
        instruction_text_free(decoder->text);
    free(decoder);
}

static uint64_t bits_of(const struct decoder *decoder, const struct register_set *set)
{
    uint64_t bits = 0;
    for (unsigned reg = 0; reg < MOST_INSTRUCTION_REGISTERS; reg++)
        if (register_set_has(set, reg))
            bits |= decoder->bits[reg];
    return bits;
}

/* Registers that are stored as they are, with all of a word at least. */
static uint64_t stored_whole(const struct decoder *decoder, const struct effect *effect)
{
    uint64_t bits = 0;
    for (unsigned i = 0; i < effect->transfer_count; i++) {
        const struct transfer *transfer = &effect->transfers[i];
        if (transfer->is_store && transfer->reg.reg != NO_REGISTER && transfer->bytes >= decoder->cpu->word)
            bits |= decoder->bits[transfer->reg.reg];
    }
    return bits;
}

uint64_t decoder_bit(const struct decoder *decoder, unsigned reg) { return decoder->bits[reg]; }

bool decode_effect(const struct decoder *decoder, const uint8_t *bytes, size_t size, uint64_t address, struct effect *out)
{
    return instruction_effect(decoder->mode, bytes, size, address, out);
}

bool decode(struct decoder *decoder, const uint8_t *bytes, size_t size, uint64_t address, struct instruction *out)
{
    struct effect effect;
    *out = (struct instruction){.address = address};
    out->size = (unsigned)instruction_text_write(decoder->text, bytes, size, address, out->text, sizeof out->text);
    if (!out->size)
        return false;
    if (!instruction_effect(decoder->mode, bytes, size, address, &effect))
        return false;
    out->size = effect.size;
    out->is_thumb = decoder->mode.is_thumb;
    out->flow = (enum flow)effect.flow;
    out->popped = effect.popped;
    out->reads = bits_of(decoder, &effect.reads);
    out->writes = bits_of(decoder, &effect.writes);
    out->stores_from = stored_whole(decoder, &effect);
    return true;
}
