/* What breaks the convention while it runs. All numbers are the model's: the convention's register roles and stack rules, and plans. */
#include "trace.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

void rule_found(struct trace *trace, const char *rule, uint64_t address, const char *format, ...)
{
    struct finding finding = {.rule = rule, .address = address, .step = trace->step};
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(finding.message, sizeof finding.message, format, arguments);
    va_end(arguments);
    for (size_t i = 0; i < trace->finding_count; i++) /* once for each place: loops repeat it */
        if (trace->findings[i].address == address && !strcmp(trace->findings[i].rule, rule) && !strcmp(trace->findings[i].message, finding.message))
            return;
    trace->findings = take(trace->findings, trace->finding_count * sizeof finding, (trace->finding_count + 1) * sizeof finding);
    trace->findings[trace->finding_count++] = finding;
}

static struct frame *running(struct trace *trace)
{
    return trace->depth ? &trace->frames[trace->depth - 1] : NULL;
}

static const cconv_stack_rules *stack_rules(const struct trace *trace)
{
    return trace->tables->stack;
}

static uint64_t bit(int index) { return index < 0 ? 0 : (uint64_t)1 << index; }

/* ------------------------------------------------------------------------- calls */

static void check_shadow(struct trace *trace, const char *callee, const struct frame *frame, uint64_t sp)
{
    uint32_t shadow = stack_rules(trace)->shadow_space;
    if (!shadow)
        return;
    if (sp + shadow > frame->entry_sp) {
        rule_found(trace, "shadow-space", trace->instruction.address, "%s is called without %u bytes of shadow space below the return address: %s may write there",
                   callee, shadow, callee);
        return;
    }
    for (uint64_t at = sp; at < sp + shadow; at++) {
        const struct slot *slot = slot_at(trace, at);
        if (slot && slot->frame == frame->serial && (slot->kind == SLOT_RETURN || slot->kind == SLOT_SAVED || slot->kind == SLOT_LOCAL)) {
            rule_found(trace, "shadow-space", trace->instruction.address, "the shadow space of %s holds '%s', which it may overwrite", callee, slot->label);
            return;
        }
    }
}

static void check_vector_count(struct trace *trace, const char *callee, const cconv_plan *plan, const struct frame *frame)
{
    uint32_t wanted;
    const char *name = plan && cconv_plan_is_variadic(plan) ? cconv_plan_vector_count(plan, &wanted) : NULL;
    int index = name ? cpu_register(trace->world.cpu, name, strlen(name)) : -1;
    if (index < 0)
        return;
    unsigned count = (unsigned)(register_value(&trace->before, (unsigned)index) & 0xff);
    if (!(frame->defined & bit(index)))
        rule_found(trace, "vector-count", trace->instruction.address, "al is not set before %s, a variadic function: it says how many vector registers are used", callee);
    else if (count > 8)
        rule_found(trace, "vector-count", trace->instruction.address, "al is %u before %s: at most 8 vector registers are used", count, callee);
}

/* What a call leaves behind: preserved registers and the result. */
static void forget_registers(struct trace *trace, struct frame *frame, const cconv_plan *plan)
{
    const struct cpu *cpu = trace->world.cpu;
    uint64_t kept = bit((int)cpu->sp);
    kept |= table_of(trace, plan)->preserved_bits;
    if (plan)
        frame->defined = (frame->defined & kept) | cpu_pieces(cpu, plan, cconv_plan_result(plan)->pieces, cconv_plan_result(plan)->piece_count);
    else
        frame->defined = ~(uint64_t)0; /* nothing is known of its result, nor whether it keeps to the convention */
    frame->after_call = true;
    frame->lost_at = trace->instruction.address;
}

void rules_at_call(struct trace *trace, const char *callee, const cconv_plan *plan, bool is_outside, uint64_t sp)
{
    struct frame *frame = running(trace);
    unsigned alignment = plan ? cconv_plan_stack_of(plan)->alignment : stack_rules(trace)->alignment;
    if (!frame)
        return;
    /* A function of the file that has no prototype may have an agreement of its own with its callers. */
    if (sp % alignment && (plan || is_outside))
        rule_found(trace, "stack-misaligned", trace->instruction.address, "%s is called with %s = 0x%llx, which is not a multiple of %u", callee,
                   trace->world.cpu->registers[trace->world.cpu->sp].name, (unsigned long long)sp, alignment);
    check_shadow(trace, callee, frame, sp);
    check_vector_count(trace, callee, plan, frame);
    forget_registers(trace, frame, plan);
}

/* ----------------------------------------------------------------------- returns */

/* The callers have it changed by no fault of theirs. */
static void accept_change(struct trace *trace, unsigned index)
{
    for (unsigned i = 0; i + 1 < trace->depth; i++)
        memcpy(trace->frames[i].entry.at[index], trace->after.at[index], VECTOR_BYTES);
}

