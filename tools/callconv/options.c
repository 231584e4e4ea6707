/* The command line: long options with = or a following argument, before and after operands, and -- . */
#include "tool.h"

#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define RENDERING                                                                                                     \
    {"--color", "WHEN", OPT_COLOR, "auto, always or never; auto: on a terminal, unless NO_COLOR is set"},             \
        {"--ascii", NULL, OPT_ASCII, "draw with ASCII characters only"},                                              \
        {"--unicode", NULL, OPT_UNICODE, "draw with box characters whatever the locale says"},                        \
        {"--width", "COLUMNS", OPT_WIDTH, "width of text; default: the terminal's, or 100"},                          \
        {"-o", "FILE", OPT_OUTPUT, "write to FILE"}, {"--help", NULL, OPT_HELP, "show this help"}

#define PREPROCESSING                                                                                                 \
    {"--cc", "COMMAND", OPT_CC, "compiler that preprocesses; default: the target's own"},                             \
        {"-I", "DIR", OPT_CPP, "passed on to the preprocessor, as are -std=..., -m... and:"}, {"-D", "NAME[=VALUE]", OPT_CPP, ""},  \
        {"-U", "NAME", OPT_CPP, ""}, {"-include", "FILE", OPT_CPP, ""}, {"-imacros", "FILE", OPT_CPP, ""},            \
        {"-isystem", "DIR", OPT_CPP, ""}, {"-iquote", "DIR", OPT_CPP, ""}, {"-idirafter", "DIR", OPT_CPP, ""},        \
        {"-isysroot", "DIR", OPT_CPP, ""}, {"-pthread", NULL, OPT_CPP, ""}

#define SELECTION                                                                                                     \
    {"--only", "NAME", OPT_ONLY, "only what is named so; a pattern with * ? []; may be repeated"},                    \
        {"--from", "PATTERN", OPT_FROM, "only what files of this name declare"},                                      \
        {"--as", "WHO", OPT_AS, "whose reading where compilers differ: document, gcc, clang or msvc"},                \
        {"--features", "LIST", OPT_FEATURES, "instruction sets that change placement: avx, avx512, nosse"}

#define END {NULL, NULL, OPT_HELP, NULL}

const struct option_entry explain_options[] = {
    {"--abi", "A[,B...]", OPT_ABI, "conventions, an architecture's name, all, or every; default: what the declaration asks for, or the target's own"},
    {"--target", "TARGET", OPT_TARGET, "data model; default: each convention's own, or this machine's"},
    {"--symbol", "NAME", OPT_SYMBOL, "instead of a declaration: what a linker's name tells, as '_f@8' or a C++ name"},
    {"--varargs", "TYPES", OPT_VARARGS, "types of the arguments passed through ..., as 'int, double'"},
    {"--format", "FORMAT", OPT_FORMAT, "text, json, markdown or svg"},
    SELECTION,
    {"--brief", NULL, OPT_BRIEF, "no drawings and register lists; default above 20 functions"},
    {"--full", NULL, OPT_FULL, "drawings and register lists for any number of functions"},
    PREPROCESSING,
    RENDERING,
    END,
};

const struct option_entry layout_options[] = {
    {"--target", "T[,U...]", OPT_TARGET, "data models, or all, side by side; default: this machine's"},
    {"--format", "FORMAT", OPT_FORMAT, "text, json, markdown or svg"},
    SELECTION,
    PREPROCESSING,
    RENDERING,
    END,
};

const struct option_entry list_options[] = {
    {"--format", "FORMAT", OPT_FORMAT, "text, json or markdown"},
    RENDERING,
    END,
};

