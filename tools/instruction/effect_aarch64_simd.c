/*
 * A64: floating point and Advanced SIMD. Arm ARM C4.1.96. Nearly all write the whole of vd and read vn and vm; what these tables
 * are for is the rest: which read vd too, and which leave a part of it as it is.
 */
#include "aarch64.h"

static void reads_destination(uint32_t word, struct effect *out)
{
    register_set_add(&out->reads, A64_V + a64_d(word));
}

static void keeps_destination(uint32_t word, struct effect *out)
{
    reads_destination(word, out);
    register_set_add(&out->kept, A64_V + a64_d(word));
}

static bool has(uint32_t set, unsigned index)
{
    return set >> index & 1;
}

/* ------------------------------------------------------------- floating point */

/* Conversions with a fixed point: rmode and opcode are one field here. */
static bool fixed_point(uint32_t word, uint64_t address, const struct a64_row *row, struct effect *out)
{
    unsigned kind = a64_bits(word, 16, 5);
    (void)address, (void)row;
    if ((!(word >> 31) && !(word & 0x8000)) || a64_bits(word, 22, 2) == 2)
        return false;
    if (kind != 2 && kind != 3 && kind != 24 && kind != 25)
        return false;
    a64_registers(kind < 4 ? "vd=xn" : "xd=vn", word, out);
    return true;
}

/* Conversions with an integer, and fmov between the register files. */
static bool integer(uint32_t word, uint64_t address, const struct a64_row *row, struct effect *out)
{
    unsigned opcode = a64_bits(word, 16, 3), rmode = a64_bits(word, 19, 2), type = a64_bits(word, 22, 2);
    bool to_vector = opcode == 2 || opcode == 3 || opcode == 7, is_move = opcode >= 6, wide = word >> 31;
    (void)address, (void)row;
    if (type == 2 && !(is_move && rmode == 1 && wide))
        return false;
    if (is_move && rmode == 3 && opcode == 6 && type == 1 && !wide) { /* fjcvtzs */
        a64_registers("xd f=vn", word, out);
        return true;
    }
    if (opcode >= 2 && rmode && !(is_move && rmode == 1 && type == 2 && wide))
        return false;
    if (is_move && rmode == 0 && type != 3 && (type == 1) != wide)
        return false;
    a64_registers(to_vector ? rmode == 1 && is_move ? "*vd=xn" : "vd=xn" : "xd=vn", word, out);
    if (is_move && type != 3) {
        unsigned bytes = wide ? 8 : 4, at = rmode ? 8 : 0;
        struct register_part vector = {(uint8_t)(A64_V + (to_vector ? a64_d(word) : a64_n(word))), (uint8_t)at, (uint16_t)bytes};
        struct register_part general = {a64_x(to_vector ? a64_n(word) : a64_d(word)), 0, (uint16_t)bytes};
        out->operation = OPERATION_MOVE;
        out->destination = to_vector ? vector : general;
        out->source = to_vector ? general : vector;
    }
    return true;
}

static bool one_source(uint32_t word, uint64_t address, const struct a64_row *row, struct effect *out)
{
    unsigned kind = a64_bits(word, 15, 6), type = a64_bits(word, 22, 2);
    (void)address, (void)row;
    if (kind > 19 || (kind == 6 ? type != 1 : type == 2) || kind == 13 || (kind >= 16 && type == 3))
        return false;
    if (kind >= 4 && kind <= 7 && kind != 6 && kind - 4 == type)
        return false;
    if (kind == 0) {
        uint16_t bytes = type == 3 ? 2 : type == 1 ? 8 : 4;
        out->operation = OPERATION_MOVE;
        out->destination = (struct register_part){(uint8_t)(A64_V + a64_d(word)), 0, bytes};
        out->source = (struct register_part){(uint8_t)(A64_V + a64_n(word)), 0, bytes};
    }
    return true;
}

