/*
 * RISC-V's vector extension, with Zvfh, Zvbb and Zvbc. How many registers an operand takes is in vtype, which is not in the
 * instruction: an operand is told by its first register, and a follower that knows vtype adds those behind it. Where the
 * instruction itself says how many (moves, loads and stores of whole registers, the fields of segments), they are all told.
 */
#include "riscv.h"

enum { OPI_V, OPF_V, OPM_V, OPI_I, OPI_X, OPF_F, OPM_X, SETS }; /* funct3 */

/* Of a row: which funct3 have it, and what it does. */
enum {
    IVV = 1 << OPI_V, FVV = 1 << OPF_V, MVV = 1 << OPM_V, IVI = 1 << OPI_I, IVX = 1 << OPI_X, FVF = 1 << OPF_F, MVX = 1 << OPM_X,
    TO_X = 1 << 7, TO_F = 1 << 8,                        /* the destination is no vector */
    READS_VD = 1 << 9,
    ONLY_MASKED = 1 << 10, ONLY_WHOLE = 1 << 11,         /* of bit 25 */
    NO_VS2 = 1 << 12, NO_VS1 = 1 << 13,                  /* must be v0, and is not read; vs1 says what to do */
    SATURATES = 1 << 14, FIXED_ROUNDING = 1 << 15,
    CARRY = 1 << 18,                                     /* bit 25 clear: v0 is a carry */
    ANY = 1 << 19                                        /* vs1 of any value; else the row is of one */
};

struct row {
    uint8_t funct6, vs1;
    uint32_t shape;
};

#define ROW(funct6, shape) {funct6, 0, (shape) | ANY}
#define UNARY(funct6, vs1, shape) {funct6, vs1, (shape) | NO_VS1}

static const struct row integer_rows[] = {
    ROW(0x00, IVV | IVX | IVI), ROW(0x01, IVV | IVX), ROW(0x02, IVV | IVX), ROW(0x03, IVX | IVI), ROW(0x04, IVV | IVX), ROW(0x05, IVV | IVX),
    ROW(0x06, IVV | IVX), ROW(0x07, IVV | IVX), ROW(0x09, IVV | IVX | IVI), ROW(0x0a, IVV | IVX | IVI), ROW(0x0b, IVV | IVX | IVI),
    ROW(0x0c, IVV | IVX | IVI), ROW(0x0e, IVV), ROW(0x0e, IVX | IVI), ROW(0x0f, IVX | IVI),
    ROW(0x10, IVV | IVX | IVI | ONLY_MASKED), ROW(0x11, IVV | IVX | IVI | CARRY), ROW(0x12, IVV | IVX | ONLY_MASKED), ROW(0x13, IVV | IVX | CARRY),
    ROW(0x14, IVV | IVX | IVI), ROW(0x15, IVV | IVX | IVI) /* vror.vi's sixth bit */, ROW(0x17, IVV | IVX | IVI | ONLY_MASKED), ROW(0x17, IVV | IVX | IVI | ONLY_WHOLE | NO_VS2),
    ROW(0x18, IVV | IVX | IVI), ROW(0x19, IVV | IVX | IVI), ROW(0x1a, IVV | IVX), ROW(0x1b, IVV | IVX), ROW(0x1c, IVV | IVX | IVI),
    ROW(0x1d, IVV | IVX | IVI), ROW(0x1e, IVX | IVI), ROW(0x1f, IVX | IVI),
    ROW(0x20, IVV | IVX | IVI | SATURATES), ROW(0x21, IVV | IVX | IVI | SATURATES), ROW(0x22, IVV | IVX | SATURATES), ROW(0x23, IVV | IVX | SATURATES),
    ROW(0x25, IVV | IVX | IVI), ROW(0x27, IVV | IVX | SATURATES | FIXED_ROUNDING), ROW(0x28, IVV | IVX | IVI), ROW(0x29, IVV | IVX | IVI),
    ROW(0x2a, IVV | IVX | IVI | FIXED_ROUNDING), ROW(0x2b, IVV | IVX | IVI | FIXED_ROUNDING), ROW(0x2c, IVV | IVX | IVI), ROW(0x2d, IVV | IVX | IVI),
    ROW(0x2e, IVV | IVX | IVI | SATURATES | FIXED_ROUNDING), ROW(0x2f, IVV | IVX | IVI | SATURATES | FIXED_ROUNDING),
    ROW(0x30, IVV), ROW(0x31, IVV), ROW(0x35, IVV | IVX | IVI)};

