/*
 * From plans to moves (move.h). Placements name every byte, so nothing here asks what a type is: a value is copied
 * piece by piece between where one plan has it and where the other wants it.
 */
#include "emit/lower.h"

#include <string.h>

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
bool lower_moves_whole(const struct register_file *file, const cconv_placement *value, const cconv_piece *piece)
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
        *last = lower_local(lowered, file->regs[piece->reg].bytes, min_u64(file->regs[piece->reg].bytes, 16));
    return *last;
}

static void append(struct lowered *lowered, struct move_list *memory, struct move_list *registers, struct move move)
{
    lower_add_move(lowered, move.to.kind == IN_REGISTER ? registers : memory, &move);
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
        struct move move = {.to = returned ? lower_incoming(piece) : lower_outgoing(plan, piece),
                            .from = lower_shifted(from, piece->offset), .size = (uint32_t)piece->size,
                            .extend = (uint8_t)value->extend, .extended_to = (uint8_t)value->extended_to};
        if (move.to.kind == IN_REGISTER && !lower_moves_whole(file, value, piece)) {
            bool fresh;
            image_of(lowered, file, value, i, &image, &fresh);
            append(lowered, memory, registers,
                   (struct move){.to = lower_shifted(image, piece->at), .from = move.from, .size = move.size});
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
                   (struct move){.to = lower_incoming(&value->pieces[i]), .from = lower_shifted(from, value->pieces[i].offset),
                                 .size = (uint32_t)value->pieces[i].size});
}

/* Moves the pieces, as the one who is called has them, or to whom it is returned, together to the value at `to`. */
void lower_collect(struct lowered *lowered, const struct cconv_plan *plan, const cconv_placement *value,
                    struct operand to, struct move_list *list)
{
    const struct register_file *file = register_file_of(plan->convention->arch);
    struct operand image = {0};
    for (size_t i = 0; i < value->piece_count; i++) {
        const cconv_piece *piece = &value->pieces[i];
        if (piece->flags & CCONV_PIECE_DUPLICATE)
            continue;
        struct move move = {.to = lower_shifted(to, piece->offset), .from = lower_incoming(piece), .size = (uint32_t)piece->size};
        if (move.from.kind == IN_REGISTER && !lower_moves_whole(file, value, piece)) {
            bool fresh;
            image_of(lowered, file, value, i, &image, &fresh);
            if (fresh)
                lower_add_move(lowered, list, &(struct move){.to = image, .from = {IN_REGISTER, piece->reg, 0},
                                                       .size = file->regs[piece->reg].bytes});
            move.from = lower_shifted(image, piece->at);
        }
        lower_add_move(lowered, list, &move);
    }
}

/* The vector registers that a placement uses may be wide, which the code must know to end cleanly. */
void lower_note_registers(struct lowered *lowered, const struct cconv_plan *plan, const cconv_placement *placement)
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
void lower_note_returned(struct lowered *lowered, const struct cconv_plan *plan)
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

cconv_status lower_check_plan(const struct cconv_plan *plan, cconv_error *error)
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
void lower_pass(struct lowered *lowered, const struct cconv_plan *plan, const cconv_placement *to, struct operand value)
{
    uint64_t word = plan->target->pointer_size;
    struct operand copy = value;
    lower_note_registers(lowered, plan, to);
    if (to->kind == CCONV_PLACED_INDIRECT) { /* the callee may write to it */
        /* Whatever the type's own alignment is, callees expect of a copy what the stack has. */
        copy = lower_local(lowered, to->size, max_u64(to->align, min_u64(plan->stack.alignment, 16)));
        if (to->size)
            lower_add(lowered, copy, value, to->size);
    }
    if (to->kind != CCONV_PLACED_INDIRECT) {
        scatter(lowered, plan, to, value, false);
        return;
    }
    for (size_t i = 0; i < to->piece_count; i++)
        lower_add_address(lowered, lower_outgoing(plan, &to->pieces[i]), copy, word);
}

