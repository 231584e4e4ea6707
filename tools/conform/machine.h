/*
 * The processors, as the capturing runtime knows them: which register is where in a record, and how inline assembly
 * overwrites one. A new processor is a row in machine.c and a runtime/<name>.S; runtime/main.c knows its stack pointer.
 */
#ifndef CONFORM_MACHINE_H
#define CONFORM_MACHINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "callconv/callconv.h"
#include "runtime/record.h"

/* Names that mean (a part of) a row of record->vec: register n is at byte `bytes * (n % per_row)` of row n / per_row. */
struct machine_view {
    const char *format;          /* "xmm%u"; NULL: `names` */
    const char *const *names;    /* row n is names[n] */
    unsigned bytes, count, per_row;
};

/* Registers of a second kind beside the vector registers, at byte `at` of the same rows. */
struct machine_bank {
    unsigned count, bytes, at;
    const char *name, *overwrite, *clobber; /* formats with the register's number */
};

struct machine {
    cconv_arch arch;
    const char *name;            /* of the runtime: runtime/<name>.S */
    const char *qemu;            /* its emulator is qemu-<qemu>; NULL: the machine itself */
    unsigned word;               /* bytes of a general register */
    const char *const *general;  /* name of record->gpr[i]; NULL for one that is not stored */
    unsigned general_count, stack_pointer, result;
    const struct machine_view *views;     /* ended by bytes 0; the first is a whole row */
    unsigned vector_count, vector_bytes;  /* rows that a callee may be asked to keep, and how much of one */
    bool has_x87;
    /* A function that overwrites everything: general register by name, vector register by number (all of the row). */
    const char *overwrite_general, *overwrite_vector, *vector_clobber;
    const char *const *not_overwritten;   /* general registers that inline assembly may not name; NULL-terminated */
    struct machine_bank bank;             /* count 0: none */
    bool pops;                            /* a callee may remove stack: the runtime counts it */
    const char *convention;      /* the one that it is for: processors with fewer registers; NULL: all others */
};

/* `convention` is a canonical name, or NULL. */
const struct machine *machine_of(cconv_arch arch, const char *convention);
/* Index in record->gpr; -1 if the name is none of a general register. */
int machine_general(const struct machine *machine, const char *name);
/* The bytes of a register in a record; false if the name is unknown. */
bool machine_register(const struct machine *machine, const struct record *record, const char *name,
                      const uint8_t **bytes, size_t *size);
/* An x87 register as the float (4 bytes) or double (8) that it was widened from. */
void machine_narrow_x87(const uint8_t *bytes, size_t size, uint8_t *out);
/* The name of row `i` of record->vec, for messages. */
void machine_vector_name(const struct machine *machine, unsigned i, char *text, size_t size);

#endif
