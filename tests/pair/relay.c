/*
 * For tests/thunk: compiled functions of a second convention between caller and callee, so that a bridge has compiled code on
 * both of its sides. A is the convention of the cases, B the second.
 *
 *     caller under A -> bridge A to B -> relay_N, compiled under B -> receiver_N
 *     caller under A -> back_N, compiled under A -> bridge B to A -> inner_N, compiled under A -> receiver_N
 *     call_N -> the caller's side of inner_N, from a block -> inner_N
 *
 * C cannot hand on what comes through "...": there both bridges meet.
 */
#include "relay.h"

#include <string.h>

static void put_parameters(FILE *out, const struct trial *trial, const char *name)
{
    const struct generated_case *c = &trial->generated;
    for (unsigned i = 0; i < c->fixed; i++) {
        fprintf(out, "%s%s", i ? ", " : "", trial->printed.argument_names[i]);
        if (name)
            fprintf(out, " %s%u", name, i);
    }
    fputs(c->variadic ? ", ...)" : c->fixed ? ")" : "void)", out);
}

static void put_head(FILE *out, const struct trial *trial, const char *attribute, const char *name, unsigned index, const char *end)
{
    fprintf(out, "%s%s %s_%u%s(", attribute, trial->printed.result_name ? trial->printed.result_name : "void", name, index, end);
}

/* A function that hands all on. */
static void put_relay(FILE *out, const struct trial *trial, const char *attribute, const char *name, const char *called,
                      const char *called_end, unsigned index)
{
    put_head(out, trial, attribute, name, index, "");
    put_parameters(out, trial, "p");
    fprintf(out, " { %s%s_%u%s(", trial->printed.result_name ? "return " : "", called, index, called_end);
    for (unsigned i = 0; i < trial->generated.fixed; i++)
        fprintf(out, "%sp%u", i ? ", " : "", i);
    fputs("); }\n", out);
}

static void put_declaration(FILE *out, const struct trial *trial, const char *attribute, const char *name, unsigned index)
{
    put_head(out, trial, attribute, name, index, "_bridge");
    put_parameters(out, trial, NULL);
    fputs(";\n", out);
}

/* Fills a block of arguments, and has the code call with it. */
static void put_call(FILE *out, const struct judge *judge, const struct trial *trial, unsigned index)
{
    const struct generated_case *c = &trial->generated;
    fprintf(out, "extern %svoid inner_%u_call(const void *, void *);\nvoid call_%u(void) { struct {", judge->attribute, index, index);
    for (unsigned i = 0; i < c->fixed; i++)
        fprintf(out, " %s p%u;", trial->printed.argument_names[i], i);
    fputs(" } block;", out);
    for (unsigned i = 0; i < c->fixed; i++)
        fprintf(out, " COPY((void *)&block.p%u, d_%u + %zu, sizeof block.p%u);", i, index, trial_offset(trial, i), i);
    fprintf(out, " inner_%u_call(&block, o_%u + %zu); }\n", index, index, trial_offset(trial, c->count));
}

void relay_code(FILE *out, const struct judge *judge, const struct trial *trials, unsigned count, const char *attribute)
{
    for (unsigned i = 0; i < count; i++) {
        const struct trial *trial = &trials[i];
        if (!trial->active)
            continue;
        put_declaration(out, trial, judge->attribute, "relay", i);
        fprintf(out, "void *const ab_%u = (void *)relay_%u_bridge;\n", i, i);
        if (trial->generated.variadic) {
            fprintf(out, "void *const ba_%u = 0, *const ca_%u = 0;\n", i, i);
            continue;
        }
        put_relay(out, trial, attribute, "relay", "receiver", "", i);
        put_relay(out, trial, judge->attribute, "inner", "receiver", "", i);
        put_declaration(out, trial, attribute, "inner", i);
        put_relay(out, trial, judge->attribute, "back", "inner", "_bridge", i);
        put_call(out, judge, trial, i);
        fprintf(out, "void *const ba_%u = (void *)back_%u, *const ca_%u = (void *)call_%u;\n", i, i, i, i);
    }
}

void relay_table(FILE *out, const struct trial *trials, unsigned count, unsigned batch)
{
    for (unsigned i = 0; i < count; i++)
        if (trials[i].active)
            fprintf(out, "extern void *const ab_%u, *const ba_%u, *const ca_%u;\n", i, i, i);
    fprintf(out, "void *const *const thunk_batch_%u[] = {\n", batch);
    for (unsigned i = 0; i < count; i++)
        if (trials[i].active)
            fprintf(out, "&ab_%u, &ba_%u, &ca_%u,\n", i, i, i);
    fputs("0};\n", out);
}

