/* RISC-V, 32 and 64 bits, with sixteen or thirty-two registers, with or without floating-point registers: capture
   (every f_N of the batch is a label of it), oracle_invoke, and the start of a program without a C library. t0 to t2
   carry no argument. */
#include "record.h"

#define GENERAL_AT 32
#define VECTOR_AT 288
#if __riscv_xlen == 64
#define STORE sd
#define LOAD ld
#define WORD 8
#else
#define STORE sw
#define LOAD lw
#define WORD 4
#endif

#if defined(__riscv_e) || defined(__riscv_32e)
#define EMBEDDED 1
#else
#define EMBEDDED 0
#endif

/* General registers into the record at t0; then f registers 0 to 31 into its rows of 64 bytes. */
.macro save_registers
    .irp n, 1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
    STORE x\n, GENERAL_AT + 8*\n(t0)
    .endr
#if !EMBEDDED
    .irp n, 16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31
    STORE x\n, GENERAL_AT + 8*\n(t0)
    .endr
#endif
#ifdef __riscv_flen
    addi t1, t0, VECTOR_AT
    .irp n, 0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31
    fsd f\n, 64*\n(t1)
    .endr
#endif
.endm

    .text
    .option norelax
#include "labels.inc"
    la t0, oracle_record
    save_registers
    la t0, oracle_window
    li a0, RECORD_WINDOW
    mv a1, sp
    add a0, a0, t0
1:  LOAD a2, 0(a1)
    STORE a2, 0(t0)
    addi a1, a1, WORD
    addi t0, t0, WORD
    bltu t0, a0, 1b
    li a0, 0
    li a1, 0
    ret

    .globl oracle_invoke
oracle_invoke:
    addi sp, sp, -256
    STORE ra, 0(sp)
    STORE s0, 8(sp)
    STORE s1, 16(sp)
#if !EMBEDDED
    .irp n, 18,19,20,21,22,23,24,25,26,27
    STORE x\n, 24 + 8*(\n - 18)(sp)
    .endr
#endif
#ifdef __riscv_flen
    fsd fs0, 112(sp)
    fsd fs1, 120(sp)
    .irp n, 18,19,20,21,22,23,24,25,26,27
    fsd f\n, 128 + 8*(\n - 18)(sp)
    .endr
    la t0, oracle_in_vector
    .irp n, 0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31
    fld f\n, 64*\n(t0)
    .endr
#endif
    mv t1, a0
    la t0, oracle_in_general
    .irp n, 7,8,9,10,11,12,13,14,15
    LOAD x\n, 8*\n(t0)
    .endr
#if !EMBEDDED
    .irp n, 16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31
    LOAD x\n, 8*\n(t0)
    .endr
#endif
    jalr t1
    la t0, oracle_record
    save_registers
    LOAD ra, 0(sp)
    LOAD s0, 8(sp)
    LOAD s1, 16(sp)
#if !EMBEDDED
    .irp n, 18,19,20,21,22,23,24,25,26,27
    LOAD x\n, 24 + 8*(\n - 18)(sp)
    .endr
#endif
#ifdef __riscv_flen
    fld fs0, 112(sp)
    fld fs1, 120(sp)
    .irp n, 18,19,20,21,22,23,24,25,26,27
    fld f\n, 128 + 8*(\n - 18)(sp)
    .endr
#endif
    addi sp, sp, 256
    ret

#if !__STDC_HOSTED__
    .globl _start
_start:
    mv a0, sp
    li t0, -2*RECORD_WINDOW     /* so that the window does not reach past the stack's top */
    add sp, sp, t0
    call oracle_start

/* long system_call(long a, long b, long c, long d, long number): qemu takes the number of programs for RV32E from t0,
   that of all others from a7. */
    .globl system_call
system_call:
#if EMBEDDED
    mv t0, a4
    .word 0x00070893 /* mv a7, a4: RV32E and RV64E cannot name a7, but what runs them has it */
#else
    mv a7, a4
#endif
    ecall
    ret
#endif
    .section .note.GNU-stack,"",@progbits
