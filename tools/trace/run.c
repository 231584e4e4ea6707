/* The loop: one instruction, what it did, what it means for the frames. */
#include "trace.h"

#include <stdlib.h>
#include <string.h>

enum { ABOVE = 256 };

/* Where the traced function returns to: no code is there. */
static uint64_t end_address(const struct trace *trace)
{
    return trace->world.outside_low + 0xfff0;
}

bool trace_has_returned(const struct trace *trace)
{
    return world_pc(&trace->world) == end_address(trace);
}

/* ------------------------------------------------------------------------ starting */

static uint64_t find_function(struct trace *trace, const char **name)
{
    const struct object *object = &trace->world.object;
    const char *wanted = trace->options->function, *first = NULL;
    uint64_t address = wanted ? world_find(&trace->world, wanted) : world_find(&trace->world, "main");
    *name = wanted ? wanted : "main";
    if (address || wanted)
        return address;
    for (size_t i = 0; i < object->symbol_count && !first; i++) {
        const struct symbol *symbol = &object->symbols[i];
        bool code = symbol->section != NO_SECTION && object->sections[symbol->section].flags & SECTION_CODE;
        if (code && symbol->flags & SYMBOL_GLOBAL && symbol->flags & SYMBOL_DEFINED && placed_symbol(&trace->world.placed, i)) {
            first = object_c_name(object, symbol->name, trace->world.name, sizeof trace->world.name);
            address = placed_symbol(&trace->world.placed, i);
        }
    }
    *name = first ? first : "main";
    return address;
}

/* Edits that turn one into the other, at most 3. */
static unsigned distance(const char *a, const char *b, unsigned most)
{
    while (*a && *a == *b)
        a++, b++;
    if (!*a || !*b || !most)
        return (unsigned)(strlen(a) + strlen(b));
    unsigned replaced = distance(a + 1, b + 1, most - 1), removed = distance(a + 1, b, most - 1), added = distance(a, b + 1, most - 1);
    unsigned least = replaced < removed ? replaced : removed;
    return 1 + (least < added ? least : added);
}

static void complain_missing(const struct trace *trace, const char *name)
{
    const struct object *object = &trace->world.object;
    unsigned named = 0;
    char buffer[256];
    complain("%s: no function '%s' among its %zu symbols", object->path, name, object->symbol_count);
    for (size_t i = 0; i < object->symbol_count && named < 8; i++) {
        const struct symbol *symbol = &object->symbols[i];
        if (!(symbol->flags & SYMBOL_FUNCTION) || !(symbol->flags & SYMBOL_DEFINED))
            continue;
        const char *own = object_c_name(object, symbol->name, buffer, sizeof buffer);
        if (distance(name, own, 3) <= 3)
            fprintf(stderr, "%s %s", named++ ? "," : "Near it:", own);
    }
    if (named)
        fputc('\n', stderr);
}

/* Values by which a register can be told: what must be preserved holds something of its own. */
static void fill_registers(struct trace *trace)
{
    const struct cpu *cpu = trace->world.cpu;
    for (unsigned i = 0; i < cpu->count; i++) {
        uint8_t bytes[VECTOR_BYTES];
        uint64_t value = (cpu->word == 8 || i >= cpu->general_count ? 0xca11000000000000 : 0xca110000) + 0x100 * i + i;
        memcpy(bytes, &value, 8);
        memcpy(bytes + 8, &value, 8);
        if (i < cpu->general_count)
            world_set(&trace->world, i, value);
        else
            world_set_bytes(&trace->world, i, bytes, sizeof bytes);
    }
}

/* RISC-V: what the program's first instructions would set, for code that is linked for its address. */
static void set_global_pointer(struct trace *trace)
{
    int gp = trace->world.cpu->arch == CCONV_ARCH_RISCV64 ? cpu_register(trace->world.cpu, "gp", 2) : -1;
    uint64_t address = gp < 0 ? 0 : world_find(&trace->world, "__global_pointer$");
    if (address)
        world_set(&trace->world, (unsigned)gp, address);
}

static bool start(struct trace *trace)
{
    const struct cpu *cpu = trace->world.cpu;
    const char *name;
    uint64_t function = find_function(trace, &name), end = end_address(trace);
    if (!function) {
        complain_missing(trace, name);
        return false;
    }
    const cconv_plan *plan = known_plan(trace->known, name);
    const cconv_plan_stack *stack = plan ? cconv_plan_stack_of(plan) : NULL;
    uint64_t room = stack ? stack->args_size + stack->shadow_space + ABOVE : ABOVE;
    uint64_t sp = (trace->world.stack_high - ((room + 63) & ~(uint64_t)63) - ABOVE) & ~(uint64_t)63;
    fill_registers(trace);
    set_global_pointer(trace);
    if (cpu->link < 0)
        sp -= cpu->word;
    world_set(&trace->world, cpu->sp, sp);
    if (cpu->link < 0)
        world_write(&trace->world, sp, &end, cpu->word);
    else
        world_set(&trace->world, (unsigned)cpu->link, end);
    if (plan && !give_arguments(trace, plan, known_signature(trace->known, name), sp))
        return false;
    if (!plan && trace->options->arguments) {
        complain("--args: no prototype of '%s' is known: give one with --prototype", name);
        return false;
    }
    trace->lowest = sp;
    world_jump(&trace->world, function | (world_is_thumb(&trace->world, function) ? 1 : 0));
    frame_enter(trace, function, 0, end);
    return true;
}