static bool compare(uint32_t word, uint64_t address, const struct a64_row *row, struct effect *out)
{
    (void)address, (void)row;
    if (!(word & 8))
        a64_registers("=vm", word, out);
    return a64_bits(word, 22, 2) != 2;
}

static bool has_type(uint32_t word, uint64_t address, const struct a64_row *row, struct effect *out)
{
    (void)address, (void)row, (void)out;
    return a64_bits(word, 22, 2) != 2;
}

static bool two_sources(uint32_t word, uint64_t address, const struct a64_row *row, struct effect *out)
{
    (void)address, (void)row, (void)out;
    return a64_bits(word, 22, 2) != 2 && a64_bits(word, 12, 4) <= 8;
}

/* -------------------------------------------------------------- Advanced SIMD */

static unsigned u_bit(uint32_t word)
{
    return word >> 29 & 1;
}

/* Three registers of one size; bits 11 to 15. `orr v0, v1, v1` is a move, `eor v0, v1, v1` clears. */
static bool three_same(uint32_t word, uint64_t address, const struct a64_row *row, struct effect *out)
{
    /* saba and uaba 15, mla and mls 18, fmla 25, fmlal 29 (U = 0), fmlal2 25 (U = 1); 3 with U = 1 is bsl and its like. */
    static const uint32_t reads[2] = {1u << 15 | 1u << 18 | 1u << 25 | 1u << 29, 1u << 15 | 1u << 18 | 1u << 25};
    unsigned kind = a64_bits(word, 11, 5), size = a64_bits(word, 22, 2), u = u_bit(word);
    bool same = a64_n(word) == a64_m(word);
    uint16_t bytes = word >> 30 & 1 ? 16 : 8;
    (void)address, (void)row;
    if (kind == 3 && u && size == 0 && same) {
        out->clears = true;
        a64_registers("vd=", word, out);
        return true;
    }
    a64_registers("vd=vn vm", word, out);
    if (has(reads[u], kind) || (kind == 3 && u && size))
        reads_destination(word, out);
    if (kind == 3 && !u && size == 2 && same) {
        out->operation = OPERATION_MOVE;
        out->destination = (struct register_part){(uint8_t)(A64_V + a64_d(word)), 0, bytes};
        out->source = (struct register_part){(uint8_t)(A64_V + a64_n(word)), 0, bytes};
    }
    return true;
}

static bool three_same_half(uint32_t word, uint64_t address, const struct a64_row *row, struct effect *out)
{
    (void)address, (void)row;
    if (a64_bits(word, 11, 3) == 1 && !u_bit(word))          /* fmla, fmls */
        reads_destination(word, out);
    return true;
}

/* sqrdmlah, dot products, products of matrices, complex numbers: all add to vd but fcadd. */
static bool three_same_extra(uint32_t word, uint64_t address, const struct a64_row *row, struct effect *out)
{
    unsigned kind = a64_bits(word, 11, 4);
    (void)address, (void)row;
    if (!u_bit(word) && kind == 14) {                        /* fcvtn of two registers to bytes; fcvtn2 */
        if (word >> 30 & 1 && !a64_bits(word, 22, 2))
            keeps_destination(word, out);
        return true;
    }
    if (!(u_bit(word) && (kind == 12 || kind == 14)))
        reads_destination(word, out);
    return true;
}

/* One register; bits 12 to 16. The narrowing ones to the upper half (Q) leave the lower as it is. */
static bool two_registers(uint32_t word, uint64_t address, const struct a64_row *row, struct effect *out)
{
    unsigned kind = a64_bits(word, 12, 5);
    bool upper = word >> 30 & 1 && !(word >> 28 & 1);
    (void)address, (void)row;
    if (kind == 3 || (kind == 6 && !(word >> 28 & 1)))       /* suqadd, usqadd; sadalp, uadalp */
        reads_destination(word, out);
    if (upper && (kind == 18 || kind == 20 || kind == 22))   /* xtn2, sqxtun2; sqxtn2, uqxtn2; fcvtn2, fcvtxn2, bfcvtn2 */
        keeps_destination(word, out);
    return true;
}

