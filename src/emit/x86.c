/*
 * 32-bit x86: the instructions of generated code. "Intel 64 and IA-32 Architectures Software Developer's Manual", volume 2,
 * gives the encodings.
 *
 * A convention may pass arguments in all of eax, ecx, edx, esi and edi, so no register is left for an entry's data: entries
 * push its address. Every frame has a frame pointer, since code that was compiled for other systems aligns the stack to 4
 * bytes only, and keeps below it what it needs of ebx, esi and edi. What needs SSE2 is written only where a plan has vector
 * registers.
 */
#include "emit/machine.h"
#include "emit/x86_encode.h"

#include <string.h>

enum { PAGE = 4096, UNROLLED = 16, WORD = 4, BYTE_REGISTERS = 4 };

static const uint16_t kept[] = {EBX, ESI, EDI};

static bool is_general(uint16_t reg) { return reg < I386_XMM0; }
static bool is_x87(uint16_t reg) { return reg >= I386_ST0 && reg < I386_MM0; }
static bool is_mmx(uint16_t reg) { return reg >= I386_MM0; }

/* The processor's number of a register: register.h has them in its order, in groups of eight. */
static unsigned number(uint16_t reg)
{
    return reg % 8u;
}

static struct x86_place place(struct address at)
{
    return (struct x86_place){number(at.base), at.offset};
}

static void with_memory(struct code *code, struct opcode opcode, unsigned field, struct address at)
{
    x86_with_memory(code, opcode, false, field, place(at), false);
}

static void with_register(struct code *code, struct opcode opcode, unsigned field, unsigned other)
{
    x86_with_register(code, opcode, false, field, other, false);
}

static void push(struct code *code, unsigned n) { put8(code, 0x50 | n); }
static void pop(struct code *code, unsigned n) { put8(code, 0x58 | n); }

/* --------------------------------------------------------------- instructions */

static void load_general(struct code *code, unsigned n, struct address from, uint32_t size, bool sign)
{
    if (size >= 4)
        with_memory(code, (struct opcode){0, 0, 0x8b}, n, from);
    else
        with_memory(code, (struct opcode){0, 1, (uint8_t)((sign ? 0xbe : 0xb6) + (size == 2))}, n, from);
}

static void load(struct code *code, uint16_t reg, struct address from, uint32_t size, unsigned extend, unsigned to)
{
    (void)to;
    if (is_general(reg))
        load_general(code, number(reg), from, size, extend == CCONV_EXTEND_SIGN);
    else if (is_x87(reg))
        x86_x87(code, place(from), size, false);
    else if (is_mmx(reg))
        with_memory(code, (struct opcode){0, 1, size == 4 ? 0x6e : 0x6f}, number(reg), from); /* movd, movq */
    else if (size == 2)
        x86_load_half(code, number(reg), place(from));
    else
        x86_vector(code, number(reg), place(from), size, false);
}

/* One of the first four registers that is not the base: the others have no byte register of their own. */
static unsigned other_than(struct address at)
{
    return at.base == EAX ? ECX : EAX;
}

static void store_byte(struct code *code, struct address to, uint16_t reg)
{
    unsigned n = number(reg), other = other_than(to);
    if (n < BYTE_REGISTERS) {
        with_memory(code, (struct opcode){0, 0, 0x88}, n, to);
        return;
    }
    if (to.base == reg)
        to.base = (uint16_t)other;
    with_register(code, (struct opcode){0, 0, 0x87}, n, other); /* xchg, and back */
    with_memory(code, (struct opcode){0, 0, 0x88}, other, to);
    with_register(code, (struct opcode){0, 0, 0x87}, n, other);
}

/* The low two bytes, by pextrw to a general register: to memory it needs SSE4.1. */
static void store_half(struct code *code, struct address to, unsigned n)
{
    unsigned other = other_than(to);
    push(code, other);
    if (to.base == ESP)
        to.offset += WORD;
    with_register(code, (struct opcode){0x66, 1, 0xc5}, other, n);
    put8(code, 0);
    with_memory(code, (struct opcode){0x66, 0, 0x89}, other, to);
    pop(code, other);
}

