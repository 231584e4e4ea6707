/* 32-bit x86: registers to the image of a checked call and from it (checked.h). */
#if defined(__i386__)
#include "exec/checked_layout.h"

#define VECTORS 0, 1, 2, 3, 4, 5, 6, 7
#include "exec/checked_x86.inc"

#if defined(_WIN32)
#define SYMBOL(name) _##name
#else
#define SYMBOL(name) name
#endif

/* ecx, edx, ebp, esi and edi, with their offsets by the numbers of arch/register.h. */
        .macro  each_register direction, base
        \direction mov, ecx, 4, \base
        \direction mov, edx, 8, \base
        \direction mov, ebp, 20, \base
        \direction mov, esi, 24, \base
        \direction mov, edi, 28, \base
        .endm

        .text
        .globl  SYMBOL(cconv_checked_enter), SYMBOL(cconv_checked_enter_static)
#if defined(__ELF__)
        .hidden cconv_checked_enter, cconv_checked_enter_static
        .type   cconv_checked_enter_static, @function
        .type   cconv_checked_enter, @function
#endif
        .balign 16
/* An entry that was not generated has pushed the address of its data, and where it jumped to. */
SYMBOL(cconv_checked_enter_static):
        endbr32
        lea     4(%esp), %esp
        jmp     gather

/* The entry has pushed the address of its data. */
SYMBOL(cconv_checked_enter):
        endbr32
gather: push    %eax
        mov     4(%esp), %eax
        mov     CHECKED_ENTRY_USER(%eax), %eax
        each_register to_image, %eax
        to_image mov, ebx, 12, %eax
        mov     %eax, %ebx
        popl    CHECKED_IMAGE(%ebx)
        add     $4, %esp
        to_image mov, esp, 16, %ebx

        /* Below both stacks. On the way there each page is touched, since the one below may be a guard that makes it grow. */
        mov     CHECKED_TOTAL(%ebx), %ecx
        mov     CHECKED_STACK(%ebx), %eax
        test    %eax, %eax
        jnz     2f
        mov     %esp, %eax
        sub     %ecx, %eax
1:      cmp     %eax, %esp
        jbe     3f
        sub     $4096, %esp
        orl     $0, (%esp)
        jmp     1b
2:      sub     %ecx, %eax
3:      lea     -64(%eax), %esp
        and     $-16, %esp
        pushf
        popl    CHECKED_IMAGE+IMAGE_FLAGS(%ebx)
        cld
        gather_state %ebx
        mov     %ebx, (%esp)
        call    SYMBOL(cconv_checked_step)
        scatter_state %ebx
        from_image mov, esp, 16, %ebx
        pushl   CHECKED_TARGET(%ebx)
        pushl   CHECKED_IMAGE+12(%ebx)
        each_register from_image, %ebx
        from_image mov, eax, 0, %ebx
        pop     %ebx
        ret

#endif

#if defined(__ELF__)
        .section .note.GNU-stack, "", %progbits
#endif
