/* One object in memory, with addresses for what it imports. */
#include "check.h"

#include <stdlib.h>
#include <string.h>

enum { IMPORT_BYTES = 16 };
/* Those of a relocatable file lie close below it, so that every call reaches them. */
static const uint64_t relocatable_base = 0x1000000, relocatable_imports = 0x10000, linked_imports = 0x7f0000000000, most_memory = 0x40000000;

/* Functions of C, C++ and its run-time libraries that are declared to never return. */
bool name_never_returns(const char *name)
{
    static const char *const names[] = {
        "abort", "exit", "_exit", "_Exit", "quick_exit", "longjmp", "_longjmp", "siglongjmp", "__longjmp_chk", "__stack_chk_fail",
        "__stack_smash_handler", "__assert_fail", "__assert_perror_fail", "__assert", "__chk_fail", "__fortify_fail", "pthread_exit", "thrd_exit",
        "_Unwind_Resume", "__cxa_throw", "__cxa_rethrow", "__cxa_bad_cast", "__cxa_bad_typeid", "__cxa_throw_bad_array_new_length",
        "__cxa_call_unexpected", "__cxa_call_terminate", "__cxa_pure_virtual", "__cxa_deleted_virtual", "_ZSt9terminatev", "__libc_fatal",
        "__libc_start_main", "g_assertion_message", "g_assertion_message_expr", "g_assertion_message_error", "g_assertion_message_cmpnum",
        "g_assertion_message_cmpstr", "g_assertion_message_cmpstrv", "g_abort", "err", "errx", "verr", "verrx", "__gnat_rcheck",
        "rust_panic", "_ZSt10unexpectedv", "OPENSSL_die", "ExitProcess", "ExitThread", "RaiseException_", "_CxxThrowException", "__fastfail",
        "gpr_unreachable_code", "_assert", "_wassert", "_invalid_parameter_noinfo_noreturn", "__stack_chk_fail_local", "_dl_fatal_printf", "_dl_signal_error",
        "_dl_signal_exception", "croak", "Perl_croak", "Perl_croak_nocontext", "Perl_croak_no_modify", "Perl_croak_memory_wrap", "Perl_die_unwind",
        "Py_FatalError", "_Py_FatalErrorFunc", "PyErr_BadInternalCall_", NULL};
    for (size_t i = 0; names[i]; i++)
        if (!strcmp(names[i], name))
            return true;
    /* std::__throw_length_error, absl::…::ThrowStdOutOfRange */
    return (!strncmp(name, "_ZSt", 4) && strstr(name, "__throw_")) || strstr(name, "ThrowStd") != NULL;
}

/* -------------------------------------------------------------------- imports */

static size_t hash_of(const char *name)
{
    size_t hash = 5381;
    while (*name)
        hash = hash * 33 + (unsigned char)*name++;
    return hash;
}

static bool index_grow(struct image *image)
{
    size_t size = image->index_size ? image->index_size * 2 : 1024;
    uint32_t *index = calloc(size, sizeof *index);
    if (!index)
        return false;
    for (size_t i = 0; i < image->name_count; i++) {
        size_t at = hash_of(image->names[i].name) & (size - 1);
        while (index[at])
            at = (at + 1) & (size - 1);
        index[at] = (uint32_t)i + 1;
    }
    free(image->name_index);
    image->name_index = index;
    image->index_size = size;
    return true;
}

static uint64_t import_address(void *user, const struct object *object, const char *name)
{
    struct image *image = user;
    (void)object;
    if (image->name_count * 2 >= image->index_size && !index_grow(image))
        return 0;
    size_t at = hash_of(name) & (image->index_size - 1);
    for (; image->name_index[at]; at = (at + 1) & (image->index_size - 1))
        if (!strcmp(image->names[image->name_index[at] - 1].name, name))
            return image->import_base + (uint64_t)(image->name_index[at] - 1) * IMPORT_BYTES;
    if (image->name_count == image->name_room) {
        size_t room = image->name_room ? image->name_room * 2 : 256;
        struct import_name *names = realloc(image->names, room * sizeof *names);
        if (!names)
            return 0;
        image->names = names;
        image->name_room = room;
    }
    image->names[image->name_count++] = (struct import_name){name, name_never_returns(name), strstr(name, "chkstk") != NULL};
    image->name_index[at] = (uint32_t)image->name_count;
    return image->import_base + (image->name_count - 1) * IMPORT_BYTES;
}

const struct import_name *image_import(const struct image *image, uint64_t address)
{
    uint64_t at = (address - image->import_base) / IMPORT_BYTES;
    return address >= image->import_base && at < image->name_count ? &image->names[at] : NULL;
}

/* --------------------------------------------------------------------- memory */

