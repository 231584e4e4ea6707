/* Mach-O, 64 and 32 bits, little-endian: Apple's <mach-o/loader.h>, <mach-o/nlist.h>, <mach-o/reloc.h> and, for pointers that the
   loader fills, <mach-o/fixup-chains.h>. */
#include "reader.h"

#include <stdlib.h>

/* What differs between the two: sizes, and places in the segment's command, in a section and in a symbol. */
struct form {
    unsigned header, segment, segment_size, count_at, section_size, word, size_at, offset_at, symbol_size;
};
static const struct form form_64 = {32, 0x19, 72, 64, 80, 8, 40, 48, 16};
static const struct form form_32 = {28, 0x01, 56, 48, 68, 4, 36, 40, 12};

enum { LC_SYMTAB = 2, LC_DYSYMTAB = 11, LC_LOAD_DYLIB = 12, LC_MAIN = 0x80000028u & 0x7fffffff, LC_CHAINED_FIXUPS = 0x34, COMMAND_BITS = 0x7fffffff };
enum { SECTION_ADDRESS_AT = 32, TYPE_ZEROFILL = 1, TYPE_GB_ZEROFILL = 12, TYPE_LAZY = 7, TYPE_NON_LAZY = 6, TYPE_THREAD_FIRST = 0x11, TYPE_THREAD_LAST = 0x15 };
#define HAS_CODE 0x80000400u
enum { IS_DEBUG = 0x02000000 };

struct macho {
    const struct reading *base;
    const struct form *form;
    uint64_t symtab, dysymtab, fixups;   /* offsets of commands; 0 for none */
    uint64_t text_offset;                /* LC_MAIN: the entry, from the start of the text segment */
    uint64_t libraries;                  /* counted */
    uint32_t section;                    /* whose relocations are next */
};

static uint64_t number(const struct macho *m, uint64_t offset, unsigned size)
{
    return file_number(m->base, offset, size);
}

static bool read_machine(const struct macho *m)
{
    static const struct { uint32_t cpu; cconv_arch arch; const char *target; } machines[] = {
        {0x01000007, CCONV_ARCH_X86_64, "x86_64-macos"}, {0x0100000c, CCONV_ARCH_AARCH64, "aarch64-macos"},
        {0x00000007, CCONV_ARCH_X86, "i686-macos"}};
    struct object *object = m->base->object;
    uint32_t cpu = (uint32_t)number(m, 4, 4);
    for (size_t i = 0; i < sizeof machines / sizeof *machines; i++)
        if (machines[i].cpu == cpu) {
            object->arch = machines[i].arch;
            object->target = cconv_target_find(machines[i].target);
            return object->target != NULL;
        }
    return reading_fails(m->base, 4, "Mach-O for processor 0x%x, which is not known here", cpu);
}

/* ---------------------------------------------------------------- commands */

/* Calls `command` for each load command, which is in the file whole. */
static bool each_command(struct macho *m, bool (*command)(struct macho *, uint64_t at, uint64_t size))
{
    uint64_t at = m->form->header, end = at + number(m, 20, 4), count = number(m, 16, 4);
    if (!reading_has(m->base, m->form->header, number(m, 20, 4)))
        return reading_fails(m->base, 16, "Mach-O: load commands end behind the file");
    for (uint64_t i = 0; i < count; i++) {
        uint64_t size = end - at >= 8 ? number(m, at + 4, 4) : 0;
        if (size < 8 || size > end - at)
            return reading_fails(m->base, at, "Mach-O: wrong size of load command %u", (unsigned)i);
        if (!command(m, at, size))
            return false;
        at += size;
    }
    return true;
}

static bool note_command(struct macho *m, uint64_t at, uint64_t size)
{
    struct object *object = m->base->object;
    uint32_t kind = (uint32_t)number(m, at, 4);
    uint64_t needs = 8;
    if (kind == m->form->segment) {
        needs = m->form->segment_size;
        if (size >= needs)
            object->section_count += number(m, at + m->form->count_at, 4);
        if (size >= needs && number(m, at + m->form->count_at, 4) * m->form->section_size > size - needs)
            needs = size + 1;
    } else if (kind == LC_SYMTAB) {
        m->symtab = at;
        needs = 24;
    } else if (kind == LC_DYSYMTAB) {
        m->dysymtab = at;
        needs = 80;
    } else if ((kind & COMMAND_BITS) == LC_MAIN) {
        needs = 24;
        m->text_offset = size >= needs ? number(m, at + 8, 8) : 0;
    } else if ((kind & COMMAND_BITS) == LC_CHAINED_FIXUPS) {
        m->fixups = at;
        needs = 16;
    } else if ((kind & ~0x80000000u & ~0x1fu) == 0 && (kind & 0x1f) == LC_LOAD_DYLIB) {
        m->libraries++;
        needs = 24;
    }
    return size >= needs || reading_fails(m->base, at, "Mach-O: load command 0x%x is too short", kind);
}