static void store(struct code *code, struct address to, uint16_t reg, uint32_t size)
{
    if (is_general(reg) && size == 1)
        store_byte(code, to, reg);
    else if (is_general(reg))
        with_memory(code, (struct opcode){size == 2 ? 0x66 : 0, 0, 0x89}, number(reg), to);
    else if (is_x87(reg))
        x86_x87(code, place(to), size, true);
    else if (is_mmx(reg))
        with_memory(code, (struct opcode){0, 1, size == 4 ? 0x7e : 0x7f}, number(reg), to);
    else if (size == 2)
        store_half(code, to, number(reg));
    else
        x86_vector(code, number(reg), place(to), size, true);
}

static void move_general(struct code *code, unsigned to, unsigned from, uint32_t size, bool sign)
{
    if (size == 1 && from >= BYTE_REGISTERS) {
        with_register(code, (struct opcode){0, 0, 0x8b}, to, from);
        with_register(code, (struct opcode){0, 0, 0xc1}, 4, to);            /* shl */
        put8(code, 24);
        with_register(code, (struct opcode){0, 0, 0xc1}, sign ? 7 : 5, to); /* sar, shr */
        put8(code, 24);
    } else if (size >= 4) {
        with_register(code, (struct opcode){0, 0, 0x8b}, to, from);
    } else {
        with_register(code, (struct opcode){0, 1, (uint8_t)((sign ? 0xbe : 0xb6) + (size == 2))}, to, from);
    }
}

static void move(struct code *code, uint16_t to, uint16_t from, uint32_t size, unsigned extend, unsigned extended_to)
{
    unsigned a = number(to), b = number(from);
    (void)extended_to;
    if (is_general(to) && is_general(from))
        move_general(code, a, b, size, extend == CCONV_EXTEND_SIGN);
    else if (is_general(to)) /* movd */
        with_register(code, (struct opcode){is_mmx(from) ? 0 : 0x66, 1, 0x7e}, b, a);
    else if (is_general(from))
        with_register(code, (struct opcode){is_mmx(to) ? 0 : 0x66, 1, 0x6e}, a, b);
    else if (is_mmx(to) && is_mmx(from))
        with_register(code, (struct opcode){0, 1, 0x6f}, a, b);
    else if (is_mmx(to)) /* movdq2q */
        with_register(code, (struct opcode){0xf2, 1, 0xd6}, a, b);
    else if (is_mmx(from)) /* movq2dq */
        with_register(code, (struct opcode){0xf3, 1, 0xd6}, a, b);
    else
        x86_copy_vector(code, a, b, size);
}

static void address(struct code *code, uint16_t to, struct address of)
{
    if (of.offset == 0)
        with_register(code, (struct opcode){0, 0, 0x8b}, number(to), number(of.base));
    else
        with_memory(code, (struct opcode){0, 0, 0x8d}, number(to), of);
}

static void constant(struct code *code, uint16_t to, uint64_t value)
{
    put8(code, 0xb8 | number(to));
    put32(code, (uint32_t)value);
}

static void adjust(struct code *code, int32_t bytes)
{
    if (bytes)
        x86_immediate(code, bytes < 0 ? 5 : 0, number(ESP), bytes < 0 ? -bytes : bytes, false);
}

/* ---------------------------------------------------------------- copies */

/* mov with the counter added to the address: [base + counter + offset]. */
static void indexed(struct code *code, uint8_t byte, unsigned reg, struct address at, unsigned counter)
{
    put8(code, byte);
    put8(code, 0x84 | reg << 3);
    put8(code, counter << 3 | number(at.base));
    put32(code, (uint32_t)at.offset);
}

