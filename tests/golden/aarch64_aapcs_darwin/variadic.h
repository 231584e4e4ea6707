/* Source: Apple, "Writing ARM64 code for Apple platforms", "Update code that passes arguments to variadic functions": on the stack in 8-byte slots. */
/* Options: --varargs 'int, double, struct f2, struct d3, struct l2, struct l3, __int128, char *' */
struct f2 { float a, b; };
struct d3 { double a, b, c; };
struct l2 { long a, b; };
struct l3 { long a, b, c; };
int print(const char *, ...);
int after_stack(int, int, int, int, int, int, int, int, char, ...);
