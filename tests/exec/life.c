/*
 * Callbacks and thunks from where the library knows nothing of: threads that it never saw, a signal handler on a stack of its
 * own, a coroutine. And what is freed while it runs, by its own handler or by another thread: it ends as it would have.
 * With each engine.
 */
#define _GNU_SOURCE
#include <callconv/exec.h>

#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <ucontext.h>

struct five { long v[5]; };
typedef struct five turn_function(int, double, struct five);

static const char text[] = "struct five { long v[5]; }; struct five turn(int n, double d, struct five f);\n"
                           "struct five typed(void *user, int n, double d, struct five f);\n";

static cconv_context *context;
static cconv_unit *unit;
static cconv_plan *plan, *typed;
static cconv_code *code;
static cconv_error error;
static const char *engine_name;
static int passed, failed;

static void check(int holds, const char *what)
{
    if (holds) {
        passed++;
    } else {
        failed++;
        printf("FAILED %s: %s (%s)\n", engine_name, what, error.message);
    }
}

/* ------------------------------------------------------------------ handlers */

static struct five turn(int n, double d, struct five f)
{
    for (int i = 0; i < 5; i++)
        f.v[i] += n + (long)d;
    return f;
}

static int is_turned(turn_function *function)
{
    struct five given = {{1, 2, 3, 4, 5}}, back = function(10, 20.5, given);
    for (int i = 0; i < 5; i++)
        if (back.v[i] != 31 + i || given.v[i] != 1 + i)
            return 0;
    return 1;
}

/* What a handler does in between. */
static void (*during)(void);
static void nothing(void) {}

static void handler(void *user, void *result, void *const *arguments)
{
    (void)user;
    during();
    *(struct five *)result = turn(*(int *)arguments[0], *(double *)arguments[1], *(struct five *)arguments[2]);
}

static struct five handler_typed(void *user, int n, double d, struct five f)
{
    (void)user;
    during();
    return turn(n, d, f);
}

static struct five target(int n, double d, struct five f)
{
    during();
    return turn(n, d, f);
}

/* ------------------------------------------------------------ what is entered */

enum kind { CALLBACK, TYPED, THUNK, KINDS };
static const char *const kind_names[] = {"a callback", "a typed callback", "a thunk"};

struct entered {
    enum kind kind;
    cconv_callback *callback;
    cconv_thunk *thunk;
};

static struct entered make(enum kind kind)
{
    struct entered made = {kind, NULL, NULL};
    cconv_status status = kind == CALLBACK ? cconv_callback_new(code, plan, handler, &passed, &made.callback, &error)
                          : kind == TYPED  ? cconv_callback_typed_new(code, plan, typed, (cconv_function)handler_typed, &passed,
                                                                      &made.callback, &error)
                                           : cconv_thunk_new(code, plan, plan, (cconv_function)target, &made.thunk, &error);
    if (status) {
        printf("%s: %s\n0 passed, 1 failed, 0 skipped\n", kind_names[kind], error.message);
        exit(1);
    }
    return made;
}

static turn_function *function_of(const struct entered *made)
{
    return (turn_function *)(made->kind == THUNK ? cconv_thunk_function(made->thunk) : cconv_callback_function(made->callback));
}

static void end(struct entered *made)
{
    cconv_callback_free(made->callback);
    cconv_thunk_free(made->thunk);
    made->callback = NULL;
    made->thunk = NULL;
}

/* --------------------------------------------------------------- from elsewhere */

static void *stranger(void *function)
{
    for (int i = 0; i < 200; i++)
        if (!is_turned((turn_function *)(uintptr_t)function))
            return function;
    return NULL;
}

static void test_strangers(turn_function *function)
{
    enum { THREADS = 8 };
    pthread_t threads[THREADS];
    void *wrong;
    int good = 1;
    for (int i = 0; i < THREADS; i++)
        if (pthread_create(&threads[i], NULL, stranger, (void *)(uintptr_t)function))
            abort();
    for (int i = 0; i < THREADS; i++) {
        pthread_join(threads[i], &wrong);
        good = good && !wrong;
    }
    check(good, "threads that the library never saw");
}

static turn_function *volatile asked;
static volatile sig_atomic_t answered;

static void on_signal(int number)
{
    (void)number;
    answered = is_turned(asked);
}

static void test_signal(turn_function *function)
{
    enum { SIZE = 256 * 1024 };
    stack_t own = {.ss_sp = malloc(SIZE), .ss_size = SIZE}, old;
    struct sigaction action = {.sa_handler = on_signal, .sa_flags = SA_ONSTACK};
    asked = function;
    answered = 0;
    if (!own.ss_sp || sigaltstack(&own, &old) || sigaction(SIGUSR1, &action, NULL))
        abort();
    raise(SIGUSR1);
    check(answered, "a signal handler");
    own.ss_flags = SS_DISABLE;
    sigaltstack(&own, NULL);
    free(own.ss_sp);
}

#if defined(__x86_64__) || defined(__i386__)
static ucontext_t home, away;

static void coroutine(void)
{
    answered = is_turned(asked);
}

static void yield_home(void)
{
    swapcontext(&away, &home);
}

