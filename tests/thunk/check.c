/* Functions that keep their convention and such that break it, through what `callconv thunk check-wrapper` wrote. */
#include <stdio.h>
#include <string.h>

#ifndef ABI
#define ABI
#endif
#if defined(MS)
#define KEPT "%rsi"
#define ABOVE "96"
#else
#define KEPT "%r12"
#define ABOVE "40"
#endif

/* The arguments take the first registers and 8 bytes of stack or more; `last` is read where the convention has it by C. */
#define EACH(X) X(good) X(general) X(vector) X(control) X(above) X(upper) X(off) X86(X)
#if defined(__x86_64__)
#define X86(X) X(direction) X(x87) X(mxcsr)
#else
#define X86(X)
#endif
#define DECLARE(name)                                                                                                       \
    ABI long long name(int a, double b, long c, long d, long e, char g, short h, int last);                                      \
    ABI long long name##_checked(int a, double b, long c, long d, long e, char g, short h, int last);                            \
    extern unsigned name##_checked_failures;
EACH(DECLARE)

#define TEXT(name, body) __asm__(".text\n.globl " #name "\n" #name ":\n" body "\n")

ABI long long good(int a, double b, long c, long d, long e, char g, short h, int last)
{
    return a + (long)b + c + d + e + g + h + last;
}
#if defined(__x86_64__)
TEXT(general, "mov $7, %rbx\n mov $7, " KEPT "\n mov $1, %eax\n ret");
TEXT(vector, "xorps %xmm7, %xmm7\n xorps %xmm15, %xmm15\n mov $1, %eax\n ret");
TEXT(direction, "std\n mov $1, %eax\n ret");
TEXT(x87, "fld1\n mov $1, %eax\n ret");
TEXT(control, "sub $8, %rsp\n fnstcw (%rsp)\n xorw $0xc00, (%rsp)\n fldcw (%rsp)\n add $8, %rsp\n mov $1, %eax\n ret");
TEXT(mxcsr, "sub $8, %rsp\n stmxcsr (%rsp)\n xorl $0x8000, (%rsp)\n ldmxcsr (%rsp)\n add $8, %rsp\n mov $1, %eax\n ret");
TEXT(above, "movq $0, " ABOVE "(%rsp)\n mov $1, %eax\n ret"); /* in the guards of both conventions */
#if defined(MS)
TEXT(upper, "mov %rcx, %rax\n ret"); /* believes that a is extended */
#else
TEXT(upper, "mov %rdi, %rax\n ret");
#endif
TEXT(off, "mov $1, %eax\n ret $16");
#else
TEXT(general, "mov x19, #7\n mov x27, #7\n mov x0, #1\n ret");
TEXT(vector, "movi v9.16b, #0\n movi v17.16b, #0\n mov x0, #1\n ret");
TEXT(control, "mrs x9, fpcr\n eor x9, x9, #0x400000\n msr fpcr, x9\n mov x0, #1\n ret");
TEXT(above, "str xzr, [sp, #40]\n mov x0, #1\n ret");
TEXT(upper, "ret");
TEXT(off, "mov x0, #1\n sub sp, sp, #16\n ret");
#endif

static int failed, passed;

static void check(int is_good, const char *name, const char *what)
{
    is_good ? passed++ : failed++;
    if (!is_good)
        printf("FAILED: %s: %s\n", name, what);
}

static volatile long kept[12];

/* `broken`: how much is expected. What is the caller's is so afterwards. */
#define RUN(name, broken, wanted)                                                                                           \
    do {                                                                                                                    \
        long before[12], sum = 0;                                                                                           \
        for (int i = 0; i < 12; i++)                                                                                        \
            before[i] = kept[i];                                                                                            \
        long long result = name##_checked(1, 2.5, 3, 4, 5, 6, 7, 8);                                                             \
        for (int i = 0; i < 12; i++)                                                                                        \
            sum += before[i] == i;                                                                                          \
        check(name##_checked_failures == (broken), #name, "how much is broken");                                           \
        check((wanted) ? result == (wanted) : (result & 0xffffffff) == 1 && result != 1, #name, "the result");              \
        check(sum == 12, #name, "the caller's registers");                                                                 \
    } while (0)

int main(void)
{
    for (int i = 0; i < 12; i++)
        kept[i] = i;
    RUN(good, 0, 36);
    RUN(general, 2, 1);
    RUN(vector, VECTORS_BROKEN, 1);
#if defined(__x86_64__)
    RUN(direction, 1, 1);
    RUN(x87, 1, 1);
    RUN(mxcsr, 1, 1);
#endif
    RUN(control, 1, 1);
    RUN(above, 1, 1);
    RUN(upper, 0, 0);
    RUN(off, 1, 1);
    double still = kept[1] * 0.5;
    check(still == 0.5, "all", "floating point afterwards");
    printf("%d passed, %d failed, 0 skipped\n", passed, failed);
    return failed != 0;
}
