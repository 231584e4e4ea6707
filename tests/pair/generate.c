/*
 * Draws prototypes, has a compiler build a caller and a callee of each, and writes what driver.c needs to stand between
 * them: callers that call a pointer, callees that say what arrived.
 *
 *     generate CONVENTION TARGET COMPILER COUNT SEED DIRECTORY [FIRST [SECOND-CONVENTION ATTRIBUTE]]
 *
 * With a second convention, which functions with the attribute have in C, relay.c's functions are among them, and nothing is
 * linked: objects and declarations of each batch are left in the directory.
 *
 * Draws until COUNT prototypes are kept, of which the first drawn has the number FIRST, and prints the number to go on with.
 * Only prototypes that the oracle of `callconv conform` passes are kept: there compiler and plan agree, so whatever fails
 * afterwards is the generated code's.
 */
#include "relay.h"

#include <stdlib.h>
#include <string.h>

/* The second convention; NULL for none. */
struct second {
    const cconv_convention *convention;
    const char *attribute;
};

struct output {
    FILE *table;
    unsigned file, count;
};

/* What is written of each value. */
static const uint8_t *sent_bytes(const struct trial *trial, unsigned i)
{
    return i < trial->generated.count ? trial->arguments[i].bytes : trial->result.bytes;
}

static const uint8_t *passed_bytes(const struct trial *trial, unsigned i)
{
    return i < trial->generated.count ? trial->passed[i].bytes : trial->result.bytes;
}

static const uint8_t *mask_bytes(const struct trial *trial, unsigned i)
{
    return i < trial->generated.count ? trial->passed[i].mask : trial->result.mask;
}

/* An array with all values of a trial at their offsets. */
static void put_bytes(FILE *out, const char *name, unsigned number, const struct trial *trial,
                      const uint8_t *(*bytes)(const struct trial *, unsigned))
{
    size_t at = 0;
    unsigned values = trial->generated.count + (trial->printed.result_name != NULL);
    fprintf(out, "%s_%u[] __attribute__((aligned(%d))) = {", name, number, DATA_ALIGN);
    for (unsigned i = 0; i < values; i++) {
        size_t size = i < trial->generated.count ? trial->passed[i].size : trial->result.size;
        for (size_t offset = trial_offset(trial, i); at < offset; at++)
            fputs("0,", out);
        for (size_t j = 0; j < size; j++, at++)
            fprintf(out, "%u,", bytes(trial, i)[j]);
    }
    fputs("0};\n", out);
}

static void put_text(FILE *out, const char *text)
{
    fputc('"', out);
    for (; *text; text++) {
        if (*text == '\n') {
            fputs("\\n\"\n\"", out);
            continue;
        }
        if (*text == '"' || *text == '\\')
            fputc('\\', out);
        fputc(*text, out);
    }
    fputc('"', out);
}

static void put_values(FILE *out, unsigned number, const struct trial *trial)
{
    const struct generated_case *c = &trial->generated;
    fprintf(out, "static const struct pair_value values_%u[] = {", number);
    for (unsigned i = 0; i < c->count; i++)
        fprintf(out, "{%zu, %zu}, ", trial_offset(trial, i), trial->passed[i].size);
    fprintf(out, "{%zu, %zu}};\nstatic const char *const variadic_%u[] = {", trial_offset(trial, c->count),
            trial->printed.result_name ? trial->result.size : 0, number);
    for (unsigned i = c->fixed; i < c->count; i++) {
        put_text(out, trial->printed.argument_names[i]);
        fputc(',', out);
    }
    fputs("0};\n", out);
}

/* The trials of one file: names in it are numbered from 0, in the table through all. What was compiled and is not kept
   never runs, but is linked. */
static void put_batch(FILE *out, const struct trial *trials, const bool *compiled, unsigned count, unsigned first)
{
    fputs("#include \"pair.h\"\n", out);
    for (unsigned i = 0; i < count; i++) {
        if (!trials[i].active) {
            if (compiled[i])
                fprintf(out, "void f_%u(void) { __builtin_trap(); }\nunsigned char o_%u[1], d_%u[1];\n", i, i, i);
            continue;
        }
        size_t size = trial_output_size(&trials[i]) + 1;
        fprintf(out, "extern void receiver_%u(void), mixed_%u(void);\nextern void *volatile pointer_%u;\n"
                "void f_%u(void) { __builtin_trap(); }\n" /* what caller_… would call */
                "__attribute__((aligned(%d))) unsigned char o_%u[%zu];\n", i, i, i, i, DATA_ALIGN, i, size);
        put_bytes(out, "unsigned char d", i, &trials[i], sent_bytes);
        put_bytes(out, "static const unsigned char sent", i, &trials[i], passed_bytes);
        put_bytes(out, "static const unsigned char mask", i, &trials[i], mask_bytes);
        put_values(out, i, &trials[i]);
    }
    fprintf(out, "const struct pair_case pair_batch_%u[] = {\n", first);
    for (unsigned i = 0; i < count; i++) {
        const struct generated_case *c = &trials[i].generated;
        if (!trials[i].active)
            continue;
        fprintf(out, "{%lluu,\n", (unsigned long long)c->number);
        put_text(out, trials[i].printed.text.data);
        fprintf(out, ",\n%u, %u, variadic_%u, values_%u, receiver_%u, mixed_%u, &pointer_%u, o_%u, sent_%u, mask_%u},\n",
                c->fixed, c->count, i, i, i, i, i, i, i, i);
    }
    fputs("{0}};\n", out);
}

