/* x86-64: capture (every f_N of the batch is a label of it) and oracle_invoke. System V and Windows alike.
   VECTOR_BYTES: 16, 32 or 64. */
#include "record.h"
#define GPR(n) oracle_record+32+8*(n)(%rip)
#define VEC(n) oracle_record+288+64*(n)(%rip)
#define IN_GPR(n) oracle_in_general+8*(n)(%rip)
#define IN_VEC(n) oracle_in_vector+64*(n)(%rip)

.macro each_vector op
#if VECTOR_BYTES == 64
    .irp n, 0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31
    \op \n, zmm, vmovdqu64
    .endr
#elif VECTOR_BYTES == 32
    .irp n, 0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
    \op \n, ymm, vmovdqu
    .endr
#else
    .irp n, 0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
    \op \n, xmm, movdqu
    .endr
#endif
.endm
.macro save_vector n, file, move
    \move %\file\n, oracle_record+288+64*\n(%rip)
.endm
.macro load_vector n, file, move
    \move oracle_in_vector+64*\n(%rip), %\file\n
.endm
.macro save_general
    mov %rax, GPR(0)
    mov %rbx, GPR(1)
    mov %rcx, GPR(2)
    mov %rdx, GPR(3)
    mov %rsi, GPR(4)
    mov %rdi, GPR(5)
    mov %rbp, GPR(6)
    mov %rsp, GPR(7)
    mov %r8, GPR(8)
    mov %r9, GPR(9)
    mov %r10, GPR(10)
    mov %r11, GPR(11)
    mov %r12, GPR(12)
    mov %r13, GPR(13)
    mov %r14, GPR(14)
    mov %r15, GPR(15)
.endm

    .text
#include "labels.inc"
    save_general
    each_vector save_vector
    fxsave oracle_fxsave(%rip)
    fninit /* an x87 argument is the callee's to remove */
    cld
    lea oracle_window(%rip), %rdi
    mov %rsp, %rsi
    mov $RECORD_WINDOW, %ecx
    rep movsb
    mov GPR(2), %rcx
    mov GPR(4), %rsi
    mov GPR(5), %rdi
    mov GPR(0), %rax /* some conventions keep it */
    ret

    .globl oracle_invoke
oracle_invoke:
    push %rbx
    push %rbp
    push %rdi
    push %rsi
    push %r12
    push %r13
    push %r14
    push %r15
    sub $168, %rsp
    .irp n, 6,7,8,9,10,11,12,13,14,15
    movups %xmm\n, 16*(\n-6)(%rsp)
    .endr
#ifdef _WIN32
    mov %rcx, called(%rip)
#else
    mov %rdi, called(%rip)
#endif
    mov %rsp, saved(%rip)
    sub $64, %rsp
    and $-64, %rsp
    fninit
    each_vector load_vector
    mov IN_GPR(0), %rax
    mov IN_GPR(1), %rbx
    mov IN_GPR(2), %rcx
    mov IN_GPR(3), %rdx
    mov IN_GPR(4), %rsi
    mov IN_GPR(5), %rdi
    mov IN_GPR(6), %rbp
    mov IN_GPR(8), %r8
    mov IN_GPR(9), %r9
    mov IN_GPR(10), %r10
    mov IN_GPR(11), %r11
    mov IN_GPR(12), %r12
    mov IN_GPR(13), %r13
    mov IN_GPR(14), %r14
    mov IN_GPR(15), %r15
    call *called(%rip)
    save_general
    each_vector save_vector
    fxsave oracle_fxsave(%rip)
    fninit
    cld
    mov saved(%rip), %rsp
    .irp n, 6,7,8,9,10,11,12,13,14,15
    movups 16*(\n-6)(%rsp), %xmm\n
    .endr
    add $168, %rsp
    pop %r15
    pop %r14
    pop %r13
    pop %r12
    pop %rsi
    pop %rdi
    pop %rbp
    pop %rbx
    ret

    .globl __chkstk
__chkstk: /* clang's Windows objects probe large frames; rax is kept */
    ret
    .globl _fltused
_fltused:

    .data
    .balign 8
called: .quad 0
saved:  .quad 0
#ifdef __ELF__
    .section .note.GNU-stack,"",@progbits
#endif
