/*
 * callconv/assembly.h: code that crosses a call, to be read and assembled.
 *
 * A listing is what exec.h makes at run time, for any architecture on any machine: the bytes, and beside them what each
 * instruction does, what it does to the frame, and where it refers to. `callconv thunk` writes it as text for an assembler.
 *
 *     two plans -cconv_listing_of_bridge-> called as one says, calls a function as the other says
 *     plan -cconv_listing_of_call-> the caller's side: loads arguments from a block, calls, stores the result
 *     plan -cconv_listing_of_callee-> the callee's side: prologue and epilogue around a body
 *
 * Example:
 *
 *     cconv_listing *listing = NULL;
 *     if (cconv_listing_of_bridge(from, to, NULL, &listing, &error))
 *         return fprintf(stderr, "%s\n", error.message), 1;
 *     size_t length;
 *     const unsigned char *bytes = cconv_listing_bytes(listing, &length);
 *     const cconv_listing_line *line;
 *     for (size_t i = 0; (line = cconv_listing_line_at(listing, i)); i++)
 *         if (line->kind == CCONV_LINE_NOTE)
 *             printf("%u: %s\n", line->offset, line->text);
 *     cconv_listing_free(listing);
 *
 * A listing owns what its accessors return, and needs its plans while it is made only.
 */
#ifndef CCONV_ASSEMBLY_H
#define CCONV_ASSEMBLY_H

#include <callconv/callconv.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct cconv_listing cconv_listing;

typedef struct cconv_listing_options {
    cconv_allocator allocator;    /* allocate == NULL: the C library's */
    const char *save;             /* of a callee: preserved registers that its body uses, "rbx,r12"; NULL: none */
    uint64_t locals;              /* of a callee: bytes of its own */
    uint64_t reserved[4];         /* zero */
} cconv_listing_options;

/* `options` may be NULL. CCONV_UNSUPPORTED names what cannot be passed, or an architecture that has no generated code;
   CCONV_INVALID if the plans are of two prototypes, architectures or targets, or a register is none that the convention
   preserves. */
CCONV_API cconv_status cconv_listing_of_bridge(const cconv_plan *from, const cconv_plan *to,
                                               const cconv_listing_options *options, cconv_listing **out, cconv_error *error);
/* The code is entered as void (const block *arguments, result *result) under the convention of `plan`, or, for a system
   call, under the target's own; the block is laid out as a C struct with one member for each argument. */
CCONV_API cconv_status cconv_listing_of_call(const cconv_plan *plan, const cconv_listing_options *options,
                                             cconv_listing **out, cconv_error *error);
/* In the body the stack pointer is aligned for calls, and what the convention has a caller reserve is below all else. */
CCONV_API cconv_status cconv_listing_of_callee(const cconv_plan *plan, const cconv_listing_options *options,
                                               cconv_listing **out, cconv_error *error);
/* NULL is ignored. */
CCONV_API void cconv_listing_free(cconv_listing *listing);

/* Machine code; in what a line refers to, zeros. */
CCONV_API const unsigned char *cconv_listing_bytes(const cconv_listing *listing, size_t *length);

typedef enum cconv_line_kind {
    CCONV_LINE_NOTE = 0,          /* `text`: what the instructions from here on do */
    CCONV_LINE_BODY = 1,          /* of a callee: the body belongs here */
    CCONV_LINE_CALL = 2,          /* the instruction here calls the function; on RISC-V two do */
    CCONV_LINE_JUMP = 3,          /* or jumps to it */
    CCONV_LINE_BRANCH = 4,        /* it jumps to offset `value` */
    /* What the instruction before did to the frame, for DWARF. */
    CCONV_LINE_CFA = 5,           /* the canonical frame address is `reg` + `value` */
    CCONV_LINE_SAVED = 6,         /* the caller's `reg` is kept `value` bytes below it */
    CCONV_LINE_RESTORED = 7,      /* `reg` is the caller's again */
    /* The same for Windows's unwinder on x86-64, up to the end of the prologue. On AArch64 of each instruction there, and of
       the epilogue's, which undo what these say. */
    CCONV_LINE_PUSHED = 8,        /* `reg`; on AArch64 x29 and x30, with `value` bytes of stack */
    CCONV_LINE_TAKEN = 9,         /* `value` bytes of stack */
    CCONV_LINE_POINTER = 10,      /* `reg` is the frame pointer, `value` above where the unwinder counts from */
    CCONV_LINE_STORED = 11,       /* `reg`, `value` bytes above that; x29: and x30 above it */
    CCONV_LINE_PROLOGUE_END = 12,
    CCONV_LINE_NOTHING = 13,      /* it does nothing to the frame */
    CCONV_LINE_EPILOGUE = 14,     /* begins with the next instruction */
    CCONV_LINE_EPILOGUE_END = 15  /* with the next, which returns */
} cconv_line_kind;

typedef struct cconv_listing_line {
    cconv_line_kind kind;
    uint32_t offset;              /* in the code: of the instruction behind the line */
    const char *text;             /* NULL for none */
    const char *reg;              /* NULL for none */
    int32_t dwarf;                /* its number; -1 for none */
    uint32_t reserved;
    int64_t value;
} cconv_listing_line;

/* By rising offset; NULL past the end. */
CCONV_API const cconv_listing_line *cconv_listing_line_at(const cconv_listing *listing, size_t index);

/* A part of the frame: `size` bytes from `offset` behind the register `base`, as it is at the call or in the body. */
typedef struct cconv_frame_row {
    const char *base;
    int64_t offset;
    uint64_t size;
    const char *text;             /* "return address", "rbx of the caller" */
} cconv_frame_row;

/* From the highest address down; NULL past the end. */
CCONV_API const cconv_frame_row *cconv_listing_frame_row(const cconv_listing *listing, size_t index);
/* Where the stack pointer was at entry: `*offset` behind the register that is returned. A piece on the stack is at that plus
   its own offset. */
CCONV_API const char *cconv_listing_entry_stack(const cconv_listing *listing, int64_t *offset);

#ifdef __cplusplus
}
#endif

#endif
