/*
 * What a convention's file provides: one table, and how it places arguments and results.
 * The cursor (next free registers, next stack offset) and the helpers that write pieces are in cursor.h.
 */
#ifndef CONVENTION_CONVENTION_H
#define CONVENTION_CONVENTION_H

#include "arch/register.h"
#include "type/type.h"

struct cursor;
struct slot;   /* a placement being written: cursor.h */

struct register_list {
    const uint16_t *regs;
    uint32_t count;
};

/* How a function's name becomes the linker's where the convention says more than the target's prefix. */
struct symbol_decoration {
    const char *prefix;      /* instead of the target's; NULL: that */
    const char *stem;        /* behind the target's prefix; NULL: nothing */
    const char *suffix;      /* "@" or "@@", and the bytes of all arguments behind it; NULL: nothing */
    bool everywhere;         /* in ELF and Mach-O too, not in Windows' objects alone */
};

/* C++'s methods as Microsoft returns from them: a struct or union in the caller's memory, whatever its size, whose address follows
   the object's. */
struct method_rules {
    cconv_rule pointer, result;
    uint16_t returned;       /* where the address is at return */
};

/* A register that holds a part of the result is not preserved; nor one that is taken for arguments, filled or not. */
enum { LOSES_RESULTS = 1, LOSES_ARGUMENTS = 2 };

struct cconv_convention {
    const char *name;
    const char *summary;
    const char *document;
    const char *const *aliases;           /* NULL-terminated */
    const char *own_target;               /* canonical target name */
    cconv_arch arch;
    struct register_list integer_args;    /* in order */
    struct register_list vector_args;
    struct register_list integer_results;
    struct register_list vector_results;
    uint16_t sret;                        /* register of the hidden result pointer */
    uint16_t sret_returned;               /* where its address is at return; CCONV_NO_REGISTER if not promised */
    uint16_t vector_count;                /* AL for System V variadic calls; CCONV_NO_REGISTER for none */
    const cconv_register_role *roles;     /* table for `list`; ended by reg NULL. preserved_bytes are the truth */
    const char *const *preserved;         /* NULL-terminated, as the plan names them ("rbx", "d8" for low 64 bits of v8) */
    const char *const *clobbered;
    const char *const *duties;            /* NULL-terminated sentences */
    cconv_stack_rules stack;
    const char *const *header;            /* what is in each 8 bytes of the shadow space, from the stack pointer up;
                                             NULL: homes of the integer argument registers */
    const cconv_syscall_rules *syscall;   /* NULL: functions */
    const struct symbol_decoration *decoration; /* NULL: the target's prefix and the name */
    const struct method_rules *method;    /* NULL: what is said of functions holds for methods too, or is not known */
    const void *variant;                  /* the family's named differences */
    uint8_t variadic_is_own;              /* a variadic function is called by the target's own convention instead */
    uint8_t loses;                        /* LOSES_…: which of `preserved` a call may change all the same */
    uint8_t common;                       /* the C convention of a platform in wide use: what `all` means */
    /* Called once before the arguments; the result is placed first since its hidden pointer may take a register. */
    cconv_status (*place_result)(struct cursor *at, const struct cconv_type *type, struct slot *out);
    cconv_status (*place_argument)(struct cursor *at, const struct cconv_type *type, struct slot *out);
    /* NULL, or called when all is placed and `stack` is filled by the rules above: to change callee_pops. */
    void (*finish)(const struct cursor *at, cconv_plan_stack *stack);
};

/* In order of cconv_convention_at. */
extern const struct cconv_convention *const convention_list[];
extern const size_t convention_list_count;

#endif
