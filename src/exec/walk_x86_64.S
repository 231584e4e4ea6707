/*
 * x86-64 without generated code: what a stub or a callback would do is a list of steps (walk.h), each of which names a few
 * instructions below and says what they work on.
 *
 *             in a stub's steps                                 in a callback's
 *     rbx     the step                                          the step
 *     rbp     the frame: -8 holds rbx                           the same
 *     -16     of the frame: the pointer to the result           the entry
 *     rax     the array or block of arguments, until the call   what it was entered with
 *     r11     the function                                      free
 *     r10     free                                              free
 *
 * Each step ends by jumping to the next: there is no loop and no table to look up. All run in one kind of frame, so one
 * description of it serves unwinders.
 */
#if defined(__x86_64__)

#define STEP_SIZE 24      /* of struct step, and the offsets of its fields */
#define POINTER 8
#define OFFSET 12
#define TO 16
#define SIZE 20

#define ENTRY_USER 8      /* of struct entry */
#define ENTRY_TARGET 16
#define ENTRY_STUB 32
#define STUB_PROGRAM 48   /* of struct cconv_stub */

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

        .macro leave_frame
        lea     -8(%rbp), %rsp
        pop     %rbx
        pop     %rbp
#if defined(_WIN32)
        ret
#else
        .cfi_remember_state
        .cfi_def_cfa %rsp, 8
        ret
        .cfi_restore_state
#endif
        .endm

        .macro leave_stub
#if defined(_WIN32)
        mov     -24(%rbp), %rsi                           /* which steps use */
        mov     -32(%rbp), %rdi
#endif
        leave_frame
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
        mov     SIZE(%rbx), %r10d
1:      cmp     $4096, %r10
        jbe     2f
        sub     $4096, %rsp
        orl     $0, (%rsp)
        sub     $4096, %r10
        jmp     1b
2:      sub     %r10, %rsp
        movslq  TO(%rbx), %r10
        and     %r10, %rsp
        next

/* ------------------------------------------------------------ registers are loaded */

/* Of the array's values the offset goes into the register that is loaded, so that no other is needed. */
        .macro  load from, kind, instruction, to, own64, own32
        step    \from\()_\kind\()_\own64
        .ifc    \from, array
        mov     POINTER(%rbx), %r10d
        mov     (%rax,%r10), %r10
        mov     OFFSET(%rbx), %\own32
        \instruction (%r10,%\own64), %\to
        .endif
        .ifc    \from, block
        mov     OFFSET(%rbx), %r10d
        \instruction (%rax,%r10), %\to
        .endif
        .ifc    \from, frame
        mov     OFFSET(%rbx), %r10d
        \instruction (%rsp,%r10), %\to
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
        loads   frame, rax, eax

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
        .ifc    \from, incoming
        lea     8(%rbp,%rsi), %rsi
        .endif
        mov     TO(%rbx), %edi
        .endm

        .macro  copy_piece from, size, reg
        step    \from\()_copy\size
        find_source \from
        mov     (%rsi), %\reg
        mov     %\reg, (%rsp,%rdi)
        next
        .endm

        .macro  copy from
        copy_piece \from, 1, cl
        copy_piece \from, 2, cx
        copy_piece \from, 4, ecx
        copy_piece \from, 8, rcx
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
        copy    \from
        widen   \from, u8,  movzbl, ecx
        widen   \from, s8,  movsbq, rcx
        widen   \from, u16, movzwl, ecx
        widen   \from, s16, movswq, rcx
        widen   \from, u32, movl,   ecx
        widen   \from, s32, movslq, rcx
        .endr
        copy    incoming

/* rcx bytes from rsi to rdi; then the next step. (A string instruction takes longer to begin than all of this.) */
        .macro  copy_rest size, reg
        test    $\size, %cl
        jz      3f
        mov     (%rsi), %\reg
        mov     %\reg, (%rdi)
        add     $\size, %rsi
        add     $\size, %rdi
3:
        .endm

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
2:
        copy_rest 8, r10
        copy_rest 4, r10d
        copy_rest 2, r10w
        copy_rest 1, r10b
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

/* The last before the call: rax was the arguments. */
        step    result_rax
        mov     -16(%rbp), %rax
        next

        step    count             /* of vector registers: AL */
        mov     SIZE(%rbx), %eax
        next

        step    call
        call    *%r11
        next

