/* MIPS64, n64: capture (every f_N of the batch is a label of it) and oracle_invoke. $12 to $15 and $24, $25 carry no
   argument. Registers are stored by number; f0 to f31 in rows of 64 bytes. Linked where addresses are known. */
#include "record.h"

#define GENERAL_AT 32
#define VECTOR_AT 288

    .option pic0
    .set noreorder
    .set noat
.macro address reg, symbol
    lui \reg, %highest(\symbol)
    daddiu \reg, \reg, %higher(\symbol)
    dsll \reg, \reg, 16
    daddiu \reg, \reg, %hi(\symbol)
    dsll \reg, \reg, 16
    daddiu \reg, \reg, %lo(\symbol)
.endm
/* At $12: everything but $0 and $12. */
.macro save_registers
    .irp n, 1,2,3,4,5,6,7,8,9,10,11,13,14,15,16,17,18,19,20,21,22,23,24,25,28,29,30,31
    sd $\n, GENERAL_AT + 8*\n($12)
    .endr
    .irp n, 0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31
    sdc1 $f\n, VECTOR_AT + 64*\n($12)
    .endr
.endm

    .text
#include "labels.inc"
    address $12, oracle_record
    save_registers
    address $12, oracle_window
    move $13, $29
    daddiu $14, $12, RECORD_WINDOW
1:  ld $15, 0($13)
    sd $15, 0($12)
    daddiu $12, $12, 8
    bne $12, $14, 1b
    daddiu $13, $13, 8
    move $2, $0
    jr $31
    move $3, $0

    .globl oracle_invoke
    .type oracle_invoke, @function
oracle_invoke:
    daddiu $29, $29, -176
    .irp n, 16,17,18,19,20,21,22,23
    sd $\n, 8*(\n - 16)($29)
    .endr
    sd $28, 64($29)
    sd $30, 72($29)
    sd $31, 80($29)
    .irp n, 24,25,26,27,28,29,30,31
    sdc1 $f\n, 96 + 8*(\n - 24)($29)
    .endr
    move $25, $4
    address $12, oracle_in_vector
    .irp n, 0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31
    ldc1 $f\n, 64*\n($12)
    .endr
    address $12, oracle_in_general
    .irp n, 2,3,4,5,6,7,8,9,10,11,13,14,15,16,17,18,19,20,21,22,23,24,28,30
    ld $\n, 8*\n($12)
    .endr
    jalr $25
    nop
    address $12, oracle_record
    save_registers
    .irp n, 16,17,18,19,20,21,22,23
    ld $\n, 8*(\n - 16)($29)
    .endr
    ld $28, 64($29)
    ld $30, 72($29)
    ld $31, 80($29)
    .irp n, 24,25,26,27,28,29,30,31
    ldc1 $f\n, 96 + 8*(\n - 24)($29)
    .endr
    jr $31
    daddiu $29, $29, 176
    .size oracle_invoke, .-oracle_invoke
    .section .note.GNU-stack,"",@progbits
