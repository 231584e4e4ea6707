/* AArch64: registers to the image of a checked call and from it (checked.h). */
#if defined(__aarch64__)
#include "exec/checked_layout.h"

/* Pairs of general registers up to x15, then of vectors: `do` is stp or ldp. */
        .macro  general do, base
        \do     x0, x1, [\base, CHECKED_IMAGE]
        \do     x2, x3, [\base, CHECKED_IMAGE+16]
        \do     x4, x5, [\base, CHECKED_IMAGE+32]
        \do     x6, x7, [\base, CHECKED_IMAGE+48]
        \do     x8, x9, [\base, CHECKED_IMAGE+64]
        \do     x10, x11, [\base, CHECKED_IMAGE+80]
        \do     x12, x13, [\base, CHECKED_IMAGE+96]
        \do     x14, x15, [\base, CHECKED_IMAGE+112]
        .endm

        .macro  preserved do, base
        \do     x19, x20, [\base, CHECKED_IMAGE+152]
        \do     x21, x22, [\base, CHECKED_IMAGE+168]
        \do     x23, x24, [\base, CHECKED_IMAGE+184]
        \do     x25, x26, [\base, CHECKED_IMAGE+200]
        \do     x27, x28, [\base, CHECKED_IMAGE+216]
        \do     x29, x30, [\base, CHECKED_IMAGE+232]
        .endm

        .macro  vectors do, base
        \do     q0, q1, [\base, CHECKED_IMAGE+IMAGE_VECTORS]
        \do     q2, q3, [\base, CHECKED_IMAGE+IMAGE_VECTORS+32]
        \do     q4, q5, [\base, CHECKED_IMAGE+IMAGE_VECTORS+64]
        \do     q6, q7, [\base, CHECKED_IMAGE+IMAGE_VECTORS+96]
        \do     q8, q9, [\base, CHECKED_IMAGE+IMAGE_VECTORS+128]
        \do     q10, q11, [\base, CHECKED_IMAGE+IMAGE_VECTORS+160]
        \do     q12, q13, [\base, CHECKED_IMAGE+IMAGE_VECTORS+192]
        \do     q14, q15, [\base, CHECKED_IMAGE+IMAGE_VECTORS+224]
        \do     q16, q17, [\base, CHECKED_IMAGE+IMAGE_VECTORS+256]
        \do     q18, q19, [\base, CHECKED_IMAGE+IMAGE_VECTORS+288]
        \do     q20, q21, [\base, CHECKED_IMAGE+IMAGE_VECTORS+320]
        \do     q22, q23, [\base, CHECKED_IMAGE+IMAGE_VECTORS+352]
        \do     q24, q25, [\base, CHECKED_IMAGE+IMAGE_VECTORS+384]
        \do     q26, q27, [\base, CHECKED_IMAGE+IMAGE_VECTORS+416]
        \do     q28, q29, [\base, CHECKED_IMAGE+IMAGE_VECTORS+448]
        \do     q30, q31, [\base, CHECKED_IMAGE+IMAGE_VECTORS+480]
        .endm

        .text
        .globl  cconv_checked_enter
        .hidden cconv_checked_enter
        .type   cconv_checked_enter, %function
        .balign 16
/* The entry's data is in x17. x16 and x17 belong to whoever is between two functions; x18 is the platform's and is not
   written. */
cconv_checked_enter:
        hint    34                       /* bti c */
        ldr     x17, [x17, CHECKED_ENTRY_USER]
        general stp, x17
        preserved stp, x17
        vectors stp, x17
        str     x18, [x17, CHECKED_IMAGE+144]
        mov     x0, sp
        str     x0, [x17, CHECKED_IMAGE+248]
        mrs     x1, fpcr
        str     x1, [x17, CHECKED_IMAGE+IMAGE_CONTROL]
        mov     x19, x17

        /* Below both stacks. On the way there each page is touched, since the one below may be a guard that makes it grow. */
        ldr     x1, [x19, CHECKED_STACK]
        ldr     x2, [x19, CHECKED_TOTAL]
        cbnz    x1, 2f
        mov     x1, x0
1:      sub     x0, x0, 4096
        sub     x3, x1, x2
        cmp     x0, x3
        b.ls    2f
        ldr     x3, [x0]
        b       1b
2:      sub     x1, x1, x2
        and     sp, x1, -16
        mov     x0, x19
        bl      cconv_checked_step

        mov     x16, x19
        ldr     x1, [x16, CHECKED_IMAGE+IMAGE_CONTROL]
        msr     fpcr, x1
        vectors ldp, x16
        preserved ldp, x16
        general ldp, x16
        ldr     x17, [x16, CHECKED_IMAGE+248]
        mov     sp, x17
        ldr     x17, [x16, CHECKED_TARGET]
        ret     x17                      /* no branch, which would need a landing pad where the stub goes on */

#endif

#if defined(__ELF__)
        .section .note.GNU-stack, "", %progbits
#endif
