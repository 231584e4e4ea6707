/*
 * Calls of mixed signatures from eight threads at once: stubs of both forms, callbacks, typed callbacks and thunks to other
 * conventions are made, called and freed again. Every result is checked, and at the end no memory is mapped that was not
 * mapped after the first thousandth.
 *
 *     million [CALLS]
 *
 * A million of them where nothing is said.
 */
#include <callconv/exec.h>

#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { THREADS = 8, SHAPES = 12, MOST = 12, ROOM = 256, CALLS_EACH = 16 };

struct pair { double x, y; };
struct mixed { int n; float f; };
struct five { long long v[5]; };
struct three { char c[3]; };

static const char text[] =
    "struct pair { double x, y; }; struct mixed { int n; float f; }; struct five { long long v[5]; }; struct three { char c[3]; };\n"
    "void f0(int *at); int f1(int, int); double f2(double, double, double); struct pair f3(struct pair, struct pair);\n"
    "struct five f4(struct five, int); struct three f5(struct three, short); struct mixed f6(struct mixed, float, signed char);\n"
    "long long f7(int, long long, int, int, long long, int, int, int, long long, int, int, int);\n"
    "double f8(int, double, struct pair, float, struct mixed, unsigned short, struct five, float);\n"
    "long double f9(long double, int); _Bool f10(_Bool, unsigned char); double f11(const char *, ...);\n";

static cconv_context *context;
static cconv_unit *unit;
static cconv_code *code;
static long calls_each;
static const cconv_signature *signatures[SHAPES], *typed_signatures[SHAPES];
static const cconv_convention *conventions[16];
static size_t convention_count;

static void give_up(const char *what, const cconv_error *error)
{
    printf("%s: %s\n0 passed, 1 failed, 0 skipped\n", what, error->message);
    fflush(stdout);
    abort();
}

/* ----------------------------------------------------------- what is called, in C */

static void f0(int *at) { ++*at; }
static int f1(int a, int b) { return a - 3 * b; }
static double f2(double a, double b, double c) { return a + 2 * b + 4 * c; }
static struct pair f3(struct pair a, struct pair b) { return (struct pair){a.x + b.y, a.y - b.x}; }
static struct five f4(struct five a, int n)
{
    for (int i = 0; i < 5; i++)
        a.v[i] = a.v[i] * n + i;
    return a;
}
static struct three f5(struct three a, short n) { return (struct three){{a.c[2], (char)(a.c[0] + n), a.c[1]}}; }
static struct mixed f6(struct mixed a, float f, signed char c) { return (struct mixed){a.n + c, a.f * f}; }
static long long f7(int a, long long b, int c, int d, long long e, int f, int g, int h, long long i, int j, int k, int l)
{
    return a + 2 * b + 3 * c + 4 * d + 5 * e + 6 * f + 7 * g + 8 * h + 9 * i + 10 * j + 11 * k + 12 * l;
}
static double f8(int a, double b, struct pair c, float d, struct mixed e, unsigned short f, struct five g, float h)
{
    return a + b + c.x * c.y + d + e.n + e.f + f + (double)g.v[4] + h;
}
static long double f9(long double a, int n) { return a / n; }
static _Bool f10(_Bool a, unsigned char b) { return !a ^ (b & 1); }
static double f11(const char *format, ...)
{
    double sum = 0;
    va_list list;
    va_start(list, format);
    for (; *format; format++)
        sum += *format == 'i' ? va_arg(list, int) : va_arg(list, double);
    va_end(list);
    return sum;
}

#define FUNCTION(f) ((cconv_function)(f))
static const cconv_function functions[SHAPES] = {FUNCTION(f0), FUNCTION(f1), FUNCTION(f2), FUNCTION(f3), FUNCTION(f4), FUNCTION(f5),
                                                 FUNCTION(f6), FUNCTION(f7), FUNCTION(f8), FUNCTION(f9), FUNCTION(f10), FUNCTION(f11)};

/* ------------------------------------------------------------------- values */

struct values {
    _Alignas(16) unsigned char bytes[MOST][ROOM], block[1024];
    void *pointers[MOST];
    _Alignas(16) unsigned char expected[ROOM], result[ROOM];
    int counted;
};

