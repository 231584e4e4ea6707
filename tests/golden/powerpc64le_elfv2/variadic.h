/* Source: OpenPOWER ELFv2 1.5, 2.2.4: what matches the ellipsis is in general registers and memory. */
/* Options: --varargs 'double, int, long double, _Complex float' */
int f(double, ...);
