/*
 * System calls through the API, with both engines: stubs of both forms and thunks enter the kernel, whose answers are compared
 * with those that libc gets. Runs natively and, for other processors, under qemu.
 */
#define _GNU_SOURCE
#include <callconv/exec.h>

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__x86_64__)
static const char convention[] = "x86_64_linux_syscall";
#elif defined(__aarch64__)
static const char convention[] = "aarch64_linux_svc";
#elif defined(__arm__)
static const char convention[] = "arm_linux_svc";
#elif defined(__i386__)
static const char convention[] = "x86_linux_int80";
#else
static const char convention[] = "riscv64_linux_ecall";
#endif

#ifdef SYS_mmap2
enum { MAP_CALL = SYS_mmap2, MAP_UNIT = 4096 };
#else
enum { MAP_CALL = SYS_mmap, MAP_UNIT = 1 };
#endif

static cconv_code *code;
static cconv_error error;
static int passed, failed;

static void check(int holds, const char *what)
{
    if (holds) {
        passed++;
    } else {
        failed++;
        printf("FAILED: %s (%s)\n", what, error.message);
    }
}

static const cconv_convention *kernel(void)
{
    return cconv_convention_find(convention, cconv_target_host());
}

/* number < 0: none. */
static cconv_plan *plan_of(cconv_context *context, const cconv_convention *by, const char *text, long number)
{
    cconv_unit *unit = NULL;
    cconv_plan *plan = NULL;
    cconv_plan_options options = {.has_syscall_number = number >= 0, .syscall_number = number};
    if (cconv_parse(context, text, strlen(text), NULL, &unit, &error)
        || cconv_plan_new(by, cconv_unit_function(unit, 0), &options, &plan, &error)) {
        printf("FAILED: %s: %s\n", text, error.message);
        exit(1);
    }
    return plan;
}

static long made(cconv_context *context, const char *text, long number, void *const *arguments)
{
    long result = -1;
    cconv_stub *stub = NULL;
    cconv_plan *plan = plan_of(context, kernel(), text, number);
    if (cconv_stub_new(code, plan, 0, &stub, &error))
        check(0, text);
    else
        cconv_stub_call(stub)(NULL, &result, arguments);
    cconv_stub_free(stub);
    cconv_plan_free(plan);
    return result;
}

static void files(cconv_context *context)
{
    static const char data[] = "0123456789";
    char path[] = "/tmp/callconv-syscall-XXXXXX", back[4] = "";
    int file = mkstemp(path);
    const char *from = data;
    size_t size = 10;
    check(file >= 0 && unlink(path) == 0, "a file");
    check(made(context, "long write(int, const void *, unsigned long);", SYS_write, (void *[]){&file, &from, &size}) == 10,
          "write");
    void *to = back;
    size_t four = 4;
    long long position = 3;
    check(made(context, "long pread64(int, void *, unsigned long, long long);", SYS_pread64,
               (void *[]){&file, &to, &four, &position}) == 4 && !memcmp(back, "3456", 4), "pread64");
    int bad = -1;
    errno = 0;
    check(made(context, "long write(int, const void *, unsigned long);", SYS_write, (void *[]){&bad, &from, &size}) == -EBADF
              && errno == 0, "an error is a number");
    /* Six arguments; the file's second page. */
    check(ftruncate(file, 8192) == 0 && pwrite(file, "page", 4, 4096) == 4, "two pages");
    void *at = NULL;
    unsigned long length = 4096, protection = PROT_READ, flags = MAP_PRIVATE;
    long offset = 4096 / MAP_UNIT;
    long mapped = made(context, "long map(void *, unsigned long, unsigned long, unsigned long, int, long);", MAP_CALL,
                       (void *[]){&at, &length, &protection, &flags, &file, &offset});
    check(!(mapped < 0 && mapped > -4096) && !memcmp((void *)(uintptr_t)mapped, "page", 4), "mmap");
    close(file);
}

