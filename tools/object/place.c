/* Sections to addresses, relocations, and the words that loaders fill. */
#include "place.h"
#include "relocate.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

enum { PAGE = 0x10000 };  /* the largest of any processor here: sections of different use never share one */

static bool fails(struct object_error *error, const struct object *object, const char *format, ...)
{
    char what[300];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(what, sizeof what, format, arguments);
    va_end(arguments);
    snprintf(error->message, sizeof error->message, "%s: %s", object->path, what);
    return false;
}

static uint64_t round_to(uint64_t value, uint64_t align)
{
    return (value + align - 1) / align * align;
}

uint8_t *placed_bytes(const struct placed *placed, uint64_t address, uint64_t size)
{
    uint64_t at = address - placed->base;
    return at <= placed->size && size <= placed->size - at ? placed->memory + at : NULL;
}

/* --------------------------------------------------------------------- layout */

/* Code, then what is only read, then what is written: 0, 1, 2; 3 of what is not in memory. */
static unsigned use_of(const struct section *section)
{
    if (!(section->flags & SECTION_LOADED))
        return 3;
    return section->flags & SECTION_CODE ? 0 : section->flags & SECTION_WRITABLE ? 2 : 1;
}

/* At most one word for each relocation. */
static uint64_t slots_size(const struct object *object)
{
    return (uint64_t)object->relocation_count * cconv_target_pointer_size(object->target);
}

static bool lay_out_relocatable(struct placed *placed, uint64_t base, uint64_t most, struct object_error *error)
{
    const struct object *object = placed->object;
    uint64_t at = base;
    for (unsigned use = 0; use < 3; use++) {
        at = round_to(at, PAGE);
        for (size_t i = 0; i < object->section_count; i++) {
            const struct section *section = &object->sections[i];
            if (use_of(section) != use)
                continue;
            if (section->align > most || section->size > most || at - base > most)
                return fails(error, object, "section '%s' (0x%llx bytes) does not fit into 0x%llx bytes", section->name,
                             (unsigned long long)section->size, (unsigned long long)most);
            at = round_to(at, section->align < 16 ? 16 : section->align);
            placed->section_at[i] = at;
            at += section->size;
        }
    }
    for (size_t i = 0; i < object->symbol_count; i++) {
        const struct symbol *symbol = &object->symbols[i];
        if (!(symbol->flags & SYMBOL_COMMON))
            continue;
        if (symbol->address > most || symbol->size > most || at - base > most)
            return fails(error, object, "'%s' does not fit into 0x%llx bytes", symbol->name, (unsigned long long)most);
        at = round_to(at, symbol->address > 16 ? symbol->address : 16);
        placed->common[i] = at;
        at += symbol->size;
    }
    placed->got = round_to(at, 16);
    placed->got_size = slots_size(object);
    placed->base = base;
    placed->size = round_to(placed->got + placed->got_size - base, PAGE);
    return placed->size <= most || fails(error, object, "needs 0x%llx bytes of memory", (unsigned long long)placed->size);
}

static bool lay_out_linked(struct placed *placed, uint64_t base, uint64_t most, struct object_error *error)
{
    const struct object *object = placed->object;
    uint64_t low = UINT64_MAX, high = 0;
    for (size_t i = 0; i < object->section_count; i++) {
        const struct section *section = &object->sections[i];
        if (!(section->flags & SECTION_LOADED) || !section->size)
            continue;
        if (section->address + section->size < section->address)
            return fails(error, object, "section '%s' reaches around the end of memory", section->name);
        low = section->address < low ? section->address : low;
        high = section->address + section->size > high ? section->address + section->size : high;
    }
    if (low > high || high - low > most)
        return fails(error, object, "needs %s", low > high ? "no memory: it has no sections" : "more memory than is given");
    bool stays = object->kind == OBJECT_EXECUTABLE && object->base; /* linked for its addresses */
    placed->slide = stays ? 0 : base - low / PAGE * PAGE;
    placed->base = low / PAGE * PAGE + placed->slide;
    placed->size = round_to(high + placed->slide - placed->base, PAGE);
    for (size_t i = 0; i < object->section_count; i++)
        if (object->sections[i].flags & SECTION_LOADED)
            placed->section_at[i] = object->sections[i].address + placed->slide;
    return true;
}

