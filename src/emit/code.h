/* Machine code as it is written: bytes in a buffer that grows. */
#ifndef EMIT_CODE_H
#define EMIT_CODE_H

#include "base/base.h"

struct log;

enum { CODE_INLINE = 1024 };

struct code {
    cconv_allocator allocator;
    uint8_t *bytes;          /* `first`, or a block of the allocator */
    size_t length, room;
    bool failed;             /* memory ran out; what follows is dropped */
    struct log *log;         /* for listings (log.h); NULL at run time */
    uint8_t first[CODE_INLINE];
};

void code_init(struct code *code, const cconv_allocator *allocator);
void code_free(struct code *code);

void code_grow(struct code *code);

static inline void put8(struct code *code, unsigned byte)
{
    if (code->length == code->room)
        code_grow(code);
    if (!code->failed)
        code->bytes[code->length++] = (uint8_t)byte;
}

static inline void put32(struct code *code, uint32_t value)
{
    for (unsigned i = 0; i < 4; i++)
        put8(code, value >> 8 * i & 0xff);
}

static inline void put64(struct code *code, uint64_t value)
{
    put32(code, (uint32_t)value);
    put32(code, (uint32_t)(value >> 32));
}

#endif
