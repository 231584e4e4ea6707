/* 32-bit Arm: registers to the image of a checked call and from it (checked.h). In ARM state, as entries are. */
#if defined(__arm__)
#include "exec/checked_layout.h"

#define IMAGE_SP 52
#define IMAGE_LR 56

        .syntax unified
        .arch   armv7-a                  /* what not every processor has is executed by the flags */
        .fpu    neon
        .arm
        .text
        .globl  cconv_checked_enter
        .hidden cconv_checked_enter
        .type   cconv_checked_enter, %function
        .balign 16
/* The entry's data is in r12, which belongs to whoever is between two functions. */
cconv_checked_enter:
        ldr     r12, [r12, #CHECKED_ENTRY_USER]
        add     r12, r12, #CHECKED_IMAGE
        stmia   r12, {r0-r11}
        str     sp, [r12, #IMAGE_SP]
        str     lr, [r12, #IMAGE_LR]
        sub     r4, r12, #CHECKED_IMAGE
        ldr     r5, [r4, #CHECKED_FLAGS]
        tst     r5, #FLAG_FLOATING
        beq     1f
        add     r0, r12, #IMAGE_VECTORS
        vstmia  r0!, {d0-d15}
        tst     r5, #FLAG_UPPER
        vstmiane r0, {d16-d31}
        vmrs    r0, fpscr
        str     r0, [r12, #IMAGE_CONTROL]

        /* Below both stacks. On the way there each page is touched, since the one below may be a guard that makes it grow. */
1:      ldr     r1, [r4, #CHECKED_STACK]
        ldr     r2, [r4, #CHECKED_TOTAL]
        cmp     r1, #0
        bne     3f
        mov     r1, sp
        mov     r0, sp
        sub     r3, sp, r2
2:      sub     r0, r0, #4096
        cmp     r0, r3
        bls     3f
        ldr     lr, [r0]
        b       2b
3:      sub     r1, r1, r2
        bic     sp, r1, #15
        mov     r0, r4
        bl      cconv_checked_step

        add     r12, r4, #CHECKED_IMAGE
        ldr     r5, [r4, #CHECKED_FLAGS]
        tst     r5, #FLAG_FLOATING
        beq     4f
        add     r0, r12, #IMAGE_VECTORS
        vldmia  r0!, {d0-d15}
        tst     r5, #FLAG_UPPER
        vldmiane r0, {d16-d31}
        ldr     r0, [r12, #IMAGE_CONTROL]
        vmsr    fpscr, r0
4:      ldmia   r12, {r0-r11}
        ldr     sp, [r12, #IMAGE_SP]
        ldr     lr, [r12, #IMAGE_LR]
        ldr     pc, [r12, #CHECKED_TARGET-CHECKED_IMAGE]

#endif

#if defined(__ELF__)
        .section .note.GNU-stack, "", %progbits
#endif
