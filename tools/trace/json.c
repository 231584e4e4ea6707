/* The trace as JSON: the state at the beginning, then what each step changed. html.c shows the same in a page. */
#include "trace.h"

#include <stdlib.h>
#include <string.h>

static void put_string(FILE *out, const char *text)
{
    fputc('"', out);
    for (; *text; text++)
        if (*text == '"' || *text == '\\')
            fprintf(out, "\\%c", *text);
        else if (*text == '<') /* so that a page can hold it */
            fputs("\\u003c", out);
        else if ((unsigned char)*text < ' ')
            fprintf(out, "\\u%04x", (unsigned)*text);
        else
            fputc(*text, out);
    fputc('"', out);
}

static void put_text(FILE *out, const char *key, const char *text)
{
    fprintf(out, "\"%s\":", key);
    put_string(out, text);
}

/* Addresses and values are strings: JSON's numbers end at 2^53. */
static void put_address(FILE *out, const char *key, uint64_t address)
{
    fprintf(out, "\"%s\":\"0x%llx\"", key, (unsigned long long)address);
}

static void put_register(const struct trace *trace, FILE *out, const struct registers *registers, unsigned index)
{
    uint64_t high;
    memcpy(&high, registers->at[index] + 8, sizeof high);
    if (index >= trace->world.cpu->general_count && high)
        fprintf(out, "\"0x%llx%016llx\"", (unsigned long long)high, (unsigned long long)register_value(registers, index));
    else
        fprintf(out, "\"0x%llx\"", (unsigned long long)register_value(registers, index));
}

/* What the step named, and the words that it changed. */
static void put_slots(const struct trace *trace, FILE *out)
{
    fputs(",\"slots\":[", out);
    for (size_t i = 0; i < trace->named_count; i++) {
        const struct slot *slot = &trace->named[i];
        const char *type = strrchr(slot->label, ':');
        uint8_t bytes[64];
        char value[100];
        fprintf(out, "%s{", i ? "," : "");
        put_address(out, "at", slot->address);
        fprintf(out, ",\"size\":%u,\"frame\":%u,", slot->size, slot->frame);
        put_text(out, "kind", slot_kind_name(slot->kind));
        fputc(',', out);
        put_text(out, "label", slot->label);
        if (slot_has_value(slot) && type && type[1] == ' ' && slot->size <= sizeof bytes
            && world_read(&trace->world, slot->address, bytes, slot->size)) {
            value_text(trace, type + 2, bytes, slot->size, value, sizeof value);
            fputc(',', out);
            put_text(out, "value", value);
        }
        fputc('}', out);
    }
    fputc(']', out);
}

/* Each word of the stack that was written, as it is now. */
static void put_memory(const struct trace *trace, const struct step_flow *flow, FILE *out)
{
    unsigned word = trace->world.cpu->word, count = 0;
    fputs(",\"memory\":[", out);
    for (unsigned i = 0; i < trace->world.write_count; i++) {
        const struct write *write = &trace->world.writes[i];
        for (uint64_t at = write->address - write->address % word; on_stack(&trace->world, write->address) && at < write->address + write->size; at += word) {
            fprintf(out, "%s[", count++ ? "," : "");
            fprintf(out, "\"0x%llx\",\"%0*llx\"", (unsigned long long)at, (int)word * 2, (unsigned long long)world_word(&trace->world, at));
            flow_put_memory(flow, at, out);
            fputc(']', out);
        }
    }
    fputc(']', out);
}

static void put_frames(const struct trace *trace, FILE *out)
{
    fputs(",\"frames\":[", out);
    for (unsigned i = 0; i < trace->depth; i++) {
        fprintf(out, "%s{\"serial\":%u,", i ? "," : "", trace->frames[i].serial);
        put_text(out, "name", trace->frames[i].name);
        fputc(',', out);
        put_address(out, "entry", trace->frames[i].entry_sp + (trace->world.cpu->link < 0 ? trace->world.cpu->word : 0));
        fputc('}', out);
    }
    fputc(']', out);
}

static void put_findings(struct trace *trace, FILE *out)
{
    fputs(",\"findings\":[", out);
    for (bool first = true; trace->shown_findings < trace->finding_count; trace->shown_findings++, first = false) {
        const struct finding *finding = &trace->findings[trace->shown_findings];
        fputs(first ? "{" : ",{", out);
        put_text(out, "rule", finding->rule);
        fputc(',', out);
        put_text(out, "message", finding->message);
        fputc(',', out);
        put_address(out, "address", finding->address);
        fputc('}', out);
    }
    fputc(']', out);
}

