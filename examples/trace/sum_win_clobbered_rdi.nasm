; Adds two numbers and prints the sum, for Windows x64, in NASM's syntax:
;
;     callconv trace sum_win_clobbered_rdi.nasm:main --abi win --prototype 'int add2(int, int); int main(void)'
;
; The mistake: rdi is used and not saved, as it could be under System V.
        default rel
        extern  printf
        global  main, add2

        section .text
add2:
        lea     eax, [rcx + rdx]
        ret

main:
        sub     rsp, 40                 ; shadow space, and 8 bytes that align the stack
        mov     ecx, 20
        mov     edx, 22
        call    add2
        mov     edi, eax
        mov     edx, eax
        lea     rcx, [format]
        call    printf
        lea     eax, [rdi - 42]
        add     rsp, 40
        ret

        section .data
format: db      "sum: %d", 10, 0
