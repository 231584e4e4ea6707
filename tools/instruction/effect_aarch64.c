/* A64: the way in; immediates, branches, system. Arm ARM C4.1.92 (immediate), C4.1.93 (branches, system), C4.1.95 (registers). */
#include "aarch64.h"

enum { FIELD_RUN_END = 31 };

/* ----------------------------------------------------------------- registers */

static unsigned field_of(char letter, uint32_t word)
{
    switch (letter) {
    case 'd': return a64_d(word);
    case 'n': return a64_n(word);
    case 'm': return a64_m(word);
    case 'a': return a64_a(word);
    case 'e': return a64_bits(word, 16, 4);
    case 'E': return a64_bits(word, 16, 3);
    case 'g': return a64_bits(word, 10, 3);
    default: return a64_bits(word, 10, 4);
    }
}

/* The register of the class; NO_REGISTER for zero. */
static unsigned register_of(char class, unsigned field)
{
    switch (class) {
    case 'x': return a64_x(field);
    case 's': return field;
    case 'v': return A64_V + field;
    case 'p': return A64_P + (field & 15);
    default: return A64_NZCV;
    }
}

void a64_registers(const char *text, uint32_t word, struct effect *out)
{
    bool is_write = true;
    while (*text) {
        if (*text == ' ' || *text == '=') {
            is_write = is_write && *text != '=';
            text++;
            continue;
        }
        bool keeps = *text == '*', also = keeps || *text == '+';
        text += also;
        char class = *text++;
        unsigned first = class == 'f' ? 0 : field_of(*text++, word), count = *text >= '2' && *text <= '9' ? (unsigned)(*text++ - '0') : 1;
        for (unsigned i = 0; i < count; i++) {
            unsigned reg = register_of(class, (first + i) & FIELD_RUN_END);
            if (reg == NO_REGISTER)
                continue;
            if (is_write)
                register_set_add(&out->writes, reg);
            if (!is_write || also)
                register_set_add(&out->reads, reg);
            if (keeps)
                register_set_add(&out->kept, reg);
        }
    }
}

/* ----------------------------------------------------------------- immediates */

static uint16_t width(uint32_t word)
{
    return word >> 31 ? 8 : 4;
}

static struct register_part part(unsigned reg, unsigned bytes)
{
    return (struct register_part){(uint8_t)reg, 0, (uint16_t)bytes};
}

static void constant(struct effect *out, unsigned reg, unsigned bytes, uint64_t value)
{
    out->operation = OPERATION_CONSTANT;
    out->destination = part(reg, bytes);
    out->immediate = (int64_t)value;
}

static bool address_of(uint32_t word, uint64_t address, const struct a64_row *row, struct effect *out)
{
    int64_t offset = (a64_signed(word, 5, 19) * 4) | a64_bits(word, 29, 2);
    (void)row;
    constant(out, a64_x(a64_d(word)), 8, word >> 31 ? (address & ~(uint64_t)4095) + (uint64_t)offset * 4096 : address + (uint64_t)offset);
    return true;
}

/* add, sub, adds, subs with an immediate. */
static bool add_immediate(uint32_t word, uint64_t address, const struct a64_row *row, struct effect *out)
{
    int64_t immediate = (int64_t)a64_bits(word, 10, 12) << (word >> 22 & 1 ? 12 : 0);
    bool sets_flags = word >> 29 & 1, subtracts = word >> 30 & 1;
    (void)address, (void)row;
    a64_registers(sets_flags ? "xd f=sn" : "sd=sn", word, out);
    out->source = part(a64_n(word), width(word));
    out->destination = part(sets_flags ? a64_x(a64_d(word)) : a64_d(word), width(word));
    if (sets_flags && subtracts && a64_d(word) == 31) {
        out->operation = OPERATION_COMPARE;
        out->immediate = immediate;
    } else {
        out->operation = immediate ? OPERATION_ADD : OPERATION_MOVE;
        out->immediate = subtracts ? -immediate : immediate;
    }
    return true;
}

