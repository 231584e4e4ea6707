/*
 * x86-64 without generated code: what a stub would do is a list of steps (walk.h), each of which names a few instructions
 * below and says what they work on; and what a callback would do is left to C, between the two halves of an entry that
 * keeps and gives back the registers.
 *
 * In a stub's steps:
 *
 *     rbx   the step             rax   the array or block of arguments
 *     r11   the function         rbp   the frame: -8 holds rbx, -16 the pointer to the result
 *
 * Each step ends by jumping to the next: there is no loop and no table to look up.
 */
#if defined(__x86_64__)

#define STEP_SIZE 24      /* of struct step, and the offsets of its fields */
#define POINTER 8
#define OFFSET 12
#define TO 16
#define SIZE 20

#define ENTRY_USER 8      /* of struct entry */

        .text

        .macro function name
        .globl  \name
#if defined(__ELF__)
        .hidden \name
        .type   \name, @function
#endif
        .balign 16
\name:
        .endm

        .macro step name
        function cconv_walk_\name
        endbr64
        .endm

        .macro next
        add     $STEP_SIZE, %rbx
        jmp     *(%rbx)
        .endm

#if defined(_WIN32)

/* A stub by Microsoft's convention, which preserves rsi and rdi too. Frames are told as its "x64 exception handling" reads
   them: what is pushed lies under the frame pointer's own place, so that offsets from rbp are those of other systems. */
        function cconv_walk_stub
        .seh_proc cconv_walk_stub
        push    %rbp
        .seh_pushreg %rbp
        push    %rbx
        .seh_pushreg %rbx
        push    %rdx
        .seh_stackalloc 8
        push    %rsi
        .seh_pushreg %rsi
        push    %rdi
        .seh_pushreg %rdi
        lea     32(%rsp), %rbp
        .seh_setframe %rbp, 32
        .seh_endprologue
        mov     ENTRY_USER(%r10), %rbx
        mov     %rcx, %r11
        mov     %r8, %rax
        jmp     *(%rbx)

#else

/* A stub: void (function, result, arguments); r10 points to its entry, whose user is the list. */
        function cconv_walk_stub
        .cfi_startproc
        endbr64
        push    %rbp
        .cfi_def_cfa_offset 16
        .cfi_offset %rbp, -16
        mov     %rsp, %rbp
        .cfi_def_cfa_register %rbp
        push    %rbx
        .cfi_offset %rbx, -24
        push    %rsi
        mov     ENTRY_USER(%r10), %rbx
        mov     %rdi, %r11
        mov     %rdx, %rax
        jmp     *(%rbx)

#endif

/* `size` bytes of stack, its pointer then masked by `to`; each page is touched in turn. */
        step    frame
        mov     SIZE(%rbx), %ecx
1:      cmp     $4096, %rcx
        jbe     2f
        sub     $4096, %rsp
        orl     $0, (%rsp)
        sub     $4096, %rcx
        jmp     1b
2:      sub     %rcx, %rsp
        movslq  TO(%rbx), %rcx
        and     %rcx, %rsp
        next

/* ------------------------------------------------------------ registers are loaded */

/* The offset goes into the register that is loaded, so that no other is needed. */
        .macro  load from, kind, instruction, to, own64, own32
        step    \from\()_\kind\()_\own64
        .ifc    \from, array
        mov     POINTER(%rbx), %r10d
        mov     (%rax,%r10), %r10
        mov     OFFSET(%rbx), %\own32
        \instruction (%r10,%\own64), %\to
        .endif
        .ifc    \from, block
        mov     OFFSET(%rbx), %\own32
        \instruction (%rax,%\own64), %\to
        .endif
        .ifc    \from, frame
        mov     OFFSET(%rbx), %\own32
        \instruction (%rsp,%\own64), %\to
        .endif
        next
        .endm

        .macro  loads from, own64, own32
        load    \from, u8,  movzbl, \own32, \own64, \own32
        load    \from, s8,  movsbq, \own64, \own64, \own32
        load    \from, u16, movzwl, \own32, \own64, \own32
        load    \from, s16, movswq, \own64, \own64, \own32
        load    \from, u32, movl,   \own32, \own64, \own32
        load    \from, s32, movslq, \own64, \own64, \own32
        load    \from, u64, movq,   \own64, \own64, \own32
        .endm

        .macro  general own64, own32
        loads   array, \own64, \own32
        loads   block, \own64, \own32
        loads   frame, \own64, \own32
        step    address_\own64
        mov     OFFSET(%rbx), %\own32
        add     %rsp, %\own64
        next
        step    result_\own64
        mov     -16(%rbp), %\own64
        next
        .endm

        general rdi, edi
        general rsi, esi
        general rdx, edx
        general rcx, ecx
        general r8, r8d
        general r9, r9d

