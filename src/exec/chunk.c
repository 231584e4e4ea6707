/* Chunks of executable memory: chunk.h. */
#include "exec/chunk.h"

#include <string.h>

static size_t size_of_chunk(void)
{
    return sizeof(struct chunk) + debugger_size + unwind_size;
}

static cconv_status new_chunk(struct chunk **list, const cconv_allocator *allocator, const struct machine *machine,
                              const uint8_t *rules, size_t rules_length, size_t size, cconv_error *error)
{
    struct chunk *chunk = allocator_take(allocator, size_of_chunk());
    if (!chunk)
        return error_no_memory(error);
    memset(chunk, 0, sizeof *chunk);
    if (!os_map(size, 0, &chunk->memory)) {
        allocator_give(allocator, chunk, size_of_chunk());
        return error_set(error, CCONV_UNSUPPORTED, OS_REFUSES);
    }
    chunk->rules_length = (uint8_t)rules_length;
    memcpy(chunk->rules, rules, rules_length);
    unwind_open(machine, chunk);
    debugger_add(machine, chunk);
    chunk->next = *list;
    *list = chunk;
    return CCONV_OK;
}

cconv_status chunk_add(struct chunk **list, const cconv_allocator *allocator, const struct machine *machine,
                       const struct code *code, const struct frame *frame, struct chunk **out, const uint8_t **run,
                       cconv_error *error)
{
    uint8_t rules[UNWIND_ROOM / 2];
    size_t rules_length = unwind_rules(machine, frame, rules, sizeof rules);
    struct chunk *chunk = *list;
    if (!rules_length)
        return error_set(error, CCONV_UNSUPPORTED, "a frame that the system's unwinder cannot be told of");
    while (chunk && (chunk->rules_length != rules_length || memcmp(chunk->rules, rules, rules_length) != 0
                     || !unwind_has_room(chunk) || chunk->memory.size - chunk->used < code->length))
        chunk = chunk->next;
    if (!chunk) {
        const size_t size = (size_t)round_up(max_u64(code->length + UNWIND_ROOM, CHUNK_SIZE), os_page_size());
        cconv_status status = new_chunk(list, allocator, machine, rules, rules_length, size, error);
        if (status)
            return status;
        chunk = *list;
    }
    uint8_t *place = chunk->memory.run + chunk->used;
    memcpy(chunk->memory.write + chunk->used, code->bytes, code->length);
    os_flush_code(place, code->length);
    unwind_add(chunk, chunk->used, code->length);
    chunk->used = (size_t)min_u64(round_up(chunk->used + code->length, CODE_ALIGN), chunk->memory.size);
    chunk->live++;
    *out = chunk;
    *run = place;
    return CCONV_OK;
}

static void free_chunk(const cconv_allocator *allocator, struct chunk *chunk)
{
    debugger_remove(chunk);
    unwind_close(chunk);
    os_unmap(&chunk->memory, 0);
    allocator_give(allocator, chunk, size_of_chunk());
}

void chunk_release(struct chunk **list, const cconv_allocator *allocator, struct chunk *chunk)
{
    if (--chunk->live)
        return;
    while (*list != chunk)
        list = &(*list)->next;
    *list = chunk->next;
    free_chunk(allocator, chunk);
}

void chunk_free_all(struct chunk **list, const cconv_allocator *allocator)
{
    while (*list) {
        struct chunk *chunk = *list;
        *list = chunk->next;
        free_chunk(allocator, chunk);
    }
}
