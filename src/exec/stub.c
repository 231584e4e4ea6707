/* Stubs: code that calls a function of any signature with arguments from memory. */
#include "exec/code.h"

#include <errno.h>
#include <string.h>

/* Of a signature that was not seen before. */
static cconv_status make_stub(cconv_code *code, const struct request *request, bool block, bool widen, cconv_stub **out,
                              cconv_error *error)
{
    struct lowered lowered;
    lowered_init(&lowered, &code->allocator);
    cconv_status status = lower_stub(code->host_plan, request->plan, block ? FORM_BLOCK : FORM_ARRAY, widen, &lowered, error);
    if (!status) {
        os_lock_take(&code->lock);
        status = code_for(code, request, &lowered, block ? CODE_STUB_BLOCK : CODE_STUB, out, error);
        os_lock_give(&code->lock);
    }
    lowered_free(&lowered);
    return status;
}

cconv_status cconv_stub_new(cconv_code *code, const cconv_plan *plan, uint32_t flags, cconv_stub **out, cconv_error *error)
{
    if (!out)
        return error_set(error, CCONV_INVALID, "out must not be NULL");
    *out = NULL;
    cconv_status status = check_callable(code, plan, error);
    if (status)
        return status;
    if (flags & ~(CCONV_STUB_BLOCK | CCONV_STUB_WIDEN))
        return error_set(error, CCONV_INVALID, "unknown flags");
    bool block = flags & CCONV_STUB_BLOCK;
    struct request request = request_of(plan, NULL, FORM_STUB + flags);
    os_lock_take(&code->lock);
    *out = code_seen(code, &request);
    os_lock_give(&code->lock);
    return *out ? CCONV_OK : make_stub(code, &request, block, flags & CCONV_STUB_WIDEN, out, error);
}

void cconv_stub_free(cconv_stub *stub)
{
    if (!stub)
        return;
    cconv_code *code = stub->owner;
    os_lock_take(&code->lock);
    code_release(code, stub);
    os_lock_give(&code->lock);
}

cconv_call *cconv_stub_call(const cconv_stub *stub)
{
    cconv_call *call = NULL;
    if (stub && stub->kind == CODE_STUB)
        memcpy(&call, &stub->run, sizeof call); /* ISO C has no cast from data to functions */
    return call;
}

cconv_call_block *cconv_stub_call_block(const cconv_stub *stub)
{
    cconv_call_block *call = NULL;
    if (stub && stub->kind == CODE_STUB_BLOCK)
        memcpy(&call, &stub->run, sizeof call);
    return call;
}

void cconv_call_keeping_errors(cconv_call *call, cconv_function function, void *result, void *const *arguments,
                               int *error_number, uint32_t *last_error)
{
    int own = errno;
    uint32_t own_last = 0;
    os_keep_last_error(&own_last);
    errno = *error_number;
    os_set_last_error(*last_error);
    call(function, result, arguments);
    os_keep_last_error(last_error);
    *error_number = errno;
    os_set_last_error(own_last);
    errno = own;
}

void cconv_call_keeping_errno(cconv_call *call, cconv_function function, void *result, void *const *arguments,
                              int *error_number)
{
    uint32_t last_error = 0;
    os_keep_last_error(&last_error);
    cconv_call_keeping_errors(call, function, result, arguments, error_number, &last_error);
}

const char *cconv_violation_name(cconv_violation_kind kind)
{
    static const char *const names[] = {
        "register not preserved", "stack pointer off", "stack overwritten", "direction flag set",
        "x87 registers in use", "x87 control word changed", "MXCSR changed", "upper halves dirty",
        "floating-point control changed", "result not extended"};
    return (unsigned)kind < COUNT_OF(names) ? names[kind] : "unknown";
}

/* -------------------------------------------------------------------- blocks */

uint64_t cconv_plan_block_offset(const cconv_plan *plan, size_t index)
{
    return plan && index < plan->argument_count ? block_offset(plan, index) : 0;
}

uint64_t cconv_plan_block_size(const cconv_plan *plan)
{
    return plan ? block_offset(plan, plan->argument_count) : 0;
}

uint64_t cconv_plan_block_align(const cconv_plan *plan)
{
    uint64_t align = 1;
    for (size_t i = 0; plan && i < plan->argument_count; i++)
        align = max_u64(align, plan->arguments[i].align);
    return align;
}
