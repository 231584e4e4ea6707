/* Fixed questions to a judge: which registers, and which parts of them, survive a callee that overwrites every one;
   and which upper bits of a narrow argument in a register a callee trusts. */
#include "conform.h"

#include <stdarg.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

struct narrow { const char *type; unsigned size; bool is_signed; };
static const struct narrow narrows[] = {
    {"_Bool", 1, false}, {"signed char", 1, true}, {"unsigned char", 1, false}, {"short", 2, true},
    {"unsigned short", 2, false}, {"int", 4, true}, {"unsigned int", 4, false},
};
enum { NARROWS = sizeof narrows / sizeof *narrows, JOBS = 1 + 2 * NARROWS };

struct fixed {
    const struct judge *judge;
    cconv_context *context;
    struct string text;      /* prototypes, which the library reads too */
    struct string bodies;
    struct string overwrite, overwritten; /* the assembly of `clobber`, and the list of what it changes */
    bool without_clobber;
    cconv_plan *plans[1 + NARROWS];
    struct job jobs[JOBS];
    unsigned job_count;
    struct record records[JOBS];
    bool got[JOBS];
};

/* x18 belongs to the platform on macOS and Windows; rbp and r11 (Arm) may be the frame pointer there. */
static bool overwrites(const struct fixed *f, unsigned reg)
{
    const struct machine *machine = f->judge->machine;
    const char *name = machine->general[reg];
    bool is_linux = cconv_target_os(f->judge->target) == CCONV_OS_LINUX;
    bool is_frame = !strcmp(name ? name : "", machine->arch == CCONV_ARCH_ARM ? "r11" : "rbp");
    if (!name || (!is_linux && (!strcmp(name, "x18") || is_frame)))
        return false;
    for (const char *const *kept = machine->not_overwritten; *kept; kept++)
        if (!strcmp(*kept, name))
            return false;
    return true;
}

/* The formats are the machine's own. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
/* What the compiler is told of a register that is changed. */
static void add_overwritten(struct fixed *f, unsigned number, const char *format, unsigned i)
{
    char name[16];
    snprintf(name, sizeof name, format, i);
    if (f->judge->is_zig)
        zig_add_overwritten(&f->overwritten, f->judge->machine->arch, number, name);
    else
        string_add(&f->overwritten, ", \"%s\"", name);
}

/* A function that changes every register it may name, and says so to the compiler. */
static void write_clobber(struct fixed *f)
{
    const struct machine *machine = f->judge->machine;
    string_add(&f->text, "%svoid clobber(void)", f->judge->attribute);
    if (is_decorated(f->judge->attribute))
        string_add(&f->text, " __asm__(\"%sclobber\")", label_mark(&f->judge->abilities));
    string_add(&f->text, ";\n");
    for (unsigned i = 0; i < machine->general_count; i++)
        if (overwrites(f, i)) {
            string_add(&f->overwrite, machine->overwrite_general, machine->general[i]);
            add_overwritten(f, i, machine->general[i], 0);
        }
    for (unsigned i = 0; i < machine->bank.count; i++) {
        string_add(&f->overwrite, machine->bank.overwrite, i);
        add_overwritten(f, UINT_MAX, machine->bank.clobber, i);
    }
    for (unsigned i = 0; i < machine->vector_count; i++) {
        string_add(&f->overwrite, machine->overwrite_vector, i);
        add_overwritten(f, UINT_MAX, machine->vector_clobber, i);
    }
}
#pragma GCC diagnostic pop

static void write_narrow(struct fixed *f)
{
    for (unsigned i = 0; i < NARROWS; i++) {
        string_add(&f->text, "%slong long narrow_%u(%s)", f->judge->attribute, i, narrows[i].type);
        if (is_decorated(f->judge->attribute))
            string_add(&f->text, " __asm__(\"%snarrow_%u\")", label_mark(&f->judge->abilities), i);
        string_add(&f->text, ";\n");
        if (f->judge->is_zig)
            zig_add_narrow(&f->bodies, f->judge, i, narrows[i].type);
        else
            string_add(&f->bodies, "%slong long narrow_%u(%s x) { return x; }\n", f->judge->attribute, i, narrows[i].type);
    }
}

