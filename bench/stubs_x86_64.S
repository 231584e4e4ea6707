/*
 * The floor: what a careful programmer writes by hand for each shape, on the same terms as generated code (any function,
 * result and argument array; a landing pad). System V: rdi the function, rsi the result, rdx the arguments.
 */
        .macro function name
        .text
        .globl  \name
        .type   \name, @function
        .balign 16
\name:
        endbr64
        .endm

        .macro general index, reg, with=mov
        mov     8*\index(%rdx), %rax
        \with   (%rax), \reg
        .endm

        function call_by_hand_void
        jmp     *%rdi

        function call_by_hand_ints
        push    %rsi
        mov     %rdi, %rax
        mov     (%rdx), %rdi
        mov     (%rdi), %edi
        mov     8(%rdx), %rsi
        mov     (%rsi), %esi
        call    *%rax
        pop     %rdx
        mov     %eax, (%rdx)
        ret

        function call_by_hand_doubles
        push    %rsi
        general 0, %xmm0, movsd
        general 1, %xmm1, movsd
        general 2, %xmm2, movsd
        call    *%rdi
        pop     %rax
        movsd   %xmm0, (%rax)
        ret

        function call_by_hand_mixed
        push    %rsi
        mov     %rdi, %r11
        general 0, %edi
        general 1, %xmm0, movsd
        general 2, %rsi
        general 3, %xmm1, movss
        general 5, %xmm2, movsd
        general 6, %ecx, movswl
        general 7, %r8d, movzbl
        mov     32(%rdx), %rdx
        mov     (%rdx), %rdx
        call    *%r11
        pop     %rdx
        mov     %rax, (%rdx)
        ret

        function call_by_hand_twelve
        push    %rsi
        mov     %rdi, %r11
        .irp    i, 11, 10, 9, 8, 7, 6
        general \i, %eax
        push    %rax
        .endr
        general 0, %edi
        general 1, %esi
        general 3, %ecx
        general 4, %r8d
        general 5, %r9d
        mov     16(%rdx), %rdx
        mov     (%rdx), %edx
        call    *%r11
        add     $48, %rsp
        pop     %rdx
        mov     %eax, (%rdx)
        ret

        function call_by_hand_point
        push    %rsi
        mov     (%rdx), %rax
        movsd   (%rax), %xmm0
        movsd   8(%rax), %xmm1
        call    *%rdi
        pop     %rax
        movsd   %xmm0, (%rax)
        movsd   %xmm1, 8(%rax)
        ret

        /* Not pushed, which would be two instructions less: a callee that reads 16 bytes of what was written 8 at a time
           waits for longer than the whole call takes. */
        function call_by_hand_big
        sub     $40, %rsp
        mov     (%rdx), %rax
        movups  (%rax), %xmm0
        movups  %xmm0, (%rsp)
        movups  16(%rax), %xmm0
        movups  %xmm0, 16(%rsp)
        mov     32(%rax), %rax
        mov     %rax, 32(%rsp)
        mov     %rdi, %rax
        mov     %rsi, %rdi
        call    *%rax
        add     $40, %rsp
        ret

        function call_by_hand_variadic
        push    %rsi
        mov     %rdi, %r11
        general 0, %rdi
        general 1, %esi
        general 2, %xmm0, movsd
        general 4, %xmm1, movsd
        general 5, %rcx
        mov     24(%rdx), %rdx
        mov     (%rdx), %edx
        mov     $2, %eax
        call    *%r11
        pop     %rdx
        mov     %rax, (%rdx)
        ret

/*
 * Callbacks: an entry that has its data, {code, user, handler}, in r10, as any that is made at run time must, and the
 * code behind it.
 */
        .macro  entry name, user, handler
        function \name
        lea     \name\()_data(%rip), %r10
        jmp     *(%r10)
        .pushsection .data
        .balign 8
\name\()_data:
        .quad   \name\()_code, \user, \handler
        .popsection
        function \name\()_code
        .endm

        entry   back_by_hand_ints, 0, handle_ints
        sub     $40, %rsp
        mov     %edi, 24(%rsp)
        mov     %esi, 28(%rsp)
        lea     24(%rsp), %rax
        mov     %rax, (%rsp)
        lea     28(%rsp), %rax
        mov     %rax, 8(%rsp)
        mov     8(%r10), %rdi
        lea     16(%rsp), %rsi
        mov     %rsp, %rdx
        call    *16(%r10)
        mov     16(%rsp), %eax
        add     $40, %rsp
        ret

        entry   back_by_hand_ints_typed, 0, handle_ints_typed
        mov     %esi, %edx
        mov     %edi, %esi
        mov     8(%r10), %rdi
        jmp     *16(%r10)

        .macro  keep index, at, reg, with=mov
        \with   \reg, \at(%rsp)
        lea     \at(%rsp), %rax
        mov     %rax, 8*\index(%rsp)
        .endm

        entry   back_by_hand_mixed, 0, handle_mixed
        sub     $136, %rsp
        keep    0, 72, %edi
        keep    1, 80, %xmm0, movsd
        keep    2, 88, %rsi
        keep    3, 96, %xmm1, movss
        keep    4, 104, %rdx
        keep    5, 112, %xmm2, movsd
        keep    6, 120, %cx
        keep    7, 124, %r8b
        mov     8(%r10), %rdi
        lea     64(%rsp), %rsi
        mov     %rsp, %rdx
        call    *16(%r10)
        mov     64(%rsp), %rax
        add     $136, %rsp
        ret

        entry   back_by_hand_mixed_typed, 0, handle_mixed_typed
        mov     %r8d, %r9d
        mov     %ecx, %r8d
        mov     %rdx, %rcx
        mov     %rsi, %rdx
        mov     %edi, %esi
        mov     8(%r10), %rdi
        jmp     *16(%r10)

        .section .note.GNU-stack, "", @progbits