const struct option_entry call_options[] = {
    {"--abi", "A", OPT_ABI, "convention of this machine's processor; default: what the declaration asks for, or its own"},
    {"--header", "HEADER", OPT_HEADER, "declarations for it, as zlib.h; may be repeated"},
    {"--engine", "ENGINE", OPT_ENGINE, "auto, compiled or code-free: how the call is made"},
    {"--errno", NULL, OPT_ERRNO, "show errno, which is 0 before the call"},
    {"--check", NULL, OPT_CHECK, "watch the call: registers and stack that the function may not change"},
    {"--time", "N", OPT_TIME, "call N times more, and show how long one takes"},
    {"--json", NULL, OPT_JSON, "the answer as JSON; what the function writes itself is not in it"},
    {"--as", "WHO", OPT_AS, "whose reading where compilers differ: document, gcc, clang or msvc"},
    {"--features", "LIST", OPT_FEATURES, "instruction sets that change placement: avx, avx512, nosse"},
    PREPROCESSING,
    {"-o", "FILE", OPT_OUTPUT, "write the answer to FILE"},
    {"--help", NULL, OPT_HELP, "show this help"},
    END,
};

const struct option_entry thunk_options[] = {
    {"--from", "A", OPT_ABI, "of a bridge: the convention under which it is called"},
    {"--to", "B", OPT_TO, "of a bridge: the convention under which it calls"},
    {"--abi", "A", OPT_ABI, "of call and callee: the convention; default: what the declaration asks for, or the target's own"},
    {"--target", "TARGET", OPT_TARGET, "platform: data model, object format, names; default: the convention's own"},
    {"--syntax", "SYNTAX", OPT_SYNTAX, "of x86: att (default), intel, nasm or masm"},
    {"--name", "NAME", OPT_NAME, "of the code; default: the declared name with _bridge, _call or _checked, of a callee itself"},
    {"--target-symbol", "SYMBOL", OPT_TARGET_SYMBOL, "what is called, as the linker names it; default: the declared function"},
    {"--method", "SIDE", OPT_METHOD, "from, to or both of a bridge, abi of call and callee: a C++ method (COM), which returns a struct as Microsoft has it"},
    {"--save", "REGISTERS", OPT_SAVE, "of a callee: preserved registers that the body uses, as 'rbx,r12'; rbp is set up as frame pointer"},
    {"--locals", "BYTES", OPT_LOCALS, "of a callee: memory of its own"},
    {"--naked", NULL, OPT_NAKED, "of a callee: C with a naked function"},
    {"--varargs", "TYPES", OPT_VARARGS, "types of the arguments passed through ..., as 'int, double'"},
    {"--only", "NAME", OPT_ONLY, "only what is named so; a pattern with * ? []; may be repeated"},
    {"--as", "WHO", OPT_AS, "whose reading where compilers differ: document, gcc, clang or msvc"},
    {"--features", "LIST", OPT_FEATURES, "instruction sets that change placement: avx, avx512, nosse"},
    PREPROCESSING,
    {"-o", "FILE", OPT_OUTPUT, "write to FILE"},
    {"--help", NULL, OPT_HELP, "show this help"},
    END,
};

/* -std=…, -m… and the one -f… that decide what a header declares. */
static bool is_compiler_flag(const char *text)
{
    return strncmp(text, "-std=", 5) == 0 || strncmp(text, "-m", 2) == 0 || strcmp(text, "-fms-extensions") == 0;
}

static const char **value_of(struct settings *settings, enum option_id id)
{
    switch (id) {
    case OPT_ABI: return &settings->abi;
    case OPT_SYMBOL: return &settings->symbol;
    case OPT_TARGET: return &settings->target;
    case OPT_AS: return &settings->as;
    case OPT_FEATURES: return &settings->features;
    case OPT_VARARGS: return &settings->varargs;
    case OPT_FORMAT: return &settings->format;
    case OPT_FROM: return &settings->from;
    case OPT_CC: return &settings->cc;
    case OPT_COLOR: return &settings->color;
    case OPT_WIDTH: return &settings->width;
    case OPT_OUTPUT: return &settings->output;
    case OPT_ENGINE: return &settings->engine;
    case OPT_TIME: return &settings->time;
    case OPT_TO: return &settings->to;
    case OPT_SYNTAX: return &settings->syntax;
    case OPT_TARGET_SYMBOL: return &settings->target_symbol;
    case OPT_NAME: return &settings->name;
    case OPT_METHOD: return &settings->method;
    case OPT_SAVE: return &settings->save;
    case OPT_LOCALS: return &settings->locals;
    default: return NULL;
    }
}

