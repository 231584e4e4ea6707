/*
 * callconv-conform --abi A [--target T] [--cc gcc|clang] [--features none|avx|avx512] [--seed S] [--cases N] [--jobs J]
 *        [--results] [--fixed] [--keep DIR] [--only-case K] [--shrink N] [--quiet]
 *
 * Draws N prototypes, has them compiled and run, and compares with the plan. Ends with one line
 * `N passed, N failed, N skipped`; exit 1 if any failed.
 */
#include "conform.h"

#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

struct options {
    const char *keep, *golden;
    struct wish wish;
    uint64_t seed, count, only;
    unsigned jobs, shrinks;
    bool results, fixed, quiet, have_only;
};

enum { KINDS = 64 };

struct summary { /* what a worker hands to its parent */
    uint64_t passed, failed, known, refused, unsupported, dropped, document_differs, noted;
    struct row { char text[160]; uint64_t count; } refusals[KINDS], refused_by_model[KINDS], errors[KINDS];
};

static void add_row(struct row *rows, const char *text, uint64_t count)
{
    for (unsigned i = 0; i < KINDS && count; i++) {
        if (!rows[i].count)
            snprintf(rows[i].text, sizeof rows[i].text, "%s", text);
        if (!strcmp(rows[i].text, text)) {
            rows[i].count += count;
            return;
        }
    }
}

/* Counts messages that are alike: digits do not count. */
static void count_message(struct row *rows, const char *message)
{
    char plain[sizeof rows->text];
    size_t used = 0;
    for (const char *p = message; *p && used + 1 < sizeof plain; p++) {
        bool digit = *p >= '0' && *p <= '9';
        if (!digit || !used || plain[used - 1] != '#')
            plain[used++] = digit ? '#' : *p;
    }
    plain[used] = '\0';
    add_row(rows, plain, 1);
}

static void report_failure(const struct options *o, const struct judge *judge, const struct generated_case *original,
                           const struct generated_case *c, const char *message)
{
    struct printed_case printed;
    struct string golden = {0};
    print_case(c, &judge->abilities, 0, judge->attribute, &printed);
    string_add(&golden, "/* seed %llu case %llu, %s for %s%s%s: %s */\n%s", (unsigned long long)o->seed,
               (unsigned long long)original->number, judge->compiler_name, cconv_target_name(judge->target),
               "", "", message, printed.text.data);
    if (c->variadic)
        for (unsigned i = c->fixed; i < c->count; i++)
            string_add(&golden, "/* %s: %s */\n", i == c->fixed ? "through ..." : "and", printed.argument_names[i]);
    fprintf(stdout, "FAILED %s\n", golden.data);
    fflush(stdout);
    if (o->golden) {
        char path[512];
        snprintf(path, sizeof path, "%s/shrunk-%s-%llu-%llu.h", o->golden, judge->compiler_name,
                 (unsigned long long)o->seed, (unsigned long long)original->number);
        FILE *out = fopen(path, "w");
        if (out) {
            fputs(golden.data, out);
            fclose(out);
        }
    }
    string_free(&golden);
    printed_free(&printed);
}

static void count_trial(const struct trial *trial, struct summary *summary)
{
    switch (trial->verdict.state == PASSED && trial->verdict.known ? KNOWN : trial->verdict.state) {
    case PASSED:
        summary->passed++;
        break;
    case KNOWN:
        summary->known++;
        add_row(summary->errors, trial->verdict.known, 1);
        break;
    case FAILED: summary->failed++; break;
    case REFUSED:
        summary->refused++;
        count_message(summary->refusals, trial->verdict.message);
        break;
    case UNSUPPORTED:
        summary->unsupported++;
        count_message(summary->refused_by_model, trial->verdict.message);
        break;
    case DROPPED: summary->dropped++; break;
    }
    summary->document_differs += trial->verdict.document_differs;
    summary->noted += trial->verdict.has_note;
}

