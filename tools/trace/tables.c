/* What a convention says of each register, by the processor's index: looked up by name once, since it is asked at each step. */
#include "trace.h"

#include <stdlib.h>
#include <string.h>

/* The processor's registers that a row of the convention's table is about: "rbx", "r12-r15". False if it has none of them. */
static bool range_of(const struct cpu *cpu, const char *row, int *first, int *last)
{
    const char *dash = strchr(row, '-');
    *first = cpu_register(cpu, row, dash ? (size_t)(dash - row) : strlen(row));
    *last = dash ? cpu_register(cpu, dash + 1, strlen(dash + 1)) : *first;
    return *first >= 0 && *last >= *first;
}

static void add_row(struct convention_table *table, const struct cpu *cpu, const cconv_register_role *row)
{
    int first, last;
    if (!range_of(cpu, row->reg, &first, &last))
        return;
    for (unsigned i = (unsigned)first; i <= (unsigned)last; i++) {
        unsigned most = i < cpu->general_count ? cpu->word : VECTOR_BYTES;
        unsigned bytes = row->preserved_bytes < most ? row->preserved_bytes : most;
        if (table->role[i] && bytes <= table->preserved[i]) /* ymm6 has a row beside xmm6's */
            continue;
        table->role[i] = row->role;
        table->preserved[i] = i == cpu->sp ? 0 : (uint8_t)bytes;
    }
}

static void fill(struct convention_table *table, const struct cpu *cpu, const cconv_convention *convention)
{
    const cconv_register_role *row;
    table->convention = convention;
    table->stack = cconv_convention_stack(convention);
    for (size_t i = 0; (row = cconv_convention_register(convention, i)) != NULL; i++)
        add_row(table, cpu, row);
    for (unsigned i = 0; i < cpu->count; i++) {
        uint64_t bit = (uint64_t)1 << i;
        table->preserved_bits |= table->preserved[i] ? bit : 0;
        table->argument_bits |= table->role[i] && strstr(table->role[i], "argument") ? bit : 0;
    }
}

const struct convention_table *table_of(struct trace *trace, const cconv_plan *plan)
{
    const cconv_convention *convention = plan ? cconv_plan_convention(plan) : trace->world.convention;
    struct convention_table **at = &trace->tables;
    while (*at && (*at)->convention != convention)
        at = &(*at)->next;
    if (!*at) {
        *at = take(NULL, 0, sizeof **at);
        fill(*at, trace->world.cpu, convention);
    }
    return *at;
}

void tables_free(struct trace *trace)
{
    while (trace->tables) {
        struct convention_table *next = trace->tables->next;
        free(trace->tables);
        trace->tables = next;
    }
}

static const struct convention_table *running_table(const struct trace *trace)
{
    return trace->depth ? trace->frames[trace->depth - 1].table : trace->tables;
}

unsigned preserved_bytes(const struct trace *trace, unsigned index)
{
    return running_table(trace)->preserved[index];
}

const char *role_of(const struct trace *trace, unsigned index)
{
    const char *role = running_table(trace)->role[index];
    return role ? role : "";
}
