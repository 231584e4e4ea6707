#include <stdarg.h>
#undef __attribute__
union t0 { int m0; int m1; };
union t1 { struct { long m3 : 4; void * m4; unsigned char : 2; }; double m6; float m7[1]; const void * m8; };
union t1 f(int, int, union t0, float, unsigned int);
unsigned char sent_0[4] = {0x20, 0xb6, 0x69, 0xce};
unsigned char expected_0[4] = {0x20, 0xb6, 0x69, 0xce};
unsigned char mask_0[4] = {0xff, 0xff, 0xff, 0xff};
unsigned char arrived_0[5];
unsigned char sent_1[4] = {0xa7, 0x51, 0x48, 0x45};
unsigned char expected_1[4] = {0xa7, 0x51, 0x48, 0x45};
unsigned char mask_1[4] = {0xff, 0xff, 0xff, 0xff};
unsigned char arrived_1[5];
unsigned char sent_2[4] = {0x2d, 0xdb, 0x13, 0xb2};
unsigned char expected_2[4] = {0x2d, 0xdb, 0x13, 0xb2};
unsigned char mask_2[4] = {0xff, 0xff, 0xff, 0xff};
unsigned char arrived_2[5];
unsigned char sent_3[4] = {0xb5, 0x29, 0xe6, 0x28};
unsigned char expected_3[4] = {0xb5, 0x29, 0xe6, 0x28};
unsigned char mask_3[4] = {0xff, 0xff, 0xff, 0xff};
unsigned char arrived_3[5];
unsigned char sent_4[4] = {0xfe, 0xf9, 0x3d, 0xd3};
unsigned char expected_4[4] = {0xfe, 0xf9, 0x3d, 0xd3};
unsigned char mask_4[4] = {0xff, 0xff, 0xff, 0xff};
unsigned char arrived_4[5];
unsigned char given[24] = {0xfd, 0xc0, 0x83, 0x8d, 0xc5, 0x26, 0x20, 0x18, 0xee, 0x85, 0xd9, 0xaf, 0x0b, 0x59, 0x6c, 0x01, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00};
unsigned char mask_of_result[24] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00};
unsigned char came_back[25];
static void copy(void *to, const void *from, unsigned long size)
{
    for (unsigned long i = 0; i < size; i++)
        ((unsigned char *)to)[i] = ((const unsigned char *)from)[i];
}

union t1 f(int a0, int a1, union t0 a2, float a3, unsigned int a4)
{
    copy(arrived_0, &a0, sizeof a0);
    copy(arrived_1, &a1, sizeof a1);
    copy(arrived_2, &a2, sizeof a2);
    copy(arrived_3, &a3, sizeof a3);
    copy(arrived_4, &a4, sizeof a4);
    union t1 result;
    copy(&result, given, sizeof result);
    return result;
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
    compare("result", came_back, given, mask_of_result, 24);
    return wrong != 0;
}
