/* Compiles many trials in one file, leaves out what the compiler refuses or fails at, runs and judges. */
#include "conform.h"

#include <stdlib.h>
#include <string.h>

struct compilation {
    const struct judge *judge;
    struct trial *trials;
    unsigned count, level;
    struct jobs jobs;
    int status;       /* of the last command */
};

static void refuse(struct trial *trial, enum state state, const char *message)
{
    trial->active = false;
    trial->verdict.state = state;
    snprintf(trial->verdict.message, sizeof trial->verdict.message, "%.200s", message);
    trial->verdict.message[strcspn(trial->verdict.message, "\n")] = '\0';
}

/* One file, by one compiler, in the scratch directory of the first. */
static bool compile_file(struct compilation *c, const struct judge *by, const char *name, unsigned first,
                         unsigned last, bool callers, bool callees)
{
    char path[512], command[2048], level[8] = "";
    snprintf(path, sizeof path, "%s/%s.c", c->judge->directory, name);
    FILE *out = fopen(path, "w");
    if (!out)
        return false;
    emit_cases(out, by, c->trials, first, last, callers, callees);
    if (fclose(out))
        return false;
    if (by->levels)
        snprintf(level, sizeof level, " -O%u", c->level);
    snprintf(command, sizeof command, "cd '%s' && %s%s -c %s.c -o %s.o", c->judge->directory, by->compile, level, name,
             name);
    snprintf(path, sizeof path, "%s/compile.log", c->judge->directory);
    c->status = run_command(command, path, by->compile_seconds);
    return c->status == 0;
}

/* Trials [first, last). */
static bool compile(struct compilation *c, unsigned first, unsigned last)
{
    const struct judge *callee = c->judge->callee;
    return compile_file(c, c->judge, "cases", first, last, true, !callee)
           && (!callee || compile_file(c, callee, "callees", first, last, false, true));
}

/* What a line of the log blames: the place of an error, or the function at which clang crashed. */
static bool named_case(const char *line, bool any, unsigned *index, unsigned *part)
{
    static const struct { const char *name; unsigned part; } marks[] = {
        {"case_", 0}, {"mixed_", PART_MIXED}, {"layout_", PART_LAYOUT}, {"bits_", PART_BITS}, {"caller_", 0},
        {"callee_", 0}, {"receiver_", PART_MIXED}};
    const char *crash = strstr(line, "on function '@");
    if (!crash && !strstr(line, "error: ") && (!any || strstr(line, "warning") || strstr(line, "note:")))
        return false;
    if (crash)
        line = crash;
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        const char *found = strstr(line, marks[i].name);
        *part = marks[i].part;
        if (found && sscanf(found + strlen(marks[i].name), "%u", index) == 1)
            return true;
    }
    return false;
}

static unsigned drop_by_log(struct compilation *c, bool any)
{
    char path[512], line[1024];
    unsigned dropped = 0, index, part;
    snprintf(path, sizeof path, "%s/compile.log", c->judge->directory);
    FILE *in = fopen(path, "r");
    if (!in)
        return 0;
    while (fgets(line, sizeof line, in)) {
        const char *error = strstr(line, "error: ");
        if (!named_case(line, any, &index, &part) || index >= c->count || !c->trials[index].active)
            continue;
        if (part & c->trials[index].parts)
            c->trials[index].parts &= ~part;
        else if (part)
            continue;
        else if (error || any)
            refuse(&c->trials[index], REFUSED, error ? error + 7 : line);
        else
            refuse(&c->trials[index], CRASHES, "the compiler crashes");
        dropped++;
    }
    fclose(in);
    return dropped;
}

/* Drops every case, or part of one, that the log names. */
static unsigned drop_named(struct compilation *c)
{
    if (c->status == COMMAND_HANGS)
        return 0;
    unsigned dropped = drop_by_log(c, false);
    return dropped ? dropped : drop_by_log(c, true);
}

/* The compiler gave up without naming a case: halves until one is left, and takes its parts away before itself. */
static bool drop_by_halves(struct compilation *c)
{
    unsigned low = 0, high = c->count;
    int status = c->status;
    while (high - low > 1) {
        unsigned middle = (low + high) / 2;
        if (compile(c, low, middle)) {
            low = middle;
        } else {
            high = middle;
            status = c->status;
        }
    }
    if (low >= c->count || !c->trials[low].active || compile(c, low, high))
        return false;
    struct trial *trial = &c->trials[low];
    if (drop_named(c))
        return true;
    status = c->status;
    if (status == COMMAND_HANGS)
        refuse(trial, HANGS, "the compiler does not end within the time limit");
    else
        refuse(trial, status == COMMAND_CRASHED ? CRASHES : REFUSED,
               status == COMMAND_CRASHED ? "the compiler crashes" : "the compiler fails without a message");
    return true;
}

