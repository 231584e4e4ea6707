/*
 * Moves to machine code: has the architecture's table (machine.h) write each instruction. What the frame holds, and which
 * registers are kept in it, is in frame.c; loads are ordered in loads.c.
 */
#include "emit/emission.h"

#include <string.h>

const struct machine *machine_of(cconv_arch arch)
{
    static const struct machine *const machines[] = {&x86_64_machine, &x86_machine, &aarch64_machine, &arm_machine,
                                                    &riscv64_machine};
    for (size_t i = 0; i < COUNT_OF(machines); i++)
        if (machines[i]->arch == arch)
            return machines[i];
    return NULL;
}

/* ----------------------------------------------------------------- registers */

/* "rbx", "r12-r15". Between the numbers of fs0 to fs11, RISC-V's has other registers: only those of such names are meant. */
static void keep_role(const struct register_file *file, const cconv_register_role *role, struct preserved *out)
{
    const char *dash = strchr(role->reg, '-');
    size_t length = dash ? (size_t)(dash - role->reg) : strlen(role->reg), letters = length;
    while (dash && letters && role->reg[letters - 1] >= '0' && role->reg[letters - 1] <= '9')
        letters--;
    uint16_t first = register_named(file, role->reg, length);
    uint16_t last = dash ? register_named(file, dash + 1, strlen(dash + 1)) : first;
    for (uint16_t reg = first; first != CCONV_NO_REGISTER && last != CCONV_NO_REGISTER && reg <= last; reg++)
        if (strncmp(file->regs[reg].name, role->reg, letters) == 0)
            out->bytes[reg] = out->relied_on[reg] = (uint8_t)role->preserved_bytes;
}

void preserved_by(const struct cconv_convention *convention, struct preserved *out)
{
    const struct register_file *file = register_file_of(convention->arch);
    memset(out, 0, sizeof *out);
    for (const cconv_register_role *role = convention->roles; role->reg; role++)
        keep_role(file, role, out);
    const struct register_list *passing[] = {&convention->integer_args, &convention->vector_args};
    for (size_t i = 0; i < COUNT_OF(passing); i++)
        for (uint32_t j = 0; j < passing[i]->count; j++)
            out->relied_on[passing[i]->regs[j]] = 0;
}

uint16_t emit_whole(const struct emission *e, uint16_t reg)
{
    return e->file->regs[reg].whole;
}

static void occupy(struct emission *e, const struct operand *operand)
{
    if (operand->kind == IN_REGISTER || operand->kind == AT_BEHIND)
        e->busy[emit_whole(e, operand->index)] = 1;
}

bool emit_uses(const struct lowered *lowered, unsigned kind)
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
        e->busy[emit_whole(e, reg)] = e->keeps.entry->bytes[reg] != 0;
    }
    for (uint32_t i = 0; i < e->frame->saved_count; i++)
        e->busy[emit_whole(e, e->frame->saved[i])] = 0;
    for (uint32_t i = 0; i < e->machine->kept_count; i++)
        if (e->frame->kept >> i & 1)
            e->busy[e->machine->kept[i]] = 0;
}

enum { READ_STAGED = 1, READ = 2, WRITTEN = 4 };

/* Marks what is read in stage moves, read in loads, and written by them. */
static void occupy_arguments(struct emission *e, unsigned what)
{
    const struct lowered *lowered = e->lowered;
    occupy_preserved(e);
    for (uint32_t i = 0; what & READ_STAGED && i < lowered->stage.count; i++)
        occupy(e, &lowered->stage.moves[i].from);
    for (uint32_t i = 0; i < lowered->load.count; i++) {
        if (what & WRITTEN)
            occupy(e, &lowered->load.moves[i].to);
        if (what & READ)
            occupy(e, &lowered->load.moves[i].from);
    }
    occupy(e, &lowered->shape.function);
    occupy(e, &lowered->shape.arguments);
    if (e->lowered->shape.is_entered && !e->machine->entry_pushes)
        e->busy[e->data] = 1;
}

/* A free general register, or CCONV_NO_REGISTER. */
uint16_t emit_find_free(const struct emission *e)
{
    for (uint32_t i = 0; i < e->machine->scratch_count; i++)
        if (!e->busy[e->machine->scratch[i]])
            return e->machine->scratch[i];
    return CCONV_NO_REGISTER;
}

