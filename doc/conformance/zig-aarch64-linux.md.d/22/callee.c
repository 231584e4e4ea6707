#undef __attribute__
typedef int t0 __attribute__((vector_size(16)));
typedef int t1 __attribute__((vector_size(16)));
struct t2 { t0 m0; t1 m1; };
struct t2 f(void);
unsigned char given[32] = {0x04, 0x88, 0x42, 0x8f, 0x01, 0xdd, 0xde, 0x9f, 0x52, 0xff, 0xc2, 0x63, 0xd2, 0x1b, 0x85, 0x1f, 0x6f, 0x2c, 0xb6, 0x7e, 0x02, 0x1d, 0xce, 0x2c, 0xdf, 0x99, 0x2b, 0x2c, 0xe3, 0x07, 0x06, 0x0e};
unsigned char mask_of_result[32] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff};
unsigned char came_back[33];
static void copy(void *to, const void *from, unsigned long size)
{
    for (unsigned long i = 0; i < size; i++)
        ((unsigned char *)to)[i] = ((const unsigned char *)from)[i];
}

struct t2 f(void)
{
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
    compare("result", came_back, given, mask_of_result, 32);
    return wrong != 0;
}