/* The declaration with another name in the place of f_N, and of the label that says f_N where its symbol would be decorated. */
static void put_renamed(FILE *out, const struct trial *trial, unsigned index, const char *name)
{
    char own[32], label[32];
    const char *text = trial->printed.text.data, *at;
    snprintf(own, sizeof own, " f_%u(", index);
    snprintf(label, sizeof label, "__asm__(\"f_%u\")", index);
    at = strstr(text, own);
    if (!at)
        return;
    fprintf(out, "%.*s %s_%u(", (int)(at - text), text, name, index);
    at += strlen(own);
    const char *end = strstr(at, label);
    fprintf(out, "%.*s%s\n", end ? (int)(end - at) : (int)strlen(at), at, end ? end + strlen(label) : "");
}

static bool put_file(const char *directory, const char *file, const struct trial *trials, unsigned first, unsigned last, const char *name)
{
    char path[700];
    snprintf(path, sizeof path, "%s/%s", directory, file);
    FILE *out = fopen(path, "w");
    if (!out)
        return false;
    for (unsigned i = first; i < last; i++)
        if (trials[i].active && (last == first + 1 || !trials[i].generated.variadic))
            put_renamed(out, &trials[i], i, name);
    return fclose(out) == 0;
}

/* ab_BATCH.h and ba_BATCH.h for all but variadic functions, which have files of their own, with the types that pass. */
bool relay_declarations(const char *directory, const struct trial *trials, unsigned count, unsigned batch)
{
    char file[64];
    snprintf(file, sizeof file, "ab_%u.h", batch);
    bool good = put_file(directory, file, trials, 0, count, "relay");
    snprintf(file, sizeof file, "ba_%u.h", batch);
    good = good && put_file(directory, file, trials, 0, count, "inner");
    snprintf(file, sizeof file, "ca_%u.h", batch);
    good = good && put_file(directory, file, trials, 0, count, "inner");
    for (unsigned i = 0; i < count && good; i++) {
        const struct generated_case *c = &trials[i].generated;
        char path[700];
        if (!trials[i].active || !c->variadic)
            continue;
        snprintf(file, sizeof file, "variadic_%u_%u_ab.h", batch, i);
        good = put_file(directory, file, trials, i, i + 1, "relay");
        snprintf(file, sizeof file, "variadic_%u_%u_ba.h", batch, i);
        good = good && put_file(directory, file, trials, i, i + 1, "inner");
        snprintf(path, sizeof path, "%s/variadic_%u_%u.types", directory, batch, i);
        FILE *out = fopen(path, "w");
        for (unsigned j = c->fixed; out && j < c->count; j++)
            fprintf(out, "%s%s", j > c->fixed ? ", " : "", trials[i].printed.argument_names[j]);
        good = good && out && fclose(out) == 0;
    }
    return good;
}

/* An _Atomic object without bytes is one that gcc does not read, so that it cannot be handed on. */
static bool is_unreadable(const struct trial *trial)
{
    for (unsigned i = 0; i < trial->generated.count; i++)
        if (trial->passed[i].size == 0 && strcmp(trial->printed.argument_names[i], trial->printed.value_names[i]) != 0)
            return true;
    return false;
}

/* Whether a vector is in several registers of the second convention: there compilers differ by flags and size, and the oracle
   was asked about the first. */
static bool has_split_vector(const struct trial *trial, const cconv_plan *plan)
{
    bool split = false;
    for (unsigned i = 0; i < trial->generated.count; i++) {
        const cconv_type *type = cconv_type_canonical(cconv_signature_parameter(trial->signature, i)->type);
        split = split || (cconv_type_kind_of(type) == CCONV_VECTOR && cconv_plan_argument(plan, i)->piece_count > 1);
    }
    const cconv_type *result = cconv_type_canonical(cconv_signature_result(trial->signature));
    return split || (cconv_type_kind_of(result) == CCONV_VECTOR && cconv_plan_result(plan)->piece_count > 1);
}

unsigned relay_keep(struct trial *trials, unsigned count, const struct judge *judge, const cconv_convention *convention)
{
    const cconv_plan_options options = {.reading = judge->reading, .features = judge->features};
    unsigned kept = 0;
    for (unsigned i = 0; i < count; i++) {
        cconv_plan *plan = NULL;
        if (trials[i].active && is_unreadable(&trials[i]))
            trials[i].active = false;
        if (trials[i].active && cconv_plan_new(convention, trials[i].signature, &options, &plan, NULL))
            trials[i].active = false; /* the second convention does not pass it */
        if (plan && has_split_vector(&trials[i], plan))
            trials[i].active = false;
        cconv_plan_free(plan);
        kept += trials[i].active;
    }
    return kept;
}
