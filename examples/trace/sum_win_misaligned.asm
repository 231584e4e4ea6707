; Adds two numbers and prints the sum, for Windows x64:
;
;     callconv trace sum_win.asm:main --prototype 'int add2(int, int); int main(void)'
;
; The mistake: the stack pointer is 8 off a multiple of 16 at the calls.
extern printf:proc

.data
format  db      "sum: %d", 10, 0

.code
add2    proc
        lea     eax, [rcx + rdx]
        ret
add2    endp

main    proc
        sub     rsp, 32                 ; the shadow space alone
        mov     ecx, 20
        mov     edx, 22
        call    add2
        mov     edx, eax
        lea     rcx, format
        call    printf
        xor     eax, eax
        add     rsp, 32
        ret
main    endp
end
