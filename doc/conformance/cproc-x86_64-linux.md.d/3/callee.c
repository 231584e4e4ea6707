#include <stdarg.h>
#undef __attribute__
void f(int, ...);
extern unsigned char sent_0[], arrived_0[];
static void copy(void *to, const void *from, unsigned long size)
{
    for (unsigned long i = 0; i < size; i++)
        ((unsigned char *)to)[i] = ((const unsigned char *)from)[i];
}

void f(int a0, ...)
{
    copy(arrived_0, &a0, sizeof a0);
    va_list list;
    va_start(list, a0);
    va_end(list);
}
