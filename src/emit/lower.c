/*
 * From plans to moves (move.h). Placements name every byte, so nothing here asks what a type is: a value is copied
 * piece by piece between where one plan has it and where the other wants it.
 */
#include "emit/move.h"

#include <string.h>

void lowered_init(struct lowered *lowered, const cconv_allocator *allocator)
{
    memset(&lowered->shape, 0, sizeof lowered->shape);
    lowered->allocator = *allocator;
    lowered->failed = lowered->is_told = lowered->wants_pointer = false;
    lowered->about = ABOUT_NOTHING;
    lowered->shape.outgoing_align = lowered->shape.locals_align = 1;
    lowered->shape.result.kind = lowered->shape.arguments.kind = AS_CONSTANT;
    struct move_list *lists[] = {&lowered->stage, &lowered->load, &lowered->settle};
    for (size_t i = 0; i < COUNT_OF(lists); i++) {
        lists[i]->moves = lists[i]->first;
        lists[i]->count = 0;
        lists[i]->room = (uint32_t)COUNT_OF(lists[i]->first);
    }
}

static void free_list(const struct lowered *lowered, struct move_list *list)
{
    if (list->moves != list->first)
        allocator_give(&lowered->allocator, list->moves, list->room * sizeof *list->moves);
    list->moves = list->first;
}

void lowered_free(struct lowered *lowered)
{
    free_list(lowered, &lowered->stage);
    free_list(lowered, &lowered->load);
    free_list(lowered, &lowered->settle);
}

struct lowered *lowered_copy(const struct lowered *lowered, size_t *size)
{
    const struct move_list *lists[] = {&lowered->stage, &lowered->load, &lowered->settle};
    *size = sizeof *lowered;
    for (size_t i = 0; i < COUNT_OF(lists); i++)
        *size += lists[i]->count * sizeof(struct move);
    struct lowered *copy = allocator_take(&lowered->allocator, *size);
    if (!copy)
        return NULL;
    *copy = *lowered;
    struct move *moves = (struct move *)(copy + 1);
    struct move_list *copies[] = {&copy->stage, &copy->load, &copy->settle};
    for (size_t i = 0; i < COUNT_OF(lists); i++) {
        memcpy(moves, lists[i]->moves, lists[i]->count * sizeof *moves);
        copies[i]->moves = moves;
        moves += lists[i]->count;
    }
    return copy;
}

static void add_move(struct lowered *lowered, struct move_list *list, const struct move *move)
{
    if (list->count == list->room) {
        struct move *moves = allocator_take(&lowered->allocator, 2 * list->room * sizeof *moves);
        if (!moves) {
            lowered->failed = true;
            return;
        }
        memcpy(moves, list->moves, list->count * sizeof *moves);
        uint32_t room = 2 * list->room;
        free_list(lowered, list);
        list->moves = moves;
        list->room = room;
    }
    list->moves[list->count] = *move;
    list->moves[list->count++].about = lowered->about;
}

/* What the moves that follow are part of. Code at run time is shared by whatever lowers to the same moves, so there they do
   not say. */
static void tell(struct lowered *lowered, uint32_t about)
{
    if (lowered->is_told)
        lowered->about = (uint8_t)min_u64(about, ABOUT_LAST);
}

/* ------------------------------------------------------------------ operands */

static struct operand shifted(struct operand operand, uint64_t offset)
{
    operand.offset += (uint32_t)offset;
    return operand;
}

/* Where a piece is, for the one who is called. */
static struct operand incoming(const cconv_piece *piece)
{
    if (piece->where == CCONV_ON_STACK)
        return (struct operand){AT_INCOMING, 0, (uint32_t)piece->at};
    return (struct operand){IN_REGISTER, piece->reg, (uint32_t)piece->at};
}

/* Where a piece is, for the one who calls. */
static struct operand outgoing(const struct cconv_plan *plan, const cconv_piece *piece)
{
    if (piece->where == CCONV_ON_STACK)
        return (struct operand){AT_OUTGOING, 0, (uint32_t)(piece->at - plan->stack.return_address)};
    return (struct operand){IN_REGISTER, piece->reg, (uint32_t)piece->at};
}

