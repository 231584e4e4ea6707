/* The file in the emulator: memory, registers, one instruction at a time. */
#include "trace.h"

#include <stdlib.h>
#include <string.h>
#include <unicorn/unicorn.h>

/* Functions that the file does not have, then words that hold their addresses (Windows's __imp_ symbols). */
enum { OUTSIDE_SIZE = 0x10000, OUTSIDE_STEP = 16, WORDS_SIZE = 0x10000, WORD_STEP = 8, MOST_IMAGE = 1 << 30, GUARD = 0x10000 };

/* Where things are; 32-bit processors have them below 2 GiB. What is outside is near the image: branches reach it. */
static const struct map { unsigned word; uint64_t image, heap, outside, stack_high; } maps[] = {
    {8, 0x400000, 0x10000000, 0x200000, 0x7fffffff0000}, {4, 0x400000, 0x10000000, 0x200000, 0x7fff0000}};

static uint64_t page_up(uint64_t value) { return (value + 0xffff) & ~(uint64_t)0xffff; }

bool world_read(const struct world *world, uint64_t address, void *to, size_t size)
{
    return !uc_mem_read(world->uc, address, to, size);
}

bool world_write(struct world *world, uint64_t address, const void *from, size_t size)
{
    return !uc_mem_write(world->uc, address, from, size);
}

uint64_t world_word(const struct world *world, uint64_t address)
{
    uint64_t value = 0;
    world_read(world, address, &value, world->cpu->word);
    return value;
}

void world_registers(const struct world *world, struct registers *out)
{
    int ids[MOST_REGISTERS];
    void *to[MOST_REGISTERS];
    memset(out, 0, sizeof *out);
    for (unsigned i = 0; i < world->cpu->count; i++) {
        ids[i] = world->cpu->registers[i].id;
        to[i] = out->at[i];
    }
    uc_reg_read_batch(world->uc, ids, to, (int)world->cpu->count);
}

void world_set(struct world *world, unsigned index, uint64_t value)
{
    uint8_t bytes[VECTOR_BYTES] = {0};
    memcpy(bytes, &value, sizeof value);
    uc_reg_write(world->uc, world->cpu->registers[index].id, bytes);
}

void world_set_bytes(struct world *world, unsigned index, const void *from, size_t size)
{
    uint8_t bytes[VECTOR_BYTES] = {0};
    uc_reg_read(world->uc, world->cpu->registers[index].id, bytes);
    memcpy(bytes, from, size < sizeof bytes ? size : sizeof bytes);
    uc_reg_write(world->uc, world->cpu->registers[index].id, bytes);
}

uint64_t world_pc(const struct world *world)
{
    uint64_t pc = 0;
    uc_reg_read(world->uc, world->cpu->pc, &pc);
    return world->cpu->word == 4 ? (uint32_t)pc : pc;
}

void world_jump(struct world *world, uint64_t address)
{
    world->is_thumb = world->cpu->arch == CCONV_ARCH_ARM && address & 1;
    uc_reg_write(world->uc, world->cpu->pc, &address); /* the low bit sets the state, as bx does */
}

/* Whether the processor is in Thumb's state now. */
static void note_state(struct world *world)
{
    uint32_t status = 0;
    if (world->cpu->arch == CCONV_ARCH_ARM && !uc_reg_read(world->uc, UC_ARM_REG_CPSR, &status))
        world->is_thumb = status >> 5 & 1;
}

bool on_stack(const struct world *world, uint64_t address)
{
    return address >= world->stack_low && address < world->stack_high;
}

/* -------------------------------------------------------------------- hooks */

static void on_write(uc_engine *uc, uc_mem_type type, uint64_t address, int size, int64_t value, void *user)
{
    struct world *world = user;
    (void)uc, (void)type, (void)value;
    if (world->write_count < MOST_WRITES)
        world->writes[world->write_count++] = (struct write){address, (unsigned)size};
}

static void on_read(uc_engine *uc, uc_mem_type type, uint64_t address, int size, int64_t value, void *user)
{
    struct world *world = user;
    (void)uc, (void)type, (void)value;
    if (world->read_count < MOST_WRITES)
        world->reads[world->read_count++] = (struct write){address, (unsigned)size};
}

