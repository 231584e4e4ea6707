/* A check-wrapper's assembly on x86-64. Of MXCSR the state has the caller's, fxsave the function's. */
#include "check.h"

#include <string.h>

enum { GENERAL = 16, VECTORS = 16, RSP = 7, R11 = 11 };

static const char *const general[GENERAL] = {"rax", "rbx", "rcx", "rdx", "rsi", "rdi", "rbp", "rsp",
                                             "r8", "r9", "r10", "r11", "r12", "r13", "r14", "r15"};

/* An instruction with a part of the state. */
static void with_state(struct sheet *sheet, const struct watch *watch, const char *before, int offset, const char *after)
{
    watch_line(sheet, "%s%s%s_state+%d(%%rip)%s", before, watch->prefix, watch->name, offset, after);
}

static void general_state(struct sheet *sheet, const struct watch *watch, int reg, int offset, bool store)
{
    char before[32] = "movq ", after[32] = "";
    snprintf(store ? before : after, sizeof before, store ? "movq %%%s, " : ", %%%s", general[reg]);
    with_state(sheet, watch, before, offset, after);
}

static void vector_state(struct sheet *sheet, const struct watch *watch, int reg, int offset, bool store)
{
    char before[32] = "movups ", after[32] = "";
    snprintf(store ? before : after, sizeof before, store ? "movups %%xmm%d, " : ", %%xmm%d", reg);
    with_state(sheet, watch, before, offset, after);
}

/* Keeps all that is the caller's. */
static void put_entry(struct sheet *sheet, const struct watch *watch)
{
    for (int i = 0; i < GENERAL; i++)
        general_state(sheet, watch, i, strcmp(general[i], "rsp") ? SAVED + 8 * i : ENTRY_SP, true);
    with_state(sheet, watch, "stmxcsr ", AFTER_CONTROL, "");
    with_state(sheet, watch, "fnstcw ", CONTROL, "");
    for (int i = 0; i < VECTORS; i++)
        vector_state(sheet, watch, i, SAVED_VECTORS + 16 * i, true);
}

/* Guards, and below them the arguments again. At entry the stack pointer is 8 over a multiple of 16. */
static void put_stack(struct sheet *sheet, const struct watch *watch)
{
    unsigned pad = watch->words % 2 ? 0 : 8;
    watch_line(sheet, "subq $%u, %%rsp", GUARD + pad);
    for (int i = 0; i < GUARD; i += 8)
        watch_line(sheet, "movq $0x5a5a5a5a, %d(%%rsp)", i);
    with_state(sheet, watch, "movq %rsp, ", GUARD_AT, "");
    for (uint64_t i = 0; i < watch->words; i++)
        watch_line(sheet, "pushq %llu(%%rsp)", (unsigned long long)(pad + GUARD + 8 * watch->words));
}

/* The bits above a narrow argument, through r11 where that is free. */
static void put_upper_bits(struct sheet *sheet, const struct watch *watch, int reg, unsigned bytes)
{
    char part[32];
    struct sheet plain = {.syntax = SYNTAX_ATT, .arch = CCONV_ARCH_X86_64};
    const char *whole = general[reg];
    char wide[32];
    place_register(&plain, whole, bytes, part, sizeof part);
    place_register(&plain, whole, 4, wide, sizeof wide);
    watch_line(sheet, "%s %s, %s", bytes == 1 ? "movzbl" : bytes == 2 ? "movzwl" : "movl", part, wide);
    watch_line(sheet, "movabsq $0x%llx, %%r11\\n\\torq %%r11, %%%s", watch_poison(watch->arch, reg) & ~((1ull << 8 * bytes) - 1), whole);
}

static void put_poison(struct sheet *sheet, const struct watch *watch)
{
    bool has_scratch = !watch->argument[R11];
    for (int i = 0; i < GENERAL; i++)
        if (has_scratch && (watch->argument[i] == 1 || watch->argument[i] == 2 || watch->argument[i] == 4))
            put_upper_bits(sheet, watch, i, watch->argument[i]);
    for (int i = 0; i < GENERAL; i++)
        if (!watch->argument[i] && strcmp(general[i], "rsp"))
            watch_line(sheet, "movabsq $0x%llx, %%%s", watch_poison(watch->arch, i), general[i]);
    for (int i = 0; i < VECTORS; i++)
        if (!watch->vector_argument[i])
            vector_state(sheet, watch, i, VECTOR_POISON + 16 * i, false);
}

