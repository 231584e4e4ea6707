/*
 * callconv/exec.h: calls and callbacks at run time.
 *
 * From a plan comes code that calls a function of any signature, that can be
 * called under any convention and runs a handler, or that is called under one
 * convention and calls under another:
 *
 *     plan -cconv_stub_new-> stub        call(function, &result, arguments)
 *     plan -cconv_callback_new-> a function pointer; it runs handler(user, &result, arguments)
 *     two plans -cconv_thunk_new-> a function pointer; it calls the target
 *
 * A complete example (examples/call.c is the same, and is tested):
 *
 *     #include <callconv/exec.h>
 *     #include <math.h>
 *     #include <stdio.h>
 *     int main(void)
 *     {
 *         static const char text[] = "double hypot(double x, double y);";
 *         cconv_context *context = NULL; cconv_unit *unit = NULL; cconv_plan *plan = NULL;
 *         cconv_code *code = NULL; cconv_stub *stub = NULL;
 *         cconv_error error;
 *         if (cconv_context_new(NULL, &context, &error)
 *             || cconv_parse(context, text, sizeof text - 1, NULL, &unit, &error)
 *             || cconv_plan_new(cconv_convention_host(), cconv_unit_function(unit, 0), NULL, &plan, &error)
 *             || cconv_code_new(NULL, &code, &error)
 *             || cconv_stub_new(code, plan, 0, &stub, &error))
 *             return fprintf(stderr, "%s\n", error.message), 1;
 *         double x = 3, y = 4, result;
 *         cconv_stub_call(stub)((cconv_function)hypot, &result, (void *[]){&x, &y});
 *         printf("%g\n", result);
 *         cconv_code_free(code); cconv_plan_free(plan); cconv_context_free(context);
 *     }
 *
 * Ownership: a cconv_code owns the memory of all that is made with it. Plans
 * are read while something is made of them and not needed afterwards.
 * Everything here may be used from any number of threads at once.
 *
 * Memory that can be executed is never writable at the same address.
 */
#ifndef CCONV_EXEC_H
#define CCONV_EXEC_H

#include <callconv/callconv.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Any function; cast to its real type before it is called in C. */
typedef void (*cconv_function)(void);

/* Executable memory, and the code in it. */
typedef struct cconv_code cconv_code;
typedef struct cconv_stub cconv_stub;
typedef struct cconv_callback cconv_callback;
typedef struct cconv_thunk cconv_thunk;

typedef enum cconv_engine {
    CCONV_ENGINE_AUTO = 0,        /* compiled, unless the system refuses executable memory or the process has forbidden
                                     itself to change what is executable (Linux's PR_SET_MDWE, Windows's
                                     ProcessDynamicCodePolicy) */
    CCONV_ENGINE_COMPILED = 1,    /* machine code for each signature */
    CCONV_ENGINE_CODE_FREE = 2    /* code of the library's own file alone, which follows the plan: no memory is made
                                     executable that was not before. For each page of stubs and callbacks (256) a page of that
                                     file is mapped again, on Windows the whole of it: the library's DLL, or the program that it
                                     is linked into */
} cconv_engine;

typedef struct cconv_code_options {
    cconv_allocator allocator;    /* allocate == NULL: the C library's; of everything but executable memory */
    cconv_engine engine;
    uint32_t reserved_engine;     /* zero */
    uint64_t reserved[4];         /* zero */
} cconv_code_options;

/* `options` may be NULL. CCONV_UNSUPPORTED where this machine's architecture has no such engine, or the system refuses
   what it needs. */
CCONV_API cconv_status cconv_code_new(const cconv_code_options *options, cconv_code **out, cconv_error *error);
/* Which engine it has: never AUTO. */
CCONV_API cconv_engine cconv_code_engine(const cconv_code *code);
/* With every stub, callback and thunk made with it, none of which may be running. NULL is ignored. */
CCONV_API void cconv_code_free(cconv_code *code);

/* ------------------------------------------------------------------- stubs */

#define CCONV_STUB_BLOCK 1u       /* reads a block of arguments instead of an array of pointers to them */
#define CCONV_STUB_WIDEN 2u       /* an integer result narrower than a pointer is written as wide as one, extended by
                                     its own sign; without this, exactly its bytes are written */

/* `arguments` points to one pointer to each argument; the callee gets copies. `result` points to room for the result,
   aligned as its type; not read, and may be NULL for void. */
typedef void cconv_call(cconv_function function, void *result, void *const *arguments);
/* `block` holds the arguments at cconv_plan_block_offset, and is aligned by cconv_plan_block_align. */
typedef void cconv_call_block(cconv_function function, void *result, const void *block);

/* Stubs of signatures that are passed alike are one, and counted. CCONV_UNSUPPORTED names what cannot be passed;
   CCONV_INVALID if the plan is of another architecture, or made of a type that `...` converts (cconv_signature_vary): where
   a double is passed, a float would be read as one. The stub of a system call, whose plan must have its number
   (cconv_plan_options), enters the kernel: `function` is not looked at, and the result is the kernel's, -errno for an error. */
CCONV_API cconv_status cconv_stub_new(cconv_code *code, const cconv_plan *plan, uint32_t flags, cconv_stub **out,
                                      cconv_error *error);
/* No call through it may be running, unless others hold it too. NULL is ignored. */
CCONV_API void cconv_stub_free(cconv_stub *stub);
/* NULL for a stub of the other form. */
CCONV_API cconv_call *cconv_stub_call(const cconv_stub *stub);
CCONV_API cconv_call_block *cconv_stub_call_block(const cconv_stub *stub);

