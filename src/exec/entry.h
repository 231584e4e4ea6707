/*
 * Entries: the short code that a callback's or thunk's function pointer points to. All are alike: each loads the
 * address of its own data into the machine's data register and jumps through the data's first word.
 *
 *     run + ENTRY_SIZE i     landing pad; data register = address of entry_data i; jump [data register]
 *     entry_data i           the code, what it hands on, and where this is accounted for
 *
 * A page of them is made at a time; taking one is taking it from a list.
 */
#ifndef EXEC_ENTRY_H
#define EXEC_ENTRY_H

#include "callconv/exec.h"
#include "emit/machine.h"
#include "exec/os.h"

enum { DATA_CHOICES = 3 };       /* as many as any machine has */

struct entry_page;

/* A callback or thunk. The first three are read by generated code: ENTRY_USER and ENTRY_TARGET are their offsets. */
struct entry {
    const uint8_t *code;         /* what the entry jumps to */
    void *user;
    cconv_function target;       /* handler, or the thunk's target */
    struct entry_page *page;
    struct cconv_stub *stub;     /* whose code it is */
    struct entry *next_free;
};

enum { ENTRY_USER = offsetof(struct entry, user), ENTRY_TARGET = offsetof(struct entry, target) };

struct entry_page {
    struct entry_page *next;
    struct dual_memory memory;
    struct entry *entries;       /* in the memory's data */
    struct entry_pool *pool;
    uint32_t count, used;
};

struct entry_pool {
    uint16_t data;               /* the register in which entries hand on the address of their data */
    struct os_original original; /* entries in the library's own file, to be mapped again; NULL: written */
    struct entry_page *pages;
    struct entry *free;
};

/* NO_MEMORY, or UNSUPPORTED if the system refuses executable memory. */
cconv_status entry_take(struct entry_pool *pool, const cconv_allocator *allocator, const struct machine *machine,
                        struct entry **out, cconv_error *error);
void entry_give(struct entry *entry);
void entry_free_all(struct entry_pool *pool, const cconv_allocator *allocator);
uint8_t *entry_address(const struct entry *entry);
cconv_function entry_function(const struct entry *entry);

#endif
