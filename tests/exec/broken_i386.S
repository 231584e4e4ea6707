/* Functions that break the conventions of 32-bit x86, one rule each, and near misses. Most are int (int, int), and add. */
        .text
        .macro  function name
        .globl  broken_\name
        .type   broken_\name, @function
broken_\name:
        .endm
        .macro  add_two
        mov     4(%esp), %eax
        add     8(%esp), %eax
        .endm

function nothing
        add_two
        ret
function scratch                  /* all that is the callee's */
        add_two
        mov     $2, %ecx
        mov     $3, %edx
        .irp    n, 0, 1, 2, 3, 4, 5, 6, 7
        pxor    %xmm\n, %xmm\n
        .endr
        movd    %ecx, %mm0
        emms
        stc
        ret
function keeps                    /* a frame with everything saved in it, and restored */
        push    %ebp
        mov     %esp, %ebp
        push    %ebx
        push    %esi
        push    %edi
        xor     %ebx, %ebx
        xor     %esi, %esi
        xor     %edi, %edi
        std
        cld
        mov     8(%ebp), %eax
        add     12(%ebp), %eax
        pop     %edi
        pop     %esi
        pop     %ebx
        pop     %ebp
        ret
        .irp    n, ebx, esi, edi, ebp
function \n
        mov     $1, %\n
        ret
        .endr
function direction
        std
        ret
function mmx
        movd    %ecx, %mm0
        ret
function x87
        fldz
        ret
function fpcr
        sub     $4, %esp
        fnstcw  (%esp)
        xorw    $0x0c00, (%esp)
        fldcw   (%esp)
        add     $4, %esp
        ret
function mxcsr
        sub     $4, %esp
        stmxcsr (%esp)
        xorl    $0x8000, (%esp)
        ldmxcsr (%esp)
        add     $4, %esp
        ret
function upper
        vpcmpeqd %ymm1, %ymm1, %ymm1
        ret
function pops_4                   /* of a convention whose caller removes the arguments */
        ret     $4
function pops_8
        add_two
        ret     $8
function pops_0                   /* of one whose callee does */
        add_two
        ret
function pops_12
        ret     $12
function pops_256
        ret     $256
function sp_down
        pop     %ecx
        sub     $32, %esp
        jmp     *%ecx
function fast                     /* both arguments in registers */
        lea     (%ecx,%edx), %eax
        ret
function structure                /* returns its 20 bytes where it was told, and removes that address */
        mov     4(%esp), %eax
        movl    $1, 16(%eax)
        ret     $4
function structure_stays
        mov     4(%esp), %eax
        ret
function regcall_xmm5             /* preserved there */
        pxor    %xmm5, %xmm5
        ret
function regcall_edi
        xor     %edi, %edi
        ret
function regcall_xmm3
        lea     (%eax,%ecx), %eax
        pxor    %xmm3, %xmm3
        ret
function above
        movb    $0, 12(%esp)
        ret
function own                      /* of 12 ints and a char, all are on the stack */
        xor     %eax, %eax
        .irp    n, 4, 8, 12, 16, 20, 24, 28, 32, 36, 40, 44, 48, 52
        mov     %eax, \n(%esp)
        .endr
        ret
function beyond
        movb    $0, 56(%esp)
        ret
function narrow                   /* what is above its char */
        mov     4(%esp), %eax
        shr     $8, %eax
        ret
function ecx                      /* a register that carries nothing */
        mov     %ecx, %eax
        ret
        .section .note.GNU-stack, "", @progbits