/* The handler leaves in its middle, and comes back when another call has run. */
static void test_coroutine(turn_function *function)
{
    enum { SIZE = 256 * 1024 };
    asked = function;
    answered = 0;
    getcontext(&away);
    away.uc_stack.ss_sp = malloc(SIZE);
    away.uc_stack.ss_size = SIZE;
    away.uc_link = &home;
    void *stack = away.uc_stack.ss_sp;
    makecontext(&away, coroutine, 0);
    during = yield_home;
    swapcontext(&home, &away);
    during = nothing;
    int good = !answered && is_turned(function);
    swapcontext(&home, &away);
    check(good && answered, "a coroutine");
    free(stack);
}
#else
static void test_coroutine(turn_function *function)
{
    (void)function;
}
#endif

/* ------------------------------------------------------------ freed while it runs */

static struct entered running;

/* What was freed may be given to others at once. */
static void overwrite(void)
{
    enum { MANY = 300 };
    static const cconv_type_kind kinds[] = {CCONV_INT, CCONV_DOUBLE, CCONV_LONG, CCONV_FLOAT, CCONV_SHORT};
    static cconv_stub *stubs[MANY];
    static struct entered others[MANY];
    for (int i = 0; i < MANY; i++) {
        cconv_parameter parameters[5] = {{0}};
        const cconv_signature *signature;
        cconv_plan *other = NULL;
        for (int j = 0, n = i; j < 5; j++, n /= 5)
            parameters[j].type = cconv_type_basic(context, kinds[n % 5]);
        if (cconv_signature_new(context, "other", NULL, parameters, 5, 0, &signature, &error)
            || cconv_plan_new(cconv_convention_host(), signature, NULL, &other, &error)
            || cconv_stub_new(code, other, 0, &stubs[i], &error))
            check(0, "another stub");
        cconv_plan_free(other);
        others[i] = make((enum kind)(i % KINDS));
    }
    for (int i = 0; i < MANY; i++) {
        cconv_stub_free(stubs[i]);
        end(&others[i]);
    }
    void *blocks[64]; /* the C library's memory too */
    for (int i = 0; i < 64; i++)
        if ((blocks[i] = malloc((size_t)(i + 1) * 16)))
            memset(blocks[i], 0x5a, (size_t)(i + 1) * 16);
    for (int i = 0; i < 64; i++)
        free(blocks[i]);
}

static void free_myself(void)
{
    during = nothing;
    end(&running);
    overwrite();
}

static void test_frees_itself(enum kind kind)
{
    for (int i = 0; i < 10; i++) {
        running = make(kind);
        during = free_myself;
        check(is_turned(function_of(&running)), "freed by its own handler");
    }
}

static sem_t inside, freed;

static void wait_inside(void)
{
    sem_post(&inside);
    sem_wait(&freed);
}

static void *enter(void *function)
{
    return is_turned((turn_function *)(uintptr_t)function) ? NULL : function;
}

static void test_freed_by_another(enum kind kind)
{
    enum { THREADS = 8 };
    pthread_t threads[THREADS];
    void *wrong;
    int good = 1;
    sem_init(&inside, 0, 0);
    sem_init(&freed, 0, 0);
    running = make(kind);
    during = wait_inside;
    for (int i = 0; i < THREADS; i++)
        if (pthread_create(&threads[i], NULL, enter, (void *)(uintptr_t)function_of(&running)))
            abort();
    for (int i = 0; i < THREADS; i++)
        sem_wait(&inside);
    end(&running);
    overwrite();
    for (int i = 0; i < THREADS; i++)
        sem_post(&freed);
    for (int i = 0; i < THREADS; i++) {
        pthread_join(threads[i], &wrong);
        good = good && !wrong;
    }
    during = nothing;
    check(good, "freed by another thread while eight run it");
}

static void test_engine(cconv_engine engine)
{
    const cconv_code_options options = {.engine = engine};
    static char names[2][40] = {"", ""};
    cconv_status status = cconv_code_new(&options, &code, &error);
    during = nothing;
    if (status == CCONV_UNSUPPORTED && engine == CCONV_ENGINE_CODE_FREE)
        return;
    for (int kind = 0; kind < KINDS && !status; kind++) {
        char *name = names[kind % 2];
        snprintf(name, sizeof names[0], "%s, %s", engine == CCONV_ENGINE_COMPILED ? "compiled" : "code-free", kind_names[kind]);
        engine_name = name;
        struct entered made = make((enum kind)kind);
        check(is_turned(function_of(&made)), "called");
        test_strangers(function_of(&made));
        test_signal(function_of(&made));
        test_coroutine(function_of(&made));
        end(&made);
        test_frees_itself((enum kind)kind);
        test_freed_by_another((enum kind)kind);
    }
    check(status == CCONV_OK, "the engine");
    cconv_code_free(code);
}

int main(void)
{
    if (cconv_context_new(NULL, &context, &error) || cconv_parse(context, text, sizeof text - 1, NULL, &unit, &error)
        || cconv_plan_new(cconv_convention_host(), cconv_unit_function(unit, 0), NULL, &plan, &error)
        || cconv_plan_new(cconv_convention_host(), cconv_unit_function(unit, 1), NULL, &typed, &error)) {
        printf("%s\n0 passed, 1 failed, 0 skipped\n", error.message);
        return 1;
    }
    test_engine(CCONV_ENGINE_COMPILED);
    test_engine(CCONV_ENGINE_CODE_FREE);
    cconv_plan_free(plan);
    cconv_plan_free(typed);
    cconv_context_free(context);
    printf("%d passed, %d failed, 0 skipped\n", passed, failed);
    return failed != 0;
}
