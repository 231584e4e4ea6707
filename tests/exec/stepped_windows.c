/*
 * Windows's unwinder at every instruction of a stub, a callback and a thunk: the processor stops after each, and from where it
 * stands one step of RtlVirtualUnwind must lead to the caller, with its stack pointer and the registers it relies on. The same of
 * the library's own code that stands for them where none is generated.
 */
#include <callconv/exec.h>

#include <stdio.h>
#include <string.h>
#include <windows.h>

static const char text[] = "struct big { int v[400]; }; typedef double wide __attribute__((vector_size(32)));\n"
                           "int plain(int, double); struct big large(struct big, int); int aligned(int, wide, struct big);\n";

enum { TRAP = 0x100, MOST_CODE = 16, VECTORS = 16 };
enum { FIRST_KEPT_VECTOR = 6 };

static cconv_error error;
static int failed, passed;
static unsigned long long steps;

/* ------------------------------------------------------------------- stepping */

/* Where the processor came from when it entered our code: what unwinding must lead back to. */
struct entered {
    DWORD64 rip, rsp, general[16];
    M128A vectors[VECTORS];
};

static struct entered entered[MOST_CODE];
static unsigned depth;
static int in_entry; /* a callback's, which may push: what is kept is from before */
static int broken;
static volatile int wanted; /* our code is on its way */

static void keep(struct entered *out, const CONTEXT *context)
{
    out->rip = *(DWORD64 *)context->Rsp; /* at the first instruction */
    out->rsp = context->Rsp + 8;
    memcpy(out->general, &context->Rax, sizeof out->general);
    memcpy(out->vectors, context->FltSave.XmmRegisters, sizeof out->vectors);
}

/* Rax rcx rdx rbx rsp rbp rsi rdi r8 … r15, as the context has them. */
static int matches(const struct entered *expected, const CONTEXT *found)
{
    static const int kept[] = {3, 5, 6, 7, 12, 13, 14, 15};
    const DWORD64 *general = &found->Rax;
    int good = found->Rip == expected->rip && found->Rsp == expected->rsp;
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        good = good && general[kept[i]] == expected->general[kept[i]];
    for (int i = FIRST_KEPT_VECTOR; i < VECTORS; i++)
        good = good && memcmp(&found->FltSave.XmmRegisters[i], &expected->vectors[i], sizeof(M128A)) == 0;
    return good;
}

/* What is jumped to without generated code (src/exec/walk_x86_64.c). */
extern const uint8_t cconv_walk_stub[], cconv_walk_stub_keeping[], cconv_walk_callback[];
extern const uint8_t cconv_walk[], cconv_walk_by_r11[], cconv_walk_by_rbx[];

/* 1 if the address is in memory that is no module's, or in that code. Entries are in none: their module is mapped once more, and
   not loaded. */
static int is_ours(DWORD64 address)
{
    static const uint8_t *const starts[] = {cconv_walk_stub, cconv_walk_stub_keeping, cconv_walk_callback,
                                            cconv_walk, cconv_walk_by_r11, cconv_walk_by_rbx};
    DWORD64 base = 0;
    void *module;
    if (!RtlPcToFileHeader((void *)address, &module))
        return 1;
    const RUNTIME_FUNCTION *function = RtlLookupFunctionEntry(address, &base, NULL);
    for (size_t i = 0; function && i < sizeof starts / sizeof *starts; i++)
        if (base + function->BeginAddress == (DWORD64)starts[i])
            return 1;
    return 0;
}

static void look(const CONTEXT *at)
{
    DWORD64 base = 0, frame;
    void *handler_data;
    RUNTIME_FUNCTION *function = RtlLookupFunctionEntry(at->Rip, &base, NULL);
    if (!function) { /* an entry, which nothing is told of */
        if (!in_entry && depth < MOST_CODE)
            keep(&entered[depth++], at);
        in_entry = 1;
        return;
    }
    if (at->Rip == base + function->BeginAddress && !in_entry && depth < MOST_CODE)
        keep(&entered[depth++], at);
    in_entry = 0;
    if (!depth)
        return;
    while (depth > 1 && at->Rsp >= entered[depth - 1].rsp)
        depth--;
    CONTEXT context = *at;
    context.ContextFlags = CONTEXT_FULL;
    RtlVirtualUnwind(UNW_FLAG_NHANDLER, base, context.Rip, function, &context, &handler_data, &frame, NULL);
    steps++;
    if (!matches(&entered[depth - 1], &context) && broken++ < 5)
        printf("FAILED at %llx, %llx in its code: to %llx, not %llx; stack %llx, not %llx\n", (unsigned long long)at->Rip,
               (unsigned long long)(at->Rip - base - function->BeginAddress), (unsigned long long)context.Rip,
               (unsigned long long)entered[depth - 1].rip, (unsigned long long)context.Rsp,
               (unsigned long long)entered[depth - 1].rsp);
}

