/*
 * Measures the library: how fast preprocessed text is read and laid out, and how fast plans are made. bench/run
 * starts it, prepares the text and measures compilers beside it.
 *
 *     bench once FILE            read and lay out FILE once (to be timed as a process)
 *     bench parse FILE SECONDS   the same again and again in one process
 *     bench plans SECONDS        plan ten typical signatures under every convention, for so long each
 *
 * "Read and lay out": every declaration parsed, every type made, every record laid out.
 */
#define _DEFAULT_SOURCE
#include "memory.h"

#include <callconv/callconv.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static const char signatures[] =
    "struct point { double x, y; }; struct pair { long a, b; }; struct big { long v[8]; };\n"
    "struct mixed { int i; float f; double d; }; struct rgba { unsigned char r, g, b, a; };\n"
    "int close(int fd);\n"
    "void *memcpy(void *to, const void *from, unsigned long long size);\n"
    "double hypot(double x, double y);\n"
    "int printf(const char *format, ...);\n"
    "long read(int fd, void *buffer, unsigned long long size);\n"
    "void *mmap(void *at, unsigned long long size, int prot, int flags, int fd, long offset);\n"
    "struct point middle(struct point a, struct point b);\n"
    "struct big fill(struct pair p, struct mixed m);\n"
    "int draw(void *canvas, int x, int y, int w, int h, struct rgba colour, float angle, double scale);\n"
    "void *window(unsigned style, const char *title, const char *name, unsigned flags, int x, int y, int w, int h,\n"
    "             void *parent, void *menu, void *instance, void *user);\n";

/* Of this process alone: other work on the machine does not count. */
static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

/* Maps the file, as clang does, over zero pages that leave padding behind it. */
static const char *map_file(const char *path, size_t *length)
{
    struct stat status;
    int file = open(path, O_RDONLY);
    if (file < 0 || fstat(file, &status))
        return NULL;
    *length = (size_t)status.st_size;
    void *text = mmap(NULL, *length + CCONV_TEXT_PADDING, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (text != MAP_FAILED && *length)
        text = mmap(text, *length, PROT_READ, MAP_PRIVATE | MAP_FIXED, file, 0);
    close(file);
    return text == MAP_FAILED ? NULL : text;
}

struct counts {
    size_t functions, types;
};

static void count(const cconv_unit *unit, struct counts *counts)
{
    *counts = (struct counts){.functions = cconv_unit_function_count(unit)};
    for (size_t i = 0; i < cconv_unit_declaration_count(unit); i++)
        counts->types += cconv_unit_declaration(unit, i)->kind == CCONV_DECLARES_TAG;
}

/* Reads the text in a context of its own; `counts` may be NULL. 0 if all of it could be read. */
static int read_text(const char *text, size_t length, const char *name, struct counts *counts)
{
    cconv_error error = {0};
    cconv_context *context = NULL;
    cconv_unit *unit = NULL;
    cconv_parse_options options = {.file = name, .padded = 1};
    cconv_options memory = {.allocator = memory_huge_pages()}; /* the command's */
    int failed = cconv_context_new(&memory, &context, &error) || cconv_parse(context, text, length, &options, &unit, &error);
    if (failed)
        fprintf(stderr, "%s:%u:%u: error: %s\n", error.file, error.line, error.column, error.message);
    if (counts)
        count(unit, counts);
    cconv_context_free(context);
    return failed;
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* "FUNCTIONS TYPES BYTES SECONDS": what was read, and the median time. */
static int bench_parse(const char *path, double seconds)
{
    enum { MOST = 1000 };
    static double times[MOST];
    size_t length, runs = 0;
    struct counts counts;
    const char *text = map_file(path, &length);
    if (!text)
        return perror(path), 1;
    if (read_text(text, length, path, &counts))
        return 1;
    for (double end = now() + seconds; runs < MOST && (runs < 3 || now() < end); runs++) {
        double start = now();
        if (read_text(text, length, path, NULL))
            return 1;
        times[runs] = now() - start;
    }
    qsort(times, runs, sizeof *times, compare);
    printf("%zu %zu %zu %.9f\n", counts.functions, counts.types, length, times[runs / 2]);
    return 0;
}

enum { MOST_SIGNATURES = 16 };

struct signatures {
    const cconv_signature *functions[MOST_SIGNATURES];
    size_t count;
};

/* The functions of the unit that the convention can pass: a system call has no floating-point arguments, say. */
static void select_signatures(const cconv_convention *convention, const cconv_unit *unit, struct signatures *selected)
{
    selected->count = 0;
    for (size_t i = 0; i < cconv_unit_function_count(unit) && selected->count < MOST_SIGNATURES; i++) {
        const cconv_signature *function = cconv_unit_function(unit, i);
        cconv_plan *plan;
        if (!cconv_plan_new(convention, function, NULL, &plan, NULL)) {
            cconv_plan_free(plan);
            selected->functions[selected->count++] = function;
        }
    }
}

/* Plans every signature `rounds` times; the seconds it took. */
static double plan_all(const cconv_convention *convention, const struct signatures *selected, size_t rounds)
{
    double start = now();
    for (size_t round = 0; round < rounds; round++)
        for (size_t i = 0; i < selected->count; i++) {
            cconv_plan *plan;
            cconv_error error;
            if (!cconv_plan_new(convention, selected->functions[i], NULL, &plan, &error))
                cconv_plan_free(plan);
        }
    return now() - start;
}

/* "CONVENTION PLANNED SIGNATURES PLANS-PER-SECOND" a line: the median of rounds of about 10 ms. */
static int bench_plans(double seconds)
{
    enum { ROUNDS = 2000, MOST = 1000 };
    static double rates[MOST];
    for (size_t i = 0; i < cconv_convention_count(); i++) {
        const cconv_convention *convention = cconv_convention_at(i);
        cconv_options options = {.target = cconv_convention_target(convention)};
        cconv_context *context = NULL;
        cconv_unit *unit = NULL;
        cconv_error error;
        if (cconv_context_new(&options, &context, &error)
            || cconv_parse(context, signatures, sizeof signatures - 1, NULL, &unit, &error))
            return fprintf(stderr, "%s\n", error.message), 1;
        struct signatures selected;
        select_signatures(convention, unit, &selected);
        size_t runs = 0;
        for (double end = now() + seconds; runs < MOST && (runs < 3 || now() < end); runs++)
            rates[runs] = (double)(ROUNDS * selected.count) / plan_all(convention, &selected, ROUNDS);
        qsort(rates, runs, sizeof *rates, compare);
        printf("%s %zu %zu %.0f\n", cconv_convention_name(convention), selected.count, cconv_unit_function_count(unit),
               rates[runs / 2]);
        cconv_context_free(context);
    }
    return 0;
}

int main(int argc, char **argv)
{
    if (argc == 3 && !strcmp(argv[1], "once")) {
        size_t length;
        const char *text = map_file(argv[2], &length);
        return text ? read_text(text, length, argv[2], NULL) : (perror(argv[2]), 1);
    }
    if (argc == 4 && !strcmp(argv[1], "parse"))
        return bench_parse(argv[2], atof(argv[3]));
    if (argc == 3 && !strcmp(argv[1], "plans"))
        return bench_plans(atof(argv[2]));
    fprintf(stderr, "usage: bench once FILE | parse FILE SECONDS | plans SECONDS\n");
    return 2;
}
