/* RISC-V's compressed instructions (C, and Zcb): each stands for one of four bytes (unprivileged ISA, "C" and "Zcb"). */
#include "riscv.h"

enum { LOAD = 0x03, LOAD_FP = 0x07, OP_IMM = 0x13, OP_IMM_32 = 0x1b, STORE = 0x23, STORE_FP = 0x27, OP = 0x33, LUI = 0x37, OP_32 = 0x3b,
       BRANCH = 0x63, JALR = 0x67, JAL = 0x6f };

static uint32_t of_i(unsigned opcode, unsigned funct3, unsigned rd, unsigned rs1, int immediate)
{
    return opcode | rd << 7 | funct3 << 12 | rs1 << 15 | (uint32_t)immediate << 20;
}

static uint32_t of_r(unsigned opcode, unsigned funct3, unsigned funct7, unsigned rd, unsigned rs1, unsigned rs2)
{
    return opcode | rd << 7 | funct3 << 12 | rs1 << 15 | rs2 << 20 | (uint32_t)funct7 << 25;
}

static uint32_t of_s(unsigned opcode, unsigned funct3, unsigned rs1, unsigned rs2, unsigned immediate)
{
    return opcode | (immediate & 31) << 7 | funct3 << 12 | rs1 << 15 | rs2 << 20 | (uint32_t)(immediate >> 5) << 25;
}

static uint32_t of_j(unsigned rd, int offset)
{
    uint32_t at = (uint32_t)offset;
    return JAL | rd << 7 | (at & 0xff000) | (at >> 11 & 1) << 20 | (at >> 1 & 0x3ff) << 21 | (at >> 20 & 1) << 31;
}

static uint32_t of_b(unsigned funct3, unsigned rs1, int offset)
{
    uint32_t at = (uint32_t)offset;
    return BRANCH | (at >> 11 & 1) << 7 | (at >> 1 & 15) << 8 | funct3 << 12 | rs1 << 15 | (at >> 5 & 0x3f) << 25 | (at >> 12 & 1) << 31;
}

/* The bits of a number as they lie in the half: "5:3 at 10" is BITS(10, 3, 3). */
#define BITS(at, count, to) (riscv_field(half, at, count) << (to))

static int extended(unsigned value, unsigned bits)
{
    unsigned sign = 1U << (bits - 1);
    return (int)((value ^ sign) - sign);
}

/* Zcb's loads and stores of bytes and halves. */
static uint32_t zcb_memory(uint16_t half, unsigned rd, unsigned rs1)
{
    unsigned byte_at = BITS(5, 1, 1) | BITS(6, 1, 0), half_at = BITS(5, 1, 1);
    switch (riscv_field(half, 10, 3)) {
    case 0: return of_i(LOAD, 4, rd, rs1, (int)byte_at);
    case 1: return of_i(LOAD, half & 0x40 ? 1 : 5, rd, rs1, (int)half_at);
    case 2: return of_s(STORE, 0, rs1, rd, byte_at);
    case 3: return half & 0x40 ? 0 : of_s(STORE, 1, rs1, rd, half_at);
    default: return 0;
    }
}

static uint32_t quadrant_0(uint16_t half, bool is_64)
{
    unsigned rd = 8 + riscv_field(half, 2, 3), rs1 = 8 + riscv_field(half, 7, 3);
    unsigned word_at = BITS(10, 3, 3) | BITS(6, 1, 2) | BITS(5, 1, 6), double_at = BITS(10, 3, 3) | BITS(5, 2, 6);
    unsigned stack_at = BITS(11, 2, 4) | BITS(7, 4, 6) | BITS(6, 1, 2) | BITS(5, 1, 3);
    switch (half >> 13) {
    case 0: return stack_at ? of_i(OP_IMM, 0, rd, 2, (int)stack_at) : 0;
    case 1: return of_i(LOAD_FP, 3, rd, rs1, (int)double_at);
    case 2: return of_i(LOAD, 2, rd, rs1, (int)word_at);
    case 3: return is_64 ? of_i(LOAD, 3, rd, rs1, (int)double_at) : of_i(LOAD_FP, 2, rd, rs1, (int)word_at);
    case 4: return zcb_memory(half, rd, rs1);
    case 5: return of_s(STORE_FP, 3, rs1, rd, double_at);
    case 6: return of_s(STORE, 2, rs1, rd, word_at);
    default: return is_64 ? of_s(STORE, 3, rs1, rd, double_at) : of_s(STORE_FP, 2, rs1, rd, word_at);
    }
}

/* Zcb's operations on one register: c.zext.b and those after it. */
static uint32_t zcb_unary(unsigned which, unsigned rd, bool is_64)
{
    switch (which) {
    case 0: return of_i(OP_IMM, 7, rd, rd, 0xff);
    case 1: return of_i(OP_IMM, 1, rd, rd, 0x604);
    case 2: return of_r(is_64 ? OP_32 : OP, 4, 4, rd, rd, 0);
    case 3: return of_i(OP_IMM, 1, rd, rd, 0x605);
    case 4: return is_64 ? of_r(OP_32, 0, 4, rd, rd, 0) : 0;
    case 5: return of_i(OP_IMM, 4, rd, rd, -1);
    default: return 0;
    }
}