static void put_space(const struct trace *trace, FILE *out)
{
    const struct world *world = &trace->world;
    fputs(",\"space\":[", out);
    fprintf(out, "{\"name\":\"stack\",\"address\":\"0x%llx\",\"size\":%llu,\"grows\":\"down\"},", (unsigned long long)world->stack_low,
            (unsigned long long)(world->stack_high - world->stack_low));
    fprintf(out, "{\"name\":\"heap\",\"address\":\"0x%llx\",\"size\":%llu,\"grows\":\"up\"}", (unsigned long long)world->heap_low,
            (unsigned long long)(world->heap_high - world->heap_low));
    if (world->outside_count)
        fprintf(out, ",{\"name\":\"functions outside the file\",\"address\":\"0x%llx\",\"size\":0}", (unsigned long long)world->outside_low);
    for (size_t i = 0; i < world->object.section_count; i++) {
        const struct section *section = &world->object.sections[i];
        if (!world->placed.section_at[i] || !section->size)
            continue;
        fputs(",{", out);
        put_text(out, "name", section->name);
        fputc(',', out);
        put_address(out, "address", world->placed.section_at[i]);
        fprintf(out, ",\"size\":%llu,\"code\":%s,\"writable\":%s}", (unsigned long long)section->size, section->flags & SECTION_CODE ? "true" : "false",
                section->flags & SECTION_WRITABLE ? "true" : "false");
    }
    fputc(']', out);
}

static void put_registers(const struct trace *trace, FILE *out)
{
    const struct cpu *cpu = trace->world.cpu;
    fputs(",\"registers\":[", out);
    for (unsigned i = 0; i < cpu->count; i++) {
        fprintf(out, "%s{\"name\":\"%s\",\"value\":", i ? "," : "", cpu->registers[i].name);
        put_register(trace, out, &trace->after, i);
        fputc(',', out);
        put_text(out, "role", role_of(trace, i));
        fputc(',', out);
        put_text(out, "now", trace->roles[i]);
        fprintf(out, ",\"preserved\":%u,\"vector\":%s}", preserved_bytes(trace, i), i >= cpu->general_count ? "true" : "false");
    }
    fputc(']', out);
}

/* The words from the first frame's arguments down. */
static void put_stack(const struct trace *trace, FILE *out)
{
    unsigned word = trace->world.cpu->word;
    uint64_t high = trace->slot_count ? trace->slots[0].address : trace->frames[0].entry_sp;
    high = high < trace->frames[0].entry_sp ? trace->frames[0].entry_sp : high;
    fputs(",\"memory\":[", out);
    for (uint64_t at = high - high % word, i = 0; at >= trace->lowest && i < 64; at -= word, i++)
        fprintf(out, "%s[\"0x%llx\",\"%0*llx\"]", i ? "," : "", (unsigned long long)at, (int)word * 2, (unsigned long long)world_word(&trace->world, at));
    fputc(']', out);
}

static void json_begin(struct trace *trace, FILE *out)
{
    const struct world *world = &trace->world;
    const struct cpu *cpu = world->cpu;
    fputs("{\"schema\":1,", out);
    put_text(out, "file", trace->options->file);
    fputc(',', out);
    put_text(out, "target", cconv_target_name(world->object.target));
    fputc(',', out);
    put_text(out, "abi", cconv_convention_name(world->convention));
    fprintf(out, ",\"word\":%u,\"sp\":\"%s\",\"fp\":\"%s\",\"red_zone\":%u", cpu->word, cpu->registers[cpu->sp].name, cpu->registers[cpu->fp].name,
            cconv_convention_stack(world->convention)->red_zone);
    put_space(trace, out);
    put_registers(trace, out);
    put_stack(trace, out);
    put_slots(trace, out);
    put_frames(trace, out);
    fputs(",\"steps\":[", out);
    trace->roles_changed = 0;
    trace->shown = trace->after;
}

static void put_source(struct trace *trace, FILE *out)
{
    const char *file;
    int line = 0;
    char text[200] = "";
    if (!debug_line(trace->debug, trace->instruction.address, &file, &line))
        return;
    source_text(file, line, text, sizeof text);
    fputc(',', out);
    put_text(out, "file", file);
    fprintf(out, ",\"line\":%d,", line);
    put_text(out, "source", text);
}

