/*
 * Source: AMD64 psABI 1.0, chapter 10 (pointers in registers are zero-extended); structures observed of gcc 12 -mx32.
 * Options: --target x86_64-linux-gnux32
 */
struct list { struct list *next, *back; void *item; long count; };
struct five { void *p[5]; };
struct mixed { void *p; double d; };

void *registers(char *a, long b, unsigned long c, long long d, void (*e)(void), char f);
char *stack(int a, int b, int c, int d, int e, int f, void *g, long h);
struct list by_value(struct list a, struct mixed b);
struct five in_memory(struct five a, const char *format, ...);
void values(__builtin_va_list list, long double x, _Complex double y, __int128 z);
