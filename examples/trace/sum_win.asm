; Adds two numbers and prints the sum, for Windows x64:
;
;     callconv trace sum_win.asm:main --prototype 'int add2(int, int); int main(void)'
;
; Nothing breaks the convention.
extern printf:proc

.data
format  db      "sum: %d", 10, 0

.code
add2    proc
        lea     eax, [rcx + rdx]
        ret
add2    endp

main    proc
        sub     rsp, 40                 ; 32 bytes of shadow space, 8 to align the stack
        mov     ecx, 20
        mov     edx, 22
        call    add2
        mov     edx, eax
        lea     rcx, format
        call    printf
        xor     eax, eax
        add     rsp, 40
        ret
main    endp
end
