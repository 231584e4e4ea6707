/*
 * 32-bit x86 without generated code: the routine that stubs, callbacks and thunks run through (follow.h), and a page of
 * entries. A convention may pass arguments in all of eax, ecx, edx, esi and edi, so entries leave what they know on the
 * stack, below the return address: the address of their data, and below that where they jump to.
 *
 * Vector registers, mm and x87 registers are touched only where a plan has some; the stack may be aligned to 4 bytes only.
 */
#if defined(__i386__) && defined(__ELF__)

#define ENTRY_STUB 16     /* of struct entry */
#define STUB_PROGRAM 24   /* of struct cconv_stub */

#define PROGRAM_MASK 4    /* of struct program, behind its area */
#define PROGRAM_POPS 8
#define VECTORS 16        /* of each: kept, loaded, kept of the result, given back */
#define X87 20
#define MMX 24
#define IS_WIDE 28
#define ENTERS_KERNEL 29

/* From ebp: struct walk_frame, two words of the routine's own, the images. */
#define FRAME 1232
#define THE_PROGRAM -FRAME
#define THE_ENTRY 4-FRAME
#define AREA 8-FRAME
#define INCOMING 12-FRAME
#define FUNCTION 16-FRAME
#define END 20-FRAME      /* the stack pointer before the return */
#define ENTERED 32-FRAME
#define CALLED 632-FRAME
#define AT_VECTORS 32     /* of an image, behind eax ecx edx ebx esp ebp esi edi */
#define AT_X87 544
#define AT_MMX 560

        .text

/* What is moved at `time` (the bytes behind VECTORS …) of the program at `program`, between registers and an image. */
        .macro  vectors program, time, image, store
        cmpb    $16, VECTORS+\time(%\program)
        jb      7f
        ja      1f
        .irp    n, 0, 1, 2, 3, 4, 5, 6, 7
        .if     \store
        movups  %xmm\n, \image+AT_VECTORS+64*\n(%ebp)
        .else
        movups  \image+AT_VECTORS+64*\n(%ebp), %xmm\n
        .endif
        .endr
        jmp     7f
1:      cmpb    $32, VECTORS+\time(%\program)
        ja      2f
        .irp    n, 0, 1, 2, 3, 4, 5, 6, 7
        .if     \store
        vmovups %ymm\n, \image+AT_VECTORS+64*\n(%ebp)
        .else
        vmovups \image+AT_VECTORS+64*\n(%ebp), %ymm\n
        .endif
        .endr
        jmp     7f
2:
        .irp    n, 0, 1, 2, 3, 4, 5, 6, 7
        .if     \store
        vmovups %zmm\n, \image+AT_VECTORS+64*\n(%ebp)
        .else
        vmovups \image+AT_VECTORS+64*\n(%ebp), %zmm\n
        .endif
        .endr
7:
        .endm

        .macro  other program, time, image, store
        cmpb    $0, X87+\time(%\program)
        je      1f
        .if     \store
        fstpt   \image+AT_X87(%ebp)
        .else
        fldt    \image+AT_X87(%ebp)
        .endif
1:      cmpb    $0, MMX+\time(%\program)
        je      2f
        .irp    n, 0, 1, 2
        .if     \store
        movq    %mm\n, \image+AT_MMX+8*\n(%ebp)
        .else
        movq    \image+AT_MMX+8*\n(%ebp), %mm\n
        .endif
        .endr
2:
        .endm

        .globl  cconv_walk
        .hidden cconv_walk
        .type   cconv_walk, @function
        .balign 16
cconv_walk:
        .cfi_startproc
        .cfi_def_cfa_offset 12                            /* the entry's two words */
        endbr32
        push    %ebp
        .cfi_def_cfa_offset 16
        .cfi_offset %ebp, -16
        mov     %esp, %ebp
        .cfi_def_cfa %ebp, 16
        sub     $FRAME, %esp
        mov     %eax, ENTERED(%ebp)
        mov     %ecx, ENTERED+4(%ebp)
        mov     %edx, ENTERED+8(%ebp)
        mov     %ebx, ENTERED+12(%ebp)
        mov     %esi, ENTERED+24(%ebp)
        mov     %edi, ENTERED+28(%ebp)
        .cfi_offset %ebx, ENTERED+12-16
        .cfi_offset %esi, ENTERED+24-16
        .cfi_offset %edi, ENTERED+28-16
        mov     8(%ebp), %eax
        mov     %eax, THE_ENTRY(%ebp)
        mov     ENTRY_STUB(%eax), %eax
        mov     STUB_PROGRAM(%eax), %esi
        mov     %esi, THE_PROGRAM(%ebp)
        lea     12(%ebp), %eax
        mov     %eax, INCOMING(%ebp)
        vectors esi, 0, ENTERED, 1
        other   esi, 0, ENTERED, 1
        cmpb    $0, MMX(%esi)
        je      1f
        emms
