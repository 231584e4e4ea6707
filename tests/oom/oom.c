/*
 * Fails allocation 1, 2, 3, … in turn, each alone and each with all that follow, over everything that the library
 * does: a context, types made by hand, parsing, signatures, plans under every convention, every renderer. Each time
 * the outcome must be CCONV_NO_MEMORY (or its equivalent where a function returns a pointer), nothing may leak, and
 * AddressSanitizer must be content. Ends when a run needs no allocation that failed.
 *
 * The library here is built with one block per arena allocation, so that every one of them is reached.
 */
#include "memory.h"

#include <callconv/callconv.h>
#include <callconv/assembly.h>
#include <callconv/exec.h>
#include <callconv/render.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

static const char rich_text[] =
    "# 1 \"rich.h\" 1\n"
    "typedef long long wide __attribute__((mode(DI)));\n"
    "typedef unsigned long size_t;\n"
    "struct point { double x, y; };\n"
    "struct mixed { char tag; struct point at[2]; union { int n; float f; } u; unsigned a : 3, : 0, b : 9; };\n"
    "struct __attribute__((packed)) tight { char c; long n; };\n"
    "enum colour { RED = 1, GREEN = RED << 2, BLUE = sizeof(struct mixed) };\n"
    "typedef float quad __attribute__((vector_size(16)));\n"
    "typedef int handler(const char *, size_t, void (*)(int, struct point), ...);\n"
    "struct list { struct list *next; handler *call; int tail[]; };\n"
    "extern int counters[sizeof(struct point) * 2];\n"
    "_Static_assert(sizeof(int) == 4, \"int\");\n"
    "static inline int skipped(int x) { return x ? (x + 1) : 0; }\n"
    "struct point move(struct point, const struct mixed *restrict, quad q, _Complex double z, wide w);\n"
    "struct mixed many(int, int, int, int, int, int, int, struct mixed, struct tight, long double, char);\n"
    "int print(const char *format, ...) __asm__(\"print_v2\") __attribute__((format(printf, 1, 2)));\n"
    "handler *pick(enum colour, typeof(sizeof 0), int (*)[3], float[static 4]);\n"
    "void old(), nothing(void);\n";

static const char wrong_text[] = "int good(int);\nint bad(unknown_type);\nstruct s { int x; } extra;\nint f(struct s, double);\n";

/* What one run ended with. */
struct outcome {
    cconv_status status;
    const char *step;
};

static int failed_cases, passed_cases;

static int discard(void *user, const char *bytes, size_t length)
{
    size_t *total = user;
    (void)bytes;
    *total += length;
    return 0;
}

static void ignore_report(void *user, const cconv_diagnostic *diagnostic)
{
    (void)user;
    (void)diagnostic;
}

static const cconv_writer *writer_of(cconv_writer *writer, size_t *total)
{
    writer->write = discard;
    writer->user = total;
    return writer;
}

/* Everything under one format; a renderer tells of a failure by a non-zero return. */
static cconv_status render(cconv_plan *const *plans, size_t count, cconv_format format)
{
    size_t total = 0;
    cconv_writer writer;
    cconv_renderer renderer;
    const cconv_render_options options = {.format = format};
    cconv_render_begin(&renderer, writer_of(&writer, &total), &options);
    int failed = cconv_render_plans(&renderer, (const cconv_plan *const *)plans, count);
    failed |= cconv_render_end(&renderer);
    return failed ? CCONV_NO_MEMORY : CCONV_OK;
}

static cconv_status plan_and_render(const cconv_target *target, const cconv_signature *signature, cconv_error *error)
{
    cconv_plan *plans[16] = {NULL};
    size_t count = 0;
    cconv_status status = CCONV_OK;
    for (size_t i = 0; !status && i < cconv_convention_count(); i++) {
        if (!cconv_convention_accepts(cconv_convention_at(i), target))
            continue;
        status = cconv_plan_new(cconv_convention_at(i), signature, NULL, &plans[count], error);
        if (status == CCONV_UNSUPPORTED)
            status = CCONV_OK;
        count += plans[count] != NULL;
    }
    for (int format = CCONV_FORMAT_TEXT; !status && count && format <= CCONV_FORMAT_MARKDOWN; format++)
        status = render(plans, count, (cconv_format)format);
    for (size_t i = 0; i < count; i++)
        cconv_plan_free(plans[i]);
    return status;
}

