/*
 * RISC-V with 64 bits: the instructions of generated code. "The RISC-V Instruction Set Manual", volume I, chapters 2, 4
 * and 21 to 22 (RV32I, RV64I, F and D) and its listing of instructions, gives the encodings. t0 and t1 are left to the
 * functions here: for addresses, and for words on their way; t2 holds the data of what is entered.
 */
#include "emit/machine.h"

enum { RA = RISCV_RA, SP = RISCV_SP, TEMPORARY = 5, WORD = 6, DATA = 7, FP = 8, F0 = 32 };
enum { PAGE = 4096, UNROLLED = 8, RECORD = 16 };

/* Major opcodes, and minor ones where there are several. */
enum { LOAD = 0x03, LOAD_FP = 0x07, OP_IMM = 0x13, AUIPC = 0x17, OP_IMM_32 = 0x1b, STORE = 0x23, STORE_FP = 0x27, OP = 0x33,
       LUI = 0x37, OP_FP = 0x53, BRANCH = 0x63, JALR = 0x67 };
enum { ADDI = 0, SLLI = 1, SRLI = 5, SRAI = 5, BNE = 1, BLTU = 6, OR = 6, ARITHMETIC = 0x400 };

static bool is_general(uint16_t reg) { return reg < F0; }
static unsigned number(uint16_t reg) { return reg % 32; }

/* ------------------------------------------------------------------ encoding */

static void put_i(struct code *code, unsigned opcode, unsigned minor, unsigned to, unsigned from, int32_t value)
{
    put32(code, ((uint32_t)value & 0xfff) << 20 | from << 15 | minor << 12 | to << 7 | opcode);
}

static void put_r(struct code *code, unsigned opcode, unsigned minor, unsigned to, unsigned from, unsigned other, unsigned top)
{
    put32(code, top << 25 | other << 20 | from << 15 | minor << 12 | to << 7 | opcode);
}

static void put_s(struct code *code, unsigned opcode, unsigned minor, unsigned from, unsigned base, int32_t offset)
{
    uint32_t value = (uint32_t)offset & 0xfff;
    put32(code, (value >> 5) << 25 | from << 20 | base << 15 | minor << 12 | (value & 31) << 7 | opcode);
}

static bool is_short(int32_t value) { return value >= -2048 && value < 2048; }

/* What lui and auipc take, so that the low twelve bits are added by their sign. */
static uint32_t high_part(int32_t value) { return ((uint32_t)value + 0x800) & 0xfffff000u; }
static int32_t low_part(int32_t value) { return (int32_t)((uint32_t)value - high_part(value)); }

/* Numbers of 32 bits, by their sign. */
static void constant(struct code *code, uint16_t to, uint64_t number)
{
    int32_t value = (int32_t)(uint32_t)number;
    if (is_short(value)) {
        put_i(code, OP_IMM, ADDI, to, 0, value);
        return;
    }
    put32(code, high_part(value) | (uint32_t)to << 7 | LUI);
    if (low_part(value))
        put_i(code, OP_IMM_32, ADDI, to, to, low_part(value)); /* addiw */
}

static void add(struct code *code, unsigned to, unsigned from, int32_t bytes)
{
    if (is_short(bytes)) {
        if (bytes || to != from)
            put_i(code, OP_IMM, ADDI, to, from, bytes);
        return;
    }
    constant(code, TEMPORARY, (uint32_t)bytes);
    put_r(code, OP, 0, to, from, TEMPORARY, 0);
}

/* The address with an offset that an instruction holds. */
static struct address within(struct code *code, struct address at)
{
    if (is_short(at.offset))
        return at;
    uint16_t reg = at.base == TEMPORARY ? WORD : TEMPORARY;
    put32(code, high_part(at.offset) | (uint32_t)reg << 7 | LUI);
    put_r(code, OP, 0, reg, reg, at.base, 0);
    return (struct address){reg, low_part(at.offset)};
}

