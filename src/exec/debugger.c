/*
 * Tells a debugger of chunks of code, by gdb's interface for compilers at run time (gdb manual, "JIT Interface"): a list
 * of object files in memory, and a function in which the debugger has a breakpoint. The object of a chunk has its code's
 * address, one symbol, and its call frame information, so that `backtrace` passes through.
 */
#include "exec/chunk.h"

#if !defined(_WIN32)
#include <link.h>
#include <string.h>

/* ------------------------------------------------------- the debugger's names */

enum { JIT_NOTHING, JIT_REGISTER, JIT_UNREGISTER };

struct jit_code_entry {
    struct jit_code_entry *next_entry, *prev_entry;
    const char *symfile_addr;
    uint64_t symfile_size;
};

struct jit_descriptor {
    uint32_t version;
    uint32_t action_flag;
    struct jit_code_entry *relevant_entry, *first_entry;
};

__attribute__((visibility("default"))) void __jit_debug_register_code(void);
__attribute__((visibility("default"))) extern struct jit_descriptor __jit_debug_descriptor;

struct jit_descriptor __jit_debug_descriptor = {.version = 1};

__attribute__((noinline)) void __jit_debug_register_code(void)
{
    __asm__ volatile("" : : : "memory");
}

/* The list is the process's: gdb's interface has no other. */
static struct os_lock list_lock = OS_LOCK_INITIAL;

/* -------------------------------------------------------------- the object file */

enum { SECTION_NONE, SECTION_TEXT, SECTION_FRAMES, SECTION_SYMBOLS, SECTION_STRINGS, SECTIONS };

static const char strings[] = "\0.text\0.eh_frame\0.symtab\0.strtab\0callconv";
enum { NAME_TEXT = 1, NAME_FRAMES = 7, NAME_SYMBOLS = 17, NAME_STRINGS = 25, NAME_CODE = 33 };

struct object_file {
    ElfW(Ehdr) header;
    ElfW(Shdr) sections[SECTIONS];
    ElfW(Sym) symbols[2];
    char strings[sizeof strings];
    uint8_t frames[UNWIND_ROOM];
};

static void write_header(struct object_file *file, const struct machine *machine)
{
    ElfW(Ehdr) *header = &file->header;
    memcpy(header->e_ident, ELFMAG, SELFMAG);
    header->e_ident[EI_CLASS] = sizeof(ElfW(Addr)) == 8 ? ELFCLASS64 : ELFCLASS32;
    header->e_ident[EI_DATA] = ELFDATA2LSB;
    header->e_ident[EI_VERSION] = EV_CURRENT;
    header->e_type = ET_EXEC;
    header->e_machine = machine->elf_machine;
    header->e_version = EV_CURRENT;
    header->e_shoff = offsetof(struct object_file, sections);
    header->e_ehsize = sizeof *header;
    header->e_shentsize = sizeof *file->sections;
    header->e_shnum = SECTIONS;
    header->e_shstrndx = SECTION_STRINGS;
}

static void write_file(struct object_file *file, const struct machine *machine, const struct chunk *chunk)
{
    const ElfW(Addr) at = (ElfW(Addr))(uintptr_t)chunk->memory.run;
    memset(file, 0, sizeof *file);
    write_header(file, machine);
    file->sections[SECTION_TEXT] = (ElfW(Shdr)){
        .sh_name = NAME_TEXT, .sh_type = SHT_NOBITS, .sh_flags = SHF_ALLOC | SHF_EXECINSTR, .sh_addr = at,
        .sh_size = chunk->memory.size, .sh_addralign = CODE_ALIGN};
    file->sections[SECTION_FRAMES] = (ElfW(Shdr)){
        .sh_name = NAME_FRAMES, .sh_type = SHT_PROGBITS, .sh_flags = SHF_ALLOC,
        .sh_addr = (ElfW(Addr))(uintptr_t)chunk->section, .sh_offset = offsetof(struct object_file, frames),
        .sh_size = UNWIND_ROOM, .sh_addralign = sizeof at};
    file->sections[SECTION_SYMBOLS] = (ElfW(Shdr)){
        .sh_name = NAME_SYMBOLS, .sh_type = SHT_SYMTAB, .sh_offset = offsetof(struct object_file, symbols),
        .sh_size = sizeof file->symbols, .sh_link = SECTION_STRINGS, .sh_info = 1, .sh_addralign = sizeof at,
        .sh_entsize = sizeof *file->symbols};
    file->sections[SECTION_STRINGS] = (ElfW(Shdr)){
        .sh_name = NAME_STRINGS, .sh_type = SHT_STRTAB, .sh_offset = offsetof(struct object_file, strings),
        .sh_size = sizeof strings, .sh_addralign = 1};
    file->symbols[1].st_name = NAME_CODE;
    file->symbols[1].st_info = (STB_GLOBAL << 4) | STT_FUNC;
    file->symbols[1].st_shndx = SECTION_TEXT;
    file->symbols[1].st_value = at;
    file->symbols[1].st_size = chunk->memory.size;
    memcpy(file->strings, strings, sizeof strings);
    memcpy(file->frames, chunk->section, sizeof file->frames);
}

struct debugger_entry {
    struct jit_code_entry entry;
    struct object_file file;
};

static void announce(struct jit_code_entry *entry, uint32_t action)
{
    __jit_debug_descriptor.relevant_entry = entry;
    __jit_debug_descriptor.action_flag = action;
    __jit_debug_register_code();
    __jit_debug_descriptor.action_flag = JIT_NOTHING;
    __jit_debug_descriptor.relevant_entry = NULL;
}

const size_t debugger_size = sizeof(struct debugger_entry);

static struct debugger_entry *entry_of(struct chunk *chunk)
{
    return (struct debugger_entry *)(void *)(chunk + 1);
}

void debugger_add(const struct machine *machine, struct chunk *chunk)
{
    struct debugger_entry *own = entry_of(chunk);
    write_file(&own->file, machine, chunk);
    own->entry = (struct jit_code_entry){.symfile_addr = (const char *)&own->file, .symfile_size = sizeof own->file};
    os_lock_take(&list_lock);
    own->entry.next_entry = __jit_debug_descriptor.first_entry;
    if (own->entry.next_entry)
        own->entry.next_entry->prev_entry = &own->entry;
    __jit_debug_descriptor.first_entry = &own->entry;
    announce(&own->entry, JIT_REGISTER);
    os_lock_give(&list_lock);
}

void debugger_remove(struct chunk *chunk)
{
    struct debugger_entry *own = entry_of(chunk);
    os_lock_take(&list_lock);
    if (own->entry.prev_entry)
        own->entry.prev_entry->next_entry = own->entry.next_entry;
    else
        __jit_debug_descriptor.first_entry = own->entry.next_entry;
    if (own->entry.next_entry)
        own->entry.next_entry->prev_entry = own->entry.prev_entry;
    announce(&own->entry, JIT_UNREGISTER);
    os_lock_give(&list_lock);
}

#else

const size_t debugger_size = 0;

void debugger_add(const struct machine *machine, struct chunk *chunk)
{
    (void)machine, (void)chunk;
}

void debugger_remove(struct chunk *chunk)
{
    (void)chunk;
}

#endif
