/* Functions that break RISC-V's convention, one rule each, and near misses. Most are int (int, int), and add. */
        .text
        .macro  function name
        .globl  broken_\name
        .type   broken_\name, @function
broken_\name:
        .endm

function nothing
        addw    a0, a0, a1
        ret
function scratch                  /* all that is the callee's */
        addw    a0, a0, a1
        .irp    n, t0, t1, t2, t3, t4, t5, t6, a1, a2, a3, a4, a5, a6, a7
        li      \n, 5
        .endr
        .irp    n, ft0, ft1, ft2, ft3, ft4, ft5, ft6, ft7, ft8, ft9, ft10, ft11, fa0, fa1, fa2, fa3, fa4, fa5, fa6, fa7
        fmv.d.x \n, zero
        .endr
        li      t0, 0x1f              /* exceptions that happened */
        fsflags t0
        ret
function keeps                    /* a frame with registers saved in it, and restored */
        addi    sp, sp, -48
        sd      ra, 0(sp)
        sd      s0, 8(sp)
        sd      s11, 16(sp)
        fsd     fs0, 24(sp)
        fsd     fs11, 32(sp)
        li      s0, 0
        li      s11, 0
        fmv.d.x fs0, zero
        fmv.d.x fs11, zero
        addw    a0, a0, a1
        ld      ra, 0(sp)
        ld      s0, 8(sp)
        ld      s11, 16(sp)
        fld     fs0, 24(sp)
        fld     fs11, 32(sp)
        addi    sp, sp, 48
        ret
        .irp    n, s0, s1, s2, s3, s4, s5, s6, s7, s8, s9, s10, s11, tp
function \n
        li      \n, 1
        ret
        .endr
        .option push
        .option norelax
function gp
        li      gp, 1
        ret
        .option pop
function s1_half
        sext.w  s1, s1
        ret
        .irp    n, fs0, fs1, fs2, fs3, fs4, fs5, fs6, fs7, fs8, fs9, fs10, fs11
function \n
        fmv.d.x \n, zero
        ret
        .endr
function sp_up
        addi    sp, sp, 16
        ret
function sp_down
        addi    sp, sp, -32
        ret
function fcsr
        li      t0, 1                 /* rounds towards zero */
        fsrm    t0
        ret
function above
        sb      zero, 0(sp)
        ret
function own                      /* of 12 ints and a char, five are on the stack */
        sd      zero, 0(sp)
        sd      zero, 8(sp)
        sd      zero, 16(sp)
        sd      zero, 24(sp)
        sd      zero, 32(sp)
        ret
function beyond
        sb      zero, 48(sp)
        ret
function narrow                   /* what is above its char */
        srliw   a0, a0, 8
        ret
function t3                       /* a register that carries nothing */
        sext.w  a0, t3
        ret
function zeros                    /* -16 in a byte, with zeros above; then with ones */
        li      a0, 0xf0
        ret
function ones
        li      a0, -16
        ret
        .section .note.GNU-stack, "", %progbits
