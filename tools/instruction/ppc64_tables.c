/* 64-bit Power's tables: the base, and floating point. Power ISA, books I and II. */
#include "ppc64.h"

/* ------------------------------------------------------------------------------- memory */

/* The register of a row's only pair, and how many bytes of it are in memory as they are; 0 for those that are converted. */
static unsigned transferred(uint32_t word, const struct ppc_row *row, struct register_part *part)
{
    const char *at = row->registers[0] == '=' ? row->registers + 1 : row->registers;
    unsigned t = ppc_t(word);
    switch (*at) {
    case 'r': *part = (struct register_part){(uint8_t)t, 0, 8}; return row->bytes;
    case 'f': *part = (struct register_part){(uint8_t)(PPC64_VS + t), 8, 8}; return row->bytes == 8 ? 8 : 0;
    case 'v': *part = (struct register_part){(uint8_t)(PPC64_V + t), 0, 16}; return row->bytes == 16 ? 16 : 0;
    case 'x': *part = (struct register_part){(uint8_t)(PPC64_VS + ((word & 1) << 5 | t)), 0, 16}; return row->bytes == 16 ? 16 : 0;
    default: return 0;
    }
}

static void transfer(uint32_t word, const struct ppc_row *row, bool is_store, bool is_signed, struct effect *out)
{
    struct register_part part;
    unsigned bytes = transferred(word, row, &part);
    if (!bytes)
        return;
    out->operation = is_store ? OPERATION_STORE : OPERATION_LOAD;
    unsigned of_register = is_store && part.bytes > bytes ? bytes : part.bytes;
    effect_transfer(out, part.reg, of_register, bytes, 0, is_store, is_signed);
    out->transfers[out->transfer_count - 1].reg.at = part.at;
}

/* ra, or none where it is r0; with an update it is written. */
static void base_and(uint32_t word, int64_t displacement, bool updates, unsigned bytes, bool is_store, struct effect *out)
{
    unsigned a = ppc_a(word);
    effect_memory(out, a || updates ? a : NO_REGISTER, displacement, bytes, !is_store, is_store);
    if (updates) {
        register_set_add(&out->writes, a);
        out->has_writeback = out->is_pre = true;
        out->writeback = displacement;
    }
}

static bool access_d(uint32_t word, const struct ppc_row *row, unsigned low, bool updates, bool is_store, bool is_signed, struct effect *out)
{
    base_and(word, ppc_signed(word & 0xffff & ~low, 16), updates, row->bytes, is_store, out);
    transfer(word, row, is_store, is_signed, out);
    return !updates || ppc_a(word);
}

#define ACCESS_D(name, low, updates, is_store, is_signed) \
    static bool name(uint32_t word, const struct ppc_row *row, struct effect *out) { return access_d(word, row, low, updates, is_store, is_signed, out); }

ACCESS_D(d_load, 0, false, false, false)
ACCESS_D(d_load_signed, 0, false, false, true)
ACCESS_D(d_load_update, 0, true, false, false)
ACCESS_D(d_load_update_signed, 0, true, false, true)
ACCESS_D(d_store, 0, false, true, false)
ACCESS_D(d_store_update, 0, true, true, false)
ACCESS_D(ds_load, 3, false, false, false)
ACCESS_D(ds_load_signed, 3, false, false, true)
ACCESS_D(ds_load_update, 3, true, false, false)
ACCESS_D(ds_store, 3, false, true, false)
ACCESS_D(ds_store_update, 3, true, true, false)
ACCESS_D(dq_load, 15, false, false, false)

/* (ra, or none) + rb. */
static bool access_x(uint32_t word, const struct ppc_row *row, bool updates, bool is_store, bool is_whole, bool is_signed, struct effect *out)
{
    unsigned b = ppc_b(word);
    base_and(word, 0, updates, row->bytes, is_store, out);
    out->memory[0].index = (uint8_t)b;
    register_set_add(&out->reads, b);
    if (updates)
        out->writeback_register = (uint8_t)b;
    if (is_whole)
        transfer(word, row, is_store, is_signed, out);
    return !updates || ppc_a(word);
}

#define ACCESS_X(name, updates, is_store, is_whole, is_signed) \
    static bool name(uint32_t word, const struct ppc_row *row, struct effect *out) { return access_x(word, row, updates, is_store, is_whole, is_signed, out); }

ACCESS_X(x_load, false, false, true, false)
ACCESS_X(x_load_signed, false, false, true, true)
ACCESS_X(x_load_update, true, false, true, false)
ACCESS_X(x_load_update_signed, true, false, true, true)
ACCESS_X(x_store, false, true, true, false)
ACCESS_X(x_store_update, true, true, true, false)
ACCESS_X(x_access, false, false, false, false) /* turned, converted, or conditional */
ACCESS_X(x_put, false, true, false, false)

/* As many bytes as rb says. */
static bool base_load(uint32_t word, const struct ppc_row *row, struct effect *out)
{
    base_and(word, 0, false, row->bytes, false, out);
    return true;
}

static bool base_store(uint32_t word, const struct ppc_row *row, struct effect *out)
{
    base_and(word, 0, false, row->bytes, true, out);
    return true;
}

/* lmw, stmw: all from rt on, words. */
static bool many(uint32_t word, bool is_store, struct effect *out)
{
    unsigned first = ppc_t(word);
    base_and(word, ppc_signed(word & 0xffff, 16), false, 4 * (32 - first), is_store, out);
    for (unsigned i = first; i < 32; i++)
        effect_transfer(out, i, is_store ? 4 : 8, 4, (int)(4 * (i - first)), is_store, false);
    out->operation = is_store ? OPERATION_STORE : OPERATION_LOAD;
    return true;
}

static bool load_many(uint32_t word, const struct ppc_row *row, struct effect *out) { return (void)row, many(word, false, out); }
static bool store_many(uint32_t word, const struct ppc_row *row, struct effect *out) { return (void)row, many(word, true, out); }

