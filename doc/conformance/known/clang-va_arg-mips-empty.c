/*
 * clang 19, mips64: after a named empty struct aligned to 16 its callers do not align what is passed through `...`, and
 * va_arg does.
 *
 *   clang-19 --target=mips64el-linux-gnuabi64 -O1 -S clang-va_arg-mips-empty.c -o -
 *
 *   caller:  the long double in $5 and $6 (slots 1 and 2: the struct made the count of slots even, but took none)
 *   callee:  daddiu $2, …, 15; and with -16: it reads $6 and $7 (slots 2 and 3)
 *
 * gcc 12 passes it in $6 and $7: the struct leaves slot 1 out.
 */
struct empty { } __attribute__((aligned(16))) nothing;
void callee(int, struct empty, ...);

void caller(void) { callee(1, nothing, 2.0L); }

long double read(int a, struct empty b, ...)
{
    __builtin_va_list list;
    __builtin_va_start(list, b);
    long double value = __builtin_va_arg(list, long double);
    __builtin_va_end(list);
    return value;
}
