/* The rules at calls of code that this file does not hold, and at stores and reads. */
#include "check.h"

#include <stdio.h>
#include <string.h>

/* What an address that is so far from a base is a multiple of: of the stack pointer at entry the convention says it, of one that was
   rounded down the instruction does; 0 where it is not known. */
static unsigned base_alignment(const struct walk *walk, uint32_t base)
{
    struct effect effect;
    size_t size;
    uint64_t address = walk->image->placed.base + base - 1;
    if (!base)
        return walk->contract->stack->alignment;
    const uint8_t *bytes = image_bytes(walk->image, address, &size);
    if (!bytes || !instruction_effect(walk->image->mode, bytes, size, address, &effect) || effect.operation != OPERATION_AND
        || effect.second.reg != NO_REGISTER)
        return 0;
    uint64_t mask = (uint64_t)effect.immediate, lowest = mask & (~mask + 1);
    return lowest > 4096 ? 4096 : (unsigned)lowest;
}

static void check_alignment(struct walk *walk, const struct state *state, uint64_t address)
{
    const struct contract *contract = walk->contract;
    const struct value *sp = &state->values[contract->sp];
    unsigned wanted = contract->stack->alignment, is = sp->kind == VALUE_STACK ? base_alignment(walk, sp->id) : 0;
    int64_t offset = sp->offset - (sp->id ? 0 : (int64_t)contract->stack->return_address);
    if (is < wanted || offset % (int64_t)wanted == 0)
        return;
    struct finding *finding = exit_finds(walk, state, "stack-misaligned", address, contract->sp);
    if (!finding)
        return;
    snprintf(finding->expected, sizeof finding->expected, "a multiple of %u", wanted);
    snprintf(finding->found, sizeof finding->found, "%lld more than one", (long long)((offset % wanted + wanted) % wanted));
}

/* Homes for registers above the return address of what is called, which may write there. */
static void check_shadow(struct walk *walk, const struct state *state, uint64_t address)
{
    const struct contract *contract = walk->contract;
    const struct value *sp = &state->values[contract->sp];
    int64_t shadow = contract->stack->shadow_space;
    /* Where no call pushes the return address, this space is a frame's header, with other rules. */
    if (!shadow || sp->kind != VALUE_STACK || contract->link != NO_REGISTER)
        return;
    struct finding *finding = NULL;
    const char *what = NULL;
    if (!sp->id && sp->offset + shadow > 0)
        what = "the return address";
    for (uint32_t i = 0; !what && i < state->slot_count; i++) {
        const struct stack_slot *slot = &state->slots[i];
        bool is_save = slot->value.kind == VALUE_ENTRY && slot->value.reg < 64 && contract->preserved[slot->value.reg]
                       && !(state->values[slot->value.reg].kind == VALUE_ENTRY && state->values[slot->value.reg].reg == slot->value.reg);
        if (is_save && slot->base == sp->id && slot->offset >= sp->offset && slot->offset < sp->offset + shadow)
            what = "a saved register";
    }
    if (what && (finding = exit_finds(walk, state, "shadow-space", address, contract->sp))) {
        snprintf(finding->expected, sizeof finding->expected, "%lld free bytes at sp", (long long)shadow);
        snprintf(finding->found, sizeof finding->found, "%s lies there", what);
    }
}

void check_call(struct walk *walk, const struct state *state, uint64_t address)
{
    check_alignment(walk, state, address);
    check_shadow(walk, state, address);
}

/* An instruction that reads and writes touches the page and changes nothing there (a probe of the stack). */
void check_store(struct walk *walk, const struct state *state, uint64_t address, const struct memory_operand *memory, const struct value *at)
{
    const struct value *sp = &state->values[walk->contract->sp];
    if (memory->reads || sp->kind != VALUE_STACK || at->id != sp->id || at->offset >= sp->offset - (int64_t)walk->contract->stack->red_zone)
        return;
    struct finding *finding = exit_finds(walk, state, "below-stack", address, walk->contract->sp);
    if (!finding)
        return;
    snprintf(finding->expected, sizeof finding->expected, "stores at sp - %u or above", walk->contract->stack->red_zone);
    snprintf(finding->found, sizeof finding->found, "a store at sp - %lld", (long long)(sp->offset - at->offset));
}

/* The call is the last of a block, and something jumps to what is behind: it may be one that never returns. */
static bool may_end_there(const struct walk *walk, uint64_t call)
{
    struct effect effect;
    size_t size;
    const uint8_t *bytes;
    bool is_call = true;
    while ((bytes = image_bytes(walk->image, call, &size)) && instruction_effect(walk->image->mode, bytes, size, call, &effect) && (is_call || effect.is_landing)) {
        call += effect.size;
        is_call = false;
    }
    return image_leads(walk->image, call);
}

/* General registers alone: instructions on vectors name their destination as read for bits that nobody wants. */
void check_reads(struct walk *walk, const struct state *state, uint64_t address, const struct effect *effect)
{
    uint64_t reads = effect->reads.bits[0] & (((uint64_t)1 << walk->contract->general) - 1);
    for (unsigned i = 0; i < effect->transfer_count; i++)
        if (effect->transfers[i].is_store && effect->transfers[i].reg.reg < 64)
            reads &= ~((uint64_t)1 << effect->transfers[i].reg.reg); /* saved, or room on the stack */
    for (; reads; reads &= reads - 1) {
        unsigned reg = (unsigned)__builtin_ctzll(reads);
        if (state->values[reg].kind != VALUE_LOST || !function_is_judged(walk->function)
            || may_end_there(walk, walk->image->placed.base + state->values[reg].id - 1))
            continue;
        struct finding *finding = exit_finds(walk, state, "lost-register", address, reg);
        if (!finding)
            continue;
        finding->cause = walk->image->placed.base + state->values[reg].id - 1;
        snprintf(finding->expected, sizeof finding->expected, "a value set since the call");
        snprintf(finding->found, sizeof finding->found, "what the call left there");
    }
}