/* Vector registers: rcx may be an argument already, so the offset is added in r10. */
        .macro  load_vector from, kind, instruction, number, bank
        step    \from\()_\kind\()_xmm\number
        mov     OFFSET(%rbx), %r10d
        .ifc    \from, array
        push    %rcx
        mov     POINTER(%rbx), %ecx
        add     (%rax,%rcx), %r10
        pop     %rcx
        .endif
        .ifc    \from, block
        add     %rax, %r10
        .endif
        .ifc    \from, frame
        add     %rsp, %r10
        .endif
        .ifc    \kind, v16
        pxor    %xmm\number, %xmm\number
        pinsrw  $0, (%r10), %xmm\number
        .else
        \instruction (%r10), %\bank\number
        .endif
        next
        .endm

        .macro  vector from, number
        load_vector \from, v16,  none,    \number, xmm
        load_vector \from, v32,  movss,   \number, xmm
        load_vector \from, v64,  movsd,   \number, xmm
        load_vector \from, v128, movups,  \number, xmm
        load_vector \from, v256, vmovups, \number, ymm
        load_vector \from, v512, vmovups, \number, zmm
        .endm

        .irp    from, array, block, frame
        .irp    number, 0, 1, 2, 3, 4, 5, 6, 7
        vector  \from, \number
        .endr
        .endr

/* --------------------------------------------------- memory, before registers are loaded */

        .macro  find_source from
        mov     OFFSET(%rbx), %esi
        .ifc    \from, array
        mov     POINTER(%rbx), %ecx
        add     (%rax,%rcx), %rsi
        .endif
        .ifc    \from, block
        add     %rax, %rsi
        .endif
        .ifc    \from, frame
        add     %rsp, %rsi
        .endif
        mov     TO(%rbx), %edi
        .endm

        .macro  copy_word from
        step    \from\()_word
        find_source \from
        mov     (%rsi), %rcx
        mov     %rcx, (%rsp,%rdi)
        next
        .endm

        .macro  copy from
        step    \from\()_copy
        find_source \from
        mov     SIZE(%rbx), %ecx
        add     %rsp, %rdi
        jmp     cconv_walk_copy_bytes
        .endm

        .macro  widen from, kind, instruction, to
        step    \from\()_widen_\kind
        find_source \from
        \instruction (%rsi), %\to
        mov     %rcx, (%rsp,%rdi)
        next
        .endm

        .irp    from, array, block, frame
        copy_word \from
        copy    \from
        widen   \from, u8,  movzbl, ecx
        widen   \from, s8,  movsbq, rcx
        widen   \from, u16, movzwl, ecx
        widen   \from, s16, movswq, rcx
        widen   \from, u32, movl,   ecx
        widen   \from, s32, movslq, rcx
        .endr

/* rcx bytes from rsi to rdi; then the next step. */
        .balign 16
cconv_walk_copy_bytes:
        sub     $16, %rcx
        jb      2f
1:      movups  (%rsi), %xmm0
        movups  %xmm0, (%rdi)
        add     $16, %rsi
        add     $16, %rdi
        sub     $16, %rcx
        jae     1b
2:      add     $16, %rcx
        rep movsb
        next

/* The address of `offset` in the frame, to `to` in it. */
        step    address_word
        mov     OFFSET(%rbx), %esi
        add     %rsp, %rsi
        mov     TO(%rbx), %edi
        mov     %rsi, (%rsp,%rdi)
        next

        step    result_word
        mov     -16(%rbp), %rsi
        mov     TO(%rbx), %edi
        mov     %rsi, (%rsp,%rdi)
        next

