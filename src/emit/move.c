/* Lowered code as it is put together: its lists of moves, and what moves are between (move.h, lower.h). */
#include "emit/lower.h"

#include <string.h>

void lowered_init(struct lowered *lowered, const cconv_allocator *allocator)
{
    memset(&lowered->shape, 0, sizeof lowered->shape);
    lowered->allocator = *allocator;
    lowered->failed = lowered->is_told = lowered->keeps_pointers = lowered->wants_pointer = false;
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

void lower_add_move(struct lowered *lowered, struct move_list *list, const struct move *move)
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
void lower_tell(struct lowered *lowered, uint32_t about)
{
    if (lowered->is_told)
        lowered->about = (uint8_t)min_u64(about, ABOUT_LAST);
}
/* ------------------------------------------------------------------ operands */

struct operand lower_shifted(struct operand operand, uint64_t offset)
{
    operand.offset += (uint32_t)offset;
    return operand;
}

/* Where a piece is, for the one who is called. */
struct operand lower_incoming(const cconv_piece *piece)
{
    if (piece->where == CCONV_ON_STACK)
        return (struct operand){AT_INCOMING, 0, (uint32_t)piece->at};
    return (struct operand){IN_REGISTER, piece->reg, (uint32_t)piece->at};
}

/* Where a piece is, for the one who calls. */
struct operand lower_outgoing(const struct cconv_plan *plan, const cconv_piece *piece)
{
    if (piece->where == CCONV_ON_STACK)
        return (struct operand){AT_OUTGOING, 0, (uint32_t)(piece->at - plan->stack.return_address)};
    return (struct operand){IN_REGISTER, piece->reg, (uint32_t)piece->at};
}

struct operand lower_local(struct lowered *lowered, uint64_t size, uint64_t align)
{
    lowered->shape.locals = (uint32_t)round_up(lowered->shape.locals, align);
    struct operand operand = {AT_LOCAL, 0, lowered->shape.locals};
    lowered->shape.locals += (uint32_t)size;
    if (lowered->shape.locals_align < align)
        lowered->shape.locals_align = (uint32_t)align;
    return operand;
}

void lower_add(struct lowered *lowered, struct operand to, struct operand from, uint64_t size)
{
    struct move move = {.to = to, .from = from, .size = (uint32_t)size};
    lower_add_move(lowered, to.kind == IN_REGISTER ? &lowered->load : &lowered->stage, &move);
}

void lower_add_address(struct lowered *lowered, struct operand to, struct operand from, uint64_t word)
{
    struct move move = {.to = to, .from = from, .size = (uint32_t)word, .action = MOVE_ADDRESS};
    lower_add_move(lowered, to.kind == IN_REGISTER ? &lowered->load : &lowered->stage, &move);
}