/* ---------------------------------------------------------------- sections */

static void set_flags(struct section *section, uint64_t flags, bool writable)
{
    unsigned type = flags & 0xff;
    bool debug = flags & IS_DEBUG || !strcmp(section->name, "__compact_unwind");
    section->flags = (debug ? 0 : SECTION_LOADED) | (flags & HAS_CODE ? SECTION_CODE : 0) | (writable ? SECTION_WRITABLE : 0)
                     | (type >= TYPE_THREAD_FIRST && type <= TYPE_THREAD_LAST ? SECTION_THREAD : 0);
}

static bool read_section(const struct macho *m, uint64_t at, bool writable)
{
    const struct form *form = m->form;
    struct object *object = m->base->object;
    struct section *section = &object->sections[object->section_count++];
    uint64_t flags = number(m, at + form->offset_at + 16, 4), align = number(m, at + form->offset_at + 4, 4);
    section->name = reading_text(m->base, object->file + at, 16);
    section->address = number(m, at + SECTION_ADDRESS_AT, form->word);
    section->size = number(m, at + form->size_at, form->word);
    section->file_offset = number(m, at + form->offset_at, 4);
    section->align = (uint64_t)1 << (align < 32 ? align : 0);
    unsigned type = flags & 0xff;
    section->stored = type == TYPE_ZEROFILL || type == TYPE_GB_ZEROFILL || type == TYPE_THREAD_FIRST + 1 ? 0 : section->size;
    set_flags(section, flags, writable);
    if (!reading_has(m->base, section->file_offset, section->stored))
        return reading_fails(m->base, section->file_offset, "Mach-O: section '%s' ends behind the file", section->name);
    section->data = section->stored ? object->file + section->file_offset : NULL;
    return true;
}

enum { PROTECTION_WRITE = 2 };

static bool read_segment(struct macho *m, uint64_t at, uint64_t size)
{
    const struct form *form = m->form;
    struct object *object = m->base->object;
    (void)size;
    if (number(m, at, 4) != form->segment)
        return true;
    uint64_t address = number(m, at + 24, form->word), protection = number(m, at + form->count_at - 4, 4);
    if (!memcmp(object->file + at + 8, "__TEXT\0", 7)) {
        object->base = address;
        if (m->text_offset)
            object->entry = address + m->text_offset;
    }
    for (uint64_t i = 0; i < number(m, at + form->count_at, 4); i++) {
        uint64_t section = at + form->segment_size + form->section_size * i;
        bool data = !memcmp(object->file + section + 16, "__DATA", 6);
        if (!read_section(m, section, object->kind == OBJECT_RELOCATABLE ? data : (protection & PROTECTION_WRITE) != 0))
            return false;
    }
    return true;
}

/* ----------------------------------------------------------------- symbols */

enum { N_STAB = 0xe0, N_TYPE = 0x0e, N_EXT = 1, N_SECT = 0x0e, N_ABS = 2, N_WEAK_DEF = 0x80, N_WEAK_REF = 0x40, N_ARM_THUMB = 8 };

static void read_symbol(const struct macho *m, uint64_t at, uint64_t strings, uint64_t strings_end, struct symbol *symbol)
{
    const struct object *object = m->base->object;
    const char *name = reading_string(m->base, strings + number(m, at, 4), strings_end);
    unsigned type = (unsigned)number(m, at + 4, 1), section = (unsigned)number(m, at + 5, 1), about = (unsigned)number(m, at + 6, 2);
    *symbol = (struct symbol){.name = name ? name : "", .section = NO_SECTION, .address = number(m, at + 8, m->form->word)};
    if (type & N_STAB) {
        symbol->name = "";
        return;
    }
    symbol->flags = (type & N_EXT ? SYMBOL_GLOBAL : 0) | (about & (N_WEAK_DEF | N_WEAK_REF) ? SYMBOL_WEAK : 0);
    if ((type & N_TYPE) == N_SECT && section && section <= object->section_count) {
        symbol->section = section - 1;
        symbol->flags |= SYMBOL_DEFINED;
        if (object->kind == OBJECT_RELOCATABLE)
            symbol->address -= object->sections[section - 1].address;
        if (object->sections[section - 1].flags & SECTION_CODE && strncmp(symbol->name, "ltmp", 4) != 0)
            symbol->flags |= SYMBOL_FUNCTION;
    } else if ((type & N_TYPE) == N_ABS) {
        symbol->flags |= SYMBOL_DEFINED | SYMBOL_ABSOLUTE;
    } else if (type & N_EXT && symbol->address) { /* undefined, with a size: common */
        symbol->size = symbol->address;
        symbol->address = (uint64_t)1 << (about >> 8 & 15);
        symbol->flags |= SYMBOL_COMMON | SYMBOL_DATA | SYMBOL_DEFINED;
    }
}