/* The number of a system call, where the kernel looks for it; the stack is not looked at, so the entry's own alignment does. */
static void prepare_system_call(struct lowered *lowered, const struct cconv_plan *plan)
{
    const char *name = plan->convention->syscall->number_register;
    uint16_t reg = register_named(register_file_of(plan->convention->arch), name, strlen(name));
    lower_add(lowered, (struct operand){IN_REGISTER, reg, 0}, (struct operand){AS_CONSTANT, 0, (uint32_t)plan->syscall_number}, 4);
    lowered->shape.outgoing_align = lowered->shape.entry->stack.alignment;
    lowered->shape.function = (struct operand){AS_CONSTANT, 0, 0};
}

/* What every call to a plan needs beside its arguments. `function` holds the address, of what has one. */
void lower_prepare_call(struct lowered *lowered, const struct cconv_plan *plan, struct operand function)
{
    lowered->shape.callee = plan->convention;
    lowered->shape.function = function;
    lowered->shape.outgoing = (uint32_t)plan->stack.args_size + plan->stack.shadow_space;
    lowered->shape.outgoing_align = plan->stack.alignment;
    lowered->shape.callee_pops = (uint32_t)plan->stack.callee_pops;
    lower_tell(lowered, ABOUT_VECTOR_COUNT);
    if (plan->counts_vectors && plan->convention->vector_count != CCONV_NO_REGISTER)
        lower_add(lowered, (struct operand){IN_REGISTER, plan->convention->vector_count, 0},
            (struct operand){AS_CONSTANT, 0, plan->vector_count}, 4);
    if (plan->convention->syscall)
        prepare_system_call(lowered, plan);
}

/* The pointer for an indirect result, which is `from` itself or its address. */
void lower_pass_hidden(struct lowered *lowered, const struct cconv_plan *plan, struct operand from, bool address)
{
    for (uint32_t i = 0; i < plan->hidden_count; i++)
        for (size_t j = 0; j < plan->hidden[i].piece_count; j++) {
            const cconv_piece *piece = &plan->hidden[i].pieces[j];
            struct operand to = lower_outgoing(plan, piece);
            if (address)
                lower_add_address(lowered, to, from, piece->size);
            else
                lower_add(lowered, to, from, piece->size);
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
        lower_tell(out, ABOUT_ARGUMENT + i);
        block = round_up(block, max_u64(argument->align, 1));
        struct operand value = form == FORM_ARRAY ? (struct operand){AT_POINTER, (uint16_t)i, 0}
                                                  : (struct operand){AT_BLOCK, 0, (uint32_t)block};
        lower_pass(out, plan, argument, value);
        block += argument->size;
    }
    lower_prepare_call(out, plan, at.function);
    lower_tell(out, ABOUT_RESULT);
    lower_note_registers(out, plan, plan->result);
    if (plan->result->kind == CCONV_PLACED_INDIRECT)
        lower_pass_hidden(out, plan, at.result, false);
    else if (plan->result->kind == CCONV_PLACED_DIRECT)
        out->shape.result = at.result;
    if (plan->result->kind == CCONV_PLACED_DIRECT)
        lower_collect(out, plan, plan->result, (struct operand){AT_RESULT, 0, 0}, &out->settle);
    if (widen && plan->result->widens && out->settle.count == 1 && plan->result->size < plan->target->pointer_size) {
        out->settle.moves[0].extend = (uint8_t)plan->result->widens;
        out->settle.moves[0].extended_to = plan->target->pointer_size;
    }
}

cconv_status lower_stub(const struct cconv_plan *entry, const struct cconv_plan *plan, enum argument_form form,
                        bool widen, struct lowered *out, cconv_error *error)
{
    cconv_status status = lower_check_plan(plan, error);
    if (status)
        return status;
    stub(entry, plan, form, widen, (struct stub_operands){lower_incoming(&entry->arguments[2].pieces[0]), lower_incoming(&entry->arguments[1].pieces[0]),
                                                          lower_incoming(&entry->arguments[0].pieces[0])}, out);
    return out->failed ? error_no_memory(error) : CCONV_OK;
}

