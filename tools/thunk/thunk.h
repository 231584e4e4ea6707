/*
 * callconv-thunk: listings of the library (callconv/assembly.h) as text for an assembler.
 *
 *     main.c       the command line
 *     read.c       declarations to plans and listings
 *     write.c      a listing to instructions, labels, directives and comments
 *     describe.c   the comment above: places, rules, the frame
 *     naked.c      a callee as a naked function of C
 *     check*.c     check-wrapper: a function that watches another
 *     dialect*.c   what differs between GNU as, NASM and MASM
 */
#ifndef THUNK_H
#define THUNK_H

#include "../callconv/tool.h"

#include <callconv/assembly.h>

enum kind { KIND_BRIDGE, KIND_CALL, KIND_CALLEE, KIND_CHECK };
enum syntax { SYNTAX_ATT, SYNTAX_INTEL, SYNTAX_NASM, SYNTAX_MASM, SYNTAX_GNU };
enum container { CONTAINER_ELF, CONTAINER_COFF, CONTAINER_MACHO };

struct dialect;
struct instruction_text; /* tools/instruction/text.h */

/* What is written into one file. */
struct sheet {
    enum kind kind;
    enum syntax syntax;
    enum container container;
    cconv_arch arch;
    const struct dialect *dialect;
    struct instruction_text *instructions;
    struct string text;
    struct list externs;              /* named already */
    bool is_c, is_naked;              /* it is C with naked functions; instructions of one are written */
};

/* Which side is a method of a C++ class: bits. */
enum { METHOD_FROM = 1, METHOD_TO = 2 };

/* One function of it. */
struct function {
    const cconv_signature *signature;
    const cconv_plan *from, *to;      /* of a call and a callee the same */
    const cconv_listing *listing;
    const char *name, *declaration;   /* in C */
    const char *symbol, *target;      /* to the linker; target: what is called, NULL for none */
    unsigned methods;                 /* METHOD_… */
};

/* A dialect writes what stands around instructions. */
struct dialect {
    void (*begin_file)(struct sheet *sheet);
    void (*begin)(struct sheet *sheet, const struct function *function);
    void (*end)(struct sheet *sheet, const struct function *function);
    void (*end_file)(struct sheet *sheet);
    /* What a line of the listing tells of the frame; lines that the dialect has no word for are left out. */
    void (*frame)(struct sheet *sheet, const struct function *function, const cconv_listing_line *line);
    const char *local;                /* before the names of labels */
};

const struct dialect *dialect_of(const struct sheet *sheet);
extern const struct dialect dialect_nasm;
/* True the first time that the name is asked for. */
bool sheet_is_new(struct sheet *sheet, const char *name);
/* "#", ";": what begins a comment. */
const char *comment_of(const struct sheet *sheet);
/* 1 if the unwinder of 64-bit Windows is to be told: there is a frame. */
bool has_windows_frame(const struct sheet *sheet, const struct function *function);

void put(struct sheet *sheet, const char *format, ...) PRINTF_LIKE(2, 3);
/* A comment of its own line. */
void put_comment(struct sheet *sheet, const char *format, ...) PRINTF_LIKE(2, 3);

/* describe.c. The comment above the code, and the one that stands in the place of a body. */
void describe(struct sheet *sheet, const struct function *function);
void describe_body(struct sheet *sheet, const struct function *function);
/* Memory and registers in the words of the syntax. */
void place_memory(const struct sheet *sheet, const char *base, int64_t offset, char *out, size_t room);
const char *place_register(const struct sheet *sheet, const char *name, uint64_t size, char *out, size_t room);

/* False after a message, if the bytes cannot be decoded: our own error. */
bool write_function(struct sheet *sheet, const struct function *function);

/* The instructions alone. */
bool write_code(struct sheet *sheet, const struct function *function);

/* What C calls the convention on the plan's target: empty for the target's own. NULL if it has no word for it. */
const char *attribute_of(const cconv_plan *plan);
/* check.c. False after a message. */
bool check_write(struct sheet *sheet, const struct function *function);
/* naked.c. What the function's types need, then the function. False after a message. */
void naked_begin_file(struct sheet *sheet, const struct input *input, const char *name);
bool naked_write(struct sheet *sheet, const struct function *function);

/* read.c: writes all that was asked for. An exit status, after messages. */
struct request {
    struct settings *settings;
    enum kind kind;
    const cconv_convention *from, *to;    /* NULL: the declaration's own */
    const cconv_target *target;           /* NULL: the convention's own */
    int syntax;                           /* -1: the usual one */
    unsigned methods;                     /* METHOD_… */
    uint64_t locals;
};
int write_request(const struct request *request, struct output *output);

#endif
