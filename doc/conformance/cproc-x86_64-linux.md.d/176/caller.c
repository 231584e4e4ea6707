#include <stdarg.h>
#undef __attribute__
enum t0 : unsigned { e0a = 0, e0b = 1 };
struct t1 { enum t0 m0; void * m1; long long m2; int m3; long long m4; };
struct t2 { float m5[1]; float m6; };
struct t3 { int m7[1]; };
struct t4 { struct t1 m8; int m9; struct t2 m10; struct t3 m11; unsigned long m12; };
struct t5 { float m13; };
union t6 { float m14; };
struct t7 { float m15; float m16; struct t5 m17; union t6 m18; };
struct t8 { unsigned char : 7; short m20 : 14; short m21 : 2; };
union t9 { _Bool m22; float m23; struct { _Bool m25 : 1; int m26 : 13; int m27; long long m28 : 53; _Bool m29 : 1; int m30 : 28; }; };
struct t10 { signed char m31; char m32; };
union t11 { void * m33; unsigned short m34 : 4; unsigned long long m35 : 64; _Bool m36 : 1; unsigned char m37 : 2; };
union t12 { struct { const void * m39[2]; unsigned int m40; int m41; _Bool m42; _BitInt(7) m43; }; struct { unsigned int : 0; long long m46; unsigned short m47; }; struct { char m49[17]; }; double m50; };
enum t13 : unsigned { e13a = 0, e13b = 1 };
union t14 { union t12 m51; double m52; float m53; enum t13 m54; };
struct t15 { float m55; };
struct t16 { struct t15 m56; };
struct t17 { unsigned short m57 : 10; int m58 : 27; long m59 : 7; long m60[]; };
struct t17 f(struct t4, struct t7, struct t8, ...);
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
extern unsigned char sent_10[], arrived_10[];
extern unsigned char sent_11[], arrived_11[];
extern unsigned char given[], came_back[];
static void copy(void *to, const void *from, unsigned long size)
{
    for (unsigned long i = 0; i < size; i++)
        ((unsigned char *)to)[i] = ((const unsigned char *)from)[i];
}

void call(void)
{
    struct t4 a0;
    struct t7 a1;
    struct t8 a2;
    union t9 a3;
    struct t10 a4;
    double a5;
    float a6;
    union t11 a7;
    union t14 a8;
    struct t16 a9;
    double a10;
    void * a11;
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
    copy(&a10, sent_10, sizeof a10);
    copy(&a11, sent_11, sizeof a11);
    struct t17 result = f(a0, a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11);
    copy(came_back, &result, sizeof result);
}