static void set_flag(struct settings *settings, enum option_id id)
{
    switch (id) {
    case OPT_ASCII: settings->ascii = true; break;
    case OPT_UNICODE: settings->unicode = true; break;
    case OPT_BRIEF: settings->brief = true; break;
    case OPT_FULL: settings->full = true; break;
    case OPT_HELP: settings->help = true; break;
    case OPT_JSON: settings->json = true; break;
    case OPT_ERRNO: settings->keep_errno = true; break;
    case OPT_CHECK: settings->check = true; break;
    case OPT_NAKED: settings->naked = true; break;
    default: break;
    }
}

static void set_value(struct settings *settings, const struct option_entry *option, const char *value)
{
    if (option->id == OPT_ONLY) {
        list_add(&settings->only, value);
    } else if (option->id == OPT_HEADER) {
        list_add(&settings->headers, value);
    } else if (option->id == OPT_CPP) {
        list_add(&settings->cpp, option->name);
        list_add(&settings->cpp, value);
        if (strcmp(option->name, "-D") == 0 || strcmp(option->name, "-U") == 0 || strcmp(option->name, "-include") == 0
            || strcmp(option->name, "-imacros") == 0)
            settings->defines = true;
    } else {
        *value_of(settings, option->id) = value;
    }
}

/* The option that `text` spells, and in `*value` what is joined to it ("--abi=x", "-Idir"), or NULL. */
static const struct option_entry *option_of(const struct option_entry *options, const char *text, const char **value)
{
    *value = NULL;
    if (strcmp(text, "-h") == 0)
        text = "--help";
    for (; options->name; options++) {
        size_t length = strlen(options->name);
        if (strncmp(text, options->name, length) != 0)
            continue;
        if (!text[length])
            return options;
        if (options->name[1] == '-' ? text[length] == '=' : length == 2) {
            *value = text + length + (options->name[1] == '-');
            return options;
        }
    }
    return NULL;
}

static int unknown_option(const struct settings *settings, const struct option_entry *options, const char *text)
{
    struct list names = {0};
    char *name = take_text(text, strcspn(text, "="));
    for (const struct option_entry *option = options; option->name; option++)
        list_add(&names, option->name);
    complain_unknown("option", name, names.at, names.count);
    fprintf(stderr, "Try 'callconv %s --help'.\n", settings->command);
    free(names.at);
    free(name);
    return EXIT_USAGE;
}

static int choose(const char *option, const char *value, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(value, names[i]) == 0)
            return (int)i;
    complain_unknown(option, value, names, count);
    return -1;
}

static int check_features(struct settings *settings)
{
    static const char *const names[] = {"avx", "avx512", "nosse"};
    static const uint32_t bits[] = {CCONV_FEATURE_AVX, CCONV_FEATURE_AVX | CCONV_FEATURE_AVX512,
                                    CCONV_FEATURE_NO_SSE};
    const char *rest = settings->features;
    while (rest && *rest) {
        size_t length = strcspn(rest, ", ");
        char *name = take_text(rest, length);
        int found = length ? choose("feature", name, names, 3) : -2;
        free(name);
        if (found == -1)
            return EXIT_USAGE;
        if (found >= 0)
            settings->feature_bits |= bits[found];
        rest += length + (rest[length] != '\0');
    }
    return 0;
}

