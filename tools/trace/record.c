/*
 * The first run. The emulator does the same each time, so that a run that is shown can say of an instruction what its value will
 * be needed for: what each call passes is noted here, with the step that set it, and what each frame uses of its room.
 */
#include "record.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct recorder {
    struct record *record;
    uint64_t set_at[MOST_REGISTERS]; /* the last step that wrote the register */
    uint64_t *written;               /* the same of each word of the stack */
    uint64_t sp_since;
    struct registers last;           /* as the last step left them */
    unsigned running, serial;        /* frames: the one that ran before the step, and the newest then */
};

const struct past *record_past(const struct trace *trace, unsigned serial)
{
    const struct record *record = trace->record;
    return record && serial < record->past_count ? &record->pasts[serial] : NULL;
}

const struct call_record *record_call(const struct trace *trace, unsigned serial)
{
    struct record *record = trace->record;
    if (!record || serial >= record->past_count)
        return NULL;
    size_t *at = &record->pasts[serial].first_call; /* those before are over */
    while (*at && record->calls[*at].step < trace->step)
        *at = record->calls[*at].next;
    return *at ? &record->calls[*at] : NULL;
}

/* ------------------------------------------------------------------------- noting */

static uint64_t *written_at(const struct trace *trace, uint64_t address)
{
    const struct world *world = &trace->world;
    bool is_there = address >= world->stack_low && address < world->stack_high;
    return is_there ? &trace->recorder->written[(address - world->stack_low) / world->cpu->word] : NULL;
}

static void mark_used(struct past *past, uint64_t address, uint64_t size)
{
    for (uint64_t at = address; at < address + size; at++)
        if (at < past->top && past->top - 1 - at < MOST_USED)
            past->used[(past->top - 1 - at) / 8] |= (uint8_t)(1 << (past->top - 1 - at) % 8);
}

static uint64_t top_of(const struct trace *trace, const struct frame *frame)
{
    return frame->entry_sp + (trace->world.cpu->link < 0 ? trace->world.cpu->word : 0);
}

static void note_frame(struct trace *trace, const struct frame *frame)
{
    struct record *record = trace->recorder->record;
    if (frame->serial >= record->past_room) {
        size_t room = 2 * (size_t)frame->serial + 16;
        record->pasts = take(record->pasts, record->past_room * sizeof *record->pasts, room * sizeof *record->pasts);
        record->past_room = room;
    }
    record->past_count = (size_t)frame->serial + 1;
    record->pasts[frame->serial].top = top_of(trace, frame);
    record->pasts[frame->serial].entered = trace->step;
}

static struct passed *add(struct passing *passing)
{
    passing->at = take(passing->at, passing->count * sizeof *passing->at, (passing->count + 1) * sizeof *passing->at);
    return &passing->at[passing->count++];
}

/* The pieces of one value, at a function's entry with this stack pointer or at its return. */
static void add_pieces(struct trace *trace, struct passing *passing, const cconv_plan *plan, const cconv_piece *pieces, size_t count, uint64_t sp,
                       const char *label, const char *type)
{
    for (size_t i = 0; i < count; i++) {
        struct passed *passed = add(passing);
        passed->reg = cpu_piece(trace->world.cpu, plan, &pieces[i], NULL);
        passed->size = (unsigned)pieces[i].size;
        passed->address = sp + pieces[i].at;
        if (passed->reg >= 0)
            passed->set_at = trace->recorder->set_at[passed->reg];
        else if (written_at(trace, passed->address))
            passed->set_at = *written_at(trace, passed->address);
        snprintf(passed->label, sizeof passed->label, "%s%s%s", label, passed->reg < 0 ? ": " : "", passed->reg < 0 ? type : "");
    }
}

static void add_arguments(struct trace *trace, struct call_record *call, const cconv_plan *plan, uint64_t sp)
{
    uint32_t vectors;
    char label[240], type[100];
    for (size_t i = 0; i < cconv_plan_argument_count(plan); i++) {
        const cconv_placement *argument = cconv_plan_argument(plan, i);
        bool is_address = argument->kind == CCONV_PLACED_INDIRECT;
        snprintf(label, sizeof label, "%sargument %zu of %s%s%s", is_address ? "address of " : "", i + 1, call->callee, argument->name ? ", " : "",
                 argument->name ? argument->name : "");
        snprintf(type, sizeof type, "%s%s", argument->type, is_address ? " *" : "");
        add_pieces(trace, &call->passes, plan, argument->pieces, argument->piece_count, sp, label, type);
    }
    for (size_t i = 0; i < cconv_plan_hidden_count(plan); i++) {
        snprintf(label, sizeof label, "address for the result of %s", call->callee);
        add_pieces(trace, &call->passes, plan, cconv_plan_hidden(plan, i)->pieces, cconv_plan_hidden(plan, i)->piece_count, sp, label, "void *");
    }
    const char *counter = cconv_plan_vector_count(plan, &vectors);
    int index = counter ? cpu_register(trace->world.cpu, counter, strlen(counter)) : -1;
    if (index < 0)
        return;
    struct passed *passed = add(&call->passes);
    *passed = (struct passed){.reg = index, .set_at = trace->recorder->set_at[index]};
    snprintf(passed->label, sizeof passed->label, "number of vector registers for %s", call->callee);
}

