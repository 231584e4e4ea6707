/*
 * clang 19, x86-64 System V with AVX-512: a union of a 16-byte vector that _Alignas made 64 bytes long is passed in memory;
 * va_arg takes it from the save area of the vector registers. With -mavx the same happens at 32 bytes.
 *
 *   clang-19 -O1 -mavx512f clang-va_arg-aligned-vector.c -o program && ./program    ends with 1
 */
#include <stdarg.h>

typedef int vector __attribute__((vector_size(16)));
union aligned { _Alignas(64) vector whole; };

__attribute__((noinline)) int callee(int n, ...)
{
    va_list list;
    va_start(list, n);
    union aligned aligned = va_arg(list, union aligned);
    va_end(list);
    return aligned.whole[3];
}

int main(void)
{
    union aligned aligned = {{1, 2, 3, 4}};
    return callee(1, aligned) != 4;
}
