/* COFF objects and PE images: "PE Format", Microsoft; sections 3 to 6. */
#include "reader.h"

#include <stdlib.h>

enum {
    FILE_HEADER = 20, SECTION_HEADER = 40, SYMBOL_ENTRY = 18, BIG_SYMBOL_ENTRY = 20, RELOCATION_ENTRY = 10, BIG_HEADER = 56,
    DLL = 0x2000, CHARACTERISTICS = 18, MOST_THUNKS = 1 << 20
};
enum { CODE = 0x20, UNINITIALISED = 0x80, REMOVED = 0x800 | 0x200, OVERFLOWN = 0x01000000, DISCARDED = 0x02000000, EXECUTED = 0x20000000 };
#define WRITTEN 0x80000000u

struct coff {
    const struct reading *base;
    uint64_t header;             /* offset of the file header */
    uint64_t sections_at;
    uint64_t symbols_at, symbol_count, symbol_size;
    uint64_t strings_at;
    uint64_t optional;           /* of an image; 0 */
    bool is_big;                 /* /bigobj */
    bool is_64;
    uint64_t image_base;
};

static uint64_t number(const struct coff *c, uint64_t offset, unsigned size)
{
    return file_number(c->base, offset, size);
}

/* ----------------------------------------------------------------- headers */

static bool read_machine(const struct coff *c, uint64_t machine)
{
    static const struct { uint16_t machine; cconv_arch arch; const char *target; } machines[] = {
        {0x8664, CCONV_ARCH_X86_64, "x86_64-windows-msvc"}, {0x14c, CCONV_ARCH_X86, "i686-windows-msvc"},
        {0xaa64, CCONV_ARCH_AARCH64, "aarch64-windows-msvc"}, {0x1c4, CCONV_ARCH_ARM, "armv7-windows-msvc"},
        {0xa641, CCONV_ARCH_AARCH64, "aarch64-windows-msvc"}}; /* the last: Arm64EC */
    struct object *object = c->base->object;
    for (size_t i = 0; i < sizeof machines / sizeof *machines; i++)
        if (machines[i].machine == machine) {
            object->arch = machines[i].arch;
            object->target = cconv_target_find(machines[i].target);
            return object->target != NULL;
        }
    return reading_fails(c->base, c->header, "COFF for machine 0x%x, which is not known here", (unsigned)machine);
}

/* "MZ", then the offset of "PE\0\0"; an object begins with its file header. */
static bool read_headers(struct coff *c)
{
    struct object *object = c->base->object;
    bool image = !memcmp(object->file, "MZ", 2);
    if (image) {
        uint64_t at = number(c, 0x3c, 4);
        if (!reading_has(c->base, at, 4 + FILE_HEADER) || memcmp(object->file + at, "PE\0\0", 4) != 0)
            return reading_fails(c->base, at, "an MS-DOS program, not a PE image");
        c->header = at + 4;
    }
    c->is_big = !image && number(c, 0, 4) == 0xffff0000;
    if (c->is_big && (!reading_has(c->base, 0, BIG_HEADER) || number(c, 4, 2) < 2))
        return reading_fails(c->base, 0, "COFF: an import of a library, not an object");
    if (!read_machine(c, number(c, c->is_big ? 6 : c->header, 2)))
        return false;
    uint64_t optional_size = c->is_big ? 0 : number(c, c->header + 16, 2);
    c->sections_at = c->is_big ? BIG_HEADER : c->header + FILE_HEADER + optional_size;
    object->section_count = c->is_big ? number(c, 44, 4) : number(c, c->header + 2, 2);
    c->symbols_at = number(c, c->is_big ? 48 : c->header + 8, 4);
    c->symbol_count = number(c, c->is_big ? 52 : c->header + 12, 4);
    c->symbol_size = c->is_big ? BIG_SYMBOL_ENTRY : SYMBOL_ENTRY;
    if (!c->symbols_at)
        c->symbol_count = 0;
    c->strings_at = c->symbols_at + c->symbol_count * c->symbol_size;
    object->kind = !image ? OBJECT_RELOCATABLE : number(c, c->header + CHARACTERISTICS, 2) & DLL ? OBJECT_SHARED : OBJECT_EXECUTABLE;
    if (!image)
        return true;
    c->optional = c->header + FILE_HEADER;
    if (!reading_has(c->base, c->optional, optional_size) || optional_size < 96)
        return reading_fails(c->base, c->optional, "PE: optional header ends behind the file");
    c->is_64 = number(c, c->optional, 2) == 0x20b;
    if (c->is_64 && optional_size < 112)
        return reading_fails(c->base, c->optional, "PE: optional header is too short");
    c->image_base = c->is_64 ? number(c, c->optional + 24, 8) : number(c, c->optional + 28, 4);
    object->base = c->image_base;
    object->entry = number(c, c->optional + 16, 4) ? c->image_base + number(c, c->optional + 16, 4) : 0;
    return true;
}

