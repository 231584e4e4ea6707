#undef __attribute__
struct t0 { double m0; int m1; };
struct t1 { int m2; unsigned long long m3; };
void f(int, struct t0, int, int, struct t1);
unsigned char sent_0[4] = {0xfb, 0xc0, 0x50, 0x5c};
unsigned char expected_0[4] = {0xfb, 0xc0, 0x50, 0x5c};
unsigned char mask_0[4] = {0xff, 0xff, 0xff, 0xff};
unsigned char arrived_0[5];
unsigned char sent_1[16] = {0x51, 0xf8, 0xfc, 0x6b, 0xe0, 0x8a, 0x0d, 0x1c, 0x9a, 0x43, 0xfe, 0x6c, 0x00, 0x00, 0x00, 0x00};
unsigned char expected_1[16] = {0x51, 0xf8, 0xfc, 0x6b, 0xe0, 0x8a, 0x0d, 0x1c, 0x9a, 0x43, 0xfe, 0x6c, 0x00, 0x00, 0x00, 0x00};
unsigned char mask_1[16] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x00};
unsigned char arrived_1[17];
unsigned char sent_2[4] = {0xeb, 0xd6, 0xd4, 0xd7};
unsigned char expected_2[4] = {0xeb, 0xd6, 0xd4, 0xd7};
unsigned char mask_2[4] = {0xff, 0xff, 0xff, 0xff};
unsigned char arrived_2[5];
unsigned char sent_3[4] = {0xd2, 0x8f, 0xfb, 0x1a};
unsigned char expected_3[4] = {0xd2, 0x8f, 0xfb, 0x1a};
unsigned char mask_3[4] = {0xff, 0xff, 0xff, 0xff};
unsigned char arrived_3[5];
unsigned char sent_4[16] = {0x71, 0x97, 0xd0, 0xaa, 0x00, 0x00, 0x00, 0x00, 0xfe, 0x52, 0xbe, 0xbd, 0x90, 0xa5, 0x29, 0xd0};
unsigned char expected_4[16] = {0x71, 0x97, 0xd0, 0xaa, 0x00, 0x00, 0x00, 0x00, 0xfe, 0x52, 0xbe, 0xbd, 0x90, 0xa5, 0x29, 0xd0};
unsigned char mask_4[16] = {0xff, 0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x00, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff};
unsigned char arrived_4[17];
static void copy(void *to, const void *from, unsigned long size)
{
    for (unsigned long i = 0; i < size; i++)
        ((unsigned char *)to)[i] = ((const unsigned char *)from)[i];
}

void f(int a0, struct t0 a1, int a2, int a3, struct t1 a4)
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
    compare("argument 1", arrived_1, expected_1, mask_1, 16);
    compare("argument 2", arrived_2, expected_2, mask_2, 4);
    compare("argument 3", arrived_3, expected_3, mask_3, 4);
    compare("argument 4", arrived_4, expected_4, mask_4, 16);
    return wrong != 0;
}