/* C3.4.2: a run of ones in an element of 2 to 64 bits, rotated, over all the register. False for what is none. */
static bool bitmask(uint32_t word, uint64_t *out)
{
    unsigned n = a64_bits(word, 22, 1), turn = a64_bits(word, 16, 6), ones = a64_bits(word, 10, 6);
    unsigned shape = n << 6 | (~ones & 63), size = 64;
    while (size > 1 && !(shape & size))
        size /= 2;
    if (size < 2 || (ones & (size - 1)) == size - 1 || (n && !(word >> 31)))
        return false;
    ones &= size - 1, turn &= size - 1;
    uint64_t element = ((uint64_t)2 << ones) - 1, all = size == 64 ? ~(uint64_t)0 : ((uint64_t)1 << size) - 1;
    if (turn)
        element = (element >> turn | element << (size - turn)) & all;
    for (unsigned at = size; at < 64; at *= 2)
        element |= element << at;
    *out = word >> 31 ? element : (uint32_t)element;
    return true;
}

static bool logical_immediate(uint32_t word, uint64_t address, const struct a64_row *row, struct effect *out)
{
    unsigned kind = a64_bits(word, 29, 2);
    uint64_t mask;
    (void)address, (void)row;
    if (!bitmask(word, &mask))
        return false;
    a64_registers(kind == 3 ? "xd f=xn" : "sd=xn", word, out);
    out->destination = part(kind == 3 ? a64_x(a64_d(word)) : a64_d(word), width(word));
    out->source = part(a64_x(a64_n(word)), width(word));
    out->immediate = (int64_t)mask;
    if (kind == 0 || (kind == 3 && a64_d(word) != 31))
        out->operation = OPERATION_AND;
    if (kind == 1 && a64_n(word) == 31)
        constant(out, a64_d(word), width(word), mask);
    return true;
}

static bool move_wide(uint32_t word, uint64_t address, const struct a64_row *row, struct effect *out)
{
    unsigned kind = a64_bits(word, 29, 2), shift = 16 * a64_bits(word, 21, 2);
    uint64_t value = (uint64_t)a64_bits(word, 5, 16) << shift;
    (void)address, (void)row;
    if (kind == 1 || (!(word >> 31) && shift > 16))
        return false;
    a64_registers(kind == 3 ? "*xd=" : "xd=", word, out);
    if (kind == 3)
        return true;
    value = kind == 0 ? ~value : value;
    constant(out, a64_x(a64_d(word)), width(word), word >> 31 ? value : (uint32_t)value);
    return true;
}

static bool bitfield(uint32_t word, uint64_t address, const struct a64_row *row, struct effect *out)
{
    unsigned kind = a64_bits(word, 29, 2), turn = a64_bits(word, 16, 6), last = a64_bits(word, 10, 6), bits = 8u * width(word);
    (void)address, (void)row;
    if (kind == 3 || a64_bits(word, 22, 1) != word >> 31 || turn >= bits || last >= bits)
        return false;
    a64_registers(kind == 1 ? "*xd=xn" : "xd=xn", word, out);
    if (kind != 2)
        return true;
    out->destination = part(a64_x(a64_d(word)), width(word));
    out->source = part(a64_x(a64_n(word)), width(word));
    if (last == bits - 1) /* lsr */
        out->operation = OPERATION_SHIFT, out->immediate = -(int64_t)turn;
    else if (last + 1 == turn) /* lsl */
        out->operation = OPERATION_SHIFT, out->immediate = bits - turn;
    else if (turn == 0) /* uxtb, uxth */
        out->operation = OPERATION_AND, out->immediate = (int64_t)(((uint64_t)2 << last) - 1);
    return true;
}

static bool extract(uint32_t word, uint64_t address, const struct a64_row *row, struct effect *out)
{
    (void)address, (void)row, (void)out;
    return a64_bits(word, 22, 1) == word >> 31 && a64_bits(word, 10, 6) < 8u * width(word);
}

/* x30 with sp, and with the program counter. */
static bool sign_return(uint32_t word, uint64_t address, const struct a64_row *row, struct effect *out)
{
    (void)word, (void)address, (void)row;
    register_set_add(&out->writes, A64_X + 30);
    register_set_add(&out->reads, A64_X + 30);
    register_set_add(&out->reads, A64_SP);
    return true;
}

