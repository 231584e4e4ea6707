/*
 * Where executable memory is refused, AUTO is the engine without generated code, and all it makes works; where there is no
 * such engine, creating says so. Each case is a process that has forbidden itself something:
 *
 *     PR_SET_MDWE              as systemd's MemoryDenyWriteExecute= does on new kernels
 *     SELinux without execmem  no executable anonymous or shared memory, no mprotect that makes memory executable; a file of
 *                              the program may be mapped. A seccomp filter refuses the same calls with the same EACCES.
 *     no memfd_create          a filter of system calls, or a kernel before 3.17
 *
 * With the path of the command as argument, the command runs under the same refusals.
 */
#define _GNU_SOURCE
#include <callconv/exec.h>

#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#ifdef __NR_mmap2
#define MAP_NUMBER __NR_mmap2
#else
#define MAP_NUMBER __NR_mmap
#endif

enum { SET_MDWE = 65, GET_MDWE = 66, MDWE_REFUSE_EXEC_GAIN = 1 }; /* newer than many systems' headers */

static cconv_context *context;
static cconv_unit *unit;
static cconv_error error;
static int failed;

static void check(int holds, const char *what)
{
    if (!holds) {
        failed++;
        printf("    %s (%s)\n", what, error.message);
    }
}

/* ------------------------------------------------------------------- filters */

#define LOAD(field) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))
#define IS(value, then, otherwise) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (value), (then), (otherwise))
#define HAS(bits, then, otherwise) BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, (bits), (then), (otherwise))
#define RETURN(action) BPF_STMT(BPF_RET | BPF_K, (action))

static void install(struct sock_filter *filter, unsigned short count)
{
    const struct sock_fprog program = {count, filter};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1L, 0L, 0L, 0L) || syscall(__NR_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program)) {
        printf("    no seccomp filter: %s\n", strerror(errno));
        exit(77);
    }
}

/* `action` for executable memory that is no private mapping of a file; with `files` for that too. */
static void refuse_executable(unsigned action, unsigned files)
{
    struct sock_filter filter[] = {
        LOAD(nr),
        IS(__NR_mprotect, 5, 0),
        IS(MAP_NUMBER, 0, 7),
        LOAD(args[2]), /* mmap: its protection, then its flags */
        HAS(PROT_EXEC, 0, 5),
        LOAD(args[3]),
        HAS(MAP_ANONYMOUS | MAP_SHARED | files, 2, 3),
        LOAD(args[2]), /* mprotect */
        HAS(PROT_EXEC, 0, 1),
        RETURN(action),
        RETURN(SECCOMP_RET_ALLOW),
    };
    install(filter, sizeof filter / sizeof *filter);
}

static void refuse_call(unsigned number, unsigned action)
{
    struct sock_filter filter[] = {LOAD(nr), IS(number, 0, 1), RETURN(action), RETURN(SECCOMP_RET_ALLOW)};
    install(filter, sizeof filter / sizeof *filter);
}

static void forbid_gaining(void)
{
    if (prctl(SET_MDWE, (long)MDWE_REFUSE_EXEC_GAIN, 0L, 0L, 0L)) {
        printf("    the kernel has no PR_SET_MDWE\n");
        exit(77);
    }
}

static void as_selinux(void)
{
    refuse_executable(SECCOMP_RET_ERRNO | EACCES, 0);
}

static void no_memory_files(void)
{
    refuse_call(__NR_memfd_create, SECCOMP_RET_ERRNO | EPERM);
}

static void old_kernel(void)
{
    refuse_call(__NR_memfd_create, SECCOMP_RET_ERRNO | ENOSYS);
}

static void nothing_at_all(void)
{
    refuse_executable(SECCOMP_RET_ERRNO | EACCES, MAP_PRIVATE);
}

/* Who as much as asks is killed. */
static void on_pain_of_death(void)
{
    refuse_executable(SECCOMP_RET_KILL_PROCESS, 0);
    refuse_call(__NR_memfd_create, SECCOMP_RET_KILL_PROCESS);
}

static void freely(void)
{
}

/* --------------------------------------------------------------------- calls */

struct pair { double x; int n; };

static struct pair swap(struct pair p, int by, float f)
{
    return (struct pair){p.n + by, (int)(p.x + f)};
}

static void handler(void *user, void *result, void *const *arguments)
{
    struct pair p = *(struct pair *)arguments[0];
    *(struct pair *)result = swap(p, *(int *)arguments[1] + *(int *)user, *(float *)arguments[2]);
}

