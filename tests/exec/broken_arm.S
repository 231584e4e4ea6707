/* Functions that break AAPCS32, one rule each, and near misses. Most are int (int, int), and add. */
        .syntax unified
        .arch   armv7-a
        .fpu    neon
        .arm
        .text
        .macro  function name
        .globl  broken_\name
        .type   broken_\name, %function
broken_\name:
        .endm

function nothing
        add     r0, r0, r1
        bx      lr
function scratch                  /* all that is the callee's */
        add     r0, r0, r1
        .irp    n, 1, 2, 3, 12
        mov     r\n, #\n
        .endr
        .irp    n, 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
        vmov.i32 d\n, #\n
        .endr
        vmrs    r1, fpscr             /* conditions, QC, exceptions that happened */
        orr     r1, r1, #0xf8000000
        orr     r1, r1, #0x9f
        vmsr    fpscr, r1
        mov     r2, lr
        mov     lr, #0
        bx      r2
function keeps                    /* a frame with everything saved in it, and restored */
        push    {r4-r11, lr}
        vpush   {d8-d15}
        mov     r4, #0
        mov     r11, #0
        vmov.i32 d8, #0
        vmov.i32 d15, #0
        add     r0, r0, r1
        vpop    {d8-d15}
        pop     {r4-r11, pc}
        .irp    n, 4, 5, 6, 7, 8, 9, 10, 11
function r\n
        mov     r\n, #1
        bx      lr
        .endr
        .irp    n, 8, 9, 10, 11, 12, 13, 14, 15
function d\n
        vmov.i32 d\n, #0
        bx      lr
        .endr
function s17                      /* the upper half of d8 */
        vmov    s17, r0
        bx      lr
function sp_up
        add     sp, sp, #8
        bx      lr
function sp_down
        sub     sp, sp, #16
        bx      lr
function fpscr
        vmrs    r1, fpscr
        eor     r1, r1, #0xc00000     /* rounds another way */
        vmsr    fpscr, r1
        bx      lr
function above
        mov     r1, #0
        strb    r1, [sp]
        bx      lr
function own                      /* of 12 ints and a char, nine are on the stack */
        mov     r1, #0
        .irp    n, 0, 4, 8, 12, 16, 20, 24, 28, 32
        str     r1, [sp, #\n]
        .endr
        bx      lr
function beyond
        mov     r1, #0
        strb    r1, [sp, #40]
        bx      lr
function narrow                   /* what is above its char */
        lsr     r0, r0, #8
        bx      lr
function r3                       /* a register that carries nothing */
        mov     r0, r3
        bx      lr
function zeros                    /* -16 in a byte, with zeros above; then with ones */
        mov     r0, #0xf0
        bx      lr
function ones
        mvn     r0, #15
        bx      lr
        .thumb
        .thumb_func
function thumb                    /* in the other state */
        adds    r0, r0, r1
        bx      lr
        .thumb_func
function thumb_r4
        movs    r4, #1
        bx      lr
        .section .note.GNU-stack, "", %progbits