static bool read_symbols(const struct macho *m)
{
    struct object *object = m->base->object;
    if (!m->symtab)
        return true;
    uint64_t table = number(m, m->symtab + 8, 4), count = number(m, m->symtab + 12, 4);
    uint64_t strings = number(m, m->symtab + 16, 4), strings_size = number(m, m->symtab + 20, 4);
    if (!reading_has(m->base, table, count * m->form->symbol_size) || !reading_has(m->base, strings, strings_size))
        return reading_fails(m->base, table, "Mach-O: symbols end behind the file");
    object->symbols = reading_take(m->base, count, sizeof *object->symbols);
    if (!object->symbols)
        return false;
    object->symbol_count = count;
    for (uint64_t i = 0; i < count; i++)
        read_symbol(m, table + i * m->form->symbol_size, strings, strings + strings_size, &object->symbols[i]);
    return true;
}

/* ------------------------------------------------------------- relocations */

/* The section in which an address lies by the file's own numbers; NO_SECTION. */
static uint32_t section_of(const struct object *object, uint64_t address)
{
    for (size_t i = 0; i < object->section_count; i++)
        if (address - object->sections[i].address < object->sections[i].size)
            return (uint32_t)i;
    return NO_SECTION;
}

#define SCATTERED 0x80000000u
enum { ARM64_ADDEND = 10 };

/* The type takes the length above it: type | length << 8. */
static void read_relocation(const struct macho *m, uint64_t at, uint32_t section, struct relocation *out)
{
    const struct object *object = m->base->object;
    uint32_t first = (uint32_t)number(m, at, 4), bits = (uint32_t)number(m, at + 4, 4);
    *out = (struct relocation){.section = section, .offset = first, .symbol = NO_SYMBOL};
    if (first & SCATTERED && object->arch == CCONV_ARCH_X86) { /* of a place outside of its symbol's section */
        out->offset = first & 0xffffff;
        out->type = (first >> 24 & 15) | (first >> 28 & 3) << 8;
        out->flags = RELOCATION_TO_SECTION | (first >> 30 & 1 ? RELOCATION_RELATIVE : 0);
        out->symbol = section_of(object, bits);
        return;
    }
    out->type = (bits >> 28) | (bits >> 25 & 3) << 8;
    out->flags = bits >> 24 & 1 ? RELOCATION_RELATIVE : 0;
    uint32_t number_of = bits & 0xffffff;
    if (object->arch == CCONV_ARCH_AARCH64 && bits >> 28 == ARM64_ADDEND) {
        out->addend = (int64_t)((uint64_t)number_of << 40) >> 40;
    } else if (bits >> 27 & 1) {
        out->symbol = number_of < object->symbol_count ? number_of : NO_SYMBOL;
    } else {
        out->flags |= RELOCATION_TO_SECTION;
        out->symbol = number_of && number_of <= object->section_count ? number_of - 1 : NO_SYMBOL;
    }
}

static bool count_relocations(struct macho *m, uint64_t at, uint64_t size)
{
    (void)size;
    for (uint64_t i = 0; number(m, at, 4) == m->form->segment && i < number(m, at + m->form->count_at, 4); i++)
        m->base->object->relocation_count += number(m, at + m->form->segment_size + m->form->section_size * i + m->form->offset_at + 12, 4);
    return true;
}

