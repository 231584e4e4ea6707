/*
 * Measures calls, callbacks and what makes them, beside libffi, libffcall, hand-written stubs and direct calls: all in one
 * process, in turns. bench/calls.py starts it and writes the page.
 *
 *     callconv-bench-calls SECONDS    a line for each: "WHAT \t CONTENDER \t MEDIAN NS \t LEAST NS \t INSTRUCTIONS"
 */
#include "calls.h"
#include "prepare.h"

#include <avcall.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { CALLS = 2000, STEPPED = 4, MOST_TURNS = 4000, MOST_CONTENDERS = 9, MIX = 64 };

/* Results of libffi are as wide as a word at least. */
union result { struct big big; ffi_arg word; double number; };

struct contender {
    const char *name;
    void (*run)(void *argument, long count);
    void *argument;
    long count;                      /* calls a turn */
    double times[MOST_TURNS];
};

/* A shape with all that calls it. */
struct caller {
    const struct shape *shape;
    cconv_call *call;                /* of the contender that runs */
    cconv_call *stub, *walk;
    cconv_call_block *block_call;
    void *block;
    ffi_cif cif;
    union result result;
};

static struct caller callers[SHAPES];
static unsigned char mix[MIX];       /* the order of the random mix */

/* -------------------------------------------------------------------- time */

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* In turns, so that what else the machine does touches all alike. Instructions of so many calls are counted, if any. */
static void measure(const char *what, struct contender *contenders, size_t count, double seconds, long stepped)
{
    size_t turns = 0;
    for (double end = now() + seconds * 1e9; turns < MOST_TURNS && (turns < 5 || now() < end); turns++)
        for (size_t i = 0; i < count; i++) {
            struct contender *contender = &contenders[i];
            contender->run(contender->argument, contender->count / 16 + 1); /* into the caches again */
            double start = now();
            contender->run(contender->argument, contender->count);
            contender->times[turns] = (now() - start) / (double)contender->count;
        }
    for (size_t i = 0; i < count; i++) {
        double instructions = stepped ? steps_of(contenders[i].run, contenders[i].argument, stepped) : -1;
        qsort(contenders[i].times, turns, sizeof(double), compare);
        printf("%s\t%s\t%.2f\t%.2f\t%.1f\n", what, contenders[i].name, contenders[i].times[turns / 2],
               contenders[i].times[0], instructions);
    }
    fflush(stdout);
}

static void add(struct contender *list, size_t *count, const char *name, void (*run)(void *, long), void *argument, long calls)
{
    struct contender *contender = &list[(*count)++];
    contender->name = name;
    contender->run = run;
    contender->argument = argument;
    contender->count = calls;
}

/* -------------------------------------------------------------------- calls */

LOOP static void run_call(cconv_call *call, struct caller *caller, long count)
{
    cconv_function function = caller->shape->function;
    void *const *arguments = caller->shape->arguments;
    while (count--)
        call(function, &caller->result, arguments);
}

LOOP static void run_stub(void *caller, long count) { run_call(((struct caller *)caller)->stub, caller, count); }
LOOP static void run_walk(void *caller, long count) { run_call(((struct caller *)caller)->walk, caller, count); }
LOOP static void run_hand(void *caller, long count) { run_call(((struct caller *)caller)->shape->by_hand, caller, count); }

LOOP static void run_block(void *argument, long count)
{
    struct caller *caller = argument;
    cconv_function function = caller->shape->function;
    while (count--)
        caller->block_call(function, &caller->result, caller->block);
}

LOOP static void run_ffi(void *argument, long count)
{
    struct caller *caller = argument;
    void **arguments = (void **)caller->shape->arguments;
    while (count--)
        ffi_call(&caller->cif, caller->shape->function, &caller->result, arguments);
}

LOOP static void run_direct(void *caller, long count) { ((struct caller *)caller)->shape->direct(count); }
LOOP static void run_ffcall(void *caller, long count) { ((struct caller *)caller)->shape->by_ffcall(count); }

