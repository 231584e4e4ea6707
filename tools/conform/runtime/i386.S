/* 32-bit x86: capture (every f_N of the batch is a label of it), oracle_call and oracle_invoke. A captured call does not
   come back: who removes the stack is the caller's and callee's affair, so capture ends the caller too.
   VECTOR_BYTES: 16, 32 or 64. */
#include "record.h"
#define GPR(n) oracle_record+32+8*(n)
#define IN_GPR(n) oracle_in_general+8*(n)

.macro each_vector op
    .irp n, 0,1,2,3,4,5,6,7
#if VECTOR_BYTES == 64
    \op \n, zmm, vmovdqu64
#elif VECTOR_BYTES == 32
    \op \n, ymm, vmovdqu
#else
    \op \n, xmm, movdqu
#endif
    .endr
.endm
.macro save_vector n, file, move
    \move %\file\n, oracle_record+288+64*\n
.endm
.macro load_vector n, file, move
    \move oracle_in_vector+64*\n, %\file\n
.endm
.macro save_all
    mov %eax, GPR(0)
    mov %ecx, GPR(1)
    mov %edx, GPR(2)
    mov %ebx, GPR(3)
    mov %esp, GPR(4)
    mov %ebp, GPR(5)
    mov %esi, GPR(6)
    mov %edi, GPR(7)
    each_vector save_vector
    fxsave oracle_fxsave
    fninit
    cld
.endm
.macro enter
    push %ebp
    push %ebx
    push %esi
    push %edi
    mov 20(%esp), %eax
    mov %eax, called
    mov %esp, saved
.endm
.macro leave_for_good
    mov saved, %esp
    pop %edi
    pop %esi
    pop %ebx
    pop %ebp
    ret
.endm

    .text
#include "labels.inc"
    save_all
    mov $oracle_window, %edi
    mov %esp, %esi
    mov $RECORD_WINDOW, %ecx
    rep movsb
    leave_for_good

    .globl oracle_call
oracle_call:
    enter
    and $-64, %esp
    call *called
    leave_for_good

    .globl oracle_invoke
oracle_invoke:
    enter
    sub $128, %esp
    and $-64, %esp
    mov oracle_stack_word, %eax
    mov %eax, (%esp)
    mov %esp, expected
    fninit
    each_vector load_vector
    mov IN_GPR(0), %eax
    mov IN_GPR(1), %ecx
    mov IN_GPR(2), %edx
    mov IN_GPR(3), %ebx
    mov IN_GPR(5), %ebp
    mov IN_GPR(6), %esi
    mov IN_GPR(7), %edi
    call *called
    save_all
    mov %esp, %eax
    sub expected, %eax
    mov %eax, oracle_popped
    leave_for_good

    .data
    .balign 8
called: .long 0
saved:  .long 0
expected: .long 0
    .section .note.GNU-stack,"",@progbits
