/* Files, archives, names. The formats are read in files of their own. */
#define _POSIX_C_SOURCE 200809L
#include "reader.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* A block that goes with the object. */
struct object_memory {
    struct object_memory *next;
    void *mapped;                /* the file, of the first block; NULL */
    size_t mapped_size;
    _Alignas(16) unsigned char bytes[];
};

/* ---------------------------------------------------------------- reading */

bool reading_fails(const struct reading *r, uint64_t offset, const char *format, ...)
{
    char what[300];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(what, sizeof what, format, arguments);
    va_end(arguments);
    snprintf(r->error->message, sizeof r->error->message, "%s: %s (offset 0x%llx)", r->object->path, what,
             (unsigned long long)offset);
    return false;
}

void *reading_take(const struct reading *r, uint64_t count, size_t size)
{
    /* Whatever is counted takes a byte of the file at least. */
    if (count > r->object->file_size + 1) {
        reading_fails(r, 0, "%llu entries cannot be in %zu bytes", (unsigned long long)count, r->object->file_size);
        return NULL;
    }
    struct object_memory *block = calloc(1, sizeof *block + (count ? count : 1) * size);
    if (!block) {
        reading_fails(r, 0, "out of memory");
        return NULL;
    }
    block->next = r->object->memory;
    r->object->memory = block;
    return block->bytes;
}

const char *reading_text(const struct reading *r, const void *bytes, size_t size)
{
    size_t length = strnlen(bytes, size);
    char *copy = reading_take(r, length + 1, 1);
    if (!copy)
        return "";
    memcpy(copy, bytes, length);
    return copy;
}

const char *reading_string(const struct reading *r, uint64_t offset, uint64_t end)
{
    if (end > r->object->file_size || offset >= end || !memchr(r->object->file + offset, 0, end - offset))
        return NULL;
    return (const char *)r->object->file + offset;
}

/* ----------------------------------------------------------------- objects */

static bool is_coff_machine(uint64_t machine)
{
    static const uint16_t machines[] = {0x8664, 0x14c, 0xaa64, 0x1c4, 0xa641};
    for (size_t i = 0; i < sizeof machines / sizeof *machines; i++)
        if (machines[i] == machine)
            return true;
    return false;
}

/* By its first bytes; NULL for none that is read here. */
static bool (*reader_of(const uint8_t *bytes, size_t size))(const struct reading *)
{
    if (size >= 4 && !memcmp(bytes, "\177ELF", 4))
        return read_elf;
    if (size >= 4 && (number_at(bytes, 4) == 0xfeedfacf || number_at(bytes, 4) == 0xfeedface))
        return read_macho;
    if (size >= 64 && !memcmp(bytes, "MZ", 2))
        return read_coff;
    if (size >= 20 && (is_coff_machine(number_at(bytes, 2)) || number_at(bytes, 4) == 0xffff0000))
        return read_coff;
    return NULL;
}

static void free_memory(struct object_memory *block)
{
    while (block) {
        struct object_memory *next = block->next;
        if (block->mapped)
            munmap(block->mapped, block->mapped_size);
        free(block);
        block = next;
    }
}

bool object_of_bytes(const char *path, const uint8_t *bytes, size_t size, struct object *out, struct object_error *error)
{
    *out = (struct object){.path = path, .file = bytes, .file_size = size};
    error->message[0] = '\0';
    struct reading r = {out, error};
    bool (*read)(const struct reading *) = reader_of(bytes, size);
    if (!read)
        return reading_fails(&r, 0, "no object file: neither ELF, COFF nor Mach-O");
    char *copy = reading_take(&r, 1, strlen(path) + 1); /* kept until the object is closed */
    if (copy) {
        strcpy(copy, path);
        out->path = copy;
    }
    if (copy && read(&r))
        return true;
    if (!error->message[0])
        reading_fails(&r, 0, "cannot be read");
    free_memory(out->memory);
    *out = (struct object){0};
    return false;
}