/* The mix: one call of each shape after another, in an order that no predictor knows by heart. */
#define MIXED(name)                                                                                                   \
    LOOP static void mix_##name(void *all, long count)                                                                \
    {                                                                                                                 \
        for (long i = 0; i < count; i++)                                                                              \
            run_##name((struct caller *)all + mix[i % MIX], 1);                                                       \
    }

MIXED(direct)
MIXED(hand)
MIXED(stub)
MIXED(block)
MIXED(walk)
MIXED(ffi)

/* A block with the values that the array's pointers point to. */
static void *fill_block(const cconv_plan *plan, const struct shape *shape)
{
    uint64_t align = cconv_plan_block_align(plan) < sizeof(void *) ? sizeof(void *) : cconv_plan_block_align(plan);
    char *block = aligned_alloc(align, (cconv_plan_block_size(plan) / align + 1) * align);
    for (unsigned i = 0; block && i < shape->count; i++)
        memcpy(block + cconv_plan_block_offset(plan, i), shape->arguments[i], cconv_plan_argument(plan, i)->size);
    return block;
}

static void prepare_caller(struct caller *caller, const struct shape *shape, struct makers *makers)
{
    cconv_plan *plan = plan_of(makers, shape->declaration, shape->varargs);
    caller->shape = shape;
    caller->stub = cconv_stub_call(stub_of(makers->code, plan, 0));
    caller->block_call = cconv_stub_call_block(stub_of(makers->code, plan, CCONV_STUB_BLOCK));
    caller->walk = makers->walk ? cconv_stub_call(stub_of(makers->walk, plan, 0)) : NULL;
    caller->block = fill_block(plan, shape);
    ffi_status status = shape->varargs
        ? ffi_prep_cif_var(&caller->cif, FFI_DEFAULT_ABI, shape->fixed, shape->count, shape->result, (ffi_type **)shape->types)
        : ffi_prep_cif(&caller->cif, FFI_DEFAULT_ABI, shape->count, shape->result, (ffi_type **)shape->types);
    if (status != FFI_OK)
        fail("libffi");
    cconv_plan_free(plan);
}

/* Every contender gives the direct call's result; where an answer differs, nothing it measures means anything. */
static void check_caller(struct caller *caller, const struct contender *contenders, size_t count)
{
    union result results[MOST_CONTENDERS];
    size_t size = caller->shape->result->type == FFI_TYPE_VOID ? 0 : caller->shape->result->size;
    for (size_t i = 0; i < count; i++) {
        memset(&caller->result, 0, sizeof caller->result);
        contenders[i].run(contenders[i].argument, 1);
        results[i] = caller->result;
        if (memcmp(&results[i], &results[0], size) != 0)
            fail(contenders[i].name);
    }
}

static void bench_calls(struct makers *makers, double seconds)
{
    static struct contender list[MOST_CONTENDERS];
    for (size_t i = 0; i < SHAPES; i++) {
        struct caller *caller = &callers[i];
        size_t count = 0;
        prepare_caller(caller, &shapes[i], makers);
        add(list, &count, "by hand", run_hand, caller, CALLS);
        add(list, &count, "compiled", run_stub, caller, CALLS);
        add(list, &count, "compiled, block", run_block, caller, CALLS);
        if (caller->walk)
            add(list, &count, "code-free", run_walk, caller, CALLS);
        add(list, &count, "libffi", run_ffi, caller, CALLS);
        check_caller(caller, list, count);
        if (caller->shape->by_ffcall)
            add(list, &count, "libffcall", run_ffcall, caller, CALLS);
        add(list, &count, "direct", run_direct, caller, CALLS);
        measure(caller->shape->name, list, count, seconds, STEPPED);
    }
    size_t count = 0;
    for (size_t i = 0, state = 1; i < MIX; i++, state = state * 1103515245 + 12345)
        mix[i] = (unsigned char)(state >> 16) % SHAPES;
    add(list, &count, "by hand", mix_hand, callers, CALLS);
    add(list, &count, "compiled", mix_stub, callers, CALLS);
    add(list, &count, "compiled, block", mix_block, callers, CALLS);
    if (makers->walk)
        add(list, &count, "code-free", mix_walk, callers, CALLS);
    add(list, &count, "libffi", mix_ffi, callers, CALLS);
    add(list, &count, "direct", mix_direct, callers, CALLS);
    measure("a random mix", list, count, seconds, MIX);
}

