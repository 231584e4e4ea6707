/* The frame of generated code (machine.h): what is saved, since nothing else keeps it, and where everything is. */
#include "emit/emission.h"

#include <string.h>

enum { SAVE_ALIGN = 16 };

bool emit_is_returned(const struct emission *e, uint16_t reg)
{
    uint16_t widest = emit_whole(e, reg);
    return e->lowered->shape.returned[widest / 64] >> widest % 64 & 1;
}

/* Registers that the entry's caller keeps and that carry something over the call: who is called may change those, whatever
   else it preserves. */
static void list_carriers(const struct emission *e, uint8_t *carries)
{
    const struct lowered *lowered = e->lowered;
    for (uint32_t i = 0; i < lowered->load.count; i++)
        carries[emit_whole(e, lowered->load.moves[i].to.index)] = 1;
    for (uint32_t i = 0; i < lowered->settle.count; i++)
        if (lowered->settle.moves[i].from.kind == IN_REGISTER)
            carries[emit_whole(e, lowered->settle.moves[i].from.index)] = 1;
}

/* Its bit among the machine's kept registers; 0 if it is none. */
static uint32_t kept_bit(const struct machine *machine, uint16_t reg)
{
    for (uint32_t i = 0; i < machine->kept_count; i++)
        if (machine->kept[i] == reg)
            return 1u << i;
    return 0;
}

/* The low `bytes` of the register, as bits among the bytes of the widest that it is a part of: Arm's d9 is the upper half of q4. */
static uint64_t bytes_of(const struct emission *e, uint16_t reg, uint32_t bytes)
{
    enum { MOST_BYTES = 64 };
    uint64_t low = bytes >= MOST_BYTES ? UINT64_MAX : ((uint64_t)1 << bytes) - 1;
    return low << e->file->regs[reg].whole_at;
}

/* What the call leaves of each widest register. */
static void list_kept(const struct emission *e, uint64_t *kept)
{
    uint8_t carries[MOST_REGISTERS] = {0};
    list_carriers(e, carries);
    for (uint16_t reg = 0; reg < e->file->count; reg++)
        if (!carries[emit_whole(e, reg)])
            kept[emit_whole(e, reg)] |= bytes_of(e, reg, e->keeps.callee->relied_on[reg]);
}

/* Of a register that is saved: what its convention preserves of it. */
static uint32_t size_to_save(const struct emission *e, uint16_t reg)
{
    uint32_t size = 1, whole = e->file->regs[reg].bytes;
    while (size < e->keeps.entry->bytes[reg])
        size *= 2;
    return e->keeps.entry->bytes[reg] && size < whole && size >= e->machine->word ? size : whole;
}

/* What the entry's convention preserves and the call does not, and what generated code uses; the size they need. */
static uint32_t list_saves(struct emission *e)
{
    struct frame *frame = e->frame;
    uint32_t bytes = 0;
    uint64_t kept[MOST_REGISTERS] = {0}; /* by the call, and then by what is saved */
    list_kept(e, kept);
    for (uint16_t reg = 0; reg < e->file->count; reg++) {
        uint64_t wanted = bytes_of(e, reg, e->keeps.entry->bytes[reg]), *known = &kept[emit_whole(e, reg)];
        bool lost = wanted & ~*known && reg != e->machine->stack_pointer && !emit_is_returned(e, reg);
        uint32_t bit = kept_bit(e->machine, reg);
        bool always = bit || (e->machine->pushes_kept && reg == e->machine->frame_pointer);
        e->lost_kept |= lost ? bit : 0;
        if (always ? e->machine->pushes_kept || emit_is_returned(e, reg) : !lost)
            continue;
        if (frame->saved_count == FRAME_SAVES)
            continue;
        e->unsized = e->unsized || (e->machine->unsized && reg >= e->machine->unsized);
        uint32_t size = size_to_save(e, reg);
        e->save_align = (uint32_t)max_u64(e->save_align, min_u64(size, SAVE_ALIGN));
        bytes = (uint32_t)round_up(bytes, size);
        *known |= wanted;
        frame->saved[frame->saved_count] = reg;
        frame->saved_size[frame->saved_count] = (uint8_t)size;
        frame->saved_at[frame->saved_count++] = bytes;
        bytes += size;
    }
    return bytes;
}

/* 1 if the target can be jumped to: it finds the stack as it wants it, and returns as the entry must. */
static bool can_jump(const struct emission *e, uint32_t saves)
{
    const struct lowered *lowered = e->lowered;
    return saves == 0 && !e->lost_kept && !e->frame->entry_pushed && lowered->shape.outgoing == 0 && lowered->settle.count == 0 && !emit_uses(lowered, AT_LOCAL)
           && lowered->shape.callee_pops == 0 && lowered->shape.pops == 0 && lowered->stage.count == 0
           && lowered->shape.entry->stack.return_address == lowered->shape.callee->stack.return_address
           && lowered->shape.widest_vector <= 16 && lowered->shape.function.kind != AS_CONSTANT && lowered->shape.function.kind != AT_BODY;
}

/* Kept registers that enter() pushes: those that are used or lost, and that nothing is returned in. Their bytes. */
static uint32_t push_kept(const struct emission *e)
{
    uint32_t bytes = 0;
    for (uint32_t i = 0; e->machine->pushes_kept && i < e->machine->kept_count; i++)
        if ((e->uses_kept || e->lost_kept >> i & 1) && !emit_is_returned(e, e->machine->kept[i])) {
            e->frame->kept |= 1u << i;
            bytes += e->machine->word;
        }
    return bytes;
}

enum { LARGEST_PLAIN_FRAME = 256 };

