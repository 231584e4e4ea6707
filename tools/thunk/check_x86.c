/*
 * A check-wrapper's assembly on 32-bit x86. The state is found by the instruction pointer, for which a word is pushed and popped
 * again: below the caller's stack pointer, and below the one that the function left.
 *
 * SSE is used only where the convention has a use for vector registers: not every processor has it.
 */
#include "check.h"

#include <string.h>

enum { GENERAL = 8, VECTORS = 8, EAX = 0, EDX = 3, ESP = 7, WORD = 4, FSAVE_TAGS = 8 };

static const char *const general[GENERAL] = {"eax", "ebx", "ecx", "edx", "esi", "edi", "ebp", "esp"};

/* eax becomes the state's address; what it was is pushed. */
static void find_state(struct sheet *sheet, const struct watch *watch)
{
    watch_line(sheet, "pushl %%eax");
    watch_line(sheet, "call 9f");
    put(sheet, "\t\"9:\\n\"\n");
    watch_line(sheet, "popl %%eax");
    watch_line(sheet, "leal %s%s_state-9b(%%eax), %%eax", watch->prefix, watch->name);
}

/* All registers to the state, of which one was pushed. */
static void store_all(struct sheet *sheet, const struct watch *watch, int registers, int stack_pointer, int vectors)
{
    for (int i = 0; i < GENERAL; i++)
        if (i != EAX && i != ESP)
            watch_line(sheet, "movl %%%s, %d(%%eax)", general[i], registers + 8 * i);
    watch_line(sheet, "popl %d(%%eax)", registers + 8 * EAX);
    watch_line(sheet, "movl %%esp, %d(%%eax)", stack_pointer);
    for (int i = 0; watch->has_vectors && i < VECTORS; i++)
        watch_line(sheet, "movups %%xmm%d, %d(%%eax)", i, vectors + 16 * i);
}

/* Guards below the return address, and below them the arguments again, as they were to a multiple of 16. */
static void put_stack(struct sheet *sheet, const struct watch *watch)
{
    unsigned words = (unsigned)watch->words, pad = 16 - words * WORD % 16;
    unsigned taken = words * WORD + GUARD + pad;
    watch_line(sheet, "subl $%u, %%esp", taken - WORD); /* the return address's word is taken by the call again */
    for (unsigned i = 0; i < GUARD; i += WORD)
        watch_line(sheet, "movl $0x5a5a5a5a, %u(%%esp)", words * WORD + i);
    for (unsigned i = 0; i < words; i++) {
        watch_line(sheet, "movl %u(%%esp), %%edx", taken + WORD * i);
        watch_line(sheet, "movl %%edx, %u(%%esp)", WORD * i);
    }
    watch_line(sheet, "leal %u(%%esp), %%edx", words * WORD);
    watch_line(sheet, "movl %%edx, %d(%%eax)", GUARD_AT);
    watch_line(sheet, "movl %%esp, %d(%%eax)", CALL_SP);
}

/* An argument again, with poison above a narrow one; or poison. eax, which holds the address, comes last. */
static void put_register(struct sheet *sheet, const struct watch *watch, int reg)
{
    unsigned bytes = watch->argument[reg];
    if (!bytes) {
        watch_line(sheet, "movl $0x%llx, %%%s", watch_poison(watch->arch, reg), general[reg]);
        return;
    }
    watch_line(sheet, "%s %d(%%eax), %%%s", bytes == 1 ? "movzbl" : bytes == 2 ? "movzwl" : "movl", SAVED + 8 * reg, general[reg]);
    if (bytes == 1 || bytes == 2)
        watch_line(sheet, "orl $0x%llx, %%%s", watch_poison(watch->arch, reg) & ~((1ull << 8 * bytes) - 1), general[reg]);
}

static void put_poison(struct sheet *sheet, const struct watch *watch)
{
    for (int i = 0; watch->has_vectors && i < VECTORS; i++)
        if (!watch->vector_argument[i])
            watch_line(sheet, "movups %d(%%eax), %%xmm%d", VECTOR_POISON + 16 * i, i);
    for (int i = 0; i < GENERAL; i++)
        if (i != EAX && i != ESP)
            put_register(sheet, watch, i);
    put_register(sheet, watch, EAX);
}

