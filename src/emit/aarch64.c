/*
 * AArch64: the instructions of generated code. "Arm Architecture Reference Manual for A-profile", C6.2 and C7.2, gives
 * the encodings. x16 is left to the functions here: for offsets and numbers that no instruction holds, and to jump
 * through, since a landing pad `bti c` takes jumps from x16 and x17 alone (D8.4.4). x18 is the platform's.
 */
#include "emit/machine.h"

enum { PAGE = 4096, UNROLLED = 8, TEMPORARY = 16, DATA = 17, ZERO = 31 };
enum { CONDITION_NE = 1, CONDITION_HI = 8 };

static const uint32_t BTI_C = 0xd503245fu, ADD = 0x91000000u, SUB = 0xd1000000u, ADD_REGISTER = 0x8b206000u,
                      SUB_REGISTER = 0xcb206000u;

static bool is_general(uint16_t reg) { return reg < V0; }

static unsigned number(uint16_t reg)
{
    return is_general(reg) ? reg : (unsigned)(reg - V0) % 32;
}

/* ------------------------------------------------------------------ encoding */

/* An operation of three registers, or of two and an immediate that is shifted to bit 10 already. */
static void put3(struct code *code, uint32_t operation, unsigned to, unsigned from, unsigned other)
{
    put32(code, operation | other << 16 | from << 5 | to);
}

static void constant(struct code *code, uint16_t to, uint64_t value)
{
    const uint32_t movz = 0xd2800000u, movn = 0x92800000u, movk = 0xf2800000u;
    bool inverted = value >> 32 == UINT32_MAX; /* small negative numbers */
    uint64_t skipped = inverted ? 0xffff : 0;
    bool first = true;
    for (unsigned i = 0; i < 4; i++) {
        uint64_t half = value >> 16 * i & 0xffff;
        if (half == skipped && !(first && i == 3))
            continue;
        uint32_t field = (uint32_t)(first && inverted ? ~half & 0xffff : half);
        put32(code, (first ? inverted ? movn : movz : movk) | i << 21 | field << 5 | to);
        first = false;
    }
}

/* to = from + bytes, of general registers and the stack pointer. */
static void add(struct code *code, uint16_t to, uint16_t from, int32_t bytes)
{
    uint32_t size = bytes < 0 ? 0u - (uint32_t)bytes : (uint32_t)bytes, high = size >> 12, low = size & 0xfff;
    uint32_t operation = bytes < 0 ? SUB : ADD;
    if (high >> 12) {
        constant(code, TEMPORARY, size);
        put3(code, bytes < 0 ? SUB_REGISTER : ADD_REGISTER, to, from, TEMPORARY);
        return;
    }
    if (high) {
        put32(code, operation | 1u << 22 | high << 10 | (uint32_t)from << 5 | to);
        from = to;
    }
    if (low || (!high && to != from) || (to == SP_A64 && from != SP_A64))
        put32(code, operation | low << 10 | (uint32_t)from << 5 | to);
}

static unsigned log2_of(uint32_t size)
{
    return size >= 16 ? 4 : size >= 8 ? 3 : size >= 4 ? 2 : size >= 2 ? 1 : 0;
}

/* `operation` is what its form with an unscaled offset is: C6.2, "Load/store register (unscaled immediate)". */
static void with_memory(struct code *code, uint32_t operation, unsigned reg, struct address at, uint32_t size)
{
    const uint32_t scaled = 1u << 24;
    unsigned shift = log2_of(size);
    if (at.offset >= 0 && ((uint32_t)at.offset & (size - 1)) == 0 && (uint32_t)at.offset >> shift < 4096) {
        put32(code, operation | scaled | ((uint32_t)at.offset >> shift) << 10 | (uint32_t)at.base << 5 | reg);
        return;
    }
    if (at.offset < -256 || at.offset > 255) {
        constant(code, TEMPORARY, (uint64_t)(int64_t)at.offset);
        put3(code, ADD_REGISTER, TEMPORARY, at.base, TEMPORARY);
        at = (struct address){TEMPORARY, 0};
    }
    put32(code, operation | ((uint32_t)at.offset & 0x1ff) << 12 | (uint32_t)at.base << 5 | reg);
}

