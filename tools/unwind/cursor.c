/* Bounded reads. */
#include "internal.h"

uint64_t cursor_number(struct cursor *cursor, unsigned size)
{
    const uint8_t *bytes = cursor_block(cursor, size);
    return bytes ? little(bytes, size) : 0;
}

const uint8_t *cursor_block(struct cursor *cursor, uint64_t size)
{
    if (size > (uint64_t)(cursor->end - cursor->at)) {
        cursor->is_bad = true;
        cursor->at = cursor->end;
        return NULL;
    }
    cursor->at += size;
    return cursor->at - size;
}

/* Bits from 64 on are dropped; `*bits` is how many were written. */
static uint64_t leb(struct cursor *cursor, unsigned *bits, bool *negative)
{
    uint64_t value = 0;
    unsigned shift = 0;
    while (cursor->at < cursor->end) {
        uint8_t byte = *cursor->at++;
        if (shift < 64)
            value |= (uint64_t)(byte & 127) << shift;
        shift = shift < 64 ? shift + 7 : shift;
        if (!(byte & 128)) {
            *bits = shift;
            *negative = byte & 64;
            return value;
        }
    }
    cursor->is_bad = true;
    *bits = 64;
    *negative = false;
    return 0;
}

uint64_t cursor_leb(struct cursor *cursor)
{
    unsigned bits;
    bool negative;
    return leb(cursor, &bits, &negative);
}

int64_t cursor_signed_leb(struct cursor *cursor)
{
    unsigned bits;
    bool negative;
    uint64_t value = leb(cursor, &bits, &negative);
    return (int64_t)(negative && bits < 64 ? value | ~(uint64_t)0 << bits : value);
}
