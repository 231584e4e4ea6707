/* Source: AAPCS32 2025Q4, 6.5 and 8.2: as named arguments; float is converted to double. */
/* Options: --varargs 'double, int, float, struct c3, long long' */
struct c3 { char a[3]; };
int printf(const char *, ...);
