/*
 * clang 19, AArch64 Linux: a struct of a vector of one __int128 is passed through ... in general registers, and read by
 * va_arg from the vector registers; what follows it is then read from where it was.
 *
 *   clang-19 --target=aarch64-linux-gnu -O1 -c clang-va_arg-int128-struct.c -o program.o &&
 *   aarch64-linux-gnu-gcc -static program.o -o program && qemu-aarch64 program    ends with 1
 */
#include <stdarg.h>

typedef __int128 vector __attribute__((vector_size(16)));
struct whole { vector value; };

__attribute__((noinline)) long long callee(int n, ...)
{
    va_list list;
    va_start(list, n);
    (void)va_arg(list, struct whole);
    long long after = va_arg(list, long long);
    va_end(list);
    return after;
}

int main(void)
{
    struct whole whole = {{7}};
    return callee(1, whole, 8LL) != 8;
}
