/* Signatures seen already: seen.h. */
#include "exec/seen.h"

#include "exec/code.h"

#include <string.h>

enum { FIRST_BUCKETS = 64 };

/* The numbers of a placement, which lie together. */
enum {
    NUMBERS_AT = offsetof(cconv_placement, size),
    NUMBERS = offsetof(cconv_placement, widens) + sizeof(cconv_extend) - NUMBERS_AT
};

_Static_assert(NUMBERS == 40 && sizeof(cconv_piece) == 32, "no padding is compared");

struct numbers {
    uint8_t bytes[NUMBERS];
    uint64_t piece_count;
};

/* A plan as it was; followed by the numbers of each argument and the result, and by all pieces. */
struct image {
    const struct cconv_convention *convention;
    const struct cconv_target *target;
    cconv_plan_stack stack;
    uint32_t argument_count, hidden_count, vector_count, counts_vectors;
    uint64_t piece_count;
    int64_t syscall_number;
};

/* Followed by the image of the plan, and of the other one. */
struct seen {
    struct seen *next;               /* in its bucket */
    struct seen *next_of_stub;
    struct cconv_stub *stub;
    uint64_t hash;
    size_t size;                     /* with its images */
    uint32_t form;
    bool has_other;
};

/* ------------------------------------------------------------------- images */

/* A plan's pieces are one array (plan.c): of the arguments, the result, the hidden pointer. */
static size_t pieces_of(const struct cconv_plan *plan)
{
    const cconv_piece *end = plan->hidden_count ? plan->hidden[0].pieces + plan->hidden[0].piece_count
                                                : plan->result->pieces + plan->result->piece_count;
    return (size_t)(end - plan->arguments[0].pieces);
}

static size_t image_size(const struct cconv_plan *plan)
{
    return sizeof(struct image) + ((size_t)plan->argument_count + 1) * sizeof(struct numbers)
           + pieces_of(plan) * sizeof(cconv_piece);
}

static uint8_t *write_image(const struct cconv_plan *plan, uint8_t *at)
{
    struct image *image = (struct image *)(void *)at;
    *image = (struct image){plan->convention, plan->target, plan->stack, plan->argument_count, plan->hidden_count,
                            plan->vector_count, (uint32_t)plan->counts_vectors, pieces_of(plan), plan->syscall_number};
    struct numbers *numbers = (struct numbers *)(void *)(image + 1);
    for (uint32_t i = 0; i <= plan->argument_count; i++, numbers++) {
        memcpy(numbers->bytes, (const uint8_t *)&plan->arguments[i] + NUMBERS_AT, NUMBERS);
        numbers->piece_count = plan->arguments[i].piece_count;
    }
    memcpy(numbers, plan->arguments[0].pieces, image->piece_count * sizeof(cconv_piece));
    return (uint8_t *)numbers + image->piece_count * sizeof(cconv_piece);
}

static uint64_t word_at(const uint8_t *bytes)
{
    uint64_t word;
    memcpy(&word, bytes, sizeof word);
    return word;
}

/* 0 if all words are the same: without a branch each, which is what makes it fast. */
static uint64_t differences(const uint8_t *a, const uint8_t *b, size_t size)
{
    uint64_t different = 0;
    for (size_t i = 0; i < size; i += sizeof(uint64_t))
        different |= word_at(a + i) ^ word_at(b + i);
    return different;
}

/* What follows the image if it is the plan's; else NULL. */
static const uint8_t *match(const struct cconv_plan *plan, const uint8_t *at)
{
    const struct image *image = (const struct image *)(const void *)at;
    if (plan->convention != image->convention || plan->target != image->target
        || plan->argument_count != image->argument_count || plan->hidden_count != image->hidden_count
        || plan->vector_count != image->vector_count || (uint32_t)plan->counts_vectors != image->counts_vectors
        || pieces_of(plan) != image->piece_count || plan->syscall_number != image->syscall_number)
        return NULL;
    uint64_t different = differences((const uint8_t *)&plan->stack, (const uint8_t *)&image->stack, sizeof plan->stack);
    const struct numbers *numbers = (const struct numbers *)(const void *)(image + 1);
    for (uint32_t i = 0; i <= plan->argument_count; i++, numbers++) {
        different |= differences((const uint8_t *)&plan->arguments[i] + NUMBERS_AT, numbers->bytes, NUMBERS);
        different |= plan->arguments[i].piece_count ^ numbers->piece_count;
    }
    size_t size = image->piece_count * sizeof(cconv_piece);
    different |= differences((const uint8_t *)plan->arguments[0].pieces, (const uint8_t *)numbers, size);
    return different ? NULL : (const uint8_t *)numbers + size;
}

