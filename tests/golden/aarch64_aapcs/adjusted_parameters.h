/* Source: ISO C17 6.7.6.3p7 and p8; the placement oracle (every parameter form, seeds 1 and 77), judged by gcc 12 and
   clang 19. */
struct large { long v[9]; };
typedef struct large pair[2];
typedef int callback(double);
void arrays(int a[3], struct large b[], double c[static 2], char d[const restrict static 4], struct large e[2][3]);
void by_typedef(pair a, callback b, int c(double), const pair d);
void lists(__builtin_va_list a);
void qualified(const struct large a, volatile float b, register int c, char *restrict const d);