/* All as the function left it, then a state in which C can run. */
static void put_return(struct sheet *sheet, const struct watch *watch)
{
    find_state(sheet, watch);
    store_all(sheet, watch, AFTER, AFTER_SP, AFTER_VECTORS);
    watch_line(sheet, "fnsave %d(%%eax)", FXSAVE);
    watch_line(sheet, "movl %d(%%eax), %%esp", CALL_SP);
    watch_line(sheet, "pushfl");
    watch_line(sheet, "popl %d(%%eax)", FLAGS);
    watch_line(sheet, "cld");
    if (watch->has_vectors) {
        watch_line(sheet, "stmxcsr %d(%%eax)", FXSAVE + 128);
        watch_line(sheet, "ldmxcsr %d(%%eax)", AFTER_CONTROL);
    }
    watch_line(sheet, "call %s%s_report", watch->prefix, watch->name);
}

/* Results are the function's, all else is what the caller had. */
static void put_exit(struct sheet *sheet, const struct watch *watch)
{
    find_state(sheet, watch);
    watch_line(sheet, "movl %d(%%eax), %%esp", ENTRY_SP);
    watch_line(sheet, watch->x87_results ? "frstor %d(%%eax)" : "fninit", FXSAVE);
    watch_line(sheet, "fldcw %d(%%eax)", CONTROL);
    for (int i = 0; watch->has_vectors && i < VECTORS; i++)
        watch_line(sheet, "movups %d(%%eax), %%xmm%d", (watch->vector_preserved[i] ? SAVED_VECTORS : AFTER_VECTORS) + 16 * i, i);
    for (int i = GENERAL; i-- > 0;)
        if (i != ESP)
            watch_line(sheet, "movl %d(%%eax), %%%s", (watch->preserved[i] ? SAVED : AFTER) + 8 * i, general[i]);
    if (watch->pops)
        watch_line(sheet, "ret $%llu", (unsigned long long)watch->pops);
    else
        watch_line(sheet, "ret");
}

static void write_x86(struct sheet *sheet, const struct watch *watch)
{
    find_state(sheet, watch);
    store_all(sheet, watch, SAVED, ENTRY_SP, SAVED_VECTORS);
    watch_line(sheet, "fnstcw %d(%%eax)", CONTROL);
    if (watch->has_vectors)
        watch_line(sheet, "stmxcsr %d(%%eax)", AFTER_CONTROL);
    put_stack(sheet, watch);
    put_poison(sheet, watch);
    watch_line(sheet, "call %s", watch->target);
    put_return(sheet, watch);
    put_exit(sheet, watch);
}

static void report(struct sheet *sheet, const struct watch *watch)
{
    const char *name = watch->name;
    put(sheet, "    unsigned in_use = 0;\n    unsigned short control, tags;\n    memcpy(&control, %s_state.fxsave, 2), memcpy(&tags, %s_state.fxsave + %d, 2);\n",
        name, name, FSAVE_TAGS);
    put(sheet, "    if (%s_state.flags & 0x400)\n        %s_say(\"the direction flag is set\", 1, 0);\n", name, name);
    put(sheet, "    for (int i = 0; i < 16; i += 2)\n        in_use += (tags >> i & 3) != 3;\n    if (in_use != %u)\n"
        "        %s_say(\"x87 registers are in use\", in_use, %u);\n", watch->x87_results, name, watch->x87_results);
    put(sheet, "    if (control != %s_state.control)\n        %s_say(\"the x87 control word is changed\", control, %s_state.control);\n", name, name, name);
    if (watch->has_vectors)
        put(sheet, "    unsigned mxcsr;\n    memcpy(&mxcsr, %s_state.fxsave + 128, 4);\n    if ((mxcsr ^ %s_state.after_control) & 0xffc0)\n"
            "        %s_say(\"MXCSR is changed\", mxcsr, %s_state.after_control);\n", name, name, name, name);
}

const struct watch_arch watch_x86 = {
    .arch = CCONV_ARCH_X86,
    .word = WORD,
    .pushes = 2 * WORD,
    .general_count = GENERAL,
    .vector_count = VECTORS,
    .general = general,
    .vector = "xmm",
    .untouched = 1u << ESP,
    .write = write_x86,
    .report = report,
};
