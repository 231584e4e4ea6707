/*
 * A check-wrapper's assembly on 32-bit Arm, in ARM state. r12 belongs to whoever is between two functions, and so does lr when the
 * function is back: they address the state. d16 to d31, which carry nothing and belong to nobody, are left alone, and all of VFP
 * where C is compiled without it.
 */
#include "check.h"

#include <string.h>

enum { GENERAL = 15, VECTORS = 16, SCRATCH = 4, STATE = 12, SP = 13, LINK = 14, WORD = 4, RESULTS = 4 };

/* FPSCR's modes: AHP, DN, FZ, RMode, Stride, Len and what enables traps; the rest are flags. */
static const unsigned long long FPSCR_MODES = 0x07f79f00;

static const char *const general[GENERAL] = {"r0", "r1", "r2", "r3", "r4", "r5", "r6", "r7", "r8", "r9", "r10", "r11", "r12", "sp", "lr"};

static const char IF_VFP[] = "#if defined(__ARM_FP)", END_IF[] = "#endif";

/* d3 is also s6 and s7, and a half of q1. */
static int find_vector(const char *name, int *count)
{
    int number;
    char end;
    if (!strchr("sdq", name[0]) || sscanf(name + 1, "%d%c", &number, &end) != 1)
        return -1;
    *count = name[0] == 'q' ? 2 : 1;
    number = name[0] == 's' ? number / 2 : *count * number;
    return number < VECTORS ? number : -1;
}

/* r12 becomes the state's address. */
static void find_state(struct sheet *sheet, const struct watch *watch)
{
    watch_line(sheet, "ldr r12, 8f");
    put(sheet, "\t\"7:\\n\"\n");
    watch_line(sheet, "add r12, pc, r12");
    watch_line(sheet, "b 9f");
    put(sheet, "\t\"8:\\n\"\n");
    watch_line(sheet, ".word %s%s_state - (7b + 8)", watch->prefix, watch->name); /* pc is two instructions ahead */
    put(sheet, "\t\"9:\\n\"\n");
}

/* reg = from + bytes, by steps that an instruction holds. */
static void add(struct sheet *sheet, const char *operation, const char *reg, const char *from, unsigned bytes)
{
    for (unsigned at = 0; at < 32; at += 8) {
        if (!(bytes >> at & 0xff))
            continue;
        watch_line(sheet, "%s %s, %s, #%u", operation, reg, from, bytes & 0xffu << at);
        from = reg;
    }
}

/* Through `scratch`, which has the address of the registers' place. */
static void move_vectors(struct sheet *sheet, const char *operation, const char *scratch, int offset, const bool *which, bool wanted)
{
    watch_directive(sheet, IF_VFP);
    add(sheet, "add", scratch, "r12", (unsigned)offset);
    for (int i = 0; i < VECTORS; i++)
        if (!which || which[i] == wanted)
            watch_line(sheet, "%s d%d, [%s, #%d]", operation, i, scratch, 16 * i);
    watch_directive(sheet, END_IF);
}

static void move_control(struct sheet *sheet, const char *scratch, int offset)
{
    watch_directive(sheet, IF_VFP);
    watch_line(sheet, "vmrs %s, fpscr", scratch);
    watch_line(sheet, "str %s, [r12, #%d]", scratch, offset);
    watch_directive(sheet, END_IF);
}

static void put_entry(struct sheet *sheet, const struct watch *watch)
{
    find_state(sheet, watch);
    for (int i = 0; i < GENERAL; i++)
        if (i != STATE)
            watch_line(sheet, "str %s, [r12, #%d]", general[i], i == SP ? ENTRY_SP : SAVED + 8 * i);
    move_vectors(sheet, "vstr", general[SCRATCH], SAVED_VECTORS, NULL, false);
    move_control(sheet, general[SCRATCH], CONTROL);
}

/* Guards, and below them the arguments again. */
static void put_stack(struct sheet *sheet, const struct watch *watch)
{
    unsigned words = (unsigned)(watch->words + 1) / 2 * 2, above = WORD * words;
    add(sheet, "sub", "sp", "sp", above + GUARD);
    watch_line(sheet, "ldr r4, =0x5a5a5a5a");
    for (unsigned i = 0; i < GUARD; i += WORD)
        watch_line(sheet, "str r4, [sp, #%u]", above + i);
    for (unsigned i = 0; i < words; i++) {
        watch_line(sheet, "ldr r4, [sp, #%u]", above + GUARD + WORD * i);
        watch_line(sheet, "str r4, [sp, #%u]", WORD * i);
    }
    add(sheet, "add", "r4", "sp", above);
    if (!above)
        watch_line(sheet, "mov r4, sp");
    watch_line(sheet, "str r4, [r12, #%d]", GUARD_AT);
    watch_line(sheet, "str sp, [r12, #%d]", CALL_SP);
}