uint16_t emit_find_vector(const struct emission *e)
{
    for (uint32_t i = 0; i < e->machine->vector_scratch_count; i++)
        if (!e->busy[emit_whole(e, e->machine->vector_scratch[i])])
            return e->machine->vector_scratch[i];
    return CCONV_NO_REGISTER;
}

/* A free general register, then taken. */
uint16_t emit_take(struct emission *e)
{
    uint16_t reg = emit_find_free(e);
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

bool emit_is_general(const struct emission *e, uint16_t reg)
{
    return reg < e->machine->general_count;
}

/* ----------------------------------------------------------------- addresses */

static struct address at_incoming(const struct emission *e, uint32_t offset)
{
    if (e->frame->has_pointer)
        return (struct address){e->machine->frame_pointer,
                                (int32_t)(offset + e->machine->pointer_bytes + e->frame->entry_pushed)};
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

static bool is_behind_pointer(const struct emission *e, const struct operand *operand)
{
    return operand->kind == AT_POINTER || (operand->kind == AT_DATA && e->machine->entry_pushes);
}

/* Where an entry's data was pushed: loads its address, and gives the place in it. */
static struct address in_data(const struct emission *e, uint16_t pointer, uint32_t offset)
{
    struct address pushed = {e->machine->frame_pointer, e->machine->pointer_bytes};
    e->machine->load(e->code, pointer, pushed, e->machine->word, CCONV_EXTEND_NONE, 0);
    return (struct address){pointer, (int32_t)offset};
}

/* Loads pointer number `index` of the arguments into the register. */
void emit_load_pointer(const struct emission *e, uint16_t to, uint32_t index)
{
    const struct operand *arguments = &e->lowered->shape.arguments;
    if (index >= POINTER_INCOMING) {
        e->machine->load(e->code, to, at_incoming(e, (index - POINTER_INCOMING) * e->machine->word), e->machine->word,
                         CCONV_EXTEND_NONE, 0);
        return;
    }
    struct address at = arguments->kind == IN_REGISTER ? (struct address){arguments->index, 0}
                                                       : fixed_address(e, arguments);
    at.offset += (int32_t)(index * e->machine->word);
    e->machine->load(e->code, to, at, e->machine->word, CCONV_EXTEND_NONE, 0);
}

/* The address of memory. `pointer` is a register to use where it lies behind one; AT_RESULT's is in it already. */
struct address emit_address_of(const struct emission *e, const struct operand *operand, uint16_t pointer)
{
    switch (operand->kind) {
    case AT_POINTER: emit_load_pointer(e, pointer, operand->index); return (struct address){pointer, (int32_t)operand->offset};
    case AT_BEHIND: return (struct address){operand->index, (int32_t)operand->offset};
    case AT_RESULT: return (struct address){pointer, (int32_t)operand->offset};
    case AT_BLOCK: return (struct address){e->lowered->shape.arguments.index, (int32_t)operand->offset};
    default: return is_behind_pointer(e, operand) ? in_data(e, pointer, operand->offset) : fixed_address(e, operand);
    }
}

/* --------------------------------------------------------------------- moves */

static void copy_memory(struct emission *e, const struct move *move, uint16_t pointer)
{
    struct address to = emit_address_of(e, &move->to, pointer);
    uint16_t scratch = emit_take(e);
    if (move->action == MOVE_ADDRESS) {
        e->machine->address(e->code, scratch, emit_address_of(e, &move->from, pointer));
        e->machine->store(e->code, to, scratch, move->size);
    } else {
        struct address from = emit_address_of(e, &move->from, pointer);
        if (move->extended_to > move->size) {
            e->machine->load(e->code, scratch, from, move->size, move->extend, move->extended_to);
            e->machine->store(e->code, to, scratch, move->extended_to);
        } else {
            uint16_t counter = emit_find_free(e);
            e->machine->copy(e->code, to, from, move->size, scratch, counter,
                             emit_find_vector(e));
        }
    }
    give(e, scratch);
}

/* From a register to memory; widened first where it is asked for. */
static void store_register(const struct emission *e, const struct move *move, uint16_t pointer)
{
    struct address to = emit_address_of(e, &move->to, pointer);
    uint16_t reg = move->from.index;
    if (move->extended_to > move->size) {
        e->machine->move(e->code, reg, reg, move->size, move->extend, move->extended_to);
        e->machine->store(e->code, to, reg, move->extended_to);
    } else {
        e->machine->store(e->code, to, reg, move->size);
    }
}

/* 1 if a move of the list has an mm register: in `from`, or in `to`. */
static bool has_mmx(const struct emission *e, const struct move_list *list, bool from)
{
    for (uint32_t i = 0; e->machine->mmx && i < list->count; i++) {
        const struct operand *operand = from ? &list->moves[i].from : &list->moves[i].to;
        if (operand->kind == IN_REGISTER && operand->index >= e->machine->mmx)
            return true;
    }
    return false;
}

static void copy_staged(struct emission *e, const struct move *move)
{
    log_move(e->code, move);
    uint16_t pointer = is_behind_pointer(e, &move->from) ? emit_take(e) : CCONV_NO_REGISTER;
    copy_memory(e, move, pointer);
    if (pointer != CCONV_NO_REGISTER)
        give(e, pointer);
}

/* Registers first: those that are in memory then are free for the rest. */
static void emit_stage(struct emission *e)
{
    struct move_list *list = &e->lowered->stage;
    for (uint32_t i = 0; i < list->count; i++)
        if (list->moves[i].from.kind == IN_REGISTER) {
            log_move(e->code, &list->moves[i]);
            store_register(e, &list->moves[i], CCONV_NO_REGISTER);
        }
    if (has_mmx(e, list, true))
        e->machine->end_mmx(e->code);
    occupy_arguments(e, READ);
    for (uint32_t i = 0; i < list->count; i++)
        if (list->moves[i].from.kind == AT_BEHIND)
            occupy(e, &list->moves[i].from);
    for (uint32_t i = 0; i < list->count; i++)
        if (list->moves[i].from.kind != IN_REGISTER)
            copy_staged(e, &list->moves[i]);
    if (e->aside.size && e->aside.from.kind == IN_REGISTER)
        store_register(e, &e->aside, CCONV_NO_REGISTER);
    else if (e->aside.size)
        copy_staged(e, &e->aside);
}

/* ------------------------------------------------------------------ the whole */

static void emit_call(struct emission *e)
{
    const struct operand *function = &e->lowered->shape.function;
    if (function->kind == AS_CONSTANT) {
        struct address aside = fixed_address(e, &e->aside.to);
        e->machine->enter_kernel(e->code, e->aside.size ? &aside : NULL);
        return;
    }
    if (function->kind == AT_BODY) {
        log_mark(e->code, LOG_BODY, 0);
        return;
    }
    if (function->kind == AT_SYMBOL) {
        log_note(e->code, "the call", CCONV_NO_REGISTER);
        e->machine->call_symbol(e->code, e->frame->is_leaf);
        return;
    }
    if (function->kind == IN_REGISTER) {
        if (e->frame->is_leaf)
            e->machine->leave_jump(e->code, function->index, NULL);
        else
            e->machine->call(e->code, function->index, NULL);
        return;
    }
    struct address at;
    if (is_behind_pointer(e, function)) {
        occupy_arguments(e, WRITTEN);
        at = in_data(e, emit_take(e), function->offset);
    } else {
        at = fixed_address(e, function);
    }
    if (e->frame->is_leaf)
        e->machine->leave_jump(e->code, CCONV_NO_REGISTER, &at);
    else
        e->machine->call(e->code, CCONV_NO_REGISTER, &at);
}

/* mm registers that the called function had are left, unless a result is in one or in an x87 register. */
static bool leaves_mmx(const struct emission *e)
{
    const struct lowered *lowered = e->lowered;
    bool returned = false;
    for (uint16_t reg = e->machine->x87; e->machine->mmx && reg < e->file->count; reg++)
        returned = returned || emit_is_returned(e, reg);
    return (has_mmx(e, &lowered->load, false) || has_mmx(e, &lowered->settle, true))
           && !(returned && lowered->settle.count == 0);
}

/* The canonical frame address from the stack pointer at the call, which was raised by `popped`. */
static void log_cfa_at_call(const struct emission *e, uint32_t popped)
{
    if (!e->frame->has_pointer)
        log_frame(e->code, LOG_CFA, e->machine->stack_pointer, (int64_t)e->frame->size + e->machine->return_address - popped);
}

/* The move of settling that returns the pointer to the result itself, in a register that nothing comes back in: what that points
   to is written through it. NULL if there is none. */
static const struct move *pointer_returned(const struct emission *e)
{
    const struct operand *result = &e->lowered->shape.result;
    const struct move_list *list = &e->lowered->settle;
    const struct move *found = NULL;
    for (uint32_t i = 0; i < list->count; i++)
        if (result->kind == AT_LOCAL && list->moves[i].from.kind == AT_LOCAL && list->moves[i].from.offset == result->offset
            && list->moves[i].to.kind == IN_REGISTER && list->moves[i].size == e->machine->word)
            found = &list->moves[i];
    for (uint32_t i = 0; found && i < list->count; i++)
        if (list->moves[i].from.kind == IN_REGISTER && list->moves[i].from.index == found->to.index)
            return NULL;
    return found;
}

static void emit_settle(struct emission *e)
{
    if (e->lowered->shape.callee_pops) { /* back to where addresses count from */
        log_note(e->code, "the stack pointer where it was: the callee has removed its arguments", CCONV_NO_REGISTER);
        log_cfa_at_call(e, e->lowered->shape.callee_pops);
        e->machine->adjust(e->code, -(int32_t)e->lowered->shape.callee_pops);
        log_cfa_at_call(e, 0);
    }
    struct move_list *list = &e->lowered->settle;
    occupy_preserved(e);
    for (uint32_t i = 0; i < list->count; i++) {
        occupy(e, &list->moves[i].to);
        occupy(e, &list->moves[i].from);
    }
    uint16_t pointer = CCONV_NO_REGISTER;
    const struct move *returned = emit_uses(e->lowered, AT_RESULT) ? pointer_returned(e) : NULL;
    if (emit_uses(e->lowered, AT_RESULT)) {
        pointer = returned ? returned->to.index : emit_take(e);
        e->frame->is_popped = e->machine->pop && e->frame->slot != CCONV_NO_REGISTER
                              && e->frame->size == e->machine->word && !e->frame->has_pointer;
        log_note(e->code, "where the result goes", CCONV_NO_REGISTER);
        struct address at = e->frame->slot != CCONV_NO_REGISTER
                                ? (struct address){e->machine->stack_pointer, (int32_t)e->frame->slot_at}
                                : fixed_address(e, &e->lowered->shape.result);
        if (e->frame->is_popped) {
            e->machine->pop(e->code, pointer);
            log_cfa_at_call(e, e->machine->word);
        } else {
            e->machine->load(e->code, pointer, at, e->machine->word, CCONV_EXTEND_NONE, 0);
        }
    }
    bool leaves = leaves_mmx(e);
    for (uint32_t i = 0; i < list->count; i++) {
        const struct move *move = &list->moves[i];
        if (move == returned)
            continue;
        if (leaves && move->from.kind != IN_REGISTER) {
            e->machine->end_mmx(e->code);
            leaves = false;
        }
        log_move(e->code, move);
        if (move->from.kind == IN_REGISTER) {
            store_register(e, move, pointer);
        } else if (move->to.kind == IN_REGISTER) {
            struct address from = emit_address_of(e, &move->from, pointer);
            e->machine->load(e->code, move->to.index, from, move->size, move->extend, move->extended_to);
        } else {
            copy_memory(e, move, pointer);
        }
    }
    if (leaves)
        e->machine->end_mmx(e->code);
}

bool data_is_pushed(const struct machine *machine, uint32_t choice)
{
    return choice < machine->data_count && choice >= machine->data_count - machine->data_pushed;
}

uint32_t data_choice(const struct machine *machine, const struct cconv_convention *entry, const struct preserved *keeps)
{
    const struct register_list *passing[] = {&entry->integer_args, &entry->integer_results};
    for (uint32_t i = 0; i < machine->data_count; i++) {
        bool taken = keeps->bytes[machine->data[i]] != 0 && !data_is_pushed(machine, i);
        for (size_t j = 0; j < COUNT_OF(passing); j++)
            for (uint32_t k = 0; k < passing[j]->count; k++)
                taken = taken || passing[j]->regs[k] == machine->data[i];
        if (!taken)
            return i;
    }
    return machine->data_count;
}

/* How the code finds its entry's data, and what the entry pushed; false if it cannot. */
static bool choose_data(struct emission *e)
{
    const struct machine *machine = e->machine;
    e->frame->entry_saved = CCONV_NO_REGISTER;
    if (!e->lowered->shape.is_entered)
        return true;
    e->frame->entry_pushed = machine->entry_pushes;
    if (machine->entry_pushes)
        return true;
    uint32_t choice = data_choice(machine, e->lowered->shape.entry, e->keeps.entry);
    if (choice == machine->data_count)
        return false;
    e->data = machine->data[choice];
    if (data_is_pushed(machine, choice)) {
        e->frame->entry_pushed = 2u * machine->word;
        e->frame->entry_saved = e->data;
    }
    return true;
}

static cconv_status emit_once(const struct machine *machine, struct lowered *lowered, struct preservation keeps,
                              bool uses_kept, struct code *code, struct frame *frame, cconv_error *error)
{
    struct emission e = {.machine = machine, .file = register_file_of(machine->arch), .lowered = lowered,
                         .keeps = keeps, .frame = frame, .code = code, .data = CCONV_NO_REGISTER, .uses_kept = uses_kept};
    memset(frame, 0, sizeof *frame);
    if (!choose_data(&e))
        return error_set(error, CCONV_UNSUPPORTED, "%s: no register is free to find a callback's data by",
                         lowered->shape.entry->name);
    emit_set_aside(&e);
    emit_lay_out(&e);
    if (frame->has_pointer && !keeps.callee->bytes[machine->frame_pointer])
        return error_set(error, CCONV_UNSUPPORTED, "%s: a frame that needs a frame pointer, which '%s' does not preserve",
                         lowered->shape.entry->name, lowered->shape.callee->name);
    if (e.unsized)
        return error_set(error, CCONV_UNSUPPORTED, "%s: preserves registers that have no fixed width, and '%s' does not",
                         lowered->shape.entry->name, lowered->shape.callee->name);
    log_note(code, "enter", CCONV_NO_REGISTER);
    machine->enter(code, frame);
    occupy_arguments(&e, READ_STAGED | READ);
    if (lowered->shape.arguments.kind == AT_INCOMING && (emit_uses(lowered, AT_POINTER) || emit_uses(lowered, AT_BLOCK))) {
        uint16_t reg = emit_take(&e);
        log_note(code, "where the arguments are", CCONV_NO_REGISTER);
        machine->load(code, reg, fixed_address(&e, &lowered->shape.arguments), machine->word, CCONV_EXTEND_NONE, 0);
        lowered->shape.arguments = (struct operand){IN_REGISTER, reg, 0};
    }
    emit_move_saves(&e, false);
    frame->entered_by = (uint32_t)code->length;
    emit_stage(&e);
    occupy_arguments(&e, READ | WRITTEN);
    emit_loads(&e);
    emit_call(&e);
    if (!frame->is_leaf) {
        emit_settle(&e);
        emit_move_saves(&e, true);
        if (machine->end_vectors && lowered->shape.widest_returned <= 16)
            machine->end_vectors(code, lowered->shape.widest_vector);
        log_note(code, "leave", CCONV_NO_REGISTER);
        log_mark(code, LOG_LEAVE, 0);
        machine->leave(code, frame);
    }
    if (e.out_of_registers)
        return error_set(error, CCONV_UNSUPPORTED, "%s: no register is free between the arguments of '%s'",
                         lowered->shape.entry->name, lowered->shape.callee->name);
    return code->failed ? error_no_memory(error) : CCONV_OK;
}

enum { SMALL_COPY = 64, SMALL_FRAME = 1024 };

/* 1 if nothing in it is worth a loop. */
static bool is_small(const struct lowered *lowered)
{
    const struct move_list *lists[] = {&lowered->stage, &lowered->settle};
    for (size_t i = 0; i < COUNT_OF(lists); i++)
        for (uint32_t j = 0; j < lists[i]->count; j++)
            if (lists[i]->moves[j].size >= SMALL_COPY)
                return false;
    return lowered->shape.outgoing + lowered->shape.locals < SMALL_FRAME;
}

/* Where kept registers are pushed, first without them: mostly the others are enough. */
cconv_status emit_code(const struct machine *machine, struct lowered *lowered, struct preservation keeps,
                       struct code *code, struct frame *frame, cconv_error *error)
{
    if (machine->pushes_kept && is_small(lowered)) {
        size_t size;
        struct lowered *copy = lowered_copy(lowered, &size);
        if (!copy)
            return error_no_memory(error);
        cconv_status status = emit_once(machine, copy, keeps, false, code, frame, NULL);
        allocator_give(&lowered->allocator, copy, size);
        if (!status)
            return status;
        code->length = 0;
        if (code->log)
            code->log->count = 0;
    }
    return emit_once(machine, lowered, keeps, true, code, frame, error);
}