static void copy(struct code *code, struct address to, struct address from, uint32_t size, uint16_t scratch,
                 uint16_t counter, uint16_t vector)
{
    uint32_t done = 0;
    (void)vector; /* not every processor has them */
    if (counter != CCONV_NO_REGISTER && size >= WORD * UNROLLED) {
        done = size / WORD * WORD;
        constant(code, counter, 0);
        size_t top = code->length;
        indexed(code, 0x8b, number(scratch), from, number(counter));
        indexed(code, 0x89, number(scratch), to, number(counter));
        x86_immediate(code, 0, number(counter), WORD, false);
        with_register(code, (struct opcode){0, 0, 0x81}, 7, number(counter)); /* cmp */
        put32(code, done);
        log_mark(code, LOG_BRANCH, top);
        put8(code, 0x72); /* jb */
        put8(code, (uint8_t)(top - code->length - 1));
    }
    for (uint32_t left; (left = size - done) != 0;) {
        uint32_t piece = left >= 4 ? 4 : left >= 2 ? 2 : 1;
        load(code, scratch, (struct address){from.base, from.offset + (int32_t)done}, piece, CCONV_EXTEND_NONE, 0);
        store(code, (struct address){to.base, to.offset + (int32_t)done}, scratch, piece);
        done += piece;
    }
}

/* ------------------------------------------------------------------- frames */

static void touch(struct code *code)
{
    with_memory(code, (struct opcode){0, 0, 0x83}, 1, (struct address){ESP, 0}); /* or dword [esp], 0 */
    put8(code, 0);
}

/* Takes stack, touching each page of it in turn: below it may be the guard that makes it grow. ebx is kept by now. */
static void take_frame(struct code *code, uint32_t bytes)
{
    uint32_t pages = bytes / PAGE;
    for (uint32_t i = 0; i < pages && pages <= UNROLLED; i++) {
        adjust(code, -PAGE);
        touch(code);
    }
    if (pages > UNROLLED) {
        with_memory(code, (struct opcode){0, 0, 0x8d}, number(EBX), (struct address){ESP, -(int32_t)(pages * PAGE)});
        size_t top = code->length;
        adjust(code, -PAGE);
        touch(code);
        with_register(code, (struct opcode){0, 0, 0x39}, number(EBX), number(ESP)); /* cmp esp, ebx */
        log_mark(code, LOG_BRANCH, top);
        put8(code, 0x77); /* ja */
        put8(code, (uint8_t)(top - code->length - 1));
    }
    adjust(code, -(int32_t)(bytes % PAGE));
}

static void enter(struct code *code, struct frame *frame)
{
    static const uint8_t endbr32[] = {0xf3, 0x0f, 0x1e, 0xfb};
    for (size_t i = 0; i < sizeof endbr32; i++)
        put8(code, endbr32[i]);
    if (frame->is_leaf)
        return;
    int32_t below = 2 * WORD + (int32_t)frame->entry_pushed; /* under the caller's frame */
    push(code, number(EBP));
    log_frame(code, LOG_CFA, ESP, below);
    log_frame(code, LOG_SAVED, EBP, below);
    with_register(code, (struct opcode){0, 0, 0x8b}, number(EBP), number(ESP));
    log_frame(code, LOG_CFA, EBP, below);
    for (uint32_t i = 0; i < COUNT_OF(kept); i++)
        if (frame->kept >> i & 1) {
            log_note(code, "keep", kept[i]);
            push(code, number(kept[i]));
            log_frame(code, LOG_SAVED, kept[i], below += WORD);
        }
    log_note(code, "the frame", CCONV_NO_REGISTER);
    take_frame(code, frame->size);
    if (frame->align)
        x86_immediate(code, 4, number(ESP), -(int32_t)frame->align, false);
    if (frame->slot != CCONV_NO_REGISTER)
        store(code, (struct address){ESP, (int32_t)frame->slot_at}, frame->slot, WORD);
}

