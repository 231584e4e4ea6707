/*
 * What generated code does to the stack, as DWARF call frame information: DWARF 5 §6.4, with the .eh_frame of the Linux
 * Standard Base 5.0 Core, §10.6.1. One entry describes every frame of a chunk as it is at call instructions.
 */
#include "exec/chunk.h"

#if !defined(_WIN32)
#include <string.h>

enum {
    DW_CFA_def_cfa = 0x0c,
    DW_CFA_offset = 0x80,
    DW_CFA_offset_extended = 0x05,
    MOST_RULE = 1 + 2 * 5 /* an opcode and two numbers */
};

struct bytes {
    uint8_t *data;
    size_t length, room;
};

static void put(struct bytes *out, unsigned byte)
{
    if (out->length < out->room)
        out->data[out->length] = (uint8_t)byte;
    out->length++;
}

static void put_uleb(struct bytes *out, uint64_t value)
{
    for (; value >= 0x80; value >>= 7)
        put(out, (value & 0x7f) | 0x80);
    put(out, (unsigned)value);
}

static void put_word(struct bytes *out, uint64_t value, unsigned size)
{
    for (unsigned i = 0; i < size; i++)
        put(out, value >> 8 * i & 0xff);
}

/* The register is kept `below` words under the canonical frame address. */
static void put_saved(struct bytes *out, unsigned dwarf, uint64_t below)
{
    if (dwarf < 64) {
        put(out, DW_CFA_offset | dwarf);
    } else {
        put(out, DW_CFA_offset_extended);
        put_uleb(out, dwarf);
    }
    put_uleb(out, below);
}

size_t unwind_rules(const struct machine *machine, const struct frame *frame, uint8_t *out, size_t room)
{
    const struct arch_register *regs = register_file_of(machine->arch)->regs;
    struct bytes rules = {out, 0, room};
    uint64_t word = machine->word, pushed = machine->return_address + frame->entry_pushed, pointer = machine->pointer_bytes;
    uint64_t to_sp = frame->size + pushed; /* from the stack pointer up to the canonical frame address */
    if (frame->is_leaf) {
        put(&rules, DW_CFA_def_cfa);
        put_uleb(&rules, (uint64_t)regs[machine->stack_pointer].dwarf);
        put_uleb(&rules, pushed);
    } else if (frame->has_pointer) {
        put(&rules, DW_CFA_def_cfa);
        put_uleb(&rules, (uint64_t)regs[machine->frame_pointer].dwarf);
        put_uleb(&rules, pointer + pushed);
        to_sp += machine->link_bytes ? machine->link_bytes : pointer;
    } else {
        put(&rules, DW_CFA_def_cfa);
        put_uleb(&rules, (uint64_t)regs[machine->stack_pointer].dwarf);
        put_uleb(&rules, to_sp);
    }
    /* The record: the frame pointer, above it the return address, above that the canonical frame address. */
    if (!frame->is_leaf && (frame->has_pointer || machine->link_bytes))
        put_saved(&rules, (unsigned)regs[machine->frame_pointer].dwarf, 2 + frame->entry_pushed / word);
    if (!frame->is_leaf && machine->link_bytes)
        put_saved(&rules, machine->return_column, 1);
    if (frame->entry_saved != CCONV_NO_REGISTER)
        put_saved(&rules, (unsigned)regs[frame->entry_saved].dwarf, pushed / word);
    uint64_t below = (pushed + pointer) / word; /* kept registers are pushed under the record */
    for (uint32_t i = 0; i < machine->kept_count; i++)
        if (frame->kept >> i & 1)
            put_saved(&rules, (unsigned)regs[machine->kept[i]].dwarf, ++below);
    to_sp += below * word - (pushed + pointer);
    uint64_t saves = frame->saves_below ? pointer + pushed + frame->saves_below : to_sp - frame->saves_at;
    /* Below a stack pointer that was aligned further, places are not known. */
    bool known = !frame->align || frame->saves_below;
    for (uint32_t i = 0; i < frame->saved_count && known && rules.length + MOST_RULE < room; i++) {
        const struct arch_register *reg = &regs[frame->saved[i]];
        if (reg->dwarf >= 0)
            put_saved(&rules, (unsigned)reg->dwarf, (saves - frame->saved_at[i]) / word);
    }
    return rules.length;
}

static void put_length(struct bytes *out, size_t at)
{
    uint32_t length = (uint32_t)(out->length - at - 4);
    memcpy(out->data + at, &length, sizeof length);
}

static void pad(struct bytes *out, size_t word)
{
    while (out->length % word)
        put(out, 0); /* DW_CFA_nop */
}

static void write_section(const struct machine *machine, struct chunk *chunk)
{
    struct bytes out = {chunk->section, 0, sizeof chunk->section};
    uint64_t word = machine->word;
    put_word(&out, 0, 4);                   /* length of the CIE, below */
    put_word(&out, 0, 4);                   /* which says that it is one */
    put(&out, 1);                           /* version */
    put(&out, 0);                           /* no augmentation: addresses are whole words */
    put_uleb(&out, 1);                      /* code alignment */
    put(&out, (0x80 - word) & 0x7f);        /* data alignment: -word */
    put(&out, machine->return_column);
    if (machine->return_address)
        put_saved(&out, machine->return_column, machine->return_address / word);
    pad(&out, word);
    put_length(&out, 0);
    size_t entry = out.length;
    put_word(&out, 0, 4);                   /* length of the FDE */
    put_word(&out, out.length, 4);          /* back to the CIE */
    put_word(&out, (uintptr_t)chunk->memory.run, (unsigned)word);
    put_word(&out, chunk->memory.size, (unsigned)word);
    for (size_t i = 0; i < chunk->rules_length; i++)
        put(&out, chunk->rules[i]);
    pad(&out, word);
    put_length(&out, entry);
    put_word(&out, 0, 4);                   /* the end */
}

const size_t unwind_size = 0;

void unwind_open(const struct machine *machine, struct chunk *chunk)
{
    write_section(machine, chunk);
    os_register_frames(chunk->section, chunk->memory.run);
}

bool unwind_has_room(const struct chunk *chunk)
{
    (void)chunk;
    return true;
}

void unwind_add(struct chunk *chunk, size_t at, size_t length)
{
    (void)chunk, (void)at, (void)length;
}

void unwind_close(struct chunk *chunk)
{
    os_deregister_frames(chunk->section);
}

#endif
