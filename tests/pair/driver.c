/*
 * Stands between compiled callers and compiled callees (generate.c) with the library's generated code: stubs call the
 * callees, callbacks and thunks are called by the callers, and every byte must arrive.
 *
 *     stub       our code -> compiled callee, from an array of pointers and from a block
 *     callback   compiled caller -> our code, with an array of pointers, and typed
 *     checked    our code -> compiled callee, under watch, which finds nothing
 *     thunk      compiled caller -> our code under each other convention of the architecture
 */
#include "pair.h"

#include <callconv/exec.h>

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MOST = 16, ROOM = 8192, GUARD = 64, ALIGN = 128 };

static unsigned cases, passed, failed, refused;
static const struct pair_case *current;
static const char *part = "";

static void fail(const char *what, int argument)
{
    static unsigned shown;
    failed++;
    if (shown++ < 20) {
        printf("FAILED case %llu: %s: %s", current->number, part, what);
        if (argument >= 0)
            printf(" %d", argument);
        printf("\n%s", current->text);
        for (unsigned i = 0; current->variadic[i]; i++)
            printf("    through ...: %s\n", current->variadic[i]);
        printf("\n");
    }
}

static void crashed(int number)
{
    printf("FAILED case %llu: %s: signal %d\n%s\n%u passed, %u failed, 0 skipped\n", current->number, part, number,
           current->text, passed, failed + 1);
    fflush(stdout);
    _exit(1);
}

/* -------------------------------------------------------------------- values */

struct values {
    _Alignas(ALIGN) unsigned char bytes[ROOM];
    void *pointers[MOST];
};

static int differs(const unsigned char *found, const struct pair_value *value)
{
    for (unsigned i = 0; i < value->size; i++)
        if ((found[i] ^ current->sent[value->offset + i]) & current->mask[value->offset + i])
            return 1;
    return 0;
}

static void set_values(struct values *values)
{
    memset(values->bytes, 0xa5, sizeof values->bytes);
    for (unsigned i = 0; i < current->count; i++) {
        const struct pair_value *value = &current->values[i];
        memcpy(values->bytes + value->offset, current->sent + value->offset, value->size);
        values->pointers[i] = values->bytes + value->offset;
    }
}

static void check_unchanged(const struct values *values)
{
    for (unsigned i = 0; i < current->count; i++) {
        const struct pair_value *value = &current->values[i];
        if (memcmp(values->bytes + value->offset, current->sent + value->offset, value->size))
            fail("the caller's value was changed, argument", (int)i);
    }
}

static void clear_arrived(void)
{
    const struct pair_value *last = &current->values[current->count];
    memset(current->arrived, 0x5a, last->offset + last->size);
}

static void check_arrived(void)
{
    for (unsigned i = 0; i < current->count; i++)
        if (differs(current->arrived + current->values[i].offset, &current->values[i])) {
            fail("what arrived differs, argument", (int)i);
            return;
        }
    passed++;
}

/* ------------------------------------------------------------------- reading */

struct prototype {
    cconv_context *context;
    const cconv_signature *signature, *typed;
};

static void give_up(const char *what, const cconv_error *error)
{
    printf("FAILED case %llu: %s: %s\n", current->number, what, error->message);
    failed++;
}

static const cconv_signature *declared(const cconv_unit *unit)
{
    for (size_t i = 0; i < cconv_unit_function_count(unit); i++) {
        const cconv_signature *signature = cconv_unit_function(unit, i);
        if (cconv_signature_name(signature) && !strncmp(cconv_signature_name(signature), "f_", 2))
            return signature;
    }
    return NULL;
}

/* The same signature with a pointer in front. */
static cconv_status make_typed(struct prototype *p, cconv_error *error)
{
    cconv_parameter parameters[MOST + 1] = {{0}};
    size_t count = cconv_signature_parameter_count(p->signature);
    const cconv_type *nothing = cconv_type_basic(p->context, CCONV_VOID);
    parameters[0].type = cconv_type_pointer(p->context, nothing, 0, error);
    for (size_t i = 0; i < count; i++)
        parameters[i + 1] = *cconv_signature_parameter(p->signature, i);
    return cconv_signature_new(p->context, "typed", cconv_signature_result(p->signature), parameters, count + 1, 0, &p->typed,
                               error);
}

/* With what passes through `...`: promoted, as the values of `sent` are. */
static cconv_status vary(struct prototype *p, const cconv_type **types, cconv_error *error)
{
    const cconv_signature *varied = NULL;
    size_t count = current->count - current->fixed;
    cconv_status status = cconv_signature_vary(p->context, p->signature, types, count, &varied, error);
    for (size_t i = 0; i < count && !status; i++)
        types[i] = cconv_signature_parameter(varied, current->fixed + i)->type;
    return status ? status : cconv_signature_vary(p->context, p->signature, types, count, &p->signature, error);
}

