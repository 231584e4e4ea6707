/*
 * gcc 12, RISC-V: a caller aligns the stack for a variadic struct without a byte that is aligned to more than a
 * register; va_arg does not.
 *
 *   riscv64-unknown-elf-gcc -march=rv32gc -mabi=ilp32d -O1 -S gcc-va_arg-empty.c -o -
 *
 *   caller: sw a5,0(sp) the 9, sw a5,8(sp) the 10    callee: lw at a place, and 4 bytes behind it
 */
#include <stdarg.h>

struct empty { long long none[0]; };

void f(int n, ...);

void caller(struct empty *value)
{
    f(1, 2, 3, 4, 5, 6, 7, 8, 9, *value, 10);
}

int callee(va_list *list)
{
    int first = va_arg(*list, int);
    (void)va_arg(*list, struct empty);
    return first - va_arg(*list, int);
}
