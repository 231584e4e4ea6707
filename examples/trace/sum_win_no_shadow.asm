; Adds two numbers and prints the sum, for Windows x64:
;
;     callconv trace sum_win.asm:main --prototype 'int add2(int, int); int main(void)'
;
; The mistake: there is no shadow space, and what is called may overwrite the return address.
extern printf:proc

.data
format  db      "sum: %d", 10, 0

.code
add2    proc
        lea     eax, [rcx + rdx]
        ret
add2    endp

main    proc
        sub     rsp, 8                 ; aligns the stack
        mov     ecx, 20
        mov     edx, 22
        call    add2
        mov     edx, eax
        lea     rcx, format
        call    printf
        xor     eax, eax
        add     rsp, 8
        ret
main    endp
end