static bool on_fault(uc_engine *uc, uc_mem_type type, uint64_t address, int size, int64_t value, void *user)
{
    struct world *world = user;
    (void)uc, (void)size, (void)value;
    world->fault_address = address;
    world->fault_is_fetch = type == UC_MEM_FETCH_UNMAPPED || type == UC_MEM_FETCH_PROT;
    world->fault = type == UC_MEM_WRITE_UNMAPPED || type == UC_MEM_WRITE_PROT ? "writes to memory that it may not write"
                   : type == UC_MEM_FETCH_UNMAPPED || type == UC_MEM_FETCH_PROT ? "goes on where no code is"
                                                                              : "reads memory that is not there";
    return false;
}

static void *hook_pointer(void (*function)(void))
{
    void *pointer; /* Unicorn takes functions as object pointers */
    memcpy(&pointer, &function, sizeof pointer);
    return pointer;
}

bool world_step(struct world *world)
{
    uint64_t pc = world_pc(world);
    world->write_count = world->read_count = 0;
    world->fault = NULL;
    world->fault_is_fetch = false;
    world->fault_address = 0;
    uc_err error = uc_emu_start(world->uc, pc | (world->is_thumb ? 1 : 0), UINT64_MAX, 0, 1);
    note_state(world);
    if (error && !world->fault)
        world->fault = uc_strerror(error);
    return !error;
}

/* --------------------------------------------------------- what is not there */

const struct outside *world_outside(const struct world *world, uint64_t address)
{
    uint64_t index = (address - world->outside_low) / OUTSIDE_STEP;
    return address >= world->outside_low && index < world->outside_count ? &world->outsides[index] : NULL;
}

static bool add_outside(struct world *world, const char *name)
{
    size_t count = world->outside_count;
    if (count == OUTSIDE_SIZE / OUTSIDE_STEP)
        return false;
    world->outsides = take(world->outsides, count * sizeof *world->outsides, (count + 1) * sizeof *world->outsides);
    world->outsides[count] = (struct outside){take_text(name), world->outside_low + OUTSIDE_STEP * count};
    world->outside_count++;
    return true;
}

static uint64_t resolve(void *user, const struct object *object, const char *decorated)
{
    struct world *world = user;
    char buffer[256];
    const char *name = object_c_name(object, decorated, buffer, sizeof buffer);
    bool is_word = !strncmp(name, "__imp_", 6);
    if (is_word)
        name = object_c_name(object, name + 6, buffer, sizeof buffer);
    size_t index = 0;
    while (index < world->outside_count && strcmp(world->outsides[index].name, name) != 0)
        index++;
    if (index == world->outside_count && !add_outside(world, name))
        return 0;
    return is_word ? world->outside_low + OUTSIDE_SIZE + WORD_STEP * index : world->outsides[index].address;
}

/* -------------------------------------------------------------------- opening */

enum { PAGE = 0x1000 };

static uint64_t first_page(const struct world *world, size_t section)
{
    return world->placed.section_at[section] & ~(uint64_t)(PAGE - 1);
}

static uint64_t end_page(const struct world *world, size_t section)
{
    return (world->placed.section_at[section] + world->object.sections[section].size + PAGE - 1) & ~(uint64_t)(PAGE - 1);
}

/* What may be done in the section's pages: in linked files sections share them. */
static uint32_t protection_of(const struct world *world, size_t section)
{
    uint32_t protection = UC_PROT_READ;
    for (size_t i = 0; i < world->object.section_count; i++) {
        unsigned flags = world->object.sections[i].flags;
        if (!world->placed.section_at[i] || first_page(world, i) >= end_page(world, section) || end_page(world, i) <= first_page(world, section))
            continue;
        protection |= (flags & SECTION_CODE ? UC_PROT_EXEC : 0u) | (flags & SECTION_WRITABLE ? UC_PROT_WRITE : 0u);
    }
    return protection;
}

static bool map_sections(struct world *world)
{
    const struct placed *placed = &world->placed;
    if (uc_mem_map_ptr(world->uc, placed->base, placed->size, UC_PROT_READ, placed->memory))
        return false;
    for (size_t i = 0; i < world->object.section_count; i++)
        if (placed->section_at[i] && world->object.sections[i].size)
            uc_mem_protect(world->uc, first_page(world, i), end_page(world, i) - first_page(world, i), protection_of(world, i));
    return true;
}

