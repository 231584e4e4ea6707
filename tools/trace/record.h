/* What is known of a run before it is shown, because it was made once already: what each call passes, and what each frame uses. */
#ifndef RECORD_H
#define RECORD_H

#include "trace.h"

/* Something that a call passes, or a function returns: in a register, or on the stack. */
struct passed {
    int reg;                     /* index; -1: on the stack */
    unsigned size;               /* 0: it says how the call is made, and is no argument */
    uint64_t address;            /* on the stack */
    uint64_t set_at;             /* the step that wrote it last, before it was passed; 0: before the first */
    char label[120];             /* "argument 2 of foo, b"; on the stack with ": TYPE" */
};

struct passing {
    struct passed *at;
    size_t count;
};

struct call_record {
    uint64_t step;
    uint64_t sp_since;           /* the step from which on the stack pointer was what it is at the call */
    uint64_t shadow_at;          /* shadow space begins here; its bytes */
    unsigned shadow;
    size_t next;                 /* of the same caller; 0: none */
    char callee[80];
    struct passing passes;
};

enum { MOST_USED = 2048 };       /* of a larger frame the rest is taken for used */

/* A frame from its entry to its return. */
struct past {
    uint64_t top;                /* the address above it */
    uint64_t entered, left;      /* the step of its entry, and of its return; 0: never */
    size_t first_call, last_call;
    uint8_t used[MOST_USED / 8]; /* a bit for each byte below `top` that is written, or belongs to a call */
    struct passing returns;
};

struct record {
    struct call_record *calls;   /* the first is none */
    size_t call_count;
    struct past *pasts;          /* by serial number, the first is none */
    size_t past_count, past_room;
};

/* The next call that the frame makes, the one of this step included; NULL: none. */
const struct call_record *record_call(const struct trace *trace, unsigned serial);
const struct past *record_past(const struct trace *trace, unsigned serial);

#endif