/* -------------------------------------------------------------- call, result, return */

        step    count             /* of vector registers: AL. The last before the call: rax was the arguments */
        mov     SIZE(%rbx), %eax
        next

        step    call
        call    *%r11
        next

        .macro  keep name, instruction, reg
        step    keep_\name
        mov     -16(%rbp), %rcx
        mov     TO(%rbx), %r10d
        \instruction %\reg, (%rcx,%r10)
        next
        .endm

        keep    rax_8,  movb, al
        keep    rax_16, movw, ax
        keep    rax_32, movl, eax
        keep    rax_64, movq, rax
        keep    rdx_8,  movb, dl
        keep    rdx_16, movw, dx
        keep    rdx_32, movl, edx
        keep    rdx_64, movq, rdx
        .irp    number, 0, 1, 2, 3
        keep    xmm\number\()_32,  movss,   xmm\number
        keep    xmm\number\()_64,  movsd,   xmm\number
        keep    xmm\number\()_128, movups,  xmm\number
        keep    xmm\number\()_256, vmovups, ymm\number
        keep    xmm\number\()_512, vmovups, zmm\number
        .endr

        .macro  keep_half number
        step    keep_xmm\number\()_16
        mov     -16(%rbp), %rcx
        mov     TO(%rbx), %r10d
        movd    %xmm\number, %r8d
        movw    %r8w, (%rcx,%r10)
        next
        .endm
        .irp    number, 0, 1, 2, 3
        keep_half \number
        .endr

        step    keep_x87
        mov     -16(%rbp), %rcx
        mov     TO(%rbx), %r10d
        fstpt   (%rcx,%r10)
        next

        .macro  keep_wide name, instruction, reg, to
        step    keep_wide_\name
        \instruction %\reg, %\to
        mov     -16(%rbp), %rcx
        mov     TO(%rbx), %r10d
        mov     %rax, (%rcx,%r10)
        next
        .endm
        keep_wide u8,  movzbl, al,  eax
        keep_wide s8,  movsbq, al,  rax
        keep_wide u16, movzwl, ax,  eax
        keep_wide s16, movswq, ax,  rax
        keep_wide u32, movl,   eax, eax
        keep_wide s32, movslq, eax, rax

/* A whole register into the frame, of which pieces are then copied to the result. */
        step    image_rax
        mov     TO(%rbx), %ecx
        mov     %rax, (%rsp,%rcx)
        next
        step    image_rdx
        mov     TO(%rbx), %ecx
        mov     %rdx, (%rsp,%rcx)
        next
        .irp    number, 0, 1, 2, 3
        step    image_xmm\number
        mov     TO(%rbx), %ecx
        movups  %xmm\number, (%rsp,%rcx)
        next
        .endr

        step    result_copy       /* the registers are read: all are free */
        mov     OFFSET(%rbx), %esi
        add     %rsp, %rsi
        mov     TO(%rbx), %edi
        add     -16(%rbp), %rdi
        mov     SIZE(%rbx), %ecx
        rep movsb
        next

        step    end_vectors
        vzeroupper
        next

#if defined(_WIN32)
        step    return            /* rcx: the result's pointer, of no use any more */
        lea     -32(%rbp), %rsp
        pop     %rdi
        pop     %rsi
        pop     %rcx
        pop     %rbx
        pop     %rbp
        ret
        .seh_endproc

/* The same around a function that need not preserve xmm6 to xmm15, as System V's need not. */
#define KEPT 32
        function cconv_walk_stub_keeping
        .seh_proc cconv_walk_stub_keeping
        sub     $KEPT+160+8, %rsp
        .seh_stackalloc KEPT+160+8
        .irp    number, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
        movaps  %xmm\number, KEPT+16*(\number-6)(%rsp)
        .seh_savexmm %xmm\number, KEPT+16*(\number-6)
        .endr
        .seh_endprologue
        call    cconv_walk_stub
        .irp    number, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
        movaps  KEPT+16*(\number-6)(%rsp), %xmm\number
        .endr
        add     $KEPT+160+8, %rsp
        ret
        .seh_endproc

#else
        step    return
        lea     -8(%rbp), %rsp
        pop     %rbx
        pop     %rbp
        .cfi_remember_state
        .cfi_def_cfa %rsp, 8
        ret
        .cfi_restore_state
        .cfi_endproc
        .size   cconv_walk_stub, . - cconv_walk_stub
#endif

/* ----------------------------------------------------------------------- callbacks */

/*
 * Entered under any convention that passes in these registers and preserves no more than is kept here; r10 points to the
 * entry. What is kept is struct registers of walk.h:
 *
 *     0    rax rcx rdx rsi rdi r8 r9 (8 each), then 8 unused
 *     64   xmm0 to xmm7
 *     192  what st0 and st1 are to hold (16 each), how many of them, 8 unused
 *     240  xmm8 to xmm15, where the convention preserves them; on Windows those that are called do
 */
