/* Several processes share the cases: each takes the next batch, and writes what did not simply pass to a file of its
   own. Then the failures are grouped, and one of each group is reduced, again by several processes. */
#include "conform.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* What the processes share; findings follow it. */
struct shared {
    atomic_ullong next, done, failed;
    atomic_ullong passed;
};

static void *share(size_t size)
{
    void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    return memory == MAP_FAILED ? NULL : memory;
}

static bool keep_outcome(FILE *out, uint64_t number, unsigned level, const struct verdict *verdict)
{
    const struct outcome outcome = {number, level, *verdict};
    return fwrite(&outcome, sizeof outcome, 1, out) == 1;
}

static void show_one(const struct trial *trial)
{
    char *text = trial->printed.text.data;
    fprintf(stderr, "%s%s%s\n", text ? text : "", trial->verdict.message, trial->verdict.message[0] ? "" : "passes");
}

static bool judge_batch(const struct options *o, const struct judge *judge, uint64_t first, uint64_t end, FILE *out,
                        struct shared *shared)
{
    struct pool pool = {0};
    unsigned count = (unsigned)(end - first), level = 1 + (unsigned)(first / BATCH % 2);
    struct trial *trials = calloc(count, sizeof *trials);
    bool good = true;
    if (!trials)
        abort();
    for (unsigned i = 0; i < count; i++) {
        case_again(o, judge, &pool, first + i, &trials[i].generated);
        trial_make(&trials[i], judge, i, o->seed);
    }
    batch_judge(judge, trials, count, level);
    for (unsigned i = 0; i < count; i++) {
        const struct verdict *verdict = &trials[i].verdict;
        bool plain = verdict->state == PASSED && !verdict->known && !verdict->document_differs && !verdict->has_note;
        if (o->only_one)
            show_one(&trials[i]);
        if (plain)
            atomic_fetch_add(&shared->passed, 1);
        else
            good = keep_outcome(out, first + i, level, verdict) && good;
        if (verdict->state == FAILED)
            atomic_fetch_add(&shared->failed, 1);
        trial_free(&trials[i]);
    }
    atomic_fetch_add(&shared->done, count);
    free(trials);
    pool_free(&pool);
    return good;
}

static uint64_t batches(const struct options *o)
{
    return o->only_one ? 1 : (o->cases + BATCH - 1) / BATCH;
}

static int judge_worker(const struct options *o, struct judge *judge, const char *own, struct shared *shared)
{
    char path[400];
    struct judge callee;
    if (!judge_prepare(judge, own))
        return fprintf(stderr, "callconv conform: %s\n", judge->skip), EXIT_CANNOT;
    if (judge->callee) {
        callee = *judge->callee;
        snprintf(callee.directory, sizeof callee.directory, "%s", judge->directory);
        judge->callee = &callee;
    }
    snprintf(path, sizeof path, "%s.outcomes", own);
    FILE *out = fopen(path, "wb");
    bool good = out != NULL;
    for (uint64_t batch; good && (batch = atomic_fetch_add(&shared->next, 1)) < batches(o);) {
        uint64_t first = o->only_one ? o->only : batch * BATCH;
        uint64_t end = o->only_one ? first + 1 : first + BATCH < o->cases ? first + BATCH : o->cases;
        good = judge_batch(o, judge, first, end, out, shared);
    }
    if (out && fclose(out))
        good = false;
    return good ? 0 : EXIT_CANNOT;
}

static void show_progress(const struct options *o, const struct shared *shared, const char *what, uint64_t of)
{
    if (o->quiet || !isatty(STDERR_FILENO))
        return;
    fprintf(stderr, "\r%s %llu of %llu, %llu differ \033[K", what, (unsigned long long)atomic_load(&shared->done),
            (unsigned long long)of, (unsigned long long)atomic_load(&shared->failed));
    fflush(stderr);
}

/* Waits for `jobs` children; false if one failed. */
static bool wait_all(const struct options *o, unsigned jobs, const struct shared *shared, const char *what, uint64_t of)
{
    bool good = true;
    for (unsigned left = jobs; left;) {
        int status;
        pid_t child = waitpid(-1, &status, WNOHANG);
        if (child < 0)
            return false;
        if (child > 0) {
            left--;
            good = good && WIFEXITED(status) && !WEXITSTATUS(status);
            continue;
        }
        show_progress(o, shared, what, of);
        nanosleep(&(struct timespec){0, 20000000}, NULL);
    }
    if (!o->quiet && isatty(STDERR_FILENO))
        fputs("\r\033[K", stderr);
    return good;
}

static bool read_outcomes(const char *directory, unsigned worker, struct outcomes *outcomes)
{
    char path[400];
    struct outcome outcome;
    snprintf(path, sizeof path, "%s/%u.outcomes", directory, worker);
    FILE *in = fopen(path, "rb");
    if (!in)
        return false;
    while (fread(&outcome, sizeof outcome, 1, in) == 1) {
        if (outcomes->count == outcomes->room) {
            outcomes->room = 2 * outcomes->room + 256;
            outcomes->at = realloc(outcomes->at, outcomes->room * sizeof *outcomes->at);
            if (!outcomes->at)
                abort();
        }
        outcomes->at[outcomes->count++] = outcome;
    }
    fclose(in);
    remove(path);
    return true;
}