/* Of the registers whose role has changed. */
static void put_roles(struct trace *trace, FILE *out)
{
    fputs(",\"roles\":{", out);
    for (unsigned i = 0, count = 0; i < trace->world.cpu->count; i++)
        if (trace->roles_changed >> i & 1) {
            fputs(count++ ? "," : "", out);
            put_text(out, trace->world.cpu->registers[i].name, trace->roles[i]);
        }
    fputc('}', out);
    trace->roles_changed = 0;
}

/* What a function that is stood in for did after the last step: it is part of the file's run, but no instruction's doing. */
static void put_between(struct trace *trace, FILE *out)
{
    enum { ABOVE = 128 };
    const struct cpu *cpu = trace->world.cpu;
    unsigned count = 0;
    uint64_t sp = register_value(&trace->before, cpu->sp);
    if (!memcmp(&trace->shown, &trace->before, sizeof trace->shown))
        return;
    fputs(",\"between\":{\"changed\":[", out);
    for (unsigned i = 0; i < cpu->count; i++)
        if (memcmp(trace->shown.at[i], trace->before.at[i], VECTOR_BYTES)) {
            fprintf(out, "%s[\"%s\",", count++ ? "," : "", cpu->registers[i].name);
            put_register(trace, out, &trace->before, i);
            fputc(']', out);
        }
    fputs("],\"memory\":[", out);
    for (uint64_t at = sp - sp % cpu->word, i = 0; i < ABOVE && at < trace->world.stack_high; at += cpu->word, i++)
        fprintf(out, "%s[\"0x%llx\",\"%0*llx\"]", i ? "," : "", (unsigned long long)at, (int)cpu->word * 2, (unsigned long long)world_word(&trace->world, at));
    fputs("]}", out);
}

/* The registers that the step gave another value, or those that it gave the one they had. */
static void put_written(const struct trace *trace, const struct step_flow *flow, const char *key, bool are_changed, FILE *out)
{
    const struct cpu *cpu = trace->world.cpu;
    unsigned count = 0;
    fprintf(out, ",\"%s\":[", key);
    for (unsigned i = 0; i < cpu->count; i++) {
        bool is_changed = memcmp(trace->before.at[i], trace->after.at[i], VECTOR_BYTES) != 0;
        if (is_changed != are_changed || (!is_changed && !(trace->instruction.writes >> i & 1)))
            continue;
        fprintf(out, "%s[\"%s\",", count++ ? "," : "", cpu->registers[i].name);
        put_register(trace, out, &trace->after, i);
        flow_put_register(flow, i, out);
        fputc(']', out);
    }
    fputc(']', out);
}

static void json_step(struct trace *trace, FILE *out)
{
    fprintf(out, "%s\n{\"step\":%llu,", trace->step > 1 ? "," : "", (unsigned long long)trace->step);
    put_address(out, "address", trace->instruction.address);
    fputc(',', out);
    put_text(out, "text", trace->instruction.text);
    put_source(trace, out);
    put_between(trace, out);
    trace->shown = trace->after;
    struct step_flow *flow = flow_of_step(trace);
    put_written(trace, flow, "changed", true, out);
    put_written(trace, flow, "same", false, out);
    put_roles(trace, out);
    put_memory(trace, flow, out);
    free(flow);
    put_slots(trace, out);
    put_frames(trace, out);
    put_findings(trace, out);
    fputc('}', out);
}

static void json_end(struct trace *trace, FILE *out)
{
    char text[160];
    fputs("\n]", out);
    put_findings(trace, out);
    if (result_text(trace, text, sizeof text)) {
        fputc(',', out);
        put_text(out, "result", text);
    }
    fputs("}\n", out);
}

const struct writer json_writer = {json_begin, json_step, json_end, NULL};

/* ------------------------------------------------------------------------- html */

extern const char view_before[], view_after[];   /* of view.html, around the data */

void page_begin(FILE *out) { fputs(view_before, out); }

void page_end(FILE *out) { fputs(view_after, out); }

static void html_begin(struct trace *trace, FILE *out)
{
    page_begin(out);
    json_begin(trace, out);
}

static void html_end(struct trace *trace, FILE *out)
{
    json_end(trace, out);
    page_end(out);
}

const struct writer html_writer = {html_begin, json_step, html_end, NULL};
