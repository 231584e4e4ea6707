/* The trace as text: each instruction, what it changed, and the stack as a picture. */
#include "trace.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_ROWS = 64, LABEL = 300 };

static const char *paint(const struct trace *trace, const char *code) { return trace->options->color ? code : ""; }
#define DIM paint(trace, "\033[2m")
#define BOLD paint(trace, "\033[1m")
#define RED paint(trace, "\033[31m")
#define PLAIN paint(trace, "\033[0m")

static const char *line_char(const struct trace *trace) { return trace->options->ascii ? "-" : "─"; }

static void rule_line(const struct trace *trace, FILE *out, const char *title)
{
    fprintf(out, "  %s%s%s ", DIM, line_char(trace), line_char(trace));
    fprintf(out, "%s ", title);
    for (size_t i = strlen(title); i < 66; i++)
        fputs(line_char(trace), out);
    fprintf(out, "%s\n", PLAIN);
}

/* ------------------------------------------------------------------------ stack */

static void PRINTF_LIKE(2, 3) add(char *label, const char *format, ...)
{
    size_t length = strlen(label);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(label + length, LABEL - length, format, arguments);
    va_end(arguments);
}

/* The value of a variable whose slot it is. */
static void add_value(const struct trace *trace, const struct slot *slot, char *label)
{
    uint8_t bytes[64];
    char text[80];
    const char *type = strrchr(slot->label, ':');
    if ((slot->kind != SLOT_LOCAL && slot->kind != SLOT_ARGUMENT) || !type || slot->size > sizeof bytes
        || !world_read(&trace->world, slot->address, bytes, slot->size))
        return;
    value_text(trace, type + 2, bytes, slot->size, text, sizeof text);
    add(label, " = %s", text);
}

/* All that is in the word at the address, the lowest first. */
static void word_label(const struct trace *trace, uint64_t address, char *label)
{
    unsigned word = trace->world.cpu->word;
    *label = '\0';
    for (uint64_t at = address; at < address + word;) {
        const struct slot *slot = slot_at(trace, at);
        if (!slot) {
            at++;
            continue;
        }
        if (*slot->label)
            add(label, "%s%s", *label ? " | " : "", slot->address < address ? "(more of) " : "");
        if (*slot->label)
            add(label, "%s", slot->label);
        if (slot->address >= address)
            add_value(trace, slot, label);
        at = slot->address + slot->size;
    }
}

/* The frame in which the word is: the innermost whose entry it does not lie above. */
static const struct frame *frame_at(const struct trace *trace, uint64_t address)
{
    const struct cpu *cpu = trace->world.cpu;
    for (unsigned i = trace->depth; i-- > 0;) {
        uint64_t top = trace->frames[i].entry_sp + (cpu->link < 0 ? cpu->word : 0);
        if (address < top)
            return &trace->frames[i];
    }
    return NULL;
}

static uint32_t red_zone(const struct trace *trace)
{
    return cconv_convention_stack(trace->world.convention)->red_zone;
}

static void row(const struct trace *trace, FILE *out, uint64_t address, uint64_t sp, uint64_t fp)
{
    const struct cpu *cpu = trace->world.cpu;
    char label[LABEL], from_sp[32], from_fp[32] = "";
    bool below = address < sp, dead = address < sp - red_zone(trace);
    long long offset = (long long)(address - sp), from = (long long)(address - fp);
    word_label(trace, address, label);
    snprintf(from_sp, sizeof from_sp, "%s%+lld", cpu->registers[cpu->sp].name, offset);
    if (from > -4096 && from < 4096)
        snprintf(from_fp, sizeof from_fp, "%s%+lld", cpu->registers[cpu->fp].name, from);
    fprintf(out, "  %s0x%0*llx  %-8s %-8s %0*llx  %s%s%s%s%s\n", below ? DIM : "", (int)cpu->word * 3 / 2, (unsigned long long)address, from_sp, from_fp,
            (int)cpu->word * 2, (unsigned long long)world_word(&trace->world, address), label, dead ? *label ? "  (dead)" : "(dead)" : "",
            address == sp ? trace->options->ascii ? "  <- sp" : "  ← sp" : "", address == fp && from_fp[0] ? trace->options->ascii ? "  <- fp" : "  ← fp" : "", PLAIN);
}

