#undef __attribute__
typedef int t0 __attribute__((vector_size(32)));
t0 f(void);
unsigned char given[32] = {0x51, 0xa4, 0xb3, 0x9c, 0xa9, 0xc5, 0x0f, 0x5f, 0x62, 0x10, 0x01, 0x26, 0x79, 0x54, 0x05, 0xe3, 0xbe, 0xc0, 0xd6, 0xe3, 0x6f, 0x8a, 0xa9, 0x9a, 0x0a, 0x92, 0x03, 0x14, 0x4c, 0xfa, 0x7a, 0xff};
unsigned char mask_of_result[32] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff};
unsigned char came_back[33];
static void copy(void *to, const void *from, unsigned long size)
{
    for (unsigned long i = 0; i < size; i++)
        ((unsigned char *)to)[i] = ((const unsigned char *)from)[i];
}

t0 f(void)
{
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
    compare("result", came_back, given, mask_of_result, 32);
    return wrong != 0;
}