/* lswi, stswi: bytes in as many registers as they fill, behind r31 comes r0. */
static bool string(uint32_t word, bool is_store, struct effect *out)
{
    unsigned bytes = ppc_b(word) ? ppc_b(word) : 32;
    base_and(word, 0, false, bytes, is_store, out);
    for (unsigned i = 0; i < (bytes + 3) / 4; i++)
        register_set_add(is_store ? &out->reads : &out->writes, (ppc_t(word) + i) & 31);
    return true;
}

static bool load_string(uint32_t word, const struct ppc_row *row, struct effect *out) { return (void)row, string(word, false, out); }
static bool store_string(uint32_t word, const struct ppc_row *row, struct effect *out) { return (void)row, string(word, true, out); }

/* lxvp, stxvp: two registers, the number's lowest bit is its sixth. */
static bool pair(uint32_t word, bool is_store, struct effect *out)
{
    unsigned first = PPC64_VS + (ppc_bits(word, 21, 1) << 5 | (ppc_t(word) & 30));
    base_and(word, ppc_signed(word & 0xfff0, 16), false, 32, is_store, out);
    register_set_add_run(is_store ? &out->reads : &out->writes, first, 2);
    return true;
}

static bool pair_load(uint32_t word, const struct ppc_row *row, struct effect *out) { return (void)row, pair(word, false, out); }
static bool pair_store(uint32_t word, const struct ppc_row *row, struct effect *out) { return (void)row, pair(word, true, out); }

/* --------------------------------------------------------------------------- arithmetic */

static struct register_part general(unsigned reg) { return (struct register_part){(uint8_t)reg, 0, 8}; }

static bool to_cr0(uint32_t word, const struct ppc_row *row, struct effect *out)
{
    (void)word, (void)row;
    register_set_add(&out->writes, PPC64_CR);
    return true;
}

static bool and_immediate(uint32_t word, const struct ppc_row *row, struct effect *out)
{
    out->operation = OPERATION_AND;
    out->destination = general(ppc_a(word));
    out->source = general(ppc_t(word));
    out->immediate = word & 0xffff;
    return to_cr0(word, row, out);
}

/* addi, addis: with r0 as the source a constant. */
static bool add_immediate(uint32_t word, const struct ppc_row *row, struct effect *out)
{
    (void)row;
    out->destination = general(ppc_t(word));
    out->immediate = ppc_signed(word & 0xffff, 16) * (word >> 26 & 1 ? 65536 : 1);
    out->operation = !ppc_a(word) ? OPERATION_CONSTANT : out->immediate ? OPERATION_ADD : OPERATION_MOVE;
    if (ppc_a(word))
        out->source = general(ppc_a(word));
    return true;
}

/* ori of nothing is a move. */
static bool or_immediate(uint32_t word, const struct ppc_row *row, struct effect *out)
{
    (void)row;
    if (word & 0xffff)
        return true;
    out->operation = OPERATION_MOVE;
    out->destination = general(ppc_a(word));
    out->source = general(ppc_t(word));
    return true;
}

static bool moves(uint32_t word, const struct ppc_row *row, struct effect *out)
{
    (void)row;
    if (ppc_t(word) != ppc_b(word))
        return true;
    out->operation = OPERATION_MOVE;
    out->destination = general(ppc_a(word));
    out->source = general(ppc_t(word));
    return true;
}

static bool adds(uint32_t word, const struct ppc_row *row, struct effect *out)
{
    (void)row;
    out->operation = OPERATION_ADD;
    out->destination = general(ppc_t(word));
    out->source = general(ppc_a(word));
    out->second = general(ppc_b(word));
    return true;
}

/* subf: rb - ra. */
static bool subtracts(uint32_t word, const struct ppc_row *row, struct effect *out)
{
    (void)row;
    out->operation = OPERATION_SUBTRACT;
    out->destination = general(ppc_t(word));
    out->source = general(ppc_b(word));
    out->second = general(ppc_a(word));
    out->clears = ppc_a(word) == ppc_b(word);
    return true;
}

static bool moves_floating(uint32_t word, const struct ppc_row *row, struct effect *out)
{
    (void)row;
    out->operation = OPERATION_MOVE;
    out->destination = (struct register_part){(uint8_t)(PPC64_VS + ppc_t(word)), 8, 8};
    out->source = (struct register_part){(uint8_t)(PPC64_VS + ppc_b(word)), 8, 8};
    return true;
}

/* ------------------------------------------------------------------- special registers */

/* mfcr; with bit 20 mfocrf, one field: the highest that is set. */
static bool read_condition(uint32_t word, const struct ppc_row *row, struct effect *out)
{
    unsigned mask = ppc_bits(word, 12, 8);
    (void)row;
    for (unsigned i = 0; i < 8; i++)
        if (!(word >> 20 & 1) || mask >> (7 - i) & 1)
            register_set_add(&out->reads, PPC64_CR + i);
    return !(word >> 20 & 1) || (mask && !(mask & (mask - 1)));
}

static bool write_condition(uint32_t word, const struct ppc_row *row, struct effect *out)
{
    unsigned mask = ppc_bits(word, 12, 8);
    (void)row;
    for (unsigned i = 0; i < 8; i++)
        if (mask >> (7 - i) & 1)
            register_set_add(&out->writes, PPC64_CR + i);
    return !(word >> 20 & 1) || (mask && !(mask & (mask - 1)));
}

/* The number's halves are exchanged. */
static uint8_t special_of(uint32_t word)
{
    switch (ppc_b(word) << 5 | ppc_a(word)) {
    case 1: return PPC64_XER;
    case 8: return PPC64_LR;
    case 9: return PPC64_CTR;
    case 256: return PPC64_VRSAVE;
    default: return PPC64_SYSTEM;
    }
}

