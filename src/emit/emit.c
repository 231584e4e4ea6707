/*
 * Moves to machine code: lays out the frame, keeps the registers that nothing else would, orders the loads, and has the
 * architecture's table (machine.h) write each instruction.
 */
#include "emit/machine.h"

#include <string.h>

enum { SAVE_ALIGN = 16 };

struct emission {
    const struct machine *machine;
    const struct register_file *file;
    struct lowered *lowered;
    struct preservation keeps;
    struct frame *frame;
    struct code *code;
    uint8_t busy[MOST_REGISTERS];  /* registers whose value something still needs, by number of the widest */
    uint32_t save_align;           /* of the memory for what is saved */
    bool out_of_registers;
    uint16_t data;                 /* the register of an entry's data, where there is an entry */
    bool unsized;                  /* a register would have to be saved whose width is not known */
    uint16_t pointer;              /* while loads are written: a register with argument pointer number `pointer_of` */
    uint16_t pointer_of;
};

const struct machine *machine_of(cconv_arch arch)
{
    static const struct machine *const machines[] = {&x86_64_machine, &aarch64_machine, &arm_machine, &riscv64_machine};
    for (size_t i = 0; i < COUNT_OF(machines); i++)
        if (machines[i]->arch == arch)
            return machines[i];
    return NULL;
}

/* ----------------------------------------------------------------- registers */

void preserved_by(const struct cconv_convention *convention, struct preserved *out)
{
    const struct register_file *file = register_file_of(convention->arch);
    memset(out, 0, sizeof *out);
    for (const cconv_register_role *role = convention->roles; role->reg; role++) { /* "rbx", "r12-r15" */
        const char *dash = strchr(role->reg, '-');
        uint16_t first = register_named(file, role->reg, dash ? (size_t)(dash - role->reg) : strlen(role->reg));
        uint16_t last = dash ? register_named(file, dash + 1, strlen(dash + 1)) : first;
        for (uint16_t reg = first; first != CCONV_NO_REGISTER && last != CCONV_NO_REGISTER && reg <= last; reg++)
            out->bytes[reg] = out->relied_on[reg] = (uint8_t)role->preserved_bytes;
    }
    const struct register_list *passing[] = {&convention->integer_args, &convention->vector_args};
    for (size_t i = 0; i < COUNT_OF(passing); i++)
        for (uint32_t j = 0; j < passing[i]->count; j++)
            out->relied_on[passing[i]->regs[j]] = 0;
}

static uint16_t whole(const struct emission *e, uint16_t reg)
{
    return e->file->regs[reg].whole;
}

static void occupy(struct emission *e, const struct operand *operand)
{
    if (operand->kind == IN_REGISTER)
        e->busy[whole(e, operand->index)] = 1;
}

static bool uses(const struct lowered *lowered, unsigned kind)
{
    const struct move_list *lists[] = {&lowered->stage, &lowered->load, &lowered->settle};
    for (size_t i = 0; i < COUNT_OF(lists); i++)
        for (uint32_t j = 0; j < lists[i]->count; j++)
            if (lists[i]->moves[j].to.kind == kind || lists[i]->moves[j].from.kind == kind)
                return true;
    return false;
}

/* Registers that are the entry's caller's: not saved here, so not to be used. */
static void occupy_preserved(struct emission *e)
{
    memset(e->busy, 0, sizeof e->busy);
    for (uint32_t i = 0; i < e->machine->scratch_count; i++) {
        uint16_t reg = e->machine->scratch[i];
        e->busy[reg] = e->keeps.entry->bytes[reg] != 0;
    }
    for (uint32_t i = 0; i < e->machine->vector_scratch_count; i++) {
        uint16_t reg = e->machine->vector_scratch[i];
        e->busy[whole(e, reg)] = e->keeps.entry->bytes[reg] != 0;
    }
    for (uint32_t i = 0; i < e->frame->saved_count; i++)
        e->busy[whole(e, e->frame->saved[i])] = 0;
}