static unsigned log2_of(uint32_t size)
{
    return size >= 8 ? 3 : size >= 4 ? 2 : size >= 2 ? 1 : 0;
}

/* --------------------------------------------------------------- instructions */

/* A value of two bytes goes to a floating-point register with all bits above set ("NaN Boxing of Narrower Values"): fmv.w.x
   sets those above 32. */
static void box_half(struct code *code, unsigned to, unsigned from)
{
    constant(code, TEMPORARY, 0xffff0000u);
    put_r(code, OP, OR, WORD, from, TEMPORARY, 0);
    put32(code, 0xf0000053u | WORD << 15 | to << 7);
}

static void load(struct code *code, uint16_t reg, struct address from, uint32_t size, unsigned extend, unsigned to)
{
    struct address at = within(code, from);
    if (!is_general(reg) && size < 4) {
        put_i(code, LOAD, 4 + log2_of(size), WORD, at.base, at.offset);
        box_half(code, number(reg), WORD);
        return;
    }
    bool zero = size < 4 ? !(extend == CCONV_EXTEND_SIGN && to > size) : size == 4 && extend == CCONV_EXTEND_ZERO;
    unsigned minor = log2_of(size) + (is_general(reg) && zero ? 4 : 0);
    put_i(code, is_general(reg) ? LOAD : LOAD_FP, minor, number(reg), at.base, at.offset);
}

static void store(struct code *code, struct address to, uint16_t reg, uint32_t size)
{
    struct address at = within(code, to);
    if (!is_general(reg) && size < 4) {
        put32(code, 0xe0000053u | number(reg) << 15 | WORD << 7); /* fmv.x.w */
        put_s(code, STORE, log2_of(size), WORD, at.base, at.offset);
        return;
    }
    put_s(code, is_general(reg) ? STORE : STORE_FP, log2_of(size), number(reg), at.base, at.offset);
}

static void extend_general(struct code *code, unsigned to, unsigned from, uint32_t size, unsigned extend)
{
    int32_t shift = 64 - 8 * (int32_t)size;
    put_i(code, OP_IMM, SLLI, to, from, shift);
    put_i(code, OP_IMM, SRLI, to, to, extend == CCONV_EXTEND_SIGN ? shift | ARITHMETIC : shift);
}

static void move(struct code *code, uint16_t to, uint16_t from, uint32_t size, unsigned extend, unsigned extended_to)
{
    unsigned a = number(to), b = number(from);
    bool extends = extended_to > size && size < 8;
    if (is_general(to)) {
        if (!is_general(from))
            put32(code, (size > 4 ? 0xe2000053u : 0xe0000053u) | b << 15 | a << 7); /* fmv.x.d, fmv.x.w */
        else if (!extends)
            put_i(code, OP_IMM, ADDI, a, b, 0);
        if (extends)
            extend_general(code, a, is_general(from) ? b : a, size, extend);
    } else if (!is_general(from)) {
        put32(code, 0x22000053u | b << 20 | b << 15 | a << 7); /* fsgnj.d: all bits */
    } else if (size < 4) {
        box_half(code, a, b);
    } else {
        put32(code, (size > 4 ? 0xf2000053u : 0xf0000053u) | b << 15 | a << 7); /* fmv.d.x, fmv.w.x */
    }
}

static void address(struct code *code, uint16_t to, struct address of)
{
    add(code, to, of.base, of.offset);
}

static void adjust(struct code *code, int32_t bytes)
{
    add(code, SP, SP, bytes);
}

static void branch_back(struct code *code, unsigned minor, unsigned a, unsigned b, size_t to)
{
    log_mark(code, LOG_BRANCH, to);
    uint32_t distance = (uint32_t)to - (uint32_t)code->length;
    put32(code, (distance >> 12 & 1) << 31 | (distance >> 5 & 63) << 25 | b << 20 | a << 15 | minor << 12
                    | (distance >> 1 & 15) << 8 | (distance >> 11 & 1) << 7 | BRANCH);
}

