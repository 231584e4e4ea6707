/*
 * The engine without generated code. What compiled code would be is a list of steps, which static assembly walks
 * (steps_x86_64.c), or a list of moves, which C follows between the halves of a static routine (follow.h).
 */
#ifndef EXEC_WALK_H
#define EXEC_WALK_H

#include "exec/entry.h"

/* As this processor has it. */
struct walk_engine {
    struct os_original entries[DATA_CHOICES]; /* by the machine's data register */
    bool enters_kernel;              /* it makes system calls */
    bool makes_thunks;               /* of lowered thunks; otherwise they are callbacks that call through stubs */
    /* What the code that was lowered is instead: `*program`, in one block of the allocator whose size is `*size`, and in `*run`
       what entries jump to. UNSUPPORTED where a register is used that nothing moves, or must be preserved that nothing keeps. */
    cconv_status (*prepare)(const struct lowered *lowered, struct preservation keeps, const cconv_allocator *allocator,
                            void **program, size_t *size, const uint8_t **run, cconv_error *error);
};

/* NULL where there is none. */
const struct walk_engine *walk_engine(void);

#endif