/* The block is laid out as a C struct with one member for each argument. */
CCONV_API uint64_t cconv_plan_block_offset(const cconv_plan *plan, size_t index);
CCONV_API uint64_t cconv_plan_block_size(const cconv_plan *plan);
CCONV_API uint64_t cconv_plan_block_align(const cconv_plan *plan);

/* ----------------------------------------------------------- checked calls */

typedef enum cconv_violation_kind {
    CCONV_REGISTER_NOT_PRESERVED = 0,
    CCONV_STACK_POINTER_OFF = 1,
    CCONV_STACK_OVERWRITTEN = 2,  /* `found` bytes above the stack pointer at entry, beyond the `expected` bytes of its
                                     arguments and shadow space */
    CCONV_DIRECTION_FLAG = 3,     /* left set */
    CCONV_X87_STATE = 4,          /* registers of the x87 stack in use, MMX among them: `found` instead of `expected` */
    CCONV_X87_CONTROL = 5,        /* the control word was changed */
    CCONV_MXCSR = 6,              /* its control bits were changed */
    CCONV_UPPER_HALVES_DIRTY = 7, /* of ymm or zmm registers: a vzeroupper is missing; slow, not wrong */
    CCONV_FLOATING_CONTROL = 8,   /* rounding mode and other control bits, elsewhere than on x86, were changed */
    CCONV_RESULT_NOT_EXTENDED = 9 /* the register of a narrow result does not hold it extended, as the convention demands */
} cconv_violation_kind;

/* What a function broke of its convention. Points to static text. */
typedef struct cconv_violation {
    cconv_violation_kind kind;
    uint32_t reserved;
    const char *reg;              /* "rbx", "xmm6" */
    uint64_t expected, found;     /* of a wider register the first 8 bytes that differ */
} cconv_violation;

/* One call under watch: registers that carry no argument are poisoned, so is what lies above narrow arguments in registers and
   in stack slots, preserved registers hold values of their own, and guards lie above the stack arguments. What the function
   broke is put right before this returns; the first `room` violations are written to `out`, and how many there are to
   `*count`. Exceptions must not pass through. UNSUPPORTED on machines for which it is not written, and where a convention
   leaves no register to find the way back by.
   A function may write its arguments and its shadow space on the stack: the first byte above them is reported. Data that it
   keeps below the stack pointer where there is no red zone is not: when it returns nothing tells it from what was pushed and
   popped, and a signal would tell only at the instruction that it meets. */
CCONV_API cconv_status cconv_call_checked(cconv_code *code, const cconv_plan *plan, cconv_function function, void *result,
                                          void *const *arguments, cconv_violation *out, size_t room, size_t *count,
                                          cconv_error *error);
/* The English name of a violation: "register not preserved". Static. */
CCONV_API const char *cconv_violation_name(cconv_violation_kind kind);

/* A call whose errno is its own: `*error_number` is errno before the function runs, and holds afterwards what it left;
   the caller's errno stays, and so does its GetLastError on Windows. errno is that of the C library that this library is
   linked with. `call` is a stub's. */
CCONV_API void cconv_call_keeping_errno(cconv_call *call, cconv_function function, void *result, void *const *arguments,
                                        int *error_number);
/* The same with Windows's GetLastError as well: `*last_error` is what it gives before the function runs, and holds afterwards
   what it left. Elsewhere it stays as it is. */
CCONV_API void cconv_call_keeping_errors(cconv_call *call, cconv_function function, void *result, void *const *arguments,
                                         int *error_number, uint32_t *last_error);

/* --------------------------------------------------------------- callbacks */

/* `arguments` and what they point to live until it returns, and may be written. `result` points to room for the
   result, as wide as a word at least: what it holds at return is what the caller gets. */
typedef void cconv_handler(void *user, void *result, void *const *arguments);

CCONV_API cconv_status cconv_callback_new(cconv_code *code, const cconv_plan *plan, cconv_handler *handler, void *user,
                                          cconv_callback **out, cconv_error *error);
/* The same without an array: `handler` is a function of `typed`, whose first parameter is `user`, a pointer, and whose
   others and result are those of `plan`. */
CCONV_API cconv_status cconv_callback_typed_new(cconv_code *code, const cconv_plan *plan, const cconv_plan *typed,
                                                cconv_function handler, void *user, cconv_callback **out,
                                                cconv_error *error);
/* What to hand out. */
CCONV_API cconv_function cconv_callback_function(const cconv_callback *callback);
/* May be called by its own handler, or while handlers of it run: these end as they would have. The function must not
   be called any more. NULL is ignored. */
CCONV_API void cconv_callback_free(cconv_callback *callback);

/* ------------------------------------------------------------------ thunks */

/* A function that is called as `from` says and calls `target` as `to` says, or makes the system call of `to`. Both plans are of
   one prototype. */
CCONV_API cconv_status cconv_thunk_new(cconv_code *code, const cconv_plan *from, const cconv_plan *to,
                                       cconv_function target, cconv_thunk **out, cconv_error *error);
CCONV_API cconv_function cconv_thunk_function(const cconv_thunk *thunk);
/* As cconv_callback_free. */
CCONV_API void cconv_thunk_free(cconv_thunk *thunk);

#ifdef __cplusplus
}
#endif

#endif