const struct a64_row a64_immediate[] = {
    {0x1f800000, 0x11000000, "", add_immediate},
    {0x1f000000, 0x10000000, "xd=", address_of},
    {0x1f800000, 0x12800000, "", move_wide},
    {0x1f800000, 0x12000000, "", logical_immediate},
    {0x1f800000, 0x13000000, "", bitfield},
    {0x7fa00000, 0x13800000, "xd=xn xm", extract},
    {0xbfc00000, 0x91800000, "sd=sn", NULL},                 /* addg, subg */
    {0x7ff00000, 0x11c00000, "xd=xn", NULL},                 /* smax, umax, smin, umin */
    {0xffc0001f, 0xf380001f, "", sign_return},               /* autiasppc, autibsppc */
    {0, 0, NULL, NULL}};

/* ------------------------------------------------------------------- branches */

static bool jump(uint64_t address, int64_t offset, enum flow flow, struct effect *out)
{
    out->target = address + (uint64_t)offset * 4;
    out->flow = (uint8_t)flow;
    return true;
}

static bool branch(uint32_t word, uint64_t address, const struct a64_row *row, struct effect *out)
{
    (void)row;
    if (word >> 31)
        register_set_add(&out->writes, A64_X + 30);
    return jump(address, a64_signed(word, 0, 26), word >> 31 ? FLOW_CALL : FLOW_JUMP, out);
}

static bool branch_19(uint32_t word, uint64_t address, const struct a64_row *row, struct effect *out)
{
    static const uint8_t conditions[16] = {CONDITION_EQUAL, CONDITION_NOT_EQUAL, CONDITION_ABOVE_EQUAL, CONDITION_BELOW, [8] = CONDITION_ABOVE, CONDITION_BELOW_EQUAL};
    bool has_condition = row->mask == 0xff000000, always = has_condition && (word & 14) == 14;
    if (has_condition)
        out->condition = conditions[word & 15];
    return jump(address, a64_signed(word, 5, 19), always ? FLOW_JUMP : FLOW_BRANCH, out);
}

static bool branch_14(uint32_t word, uint64_t address, const struct a64_row *row, struct effect *out)
{
    (void)row;
    return jump(address, a64_signed(word, 5, 14), FLOW_BRANCH, out);
}

/* br, blr, ret, and those that authenticate: bit 24 takes a second register, else the modifier is zero or, of a return, sp. */
static bool branch_register(uint32_t word, uint64_t address, const struct a64_row *row, struct effect *out)
{
    unsigned kind = a64_bits(word, 21, 2), op3 = a64_bits(word, 10, 6), rest = a64_d(word);
    bool with_register = word >> 24 & 1;
    (void)address, (void)row;
    if (kind == 3 || (op3 != 0 && op3 != 2 && op3 != 3) || (op3 == 0 && (rest != 0 || with_register)))
        return false;
    if (op3 != 0 && (kind == 2 ? with_register || rest != 31 || a64_n(word) != 31 : !with_register && rest != 31))
        return false;
    unsigned reg = kind == 2 && op3 != 0 ? A64_X + 30u : a64_x(a64_n(word));
    out->source = part(reg, 8);
    if (reg != NO_REGISTER)
        register_set_add(&out->reads, reg);
    if (kind == 2 && op3 != 0)
        register_set_add(&out->reads, A64_SP);
    if (with_register)
        register_set_add(&out->reads, rest);
    if (kind == 1)
        register_set_add(&out->writes, A64_X + 30);
    out->flow = kind == 0 ? FLOW_JUMP : kind == 1 ? FLOW_CALL : FLOW_RETURN;
    return true;
}

/* retaa, retab; retaasppc, retabsppc: with an address, or a register that holds one, that was signed with too. */
static bool return_authenticated(uint32_t word, uint64_t address, const struct a64_row *row, struct effect *out)
{
    (void)address;
    if (row->mask == 0xfffffbe0)
        a64_registers("=xd", word, out);
    register_set_add(&out->reads, A64_X + 30);
    register_set_add(&out->reads, A64_SP);
    out->source = part(A64_X + 30, 8);
    out->flow = FLOW_RETURN;
    return true;
}

