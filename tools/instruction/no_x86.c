/* Where the library was built without Zydis. */
#include "architecture.h"

bool effect_x86(struct instruction_mode mode, const uint8_t *bytes, size_t size, uint64_t address, struct effect *out)
{
    (void)mode, (void)bytes, (void)size, (void)address, (void)out;
    return false;
}