/* From the first frame's arguments down to the lowest word that was ever written. */
void text_stack(const struct trace *trace, FILE *out)
{
    const struct cpu *cpu = trace->world.cpu;
    uint64_t sp = register_value(&trace->after, cpu->sp), fp = register_value(&trace->after, cpu->fp);
    const struct frame *last = (const struct frame *)1;
    if (!trace->depth)
        return;
    uint64_t high = trace->slot_count ? trace->slots[0].address : trace->frames[0].entry_sp;
    uint64_t low = trace->lowest < sp ? trace->lowest : sp;
    high = high < trace->frames[0].entry_sp ? trace->frames[0].entry_sp : high;
    high -= high % cpu->word;
    low -= low % cpu->word;
    unsigned rows = 0;
    for (uint64_t at = high; at >= low && rows < MOST_ROWS; at -= cpu->word) {
        const struct frame *frame = frame_at(trace, at);
        bool quiet = !slot_at(trace, at) && at > sp + 8 * cpu->word && at + 8 * cpu->word < high && !slot_at(trace, at - cpu->word) && !slot_at(trace, at + cpu->word);
        if (at < sp && at + cpu->word >= sp && sp % cpu->word == 0)
            rule_line(trace, out, red_zone(trace) ? "below the stack pointer: red zone" : "below the stack pointer: dead");
        else if (frame != last) {
            char title[160];
            snprintf(title, sizeof title, frame ? "frame of %s" : "caller of %s", frame ? frame->name : trace->frames[0].name);
            rule_line(trace, out, title);
        }
        last = frame;
        if (quiet)
            continue;
        row(trace, out, at, sp, fp);
        rows++;
    }
}

/* ------------------------------------------------------------------------- steps */

void text_changes(const struct trace *trace, FILE *out)
{
    const struct cpu *cpu = trace->world.cpu;
    for (unsigned i = 0; i < cpu->count; i++) {
        if (!memcmp(trace->before.at[i], trace->after.at[i], VECTOR_BYTES))
            continue;
        const char *role = role_of(trace, i);
        uint64_t high;
        memcpy(&high, trace->after.at[i] + 8, sizeof high);
        fprintf(out, "        %-5s 0x%llx -> ", cpu->registers[i].name, (unsigned long long)register_value(&trace->before, i));
        if (i >= cpu->general_count && high)
            fprintf(out, "0x%llx:%016llx", (unsigned long long)high, (unsigned long long)register_value(&trace->after, i));
        else
            fprintf(out, "0x%llx", (unsigned long long)register_value(&trace->after, i));
        fprintf(out, "%s%s%s%s\n", DIM, *role ? "   " : "", role, PLAIN);
    }
}

static void show_findings(struct trace *trace, FILE *out)
{
    for (; trace->shown_findings < trace->finding_count; trace->shown_findings++) {
        const struct finding *finding = &trace->findings[trace->shown_findings];
        fprintf(out, "  %s%s%s %s: %s", RED, trace->options->ascii ? "!!" : "✗", PLAIN, finding->rule, finding->message);
        if (finding->address != trace->instruction.address)
            fprintf(out, " (caused at 0x%llx)", (unsigned long long)finding->address);
        fputc('\n', out);
    }
}

static void show_entry(const struct trace *trace, FILE *out)
{
    const struct frame *frame = &trace->frames[trace->depth - 1];
    char text[200];
    fprintf(out, "\n%s%s%s", BOLD, frame->name, PLAIN);
    for (size_t i = 0; frame->plan && i < cconv_plan_argument_count(frame->plan); i++) {
        frame_argument(trace, frame->plan, i, &frame->entry, frame->entry_sp, text, sizeof text);
        fprintf(out, "%s%s", i ? ", " : "(", text);
    }
    fprintf(out, "%s\n", frame->plan ? cconv_plan_argument_count(frame->plan) ? ")" : "()" : "");
}

