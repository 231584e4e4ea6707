/*
 * clang 19, x86-64 System V: of a struct whose first eightbyte has no class, a caller passes the second in the next
 * register; va_arg takes that register for the first.
 *
 *   clang-19 -O1 clang-va_arg-no_class.c -o program && ./program    ends with 1
 */
#include <stdarg.h>

struct half { int : 1; long value; };

__attribute__((noinline)) long callee(int n, ...)
{
    va_list list;
    va_start(list, n);
    struct half half = va_arg(list, struct half);
    va_end(list);
    return half.value;
}

int main(void)
{
    struct half half = {.value = 7};
    return callee(1, half) != 7;
}