/* ---------------------------------------------------------------- callbacks */

struct called {
    const struct callback_shape *shape;
    cconv_function function;
};

LOOP static void run_called(void *argument, long count)
{
    const struct called *called = argument;
    called->shape->loop(called->function, count);
}

static cconv_function new_closure(const struct callback_shape *shape, ffi_cif *cif)
{
    void *run = NULL;
    ffi_closure *closure = ffi_closure_alloc(sizeof *closure, &run);
    const struct shape *types = &shapes[shape->shape];
    if (!closure || ffi_prep_cif(cif, FFI_DEFAULT_ABI, types->count, types->result, (ffi_type **)types->types) != FFI_OK
        || ffi_prep_closure_loc(closure, cif, shape->ffi_handler, NULL, run) != FFI_OK)
        fail("libffi's closures");
    cconv_function function;
    memcpy(&function, &run, sizeof function);
    return function;
}

static void bench_callback(const struct callback_shape *shape, struct makers *makers, double seconds)
{
    static struct contender list[MOST_CONTENDERS];
    ffi_cif cif;
    size_t count = 0;
    cconv_plan *plan = plan_of(makers, shape->declaration, NULL), *typed = plan_of(makers, shape->typed, NULL);
    const struct { const char *name; cconv_function function; } all[] = {
        {"by hand", shape->by_hand},
        {"by hand, typed", shape->by_hand_typed},
        {"compiled", callback_of(makers->code, plan, shape->handler)},
        {"compiled, typed", typed_callback_of(makers->code, plan, typed, shape->typed_handler)},
        {"code-free", makers->walk ? callback_of(makers->walk, plan, shape->handler) : NULL},
        {"libffi", new_closure(shape, &cif)},
        {"libffcall", shape->by_ffcall()},
        {"direct", shape->direct},
    };
    struct called called[sizeof all / sizeof *all];
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        called[i] = (struct called){shape, all[i].function};
        if (all[i].function)
            add(list, &count, all[i].name, run_called, &called[i], CALLS);
    }
    measure(shape->name, list, count, seconds, STEPPED);
    cconv_plan_free(plan);
    cconv_plan_free(typed);
}

/* -------------------------------------------------------------- preparation */

static void bench_preparing(struct makers *makers, double seconds)
{
    static struct contender list[MOST_CONTENDERS];
    enum { FEW = 200 };
    static const size_t shown[] = {1, 3}; /* int(int, int), 8 mixed */
    for (size_t i = 0; i < sizeof shown / sizeof *shown; i++) {
        char what[64];
        size_t count = 0;
        struct maker *maker = maker_new(makers, &shapes[shown[i]], &callback_shapes[i]);
        add(list, &count, "stub from text", make_from_text, maker, FEW);
        add(list, &count, "stub from types", make_from_types, maker, FEW);
        add(list, &count, "stub from a plan", make_seen, maker, CALLS);
        add(list, &count, "stub new, with its code", make_new, maker, NEW_PLANS);
        add(list, &count, "callback", make_callback, maker, FEW);
        add(list, &count, "callback, typed", make_typed, maker, FEW);
        add(list, &count, "libffi: ffi_prep_cif", make_cif, maker, CALLS);
        add(list, &count, "libffi: closure", make_closure, maker, FEW);
        add(list, &count, "libffcall: callback", make_ffcall, maker, FEW);
        snprintf(what, sizeof what, "prepare %s", shapes[shown[i]].name);
        measure(what, list, count, seconds, 0);
        maker_free(maker);
    }
}

int main(int argc, char **argv)
{
    double seconds = argc == 2 ? atof(argv[1]) : -1;
    if (seconds < 0)
        return fprintf(stderr, "usage: callconv-bench-calls SECONDS\n"), 2;
    struct makers makers;
    makers_init(&makers);
    bench_calls(&makers, seconds);
    for (size_t i = 0; i < CALLBACK_SHAPES; i++)
        bench_callback(&callback_shapes[i], &makers, seconds);
    bench_preparing(&makers, 2 * seconds);
    makers_free(&makers);
    return 0;
}
