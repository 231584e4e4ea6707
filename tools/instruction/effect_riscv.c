/*
 * RISC-V, 64 and 32 bits: I, M, A, F, D, C, Zicsr, Zifencei, Zba, Zbb, Zbc, Zbs, Zbkb, Zbkx, Zicond, Zfh, Zfa, Zawrs, Zicbom, Zicboz, and
 * V with Zvfh, Zvbb and Zvbc (effect_riscv_vector.c), by the unprivileged ISA manual. One row for each instruction; what its formats hold
 * is told by the row's shape. That arithmetic reads the rounding mode and adds to the exceptions' flags is not told: nearly all does.
 */
#include "riscv.h"

/* What is in rd, rs1, rs2 and rs3, and what else the instruction does. */
enum {
    RD_X = 1 << 0, RD_F = 1 << 1, RS1_X = 1 << 2, RS1_F = 1 << 3, RS2_X = 1 << 4, RS2_F = 1 << 5, RS3_F = 1 << 6,
    ROUNDS = 1 << 7,                                     /* funct3 is a rounding mode */
    FORMAT = 1 << 9,                                     /* bits 25 and 26: single, double, half */
    ONLY_64 = 1 << 10, ONLY_32 = 1 << 11,
    LOADS = 1 << 12, STORES = 1 << 13, ATOMIC = 1 << 14, SIGNED = 1 << 15,
    SIZE_AT = 16,                                        /* of memory: 2 bits, 2^n bytes */
    HALF = 1 << SIZE_AT, WORD = 2 << SIZE_AT, DOUBLE = 3 << SIZE_AT,
    DOES_AT = 20
};

/* What follows up after the registers. */
enum does {
    NOTHING_MORE, ADDS_IMMEDIATE, ANDS_IMMEDIATE, SHIFTS, SHIFTS_RIGHT, ADDS, SUBTRACTS, ANDS, ADDS_SHIFTED, UPPER, UPPER_PC, JUMPS, JUMPS_TO,
    BRANCHES, CONTROLS, CONTROLS_IMMEDIATE, MOVES, MOVES_IF_SAME, CALLS_SYSTEM, TRAPS, RETURNS
};
#define DOES(what) ((uint32_t)(what) << DOES_AT)

struct row {
    uint32_t mask, value, shape;
};

#define I_(value, more) {0x707f, value, RD_X | RS1_X | (more)}
#define SHIFT_(value, more) {0xfc00707f, value, RD_X | RS1_X | (more)}
#define SHIFT_W(value, more) {0xfe00707f, value, RD_X | RS1_X | ONLY_64 | (more)}
#define R_(value, more) {0xfe00707f, value, RD_X | RS1_X | RS2_X | (more)}
#define UNARY_(value, more) {0xfff0707f, value, RD_X | RS1_X | (more)}
#define LOAD_(value, more) {0x707f, value, LOADS | (more)}
#define STORE_(value, more) {0x707f, value, STORES | (more)}
#define BRANCH_(value) {0x707f, value, RS1_X | RS2_X | DOES(BRANCHES)}
#define ATOMIC_(value) \
    {0xf800707f, (value) | 0x202f, RD_X | RS2_X | ATOMIC | WORD | LOADS | STORES}, \
    {0xf800707f, (value) | 0x302f, RD_X | RS2_X | ATOMIC | DOUBLE | LOADS | STORES | ONLY_64}
#define CONTROL_(value) {0x707f, value, RD_X | RS1_X | DOES(CONTROLS)}
#define CONTROL_I(value) {0x707f, value, RD_X | DOES(CONTROLS_IMMEDIATE)}

