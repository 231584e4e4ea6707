#undef __attribute__
struct t0 { };
__attribute__((vectorcall)) struct t0 f(void) __asm__("f");
extern unsigned char given[], came_back[];
static void copy(void *to, const void *from, unsigned long size)
{
    for (unsigned long i = 0; i < size; i++)
        ((unsigned char *)to)[i] = ((const unsigned char *)from)[i];
}

void call(void)
{
    struct t0 result = f();
    copy(came_back, &result, sizeof result);
}
