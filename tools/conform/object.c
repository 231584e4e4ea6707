/* A small linker in memory: relocatable objects of Mach-O (x86-64, arm64) and COFF (arm64, x86-64, Arm) as clang writes
   them. Code and data only; unwind tables and debugging sections are left out. */
#include "conform.h"

#include <stdlib.h>
#include <string.h>

struct loader {
    struct image *image;
    const uint8_t *file;
    size_t file_size;
    cconv_arch arch;
    uint64_t used;                   /* of the image */
    uint64_t *sections;              /* address of each section, 0 for one left out */
    size_t section_count;
    const struct macho_form *form;   /* Mach-O: where things are */
    const uint8_t *first_section, *relocated; /* headers: of the first, and of the one whose relocations are applied */
    uint64_t got, got_used;          /* table of pointers */
    uint64_t (*resolve)(void *user, const char *name);
    void *user;
    char *error;
    size_t error_size;
};

enum { IMAGE_SIZE = 32 << 20, GOT_SIZE = 1 << 20 };

static uint64_t get(const uint8_t *bytes, unsigned size)
{
    uint64_t value = 0;
    memcpy(&value, bytes, size);
    return value;
}

static bool broken(struct loader *l, const char *message, unsigned number)
{
    snprintf(l->error, l->error_size, "object: %s %u", message, number);
    return false;
}

static uint8_t *at(struct loader *l, uint64_t address)
{
    return l->image->memory + (address - l->image->base);
}

static uint64_t place(struct loader *l, uint64_t size, uint64_t align)
{
    if (align < 16)
        align = 16;
    uint64_t address = (l->image->base + l->used + align - 1) / align * align;
    if (address + size > l->image->base + l->image->size)
        return 0;
    l->used = address + size - l->image->base;
    return address;
}

static uint64_t got_slot(struct loader *l, uint64_t target)
{
    for (uint64_t i = 0; i < l->got_used; i += 8)
        if (get(at(l, l->got + i), 8) == target)
            return l->got + i;
    if (l->got_used + 8 > GOT_SIZE)
        return 0;
    memcpy(at(l, l->got + l->got_used), &target, 8);
    l->got_used += 8;
    return l->got + l->got_used - 8;
}

/* ------------------------------------------------- AArch64 instruction fields */

static void put_adrp(uint8_t *where, uint64_t pc, uint64_t target)
{
    int64_t pages = (int64_t)(target >> 12) - (int64_t)(pc >> 12);
    uint32_t code = (uint32_t)get(where, 4) & 0x9f00001f;
    code |= (uint32_t)(pages & 3) << 29 | (uint32_t)(pages >> 2 & 0x7ffff) << 5;
    memcpy(where, &code, 4);
}

/* The 12-bit offset of `add`, or of a load or store, scaled by its size. */
static void put_page_offset(uint8_t *where, uint64_t target)
{
    uint32_t code = (uint32_t)get(where, 4), shift = 0;
    if ((code & 0x3b000000) == 0x39000000) {
        shift = code >> 30;
        if ((code & 0x04800000) == 0x04800000 && !shift)
            shift = 4; /* 16-byte vector */
    }
    code = (code & 0xffc003ff) | (uint32_t)((target & 0xfff) >> shift) << 10;
    memcpy(where, &code, 4);
}

static uint64_t page_addend(const uint8_t *where)
{
    uint32_t code = (uint32_t)get(where, 4);
    return (uint64_t)(code >> 3 & 0x1ffffc) | (code >> 29 & 3);
}

static void put_branch(uint8_t *where, uint64_t pc, uint64_t target)
{
    uint32_t code = ((uint32_t)get(where, 4) & 0xfc000000) | (uint32_t)((int64_t)(target - pc) >> 2 & 0x3ffffff);
    memcpy(where, &code, 4);
}

static void put_relative(uint8_t *where, uint64_t pc, uint64_t target, unsigned after)
{
    int32_t addend = (int32_t)get(where, 4);
    uint32_t value = (uint32_t)(target + (uint64_t)(int64_t)addend - (pc + 4 + after));
    memcpy(where, &value, 4);
}

/* -------------------------------------------------------------------- Mach-O */

