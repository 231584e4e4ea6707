/* The last moves before a call: to registers, in an order in which none overwrites what another still reads. */
#include "emit/emission.h"

/* 1 if the registers share bytes: Arm's s0 and s1 are both in q0, and do not. */
static bool overlap(const struct emission *e, uint16_t a, uint16_t b)
{
    const struct arch_register *first = &e->file->regs[a], *second = &e->file->regs[b];
    return first->whole == second->whole && first->whole_at < second->whole_at + second->bytes
           && second->whole_at < first->whole_at + first->bytes;
}

static bool reads(const struct emission *e, const struct move *move, uint16_t reg)
{
    const struct operand *from = &move->from;
    if (from->kind == IN_REGISTER || from->kind == AT_BEHIND)
        return overlap(e, from->index, reg);
    if (from->kind == AT_DATA)
        return e->data == reg;
    return (from->kind == AT_POINTER || from->kind == AT_BLOCK) && e->lowered->shape.arguments.kind == IN_REGISTER
           && e->lowered->shape.arguments.index == reg;
}

/* 1 if a load other than number `self`, or the call, reads the register. */
static bool is_needed(const struct emission *e, uint16_t reg, uint32_t self)
{
    const struct move_list *list = &e->lowered->load;
    for (uint32_t i = 0; i < list->count; i++)
        if (i != self && list->moves[i].size && reads(e, &list->moves[i], reg))
            return true;
    if (e->lowered->shape.function.kind == AT_DATA && reg == e->data)
        return true;
    return e->lowered->shape.function.kind == IN_REGISTER && e->lowered->shape.function.index == reg;
}

/* How many loads that are not done read behind the same pointer. */
static uint32_t readers_of(const struct emission *e, uint16_t index)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < e->lowered->load.count; i++) {
        const struct move *move = &e->lowered->load.moves[i];
        count += move->size && move->from.kind == AT_POINTER && move->from.index == index;
    }
    return count;
}

/* A general register that a load has yet to write, and nothing reads, that load itself included (what stays where it is, or is
   extended there); CCONV_NO_REGISTER if there is none. */
static uint16_t find_unwritten(const struct emission *e)
{
    const struct move_list *list = &e->lowered->load;
    for (uint32_t i = 0; i < list->count; i++) {
        uint16_t to = list->moves[i].to.index;
        if (list->moves[i].size && emit_is_general(e, to) && !is_needed(e, to, i) && !reads(e, &list->moves[i], to))
            return to;
    }
    return CCONV_NO_REGISTER;
}

/* A register with the pointer that the move reads behind: the one it loads, where nobody else needs the pointer. */
static uint16_t pointer_for(struct emission *e, const struct move *move)
{
    uint16_t index = move->from.index, to = move->to.index;
    if (e->pointer != CCONV_NO_REGISTER && e->pointer_of == index)
        return e->pointer;
    uint16_t unwritten = emit_is_general(e, to) || e->pointer != CCONV_NO_REGISTER || emit_find_free(e) != CCONV_NO_REGISTER
                             ? CCONV_NO_REGISTER : find_unwritten(e);
    if (unwritten != CCONV_NO_REGISTER) {
        emit_load_pointer(e, unwritten, index);
        return unwritten;
    }
    bool last = readers_of(e, index) == 1;
    uint16_t pointer = emit_is_general(e, to) && (last || (e->pointer == CCONV_NO_REGISTER && emit_find_free(e) == CCONV_NO_REGISTER))
                           ? to : e->pointer != CCONV_NO_REGISTER ? e->pointer : emit_take(e);
    if (pointer != to) {
        e->pointer = pointer;
        e->pointer_of = index;
    }
    emit_load_pointer(e, pointer, index);
    return pointer;
}

/* To a register, from anywhere. */
static void load_register(struct emission *e, const struct move *move)
{
    const struct machine *machine = e->machine;
    uint16_t to = move->to.index;
    log_move(e->code, move);
    if (move->from.kind == AS_CONSTANT) {
        machine->constant(e->code, to, move->from.offset);
        return;
    }
    if (move->from.kind == IN_REGISTER && move->from.index == to && move->extended_to <= move->size)
        return;
    if (move->from.kind == IN_REGISTER) {
        machine->move(e->code, to, move->from.index, move->size, move->extend, move->extended_to);
        return;
    }
    struct address from;
    if (move->from.kind == AT_POINTER)
        from = (struct address){pointer_for(e, move), (int32_t)move->from.offset};
    else
        from = emit_address_of(e, &move->from, to); /* an entry's data is pointers: `to` is general */
    if (move->action == MOVE_ADDRESS)
        machine->address(e->code, to, from);
    else
        machine->load(e->code, to, from, move->size, move->extend, move->extended_to);
}

