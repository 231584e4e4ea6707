/*
 * What is Windows's own, with both engines: GetLastError kept with a call, no page that is both writable and executable, and
 * eight threads that make, call and free stubs and callbacks without a growing number of handles or views. Where dynamic code is
 * forbidden or memory for it refused, which is played here, the engine without generated code is chosen.
 */
#include <callconv/exec.h>

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <windows.h>

enum { THREADS = 8, ROUNDS = 1000, MANY = 1000 };

static const char text[] = "int add(int, int); double mean(double, double, double); long long mix(int, double, char, long long, short, float);";
static cconv_error error;
static cconv_unit *unit;
static cconv_code *code;
static int passed, failed;

static void expect(int good, const char *what)
{
    good ? passed++ : failed++;
    if (!good)
        printf("FAILED %s\n", what);
}

static int add(int a, int b)
{
    expect(errno == 3 && GetLastError() == 4, "the function finds its own errors");
    errno = 5;
    SetLastError(6);
    return a + b;
}

static cconv_plan *plan_of(size_t index)
{
    cconv_plan *plan = NULL;
    if (cconv_plan_new(cconv_convention_host(), cconv_unit_function(unit, index), NULL, &plan, &error))
        printf("%s\n", error.message);
    return plan;
}

static void test_errors(void)
{
    cconv_plan *plan = plan_of(0);
    cconv_stub *stub = NULL;
    int a = 1, b = 2, result = 0, number = 3;
    uint32_t last = 4;
    expect(cconv_stub_new(code, plan, 0, &stub, &error) == CCONV_OK, "a stub");
    errno = 1;
    SetLastError(2);
    cconv_call_keeping_errors(cconv_stub_call(stub), (cconv_function)add, &result, (void *[]){&a, &b}, &number, &last);
    expect(GetLastError() == 2 && errno == 1, "the caller's errors stay");
    expect(number == 5 && last == 6 && result == 3, "the function's errors are kept");
    number = 3;
    SetLastError(4);
    cconv_call_keeping_errno(cconv_stub_call(stub), (cconv_function)add, &result, (void *[]){&a, &b}, &number);
    expect(GetLastError() == 4 && errno == 1 && number == 5, "with errno alone the last error stays");
    cconv_stub_free(stub);
    cconv_plan_free(plan);
}

/* ------------------------------------------------------------------ a system that refuses */

static int forbids, refuses;

static BOOL WINAPI policy(HANDLE process, PROCESS_MITIGATION_POLICY which, void *out, SIZE_T size)
{
    (void)process;
    memset(out, 0, size);
    if (which == ProcessDynamicCodePolicy)
        ((PROCESS_MITIGATION_DYNAMIC_CODE_POLICY *)out)->ProhibitDynamicCode = forbids != 0;
    return TRUE;
}

typedef void *WINAPI map_function(HANDLE section, DWORD access, DWORD high, DWORD low, SIZE_T size, void *place);

static void *WINAPI map_view(HANDLE section, DWORD access, DWORD high, DWORD low, SIZE_T size, void *place)
{
    if (refuses && access & FILE_MAP_EXECUTE) {
        SetLastError(ERROR_ACCESS_DENIED);
        return NULL;
    }
    map_function *real = (map_function *)(void *)GetProcAddress(GetModuleHandleA("kernel32"), "MapViewOfFileEx");
    return real(section, access, high, low, size, place);
}

/* Through these the library, which is linked statically, calls the system. */
BOOL(WINAPI *__imp_GetProcessMitigationPolicy)(HANDLE, PROCESS_MITIGATION_POLICY, void *, SIZE_T) = policy;
map_function *__imp_MapViewOfFileEx = map_view;

static cconv_engine chosen(void)
{
    cconv_code *made = NULL;
    cconv_engine engine = cconv_code_new(NULL, &made, &error) ? CCONV_ENGINE_AUTO : cconv_code_engine(made);
    cconv_code_free(made);
    return engine;
}

static void test_choice(void)
{
    cconv_code_options options = {.engine = CCONV_ENGINE_COMPILED};
    cconv_code *compiled = NULL;
    expect(chosen() == CCONV_ENGINE_COMPILED, "code is generated where it may be");
    forbids = 1;
    expect(chosen() == CCONV_ENGINE_CODE_FREE, "none where dynamic code is forbidden");
    forbids = 0;
    refuses = 1;
    expect(chosen() == CCONV_ENGINE_CODE_FREE, "none where memory for it is refused");
    expect(cconv_code_new(&options, &compiled, &error) == CCONV_UNSUPPORTED && !compiled, "and an error for who insists");
    refuses = 0;
}

/* ------------------------------------------------------------------------------ memory */

/* Executable pages of modules, or outside of them; -1 if one is writable. */
static int executable_pages(DWORD type)
{
    enum { EXECUTABLE = PAGE_EXECUTE | PAGE_EXECUTE_READ, BOTH = PAGE_EXECUTE_READWRITE | PAGE_EXECUTE_WRITECOPY };
    MEMORY_BASIC_INFORMATION memory;
    int count = 0;
    for (char *at = NULL; VirtualQuery(at, &memory, sizeof memory); at = (char *)memory.BaseAddress + memory.RegionSize) {
        if (memory.State != MEM_COMMIT || memory.Type != type)
            continue;
        if (memory.Protect & BOTH)
            return -1;
        count += (memory.Protect & EXECUTABLE) != 0;
    }
    return count;
}