/* eret, eretaa, eretab, drps: to what another exception level was doing. */
static bool exception_return(uint32_t word, uint64_t address, const struct a64_row *row, struct effect *out)
{
    (void)address, (void)row;
    out->flow = FLOW_TRAP;
    if (word & 0x800)
        register_set_add(&out->reads, A64_SP);
    register_set_add(&out->reads, A64_SYSTEM);
    return true;
}

static bool exception(uint32_t word, uint64_t address, const struct a64_row *row, struct effect *out)
{
    unsigned kind = a64_bits(word, 21, 3), level = a64_bits(word, 0, 2);
    (void)address, (void)row;
    if (kind == 0 && level)
        out->flow = FLOW_SYSTEM;
    else if ((kind == 1 || kind == 2 || kind == 3) && !level)
        out->flow = kind == 3 ? FLOW_NEXT : FLOW_TRAP;   /* tcancel goes on at its transaction's start, with a result there */
    else if (kind == 5 && level)
        out->flow = FLOW_TRAP;
    else
        return false;
    return true;
}

/* --------------------------------------------------------------------- system */

/* Hints do nothing, but those that sign x30 or x17. */
static bool hint(uint32_t word, uint64_t address, const struct a64_row *row, struct effect *out)
{
    unsigned number = a64_bits(word, 5, 7);
    (void)address, (void)row;
    out->is_landing = true;
    if (number == 7 || (number >= 24 && number <= 31)) {     /* xpaclri; paciaz, paciasp, … */
        register_set_add(&out->reads, A64_X + 30);
        register_set_add(&out->writes, A64_X + 30);
        if (number != 7 && number & 1)
            register_set_add(&out->reads, A64_SP);
        out->is_landing = number == 25 || number == 27;
    } else if (number >= 8 && number <= 14 && !(number & 1)) { /* pacia1716, … */
        register_set_add(&out->reads, A64_X + 16);
        register_set_add(&out->reads, A64_X + 17);
        register_set_add(&out->writes, A64_X + 17);
        out->is_landing = false;
    } else if (number == 40) {                               /* chkfeat x16 */
        register_set_add(&out->reads, A64_X + 16);
        register_set_add(&out->writes, A64_X + 16);
        out->is_landing = false;
    }
    return true;
}

/* What code outside of the system's own changes; all else is one register. */
static unsigned system_register(uint32_t word)
{
    switch (a64_bits(word, 5, 15)) {
    case 0x5a10: return A64_NZCV;
    case 0x5a20: return A64_FPCR;
    case 0x5a21: return A64_FPSR;
    case 0x5e82: return A64_TPIDR;
    default: return A64_SYSTEM;
    }
}

static bool system_move(uint32_t word, uint64_t address, const struct a64_row *row, struct effect *out)
{
    unsigned reg = system_register(word);
    (void)address, (void)row;
    register_set_add(word >> 21 & 1 ? &out->reads : &out->writes, reg);
    return true;
}

/* A field of the processor's state; cfinv, xaflag, axflag; smstart and smstop, which clear the vector registers. */
static bool state(uint32_t word, uint64_t address, const struct a64_row *row, struct effect *out)
{
    unsigned which = a64_bits(word, 16, 3) << 3 | a64_bits(word, 5, 3);
    (void)address, (void)row;
    if (which <= 2) {
        a64_registers("+f=", word, out);
        return true;
    }
    register_set_add(&out->writes, A64_SYSTEM);
    if (which == 033) {
        register_set_add_run(&out->writes, A64_V, 32 + 16 + 1);
        register_set_add(&out->writes, A64_ZA);
    }
    return true;
}

