/*
 * Calls under watch. A stub calls an entry (entry.h) that leads to the architecture's assembly, which works on one image of
 * all registers:
 *
 *     gather     every register into the image
 *     step       C (checked.c), on the stack below both frames, makes of it what is to be there next
 *     scatter    every register out of the image, and on to the target
 *
 * It runs twice. First it stands where the function would: the step poisons what carries no argument, writes another stack
 * with guards, and has the function return to the same entry. Then the function is back: the step keeps what it left, and
 * gives the stub its own registers again, with the results.
 *
 * An architecture is a description (checked_<arch>.c) and that assembly (checked_<arch>.S).
 */
#ifndef EXEC_CHECKED_H
#define EXEC_CHECKED_H

#include "exec/checked_layout.h"
#include "exec/code.h"

#if defined(__x86_64__) || (defined(__ELF__) && (defined(__i386__) || defined(__aarch64__) || defined(__arm__) \
                                                 || (defined(__riscv) && __riscv_xlen == 64)))
#define CHECKED_HERE 1
#else
#define CHECKED_HERE 0
#endif

#if CHECKED_HERE

struct checked {
    uintptr_t total, stack, target, flags;   /* CHECKED_TOTAL … */
    _Alignas(64) uint8_t image[IMAGE_BYTES];
    uint8_t in[IMAGE_BYTES];                 /* when the stub called */
    uint8_t called[IMAGE_BYTES];             /* when the function was called */
    uint8_t after[IMAGE_BYTES];              /* when it was back */
    uint8_t carries[IMAGE_BYTES];            /* not 0: a byte of an argument */
    const struct cconv_plan *plan;
    const struct machine *machine;
    struct entry *entry;
    cconv_function function;
    size_t broken;                           /* the first byte of the guards that was overwritten, counted from the function's
                                                stack pointer, and 1; 0: none */
};

_Static_assert(offsetof(struct checked, stack) == CHECKED_STACK && offsetof(struct checked, target) == CHECKED_TARGET
               && offsetof(struct checked, flags) == CHECKED_FLAGS && offsetof(struct checked, image) == CHECKED_IMAGE
               && offsetof(struct checked, in) == CHECKED_IN && ENTRY_USER == CHECKED_ENTRY_USER, "checked_layout.h");

/* What was broken: the first `room` are written. */
struct checked_report {
    cconv_violation *out;
    size_t room, count;
};

/* Registers that follow each other, in the numbers of their file and in the image. */
struct checked_group {
    uint16_t first, count, at, bytes;
    bool is_extended;     /* what is above a narrow value in it is the caller's to write as well */
};

/* A register of control bits, which belong to the thread: only functions made to may change them. */
struct checked_control {
    cconv_violation_kind kind;
    const char *name;
    uint16_t at, bytes;
    uint32_t mask;
    uint32_t flag;        /* of the processor, that it has it; 0: always */
};

struct checked_arch {
    const struct checked_group *groups;
    size_t group_count;
    const struct checked_control *controls;
    size_t control_count;
    uint64_t fixed;                            /* a bit for each general register that is never poisoned */
    uint16_t link;                             /* holds the return address; CCONV_NO_REGISTER: the stack does */
    uint32_t pushed;                           /* bytes that the way back from the function writes below its stack pointer */
    const uint8_t *const *enter;               /* the assembly, for each of the machine's data registers */
    const uint8_t *enter_static;               /* from entries that are not generated; NULL: the first of these */
    uintptr_t (*features)(void);               /* the flags */
    /* What no table says; NULL where there is nothing. */
    void (*arrive)(struct checked *checked);   /* changes what is to be called */
    void (*leave)(struct checked *checked);    /* changes what the stub gets */
    void (*examine)(struct checked_report *report, const struct checked *checked);
};

/* The one of this machine. */
extern const struct checked_arch checked_arch;

/* Called by the assembly. */
void cconv_checked_step(struct checked *checked);

void checked_add(struct checked_report *report, cconv_violation_kind kind, const char *reg, uint64_t expected, uint64_t found);
/* How many pieces of the value are in the `count` registers from `first` on, and larger than `above` bytes. */
size_t checked_pieces(const cconv_placement *value, uint16_t first, uint16_t count, uint64_t above);

#endif
#endif