static uint64_t draw(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return *state >> 33;
}

#define AT(type, i) (*(type *)(void *)v->bytes[i])
#define RESULT(type) (*(type *)(void *)v->expected)

/* Fills the arguments of a shape, and the result that C gets; by what the bytes are, the answer is exact. */
static void fill(struct values *v, int shape, uint64_t *state)
{
    int n = (int)draw(state) % 1000, m = (int)draw(state) % 100;
    struct pair p = {n, m + 0.5}, q = {m, n - 0.25};
    struct mixed x = {n, (float)m};
    struct five five = {{n, m, -n, 1ll << 40, n * m}};
    memset(v->expected, 0, ROOM);
    memset(v->result, 0, ROOM);
    switch (shape) {
    case 0: v->counted = 0; AT(int *, 0) = &v->counted; break;
    case 1: AT(int, 0) = n; AT(int, 1) = m; RESULT(int) = f1(n, m); break;
    case 2: AT(double, 0) = n; AT(double, 1) = m; AT(double, 2) = 0.5; RESULT(double) = f2(n, m, 0.5); break;
    case 3: AT(struct pair, 0) = p; AT(struct pair, 1) = q; RESULT(struct pair) = f3(p, q); break;
    case 4: AT(struct five, 0) = five; AT(int, 1) = m; RESULT(struct five) = f4(five, m); break;
    case 5: AT(struct three, 0) = (struct three){{1, 2, 3}}; AT(short, 1) = (short)m;
        RESULT(struct three) = f5((struct three){{1, 2, 3}}, (short)m); break;
    case 6: AT(struct mixed, 0) = x; AT(float, 1) = 0.5f; AT(signed char, 2) = (signed char)-m;
        RESULT(struct mixed) = f6(x, 0.5f, (signed char)-m); break;
    case 7:
        for (int i = 0; i < 12; i++)
            if (i == 1 || i == 4 || i == 8)
                AT(long long, i) = (long long)n << 33;
            else
                AT(int, i) = m + i;
        RESULT(long long) = f7(m, (long long)n << 33, m + 2, m + 3, (long long)n << 33, m + 5, m + 6, m + 7, (long long)n << 33,
                               m + 9, m + 10, m + 11); break;
    case 8: AT(int, 0) = n; AT(double, 1) = m; AT(struct pair, 2) = p; AT(float, 3) = 0.25f; AT(struct mixed, 4) = x;
        AT(unsigned short, 5) = 65535; AT(struct five, 6) = five; AT(float, 7) = -0.5f;
        RESULT(double) = f8(n, m, p, 0.25f, x, 65535, five, -0.5f); break;
    case 9: AT(long double, 0) = n; AT(int, 1) = 8; RESULT(long double) = f9(n, 8); break;
    case 10: AT(_Bool, 0) = n & 1; AT(unsigned char, 1) = (unsigned char)m; RESULT(_Bool) = f10(n & 1, (unsigned char)m); break;
    default: AT(const char *, 0) = "idid"; AT(int, 1) = n; AT(double, 2) = 0.5; AT(int, 3) = m; AT(double, 4) = m;
        RESULT(double) = f11("idid", n, 0.5, m, (double)m);
    }
}

/* As far as bytes tell: those of a long double's padding are anything. */
static int is_right(const struct values *v, int shape, const cconv_plan *plan)
{
    size_t size = cconv_plan_result(plan)->kind == CCONV_PLACED_VOID ? 0 : (size_t)cconv_plan_result(plan)->size;
    if (shape == 9)
        return *(const long double *)(const void *)v->result == *(const long double *)(const void *)v->expected;
    return (shape != 0 || v->counted == 1) && memcmp(v->result, v->expected, size) == 0;
}

/* ----------------------------------------------------------- what stands between */

/* Calls the function of its shape, through a stub of its own. */
struct through {
    cconv_stub *stub;
    int shape, bound;
};

static void handler(void *user, void *result, void *const *arguments)
{
    const struct through *through = user;
    cconv_stub_call(through->stub)(functions[through->shape], result, arguments + through->bound);
}