static const struct row integer_rows[] = {
    {0x7f, 0x37, RD_X | DOES(UPPER)},
    {0x7f, 0x17, RD_X | DOES(UPPER_PC)},
    {0x7f, 0x6f, RD_X | DOES(JUMPS)},
    {0x707f, 0x67, RD_X | RS1_X | DOES(JUMPS_TO)},
    BRANCH_(0x0063), BRANCH_(0x1063), BRANCH_(0x4063), BRANCH_(0x5063), BRANCH_(0x6063), BRANCH_(0x7063),
    LOAD_(0x0003, RD_X | SIGNED), LOAD_(0x1003, RD_X | SIGNED | HALF), LOAD_(0x2003, RD_X | SIGNED | WORD), LOAD_(0x3003, RD_X | DOUBLE | ONLY_64),
    LOAD_(0x4003, RD_X), LOAD_(0x5003, RD_X | HALF), LOAD_(0x6003, RD_X | WORD | ONLY_64),
    STORE_(0x0023, RS2_X), STORE_(0x1023, RS2_X | HALF), STORE_(0x2023, RS2_X | WORD), STORE_(0x3023, RS2_X | DOUBLE | ONLY_64),
    /* addi, slti, sltiu, xori, ori (prefetches, with x0), andi */
    I_(0x0013, DOES(ADDS_IMMEDIATE)), I_(0x2013, 0), I_(0x3013, 0), I_(0x4013, 0), I_(0x6013, 0), I_(0x7013, DOES(ANDS_IMMEDIATE)),
    SHIFT_(0x00001013, DOES(SHIFTS)), SHIFT_(0x00005013, DOES(SHIFTS_RIGHT)), SHIFT_(0x40005013, 0),
    R_(0x00000033, DOES(ADDS)), R_(0x40000033, DOES(SUBTRACTS)), R_(0x00001033, 0), R_(0x00002033, 0), R_(0x00003033, 0), R_(0x00004033, 0),
    R_(0x00005033, 0), R_(0x40005033, 0), R_(0x00006033, 0), R_(0x00007033, DOES(ANDS)),
    I_(0x001b, ONLY_64), SHIFT_W(0x0000101b, 0), SHIFT_W(0x0000501b, 0), SHIFT_W(0x4000501b, 0),
    R_(0x0000003b, ONLY_64), R_(0x4000003b, ONLY_64), R_(0x0000103b, ONLY_64), R_(0x0000503b, ONLY_64), R_(0x4000503b, ONLY_64),
    /* mul, mulh, mulhsu, mulhu, div, divu, rem, remu */
    R_(0x02000033, 0), R_(0x02001033, 0), R_(0x02002033, 0), R_(0x02003033, 0), R_(0x02004033, 0), R_(0x02005033, 0), R_(0x02006033, 0),
    R_(0x02007033, 0), R_(0x0200003b, ONLY_64), R_(0x0200403b, ONLY_64), R_(0x0200503b, ONLY_64), R_(0x0200603b, ONLY_64), R_(0x0200703b, ONLY_64),
    /* Zba */
    R_(0x20002033, DOES(ADDS_SHIFTED)), R_(0x20004033, DOES(ADDS_SHIFTED)), R_(0x20006033, DOES(ADDS_SHIFTED)), R_(0x0800003b, ONLY_64),
    R_(0x2000203b, ONLY_64), R_(0x2000403b, ONLY_64), R_(0x2000603b, ONLY_64), {0xfc00707f, 0x0800101b, RD_X | RS1_X | ONLY_64},
    /* Zbb, Zbkb: andn, orn, xnor, min, minu, max, maxu, rol, ror and its w, rori, roriw; pack, packh, packw (zext.h is one) */
    R_(0x40007033, 0), R_(0x40006033, 0), R_(0x40004033, 0), R_(0x0a004033, 0), R_(0x0a005033, 0), R_(0x0a006033, 0), R_(0x0a007033, 0),
    R_(0x60001033, 0), R_(0x60005033, 0), R_(0x6000103b, ONLY_64), R_(0x6000503b, ONLY_64), SHIFT_(0x60005013, 0), SHIFT_W(0x6000501b, 0),
    R_(0x08004033, 0), R_(0x08007033, 0), R_(0x0800403b, ONLY_64),
    /* clz, ctz, cpop, sext.b, sext.h, orc.b, brev8, rev8, zip, unzip; clzw, ctzw, cpopw */
    UNARY_(0x60001013, 0), UNARY_(0x60101013, 0), UNARY_(0x60201013, 0), UNARY_(0x60401013, 0), UNARY_(0x60501013, 0), UNARY_(0x28705013, 0),
    UNARY_(0x68705013, 0), UNARY_(0x6b805013, ONLY_64), UNARY_(0x69805013, ONLY_32), UNARY_(0x08f01013, ONLY_32), UNARY_(0x08f05013, ONLY_32),
    UNARY_(0x6000101b, ONLY_64), UNARY_(0x6010101b, ONLY_64), UNARY_(0x6020101b, ONLY_64),
    /* Zbc, Zbs (bclr, bext, binv, bset), Zbkx, Zicond */
    R_(0x0a001033, 0), R_(0x0a002033, 0), R_(0x0a003033, 0), R_(0x48001033, 0), R_(0x48005033, 0), R_(0x68001033, 0), R_(0x28001033, 0),
    SHIFT_(0x48001013, 0), SHIFT_(0x48005013, 0), SHIFT_(0x68001013, 0), SHIFT_(0x28001013, 0), R_(0x28002033, 0), R_(0x28004033, 0),
    R_(0x0e005033, 0), R_(0x0e007033, 0),
    /* lr, sc, and amoswap to amomaxu */
    {0xf9f0707f, 0x1000202f, RD_X | ATOMIC | LOADS | SIGNED | WORD}, {0xf9f0707f, 0x1000302f, RD_X | ATOMIC | LOADS | DOUBLE | ONLY_64},
    {0xf800707f, 0x1800202f, RD_X | RS2_X | ATOMIC | STORES | WORD}, {0xf800707f, 0x1800302f, RD_X | RS2_X | ATOMIC | STORES | DOUBLE | ONLY_64},
    ATOMIC_(0x08000000), ATOMIC_(0x00000000), ATOMIC_(0x20000000), ATOMIC_(0x60000000), ATOMIC_(0x40000000), ATOMIC_(0x80000000),
    ATOMIC_(0xa0000000), ATOMIC_(0xc0000000), ATOMIC_(0xe0000000),
    /* fence, fence.tso, fence.i, cbo.inval, cbo.clean, cbo.flush, cbo.zero */
    {0xf00fffff, 0x0000000f, 0}, {0xffffffff, 0x8330000f, 0}, {0xffffffff, 0x0000100f, 0}, {0xfff07fff, 0x0000200f, RS1_X},
    {0xfff07fff, 0x0010200f, RS1_X}, {0xfff07fff, 0x0020200f, RS1_X}, {0xfff07fff, 0x0040200f, RS1_X},
    /* ecall, ebreak, sret, mret, wfi, wrs.nto, wrs.sto, sfence.vma; unimp is a write of a counter */
    {0xffffffff, 0x00000073, DOES(CALLS_SYSTEM)}, {0xffffffff, 0x00100073, DOES(TRAPS)}, {0xffffffff, 0x10200073, DOES(RETURNS)},
    {0xffffffff, 0x30200073, DOES(RETURNS)}, {0xffffffff, 0x10500073, 0}, {0xffffffff, 0x00d00073, 0}, {0xffffffff, 0x01d00073, 0},
    {0xfe007fff, 0x12000073, RS1_X | RS2_X}, {0xffffffff, 0xc0001073, DOES(TRAPS)},
    CONTROL_(0x1073), CONTROL_(0x2073), CONTROL_(0x3073), CONTROL_I(0x5073), CONTROL_I(0x6073), CONTROL_I(0x7073)};