static struct outcome functions(cconv_context *context, cconv_unit *unit)
{
    cconv_error error = {CCONV_OK, 0, 0, "", ""};
    const cconv_target *target = cconv_context_target(context);
    const cconv_type *variadic[2] = {cconv_type_basic(context, CCONV_FLOAT), cconv_type_basic(context, CCONV_CHAR)};
    for (size_t i = 0; i < cconv_unit_function_count(unit); i++) {
        const cconv_signature *signature = cconv_unit_function(unit, i);
        if (!signature)
            return (struct outcome){CCONV_NO_MEMORY, "function"};
        cconv_status status = plan_and_render(target, signature, &error);
        if (status)
            return (struct outcome){status, "plan"};
        if (!cconv_signature_is_variadic(signature) || cconv_signature_parameter_count(signature) == 0)
            continue;
        const cconv_signature *varied = NULL;
        status = cconv_signature_vary(context, signature, variadic, 2, &varied, &error);
        if (status)
            return (struct outcome){status, "vary"};
        status = plan_and_render(target, varied, &error);
        if (status)
            return (struct outcome){status, "plan of a variadic call"};
    }
    return (struct outcome){CCONV_OK, NULL};
}

static void never(void *user, void *result, void *const *arguments)
{
    (void)user, (void)result, (void)arguments;
}

/* A stub of each form, a callback and a thunk; what is refused for another reason than memory is no failure. */
static cconv_status make_code(cconv_engine engine, const cconv_plan *own, const cconv_plan *other, cconv_error *error)
{
    const cconv_code_options options = {.engine = engine};
    cconv_code *code = NULL;
    cconv_stub *stub = NULL, *block = NULL;
    cconv_callback *callback = NULL;
    cconv_thunk *thunk = NULL;
    cconv_status status = cconv_code_new(&options, &code, error);
    if (status)
        return status == CCONV_UNSUPPORTED ? CCONV_OK : status;
    status = cconv_stub_new(code, own, 0, &stub, error);
    if (!status)
        status = cconv_stub_new(code, own, CCONV_STUB_BLOCK, &block, error);
    if (!status)
        status = cconv_callback_new(code, own, never, NULL, &callback, error);
    if (!status)
        status = cconv_thunk_new(code, other, own, (cconv_function)never, &thunk, error);
    cconv_thunk_free(thunk);
    cconv_callback_free(callback);
    cconv_stub_free(stub);
    cconv_stub_free(block);
    cconv_code_free(code);
    return status == CCONV_UNSUPPORTED ? CCONV_OK : status;
}

/* The same as listings. */
static cconv_status make_listings(const cconv_plan *own, const cconv_plan *other, cconv_error *error)
{
    const cconv_listing_options options = {.save = "rbx", .locals = 40};
    cconv_listing *bridge = NULL, *call = NULL, *callee = NULL;
    cconv_status status = cconv_listing_of_bridge(other, own, NULL, &bridge, error);
    if (!status)
        status = cconv_listing_of_call(own, NULL, &call, error);
    if (!status)
        status = cconv_listing_of_callee(own, &options, &callee, error);
    cconv_listing_free(bridge);
    cconv_listing_free(call);
    cconv_listing_free(callee);
    return status == CCONV_UNSUPPORTED ? CCONV_OK : status; /* x32's pointers */
}

/* Code for a call of many arguments, where this machine can run it. */
static struct outcome calls(cconv_context *context, cconv_unit *unit)
{
    const cconv_convention *host = cconv_convention_host();
    cconv_error error = {CCONV_OK, 0, 0, "", ""};
    cconv_status status = CCONV_OK;
    for (size_t i = 0; !status && host && i < cconv_unit_function_count(unit); i++) {
        const cconv_signature *signature = cconv_unit_function(unit, i);
        cconv_plan *own = NULL, *other = NULL;
        if (!signature || strcmp(cconv_signature_name(signature), "many") || !cconv_convention_accepts(host, cconv_context_target(context)))
            continue;
        status = cconv_plan_new(host, signature, NULL, &own, &error);
        if (!status)
            status = cconv_plan_new(cconv_convention_find("ms_abi", NULL), signature, NULL, &other, &error);
        for (int engine = CCONV_ENGINE_COMPILED; !status && engine <= CCONV_ENGINE_CODE_FREE; engine++)
            status = make_code((cconv_engine)engine, own, other, &error);
        if (!status)
            status = make_listings(own, other, &error);
        cconv_plan_free(own);
        cconv_plan_free(other);
    }
    return (struct outcome){status, "code"};
}