static int swaps(cconv_stub *stub, cconv_function function, int more)
{
    struct pair p = {2.5, 40}, result = {0, 0};
    int by = 2;
    float half = 0.5f;
    cconv_stub_call(stub)(function, &result, (void *[]){&p, &by, &half});
    return result.x == 42 + more && result.n == 3;
}

static cconv_plan *plan_of(void)
{
    cconv_plan *plan = NULL;
    if (cconv_plan_new(cconv_convention_host(), cconv_unit_function(unit, 0), NULL, &plan, &error))
        check(0, "no plan");
    return plan;
}

/* A stub of each form, many callbacks, a thunk. */
static void make_all(cconv_code *code)
{
    enum { MANY = 700 }; /* more than a page of them */
    static cconv_callback *callbacks[MANY];
    static int users[MANY];
    cconv_plan *plan = plan_of();
    cconv_stub *stub = NULL, *block = NULL;
    cconv_thunk *thunk = NULL;
    check(cconv_stub_new(code, plan, 0, &stub, &error) == CCONV_OK, "a stub");
    check(cconv_stub_new(code, plan, CCONV_STUB_BLOCK, &block, &error) == CCONV_OK, "a stub of a block");
    if (!stub || !block)
        return;
    check(swaps(stub, (cconv_function)swap, 0), "the stub's call");
    struct { struct pair p; int by; float f; } arguments = {{2.5, 40}, 2, 0.5f};
    struct pair result = {0, 0};
    cconv_stub_call_block(block)((cconv_function)swap, &result, &arguments);
    check(result.x == 42 && result.n == 3, "the block's call");
    for (int i = 0; i < MANY; i++) {
        users[i] = i;
        check(cconv_callback_new(code, plan, handler, &users[i], &callbacks[i], &error) == CCONV_OK, "a callback");
        if (!callbacks[i])
            return;
    }
    for (int i = 0; i < MANY; i++)
        check(swaps(stub, cconv_callback_function(callbacks[i]), i), "the callback's call");
    check(cconv_thunk_new(code, plan, plan, (cconv_function)swap, &thunk, &error) == CCONV_OK, "a thunk");
    if (thunk)
        check(swaps(stub, cconv_thunk_function(thunk), 0), "the thunk's call");
    for (int i = 0; i < MANY; i++)
        cconv_callback_free(callbacks[i]);
    cconv_thunk_free(thunk);
    cconv_stub_free(stub);
    cconv_stub_free(block);
    cconv_plan_free(plan);
}

/* Executable pages are the program's files alone. */
static void check_maps(void)
{
    char line[512];
    FILE *maps = fopen("/proc/self/maps", "r");
    while (maps && fgets(line, sizeof line, maps)) {
        const char *rights = strchr(line, ' '), *path = strchr(line, '/');
        if (rights && rights[3] == 'x' && !strstr(line, "[v")) /* vdso, vsyscall */
            check(rights[2] != 'w' && path && !strstr(path, "memfd"), line);
    }
    if (maps)
        fclose(maps);
}

/* Makes all with the engine that is asked for, or finds it refused: at creation, or by the first stub. */
static void use(cconv_engine wanted, cconv_engine expected, int works)
{
    const cconv_code_options options = {.engine = wanted};
    cconv_code *code = NULL;
    cconv_status status = cconv_code_new(&options, &code, &error);
    if (!works) {
        cconv_plan *plan = plan_of();
        cconv_stub *stub = NULL;
        /* Pages of the program's own file are mapped when they are needed. */
        check(status ? status == CCONV_UNSUPPORTED : expected == CCONV_ENGINE_CODE_FREE
              && cconv_stub_new(code, plan, 0, &stub, &error) == CCONV_UNSUPPORTED, "what the system refuses is an error");
        check(strstr(error.message, "the system refuses") || strstr(error.message, "only generated code")
              || strstr(error.message, "cannot be mapped again"), "and says so");
        cconv_plan_free(plan);
    } else {
        check(status == CCONV_OK, "code is created");
        check(cconv_code_engine(code) == expected, "the engine");
        if (!status)
            make_all(code);
        if (expected == CCONV_ENGINE_CODE_FREE)
            check_maps();
    }
    cconv_code_free(code);
}

static int has_code_free(void)
{
    const cconv_code_options options = {.engine = CCONV_ENGINE_CODE_FREE};
    cconv_code *code = NULL;
    cconv_status status = cconv_code_new(&options, &code, &error);
    cconv_code_free(code);
    return status == CCONV_OK;
}