static bool move_special(uint32_t word, bool is_read, struct effect *out)
{
    uint8_t reg = special_of(word);
    register_set_add(is_read ? &out->reads : &out->writes, reg);
    if (reg == PPC64_SYSTEM)
        return true;
    struct register_part special = {reg, 0, 8};
    out->operation = OPERATION_MOVE;
    out->destination = is_read ? general(ppc_t(word)) : special;
    out->source = is_read ? special : general(ppc_t(word));
    return true;
}

static bool read_special(uint32_t word, const struct ppc_row *row, struct effect *out) { return (void)row, move_special(word, true, out); }
static bool write_special(uint32_t word, const struct ppc_row *row, struct effect *out) { return (void)row, move_special(word, false, out); }

static bool traps(uint32_t word, const struct ppc_row *row, struct effect *out)
{
    (void)word, (void)row;
    out->flow = FLOW_TRAP;
    return true;
}

static bool returns(uint32_t word, const struct ppc_row *row, struct effect *out)
{
    (void)word, (void)row;
    out->flow = FLOW_RETURN;
    return true;
}

/* ------------------------------------------------------------------------------- tables */

const struct ppc_row ppc_base[] = {
    /* lxvp, stxvp */
    {0xfc00000f, 0x18000000, "", pair_load, 32}, {0xfc00000f, 0x18000001, "", pair_store, 32},
    /* tdi, twi, mulli, subfic, cmpli, cmpi, addic, addi, addis */
    {0xfc000000, 0x08000000, "=ra", NULL, 0}, {0xfc000000, 0x0c000000, "=ra", NULL, 0}, {0xfc000000, 0x1c000000, "rt=ra", NULL, 0},
    {0xfc000000, 0x20000000, "rte.=ra", NULL, 0}, {0xfc000000, 0x28000000, "kf=ra", NULL, 0}, {0xfc000000, 0x2c000000, "kf=ra", NULL, 0},
    {0xfc000000, 0x30000000, "rte.=ra", NULL, 0}, {0xfc000000, 0x34000000, "rte.=ra", to_cr0, 0}, {0xfc000000, 0x38000000, "rt=za", add_immediate, 0},
    {0xfc000000, 0x3c000000, "rt=za", add_immediate, 0},
    /* rlwimi, rlwinm, rlwnm, ori, oris, xori, xoris, andi., andis., the rld family */
    {0xfc000000, 0x50000000, "rak0=rart", NULL, 0}, {0xfc000000, 0x54000000, "rak0=rt", NULL, 0}, {0xfc000000, 0x5c000000, "rak0=rtrb", NULL, 0},
    {0xfc000000, 0x60000000, "ra=rt", or_immediate, 0}, {0xfc000000, 0x64000000, "ra=rt", NULL, 0}, {0xfc000000, 0x68000000, "ra=rt", NULL, 0},
    {0xfc000000, 0x6c000000, "ra=rt", NULL, 0}, {0xfc000000, 0x70000000, "ra=rt", and_immediate, 0}, {0xfc000000, 0x74000000, "ra=rt", to_cr0, 0},
    {0xfc00001c, 0x78000000, "rak0=rt", NULL, 0}, {0xfc00001c, 0x78000004, "rak0=rt", NULL, 0}, {0xfc00001c, 0x78000008, "rak0=rt", NULL, 0},
    {0xfc00001c, 0x7800000c, "rak0=rart", NULL, 0}, {0xfc00001e, 0x78000010, "rak0=rtrb", NULL, 0}, {0xfc00001e, 0x78000012, "rak0=rtrb", NULL, 0},
    /* mcrf, the logical operations on bits, isync, rfid */
    {0xfc0007fe, 0x4c000000, "kf=ks", NULL, 0}, {0xfc0007fe, 0x4c000042, "Kt=KaKb", NULL, 0}, {0xfc0007fe, 0x4c000102, "Kt=KaKb", NULL, 0},
    {0xfc0007fe, 0x4c000182, "Kt=KaKb", NULL, 0}, {0xfc0007fe, 0x4c0001c2, "Kt=KaKb", NULL, 0}, {0xfc0007fe, 0x4c000202, "Kt=KaKb", NULL, 0},
    {0xfc0007fe, 0x4c000242, "Kt=KaKb", NULL, 0}, {0xfc0007fe, 0x4c000342, "Kt=KaKb", NULL, 0}, {0xfc0007fe, 0x4c000382, "Kt=KaKb", NULL, 0},
    {0xfc0007fe, 0x4c00012c, "", NULL, 0}, {0xfc0007fe, 0x4c000024, "=y.", returns, 0}, {0xfc0007fe, 0x4c000224, "=y.", returns, 0},
    /* lwz to stmw, lfs to stfdu, lq, lfdp and lxsd, ld to lwa, std to stq */
    {0xfc000000, 0x80000000, "rt=", d_load, 4}, {0xfc000000, 0x84000000, "rt=", d_load_update, 4}, {0xfc000000, 0x88000000, "rt=", d_load, 1},
    {0xfc000000, 0x8c000000, "rt=", d_load_update, 1}, {0xfc000000, 0xa0000000, "rt=", d_load, 2}, {0xfc000000, 0xa4000000, "rt=", d_load_update, 2},
    {0xfc000000, 0xa8000000, "rt=", d_load_signed, 2}, {0xfc000000, 0xac000000, "rt=", d_load_update_signed, 2},
    {0xfc000000, 0x90000000, "=rt", d_store, 4}, {0xfc000000, 0x94000000, "=rt", d_store_update, 4}, {0xfc000000, 0x98000000, "=rt", d_store, 1},
    {0xfc000000, 0x9c000000, "=rt", d_store_update, 1}, {0xfc000000, 0xb0000000, "=rt", d_store, 2},
    {0xfc000000, 0xb4000000, "=rt", d_store_update, 2}, {0xfc000000, 0xb8000000, "", load_many, 0}, {0xfc000000, 0xbc000000, "", store_many, 0},
    {0xfc000000, 0xc0000000, "ft=", d_load, 4}, {0xfc000000, 0xc4000000, "ft=", d_load_update, 4}, {0xfc000000, 0xc8000000, "ft=", d_load, 8},
    {0xfc000000, 0xcc000000, "ft=", d_load_update, 8}, {0xfc000000, 0xd0000000, "=ft", d_store, 4},
    {0xfc000000, 0xd4000000, "=ft", d_store_update, 4}, {0xfc000000, 0xd8000000, "=ft", d_store, 8},
    {0xfc000000, 0xdc000000, "=ft", d_store_update, 8}, {0xfc00000f, 0xe0000000, "qt=", dq_load, 16}, {0xfc000003, 0xe8000000, "rt=", ds_load, 8},
    {0xfc000003, 0xe8000001, "rt=", ds_load_update, 8}, {0xfc000003, 0xe8000002, "rt=", ds_load_signed, 4},
    {0xfc000003, 0xf8000000, "=rt", ds_store, 8}, {0xfc000003, 0xf8000001, "=rt", ds_store_update, 8}, {0xfc000003, 0xf8000002, "=qt", ds_store, 16},
    {0, 0, NULL, NULL, 0}};

