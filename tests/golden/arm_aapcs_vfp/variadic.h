/* Source: AAPCS32 2025Q4, 7: a variadic function uses the base standard for all arguments and the result. */
/* Options: --varargs 'double, float, struct d2' */
struct d2 { double a, b; };
double sum(float, ...);
struct d2 pair(int, ...);
