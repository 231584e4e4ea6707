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

/* What models.c knows. */
static const char library[] =
    "void *malloc(size_t); void *calloc(size_t, size_t); void free(void *); int puts(const char *); int putchar(int);"
    "void *memcpy(void *, const void *, size_t); void *memmove(void *, const void *, size_t);"
    "void *memset(void *, int, size_t); size_t strlen(const char *); int printf(const char *, ...);"
    "void exit(int); void abort(void); void __main(void);";

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
