/*
 * What unwind information says about each address of an object: where the caller's frame begins, and where the caller's registers
 * are. Of ELF .eh_frame and .debug_frame, of Arm's .ARM.exidx, of Windows's .pdata and .xdata, of Mach-O's compact unwind, all in one
 * form: functions in the order of their addresses, each with rows in the order of theirs.
 *
 *     unwind.c          opening, what overlaps, looking up, problems
 *     dwarf.c           entries of .eh_frame and .debug_frame
 *     cfi.c             their programs, to rows
 *     expression.c      their expressions, over values of the caller's
 *     windows_x64.c, windows_arm64.c
 *     compact.c         Mach-O
 *     ehabi.c           Arm
 *     registers.c       names of registers
 *
 * Nothing here knows a convention. Addresses are those of the placed object. Registers have the numbers that the architecture's DWARF
 * supplement gives them, whatever the format.
 *
 *     struct unwind *unwind = unwind_read(&placed, UNWIND_ALL);
 *     size_t count;
 *     const struct unwind_function *functions = unwind_functions(unwind, &count);
 *     for (size_t i = 0; i < count; i++) {
 *         struct unwind_rows rows;
 *         unwind_rows_begin(unwind, &functions[i], &rows);
 *         while (unwind_rows_next(&rows))
 *             … rows.row …
 *         if (rows.problem.what)
 *             …
 *     }
 */
#ifndef UNWIND_H
#define UNWIND_H

#include "place.h"

/* In the order in which they are believed: a function that overlaps one of an earlier source is left out. */
enum unwind_source { UNWIND_WINDOWS, UNWIND_COMPACT, UNWIND_EH_FRAME, UNWIND_EHABI, UNWIND_DEBUG_FRAME, UNWIND_SOURCES };
#define UNWIND_ALL ((1u << UNWIND_SOURCES) - 1)

#define UNWIND_SIGNAL_FRAME 1u   /* the caller was interrupted: its pc is that of an instruction not yet run */
#define UNWIND_CANNOT 2u         /* says that nobody may unwind through it (Arm's CANTUNWIND) */
#define UNWIND_FRAGMENT 4u       /* a part of a function, which is not entered here */
#define UNWIND_KEY_B 8u          /* AArch64: return addresses are signed with key B */
#define UNWIND_HANDLER 16u       /* there is a personality or a handler */

struct unwind_function {
    uint64_t begin, end;
    uint64_t personality, data;  /* the handler and what it reads (an LSDA); 0 for none, or what another file defines */
    uint64_t entry;              /* where it is described: an offset in the section */
    uint32_t section;            /* index in the object */
    uint16_t return_register;    /* whose rule says where the return address is */
    uint8_t source;              /* enum unwind_source */
    uint8_t flags;               /* UNWIND_SIGNAL_FRAME… */
    uint32_t detail[4];          /* of the source's own */
};

/* Bytes of a DWARF expression. */
struct unwind_expression {
    const uint8_t *code;
    uint32_t size;
};

/* Where the caller's value of a register is. */
enum unwind_where {
    UNWIND_SAME,                 /* still in it */
    UNWIND_UNDEFINED,            /* nowhere */
    UNWIND_AT_CFA,               /* in memory, at CFA + offset */
    UNWIND_IS_CFA,               /* it is CFA + offset */
    UNWIND_IN_REGISTER,          /* in register `offset` */
    UNWIND_AT_EXPRESSION,        /* in memory, at the address that the expression computes; the CFA is pushed first */
    UNWIND_IS_EXPRESSION         /* it is what the expression computes */
};

struct unwind_rule {
    uint16_t reg;
    uint8_t where;               /* enum unwind_where */
    uint32_t size;               /* of an expression */
    union {
        int64_t offset;
        const uint8_t *code;
    };
};

enum unwind_cfa { UNWIND_CFA_UNKNOWN, UNWIND_CFA_REGISTER, UNWIND_CFA_EXPRESSION };

