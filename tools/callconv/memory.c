/* Memory by huge pages: see memory.h. */
#define _DEFAULT_SOURCE
#include "memory.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

/* A block of LARGE bytes or more belongs to a region. */
enum { LARGE = 1 << 17, PAGE = 1 << 21, REGION = 1 << 26, ALIGN = 64 };

struct region {
    struct region *next;
    char *start;
    size_t size, used, blocks;
};

static struct region *regions;

static size_t round_to(size_t size, size_t unit)
{
    return (size + unit - 1) / unit * unit;
}

static struct region *region_new(size_t size)
{
    struct region *region = malloc(sizeof *region);
    size = round_to(size > REGION ? size : REGION, PAGE);
    void *mapped = region ? mmap(NULL, size + PAGE, PROT_READ | PROT_WRITE,
                                 MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
                          : MAP_FAILED;
    if (mapped == MAP_FAILED) {
        free(region);
        return NULL;
    }
    size_t before = (PAGE - (uintptr_t)mapped % PAGE) % PAGE;
    *region = (struct region){.next = regions, .start = (char *)mapped + before, .size = size};
#ifdef MADV_HUGEPAGE
    madvise(region->start, size, MADV_HUGEPAGE); /* refused by kernels without them: small pages then */
#endif
    return regions = region;
}

static void *take(size_t size)
{
    if (size > SIZE_MAX / 2)
        return NULL;
    size = round_to(size, ALIGN);
    struct region *region = regions;
    while (region && region->size - region->used < size)
        region = region->next;
    if (!region && !(region = region_new(size)))
        return NULL;
    char *block = region->start + region->used;
    region->used += size;
    region->blocks++;
    return block;
}

static void give(char *block)
{
    for (struct region *region = regions; region; region = region->next)
        if (block >= region->start && block < region->start + region->size && --region->blocks == 0)
            region->used = 0;
}

static void *allocate(void *user, void *block, size_t old_size, size_t new_size)
{
    (void)user;
    bool was_large = block && old_size >= LARGE, is_large = new_size >= LARGE;
    if (!was_large && !is_large) {
        if (new_size)
            return realloc(block, new_size);
        free(block);
        return NULL;
    }
    void *moved = NULL;
    if (new_size) {
        moved = is_large ? take(new_size) : malloc(new_size);
        if (!moved)
            return NULL;
        if (block)
            memcpy(moved, block, old_size < new_size ? old_size : new_size);
    }
    if (was_large)
        give(block);
    else
        free(block);
    return moved;
}

cconv_allocator memory_huge_pages(void)
{
#if defined(__SANITIZE_ADDRESS__)
    return (cconv_allocator){0}; /* the C library's, where a sanitizer sees each block */
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
    return (cconv_allocator){0};
#endif
#endif
    return (cconv_allocator){.allocate = allocate};
}
