/* Runs a C compiler's preprocessor, without a shell; its standard error is ours. */
#include "tool.h"

#include <errno.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

/* Compilers to try for a target, best first; words are separated by spaces. */
static const struct compilers {
    const char *target;
    const char *commands[6];
} known_compilers[] = {
    {"x86_64-linux-gnu", {"x86_64-linux-gnu-gcc", "clang-19 --target=x86_64-linux-gnu", "clang --target=x86_64-linux-gnu"}},
    {"aarch64-linux-gnu",
     {"aarch64-linux-gnu-gcc", "clang-19 --target=aarch64-linux-gnu", "clang --target=aarch64-linux-gnu"}},
    {"x86_64-windows-gnu",
     {"x86_64-w64-mingw32-gcc", "clang-19 --target=x86_64-w64-mingw32", "clang --target=x86_64-w64-mingw32"}},
    {"x86_64-windows-msvc",
     {"clang-19 --target=x86_64-pc-windows-msvc", "clang --target=x86_64-pc-windows-msvc"}},
    {"aarch64-windows-msvc",
     {"clang-19 --target=aarch64-pc-windows-msvc", "clang --target=aarch64-pc-windows-msvc"}},
    {"arm-linux-gnueabihf",
     {"arm-linux-gnueabihf-gcc", "clang-19 --target=arm-linux-gnueabihf", "clang --target=arm-linux-gnueabihf"}},
    {"arm-linux-gnueabi",
     {"arm-linux-gnueabi-gcc", "clang-19 --target=arm-linux-gnueabi", "clang --target=arm-linux-gnueabi"}},
    {"arm-linux-gnu", {"arm-linux-gnueabi-gcc -mabi=apcs-gnu", "clang-19 --target=arm-linux-gnueabi -mabi=apcs-gnu"}},
    {"armv7-windows-msvc", {"clang-19 --target=armv7-pc-windows-msvc", "clang --target=armv7-pc-windows-msvc"}},
    {"x86_64-macos", {"clang-19 --target=x86_64-apple-macos11", "clang --target=x86_64-apple-macos11"}},
    {"x86_64-linux-gnux32", {"gcc -mx32", "clang-19 --target=x86_64-linux-gnux32"}},
    {"i686-linux-gnu", {"i686-linux-gnu-gcc", "clang-19 --target=i686-linux-gnu"}},
    {"i686-windows-gnu", {"i686-w64-mingw32-gcc", "clang-19 --target=i686-w64-mingw32"}},
    {"i686-windows-msvc", {"clang-19 --target=i686-pc-windows-msvc"}},
    {"i686-macos", {"clang-19 --target=i686-apple-macos10.14"}},
    {"riscv64-linux-gnu", {"riscv64-linux-gnu-gcc", "clang-19 --target=riscv64-linux-gnu"}},
    {"riscv32-linux-gnu", {"clang-19 --target=riscv32-linux-gnu"}},
    {"powerpc64le-linux-gnu", {"powerpc64le-linux-gnu-gcc", "clang-19 --target=powerpc64le-linux-gnu"}},
    {"s390x-linux-gnu", {"s390x-linux-gnu-gcc", "clang-19 --target=s390x-linux-gnu"}},
    {"loongarch64-linux-gnu", {"clang-19 --target=loongarch64-linux-gnu"}},
    {"mips64el-linux-gnuabi64", {"mips64el-linux-gnuabi64-gcc", "clang-19 --target=mips64el-linux-gnuabi64"}},
    {"aarch64-macos", {"clang-19 --target=arm64-apple-macos11", "clang --target=arm64-apple-macos11"}},
};

static const char *const host_compilers[] = {"cc", "gcc", "clang-19", "clang", NULL};

static void add_words(struct list *list, const char *command)
{
    while (*command) {
        size_t length = strcspn(command, " \t");
        if (length)
            list_add(list, take_text(command, length));
        command += length + (command[length] != '\0');
    }
}