/* ---------------------------------------------------------------- sections */

/* A name of more than eight characters is "/" and its place in decimal, or "//" and that in base 64. */
static const char *long_name(const struct coff *c, const uint8_t *field, size_t size)
{
    uint64_t at = 0;
    bool base64 = size > 1 && field[0] == '/' && field[1] == '/';
    for (size_t i = base64 ? 2 : 1; i < size && field[i]; i++) {
        static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        const char *digit = base64 ? strchr(digits, field[i]) : field[i] >= '0' && field[i] <= '9' ? (const char *)&field[i] : NULL;
        if (!digit)
            return NULL;
        at = base64 ? at * 64 + (uint64_t)(digit - digits) : at * 10 + (uint64_t)(*digit - '0');
    }
    return c->symbols_at ? reading_string(c->base, c->strings_at + at, c->base->object->file_size) : NULL;
}

static bool read_sections(const struct coff *c)
{
    struct object *object = c->base->object;
    if (!reading_has(c->base, c->sections_at, object->section_count * (uint64_t)SECTION_HEADER))
        return reading_fails(c->base, c->sections_at, "COFF: %zu section headers end behind the file", object->section_count);
    object->sections = reading_take(c->base, object->section_count, sizeof *object->sections);
    for (size_t i = 0; object->sections && i < object->section_count; i++) {
        struct section *section = &object->sections[i];
        uint64_t at = c->sections_at + SECTION_HEADER * i, flags = number(c, at + 36, 4);
        const uint8_t *name = object->file + at;
        section->name = *name == '/' ? long_name(c, name, 8) : NULL;
        if (!section->name)
            section->name = reading_text(c->base, name, 8);
        uint64_t raw = number(c, at + 16, 4), virtual_size = number(c, at + 8, 4);
        section->file_offset = number(c, at + 20, 4);
        section->size = c->optional && virtual_size ? virtual_size : raw;
        section->stored = flags & UNINITIALISED || !section->file_offset ? 0 : raw < section->size ? raw : section->size;
        section->align = flags >> 20 & 15 ? (uint64_t)1 << ((flags >> 20 & 15) - 1) : c->optional ? 4096 : 16;
        section->address = c->optional ? c->image_base + number(c, at + 12, 4) : 0;
        bool loaded = c->optional ? !(flags & DISCARDED) : !(flags & (REMOVED | DISCARDED));
        section->flags = (loaded ? SECTION_LOADED : 0) | (flags & (CODE | EXECUTED) ? SECTION_CODE : 0)
                         | (flags & WRITTEN ? SECTION_WRITABLE : 0);
        if (!reading_has(c->base, section->file_offset, section->stored))
            return reading_fails(c->base, section->file_offset, "COFF: section '%s' ends behind the file", section->name);
        section->data = section->stored ? object->file + section->file_offset : NULL;
    }
    return object->sections != NULL;
}

/* ----------------------------------------------------------------- symbols */

enum { STORAGE_EXTERNAL = 2, STORAGE_STATIC = 3, STORAGE_WEAK = 105, TYPE_FUNCTION = 0x20 };

