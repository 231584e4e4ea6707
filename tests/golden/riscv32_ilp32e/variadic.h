/* Source: RISC-V ABIs, "Integer Calling Convention": an aligned pair of registers, and the stack for ever after. */
/* Options: --varargs 'int, long long, int, double, long double, struct quad, char, struct mix' */
struct quad { _Alignas(2 * sizeof(long)) long a; };
struct mix { double d; int i; };
int variadic(const char *, double, ...);
int nearly_full(int, int, int, int, int, ...);