static uint32_t arithmetic(uint16_t half, int immediate, bool is_64)
{
    unsigned rd = 8 + riscv_field(half, 7, 3), rs2 = 8 + riscv_field(half, 2, 3), shift = (unsigned)immediate & 63;
    switch (riscv_field(half, 10, 2)) {
    case 0: return !is_64 && shift > 31 ? 0 : of_i(OP_IMM, 5, rd, rd, (int)shift);
    case 1: return !is_64 && shift > 31 ? 0 : of_i(OP_IMM, 5, rd, rd, (int)(0x400 | shift));
    case 2: return of_i(OP_IMM, 7, rd, rd, immediate);
    default: break;
    }
    switch (riscv_field(half, 5, 2) | riscv_field(half, 12, 1) << 2) {
    case 0: return of_r(OP, 0, 0x20, rd, rd, rs2);
    case 1: return of_r(OP, 4, 0, rd, rd, rs2);
    case 2: return of_r(OP, 6, 0, rd, rd, rs2);
    case 3: return of_r(OP, 7, 0, rd, rd, rs2);
    case 4: return is_64 ? of_r(OP_32, 0, 0x20, rd, rd, rs2) : 0;
    case 5: return is_64 ? of_r(OP_32, 0, 0, rd, rd, rs2) : 0;
    case 6: return of_r(OP, 0, 1, rd, rd, rs2);
    default: return zcb_unary(riscv_field(half, 2, 3), rd, is_64);
    }
}

static uint32_t quadrant_1(uint16_t half, bool is_64)
{
    unsigned rd = riscv_field(half, 7, 5);
    int immediate = extended(BITS(2, 5, 0) | BITS(12, 1, 5), 6);
    int jump = extended(BITS(3, 3, 1) | BITS(11, 1, 4) | BITS(2, 1, 5) | BITS(7, 1, 6) | BITS(6, 1, 7) | BITS(9, 2, 8) | BITS(8, 1, 10)
                        | BITS(12, 1, 11), 12);
    int branch = extended(BITS(3, 2, 1) | BITS(10, 2, 3) | BITS(2, 1, 5) | BITS(5, 2, 6) | BITS(12, 1, 8), 9);
    int stack = extended(BITS(6, 1, 4) | BITS(2, 1, 5) | BITS(5, 1, 6) | BITS(3, 2, 7) | BITS(12, 1, 9), 10);
    switch (half >> 13) {
    case 0: return of_i(OP_IMM, 0, rd, rd, immediate);
    case 1:
        if (!is_64)
            return of_j(1, jump);
        return rd ? of_i(OP_IMM_32, 0, rd, rd, immediate) : 0;
    case 2: return of_i(OP_IMM, 0, rd, 0, immediate);
    case 3:
        if (!immediate)
            return 0;
        return rd == 2 ? of_i(OP_IMM, 0, 2, 2, stack) : LUI | rd << 7 | (uint32_t)immediate << 12;
    case 4: return arithmetic(half, immediate, is_64);
    case 5: return of_j(0, jump);
    default: return of_b(half >> 13 & 1, 8 + riscv_field(half, 7, 3), branch);
    }
}

static uint32_t jump_or_move(uint16_t half, unsigned rd, unsigned rs2)
{
    bool second = half & 0x1000;
    if (rs2)
        return of_r(OP, 0, 0, rd, second ? rd : 0, rs2);
    if (rd)
        return of_i(JALR, 0, second, rd, 0);
    return second ? 0x00100073 : 0; /* c.ebreak */
}

static uint32_t quadrant_2(uint16_t half, bool is_64)
{
    unsigned rd = riscv_field(half, 7, 5), rs2 = riscv_field(half, 2, 5), shift = BITS(2, 5, 0) | BITS(12, 1, 5);
    unsigned double_at = BITS(5, 2, 3) | BITS(12, 1, 5) | BITS(2, 3, 6), word_at = BITS(4, 3, 2) | BITS(12, 1, 5) | BITS(2, 2, 6);
    unsigned double_to = BITS(10, 3, 3) | BITS(7, 3, 6), word_to = BITS(9, 4, 2) | BITS(7, 2, 6);
    switch (half >> 13) {
    case 0: return !is_64 && shift > 31 ? 0 : of_i(OP_IMM, 1, rd, rd, (int)shift);
    case 1: return of_i(LOAD_FP, 3, rd, 2, (int)double_at);
    case 2: return rd ? of_i(LOAD, 2, rd, 2, (int)word_at) : 0;
    case 3:
        if (!is_64)
            return of_i(LOAD_FP, 2, rd, 2, (int)word_at);
        return rd ? of_i(LOAD, 3, rd, 2, (int)double_at) : 0;
    case 4: return jump_or_move(half, rd, rs2);
    case 5: return of_s(STORE_FP, 3, 2, rs2, double_to);
    case 6: return of_s(STORE, 2, 2, rs2, word_to);
    default: return is_64 ? of_s(STORE, 3, 2, rs2, double_to) : of_s(STORE_FP, 2, 2, rs2, word_to);
    }
}

uint32_t riscv_expanded(uint16_t half, bool is_64)
{
    switch (half & 3) {
    case 0: return quadrant_0(half, is_64);
    case 1: return quadrant_1(half, is_64);
    case 2: return quadrant_2(half, is_64);
    default: return 0;
    }
}
