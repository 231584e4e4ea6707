#include "memory.h"

#include <stdlib.h>

static uint64_t count, fails_at;
static int fails_on, failed;
static int64_t live;

void memory_fail(uint64_t nth, int from_then_on)
{
    count = 0;
    failed = 0;
    fails_at = nth;
    fails_on = from_then_on;
}

uint64_t memory_count(void)
{
    return count;
}

int memory_failed(void)
{
    return failed;
}

int64_t memory_live(void)
{
    return live;
}

static int must_fail(void)
{
    count++;
    if (!fails_at || count < fails_at || (count > fails_at && !fails_on))
        return 0;
    return failed = 1;
}

void *oom_malloc(size_t size)
{
    return oom_realloc(NULL, size);
}

void *oom_calloc(size_t number, size_t size)
{
    if (must_fail())
        return NULL;
    void *block = calloc(number, size);
    live += block != NULL;
    return block;
}

void *oom_realloc(void *block, size_t size)
{
    if (must_fail())
        return NULL;
    void *result = realloc(block, size);
    live += !block && result;
    return result;
}

void oom_free(void *block)
{
    live -= block != NULL;
    free(block);
}
