/* Values of many pages, and offsets that no instruction holds, through a stub, a thunk and a callback of each convention, by
   each engine. */
#include <callconv/exec.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WORDS = 20000, SMALL = 700 };

static const char text[] =
    "struct huge { int v[20000]; }; struct some { int v[700]; }; typedef struct { double d[4]; } four;\n"
    "struct huge large(int, struct huge, double, float, struct some, four, struct huge, long long, float, char);\n";

struct huge { int v[WORDS]; };
struct some { int v[SMALL]; };
struct four { double d[4]; };

struct values {
    int first;
    struct huge a;
    double half;
    float quarter;
    struct some b;
    struct four c;
    struct huge d;
    long long wide;
    float last;
    char end;
};

static struct values values;
static struct huge answer, result;
static int calls, passed, failed;
static cconv_error error;

static void *const arguments[] = {&values.first, &values.a, &values.half, &values.quarter, &values.b, &values.c, &values.d,
                                  &values.wide, &values.last, &values.end};
static const size_t sizes[] = {sizeof values.first, sizeof values.a, sizeof values.half, sizeof values.quarter, sizeof values.b,
                               sizeof values.c, sizeof values.d, sizeof values.wide, sizeof values.last, sizeof values.end};

static void expect(int good, const char *what, const cconv_convention *convention)
{
    if (good) {
        passed++;
        return;
    }
    failed++;
    printf("FAILED %s: %s\n", cconv_convention_name(convention), what);
}

static void fill(void *to, size_t size, unsigned seed)
{
    for (size_t i = 0; i < size; i++)
        ((unsigned char *)to)[i] = (unsigned char)((i * 31 + i / 251 + seed) % 127);
}

static void handler(void *user, void *to, void *const *found)
{
    (void)user;
    calls++;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        if (memcmp(found[i], arguments[i], sizes[i]) != 0)
            calls = -1000;
    memcpy(to, &answer, sizeof answer);
}

static void call(cconv_code *code, const cconv_plan *plan, cconv_function function, const cconv_convention *convention,
                 const char *what)
{
    cconv_stub *stub = NULL;
    if (cconv_stub_new(code, plan, 0, &stub, &error)) {
        expect(error.message[0] && 0, error.message, convention);
        return;
    }
    calls = 0;
    memset(&result, 0, sizeof result);
    cconv_stub_call(stub)(function, &result, arguments);
    expect(calls == 1 && memcmp(&result, &answer, sizeof answer) == 0, what, convention);
    cconv_stub_free(stub);
}

static void try_convention(cconv_code *code, const cconv_signature *signature, const cconv_convention *convention)
{
    cconv_plan *own = NULL, *plan = NULL;
    cconv_callback *callback = NULL;
    cconv_thunk *thunk = NULL;
    if (cconv_plan_new(cconv_convention_host(), signature, NULL, &own, &error) == CCONV_OK
        && cconv_plan_new(convention, signature, NULL, &plan, &error) == CCONV_OK
        && cconv_callback_new(code, plan, handler, NULL, &callback, &error) == CCONV_OK) {
        call(code, plan, cconv_callback_function(callback), convention, "callback");
        if (cconv_thunk_new(code, own, plan, cconv_callback_function(callback), &thunk, &error) == CCONV_OK)
            call(code, own, cconv_thunk_function(thunk), convention, "thunk and callback");
    } else {
        expect(convention != cconv_convention_host(), error.message, convention);
    }
    cconv_thunk_free(thunk);
    cconv_callback_free(callback);
    cconv_plan_free(own);
    cconv_plan_free(plan);
}

static void try_engine(cconv_engine engine, const cconv_unit *unit)
{
    const cconv_code_options options = {.engine = engine};
    cconv_code *code = NULL;
    cconv_status status = cconv_code_new(&options, &code, &error);
    expect(status == CCONV_OK, error.message, cconv_convention_host());
    for (size_t i = 0; i < cconv_convention_count() && code; i++) {
        const cconv_convention *convention = cconv_convention_at(i);
        if (cconv_convention_accepts(convention, cconv_convention_target(cconv_convention_host()))
            && !cconv_convention_syscall(convention))
            try_convention(code, cconv_unit_function(unit, 0), convention);
    }
    cconv_code_free(code);
}

int main(void)
{
    cconv_context *context = NULL;
    cconv_unit *unit = NULL;
    if (cconv_context_new(NULL, &context, &error) || cconv_parse(context, text, sizeof text - 1, NULL, &unit, &error)) {
        printf("%s\n0 passed, 1 failed, 0 skipped\n", error.message);
        return 1;
    }
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        fill(arguments[i], sizes[i], (unsigned)i);
    fill(&answer, sizeof answer, 99);
    try_engine(CCONV_ENGINE_COMPILED, unit);
    try_engine(CCONV_ENGINE_CODE_FREE, unit);
    cconv_context_free(context);
    printf("%d passed, %d failed, 0 skipped\n", passed, failed);
    return failed != 0;
}
