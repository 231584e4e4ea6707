/* Makes trials (parse, plan, values), compiles many in one file, leaves out what the compiler refuses, runs and
   judges. */
#include "conform.h"

#include <stdlib.h>
#include <string.h>

static const cconv_signature *find_function(const cconv_unit *unit, const char *prefix)
{
    for (size_t i = 0; i < cconv_unit_function_count(unit); i++) {
        const cconv_signature *signature = cconv_unit_function(unit, i);
        const char *name = signature ? cconv_signature_name(signature) : NULL;
        if (name && !strncmp(name, prefix, strlen(prefix)))
            return signature;
    }
    return NULL;
}

/* The library knows the names of the headers that the compiler includes. */
static const cconv_parse_options parsing = {.well_known = 1};

struct reading { /* one parse and plan under one compiler's reading */
    cconv_context *context;
    const cconv_type *variadic[MAX_ARGUMENTS];
    const cconv_signature *fixed, *whole, *callee;
    cconv_plan *plan, *callee_plan;
};

static cconv_status vary(struct reading *r, const struct trial *trial, const cconv_unit *unit, cconv_error *error)
{
    const struct generated_case *c = &trial->generated;
    for (unsigned i = c->fixed; i < c->count; i++) {
        const char *name = trial->printed.argument_names[i];
        cconv_status status = cconv_parse_type(r->context, unit, name, strlen(name), &parsing, &r->variadic[i], NULL, error);
        if (status)
            return status;
    }
    return cconv_signature_vary(r->context, r->fixed, r->variadic + c->fixed, c->count - c->fixed, &r->whole, error);
}

static cconv_status read_case(struct reading *r, const struct judge *judge, const struct trial *trial,
                              cconv_reading reading, cconv_error *error)
{
    const cconv_options options = {.target = judge->target, .reading = reading, .features = judge->features};
    const struct string *text = &trial->printed.text;
    cconv_unit *unit = NULL;
    cconv_status status = cconv_context_new(&options, &r->context, error);
    if (!status)
        status = cconv_parse(r->context, text->data, text->length, &parsing, &unit, error);
    if (status)
        return status;
    r->fixed = r->whole = find_function(unit, "f_");
    r->callee = find_function(unit, "callee_");
    if (!r->fixed || !r->callee) {
        snprintf(error->message, sizeof error->message, "a function is missing after parsing");
        return CCONV_SYNTAX;
    }
    return trial->generated.variadic ? vary(r, trial, unit, error) : CCONV_OK;
}

static cconv_status plan_case(struct reading *r, const struct judge *judge, cconv_reading reading, cconv_error *error)
{
    const cconv_plan_options options = {.reading = reading, .features = judge->features};
    cconv_status status = cconv_plan_new(judge->convention, r->whole, &options, &r->plan, error);
    return status ? status : cconv_plan_new(judge->convention, r->callee, &options, &r->callee_plan, error);
}

static bool fill_values(struct trial *trial, const struct judge *judge, const struct reading *r, uint64_t seed)
{
    struct random random = {seed ^ trial->generated.number * 0x9e3779b97f4a7c15u ^ 0x6a09e667f3bcc908u};
    const struct generated_case *c = &trial->generated;
    for (unsigned i = 0; i < c->count; i++) {
        const cconv_type *type = i < c->fixed ? cconv_signature_parameter(r->whole, i)->type : r->variadic[i];
        if (!value_fill(&trial->arguments[i], type, judge->target, &random))
            return false;
        trial->passed[i] = trial->arguments[i];
        if (i >= c->fixed)
            value_promote(&trial->passed[i], type, cconv_signature_parameter(r->whole, i)->type, judge->target);
    }
    return !c->result || value_fill(&trial->result, cconv_signature_result(r->callee), judge->target, &random);
}

static void no_trial(struct trial *trial, cconv_status status, const char *message)
{
    trial->verdict.state = status == CCONV_UNSUPPORTED ? UNSUPPORTED : status == CCONV_OK ? DROPPED : FAILED;
    snprintf(trial->verdict.message, sizeof trial->verdict.message, "%s", message);
}

