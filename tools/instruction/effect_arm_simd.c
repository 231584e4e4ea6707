/* Arm's Advanced SIMD: words of A32 that begin with 0xf2, 0xf3 and 0xf4, and those of later versions. Registers as in effect_arm_neon.c. */
#include "arm.h"

static unsigned d_field(uint32_t word) { return arm_bits(word, 22, 1) << 4 | arm_bits(word, 12, 4); }
static unsigned n_field(uint32_t word) { return arm_bits(word, 7, 1) << 4 | arm_bits(word, 16, 4); }

/* The destination is read too. */
static bool accumulates(const struct arm_code *code, struct effect *out)
{
    bool is_quad = code->word >> 6 & 1;
    register_set_add_run(&out->reads, ARM_D + d_field(code->word), is_quad ? 2 : 1);
    return true;
}

static bool accumulates_quad(const struct arm_code *code, struct effect *out)
{
    register_set_add_run(&out->reads, ARM_D + d_field(code->word), 2);
    return true;
}

static bool is_double(const struct arm_code *code, struct effect *out) /* which has no quad */
{
    (void)out;
    return !(code->word >> 6 & 1);
}

static bool clears(const struct arm_code *code, struct effect *out)
{
    out->clears = n_field(code->word) == (arm_bits(code->word, 5, 1) << 4 | arm_bits(code->word, 0, 4));
    return true;
}

/* vorr of a register with itself is vmov. */
static bool moves(const struct arm_code *code, struct effect *out)
{
    uint16_t bytes = code->word >> 6 & 1 ? 16 : 8;
    if (n_field(code->word) == (arm_bits(code->word, 5, 1) << 4 | arm_bits(code->word, 0, 4))) {
        out->operation = OPERATION_MOVE;
        out->destination = (struct register_part){(uint8_t)(ARM_D + d_field(code->word)), 0, bytes};
        out->source = (struct register_part){(uint8_t)(ARM_D + n_field(code->word)), 0, bytes};
    }
    return true;
}

/* Three registers of the same length; then three of different ones, or a scalar; shifts; one register; two; tables. */
#define SAME(value, mask, shape) {0xfe800f10 | (mask), 0xf2000000 | (value), "vd=vnvm", shape}
#define U 0x01000000

static const struct arm_row same_rows[] = {
    SAME(0x000, 0, NULL), SAME(0x010, 0, NULL), SAME(0x100, 0, NULL),
    SAME(0x110, U | 0x300000, NULL), SAME(0x100110, U | 0x300000, NULL), SAME(0x200110, U | 0x300000, moves), SAME(0x300110, U | 0x300000, NULL),
    SAME(0x110 | U, U | 0x300000, clears), SAME(0x110 | U, U, accumulates),
    SAME(0x200, 0, NULL), SAME(0x210, 0, NULL), SAME(0x300, 0, NULL), SAME(0x310, 0, NULL), SAME(0x400, 0, NULL), SAME(0x410, 0, NULL),
    SAME(0x500, 0, NULL), SAME(0x510, 0, NULL), SAME(0x600, 0, NULL), SAME(0x610, 0, NULL), SAME(0x700, 0, NULL), SAME(0x710, 0, accumulates),
    SAME(0x800, 0, NULL), SAME(0x810, 0, NULL), SAME(0x900, 0, accumulates), SAME(0x910, 0, NULL), SAME(0xa00, 0, is_double), SAME(0xa10, 0, is_double),
    SAME(0xb00, 0, NULL), SAME(0xb10, U, is_double), SAME(0xb10 | U, U, accumulates),
    SAME(0xc10, U, accumulates), SAME(0xc10 | U, U, accumulates), SAME(0xc40, 0x40, accumulates), /* the last: sha1 and sha256 */
    SAME(0xd00, U, NULL), SAME(0xd00 | U, U | 0x200000, is_double), SAME(0xd00 | U | 0x200000, U | 0x200000, NULL),
    SAME(0xd10, U, accumulates), SAME(0xd10 | U, U, NULL), SAME(0xe00, 0, NULL), SAME(0xe10, U, NULL),
    SAME(0xe10 | U, U, NULL), SAME(0xf00, U, NULL), SAME(0xf00 | U, U, is_double), SAME(0xf10, 0, NULL),
    {0, 0, NULL, NULL}};

