/* libdw reads ELF alone: the DWARF of PE and Mach-O files goes to it as an ELF file that holds nothing else. */
#include "trace.h"

#include <elf.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_SECTIONS = 40, NAME_SIZE = 32 };

struct part {
    char name[NAME_SIZE];        /* ".debug_info", as ELF has it */
    uint8_t *bytes;
    uint64_t size;
};

/* ".debug_info" of PE's ".debug_info" and Mach-O's "__debug_info", which names at most 16 bytes: "__debug_str_offs". */
static bool elf_name(const char *name, char to[NAME_SIZE])
{
    bool is_macho = !strncmp(name, "__debug_", 8);
    if ((!is_macho && strncmp(name, ".debug_", 7) != 0) || strlen(name) >= NAME_SIZE - 4)
        return false;
    snprintf(to, NAME_SIZE, ".debug_%s", name + (is_macho ? 8 : 7));
    if (!strcmp(to, ".debug_str_offs"))
        strcpy(to, ".debug_str_offsets");
    return true;
}

static unsigned find_parts(const struct placed *placed, struct part *parts)
{
    unsigned count = 0;
    for (size_t i = 0; i < placed->object->section_count && count < MOST_SECTIONS; i++) {
        struct part *part = &parts[count];
        if (!elf_name(placed->object->sections[i].name, part->name) || (part->bytes = placed_debug(placed, i)) == NULL)
            continue;
        part->size = placed->object->sections[i].stored;
        if (placed->object->kind != OBJECT_RELOCATABLE && placed->object->sections[i].size < part->size)
            part->size = placed->object->sections[i].size; /* PE pads what it stores */
        count++;
    }
    return count;
}

static uint16_t elf_machine(cconv_arch arch)
{
    switch (arch) {
    case CCONV_ARCH_X86_64: return EM_X86_64;
    case CCONV_ARCH_X86: return EM_386;
    case CCONV_ARCH_AARCH64: return EM_AARCH64;
    default: return EM_ARM;
    }
}

/* A 64-bit ELF file for all: DWARF says itself how long its addresses are. The first section is none, the last has the names. */
static uint8_t *assemble(const struct placed *placed, const struct part *parts, unsigned count, size_t *size)
{
    static const char strings[] = ".shstrtab";
    size_t at = sizeof(Elf64_Ehdr), headers = (count + 2) * sizeof(Elf64_Shdr), names = 1 + sizeof strings;
    *size = at + headers + names;
    for (unsigned i = 0; i < count; i++) {
        *size += parts[i].size + 8 + strlen(parts[i].name) + 1;
        names += strlen(parts[i].name) + 1;
    }
    uint8_t *file = take(NULL, 0, *size);
    Elf64_Ehdr head = {.e_type = ET_EXEC, .e_machine = elf_machine(placed->object->arch), .e_version = EV_CURRENT, .e_shoff = at, .e_ehsize = sizeof head,
                       .e_shentsize = sizeof(Elf64_Shdr), .e_shnum = (uint16_t)(count + 2), .e_shstrndx = (uint16_t)(count + 1)};
    memcpy(head.e_ident, ELFMAG, SELFMAG);
    head.e_ident[EI_CLASS] = ELFCLASS64;
    head.e_ident[EI_DATA] = ELFDATA2LSB;
    head.e_ident[EI_VERSION] = EV_CURRENT;
    memcpy(file, &head, sizeof head);
    size_t names_at = at + headers, name = 1, data = names_at + names;
    for (unsigned i = 0; i <= count; i++) {
        bool last = i == count;
        Elf64_Shdr header = {.sh_name = (uint32_t)name, .sh_type = last ? SHT_STRTAB : SHT_PROGBITS, .sh_offset = last ? names_at : data,
                             .sh_size = last ? names : parts[i].size, .sh_addralign = 1};
        memcpy(file + at + (i + 1) * sizeof header, &header, sizeof header);
        const char *text = last ? strings : parts[i].name;
        memcpy(file + names_at + name, text, strlen(text) + 1);
        name += strlen(text) + 1;
        if (!last)
            memcpy(file + data, parts[i].bytes, parts[i].size);
        data += last ? 0 : parts[i].size;
    }
    return file;
}

uint8_t *debug_memory(const struct placed *placed, size_t *size)
{
    struct part parts[MOST_SECTIONS];
    unsigned count = find_parts(placed, parts);
    uint8_t *file = count ? assemble(placed, parts, count, size) : NULL;
    for (unsigned i = 0; i < count; i++)
        free(parts[i].bytes);
    return file;
}
