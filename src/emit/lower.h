/* Lowering between its files: values between plans (lower.c), thunks (lower_thunk.c), and the moves themselves (move.c). */
#ifndef EMIT_LOWER_H
#define EMIT_LOWER_H

#include "emit/move.h"

/* What the moves that follow are part of. Code at run time is shared by whatever lowers to the same moves, so there they do
   not say. */
void lower_tell(struct lowered *lowered, uint32_t about);

struct operand lower_shifted(struct operand operand, uint64_t offset);
/* Where a piece is, for the one who is called, and for the one who calls. */
struct operand lower_incoming(const cconv_piece *piece);
struct operand lower_outgoing(const struct cconv_plan *plan, const cconv_piece *piece);
struct operand lower_local(struct lowered *lowered, uint64_t size, uint64_t align);

void lower_add_move(struct lowered *lowered, struct move_list *list, const struct move *move);
/* Of bytes, or of the address of `from`, before the call: to registers when all else is done. */
void lower_add(struct lowered *lowered, struct operand to, struct operand from, uint64_t size);
void lower_add_address(struct lowered *lowered, struct operand to, struct operand from, uint64_t word);

/* 1 if one instruction moves the piece between memory and its register, which holds nothing else. */
bool lower_moves_whole(const struct register_file *file, const cconv_placement *value, const cconv_piece *piece);
/* Moves the pieces, as the one who is called has them, or to whom it is returned, together to the value at `to`. */
void lower_collect(struct lowered *lowered, const struct cconv_plan *plan, const cconv_placement *value, struct operand to,
                   struct move_list *list);
/* The vector registers that a placement uses may be wide, which the code must know to end cleanly. */
void lower_note_registers(struct lowered *lowered, const struct cconv_plan *plan, const cconv_placement *placement);
/* What the entry's plan returns in must not be given its old value back. */
void lower_note_returned(struct lowered *lowered, const struct cconv_plan *plan);
cconv_status lower_check_plan(const struct cconv_plan *plan, cconv_error *error);

/* The value at `value` becomes argument `to` of the plan. */
void lower_pass(struct lowered *lowered, const struct cconv_plan *plan, const cconv_placement *to, struct operand value);
/* The pointer for an indirect result, which is `from` itself or its address. */
void lower_pass_hidden(struct lowered *lowered, const struct cconv_plan *plan, struct operand from, bool address);
/* What every call to a plan needs beside its arguments. `function` holds the address, of what has one. */
void lower_prepare_call(struct lowered *lowered, const struct cconv_plan *plan, struct operand function);

/* Where an incoming direct value can be read as a whole: on the stack, where it lies there in one piece, or in local memory,
   where its pieces are gathered. */
struct operand lower_gather(struct lowered *lowered, const struct cconv_plan *plan, const cconv_placement *value);
/* The pointer of an indirect value, by the plan that has it; `to` is in memory. */
void lower_keep_pointer(struct lowered *lowered, const cconv_piece *pieces, size_t count, struct operand to);
/* What the entry plan's caller wants: its result from the memory `from`, and the stack as it should be. */
void lower_answer(struct lowered *lowered, const struct cconv_plan *plan, struct operand from);

#endif
