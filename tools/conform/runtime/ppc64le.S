/* 64-bit little-endian Power, ELFv2: capture (every f_N of the batch is a label of it) and oracle_invoke. r0, r11 and
   r12 carry no argument; what is linked together shares one TOC, so r2 finds everything. */
#include "record.h"

#define GENERAL_AT 32
#define VECTOR_AT 288
#define FRAME 640 /* 32 header, then r14 to r31 at 48, f14 to f31 at 192, v20 to v31 at 336, and the address at 536 */

/* Of the record at r11: everything but r11 and r12. */
.macro save_registers
    .irp n, 0,1,2,3,4,5,6,7,8,9,10,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31
    std \n, GENERAL_AT + 8*\n(11)
    .endr
    .irp n, 0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31
    stfd \n, VECTOR_AT + 32 + 64*\n(11)
    .endr
    .irp n, 0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31
    li 12, VECTOR_AT + 64*\n
    stvx \n, 11, 12
    .endr
.endm
.macro find reg, symbol
    addis \reg, 2, \symbol@toc@ha
    addi \reg, \reg, \symbol@toc@l
.endm

    .abiversion 2
    .text
#include "labels.inc"
    find 11, oracle_record
    save_registers
    find 11, oracle_window
    li 12, RECORD_WINDOW / 8
    mtctr 12
    addi 11, 11, -8
    addi 12, 1, -8
1:  ldu 0, 8(12)
    stdu 0, 8(11)
    bdnz 1b
    li 3, 0
    blr

    .globl oracle_invoke
    .type oracle_invoke, @function
oracle_invoke:
0:  addis 2, 12, .TOC.-0b@ha
    addi 2, 2, .TOC.-0b@l
    .localentry oracle_invoke, .-oracle_invoke
    mflr 0
    std 0, 16(1)
    stdu 1, -FRAME(1)
    std 2, 24(1)
    .irp n, 14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31
    std \n, 48 + 8*(\n - 14)(1)
    stfd \n, 192 + 8*(\n - 14)(1)
    .endr
    .irp n, 20,21,22,23,24,25,26,27,28,29,30,31
    li 12, 336 + 16*(\n - 20)
    stvx \n, 1, 12
    .endr
    std 3, 536(1)
    find 11, oracle_in_vector
    .irp n, 0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31
    lfd \n, 32 + 64*\n(11)
    li 12, 64*\n
    lvx \n, 11, 12
    .endr
    find 11, oracle_in_general
    .irp n, 0,3,4,5,6,7,8,9,10,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31
    ld \n, 8*\n(11)
    .endr
    ld 12, 536(1)
    mtctr 12
    bctrl
    ld 2, 24(1)
    find 11, oracle_record
    save_registers
    .irp n, 14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31
    ld \n, 48 + 8*(\n - 14)(1)
    lfd \n, 192 + 8*(\n - 14)(1)
    .endr
    .irp n, 20,21,22,23,24,25,26,27,28,29,30,31
    li 12, 336 + 16*(\n - 20)
    lvx \n, 1, 12
    .endr
    addi 1, 1, FRAME
    ld 0, 16(1)
    mtlr 0
    blr
    .size oracle_invoke, .-oracle_invoke
    .section .note.GNU-stack,"",@progbits