static void read_symbol(const struct coff *c, uint64_t at, struct symbol *symbol)
{
    const struct object *object = c->base->object;
    const uint8_t *entry = object->file + at;
    const char *name = number_at(entry, 4) ? reading_text(c->base, entry, 8)
                                           : reading_string(c->base, c->strings_at + number_at(entry + 4, 4), object->file_size);
    int64_t section = c->is_big ? (int32_t)number_at(entry + 12, 4) : (int16_t)number_at(entry + 12, 2);
    const uint8_t *rest = entry + (c->is_big ? 16 : 14);
    unsigned storage = rest[2];
    symbol->name = name ? name : "";
    symbol->address = number_at(entry + 8, 4);
    symbol->section = section > 0 && (uint64_t)section <= object->section_count ? (uint32_t)section - 1 : NO_SECTION;
    symbol->flags = (section ? SYMBOL_DEFINED : 0) | (section == -1 ? SYMBOL_ABSOLUTE : 0)
                    | (number_at(rest, 2) == TYPE_FUNCTION ? SYMBOL_FUNCTION : 0)
                    | (storage == STORAGE_EXTERNAL ? SYMBOL_GLOBAL : 0) | (storage == STORAGE_WEAK ? SYMBOL_GLOBAL | SYMBOL_WEAK : 0);
    if (storage == STORAGE_STATIC && rest[3] && !(symbol->flags & SYMBOL_FUNCTION) && !symbol->address)
        symbol->flags |= SYMBOL_SECTION;
    if (!section && storage == STORAGE_EXTERNAL && symbol->address) {
        symbol->flags |= SYMBOL_COMMON | SYMBOL_DATA | SYMBOL_DEFINED;
        symbol->size = symbol->address;
        symbol->address = symbol->size < 32 ? symbol->size : 32;
    }
    if (symbol->section != NO_SECTION && object->arch == CCONV_ARCH_ARM && object->sections[symbol->section].flags & SECTION_CODE)
        symbol->flags |= SYMBOL_THUMB;
    if (symbol->section != NO_SECTION && object->kind != OBJECT_RELOCATABLE)
        symbol->address += object->sections[symbol->section].address;
}

/* Auxiliary entries are kept as symbols without a name: relocations count them. */
static bool read_symbols(const struct coff *c)
{
    struct object *object = c->base->object;
    if (!reading_has(c->base, c->symbols_at, c->symbol_count * c->symbol_size))
        return reading_fails(c->base, c->symbols_at, "COFF: symbols end behind the file");
    object->symbols = reading_take(c->base, c->symbol_count, sizeof *object->symbols);
    if (!object->symbols)
        return false;
    for (uint64_t i = 0; i < c->symbol_count; i++)
        object->symbols[i] = (struct symbol){.name = "", .section = NO_SECTION};
    object->symbol_count = c->symbol_count;
    for (uint64_t i = 0; i < c->symbol_count; i++) {
        uint64_t at = c->symbols_at + i * c->symbol_size;
        read_symbol(c, at, &object->symbols[i]);
        i += object->file[at + c->symbol_size - 1];
    }
    return true;
}

/* ------------------------------------------------------------- relocations */

static uint64_t relocations_of(const struct coff *c, uint64_t header, uint64_t *at)
{
    *at = number(c, header + 24, 4);
    uint64_t count = number(c, header + 32, 2);
    if (number(c, header + 36, 4) & OVERFLOWN && count == 0xffff && reading_has(c->base, *at, RELOCATION_ENTRY)) {
        count = number(c, *at, 4);
        *at += RELOCATION_ENTRY;
        count -= count != 0;
    }
    return count;
}

static bool read_relocations(const struct coff *c)
{
    struct object *object = c->base->object;
    uint64_t count = 0, at;
    for (size_t i = 0; i < object->section_count; i++)
        count += relocations_of(c, c->sections_at + SECTION_HEADER * i, &at);
    object->relocations = reading_take(c->base, count, sizeof *object->relocations);
    if (!object->relocations)
        return false;
    for (size_t i = 0; i < object->section_count; i++) {
        uint64_t own = relocations_of(c, c->sections_at + SECTION_HEADER * i, &at);
        if (!reading_has(c->base, at, own * RELOCATION_ENTRY))
            return reading_fails(c->base, at, "COFF: relocations of section '%s' end behind the file", object->sections[i].name);
        for (uint64_t j = 0; j < own; j++, at += RELOCATION_ENTRY) {
            uint64_t symbol = number(c, at + 4, 4);
            object->relocations[object->relocation_count++] = (struct relocation){
                .offset = number(c, at, 4), .section = (uint32_t)i, .type = (uint32_t)number(c, at + 8, 2),
                .symbol = symbol < object->symbol_count ? (uint32_t)symbol : NO_SYMBOL};
        }
    }
    return true;
}

