#undef __attribute__
__attribute__((vectorcall)) void f(int, int, int, int, int) __asm__("f");
unsigned char sent_0[4] = {0x9d, 0xc2, 0x3f, 0x9c};
unsigned char expected_0[4] = {0x9d, 0xc2, 0x3f, 0x9c};
unsigned char mask_0[4] = {0xff, 0xff, 0xff, 0xff};
unsigned char arrived_0[5];
unsigned char sent_1[4] = {0x16, 0xd6, 0x38, 0x2e};
unsigned char expected_1[4] = {0x16, 0xd6, 0x38, 0x2e};
unsigned char mask_1[4] = {0xff, 0xff, 0xff, 0xff};
unsigned char arrived_1[5];
unsigned char sent_2[4] = {0x46, 0x32, 0xf6, 0x8f};
unsigned char expected_2[4] = {0x46, 0x32, 0xf6, 0x8f};
unsigned char mask_2[4] = {0xff, 0xff, 0xff, 0xff};
unsigned char arrived_2[5];
unsigned char sent_3[4] = {0xb0, 0xcf, 0x3c, 0xe3};
unsigned char expected_3[4] = {0xb0, 0xcf, 0x3c, 0xe3};
unsigned char mask_3[4] = {0xff, 0xff, 0xff, 0xff};
unsigned char arrived_3[5];
unsigned char sent_4[4] = {0x8d, 0xa1, 0x74, 0x87};
unsigned char expected_4[4] = {0x8d, 0xa1, 0x74, 0x87};
unsigned char mask_4[4] = {0xff, 0xff, 0xff, 0xff};
unsigned char arrived_4[5];
static void copy(void *to, const void *from, unsigned long size)
{
    for (unsigned long i = 0; i < size; i++)
        ((unsigned char *)to)[i] = ((const unsigned char *)from)[i];
}

__attribute__((vectorcall)) void f(int a0, int a1, int a2, int a3, int a4)
{
    copy(arrived_0, &a0, sizeof a0);
    copy(arrived_1, &a1, sizeof a1);
    copy(arrived_2, &a2, sizeof a2);
    copy(arrived_3, &a3, sizeof a3);
    copy(arrived_4, &a4, sizeof a4);
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
    compare("argument 1", arrived_1, expected_1, mask_1, 4);
    compare("argument 2", arrived_2, expected_2, mask_2, 4);
    compare("argument 3", arrived_3, expected_3, mask_3, 4);
    compare("argument 4", arrived_4, expected_4, mask_4, 4);
    return wrong != 0;
}
