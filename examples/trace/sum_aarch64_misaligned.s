// Adds two numbers and prints the sum, for AArch64:
//
//     callconv trace sum_aarch64.s --cc aarch64-linux-gnu-gcc --prototype 'int add(int, int); int main(void)'
//
// The mistake: the stack pointer is 8 off a multiple of 16.
        .globl  main, add
main:
        stp     x29, x30, [sp, #-24]!
        mov     x29, sp
        mov     w0, #20
        mov     w1, #22
        bl      add
        mov     w1, w0
        adrp    x0, format
        add     x0, x0, :lo12:format
        bl      printf
        mov     w0, #0
        ldp     x29, x30, [sp], #24
        ret

add:
        add     w0, w0, w1
        ret

        .data
format: .asciz  "sum: %d\n"
        .section .note.GNU-stack, "", %progbits
