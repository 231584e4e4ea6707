/*
 * cconv_call_checked on other machines than x86-64: finds what broken_<machine>.S breaks, each by its kind and register, and
 * nothing where nothing is broken.
 */
#include <callconv/exec.h>

#include <fenv.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

enum { CLEAN = -1, OTHER = -2 }; /* nothing is broken, and 3 + 4 is returned; the same, and something else */

struct expected {
    const char *name;
    cconv_function function;
    int kind;                    /* cconv_violation_kind, CLEAN or OTHER */
    const char *reg, *convention, *prototype;
};

#define PRESERVED(name) IS(name, CCONV_REGISTER_NOT_PRESERVED, #name, "c", "two")
#define TWO(name, kind, reg) IS(name, kind, reg, "c", "two")

#if defined(__aarch64__)
#define CASES \
    TWO(scratch, CLEAN, "") TWO(keeps, CLEAN, "") PRESERVED(x19) PRESERVED(x20) PRESERVED(x21) PRESERVED(x22) PRESERVED(x23) \
    PRESERVED(x24) PRESERVED(x25) PRESERVED(x26) PRESERVED(x27) PRESERVED(x28) PRESERVED(x29) PRESERVED(v8) PRESERVED(v9) \
    PRESERVED(v10) PRESERVED(v11) PRESERVED(v12) PRESERVED(v13) PRESERVED(v14) PRESERVED(v15) \
    TWO(x19_half, CCONV_REGISTER_NOT_PRESERVED, "x19") TWO(sp_up, CCONV_STACK_POINTER_OFF, "sp") \
    TWO(sp_down, CCONV_STACK_POINTER_OFF, "sp") TWO(fpcr, CCONV_FLOATING_CONTROL, "fpcr") TWO(above, CCONV_STACK_OVERWRITTEN, "sp") \
    IS(own, OTHER, "", "c", "many") IS(beyond, CCONV_STACK_OVERWRITTEN, "sp", "c", "many") \
    IS(zeros, OTHER, "", "c", "byte") IS(ones, OTHER, "", "c", "byte") \
    IS(zeros, CCONV_RESULT_NOT_EXTENDED, "x0", "darwin", "byte") IS(ones, OTHER, "", "darwin", "byte")
#define POISONED broken_x9
#elif defined(__riscv)
#define CASES \
    TWO(scratch, CLEAN, "") TWO(keeps, CLEAN, "") PRESERVED(s0) PRESERVED(s1) PRESERVED(s2) PRESERVED(s3) PRESERVED(s4) \
    PRESERVED(s5) PRESERVED(s6) PRESERVED(s7) PRESERVED(s8) PRESERVED(s9) PRESERVED(s10) PRESERVED(s11) PRESERVED(gp) PRESERVED(tp) \
    PRESERVED(fs0) PRESERVED(fs1) PRESERVED(fs2) PRESERVED(fs3) PRESERVED(fs4) PRESERVED(fs5) PRESERVED(fs6) PRESERVED(fs7) \
    PRESERVED(fs8) PRESERVED(fs9) PRESERVED(fs10) PRESERVED(fs11) TWO(s1_half, CCONV_REGISTER_NOT_PRESERVED, "s1") \
    TWO(sp_up, CCONV_STACK_POINTER_OFF, "sp") TWO(sp_down, CCONV_STACK_POINTER_OFF, "sp") TWO(fcsr, CCONV_FLOATING_CONTROL, "fcsr") \
    TWO(above, CCONV_STACK_OVERWRITTEN, "sp") IS(own, OTHER, "", "c", "many") IS(beyond, CCONV_STACK_OVERWRITTEN, "sp", "c", "many") \
    IS(zeros, CCONV_RESULT_NOT_EXTENDED, "a0", "c", "byte") IS(ones, OTHER, "", "c", "byte")