/* Marks what is read until the call, and, with `written`, what the loads write. */
static void occupy_arguments(struct emission *e, bool written)
{
    const struct lowered *lowered = e->lowered;
    const struct move_list *lists[] = {&lowered->stage, &lowered->load};
    occupy_preserved(e);
    for (size_t i = 0; i < COUNT_OF(lists); i++)
        for (uint32_t j = 0; j < lists[i]->count; j++) {
            if (written)
                occupy(e, &lists[i]->moves[j].to);
            occupy(e, &lists[i]->moves[j].from);
        }
    occupy(e, &lowered->shape.function);
    occupy(e, &lowered->shape.arguments);
    if (uses(lowered, AT_DATA) || lowered->shape.function.kind == AT_DATA)
        e->busy[e->data] = 1;
}

/* A free general register, or CCONV_NO_REGISTER. */
static uint16_t find_free(const struct emission *e)
{
    for (uint32_t i = 0; i < e->machine->scratch_count; i++)
        if (!e->busy[e->machine->scratch[i]])
            return e->machine->scratch[i];
    return CCONV_NO_REGISTER;
}

static uint16_t find_vector(const struct emission *e)
{
    for (uint32_t i = 0; i < e->machine->vector_scratch_count; i++)
        if (!e->busy[whole(e, e->machine->vector_scratch[i])])
            return e->machine->vector_scratch[i];
    return CCONV_NO_REGISTER;
}

/* A free general register, then taken. */
static uint16_t take(struct emission *e)
{
    uint16_t reg = find_free(e);
    if (reg == CCONV_NO_REGISTER) {
        e->out_of_registers = true;
        return e->machine->scratch[0];
    }
    e->busy[reg] = 1;
    return reg;
}

static void give(struct emission *e, uint16_t reg)
{
    e->busy[reg] = 0;
}

static bool is_general(const struct emission *e, uint16_t reg)
{
    return reg < e->machine->general_count;
}

/* ----------------------------------------------------------------- addresses */

static struct address at_incoming(const struct emission *e, uint32_t offset)
{
    if (e->frame->has_pointer)
        return (struct address){e->machine->frame_pointer, (int32_t)(offset + e->machine->pointer_bytes)};
    return (struct address){e->machine->stack_pointer, (int32_t)(e->frame->size + offset)};
}

/* Of what is at a fixed distance from the stack or data pointer. */
static struct address fixed_address(const struct emission *e, const struct operand *operand)
{
    switch (operand->kind) {
    case AT_INCOMING: return at_incoming(e, operand->offset);
    case AT_LOCAL:
        return (struct address){e->machine->stack_pointer, (int32_t)(e->frame->locals_at + operand->offset)};
    case AT_DATA: return (struct address){e->data, (int32_t)operand->offset};
    default: return (struct address){e->machine->stack_pointer, (int32_t)operand->offset};
    }
}

static bool is_behind_pointer(const struct operand *operand)
{
    return operand->kind == AT_POINTER;
}

/* Loads pointer number `index` of the arguments into the register. */
static void load_pointer(const struct emission *e, uint16_t to, uint32_t index)
{
    const struct operand *arguments = &e->lowered->shape.arguments;
    struct address at = arguments->kind == IN_REGISTER ? (struct address){arguments->index, 0}
                                                       : fixed_address(e, arguments);
    at.offset += (int32_t)(index * e->machine->word);
    e->machine->load(e->code, to, at, e->machine->word, CCONV_EXTEND_NONE, 0);
}

/* The address of memory. `pointer` is a register to use where it lies behind one; AT_RESULT's is in it already. */
static struct address address_of(const struct emission *e, const struct operand *operand, uint16_t pointer)
{
    switch (operand->kind) {
    case AT_POINTER: load_pointer(e, pointer, operand->index); return (struct address){pointer, (int32_t)operand->offset};
    case AT_RESULT: return (struct address){pointer, (int32_t)operand->offset};
    case AT_BLOCK: return (struct address){e->lowered->shape.arguments.index, (int32_t)operand->offset};
    default: return fixed_address(e, operand);
    }
}

/* --------------------------------------------------------------------- frame */

