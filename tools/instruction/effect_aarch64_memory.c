/* A64: loads and stores. Arm ARM C4.1.94. The base is bits 5 to 9, where 31 is sp. */
#include "aarch64.h"

static struct memory_operand *at_base(uint32_t word, int64_t displacement, unsigned bytes, bool reads, bool writes, struct effect *out)
{
    out->operation = reads && writes ? OPERATION_OTHER : reads ? OPERATION_LOAD : writes ? OPERATION_STORE : OPERATION_OTHER;
    return effect_memory(out, a64_n(word), displacement, bytes, reads, writes);
}

static void write_back(uint32_t word, int64_t by, bool is_pre, struct effect *out)
{
    out->has_writeback = true;
    out->is_pre = is_pre;
    out->writeback = by;
    register_set_add(&out->writes, a64_n(word));
}

/* With pre-indexing the address is the base after it has changed: the operand says so by its displacement. */
static void indexed(uint32_t word, unsigned mode, int64_t by, unsigned bytes, bool is_load, struct effect *out)
{
    enum { POST = 1, OFFSET, PRE };
    at_base(word, mode == POST ? 0 : by, bytes, is_load, !is_load, out);
    if (mode == POST || mode == PRE)
        write_back(word, by, mode == PRE, out);
}

/* A register of the vector file or a general one. */
static unsigned data_register(bool is_vector, unsigned field)
{
    return is_vector ? A64_V + field : a64_x(field);
}

/* What size and opc of a load or store of one register mean; false for none. */
struct access {
    unsigned bytes, register_bytes;
    bool is_load, is_signed, is_prefetch;
};

static bool access_of(uint32_t word, struct access *out)
{
    unsigned size = word >> 30, opc = a64_bits(word, 22, 2);
    bool is_vector = word >> 26 & 1;
    *out = (struct access){.bytes = 1u << size, .is_load = opc & 1};
    if (is_vector) {
        if (opc >= 2 && size)
            return false;
        out->bytes = opc >= 2 ? 16 : out->bytes;
        out->register_bytes = out->bytes;
        return true;
    }
    out->register_bytes = size == 3 ? 8 : 4;
    if (opc < 2)
        return true;
    out->is_load = out->is_signed = true;
    out->register_bytes = opc == 2 ? 8 : 4;
    out->is_prefetch = size == 3 && opc == 2;
    return opc == 2 || size < 2;
}

static void one(uint32_t word, const struct access *access, struct effect *out)
{
    bool is_vector = word >> 26 & 1;
    if (!access->is_prefetch)
        effect_transfer(out, data_register(is_vector, a64_d(word)), access->register_bytes, access->bytes, 0, !access->is_load, access->is_signed);
}

static void prefetch(uint32_t word, struct effect *out)
{
    register_set_add(&out->reads, a64_n(word));
    out->operation = OPERATION_OTHER;
}

static bool unsigned_offset(uint32_t word, uint64_t address, const struct a64_row *row, struct effect *out)
{
    struct access access;
    (void)address, (void)row;
    if (!access_of(word, &access))
        return false;
    if (access.is_prefetch)
        prefetch(word, out);
    else
        at_base(word, (int64_t)a64_bits(word, 10, 12) * access.bytes, access.bytes, access.is_load, !access.is_load, out);
    one(word, &access, out);
    return true;
}

/* ldur, ldr with write-back, ldtr: bits 10 and 11. */
static bool signed_offset(uint32_t word, uint64_t address, const struct a64_row *row, struct effect *out)
{
    enum { UNSCALED, POST, UNPRIVILEGED, PRE };
    struct access access;
    unsigned mode = a64_bits(word, 10, 2);
    (void)address, (void)row;
    if (!access_of(word, &access) || (access.is_prefetch && mode != UNSCALED) || (mode == UNPRIVILEGED && word >> 26 & 1))
        return false;
    if (access.is_prefetch)
        prefetch(word, out);
    else
        indexed(word, mode == UNSCALED ? 2 : mode == UNPRIVILEGED ? 2 : mode, a64_signed(word, 12, 9), access.bytes, access.is_load, out);
    one(word, &access, out);
    return true;
}

