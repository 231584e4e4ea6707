/* The trace as text: each instruction, what it changed, and the stack as a picture. */
#include "trace.h"

#include <stdlib.h>
#include <string.h>

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

static const char *arrow(const struct trace *trace, bool points, const char *reg)
{
    return !points ? "" : trace->options->ascii ? *reg == 's' ? "  <- sp" : "  <- fp" : *reg == 's' ? "  ← sp" : "  ← fp";
}

void text_stack(const struct trace *trace, FILE *out)
{
    const struct cpu *cpu = trace->world.cpu;
    struct row rows[MOST_ROWS];
    size_t count = picture(trace, rows);
    for (size_t i = 0; i < count; i++) {
        const struct row *row = &rows[i];
        char from_sp[32], from_fp[32] = "";
        if (*row->title)
            rule_line(trace, out, row->title);
        snprintf(from_sp, sizeof from_sp, "%s%+lld", cpu->registers[cpu->sp].name, (long long)row->from_sp);
        if (row->has_fp)
            snprintf(from_fp, sizeof from_fp, "%s%+lld", cpu->registers[cpu->fp].name, (long long)row->from_fp);
        fprintf(out, "  %s0x%0*llx  %-8s %-8s %0*llx  %s%s%s%s%s\n", row->is_dead ? DIM : "", (int)cpu->word * 3 / 2, (unsigned long long)row->address,
                from_sp, from_fp, (int)cpu->word * 2, (unsigned long long)row->value, row->label,
                row->is_dead ? *row->label ? "  (dead)" : "(dead)" : "", arrow(trace, row->is_sp, "sp"), arrow(trace, row->is_fp && row->has_fp, "fp"), PLAIN);
    }
}

/* ------------------------------------------------------------------------ roles */

static bool is_role(const struct trace *trace, unsigned index, const char *role) { return !strcmp(trace->roles[index], role); }

/* "r13" follows "r12". */
static bool follows(const char *name, const char *before)
{
    size_t letters = strcspn(name, "0123456789");
    return name[letters] && !strncmp(name, before, letters) && before[letters] && atoi(name + letters) == atoi(before + letters) + 1;
}

/* The registers among the bits that have nothing else to say than this, in one line. */
static void roles_group(const struct trace *trace, FILE *out, uint64_t bits, const char *role)
{
    const struct cpu *cpu = trace->world.cpu;
    unsigned count = 0;
    for (unsigned i = 0; i < cpu->general_count; i++) {
        if (!(bits >> i & 1) || !is_role(trace, i, role))
            continue;
        unsigned last = i;
        while (last + 1 < cpu->general_count && bits >> (last + 1) & 1 && is_role(trace, last + 1, role)
               && follows(cpu->registers[last + 1].name, cpu->registers[last].name))
            last++;
        if (!count++)
            fprintf(out, "        %s%s:", DIM, role);
        fprintf(out, " %s", cpu->registers[i].name);
        if (last > i)
            fprintf(out, "%c%s", last > i + 1 ? '-' : ' ', cpu->registers[last].name);
        i = last;
    }
    if (count)
        fprintf(out, "%s\n", PLAIN);
}

void text_roles(const struct trace *trace, FILE *out, uint64_t bits)
{
    const struct cpu *cpu = trace->world.cpu;
    bool first = true;
    for (unsigned i = 0; i < cpu->count && trace->roles; i++) {
        bool plain = is_role(trace, i, "must be preserved") || is_role(trace, i, "free") || !strncmp(trace->roles[i], "must be preserved (low", 22);
        if (!(bits >> i & 1) || plain || i == cpu->sp)
            continue;
        fprintf(out, "%s%s: %s", first ? "        " : "; ", cpu->registers[i].name, trace->roles[i]);
        first = false;
    }
    if (!first)
        fputc('\n', out);
    for (unsigned i = 0; i < 2 && trace->roles; i++)
        roles_group(trace, out, bits, i ? "free" : "must be preserved");
}

/* ------------------------------------------------------------------------- steps */