static bool is_returned(const struct emission *e, uint16_t reg)
{
    uint16_t widest = whole(e, reg);
    return e->lowered->shape.returned[widest / 64] >> widest % 64 & 1;
}

/* Registers that the entry's caller keeps and that carry something over the call: who is called may change those, whatever
   else it preserves. */
static void list_carriers(const struct emission *e, uint8_t *carries)
{
    const struct lowered *lowered = e->lowered;
    for (uint32_t i = 0; i < lowered->load.count; i++)
        carries[whole(e, lowered->load.moves[i].to.index)] = 1;
    for (uint32_t i = 0; i < lowered->settle.count; i++)
        if (lowered->settle.moves[i].from.kind == IN_REGISTER)
            carries[whole(e, lowered->settle.moves[i].from.index)] = 1;
}

static bool is_always_kept(const struct machine *machine, uint16_t reg)
{
    for (uint32_t i = 0; i < machine->kept_count; i++)
        if (machine->kept[i] == reg)
            return true;
    return false;
}

/* What the entry's convention preserves and the call does not, and what generated code uses; the size they need. */
static uint32_t list_saves(struct emission *e)
{
    struct frame *frame = e->frame;
    uint32_t bytes = 0;
    uint8_t carries[MOST_REGISTERS] = {0}, saved[MOST_REGISTERS] = {0}; /* of a widest register, what a part of it saves */
    list_carriers(e, carries);
    for (uint16_t reg = 0; reg < e->file->count; reg++) {
        uint32_t kept = carries[whole(e, reg)] ? 0 : e->keeps.callee->relied_on[reg];
        bool lost = e->keeps.entry->bytes[reg] > kept && e->keeps.entry->bytes[reg] > saved[whole(e, reg)]
                    && reg != e->machine->stack_pointer && !is_returned(e, reg);
        if ((!lost && !is_always_kept(e->machine, reg)) || frame->saved_count == FRAME_SAVES)
            continue;
        e->unsized = e->unsized || (e->machine->unsized && reg >= e->machine->unsized);
        uint32_t size = e->file->regs[reg].bytes;
        e->save_align = (uint32_t)max_u64(e->save_align, min_u64(size, SAVE_ALIGN));
        bytes = (uint32_t)round_up(bytes, size);
        saved[whole(e, reg)] = e->keeps.entry->bytes[reg];
        frame->saved[frame->saved_count] = reg;
        frame->saved_at[frame->saved_count++] = bytes;
        bytes += size;
    }
    return bytes;
}

/* 1 if the target can be jumped to: it finds the stack as it wants it, and returns as the entry must. */
static bool can_jump(const struct lowered *lowered, uint32_t saves)
{
    return saves == 0 && lowered->shape.outgoing == 0 && lowered->settle.count == 0 && !uses(lowered, AT_LOCAL)
           && lowered->shape.callee_pops == 0 && lowered->shape.pops == 0 && lowered->stage.count == 0
           && lowered->shape.entry->stack.return_address == lowered->shape.callee->stack.return_address
           && lowered->shape.widest_vector <= 16 && lowered->shape.function.kind != AS_CONSTANT;
}

enum { LARGEST_PLAIN_FRAME = 256 };

/* Decides where everything is (machine.h). */
static void lay_out(struct emission *e)
{
    struct lowered *lowered = e->lowered;
    struct frame *frame = e->frame;
    const struct machine *machine = e->machine;
    uint32_t saves = list_saves(e), align = lowered->shape.outgoing_align;
    frame->slot = CCONV_NO_REGISTER;
    frame->pops = lowered->shape.pops;
    if (can_jump(lowered, saves)) {
        frame->is_leaf = true;
        return;
    }
    if (align < lowered->shape.locals_align)
        align = lowered->shape.locals_align;
    if (align < e->save_align)
        align = e->save_align;
    frame->locals_at = (uint32_t)round_up(lowered->shape.outgoing, lowered->shape.locals_align);
    frame->saves_at = (uint32_t)round_up(frame->locals_at + lowered->shape.locals, saves ? e->save_align : 1);
    uint32_t size = frame->saves_at + saves;
    if (lowered->shape.result.kind == IN_REGISTER) {
        frame->slot = lowered->shape.result.index;
        size = (uint32_t)round_up(size, machine->word) + machine->word;
    }
    frame->has_pointer = align > lowered->shape.entry->stack.alignment || size > LARGEST_PLAIN_FRAME;
    if (frame->has_pointer) {
        frame->align = align > lowered->shape.entry->stack.alignment ? align : 0;
        frame->size = (uint32_t)round_up(size, align);
        frame->slot_at = frame->size - machine->word;
        return;
    }
    /* The entry stack pointer is aligned but for the return address. */
    uint32_t pushed = lowered->shape.entry->stack.return_address;
    frame->size = (uint32_t)round_up(size + machine->link_bytes + pushed, align) - pushed;
    frame->slot_at = frame->size - machine->link_bytes - machine->word;
}