/* Maintenance of caches and the like; dc zva and dc gzva store zeros. */
static bool maintenance(uint32_t word, uint64_t address, const struct a64_row *row, struct effect *out)
{
    unsigned what = a64_bits(word, 5, 14);
    (void)address, (void)row;
    if (what == 0x1ba1 || what == 0x1ba4)
        effect_memory(out, a64_x(a64_d(word)), 0, 0, false, true);
    return true;
}

/* Two registers with the next number: sysp, msrr, mrrs. */
static bool pair_of(uint32_t word, uint64_t address, const struct a64_row *row, struct effect *out)
{
    bool is_read = word >> 21 & 1;
    (void)address, (void)row;
    for (unsigned i = 0; i < 2; i++) {
        unsigned reg = a64_d(word) == 31 ? NO_REGISTER : a64_x(a64_d(word) + i);
        if (reg != NO_REGISTER)
            register_set_add(is_read ? &out->writes : &out->reads, reg);
    }
    if (word >> 20 & 1)
        register_set_add(is_read ? &out->reads : &out->writes, A64_SYSTEM);
    return !(a64_d(word) & 1) || a64_d(word) == 31;
}

const struct a64_row a64_branch[] = {
    {0x7c000000, 0x14000000, "", branch},
    {0xff000000, 0x54000000, "=f", branch_19},               /* b.cond, bc.cond */
    {0x7e000000, 0x34000000, "=xd", branch_19},
    {0x7e000000, 0x36000000, "=xd", branch_14},
    {0xfffffbe0, 0xd65f0be0, "", return_authenticated},
    {0xfe9f0000, 0xd61f0000, "", branch_register},
    {0xffc0001f, 0x5500001f, "", return_authenticated},
    {0xfffff01f, 0xd503201f, "", hint},
    {0xfffff01f, 0xd503301f, "", NULL},                      /* barriers, clrex, sb */
    {0xfff00000, 0xd5300000, "xd=", system_move},            /* mrs */
    {0xfff00000, 0xd5100000, "=xd", system_move},            /* msr */
    {0xfff8f01f, 0xd500401f, "", state},
    {0xfff80000, 0xd5080000, "=xd", maintenance},            /* sys */
    {0xfff80000, 0xd5280000, "xd=", NULL},                   /* sysl */
    {0xff000000, 0xd4000000, "", exception},
    {0xffffffff, 0xd69f03e0, "", exception_return},
    {0xffffffff, 0xd6bf03e0, "", exception_return},
    {0xfffffbff, 0xd69f0bff, "", exception_return},
    {0xffffffe0, 0xd5031000, "=xd", NULL},                   /* wfet, wfit */
    {0xffffffe0, 0xd5031020, "=xd", NULL},
    {0xffffffe0, 0xd5233060, "xd=", NULL},                   /* tstart, ttest */
    {0xffffffe0, 0xd5233160, "xd=", NULL},
    {0xfff80000, 0xd5480000, "", pair_of},
    {0xfff00000, 0xd5500000, "", pair_of},
    {0xfff00000, 0xd5700000, "", pair_of},
    {0, 0, NULL, NULL}};

/* ------------------------------------------------------------------ registers */

static void second_operand(uint32_t word, unsigned shift, struct effect *out)
{
    out->destination = part(a64_x(a64_d(word)), width(word));
    out->source = part(a64_x(a64_n(word)), width(word));
    out->second = part(a64_x(a64_m(word)), width(word));
    out->shift = (uint8_t)shift;
}

static bool logical_shifted(uint32_t word, uint64_t address, const struct a64_row *row, struct effect *out)
{
    unsigned kind = a64_bits(word, 29, 2) << 1 | a64_bits(word, 21, 1), shift = a64_bits(word, 10, 6);
    (void)address, (void)row;
    if (!(word >> 31) && shift > 31)
        return false;
    if (kind == 4 && a64_n(word) == a64_m(word) && !shift && !a64_bits(word, 22, 2)) { /* eor x0, x1, x1 */
        a64_registers("xd=", word, out);
        out->clears = true;
        constant(out, a64_x(a64_d(word)), width(word), 0);
        return true;
    }
    a64_registers(kind >= 6 ? "xd f=xn xm" : "xd=xn xm", word, out);
    second_operand(word, 0, out);
    if (!shift && kind == 2 && a64_n(word) == 31) {          /* mov */
        out->operation = OPERATION_MOVE;
        out->source = out->second;
        out->second.reg = NO_REGISTER;
    } else if (!shift && kind == 0) {
        out->operation = OPERATION_AND;
    }
    return true;
}

