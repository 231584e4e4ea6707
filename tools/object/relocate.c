/* What the processors' relocations share. */
#include "relocate.h"

const struct fix_row *fix_find(const struct fix_row *rows, size_t count, const struct fixing *f)
{
    for (size_t i = 0; i < count; i++)
        if (rows[i].format == f->placed->object->format && rows[i].type == f->relocation->type)
            return &rows[i];
    return NULL;
}

bool fix_wrong(struct fixing *f, const char *what)
{
    f->wrong = what;
    return false;
}

bool fix_get(const struct fixing *f, unsigned size, uint64_t *value)
{
    *value = 0;
    for (unsigned i = 0; i < size && size <= f->room; i++)
        *value |= (uint64_t)f->at[i] << 8 * i;
    return size <= f->room;
}

bool fix_put(struct fixing *f, unsigned size, uint64_t value)
{
    if (size > f->room)
        return fix_wrong(f, "ends behind its section");
    for (unsigned i = 0; i < size; i++)
        f->at[i] = (uint8_t)(value >> 8 * i);
    return true;
}

uint64_t fix_sum(const struct fixing *f, unsigned size)
{
    uint64_t stored = 0;
    if (!f->has_addend && fix_get(f, size, &stored) && size < 8) {
        uint64_t sign = (uint64_t)1 << (8 * size - 1);
        stored = (stored ^ sign) - sign;
    }
    return f->target + stored + (uint64_t)f->addend;
}

bool fix_fits(struct fixing *f, int64_t value, unsigned bits)
{
    int64_t limit = (int64_t)1 << (bits - 1);
    return (value >= -limit && value < limit) || fix_wrong(f, "is too far away");
}

uint64_t fix_slot(struct fixing *f, uint64_t address)
{
    struct placed *placed = f->placed;
    unsigned word = cconv_target_pointer_size(placed->object->target);
    for (uint64_t i = 0; i < placed->got_used; i += word) {
        uint64_t held = 0;
        memcpy(&held, placed_bytes(placed, placed->got + i, word), word);
        if (held == address)
            return placed->got + i;
    }
    if (placed->got_used + word > placed->got_size)
        return 0;
    memcpy(placed_bytes(placed, placed->got + placed->got_used, word), &address, word);
    placed->got_used += word;
    return placed->got + placed->got_used - word;
}

uint64_t fix_own_address(const struct fixing *f, const struct relocation *relocation)
{
    const struct object *object = f->placed->object;
    bool is_known = relocation->flags & RELOCATION_TO_SECTION && relocation->symbol < object->section_count;
    return is_known ? object->sections[relocation->symbol].address : 0;
}