void object_close(struct object *object)
{
    free_memory(object->memory);
    *object = (struct object){0};
}

/* ------------------------------------------------------------------- files */

struct mapped {
    const uint8_t *bytes;
    size_t size;
};

static bool map_file(const char *path, struct mapped *out, struct object_error *error)
{
    struct stat about;
    int file = open(path, O_RDONLY | O_CLOEXEC);
    bool good = file >= 0 && !fstat(file, &about);
    if (good && !S_ISREG(about.st_mode)) {
        errno = S_ISDIR(about.st_mode) ? EISDIR : EINVAL;
        good = false;
    }
    void *bytes = NULL;
    if (good && about.st_size) {
        bytes = mmap(NULL, (size_t)about.st_size, PROT_READ, MAP_PRIVATE, file, 0);
        good = bytes != MAP_FAILED;
    }
    if (!good)
        snprintf(error->message, sizeof error->message, "%s: %s", path, strerror(errno));
    if (file >= 0)
        close(file);
    *out = (struct mapped){good ? bytes : NULL, good ? (size_t)about.st_size : 0};
    return good;
}

static bool is_archive(const struct mapped *file)
{
    return file->size >= 8 && (!memcmp(file->bytes, "!<arch>\n", 8) || !memcmp(file->bytes, "!<thin>\n", 8));
}

bool object_open(const char *path, struct object *out, struct object_error *error)
{
    struct mapped file;
    if (!map_file(path, &file, error))
        return false;
    if (is_archive(&file)) {
        snprintf(error->message, sizeof error->message, "%s: an archive, not one object", path);
    } else if (object_of_bytes(path, file.bytes, file.size, out, error)) {
        out->memory->mapped = (void *)(uintptr_t)file.bytes;
        out->memory->mapped_size = file.size;
        return true;
    }
    if (file.size)
        munmap((void *)(uintptr_t)file.bytes, file.size);
    return false;
}

/* ---------------------------------------------------------------- archives */

enum { MEMBER_HEADER = 60, MEMBER_NAME = 16, MEMBER_SIZE_AT = 48, MEMBER_SIZE = 10 };

struct member {
    char name[256];
    uint64_t at, size;
    bool is_table;               /* of symbols or names, not an object */
};

static bool decimal(const uint8_t *text, size_t size, uint64_t *value)
{
    size_t i = 0;
    for (*value = 0; i < size && text[i] >= '0' && text[i] <= '9'; i++)
        *value = *value * 10 + (uint64_t)(text[i] - '0');
    return i > 0;
}

static void copy_name(struct member *member, const uint8_t *text, size_t size, const char *end_at)
{
    size_t length = 0;
    while (length < size && length + 1 < sizeof member->name && text[length] && !strchr(end_at, text[length]))
        length++;
    memcpy(member->name, text, length);
    member->name[length] = '\0';
}

/* The member at `at`: System V's names ("name/", "/123" in the table of names) and BSD's ("#1/20", before the bytes). */
static bool read_member(const struct mapped *file, uint64_t at, const struct member *names, struct member *out)
{
    uint64_t number;
    if (at + MEMBER_HEADER > file->size || memcmp(file->bytes + at + 58, "`\n", 2) != 0
        || !decimal(file->bytes + at + MEMBER_SIZE_AT, MEMBER_SIZE, &out->size))
        return false;
    const uint8_t *name = file->bytes + at;
    out->at = at + MEMBER_HEADER;
    out->is_table = false;
    if (out->size > file->size - out->at)
        return false;
    if (name[0] == '#' && name[1] == '1' && decimal(name + 3, MEMBER_NAME - 3, &number) && number <= out->size) {
        copy_name(out, file->bytes + out->at, number, "");
        out->at += number;
        out->size -= number;
        out->is_table = !strncmp(out->name, "__.SYMDEF", 9);
    } else if (name[0] == '/' && decimal(name + 1, MEMBER_NAME - 1, &number)) {
        if (number >= names->size)
            return false;
        copy_name(out, file->bytes + names->at + number, names->size - number, "/\n");
    } else {
        copy_name(out, name, MEMBER_NAME, "/");
        out->is_table = name[0] == '/' || !strncmp(out->name, "__.SYMDEF", 9);
    }
    return true;
}