#define FMA_(value) {0x7f, value, RD_F | RS1_F | RS2_F | RS3_F | ROUNDS | FORMAT}
#define F_(value, more) {0xf800007f, (value) | 0x53, FORMAT | (more)}
#define F_3(value, more) {0xf800707f, (value) | 0x53, FORMAT | (more)}
#define F_2(value, more) {0xf9f0007f, (value) | 0x53, FORMAT | (more)}
#define F_32(value, more) {0xf9f0707f, (value) | 0x53, FORMAT | (more)}
#define CONVERTS_(value, more) F_2((value) | 0x000000, more), F_2((value) | 0x100000, more), \
                               F_2((value) | 0x200000, (more) | ONLY_64), F_2((value) | 0x300000, (more) | ONLY_64)

static const struct row floating_rows[] = {
    LOAD_(0x1007, RD_F | HALF), LOAD_(0x2007, RD_F | WORD), LOAD_(0x3007, RD_F | DOUBLE),
    STORE_(0x1027, RS2_F | HALF), STORE_(0x2027, RS2_F | WORD), STORE_(0x3027, RS2_F | DOUBLE),
    FMA_(0x43), FMA_(0x47), FMA_(0x4b), FMA_(0x4f),
    /* fadd, fsub, fmul, fdiv, fsqrt */
    F_(0x00000000, RD_F | RS1_F | RS2_F | ROUNDS), F_(0x08000000, RD_F | RS1_F | RS2_F | ROUNDS),
    F_(0x10000000, RD_F | RS1_F | RS2_F | ROUNDS), F_(0x18000000, RD_F | RS1_F | RS2_F | ROUNDS),
    F_2(0x58000000, RD_F | RS1_F | ROUNDS),
    /* fsgnj, fsgnjn, fsgnjx, fmin, fmax, fminm, fmaxm */
    F_3(0x20000000, RD_F | RS1_F | RS2_F | DOES(MOVES_IF_SAME)), F_3(0x20001000, RD_F | RS1_F | RS2_F), F_3(0x20002000, RD_F | RS1_F | RS2_F),
    F_3(0x28000000, RD_F | RS1_F | RS2_F), F_3(0x28001000, RD_F | RS1_F | RS2_F),
    F_3(0x28002000, RD_F | RS1_F | RS2_F), F_3(0x28003000, RD_F | RS1_F | RS2_F),
    /* fle, flt, feq, fleq, fltq */
    F_3(0xa0000000, RD_X | RS1_F | RS2_F), F_3(0xa0001000, RD_X | RS1_F | RS2_F), F_3(0xa0002000, RD_X | RS1_F | RS2_F),
    F_3(0xa0004000, RD_X | RS1_F | RS2_F), F_3(0xa0005000, RD_X | RS1_F | RS2_F),
    /* to and from integers; fcvtmod.w.d; between formats; fround, froundnx */
    CONVERTS_(0xc0000000, RD_X | RS1_F | ROUNDS), CONVERTS_(0xd0000000, RD_F | RS1_X | ROUNDS),
    {0xfff0707f, 0xc2801053, RD_X | RS1_F},
    {0xfff0007f, 0x40100053, RD_F | RS1_F | ROUNDS}, {0xfff0007f, 0x40200053, RD_F | RS1_F | ROUNDS},
    {0xfff0007f, 0x42000053, RD_F | RS1_F | ROUNDS}, {0xfff0007f, 0x42200053, RD_F | RS1_F | ROUNDS},
    {0xfff0007f, 0x44000053, RD_F | RS1_F | ROUNDS}, {0xfff0007f, 0x44100053, RD_F | RS1_F | ROUNDS},
    F_2(0x40400000, RD_F | RS1_F | ROUNDS), F_2(0x40500000, RD_F | RS1_F | ROUNDS),
    /* fmv.x.w and its like, fclass, fmv.w.x and its like, fli */
    {0xfff0707f, 0xe0000053, RD_X | RS1_F}, {0xfff0707f, 0xe4000053, RD_X | RS1_F}, {0xfff0707f, 0xe2000053, RD_X | RS1_F | ONLY_64 | DOES(MOVES)},
    F_32(0xe0001000, RD_X | RS1_F),
    {0xfff0707f, 0xf0000053, RD_F | RS1_X}, {0xfff0707f, 0xf4000053, RD_F | RS1_X}, {0xfff0707f, 0xf2000053, RD_F | RS1_X | ONLY_64 | DOES(MOVES)},
    F_32(0xf0100000, RD_F),
    /* fmvh.x.d, fmvp.d.x */
    {0xfff0707f, 0xe2100053, RD_X | RS1_F | ONLY_32}, {0xfe00707f, 0xb2000053, RD_F | RS1_X | RS2_X | ONLY_32}};

