/*
 * cconv_call_checked on Windows: each rule of Microsoft's convention broken by one function is found and named, also as another
 * would break it without noticing (CVE-2023-4807: xmm6 to xmm15 cleared in the end), and what looks alike but is allowed is not.
 * With both engines.
 */
#include <callconv/exec.h>

#include <stdio.h>
#include <string.h>
#include <windows.h>

enum { THREADS = 4, ROUNDS = 200, ROOM = 16 };

static const char text[] = "int two(int, int); int seven(int, int, int, int, int, int, int); double mean(double, double, int);\n"
                           "struct big { long long v[5]; }; struct big turn(struct big, int); struct pair { long long a, b; };\n"
                           "struct pair swap(struct pair); long double half(long double);\n";
static cconv_unit *unit;
static cconv_code *code, *compiled;
static int passed, failed;
static __thread cconv_violation found[ROOM];

static void expect(int good, const char *what)
{
    good ? passed++ : failed++;
    if (!good)
        printf("FAILED %s\n", what);
}

/* ------------------------------------------------------- functions that break a rule */

#define CODE(name, text) __asm__(".text\n.globl " #name "\n" #name ":\n" text "\nret\n"); void name(void);

CODE(broken_rbx, "mov $1, %ebx")
CODE(broken_rbp, "xor %ebp, %ebp")
CODE(broken_rsi, "mov %ecx, %esi")
CODE(broken_rdi, "mov %edx, %edi")
CODE(broken_r12_half, "mov %r12d, %r12d")
CODE(broken_r13_byte, "inc %r13b")
CODE(broken_r14, "not %r14")
CODE(broken_r15_half, "mov %r15d, %r15d")
CODE(broken_xmm6, "pxor %xmm6, %xmm6")
CODE(broken_xmm7_half, "movq %xmm7, %xmm7")
CODE(broken_xmm9_lane, "addss %xmm9, %xmm9")
CODE(broken_xmm15_half, "movhlps %xmm0, %xmm15")
CODE(broken_all_vectors, "vzeroall")
CODE(broken_shadow, "movups %xmm0, 8(%rsp)\n movups %xmm0, 24(%rsp)\n movb $0, 40(%rsp)")
CODE(broken_argument_area, "movq $0, 64(%rsp)\n movb $0, 67(%rsp)")
CODE(broken_rsp, "pop %rax\n add $8, %rsp\n push %rax")
CODE(broken_direction, "std")
CODE(broken_mmx, "movd %ecx, %mm0")
CODE(broken_x87_left, "fldz")
CODE(broken_fpcr, "sub $8, %rsp\n fnstcw (%rsp)\n xorw $0x0c00, (%rsp)\n fldcw (%rsp)\n add $8, %rsp")
CODE(broken_mxcsr, "sub $8, %rsp\n stmxcsr (%rsp)\n xorl $0x8000, (%rsp)\n ldmxcsr (%rsp)\n add $8, %rsp")
CODE(broken_upper, "vpcmpeqd %ymm1, %ymm1, %ymm1")

/* ------------------------------------------------------------ and what only looks so */

CODE(clean_volatile, "mov $-1, %rcx\n mov $-1, %rdx\n mov $-1, %r8\n mov $-1, %r9\n mov $-1, %r10\n mov $-1, %r11\n"
                     "pcmpeqd %xmm0, %xmm0\n movaps %xmm0, %xmm1\n movaps %xmm0, %xmm2\n movaps %xmm0, %xmm3\n"
                     "movaps %xmm0, %xmm4\n movaps %xmm0, %xmm5\n mov $7, %eax")
CODE(clean_shadow, "movups %xmm0, 8(%rsp)\n movups %xmm0, 24(%rsp)\n mov $7, %eax")
CODE(clean_saves, "push %rbx\n push %rsi\n push %rdi\n sub $64, %rsp\n movups %xmm6, (%rsp)\n movups %xmm15, 16(%rsp)\n"
                  "xor %ebx, %ebx\n xor %esi, %esi\n xor %edi, %edi\n pxor %xmm6, %xmm6\n pxor %xmm15, %xmm15\n"
                  "movups (%rsp), %xmm6\n movups 16(%rsp), %xmm15\n add $64, %rsp\n pop %rdi\n pop %rsi\n pop %rbx\n mov $7, %eax")
CODE(clean_direction, "std\n cld\n mov $7, %eax")
CODE(clean_states, "sub $8, %rsp\n stmxcsr (%rsp)\n xorl $0x3f, (%rsp)\n ldmxcsr (%rsp)\n fldz\n fstp %st(0)\n"
                   "movd %ecx, %mm0\n emms\n add $8, %rsp\n mov $7, %eax")
CODE(clean_upper, "vpcmpeqd %ymm1, %ymm1, %ymm1\n vzeroupper\n mov $7, %eax")
CODE(clean_arguments, "movq $0, 40(%rsp)\n movq $0, 48(%rsp)\n movq $0, 56(%rsp)\n mov $7, %eax")
CODE(clean_system_v, "pxor %xmm6, %xmm6\n mov %edi, %eax\n add %esi, %eax\n xor %edi, %edi\n xor %esi, %esi")

