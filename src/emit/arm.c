/*
 * 32-bit Arm: the instructions of generated code, in ARM state. "Arm Architecture Reference Manual, ARMv7-A and ARMv7-R
 * edition", A8.8, gives the encodings. Functions may be in either state: they are called by blx and returned from by a
 * load of pc (A2.3.1, interworking).
 *
 * A callee may change r0 to r3, r12 and lr alone, which arguments, data and return address fill: so every frame keeps r4
 * to r7. r7 and, once it is saved, lr are left to the functions here: for words on their way, and for addresses.
 *
 * vldr and vstr need addresses that are multiples of four (A3.2.1), which packed structures do not have. Only of what is
 * on the stack that is sure; all else goes through r7, by ldr and str, which have no such need from ARMv6 on.
 */
#include "emit/machine.h"

enum { WORD = 7, FP = 11, DATA = 12, SP = 13, LR = 14, PC = 15, TEMPORARY = LR, PAGE = 4096, UNROLLED = 8, RECORD = 8 };
enum { CONDITION_NE = 1, CONDITION_ALWAYS = 14, CONDITION_HI = 8 };
enum { ADD_OPERATION = 4, SUB_OPERATION = 2, MOV_OPERATION = 13, ORR_OPERATION = 12 };

static bool is_general(uint16_t reg) { return reg < S0_ARM; }

/* ------------------------------------------------------------------ encoding */

static void put(struct code *code, uint32_t word)
{
    put32(code, (uint32_t)CONDITION_ALWAYS << 28 | word);
}

/* A5.2.4: eight bits, rotated right by twice `rotation`. */
static void immediate(struct code *code, unsigned operation, unsigned to, unsigned from, unsigned byte, unsigned rotation)
{
    put(code, 1u << 25 | operation << 21 | from << 16 | to << 12 | rotation << 8 | byte);
}

static void constant(struct code *code, uint16_t to, uint64_t value)
{
    immediate(code, MOV_OPERATION, to, 0, value & 0xff, 0);
    for (unsigned at = 8; at < 32; at += 8)
        if (value >> at & 0xff)
            immediate(code, ORR_OPERATION, to, to, value >> at & 0xff, (32 - at) / 2);
}

static void move_register(struct code *code, unsigned to, unsigned from)
{
    put(code, MOV_OPERATION << 21 | to << 12 | from);
}

/* to = from + bytes; whole words of the stack pointer, so that it stays aligned in between. */
static void add(struct code *code, unsigned to, unsigned from, int32_t bytes)
{
    uint32_t size = bytes < 0 ? 0u - (uint32_t)bytes : (uint32_t)bytes;
    unsigned operation = bytes < 0 ? SUB_OPERATION : ADD_OPERATION;
    while (size) {
        unsigned at = 0;
        while (size > 0xff && !(size >> at & 3))
            at += 2;
        uint32_t byte = size >> at & 0xff;
        immediate(code, operation, to, from, byte, (32 - at) / 2 % 16);
        size &= ~(byte << at);
        from = to;
    }
    if (from != to)
        move_register(code, to, from);
}

/* The address, with an offset below `limit` on both sides. */
static struct address within(struct code *code, struct address at, int32_t limit)
{
    if (at.offset > -limit && at.offset < limit)
        return at;
    add(code, TEMPORARY, at.base, at.offset);
    return (struct address){TEMPORARY, 0};
}

/* A8.8.63, A8.8.68, A8.8.80, A8.8.84, A8.8.88: a word or byte has an offset of 12 bits, others have one of 8. */
static void access_general(struct code *code, unsigned reg, struct address at, uint32_t size, bool sign, bool is_load)
{
    bool plain = size == 4 || (size == 1 && !(sign && is_load));
    at = within(code, at, plain ? 4096 : 256);
    uint32_t offset = (uint32_t)(at.offset < 0 ? -at.offset : at.offset);
    uint32_t common = 1u << 24 | (at.offset < 0 ? 0u : 1u << 23) | (is_load ? 1u << 20 : 0) | (uint32_t)at.base << 16
                      | reg << 12;
    if (plain)
        put(code, common | 1u << 26 | (size == 1 ? 1u << 22 : 0) | offset);
    else
        put(code, common | 1u << 22 | (offset >> 4) << 8 | 0x90 | (size == 1 ? 0x40 : sign && is_load ? 0x60 : 0x20)
                      | (offset & 15));
}