const struct ppc_row ppc_extended[] = {
    /* add, subf and those with a carry; mul, div */
    {0xfc0003fe, 0x7c000214, "rto.k0=rarb", adds, 0}, {0xfc0003fe, 0x7c000050, "rto.k0=rarb", subtracts, 0},
    {0xfc0003fe, 0x7c000014, "rte.k0=rarb", NULL, 0}, {0xfc0003fe, 0x7c000010, "rte.k0=rarb", NULL, 0},
    {0xfc0003fe, 0x7c000114, "rte.k0=rarbe.", NULL, 0}, {0xfc0003fe, 0x7c000110, "rte.k0=rarbe.", NULL, 0},
    {0xfc0003fe, 0x7c0001d6, "rto.k0=rarb", NULL, 0}, {0xfc0003fe, 0x7c0001d2, "rto.k0=rarb", NULL, 0},
    {0xfc0003fe, 0x7c0003d6, "rto.k0=rarb", NULL, 0}, {0xfc0003fe, 0x7c000396, "rto.k0=rarb", NULL, 0},
    {0xfc0003fe, 0x7c0003d2, "rto.k0=rarb", NULL, 0}, {0xfc0003fe, 0x7c000392, "rto.k0=rarb", NULL, 0},
    {0xfc0003fe, 0x7c000356, "rto.k0=rarb", NULL, 0}, {0xfc0003fe, 0x7c000316, "rto.k0=rarb", NULL, 0},
    {0xfc0003fe, 0x7c000352, "rto.k0=rarb", NULL, 0}, {0xfc0003fe, 0x7c000312, "rto.k0=rarb", NULL, 0},
    {0xfc0003fe, 0x7c0000d0, "rto.k0=ra", NULL, 0}, {0xfc0003fe, 0x7c0001d4, "rte.k0=rae.", NULL, 0},
    {0xfc0003fe, 0x7c000194, "rte.k0=rae.", NULL, 0}, {0xfc0003fe, 0x7c0001d0, "rte.k0=rae.", NULL, 0},
    {0xfc0003fe, 0x7c000190, "rte.k0=rae.", NULL, 0}, {0xfc0007fe, 0x7c000096, "rtk0=rarb", NULL, 0}, {0xfc0007fe, 0x7c000016, "rtk0=rarb", NULL, 0},
    {0xfc0007fe, 0x7c000092, "rtk0=rarb", NULL, 0}, {0xfc0007fe, 0x7c000012, "rtk0=rarb", NULL, 0}, {0xfc0007fe, 0x7c000616, "rt=rarb", NULL, 0},
    {0xfc0007fe, 0x7c000216, "rt=rarb", NULL, 0}, {0xfc0007fe, 0x7c000612, "rt=rarb", NULL, 0}, {0xfc0007fe, 0x7c000212, "rt=rarb", NULL, 0},
    {0xfc0001fe, 0x7c000154, "rt=rarbe.", NULL, 0},
    /* Logical ones, shifts, extensions, counts */
    {0xfc0007fe, 0x7c000378, "rak0=rtrb", moves, 0}, {0xfc0007fe, 0x7c000038, "rak0=rtrb", NULL, 0}, {0xfc0007fe, 0x7c000078, "rak0=rtrb", NULL, 0},
    {0xfc0007fe, 0x7c0000f8, "rak0=rtrb", NULL, 0}, {0xfc0007fe, 0x7c000238, "rak0=rtrb", NULL, 0}, {0xfc0007fe, 0x7c000278, "rak0=rtrb", NULL, 0},
    {0xfc0007fe, 0x7c000338, "rak0=rtrb", NULL, 0}, {0xfc0007fe, 0x7c0003b8, "rak0=rtrb", NULL, 0}, {0xfc0007fe, 0x7c000030, "rak0=rtrb", NULL, 0},
    {0xfc0007fe, 0x7c000430, "rak0=rtrb", NULL, 0}, {0xfc0007fe, 0x7c000036, "rak0=rtrb", NULL, 0}, {0xfc0007fe, 0x7c000436, "rak0=rtrb", NULL, 0},
    {0xfc0007fe, 0x7c000630, "rae.k0=rtrb", NULL, 0}, {0xfc0007fe, 0x7c000634, "rae.k0=rtrb", NULL, 0},
    {0xfc0007fe, 0x7c000670, "rae.k0=rt", NULL, 0}, {0xfc0007fc, 0x7c000674, "rae.k0=rt", NULL, 0}, {0xfc0007fc, 0x7c0006f4, "rak0=rt", NULL, 0},
    {0xfc0007fe, 0x7c000774, "rak0=rt", NULL, 0}, {0xfc0007fe, 0x7c000734, "rak0=rt", NULL, 0}, {0xfc0007fe, 0x7c0007b4, "rak0=rt", NULL, 0},
    {0xfc0007fe, 0x7c000034, "rak0=rt", NULL, 0}, {0xfc0007fe, 0x7c000074, "rak0=rt", NULL, 0}, {0xfc0007fe, 0x7c000434, "rak0=rt", NULL, 0},
    {0xfc0007fe, 0x7c000474, "rak0=rt", NULL, 0}, {0xfc0007fe, 0x7c0000f4, "ra=rt", NULL, 0}, {0xfc0007fe, 0x7c0002f4, "ra=rt", NULL, 0},
    {0xfc0007fe, 0x7c0003f4, "ra=rt", NULL, 0}, {0xfc0007fe, 0x7c000134, "ra=rt", NULL, 0}, {0xfc0007fe, 0x7c000174, "ra=rt", NULL, 0},
    {0xfc0007fe, 0x7c0001b6, "ra=rt", NULL, 0}, {0xfc0007fe, 0x7c000136, "ra=rt", NULL, 0}, {0xfc0007fe, 0x7c000176, "ra=rt", NULL, 0},
    {0xfc0007fe, 0x7c000234, "ra=rt", NULL, 0}, {0xfc0007fe, 0x7c000274, "ra=rt", NULL, 0}, {0xfc0007fe, 0x7c0001f8, "ra=rtrb", NULL, 0},
    {0xfc0007fe, 0x7c0003f8, "ra=rtrb", NULL, 0}, {0xfc0007fe, 0x7c0001b8, "ra=rtrb", NULL, 0}, {0xfc0007fe, 0x7c000138, "ra=rtrb", NULL, 0},
    {0xfc0007fe, 0x7c000178, "ra=rtrb", NULL, 0}, {0xfc0007fe, 0x7c000076, "ra=rtrb", NULL, 0}, {0xfc0007fe, 0x7c000476, "ra=rtrb", NULL, 0},
    /* cmp, cmpl, cmprb, cmpeqb, setb, mcrxrx, isel, setbc and its kin */
    {0xfc0007fe, 0x7c000000, "kf=rarb", NULL, 0}, {0xfc0007fe, 0x7c000040, "kf=rarb", NULL, 0}, {0xfc0007fe, 0x7c000180, "kf=rarb", NULL, 0},
    {0xfc0007fe, 0x7c0001c0, "kf=rarb", NULL, 0}, {0xfc0007fe, 0x7c000100, "rt=ks", NULL, 0}, {0xfc0007fe, 0x7c000480, "kf=e.", NULL, 0},
    {0xfc00003e, 0x7c00001e, "rt=zarbKc", NULL, 0}, {0xfc0007fe, 0x7c000300, "rt=Ka", NULL, 0}, {0xfc0007fe, 0x7c000340, "rt=Ka", NULL, 0},
    {0xfc0007fe, 0x7c000380, "rt=Ka", NULL, 0}, {0xfc0007fe, 0x7c0003c0, "rt=Ka", NULL, 0},
    /* mfcr, mtcrf; mfspr, mtspr, mftb; mfmsr, mtmsr; traps; caches; sync */
    {0xfc0007fe, 0x7c000026, "rt=", read_condition, 0}, {0xfc0007fe, 0x7c000120, "=rt", write_condition, 0},
    {0xfc0007fe, 0x7c0002a6, "rt=", read_special, 0}, {0xfc0007fe, 0x7c0003a6, "=rt", write_special, 0}, {0xfc0007fe, 0x7c0002e6, "rt=y.", NULL, 0},
    {0xfc0007fe, 0x7c0000a6, "rt=y.", NULL, 0}, {0xfc0007fe, 0x7c000124, "y.=rt", NULL, 0}, {0xfc0007fe, 0x7c000164, "y.=rt", NULL, 0},
    {0xffffffff, 0x7fe00008, "", traps, 0}, {0xfc0007fe, 0x7c000008, "=rarb", NULL, 0}, {0xfc0007fe, 0x7c000088, "=rarb", NULL, 0},
    {0xfc0007fe, 0x7c00022c, "=zarb", NULL, 0}, {0xfc0007fe, 0x7c0001ec, "=zarb", NULL, 0}, {0xfc0007fe, 0x7c0007ec, "=zarb", NULL, 0},
    {0xfc0007fe, 0x7c0000ac, "=zarb", NULL, 0}, {0xfc0007fe, 0x7c00006c, "=zarb", NULL, 0}, {0xfc0007fe, 0x7c0007ac, "=zarb", NULL, 0},
    {0xfc0007fe, 0x7c0005ec, "=zarb", NULL, 0}, {0xfc0007fe, 0x7c00060c, "=zarb", NULL, 0}, {0xfc0007fe, 0x7c0004ac, "", NULL, 0},
    {0xfc0007fe, 0x7c0006ac, "", NULL, 0}, {0xfc0007fe, 0x7c00003c, "", NULL, 0}, {0xfc0007fe, 0x7c0005e6, "rt=y.", NULL, 0},
    {0xfc0007fe, 0x7c00070c, "k0=zarb", NULL, 0},
    /* Transactions */
    {0xfc0007ff, 0x7c00051d, "k0=", NULL, 0}, {0xfc0007ff, 0x7c00055d, "k0=", NULL, 0}, {0xfc0007ff, 0x7c0005dd, "k0=", NULL, 0},
    {0xfc0007ff, 0x7c0007dd, "k0=", NULL, 0}, {0xfc0007ff, 0x7c00071d, "k0=ra", NULL, 0}, {0xfc0007ff, 0x7c00075d, "k0=ra", NULL, 0},
    {0xfc0007ff, 0x7c00069d, "k0=ra", NULL, 0}, {0xfc0007ff, 0x7c0006dd, "k0=ra", NULL, 0}, {0xfc0007ff, 0x7c00061d, "k0=rarb", NULL, 0},
    {0xfc0007ff, 0x7c00065d, "k0=rarb", NULL, 0}, {0xfc0007fe, 0x7c00059c, "kf=", NULL, 0},
    /* Loads and stores by index */
    {0xfc0007fe, 0x7c00002e, "rt=", x_load, 4}, {0xfc0007fe, 0x7c00006e, "rt=", x_load_update, 4}, {0xfc0007fe, 0x7c0000ae, "rt=", x_load, 1},
    {0xfc0007fe, 0x7c0000ee, "rt=", x_load_update, 1}, {0xfc0007fe, 0x7c00022e, "rt=", x_load, 2}, {0xfc0007fe, 0x7c00026e, "rt=", x_load_update, 2},
    {0xfc0007fe, 0x7c0002ae, "rt=", x_load_signed, 2}, {0xfc0007fe, 0x7c0002ee, "rt=", x_load_update_signed, 2},
    {0xfc0007fe, 0x7c0002aa, "rt=", x_load_signed, 4}, {0xfc0007fe, 0x7c0002ea, "rt=", x_load_update_signed, 4},
    {0xfc0007fe, 0x7c00002a, "rt=", x_load, 8}, {0xfc0007fe, 0x7c00006a, "rt=", x_load_update, 8}, {0xfc0007fe, 0x7c00042c, "rt=", x_access, 4},
    {0xfc0007fe, 0x7c00062c, "rt=", x_access, 2}, {0xfc0007fe, 0x7c000428, "rt=", x_access, 8}, {0xfc0007fe, 0x7c000028, "rt=", x_load, 4},
    {0xfc0007fe, 0x7c0000a8, "rt=", x_load, 8}, {0xfc0007fe, 0x7c000068, "rt=", x_load, 1}, {0xfc0007fe, 0x7c0000e8, "rt=", x_load, 2},
    {0xfc0007fe, 0x7c000228, "qt=", x_access, 16}, {0xfc0007fe, 0x7c00012e, "=rt", x_store, 4}, {0xfc0007fe, 0x7c00016e, "=rt", x_store_update, 4},
    {0xfc0007fe, 0x7c0001ae, "=rt", x_store, 1}, {0xfc0007fe, 0x7c0001ee, "=rt", x_store_update, 1}, {0xfc0007fe, 0x7c00032e, "=rt", x_store, 2},
    {0xfc0007fe, 0x7c00036e, "=rt", x_store_update, 2}, {0xfc0007fe, 0x7c00012a, "=rt", x_store, 8},
    {0xfc0007fe, 0x7c00016a, "=rt", x_store_update, 8}, {0xfc0007fe, 0x7c00052c, "=rt", x_put, 4}, {0xfc0007fe, 0x7c00072c, "=rt", x_put, 2},
    {0xfc0007fe, 0x7c000528, "=rt", x_put, 8}, {0xfc0007ff, 0x7c00012d, "k0=rt", x_put, 4}, {0xfc0007ff, 0x7c0001ad, "k0=rt", x_put, 8},
    {0xfc0007ff, 0x7c00056d, "k0=rt", x_put, 1}, {0xfc0007ff, 0x7c0005ad, "k0=rt", x_put, 2}, {0xfc0007ff, 0x7c00016d, "k0=qt", x_put, 16},
    {0xfc0007fe, 0x7c00042e, "ft=", x_load, 4}, {0xfc0007fe, 0x7c00046e, "ft=", x_load_update, 4}, {0xfc0007fe, 0x7c0004ae, "ft=", x_load, 8},
    {0xfc0007fe, 0x7c0004ee, "ft=", x_load_update, 8}, {0xfc0007fe, 0x7c00052e, "=ft", x_store, 4},
    {0xfc0007fe, 0x7c00056e, "=ft", x_store_update, 4}, {0xfc0007fe, 0x7c0005ae, "=ft", x_store, 8},
    {0xfc0007fe, 0x7c0005ee, "=ft", x_store_update, 8}, {0xfc0007fe, 0x7c0006ae, "ft=", x_access, 4}, {0xfc0007fe, 0x7c0006ee, "ft=", x_access, 4},
    {0xfc0007fe, 0x7c0007ae, "=ft", x_put, 4}, {0xfc0007fe, 0x7c00000e, "vt=", x_access, 1}, {0xfc0007fe, 0x7c00004e, "vt=", x_access, 2},
    {0xfc0007fe, 0x7c00008e, "vt=", x_access, 4}, {0xfc0007fe, 0x7c0000ce, "vt=", x_access, 16}, {0xfc0007fe, 0x7c0002ce, "vt=", x_access, 16},
    {0xfc0007fe, 0x7c00000c, "vt=zarb", NULL, 0}, {0xfc0007fe, 0x7c00004c, "vt=zarb", NULL, 0}, {0xfc0007fe, 0x7c00010e, "=vt", x_put, 1},
    {0xfc0007fe, 0x7c00014e, "=vt", x_put, 2}, {0xfc0007fe, 0x7c00018e, "=vt", x_put, 4}, {0xfc0007fe, 0x7c0001ce, "=vt", x_put, 16},
    {0xfc0007fe, 0x7c0003ce, "=vt", x_put, 16}, {0xfc0007fe, 0x7c0004aa, "", load_string, 0}, {0xfc0007fe, 0x7c0005aa, "", store_string, 0},
    {0xfc0007fe, 0x7c000498, "xt=", x_access, 8}, {0xfc0007fe, 0x7c000418, "xt=", x_access, 4}, {0xfc0007fe, 0x7c000098, "xt=", x_access, 4},
    {0xfc0007fe, 0x7c000018, "xt=", x_access, 4}, {0xfc0007fe, 0x7c00061a, "xt=", x_access, 1}, {0xfc0007fe, 0x7c00065a, "xt=", x_access, 2},
    {0xfc0007fe, 0x7c000298, "xt=", x_access, 8}, {0xfc0007fe, 0x7c0002d8, "xt=", x_access, 4}, {0xfc0007fe, 0x7c00001a, "xt=", x_access, 1},
    {0xfc0007fe, 0x7c00005a, "xt=", x_access, 2}, {0xfc0007fe, 0x7c00009a, "xt=", x_access, 4}, {0xfc0007fe, 0x7c0000da, "xt=", x_access, 8},
    {0xfc0007fe, 0x7c000698, "xt=", x_access, 16}, {0xfc0007fe, 0x7c000618, "xt=", x_access, 16}, {0xfc0007fe, 0x7c000658, "xt=", x_access, 16},
    {0xfc0007fe, 0x7c0006d8, "xt=", x_access, 16}, {0xfc0007fe, 0x7c000218, "xt=", x_access, 16}, {0xfc0007fe, 0x7c000258, "xt=", x_access, 16},
    {0xfc0007fe, 0x7c00021a, "xt=rb", base_load, 0}, {0xfc0007fe, 0x7c00025a, "xt=rb", base_load, 0}, {0xfc0007fe, 0x7c000598, "=xt", x_put, 8},
    {0xfc0007fe, 0x7c000518, "=xt", x_put, 4}, {0xfc0007fe, 0x7c000118, "=xt", x_put, 4}, {0xfc0007fe, 0x7c00071a, "=xt", x_put, 1},
    {0xfc0007fe, 0x7c00075a, "=xt", x_put, 2}, {0xfc0007fe, 0x7c00011a, "=xt", x_put, 1}, {0xfc0007fe, 0x7c00015a, "=xt", x_put, 2},
    {0xfc0007fe, 0x7c00019a, "=xt", x_put, 4}, {0xfc0007fe, 0x7c0001da, "=xt", x_put, 8}, {0xfc0007fe, 0x7c000798, "=xt", x_put, 16},
    {0xfc0007fe, 0x7c000718, "=xt", x_put, 16}, {0xfc0007fe, 0x7c000758, "=xt", x_put, 16}, {0xfc0007fe, 0x7c0007d8, "=xt", x_put, 16},
    {0xfc0007fe, 0x7c000318, "=xt", x_put, 16}, {0xfc0007fe, 0x7c00041a, "xt=rb", base_load, 0}, {0xfc0007fe, 0x7c00045a, "xt=rb", base_load, 0},
    {0xfc0007fe, 0x7c00051a, "=xtrb", base_store, 0}, {0xfc0007fe, 0x7c00055a, "=xtrb", base_store, 0},
    {0xfc0007fe, 0x7c00049a, "pt=rb", base_load, 0}, {0xfc0007fe, 0x7c0004da, "pt=rb", base_load, 0},
    {0xfc0007fe, 0x7c00059a, "=ptrb", base_store, 0}, {0xfc0007fe, 0x7c0005da, "=ptrb", base_store, 0},
    {0xfc0007fe, 0x7c00031a, "=xtrb", base_store, 0}, {0xfc0007fe, 0x7c00035a, "=xtrb", base_store, 0}, {0xfc0007fe, 0x7c00029a, "pt=", x_access, 32},
    {0xfc0007fe, 0x7c00039a, "=pt", x_put, 32},
    /* mfvsrd, mfvsrwz, mfvsrld, mtvsrd, mtvsrwa, mtvsrwz, mtvsrws, mtvsrdd */
    {0xfc0007fe, 0x7c000066, "ra=xt", NULL, 0}, {0xfc0007fe, 0x7c0000e6, "ra=xt", NULL, 0}, {0xfc0007fe, 0x7c000266, "ra=xt", NULL, 0},
    {0xfc0007fe, 0x7c000166, "xt=ra", NULL, 0}, {0xfc0007fe, 0x7c0001a6, "xt=ra", NULL, 0}, {0xfc0007fe, 0x7c0001e6, "xt=ra", NULL, 0},
    {0xfc0007fe, 0x7c000326, "xt=ra", NULL, 0}, {0xfc0007fe, 0x7c000366, "xt=zarb", NULL, 0}, {0xfc1f07fe, 0x7c000162, "A.=A.", NULL, 0},
    {0xfc1f07fe, 0x7c010162, "A.=A.", NULL, 0}, {0xfc1f07fe, 0x7c030162, "A.=", NULL, 0}, {0, 0, NULL, NULL, 0}};