static void leave(struct code *code, const struct frame *frame)
{
    int32_t bytes = 0;
    for (uint32_t i = 0; i < COUNT_OF(kept); i++)
        bytes += frame->kept >> i & 1 ? WORD : 0;
    if (bytes) {
        with_memory(code, (struct opcode){0, 0, 0x8d}, number(ESP), (struct address){EBP, -bytes});
        for (uint32_t i = COUNT_OF(kept); i-- > 0;)
            if (frame->kept >> i & 1) {
                pop(code, number(kept[i]));
                log_frame(code, LOG_RESTORED, kept[i], 0);
            }
        pop(code, number(EBP));
    } else {
        put8(code, 0xc9);
    }
    log_frame(code, LOG_RESTORED, EBP, 0);
    log_frame(code, LOG_CFA, ESP, WORD + (int32_t)frame->entry_pushed);
    adjust(code, (int32_t)frame->entry_pushed);
    put8(code, frame->pops ? 0xc2 : 0xc3);
    if (frame->pops) {
        put8(code, frame->pops & 0xff);
        put8(code, frame->pops >> 8 & 0xff);
    }
}

static void call(struct code *code, uint16_t reg, const struct address *memory)
{
    if (memory)
        with_memory(code, (struct opcode){0, 0, 0xff}, 2, *memory);
    else
        with_register(code, (struct opcode){0, 0, 0xff}, 2, number(reg));
}

static void enter_kernel(struct code *code, const struct address *aside)
{
    if (aside) {
        push(code, number(EBP));
        load(code, EBP, (struct address){aside->base, aside->offset + WORD}, WORD, CCONV_EXTEND_NONE, 0);
    }
    put8(code, 0xcd); /* int $0x80 */
    put8(code, 0x80);
    if (aside)
        pop(code, number(EBP));
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
        with_memory(code, (struct opcode){0, 0, 0xff}, 4, *memory);
    else
        with_register(code, (struct opcode){0, 0, 0xff}, 4, number(reg));
}

static void entry(uint8_t *out, uintptr_t at, int32_t distance, uint16_t data)
{
    /* endbr32; push data; jmp [data] */
    static const uint8_t bytes[ENTRY_SIZE] = {0xf3, 0x0f, 0x1e, 0xfb, 0x68, 0, 0, 0, 0, 0xff, 0x25, 0, 0, 0, 0, 0xcc};
    enum { PUSHED = 5, FIELD = 11 };
    (void)data;
    memcpy(out, bytes, sizeof bytes);
    for (unsigned i = 0; i < WORD; i++)
        out[PUSHED + i] = out[FIELD + i] = (uint8_t)((uint32_t)(at + (uintptr_t)distance) >> 8 * i);
}

static void end_mmx(struct code *code) /* emms */
{
    put8(code, 0x0f);
    put8(code, 0x77);
}

/* The last two have no byte registers. */
static const uint16_t scratch[] = {EBX, ECX, EDX, EAX, ESI, EDI};
static const uint16_t vector_scratch[] = {I386_XMM0 + 7, I386_XMM0 + 6, I386_XMM0 + 5, I386_XMM0 + 4, I386_XMM0 + 3};

const struct machine x86_machine = {
    .arch = CCONV_ARCH_X86,
    .word = WORD,
    .general_count = I386_XMM0,
    .stack_pointer = ESP,
    .frame_pointer = EBP,
    .entry_pushes = WORD,
    .scratch = scratch,
    .scratch_count = COUNT_OF(scratch),
    .kept = kept,
    .kept_count = COUNT_OF(kept),
    .pushes_kept = true,
    .vector_scratch = vector_scratch,
    .vector_scratch_count = COUNT_OF(vector_scratch),
    .pointer_bytes = WORD,
    .return_address = WORD,
    .return_column = 8,
    .elf_machine = 3,
    .mmx = I386_MM0,
    .x87 = I386_ST0,
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
    .end_vectors = x86_end_vectors,
    .end_mmx = end_mmx,
};