static struct operand local(struct lowered *lowered, uint64_t size, uint64_t align)
{
    lowered->shape.locals = (uint32_t)round_up(lowered->shape.locals, align);
    struct operand operand = {AT_LOCAL, 0, lowered->shape.locals};
    lowered->shape.locals += (uint32_t)size;
    if (lowered->shape.locals_align < align)
        lowered->shape.locals_align = (uint32_t)align;
    return operand;
}

static void add(struct lowered *lowered, struct operand to, struct operand from, uint64_t size)
{
    struct move move = {.to = to, .from = from, .size = (uint32_t)size};
    add_move(lowered, to.kind == IN_REGISTER ? &lowered->load : &lowered->stage, &move);
}

static void add_address(struct lowered *lowered, struct operand to, struct operand from, uint64_t word)
{
    struct move move = {.to = to, .from = from, .size = (uint32_t)word, .action = MOVE_ADDRESS};
    add_move(lowered, to.kind == IN_REGISTER ? &lowered->load : &lowered->stage, &move);
}

/* ------------------------------------------------------ pieces of registers */

static bool is_x87(const struct arch_register *reg)
{
    return reg->bytes == 10;
}

static bool in_x87(const struct register_file *file, const cconv_piece *piece)
{
    return piece->where == CCONV_IN_REGISTER && is_x87(&file->regs[piece->reg]);
}

/* 1 if one instruction moves the piece between memory and its register, which holds nothing else. */
static bool moves_whole(const struct register_file *file, const cconv_placement *value, const cconv_piece *piece)
{
    if (is_x87(&file->regs[piece->reg]))
        return true;
    if (piece->at != 0 || (piece->size & (piece->size - 1)) != 0)
        return false;
    for (size_t i = 0; i < value->piece_count; i++)
        if (&value->pieces[i] != piece && value->pieces[i].where == CCONV_IN_REGISTER && value->pieces[i].reg == piece->reg)
            return false;
    return true;
}

/* The register's image in local memory: of the piece before it in the same register, or a new one. `*fresh` says
   which. `images` has room for one operand a piece. */
static struct operand image_of(struct lowered *lowered, const struct register_file *file, const cconv_placement *value,
                               size_t index, struct operand *last, bool *fresh)
{
    const cconv_piece *piece = &value->pieces[index];
    *fresh = index == 0 || value->pieces[index - 1].where != CCONV_IN_REGISTER || value->pieces[index - 1].reg != piece->reg;
    if (*fresh)
        *last = local(lowered, file->regs[piece->reg].bytes, min_u64(file->regs[piece->reg].bytes, 16));
    return *last;
}

static void append(struct lowered *lowered, struct move_list *memory, struct move_list *registers, struct move move)
{
    add_move(lowered, move.to.kind == IN_REGISTER ? registers : memory, &move);
}

/* Moves the value at `from` to its pieces, as the one who calls has them, or the one who returns. */
static void scatter(struct lowered *lowered, const struct cconv_plan *plan, const cconv_placement *value,
                    struct operand from, bool returned)
{
    const struct register_file *file = register_file_of(plan->convention->arch);
    struct move_list *memory = returned ? &lowered->settle : &lowered->stage;
    struct move_list *registers = returned ? &lowered->settle : &lowered->load;
    struct operand image = {0};
    for (size_t i = 0; i < value->piece_count; i++) {
        const cconv_piece *piece = &value->pieces[i];
        if (in_x87(file, piece))
            continue;
        struct move move = {.to = returned ? incoming(piece) : outgoing(plan, piece),
                            .from = shifted(from, piece->offset), .size = (uint32_t)piece->size,
                            .extend = (uint8_t)value->extend, .extended_to = (uint8_t)value->extended_to};
        if (move.to.kind == IN_REGISTER && !moves_whole(file, value, piece)) {
            bool fresh;
            image_of(lowered, file, value, i, &image, &fresh);
            append(lowered, memory, registers,
                   (struct move){.to = shifted(image, piece->at), .from = move.from, .size = move.size});
            if (!fresh)
                continue;
            move = (struct move){.to = {IN_REGISTER, piece->reg, 0}, .from = image, .size = file->regs[piece->reg].bytes};
        }
        append(lowered, memory, registers, move);
    }
    /* A stack: st1, under st0, is loaded before it. */
    for (size_t i = value->piece_count; i-- > 0;)
        if (in_x87(file, &value->pieces[i]))
            append(lowered, memory, registers,
                   (struct move){.to = incoming(&value->pieces[i]), .from = shifted(from, value->pieces[i].offset),
                                 .size = (uint32_t)value->pieces[i].size});
}

