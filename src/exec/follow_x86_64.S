/*
 * x86-64 without generated code: the routine (follow.h) for what no list of steps does (walk_x86_64.S), because of registers
 * that are passed, preserved or not preserved; and system calls.
 */
#if defined(__x86_64__)

#define ENTRY_STUB 32     /* of struct entry */
#define STUB_PROGRAM 48   /* of struct cconv_stub */

#define PROGRAM_MASK 4    /* of struct program, behind its area */
#define VECTORS 16        /* of each: kept, loaded, kept of the result, given back */
#define ST0 20
#define ST1 24
#define IS_WIDE 28
#define ENTERS_KERNEL 29

/* The frame: struct walk_frame, a word of the routine's own, the images. rbp is at its end; on Windows at its beginning, since
   what unwinders find there is told from 240 bytes below rbp at most. */
#define FRAME 2416
#if defined(_WIN32)
#define AT 0
#else
#define AT -2416
#endif
#define THE_PROGRAM 0+AT
#define THE_ENTRY 8+AT
#define AREA 16+AT
#define INCOMING 24+AT
#define FUNCTION 32+AT
#define ENTERED 48+AT
#define CALLED 1232+AT
#define AT_VECTORS 128    /* of an image, behind rax rbx rcx rdx rsi rdi rbp rsp r8 to r15 */
#define AT_ST0 1152
#define AT_ST1 1168

        .text

        .macro  function name
        .globl  \name
#if defined(__ELF__)
        .hidden \name
        .type   \name, @function
#endif
        .balign 16
\name:
        .endm

/* Between vector registers and an image: `to` and `from` are in the order of the instruction. */
        .macro  all_vectors instruction, bank, image, store
        .irp    n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
        .if     \store
        \instruction %\bank\n, \image+AT_VECTORS+64*\n(%rbp)
        .else
        \instruction \image+AT_VECTORS+64*\n(%rbp), %\bank\n
        .endif
        .endr
        .endm

/* What is moved at `time` (the bytes behind VECTORS …) of the program in rbx. */
        .macro  vectors time, image, store
        cmpb    $0, VECTORS+\time(%rbx)
        je      7f
        cmpb    $32, VECTORS+\time(%rbx)
        ja      2f
        je      1f
        all_vectors movups, xmm, \image, \store
        jmp     7f
1:      all_vectors vmovups, ymm, \image, \store
        jmp     7f
2:      all_vectors vmovups, zmm, \image, \store
7:
        .endm

        .macro  x87_keep time, image
        cmpb    $0, ST0+\time(%rbx)
        je      1f
        fstpt   \image+AT_ST0(%rbp)
1:      cmpb    $0, ST1+\time(%rbx)
        je      2f
        fstpt   \image+AT_ST1(%rbp)
2:
        .endm

        .macro  x87_load time, image
        cmpb    $0, ST1+\time(%rbx)
        je      1f
        fldt    \image+AT_ST1(%rbp)
1:      cmpb    $0, ST0+\time(%rbx)
        je      2f
        fldt    \image+AT_ST0(%rbp)
2:
        .endm

        .macro  general image, keep
        general_one rax, 0, \image, \keep
        general_one rcx, 16, \image, \keep
        general_one rdx, 24, \image, \keep
        general_one rsi, 32, \image, \keep
        general_one rdi, 40, \image, \keep
        .irp    n, 8, 9, 10, 11, 12, 13, 14, 15
        general_one r\n, 8*\n, \image, \keep
        .endr
        general_one rbx, 8, \image, \keep
        .endm

        .macro  general_one reg, at, image, keep
        .if     \keep
        mov     %\reg, \image+\at(%rbp)
        .else
        mov     \image+\at(%rbp), %\reg
        .endif
        .endm

