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

static uint64_t bit(int index) { return index < 0 ? 0 : (uint64_t)1 << index; }

/* Helpers of compilers that keep to no convention: gcc's __x86.get_pc_thunk.bx, probes of a large frame's pages. */
bool has_own_contract(struct trace *trace, const char *function, uint64_t address)
{
    static const char *const probes[] = {"___chkstk_ms", "__chkstk", "___chkstk", "__chkstk_ms", "_chkstk", "_alloca", "__alloca"};
    uint64_t distance;
    for (size_t i = 0; i < sizeof probes / sizeof *probes; i++)
        if (!strcmp(probes[i], function))
            return true;
    const struct symbol *symbol = world_symbol_at(&trace->world, address, &distance);
    return !strncmp(function, "__x86.get_pc_thunk.", 19) || !strncmp(function, "__riscv_save_", 13) || !strncmp(function, "__riscv_restore_", 16)
           || (symbol && !distance && symbol->flags & SYMBOL_HIDDEN && !known_plan(trace->known, function));
}

/* ------------------------------------------------------------------------- calls */

static void check_shadow(struct trace *trace, const char *callee, const struct convention_table *table, struct frame *frame, uint64_t sp)
{
    uint32_t shadow = table->stack->shadow_space;
    frame->lost_low = frame->lost_high = 0;
    if (shadow && sp + shadow > frame->entry_sp) {
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
    frame->lost_low = sp;
    frame->lost_high = sp + shadow;
}

/* How many vector registers this very call passes, where its format tells; 0 where it does not. */
static uint32_t vectors_passed(struct trace *trace, const char *callee)
{
    uint32_t wanted = 0;
    cconv_plan *plan = model_plan(trace, callee, &trace->after, register_value(&trace->after, trace->world.cpu->sp));
    if (plan && !cconv_plan_vector_count(plan, &wanted))
        wanted = 0;
    cconv_plan_free(plan);
    return wanted;
}

static void check_vector_count(struct trace *trace, const char *callee, const cconv_plan *plan, const struct frame *frame)
{
    uint32_t wanted;
    const char *name = plan && cconv_plan_is_variadic(plan) ? cconv_plan_vector_count(plan, &wanted) : NULL;
    int index = name ? cpu_register(trace->world.cpu, name, strlen(name)) : -1;
    if (index < 0)
        return;
    unsigned count = (unsigned)(register_value(&trace->before, (unsigned)index) & 0xff);
    wanted = vectors_passed(trace, callee);
    if (!(frame->defined & bit(index)))
        rule_found(trace, "vector-count", trace->instruction.address, "al is not set before %s, a variadic function: it says how many vector registers are used", callee);
    else if (count > 8)
        rule_found(trace, "vector-count", trace->instruction.address, "al is %u before %s: at most 8 vector registers are used", count, callee);
    else if (count < wanted)
        rule_found(trace, "vector-count", trace->instruction.address, "al is %u before %s, which is passed %u vector registers: it may not save these", count, callee,
                   wanted);
}

/* What a call leaves behind: preserved registers and the result. */
static void forget_registers(struct trace *trace, struct frame *frame, const char *callee, const struct convention_table *table, const cconv_plan *plan)
{
    const struct cpu *cpu = trace->world.cpu;
    if (plan)
        frame->defined = (frame->defined & (bit((int)cpu->sp) | table->preserved_bits))
                         | cpu_pieces(cpu, plan, cconv_plan_result(plan)->pieces, cconv_plan_result(plan)->piece_count);
    else
        frame->defined = ~(uint64_t)0; /* nothing is known of its result, nor whether it keeps to the convention */
    frame->after_call = true;
    frame->lost_at = trace->instruction.address;
    snprintf(frame->lost_to, sizeof frame->lost_to, "%s", callee);
    frame->at_call = trace->before;
}

void rules_at_call(struct trace *trace, const char *callee, const cconv_plan *plan, bool is_outside, uint64_t sp)
{
    struct frame *frame = running(trace);
    const struct convention_table *table = table_of(trace, plan);
    unsigned alignment = plan ? cconv_plan_stack_of(plan)->alignment : table->stack->alignment;
    if (!frame)
        return;
    if (has_own_contract(trace, callee, world_pc(&trace->world))) {
        frame->defined = ~(uint64_t)0;
        return;
    }
    /* A function of the file that has no prototype may have an agreement of its own with its callers. */
    if (sp % alignment && (plan || is_outside))
        rule_found(trace, "stack-misaligned", trace->instruction.address, "%s is called with %s = 0x%llx, which is not a multiple of %u", callee,
                   trace->world.cpu->registers[trace->world.cpu->sp].name, (unsigned long long)sp, alignment);
    check_shadow(trace, callee, table, frame, sp);
    check_vector_count(trace, callee, plan, frame);
    forget_registers(trace, frame, callee, table, plan);
}

/* ----------------------------------------------------------------------- returns */

/* Callers that had left it alone have it changed by no fault of theirs; what is above has saved it. */
static void accept_change(struct trace *trace, const uint8_t old[VECTOR_BYTES], unsigned index, unsigned bytes)
{
    for (unsigned i = trace->depth - 1; i-- > 0 && !memcmp(trace->frames[i].entry.at[index], old, bytes);)
        memcpy(trace->frames[i].entry.at[index], trace->after.at[index], VECTOR_BYTES);
}

static void check_preserved(struct trace *trace, const struct frame *frame)
{
    const struct cpu *cpu = trace->world.cpu;
    for (unsigned i = 0; i < cpu->count; i++) {
        unsigned bytes = frame->table->preserved[i];
        if ((int)i == cpu->link || !bytes || !memcmp(frame->entry.at[i], trace->after.at[i], bytes))
            continue;
        char part[40] = "";
        if (i >= cpu->general_count && bytes < VECTOR_BYTES && cpu->arch == CCONV_ARCH_AARCH64)
            snprintf(part, sizeof part, "the low %u bytes of ", bytes);
        rule_found(trace, "preserved-register", frame->changed_at[i] ? frame->changed_at[i] : trace->instruction.address,
                   "%s changes %s%s, which it must preserve: 0x%llx at entry, 0x%llx at return", frame->name, part, cpu->registers[i].name,
                   (unsigned long long)register_value(&frame->entry, i), (unsigned long long)register_value(&trace->after, i));
        accept_change(trace, frame->entry.at[i], i, bytes);
    }
}

/* The stack pointer where the function was entered with it, and what `ret n` takes off beside. */
static void check_sp(struct trace *trace, const struct frame *frame, uint64_t sp, uint64_t back)
{
    const struct cpu *cpu = trace->world.cpu;
    bool pushed = cpu->link < 0, is_return = trace->instruction.flow == FLOW_RETURN;
    uint64_t popped = frame->plan ? cconv_plan_stack_of(frame->plan)->callee_pops : is_return ? trace->instruction.popped : 0;
    uint64_t expected = frame->entry_sp + (pushed ? cpu->word : 0) + popped;
    uint64_t at_return = pushed && is_return ? sp - cpu->word - trace->instruction.popped : frame->entry_sp;
    if (at_return != frame->entry_sp) /* what it takes for the return address is something else */
        rule_found(trace, "stack-pointer", trace->instruction.address, "%s returns with %s = 0x%llx, %lld from where it was entered with it: no return address is there",
                   frame->name, cpu->registers[cpu->sp].name, (unsigned long long)at_return, (long long)(at_return - frame->entry_sp));
    else if (back != frame->returns_to)
        rule_found(trace, "return-address", trace->instruction.address, "%s returns to 0x%llx, not to its caller at 0x%llx", frame->name,
                   (unsigned long long)back, (unsigned long long)frame->returns_to);
    else if (pushed && is_return && sp != expected)
        rule_found(trace, "stack-pointer", trace->instruction.address, "%s removes %u bytes of arguments, not %llu", frame->name, trace->instruction.popped,
                   (unsigned long long)popped);
    else if (sp != expected)
        rule_found(trace, "stack-pointer", trace->instruction.address, "%s returns with %s = 0x%llx, %lld from where it must be", frame->name,
                   cpu->registers[cpu->sp].name, (unsigned long long)sp, (long long)(sp - expected));
}

void rules_at_return(struct trace *trace, uint64_t sp, uint64_t back)
{
    const struct frame *frame = running(trace);
    if (!frame || frame->has_own_contract)
        return;
    check_sp(trace, frame, sp, back);
    check_preserved(trace, frame);
}

/* ------------------------------------------------------------------ instructions */

/* A compiler that sees the called function knows which registers that leaves alone (gcc's -fipa-ra); who writes assembly may not rely
   on it. */
static bool may_rely(struct trace *trace, const struct frame *frame, unsigned index)
{
    return !memcmp(frame->at_call.at[index], trace->before.at[index], VECTOR_BYTES) && world_find(&trace->world, frame->lost_to)
           && !trace->is_assembly && !debug_is_assembly(trace->debug, trace->instruction.address);
}

static void check_reads(struct trace *trace, struct frame *frame)
{
    const struct cpu *cpu = trace->world.cpu;
    uint64_t undefined = trace->instruction.reads & ~frame->defined & ~trace->instruction.stores_from;
    bool is_call = trace->instruction.flow == FLOW_CALL || trace->instruction.flow == FLOW_RETURN;
    for (unsigned i = 0; undefined && i < cpu->count && !is_call; i++) {
        if (!(undefined >> i & 1))
            continue;
        if (frame->after_call && may_rely(trace, frame, i))
            continue;
        if (frame->after_call)
            rule_found(trace, "lost-register", trace->instruction.address, "%s is read after the call of %s at 0x%llx, which may have changed it",
                       cpu->registers[i].name, frame->lost_to, (unsigned long long)frame->lost_at);
        else
            rule_found(trace, "unset-register", trace->instruction.address, "%s is read, which no argument of %s is in and nothing has set",
                       cpu->registers[i].name, frame->name);
        frame->defined |= bit((int)i); /* said once */
    }
}

/* Below the red zone, where a signal's handler may write at any time. A call, a push or a store that moves the stack pointer reaches
   down to where it is then. */
static void check_below(struct trace *trace, const struct frame *frame, const struct write *access, const char *what)
{
    const struct cpu *cpu = trace->world.cpu;
    uint64_t before = register_value(&trace->before, cpu->sp), after = register_value(&trace->after, cpu->sp);
    uint64_t sp = after < before ? after : before;
    uint32_t red_zone = frame->table->stack->red_zone;
    if (on_stack(&trace->world, access->address) && access->address < sp - red_zone)
        rule_found(trace, "below-stack", trace->instruction.address, "%u bytes are %s %llu bytes below %s: %s", access->size, what,
                   (unsigned long long)(sp - access->address), cpu->registers[cpu->sp].name, red_zone ? "below the red zone" : "there is no red zone");
}

static void check_writes(struct trace *trace, struct frame *frame)
{
    const struct cpu *cpu = trace->world.cpu;
    for (unsigned i = 0; i < trace->world.write_count; i++) {
        const struct write *write = &trace->world.writes[i];
        check_below(trace, frame, write, "stored");
        if (write->address < frame->lost_high && write->address + write->size > frame->lost_low)
            frame->lost_low = write->address + write->size < frame->lost_high ? write->address + write->size : frame->lost_high;
        if (cpu->link < 0 && trace->instruction.flow != FLOW_CALL && write->address < frame->entry_sp + cpu->word
            && write->address + write->size > frame->entry_sp)
            rule_found(trace, "return-address", trace->instruction.address, "the return address of %s is overwritten", frame->name);
    }
}

/* The shadow space of a call is the callee's: nothing of the caller's is left in it. */
static void check_loads(struct trace *trace, struct frame *frame)
{
    for (unsigned i = 0; i < trace->world.read_count; i++) {
        const struct write *read = &trace->world.reads[i];
        check_below(trace, frame, read, "read");
        if (read->address >= frame->lost_low && read->address < frame->lost_high)
            rule_found(trace, "shadow-space", trace->instruction.address, "%u bytes are read from the shadow space of %s, which may have overwritten them", read->size,
                       frame->lost_to);
    }
}

void rules_at_instruction(struct trace *trace)
{
    struct frame *frame = running(trace);
    if (!frame)
        return;
    check_reads(trace, frame);
    if (!frame->has_own_contract) {
        check_loads(trace, frame);
        check_writes(trace, frame);
    }
    frame->defined |= trace->instruction.writes;
    for (unsigned i = 0; i < trace->world.cpu->count; i++)
        if (memcmp(trace->before.at[i], trace->after.at[i], VECTOR_BYTES) != 0) {
            unsigned bytes = frame->table->preserved[i];
            frame->changed |= bit((int)i);
            if (!bytes || memcmp(trace->before.at[i], trace->after.at[i], bytes) != 0) /* what lies above may change */
                frame->changed_at[i] = trace->instruction.address;
        }
}
