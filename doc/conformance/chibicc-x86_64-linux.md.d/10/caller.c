#include <stdarg.h>
#undef __attribute__
struct t0 { int m0; int m1; int m2; };
struct t1 { struct t0 m3; int m4[2]; };
struct t1 f(void);
extern unsigned char given[], came_back[];
static void copy(void *to, const void *from, unsigned long size)
{
    for (unsigned long i = 0; i < size; i++)
        ((unsigned char *)to)[i] = ((const unsigned char *)from)[i];
}

void call(void)
{
    struct t1 result = f();
    copy(came_back, &result, sizeof result);
}
