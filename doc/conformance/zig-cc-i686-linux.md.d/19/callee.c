#include <stdarg.h>
#undef __attribute__
void f(int, __float128);
unsigned char sent_0[4] = {0x58, 0x26, 0xf4, 0x1e};
unsigned char expected_0[4] = {0x58, 0x26, 0xf4, 0x1e};
unsigned char mask_0[4] = {0xff, 0xff, 0xff, 0xff};
unsigned char arrived_0[5];
unsigned char sent_1[16] = {0x8e, 0x42, 0x62, 0x6d, 0xf4, 0x5a, 0xc0, 0xfc, 0x63, 0x62, 0xa3, 0xdf, 0x09, 0xa1, 0xe4, 0xa0};
unsigned char expected_1[16] = {0x8e, 0x42, 0x62, 0x6d, 0xf4, 0x5a, 0xc0, 0xfc, 0x63, 0x62, 0xa3, 0xdf, 0x09, 0xa1, 0xe4, 0xa0};
unsigned char mask_1[16] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff};
unsigned char arrived_1[17];
static void copy(void *to, const void *from, unsigned long size)
{
    for (unsigned long i = 0; i < size; i++)
        ((unsigned char *)to)[i] = ((const unsigned char *)from)[i];
}

void f(int a0, __float128 a1)
{
    copy(arrived_0, &a0, sizeof a0);
    copy(arrived_1, &a1, sizeof a1);
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
    compare("argument 1", arrived_1, expected_1, mask_1, 16);
    return wrong != 0;
}
