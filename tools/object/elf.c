/* ELF, read by libelf: System V gABI, chapters 4 and 5, and the processors' supplements for what is named by a number. */
#include "reader.h"

#include <gelf.h>
#include <stdlib.h>

#ifndef STO_AARCH64_VARIANT_PCS
#define STO_AARCH64_VARIANT_PCS 0x80
#endif

struct elf_reading {
    struct reading base;
    Elf *elf;
    size_t names;                /* the section of sections' names */
    uint32_t symbol_table;       /* index of the section that symbols are read of: .symtab, else .dynsym; 0 for none */
};

static bool fails(const struct elf_reading *r, uint64_t offset)
{
    return reading_fails(&r->base, offset, "ELF: %s", elf_errmsg(-1));
}

/* A name of a table of strings: in the file, or in the object's memory where libelf had to make a copy; "" for none. */
static const char *name_of(const struct elf_reading *r, size_t table, size_t at)
{
    const char *name = elf_strptr(r->elf, table, at), *file = (const char *)r->base.object->file;
    if (!name)
        return "";
    return name >= file && name < file + r->base.object->file_size ? name : reading_text(&r->base, name, strlen(name));
}

/* ---------------------------------------------------------------- machine */

static const struct elf_machine {
    uint16_t machine;
    uint8_t bits;
    cconv_arch arch;
    const char *target;
} machines[] = {
    {EM_X86_64, 64, CCONV_ARCH_X86_64, "x86_64-linux-gnu"},    {EM_X86_64, 32, CCONV_ARCH_X86_64, "x86_64-linux-gnux32"},
    {EM_386, 32, CCONV_ARCH_X86, "i386-linux-gnu"},            {EM_AARCH64, 64, CCONV_ARCH_AARCH64, "aarch64-linux-gnu"},
    {EM_ARM, 32, CCONV_ARCH_ARM, "arm-linux-gnueabi"},         {EM_RISCV, 64, CCONV_ARCH_RISCV64, "riscv64-linux-gnu"},
    {EM_RISCV, 32, CCONV_ARCH_RISCV32, "riscv32-elf"},         {EM_PPC64, 64, CCONV_ARCH_PPC64, "powerpc64le-linux-gnu"},
    {EM_S390, 64, CCONV_ARCH_S390X, "s390x-linux-gnu"},        {258, 64, CCONV_ARCH_LOONGARCH64, "loongarch64-linux-gnu"},
    {EM_MIPS, 64, CCONV_ARCH_MIPS64, "mips64el-linux-gnuabi64"},
};

enum { ARM_HARD_FLOAT = 0x400 };

static bool read_machine(const struct elf_reading *r, const GElf_Ehdr *header)
{
    struct object *object = r->base.object;
    unsigned bits = header->e_ident[EI_CLASS] == ELFCLASS64 ? 64 : 32;
    for (size_t i = 0; i < sizeof machines / sizeof *machines; i++) {
        const struct elf_machine *machine = &machines[i];
        if (machine->machine != header->e_machine || machine->bits != bits)
            continue;
        object->arch = machine->arch;
        object->is_x32 = machine->arch == CCONV_ARCH_X86_64 && bits == 32;
        bool hard = machine->arch == CCONV_ARCH_ARM && header->e_flags & ARM_HARD_FLOAT;
        object->target = cconv_target_find(hard ? "arm-linux-gnueabihf" : machine->target);
        if (object->target)
            return true;
    }
    return reading_fails(&r->base, 18, "ELF for machine %u (%u bits), which is not known here", header->e_machine, bits);
}

/* ---------------------------------------------------------------- sections */

