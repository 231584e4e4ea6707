/* Pages of entries: entry.h. */
#include "exec/entry.h"

#include <string.h>

static void link_free(struct entry_pool *pool, struct entry *entry)
{
    entry->next_free = pool->free;
    pool->free = entry;
}

static cconv_status new_page(struct entry_pool *pool, const cconv_allocator *allocator, const struct machine *machine,
                             cconv_error *error)
{
    const struct os_original *original = pool->original.first ? &pool->original : NULL;
    size_t size = original ? original->size : os_page_size();
    uint32_t count = (uint32_t)(size / ENTRY_SIZE);
    struct entry_page *page = allocator_take(allocator, sizeof *page);
    if (!page)
        return error_no_memory(error);
    const size_t data = count * sizeof(struct entry);
    if (original ? !os_map_again(original, data, &page->memory) : !os_map(size, data, &page->memory)) {
        allocator_give(allocator, page, sizeof *page);
        return error_set(error, CCONV_UNSUPPORTED, original ? OS_MAPS_NONE : OS_REFUSES);
    }
    page->entries = (struct entry *)(void *)page->memory.data;
    page->pool = pool;
    page->count = count;
    page->used = 0;
    for (uint32_t i = count; i-- > 0;) {
        uint8_t *run = page->memory.run + i * ENTRY_SIZE;
        int32_t distance = (int32_t)((uint8_t *)&page->entries[i] - run);
        if (!original)
            machine->entry(page->memory.write + i * ENTRY_SIZE, (uintptr_t)run, distance, pool->data);
        page->entries[i].page = page;
        link_free(pool, &page->entries[i]);
    }
    os_flush_code(page->memory.run, size);
    page->next = pool->pages;
    pool->pages = page;
    return CCONV_OK;
}

cconv_status entry_take(struct entry_pool *pool, const cconv_allocator *allocator, const struct machine *machine,
                        struct entry **out, cconv_error *error)
{
    cconv_status status = pool->free ? CCONV_OK : new_page(pool, allocator, machine, error);
    if (status)
        return status;
    *out = pool->free;
    pool->free = (*out)->next_free;
    (*out)->page->used++;
    return CCONV_OK;
}

void entry_give(struct entry *entry)
{
    entry->page->used--;
    link_free(entry->page->pool, entry);
}

void entry_free_all(struct entry_pool *pool, const cconv_allocator *allocator)
{
    while (pool->pages) {
        struct entry_page *page = pool->pages;
        pool->pages = page->next;
        os_unmap(&page->memory, page->count * sizeof(struct entry));
        allocator_give(allocator, page, sizeof *page);
    }
    pool->free = NULL;
}

uint8_t *entry_address(const struct entry *entry)
{
    return entry->page->memory.run + (size_t)(entry - entry->page->entries) * ENTRY_SIZE;
}

cconv_function entry_function(const struct entry *entry)
{
    uint8_t *run = entry_address(entry);
    cconv_function function;
    memcpy(&function, &run, sizeof function); /* ISO C has no cast from data to functions */
    return function;
}