/* What differs between the 64-bit and the 32-bit format: sizes, and places in the segment's command, a section, a symbol. */
struct macho_form {
    unsigned header, command, command_count, command_size;
    unsigned section_size, word, size, offset, align, relocations, flags, symbol_size;
};
static const struct macho_form macho_64 = {32, 0x19, 64, 72, 80, 8, 40, 48, 52, 56, 64, 16};
static const struct macho_form macho_32 = {28, 1, 48, 56, 68, 4, 36, 40, 44, 48, 56, 12};
enum { MACHO_ADDRESS = 32 }; /* in a section */

struct macho_relocation { /* of a section */
    uint32_t address, symbol;
    unsigned pc_relative, length, external, type;
};

/* Where the symbol is; of a section, how far it is from where the object numbers it, as the place holds that address. */
static uint64_t macho_target(struct loader *l, const struct macho_relocation *r)
{
    if (r->external)
        return r->symbol < l->image->symbol_count ? l->image->symbols[r->symbol].address : 0;
    if (!r->symbol || r->symbol > l->section_count || !l->sections[r->symbol - 1])
        return 0;
    const uint8_t *header = l->first_section + l->form->section_size * ((size_t)r->symbol - 1);
    return l->sections[r->symbol - 1] - get(header + MACHO_ADDRESS, l->form->word);
}

/* From `where`, whose section moved too, to a place in a section: only the difference of the two moves counts. */
static void macho_move(struct loader *l, uint8_t *where, uint64_t section, uint64_t target)
{
    uint32_t moved = (uint32_t)(section - get(l->relocated + MACHO_ADDRESS, l->form->word));
    uint32_t value = (uint32_t)(get(where, 4) + target) - moved;
    memcpy(where, &value, 4);
}

static bool macho_x86(struct loader *l, uint64_t section, const struct macho_relocation *r, uint64_t target)
{
    uint64_t pc = section + r->address, value;
    uint8_t *where = at(l, pc);
    switch (r->type) {
    case 0: /* UNSIGNED */
        value = get(where, 8) + target;
        memcpy(where, &value, 8);
        return r->length == 3;
    case 3: case 4: put_relative(where, pc, got_slot(l, target), 0); return r->external; /* GOT_LOAD, GOT */
    case 1: case 2: case 6: case 7: case 8: /* SIGNED, BRANCH, SIGNED_1 and so on, whose addend has the -1 */
        if (r->external)
            put_relative(where, pc, target, 0);
        else
            macho_move(l, where, section, target);
        return true;
    default: return false;
    }
}

static bool macho_arm64(struct loader *l, uint8_t *where, uint64_t pc, const struct macho_relocation *r,
                        uint64_t target)
{
    uint64_t value;
    switch (r->type) {
    case 0:
        value = get(where, 8) + target;
        memcpy(where, &value, 8);
        return r->length == 3;
    case 2: put_branch(where, pc, target); return true;
    case 3: put_adrp(where, pc, target); return true;
    case 4: put_page_offset(where, target); return true;
    case 5: put_adrp(where, pc, got_slot(l, target)); return true;
    case 6: put_page_offset(where, got_slot(l, target)); return true;
    default: return false;
    }
}

/* i386, with static code: the place holds an address as the object numbers them, or the distance to one; of an
   undefined or global symbol only what is added to it. */
static bool macho_i386(struct loader *l, uint64_t address, const struct macho_relocation *r)
{
    uint8_t *where = at(l, address + r->address);
    uint32_t value = (uint32_t)get(where, 4), target = (uint32_t)macho_target(l, r);
    if (r->pc_relative)
        target -= (uint32_t)(address - get(l->relocated + MACHO_ADDRESS, 4));
    value += target;
    memcpy(where, &value, 4);
    return r->type == 0 && r->length == 2;
}

/* Of a place that lies outside the symbol's section, the object says the symbol's address instead ("scattered"). */
static bool macho_scattered(struct loader *l, uint32_t bits, uint32_t value, struct macho_relocation *r)
{
    *r = (struct macho_relocation){.address = bits & 0xffffff, .pc_relative = bits >> 30 & 1, .length = bits >> 28 & 3,
                                   .type = bits >> 24 & 15};
    for (size_t i = 0; i < l->section_count; i++) {
        const uint8_t *header = l->first_section + macho_32.section_size * i;
        if (value - get(header + MACHO_ADDRESS, 4) < get(header + macho_32.size, 4))
            r->symbol = (uint32_t)i + 1;
    }
    return r->symbol != 0;
}