/* --------------------------------------------------------------- instructions */

static uint32_t access_of(uint16_t reg, uint32_t size, bool is_load)
{
    if (is_general(reg))
        return 0x38000000u | log2_of(size) << 30 | (is_load ? 1u << 22 : 0);
    if (size == 16)
        return is_load ? 0x3cc00000u : 0x3c800000u;
    return 0x3c000000u | log2_of(size) << 30 | (is_load ? 1u << 22 : 0);
}

static void load(struct code *code, uint16_t reg, struct address from, uint32_t size, unsigned extend, unsigned to)
{
    uint32_t operation = access_of(reg, size, true);
    if (is_general(reg) && extend == CCONV_EXTEND_SIGN && size < to && size < 8) /* ldrsb, ldrsh, ldrsw */
        operation += to > 4 ? 1u << 22 : 2u << 22;
    with_memory(code, operation, number(reg), from, size);
}

static void store(struct code *code, struct address to, uint16_t reg, uint32_t size)
{
    with_memory(code, access_of(reg, size, false), number(reg), to, size);
}

static void move_general(struct code *code, unsigned to, unsigned from, uint32_t size, unsigned extend, unsigned extended_to)
{
    if (size >= 8 || extended_to <= size) {
        put3(code, 0xaa000000u, to, ZERO, from);
        return;
    }
    uint32_t last_bit = 8 * size - 1;
    if (extend == CCONV_EXTEND_SIGN) /* sbfm: sxtb, sxth, sxtw */
        put32(code, (extended_to > 4 ? 0x93400000u : 0x13000000u) | last_bit << 10 | from << 5 | to);
    else if (size == 4)
        put3(code, 0x2a000000u, to, ZERO, from);
    else /* ubfm: uxtb, uxth */
        put32(code, 0x53000000u | last_bit << 10 | from << 5 | to);
}

static void move(struct code *code, uint16_t to, uint16_t from, uint32_t size, unsigned extend, unsigned extended_to)
{
    unsigned a = number(to), b = number(from);
    if (is_general(to) && is_general(from)) {
        move_general(code, a, b, size, extend, extended_to);
    } else if (is_general(to)) { /* fmov */
        put3(code, size > 4 ? 0x9e660000u : 0x1e260000u, a, b, 0);
        if (extended_to > size)
            move_general(code, a, a, size, extend, extended_to);
    } else if (is_general(from)) {
        put3(code, size > 4 ? 0x9e670000u : 0x1e270000u, a, b, 0);
    } else { /* mov v.16b */
        put3(code, 0x4ea01c00u, a, b, b);
    }
}

static void address(struct code *code, uint16_t to, struct address of)
{
    add(code, to, of.base, of.offset);
}

static void adjust(struct code *code, int32_t bytes)
{
    add(code, SP_A64, SP_A64, bytes);
}

/* A branch back to code that was written before. */
static void branch_back(struct code *code, unsigned condition, size_t to)
{
    log_mark(code, LOG_BRANCH, to);
    int32_t words = ((int32_t)to - (int32_t)code->length) / 4;
    put32(code, 0x54000000u | ((uint32_t)words & 0x7ffff) << 5 | condition);
}

/* ---------------------------------------------------------------- copies */