static bool make_plans(struct fixed *f)
{
    const cconv_options options = {.target = f->judge->target, .reading = f->judge->reading};
    const cconv_plan_options plan_options = {.reading = f->judge->reading};
    cconv_unit *unit;
    if (cconv_context_new(&options, &f->context, NULL)
        || cconv_parse(f->context, f->text.data, f->text.length, NULL, &unit, NULL))
        return false;
    for (unsigned i = 0; i <= NARROWS; i++)
        if (cconv_plan_new(f->judge->convention, cconv_unit_function(unit, i), &plan_options, &f->plans[i], NULL))
            return false;
    return true;
}

static uint64_t proper(const struct narrow *type, uint64_t value)
{
    unsigned shift = 64 - 8 * type->size;
    return type->is_signed ? (uint64_t)((int64_t)(value << shift) >> shift) : value << shift >> shift;
}

/* A value that is extended in one part and has other bits in the rest: of bits size…31 (first), of 32…63 (second). */
static uint64_t junk(const struct narrow *type, bool high)
{
    uint64_t value = !strcmp(type->type, "_Bool") ? 1 : type->size == 1 ? 0x9c : type->size == 2 ? 0x9abc : 0x9abcdef0;
    uint64_t good = proper(type, value), upper = high ? 0xffffffff00000000u : 0xffffffff00000000u >> 32;
    uint64_t low = type->size == 4 ? 0xffffffffu : ((uint64_t)1 << 8 * type->size) - 1;
    return high ? good ^ (0x5a5a5a5a5a5a5a5au & upper) : good ^ (0x5a5a5a5a5a5a5a5au & upper & ~low);
}

static void make_fixed_jobs(struct fixed *f)
{
    f->jobs[f->job_count++] = (struct job){.kind = RECORD_RESULT, .set_register = -1, .function = "clobber"};
    for (unsigned i = 0; i < NARROWS; i++) {
        const cconv_placement *placed = cconv_plan_argument(f->plans[1 + i], 0);
        const char *reg = placed->pieces[0].where == CCONV_IN_REGISTER
                              ? cconv_plan_register_name(f->plans[1 + i], placed->pieces[0].reg) : "the stack";
        for (unsigned high = 0; high < 2; high++) {
            struct job *job = &f->jobs[f->job_count];
            *job = (struct job){.kind = RECORD_RESULT, .index = f->job_count, .set_value = junk(&narrows[i], high),
                                .set_register = machine_general(f->judge->machine, reg)};
            snprintf(job->function, sizeof job->function, "narrow_%u", i);
            f->job_count++;
        }
    }
}

static void keep_record(void *user, const struct record *record, const uint8_t *window)
{
    struct fixed *f = user;
    (void)window;
    if (record->index < JOBS) {
        f->records[record->index] = *record;
        f->got[record->index] = true;
    }
}

static bool write_functions(const struct fixed *f)
{
    char path[512];
    const char *overwrite = f->without_clobber ? "" : f->overwrite.data, *list = f->without_clobber ? "" : f->overwritten.data;
    snprintf(path, sizeof path, "%s/cases.%s", f->judge->directory, f->judge->is_zig ? "zig" : "c");
    FILE *out = fopen(path, "w");
    if (!out)
        return false;
    if (f->judge->is_zig)
        zig_write_fixed(out, f->judge, f->bodies.data, overwrite, list);
    else
        fprintf(out, "%s%s%svoid clobber(void) { __asm__ volatile(\"%s\" : : : \"memory\"%s); }\n", f->text.data,
                f->bodies.data, f->judge->attribute, overwrite, list);
    return fclose(out) == 0;
}

