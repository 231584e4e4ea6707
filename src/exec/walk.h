/* The engine without generated code. What compiled code would be is a list of steps, which static assembly walks. */
#ifndef EXEC_WALK_H
#define EXEC_WALK_H

#include "callconv/exec.h"
#include "emit/machine.h"
#include "exec/os.h"

/* One step: the assembly knows these offsets. */
struct step {
    void (*run)(void);
    uint32_t pointer;    /* offset of the argument's pointer in the array; of a callback, in the frame */
    uint32_t offset;     /* in the value, or in the frame */
    uint32_t to, size;
};

/* The steps of code that was lowered, a stub or a callback, in one block of the allocator whose size is `*size`; `*run` is what
   an entry jumps to. UNSUPPORTED where a register is used that no step moves, or must be preserved that none keeps. */
cconv_status walk_prepare(const struct lowered *lowered, struct preservation keeps, const cconv_allocator *allocator,
                          struct step **out, size_t *size, const uint8_t **run, cconv_error *error);
/* A page of entries to be mapped again. NULL where there is none. */
struct os_original walk_entries(void);

#endif
