/* Source: Microsoft, "Overview of ARM64 ABI conventions", "Addendum: Variadic functions": no SIMD registers, no HFA. */
/* Options: --varargs 'double, int, struct f2, struct d3, char *' */
struct f2 { float a, b; };
struct d3 { double a, b, c; };
int print(const char *, ...);
float named(float, struct f2, struct d3, double, ...);
struct f2 result(struct f2, ...);