static const struct row multiply_rows[] = {
    ROW(0x00, MVV), ROW(0x01, MVV), ROW(0x02, MVV), ROW(0x03, MVV), ROW(0x04, MVV), ROW(0x05, MVV), ROW(0x06, MVV), ROW(0x07, MVV),
    ROW(0x08, MVV | MVX | FIXED_ROUNDING), ROW(0x09, MVV | MVX | FIXED_ROUNDING), ROW(0x0a, MVV | MVX | FIXED_ROUNDING),
    ROW(0x0b, MVV | MVX | FIXED_ROUNDING), ROW(0x0c, MVV | MVX), ROW(0x0d, MVV | MVX), ROW(0x0e, MVX), ROW(0x0f, MVX),
    UNARY(0x10, 0, MVV | TO_X | ONLY_WHOLE), UNARY(0x10, 0x10, MVV | TO_X), UNARY(0x10, 0x11, MVV | TO_X), ROW(0x10, MVX | NO_VS2 | ONLY_WHOLE | READS_VD),
    UNARY(0x12, 2, MVV), UNARY(0x12, 3, MVV), UNARY(0x12, 4, MVV), UNARY(0x12, 5, MVV), UNARY(0x12, 6, MVV), UNARY(0x12, 7, MVV),
    UNARY(0x12, 8, MVV), UNARY(0x12, 9, MVV), UNARY(0x12, 10, MVV), UNARY(0x12, 12, MVV), UNARY(0x12, 13, MVV), UNARY(0x12, 14, MVV),
    UNARY(0x14, 1, MVV), UNARY(0x14, 2, MVV), UNARY(0x14, 3, MVV), UNARY(0x14, 0x10, MVV), UNARY(0x14, 0x11, MVV | NO_VS2),
    ROW(0x17, MVV | ONLY_WHOLE), ROW(0x18, MVV | ONLY_WHOLE), ROW(0x19, MVV | ONLY_WHOLE), ROW(0x1a, MVV | ONLY_WHOLE), ROW(0x1b, MVV | ONLY_WHOLE),
    ROW(0x1c, MVV | ONLY_WHOLE), ROW(0x1d, MVV | ONLY_WHOLE), ROW(0x1e, MVV | ONLY_WHOLE), ROW(0x1f, MVV | ONLY_WHOLE),
    ROW(0x20, MVV | MVX), ROW(0x21, MVV | MVX), ROW(0x22, MVV | MVX), ROW(0x23, MVV | MVX), ROW(0x24, MVV | MVX), ROW(0x25, MVV | MVX),
    ROW(0x26, MVV | MVX), ROW(0x27, MVV | MVX), ROW(0x29, MVV | MVX | READS_VD), ROW(0x2b, MVV | MVX | READS_VD), ROW(0x2d, MVV | MVX | READS_VD),
    ROW(0x2f, MVV | MVX | READS_VD), ROW(0x30, MVV | MVX), ROW(0x31, MVV | MVX), ROW(0x32, MVV | MVX), ROW(0x33, MVV | MVX), ROW(0x34, MVV | MVX),
    ROW(0x35, MVV | MVX), ROW(0x36, MVV | MVX), ROW(0x37, MVV | MVX), ROW(0x38, MVV | MVX), ROW(0x3a, MVV | MVX), ROW(0x3b, MVV | MVX),
    ROW(0x3c, MVV | MVX | READS_VD), ROW(0x3d, MVV | MVX | READS_VD), ROW(0x3e, MVX | READS_VD), ROW(0x3f, MVV | MVX | READS_VD)};

