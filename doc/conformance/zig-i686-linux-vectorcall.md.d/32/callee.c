#undef __attribute__
struct t0 { };
__attribute__((vectorcall)) struct t0 f(void) __asm__("f");
unsigned char given[1] = {0};
unsigned char mask_of_result[1] = {0};
unsigned char came_back[1];
static void copy(void *to, const void *from, unsigned long size)
{
    for (unsigned long i = 0; i < size; i++)
        ((unsigned char *)to)[i] = ((const unsigned char *)from)[i];
}

__attribute__((vectorcall)) struct t0 f(void)
{
    struct t0 result;
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
    compare("result", came_back, given, mask_of_result, 0);
    return wrong != 0;
}
