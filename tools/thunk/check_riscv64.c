/*
 * A check-wrapper's assembly on RISC-V with 64 bits. t5 and t6 carry nothing and belong to nobody: they address the state. Where C is
 * compiled without floating-point registers of 64 bits, those are left alone.
 */
#include "check.h"

enum { GENERAL = 32, VECTORS = 32, RA = 1, SP = 2, GP = 3, TP = 4, A0 = 10, SCRATCH = 30, STATE = 31, WORD = 8, BIAS = 1024 };

static const char *const general[GENERAL] = {"zero", "ra", "sp", "gp", "tp", "t0", "t1", "t2", "s0", "s1", "a0", "a1", "a2", "a3", "a4", "a5",
                                             "a6", "a7", "s2", "s3", "s4", "s5", "s6", "s7", "s8", "s9", "s10", "s11", "t3", "t4", "t5", "t6"};
static const char *const vectors[VECTORS] = {"ft0", "ft1", "ft2", "ft3", "ft4", "ft5", "ft6", "ft7", "fs0", "fs1", "fa0",
                                             "fa1", "fa2", "fa3", "fa4", "fa5", "fa6", "fa7", "fs2", "fs3", "fs4", "fs5",
                                             "fs6", "fs7", "fs8", "fs9", "fs10", "fs11", "ft8", "ft9", "ft10", "ft11"};

static const char IF_FLOATING[] = "#if __riscv_flen >= 64", END_IF[] = "#endif";

/* t6 becomes an address in the state from which an instruction reaches all of it; not by gp, which the function may have changed. */
static void find_state(struct sheet *sheet, const struct watch *watch)
{
    watch_line(sheet, ".option push");
    watch_line(sheet, ".option norelax");
    watch_line(sheet, "lla t6, %s%s_state+%d", watch->prefix, watch->name, BIAS);
    watch_line(sheet, ".option pop");
}

static void access(struct sheet *sheet, const char *operation, const char *reg, int offset)
{
    watch_line(sheet, "%s %s, %d(t6)", operation, reg, offset - BIAS);
}

static bool is_moved(int reg)
{
    return reg > SP && reg < SCRATCH;
}

static void store_all(struct sheet *sheet, int registers, int stack_pointer, int floating, int control)
{
    access(sheet, "sd", general[RA], registers + 8 * RA);
    access(sheet, "sd", general[SP], stack_pointer);
    for (int i = 0; i < GENERAL; i++)
        if (is_moved(i))
            access(sheet, "sd", general[i], registers + 8 * i);
    watch_directive(sheet, IF_FLOATING);
    for (int i = 0; i < VECTORS; i++)
        access(sheet, "fsd", vectors[i], floating + 16 * i);
    watch_line(sheet, "frcsr t5");
    access(sheet, "sd", "t5", control);
    watch_directive(sheet, END_IF);
}

/* sp + bytes, which may be more than an instruction adds. */
static void add_to_stack(struct sheet *sheet, const char *to, int bytes)
{
    enum { MOST = 2032 };
    const char *from = "sp";
    for (; bytes > MOST || bytes < -MOST; bytes -= bytes < 0 ? -MOST : MOST, from = to)
        watch_line(sheet, "addi %s, %s, %d", to, from, bytes < 0 ? -MOST : MOST);
    watch_line(sheet, "addi %s, %s, %d", to, from, bytes);
}

/* Guards, and below them the arguments again: t3 goes through what is read, t4 through what is written. */
static void put_stack(struct sheet *sheet, const struct watch *watch)
{
    int words = (int)(watch->words + 1) / 2 * 2;
    watch_line(sheet, "mv t3, sp");
    add_to_stack(sheet, "sp", -(WORD * words + GUARD));
    access(sheet, "sd", "sp", CALL_SP);
    watch_line(sheet, "mv t4, sp");
    for (int i = 0; i < words; i++) {
        watch_line(sheet, "ld t5, (t3)");
        watch_line(sheet, "sd t5, (t4)");
        watch_line(sheet, "addi t3, t3, 8");
        watch_line(sheet, "addi t4, t4, 8");
    }
    access(sheet, "sd", "t4", GUARD_AT);
    watch_line(sheet, "li t5, 0x5a5a5a5a");
    for (int i = 0; i < GUARD; i += WORD)
        watch_line(sheet, "sd t5, %d(t4)", i);
}