static bool read_relocations_of(struct macho *m, uint64_t at, uint64_t size)
{
    struct object *object = m->base->object;
    (void)size;
    for (uint64_t i = 0; number(m, at, 4) == m->form->segment && i < number(m, at + m->form->count_at, 4); i++) {
        uint64_t section = at + m->form->segment_size + m->form->section_size * i;
        uint64_t table = number(m, section + m->form->offset_at + 8, 4), count = number(m, section + m->form->offset_at + 12, 4);
        if (!reading_has(m->base, table, 8 * count))
            return reading_fails(m->base, table, "Mach-O: relocations end behind the file");
        for (uint64_t j = 0; j < count; j++)
            read_relocation(m, table + 8 * j, m->section, &object->relocations[object->relocation_count++]);
        m->section++;
    }
    return true;
}

/* ------------------------------------------------------------ linked files */

static bool read_library(struct macho *m, uint64_t at, uint64_t size)
{
    struct object *object = m->base->object;
    uint32_t kind = (uint32_t)number(m, at, 4);
    if ((kind & ~0x80000000u & ~0x1fu) != 0 || (kind & 0x1f) != LC_LOAD_DYLIB)
        return true;
    const char *name = reading_string(m->base, at + number(m, at + 8, 4), at + size);
    ((const char **)(uintptr_t)object->needed)[object->needed_count++] = name ? name : "";
    return true;
}

/* Sections of pointers name each word's symbol in the table of indirect symbols. */
static void add_indirect(const struct macho *m, uint64_t section_at, const struct section *section)
{
    struct object *object = m->base->object;
    unsigned type = (unsigned)number(m, section_at + m->form->offset_at + 16, 1);
    uint64_t first = number(m, section_at + m->form->offset_at + 20, 4), words = section->size / m->form->word;
    uint64_t table = number(m, m->dysymtab + 56, 4), count = number(m, m->dysymtab + 60, 4);
    if ((type != TYPE_LAZY && type != TYPE_NON_LAZY) || first > count || words > count - first
        || !reading_has(m->base, table, 4 * count))
        return;
    for (uint64_t i = 0; i < words; i++) {
        uint64_t symbol = number(m, table + 4 * (first + i), 4);
        if (symbol < object->symbol_count)
            object->imports[object->import_count++] = (struct import){
                .name = object->symbols[symbol].name, .slot = section->address + i * m->form->word,
                .target = object->symbols[symbol].flags & SYMBOL_DEFINED ? object->symbols[symbol].address : 0};
    }
}

static bool add_indirects(struct macho *m, uint64_t at, uint64_t size)
{
    (void)size;
    for (uint64_t i = 0; number(m, at, 4) == m->form->segment && i < number(m, at + m->form->count_at, 4); i++, m->section++)
        add_indirect(m, at + m->form->segment_size + m->form->section_size * i, &m->base->object->sections[m->section]);
    return true;
}

/* Chained fixups: each pointer holds the distance to the next. Formats 2 and 6 (DYLD_CHAINED_PTR_64 and its variant with offsets);
   the others are of arm64e and of 32 bits. */
struct chains {
    uint64_t header, imports, imports_count, names, names_end, imports_format;
    unsigned import_size;
};

static bool open_chains(const struct macho *m, struct chains *out)
{
    uint64_t at = number(m, m->fixups + 8, 4), size = number(m, m->fixups + 12, 4);
    if (size < 28 || !reading_has(m->base, at, size))
        return false;
    static const unsigned sizes[] = {0, 4, 8, 16};
    *out = (struct chains){.header = at, .imports = at + number(m, at + 8, 4), .imports_count = number(m, at + 16, 4),
                           .names = at + number(m, at + 12, 4), .names_end = at + size, .imports_format = number(m, at + 20, 4)};
    if (out->imports_format < 1 || out->imports_format > 3)
        return false;
    out->import_size = sizes[out->imports_format];
    return reading_has(m->base, out->imports, out->imports_count * out->import_size)
           && out->names <= out->names_end; /* a file that imports nothing has no names */
}

static const char *chained_name(const struct macho *m, const struct chains *chains, uint64_t ordinal)
{
    if (ordinal >= chains->imports_count)
        return NULL;
    uint64_t at = chains->imports + ordinal * chains->import_size;
    uint64_t name = chains->imports_format == 3 ? number(m, at, 8) >> 32 : number(m, at, 4) >> 9;
    return reading_string(m->base, chains->names + name, chains->names_end);
}

/* The file's offset of a word at an address; 0. */
static uint64_t offset_of(const struct object *object, uint64_t address)
{
    uint32_t index = section_of(object, address);
    const struct section *section = index == NO_SECTION ? NULL : &object->sections[index];
    return section && address - section->address + 8 <= section->stored ? section->file_offset + (address - section->address) : 0;
}

