/* AArch64: capture (every f_N of the batch is a label of it) and oracle_invoke. x16 and x17 are the linker's scratch
   registers, so they carry no argument. */
#include "record.h"

.macro save_general
    .irp n, 0,2,4,6,8,10,12,14,18,20,22,24,26,28
    str x\n, [x16, #32+8*\n]
    .endr
    .irp n, 1,3,5,7,9,11,13,15,19,21,23,25,27,29,30
    str x\n, [x16, #32+8*\n]
    .endr
    mov x17, sp
    str x17, [x16, #32+8*31]
.endm
.macro save_vectors
    .irp n, 0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31
    str q\n, [x16, #288+64*\n]
    .endr
.endm

    .text
#include "labels.inc"
    adrp x16, oracle_record
    add x16, x16, :lo12:oracle_record
    save_general
    save_vectors
    adrp x16, oracle_window
    add x16, x16, :lo12:oracle_window
    mov x0, #0
1:  ldr x1, [x17, x0]
    str x1, [x16, x0]
    add x0, x0, #8
    cmp x0, #RECORD_WINDOW
    b.ne 1b
    mov x0, #0
    ret

    .globl oracle_invoke
oracle_invoke:
    stp x29, x30, [sp, #-176]!
    stp x19, x20, [sp, #16]
    stp x21, x22, [sp, #32]
    stp x23, x24, [sp, #48]
    stp x25, x26, [sp, #64]
    stp x27, x28, [sp, #80]
    stp d8, d9, [sp, #96]
    stp d10, d11, [sp, #112]
    stp d12, d13, [sp, #128]
    stp d14, d15, [sp, #144]
    str x18, [sp, #160]
    mov x17, x0
    adrp x16, oracle_in_vector
    add x16, x16, :lo12:oracle_in_vector
    .irp n, 0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31
    ldr q\n, [x16, #64*\n]
    .endr
    adrp x16, oracle_in_general
    add x16, x16, :lo12:oracle_in_general
    .irp n, 0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,18,19,20,21,22,23,24,25,26,27,28,29
    ldr x\n, [x16, #8*\n]
    .endr
    blr x17
    adrp x16, oracle_record
    add x16, x16, :lo12:oracle_record
    save_general
    save_vectors
    ldp x19, x20, [sp, #16]
    ldp x21, x22, [sp, #32]
    ldp x23, x24, [sp, #48]
    ldp x25, x26, [sp, #64]
    ldp x27, x28, [sp, #80]
    ldp d8, d9, [sp, #96]
    ldp d10, d11, [sp, #112]
    ldp d12, d13, [sp, #128]
    ldp d14, d15, [sp, #144]
    ldr x18, [sp, #160]
    ldp x29, x30, [sp], #176
    ret
    .section .note.GNU-stack,"",@progbits
