/* Makes a trial of a drawn prototype: its text, read by the library under the judge's and the document's reading, its
   plans, and values. */
#include "conform.h"

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
    trial->verdict.aspect = MODEL;
    trial->verdict.argument = -1;
    snprintf(trial->verdict.message, sizeof trial->verdict.message, "%s", message);
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
    trial->verdict.state = REFUSED;
    while (log && fgets(line, sizeof line, log))
        if (strstr(line, "error: ")) {
            snprintf(trial->verdict.message, sizeof trial->verdict.message, "%.200s", strstr(line, "error: ") + 7);
            trial->verdict.message[strcspn(trial->verdict.message, "\n")] = '\0';
            break;
        }
    if (log)
        fclose(log);
}

static void add_id(char *ids, size_t size, const char *note)
{
    const cconv_divergence *entry;
    for (size_t i = 0; (entry = cconv_divergence_at(i)); i++)
        if (entry->note && !strcmp(entry->note, note) && !strstr(ids, entry->id)) {
            size_t used = strlen(ids);
            if (used + strlen(entry->id) + 3 < size)
                snprintf(ids + used, size - used, "%s%s", used ? ", " : "", entry->id);
        }
}

static void add_notes(char *ids, size_t size, const cconv_placement *placed)
{
    for (size_t i = 0; placed && i < placed->note_count; i++)
        add_id(ids, size, placed->notes[i]);
}

/* Which recorded divergences a case meets. */
static void name_divergences(struct trial *trial)
{
    char *ids = trial->verdict.divergences;
    size_t size = sizeof trial->verdict.divergences;
    for (size_t i = 0; i < cconv_plan_argument_count(trial->plan); i++)
        add_notes(ids, size, cconv_plan_argument(trial->plan, i));
    add_notes(ids, size, cconv_plan_result(trial->plan));
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
        if (status == CCONV_SYNTAX && !judge->is_zig)
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
    if (trial->verdict.document_differs)
        name_divergences(trial);
    trial->verdict.has_note = plan_has_note(own.plan) || plan_has_note(own.callee_plan);
    if (trial->verdict.document_differs && !trial->verdict.has_note && !plan_has_note(document.plan)
        && !plan_has_note(document.callee_plan)) {
        verdict_fail(trial, MODEL, -1, NULL, "the document's reading differs, but no note says so");
    }
    cconv_plan_free(document.plan);
    cconv_plan_free(document.callee_plan);
    cconv_context_free(document.context);
    trial->active = true;
    trial->parts = PART_MIXED | PART_LAYOUT | PART_BITS;
    if (!trial_meets(judge, trial))
        trial->parts &= ~(unsigned)PART_MIXED;
    return true;
}

void trial_free(struct trial *trial)
{
    cconv_plan_free(trial->plan);
    cconv_plan_free(trial->callee_plan);
    cconv_context_free(trial->context);
    printed_free(&trial->printed);
}