/* --------------------------------------------------------------- what rows do */

static int64_t extended(uint64_t value, unsigned bits)
{
    return (int64_t)(value << (64 - bits)) >> (64 - bits);
}

static int64_t immediate_i(uint32_t word) { return extended(word >> 20, 12); }
static int64_t immediate_s(uint32_t word) { return extended(word >> 25 << 5 | riscv_field(word, 7, 5), 12); }

static int64_t immediate_b(uint32_t word)
{
    return extended((uint64_t)(riscv_field(word, 8, 4) << 1 | riscv_field(word, 25, 6) << 5 | riscv_field(word, 7, 1) << 11 | word >> 31 << 12), 13);
}

static int64_t immediate_j(uint32_t word)
{
    return extended((uint64_t)(riscv_field(word, 21, 10) << 1 | riscv_field(word, 20, 1) << 11 | (word & 0xff000) | word >> 31 << 20), 21);
}

/* The registers that a control and status register is made of. */
static struct register_set control_of(unsigned number)
{
    struct register_set set = {{0, 0}};
    switch (number) {
    case 0x001: register_set_add(&set, RISCV_FFLAGS); break;
    case 0x002: register_set_add(&set, RISCV_FRM); break;
    case 0x003: register_set_add_run(&set, RISCV_FFLAGS, 2); break;
    case 0x008: register_set_add(&set, RISCV_VSTART); break;
    case 0x009: register_set_add(&set, RISCV_VXSAT); break;
    case 0x00a: register_set_add(&set, RISCV_VXRM); break;
    case 0x00f: register_set_add_run(&set, RISCV_VXRM, 2); break;
    case 0xc20: register_set_add(&set, RISCV_VL); break;
    case 0xc21: register_set_add(&set, RISCV_VTYPE); break;
    default: register_set_add(&set, RISCV_SYSTEM);
    }
    return set;
}

