/*
 * clang 19, x86-64 Windows: a caller passes a __float128 through ... in a vector register, va_arg reads an
 * address.
 *
 *   clang-19 -O1 clang-va_arg-float128.c -o program && ./program    crashes
 */
__attribute__((ms_abi, noinline)) double callee(int n, ...)
{
    __builtin_ms_va_list list;
    __builtin_ms_va_start(list, n);
    __float128 q = __builtin_va_arg(list, __float128);
    __builtin_ms_va_end(list);
    return (double)q;
}

int main(void)
{
    __float128 q = 7;
    return callee(1, q) != 7;
}
