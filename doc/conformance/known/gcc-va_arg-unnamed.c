/*
 * gcc 12, x86-64 Windows: a struct of unnamed bit-fields takes a position through ..., over which va_arg does not step.
 *
 *   x86_64-w64-mingw32-gcc -O1 -S gcc-va_arg-unnamed.c -o -    callee returns edx, where main puts the struct
 */
#include <stdarg.h>

struct unnamed { int : 1; };

__attribute__((noipa)) int callee(int n, ...)
{
    va_list list;
    va_start(list, n);
    (void)va_arg(list, struct unnamed);
    int value = va_arg(list, int);
    va_end(list);
    return value;
}

int main(void)
{
    struct unnamed u;
    return callee(1, u, 7) != 7;
}
