/*
 * Where calls go on when something is thrown: the tables of call sites that C++'s handler reads ("Exception handling tables", as gcc
 * and LLVM write them behind the FDE's pointer; LSB 5.0, 10.6.2 has the encodings). Types and actions are passed over.
 */
#include "reading.h"

#include <stdlib.h>

static bool add(struct image *image, uint64_t begin, uint64_t end, uint64_t pad)
{
    if (image->landing_count == image->landing_room) {
        size_t room = image->landing_room ? image->landing_room * 2 : 256;
        struct landing *landings = realloc(image->landings, room * sizeof *landings);
        if (!landings)
            return false;
        image->landings = landings;
        image->landing_room = room;
    }
    uint64_t at = pad - image->placed.base;
    image->landings[image->landing_count++] = (struct landing){begin, end, pad};
    image->pads[at / 8] |= (uint8_t)(1u << at % 8);
    image->leaders[at / 8] |= (uint8_t)(1u << at % 8);
    return true;
}

bool landings_read(struct image *image, const struct described *described)
{
    enum { OMITTED = 0xff };
    uint64_t left = described->data - image->placed.base, start = described->begin;
    if (!described->data || left >= image->placed.size)
        return true;
    if (!image->pads && !(image->pads = calloc(1, image->placed.size / 8 + 1)))
        return false;
    struct reader r = {image->placed.memory + left, image->placed.memory + image->placed.size, described->data};
    uint8_t encoding = (uint8_t)read_number(&r, 1);
    if (encoding != OMITTED && !read_pointer(&r, encoding, false, &start))
        return true;
    if (read_number(&r, 1) != OMITTED)
        read_leb(&r, false);
    encoding = (uint8_t)read_number(&r, 1);
    uint64_t length = read_leb(&r, false);
    if (length > (size_t)(r.end - r.at))
        return true;
    r.end = r.at + length;
    while (r.at < r.end) {
        uint64_t part[3];
        for (unsigned i = 0; i < 3; i++) {
            if (encoding == 1)
                part[i] = read_leb(&r, false);
            else if (!read_pointer(&r, encoding, true, &part[i]))
                return true;
        }
        read_leb(&r, false);
        if (part[2] && image_code(image, start + part[2]) && !add(image, described->begin + part[0], described->begin + part[0] + part[1], start + part[2]))
            return false;
    }
    return true;
}

uint64_t landing_of(const struct image *image, uint64_t call)
{
    size_t low = 0, high = image->landing_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (image->landings[middle].begin <= call)
            low = middle + 1;
        else
            high = middle;
    }
    return low && call < image->landings[low - 1].end ? image->landings[low - 1].pad : 0;
}

bool is_landing_pad(const struct image *image, uint64_t address)
{
    uint64_t at = address - image->placed.base;
    return image->pads && at < image->placed.size && image->pads[at / 8] >> at % 8 & 1;
}
