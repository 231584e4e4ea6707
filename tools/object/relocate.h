/* Relocations of all formats as few kinds of fix, which a processor's file names by number and writes. */
#ifndef RELOCATE_H
#define RELOCATE_H

#include "place.h"

#include <string.h>

struct fixing {
    struct placed *placed;
    const struct relocation *relocation;
    const char *name;            /* of the symbol */
    uint8_t *at;                 /* the place, of `room` bytes up to its section's end */
    uint64_t room;
    uint64_t pc;                 /* the place's address */
    uint64_t target;             /* the symbol's address, without addend and without Thumb's bit */
    int64_t addend;              /* 0 where the place holds it */
    bool has_addend;
    bool is_thumb;               /* the target is Thumb code */
    object_resolver *resolve;
    void *user;
    const char *wrong;           /* what cannot be done */
};

/* A row of a processor's table: the format's number, and what it means. */
struct fix_row {
    uint8_t format;              /* enum object_format */
    uint16_t type;
    uint8_t fix;                 /* of the processor's own enum */
    uint8_t detail;              /* of the fix: bytes, or a shift */
};

/* NULL if the number is not in the table. */
const struct fix_row *fix_find(const struct fix_row *rows, size_t count, const struct fixing *f);
/* A word that holds the address (a GOT entry); 0 when there is no room. */
uint64_t fix_slot(struct fixing *f, uint64_t address);
/* Little-endian; false where the place ends first. */
bool fix_get(const struct fixing *f, unsigned size, uint64_t *value);
bool fix_put(struct fixing *f, unsigned size, uint64_t value);
/* S + A, the addend being in the place's `size` bytes, sign-extended, where the relocation has none. */
uint64_t fix_sum(const struct fixing *f, unsigned size);
/* False with `wrong` set. */
bool fix_wrong(struct fixing *f, const char *what);
/* The value as a signed number of so many bits, or wrong. */
bool fix_fits(struct fixing *f, int64_t value, unsigned bits);

bool fix_x86(struct fixing *f);
bool fix_aarch64(struct fixing *f);
bool fix_arm(struct fixing *f);
bool fix_riscv(struct fixing *f);

/* Of a relocation to a section: its address by the object's own numbers; else 0. */
uint64_t fix_own_address(const struct fixing *f, const struct relocation *relocation);
/* The address of the section, and of the relocation's symbol, for fixes that look at another relocation. */
uint64_t fix_symbol(const struct fixing *f, const struct relocation *relocation);

#endif