static bool macho_relocate(struct loader *l, const uint8_t *section, uint64_t address)
{
    uint32_t offset = (uint32_t)get(section + l->form->relocations, 4);
    uint32_t count = (uint32_t)get(section + l->form->relocations + 4, 4);
    uint64_t addend = 0;
    for (uint32_t i = 0; i < count; i++) {
        const uint8_t *entry = l->file + offset + 8 * (size_t)i;
        uint32_t bits = (uint32_t)get(entry + 4, 4);
        struct macho_relocation r = {.address = (uint32_t)get(entry, 4), .symbol = bits & 0xffffff,
                                     .pc_relative = bits >> 24 & 1, .length = bits >> 25 & 3,
                                     .external = bits >> 27 & 1, .type = bits >> 28};
        if (l->arch == CCONV_ARCH_AARCH64 && r.type == 10) { /* ADDEND, for the next */
            addend = (uint64_t)((int64_t)((uint64_t)r.symbol << 40) >> 40);
            continue;
        }
        if (l->arch == CCONV_ARCH_X86) {
            if (r.address >> 31 && !macho_scattered(l, r.address, bits, &r))
                return broken(l, "Mach-O address", bits);
            if (!macho_i386(l, address, &r))
                return broken(l, "Mach-O relocation", r.type);
            continue;
        }
        uint64_t target = macho_target(l, &r) + addend;
        addend = 0;
        uint8_t *where = at(l, address + r.address);
        bool done = l->arch == CCONV_ARCH_X86_64 ? macho_x86(l, address, &r, target)
                                                 : macho_arm64(l, where, address + r.address, &r, target);
        if (!done || !target)
            return broken(l, "Mach-O relocation", r.type);
    }
    return true;
}

static bool macho_wanted(const struct loader *l, const uint8_t *section)
{
    uint32_t flags = (uint32_t)get(section + l->form->flags, 4);
    return memcmp(section + 16, "__LD", 4) && !(flags & 0x02000000) /* debug */ && strncmp((const char *)section, "__eh_frame", 16);
}

static bool macho_sections(struct loader *l, const uint8_t *command)
{
    const struct macho_form *form = l->form;
    l->section_count = get(command + form->command_count, 4);
    l->sections = calloc(l->section_count + 1, sizeof *l->sections);
    for (size_t i = 0; l->sections && i < l->section_count; i++) {
        const uint8_t *section = command + form->command_size + form->section_size * i;
        if (!macho_wanted(l, section))
            continue;
        uint64_t size = get(section + form->size, form->word);
        l->sections[i] = place(l, size, (uint64_t)1 << get(section + form->align, 4));
        if (!l->sections[i])
            return broken(l, "image full at section", (unsigned)i);
        if ((get(section + form->flags, 4) & 0xff) != 1) /* not zero-filled */
            memcpy(at(l, l->sections[i]), l->file + get(section + form->offset, 4), size);
    }
    return l->sections != NULL;
}

/* _f, _f@8, @f@8 and f@@8 of 32-bit Windows are f here. */
static void undecorate(char *name)
{
    if (*name == '_' || *name == '@')
        memmove(name, name + 1, strlen(name));
    name[strcspn(name, "@")] = '\0';
}

static void add_symbol(struct loader *l, size_t i, const char *name, uint64_t address, bool defined)
{
    size_t length = strlen(name) + 1;
    struct image_symbol *symbol = &l->image->symbols[i];
    symbol->name = malloc(length);
    if (symbol->name)
        memcpy(symbol->name, name, length);
    if (symbol->name && l->arch == CCONV_ARCH_X86 && !l->form)
        undecorate(symbol->name);
    symbol->defined = defined;
    symbol->address = defined ? address : l->resolve(l->user, symbol->name ? symbol->name : name);
}

