/* callconv: where every argument and result of a C function goes. Chooses the command; see explain.c, layout.c, list.c,
   call.c, program.c. */
#include "tool.h"

#include <string.h>

static void help(void)
{
    puts("Usage: callconv COMMAND [OPTION...] [OPERAND...]\n"
         "\n"
         "Where every argument and result of a C function goes, under any calling convention.\n"
         "\n"
         "Commands:\n"
         "  explain   where each argument and result of a prototype goes, and by which rule\n"
         "  layout    sizes, offsets, holes and bit positions of types\n"
         "  list      conventions, targets, register roles, divergences between compilers\n"
         "  call      calls a function of a shared library with values written as C\n"
         "  trace     runs a function in an emulator, and draws the stack after each instruction\n"
         "  thunk     writes assembly: bridges between conventions, calls, prologues\n"
         "  check     what objects and libraries do that breaks their convention\n"
         "  conform   whether a C compiler does what the model says\n"
         "  help      help on a command\n"
         "\n"
         "Options:\n"
         "  --help     show this help; 'callconv COMMAND --help' for each command\n"
         "  --version  show the version\n"
         "\n"
         "Examples:\n"
         "  callconv explain 'double f(int a, double b, ...)' --varargs 'int, double'\n"
         "  callconv explain --abi all 'struct p { double x, y; } f(struct p, long)'\n"
         "  callconv explain --abi sysv,win64 --only 'deflate*' '<zlib.h>'\n"
         "  callconv layout --target all 'struct s { char c; long l; int bits : 5; }'\n"
         "  callconv list x86_64_sysv\n"
         "  callconv call libm.so.6 'double cos(double)' 1.5\n"
         "  callconv trace sum.c:main --cc 'gcc -O0'\n"
         "  callconv thunk bridge --from sysv --to win64 'int f(int, double)'\n"
         "  callconv check libm.so.6\n"
         "  callconv conform --cc 'gcc -O2'\n"
         "\n"
         "Exit status: 0 fine; 1 a declaration, type or file is at fault; 2 wrong usage;\n"
         "of call: 1 it crashed, or there is no such function;\n"
         "of trace: 1 something breaks the convention, or the run fails;\n"
         "of check: 1 something breaks the convention; 2 a file could not be read;\n"
         "of conform: 0 the compiler conforms; 1 it does not; 2 it could not be judged.");
}

static const struct command {
    const char *name;
    int (*run)(int count, char **arguments);
    void (*help)(void);
} commands[] = {
    {"explain", command_explain, help_explain},
    {"layout", command_layout, help_layout},
    {"list", command_list, help_list},
    {"call", command_call, help_call},
    {"trace", command_trace, help_trace},
    {"thunk", command_thunk, help_thunk},
    {"check", command_check, help_check},
    {"conform", command_conform, help_conform},
};

enum { COMMANDS = sizeof commands / sizeof *commands };

static const struct command *command_named(const char *name)
{
    for (size_t i = 0; i < COMMANDS; i++)
        if (strcmp(name, commands[i].name) == 0)
            return &commands[i];
    return NULL;
}

static int unknown_command(const char *name)
{
    static const char *const names[] = {"explain", "layout", "list", "call", "trace", "thunk", "check", "conform", "help", "--help", "--version"};
    bool is_option = name[0] == '-';
    complain_unknown(is_option ? "option" : "command", name, names + (is_option ? 9 : 0), is_option ? 2 : 9);
    fputs("Try 'callconv --help'.\n", stderr);
    return EXIT_USAGE;
}

static int finish_help(void)
{
    if (fflush(stdout) == 0)
        return EXIT_FINE;
    complain("cannot write standard output");
    return EXIT_ERROR;
}

static int help_command(const char *name)
{
    const struct command *command = name ? command_named(name) : NULL;
    if (name && !command && strcmp(name, "help") != 0)
        return unknown_command(name);
    if (command)
        command->help();
    else
        help();
    return finish_help();
}

int main(int count, char **arguments)
{
    if (count < 2) {
        fputs("Usage: callconv explain|layout|list|call|trace|thunk|check|conform|help ...\nTry 'callconv --help'.\n", stderr);
        return EXIT_USAGE;
    }
    const char *name = arguments[1];
    const struct command *command = command_named(name);
    if (command)
        return command->run(count - 2, arguments + 2);
    if (strcmp(name, "help") == 0)
        return help_command(count > 2 ? arguments[2] : NULL);
    if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0)
        return help_command(NULL);
    if (strcmp(name, "--version") == 0 || strcmp(name, "-V") == 0) {
        printf("callconv %s\n", cconv_version());
        return finish_help();
    }
    return unknown_command(name);
}