static cconv_plan *plan_of(const cconv_signature *signature, const cconv_convention *convention)
{
    cconv_plan *plan = NULL;
    cconv_error error = {0};
    if (cconv_plan_new(convention, signature, NULL, &plan, &error) && convention == cconv_convention_host())
        give_up("no plan", &error);
    return plan;
}

/* Everything that one round makes. */
struct made {
    cconv_plan *plan, *typed, *other;
    cconv_stub *stub;
    cconv_callback *inner, *callback;
    cconv_thunk *thunk;
    struct through through, bound;
    cconv_function target;
};

static void make_thunk(struct made *made, int shape, uint64_t chosen)
{
    const cconv_convention *to = conventions[chosen % convention_count];
    made->other = plan_of(signatures[shape], to);
    /* The callback is called under the other convention; what cannot be is called by its own. */
    if (made->other && !cconv_callback_new(code, made->other, handler, &made->through, &made->callback, NULL)
        && !cconv_thunk_new(code, made->plan, made->other, cconv_callback_function(made->callback), &made->thunk, NULL))
        made->target = cconv_thunk_function(made->thunk);
}

static void make(struct made *made, int shape, uint64_t choice)
{
    cconv_error error = {0};
    cconv_status status = CCONV_OK;
    memset(made, 0, sizeof *made);
    made->plan = plan_of(signatures[shape], cconv_convention_host());
    made->target = functions[shape];
    status = cconv_stub_new(code, made->plan, choice & 1 ? CCONV_STUB_BLOCK : 0, &made->stub, &error);
    if (!status)
        status = cconv_stub_new(code, made->plan, 0, &made->through.stub, &error);
    made->bound = made->through = (struct through){made->through.stub, shape, 0};
    made->bound.bound = 1;
    choice >>= 1;
    if (!status && choice % 4 == 1) {
        status = cconv_callback_new(code, made->plan, handler, &made->through, &made->callback, &error);
        made->target = cconv_callback_function(made->callback);
    } else if (!status && choice % 4 == 2) {
        made->typed = plan_of(typed_signatures[shape], cconv_convention_host());
        status = cconv_callback_new(code, made->typed, handler, &made->bound, &made->inner, &error);
        if (!status)
            status = cconv_callback_typed_new(code, made->plan, made->typed, cconv_callback_function(made->inner), NULL,
                                              &made->callback, &error);
        made->target = cconv_callback_function(made->callback);
    } else if (!status && choice % 4 == 3) {
        make_thunk(made, shape, choice / 4);
    }
    if (status)
        give_up(cconv_signature_declaration(signatures[shape]), &error);
}

static void end(struct made *made)
{
    cconv_thunk_free(made->thunk);
    cconv_callback_free(made->callback);
    cconv_callback_free(made->inner);
    cconv_stub_free(made->through.stub);
    cconv_stub_free(made->stub);
    cconv_plan_free(made->typed);
    cconv_plan_free(made->other);
    cconv_plan_free(made->plan);
}

static void call(const struct made *made, struct values *v)
{
    if (cconv_stub_call(made->stub)) {
        cconv_stub_call(made->stub)(made->target, v->result, v->pointers);
        return;
    }
    for (size_t i = 0; i < cconv_plan_argument_count(made->plan); i++)
        memcpy(v->block + cconv_plan_block_offset(made->plan, i), v->bytes[i], (size_t)cconv_plan_argument(made->plan, i)->size);
    cconv_stub_call_block(made->stub)(made->target, v->result, v->block);
}

static void *work(void *number)
{
    struct values *v = calloc(1, sizeof *v);
    uint64_t state = (uintptr_t)number;
    const char *wrong = v ? NULL : "no memory";
    for (int i = 0; v && i < MOST; i++)
        v->pointers[i] = v->bytes[i];
    for (long done = 0; !wrong && done < calls_each; done += CALLS_EACH) {
        int shape = (int)(draw(&state) % SHAPES);
        struct made made;
        make(&made, shape, draw(&state));
        for (int i = 0; i < CALLS_EACH; i++) {
            fill(v, shape, &state);
            call(&made, v);
            if (!is_right(v, shape, made.plan))
                wrong = cconv_signature_declaration(signatures[shape]);
        }
        end(&made);
    }
    free(v);
    return (void *)wrong;
}