static bool register_offset(uint32_t word, uint64_t address, const struct a64_row *row, struct effect *out)
{
    struct access access;
    unsigned option = a64_bits(word, 13, 3), log = 0;
    (void)address, (void)row;
    if (!access_of(word, &access) || !(option & 2))
        return false;
    a64_registers("=xm", word, out);
    if (access.is_prefetch) {
        prefetch(word, out);
        return true;
    }
    while (1u << log < access.bytes)
        log++;
    struct memory_operand *memory = at_base(word, 0, access.bytes, access.is_load, !access.is_load, out);
    memory->index = a64_x(a64_m(word));
    memory->shift = (uint8_t)(word >> 12 & 1 ? log : 0);
    memory->index_extension = option == 2 ? INDEX_ZERO_EXTENDED : option == 6 ? INDEX_SIGN_EXTENDED : INDEX_WHOLE;
    one(word, &access, out);
    return true;
}

static bool literal(uint32_t word, uint64_t address, const struct a64_row *row, struct effect *out)
{
    unsigned kind = word >> 30, bytes = 4;
    bool is_vector = word >> 26 & 1;
    (void)row;
    if (kind == 3) /* prfm */
        return !is_vector;
    if (is_vector)
        bytes = 4u << kind;
    else
        bytes = kind == 1 ? 8 : 4;
    effect_memory(out, NO_REGISTER, (int64_t)address + a64_signed(word, 5, 19) * 4, bytes, true, false);
    out->operation = OPERATION_LOAD;
    effect_transfer(out, data_register(is_vector, a64_d(word)), is_vector ? bytes : kind == 0 ? 4 : 8, bytes, 0, false, kind == 2 && !is_vector);
    return true;
}

/* ldp, stp, ldnp, stnp, ldpsw, stgp. */
static bool pair(uint32_t word, uint64_t address, const struct a64_row *row, struct effect *out)
{
    enum { NO_ALLOCATE };
    unsigned kind = word >> 30, mode = a64_bits(word, 23, 2);
    bool is_vector = word >> 26 & 1, is_load = word >> 22 & 1, is_tag = kind == 1 && !is_vector && !is_load, is_signed = kind == 1 && !is_vector && is_load;
    unsigned bytes = is_vector ? 4u << kind : kind == 2 || is_tag ? 8 : 4;
    int64_t by = a64_signed(word, 15, 7) * (is_tag ? 16 : bytes);
    (void)address, (void)row;
    if (kind == 3 || (mode == NO_ALLOCATE && kind == 1 && !is_vector))
        return false;
    indexed(word, mode == NO_ALLOCATE ? 2 : mode, by, 2 * bytes, is_load, out);
    effect_transfer(out, data_register(is_vector, a64_d(word)), is_signed ? 8 : bytes, bytes, 0, !is_load, is_signed);
    effect_transfer(out, data_register(is_vector, a64_a(word)), is_signed ? 8 : bytes, bytes, (int)bytes, !is_load, is_signed);
    return true;
}

/* gcsstr, gcssttr: to the guarded stack. */
static bool guarded(uint32_t word, uint64_t address, const struct a64_row *row, struct effect *out)
{
    (void)address, (void)row;
    at_base(word, 0, 8, false, true, out);
    effect_transfer(out, a64_x(a64_d(word)), 8, 8, 0, true, false);
    return true;
}

/* ------------------------------------------------------- exclusive and ordered */

/* stxr, ldxr, stlr, ldar, their pairs, cas, casp: bits 23, 22 and 21. */
static bool exclusive(uint32_t word, uint64_t address, const struct a64_row *row, struct effect *out)
{
    unsigned size = word >> 30, bytes = 1u << size, of_register = size == 3 ? 8 : 4;
    bool is_ordered = word >> 23 & 1, is_load = word >> 22 & 1, is_pair = word >> 21 & 1;
    (void)address, (void)row;
    if (is_pair && (is_ordered || size < 2)) {               /* compare and swap */
        unsigned count = is_ordered ? 1 : 2;
        bytes = is_ordered ? bytes : size & 1 ? 8 : 4;
        of_register = is_ordered ? of_register : bytes;
        if (a64_a(word) != 31 || (count == 2 && (a64_m(word) & 1 || a64_d(word) & 1)))
            return false;
        at_base(word, 0, count * bytes, true, true, out)->is_aligned = true;
        a64_registers(count == 2 ? "=xd2 xm2" : "=xd xm", word, out);
        for (unsigned i = 0; i < count; i++)
            effect_transfer(out, a64_x(a64_m(word) + i), of_register, bytes, (int)(i * bytes), false, false);
        return true;
    }
    if (is_pair) {
        bytes = size == 3 ? 8 : 4;
        of_register = bytes;
    }
    if (!is_load && !is_ordered) {
        a64_registers("xm=", word, out);                     /* whether it was stored */
        out->is_conditional = true;
    }
    at_base(word, 0, bytes * (is_pair ? 2 : 1), is_load, !is_load, out)->is_aligned = true;
    effect_transfer(out, a64_x(a64_d(word)), of_register, bytes, 0, !is_load, false);
    if (is_pair)
        effect_transfer(out, a64_x(a64_a(word)), of_register, bytes, (int)bytes, !is_load, false);
    return true;
}

