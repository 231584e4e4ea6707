/*
 * What a listing tells beside the bytes: emission writes it to a log where the code has one. At run time there is none, and
 * each call here is a test of a pointer.
 *
 * Notes come before the instructions that they are about; what is told of the frame comes behind the instruction that did it.
 */
#ifndef EMIT_LOG_H
#define EMIT_LOG_H

#include "emit/code.h"
#include "emit/move.h"

enum log_kind {
    LOG_NOTE,        /* `text`, and the name of `reg` where there is one */
    LOG_MOVE,        /* `move` */
    LOG_BODY,        /* the reader's own code belongs here */
    LOG_CALL,        /* the next instruction calls the symbol, */
    LOG_JUMP,        /* or jumps to it */
    LOG_BRANCH,      /* it jumps back to `value` */
    LOG_CFA,         /* the canonical frame address is `reg` + `value` */
    LOG_SAVED,       /* `reg` is kept `value` bytes below it */
    LOG_RESTORED,    /* `reg` is its caller's again */
    LOG_LEAVE        /* leave() begins */
};

struct log_event {
    uint32_t at;     /* in the code */
    uint16_t kind, reg;
    int32_t value;
    const char *text;
    struct move move;
};

struct log {
    cconv_allocator allocator;
    struct log_event *events;
    uint32_t count, room;
    bool failed;     /* memory ran out */
};

void log_free(struct log *log);
void log_add(struct code *code, const struct log_event *event);

static inline void log_note(struct code *code, const char *text, uint16_t reg)
{
    if (code->log)
        log_add(code, &(struct log_event){.kind = LOG_NOTE, .text = text, .reg = reg});
}

static inline void log_move(struct code *code, const struct move *move)
{
    if (code->log)
        log_add(code, &(struct log_event){.kind = LOG_MOVE, .move = *move, .reg = CCONV_NO_REGISTER});
}

static inline void log_frame(struct code *code, enum log_kind kind, uint16_t reg, int64_t value)
{
    if (code->log)
        log_add(code, &(struct log_event){.kind = (uint16_t)kind, .reg = reg, .value = (int32_t)value});
}

static inline void log_mark(struct code *code, enum log_kind kind, size_t to)
{
    if (code->log)
        log_add(code, &(struct log_event){.kind = (uint16_t)kind, .value = (int32_t)to, .reg = CCONV_NO_REGISTER});
}

#endif