/* ------------------------------------------------------------------- hashes */

/* Each piece times an odd number of its own: the products do not wait for one another. */
static uint64_t hash_plan(const struct cconv_plan *plan, uint64_t factor)
{
    const uint64_t step = 2 * (uint64_t)0x4cf5ad432745937f;
    const cconv_piece *pieces = plan->arguments[0].pieces;
    size_t count = pieces_of(plan);
    uint64_t hash = (uint64_t)(uintptr_t)plan->convention * factor + plan->argument_count + (uint64_t)plan->syscall_number * step;
    for (size_t i = 0; i < count; i++) {
        factor += step;
        hash += (pieces[i].size + pieces[i].at * 0x10001 + ((uint64_t)pieces[i].reg << 32)) * factor;
    }
    return hash;
}

struct request request_of(const struct cconv_plan *plan, const struct cconv_plan *other, uint32_t form)
{
    uint64_t hash = hash_plan(plan, 0x9e3779b97f4a7c15) + form;
    if (other)
        hash = hash * 3 + hash_plan(other, 0xd6e8feb86659fd93);
    return (struct request){plan, other, form, hash ^ hash >> 32};
}

/* -------------------------------------------------------------------- table */

static bool answers(const struct seen *seen, const struct request *request)
{
    if (seen->hash != request->hash || seen->form != request->form || seen->has_other != (request->other != NULL))
        return false;
    const uint8_t *rest = match(request->plan, (const uint8_t *)(seen + 1));
    return rest && (!request->other || match(request->other, rest));
}

struct cconv_stub *seen_find(const struct seen_table *table, const struct request *request)
{
    if (!table->count)
        return NULL;
    const struct seen *seen = table->buckets[request->hash & (table->bucket_count - 1)];
    while (seen && !answers(seen, request))
        seen = seen->next;
    return seen ? seen->stub : NULL;
}

/* More buckets; false without memory for them. */
static bool grow(struct seen_table *table, const cconv_allocator *allocator)
{
    uint32_t count = table->bucket_count ? 2 * table->bucket_count : FIRST_BUCKETS;
    struct seen **buckets = allocator_take(allocator, count * sizeof(struct seen *));
    if (!buckets)
        return false;
    memset(buckets, 0, count * sizeof(struct seen *));
    for (uint32_t i = 0; i < table->bucket_count; i++)
        for (struct seen *seen = table->buckets[i], *next; seen; seen = next) {
            next = seen->next;
            seen->next = buckets[seen->hash & (count - 1)];
            buckets[seen->hash & (count - 1)] = seen;
        }
    if (table->buckets)
        allocator_give(allocator, table->buckets, table->bucket_count * sizeof(struct seen *));
    table->buckets = buckets;
    table->bucket_count = count;
    return true;
}

bool seen_add(struct seen_table *table, const cconv_allocator *allocator, const struct request *request,
              struct cconv_stub *stub)
{
    if (table->count >= table->bucket_count && !grow(table, allocator))
        return false;
    if (seen_find(table, request)) /* another thread was as fast */
        return true;
    size_t size = sizeof(struct seen) + image_size(request->plan) + (request->other ? image_size(request->other) : 0);
    struct seen *seen = allocator_take(allocator, size);
    if (!seen)
        return false;
    struct seen **bucket = &table->buckets[request->hash & (table->bucket_count - 1)];
    *seen = (struct seen){*bucket, stub->seen, stub, request->hash, size, request->form, request->other != NULL};
    uint8_t *rest = write_image(request->plan, (uint8_t *)(seen + 1));
    if (request->other)
        write_image(request->other, rest);
    stub->seen = *bucket = seen;
    table->count++;
    return true;
}

void seen_forget(struct seen_table *table, const cconv_allocator *allocator, struct seen **first)
{
    while (*first) {
        struct seen *seen = *first, **at = &table->buckets[seen->hash & (table->bucket_count - 1)];
        while (*at != seen)
            at = &(*at)->next;
        *at = seen->next;
        *first = seen->next_of_stub;
        allocator_give(allocator, seen, seen->size);
        table->count--;
    }
}

void seen_free_all(struct seen_table *table, const cconv_allocator *allocator)
{
    for (uint32_t i = 0; i < table->bucket_count; i++)
        while (table->buckets[i]) {
            struct seen *seen = table->buckets[i];
            table->buckets[i] = seen->next;
            allocator_give(allocator, seen, seen->size);
        }
    if (table->buckets)
        allocator_give(allocator, table->buckets, table->bucket_count * sizeof(struct seen *));
}
