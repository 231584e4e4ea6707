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
        .section .note.GNU-stack, "", @progbits
