/*
 * Arm's floating point and Advanced SIMD. Arm ARM F4.1.20 and after; T32's are the same words but for the first byte. Registers are told
 * as d0 to d31: s1 is the upper half of d0, q1 is d2 and d3.
 *
 * A row's registers are pairs of a class and a field, what is written before '=':
 *
 *     s single   d double   q quad   v double or quad, by bit 6   u by bit 24   f half, single or double, by bits 8 and 9
 *     x a scalar in bits 0 to 3, by bits 20 and 21   r general, t bits 12 to 15 or u 16 to 19
 *     z. flags of comparison   p. flags   w. fpscr   y. system
 */
#include "arm.h"

/* Not whole: the other half stays. */
static void add_single(struct effect *out, bool is_write, unsigned number)
{
    register_set_add(is_write ? &out->writes : &out->reads, ARM_D + number / 2);
    if (is_write)
        register_set_add(&out->kept, ARM_D + number / 2);
}

static unsigned double_field(uint32_t word, char field)
{
    switch (field) {
    case 'd': return arm_bits(word, 22, 1) << 4 | arm_bits(word, 12, 4);
    case 'n': return arm_bits(word, 7, 1) << 4 | arm_bits(word, 16, 4);
    default: return arm_bits(word, 5, 1) << 4 | arm_bits(word, 0, 4);
    }
}

static unsigned single_field(uint32_t word, char field)
{
    unsigned number = double_field(word, field);
    return (number & 15) << 1 | number >> 4;
}

/* False: a quad that begins in the middle. */
static bool add_vector(uint32_t word, char class, char field, bool is_write, struct effect *out)
{
    unsigned number = double_field(word, field);
    bool is_quad = class == 'q' || (class == 'v' && word >> 6 & 1) || (class == 'u' && word >> 24 & 1);
    register_set_add_run(is_write ? &out->writes : &out->reads, ARM_D + number, is_quad ? 2 : 1);
    return !is_quad || !(number & 1);
}

static bool add_pair(uint32_t word, char class, char field, bool is_write, struct effect *out)
{
    struct register_set *set = is_write ? &out->writes : &out->reads;
    switch (class) {
    case 's': add_single(out, is_write, single_field(word, field)); return true;
    case 'f':
        if (arm_bits(word, 8, 2) == 3)
            return add_vector(word, 'd', field, is_write, out);
        add_single(out, is_write, single_field(word, field));
        return true;
    case 'x': register_set_add(set, ARM_D + (arm_bits(word, 20, 2) == 1 ? arm_bits(word, 0, 3) : arm_bits(word, 0, 4))); return true;
    case 'r': register_set_add(set, field == 't' ? arm_bits(word, 12, 4) : arm_bits(word, 16, 4)); return true;
    case 'z': register_set_add(set, ARM_FPFLAGS); return true;
    case 'p': register_set_add(set, ARM_FLAGS); return true;
    case 'w': register_set_add(set, ARM_FPSCR); return true;
    case 'y': register_set_add(set, ARM_SYSTEM); return true;
    default: return add_vector(word, class, field, is_write, out);
    }
}

static bool by_rows(const struct arm_row *rows, const struct arm_code *code, struct effect *out)
{
    for (; rows->mask; rows++) {
        if ((code->word & rows->mask) != rows->value)
            continue;
        bool is_write = true;
        for (const char *at = rows->registers; at && *at;) {
            if (*at == '=') {
                is_write = false;
                at++;
                continue;
            }
            if (!add_pair(code->word, at[0], at[1], is_write, out))
                return false;
            at += 2;
        }
        return !rows->shape || rows->shape(code, out);
    }
    return false;
}

/* ------------------------------------------------------------------ floating point */

