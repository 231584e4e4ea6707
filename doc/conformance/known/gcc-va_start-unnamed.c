/*
 * gcc 12, x86-64 System V: a named struct of unnamed bit-fields takes no place on the stack, but va_start counts 8 bytes
 * for it.
 *
 *   gcc -O1 gcc-va_start-unnamed.c -o program && ./program    ends with 1
 */
#include <stdarg.h>

struct unnamed { int : 1; };

__attribute__((noipa)) int callee(int a, int b, int c, int d, int e, int f, struct unnamed u, ...)
{
    va_list list;
    va_start(list, u);
    int value = va_arg(list, int);
    va_end(list);
    return value;
}

int main(void)
{
    struct unnamed u;
    return callee(1, 2, 3, 4, 5, 6, u, 7, 8) != 7;
}
