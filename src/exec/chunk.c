/* Chunks of executable memory: chunk.h. */
#include "exec/chunk.h"

#include <string.h>

static struct chunk *new_chunk(struct chunk **list, const cconv_allocator *allocator, const struct machine *machine,
                               const uint8_t *rules, size_t rules_length, size_t size)
{
    struct chunk *chunk = allocator_take(allocator, sizeof *chunk);
    if (!chunk)
        return NULL;
    memset(chunk, 0, sizeof *chunk);
    if (!os_map(size, 0, &chunk->memory)) {
        allocator_give(allocator, chunk, sizeof *chunk);
        return NULL;
    }
    chunk->rules_length = (uint8_t)rules_length;
    memcpy(chunk->rules, rules, rules_length);
    unwind_section(machine, chunk);
    os_register_frames(chunk->section);
    debugger_add(allocator, machine, chunk);
    chunk->next = *list;
    *list = chunk;
    return chunk;
}

uint8_t *chunk_add(struct chunk **list, const cconv_allocator *allocator, const struct machine *machine,
                   const struct code *code, const struct frame *frame, struct chunk **out)
{
    uint8_t rules[UNWIND_ROOM / 2];
    size_t rules_length = unwind_rules(machine, frame, rules, sizeof rules);
    struct chunk *chunk = *list;
    while (chunk && (chunk->rules_length != rules_length || memcmp(chunk->rules, rules, rules_length) != 0
                     || chunk->memory.size - chunk->used < code->length))
        chunk = chunk->next;
    if (!chunk)
        chunk = new_chunk(list, allocator, machine, rules, rules_length,
                          (size_t)round_up(max_u64(code->length, CHUNK_SIZE), os_page_size()));
    if (!chunk)
        return NULL;
    uint8_t *run = chunk->memory.run + chunk->used;
    memcpy(chunk->memory.write + chunk->used, code->bytes, code->length);
    os_flush_code(run, code->length);
    chunk->used = (size_t)min_u64(round_up(chunk->used + code->length, CODE_ALIGN), chunk->memory.size);
    chunk->live++;
    *out = chunk;
    return run;
}

static void free_chunk(const cconv_allocator *allocator, struct chunk *chunk)
{
    debugger_remove(allocator, chunk);
    os_deregister_frames(chunk->section);
    os_unmap(&chunk->memory, 0);
    allocator_give(allocator, chunk, sizeof *chunk);
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
