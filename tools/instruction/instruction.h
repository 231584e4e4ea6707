/*
 * Machine instructions: what they do to registers, memory and control, for the tools that follow code. Nothing here knows a
 * convention.
 *
 *     effect.c          the way in, by architecture
 *     registers.c       registers by number and name
 *     effect_x86.c      from Zydis's operands; effect_x86_value.c: what is computed; effect_x86_special.c: what Zydis leaves out
 *     effect_aarch64.c, effect_arm.c, effect_riscv.c, effect_ppc64.c  from tables of encodings (effect_ARCH_*.c: more of them)
 *
 * tests/instruction proves the tables against LLVM's, instruction by instruction, over the text of real libraries.
 */
#ifndef INSTRUCTION_H
#define INSTRUCTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <callconv/callconv.h>

/* ------------------------------------------------------------------ registers */

/*
 * An architecture's registers have small numbers of this library: the general ones first, then the vector ones, each whole (x0,
 * v0, rax, zmm0), then what else code can change: flags, control words, predicates. `instruction_register_name` spells them as
 * the model does.
 */
enum { NO_REGISTER = 255, MOST_INSTRUCTION_REGISTERS = 128 };

struct register_set {
    uint64_t bits[2];
};

/* Bytes `at` to `at + bytes - 1` of a register: w0 is {0, 0, 4}, ah is {0, 1, 1}. */
struct register_part {
    uint8_t reg, at;
    uint16_t bytes;
};

unsigned instruction_register_count(cconv_arch arch);
/* The whole register's name, by the model's spelling where the model has it. */
const char *instruction_register_name(cconv_arch arch, unsigned reg);
/* Any name that code or the model uses: "eax", "w0", "s3", "fp". False for none. A part that is longer than its register goes on in
   the next (Arm's q1 begins in d2). */
bool instruction_register_named(cconv_arch arch, const char *name, size_t length, struct register_part *out);

static inline void register_set_add(struct register_set *set, unsigned reg) { set->bits[reg / 64] |= (uint64_t)1 << reg % 64; }
static inline bool register_set_has(const struct register_set *set, unsigned reg) { return set->bits[reg / 64] >> reg % 64 & 1; }

/* -------------------------------------------------------------------- effects */

enum flow {
    FLOW_NEXT,
    FLOW_JUMP,               /* always; `target`, or 0: to `source`, or what `memory` reads (a call's own push is memory[0]) */
    FLOW_BRANCH,             /* or on to the next */
    FLOW_CALL,
    FLOW_RETURN,
    FLOW_SYSTEM,             /* a system call: on to the next */
    FLOW_TRAP                /* never goes on: ud2, brk, hlt */
};

/* When a branch is taken, where it is by the flags of a comparison of numbers without sign. */
enum condition { CONDITION_OTHER, CONDITION_EQUAL, CONDITION_NOT_EQUAL, CONDITION_BELOW, CONDITION_BELOW_EQUAL, CONDITION_ABOVE, CONDITION_ABOVE_EQUAL };

/* What the instruction computes, where a follower of values can use it. */
enum operation {
    OPERATION_OTHER,         /* `writes` get a value that is not known */
    OPERATION_MOVE,          /* destination = source */
    OPERATION_CONSTANT,      /* destination = immediate (adrp, lea [rip+n] too: the address) */
    OPERATION_ADD,           /* destination = source + second (NO_REGISTER: none) * 2^shift + immediate */
    OPERATION_SUBTRACT,      /* destination = source - second */
    OPERATION_AND,           /* destination = source & immediate, or & second */
    OPERATION_SHIFT,         /* destination = source << immediate; right where it is negative */
    OPERATION_COMPARE,       /* flags of source (NO_REGISTER: memory[0]) - (second, or immediate) */
    OPERATION_LOAD,          /* `transfers`, which other operations may have beside theirs (leave) */
    OPERATION_STORE,
    OPERATION_EXCHANGE       /* source and destination change places */
};

/* How an index is taken: whole, or its lower 4 bytes; or shifted to the right or rotated (Arm), where the address is not told. */
enum index_extension { INDEX_WHOLE, INDEX_ZERO_EXTENDED, INDEX_SIGN_EXTENDED, INDEX_OTHER };

/* Memory that is accessed: base + index * 2^shift + displacement. */
struct memory_operand {
    uint8_t base, index, shift;  /* NO_REGISTER where it has none; an absolute address is a displacement alone */
    uint8_t index_extension;
    bool subtracts_index;        /* Arm's [r0, -r1] */
    bool reads, writes;
    bool is_unchanged;       /* writes what it read there (lock or [rsp], 0) */
    bool is_aligned;         /* faults where the address is no multiple of `bytes` (movaps) */
    bool is_tls;             /* relative to a thread's or another segment */
    uint32_t bytes;          /* 0: not known, or changing (rep movs, SVE) */
    int64_t displacement;
};

/* A register that is loaded or stored as it is: `at` bytes from the memory operand's address, zero- or sign-extended by a load. */
struct transfer {
    struct register_part reg;
    uint8_t memory;          /* which operand */
    bool is_store, is_signed;
    uint16_t bytes;          /* in memory */
    int16_t at;
};

enum { MOST_TRANSFERS = 34, MOST_MEMORY = 2 };

struct effect {
    uint8_t size;            /* bytes of the instruction */
    uint8_t flow;            /* enum flow */
    uint8_t operation;       /* enum operation */
    uint8_t condition;       /* enum condition, of FLOW_BRANCH */
    bool is_conditional;     /* may do nothing at all (Arm's moveq, x86's cmov) */
    bool is_landing;         /* endbr64, bti, a no-operation */
    bool clears;             /* xor eax, eax: the destination does not depend on what it was, which is not among `reads` */
    uint64_t target;         /* of a direct jump, branch or call */
    bool switches;           /* Arm: the target is of the other instruction set (blx with a label) */
    uint8_t it;              /* Thumb: the state of IT blocks behind the instruction, for the mode of the next */
    uint32_t popped;         /* bytes that a return takes off the stack beside its address */
    struct register_set reads, writes;
    struct register_set kept; /* written, but bytes that the instruction does not set stay as they are (mov al; movlps; ins v0.d[1];
                                 of all legacy SSE those above xmm) */
    int8_t pushed;           /* of the x87 stack: 1 for fld, -1 for fstp; register numbers are those before a pop, after a push */
    struct register_part destination, source, second;
    bool second_is_signed;   /* where `second` is a part of a register, how it is extended */
    uint8_t shift;
    int64_t immediate;
    struct memory_operand memory[MOST_MEMORY];
    uint8_t memory_count;
    int64_t writeback;       /* what the base of memory[0] becomes, less what it was. memory[0] counts from what it was, is_pre or not */
    uint8_t writeback_register; /* whose value is added in place of `writeback`; NO_REGISTER: none */
    bool has_writeback, is_pre;
    uint8_t transfer_count;
    struct transfer transfers[MOST_TRANSFERS];
};

/* What decodes differently at the same bytes. */
struct instruction_mode {
    cconv_arch arch;
    bool is_thumb;           /* Arm */
    uint8_t it;              /* Thumb: the state of IT blocks at the instruction; 0 outside of them. A follower starts with 0, carries
                                `effect.it` on to the next instruction, and starts with 0 again where it jumps to */
};

/* The instruction at the address, in at most `size` bytes; false for none. `out` is complete, all of it set. */
bool instruction_effect(struct instruction_mode mode, const uint8_t *bytes, size_t size, uint64_t address, struct effect *out);

#endif
