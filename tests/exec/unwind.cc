// A C++ exception and backtrace() pass through stubs, callbacks and thunks of both engines. With an argument, which
// names an engine, it stops in the innermost handler, for a debugger.
#include <callconv/exec.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#if defined(_WIN32)
#include <windows.h>
static int backtrace(void **frames, int count)
{
    return CaptureStackBackTrace(0, static_cast<DWORD>(count), frames, nullptr);
}
#else
#include <execinfo.h>
#endif

static const char text[] = "struct big { long v[40]; }; int twice(int, double, struct big);\n"
                           "typedef double wide __attribute__((vector_size(32))); int aligned(int, struct big, wide);\n";
struct big { long v[40]; };

static cconv_error error;
static cconv_code *code;

#define CHECK(call)                                                                                                    \
    do {                                                                                                               \
        if (call) {                                                                                                    \
            std::printf("%s: %s\n0 passed, 1 failed, 0 skipped\n", #call, error.message);                              \
            std::exit(1);                                                                                              \
        }                                                                                                              \
    } while (0)

static int depth;
static bool stops;

extern "C" __attribute__((noinline)) void innermost(void)
{
    __asm__ volatile("" : : : "memory");
}

static void handler(void *, void *, void *const *arguments)
{
    void *frames[64];
    depth = backtrace(frames, 64);
    if (stops)
        innermost();
    throw *static_cast<int *>(arguments[0]);
}

static int passed, failed;

static void expect(bool good, const char *what)
{
    good ? passed++ : failed++;
    if (!good)
        std::printf("FAILED %s\n", what);
}

static int through(const cconv_plan *plan, cconv_function function)
{
    cconv_stub *stub = nullptr;
    CHECK(cconv_stub_new(code, plan, 0, &stub, &error));
    int number = 42, result = 0;
    double half = 0.5;
    big block = {};
    void *arguments[] = {&number, &half, &block};
    int caught = 0;
    try {
        cconv_stub_call(stub)(function, &result, arguments);
    } catch (int value) {
        caught = value;
    }
    cconv_stub_free(stub);
    return caught;
}

static void try_engine(cconv_engine engine, cconv_unit *unit)
{
    cconv_code_options options = {};
    options.engine = engine;
    CHECK(cconv_code_new(&options, &code, &error));
    const cconv_target *target = cconv_convention_target(cconv_convention_host());
    for (size_t i = 0; i < cconv_convention_count(); i++) {
        const cconv_convention *convention = cconv_convention_at(i);
        cconv_plan *own = nullptr, *plan = nullptr;
        cconv_callback *callback = nullptr;
        cconv_thunk *thunk = nullptr;
        if (!cconv_convention_accepts(convention, target) || cconv_convention_syscall(convention))
            continue;
        CHECK(cconv_plan_new(cconv_convention_host(), cconv_unit_function(unit, 0), nullptr, &own, &error));
        CHECK(cconv_plan_new(convention, cconv_unit_function(unit, 0), nullptr, &plan, &error));
        if (cconv_callback_new(code, plan, handler, nullptr, &callback, &error) == CCONV_OK
            && cconv_thunk_new(code, own, plan, cconv_callback_function(callback), &thunk, &error) == CCONV_OK) {
            expect(through(plan, cconv_callback_function(callback)) == 42, cconv_convention_name(convention));
            expect(depth >= 5, "backtrace through stub and callback");
            expect(through(own, cconv_thunk_function(thunk)) == 42, cconv_convention_name(convention));
            expect(depth >= 6, "backtrace through stub, thunk and callback");
        }
        cconv_thunk_free(thunk);
        cconv_callback_free(callback);
        cconv_plan_free(own);
        cconv_plan_free(plan);
    }
    cconv_code_free(code);
}

int main(int count, char **arguments)
{
    stops = count > 1;
    const bool code_free_alone = stops && std::strcmp(arguments[1], "code-free") == 0;
    cconv_context *context = nullptr;
    cconv_unit *unit = nullptr;
    CHECK(cconv_context_new(nullptr, &context, &error));
    CHECK(cconv_parse(context, text, sizeof text - 1, nullptr, &unit, &error));
#if !defined(__arm__) // whose unwinder reads tables of the program's own files alone
    if (!code_free_alone)
        try_engine(CCONV_ENGINE_COMPILED, unit);
#endif
    try_engine(CCONV_ENGINE_CODE_FREE, unit);
    cconv_context_free(context);
    std::printf("%d passed, %d failed, 0 skipped\n", passed, failed);
    return failed != 0;
}
