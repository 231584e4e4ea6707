#undef __attribute__
__attribute__((fastcall)) void f(int);
extern unsigned char sent_0[], arrived_0[];
static void copy(void *to, const void *from, unsigned long size)
{
    for (unsigned long i = 0; i < size; i++)
        ((unsigned char *)to)[i] = ((const unsigned char *)from)[i];
}

void call(void)
{
    int a0;
    copy(&a0, sent_0, sizeof a0);
    f(a0);
}
