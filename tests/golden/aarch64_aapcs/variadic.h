/* Source: AAPCS64 2025Q4, 6.8.1: arguments after the ellipsis are passed as named ones. */
/* Options: --varargs 'int, double, struct f2, struct l3, long double, __int128' */
struct f2 { float a, b; };
struct l3 { long a, b, c; };
int print(const char *, ...);
int mixed(struct f2, float, ...);
