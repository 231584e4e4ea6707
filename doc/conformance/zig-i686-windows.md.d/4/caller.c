#undef __attribute__
struct t0 { int m0; double m1; };
void f(struct t0);
extern unsigned char sent_0[], arrived_0[];
static void copy(void *to, const void *from, unsigned long size)
{
    for (unsigned long i = 0; i < size; i++)
        ((unsigned char *)to)[i] = ((const unsigned char *)from)[i];
}

void call(void)
{
    struct t0 a0;
    copy(&a0, sent_0, sizeof a0);
    f(a0);
}