/* ---------------------------------------------------------------- copies */

static void copy(struct code *code, struct address to, struct address from, uint32_t size, uint16_t scratch,
                 uint16_t counter, uint16_t vector)
{
    uint32_t done = 0;
    (void)vector;
    if (counter != CCONV_NO_REGISTER && size >= 8 * UNROLLED) { /* from the end down: the counter is the offset */
        done = size / 8 * 8;
        constant(code, counter, done);
        size_t top = code->length;
        put_i(code, OP_IMM, ADDI, counter, counter, -8);
        put_r(code, OP, 0, TEMPORARY, from.base, counter, 0);
        load(code, scratch, (struct address){TEMPORARY, from.offset}, 8, CCONV_EXTEND_NONE, 0);
        put_r(code, OP, 0, TEMPORARY, to.base, counter, 0);
        store(code, (struct address){TEMPORARY, to.offset}, scratch, 8);
        branch_back(code, BNE, counter, 0, top);
    }
    for (uint32_t left; (left = size - done) != 0;) {
        uint32_t piece = left >= 8 ? 8 : left >= 4 ? 4 : left >= 2 ? 2 : 1;
        load(code, scratch, (struct address){from.base, from.offset + (int32_t)done}, piece, CCONV_EXTEND_NONE, 0);
        store(code, (struct address){to.base, to.offset + (int32_t)done}, scratch, piece);
        done += piece;
    }
}

/* ------------------------------------------------------------------- frames */

/* Takes stack, touching each page of it in turn: below it may be the guard that makes it grow. */
static void take_frame(struct code *code, uint32_t bytes)
{
    uint32_t pages = bytes / PAGE;
    for (uint32_t i = 0; i < pages && pages <= UNROLLED; i++) {
        adjust(code, -PAGE);
        put_s(code, STORE, 3, 0, SP, 0);
    }
    if (pages > UNROLLED) {
        constant(code, WORD, pages * PAGE);
        put_r(code, OP, 0, WORD, SP, WORD, 0x20); /* sub */
        size_t top = code->length;
        adjust(code, -PAGE);
        put_s(code, STORE, 3, 0, SP, 0);
        branch_back(code, BLTU, WORD, SP, top);
    }
    adjust(code, -(int32_t)(bytes % PAGE));
}

static void access_record(struct code *code, int32_t at, bool is_load)
{
    struct address fp = {SP, at}, ra = {SP, at + 8};
    if (is_load) {
        load(code, RA, ra, 8, CCONV_EXTEND_NONE, 0);
        load(code, FP, fp, 8, CCONV_EXTEND_NONE, 0);
    } else {
        store(code, ra, RA, 8);
        store(code, fp, FP, 8);
    }
}

/* "Frame Pointer Convention": the frame pointer is the stack pointer at entry, the record is below it. */
static void enter(struct code *code, struct frame *frame)
{
    if (frame->is_leaf)
        return;
    int32_t first = frame->has_pointer ? RECORD : (int32_t)frame->size;
    adjust(code, -first);
    log_frame(code, LOG_CFA, SP, first);
    access_record(code, first - RECORD, false);
    log_frame(code, LOG_SAVED, FP, RECORD);
    log_frame(code, LOG_SAVED, RA, RECORD / 2);
    add(code, FP, SP, first);
    log_frame(code, LOG_CFA, FP, 0);
    if (frame->has_pointer)
        take_frame(code, frame->size);
    if (frame->align) {
        int32_t zeros = 0;
        while (frame->align >> (zeros + 1))
            zeros++;
        put_i(code, OP_IMM, SRLI, SP, SP, zeros);
        put_i(code, OP_IMM, SLLI, SP, SP, zeros);
    }
    if (frame->slot != CCONV_NO_REGISTER)
        store(code, (struct address){SP, (int32_t)frame->slot_at}, frame->slot, 8);
}

