/* cconv_call_checked finds what broken_x86_64.S breaks, and nothing where nothing is broken. */
#include "../unit/run_tests.h"

#include <callconv/exec.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define BROKEN(F)                                                                                                      \
    F(broken_nothing) F(broken_rbx) F(broken_r15_half) F(broken_rsp) F(broken_direction) F(broken_mmx) F(broken_fpcr)  \
    F(broken_mxcsr) F(broken_upper) F(broken_guard) F(broken_xmm6) F(broken_xmm15_half) F(broken_rdi) F(broken_shadow) \
    F(trusts_upper) F(broken_scratch) F(broken_scratch_wide) F(broken_upper_zmm) F(trusts_k) F(trusts_zmm31) F(broken_rbp)   \
    F(broken_r12) F(broken_r13) F(broken_r14) F(broken_rsp_down) F(broken_x87) F(broken_own) F(broken_beyond)          \
    F(broken_slot) F(broken_rcx) F(broken_xmm9) F(broken_r11)                                   \
    F(broken_takes_st0) F(broken_leaves_st0) F(broken_returns_st0)
#define DECLARE(name) void name(void);
BROKEN(DECLARE)

static const char text[] = "int two(int, int); long double extended(long double); long drop(long double); struct large { char bytes[100000]; }; int large(struct large, int); struct big { long v[5]; };"
                           "struct big turn(struct big, int); typedef float quad __attribute__((vector_size(16)));"
                           "quad vectors(quad, double, int); int many(int, int, int, int, int, int, int, int, signed char);";

static cconv_context *context;
static cconv_unit *unit;
static cconv_code *code;

static int set_up(void **state)
{
    (void)state;
    return cconv_context_new(NULL, &context, NULL) || cconv_parse(context, text, sizeof text - 1, NULL, &unit, NULL)
           || cconv_code_new(NULL, &code, NULL);
}

static int tear_down(void **state)
{
    (void)state;
    cconv_code_free(code);
    cconv_context_free(context);
    return 0;
}

static cconv_plan *plan_of(const char *name, const char *abi)
{
    for (size_t i = 0; i < cconv_unit_function_count(unit); i++) {
        cconv_plan *plan = NULL;
        if (strcmp(cconv_signature_name(cconv_unit_function(unit, i)), name))
            continue;
        assert_int_equal(cconv_plan_new(cconv_convention_find(abi, NULL), cconv_unit_function(unit, i), NULL, &plan, NULL), CCONV_OK);
        return plan;
    }
    return NULL;
}

enum { ROOM = 8 };
static cconv_violation found[ROOM];

/* The x87 stack is empty between calls. */
static int x87_is_empty(void)
{
    unsigned char environment[28];
    __asm__ volatile("fnstenv %0; fldenv %0" : "+m"(environment));
    return environment[8] == 0xff && environment[9] == 0xff;
}

static size_t check(const char *abi, const char *name, cconv_function function, void *result, void *const *arguments)
{
    cconv_plan *plan = plan_of(name, abi);
    size_t count = 99;
    cconv_error error;
    if (cconv_call_checked(code, plan, function, result, arguments, found, ROOM, &count, &error))
        fail_msg("%s", error.message);
    cconv_plan_free(plan);
    assert_true(x87_is_empty());
    return count;
}

static size_t check_two(const char *abi, cconv_function function, int *result)
{
    int a = 3, b = 4;
    return check(abi, "two", function, result, (void *[]){&a, &b});
}

static void test_good(void **state)
{
    (void)state;
    int result = 0;
    assert_int_equal(check_two("sysv", broken_nothing, &result), 0);
    assert_int_equal(result, 7);
}

static int many(int a, int b, int c, int d, int e, int f, int g, int h, signed char i)
{
    return a + 2 * b + 3 * c + 4 * d + 5 * e + 6 * f + 7 * g + 8 * h + 9 * i;
}

struct large { char bytes[100000]; };

static int large(struct large value, int n)
{
    int sum = n;
    for (size_t i = 0; i < sizeof value.bytes; i += 4096)
        sum += value.bytes[i];
    return sum;
}

static long double extended(long double x)
{
    return 2 * x;
}

struct big { long v[5]; };

static struct big turn(struct big b, int n)
{
    struct big r;
    for (int i = 0; i < 5; i++)
        r.v[i] = b.v[4 - i] + n;
    return r;
}

typedef float quad __attribute__((vector_size(16)));

static quad vectors(quad a, double b, int c)
{
    return a + (float)b + (float)c;
}