static void run_batch(const struct options *o, const struct judge *judge, uint64_t first, uint64_t end,
                      unsigned *shrinks, struct summary *summary)
{
    struct pool pool = {0};
    unsigned count = (unsigned)(end - first), level = 1 + (unsigned)(first / BATCH % 2);
    struct trial *trials = calloc(count, sizeof *trials);
    if (!trials)
        abort();
    for (unsigned i = 0; i < count; i++) {
        generate_case(&pool, o->seed, first + i, &judge->abilities, &trials[i].generated);
        filter_case(&pool, &trials[i].generated, judge->groups);
        trial_make(&trials[i], judge, i, o->seed);
    }
    batch_judge(judge, trials, count, o->results, level);
    for (unsigned i = 0; i < count; i++) {
        count_trial(&trials[i], summary);
        if (trials[i].verdict.state == FAILED && *shrinks) {
            --*shrinks;
            struct generated_case small = trials[i].generated;
            shrink(judge, &pool, &small, o->seed, o->results, level, trials[i].verdict.message,
                   sizeof trials[i].verdict.message);
            report_failure(o, judge, &trials[i].generated, &small, trials[i].verdict.message);
        }
        if (o->have_only) {
            printf("%s\n%s", trials[i].printed.text.data, trials[i].verdict.message);
            printf("%sstate %d\n", *trials[i].verdict.message ? "\n" : "", trials[i].verdict.state);
        }
        trial_free(&trials[i]);
    }
    free(trials);
    pool_free(&pool);
}

static int work(const struct options *o, struct judge *judge, unsigned worker, const char *directory)
{
    char own[300], path[400];
    struct summary *summary = calloc(1, sizeof *summary);
    unsigned shrinks = o->shrinks;
    snprintf(own, sizeof own, "%s/%u", directory, worker);
    if (!summary || !judge_prepare(judge, own)) {
        fprintf(stderr, "callconv conform: %s\n", judge->skip);
        return 2;
    }
    uint64_t start = o->have_only ? o->only : 0, end = o->have_only ? o->only + 1 : o->count;
    for (uint64_t first = start + worker * (uint64_t)BATCH; first < end; first += o->jobs * (uint64_t)BATCH)
        run_batch(o, judge, first, first + BATCH < end ? first + BATCH : end, &shrinks, summary);
    snprintf(path, sizeof path, "%s.summary", own);
    FILE *out = fopen(path, "wb");
    bool good = out && fwrite(summary, sizeof *summary, 1, out) == 1;
    if (out && fclose(out))
        good = false;
    free(summary);
    return good ? 0 : 2;
}

static void add_summary(struct summary *total, const struct summary *part)
{
    total->passed += part->passed;
    total->failed += part->failed;
    total->known += part->known;
    total->refused += part->refused;
    total->unsupported += part->unsupported;
    total->dropped += part->dropped;
    total->document_differs += part->document_differs;
    total->noted += part->noted;
    for (unsigned i = 0; i < KINDS; i++) {
        add_row(total->refusals, part->refusals[i].text, part->refusals[i].count);
        add_row(total->errors, part->errors[i].text, part->errors[i].count);
        add_row(total->refused_by_model, part->refused_by_model[i].text, part->refused_by_model[i].count);
    }
}

static bool gather(const char *directory, unsigned jobs, struct summary *total)
{
    bool good = true;
    for (unsigned i = 0; i < jobs; i++) {
        char path[400];
        struct summary *part = calloc(1, sizeof *part);
        snprintf(path, sizeof path, "%s/%u.summary", directory, i);
        FILE *in = fopen(path, "rb");
        if (part && in && fread(part, sizeof *part, 1, in) == 1)
            add_summary(total, part);
        else
            good = false;
        if (in)
            fclose(in);
        free(part);
    }
    return good;
}

static bool parse_options(struct options *o, int argc, char **argv)
{
    *o = (struct options){.wish = {.cc = "cc", .compile_seconds = 60, .run_seconds = 60}, .seed = 1, .count = 1000, .jobs = 2,
                          .shrinks = 4};
    for (int i = 1; i < argc; i++) {
        const char *name = argv[i], *value = i + 1 < argc ? argv[i + 1] : NULL;
        if (!strcmp(name, "--results"))
            o->results = true;
        else if (!strcmp(name, "--fixed"))
            o->fixed = true;
        else if (!strcmp(name, "--quiet"))
            o->quiet = true;
        else if (!value)
            return false;
        else {
            i++;
            if (!strcmp(name, "--abi")) o->wish.abi = value;
            else if (!strcmp(name, "--target")) o->wish.target = value;
            else if (!strcmp(name, "--cc")) o->wish.cc = value;
            else if (!strcmp(name, "--as")) o->wish.as = value;
            else if (!strcmp(name, "--run")) o->wish.run = value;
            else if (!strcmp(name, "--link")) o->wish.link = value;
            else if (!strcmp(name, "--types")) o->wish.types = value;
            else if (!strcmp(name, "--keep")) o->keep = value;
            else if (!strcmp(name, "--golden")) o->golden = value;
            else if (!strcmp(name, "--seed")) o->seed = strtoull(value, NULL, 0);
            else if (!strcmp(name, "--cases")) o->count = strtoull(value, NULL, 0);
            else if (!strcmp(name, "--jobs")) o->jobs = (unsigned)atoi(value);
            else if (!strcmp(name, "--shrink")) o->shrinks = (unsigned)atoi(value);
            else if (!strcmp(name, "--only-case")) o->only = strtoull(value, NULL, 0), o->have_only = true;
            else return false;
        }
    }
    if (o->have_only || !o->jobs)
        o->jobs = 1;
    return true;
}

