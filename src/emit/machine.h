/* What emission needs to know of an architecture: registers that are free, and how one move is written. */
#ifndef EMIT_MACHINE_H
#define EMIT_MACHINE_H

#include "emit/code.h"
#include "emit/log.h"
#include "emit/move.h"

struct address {
    uint16_t base;        /* a general register */
    int32_t offset;
};

enum { FRAME_SAVES = 48, ENTRY_SIZE = 16 };

/*
 * The frame of generated code:
 *
 *      caller's stack arguments      entry stack pointer + return address
 *      return address                (where the call instruction pushes one)
 *      ---------------------------   frame pointer, where there is one, points just below: at its caller's value
 *      link, result pointer          `top` bytes, as the machine's enter() lays them out
 *      saved registers
 *      local memory
 *      outgoing arguments, shadow
 *      ---------------------------   stack pointer at the call
 *
 * Offsets count from the stack pointer at the call. `size` is from there to the entry stack pointer, where that is
 * known: not with a frame pointer, below which the stack is aligned further.
 */
struct frame {
    uint32_t size, locals_at, saves_at;
    uint32_t align;                /* of the stack pointer, if more than the convention's; else 0 */
    bool has_pointer;              /* the frame pointer register is used */
    bool is_leaf;                  /* nothing is on the stack: the target is jumped to */
    bool is_popped;                /* what enter() made is gone already when leave() is written */
    uint16_t slot;                 /* register holding the result pointer, kept in the frame; or CCONV_NO_REGISTER */
    uint32_t slot_at;
    uint16_t saved[FRAME_SAVES];   /* registers kept in between */
    uint32_t saved_at[FRAME_SAVES];
    uint8_t saved_size[FRAME_SAVES];
    uint32_t saves_below;          /* how far below the frame pointer they begin, where they are found by it; 0: `saves_at` */
    /* Where the code has pushed (the frame pointer or the slot; AArch64: or taken its stack), has its frame (or frame pointer),
       has each save, and all of them: Windows's unwinder is told. Written by machines that Windows has. */
    uint32_t pushed_by, framed_by, saved_by[FRAME_SAVES], entered_by;
    uint32_t saved_count;
    uint32_t kept;                 /* a bit for each of the machine's kept registers that enter() pushes */
    uint32_t entry_pushed;         /* bytes that the code's entry pushed */
    uint16_t entry_saved;          /* the register that they hold the old value of; or CCONV_NO_REGISTER */
    uint32_t pops;
};

