/*
 * RISC-V 64: what a checked call looks after. gp and tp are for no function to change, and C is lost without them: they stay
 * as they are, and are looked at. A value narrower than its f register has ones above it (RISC-V ABIs, "Hardware
 * Floating-point Calling Convention"), which the stub wrote.
 */
#include "exec/checked.h"

#if CHECKED_HERE && defined(__riscv)

extern const uint8_t cconv_checked_enter[]; /* checked_riscv64.S, to be jumped to */

enum { ZERO = 0, GP = 3, TP = 4, T1 = 6, T2 = 7, ROUNDING = 0xe0 };

static const struct checked_group groups[] = {{0, 32, 0, 8, false}, {32, 32, IMAGE_VECTORS, 8, true}};
static const struct checked_control controls[] = {
    {CCONV_FLOATING_CONTROL, "fcsr", IMAGE_CONTROL, 4, ROUNDING, FLAG_FLOATING},
};
static const uint8_t *const enter[] = {cconv_checked_enter};

static uintptr_t features(void)
{
    return os_has_vectors() ? FLAG_FLOATING : 0;
}

const struct checked_arch checked_arch = {
    .groups = groups,
    .group_count = COUNT_OF(groups),
    .controls = controls,
    .control_count = COUNT_OF(controls),
    .fixed = 1u << ZERO | 1u << GP | 1u << TP | 1u << T1 | 1u << T2,
    .link = RISCV_RA,
    .enter = enter,
    .features = features,
};

#endif
