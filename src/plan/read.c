/* The public readers of a plan. Every one takes NULL and answers as for an empty plan. */
#include "plan/plan.h"

#include <string.h>

const char *cconv_plan_name(const struct cconv_plan *plan)
{
    return plan ? plan->name : NULL;
}

const char *cconv_plan_declaration(const struct cconv_plan *plan)
{
    return plan ? plan->declaration : NULL;
}

const char *cconv_plan_symbol(const struct cconv_plan *plan)
{
    return plan ? plan->symbol : NULL;
}

const struct cconv_convention *cconv_plan_convention(const struct cconv_plan *plan)
{
    return plan ? plan->convention : NULL;
}

const struct cconv_target *cconv_plan_target(const struct cconv_plan *plan)
{
    return plan ? plan->target : NULL;
}

cconv_reading cconv_plan_reading(const struct cconv_plan *plan)
{
    return plan ? plan->reading : CCONV_AS_DOCUMENT;
}

size_t cconv_plan_argument_count(const struct cconv_plan *plan)
{
    return plan ? plan->argument_count : 0;
}

const cconv_placement *cconv_plan_argument(const struct cconv_plan *plan, size_t index)
{
    return plan && index < plan->argument_count ? &plan->arguments[index] : NULL;
}

const cconv_placement *cconv_plan_result(const struct cconv_plan *plan)
{
    return plan ? plan->result : NULL;
}

size_t cconv_plan_hidden_count(const struct cconv_plan *plan)
{
    return plan ? plan->hidden_count : 0;
}

const cconv_hidden *cconv_plan_hidden(const struct cconv_plan *plan, size_t index)
{
    return plan && index < plan->hidden_count ? &plan->hidden[index] : NULL;
}

const cconv_plan_stack *cconv_plan_stack_of(const struct cconv_plan *plan)
{
    return plan ? &plan->stack : NULL;
}

int cconv_plan_is_variadic(const struct cconv_plan *plan)
{
    return plan ? plan->is_variadic : 0;
}

const char *cconv_plan_vector_count(const struct cconv_plan *plan, uint32_t *value)
{
    if (!plan || !plan->counts_vectors || plan->convention->vector_count == CCONV_NO_REGISTER)
        return NULL;
    if (value)
        *value = plan->vector_count;
    return cconv_plan_register_name(plan, plan->convention->vector_count);
}

int cconv_plan_syscall_number(const struct cconv_plan *plan, int64_t *number)
{
    if (!plan || !plan->has_syscall_number)
        return 0;
    if (number)
        *number = plan->syscall_number;
    return 1;
}

static const char *entry_at(const char *const *list, size_t index)
{
    for (; list && *list; list++)
        if (index-- == 0)
            return *list;
    return NULL;
}

static bool holds(const struct register_file *file, const cconv_piece *pieces, size_t count, uint16_t whole)
{
    for (size_t i = 0; i < count; i++)
        if (pieces[i].where == CCONV_IN_REGISTER && file->regs[pieces[i].reg].whole == whole)
            return true;
    return false;
}

bool plan_loses(const struct cconv_plan *plan, uint16_t reg)
{
    const struct cconv_convention *convention = plan->convention;
    const struct register_file *file = register_file_of(convention->arch);
    uint16_t whole = file->regs[reg].whole;
    if (convention->loses & LOSES_RESULTS && holds(file, plan->result->pieces, plan->result->piece_count, whole))
        return true;
    if (!(convention->loses & LOSES_ARGUMENTS))
        return false;
    for (uint32_t i = 0; i < plan->argument_count; i++)
        if (holds(file, plan->arguments[i].pieces, plan->arguments[i].piece_count, whole))
            return true;
    for (uint32_t i = 0; i < plan->hidden_count; i++)
        if (holds(file, plan->hidden[i].pieces, plan->hidden[i].piece_count, whole))
            return true;
    for (uint32_t i = 0; i < plan->integers_taken; i++)
        if (file->regs[convention->integer_args.regs[i]].whole == whole)
            return true;
    return false;
}

/* Of the registers that the convention preserves, those that this call keeps, or those that it loses. */
static const char *preserved_at(const struct cconv_plan *plan, bool lost, size_t index)
{
    const struct register_file *file = register_file_of(plan->convention->arch);
    for (const char *const *list = plan->convention->preserved; list && *list; list++) {
        uint16_t reg = register_named(file, *list, strlen(*list));
        bool is_lost = reg != CCONV_NO_REGISTER && plan_loses(plan, reg);
        if (is_lost == lost && index-- == 0)
            return *list;
    }
    return NULL;
}

const char *cconv_plan_preserved(const struct cconv_plan *plan, size_t index)
{
    if (!plan)
        return NULL;
    return plan->convention->loses ? preserved_at(plan, false, index) : entry_at(plan->convention->preserved, index);
}

const char *cconv_plan_clobbered(const struct cconv_plan *plan, size_t index)
{
    if (!plan)
        return NULL;
    const char *name = entry_at(plan->convention->clobbered, index);
    if (name || !plan->convention->loses)
        return name;
    for (const char *const *list = plan->convention->clobbered; list && *list; list++)
        index--;
    return preserved_at(plan, true, index);
}

const char *cconv_plan_register_name(const struct cconv_plan *plan, uint16_t reg)
{
    const struct register_file *file = plan ? register_file_of(plan->convention->arch) : NULL;
    return file && reg < file->count ? file->regs[reg].name : NULL;
}
