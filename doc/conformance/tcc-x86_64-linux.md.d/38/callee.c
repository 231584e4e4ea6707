#include <stdarg.h>
struct t0 { short m0[12]; };
struct t1 { struct t0 m1; };
union t2 { long double m2; };
#pragma pack(push, 8)
struct t3 { long double m3; long double m4[1]; union t2 m5; long double m6; } __attribute__((packed));
#pragma pack(pop)
struct t4 { struct { void * m8; double m9; struct { float m11; union { float m13; }; }; float m14[1]; void * m15[2]; } __attribute__((packed)); double m16; long m17; struct t3 m18[2]; };
void f(void *, struct t1, double, ...);
extern unsigned char sent_0[], arrived_0[];
extern unsigned char sent_1[], arrived_1[];
extern unsigned char sent_2[], arrived_2[];
extern unsigned char sent_3[], arrived_3[];
static void copy(void *to, const void *from, unsigned long size)
{
    for (unsigned long i = 0; i < size; i++)
        ((unsigned char *)to)[i] = ((const unsigned char *)from)[i];
}

void f(void * a0, struct t1 a1, double a2, ...)
{
    copy(arrived_0, &a0, sizeof a0);
    copy(arrived_1, &a1, sizeof a1);
    copy(arrived_2, &a2, sizeof a2);
    va_list list;
    va_start(list, a2);
    struct t4 a3 = va_arg(list, struct t4);
    copy(arrived_3, &a3, sizeof a3);
    va_end(list);
}
