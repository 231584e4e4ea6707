/* Preparation: prepare.h. */
#include "prepare.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct maker {
    struct makers *makers;
    const struct shape *shape;
    const struct callback_shape *callback;
    cconv_plan *plan, *typed;
    cconv_stub *seen;                /* keeps its code, so that others find it */
    cconv_callback *seen_callback, *seen_typed;
    const cconv_signature *signature;
    cconv_plan *fresh[NEW_PLANS];    /* of signatures that are all passed differently */
    cconv_stub *stubs[NEW_PLANS];
    cconv_code *fresh_code;
};

void fail(const char *what)
{
    fprintf(stderr, "callconv-bench-calls: %s\n", what);
    exit(1);
}

void makers_init(struct makers *makers)
{
    cconv_error error;
    memset(makers, 0, sizeof *makers);
    if (cconv_context_new(NULL, &makers->context, &error) || cconv_code_new(NULL, &makers->code, &error))
        fail(error.message);
    cconv_code_options options = {.engine = CCONV_ENGINE_CODE_FREE};
    if (cconv_code_new(&options, &makers->walk, NULL))
        makers->walk = NULL;
}

void makers_free(struct makers *makers)
{
    cconv_code_free(makers->code);
    cconv_code_free(makers->walk);
    cconv_context_free(makers->context);
}

static const cconv_signature *signature_of(cconv_context *context, const char *declaration, const char *varargs)
{
    cconv_error error;
    cconv_unit *unit = NULL;
    const cconv_type *const *types = NULL;
    size_t count = 0;
    if (cconv_parse(context, declaration, strlen(declaration), NULL, &unit, &error))
        fail(error.message);
    const cconv_signature *signature = cconv_unit_function(unit, 0);
    if (varargs && (cconv_parse_type_list(context, unit, varargs, strlen(varargs), NULL, &types, &count, &error)
                    || cconv_signature_vary(context, signature, types, count, &signature, &error)))
        fail(error.message);
    return signature;
}

static cconv_plan *plan_signature(const cconv_signature *signature)
{
    cconv_error error;
    cconv_plan *plan = NULL;
    if (cconv_plan_new(cconv_convention_host(), signature, NULL, &plan, &error))
        fail(error.message);
    return plan;
}

cconv_plan *plan_of(struct makers *makers, const char *declaration, const char *varargs)
{
    return plan_signature(signature_of(makers->context, declaration, varargs));
}

cconv_stub *stub_of(cconv_code *code, const cconv_plan *plan, uint32_t flags)
{
    cconv_error error;
    cconv_stub *stub = NULL;
    if (cconv_stub_new(code, plan, flags, &stub, &error))
        fail(error.message);
    return stub;
}

static cconv_callback *new_callback(cconv_code *code, const cconv_plan *plan, cconv_handler *handler)
{
    cconv_error error;
    cconv_callback *callback = NULL;
    if (cconv_callback_new(code, plan, handler, NULL, &callback, &error))
        fail(error.message);
    return callback;
}

cconv_function callback_of(cconv_code *code, const cconv_plan *plan, cconv_handler *handler)
{
    return cconv_callback_function(new_callback(code, plan, handler));
}

static cconv_callback *new_typed(cconv_code *code, const cconv_plan *plan, const cconv_plan *typed, cconv_function handler)
{
    cconv_error error;
    cconv_callback *callback = NULL;
    if (cconv_callback_typed_new(code, plan, typed, handler, NULL, &callback, &error))
        fail(error.message);
    return callback;
}

cconv_function typed_callback_of(cconv_code *code, const cconv_plan *plan, const cconv_plan *typed, cconv_function handler)
{
    return cconv_callback_function(new_typed(code, plan, typed, handler));
}

/* ------------------------------------------------------------------- makers */

/* Signatures of the shape's own parameters with seven more, each an int or a double by one bit of `number`. */
static cconv_plan *fresh_plan(struct makers *makers, const cconv_signature *signature, unsigned number)
{
    enum { MORE = 7 };
    cconv_parameter parameters[MOST_ARGUMENTS + MORE];
    size_t count = cconv_signature_parameter_count(signature), i = 0;
    for (; i < count; i++)
        parameters[i] = *cconv_signature_parameter(signature, i);
    for (unsigned bit = 0; bit < MORE; bit++)
        parameters[i++] = (cconv_parameter){
            .type = cconv_type_basic(makers->context, number >> bit & 1 ? CCONV_DOUBLE : CCONV_INT)};
    const cconv_signature *fresh = NULL;
    cconv_error error;
    if (cconv_signature_new(makers->context, "f", cconv_signature_result(signature), parameters, i, 0, &fresh, &error))
        fail(error.message);
    return plan_signature(fresh);
}

