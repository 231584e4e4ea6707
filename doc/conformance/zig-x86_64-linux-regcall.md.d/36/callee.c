#undef __attribute__
typedef int t0 __attribute__((vector_size(32)));
__attribute__((regcall)) void f(t0) __asm__("f");
unsigned char sent_0[32] = {0x25, 0xeb, 0x3c, 0x5e, 0xfe, 0x63, 0x6f, 0x6d, 0x01, 0xbb, 0xf2, 0xf5, 0x93, 0x73, 0x09, 0xe6, 0xf1, 0x72, 0x37, 0x4c, 0x2a, 0x56, 0x52, 0x78, 0x07, 0x9e, 0x12, 0xb2, 0x92, 0x0e, 0x9b, 0x61};
unsigned char expected_0[32] = {0x25, 0xeb, 0x3c, 0x5e, 0xfe, 0x63, 0x6f, 0x6d, 0x01, 0xbb, 0xf2, 0xf5, 0x93, 0x73, 0x09, 0xe6, 0xf1, 0x72, 0x37, 0x4c, 0x2a, 0x56, 0x52, 0x78, 0x07, 0x9e, 0x12, 0xb2, 0x92, 0x0e, 0x9b, 0x61};
unsigned char mask_0[32] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff};
unsigned char arrived_0[33];
static void copy(void *to, const void *from, unsigned long size)
{
    for (unsigned long i = 0; i < size; i++)
        ((unsigned char *)to)[i] = ((const unsigned char *)from)[i];
}

__attribute__((regcall)) void f(t0 a0)
{
    copy(arrived_0, &a0, sizeof a0);
}

int printf(const char *, ...);
static int wrong;
static void compare(const char *what, const unsigned char *got, const unsigned char *want,
                    const unsigned char *mask, unsigned long size)
{
    unsigned long first = 0, last;
    while (first < size && !((got[first] ^ want[first]) & mask[first]))
        first++;
    if (first == size) {
        printf("%s arrived\n", what);
        return;
    }
    wrong = 1;
    last = first + 16 < size ? first + 16 : size;
    printf("%s: wrong from byte %lu: sent", what, first);
    for (unsigned long i = first; i < last; i++)
        printf(" %02x", want[i] & mask[i]);
    printf(", arrived");
    for (unsigned long i = first; i < last; i++)
        printf(" %02x", got[i] & mask[i]);
    printf("\n");
}

void call(void);
int main(void)
{
    call();
    compare("argument 0", arrived_0, expected_0, mask_0, 32);
    return wrong != 0;
}
