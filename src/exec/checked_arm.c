/*
 * 32-bit Arm: what a checked call looks after. AAPCS32 6.1.2.1: of fpscr the condition flags, the cumulative bits and QC may
 * change; rounding, flush to zero, default NaN, alternative half precision, vector length and stride, and the trap enables
 * may not.
 */
#include "exec/checked.h"

#if CHECKED_HERE && defined(__arm__)

extern const uint8_t cconv_checked_enter[]; /* checked_arm.S, to be jumped to */

enum { IP = 12, LR = 14, CONTROL = 0x07f79f00 };

static const struct checked_group groups[] = {{R0_ARM, 15, 0, 4, false}, {Q0_ARM, 16, IMAGE_VECTORS, 16, false}};
static const struct checked_control controls[] = {
    {CCONV_FLOATING_CONTROL, "fpscr", IMAGE_CONTROL, 4, CONTROL, FLAG_FLOATING},
};
static const uint8_t *const enter[] = {cconv_checked_enter};

static uintptr_t features(void)
{
    return (os_has_vectors() ? FLAG_FLOATING : 0) | (os_has_upper_vectors() ? FLAG_UPPER : 0);
}

const struct checked_arch checked_arch = {
    .groups = groups,
    .group_count = COUNT_OF(groups),
    .controls = controls,
    .control_count = COUNT_OF(controls),
    .fixed = 1u << IP,
    .link = LR,
    .enter = enter,
    .features = features,
};

#endif
