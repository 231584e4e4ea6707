/* 32-bit x86: what a checked call looks after. */
#include "exec/checked.h"

#if CHECKED_HERE && defined(__i386__)
#include "exec/checked_x86.h"

extern const uint8_t cconv_checked_enter[], cconv_checked_enter_static[]; /* checked_i386.S, to be jumped to */

static const struct checked_group groups[] = {
    {EAX, 8, 0, 4, false}, {I386_ZMM0, VECTOR_COUNT, IMAGE_VECTORS, 64, false}, {FIRST_MASK, 8, IMAGE_MASKS, 8, false}};
static const uint8_t *const enter[] = {cconv_checked_enter};

const struct checked_arch checked_arch = {
    .groups = groups,
    .group_count = COUNT_OF(groups),
    .controls = checked_x86_controls,
    .control_count = CHECKED_X86_CONTROLS,
    .link = CCONV_NO_REGISTER,
    .pushed = 16, /* by the entry, and by the assembly */
    .enter = enter,
    .enter_static = cconv_checked_enter_static,
    .features = checked_x86_features,
    .arrive = checked_x86_arrive,
    .leave = checked_x86_leave,
    .examine = checked_x86_examine,
};

#endif
