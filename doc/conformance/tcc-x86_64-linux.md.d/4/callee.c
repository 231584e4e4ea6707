#include <stdarg.h>
struct t0 { unsigned long long m0; int m1; };
enum t1 { e1a = -1, e1b = 1000 };
struct t2 { _Bool m2; unsigned int m3; float m4[2]; double m5; const enum t1 m6; };
struct t3 { float m7; } __attribute__((aligned(1)));
struct t4 { union { struct t0 m9; struct t2 m10; _Bool m11; struct t3 m12; }; } __attribute__((aligned(16)));
struct t5 { unsigned long long m13; };
struct t6 { char m14[14]; };
struct t7 { int m15 : 23; unsigned long long m16; };
struct t8 { unsigned long m17; long double m18; int m19; } __attribute__((aligned(8)));
struct t9 { int m20 : 18; };
struct t9 f(struct t4, struct t5, struct t6, struct t7, struct t8);
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

struct t9 f(struct t4 a0, struct t5 a1, struct t6 a2, struct t7 a3, struct t8 a4)
{
    copy(arrived_0, &a0, sizeof a0);
    copy(arrived_1, &a1, sizeof a1);
    copy(arrived_2, &a2, sizeof a2);
    copy(arrived_3, &a3, sizeof a3);
    copy(arrived_4, &a4, sizeof a4);
    struct t9 result;
    copy(&result, given, sizeof result);
    return result;
}
