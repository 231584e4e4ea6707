# Unwind codes that compilers rarely write: far saves, machine frames, chained entries, a frame register with an offset.
        .text
        .globl  far_saves
        .seh_proc far_saves
far_saves:
        pushq   %rbp
        .seh_pushreg %rbp
        subq    $0x900000, %rsp
        .seh_stackalloc 0x900000
        movq    %rsi, 0x88888(%rsp)
        .seh_savereg %rsi, 0x88888
        movq    %r15, 0x88(%rsp)
        .seh_savereg %r15, 0x88
        movaps  %xmm6, 0x100010(%rsp)
        .seh_savexmm %xmm6, 0x100010
        movaps  %xmm15, 0x20(%rsp)
        .seh_savexmm %xmm15, 0x20
        .seh_endprologue
        nop
        addq    $0x900000, %rsp
        popq    %rbp
        retq
        .seh_endproc

        .seh_proc frame_then_saves
frame_then_saves:
        pushq   %r13
        .seh_pushreg %r13
        subq    $0x200, %rsp
        .seh_stackalloc 0x200
        movq    %rdi, 0x40(%rsp)
        .seh_savereg %rdi, 0x40
        leaq    0x80(%rsp), %r13
        .seh_setframe %r13, 0x80
        movq    %rbx, -0x30(%r13)
        .seh_savereg %rbx, 0x50
        movaps  %xmm8, -0x40(%r13)
        .seh_savexmm %xmm8, 0x40
        .seh_endprologue
        nop
        leaq    0x180(%r13), %rsp
        popq    %r13
        retq
        .seh_endproc

        .seh_proc interrupted
interrupted:
        .seh_pushframe
        pushq   %rax
        .seh_pushreg %rax
        .seh_endprologue
        nop
        iretq
        .seh_endproc

        .seh_proc interrupted_with_code
interrupted_with_code:
        .seh_pushframe @code
        subq    $0x28, %rsp
        .seh_stackalloc 0x28
        .seh_endprologue
        nop
        iretq
        .seh_endproc

# A part that goes on from another's frame, as Microsoft's compiler splits a function.
has_a_part:
        pushq   %rbx
        subq    $0x60, %rsp
        nop
part:   movq    %r12, 0x30(%rsp)
        movq    %r14, 0x38(%rsp)
        nop
        movq    0x30(%rsp), %r12
        movq    0x38(%rsp), %r14
        jmp     rest
rest:   addq    $0x60, %rsp
        popq    %rbx
        retq
ends:
        .section .pdata,"dr"
        .rva    has_a_part, part, whole_information
        .rva    part, rest, part_information
        .rva    rest, ends, whole_information
        .section .xdata,"dr"
        .p2align 2
whole_information:
        .byte   1, 5, 2, 0              # version 1; a prologue of 5 bytes; 2 codes
        .byte   5, 0xb2, 1, 0x30        # 96 bytes; push rbx
part_information:
        .byte   1 | 4 << 3, 10, 4, 0    # chained
        .byte   10, 0xe4, 7, 0, 5, 0xc4, 6, 0
        .rva    has_a_part, part, whole_information
