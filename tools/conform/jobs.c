/* What to run of a batch, in the order of the cases. */
#include "conform.h"

#include <stdlib.h>

int sret_register(const cconv_plan *plan)
{
    const cconv_hidden *hidden = cconv_plan_hidden(plan, 0);
    if (!hidden || !hidden->piece_count || hidden->pieces[0].where != CCONV_IN_REGISTER)
        return -1;
    return machine_general(machine_of(cconv_convention_arch(cconv_plan_convention(plan)), NULL),
                           cconv_plan_register_name(plan, hidden->pieces[0].reg));
}

struct job *jobs_add(struct jobs *jobs, unsigned kind, unsigned index)
{
    if (jobs->count == jobs->room) {
        jobs->room = 2 * jobs->room + 64;
        jobs->at = realloc(jobs->at, jobs->room * sizeof *jobs->at);
        if (!jobs->at)
            abort();
    }
    jobs->at[jobs->count] = (struct job){.kind = kind, .index = index, .set_register = -1};
    return &jobs->at[jobs->count++];
}

void jobs_free(struct jobs *jobs)
{
    free(jobs->at);
    *jobs = (struct jobs){0};
}

void jobs_make(struct jobs *jobs, const struct trial *trials, unsigned count)
{
    jobs->count = 0;
    for (unsigned i = 0; i < count; i++) {
        const struct trial *trial = &trials[i];
        if (!trial->active)
            continue;
        layout_jobs(jobs, trial, i); /* first: what is laid out differently is passed differently */
        struct job *job = jobs_add(jobs, RECORD_ARGUMENTS, i);
        snprintf(job->function, sizeof job->function, "caller_%u", i);
        if (trial->generated.result) {
            job = jobs_add(jobs, RECORD_RESULT, i);
            job->set_to_sret = true;
            job->set_register = sret_register(trial->callee_plan);
            snprintf(job->function, sizeof job->function, "callee_%u", i);
        }
        size_t size = trial_output_size(trial);
        if (size && trial->parts & PART_MIXED) {
            job = jobs_add(jobs, RECORD_MIXED, i);
            job->data_size = (unsigned)size;
            snprintf(job->function, sizeof job->function, "mixed_%u", i);
            snprintf(job->data, sizeof job->data, "o_%u", i);
        }
    }
}