static size_t check_many(cconv_function function, int *result)
{
    int v[8];
    signed char last = -1;
    void *arguments[9];
    for (int i = 0; i < 8; i++) {
        v[i] = i;
        arguments[i] = &v[i];
    }
    arguments[8] = &last;
    return check("sysv", "many", function, result, arguments);
}

static void test_compiled(void **state)
{
    (void)state;
    int n = 10, result = 0;
    assert_int_equal(check_many((cconv_function)many, &result), 0);
    assert_int_equal(result, many(0, 1, 2, 3, 4, 5, 6, 7, -1));
    long double x = 1.5L, y = 0;
    assert_int_equal(check("sysv", "extended", (cconv_function)extended, &y, (void *[]){&x}), 0);
    assert_true(y == 3);
    struct big b = {{1, 2, 3, 4, 5}}, r;
    assert_int_equal(check("sysv", "turn", (cconv_function)turn, &r, (void *[]){&b, &n}), 0);
    assert_int_equal(r.v[0], 15);
    static struct large l;
    memset(&l, 3, sizeof l);
    assert_int_equal(check("sysv", "large", (cconv_function)large, &result, (void *[]){&l, &n}), 0);
    assert_int_equal(result, 10 + 25 * 3);
    quad q = {1, 2, 3, 4}, s;
    double d = 0.5;
    assert_int_equal(check("sysv", "vectors", (cconv_function)vectors, &s, (void *[]){&q, &d, &n}), 0);
    assert_true(s[3] == 14.5f);
}

static void one(const char *abi, cconv_function function, cconv_violation_kind kind, const char *reg)
{
    int result;
    size_t count = check_two(abi, function, &result);
    if (count != 1 || found[0].kind != kind || strcmp(found[0].reg, reg))
        fail_msg("expected %s of %s, found %zu: %s of %s", cconv_violation_name(kind), reg, count,
                 count ? cconv_violation_name(found[0].kind) : "-", count ? found[0].reg : "-");
}

static void test_broken(void **state)
{
    (void)state;
    one("sysv", broken_rbx, CCONV_REGISTER_NOT_PRESERVED, "rbx");
    assert_int_equal(found[0].found, 1);
    one("sysv", broken_r15_half, CCONV_REGISTER_NOT_PRESERVED, "r15");
    one("sysv", broken_rsp, CCONV_STACK_POINTER_OFF, "rsp");
    assert_int_equal(found[0].found - found[0].expected, 16);
    one("sysv", broken_direction, CCONV_DIRECTION_FLAG, "rflags");
    one("sysv", broken_mmx, CCONV_X87_STATE, "st0");
    one("sysv", broken_fpcr, CCONV_X87_CONTROL, "fpcr");
    one("sysv", broken_mxcsr, CCONV_MXCSR, "mxcsr");
    one("sysv", broken_guard, CCONV_STACK_OVERWRITTEN, "rsp");
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("avx"))
        one("sysv", broken_upper, CCONV_UPPER_HALVES_DIRTY, "ymm");
    one("sysv", broken_rbp, CCONV_REGISTER_NOT_PRESERVED, "rbp");
    one("sysv", broken_r12, CCONV_REGISTER_NOT_PRESERVED, "r12");
    one("sysv", broken_r13, CCONV_REGISTER_NOT_PRESERVED, "r13");
    one("sysv", broken_r14, CCONV_REGISTER_NOT_PRESERVED, "r14");
    one("sysv", broken_rsp_down, CCONV_STACK_POINTER_OFF, "rsp");
    one("sysv", broken_x87, CCONV_X87_STATE, "st0");
    one("preserve_all", broken_rcx, CCONV_REGISTER_NOT_PRESERVED, "rcx");
    one("preserve_all", broken_xmm9, CCONV_REGISTER_NOT_PRESERVED, "xmm9");
    int result = 0;
    assert_int_equal(check_two("sysv", broken_scratch, &result), 0);
    assert_int_equal(result, 7);
    assert_int_equal(check_two("preserve_all", broken_r11, &result), 0);
    assert_int_equal(result, 7);
    assert_int_equal(check_two("sysv", broken_xmm6, &result), 0);
    assert_int_equal(check_two("sysv", broken_rdi, &result), 0);
    assert_int_equal(check_two("sysv", trusts_upper, &result), 0);
    assert_int_not_equal(result, 0);
}

/* Arguments on the x87 stack. */
static void test_x87(void **state)
{
    (void)state;
    long double x = 1.25L, y = 0;
    long dropped = 1;
    assert_int_equal(check("regcall", "drop", broken_takes_st0, &dropped, (void *[]){&x}), 0);
    assert_int_equal(dropped, 0);
    assert_int_equal(check("regcall", "drop", broken_leaves_st0, &dropped, (void *[]){&x}), 1);
    assert_int_equal(found[0].kind, CCONV_X87_STATE);
    assert_int_equal(check("regcall", "extended", broken_returns_st0, &y, (void *[]){&x}), 0);
    assert_true(y == 2.5L);
}

