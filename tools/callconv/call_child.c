/* The child in which the call runs, and what is said when it does not come back. */
#define _GNU_SOURCE /* REG_RIP, dladdr */
#include "call.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#if defined(__linux__)
#include <sys/prctl.h>
#endif
#include <sys/wait.h>
#include <ucontext.h>
#include <unistd.h>

enum { HIGH_DESCRIPTOR = 100, LOOK_UP_SECONDS = 2 };

/* What the child tells: all of it was done, or a crash, and then where that was. */
struct crash {
    int signal, code;
    void *address, *at;
    int stage;
};

struct place {
    char object[200], symbol[200];
    unsigned long long offset;
};

enum tells { TELLS_DONE, TELLS_CRASH, TELLS_PLACE };

struct told {
    bool is_done, is_crash, is_place;
    struct crash crash;
    struct place place;
};

/* A handler of signals has no other way to its data. */
static int report_to;
static volatile int stage;

/* ----------------------------------------------------------------------- child */

static void *program_counter(const void *context)
{
    const ucontext_t *at = context;
#if defined __x86_64__
    return (void *)at->uc_mcontext.gregs[REG_RIP];
#elif defined __i386__
    return (void *)at->uc_mcontext.gregs[REG_EIP];
#elif defined __aarch64__
    return (void *)at->uc_mcontext.pc;
#elif defined __arm__
    return (void *)at->uc_mcontext.arm_pc;
#elif defined __riscv
    return (void *)at->uc_mcontext.__gregs[0];
#else
    (void)at;
    return NULL;
#endif
}

static void tell(enum tells kind, const void *data, size_t size)
{
    char byte = (char)kind;
    ssize_t ignored = write(report_to, &byte, 1);
    if (size)
        ignored = write(report_to, data, size);
    (void)ignored;
}

/* The crash is told first; looking up where it was may hang when the loader itself crashed, and is given up then. */
static void on_crash(int signal_number, siginfo_t *info, void *context)
{
    struct crash crash = {signal_number, info->si_code, info->si_addr, program_counter(context), stage};
    Dl_info where;
    tell(TELLS_CRASH, &crash, sizeof crash);
    signal(SIGALRM, SIG_DFL);
    alarm(LOOK_UP_SECONDS);
    if (dladdr(crash.at, &where) && where.dli_fname) {
        struct place place = {0};
        const char *slash = strrchr(where.dli_fname, '/');
        strncpy(place.object, slash ? slash + 1 : where.dli_fname, sizeof place.object - 1);
        strncpy(place.symbol, where.dli_sname ? where.dli_sname : "", sizeof place.symbol - 1);
        place.offset = (unsigned long long)((char *)crash.at - (char *)(where.dli_sname ? where.dli_saddr : where.dli_fbase));
        tell(TELLS_PLACE, &place, sizeof place);
    }
    _exit(EXIT_ERROR);
}

static const int crashes[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTRAP, SIGSYS};

static void catch_crashes(void)
{
    static char own_stack[1 << 16]; /* a stack that has run over cannot be used */
    stack_t stack = {.ss_sp = own_stack, .ss_size = sizeof own_stack};
    struct sigaction action = {.sa_sigaction = on_crash, .sa_flags = SA_SIGINFO | SA_ONSTACK | (int)SA_RESETHAND};
    sigemptyset(&action.sa_mask);
    sigaltstack(&stack, NULL);
    for (size_t i = 0; i < sizeof crashes / sizeof *crashes; i++)
        sigaction(crashes[i], &action, NULL);
}

/* A function that does not end is ended with the command. */
static void end_with(pid_t parent)
{
#if defined(__linux__)
    prctl(PR_SET_PDEATHSIG, (unsigned long)SIGKILL, 0UL, 0UL, 0UL);
#endif
    if (getppid() != parent)
        _exit(EXIT_ERROR);
}

static void child(struct call *call, pid_t parent)
{
    end_with(parent);
    /* Written at once, so that a crash loses nothing; not while it is timed. */
    if (!call->times)
        setvbuf(stdout, NULL, _IONBF, 0);
    catch_crashes();
    int status = call_make(call, &stage);
    fflush(NULL);
    tell(TELLS_DONE, NULL, 0);
    exit(status);
}

/* ---------------------------------------------------------------------- parent */

