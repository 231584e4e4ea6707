/*
 * Object files as programs see them: sections, symbols, relocations, imports. ELF (read by libelf), PE/COFF and Mach-O,
 * relocatable or linked, and archives of them. Everything points into the file, which is mapped, or into the object's own
 * memory; a truncated or hostile file is an error with the offset where it is wrong.
 */
#ifndef OBJECT_H
#define OBJECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <callconv/callconv.h>

enum object_format { OBJECT_ELF, OBJECT_COFF, OBJECT_MACHO };
enum object_kind { OBJECT_RELOCATABLE, OBJECT_EXECUTABLE, OBJECT_SHARED };

#define SECTION_CODE 1u
#define SECTION_WRITABLE 2u
#define SECTION_LOADED 4u       /* takes part in the program; others are for tools: debugging, tables of symbols */
#define SECTION_THREAD 8u       /* one for each thread */

struct section {
    const char *name;
    uint64_t address;           /* where it is when loaded; in a relocatable object 0 until it is placed */
    uint64_t size;
    uint64_t align;
    const uint8_t *data;        /* `stored` bytes of the file; zeros follow up to `size` */
    uint64_t stored;
    uint64_t file_offset;
    unsigned flags;             /* SECTION_… */
};

#define SYMBOL_FUNCTION 1u
#define SYMBOL_DATA 2u
#define SYMBOL_GLOBAL 4u
#define SYMBOL_WEAK 8u
#define SYMBOL_DEFINED 16u
#define SYMBOL_THUMB 32u        /* Arm: code in Thumb; the address has no odd bit */
#define SYMBOL_SECTION 64u      /* names a section, not something in it */
#define SYMBOL_ABSOLUTE 128u
#define SYMBOL_VARIANT_PCS 256u /* AArch64: not the base convention (STO_AARCH64_VARIANT_PCS) */
#define SYMBOL_HIDDEN 1024u     /* ELF: not seen outside of the program or library it becomes a part of */
#define SYMBOL_COMMON 512u      /* wants `size` bytes of zeros, aligned by `address` */

#define NO_SECTION 0xffffffffu
#define NO_SYMBOL 0xffffffffu

struct symbol {
    const char *name;           /* as the file has it; "" for none */
    uint64_t address;           /* of a relocatable object: in its section; of a linked one: when loaded */
    uint64_t size;              /* 0: not said */
    uint32_t section;           /* index, or NO_SECTION */
    uint32_t flags;             /* SYMBOL_… */
};

struct relocation {
    uint64_t offset;            /* in the section */
    int64_t addend;             /* where `has_addend`; otherwise it is in the place itself */
    uint32_t section;
    uint32_t symbol;            /* index, or NO_SYMBOL */
    uint32_t type;              /* the format's own number */
    uint32_t flags;             /* RELOCATION_… */
};

#define RELOCATION_ADDEND 1u
#define RELOCATION_RELATIVE 2u  /* Mach-O: r_pcrel */
#define RELOCATION_TO_SECTION 4u /* Mach-O: `symbol` is a section's index; the place holds the address by the file's numbers */

/* A word that a linked program's loader fills with the address of something of another file. */
struct import {
    const char *name;
    const char *library;        /* NULL: not said */
    uint64_t slot;              /* its address */
    int64_t addend;
    uint64_t target;            /* of a pointer into the file itself: its address; else 0 */
};

struct object {
    const char *path;           /* of the file; "libx.a(member.o)" of an archive's */
    const uint8_t *file;
    size_t file_size;
    enum object_format format;
    enum object_kind kind;
    cconv_arch arch;
    const cconv_target *target; /* the most usual of what it may be for; never NULL */
    bool is_x32;
    uint64_t entry;             /* of an executable; 0 for none */
    uint64_t base;              /* the address that it is linked for: of a linked file's lowest byte */
    struct section *sections;
    size_t section_count;
    struct symbol *symbols;
    size_t symbol_count;
    struct relocation *relocations;
    size_t relocation_count;
    struct import *imports;
    size_t import_count;
    const char *const *needed;  /* libraries that it names */
    size_t needed_count;
    struct object_memory *memory;
};

struct object_error {
    char message[512];          /* one sentence with the file's name, and the offset where there is one */
};

/* A file: one object, or an archive of many, of which `each` gets one after the other; what `each` returns false for ends it.
   Members of an archive that are no objects are passed over. The object lives during the call of `each` alone. */
bool object_each(const char *path, bool (*each)(void *user, const struct object *object), void *user, struct object_error *error);
/* The same of bytes in memory. */
bool object_each_of_bytes(const char *path, const uint8_t *bytes, size_t size, bool (*each)(void *user, const struct object *object),
                          void *user, struct object_error *error);
/* One object; an archive is an error. */
bool object_open(const char *path, struct object *out, struct object_error *error);
/* The same of bytes in memory, which must outlive it. `path` is copied. */
bool object_of_bytes(const char *path, const uint8_t *bytes, size_t size, struct object *out, struct object_error *error);
void object_close(struct object *object);

/* The defined symbol of this name, decorated or not (Mach-O's and i386 Windows's leading underscore, @n); NULL for none. */
const struct symbol *object_symbol(const struct object *object, const char *name);
/* The name without its platform's decoration, as C has it; written to the buffer where it is not a part of the name. */
const char *object_c_name(const struct object *object, const char *name, char *buffer, size_t size);
const struct section *object_section(const struct object *object, const char *name);

#endif
