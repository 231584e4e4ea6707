/* Emission between its files: the whole (emit.c), the frame (frame.c) and the order of loads (loads.c). */
#ifndef EMIT_EMISSION_H
#define EMIT_EMISSION_H

#include "emit/machine.h"

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
    uint16_t data;                 /* the register of an entry's data, where there is an entry and it is in one */
    struct move aside;             /* a load to the frame pointer's register, which the kernel wants; of size 0 if there is none */
    uint32_t lost_kept;            /* a bit for each kept register that is the entry's caller's, and that the call changes */
    bool uses_kept;                /* kept registers serve as scratch: enter() pushes them all */
    bool unsized;                  /* a register would have to be saved whose width is not known */
    uint16_t pointer;              /* while loads are written: a register with argument pointer number `pointer_of` */
    uint16_t pointer_of;
};

/* The number of the widest register that it is a part of. */
uint16_t emit_whole(const struct emission *e, uint16_t reg);
bool emit_is_general(const struct emission *e, uint16_t reg);

/* A free general register, or CCONV_NO_REGISTER. */
uint16_t emit_find_free(const struct emission *e);
uint16_t emit_find_vector(const struct emission *e);
/* A free general register, then taken. */
uint16_t emit_take(struct emission *e);

/* 1 if a move reads or writes an operand of the kind. */
bool emit_uses(const struct lowered *lowered, unsigned kind);

/* 1 if the code returns something in the register or a part of it. */
bool emit_is_returned(const struct emission *e, uint16_t reg);
/* A load to the frame pointer's register waits in local memory until the kernel is entered. */
void emit_set_aside(struct emission *e);
/* Decides where everything is (machine.h). */
void emit_lay_out(struct emission *e);
/* Keeps the registers of the frame in it, or gives them back. */
void emit_move_saves(const struct emission *e, bool restore);

/* Loads pointer number `index` of the arguments into the register. */
void emit_load_pointer(const struct emission *e, uint16_t to, uint32_t index);
/* The address of memory. `pointer` is a register to use where it lies behind one; AT_RESULT's is in it already. */
struct address emit_address_of(const struct emission *e, const struct operand *operand, uint16_t pointer);

/* Writes all loads, in an order in which none overwrites what another still reads. */
void emit_loads(struct emission *e);

#endif