static void refuse(struct trial *trial, const char *line)
{
    const char *error = strstr(line, "error: ");
    bool layout = strstr(line, "layout") && strstr(line, "assert");
    trial->active = false;
    trial->verdict.state = layout ? FAILED : REFUSED;
    snprintf(trial->verdict.message, sizeof trial->verdict.message, "%s%.200s", layout ? "layout: " : "",
             error ? error + 7 : line);
    trial->verdict.message[strcspn(trial->verdict.message, "\n")] = '\0';
}

/* Text that the library refuses: no failure if the compiler refuses it too. */
static void ask_compiler(struct trial *trial, const struct judge *judge)
{
    char path[512], command[2048], line[300];
    snprintf(path, sizeof path, "%s/refused.c", judge->directory);
    FILE *out = fopen(path, "w");
    if (!out)
        return;
    fputs(prelude(&judge->abilities), out);
    fputs(trial->printed.text.data, out);
    fclose(out);
    snprintf(command, sizeof command, "cd '%s' && %s -c refused.c -o refused.o", judge->directory, judge->compile);
    snprintf(path, sizeof path, "%s/refused.log", judge->directory);
    if (run_command(command, path, judge->compile_seconds) == 0)
        return;
    FILE *log = fopen(path, "r");
    while (log && fgets(line, sizeof line, log))
        if (strstr(line, "error: ")) {
            line[strcspn(line, "\n")] = '\0';
            refuse(trial, line);
            break;
        }
    if (log)
        fclose(log);
}

bool trial_make(struct trial *trial, const struct judge *judge, unsigned index, uint64_t seed)
{
    struct reading own = {0}, document = {0};
    cconv_error error = {0};
    print_case(&trial->generated, &judge->abilities, index, judge->attribute, &trial->printed);
    cconv_status status = read_case(&own, judge, trial, judge->reading, &error);
    trial->context = own.context;
    trial->signature = own.whole;
    trial->callee = own.callee;
    if (status) {
        no_trial(trial, status, error.message);
        if (status == CCONV_SYNTAX)
            ask_compiler(trial, judge);
        return false;
    }
    if (!fill_values(trial, judge, &own, seed))
        return no_trial(trial, CCONV_OK, "too large"), false;
    status = plan_case(&own, judge, judge->reading, &error);
    trial->plan = own.plan;
    trial->callee_plan = own.callee_plan;
    if (status)
        return no_trial(trial, status, error.message), false;
    status = read_case(&document, judge, trial, CCONV_AS_DOCUMENT, &error);
    if (!status)
        status = plan_case(&document, judge, CCONV_AS_DOCUMENT, &error);
    if (!status && (!plans_equal(own.plan, document.plan) || !plans_equal(own.callee_plan, document.callee_plan)))
        trial->verdict.document_differs = true;
    trial->verdict.has_note = plan_has_note(own.plan) || plan_has_note(own.callee_plan);
    if (trial->verdict.document_differs && !trial->verdict.has_note && !plan_has_note(document.plan)
        && !plan_has_note(document.callee_plan)) {
        trial->verdict.state = FAILED;
        snprintf(trial->verdict.message, sizeof trial->verdict.message,
                 "the document's reading differs, but no note says so");
    }
    cconv_plan_free(document.plan);
    cconv_plan_free(document.callee_plan);
    cconv_context_free(document.context);
    trial->active = true;
    return true;
}

void trial_free(struct trial *trial)
{
    cconv_plan_free(trial->plan);
    cconv_plan_free(trial->callee_plan);
    cconv_context_free(trial->context);
    printed_free(&trial->printed);
}

struct compilation {
    const struct judge *judge;
    struct trial *trials;
    unsigned count, level;
    bool results;
    struct job jobs[2 * BATCH];
    unsigned job_count;
};

/* Trials [first, last); a table of jobs only for the whole. */
static bool compile(struct compilation *c, unsigned first, unsigned last, bool whole)
{
    char path[512], command[2048];
    snprintf(path, sizeof path, "%s/cases.c", c->judge->directory);
    FILE *out = fopen(path, "w");
    if (!out)
        return false;
    c->job_count = make_jobs(c->judge, c->trials, c->count, c->results, c->jobs);
    emit_cases(out, c->judge, c->trials, first, last, c->jobs, whole ? c->job_count : 0);
    if (fclose(out))
        return false;
    char level[8] = "";
    if (c->judge->levels)
        snprintf(level, sizeof level, " -O%u", c->level);
    snprintf(command, sizeof command, "cd '%s' && %s%s -c cases.c -o cases.o", c->judge->directory, c->judge->compile,
             level);
    snprintf(path, sizeof path, "%s/compile.log", c->judge->directory);
    return run_command(command, path, c->judge->compile_seconds) == 0;
}


