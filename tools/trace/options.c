/* The command line of `callconv trace`. */
#include "trace.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void complain(const char *format, ...)
{
    va_list arguments;
    fputs("callconv trace: ", stderr);
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputc('\n', stderr);
}

void *take(void *block, size_t old_size, size_t size)
{
    void *memory = realloc(block, size ? size : 1);
    if (!memory) {
        complain("out of memory");
        exit(EXIT_ERROR);
    }
    if (size > old_size)
        memset((char *)memory + old_size, 0, size - old_size);
    return memory;
}

char *take_text(const char *text)
{
    size_t size = strlen(text) + 1;
    return memcpy(take(NULL, 0, size), text, size);
}

char *take_format(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    char *text = take(NULL, 0, (size_t)length + 1);
    va_start(arguments, format);
    vsnprintf(text, (size_t)length + 1, format, arguments);
    va_end(arguments);
    return text;
}

void list_add(struct list *list, const char *text)
{
    list->at = take(list->at, list->count * sizeof *list->at, (list->count + 1) * sizeof *list->at);
    list->at[list->count++] = text;
}

static void help(void)
{
    puts("Usage: callconv trace FILE[:FUNCTION] [OPTION...]\n"
         "\n"
         "Runs a function in an emulator, and shows after each instruction what it changed and what every slot of the stack\n"
         "is. Marks the instruction that breaks the calling convention.\n"
         "\n"
         "FILE is C, assembly (.s, .S for the compiler; .nasm; .asm for MASM), an object, a program or a shared library: ELF,\n"
         "PE/COFF or Mach-O, for x86_64, i386, aarch64, arm or riscv64. FUNCTION: `main`, or the first, if none is named.\n"
         "\n"
         "What is run:\n"
         "  --args VALUES     the function's arguments, as C has them: '1, 2.5, {3, 4}, \"text\"'\n"
         "  --prototype DECL  its prototype, and those of others, separated by semicolons; C files bring theirs\n"
         "  --header HEADER   prototypes of a header, read by the compiler of --cc\n"
         "  --abi A           the convention; default: the file's own; several with commas (sysv,win,aapcs64,cdecl): a C file is\n"
         "                    compiled for each, and the runs are shown side by side\n"
         "  --cc COMMAND      the compiler, with its flags; default: cc\n"
         "  -O… -I… -D… -m… -f…\n"
         "                    passed to the compiler or assembler; NASM makes -felf64, or what --abi or -fwin64 says\n"
         "  --stub NAME=VALUE the result of a function that the file does not have (malloc, free, memcpy, memmove, memset,\n"
         "                    strlen, printf, puts, putchar, exit, abort are there)\n"
         "  --steps N         stop after so many instructions (100000)\n"
         "  --stack SIZE, --heap SIZE\n"
         "                    bytes of memory, with K or M (1M, 16M)\n"
         "\n"
         "What is shown:\n"
         "  --step WHAT       after each `instruction`, at each `call` and return, or at each source `line`\n"
         "  --at STEP         after that step alone, or after each from FROM-TO; 0: at the start (text, svg)\n"
         "  --checks          what breaks the convention alone\n"
         "  --format FORMAT   screen: to walk through, the default on a terminal; text, the default elsewhere; json; html: one\n"
         "                    page that needs no network; svg: a sheet of pictures\n"
         "  --syntax S        of x86: intel, att\n"
         "  -o FILE           write to FILE\n"
         "  --ascii           no other characters than ASCII\n"
         "  --color WHEN      always, never, auto\n"
         "  --help            show this help\n"
         "\n"
         "Exit status: 0 nothing breaks the convention; 1 something does, or the run fails; 2 wrong usage.");
}

static int wrong(const char *format, const char *what)
{
    fputs("callconv trace: ", stderr);
    fprintf(stderr, format, what); /* formats are this file's own */
    fputs("\nTry 'callconv trace --help'.\n", stderr);
    return EXIT_USAGE;
}