static bool run_fixed(struct fixed *f)
{
    char path[512], command[2048], error[256] = "";
    if (!write_functions(f))
        return false;
    snprintf(path, sizeof path, "%s/jobs.c", f->judge->directory);
    FILE *out = fopen(path, "w");
    if (!out)
        return false;
    emit_jobs(out, NULL, 0, f->jobs, f->job_count);
    if (fclose(out))
        return false;
    /* The frame pointer is overwritten too: nothing may be restored through it. */
    bool known = f->judge->own_reading == CCONV_AS_GCC || f->judge->own_reading == CCONV_AS_CLANG;
    snprintf(command, sizeof command, "cd '%s' && %s%s%s %s", f->judge->directory, f->judge->compile,
             judge_level(f->judge, 2), known || f->judge->is_zig ? " -fomit-frame-pointer" : "",
             f->judge->is_zig ? "cases.zig -femit-bin=cases.o" : "-c cases.c -o cases.o");
    snprintf(path, sizeof path, "%s/fixed.log", f->judge->directory);
    if (run_command(command, path, f->judge->compile_seconds))
        return false;
    snprintf(path, sizeof path, "%s/cases.o", f->judge->directory);
    unsigned next;
    return f->judge->runner == RUN_UNICORN
               ? run_unicorn(f->judge, path, NULL, f->jobs, f->job_count, keep_record, f, error, sizeof error)
               : run_native(f->judge, "cases.o", 0, keep_record, f, &next) == 0;
}

/* What the convention's table promises of a register that is preserved in part and has no name for that part: RISC-V's
   "fs0-fs11" with single precision. UINT_MAX if the table does not have it so. */
static unsigned promised_part(const cconv_convention *convention, const char *name)
{
    const cconv_register_role *role;
    for (size_t i = 0; (role = cconv_convention_register(convention, i)); i++) {
        size_t stem = strcspn(role->reg, "0123456789");
        const char *dash = strchr(role->reg, '-');
        unsigned first = (unsigned)atoi(role->reg + stem), last = dash ? (unsigned)atoi(dash + 1 + stem) : first;
        bool named = !strncmp(role->reg, name, stem) && name[stem] >= '0' && name[stem] <= '9';
        if (named && (unsigned)atoi(name + stem) >= first && (unsigned)atoi(name + stem) <= last)
            return role->preserved_bytes < role->bytes ? role->preserved_bytes : UINT_MAX;
    }
    return UINT_MAX;
}

/* The plan's preserved bytes of a register of `room` bytes: its name, or narrower names for parts ("d8", "d9"), in
   rising order. */
static unsigned preserved_bytes(const cconv_plan *plan, const struct record *record, const struct machine *machine,
                                const uint8_t *bytes, unsigned room)
{
    unsigned kept = 0;
    for (size_t i = 0; kept < room && cconv_plan_preserved(plan, i); i++) {
        const char *name = cconv_plan_preserved(plan, i);
        const uint8_t *found;
        size_t size;
        if (!machine_register(machine, record, name, &found, &size) || found != bytes + kept)
            continue;
        unsigned part = promised_part(cconv_plan_convention(plan), name);
        kept += size < part ? (unsigned)size : part;
    }
    return kept;
}

__attribute__((format(printf, 3, 4))) static void add_row(struct fixed_rows *rows, bool good, const char *format, ...)
{
    good ? rows->passed++ : rows->failed++;
    if (good || rows->count == sizeof rows->failure / sizeof *rows->failure)
        return;
    va_list list;
    va_start(list, format);
    vsnprintf(rows->failure[rows->count++], sizeof *rows->failure, format, list);
    va_end(list);
}

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
static void bank_name(const struct machine *machine, unsigned i, char *text, size_t size)
{
    snprintf(text, size, machine->bank.name, i);
}
#pragma GCC diagnostic pop

/* The first `size` bytes of a row's register from `at` on: as many are kept as the plan says. */
static void judge_row(struct fixed *f, unsigned row, unsigned at, unsigned size, const char *name,
                      struct fixed_rows *rows)
{
    const struct record *record = &f->records[0];
    const uint8_t *bytes = record->vec[row] + at;
    unsigned kept = 0, promised = preserved_bytes(f->plans[0], record, f->judge->machine, bytes, size);
    while (kept < size && bytes[kept] == poison_vector(row, at + kept))
        kept++;
    /* Of a register that is kept in part, a callee may keep more. */
    bool good = kept == promised || (promised && promised < size && kept > promised);
    add_row(rows, good, "%s: the callee keeps %u bytes, the plan says %u", name, kept, promised);
}