static void copy_sections(struct placed *placed)
{
    for (size_t i = 0; i < placed->object->section_count; i++) {
        const struct section *section = &placed->object->sections[i];
        uint8_t *to = placed->section_at[i] && section->stored ? placed_bytes(placed, placed->section_at[i], section->stored) : NULL;
        if (to)
            memcpy(to, section->data, section->stored);
    }
}

/* -------------------------------------------------------------------- symbols */

uint64_t placed_symbol(const struct placed *placed, size_t index)
{
    if (index >= placed->object->symbol_count)
        return 0;
    const struct symbol *symbol = &placed->object->symbols[index];
    if (symbol->flags & SYMBOL_COMMON)
        return placed->common ? placed->common[index] : 0;
    if (!(symbol->flags & SYMBOL_DEFINED))
        return 0;
    if (symbol->flags & SYMBOL_ABSOLUTE)
        return symbol->address;
    if (placed->object->kind != OBJECT_RELOCATABLE)
        return symbol->address + placed->slide;
    if (symbol->section == NO_SECTION || !placed->section_at[symbol->section])
        return 0;
    return placed->section_at[symbol->section] + symbol->address;
}

/* The symbol's address; of a section's relocation the section's. `*thumb`: it is Thumb code. */
static uint64_t target_of(const struct fixing *f, const struct relocation *relocation, bool *thumb)
{
    const struct object *object = f->placed->object;
    *thumb = false;
    if (relocation->flags & RELOCATION_TO_SECTION)
        return relocation->symbol < object->section_count ? f->placed->section_at[relocation->symbol] : 0;
    if (relocation->symbol == NO_SYMBOL)
        return 0;
    const struct symbol *symbol = &object->symbols[relocation->symbol];
    uint64_t address = placed_symbol(f->placed, relocation->symbol);
    *thumb = symbol->flags & SYMBOL_THUMB;
    if (symbol->flags & SYMBOL_DEFINED)
        return address;
    address = f->resolve(f->user, object, symbol->name);
    *thumb = object->arch == CCONV_ARCH_ARM && address & 1;
    return address & ~(uint64_t)*thumb;
}

uint64_t fix_symbol(const struct fixing *f, const struct relocation *relocation)
{
    bool thumb;
    return target_of(f, relocation, &thumb);
}

/* ---------------------------------------------------------------- relocations */

static bool (*fixer_of(cconv_arch arch))(struct fixing *)
{
    switch (arch) {
    case CCONV_ARCH_X86_64: case CCONV_ARCH_X86: return fix_x86;
    case CCONV_ARCH_AARCH64: return fix_aarch64;
    case CCONV_ARCH_ARM: return fix_arm;
    case CCONV_ARCH_RISCV64: case CCONV_ARCH_RISCV32: return fix_riscv;
    default: return NULL;
    }
}

static const char *name_of(const struct object *object, const struct relocation *relocation)
{
    if (relocation->symbol == NO_SYMBOL)
        return "";
    return relocation->flags & RELOCATION_TO_SECTION ? object->sections[relocation->symbol].name : object->symbols[relocation->symbol].name;
}

/* `unloaded`: the bytes of a section that is not loaded; else NULL. */
static bool apply(struct fixing *f, bool (*fix)(struct fixing *), uint8_t *unloaded, struct object_error *error)
{
    const struct object *object = f->placed->object;
    const struct relocation *relocation = f->relocation;
    uint64_t section = f->placed->section_at[relocation->section], size = object->sections[relocation->section].size;
    if (unloaded)
        size = object->sections[relocation->section].stored;
    if (relocation->offset > size)
        return fails(error, object, "a relocation of section '%s' lies behind its end", object->sections[relocation->section].name);
    f->pc = section + relocation->offset;
    f->room = size - relocation->offset;
    f->at = unloaded ? unloaded + relocation->offset : placed_bytes(f->placed, f->pc, f->room);
    f->has_addend = relocation->flags & RELOCATION_ADDEND;
    f->addend = relocation->addend;
    f->target = target_of(f, relocation, &f->is_thumb);
    f->name = name_of(object, relocation);
    f->wrong = NULL;
    const struct symbol *symbol = relocation->symbol == NO_SYMBOL || relocation->flags & RELOCATION_TO_SECTION ? NULL
                                                                                    : &object->symbols[relocation->symbol];
    if (symbol && !f->target && !(symbol->flags & (SYMBOL_DEFINED | SYMBOL_WEAK)))
        return fails(error, object, "undefined symbol '%s'", f->name);
    return fix(f)
           || fails(error, object, "relocation %u of section '%s' at 0x%llx, to '%s', %s", relocation->type & 0xff,
                    object->sections[relocation->section].name, (unsigned long long)relocation->offset, f->name,
                    f->wrong ? f->wrong : "cannot be applied");
}