enum { BOTH = FVV | FVF };

static const struct row floating_rows[] = {
    ROW(0x00, BOTH), ROW(0x01, FVV), ROW(0x02, BOTH), ROW(0x03, FVV), ROW(0x04, BOTH), ROW(0x05, FVV),
    ROW(0x06, BOTH), ROW(0x07, FVV), ROW(0x08, BOTH), ROW(0x09, BOTH), ROW(0x0a, BOTH), ROW(0x0e, FVF), ROW(0x0f, FVF),
    UNARY(0x10, 0, FVV | TO_F | ONLY_WHOLE), ROW(0x10, FVF | NO_VS2 | ONLY_WHOLE | READS_VD),
    /* vfcvt, vfwcvt, vfncvt */
    UNARY(0x12, 0x00, FVV), UNARY(0x12, 0x01, FVV), UNARY(0x12, 0x02, FVV), UNARY(0x12, 0x03, FVV),
    UNARY(0x12, 0x06, FVV), UNARY(0x12, 0x07, FVV), UNARY(0x12, 0x08, FVV), UNARY(0x12, 0x09, FVV),
    UNARY(0x12, 0x0a, FVV), UNARY(0x12, 0x0b, FVV), UNARY(0x12, 0x0c, FVV), UNARY(0x12, 0x0e, FVV), UNARY(0x12, 0x0f, FVV),
    UNARY(0x12, 0x10, FVV), UNARY(0x12, 0x11, FVV), UNARY(0x12, 0x12, FVV), UNARY(0x12, 0x13, FVV),
    UNARY(0x12, 0x14, FVV), UNARY(0x12, 0x15, FVV), UNARY(0x12, 0x16, FVV), UNARY(0x12, 0x17, FVV),
    /* vfsqrt, vfrsqrt7, vfrec7, vfclass */
    UNARY(0x13, 0x00, FVV), UNARY(0x13, 0x04, FVV), UNARY(0x13, 0x05, FVV), UNARY(0x13, 0x10, FVV),
    ROW(0x17, FVF | ONLY_MASKED), ROW(0x17, FVF | ONLY_WHOLE | NO_VS2),
    ROW(0x18, BOTH), ROW(0x19, BOTH), ROW(0x1b, BOTH), ROW(0x1c, BOTH), ROW(0x1d, FVF), ROW(0x1f, FVF),
    ROW(0x20, BOTH), ROW(0x21, FVF), ROW(0x24, BOTH), ROW(0x27, FVF),
    ROW(0x28, BOTH | READS_VD), ROW(0x29, BOTH | READS_VD), ROW(0x2a, BOTH | READS_VD), ROW(0x2b, BOTH | READS_VD),
    ROW(0x2c, BOTH | READS_VD), ROW(0x2d, BOTH | READS_VD), ROW(0x2e, BOTH | READS_VD), ROW(0x2f, BOTH | READS_VD),
    ROW(0x30, BOTH), ROW(0x31, FVV), ROW(0x32, BOTH), ROW(0x33, FVV), ROW(0x34, BOTH),
    ROW(0x36, BOTH), ROW(0x38, BOTH), ROW(0x3c, BOTH | READS_VD), ROW(0x3d, BOTH | READS_VD),
    ROW(0x3e, BOTH | READS_VD), ROW(0x3f, BOTH | READS_VD)};

static void read_configuration(struct effect *out)
{
    register_set_add_run(&out->reads, RISCV_VL, 2);
}

/* Elements behind vl, and those that a mask leaves out, may stay as they are. */
static void write_elements(struct effect *out, unsigned vd, unsigned count)
{
    for (unsigned i = vd; i < vd + count && i < 32; i++) {
        register_set_add(&out->writes, RISCV_V + i);
        register_set_add(&out->kept, RISCV_V + i);
    }
}

