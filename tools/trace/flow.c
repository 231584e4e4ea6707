/* Where what a step wrote came from, by the instruction's effects: registers, and words of memory. */
#include "trace.h"

#include "instruction.h"

#include <string.h>

/* Bits of the processor's registers, and of which operands of memory. */
struct sources {
    uint64_t registers;
    unsigned memory;
};

struct step_flow {
    const struct trace *trace;
    struct effect effect;
    uint64_t address[MOST_MEMORY];
    bool is_placed[MOST_MEMORY];  /* its address is known, and its bytes */
    struct sources inputs;        /* of what is computed */
};

static uint64_t bit_of(const struct step_flow *flow, unsigned reg)
{
    return reg == NO_REGISTER ? 0 : decoder_bit(flow->trace->decoder, reg);
}

static uint64_t value_of(const struct step_flow *flow, unsigned reg)
{
    uint64_t bit = bit_of(flow, reg), value = 0;
    for (unsigned i = 0; bit >> i; i++)
        if (bit >> i & 1)
            value = register_value(&flow->trace->before, i);
    return value;
}

static void place_memory(struct step_flow *flow, unsigned index)
{
    const struct memory_operand *memory = &flow->effect.memory[index];
    uint64_t offset = value_of(flow, memory->index);
    if (memory->index_extension == INDEX_ZERO_EXTENDED)
        offset &= UINT32_MAX;
    else if (memory->index_extension == INDEX_SIGN_EXTENDED)
        offset = (uint64_t)(int64_t)(int32_t)offset;
    offset <<= memory->shift;
    bool has_base = memory->base == NO_REGISTER || bit_of(flow, memory->base);
    bool has_index = memory->index == NO_REGISTER || (bit_of(flow, memory->index) && memory->index_extension != INDEX_OTHER);
    flow->is_placed[index] = has_base && has_index && memory->bytes && !memory->is_tls;
    flow->address[index] = value_of(flow, memory->base) + (memory->subtracts_index ? 0 - offset : offset) + (uint64_t)memory->displacement;
    if (flow->trace->world.cpu->word == 4)
        flow->address[index] &= UINT32_MAX;
}

/* What a result depends on that is not loaded or stored as it is: registers but those that only make addresses, and memory. */
static struct sources inputs_of(const struct step_flow *flow)
{
    const struct effect *effect = &flow->effect;
    struct sources inputs = {0, 0};
    if (effect->operation == OPERATION_CONSTANT)
        return inputs;
    if (effect->operation == OPERATION_MOVE || effect->operation == OPERATION_ADD || effect->operation == OPERATION_SUBTRACT) {
        inputs.registers = bit_of(flow, effect->source.reg) | bit_of(flow, effect->second.reg);
        return inputs;
    }
    for (unsigned reg = 0; reg < MOST_INSTRUCTION_REGISTERS; reg++) {
        bool is_address = false;
        for (unsigned i = 0; i < effect->memory_count; i++)
            is_address |= effect->memory[i].base == reg || effect->memory[i].index == reg;
        if (register_set_has(&effect->reads, reg) && !is_address)
            inputs.registers |= bit_of(flow, reg);
    }
    for (unsigned i = 0; i < effect->memory_count; i++)
        inputs.memory |= effect->memory[i].reads && flow->is_placed[i] ? 1u << i : 0;
    return inputs;
}

struct step_flow *flow_of_step(const struct trace *trace)
{
    const struct instruction *instruction = &trace->instruction;
    const struct decoder *decoder = instruction->is_thumb ? trace->thumb_decoder : trace->decoder;
    struct step_flow *flow = take(NULL, 0, sizeof *flow);
    uint8_t bytes[MOST_INSTRUCTION];
    flow->trace = trace;
    if (!world_read(&trace->world, instruction->address, bytes, instruction->size)
        || !decode_effect(decoder, bytes, instruction->size, instruction->address, &flow->effect))
        flow->effect = (struct effect){.flow = FLOW_JUMP}; /* nothing is known of it */
    for (unsigned i = 0; i < flow->effect.memory_count; i++)
        place_memory(flow, i);
    flow->inputs = inputs_of(flow);
    return flow;
}