#define POISONED broken_t3
#elif defined(__arm__)
#define CASES \
    TWO(scratch, CLEAN, "") TWO(keeps, CLEAN, "") TWO(thumb, CLEAN, "") PRESERVED(r4) PRESERVED(r5) PRESERVED(r6) PRESERVED(r7) \
    PRESERVED(r8) PRESERVED(r9) PRESERVED(r10) PRESERVED(r11) PRESERVED(d8) PRESERVED(d9) PRESERVED(d10) PRESERVED(d11) \
    PRESERVED(d12) PRESERVED(d13) PRESERVED(d14) PRESERVED(d15) TWO(s17, CCONV_REGISTER_NOT_PRESERVED, "d8") \
    TWO(thumb_r4, CCONV_REGISTER_NOT_PRESERVED, "r4") TWO(sp_up, CCONV_STACK_POINTER_OFF, "sp") \
    TWO(sp_down, CCONV_STACK_POINTER_OFF, "sp") TWO(fpscr, CCONV_FLOATING_CONTROL, "fpscr") TWO(above, CCONV_STACK_OVERWRITTEN, "sp") \
    IS(own, OTHER, "", "c", "many") IS(beyond, CCONV_STACK_OVERWRITTEN, "sp", "c", "many") \
    IS(zeros, CCONV_RESULT_NOT_EXTENDED, "r0", "c", "byte") IS(ones, OTHER, "", "c", "byte")
#define POISONED broken_r3
#elif defined(__i386__)
#define CASES \
    TWO(scratch, CLEAN, "") TWO(keeps, CLEAN, "") PRESERVED(ebx) PRESERVED(esi) PRESERVED(edi) PRESERVED(ebp) \
    TWO(direction, CCONV_DIRECTION_FLAG, "eflags") TWO(mmx, CCONV_X87_STATE, "st0") TWO(x87, CCONV_X87_STATE, "st0") \
    TWO(fpcr, CCONV_X87_CONTROL, "fpcr") TWO(mxcsr, CCONV_MXCSR, "mxcsr") TWO(upper, CCONV_UPPER_HALVES_DIRTY, "ymm") \
    TWO(pops_4, CCONV_STACK_POINTER_OFF, "esp") TWO(pops_8, CCONV_STACK_POINTER_OFF, "esp") \
    TWO(pops_256, CCONV_STACK_POINTER_OFF, "esp") TWO(sp_down, CCONV_STACK_POINTER_OFF, "esp") \
    IS(pops_8, CLEAN, "", "stdcall", "two") IS(pops_0, CCONV_STACK_POINTER_OFF, "esp", "stdcall", "two") \
    IS(pops_4, CCONV_STACK_POINTER_OFF, "esp", "stdcall", "two") IS(pops_12, CCONV_STACK_POINTER_OFF, "esp", "stdcall", "two") \
    IS(pops_256, CCONV_STACK_POINTER_OFF, "esp", "stdcall", "two") IS(edi, CCONV_REGISTER_NOT_PRESERVED, "edi", "fastcall", "two") \
    IS(fast, CLEAN, "", "fastcall", "two") IS(pops_8, CCONV_STACK_POINTER_OFF, "esp", "fastcall", "two") \
    IS(structure, OTHER, "", "c", "returns") IS(structure_stays, CCONV_STACK_POINTER_OFF, "esp", "c", "returns") \
    IS(structure, CCONV_STACK_POINTER_OFF, "esp", "x86_win", "returns") IS(structure_stays, OTHER, "", "x86_win", "returns") \
    IS(regcall_xmm5, CCONV_REGISTER_NOT_PRESERVED, "xmm5", "regcall", "two") \
    IS(regcall_edi, CCONV_REGISTER_NOT_PRESERVED, "edi", "regcall", "two") IS(regcall_xmm3, CLEAN, "", "regcall", "two") \
    TWO(above, CCONV_STACK_OVERWRITTEN, "esp") IS(own, OTHER, "", "c", "many") IS(beyond, CCONV_STACK_OVERWRITTEN, "esp", "c", "many")
#define POISONED broken_ecx
#endif