static bool read_size(const char *text, uint64_t *size)
{
    char *end;
    *size = strtoull(text, &end, 0);
    uint64_t unit = *end == 'K' || *end == 'k' ? 1024 : *end == 'M' || *end == 'm' ? 1024 * 1024 : 1;
    bool good = end != text && !end[unit > 1] && *size && *size <= ((uint64_t)1 << 30) / unit;
    *size *= unit;
    return good;
}

static bool read_choice(const char *text, const char *const *names, unsigned count, unsigned *choice)
{
    for (*choice = 0; *choice < count; ++*choice)
        if (!strcmp(names[*choice], text))
            return true;
    return false;
}

struct setting {
    const char *name;
    const char **text;
    int (*read)(struct options *options, const char *value);
};

static int read_step(struct options *options, const char *value)
{
    static const char *const names[] = {"instruction", "call", "line"};
    unsigned choice;
    if (!read_choice(value, names, 3, &choice))
        return wrong("--step '%s': instruction, call or line is wanted", value);
    options->step = (enum step_size)choice;
    return -1;
}

static int read_format(struct options *options, const char *value)
{
    static const char *const names[] = {"text", "json", "html", "svg", "screen"};
    static const struct writer *const writers[] = {&text_writer, &json_writer, &html_writer, &svg_writer, &screen_writer};
    unsigned choice;
    if (!read_choice(value, names, 5, &choice))
        return wrong("--format '%s': screen, text, json, html or svg is wanted", value);
    if (choice == 4 && !isatty(STDOUT_FILENO))
        return wrong("--format %s: standard output is no terminal", value);
    options->writer = writers[choice];
    options->has_format = true;
    return -1;
}

/* "12" or "12-20". */
static int read_at(struct options *options, const char *value)
{
    char *end;
    options->at_first = options->at_last = strtoull(value, &end, 10);
    bool good = end != value;
    if (good && *end == '-') {
        const char *last = end + 1;
        options->at_last = strtoull(last, &end, 10);
        good = end != last;
    }
    return good && !*end && options->at_first <= options->at_last ? -1 : wrong("--at '%s': a step, or FROM-TO, is wanted", value);
}

static int read_syntax(struct options *options, const char *value)
{
    static const char *const names[] = {"intel", "att"};
    unsigned choice;
    if (!read_choice(value, names, 2, &choice))
        return wrong("--syntax '%s': intel or att is wanted", value);
    options->syntax = (enum syntax)choice;
    return -1;
}

static int read_color(struct options *options, const char *value)
{
    static const char *const names[] = {"never", "always", "auto"};
    unsigned choice;
    if (!read_choice(value, names, 3, &choice))
        return wrong("--color '%s': always, never or auto is wanted", value);
    if (choice < 2)
        options->color = choice;
    return -1;
}

static int read_steps(struct options *options, const char *value)
{
    char *end;
    options->most_steps = strtoull(value, &end, 0);
    return end == value || *end || !options->most_steps ? wrong("--steps '%s': a number of instructions is wanted", value) : -1;
}

static int read_stack(struct options *options, const char *value)
{
    return read_size(value, &options->stack_size) ? -1 : wrong("--stack '%s': a size up to 1024M is wanted", value);
}

static int read_heap(struct options *options, const char *value)
{
    return read_size(value, &options->heap_size) ? -1 : wrong("--heap '%s': a size up to 1024M is wanted", value);
}

static int read_stub(struct options *options, const char *value)
{
    if (!strchr(value, '='))
        return wrong("--stub '%s': NAME=VALUE is wanted", value);
    list_add(&options->answers, value);
    return -1;
}

static int read_header(struct options *options, const char *value)
{
    list_add(&options->headers, value);
    return -1;
}

