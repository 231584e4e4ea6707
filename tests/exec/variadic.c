/*
 * What passes through `...` is planned per call: of its promoted types the call is right, and a type that is promoted to
 * another (char, short, _Bool, float, an array) is an error of the stub, callback or checked call, which would read a value
 * of another size.
 */
#include <callconv/exec.h>

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static cconv_context *context;
static cconv_unit *unit;
static cconv_code *code;
static cconv_error error;
static int passed, failed;

static void check(int holds, const char *what, const char *type)
{
    if (holds) {
        passed++;
    } else {
        failed++;
        printf("FAILED: %s: %s (%s)\n", type, what, error.message);
    }
}

/* "idp": an int, a double, a pointer. */
static double add(const char *format, ...)
{
    double sum = 0;
    va_list list;
    va_start(list, format);
    for (; *format; format++)
        switch (*format) {
        case 'i': sum += va_arg(list, int); break;
        case 'l': sum += (double)va_arg(list, long long); break;
        case 'd': sum += va_arg(list, double); break;
        default: sum += **va_arg(list, char (*)[3]); break;
        }
    va_end(list);
    return sum;
}

static const cconv_type *type_of(const char *text)
{
    const cconv_type *type = NULL;
    if (cconv_parse_type(context, unit, text, strlen(text), NULL, &type, NULL, &error))
        check(0, "does not parse", text);
    return type;
}

static cconv_plan *plan_of(const char *const *texts, size_t count)
{
    const cconv_type *types[16] = {NULL};
    const cconv_signature *varied = NULL;
    cconv_plan *plan = NULL;
    for (size_t i = 0; i < count; i++)
        types[i] = type_of(texts[i]);
    if (cconv_signature_vary(context, cconv_unit_function(unit, 0), types, count, &varied, &error)
        || cconv_plan_new(cconv_convention_host(), varied, NULL, &plan, &error))
        check(0, "no plan", texts[0]);
    return plan;
}

static void handler(void *user, void *result, void *const *arguments)
{
    (void)user;
    *(double *)result = *(int *)arguments[1] + *(double *)arguments[2];
}

/* The error of each way to use the plan, which must name both types. */
static void refuses(const char *given, const char *passed_as)
{
    char expected[300];
    const char *const types[] = {"int", given};
    cconv_plan *plan = plan_of(types, 2);
    cconv_stub *stub = NULL;
    cconv_callback *callback = NULL;
    cconv_thunk *thunk = NULL;
    snprintf(expected, sizeof expected, "argument 3 passes through '...' as '%s', not as '%s'", passed_as, given);
    for (uint32_t flags = 0; flags <= (CCONV_STUB_BLOCK | CCONV_STUB_WIDEN); flags++)
        check(cconv_stub_new(code, plan, flags, &stub, &error) == CCONV_INVALID && !stub && strstr(error.message, expected),
              "a stub is an error", given);
    check(cconv_callback_new(code, plan, handler, NULL, &callback, &error) == CCONV_INVALID && !callback
          && strstr(error.message, expected), "a callback is an error", given);
    check(cconv_thunk_new(code, plan, plan, (cconv_function)add, &thunk, &error) == CCONV_INVALID && !thunk
          && strstr(error.message, expected), "a thunk is an error", given);
    cconv_plan_free(plan);
    const char *const promoted[] = {"int", passed_as};
    plan = plan_of(promoted, 2);
    check(cconv_stub_new(code, plan, 0, &stub, &error) == CCONV_OK, "the promoted type is none", given);
    cconv_stub_free(stub);
    cconv_plan_free(plan);
}

static void calls(void)
{
    static const char *const types[] = {"int", "double", "char (*)[3]", "long long", "double", "int"};
    char three[3] = {3, 0, 0};
    const char *format = "idpldi";
    int one = 1, last = -40000;
    double half = 0.5, quarter = 0.25, result = 0;
    char (*pointer)[3] = &three;
    long long wide = 1ll << 40;
    cconv_plan *plan = plan_of(types, 6);
    cconv_stub *stub = NULL;
    check(cconv_stub_new(code, plan, 0, &stub, &error) == CCONV_OK, "a stub", "int, double, …");
    if (stub)
        cconv_stub_call(stub)((cconv_function)add, &result, (void *[]){&format, &one, &half, &pointer, &wide, &quarter, &last});
    check(result == 1 + 0.5 + 3 + 1099511627776.0 + 0.25 - 40000, "the sum", "int, double, …");
    cconv_stub_free(stub);
    cconv_plan_free(plan);
}

static void called(void)
{
    static const char *const types[] = {"int", "double"};
    cconv_plan *plan = plan_of(types, 2);
    cconv_callback *callback = NULL;
    check(cconv_callback_new(code, plan, handler, NULL, &callback, &error) == CCONV_OK, "a callback", "int, double");
    if (callback) {
        double (*function)(const char *, ...) = (double (*)(const char *, ...))cconv_callback_function(callback);
        check(function("", 40000, 0.5f) == 40000.5, "the callback's sum", "int, double");
    }
    cconv_callback_free(callback);
    cconv_plan_free(plan);
}

static void try_engine(cconv_engine engine)
{
    static const char *const narrow[] = {"_Bool", "char", "signed char", "unsigned char", "short", "unsigned short", "small"};
    const cconv_code_options options = {.engine = engine};
    cconv_status status = cconv_code_new(&options, &code, &error);
    if (status == CCONV_UNSUPPORTED && engine == CCONV_ENGINE_CODE_FREE)
        return;
    check(status == CCONV_OK, "the engine", "");
    if (status)
        return;
    for (size_t i = 0; i < sizeof narrow / sizeof *narrow; i++)
        refuses(narrow[i], "int");
    refuses("float", "double");
    refuses("real", "double");
    refuses("char[8]", "char *");
    refuses("char[4]", "char *");
    calls();
    called();
    cconv_code_free(code);
}

int main(void)
{
    static const char text[] = "typedef short small; typedef float real; double add(const char *format, ...);";
    if (cconv_context_new(NULL, &context, &error) || cconv_parse(context, text, sizeof text - 1, NULL, &unit, &error)) {
        printf("%s\n0 passed, 1 failed, 0 skipped\n", error.message);
        return 1;
    }
    try_engine(CCONV_ENGINE_COMPILED);
    try_engine(CCONV_ENGINE_CODE_FREE);
    cconv_context_free(context);
    printf("%d passed, %d failed, 0 skipped\n", passed, failed);
    return failed != 0;
}