static bool is_whole(uint32_t word) { return word >> 25 & 1; }

/* vmv1r.v to vmv8r.v, whose counts align both registers. */
static bool move_whole(uint32_t word, struct effect *out)
{
    unsigned count = riscv_field(word, 15, 5) + 1, vd = riscv_field(word, 7, 5), vs2 = riscv_field(word, 20, 5);
    if (!is_whole(word) || (count != 1 && count != 2 && count != 4 && count != 8) || vd % count || vs2 % count)
        return false;
    register_set_add_run(&out->reads, RISCV_V + vs2, count);
    register_set_add_run(&out->writes, RISCV_V + vd, count);
    if (count == 1) {
        out->operation = OPERATION_MOVE;
        out->destination = (struct register_part){(uint8_t)(RISCV_V + vd), 0, 0};
        out->source = (struct register_part){(uint8_t)(RISCV_V + vs2), 0, 0};
    }
    return true;
}

/* vsetvli, vsetivli, vsetvl. With x0 as both, vl stays. */
static bool set_configuration(uint32_t word, struct effect *out)
{
    unsigned rd = riscv_field(word, 7, 5), rs1 = riscv_field(word, 15, 5);
    bool is_immediate = word >> 30 == 3;
    if (word >> 31 && !is_immediate) {
        if (word >> 25 != 0x40)
            return false;
        riscv_reads(out, riscv_field(word, 20, 5));
    }
    if (!is_immediate)
        riscv_reads(out, rs1);
    riscv_writes(out, rd);
    register_set_add_run(&out->writes, RISCV_VL, 2);
    if (!is_immediate && !rd && !rs1) {
        register_set_add(&out->reads, RISCV_VL);
        register_set_add(&out->kept, RISCV_VL);
    }
    return true;
}

static const struct row *find(const struct row *rows, size_t count, uint32_t word)
{
    unsigned funct3 = riscv_field(word, 12, 3);
    for (size_t i = 0; i < count; i++) {
        uint32_t shape = rows[i].shape;
        if (rows[i].funct6 != word >> 26 || !(shape & 1U << funct3) || (!(shape & ANY) && rows[i].vs1 != riscv_field(word, 15, 5)))
            continue;
        if ((shape & ONLY_MASKED && is_whole(word)) || (shape & ONLY_WHOLE && !is_whole(word)) || (shape & NO_VS2 && riscv_field(word, 20, 5)))
            continue;
        return &rows[i];
    }
    return NULL;
}

static const struct row *row_of(uint32_t word)
{
    switch (riscv_field(word, 12, 3)) {
    case OPI_V: case OPI_I: case OPI_X: return find(integer_rows, sizeof integer_rows / sizeof *integer_rows, word);
    case OPM_V: case OPM_X: return find(multiply_rows, sizeof multiply_rows / sizeof *multiply_rows, word);
    default: return find(floating_rows, sizeof floating_rows / sizeof *floating_rows, word);
    }
}

static void sources(uint32_t word, uint32_t shape, struct effect *out)
{
    unsigned rs1 = riscv_field(word, 15, 5);
    if (!(shape & NO_VS2))
        register_set_add(&out->reads, RISCV_V + riscv_field(word, 20, 5));
    switch (riscv_field(word, 12, 3)) {
    case OPI_V: case OPM_V: case OPF_V:
        if (!(shape & NO_VS1))
            register_set_add(&out->reads, RISCV_V + rs1);
        break;
    case OPI_X: case OPM_X: riscv_reads(out, rs1); break;
    case OPF_F: register_set_add(&out->reads, RISCV_F + rs1); break;
    default: break;
    }
    if (!is_whole(word))
        register_set_add(&out->reads, RISCV_V);
    if (shape & READS_VD)
        register_set_add(&out->reads, RISCV_V + riscv_field(word, 7, 5));
}

