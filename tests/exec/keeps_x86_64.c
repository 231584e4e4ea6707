/*
 * The library's own code under its own watch: stubs, callbacks and thunks of both engines, of every pair of conventions of the
 * machine, are called by cconv_call_checked while what they call destroys all that its convention lets it. Built for Linux and
 * for Windows.
 */
#include <callconv/exec.h>

#include <stdio.h>
#include <string.h>

static const char text[] = "long long f(long long, double); void call(void *, void *, void *);";
static cconv_unit *unit;
static cconv_code *watch, *code;
static const cconv_target *target;
static int passed, failed, refused;

static void expect(size_t count, const cconv_violation *found, const char *what)
{
    count ? failed++ : passed++;
    if (count)
        printf("FAILED %s: %zu, %s of %s: %llx, not %llx\n", what, count, cconv_violation_name(found->kind), found->reg,
               (unsigned long long)found->found, (unsigned long long)found->expected);
}

/* ---------------------------------------------------------------- what destroys all */

#define GENERAL "mov $7, %eax\n mov %eax, %ecx\n mov %eax, %edx\n mov %eax, %r8d\n mov %eax, %r9d\n mov %eax, %r10d\n mov %eax, %r11d\n"
#define VECTORS "pxor %xmm0, %xmm0\n pxor %xmm1, %xmm1\n pxor %xmm2, %xmm2\n pxor %xmm3, %xmm3\n pxor %xmm4, %xmm4\n pxor %xmm5, %xmm5\n"
#define MORE "mov %eax, %esi\n mov %eax, %edi\n pxor %xmm6, %xmm6\n pxor %xmm7, %xmm7\n pxor %xmm8, %xmm8\n pxor %xmm9, %xmm9\n" \
    "pxor %xmm10, %xmm10\n pxor %xmm11, %xmm11\n pxor %xmm12, %xmm12\n pxor %xmm13, %xmm13\n pxor %xmm14, %xmm14\n pxor %xmm15, %xmm15\n"
#define HOME "movups %xmm0, 8(%rsp)\n movups %xmm0, 24(%rsp)\n"

__asm__(".text\n.globl destroys_sysv\ndestroys_sysv:\n" GENERAL VECTORS MORE "ret\n"
        ".globl destroys_win64\ndestroys_win64:\n" GENERAL VECTORS HOME "ret\n");
void destroys_sysv(void);
void destroys_win64(void);

static const struct {
    const char *abi;
    cconv_function function;
} callees[] = {{"sysv", destroys_sysv}, {"win64", destroys_win64}};

/* Compiled: it may destroy what its compiler likes. */
static void handler(void *user, void *result, void *const *arguments)
{
    (void)arguments;
    *(long long *)result = *(long long *)user;
}

/* ----------------------------------------------------------------------- calling */

static cconv_plan *plan_of(const cconv_convention *convention, size_t index)
{
    cconv_plan *plan = NULL;
    return cconv_plan_new(convention, cconv_unit_function(unit, index), NULL, &plan, NULL) ? NULL : plan;
}

static void check(const cconv_plan *plan, cconv_function function, const char *what, const char *other)
{
    long long a = 1, result = 0;
    double b = 2;
    size_t count = 0;
    cconv_violation found = {0};
    cconv_error error;
    char name[100];
    snprintf(name, sizeof name, "%s of %s to %s", what, cconv_convention_name(cconv_plan_convention(plan)), other);
    cconv_status status = cconv_call_checked(watch, plan, function, &result, (void *[]){&a, &b}, &found, 1, &count, &error);
    if (status == CCONV_UNSUPPORTED) {
        refused++;
        return;
    }
    expect(status ? 1 : count, &found, name);
    count = result != 7;
    expect(count, &found, "its result");
}

static void check_stub(const cconv_plan *own, const cconv_plan *plan, cconv_function function, const char *abi)
{
    cconv_stub *stub = NULL;
    if (cconv_stub_new(code, plan, 0, &stub, NULL)) {
        refused++;
        return;
    }
    long long a = 1, result = 0;
    double b = 2;
    void *arguments[] = {&a, &b}, *list = arguments, *to = &result;
    cconv_call *call = cconv_stub_call(stub);
    size_t count = 0;
    cconv_violation found = {0};
    cconv_error error;
    cconv_status status = cconv_call_checked(watch, own, (cconv_function)call, NULL, (void *[]){&function, &to, &list}, &found, 1,
                                             &count, &error);
    expect(status ? 1 : count, &found, abi);
    expect(result != 7, &found, "a stub's result");
    cconv_stub_free(stub);
}

static void try_convention(const cconv_convention *convention)
{
    static long long seven = 7;
    cconv_plan *plan = plan_of(convention, 0);
    cconv_callback *callback = NULL;
    if (plan && !cconv_callback_new(code, plan, handler, &seven, &callback, NULL))
        check(plan, cconv_callback_function(callback), "a callback", "a handler");
    else
        refused++;
    for (size_t i = 0; i < sizeof callees / sizeof *callees && plan; i++) {
        cconv_plan *to = plan_of(cconv_convention_find(callees[i].abi, target), 0);
        cconv_thunk *thunk = NULL;
        if (!cconv_thunk_new(code, plan, to, callees[i].function, &thunk, NULL))
            check(plan, cconv_thunk_function(thunk), "a thunk", callees[i].abi);
        else
            refused++;
        cconv_thunk_free(thunk);
        cconv_plan_free(to);
    }
    cconv_callback_free(callback);
    cconv_plan_free(plan);
}

static void try_engine(cconv_engine engine)
{
    const cconv_code_options options = {.engine = engine};
    cconv_error error;
    if (cconv_code_new(&options, &code, &error)) {
        failed++;
        printf("FAILED %s\n", error.message);
        return;
    }
    refused = 0;
    cconv_plan *own = plan_of(cconv_convention_host(), 1);
    for (size_t i = 0; i < sizeof callees / sizeof *callees; i++) {
        cconv_plan *plan = plan_of(cconv_convention_find(callees[i].abi, target), 0);
        check_stub(own, plan, callees[i].function, callees[i].abi);
        cconv_plan_free(plan);
    }
    for (size_t i = 0; i < cconv_convention_count(); i++)
        if (cconv_convention_accepts(cconv_convention_at(i), target) && !cconv_convention_syscall(cconv_convention_at(i)))
            try_convention(cconv_convention_at(i));
    printf("engine %d: refused: %d\n", (int)engine, refused);
    if (engine == CCONV_ENGINE_CODE_FREE && refused) /* it has steps or a routine for each */
        failed++;
    cconv_plan_free(own);
    cconv_code_free(code);
}

int main(void)
{
    cconv_context *context = NULL;
    cconv_error error;
    if (cconv_context_new(NULL, &context, &error) || cconv_parse(context, text, sizeof text - 1, NULL, &unit, &error)
        || cconv_code_new(NULL, &watch, &error)) {
        printf("%s\n0 passed, 1 failed, 0 skipped\n", error.message);
        return 1;
    }
    target = cconv_convention_target(cconv_convention_host());
    try_engine(CCONV_ENGINE_COMPILED);
    try_engine(CCONV_ENGINE_CODE_FREE);
    cconv_code_free(watch);
    cconv_context_free(context);
    printf("%d passed, %d failed, 0 skipped\n", passed, failed);
    return failed != 0;
}