static void print_summary(const struct options *o, const struct judge *judge, const struct summary *s)
{
    printf("%s on %s by %s%s%s, seed %llu: %llu prototypes agree, %llu differ, %llu meet a "
           "known error of the compiler, %llu the compiler refuses, "
           "%llu the model refuses, %llu too large; the document's reading differs in %llu, %llu carry a note\n",
           cconv_convention_name(judge->convention), cconv_target_name(judge->target), judge->compiler_name,
           " ", judge->version, (unsigned long long)o->seed,
           (unsigned long long)s->passed, (unsigned long long)s->failed, (unsigned long long)s->known, (unsigned long long)s->refused,
           (unsigned long long)s->unsupported, (unsigned long long)s->dropped, (unsigned long long)s->document_differs,
           (unsigned long long)s->noted);
    for (unsigned i = 0; i < KINDS; i++)
        if (s->errors[i].count)
            printf("    known error, %llu times: %s\n", (unsigned long long)s->errors[i].count, s->errors[i].text);
    for (unsigned i = 0; i < KINDS && !o->quiet; i++)
        if (s->refusals[i].count)
            printf("    compiler, %llu times: %s\n", (unsigned long long)s->refusals[i].count, s->refusals[i].text);
    for (unsigned i = 0; i < KINDS && !o->quiet; i++)
        if (s->refused_by_model[i].count)
            printf("    model, %llu times: %s\n", (unsigned long long)s->refused_by_model[i].count,
                   s->refused_by_model[i].text);
}

static bool run_workers(const struct options *o, struct judge *judge, const char *directory)
{
    bool good = true;
    fflush(stdout);
    for (unsigned i = 0; i < o->jobs; i++) {
        pid_t child = fork();
        if (child == 0) {
            int status = work(o, judge, i, directory);
            fflush(stdout);
            _exit(status);
        }
        good = good && child > 0;
    }
    for (unsigned i = 0; i < o->jobs; i++) {
        int status;
        if (wait(&status) < 0 || !WIFEXITED(status) || WEXITSTATUS(status))
            good = false;
    }
    return good;
}

int main(int argc, char **argv)
{
    struct options o;
    struct judge judge;
    char directory[200] = "/tmp/callconv-conform-XXXXXX", command[300];
    if (!parse_options(&o, argc, argv))
        return fprintf(stderr, "callconv conform: wrong options, see tests/oracle/README.md\n"), 2;
    if (o.keep)
        snprintf(directory, sizeof directory, "%s", o.keep);
    else if (!mkdtemp(directory))
        return fprintf(stderr, "callconv conform: no temporary directory\n"), 2;
    snprintf(command, sizeof command, "mkdir -p '%s'", directory);
    run_command(command, "/dev/null", 0);
    if (!judge_find(&judge, &o.wish, directory))
        return 2;
    if (judge.skip[0]) {
        printf("skipped: %s\n0 passed, 0 failed, %llu skipped\n", judge.skip,
               judge.wrong_processor ? 0 : (unsigned long long)o.count);
        return 0;
    }
    struct summary *total = calloc(1, sizeof *total);
    unsigned passed = 0, failed = 0, skipped = 0;
    bool good = total && run_workers(&o, &judge, directory)
                && gather(directory, o.jobs, total);
    if (good && o.fixed && judge_prepare(&judge, directory))
        fixed_judge(&judge, &passed, &failed, &skipped);
    if (good)
        print_summary(&o, &judge, total);
    if (!o.keep) {
        snprintf(command, sizeof command, "rm -rf '%s'", directory);
        run_command(command, "/dev/null", 0);
    }
    if (!good) {
        printf("a worker broke off\n0 passed, 1 failed, 0 skipped\n");
        return 1;
    }
    /* Cases that the compiler or the model refuses are rows above, no missing judge; but they must stay the exception. */
    if (!o.have_only && total->passed + total->failed + total->known < o.count / 2) {
        printf("FAILED too few of %llu prototypes were judged\n", (unsigned long long)o.count);
        failed++;
    }
    printf("%llu passed, %llu failed, %u skipped\n", (unsigned long long)(total->passed + passed),
           (unsigned long long)(total->failed + failed), skipped);
    bool clean = total->failed + failed == 0;
    free(total);
    return clean ? 0 : 1;
}