/* Without a destination csrrw does not read, and without a source csrrs and csrrc do not write ("Zicsr"). */
static void control(uint32_t word, struct effect *out)
{
    struct register_set set = control_of(word >> 20);
    bool replaces = riscv_field(word, 12, 2) == 1;
    for (unsigned i = 0; i < 2; i++) {
        if (!replaces || riscv_field(word, 7, 5))
            out->reads.bits[i] |= set.bits[i];
        if (replaces || riscv_field(word, 15, 5))
            out->writes.bits[i] |= set.bits[i];
        if (!replaces && riscv_field(word, 15, 5))
            out->kept.bits[i] |= set.bits[i];
    }
}

/* ra and t0 hold return addresses (the manual's hints to return-address stacks; t0 in routines that save registers). */
static void jump(uint32_t word, bool is_direct, uint64_t address, struct effect *out)
{
    unsigned rd = riscv_field(word, 7, 5), rs1 = riscv_field(word, 15, 5);
    if (is_direct) {
        out->target = address + (uint64_t)immediate_j(word);
        out->flow = rd ? FLOW_CALL : FLOW_JUMP;
        return;
    }
    out->immediate = immediate_i(word);
    out->source = (struct register_part){(uint8_t)(rs1 ? rs1 : NO_REGISTER), 0, 8};
    if (!rs1)
        out->target = (uint64_t)out->immediate;
    bool is_return = !rd && (rs1 == 1 || rs1 == 5);
    out->flow = is_return ? FLOW_RETURN : rd ? FLOW_CALL : FLOW_JUMP;
}

static struct register_part whole(unsigned reg, unsigned bytes)
{
    return (struct register_part){(uint8_t)(reg == RISCV_X ? NO_REGISTER : reg), 0, (uint16_t)bytes};
}

/* rd = rs1 + immediate, and with x0 what that is. */
static void add_immediate(struct effect *out, int64_t immediate)
{
    out->immediate = immediate;
    if (out->source.reg == NO_REGISTER)
        out->operation = OPERATION_CONSTANT;
    else if (immediate)
        out->operation = OPERATION_ADD;
    else
        out->operation = OPERATION_MOVE;
}

static void add(struct effect *out, struct register_part first, struct register_part second)
{
    if (first.reg == NO_REGISTER) {
        first = second;
        second.reg = NO_REGISTER;
    }
    out->source = first;
    out->second = second;
    out->operation = first.reg == NO_REGISTER ? OPERATION_CONSTANT : second.reg == NO_REGISTER ? OPERATION_MOVE : OPERATION_ADD;
}

