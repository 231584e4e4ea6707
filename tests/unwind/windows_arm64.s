// Unwind codes that compilers rarely write: any register, pairs in a row, a frame pointer with an offset, signing, several epilogues.
        .text
        .seh_proc any_registers
any_registers:
        str     x1, [sp, #-16]!
        .seh_save_any_reg_x x1, 16
        stp     x3, x4, [sp, #-48]!
        .seh_save_any_reg_px x3, 48
        str     x5, [sp, #24]
        .seh_save_any_reg x5, 24
        stp     x6, x7, [sp, #32]
        .seh_save_any_reg_p x6, 32
        str     d4, [sp, #-32]!
        .seh_save_any_reg_x d4, 32
        stp     d5, d6, [sp, #16]
        .seh_save_any_reg_p d5, 16
        stp     q7, q8, [sp, #-64]!
        .seh_save_any_reg_px q7, 64
        str     q9, [sp, #32]
        .seh_save_any_reg q9, 32
        .seh_endprologue
        nop
        .seh_startepilogue
        ldr     q9, [sp, #32]
        .seh_save_any_reg q9, 32
        ldp     q7, q8, [sp], #64
        .seh_save_any_reg_px q7, 64
        ldr     d4, [sp], #32
        .seh_save_any_reg_x d4, 32
        ldp     x3, x4, [sp], #48
        .seh_save_any_reg_px x3, 48
        ldr     x1, [sp], #16
        .seh_save_any_reg_x x1, 16
        .seh_endepilogue
        ret
        .seh_endproc

        .seh_proc pairs_in_a_row
pairs_in_a_row:
        pacibsp
        .seh_pac_sign_lr
        stp     x19, x20, [sp, #-96]!
        .seh_save_r19r20_x 96
        stp     x21, x22, [sp, #16]
        .seh_save_next
        stp     x23, x24, [sp, #32]
        .seh_save_next
        stp     d8, d9, [sp, #48]
        .seh_save_fregp d8, 48
        stp     d10, d11, [sp, #64]
        .seh_save_next
        stp     x29, x30, [sp, #80]
        .seh_save_fplr 80
        add     x29, sp, #80
        .seh_add_fp 80
        sub     sp, sp, #4096
        .seh_stackalloc 4096
        .seh_endprologue
        cbz     x0, 1f
        .seh_startepilogue
        sub     sp, x29, #80
        .seh_add_fp 80
        ldp     x29, x30, [sp, #80]
        .seh_save_fplr 80
        ldp     d10, d11, [sp, #64]
        .seh_save_fregp d10, 64
        ldp     d8, d9, [sp, #48]
        .seh_save_fregp d8, 48
        ldp     x23, x24, [sp, #32]
        .seh_save_regp x23, 32
        ldp     x21, x22, [sp, #16]
        .seh_save_regp x21, 16
        ldp     x19, x20, [sp], #96
        .seh_save_r19r20_x 96
        autibsp
        .seh_pac_sign_lr
        .seh_endepilogue
        ret
1:      nop
        nop
        .seh_startepilogue
        sub     sp, x29, #80
        .seh_add_fp 80
        ldp     x29, x30, [sp, #80]
        .seh_save_fplr 80
        nop
        .seh_nop
        ldp     x19, x20, [sp], #96
        .seh_save_r19r20_x 96
        autibsp
        .seh_pac_sign_lr
        .seh_endepilogue
        ret
        .seh_endproc

        .seh_proc single_registers
single_registers:
        str     x19, [sp, #-64]!
        .seh_save_reg_x x19, 64
        str     d8, [sp, #-16]!
        .seh_save_freg_x d8, 16
        stp     d10, d11, [sp, #-32]!
        .seh_save_fregp_x d10, 32
        str     d12, [sp, #24]
        .seh_save_freg d12, 24
        str     x25, [sp, #16]
        .seh_save_reg x25, 16
        stp     x27, lr, [sp, #56]
        .seh_save_lrpair x27, 56
        stp     x20, x21, [sp, #-32]!
        .seh_save_regp_x x20, 32
        sub     sp, sp, #16, lsl #12
        .seh_stackalloc 65536
        mov     x29, sp
        .seh_set_fp
        .seh_endprologue
        nop
        nop
        .seh_endproc
