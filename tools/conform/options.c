/* The command line of `callconv conform`. */
#include "conform.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void options_help(void)
{
    puts("Usage: callconv conform --cc COMMAND [OPTION...]\n"
         "       callconv conform --list\n"
         "\n"
         "Whether a C compiler does what the model says: draws prototypes, has the compiler build callers and callees,\n"
         "runs them, and compares every byte of every argument and result, and every layout, with the plan.\n"
         "\n"
         "The compiler:\n"
         "  --cc COMMAND      any C compiler, with its flags; it is asked what it is, what it targets, which types it has\n"
         "  --against COMMAND a second compiler: callers of one meet callees of the other, both ways\n"
         "  --abi A           the convention; default: the target's own\n"
         "  --target T        the data model; default: what the compiler says it targets. `gcc` and `clang` as the first\n"
         "                    word of COMMAND then mean those of the target\n"
         "  --language L      c or zig: what it compiles; default: zig for the command zig without cc\n"
         "  --as WHO          whose reading where compilers differ: gcc, clang, msvc, document; default: the compiler's\n"
         "                    own, the document's for other compilers and with --against\n"
         "  --run COMMAND     what runs a program of the target: 'qemu-aarch64 -L DIR', wine; default: found\n"
         "  --link COMMAND    what assembles and links the runtime; default: the platform's gcc or clang\n"
         "\n"
         "The cases:\n"
         "  --cases N         how many prototypes (1000)\n"
         "  --seed S          a number, or `random`; default: CALLCONV_SEED, or 1\n"
         "  --only-case K     one case of a seed\n"
         "  --types LIST      groups of types that are drawn: 'struct,floating', or '-vector,-bitint' for all others;\n"
         "                    --list names them\n"
         "  --jobs N          processes (one a processor)\n"
         "  --time-limit S    seconds that the compiler and the program may take for one file (60)\n"
         "\n"
         "The report:\n"
         "  --format FORMAT   text, markdown, json, or counts (one line for test suites; what cannot run is skipped)\n"
         "  -o FILE           write the report to FILE, and reproducers to FILE.d\n"
         "  --shrink N        reduce at most N groups of failures (12)\n"
         "  --keep DIR        keep scratch files, and the reproducers, in DIR\n"
         "  --golden DIR      also write each reduced failure as a header for tests/golden\n"
         "  --quiet           no progress\n"
         "  --help            show this help\n"
         "\n"
         "Exit status: 0 the compiler conforms; 1 it does not; 2 it could not be judged.");
}

void options_list(void)
{
    puts("Groups of types for --types:");
    for (unsigned i = 0; i < GROUPS; i++)
        printf("  %-16s %s\n", group_at((enum group_id)i)->name, group_at((enum group_id)i)->help);
}

static int wrong(const char *format, const char *what)
{
    fputs("callconv conform: ", stderr);
    fprintf(stderr, format, what); /* formats are this file's own */
    fputs("\nTry 'callconv conform --help'.\n", stderr);
    return EXIT_CANNOT;
}

static bool number_of(const char *text, uint64_t low, uint64_t high, uint64_t *out)
{
    char *end;
    uint64_t number = strtoull(text, &end, 0);
    *out = number;
    return *text >= '0' && *text <= '9' && !*end && number >= low && number <= high;
}

static bool small_number(const char *text, unsigned low, unsigned high, unsigned *out)
{
    uint64_t number;
    bool good = number_of(text, low, high, &number);
    *out = (unsigned)number;
    return good;
}

static bool seed_of(const char *text, uint64_t *seed)
{
    if (strcmp(text, "random"))
        return number_of(text, 0, UINT64_MAX, seed);
    FILE *in = fopen("/dev/urandom", "rb");
    uint32_t number = 1;
    if (!in)
        return false;
    bool good = fread(&number, sizeof number, 1, in) == 1;
    fclose(in);
    *seed = number;
    return good;
}