#if defined(_WIN32)
/* By Microsoft's convention, and told as its "x64 exception handling" has it: what it preserves is kept first. */
        .macro  enter data, pushed
        .rept   \pushed/8                                 /* before the first byte, by the entry */
        .seh_pushreg %rbx
        .endr
        push    %rbp
        .seh_pushreg %rbp
        sub     $FRAME, %rsp
        .seh_stackalloc FRAME
        mov     %rsp, %rbp
        .seh_setframe %rbp, 0
        keep_told rbx, 8
        keep_told rsi, 32
        keep_told rdi, 40
        keep_told r12, 96
        keep_told r13, 104
        keep_told r14, 112
        keep_told r15, 120
        .irp    n, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
        movaps  %xmm\n, ENTERED+AT_VECTORS+64*\n(%rbp)
        .seh_savexmm %xmm\n, ENTERED+AT_VECTORS+64*\n
        .endr
        .seh_endprologue
        general ENTERED, 1
        mov     %\data, THE_ENTRY(%rbp)
        mov     ENTRY_STUB(%\data), %rbx
        .endm

        .macro  keep_told reg, at
        mov     %\reg, ENTERED+\at(%rbp)
        .seh_savereg %\reg, ENTERED+\at
        .endm

        .macro  call_c function
        sub     $32, %rsp                                 /* its shadow space, below all that is in use */
        lea     THE_PROGRAM(%rbp), %rcx
        call    \function
        add     $32, %rsp
        .endm

        .macro  leave_frame pushed
        lea     FRAME(%rbp), %rsp
        pop     %rbp
        .rept   \pushed/8
        pop     %rbx
        .endr
        ret
        .endm
#else
/* Up to where the routine is the same whatever register the entry's address comes in. Unwinders find each register that a
   caller's convention may preserve. */
        .macro  enter data
        push    %rbp
        .cfi_def_cfa_offset 16
        .cfi_offset %rbp, -16
        mov     %rsp, %rbp
        .cfi_def_cfa_register %rbp
        sub     $FRAME, %rsp
        keep_entered
        mov     %\data, THE_ENTRY(%rbp)
        mov     ENTRY_STUB(%\data), %rbx
        .endm

        .macro  keep_entered
        general ENTERED, 1
        .cfi_offset %rbx, ENTERED+8-16
        .cfi_offset %rcx, ENTERED+16-16
        .cfi_offset %rsi, ENTERED+32-16
        .cfi_offset %rdi, ENTERED+40-16
        .irp    n, 8, 9, 10, 11, 12, 13, 14, 15
        .cfi_offset \n, ENTERED+8*\n-16
        .endr
        .endm

        .macro  call_c function
        lea     THE_PROGRAM(%rbp), %rdi
        call    \function
        .endm

        .macro  leave_frame pushed
        .cfi_remember_state
        .irp    n, 2, 3, 4, 5, 8, 9, 10, 11, 12, 13, 14, 15
        .cfi_restore \n
        .endr
        leave
        .cfi_restore %rbp
        .cfi_def_cfa %rsp, 8
        ret
        .cfi_restore_state
        .endm
#endif

/* `pushed`: bytes that the entry has pushed and that are under the frame. */
        .macro  walk pushed
        mov     STUB_PROGRAM(%rbx), %rbx
        mov     %rbx, THE_PROGRAM(%rbp)
        lea     FRAME+AT+8+\pushed(%rbp), %rax
        mov     %rax, INCOMING(%rbp)
        vectors 0, ENTERED, 1
        x87_keep 0, ENTERED
        mov     (%rbx), %ecx
1:      cmp     $4096, %rcx                               /* each page is touched in turn */
        jbe     2f
        sub     $4096, %rsp
        orl     $0, (%rsp)
        sub     $4096, %rcx
        jmp     1b
2:      sub     %rcx, %rsp
        movslq  PROGRAM_MASK(%rbx), %rax
        and     %rax, %rsp
        mov     %rsp, AREA(%rbp)
        call_c  cconv_walk_before
        mov     %rax, FUNCTION(%rbp)
        vectors 1, CALLED, 0
        x87_load 1, CALLED
        cmpb    $0, ENTERS_KERNEL(%rbx)
        general CALLED, 0
        jne     6f
        call    *FUNCTION(%rbp)
