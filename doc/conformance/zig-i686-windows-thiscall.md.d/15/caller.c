#undef __attribute__
struct t0 { int m0; double m1; };
__attribute__((thiscall)) void f(int, struct t0);
extern unsigned char sent_0[], arrived_0[];
extern unsigned char sent_1[], arrived_1[];
static void copy(void *to, const void *from, unsigned long size)
{
    for (unsigned long i = 0; i < size; i++)
        ((unsigned char *)to)[i] = ((const unsigned char *)from)[i];
}

void call(void)
{
    int a0;
    struct t0 a1;
    copy(&a0, sent_0, sizeof a0);
    copy(&a1, sent_1, sizeof a1);
    f(a0, a1);
}
