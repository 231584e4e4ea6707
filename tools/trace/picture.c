/* The stack as rows, one a word, high addresses first: what every picture of it shows. */
#include "trace.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

static void PRINTF_LIKE(2, 3) add(char *label, const char *format, ...)
{
    size_t length = strlen(label);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(label + length, ROW_LABEL - length, format, arguments);
    va_end(arguments);
}

bool slot_has_value(const struct slot *slot)
{
    return slot->kind == SLOT_LOCAL || slot->kind == SLOT_ARGUMENT || slot->kind == SLOT_OUTGOING;
}

const char *slot_kind_name(enum slot_kind kind)
{
    static const char *const names[] = {"", "argument", "return", "saved", "local", "shadow", "padding", "unset", "outgoing", "room"};
    return names[kind];
}

/* The value of a variable whose slot it is. */
static void add_value(const struct trace *trace, const struct slot *slot, char *label)
{
    uint8_t bytes[64];
    char text[80];
    const char *type = strrchr(slot->label, ':');
    if (!slot_has_value(slot) || !type || slot->size > sizeof bytes || !world_read(&trace->world, slot->address, bytes, slot->size))
        return;
    value_text(trace, type + 2, bytes, slot->size, text, sizeof text);
    add(label, " = %s", text);
}

/* All that is in the word, the lowest first. */
static void fill_label(const struct trace *trace, struct row *row)
{
    unsigned word = trace->world.cpu->word;
    for (uint64_t at = row->address; at < row->address + word;) {
        const struct slot *slot = slot_at(trace, at);
        if (!slot) {
            at++;
            continue;
        }
        if (!row->slot || row->slot->kind == SLOT_PADDING)
            row->slot = slot;
        if (*slot->label)
            add(row->label, "%s%s%s%s", *row->label ? " | " : "", slot->address < row->address ? "(more of) " : "", slot->label,
                slot->kind == SLOT_UNSET ? ", not set" : "");
        if (slot->address >= row->address)
            add_value(trace, slot, row->label);
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

/* What is below the stack pointer is dead, but for what the running function has in the red zone. */
static void fill_zone(const struct trace *trace, struct row *row, uint64_t sp)
{
    const struct frame *running = &trace->frames[trace->depth - 1];
    uint32_t red_zone = cconv_convention_stack(trace->world.convention)->red_zone;
    row->in_red_zone = row->address < sp && row->address >= sp - red_zone;
    row->is_dead = row->address < sp && !(row->in_red_zone && row->slot && row->slot->frame == running->serial);
}

static void fill_title(const struct trace *trace, struct row *row, const struct row *above, uint64_t sp)
{
    const struct cpu *cpu = trace->world.cpu;
    uint32_t red_zone = cconv_convention_stack(trace->world.convention)->red_zone;
    const struct frame *frame = row->frame;
    bool is_below = row->address < sp, was_below = above && above->address < sp;
    if (is_below && row->in_red_zone && !was_below)
        snprintf(row->title, sizeof row->title, "red zone of %s: %u bytes below %s", trace->frames[trace->depth - 1].name, red_zone, cpu->registers[cpu->sp].name);
    else if (is_below && !row->in_red_zone && (!was_below || above->in_red_zone))
        snprintf(row->title, sizeof row->title, "below the %s: dead", was_below ? "red zone" : "stack pointer");
    else if (!is_below && (!above || above->frame != frame))
        snprintf(row->title, sizeof row->title, frame ? "frame of %s" : "caller of %s", frame ? frame->name : trace->frames[0].name);
}

static bool is_touched(const struct trace *trace, uint64_t address)
{
    for (unsigned i = 0; i < trace->world.write_count && trace->step; i++)
        if (trace->world.writes[i].address < address + trace->world.cpu->word && trace->world.writes[i].address + trace->world.writes[i].size > address)
            return true;
    return false;
}

/* From the first frame's arguments down to the lowest word that was ever written. */
enum { MOST_ABOVE = 52 };         /* words above the stack pointer, of many */

size_t picture(const struct trace *trace, struct row rows[MOST_ROWS])
{
    const struct cpu *cpu = trace->world.cpu;
    uint64_t sp = register_value(&trace->after, cpu->sp), fp = register_value(&trace->after, cpu->fp);
    size_t count = 0;
    if (!trace->depth)
        return 0;
    uint64_t high = trace->slot_count ? trace->slots[0].address : trace->frames[0].entry_sp;
    uint64_t low = trace->lowest < sp ? trace->lowest : sp;
    high = high < trace->frames[0].entry_sp ? trace->frames[0].entry_sp : high;
    if (trace->slot_count > MOST_ROWS && high > sp + MOST_ABOVE * cpu->word)
        high = sp + MOST_ABOVE * cpu->word; /* a deep stack: what runs is at its low end */
    high -= high % cpu->word;
    low -= low % cpu->word;
    for (uint64_t at = high; at >= low && count < MOST_ROWS; at -= cpu->word) {
        bool quiet = !slot_at(trace, at) && at > sp + 8 * cpu->word && at + 8 * cpu->word < high && !slot_at(trace, at - cpu->word) && !slot_at(trace, at + cpu->word);
        if (quiet)
            continue;
        struct row *row = &rows[count++];
        *row = (struct row){.address = at, .value = world_word(&trace->world, at), .frame = frame_at(trace, at), .from_sp = (int64_t)(at - sp),
                            .from_fp = (int64_t)(at - fp), .is_sp = at == sp, .is_fp = at == fp};
        row->has_fp = row->from_fp > -4096 && row->from_fp < 4096;
        row->is_touched = is_touched(trace, at);
        fill_label(trace, row);
        fill_zone(trace, row, sp);
        fill_title(trace, row, count > 1 ? row - 1 : NULL, sp);
    }
    return count;
}
