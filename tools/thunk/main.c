/* callconv thunk: assembly that crosses a call. A program of its own, which the command starts. */
#include "thunk.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static const char *const kinds[] = {"bridge", "call", "callee", "check-wrapper"};

static void help(void)
{
    puts("Usage: callconv thunk bridge --from A --to B [OPTION...] DECLARATION|FILE|HEADER|-\n"
         "       callconv thunk call [--abi A] [OPTION...] DECLARATION|FILE|HEADER|-\n"
         "       callconv thunk callee [--abi A] [--save REGISTERS] [--locals BYTES] [OPTION...] DECLARATION|FILE|HEADER|-\n"
         "       callconv thunk check-wrapper [--abi A] [OPTION...] DECLARATION|FILE|HEADER|-\n"
         "\n"
         "Writes assembly, from the same plans that explain shows:\n"
         "  bridge         a function that is called under one convention and calls under another\n"
         "  call           the caller's side: loads the arguments from a block, calls, stores the result\n"
         "  callee         the callee's side: prologue and epilogue around a body that knows where its arguments are\n"
         "  check-wrapper  C with a function that calls another under watch, and says what that breaks\n"
         "\n"
         "A comment above each function says where every value is, by which rule, and draws the frame. Unwinders are told by\n"
         "CFI directives, on 64-bit Windows by SEH directives, on 32-bit Arm by its own (.fnstart, .save).");
    options_print(thunk_options);
    puts("\n"
         "Methods of COM interfaces (--method) are declared as functions whose first parameter is the object.\n"
         "A check-wrapper is for one thread and one call at a time, and lets no exception through.\n"
         "Without --target the code is for the platform of --from or --abi. MASM writes objects for Windows alone. NASM has no\n"
         "directives for unwinders: their tables are written as data, but for macOS there are none. An exception does not pass a naked\n"
         "function on 32-bit Arm, whose table the compiler writes.\n"
         "A prototype with '...' needs the types that are passed there.\n"
         "Exit status: 0 written; 1 a declaration, type or file is at fault, or it cannot be passed; 2 wrong usage.\n"
         "\n"
         "Examples:\n"
         "  callconv thunk bridge --from sysv --to win64 'struct s { double x, y; }; int f(struct s, int);'\n"
         "  callconv thunk bridge --from win64 --to sysv --syntax nasm --target-symbol impl 'long f(long, float);'\n"
         "  callconv thunk bridge --from sysv --to win64 --method to 'struct s { int x; }; struct s f(void *this, int);'\n"
         "  callconv thunk check-wrapper 'int f(int a, double b);' -o f_checked.c\n"
         "  callconv thunk callee --naked --save rbx 'int f(int a, double b);'\n"
         "  callconv thunk callee --abi win64 --target x86_64-windows-msvc --syntax masm --save rbx,xmm6 --locals 24 'int f(int a, double b);'");
}

static int usage(void)
{
    fputs("Try 'callconv thunk --help'.\n", stderr);
    return EXIT_USAGE;
}

/* A convention by name, NULL for none. False after a message. */
static bool find_convention(const char *name, const cconv_target *target, const cconv_convention **out)
{
    size_t count;
    *out = NULL;
    if (!name)
        return true;
    const cconv_convention **found = conventions_named(name, target, &count);
    if (!found)
        return false;
    if (count == 1)
        *out = found[0];
    else
        complain("'%s' is not one convention", name);
    free(found);
    return *out != NULL;
}

static bool find_syntax(const char *name, int *out)
{
    static const char *const names[] = {"att", "intel", "nasm", "masm"};
    enum { COUNT = sizeof names / sizeof *names };
    *out = -1;
    for (size_t i = 0; name && i < COUNT; i++)
        if (strcmp(name, names[i]) == 0)
            *out = (int)i;
    if (name && *out < 0)
        complain_unknown("syntax", name, names, COUNT);
    return !name || *out >= 0;
}

/* --method: sides of a bridge, or the one that there is. */
static bool find_methods(const char *name, bool is_bridge, unsigned *out)
{
    static const char *const names[] = {"from", "to", "both", "abi"};
    static const unsigned values[] = {METHOD_FROM, METHOD_TO, METHOD_FROM | METHOD_TO, METHOD_FROM | METHOD_TO};
    enum { COUNT = sizeof names / sizeof *names, OF_BRIDGE = 3 };
    *out = 0;
    for (size_t i = is_bridge ? 0 : OF_BRIDGE; name && i < (is_bridge ? OF_BRIDGE : COUNT); i++)
        if (strcmp(name, names[i]) == 0)
            *out = values[i];
    if (name && !*out)
        complain_unknown("side for --method", name, is_bridge ? names : names + OF_BRIDGE, is_bridge ? OF_BRIDGE : COUNT - OF_BRIDGE);
    return !name || *out;
}