static void check_preserved(struct trace *trace, const struct frame *frame)
{
    const struct cpu *cpu = trace->world.cpu;
    if (!frame->plan && world_symbol_flags(&trace->world, frame->name) & SYMBOL_HIDDEN)
        return; /* gcc's __x86.get_pc_thunk.bx: a helper with a contract of its own */
    for (unsigned i = 0; i < cpu->count; i++) {
        unsigned bytes = frame->table->preserved[i];
        if ((int)i == cpu->link || !bytes || !memcmp(frame->entry.at[i], trace->after.at[i], bytes))
            continue;
        rule_found(trace, "preserved-register", frame->changed_at[i] ? frame->changed_at[i] : trace->instruction.address,
                   "%s changes %s, which it must preserve: 0x%llx at entry, 0x%llx at return", frame->name, cpu->registers[i].name,
                   (unsigned long long)register_value(&frame->entry, i), (unsigned long long)register_value(&trace->after, i));
        accept_change(trace, i);
    }
}

void rules_at_return(struct trace *trace, uint64_t sp, uint64_t back)
{
    const struct frame *frame = running(trace);
    const struct cpu *cpu = trace->world.cpu;
    if (!frame)
        return;
    uint64_t expected = frame->entry_sp + (cpu->link < 0 ? cpu->word : 0) + (frame->plan ? cconv_plan_stack_of(frame->plan)->callee_pops : 0);
    if (back != frame->returns_to)
        rule_found(trace, "return-address", trace->instruction.address, "%s returns to 0x%llx, not to its caller at 0x%llx", frame->name,
                   (unsigned long long)back, (unsigned long long)frame->returns_to);
    else if (sp != expected && (frame->plan || cpu->link >= 0))
        rule_found(trace, "stack-pointer", trace->instruction.address, "%s returns with %s = 0x%llx, %lld from where it must be", frame->name,
                   cpu->registers[cpu->sp].name, (unsigned long long)sp, (long long)(sp - expected));
    check_preserved(trace, frame);
}

/* ------------------------------------------------------------------ instructions */

static void check_reads(struct trace *trace, const struct frame *frame)
{
    const struct cpu *cpu = trace->world.cpu;
    uint64_t undefined = trace->instruction.reads & ~frame->defined & ~trace->instruction.stores_from;
    bool is_call = trace->instruction.flow == FLOW_CALL || trace->instruction.flow == FLOW_RETURN;
    for (unsigned i = 0; i < cpu->count && !is_call; i++) {
        if (!(undefined >> i & 1))
            continue;
        if (frame->after_call)
            rule_found(trace, "lost-register", trace->instruction.address, "%s is read after the call at 0x%llx, which may have changed it",
                       cpu->registers[i].name, (unsigned long long)frame->lost_at);
        else
            rule_found(trace, "unset-register", trace->instruction.address, "%s is read, which no argument of %s is in and nothing has set",
                       cpu->registers[i].name, frame->name);
    }
}

static void check_writes(struct trace *trace, const struct frame *frame)
{
    const struct cpu *cpu = trace->world.cpu;
    uint64_t before = register_value(&trace->before, cpu->sp), after = register_value(&trace->after, cpu->sp);
    uint64_t low = (after < before ? after : before) - stack_rules(trace)->red_zone;
    for (unsigned i = 0; i < trace->world.write_count; i++) {
        const struct write *write = &trace->world.writes[i];
        if (!on_stack(&trace->world, write->address))
            continue;
        if (write->address < low)
            rule_found(trace, "below-stack", trace->instruction.address, "%u bytes are stored %llu bytes below %s: %s", write->size,
                       (unsigned long long)((after < before ? after : before) - write->address), cpu->registers[cpu->sp].name,
                       stack_rules(trace)->red_zone ? "below the red zone" : "there is no red zone");
        if (cpu->link < 0 && trace->instruction.flow != FLOW_CALL && write->address < frame->entry_sp + cpu->word
            && write->address + write->size > frame->entry_sp)
            rule_found(trace, "return-address", trace->instruction.address, "the return address of %s is overwritten", frame->name);
    }
}

void rules_at_instruction(struct trace *trace)
{
    struct frame *frame = running(trace);
    if (!frame)
        return;
    check_reads(trace, frame);
    check_writes(trace, frame);
    frame->defined |= trace->instruction.writes;
    for (unsigned i = 0; i < trace->world.cpu->count; i++)
        if (memcmp(trace->before.at[i], trace->after.at[i], VECTOR_BYTES) != 0) {
            frame->changed |= bit((int)i);
            frame->changed_at[i] = trace->instruction.address;
        }
}
