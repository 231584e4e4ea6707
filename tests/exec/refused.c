/*
 * Where a process may make no memory executable, the engine without generated code is chosen, and calls and is called: where the
 * system gives no file for such memory, and after the process has forbidden itself to gain executable memory (PR_SET_MDWE,
 * Linux 6.3; emulators do not know it).
 */
#define _GNU_SOURCE
#include <callconv/exec.h>

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef PR_SET_MDWE
#define PR_SET_MDWE 65
#endif

static cconv_error error;
static int passed, failed;

static void check(int good, const char *when, const char *what)
{
    good ? passed++ : failed++;
    if (!good)
        printf("FAILED %s: %s (%s)\n", when, what, error.message);
}

static int refuses;

/* Instead of libc's, for the library too. */
__attribute__((visibility("default"))) int memfd_create(const char *name, unsigned flags)
{
    if (!refuses)
        return (int)syscall(SYS_memfd_create, name, flags);
    errno = EPERM;
    return -1;
}

static double halve(int number, double more)
{
    return number / 2.0 + more;
}

static void handle(void *user, void *result, void *const *arguments)
{
    const double sum = *(int *)user + *(int *)arguments[0] + *(double *)arguments[1];
    memcpy(result, &sum, sizeof sum);
}

static void try_calls(cconv_code *code, const cconv_plan *plan, const char *when)
{
    cconv_stub *stub = NULL;
    cconv_callback *callback = NULL;
    int number = 7, own = 100;
    double more = 0.25, result = 0;
    void *arguments[] = {&number, &more};
    check(cconv_stub_new(code, plan, 0, &stub, &error) == CCONV_OK
              && cconv_callback_new(code, plan, handle, &own, &callback, &error) == CCONV_OK, when, "a stub and a callback");
    if (stub && callback) {
        cconv_stub_call(stub)((cconv_function)halve, &result, arguments);
        check(result == 3.75, when, "a call");
        cconv_stub_call(stub)(cconv_callback_function(callback), &result, arguments);
        check(result == 107.25, when, "a callback");
    }
    cconv_callback_free(callback);
    cconv_stub_free(stub);
}

static void expect_engine(const cconv_plan *plan, cconv_engine expected, const char *when)
{
    cconv_code *code = NULL;
    check(cconv_code_new(NULL, &code, &error) == CCONV_OK, when, "an engine");
    check(cconv_code_engine(code) == expected, when, "the engine expected");
    if (code)
        try_calls(code, plan, when);
    cconv_code_free(code);
}

int main(void)
{
    static const char text[] = "double f(int, double);";
    cconv_context *context = NULL;
    cconv_unit *unit = NULL;
    cconv_plan *plan = NULL;
    if (cconv_context_new(NULL, &context, &error) || cconv_parse(context, text, sizeof text - 1, NULL, &unit, &error)
        || cconv_plan_new(cconv_convention_host(), cconv_unit_function(unit, 0), NULL, &plan, &error)) {
        printf("%s\n0 passed, 1 failed, 0 skipped\n", error.message);
        return 1;
    }
    expect_engine(plan, CCONV_ENGINE_COMPILED, "with nothing refused");
    refuses = 1;
    expect_engine(plan, CCONV_ENGINE_CODE_FREE, "where no file is given");
    refuses = 0;
    if (prctl(PR_SET_MDWE, 1L, 0L, 0L, 0L) == 0)
        expect_engine(plan, CCONV_ENGINE_CODE_FREE, "under PR_SET_MDWE");
    else
        printf("no PR_SET_MDWE here\n");
    cconv_plan_free(plan);
    cconv_context_free(context);
    printf("%d passed, %d failed, 0 skipped\n", passed, failed);
    return failed != 0;
}