/* ldapur, stlur: 12 bits of size, opc and a signed offset. */
static bool ordered_offset(uint32_t word, uint64_t address, const struct a64_row *row, struct effect *out)
{
    struct access access;
    (void)address, (void)row;
    if (!access_of(word, &access) || access.is_prefetch)
        return false;
    at_base(word, a64_signed(word, 12, 9), access.bytes, access.is_load, !access.is_load, out)->is_aligned = true;
    one(word, &access, out);
    return true;
}

/* ldiapp, stilp (bit 12: without write-back), and ldapr, stlr with write-back (bit 23). */
static bool ordered_write_back(uint32_t word, uint64_t address, const struct a64_row *row, struct effect *out)
{
    unsigned bytes = word >> 30 == 3 ? 8 : 4, count = word >> 23 & 1 ? 1 : 2, total = bytes * count;
    bool is_load = word >> 22 & 1, moves = count == 1 || !(word >> 12 & 1);
    (void)address, (void)row;
    indexed(word, !moves ? 2 : is_load ? 1 : 3, !moves ? 0 : is_load ? total : -(int64_t)total, total, is_load, out);
    effect_transfer(out, a64_x(a64_d(word)), bytes, bytes, 0, !is_load, false);
    if (count == 2)
        effect_transfer(out, a64_x(a64_m(word)), bytes, bytes, (int)bytes, !is_load, false);
    return true;
}

/* ldadd and its like, swp, ldapr, and the 64-byte loads and stores: bits 12 to 15. */
static bool atomic(uint32_t word, uint64_t address, const struct a64_row *row, struct effect *out)
{
    unsigned size = word >> 30, kind = a64_bits(word, 12, 4), order = a64_bits(word, 22, 2);
    unsigned bytes = 1u << size;
    (void)address, (void)row;
    if (kind >= 9 && kind != 12 && size == 3 && order == 0 && kind != 15 && kind != 14) { /* st64b, st64bv0, st64bv, ld64b */
        bool is_load = kind == 13;
        if (a64_d(word) & 1 || a64_d(word) > 22 || ((kind == 9 || kind == 13) && a64_m(word) != 31))
            return false;
        at_base(word, 0, 64, is_load, !is_load, out)->is_aligned = true;
        for (unsigned i = 0; i < 8; i++)
            effect_transfer(out, a64_d(word) + i, 8, 8, (int)(8 * i), !is_load, false);
        if (kind == 10 || kind == 11)
            a64_registers("xm=", word, out);
        if (kind == 10)
            register_set_add(&out->reads, A64_SYSTEM);       /* accdata_el1 */
        return true;
    }
    if (kind == 12 && (order != 2 || a64_m(word) != 31))
        return false;
    if (kind > 8 && kind != 12)
        return false;
    at_base(word, 0, bytes, true, kind != 12, out)->is_aligned = true;
    if (kind != 12)
        a64_registers("=xm", word, out);
    effect_transfer(out, a64_x(a64_d(word)), size == 3 ? 8 : 4, bytes, 0, false, false);
    if (kind == 8)
        effect_transfer(out, a64_x(a64_m(word)), size == 3 ? 8 : 4, bytes, 0, true, false);
    return true;
}

/* rcwcas, rcwcasp (bit 10), rcwclr and their like: what the page tables' own software uses. The flags say what came of it. */
static bool checked_atomic(uint32_t word, uint64_t address, const struct a64_row *row, struct effect *out)
{
    bool is_pair = word & 0x400, compares = word & 0x800;
    (void)address, (void)row;
    if (is_pair && (a64_d(word) & 1 || a64_m(word) & 1))
        return false;
    at_base(word, 0, is_pair ? 16 : 8, true, true, out)->is_aligned = true;
    if (compares)
        a64_registers(is_pair ? "xm2 f=xd2 xm2" : "xm f=xd xm", word, out);
    else
        a64_registers("xd f=xm", word, out);
    return true;
}

static bool checked_atomic_pair(uint32_t word, uint64_t address, const struct a64_row *row, struct effect *out)
{
    (void)address, (void)row;
    at_base(word, 0, 16, true, true, out)->is_aligned = true;
    a64_registers("+xd +xm f=", word, out);
    return a64_d(word) != 31 && a64_m(word) != 31;
}

