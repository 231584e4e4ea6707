/* What the runtime hands over per job: the same for every architecture and runner. Followed by `window_size` bytes:
   the stack from the stack pointer at entry (arguments), the buffer for an indirect result, or the data. */
#ifndef ORACLE_RECORD_H
#define ORACLE_RECORD_H

#define RECORD_MAGIC 0x4c434152u
#define RECORD_WINDOW 12288
#define RECORD_ARGUMENTS 0
#define RECORD_RESULT 1
#define RECORD_MIXED 2     /* the function is called, then the data are handed over */
#define RECORD_LAYOUT 3    /* the data alone */
#define SRET_SIZE 2048

#ifndef __ASSEMBLER__
#include <stdint.h>

struct record {
    uint32_t magic, kind, index, job;
    uint64_t sp;            /* at the callee's entry; of an invoked function: the bytes that it removed */
    uint64_t sret;          /* address that was handed over for an indirect result */
    uint64_t gpr[32];       /* x86-64: rax rbx rcx rdx rsi rdi rbp rsp r8 … r15; i386: eax ecx
                               edx ebx esp ebp esi edi; AArch64: x0 … x30, sp;
                               others: by number */
    uint8_t vec[32][64];
    uint8_t x87[8][16];     /* st0 … st7 */
    uint32_t x87_tags;      /* abridged: bit set for a physical register in use */
    uint32_t window_size;
    uint64_t slot;          /* of the job */
};

/* What registers hold before a callee is called. */
static inline uint64_t poison_general(unsigned reg)
{
    return 0x9e3779b97f4a7c15u * (reg + 1) | 0x8000000080008080u;
}
static inline uint8_t poison_vector(unsigned reg, unsigned byte)
{
    uint8_t value = (uint8_t)(reg * 37 + byte * 11 + 0x5b);
    return value == 0 || value == 0x55 || value == 0xff ? 0x3c : value; /* not what a callee writes */
}
#endif
#endif