static void move_saves(const struct emission *e, bool restore)
{
    const struct frame *frame = e->frame;
    for (uint32_t i = 0; i < frame->saved_count; i++) {
        struct address at = {e->machine->stack_pointer, (int32_t)(frame->saves_at + frame->saved_at[i])};
        uint32_t size = e->file->regs[frame->saved[i]].bytes;
        if (restore)
            e->machine->load(e->code, frame->saved[i], at, size, CCONV_EXTEND_NONE, 0);
        else
            e->machine->store(e->code, at, frame->saved[i], size);
    }
}

/* --------------------------------------------------------------------- moves */

static void copy_memory(struct emission *e, const struct move *move, uint16_t pointer)
{
    struct address to = address_of(e, &move->to, pointer);
    uint16_t scratch = take(e);
    if (move->action == MOVE_ADDRESS) {
        e->machine->address(e->code, scratch, address_of(e, &move->from, pointer));
        e->machine->store(e->code, to, scratch, move->size);
    } else {
        struct address from = address_of(e, &move->from, pointer);
        if (move->extended_to > move->size) {
            e->machine->load(e->code, scratch, from, move->size, move->extend, move->extended_to);
            e->machine->store(e->code, to, scratch, move->extended_to);
        } else {
            uint16_t counter = find_free(e);
            e->machine->copy(e->code, to, from, move->size, scratch, counter,
                             find_vector(e));
        }
    }
    give(e, scratch);
}