static void copy(struct code *code, struct address to, struct address from, uint32_t size, uint16_t scratch,
                 uint16_t counter, uint16_t vector)
{
    uint32_t done = 0;
    if (vector != CCONV_NO_REGISTER && counter != CCONV_NO_REGISTER && size >= 16 * UNROLLED) {
        done = size / 16 * 16;
        address(code, scratch, to);
        address(code, TEMPORARY, from);
        constant(code, counter, done);
        size_t top = code->length;
        put32(code, 0x3cc00400u | 16u << 12 | TEMPORARY << 5 | number(vector));         /* ldr q, [x16], 16 */
        put32(code, 0x3c800400u | 16u << 12 | (uint32_t)scratch << 5 | number(vector)); /* str q, [scratch], 16 */
        put32(code, 0xf1000000u | 16u << 10 | (uint32_t)counter << 5 | counter);        /* subs */
        branch_back(code, CONDITION_NE, top);
    }
    for (uint32_t left; (left = size - done) != 0;) {
        uint32_t piece = left >= 16 && vector != CCONV_NO_REGISTER ? 16 : left >= 8 ? 8 : left >= 4 ? 4 : left >= 2 ? 2 : 1;
        uint16_t reg = piece == 16 ? vector : scratch;
        load(code, reg, (struct address){from.base, from.offset + (int32_t)done}, piece, CCONV_EXTEND_NONE, 0);
        store(code, (struct address){to.base, to.offset + (int32_t)done}, reg, piece);
        done += piece;
    }
}

/* ------------------------------------------------------------------- frames */

/* x29 and x30: store and load, with an offset or with the stack pointer moved before or after. */
enum { RECORD = 16 };
static const uint32_t STP = 0xa9000000u, STP_BEFORE = 0xa9800000u, LDP = 0xa9400000u, LDP_AFTER = 0xa8c00000u;

static void put_record(struct code *code, uint32_t operation, int32_t offset)
{
    put32(code, operation | ((uint32_t)(offset / 8) & 0x7f) << 15 | X30 << 10 | SP_A64 << 5 | X29);
}

/* The record was stored at the canonical frame address, or loaded again. */
static void log_record(struct code *code, enum log_kind kind)
{
    log_frame(code, kind, X29, RECORD);
    log_frame(code, kind, X30, RECORD / 2);
}

/* Pushed, with the frame pointer at it. */
static void push_record(struct code *code, struct frame *frame)
{
    put_record(code, STP_BEFORE, -RECORD);
    frame->pushed_by = (uint32_t)code->length;
    log_frame(code, LOG_CFA, SP_A64, RECORD);
    log_record(code, LOG_SAVED);
    put32(code, ADD | SP_A64 << 5 | X29);
    frame->framed_by = (uint32_t)code->length;
}

static void touch(struct code *code)
{
    store(code, (struct address){SP_A64, 0}, ZERO, 8); /* 31 is xzr there */
}

/* Takes stack, touching each page of it in turn: below it may be the guard that makes it grow. */
static void take_frame(struct code *code, uint32_t bytes)
{
    uint32_t pages = bytes / PAGE;
    for (uint32_t i = 0; i < pages && pages <= UNROLLED; i++) {
        adjust(code, -PAGE);
        touch(code);
    }
    if (pages > UNROLLED) {
        constant(code, TEMPORARY, (uint64_t)pages * PAGE);
        put3(code, SUB_REGISTER, TEMPORARY, SP_A64, TEMPORARY);
        size_t top = code->length;
        adjust(code, -PAGE);
        touch(code);
        put3(code, 0xeb206000u, ZERO, SP_A64, TEMPORARY); /* cmp sp, x16 */
        branch_back(code, CONDITION_HI, top);
    }
    adjust(code, -(int32_t)(bytes % PAGE));
}

/* sp = sp & -align, through x16: `and` does not read sp. C6.2, "AND (immediate)": 64 - k ones, rotated left by k. */
static void align_stack(struct code *code, uint32_t align)
{
    uint32_t zeros = 0;
    while (align >> (zeros + 1))
        zeros++;
    put32(code, ADD | SP_A64 << 5 | TEMPORARY);
    put32(code, 0x92400000u | (64 - zeros) << 16 | (63 - zeros) << 10 | TEMPORARY << 5 | SP_A64);
}

static void enter(struct code *code, struct frame *frame)
{
    put32(code, BTI_C);
    if (frame->is_leaf)
        return;
    if (frame->has_pointer) {
        push_record(code, frame);
        log_frame(code, LOG_CFA, X29, RECORD);
        take_frame(code, frame->size);
        if (frame->align)
            align_stack(code, frame->align);
    } else if (frame->size == RECORD) {
        push_record(code, frame);
    } else {
        adjust(code, -(int32_t)frame->size);
        frame->pushed_by = (uint32_t)code->length;
        log_frame(code, LOG_CFA, SP_A64, frame->size);
        put_record(code, STP, (int32_t)frame->size - RECORD);
        log_record(code, LOG_SAVED);
        add(code, X29, SP_A64, (int32_t)frame->size - RECORD);
        frame->framed_by = (uint32_t)code->length;
    }
    if (frame->slot != CCONV_NO_REGISTER)
        store(code, (struct address){SP_A64, (int32_t)frame->slot_at}, frame->slot, 8);
}