static cconv_status read_prototype(struct prototype *p, cconv_error *error)
{
    const cconv_options options = {.target = cconv_target_find(pair_target), .reading = (cconv_reading)pair_reading,
                                   .features = pair_features};
    const cconv_parse_options parsing = {.well_known = 1};
    const cconv_type *types[MOST];
    cconv_unit *unit = NULL;
    cconv_status status = cconv_context_new(&options, &p->context, error);
    if (!status)
        status = cconv_parse(p->context, current->text, strlen(current->text), &parsing, &unit, error);
    if (status)
        return status;
    p->signature = declared(unit);
    for (unsigned i = current->fixed; i < current->count && !status; i++) {
        const char *text = current->variadic[i - current->fixed];
        status = cconv_parse_type(p->context, unit, text, strlen(text), &parsing, &types[i], NULL, error);
    }
    if (!status && current->variadic[0])
        status = vary(p, types + current->fixed, error);
    return status ? status : make_typed(p, error);
}

static cconv_status make_plan(const cconv_convention *convention, const cconv_signature *signature, cconv_plan **plan,
                              cconv_error *error)
{
    const cconv_plan_options options = {.reading = (cconv_reading)pair_reading, .features = pair_features};
    return cconv_plan_new(convention, signature, &options, plan, error);
}

/* --------------------------------------------------------------------- stubs */

static int is_refused(cconv_status status, const cconv_error *error)
{
    if (!status)
        return 0;
    if (status == CCONV_UNSUPPORTED) {
        if (refused++ < 20)
            printf("refused: case %llu: %s: %s\n", current->number, part, error->message);
    } else {
        give_up(part, error);
    }
    return 1;
}

static void check_result(const unsigned char *result)
{
    const struct pair_value *value = &current->values[current->count];
    if (differs(result, value)) {
        fail("the result differs", -1);
        return;
    }
    for (unsigned i = 0; i < GUARD; i++)
        if (result[value->size + i] != 0xc3) {
            fail("bytes behind the result were written", (int)i);
            return;
        }
    passed++;
}

static void test_stub(cconv_code *code, const cconv_plan *plan, uint32_t flags)
{
    static struct values values;
    static _Alignas(ALIGN) unsigned char block[ROOM], result[ROOM];
    cconv_error error;
    cconv_stub *stub = NULL;
    part = flags & CCONV_STUB_BLOCK ? "stub, block" : "stub";
    if (is_refused(cconv_stub_new(code, plan, flags, &stub, &error), &error))
        return;
    set_values(&values);
    clear_arrived();
    memset(result, 0xc3, sizeof result);
    if (flags & CCONV_STUB_BLOCK) {
        for (unsigned i = 0; i < current->count; i++)
            memcpy(block + cconv_plan_block_offset(plan, i), values.pointers[i], current->values[i].size);
        cconv_stub_call_block(stub)(current->receiver, result, block);
    } else {
        cconv_stub_call(stub)(current->receiver, result, values.pointers);
        check_unchanged(&values);
    }
    check_arrived();
    check_result(result);
    cconv_stub_free(stub);
}

/* What a compiler made breaks nothing, and has its values with all else poisoned. */
static void test_checked(cconv_code *code, const cconv_plan *plan)
{
    static struct values values;
    static _Alignas(ALIGN) unsigned char result[ROOM];
    cconv_violation found = {0};
    size_t count = 0;
    cconv_error error;
    part = "checked call";
    set_values(&values);
    clear_arrived();
    memset(result, 0xc3, sizeof result);
    if (is_refused(cconv_call_checked(code, plan, current->receiver, result, values.pointers, &found, 1, &count, &error), &error))
        return;
    if (count && found.kind != CCONV_UPPER_HALVES_DIRTY) { /* gcc clears them from -O2 on only */
        static char what[128];
        snprintf(what, sizeof what, "%s: %s: %llx for %llx", cconv_violation_name(found.kind), found.reg,
                 (unsigned long long)found.found, (unsigned long long)found.expected);
        fail(what, -1);
    }
    check_unchanged(&values);
    check_arrived();
    check_result(result);
}

/* ----------------------------------------------------------------- callbacks */

static unsigned handled;

static void handle(void *user, void *result, void *const *arguments)
{
    const struct pair_value *answer = &current->values[current->count];
    handled++;
    if (user != &handled)
        fail("the user's pointer is another", -1);
    for (unsigned i = 0; i < current->count; i++)
        if (differs(arguments[i], &current->values[i])) {
            fail("the handler reads another value, argument", (int)i);
            break;
        }
    memcpy(result, current->sent + answer->offset, answer->size);
}