#define IS(name, kind, reg, convention, prototype) void broken_##name(void);
CASES
#undef IS
void broken_nothing(void), broken_narrow(void), POISONED(void);
#define IS(name, kind, reg, convention, prototype) {#name, broken_##name, kind, reg, convention, prototype},
static const struct expected all[] = {{"nothing", broken_nothing, CLEAN, "", "c", "two"}, CASES};

static const char text[] =
    "int two(int, int); int narrow(unsigned char); struct five { int v[5]; }; struct five returns(int);"
    "int many(int, int, int, int, int, int, int, int, int, int, int, int, unsigned char);"
    "int deep(int); signed char byte(int);"
    "struct large { char bytes[100000]; }; int large(struct large, int);";

static cconv_unit *unit;
static cconv_code *code;
static unsigned passed, failed, skipped;

static void hold(int holds, const char *what)
{
    if (!holds)
        printf("FAILED %s\n", what);
    *(holds ? &passed : &failed) += 1;
}

static cconv_plan *plan_of(const char *name, const char *convention)
{
    cconv_plan *plan = NULL;
    for (size_t i = 0; i < cconv_unit_function_count(unit); i++)
        if (!strcmp(cconv_signature_name(cconv_unit_function(unit, i)), name))
            cconv_plan_new(cconv_convention_find(convention, NULL), cconv_unit_function(unit, i), NULL, &plan, NULL);
    return plan;
}

/* ---------------------------------------------------------------------- broken */

static void test_case(const struct expected *expected)
{
    int values[12] = {3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14}, result[5] = {0}, rounding = fegetround();
    unsigned char last = 1;
    void *arguments[13];
    cconv_violation found = {0};
    cconv_error error = {0};
    size_t count = 99;
    char what[256];
    for (int i = 0; i < 12; i++)
        arguments[i] = &values[i];
    arguments[12] = &last;
    cconv_plan *plan = plan_of(expected->prototype, expected->convention);
    if (cconv_call_checked(code, plan, expected->function, result, arguments, &found, 1, &count, &error))
        printf("%s\n", error.message);
    snprintf(what, sizeof what, "%s, %s: %d violations: %s of %s: %llx for %llx; result %d", expected->name, expected->convention,
             (int)count, count ? cconv_violation_name(found.kind) : "-", count ? found.reg : "-", (unsigned long long)found.found,
             (unsigned long long)found.expected, result[0]);
    if (expected->kind < 0)
        hold(count == 0 && (expected->kind == OTHER || result[0] == 7), what);
    else
        hold(count == 1 && (int)found.kind == expected->kind && !strcmp(found.reg, expected->reg), what);
    hold(fegetround() == rounding && 0.1 + 0.2 > 0.3, "floating point goes on as before");
    cconv_plan_free(plan);
}

/* -------------------------------------------------------------------- poisoned */

static int call_one(const char *name, cconv_function function, void *argument, size_t *count)
{
    int result = 0;
    void *arguments[] = {argument, argument};
    cconv_plan *plan = plan_of(name, "c");
    cconv_call_checked(code, plan, function, &result, arguments, NULL, 0, count, NULL);
    cconv_plan_free(plan);
    return result;
}

/* What the convention promises is there, and nothing but that. */
static void test_poison(void)
{
    size_t count = 0;
    int one = 1;
    unsigned char byte = 200;
    cconv_plan *plan = plan_of("narrow", "c");
    int promised = cconv_plan_argument(plan, 0)->extended_to >= 4;
    cconv_plan_free(plan);
    hold((call_one("narrow", broken_narrow, &byte, &count) == 0) == promised && count == 0, "what is above a narrow argument");
    int poison = call_one("two", POISONED, &one, &count);
    hold(((unsigned)poison >> 8 == 0x00c0de || (unsigned)poison >> 8 == 0xdeadc0) && count == 0, "a register that carries nothing");
}

/* ---------------------------------------------------------------------- nested */

static int deep(int n)
{
    size_t count = 0;
    int less = n - 1;
    if (n == 0)
        return 1;
    int result = call_one("deep", (cconv_function)deep, &less, &count);
    return count ? -1000 : result + 1;
}