static void text_begin(struct trace *trace, FILE *out)
{
    const struct world *world = &trace->world;
    if (trace->options->checks_only)
        return;
    fprintf(out, "%s: %s under %s\n\nAddress space\n", trace->options->file, cconv_target_name(world->object.target), cconv_convention_name(world->convention));
    fprintf(out, "  0x%012llx  stack, grows down    %llu KiB\n", (unsigned long long)world->stack_high, (unsigned long long)(world->stack_high - world->stack_low) / 1024);
    fprintf(out, "  0x%012llx  functions that the file does not have\n", (unsigned long long)world->outside_low);
    fprintf(out, "  0x%012llx  heap, grows up       %llu KiB\n", (unsigned long long)world->heap_low, (unsigned long long)(world->heap_high - world->heap_low) / 1024);
    for (size_t i = world->object.section_count; i-- > 0;)
        if (world->placed.section_at[i] && world->object.sections[i].size)
            fprintf(out, "  0x%012llx  %-20s %llu bytes%s\n", (unsigned long long)world->placed.section_at[i], world->object.sections[i].name,
                    (unsigned long long)world->object.sections[i].size, world->object.sections[i].flags & SECTION_CODE ? ", code" : "");
    show_entry(trace, out);
    text_stack(trace, out);
    trace->shown_depth = trace->depth;
}

/* The source line's place, and its text where the file is there. */
static void show_line(const struct trace *trace, FILE *out)
{
    const char *file;
    int line = 0;
    char text[200] = "";
    if (!debug_line(trace->debug, trace->instruction.address, &file, &line))
        return;
    const char *slash = strrchr(file, '/');
    source_text(file, line, text, sizeof text);
    fprintf(out, "  %s%s:%d: %s%s", DIM, slash ? slash + 1 : file, line, text, PLAIN);
}

static bool is_wanted(struct trace *trace)
{
    const char *file;
    int line = 0;
    if (trace->options->step == STEP_CALL)
        return trace->instruction.flow == FLOW_CALL || trace->instruction.flow == FLOW_RETURN;
    if (trace->options->step == STEP_INSTRUCTION || !debug_line(trace->debug, trace->instruction.address, &file, &line))
        return true;
    bool same = trace->shown_line == line && trace->shown_file == file;
    trace->shown_line = line;
    trace->shown_file = file;
    return !same;
}

static void text_step(struct trace *trace, FILE *out)
{
    bool wanted = is_wanted(trace) || trace->shown_findings < trace->finding_count;
    if (wanted && !trace->options->checks_only) {
        fprintf(out, "\n%s%4llu  0x%llx  %-44s%s", BOLD, (unsigned long long)trace->step, (unsigned long long)trace->instruction.address, trace->instruction.text, PLAIN);
        show_line(trace, out);
        fputc('\n', out);
        text_changes(trace, out);
    }
    if (trace->options->checks_only && trace->shown_findings < trace->finding_count) {
        fprintf(out, "0x%llx  %s", (unsigned long long)trace->instruction.address, trace->instruction.text);
        show_line(trace, out);
        fputc('\n', out);
    }
    show_findings(trace, out);
    if (wanted && !trace->options->checks_only && trace->depth) {
        if (trace->depth > trace->shown_depth)
            show_entry(trace, out);
        text_stack(trace, out);
    }
    trace->shown_depth = trace->depth;
}

bool result_text(const struct trace *trace, char *buffer, size_t size)
{
    const struct frame *first = &trace->frames[0];
    const cconv_placement *result = first->plan ? cconv_plan_result(first->plan) : NULL;
    uint8_t bytes[256];
    char text[120];
    if (trace->depth || !result || !frame_value(trace, first->plan, result, &trace->after, first->entry_sp, bytes, sizeof bytes))
        return false;
    value_text(trace, result->type, bytes, result->size, text, sizeof text);
    snprintf(buffer, size, "%s: %s", result->type, text);
    return true;
}

static void text_end(struct trace *trace, FILE *out)
{
    show_findings(trace, out);
    fprintf(out, "\n%llu instructions; ", (unsigned long long)trace->step);
    if (trace->finding_count)
        fprintf(out, "%zu %s of the convention\n", trace->finding_count, trace->finding_count == 1 ? "violation" : "violations");
    else
        fprintf(out, "nothing breaks the convention\n");
    char text[160];
    if (result_text(trace, text, sizeof text))
        fprintf(out, "%s returns %s\n", trace->frames[0].name, text);
}

const struct writer text_writer = {text_begin, text_step, text_end, NULL};
