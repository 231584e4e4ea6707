/* The call itself: the library, the function, the stub, and how long it takes. Runs in the child. */
#include "call.h"

#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { SAMPLES = 101 };

static cconv_function function_of(void *symbol)
{
    cconv_function function;
    memcpy(&function, &symbol, sizeof function); /* POSIX has them alike, ISO C has no such cast */
    return function;
}

/* NULL after a message. */
static void *find(const struct call *call, void *library, const char *symbol)
{
    void *found = dlsym(library, symbol);
    if (!found)
        complain_no_function(call->library, library, symbol);
    return found;
}

/* The dynamic linker says the file's name too, and of a file of other processors only their width. */
static void complain_not_loaded(const char *library, const char *why)
{
    size_t length = library ? strlen(library) : 0;
    if (library && !strncmp(why, library, length) && why[length] == ':')
        why += length + 1 + strspn(why + length + 1, " ");
    complain("cannot load %s: %s%s", library ? library : "this process", why,
             strstr(why, "wrong ELF class") ? ": it is for another processor than this command" : "");
}

static bool load(struct call *call, void **function)
{
    *function = NULL;
    if (cconv_convention_syscall(cconv_plan_convention(call->plan)))
        return true; /* the kernel has no symbols */
    void *library = dlopen(call->library, RTLD_NOW | RTLD_GLOBAL);
    if (!library) {
        complain_not_loaded(call->library, dlerror());
        return false;
    }
    if (!(*function = find(call, library, call->symbol)))
        return false;
    for (size_t i = 0; i < call->values.function_count; i++) {
        const struct value_function *named = &call->values.functions[i];
        void *found = find(call, library, named->name);
        if (!found)
            return false;
        memcpy(named->at, &found, sizeof found);
    }
    return true;
}

static int rising(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return 1e9 * (double)time.tv_sec + (double)time.tv_nsec;
}

/* The calls are shared out over samples, each long enough for the clock; the median is theirs. */
static double measure(const struct call *call, cconv_call *stub, cconv_function function)
{
    double samples[SAMPLES];
    unsigned long count = call->times < SAMPLES ? call->times : SAMPLES;
    for (unsigned long i = 0; i < count; i++) {
        unsigned long calls = call->times / count + (i < call->times % count);
        double start = now();
        for (unsigned long j = 0; j < calls; j++)
            stub(function, call->result, call->arguments);
        samples[i] = (now() - start) / (double)calls;
    }
    qsort(samples, count, sizeof *samples, rising);
    return count % 2 ? samples[count / 2] : (samples[count / 2 - 1] + samples[count / 2]) / 2;
}

/* The result of the timed calls goes over that of the first, which is shown. */
static void measure_apart(struct call *call, cconv_call *stub, cconv_function function)
{
    size_t size = (size_t)cconv_plan_result(call->plan)->size;
    void *first = take(NULL, size);
    memcpy(first, call->result, size);
    call->nanoseconds = measure(call, stub, function);
    memcpy(call->result, first, size);
    free(first);
}

/* Calls by the stub, and measures. */
static cconv_status make(struct call *call, cconv_code *code, cconv_function function, volatile int *stage, cconv_error *error)
{
    cconv_stub *stub = NULL;
    cconv_status status = cconv_stub_new(code, call->plan, 0, &stub, error);
    if (status)
        return status;
    *stage = STAGE_CALLING;
    if (call->settings.check)
        status = cconv_call_checked(code, call->plan, function, call->result, call->arguments, call->violations, MOST_VIOLATIONS,
                                    &call->violation_count, error);
    else
        cconv_call_keeping_errno(cconv_stub_call(stub), function, call->result, call->arguments, &call->error_number);
    *stage = STAGE_TIMING;
    if (!status && call->times)
        measure_apart(call, cconv_stub_call(stub), function);
    *stage = STAGE_ENDING;
    cconv_stub_free(stub);
    return status;
}

int call_make(struct call *call, volatile int *stage)
{
    cconv_code_options options = {.engine = call->engine};
    cconv_code *code = NULL;
    cconv_error error = {0};
    void *symbol;
    *stage = STAGE_LOADING;
    if (!load(call, &symbol))
        return EXIT_ERROR;
    cconv_status status = cconv_code_new(&options, &code, &error);
    if (!status) {
        call->engine = cconv_code_engine(code);
        status = make(call, code, function_of(symbol), stage, &error);
    }
    fflush(NULL);
    if (status)
        complain("'%s': %s%s", call->name, status == CCONV_UNSUPPORTED ? "unsupported: " : "", error.message);
    int answered = status ? EXIT_ERROR : call_answer(call);
    cconv_code_free(code);
    return answered;
}
