/*
 * Numbers of system calls, from the kernel's own header <asm/unistd.h> as the target's compiler finds it. Its macros are
 * listed by the preprocessor, and their values read as C: some are expressions (Arm's count from a base).
 */
#include "tool.h"

#include <stdlib.h>
#include <string.h>

static const char header[] = "#include <asm/unistd.h>\n";
static const char prefix[] = "__NR_";

/* One target's calls; the context holds the array types whose lengths are the numbers. */
struct calls {
    const cconv_target *target;
    cconv_context *context;
    cconv_unit *unit;
};

enum { MOST_TARGETS = 16 };
static struct calls known[MOST_TARGETS];
static size_t known_count;

/* `extern char NAME[__NR_NAME + 1];` for each macro that the list defines. */
static void declare_calls(const char *macros, struct string *out)
{
    static const char define[] = "#define __NR_";
    string_add(out, header);
    for (const char *line = macros; line; line = strchr(line, '\n')) {
        line += *line == '\n';
        if (strncmp(line, define, sizeof define - 1))
            continue;
        const char *name = line + sizeof define - 1;
        size_t length = strcspn(name, " (\n");
        if (!length || name[length] != ' ')
            continue;
        string_add(out, "extern char callconv_");
        string_put(out, name, length);
        string_add(out, "[");
        string_add(out, prefix);
        string_put(out, name, length);
        string_add(out, " + 1];\n");
    }
}

/* The header preprocessed for the target with `flag` (may be NULL) before. */
static bool read_header(const struct settings *settings, const cconv_target *target, const char *flag,
                        const struct string *text, struct string *out)
{
    struct settings own = *settings;
    const cconv_target *platform;
    own.cpp = (struct list){0};
    for (size_t i = 0; i < settings->cpp.count; i++)
        list_add(&own.cpp, settings->cpp.at[i]);
    if (flag)
        list_add(&own.cpp, flag);
    bool read = preprocess(&own, target, NULL, text->data, text->length, out, &platform) == 0;
    free(own.cpp.at);
    return read && out->data;
}

static void load(struct calls *calls, const struct settings *settings)
{
    struct string macros = {0}, text = {0}, declarations = {0}, first = {0};
    cconv_options options = {.target = calls->target};
    string_add(&first, header);
    if (read_header(settings, calls->target, "-dM", &first, &macros)) {
        declare_calls(macros.data, &text);
        if (read_header(settings, calls->target, NULL, &text, &declarations)
            && !cconv_context_new(&options, &calls->context, NULL))
            cconv_parse(calls->context, declarations.data, declarations.length, NULL, &calls->unit, NULL);
    }
    free(first.data);
    free(macros.data);
    free(text.data);
    free(declarations.data);
}

static const struct calls *calls_of(const struct settings *settings, const cconv_target *target)
{
    for (size_t i = 0; i < known_count; i++)
        if (known[i].target == target)
            return &known[i];
    if (known_count == MOST_TARGETS)
        return NULL;
    struct calls *calls = &known[known_count++];
    *calls = (struct calls){.target = target};
    load(calls, settings);
    return calls;
}

bool syscall_number(const struct settings *settings, const cconv_target *target, const char *name, int64_t *number)
{
    static const char own[] = "callconv_";
    const struct calls *calls = name ? calls_of(settings, target) : NULL;
    size_t count = calls && calls->unit ? cconv_unit_declaration_count(calls->unit) : 0;
    for (size_t i = 0; i < count; i++) {
        const cconv_declaration *declaration = cconv_unit_declaration(calls->unit, i);
        if (declaration->name && !strncmp(declaration->name, own, sizeof own - 1)
            && !strcmp(declaration->name + sizeof own - 1, name)) {
            *number = (int64_t)cconv_type_length(cconv_type_canonical(declaration->type)) - 1;
            return true;
        }
    }
    return false;
}

void syscalls_free(void)
{
    while (known_count)
        cconv_context_free(known[--known_count].context);
}
