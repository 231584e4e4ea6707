#include <stddef.h>
#include <stdarg.h>
#include <stdint.h>
#undef __attribute__
struct t0 { double m0; unsigned short m1; };
struct t1 { float m2; double m3; float m4; float m5; };
struct t2 { struct t1 m6[1]; double m7; };
struct t3 { _Bool m8 : 1; unsigned char : 6; unsigned long long m10; };
struct t4 { char m11 : 1; };
struct t5 { struct t4 m12[1]; float m13; };
struct t6 { unsigned char m14 : 7; };
struct t7 { signed char m15; float m16; double m17; };
void f(double, struct t0, struct t2, wchar_t, float, struct t3, struct t5, struct t6, int, struct t7);
extern unsigned char sent_0[], arrived_0[];
extern unsigned char sent_1[], arrived_1[];
extern unsigned char sent_2[], arrived_2[];
extern unsigned char sent_3[], arrived_3[];
extern unsigned char sent_4[], arrived_4[];
extern unsigned char sent_5[], arrived_5[];
extern unsigned char sent_6[], arrived_6[];
extern unsigned char sent_7[], arrived_7[];
extern unsigned char sent_8[], arrived_8[];
extern unsigned char sent_9[], arrived_9[];
static void copy(void *to, const void *from, unsigned long size)
{
    for (unsigned long i = 0; i < size; i++)
        ((unsigned char *)to)[i] = ((const unsigned char *)from)[i];
}

void call(void)
{
    double a0;
    struct t0 a1;
    struct t2 a2;
    wchar_t a3;
    float a4;
    struct t3 a5;
    struct t5 a6;
    struct t6 a7;
    int a8;
    struct t7 a9;
    copy(&a0, sent_0, sizeof a0);
    copy(&a1, sent_1, sizeof a1);
    copy(&a2, sent_2, sizeof a2);
    copy(&a3, sent_3, sizeof a3);
    copy(&a4, sent_4, sizeof a4);
    copy(&a5, sent_5, sizeof a5);
    copy(&a6, sent_6, sizeof a6);
    copy(&a7, sent_7, sizeof a7);
    copy(&a8, sent_8, sizeof a8);
    copy(&a9, sent_9, sizeof a9);
    f(a0, a1, a2, a3, a4, a5, a6, a7, a8, a9);
}