static struct outcome layouts(cconv_context *context, cconv_unit *unit)
{
    for (int format = CCONV_FORMAT_TEXT; format <= CCONV_FORMAT_MARKDOWN; format++) {
        size_t total = 0;
        int failed = 0;
        cconv_writer writer;
        cconv_renderer renderer;
        const cconv_render_options options = {.format = (cconv_format)format};
        cconv_render_layouts_begin(&renderer, writer_of(&writer, &total), &options);
        for (size_t i = 0; i < cconv_unit_declaration_count(unit); i++) {
            const cconv_declaration *declaration = cconv_unit_declaration(unit, i);
            cconv_layout_view views[2] = {{declaration->name, declaration->type, cconv_context_target(context)}};
            views[1] = views[0];
            if (declaration->kind == CCONV_DECLARES_TAG && cconv_type_is_complete(declaration->type))
                failed |= cconv_render_layout(&renderer, views, (size_t)1 + i % 2);
        }
        failed |= cconv_render_layouts_end(&renderer);
        if (failed)
            return (struct outcome){CCONV_NO_MEMORY, "layouts"};
    }
    return (struct outcome){CCONV_OK, NULL};
}

static struct outcome tables(void)
{
    for (int format = CCONV_FORMAT_TEXT; format <= CCONV_FORMAT_MARKDOWN; format++) {
        size_t total = 0;
        cconv_writer writer;
        const cconv_render_options options = {.format = (cconv_format)format};
        for (size_t i = 0; i < cconv_convention_count(); i++)
            if (cconv_render_convention(cconv_convention_at(i), writer_of(&writer, &total), &options))
                return (struct outcome){CCONV_NO_MEMORY, "convention"};
        if (cconv_render_divergences(writer_of(&writer, &total), &options))
            return (struct outcome){CCONV_NO_MEMORY, "divergences"};
    }
    return (struct outcome){CCONV_OK, NULL};
}

static struct outcome parsed(cconv_context *context)
{
    cconv_error error = {CCONV_OK, 0, 0, "", ""};
    cconv_unit *unit = NULL, *wrong = NULL;
    const cconv_parse_options options = {.well_known = 1, .report = ignore_report};
    cconv_status status = cconv_parse(context, rich_text, sizeof rich_text - 1, &options, &unit, &error);
    if (status) {
        if (status != CCONV_NO_MEMORY)
            fprintf(stderr, "%s:%u:%u: %s\n", error.file, error.line, error.column, error.message);
        return (struct outcome){status, "parse"};
    }
    status = cconv_parse(context, wrong_text, sizeof wrong_text - 1, &options, &wrong, &error);
    if (status != CCONV_SYNTAX)
        return (struct outcome){status ? status : CCONV_INVALID, "parse with errors"};
    const cconv_type *type, *const *types;
    uint32_t qualifiers;
    size_t count;
    status = cconv_parse_type(context, unit, "const struct mixed *[3]", 23, &options, &type, &qualifiers, &error);
    if (!status)
        status = cconv_parse_type_list(context, unit, "int, struct point, char *", 25, &options, &types, &count, &error);
    if (status)
        return (struct outcome){status, "parse types"};
    struct outcome outcome = functions(context, unit);
    if (!outcome.status)
        outcome = calls(context, unit);
    return outcome.status ? outcome : layouts(context, unit);
}

