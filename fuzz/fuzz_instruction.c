/* Any bytes as instructions of each architecture: what is said of one is within bounds. */
#include "instruction.h"

#include <stdlib.h>
#include <string.h>

static const struct instruction_mode modes[] = {
    {CCONV_ARCH_X86_64, false}, {CCONV_ARCH_X86, false}, {CCONV_ARCH_AARCH64, false}, {CCONV_ARCH_ARM, false},
    {CCONV_ARCH_ARM, true}, {CCONV_ARCH_RISCV64, false}, {CCONV_ARCH_RISCV32, false}, {CCONV_ARCH_PPC64, false}};

static void must(bool holds)
{
    if (!holds)
        abort();
}

static void check_register(unsigned count, unsigned reg)
{
    must(reg == NO_REGISTER || reg < count);
}

static void check_set(unsigned count, const struct register_set *set)
{
    for (unsigned reg = count; reg < MOST_INSTRUCTION_REGISTERS; reg++)
        must(!register_set_has(set, reg));
}

/* Arm's pc is no value to follow, and in no set where it is read. */
static bool is_listed(cconv_arch arch, const struct register_set *set, unsigned reg)
{
    return reg == NO_REGISTER || register_set_has(set, reg) || !strcmp(instruction_register_name(arch, reg), "pc");
}

static void check(struct instruction_mode mode, const struct effect *effect, size_t size)
{
    unsigned count = instruction_register_count(mode.arch);
    must(effect->size > 0 && effect->size <= size);
    must(effect->flow <= FLOW_TRAP && effect->operation <= OPERATION_EXCHANGE);
    must(effect->memory_count <= MOST_MEMORY && effect->transfer_count <= MOST_TRANSFERS);
    check_set(count, &effect->reads);
    check_set(count, &effect->writes);
    must(!(effect->kept.bits[0] & ~effect->writes.bits[0]) && !(effect->kept.bits[1] & ~effect->writes.bits[1]));
    check_register(count, effect->destination.reg);
    check_register(count, effect->source.reg);
    check_register(count, effect->second.reg);
    check_register(count, effect->writeback_register);
    must(!effect->has_writeback || (effect->memory_count && effect->memory[0].base != NO_REGISTER
                                    && register_set_has(&effect->writes, effect->memory[0].base)));
    for (unsigned i = 0; i < effect->memory_count; i++) {
        check_register(count, effect->memory[i].base);
        check_register(count, effect->memory[i].index);
        must(is_listed(mode.arch, &effect->reads, effect->memory[i].base));
    }
    for (unsigned i = 0; i < effect->transfer_count; i++) {
        const struct transfer *transfer = &effect->transfers[i];
        check_register(count, transfer->reg.reg);
        must(transfer->memory < effect->memory_count && transfer->bytes > 0);
        must(is_listed(mode.arch, transfer->is_store ? &effect->reads : &effect->writes, transfer->reg.reg));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    enum { LONGEST = 16 };
    if (!size)
        return 0;
    struct instruction_mode mode = modes[*data % (sizeof modes / sizeof *modes)];
    size_t length = size - 1 < LONGEST ? size - 1 : LONGEST;
    uint8_t *copy = malloc(length ? length : 1); /* so that a read behind the end is seen */
    struct effect effect;
    if (!copy)
        return 0;
    memcpy(copy, data + 1, length);
    if (instruction_effect(mode, copy, length, 0x10000, &effect))
        check(mode, &effect, length);
    free(copy);
    return 0;
}
