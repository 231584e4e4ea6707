/* Stubs, callbacks and thunks as their users hold them: sharing, freeing, memory, threads. What is passed where is
   tests/pair's business. */
#include "../unit/run_tests.h"

#include <callconv/exec.h>

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

static const char text[] =
    "struct pair { long a, b; }; struct big { long v[5]; }; struct three { char c[3]; };\n"
    "int add(int, int); int plus(int, int); double mean(double, double, double); struct big grow(struct big);\n"
    "signed char negate(signed char); struct three turn(struct three); void nothing(void);\n"
    "int typed(void *, int, int); long sum(int, double, struct pair, float, char, long, short, double, int, long);\n";

struct pair { long a, b; };
struct big { long v[5]; };

static cconv_context *context;
static cconv_unit *unit;
static cconv_code *code;
static cconv_code_options options = {.engine = CCONV_ENGINE_COMPILED};

static int set_up(void **state)
{
    (void)state;
    return cconv_context_new(NULL, &context, NULL) || cconv_parse(context, text, sizeof text - 1, NULL, &unit, NULL)
           || cconv_code_new(&options, &code, NULL);
}

static int tear_down(void **state)
{
    (void)state;
    cconv_code_free(code);
    cconv_context_free(context);
    return 0;
}

static cconv_plan *plan_by(const char *name, const cconv_convention *convention)
{
    for (size_t i = 0; i < cconv_unit_function_count(unit); i++) {
        const cconv_signature *signature = cconv_unit_function(unit, i);
        cconv_plan *plan = NULL;
        if (strcmp(cconv_signature_name(signature), name) == 0) {
            assert_int_equal(cconv_plan_new(convention, signature, NULL, &plan, NULL), CCONV_OK);
            return plan;
        }
    }
    fail_msg("no function %s", name);
    return NULL;
}

static cconv_plan *plan_of(const char *name)
{
    return plan_by(name, cconv_convention_host());
}

static cconv_stub *stub_of(const char *name, uint32_t flags)
{
    cconv_plan *plan = plan_of(name);
    cconv_stub *stub = NULL;
    cconv_error error = {0};
    if (cconv_stub_new(code, plan, flags, &stub, &error))
        fail_msg("%s", error.message);
    cconv_plan_free(plan);
    return stub;
}

static int add(int a, int b)
{
    return a + b;
}

static signed char negate(signed char a)
{
    return (signed char)-a;
}

static struct big grow(struct big b)
{
    for (int i = 0; i < 5; i++)
        b.v[i]++;
    return b;
}

static void test_alike_are_one(void **state)
{
    (void)state;
    cconv_stub *a = stub_of("add", 0), *b = stub_of("plus", 0), *c = stub_of("mean", 0), *d = stub_of("add", CCONV_STUB_BLOCK);
    assert_ptr_equal(a, b);
    assert_ptr_not_equal(a, c);
    assert_ptr_not_equal(a, d);
    assert_null(cconv_stub_call_block(a));
    assert_null(cconv_stub_call(d));
    cconv_stub_free(a);
    int x = 3, y = 4, result = 0;
    cconv_stub_call(b)((cconv_function)add, &result, (void *[]){&x, &y});
    assert_int_equal(result, 7);
    cconv_stub_free(b);
    cconv_stub_free(c);
    cconv_stub_free(d);
    cconv_stub_free(NULL);
}

enum { SEEN_ARGUMENTS = 4, SEEN = 81 };

/* A signature whose four parameters are the digits of `number`: int, long, double. */
static cconv_plan *plan_numbered(unsigned number)
{
    static const cconv_type_kind kinds[] = {CCONV_INT, CCONV_LONG, CCONV_DOUBLE};
    cconv_parameter parameters[SEEN_ARGUMENTS] = {{0}};
    const cconv_signature *signature = NULL;
    cconv_plan *plan = NULL;
    for (int i = 0; i < SEEN_ARGUMENTS; i++, number /= 3)
        parameters[i].type = cconv_type_basic(context, kinds[number % 3]);
    assert_int_equal(cconv_signature_new(context, "f", NULL, parameters, SEEN_ARGUMENTS, 0, &signature, NULL), CCONV_OK);
    assert_int_equal(cconv_plan_new(cconv_convention_host(), signature, NULL, &plan, NULL), CCONV_OK);
    return plan;
}