static void control(uint32_t shape, struct effect *out)
{
    if (shape & SATURATES) { /* it stays set */
        register_set_add(&out->writes, RISCV_VXSAT);
        register_set_add(&out->kept, RISCV_VXSAT);
    }
    if (shape & FIXED_ROUNDING)
        register_set_add(&out->reads, RISCV_VXRM);
    read_configuration(out);
}

static bool arithmetic(uint32_t word, struct effect *out)
{
    if (word >> 26 == 0x27 && riscv_field(word, 12, 3) == OPI_I)
        return move_whole(word, out);
    const struct row *row = row_of(word);
    if (!row)
        return false;
    sources(word, row->shape, out);
    control(row->shape, out);
    unsigned rd = riscv_field(word, 7, 5);
    if (row->shape & TO_X)
        riscv_writes(out, rd);
    else if (row->shape & TO_F)
        register_set_add(&out->writes, RISCV_F + rd);
    else
        write_elements(out, rd, 1);
    return true;
}

/* ---------------------------------------------------------------------- memory */

enum { UNIT, INDEXED, STRIDED, INDEXED_IN_ORDER };       /* bits 26 and 27 */
enum { ELEMENTS = 0, WHOLE = 8, MASK = 11, FIRST_FAULT = 16 }; /* bits 20 to 24 of UNIT */

static bool is_unit_valid(uint32_t word, bool is_store)
{
    unsigned kind = riscv_field(word, 20, 5), fields = riscv_field(word, 29, 3) + 1, width = riscv_field(word, 12, 3);
    unsigned vd = riscv_field(word, 7, 5);
    switch (kind) {
    case ELEMENTS: return true;
    case WHOLE:
        return is_whole(word) && (fields == 1 || fields == 2 || fields == 4 || fields == 8) && vd % fields == 0 && (!is_store || width == 0);
    case MASK: return is_whole(word) && fields == 1 && width == 0;
    case FIRST_FAULT: return !is_store;
    default: return false;
    }
}

static bool memory(uint32_t word, struct effect *out)
{
    bool is_store = (word & 0x7f) == 0x27;
    unsigned how = riscv_field(word, 26, 2), kind = riscv_field(word, 20, 5), fields = riscv_field(word, 29, 3) + 1;
    unsigned vd = riscv_field(word, 7, 5), rs1 = riscv_field(word, 15, 5);
    if (word >> 28 & 1 || (how == UNIT && !is_unit_valid(word, is_store)))
        return false;
    bool whole = how == UNIT && kind == WHOLE;
    effect_memory(out, rs1 ? rs1 : NO_REGISTER, 0, 0, !is_store, is_store);
    if (how == STRIDED)
        riscv_reads(out, kind);
    else if (how != UNIT)
        register_set_add(&out->reads, RISCV_V + kind);
    if (!is_whole(word))
        register_set_add(&out->reads, RISCV_V);
    if (!whole)
        read_configuration(out);
    for (unsigned i = vd; i < vd + fields && i < 32; i++)
        register_set_add(is_store ? &out->reads : &out->writes, RISCV_V + i);
    if (!is_store && !whole)
        write_elements(out, vd, fields);
    if (how == UNIT && kind == FIRST_FAULT) {
        register_set_add(&out->writes, RISCV_VL);
        register_set_add(&out->kept, RISCV_VL);
    }
    return true;
}

bool riscv_is_vector(uint32_t word)
{
    unsigned opcode = word & 0x7f, width = riscv_field(word, 12, 3);
    return opcode == 0x57 || ((opcode == 0x07 || opcode == 0x27) && (width == 0 || width >= 5));
}

bool riscv_vector(uint32_t word, struct effect *out)
{
    if ((word & 0x7f) != 0x57)
        return memory(word, out);
    return riscv_field(word, 12, 3) == SETS ? set_configuration(word, out) : arithmetic(word, out);
}