static bool read_sections(struct elf_reading *r)
{
    struct object *object = r->base.object;
    size_t count = 0;
    if (elf_getshdrnum(r->elf, &count) || (count && elf_getshdrstrndx(r->elf, &r->names)))
        return fails(r, 0);
    object->sections = reading_take(&r->base, count, sizeof *object->sections);
    if (!object->sections)
        return false;
    object->section_count = count;
    for (size_t i = 0; i < count; i++) {
        GElf_Shdr header;
        struct section *section = &object->sections[i];
        if (!gelf_getshdr(elf_getscn(r->elf, i), &header))
            return fails(r, 0);
        section->name = name_of(r, r->names, header.sh_name);
        section->address = header.sh_addr;
        section->size = header.sh_type == SHT_NULL ? 0 : header.sh_size;
        section->align = header.sh_addralign ? header.sh_addralign : 1;
        section->file_offset = header.sh_offset;
        section->flags = (header.sh_flags & SHF_ALLOC ? SECTION_LOADED : 0) | (header.sh_flags & SHF_EXECINSTR ? SECTION_CODE : 0)
                         | (header.sh_flags & SHF_WRITE ? SECTION_WRITABLE : 0) | (header.sh_flags & SHF_TLS ? SECTION_THREAD : 0);
        if (section->align & (section->align - 1))
            return reading_fails(&r->base, header.sh_offset, "ELF: section '%s' is aligned by no power of two", section->name);
        if (header.sh_type == SHT_SYMTAB || (header.sh_type == SHT_DYNSYM && !r->symbol_table))
            r->symbol_table = (uint32_t)i;
        if (header.sh_type == SHT_NOBITS || header.sh_type == SHT_NULL)
            continue;
        if (!reading_has(&r->base, header.sh_offset, header.sh_size))
            return reading_fails(&r->base, header.sh_offset, "ELF: section '%s' ends behind the file", section->name);
        section->data = object->file + header.sh_offset;
        section->stored = header.sh_size;
    }
    return true;
}

/* Of a program without section headers its segments stand for them. */
static bool read_segments(struct elf_reading *r)
{
    struct object *object = r->base.object;
    size_t count = 0;
    if (elf_getphdrnum(r->elf, &count))
        return fails(r, 0);
    bool instead = object->section_count == 0;
    if (instead && !(object->sections = reading_take(&r->base, count, sizeof *object->sections)))
        return false;
    object->base = UINT64_MAX;
    for (size_t i = 0; i < count; i++) {
        GElf_Phdr header;
        if (!gelf_getphdr(r->elf, (int)i, &header))
            return fails(r, 0);
        if (header.p_type != PT_LOAD)
            continue;
        if (header.p_vaddr < object->base)
            object->base = header.p_vaddr;
        if (!reading_has(&r->base, header.p_offset, header.p_filesz) || header.p_filesz > header.p_memsz)
            return reading_fails(&r->base, header.p_offset, "ELF: segment %zu ends behind the file", i);
        if (instead)
            object->sections[object->section_count++] = (struct section){
                .name = header.p_flags & PF_X ? "(code)" : header.p_flags & PF_W ? "(data)" : "(constants)",
                .address = header.p_vaddr, .size = header.p_memsz, .align = 1, .data = object->file + header.p_offset,
                .stored = header.p_filesz, .file_offset = header.p_offset,
                .flags = SECTION_LOADED | (header.p_flags & PF_X ? SECTION_CODE : 0) | (header.p_flags & PF_W ? SECTION_WRITABLE : 0)};
    }
    if (object->base == UINT64_MAX)
        object->base = 0;
    return true;
}

/* ----------------------------------------------------------------- symbols */

static uint32_t symbol_flags(const struct object *object, const GElf_Sym *sym)
{
    uint32_t flags = 0;
    switch (GELF_ST_TYPE(sym->st_info)) {
    case STT_FUNC: case STT_GNU_IFUNC: flags |= SYMBOL_FUNCTION; break;
    case STT_OBJECT: flags |= SYMBOL_DATA; break;
    case STT_SECTION: flags |= SYMBOL_SECTION; break;
    default: break;
    }
    if (GELF_ST_BIND(sym->st_info) == STB_GLOBAL || GELF_ST_BIND(sym->st_info) == STB_GNU_UNIQUE)
        flags |= SYMBOL_GLOBAL;
    if (GELF_ST_BIND(sym->st_info) == STB_WEAK)
        flags |= SYMBOL_GLOBAL | SYMBOL_WEAK;
    if (GELF_ST_VISIBILITY(sym->st_other) == STV_HIDDEN || GELF_ST_VISIBILITY(sym->st_other) == STV_INTERNAL)
        flags |= SYMBOL_HIDDEN;
    if (sym->st_shndx == SHN_COMMON)
        flags |= SYMBOL_COMMON | SYMBOL_DATA | SYMBOL_DEFINED;
    else if (sym->st_shndx != SHN_UNDEF)
        flags |= SYMBOL_DEFINED;
    if (sym->st_shndx == SHN_ABS)
        flags |= SYMBOL_ABSOLUTE;
    if (object->arch == CCONV_ARCH_ARM && flags & SYMBOL_FUNCTION && sym->st_value & 1)
        flags |= SYMBOL_THUMB;
    if (object->arch == CCONV_ARCH_AARCH64 && sym->st_other & STO_AARCH64_VARIANT_PCS)
        flags |= SYMBOL_VARIANT_PCS;
    return flags;
}