static void macho_symbols(struct loader *l, const uint8_t *command, const uint8_t *segment)
{
    uint32_t table = (uint32_t)get(command + 8, 4), count = (uint32_t)get(command + 12, 4);
    const char *strings = (const char *)l->file + get(command + 16, 4);
    l->image->symbols = calloc(count + 1, sizeof *l->image->symbols);
    l->image->symbol_count = count;
    for (uint32_t i = 0; i < count; i++) {
        const uint8_t *entry = l->file + table + l->form->symbol_size * (size_t)i;
        const char *name = strings + get(entry, 4);
        unsigned section = entry[5];
        if (*name == '_')
            name++;
        if (section && section <= l->section_count && l->sections[section - 1]) {
            const uint8_t *header = segment + l->form->command_size + l->form->section_size * (size_t)(section - 1);
            uint64_t base = get(header + MACHO_ADDRESS, l->form->word);
            add_symbol(l, i, name, l->sections[section - 1] + get(entry + 8, l->form->word) - base, true);
        } else {
            add_symbol(l, i, name, 0, section != 0);
        }
    }
}

static bool macho_load(struct loader *l)
{
    const uint8_t *command = l->file + l->form->header, *segment = NULL, *symbols = NULL;
    for (uint32_t i = 0; i < get(l->file + 16, 4); i++) {
        if (get(command, 4) == l->form->command)
            segment = command;
        else if (get(command, 4) == 2)
            symbols = command;
        command += get(command + 4, 4);
    }
    if (!segment || !symbols || !macho_sections(l, segment))
        return broken(l, "Mach-O without sections", 0);
    macho_symbols(l, symbols, segment);
    for (size_t i = 0; i < l->section_count; i++)
        if (l->sections[i]) {
            l->first_section = segment + l->form->command_size;
            l->relocated = l->first_section + l->form->section_size * i;
            if (!macho_relocate(l, l->relocated, l->sections[i]))
                return false;
        }
    return true;
}

/* ---------------------------------------------------------------------- COFF */

static bool coff_arm64(uint8_t *where, uint64_t pc, unsigned type, uint64_t target)
{
    uint64_t value;
    switch (type) {
    case 3: put_branch(where, pc, target); return true;
    case 4: put_adrp(where, pc, target + page_addend(where)); return true;
    case 6: case 7: { /* the instruction's own offset is the addend */
        uint32_t code = (uint32_t)get(where, 4), shift = 0;
        if (type == 7) {
            shift = code >> 30;
            if ((code & 0x04800000) == 0x04800000 && !shift)
                shift = 4;
        }
        put_page_offset(where, target + ((uint64_t)(code >> 10 & 0xfff) << shift));
        return true;
    }
    case 14:
        value = get(where, 8) + target;
        memcpy(where, &value, 8);
        return true;
    case 17: put_relative(where, pc, target, 0); return true;
    default: return false;
    }
}

/* The 16-bit constant of a Thumb movw or movt. */
static uint32_t thumb_constant(const uint8_t *where)
{
    uint32_t first = (uint32_t)get(where, 2), second = (uint32_t)get(where + 2, 2);
    return (first & 15) << 12 | (first >> 10 & 1) << 11 | (second >> 12 & 7) << 8 | (second & 0xff);
}

static void put_thumb_constant(uint8_t *where, uint32_t value)
{
    uint16_t first = (uint16_t)((get(where, 2) & 0xfbf0) | (value >> 12 & 15) | (value >> 11 & 1) << 10);
    uint16_t second = (uint16_t)((get(where + 2, 2) & 0x8f00) | (value >> 8 & 7) << 12 | (value & 0xff));
    memcpy(where, &first, 2);
    memcpy(where + 2, &second, 2);
}

/* Thumb bl or b.w: the offset's sign S is inverted into J1 and J2. */
static bool put_thumb_branch(uint8_t *where, uint64_t pc, uint64_t target)
{
    int64_t offset = (int64_t)(target & ~(uint64_t)1) - (int64_t)(pc + 4);
    uint32_t bits = (uint32_t)offset, sign = bits >> 24 & 1;
    uint16_t first = (uint16_t)((get(where, 2) & 0xf800) | sign << 10 | (bits >> 12 & 0x3ff));
    uint16_t second = (uint16_t)((get(where + 2, 2) & 0xd000) | ((bits >> 23 & 1) ^ sign ^ 1) << 13
                                 | ((bits >> 22 & 1) ^ sign ^ 1) << 11 | (bits >> 1 & 0x7ff));
    memcpy(where, &first, 2);
    memcpy(where + 2, &second, 2);
    return offset >= -(1 << 24) && offset < 1 << 24;
}