static bool each_member(const char *path, const struct mapped *file, bool (*each)(void *, const struct object *), void *user,
                        struct object_error *error)
{
    struct member names = {.size = 0}, member;
    if (!memcmp(file->bytes, "!<thin>\n", 8)) {
        snprintf(error->message, sizeof error->message, "%s: a thin archive: give its members", path);
        return false;
    }
    for (uint64_t at = 8; at < file->size; at = (member.at + member.size + 1) & ~(uint64_t)1) {
        if (!read_member(file, at, &names, &member)) {
            snprintf(error->message, sizeof error->message, "%s: wrong member of an archive (offset 0x%llx)", path,
                     (unsigned long long)at);
            return false;
        }
        if (file->bytes[at] == '/' && file->bytes[at + 1] == '/')
            names = member;
        if (member.is_table || !reader_of(file->bytes + member.at, member.size))
            continue;
        char name[4096];
        snprintf(name, sizeof name, "%s(%s)", path, member.name);
        struct object object;
        if (!object_of_bytes(name, file->bytes + member.at, member.size, &object, error))
            return false;
        bool go_on = each(user, &object);
        object_close(&object);
        if (!go_on)
            break;
    }
    return true;
}

bool object_each_of_bytes(const char *path, const uint8_t *bytes, size_t size, bool (*each)(void *, const struct object *), void *user,
                          struct object_error *error)
{
    const struct mapped file = {bytes, size};
    struct object object;
    if (is_archive(&file))
        return each_member(path, &file, each, user, error);
    if (!object_of_bytes(path, bytes, size, &object, error))
        return false;
    each(user, &object);
    object_close(&object);
    return true;
}

bool object_each(const char *path, bool (*each)(void *, const struct object *), void *user, struct object_error *error)
{
    struct mapped file;
    if (!map_file(path, &file, error))
        return false;
    bool good = object_each_of_bytes(path, file.bytes, file.size, each, user, error);
    if (file.size)
        munmap((void *)(uintptr_t)file.bytes, file.size);
    return good;
}

/* ------------------------------------------------------------------- names */

const char *object_c_name(const struct object *object, const char *name, char *buffer, size_t size)
{
    bool i386_coff = object->format == OBJECT_COFF && object->arch == CCONV_ARCH_X86;
    bool underscore = object->format == OBJECT_MACHO || i386_coff;
    if (underscore && (*name == '_' || (i386_coff && *name == '@')))
        name++;
    const char *at = i386_coff ? strchr(name, '@') : NULL;
    if (!at || at == name || (size_t)(at - name) >= size)
        return name;
    memcpy(buffer, name, (size_t)(at - name));
    buffer[at - name] = '\0';
    return buffer;
}

const struct symbol *object_symbol(const struct object *object, const char *name)
{
    const struct symbol *found = NULL;
    char buffer[512];
    for (size_t i = 0; i < object->symbol_count; i++) {
        const struct symbol *symbol = &object->symbols[i];
        if (!(symbol->flags & SYMBOL_DEFINED) || symbol->flags & SYMBOL_SECTION || !*symbol->name)
            continue;
        if (strcmp(symbol->name, name) != 0 && strcmp(object_c_name(object, symbol->name, buffer, sizeof buffer), name) != 0)
            continue;
        if (!found || (!(found->flags & SYMBOL_GLOBAL) && symbol->flags & SYMBOL_GLOBAL))
            found = symbol;
    }
    return found;
}

const struct section *object_section(const struct object *object, const char *name)
{
    for (size_t i = 0; i < object->section_count; i++)
        if (!strcmp(object->sections[i].name, name))
            return &object->sections[i];
    return NULL;
}