/* Its standard error is ours. */
int run_program(const struct list *arguments, FILE *input, struct string *out)
{
    int ends[2];
    pid_t child;
    posix_spawn_file_actions_t actions;
    if (pipe(ends) != 0)
        return -2;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    posix_spawn_file_actions_addclose(&actions, ends[0]);
    posix_spawn_file_actions_addclose(&actions, ends[1]);
    if (input)
        posix_spawn_file_actions_adddup2(&actions, fileno(input), STDIN_FILENO);
    else
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", 0, 0);
    int failure = posix_spawnp(&child, arguments->at[0], &actions, NULL, (char *const *)arguments->at, environ);
    posix_spawn_file_actions_destroy(&actions);
    close(ends[1]);
    if (failure) {
        close(ends[0]);
        errno = failure;
        return -2;
    }
    static char piece[1 << 16];
    ssize_t got;
    while ((got = read(ends[0], piece, sizeof piece)) > 0 || (got < 0 && errno == EINTR))
        if (got > 0)
            string_put(out, piece, (size_t)got);
    close(ends[0]);
    int status;
    while (waitpid(child, &status, 0) < 0)
        if (errno != EINTR)
            return -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* Which target the compiler of --cc compiles for: what it says of itself. */
static const cconv_target *platform_of(const struct list *compiler)
{
    struct list arguments = {0};
    struct string out = {0};
    for (size_t i = 0; i < compiler->count; i++)
        list_add(&arguments, compiler->at[i]);
    list_add(&arguments, "-dumpmachine");
    const cconv_target *target = NULL;
    if (run_program(&arguments, NULL, &out) == 0 && out.data) {
        out.data[strcspn(out.data, "\r\n")] = '\0';
        target = cconv_target_find(out.data);
    }
    free(arguments.at);
    free(out.data);
    return target ? target : cconv_target_host();
}

static void free_words(struct list *list)
{
    for (size_t i = 0; i < list->count; i++)
        free((char *)list->at[i]);
    list->count = 0;
}

static FILE *file_of(const char *text, size_t length)
{
    FILE *file = tmpfile();
    if (file && fwrite(text, 1, length, file) == length && fflush(file) == 0 && lseek(fileno(file), 0, SEEK_SET) == 0)
        return file;
    complain("cannot write a temporary file: %s", strerror(errno));
    if (file)
        fclose(file);
    return NULL;
}

/* The commands to try, in order. */
static void candidates(struct list *list, const struct settings *settings, const cconv_target *target)
{
    if (settings->cc) {
        list_add(list, settings->cc);
        return;
    }
    if (!target || target == cconv_target_host())
        for (size_t i = 0; host_compilers[i]; i++)
            list_add(list, host_compilers[i]);
    for (size_t i = 0; target && i < sizeof known_compilers / sizeof *known_compilers; i++)
        if (strcmp(known_compilers[i].target, cconv_target_name(target)) == 0)
            for (size_t j = 0; known_compilers[i].commands[j]; j++)
                list_add(list, known_compilers[i].commands[j]);
}

static int try_compiler(const char *command, const struct settings *settings, const char *file, FILE *input,
                        struct string *out, struct list *compiler)
{
    add_words(compiler, command);
    if (!compiler->count) {
        errno = ENOENT;
        return -2;
    }
    struct list arguments = {0};
    for (size_t i = 0; i < compiler->count; i++)
        list_add(&arguments, compiler->at[i]);
    list_add(&arguments, "-E");
    for (size_t i = 0; i < settings->cpp.count; i++)
        list_add(&arguments, settings->cpp.at[i]);
    list_add(&arguments, "-x");
    list_add(&arguments, "c");
    list_add(&arguments, file ? file : "-");
    int status = run_program(&arguments, input, out);
    int reason = errno;
    free(arguments.at);
    errno = reason;
    return status;
}

int preprocess(const struct settings *settings, const cconv_target *target, const char *file, const char *text,
               size_t length, struct string *out, const cconv_target **platform)
{
    struct list commands = {0}, compiler = {0};
    FILE *input = NULL;
    if (!file && !(input = file_of(text, length)))
        return EXIT_ERROR;
    candidates(&commands, settings, target);
    int status = -2, reason = ENOENT;
    for (size_t i = 0; i < commands.count && status == -2 && reason == ENOENT; i++) {
        free_words(&compiler);
        status = try_compiler(commands.at[i], settings, file, input, out, &compiler);
        reason = errno;
    }
    if (input)
        fclose(input);
    if (status == -2 && settings->cc)
        complain("cannot run '%s': %s", settings->cc, strerror(reason));
    else if (status == -2)
        complain("no C compiler found to preprocess for %s; name one with --cc",
                 cconv_target_name(target ? target : cconv_target_host()));
    else if (status)
        complain("the preprocessor '%s' failed", compiler.at[0]);
    *platform = target ? target : settings->cc && !status ? platform_of(&compiler) : cconv_target_host();
    free(commands.at);
    free_words(&compiler);
    free(compiler.at);
    return status ? EXIT_ERROR : 0;
}
