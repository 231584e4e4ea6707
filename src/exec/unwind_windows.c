/*
 * What generated code does to the stack, as Windows's unwinder reads it on x86-64: RUNTIME_FUNCTION and UNWIND_INFO of
 * Microsoft's "x64 exception handling". A chunk begins with its UNWIND_INFO, and has a RUNTIME_FUNCTION for each piece of code.
 *
 * A frame pointer is told as if part of the stack had been taken before it was set, since registers are saved only above
 * where the unwinder counts from.
 */
#include "exec/chunk.h"

#if defined(_WIN32)
#include <string.h>

enum { PUSH_NONVOL = 0, ALLOC_LARGE = 1, ALLOC_SMALL = 2, SET_FPREG = 3, SAVE_NONVOL = 4, SAVE_XMM128 = 8 };
enum { HEADER = 4, MOST_PROLOGUE = 255, MOST_POINTER_OFFSET = 240, MOST_SMALL = 128 };
enum { MOST_PIECES = 1024 };

struct function {                        /* RUNTIME_FUNCTION */
    uint32_t begin, end, unwind;         /* behind the chunk's first byte */
};

struct rules {
    uint8_t *out;
    size_t length, room;
    bool failed;
};

/* Codes are written in the order in which they are undone; `by` is where the instruction ends. A prologue too long to be
   told ends in stores, at which nothing is thrown. */
static void put_code(struct rules *rules, uint32_t by, unsigned operation, unsigned info)
{
    if (rules->length + 2 > rules->room) {
        rules->failed = true;
        return;
    }
    rules->out[rules->length++] = (uint8_t)min_u64(by, MOST_PROLOGUE);
    rules->out[rules->length++] = (uint8_t)(info << 4 | operation);
}

static void put_slot(struct rules *rules, uint32_t value)
{
    if (value > UINT16_MAX)
        rules->failed = true;
    put_code(rules, value & 0xff, value >> 8 & 0xf, value >> 12 & 0xf);
}

static void put_taken(struct rules *rules, uint32_t by, uint32_t bytes)
{
    if (!bytes)
        return;
    if (bytes <= MOST_SMALL) {
        put_code(rules, by, ALLOC_SMALL, bytes / 8 - 1);
    } else {
        put_code(rules, by, ALLOC_LARGE, 0);
        put_slot(rules, bytes / 8);
    }
}

/* The processor's number of a register by DWARF's, whose first eight are in another order. */
static unsigned number_of(int dwarf)
{
    static const uint8_t first[] = {0, 2, 1, 3, 6, 7, 5, 4};
    return (unsigned)dwarf < sizeof first ? first[dwarf] : (unsigned)dwarf;
}

/* Register number `i` of those saved, `at` bytes above where the unwinder counts from. */
static void put_saved(struct rules *rules, const struct frame *frame, uint32_t i, const struct arch_register *reg, int64_t at)
{
    enum { XMM = 17 }; /* DWARF's number of xmm0 */
    bool vector = reg->dwarf >= XMM;
    uint32_t scale = vector ? 16 : 8;
    if (at < 0 || at % scale)
        rules->failed = true;
    unsigned number = vector ? (unsigned)(reg->dwarf - XMM) : number_of(reg->dwarf);
    put_slot(rules, (uint32_t)at / scale);
    put_code(rules, frame->saved_by[i], vector ? SAVE_XMM128 : SAVE_NONVOL, number);
}

/* A code and its slot were written in turn: reversed as a whole, slots follow their codes again. */
static void reverse(uint8_t *codes, size_t length)
{
    for (size_t i = 0; i < length / 4; i++) {
        uint8_t pair[2];
        memcpy(pair, codes + 2 * i, 2);
        memcpy(codes + 2 * i, codes + length - 2 * i - 2, 2);
        memcpy(codes + length - 2 * i - 2, pair, 2);
    }
}

size_t unwind_rules(const struct machine *machine, const struct frame *frame, uint8_t *out, size_t room)
{
    const struct arch_register *regs = register_file_of(machine->arch)->regs;
    struct preserved host;
    struct rules rules = {out, HEADER, room, false};
    uint32_t prologue = frame->framed_by;
    uint32_t above = (uint32_t)min_u64(frame->saves_below, MOST_POINTER_OFFSET);
    int64_t saves = frame->saves_below ? (int64_t)above - frame->saves_below : (int64_t)frame->saves_at;
    preserved_by(cconv_convention_host(), &host);
    for (uint32_t i = 0; i < frame->saved_count; i++) {
        prologue = frame->saved_by[i];
        if (host.bytes[frame->saved[i]]) /* no unwinder gives back others */
            put_saved(&rules, frame, i, &regs[frame->saved[i]], saves + frame->saved_at[i]);
    }
    reverse(out + HEADER, rules.length - HEADER);
    if (frame->has_pointer) {
        put_code(&rules, frame->framed_by, SET_FPREG, 0);
        put_taken(&rules, frame->framed_by, above);
        put_code(&rules, frame->pushed_by, PUSH_NONVOL, number_of(regs[machine->frame_pointer].dwarf));
    } else if (!frame->is_leaf) {
        uint32_t pushed = frame->slot != CCONV_NO_REGISTER ? machine->word : 0;
        put_taken(&rules, frame->framed_by, frame->size - pushed);
        put_taken(&rules, frame->pushed_by, pushed);
    }
    for (uint32_t i = 0; i < frame->entry_pushed; i += 8) /* before the code's first byte */
        put_code(&rules, 0, PUSH_NONVOL, number_of(regs[frame->entry_saved].dwarf));
    out[0] = 1; /* version, no flags */
    out[1] = (uint8_t)min_u64(prologue, MOST_PROLOGUE);
    out[2] = (uint8_t)((rules.length - HEADER) / 2);
    out[3] = frame->has_pointer ? (uint8_t)(above | number_of(regs[machine->frame_pointer].dwarf)) : 0;
    return rules.failed ? 0 : rules.length;
}

const size_t unwind_size = MOST_PIECES * sizeof(struct function);

static struct function *functions_of(struct chunk *chunk)
{
    return (struct function *)(void *)((uint8_t *)(chunk + 1) + debugger_size);
}

void unwind_open(const struct machine *machine, struct chunk *chunk)
{
    (void)machine;
    memcpy(chunk->memory.write, chunk->rules, chunk->rules_length);
    chunk->used = (size_t)round_up(chunk->rules_length, CODE_ALIGN);
}

bool unwind_has_room(const struct chunk *chunk)
{
    return chunk->pieces < MOST_PIECES;
}

void unwind_add(struct chunk *chunk, size_t at, size_t length)
{
    struct function *function = &functions_of(chunk)[chunk->pieces++];
    *function = (struct function){(uint32_t)at, (uint32_t)(at + length), 0};
    os_register_frames(function, chunk->memory.run);
}

void unwind_close(struct chunk *chunk)
{
    for (uint32_t i = 0; i < chunk->pieces; i++)
        os_deregister_frames(&functions_of(chunk)[i]);
}

#endif