/* "rbx", or each of "r12-r15". */
static void add_registers(struct list *names, const char *role)
{
    const char *dash = strchr(role, '-');
    size_t stem = strcspn(role, "0123456789");
    if (!dash) {
        list_add(names, take_text(role, strlen(role)));
        return;
    }
    char name[32];
    unsigned long last = strtoul(dash + 1 + stem, NULL, 10);
    for (unsigned long number = strtoul(role + stem, NULL, 10); number <= last; number++) {
        snprintf(name, sizeof name, "%.*s%lu", (int)stem, role, number);
        list_add(names, take_text(name, strlen(name)));
    }
}

static bool is_in(const struct list *names, const char *text, size_t length)
{
    for (size_t i = 0; i < names->count; i++)
        if (strlen(names->at[i]) == length && memcmp(names->at[i], text, length) == 0)
            return true;
    return false;
}

/* --save: each must be a register that the convention preserves. */
static bool check_saves(const char *save, const cconv_convention *convention)
{
    struct list names = {0};
    const cconv_register_role *role;
    bool good = true;
    for (size_t i = 0; convention && (role = cconv_convention_register(convention, i)); i++)
        if (role->preserved_bytes)
            add_registers(&names, role->reg);
    while (convention && good && save && *save) {
        size_t length = strcspn(save, ", ");
        good = !length || is_in(&names, save, length);
        if (!good) {
            char *name = take_text(save, length);
            complain_unknown("preserved register", name, names.at, names.count);
            free(name);
        }
        save += length + (save[length] != '\0');
    }
    for (size_t i = 0; i < names.count; i++)
        free((void *)(uintptr_t)names.at[i]);
    free(names.at);
    return good;
}

static bool read_locals(const char *text, uint64_t *out)
{
    char *end;
    *out = 0;
    if (!text)
        return true;
    errno = 0;
    *out = strtoull(text, &end, 0);
    if (!*end && *text >= '0' && *text <= '9' && !errno)
        return true;
    complain("--locals: '%s' is not a number of bytes", text);
    return false;
}

static int check_request(struct request *request)
{
    struct settings *settings = request->settings;
    bool is_bridge = request->kind == KIND_BRIDGE, is_callee = request->kind == KIND_CALLEE;
    if (settings->operands.count != 1)
        complain(settings->operands.count ? "thunk takes one declaration, file or header" : "thunk needs a declaration, a file, a <header> or -");
    else if (is_bridge && (!settings->abi || !settings->to))
        complain("a bridge needs --from and --to");
    else if (!is_bridge && settings->to)
        complain("--to is for a bridge; %s has --abi", kinds[request->kind]);
    else if (!is_callee && (settings->save || settings->locals || settings->naked))
        complain("--save, --locals and --naked are for callee");
    else if (settings->method && (request->kind == KIND_CHECK || settings->naked))
        complain("--method is for assembly: C has no methods");
    else if (request->kind == KIND_CHECK && settings->syntax)
        complain("--syntax is for assembly; check-wrapper writes C");
    else if (settings->naked && settings->syntax && strcmp(settings->syntax, "att") != 0)
        complain("--naked writes AT&T syntax, which compilers take without a flag");
    else if (is_callee && settings->target_symbol)
        complain("--target-symbol is for bridge and call: a callee calls nothing");
    else
        return 0;
    return usage();
}

static int run(struct request *request)
{
    struct settings *settings = request->settings;
    int status = check_request(request);
    if (status)
        return status;
    if (settings->target && !(request->target = target_named(settings->target)))
        return EXIT_USAGE;
    if (!find_convention(settings->abi, request->target, &request->from) || !find_convention(settings->to, request->target, &request->to)
        || !find_syntax(settings->syntax, &request->syntax) || !find_methods(settings->method, request->kind == KIND_BRIDGE, &request->methods)
        || !check_saves(settings->save, request->from)
        || !read_locals(settings->locals, &request->locals))
        return EXIT_USAGE;
    struct output output = {.path = settings->output, .descriptor = -1};
    return write_request(request, &output);
}

int main(int count, char **arguments)
{
    static struct settings settings = {.command = "thunk"};
    struct request request = {.settings = &settings};
    enum { KINDS = sizeof kinds / sizeof *kinds };
    const char *name = count > 1 ? arguments[1] : NULL;
    if (name && (!strcmp(name, "--help") || !strcmp(name, "-h"))) {
        help();
        return fflush(stdout) ? EXIT_ERROR : EXIT_FINE;
    }
    size_t kind = 0;
    while (name && kind < KINDS && strcmp(name, kinds[kind]) != 0)
        kind++;
    if (!name) {
        fputs("Usage: callconv thunk bridge|call|callee|check-wrapper ...\n", stderr);
        return usage();
    }
    if (kind == KINDS) {
        complain_unknown("kind of thunk", name, kinds, KINDS);
        return usage();
    }
    request.kind = (enum kind)kind;
    int status = settings_read(&settings, thunk_options, count - 2, arguments + 2);
    if (!status && settings.help)
        help();
    else if (!status)
        status = run(&request);
    free(settings.operands.at);
    free(settings.only.at);
    free(settings.cpp.at);
    if (settings.help && !status && fflush(stdout))
        status = EXIT_ERROR;
    return status;
}