/* Where in its range a row holds. */
enum unwind_holds {
    UNWIND_EVERYWHERE,           /* before each instruction */
    UNWIND_BUT_EPILOGUES,        /* Windows x64: before each but those of an epilogue, which unwinders know by its code */
    UNWIND_AT_CALLS              /* where a call returns to, no more */
};

enum { UNWIND_MOST_RULES = 128 };

struct unwind_row {
    uint64_t begin, end;
    int64_t cfa_offset;          /* UNWIND_CFA_REGISTER: CFA = cfa_register + cfa_offset */
    struct unwind_expression cfa_expression;
    uint32_t args_size;          /* bytes of arguments pushed (DW_CFA_GNU_args_size) */
    uint16_t cfa_register;
    uint8_t cfa;                 /* enum unwind_cfa */
    uint8_t holds;               /* enum unwind_holds */
    bool is_signed;              /* AArch64: the return address is signed, with sp at entry or the CFA as the modifier */
    uint8_t rule_count;
    struct unwind_rule rules[UNWIND_MOST_RULES]; /* by register; one that is not here is where the convention leaves it */
};

/* What is malformed. */
struct unwind_problem {
    const char *what;            /* NULL: nothing */
    const char *section;
    uint64_t offset;             /* in the section */
};

struct unwind;

/* NULL when memory runs out. The placed object must outlive it. It is never changed after: threads may share it. */
struct unwind *unwind_read(const struct placed *placed, unsigned sources);
void unwind_free(struct unwind *unwind);

/* All functions, by address; none overlaps another. */
const struct unwind_function *unwind_functions(const struct unwind *unwind, size_t *count);
/* The function that has the address; NULL for none. */
const struct unwind_function *unwind_function_at(const struct unwind *unwind, uint64_t address);
/* Entries that were passed over; at most the first UNWIND_MOST_PROBLEMS of `*all`. */
enum { UNWIND_MOST_PROBLEMS = 256 };
const struct unwind_problem *unwind_problems(const struct unwind *unwind, size_t *count, size_t *all);

enum { UNWIND_MOST_REMEMBERED = 8, UNWIND_MOST_STEPS = 1088 };

/* A walk over the rows of one function. `row` may be read between two steps; the rest is the library's. */
struct unwind_rows {
    struct unwind_row row;
    struct unwind_problem problem;
    const struct unwind *unwind;
    const struct unwind_function *function;
    bool is_ended;
    union {
        struct {
            struct unwind_row next;
            struct unwind_row remembered[UNWIND_MOST_REMEMBERED];
            const uint8_t *at, *end;
            unsigned depth;
        } cfi;
        struct {
            uint32_t step, epilogue;
            uint64_t at;
            uint8_t codes[UNWIND_MOST_STEPS];
        } windows;
    } own;
};

void unwind_rows_begin(const struct unwind *unwind, const struct unwind_function *function, struct unwind_rows *rows);
/* The next row, or false: at the end, or with `problem` set. */
bool unwind_rows_next(struct unwind_rows *rows);
/* The row of an address, in `rows->row`. */
bool unwind_row_at(const struct unwind *unwind, uint64_t address, struct unwind_rows *rows);
/* NULL: the row says nothing of it. */
const struct unwind_rule *unwind_row_rule(const struct unwind_row *row, unsigned reg);

/* A value of the caller's: a number, or something that is not known plus a number. */
struct unwind_value {
    uint64_t base;               /* 0: `offset` is the value; else the caller's name of something that is not known */
    int64_t offset;
};

/* Each is false where the value is not known. */
struct unwind_world {
    bool (*reg)(void *user, unsigned reg, struct unwind_value *out);
    bool (*memory)(void *user, struct unwind_value at, unsigned bytes, struct unwind_value *out);
    void *user;
};

/* The expression's value. `cfa`, where it is not NULL, is pushed first. False where something is not known or is malformed. */
bool unwind_evaluate(const struct unwind *unwind, struct unwind_expression expression, const struct unwind_value *cfa, const struct unwind_world *world,
                     struct unwind_value *out);

/* The name of a register by its DWARF number, as the model spells it; NULL for none. */
const char *unwind_register_name(cconv_arch arch, unsigned reg, char buffer[16]);

#endif
