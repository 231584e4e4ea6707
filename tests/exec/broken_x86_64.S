/* Functions that break their convention, one rule each, and one that breaks none. */
        .text
        .macro  function name
        .globl  \name
        .type   \name, @function
\name:
        .endm

function broken_nothing
        lea     (%rdi,%rsi), %eax
        ret
function broken_rbx
        mov     $1, %ebx
        ret
function broken_r15_half
        mov     %r15d, %r15d
        ret
function broken_rsp
        ret     $16
function broken_direction
        std
        ret
function broken_mmx
        movd    %edi, %mm0
        ret
function broken_fpcr
        sub     $8, %rsp
        fnstcw  (%rsp)
        xorw    $0x0c00, (%rsp)
        fldcw   (%rsp)
        add     $8, %rsp
        ret
function broken_mxcsr
        sub     $8, %rsp
        stmxcsr (%rsp)
        xorl    $0x8000, (%rsp)
        ldmxcsr (%rsp)
        add     $8, %rsp
        ret
function broken_upper
        vpcmpeqd %ymm1, %ymm1, %ymm1
        ret
function broken_guard
        movl    $0, 8(%rsp)
        ret
function broken_xmm6              /* Windows' */
        pxor    %xmm6, %xmm6
        ret
function broken_xmm15_half
        movq    %xmm15, %xmm15
        ret
function broken_rdi
        xor     %edi, %edi
        ret
function broken_shadow            /* its own 32 bytes, and one more */
        movups  %xmm0, 8(%rsp)
        movups  %xmm0, 24(%rsp)
        movb    $0, 40(%rsp)
        ret
function trusts_upper             /* the upper half of its int */
        mov     %rdi, %rax
        shr     $32, %rax
        ret
function broken_scratch           /* all that is the callee's, the red zone too */
        lea     (%rdi,%rsi), %eax
        .irp    n, rcx, rdx, rsi, rdi, r8, r9, r10, r11
        mov     $1, %\n
        .endr
        .irp    n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
        pxor    %xmm\n, %xmm\n
        .endr
        movd    %ecx, %mm0
        emms
        movq    $0, -8(%rsp)
        movq    $0, -128(%rsp)
        sub     $8, %rsp
        stmxcsr (%rsp)
        orl     $0x3f, (%rsp)     /* exceptions that happened */
        ldmxcsr (%rsp)
        add     $8, %rsp
        stc
        ret
function broken_scratch_wide      /* the same of AVX-512, with its upper halves cleared */
        lea     (%rdi,%rsi), %eax
        .irp    n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
        vpternlogd $0xff, %zmm\n, %zmm\n, %zmm\n
        .endr
        .irp    n, 0, 1, 2, 3, 4, 5, 6, 7
        kxnorw  %k\n, %k\n, %k\n
        .endr
        vzeroupper
        ret
function broken_upper_zmm
        vpternlogd $0xff, %zmm1, %zmm1, %zmm1
        ret
function trusts_k                 /* a mask register, and one that no narrower code has */
        kmovw   %k1, %eax
        ret
function trusts_zmm31
        vmovdqu32 %zmm31, -64(%rsp)
        mov     -16(%rsp), %eax
        ret
        .irp    n, rbp, r12, r13, r14
function broken_\n
        mov     $1, %\n
        ret
        .endr
function broken_rsp_down
        pop     %rcx
        sub     $32, %rsp
        jmp     *%rcx
function broken_x87
        fldz
        ret
function broken_own               /* of 8 ints and a char, three are on the stack */
        movq    $0, 8(%rsp)
        movq    $0, 16(%rsp)
        movq    $0, 24(%rsp)
        ret
function broken_beyond
        movb    $0, 32(%rsp)
        ret
function broken_slot              /* what is above its char on the stack */
        mov     24(%rsp), %rax
        shr     $32, %rax
        ret
function broken_rcx               /* those of preserve_all */
        mov     $1, %ecx
        ret
function broken_xmm9
        pxor    %xmm9, %xmm9
        ret
function broken_r11
        lea     (%rdi,%rsi), %eax
        mov     $1, %r11d
        ret
function broken_takes_st0         /* its argument's register is the callee's to empty: regcall */
        fstp    %st(0)
        xor     %eax, %eax
        ret
function broken_leaves_st0
        xor     %eax, %eax
        ret
function broken_returns_st0
        fadd    %st(0), %st
        ret
        .section .note.GNU-stack, "", @progbits
