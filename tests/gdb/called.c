/* What test_gdb.py stops in. */
#include "called.h"

__attribute__((noinline)) double mix(signed char c, float f, double d, const char *s, struct pair p, struct big b, long l, unsigned u, long m,
                                     long n, long o, short t)
{
    return c + (double)f + d + s[0] + p.x + (double)b.a[4] + (double)(l + u + m + n + o + t);
}

__attribute__((noinline)) struct big make(int i)
{
    struct big b = {{i, 2, 3, 4, 5}};
    return b;
}

int main(void)
{
    struct big b = make(9);
    return mix(-3, 1.5f, 2.25, "text", (struct pair){4.5, 7}, b, 11, 12u, 13, 14, -15, -2) == 0;
}
