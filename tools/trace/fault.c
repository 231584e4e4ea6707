/* A run that cannot go on: the instruction, its address, the registers and the stack, on standard error. */
#include "trace.h"

#include <string.h>

/* As far below the stack as a frame may reach at once: gcc's largest step between probes is 4 KiB, Windows's as well. */
enum { BELOW_STACK = 0x10000 };

static void show_registers(const struct trace *trace)
{
    const struct cpu *cpu = trace->world.cpu;
    for (unsigned i = 0; i < cpu->general_count; i++)
        fprintf(stderr, "%s%-4s 0x%0*llx", i % 4 ? "  " : i ? "\n  " : "  ", cpu->registers[i].name, (int)cpu->word * 2,
                (unsigned long long)register_value(&trace->after, i));
    fputc('\n', stderr);
}

/* How many frames of the running function lie above it, itself included. */
static unsigned recursion(const struct trace *trace)
{
    const struct frame *frame = &trace->frames[trace->depth - 1];
    unsigned count = 0;
    for (unsigned i = 0; i < trace->depth; i++)
        count += trace->frames[i].function == frame->function;
    return count;
}

static bool is_overflow(const struct world *world)
{
    return world->fault_address < world->stack_low && world->fault_address >= world->stack_low - BELOW_STACK;
}

void complain_fault(const struct trace *trace, uint64_t pc)
{
    const struct world *world = &trace->world;
    const struct instruction *last = &trace->instruction; /* it, or where nothing is the one before */
    const char *file;
    char place[300] = "";
    int line = 0;
    if (debug_line(trace->debug, last->address, &file, &line))
        snprintf(place, sizeof place, " (%s:%d)", file, line);
    if (is_overflow(world) && trace->depth)
        complain("'%s' at 0x%llx%s: the stack of %llu KiB is full, with %u calls one in the other, %u of %s: --stack gives more", last->text,
                 (unsigned long long)last->address, place, (unsigned long long)((world->stack_high - world->stack_low) / 1024), trace->depth, recursion(trace),
                 trace->frames[trace->depth - 1].name);
    else if (last->address == pc)
        complain("'%s' at 0x%llx%s %s: 0x%llx", last->text, (unsigned long long)pc, place, world->fault, (unsigned long long)world->fault_address);
    else
        complain("'%s' at 0x%llx%s goes on at 0x%llx, %s", last->text, (unsigned long long)last->address, place, (unsigned long long)pc, world->fault);
    show_registers(trace);
    text_stack(trace, stderr);
}
