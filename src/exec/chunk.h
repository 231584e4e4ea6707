/*
 * Executable memory in chunks. All code of a chunk has frames of one form. Where unwinders read DWARF, one entry describes
 * the whole chunk, and is told to the unwinder once, before code is in it: it never changes while others unwind through it.
 * The entry holds at call instructions, which is where exceptions and backtrace() look. On Windows the chunk begins with what
 * says it, instruction by instruction, and each piece of code is told on its own.
 */
#ifndef EXEC_CHUNK_H
#define EXEC_CHUNK_H

#include "emit/machine.h"
#include "exec/os.h"

enum { UNWIND_ROOM = 320, CHUNK_SIZE = 1 << 16, CODE_ALIGN = 16 };

struct chunk {
    struct chunk *next;
    struct dual_memory memory;
    size_t used;
    uint32_t live;                   /* pieces of code in it that are in use */
    uint8_t rules_length;
    uint8_t rules[UNWIND_ROOM / 2];  /* DWARF call frame instructions; UNWIND_INFO on Windows */
    uint8_t section[UNWIND_ROOM];    /* .eh_frame: CIE, FDE, end */
    uint32_t pieces;                 /* that the unwinder knows one by one */
};

/* The rules for frames of this form; their length, or 0 if the unwinder cannot be told. */
size_t unwind_rules(const struct machine *machine, const struct frame *frame, uint8_t *out, size_t room);
/* Tells the unwinder of the chunk with its rules, and of code in it. `unwind_size` bytes behind the chunk and what the debugger
   has are for what it is told. */
extern const size_t unwind_size;
void unwind_open(const struct machine *machine, struct chunk *chunk);
bool unwind_has_room(const struct chunk *chunk);
void unwind_add(struct chunk *chunk, size_t at, size_t length);
void unwind_close(struct chunk *chunk);

/* Tells a debugger of the chunk, and that it is gone. `debugger_size` bytes behind the chunk are for what it is told. */
extern const size_t debugger_size;
void debugger_add(const struct machine *machine, struct chunk *chunk);
void debugger_remove(struct chunk *chunk);

/* Puts the code into a chunk of the list that has its frames' form, or a new one; where it runs is in `*run`. NO_MEMORY, or
   UNSUPPORTED if the system refuses executable memory. */
cconv_status chunk_add(struct chunk **list, const cconv_allocator *allocator, const struct machine *machine,
                       const struct code *code, const struct frame *frame, struct chunk **out, const uint8_t **run,
                       cconv_error *error);
/* One piece of code less; a chunk without any is unmapped. */
void chunk_release(struct chunk **list, const cconv_allocator *allocator, struct chunk *chunk);
void chunk_free_all(struct chunk **list, const cconv_allocator *allocator);

#endif
