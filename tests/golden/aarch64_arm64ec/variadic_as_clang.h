/* Source: Microsoft, Understanding Arm64EC ABI and assembly code, "Variadic calling convention".
   Observed with clang 19.1. Options: --as clang --varargs 'double, char, struct s16, struct h, struct s12, __int128, int' */
struct s16 { long long a, b; }; struct h { float a, b; }; struct s12 { int a, b, c; };
int variadic_as_clang(struct s12 first, float second, ...);