static int by_address(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

static bool collect_code(struct image *image)
{
    const struct object *object = image->object;
    image->code = calloc(object->section_count + 1, sizeof *image->code);
    image->slots = calloc(object->import_count + 1, sizeof *image->slots);
    image->leaders = calloc(1, image->placed.size / 8 + 1);
    image->starts = calloc(1, image->placed.size / 8 + 1);
    image->reached = calloc(1, image->placed.size / 8 + 1);
    if (!image->code || !image->slots || !image->leaders || !image->starts || !image->reached)
        return false;
    for (size_t i = 0; i < object->section_count; i++) {
        const struct section *section = &object->sections[i];
        if (!(section->flags & SECTION_CODE) || !(section->flags & SECTION_LOADED) || !section->stored)
            continue;
        uint64_t at = image->placed.section_at[i];
        bool is_linkage = !strncmp(section->name, ".plt", 4) || !strncmp(section->name, ".iplt", 5) || !strcmp(section->name, "__stubs");
        image->code[image->code_count++] = (struct code_range){at, at + section->stored, section->name, is_linkage};
    }
    qsort(image->code, image->code_count, sizeof *image->code, by_address);
    for (size_t i = 0; i < object->import_count; i++)
        image->slots[image->slot_count++] = object->imports[i].slot + image->placed.slide;
    qsort(image->slots, image->slot_count, sizeof *image->slots, by_address);
    return true;
}

bool image_make(const struct object *object, const struct contract *contract, struct image *out, struct object_error *error)
{
    bool relocatable = object->kind == OBJECT_RELOCATABLE;
    memset(out, 0, sizeof *out);
    out->object = object;
    out->contract = contract;
    out->mode.arch = object->arch;
    out->import_base = relocatable ? relocatable_imports : linked_imports;
    /* A linked file keeps its addresses. */
    uint64_t base = relocatable ? relocatable_base : object->base;
    if (!object_place(object, base, most_memory, import_address, out, &out->placed, error))
        return false;
    if (collect_code(out))
        return true;
    image_free(out);
    strcpy(error->message, "out of memory");
    return false;
}

void image_free(struct image *image)
{
    placed_free(&image->placed);
    free(image->code);
    free(image->names);
    free(image->name_index);
    free(image->slots);
    free(image->leaders);
    free(image->starts);
    free(image->reached);
    free(image->landings);
    free(image->pads);
}

const struct code_range *image_code(const struct image *image, uint64_t address)
{
    for (size_t i = 0; i < image->code_count; i++)
        if (address >= image->code[i].begin && address < image->code[i].end)
            return &image->code[i];
    return NULL;
}

const uint8_t *image_bytes(const struct image *image, uint64_t address, size_t *size)
{
    const struct code_range *code = image_code(image, address);
    if (!code)
        return NULL;
    *size = code->end - address;
    return image->placed.memory + (address - image->placed.base);
}

/* A word of the GOT that is not among the imports is one that a resolver chooses (IRELATIVE). */
static bool is_constant(const struct image *image, uint64_t address, bool is_slot)
{
    for (size_t i = 0; i < image->object->section_count; i++) {
        const struct section *section = &image->object->sections[i];
        uint64_t at = image->placed.section_at[i];
        if (at && address >= at && address - at < section->size)
            return !(section->flags & SECTION_WRITABLE) || strstr(section->name, ".rel.ro") || (is_slot && !strncmp(section->name, ".got", 4));
    }
    return address >= image->placed.got && address < image->placed.got + image->placed.got_size;
}

bool image_constant(const struct image *image, uint64_t address, unsigned bytes, uint64_t *out)
{
    const uint8_t *at = placed_bytes(&image->placed, address, bytes);
    if (!at || bytes > 8)
        return false;
    bool is_slot = bsearch(&address, image->slots, image->slot_count, sizeof *image->slots, by_address) != NULL;
    *out = 0;
    for (unsigned i = 0; i < bytes; i++)
        *out |= (uint64_t)at[i] << 8 * i;
    /* A loader's word may be data that is changed later; one that names a function of another file hardly is. */
    return is_constant(image, address, is_slot) || (is_slot && image_import(image, *out));
}

uint64_t image_through(const struct image *image, uint64_t address)
{
    uint64_t page[MOST_INSTRUCTION_REGISTERS] = {0}, value;
    uint64_t at = address;
    for (unsigned i = 0; i < 6; i++) {
        struct effect effect;
        size_t size;
        const uint8_t *bytes = image_bytes(image, at, &size);
        if (!bytes || !instruction_effect(image->mode, bytes, size, at, &effect))
            return address;
        at += effect.size;
        if (effect.flow == FLOW_JUMP && effect.memory_count && effect.memory[0].base == NO_REGISTER && effect.memory[0].index == NO_REGISTER)
            return image_constant(image, (uint64_t)effect.memory[0].displacement, effect.memory[0].bytes, &value) ? value : address;
        if (effect.flow == FLOW_JUMP && effect.source.reg != NO_REGISTER)
            return page[effect.source.reg] ? page[effect.source.reg] : address;
        if (effect.flow != FLOW_NEXT)
            return address;
        if (effect.operation == OPERATION_CONSTANT && effect.destination.reg != NO_REGISTER)
            page[effect.destination.reg] = (uint64_t)effect.immediate;
        else if (effect.operation == OPERATION_LOAD && effect.transfer_count == 1 && effect.memory[0].base != NO_REGISTER && page[effect.memory[0].base]
                 && image_constant(image, page[effect.memory[0].base] + (uint64_t)effect.memory[0].displacement, 8, &value))
            page[effect.transfers[0].reg.reg] = value;
        else if (!effect.is_landing && effect.operation != OPERATION_ADD)
            return address;
    }
    return address;
}
