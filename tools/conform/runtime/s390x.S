/* z/Architecture: capture (every f_N of the batch is a label of it) and oracle_invoke. r0 and r1 carry no argument. Rows
   hold v0 to v31; f0 to f15 are the first halves of v0 to v15. */
#include "record.h"

#define GENERAL_AT 32
#define VECTOR_AT 288

    .machine "z13"
/* At r1: everything but r1. */
.macro save_registers
    stg %r0, GENERAL_AT(%r1)
    stmg %r2, %r15, GENERAL_AT + 16(%r1)
    .irp n, 0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31
    vst %v\n, VECTOR_AT + 64*\n(%r1)
    .endr
.endm

    .text
#include "labels.inc"
    larl %r1, oracle_record
    save_registers
    larl %r1, oracle_window
    lgr %r3, %r15
    lghi %r4, RECORD_WINDOW / 8
1:  lg %r2, 0(%r3)
    stg %r2, 0(%r1)
    la %r3, 8(%r3)
    la %r1, 8(%r1)
    brctg %r4, 1b
    lghi %r2, 0
    br %r14

    .globl oracle_invoke
    .type oracle_invoke, @function
oracle_invoke:
    stmg %r6, %r15, 48(%r15)
    aghi %r15, -224
    .irp n, 8,9,10,11,12,13,14,15
    std %f\n, 160 + 8*(\n - 8)(%r15)
    .endr
    lgr %r1, %r2
    larl %r14, oracle_in_vector
    .irp n, 0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31
    vl %v\n, 64*\n(%r14)
    .endr
    larl %r14, oracle_in_general
    lg %r0, 0(%r14)
    lmg %r2, %r13, 16(%r14)
    basr %r14, %r1
    larl %r1, oracle_record
    save_registers
    .irp n, 8,9,10,11,12,13,14,15
    ld %f\n, 160 + 8*(\n - 8)(%r15)
    .endr
    aghi %r15, 224
    lmg %r6, %r15, 48(%r15)
    br %r14
    .size oracle_invoke, .-oracle_invoke
    .section .note.GNU-stack,"",@progbits