/* The case that a line of the log blames: an error's place, or the function at which clang crashed. */
static bool named_case(const char *line, unsigned *index)
{
    const char *found = strstr(line, "case_"), *crash = strstr(line, "on function '@");
    if (crash && (found = strchr(crash + 14, '_')))
        return sscanf(found, "_%u", index) == 1;
    return found && strstr(line, "error: ") && sscanf(found, "case_%u", index) == 1;
}

/* Drops every case that the log names. */
static unsigned drop_named(struct compilation *c)
{
    char path[512], line[1024];
    unsigned dropped = 0;
    snprintf(path, sizeof path, "%s/compile.log", c->judge->directory);
    FILE *in = fopen(path, "r");
    if (!in)
        return 0;
    while (fgets(line, sizeof line, in)) {
        unsigned index;
        if (!named_case(line, &index) || index >= c->count || !c->trials[index].active)
            continue;
        refuse(&c->trials[index], strstr(line, "error: ") ? line : "the compiler crashes");
        dropped++;
    }
    fclose(in);
    return dropped;
}

/* The compiler gave up without naming a case: halves until one is left. */
static bool drop_by_halves(struct compilation *c)
{
    unsigned low = 0, high = c->count;
    while (high - low > 1) {
        unsigned middle = (low + high) / 2;
        if (compile(c, low, middle, false))
            low = middle;
        else
            high = middle;
    }
    if (low >= c->count || !c->trials[low].active)
        return false;
    refuse(&c->trials[low], "the compiler crashes");
    return true;
}

struct collector {
    const struct judge *judge;
    struct trial *trials;
    unsigned count;
};

static void collect(void *user, const struct record *record, const uint8_t *window)
{
    struct collector *c = user;
    if (record->index >= c->count)
        return;
    if (record->kind == RECORD_ARGUMENTS)
        judge_arguments(c->judge, &c->trials[record->index], record, window);
    else
        judge_result(c->judge, &c->trials[record->index], record, window);
}

static void blame(struct trial *trial, const char *message)
{
    trial->verdict.state = FAILED;
    snprintf(trial->verdict.message, sizeof trial->verdict.message, "%s", message);
}

static void run(struct compilation *c)
{
    struct collector collector = {c->judge, c->trials, c->count};
    char error[256] = "";
    if (c->judge->runner == RUN_UNICORN) {
        char object[512];
        snprintf(object, sizeof object, "%s/cases.o", c->judge->directory);
        if (!run_unicorn(c->judge, object, c->jobs, c->job_count, collect, &collector, error, sizeof error))
            fprintf(stderr, "callconv conform: %s\n", error);
    } else {
        for (unsigned next = 0, tries = 0; next < c->job_count && tries < 20; tries++) {
            unsigned stopped = next;
            if (run_native(c->judge, "cases.o", next, collect, &collector, &stopped))
                break;
            if (stopped < c->job_count)
                blame(&c->trials[c->jobs[stopped].index], c->jobs[stopped].kind == RECORD_ARGUMENTS
                                                              ? "the caller crashes" : "the callee crashes");
            next = stopped + 1;
        }
    }
    for (unsigned i = 0; i < c->count; i++)
        if (c->trials[i].active && c->trials[i].verdict.state == PASSED
            && (!c->trials[i].got_arguments || (c->results && c->trials[i].generated.result && !c->trials[i].got_result)))
            blame(&c->trials[i], "no record came back");
}

void batch_judge(const struct judge *judge, struct trial *trials, unsigned count, bool results, unsigned level)
{
    struct compilation *c = calloc(1, sizeof *c);
    if (!c)
        abort();
    *c = (struct compilation){.judge = judge, .trials = trials, .count = count, .level = level, .results = results};
    while (!compile(c, 0, count, true))
        if (!drop_named(c) && !drop_by_halves(c)) {
            fprintf(stderr, "callconv conform: the compiler fails, see %s/compile.log\n", judge->directory);
            free(c);
            return;
        }
    if (c->job_count)
        run(c);
    free(c);
}
