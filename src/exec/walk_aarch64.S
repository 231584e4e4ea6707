/*
 * AArch64 without generated code: the routine that stubs, callbacks and thunks run through (follow.h), and a page of
 * entries. Entries give it x17, which points to their data; their landing pads are `bti c`, which takes jumps from x16
 * (Arm ARM D8.4.4).
 */
#if defined(__aarch64__) && defined(__ELF__)

#define ENTRY_STUB 32     /* of struct entry */
#define STUB_PROGRAM 48   /* of struct cconv_stub */

#define PROGRAM_MASK 4    /* of struct program, behind its area */
#define KEEP_VECTORS 16
#define LOAD_VECTORS 17
#define KEEP_VECTOR_RESULT 18
#define GIVE_VECTORS 19
#define ENTERS_KERNEL 29

#define ENTRY 8           /* of the frame: struct walk_frame, then the images */
#define AREA 16
#define INCOMING 24
#define ENTERED 32
#define CALLED 240
#define FRAME 448
#define VECTORS 80        /* of an image, behind x0 to x8 */
#define SAVED 336         /* under the frame of the saving routine: q8 to q23, x19 to x28 */

        .text

/* x0 to x8 between registers and the image at x9; then q0 to q7. */
        .macro  general pair, one
        \pair   x0, x1, [x9]
        \pair   x2, x3, [x9, 16]
        \pair   x4, x5, [x9, 32]
        \pair   x6, x7, [x9, 48]
        \one    x8, [x9, 64]
        .endm

        .macro  vectors pair
        \pair   q0, q1, [x9, VECTORS]
        \pair   q2, q3, [x9, VECTORS + 32]
        \pair   q4, q5, [x9, VECTORS + 64]
        \pair   q6, q7, [x9, VECTORS + 96]
        .endm

/* q8 to q23 and x19 to x28 between registers and the memory at x9. */
        .macro  saved pair
        \pair   q8, q9, [x9]
        \pair   q10, q11, [x9, 32]
        \pair   q12, q13, [x9, 64]
        \pair   q14, q15, [x9, 96]
        \pair   q16, q17, [x9, 128]
        \pair   q18, q19, [x9, 160]
        \pair   q20, q21, [x9, 192]
        \pair   q22, q23, [x9, 224]
        \pair   x19, x20, [x9, 256]
        \pair   x21, x22, [x9, 272]
        \pair   x23, x24, [x9, 288]
        \pair   x25, x26, [x9, 304]
        \pair   x27, x28, [x9, 320]
        .endm

        .macro  routine name, saves
        .globl  \name
        .hidden \name
        .type   \name, %function
        .balign 16
\name:
        .cfi_startproc
        hint    34                                        /* bti c */
        stp     x29, x30, [sp, -16]!
        .cfi_def_cfa_offset 16
        .cfi_offset x29, -16
        .cfi_offset x30, -8
        mov     x29, sp
        .cfi_def_cfa x29, 16
        sub     sp, sp, FRAME
        add     x9, sp, ENTERED
        general stp, str
        add     x10, x29, 16
        ldr     x16, [x17, ENTRY_STUB]
        ldr     x16, [x16, STUB_PROGRAM]
        stp     x16, x17, [sp]
        str     x10, [sp, INCOMING]
        ldrb    w10, [x16, KEEP_VECTORS]
        cbz     w10, 1f
        vectors stp
1:
        .if     \saves
        sub     sp, sp, SAVED
        mov     x9, sp
        saved   stp
        .irp    n, 0, 1, 2, 3, 4, 5, 6, 7
        .cfi_offset 72 + \n, -(16 + FRAME + SAVED) + 16*\n  /* d8 to d15, the low halves */
        .endr
        .irp    n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9
        .cfi_offset 19 + \n, -(16 + FRAME + SAVED) + 256 + 8*\n
        .endr
        .endif
        ldr     w10, [x16]                                /* each page is touched in turn */
2:      cmp     x10, 4096
        b.ls    3f
        sub     sp, sp, 4096
        str     xzr, [sp]
        sub     x10, x10, 4096
        b       2b
3:      ldrsw   x11, [x16, PROGRAM_MASK]
        mov     x9, sp
        sub     x9, x9, x10
        and     x9, x9, x11
        mov     sp, x9
        sub     x0, x29, FRAME
        str     x9, [x0, AREA]
        bl      cconv_walk_before
        mov     x16, x0
        sub     x9, x29, FRAME
        ldr     x17, [x9], CALLED
        ldrb    w10, [x17, LOAD_VECTORS]
        cbz     w10, 4f
        vectors ldp
4:      ldrb    w10, [x17, ENTERS_KERNEL]
        general ldp, ldr
        cbnz    w10, 7f
        blr     x16
5:      sub     x9, x29, FRAME - CALLED
        general stp, str
        sub     x0, x29, FRAME
        ldr     x17, [x0]
        ldrb    w10, [x17, KEEP_VECTOR_RESULT]
        cbz     w10, 6f
        vectors stp
6:      bl      cconv_walk_after
        .if     \saves
        sub     x9, x29, FRAME + SAVED
        saved   ldp
        .endif
        sub     x9, x29, FRAME
        ldr     x17, [x9]
        add     x9, x9, ENTERED
        general ldp, ldr
        ldrb    w10, [x17, GIVE_VECTORS]
        cbz     w10, 8f
        vectors ldp
8:      mov     sp, x29
        ldp     x29, x30, [sp], 16
        .cfi_remember_state
        .cfi_def_cfa sp, 0
        .cfi_restore x29
        .cfi_restore x30
        ret
        .cfi_restore_state
7:      svc     0
        b       5b
        .cfi_endproc
        .size   \name, . - \name
        .endm

        routine cconv_walk, 0
        routine cconv_walk_saving, 1

/* Entries as entry.h has them, mapped again wherever they are wanted: their data is 64 KiB behind them, the largest page. */
        .section .text.cconv_walk_entries, "ax", %progbits
        .balign 4096
        .globl  cconv_walk_entries
        .hidden cconv_walk_entries
cconv_walk_entries:
        .set    number, 0
        .rept   256
        hint    34
        adr     x17, . + 65536 + 48*number - 16*number - 4
        ldr     x16, [x17]
        br      x16
        .set    number, number + 1
        .endr

        .section .note.gnu.property, "a"
        .balign 8
        .long   4, 16, 5
        .asciz  "GNU"
        .long   0xc0000000, 4, 1, 0                       /* BTI */

#endif

#if defined(__ELF__)
        .section .note.GNU-stack, "", %progbits
#endif