struct maker *maker_new(struct makers *makers, const struct shape *shape, const struct callback_shape *callback)
{
    struct maker *maker = calloc(1, sizeof *maker);
    if (!maker)
        fail("no memory");
    maker->makers = makers;
    maker->shape = shape;
    maker->callback = callback;
    maker->signature = signature_of(makers->context, shape->declaration, NULL);
    maker->plan = plan_signature(maker->signature);
    maker->typed = plan_of(makers, callback->typed, NULL);
    maker->seen = stub_of(makers->code, maker->plan, 0);
    maker->seen_callback = new_callback(makers->code, maker->plan, callback->handler);
    maker->seen_typed = new_typed(makers->code, maker->plan, maker->typed, callback->typed_handler);
    for (unsigned i = 0; i < NEW_PLANS; i++)
        maker->fresh[i] = fresh_plan(makers, maker->signature, i);
    if (cconv_code_new(NULL, &maker->fresh_code, NULL))
        fail("code");
    /* One stub stays, so that memory does: what is measured is not the system call. */
    stub_of(maker->fresh_code, maker->plan, 0);
    return maker;
}

void maker_free(struct maker *maker)
{
    cconv_stub_free(maker->seen);
    cconv_callback_free(maker->seen_callback);
    cconv_callback_free(maker->seen_typed);
    cconv_code_free(maker->fresh_code);
    for (unsigned i = 0; i < NEW_PLANS; i++)
        cconv_plan_free(maker->fresh[i]);
    cconv_plan_free(maker->plan);
    cconv_plan_free(maker->typed);
    free(maker);
}

/* ------------------------------------------------------------------- making */

void make_from_text(void *argument, long count)
{
    struct maker *maker = argument;
    while (count--) {
        cconv_context *context = NULL;
        if (cconv_context_new(NULL, &context, NULL))
            fail("context");
        cconv_plan *plan = plan_signature(signature_of(context, maker->shape->declaration, NULL));
        cconv_stub_free(stub_of(maker->makers->code, plan, 0));
        cconv_plan_free(plan);
        cconv_context_free(context);
    }
}

void make_from_types(void *argument, long count)
{
    struct maker *maker = argument;
    cconv_parameter parameters[MOST_ARGUMENTS];
    size_t parameter_count = cconv_signature_parameter_count(maker->signature);
    cconv_context *context = NULL;
    if (cconv_context_new(NULL, &context, NULL))
        fail("context");
    const cconv_signature *like = signature_of(context, maker->shape->declaration, NULL);
    for (size_t i = 0; i < parameter_count; i++)
        parameters[i] = *cconv_signature_parameter(like, i);
    while (count--) {
        const cconv_signature *signature = NULL;
        if (cconv_signature_new(context, "f", cconv_signature_result(like), parameters, parameter_count, 0, &signature, NULL))
            fail("signature");
        cconv_plan *plan = plan_signature(signature);
        cconv_stub_free(stub_of(maker->makers->code, plan, 0));
        cconv_plan_free(plan);
    }
    cconv_context_free(context);
}

void make_seen(void *argument, long count)
{
    struct maker *maker = argument;
    while (count--)
        cconv_stub_free(stub_of(maker->makers->code, maker->plan, 0));
}

/* At most NEW_PLANS. */
void make_new(void *argument, long count)
{
    struct maker *maker = argument;
    for (long i = 0; i < count; i++)
        maker->stubs[i] = stub_of(maker->fresh_code, maker->fresh[i], 0);
    for (long i = 0; i < count; i++)
        cconv_stub_free(maker->stubs[i]);
}

void make_callback(void *argument, long count)
{
    struct maker *maker = argument;
    while (count--)
        cconv_callback_free(new_callback(maker->makers->code, maker->plan, maker->callback->handler));
}

void make_typed(void *argument, long count)
{
    struct maker *maker = argument;
    while (count--)
        cconv_callback_free(new_typed(maker->makers->code, maker->plan, maker->typed, maker->callback->typed_handler));
}

void make_cif(void *argument, long count)
{
    struct maker *maker = argument;
    ffi_cif cif;
    while (count--)
        if (ffi_prep_cif(&cif, FFI_DEFAULT_ABI, maker->shape->count, maker->shape->result, (ffi_type **)maker->shape->types))
            fail("libffi");
}

void make_closure(void *argument, long count)
{
    struct maker *maker = argument;
    ffi_cif cif;
    if (ffi_prep_cif(&cif, FFI_DEFAULT_ABI, maker->shape->count, maker->shape->result, (ffi_type **)maker->shape->types))
        fail("libffi");
    while (count--) {
        void *run = NULL;
        ffi_closure *closure = ffi_closure_alloc(sizeof *closure, &run);
        if (!closure || ffi_prep_closure_loc(closure, &cif, maker->callback->ffi_handler, NULL, run))
            fail("libffi's closures");
        ffi_closure_free(closure);
    }
}

void make_ffcall(void *argument, long count)
{
    struct maker *maker = argument;
    while (count--)
        maker->callback->free_ffcall(maker->callback->by_ffcall());
}