/* What a general register of a record holds; the record has it as the target's memory does. */
static uint64_t general_value(const struct fixed *f, const struct record *record, unsigned reg)
{
    uint64_t value = record->gpr[reg];
    return cconv_target_is_big_endian(f->judge->target) ? __builtin_bswap64(value) : value;
}

static void judge_preserved(struct fixed *f, struct fixed_rows *rows)
{
    const struct record *record = &f->records[0];
    const struct machine *machine = f->judge->machine;
    char name[16];
    for (unsigned i = 0; i < machine->general_count; i++) {
        if (!overwrites(f, i))
            continue;
        uint64_t word = machine->word == 8 ? UINT64_MAX : UINT32_MAX;
        bool kept = !((general_value(f, record, i) ^ poison_general(i)) & word);
        bool promised = preserved_bytes(f->plans[0], record, machine, (const uint8_t *)&record->gpr[i], machine->word) == machine->word;
        if (i == machine->result && kept) /* pushed and popped to align the stack: free to do, promised by none */
            kept = promised;
        add_row(rows, kept == promised, "%s: the callee %s it, the plan says %s", machine->general[i],
                kept ? "keeps" : "changes", promised ? "preserved" : "not preserved");
    }
    for (unsigned i = 0; i < machine->vector_count; i++) {
        machine_vector_name(machine, i, name, sizeof name);
        judge_row(f, i, 0, machine->vector_bytes, name, rows);
    }
    for (unsigned i = 0; i < machine->bank.count; i++) {
        bank_name(machine, i, name, sizeof name);
        judge_row(f, i, machine->bank.at, machine->bank.bytes, name, rows);
    }
}

static void judge_narrow(struct fixed *f, struct fixed_rows *rows)
{
    unsigned result = f->judge->machine->result;
    uint64_t word = f->judge->machine->word == 8 ? UINT64_MAX : UINT32_MAX; /* what the first result register holds */
    for (unsigned i = 0; i < NARROWS; i++) {
        const cconv_placement *placed = cconv_plan_argument(f->plans[1 + i], 0);
        unsigned trusted = 0;
        for (unsigned high = 0; high < 2; high++) {
            uint64_t got = general_value(f, &f->records[1 + 2 * i + high], result);
            if ((got ^ proper(&narrows[i], junk(&narrows[i], high))) & word)
                trusted = high ? 8 : 4;
        }
        unsigned promised = placed->extend == CCONV_EXTEND_NONE ? 0 : placed->extended_to;
        if (trusted == 4 && narrows[i].size == 4)
            trusted = 0;
        add_row(rows, trusted <= promised, "%s in a register: the callee trusts %u bytes, the plan promises %u",
                narrows[i].type, trusted, promised);
    }
}

void fixed_judge(const struct judge *judge, struct fixed_rows *rows)
{
    struct fixed *f = calloc(1, sizeof *f);
    bool whole = true;
    if (!f)
        abort();
    f->judge = judge;
    write_clobber(f);
    write_narrow(f);
    bool done = make_plans(f);
    if (done)
        make_fixed_jobs(f);
    if (done && !run_fixed(f)) { /* not every compiler takes the overwriting assembly */
        whole = false;
        f->without_clobber = true;
        done = run_fixed(f);
    }
    for (unsigned i = whole ? 0 : 1; i < f->job_count; i++)
        done = done && f->got[i];
    if (done && whole)
        judge_preserved(f, rows);
    if (done)
        judge_narrow(f, rows);
    rows->skipped += done ? 0 : 1 + NARROWS; /* a compiler that refuses the assembly is no judge that is missing */
    for (unsigned i = 0; i <= NARROWS; i++)
        cconv_plan_free(f->plans[i]);
    cconv_context_free(f->context);
    string_free(&f->text);
    string_free(&f->bodies);
    string_free(&f->overwrite);
    string_free(&f->overwritten);
    free(f);
}