static bool format_of(const char *text, enum format *format)
{
    static const char *const names[] = {"text", "markdown", "json", "counts"};
    for (unsigned i = 0; i < 4; i++)
        if (!strcmp(text, names[i])) {
            *format = (enum format)i;
            return true;
        }
    return false;
}

static const char **text_option(struct options *o, const char *name)
{
    struct { const char *name; const char **at; } const options[] = {
        {"--cc", &o->wish.cc}, {"--against", &o->against}, {"--abi", &o->wish.abi}, {"--target", &o->wish.target},
        {"--as", &o->wish.as}, {"--language", &o->wish.language}, {"--run", &o->wish.run}, {"--link", &o->wish.link}, {"--types", &o->wish.types},
        {"-o", &o->output}, {"--keep", &o->keep}, {"--golden", &o->golden}};
    for (size_t i = 0; i < sizeof options / sizeof *options; i++)
        if (!strcmp(name, options[i].name))
            return options[i].at;
    return NULL;
}

/* 1: taken; 0: its value is wrong; -1: no such option. */
static int value_option(struct options *o, const char *name, const char *value)
{
    const char **text = text_option(o, name);
    unsigned seconds;
    if (!strcmp(name, "--language") && strcmp(value, "c") && strcmp(value, "zig"))
        return 0;
    if (text)
        return *text = value, 1;
    if (!strcmp(name, "--cases")) return number_of(value, 1, 100000000, &o->cases);
    if (!strcmp(name, "--seed")) return seed_of(value, &o->seed);
    if (!strcmp(name, "--jobs")) return small_number(value, 1, 256, &o->jobs);
    if (!strcmp(name, "--shrink")) return small_number(value, 0, MAX_FINDINGS, &o->shrinks);
    if (!strcmp(name, "--format")) return format_of(value, &o->format);
    if (!strcmp(name, "--only-case")) return o->only_one = true, number_of(value, 0, UINT64_MAX - 1, &o->only);
    if (!strcmp(name, "--time-limit")) {
        if (!small_number(value, 1, 86400, &seconds))
            return 0;
        o->wish.compile_seconds = o->wish.run_seconds = seconds;
        return 1;
    }
    return -1;
}

static bool flag_option(struct options *o, const char *name)
{
    if (!strcmp(name, "--quiet")) return o->quiet = true;
    if (!strcmp(name, "--help") || !strcmp(name, "-h")) return o->help = true;
    if (!strcmp(name, "--list")) return o->list = true;
    return false;
}

int options_read(struct options *o, int count, char **arguments)
{
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    const char *seed = getenv("CALLCONV_SEED");
    *o = (struct options){.wish = {.compile_seconds = 60, .run_seconds = 60}, .seed = 1, .cases = 1000,
                          .jobs = processors > 0 ? (unsigned)processors : 1, .shrinks = 12};
    if (seed && *seed && !seed_of(seed, &o->seed))
        return wrong("CALLCONV_SEED: '%s' is no number", seed);
    for (int i = 0; i < count; i++) {
        char name[32];
        const char *equals = arguments[i][0] == '-' && arguments[i][1] == '-' ? strchr(arguments[i], '=') : NULL;
        const char *value = equals ? equals + 1 : i + 1 < count ? arguments[i + 1] : NULL;
        snprintf(name, sizeof name, "%.*s", equals ? (int)(equals - arguments[i]) : 31, arguments[i]);
        if (!equals && flag_option(o, name))
            continue;
        int taken = value_option(o, name, value ? value : "");
        if (taken < 0)
            return wrong(name[0] == '-' ? "unknown option '%s'" : "'%s' is no option", name);
        if (!value)
            return wrong("option %s needs an argument", name);
        if (!taken)
            return wrong("wrong value of %s", name);
        i += !equals;
    }
    if (!o->wish.cc && !o->help && !o->list)
        return wrong("%s names no compiler: --cc COMMAND", "the command line");
    if (o->only_one)
        o->jobs = 1;
    return 0;
}
