/*
 * clang 19, x86-64 outside Linux: a caller passes a vector of one __int128 as an __int128, va_arg reads it as a vector.
 *
 *   clang-19 -O1 clang-va_arg-int128-vector.c -o program && ./program    ms_abi: reads the value as an address, crashes
 *
 * System V on macOS: the caller loads rsi and rdx, the callee copies xmm0 (callee_apple):
 *
 *   clang-19 --target=x86_64-apple-macos14 -O1 -S clang-va_arg-int128-vector.c -o -
 */
#include <stdarg.h>

typedef __int128 vector __attribute__((vector_size(16)));

#ifdef __APPLE__
vector callee_apple(int n, ...)
{
    va_list list;
    va_start(list, n);
    vector v = va_arg(list, vector);
    va_end(list);
    return v;
}

vector caller_apple(vector v)
{
    return callee_apple(1, v);
}
#else
__attribute__((ms_abi, noinline)) long callee(int n, ...)
{
    __builtin_ms_va_list list;
    __builtin_ms_va_start(list, n);
    vector v = __builtin_va_arg(list, vector);
    __builtin_ms_va_end(list);
    return (long)v[0];
}

int main(void)
{
    vector v = {7};
    return callee(1, v) != 7;
}
#endif