static void blocks(cconv_context *context)
{
    int pair[2];
    char back[8] = "";
    union { unsigned char bytes[64]; uint64_t align; } block;
    cconv_plan *plan = plan_of(context, kernel(), "long write(int, const void *, unsigned long);", SYS_write);
    cconv_stub *stub = NULL;
    long result = 0;
    const char *from = "block";
    size_t size = 5;
    check(pipe(pair) == 0, "a pipe");
    memcpy(block.bytes + cconv_plan_block_offset(plan, 0), &pair[1], sizeof pair[1]);
    memcpy(block.bytes + cconv_plan_block_offset(plan, 1), &from, sizeof from);
    memcpy(block.bytes + cconv_plan_block_offset(plan, 2), &size, sizeof size);
    if (cconv_stub_new(code, plan, CCONV_STUB_BLOCK, &stub, &error))
        check(0, "a block");
    else
        cconv_stub_call_block(stub)(NULL, &result, block.bytes);
    check(result == 5 && read(pair[0], back, 5) == 5 && !memcmp(back, "block", 5), "a block of arguments");
    close(pair[0]);
    close(pair[1]);
    cconv_stub_free(stub);
    cconv_plan_free(plan);
}

/* The same signature, two numbers: stubs must not be taken for each other, neither new nor seen. */
static void numbers(cconv_context *context)
{
    for (int i = 0; i < 2; i++) {
        check(made(context, "long id(void);", SYS_getpid, NULL) == getpid(), "getpid");
        check(made(context, "long id(void);", SYS_getppid, NULL) == getppid(), "getppid");
    }
}

static void thunks(cconv_context *context)
{
    static const char text[] = "long f(int, const void *, unsigned long);";
    cconv_plan *from = plan_of(context, cconv_convention_host(), text, -1);
    cconv_plan *to = plan_of(context, kernel(), text, SYS_write);
    cconv_thunk *thunk = NULL;
    long (*function)(int, const void *, size_t) = NULL;
    int pair[2];
    char back[8] = "";
    check(pipe(pair) == 0, "a pipe");
    if (cconv_thunk_new(code, from, to, (cconv_function)abort, &thunk, &error) == CCONV_OK) {
        cconv_function made_function = cconv_thunk_function(thunk);
        memcpy(&function, &made_function, sizeof function);
    }
    check(function && function(pair[1], "thunk", 5) == 5 && read(pair[0], back, 5) == 5 && !memcmp(back, "thunk", 5), "a thunk");
    check(cconv_thunk_new(code, to, from, (cconv_function)abort, &(cconv_thunk *){NULL}, &error) == CCONV_UNSUPPORTED,
          "the kernel calls no thunk");
    close(pair[0]);
    close(pair[1]);
    cconv_thunk_free(thunk);
    cconv_plan_free(from);
    cconv_plan_free(to);
}

static void handle(void *user, void *result, void *const *arguments)
{
    (void)user, (void)result, (void)arguments;
}

static void refusals(cconv_context *context)
{
    cconv_plan *bare = plan_of(context, kernel(), "long id(void);", -1);
    cconv_plan *numbered = plan_of(context, kernel(), "long id(void);", SYS_getpid);
    cconv_stub *stub = NULL;
    cconv_callback *callback = NULL;
    cconv_violation violations[1];
    size_t count;
    long result;
    check(cconv_stub_new(code, bare, 0, &stub, &error) == CCONV_INVALID && strstr(error.message, "no number"), "no number");
    check(cconv_callback_new(code, numbered, handle, NULL, &callback, &error) == CCONV_UNSUPPORTED, "no callback");
    check(cconv_call_checked(code, numbered, (cconv_function)abort, &result, NULL, violations, 1, &count, &error)
              == CCONV_UNSUPPORTED, "no checked call");
    cconv_plan_free(bare);
    cconv_plan_free(numbered);
}

static void try_engine(cconv_context *context, cconv_engine engine)
{
    const cconv_code_options options = {.engine = engine};
    if (cconv_code_new(&options, &code, &error)) {
        check(0, "an engine");
        return;
    }
    files(context);
    blocks(context);
    numbers(context);
    thunks(context);
    refusals(context);
    cconv_code_free(code);
}

int main(void)
{
    cconv_context *context = NULL;
    if (cconv_context_new(NULL, &context, &error)) {
        printf("FAILED: %s\n", error.message);
        return 1;
    }
    try_engine(context, CCONV_ENGINE_COMPILED);
    try_engine(context, CCONV_ENGINE_CODE_FREE);
    cconv_context_free(context);
    printf("%d passed, %d failed, 0 skipped\n", passed, failed);
    return failed != 0;
}