/* All of them differ; another plan of each finds the same, as long as one is held, and what is made anew is new. */
static void test_seen(void **state)
{
    (void)state;
    cconv_stub *first[SEEN], *again = NULL;
    for (int round = 0; round < 2; round++) {
        for (unsigned i = 0; i < SEEN; i++) {
            cconv_plan *plan = plan_numbered(i);
            assert_int_equal(cconv_stub_new(code, plan, 0, &first[i], NULL), CCONV_OK);
            for (unsigned j = 0; j < i; j++)
                assert_ptr_not_equal(first[i], first[j]);
            cconv_plan_free(plan);
        }
        for (unsigned i = 0; i < SEEN; i++) {
            cconv_plan *plan = plan_numbered(i);
            assert_int_equal(cconv_stub_new(code, plan, 0, &again, NULL), CCONV_OK);
            assert_ptr_equal(again, first[i]);
            cconv_stub_free(first[i]);
            assert_int_equal(cconv_stub_new(code, plan, 0, &first[i], NULL), CCONV_OK);
            assert_ptr_equal(again, first[i]);
            cconv_stub_free(again);
            cconv_stub_free(first[i]);
            cconv_plan_free(plan);
        }
    }
}

static void test_block(void **state)
{
    (void)state;
    cconv_plan *plan = plan_of("sum");
    assert_int_equal(cconv_plan_block_offset(plan, 0), 0);
    assert_int_equal(cconv_plan_block_offset(plan, 1) % 4, 0);
    assert_true(cconv_plan_block_offset(plan, 9) + sizeof(long) <= cconv_plan_block_size(plan));
    assert_int_equal(cconv_plan_block_size(plan) % cconv_plan_block_align(plan), 0);
    assert_int_equal(cconv_plan_block_offset(plan, 10), 0);
    cconv_plan_free(plan);
    cconv_stub *stub = stub_of("add", CCONV_STUB_BLOCK);
    int block[2] = {30, 12}, result = 0;
    cconv_stub_call_block(stub)((cconv_function)add, &result, block);
    assert_int_equal(result, 42);
    cconv_stub_free(stub);
}

/* A narrow result writes its own bytes, or with WIDEN a whole word. */
static void test_narrow(void **state)
{
    (void)state;
    cconv_stub *exact = stub_of("negate", 0), *wide = stub_of("negate", CCONV_STUB_WIDEN);
    signed char five = 5;
    union { signed char bytes[sizeof(intptr_t)]; intptr_t whole; } result;
    memset(&result, 0x11, sizeof result);
    cconv_stub_call(exact)((cconv_function)negate, &result, (void *[]){&five});
    assert_int_equal(result.bytes[0], -5);
    assert_int_equal(result.bytes[1], 0x11);
    cconv_stub_call(wide)((cconv_function)negate, &result, (void *[]){&five});
    assert_int_equal(result.whole, -5);
    cconv_stub_free(exact);
    cconv_stub_free(wide);
}

static void test_callee_has_a_copy(void **state)
{
    (void)state;
    cconv_stub *stub = stub_of("grow", 0);
    struct big given = {{1, 2, 3, 4, 5}}, result;
    cconv_stub_call(stub)((cconv_function)grow, &result, (void *[]){&given});
    assert_int_equal(given.v[0], 1);
    assert_int_equal(result.v[4], 6);
    cconv_stub_free(stub);
}

/* ----------------------------------------------------------------- callbacks */

static void add_user(void *user, void *result, void *const *arguments)
{
    *(int *)result = *(int *)arguments[0] + *(int *)arguments[1] + *(int *)user;
}

static cconv_callback *callback_of(const char *name, cconv_handler *handler, void *user)
{
    cconv_plan *plan = plan_of(name);
    cconv_callback *callback = NULL;
    assert_int_equal(cconv_callback_new(code, plan, handler, user, &callback, NULL), CCONV_OK);
    cconv_plan_free(plan);
    return callback;
}