static bool follow_chain(const struct macho *m, const struct chains *chains, uint64_t address, uint64_t format, uint64_t room)
{
    struct object *object = m->base->object;
    for (uint64_t at; (at = offset_of(object, address)) != 0 && object->import_count < room;) {
        uint64_t word = number(m, at, 8), next = word >> 51 & 0xfff;
        struct import *import = &object->imports[object->import_count++];
        *import = (struct import){.slot = address};
        if (word >> 63) {
            import->name = chained_name(m, chains, word & 0xffffff);
            import->addend = (int64_t)(word >> 24 & 0xff);
        } else {
            import->target = (word & 0xfffffffff) + (format == 6 ? object->base : 0);
        }
        if (!next)
            return true;
        address += 4 * next;
    }
    return true;
}

/* Starts of chains: for each segment a page size, and for each page the first pointer's place in it. */
static bool read_chains(const struct macho *m, uint64_t room)
{
    struct chains chains;
    if (!open_chains(m, &chains))
        return reading_fails(m->base, m->fixups, "Mach-O: chained fixups of an unknown form");
    uint64_t starts = chains.header + number(m, chains.header + 4, 4);
    if (!reading_has(m->base, starts, 4))
        return reading_fails(m->base, starts, "Mach-O: chained fixups end behind the file");
    uint64_t segments = number(m, starts, 4);
    for (uint64_t i = 0; i < segments && reading_has(m->base, starts + 4 + 4 * i, 4); i++) {
        uint64_t at = starts + number(m, starts + 4 + 4 * i, 4);
        if (at == starts || !reading_has(m->base, at, 22))
            continue;
        uint64_t page_size = number(m, at + 4, 2), format = number(m, at + 6, 2), offset = number(m, at + 8, 8), pages = number(m, at + 20, 2);
        if ((format != 2 && format != 6) || !reading_has(m->base, at + 22, 2 * pages))
            return reading_fails(m->base, at, "Mach-O: chained fixups of form %u", (unsigned)format);
        for (uint64_t j = 0; j < pages; j++) {
            uint64_t first = number(m, at + 22 + 2 * j, 2);
            if (first != 0xffff && !follow_chain(m, &chains, m->base->object->base + offset + page_size * j + first, format, room))
                return false;
        }
    }
    return true;
}

static bool read_linked(struct macho *m)
{
    struct object *object = m->base->object;
    uint64_t room = object->file_size / m->form->word;
    object->needed = reading_take(m->base, m->libraries, sizeof *object->needed);
    object->imports = reading_take(m->base, room, sizeof *object->imports);
    if (!object->needed || !object->imports || !each_command(m, read_library))
        return false;
    if (m->fixups)
        return read_chains(m, room);
    m->section = 0;
    return !m->dysymtab || each_command(m, add_indirects);
}

/* --------------------------------------------------------------------- whole */

enum { MH_OBJECT = 1, MH_EXECUTE = 2, MH_DYLIB = 6, MH_BUNDLE = 8 };

bool read_macho(const struct reading *base)
{
    struct object *object = base->object;
    struct macho m = {.base = base};
    object->format = OBJECT_MACHO;
    m.form = file_number(base, 0, 4) == 0xfeedfacf ? &form_64 : &form_32;
    if (!reading_has(base, 0, m.form->header))
        return reading_fails(base, 0, "Mach-O: the header ends behind the file");
    uint64_t type = number(&m, 12, 4);
    if (type != MH_OBJECT && type != MH_EXECUTE && type != MH_DYLIB && type != MH_BUNDLE)
        return reading_fails(base, 12, "Mach-O: file of kind %u, no object, program or library", (unsigned)type);
    object->kind = type == MH_OBJECT ? OBJECT_RELOCATABLE : type == MH_EXECUTE ? OBJECT_EXECUTABLE : OBJECT_SHARED;
    if (!read_machine(&m) || !each_command(&m, note_command))
        return false;
    uint64_t sections = object->section_count;
    object->sections = reading_take(base, sections, sizeof *object->sections);
    object->section_count = 0;
    if (!object->sections || !each_command(&m, read_segment) || !read_symbols(&m))
        return false;
    if (object->kind != OBJECT_RELOCATABLE)
        return read_linked(&m);
    each_command(&m, count_relocations);
    uint64_t relocations = object->relocation_count;
    object->relocations = reading_take(base, relocations, sizeof *object->relocations);
    object->relocation_count = 0;
    return object->relocations && each_command(&m, read_relocations_of);
}
