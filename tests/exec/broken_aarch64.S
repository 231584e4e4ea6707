/* Functions that break AAPCS64, one rule each, and near misses. Most are int (int, int), and add. */
        .text
        .macro  function name
        .globl  broken_\name
        .type   broken_\name, %function
broken_\name:
        .endm

function nothing
        add     w0, w0, w1
        ret
function scratch                  /* all that is the callee's, and what its registers have beside the preserved bits */
        add     w0, w0, w1
        .irp    n, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17
        mov     x\n, \n
        .endr
        .irp    n, 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
        movi    v\n\().16b, \n
        .endr
        .irp    n, 8, 9, 10, 11, 12, 13, 14, 15
        mov     v\n\().d[1], xzr
        .endr
        cmp     x1, x2
        mov     x9, 0x9f              /* exceptions that happened, QC */
        movk    x9, 0x0800, lsl 16
        msr     fpsr, x9
        ret
function keeps                    /* a frame with everything saved in it, and restored */
        stp     x29, x30, [sp, -48]!
        stp     x19, x28, [sp, 16]
        stp     d8, d15, [sp, 32]
        mov     x29, sp
        mov     x19, 0
        mov     x28, 0
        movi    d8, 0
        movi    d15, 0
        add     w0, w0, w1
        ldp     d8, d15, [sp, 32]
        ldp     x19, x28, [sp, 16]
        ldp     x29, x30, [sp], 48
        ret
        .irp    n, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29
function x\n
        mov     x\n, 1
        ret
        .endr
function x19_half
        mov     w19, w19
        ret
        .irp    n, 8, 9, 10, 11, 12, 13, 14, 15
function v\n
        movi    d\n, 0
        ret
        .endr
function sp_up
        add     sp, sp, 16
        ret
function sp_down
        sub     sp, sp, 32
        ret
function fpcr
        mrs     x9, fpcr
        eor     x9, x9, 0xc00000      /* rounds another way */
        msr     fpcr, x9
        ret
function above
        strb    wzr, [sp]
        ret
function own                      /* of 12 ints and a char, five are on the stack */
        stp     xzr, xzr, [sp]
        stp     xzr, xzr, [sp, 16]
        str     xzr, [sp, 32]
        ret
function beyond
        strb    wzr, [sp, 48]
        ret
function narrow                   /* what is above its char */
        lsr     w0, w0, 8
        ret
function x9                       /* a register that carries nothing */
        mov     w0, w9
        ret
function zeros                    /* -16 in a byte, with zeros above; then with ones */
        mov     w0, 0xf0
        ret
function ones
        mov     w0, -16
        ret
        .section .note.GNU-stack, "", %progbits