/* The words of a section's contents as libelf has them, which outlive the call only while the ELF is open: not used for
   what is kept. */
static Elf_Data *contents(const struct elf_reading *r, size_t index, GElf_Shdr *header)
{
    Elf_Scn *scn = elf_getscn(r->elf, index);
    return scn && gelf_getshdr(scn, header) ? elf_getdata(scn, NULL) : NULL;
}

/* Of .symtab, or of .dynsym where that is all: both have the index of a relocation's symbol. */
static bool read_symbols(struct elf_reading *r)
{
    struct object *object = r->base.object;
    GElf_Shdr header;
    Elf_Data *data = r->symbol_table ? contents(r, r->symbol_table, &header) : NULL;
    if (!data)
        return r->symbol_table ? fails(r, 0) : true;
    size_t count = header.sh_entsize ? header.sh_size / header.sh_entsize : 0;
    object->symbols = reading_take(&r->base, count, sizeof *object->symbols);
    if (!object->symbols)
        return false;
    object->symbol_count = count;
    for (size_t i = 0; i < count; i++) {
        GElf_Sym sym;
        if (!gelf_getsym(data, (int)i, &sym))
            return fails(r, header.sh_offset);
        struct symbol *symbol = &object->symbols[i];
        symbol->flags = symbol_flags(object, &sym);
        symbol->name = name_of(r, header.sh_link, sym.st_name);
        symbol->size = sym.st_size;
        symbol->address = sym.st_value & ~(uint64_t)(symbol->flags & SYMBOL_THUMB ? 1 : 0);
        symbol->section = sym.st_shndx < object->section_count && sym.st_shndx != SHN_UNDEF ? sym.st_shndx : NO_SECTION;
    }
    return true;
}

/* ------------------------------------------------------------- relocations */

/* One entry of either form, as the longer. */
static bool relocation_at(Elf_Data *data, bool addend, size_t index, GElf_Rela *out)
{
    if (addend)
        return gelf_getrela(data, (int)index, out) != NULL;
    GElf_Rel rel;
    if (!gelf_getrel(data, (int)index, &rel))
        return false;
    *out = (GElf_Rela){.r_offset = rel.r_offset, .r_info = rel.r_info};
    return true;
}

static uint64_t count_relocations(const struct elf_reading *r)
{
    uint64_t count = 0;
    for (size_t i = 0; i < r->base.object->section_count; i++) {
        GElf_Shdr header;
        if (gelf_getshdr(elf_getscn(r->elf, i), &header) && (header.sh_type == SHT_RELA || header.sh_type == SHT_REL)
            && header.sh_entsize)
            count += header.sh_size / header.sh_entsize;
    }
    return count;
}

/* What the loader does where the number of the processor's relocation is this: psABIs' tables. */
enum dynamic_kind { DYNAMIC_SYMBOL, DYNAMIC_RELATIVE, DYNAMIC_OTHER };

static enum dynamic_kind dynamic_kind(cconv_arch arch, uint32_t type)
{
    static const struct { cconv_arch arch; uint32_t symbol[3], relative; } kinds[] = {
        {CCONV_ARCH_X86_64, {R_X86_64_GLOB_DAT, R_X86_64_JUMP_SLOT, R_X86_64_64}, R_X86_64_RELATIVE},
        {CCONV_ARCH_X86, {R_386_GLOB_DAT, R_386_JMP_SLOT, R_386_32}, R_386_RELATIVE},
        {CCONV_ARCH_AARCH64, {R_AARCH64_GLOB_DAT, R_AARCH64_JUMP_SLOT, R_AARCH64_ABS64}, R_AARCH64_RELATIVE},
        {CCONV_ARCH_ARM, {R_ARM_GLOB_DAT, R_ARM_JUMP_SLOT, R_ARM_ABS32}, R_ARM_RELATIVE},
        {CCONV_ARCH_RISCV64, {R_RISCV_64, R_RISCV_JUMP_SLOT, R_RISCV_64}, R_RISCV_RELATIVE},
        {CCONV_ARCH_PPC64, {R_PPC64_GLOB_DAT, R_PPC64_JMP_SLOT, R_PPC64_ADDR64}, R_PPC64_RELATIVE},
    };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (kinds[i].arch != arch)
            continue;
        if (type == kinds[i].relative)
            return DYNAMIC_RELATIVE;
        for (size_t j = 0; j < 3; j++)
            if (type == kinds[i].symbol[j])
                return DYNAMIC_SYMBOL;
    }
    return DYNAMIC_OTHER;
}

