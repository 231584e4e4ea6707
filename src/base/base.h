/* Arena, byte buffer, errors: what every other folder stands on. Depends on libc's string.h and stdlib.h alone. */
#ifndef BASE_BASE_H
#define BASE_BASE_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "callconv/callconv.h"

#if defined(__GNUC__)
#define PRINTF_LIKE(format_index, first) __attribute__((format(printf, format_index, first)))
#else
#define PRINTF_LIKE(format_index, first)
#endif

/* A function that stays apart from the one that calls it, so that this one, which runs often, needs no frame. */
#if defined(__GNUC__)
#define APART __attribute__((noinline))
#else
#define APART
#endif

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

/* The C library's malloc where `given` is NULL or empty. */
cconv_allocator allocator_or_default(const cconv_allocator *given);
void *allocator_take(const cconv_allocator *allocator, size_t size);
void *allocator_resize(const cconv_allocator *allocator, void *block, size_t old_size, size_t new_size);
void allocator_give(const cconv_allocator *allocator, void *block, size_t size);

/* Memory that is freed whole. */
enum { ARENA_ALIGN = 8 };
struct arena_block;
struct arena {
    cconv_allocator allocator;
    struct arena_block *blocks;
    char *next, *end;
    bool failed;               /* an allocation failed since arena_init; sticky */
};

void arena_init(struct arena *arena, const cconv_allocator *allocator);
void arena_free(struct arena *arena);
/* What arena_take does when the block in use is full. */
void *arena_take_beyond(struct arena *arena, size_t size);
/* What is not zeroed. */
static inline void *arena_take(struct arena *arena, size_t size)
{
    size_t room = (size_t)(arena->end - arena->next), whole = (size + (size == 0) + ARENA_ALIGN - 1) & ~(size_t)(ARENA_ALIGN - 1);
    if (size > SIZE_MAX / 2 || room < whole)
        return arena_take_beyond(arena, size);
    void *result = arena->next;
    arena->next += whole;
    return result;
}
/* Zeroed, aligned for 64-bit numbers and pointers; NULL when memory runs out (and arena->failed is set). Inline, because most sizes are constants. */
static inline void *arena_alloc(struct arena *arena, size_t size)
{
    void *block = arena_take(arena, size);
    return block && size <= SIZE_MAX / 2 ? memset(block, 0, size) : NULL;
}
/* `count * size` with the overflow checked. */
void *arena_array(struct arena *arena, size_t count, size_t size);
/* A terminated copy; NULL when memory runs out. */
char *arena_text(struct arena *arena, const char *text, size_t length);

/* Bounded text in a caller's buffer; counts what it would have needed, as snprintf does. */
struct text {
    char *data;
    size_t size;               /* of the buffer; 0 allowed */
    size_t length;             /* needed so far */
};

void text_put(struct text *text, const char *bytes, size_t length);
void text_string(struct text *text, const char *string);
void text_number(struct text *text, uint64_t value);
/* Terminates (within size); returns the needed length. */
size_t text_end(struct text *text);

/* No error yet. Spares a hot path the zeroing of all the text. */
static inline void error_clear(cconv_error *error)
{
    error->status = CCONV_OK;
    error->file[0] = error->message[0] = '\0';
    error->line = error->column = 0;
}
/* Fills `error` if there is one, and returns `status`. */
cconv_status error_set(cconv_error *error, cconv_status status, const char *format, ...) PRINTF_LIKE(3, 4);
cconv_status error_at(cconv_error *error, cconv_status status, const char *file, uint32_t line, uint32_t column,
                      const char *format, ...) PRINTF_LIKE(6, 7);
cconv_status error_no_memory(cconv_error *error);

static inline uint64_t round_up(uint64_t value, uint64_t align) { return (value + align - 1) & ~(align - 1); }
static inline uint64_t max_u64(uint64_t a, uint64_t b) { return a > b ? a : b; }
static inline uint64_t min_u64(uint64_t a, uint64_t b) { return a < b ? a : b; }

#endif