static void answer(void *user, void *result, void *const *arguments)
{
    *(int *)result = *(int *)arguments[0] + *(int *)arguments[1] + *(int *)user;
}

static void test_memory(void)
{
    cconv_plan *plan = plan_of(0);
    cconv_callback *callback = NULL;
    const int free_of_code = cconv_code_engine(code) == CCONV_ENGINE_CODE_FREE;
    int user = 0, before = executable_pages(MEM_MAPPED), before_in_files = executable_pages(MEM_IMAGE);
    expect(cconv_callback_new(code, plan, answer, &user, &callback, &error) == CCONV_OK, "a callback");
    expect(before >= 0 && before_in_files > 0, "no page is executable and writable");
    expect(executable_pages(MEM_MAPPED) >= before + (free_of_code ? 0 : 2), "pages for generated code");
    expect(executable_pages(MEM_IMAGE) == before_in_files + free_of_code, "without it, the file mapped once more");
    expect(!free_of_code || executable_pages(MEM_MAPPED) == before, "and nothing else");
    cconv_callback_free(callback);
    cconv_plan_free(plan);
}

/* More than a page of entries holds, all at once. */
static void test_many(void)
{
    static cconv_callback *callbacks[MANY];
    static int users[MANY];
    cconv_plan *plan = plan_of(0);
    cconv_stub *stub = NULL;
    int a = 1, b = 2, result = 0, wrong = 0;
    expect(cconv_stub_new(code, plan, 0, &stub, &error) == CCONV_OK, "a stub");
    for (int i = 0; i < MANY; i++) {
        users[i] = i;
        wrong += cconv_callback_new(code, plan, answer, &users[i], &callbacks[i], &error) != CCONV_OK;
    }
    for (int i = 0; i < MANY && !wrong; i++) {
        cconv_stub_call(stub)(cconv_callback_function(callbacks[i]), &result, (void *[]){&a, &b});
        wrong += result != i + 3;
    }
    for (int i = 0; i < MANY; i++)
        cconv_callback_free(callbacks[i]);
    expect(!wrong, "a thousand callbacks");
    cconv_stub_free(stub);
    cconv_plan_free(plan);
}

static DWORD WINAPI work(void *argument)
{
    unsigned seed = (unsigned)(uintptr_t)argument;
    for (int i = 0; i < ROUNDS; i++) {
        seed = seed * 1664525u + 1013904223u;
        cconv_plan *plan = plan_of(0), *other_plan = plan_of(seed >> 16 & 1 ? 1 : 2);
        cconv_stub *stub = NULL, *other = NULL;
        cconv_callback *callback = NULL;
        int a = i, b = 2, user = 7, result = 0;
        if (cconv_stub_new(code, plan, 0, &stub, NULL) || cconv_stub_new(code, other_plan, seed >> 24 & 1, &other, NULL)
            || cconv_callback_new(code, plan, answer, &user, &callback, NULL))
            return 1;
        cconv_stub_call(stub)(cconv_callback_function(callback), &result, (void *[]){&a, &b});
        cconv_callback_free(callback);
        cconv_stub_free(stub);
        cconv_stub_free(other);
        cconv_plan_free(plan);
        cconv_plan_free(other_plan);
        if (result != i + 9)
            return 2;
    }
    return 0;
}

static int run_threads(void)
{
    HANDLE threads[THREADS];
    int wrong = 0;
    for (uintptr_t i = 0; i < THREADS; i++)
        threads[i] = CreateThread(NULL, 0, work, (void *)(i + 1), 0, NULL);
    for (int i = 0; i < THREADS; i++) {
        DWORD status = 0;
        WaitForSingleObject(threads[i], INFINITE);
        GetExitCodeThread(threads[i], &status);
        CloseHandle(threads[i]);
        wrong += status != 0;
    }
    return wrong;
}

static void test_threads(void)
{
    DWORD before = 0, after = 0;
    expect(run_threads() == 0, "eight threads");
    int pages = executable_pages(MEM_MAPPED) + executable_pages(MEM_IMAGE);
    GetProcessHandleCount(GetCurrentProcess(), &before);
    expect(run_threads() == 0, "eight threads again");
    GetProcessHandleCount(GetCurrentProcess(), &after);
    expect(after <= before, "no handle is left");
    expect(executable_pages(MEM_MAPPED) + executable_pages(MEM_IMAGE) <= pages + 1, "no view is left");
}

static void test_engine(cconv_engine engine)
{
    const cconv_code_options options = {.engine = engine};
    int before = executable_pages(MEM_MAPPED) + executable_pages(MEM_IMAGE);
    expect(cconv_code_new(&options, &code, &error) == CCONV_OK && cconv_code_engine(code) == engine, "an engine");
    test_memory();
    test_errors();
    test_many();
    test_threads();
    cconv_code_free(code);
    expect(executable_pages(MEM_MAPPED) + executable_pages(MEM_IMAGE) <= before, "all memory is given back");
}

int main(void)
{
    cconv_context *context = NULL;
    if (cconv_context_new(NULL, &context, &error) || cconv_parse(context, text, sizeof text - 1, NULL, &unit, &error)) {
        printf("%s\n0 passed, 1 failed, 0 skipped\n", error.message);
        return 1;
    }
    test_choice();
    test_engine(CCONV_ENGINE_COMPILED);
    forbids = refuses = 1;
    test_engine(CCONV_ENGINE_CODE_FREE);
    cconv_context_free(context);
    printf("%d passed, %d failed, 0 skipped\n", passed, failed);
    return failed != 0;
}
