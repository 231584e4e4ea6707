/*
 * RISC-V with 64 bits without generated code: the routine that stubs, callbacks and thunks run through (follow.h), and a
 * page of entries, which give it t2: it points to their data.
 */
#if defined(__riscv) && __riscv_xlen == 64 && defined(__ELF__)

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
#define CALLED 160
#define FRAME 288
#define RECORD 16         /* between the frame and the caller's: s0 and ra */
#define SAVED 192         /* under the frame of the saving routine: s1 to s11, fs0 to fs11, 8 unused */

        .option norelax
        .option arch, +d          /* touched only where a plan has such registers */
        .text

/* a0 to a7 between registers and the image at t0; then fa0 to fa7. */
        .macro  general access
        .irp    n, 0, 1, 2, 3, 4, 5, 6, 7
        \access a\n, 8*\n(t0)
        .endr
        .endm

        .macro  vectors access
        .irp    n, 0, 1, 2, 3, 4, 5, 6, 7
        \access fa\n, 64 + 8*\n(t0)
        .endr
        .endm

/* s1 to s11 and fs0 to fs11 between registers and the memory at t0. */
        .macro  saved general, float
        .irp    n, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11
        \general s\n, 8*\n - 8(t0)
        .endr
        .irp    n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11
        \float  fs\n, 88 + 8*\n(t0)
        .endr
        .endm

        .macro  routine name, saves
        .globl  \name
        .hidden \name
        .type   \name, @function
        .balign 16
\name:
        .cfi_startproc
        addi    sp, sp, -RECORD
        .cfi_def_cfa_offset RECORD
        sd      ra, 8(sp)
        sd      s0, 0(sp)
        .cfi_offset ra, -8
        .cfi_offset s0, -16
        addi    s0, sp, RECORD
        .cfi_def_cfa s0, 0
        addi    sp, sp, -FRAME
        addi    t0, sp, ENTERED
        general sd
        ld      t1, ENTRY_STUB(t2)
        ld      t1, STUB_PROGRAM(t1)
        sd      t1, 0(sp)
        sd      t2, ENTRY(sp)
        sd      s0, INCOMING(sp)
        lbu     t3, KEEP_VECTORS(t1)
        beqz    t3, 1f
        vectors fsd
1:
        .if     \saves
        addi    sp, sp, -SAVED
        mv      t0, sp
        saved   sd, fsd
        .irp    n, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11
        .cfi_offset s\n, -(RECORD + FRAME + SAVED) + 8*\n - 8
        .endr
        .irp    n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11
        .cfi_offset fs\n, -(RECORD + FRAME + SAVED) + 88 + 8*\n
        .endr
        .endif
        lwu     t3, 0(t1)
        li      t4, 4096
2:      bleu    t3, t4, 3f                                /* each page is touched in turn */
        sub     sp, sp, t4
        sd      zero, 0(sp)
        sub     t3, t3, t4
        j       2b
3:      lw      t4, PROGRAM_MASK(t1)
        sub     sp, sp, t3
        and     sp, sp, t4
        addi    a0, s0, -(RECORD + FRAME)
        sd      sp, AREA(a0)
        call    cconv_walk_before
        mv      t1, a0
        addi    t0, s0, -(RECORD + FRAME)
        ld      t2, 0(t0)
        addi    t0, t0, CALLED
        lbu     t3, LOAD_VECTORS(t2)
        beqz    t3, 4f
        vectors fld
4:      lbu     t3, ENTERS_KERNEL(t2)
        general ld
        bnez    t3, 7f
        jalr    t1
5:      addi    t0, s0, -(RECORD + FRAME) + CALLED
        general sd
        addi    a0, s0, -(RECORD + FRAME)
        ld      t2, 0(a0)
        lbu     t3, KEEP_VECTOR_RESULT(t2)
        beqz    t3, 6f
        vectors fsd
6:      call    cconv_walk_after
        .if     \saves
        addi    t0, s0, -(RECORD + FRAME + SAVED)
        saved   ld, fld
        .endif
        addi    t0, s0, -(RECORD + FRAME)
        ld      t2, 0(t0)
        addi    t0, t0, ENTERED
        general ld
        lbu     t3, GIVE_VECTORS(t2)
        beqz    t3, 8f
        vectors fld
8:      addi    sp, s0, -RECORD
        ld      ra, 8(sp)
        ld      s0, 0(sp)
        .cfi_remember_state
        .cfi_def_cfa sp, RECORD
        .cfi_restore ra
        .cfi_restore s0
        addi    sp, sp, RECORD
        .cfi_def_cfa_offset 0
        ret
        .cfi_restore_state
7:      ecall
        j       5b
        .cfi_endproc
        .size   \name, . - \name
        .endm

        routine cconv_walk, 0
        routine cconv_walk_saving, 1

/* Entries as entry.h has them, mapped again wherever they are wanted with their data 4096 bytes behind them. */
        .section .text.cconv_walk_entries, "ax", @progbits
        .option norvc
        .balign 4096
        .globl  cconv_walk_entries
        .hidden cconv_walk_entries
cconv_walk_entries:
        .set    number, 0
        .rept   256
        .set    distance, 4096 + 48*number - 16*number
        auipc   t2, (distance + 0x800) >> 12
        addi    t2, t2, distance - (((distance + 0x800) >> 12) << 12)
        ld      t1, 0(t2)
        jr      t1
        .set    number, number + 1
        .endr

#endif

#if defined(__ELF__)
        .section .note.GNU-stack, "", %progbits
#endif