static int settings_check(struct settings *settings, const struct option_entry *options)
{
    static const char *const formats[] = {"text", "json", "markdown", "svg"};
    static const char *const readings[] = {"document", "gcc", "clang", "msvc"};
    static const char *const colours[] = {"auto", "always", "never"};
    size_t format_count = options == list_options ? 3 : 4;
    int format = settings->format ? choose("format", settings->format, formats, format_count) : 0;
    int reading = settings->as ? choose("reading", settings->as, readings, 4) : 0;
    if (format < 0 || reading < 0 || (settings->color && choose("value of --color", settings->color, colours, 3) < 0))
        return EXIT_USAGE;
    settings->how = (cconv_format)format;
    settings->reading = (cconv_reading)reading;
    if (settings->width) {
        char *end;
        unsigned long width = strtoul(settings->width, &end, 10);
        if (*end || !*settings->width || width < 40 || width > 100000) {
            complain("--width: '%s' is not a number of columns from 40 to 100000", settings->width);
            return EXIT_USAGE;
        }
    }
    return check_features(settings);
}

/* "-1", "-.5", "-inf": values of a call, no options. */
static bool is_negative(const char *text)
{
    text += text[1] == '.';
    return (text[1] >= '0' && text[1] <= '9') || strncmp(text, "-inf", 4) == 0 || strncmp(text, "-nan", 4) == 0;
}

int settings_read(struct settings *settings, const struct option_entry *options, int count, char **arguments)
{
    bool only_operands = false;
    for (int i = 0; i < count; i++) {
        const char *text = arguments[i], *value;
        if (only_operands || text[0] != '-' || !text[1] || (options == call_options && is_negative(text))) {
            list_add(&settings->operands, text);
            continue;
        }
        if (strcmp(text, "--") == 0) {
            only_operands = true;
            continue;
        }
        const struct option_entry *option = option_of(options, text, &value);
        if (!option && options != list_options && is_compiler_flag(text)) {
            list_add(&settings->cpp, text);
            continue;
        }
        if (!option)
            return unknown_option(settings, options, text);
        if (!option->argument) {
            if (value) {
                complain("option %s takes no argument", option->name);
                return EXIT_USAGE;
            }
            if (option->id == OPT_CPP)
                list_add(&settings->cpp, option->name);
            set_flag(settings, option->id);
            continue;
        }
        if (!value && i + 1 == count) {
            complain("option %s needs an argument: %s", option->name, option->argument);
            return EXIT_USAGE;
        }
        set_value(settings, option, value ? value : arguments[++i]);
    }
    return settings->help ? 0 : settings_check(settings, options);
}

void options_print(const struct option_entry *options)
{
    puts("\nOptions:");
    for (; options->name; options++) {
        char left[64];
        const char *between = !options->argument ? "" : options->name[1] == '-' ? "=" : " ";
        snprintf(left, sizeof left, "%s%s%s", options->name, between, options->argument ? options->argument : "");
        printf(*options->help ? "  %-22s %s\n" : "  %s%s\n", left, options->help);
    }
}

static bool wants_colour(const struct settings *settings, bool is_terminal)
{
    const char *plain = getenv("NO_COLOR"), *force = getenv("CLICOLOR_FORCE"), *terminal = getenv("TERM");
    if (settings->color && strcmp(settings->color, "auto") != 0)
        return strcmp(settings->color, "always") == 0;
    if (plain && *plain)
        return false;
    if (force && *force && strcmp(force, "0") != 0)
        return true;
    return is_terminal && !(terminal && strcmp(terminal, "dumb") == 0);
}

cconv_render_options settings_render(const struct settings *settings)
{
    cconv_render_options options = {.format = settings->how};
    bool is_terminal = !settings->output && isatty(STDOUT_FILENO);
    setlocale(LC_CTYPE, "");
    if (settings->ascii || (!settings->unicode && strcmp(nl_langinfo(CODESET), "UTF-8") != 0))
        options.flags |= CCONV_RENDER_ASCII;
    setlocale(LC_CTYPE, "C");
    if (wants_colour(settings, is_terminal))
        options.flags |= CCONV_RENDER_COLOUR;
    if (settings->brief)
        options.flags |= CCONV_RENDER_BRIEF;
    struct winsize size;
    if (settings->width)
        options.width = (uint32_t)strtoul(settings->width, NULL, 10);
    else if (is_terminal && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col >= 40)
        options.width = size.ws_col;
    return options;
}
