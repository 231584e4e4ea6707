/* Between check.c, which writes the C of a check-wrapper, and what writes its assembly. */
#ifndef THUNK_CHECK_H
#define THUNK_CHECK_H

#include "thunk.h"

enum { WATCHED = 32, GUARD = 64 };
/* Offsets in the state, whose C is in check.c. */
enum { ENTRY_SP = 0, CALL_SP = 8, AFTER_SP = 16, FLAGS = 24, CONTROL = 32, AFTER_CONTROL = 40, GUARD_AT = 48, SAVED = 64,
       AFTER = SAVED + 8 * WATCHED, SAVED_VECTORS = AFTER + 8 * WATCHED, AFTER_VECTORS = SAVED_VECTORS + 16 * WATCHED,
       FXSAVE = AFTER_VECTORS + 16 * WATCHED, POISON = FXSAVE + 512, VECTOR_POISON = POISON + 8 * WATCHED };

struct watch;

struct watch_arch {
    cconv_arch arch;
    int word;                         /* bytes of a general register, and of what is copied of the stack */
    int pushes;                       /* bytes below the stack pointer that the wrapper itself writes when the function is back */
    int general_count, vector_count;
    const char *const *general;       /* names */
    const char *const *vectors;       /* names; NULL: */
    const char *vector;               /* what their numbers follow */
    /* The first vector register that is the one of this name or a part of it, how many are a part of it in `count`; -1: none. NULL:
       by the names alone. */
    int (*find_vector)(const char *name, int *count);
    uint64_t untouched;               /* a bit for each general register that is neither poisoned nor compared */
    /* The instructions: enter, poison, call, keep what is there, report, and leave as the function did. */
    void (*write)(struct sheet *sheet, const struct watch *watch);
    /* C that compares what else there is. */
    void (*report)(struct sheet *sheet, const struct watch *watch);
};

/* What the wrapper knows of the registers. */
struct watch {
    const struct watch_arch *arch;
    enum container container;
    uint8_t argument[WATCHED];        /* low bytes that carry arguments */
    bool vector_argument[WATCHED];
    uint8_t preserved[WATCHED], vector_preserved[WATCHED];
    unsigned x87_results;
    bool has_vectors;                 /* the convention has a use for them: not every i386 has any */
    uint64_t words, pops;             /* of stack arguments, shadow space included, in words; bytes removed by the function */
    const char *prefix;               /* of symbols */
    const char *name, *symbol, *target;
};

extern const struct watch_arch watch_x86_64, watch_x86, watch_aarch64, watch_arm, watch_riscv64;

/* Of a general register. */
unsigned long long watch_poison(const struct watch_arch *arch, int reg);
/* An instruction, as a part of the string. */
void watch_line(struct sheet *sheet, const char *format, ...) PRINTF_LIKE(2, 3);
/* C between two parts of it: "#if ...". */
void watch_directive(struct sheet *sheet, const char *text);
/* C that says so if these two of the state differ in the bits of the mask. */
void watch_compare_control(struct sheet *sheet, const struct watch *watch, const char *what, unsigned long long mask);

#endif
