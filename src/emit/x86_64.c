/*
 * x86-64: the instructions of generated code. "Intel 64 and IA-32 Architectures Software Developer's Manual", volume 2,
 * gives the encodings. The same functions serve Windows, whose frames are probed page by page.
 */
#include "emit/machine.h"
#include "emit/x86_encode.h"

#include <string.h>

enum { PAGE = 4096, UNROLLED = 8 };

/* The processor's number of each general register of arch/register.h. */
static const uint8_t general_number[16] = {0, 3, 1, 2, 6, 7, 5, 4, 8, 9, 10, 11, 12, 13, 14, 15};

static bool is_general(uint16_t reg) { return reg < XMM0; }
static bool is_x87(uint16_t reg) { return reg >= ST0; }

static unsigned number(uint16_t reg)
{
    if (is_general(reg))
        return general_number[reg];
    return is_x87(reg) ? (unsigned)(reg - ST0) : (unsigned)(reg - XMM0) % 32;
}

static struct x86_place place(struct address at)
{
    return (struct x86_place){number(at.base), at.offset};
}

static void with_memory(struct code *code, struct opcode opcode, bool wide, unsigned field, struct address at,
                        bool byte_register)
{
    x86_with_memory(code, opcode, wide, field, place(at), byte_register);
}

/* --------------------------------------------------------------- instructions */

static void load_general(struct code *code, unsigned reg, struct address from, uint32_t size, unsigned extend, bool wide)
{
    bool sign = extend == CCONV_EXTEND_SIGN;
    switch (size) {
    case 1: with_memory(code, (struct opcode){0, 1, sign ? 0xbe : 0xb6}, sign && wide, reg, from, false); break;
    case 2: with_memory(code, (struct opcode){0, 1, sign ? 0xbf : 0xb7}, sign && wide, reg, from, false); break;
    case 4:
        if (sign && wide)
            with_memory(code, (struct opcode){0, 0, 0x63}, true, reg, from, false);
        else
            with_memory(code, (struct opcode){0, 0, 0x8b}, false, reg, from, false);
        break;
    default: with_memory(code, (struct opcode){0, 0, 0x8b}, true, reg, from, false);
    }
}

/* Two bytes of a vector register; to memory by pextrw of SSE4.1. */
static void move_half(struct code *code, unsigned reg, struct address at, bool store)
{
    if (!store) {
        x86_load_half(code, reg, place(at));
        return;
    }
    unsigned rex = (reg >= 8 ? 4 : 0) | (number(at.base) >= 8 ? 1 : 0);
    put8(code, 0x66);
    if (rex)
        put8(code, 0x40 | rex);
    put8(code, 0x0f);
    put8(code, 0x3a);
    put8(code, 0x15);
    x86_operand(code, reg, place(at));
    put8(code, 0);
}

static void load(struct code *code, uint16_t reg, struct address from, uint32_t size, unsigned extend, unsigned to)
{
    if (is_x87(reg))
        x86_x87(code, place(from), size, false);
    else if (is_general(reg))
        load_general(code, number(reg), from, size, extend, to > 4);
    else if (size == 2)
        move_half(code, number(reg), from, false);
    else
        x86_vector(code, number(reg), place(from), size, false);
}

static void store(struct code *code, struct address to, uint16_t reg, uint32_t size)
{
    unsigned n = number(reg);
    if (is_x87(reg))
        x86_x87(code, place(to), size, true);
    else if (!is_general(reg) && size == 2)
        move_half(code, n, to, true);
    else if (!is_general(reg))
        x86_vector(code, n, place(to), size, true);
    else
        with_memory(code, (struct opcode){size == 2 ? 0x66 : 0, 0, size == 1 ? 0x88 : 0x89}, size == 8, n, to, size == 1);
}

