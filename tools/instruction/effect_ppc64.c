/* 64-bit Power: registers of rows, branches, memory, and the way in. The tables are in ppc64_tables.c and ppc64_vector.c;
   decimal arithmetic, the matrix unit and most of the system's instructions are not in them. */
#include "ppc64.h"

/* ------------------------------------------------------------------ registers of rows */

static unsigned field_of(uint32_t word, char field)
{
    switch (field) {
    case 't': return ppc_t(word);
    case 'a': return ppc_a(word);
    case 'b': return ppc_b(word);
    default: return ppc_bits(word, 6, 5);
    }
}

/* VSX's numbers have a sixth bit: vs32 to vs63 are v0 to v31. */
static unsigned vsx_of(uint32_t word, char field)
{
    unsigned at = field == 't' ? 0 : field == 'a' ? 2 : field == 'b' ? 1 : 3;
    return PPC64_VS + (ppc_bits(word, at, 1) << 5 | field_of(word, field));
}

static void add_condition(uint32_t word, char field, struct register_set *set)
{
    switch (field) {
    case 'f': register_set_add(set, PPC64_CR + ppc_bits(word, 23, 3)); break;
    case 's': register_set_add(set, PPC64_CR + ppc_bits(word, 18, 3)); break;
    case '6': if (word >> 10 & 1) register_set_add(set, PPC64_CR + 6); break;
    default: if (word & 1) register_set_add(set, PPC64_CR + (unsigned)(field - '0')); break;
    }
}

static void add_pair(uint32_t word, char class, char field, bool is_write, struct effect *out)
{
    struct register_set *set = is_write ? &out->writes : &out->reads;
    unsigned number = field_of(word, field);
    switch (class) {
    case 'r': register_set_add(set, PPC64_R + number); break;
    case 'z': if (number) register_set_add(set, PPC64_R + number); break;
    case 'q': register_set_add_run(set, PPC64_R + (number & 30), 2); break;
    case 'f': register_set_add(set, PPC64_VS + number); break;
    case 'P': register_set_add_run(set, PPC64_VS + (number & 30), 2); break;
    case 'v': register_set_add(set, PPC64_V + number); break;
    case 'x': register_set_add(set, vsx_of(word, field)); break;
    case 'p': register_set_add_run(set, PPC64_VS + ((number & 1) << 5 | (number & 30)), 2); break;
    case 'A': register_set_add_run(set, PPC64_VS + (ppc_bits(word, 23, 3) << 2), 4); break;
    case 'k': add_condition(word, field, set); break;
    case 'K':
        register_set_add(set, PPC64_CR + number / 4);
        if (is_write)
            register_set_add(&out->kept, PPC64_CR + number / 4);
        break;
    case 'l': register_set_add(set, PPC64_LR); break;
    case 'j': register_set_add(set, PPC64_CTR); break;
    case 'e': register_set_add(set, PPC64_XER); break;
    case 'o': if (word >> 10 & 1) register_set_add(set, PPC64_XER); break;
    case 'w': register_set_add(set, PPC64_FPSCR); break;
    case 'h': register_set_add(set, PPC64_VSCR); break;
    default: register_set_add(set, PPC64_SYSTEM); break;
    }
    if (is_write && (class == 'e' || (class == 'o' && word >> 10 & 1) || class == 'w')) /* bits of it */
        register_set_add(&out->kept, class == 'w' ? PPC64_FPSCR : PPC64_XER);
}

bool ppc_by_rows(const struct ppc_row *rows, uint32_t word, struct effect *out)
{
    for (; rows->mask; rows++) {
        if ((word & rows->mask) != rows->value)
            continue;
        bool is_write = true;
        for (const char *at = rows->registers; *at;) {
            if (*at == '=') {
                is_write = false;
                at++;
                continue;
            }
            add_pair(word, at[0], at[1], is_write, out);
            at += 2;
        }
        return !rows->shape || rows->shape(word, rows, out);
    }
    return false;
}

/* --------------------------------------------------------------------------- branches */

/* Bits 21 to 25 of a conditional branch: 16 and 4 set, the condition and ctr are not looked at. */
static bool set_condition(uint32_t word, struct effect *out)
{
    unsigned how = ppc_t(word);
    if (!(how & 4)) {
        register_set_add(&out->reads, PPC64_CTR);
        register_set_add(&out->writes, PPC64_CTR);
    }
    if (!(how & 16))
        register_set_add(&out->reads, PPC64_CR + ppc_a(word) / 4);
    return (how & 20) != 20;
}

