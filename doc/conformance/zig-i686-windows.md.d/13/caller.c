#undef __attribute__
struct t0 { };
struct t0 f(int);
extern unsigned char sent_0[], arrived_0[];
extern unsigned char given[], came_back[];
static void copy(void *to, const void *from, unsigned long size)
{
    for (unsigned long i = 0; i < size; i++)
        ((unsigned char *)to)[i] = ((const unsigned char *)from)[i];
}

void call(void)
{
    int a0;
    copy(&a0, sent_0, sizeof a0);
    struct t0 result = f(a0);
    copy(came_back, &result, sizeof result);
}
