/*
 * x86-64: the call of cconv_call_checked. A stub jumps here with every argument in place; from here the function is called
 * with all else poisoned, on a copy of the stack arguments between guards, and what it left is kept before the stub goes
 * on. The offsets are those of struct checked (checked.c).
 */
#if defined(__x86_64__) && defined(__ELF__)

#define FUNCTION 0
#define PREVIOUS 8
#define STACK 16          /* the stub's stack pointer */
#define TOTAL 24          /* bytes between the two stacks, a multiple of 64 */
#define ARGUMENTS 32      /* bytes of stack arguments */
#define VECTORS 40        /* bit i: xmm<i> is poisoned */
#define FLAGS 44          /* FLAG_… */
#define UPPER 48          /* XINUSE at return */
#define RFLAGS 56
#define IN 64             /* 16 general registers each, in the order of arch/register.h */
#define MASK 192
#define POISON 320
#define AFTER 448
#define BEFORE_MXCSR 576
#define BEFORE_FCW 580
#define BROKEN 584        /* how far below the stub's stack pointer a guard was overwritten; 0: none */
#define VECTOR_POISON 592
#define FXSAVE 640

#define FLAG_NARROW 1     /* no argument is wider than an xmm register: upper halves are cleared */
#define FLAG_XGETBV 2
#define FLAG_X87 4        /* the result is on the x87 stack */

#define ENTRY_USER 8
#define GUARD 0x5c

        .macro  all_registers do, base
        \do     rax, 0, \base
        \do     rbx, 8, \base
        \do     rcx, 16, \base
        \do     rdx, 24, \base
        \do     rsi, 32, \base
        \do     rdi, 40, \base
        \do     rbp, 48, \base
        \do     r8, 64, \base
        \do     r9, 72, \base
        \do     r11, 88, \base
        \do     r12, 96, \base
        \do     r13, 104, \base
        \do     r14, 112, \base
        \do     r15, 120, \base
        .endm

        .macro  keep_in reg, at, base
        mov     %\reg, IN+\at(%\base)
        .endm

        .macro  set_poisoned reg, at, base
        mov     IN+\at(%\base), %\reg
        and     MASK+\at(%\base), %\reg
        or      POISON+\at(%\base), %\reg
        .endm

        .section .tbss, "awT", @nobits
        .balign 8
current:
        .zero   8

        .text
        .globl  cconv_checked_enter
        .hidden cconv_checked_enter
        .type   cconv_checked_enter, @function
        .balign 16
cconv_checked_enter:
        endbr64
        mov     ENTRY_USER(%r10), %r10
        all_registers keep_in, r10
        mov     %rsp, STACK(%r10)
        mov     current@gottpoff(%rip), %rbx
        mov     %fs:(%rbx), %rbp
        mov     %rbp, PREVIOUS(%r10)
        mov     %r10, %fs:(%rbx)
        stmxcsr BEFORE_MXCSR(%r10)
        fnstcw  BEFORE_FCW(%r10)

        /* The other stack: each page touched, the arguments copied, guards above them up to the stub's. */
        mov     TOTAL(%r10), %rcx
1:      cmp     $4096, %rcx
        jbe     2f
        sub     $4096, %rsp
        orl     $0, (%rsp)
        sub     $4096, %rcx
        jmp     1b
2:      sub     %rcx, %rsp
        mov     STACK(%r10), %rsi
        add     $8, %rsi
        lea     8(%rsp), %rdi
        mov     ARGUMENTS(%r10), %rcx
        rep movsb
        mov     STACK(%r10), %rcx
        sub     %rdi, %rcx
        mov     $GUARD, %eax
        rep stosb
        lea     returned(%rip), %rax
        mov     %rax, (%rsp)

        testl   $FLAG_NARROW, FLAGS(%r10)
        jz      3f
        vzeroupper
3:      mov     VECTORS(%r10), %eax
        .irp    number, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
        bt      $\number, %eax
        jnc     4f
        movups  VECTOR_POISON(%r10), %xmm\number
        .if     \number >= 6       /* those that Windows preserves tell each other apart */
        mov     $\number, %ecx
        movd    %ecx, %xmm\number
        pshufd  $0, %xmm\number, %xmm\number
        .endif
4:
        .endr
        mov     FUNCTION(%r10), %rax
        mov     %rax, -16(%rsp)
        all_registers set_poisoned, r10
        push    %rax              /* r10 last, through the stack: it has no place of its own otherwise */
        mov     MASK+80(%r10), %rax
        and     IN+80(%r10), %rax
        or      POISON+80(%r10), %rax
        mov     %rax, %r10
        pop     %rax
        jmp     *-16(%rsp)

/* The function is back, with whatever it made of the registers. */
        .balign 16
returned:
        mov     %rax, -8(%rsp)
        mov     current@gottpoff(%rip), %rax
        mov     %fs:(%rax), %rax
        .macro  keep_after reg, at, base
        .ifnc   \reg, rax
        mov     %\reg, AFTER+\at(%\base)
        .endif
        .endm
        all_registers keep_after, rax
        mov     %r10, AFTER+80(%rax)
        mov     %rsp, AFTER+56(%rax)
        mov     -8(%rsp), %rcx
        mov     %rcx, AFTER(%rax)
        mov     %rax, %rbx
        mov     STACK(%rbx), %rsp
        sub     TOTAL(%rbx), %rsp
        sub     $128, %rsp
        pushfq
        popq    RFLAGS(%rbx)
        cld
        fxsave64 FXSAVE(%rbx)
        mov     STACK(%rbx), %rdx
        lea     8(%rdx), %rdi
        sub     TOTAL(%rbx), %rdi
        add     ARGUMENTS(%rbx), %rdi
        mov     %rdx, %rcx
        sub     %rdi, %rcx
        mov     $GUARD, %eax
        cmp     %eax, %eax
        repe scasb
        je      0f
        sub     %rdi, %rdx
        add     $1, %rdx
        mov     %rdx, BROKEN(%rbx)
0:      testl   $FLAG_XGETBV, FLAGS(%rbx)
        jz      1f
        mov     $1, %ecx
        xgetbv
        mov     %eax, UPPER(%rbx)
1:      testl   $FLAG_X87, FLAGS(%rbx)
        jnz     2f
        emms
2:      fldcw   BEFORE_FCW(%rbx)
        ldmxcsr BEFORE_MXCSR(%rbx)
        mov     PREVIOUS(%rbx), %rdx
        mov     current@gottpoff(%rip), %rcx
        mov     %rdx, %fs:(%rcx)

        /* Results for the stub; what it keeps itself, from before. */
        mov     STACK(%rbx), %rsp
        mov     AFTER(%rbx), %rax
        mov     AFTER+16(%rbx), %rcx
        mov     AFTER+24(%rbx), %rdx
        mov     AFTER+32(%rbx), %rsi
        mov     AFTER+40(%rbx), %rdi
        mov     AFTER+64(%rbx), %r8
        mov     AFTER+72(%rbx), %r9
        mov     IN+48(%rbx), %rbp
        mov     IN+96(%rbx), %r12
        mov     IN+104(%rbx), %r13
        mov     IN+112(%rbx), %r14
        mov     IN+120(%rbx), %r15
        mov     IN+8(%rbx), %rbx
        ret
        .size   cconv_checked_enter, . - cconv_checked_enter

#endif

#if defined(__ELF__)
        .section .note.GNU-stack, "", %progbits
#endif
