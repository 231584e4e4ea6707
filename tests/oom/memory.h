/* The C library's allocation as the library under test sees it: one chosen allocation fails, and all are counted. */
#ifndef OOM_MEMORY_H
#define OOM_MEMORY_H

#include <stddef.h>
#include <stdint.h>

/* From now on the `nth` allocation (from 1) fails, and, if `from_then_on`, all after it; 0: none fails. */
void memory_fail(uint64_t nth, int from_then_on);
/* Allocations since then, failed ones included. */
uint64_t memory_count(void);
/* 1 if one was made to fail since then. */
int memory_failed(void);
/* Blocks not yet freed. */
int64_t memory_live(void);

/* The library's sources are compiled with -Dmalloc=oom_malloc and so on. */
void *oom_malloc(size_t size);
void *oom_calloc(size_t count, size_t size);
void *oom_realloc(void *block, size_t size);
void oom_free(void *block);

#endif
