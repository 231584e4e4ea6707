/* x86_encode.h: "Intel 64 and IA-32 Architectures Software Developer's Manual", volume 2, chapter 2. */
#include "emit/x86_encode.h"

void x86_opcode(struct code *code, struct opcode opcode, unsigned rex)
{
    if (opcode.prefix)
        put8(code, opcode.prefix);
    if (rex)
        put8(code, 0x40 | rex);
    if (opcode.escape)
        put8(code, 0x0f);
    put8(code, opcode.byte);
}

void x86_operand(struct code *code, unsigned field, struct x86_place at)
{
    unsigned base = at.base;
    unsigned mode = at.offset == 0 && (base & 7) != 5 ? 0 : at.offset >= -128 && at.offset < 128 ? 1 : 2;
    put8(code, mode << 6 | (field & 7) << 3 | (base & 7));
    if ((base & 7) == 4)
        put8(code, 0x24);
    if (mode == 1)
        put8(code, (uint8_t)at.offset);
    else if (mode == 2)
        put32(code, (uint32_t)at.offset);
}

void x86_with_memory(struct code *code, struct opcode opcode, bool wide, unsigned field, struct x86_place at,
                     bool byte_register)
{
    unsigned rex = (wide ? 8 : 0) | (field >= 8 ? 4 : 0) | (at.base >= 8 ? 1 : 0);
    if (!rex && byte_register && field >= 4)
        rex = 0x40; /* spl, bpl, sil, dil rather than ah and so on: an empty REX */
    x86_opcode(code, opcode, rex);
    x86_operand(code, field, at);
}

void x86_with_register(struct code *code, struct opcode opcode, bool wide, unsigned field, unsigned other,
                       bool byte_register)
{
    unsigned rex = (wide ? 8 : 0) | (field >= 8 ? 4 : 0) | (other >= 8 ? 1 : 0);
    if (!rex && byte_register && other >= 4)
        rex = 0x40;
    x86_opcode(code, opcode, rex);
    put8(code, 0xc0 | (field & 7) << 3 | (other & 7));
}

void x86_vmovups(struct code *code, unsigned reg, struct x86_place at, uint32_t size, bool store)
{
    unsigned base = at.base;
    if (size == 32 && reg < 16) {
        put8(code, 0xc4);
        put8(code, (reg < 8 ? 0x80 : 0) | 0x40 | (base < 8 ? 0x20 : 0) | 1);
        put8(code, 0x7c);
        put8(code, store ? 0x11 : 0x10);
        x86_operand(code, reg, at);
        return;
    }
    put8(code, 0x62);
    put8(code, (reg & 8 ? 0 : 0x80) | 0x40 | (base < 8 ? 0x20 : 0) | (reg & 16 ? 0 : 0x10) | 1);
    put8(code, 0x7c);
    put8(code, size == 64 ? 0x48 : 0x28);
    put8(code, store ? 0x11 : 0x10);
    /* An 8-bit displacement would be scaled: 32 bits always. */
    put8(code, 0x80 | (reg & 7) << 3 | (base & 7));
    if ((base & 7) == 4)
        put8(code, 0x24);
    put32(code, (uint32_t)at.offset);
}

void x86_vector(struct code *code, unsigned reg, struct x86_place at, uint32_t size, bool store)
{
    switch (size) {
    case 4: x86_with_memory(code, (struct opcode){0xf3, 1, store ? 0x11 : 0x10}, false, reg, at, false); break;
    case 8: x86_with_memory(code, (struct opcode){0xf2, 1, store ? 0x11 : 0x10}, false, reg, at, false); break;
    case 16: x86_with_memory(code, (struct opcode){0, 1, store ? 0x11 : 0x10}, false, reg, at, false); break;
    default: x86_vmovups(code, reg, at, size, store);
    }
}

void x86_copy_vector(struct code *code, unsigned to, unsigned from, uint32_t size)
{
    if (size <= 16) {
        x86_with_register(code, (struct opcode){0, 1, 0x28}, false, to, from, false); /* movaps */
        return;
    }
    if (size == 32) { /* vmovaps */
        put8(code, 0xc4);
        put8(code, (to < 8 ? 0x80 : 0) | 0x40 | (from < 8 ? 0x20 : 0) | 1);
        put8(code, 0x7c);
        put8(code, 0x28);
    } else {
        put8(code, 0x62);
        put8(code, (to & 8 ? 0 : 0x80) | (from & 16 ? 0 : 0x40) | (from & 8 ? 0 : 0x20) | (to & 16 ? 0 : 0x10) | 1);
        put8(code, 0x7c);
        put8(code, 0x48);
        put8(code, 0x28);
    }
    put8(code, 0xc0 | (to & 7) << 3 | (from & 7));
}

void x86_load_half(struct code *code, unsigned reg, struct x86_place at)
{
    x86_with_register(code, (struct opcode){0x66, 1, 0xef}, false, reg, reg, false); /* pxor */
    x86_with_memory(code, (struct opcode){0x66, 1, 0xc4}, false, reg, at, false);    /* pinsrw */
    put8(code, 0);
}

void x86_x87(struct code *code, struct x86_place at, uint32_t size, bool store)
{
    unsigned field = size <= 8 ? (store ? 3 : 0) : store ? 7 : 5;
    unsigned byte = size == 4 ? 0xd9 : size == 8 ? 0xdd : 0xdb;
    x86_with_memory(code, (struct opcode){0, 0, (uint8_t)byte}, false, field, at, false);
}

void x86_immediate(struct code *code, unsigned field, unsigned reg, int32_t value, bool wide)
{
    bool small = value >= -128 && value < 128;
    x86_with_register(code, (struct opcode){0, 0, small ? 0x83 : 0x81}, wide, field, reg, false);
    if (small)
        put8(code, (uint8_t)value);
    else
        put32(code, (uint32_t)value);
}

void x86_end_vectors(struct code *code, uint32_t widest)
{
    if (widest > 16) { /* vzeroupper */
        put8(code, 0xc5);
        put8(code, 0xf8);
        put8(code, 0x77);
    }
}
