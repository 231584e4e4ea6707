/* Lists of steps, which static assembly walks: stubs and callbacks on x86-64 as far as their registers allow it. */
#ifndef EXEC_STEPS_X86_64_H
#define EXEC_STEPS_X86_64_H

#include "exec/walk.h"

/* As struct walk_engine's. */
cconv_status steps_prepare(const struct lowered *lowered, struct preservation keeps, const cconv_allocator *allocator,
                           void **program, size_t *size, const uint8_t **run, cconv_error *error);

#endif
