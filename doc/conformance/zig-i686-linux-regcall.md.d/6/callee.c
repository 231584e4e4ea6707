#undef __attribute__
struct t0 { int m0; };
__attribute__((regcall)) void f(struct t0) __asm__("f");
unsigned char sent_0[4] = {0xd0, 0x0a, 0xe1, 0x59};
unsigned char expected_0[4] = {0xd0, 0x0a, 0xe1, 0x59};
unsigned char mask_0[4] = {0xff, 0xff, 0xff, 0xff};
unsigned char arrived_0[5];
static void copy(void *to, const void *from, unsigned long size)
{
    for (unsigned long i = 0; i < size; i++)
        ((unsigned char *)to)[i] = ((const unsigned char *)from)[i];
}

__attribute__((regcall)) void f(struct t0 a0)
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
    compare("argument 0", arrived_0, expected_0, mask_0, 4);
    return wrong != 0;
}
