/* Variadic functions of both conventions of x86-64, each called through a bridge that `callconv thunk` wrote for these arguments. */
#include <stdarg.h>
#include <stdio.h>

struct part { PART x, y; };

__attribute__((ms_abi)) double there(int n, ...)
{
    __builtin_ms_va_list list;
    double sum = n;
    __builtin_ms_va_start(list, n);
    sum += __builtin_va_arg(list, int);
    sum += __builtin_va_arg(list, double);
    struct part part = __builtin_va_arg(list, struct part);
    sum += part.x * part.y;
    sum += __builtin_va_arg(list, long);
    sum += __builtin_va_arg(list, double);
    __builtin_ms_va_end(list);
    return sum;
}

__attribute__((sysv_abi)) double here(int n, ...)
{
    va_list list;
    double sum = n;
    va_start(list, n);
    sum += va_arg(list, int);
    sum += va_arg(list, double);
    struct part part = va_arg(list, struct part);
    sum += part.x * part.y;
    sum += va_arg(list, long);
    sum += va_arg(list, double);
    va_end(list);
    return sum;
}

__attribute__((sysv_abi)) double there_bridge(int n, ...);
__attribute__((ms_abi)) double here_bridge(int n, ...);

int main(void)
{
    const struct part part = {3, 4};
    double a = there_bridge(1, 2, 2.5, part, 100L, 0.25), b = here_bridge(1, 2, 2.5, part, 100L, 0.25);
    int good = (a == 117.75) + (b == 117.75);
    if (good != 2)
        printf("FAILED: %g and %g, not 117.75\n", a, b);
    printf("%d passed, %d failed, 0 skipped\n", good, 2 - good);
    return good != 2;
}