/* Wider registers and masks, where the processor has them. */
static void test_wide(void **state)
{
    (void)state;
    int result = 0;
    if (!__builtin_cpu_supports("avx512f"))
        skip();
    assert_int_equal(check_two("sysv", broken_scratch_wide, &result), 0);
    assert_int_equal(result, 7);
    one("sysv", broken_upper_zmm, CCONV_UPPER_HALVES_DIRTY, "ymm");
    assert_int_equal(check_two("sysv", trusts_k, &result), 0);
    assert_int_equal(result & 0xff00, 0xde00);
    assert_int_equal(check_two("sysv", trusts_zmm31, &result), 0);
    assert_int_equal(result & 0xffffff00, 0x00c0de00);
}

/* Arguments on the stack are the function's; what is above them, and above a narrow one in its slot, is not. */
static void test_stack(void **state)
{
    (void)state;
    int result = 0;
    assert_int_equal(check_many(broken_own, &result), 0);
    assert_int_equal(check_many(broken_beyond, &result), 1);
    assert_int_equal(found[0].kind, CCONV_STACK_OVERWRITTEN);
    assert_int_equal(found[0].found, 24);
    assert_int_equal(check_many(broken_slot, &result), 0);
    assert_int_not_equal(result, 0);
    assert_int_not_equal(result, -1);
}

static void test_windows(void **state)
{
    (void)state;
    one("win64", broken_xmm6, CCONV_REGISTER_NOT_PRESERVED, "xmm6");
    one("win64", broken_xmm15_half, CCONV_REGISTER_NOT_PRESERVED, "xmm15");
    one("win64", broken_rdi, CCONV_REGISTER_NOT_PRESERVED, "rdi");
    one("win64", broken_shadow, CCONV_STACK_OVERWRITTEN, "rsp");
    assert_int_equal(found[0].expected, 32);
    assert_int_equal(found[0].found, 32);
    int result;
    assert_int_equal(check_two("win64", broken_guard, &result), 0); /* the shadow space is its own */
}

/* Everything is put right, so that the next call starts clean; more violations than room are counted. */
static void test_goes_on(void **state)
{
    (void)state;
    cconv_plan *plan = plan_of("two", "sysv");
    int a = 1, b = 2, result;
    size_t count = 0;
    for (int i = 0; i < 100; i++) {
        assert_int_equal(cconv_call_checked(code, plan, broken_rbx, &result, (void *[]){&a, &b}, NULL, 0, &count, NULL), CCONV_OK);
        assert_int_equal(count, 1);
        one("sysv", broken_direction, CCONV_DIRECTION_FLAG, "rflags");
        test_good(NULL);
    }
    assert_int_equal(cconv_call_checked(code, plan, NULL, &result, NULL, NULL, 0, &count, NULL), CCONV_INVALID);
    assert_int_equal(cconv_call_checked(code, plan, broken_rbx, &result, NULL, NULL, 0, NULL, NULL), CCONV_INVALID);
    cconv_plan_free(plan);
}

static int set_errno(int a, int b)
{
    int before = errno;
    errno = a;
    return before + b;
}

static void test_errno(void **state)
{
    (void)state;
    cconv_plan *plan = plan_of("two", "sysv");
    cconv_stub *stub = NULL;
    assert_int_equal(cconv_stub_new(code, plan, 0, &stub, NULL), CCONV_OK);
    int a = ENOENT, b = 100, result = 0, kept = 7;
    errno = EINTR;
    cconv_call_keeping_errno(cconv_stub_call(stub), (cconv_function)set_errno, &result, (void *[]){&a, &b}, &kept);
    assert_int_equal(result, 107);
    assert_int_equal(kept, ENOENT);
    assert_int_equal(errno, EINTR);
    cconv_stub_free(stub);
    cconv_plan_free(plan);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_good),    cmocka_unit_test(test_compiled), cmocka_unit_test(test_broken),
        cmocka_unit_test(test_windows), cmocka_unit_test(test_wide), cmocka_unit_test(test_x87), cmocka_unit_test(test_stack), cmocka_unit_test(test_goes_on),  cmocka_unit_test(test_errno),
    };
    int failed = _cmocka_run_group_tests("checked", tests, sizeof tests / sizeof *tests, set_up, tear_down);
    printf("%d passed, %d failed, 0 skipped\n", (int)(sizeof tests / sizeof *tests) - failed, failed);
    return failed != 0;
}
