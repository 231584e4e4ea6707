/* Arena, byte buffer, errors. */
#include "base/base.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *libc_allocate(void *user, void *block, size_t old_size, size_t new_size)
{
    (void)user;
    (void)old_size;
    if (new_size == 0) {
        free(block);
        return NULL;
    }
    return realloc(block, new_size);
}

cconv_allocator allocator_or_default(const cconv_allocator *given)
{
    if (given && given->allocate)
        return *given;
    return (cconv_allocator){.allocate = libc_allocate};
}

void *allocator_take(const cconv_allocator *allocator, size_t size)
{
    return allocator->allocate(allocator->user, NULL, 0, size ? size : 1);
}

void *allocator_resize(const cconv_allocator *allocator, void *block, size_t old_size, size_t new_size)
{
    return allocator->allocate(allocator->user, block, old_size, new_size);
}

void allocator_give(const cconv_allocator *allocator, void *block, size_t size)
{
    if (block)
        allocator->allocate(allocator->user, block, size ? size : 1, 0);
}

struct arena_block {
    struct arena_block *next;
    size_t size; /* of the whole block, this header included */
};

/* A build with CCONV_ARENA_FIRST=1 gives every allocation a block of its own, so that a test can make each one fail
   and a sanitizer sees where each one ends. */
#ifdef CCONV_ARENA_FIRST
enum { ARENA_FIRST = CCONV_ARENA_FIRST, ARENA_LARGEST = CCONV_ARENA_FIRST };
#else
enum { ARENA_FIRST = 8192, ARENA_LARGEST = 1 << 20 };
#endif
#define ARENA_HEADER round_up(sizeof(struct arena_block), ARENA_ALIGN)

void arena_init(struct arena *arena, const cconv_allocator *allocator)
{
    *arena = (struct arena){.allocator = allocator_or_default(allocator)};
}

void arena_free(struct arena *arena)
{
    struct arena_block *block = arena->blocks;
    while (block) {
        struct arena_block *next = block->next;
        allocator_give(&arena->allocator, block, block->size);
        block = next;
    }
    arena->blocks = NULL;
    arena->next = arena->end = NULL;
}

/* A block that holds at least `size`; each is twice the one before, up to a limit. */
static bool arena_grow(struct arena *arena, size_t size)
{
    size_t want = arena->blocks ? (size_t)min_u64(2 * arena->blocks->size, ARENA_LARGEST) : ARENA_FIRST;
    if (size > SIZE_MAX - ARENA_HEADER)
        return false;
    want = (size_t)max_u64(want, size + ARENA_HEADER);
    struct arena_block *block = allocator_take(&arena->allocator, want);
    if (!block)
        return false;
    block->next = arena->blocks;
    block->size = want;
    arena->blocks = block;
    arena->next = (char *)block + ARENA_HEADER;
    arena->end = (char *)block + want;
    return true;
}

void *arena_take_beyond(struct arena *arena, size_t size)
{
    if (size <= SIZE_MAX / 2 && arena_grow(arena, (size_t)round_up(size ? size : 1, ARENA_ALIGN)))
        return arena_take(arena, size);
    arena->failed = true;
    return NULL;
}

void *arena_array(struct arena *arena, size_t count, size_t size)
{
    if (size && count > SIZE_MAX / size) {
        arena->failed = true;
        return NULL;
    }
    return arena_alloc(arena, count * size);
}

char *arena_text(struct arena *arena, const char *text, size_t length)
{
    char *copy = arena_alloc(arena, length + 1);
    if (copy)
        memcpy(copy, text, length);
    return copy;
}

void text_put(struct text *text, const char *bytes, size_t length)
{
    if (text->length < text->size) {
        size_t room = text->size - text->length;
        memcpy(text->data + text->length, bytes, length < room ? length : room);
    }
    text->length += length;
}

void text_string(struct text *text, const char *string)
{
    text_put(text, string, strlen(string));
}

void text_number(struct text *text, uint64_t value)
{
    char digits[20];
    size_t at = sizeof digits;
    do
        digits[--at] = (char)('0' + value % 10);
    while (value /= 10);
    text_put(text, digits + at, sizeof digits - at);
}

size_t text_end(struct text *text)
{
    if (text->size)
        text->data[text->length < text->size ? text->length : text->size - 1] = '\0';
    return text->length;
}

static void set_file(cconv_error *error, const char *file)
{
    size_t length = strlen(file);
    if (length < sizeof error->file)
        memcpy(error->file, file, length + 1);
    else
        snprintf(error->file, sizeof error->file, "...%s", file + length - (sizeof error->file - 4));
}

static cconv_status error_fill(cconv_error *error, cconv_status status, const char *file, uint32_t line,
                               uint32_t column, const char *format, va_list list)
{
    if (!error)
        return status;
    error->status = status;
    error->line = line;
    error->column = column;
    set_file(error, file ? file : "");
    vsnprintf(error->message, sizeof error->message, format, list);
    return status;
}

cconv_status error_set(cconv_error *error, cconv_status status, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    error_fill(error, status, NULL, 0, 0, format, list);
    va_end(list);
    return status;
}

cconv_status error_at(cconv_error *error, cconv_status status, const char *file, uint32_t line, uint32_t column,
                      const char *format, ...)
{
    va_list list;
    va_start(list, format);
    error_fill(error, status, file, line, column, format, list);
    va_end(list);
    return status;
}

cconv_status error_no_memory(cconv_error *error)
{
    return error_set(error, CCONV_NO_MEMORY, "out of memory");
}

const char *cconv_version(void)
{
    return CCONV_VERSION;
}

const char *cconv_status_name(cconv_status status)
{
    switch (status) {
    case CCONV_OK: return "success";
    case CCONV_NO_MEMORY: return "out of memory";
    case CCONV_INVALID: return "invalid argument";
    case CCONV_SYNTAX: return "syntax error";
    case CCONV_UNSUPPORTED: return "unsupported";
    case CCONV_LIMIT: return "limit exceeded";
    case CCONV_NOT_FOUND: return "not found";
    }
    return "unknown status";
}