/* One option; its value may follow an equals sign. */
static int read_option(struct options *options, int count, char **arguments, int *at)
{
    const struct setting settings[] = {
        {"--args", &options->arguments, NULL}, {"--prototype", &options->prototypes, NULL}, {"--abi", &options->abi, NULL},
        {"--cc", &options->cc, NULL}, {"-o", &options->output, NULL}, {"--step", NULL, read_step}, {"--at", NULL, read_at}, {"--format", NULL, read_format}, {"--syntax", NULL, read_syntax},
        {"--color", NULL, read_color}, {"--steps", NULL, read_steps}, {"--stack", NULL, read_stack}, {"--heap", NULL, read_heap},
        {"--stub", NULL, read_stub}, {"--header", NULL, read_header}};
    const char *text = arguments[*at], *equals = strchr(text, '=');
    size_t length = equals ? (size_t)(equals - text) : strlen(text);
    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++) {
        if (strlen(settings[i].name) != length || strncmp(settings[i].name, text, length) != 0)
            continue;
        const char *value = equals ? equals + 1 : *at + 1 < count ? arguments[++*at] : NULL;
        if (!value)
            return wrong("%s wants a value", settings[i].name);
        if (settings[i].text)
            *settings[i].text = value;
        return settings[i].read ? settings[i].read(options, value) : -1;
    }
    if (text[1] && strchr("OIDmf", text[1])) {
        list_add(&options->flags, text);
        if (!text[2] && strchr("ID", text[1]) && *at + 1 < count)
            list_add(&options->flags, arguments[++*at]);
        return -1;
    }
    return wrong("unknown option '%s'", text);
}

/* "FILE:FUNCTION", where no file has that whole name. */
static void split_file(struct options *options, char *operand)
{
    char *colon = strrchr(operand, ':');
    options->file = operand;
    if (colon && access(operand, F_OK) != 0) {
        *colon = '\0';
        options->function = colon + 1;
    }
}

/* Several conventions: what can be asked of them. */
static int check_side(struct options *options)
{
    size_t length = strlen(options->file);
    if (options->writer == &screen_writer && !options->has_format)
        options->writer = &text_writer;
    if (options->writer == &screen_writer || options->writer == &svg_writer)
        return wrong("--abi %s: several conventions are shown as text, json or html", options->abi);
    if (length < 2 || strcmp(options->file + length - 2, ".c") != 0)
        return wrong("--abi: several conventions take a C file, not '%s'", options->file);
    if (options->cc)
        return wrong("--cc '%s': with several conventions each has its own compiler", options->cc);
    return options->checks_only ? wrong("--checks: one convention is wanted, not %s", options->abi) : -1;
}

int options_read(struct options *options, int count, char **arguments)
{
    *options = (struct options){.most_steps = 100000, .at_last = UINT64_MAX, .stack_size = 1 << 20, .heap_size = 16 << 20};
    options->color = isatty(STDOUT_FILENO) && !getenv("NO_COLOR");
    for (int i = 1; i < count; i++) {
        if (!strcmp(arguments[i], "--help")) {
            help();
            return EXIT_FINE;
        }
        if (!strcmp(arguments[i], "--ascii"))
            options->ascii = true;
        else if (!strcmp(arguments[i], "--checks"))
            options->checks_only = true;
        else if (arguments[i][0] == '-' && arguments[i][1]) {
            int status = read_option(options, count, arguments, &i);
            if (status >= 0)
                return status;
        } else if (options->file)
            return wrong("one file is wanted, not '%s' as well", arguments[i]);
        else
            split_file(options, arguments[i]);
    }
    if (!options->writer)
        options->writer = isatty(STDOUT_FILENO) && isatty(STDIN_FILENO) && !options->output && !options->checks_only ? &screen_writer : &text_writer;
    if (options->writer == &screen_writer)
        options->color = false; /* curses has its own */
    if (!options->file)
        return wrong("which %s?", "file");
    return options->abi && strchr(options->abi, ',') ? check_side(options) : -1;
}
