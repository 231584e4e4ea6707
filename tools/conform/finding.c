/* One group of failures: what they have in common, the smallest prototype that shows it, and what the plan says. */
#include "conform.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* Numbers, and the names that hold the number of a case, do not tell one failure from another. */
static void without_numbers(const char *text, char *out, size_t size)
{
    size_t used = 0;
    for (const char *p = text; *p && used + 1 < size; p++) {
        bool hex = p > text && isdigit((unsigned char)p[-1]) && strchr("abcdef", *p);
        if (isdigit((unsigned char)*p) || hex) {
            if (!used || out[used - 1] != '#')
                out[used++] = '#';
        } else {
            out[used++] = *p;
        }
    }
    out[used] = '\0';
}

/* struct, union, enum, or the type itself. */
static void kind_of(const char *type, char *out, size_t size)
{
    size_t length = strcspn(type, " ");
    bool tagged = !strncmp(type, "struct ", 7) || !strncmp(type, "union ", 6) || !strncmp(type, "enum ", 5);
    char text[96];
    snprintf(text, sizeof text, "%.*s", tagged ? (int)length : 95, type);
    without_numbers(text, out, size);
}

void finding_key(const struct verdict *verdict, char *key, size_t size)
{
    char kind[96], text[200];
    kind_of(verdict->type, kind, sizeof kind);
    if (verdict->reason[0]) {
        snprintf(key, size, "%d|%s|%.32s|%.150s", (int)verdict->aspect, kind, verdict->section, verdict->reason);
        return;
    }
    without_numbers(verdict->message, text, sizeof text);
    text[strcspn(text, ";")] = '\0';
    snprintf(key, size, "%d|%s", (int)verdict->aspect, text);
}

void case_again(const struct options *options, const struct judge *judge, struct pool *pool, uint64_t number,
                struct generated_case *c)
{
    struct abilities abilities = judge->abilities;
    uint64_t groups = judge->groups;
    if (judge->callee) { /* what both have */
        groups &= judge->callee->groups;
        const struct abilities *other = &judge->callee->abilities;
        if (other->bitint < abilities.bitint)
            abilities.bitint = other->bitint;
        abilities.float16 &= other->float16;
        abilities.bfloat16 &= other->bfloat16;
        abilities.complex_half &= other->complex_half;
        abilities.int128 &= other->int128;
        abilities.intel &= other->intel;
        abilities.arm &= other->arm;
        if (!other->float128)
            abilities.float128 = NULL;
    }
    generate_case(pool, options->seed, number, &abilities, c);
    filter_case(pool, c, groups);
}

/* "struct t0_0 f_0(int, t1_0);" without the _0 that tells one case of a file from another. */
void plain_names(char *text)
{
    char *to = text;
    for (char *from = text; *from;) {
        bool ends = from[0] == '_' && from[1] == '0' && !isalnum((unsigned char)from[2]) && from[2] != '_';
        if (ends && from > text && (isalnum((unsigned char)from[-1]))) {
            char *start = to;
            while (start > text && (isalnum((unsigned char)start[-1]) || start[-1] == '_'))
                start--;
            size_t length = (size_t)(to - start);
            bool ours = (length == 1 && *start == 'f') || ((*start == 't' || *start == 'e') && length > 1 && isdigit((unsigned char)start[1]));
            if (ours) {
                from += 2;
                continue;
            }
        }
        *to++ = *from++;
    }
    *to = '\0';
}

/* The text without the second prototype, which only the judging needs. */
static void keep_prototype(struct finding *finding, const struct trial *trial)
{
    snprintf(finding->prototype, sizeof finding->prototype, "%s", trial->printed.text.data);
    char *callee = strstr(finding->prototype, " callee_0(");
    if (callee) {
        while (callee > finding->prototype && callee[-1] != '\n')
            callee--;
        *callee = '\0';
    }
    plain_names(finding->prototype);
    const struct generated_case *c = &trial->generated;
    finding->variadic[0] = '\0';
    for (unsigned i = c->fixed; c->variadic && i < c->count; i++) {
        size_t used = strlen(finding->variadic);
        snprintf(finding->variadic + used, sizeof finding->variadic - used, "%s%s", used ? ", " : "",
                 trial->printed.argument_names[i]);
    }
    plain_names(finding->variadic);
    plain_names(finding->verdict.message);
    plain_names(finding->verdict.type);
}

