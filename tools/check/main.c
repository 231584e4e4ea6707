/* callconv check: finished objects against their convention. */
#include "check.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { EXIT_CLEAN = 0, EXIT_FOUND = 1, EXIT_CANNOT = 2 };

struct checking {
    struct check_options options;
    struct baseline baseline;
    FILE *new_baseline;
    unsigned errors, warnings, notes, accepted;
    size_t shown;
    bool is_failed;
    struct statistics statistics;
};

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static const cconv_convention *convention_of(const struct checking *checking, const struct object *object)
{
    return cconv_convention_find(checking->options.abi ? checking->options.abi : "c", object->target);
}

static void note(struct checking *checking, const struct walk *walk, uint64_t address, const char *what)
{
    char place[256];
    checking->notes++;
    if (!checking->options.shows_notes || checking->options.format != CHECK_TEXT)
        return;
    check_place(walk, address, place, sizeof place);
    printf("%s: %s (0x%llx): note: not followed in full: %s\n", walk->image->object->path, place, (unsigned long long)address, what);
}

static bool is_suppressed(const struct check_options *options, const char *name)
{
    for (size_t i = 0; name && i < options->suppressed_count; i++) {
        const char *pattern = options->suppressed[i];
        size_t length = strlen(pattern);
        bool is_open = length && pattern[length - 1] == '*';
        if (is_open ? !strncmp(name, pattern, length - 1) : !strcmp(name, pattern))
            return true;
    }
    return false;
}

static void show(struct checking *checking, const struct walk *walk, const struct finding *finding)
{
    char line[600];
    baseline_line(walk, finding, line, sizeof line);
    if (checking->new_baseline)
        fprintf(checking->new_baseline, "%s\n", line);
    if (is_suppressed(&checking->options, walk->function->name) || baseline_has(&checking->baseline, line)) {
        checking->accepted++;
        return;
    }
    if (checking->options.format == CHECK_TEXT)
        check_text(walk, finding);
    else if (checking->options.format == CHECK_JSON)
        check_json(walk, finding, checking->shown);
    else
        check_sarif(walk, finding, checking->shown);
    checking->shown++;
    if (check_rule(finding->rule)->is_error)
        checking->errors++;
    else
        checking->warnings++;
}

static void report(struct checking *checking, const struct walk *walk)
{
    struct statistics *statistics = &checking->statistics;
    const struct function *function = walk->function;
    statistics->functions++;
    statistics->judged += function_is_judged(function);
    statistics->complete += walk->given_up == NULL;
    statistics->jumps += walk->jump_count;
    statistics->jumps_resolved += walk->jump_count - walk->open_jumps;
    if (walk->given_up)
        note(checking, walk, walk->given_up_at, walk->given_up);
    for (unsigned i = 0; i < walk->finding_count; i++)
        show(checking, walk, &walk->findings[i]);
}

static bool same_summary(const struct summary *a, const struct summary *b)
{
    return a->never_returns == b->never_returns && a->is_odd == b->is_odd && a->sp_change == b->sp_change && a->kept[0] == b->kept[0] && a->kept[1] == b->kept[1];
}

/* Callees first. Where functions call each other in a circle, one of them is followed before what it calls: again then, until nothing
   changes, and a last time for what is to be said. */
static void check_functions(struct checking *checking, struct walk *walk, struct functions *functions)
{
    enum { MOST_ROUNDS = 5 };
    bool *again = calloc(functions->count + 1, sizeof *again), is_changed = true;
    for (unsigned round = 0; again && round <= MOST_ROUNDS; round++) {
        bool is_last = round && (!is_changed || round == MOST_ROUNDS);
        is_changed = false;
        for (size_t i = 0; i < functions->count; i++) {
            struct function *function = &functions->at[functions->order[i]];
            if (function->flags & FUNCTION_FRAGMENT || (round && !again[i]))
                continue;
            struct summary before = function->summary;
            walk_function(walk, function);
            is_changed |= !same_summary(&before, &function->summary);
            if (!round)
                again[i] = walk->is_early;
            if (round ? is_last : !walk->is_early)
                report(checking, walk);
        }
        if (is_last)
            break;
    }
    free(again);
}

/* What no function's paths reach is padding, code behind what was given up, or entered by unwinders alone. */
static void count_reached(const struct image *image, const struct functions *functions, struct statistics *statistics)
{
    for (size_t i = 0; i < functions->count; i++) {
        uint64_t end = functions->at[i].end;
        for (uint64_t at = functions->at[i].begin - image->placed.base; at < end - image->placed.base && at < image->placed.size; at++) {
            bool starts = image->starts[at / 8] >> at % 8 & 1, reached = image->reached[at / 8] >> at % 8 & 1;
            statistics->all += starts;
            statistics->distinct += starts && reached;
        }
    }
}