/* With what is mostly all there is to do afterwards. */
        step    call_return
        call    *%r11
        leave_stub

        .macro  call_keep name, instruction, reg
        step    call_\name
        call    *%r11
        mov     -16(%rbp), %r11
        \instruction %\reg, (%r11)
        leave_stub
        .endm

        call_keep rax_32, movl, eax
        call_keep rax_64, movq, rax
        call_keep xmm0_32, movss, xmm0
        call_keep xmm0_64, movsd, xmm0

/* The registers of a result: rax, rdx, rcx, r8 (Swift's convention uses four) and the first vectors. */
        .macro  find_result
        mov     -16(%rbp), %r11
        mov     TO(%rbx), %r10d
        .endm

        .macro  keep name, instruction, reg
        step    keep_\name
        find_result
        \instruction %\reg, (%r11,%r10)
        next
        .endm

/* A whole register into the frame, of which pieces are then copied to the result. */
        .macro  image name, instruction
        step    image_\name
        mov     TO(%rbx), %r10d
        \instruction %\name, (%rsp,%r10)
        next
        .endm

        .macro  keep_general name, low8, low16, low32
        keep    \name\()_8,  movb, \low8
        keep    \name\()_16, movw, \low16
        keep    \name\()_32, movl, \low32
        keep    \name\()_64, movq, \name
        image   \name, movq
        .endm

        keep_general rax, al, ax, eax
        keep_general rdx, dl, dx, edx
        keep_general rcx, cl, cx, ecx
        keep_general r8, r8b, r8w, r8d
        .irp    number, 0, 1, 2, 3
        keep    xmm\number\()_32,  movss,   xmm\number
        keep    xmm\number\()_64,  movsd,   xmm\number
        keep    xmm\number\()_128, movups,  xmm\number
        keep    xmm\number\()_256, vmovups, ymm\number
        keep    xmm\number\()_512, vmovups, zmm\number
        image   xmm\number, movups
        step    keep_xmm\number\()_16
        find_result
        movd    %xmm\number, %r9d
        movw    %r9w, (%r11,%r10)
        next
        .endr

        step    keep_x87
        find_result
        fstpt   (%r11,%r10)
        next

        .macro  keep_wide name, instruction, reg, to
        step    keep_wide_\name
        \instruction %\reg, %\to
        find_result
        mov     %rax, (%r11,%r10)
        next
        .endm
        keep_wide u8,  movzbl, al,  eax
        keep_wide s8,  movsbq, al,  rax
        keep_wide u16, movzwl, ax,  eax
        keep_wide s16, movswq, ax,  rax
        keep_wide u32, movl,   eax, eax
        keep_wide s32, movslq, eax, rax

        step    result_copy       /* the registers are read: all are free */
        mov     OFFSET(%rbx), %esi
        add     %rsp, %rsi
        mov     TO(%rbx), %edi
        add     -16(%rbp), %rdi
        mov     SIZE(%rbx), %ecx
        jmp     cconv_walk_copy_bytes

        step    end_vectors
        vzeroupper
        next

/* ----------------------------------------------------------------------- callbacks */

/* Registers are stored whole, whatever part of them the value is; an argument's address then goes to `pointer`, into the array. */
        .macro  arrive name, instruction, reg
        step    store_\name
        mov     TO(%rbx), %r11d
        \instruction %\reg, (%rsp,%r11)
        next
        step    arrive_\name
        mov     TO(%rbx), %r11d
        mov     POINTER(%rbx), %r10d
        add     %rsp, %r11
        \instruction %\reg, (%r11)
        mov     %r11, (%rsp,%r10)
        next
        .endm

        .irp    reg, rdi, rsi, rdx, rcx, r8, r9, rax
        arrive  \reg, movq, \reg
        .endr
        .irp    number, 0, 1, 2, 3, 4, 5, 6, 7
        arrive  xmm\number\()_128, movups,  xmm\number
        arrive  xmm\number\()_256, vmovups, ymm\number
        arrive  xmm\number\()_512, vmovups, zmm\number
        .endr

/* The address of a value among the caller's stack arguments, to `to` in the frame. */
        step    arrive_stack
        mov     OFFSET(%rbx), %r11d
        mov     TO(%rbx), %r10d
        lea     8(%rbp,%r11), %r11
        mov     %r11, (%rsp,%r10)
        next

