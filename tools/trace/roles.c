/* What each register is at this moment, to the function that runs. */
#include "record.h"

#include <stdlib.h>
#include <string.h>

/* "argument 2 of foo, b": it is set, and the call comes. */
static const struct passed *outgoing(const struct trace *trace, const struct frame *frame, unsigned index)
{
    const struct call_record *call = record_call(trace, frame->serial);
    const struct past *past = record_past(trace, frame->serial);
    for (size_t i = 0; call && i < call->passes.count; i++) {
        const struct passed *passed = &call->passes.at[i];
        if (passed->reg == (int)index && passed->set_at > past->entered && passed->set_at <= trace->step)
            return passed;
    }
    return NULL;
}

static bool is_result(const struct trace *trace, const struct frame *frame, unsigned index)
{
    const struct past *past = record_past(trace, frame->serial);
    for (size_t i = 0; past && i < past->returns.count; i++)
        if (past->returns.at[i].reg == (int)index && past->returns.at[i].set_at > past->entered && past->returns.at[i].set_at <= trace->step)
            return true;
    return false;
}

/* What the piece of an argument makes the register that it comes in. */
static void name_arrival(char *role, const cconv_placement *argument, size_t number, const cconv_piece *piece)
{
    int length = snprintf(role, ROLE_SIZE, "%sargument %zu%s%s", argument->kind == CCONV_PLACED_INDIRECT ? "address of " : "", number,
                          argument->name ? ", " : "", argument->name ? argument->name : "");
    if (argument->piece_count > 1 && !(piece->flags & CCONV_PIECE_DUPLICATE) && length < ROLE_SIZE)
        snprintf(role + length, ROLE_SIZE - (size_t)length, " (bytes %llu to %llu)", (unsigned long long)piece->offset,
                 (unsigned long long)(piece->offset + piece->size - 1));
}

/* What the function's registers are at its entry, once for each frame that comes to run. */
static void find_arrivals(struct trace *trace, const struct frame *frame)
{
    const cconv_plan *plan = frame->plan;
    const struct cpu *cpu = trace->world.cpu;
    if (trace->arrivals_of == frame->serial)
        return;
    trace->arrivals_of = frame->serial;
    for (unsigned i = 0; i < cpu->count; i++)
        strcpy(trace->arrivals[i], !plan && i < cpu->general_count && strstr(role_of(trace, i), "argument") ? "perhaps an argument" : "");
    for (size_t i = plan ? cconv_plan_argument_count(plan) : 0; i-- > 0;) {
        const cconv_placement *argument = cconv_plan_argument(plan, i);
        for (size_t j = argument->piece_count; j-- > 0;) {
            int index = cpu_piece(cpu, plan, &argument->pieces[j], NULL);
            if (index >= 0)
                name_arrival(trace->arrivals[index], argument, i + 1, &argument->pieces[j]);
        }
    }
    for (size_t i = 0; plan && i < cconv_plan_hidden_count(plan); i++) {
        const cconv_hidden *hidden = cconv_plan_hidden(plan, i);
        for (unsigned j = 0; j < cpu->count; j++)
            if (cpu_pieces(cpu, plan, hidden->pieces, hidden->piece_count) >> j & 1)
                strcpy(trace->arrivals[j], "address for the result");
    }
}

enum { SHADOW = 64 };            /* at most so far above the return address a function saves registers: Windows */

static bool is_saved(const struct trace *trace, const struct frame *frame, unsigned index)
{
    for (size_t i = slot_index(trace, frame->entry_sp + SHADOW); i < trace->slot_count; i++) /* those below */
        if (trace->slots[i].frame == frame->serial && trace->slots[i].saved == (int)index + 1)
            return true;
    return false;
}