static void arithmetic(uint32_t word, enum does does, unsigned bytes, struct effect *out)
{
    struct register_part rs1 = whole(riscv_field(word, 15, 5), bytes), rs2 = whole(riscv_field(word, 20, 5), bytes);
    out->destination = whole(riscv_field(word, 7, 5), bytes);
    out->source = rs1;
    switch (does) {
    case ADDS_IMMEDIATE: add_immediate(out, immediate_i(word)); break;
    case ANDS_IMMEDIATE: out->operation = OPERATION_AND; out->immediate = immediate_i(word); break;
    case SHIFTS: out->operation = OPERATION_SHIFT; out->immediate = riscv_field(word, 20, 6); break;
    case SHIFTS_RIGHT: out->operation = OPERATION_SHIFT; out->immediate = -(int64_t)riscv_field(word, 20, 6); break;
    case ADDS: add(out, rs1, rs2); break;
    case ADDS_SHIFTED:
        add(out, rs2, rs1);
        out->shift = (uint8_t)riscv_field(word, 13, 2);
        if (rs2.reg == NO_REGISTER || rs1.reg == NO_REGISTER)
            out->operation = rs1.reg == NO_REGISTER ? out->operation : OPERATION_OTHER;
        break;
    default:
        out->operation = does == ANDS ? OPERATION_AND : OPERATION_SUBTRACT;
        out->second = rs2;
        /* x0 is a zero that these cannot say */
        if (rs2.reg == NO_REGISTER)
            out->operation = does == ANDS ? OPERATION_CONSTANT : OPERATION_MOVE;
    }
    if (rs1.reg == NO_REGISTER && does != ADDS && does != ADDS_SHIFTED && does != ADDS_IMMEDIATE)
        out->operation = OPERATION_OTHER;
    out->clears = does == SUBTRACTS && rs1.reg == rs2.reg;
}

static void constant(uint32_t word, uint64_t base, struct effect *out)
{
    out->operation = OPERATION_CONSTANT;
    out->immediate = (int64_t)(base + (uint64_t)extended(word & 0xfffff000, 32));
    out->destination = whole(riscv_field(word, 7, 5), 8);
}

static void more(uint32_t word, uint32_t shape, unsigned bytes, uint64_t address, struct effect *out)
{
    enum does does = (enum does)(shape >> DOES_AT);
    unsigned rd = riscv_field(word, 7, 5), rs1 = riscv_field(word, 15, 5);
    switch (does) {
    case NOTHING_MORE: break;
    case UPPER: constant(word, 0, out); break;
    case UPPER_PC: constant(word, address, out); break;
    case JUMPS: case JUMPS_TO: jump(word, does == JUMPS, address, out); break;
    case BRANCHES:
        out->flow = FLOW_BRANCH;
        out->target = address + (uint64_t)immediate_b(word);
        break;
    case CONTROLS: case CONTROLS_IMMEDIATE: control(word, out); break;
    case MOVES: case MOVES_IF_SAME:
        if (does == MOVES_IF_SAME && (rs1 != riscv_field(word, 20, 5) || riscv_field(word, 25, 2) != 1))
            break;
        out->operation = OPERATION_MOVE;
        out->destination = whole(rd + (shape & RD_F ? RISCV_F : RISCV_X), 8);
        out->source = whole(rs1 + (shape & RS1_F ? RISCV_F : RISCV_X), 8);
        if (out->source.reg == NO_REGISTER)
            out->operation = OPERATION_CONSTANT;
        break;
    case CALLS_SYSTEM: out->flow = FLOW_SYSTEM; break;
    case TRAPS: out->flow = FLOW_TRAP; break;
    case RETURNS:
        out->flow = FLOW_RETURN;
        register_set_add(&out->reads, RISCV_SYSTEM);
        break;
    default: arithmetic(word, does, bytes, out);
    }
    /* What is written to x0 is lost. */
    if (out->operation != OPERATION_OTHER && out->destination.reg == NO_REGISTER)
        out->operation = OPERATION_OTHER;
    out->is_landing = (word == 0x00000013) || (does == UPPER_PC && rd == 0); /* lpad of Zicfilp is auipc with x0 */
}

static void registers(uint32_t word, uint32_t shape, struct effect *out)
{
    unsigned rd = riscv_field(word, 7, 5), rs1 = riscv_field(word, 15, 5), rs2 = riscv_field(word, 20, 5);
    if (shape & (RS1_X | RS1_F))
        riscv_reads(out, rs1 + (shape & RS1_F ? RISCV_F : RISCV_X));
    if (shape & (RS2_X | RS2_F))
        riscv_reads(out, rs2 + (shape & RS2_F ? RISCV_F : RISCV_X));
    if (shape & RS3_F)
        riscv_reads(out, RISCV_F + (word >> 27));
    if (shape & (RD_X | RD_F))
        riscv_writes(out, rd + (shape & RD_F ? RISCV_F : RISCV_X));
}