/* Narrow arguments are extended by who calls; what is left are structures whose last register is not full. */
static void put_upper_bits(struct sheet *sheet, int reg, int bytes)
{
    watch_line(sheet, "slli %s, %s, %d", general[reg], general[reg], 64 - 8 * bytes);
    watch_line(sheet, "srli %s, %s, %d", general[reg], general[reg], 64 - 8 * bytes);
    access(sheet, "ld", "t5", POISON + 8 * reg);
    watch_line(sheet, "srli t5, t5, %d", 8 * bytes);
    watch_line(sheet, "slli t5, t5, %d", 8 * bytes);
    watch_line(sheet, "or %s, %s, t5", general[reg], general[reg]);
}

static void put_poison(struct sheet *sheet, const struct watch *watch)
{
    watch_directive(sheet, IF_FLOATING);
    for (int i = 0; i < VECTORS; i++)
        if (!watch->vector_argument[i])
            access(sheet, "fld", vectors[i], VECTOR_POISON + 16 * i);
    watch_directive(sheet, END_IF);
    for (int i = 0; i < GENERAL; i++)
        if (watch->argument[i] && watch->argument[i] < WORD)
            put_upper_bits(sheet, i, watch->argument[i]);
    for (int i = TP + 1; i < GENERAL; i++) /* t6 is the last */
        if (!watch->argument[i])
            access(sheet, "ld", general[i], POISON + 8 * i);
}

static void put_return(struct sheet *sheet, const struct watch *watch)
{
    find_state(sheet, watch);
    store_all(sheet, AFTER, AFTER_SP, AFTER_VECTORS, AFTER_CONTROL);
    watch_directive(sheet, IF_FLOATING);
    access(sheet, "ld", "t5", CONTROL);
    watch_line(sheet, "fscsr t5");
    watch_directive(sheet, END_IF);
    access(sheet, "ld", general[GP], SAVED + 8 * GP); /* C needs them, whatever the function made of them */
    access(sheet, "ld", general[TP], SAVED + 8 * TP);
    access(sheet, "ld", general[SP], CALL_SP);
    watch_line(sheet, "call %s%s_report", watch->prefix, watch->name);
}

/* Results are the function's, all else is what the caller had. */
static void put_exit(struct sheet *sheet, const struct watch *watch)
{
    find_state(sheet, watch);
    watch_directive(sheet, IF_FLOATING);
    for (int i = 0; i < VECTORS; i++)
        access(sheet, "fld", vectors[i], (watch->vector_preserved[i] ? SAVED_VECTORS : AFTER_VECTORS) + 16 * i);
    watch_directive(sheet, END_IF);
    for (int i = 0; i < GENERAL; i++)
        if (is_moved(i))
            access(sheet, "ld", general[i], (watch->preserved[i] || watch->arch->untouched >> i & 1 ? SAVED : AFTER) + 8 * i);
    access(sheet, "ld", general[RA], SAVED + 8 * RA);
    access(sheet, "ld", general[SP], ENTRY_SP);
    watch_line(sheet, "ret");
}

static void write_riscv64(struct sheet *sheet, const struct watch *watch)
{
    find_state(sheet, watch);
    store_all(sheet, SAVED, ENTRY_SP, SAVED_VECTORS, CONTROL);
    put_stack(sheet, watch);
    put_poison(sheet, watch);
    watch_line(sheet, "call %s", watch->target);
    put_return(sheet, watch);
    put_exit(sheet, watch);
}

static void report(struct sheet *sheet, const struct watch *watch)
{
    const char *name = watch->name;
    watch_compare_control(sheet, watch, "the rounding mode", 0xe0);
    for (int i = GP; i <= TP; i++)
        put(sheet, "    if (%s_state.after[%d] != %s_state.saved[%d])\n        %s_say(\"%s is changed\", %s_state.after[%d], %s_state.saved[%d]);\n",
            name, i, name, i, name, general[i], name, i, name, i);
}

const struct watch_arch watch_riscv64 = {
    .arch = CCONV_ARCH_RISCV64,
    .word = WORD,
    .general_count = GENERAL,
    .vector_count = VECTORS,
    .general = general,
    .vectors = vectors,
    .untouched = 1ull | 1ull << RA | 1ull << SP | 1ull << GP | 1ull << TP,
    .write = write_riscv64,
    .report = report,
};