static void leave(struct code *code, const struct frame *frame)
{
    int32_t first = frame->has_pointer ? RECORD : (int32_t)frame->size;
    if (frame->has_pointer)
        add(code, SP, FP, -RECORD);
    log_frame(code, LOG_CFA, SP, first);
    access_record(code, first - RECORD, true);
    log_frame(code, LOG_RESTORED, FP, 0);
    log_frame(code, LOG_RESTORED, RA, 0);
    adjust(code, first);
    log_frame(code, LOG_CFA, SP, 0);
    put_i(code, JALR, 0, 0, RA, 0); /* ret */
}

static void jump(struct code *code, unsigned link, uint16_t reg, const struct address *memory)
{
    if (memory)
        load(code, WORD, *memory, 8, CCONV_EXTEND_NONE, 0);
    put_i(code, JALR, 0, link, memory ? WORD : reg, 0);
}

static void call(struct code *code, uint16_t reg, const struct address *memory)
{
    jump(code, RA, reg, memory);
}

/* auipc and jalr: the linker makes one instruction of them where it can. */
static void call_symbol(struct code *code, bool is_jump)
{
    log_mark(code, is_jump ? LOG_JUMP : LOG_CALL, 0);
    unsigned through = is_jump ? WORD : RA;
    put32(code, through << 7 | AUIPC);
    put_i(code, JALR, 0, is_jump ? 0 : RA, through, 0);
}

static void enter_kernel(struct code *code, const struct address *aside)
{
    (void)aside;
    put32(code, 0x00000073u); /* ecall */
}

static void leave_jump(struct code *code, uint16_t reg, const struct address *memory)
{
    jump(code, 0, reg, memory);
}

static void entry(uint8_t *out, uintptr_t at, int32_t distance, uint16_t data)
{
    (void)at, (void)data; /* the one there is */
    const uint32_t words[ENTRY_SIZE / 4] = {
        high_part(distance) | DATA << 7 | AUIPC,
        ((uint32_t)low_part(distance) & 0xfff) << 20 | DATA << 15 | DATA << 7 | OP_IMM, /* addi */
        DATA << 15 | 3u << 12 | WORD << 7 | LOAD,                                        /* ld */
        WORD << 15 | JALR,                                                               /* jr */
    };
    for (unsigned i = 0; i < ENTRY_SIZE; i++)
        out[i] = (uint8_t)(words[i / 4] >> 8 * (i % 4));
}

/* t3 to t6, then what may be arguments. */
static const uint16_t scratch[] = {28, 29, 30, 31, RISCV_A0 + 7, RISCV_A0 + 6, RISCV_A0 + 5, RISCV_A0 + 4, RISCV_A0 + 3,
                                   RISCV_A0 + 2, RISCV_A0 + 1, RISCV_A0};
/* ft0 to ft7. */
static const uint16_t vector_scratch[] = {F0, F0 + 1, F0 + 2, F0 + 3, F0 + 4, F0 + 5, F0 + 6, F0 + 7};

static const uint16_t data_registers[] = {DATA};

const struct machine riscv64_machine = {
    .arch = CCONV_ARCH_RISCV64,
    .word = 8,
    .general_count = F0,
    .stack_pointer = SP,
    .frame_pointer = FP,
    .data = data_registers,
    .data_count = COUNT_OF(data_registers),
    .scratch = scratch,
    .scratch_count = COUNT_OF(scratch),
    .vector_scratch = vector_scratch,
    .vector_scratch_count = COUNT_OF(vector_scratch),
    .link_bytes = RECORD,
    .pointer_bytes = 0,
    .return_address = 0,
    .return_column = RISCV_RA,
    .elf_machine = 243,
    .enter = enter,
    .leave = leave,
    .leave_jump = leave_jump,
    .call_symbol = call_symbol,
    .call = call,
    .enter_kernel = enter_kernel,
    .load = load,
    .store = store,
    .move = move,
    .address = address,
    .constant = constant,
    .copy = copy,
    .adjust = adjust,
    .entry = entry,
};
