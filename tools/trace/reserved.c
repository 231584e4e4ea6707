/* Room of the running frame that is not written, or not for itself: arguments and shadow space of the call that comes, variables
   that are not set yet, and what is never used, which is padding. */
#include "record.h"

#include <stdlib.h>

/* True where the frame has put nothing: what is there is of frames that are gone, or has no name. */
static bool is_free(const struct trace *trace, const struct frame *frame, uint64_t address)
{
    const struct slot *slot = slot_at(trace, address);
    return !slot || slot->frame != frame->serial || slot->kind == SLOT_UNKNOWN || slot->kind == SLOT_PADDING;
}

/* A value that the call will pass, once nothing writes its place any more; before, room where the stack pointer stays. */
static void name_outgoing(struct trace *trace, const struct frame *frame, const struct call_record *call, const struct passed *passed)
{
    const struct slot *slot = slot_at(trace, passed->address);
    bool is_mine = slot && slot->frame == frame->serial;
    if (passed->set_at && passed->set_at <= trace->step) {
        if (!is_mine || slot->kind != SLOT_OUTGOING)
            slot_put(trace, passed->address, passed->size, SLOT_OUTGOING, frame->serial, "outgoing %s", passed->label);
    } else if (trace->step >= call->sp_since && is_free(trace, frame, passed->address)) {
        slot_put(trace, passed->address, passed->size, SLOT_ROOM, frame->serial, "room for %s", passed->label);
    }
}

static void name_call(struct trace *trace, const struct frame *frame, const struct call_record *call, uint64_t sp)
{
    unsigned word = trace->world.cpu->word;
    for (size_t i = 0; i < call->passes.count; i++)
        if (call->passes.at[i].reg < 0 && call->passes.at[i].address >= sp)
            name_outgoing(trace, frame, call, &call->passes.at[i]);
    for (uint64_t at = call->shadow_at; at < call->shadow_at + call->shadow && trace->step >= call->sp_since; at += word)
        if (is_free(trace, frame, at) && at < frame->entry_sp) /* else its own caller's: rules.c says so */
            slot_put(trace, at, word, SLOT_SHADOW, frame->serial, "shadow space for %s", call->callee);
}

static void name_variables(struct trace *trace, const struct frame *frame, uint64_t low)
{
    const struct variable *variables;
    size_t count = debug_variables(trace->debug, world_pc(&trace->world), &variables);
    for (size_t i = 0; i < count; i++) {
        uint64_t at = variable_address(trace, frame, &variables[i]);
        bool has_base = variables[i].base < 0 || frame->changed >> variables[i].base & 1; /* the prologue has set it */
        if (has_base && at >= low && at < frame->entry_sp && variables[i].size && is_free(trace, frame, at))
            slot_put(trace, at, (unsigned)variables[i].size, SLOT_UNSET, frame->serial, "%s%s: %s", variables[i].is_parameter ? "parameter " : "",
                     variables[i].name, variables[i].type);
    }
}

static bool is_used(const struct past *past, uint64_t address)
{
    uint64_t index = past->top - 1 - address;
    return index >= MOST_USED || past->used[index / 8] >> index % 8 & 1;
}

/* The end of what nothing writes until the frame is left, from the address on. */
static uint64_t unused_end(const struct trace *trace, const struct frame *frame, const struct past *past, uint64_t at)
{
    while (at < frame->entry_sp && !is_used(past, at)) {
        const struct slot *slot = slot_at(trace, at);
        if (slot && slot->frame == frame->serial && slot->kind != SLOT_PADDING)
            break;
        at++;
    }
    return at;
}

/* Word by word. What is smaller than the alignment is there for its sake; the rest was for something that this run did not come to. */
static void name_padding(struct trace *trace, const struct frame *frame, uint64_t sp)
{
    enum { ALIGNMENT = 16 };
    const struct past *past = record_past(trace, frame->serial);
    unsigned word = trace->world.cpu->word;
    if (!past || !past->left)
        return;
    for (uint64_t at = sp; at < frame->entry_sp; at++) {
        uint64_t end = unused_end(trace, frame, past, at);
        const char *label = end - at < ALIGNMENT ? "padding" : "unused";
        for (uint64_t next; at < end; at = next) {
            next = (at / word + 1) * word < end ? (at / word + 1) * word : end;
            slot_put(trace, at, (unsigned)(next - at), SLOT_PADDING, frame->serial, "%s", label);
        }
    }
}

void name_reserved(struct trace *trace)
{
    const struct frame *frame = trace->depth ? &trace->frames[trace->depth - 1] : NULL;
    const struct cpu *cpu = trace->world.cpu;
    uint64_t sp = register_value(&trace->after, cpu->sp);
    if (!frame || !trace->record)
        return;
    const struct call_record *call = record_call(trace, frame->serial);
    if (call && call->step > trace->step)
        name_call(trace, frame, call, sp);
    bool moved = !trace->step || trace->instruction.flow != FLOW_NEXT || sp != register_value(&trace->before, cpu->sp)
                 || register_value(&trace->before, cpu->fp) != register_value(&trace->after, cpu->fp);
    if (!moved)
        return;
    name_variables(trace, frame, sp - cconv_convention_stack(trace->world.convention)->red_zone);
    name_padding(trace, frame, sp);
}
