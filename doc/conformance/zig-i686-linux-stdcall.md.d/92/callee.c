#undef __attribute__
typedef int t0 __attribute__((vector_size(32)));
__attribute__((stdcall)) t0 f(int);
unsigned char sent_0[4] = {0xff, 0x51, 0xbc, 0xda};
unsigned char expected_0[4] = {0xff, 0x51, 0xbc, 0xda};
unsigned char mask_0[4] = {0xff, 0xff, 0xff, 0xff};
unsigned char arrived_0[5];
unsigned char given[32] = {0x1f, 0x98, 0xe0, 0xa6, 0x3f, 0xc5, 0x33, 0xd3, 0x75, 0xa0, 0x8f, 0x52, 0x77, 0xfc, 0x17, 0x1f, 0x25, 0xf6, 0x52, 0x3d, 0x94, 0xae, 0xe9, 0x24, 0xf6, 0xf2, 0xc7, 0xc0, 0xcd, 0x6e, 0x02, 0x51};
unsigned char mask_of_result[32] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff};
unsigned char came_back[33];
static void copy(void *to, const void *from, unsigned long size)
{
    for (unsigned long i = 0; i < size; i++)
        ((unsigned char *)to)[i] = ((const unsigned char *)from)[i];
}

__attribute__((stdcall)) t0 f(int a0)
{
    copy(arrived_0, &a0, sizeof a0);
    t0 result;
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
    compare("result", came_back, given, mask_of_result, 32);
    return wrong != 0;
}