4:      general CALLED, 1
        mov     THE_PROGRAM(%rbp), %rbx
        vectors 2, CALLED, 1
        x87_keep 2, CALLED
        call_c  cconv_walk_after
        cmpb    $0, IS_WIDE(%rbx)
        je      5f
        vzeroupper
5:      vectors 3, ENTERED, 0
        x87_load 3, ENTERED
        general ENTERED, 0
        leave_frame \pushed
6:      syscall
        jmp     4b
        .endm

#if defined(_WIN32)

/* Unwinders take a jump to another function for the end of one, so each has the whole. */
        .macro  routine name, data, pushed
        function \name
        .seh_proc \name
        enter   \data, \pushed
        walk    \pushed
        .seh_endproc
        .endm

        routine cconv_walk, r10, 0
        routine cconv_walk_by_r11, r11, 0
        routine cconv_walk_by_rbx, rbx, 16

/* As the entries of walk_x86_64.S, by other registers, for conventions that preserve r10 or pass values in it. */
        .macro  entries name, data
        .balign 16
        .globl  cconv_walk_entries_\name
cconv_walk_entries_\name:
        .set    number, 0
        .rept   256
        .ifc    \data, rbx
        push    %rbx
        push    %rbx
        .endif
        lea     cconv_walk_entry_data_\name+48*number(%rip), %\data
        jmp     *(%\data)
        .balign 16, 0xcc
        .set    number, number + 1
        .endr
        .bss
        .balign 16
        .globl  cconv_walk_entry_data_\name
cconv_walk_entry_data_\name:
        .space  256*48
        .text
        .endm

        entries by_r11, r11
        entries by_rbx, rbx

#else

        function cconv_walk
        .cfi_startproc
        endbr64
        enter   r10
follow:
        walk    0
        .cfi_endproc
        .size   cconv_walk, . - cconv_walk

        function cconv_walk_by_r11
        .cfi_startproc
        endbr64
        enter   r11
        jmp     follow
        .cfi_endproc
        .size   cconv_walk_by_r11, . - cconv_walk_by_r11

/* Entries have pushed rbx twice. The entry's address takes the lower one's place, and from there on the frame is the others'. */
        function cconv_walk_by_rbx
        .cfi_startproc
        .cfi_def_cfa_offset 24
        .cfi_offset %rbx, -16
        endbr64
        xchg    %rbx, (%rsp)
        .cfi_restore %rbx
        mov     %rbp, 8(%rsp)
        .cfi_offset %rbp, -16
        lea     8(%rsp), %rbp
        .cfi_def_cfa %rbp, 16
        sub     $FRAME-8, %rsp
        keep_entered
        mov     -8(%rbp), %rbx
        mov     %rbx, THE_ENTRY(%rbp)
        mov     ENTRY_STUB(%rbx), %rbx
        jmp     follow
        .cfi_endproc
        .size   cconv_walk_by_rbx, . - cconv_walk_by_rbx

/* As the entries of walk_x86_64.S, by other registers, for conventions that preserve r10 or pass values in it. */
        .macro  entries name
        .section .text.\name, "ax", @progbits
        .balign 4096
        .globl  \name
        .hidden \name
\name:
        .set    number, 0
        .rept   256
        endbr64
        .ifc    \name, cconv_walk_entries_by_r11
        .byte   0x4c, 0x8d, 0x1d                          /* lea r11, [rip + …] */
        .long   4096 + 48*number - 16*number - 11
        jmp     *(%r11)
        .else
        push    %rbx
        push    %rbx
        .byte   0x48, 0x8d, 0x1d                          /* lea rbx, [rip + …] */
        .long   4096 + 48*number - 16*number - 13
        jmp     *(%rbx)
        .endif
        .balign 16, 0xcc
        .set    number, number + 1
        .endr
        .endm

        entries cconv_walk_entries_by_r11
        entries cconv_walk_entries_by_rbx

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