/* The handler's call: void (user, result, arguments). The result is at `to` in the frame, or its pointer is; the array at
   `offset`. */
        .macro  handle_with name, instruction, user, result, result32, array, array32
        step    \name
        mov     -16(%rbp), %rax
        mov     TO(%rbx), %\result32
        mov     OFFSET(%rbx), %\array32
        mov     ENTRY_USER(%rax), %\user
        \instruction (%rsp,%\result), %\result
        add     %rsp, %\array
        call    *ENTRY_TARGET(%rax)
        next
        .endm

        .macro  handle name, instruction
#if defined(_WIN32)
        handle_with \name, \instruction, rcx, rdx, edx, r8, r8d
#else
        handle_with \name, \instruction, rdi, rsi, esi, rdx, edx
#endif
        .endm

        handle  handle, lea
        handle  handle_indirect, mov

        step    give_x87
        mov     OFFSET(%rbx), %r10d
        fldt    (%rsp,%r10)
        next

/* Before results are loaded, some of which may be in what the caller's convention preserves elsewhere. */
#if defined(_WIN32)
        step    give_kept
        mov     -24(%rbp), %rsi
        mov     -32(%rbp), %rdi
        next
#else
        .macro  each_kept_vector operation
        .irp    number, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
        \operation \number
        .endr
        .endm

        .macro  give_vector number
        movaps  48-16*\number(%rbp), %xmm\number
        .endm
        step    give_kept
        mov     -24(%rbp), %rsi
        mov     -32(%rbp), %rdi
        each_kept_vector give_vector
        next
#endif

        step    return
        leave_frame
        step    return_from_stub
        leave_stub

#if defined(_WIN32)
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

/* What a callback's entry jumps to, under any convention. r10 points to the entry; the first step is none, but has the size of
   the frame. The frame is a stub's, so what is told of that holds for the steps. */
        function cconv_walk_callback
        .seh_proc cconv_walk_callback
        push    %rbp
        .seh_pushreg %rbp
        push    %rbx
        .seh_pushreg %rbx
        push    %r10
        .seh_stackalloc 8
        push    %rsi
        .seh_pushreg %rsi
        push    %rdi
        .seh_pushreg %rdi
        lea     32(%rsp), %rbp
        .seh_setframe %rbp, 32
        .seh_endprologue
        mov     ENTRY_STUB(%r10), %rbx
        mov     STUB_PROGRAM(%rbx), %rbx
        mov     SIZE(%rbx), %r11d
        sub     %r11, %rsp
        next
        .seh_endproc

#else
        .cfi_endproc
        .size   cconv_walk_stub, . - cconv_walk_stub

/* What a callback's entry jumps to, under any convention. r10 points to the entry; the first step is none, but has the size of
   the frame. */
        .macro  enter_frame
        endbr64
        push    %rbp
        .cfi_def_cfa_offset 16
        .cfi_offset %rbp, -16
        mov     %rsp, %rbp
        .cfi_def_cfa_register %rbp
        push    %rbx
        .cfi_offset %rbx, -24
        push    %r10
        mov     ENTRY_STUB(%r10), %rbx
        mov     STUB_PROGRAM(%rbx), %rbx
        .endm

        .macro  enter_steps
        mov     SIZE(%rbx), %r11d
        sub     %r11, %rsp
        next
        .endm

        function cconv_walk_callback
        .cfi_startproc
        enter_frame
        enter_steps
        .cfi_endproc
        .size   cconv_walk_callback, . - cconv_walk_callback

/* The same where the caller's convention preserves rsi, rdi, or some of xmm6 to xmm15, and a handler's does not. Unwinders find
   them while the handler runs. */
        .macro  keep_vector number
        movaps  %xmm\number, 48-16*\number(%rbp)
        .cfi_offset 17+\number, 32-16*\number
        .endm

        function cconv_walk_callback_keeping
        .cfi_startproc
        enter_frame
        sub     $176, %rsp
        mov     %rsi, -24(%rbp)
        .cfi_offset %rsi, -40
        mov     %rdi, -32(%rbp)
        .cfi_offset %rdi, -48
        each_kept_vector keep_vector
        enter_steps
        handle  handle_keeping, lea
        handle  handle_keeping_indirect, mov
        .cfi_endproc
        .size   cconv_walk_callback_keeping, . - cconv_walk_callback_keeping
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