/* Bit 23, not bit 4: bit 6 is the scalar. */
static const struct arm_row different_rows[] = {
    {0xfe800f50, 0xf2800000, "qd=dndm", NULL}, {0xfe800f50, 0xf2800100, "qd=qndm", NULL}, {0xfe800f50, 0xf2800200, "qd=dndm", NULL},
    {0xfe800f50, 0xf2800300, "qd=qndm", NULL}, {0xfe800f50, 0xf2800400, "dd=qnqm", NULL}, {0xfe800f50, 0xf2800500, "qd=dndm", accumulates_quad},
    {0xfe800f50, 0xf2800600, "dd=qnqm", NULL}, {0xfe800f50, 0xf2800700, "qd=dndm", NULL}, {0xfe800f50, 0xf2800800, "qd=dndm", accumulates_quad},
    {0xff800f50, 0xf2800900, "qd=dndm", accumulates_quad}, {0xfe800f50, 0xf2800a00, "qd=dndm", accumulates_quad},
    {0xff800f50, 0xf2800b00, "qd=dndm", accumulates_quad}, {0xfe800f50, 0xf2800c00, "qd=dndm", NULL}, {0xff800f50, 0xf2800d00, "qd=dndm", NULL},
    {0xff800f50, 0xf2800e00, "qd=dndm", NULL},
    /* vmla, vmlal and their kin; vmul, vmull; vqdmulh; vqrdmlah */
    {0xfe800a50, 0xf2800040, "ud=udunx.", NULL}, {0xfe800b50, 0xf2800240, "qd=qddnx.", NULL}, {0xff800b50, 0xf2800340, "qd=qddnx.", NULL},
    {0xfe800e50, 0xf2800840, "ud=unx.", NULL}, {0xfe800f50, 0xf2800a40, "qd=dnx.", NULL}, {0xff800f50, 0xf2800b40, "qd=dnx.", NULL},
    {0xfe800e50, 0xf2800c40, "ud=unx.", NULL}, {0xfe800e50, 0xf2800e40, "ud=udunx.", NULL},
    {0, 0, NULL, NULL}};

/* vmov and vmvn of a number; vorr and vbic with one. Bits 8 to 11 say which. */
static bool with_number(const struct arm_code *code, struct effect *out)
{
    unsigned mode = arm_bits(code->word, 8, 4);
    bool is_inverted = code->word >> 5 & 1;
    if (mode < 12 && mode & 1)
        return accumulates(code, out);
    return !(is_inverted && mode == 15);
}

static const struct arm_row shift_rows[] = {
    {0xfeb80090, 0xf2800010, "vd=", with_number},
    /* vshr, vrshr; vsra, vrsra; vsri, vsli; vshl; vqshl; vshrn and its kin; vshll; vcvt of fixed point */
    {0xfe800d10, 0xf2800010, "vd=vm", NULL}, {0xfe800d10, 0xf2800110, "vd=vm", accumulates}, {0xff800e10, 0xf3800410, "vd=vm", accumulates},
    {0xff800f10, 0xf2800510, "vd=vm", NULL}, {0xff800f10, 0xf3800610, "vd=vm", NULL}, {0xfe800f10, 0xf2800710, "vd=vm", NULL},
    {0xfe800e90, 0xf2800810, "dd=qm", NULL}, {0xfe800fd0, 0xf2800a10, "qd=dm", NULL}, {0xfe800c90, 0xf2800c10, "vd=vm", NULL},
    {0, 0, NULL, NULL}};

/* vtbl, vtbx: bits 8 and 9 are how many registers more. */
static bool table(const struct arm_code *code, struct effect *out)
{
    unsigned first = n_field(code->word), count = arm_bits(code->word, 8, 2) + 1;
    if (first + count > 32)
        return false;
    register_set_add_run(&out->reads, ARM_D + first, count);
    if (code->word >> 6 & 1)
        register_set_add(&out->reads, ARM_D + d_field(code->word));
    return true;
}