1:      mov     (%esi), %ecx
2:      cmp     $4096, %ecx                               /* each page is touched in turn */
        jbe     3f
        sub     $4096, %esp
        orl     $0, (%esp)
        sub     $4096, %ecx
        jmp     2b
3:      sub     %ecx, %esp
        and     PROGRAM_MASK(%esi), %esp
        mov     %esp, AREA(%ebp)
        sub     $16, %esp
        lea     THE_PROGRAM(%ebp), %eax
        mov     %eax, (%esp)
        call    cconv_walk_before
        add     $16, %esp
        mov     %eax, FUNCTION(%ebp)
        vectors esi, 1, CALLED, 0
        other   esi, 1, CALLED, 0
        cmpb    $0, ENTERS_KERNEL(%esi)
        jne     9f
        mov     CALLED(%ebp), %eax
        mov     CALLED+4(%ebp), %ecx
        mov     CALLED+8(%ebp), %edx
        mov     CALLED+24(%ebp), %esi
        mov     CALLED+28(%ebp), %edi
        call    *FUNCTION(%ebp)
4:      mov     AREA(%ebp), %esp                          /* the callee may have popped its arguments */
        mov     %eax, CALLED(%ebp)
        mov     %ecx, CALLED+4(%ebp)
        mov     %edx, CALLED+8(%ebp)
        mov     %esi, CALLED+24(%ebp)
        mov     %edi, CALLED+28(%ebp)
        mov     THE_PROGRAM(%ebp), %esi
        vectors esi, 2, CALLED, 1
        other   esi, 2, CALLED, 1
        mov     MMX+1(%esi), %al
        or      MMX+2(%esi), %al
        je      5f
        emms
5:      sub     $16, %esp
        lea     THE_PROGRAM(%ebp), %eax
        mov     %eax, (%esp)
        call    cconv_walk_after
        cmpb    $0, IS_WIDE(%esi)
        je      6f
        vzeroupper
6:      mov     PROGRAM_POPS(%esi), %ecx                  /* where the return address has to be */
        lea     12(%ebp,%ecx), %edx
        mov     12(%ebp), %ecx
        mov     %ecx, (%edx)
        mov     %edx, END(%ebp)
        vectors esi, 3, ENTERED, 0
        other   esi, 3, ENTERED, 0
        mov     ENTERED(%ebp), %eax
        mov     ENTERED+4(%ebp), %ecx
        mov     ENTERED+8(%ebp), %edx
        mov     ENTERED+12(%ebp), %ebx
        mov     ENTERED+24(%ebp), %esi
        mov     ENTERED+28(%ebp), %edi
        lea     THE_PROGRAM(%ebp), %esp
        .cfi_remember_state
        .cfi_restore %ebx
        .cfi_restore %esi
        .cfi_restore %edi
        mov     (%ebp), %ebp
        .cfi_restore %ebp
        .cfi_def_cfa %esp, FRAME+16
        mov     FRAME+END(%esp), %esp
        .cfi_def_cfa %esp, 4
        ret
        .cfi_restore_state
9:      mov     CALLED(%ebp), %eax
        mov     CALLED+4(%ebp), %ecx
        mov     CALLED+8(%ebp), %edx
        mov     CALLED+12(%ebp), %ebx
        mov     CALLED+24(%ebp), %esi
        mov     CALLED+28(%ebp), %edi
        push    %ebp
        mov     CALLED+20(%ebp), %ebp
        int     $0x80
        pop     %ebp
        jmp     4b
        .cfi_endproc
        .size   cconv_walk, . - cconv_walk

/*
 * Entries as entry.h has them, mapped again wherever they are wanted with their data 4096 bytes behind them. Each pushes how
 * far its data is behind the page's; what all do then is at the end of the page, in the room of the last three.
 */
        .set    entry_count, 253
        .set    entry_size, 24                            /* of struct entry */
        .section .text.cconv_walk_entries, "ax", @progbits
        .balign 4096
        .globl  cconv_walk_entries
        .hidden cconv_walk_entries
cconv_walk_entries:
        .set    number, 0
        .rept   entry_count
        endbr32
        .byte   0x68                                      /* push, with four bytes even of small numbers */
        .long   entry_size*number
        .byte   0xe9                                      /* jmp */
        .long   enter - . - 4
        .balign 16, 0xcc
        .set    number, number + 1
        .endr
enter:
        push    %eax                                      /* room for where to jump */
        push    %eax
        call    1f
1:      pop     %eax
        add     8(%esp), %eax
        add     $4096 - (1b - cconv_walk_entries), %eax
        mov     %eax, 8(%esp)
        mov     (%eax), %eax
        mov     %eax, 4(%esp)
        pop     %eax
        jmp     *(%esp)
        .balign 4096, 0xcc

        .section .note.gnu.property, "a"
        .balign 4
        .long   4, 12, 5
        .asciz  "GNU"
        .long   0xc0000002, 4, 1                          /* IBT */

#endif

#if defined(__ELF__)
        .section .note.GNU-stack, "", %progbits
#endif
