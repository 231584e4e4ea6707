/*
 * An object as it is in memory: sections at addresses, relocations applied, words for the loader filled. A linked file keeps its own
 * addresses, or is moved as a whole; the sections of a relocatable one are put behind each other, code first.
 */
#ifndef PLACE_H
#define PLACE_H

#include "object.h"

struct placed {
    const struct object *object;
    uint64_t base, size;
    uint8_t *memory;             /* of [base, base + size) */
    uint64_t *section_at;        /* the address of each section; 0 for one that is not loaded */
    uint64_t slide;              /* of a linked file: what is added to its addresses */
    uint64_t got, got_size;      /* words that hold addresses, for code that reads them there; in the memory */
    uint64_t got_used;
    uint64_t *common;            /* where a symbol that is common lies, by index; NULL if there are none */
};

/* What an undefined symbol is: its address, or 0 if there is none. `name` is the file's own. Bit 0 set: Thumb code. */
typedef uint64_t object_resolver(void *user, const struct object *object, const char *name);

/* `base` is a multiple of 64 KiB and not 0; a linked file that cannot be moved ignores it. At most `most` bytes. An error names the
   section and offset of a relocation that cannot be applied. Undefined weak symbols may stay 0. */
bool object_place(const struct object *object, uint64_t base, uint64_t most, object_resolver *resolve, void *user, struct placed *out,
                  struct object_error *error);
void placed_free(struct placed *placed);

/* The `stored` bytes of a section that is not loaded (debugging), with the relocations of a relocatable object applied, to which it lies at
   0; addresses of other sections are those where these are. */
bool placed_unloaded(const struct placed *placed, size_t section, object_resolver *resolve, void *user, uint8_t *out, struct object_error *error);

/* Its address; 0 of an undefined one, or of a section that is not loaded. Without Thumb's bit. */
uint64_t placed_symbol(const struct placed *placed, size_t index);
/* The bytes at an address; NULL if these are not all in it. */
uint8_t *placed_bytes(const struct placed *placed, uint64_t address, uint64_t size);

/* The stored bytes of a debugging section of a COFF or Mach-O object, relocated to where the code was placed; the caller frees them.
   NULL where there are none. */
uint8_t *placed_debug(const struct placed *placed, size_t section);

#endif