/* What the oracle compiled last, compiled again with relays behind it. */
static bool build_relays(const struct judge *judge, const struct second *second, const char *directory, const struct trial *trials,
                         unsigned count, unsigned number)
{
    char path[700], command[4096];
    snprintf(path, sizeof path, "%s/cases.c", judge->directory);
    FILE *out = fopen(path, "a");
    if (!out)
        return false;
    relay_code(out, judge, trials, count, second->attribute);
    fclose(out);
    snprintf(path, sizeof path, "%s/pair.log", judge->directory);
    snprintf(command, sizeof command,
             "cd '%s' && %s%s%u -c cases.c -o '%s/cases_%u.o' && %s -w -I '%s' -c table.c -o '%s/table_%u.o'", judge->directory,
             judge->compile, judge->levels ? " -O" : " -DLEVEL=", 1 + number % 2, directory, number, judge->link, PAIR_SOURCE,
             directory, number);
    if (run_command(command, path, 120) == 0)
        return relay_declarations(directory, trials, count, number);
    fprintf(stderr, "generate: does not build: %s\n", path);
    return false;
}

/* What the oracle compiled last, linked with its table so that the names of one batch do not meet another's. */
static bool build(const struct judge *judge, const struct second *second, const char *directory, const struct trial *trials,
                  const bool *compiled, unsigned count, unsigned number)
{
    /* llvm-objcopy keeps no symbol of COFF; GNU's linker forgets that clang's list of addresses is to be left out. */
    const char *objcopy = judge->runner == RUN_WINE ? "x86_64-w64-mingw32-objcopy --remove-section=.llvm_addrsig"
                                                    : "llvm-objcopy-19";
    char path[700], command[4096];
    snprintf(path, sizeof path, "%s/table.c", judge->directory);
    FILE *out = fopen(path, "w");
    if (!out)
        return false;
    put_batch(out, trials, compiled, count, number);
    if (second->convention)
        relay_table(out, trials, count, number);
    fclose(out);
    if (second->convention)
        return build_relays(judge, second, directory, trials, count, number);
    snprintf(path, sizeof path, "%s/pair.log", judge->directory);
    snprintf(command, sizeof command,
             "cd '%s' && %s -w -I '%s' -c table.c -o table.o && %s -nostdlib -r cases.o table.o -o '%s/batch_%u.o' && "
             "%s --keep-global-symbol=pair_batch_%u '%s/batch_%u.o'",
             judge->directory, judge->link, PAIR_SOURCE, judge->link, directory, number, objcopy, number, directory, number);
    if (run_command(command, path, 120) == 0)
        return true;
    fprintf(stderr, "generate: does not build: %s\n", path);
    return false;
}

/* Pointers to names of other files would be shared by name with other batches, whose names are the same. */
static void compile_alone(struct judge *judge)
{
    size_t length = strlen(judge->compile);
    if (judge->runner == RUN_WINE)
        snprintf(judge->compile + length, sizeof judge->compile - length, " %s",
                 strstr(judge->compile, "clang") ? "-fno-auto-import" : "-mcmodel=small");
}

/* Where the compiler is known to err, it may pass by luck: asked as if the callee had misread each argument. */
static bool is_known(const struct judge *judge, struct trial *trial)
{
    bool known = trial->verdict.known != NULL;
    trial->verdict.aspect = CALLEE_ARGUMENT;
    for (int i = -1; i < (int)trial->generated.count && !known; i++)
        known = known_error(judge, trial, i) != NULL;
    trial->verdict.aspect = NOTHING;
    return known;
}

