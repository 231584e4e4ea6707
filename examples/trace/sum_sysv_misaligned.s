# Adds two numbers and prints the sum, for System V:
#
#     callconv trace sum_sysv.s --prototype 'int add(int, int); int main(void)'
#
# The mistake: nothing is pushed, so that the stack pointer is 8 off a multiple of 16 at the calls.
        .intel_syntax noprefix
        .globl  main, add
main:
        mov     edi, 20
        mov     esi, 22
        call    add
        mov     esi, eax                # printf's second argument
        lea     rdi, [rip + format]
        xor     eax, eax                # no vector registers: printf is variadic
        call    printf
        xor     eax, eax
        ret

add:
        lea     eax, [rdi + rsi]
        ret

        .data
format: .asciz  "sum: %d\n"
        .section .note.GNU-stack, "", @progbits