/* A load to the frame pointer's register waits in local memory until the kernel is entered. */
void emit_set_aside(struct emission *e)
{
    struct shape *shape = &e->lowered->shape;
    for (uint32_t i = 0; shape->function.kind == AS_CONSTANT && i < e->lowered->load.count; i++) {
        struct move *move = &e->lowered->load.moves[i];
        if (move->to.kind != IN_REGISTER || move->to.index != e->machine->frame_pointer)
            continue;
        shape->locals = (uint32_t)round_up(shape->locals, e->machine->word);
        move->to = (struct operand){AT_LOCAL, 0, shape->locals};
        shape->locals += e->machine->word;
        shape->locals_align = (uint32_t)max_u64(shape->locals_align, e->machine->word);
        e->aside = *move;
        move->size = 0;
    }
}

/* From the stack pointer up: outgoing arguments, local memory, and what is saved, or the last two the other way round. Their size. */
static uint32_t order(struct emission *e, uint32_t saves)
{
    const struct shape *shape = &e->lowered->shape;
    struct frame *frame = e->frame;
    uint32_t save_align = saves ? e->save_align : 1;
    if (e->machine->saves_lowest) {
        frame->saves_at = (uint32_t)round_up(shape->outgoing, save_align);
        frame->locals_at = (uint32_t)round_up(frame->saves_at + saves, shape->locals_align);
        return frame->locals_at + shape->locals;
    }
    frame->locals_at = (uint32_t)round_up(shape->outgoing, shape->locals_align);
    frame->saves_at = (uint32_t)round_up(frame->locals_at + shape->locals, save_align);
    return frame->saves_at + saves;
}

/* Decides where everything is (machine.h). */
void emit_lay_out(struct emission *e)
{
    struct lowered *lowered = e->lowered;
    struct frame *frame = e->frame;
    const struct machine *machine = e->machine;
    uint32_t saves = list_saves(e), align = lowered->shape.outgoing_align;
    frame->slot = CCONV_NO_REGISTER;
    frame->pops = lowered->shape.pops;
    if (can_jump(e, saves)) {
        frame->is_leaf = true;
        return;
    }
    if (align < lowered->shape.locals_align)
        align = lowered->shape.locals_align;
    if (align < e->save_align)
        align = e->save_align;
    uint32_t size = order(e, saves);
    if (lowered->shape.result.kind == IN_REGISTER) {
        frame->slot = lowered->shape.result.index;
        size = (uint32_t)round_up(size, machine->word) + machine->word;
    }
    frame->has_pointer = machine->pushes_kept || lowered->wants_pointer || frame->entry_pushed
                         || align > lowered->shape.entry->stack.alignment || size > LARGEST_PLAIN_FRAME;
    /* The entry stack pointer is aligned but for the return address. */
    uint32_t pushed = lowered->shape.entry->stack.return_address;
    if (frame->has_pointer) {
        uint32_t kept = push_kept(e);
        pushed += kept + frame->entry_pushed + machine->pointer_bytes;
        frame->align = align > lowered->shape.entry->stack.alignment ? align : 0;
        frame->size = (uint32_t)round_up(size + pushed, align) - pushed;
        frame->slot_at = frame->size - machine->word;
        if (machine->saves_by_pointer && saves) {
            uint32_t area = (uint32_t)round_up(saves, SAVE_ALIGN);
            frame->slot_at = (uint32_t)round_up(frame->locals_at + lowered->shape.locals, machine->word);
            frame->size = (uint32_t)round_up(frame->slot_at + machine->word + area + pushed, align) - pushed;
            frame->saves_below = area + kept + (machine->link_bytes ? machine->link_bytes - machine->pointer_bytes : 0);
        }
        return;
    }
    frame->size = (uint32_t)round_up(size + machine->link_bytes + pushed, align) - pushed;
    frame->slot_at = frame->size - machine->link_bytes - machine->word;
}

/* How far below the canonical frame address a register is saved; 0: below a stack pointer that was aligned further it is not
   known. */
static uint32_t saved_below(const struct emission *e, uint32_t i)
{
    const struct frame *frame = e->frame;
    const struct machine *machine = e->machine;
    uint32_t pushed = machine->return_address + frame->entry_pushed;
    if (frame->saves_below)
        return machine->pointer_bytes + pushed + frame->saves_below - frame->saved_at[i];
    if (frame->align)
        return 0;
    uint32_t above = frame->size + pushed;
    if (frame->has_pointer)
        above += machine->link_bytes ? machine->link_bytes : machine->pointer_bytes;
    for (uint32_t kept = frame->kept; kept; kept &= kept - 1)
        above += machine->word;
    return above - frame->saves_at - frame->saved_at[i];
}

void emit_move_saves(const struct emission *e, bool restore)
{
    struct frame *frame = e->frame;
    for (uint32_t i = 0; i < frame->saved_count; i++) {
        struct address at = {e->machine->stack_pointer, (int32_t)(frame->saves_at + frame->saved_at[i])};
        if (frame->saves_below)
            at = (struct address){e->machine->frame_pointer, (int32_t)(frame->saved_at[i] - frame->saves_below)};
        uint32_t size = frame->saved_size[i];
        log_note(e->code, restore ? "restore" : "keep", frame->saved[i]);
        if (restore)
            e->machine->load(e->code, frame->saved[i], at, size, CCONV_EXTEND_NONE, 0);
        else
            e->machine->store(e->code, at, frame->saved[i], size);
        if (!restore)
            frame->saved_by[i] = (uint32_t)e->code->length;
        uint32_t below = saved_below(e, i);
        if (below)
            log_frame(e->code, restore ? LOG_RESTORED : LOG_SAVED, frame->saved[i], below);
    }
}