/* ---------------------------------------------------------------------- writing */

static void put_word(const struct step_flow *flow, uint64_t address, unsigned *count, FILE *out)
{
    uint64_t word = flow->trace->world.cpu->word;
    fprintf(out, "%s\"0x%llx\"", (*count)++ ? "," : "", (unsigned long long)(address - address % word));
}

static void put_words(const struct step_flow *flow, uint64_t address, uint64_t size, unsigned *count, FILE *out)
{
    uint64_t word = flow->trace->world.cpu->word, end = address + size;
    for (uint64_t at = address - address % word; at < end; at += word)
        put_word(flow, at, count, out);
}

static void put_sources(const struct step_flow *flow, const struct sources *sources, unsigned *count, FILE *out)
{
    const struct cpu *cpu = flow->trace->world.cpu;
    for (unsigned i = 0; i < cpu->count; i++)
        if (sources->registers >> i & 1)
            fprintf(out, "%s\"%s\"", (*count)++ ? "," : "", cpu->registers[i].name);
    for (unsigned i = 0; i < flow->effect.memory_count; i++)
        if (sources->memory >> i & 1)
            put_words(flow, flow->address[i], flow->effect.memory[i].bytes, count, out);
}

void flow_put_register(const struct step_flow *flow, unsigned index, FILE *out)
{
    const struct effect *effect = &flow->effect;
    uint64_t bit = (uint64_t)1 << index;
    unsigned count = 0;
    bool is_loaded = false;
    struct sources self = {bit, 0};
    fputs(",[", out);
    for (unsigned i = 0; i < effect->transfer_count; i++) {
        const struct transfer *transfer = &effect->transfers[i];
        if (transfer->is_store || !(bit_of(flow, transfer->reg.reg) & bit))
            continue;
        is_loaded = true;
        if (flow->is_placed[transfer->memory])
            put_words(flow, flow->address[transfer->memory] + (uint64_t)(int64_t)transfer->at, transfer->bytes, &count, out);
    }
    bool is_base = effect->has_writeback && effect->memory_count && bit_of(flow, effect->memory[0].base) & bit;
    bool is_exchanged = effect->operation == OPERATION_EXCHANGE && (bit_of(flow, effect->source.reg) | bit_of(flow, effect->destination.reg)) & bit;
    if (is_base && !is_loaded)
        put_sources(flow, &self, &count, out);
    else if (is_exchanged)
        put_sources(flow, &(struct sources){flow->inputs.registers & ~bit, flow->inputs.memory}, &count, out);
    else if (!is_loaded && effect->flow == FLOW_NEXT)
        put_sources(flow, &flow->inputs, &count, out);
    fputc(']', out);
}

void flow_put_memory(const struct step_flow *flow, uint64_t address, FILE *out)
{
    const struct effect *effect = &flow->effect;
    uint64_t word = flow->trace->world.cpu->word;
    unsigned count = 0;
    bool is_stored = false, is_whole = false;
    fputs(",[", out);
    for (unsigned i = 0; i < effect->transfer_count; i++) {
        const struct transfer *transfer = &effect->transfers[i];
        uint64_t at = flow->address[transfer->memory] + (uint64_t)(int64_t)transfer->at;
        if (!transfer->is_store || !flow->is_placed[transfer->memory] || at >= address + word || at + transfer->bytes <= address)
            continue;
        is_stored = true;
        is_whole |= at <= address && at + transfer->bytes >= address + word;
        put_sources(flow, &(struct sources){bit_of(flow, transfer->reg.reg), 0}, &count, out);
    }
    for (unsigned i = 0; i < effect->memory_count && !is_stored; i++)
        is_whole |= effect->memory[i].writes && flow->is_placed[i] && flow->address[i] <= address && flow->address[i] + effect->memory[i].bytes >= address + word;
    if (!is_stored && effect->flow == FLOW_NEXT)
        put_sources(flow, &flow->inputs, &count, out);
    if (!is_whole)
        put_word(flow, address, &count, out); /* the rest of the word stays */
    fputc(']', out);
}