const struct ppc_row ppc_floating[] = {
    /* Arithmetic: singles are opcode 59 */
    {0xfc00003e, 0xec00002a, "ftk1=fafb", NULL, 0}, {0xfc00003e, 0xec000028, "ftk1=fafb", NULL, 0}, {0xfc00003e, 0xec000032, "ftk1=fafc", NULL, 0},
    {0xfc00003e, 0xec000024, "ftk1=fafb", NULL, 0}, {0xfc00003e, 0xec00002c, "ftk1=fb", NULL, 0}, {0xfc00003e, 0xec000030, "ftk1=fb", NULL, 0},
    {0xfc00003e, 0xec000034, "ftk1=fb", NULL, 0}, {0xfc00003e, 0xec00003a, "ftk1=fafbfc", NULL, 0}, {0xfc00003e, 0xec000038, "ftk1=fafbfc", NULL, 0},
    {0xfc00003e, 0xec00003e, "ftk1=fafbfc", NULL, 0}, {0xfc00003e, 0xec00003c, "ftk1=fafbfc", NULL, 0},
    {0xfc00003e, 0xfc00002a, "ftk1=fafb", NULL, 0}, {0xfc00003e, 0xfc000028, "ftk1=fafb", NULL, 0}, {0xfc00003e, 0xfc000032, "ftk1=fafc", NULL, 0},
    {0xfc00003e, 0xfc000024, "ftk1=fafb", NULL, 0}, {0xfc00003e, 0xfc00002c, "ftk1=fb", NULL, 0}, {0xfc00003e, 0xfc000030, "ftk1=fb", NULL, 0},
    {0xfc00003e, 0xfc000034, "ftk1=fb", NULL, 0}, {0xfc00003e, 0xfc00003a, "ftk1=fafbfc", NULL, 0}, {0xfc00003e, 0xfc000038, "ftk1=fafbfc", NULL, 0},
    {0xfc00003e, 0xfc00003e, "ftk1=fafbfc", NULL, 0}, {0xfc00003e, 0xfc00003c, "ftk1=fafbfc", NULL, 0},
    {0xfc00003e, 0xfc00002e, "ftk1=fafbfc", NULL, 0}, {0xfc0007fe, 0xec00069c, "ftk1=fb", NULL, 0}, {0xfc0007fe, 0xec00079c, "ftk1=fb", NULL, 0},
    {0xfc0007fe, 0xfc000000, "kf=fafb", NULL, 0}, {0xfc0007fe, 0xfc000040, "kf=fafb", NULL, 0}, {0xfc0007fe, 0xfc000010, "ftk1=fafb", NULL, 0},
    {0xfc0007fe, 0xfc000050, "ftk1=fb", NULL, 0}, {0xfc0007fe, 0xfc000090, "ftk1=fb", moves_floating, 0},
    {0xfc0007fe, 0xfc000110, "ftk1=fb", NULL, 0}, {0xfc0007fe, 0xfc000210, "ftk1=fb", NULL, 0}, {0xfc0007fe, 0xfc00001c, "ftk1=fb", NULL, 0},
    {0xfc0007fe, 0xfc00001e, "ftk1=fb", NULL, 0}, {0xfc0007fe, 0xfc00011c, "ftk1=fb", NULL, 0}, {0xfc0007fe, 0xfc00011e, "ftk1=fb", NULL, 0},
    {0xfc0007fe, 0xfc00065c, "ftk1=fb", NULL, 0}, {0xfc0007fe, 0xfc00065e, "ftk1=fb", NULL, 0}, {0xfc0007fe, 0xfc00069c, "ftk1=fb", NULL, 0},
    {0xfc0007fe, 0xfc00075c, "ftk1=fb", NULL, 0}, {0xfc0007fe, 0xfc00075e, "ftk1=fb", NULL, 0}, {0xfc0007fe, 0xfc00079c, "ftk1=fb", NULL, 0},
    {0xfc0007fe, 0xfc000018, "ftk1=fb", NULL, 0}, {0xfc0007fe, 0xfc000310, "ftk1=fb", NULL, 0}, {0xfc0007fe, 0xfc000350, "ftk1=fb", NULL, 0},
    {0xfc0007fe, 0xfc000390, "ftk1=fb", NULL, 0}, {0xfc0007fe, 0xfc0003d0, "ftk1=fb", NULL, 0},
    /* fpscr; ftdiv, ftsqrt, fmrgew, fmrgow */
    {0xfc0007fe, 0xfc00008c, "w.k1=w.", NULL, 0}, {0xfc0007fe, 0xfc00004c, "w.k1=w.", NULL, 0}, {0xfc0007fe, 0xfc00010c, "w.k1=w.", NULL, 0},
    {0xfc1f07fe, 0xfc00048e, "ftk1=w.", NULL, 0}, {0xfc1f07fe, 0xfc01048e, "ftw.=w.", NULL, 0}, {0xfc1f07fe, 0xfc14048e, "ftw.=w.fb", NULL, 0},
    {0xfc1f07fe, 0xfc16048e, "ftw.=w.fb", NULL, 0}, {0xfc1f07fe, 0xfc15048e, "ftw.=w.", NULL, 0}, {0xfc1f07fe, 0xfc17048e, "ftw.=w.", NULL, 0},
    {0xfc1f07fe, 0xfc18048e, "ft=w.", NULL, 0}, {0xfc0007fe, 0xfc00058e, "w.k1=fb", NULL, 0}, {0xfc0007fe, 0xfc000080, "kfw.=w.", NULL, 0},
    {0xfc0007fe, 0xfc000100, "kf=fafb", NULL, 0}, {0xfc0007fe, 0xfc000140, "kf=fb", NULL, 0}, {0xfc0007fe, 0xfc00078c, "ft=fafb", NULL, 0},
    {0xfc0007fe, 0xfc00068c, "ft=fafb", NULL, 0},
    /* Quadruple precision, in vector registers */
    {0xfc0007fe, 0xfc000588, "kf=vb", NULL, 0}, {0xfc0007fe, 0xfc000008, "vt=vavb", NULL, 0}, {0xfc0007fe, 0xfc000408, "vt=vavb", NULL, 0},
    {0xfc0007fe, 0xfc000048, "vt=vavb", NULL, 0}, {0xfc0007fe, 0xfc000448, "vt=vavb", NULL, 0}, {0xfc0007fe, 0xfc0000c8, "vt=vavb", NULL, 0},
    {0xfc0007fe, 0xfc000548, "vt=vavb", NULL, 0}, {0xfc0007fe, 0xfc0005c8, "vt=vavb", NULL, 0}, {0xfc0007fe, 0xfc000088, "vt=vavb", NULL, 0},
    {0xfc0007fe, 0xfc0001c8, "vt=vavb", NULL, 0}, {0xfc0007fe, 0xfc000308, "vt=vtvavb", NULL, 0}, {0xfc0007fe, 0xfc000348, "vt=vtvavb", NULL, 0},
    {0xfc0007fe, 0xfc000388, "vt=vtvavb", NULL, 0}, {0xfc0007fe, 0xfc0003c8, "vt=vtvavb", NULL, 0}, {0xfc0007fe, 0xfc000108, "kf=vavb", NULL, 0},
    {0xfc0007fe, 0xfc000508, "kf=vavb", NULL, 0}, {0xfc0007fe, 0xfc000148, "kf=vavb", NULL, 0}, {0xfc0007fe, 0xfc000588, "kf=vb", NULL, 0},
    {0xfc0007fe, 0xfc000648, "vt=vb", NULL, 0}, {0xfc0007fe, 0xfc000688, "vt=vb", NULL, 0}, {0xfc0007fe, 0xfc0006c8, "vt=vavb", NULL, 0},
    {0xfc0001fe, 0xfc00000a, "vt=vb", NULL, 0}, {0xfc0001fe, 0xfc00004a, "vt=vb", NULL, 0}, {0, 0, NULL, NULL, 0}};