/* Moves the pieces, as the one who is called has them, or to whom it is returned, together to the value at `to`. */
static void collect(struct lowered *lowered, const struct cconv_plan *plan, const cconv_placement *value,
                    struct operand to, struct move_list *list)
{
    const struct register_file *file = register_file_of(plan->convention->arch);
    struct operand image = {0};
    for (size_t i = 0; i < value->piece_count; i++) {
        const cconv_piece *piece = &value->pieces[i];
        if (piece->flags & CCONV_PIECE_DUPLICATE)
            continue;
        struct move move = {.to = shifted(to, piece->offset), .from = incoming(piece), .size = (uint32_t)piece->size};
        if (move.from.kind == IN_REGISTER && !moves_whole(file, value, piece)) {
            bool fresh;
            image_of(lowered, file, value, i, &image, &fresh);
            if (fresh)
                add_move(lowered, list, &(struct move){.to = image, .from = {IN_REGISTER, piece->reg, 0},
                                                       .size = file->regs[piece->reg].bytes});
            move.from = shifted(image, piece->at);
        }
        add_move(lowered, list, &move);
    }
}

/* The vector registers that a placement uses may be wide, which the code must know to end cleanly. */
static void note_registers(struct lowered *lowered, const struct cconv_plan *plan, const cconv_placement *placement)
{
    const struct register_file *file = register_file_of(plan->convention->arch);
    for (size_t i = 0; i < placement->piece_count; i++) {
        const cconv_piece *piece = &placement->pieces[i];
        if (piece->where == CCONV_IN_REGISTER && file->regs[piece->reg].bytes > lowered->shape.widest_vector)
            lowered->shape.widest_vector = file->regs[piece->reg].bytes;
    }
}

/* -------------------------------------------------------------------- checks */

enum { FRAME_LIMIT = 1 << 28 };

/* Offsets in code are 32 bits wide, and scalable values have none. */
static cconv_status check_placement(const struct cconv_plan *plan, const cconv_placement *placement, const char *what,
                                    cconv_error *error)
{
    if (placement->scalable)
        return error_set(error, CCONV_UNSUPPORTED, "%s: %s '%s': its size is a multiple of VG, which generated code does not know",
                         plan->convention->name, what, placement->type);
    if (placement->size >= FRAME_LIMIT)
        return error_set(error, CCONV_UNSUPPORTED, "%s: %s '%s': larger than generated code copies",
                         plan->convention->name, what, placement->type);
    for (size_t i = 0; i < placement->piece_count; i++)
        if (placement->pieces[i].flags & CCONV_PIECE_AS_DOUBLE)
            return error_set(error, CCONV_UNSUPPORTED, "%s: %s '%s': held converted to double",
                             plan->convention->name, what, placement->type);
    return CCONV_OK;
}

/* What the entry's plan returns in must not be given its old value back. */
static void note_returned(struct lowered *lowered, const struct cconv_plan *plan)
{
    const struct register_file *file = register_file_of(plan->convention->arch);
    const cconv_placement *result = plan->result;
    for (size_t i = 0; i < result->piece_count; i++)
        if (result->pieces[i].where == CCONV_IN_REGISTER) {
            uint16_t reg = file->regs[result->pieces[i].reg].whole;
            if (lowered->shape.widest_returned < file->regs[result->pieces[i].reg].bytes)
                lowered->shape.widest_returned = file->regs[result->pieces[i].reg].bytes;
            lowered->shape.returned[reg / 64] |= (uint64_t)1 << reg % 64;
        }
}