struct machine {
    cconv_arch arch;
    uint8_t word;                   /* bytes of an address */
    uint16_t general_count;         /* registers below this number are general */
    uint16_t stack_pointer, frame_pointer;
    /* Holds the address of its data when a callback or thunk is entered: the first of these that the entry's convention neither
       preserves nor passes values in. Of the last `data_pushed` of them entries push the old value, twice so that the stack stays
       aligned: these only have to pass nothing. */
    const uint16_t *data;
    uint32_t data_count, data_pushed;
    uint8_t entry_pushes;           /* a word: where there are no such registers, entries push the address; else 0 */
    const uint16_t *scratch;        /* general, free in generated code unless a move uses them; preferred first */
    uint32_t scratch_count;
    const uint16_t *kept;           /* saved in every frame, so that they are free; none: NULL */
    uint32_t kept_count;
    bool pushes_kept;               /* by enter(), under the frame pointer, which every frame then has; what is not needed is
                                       left alone */
    const uint16_t *vector_scratch; /* the same of vector registers, for copies; may be none */
    uint32_t vector_scratch_count;
    uint8_t link_bytes;             /* where calls push nothing: the record of frame pointer and return address that
                                       enter() puts at the top of a frame; else 0 */
    uint8_t return_address;         /* bytes that a call pushes */
    uint16_t elf_machine;           /* e_machine, for debuggers */
    uint8_t return_column;          /* DWARF's column of the return address */
    uint16_t unsized;               /* registers from this number on have no fixed width: they cannot be saved; 0: none */
    uint16_t x87, mmx;              /* the first of each eight; while mm registers are in use, no other code can use the x87 ones;
                                       0: none */
    uint8_t pointer_bytes;          /* from the frame pointer up to the entry stack pointer */
    bool saves_by_pointer;          /* in frames that have a frame pointer, registers are saved right below it: unwinders find
                                       them however the stack pointer was aligned */
    bool saves_lowest;              /* they are below local memory: Windows's unwinder on AArch64 finds them by the stack pointer,
                                       which it knows there, and not far from it */
    void (*enter)(struct code *code, struct frame *frame);
    void (*leave)(struct code *code, const struct frame *frame);           /* ends in a return */
    void (*leave_jump)(struct code *code, uint16_t reg, const struct address *memory); /* NULL if all have frames */
    void (*call)(struct code *code, uint16_t reg, const struct address *memory); /* one of both */
    void (*call_symbol)(struct code *code, bool is_jump);   /* a function that the linker finds */
    /* A system call's instruction. `aside` is where the value is that the kernel wants in the frame pointer's register, or
       NULL. */
    void (*enter_kernel)(struct code *code, const struct address *aside);
    /* `size` bytes into the register, extended as asked. Sizes: 1, 2, 4, 8, and 16, 32, 64 of vectors. */
    void (*load)(struct code *code, uint16_t reg, struct address from, uint32_t size, unsigned extend, unsigned to);
    void (*store)(struct code *code, struct address to, uint16_t reg, uint32_t size);
    void (*move)(struct code *code, uint16_t to, uint16_t from, uint32_t size, unsigned extend, unsigned extended_to);
    void (*address)(struct code *code, uint16_t to, struct address of);
    void (*constant)(struct code *code, uint16_t to, uint64_t value);
    /* `counter` is another free general register, or CCONV_NO_REGISTER: then no loop. */
    void (*copy)(struct code *code, struct address to, struct address from, uint32_t size, uint16_t scratch,
                 uint16_t counter, uint16_t vector);
    /* Adds to the stack pointer. */
    void (*adjust)(struct code *code, int32_t bytes);
    void (*pop)(struct code *code, uint16_t to);   /* a word off the stack; NULL where load and add are as good */
    /* Writes ENTRY_SIZE bytes, that are executed at `at`: a landing pad, the address `distance` bytes behind their start
       into the data register or onto the stack, a jump through the word there. */
    void (*entry)(uint8_t *out, uintptr_t at, int32_t distance, uint16_t data);
    void (*end_vectors)(struct code *code, uint32_t widest);  /* before returning; may be NULL */
    void (*end_mmx)(struct code *code);                       /* where there are mm registers */
};

extern const struct machine x86_64_machine, x86_machine, aarch64_machine, arm_machine, riscv64_machine; /* in files of these names */

/* The machine of an architecture; NULL where generated code is not supported. */
const struct machine *machine_of(cconv_arch arch);

enum { MOST_REGISTERS = 192 };

/* How many low bytes of each register a convention's callee preserves, by number. */
struct preserved {
    uint8_t bytes[MOST_REGISTERS];
    /* The same as far as a caller can rely on it: not in registers that can pass arguments, which a callee may change where
       they do, padding of a struct included. */
    uint8_t relied_on[MOST_REGISTERS];
};

void preserved_by(const struct cconv_convention *convention, struct preserved *out);

/* What the lowered code's two conventions preserve. */
struct preservation {
    const struct preserved *entry, *callee;
};

/* Which of the machine's data registers serves code that is entered under the convention; their count if none does. The same
   for those whose old value entries push. */
uint32_t data_choice(const struct machine *machine, const struct cconv_convention *entry, const struct preserved *keeps);
bool data_is_pushed(const struct machine *machine, uint32_t choice);

/* Writes the code; `frame` tells what it does to the stack, for unwinding. UNSUPPORTED where registers run out. */
cconv_status emit_code(const struct machine *machine, struct lowered *lowered, struct preservation keeps,
                       struct code *code, struct frame *frame, cconv_error *error);

#endif
