# Adds two numbers and prints the sum, for System V:
#
#     callconv trace sum_sysv.s --prototype 'int add(int, int); int main(void)'
#
# The mistake: add changes rbx, which belongs to its caller.
        .intel_syntax noprefix
        .globl  main, add
main:
        push    rbp                     # aligns the stack as well
        mov     rbp, rsp
        mov     edi, 20
        mov     esi, 22
        call    add
        mov     esi, eax                # printf's second argument
        lea     rdi, [rip + format]
        xor     eax, eax                # no vector registers: printf is variadic
        call    printf
        xor     eax, eax
        pop     rbp
        ret

add:
        mov     ebx, edi
        add     ebx, esi
        mov     eax, ebx
        ret

        .data
format: .asciz  "sum: %d\n"
        .section .note.GNU-stack, "", @progbits
