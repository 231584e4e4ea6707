/* Callbacks and thunks: function pointers, made at run time, to code that calls elsewhere. */
#include "exec/code.h"
#include "exec/walk.h"

#include <string.h>

/* An entry with its data, to the code. The lock is held. */
static cconv_status enter(cconv_code *code, struct cconv_stub *stub, void *user, cconv_function target,
                          struct entry **out, cconv_error *error)
{
    struct entry *entry = NULL;
    cconv_status status = entry_take(&code->entries[stub->pool], &code->allocator, code->machine, &entry, error);
    *out = entry;
    if (status) {
        code_release(code, stub);
        return status;
    }
    entry->stub = stub;
    entry->code = stub->run;
    entry->user = user;
    entry->target = target;
    return CCONV_OK;
}

/* The same to the code that was lowered. */
static cconv_status enter_new(cconv_code *code, const struct request *request, struct lowered *lowered, void *user,
                              cconv_function target, struct entry **out, cconv_error *error)
{
    struct cconv_stub *stub = NULL;
    os_lock_take(&code->lock);
    cconv_status status = code_for(code, request, lowered, CODE_ENTERED, &stub, error);
    if (!status)
        status = enter(code, stub, user, target, out, error);
    os_lock_give(&code->lock);
    return status;
}

/* The same to code that was made before. False if there is none. */
static bool enter_seen(cconv_code *code, const struct request *request, void *user, cconv_function target,
                       struct entry **out, cconv_status *status, cconv_error *error)
{
    os_lock_take(&code->lock);
    struct cconv_stub *stub = code_seen(code, request);
    if (stub)
        *status = enter(code, stub, user, target, out, error);
    os_lock_give(&code->lock);
    return stub != NULL;
}

/* A thunk without generated code: a callback that calls through a stub. */
struct carrier {
    cconv_stub *stub;
    cconv_call *call;
    cconv_function target;
    void *user;              /* where the target has it in front of its arguments */
    uint32_t count;          /* of arguments without it */
    bool bound;
};

static void carry_on(void *user, void *result, void *const *arguments)
{
    struct carrier *carrier = user;
    void **all = __builtin_alloca((carrier->count + 1) * sizeof *all);
    all[0] = &carrier->user;
    memcpy(all + carrier->bound, arguments, carrier->count * sizeof *all);
    carrier->call(carrier->target, result, all);
}

static void leave(struct entry *entry)
{
    if (!entry)
        return;
    cconv_code *code = entry->stub->owner;
    struct carrier *carrier = entry->target == (cconv_function)carry_on ? entry->user : NULL;
    os_lock_take(&code->lock);
    code_release(code, entry->stub);
    entry_give(entry);
    os_lock_give(&code->lock);
    if (carrier) {
        cconv_stub_free(carrier->stub);
        allocator_give(&code->allocator, carrier, sizeof *carrier);
    }
}

/* ----------------------------------------------------------------- callbacks */

cconv_status cconv_callback_new(cconv_code *code, const cconv_plan *plan, cconv_handler *handler, void *user,
                                cconv_callback **out, cconv_error *error)
{
    if (!out || !handler)
        return error_set(error, CCONV_INVALID, "handler and out must not be NULL");
    *out = NULL;
    cconv_status status = check_enterable(code, plan, error);
    if (status)
        return status;
    struct entry *entry = NULL;
    const struct request request = request_of(plan, NULL, FORM_CALLBACK);
    if (!enter_seen(code, &request, user, (cconv_function)handler, &entry, &status, error)) {
        struct lowered lowered;
        lowered_init(&lowered, &code->allocator);
        status = lower_callback(plan, code->host_plan, ENTRY_USER, ENTRY_TARGET, &lowered, error);
        if (!status)
            status = enter_new(code, &request, &lowered, user, (cconv_function)handler, &entry, error);
        lowered_free(&lowered);
    }
    *out = (cconv_callback *)entry;
    return status;
}

cconv_function cconv_callback_function(const cconv_callback *callback)
{
    return callback ? entry_function((const struct entry *)callback) : NULL;
}

void cconv_callback_free(cconv_callback *callback)
{
    leave((struct entry *)callback);
}

/* -------------------------------------------------------------------- thunks */

static cconv_status walk_thunk(cconv_code *code, const cconv_plan *from, const cconv_plan *to, bool bound,
                               cconv_function target, void *user, struct entry **out, cconv_error *error)
{
    struct carrier *carrier = allocator_take(&code->allocator, sizeof *carrier);
    cconv_callback *callback = NULL;
    if (!carrier)
        return error_no_memory(error);
    *carrier = (struct carrier){.target = target, .user = user, .count = from->argument_count, .bound = bound};
    cconv_status status = cconv_stub_new(code, to, 0, &carrier->stub, error);
    if (!status) {
        os_lock_take(&code->lock);
        carrier->stub->stays = true; /* a thunk that is freed by what it calls */
        os_lock_give(&code->lock);
        carrier->call = cconv_stub_call(carrier->stub);
        status = cconv_callback_new(code, from, carry_on, carrier, &callback, error);
    }
    if (status) {
        cconv_stub_free(carrier->stub);
        allocator_give(&code->allocator, carrier, sizeof *carrier);
    }
    *out = (struct entry *)callback;
    return status;
}

static cconv_status new_thunk(cconv_code *code, const cconv_plan *from, const cconv_plan *to, bool bound,
                              cconv_function target, void *user, struct entry **out, cconv_error *error)
{
    cconv_status status = check_enterable(code, from, error);
    if (!status)
        status = check_callable(code, to, error);
    if (!status)
        status = lower_check_pair(from, to, bound, error);
    if (status)
        return status;
    if (code->engine == CCONV_ENGINE_CODE_FREE && !walk_engine()->makes_thunks)
        return walk_thunk(code, from, to, bound, target, user, out, error);
    const struct request request = request_of(from, to, bound ? FORM_BOUND_THUNK : FORM_THUNK);
    if (enter_seen(code, &request, user, target, out, &status, error))
        return status;
    struct lowered lowered;
    lowered_init(&lowered, &code->allocator);
    status = lower_thunk(from, to, bound, ENTRY_USER, ENTRY_TARGET, &lowered, error);
    if (!status)
        status = enter_new(code, &request, &lowered, user, target, out, error);
    lowered_free(&lowered);
    return status;
}

cconv_status cconv_callback_typed_new(cconv_code *code, const cconv_plan *plan, const cconv_plan *typed,
                                      cconv_function handler, void *user, cconv_callback **out, cconv_error *error)
{
    if (!out || !handler)
        return error_set(error, CCONV_INVALID, "handler and out must not be NULL");
    struct entry *entry = NULL;
    cconv_status status = new_thunk(code, plan, typed, true, handler, user, &entry, error);
    *out = (cconv_callback *)entry;
    return status;
}

cconv_status cconv_thunk_new(cconv_code *code, const cconv_plan *from, const cconv_plan *to, cconv_function target,
                             cconv_thunk **out, cconv_error *error)
{
    if (!out || !target)
        return error_set(error, CCONV_INVALID, "target and out must not be NULL");
    struct entry *entry = NULL;
    cconv_status status = new_thunk(code, from, to, false, target, NULL, &entry, error);
    *out = (cconv_thunk *)entry;
    return status;
}

cconv_function cconv_thunk_function(const cconv_thunk *thunk)
{
    return thunk ? entry_function((const struct entry *)thunk) : NULL;
}

void cconv_thunk_free(cconv_thunk *thunk)
{
    leave((struct entry *)thunk);
}