/* From a register to memory; widened first where it is asked for. */
static void store_register(const struct emission *e, const struct move *move, uint16_t pointer)
{
    struct address to = address_of(e, &move->to, pointer);
    uint16_t reg = move->from.index;
    if (move->extended_to > move->size) {
        e->machine->move(e->code, reg, reg, move->size, move->extend, move->extended_to);
        e->machine->store(e->code, to, reg, move->extended_to);
    } else {
        e->machine->store(e->code, to, reg, move->size);
    }
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

/* A register with the pointer that the move reads behind: the one it loads, where nobody else needs the pointer. */
static uint16_t pointer_for(struct emission *e, const struct move *move)
{
    uint16_t index = move->from.index, to = move->to.index;
    if (e->pointer != CCONV_NO_REGISTER && e->pointer_of == index)
        return e->pointer;
    bool last = readers_of(e, index) == 1;
    uint16_t pointer = is_general(e, to) && (last || (e->pointer == CCONV_NO_REGISTER && find_free(e) == CCONV_NO_REGISTER))
                           ? to : e->pointer != CCONV_NO_REGISTER ? e->pointer : take(e);
    if (pointer != to) {
        e->pointer = pointer;
        e->pointer_of = index;
    }
    load_pointer(e, pointer, index);
    return pointer;
}

/* To a register, from anywhere. */
static void load_register(struct emission *e, const struct move *move)
{
    const struct machine *machine = e->machine;
    uint16_t to = move->to.index;
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
        from = address_of(e, &move->from, CCONV_NO_REGISTER);
    if (move->action == MOVE_ADDRESS)
        machine->address(e->code, to, from);
    else
        machine->load(e->code, to, from, move->size, move->extend, move->extended_to);
}

static void emit_stage(struct emission *e)
{
    struct move_list *list = &e->lowered->stage;
    for (uint32_t i = 0; i < list->count; i++) {
        const struct move *move = &list->moves[i];
        if (move->from.kind == IN_REGISTER) {
            store_register(e, move, CCONV_NO_REGISTER);
            continue;
        }
        uint16_t pointer = is_behind_pointer(&move->from) ? take(e) : CCONV_NO_REGISTER;
        copy_memory(e, move, pointer);
        if (pointer != CCONV_NO_REGISTER)
            give(e, pointer);
    }
}

/* ------------------------------------------------------------- order of loads */

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
    if (from->kind == IN_REGISTER)
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

/* Puts the register's value elsewhere, and has all that read it read that. False if nothing is free. */
static bool relocate(struct emission *e, uint16_t reg)
{
    struct lowered *lowered = e->lowered;
    bool general = is_general(e, reg);
    uint16_t to = general ? find_free(e) : find_vector(e);
    if (to == CCONV_NO_REGISTER)
        return false;
    e->busy[whole(e, to)] = 1;
    e->machine->move(e->code, to, reg, general ? e->machine->word : (uint32_t)min_u64(e->file->regs[reg].bytes, 16), CCONV_EXTEND_NONE, 0);
    if (lowered->shape.function.kind == IN_REGISTER && lowered->shape.function.index == reg)
        lowered->shape.function.index = to;
    if (lowered->shape.arguments.kind == IN_REGISTER && lowered->shape.arguments.index == reg)
        lowered->shape.arguments.index = to;
    for (uint32_t i = 0; i < lowered->load.count; i++)
        if (lowered->load.moves[i].from.kind == IN_REGISTER && lowered->load.moves[i].from.index == reg)
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
            return (is_general(e, reg) || list->moves[i].size <= 16) && relocate(e, list->moves[i].from.index);
    return is_general(e, reg) && relocate(e, reg);
}

/* Each load once what it overwrites is read. A load that is done has size 0. */
static void emit_loads(struct emission *e)
{
    struct move_list *list = &e->lowered->load;
    uint32_t left = list->count;
    e->pointer = CCONV_NO_REGISTER;
    const struct operand *function = &e->lowered->shape.function;
    if (function->kind == IN_REGISTER) /* the call reads it last */
        for (uint32_t i = 0; i < list->count; i++)
            if (whole(e, list->moves[i].to.index) == function->index) {
                e->out_of_registers = !relocate(e, function->index);
                break;
            }
    while (left) {
        uint32_t before = left;
        for (uint32_t i = 0; i < list->count; i++) {
            struct move *move = &list->moves[i];
            if (!move->size || is_needed(e, move->to.index, i))
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

/* ------------------------------------------------------------------ the whole */

static void emit_call(struct emission *e)
{
    const struct operand *function = &e->lowered->shape.function;
    if (function->kind == AS_CONSTANT) {
        e->machine->enter_kernel(e->code);
        return;
    }
    if (function->kind == IN_REGISTER) {
        if (e->frame->is_leaf)
            e->machine->leave_jump(e->code, function->index, NULL);
        else
            e->machine->call(e->code, function->index, NULL);
        return;
    }
    struct address at = fixed_address(e, function);
    if (e->frame->is_leaf)
        e->machine->leave_jump(e->code, CCONV_NO_REGISTER, &at);
    else
        e->machine->call(e->code, CCONV_NO_REGISTER, &at);
}

static void emit_settle(struct emission *e)
{
    if (e->lowered->shape.callee_pops) /* back to where addresses count from */
        e->machine->adjust(e->code, -(int32_t)e->lowered->shape.callee_pops);
    struct move_list *list = &e->lowered->settle;
    occupy_preserved(e);
    for (uint32_t i = 0; i < list->count; i++) {
        occupy(e, &list->moves[i].to);
        occupy(e, &list->moves[i].from);
    }
    uint16_t pointer = CCONV_NO_REGISTER;
    if (uses(e->lowered, AT_RESULT)) {
        pointer = take(e);
        e->frame->is_popped = e->machine->pop && e->frame->slot != CCONV_NO_REGISTER
                              && e->frame->size == e->machine->word && !e->frame->has_pointer;
        struct address at = e->frame->slot != CCONV_NO_REGISTER
                                ? (struct address){e->machine->stack_pointer, (int32_t)e->frame->slot_at}
                                : fixed_address(e, &e->lowered->shape.result);
        if (e->frame->is_popped)
            e->machine->pop(e->code, pointer);
        else
            e->machine->load(e->code, pointer, at, e->machine->word, CCONV_EXTEND_NONE, 0);
    }
    for (uint32_t i = 0; i < list->count; i++) {
        const struct move *move = &list->moves[i];
        if (move->from.kind == IN_REGISTER) {
            store_register(e, move, pointer);
        } else if (move->to.kind == IN_REGISTER) {
            struct address from = address_of(e, &move->from, pointer);
            e->machine->load(e->code, move->to.index, from, move->size, move->extend, move->extended_to);
        } else {
            copy_memory(e, move, pointer);
        }
    }
}

uint32_t data_choice(const struct machine *machine, const struct cconv_convention *entry, const struct preserved *keeps)
{
    const struct register_list *passing[] = {&entry->integer_args, &entry->integer_results};
    for (uint32_t i = 0; i < machine->data_count; i++) {
        bool taken = keeps->bytes[machine->data[i]] != 0;
        for (size_t j = 0; j < COUNT_OF(passing); j++)
            for (uint32_t k = 0; k < passing[j]->count; k++)
                taken = taken || passing[j]->regs[k] == machine->data[i];
        if (!taken)
            return i;
    }
    return machine->data_count;
}

cconv_status emit_code(const struct machine *machine, struct lowered *lowered, struct preservation keeps,
                       struct code *code, struct frame *frame, cconv_error *error)
{
    struct emission e = {.machine = machine, .file = register_file_of(machine->arch), .lowered = lowered,
                         .keeps = keeps, .frame = frame, .code = code};
    memset(frame, 0, sizeof *frame);
    lay_out(&e);
    if (uses(lowered, AT_DATA) || lowered->shape.function.kind == AT_DATA) {
        uint32_t choice = data_choice(machine, lowered->shape.entry, keeps.entry);
        if (choice == machine->data_count)
            return error_set(error, CCONV_UNSUPPORTED, "%s: no register is free to find a callback's data by",
                             lowered->shape.entry->name);
        e.data = machine->data[choice];
    }
    if (frame->has_pointer && !keeps.callee->bytes[machine->frame_pointer])
        return error_set(error, CCONV_UNSUPPORTED, "%s: a frame that needs a frame pointer, which '%s' does not preserve",
                         lowered->shape.entry->name, lowered->shape.callee->name);
    if (e.unsized)
        return error_set(error, CCONV_UNSUPPORTED, "%s: preserves registers that have no fixed width, and '%s' does not",
                         lowered->shape.entry->name, lowered->shape.callee->name);
    machine->enter(code, frame);
    occupy_arguments(&e, false);
    if (lowered->shape.arguments.kind == AT_INCOMING && (uses(lowered, AT_POINTER) || uses(lowered, AT_BLOCK))) {
        uint16_t reg = take(&e);
        machine->load(code, reg, fixed_address(&e, &lowered->shape.arguments), machine->word, CCONV_EXTEND_NONE, 0);
        lowered->shape.arguments = (struct operand){IN_REGISTER, reg, 0};
    }
    move_saves(&e, false);
    emit_stage(&e);
    occupy_arguments(&e, true);
    emit_loads(&e);
    emit_call(&e);
    if (!frame->is_leaf) {
        emit_settle(&e);
        move_saves(&e, true);
        if (machine->end_vectors && lowered->shape.widest_returned <= 16)
            machine->end_vectors(code, lowered->shape.widest_vector);
        machine->leave(code, frame);
    }
    if (e.out_of_registers)
        return error_set(error, CCONV_UNSUPPORTED, "%s: no register is free between the arguments of '%s'",
                         lowered->shape.entry->name, lowered->shape.callee->name);
    return code->failed ? error_no_memory(error) : CCONV_OK;
}