static void test_callback(void **state)
{
    (void)state;
    int hundred = 100, thousand = 1000;
    cconv_callback *a = callback_of("add", add_user, &hundred), *b = callback_of("add", add_user, &thousand);
    assert_int_equal(((int (*)(int, int))cconv_callback_function(a))(1, 2), 103);
    assert_int_equal(((int (*)(int, int))cconv_callback_function(b))(1, 2), 1003);
    cconv_callback_free(a);
    assert_int_equal(((int (*)(int, int))cconv_callback_function(b))(3, 4), 1007);
    cconv_callback_free(b);
    cconv_callback_free(NULL);
}

static int add_typed(void *user, int a, int b)
{
    return a + b + *(int *)user;
}

static void test_typed(void **state)
{
    (void)state;
    int hundred = 100;
    cconv_plan *plan = plan_of("add"), *typed = plan_of("typed");
    cconv_callback *callback = NULL;
    assert_int_equal(cconv_callback_typed_new(code, plan, typed, (cconv_function)add_typed, &hundred, &callback, NULL), CCONV_OK);
    assert_int_equal(((int (*)(int, int))cconv_callback_function(callback))(1, 2), 103);
    cconv_callback_free(callback);
    cconv_error error;
    assert_int_equal(cconv_callback_typed_new(code, typed, plan, (cconv_function)add_typed, NULL, &callback, &error), CCONV_INVALID);
    assert_null(callback);
    cconv_plan_free(plan);
    cconv_plan_free(typed);
}

/* A handler may free its own callback: it still returns. */
static void free_self(void *user, void *result, void *const *arguments)
{
    cconv_callback **self = user;
    cconv_callback_free(*self);
    *self = callback_of("plus", free_self, self); /* most likely the same entry again */
    *(int *)result = *(int *)arguments[0] * 2;
}

static void test_frees_itself(void **state)
{
    (void)state;
    cconv_callback *callback = NULL;
    callback = callback_of("add", free_self, &callback);
    assert_int_equal(((int (*)(int, int))cconv_callback_function(callback))(21, 0), 42);
    cconv_callback_free(callback);
}

static void test_many(void **state)
{
    (void)state;
    enum { MANY = 3000 };
    static cconv_callback *callbacks[MANY];
    static int users[MANY];
    for (int i = 0; i < MANY; i++) {
        users[i] = i;
        callbacks[i] = callback_of("add", add_user, &users[i]);
    }
    for (int i = 0; i < MANY; i++)
        assert_int_equal(((int (*)(int, int))cconv_callback_function(callbacks[i]))(i, 1), 2 * i + 1);
    for (int i = 0; i < MANY; i++)
        cconv_callback_free(callbacks[i]);
}

/* ------------------------------------------------------------------- refusals */

static void test_refusals(void **state)
{
    (void)state;
    cconv_plan *plan = plan_of("add"), *other = plan_of("mean");
    cconv_stub *stub = NULL;
    cconv_callback *callback = NULL;
    cconv_thunk *thunk = NULL;
    cconv_error error;
    assert_int_equal(cconv_stub_new(code, NULL, 0, &stub, &error), CCONV_INVALID);
    assert_int_equal(cconv_stub_new(NULL, plan, 0, &stub, &error), CCONV_INVALID);
    assert_int_equal(cconv_stub_new(code, plan, 0, NULL, &error), CCONV_INVALID);
    assert_int_equal(cconv_stub_new(code, plan, 1u << 31, &stub, &error), CCONV_INVALID);
    assert_int_equal(cconv_callback_new(code, plan, NULL, NULL, &callback, &error), CCONV_INVALID);
    assert_int_equal(cconv_thunk_new(code, plan, other, (cconv_function)add, &thunk, &error), CCONV_INVALID);
    assert_non_null(strstr(error.message, "differ"));
    cconv_plan_free(plan);
    cconv_plan_free(other);
    for (size_t i = 0; i < cconv_convention_count(); i++) {
        const cconv_convention *convention = cconv_convention_at(i);
        if (cconv_convention_arch(convention) == cconv_convention_arch(cconv_convention_host()))
            continue;
        cconv_context *foreign = NULL;
        cconv_unit *functions = NULL;
        const cconv_options reading = {.target = cconv_convention_target(convention)};
        assert_int_equal(cconv_context_new(&reading, &foreign, NULL), CCONV_OK);
        assert_int_equal(cconv_parse(foreign, "int f(int);", 11, NULL, &functions, NULL), CCONV_OK);
        assert_int_equal(cconv_plan_new(convention, cconv_unit_function(functions, 0), NULL, &plan, NULL), CCONV_OK);
        assert_int_equal(cconv_stub_new(code, plan, 0, &stub, &error), CCONV_INVALID);
        cconv_plan_free(plan);
        cconv_context_free(foreign);
    }
    assert_null(cconv_stub_call(NULL));
    assert_null(cconv_callback_function(NULL));
    assert_null(cconv_thunk_function(NULL));
}