/* What is stored at an address of a linked file; 0 where nothing is. */
static uint64_t stored_at(const struct object *object, uint64_t address, unsigned size)
{
    for (size_t i = 0; i < object->section_count; i++) {
        const struct section *section = &object->sections[i];
        if (section->flags & SECTION_LOADED && address >= section->address && address - section->address + size <= section->stored)
            return number_at(section->data + (address - section->address), size);
    }
    return 0;
}

/* A relocation of a linked file: a word that the loader fills. */
static void add_import(const struct elf_reading *r, const GElf_Shdr *header, const GElf_Rela *rela, bool addend)
{
    struct object *object = r->base.object;
    unsigned word = gelf_getclass(r->elf) == ELFCLASS64 ? 8 : 4;
    enum dynamic_kind kind = dynamic_kind(object->arch, (uint32_t)GELF_R_TYPE(rela->r_info));
    struct import import = {.slot = rela->r_offset, .addend = rela->r_addend};
    if (kind == DYNAMIC_OTHER)
        return;
    if (kind == DYNAMIC_RELATIVE) {
        import.target = addend ? (uint64_t)rela->r_addend : stored_at(object, rela->r_offset, word);
        import.addend = 0;
        object->imports[object->import_count++] = import;
        return;
    }
    GElf_Shdr symbols;
    GElf_Sym sym;
    Elf_Data *data = contents(r, header->sh_link, &symbols);
    if (!data || !gelf_getsym(data, (int)GELF_R_SYM(rela->r_info), &sym))
        return;
    const char *name = name_of(r, symbols.sh_link, sym.st_name);
    import.name = *name ? name : NULL;
    if (sym.st_shndx != SHN_UNDEF)
        import.target = sym.st_value;
    object->imports[object->import_count++] = import;
}

static bool read_relocations(struct elf_reading *r)
{
    struct object *object = r->base.object;
    uint64_t most = count_relocations(r);
    object->relocations = reading_take(&r->base, most, sizeof *object->relocations);
    object->imports = reading_take(&r->base, most, sizeof *object->imports);
    if (!object->relocations || !object->imports)
        return false;
    for (size_t i = 0; i < object->section_count; i++) {
        GElf_Shdr header;
        Elf_Data *data = contents(r, i, &header);
        bool addend = header.sh_type == SHT_RELA;
        if (!data || (!addend && header.sh_type != SHT_REL) || !header.sh_entsize)
            continue;
        for (size_t j = 0; j < header.sh_size / header.sh_entsize; j++) {
            GElf_Rela rela;
            if (!relocation_at(data, addend, j, &rela))
                return fails(r, header.sh_offset);
            if (object->kind != OBJECT_RELOCATABLE) {
                add_import(r, &header, &rela, addend);
                continue;
            }
            if (header.sh_info >= object->section_count)
                return reading_fails(&r->base, header.sh_offset, "ELF: relocations of section %u, which is not there", header.sh_info);
            uint64_t symbol = GELF_R_SYM(rela.r_info);
            object->relocations[object->relocation_count++] = (struct relocation){
                .offset = rela.r_offset, .addend = rela.r_addend, .section = header.sh_info,
                .symbol = symbol && symbol < object->symbol_count ? (uint32_t)symbol : NO_SYMBOL,
                .type = (uint32_t)GELF_R_TYPE(rela.r_info), .flags = addend ? RELOCATION_ADDEND : 0};
        }
    }
    return true;
}

