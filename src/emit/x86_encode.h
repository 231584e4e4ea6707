/*
 * How x86's instructions are encoded, in 64-bit mode and out of it. Registers are the processor's numbers. A REX prefix
 * is written only for a number of 8 or more, for 64 bits, or for a byte register that needs one: code that uses none of
 * these is 32-bit code as well.
 */
#ifndef EMIT_X86_ENCODE_H
#define EMIT_X86_ENCODE_H

#include "emit/code.h"

struct opcode {
    uint8_t prefix;        /* 0x66, 0xf2, 0xf3, or 0 */
    uint8_t escape;        /* 1: 0x0f before the opcode */
    uint8_t byte;
};

/* Memory, `offset` behind a general register. */
struct x86_place {
    unsigned base;
    int32_t offset;
};

void x86_opcode(struct code *code, struct opcode opcode, unsigned rex);
/* What follows an opcode whose operand is memory; `field` is the other operand, or more of the opcode. */
void x86_operand(struct code *code, unsigned field, struct x86_place at);
/* With `byte_register`, `field` (in the second, `other`) is one of 64-bit mode's byte registers. */
void x86_with_memory(struct code *code, struct opcode opcode, bool wide, unsigned field, struct x86_place at,
                     bool byte_register);
void x86_with_register(struct code *code, struct opcode opcode, bool wide, unsigned field, unsigned other,
                       bool byte_register);
/* vmovups of a ymm or zmm register. */
void x86_vmovups(struct code *code, unsigned reg, struct x86_place at, uint32_t size, bool store);
/* 4, 8, 16, 32 or 64 bytes of a vector register. */
void x86_vector(struct code *code, unsigned reg, struct x86_place at, uint32_t size, bool store);
void x86_copy_vector(struct code *code, unsigned to, unsigned from, uint32_t size);
/* Two bytes into a vector register whose others become zero. */
void x86_load_half(struct code *code, unsigned reg, struct x86_place at);
/* Onto the x87 stack, or off it. */
void x86_x87(struct code *code, struct x86_place at, uint32_t size, bool store);
/* reg op= value; `field` is the operation's: 0 add, 4 and, 5 sub, 7 cmp. */
void x86_immediate(struct code *code, unsigned field, unsigned reg, int32_t value, bool wide);
void x86_end_vectors(struct code *code, uint32_t widest);

#endif
