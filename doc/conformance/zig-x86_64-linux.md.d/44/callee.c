#undef __attribute__
struct t0 { int m0; int m1; int m2; };
typedef int t1 __attribute__((vector_size(16)));
struct t2 { int m3; t1 m4; };
struct t2 f(int, int, int, int, struct t0);
unsigned char sent_0[4] = {0x6b, 0xf1, 0x2b, 0x55};
unsigned char expected_0[4] = {0x6b, 0xf1, 0x2b, 0x55};
unsigned char mask_0[4] = {0xff, 0xff, 0xff, 0xff};
unsigned char arrived_0[5];
unsigned char sent_1[4] = {0xf4, 0x9d, 0x2d, 0x91};
unsigned char expected_1[4] = {0xf4, 0x9d, 0x2d, 0x91};
unsigned char mask_1[4] = {0xff, 0xff, 0xff, 0xff};
unsigned char arrived_1[5];
unsigned char sent_2[4] = {0xce, 0x91, 0x02, 0x42};
unsigned char expected_2[4] = {0xce, 0x91, 0x02, 0x42};
unsigned char mask_2[4] = {0xff, 0xff, 0xff, 0xff};
unsigned char arrived_2[5];
unsigned char sent_3[4] = {0xec, 0xb9, 0x02, 0x1e};
unsigned char expected_3[4] = {0xec, 0xb9, 0x02, 0x1e};
unsigned char mask_3[4] = {0xff, 0xff, 0xff, 0xff};
unsigned char arrived_3[5];
unsigned char sent_4[12] = {0xbf, 0x4c, 0x0a, 0x43, 0x5e, 0xa7, 0x99, 0xdd, 0x89, 0xe5, 0xc6, 0x52};
unsigned char expected_4[12] = {0xbf, 0x4c, 0x0a, 0x43, 0x5e, 0xa7, 0x99, 0xdd, 0x89, 0xe5, 0xc6, 0x52};
unsigned char mask_4[12] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff};
unsigned char arrived_4[13];
unsigned char given[32] = {0x4c, 0x00, 0x63, 0xf4, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0xe9, 0x6d, 0xf1, 0xa3, 0xf2, 0x07, 0xfa, 0x36, 0xe6, 0x1c, 0xc3, 0x0f, 0x1b, 0xef, 0x77, 0x69};
unsigned char mask_of_result[32] = {0xff, 0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff};
unsigned char came_back[33];
static void copy(void *to, const void *from, unsigned long size)
{
    for (unsigned long i = 0; i < size; i++)
        ((unsigned char *)to)[i] = ((const unsigned char *)from)[i];
}

struct t2 f(int a0, int a1, int a2, int a3, struct t0 a4)
{
    copy(arrived_0, &a0, sizeof a0);
    copy(arrived_1, &a1, sizeof a1);
    copy(arrived_2, &a2, sizeof a2);
    copy(arrived_3, &a3, sizeof a3);
    copy(arrived_4, &a4, sizeof a4);
    struct t2 result;
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
    compare("argument 4", arrived_4, expected_4, mask_4, 12);
    compare("result", came_back, given, mask_of_result, 32);
    return wrong != 0;
}
