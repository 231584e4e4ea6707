/* RISC-V 64: registers to the image of a checked call and from it (checked.h). */
#if defined(__riscv) && __riscv_xlen == 64
#include "exec/checked_layout.h"

#define GENERAL(n) CHECKED_IMAGE+8*n
#define FLOATING(n) CHECKED_IMAGE+IMAGE_VECTORS+8*n
#define IN(n) CHECKED_IN+8*n

/* All but sp, gp, tp, t1 and t2. */
        .macro  general do, base
        \do     ra, GENERAL(1)(\base)
        \do     t0, GENERAL(5)(\base)
        \do     s0, GENERAL(8)(\base)
        \do     s1, GENERAL(9)(\base)
        \do     a0, GENERAL(10)(\base)
        \do     a1, GENERAL(11)(\base)
        \do     a2, GENERAL(12)(\base)
        \do     a3, GENERAL(13)(\base)
        \do     a4, GENERAL(14)(\base)
        \do     a5, GENERAL(15)(\base)
        \do     a6, GENERAL(16)(\base)
        \do     a7, GENERAL(17)(\base)
        \do     s2, GENERAL(18)(\base)
        \do     s3, GENERAL(19)(\base)
        \do     s4, GENERAL(20)(\base)
        \do     s5, GENERAL(21)(\base)
        \do     s6, GENERAL(22)(\base)
        \do     s7, GENERAL(23)(\base)
        \do     s8, GENERAL(24)(\base)
        \do     s9, GENERAL(25)(\base)
        \do     s10, GENERAL(26)(\base)
        \do     s11, GENERAL(27)(\base)
        \do     t3, GENERAL(28)(\base)
        \do     t4, GENERAL(29)(\base)
        \do     t5, GENERAL(30)(\base)
        \do     t6, GENERAL(31)(\base)
        .endm

        .macro  floating do, base
        .irp    n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
        \do     f\n, FLOATING(\n)(\base)
        .endr
        .endm

        .text
        .globl  cconv_checked_enter
        .hidden cconv_checked_enter
        .type   cconv_checked_enter, @function
        .balign 16
/* The entry's data is in t2. */
cconv_checked_enter:
        ld      t2, CHECKED_ENTRY_USER(t2)
        general sd, t2
        sd      sp, GENERAL(2)(t2)
        sd      gp, GENERAL(3)(t2)
        sd      tp, GENERAL(4)(t2)
        sd      t1, GENERAL(6)(t2)
        mv      s1, t2
#if defined(__riscv_flen) && __riscv_flen >= 64
        ld      t0, CHECKED_FLAGS(s1)
        andi    t0, t0, FLAG_FLOATING
        beqz    t0, 1f
        floating fsd, s1
        frcsr   t0
        sd      t0, CHECKED_IMAGE+IMAGE_CONTROL(s1)
1:
#endif
        /* Below both stacks. On the way there each page is touched, since the one below may be a guard that makes it grow. */
        ld      t0, CHECKED_STACK(s1)
        ld      t1, CHECKED_TOTAL(s1)
        bnez    t0, 3f
        mv      t0, sp
        li      t2, 4096
        sub     t3, t0, t1
        mv      t4, t0
2:      sub     t4, t4, t2
        bleu    t4, t3, 4f
        ld      zero, (t4)
        j       2b
3:      ld      gp, IN(3)(s1)            /* C needs them, whatever the function made of them */
        ld      tp, IN(4)(s1)
4:      sub     sp, t0, t1
        andi    sp, sp, -16
        mv      a0, s1
        call    cconv_checked_step

        mv      t2, s1
#if defined(__riscv_flen) && __riscv_flen >= 64
        ld      t0, CHECKED_FLAGS(t2)
        andi    t0, t0, FLAG_FLOATING
        beqz    t0, 5f
        floating fld, t2
        ld      t0, CHECKED_IMAGE+IMAGE_CONTROL(t2)
        fscsr   t0
5:
#endif
        general ld, t2
        ld      sp, GENERAL(2)(t2)
        ld      t1, CHECKED_TARGET(t2)
        jr      t1

#endif

#if defined(__ELF__)
        .section .note.GNU-stack, "", %progbits
#endif
