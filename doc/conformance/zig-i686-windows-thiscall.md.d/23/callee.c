#undef __attribute__
struct t0 { double m0; };
__attribute__((thiscall)) struct t0 f(void);
extern unsigned char given[], came_back[];
static void copy(void *to, const void *from, unsigned long size)
{
    for (unsigned long i = 0; i < size; i++)
        ((unsigned char *)to)[i] = ((const unsigned char *)from)[i];
}

__attribute__((thiscall)) struct t0 f(void)
{
    struct t0 result;
    copy(&result, given, sizeof result);
    return result;
}