/* A call of the next instruction is none: it puts the address into lr. */
static void branch_to(uint64_t target, uint64_t address, bool links, bool is_conditional, struct effect *out)
{
    if (links)
        register_set_add(&out->writes, PPC64_LR);
    if (links && target == address + 4) {
        out->operation = OPERATION_CONSTANT;
        out->destination = (struct register_part){PPC64_LR, 0, 8};
        out->immediate = (int64_t)target;
        return;
    }
    out->target = target;
    out->flow = links ? FLOW_CALL : is_conditional ? FLOW_BRANCH : FLOW_JUMP;
    out->is_conditional = is_conditional;
}

/* bclr, bcctr, bctar: bits 1 to 10 say which. */
static bool branch_to_register(uint32_t word, struct effect *out)
{
    unsigned which = ppc_bits(word, 1, 10);
    bool links = word & 1, is_conditional = set_condition(word, out);
    uint8_t reg = which == 16 ? PPC64_LR : which == 528 ? PPC64_CTR : PPC64_SYSTEM;
    if (which != 16 && which != 528 && which != 560)
        return false;
    if (which == 528 && !(ppc_t(word) & 4))
        return false;
    register_set_add(&out->reads, reg);
    out->source = (struct register_part){reg, 0, 8};
    out->is_conditional = is_conditional;
    if (links)
        register_set_add(&out->writes, PPC64_LR);
    out->flow = links ? FLOW_CALL : reg == PPC64_LR ? FLOW_RETURN : is_conditional ? FLOW_BRANCH : FLOW_JUMP;
    return true;
}

static bool branches(uint32_t word, uint64_t address, struct effect *out)
{
    bool is_absolute = word >> 1 & 1;
    uint64_t from = is_absolute ? 0 : address;
    switch (word >> 26) {
    case 16:
        branch_to(from + (uint64_t)ppc_signed(word & 0xfffc, 16), address, word & 1, set_condition(word, out), out);
        return true;
    case 17:
        out->flow = FLOW_SYSTEM;
        return ppc_bits(word, 0, 2) == 2 || ppc_bits(word, 0, 2) == 1; /* sc, scv */
    case 18:
        branch_to(from + (uint64_t)ppc_signed(word & 0x3fffffc, 26), address, word & 1, false, out);
        return true;
    default: return branch_to_register(word, out);
    }
}

/* ---------------------------------------------------------------------------- the way in */

static const struct ppc_row *table_of(unsigned opcode)
{
    switch (opcode) {
    case 4: return ppc_vmx;
    case 31: return ppc_extended;
    case 59: case 63: return ppc_floating;
    case 57: case 60: case 61: return ppc_vsx;
    default: return ppc_base;
    }
}

bool effect_ppc64(const uint8_t *bytes, size_t size, uint64_t address, struct effect *out)
{
    if (size < 4)
        return false;
    uint32_t word = bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 | (uint32_t)bytes[3] << 24;
    unsigned opcode = word >> 26, extended = ppc_bits(word, 1, 10);
    out->size = 4;
    if (opcode == 1) {
        out->size = 8;
        return size >= 8 && ppc_prefixed(word, bytes[4] | (uint32_t)bytes[5] << 8 | (uint32_t)bytes[6] << 16 | (uint32_t)bytes[7] << 24, address, out);
    }
    if ((opcode >= 16 && opcode <= 18) || (opcode == 19 && (extended == 16 || extended == 528 || extended == 560)))
        return branches(word, address, out);
    if (opcode == 19 && ppc_bits(word, 1, 5) == 2) { /* addpcis */
        out->operation = OPERATION_CONSTANT;
        out->destination = (struct register_part){(uint8_t)ppc_t(word), 0, 8};
        out->immediate = (int64_t)address + 4 + ppc_signed((word & 0xffc0) | ppc_a(word) << 1 | (word & 1), 16) * 65536;
        register_set_add(&out->writes, ppc_t(word));
        return true;
    }
    if (word == 0x60000000) { /* nop, which is an ori of r0 */
        out->is_landing = true;
        return true;
    }
    return ppc_by_rows(table_of(opcode), word, out);
}