/* `compiled` are those that the object has, kept or not. */
static unsigned keep_agreeing(const struct judge *judge, struct trial *trials, bool *compiled, unsigned count)
{
    unsigned kept = 0;
    for (unsigned i = 0; i < count; i++) {
        struct trial *trial = &trials[i];
        compiled[i] = trial->active;
        trial->active = trial->active && trial->verdict.state == PASSED && !is_known(judge, trial)
                        && (trial->parts & PART_MIXED) && trial->got & GOT_MIXED;
        kept += trial->active;
    }
    return kept;
}

/* One file of `count` cases from the number `first` on; returns how many are kept. */
static unsigned generate_batch(const struct judge *judge, const struct second *second, const char *directory, uint64_t first,
                               unsigned count, uint64_t seed, unsigned number)
{
    struct pool pool = {0};
    bool compiled[BATCH];
    struct trial *trials = calloc(count, sizeof *trials);
    if (!trials)
        return 0;
    for (unsigned i = 0; i < count; i++) {
        generate_case(&pool, seed, first + i, &judge->abilities, &trials[i].generated);
        filter_case(&pool, &trials[i].generated, judge->groups);
        trial_make(&trials[i], judge, i, seed);
    }
    batch_judge(judge, trials, count, 1 + number % 2);
    unsigned kept = keep_agreeing(judge, trials, compiled, count);
    if (second->convention)
        kept = relay_keep(trials, count, judge, second->convention);
    if (!build(judge, second, directory, trials, compiled, count, number))
        kept = 0;
    for (unsigned i = 0; i < count; i++)
        trial_free(&trials[i]);
    free(trials);
    pool_free(&pool);
    return kept;
}

/* How many to draw for so many that are wanted: some are not kept, and a compiler's start is worth a few dozen cases. */
static unsigned batch_size(uint64_t wanted)
{
    uint64_t count = wanted + wanted / 8 + 8;
    return (unsigned)(count < 32 ? 32 : count > BATCH ? BATCH : count);
}

/* Returns how many files there are; 0 if one fails or nothing of it is kept. */
static unsigned generate(const struct judge *judge, const struct second *second, const char *directory, uint64_t wanted,
                         uint64_t first, uint64_t seed)
{
    unsigned batches = 0;
    for (uint64_t kept = 0; kept < wanted; batches++) {
        unsigned count = batch_size(wanted - kept), good = generate_batch(judge, second, directory, first, count, seed, batches);
        if (!good)
            return 0;
        kept += good;
        first += count;
    }
    printf("next: %llu\n", (unsigned long long)first);
    return batches;
}

int main(int count, char **arguments)
{
    uint64_t first = count > 7 ? strtoull(arguments[7], NULL, 0) : 0;
    if (count < 7 || (count > 8 && count != 10))
        return fprintf(stderr, "usage: generate CONVENTION TARGET COMPILER COUNT SEED DIRECTORY [FIRST [SECOND ATTRIBUTE]]\n"), 2;
    const char *directory = arguments[6];
    struct wish wish = {.abi = arguments[1], .target = arguments[2], .cc = arguments[3], .compile_seconds = 120,
                        .run_seconds = 60};
    struct judge *judge = calloc(1, sizeof *judge);
    char path[600], scratch[500];
    snprintf(scratch, sizeof scratch, "%s/scratch", directory);
    snprintf(path, sizeof path, "mkdir -p '%s'", scratch);
    if (!judge || run_command(path, "/dev/null", 0) || !judge_find(judge, &wish, scratch))
        return 2;
    if (!judge->skip[0])
        judge_prepare(judge, scratch);
    compile_alone(judge);
    if (judge->skip[0])
        return fprintf(stderr, "generate: skipped: %s\n", judge->skip), 77;
    const struct second second = {count == 10 ? cconv_convention_find(arguments[8], judge->target) : NULL, arguments[count - 1]};
    unsigned batches = generate(judge, &second, directory, strtoull(arguments[4], NULL, 0), first, strtoull(arguments[5], NULL, 0));
    snprintf(path, sizeof path, "%s/pairs.c", directory);
    FILE *table = fopen(path, "w");
    if (!table || !batches)
        return 2;
    fputs("#include \"pair.h\"\n", table);
    for (unsigned i = 0; i < batches; i++)
        fprintf(table, "extern const struct pair_case pair_batch_%u[];\n", i);
    fputs("const struct pair_case *const pair_batches[] = {", table);
    for (unsigned i = 0; i < batches; i++)
        fprintf(table, "pair_batch_%u, ", i);
    fprintf(table, "0};\nconst char pair_convention[] = \"%s\", pair_target[] = \"%s\";\n"
            "const int pair_reading = %d;\nconst unsigned pair_features = %u;\n",
            cconv_convention_name(judge->convention), cconv_target_name(judge->target), (int)judge->reading, judge->features);
    fclose(table);
    free(judge);
    return 0;
}
