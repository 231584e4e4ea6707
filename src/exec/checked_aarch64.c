/* AArch64: what a checked call looks after. Arm ARM C5.2, "FPCR": all that is defined of it are control bits. */
#include "exec/checked.h"

#if CHECKED_HERE && defined(__aarch64__)

extern const uint8_t cconv_checked_enter[]; /* checked_aarch64.S, to be jumped to */

static const struct checked_group groups[] = {{X0, 32, 0, 8, false}, {Z0, 32, IMAGE_VECTORS, 16, false}};
static const struct checked_control controls[] = {
    {CCONV_FLOATING_CONTROL, "fpcr", IMAGE_CONTROL, 4, UINT32_MAX, 0},
};
static const uint8_t *const enter[] = {cconv_checked_enter};

static uintptr_t features(void)
{
    return 0;
}

const struct checked_arch checked_arch = {
    .groups = groups,
    .group_count = COUNT_OF(groups),
    .controls = controls,
    .control_count = COUNT_OF(controls),
    .fixed = (uint64_t)1 << 16 | (uint64_t)1 << 17 | (uint64_t)1 << X18,
    .link = X30,
    .enter = enter,
    .features = features,
};

#endif