/* --------------------------------------------------------------------- cases */

static const struct {
    const char *name;
    void (*forbid)(void);
    cconv_engine wanted, expected;
    int works;                    /* with generated code; otherwise where there is the other engine */
} cases[] = {
    {"nothing is refused", freely, CCONV_ENGINE_AUTO, CCONV_ENGINE_COMPILED, 1},
    {"the user's choice", freely, CCONV_ENGINE_CODE_FREE, CCONV_ENGINE_CODE_FREE, 0},
    {"the user's choice asks for nothing", on_pain_of_death, CCONV_ENGINE_CODE_FREE, CCONV_ENGINE_CODE_FREE, 0},
    {"PR_SET_MDWE", forbid_gaining, CCONV_ENGINE_AUTO, CCONV_ENGINE_CODE_FREE, 0},
    {"SELinux without execmem", as_selinux, CCONV_ENGINE_AUTO, CCONV_ENGINE_CODE_FREE, 0},
    {"SELinux without execmem, the user's choice", as_selinux, CCONV_ENGINE_CODE_FREE, CCONV_ENGINE_CODE_FREE, 0},
    {"no memfd_create", no_memory_files, CCONV_ENGINE_AUTO, CCONV_ENGINE_CODE_FREE, 0},
    {"a kernel without memfd_create", old_kernel, CCONV_ENGINE_AUTO, CCONV_ENGINE_CODE_FREE, 0},
    {"SELinux, but generated code is asked for", as_selinux, CCONV_ENGINE_COMPILED, CCONV_ENGINE_COMPILED, -1},
    {"no memfd_create, but generated code is asked for", no_memory_files, CCONV_ENGINE_COMPILED, CCONV_ENGINE_COMPILED, -1},
    {"nothing executable at all", nothing_at_all, CCONV_ENGINE_AUTO, CCONV_ENGINE_CODE_FREE, -1},
};
enum { CASES = sizeof cases / sizeof *cases };

static int run_case(size_t i)
{
    int works = cases[i].works ? cases[i].works > 0 : has_code_free();
    cases[i].forbid();
    use(cases[i].wanted, cases[i].expected, works);
    return failed ? 1 : 0;
}

/* The command chooses as the library does. */
static int run_command(size_t i, const char *command)
{
    const char *expected = cases[i].expected == CCONV_ENGINE_COMPILED ? "\"compiled\"" : "\"code-free\"";
    char line[1000] = "", shell[1200];
    if (cases[i].wanted != CCONV_ENGINE_AUTO || cases[i].works < 0)
        return 0;
    cases[i].forbid();
    snprintf(shell, sizeof shell, "exec '%s' call --json self 'int abs(int)' -3", command);
    FILE *out = popen(shell, "r");
    size_t length = out ? fread(line, 1, sizeof line - 1, out) : 0;
    line[length] = '\0';
    check(out && pclose(out) == 0 && strstr(line, expected) && strstr(line, "3"), "the command");
    if (failed)
        printf("%s\n", line);
    return failed ? 1 : 0;
}

static void judge(size_t i, const char *command, int counts[3])
{
    int status = 0;
    fflush(stdout);
    pid_t pid = fork();
    if (pid == 0)
        exit(command ? run_command(i, command) : run_case(i));
    waitpid(pid, &status, 0);
    int what = WIFEXITED(status) && WEXITSTATUS(status) == 0 ? 0 : WIFEXITED(status) && WEXITSTATUS(status) == 77 ? 2 : 1;
    counts[what]++;
    if (what)
        printf("%s: %s%s\n", what == 1 ? "FAILED" : "skipped", cases[i].name, WIFSIGNALED(status) ? ": a signal" : "");
}

int main(int count, char **arguments)
{
    static const char text[] = "struct pair { double x; int n; }; struct pair swap(struct pair p, int by, float f);";
    int counts[3] = {0, 0, 0};
    if (cconv_context_new(NULL, &context, &error) || cconv_parse(context, text, sizeof text - 1, NULL, &unit, &error)) {
        printf("%s\n0 passed, 1 failed, 0 skipped\n", error.message);
        return 1;
    }
    for (size_t i = 0; i < CASES; i++) {
        judge(i, NULL, counts);
        if (count > 1)
            judge(i, arguments[1], counts);
    }
    cconv_context_free(context);
    printf("%d passed, %d failed, %d skipped\n", counts[0], counts[1], counts[2]);
    return counts[1] != 0;
}