static const struct arm_row two_rows[] = {
    {0xffb00010, 0xf2b00000, "vd=vnvm", NULL}, {0xffb00c10, 0xf3b00800, "dd=dm", table}, {0xffb00f90, 0xf3b00c00, "vd=dm", NULL},
    /* vrev, vpaddl; aese and aesd, aesmc; vcls to vmvn; vpadal; vqabs, vqneg */
    {0xffb30f90, 0xf3b00000, "vd=vm", NULL}, {0xffb30f90, 0xf3b00080, "vd=vm", NULL}, {0xffb30f90, 0xf3b00100, "vd=vm", NULL},
    {0xffb30f10, 0xf3b00200, "vd=vm", NULL}, {0xffbf0f90, 0xf3b00300, "qd=qdqm", NULL}, {0xffbf0f90, 0xf3b00380, "qd=qm", NULL},
    {0xffb30e10, 0xf3b00400, "vd=vm", NULL}, {0xffb30f10, 0xf3b00600, "vd=vdvm", NULL}, {0xffb30f10, 0xf3b00700, "vd=vm", NULL},
    /* comparisons with zero, sha1h, vabs, vneg */
    {0xffbf0fd0, 0xf3b902c0, "qd=qm", NULL}, {0xffb30a10, 0xf3b10000, "vd=vm", NULL}, {0xffb30b90, 0xf3b10200, "vd=vm", NULL},
    {0xffb30b10, 0xf3b10300, "vd=vm", NULL},
    /* vswp, vtrn, vuzp, vzip; vmovn and vqmovn; vshll; sha1su1, sha256su0; vrint; vcvt of halves */
    {0xffb30e10, 0xf3b20000, "vdvm=vdvm", NULL}, {0xffb30f10, 0xf3b20200, "dd=qm", NULL}, {0xffb30fd0, 0xf3b20300, "qd=dm", NULL},
    {0xffbf0f90, 0xf3ba0380, "qd=qdqm", NULL}, {0xffb30e10, 0xf3b20400, "vd=vm", NULL}, {0xffb30f90, 0xf3b20680, "vd=vm", NULL},
    {0xffb30f90, 0xf3b20780, "vd=vm", NULL}, {0xffb30f90, 0xf3b20600, "dd=qm", NULL}, {0xffb30fd0, 0xf3b20700, "qd=dm", NULL},
    /* vcvta to vcvtm, vrecpe, vrsqrte, vcvt of integers */
    {0xffb30810, 0xf3b30000, "vd=vm", NULL},
    {0, 0, NULL, NULL}};

bool arm_simd_data(const struct arm_code *code, arm_search *search, struct effect *out)
{
    uint32_t word = code->word;
    if (!(word >> 23 & 1))
        return search(same_rows, code, out);
    if (word >> 4 & 1)
        return search(shift_rows, code, out);
    return search(arm_bits(word, 20, 2) == 3 ? two_rows : different_rows, code, out);
}

/* In bits 0 to 2 alone. */
static bool scalar_of_half(const struct arm_code *code, struct effect *out)
{
    register_set_add(&out->reads, ARM_D + arm_bits(code->word, 0, 3));
    return true;
}

static const struct arm_row new_rows[] = {
    /* vcadd, vcmla, vsdot and vudot and their kin, vmmla, vfmal and vfmsl, with scalars too */
    {0xfea00f10, 0xfc800800, "vd=vnvm", NULL}, {0xfe200f10, 0xfc200800, "vd=vdvnvm", NULL}, {0xffb00f00, 0xfc200d00, "vd=vdvnvm", NULL},
    {0xffb00f10, 0xfca00d00, "vd=vdvnvm", NULL}, {0xffb00f10, 0xfc000d00, "vd=vdvnvm", NULL}, {0xffb00f40, 0xfc200c40, "vd=vdvnvm", NULL},
    {0xffb00f50, 0xfc000c40, "vd=vdvnvm", NULL}, {0xffb00f50, 0xfca00c40, "vd=vdvnvm", NULL},
    {0xff300f50, 0xfc200810, "dd=ddsnsm", NULL}, {0xff300f50, 0xfc200850, "qd=qddndm", NULL}, {0xffa00f50, 0xfe000810, "dd=ddsn", scalar_of_half},
    {0xffa00f50, 0xfe000850, "qd=qddn", scalar_of_half}, {0xffb00f00, 0xfe200d00, "vd=vdvnx.", NULL}, {0xffb00f00, 0xfe000d00, "vd=vdvnx.", NULL},
    {0xffb00f00, 0xfe800d00, "vd=vdvnx.", NULL}, {0xffb00f10, 0xfc300810, "qd=qdqnqm", NULL},
    {0xffb00f10, 0xfe300810, "qd=qdqn", scalar_of_half}, {0xffb00f10, 0xfe000800, "vd=vdvnx.", NULL}, {0xff800f10, 0xfe000800, "vd=vdvn", scalar_of_half},
    {0xff800f10, 0xfe800800, "vd=vdvndm", NULL},
    {0, 0, NULL, NULL}};

