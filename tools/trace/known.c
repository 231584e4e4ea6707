/* Prototypes: of the C file that is traced, of --prototype, and of the functions that models.c can stand in for. */
#include "trace.h"

#include <stdlib.h>
#include <string.h>

struct entry {
    char *name;
    cconv_plan *plan;
    const cconv_signature *signature;
    size_t next;                 /* of the same hash: index + 1 */
};

enum { HASHES = 1024 };

struct known {
    cconv_context *context;
    const cconv_convention *convention;
    struct entry *entries;
    size_t count, first[HASHES]; /* index + 1; 0: none */
};

/* What models.c stands in for; then what C programs call most, so that their arguments are told. FILE is not looked into. */
static const char library[] =
    "void *malloc(size_t); void *calloc(size_t, size_t); void free(void *); int puts(const char *); int putchar(int);"
    "void *memcpy(void *, const void *, size_t); void *memmove(void *, const void *, size_t);"
    "void *memset(void *, int, size_t); size_t strlen(const char *); int printf(const char *, ...);"
    "void exit(int); void abort(void); void __main(void);"
    "void *realloc(void *block, size_t size); int atoi(const char *text); long atol(const char *text); double atof(const char *text);"
    "long strtol(const char *text, char **end, int base); unsigned long strtoul(const char *text, char **end, int base);"
    "double strtod(const char *text, char **end); char *getenv(const char *name); int abs(int value); long labs(long value); int rand(void);"
    "void srand(unsigned seed); void qsort(void *base, size_t count, size_t size, int (*compare)(const void *, const void *));"
    "char *strcpy(char *to, const char *from); char *strncpy(char *to, const char *from, size_t size); char *strcat(char *to, const char *from);"
    "int strcmp(const char *a, const char *b); int strncmp(const char *a, const char *b, size_t size); char *strchr(const char *text, int c);"
    "char *strrchr(const char *text, int c); char *strstr(const char *text, const char *part); char *strdup(const char *text);"
    "int memcmp(const void *a, const void *b, size_t size); void *memchr(const void *block, int c, size_t size); size_t strnlen(const char *text, size_t most);"
    "int fputs(const char *text, void *file); int fputc(int c, void *file); int putc(int c, void *file); int getchar(void); int fgetc(void *file);"
    "char *fgets(char *to, int size, void *file); void *fopen(const char *path, const char *mode); int fclose(void *file); int fflush(void *file);"
    "size_t fread(void *to, size_t size, size_t count, void *file); size_t fwrite(const void *from, size_t size, size_t count, void *file);"
    "int fprintf(void *file, const char *format, ...); int sprintf(char *to, const char *format, ...);"
    "int snprintf(char *to, size_t size, const char *format, ...); int scanf(const char *format, ...); int sscanf(const char *text, const char *format, ...);"
    "int isalpha(int c); int isdigit(int c); int isspace(int c); int toupper(int c); int tolower(int c);"
    "double sqrt(double x); double sin(double x); double cos(double x); double tan(double x); double exp(double x); double log(double x);"
    "double pow(double x, double y); double fabs(double x); double floor(double x); double ceil(double x); double fmod(double x, double y);"
    "float sqrtf(float x); int open(const char *path, int flags, ...); int close(int fd); long read(int fd, void *to, size_t size);"
    "long write(int fd, const void *from, size_t size); void perror(const char *text);";

/* Where a prototype asks for a convention by attribute, that one is its own. */
static const cconv_convention *convention_of(const struct known *known, const cconv_signature *signature)
{
    const char *name = cconv_signature_convention(signature);
    const cconv_convention *own = name ? cconv_convention_find(name, cconv_context_target(known->context)) : NULL;
    return own && cconv_convention_accepts(own, cconv_context_target(known->context)) ? own : known->convention;
}

static size_t hash(const char *name)
{
    size_t value = 0;
    while (*name)
        value = value * 31 + (unsigned char)*name++;
    return value % HASHES;
}

/* The first declaration of a name stays. */
static void add_unit(struct known *known, const cconv_unit *unit)
{
    for (size_t i = 0; i < cconv_unit_function_count(unit); i++) {
        const cconv_signature *signature = cconv_unit_function(unit, i);
        const char *name = signature ? cconv_signature_name(signature) : NULL;
        cconv_plan *plan = NULL;
        if (!name || known_plan(known, name) || cconv_plan_new(convention_of(known, signature), signature, NULL, &plan, NULL))
            continue;
        known->entries = take(known->entries, known->count * sizeof *known->entries, (known->count + 1) * sizeof *known->entries);
        known->entries[known->count] = (struct entry){take_text(name), plan, signature, known->first[hash(name)]};
        known->first[hash(name)] = ++known->count;
    }
}

static void report(void *user, const cconv_diagnostic *diagnostic)
{
    (void)user;
    if (!diagnostic->is_warning)
        fprintf(stderr, "%s:%u:%u: error: %s\n%.*s\n%*s^\n", diagnostic->file, diagnostic->line, diagnostic->column, diagnostic->message,
                (int)diagnostic->source_length, diagnostic->source, (int)(diagnostic->column ? diagnostic->column - 1 : 0), "");
}

static bool add_text(struct known *known, const char *text, size_t length, const char *file, bool complains)
{
    cconv_unit *unit = NULL;
    cconv_parse_options options = {.file = file, .well_known = 1, .report = complains ? report : NULL};
    cconv_status status = cconv_parse(known->context, text, length, &options, &unit, NULL);
    if (unit)
        add_unit(known, unit);
    return status == CCONV_OK;
}

struct known *known_new(const struct options *options, const struct built *built, const cconv_target *target,
                        const cconv_convention *convention)
{
    struct known *known = take(NULL, 0, sizeof *known);
    cconv_options about = {.target = target};
    cconv_error error;
    known->convention = convention;
    bool good = cconv_context_new(&about, &known->context, &error) == CCONV_OK;
    if (!good)
        complain("%s", error.message);
    if (good && options->prototypes) {
        char *text = take_format("%s;", options->prototypes);
        good = add_text(known, text, strlen(text), "--prototype", true);
        free(text);
    }
    if (good && built->text)
        add_text(known, built->text, built->text_length, options->file, false); /* its compiler has taken it */
    if (good && built->headers)
        good = add_text(known, built->headers, built->headers_length, "--header", true);
    if (good)
        add_text(known, library, sizeof library - 1, "library", false);
    if (good)
        return known;
    known_free(known);
    return NULL;
}

void known_free(struct known *known)
{
    if (!known)
        return;
    for (size_t i = 0; i < known->count; i++) {
        free(known->entries[i].name);
        cconv_plan_free(known->entries[i].plan);
    }
    free(known->entries);
    cconv_context_free(known->context);
    free(known);
}

static const struct entry *find(const struct known *known, const char *name)
{
    for (size_t i = known->first[hash(name)]; i; i = known->entries[i - 1].next)
        if (!strcmp(known->entries[i - 1].name, name))
            return &known->entries[i - 1];
    return NULL;
}

const cconv_plan *known_plan(struct known *known, const char *name)
{
    const struct entry *entry = find(known, name);
    return entry ? entry->plan : NULL;
}

const cconv_signature *known_signature(struct known *known, const char *name)
{
    const struct entry *entry = find(known, name);
    return entry ? entry->signature : NULL;
}

cconv_context *known_context(struct known *known)
{
    return known->context;
}