static bool moves(const struct arm_code *code, struct effect *out)
{
    uint32_t word = code->word;
    if (arm_bits(word, 16, 1) || arm_bits(word, 7, 1)) /* vneg, vsqrt, vabs */
        return true;
    bool is_double = word >> 8 & 1;
    unsigned d = is_double ? 2 * double_field(word, 'd') : single_field(word, 'd'), m = is_double ? 2 * double_field(word, 'm') : single_field(word, 'm');
    uint16_t bytes = is_double ? 8 : 4;
    out->operation = OPERATION_MOVE;
    out->destination = (struct register_part){(uint8_t)(ARM_D + d / 2), (uint8_t)(d % 2 * 4), bytes};
    out->source = (struct register_part){(uint8_t)(ARM_D + m / 2), (uint8_t)(m % 2 * 4), bytes};
    return true;
}

/* vmov between a single and a general register; bit 20 is to the general one. */
static bool moves_general(const struct arm_code *code, struct effect *out)
{
    uint32_t word = code->word;
    unsigned n = single_field(word, 'n'), t = arm_bits(word, 12, 4);
    bool is_half = arm_bits(word, 8, 4) == 9;
    struct register_part single = {(uint8_t)(ARM_D + n / 2), (uint8_t)(n % 2 * 4), 4}, general = {(uint8_t)t, 0, 4};
    out->operation = is_half ? OPERATION_OTHER : OPERATION_MOVE;
    out->destination = word >> 20 & 1 ? general : single;
    out->source = word >> 20 & 1 ? single : general;
    return true;
}

/* Two general registers, and two singles that follow each other or a double. */
static bool moves_two(const struct arm_code *code, struct effect *out)
{
    uint32_t word = code->word;
    bool to_general = word >> 20 & 1, is_double = word >> 8 & 1;
    struct register_set *general = to_general ? &out->writes : &out->reads;
    register_set_add(general, arm_bits(word, 12, 4));
    register_set_add(general, arm_bits(word, 16, 4));
    if (is_double)
        return add_vector(word, 'd', 'm', !to_general, out);
    unsigned m = single_field(word, 'm');
    add_single(out, !to_general, m);
    add_single(out, !to_general, m + 1);
    if (m % 2 == 0)
        register_set_drop(&out->kept, ARM_D + m / 2);
    return m < 31;
}

/* A lane: the others stay. */
static bool moves_lane(const struct arm_code *code, struct effect *out)
{
    uint32_t word = code->word;
    unsigned kind = arm_bits(word, 21, 2) << 2 | arm_bits(word, 5, 2);
    bool is_unsigned = word >> 23 & 1, to_general = word >> 20 & 1;
    if ((kind & 11) == 2 || (!(kind & 8) && !(kind & 1) && is_unsigned && to_general)) /* words have no sign to extend */
        return false;
    if (!to_general)
        register_set_add(&out->kept, ARM_D + double_field(word, 'n'));
    return true;
}

static bool duplicates(const struct arm_code *code, struct effect *out)
{
    uint32_t word = code->word;
    bool is_quad = word >> 21 & 1;
    unsigned n = double_field(word, 'n');
    register_set_add_run(&out->writes, ARM_D + n, is_quad ? 2 : 1);
    return !(is_quad && n & 1) && !(word >> 22 & 1 && word >> 5 & 1);
}

/* vmsr and vmrs: bits 16 to 19 are which, 1 fpscr. To pc: the flags alone. */
static bool status(const struct arm_code *code, struct effect *out)
{
    uint32_t word = code->word;
    unsigned which = arm_bits(word, 16, 4), t = arm_bits(word, 12, 4);
    bool is_read = word >> 20 & 1;
    struct register_set *set = is_read ? &out->reads : &out->writes;
    if (which != 1) {
        register_set_add(set, ARM_SYSTEM);
    } else {
        register_set_add(set, ARM_FPFLAGS);
        if (!is_read || t != 15)
            register_set_add(set, ARM_FPSCR);
    }
    if (is_read)
        register_set_add(&out->writes, t == 15 ? ARM_FLAGS : t);
    else
        register_set_add(&out->reads, t);
    return true;
}

