/* Of checked calls on x86 of both widths: the state that the registers' tables do not describe. */
#ifndef EXEC_CHECKED_X86_H
#define EXEC_CHECKED_X86_H

#include "exec/checked.h"

/* The name of the flags' register, and of groups the first number behind the register file: k0. */
#if defined(__x86_64__)
#define IMAGE_FLAGS_NAME "rflags"
#else
#define IMAGE_FLAGS_NAME "eflags"
#endif
enum { CHECKED_X86_CONTROLS = 3, FIRST_MASK = MOST_REGISTERS };

extern const struct checked_control checked_x86_controls[CHECKED_X86_CONTROLS];

uintptr_t checked_x86_features(void);
void checked_x86_arrive(struct checked *checked);
void checked_x86_leave(struct checked *checked);
void checked_x86_examine(struct checked_report *report, const struct checked *checked);

#endif
