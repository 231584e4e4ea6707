/* What the readers of formats share: bounded reads, memory of an object, errors. */
#ifndef READER_H
#define READER_H

#include "object.h"

#include <string.h>

#if defined(__GNUC__)
#define PRINTF_LIKE(format_index, first) __attribute__((format(printf, format_index, first)))
#else
#define PRINTF_LIKE(format_index, first)
#endif

struct reading {
    struct object *object;
    struct object_error *error;
};

/* "FILE: message at offset 0x…"; false. */
bool reading_fails(const struct reading *r, uint64_t offset, const char *format, ...) PRINTF_LIKE(3, 4);

/* Zeroed, and freed with the object; NULL when memory runs out or the file cannot have that many (then the error is set). */
void *reading_take(const struct reading *r, uint64_t count, size_t size);
/* A terminated copy of at most `size` bytes that end at a zero; "" when memory runs out. */
const char *reading_text(const struct reading *r, const void *bytes, size_t size);

/* 1 if the file has these bytes. */
static inline bool reading_has(const struct reading *r, uint64_t offset, uint64_t size)
{
    return offset <= r->object->file_size && size <= r->object->file_size - offset;
}

/* A string of the file that ends in it; NULL if it does not. */
const char *reading_string(const struct reading *r, uint64_t offset, uint64_t end);

/* Little-endian numbers; of a place that the file has. */
static inline uint64_t number_at(const uint8_t *bytes, unsigned size)
{
    uint64_t value = 0;
    for (unsigned i = 0; i < size; i++)
        value |= (uint64_t)bytes[i] << 8 * i;
    return value;
}

static inline uint64_t file_number(const struct reading *r, uint64_t offset, unsigned size)
{
    return number_at(r->object->file + offset, size);
}

bool read_elf(const struct reading *r);
bool read_coff(const struct reading *r);      /* objects, and images, which begin with "MZ" */
bool read_macho(const struct reading *r);

#endif
