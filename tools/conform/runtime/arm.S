/* Arm, 32-bit: capture (every f_N of the batch is a label of it) and oracle_invoke, in the Arm instruction set; callers
   in Thumb are led here by the linker. r12 is the linker's scratch register, so it carries no argument. */
#include "record.h"

    .syntax unified
    .arch armv7-a
    .fpu neon
    .arm

/* A row of the record is one q register. Leaves r12 changed. */
.macro each_row op
    \op d0, d1
    \op d2, d3
    \op d4, d5
    \op d6, d7
    \op d8, d9
    \op d10, d11
    \op d12, d13
    \op d14, d15
    \op d16, d17
    \op d18, d19
    \op d20, d21
    \op d22, d23
    \op d24, d25
    \op d26, d27
    \op d28, d29
    \op d30, d31
.endm
.macro save_row low, high
    vst1.64 {\low, \high}, [r12]
    add r12, r12, #64
.endm
.macro load_row low, high
    vld1.64 {\low, \high}, [r12]
    add r12, r12, #64
.endm
.macro save_registers
    ldr r12, =oracle_record
    .irp n, 0,1,2,3,4,5,6,7,8,9,10,11
    str r\n, [r12, #32+8*\n]
    .endr
    str sp, [r12, #32+8*13]
    str lr, [r12, #32+8*14]
    add r12, r12, #288
    each_row save_row
.endm

    .text
    .balign 4
#include "labels.inc"
    save_registers
    ldr r12, =oracle_window
    mov r0, sp
    ldr r1, =RECORD_WINDOW
1:  ldr r2, [r0], #4
    str r2, [r12], #4
    subs r1, r1, #4
    bne 1b
    mov r0, #0
    bx lr
    .ltorg

    .globl oracle_invoke
    .type oracle_invoke, %function
oracle_invoke:
    push {r4-r11, lr}
    sub sp, sp, #4
    vpush {d8-d15}
    mov lr, r0
    ldr r12, =oracle_in_vector
    each_row load_row
    ldr r12, =oracle_in_general
    .irp n, 0,1,2,3,4,5,6,7,8,9,10,11
    ldr r\n, [r12, #8*\n]
    .endr
    mov r12, lr
    blx r12
    save_registers
    vpop {d8-d15}
    add sp, sp, #4
    pop {r4-r11, lr}
    bx lr
    .ltorg

#if !__STDC_HOSTED__ /* the old ABI: no C library here is of it */
    .globl _start
_start:
    mov r0, sp
    bl oracle_start

/* long system_call(long a, long b, long c, long d, long number) */
    .globl system_call
system_call:
    push {r7, lr}
    ldr r7, [sp, #8]
    svc #0
    pop {r7, lr}
    bx lr
#endif
    .section .note.GNU-stack,"",%progbits
