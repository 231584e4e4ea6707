/* Source: Microsoft, "Overview of ARM64 ABI conventions", "Addendum: Variadic functions": the first 64 bytes of the imaginary stack are x0 to x7. */
/* Options: --varargs 'struct l2, int' */
struct l2 { long long a, b; };
int seven(int, int, int, int, int, int, int, ...);