/* ----------------------------------------------------------------------- stepping */

/* Instructions that were met, so that a loop decodes each of them once. */
struct decoded {
    uint64_t address;
    bool is_thumb;
    uint8_t bytes[MOST_INSTRUCTION];
    struct instruction instruction;
};

enum { DECODED_COUNT = 4096 };

static bool fetch_anew(struct trace *trace, uint64_t pc, struct decoded *slot)
{
    size_t size = sizeof slot->bytes;
    while (size && !world_read(&trace->world, pc, slot->bytes, size))
        size--;
    bool thumb = trace->world.is_thumb;
    if (thumb && !trace->thumb_decoder)
        trace->thumb_decoder = decoder_new(trace->world.cpu, trace->options->syntax, true);
    slot->address = pc;
    slot->is_thumb = thumb;
    bool good = size && decode(thumb ? trace->thumb_decoder : trace->decoder, slot->bytes, size, pc, &slot->instruction);
    if (!good)
        slot->instruction.size = 0;
    return good;
}

static bool fetch(struct trace *trace, uint64_t pc)
{
    if (!trace->decoded)
        trace->decoded = take(NULL, 0, DECODED_COUNT * sizeof *trace->decoded);
    struct decoded *slot = &trace->decoded[pc / 2 % DECODED_COUNT];
    const uint8_t *now = placed_bytes(&trace->world.placed, pc, slot->instruction.size); /* the emulator's own memory: code may change */
    bool same = slot->instruction.size && slot->address == pc && slot->is_thumb == trace->world.is_thumb && now
                && !memcmp(slot->bytes, now, slot->instruction.size);
    bool good = same || fetch_anew(trace, pc, slot);
    if (good)
        trace->instruction = slot->instruction; /* else what came before is still told */
    return good;
}

/* With the arguments, where a prototype is known. */
static void complain_outside(const struct trace *trace, const char *name, const cconv_plan *plan, const struct registers *registers, uint64_t sp)
{
    char said[600] = "", one[200];
    for (size_t i = 0, length = 0; plan && i < cconv_plan_argument_count(plan) && length < sizeof said; i++) {
        frame_argument(trace, plan, i, registers, sp, one, sizeof one);
        length += (size_t)snprintf(said + length, sizeof said - length, "%s%s", i ? ", " : "", one);
    }
    complain("'%s%s%s%s' is called%s, which the file does not have and nothing stands in for: give its result with --stub '%s=0'", name, plan ? "(" : "", said,
             plan ? ")" : "", plan ? "" : " (no prototype is known)", name);
}

/* At a function that is stood in for: 1 when it is done and returned from; 0 after a message. */
static bool run_outside(struct trace *trace, const char *name)
{
    const struct cpu *cpu = trace->world.cpu;
    const cconv_plan *plan = known_plan(trace->known, name);
    struct registers registers;
    world_registers(&trace->world, &registers);
    uint64_t sp = register_value(&registers, cpu->sp), back = cpu->link < 0 ? world_word(&trace->world, sp) : register_value(&registers, (unsigned)cpu->link);
    if (!strcmp(name, "exit") || !strcmp(name, "abort")) {
        trace->depth = 0;
        trace->is_over = true;
        return true;
    }
    if (!model_run(trace, name, plan)) {
        complain_outside(trace, name, plan, &registers, sp);
        return false;
    }
    if (cpu->link < 0)
        world_set(&trace->world, cpu->sp, sp + cpu->word + (plan ? cconv_plan_stack_of(plan)->callee_pops : 0));
    world_jump(&trace->world, back);
    return true;
}

/* "call 0x400000" says whom. */
static void name_target(struct trace *trace, uint64_t pc)
{
    struct instruction *instruction = &trace->instruction;
    uint64_t into = 0;
    const char *name = world_symbol(&trace->world, pc, &into);
    size_t length = strlen(instruction->text);
    bool goes = instruction->flow == FLOW_CALL || instruction->flow == FLOW_JUMP;
    if (goes && name && !into && pc != instruction->address + instruction->size)
        snprintf(instruction->text + length, sizeof instruction->text - length, "  (%s)", name);
}