static void move(struct code *code, uint16_t to, uint16_t from, uint32_t size, unsigned extend, unsigned extended_to)
{
    unsigned a = number(to), b = number(from);
    bool sign = extend == CCONV_EXTEND_SIGN, wide = extended_to > 4;
    if (is_general(to) && is_general(from)) {
        if (size >= 4 && !(size == 4 && sign && wide)) {
            x86_with_register(code, (struct opcode){0, 0, 0x8b}, size == 8, a, b, false);
        } else if (size == 4) {
            x86_with_register(code, (struct opcode){0, 0, 0x63}, true, a, b, false);
        } else {
            unsigned byte = (sign ? 0xbe : 0xb6) + (size == 2);
            x86_with_register(code, (struct opcode){0, 1, (uint8_t)byte}, sign && wide, a, b, size == 1);
        }
    } else if (is_general(to)) { /* movd, movq */
        x86_with_register(code, (struct opcode){0x66, 1, 0x7e}, size == 8, b, a, false);
    } else if (is_general(from)) {
        x86_with_register(code, (struct opcode){0x66, 1, 0x6e}, size == 8, a, b, false);
    } else {
        x86_copy_vector(code, a, b, size);
    }
}

static void address(struct code *code, uint16_t to, struct address of)
{
    if (of.offset == 0)
        x86_with_register(code, (struct opcode){0, 0, 0x8b}, true, number(to), number(of.base), false);
    else
        with_memory(code, (struct opcode){0, 0, 0x8d}, true, number(to), of, false);
}

static void constant(struct code *code, uint16_t to, uint64_t value)
{
    unsigned n = number(to);
    if (value == 0) {
        x86_with_register(code, (struct opcode){0, 0, 0x31}, false, n, n, false);
    } else if (value <= UINT32_MAX) {
        x86_opcode(code, (struct opcode){0, 0, (uint8_t)(0xb8 | (n & 7))}, n >= 8 ? 1 : 0);
        put32(code, (uint32_t)value);
    } else {
        x86_opcode(code, (struct opcode){0, 0, (uint8_t)(0xb8 | (n & 7))}, 8 | (n >= 8 ? 1 : 0));
        put64(code, value);
    }
}

static void immediate(struct code *code, unsigned field, uint16_t reg, int32_t value)
{
    x86_immediate(code, field, number(reg), value, true);
}

static void adjust(struct code *code, int32_t bytes)
{
    if (bytes == -128)
        immediate(code, 5, RSP, 128);
    else if (bytes == 128)
        immediate(code, 5, RSP, -128);
    else if (bytes)
        immediate(code, bytes < 0 ? 5 : 0, RSP, bytes < 0 ? -bytes : bytes);
}

/* ---------------------------------------------------------------- copies */

static void copy_piece(struct code *code, struct address to, struct address from, uint32_t size, uint16_t reg)
{
    load(code, reg, from, size, CCONV_EXTEND_NONE, 0);
    store(code, to, reg, size);
}

/* With the counter added to both: [base + counter + offset]. */
static void indexed(struct code *code, uint8_t byte, unsigned reg, struct address at, unsigned counter)
{
    unsigned base = number(at.base);
    unsigned rex = (reg >= 8 ? 4 : 0) | (counter >= 8 ? 2 : 0) | (base >= 8 ? 1 : 0);
    x86_opcode(code, (struct opcode){0, 1, byte}, rex);
    put8(code, 0x84 | (reg & 7) << 3);
    put8(code, (counter & 7) << 3 | (base & 7));
    put32(code, (uint32_t)at.offset);
}

static void copy(struct code *code, struct address to, struct address from, uint32_t size, uint16_t scratch,
                 uint16_t counter, uint16_t vector)
{
    uint32_t done = 0;
    if (vector != CCONV_NO_REGISTER && counter != CCONV_NO_REGISTER && size >= 16 * UNROLLED) {
        uint32_t blocks = size / 16 * 16;
        constant(code, counter, 0);
        size_t top = code->length;
        indexed(code, 0x10, number(vector), from, number(counter));
        indexed(code, 0x11, number(vector), to, number(counter));
        immediate(code, 0, counter, 16);
        x86_with_register(code, (struct opcode){0, 0, 0x81}, true, 7, number(counter), false);
        put32(code, blocks);
        log_mark(code, LOG_BRANCH, top);
        put8(code, 0x72); /* jb */
        put8(code, (uint8_t)(top - code->length - 1));
        done = blocks;
    }
    for (uint32_t left; (left = size - done) != 0;) {
        uint32_t piece = left >= 16 && vector != CCONV_NO_REGISTER ? 16 : left >= 8 ? 8 : left >= 4 ? 4 : left >= 2 ? 2 : 1;
        copy_piece(code, (struct address){to.base, to.offset + (int32_t)done},
                   (struct address){from.base, from.offset + (int32_t)done}, piece, piece == 16 ? vector : scratch);
        done += piece;
    }
}