/* No page of code is ever both writable and executable; without generated code there is none. */
static void test_memory(void **state)
{
    (void)state;
    cconv_stub *stub = stub_of("sum", 0);
    cconv_callback *callback = callback_of("add", add_user, NULL);
    FILE *maps = fopen("/proc/self/maps", "r");
    char line[512], *rights;
    int executable = 0;
    if (!maps)
        skip_test("no /proc/self/maps");
    while (fgets(line, sizeof line, maps)) {
        rights = strchr(line, ' ');
        assert_non_null(rights);
        if (!strstr(line, "memfd:callconv")) /* valgrind's are */
            continue;
        assert_false(rights[2] == 'w' && rights[3] == 'x');
        executable += rights[3] == 'x';
    }
    fclose(maps);
    if (options.engine == CCONV_ENGINE_COMPILED)
        assert_true(executable >= 2);
    else
        assert_int_equal(executable, 0);
    cconv_callback_free(callback);
    cconv_stub_free(stub);
}

/* -------------------------------------------------------------------- threads */

enum { THREADS = 8 };
static int rounds = 300;

static void *work(void *argument)
{
    static const char *const names[] = {"add", "mean", "grow", "negate", "nothing", "sum"};
    unsigned seed = (unsigned)(uintptr_t)argument;
    for (int i = 0; i < rounds; i++) {
        seed = seed * 1664525u + 1013904223u;
        cconv_plan *plan = plan_of(names[(seed >> 16) % 6]);
        cconv_stub *other = NULL, *stub = stub_of("add", 0);
        if (cconv_stub_new(code, plan, seed >> 24 & 1, &other, NULL))
            return "a stub was refused";
        int x = i, y = 2, user = 7, result = 0;
        cconv_stub_call(stub)((cconv_function)add, &result, (void *[]){&x, &y});
        if (result != i + 2)
            return "a stub answered wrongly";
        cconv_callback *callback = callback_of("add", add_user, &user);
        cconv_stub_call(stub)(cconv_callback_function(callback), &result, (void *[]){&x, &y});
        if (result != i + 9)
            return "a callback answered wrongly";
        cconv_callback_free(callback);
        cconv_stub_free(stub);
        cconv_stub_free(other);
        cconv_plan_free(plan);
    }
    return NULL;
}

static void test_threads(void **state)
{
    (void)state;
    pthread_t threads[THREADS];
    for (uintptr_t i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, work, (void *)(i + 1)), 0);
    for (int i = 0; i < THREADS; i++) {
        void *wrong;
        pthread_join(threads[i], &wrong);
        if (wrong)
            fail_msg("%s", (char *)wrong);
    }
}

int main(int count, char **arguments)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_alike_are_one), cmocka_unit_test(test_seen), cmocka_unit_test(test_block),
        cmocka_unit_test(test_narrow),
        cmocka_unit_test(test_callee_has_a_copy), cmocka_unit_test(test_callback), cmocka_unit_test(test_typed),
        cmocka_unit_test(test_frees_itself), cmocka_unit_test(test_many), cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_memory), cmocka_unit_test(test_threads),
    };
    if (count > 1) /* a million calls and more: `test_exec 65000` */
        rounds = atoi(arguments[1]);
    const int all = (int)(sizeof tests / sizeof *tests);
    int count_run = all, failed = _cmocka_run_group_tests("exec", tests, (size_t)all, set_up, tear_down);
    options.engine = CCONV_ENGINE_CODE_FREE;
    if (cconv_code_new(&options, &code, NULL) == CCONV_OK) {
        cconv_code_free(code);
        count_run += all;
        failed += _cmocka_run_group_tests("exec, code-free", tests, (size_t)all, set_up, tear_down);
    }
    printf("%d passed, %d failed, %d skipped\n", count_run - failed - *skipped_tests(), failed, *skipped_tests());
    return failed != 0;
}
