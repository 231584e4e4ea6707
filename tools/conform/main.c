/* `callconv conform`: asks the compiler, judges, reduces, reports. The command starts it from libexec/callconv. */
#include "conform.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* Nothing is wrong with the compiler: it, or what runs its programs, is not here. */
static int cannot_run(const struct options *o, const struct judge *judge)
{
    if (o->format == AS_COUNTS) {
        printf("skipped: %s\n0 passed, 0 failed, %llu skipped\n", judge->skip,
               judge->wrong_processor ? 0 : (unsigned long long)o->cases);
        return EXIT_CONFORMS;
    }
    fprintf(stderr, "callconv conform: cannot judge: %s\n", judge->skip);
    return EXIT_CANNOT;
}

static uint64_t judged(const struct outcomes *outcomes)
{
    uint64_t count = outcomes->passed;
    for (size_t i = 0; i < outcomes->count; i++)
        count += outcomes->at[i].verdict.state == FAILED || outcomes->at[i].verdict.known;
    return count;
}

/* Cases that the compiler or the model refuses are rows of the report, but they must stay the exception. */
static bool too_few(const struct options *o, const struct outcomes *outcomes)
{
    if (o->only_one || judged(outcomes) >= (o->cases + 1) / 2)
        return false;
    fprintf(stderr, "callconv conform: only %llu of %llu prototypes could be judged\n",
            (unsigned long long)judged(outcomes), (unsigned long long)o->cases);
    return true;
}

static bool write_report(const struct report *report)
{
    const char *path = report->options->output;
    FILE *out = path ? fopen(path, "w") : stdout;
    if (out) {
        report_write(out, report);
        bool good = !ferror(out);
        if ((path ? fclose(out) : fflush(out)) == 0 && good)
            return true;
    }
    fprintf(stderr, "callconv conform: cannot write %s: %s\n", path ? path : "standard output", strerror(errno));
    return false;
}

/* One compiler's callers, with its own callees or those of `callee`. */
static int judge_one(const struct options *o, struct judge *judge, const char *directory)
{
    struct outcomes outcomes = {0};
    struct findings findings = {0};
    static struct fixed_rows fixed;
    int status = EXIT_CANNOT;
    memset(&fixed, 0, sizeof fixed);
    if (!work_judge(o, judge, directory, &outcomes)) {
        fprintf(stderr, "callconv conform: a process broke off\n");
    } else if (!work_reduce(o, judge, directory, &outcomes, &findings)) {
        fprintf(stderr, "callconv conform: the failures could not be reduced\n");
    } else {
        bool asked = !o->only_one && judge_prepare(judge, directory);
        if (asked)
            fixed_judge(judge, &fixed);
        const struct report report = {.options = o, .judge = judge, .callee = judge->callee, .outcomes = &outcomes,
                                      .findings = &findings, .fixed = asked ? &fixed : NULL};
        bool written = write_report(&report);
        status = !written || too_few(o, &outcomes) ? EXIT_CANNOT
                 : report_failed(&report) ? EXIT_DIFFERS : EXIT_CONFORMS;
    }
    findings_free(&findings);
    free(outcomes.at);
    return status;
}

static int run(const struct options *o, const char *directory)
{
    struct judge *judge = calloc(1, sizeof *judge);
    int status = EXIT_CANNOT;
    if (judge && judge_find(judge, &o->wish, directory))
        status = judge->skip[0] ? cannot_run(o, judge) : judge_one(o, judge, directory);
    free(judge);
    return status;
}

/* The scratch directory, for the handler of signals. */
static char scratch[256];

static void interrupted(int signal)
{
    (void)signal; /* the workers end by the same signal; main goes on and cleans up */
}

int main(int count, char **arguments)
{
    struct options o;
    char command[400];
    int status = options_read(&o, count - 1, arguments + 1);
    if (status)
        return status;
    if (o.help || o.list) {
        o.help ? options_help() : options_list();
        return fflush(stdout) ? EXIT_CANNOT : EXIT_CONFORMS;
    }
    const char *base = getenv("TMPDIR");
    snprintf(scratch, sizeof scratch, "%s/callconv-conform-XXXXXX", base && *base ? base : "/tmp");
    if (o.keep)
        snprintf(scratch, sizeof scratch, "%s", o.keep);
    else if (!mkdtemp(scratch))
        return fprintf(stderr, "callconv conform: no temporary directory: %s\n", strerror(errno)), EXIT_CANNOT;
    snprintf(command, sizeof command, "mkdir -p '%s'", scratch);
    if (run_command(command, "/dev/null", 0))
        return fprintf(stderr, "callconv conform: cannot make %s\n", scratch), EXIT_CANNOT;
    struct sigaction action = {.sa_handler = interrupted};
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    status = run(&o, scratch);
    if (!o.keep) {
        snprintf(command, sizeof command, "rm -rf '%s'", scratch);
        run_command(command, "/dev/null", 0);
    }
    return status;
}
