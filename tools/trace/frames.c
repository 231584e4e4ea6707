/* Frames, and what each slot of the stack is. */
#include "trace.h"

#include <dwarf.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

/* ------------------------------------------------------------------------ slots */

size_t slot_index(const struct trace *trace, uint64_t address)
{
    size_t low = 0, high = trace->slot_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (trace->slots[middle].address > address)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* What is there now is forgotten. */
static void forget(struct trace *trace, uint64_t address, unsigned size)
{
    size_t first = slot_index(trace, size ? address + size - 1 : address), end = first;
    while (end < trace->slot_count && trace->slots[end].address + trace->slots[end].size > address)
        end++;
    if (end > first) {
        memmove(trace->slots + first, trace->slots + end, (trace->slot_count - end) * sizeof *trace->slots);
        trace->slot_count -= end - first;
    }
}

void slot_put(struct trace *trace, uint64_t address, unsigned size, enum slot_kind kind, unsigned frame, const char *format, ...)
{
    va_list arguments;
    forget(trace, address, size);
    if (trace->slot_count == trace->slot_room) {
        size_t room = trace->slot_room ? 2 * trace->slot_room : 64;
        trace->slots = take(trace->slots, trace->slot_room * sizeof *trace->slots, room * sizeof *trace->slots);
        trace->slot_room = room;
    }
    size_t at = slot_index(trace, address);
    memmove(trace->slots + at + 1, trace->slots + at, (trace->slot_count - at) * sizeof *trace->slots);
    trace->slot_count++;
    struct slot *slot = &trace->slots[at];
    *slot = (struct slot){.address = address, .size = size, .kind = kind, .frame = frame};
    va_start(arguments, format);
    vsnprintf(slot->label, sizeof slot->label, format, arguments);
    va_end(arguments);
    if (trace->named_count == trace->named_room) {
        size_t room = trace->named_room ? 2 * trace->named_room : 64;
        trace->named = take(trace->named, trace->named_room * sizeof *trace->named, room * sizeof *trace->named);
        trace->named_room = room;
    }
    trace->named[trace->named_count++] = *slot;
}

const struct slot *slot_at(const struct trace *trace, uint64_t address)
{
    size_t at = slot_index(trace, address);
    if (at < trace->slot_count && trace->slots[at].address <= address && address < trace->slots[at].address + trace->slots[at].size)
        return &trace->slots[at];
    return NULL;
}

/* ----------------------------------------------------------------------- values */

static bool is_spelled(const char *type, const char *word)
{
    const char *at = strstr(type, word);
    return at && (at == type || at[-1] == ' ') && strchr(" \0", at[strlen(word)]);
}

static uint64_t extended(const uint8_t *bytes, uint64_t size, bool is_signed)
{
    uint64_t value = 0;
    memcpy(&value, bytes, size < 8 ? size : 8);
    if (is_signed && size < 8 && bytes[size - 1] & 0x80)
        value |= ~(uint64_t)0 << 8 * size;
    return value;
}

void value_text(const struct trace *trace, const char *type, const uint8_t *bytes, uint64_t size, char *buffer, size_t room)
{
    float single;
    double twice;
    if (strchr(type, '*')) {
        char text[40];
        uint64_t address = extended(bytes, size, false);
        snprintf(buffer, room, "0x%llx", (unsigned long long)address);
        if (is_spelled(type, "char") && address) {
            world_text(&trace->world, address, text, sizeof text);
            size_t length = strlen(buffer);
            if (*text && length + strlen(text) + 4 < room)
                for (snprintf(buffer + length, room - length, " \"%s\"", text); (buffer = strchr(buffer, '\n')) != NULL;)
                    *buffer = ' ';
        }
    } else if (size == 4 && is_spelled(type, "float")) {
        memcpy(&single, bytes, sizeof single);
        snprintf(buffer, room, "%g", (double)single);
    } else if (size == 8 && is_spelled(type, "double")) {
        memcpy(&twice, bytes, sizeof twice);
        snprintf(buffer, room, "%g", twice);
    } else if (size && size <= 8 && !strncmp(type, "unsigned", 8)) {
        snprintf(buffer, room, "%llu", (unsigned long long)extended(bytes, size, false));
    } else if (size && size <= 8 && !is_spelled(type, "struct") && !is_spelled(type, "union")) {
        snprintf(buffer, room, "%lld", (long long)extended(bytes, size, true));
    } else {
        size_t length = 0;
        for (uint64_t i = 0; i < size && i < 16 && length + 3 < room; i++)
            length += (size_t)snprintf(buffer + length, room - length, "%02x", bytes[i]);
        if (size > 16 && length + 4 < room)
            snprintf(buffer + length, room - length, "…");
    }
}

/* Bytes [at, at + size) of a register by the plan's number. */
static bool register_bytes(const struct trace *trace, const cconv_plan *plan, const cconv_piece *piece, const struct registers *registers, uint8_t *out)
{
    uint64_t at;
    int index = cpu_piece(trace->world.cpu, plan, piece, &at);
    if (index < 0 || at + piece->size > VECTOR_BYTES)
        return false;
    memcpy(out, registers->at[index] + at, piece->size);
    return true;
}

bool frame_value(const struct trace *trace, const cconv_plan *plan, const cconv_placement *value, const struct registers *registers,
                 uint64_t sp, uint8_t *out, size_t room)
{
    uint8_t pointer[8] = {0}, *to = value->kind == CCONV_PLACED_INDIRECT ? pointer : out;
    size_t most = value->kind == CCONV_PLACED_INDIRECT ? sizeof pointer : room;
    if (value->kind == CCONV_PLACED_IGNORED || value->kind == CCONV_PLACED_VOID || value->size > room)
        return false;
    for (size_t i = 0; i < value->piece_count; i++) {
        const cconv_piece *piece = &value->pieces[i];
        if (piece->flags & CCONV_PIECE_DUPLICATE)
            continue;
        if (piece->offset + piece->size > most
            || !(piece->where == CCONV_ON_STACK ? world_read(&trace->world, sp + piece->at, to + piece->offset, piece->size)
                                                : register_bytes(trace, plan, piece, registers, to + piece->offset)))
            return false;
    }
    if (value->kind == CCONV_PLACED_DIRECT)
        return true;
    uint64_t address;
    memcpy(&address, pointer, sizeof address);
    return value->piece_count && world_read(&trace->world, address, out, value->size);
}

void frame_argument(const struct trace *trace, const cconv_plan *plan, size_t index, const struct registers *registers, uint64_t sp,
                    char *buffer, size_t size)
{
    uint8_t bytes[256];
    char text[80] = "?";
    const cconv_placement *argument = cconv_plan_argument(plan, index);
    if (frame_value(trace, plan, argument, registers, sp, bytes, sizeof bytes))
        value_text(trace, argument->type, bytes, argument->size, text, sizeof text);
    snprintf(buffer, size, "%s%s%s = %s", argument->type, argument->name ? " " : "", argument->name ? argument->name : "", text);
}

/* ----------------------------------------------------------------------- frames */

const struct frame *frame_of_serial(const struct trace *trace, unsigned serial)
{
    for (unsigned i = trace->depth; i-- > 0;)
        if (trace->frames[i].serial == serial)
            return &trace->frames[i];
    return NULL;
}

/* Registers that a function may read when it is entered: arguments, hidden ones, what must be preserved (to save it), sp, link. */
static uint64_t defined_at_entry(const struct trace *trace, const struct convention_table *table, const cconv_plan *plan)
{
    const struct cpu *cpu = trace->world.cpu;
    uint64_t bits = (uint64_t)1 << cpu->sp | (cpu->link >= 0 ? (uint64_t)1 << cpu->link : 0) | table->preserved_bits;
    uint32_t count;
    if (!plan)
        return bits | table->argument_bits; /* what it takes is not known: any register that can pass something */
    for (size_t i = 0; i < cconv_plan_argument_count(plan); i++)
        bits |= cpu_pieces(cpu, plan, cconv_plan_argument(plan, i)->pieces, cconv_plan_argument(plan, i)->piece_count);
    for (size_t i = 0; i < cconv_plan_hidden_count(plan); i++)
        bits |= cpu_pieces(cpu, plan, cconv_plan_hidden(plan, i)->pieces, cconv_plan_hidden(plan, i)->piece_count);
    if (cconv_plan_is_variadic(plan)) /* all argument registers are saved by the prologue */
        return ~(uint64_t)0;
    const char *counter = cconv_plan_vector_count(plan, &count);
    int index = counter ? cpu_register(cpu, counter, strlen(counter)) : -1;
    return index < 0 ? bits : bits | (uint64_t)1 << index;
}

/* "main+12", or what is there instead of a caller. */
static const char *place_text(struct trace *trace, uint64_t address, char *buffer, size_t size)
{
    uint64_t distance = 0;
    const char *symbol = world_symbol(&trace->world, address, &distance);
    snprintf(buffer, size, distance ? "%s+%llu" : "%s", symbol ? symbol : "the end of the trace", (unsigned long long)distance);
    return buffer;
}

/* A word of shadow space; where its caller has left none, it lies over something of its own. */
static void name_shadow(struct trace *trace, const struct frame *frame, uint64_t address)
{
    const struct slot *slot = slot_at(trace, address);
    char under[100] = "";
    bool covers = slot && slot->frame != frame->serial && frame_of_serial(trace, slot->frame)
                  && (slot->kind == SLOT_RETURN || slot->kind == SLOT_SAVED || slot->kind == SLOT_LOCAL);
    if (covers)
        memcpy(under, slot->label, sizeof under);
    slot_put(trace, address, trace->world.cpu->word, SLOT_SHADOW, frame->serial, "shadow space of %s%s%s", frame->name, covers ? ", over " : "", under);
}

/* What the arguments leave free of their stack slots. */
static void name_gaps(struct trace *trace, const struct frame *frame, uint64_t low, uint64_t high)
{
    unsigned word = trace->world.cpu->word;
    for (uint64_t at = low, end; at < high; at = end) {
        const struct slot *slot = slot_at(trace, at);
        bool is_argument = slot && slot->frame == frame->serial && slot->kind == SLOT_ARGUMENT;
        end = is_argument ? slot->address + slot->size : at + 1;
        while (!is_argument && end < high && end % word && !((slot = slot_at(trace, end)) != NULL && slot->frame == frame->serial && slot->kind == SLOT_ARGUMENT))
            end++;
        if (!is_argument)
            slot_put(trace, at, (unsigned)(end - at), SLOT_PADDING, frame->serial, "padding");
    }
}

/* Stack arguments, shadow space and return address, as the plan has them from the stack pointer at entry. */
static void name_incoming(struct trace *trace, const struct frame *frame)
{
    const cconv_plan *plan = frame->plan;
    const struct cpu *cpu = trace->world.cpu;
    char place[80];
    if (cpu->link < 0)
        slot_put(trace, frame->entry_sp, cpu->word, SLOT_RETURN, frame->serial, "return address: %s", place_text(trace, frame->returns_to, place, sizeof place));
    if (!plan)
        return;
    const cconv_plan_stack *stack = cconv_plan_stack_of(plan);
    for (unsigned i = 0; i < stack->shadow_space; i += cpu->word)
        name_shadow(trace, frame, frame->entry_sp + stack->return_address + i);
    for (size_t i = 0; i < cconv_plan_argument_count(plan); i++) {
        const cconv_placement *argument = cconv_plan_argument(plan, i);
        for (size_t j = 0; j < argument->piece_count; j++)
            if (argument->pieces[j].where == CCONV_ON_STACK)
                slot_put(trace, frame->entry_sp + argument->pieces[j].at, (unsigned)argument->pieces[j].size, SLOT_ARGUMENT, frame->serial, "%sargument %zu of %s%s%s: %s%s",
                         argument->kind == CCONV_PLACED_INDIRECT ? "address of " : "", i + 1, frame->name, argument->name ? ", " : "",
                         argument->name ? argument->name : "", argument->type, argument->kind == CCONV_PLACED_INDIRECT ? " *" : "");
    }
    name_gaps(trace, frame, frame->entry_sp + stack->return_address + stack->shadow_space, frame->entry_sp + stack->return_address + stack->shadow_space + stack->args_size);
}

void frame_enter(struct trace *trace, uint64_t function, uint64_t call_site, uint64_t returns_to)
{
    if (trace->depth + 1 >= trace->frame_room) {
        unsigned room = trace->frame_room ? 2 * trace->frame_room : 16;
        trace->frames = take(trace->frames, trace->frame_room * sizeof *trace->frames, room * sizeof *trace->frames);
        trace->frame_room = room;
    }
    struct frame *frame = &trace->frames[trace->depth++];
    uint64_t distance = 0;
    const char *name = world_symbol(&trace->world, function, &distance);
    *frame = (struct frame){.serial = ++trace->serial, .function = function, .call_site = call_site, .returns_to = returns_to};
    if (name && !distance)
        snprintf(frame->name, sizeof frame->name, "%s", name);
    else
        snprintf(frame->name, sizeof frame->name, "0x%llx", (unsigned long long)function);
    world_registers(&trace->world, &frame->entry);
    frame->entry_sp = register_value(&frame->entry, trace->world.cpu->sp);
    frame->plan = known_plan(trace->known, frame->name);
    frame->has_own_contract = has_own_contract(trace, frame->name, function);
    frame->table = table_of(trace, frame->plan);
    frame->defined = defined_at_entry(trace, frame->table, frame->plan);
    name_incoming(trace, frame);
    if (frame->entry_sp < trace->lowest)
        trace->lowest = frame->entry_sp;
}

void frame_leave(struct trace *trace)
{
    if (trace->depth)
        trace->depth--;
}

/* ------------------------------------------------------------------------ stores */

uint64_t variable_address(const struct trace *trace, const struct frame *frame, const struct variable *variable)
{
    const struct cpu *cpu = trace->world.cpu;
    uint64_t cfa = frame->entry_sp + (cpu->link < 0 ? cpu->word : 0);
    return (variable->base < 0 ? cfa : register_value(&trace->after, (unsigned)variable->base)) + (uint64_t)variable->offset;
}

static bool name_variable(struct trace *trace, const struct frame *frame, const struct write *write)
{
    const struct variable *variables;
    size_t count = debug_variables(trace->debug, trace->instruction.address, &variables);
    for (size_t i = 0; i < count; i++) {
        uint64_t at = variable_address(trace, frame, &variables[i]);
        uint64_t size = variables[i].size ? variables[i].size : 1;
        if (write->address < at || write->address >= at + size)
            continue;
        const struct slot *slot = slot_at(trace, at); /* a Windows callee keeps what came in registers in its shadow space */
        bool is_home = slot && slot->frame == frame->serial && !strncmp(slot->label, "shadow space", 12);
        char home[100] = "";
        if (is_home)
            snprintf(home, sizeof home, "shadow space of %s: ", frame->name);
        slot_put(trace, at, (unsigned)size, SLOT_LOCAL, frame->serial, "%s%s%s: %s", home, variables[i].is_parameter ? "parameter " : "", variables[i].name,
                 variables[i].type);
        return true;
    }
    return false;
}

/* The slot that was put last holds what the register was at the function's entry. */
static void mark_saved(struct trace *trace, uint64_t address, unsigned index)
{
    struct slot *slot = (struct slot *)slot_at(trace, address);
    slot->saved = trace->named[trace->named_count - 1].saved = (int)index + 1;
}

/* A whole register, unchanged since the function was entered, goes to the stack: it is saved there. */
static bool name_saved(struct trace *trace, const struct frame *frame, const struct write *write)
{
    const struct cpu *cpu = trace->world.cpu;
    uint64_t value = world_word(&trace->world, write->address);
    uint64_t mask = cpu->word == 4 ? UINT32_MAX : UINT64_MAX;
    for (unsigned i = 0; i < cpu->count; i++) {
        if (!(trace->instruction.stores_from >> i & 1) || frame->changed >> i & 1 || (register_value(&frame->entry, i) & mask) != (value & mask))
            continue;
        if ((int)i == cpu->link) {
            char place[80];
            slot_put(trace, write->address, cpu->word, SLOT_RETURN, frame->serial, "return address (%s): %s", cpu->registers[i].name,
                     place_text(trace, frame->returns_to, place, sizeof place));
            mark_saved(trace, write->address, i);
            return true;
        }
        if (!preserved_bytes(trace, i))
            continue;
        const struct frame *caller = trace->depth > 1 ? &trace->frames[trace->depth - 2] : NULL;
        slot_put(trace, write->address, write->size > cpu->word && i >= cpu->general_count ? write->size : cpu->word, SLOT_SAVED, frame->serial, "saved %s%s of %s%s",
                 i == cpu->fp ? "frame pointer " : "", cpu->registers[i].name, caller ? caller->name : frame->name, caller ? "" : "'s caller");
        mark_saved(trace, write->address, i);
        return true;
    }
    return false;
}

/* An argument that came in a register goes to the stack: into the shadow space, or to where the function keeps it. */
static bool name_copy(struct trace *trace, const struct frame *frame, const struct write *write, const struct slot *slot)
{
    bool is_home = slot && slot->kind == SLOT_SHADOW && slot->frame == frame->serial;
    for (size_t i = 0; frame->plan && i < cconv_plan_argument_count(frame->plan); i++) {
        const cconv_placement *argument = cconv_plan_argument(frame->plan, i);
        for (size_t j = 0; j < argument->piece_count; j++) {
            int index = cpu_piece(trace->world.cpu, frame->plan, &argument->pieces[j], NULL);
            if (index < 0 || !(trace->instruction.reads >> index & 1) || frame->changed >> index & 1 || write->address == frame->entry_sp)
                continue;
            char home[120] = "";
            if (is_home)
                snprintf(home, sizeof home, "shadow space of %s: ", frame->name);
            slot_put(trace, is_home ? slot->address : write->address, is_home ? slot->size : write->size, is_home ? SLOT_SHADOW : SLOT_LOCAL, frame->serial,
                     "%scopy of %s, argument %zu%s%s", home, cconv_plan_register_name(frame->plan, argument->pieces[j].reg), i + 1,
                     argument->name ? ", " : "", argument->name ? argument->name : "");
            return true;
        }
    }
    return false;
}

static void name_write(struct trace *trace, const struct frame *frame, const struct write *write)
{
    const struct slot *slot = slot_at(trace, write->address);
    if (name_saved(trace, frame, write) || name_variable(trace, frame, write))
        return;
    /* Its own, or through a pointer a variable of a caller. */
    bool owned = slot && (slot->frame == frame->serial || (write->address >= frame->entry_sp && frame_of_serial(trace, slot->frame)));
    bool inside = owned && write->address + write->size <= slot->address + slot->size;
    bool kept = inside && (slot->kind == SLOT_ARGUMENT || slot->kind == SLOT_LOCAL || slot->kind == SLOT_SHADOW);
    if (inside && slot->kind == SLOT_UNSET) {
        struct slot set = *slot;
        slot_put(trace, set.address, set.size, SLOT_LOCAL, set.frame, "%s", set.label);
        return;
    }
    if (kept && slot->kind != SLOT_SHADOW)
        return;
    if (!name_copy(trace, frame, write, slot) && !kept)
        slot_put(trace, write->address, write->size, SLOT_UNKNOWN, frame->serial, "%s", "");
}

void frame_note_writes(struct trace *trace)
{
    const struct frame *frame = trace->depth ? &trace->frames[trace->depth - 1] : NULL;
    for (unsigned i = 0; frame && i < trace->world.write_count; i++) {
        struct write whole = trace->world.writes[i];
        if (!on_stack(&trace->world, whole.address))
            continue;
        if (whole.address < trace->lowest)
            trace->lowest = whole.address;
        /* A pair of registers may be one write. */
        unsigned word = trace->world.cpu->word;
        for (unsigned at = 0; at < whole.size; at += word) {
            struct write part = {whole.address + at, whole.size - at < word ? whole.size - at : word};
            name_write(trace, frame, whole.size > word && trace->instruction.stores_from >> trace->world.cpu->general_count ? &whole : &part);
        }
    }
}