/* All registers as the function left them, then a state in which C can run. */
static void put_return(struct sheet *sheet, const struct watch *watch)
{
    for (int i = 0; i < GENERAL; i++)
        general_state(sheet, watch, i, strcmp(general[i], "rsp") ? AFTER + 8 * i : AFTER_SP, true);
    for (int i = 0; i < VECTORS; i++)
        vector_state(sheet, watch, i, AFTER_VECTORS + 16 * i, true);
    with_state(sheet, watch, "fxsave64 ", FXSAVE, "");
    with_state(sheet, watch, "movq ", CALL_SP, ", %rsp");
    watch_line(sheet, "pushfq");
    with_state(sheet, watch, "popq ", FLAGS, "");
    watch_line(sheet, "cld");
    watch_line(sheet, "fninit");
    with_state(sheet, watch, "ldmxcsr ", AFTER_CONTROL, "");
    watch_line(sheet, "subq $32, %%rsp"); /* below the guards; as Windows wants it */
    watch_line(sheet, "call %s%s_report", watch->prefix, watch->name);
    with_state(sheet, watch, "movq ", ENTRY_SP, ", %rsp");
}

/* Results are the function's, all else is what the caller had. */
static void put_exit(struct sheet *sheet, const struct watch *watch)
{
    with_state(sheet, watch, "fxrstor64 ", FXSAVE, "");
    if (!watch->x87_results)
        watch_line(sheet, "fninit");
    with_state(sheet, watch, "fldcw ", CONTROL, "");
    with_state(sheet, watch, "ldmxcsr ", AFTER_CONTROL, "");
    for (int i = 0; i < VECTORS; i++)
        if (watch->vector_preserved[i])
            vector_state(sheet, watch, i, SAVED_VECTORS + 16 * i, false);
    for (int i = 0; i < GENERAL; i++)
        if (strcmp(general[i], "rsp"))
            general_state(sheet, watch, i, (watch->preserved[i] ? SAVED : AFTER) + 8 * i, false);
    if (watch->pops)
        watch_line(sheet, "ret $%llu", (unsigned long long)watch->pops);
    else
        watch_line(sheet, "ret");
}

static void write_x86_64(struct sheet *sheet, const struct watch *watch)
{
    watch_line(sheet, "endbr64");
    put_entry(sheet, watch);
    put_stack(sheet, watch);
    put_poison(sheet, watch);
    with_state(sheet, watch, "movq %rsp, ", CALL_SP, "");
    watch_line(sheet, "call %s", watch->target);
    put_return(sheet, watch);
    put_exit(sheet, watch);
}

static void report(struct sheet *sheet, const struct watch *watch)
{
    const char *name = watch->name;
    put(sheet, "    unsigned in_use = 0, mxcsr, mxcsr_before;\n    unsigned short control, control_before;\n"
        "    memcpy(&control, %s_state.fxsave, 2), memcpy(&mxcsr, %s_state.fxsave + 24, 4);\n"
        "    memcpy(&control_before, &%s_state.control, 2), memcpy(&mxcsr_before, &%s_state.after_control, 4);\n", name, name, name, name);
    put(sheet, "    if (%s_state.flags & 0x400)\n        %s_say(\"the direction flag is set\", 1, 0);\n", name, name);
    put(sheet, "    for (unsigned tags = %s_state.fxsave[4]; tags; tags &= tags - 1)\n        in_use++;\n    if (in_use != %u)\n"
        "        %s_say(\"x87 registers are in use\", in_use, %u);\n", name, watch->x87_results, name, watch->x87_results);
    put(sheet, "    if (control != control_before)\n        %s_say(\"the x87 control word is changed\", control, control_before);\n", name);
    put(sheet, "    if ((mxcsr ^ mxcsr_before) & 0xffc0)\n        %s_say(\"MXCSR is changed\", mxcsr, mxcsr_before);\n", name);
}

const struct watch_arch watch_x86_64 = {
    .arch = CCONV_ARCH_X86_64,
    .word = 8,
    .general_count = GENERAL,
    .vector_count = VECTORS,
    .general = general,
    .vector = "xmm",
    .untouched = 1u << RSP,
    .write = write_x86_64,
    .report = report,
};
