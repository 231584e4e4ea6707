/* Functions that the file does not have: what the user said, or what the C library would do, in the emulated memory. */
#include "models.h"

#include <stdlib.h>
#include <string.h>

uint64_t call_argument(const struct call *call, size_t index)
{
    uint8_t bytes[16] = {0};
    uint64_t value = 0;
    const cconv_placement *placement = cconv_plan_argument(call->plan, index);
    if (placement && frame_value(call->trace, call->plan, placement, &call->registers, call->sp, bytes, sizeof bytes))
        memcpy(&value, bytes, placement->size < 8 ? placement->size : 8);
    return value;
}

static void model_malloc(struct call *call, uint64_t size)
{
    struct world *world = &call->trace->world;
    uint64_t block = (size + 31) & ~(uint64_t)15;
    if (block >= size && block <= world->heap_high - world->heap_next) {
        call->result = world->heap_next + 16;
        world->heap_next += block + 16;
    }
}

/* memcpy, memmove, memset in pieces; false where there is no such memory. */
static bool copy(struct call *call, bool fills)
{
    struct world *world = &call->trace->world;
    uint64_t to = call_argument(call, 0), from = call_argument(call, 1), size = call_argument(call, 2);
    if (size > world->heap_high - world->heap_low + (world->stack_high - world->stack_low) + world->placed.size)
        return false;
    uint8_t *bytes = take(NULL, 0, size + 1);
    if (fills)
        memset(bytes, (int)from, size);
    bool good = (fills || !size || world_read(world, from, bytes, size)) && (!size || world_write(world, to, bytes, size));
    free(bytes);
    call->result = to;
    return good;
}

/* ------------------------------------------------------------------------- others */

static bool model_malloc_any(struct call *call)
{
    model_malloc(call, call_argument(call, 0));
    return true;
}

static bool model_calloc(struct call *call)
{
    uint64_t count = call_argument(call, 0), size = call_argument(call, 1);
    if (!size || count <= UINT32_MAX / size)
        model_malloc(call, count * size); /* the heap is zeros until it is used, and nothing is used twice */
    return true;
}

static bool model_nothing(struct call *call)
{
    (void)call;
    return true;
}

static bool model_memcpy(struct call *call) { return copy(call, false); }
static bool model_memset(struct call *call) { return copy(call, true); }

static bool model_strlen(struct call *call)
{
    char c;
    uint64_t start = call_argument(call, 0), at = start;
    while (world_read(&call->trace->world, at, &c, 1) && c)
        at++;
    call->result = at - start;
    return true;
}

static bool model_puts(struct call *call)
{
    char text[4096];
    world_text(&call->trace->world, call_argument(call, 0), text, sizeof text);
    fprintf(stderr, "%s\n", text);
    call->result = 1;
    return true;
}

static bool model_putchar(struct call *call)
{
    call->result = (unsigned char)call_argument(call, 0);
    fputc((int)call->result, stderr);
    return true;
}

static const struct model { const char *name; bool (*run)(struct call *); } models[] = {
    {"malloc", model_malloc_any}, {"calloc", model_calloc}, {"free", model_nothing}, {"memcpy", model_memcpy}, {"memmove", model_memcpy},
    {"memset", model_memset}, {"strlen", model_strlen}, {"printf", model_printf}, {"puts", model_puts}, {"putchar", model_putchar},
    {"__main", model_nothing}}; /* mingw: runs constructors */

/* A value that the user gave: NAME=VALUE. */
static bool answer(const struct trace *trace, const char *name, uint64_t *value)
{
    for (size_t i = 0; i < trace->options->answers.count; i++) {
        const char *text = trace->options->answers.at[i], *equals = strchr(text, '=');
        if (equals && (size_t)(equals - text) == strlen(name) && !strncmp(text, name, strlen(name))) {
            *value = strtoull(equals + 1, NULL, 0);
            return true;
        }
    }
    return false;
}

bool model_answers(const struct trace *trace, const char *name)
{
    uint64_t value;
    return answer(trace, name, &value) || !strcmp(name, "__main");
}

/* A callee may change what it need not preserve, and its shadow space: it does. */
static void change_all(struct call *call)
{
    struct trace *trace = call->trace;
    const struct cpu *cpu = trace->world.cpu;
    const struct convention_table *table = table_of(trace, call->plan);
    for (unsigned i = 0; i < cpu->count; i++)
        if (i != cpu->sp && !table->preserved[i] && (int)i != cpu->link)
            world_set(&trace->world, i, cpu->word == 8 ? 0xdeadbeefdeadbe00 + i : 0xdeadbe00 + i);
    const cconv_stack_rules *stack = table->stack;
    for (unsigned i = 0; i < stack->shadow_space; i++)
        world_write(&trace->world, call->sp + stack->return_address + i, "\xdb", 1);
}

static void give_result(struct call *call)
{
    const cconv_placement *result = call->plan ? cconv_plan_result(call->plan) : NULL;
    const struct cpu *cpu = call->trace->world.cpu;
    int index = result && result->piece_count ? cpu_piece(cpu, call->plan, &result->pieces[0], NULL)
                : !call->plan                 ? cpu->arch == CCONV_ARCH_RISCV64 ? cpu_register(cpu, "a0", 2) : 0
                                              : -1;
    if (index >= 0)
        world_set(&call->trace->world, (unsigned)index, call->result);
}

bool model_run(struct trace *trace, const char *name, const cconv_plan *plan)
{
    struct call call = {.trace = trace, .plan = plan};
    bool done = answer(trace, name, &call.result);
    world_registers(&trace->world, &call.registers);
    call.sp = register_value(&call.registers, trace->world.cpu->sp);
    for (size_t i = 0; !done && plan && i < sizeof models / sizeof *models; i++)
        done = !strcmp(models[i].name, name) && models[i].run(&call);
    if (!done)
        return false;
    change_all(&call);
    give_result(&call);
    return true;
}
