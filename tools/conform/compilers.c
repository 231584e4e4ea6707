/* Which compiler judges, what it can compile, and how its programs run on this machine. */
#include "conform.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

int run_command(const char *command, const char *log)
{
    char line[4096];
    if (snprintf(line, sizeof line, "exec >'%s' 2>&1 </dev/null; %s", log, command) >= (int)sizeof line)
        return -1;
    int status = system(line);
    return status != -1 && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static bool have(const char *program)
{
    char command[300];
    if (strchr(program, '/'))
        return access(program, X_OK) == 0;
    snprintf(command, sizeof command, "command -v %s", program);
    return run_command(command, "/dev/null") == 0;
}

static const char *first_of(const char *const *names)
{
    for (; *names; names++)
        if (have(*names))
            return *names;
    return NULL;
}

struct platform {
    const char *target;
    const char *gcc;         /* NULL: none */
    const char *clang_target;
    enum runner runner;
    const char *linker;      /* driver for the runtime; NULL: emulated */
};

static const struct platform platforms[] = {
    {"x86_64-linux-gnu", "gcc", "x86_64-linux-gnu", RUN_NATIVE, "gcc"},
    {"x86_64-windows-gnu", "x86_64-w64-mingw32-gcc", "x86_64-w64-mingw32", RUN_WINE, "x86_64-w64-mingw32-gcc -static"},
    {"x86_64-windows-msvc", NULL, "x86_64-pc-windows-msvc", RUN_WINE, "x86_64-w64-mingw32-gcc -static"},
    {"x86_64-macos", NULL, "x86_64-apple-macos14", RUN_UNICORN, NULL},
    {"aarch64-linux-gnu", "aarch64-linux-gnu-gcc", "aarch64-linux-gnu", RUN_QEMU, "aarch64-linux-gnu-gcc -static"},
    {"aarch64-macos", NULL, "arm64-apple-macos14", RUN_UNICORN, NULL},
    {"aarch64-windows-msvc", NULL, "aarch64-pc-windows-msvc", RUN_UNICORN, NULL},
};

static const struct platform *platform_of(const cconv_target *target)
{
    for (size_t i = 0; i < sizeof platforms / sizeof *platforms; i++)
        if (!strcmp(platforms[i].target, cconv_target_name(target)))
            return &platforms[i];
    return NULL;
}

static void find_abilities(struct judge *judge, const struct platform *platform)
{
    struct abilities *can = &judge->abilities;
    bool gcc = judge->reading == CCONV_AS_GCC;
    bool x86 = cconv_target_arch(judge->target) == CCONV_ARCH_X86_64;
    bool msvc = cconv_target_os(judge->target) == CCONV_OS_WINDOWS_MSVC;
    *can = (struct abilities){.float16 = true, .int128 = true, .bitint = gcc ? 0 : x86 ? 256 : 128, .complex_half = true};
    can->bfloat16 = !gcc || !x86; /* gcc 13 is the first with __bf16 on x86 */
    can->decimal = gcc && x86 && platform->runner == RUN_NATIVE;
    can->float128 = gcc && !msvc ? "_Float128"
                    : x86 && (platform->runner == RUN_NATIVE || platform->runner == RUN_WINE) && !msvc ? "__float128"
                                                                                                     : NULL;
    can->fixed_enum = !gcc; /* gcc 13 is the first */
}

static bool parse_features(struct judge *judge, const char *features)
{
    judge->features = 0;
    if (!*features || !strcmp(features, "none"))
        return true;
    if (!strcmp(features, "avx"))
        judge->features = CCONV_FEATURE_AVX;
    else if (!strcmp(features, "avx512"))
        judge->features = CCONV_FEATURE_AVX | CCONV_FEATURE_AVX512;
    else
        return false;
    return true;
}

/* What the processor and the emulators cannot run. */
static void check_features(struct judge *judge)
{
    if (!judge->features || judge->skip[0])
        return;
    if (judge->runner == RUN_UNICORN || cconv_target_arch(judge->target) != CCONV_ARCH_X86_64) {
        snprintf(judge->skip, sizeof judge->skip, "the emulator has no AVX");
        return;
    }
#if defined(__x86_64__)
    __builtin_cpu_init();
    if (!__builtin_cpu_supports("avx")
        || (judge->features & CCONV_FEATURE_AVX512 && !__builtin_cpu_supports("avx512f"))) {
        snprintf(judge->skip, sizeof judge->skip, "this processor lacks the vector extension");
        judge->wrong_processor = true;
    }
#endif
}

static void find_runner(struct judge *judge, const struct platform *platform)
{
    static const char *const wines[] = {"wine64", "/usr/lib/wine/wine64", "wine", NULL};
    char qemu_names[2][80];
    snprintf(qemu_names[0], 64, "qemu-%s", judge->machine->qemu ? judge->machine->qemu : "none");
    snprintf(qemu_names[1], sizeof qemu_names[1], "qemu-%.40s-static", judge->machine->qemu ? judge->machine->qemu : "none");
    const char *const qemus[] = {qemu_names[0], qemu_names[1], NULL};
    judge->runner = platform->runner;
    char linker[64] = "";
    if (platform->linker) {
        sscanf(platform->linker, "%63s", linker);
        snprintf(judge->link, sizeof judge->link, "%s", platform->linker);
    }
    if (judge->runner == RUN_WINE) {
        const char *wine = first_of(wines);
        if (wine && have(linker))
            snprintf(judge->execute, sizeof judge->execute, "WINEDEBUG=-all %s", wine);
        else
            snprintf(judge->skip, sizeof judge->skip, "no wine or no mingw-w64 gcc");
    } else if (judge->runner == RUN_QEMU) {
        const char *qemu = first_of(qemus);
        if (qemu && have(linker))
            snprintf(judge->execute, sizeof judge->execute, "%s", qemu);
        else
            snprintf(judge->skip, sizeof judge->skip, "no %s or no %s", qemu_names[0], linker);
    } else if (judge->runner == RUN_NATIVE) {
#if !defined(__x86_64__) || !defined(__linux__)
        snprintf(judge->skip, sizeof judge->skip, "not an x86-64 Linux machine");
#endif
    } else {
#ifndef HAVE_UNICORN
        snprintf(judge->skip, sizeof judge->skip, "built without libunicorn");
#endif
    }
}

static bool find_compiler(struct judge *judge, const struct platform *platform, const char *cc)
{
    static const char *const clangs[] = {"clang-19", "clang", NULL};
    const char *vectors = judge->features & CCONV_FEATURE_AVX512 ? " -mavx512f" : judge->features ? " -mavx" : "";
    char command[128];
    if (!strcmp(cc, "gcc")) {
        if (!platform->gcc)
            return fprintf(stderr, "callconv conform: no gcc for %s\n", platform->target), false;
        judge->reading = CCONV_AS_GCC;
        snprintf(command, sizeof command, "%s", platform->gcc);
        if (!have(command))
            snprintf(judge->skip, sizeof judge->skip, "no %s", platform->gcc);
    } else if (!strcmp(cc, "clang")) {
        const char *clang = first_of(clangs);
        judge->reading = CCONV_AS_CLANG;
        snprintf(command, sizeof command, "%s --target=%s", clang ? clang : "clang", platform->clang_target);
        if (!clang)
            snprintf(judge->skip, sizeof judge->skip, "no clang");
    } else {
        return fprintf(stderr, "callconv conform: unknown compiler '%s'\n", cc), false;
    }
    judge->compiler_name = cc;
    snprintf(judge->compile, sizeof judge->compile,
             "timeout 120 %s%s -std=gnu11 -w -fno-strict-aliasing -fno-stack-protector -fno-asynchronous-unwind-tables%s",
             command, vectors, judge->runner == RUN_UNICORN ? " -fno-common" : "");
    return true;
}

static void find_attribute(struct judge *judge)
{
    const char *name = cconv_convention_name(judge->convention);
    if (cconv_target_convention(judge->target) == judge->convention)
        judge->attribute[0] = '\0';
    else if (!strcmp(name, "x86_64_win") || !strcmp(name, "aarch64_aapcs_win"))
        snprintf(judge->attribute, sizeof judge->attribute, "__attribute__((ms_abi)) ");
    else if (!strcmp(name, "x86_64_sysv"))
        snprintf(judge->attribute, sizeof judge->attribute, "__attribute__((sysv_abi)) ");
    else
        snprintf(judge->skip, sizeof judge->skip, "no attribute asks for this convention on this target");
}

bool judge_find(struct judge *judge, const char *abi, const char *target, const char *cc, const char *features)
{
    memset(judge, 0, sizeof *judge);
    judge->target = cconv_target_find(target);
    if (!judge->target)
        return fprintf(stderr, "callconv conform: unknown target '%s'\n", target), false;
    judge->convention = cconv_convention_find(abi, judge->target);
    if (!judge->convention || !cconv_convention_accepts(judge->convention, judge->target))
        return fprintf(stderr, "callconv conform: unknown convention '%s' on '%s'\n", abi, target), false;
    const struct platform *platform = platform_of(judge->target);
    if (!platform || !parse_features(judge, features))
        return fprintf(stderr, "callconv conform: no judge for '%s' with '%s'\n", target, features), false;
    judge->machine = machine_of(cconv_target_arch(judge->target));
    if (!judge->machine)
        return fprintf(stderr, "callconv conform: no machine for '%s'\n", target), false;
    find_runner(judge, platform);
    if (!find_compiler(judge, platform, cc))
        return false;
    find_attribute(judge);
    find_abilities(judge, platform);
    check_features(judge);
    return true;
}

static bool write_runtime(const struct judge *judge)
{
    bool good = true;
    char path[512];
    for (const struct embedded *file = embedded_files; file->name; file++) {
        snprintf(path, sizeof path, "%s/%s", judge->directory, file->name);
        FILE *out = fopen(path, "w");
        good = good && out && fputs(file->text, out) >= 0;
        if (out && fclose(out))
            good = false;
    }
    return good;
}

static bool write_labels(const struct judge *judge)
{
    char path[512];
    snprintf(path, sizeof path, "%s/labels.inc", judge->directory);
    FILE *out = fopen(path, "w");
    if (!out)
        return false;
    for (unsigned i = 0; i < LABELS; i++)
        fprintf(out, "    .globl f_%u\nf_%u:\n", i, i);
    return fclose(out) == 0;
}

bool judge_prepare(struct judge *judge, const char *directory)
{
    char command[2048], log[512];
    snprintf(judge->directory, sizeof judge->directory, "%s", directory);
    mkdir(directory, 0777);
    if (judge->runner == RUN_UNICORN)
        return true;
    if (!write_runtime(judge) || !write_labels(judge))
        return fprintf(stderr, "callconv conform: cannot write to %s\n", directory), false;
    unsigned width = judge->features & CCONV_FEATURE_AVX512 ? 64 : judge->features ? 32 : 16;
    snprintf(command, sizeof command,
             "cd %s && %s -O1 -c main.c -o main.o && %s -DVECTOR_BYTES=%u -I. -c %s.S -o capture.o",
             directory, judge->link, judge->link, width, judge->machine->name);
    snprintf(log, sizeof log, "%s/runtime.log", directory);
    if (run_command(command, log) == 0)
        return true;
    snprintf(judge->skip, sizeof judge->skip, "the runtime does not build (%.200s)", log);
    return false;
}
