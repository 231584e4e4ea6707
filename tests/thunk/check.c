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
#ifndef RET /* of a function that removes its arguments: how much */
#define RET ""
#define OFF "16"
#endif

/* The arguments take the first registers and 8 bytes of stack or more; `last` is read where the convention has it by C. */
#define EACH(X) X(good) X(general) X(vector) X(control) X(above) X(off) X86(X) SSE(X) NARROW(X) PARTIAL(X) POINTERS(X)
#if defined(__x86_64__) || defined(__i386__)
#define X86(X) X(direction) X(x87)
#else
#define X86(X)
#endif
#if defined(__x86_64__) || defined(SSE_IS_USED)
#define SSE(X) X(mxcsr)
#else
#define SSE(X)
#endif
#if defined(__x86_64__) || defined(__aarch64__)
#define NARROW(X) X(upper)
#else
#define NARROW(X)
#endif
#if defined(__arm__) || defined(__riscv)
#define PARTIAL(X) X(partial)
#else
#define PARTIAL(X)
#endif
#if defined(__riscv)
#define POINTERS(X) X(pointers)
#else
#define POINTERS(X)
#endif
struct three { char c[3]; };
#define DECLARE(name)                                                                                                       \
    ABI long long name(int a, double b, long c, long d, long e, char g, short h, int last);                                      \
    ABI long long name##_checked(int a, double b, long c, long d, long e, char g, short h, int last);                            \
    extern unsigned name##_checked_failures;
EACH(DECLARE)
ABI long long part_checked(struct three s, int last);
extern unsigned part_checked_failures;

#ifndef PREFIX /* of symbols */
#define PREFIX ""
#endif
#define TEXT(name, body) __asm__(".text\n.globl " PREFIX #name "\n" TYPE(name) PREFIX #name ":\n" body "\n")
#if defined(__arm__)
#define TYPE(name) ".syntax unified\n.arm\n.type " #name ", %function\n"
#else
#define TYPE(name) ""
#endif

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
#elif defined(__i386__)
#define ONE "mov $1, %eax\n xor %edx, %edx\n xor %ecx, %ecx\n ret" RET
TEXT(general, "mov $7, %ebx\n mov $7, %ebp\n" ONE);
TEXT(vector, "xorps %xmm5, %xmm5\n xorps %xmm7, %xmm7\n" ONE);
TEXT(direction, "std\n" ONE);
TEXT(x87, "fld1\n" ONE);
TEXT(control, "sub $4, %esp\n fnstcw (%esp)\n xorw $0xc00, (%esp)\n fldcw (%esp)\n add $4, %esp\n" ONE);
TEXT(mxcsr, "sub $4, %esp\n stmxcsr (%esp)\n xorl $0x8000, (%esp)\n ldmxcsr (%esp)\n add $4, %esp\n" ONE);
TEXT(above, "movl $0, 60(%esp)\n" ONE); /* in the guards of all conventions */
TEXT(off, "mov $1, %eax\n xor %edx, %edx\n xor %ecx, %ecx\n ret $" OFF);
#elif defined(__arm__)
#define ONE "mov r0, #1\n mov r1, #0\n bx lr"
TEXT(general, "mov r4, #7\n mov r10, #7\n" ONE);
TEXT(vector, "vmov d9, r0, r0\n vmov d7, r0, r0\n" ONE);
TEXT(control, "vmrs r12, fpscr\n eor r12, r12, #0x400000\n vmsr fpscr, r12\n" ONE);
TEXT(above, "mov r0, #0\n str r0, [sp, #60]\n" ONE);
TEXT(off, "sub sp, sp, #8\n" ONE);
TEXT(part, "mov r1, #0\n bx lr"); /* believes that a structure of three bytes fills its register */
#elif defined(__riscv)
TEXT(general, "li s0, 7\n li s11, 7\n li a0, 1\n ret");
TEXT(vector, "fmv.d.x fs1, zero\n fmv.d.x ft7, zero\n li a0, 1\n ret");
TEXT(control, "fsrmi 1\n li a0, 1\n ret");
TEXT(above, "sd zero, 56(sp)\n li a0, 1\n ret");
TEXT(off, "addi sp, sp, -16\n li a0, 1\n ret");
TEXT(pointers, "li gp, 7\n li tp, 7\n li a0, 1\n ret");
TEXT(part, "ret");
#else
TEXT(general, "mov x19, #7\n mov x27, #7\n mov x0, #1\n ret");
TEXT(vector, "movi v9.16b, #0\n movi v17.16b, #0\n mov x0, #1\n ret");
TEXT(control, "mrs x9, fpcr\n eor x9, x9, #0x400000\n msr fpcr, x9\n mov x0, #1\n ret");
TEXT(above, "str xzr, [sp, #40]\n mov x0, #1\n ret");
TEXT(upper, "ret");
TEXT(off, "mov x0, #1\n sub sp, sp, #16\n ret");
#endif
#if defined(__arm__) || defined(__riscv)
ABI long long partial(int a, double b, long c, long d, long e, char g, short h, int last)
{
    long long found = part_checked((struct three){{1, 2, 3}}, last);
    return a + (long)b + c + d + e + g + h + ((found & 0xffffff) == 0x30201 && found != 0x30201);
}
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
#define RUN_ONE(name) RUN(name, 1, 1);
    X86(RUN_ONE)
    SSE(RUN_ONE)
    RUN(control, 1, 1);
    RUN(above, 1, 1);
#define RUN_NARROW(name) RUN(name, 0, 0);
    NARROW(RUN_NARROW)
#define RUN_PARTIAL(name) RUN(name, 0, 29);
    PARTIAL(RUN_PARTIAL)
#define RUN_POINTERS(name) RUN(name, 2, 1);
    POINTERS(RUN_POINTERS)
    RUN(off, 1, 1);
    double still = kept[1] * 0.5;
    check(still == 0.5, "all", "floating point afterwards");
    printf("%d passed, %d failed, 0 skipped\n", passed, failed);
    return failed != 0;
}
