#include <stdarg.h>
#undef __attribute__
struct t0 { unsigned int m0[1]; };
struct t1 { int m1; int m2[4]; };
struct t2 { int m3; };
struct t3 { long long m4[1]; char m5; };
struct t4 { unsigned char m6 : 1; unsigned long long m7 : 3; signed char m8 : 4; long long : 63; };
struct t5 { struct t3 m10; int m11; struct t4 m12; };
struct t6 { volatile void * m13; struct t5 m14[2]; struct { long m16; _BitInt(37) m17; unsigned short m18; union { int m20; int m21; int m22; float m23; }; }; float m24; };
struct t6 f(struct t0, int, struct t1, struct t2);
extern unsigned char sent_0[], arrived_0[];
extern unsigned char sent_1[], arrived_1[];
extern unsigned char sent_2[], arrived_2[];
extern unsigned char sent_3[], arrived_3[];
extern unsigned char given[], came_back[];
static void copy(void *to, const void *from, unsigned long size)
{
    for (unsigned long i = 0; i < size; i++)
        ((unsigned char *)to)[i] = ((const unsigned char *)from)[i];
}

struct t6 f(struct t0 a0, int a1, struct t1 a2, struct t2 a3)
{
    copy(arrived_0, &a0, sizeof a0);
    copy(arrived_1, &a1, sizeof a1);
    copy(arrived_2, &a2, sizeof a2);
    copy(arrived_3, &a3, sizeof a3);
    struct t6 result;
    copy(&result, given, sizeof result);
    return result;
}