static bool relocate(struct placed *placed, object_resolver *resolve, void *user, struct object_error *error)
{
    const struct object *object = placed->object;
    bool (*fix)(struct fixing *) = fixer_of(object->arch);
    struct fixing f = {.placed = placed, .resolve = resolve, .user = user};
    if (!fix && object->relocation_count)
        return fails(error, object, "relocations for %s are not known here", cconv_arch_name(object->arch));
    for (size_t i = 0; i < object->relocation_count; i++) {
        f.relocation = &object->relocations[i];
        if (placed->section_at[f.relocation->section] && !apply(&f, fix, NULL, error))
            return false;
    }
    return true;
}

bool placed_unloaded(const struct placed *placed, size_t section, object_resolver *resolve, void *user, uint8_t *out, struct object_error *error)
{
    const struct object *object = placed->object;
    bool (*fix)(struct fixing *) = fixer_of(object->arch);
    struct placed copy = *placed; /* words for addresses that it may ask for are nobody else's */
    struct fixing f = {.placed = &copy, .resolve = resolve, .user = user};
    memcpy(out, object->sections[section].data, object->sections[section].stored);
    for (size_t i = 0; object->kind == OBJECT_RELOCATABLE && i < object->relocation_count; i++) {
        f.relocation = &object->relocations[i];
        if (f.relocation->section == section && (!fix || !apply(&f, fix, out, error)))
            return false;
    }
    return true;
}

/* What the loader would write into a linked file. */
static bool fill(struct placed *placed, object_resolver *resolve, void *user, struct object_error *error)
{
    const struct object *object = placed->object;
    unsigned word = cconv_target_pointer_size(object->target);
    for (size_t i = 0; i < object->import_count; i++) {
        const struct import *import = &object->imports[i];
        uint8_t *at = placed_bytes(placed, import->slot + placed->slide, word);
        uint64_t value = import->target ? import->target + placed->slide : import->name ? resolve(user, object, import->name) : placed->slide;
        value += (uint64_t)import->addend;
        if (!at)
            return fails(error, object, "a word that the loader fills, for '%s', lies outside", import->name ? import->name : "");
        for (unsigned j = 0; j < word; j++)
            at[j] = (uint8_t)(value >> 8 * j);
    }
    return true;
}

bool object_place(const struct object *object, uint64_t base, uint64_t most, object_resolver *resolve, void *user, struct placed *out,
                  struct object_error *error)
{
    *out = (struct placed){.object = object};
    out->section_at = calloc(object->section_count + 1, sizeof *out->section_at);
    out->common = calloc(object->symbol_count + 1, sizeof *out->common);
    bool relocatable = object->kind == OBJECT_RELOCATABLE;
    bool good = out->section_at && out->common
                && (relocatable ? lay_out_relocatable(out, base, most, error) : lay_out_linked(out, base, most, error));
    if (good) {
        out->memory = calloc(1, out->size + 16);
        if (out->memory)
            copy_sections(out);
        good = out->memory
               && (relocatable ? relocate(out, resolve, user, error) : fill(out, resolve, user, error));
    }
    if (!good) {
        if (!error->message[0])
            fails(error, object, "out of memory");
        placed_free(out);
    }
    return good;
}

void placed_free(struct placed *placed)
{
    free(placed->memory);
    free(placed->section_at);
    free(placed->common);
    *placed = (struct placed){0};
}