/* ------------------------------------------------------------------- frames */

static void push(struct code *code, uint16_t reg)
{
    unsigned n = number(reg);
    x86_opcode(code, (struct opcode){0, 0, (uint8_t)(0x50 | (n & 7))}, n >= 8 ? 1 : 0);
}

static void pop(struct code *code, uint16_t reg)
{
    unsigned n = number(reg);
    x86_opcode(code, (struct opcode){0, 0, (uint8_t)(0x58 | (n & 7))}, n >= 8 ? 1 : 0);
}

/* Takes stack, touching each page of it in turn: below it may be the guard that makes it grow. */
static void take_frame(struct code *code, uint32_t bytes)
{
    uint32_t pages = bytes / PAGE;
    for (uint32_t i = 0; i < pages && pages <= UNROLLED; i++) {
        adjust(code, -PAGE);
        with_memory(code, (struct opcode){0, 0, 0x83}, false, 1, (struct address){RSP, 0}, false); /* or dword [rsp], 0 */
        put8(code, 0);
    }
    if (pages > UNROLLED) {
        with_memory(code, (struct opcode){0, 0, 0x8d}, true, number(R11), (struct address){RSP, -(int32_t)(pages * PAGE)}, false);
        size_t top = code->length;
        adjust(code, -PAGE);
        with_memory(code, (struct opcode){0, 0, 0x83}, false, 1, (struct address){RSP, 0}, false);
        put8(code, 0);
        x86_with_register(code, (struct opcode){0, 0, 0x39}, true, number(R11), number(RSP), false); /* cmp rsp, r11 */
        log_mark(code, LOG_BRANCH, top);
        put8(code, 0x77); /* ja */
        put8(code, (uint8_t)(top - code->length - 1));
    }
    adjust(code, -(int32_t)(bytes % PAGE));
}

static void enter(struct code *code, struct frame *frame)
{
    static const uint8_t endbr64[] = {0xf3, 0x0f, 0x1e, 0xfa};
    for (size_t i = 0; i < sizeof endbr64; i++)
        put8(code, endbr64[i]);
    if (frame->is_leaf)
        return;
    if (frame->has_pointer) {
        push(code, RBP);
        frame->pushed_by = (uint32_t)code->length;
        log_frame(code, LOG_CFA, RSP, 16);
        log_frame(code, LOG_SAVED, RBP, 16);
        x86_with_register(code, (struct opcode){0, 0, 0x8b}, true, number(RBP), number(RSP), false);
        frame->framed_by = (uint32_t)code->length;
        log_frame(code, LOG_CFA, RBP, 16);
        take_frame(code, frame->size);
        if (frame->align)
            immediate(code, 4, RSP, -(int32_t)frame->align);
        if (frame->slot != CCONV_NO_REGISTER)
            store(code, (struct address){RSP, (int32_t)frame->slot_at}, frame->slot, 8);
    } else if (frame->slot != CCONV_NO_REGISTER) { /* the slot is on top: pushed */
        push(code, frame->slot);
        frame->pushed_by = (uint32_t)code->length;
        log_frame(code, LOG_CFA, RSP, 16);
        adjust(code, 8 - (int32_t)frame->size);
    } else {
        adjust(code, -(int32_t)frame->size);
    }
    if (!frame->has_pointer) {
        frame->framed_by = (uint32_t)code->length;
        log_frame(code, LOG_CFA, RSP, (int64_t)frame->size + 8);
    }
}

static void leave(struct code *code, const struct frame *frame)
{
    if (frame->has_pointer)
        put8(code, 0xc9);
    else if (!frame->is_popped)
        adjust(code, (int32_t)frame->size);
    if (frame->has_pointer)
        log_frame(code, LOG_RESTORED, RBP, 0);
    log_frame(code, LOG_CFA, RSP, 8 + (int64_t)frame->entry_pushed);
    for (uint32_t i = 0; i < frame->entry_pushed; i += 8)
        pop(code, frame->entry_saved);
    put8(code, frame->pops ? 0xc2 : 0xc3);
    if (frame->pops) {
        put8(code, frame->pops & 0xff);
        put8(code, frame->pops >> 8 & 0xff);
    }
}