/* ------------------------------------------------------------------------ calling */

static cconv_plan *plan_of(const char *name, const char *abi)
{
    for (size_t i = 0; i < cconv_unit_function_count(unit); i++) {
        const cconv_signature *signature = cconv_unit_function(unit, i);
        cconv_plan *plan = NULL;
        if (!strcmp(cconv_signature_name(signature), name)
            && !cconv_plan_new(cconv_convention_find(abi, cconv_convention_target(cconv_convention_host())), signature, NULL, &plan, NULL))
            return plan;
    }
    return NULL;
}

/* How many violations; -1 for an error. */
static int check(const char *name, const char *abi, cconv_function function, void *result, void *const *arguments)
{
    cconv_plan *plan = plan_of(name, abi);
    cconv_error error;
    size_t count = 0;
    int status = plan ? (int)cconv_call_checked(code, plan, function, result, arguments, found, ROOM, &count, &error) : -1;
    if (status)
        printf("FAILED %s of %s: %s\n", name, abi, plan ? error.message : "no plan");
    cconv_plan_free(plan);
    return status ? -1 : (int)count;
}

static int check_ints(const char *abi, cconv_function function, int *result)
{
    int v[7] = {3, 4, 5, 6, 7, 8, 9};
    return check("seven", abi, function, result, (void *[]){v, v + 1, v + 2, v + 3, v + 4, v + 5, v + 6});
}

static int check_two(const char *abi, cconv_function function, int *result)
{
    int a = 3, b = 4;
    return check("two", abi, function, result, (void *[]){&a, &b});
}

static void one(const char *abi, cconv_function function, cconv_violation_kind kind, const char *reg)
{
    int result, count = check_two(abi, function, &result);
    expect(count == 1 && found[0].kind == kind && !strcmp(found[0].reg, reg), reg);
    if (count != 1)
        printf("    %d of %s by %s: %s\n", count, reg, abi, count > 0 ? cconv_violation_name(found[0].kind) : "none");
}

static void test_registers(void)
{
    static const struct {
        cconv_function function;
        const char *reg;
    } broken[] = {{broken_rbx, "rbx"}, {broken_rbp, "rbp"}, {broken_rsi, "rsi"}, {broken_rdi, "rdi"}, {broken_r12_half, "r12"},
                  {broken_r13_byte, "r13"}, {broken_r14, "r14"}, {broken_r15_half, "r15"}, {broken_xmm6, "xmm6"},
                  {broken_xmm7_half, "xmm7"}, {broken_xmm9_lane, "xmm9"}, {broken_xmm15_half, "xmm15"}};
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++)
        one("win64", broken[i].function, CCONV_REGISTER_NOT_PRESERVED, broken[i].reg);
    one("sysv", broken_rbx, CCONV_REGISTER_NOT_PRESERVED, "rbx");
    if (!__builtin_cpu_supports("avx2"))
        return;
    int result;
    expect(check_two("win64", broken_all_vectors, &result) == 10, "xmm6 to xmm15 cleared");
    for (int i = 0; i < 10; i++)
        expect(found[i].kind == CCONV_REGISTER_NOT_PRESERVED && !strncmp(found[i].reg, "xmm", 3) && !found[i].found, "each by name");
}

static void test_rest(void)
{
    int result;
    one("win64", broken_shadow, CCONV_STACK_OVERWRITTEN, "rsp");
    expect(found[0].expected == 32 && found[0].found == 32, "where the shadow space ends");
    expect(check_ints("win64", broken_argument_area, &result) == 1 && found[0].kind == CCONV_STACK_OVERWRITTEN
               && found[0].expected == 56 && found[0].found == 56, "where the arguments end");
    one("win64", broken_rsp, CCONV_STACK_POINTER_OFF, "rsp");
    expect(found[0].found - found[0].expected == 8, "how far it is off");
    one("win64", broken_direction, CCONV_DIRECTION_FLAG, "rflags");
    one("win64", broken_mmx, CCONV_X87_STATE, "st0");
    one("win64", broken_x87_left, CCONV_X87_STATE, "st0");
    one("win64", broken_fpcr, CCONV_X87_CONTROL, "fpcr");
    one("win64", broken_mxcsr, CCONV_MXCSR, "mxcsr");
    if (__builtin_cpu_supports("avx2"))
        one("win64", broken_upper, CCONV_UPPER_HALVES_DIRTY, "ymm");
}

static void test_clean(void)
{
    static const cconv_function clean[] = {clean_volatile, clean_shadow, clean_saves, clean_direction, clean_states, clean_upper};
    for (size_t i = 0; i < sizeof clean / sizeof *clean - !__builtin_cpu_supports("avx2"); i++) {
        int result = 0;
        expect(check_two("win64", clean[i], &result) == 0 && result == 7, "what is allowed");
    }
    int result = 0;
    expect(check_ints("win64", clean_arguments, &result) == 0 && result == 7, "stack arguments are the function's own");
    expect(check_two("sysv", clean_system_v, &result) == 0 && result == 7, "xmm6, rsi and rdi under System V");
}

