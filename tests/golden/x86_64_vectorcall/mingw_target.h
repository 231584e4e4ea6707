/*
 * Source: mingw's data model with clang 19's __vectorcall: x87 long double by pointer, __float128 as a vector.
 * Options: --target x86_64-windows-gnu --as clang
 */
__attribute__((vectorcall)) long double x87(long double a, __float128 b, __int128 c, _Float16 d);
__attribute__((vectorcall)) __float128 quad(int a, double b);
