/*
 * clang 19, x86-64 System V: of a union of a float and three half-precision numbers, the first four bytes alone are
 * passed and returned.
 *
 *   clang-19 -O1 clang-half-union.c -o program && ./program    ends with 1
 */
union value { struct { __bf16 a, b, c; } halves; float whole; unsigned short bits[3]; };
union passed { struct { __bf16 a, b, c; } halves; float whole; };

__attribute__((noinline)) static unsigned short callee(union passed passed)
{
    union value value = {.halves = {passed.halves.a, passed.halves.b, passed.halves.c}};
    return value.bits[2];
}

int main(void)
{
    volatile union value value = {.bits = {1, 2, 7}};
    union passed passed = {.halves = {value.halves.a, value.halves.b, value.halves.c}};
    return callee(passed) != 7;
}