/* --------------------------------------------------------------- compiled functions */

struct big { long long v[5]; };
struct pair { long long a, b; };

static struct big turn(struct big b, int n)
{
    for (int i = 0; i < 5; i++)
        b.v[i] += n;
    return b;
}

static double mean(double a, double b, int n)
{
    return (a + b) / n;
}

static long double half(long double x)
{
    return x / 2;
}

static void swap(void *user, void *result, void *const *arguments)
{
    const struct pair *from = arguments[0];
    (void)user;
    *(struct pair *)result = (struct pair){from->b, from->a};
}

static void test_compiled(void)
{
    struct big b = {{1, 2, 3, 4, 5}}, turned = {{0}};
    double x = 3, y = 4, average = 0;
    long double whole = 3, halved = 0;
    int n = 2;
    expect(check("turn", "win64", (cconv_function)turn, &turned, (void *[]){&b, &n}) == 0 && turned.v[4] == 7 && b.v[4] == 5,
           "a struct in and out");
    expect(check("mean", "win64", (cconv_function)mean, &average, (void *[]){&x, &y, &n}) == 0 && average == 3.5, "doubles");
    expect(check("half", "win64", (cconv_function)half, &halved, (void *[]){&whole}) == 0 && halved == 1.5, "long double");
}

/* Functions of every other convention, made by the library; their results are in many registers. */
static void test_conventions(void)
{
    const cconv_target *target = cconv_convention_target(cconv_convention_host());
    struct pair p = {5, 6};
    for (size_t i = 0; i < cconv_convention_count(); i++) {
        const cconv_convention *convention = cconv_convention_at(i);
        cconv_plan *plan = NULL;
        cconv_callback *callback = NULL;
        if (!cconv_convention_accepts(convention, target) || cconv_convention_syscall(convention))
            continue;
        const char *abi = cconv_convention_name(convention);
        plan = plan_of("swap", abi);
        if (plan && !cconv_callback_new(compiled, plan, swap, NULL, &callback, NULL)) {
            struct pair result = {0, 0};
            int count = check("swap", abi, cconv_callback_function(callback), &result, (void *[]){&p});
            expect(count == 0 && result.a == 6 && result.b == 5, abi);
        }
        cconv_callback_free(callback);
        cconv_plan_free(plan);
    }
}

/* A function that is checked calls another that is, and breaks its own rule afterwards. */
static int inner_count;

static int nests(int a, int b)
{
    int result;
    inner_count = check_two("win64", broken_rdi, &result);
    __asm__ volatile("std");
    return a + b;
}

static DWORD WINAPI work(void *argument)
{
    const int odd = (uintptr_t)argument & 1;
    for (int i = 0; i < ROUNDS; i++) {
        int result = 0, count = check_two("win64", odd ? broken_xmm6 : clean_saves, &result);
        if (count != odd || (odd && strcmp(found[0].reg, "xmm6")) || (!odd && result != 7))
            return 1;
    }
    return 0;
}

static void test_threads(void)
{
    HANDLE threads[THREADS];
    int wrong = 0, result = 0;
    expect(check_two("win64", (cconv_function)nests, &result) == 1 && found[0].kind == CCONV_DIRECTION_FLAG && inner_count == 1
               && result == 7, "one inside another");
    for (uintptr_t i = 0; i < THREADS; i++)
        threads[i] = CreateThread(NULL, 0, work, (void *)i, 0, NULL);
    for (int i = 0; i < THREADS; i++) {
        DWORD status = 1;
        WaitForSingleObject(threads[i], INFINITE);
        GetExitCodeThread(threads[i], &status);
        CloseHandle(threads[i]);
        wrong += status != 0;
    }
    expect(wrong == 0, "threads");
}

static void test_engine(cconv_code *engine)
{
    code = engine;
    test_registers();
    test_rest();
    test_clean();
    test_compiled();
    test_conventions();
    test_threads();
}

int main(void)
{
    cconv_context *context = NULL;
    cconv_code *code_free = NULL;
    const cconv_code_options options = {.engine = CCONV_ENGINE_CODE_FREE};
    cconv_error error;
    if (cconv_context_new(NULL, &context, &error) || cconv_parse(context, text, sizeof text - 1, NULL, &unit, &error)
        || cconv_code_new(NULL, &compiled, &error) || cconv_code_new(&options, &code_free, &error)) {
        printf("%s\n0 passed, 1 failed, 0 skipped\n", error.message);
        return 1;
    }
    test_engine(compiled);
    test_engine(code_free);
    cconv_code_free(code_free);
    cconv_code_free(compiled);
    cconv_context_free(context);
    printf("%d passed, %d failed, 0 skipped\n", passed, failed);
    return failed != 0;
}