/* Narrow arguments are extended by who calls; what is left are structures whose last register is not full. */
static void put_upper_bits(struct sheet *sheet, int reg, unsigned bytes)
{
    watch_line(sheet, "mov %s, %s, lsl #%u", general[reg], general[reg], 32 - 8 * bytes);
    watch_line(sheet, "mov %s, %s, lsr #%u", general[reg], general[reg], 32 - 8 * bytes);
    watch_line(sheet, "ldr r4, [r12, #%d]", POISON + 8 * reg);
    watch_line(sheet, "mov r4, r4, lsr #%u", 8 * bytes);
    watch_line(sheet, "orr %s, %s, r4, lsl #%u", general[reg], general[reg], 8 * bytes);
}

static void put_poison(struct sheet *sheet, const struct watch *watch)
{
    move_vectors(sheet, "vldr", general[SCRATCH], VECTOR_POISON, watch->vector_argument, false);
    for (int i = 0; i < RESULTS; i++)
        if (watch->argument[i] && watch->argument[i] < WORD)
            put_upper_bits(sheet, i, watch->argument[i]);
    for (int i = 0; i < STATE; i++)
        if (!watch->argument[i])
            watch_line(sheet, "ldr %s, [r12, #%d]", general[i], POISON + 8 * i);
    watch_line(sheet, "ldr r12, [r12, #%d]", POISON + 8 * STATE);
}

static void put_return(struct sheet *sheet, const struct watch *watch)
{
    find_state(sheet, watch);
    for (int i = 0; i < SP; i++)
        if (i != STATE)
            watch_line(sheet, "str %s, [r12, #%d]", general[i], AFTER + 8 * i);
    watch_line(sheet, "str sp, [r12, #%d]", AFTER_SP);
    move_vectors(sheet, "vstr", general[LINK], AFTER_VECTORS, NULL, false);
    move_control(sheet, general[LINK], AFTER_CONTROL);
    watch_directive(sheet, IF_VFP);
    watch_line(sheet, "ldr lr, [r12, #%d]", CONTROL);
    watch_line(sheet, "vmsr fpscr, lr");
    watch_directive(sheet, END_IF);
    watch_line(sheet, "ldr sp, [r12, #%d]", CALL_SP);
    watch_line(sheet, "bl %s%s_report", watch->prefix, watch->name);
}

/* Results are the function's, all else is what the caller had. */
static void put_exit(struct sheet *sheet, const struct watch *watch)
{
    bool preserved[VECTORS];
    for (int i = 0; i < VECTORS; i++)
        preserved[i] = watch->vector_preserved[i] != 0;
    find_state(sheet, watch);
    move_vectors(sheet, "vldr", general[LINK], SAVED_VECTORS, preserved, true);
    move_vectors(sheet, "vldr", general[LINK], AFTER_VECTORS, preserved, false);
    for (int i = 0; i < STATE; i++)
        watch_line(sheet, "ldr %s, [r12, #%d]", general[i], (i < RESULTS ? AFTER : SAVED) + 8 * i);
    watch_line(sheet, "ldr sp, [r12, #%d]", ENTRY_SP);
    watch_line(sheet, "ldr lr, [r12, #%d]", SAVED + 8 * LINK);
    watch_line(sheet, "bx lr");
    watch_line(sheet, ".ltorg");
}

static void write_arm(struct sheet *sheet, const struct watch *watch)
{
    put_entry(sheet, watch);
    put_stack(sheet, watch);
    put_poison(sheet, watch);
    watch_line(sheet, "bl %s", watch->target);
    put_return(sheet, watch);
    put_exit(sheet, watch);
}

static void report(struct sheet *sheet, const struct watch *watch)
{
    watch_compare_control(sheet, watch, "FPSCR", FPSCR_MODES);
}

const struct watch_arch watch_arm = {
    .arch = CCONV_ARCH_ARM,
    .word = WORD,
    .general_count = GENERAL,
    .vector_count = VECTORS,
    .general = general,
    .vector = "d",
    .find_vector = find_vector,
    .untouched = 1u << STATE | 1u << SP | 1u << LINK,
    .write = write_arm,
    .report = report,
};
