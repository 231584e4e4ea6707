#undef __attribute__
union t0 { _Float128 m0; long double m1; };
void f(union t0);
unsigned char sent_0[16] = {0x59, 0x14, 0x31, 0x17, 0xfd, 0xc3, 0xba, 0xd8, 0x5b, 0x08, 0x64, 0x92, 0x6d, 0xac, 0x79, 0x37};
unsigned char expected_0[16] = {0x59, 0x14, 0x31, 0x17, 0xfd, 0xc3, 0xba, 0xd8, 0x5b, 0x08, 0x64, 0x92, 0x6d, 0xac, 0x79, 0x37};
unsigned char mask_0[16] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff};
unsigned char arrived_0[17];
static void copy(void *to, const void *from, unsigned long size)
{
    for (unsigned long i = 0; i < size; i++)
        ((unsigned char *)to)[i] = ((const unsigned char *)from)[i];
}

void call(void)
{
    union t0 a0;
    copy(&a0, sent_0, sizeof a0);
    f(a0);
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
    compare("argument 0", arrived_0, expected_0, mask_0, 16);
    return wrong != 0;
}
