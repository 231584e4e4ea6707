#undef __attribute__
typedef int (*t0)(double);
struct t1 { double m0[1]; };
struct t2 { long long m1; _Bool m2; short m3; };
struct t3 { int m4; int m5; int m6; unsigned short m7; int m8; short m9; };
struct t4 { };
struct t5 { long long m10; signed char m11; unsigned long long m12; unsigned long long m13; void * m14; };
struct t6 { _Float16 m15; struct t4 m16; volatile struct t5 m17; volatile short m18; int m19; };
typedef _Float16 t7 __attribute__((vector_size(16)));
union t8 { t7 m20; };
struct t9 { long double m21; union t8 m22[2]; };
void f(_Bool, t0, ...);
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

void f(_Bool a0, t0 a1, ...)
{
    copy(arrived_0, &a0, sizeof a0);
    copy(arrived_1, &a1, sizeof a1);
    va_list list;
    va_start(list, a1);
    unsigned long long a2 = va_arg(list, unsigned long long);
    copy(arrived_2, &a2, sizeof a2);
    struct t1 a3 = va_arg(list, struct t1);
    copy(arrived_3, &a3, sizeof a3);
    double a4 = va_arg(list, double);
    copy(arrived_4, &a4, sizeof a4);
    struct t2 a5 = va_arg(list, struct t2);
    copy(arrived_5, &a5, sizeof a5);
    struct t3 a6 = va_arg(list, struct t3);
    copy(arrived_6, &a6, sizeof a6);
    struct t6 a7 = va_arg(list, struct t6);
    copy(arrived_7, &a7, sizeof a7);
    struct t9 a8 = va_arg(list, struct t9);
    copy(arrived_8, &a8, sizeof a8);
    double a9 = va_arg(list, double);
    copy(arrived_9, &a9, sizeof a9);
    va_end(list);
}