static bool add_shifted(uint32_t word, uint64_t address, const struct a64_row *row, struct effect *out)
{
    unsigned kind = a64_bits(word, 22, 2), shift = a64_bits(word, 10, 6);
    bool sets_flags = word >> 29 & 1, subtracts = word >> 30 & 1;
    (void)address, (void)row;
    if (kind == 3 || (!(word >> 31) && shift > 31))
        return false;
    a64_registers(sets_flags ? "xd f=xn xm" : "xd=xn xm", word, out);
    second_operand(word, shift, out);
    if (kind != 0 || (subtracts && shift))
        return true;
    out->operation = !subtracts ? OPERATION_ADD : sets_flags && a64_d(word) == 31 ? OPERATION_COMPARE : OPERATION_SUBTRACT;
    return true;
}

static bool add_extended(uint32_t word, uint64_t address, const struct a64_row *row, struct effect *out)
{
    unsigned shift = a64_bits(word, 10, 3), option = a64_bits(word, 13, 3);
    bool sets_flags = word >> 29 & 1, subtracts = word >> 30 & 1;
    (void)address, (void)row;
    if (shift > 4)
        return false;
    a64_registers(sets_flags ? "xd f=sn xm" : "sd=sn xm", word, out);
    second_operand(word, shift, out);
    out->source.reg = (uint8_t)a64_n(word);
    out->destination.reg = sets_flags ? a64_x(a64_d(word)) : (uint8_t)a64_d(word);
    bool is_whole = option == (word >> 31 ? 3 : 2);
    if ((!is_whole && subtracts) || (subtracts && shift))
        return true;
    if (!is_whole) {
        out->second.bytes = (uint16_t)(1u << (option & 3));
        out->second_is_signed = option >> 2;
    }
    out->operation = !subtracts ? OPERATION_ADD : sets_flags && a64_d(word) == 31 ? OPERATION_COMPARE : OPERATION_SUBTRACT;
    return true;
}

static bool three_sources(uint32_t word, uint64_t address, const struct a64_row *row, struct effect *out)
{
    unsigned kind = a64_bits(word, 21, 3), high = kind == 2 || kind == 6;
    (void)address, (void)row;
    if ((kind != 0 && !(word >> 31)) || kind == 4 || kind == 7 || (high && word >> 15 & 1))
        return false;
    a64_registers(high ? "xd=xn xm" : "xd=xn xm xa", word, out);
    return true;
}

static bool two_sources(uint32_t word, uint64_t address, const struct a64_row *row, struct effect *out)
{
    unsigned kind = a64_bits(word, 10, 6);
    bool wide = word >> 31;
    (void)address, (void)row;
    switch (kind) {
    case 0: a64_registers("xd=sn sm", word, out); return wide;    /* subp */
    case 4: a64_registers("sd=sn xm", word, out); return wide;    /* irg */
    case 5: a64_registers("xd=sn xm", word, out); return wide;    /* gmi */
    case 12: a64_registers("xd=xn sm", word, out); return wide;   /* pacga */
    case 19: case 23: a64_registers("xd=xn xm", word, out); return wide; /* crc32x, crc32cx */
    case 2: case 3: case 8: case 9: case 10: case 11: case 24: case 25: case 26: case 27: a64_registers("xd=xn xm", word, out); return true;
    default: a64_registers("xd=xn xm", word, out); return kind >= 16 && kind <= 22 && !wide;
    }
}

static bool one_source(uint32_t word, uint64_t address, const struct a64_row *row, struct effect *out)
{
    unsigned kind = a64_bits(word, 10, 6);
    (void)address, (void)row, (void)out;
    return kind <= 8 && (kind != 3 || word >> 31);
}