static void preserved_role(const struct trace *trace, const struct frame *frame, unsigned index, unsigned bytes, char *role)
{
    const struct cpu *cpu = trace->world.cpu;
    unsigned size = index < cpu->general_count ? cpu->word : VECTOR_BYTES;
    bool differs = memcmp(frame->entry.at[index], trace->after.at[index], bytes < VECTOR_BYTES ? bytes : VECTOR_BYTES) != 0;
    bool saved = is_saved(trace, frame, index), is_fp = index == cpu->fp && differs;
    char part[40] = "";
    if (bytes < size && cpu->word == 8 && index >= cpu->general_count)
        snprintf(part, sizeof part, " (low %u bytes)", bytes);
    snprintf(role, ROLE_SIZE, "%smust be preserved%s%s%s", is_fp ? "frame pointer; " : "", part,
             differs ? ": changed, " : frame->changed >> index & 1 ? ": restored" : saved ? ": saved" : "", !differs ? "" : saved ? "saved" : "not saved");
}

static void base_role(const struct trace *trace, const struct frame *frame, unsigned index, char *role)
{
    const struct cpu *cpu = trace->world.cpu;
    unsigned preserved = preserved_bytes(trace, index);
    if (index == cpu->sp)
        strcpy(role, "stack pointer");
    else if ((int)index == cpu->link)
        strcpy(role, frame->changed >> index & 1 && register_value(&trace->after, index) != frame->returns_to ? "free: return address saved" : "return address");
    else if (*trace->arrivals[index] && !(frame->changed >> index & 1)) /* an argument until it is overwritten */
        strcpy(role, trace->arrivals[index]);
    else if (trace->result_frame == frame->serial && trace->result_bits >> index & 1)
        snprintf(role, ROLE_SIZE, "result of %s", trace->result_of);
    else if (preserved)
        preserved_role(trace, frame, index, preserved, role);
    else
        strcpy(role, "free");
}

static void role_now(const struct trace *trace, const struct frame *frame, unsigned index, char *role)
{
    const struct passed *passed = outgoing(trace, frame, index);
    base_role(trace, frame, index, role);
    size_t length = !strcmp(role, "free") ? 0 : strlen(role), room = ROLE_SIZE - length;
    const char *more = passed ? passed->label : is_result(trace, frame, index) && strncmp(role, "result", 6) != 0 ? "result" : NULL;
    if (more && snprintf(role + length, room, "%s%s%s", length ? "; " : "", passed && passed->size ? "outgoing " : "", more) >= (int)room)
        strcpy(role + ROLE_SIZE - 4, "…"); /* a long name */
}

static void give_result(struct trace *trace, const struct frame *frame, const cconv_plan *plan)
{
    const cconv_placement *result = plan ? cconv_plan_result(plan) : NULL;
    trace->result_frame = frame->serial;
    trace->result_bits = result ? cpu_pieces(trace->world.cpu, plan, result->pieces, result->piece_count) : 0;
}

/* Which registers hold the result of the call that is just over, until they are written. */
static void follow_result(struct trace *trace, const struct frame *frame)
{
    const struct frame *over = trace->depth < trace->frame_room ? &trace->frames[trace->depth] : NULL; /* left in this step, or never run */
    if (trace->result_awaited)
        give_result(trace, frame, trace->result_awaited);
    trace->result_awaited = NULL;
    trace->result_bits &= ~trace->instruction.writes;
    if (over && trace->instruction.flow == FLOW_RETURN) {
        give_result(trace, frame, over->plan);
        memcpy(trace->result_of, over->name, sizeof trace->result_of);
    } else if (trace->instruction.flow == FLOW_CALL) {
        trace->result_bits = 0;
        if (over && over->serial == trace->serial) { /* it is stood in for, and returns before the next step */
            trace->result_awaited = over->plan;
            memcpy(trace->result_of, over->name, sizeof trace->result_of);
        }
    }
}

void roles_step(struct trace *trace)
{
    const struct frame *frame = trace->depth ? &trace->frames[trace->depth - 1] : NULL;
    if (!trace->roles)
        return;
    if (frame && trace->step)
        follow_result(trace, frame);
    if (frame)
        find_arrivals(trace, frame);
    for (unsigned i = 0; frame && i < trace->world.cpu->count; i++) {
        char role[ROLE_SIZE] = "";
        role_now(trace, frame, i, role);
        if (strcmp(role, trace->roles[i]) != 0)
            trace->roles_changed |= (uint64_t)1 << i;
        memcpy(trace->roles[i], role, sizeof role);
    }
}
