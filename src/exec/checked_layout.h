/*
 * Offsets that the C and the assembly of a checked call both know: of struct checked (checked.h), and in it of the image of
 * a processor's registers. Preprocessor alone, since the assembler reads it too.
 */
#ifndef EXEC_CHECKED_LAYOUT_H
#define EXEC_CHECKED_LAYOUT_H

#define CHECKED_TOTAL 0                            /* bytes between the stub's stack and the function's */
#define CHECKED_STACK __SIZEOF_POINTER__           /* the stack pointer when the stub called; 0 before that */
#define CHECKED_TARGET (2 * __SIZEOF_POINTER__)    /* where to go on */
#define CHECKED_FLAGS (3 * __SIZEOF_POINTER__)     /* what the processor has; the description's own */
#define CHECKED_IMAGE 64                           /* the registers … */
#define CHECKED_IN (CHECKED_IMAGE + IMAGE_BYTES)   /* … and as they were when the stub called */
#define CHECKED_ENTRY_USER __SIZEOF_POINTER__      /* ENTRY_USER: an entry's pointer to its struct checked */

#if defined(__x86_64__)
#define IMAGE_VECTORS 128                          /* behind the general registers, each of 64 bytes */
#define VECTOR_COUNT 32
#elif defined(__i386__)
#define IMAGE_VECTORS 64
#define VECTOR_COUNT 8
#endif

#if defined(__x86_64__) || defined(__i386__)
#define IMAGE_MASKS (IMAGE_VECTORS+64*VECTOR_COUNT) /* k0 to k7 */
#define IMAGE_X87 (IMAGE_MASKS+64)               /* as fnsave writes it */
#define IMAGE_MXCSR (IMAGE_X87+108)
#define IMAGE_FLAGS (IMAGE_MXCSR+4)
#define IMAGE_IN_USE (IMAGE_FLAGS+8)             /* XINUSE */
#define IMAGE_BYTES (IMAGE_IN_USE+8)
#define FLAG_SSE 1
#define FLAG_AVX 2
#define FLAG_AVX512 4
#define FLAG_IN_USE 8                              /* xgetbv tells which upper halves are not clear */
#define FLAG_WIDE 16                               /* vectors wider than 16 bytes are passed or returned */
#endif

#if defined(__aarch64__)
#define IMAGE_VECTORS 256
#define IMAGE_CONTROL (IMAGE_VECTORS+16*32)
#define IMAGE_BYTES (IMAGE_CONTROL+8)
#elif defined(__arm__)
#define IMAGE_VECTORS 64
#define IMAGE_CONTROL (IMAGE_VECTORS+16*16)
#define IMAGE_BYTES (IMAGE_CONTROL+4)
#define FLAG_FLOATING 1
#define FLAG_UPPER 2                               /* d16 to d31 */
#elif defined(__riscv)
#define IMAGE_VECTORS 256
#define IMAGE_CONTROL (IMAGE_VECTORS+8*32)
#define IMAGE_BYTES (IMAGE_CONTROL+8)
#define FLAG_FLOATING 1
#endif

#endif