static void note_call(struct trace *trace, unsigned caller, const struct frame *callee)
{
    struct record *record = trace->recorder->record;
    const cconv_plan *plan = callee->plan;
    struct past *past = &record->pasts[caller];
    record->calls = take(record->calls, record->call_count * sizeof *record->calls, (record->call_count + 1) * sizeof *record->calls);
    struct call_record *call = &record->calls[record->call_count];
    *(past->last_call ? &record->calls[past->last_call].next : &past->first_call) = record->call_count;
    past->last_call = record->call_count++;
    call->step = trace->step;
    call->sp_since = trace->recorder->sp_since;
    memcpy(call->callee, callee->name, sizeof call->callee);
    if (plan) {
        struct registers registers = callee->entry;
        cconv_plan *varied = model_plan(trace, callee->name, &registers, callee->entry_sp);
        add_arguments(trace, call, varied ? varied : plan, callee->entry_sp);
        cconv_plan_free(varied);
    }
    const cconv_stack_rules *stack = cconv_convention_stack(trace->world.convention);
    call->shadow = stack->shadow_space;
    call->shadow_at = callee->entry_sp + stack->return_address;
    mark_used(past, call->shadow_at, call->shadow);
    for (size_t i = 0; i < call->passes.count; i++)
        if (call->passes.at[i].reg < 0)
            mark_used(past, call->passes.at[i].address, call->passes.at[i].size);
}

static void note_return(struct trace *trace, unsigned left)
{
    const struct frame *frame = &trace->frames[trace->depth];
    struct past *past = &trace->recorder->record->pasts[left];
    const cconv_placement *result = frame->plan && frame->serial == left ? cconv_plan_result(frame->plan) : NULL;
    past->left = trace->step;
    if (result)
        add_pieces(trace, &past->returns, frame->plan, result->pieces, result->piece_count, 0, "result", "");
}

static void note_stores(struct trace *trace)
{
    for (unsigned i = 0; i < trace->world.write_count; i++) {
        const struct write *write = &trace->world.writes[i];
        for (uint64_t at = write->address; at < write->address + write->size; at++)
            if (written_at(trace, at))
                *written_at(trace, at) = trace->step;
        for (unsigned j = trace->depth; j-- > 0;)
            if (write->address < top_of(trace, &trace->frames[j])) {
                mark_used(&trace->recorder->record->pasts[trace->frames[j].serial], write->address, write->size);
                break;
            }
    }
}

/* Registers that differ were written: by the step, or between steps by a function that is stood in for. */
static void note_registers(struct trace *trace, const struct registers *old, const struct registers *now, uint64_t written, uint64_t step)
{
    struct recorder *recorder = trace->recorder;
    const struct cpu *cpu = trace->world.cpu;
    for (unsigned i = 0; i < cpu->count; i++)
        if (written >> i & 1 || memcmp(old->at[i], now->at[i], VECTOR_BYTES) != 0)
            recorder->set_at[i] = step;
    if (register_value(old, cpu->sp) != register_value(now, cpu->sp))
        recorder->sp_since = step;
}

/* ------------------------------------------------------------------------ the run */

static void recorder_begin(struct trace *trace, FILE *out)
{
    (void)out;
    const struct world *world = &trace->world;
    trace->recorder->written = take(NULL, 0, (world->stack_high - world->stack_low) / world->cpu->word * sizeof *trace->recorder->written);
    trace->recorder->last = trace->after;
    trace->recorder->running = trace->recorder->serial = trace->frames[0].serial;
    note_frame(trace, &trace->frames[0]);
}

static void recorder_step(struct trace *trace, FILE *out)
{
    struct recorder *recorder = trace->recorder;
    (void)out;
    note_registers(trace, &recorder->last, &trace->before, 0, trace->step - 1);
    if (trace->serial > recorder->serial) {
        const struct frame *callee = &trace->frames[trace->depth - (trace->depth && trace->frames[trace->depth - 1].serial == trace->serial)];
        note_frame(trace, callee);
        note_call(trace, recorder->running, callee);
    }
    if (trace->instruction.flow == FLOW_RETURN)
        note_return(trace, recorder->running);
    note_stores(trace);
    note_registers(trace, &trace->before, &trace->after, trace->instruction.writes, trace->step);
    recorder->last = trace->after;
    recorder->serial = trace->serial;
    recorder->running = trace->depth ? trace->frames[trace->depth - 1].serial : 0;
    trace->shown_findings = trace->finding_count;
}

static void recorder_end(struct trace *trace, FILE *out)
{
    (void)trace;
    (void)out;
}

/* Messages and what the program prints come from the run that is shown. */
static int silence(void)
{
    int kept = dup(STDERR_FILENO), nowhere = open("/dev/null", O_WRONLY);
    fflush(stderr);
    if (kept >= 0 && nowhere >= 0)
        dup2(nowhere, STDERR_FILENO);
    if (nowhere >= 0)
        close(nowhere);
    return kept;
}

struct record *record_make(const struct options *options, const struct built *built)
{
    static const struct writer writer = {recorder_begin, recorder_step, recorder_end, NULL};
    struct writer own = writer;
    struct record *record = take(NULL, 0, sizeof *record);
    struct recorder recorder = {.record = record};
    struct trace *trace = take(NULL, 0, sizeof *trace);
    record->calls = take(NULL, 0, sizeof *record->calls);
    record->call_count = 1;
    int kept = silence();
    if (trace_open(trace, options, built) == EXIT_FINE) {
        trace->writer = &own;
        trace->recorder = &recorder;
        trace_run(trace);
    }
    trace_close(trace);
    fflush(stderr);
    if (kept >= 0) {
        dup2(kept, STDERR_FILENO);
        close(kept);
    }
    free(recorder.written);
    free(trace);
    return record;
}

void record_free(struct record *record)
{
    if (!record)
        return;
    for (size_t i = 0; i < record->call_count; i++)
        free(record->calls[i].passes.at);
    for (size_t i = 0; i < record->past_count; i++)
        free(record->pasts[i].returns.at);
    free(record->calls);
    free(record->pasts);
    free(record);
}
