/* What the readers of the formats share. */
#ifndef UNWIND_INTERNAL_H
#define UNWIND_INTERNAL_H

#include "unwind.h"

#include <string.h>

/* A section as it is in memory; of one that is not loaded, a copy with its relocations applied. */
struct contents {
    const char *name;
    const uint8_t *bytes;
    uint64_t size;
    uint64_t address;            /* 0 of one that is not loaded */
    uint32_t index;
    uint8_t *copy;               /* freed with it */
};

struct cie;

struct unwind {
    const struct placed *placed;
    const struct object *object;
    unsigned word;               /* bytes of a pointer */
    struct contents *contents;   /* by section; `bytes` is NULL until it is asked for */
    struct unwind_function *functions;
    size_t function_count, function_room;
    struct cie *cies;
    size_t cie_count, cie_room;
    struct unwind_problem problems[UNWIND_MOST_PROBLEMS];
    size_t problem_count;
    bool is_out_of_memory;
};

/* ------------------------------------------------------------------- unwind.c */

/* NULL where it has no bytes or cannot be relocated, which is a problem then. */
const struct contents *contents_of(struct unwind *unwind, size_t section);
/* Bytes at an address of the placed object, all of one section; NULL for none. `*section` is where, `*room` how many follow. */
const uint8_t *contents_at(struct unwind *unwind, uint64_t address, const struct contents **section, uint64_t *room);
void unwind_reports(struct unwind *unwind, const struct contents *contents, uint64_t offset, const char *what);
/* Another function; false when memory runs out. Ranges that are empty are passed over; those that are no code are problems. */
bool unwind_adds(struct unwind *unwind, const struct contents *contents, const struct unwind_function *function);
/* The end of the section of code that has the address; 0 for none. */
uint64_t code_end(const struct unwind *unwind, uint64_t address);
/* An array with room for one more; false when memory runs out. */
bool unwind_grows(struct unwind *unwind, void **array, size_t count, size_t *room, size_t size);
bool is_named(const struct object *object, size_t section, const char *name);

/* ------------------------------------------------------------------- readers */

void read_eh_frame(struct unwind *unwind);
void read_debug_frame(struct unwind *unwind);
void read_windows(struct unwind *unwind);
void read_windows_x64(struct unwind *unwind, const struct contents *table, uint64_t at, uint64_t size);
void read_windows_arm64(struct unwind *unwind, const struct contents *table, uint64_t at, uint64_t size);
void read_compact(struct unwind *unwind);
void read_ehabi(struct unwind *unwind);
void free_cies(struct unwind *unwind);

void begin_cfi(struct unwind_rows *rows);
bool next_cfi(struct unwind_rows *rows);
bool next_windows_x64(struct unwind_rows *rows);
void begin_windows_arm64(struct unwind_rows *rows);
bool next_windows_arm64(struct unwind_rows *rows);
bool next_compact(struct unwind_rows *rows);
bool next_ehabi(struct unwind_rows *rows);

/* ---------------------------------------------------------------------- rows */

/* Sets the problem; false. */
bool rows_fail(struct unwind_rows *rows, uint64_t offset, const char *what);
/* NULL when there are too many. */
struct unwind_rule *row_rule(struct unwind_row *row, unsigned reg);
void row_forget(struct unwind_row *row, unsigned reg);
bool row_put(struct unwind_row *row, unsigned reg, enum unwind_where where, int64_t offset);
/* Copies what is used of it. */
void row_copy(struct unwind_row *to, const struct unwind_row *from);
/* No rules; CFA = register + offset. */
void row_clear(struct unwind_row *row, unsigned reg, int64_t offset);

/* -------------------------------------------------------------------- reading */

struct cursor {
    const uint8_t *at, *end;
    bool is_bad;                 /* something was read behind the end; all since are 0 */
};

static inline uint64_t little(const uint8_t *bytes, unsigned size)
{
    uint64_t value = 0;
    for (unsigned i = 0; i < size; i++)
        value |= (uint64_t)bytes[i] << 8 * i;
    return value;
}

static inline int64_t sign_extended(uint64_t value, unsigned bits)
{
    uint64_t sign = (uint64_t)1 << (bits - 1);
    return (int64_t)((value & (sign | (sign - 1))) ^ sign) - (int64_t)sign;
}

uint64_t cursor_number(struct cursor *cursor, unsigned size);
uint64_t cursor_leb(struct cursor *cursor);
int64_t cursor_signed_leb(struct cursor *cursor);
/* The block, and moves over it; NULL with is_bad. */
const uint8_t *cursor_block(struct cursor *cursor, uint64_t size);

/* ---------------------------------------------------------------------- DWARF */

/* A common entry, with the row that its own program leaves. */
struct cie {
    uint64_t at;                 /* its offset */
    uint32_t section;
    uint64_t code_align;
    int64_t data_align;
    uint64_t personality;
    uint8_t pointer, lsda;       /* DW_EH_PE encodings */
    uint8_t address_size;
    bool has_augmentation, has_personality, has_lsda, is_signal, is_key_b;
    const char *wrong;
    uint64_t wrong_at;
    struct unwind_row *initial;  /* cut behind its last rule */
    uint16_t return_register;
};

enum { FUNCTION_CIE, FUNCTION_CODE, FUNCTION_CODE_SIZE }; /* detail[] of a DWARF function: code by its offset from the entry */

/* An encoded pointer at the cursor: false if the encoding is not known. */
bool read_pointer(const struct unwind *unwind, const struct contents *contents, struct cursor *cursor, uint8_t encoding, unsigned size, uint64_t function,
                  uint64_t *out);
/* Runs the program of a common entry. */
void run_initial(struct unwind *unwind, struct cie *cie, struct unwind_row *row, const uint8_t *at, const uint8_t *end);

#endif
