/* Numbers and pointers of unwind information, read up to an end: behind it all are 0. */
#ifndef CHECK_READING_H
#define CHECK_READING_H

#include "check.h"

struct reader {
    const uint8_t *at, *end;
    uint64_t address;                /* of `at` */
};

static inline uint64_t read_number(struct reader *r, unsigned size)
{
    uint64_t value = 0;
    if ((size_t)(r->end - r->at) < size) {
        r->at = r->end;
        return 0;
    }
    for (unsigned i = 0; i < size; i++)
        value |= (uint64_t)r->at[i] << 8 * i;
    r->at += size;
    r->address += size;
    return value;
}

static inline uint64_t read_leb(struct reader *r, bool is_signed)
{
    uint64_t value = 0;
    unsigned shift = 0;
    uint8_t byte = 0;
    do {
        byte = (uint8_t)read_number(r, 1);
        if (shift < 64)
            value |= (uint64_t)(byte & 0x7f) << shift;
        shift += 7;
    } while (byte & 0x80 && r->at < r->end);
    if (is_signed && byte & 0x40 && shift < 64)
        value |= ~(uint64_t)0 << shift;
    return value;
}

/* DW_EH_PE: the low half says how it is written, 0x10 that it counts from its own place. */
static inline bool read_pointer(struct reader *r, uint8_t encoding, bool is_size, uint64_t *out)
{
    uint64_t place = r->address;
    switch (encoding & 15) {
    case 0: case 4: case 12: *out = read_number(r, 8); break;
    case 2: *out = read_number(r, 2); break;
    case 3: *out = read_number(r, 4); break;
    case 10: *out = (uint64_t)(int16_t)read_number(r, 2); break;
    case 11: *out = (uint64_t)(int32_t)read_number(r, 4); break;
    default: return false;
    }
    if ((encoding & 0x70) == 0x10 && !is_size)
        *out += place;
    return (encoding & 0x60) == 0;
}

#endif