/* ldclrp, ldsetp, swpp: two registers, loaded and given. */
static bool atomic_pair(uint32_t word, uint64_t address, const struct a64_row *row, struct effect *out)
{
    unsigned kind = a64_bits(word, 12, 4);
    (void)address, (void)row;
    if ((kind != 1 && kind != 3 && kind != 8) || a64_d(word) == 31 || a64_m(word) == 31)
        return false;
    at_base(word, 0, 16, true, true, out)->is_aligned = true;
    a64_registers("+xd +xm=", word, out);
    effect_transfer(out, a64_d(word), 8, 8, 0, false, false);
    effect_transfer(out, a64_m(word), 8, 8, 8, false, false);
    return true;
}

/* ldraa, ldrab: the base is authenticated, and written back as that. */
static bool authenticated(uint32_t word, uint64_t address, const struct a64_row *row, struct effect *out)
{
    int64_t by = ((word >> 22 & 1 ? -512 : 0) + (int64_t)a64_bits(word, 12, 9)) * 8;
    (void)address, (void)row;
    indexed(word, word >> 11 & 1 ? 3 : 2, by, 8, true, out);
    effect_transfer(out, a64_x(a64_d(word)), 8, 8, 0, false, false);
    return true;
}

/* ---------------------------------------------------------------- tags, copies */

/* stg, stzg, st2g, stz2g with an offset of 16s; ldg; the multiple forms. */
static bool tag(uint32_t word, uint64_t address, const struct a64_row *row, struct effect *out)
{
    unsigned kind = a64_bits(word, 22, 2), mode = a64_bits(word, 10, 2);
    int64_t by = a64_signed(word, 12, 9) * 16;
    (void)address, (void)row;
    if (mode == 0 && kind == 1) {
        effect_memory(out, a64_n(word), by, 0, true, false);
        a64_registers("*xd=", word, out);
        return true;
    }
    if (mode == 0) {                                         /* stzgm, stgm, ldgm */
        if (by)
            return false;
        effect_memory(out, a64_n(word), 0, 0, kind == 3, kind != 3);
        a64_registers(kind == 3 ? "xd=" : "=xd", word, out);
        return true;
    }
    indexed(word, mode, by, kind == 1 ? 16 : kind == 3 ? 32 : 0, false, out);
    out->operation = OPERATION_OTHER;
    a64_registers("=sd", word, out);
    return true;
}

/* cpyfp and its like, setp and its like: three steps, of which the first sets the flags that the others read. */
static bool copy(uint32_t word, uint64_t address, const struct a64_row *row, struct effect *out)
{
    bool is_set = a64_bits(word, 22, 2) == 3;
    unsigned step = is_set ? a64_bits(word, 14, 2) : a64_bits(word, 22, 2);
    (void)address, (void)row;
    if (word >> 30 || step == 3 || a64_d(word) == 31 || (!is_set && a64_m(word) == 31))
        return false;
    a64_registers(is_set ? "+xd +xn=xm" : "+xd +xn +xm=", word, out);
    a64_registers(step == 0 ? "f=" : "=f", word, out);
    effect_memory(out, a64_d(word), 0, 0, false, true);
    if (!is_set)
        effect_memory(out, a64_m(word), 0, 0, true, false);
    return true;
}

/* -------------------------------------------------------------------- vectors */

/* ld1 to ld4 and st1 to st4 of whole registers. Only those that do not interleave move registers as they are. */
static bool structures(uint32_t word, uint64_t address, const struct a64_row *row, struct effect *out)
{
    static const struct { uint8_t registers; bool interleaves; } kinds[16] = {
        [0] = {4, true}, [2] = {4, false}, [4] = {3, true}, [6] = {3, false}, [7] = {1, false}, [8] = {2, true}, [10] = {2, false}};
    unsigned kind = a64_bits(word, 12, 4), count = kinds[kind].registers, bytes = word >> 30 & 1 ? 16 : 8, first = a64_d(word);
    bool is_load = word >> 22 & 1, posts = word >> 23 & 1;
    (void)address, (void)row;
    if (!count || (kinds[kind].interleaves && a64_bits(word, 10, 2) == 3 && bytes == 8))
        return false;
    at_base(word, 0, count * bytes, is_load, !is_load, out);
    for (unsigned i = 0; i < count; i++) {
        unsigned reg = A64_V + ((first + i) & 31);
        if (!kinds[kind].interleaves)
            effect_transfer(out, reg, bytes, bytes, (int)(i * bytes), !is_load, false);
        register_set_add(is_load ? &out->writes : &out->reads, reg);
    }
    if (posts) {
        write_back(word, count * bytes, false, out);
        if (a64_m(word) != 31) {
            a64_registers("=xm", word, out);
            out->writeback_register = (uint8_t)a64_m(word);
        }
    }
    return true;
}

