/* Captures all registers, scalable ones too, at the entry of each f_N, and after a call made by `invoke`. */
    .arch armv8.2-a+sve
    .macro save base
    adrp x16, captured
    add x16, x16, :lo12:captured
    .irp n, 0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,18,19,20,21,22,23,24,25,26,27,28,29,30
    str x\n, [x16, #8*\n]
    .endr
    mov x17, sp
    str x17, [x16, #8*31]
    add x16, x16, #256
    .irp n, 0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31
    str z\n, [x16, #\n, mul vl]
    .endr
    addvl x16, x16, #31
    addvl x16, x16, #1
    .irp n, 0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
    str p\n, [x16, #\n, mul vl]
    .endr
    .endm

    .text
    .globl capture
capture:
    save
    adrp x16, window
    add x16, x16, :lo12:window
    mov x1, #0
1:  ldr x2, [x17, x1]
    str x2, [x16, x1]
    add x1, x1, #8
    cmp x1, #8192
    b.ne 1b
    ret
#include "labels.inc"

    .globl invoke /* (function): registers are `filled` before */
invoke:
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
    mov x17, x0
    adrp x16, filled
    add x16, x16, :lo12:filled
    .irp n, 0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31
    ldr z\n, [x16, #\n, mul vl]
    .endr
    addvl x16, x16, #31
    addvl x16, x16, #1
    .irp n, 0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
    ldr p\n, [x16, #\n, mul vl]
    .endr
    blr x17
    save
    ldp x19, x20, [sp, #16]
    ldp x21, x22, [sp, #32]
    ldp x23, x24, [sp, #48]
    ldp x25, x26, [sp, #64]
    ldp x27, x28, [sp, #80]
    ldp d8, d9, [sp, #96]
    ldp d10, d11, [sp, #112]
    ldp d12, d13, [sp, #128]
    ldp d14, d15, [sp, #144]
    ldp x29, x30, [sp], #176
    ret
    .section .note.GNU-stack,"",%progbits
