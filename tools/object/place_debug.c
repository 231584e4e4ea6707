/*
 * Debugging sections of COFF and Mach-O objects with their relocations applied: what they say of code is its placed address, and of
 * other debugging sections the offset there. ELF's are left to libdw. "PE Format" (COFF relocations), Apple's <mach-o/reloc.h>.
 */
#include "place.h"

#include <stdlib.h>
#include <string.h>

/* What a relocation of debugging sections means: a word of so many bytes. All others are left alone. */
static const struct { uint8_t arch, format; uint16_t type; uint8_t size; } kinds[] = {
    {CCONV_ARCH_X86_64, OBJECT_COFF, 1, 8}, {CCONV_ARCH_X86_64, OBJECT_COFF, 2, 4}, {CCONV_ARCH_X86_64, OBJECT_COFF, 11, 4},
    {CCONV_ARCH_X86, OBJECT_COFF, 6, 4}, {CCONV_ARCH_X86, OBJECT_COFF, 11, 4},
    {CCONV_ARCH_AARCH64, OBJECT_COFF, 14, 8}, {CCONV_ARCH_AARCH64, OBJECT_COFF, 1, 4}, {CCONV_ARCH_AARCH64, OBJECT_COFF, 8, 4},
    {CCONV_ARCH_ARM, OBJECT_COFF, 1, 4}, {CCONV_ARCH_ARM, OBJECT_COFF, 15, 4},
    {CCONV_ARCH_X86_64, OBJECT_MACHO, 0x300, 8}, {CCONV_ARCH_X86_64, OBJECT_MACHO, 0x200, 4},
    {CCONV_ARCH_AARCH64, OBJECT_MACHO, 0x300, 8}, {CCONV_ARCH_AARCH64, OBJECT_MACHO, 0x200, 4}, {CCONV_ARCH_X86, OBJECT_MACHO, 0x200, 4}};

static unsigned size_of(const struct object *object, const struct relocation *relocation)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (kinds[i].arch == object->arch && kinds[i].format == object->format && kinds[i].type == relocation->type)
            return kinds[i].size;
    return 0;
}

/* What is added to the word in place. */
static uint64_t moved_by(const struct placed *placed, const struct relocation *relocation)
{
    const struct object *object = placed->object;
    if (relocation->flags & RELOCATION_TO_SECTION)
        return relocation->symbol < object->section_count ? placed->section_at[relocation->symbol] - object->sections[relocation->symbol].address : 0;
    if (relocation->symbol >= object->symbol_count)
        return 0;
    const struct symbol *symbol = &object->symbols[relocation->symbol];
    bool apart = symbol->section != NO_SECTION && !placed->section_at[symbol->section];
    return apart ? symbol->address : placed_symbol(placed, relocation->symbol);
}

uint8_t *placed_debug(const struct placed *placed, size_t index)
{
    const struct object *object = placed->object;
    const struct section *section = &object->sections[index];
    uint8_t *bytes = section->stored ? malloc(section->stored) : NULL;
    if (!bytes)
        return NULL;
    memcpy(bytes, section->data, section->stored);
    for (size_t i = 0; i < object->relocation_count && object->kind == OBJECT_RELOCATABLE; i++) {
        const struct relocation *relocation = &object->relocations[i];
        unsigned size = relocation->section == index ? size_of(object, relocation) : 0;
        if (!size || relocation->offset > section->stored || size > section->stored - relocation->offset)
            continue;
        uint64_t value = 0;
        memcpy(&value, bytes + relocation->offset, size);
        value += moved_by(placed, relocation) + (relocation->flags & RELOCATION_ADDEND ? (uint64_t)relocation->addend : 0);
        memcpy(bytes + relocation->offset, &value, size);
    }
    return bytes;
}