static LONG CALLBACK step(EXCEPTION_POINTERS *pointers)
{
    if (pointers->ExceptionRecord->ExceptionCode != EXCEPTION_SINGLE_STEP)
        return EXCEPTION_CONTINUE_SEARCH;
    int ours = is_ours(pointers->ContextRecord->Rip);
    if (ours) {
        wanted = 0;
        look(pointers->ContextRecord);
    }
    /* Between our code and our code is compiled code, that of handlers and of the library. */
    if (ours || wanted || (depth && pointers->ContextRecord->Rsp < entered[0].rsp))
        pointers->ContextRecord->EFlags |= TRAP;
    else
        pointers->ContextRecord->EFlags &= ~(DWORD)TRAP;
    return EXCEPTION_CONTINUE_EXECUTION;
}

/* Steps until our code is entered and left. */
static void trap(void)
{
    wanted = 1;
    __asm__ volatile("pushfq; orl $0x100, (%%rsp); popfq" : : : "memory", "cc");
}

/* -------------------------------------------------------------------- calling */

static void handler(void *user, void *result, void *const *arguments)
{
    (void)user, (void)arguments;
    *(int *)result = 1;
}

static int values[400];
static _Alignas(32) double four[4];
static _Alignas(32) int result[400];

static void run(cconv_code *code, const cconv_plan *plan, cconv_function function, void *const *arguments, const char *what)
{
    cconv_stub *stub = NULL;
    if (cconv_stub_new(code, plan, 0, &stub, &error)) {
        failed++;
        printf("FAILED %s: %s\n", what, error.message);
        return;
    }
    unsigned long long before = steps;
    broken = 0;
    depth = in_entry = 0;
    void *stepping = AddVectoredExceptionHandler(1, step);
    cconv_call *call = cconv_stub_call(stub);
    trap();
    call(function, result, arguments);
    RemoveVectoredExceptionHandler(stepping);
    cconv_stub_free(stub);
    if (broken || steps - before < 10) {
        failed++;
        printf("FAILED %s: %d of %llu instructions\n", what, broken, steps - before);
    } else {
        passed++;
    }
}

static void try_convention(cconv_code *code, const cconv_signature *signature, const cconv_convention *convention)
{
    void *plain[] = {&values[0], four}, *large[] = {values, &values[1]}, *aligned[] = {&values[0], four, values};
    const char *name = cconv_signature_name(signature);
    void **arguments = name[0] == 'p' ? plain : name[0] == 'l' ? large : aligned;
    cconv_plan *own = NULL, *plan = NULL;
    cconv_callback *callback = NULL;
    cconv_thunk *thunk = NULL;
    char what[100];
    snprintf(what, sizeof what, "%s of %s", name, cconv_convention_name(convention));
    if (cconv_plan_new(cconv_convention_host(), signature, NULL, &own, &error) == CCONV_OK
        && cconv_plan_new(convention, signature, NULL, &plan, &error) == CCONV_OK
        && cconv_callback_new(code, plan, handler, NULL, &callback, &error) == CCONV_OK) {
        run(code, plan, cconv_callback_function(callback), arguments, what);
        if (cconv_thunk_new(code, own, plan, cconv_callback_function(callback), &thunk, &error) == CCONV_OK)
            run(code, own, cconv_thunk_function(thunk), arguments, what);
    }
    cconv_thunk_free(thunk);
    cconv_callback_free(callback);
    cconv_plan_free(own);
    cconv_plan_free(plan);
}

static void try_engine(cconv_engine engine, const cconv_unit *unit)
{
    const cconv_code_options options = {.engine = engine};
    cconv_code *code = NULL;
    if (cconv_code_new(&options, &code, &error)) {
        failed++;
        printf("FAILED %s\n", error.message);
        return;
    }
    for (size_t i = 0; i < cconv_convention_count(); i++) {
        const cconv_convention *convention = cconv_convention_at(i);
        if (cconv_convention_accepts(convention, cconv_convention_target(cconv_convention_host()))
            && !cconv_convention_syscall(convention))
            for (size_t j = 0; j < cconv_unit_function_count(unit); j++)
                try_convention(code, cconv_unit_function(unit, j), convention);
    }
    cconv_code_free(code);
    printf("%llu instructions\n", steps);
}

int main(void)
{
    cconv_context *context = NULL;
    cconv_unit *unit = NULL;
    if (cconv_context_new(NULL, &context, &error) || cconv_parse(context, text, sizeof text - 1, NULL, &unit, &error)) {
        printf("%s\n0 passed, 1 failed, 0 skipped\n", error.message);
        return 1;
    }
    try_engine(CCONV_ENGINE_COMPILED, unit);
    try_engine(CCONV_ENGINE_CODE_FREE, unit);
    cconv_context_free(context);
    printf("%d passed, %d failed, 0 skipped\n", passed, failed);
    return failed != 0;
}