/* ----------------------------------------------------------------------- main */

static void run(long calls)
{
    pthread_t threads[THREADS];
    calls_each = (calls + THREADS - 1) / THREADS;
    for (uintptr_t i = 0; i < THREADS; i++)
        if (pthread_create(&threads[i], NULL, work, (void *)(i + 1)))
            abort();
    for (int i = 0; i < THREADS; i++) {
        void *wrong;
        pthread_join(threads[i], &wrong);
        if (wrong) {
            printf("FAILED: %s: a wrong result\n0 passed, 1 failed, 0 skipped\n", (const char *)wrong);
            exit(1);
        }
    }
}

/* Mappings of generated code. */
static int mapped(void)
{
    char line[600];
    int count = 0;
    FILE *maps = fopen("/proc/self/maps", "r");
    while (maps && fgets(line, sizeof line, maps))
        count += strstr(line, "memfd:callconv") != NULL;
    if (maps)
        fclose(maps);
    return count;
}

static void read_signatures(void)
{
    cconv_error error = {0};
    const cconv_type *passed[] = {cconv_type_basic(context, CCONV_INT), cconv_type_basic(context, CCONV_DOUBLE),
                                  cconv_type_basic(context, CCONV_INT), cconv_type_basic(context, CCONV_DOUBLE)};
    const cconv_type *pointer = cconv_type_pointer(context, cconv_type_basic(context, CCONV_VOID), 0, &error);
    for (int i = 0; i < SHAPES; i++) {
        cconv_parameter parameters[MOST + 1] = {{.type = pointer}};
        signatures[i] = cconv_unit_function(unit, (size_t)i);
        if (cconv_signature_is_variadic(signatures[i])
            && cconv_signature_vary(context, signatures[i], passed, 4, &signatures[i], &error))
            give_up("vary", &error);
        size_t count = cconv_signature_parameter_count(signatures[i]);
        for (size_t j = 0; j < count; j++)
            parameters[j + 1] = *cconv_signature_parameter(signatures[i], j);
        if (cconv_signature_new(context, "typed", cconv_signature_result(signatures[i]), parameters, count + 1, 0,
                                &typed_signatures[i], &error))
            give_up("typed", &error);
    }
    const cconv_target *target = cconv_convention_target(cconv_convention_host());
    for (size_t i = 0; i < cconv_convention_count() && convention_count < 16; i++)
        if (cconv_convention_accepts(cconv_convention_at(i), target) && !cconv_convention_syscall(cconv_convention_at(i)))
            conventions[convention_count++] = cconv_convention_at(i);
}

int main(int count, char **arguments)
{
    long calls = count > 1 ? atol(arguments[1]) : 1000000;
    cconv_error error = {0};
    int passed = 0;
    if (cconv_context_new(NULL, &context, &error) || cconv_parse(context, text, sizeof text - 1, NULL, &unit, &error))
        give_up("reading", &error);
    read_signatures();
    for (int engine = CCONV_ENGINE_COMPILED; engine <= CCONV_ENGINE_CODE_FREE; engine++) {
        const cconv_code_options options = {.engine = (cconv_engine)engine};
        cconv_status status = cconv_code_new(&options, &code, &error);
        if (status == CCONV_UNSUPPORTED && engine == CCONV_ENGINE_CODE_FREE)
            break;
        if (status)
            give_up("no code", &error);
        run(calls / 1000 + 4000);
        int before = mapped();
        run(calls);
        /* Which code shares a piece of memory is chance, and so is how many pieces there are: not in proportion to the calls. */
        if (mapped() > 2 * before + 16) {
            printf("FAILED: %d mappings, %d at first\n%d passed, 1 failed, 0 skipped\n", mapped(), before, passed);
            return 1;
        }
        cconv_code_free(code);
        if (mapped()) {
            printf("FAILED: %d mappings stay\n%d passed, 1 failed, 0 skipped\n", mapped(), passed);
            return 1;
        }
        passed += 3;
    }
    cconv_context_free(context);
    printf("%ld calls from %d threads with each engine\n%d passed, 0 failed, 0 skipped\n", calls, THREADS, passed);
    return 0;
}
