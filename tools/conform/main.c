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

static FILE *open_report(const struct options *o)
{
    FILE *out = o->output ? fopen(o->output, "w") : stdout;
    if (!out)
        fprintf(stderr, "callconv conform: cannot write %s: %s\n", o->output, strerror(errno));
    return out;
}

static bool close_report(const struct options *o, FILE *out)
{
    bool good = !ferror(out);
    good = (o->output ? fclose(out) : fflush(out)) == 0 && good;
    if (!good)
        fprintf(stderr, "callconv conform: cannot write %s: %s\n", o->output ? o->output : "standard output", strerror(errno));
    return good;
}

/* One compiler's callers, with its own callees or those of `callee`. */
static int judge_one(const struct options *o, struct judge *judge, const char *directory, FILE *out)
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
        report_write(out, &report);
        status = too_few(o, &outcomes) ? EXIT_CANNOT : report_failed(&report) ? EXIT_DIFFERS : EXIT_CONFORMS;
    }
    findings_free(&findings);
    free(outcomes.at);
    return status;
}

static int judge_alone(const struct options *o, struct judge *judge, const char *directory)
{
    FILE *out = open_report(o);
    if (!out)
        return EXIT_CANNOT;
    int status = judge_one(o, judge, directory, out);
    return close_report(o, out) ? status : EXIT_CANNOT;
}

/* Callers of each with callees of the other. */
static int judge_both(const struct options *o, struct judge *first, struct judge *second, const char *directory)
{
    bool json = o->format == AS_JSON;
    FILE *out = open_report(o);
    if (!out)
        return EXIT_CANNOT;
    fputs(json ? "[\n" : "", out);
    first->callee = second;
    int there = judge_one(o, first, directory, out), back = EXIT_CANNOT;
    fputs(json ? ",\n" : "\n", out);
    first->callee = NULL;
    second->callee = first;
    if (there != EXIT_CANNOT)
        back = judge_one(o, second, directory, out);
    fputs(json ? "]\n" : "", out);
    return !close_report(o, out) ? EXIT_CANNOT : there > back ? there : back;
}

static int find_other(const struct options *o, const struct wish *wish, const struct judge *judge, struct judge *other,
                      const char *directory)
{
    struct wish second = *wish;
    second.cc = o->against;
    if (!judge_find(other, &second, directory))
        return EXIT_CANNOT;
    if (!other->skip[0] && other->target != judge->target)
        snprintf(other->skip, sizeof other->skip, "one compiler targets %s, the other %s", cconv_target_name(judge->target),
                 cconv_target_name(other->target));
    return other->skip[0] ? cannot_run(o, other) : EXIT_CONFORMS;
}

static int run(const struct options *o, const char *directory)
{
    struct judge *judge = calloc(2, sizeof *judge);
    struct wish wish = o->wish;
    int status = EXIT_CANNOT;
    if (o->against && !wish.as)
        wish.as = "document";
    if (!judge || !judge_find(judge, &wish, directory))
        status = EXIT_CANNOT;
    else if (judge->skip[0])
        status = cannot_run(o, judge);
    else if (!o->against)
        status = judge_alone(o, judge, directory);
    else if (!(status = find_other(o, &wish, judge, judge + 1, directory)) && !judge[1].skip[0])
        status = judge_both(o, judge, judge + 1, directory);
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