/* The libraries that the dynamic section names. */
static bool read_needed(struct elf_reading *r)
{
    struct object *object = r->base.object;
    for (size_t i = 0; i < object->section_count; i++) {
        GElf_Shdr header;
        Elf_Data *data = contents(r, i, &header);
        if (!data || header.sh_type != SHT_DYNAMIC || !header.sh_entsize)
            continue;
        size_t count = header.sh_size / header.sh_entsize;
        const char **needed = reading_take(&r->base, count, sizeof *needed);
        if (!needed)
            return false;
        GElf_Dyn entry;
        for (size_t j = 0; j < count && gelf_getdyn(data, (int)j, &entry); j++) {
            if (entry.d_tag == DT_NEEDED)
                needed[object->needed_count++] = name_of(r, header.sh_link, entry.d_un.d_val);
        }
        object->needed = needed;
        return true;
    }
    return true;
}

/* A number of .ARM.attributes; moves past it. */
static uint64_t attribute_number(const uint8_t **at, const uint8_t *end)
{
    uint64_t value = 0;
    for (unsigned shift = 0; *at < end && shift < 64; shift += 7) {
        uint8_t byte = *(*at)++;
        value |= (uint64_t)(byte & 0x7f) << shift;
        if (!(byte & 0x80))
            break;
    }
    return value;
}

enum { ATTRIBUTES_HEADER = 16, TAG_CPU_RAW_NAME = 4, TAG_CPU_NAME = 5, TAG_VFP_ARGS = 28, TAG_COMPATIBILITY = 32, TAG_STRINGS = 64 };

/* Relocatable objects say in their attributes whether they pass floating point in registers: "Addenda to, and Errata in, the ABI for the
   Arm Architecture", 3.3.5 and 3.3.6. One subsection "aeabi", of the whole file, is read. */
static bool passes_in_vfp(const struct object *object)
{
    const struct section *section = object_section(object, ".ARM.attributes");
    if (!section || section->stored < ATTRIBUTES_HEADER || memcmp(section->data + 5, "aeabi", 6) != 0)
        return false;
    const uint8_t *at = section->data + ATTRIBUTES_HEADER, *end = section->data + section->stored;
    while (at < end) {
        uint64_t tag = attribute_number(&at, end);
        if (tag == TAG_COMPATIBILITY)
            attribute_number(&at, end);
        if (tag == TAG_CPU_RAW_NAME || tag == TAG_CPU_NAME || tag == TAG_COMPATIBILITY || (tag > TAG_STRINGS && tag % 2)) {
            const uint8_t *zero = memchr(at, 0, (size_t)(end - at));
            at = zero ? zero + 1 : end;
        } else if (attribute_number(&at, end) == 1 && tag == TAG_VFP_ARGS) {
            return true;
        }
    }
    return false;
}

static bool read_all(struct elf_reading *r)
{
    struct object *object = r->base.object;
    GElf_Ehdr header;
    if (elf_kind(r->elf) != ELF_K_ELF || !gelf_getehdr(r->elf, &header))
        return fails(r, 0);
    if (!read_machine(r, &header))
        return false;
    object->kind = header.e_type == ET_REL ? OBJECT_RELOCATABLE : header.e_type == ET_EXEC ? OBJECT_EXECUTABLE : OBJECT_SHARED;
    if (header.e_type == ET_CORE)
        return reading_fails(&r->base, 16, "ELF: a core dump, not an object");
    object->entry = header.e_entry;
    bool good = read_sections(r) && read_symbols(r) && read_relocations(r) && read_needed(r)
                && (object->kind == OBJECT_RELOCATABLE || read_segments(r));
    if (good && object->arch == CCONV_ARCH_ARM && passes_in_vfp(object))
        object->target = cconv_target_find("arm-linux-gnueabihf");
    if (good && object->kind == OBJECT_SHARED && object_section(object, ".interp"))
        object->kind = OBJECT_EXECUTABLE; /* position-independent */
    return good;
}

bool read_elf(const struct reading *base)
{
    struct elf_reading r = {.base = *base};
    base->object->format = OBJECT_ELF;
    if (elf_version(EV_CURRENT) == EV_NONE)
        return fails(&r, 0);
    r.elf = elf_memory((char *)(uintptr_t)base->object->file, base->object->file_size);
    if (!r.elf)
        return fails(&r, 0);
    bool good = read_all(&r);
    elf_end(r.elf);
    return good;
}