static void leave(struct code *code, const struct frame *frame)
{
    if (frame->has_pointer)
        put32(code, ADD | X29 << 5 | SP_A64);
    if (frame->has_pointer || frame->size == RECORD) {
        put_record(code, LDP_AFTER, RECORD);
        log_record(code, LOG_RESTORED);
    } else {
        put_record(code, LDP, (int32_t)frame->size - RECORD);
        log_record(code, LOG_RESTORED);
        adjust(code, (int32_t)frame->size);
    }
    log_frame(code, LOG_CFA, SP_A64, 0);
    put32(code, 0xd65f03c0u); /* ret */
}

static void call(struct code *code, uint16_t reg, const struct address *memory)
{
    if (memory)
        load(code, TEMPORARY, *memory, 8, CCONV_EXTEND_NONE, 0);
    put32(code, 0xd63f0000u | (memory ? TEMPORARY : number(reg)) << 5); /* blr */
}

static void enter_kernel(struct code *code, const struct address *aside)
{
    (void)aside;
    put32(code, 0xd4000001u); /* svc #0 */
}

static void call_symbol(struct code *code, bool is_jump)
{
    log_mark(code, is_jump ? LOG_JUMP : LOG_CALL, 0);
    put32(code, is_jump ? 0x14000000u : 0x94000000u); /* b, bl */
}

static void leave_jump(struct code *code, uint16_t reg, const struct address *memory)
{
    if (memory)
        load(code, TEMPORARY, *memory, 8, CCONV_EXTEND_NONE, 0);
    else
        move(code, TEMPORARY, reg, 8, CCONV_EXTEND_NONE, 0);
    put32(code, 0xd61f0000u | TEMPORARY << 5); /* br */
}

static void entry(uint8_t *out, uintptr_t at, int32_t distance, uint16_t data)
{
    (void)at, (void)data; /* the one there is */
    uint32_t offset = (uint32_t)distance - 4;
    const uint32_t words[ENTRY_SIZE / 4] = {
        BTI_C,
        0x10000000u | (offset & 3) << 29 | (offset >> 2 & 0x7ffff) << 5 | DATA, /* adr x17, distance */
        0xf9400000u | DATA << 5 | TEMPORARY,                                     /* ldr x16, [x17] */
        0xd61f0000u | TEMPORARY << 5,                                            /* br x16 */
    };
    for (unsigned i = 0; i < ENTRY_SIZE; i++)
        out[i] = (uint8_t)(words[i / 4] >> 8 * (i % 4));
}

static const uint16_t scratch[] = {9, 10, 11, 12, 13, 14, 15, X8, 7, 6, 5, 4, 3, 2, 1, X0};
static const uint16_t vector_scratch[] = {V0 + 31, V0 + 30, V0 + 29, V0 + 28, V0 + 27, V0 + 26, V0 + 25, V0 + 24};

static const uint16_t data_registers[] = {DATA};

const struct machine aarch64_machine = {
    .arch = CCONV_ARCH_AARCH64,
    .word = 8,
    .general_count = V0,
    .stack_pointer = SP_A64,
    .frame_pointer = X29,
    .data = data_registers,
    .data_count = COUNT_OF(data_registers),
    .scratch = scratch,
    .scratch_count = COUNT_OF(scratch),
    .vector_scratch = vector_scratch,
    .vector_scratch_count = COUNT_OF(vector_scratch),
    .link_bytes = RECORD,
    .pointer_bytes = RECORD,
    .return_address = 0,
    .return_column = 30,
    .unsized = Z0,
    .elf_machine = 183,
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