static void vector_base(const struct arm_code *code, int64_t offset, unsigned bytes, bool is_load, struct effect *out)
{
    unsigned n = arm_bits(code->word, 16, 4);
    bool is_literal = n == 15;
    effect_memory(out, is_literal ? NO_REGISTER : n, offset + (is_literal ? (int64_t)(code->pc & ~(uint64_t)3) : 0), bytes, is_load, !is_load);
    out->operation = is_load ? OPERATION_LOAD : OPERATION_STORE;
}

static void transfer_single(struct effect *out, unsigned number, unsigned bytes, int at, bool is_store)
{
    effect_transfer(out, ARM_D + number / 2, bytes, bytes, at, is_store, false);
    out->transfers[out->transfer_count - 1].reg.at = number % 2 ? 4 : 0;
    if (!is_store)
        register_set_add(&out->kept, ARM_D + number / 2);
}

/* vldr, vstr. A half clears the rest of its single. */
static bool load_one(const struct arm_code *code, struct effect *out)
{
    static const uint8_t sizes[4] = {0, 2, 4, 8};
    uint32_t word = code->word;
    unsigned bytes = sizes[arm_bits(word, 8, 2)];
    bool is_load = word >> 20 & 1;
    int64_t offset = (int64_t)(word & 0xff) * (bytes == 2 ? 2 : 4) * (word >> 23 & 1 ? 1 : -1);
    if (!bytes)
        return false;
    vector_base(code, offset, bytes, is_load, out);
    if (bytes == 8)
        effect_transfer(out, ARM_D + double_field(word, 'd'), 8, 8, 0, !is_load, false);
    else
        transfer_single(out, single_field(word, 'd'), bytes, 0, !is_load);
    return true;
}

/* vldm, vstm, vpush, vpop. An odd count of doubles is the old fldmx, with a word more. */
static bool load_many(const struct arm_code *code, struct effect *out)
{
    uint32_t word = code->word;
    bool is_double = word >> 8 & 1, is_load = word >> 20 & 1, is_up = word >> 23 & 1, writes_back = word >> 21 & 1;
    unsigned words = word & 0xff, count = is_double ? words / 2 : words, first = is_double ? double_field(word, 'd') : single_field(word, 'd');
    if (!count || first + count > 32 || (is_double && count > 16) || arm_bits(word, 9, 1) == 0)
        return false;
    vector_base(code, is_up ? 0 : -4 * (int64_t)words, 4 * words, is_load, out);
    for (unsigned i = 0; i < count; i++)
        if (is_double)
            effect_transfer(out, ARM_D + first + i, 8, 8, (int)(8 * i), !is_load, false);
        else
            transfer_single(out, first + i, 4, (int)(4 * i), !is_load);
    for (unsigned i = first + first % 2; !is_double && i + 2 <= first + count; i += 2)
        register_set_drop(&out->kept, ARM_D + i / 2);
    if (writes_back) {
        register_set_add(&out->writes, arm_bits(word, 16, 4));
        out->has_writeback = true;
        out->is_pre = !is_up;
        out->writeback = 4 * (int64_t)words * (is_up ? 1 : -1);
    }
    return true;
}

