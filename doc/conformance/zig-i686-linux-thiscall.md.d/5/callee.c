#undef __attribute__
__attribute__((thiscall)) void f(int, int, int, int, int, int, _Float128);
unsigned char sent_0[4] = {0xca, 0x68, 0xa3, 0xf1};
unsigned char expected_0[4] = {0xca, 0x68, 0xa3, 0xf1};
unsigned char mask_0[4] = {0xff, 0xff, 0xff, 0xff};
unsigned char arrived_0[5];
unsigned char sent_1[4] = {0xae, 0x98, 0xe4, 0x75};
unsigned char expected_1[4] = {0xae, 0x98, 0xe4, 0x75};
unsigned char mask_1[4] = {0xff, 0xff, 0xff, 0xff};
unsigned char arrived_1[5];
unsigned char sent_2[4] = {0x9c, 0xf0, 0x8f, 0x3f};
unsigned char expected_2[4] = {0x9c, 0xf0, 0x8f, 0x3f};
unsigned char mask_2[4] = {0xff, 0xff, 0xff, 0xff};
unsigned char arrived_2[5];
unsigned char sent_3[4] = {0x90, 0x5c, 0x22, 0x7a};
unsigned char expected_3[4] = {0x90, 0x5c, 0x22, 0x7a};
unsigned char mask_3[4] = {0xff, 0xff, 0xff, 0xff};
unsigned char arrived_3[5];
unsigned char sent_4[4] = {0x91, 0xf8, 0xf2, 0x09};
unsigned char expected_4[4] = {0x91, 0xf8, 0xf2, 0x09};
unsigned char mask_4[4] = {0xff, 0xff, 0xff, 0xff};
unsigned char arrived_4[5];
unsigned char sent_5[4] = {0x90, 0xac, 0xef, 0xba};
unsigned char expected_5[4] = {0x90, 0xac, 0xef, 0xba};
unsigned char mask_5[4] = {0xff, 0xff, 0xff, 0xff};
unsigned char arrived_5[5];
unsigned char sent_6[16] = {0x5f, 0x3e, 0xa5, 0x0b, 0x42, 0xed, 0x03, 0x2d, 0xfb, 0x01, 0x70, 0xf8, 0xdd, 0x5c, 0xf2, 0x9c};
unsigned char expected_6[16] = {0x5f, 0x3e, 0xa5, 0x0b, 0x42, 0xed, 0x03, 0x2d, 0xfb, 0x01, 0x70, 0xf8, 0xdd, 0x5c, 0xf2, 0x9c};
unsigned char mask_6[16] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff};
unsigned char arrived_6[17];
static void copy(void *to, const void *from, unsigned long size)
{
    for (unsigned long i = 0; i < size; i++)
        ((unsigned char *)to)[i] = ((const unsigned char *)from)[i];
}

__attribute__((thiscall)) void f(int a0, int a1, int a2, int a3, int a4, int a5, _Float128 a6)
{
    copy(arrived_0, &a0, sizeof a0);
    copy(arrived_1, &a1, sizeof a1);
    copy(arrived_2, &a2, sizeof a2);
    copy(arrived_3, &a3, sizeof a3);
    copy(arrived_4, &a4, sizeof a4);
    copy(arrived_5, &a5, sizeof a5);
    copy(arrived_6, &a6, sizeof a6);
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
    compare("argument 5", arrived_5, expected_5, mask_5, 4);
    compare("argument 6", arrived_6, expected_6, mask_6, 16);
    return wrong != 0;
}