/* "xmm0 holds bytes 0..7, stack+8 …" */
static void keep_place(struct finding *finding, const struct trial *trial)
{
    const struct verdict *verdict = &finding->verdict;
    bool result = verdict->aspect == CALLEE_RESULT || verdict->aspect == CALLER_RESULT;
    const cconv_placement *placed = NULL;
    if (result)
        placed = cconv_plan_result(trial->plan);
    else if (verdict->argument >= 0)
        placed = cconv_plan_argument(trial->plan, (size_t)verdict->argument);
    finding->place[0] = '\0';
    if (!placed)
        return;
    size_t used = 0, size = sizeof finding->place;
    if (placed->kind == CCONV_PLACED_IGNORED)
        used += (size_t)snprintf(finding->place, size, "nowhere");
    for (size_t i = 0; i < placed->piece_count && used + 80 < size; i++) {
        const cconv_piece *piece = &placed->pieces[i];
        used += (size_t)snprintf(finding->place + used, size - used, "%s", i ? ", " : "");
        if (placed->kind == CCONV_PLACED_INDIRECT)
            used += (size_t)snprintf(finding->place + used, size - used, result ? "its address in " : "a pointer to it in ");
        else
            used += (size_t)snprintf(finding->place + used, size - used, "bytes %llu..%llu in ", (unsigned long long)piece->offset,
                                     (unsigned long long)(piece->offset + piece->size - 1));
        if (piece->where == CCONV_ON_STACK)
            used += (size_t)snprintf(finding->place + used, size - used, "stack+%llu", (unsigned long long)piece->at);
        else if (piece->at)
            used += (size_t)snprintf(finding->place + used, size - used, "%s from byte %llu",
                                     cconv_plan_register_name(trial->plan, piece->reg), (unsigned long long)piece->at);
        else
            used += (size_t)snprintf(finding->place + used, size - used, "%s",
                                     cconv_plan_register_name(trial->plan, piece->reg));
    }
}

static void write_golden(const struct options *options, const struct judge *judge, const struct finding *finding)
{
    char path[512];
    snprintf(path, sizeof path, "%s/shrunk-%s-%llu-%llu.h", options->golden, judge->compiler_name,
             (unsigned long long)options->seed, (unsigned long long)finding->number);
    FILE *out = fopen(path, "w");
    if (!out)
        return;
    fprintf(out, "/* seed %llu case %llu, %s for %s: %s */\n%s", (unsigned long long)options->seed,
            (unsigned long long)finding->number, judge->version, cconv_target_name(judge->target),
            finding->verdict.message, finding->prototype);
    if (finding->variadic[0])
        fprintf(out, "/* through ...: %s */\n", finding->variadic);
    fclose(out);
}

const struct judge *finding_culprit(const struct judge *judge, const struct finding *finding)
{
    enum aspect aspect = finding->verdict.aspect;
    return judge->callee && (aspect == CALLEE_ARGUMENT || aspect == CALLEE_RESULT) ? judge->callee : judge;
}

/* Whether the reduced case agrees with the model when it is read as the compiler's kind reads: then it is recorded. */
static void find_divergence(const struct judge *judge, const struct trial *trial, uint64_t seed, unsigned level,
                            struct finding *finding)
{
    struct judge own = *judge;
    struct trial *again = calloc(1, sizeof *again);
    own.reading = finding_culprit(judge, finding)->own_reading;
    if (!again || own.reading == judge->reading) {
        free(again);
        return;
    }
    again->generated = trial->generated;
    if (trial_make(again, &own, 0, seed)) {
        batch_judge(&own, again, 1, level);
        if (again->verdict.state == PASSED && again->verdict.document_differs)
            snprintf(finding->verdict.divergences, sizeof finding->verdict.divergences, "%s", again->verdict.divergences);
        else
            finding->verdict.divergences[0] = '\0';
    }
    trial_free(again);
    free(again);
}

void finding_reduce(const struct options *options, const struct judge *judge, struct finding *finding, const char *place)
{
    struct pool pool = {0};
    struct generated_case c;
    struct trial *trial = calloc(1, sizeof *trial);
    struct verdict verdict = finding->verdict;
    char own[512];
    if (!trial)
        abort();
    case_again(options, judge, &pool, finding->number, &c);
    if (options->shrinks)
        shrink(judge, &pool, &c, options->seed, finding->level, &verdict);
    finding->verdict = verdict;
    finding->verdict.divergences[0] = '\0';
    trial->generated = c;
    bool made = trial_make(trial, judge, 0, options->seed);
    if (made) {
        batch_judge(judge, trial, 1, finding->level); /* the words of a case that stands alone */
        if (trial->verdict.state == verdict.state)
            finding->verdict = trial->verdict;
        finding->verdict.divergences[0] = '\0';
        keep_place(finding, trial);
        if (verdict.state == FAILED)
            find_divergence(judge, trial, options->seed, finding->level, finding);
        snprintf(own, sizeof own, "%s/%llu", place, (unsigned long long)finding->number);
        if (options->shrinks)
            reproduce(judge, trial, place[0] ? own : "", finding);
    }
    keep_prototype(finding, trial);
    finding->reduced = true;
    if (options->golden)
        write_golden(options, judge, finding);
    trial_free(trial);
    free(trial);
    pool_free(&pool);
}