/* ----------------------------------------------------------------------- order */

/* Puts the register's value elsewhere, and has all that read it read that. False if nothing is free. */
static bool relocate(struct emission *e, uint16_t reg)
{
    struct lowered *lowered = e->lowered;
    bool general = emit_is_general(e, reg);
    uint16_t to = general ? emit_find_free(e) : emit_find_vector(e);
    if (to == CCONV_NO_REGISTER)
        return false;
    e->busy[emit_whole(e, to)] = 1;
    log_note(e->code, "out of the way", reg);
    e->machine->move(e->code, to, reg, general ? e->machine->word : (uint32_t)min_u64(e->file->regs[reg].bytes, 16), CCONV_EXTEND_NONE, 0);
    if (lowered->shape.function.kind == IN_REGISTER && lowered->shape.function.index == reg)
        lowered->shape.function.index = to;
    if (lowered->shape.arguments.kind == IN_REGISTER && lowered->shape.arguments.index == reg)
        lowered->shape.arguments.index = to;
    for (uint32_t i = 0; i < lowered->load.count; i++)
        if ((lowered->load.moves[i].from.kind == IN_REGISTER || lowered->load.moves[i].from.kind == AT_BEHIND)
            && lowered->load.moves[i].from.index == reg)
            lowered->load.moves[i].from.index = to;
    return true;
}

/* The register that the move overwrites, by the name under which it is read. Wide vectors in a circle have no way out. */
static bool break_circle(struct emission *e, const struct move *move)
{
    const struct move_list *list = &e->lowered->load;
    uint16_t reg = move->to.index;
    for (uint32_t i = 0; i < list->count; i++)
        if (list->moves[i].size && list->moves[i].from.kind == IN_REGISTER && overlap(e, list->moves[i].from.index, reg))
            return (emit_is_general(e, reg) || list->moves[i].size <= 16) && relocate(e, list->moves[i].from.index);
    return emit_is_general(e, reg) && relocate(e, reg);
}

/* 1 if a load to a register that cannot hold a pointer itself reads behind one. */
static bool wants_pointer(const struct emission *e)
{
    const struct move_list *list = &e->lowered->load;
    for (uint32_t i = 0; i < list->count; i++)
        if (list->moves[i].size && list->moves[i].from.kind == AT_POINTER && !emit_is_general(e, list->moves[i].to.index))
            return true;
    return false;
}

/* Each load once what it overwrites is read. A load that is done has size 0. Where no general register is free, those that
   will be written serve as pointers before that. */
void emit_loads(struct emission *e)
{
    struct move_list *list = &e->lowered->load;
    uint32_t left = 0;
    for (uint32_t i = 0; i < list->count; i++)
        left += list->moves[i].size != 0;
    e->pointer = CCONV_NO_REGISTER;
    const struct operand *function = &e->lowered->shape.function;
    if (function->kind == IN_REGISTER) /* the call reads it last */
        for (uint32_t i = 0; i < list->count; i++)
            if (emit_whole(e, list->moves[i].to.index) == function->index) {
                e->out_of_registers = !relocate(e, function->index);
                break;
            }
    bool scarce = emit_find_free(e) == CCONV_NO_REGISTER;
    while (left) {
        uint32_t before = left;
        for (uint32_t i = 0; i < list->count; i++) {
            struct move *move = &list->moves[i];
            if (!move->size || is_needed(e, move->to.index, i) || (scarce && emit_is_general(e, move->to.index) && wants_pointer(e)))
                continue;
            load_register(e, move);
            move->size = 0;
            left--;
        }
        if (left != before)
            continue;
        for (uint32_t i = 0; i < list->count && left == before; i++)
            if (list->moves[i].size && break_circle(e, &list->moves[i]))
                before = left + 1;
        if (before == left) {
            e->out_of_registers = true;
            return;
        }
    }
}