/* Addresses of functions, which are odd, are asked of no object here. */
static bool coff_arm(uint8_t *where, uint64_t pc, unsigned type, uint64_t target)
{
    uint32_t value;
    switch (type) {
    case 1: /* ADDR32 */
        value = (uint32_t)(get(where, 4) + target);
        memcpy(where, &value, 4);
        return true;
    case 17: /* MOV32T: movw, movt */
        value = (uint32_t)target + (thumb_constant(where) | thumb_constant(where + 4) << 16);
        put_thumb_constant(where, value & 0xffff);
        put_thumb_constant(where + 4, value >> 16);
        return true;
    case 20: case 21: return put_thumb_branch(where, pc, target); /* BRANCH24T, BLX23T */
    default: return false;
    }
}

static bool coff_i386(uint8_t *where, uint64_t pc, unsigned type, uint64_t target)
{
    uint32_t value = (uint32_t)(get(where, 4) + target);
    if (type == 20) /* REL32 */
        value -= (uint32_t)(pc + 4);
    memcpy(where, &value, 4);
    return type == 6 || type == 20; /* DIR32 */
}

static bool coff_x86(uint8_t *where, uint64_t pc, unsigned type, uint64_t target)
{
    if (type == 1) {
        uint64_t value = get(where, 8) + target;
        memcpy(where, &value, 8);
        return true;
    }
    if (type >= 4 && type <= 9) {
        put_relative(where, pc, target, type - 4);
        return true;
    }
    return false;
}

static bool coff_relocate(struct loader *l, const uint8_t *header, uint64_t address)
{
    const uint8_t *entry = l->file + get(header + 24, 4);
    size_t count = get(header + 32, 2);
    if (get(header + 36, 4) & 0x01000000 && count == 0xffff) { /* IMAGE_SCN_LNK_NRELOC_OVFL */
        count = get(entry, 4) - 1;
        entry += 10;
    }
    for (size_t i = 0; i < count; i++, entry += 10) {
        uint64_t where = address + get(entry, 4), symbol = get(entry + 4, 4);
        unsigned type = (unsigned)get(entry + 8, 2);
        uint64_t target = symbol < l->image->symbol_count ? l->image->symbols[symbol].address : 0;
        bool done = l->arch == CCONV_ARCH_X86_64 ? coff_x86(at(l, where), where, type, target)
                    : l->arch == CCONV_ARCH_X86  ? coff_i386(at(l, where), where, type, target)
                    : l->arch == CCONV_ARCH_ARM  ? coff_arm(at(l, where), where, type, target)
                                                 : coff_arm64(at(l, where), where, type, target);
        if (!done || !target)
            return broken(l, "COFF relocation", type);
    }
    return true;
}

static const char *coff_strings(const struct loader *l)
{
    return (const char *)l->file + get(l->file + 8, 4) + 18 * get(l->file + 12, 4);
}

/* A name of more than eight characters, as that of mingw's pointers to data of other objects, is "/" and its place. */
static bool coff_wanted(const struct loader *l, const uint8_t *header)
{
    const char *name = (const char *)header;
    if (*name == '/')
        name = coff_strings(l) + atoi(name + 1);
    return !strncmp(name, ".text", 5) || !strncmp(name, ".data", 5) || !strncmp(name, ".rdata", 6) || !strncmp(name, ".bss", 4);
}

