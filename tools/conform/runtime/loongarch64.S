/* LoongArch64: capture (every f_N of the batch is a label of it), oracle_invoke, and the start of a program without a C
   library. t0 to t8 carry no argument. Registers are stored by number; f0 to f31 in rows of 64 bytes. */
#include "record.h"

#define GENERAL_AT 32
#define VECTOR_AT 288

/* Into the record at $t0 ($r12): everything but $zero and $t0 to $t2. */
.macro save_registers
    .irp n, 1,2,3,4,5,6,7,8,9,10,11,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31
    st.d $r\n, $t0, GENERAL_AT + 8*\n
    .endr
    addi.d $t1, $t0, VECTOR_AT
    .irp n, 0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31
    fst.d $f\n, $t1, 64*\n
    .endr
.endm

    .text
#include "labels.inc"
    la.local $t0, oracle_record
    save_registers
    la.local $t0, oracle_window
    li.d $t2, RECORD_WINDOW
    add.d $t2, $t2, $t0
    move $t1, $sp
1:  ld.d $a0, $t1, 0
    st.d $a0, $t0, 0
    addi.d $t1, $t1, 8
    addi.d $t0, $t0, 8
    bltu $t0, $t2, 1b
    move $a0, $zero
    move $a1, $zero
    jr $ra

    .globl oracle_invoke
oracle_invoke:
    addi.d $sp, $sp, -192
    st.d $ra, $sp, 0
    .irp n, 21,22,23,24,25,26,27,28,29,30,31
    st.d $r\n, $sp, 8 + 8*(\n - 21)
    .endr
    .irp n, 24,25,26,27,28,29,30,31
    fst.d $f\n, $sp, 104 + 8*(\n - 24)
    .endr
    la.local $t0, oracle_in_vector
    .irp n, 0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31
    fld.d $f\n, $t0, 64*\n
    .endr
    move $t1, $a0
    la.local $t0, oracle_in_general
    .irp n, 4,5,6,7,8,9,10,11,14,15,16,17,18,19,20,22,23,24,25,26,27,28,29,30,31
    ld.d $r\n, $t0, 8*\n
    .endr
    jirl $ra, $t1, 0
    la.local $t0, oracle_record
    save_registers
    ld.d $ra, $sp, 0
    .irp n, 21,22,23,24,25,26,27,28,29,30,31
    ld.d $r\n, $sp, 8 + 8*(\n - 21)
    .endr
    .irp n, 24,25,26,27,28,29,30,31
    fld.d $f\n, $sp, 104 + 8*(\n - 24)
    .endr
    addi.d $sp, $sp, 192
    jr $ra

#if !__STDC_HOSTED__
    .globl _start
_start:
    move $a0, $sp
    bl oracle_start

/* long system_call(long a, long b, long c, long d, long number) */
    .globl system_call
system_call:
    move $a7, $a4
    syscall 0
    jr $ra
#endif
    .section .note.GNU-stack,"",@progbits