static bool write_words(struct world *world)
{
    for (size_t i = 0; i < world->outside_count; i++)
        if (!world_write(world, world->outside_low + OUTSIDE_SIZE + WORD_STEP * i, &world->outsides[i].address, world->cpu->word))
            return false;
    return true;
}

static void enable_vectors(struct world *world)
{
    uint64_t fpen = 0x300000;
    uint32_t access = 0xf00000, enable = 0x40000000;
    if (world->cpu->arch == CCONV_ARCH_AARCH64) {
        uc_reg_write(world->uc, UC_ARM64_REG_CPACR_EL1, &fpen);
    } else if (world->cpu->arch == CCONV_ARCH_ARM) {
        uc_reg_write(world->uc, UC_ARM_REG_C1_C0_2, &access);
        uc_reg_write(world->uc, UC_ARM_REG_FPEXC, &enable);
    } else if (world->cpu->arch == CCONV_ARCH_RISCV64) {
        uint64_t status = 0;
        uc_reg_read(world->uc, UC_RISCV_REG_MSTATUS, &status);
        status |= 0x6000; /* FS */
        uc_reg_write(world->uc, UC_RISCV_REG_MSTATUS, &status);
    }
}

static bool start_emulator(struct world *world)
{
    uc_hook hook;
    uc_engine *uc = NULL;
    if (uc_open((uc_arch)world->cpu->uc_arch, (uc_mode)world->cpu->uc_mode, &uc))
        return false;
    world->uc = uc;
    return map_sections(world)
           && !uc_mem_map(uc, world->outside_low, OUTSIDE_SIZE + WORDS_SIZE, UC_PROT_READ | UC_PROT_EXEC) && write_words(world)
           && !uc_mem_map(uc, world->stack_low, world->stack_high - world->stack_low, UC_PROT_READ | UC_PROT_WRITE)
           && !uc_mem_map(uc, world->heap_low, world->heap_high - world->heap_low, UC_PROT_READ | UC_PROT_WRITE)
           && !uc_hook_add(uc, &hook, UC_HOOK_MEM_WRITE, hook_pointer((void (*)(void))on_write), world, 1, 0)
           && !uc_hook_add(uc, &hook, UC_HOOK_MEM_READ, hook_pointer((void (*)(void))on_read), world, 1, 0)
           && !uc_hook_add(uc, &hook, UC_HOOK_MEM_INVALID, hook_pointer((void (*)(void))on_fault), world, 1, 0);
}

bool world_open(struct world *world, const struct options *options, const char *path)
{
    struct object_error error = {""};
    *world = (struct world){.options = options};
    if (!object_open(path, &world->object, &error)) {
        complain("%s", error.message);
        return false;
    }
    world->cpu = cpu_of(world->object.arch);
    if (!world->cpu) {
        complain("%s: code for %s, which is not emulated: x86_64, i386, aarch64, arm and riscv64 are", path, cconv_arch_name(world->object.arch));
        return false;
    }
    const struct map *map = &maps[world->cpu->word == 8 ? 0 : 1];
    world->outside_low = map->outside;
    world->stack_high = map->stack_high;
    world->stack_low = map->stack_high - page_up(options->stack_size);
    world->heap_low = world->heap_next = map->heap;
    world->heap_high = map->heap + page_up(options->heap_size);
    if (!object_place(&world->object, map->image, MOST_IMAGE, resolve, world, &world->placed, &error)) {
        complain("%s", error.message);
        return false;
    }
    if (!start_emulator(world)) {
        complain("%s: the emulator does not take it", path);
        return false;
    }
    enable_vectors(world);
    return true;
}

void world_close(struct world *world)
{
    if (world->uc)
        uc_close(world->uc);
    for (size_t i = 0; i < world->outside_count; i++)
        free(world->outsides[i].name);
    free(world->outsides);
    free(world->places);
    placed_free(&world->placed);
    object_close(&world->object);
}

void world_text(const struct world *world, uint64_t address, char *buffer, size_t size)
{
    size_t length = 0;
    while (length + 1 < size && world_read(world, address + length, buffer + length, 1) && buffer[length])
        length++;
    buffer[length] = '\0';
}