static void memory(uint32_t word, uint32_t shape, unsigned bytes, struct effect *out)
{
    unsigned size = 1U << (shape >> SIZE_AT & 3), rs1 = riscv_field(word, 15, 5), rd = riscv_field(word, 7, 5), rs2 = riscv_field(word, 20, 5);
    bool loads = shape & LOADS, stores = shape & STORES;
    int64_t displacement = shape & ATOMIC ? 0 : stores ? immediate_s(word) : immediate_i(word);
    struct memory_operand *operand = effect_memory(out, rs1 ? rs1 : NO_REGISTER, displacement, size, loads, stores);
    operand->is_aligned = shape & ATOMIC;
    if (loads && stores)
        return;
    bool is_floating = shape & (RD_F | RS2_F);
    unsigned reg = loads ? rd : rs2;
    if (is_floating)
        reg += RISCV_F;
    unsigned of_register = stores || is_floating ? size : bytes;
    if (loads && reg == RISCV_X)
        return;
    effect_transfer(out, reg == RISCV_X ? NO_REGISTER : reg, of_register, size, 0, stores, shape & SIGNED);
    /* sc writes what became of it, and may not store */
    out->operation = !(shape & ATOMIC) || loads ? (stores ? OPERATION_STORE : OPERATION_LOAD) : OPERATION_OTHER;
}

static bool is_valid(uint32_t word, uint32_t shape, bool is_64)
{
    unsigned rounding = riscv_field(word, 12, 3), format = riscv_field(word, 25, 2);
    if (shape & (is_64 ? ONLY_32 : ONLY_64))
        return false;
    if (shape & ROUNDS && (rounding == 5 || rounding == 6))
        return false;
    return !(shape & FORMAT) || format != 3;
}

static const struct row *find(const struct row *rows, size_t count, uint32_t word, bool is_64)
{
    for (size_t i = 0; i < count; i++)
        if ((word & rows[i].mask) == rows[i].value && is_valid(word, rows[i].shape, is_64))
            return &rows[i];
    return NULL;
}

static bool is_floating(uint32_t word)
{
    unsigned opcode = word & 0x7f;
    return opcode == 0x07 || opcode == 0x27 || opcode == 0x53 || (opcode & 0x73) == 0x43;
}

/* Shifts of the 32-bit machine have five bits. */
static bool is_too_long(uint32_t word, bool is_64)
{
    unsigned funct3 = riscv_field(word, 12, 3);
    return !is_64 && (word & 0x7f) == 0x13 && (funct3 == 1 || funct3 == 5) && word >> 25 & 1;
}

bool effect_riscv(struct instruction_mode mode, const uint8_t *bytes, size_t size, uint64_t address, struct effect *out)
{
    bool is_64 = mode.arch == CCONV_ARCH_RISCV64;
    if (size < 2)
        return false;
    uint32_t word = (uint32_t)(bytes[0] | bytes[1] << 8);
    out->size = 2;
    if ((word & 3) == 3) {
        if (size < 4)
            return false;
        word |= (uint32_t)bytes[2] << 16 | (uint32_t)bytes[3] << 24;
        out->size = 4;
    } else {
        if (!word) {
            out->flow = FLOW_TRAP; /* defined as no instruction */
            return true;
        }
        word = riscv_expanded((uint16_t)word, is_64);
    }
    if (riscv_is_vector(word))
        return riscv_vector(word, out);
    const struct row *row = is_floating(word) ? find(floating_rows, sizeof floating_rows / sizeof *floating_rows, word, is_64)
                                              : find(integer_rows, sizeof integer_rows / sizeof *integer_rows, word, is_64);
    if (!row || is_too_long(word, is_64))
        return false;
    registers(word, row->shape, out);
    if (row->shape & (LOADS | STORES))
        memory(word, row->shape, is_64 ? 8 : 4, out);
    more(word, row->shape, is_64 ? 8 : 4, address, out);
    return true;
}
