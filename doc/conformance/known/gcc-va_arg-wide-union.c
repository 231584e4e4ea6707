/*
 * gcc 12, x86-64 System V with AVX: a packed union of a wide vector is passed through ... in one vector register, of
 * which the save area has 16 bytes; va_arg copies all 32 from there. Where it is not packed, gcc does not compile va_arg.
 *
 *   gcc -O1 -mavx gcc-va_arg-wide-union.c -o program && ./program    ends with 1
 */
#include <stdarg.h>

typedef double vector __attribute__((vector_size(32)));
union wide { vector whole; } __attribute__((packed));

__attribute__((noipa)) double callee(int n, ...)
{
    va_list list;
    va_start(list, n);
    union wide wide = va_arg(list, union wide);
    va_end(list);
    return wide.whole[3];
}

int main(void)
{
    union wide wide = {{1, 2, 3, 4}};
    return callee(1, wide) != 4;
}