/* Of a typed callback: the first argument is the user's pointer. */
static void handle_typed(void *user, void *result, void *const *arguments)
{
    if (*(void **)arguments[0] != &passed)
        fail("the typed handler's pointer is another", -1);
    handle(user, result, arguments + 1);
}

/* The compiled caller calls our code. */
static void call_back(cconv_function function)
{
    unsigned before = failed;
    void *address;
    memcpy(&address, &function, sizeof address);
    void *old = *current->pointer;
    *current->pointer = address;
    clear_arrived();
    handled = 0;
    current->mixed();
    *current->pointer = old;
    const struct pair_value *value = &current->values[current->count];
    if (handled != 1)
        fail("the handler did not run once", -1);
    else if (differs(current->arrived + value->offset, value))
        fail("the caller gets another result", -1);
    else if (failed == before)
        passed++;
}

static void test_callback(cconv_code *code, const cconv_plan *plan)
{
    cconv_callback *callback = NULL;
    cconv_error error;
    part = "callback";
    if (is_refused(cconv_callback_new(code, plan, handle, &handled, &callback, &error), &error))
        return;
    call_back(cconv_callback_function(callback));
    cconv_callback_free(callback);
}

static void test_typed(cconv_code *code, const cconv_plan *plan, const cconv_signature *signature)
{
    cconv_plan *typed = NULL;
    cconv_callback *inner = NULL, *callback = NULL;
    cconv_error error;
    part = "typed callback";
    if (!is_refused(make_plan(cconv_convention_host(), signature, &typed, &error), &error)
        && !is_refused(cconv_callback_new(code, typed, handle_typed, &handled, &inner, &error), &error)
        && !is_refused(cconv_callback_typed_new(code, plan, typed, cconv_callback_function(inner), &passed, &callback, &error),
                       &error))
        call_back(cconv_callback_function(callback));
    cconv_callback_free(callback);
    cconv_callback_free(inner);
    cconv_plan_free(typed);
}

static void test_thunk(cconv_code *code, const cconv_plan *plan, const cconv_signature *signature,
                       const cconv_convention *to)
{
    cconv_plan *other = NULL;
    cconv_callback *inner = NULL;
    cconv_thunk *thunk = NULL;
    cconv_error error;
    static char name[64];
    snprintf(name, sizeof name, "thunk to %s", cconv_convention_name(to));
    part = name;
    if (make_plan(to, signature, &other, &error))
        return; /* that convention does not pass it */
    if (!is_refused(cconv_callback_new(code, other, handle, &handled, &inner, &error), &error)
        && !is_refused(cconv_thunk_new(code, plan, other, cconv_callback_function(inner), &thunk, &error), &error))
        call_back(cconv_thunk_function(thunk));
    cconv_thunk_free(thunk);
    cconv_callback_free(inner);
    cconv_plan_free(other);
}

static void test_case(cconv_code *code)
{
    struct prototype p = {0};
    cconv_plan *plan = NULL;
    cconv_error error;
    const cconv_convention *convention = cconv_convention_find(pair_convention, NULL);
    part = "reading";
    if (read_prototype(&p, &error) || make_plan(convention, p.signature, &plan, &error)) {
        give_up(part, &error);
    } else {
        test_stub(code, plan, 0);
        test_stub(code, plan, CCONV_STUB_BLOCK);
        test_checked(code, plan);
        test_callback(code, plan);
        test_typed(code, plan, p.typed);
        for (size_t i = 0; i < cconv_convention_count(); i++) {
            const cconv_convention *to = cconv_convention_at(i);
            if (cconv_convention_accepts(to, cconv_target_find(pair_target)) && !cconv_convention_syscall(to))
                test_thunk(code, plan, p.signature, to);
        }
    }
    cconv_plan_free(plan);
    cconv_context_free(p.context);
}

/* With an argument: the engine without generated code. */
int main(int count, char **arguments)
{
    const cconv_code_options options = {.engine = count > 1 ? CCONV_ENGINE_CODE_FREE : CCONV_ENGINE_COMPILED};
    cconv_code *code = NULL;
    cconv_error error;
    (void)arguments;
    const int signals[] = {SIGSEGV, SIGILL, SIGFPE,
#if !defined(_WIN32)
                           SIGBUS, SIGTRAP
#endif
    };
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
        signal(signals[i], crashed);
    if (cconv_code_new(&options, &code, &error))
        return fprintf(stderr, "%s\n", error.message), 1;
    for (const struct pair_case *const *batch = pair_batches; *batch; batch++)
        for (current = *batch; current->text; current++, cases++)
            test_case(code);
    cconv_code_free(code);
    if (refused)
        printf("refused: %u\n", refused);
    printf("prototypes: %u\n%u passed, %u failed, 0 skipped\n", cases, passed, failed);
    return failed != 0;
}
