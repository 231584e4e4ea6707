/*
 * The functions that a loaded library exports, for who misspells one: the symbol table of its ELF file as the dynamic linker has
 * it in memory (gABI, "Dynamic Section"). Elsewhere no name is suggested.
 */
#define _GNU_SOURCE /* dlinfo */
#include "tool.h"

#include <stdio.h>
#include <string.h>

#if defined(__linux__) && defined(__ELF__)
#include <dlfcn.h>
#include <link.h>

struct table {
    const ElfW(Sym) *symbols;
    const char *names;
    size_t count;
};

/* GNU's hash table has no count: the last of its longest chain is the last symbol. */
static size_t count_by_hash(const uint32_t *hash)
{
    uint32_t buckets = hash[0], first = hash[1], last = 0;
    const uint32_t *bucket = hash + 4 + hash[2] * (sizeof(ElfW(Addr)) / 4), *chain = bucket + buckets;
    for (uint32_t i = 0; i < buckets; i++)
        last = bucket[i] > last ? bucket[i] : last;
    if (last < first)
        return first;
    while (!(chain[last - first] & 1))
        last++;
    return last + 1;
}

static struct table table_of(const struct link_map *map)
{
    struct table table = {NULL, NULL, 0};
    for (const ElfW(Dyn) *entry = map->l_ld; entry && entry->d_tag != DT_NULL; entry++) {
        /* glibc has made addresses of them for most processors, but not for all. */
        ElfW(Addr) address = entry->d_un.d_ptr < map->l_addr ? entry->d_un.d_ptr + map->l_addr : entry->d_un.d_ptr;
        switch (entry->d_tag) {
        case DT_SYMTAB: table.symbols = (const ElfW(Sym) *)address; break;
        case DT_STRTAB: table.names = (const char *)address; break;
        case DT_HASH: table.count = ((const uint32_t *)address)[1]; break;
        case DT_GNU_HASH: table.count = table.count ? table.count : count_by_hash((const uint32_t *)address); break;
        default: break;
        }
    }
    if (!table.symbols || !table.names)
        table.count = 0;
    return table;
}

static void look(struct nearest *nearest, const char *name, const struct link_map *map)
{
    struct table table = table_of(map);
    for (size_t i = 0; i < table.count; i++) {
        const ElfW(Sym) *symbol = &table.symbols[i];
        const char *known = table.names + symbol->st_name;
        unsigned type = symbol->st_info & 15;
        if ((type == STT_FUNC || type == STT_GNU_IFUNC) && symbol->st_shndx != SHN_UNDEF && (*known != '_' || *name == '_' || known[1] == 'Z')) /* C++'s, by a part of its name */
            nearest_look(nearest, name, known);
    }
}

void complain_no_function(const char *library_name, void *library, const char *name)
{
    struct nearest nearest = {.count = 0};
    struct link_map *map = NULL;
    bool alone = library_name != NULL;
    if (dlinfo(library, RTLD_DI_LINKMAP, &map) == 0)
        for (; map; map = alone ? NULL : map->l_next)
            if (strncmp(map->l_name, "linux-", 6) != 0) /* the kernel's own, which is moved by other rules */
                look(&nearest, name, map);
    fprintf(stderr, "callconv: %s has no function '%s'", library_name ? library_name : "this process", name);
    nearest_tell(&nearest);
}

#else

void complain_no_function(const char *library_name, void *library, const char *name)
{
    (void)library;
    complain("%s has no function '%s'", library_name ? library_name : "this process", name);
}

#endif
