/*
 * What one convention preserves and the other does not is saved in between, by either engine. On AArch64: v8 to v23, whole, of
 * a callback of aarch64_vector_pcs. On RISC-V: fs0 to fs11, over a thunk to riscv64_lp64, whose callee may change them. On
 * 32-bit x86: xmm4 to xmm7 of a callback of x86_regcall.
 */
#include <callconv/exec.h>

#include <stdio.h>
#include <string.h>

static const char text[] = "void nothing(void);";
static cconv_error error;
static int handled;

#if defined(__aarch64__)
enum { FIRST = 8, LAST = 23, BYTES = 16 };
static const char convention[] = "aarch64_vector_pcs";
#define EACH(DO) DO(8) DO(9) DO(10) DO(11) DO(12) DO(13) DO(14) DO(15) DO(16) DO(17) DO(18) DO(19) DO(20) DO(21) DO(22) DO(23)
#define NAMES "v8", "v9", "v10", "v11", "v12", "v13", "v14", "v15", "v16", "v17", "v18", "v19", "v20", "v21", "v22", "v23"
#define BREAK(n) "movi v" #n ".16b, 0x5a\n"
#define SET(n) "ldr q" #n ", [x19, 16 * (" #n " - 8)]\n"
#define GET(n) "str q" #n ", [x20, 16 * (" #n " - 8)]\n"
#define CALL "blr x21\n"
#define CLOBBERED "x0", "x1", "x2", "x3", "x4", "x5", "x6", "x7", "x8", "x9", "x10", "x11", "x12", "x13", "x14", "x15", "x16", \
    "x17", "x30", NAMES, "memory"
#define IN __asm__("x19")
#define OUT __asm__("x20")
#define FUNCTION __asm__("x21")
#elif defined(__riscv)
enum { FIRST = 0, LAST = 11, BYTES = 8 };
static const char convention[] = "riscv64_lp64";
#define EACH(DO) DO(0) DO(1) DO(2) DO(3) DO(4) DO(5) DO(6) DO(7) DO(8) DO(9) DO(10) DO(11)
#define NAMES "fs0", "fs1", "fs2", "fs3", "fs4", "fs5", "fs6", "fs7", "fs8", "fs9", "fs10", "fs11"
#define BREAK(n) "fmv.d.x fs" #n ", sp\n"
#define SET(n) "fld fs" #n ", 8 * " #n "(s1)\n"
#define GET(n) "fsd fs" #n ", 8 * " #n "(s2)\n"
#define CALL "jalr s3\n"
#define CLOBBERED "ra", "t0", "t1", "t2", "t3", "t4", "t5", "t6", "a0", "a1", "a2", "a3", "a4", "a5", "a6", "a7", NAMES, "memory"
#define IN __asm__("s1")
#define OUT __asm__("s2")
#define FUNCTION __asm__("s3")
#elif defined(__i386__)
enum { FIRST = 4, LAST = 7, BYTES = 16 };
static const char convention[] = "x86_regcall";
#define EACH(DO) DO(4) DO(5) DO(6) DO(7)
#define BREAK(n) "xorps %%xmm" #n ", %%xmm" #n "\n"
#define SET(n) "movups 16 * (" #n " - 4)(%%esi), %%xmm" #n "\n"
#define GET(n) "movups %%xmm" #n ", 16 * (" #n " - 4)(%%edi)\n"
#define CALL "call *%%ebx\n"
#define CLOBBERED "eax", "ecx", "edx", "memory"
#define IN __asm__("esi")
#define OUT __asm__("edi")
#define FUNCTION __asm__("ebx")
#endif

static unsigned char before[LAST - FIRST + 1][BYTES], after[LAST - FIRST + 1][BYTES];

/* Changes them all, which the compiler does not know of. */
static void change(void)
{
    __asm__ volatile(EACH(BREAK) : : "r"(before) : "memory");
    handled++;
}

static void handler(void *user, void *result, void *const *arguments)
{
    (void)user, (void)result, (void)arguments;
    change();
}

static void call(cconv_function callee)
{
    register void *in IN = before;
    register void *out OUT = after;
    register cconv_function function FUNCTION = callee;
    __asm__ volatile(EACH(SET) CALL EACH(GET) : : "r"(in), "r"(out), "r"(function) : CLOBBERED);
}

static int try_engine(cconv_engine engine, const cconv_plan *own, const cconv_plan *plan)
{
    const cconv_code_options options = {.engine = engine};
    cconv_code *code = NULL;
    cconv_callback *callback = NULL;
    cconv_thunk *thunk = NULL;
    (void)own;
    if (cconv_code_new(&options, &code, &error) || cconv_callback_new(code, plan, handler, NULL, &callback, &error)) {
        printf("FAILED %s: %s\n", convention, error.message);
        return 1;
    }
    cconv_function function = cconv_callback_function(callback);
#if defined(__riscv)
    if (cconv_thunk_new(code, own, plan, (cconv_function)change, &thunk, &error)) {
        printf("FAILED %s: %s\n", convention, error.message);
        return 1;
    }
    function = cconv_thunk_function(thunk);
#endif
    handled = 0;
    call(function);
    cconv_thunk_free(thunk);
    cconv_callback_free(callback);
    cconv_code_free(code);
    if (handled == 1 && memcmp(before, after, sizeof before) == 0)
        return 0;
    printf("FAILED %s: a register was not preserved\n", convention);
    return 1;
}

int main(void)
{
    cconv_context *context = NULL;
    cconv_unit *unit = NULL;
    cconv_plan *own = NULL, *plan = NULL;
    if (cconv_context_new(NULL, &context, &error) || cconv_parse(context, text, sizeof text - 1, NULL, &unit, &error)
        || cconv_plan_new(cconv_convention_host(), cconv_unit_function(unit, 0), NULL, &own, &error)
        || cconv_plan_new(cconv_convention_find(convention, NULL), cconv_unit_function(unit, 0), NULL, &plan, &error)) {
        printf("%s\n0 passed, 1 failed, 0 skipped\n", error.message);
        return 1;
    }
    for (int i = 0; i <= LAST - FIRST; i++)
        memset(before[i], 0x11 + i, BYTES);
    int failed = try_engine(CCONV_ENGINE_COMPILED, own, plan) + try_engine(CCONV_ENGINE_CODE_FREE, own, plan);
    cconv_plan_free(own);
    cconv_plan_free(plan);
    cconv_context_free(context);
    printf("%d passed, %d failed, 0 skipped\n", 2 - failed, failed);
    return failed != 0;
}
