/* callconv check: finished objects against their convention. */
#include "check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { EXIT_CLEAN = 0, EXIT_FOUND = 1, EXIT_CANNOT = 2 };

struct checking {
    const char *abi;
    bool is_verbose;
    unsigned errors, warnings;
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
    return cconv_convention_find(checking->abi ? checking->abi : "c", object->target);
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
    if (walk->given_up && checking->is_verbose)
        printf("%s: %s (0x%llx): note: given up at 0x%llx: %s\n", walk->image->object->path, function->name ? function->name : "?",
               (unsigned long long)function->begin, (unsigned long long)walk->given_up_at, walk->given_up);
    for (unsigned i = 0; i < walk->finding_count; i++) {
        check_text(walk, &walk->findings[i]);
        if (check_is_error(walk->findings[i].rule))
            checking->errors++;
        else
            checking->warnings++;
    }
}

/* Callees first. Where functions call each other in a circle, one of them is followed before what it calls: again then. */
static void check_functions(struct checking *checking, struct walk *walk, struct functions *functions)
{
    bool *again = calloc(functions->count + 1, sizeof *again);
    for (unsigned round = 0; again && round < 2; round++)
        for (size_t i = 0; i < functions->count; i++) {
            struct function *function = &functions->at[functions->order[i]];
            if (function->flags & FUNCTION_FRAGMENT || (round && !again[i]))
                continue;
            walk_function(walk, function);
            again[i] = walk->is_early;
            if (round || !walk->is_early)
                report(checking, walk);
        }
    free(again);
}

/* What no function's paths reach is padding, code behind what was given up, or entered by unwinders alone. */
static void count_reached(const struct image *image, const struct functions *functions, bool is_verbose, struct statistics *statistics)
{
    for (size_t i = 0; i < functions->count; i++) {
        uint64_t missed = 0, first = 0;
        uint64_t end = functions->at[i].end;
        for (uint64_t at = functions->at[i].begin - image->placed.base; at < end - image->placed.base && at < image->placed.size; at++) {
            bool starts = image->starts[at / 8] >> at % 8 & 1, reached = image->reached[at / 8] >> at % 8 & 1;
            statistics->all += starts;
            statistics->distinct += starts && reached;
            if (starts && !reached && !missed++)
                first = at + image->placed.base;
        }
        if (missed > 20 && is_verbose)
            printf("%s: 0x%llx: note: %llu instructions are not reached, from 0x%llx on\n", image->object->path, (unsigned long long)functions->at[i].begin,
                   (unsigned long long)missed, (unsigned long long)first);
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
            count_reached(&image, &functions, checking->is_verbose, &checking->statistics);
        checking->is_failed |= !good;
        walk_free(walk);
        functions_free(&functions);
        image_free(&image);
    }
    free(walk);
    return true;
}

static void print_coverage(const struct checking *checking, double time)
{
    const struct statistics *s = &checking->statistics;
    printf("%llu functions (%llu judged), %llu complete (%.2f %%); %llu indirect jumps, %llu resolved; %.2f %% of the instructions reached, each %.2f times; %.2f MB of code in %.2f s, "
           "%.1f MB/s; %u errors, %u warnings\n",
           (unsigned long long)s->functions, (unsigned long long)s->judged, (unsigned long long)s->complete,
           s->functions ? 100.0 * (double)s->complete / (double)s->functions : 100.0, (unsigned long long)s->jumps, (unsigned long long)s->jumps_resolved,
           s->all ? 100.0 * (double)s->distinct / (double)s->all : 100.0, s->distinct ? (double)s->instructions / (double)s->distinct : 0.0, (double)s->text / 1e6, time, (double)s->text / 1e6 / time, checking->errors, checking->warnings);
}

int main(int count, char **arguments)
{
    struct checking checking = {0};
    double start = seconds();
    for (int i = 1; i < count; i++) {
        struct object_error error = {{0}};
        if (!strcmp(arguments[i], "--verbose")) {
            checking.is_verbose = true;
        } else if (!strcmp(arguments[i], "--abi") && i + 1 < count) {
            checking.abi = arguments[++i];
        } else if (!object_each(arguments[i], check_object, &checking, &error)) {
            fprintf(stderr, "callconv: %s\n", error.message);
            checking.is_failed = true;
        }
    }
    print_coverage(&checking, seconds() - start);
    return checking.is_failed ? EXIT_CANNOT : checking.errors ? EXIT_FOUND : EXIT_CLEAN;
}
