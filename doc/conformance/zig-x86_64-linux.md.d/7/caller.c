#undef __attribute__
struct t0 { double m0; int m1; };
struct t1 { int m2; unsigned long long m3; };
void f(int, struct t0, int, int, struct t1);
extern unsigned char sent_0[], arrived_0[];
extern unsigned char sent_1[], arrived_1[];
extern unsigned char sent_2[], arrived_2[];
extern unsigned char sent_3[], arrived_3[];
extern unsigned char sent_4[], arrived_4[];
static void copy(void *to, const void *from, unsigned long size)
{
    for (unsigned long i = 0; i < size; i++)
        ((unsigned char *)to)[i] = ((const unsigned char *)from)[i];
}

void call(void)
{
    int a0;
    struct t0 a1;
    int a2;
    int a3;
    struct t1 a4;
    copy(&a0, sent_0, sizeof a0);
    copy(&a1, sent_1, sizeof a1);
    copy(&a2, sent_2, sizeof a2);
    copy(&a3, sent_3, sizeof a3);
    copy(&a4, sent_4, sizeof a4);
    f(a0, a1, a2, a3, a4);
}
