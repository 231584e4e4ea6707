/*
 * clang 19, x86-64 Windows: a short vector and a struct with a flexible array member are passed by address, and read by
 * va_arg by value, as their size is that of a register.
 *
 *   clang-19 -O1 clang-va_arg-windows.c -o program && ./program    ends with 1
 */
typedef int vector __attribute__((vector_size(8)));

__attribute__((ms_abi, noinline)) int callee(int n, ...)
{
    __builtin_ms_va_list list;
    __builtin_ms_va_start(list, n);
    vector value = __builtin_va_arg(list, vector);
    __builtin_ms_va_end(list);
    return value[0] + value[1];
}

int main(void)
{
    return callee(1, (vector){3, 4}) != 7;
}
