/*
 * Ranges of code that .eh_frame describes (LSB 5.0, 10.6.1), and which of them begin inside of a function: their first row has a
 * CFA that is not the entry's. Nothing else of it is read here.
 */
#include "reading.h"

#include <stdlib.h>
#include <string.h>

struct common {
    uint8_t encoding, data;          /* DW_EH_PE of addresses, and of the handler's data; 0xff for none */
    bool has_augmentation, is_good;
    int64_t cfa_offset;
};

enum { ADVANCE = 0x40, OFFSET = 0x80, DEF_CFA = 0x0c, DEF_CFA_OFFSET = 0x0e, DEF_CFA_EXPRESSION = 0x0f, REMEMBER = 10 };

/* The CFA's offset before the first advance; INT64_MIN where it is an expression. */
static int64_t first_offset(struct reader *r, int64_t offset)
{
    while (r->at < r->end) {
        uint8_t code = (uint8_t)read_number(r, 1);
        if ((code & 0xc0) == ADVANCE || (code >= 1 && code <= 4))
            break;
        if ((code & 0xc0) == OFFSET)
            read_leb(r, false);
        else if (code == DEF_CFA)
            read_leb(r, false), offset = (int64_t)read_leb(r, false);
        else if (code == DEF_CFA_OFFSET)
            offset = (int64_t)read_leb(r, false);
        else if (code == DEF_CFA_EXPRESSION)
            return INT64_MIN;
        else if (code != 0)
            break;
    }
    return offset;
}

static struct common read_common(struct reader r)
{
    struct common out = {.is_good = true, .data = 0xff};
    read_number(&r, 1);
    const char *augmentation = (const char *)r.at;
    size_t length = strnlen(augmentation, (size_t)(r.end - r.at));
    if (length == (size_t)(r.end - r.at))
        return (struct common){0};
    r.at += length + 1, r.address += length + 1;
    read_leb(&r, false), read_leb(&r, true), read_leb(&r, false);
    if (augmentation[0] == 'z') {
        uint64_t size = read_leb(&r, false);
        struct reader inner = r;
        out.has_augmentation = true;
        for (size_t i = 1; i < length; i++) {
            uint64_t ignored;
            if (augmentation[i] == 'R')
                out.encoding = (uint8_t)read_number(&inner, 1);
            else if (augmentation[i] == 'L')
                out.data = (uint8_t)read_number(&inner, 1);
            else if (augmentation[i] == 'P')
                out.is_good &= read_pointer(&inner, (uint8_t)(read_number(&inner, 1) & 0x7f), false, &ignored) || true;
        }
        read_number(&r, 0);
        if (size > (size_t)(r.end - r.at))
            return (struct common){0};
        r.at += size, r.address += size;
    }
    out.cfa_offset = first_offset(&r, 0);
    return out;
}

static bool read_one(const struct image *image, const struct reader *section, struct reader r, uint64_t id_place, uint64_t id, struct described *out)
{
    uint64_t at = id_place - id;
    if (at < section->address || at >= section->address + (uint64_t)(section->end - section->at))
        return false;
    struct reader c = {section->at + (at - section->address), section->end, at};
    uint64_t length = read_number(&c, 4), begin, size;
    if (length > (size_t)(c.end - c.at) || read_number(&c, 4) != 0)
        return false;
    c.end = c.at + length - 4;
    struct common common = read_common(c);
    if (!common.is_good || !read_pointer(&r, common.encoding, false, &begin) || !read_pointer(&r, common.encoding, true, &size))
        return false;
    uint64_t data = 0;
    if (common.has_augmentation) {
        uint64_t skip = read_leb(&r, false);
        struct reader inner = r;
        if (skip > (size_t)(r.end - r.at))
            return false;
        if (skip && common.data != 0xff && (!read_pointer(&inner, common.data & 0x7f, false, &data) || data == r.address))
            data = 0; /* a distance of 0 is none */
        r.at += skip, r.address += skip;
    }
    *out = (struct described){begin, begin + size, data, first_offset(&r, common.cfa_offset) != common.cfa_offset};
    return size && image_code(image, begin);
}

static int by_begin(const void *a, const void *b)
{
    const struct described *x = a, *y = b;
    return x->begin < y->begin ? -1 : x->begin > y->begin;
}

struct described *frames_read(const struct image *image, size_t *count)
{
    struct described *all = NULL;
    size_t room = 0;
    *count = 0;
    for (size_t i = 0; i < image->object->section_count; i++) {
        const struct section *section = &image->object->sections[i];
        uint64_t address = image->placed.section_at[i];
        if (strcmp(section->name, ".eh_frame") != 0 || !section->stored)
            continue;
        const uint8_t *bytes = placed_bytes(&image->placed, address, section->stored);
        if (!bytes)
            continue;
        struct reader whole = {bytes, bytes + section->stored, address}, r = whole;
        while (r.end - r.at > 8) {
            uint64_t length = read_number(&r, 4);
            if (!length || length > (size_t)(r.end - r.at))
                break;
            struct reader one = {r.at, r.at + length, r.address};
            uint64_t place = one.address, id = read_number(&one, 4);
            r.at += length, r.address += length;
            if (*count == room) {
                room = room ? room * 2 : 1024;
                struct described *more = realloc(all, room * sizeof *all);
                if (!more)
                    return all;
                all = more;
            }
            if (id && read_one(image, &whole, one, place, id, &all[*count]))
                ++*count;
        }
    }
    if (all)
        qsort(all, *count, sizeof *all, by_begin);
    return all;
}