/* ----------------------------------------------------------- VFP registers */

/* The single register that the register begins with; d16 and on have none. */
static unsigned single_of(uint16_t reg)
{
    return reg < D0_ARM ? (unsigned)(reg - S0_ARM) : reg < Q0_ARM ? 2u * (reg - D0_ARM) : 4u * (reg - Q0_ARM);
}

static uint32_t double_field(unsigned number, unsigned at, unsigned top)
{
    return (number & 15) << at | (number >> 4) << top;
}

/* One word of VFP registers, by its number among s0 to s63, between there and a general register. */
static void transfer(struct code *code, unsigned single, unsigned general, bool to_general)
{
    put(code, 0x0e000b10u | (to_general ? 1u << 20 : 0) | (single & 1) << 21 | double_field(single / 2, 16, 7) | general << 12);
}

static void copy_double(struct code *code, unsigned to, unsigned from)
{
    put(code, 0x0eb00b40u | double_field(to, 12, 22) | double_field(from, 0, 5));
}

static bool is_aligned(struct address at)
{
    return (at.base == SP || at.base == FP) && at.offset % 4 == 0;
}

/* A8.8.333, A8.8.413: vldr and vstr of one register. */
static void access_aligned(struct code *code, unsigned single, struct address at, uint32_t size, bool is_load)
{
    uint32_t registers = size == 8 ? 0x100 | double_field(single / 2, 12, 22) : (single >> 1) << 12 | (single & 1) << 22;
    put(code, 0x0d000a00u | (is_load ? 1u << 20 : 0) | (at.offset < 0 ? 0 : 1u << 23) | (uint32_t)at.base << 16 | registers
                  | (uint32_t)(at.offset < 0 ? -at.offset : at.offset) / 4);
}

static void access_vfp(struct code *code, uint16_t reg, struct address at, uint32_t size, bool is_load)
{
    unsigned single = single_of(reg);
    if (size < 4) { /* half precision, in the low bits */
        if (!is_load)
            transfer(code, single, WORD, true);
        access_general(code, WORD, at, size, false, is_load);
        if (is_load)
            transfer(code, single, WORD, false);
        return;
    }
    bool is_direct = is_aligned(at);
    if (is_direct)
        at = within(code, at, 1008);
    for (uint32_t done = 0; done < size;) {
        unsigned n = single + done / 4;
        struct address part = {at.base, at.offset + (int32_t)done};
        uint32_t taken = is_direct && size - done >= 8 ? 8 : 4;
        if (is_direct)
            access_aligned(code, n, part, taken, is_load);
        if (!is_direct && !is_load)
            transfer(code, n, WORD, true);
        if (!is_direct)
            access_general(code, WORD, part, 4, false, is_load);
        if (!is_direct && is_load)
            transfer(code, n, WORD, false);
        done += taken;
    }
}

/* --------------------------------------------------------------- instructions */

static void load(struct code *code, uint16_t reg, struct address from, uint32_t size, unsigned extend, unsigned to)
{
    if (is_general(reg))
        access_general(code, reg, from, size, extend == CCONV_EXTEND_SIGN && to > size, true);
    else
        access_vfp(code, reg, from, size, true);
}

static void store(struct code *code, struct address to, uint16_t reg, uint32_t size)
{
    if (is_general(reg))
        access_general(code, reg, to, size, false, false);
    else
        access_vfp(code, reg, to, size, false);
}

