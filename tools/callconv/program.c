/* Subcommands that are programs of their own, as git has them: beside the command where it was built, and in libexec
   where it is installed. */
#include "tool.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The directory of this executable, with a slash at its end; empty if the system does not tell. */
static char *own_directory(void)
{
    char path[4096];
    ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
    if (length < 0)
        length = 0;
    while (length > 0 && path[length - 1] != '/')
        length--;
    return take_text(path, (size_t)length);
}

static void try_program(const char *directory, const char *middle, const char *name, char **arguments)
{
    struct string path = {0};
    string_add(&path, directory);
    string_add(&path, middle);
    string_add(&path, name);
    arguments[0] = path.data;
    execv(path.data, arguments);
    free(path.data);
}

/* Does not return if the program starts. `arguments` are those of the subcommand. */
static int start(const char *name, int count, char **arguments)
{
    char **all = take(NULL, ((size_t)count + 2) * sizeof *all), *directory = own_directory();
    int missing = 0;
    memcpy(all + 1, arguments, (size_t)count * sizeof *all);
    all[count + 1] = NULL;
    fflush(stdout);
    if (directory[0]) {
        try_program(directory, "", name, all);
        missing = errno;
        try_program(directory, "../libexec/callconv/", name, all);
    }
    try_program(LIBEXEC_DIRECTORY "/callconv/", "", name, all);
    complain("cannot start %s: %s", name, strerror(missing ? missing : errno));
    free(directory);
    free(all);
    return EXIT_USAGE;
}

int command_conform(int count, char **arguments)
{
    return start("callconv-conform", count, arguments);
}

int command_thunk(int count, char **arguments)
{
    return start("callconv-thunk", count, arguments);
}

void help_thunk(void)
{
    char *arguments[] = {(char[]){"--help"}};
    start("callconv-thunk", 1, arguments);
}

void help_conform(void)
{
    char *arguments[] = {(char[]){"--help"}};
    start("callconv-conform", 1, arguments);
}

int command_trace(int count, char **arguments)
{
    return start("callconv-trace", count, arguments);
}

void help_trace(void)
{
    char *arguments[] = {(char[]){"--help"}};
    start("callconv-trace", 1, arguments);
}

int command_check(int count, char **arguments)
{
    return start("callconv-check", count, arguments);
}

void help_check(void)
{
    char *arguments[] = {(char[]){"--help"}};
    start("callconv-check", 1, arguments);
}