static int by_number(const void *a, const void *b)
{
    const struct outcome *x = a, *y = b;
    return x->number < y->number ? -1 : x->number > y->number;
}

bool work_judge(const struct options *o, struct judge *judge, const char *directory, struct outcomes *outcomes)
{
    struct shared *shared = share(sizeof *shared);
    unsigned jobs = batches(o) < o->jobs ? (unsigned)batches(o) : o->jobs;
    bool good = shared != NULL;
    fflush(stdout);
    for (unsigned i = 0; good && i < jobs; i++)
        if (fork() == 0) {
            char own[300];
            snprintf(own, sizeof own, "%s/%u", directory, i);
            process_stop_on_signals();
            int status = judge_worker(o, judge, own, shared);
            fflush(stdout);
            _exit(status);
        }
    good = good && wait_all(o, jobs, shared, "judged", o->only_one ? 1 : o->cases);
    for (unsigned i = 0; good && i < jobs; i++)
        good = read_outcomes(directory, i, outcomes);
    if (outcomes->count)
        qsort(outcomes->at, outcomes->count, sizeof *outcomes->at, by_number);
    if (shared) {
        outcomes->passed += atomic_load(&shared->passed);
        munmap(shared, sizeof *shared);
    }
    for (size_t i = 0; i < outcomes->count; i++)
        outcomes->passed += outcomes->at[i].verdict.state == PASSED && !outcomes->at[i].verdict.known;
    return good;
}

/* ------------------------------------------------------------------ reducing */

static int by_count(const void *a, const void *b)
{
    const struct finding *x = a, *y = b;
    return x->count != y->count ? (x->count < y->count) - (x->count > y->count)
                                : (x->number > y->number) - (x->number < y->number);
}

/* The largest groups are kept. */
static void group(const struct options *o, const struct outcomes *outcomes, struct findings *findings)
{
    unsigned kept = o->shrinks ? o->shrinks : 1;
    for (size_t i = 0; i < outcomes->count; i++) {
        const struct outcome *outcome = &outcomes->at[i];
        char key[320];
        if (outcome->verdict.state != FAILED && outcome->verdict.state != CRASHES)
            continue;
        finding_key(&outcome->verdict, key, sizeof key);
        unsigned at = 0;
        while (at < findings->count && strcmp(findings->at[at].key, key))
            at++;
        if (at == findings->count && at == MAX_FINDINGS) {
            findings->others += outcome->verdict.state == FAILED;
            continue;
        }
        struct finding *finding = &findings->at[at];
        if (at == findings->count) {
            findings->count++;
            finding->number = outcome->number;
            finding->level = outcome->level;
            finding->verdict = outcome->verdict;
            snprintf(finding->key, sizeof finding->key, "%s", key);
        }
        finding->count++;
    }
    qsort(findings->at, findings->count, sizeof *findings->at, by_count);
    for (; findings->count > kept; findings->count--)
        if (findings->at[findings->count - 1].verdict.state == FAILED)
            findings->others += findings->at[findings->count - 1].count;
}

/* After the reduction, groups may prove to be one. */
static void merge(struct findings *findings)
{
    for (unsigned i = 0; i < findings->count; i++)
        finding_key(&findings->at[i].verdict, findings->at[i].key, sizeof findings->at[i].key);
    for (unsigned i = 0; i < findings->count; i++)
        for (unsigned j = 0; j < i && !findings->at[i].merged; j++)
            if (!findings->at[j].merged && !strcmp(findings->at[i].key, findings->at[j].key)) {
                findings->at[j].count += findings->at[i].count;
                findings->at[i].merged = true;
            }
}

static const char *reproducers(const struct options *o, char *path, size_t size)
{
    if (o->output)
        snprintf(path, size, "%s.d", o->output);
    else if (o->keep)
        snprintf(path, size, "%s/reproducers", o->keep);
    else
        path[0] = '\0';
    return path;
}

bool work_reduce(const struct options *o, struct judge *judge, const char *directory, const struct outcomes *outcomes,
                 struct findings *findings)
{
    char place[300];
    struct shared *shared = share(sizeof *shared);
    findings->at = share(MAX_FINDINGS * sizeof *findings->at);
    if (!shared || !findings->at)
        return false;
    group(o, outcomes, findings);
    reproducers(o, place, sizeof place);
    unsigned jobs = o->jobs < findings->count ? o->jobs : findings->count;
    fflush(stdout);
    for (unsigned i = 0; i < jobs; i++)
        if (fork() == 0) {
            char own[300];
            snprintf(own, sizeof own, "%s/r%u", directory, i);
            process_stop_on_signals();
            bool good = judge_prepare(judge, own);
            for (unsigned at; good && (at = (unsigned)atomic_fetch_add(&shared->next, 1)) < findings->count;) {
                finding_reduce(o, judge, &findings->at[at], place);
                atomic_fetch_add(&shared->done, 1);
            }
            _exit(good ? 0 : EXIT_CANNOT);
        }
    bool good = wait_all(o, jobs, shared, "reduced", findings->count);
    merge(findings);
    munmap(shared, sizeof *shared);
    return good;
}

void findings_free(struct findings *findings)
{
    if (findings->at)
        munmap(findings->at, MAX_FINDINGS * sizeof *findings->at);
    findings->at = NULL;
}