/* A checked function makes checked calls, some of functions that break something. */
static int breaks(int a, int b)
{
    int values[] = {a, b};
    cconv_violation found;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (!strcmp(all[i].prototype, "two") && !strcmp(all[i].convention, "c")) {
            cconv_plan *plan = plan_of("two", "c");
            size_t count;
            int result;
            cconv_call_checked(code, plan, all[i].function, &result, (void *[]){&values[0], &values[1]}, &found, 1, &count, NULL);
            cconv_plan_free(plan);
        }
    return a + b;
}

static void test_nested(void)
{
    size_t count = 0;
    int n = 10, result = call_one("deep", (cconv_function)deep, &n, &count);
    hold(result == 11 && count == 0, "calls inside calls");
    result = call_one("two", (cconv_function)breaks, &n, &count);
    hold(result == 20 && count == 0, "broken calls inside a good one");
}

/* --------------------------------------------------------------- large, and many */

struct large { char bytes[100000]; };

static int large(struct large value, int n)
{
    int sum = n;
    for (size_t i = 0; i < sizeof value.bytes; i += 4096)
        sum += value.bytes[i];
    memset(&value, 1, sizeof value);   /* its own copy */
    return sum + value.bytes[7] - 1;
}

static void test_large(void)
{
    static struct large value;
    int n = 5, result = 0;
    size_t count = 99;
    memset(&value, 3, sizeof value);
    cconv_plan *plan = plan_of("large", "c");
    cconv_call_checked(code, plan, (cconv_function)large, &result, (void *[]){&value, &n}, NULL, 0, &count, NULL);
    hold(count == 0 && result == 5 + 25 * 3 && value.bytes[99999] == 3, "a large argument");
    cconv_plan_free(plan);
}

static void *call_many(void *wrong)
{
    cconv_plan *plan = plan_of("two", "c");
    for (int i = 0; i < 500; i++) {
        int j = i + 1, result = 0;
        size_t count = 99;
        void *arguments[] = {&i, &j};
        cconv_call_checked(code, plan, i % 2 ? all[2].function : broken_nothing, &result, arguments, NULL, 0, &count, NULL);
        *(int *)wrong += count != 0 || result != i + j;
    }
    cconv_plan_free(plan);
    return NULL;
}

static void test_threads(void)
{
    enum { THREADS = 4 };
    pthread_t threads[THREADS];
    int wrong[THREADS] = {0}, started = 0, sum = 0;
    for (int i = 0; i < THREADS; i++)
        started += !pthread_create(&threads[i], NULL, call_many, &wrong[i]);
    for (int i = 0; i < started; i++) {
        pthread_join(threads[i], NULL);
        sum += wrong[i];
    }
    hold(started == THREADS && sum == 0, "from many threads");
}

static void test_engine(cconv_engine engine)
{
    const cconv_code_options options = {.engine = engine};
    cconv_error error;
    if (cconv_code_new(&options, &code, &error)) {
        hold(0, error.message);
        return;
    }
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
#if defined(__i386__)
        if (all[i].kind == CCONV_UPPER_HALVES_DIRTY && !__builtin_cpu_supports("avx2")) {
            printf("skipped: no AVX2\n");
            skipped++;
            continue;
        }
#endif
        test_case(&all[i]);
    }
    test_poison();
    test_nested();
    test_large();
    test_threads();
    cconv_code_free(code);
}

int main(void)
{
    cconv_context *context = NULL;
    cconv_error error;
    if (cconv_context_new(NULL, &context, &error) || cconv_parse(context, text, sizeof text - 1, NULL, &unit, &error))
        return printf("%s\n0 passed, 1 failed, 0 skipped\n", error.message), 1;
    test_engine(CCONV_ENGINE_COMPILED);
    test_engine(CCONV_ENGINE_CODE_FREE);
    cconv_context_free(context);
    printf("%u passed, %u failed, %u skipped\n", passed, failed, skipped);
    return failed != 0;
}