/* ------------------------------------------------------------------- images */

/* The file's offset of `size` bytes at a relative address; 0 for none. */
static uint64_t file_offset(const struct coff *c, uint64_t rva, uint64_t size)
{
    const struct object *object = c->base->object;
    for (size_t i = 0; i < object->section_count; i++) {
        const struct section *section = &object->sections[i];
        uint64_t start = section->address - c->image_base;
        if (rva >= start && rva - start < section->stored && size <= section->stored - (rva - start))
            return section->file_offset + (rva - start);
    }
    return 0;
}

/* A string at a relative address; NULL. */
static const char *string_at(const struct coff *c, uint64_t rva)
{
    uint64_t at = file_offset(c, rva, 1);
    return at ? reading_string(c->base, at, c->base->object->file_size) : NULL;
}

/* Directory `index`: its relative address and size; false if there is none. */
static bool directory(const struct coff *c, unsigned index, uint64_t *rva, uint64_t *size)
{
    uint64_t count_at = c->optional + (c->is_64 ? 108 : 92), at = count_at + 4 + 8 * (uint64_t)index;
    if (index >= number(c, count_at, 4) || at + 8 > c->sections_at)
        return false;
    *rva = number(c, at, 4);
    *size = number(c, at + 4, 4);
    return *rva != 0;
}

enum { DIRECTORY_EXPORTS = 0, DIRECTORY_IMPORTS = 1, DIRECTORY_MOVES = 5, IMPORT_ENTRY = 20 };

/* One library's table of thunks: names or ordinals, and the words to be filled. Counts where `out` is NULL. */
static uint64_t read_thunks(const struct coff *c, uint64_t names, uint64_t slots, const char *library, struct import *out)
{
    unsigned word = c->is_64 ? 8 : 4;
    uint64_t count = 0;
    for (; count < MOST_THUNKS; count++) {
        uint64_t at = file_offset(c, names + count * word, word), value = at ? number(c, at, word) : 0;
        if (!value)
            return count;
        const char *name = value >> (8 * word - 1) ? NULL : string_at(c, value + 2);
        if (out)
            out[count] = (struct import){.name = name ? name : "(by number)", .library = library,
                                         .slot = c->image_base + slots + count * word};
    }
    return count;
}

static bool read_imports(const struct coff *c)
{
    struct object *object = c->base->object;
    uint64_t rva, size, total = 0, libraries = 0;
    if (!directory(c, DIRECTORY_IMPORTS, &rva, &size))
        return true;
    for (unsigned pass = 0; pass < 2; pass++) {
        uint64_t filled = 0;
        libraries = 0;
        for (uint64_t at; (at = file_offset(c, rva + libraries * IMPORT_ENTRY, IMPORT_ENTRY)) != 0 && number(c, at + 16, 4); libraries++) {
            uint64_t names = number(c, at, 4) ? number(c, at, 4) : number(c, at + 16, 4);
            const char *library = string_at(c, number(c, at + 12, 4));
            filled += read_thunks(c, names, number(c, at + 16, 4), library, pass ? object->imports + filled : NULL);
            if (pass)
                ((const char **)(uintptr_t)object->needed)[libraries] = library ? library : "";
        }
        if (pass)
            continue;
        total = filled;
        object->imports = reading_take(c->base, total, sizeof *object->imports);
        object->needed = reading_take(c->base, libraries, sizeof *object->needed);
        if (!object->imports || !object->needed)
            return false;
    }
    object->import_count = total;
    object->needed_count = libraries;
    return true;
}

/* The words that hold addresses of a library, which change when it is not where it was linked for ("The .reloc Section"). Counts where
   `out` is NULL. */
