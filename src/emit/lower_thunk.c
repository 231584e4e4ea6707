/*
 * Lowering (lower.h) of what is called under one plan and calls under another, both by its own prototype: thunks, bridges, and
 * callees that call nothing.
 */
#include "emit/lower.h"

#include <string.h>

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
        if (!piece || (to->pieces[i].where == CCONV_IN_REGISTER && !lower_moves_whole(file, to, &to->pieces[i])))
            return false;
        if (piece->where == CCONV_IN_REGISTER
            && (piece->offset != to->pieces[i].offset || !lower_moves_whole(file, from, piece)))
            return false;
    }
    return true;
}

static void pass_through(struct lowered *lowered, const struct cconv_plan *to_plan, const cconv_placement *from,
                         const cconv_placement *to)
{
    for (size_t i = 0; i < to->piece_count; i++) {
        const cconv_piece *piece = piece_of(from, to->pieces[i].offset, to->pieces[i].size);
        struct operand place = lower_outgoing(to_plan, &to->pieces[i]);
        struct move move = {.to = place, .from = lower_shifted(lower_incoming(piece), to->pieces[i].offset - piece->offset),
                            .size = (uint32_t)to->pieces[i].size,
                            .extend = (uint8_t)to->extend, .extended_to = (uint8_t)to->extended_to};
        lower_add_move(lowered, place.kind == IN_REGISTER ? &lowered->load : &lowered->stage, &move);
    }
}

/* What an indirect value's pointer points to, where that can be read from where the pointer is. False if it is kept in the array.
   At run time it is always kept there: what runs lists of moves knows of nothing else. */
static bool is_reachable(const struct lowered *lowered, const cconv_placement *value, uint64_t word, struct operand *out)
{
    const cconv_piece *piece = value->pieces;
    if (!lowered->is_told || lowered->keeps_pointers || value->piece_count == 0 || piece->size != word)
        return false;
    if (piece->where == CCONV_IN_REGISTER)
        *out = (struct operand){AT_BEHIND, piece->reg, 0};
    else
        *out = (struct operand){AT_POINTER, (uint16_t)(POINTER_INCOMING + piece->at / word), 0};
    return piece->where == CCONV_IN_REGISTER || (piece->at % word == 0 && piece->at / word < POINTER_INCOMING);
}

/* Argument `from` of the entry's plan becomes `to` of the target's. Indirect values hand on their pointer: who is
   called owns the copy, and hands it on. `array` is where pointer number `index` can be kept. */
static void carry(struct lowered *lowered, const struct cconv_plan *from_plan, const struct cconv_plan *to_plan,
                  const cconv_placement *from, const cconv_placement *to, struct operand array, uint16_t index)
{
    lower_note_registers(lowered, from_plan, from);
    lower_note_registers(lowered, to_plan, to);
    struct operand behind;
    bool from_pointer = from->kind == CCONV_PLACED_INDIRECT, to_pointer = to->kind == CCONV_PLACED_INDIRECT;
    if (from_pointer == to_pointer && passes_through(register_file_of(from_plan->convention->arch), from, to)) {
        pass_through(lowered, to_plan, from, to);
    } else if (from_pointer && is_reachable(lowered, from, from_plan->target->pointer_size, &behind)) {
        lower_pass(lowered, to_plan, to, behind);
    } else if (from_pointer) {
        lower_keep_pointer(lowered, from->pieces, from->piece_count,
                     lower_shifted(array, index * from_plan->target->pointer_size));
        lower_pass(lowered, to_plan, to, (struct operand){AT_POINTER, index, 0});
    } else if (to_pointer) {
        struct operand memory = lower_gather(lowered, from_plan, from);
        for (size_t i = 0; i < to->piece_count; i++)
            lower_add_address(lowered, lower_outgoing(to_plan, &to->pieces[i]), memory, to->pieces[i].size);
    } else {
        lower_pass(lowered, to_plan, to, lower_gather(lowered, from_plan, from));
    }
}

static void carry_result(struct lowered *lowered, const struct cconv_plan *from, const struct cconv_plan *to)
{
    uint64_t word = from->target->pointer_size;
    const cconv_placement *result = to->result;
    lower_note_registers(lowered, to, result);
    struct operand memory;
    if (from->result->kind == CCONV_PLACED_INDIRECT) {
        memory = lower_local(lowered, word, word);
        lower_keep_pointer(lowered, from->hidden[0].pieces, from->hidden[0].piece_count, memory);
        lowered->shape.result = memory;
        if (result->kind == CCONV_PLACED_INDIRECT)
            lower_pass_hidden(lowered, to, lower_incoming(&from->hidden[0].pieces[0]), false);
    } else {
        memory = lower_local(lowered, max_u64(result->size, word), max_u64(result->align, word));
        if (result->kind == CCONV_PLACED_INDIRECT)
            lower_pass_hidden(lowered, to, memory, true);
    }
    struct operand value = from->result->kind == CCONV_PLACED_INDIRECT ? (struct operand){AT_RESULT, 0, 0} : memory;
    if (result->kind == CCONV_PLACED_DIRECT)
        lower_collect(lowered, to, result, value, &lowered->settle);
    lower_answer(lowered, from, memory);
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

/* 1 if a pointer has to be kept in the array. */
static bool has_pointers(const struct lowered *lowered, const struct cconv_plan *plan)
{
    struct operand behind;
    for (uint32_t i = 0; i < plan->argument_count; i++)
        if (plan->arguments[i].kind == CCONV_PLACED_INDIRECT
            && !is_reachable(lowered, &plan->arguments[i], plan->target->pointer_size, &behind))
            return true;
    return false;
}

/* `user` is where the pointer is that `to` has in front where `bound` is 1. */
static cconv_status thunk(const struct cconv_plan *from, const struct cconv_plan *to, bool bound, struct operand user,
                          struct operand target, struct lowered *out, cconv_error *error)
{
    cconv_status status = lower_check_plan(from, error);
    if (!status)
        status = lower_check_plan(to, error);
    if (status)
        return status;
    uint64_t word = from->target->pointer_size;
    out->shape.entry = from->convention;
    lower_note_returned(out, from);
    struct operand array = {AS_CONSTANT, 0, 0};
    if (has_pointers(out, from) || !out->is_told) /* who reads the code is spared memory that nothing uses */
        array = lower_local(out, from->argument_count * word, word);
    out->shape.arguments = array;
    for (uint32_t i = 0; i < from->argument_count; i++) {
        lower_tell(out, ABOUT_ARGUMENT + i);
        carry(out, from, to, &from->arguments[i], &to->arguments[i + bound], array, (uint16_t)i);
    }
    if (bound)
        for (size_t i = 0; i < to->arguments[0].piece_count; i++)
            lower_add(out, lower_outgoing(to, &to->arguments[0].pieces[i]), user, word);
    lower_prepare_call(out, to, target);
    lower_tell(out, ABOUT_RESULT);
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
    cconv_status status = lower_check_plan(plan, error);
    if (status)
        return status;
    out->shape.entry = out->shape.callee = plan->convention;
    out->shape.function = (struct operand){AT_BODY, 0, 0};
    out->shape.outgoing = plan->stack.shadow_space;
    out->shape.outgoing_align = plan->stack.alignment;
    out->shape.pops = (uint32_t)plan->stack.callee_pops;
    lower_note_returned(out, plan);
    if (locals)
        lower_local(out, locals, min_u64(plan->stack.alignment, 16));
    return CCONV_OK;
}