bool arm_simd_new(const struct arm_code *code, arm_search *search, struct effect *out)
{
    return search(new_rows, code, out);
}

/* -------------------------------------------------------------------- loads, stores */

/* The register behind bits 0 to 3: 15 none, 13 what was accessed. */
static void write_back(uint32_t word, unsigned bytes, struct effect *out)
{
    unsigned n = arm_bits(word, 16, 4), m = arm_bits(word, 0, 4);
    if (m == 15)
        return;
    register_set_add(&out->writes, n);
    out->has_writeback = true;
    out->writeback = bytes;
    if (m != 13) {
        register_set_add(&out->reads, m);
        out->writeback = 0;
        out->writeback_register = (uint8_t)m;
    }
}

/* Whole registers. Only those of vld1 and vst1 are in memory as they are. */
static bool whole(uint32_t word, bool is_load, struct effect *out)
{
    static const struct { uint8_t elements, count, step; } kinds[16] = {
        {4, 4, 1}, {4, 4, 2}, {1, 4, 1}, {2, 4, 1}, {3, 3, 1}, {3, 3, 2}, {1, 3, 1}, {1, 1, 1}, {2, 2, 1}, {2, 2, 2}, {1, 2, 1}};
    unsigned kind = arm_bits(word, 8, 4), count = kinds[kind].count, step = kinds[kind].step, first = d_field(word), size = arm_bits(word, 6, 2);
    if (!count || first + (count - 1) * step > 31 || (size == 3 && kinds[kind].elements != 1))
        return false;
    effect_memory(out, arm_bits(word, 16, 4), 0, 8 * count, is_load, !is_load);
    for (unsigned i = 0; i < count; i++) {
        if (kinds[kind].elements == 1)
            effect_transfer(out, ARM_D + first + i, 8, 8, (int)(8 * i), !is_load, false);
        else
            register_set_add(is_load ? &out->writes : &out->reads, ARM_D + first + i * step);
    }
    if (kinds[kind].elements == 1)
        out->operation = is_load ? OPERATION_LOAD : OPERATION_STORE;
    write_back(word, 8 * count, out);
    return true;
}

/* One element to all lanes. Bit 5: the registers are two apart, or vld1 has two. */
static bool duplicated(uint32_t word, struct effect *out)
{
    unsigned elements = arm_bits(word, 8, 2) + 1, size = arm_bits(word, 6, 2), first = d_field(word);
    bool is_far = word >> 5 & 1, is_aligned = word >> 4 & 1;
    unsigned count = elements == 1 && is_far ? 2 : elements, step = elements > 1 && is_far ? 2 : 1, bytes = elements << (size == 3 ? 2 : size);
    if (first + (count - 1) * step > 31 || (size == 3 && elements != 4) || (size == 3 && !is_aligned) || (elements == 3 && is_aligned)
        || (elements == 1 && is_aligned && !size))
        return false;
    effect_memory(out, arm_bits(word, 16, 4), 0, bytes, true, false);
    for (unsigned i = 0; i < count; i++)
        register_set_add(&out->writes, ARM_D + first + i * step);
    write_back(word, bytes, out);
    return true;
}

/* A lane of each register: the others stay. */
static bool lane(uint32_t word, bool is_load, struct effect *out)
{
    unsigned elements = arm_bits(word, 8, 2) + 1, size = arm_bits(word, 10, 2), first = d_field(word), bytes = elements << size;
    bool is_far = size && elements > 1 && word >> (4 + size) & 1;
    unsigned step = is_far ? 2 : 1;
    if (first + (elements - 1) * step > 31)
        return false;
    effect_memory(out, arm_bits(word, 16, 4), 0, bytes, is_load, !is_load);
    for (unsigned i = 0; i < elements; i++) {
        unsigned reg = ARM_D + first + i * step;
        register_set_add(&out->reads, reg);
        if (is_load) {
            register_set_add(&out->writes, reg);
            register_set_add(&out->kept, reg);
        }
    }
    write_back(word, bytes, out);
    return true;
}

bool arm_simd_memory(const struct arm_code *code, struct effect *out)
{
    uint32_t word = code->word;
    bool is_load = word >> 21 & 1;
    if (!(word >> 23 & 1))
        return whole(word, is_load, out);
    if (arm_bits(word, 10, 2) == 3)
        return is_load && duplicated(word, out);
    return lane(word, is_load, out);
}