/* Shifted up, then down: ARMv5 has no sxtb. */
static void extend_general(struct code *code, unsigned to, unsigned from, uint32_t size, bool sign)
{
    uint32_t shift = 32 - 8 * size;
    put(code, MOV_OPERATION << 21 | to << 12 | shift << 7 | from);                            /* lsl */
    put(code, MOV_OPERATION << 21 | to << 12 | shift << 7 | (sign ? 0x40 : 0x20) | to);       /* asr, lsr */
}

static void move(struct code *code, uint16_t to, uint16_t from, uint32_t size, unsigned extend, unsigned extended_to)
{
    bool extends = extended_to > size && size < 4;
    if (is_general(to)) {
        if (!is_general(from))
            transfer(code, single_of(from), to, true);
        else if (!extends)
            move_register(code, to, from);
        if (extends)
            extend_general(code, to, is_general(from) ? from : to, size, extend == CCONV_EXTEND_SIGN);
    } else if (is_general(from)) {
        transfer(code, single_of(to), from, false);
    } else if (size <= 4) {
        unsigned a = single_of(to), b = single_of(from);
        put(code, 0x0eb00a40u | (a >> 1) << 12 | (a & 1) << 22 | (b >> 1) | (b & 1) << 5);
    } else {
        for (unsigned i = 0; i < size / 8; i++)
            copy_double(code, single_of(to) / 2 + i, single_of(from) / 2 + i);
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

static void branch_back(struct code *code, uint32_t condition, size_t to)
{
    log_mark(code, LOG_BRANCH, to);
    int32_t words = ((int32_t)to - (int32_t)code->length - 8) / 4;
    put32(code, condition << 28 | 0x0a000000u | ((uint32_t)words & 0xffffff));
}

/* ---------------------------------------------------------------- copies */

static void copy(struct code *code, struct address to, struct address from, uint32_t size, uint16_t scratch,
                 uint16_t counter, uint16_t vector)
{
    uint32_t done = 0;
    (void)vector;
    if (counter != CCONV_NO_REGISTER && size >= 4 * 2 * UNROLLED) { /* from the end down: the counter is the offset */
        done = size / 4 * 4;
        constant(code, counter, done);
        size_t top = code->length;
        immediate(code, SUB_OPERATION, counter, counter, 4, 0);
        put(code, ADD_OPERATION << 21 | (uint32_t)from.base << 16 | TEMPORARY << 12 | counter);
        load(code, scratch, (struct address){TEMPORARY, from.offset}, 4, CCONV_EXTEND_NONE, 0);
        put(code, ADD_OPERATION << 21 | (uint32_t)to.base << 16 | TEMPORARY << 12 | counter);
        store(code, (struct address){TEMPORARY, to.offset}, scratch, 4);
        put(code, 0x03500000u | (uint32_t)counter << 16); /* cmp */
        branch_back(code, CONDITION_NE, top);
    }
    for (uint32_t left; (left = size - done) != 0;) {
        uint32_t piece = left >= 4 ? 4 : left >= 2 ? 2 : 1;
        load(code, scratch, (struct address){from.base, from.offset + (int32_t)done}, piece, CCONV_EXTEND_NONE, 0);
        store(code, (struct address){to.base, to.offset + (int32_t)done}, scratch, piece);
        done += piece;
    }
}

/* ------------------------------------------------------------------- frames */

static void take_frame(struct code *code, uint32_t bytes)
{
    uint32_t pages = bytes / PAGE;
    for (uint32_t i = 0; i < pages && pages <= UNROLLED; i++) {
        adjust(code, -PAGE);
        store(code, (struct address){SP, 0}, DATA, 4);
    }
    if (pages > UNROLLED) {
        add(code, TEMPORARY, SP, -(int32_t)(pages * PAGE));
        size_t top = code->length;
        adjust(code, -PAGE);
        store(code, (struct address){SP, 0}, DATA, 4);
        put(code, 0x01500000u | SP << 16 | TEMPORARY); /* cmp */
        branch_back(code, CONDITION_HI, top);
    }
    adjust(code, -(int32_t)(bytes % PAGE));
}

/* The frame pointer is at the record in every frame. */
static void enter(struct code *code, struct frame *frame)
{
    put(code, 0x092d0000u | 1u << FP | 1u << LR); /* push */
    log_frame(code, LOG_CFA, SP, RECORD);
    log_frame(code, LOG_SAVED, FP, RECORD);
    log_frame(code, LOG_SAVED, LR, RECORD / 2);
    move_register(code, FP, SP);
    log_frame(code, LOG_CFA, FP, RECORD);
    take_frame(code, frame->has_pointer ? frame->size : frame->size - RECORD);
    if (frame->align) {
        uint32_t zeros = 0;
        while (frame->align >> (zeros + 1))
            zeros++;
        put(code, MOV_OPERATION << 21 | LR << 12 | zeros << 7 | 0x20 | SP); /* lsr */
        put(code, MOV_OPERATION << 21 | SP << 12 | zeros << 7 | LR);        /* lsl */
    }
    if (frame->slot != CCONV_NO_REGISTER)
        store(code, (struct address){SP, (int32_t)frame->slot_at}, frame->slot, 4);
}

static void leave(struct code *code, const struct frame *frame)
{
    (void)frame;
    move_register(code, SP, FP);
    log_frame(code, LOG_CFA, SP, RECORD);
    put(code, 0x08bd0000u | 1u << FP | 1u << PC); /* pop */
}

static void call(struct code *code, uint16_t reg, const struct address *memory)
{
    if (memory)
        load(code, TEMPORARY, *memory, 4, CCONV_EXTEND_NONE, 0);
    put(code, 0x012fff30u | (memory ? TEMPORARY : reg)); /* blx */
}

static void call_symbol(struct code *code, bool is_jump)
{
    log_mark(code, is_jump ? LOG_JUMP : LOG_CALL, 0);
    put(code, is_jump ? 0x0afffffeu : 0x0bfffffeu); /* b, bl */
}

static void enter_kernel(struct code *code, const struct address *aside)
{
    (void)aside;
    put(code, 0xef000000u); /* svc #0 */
}

static void entry(uint8_t *out, uintptr_t at, int32_t distance, uint16_t data)
{
    (void)at, (void)data; /* the one there is */
    uint32_t offset = (uint32_t)distance - 8; /* pc reads as the second instruction from its own */
    const uint32_t words[ENTRY_SIZE / 4] = {
        0xe28f0a00u | DATA << 12 | offset >> 12,             /* add r12, pc, high bits */
        0xe5bc0000u | PC << 12 | (offset & 0xfff),           /* ldr pc, [r12, low bits]! */
        0xe7f000f0u, 0xe7f000f0u,                            /* udf */
    };
    for (unsigned i = 0; i < ENTRY_SIZE; i++)
        out[i] = (uint8_t)(words[i / 4] >> 8 * (i % 4));
}

static const uint16_t scratch[] = {4, 5, 6, DATA, 3, 2, 1, R0_ARM};
static const uint16_t kept[] = {4, 5, 6, 7};
static const uint16_t vector_scratch[] = {Q0_ARM + 3, Q0_ARM + 2, Q0_ARM + 1, Q0_ARM};

static const uint16_t data_registers[] = {DATA};

const struct machine arm_machine = {
    .arch = CCONV_ARCH_ARM,
    .word = 4,
    .general_count = S0_ARM,
    .stack_pointer = SP,
    .frame_pointer = FP,
    .data = data_registers,
    .data_count = COUNT_OF(data_registers),
    .scratch = scratch,
    .scratch_count = COUNT_OF(scratch),
    .kept = kept,
    .kept_count = COUNT_OF(kept),
    .vector_scratch = vector_scratch,
    .vector_scratch_count = COUNT_OF(vector_scratch),
    .link_bytes = RECORD,
    .pointer_bytes = RECORD,
    .return_address = 0,
    .return_column = 14,
    .elf_machine = 40,
    .enter = enter,
    .leave = leave,
    .call = call,
    .call_symbol = call_symbol,
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
