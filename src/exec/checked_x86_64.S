/* x86-64: registers to the image of a checked call and from it (checked.h), for System V and Windows. */
#if defined(__x86_64__)
#include "exec/checked_layout.h"

#define VECTORS 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
#include "exec/checked_x86.inc"

#define HOMES 32          /* what Windows's functions may write above their return address */

        .macro  function name
        .globl  \name
#if defined(__ELF__)
        .hidden \name
        .type   \name, @function
#endif
        .balign 16
\name:
        .endm

/* All but rbx, rsp, r10 and r11, with their offsets by the numbers of arch/register.h. */
        .macro  each_register direction, base
        \direction mov, rax, 0, \base
        \direction mov, rcx, 16, \base
        \direction mov, rdx, 24, \base
        \direction mov, rsi, 32, \base
        \direction mov, rdi, 40, \base
        \direction mov, rbp, 48, \base
        \direction mov, r8, 64, \base
        \direction mov, r9, 72, \base
        \direction mov, r12, 96, \base
        \direction mov, r13, 104, \base
        \direction mov, r14, 112, \base
        \direction mov, r15, 120, \base
        .endm

        .text
/* The entry's data is in rbx, whose value it has pushed twice. */
function cconv_checked_enter_rbx
        endbr64
        mov     CHECKED_ENTRY_USER(%rbx), %rbx
        to_image mov, r10, 80, %rbx
        to_image mov, r11, 88, %rbx
        mov     %rbx, %r11
        pop     %rbx
        pop     %rbx
        jmp     gather

/* The entry's data is in r11, or in r10; the function's value of that register is lost. */
function cconv_checked_enter_r11
        endbr64
        mov     CHECKED_ENTRY_USER(%r11), %r11
        to_image mov, r10, 80, %r11
        jmp     gather

function cconv_checked_enter_r10
        endbr64
        mov     CHECKED_ENTRY_USER(%r10), %r10
        to_image mov, r11, 88, %r10
        mov     %r10, %r11
gather:
        each_register to_image, %r11
        to_image mov, rbx, 8, %r11
        to_image mov, rsp, 56, %r11
        mov     %r11, %rbx

        /* Below both stacks. On the way there each page is touched, since the one below may be a guard that makes it grow. */
        mov     CHECKED_TOTAL(%rbx), %rcx
        mov     CHECKED_STACK(%rbx), %rax
        test    %rax, %rax
        jnz     2f
        lea     -HOMES-128(%rsp), %rax
        sub     %rcx, %rax
1:      cmp     %rax, %rsp
        jbe     3f
        sub     $4096, %rsp
        orl     $0, (%rsp)
        jmp     1b
2:      sub     %rcx, %rax
3:      lea     -HOMES-128(%rax), %rsp
        and     $-64, %rsp
        pushfq
        popq    CHECKED_IMAGE+IMAGE_FLAGS(%rbx)
        cld
        gather_state %rbx
        mov     %rbx, %rdi
        mov     %rbx, %rcx
        call    cconv_checked_step
        scatter_state %rbx
        from_image mov, rsp, 56, %rbx
        pushq   CHECKED_TARGET(%rbx)
        pushq   CHECKED_IMAGE+8(%rbx)
        each_register from_image, %rbx
        from_image mov, r10, 80, %rbx
        from_image mov, r11, 88, %rbx
        pop     %rbx
        ret

#endif

#if defined(__ELF__)
        .section .note.GNU-stack, "", %progbits
#endif