static cconv_status check_plan(const struct cconv_plan *plan, cconv_error *error)
{
    if (plan->stack.args_size >= FRAME_LIMIT)
        return error_set(error, CCONV_UNSUPPORTED, "%s: more stack arguments than generated code copies",
                         plan->convention->name);
    for (uint32_t i = 0; i < plan->argument_count; i++) {
        cconv_status status = check_placement(plan, &plan->arguments[i], "argument", error);
        if (status)
            return status;
    }
    if (plan->convention->syscall && (!plan->has_syscall_number || plan->syscall_number < 0 || plan->syscall_number > INT32_MAX))
        return error_set(error, CCONV_INVALID, "%s: the plan has no number of a system call", plan->convention->name);
    return check_placement(plan, plan->result, "result", error);
}

/* ------------------------------------------------------------- to the callee */

/* The value at `value` becomes argument `to` of the plan. */
static void pass(struct lowered *lowered, const struct cconv_plan *plan, const cconv_placement *to, struct operand value)
{
    uint64_t word = plan->target->pointer_size;
    struct operand copy = value;
    note_registers(lowered, plan, to);
    if (to->kind == CCONV_PLACED_INDIRECT) { /* the callee may write to it */
        /* Whatever the type's own alignment is, callees expect of a copy what the stack has. */
        copy = local(lowered, to->size, max_u64(to->align, min_u64(plan->stack.alignment, 16)));
        if (to->size)
            add(lowered, copy, value, to->size);
    }
    if (to->kind != CCONV_PLACED_INDIRECT) {
        scatter(lowered, plan, to, value, false);
        return;
    }
    for (size_t i = 0; i < to->piece_count; i++)
        add_address(lowered, outgoing(plan, &to->pieces[i]), copy, word);
}

/* The number of a system call, where the kernel looks for it; the stack is not looked at, so the entry's own alignment does. */
static void prepare_system_call(struct lowered *lowered, const struct cconv_plan *plan)
{
    const char *name = plan->convention->syscall->number_register;
    uint16_t reg = register_named(register_file_of(plan->convention->arch), name, strlen(name));
    add(lowered, (struct operand){IN_REGISTER, reg, 0}, (struct operand){AS_CONSTANT, 0, (uint32_t)plan->syscall_number}, 4);
    lowered->shape.outgoing_align = lowered->shape.entry->stack.alignment;
    lowered->shape.function = (struct operand){AS_CONSTANT, 0, 0};
}

/* What every call to a plan needs beside its arguments. `function` holds the address, of what has one. */
static void prepare_call(struct lowered *lowered, const struct cconv_plan *plan, struct operand function)
{
    lowered->shape.callee = plan->convention;
    lowered->shape.function = function;
    lowered->shape.outgoing = (uint32_t)plan->stack.args_size + plan->stack.shadow_space;
    lowered->shape.outgoing_align = plan->stack.alignment;
    lowered->shape.callee_pops = (uint32_t)plan->stack.callee_pops;
    tell(lowered, ABOUT_VECTOR_COUNT);
    if (plan->counts_vectors && plan->convention->vector_count != CCONV_NO_REGISTER)
        add(lowered, (struct operand){IN_REGISTER, plan->convention->vector_count, 0},
            (struct operand){AS_CONSTANT, 0, plan->vector_count}, 4);
    if (plan->convention->syscall)
        prepare_system_call(lowered, plan);
}

/* The pointer for an indirect result, which is `from` itself or its address. */
static void pass_hidden(struct lowered *lowered, const struct cconv_plan *plan, struct operand from, bool address)
{
    for (uint32_t i = 0; i < plan->hidden_count; i++)
        for (size_t j = 0; j < plan->hidden[i].piece_count; j++) {
            const cconv_piece *piece = &plan->hidden[i].pieces[j];
            struct operand to = outgoing(plan, piece);
            if (address)
                add_address(lowered, to, from, piece->size);
            else
                add(lowered, to, from, piece->size);
        }
}

/* --------------------------------------------------------------------- stubs */