static void coff_symbols(struct loader *l)
{
    const uint8_t *table = l->file + get(l->file + 8, 4);
    size_t count = get(l->file + 12, 4);
    const char *strings = coff_strings(l);
    l->image->symbols = calloc(count + 1, sizeof *l->image->symbols);
    l->image->symbol_count = count;
    for (size_t i = 0; i < count; i++) {
        const uint8_t *entry = table + 18 * i;
        char name[9] = {0};
        const char *long_name = name;
        memcpy(name, entry, 8);
        if (!get(entry, 4))
            long_name = strings + get(entry + 4, 4);
        int section = (int16_t)get(entry + 12, 2);
        bool defined = section > 0 && (size_t)section <= l->section_count && l->sections[section - 1];
        add_symbol(l, i, long_name, defined ? l->sections[section - 1] + get(entry + 8, 4) : 0, defined || section != 0);
        for (unsigned auxiliary = entry[17]; auxiliary && i + 1 < count; auxiliary--)
            add_symbol(l, ++i, "", 0, true);
    }
}

static bool coff_load(struct loader *l)
{
    const uint8_t *headers = l->file + 20 + get(l->file + 16, 2);
    l->section_count = get(l->file + 2, 2);
    l->sections = calloc(l->section_count + 1, sizeof *l->sections);
    for (size_t i = 0; l->sections && i < l->section_count; i++) {
        const uint8_t *header = headers + 40 * i;
        uint64_t size = get(header + 16, 4);
        unsigned align = (unsigned)get(header + 36, 4) >> 20 & 15;
        if (!coff_wanted(l, header))
            continue;
        l->sections[i] = place(l, size, align ? (uint64_t)1 << (align - 1) : 16);
        if (!l->sections[i])
            return broken(l, "image full at section", (unsigned)i);
        if (!(get(header + 36, 4) & 0x80)) /* not uninitialised */
            memcpy(at(l, l->sections[i]), l->file + get(header + 20, 4), size);
    }
    coff_symbols(l);
    for (size_t i = 0; i < l->section_count; i++)
        if (l->sections[i] && !coff_relocate(l, headers + 40 * i, l->sections[i]))
            return false;
    return true;
}

/* -------------------------------------------------------------------- common */

static uint8_t *read_file(const char *path, size_t *size)
{
    FILE *in = fopen(path, "rb");
    uint8_t *bytes = NULL;
    if (in && !fseek(in, 0, SEEK_END) && ftell(in) > 32) {
        *size = (size_t)ftell(in);
        rewind(in);
        bytes = malloc(*size + 8);
        if (bytes && fread(bytes, 1, *size, in) != *size) {
            free(bytes);
            bytes = NULL;
        }
    }
    if (in)
        fclose(in);
    return bytes;
}

bool image_load(struct image *image, const char *path, cconv_arch arch, uint64_t base,
                uint64_t (*resolve)(void *user, const char *name), void *user, char *error, size_t error_size)
{
    struct loader l = {.image = image, .arch = arch, .resolve = resolve, .user = user, .error = error,
                       .error_size = error_size};
    uint8_t *file = read_file(path, &l.file_size);
    uint64_t size = image->size ? image->size : IMAGE_SIZE;
    *image = (struct image){.base = base, .size = size, .memory = calloc(1, size)};
    if (!file || !image->memory) {
        free(file);
        return broken(&l, "cannot be read", 0);
    }
    l.file = file;
    l.got = place(&l, GOT_SIZE, 16);
    uint32_t magic = (uint32_t)get(file, 4);
    l.form = magic == 0xfeedfacf ? &macho_64 : magic == 0xfeedface ? &macho_32 : NULL;
    bool loaded = l.form ? macho_load(&l)
                  : (magic & 0xffff) == 0xaa64 || (magic & 0xffff) == 0x8664 || (magic & 0xffff) == 0x1c4
                          || (magic & 0xffff) == 0x14c
                      ? coff_load(&l)
                                                                              : broken(&l, "unknown format", magic);
    free(l.sections);
    free(file);
    return loaded;
}

uint64_t image_find(const struct image *image, const char *name)
{
    for (size_t i = 0; i < image->symbol_count; i++)
        if (image->symbols[i].defined && image->symbols[i].name && !strcmp(image->symbols[i].name, name))
            return image->symbols[i].address;
    return 0;
}

void image_free(struct image *image)
{
    for (size_t i = 0; i < image->symbol_count; i++)
        free(image->symbols[i].name);
    free(image->symbols);
    free(image->memory);
    *image = (struct image){0};
}
