; Adds two numbers and prints the sum, for System V, in NASM's syntax:
;
;     callconv trace sum_sysv.nasm:main --prototype 'int add2(int, int); int main(void)'
;
; Nothing breaks the convention.
        default rel
        extern  printf
        global  main, add2

        section .text
add2:
        lea     eax, [rdi + rsi]
        ret

main:
        push    rbx                     ; aligns the stack as well
        mov     edi, 20
        mov     esi, 22
        call    add2
        mov     ebx, eax                ; kept across the call of printf: rbx is preserved
        mov     esi, eax
        lea     rdi, [format]
        xor     eax, eax                ; no vector registers: printf is variadic
        call    printf
        lea     eax, [rbx - 42]
        pop     rbx
        ret

        section .data
format: db      "sum: %d", 10, 0
        section .note.GNU-stack noalloc noexec nowrite progbits
