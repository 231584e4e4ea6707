/* Source: MIPSpro N32 ABI Handbook, variable arguments: what matches the ellipsis is in integer registers, by the same slots. */
/* Options: --varargs 'double, long double, int, long double' */
int f(int, double, ...);
