/* Runs shell commands with a time limit: a command that hangs is killed with all that it started. */
#include "conform.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* The process group that runs now, for the handler of signals. */
static volatile sig_atomic_t running;

static void stop(int signal)
{
    if (running > 0)
        kill(-(pid_t)running, SIGKILL);
    _exit(128 + signal);
}

void process_stop_on_signals(void)
{
    struct sigaction action = {.sa_handler = stop};
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGHUP, &action, NULL);
}

static void child(const char *command, const char *log)
{
    setpgid(0, 0);
    signal(SIGINT, SIG_DFL);
    signal(SIGTERM, SIG_DFL);
    int out = open(log, O_WRONLY | O_CREAT | O_TRUNC, 0666), in = open("/dev/null", O_RDONLY);
    if (out < 0 || in < 0 || dup2(out, 1) < 0 || dup2(out, 2) < 0 || dup2(in, 0) < 0)
        _exit(126);
    execl("/bin/sh", "sh", "-c", command, (char *)NULL);
    _exit(127);
}

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

/* Waits in short steps, so that no timer signal is needed. */
static int wait_for(pid_t pid, unsigned seconds)
{
    double start = now(), limit = start + seconds;
    int status = 0;
    for (long pause = 200000;; pause = pause < 5000000 ? pause * 2 : pause) {
        pid_t ended = waitpid(pid, &status, WNOHANG);
        if (ended == pid)
            break;
        if (ended < 0 && errno != EINTR)
            return COMMAND_CRASHED;
        if (seconds && now() > limit) {
            kill(-pid, SIGKILL);
            waitpid(pid, &status, 0);
            return COMMAND_HANGS;
        }
        struct timespec step = {0, pause};
        nanosleep(&step, NULL);
    }
    if (!WIFEXITED(status) || WEXITSTATUS(status) > 128) /* the shell says 128 + the signal */
        return COMMAND_CRASHED;
    return WEXITSTATUS(status);
}

int run_command(const char *command, const char *log, unsigned seconds)
{
    pid_t pid = fork();
    if (pid < 0)
        return COMMAND_CRASHED;
    if (pid == 0)
        child(command, log);
    setpgid(pid, pid);
    running = pid;
    int status = wait_for(pid, seconds);
    running = 0;
    return status;
}
