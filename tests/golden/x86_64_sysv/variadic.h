/* Source: AMD64 psABI 1.0, 3.2.3: as named arguments, al an upper bound of the vector registers. */
/* Options: --varargs 'double, int, struct p, long double, _Complex float' */
struct p { double x; int y; };
int printf(const char *, ...);
struct p sret(double, ...);
