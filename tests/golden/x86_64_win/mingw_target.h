/* Source: gcc 12.2 and clang 19.1 for mingw: x87 long double of 16 bytes, struct {} of size 0. */
/* Options: --target x86_64-windows-gnu */
struct empty { };
struct l { long double a; };
long double a(long double, long);
_Complex long double b(_Complex long double);
struct l c(struct l);
struct empty d(struct empty, int);
