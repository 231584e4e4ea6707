/* Source: LoongArch PCS 20231219, Variadic arguments: no floating-point registers, aligned pairs from an even one. */
/* Options: --varargs 'double, long double, int, __int128' */
int f(int, double, ...);