uint64_t block_offset(const struct cconv_plan *plan, size_t index)
{
    uint64_t at = 0, align = 1;
    for (size_t i = 0; i < plan->argument_count; i++) {
        const cconv_placement *argument = &plan->arguments[i];
        uint64_t own = max_u64(argument->align, 1);
        at = round_up(at, own);
        if (i == index)
            return at;
        at += argument->size;
        align = max_u64(align, own);
    }
    return round_up(at, align);
}

/* Where the code has its own arguments. */
struct stub_operands {
    struct operand arguments, result, function;
};

static void stub(const struct cconv_plan *entry, const struct cconv_plan *plan, enum argument_form form, bool widen,
                 struct stub_operands at, struct lowered *out)
{
    out->shape.entry = entry->convention;
    out->shape.arguments = at.arguments;
    uint64_t block = 0;
    for (uint32_t i = 0; i < plan->argument_count; i++) {
        const cconv_placement *argument = &plan->arguments[i];
        tell(out, ABOUT_ARGUMENT + i);
        block = round_up(block, max_u64(argument->align, 1));
        struct operand value = form == FORM_ARRAY ? (struct operand){AT_POINTER, (uint16_t)i, 0}
                                                  : (struct operand){AT_BLOCK, 0, (uint32_t)block};
        pass(out, plan, argument, value);
        block += argument->size;
    }
    prepare_call(out, plan, at.function);
    tell(out, ABOUT_RESULT);
    note_registers(out, plan, plan->result);
    if (plan->result->kind == CCONV_PLACED_INDIRECT)
        pass_hidden(out, plan, at.result, false);
    else if (plan->result->kind == CCONV_PLACED_DIRECT)
        out->shape.result = at.result;
    if (plan->result->kind == CCONV_PLACED_DIRECT)
        collect(out, plan, plan->result, (struct operand){AT_RESULT, 0, 0}, &out->settle);
    if (widen && plan->result->widens && out->settle.count == 1 && plan->result->size < plan->target->pointer_size) {
        out->settle.moves[0].extend = (uint8_t)plan->result->widens;
        out->settle.moves[0].extended_to = plan->target->pointer_size;
    }
}

cconv_status lower_stub(const struct cconv_plan *entry, const struct cconv_plan *plan, enum argument_form form,
                        bool widen, struct lowered *out, cconv_error *error)
{
    cconv_status status = check_plan(plan, error);
    if (status)
        return status;
    stub(entry, plan, form, widen, (struct stub_operands){incoming(&entry->arguments[2].pieces[0]), incoming(&entry->arguments[1].pieces[0]),
                                                          incoming(&entry->arguments[0].pieces[0])}, out);
    return out->failed ? error_no_memory(error) : CCONV_OK;
}

cconv_status lower_call(const struct cconv_plan *entry, const struct cconv_plan *plan, struct lowered *out, cconv_error *error)
{
    cconv_status status = check_plan(plan, error);
    if (status)
        return status;
    stub(entry, plan, FORM_BLOCK, false, (struct stub_operands){incoming(&entry->arguments[0].pieces[0]), incoming(&entry->arguments[1].pieces[0]),
                                                                {AT_SYMBOL, 0, 0}}, out);
    out->shape.pops = (uint32_t)entry->stack.callee_pops;
    return out->failed ? error_no_memory(error) : CCONV_OK;
}

/* ----------------------------------------------------------------- callbacks */

/* Sorts out where an incoming direct value can be read as a whole: on the stack, where it lies there in one piece,
   or in local memory, where its pieces are gathered. */
static struct operand gather(struct lowered *lowered, const struct cconv_plan *plan, const cconv_placement *value)
{
    const cconv_piece *first = value->pieces;
    note_registers(lowered, plan, value);
    if (value->piece_count == 1 && first->where == CCONV_ON_STACK && first->offset == 0 && first->size == value->size
        && first->at % max_u64(value->align, 1) == plan->stack.return_address % max_u64(value->align, 1)
        && value->align <= plan->stack.alignment)
        return incoming(first);
    struct operand memory = local(lowered, value->size, max_u64(value->align, min_u64(plan->stack.alignment, 16)));
    collect(lowered, plan, value, memory, &lowered->stage);
    return memory;
}

