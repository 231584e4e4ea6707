/* The buffer that machine code is written to. */
#include "emit/code.h"

#include <string.h>

void code_init(struct code *code, const cconv_allocator *allocator)
{
    code->allocator = *allocator;
    code->bytes = code->first;
    code->room = CODE_INLINE;
    code->length = 0;
    code->failed = false;
    code->log = NULL;
}

void code_free(struct code *code)
{
    if (code->bytes != code->first)
        allocator_give(&code->allocator, code->bytes, code->room);
    code->bytes = code->first;
}

void code_grow(struct code *code)
{
    if (code->failed)
        return;
    uint8_t *bytes = allocator_take(&code->allocator, 2 * code->room);
    if (!bytes) {
        code->failed = true;
        return;
    }
    memcpy(bytes, code->bytes, code->length);
    size_t room = 2 * code->room;
    code_free(code);
    code->bytes = bytes;
    code->room = room;
}