#define REGISTERS 384     /* bytes of struct registers */

        .macro  keep_registers at
        mov     %rax, \at(%rsp)
        mov     %rcx, \at+8(%rsp)
        mov     %rdx, \at+16(%rsp)
        mov     %rsi, \at+24(%rsp)
        mov     %rdi, \at+32(%rsp)
        mov     %r8, \at+40(%rsp)
        mov     %r9, \at+48(%rsp)
        .irp    number, 0, 1, 2, 3, 4, 5, 6, 7
        movaps  %xmm\number, \at+64+16*\number(%rsp)
        .endr
        movq    $0, \at+224(%rsp)
        .endm

        .macro  give_registers at
        .irp    number, 0, 1, 2, 3, 4, 5, 6, 7
        movaps  \at+64+16*\number(%rsp), %xmm\number
        .endr
        mov     \at+224(%rsp), %rcx
        cmp     $1, %rcx
        jb      2f
        je      1f
        fldt    \at+208(%rsp)
1:      fldt    \at+192(%rsp)
2:      mov     \at(%rsp), %rax
        mov     \at+8(%rsp), %rcx
        mov     \at+16(%rsp), %rdx
        mov     \at+24(%rsp), %rsi
        mov     \at+32(%rsp), %rdi
        mov     \at+40(%rsp), %r8
        mov     \at+48(%rsp), %r9
        .endm

#if defined(_WIN32)
#define SHADOW 32
#define FRAME SHADOW+REGISTERS+8

        function cconv_walk_callback
        .seh_proc cconv_walk_callback
        sub     $FRAME, %rsp
        .seh_stackalloc FRAME
        .seh_endprologue
        keep_registers SHADOW
        mov     %r10, %rcx
        lea     SHADOW(%rsp), %rdx
        lea     FRAME(%rsp), %r8
        call    cconv_walk_handle
        give_registers SHADOW
        add     $FRAME, %rsp
        ret
        .seh_endproc
#else
        function cconv_walk_callback
        .cfi_startproc
        endbr64
        push    %rbp
        .cfi_def_cfa_offset 16
        .cfi_offset %rbp, -16
        mov     %rsp, %rbp
        .cfi_def_cfa_register %rbp
        sub     $REGISTERS, %rsp
        keep_registers 0
        .irp    number, 8, 9, 10, 11, 12, 13, 14, 15
        movaps  %xmm\number, 240-128+16*\number(%rsp)
        .endr
        mov     %r10, %rdi
        mov     %rsp, %rsi
        lea     8(%rbp), %rdx
        call    cconv_walk_handle
        .irp    number, 8, 9, 10, 11, 12, 13, 14, 15
        movaps  240-128+16*\number(%rsp), %xmm\number
        .endr
        give_registers 0
        leave
        .cfi_def_cfa %rsp, 8
        ret
        .cfi_endproc
        .size   cconv_walk_callback, . - cconv_walk_callback
#endif

/* ------------------------------------------------------------------------- entries */

/* A page of entries as entry.h has them. It is mapped again wherever entries are wanted, with their data behind it; on Windows
   with the whole file, in which there is room for them. */
#if defined(_WIN32)
        .balign 16
        .globl  cconv_walk_entries
cconv_walk_entries:
        .set    number, 0
        .rept   256
        lea     cconv_walk_entry_data+48*number(%rip), %r10
        jmp     *(%r10)
        .balign 16, 0xcc
        .set    number, number + 1
        .endr

        .bss
        .balign 16
        .globl  cconv_walk_entry_data
cconv_walk_entry_data:
        .space  256*48
#else
        .balign 4096
        .globl  cconv_walk_entries
        .hidden cconv_walk_entries
cconv_walk_entries:
        .set    number, 0
        .rept   256
        endbr64
        .byte   0x4c, 0x8d, 0x15                          /* lea r10, [rip + …] */
        .long   4096 + 48*number - 16*number - 11
        jmp     *(%r10)
        .balign 16, 0xcc
        .set    number, number + 1
        .endr

        .section .note.gnu.property, "a"
        .balign 8
        .long   4, 16, 5
        .asciz  "GNU"
        .long   0xc0000002, 4, 3, 0                       /* IBT and SHSTK */
#endif

#endif

#if defined(__ELF__)
        .section .note.GNU-stack, "", %progbits
#endif
