/* The log of a listing: log.h. */
#include "emit/log.h"

enum { FIRST_ROOM = 64 };

void log_free(struct log *log)
{
    if (log->events)
        allocator_give(&log->allocator, log->events, log->room * sizeof *log->events);
    log->events = NULL;
    log->count = log->room = 0;
}

void log_add(struct code *code, const struct log_event *event)
{
    struct log *log = code->log;
    if (log->count == log->room) {
        uint32_t room = log->room ? 2 * log->room : FIRST_ROOM;
        struct log_event *events = allocator_resize(&log->allocator, log->events, log->room * sizeof *events, room * sizeof *events);
        if (!events) {
            log->failed = true;
            return;
        }
        log->events = events;
        log->room = room;
    }
    log->events[log->count] = *event;
    log->events[log->count++].at = (uint32_t)code->length;
}
