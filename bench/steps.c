/* Counts instructions exactly: a child is stepped through them (ptrace), each looked at by its address. */
#include "calls.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ptrace.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

extern const char __start_loops[], __stop_loops[], __start_callees[], __stop_callees[];

static int is_between(unsigned long long at, const char *start, const char *end)
{
    return at >= (uintptr_t)start && at < (uintptr_t)end;
}

/* From the child's first stop, a signal to itself, to its second. */
static long count_until_stop(pid_t child)
{
    long count = 0;
    int status;
    for (;;) {
        struct user_regs_struct registers;
        if (ptrace(PTRACE_GETREGS, child, NULL, &registers))
            return -1;
        count += !is_between(registers.rip, __start_loops, __stop_loops)
                 && !is_between(registers.rip, __start_callees, __stop_callees);
        if (ptrace(PTRACE_SINGLESTEP, child, NULL, NULL) || waitpid(child, &status, 0) < 0 || !WIFSTOPPED(status))
            return -1;
        if (WSTOPSIG(status) != SIGTRAP)
            return count;
    }
}

static long total(void (*run)(void *, long), void *argument, long calls)
{
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        ptrace(PTRACE_TRACEME, 0, NULL, NULL);
        run(argument, 2); /* what is bound or made the first time */
        raise(SIGUSR1);
        run(argument, calls);
        raise(SIGUSR2);
        _exit(0);
    }
    int status;
    waitpid(child, &status, 0);
    long count = WIFSTOPPED(status) ? count_until_stop(child) : -1;
    kill(child, SIGKILL);
    waitpid(child, &status, 0);
    return count;
}

double steps_of(void (*run)(void *, long), void *argument, long calls)
{
    long few = total(run, argument, 1), many = total(run, argument, 1 + calls);
    if (few < 0 || many < 0) {
        fprintf(stderr, "ptrace: instructions cannot be counted here\n");
        exit(1);
    }
    return (double)(many - few) / (double)calls;
}