/* The pointer of an indirect value, by the plan that has it; `to` is in memory. */
static void keep_pointer(struct lowered *lowered, const cconv_piece *pieces, size_t count, struct operand to)
{
    for (size_t i = 0; i < count; i++)
        if (!(pieces[i].flags & CCONV_PIECE_DUPLICATE))
            add(lowered, shifted(to, pieces[i].offset), incoming(&pieces[i]), pieces[i].size);
}

/* What the entry plan's caller wants: its result from the memory `from`, and the stack as it should be. */
static void answer(struct lowered *lowered, const struct cconv_plan *plan, struct operand from)
{
    const cconv_placement *result = plan->result;
    note_registers(lowered, plan, result);
    lowered->shape.pops = (uint32_t)plan->stack.callee_pops;
    scatter(lowered, plan, result, from, true);
}

cconv_status lower_callback(const struct cconv_plan *plan, const struct cconv_plan *handler_plan, uint32_t user,
                            uint32_t handler, struct lowered *out, cconv_error *error)
{
    cconv_status status = check_plan(plan, error);
    if (status)
        return status;
    uint64_t word = plan->target->pointer_size;
    out->shape.entry = plan->convention;
    out->shape.is_entered = 1;
    note_returned(out, plan);
    struct operand array = local(out, plan->argument_count * word, word);
    for (uint32_t i = 0; i < plan->argument_count; i++) {
        const cconv_placement *argument = &plan->arguments[i];
        struct operand pointer = shifted(array, i * word);
        if (argument->kind == CCONV_PLACED_INDIRECT)
            keep_pointer(out, argument->pieces, argument->piece_count, pointer);
        else
            add_address(out, pointer, gather(out, plan, argument), word);
    }
    bool indirect = plan->result->kind == CCONV_PLACED_INDIRECT;
    struct operand result = local(out, indirect ? word : max_u64(plan->result->size, word),
                                  indirect ? word : max_u64(plan->result->align, word));
    if (indirect && plan->hidden_count)
        keep_pointer(out, plan->hidden[0].pieces, plan->hidden[0].piece_count, result);
    prepare_call(out, handler_plan, (struct operand){AT_DATA, 0, handler});
    const cconv_placement *given = handler_plan->arguments;
    add(out, outgoing(handler_plan, &given[0].pieces[0]), (struct operand){AT_DATA, 0, user}, word);
    if (indirect)
        add(out, outgoing(handler_plan, &given[1].pieces[0]), result, word);
    else
        add_address(out, outgoing(handler_plan, &given[1].pieces[0]), result, word);
    add_address(out, outgoing(handler_plan, &given[2].pieces[0]), array, word);
    answer(out, plan, result);
    return out->failed ? error_no_memory(error) : CCONV_OK;
}

/* -------------------------------------------------------------------- thunks */

/* The piece of `value` that holds bytes [offset, offset + size); NULL if they are not in one. */
static const cconv_piece *piece_of(const cconv_placement *value, uint64_t offset, uint64_t size)
{
    for (size_t i = 0; i < value->piece_count; i++) {
        const cconv_piece *piece = &value->pieces[i];
        if (!(piece->flags & CCONV_PIECE_DUPLICATE) && piece->offset <= offset
            && offset + size <= piece->offset + piece->size)
            return piece;
    }
    return NULL;
}

/* 1 if each piece of `to` is in one of `from`, so that no memory is needed between. */
static bool passes_through(const struct register_file *file, const cconv_placement *from, const cconv_placement *to)
{
    for (size_t i = 0; i < to->piece_count; i++) {
        const cconv_piece *piece = piece_of(from, to->pieces[i].offset, to->pieces[i].size);
        if (!piece || (to->pieces[i].where == CCONV_IN_REGISTER && !moves_whole(file, to, &to->pieces[i])))
            return false;
        if (piece->where == CCONV_IN_REGISTER
            && (piece->offset != to->pieces[i].offset || !moves_whole(file, from, piece)))
            return false;
    }
    return true;
}

