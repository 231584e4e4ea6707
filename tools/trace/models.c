/* Functions that the file does not have: what the user said, or what the C library would do, in the emulated memory. */
#include "trace.h"

#include <stdlib.h>
#include <string.h>

struct call {
    struct trace *trace;
    const cconv_plan *plan;
    struct registers registers;
    uint64_t sp;
    uint64_t result;
};

static uint64_t argument(const struct call *call, size_t index)
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
    uint64_t to = argument(call, 0), from = argument(call, 1), size = argument(call, 2);
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

/* ------------------------------------------------------------------------ printf */

/* The type of a conversion's argument, by its letters; NULL for none. `*end` is behind it. */
static const char *conversion_type(const char *at, const char **end)
{
    unsigned longs = 0;
    at += strspn(at, "-+ #0123456789.");
    for (; strchr("hlLqjzt", *at) && *at; at++)
        longs += *at == 'l' || *at == 'z' || *at == 'j' || *at == 't' ? 1 : 0;
    *end = *at ? at + 1 : at;
    switch (*at) {
    case 'd': case 'i': return longs ? longs > 1 ? "long long" : "long" : "int";
    case 'u': case 'x': case 'X': case 'o': return longs ? longs > 1 ? "unsigned long long" : "unsigned long" : "unsigned";
    case 'c': return "int";
    case 'f': case 'F': case 'e': case 'E': case 'g': case 'G': case 'a': case 'A': return "double";
    case 's': return "const char *";
    case 'p': return "void *";
    default: return NULL;
    }
}

/* The plan of this very call: its variable arguments by the format. NULL if there is none. */
static cconv_plan *plan_of_format(const struct call *call, const char *format)
{
    const cconv_type *types[32];
    size_t count = 0;
    cconv_context *context = known_context(call->trace->known);
    const cconv_signature *signature = known_signature(call->trace->known, "printf"), *varied;
    cconv_plan *plan = NULL;
    for (const char *at = format; (at = strchr(at, '%')) != NULL && count < 32;) {
        const char *type = conversion_type(at + 1, &at);
        if (type && !cconv_parse_type(context, NULL, type, strlen(type), NULL, &types[count], NULL, NULL))
            count++;
    }
    if (!signature || cconv_signature_vary(context, signature, types, count, &varied, NULL)
        || cconv_plan_new(call->trace->world.convention, varied, NULL, &plan, NULL))
        return NULL;
    return plan;
}

cconv_plan *model_plan(struct trace *trace, const char *name, const struct registers *registers, uint64_t sp)
{
    struct call call = {.trace = trace, .plan = known_plan(trace->known, name), .registers = *registers, .sp = sp};
    char format[1024];
    if (!call.plan || strcmp(name, "printf") != 0)
        return NULL;
    world_text(&trace->world, argument(&call, 0), format, sizeof format);
    return plan_of_format(&call, format);
}

/* One conversion with this machine's printf. */
static size_t print_one(const struct call *call, const char *start, const char *end, const char *type, size_t index)
{
    char format[40], text[512];
    size_t length = (size_t)(end - start) < 30 ? (size_t)(end - start) : 30, flags = 0;
    for (size_t i = 0; i + 1 < length; i++)
        if (!strchr("hlLqjzt", start[i]))
            format[flags++] = start[i];
    uint64_t value = argument(call, index);
    double number;
    memcpy(&number, &value, sizeof number);
    const cconv_placement *placement = cconv_plan_argument(call->plan, index);
    if (placement && placement->size == 4 && !strchr("uxXo", end[-1]))
        value = (uint64_t)(int64_t)(int32_t)value;
    bool is_integer = strchr("diuxXo", end[-1]) != NULL;
    snprintf(format + flags, sizeof format - flags, "%s%c", is_integer ? "ll" : "", end[-1]);
    if (!strcmp(type, "double"))
        return (size_t)fprintf(stderr, format, number); /* made of the traced program's own format, one conversion */
    if (end[-1] == 's') {
        world_text(&call->trace->world, value, text, sizeof text);
        return (size_t)fprintf(stderr, format, text);
    }
    if (end[-1] == 'p')
        return (size_t)fprintf(stderr, "0x%llx", (unsigned long long)value);
    return end[-1] == 'c' ? (size_t)fprintf(stderr, format, (int)value) : (size_t)fprintf(stderr, format, (unsigned long long)value);
}

/* What the program prints goes to standard error, so that it does not mix with the trace. */
static bool model_printf(struct call *call)
{
    char format[1024];
    world_text(&call->trace->world, argument(call, 0), format, sizeof format);
    cconv_plan *plan = plan_of_format(call, format);
    if (!plan)
        return false;
    struct call varied = *call;
    size_t printed = 0, index = 1;
    varied.plan = plan;
    for (const char *at = format; *at;) {
        const char *end, *type = *at == '%' && at[1] != '%' ? conversion_type(at + 1, &end) : NULL;
        if (type) {
            printed += print_one(&varied, at, end, type, index++);
            at = end;
        } else {
            fputc(*at, stderr);
            at += at[0] == '%' && at[1] == '%' ? 2 : 1;
            printed++;
        }
    }
    fflush(stderr);
    cconv_plan_free(plan);
    call->result = printed;
    return true;
}

/* ------------------------------------------------------------------------- others */

static bool model_malloc_any(struct call *call)
{
    model_malloc(call, argument(call, 0));
    return true;
}

static bool model_calloc(struct call *call)
{
    uint64_t count = argument(call, 0), size = argument(call, 1);
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
    uint64_t start = argument(call, 0), at = start;
    while (world_read(&call->trace->world, at, &c, 1) && c)
        at++;
    call->result = at - start;
    return true;
}

static bool model_puts(struct call *call)
{
    char text[4096];
    world_text(&call->trace->world, argument(call, 0), text, sizeof text);
    fprintf(stderr, "%s\n", text);
    call->result = 1;
    return true;
}

static bool model_putchar(struct call *call)
{
    call->result = (unsigned char)argument(call, 0);
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