static bool three_different(uint32_t word, uint64_t address, const struct a64_row *row, struct effect *out)
{
    /* saba 5, smlal 8, sqdmlal 9, smlsl 10, sqdmlsl 11 */
    static const uint32_t reads = 1u << 5 | 1u << 8 | 1u << 9 | 1u << 10 | 1u << 11;
    unsigned kind = a64_bits(word, 12, 4);
    (void)address, (void)row;
    if (has(reads, kind))
        reads_destination(word, out);
    if ((kind == 4 || kind == 6) && word >> 30 & 1)          /* addhn2, subhn2 */
        keeps_destination(word, out);
    return a64_bits(word, 22, 2) != 3 || kind == 14;
}

/* dup, ins, smov, umov. Bits 11 to 14; the lowest set bit of 16 to 20 is the size. */
static bool copy(uint32_t word, uint64_t address, const struct a64_row *row, struct effect *out)
{
    unsigned kind = a64_bits(word, 11, 4), which = a64_bits(word, 16, 5), log = 0;
    bool whole = word >> 30 & 1;
    (void)address, (void)row;
    while (log < 4 && !(which >> log & 1))
        log++;
    if (log == 4)
        return false;
    uint16_t bytes = (uint16_t)(1u << log);
    struct register_part lane = {(uint8_t)(A64_V + a64_n(word)), (uint8_t)((which >> (log + 1)) * bytes), bytes};
    struct register_part into = {(uint8_t)(A64_V + a64_d(word)), lane.at, bytes};
    if (u_bit(word)) {                                       /* ins, from an element */
        a64_registers("*vd=vn", word, out);
        lane.at = (uint8_t)((kind >> log) * bytes);
        out->operation = OPERATION_MOVE, out->destination = into, out->source = lane;
        return whole;
    }
    switch (kind) {
    case 0: a64_registers("vd=vn", word, out); return true;
    case 1: a64_registers("vd=xn", word, out); return true;
    case 3:
        a64_registers("*vd=xn", word, out);
        out->operation = OPERATION_MOVE, out->destination = into;
        out->source = (struct register_part){a64_x(a64_n(word)), 0, bytes};
        return whole;
    case 5: a64_registers("xd=vn", word, out); return whole ? log <= 2 : log <= 1;
    case 7:
        a64_registers("xd=vn", word, out);
        if (log >= 2) {
            out->operation = OPERATION_MOVE, out->source = lane;
            out->destination = (struct register_part){a64_x(a64_d(word)), 0, bytes};
        }
        return whole ? log == 3 : log <= 2;
    default: return false;
    }
}

static bool scalar_copy(uint32_t word, uint64_t address, const struct a64_row *row, struct effect *out)
{
    unsigned which = a64_bits(word, 16, 5), log = 0;
    (void)address, (void)row;
    while (log < 4 && !(which >> log & 1))
        log++;
    if (log == 4 || a64_bits(word, 11, 4))
        return false;
    uint16_t bytes = (uint16_t)(1u << log);
    out->operation = OPERATION_MOVE;
    out->destination = (struct register_part){(uint8_t)(A64_V + a64_d(word)), 0, bytes};
    out->source = (struct register_part){(uint8_t)(A64_V + a64_n(word)), (uint8_t)((which >> (log + 1)) * bytes), bytes};
    return true;
}

/* tbl with one to four registers from vn on; tbx reads vd. */
static bool table_lookup(uint32_t word, uint64_t address, const struct a64_row *row, struct effect *out)
{
    unsigned count = a64_bits(word, 13, 2) + 1;
    (void)address, (void)row;
    for (unsigned i = 0; i < count; i++)
        register_set_add(&out->reads, A64_V + ((a64_n(word) + i) & 31));
    if (word & 0x1000)
        reads_destination(word, out);
    return true;
}

