/*
 * clang 19, x86-64 Windows: a struct with a flexible array is passed through ... by address, and read by value.
 *
 *   clang-19 -O1 clang-va_arg-flexible.c -o program && ./program    ends with 1
 */
struct flexible { int n; int rest[]; };

__attribute__((ms_abi, noinline)) int callee(int n, ...)
{
    __builtin_ms_va_list list;
    __builtin_ms_va_start(list, n);
    struct flexible value = __builtin_va_arg(list, struct flexible);
    __builtin_ms_va_end(list);
    return value.n;
}

int main(void)
{
    struct flexible value = {7};
    return callee(1, value) != 7;
}