static void pass_through(struct lowered *lowered, const struct cconv_plan *to_plan, const cconv_placement *from,
                         const cconv_placement *to)
{
    for (size_t i = 0; i < to->piece_count; i++) {
        const cconv_piece *piece = piece_of(from, to->pieces[i].offset, to->pieces[i].size);
        struct operand place = outgoing(to_plan, &to->pieces[i]);
        struct move move = {.to = place, .from = shifted(incoming(piece), to->pieces[i].offset - piece->offset),
                            .size = (uint32_t)to->pieces[i].size,
                            .extend = (uint8_t)to->extend, .extended_to = (uint8_t)to->extended_to};
        add_move(lowered, place.kind == IN_REGISTER ? &lowered->load : &lowered->stage, &move);
    }
}

/* Argument `from` of the entry's plan becomes `to` of the target's. Indirect values hand on their pointer: who is
   called owns the copy, and hands it on. `array` is where pointer number `index` can be kept. */
static void carry(struct lowered *lowered, const struct cconv_plan *from_plan, const struct cconv_plan *to_plan,
                  const cconv_placement *from, const cconv_placement *to, struct operand array, uint16_t index)
{
    note_registers(lowered, from_plan, from);
    note_registers(lowered, to_plan, to);
    bool from_pointer = from->kind == CCONV_PLACED_INDIRECT, to_pointer = to->kind == CCONV_PLACED_INDIRECT;
    if (from_pointer == to_pointer && passes_through(register_file_of(from_plan->convention->arch), from, to)) {
        pass_through(lowered, to_plan, from, to);
    } else if (from_pointer) {
        keep_pointer(lowered, from->pieces, from->piece_count,
                     shifted(array, index * from_plan->target->pointer_size));
        pass(lowered, to_plan, to, (struct operand){AT_POINTER, index, 0});
    } else if (to_pointer) {
        struct operand memory = gather(lowered, from_plan, from);
        for (size_t i = 0; i < to->piece_count; i++)
            add_address(lowered, outgoing(to_plan, &to->pieces[i]), memory, to->pieces[i].size);
    } else {
        pass(lowered, to_plan, to, gather(lowered, from_plan, from));
    }
}

static void carry_result(struct lowered *lowered, const struct cconv_plan *from, const struct cconv_plan *to)
{
    uint64_t word = from->target->pointer_size;
    const cconv_placement *result = to->result;
    note_registers(lowered, to, result);
    struct operand memory;
    if (from->result->kind == CCONV_PLACED_INDIRECT) {
        memory = local(lowered, word, word);
        keep_pointer(lowered, from->hidden[0].pieces, from->hidden[0].piece_count, memory);
        lowered->shape.result = memory;
        if (result->kind == CCONV_PLACED_INDIRECT)
            pass_hidden(lowered, to, incoming(&from->hidden[0].pieces[0]), false);
    } else {
        memory = local(lowered, max_u64(result->size, word), max_u64(result->align, word));
        if (result->kind == CCONV_PLACED_INDIRECT)
            pass_hidden(lowered, to, memory, true);
    }
    struct operand value = from->result->kind == CCONV_PLACED_INDIRECT ? (struct operand){AT_RESULT, 0, 0} : memory;
    if (result->kind == CCONV_PLACED_DIRECT)
        collect(lowered, to, result, value, &lowered->settle);
    answer(lowered, from, memory);
}

/* 1 if both results are in the same registers, as they are where they differ in nothing. */
static bool same_result(const struct cconv_plan *from, const struct cconv_plan *to)
{
    const cconv_placement *a = from->result, *b = to->result;
    if (a->kind != b->kind || a->piece_count != b->piece_count || a->kind == CCONV_PLACED_INDIRECT)
        return false;
    for (size_t i = 0; i < a->piece_count; i++)
        if (memcmp(&a->pieces[i], &b->pieces[i], sizeof *a->pieces) != 0)
            return false;
    return a->extend == CCONV_EXTEND_NONE || (a->extend == b->extend && a->extended_to <= b->extended_to);
}