/* luti2, luti4: of the one with elements of 2 bytes (bit 12) the table is two registers. */
static bool luti(uint32_t word, uint64_t address, const struct a64_row *row, struct effect *out)
{
    (void)address, (void)row;
    if (a64_bits(word, 22, 2) == 1 && word & 0x1000)
        register_set_add(&out->reads, A64_V + ((a64_n(word) + 1) & 31));
    return word >> 30 & 1;
}

/* movi, mvni, fmov; orr and bic with an immediate read vd. */
static bool modified_immediate(uint32_t word, uint64_t address, const struct a64_row *row, struct effect *out)
{
    unsigned cmode = a64_bits(word, 12, 4);
    (void)address, (void)row;
    if (cmode & 1 && cmode < 12)
        reads_destination(word, out);
    return !(word & 0x800) || (cmode == 15 && !u_bit(word));
}

static bool shift_immediate(uint32_t word, uint64_t address, const struct a64_row *row, struct effect *out)
{
    unsigned kind = a64_bits(word, 11, 5);
    bool upper = word >> 30 & 1 && !(word >> 28 & 1);
    (void)address, (void)row;
    if (!a64_bits(word, 19, 4))
        return false;
    if (kind == 2 || kind == 6 || (u_bit(word) && (kind == 8 || kind == 10))) /* ssra, srsra; sri, sli */
        reads_destination(word, out);
    if (upper && kind >= 16 && kind <= 19)                   /* shrn2 and its like */
        keeps_destination(word, out);
    return true;
}

/* A register by an element of another, whose field has 4 bits where the index takes the fifth. */
static bool by_element(uint32_t word, uint64_t address, const struct a64_row *row, struct effect *out)
{
    /* Of each size: the kinds (bits 12 to 15) whose vm has 5 bits. 14 is a dot product, 15 one of mixed signs or of bf16. */
    unsigned kind = a64_bits(word, 12, 4), size = a64_bits(word, 22, 2), u = u_bit(word);
    bool is_complex = u && (kind & 9) == 1;
    bool is_byte = u ? kind == 8 && size < 2 : kind == 0 && (size == 0 || size == 3); /* of 8-bit floating point */
    bool short_field = (size == 0 && kind != 14 && kind != 15 && !is_byte) || (size == 1 && !is_complex && kind != 14 && (kind != 15 || u))
                       || (size == 2 && (u ? kind == 8 || kind == 12 : kind == 0 || kind == 4)) || (size == 3 && kind == 15 && !u);
    /* Those that do not read vd: products. */
    static const uint32_t fresh[2] = {1u << 8 | 1u << 9 | 1u << 10 | 1u << 11 | 1u << 12 | 1u << 13, 1u << 9 | 1u << 10};
    (void)address, (void)row;
    unsigned field = is_byte && (u || size == 3) ? a64_bits(word, 16, 3) : short_field ? a64_bits(word, 16, 4) : a64_m(word);
    register_set_add(&out->reads, A64_V + field);
    if (!has(fresh[u], kind))
        reads_destination(word, out);
    return true;
}

/* sha1su1 1, sha256su0 2; sha1h 0 does not read vd. aese 4, aesd 5; aesmc, aesimc do not. */
static bool crypto_two(uint32_t word, uint64_t address, const struct a64_row *row, struct effect *out)
{
    unsigned kind = a64_bits(word, 12, 5);
    bool is_aes = !(word >> 28 & 1);
    (void)address, (void)row;
    if (is_aes ? kind == 4 || kind == 5 : kind == 1 || kind == 2)
        reads_destination(word, out);
    return is_aes ? kind >= 4 && kind <= 7 : kind <= 2;
}

/* Bit 14 and bits 10 and 11: sha512h, sha512h2, sha512su1, rax1, sm3partw1, sm3partw2, sm4ekey. */
static bool crypto_three(uint32_t word, uint64_t address, const struct a64_row *row, struct effect *out)
{
    unsigned kind = (word >> 14 & 1) << 2 | a64_bits(word, 10, 2);
    (void)address, (void)row;
    if (kind != 3 && kind != 6)
        reads_destination(word, out);
    return kind != 7;
}

