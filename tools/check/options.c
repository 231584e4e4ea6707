/* The command line. */
#include "check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { STATUS_FINE = 0, STATUS_USAGE = 2 };

static void help(void)
{
    puts("Usage: callconv check [OPTION...] FILE...\n"
         "\n"
         "Follows every function of objects, archives, shared libraries and executables (ELF, PE/COFF) on every path, and reports\n"
         "what breaks the calling convention. x86-64 (System V, Windows) and AArch64.\n"
         "\n"
         "Options:\n"
         "  --abi A                the convention; without it the platform's own\n"
         "  --format FORMAT        text, json or sarif\n"
         "  --fail-on LEVEL        error, warning or note: what makes the exit status 1; without it error\n"
         "  --notes                say also what could not be followed, and why\n"
         "  --suppress FUNCTION    no findings of this function; '*' at the end stands for anything\n"
         "  --baseline FILE        no findings that are listed there\n"
         "  --write-baseline FILE  list this run's findings there\n"
         "  --help                 show this help\n"
         "\n"
         "Errors and warnings are of functions that other code can call: exported, or their address is taken. Helpers that only\n"
         "their own file calls may agree on what they like; what they do is applied where they are called.\n"
         "\n"
         "Exit status: 0 nothing is broken; 1 something is; 2 wrong usage, or a file could not be read.\n"
         "\n"
         "Examples:\n"
         "  callconv check libmine.so\n"
         "  callconv check --abi win64 --format sarif mine.dll\n"
         "  callconv check --baseline accepted.txt --fail-on warning *.o");
}

static int usage(const char *what, const char *which)
{
    fprintf(stderr, "callconv: %s '%s'\nTry 'callconv check --help'.\n", what, which);
    return STATUS_USAGE;
}

/* The index of the word; -1 for none. */
static int word_in(const char *const *words, const char *word)
{
    for (int i = 0; words[i]; i++)
        if (!strcmp(words[i], word))
            return i;
    return -1;
}

static int set_option(struct check_options *out, const char *name, const char *value)
{
    static const char *const formats[] = {"text", "json", "sarif", NULL}, *const levels[] = {"error", "warning", "note", NULL};
    if (!strcmp(name, "--abi"))
        out->abi = value;
    else if (!strcmp(name, "--baseline"))
        out->baseline = value;
    else if (!strcmp(name, "--write-baseline"))
        out->write_baseline = value;
    else if (!strcmp(name, "--suppress"))
        ((const char **)out->suppressed)[out->suppressed_count++] = value;
    else if (!strcmp(name, "--format") && (out->format = word_in(formats, value)) < 0)
        return usage("unknown format", value);
    else if (!strcmp(name, "--fail-on") && (out->fail_on = word_in(levels, value)) < 0)
        return usage("unknown level", value);
    return CHECK_GO_ON;
}

int check_options_read(int count, char **arguments, struct check_options *out)
{
    static const char *const with_value[] = {"--abi", "--format", "--fail-on", "--suppress", "--baseline", "--write-baseline", NULL};
    int status = CHECK_GO_ON;
    const char **suppressed = calloc((size_t)count + 1, sizeof *suppressed), **files = calloc((size_t)count + 1, sizeof *files);
    out->suppressed = suppressed;
    out->files = files;
    if (!suppressed || !files)
        return usage("out of memory", "");
    for (int i = 1; i < count && status == CHECK_GO_ON; i++) {
        char *argument = arguments[i], *equals = strncmp(argument, "--", 2) ? NULL : strchr(argument, '=');
        if (equals)
            *equals = 0;
        if (!strcmp(argument, "--help") || !strcmp(argument, "-h")) {
            help();
            status = STATUS_FINE;
        } else if (!strcmp(argument, "--notes") && !equals) {
            out->shows_notes = true;
        } else if (word_in(with_value, argument) >= 0) {
            if (!equals && i + 1 == count)
                return usage("a value is missing after", argument);
            status = set_option(out, argument, equals ? equals + 1 : arguments[++i]);
        } else if (argument[0] == '-') {
            status = usage("unknown option", argument);
        } else {
            files[out->file_count++] = argument;
        }
    }
    if (status == CHECK_GO_ON && !out->file_count) {
        fputs("Usage: callconv check [OPTION...] FILE...\nTry 'callconv check --help'.\n", stderr);
        status = STATUS_USAGE;
    }
    return status;
}

void check_options_free(struct check_options *options)
{
    free((void *)(uintptr_t)options->suppressed);
    free((void *)(uintptr_t)options->files);
}
