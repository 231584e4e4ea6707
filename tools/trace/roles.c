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

/* The argument of the function that is still in the register that it came in; false if there is none. */
static bool argument_role(const struct trace *trace, const struct frame *frame, unsigned index, char *role)
{
    const cconv_plan *plan = frame->plan;
    const struct cpu *cpu = trace->world.cpu;
    if (frame->changed >> index & 1)
        return false;
    for (size_t i = 0; plan && i < cconv_plan_argument_count(plan); i++) {
        const cconv_placement *argument = cconv_plan_argument(plan, i);
        for (size_t j = 0; j < argument->piece_count; j++) {
            const cconv_piece *piece = &argument->pieces[j];
            if (cpu_piece(cpu, plan, piece, NULL) != (int)index)
                continue;
            int length = snprintf(role, ROLE_SIZE, "%sargument %zu%s%s", argument->kind == CCONV_PLACED_INDIRECT ? "address of " : "", i + 1,
                                  argument->name ? ", " : "", argument->name ? argument->name : "");
            if (argument->piece_count > 1 && !(piece->flags & CCONV_PIECE_DUPLICATE) && length < ROLE_SIZE)
                snprintf(role + length, ROLE_SIZE - (size_t)length, " (bytes %llu to %llu)", (unsigned long long)piece->offset,
                         (unsigned long long)(piece->offset + piece->size - 1));
            return true;
        }
    }
    for (size_t i = 0; plan && i < cconv_plan_hidden_count(plan); i++)
        if (cpu_pieces(cpu, plan, cconv_plan_hidden(plan, i)->pieces, cconv_plan_hidden(plan, i)->piece_count) >> index & 1) {
            strcpy(role, "address for the result");
            return true;
        }
    if (!plan && index < cpu->general_count && strstr(role_of(trace, index), "argument")) {
        strcpy(role, "perhaps an argument");
        return true;
    }
    return false;
}

static bool is_saved(const struct trace *trace, const struct frame *frame, unsigned index)
{
    for (size_t i = 0; i < trace->slot_count; i++)
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
    else if (argument_role(trace, frame, index, role))
        return;
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
    const struct frame *over = trace->depth < MOST_FRAMES ? &trace->frames[trace->depth] : NULL; /* left in this step, or never run */
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
    for (unsigned i = 0; frame && i < trace->world.cpu->count; i++) {
        char role[ROLE_SIZE] = "";
        role_now(trace, frame, i, role);
        if (strcmp(role, trace->roles[i]) != 0)
            trace->roles_changed |= (uint64_t)1 << i;
        memcpy(trace->roles[i], role, sizeof role);
    }
}