void text_changes(const struct trace *trace, FILE *out)
{
    const struct cpu *cpu = trace->world.cpu;
    for (unsigned i = 0; i < cpu->count; i++) {
        if (!memcmp(trace->before.at[i], trace->after.at[i], VECTOR_BYTES))
            continue;
        const char *role = trace->roles ? trace->roles[i] : "";
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

/* Registers whose value has changed: their role stands beside it. */
static uint64_t changed(const struct trace *trace)
{
    uint64_t bits = 0;
    for (unsigned i = 0; i < trace->world.cpu->count; i++)
        bits |= memcmp(trace->before.at[i], trace->after.at[i], VECTOR_BYTES) ? (uint64_t)1 << i : 0;
    return bits;
}

static void show_cause(struct trace *trace, FILE *out, uint64_t address)
{
    const char *file, *slash;
    int line = 0;
    fprintf(out, " (caused at 0x%llx", (unsigned long long)address);
    if (debug_line(trace->debug, address, &file, &line))
        fprintf(out, ", %s:%d", (slash = strrchr(file, '/')) ? slash + 1 : file, line);
    fputc(')', out);
}

static void show_findings(struct trace *trace, FILE *out)
{
    for (; trace->shown_findings < trace->finding_count; trace->shown_findings++) {
        const struct finding *finding = &trace->findings[trace->shown_findings];
        fprintf(out, "  %s%s%s %s: %s", RED, trace->options->ascii ? "!!" : "✗", PLAIN, finding->rule, finding->message);
        if (finding->address != trace->instruction.address)
            show_cause(trace, out, finding->address);
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

void text_space(const struct trace *trace, FILE *out)
{
    const struct world *world = &trace->world;
    fputs("Address space\n", out);
    fprintf(out, "  0x%012llx  stack, grows down    %llu KiB\n", (unsigned long long)world->stack_high, (unsigned long long)(world->stack_high - world->stack_low) / 1024);
    fprintf(out, "  0x%012llx  functions that the file does not have\n", (unsigned long long)world->outside_low);
    fprintf(out, "  0x%012llx  heap, grows up       %llu KiB\n", (unsigned long long)world->heap_low, (unsigned long long)(world->heap_high - world->heap_low) / 1024);
    for (size_t i = world->object.section_count; i-- > 0;)
        if (world->placed.section_at[i] && world->object.sections[i].size)
            fprintf(out, "  0x%012llx  %-20s %llu bytes%s\n", (unsigned long long)world->placed.section_at[i], world->object.sections[i].name,
                    (unsigned long long)world->object.sections[i].size, world->object.sections[i].flags & SECTION_CODE ? ", code" : "");
}

static void text_begin(struct trace *trace, FILE *out)
{
    const struct world *world = &trace->world;
    if (trace->options->checks_only)
        return;
    fprintf(out, "%s: %s under %s\n\n", trace->options->file, cconv_target_name(world->object.target), cconv_convention_name(world->convention));
    text_space(trace, out);
    if (!trace->options->at_first) {
        show_entry(trace, out);
        text_roles(trace, out, UINT64_MAX);
        text_stack(trace, out);
    }
    trace->roles_changed = 0;
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

bool step_is_wanted(struct trace *trace)
{
    const char *file;
    int line = 0;
    if (trace->step < trace->options->at_first || trace->step > trace->options->at_last)
        return false;
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
    bool wanted = step_is_wanted(trace) || trace->shown_findings < trace->finding_count;
    if (wanted && !trace->options->checks_only) {
        fprintf(out, "\n%s%4llu  0x%llx  %-44s%s", BOLD, (unsigned long long)trace->step, (unsigned long long)trace->instruction.address, trace->instruction.text, PLAIN);
        show_line(trace, out);
        fputc('\n', out);
        text_changes(trace, out);
        if (trace->depth && trace->depth == trace->shown_depth)
            text_roles(trace, out, trace->roles_changed & ~changed(trace));
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
        if (trace->depth != trace->shown_depth)
            text_roles(trace, out, UINT64_MAX);
        trace->roles_changed = 0;
        text_stack(trace, out);
    }
    trace->shown_depth = trace->depth;
}

/* ---------------------------------------------------------------------- in short */

static void short_registers(const struct trace *trace, FILE *out)
{
    const struct cpu *cpu = trace->world.cpu;
    uint64_t bits = trace->step ? changed(trace) : 0;
    for (unsigned i = 0; i < cpu->count; i++) {
        bool tells = trace->roles_changed >> i & 1 && i < cpu->general_count && !is_role(trace, i, "free") && !is_role(trace, i, "must be preserved");
        if (i != cpu->sp && bits >> i & 1)
            fprintf(out, "  %s = 0x%llx: %s\n", cpu->registers[i].name, (unsigned long long)register_value(&trace->after, i), trace->roles[i]);
        else if (i != cpu->sp && tells)
            fprintf(out, "  %s: %s\n", cpu->registers[i].name, trace->roles[i]);
    }
}

void text_step_short(struct trace *trace, FILE *out)
{
    const struct cpu *cpu = trace->world.cpu;
    struct row rows[MOST_ROWS];
    size_t count = picture(trace, rows);
    if (trace->step)
        fprintf(out, "%llu  %s\n", (unsigned long long)trace->step, trace->instruction.text);
    show_findings(trace, out);
    short_registers(trace, out);
    trace->roles_changed = 0;
    for (size_t i = 0; i < count; i++) {
        const struct row *row = &rows[i];
        char place[32];
        if (*row->title)
            fprintf(out, " %s%s %s\n", line_char(trace), line_char(trace), row->title);
        snprintf(place, sizeof place, "%s%+lld", cpu->registers[cpu->sp].name, (long long)row->from_sp);
        fprintf(out, " %-7s ", place);
        if (*row->label)
            fputs(row->label, out);
        else
            fprintf(out, "%0*llx", (int)cpu->word * 2, (unsigned long long)row->value);
        fprintf(out, "%s%s\n", row->is_dead ? "  (dead)" : "", arrow(trace, row->is_fp, "fp"));
    }
}

bool result_text(const struct trace *trace, char *buffer, size_t size)
{
    const struct frame *first = &trace->frames[0];
    const cconv_placement *result = first->plan ? cconv_plan_result(first->plan) : NULL;
    uint8_t bytes[256];
    char text[120];
    if (trace->depth || !result || trace->is_over || !trace_has_returned(trace) || !frame_value(trace, first->plan, result, &trace->after, first->entry_sp, bytes, sizeof bytes))
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
