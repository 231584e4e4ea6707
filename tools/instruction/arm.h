/*
 * What the files of Arm's two instruction sets share. Encodings are those of the "Arm Architecture Reference Manual for A-profile",
 * F2 to F4. An instruction of Thumb of four bytes is one word here, its first half in the upper bits, as the manual draws it.
 *
 * A row is a mask and a value, the registers as text, and a function for what a list of registers cannot say. In the text what is
 * written stands before '=', what is read behind it, a letter for each:
 *
 *     d bits 12 to 15   n 16 to 19   s 8 to 11   m 0 to 3       D, M: and the next register    A, N: d and n, where 15 is none
 *     a bits 0 to 2   b 3 to 5   c 6 to 8   e 8 to 10   h bit 7 and 0 to 2   i 3 to 6       (instructions of two bytes)
 *     f flags   S flags, if bit 20   F flags, outside of IT blocks   q saturation   g GE   p sp   l lr   y system
 *
 * pc as a source is no register that is read: what it is is known from the address.
 */
#ifndef INSTRUCTION_ARM_H
#define INSTRUCTION_ARM_H

#include "architecture.h"

struct arm_code {
    uint32_t word;
    uint64_t pc;             /* as it is read: 8 or 4 behind the instruction */
    bool is_thumb, in_it;
};

/* False: the word is no instruction. */
typedef bool arm_shape(const struct arm_code *code, struct effect *out);

struct arm_row {
    uint32_t mask, value;
    const char *registers;
    arm_shape *shape;        /* NULL for nothing more */
};

/* The first row that the word fits, done; false for none. A table ends with a mask and a value of 0. */
bool arm_by_rows(const struct arm_row *rows, const struct arm_code *code, struct effect *out);
extern const struct arm_row arm_rows[], arm_unconditional_rows[], thumb_rows[], thumb_wide_rows[];

enum { ARM_NONE = 255 };

/* Data-processing. Opcodes are A32's four bits, and orn. */
enum arm_opcode {
    ARM_AND, ARM_EOR, ARM_SUB, ARM_RSB, ARM_ADD, ARM_ADC, ARM_SBC, ARM_RSC, ARM_TST, ARM_TEQ, ARM_CMP, ARM_CMN, ARM_ORR, ARM_MOV, ARM_BIC,
    ARM_MVN, ARM_ORN
};
enum { ARM_LSL, ARM_LSR, ARM_ASR, ARM_ROR };

struct arm_data {
    enum arm_opcode opcode;
    uint8_t d, n, m, s;      /* m: ARM_NONE for an immediate; s: of a shift by a register */
    uint8_t shift_type, shift;
    uint32_t immediate;
    bool sets_flags;
};

void arm_data(const struct arm_code *code, const struct arm_data *data, struct effect *out);

/* A load or store of one register, or of two (`t2`), of `bytes` each. */
struct arm_access {
    uint8_t t, t2, n, m;     /* m: ARM_NONE for an offset that is a number */
    uint8_t bytes, shift_type, shift;
    int16_t offset;
    bool is_load, is_signed, is_pre, writes_back, is_subtracted;
};

void arm_access(const struct arm_code *code, const struct arm_access *access, struct effect *out);

/* ldm, stm, push, pop. */
void arm_block(unsigned n, uint32_t list, bool is_load, bool is_up, bool is_before, bool writes_back, struct effect *out);

/* Advanced SIMD and floating point: words of A32, the condition being 14 or 15; Thumb's are brought to that. False for none. */
bool arm_neon(const struct arm_code *code, struct effect *out);
/* Its parts in effect_arm_simd.c: data-processing, loads and stores, and what came with later versions. */
typedef bool arm_search(const struct arm_row *rows, const struct arm_code *code, struct effect *out);
bool arm_simd_data(const struct arm_code *code, arm_search *search, struct effect *out);
bool arm_simd_memory(const struct arm_code *code, struct effect *out);
bool arm_simd_new(const struct arm_code *code, arm_search *search, struct effect *out);

arm_shape arm_return, arm_call_register, arm_trap, arm_system_call, arm_landing;
/* Of coprocessors; srs and rfe. */
arm_shape arm_coprocessor_move, arm_foreign, arm_coprocessor_memory, arm_state_block;
bool arm_write_status(unsigned fields, bool is_saved, struct effect *out);

static inline unsigned arm_bits(uint32_t word, unsigned at, unsigned count) { return word >> at & ((1U << count) - 1); }

static inline int64_t arm_signed(uint32_t value, unsigned count)
{
    uint32_t sign = 1U << (count - 1);
    return (int64_t)(value ^ sign) - (int64_t)sign;
}

#endif
