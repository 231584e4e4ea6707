/* What functions that stand in for others share. */
#ifndef MODELS_H
#define MODELS_H

#include "trace.h"

struct call {
    struct trace *trace;
    const cconv_plan *plan;
    struct registers registers;  /* at the function's entry, with the stack pointer there */
    uint64_t sp;
    uint64_t result;
};

/* The first 8 bytes of an argument; 0 where it has none. */
uint64_t call_argument(const struct call *call, size_t index);
/* False where the format cannot be followed. */
bool model_printf(struct call *call);
/* The plan of this very call: its variable arguments by the format; NULL if there is none. The caller frees it. */
cconv_plan *printf_plan(const struct call *call, const char *format);

#endif