const struct a64_row a64_simd[] = {
    {0xff3e0c00, 0x4e280800, "vd=vn", crypto_two},
    {0x9f200400, 0x0e200400, "", three_same},
    {0x9f200c00, 0x0e200000, "vd=vn vm", three_different},
    {0x9f3e0c00, 0x0e200800, "vd=vn", two_registers},
    {0x9f3e0c00, 0x0e300800, "vd=vn", NULL},                 /* across lanes */
    {0x9f7e0c00, 0x0e780800, "vd=vn", two_registers},
    {0xbf208c00, 0x0e000800, "vd=vn vm", NULL},              /* uzp, trn, zip */
    {0xbfe08c00, 0x0e000000, "vd=vm", table_lookup},
    {0xbf208c00, 0x0e000000, "vd=vn vm", luti},
    {0xbfe08400, 0x2e000000, "vd=vn vm", NULL},              /* ext */
    {0x9fe08400, 0x0e000400, "", copy},
    {0x9f60c400, 0x0e400400, "vd=vn vm", three_same_half},
    {0x9f208400, 0x0e008400, "vd=vn vm", three_same_extra},
    {0x9ff80400, 0x0f000400, "vd=", modified_immediate},
    {0x9f800400, 0x0f000400, "vd=vn", shift_immediate},
    {0x9f000400, 0x0f000000, "vd=vn", by_element},
    {0xff808000, 0xce000000, "vd=vn vm va", NULL},           /* eor3, bcax, sm3ss1 */
    {0xffe0b000, 0xce608000, "vd=vn vm", crypto_three},
    {0xffe00000, 0xce800000, "vd=vn vm", NULL},              /* xar */
    {0xffe0c000, 0xce408000, "+vd=vn vm", NULL},             /* sm3tt1a and its like */
    {0xfffff800, 0xcec08000, "+vd=vn", NULL},                /* sha512su0, sm4e */
    {0, 0, NULL, NULL}};

const struct a64_row a64_simd_scalar[] = {
    {0xff200c00, 0x1e200800, "vd=vn vm", two_sources},
    {0x7f20fc00, 0x1e200000, "", integer},
    {0xff207c00, 0x1e204000, "vd=vn", one_source},
    {0xff20fc07, 0x1e202000, "f=vn", compare},
    {0xff201fe0, 0x1e201000, "vd=", has_type},               /* fmov with an immediate */
    {0xff200c00, 0x1e200400, "+f=vn vm", has_type},          /* fccmp */
    {0xff200c00, 0x1e200c00, "vd=vn vm f", has_type},        /* fcsel */
    {0xff000000, 0x1f000000, "vd=vn vm va", has_type},       /* fmadd and its like */
    {0x7f200000, 0x1e000000, "", fixed_point},
    {0xff3e0c00, 0x5e280800, "vd=vn", crypto_two},
    {0xffe08c00, 0x5e000000, "+vd=vn vm", NULL},             /* sha1c and its like */
    {0xdf200400, 0x5e200400, "vd=vn vm", NULL},
    {0xdf200c00, 0x5e200000, "vd=vn vm", three_different},
    {0xdf3e0c00, 0x5e200800, "vd=vn", two_registers},
    {0xdf3e0c00, 0x5e300800, "vd=vn", NULL},                 /* pairs */
    {0xdf7e0c00, 0x5e780800, "vd=vn", NULL},
    {0xffe08400, 0x5e000400, "vd=vn", scalar_copy},
    {0xdf60c400, 0x5e400400, "vd=vn vm", NULL},
    {0xdf208400, 0x5e008400, "+vd=vn vm", NULL},
    {0xdf800400, 0x5f000400, "vd=vn", shift_immediate},
    {0xdf000400, 0x5f000000, "vd=vn", by_element},
    {0, 0, NULL, NULL}};
