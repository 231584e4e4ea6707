/* Compiles many trials in one file, leaves out what the compiler refuses or fails at, runs and judges. */
#include "conform.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

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
    trial->verdict.argument = -1;
    if (state == CRASHES)
        trial->verdict.aspect = COMPILER_CRASH;
    snprintf(trial->verdict.message, sizeof trial->verdict.message, "%.200s", message);
    trial->verdict.message[strcspn(trial->verdict.message, "\n")] = '\0';
}

/* One file, by one compiler, in the scratch directory of the first. */
static bool compile_file(struct compilation *c, const struct judge *by, const char *name, unsigned first,
                         unsigned last, bool callers, bool callees)
{
    char path[512], command[2048];
    if (by->is_zig && !zig_emit(c->judge->directory, name, by, c->trials, first, last, callers, callees))
        return false;
    snprintf(path, sizeof path, "%s/%s.c", c->judge->directory, name);
    FILE *out = by->is_zig ? NULL : fopen(path, "w");
    if (out)
        emit_cases(out, by, c->trials, first, last, callers, callees);
    if (!by->is_zig && (!out || fclose(out)))
        return false;
    snprintf(command, sizeof command, by->is_zig ? "cd '%s' && %s%s %s.zig -femit-bin=%s.o" : "cd '%s' && %s%s -c %s.c -o %s.o",
             c->judge->directory, by->compile, judge_level(by, c->level), name, name);
    snprintf(path, sizeof path, "%s/compile.log", c->judge->directory);
    char object[512];
    snprintf(object, sizeof object, "%s/%s.o", c->judge->directory, name);
    remove(object);
    c->status = run_command(command, path, by->compile_seconds);
    struct stat file;
    if (!c->status && (stat(object, &file) || !file.st_size)) /* a wrapper may hide that what it starts crashes */
        c->status = COMMAND_CRASHED;
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

/* The first line that the compiler wrote, or the text. */
static const char *first_message(const struct compilation *c, const char *otherwise, char *line, size_t size)
{
    char path[512];
    snprintf(path, sizeof path, "%s/compile.log", c->judge->directory);
    FILE *in = fopen(path, "r");
    bool found = in && fgets(line, (int)size, in) && line[strspn(line, " \t\r\n")];
    if (in)
        fclose(in);
    return found ? line : otherwise;
}

/* Whether the case compiles with fewer of its parts, which it then keeps. */
static bool drop_parts(struct compilation *c, unsigned index)
{
    struct trial *trial = &c->trials[index];
    const unsigned whole = trial->parts;
    const int status = c->status;
    static const unsigned without[] = {PART_BITS, PART_BITS | PART_LAYOUT, PART_MIXED, PART_MIXED | PART_BITS | PART_LAYOUT};
    for (unsigned i = 0; status != COMMAND_HANGS && i < sizeof without / sizeof *without; i++) {
        trial->parts = whole & ~without[i];
        if (trial->parts != whole && compile(c, index, index + 1))
            return true;
    }
    trial->parts = whole;
    if (status != COMMAND_HANGS && compile(c, index, index + 1)) /* it was the machine's load */
        return true;
    c->status = status;
    return false;
}

/* One case that the compiler gives up on. */
static void drop_one(struct compilation *c, unsigned index)
{
    struct trial *trial = &c->trials[index];
    char line[300];
    if (drop_parts(c, index))
        return;
    if (c->status == COMMAND_HANGS) {
        refuse(trial, HANGS, "the compiler does not end within the time limit");
        return;
    }
    /* A driver that says nothing has seen the compiler proper end by a signal. */
    const char *message = first_message(c, "the compiler crashes", line, sizeof line);
    bool crashed = c->status == COMMAND_CRASHED || message != line || strstr(message, "Assertion");
    refuse(trial, crashed ? CRASHES : REFUSED, crashed && !strstr(message, "Assertion") ? "the compiler crashes" : message);
}

/* The compiler gave up at [first, last), or `fails` is not known, without naming a case: each half by itself. */
static void drop_by_halves(struct compilation *c, unsigned first, unsigned last, bool fails)
{
    unsigned middle = (first + last) / 2;
    if (first == last || (!fails && compile(c, first, last)))
        return;
    while (drop_named(c))
        if (compile(c, first, last))
            return;
    if (last - first == 1) {
        if (c->trials[first].active)
            drop_one(c, first);
        return;
    }
    drop_by_halves(c, first, middle, false);
    drop_by_halves(c, middle, last, false);
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
    char error[256] = "", object[512], callees[512];
    if (c->judge->runner == RUN_UNICORN) {
        snprintf(object, sizeof object, "%s/cases.o", c->judge->directory);
        snprintf(callees, sizeof callees, "%s/callees.o", c->judge->directory);
        if (!run_unicorn(c->judge, object, c->judge->callee ? callees : NULL, c->jobs.at, c->jobs.count, collect, c, error, sizeof error))
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
    bool good = compile(&c, 0, count);
    for (unsigned tries = 0; !good && tries < 3; tries++) { /* more than once: a machine under load */
        drop_by_halves(&c, 0, count, true);
        good = compile(&c, 0, count);
    }
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