static void collect(void *user, const struct record *record, const uint8_t *window)
{
    struct compilation *c = user;
    if (record->index >= c->count)
        return;
    struct trial *trial = &c->trials[record->index];
    if (trial->verdict.state == FAILED && trial->verdict.aspect == LAYOUT && record->kind != RECORD_LAYOUT)
        trial->got |= 1u << record->kind; /* an echo of the layout */
    else if (record->kind == RECORD_ARGUMENTS)
        judge_arguments(c->judge, trial, record, window);
    else if (record->kind == RECORD_RESULT)
        judge_result(c->judge->callee ? c->judge->callee : c->judge, trial, record, window);
    else if (record->kind == RECORD_MIXED)
        judge_mixed(c->judge, trial, record, window);
    else
        judge_layout(c->judge, trial, record, window);
}

/* The program broke off at a job. */
static void blame(struct compilation *c, const struct job *job, int status)
{
    static const char *const what[] = {"the caller", "the callee", "the call", "reading the layout"};
    struct trial *trial = &c->trials[job->index];
    const struct verdict before = trial->verdict;
    if (trial->verdict.state != FAILED)
        verdict_fail(trial, RUN_CRASH, -1, NULL, "%s %s", what[job->kind],
                     status == COMMAND_HANGS ? "does not end" : "crashes");
    /* Of other processors only callees are known to crash by an error of the compiler. */
    if (job->kind == RECORD_MIXED || cconv_target_arch(c->judge->target) == CCONV_ARCH_X86)
        verdict_excuse(trial, c->judge, &before, -1);
    trial->got |= 1u << job->kind;
}

static void run_program(struct compilation *c)
{
    for (unsigned next = 0, tries = 0; next < c->jobs.count && tries < 100; tries++) {
        unsigned stopped = next;
        int status = run_native(c->judge, c->judge->callee ? "cases.o callees.o" : "cases.o", next, collect, c, &stopped);
        if (status == 0 && stopped >= c->jobs.count) /* wine says 0 for a program that crashes */
            break;
        if (status == RUN_NOT_LINKED) {
            for (unsigned i = 0; i < c->count; i++)
                if (c->trials[i].active)
                    refuse(&c->trials[i], REFUSED, "the program does not link");
            break;
        }
        if (stopped < c->jobs.count)
            blame(c, &c->jobs.at[stopped], status);
        next = stopped + 1;
    }
}

static void run(struct compilation *c)
{
    char error[256] = "", object[512];
    if (c->judge->runner == RUN_UNICORN) {
        snprintf(object, sizeof object, "%s/cases.o", c->judge->directory);
        if (!run_unicorn(c->judge, object, c->jobs.at, c->jobs.count, collect, c, error, sizeof error))
            fprintf(stderr, "callconv conform: %s\n", error);
    } else {
        char path[512];
        snprintf(path, sizeof path, "%s/jobs.c", c->judge->directory);
        FILE *out = fopen(path, "w");
        if (!out)
            return;
        emit_jobs(out, c->trials, c->count, c->jobs.at, c->jobs.count);
        if (fclose(out) == 0)
            run_program(c);
    }
    for (unsigned i = 0; i < c->jobs.count; i++) {
        const struct job *job = &c->jobs.at[i];
        struct trial *trial = &c->trials[job->index];
        if (!trial->active || job->slot || trial->got >> job->kind & 1 || trial->verdict.state != PASSED)
            continue;
        const struct verdict before = trial->verdict;
        verdict_fail(trial, RUN_CRASH, -1, NULL, "no record came back of %s", job->function[0] ? job->function : job->data);
        verdict_excuse(trial, c->judge, &before, -1);
    }
}

void batch_judge(const struct judge *judge, struct trial *trials, unsigned count, unsigned level)
{
    struct compilation c = {.judge = judge, .trials = trials, .count = count, .level = level};
    bool good;
    for (unsigned vain = 0; !(good = compile(&c, 0, count)) && vain < 2;) /* a machine under load: once more */
        if (!drop_named(&c) && !drop_by_halves(&c))
            vain++;
    if (good) {
        jobs_make(&c.jobs, trials, count);
        if (c.jobs.count)
            run(&c);
    } else {
        for (unsigned i = 0; i < count; i++)
            if (trials[i].active)
                refuse(&trials[i], CRASHES, "the compiler fails at a file of many cases");
    }
    jobs_free(&c.jobs);
}