/* 1 if the values are of the same size and kind: arguments or results of one prototype. */
static bool same_value(const cconv_placement *a, const cconv_placement *b)
{
    return a->size == b->size && a->widens == b->widens && (a->kind == CCONV_PLACED_VOID) == (b->kind == CCONV_PLACED_VOID);
}

cconv_status lower_check_pair(const struct cconv_plan *from, const struct cconv_plan *to, bool bound, cconv_error *error)
{
    bool same = to->argument_count == from->argument_count + bound && same_value(from->result, to->result);
    for (uint32_t i = 0; same && i < from->argument_count; i++)
        same = same_value(&from->arguments[i], &to->arguments[i + bound]);
    if (!same || (bound && to->arguments[0].size != from->target->pointer_size))
        return error_set(error, CCONV_INVALID, "'%s' and '%s' differ in a type", from->declaration, to->declaration);
    return CCONV_OK;
}

static bool has_pointers(const struct cconv_plan *plan)
{
    for (uint32_t i = 0; i < plan->argument_count; i++)
        if (plan->arguments[i].kind == CCONV_PLACED_INDIRECT)
            return true;
    return false;
}

/* `user` is where the pointer is that `to` has in front where `bound` is 1. */
static cconv_status thunk(const struct cconv_plan *from, const struct cconv_plan *to, bool bound, struct operand user,
                          struct operand target, struct lowered *out, cconv_error *error)
{
    cconv_status status = check_plan(from, error);
    if (!status)
        status = check_plan(to, error);
    if (status)
        return status;
    uint64_t word = from->target->pointer_size;
    out->shape.entry = from->convention;
    note_returned(out, from);
    struct operand array = {AS_CONSTANT, 0, 0};
    if (!out->is_told || has_pointers(from)) /* who reads the code is spared memory that nothing uses */
        array = local(out, from->argument_count * word, word);
    out->shape.arguments = array;
    for (uint32_t i = 0; i < from->argument_count; i++) {
        tell(out, ABOUT_ARGUMENT + i);
        carry(out, from, to, &from->arguments[i], &to->arguments[i + bound], array, (uint16_t)i);
    }
    if (bound)
        for (size_t i = 0; i < to->arguments[0].piece_count; i++)
            add(out, outgoing(to, &to->arguments[0].pieces[i]), user, word);
    prepare_call(out, to, target);
    tell(out, ABOUT_RESULT);
    if (same_result(from, to))
        out->shape.pops = (uint32_t)from->stack.callee_pops;
    else
        carry_result(out, from, to);
    return out->failed ? error_no_memory(error) : CCONV_OK;
}

cconv_status lower_thunk(const struct cconv_plan *from, const struct cconv_plan *to, bool bound, uint32_t user,
                         uint32_t target, struct lowered *out, cconv_error *error)
{
    out->shape.is_entered = 1;
    return thunk(from, to, bound, (struct operand){AT_DATA, 0, user}, (struct operand){AT_DATA, 0, target}, out, error);
}

cconv_status lower_bridge(const struct cconv_plan *from, const struct cconv_plan *to, struct lowered *out, cconv_error *error)
{
    return thunk(from, to, false, (struct operand){0}, (struct operand){AT_SYMBOL, 0, 0}, out, error);
}

/* ------------------------------------------------------------------- callees */

/* The body may call by the convention that it has itself. */
cconv_status lower_callee(const struct cconv_plan *plan, uint32_t locals, struct lowered *out, cconv_error *error)
{
    cconv_status status = check_plan(plan, error);
    if (status)
        return status;
    out->shape.entry = out->shape.callee = plan->convention;
    out->shape.function = (struct operand){AT_BODY, 0, 0};
    out->shape.outgoing = plan->stack.shadow_space;
    out->shape.outgoing_align = plan->stack.alignment;
    out->shape.pops = (uint32_t)plan->stack.callee_pops;
    note_returned(out, plan);
    if (locals)
        local(out, locals, min_u64(plan->stack.alignment, 16));
    return CCONV_OK;
}
