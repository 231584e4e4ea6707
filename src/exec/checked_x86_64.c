/* x86-64: what a checked call looks after. */
#include "exec/checked.h"

#if CHECKED_HERE && defined(__x86_64__)
#include "exec/checked_x86.h"

/* checked_x86_64.S, to be jumped to. */
extern const uint8_t cconv_checked_enter_r10[], cconv_checked_enter_r11[], cconv_checked_enter_rbx[];

/* k0 to k7 carry nothing, and are not in the register file: they are poisoned by numbers behind its end. */
static const struct checked_group groups[] = {
    {RAX, 16, 0, 8, false}, {ZMM0, VECTOR_COUNT, IMAGE_VECTORS, 64, false}, {FIRST_MASK, 8, IMAGE_MASKS, 8, false}};
static const uint8_t *const enter[] = {cconv_checked_enter_r10, cconv_checked_enter_r11, cconv_checked_enter_rbx};

const struct checked_arch checked_arch = {
    .groups = groups,
    .group_count = COUNT_OF(groups),
    .controls = checked_x86_controls,
    .control_count = CHECKED_X86_CONTROLS,
    .link = CCONV_NO_REGISTER,
    .enter = enter,
    .pushed = 16, /* by an entry that pushes */
    .features = checked_x86_features,
    .arrive = checked_x86_arrive,
    .leave = checked_x86_leave,
    .examine = checked_x86_examine,
};

#endif
