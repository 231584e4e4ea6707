/* The convention's registers and stack rules, by the numbers that instructions have. */
#include "check.h"
#include "architecture.h"

#include <string.h>

/* The role says that it has a result, not the address of one in memory. */
static bool has_result(const char *role)
{
    static const char word[] = "result", elsewhere[] = " in memory";
    for (const char *at = role; (at = strstr(at, word)) != NULL; at += sizeof word - 1)
        if (strncmp(at + sizeof word - 1, elsewhere, sizeof elsewhere - 1) != 0)
            return true;
    return false;
}

/* "rbx", or each of "r12-r15". */
static void add_role(struct contract *contract, const cconv_register_role *role)
{
    struct register_part first, last;
    const char *dash = strchr(role->reg, '-');
    size_t length = dash ? (size_t)(dash - role->reg) : strlen(role->reg);
    if (!instruction_register_named(contract->arch, role->reg, length, &first))
        return;
    last = first;
    if (dash && !instruction_register_named(contract->arch, dash + 1, strlen(dash + 1), &last))
        return;
    for (unsigned reg = first.reg; reg <= last.reg; reg++) {
        uint8_t index = contract->followed[reg];
        if (index < 64)
            contract->is_result[index] |= has_result(role->role);
        if (index < 64 && contract->preserved[index] < role->preserved_bytes)
            contract->preserved[index] = (uint16_t)role->preserved_bytes;
    }
}

bool contract_make(const cconv_convention *convention, struct contract *out)
{
    const cconv_register_role *role;
    memset(out, 0, sizeof *out);
    out->convention = convention;
    out->stack = cconv_convention_stack(convention);
    out->arch = cconv_convention_arch(convention);
    memset(out->followed, NO_REGISTER, sizeof out->followed);
    unsigned count = instruction_register_count(out->arch);
    for (unsigned reg = 0; reg < count && reg < 64; reg++)
        out->followed[reg] = out->reg[reg] = (uint8_t)reg;
    out->link = out->direction = NO_REGISTER;
    out->word = 8;
    switch (out->arch) {
    case CCONV_ARCH_X86: out->word = 4; /* fall through */
    case CCONV_ARCH_X86_64:
        out->sp = X86_RSP, out->frame = X86_RBP, out->direction = X86_DIRECTION, out->flags = X86_FLAGS, out->general = X86_VECTOR;
        out->followed[X86_DIRECTION] = SLOT_DIRECTION, out->reg[SLOT_DIRECTION] = X86_DIRECTION;
        out->followed[X86_FPCW] = SLOT_CONTROL, out->reg[SLOT_CONTROL] = X86_FPCW;
        out->followed[X86_MXCSR] = SLOT_STATUS, out->reg[SLOT_STATUS] = X86_MXCSR;
        break;
    case CCONV_ARCH_AARCH64:
        out->sp = A64_SP, out->frame = A64_X + 29, out->link = A64_X + 30, out->flags = A64_NZCV, out->general = A64_V;
        out->followed[A64_FPCR] = SLOT_CONTROL, out->reg[SLOT_CONTROL] = A64_FPCR;
        break;
    default: return false;
    }
    for (size_t i = 0; (role = cconv_convention_register(convention, i)); i++)
        add_role(out, role);
    out->preserved[out->followed[out->sp]] = 0; /* has a rule of its own */
    if (out->link != NO_REGISTER)
        out->preserved[out->link] = 0;
    return true;
}
