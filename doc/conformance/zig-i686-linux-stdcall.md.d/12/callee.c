#undef __attribute__
typedef int t0 __attribute__((vector_size(8)));
__attribute__((stdcall)) void f(t0);
unsigned char sent_0[8] = {0x54, 0xc0, 0x0a, 0x03, 0x8c, 0xf7, 0xad, 0x3a};
unsigned char expected_0[8] = {0x54, 0xc0, 0x0a, 0x03, 0x8c, 0xf7, 0xad, 0x3a};
unsigned char mask_0[8] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff};
unsigned char arrived_0[9];
static void copy(void *to, const void *from, unsigned long size)
{
    for (unsigned long i = 0; i < size; i++)
        ((unsigned char *)to)[i] = ((const unsigned char *)from)[i];
}

__attribute__((stdcall)) void f(t0 a0)
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
    compare("argument 0", arrived_0, expected_0, mask_0, 8);
    return wrong != 0;
}
