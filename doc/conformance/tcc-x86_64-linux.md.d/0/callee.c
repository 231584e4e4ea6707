#include <stdarg.h>
struct t0 { int m0; long m1; unsigned char m2; };
union t1 { void * m3; void * m4; };
struct t2 { unsigned long long : 0; };
struct t3 { long long m6; short m7; int m8; double m9; };
struct t4 { float m10; float m11[1]; float m12; float m13[1] __attribute__((packed)); float m14[1]; };
struct t5 { char m15[1] __attribute__((aligned(32))); };
struct t5 f(struct t0, union t1, struct t2, double, struct t3, struct t4);
extern unsigned char sent_0[], arrived_0[];
extern unsigned char sent_1[], arrived_1[];
extern unsigned char sent_2[], arrived_2[];
extern unsigned char sent_3[], arrived_3[];
extern unsigned char sent_4[], arrived_4[];
extern unsigned char sent_5[], arrived_5[];
extern unsigned char given[], came_back[];
static void copy(void *to, const void *from, unsigned long size)
{
    for (unsigned long i = 0; i < size; i++)
        ((unsigned char *)to)[i] = ((const unsigned char *)from)[i];
}

struct t5 f(struct t0 a0, union t1 a1, struct t2 a2, double a3, struct t3 a4, struct t4 a5)
{
    copy(arrived_0, &a0, sizeof a0);
    copy(arrived_1, &a1, sizeof a1);
    copy(arrived_2, &a2, sizeof a2);
    copy(arrived_3, &a3, sizeof a3);
    copy(arrived_4, &a4, sizeof a4);
    copy(arrived_5, &a5, sizeof a5);
    struct t5 result;
    copy(&result, given, sizeof result);
    return result;
}
