#undef __attribute__
typedef int t0 __attribute__((vector_size(16)));
typedef int t1 __attribute__((vector_size(16)));
struct t2 { t0 m0; t1 m1; };
struct t2 f(void);
extern unsigned char given[], came_back[];
static void copy(void *to, const void *from, unsigned long size)
{
    for (unsigned long i = 0; i < size; i++)
        ((unsigned char *)to)[i] = ((const unsigned char *)from)[i];
}

void call(void)
{
    struct t2 result = f();
    copy(came_back, &result, sizeof result);
}
