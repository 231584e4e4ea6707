/* The C file that a judge compiles: per case its text, its values as bytes, a caller and a callee. */
#include "conform.h"

#include <string.h>

static void emit_bytes(FILE *out, const char *prefix, unsigned index, unsigned number, const struct value *value)
{
    fprintf(out, "unsigned char %s_%u_%u[%zu] __attribute__((aligned(128))) = {", prefix, index, number,
            value->size ? value->size : 1);
    for (size_t i = 0; i < value->size; i++)
        fprintf(out, "%u,", value->bytes[i]);
    fputs(value->size ? "};\n" : "0};\n", out);
}

static void emit_sizes(FILE *out, const char *name, const struct value *value)
{
    fprintf(out, "_Static_assert(sizeof(%s) == %zu, \"layout\");\n", name, value->size);
}

static void emit_case(FILE *out, const struct judge *judge, const struct trial *trial, unsigned index)
{
    const struct printed_case *text = &trial->printed;
    const struct generated_case *c = &trial->generated;
    fprintf(out, "#line 1 \"case_%u\"\n%s", index, text->text.data);
    for (unsigned i = 0; i < c->count; i++) {
        emit_sizes(out, text->argument_names[i], &trial->arguments[i]);
        emit_bytes(out, "a", index, i, &trial->arguments[i]);
    }
    fprintf(out, "void caller_%u(void) { f_%u(", index, index);
    for (unsigned i = 0; i < c->count; i++)
        fprintf(out, "%s*(%s *)a_%u_%u", i ? ", " : "", text->value_names[i], index, i);
    fputs("); }\n", out);
    if (text->result_name) {
        fprintf(out, "_Static_assert(sizeof(callee_%u()) == %zu, \"layout\");\n", index, trial->result.size);
        emit_bytes(out, "r", index, 0, &trial->result);
        fprintf(out, "%s%s callee_%u(void) { return *(%s *)r_%u_0; }\n", judge->attribute, text->result_name, index,
                text->result_value_name, index);
    }
}

int sret_register(const cconv_plan *plan)
{
    const cconv_hidden *hidden = cconv_plan_hidden(plan, 0);
    if (!hidden || !hidden->piece_count || hidden->pieces[0].where != CCONV_IN_REGISTER)
        return -1;
    return machine_general(machine_of(cconv_convention_arch(cconv_plan_convention(plan))),
                           cconv_plan_register_name(plan, hidden->pieces[0].reg));
}

unsigned make_jobs(const struct judge *judge, const struct trial *trials, unsigned count, bool results,
                   struct job *jobs)
{
    unsigned n = 0;
    (void)judge;
    for (unsigned i = 0; i < count; i++) {
        if (!trials[i].active)
            continue;
        jobs[n] = (struct job){.kind = RECORD_ARGUMENTS, .index = i, .set_register = -1};
        snprintf(jobs[n].function, sizeof jobs[n].function, "caller_%u", i);
        n++;
        if (!results || !trials[i].generated.result)
            continue;
        jobs[n] = (struct job){.kind = RECORD_RESULT, .index = i, .set_to_sret = true,
                               .set_register = sret_register(trials[i].callee_plan)};
        snprintf(jobs[n].function, sizeof jobs[n].function, "callee_%u", i);
        n++;
    }
    return n;
}

void emit_cases(FILE *out, const struct judge *judge, const struct trial *trials, unsigned first, unsigned last,
                const struct job *jobs, unsigned job_count)
{
    fputs(prelude(&judge->abilities), out);
    for (unsigned i = first; i < last; i++)
        if (trials[i].active)
            emit_case(out, judge, &trials[i], i);
    if (judge->runner == RUN_UNICORN)
        return;
    fputs("#line 1 \"jobs\"\nstruct oracle_job { union { void *function; unsigned long long whole; }; unsigned kind, index; int set_register, set_to_sret; "
          "unsigned long long set_value; };\nconst struct oracle_job oracle_jobs[] = {\n", out);
    for (unsigned i = 0; i < job_count; i++)
        fprintf(out, "{(void *)%s, %u, %u, %d, %d, %lluu},\n", jobs[i].function, jobs[i].kind, jobs[i].index,
                jobs[i].set_register, jobs[i].set_to_sret, (unsigned long long)jobs[i].set_value);
    fprintf(out, "{0}};\nconst unsigned oracle_job_count = %u;\n", job_count);
}