static uint64_t read_moves(const struct coff *c, uint64_t rva, uint64_t size, struct import *out)
{
    enum { BLOCK_HEADER = 8, WORD_32 = 3, WORD_64 = 10 };
    uint64_t count = 0;
    for (uint64_t done = 0, length; done + BLOCK_HEADER <= size; done += length) {
        uint64_t at = file_offset(c, rva + done, BLOCK_HEADER), page = at ? number(c, at, 4) : 0;
        length = at ? number(c, at + 4, 4) : 0;
        if (length < BLOCK_HEADER || length > size - done)
            break;
        for (uint64_t i = BLOCK_HEADER; i + 2 <= length; i += 2) {
            uint64_t entry_at = file_offset(c, rva + done + i, 2), entry = entry_at ? number(c, entry_at, 2) : 0;
            unsigned kind = (unsigned)(entry >> 12), word = c->is_64 ? 8 : 4;
            uint64_t slot = page + (entry & 0xfff), value_at = kind == (c->is_64 ? WORD_64 : WORD_32) ? file_offset(c, slot, word) : 0;
            if (!value_at)
                continue;
            if (out)
                out[count] = (struct import){.slot = c->image_base + slot, .target = number(c, value_at, word)};
            count++;
        }
    }
    return count;
}

static bool add_moves(const struct coff *c)
{
    struct object *object = c->base->object;
    uint64_t rva, size;
    if (object->kind != OBJECT_SHARED || !directory(c, DIRECTORY_MOVES, &rva, &size))
        return true;
    size = size < object->file_size ? size : object->file_size; /* sections may lie over each other, but not to say more than the file */
    uint64_t count = read_moves(c, rva, size, NULL);
    struct import *all = reading_take(c->base, object->import_count + count, sizeof *all);
    if (!all)
        return false;
    if (object->import_count)
        memcpy(all, object->imports, object->import_count * sizeof *all);
    read_moves(c, rva, size, all + object->import_count);
    object->imports = all;
    object->import_count += count;
    return true;
}

/* Exported functions, where the image has no symbols. */
static bool read_exports(const struct coff *c)
{
    struct object *object = c->base->object;
    uint64_t rva, size, at;
    if (!directory(c, DIRECTORY_EXPORTS, &rva, &size) || object->symbol_count || !(at = file_offset(c, rva, 40)))
        return true;
    uint64_t count = number(c, at + 24, 4), functions = number(c, at + 28, 4), names = number(c, at + 32, 4), ordinals = number(c, at + 36, 4);
    object->symbols = reading_take(c->base, count, sizeof *object->symbols);
    if (!object->symbols)
        return false;
    for (uint64_t i = 0; i < count; i++) {
        uint64_t name_at = file_offset(c, names + 4 * i, 4), ordinal_at = file_offset(c, ordinals + 2 * i, 2);
        uint64_t function_at = ordinal_at ? file_offset(c, functions + 4 * number(c, ordinal_at, 2), 4) : 0;
        const char *name = name_at ? string_at(c, number(c, name_at, 4)) : NULL;
        uint64_t function = function_at ? number(c, function_at, 4) : 0;
        if (!name || !function || function - rva < size) /* the last: forwarded to another library */
            continue;
        struct symbol *symbol = &object->symbols[object->symbol_count++];
        *symbol = (struct symbol){.name = name, .address = c->image_base + function, .section = NO_SECTION,
                                  .flags = SYMBOL_GLOBAL | SYMBOL_DEFINED};
        for (size_t j = 0; j < object->section_count; j++)
            if (symbol->address - object->sections[j].address < object->sections[j].size) {
                symbol->section = (uint32_t)j;
                symbol->flags |= object->sections[j].flags & SECTION_CODE ? SYMBOL_FUNCTION : SYMBOL_DATA;
            }
    }
    return true;
}

bool read_coff(const struct reading *base)
{
    struct coff c = {.base = base};
    base->object->format = OBJECT_COFF;
    if (!read_headers(&c) || !read_sections(&c) || !read_symbols(&c))
        return false;
    return c.optional ? read_imports(&c) && add_moves(&c) && read_exports(&c) : read_relocations(&c);
}