/* One element of each of one to four registers, or one that is repeated over all the register (kind 6 and 7). */
static bool element(uint32_t word, uint64_t address, const struct a64_row *row, struct effect *out)
{
    unsigned kind = a64_bits(word, 13, 3), size = a64_bits(word, 10, 2), s = word >> 12 & 1;
    unsigned count = ((kind & 1) << 1 | (word >> 21 & 1)) + 1, log = kind >> 1;
    bool is_load = word >> 22 & 1, repeats = kind >= 6, posts = word >> 23 & 1;
    (void)address, (void)row;
    if (repeats ? !is_load || s : (log == 1 && size & 1) || (log == 2 && (size & 2 || (size == 1 && s))))
        return false;
    unsigned lane = (word >> 30 & 1) << 3 | s << 2 | size;
    log = repeats ? size : log == 2 && size & 1 ? 3 : log;
    unsigned bytes = 1u << log;
    at_base(word, 0, count * bytes, is_load, !is_load, out);
    for (unsigned i = 0; i < count; i++) {
        unsigned reg = A64_V + ((a64_d(word) + i) & 31);
        if (!repeats) {
            effect_transfer(out, reg, bytes, bytes, (int)(i * bytes), !is_load, false);
            out->transfers[i].reg.at = (uint8_t)((lane >> log) * bytes);
            register_set_add(&out->reads, reg);
        }
        register_set_add(is_load ? &out->writes : &out->reads, reg);
        if (is_load && !repeats)
            register_set_add(&out->kept, reg);
    }
    if (posts) {
        write_back(word, count * bytes, false, out);
        if (a64_m(word) != 31) {
            a64_registers("=xm", word, out);
            out->writeback_register = (uint8_t)a64_m(word);
        }
    }
    return true;
}

/* ldap1, stl1: one lane of 8 bytes. */
static bool ordered_lane(uint32_t word, uint64_t address, const struct a64_row *row, struct effect *out)
{
    bool is_load = word >> 22 & 1;
    (void)address, (void)row;
    at_base(word, 0, 8, is_load, !is_load, out)->is_aligned = true;
    a64_registers(is_load ? "*vd=" : "=vd", word, out);
    effect_transfer(out, A64_V + a64_d(word), 8, 8, 0, !is_load, false);
    out->transfers[0].reg.at = (uint8_t)(word >> 30 & 1 ? 8 : 0);
    return true;
}

const struct a64_row a64_memory[] = {
    {0x3b000000, 0x39000000, "", unsigned_offset},
    {0x3a000000, 0x28000000, "", pair},
    {0x3b200000, 0x38000000, "", signed_offset},
    {0x3b200c00, 0x38200800, "", register_offset},
    {0x3b000000, 0x18000000, "", literal},
    {0x3f000000, 0x08000000, "", exclusive},
    {0xbf20fc00, 0x38209000, "", checked_atomic},            /* rcwclr, rcwswp, rcwset */
    {0xbf20fc00, 0x3820a000, "", checked_atomic},
    {0xbf20fc00, 0x3820b000, "", checked_atomic},
    {0x3f200c00, 0x38200000, "", atomic},
    {0xbf20f800, 0x19200800, "", checked_atomic},            /* rcwcas, rcwcasp */
    {0xbf20fc00, 0x19209000, "", checked_atomic_pair},
    {0xbf20fc00, 0x1920a000, "", checked_atomic_pair},
    {0xbf20fc00, 0x1920b000, "", checked_atomic_pair},
    {0xff200400, 0xf8200400, "", authenticated},
    {0xbfbf0000, 0x0c000000, "", structures},
    {0xbfa00000, 0x0c800000, "", structures},
    {0xbf9f0000, 0x0d000000, "", element},
    {0xbf800000, 0x0d800000, "", element},
    {0xbfbffc00, 0x0d018400, "", ordered_lane},
    {0x3f200c00, 0x19000000, "", ordered_offset},
    {0x3f200c00, 0x1d000800, "", ordered_offset},
    {0xbfa0ec00, 0x99000800, "", ordered_write_back},
    {0xbfbffc00, 0x99800800, "", ordered_write_back},
    {0xff200c00, 0x19200000, "", atomic_pair},
    {0xffffec00, 0xd91f0c00, "", guarded},
    {0xff200000, 0xd9200000, "", tag},
    {0x3b200c00, 0x19000400, "", copy},
    {0, 0, NULL, NULL}};