static bool read_whole(int descriptor, void *data, size_t size)
{
    for (size_t got = 0; got < size;) {
        ssize_t more = read(descriptor, (char *)data + got, size - got);
        if (more > 0)
            got += (size_t)more;
        else if (more == 0 || errno != EINTR)
            return false;
    }
    return true;
}

static void listen_to(int descriptor, struct told *told)
{
    char kind;
    while (read_whole(descriptor, &kind, 1)) {
        if (kind == TELLS_DONE)
            told->is_done = true;
        else if (kind == TELLS_CRASH)
            told->is_crash = read_whole(descriptor, &told->crash, sizeof told->crash);
        else
            told->is_place = read_whole(descriptor, &told->place, sizeof told->place);
    }
}

static const char *reason_of(const struct crash *crash)
{
    static const struct { int signal, code; const char *reason; } reasons[] = {
        {SIGSEGV, SEGV_MAPERR, "no memory is there"}, {SIGSEGV, SEGV_ACCERR, "the memory does not permit it"},
        {SIGBUS, BUS_ADRALN, "not aligned"}, {SIGBUS, BUS_ADRERR, "no memory is behind it"},
        {SIGFPE, FPE_INTDIV, "integer division by zero or its overflow"}, {SIGFPE, FPE_FLTDIV, "division by zero"},
        {SIGILL, ILL_ILLOPN, "no instruction"}, {SIGILL, ILL_ILLOPC, "no instruction"},
    };
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
        if (reasons[i].signal == crash->signal && reasons[i].code == crash->code)
            return reasons[i].reason;
    return NULL;
}

static const char *library_of(const struct call *call)
{
    return call->library ? call->library : "this process";
}

static void say_crash(const struct call *call, const struct told *told)
{
    static const char *const what[] = {"loading", "calling", "timing", "ending after"};
    const struct crash *crash = &told->crash;
    struct string text = {0};
    char piece[500];
    snprintf(piece, sizeof piece, "%s '%s' of %s: crashed with signal %d (%s)", what[crash->stage], call->name,
             library_of(call), crash->signal, strsignal(crash->signal));
    string_add(&text, piece);
    bool has_address = crash->signal == SIGSEGV || crash->signal == SIGBUS;
    if (has_address && crash->code > 0 && crash->code < 0x80)
        snprintf(piece, sizeof piece, " at address 0x%llx", (unsigned long long)(uintptr_t)crash->address);
    else
        snprintf(piece, sizeof piece, has_address ? " at an address that is not told" : "");
    string_add(&text, piece);
    if (reason_of(crash)) {
        snprintf(piece, sizeof piece, ": %s", reason_of(crash));
        string_add(&text, piece);
    }
    if (told->is_place) {
        bool named = told->place.symbol[0] != '\0';
        snprintf(piece, sizeof piece, "; the instruction is in %s, %s+0x%llx", told->place.object,
                 named ? told->place.symbol : "file", told->place.offset);
    } else {
        snprintf(piece, sizeof piece, "; the instruction is at 0x%llx", (unsigned long long)(uintptr_t)crash->at);
    }
    string_add(&text, piece);
    complain("%s", text.data);
    free(text.data);
}

static int conclude(const struct call *call, const struct told *told, int status)
{
    if (told->is_crash)
        say_crash(call, told);
    else if (WIFSIGNALED(status))
        complain("'%s' of %s: ended by signal %d (%s)", call->name, library_of(call), WTERMSIG(status), strsignal(WTERMSIG(status)));
    else if (!told->is_done)
        complain("'%s' of %s ended the process with status %d", call->name, library_of(call), WEXITSTATUS(status));
    else
        return WEXITSTATUS(status);
    return EXIT_ERROR;
}

int call_run(struct call *call)
{
    int ends[2], status;
    struct told told = {0};
    if (pipe(ends) != 0 || (report_to = fcntl(ends[1], F_DUPFD_CLOEXEC, HIGH_DESCRIPTOR)) < 0) {
        complain("cannot make a pipe: %s", strerror(errno));
        return EXIT_ERROR;
    }
    close(ends[1]);
    pid_t parent = getpid(), process = fork();
    if (process < 0) {
        complain("cannot make a process: %s", strerror(errno));
        return EXIT_ERROR;
    }
    if (process == 0) {
        close(ends[0]);
        child(call, parent);
    }
    close(report_to);
    listen_to(ends[0], &told);
    close(ends[0]);
    while (waitpid(process, &status, 0) < 0)
        if (errno != EINTR)
            return EXIT_ERROR;
    return conclude(call, &told, status);
}
