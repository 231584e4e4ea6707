/* Any bytes as an object file or an archive: read, placed, relocated; or refused with a message. */
#include "place.h"

#include <stdlib.h>
#include <string.h>

enum { BASE = 0x400000, MOST = 1 << 24, ELSEWHERE = 0x300000 };

static uint64_t resolve(void *user, const struct object *object, const char *name)
{
    char buffer[64];
    (void)user;
    return strcmp(object_c_name(object, name, buffer, sizeof buffer), "nothing") ? ELSEWHERE : 0;
}

static bool each(void *user, const struct object *object)
{
    struct object_error error = {""};
    struct placed placed;
    (void)user;
    if (object_place(object, BASE, MOST, resolve, NULL, &placed, &error)) {
        for (size_t i = 0; i < object->symbol_count; i++) {
            uint64_t address = placed_symbol(&placed, i);
            if (address && placed_bytes(&placed, address, 1) && *placed_bytes(&placed, address, 1) == 0x42)
                object_symbol(object, object->symbols[i].name);
        }
        placed_free(&placed);
    } else if (!error.message[0]) {
        abort();
    }
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct object_error error = {""};
    uint8_t *copy = malloc(size ? size : 1); /* so that a read behind the end is seen */
    if (!copy)
        return 0;
    memcpy(copy, data, size);
    if (!object_each_of_bytes("fuzz", copy, size, each, NULL, &error) && !error.message[0])
        abort();
    free(copy);
    return 0;
}
