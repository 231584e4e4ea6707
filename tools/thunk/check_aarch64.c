/* A check-wrapper's assembly on AArch64. x16 and x17 belong to whoever is between two functions: they address the state. */
#include "check.h"

enum { GENERAL = 31, VECTORS = 32, STATE = 16, SCRATCH = 17, PLATFORM = 18, LINK = 30, PASSING = 19 };

static const char *const general[GENERAL] = {"x0", "x1", "x2", "x3", "x4", "x5", "x6", "x7", "x8", "x9", "x10",
                                             "x11", "x12", "x13", "x14", "x15", "x16", "x17", "x18", "x19", "x20",
                                             "x21", "x22", "x23", "x24", "x25", "x26", "x27", "x28", "x29", "x30"};

/* x16 becomes the state's address. */
static void find_state(struct sheet *sheet, const struct watch *watch)
{
    bool macho = watch->container == CONTAINER_MACHO;
    watch_line(sheet, macho ? "adrp x16, %s%s_state@PAGE" : "adrp x16, %s%s_state", watch->prefix, watch->name);
    watch_line(sheet, macho ? "add x16, x16, %s%s_state@PAGEOFF" : "add x16, x16, :lo12:%s%s_state", watch->prefix, watch->name);
}

static void move_all(struct sheet *sheet, const char *operation, int registers, int vectors)
{
    for (int i = 0; i < GENERAL; i++)
        if (i != STATE && i != SCRATCH)
            watch_line(sheet, "%s x%d, [x16, #%d]", operation, i, registers + 8 * i);
    for (int i = 0; i < VECTORS; i++)
        watch_line(sheet, "%s q%d, [x16, #%d]", operation, i, vectors + 16 * i);
}

static void keep(struct sheet *sheet, const char *from, int offset)
{
    watch_line(sheet, "%s", from);
    watch_line(sheet, "str x17, [x16, #%d]", offset);
}

/* Guards, and below them the arguments again. */
static void put_stack(struct sheet *sheet, const struct watch *watch)
{
    unsigned words = (unsigned)(watch->words + 1) / 2 * 2;
    watch_line(sheet, "sub sp, sp, #%u", 8 * words + GUARD);
    watch_line(sheet, "movz x17, #0x5a5a");
    watch_line(sheet, "movk x17, #0x5a5a, lsl #16");
    for (unsigned i = 0; i < GUARD; i += 8)
        watch_line(sheet, "str x17, [sp, #%u]", 8 * words + i);
    for (unsigned i = 0; i < words; i++) {
        watch_line(sheet, "ldr x17, [sp, #%u]", 8 * words + GUARD + 8 * i);
        watch_line(sheet, "str x17, [sp, #%u]", 8 * i);
    }
    watch_line(sheet, "add x17, sp, #%u", 8 * words);
    watch_line(sheet, "str x17, [x16, #%d]", GUARD_AT);
    keep(sheet, "mov x17, sp", CALL_SP);
}

static void put_poison(struct sheet *sheet, const struct watch *watch)
{
    static const char *const narrow[] = {[1] = "uxtb w%d, w%d", [2] = "uxth w%d, w%d", [4] = "mov w%d, w%d"};
    watch_line(sheet, "movz x17, #0xbeef, lsl #32");
    watch_line(sheet, "movk x17, #0xdead, lsl #48");
    for (int i = 0; i < GENERAL; i++) {
        unsigned bytes = watch->argument[i];
        if (bytes == 1 || bytes == 2 || bytes == 4) {
            watch_line(sheet, narrow[bytes], i, i);
            watch_line(sheet, "orr x%d, x%d, x17", i, i);
        }
    }
    for (int i = 0; i < GENERAL; i++)
        if (!watch->argument[i] && !(watch->arch->untouched >> i & 1))
            watch_line(sheet, "ldr x%d, [x16, #%d]", i, POISON + 8 * i);
    for (int i = 0; i < VECTORS; i++)
        if (!watch->vector_argument[i])
            watch_line(sheet, "ldr q%d, [x16, #%d]", i, VECTOR_POISON + 16 * i);
}

/* Results are the function's, all else is what the caller had. */
static void put_exit(struct sheet *sheet, const struct watch *watch)
{
    for (int i = 0; i < GENERAL; i++)
        if (i != STATE && i != SCRATCH)
            watch_line(sheet, "ldr x%d, [x16, #%d]", i, (i < PASSING ? AFTER : SAVED) + 8 * i);
    for (int i = 0; i < VECTORS; i++)
        watch_line(sheet, "ldr q%d, [x16, #%d]", i, (watch->vector_preserved[i] ? SAVED_VECTORS : AFTER_VECTORS) + 16 * i);
    watch_line(sheet, "ldr x17, [x16, #%d]", ENTRY_SP);
    watch_line(sheet, "mov sp, x17");
    watch_line(sheet, "ret");
}

static void write_aarch64(struct sheet *sheet, const struct watch *watch)
{
    watch_line(sheet, "hint #34");
    find_state(sheet, watch);
    move_all(sheet, "str", SAVED, SAVED_VECTORS);
    keep(sheet, "mov x17, sp", ENTRY_SP);
    keep(sheet, "mrs x17, fpcr", CONTROL);
    put_stack(sheet, watch);
    put_poison(sheet, watch);
    watch_line(sheet, "bl %s", watch->target);
    find_state(sheet, watch);
    move_all(sheet, "str", AFTER, AFTER_VECTORS);
    keep(sheet, "mov x17, sp", AFTER_SP);
    keep(sheet, "mrs x17, fpcr", AFTER_CONTROL);
    watch_line(sheet, "ldr x17, [x16, #%d]", CONTROL);
    watch_line(sheet, "msr fpcr, x17");
    watch_line(sheet, "ldr x17, [x16, #%d]", CALL_SP);
    watch_line(sheet, "mov sp, x17");
    watch_line(sheet, "bl %s%s_report", watch->prefix, watch->name);
    find_state(sheet, watch);
    put_exit(sheet, watch);
}

static void report(struct sheet *sheet, const struct watch *watch)
{
    watch_compare_control(sheet, watch, "FPCR", ~0ull);
}

const struct watch_arch watch_aarch64 = {
    .arch = CCONV_ARCH_AARCH64,
    .word = 8,
    .general_count = GENERAL,
    .vector_count = VECTORS,
    .general = general,
    .vector = "v",
    .untouched = 1ull << STATE | 1ull << SCRATCH | 1ull << PLATFORM | 1ull << LINK,
    .write = write_aarch64,
    .report = report,
};