cconv_status lower_call(const struct cconv_plan *entry, const struct cconv_plan *plan, struct lowered *out, cconv_error *error)
{
    cconv_status status = lower_check_plan(plan, error);
    if (status)
        return status;
    stub(entry, plan, FORM_BLOCK, false, (struct stub_operands){lower_incoming(&entry->arguments[0].pieces[0]), lower_incoming(&entry->arguments[1].pieces[0]),
                                                                {AT_SYMBOL, 0, 0}}, out);
    out->shape.pops = (uint32_t)entry->stack.callee_pops;
    return out->failed ? error_no_memory(error) : CCONV_OK;
}

/* ----------------------------------------------------------------- callbacks */

/* Sorts out where an incoming direct value can be read as a whole: on the stack, where it lies there in one piece,
   or in local memory, where its pieces are gathered. */
struct operand lower_gather(struct lowered *lowered, const struct cconv_plan *plan, const cconv_placement *value)
{
    const cconv_piece *first = value->pieces;
    lower_note_registers(lowered, plan, value);
    if (value->piece_count == 1 && first->where == CCONV_ON_STACK && first->offset == 0 && first->size == value->size
        && first->at % max_u64(value->align, 1) == plan->stack.return_address % max_u64(value->align, 1)
        && value->align <= plan->stack.alignment)
        return lower_incoming(first);
    struct operand memory = lower_local(lowered, value->size, max_u64(value->align, min_u64(plan->stack.alignment, 16)));
    lower_collect(lowered, plan, value, memory, &lowered->stage);
    return memory;
}

/* The pointer of an indirect value, by the plan that has it; `to` is in memory. */
void lower_keep_pointer(struct lowered *lowered, const cconv_piece *pieces, size_t count, struct operand to)
{
    for (size_t i = 0; i < count; i++)
        if (!(pieces[i].flags & CCONV_PIECE_DUPLICATE))
            lower_add(lowered, lower_shifted(to, pieces[i].offset), lower_incoming(&pieces[i]), pieces[i].size);
}

/* What the entry plan's caller wants: its result from the memory `from`, and the stack as it should be. */
void lower_answer(struct lowered *lowered, const struct cconv_plan *plan, struct operand from)
{
    const cconv_placement *result = plan->result;
    lower_note_registers(lowered, plan, result);
    lowered->shape.pops = (uint32_t)plan->stack.callee_pops;
    scatter(lowered, plan, result, from, true);
}

cconv_status lower_callback(const struct cconv_plan *plan, const struct cconv_plan *handler_plan, uint32_t user,
                            uint32_t handler, struct lowered *out, cconv_error *error)
{
    cconv_status status = lower_check_plan(plan, error);
    if (status)
        return status;
    uint64_t word = plan->target->pointer_size;
    out->shape.entry = plan->convention;
    out->shape.is_entered = 1;
    lower_note_returned(out, plan);
    struct operand array = lower_local(out, plan->argument_count * word, word);
    for (uint32_t i = 0; i < plan->argument_count; i++) {
        const cconv_placement *argument = &plan->arguments[i];
        struct operand pointer = lower_shifted(array, i * word);
        if (argument->kind == CCONV_PLACED_INDIRECT)
            lower_keep_pointer(out, argument->pieces, argument->piece_count, pointer);
        else
            lower_add_address(out, pointer, lower_gather(out, plan, argument), word);
    }
    bool indirect = plan->result->kind == CCONV_PLACED_INDIRECT;
    struct operand result = lower_local(out, indirect ? word : max_u64(plan->result->size, word),
                                  indirect ? word : max_u64(plan->result->align, word));
    if (indirect && plan->hidden_count)
        lower_keep_pointer(out, plan->hidden[0].pieces, plan->hidden[0].piece_count, result);
    lower_prepare_call(out, handler_plan, (struct operand){AT_DATA, 0, handler});
    const cconv_placement *given = handler_plan->arguments;
    lower_add(out, lower_outgoing(handler_plan, &given[0].pieces[0]), (struct operand){AT_DATA, 0, user}, word);
    if (indirect)
        lower_add(out, lower_outgoing(handler_plan, &given[1].pieces[0]), result, word);
    else
        lower_add_address(out, lower_outgoing(handler_plan, &given[1].pieces[0]), result, word);
    lower_add_address(out, lower_outgoing(handler_plan, &given[2].pieces[0]), array, word);
    lower_answer(out, plan, result);
    return out->failed ? error_no_memory(error) : CCONV_OK;
}