static void call(struct code *code, uint16_t reg, const struct address *memory)
{
    if (memory)
        with_memory(code, (struct opcode){0, 0, 0xff}, false, 2, *memory, false);
    else
        x86_with_register(code, (struct opcode){0, 0, 0xff}, false, 2, number(reg), false);
}

static void enter_kernel(struct code *code, const struct address *aside)
{
    (void)aside;
    put8(code, 0x0f); /* syscall */
    put8(code, 0x05);
}

static void call_symbol(struct code *code, bool is_jump)
{
    log_mark(code, is_jump ? LOG_JUMP : LOG_CALL, 0);
    put8(code, is_jump ? 0xe9 : 0xe8);
    put32(code, 0);
}

static void leave_jump(struct code *code, uint16_t reg, const struct address *memory)
{
    if (memory)
        with_memory(code, (struct opcode){0, 0, 0xff}, false, 4, *memory, false);
    else
        x86_with_register(code, (struct opcode){0, 0, 0xff}, false, 4, number(reg), false);
}

static void entry_that_pushes(uint8_t *out, int32_t distance)
{
    /* endbr64; push rbx; push rbx; lea rbx, [rip + distance]; jmp [rbx] */
    static const uint8_t bytes[ENTRY_SIZE] = {0xf3, 0x0f, 0x1e, 0xfa, 0x53, 0x53, 0x48, 0x8d, 0x1d, 0, 0, 0, 0, 0xff, 0x23,
                                              0xcc};
    enum { FIELD = 9, NEXT = 13 };
    memcpy(out, bytes, sizeof bytes);
    for (unsigned i = 0; i < 4; i++)
        out[FIELD + i] = (uint8_t)((uint32_t)(distance - NEXT) >> 8 * i);
}

static void entry(uint8_t *out, uintptr_t at, int32_t distance, uint16_t data)
{
    (void)at;
    if (data == RBX) {
        entry_that_pushes(out, distance);
        return;
    }
    /* endbr64; lea r10, [rip + distance]; jmp [r10] */
    static const uint8_t bytes[ENTRY_SIZE] = {0xf3, 0x0f, 0x1e, 0xfa, 0x4c, 0x8d, 0x15, 0, 0, 0, 0, 0x41, 0xff, 0x22,
                                              0xcc, 0xcc};
    enum { REGISTER = 6, FIELD = 7, NEXT = 11, BASE = 13 };
    memcpy(out, bytes, sizeof bytes);
    for (unsigned i = 0; i < 4; i++)
        out[FIELD + i] = (uint8_t)((uint32_t)(distance - NEXT) >> 8 * i);
    out[REGISTER] = (uint8_t)((out[REGISTER] & 0xc7) | (number(data) & 7) << 3);
    out[BASE] = (uint8_t)((out[BASE] & 0xf8) | (number(data) & 7));
}

/* r10 is nobody's argument but the static chain's (AMD64 psABI 3.2.3), and on Windows volatile; Intel's regcall for Windows
   alone passes values in both, and none in rbx, which it preserves. preserve_most and preserve_all keep r10. */
static const uint16_t data_registers[] = {R10, R11, RBX};
static const uint16_t scratch[] = {R11, RAX, R10, RCX, RDX, R9, R8, RSI, RDI, RBX};

static const uint16_t vector_scratch[] = {XMM0 + 15, XMM5, XMM4, XMM0};

const struct machine x86_64_machine = {
    .arch = CCONV_ARCH_X86_64,
    .word = 8,
    .general_count = XMM0,
    .stack_pointer = RSP,
    .frame_pointer = RBP,
    .data = data_registers,
    .data_count = COUNT_OF(data_registers),
    .data_pushed = 1,
    .scratch = scratch,
    .scratch_count = COUNT_OF(scratch),
    .vector_scratch = vector_scratch,
    .vector_scratch_count = COUNT_OF(vector_scratch),
    .link_bytes = 0,
    .pointer_bytes = 8,
    .saves_by_pointer = true,
    .return_address = 8,
    .return_column = 16,
    .elf_machine = 62,
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
#if !defined(_WIN32) /* whose unwinder takes whatever is not at the very end for the body, with all of its frame */
    .pop = pop,
#endif
    .entry = entry,
    .end_vectors = x86_end_vectors,
};
