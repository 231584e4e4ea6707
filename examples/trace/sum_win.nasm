; Adds two numbers and prints the sum, for Windows x64, in NASM's syntax:
;
;     callconv trace sum_win.nasm:main --abi win --prototype 'int add2(int, int); int main(void)'
;
; Nothing breaks the convention.
        default rel
        extern  printf
        global  main, add2

        section .text
add2:
        lea     eax, [rcx + rdx]
        ret

main:
        push    rdi
        sub     rsp, 32                 ; shadow space; with rdi and the return address the stack is aligned
        mov     ecx, 20
        mov     edx, 22
        call    add2
        mov     edi, eax                ; rdi is preserved here, other than under System V
        mov     edx, eax
        lea     rcx, [format]
        call    printf
        lea     eax, [rdi - 42]
        add     rsp, 32
        pop     rdi
        ret

        section .data
format: db      "sum: %d", 10, 0