/* The function there, which is not run but stood in for: of another file, or because the user said so. NULL for none. */
static const char *stands_in(struct trace *trace, uint64_t pc)
{
    uint64_t into = 0;
    const struct outside *outside = world_outside(&trace->world, pc);
    const char *name = outside ? outside->name : world_symbol(&trace->world, pc, &into);
    return outside || (name && !into && model_answers(trace, name)) ? name : NULL;
}

static void enter_or_leave(struct trace *trace, uint64_t pc)
{
    const struct cpu *cpu = trace->world.cpu;
    const struct instruction *instruction = &trace->instruction;
    uint64_t sp = register_value(&trace->after, cpu->sp), distance_in = 0;
    bool returns = instruction->flow == FLOW_RETURN
                   || (instruction->flow == FLOW_JUMP && trace->depth && pc == trace->frames[trace->depth - 1].returns_to); /* pop ecx; jmp ecx */
    if (instruction->flow == FLOW_CALL && pc != instruction->address + instruction->size) {
        const char *name = world_symbol(&trace->world, pc, &distance_in);
        rules_at_call(trace, name ? name : "the function", name ? known_plan(trace->known, name) : NULL, world_outside(&trace->world, pc) != NULL,
                      register_value(&trace->before, cpu->sp));
        frame_enter(trace, pc, instruction->address, instruction->address + instruction->size);
        if (stands_in(trace, pc)) /* its arguments and its return address have names; it is not run */
            frame_leave(trace);
    } else if (returns) {
        rules_at_return(trace, sp, pc);
        frame_leave(trace);
    } else if (instruction->flow == FLOW_JUMP && trace->depth && sp == trace->frames[trace->depth - 1].entry_sp) {
        const struct outside *outside = world_outside(&trace->world, pc);
        const char *name = world_symbol(&trace->world, pc, &distance_in);
        struct frame frame = trace->frames[trace->depth - 1];
        if (!outside && (!name || distance_in || pc == frame.function))
            return;
        rules_at_return(trace, sp + (cpu->link < 0 ? cpu->word : 0) + (frame.plan ? cconv_plan_stack_of(frame.plan)->callee_pops : 0), frame.returns_to);
        frame_leave(trace);
        if (!outside)
            frame_enter(trace, pc, frame.call_site, frame.returns_to);
    }
}

/* One instruction; false when the trace is over. `*status` is then its exit status. */
static bool step(struct trace *trace, int *status)
{
    uint64_t pc = world_pc(&trace->world);
    if (pc == end_address(trace) || trace->is_over)
        return false;
    const char *name = trace->step && trace->instruction.flow != FLOW_NEXT ? stands_in(trace, pc) : NULL;
    if (name) {
        bool done = run_outside(trace, name);
        world_registers(&trace->world, &trace->after);
        *status = done ? *status : EXIT_ERROR;
        return done;
    }
    if (!fetch(trace, pc)) {
        trace->world.fault = placed_bytes(&trace->world.placed, pc, 1) ? "which is no instruction" : "where no code is";
        complain_fault(trace, pc);
        *status = EXIT_ERROR;
        return false;
    }
    trace->before = trace->after; /* as the last step, or what was stood in for, left them */
    trace->step++;
    bool good = world_step(&trace->world);
    world_registers(&trace->world, &trace->after);
    if (!good && !(trace->world.fault_is_fetch && world_pc(&trace->world) != pc)) { /* a jump to nowhere is done; what comes then fails */
        trace->after = trace->before;
        rule_found(trace, "fault", pc, "%s: 0x%llx", trace->world.fault, (unsigned long long)trace->world.fault_address);
        trace->writer->step(trace, trace->writer->out);
        complain_fault(trace, pc);
        *status = EXIT_ERROR;
        return false;
    }
    frame_note_writes(trace);
    rules_at_instruction(trace);
    name_target(trace, world_pc(&trace->world));
    enter_or_leave(trace, world_pc(&trace->world));
    name_reserved(trace);
    roles_step(trace);
    trace->writer->step(trace, trace->writer->out);
    trace->named_count = 0;
    return true;
}

static bool is_too_long(const struct trace *trace)
{
    if (trace->step == trace->options->most_steps)
        complain("stopped after %llu instructions: --steps allows more", (unsigned long long)trace->step);
    else if (trace->depth == MOST_DEPTH)
        complain("stopped at %u calls one in the other", trace->depth);
    else
        return false;
    return true;
}

int trace_run(struct trace *trace)
{
    int status = EXIT_FINE;
    if (!start(trace))
        return EXIT_ERROR;
    trace->after = trace->frames[0].entry;
    name_reserved(trace);
    roles_step(trace);
    trace->writer->begin(trace, trace->writer->out);
    trace->named_count = 0;
    while (step(trace, &status))
        if (is_too_long(trace)) {
            status = EXIT_ERROR;
            break;
        }
    trace->writer->end(trace, trace->writer->out);
    return trace->finding_count ? EXIT_ERROR : status;
}
