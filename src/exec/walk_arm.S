/*
 * 32-bit Arm without generated code: the routine that stubs, callbacks and thunks run through (follow.h), and a page of
 * entries, which give it r12: it points to their data. In ARM state, and for the oldest processors that Linux's ports run
 * on; VFP registers are touched only where a plan has some. Frames are told as "Exception Handling ABI for the Arm
 * Architecture", 10.3, has it, for exceptions and backtrace(), and as DWARF, for debuggers; both know of r11 and lr alone, so r4 to r10 stay as
 * they are until the call.
 */
#if defined(__arm__) && defined(__ELF__)

#define ENTRY_STUB 16     /* of struct entry */
#define STUB_PROGRAM 24   /* of struct cconv_stub */

#define PROGRAM_MASK 4    /* of struct program, behind its area */
#define KEEP_VECTORS 16
#define LOAD_VECTORS 17
#define KEEP_VECTOR_RESULT 18
#define GIVE_VECTORS 19
#define ENTERS_KERNEL 29

#define ENTRY 4           /* of the frame: struct walk_frame, then the images */
#define AREA 8
#define INCOMING 12
#define ENTERED 16
#define CALLED 128
#define FRAME 240
#define VECTORS 48        /* of an image, behind r0 to r10 */
#define RECORD 8          /* between the frame and the caller's: r11 and lr */

        .syntax unified
        .arch   armv5te
        .fpu    vfpv2
        .arm
        .text

        .globl  cconv_walk
        .hidden cconv_walk
        .type   cconv_walk, %function
        .balign 16
cconv_walk:
        .fnstart
        .cfi_startproc
        push    {r11, lr}
        .save   {r11, lr}
        .cfi_def_cfa_offset RECORD
        .cfi_offset r11, -8
        .cfi_offset lr, -4
        mov     r11, sp
        .setfp  r11, sp
        .cfi_def_cfa r11, RECORD
        sub     sp, sp, #FRAME
        add     lr, sp, #ENTERED
        stm     lr, {r0-r10}
        ldr     r3, [r12, #ENTRY_STUB]
        ldr     r3, [r3, #STUB_PROGRAM]
        add     r2, r11, #RECORD
        str     r3, [sp]
        str     r12, [sp, #ENTRY]
        str     r2, [sp, #INCOMING]
        ldrb    r2, [r3, #KEEP_VECTORS]
        cmp     r2, #0
        addne   lr, lr, #VECTORS
        vstmiane lr, {d0-d7}
        ldr     r2, [r3]
1:      cmp     r2, #4096                                 /* each page is touched in turn */
        bls     2f
        sub     sp, sp, #4096
        str     r2, [sp]
        sub     r2, r2, #4096
        b       1b
2:      ldr     r1, [r3, #PROGRAM_MASK]
        sub     r2, sp, r2
        and     r2, r2, r1
        mov     sp, r2
        sub     r0, r11, #FRAME
        str     sp, [r0, #AREA]
        bl      cconv_walk_before
        mov     r12, r0
        sub     lr, r11, #FRAME
        ldr     r3, [lr], #CALLED
        ldrb    r2, [r3, #LOAD_VECTORS]
        cmp     r2, #0
        addne   r1, lr, #VECTORS
        vldmiane r1, {d0-d7}
        ldrb    r2, [r3, #ENTERS_KERNEL]
        cmp     r2, #0
        bne     4f
        ldm     lr, {r0-r3}
        blx     r12
3:      sub     lr, r11, #FRAME - CALLED
        stm     lr, {r0-r3}
        sub     r0, r11, #FRAME
        ldr     r3, [r0]
        ldrb    r2, [r3, #KEEP_VECTOR_RESULT]
        cmp     r2, #0
        addne   lr, lr, #VECTORS
        vstmiane lr, {d0-d7}
        bl      cconv_walk_after
        sub     lr, r11, #FRAME
        ldr     r3, [lr], #ENTERED
        ldrb    r2, [r3, #GIVE_VECTORS]
        cmp     r2, #0
        addne   r1, lr, #VECTORS
        vldmiane r1, {d0-d7}
        ldm     lr, {r0-r10}
        mov     sp, r11
        pop     {r11, pc}
4:      ldm     lr, {r0-r7}
        svc     #0
        b       3b
        .cfi_endproc
        .fnend
        .size   cconv_walk, . - cconv_walk

/* Entries as entry.h has them, mapped again wherever they are wanted with their data 4096 bytes behind them. */
        .section .text.cconv_walk_entries, "ax", %progbits
        .balign 4096
        .globl  cconv_walk_entries
        .hidden cconv_walk_entries
cconv_walk_entries:
        .set    number, 0
        .rept   256
        .set    distance, 4096 + 24*number - 16*number - 8 /* pc reads as the second instruction from its own */
        add     r12, pc, #(distance & 0xff000)
        ldr     pc, [r12, #(distance & 0xfff)]!
        udf     #0
        udf     #0
        .set    number, number + 1
        .endr

#endif

#if defined(__ELF__)
        .section .note.GNU-stack, "", %progbits
#endif
