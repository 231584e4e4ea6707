/* Source: s390x ELF ABI 2026-04, 1.2.4: variable arguments are passed as others. */
/* Options: --varargs 'double, int, char, long double' */
int f(int, ...);
