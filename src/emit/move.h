/*
 * Plans lowered to moves: what generated code does between being entered under one plan and calling under another.
 * Nothing here knows an instruction; machine.h's tables turn moves into them.
 *
 * Every piece of generated code has one shape:
 *
 *     enter     under plan E (what the code is called as)
 *     stage     moves to memory: copies, stack arguments, registers whose bytes are needed in memory
 *     load      moves to registers, ordered so that none overwrites what another still reads
 *     call      under plan C
 *     settle    moves of the result: to memory, then to registers
 *     leave     as E demands
 *
 *              E                                         C
 *   stub       void (function, result, arguments)        the plan of the function
 *   callback   the plan of the callback                  void (user, result, arguments)
 *   thunk      the plan it is called under               the plan of its target
 *
 * What E's callee must preserve and C's need not is saved in between.
 */
#ifndef EMIT_MOVE_H
#define EMIT_MOVE_H

#include "plan/plan.h"

enum operand_kind {
    IN_REGISTER,  /* byte `offset` of register `index`, and on */
    AT_INCOMING,  /* stack, `offset` from the stack pointer at entry, return address counted */
    AT_OUTGOING,  /* stack, `offset` from the stack pointer at the call instruction */
    AT_LOCAL,     /* `offset` in the frame's own memory */
    AT_POINTER,   /* `offset` behind pointer number `index` of the array of arguments; POINTER_INCOMING + n: behind word n from the
                     stack pointer at entry */
    AT_BEHIND,    /* `offset` behind the pointer in register `index` */
    AT_BLOCK,     /* `offset` in the block of arguments */
    AT_RESULT,    /* `offset` behind the pointer to the result */
    AT_DATA,      /* `offset` in what the entry's data register points to */
    AS_CONSTANT,  /* the number `offset` */
    AT_SYMBOL,    /* of a function: its name is known when the text is linked */
    AT_BODY       /* of a function: none is called, the code that follows is the reader's own */
};

enum { POINTER_INCOMING = 0x8000 };

struct operand {
    uint16_t kind;    /* enum operand_kind */
    uint16_t index;
    uint32_t offset;
};

enum move_action {
    MOVE_BYTES,       /* `size` bytes, extended to `extended_to` where that is larger */
    MOVE_ADDRESS      /* the address of `from`, a word */
};

/* Of registers: what machine.h's load and store take, that is 1, 2, 4, 8 … bytes from the register's first on; other
   pieces of a register go through an image of it in local memory. Of memory: any size. */
struct move {
    struct operand to, from;
    uint32_t size;
    uint8_t action;       /* enum move_action */
    uint8_t extend;       /* cconv_extend */
    uint8_t extended_to;  /* bytes; 0: none promised */
    uint8_t about;        /* in listings what it is part of: ABOUT_…, or an argument's number + ABOUT_ARGUMENT; else 0 */
};

enum { ABOUT_NOTHING, ABOUT_RESULT, ABOUT_VECTOR_COUNT, ABOUT_ARGUMENT, ABOUT_LAST = UINT8_MAX };

struct move_list {
    struct move *moves;
    uint32_t count, room;
    struct move first[24];
};

/* All of lowered code but its moves. No padding: it is compared as bytes. */
struct shape {
    const struct cconv_convention *entry, *callee;
    struct operand function;     /* address to call; AS_CONSTANT: the kernel, whose call's number is loaded */
    struct operand result;       /* where the pointer for AT_RESULT is; AS_CONSTANT: not used */
    struct operand arguments;    /* where the pointer for AT_POINTER or AT_BLOCK is; AT_LOCAL: the array itself */
    uint32_t outgoing;           /* bytes of stack arguments and shadow space */
    uint32_t outgoing_align;
    uint32_t locals, locals_align;
    uint32_t callee_pops;        /* by the called function */
    uint32_t pops;               /* by the generated code when it returns */
    uint32_t widest_vector;      /* bytes of the widest vector register in use; 0 for none */
    uint32_t widest_returned;    /* the same of the registers that the code returns in */
    uint32_t is_entered;         /* the code has an entry with data */
    uint32_t unused;
    uint64_t returned[3];        /* a bit for each register, by the number of the widest, that the code returns in */
};

/* All that emission reads: the same shape and moves give the same code. */
struct lowered {
    struct shape shape;
    cconv_allocator allocator;
    bool failed;                 /* memory ran out */
    bool is_told;                /* for a listing: moves say what they are about */
    bool keeps_pointers;         /* the same: those of indirect values in the array, where registers run out */
    bool wants_pointer;          /* the frame has a frame pointer, whatever its size */
    uint8_t about;
    struct move_list stage, load, settle;
};

/* What memory form a stub reads its arguments from. */
enum argument_form { FORM_ARRAY, FORM_BLOCK };

void lowered_init(struct lowered *lowered, const cconv_allocator *allocator);
void lowered_free(struct lowered *lowered);
/* All of it in one block of its allocator, whose size is `*size`; NULL when memory runs out. */
struct lowered *lowered_copy(const struct lowered *lowered, size_t *size);

/* Where argument `index` of a plan lies in a block; its size in `*size` (of the whole where index is the count). */
uint64_t block_offset(const struct cconv_plan *plan, size_t index);

/* `entry` is the plan of the generated code's own prototype. UNSUPPORTED for values whose size is not a number. */
cconv_status lower_stub(const struct cconv_plan *entry, const struct cconv_plan *plan, enum argument_form form,
                        bool widen, struct lowered *out, cconv_error *error);
/* `user` and `handler` are the offsets of these pointers in the callback's data. */
cconv_status lower_callback(const struct cconv_plan *plan, const struct cconv_plan *handler_plan, uint32_t user,
                            uint32_t handler, struct lowered *out, cconv_error *error);
/* `bound` is 1 where `to` has one argument more, in front, that is the pointer at `user` of the data. */
cconv_status lower_thunk(const struct cconv_plan *from, const struct cconv_plan *to, bool bound, uint32_t user,
                         uint32_t target, struct lowered *out, cconv_error *error);

/* INVALID if the plans, the second with one argument more in front where `bound` is 1, are not of one prototype. */
cconv_status lower_check_pair(const struct cconv_plan *from, const struct cconv_plan *to, bool bound, cconv_error *error);

/* Of listings. A thunk whose target is a symbol. */
cconv_status lower_bridge(const struct cconv_plan *from, const struct cconv_plan *to, struct lowered *out, cconv_error *error);
/* Calls a symbol with a block of arguments; `entry` is the plan of void (const block *, result *). */
cconv_status lower_call(const struct cconv_plan *entry, const struct cconv_plan *plan, struct lowered *out, cconv_error *error);
/* A function that only enters and leaves. */
cconv_status lower_callee(const struct cconv_plan *plan, uint32_t locals, struct lowered *out, cconv_error *error);

#endif
