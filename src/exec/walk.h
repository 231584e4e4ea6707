/*
 * The engine without generated code. What a compiled stub would be is a list of steps, which static assembly walks; what a
 * compiled callback would be is one static entry that keeps all registers in memory, and C that follows the same moves.
 */
#ifndef EXEC_WALK_H
#define EXEC_WALK_H

#include "callconv/exec.h"
#include "emit/machine.h"
#include "exec/os.h"

/* One step of a stub: the assembly knows these offsets. */
struct step {
    void (*run)(void);
    uint32_t pointer;    /* offset of the argument's pointer in the array */
    uint32_t offset;     /* in the value, or in the frame */
    uint32_t to, size;
};

/* What an entered callback keeps, by offsets that the assembly knows. */
struct registers {
    uint64_t general[8];                        /* rax rcx rdx rsi rdi r8 r9 - */
    uint8_t vector[8][16];                      /* xmm0 to xmm7 */
    uint8_t x87[2][16];                         /* what st0 and st1 are to hold */
    uint64_t x87_count, unused;
    uint8_t preserved[8][16];                   /* xmm8 to xmm15 */
};

/* The steps of a stub, in one block of the allocator whose size is `*size`. UNSUPPORTED where a register is used that no
   step loads, or must be preserved. `*run` is what an entry jumps to. */
cconv_status walk_stub(const struct lowered *lowered, struct preservation keeps, const cconv_allocator *allocator,
                       struct step **out, size_t *size, const uint8_t **run, cconv_error *error);
/* Whether the moves of a callback can be followed. */
cconv_status walk_callback(const struct lowered *lowered, struct preservation keeps, cconv_error *error);
/* Makes the moves of a callback ready to be followed. */
void walk_resolve(struct lowered *lowered);
/* What entries of callbacks jump to; a page of entries to be mapped again. NULL where there are none. */
const uint8_t *walk_callback_code(void);
struct os_original walk_entries(void);

#endif