/* pacia to autdb with sp or a register, with zero; xpaci, xpacd. */
static bool sign(uint32_t word, uint64_t address, const struct a64_row *row, struct effect *out)
{
    unsigned kind = a64_bits(word, 10, 6);
    (void)address, (void)row;
    if (a64_d(word) == 30 && kind >= 32) {                   /* x30 or x17 with sp and the program counter */
        bool is_17 = kind == 34 || kind == 35 || kind == 46 || kind == 47, with_register = kind == 36 || kind == 37;
        if (with_register)
            a64_registers("=xn", word, out);
        register_set_add(&out->writes, A64_X + (is_17 ? 17 : 30));
        register_set_add(&out->reads, A64_X + (is_17 ? 17 : 30));
        register_set_add(&out->reads, is_17 ? A64_X + 16 : A64_SP);
        if (is_17)
            register_set_add(&out->reads, A64_X + 15);
        return (kind <= 37 || kind == 40 || kind == 41 || kind >= 46) && kind <= 47 && (with_register || a64_n(word) == 31);
    }
    if (kind > 17 || (kind >= 8 && a64_n(word) != 31))
        return false;
    a64_registers(kind < 8 ? "+xd=sn" : "+xd=", word, out);
    return true;
}

static bool compare_conditional(uint32_t word, uint64_t address, const struct a64_row *row, struct effect *out)
{
    (void)address, (void)row;
    a64_registers(word & 0x800 ? "+f=xn" : "+f=xn xm", word, out);
    return true;
}

const struct a64_row a64_register[] = {
    {0x1f000000, 0x0a000000, "", logical_shifted},
    {0x1f200000, 0x0b000000, "", add_shifted},
    {0x1fe00000, 0x0b200000, "", add_extended},
    {0x3fe00800, 0x1a800000, "xd=xn xm f", NULL},            /* csel, csinc, csinv, csneg */
    {0x7f000000, 0x1b000000, "", three_sources},
    {0x7fe00000, 0x1ac00000, "", two_sources},
    {0x3fe00410, 0x3a400000, "", compare_conditional},
    {0x7fff0000, 0x5ac00000, "xd=xn", one_source},
    {0x3fe0fc00, 0x1a000000, "xd=xn xm f", NULL},            /* adc, sbc */
    {0x3fe0fc00, 0x3a000000, "xd f=xn xm f", NULL},
    {0xffff0000, 0xdac10000, "", sign},
    {0xbfe0e000, 0x9a002000, "sd=sn xm", NULL},              /* addpt, subpt */
    {0xffe0fc00, 0xbac00000, "xd f=sn sm", NULL},            /* subps */
    {0xffe07c10, 0xba000400, "+f=xn", NULL},                 /* rmif */
    {0xffffbc1f, 0x3a00080d, "+f=xn", NULL},                 /* setf8, setf16 */
    {0, 0, NULL, NULL}};

/* ----------------------------------------------------------------- the way in */

const struct a64_row *a64_find(const struct a64_row *rows, uint32_t word)
{
    for (; rows->mask; rows++)
        if ((word & rows->mask) == rows->value)
            return rows;
    return NULL;
}

bool effect_aarch64(const uint8_t *bytes, size_t size, uint64_t address, struct effect *out)
{
    static const struct a64_row *const groups[16] = {
        [2] = a64_sve, [4] = a64_memory, [5] = a64_register, [6] = a64_memory, [7] = a64_simd, [8] = a64_immediate, [9] = a64_immediate,
        [10] = a64_branch, [11] = a64_branch, [12] = a64_memory, [13] = a64_register, [14] = a64_memory, [15] = a64_simd_scalar};
    if (size < 4)
        return false;
    uint32_t word = bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 | (uint32_t)bytes[3] << 24;
    const struct a64_row *rows = groups[word >> 25 & 15], *row = rows ? a64_find(rows, word) : NULL;
    out->size = 4;
    if (!(word >> 16)) {                                     /* udf */
        out->flow = FLOW_TRAP;
        return true;
    }
    if (!row)
        return false;
    a64_registers(row->registers, word, out);
    return !row->shape || row->shape(word, address, row, out);
}