static struct outcome made(cconv_context *context)
{
    cconv_error error = {CCONV_NO_MEMORY, 0, 0, "", ""};
    const cconv_type *integer = cconv_type_basic(context, CCONV_INT), *real = cconv_type_basic(context, CCONV_DOUBLE);
    const cconv_type *bits = cconv_type_bitint(context, 37, 1, &error);
    const cconv_type *complex = cconv_type_complex(context, real, &error);
    const cconv_type *array = cconv_type_array(context, integer, 5, &error);
    const cconv_type *vector = cconv_type_vector(context, real, 16, &error);
    const cconv_type *pointer = cconv_type_pointer(context, integer, CCONV_CONST, &error);
    const cconv_type *name = cconv_type_typedef(context, "aligned_int", integer, 16, &error);
    if (!bits || !complex || !array || !vector || !pointer || !name)
        return (struct outcome){CCONV_NO_MEMORY, "types"};
    const cconv_field fields[] = {{.name = "a", .type = array}, {.name = "v", .type = vector},
                                  {.name = "n", .type = integer, .flags = CCONV_FIELD_BIT_FIELD, .bit_width = 3}};
    const cconv_record record = {.kind = CCONV_STRUCT, .tag = "made"};
    const cconv_type *made = cconv_type_record(context, &record, fields, COUNT_OF(fields), &error);
    if (!made)
        return (struct outcome){error.status, "record"};
    const cconv_parameter parameters[] = {{"made", made, 0}, {"complex", complex, 0}, {"pointer", pointer, 0},
                                          {"name", name, 0}, {NULL, bits, 0}};
    const cconv_signature *signature = NULL;
    cconv_status status =
        cconv_signature_new(context, "build", made, parameters, COUNT_OF(parameters), 1, &signature, &error);
    if (!status)
        status = plan_and_render(cconv_context_target(context), signature, &error);
    return (struct outcome){status, "signature"};
}

static struct outcome whole(const cconv_target *target)
{
    cconv_error error = {CCONV_OK, 0, 0, "", ""};
    cconv_context *context = NULL;
    const cconv_options options = {.target = target};
    cconv_status status = cconv_context_new(&options, &context, &error);
    if (status)
        return (struct outcome){status, "context"};
    struct outcome outcome = made(context);
    if (!outcome.status)
        outcome = parsed(context);
    if (!outcome.status)
        outcome = tables();
    cconv_context_free(context);
    return outcome;
}

static void check(int good, const char *target, uint64_t nth, const char *what)
{
    passed_cases += good;
    failed_cases += !good;
    if (!good)
        printf("FAILED %s, allocation %llu: %s\n", target, (unsigned long long)nth, what);
}

static void sweep(const cconv_target *target, int from_then_on, uint64_t step)
{
    const char *name = cconv_target_name(target);
    memory_fail(0, 0);
    struct outcome outcome = whole(target);
    uint64_t total = memory_count();
    check(outcome.status == CCONV_OK && memory_live() == 0, name, 0, outcome.step ? outcome.step : "leak");
    if (outcome.status)
        return;
    for (uint64_t nth = 1; failed_cases < 20; nth += step) {
        memory_fail(nth, from_then_on);
        outcome = whole(target);
        check(memory_live() == 0, name, nth, "leak");
        if (!memory_failed()) {
            check(outcome.status == CCONV_OK, name, nth, "nothing failed, and yet");
            break;
        }
        if (outcome.status != CCONV_NO_MEMORY)
            check(0, name, nth, outcome.status ? cconv_status_name(outcome.status) : "success without memory");
    }
    printf("%s: %llu allocations%s\n", name, (unsigned long long)total, from_then_on ? ", all later ones fail too" : "");
}

/* `oom` alone samples every 7th allocation; `oom all` makes each one fail, for every target. */
int main(int argc, char **argv)
{
    static const char *const targets[] = {"x86_64-linux-gnu", "aarch64-macos", "x86_64-windows-msvc"};
    int all = argc > 1 && strcmp(argv[1], "all") == 0;
    for (size_t i = 0; i < (all ? cconv_target_count() : COUNT_OF(targets)); i++) {
        const cconv_target *target = all ? cconv_target_at(i) : cconv_target_find(targets[i]);
        sweep(target, 0, all ? 1 : 7);
        sweep(target, 1, all ? 1 : 29);
    }
    printf("%d passed, %d failed, 0 skipped\n", passed_cases, failed_cases);
    return failed_cases != 0;
}
