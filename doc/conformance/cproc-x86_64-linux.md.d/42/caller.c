#include <stdarg.h>
#undef __attribute__
typedef int (*t0)(double);
struct t1 { int m0; };
struct t2 { int m1; struct t1 m2; };
struct t3 { void * m3; unsigned int : 30; int m5 : 28; int : 27; int m7; };
struct t4 { _Bool m8; int m9; int m10; };
struct t5 { struct t3 m11; const struct t4 m12; struct { char m14[18]; }; };
struct t5 f(double, long long, t0, ...);
extern unsigned char sent_0[], arrived_0[];
extern unsigned char sent_1[], arrived_1[];
extern unsigned char sent_2[], arrived_2[];
extern unsigned char sent_3[], arrived_3[];
extern unsigned char sent_4[], arrived_4[];
extern unsigned char given[], came_back[];
static void copy(void *to, const void *from, unsigned long size)
{
    for (unsigned long i = 0; i < size; i++)
        ((unsigned char *)to)[i] = ((const unsigned char *)from)[i];
}

void call(void)
{
    double a0;
    long long a1;
    t0 a2;
    struct t2 a3;
    int a4;
    copy(&a0, sent_0, sizeof a0);
    copy(&a1, sent_1, sizeof a1);
    copy(&a2, sent_2, sizeof a2);
    copy(&a3, sent_3, sizeof a3);
    copy(&a4, sent_4, sizeof a4);
    struct t5 result = f(a0, a1, a2, a3, a4);
    copy(came_back, &result, sizeof result);
}