static bool check_object(void *user, const struct object *object)
{
    struct checking *checking = user;
    struct contract contract;
    struct image image;
    struct functions functions;
    struct walk *walk = calloc(1, sizeof *walk);
    struct object_error error = {{0}};
    const cconv_convention *convention = convention_of(checking, object);
    if (!walk || !convention || !contract_make(convention, &contract)) {
        fprintf(stderr, "callconv: %s: no convention to check %s by\n", object->path, cconv_arch_name(object->arch));
        checking->is_failed = true;
    } else if (!image_make(object, &contract, &image, &error)) {
        fprintf(stderr, "callconv: %s\n", error.message);
        checking->is_failed = true;
    } else {
        bool good = functions_find(&image, &functions) && walk_make(walk, &image, &functions, &checking->statistics);
        for (size_t i = 0; i < image.code_count; i++)
            checking->statistics.text += image.code[i].end - image.code[i].begin;
        if (good)
            check_functions(checking, walk, &functions);
        if (good)
            count_reached(&image, &functions, &checking->statistics);
        checking->is_failed |= !good;
        walk_free(walk);
        functions_free(&functions);
        image_free(&image);
    }
    free(walk);
    return true;
}

static double percent(uint64_t part, uint64_t all) { return all ? 100.0 * (double)part / (double)all : 100.0; }

static void print_coverage(const struct checking *checking, double time)
{
    const struct statistics *s = &checking->statistics;
    if (checking->options.format == CHECK_JSON) {
        printf("],\n \"coverage\": {\"functions\": %llu, \"judged\": %llu, \"complete\": %llu, \"indirect_jumps\": %llu, \"resolved\": %llu, "
               "\"instructions\": %llu, \"reached\": %llu, \"code_bytes\": %llu},\n \"errors\": %u, \"warnings\": %u, \"notes\": %u, \"accepted\": %u}\n",
               (unsigned long long)s->functions, (unsigned long long)s->judged, (unsigned long long)s->complete, (unsigned long long)s->jumps,
               (unsigned long long)s->jumps_resolved, (unsigned long long)s->all, (unsigned long long)s->distinct, (unsigned long long)s->text,
               checking->errors, checking->warnings, checking->notes, checking->accepted);
        return;
    }
    if (checking->options.format == CHECK_SARIF) {
        check_sarif_end();
        return;
    }
    printf("%llu functions, %llu of them judged; %.2f %% followed in full; %llu of %llu indirect jumps resolved; %.1f %% of the instructions reached\n"
           "%.2f MB of code in %.2f s; %u errors, %u warnings, %u notes", (unsigned long long)s->functions, (unsigned long long)s->judged,
           percent(s->complete, s->functions), (unsigned long long)s->jumps_resolved, (unsigned long long)s->jumps, percent(s->distinct, s->all),
           (double)s->text / 1e6, time, checking->errors, checking->warnings, checking->notes);
    if (checking->accepted)
        printf(", %u accepted", checking->accepted);
    putchar('\n');
}

static bool open_baselines(struct checking *checking)
{
    const struct check_options *options = &checking->options;
    if (options->baseline && !baseline_read(options->baseline, &checking->baseline)) {
        fprintf(stderr, "callconv: %s: %s\n", options->baseline, strerror(errno));
        return false;
    }
    if (options->write_baseline && !(checking->new_baseline = fopen(options->write_baseline, "w"))) {
        fprintf(stderr, "callconv: %s: %s\n", options->write_baseline, strerror(errno));
        return false;
    }
    return true;
}

static int status_of(const struct checking *checking)
{
    int level = checking->options.fail_on;
    bool is_broken = checking->errors || (level >= 1 && checking->warnings) || (level >= 2 && checking->notes);
    return checking->is_failed ? EXIT_CANNOT : is_broken ? EXIT_FOUND : EXIT_CLEAN;
}

int main(int count, char **arguments)
{
    struct checking checking = {0};
    double start = seconds();
    int status = check_options_read(count, arguments, &checking.options);
    if (status == CHECK_GO_ON && !open_baselines(&checking))
        status = EXIT_CANNOT;
    if (status == CHECK_GO_ON) {
        if (checking.options.format == CHECK_JSON)
            fputs("{\"findings\": [", stdout);
        else if (checking.options.format == CHECK_SARIF)
            check_sarif_begin();
        for (size_t i = 0; i < checking.options.file_count; i++) {
            struct object_error error = {{0}};
            if (object_each(checking.options.files[i], check_object, &checking, &error))
                continue;
            fprintf(stderr, "callconv: %s\n", error.message);
            checking.is_failed = true;
        }
        print_coverage(&checking, seconds() - start);
        status = status_of(&checking);
    }
    if (checking.new_baseline && fclose(checking.new_baseline)) {
        fprintf(stderr, "callconv: %s: %s\n", checking.options.write_baseline, strerror(errno));
        status = EXIT_CANNOT;
    }
    baseline_free(&checking.baseline);
    check_options_free(&checking.options);
    return status;
}