static const struct arm_row floating_rows[] = {
    /* vmov of two; vldr, vstr; vldm, vstm: up, up with write-back, down with it */
    {0x0fe00ed0, 0x0c400a10, NULL, moves_two}, {0x0f200c00, 0x0d000800, NULL, load_one}, {0x0f800c00, 0x0c800800, NULL, load_many},
    {0x0fa00c00, 0x0d200800, NULL, load_many},
    /* vmla and vmls, vnmla and vnmls, vmul and vnmul, vadd and vsub, vdiv, vfnma and vfnms, vfma and vfms, vmov of a number */
    {0x0fb00c10, 0x0e000800, "fd=fdfnfm", NULL}, {0x0fb00c10, 0x0e100800, "fd=fdfnfm", NULL}, {0x0fb00c10, 0x0e200800, "fd=fnfm", NULL},
    {0x0fb00c10, 0x0e300800, "fd=fnfm", NULL}, {0x0fb00c50, 0x0e800800, "fd=fnfm", NULL}, {0x0fb00c10, 0x0e900800, "fd=fdfnfm", NULL},
    {0x0fb00c10, 0x0ea00800, "fd=fdfnfm", NULL}, {0x0fb00cf0, 0x0eb00800, "fd=", NULL},
    /* vmov, vabs, vneg, vsqrt; vcvtb and vcvtt; vcmp; vrintr, vrintz, vrintx; vcvt of formats, of integers, vjcvt, of fixed point */
    {0x0fbe0c50, 0x0eb00840, "fd=fm", moves}, {0x0fbf0e50, 0x0eb20a40, "fd=sm", NULL}, {0x0fbf0c50, 0x0eb30840, "sd=sdfm", NULL},
    {0x0fbf0c50, 0x0eb40840, "z.=fdfm", NULL}, {0x0fbf0c7f, 0x0eb50840, "z.=fd", NULL}, {0x0fbf0c50, 0x0eb60840, "fd=fm", NULL},
    {0x0fbf0cd0, 0x0eb70840, "fd=fm", NULL}, {0x0fbf0fd0, 0x0eb70ac0, "dd=sm", NULL}, {0x0fbf0fd0, 0x0eb70bc0, "sd=dm", NULL},
    {0x0fbf0c50, 0x0eb80840, "fd=sm", NULL}, {0x0fbf0fd0, 0x0eb90bc0, "sdz.=dm", NULL}, {0x0fba0c50, 0x0eba0840, "fd=fd", NULL},
    {0x0fbe0c50, 0x0ebc0840, "sd=fm", NULL},
    /* vmov with a general register, vmsr and vmrs, lanes, vdup */
    {0x0ff00e7f, 0x0e000810, "sn=rt", moves_general}, {0x0ff00e7f, 0x0e100810, "rt=sn", moves_general}, {0x0ff00f7f, 0x0e000a10, "sn=rt", moves_general},
    {0x0ff00f7f, 0x0e100a10, "rt=sn", moves_general}, {0x0fe00fff, 0x0ee00a10, NULL, status}, {0x0f900f1f, 0x0e000b10, "dn=rtdn", moves_lane},
    {0x0f100f1f, 0x0e100b10, "rt=dn", moves_lane}, {0x0f900f5f, 0x0e800b10, "=rt", duplicates},
    {0, 0, NULL, NULL}};

/* Without a condition. */
static const struct arm_row floating_new_rows[] = {
    /* vsel, vmaxnm and vminnm, vrinta to vrintm, vcvta to vcvtm, vmovx, vins */
    {0xff800c50, 0xfe000800, "fd=fnfmp.", NULL}, {0xffb00c10, 0xfe800800, "fd=fnfm", NULL}, {0xffbc0cd0, 0xfeb80840, "fd=fm", NULL},
    {0xffbc0c50, 0xfebc0840, "sd=fm", NULL}, {0xffbf0fd0, 0xfeb00a40, "sd=sm", NULL}, {0xffbf0fd0, 0xfeb00ac0, "sd=sdsm", NULL},
    {0, 0, NULL, NULL}};

bool arm_neon(const struct arm_code *code, struct effect *out)
{
    uint32_t word = code->word;
    if (word >> 28 != 15) {
        if ((word & 0x0f000c10) == 0x0e000800 && !arm_bits(word, 8, 2)) /* a size that is none */
            return false;
        return by_rows(floating_rows, code, out);
    }
    switch (arm_bits(word, 24, 4)) {
    case 2: case 3: return arm_simd_data(code, by_rows, out);
    case 4: return arm_simd_memory(code, out);
    default:
        if (arm_bits(word, 8, 4) >= 9 && arm_bits(word, 8, 4) <= 11 && by_rows(floating_new_rows, code, out))
            return true;
        return arm_simd_new(code, by_rows, out);
    }
}
