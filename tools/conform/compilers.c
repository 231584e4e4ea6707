/* Which compiler judges, what it can compile, and how its programs run on this machine. */
#include "conform.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool have(const char *program)
{
    char command[300];
    if (strchr(program, '/'))
        return access(program, X_OK) == 0;
    snprintf(command, sizeof command, "command -v %s", program);
    return run_command(command, "/dev/null", 0) == 0;
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

/* Where not every ABI has a C library here: runtime/freestanding.h is one. */
#define FREESTANDING(arch) \
    "clang-19 --target=" arch "-unknown-elf -ffreestanding -nostdlib -static -fuse-ld=lld"

#define OLD_ARM " -mabi=apcs-gnu -marm -march=armv7-a -mfpu=neon -mfloat-abi=softfp"

static const struct platform platforms[] = {
    {"x86_64-linux-gnu", "gcc", "x86_64-linux-gnu", RUN_NATIVE, "gcc"},
    /* Linked into an x86-64 program whose code, data and stack lie below 2^32: the kernel may have no x32. */
    {"x86_64-linux-gnux32", "gcc -mx32", "x86_64-linux-gnux32 -fno-pie", RUN_NATIVE,
     "gcc -no-pie -pthread -D_GNU_SOURCE -DLOW_STACK"},
    {"x86_64-windows-gnu", "x86_64-w64-mingw32-gcc", "x86_64-w64-mingw32", RUN_WINE, "x86_64-w64-mingw32-gcc -static"},
    {"x86_64-windows-msvc", NULL, "x86_64-pc-windows-msvc", RUN_WINE, "x86_64-w64-mingw32-gcc -static"},
    {"x86_64-macos", NULL, "x86_64-apple-macos14", RUN_UNICORN, NULL},
    {"i686-linux-gnu", "i686-linux-gnu-gcc -msse2", "i686-linux-gnu -msse2", RUN_NATIVE, "i686-linux-gnu-gcc -static -msse2"},
    {"i686-windows-gnu", "i686-w64-mingw32-gcc -msse2", "i686-w64-mingw32 -msse2", RUN_UNICORN, NULL},
    {"i686-windows-msvc", NULL, "i686-pc-windows-msvc -msse2", RUN_UNICORN, NULL},
    {"i686-macos", NULL, "i386-apple-macos10.13 -static", RUN_UNICORN, NULL},
    {"aarch64-linux-gnu", "aarch64-linux-gnu-gcc", "aarch64-linux-gnu", RUN_QEMU, "aarch64-linux-gnu-gcc -static"},
    {"aarch64-macos", NULL, "arm64-apple-macos14", RUN_UNICORN, NULL},
    {"aarch64-windows-msvc", NULL, "aarch64-pc-windows-msvc", RUN_UNICORN, NULL},
    {"arm-linux-gnueabihf", "arm-linux-gnueabihf-gcc", "arm-linux-gnueabihf", RUN_QEMU, "arm-linux-gnueabihf-gcc -static"},
    {"arm-linux-gnueabi", "arm-linux-gnueabi-gcc", "arm-linux-gnueabi", RUN_QEMU, "arm-linux-gnueabi-gcc -static"},
    {"arm-linux-gnu", "arm-linux-gnueabi-gcc" OLD_ARM, "arm-linux-gnueabi" OLD_ARM, RUN_QEMU,
     "arm-linux-gnueabi-gcc" OLD_ARM " -ffreestanding -nostdlib -static"},
    {"armv7-windows-msvc", NULL, "armv7-pc-windows-msvc", RUN_UNICORN, NULL},
    {"mips64el-linux-gnuabi64", "mips64el-linux-gnuabi64-gcc", "mips64el-linux-gnuabi64", RUN_QEMU,
     "mips64el-linux-gnuabi64-gcc -static"},
    {"loongarch64-linux-gnu", NULL, "loongarch64-linux-gnu -mno-lsx", RUN_QEMU, /* which the emulator lacks */
     "clang-19 --target=loongarch64-linux-gnu -mno-lsx -ffreestanding -nostdlib -static -fuse-ld=lld"},
    {"s390x-linux-gnu", "s390x-linux-gnu-gcc", "s390x-linux-gnu", RUN_QEMU, "s390x-linux-gnu-gcc -static"},
    {"powerpc64le-linux-gnu", "powerpc64le-linux-gnu-gcc", "powerpc64le-linux-gnu", RUN_QEMU,
     "powerpc64le-linux-gnu-gcc -static"},
    {"riscv64-linux-gnu", "riscv64-linux-gnu-gcc", "riscv64-unknown-elf", RUN_QEMU, FREESTANDING("riscv64")},
    {"riscv32-linux-gnu", "riscv64-unknown-elf-gcc", "riscv32-unknown-elf", RUN_QEMU, FREESTANDING("riscv32")},
};

/* What compilers, and the linker's driver, must be told for a convention. */
static const struct { const char *convention, *flags; } abi_flags[] = {
    {"riscv64_lp64d", " -march=rv64gc -mabi=lp64d"},   {"riscv64_lp64f", " -march=rv64gc -mabi=lp64f"},
    {"riscv64_lp64", " -march=rv64gc -mabi=lp64"},     {"riscv64_lp64e", " -march=rv64emac -mabi=lp64e"},
    {"riscv32_ilp32d", " -march=rv32gc -mabi=ilp32d"}, {"riscv32_ilp32f", " -march=rv32gc -mabi=ilp32f"},
    {"riscv32_ilp32", " -march=rv32gc -mabi=ilp32"},   {"riscv32_ilp32e", " -march=rv32emac -mabi=ilp32e"},
};

/* What changes an object of a target so that the driver takes it. */
static const struct { const char *target, *command; } conversions[] = {
    {"x86_64-linux-gnux32", "objcopy -O elf64-x86-64"}, /* as the program it is linked into */
    {"arm-linux-gnu", /* as gcc's flags have it: clang's say EABI 5 */
     "sh -c 'printf \"\\000\\006\\000\\000\" | dd of=\"$0\" bs=1 seek=36 conv=notrunc status=none'"},
};

static const char *conversion_for(const cconv_target *target)
{
    for (size_t i = 0; i < sizeof conversions / sizeof *conversions; i++)
        if (!strcmp(conversions[i].target, cconv_target_name(target)))
            return conversions[i].command;
    return NULL;
}

static const char *flags_of(const cconv_convention *convention)
{
    for (size_t i = 0; convention && i < sizeof abi_flags / sizeof *abi_flags; i++)
        if (!strcmp(abi_flags[i].convention, cconv_convention_name(convention)))
            return abi_flags[i].flags;
    return "";
}

/* NULL: nothing here links and runs programs of the target; --run and --link can. */
static const struct platform *platform_of(const cconv_target *target)
{
    for (size_t i = 0; i < sizeof platforms / sizeof *platforms; i++)
        if (!strcmp(platforms[i].target, cconv_target_name(target)))
            return &platforms[i];
    return NULL;
}

/* What the processor and the emulators cannot run. */
static void check_features(struct judge *judge)
{
    if (!(judge->features & CCONV_FEATURE_AVX) || judge->skip[0])
        return;
    cconv_arch arch = cconv_target_arch(judge->target);
    if (judge->runner == RUN_UNICORN || (arch != CCONV_ARCH_X86_64 && arch != CCONV_ARCH_X86)) {
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

__attribute__((format(printf, 2, 3))) static void skip(struct judge *judge, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    if (!judge->skip[0])
        vsnprintf(judge->skip, sizeof judge->skip, format, list);
    va_end(list);
}

static bool have_first_word(const char *command)
{
    char word[256] = "";
    sscanf(command, "%255s", word);
    return have(word);
}

static void find_emulator(struct judge *judge, const char *const *names)
{
    const char *found = first_of(names);
    if (found)
        snprintf(judge->execute, sizeof judge->execute, "%s%s", judge->runner == RUN_WINE ? "WINEDEBUG=-all " : "", found);
    else
        skip(judge, "no %s", names[0]);
}

/* How programs of the target are linked and run here. What the user says goes before the table. */
static void find_runner(struct judge *judge, const struct platform *platform, const struct wish *wish)
{
    static const char *const wines[] = {"wine64", "/usr/lib/wine/wine64", "wine", NULL};
    char names[2][80];
    const char *const qemus[] = {names[0], names[1], NULL};
    bool own = wish->run && wish->link;
    if (!platform && !own) {
        skip(judge, "programs for %s need --run and --link", cconv_target_name(judge->target));
        return;
    }
    judge->convert = conversion_for(judge->target);
    judge->runner = own && (!platform || platform->runner == RUN_UNICORN) ? RUN_QEMU : platform->runner;
    if (wish->link || (platform && platform->linker))
        snprintf(judge->link, sizeof judge->link, "%s%s", wish->link ? wish->link : platform->linker,
                 wish->link ? "" : flags_of(judge->convention));
    if (wish->run)
        snprintf(judge->execute, sizeof judge->execute, "%s", wish->run);
    else if (judge->runner == RUN_WINE)
        find_emulator(judge, wines);
    else if (judge->runner == RUN_QEMU) {
        const char *name = judge->machine->qemu ? judge->machine->qemu : "none";
        snprintf(names[0], sizeof names[0], "qemu-%.40s", name);
        snprintf(names[1], sizeof names[1], "qemu-%.40s-static", name);
        find_emulator(judge, qemus);
    }
#if !defined(__x86_64__) || !defined(__linux__)
    if (judge->runner == RUN_NATIVE && !wish->run)
        skip(judge, "%s does not run here", cconv_target_name(judge->target));
#endif
#ifndef HAVE_UNICORN
    if (judge->runner == RUN_UNICORN)
        skip(judge, "%s needs a build with libunicorn", cconv_target_name(judge->target));
#endif
    if (judge->runner == RUN_NATIVE && !wish->link && !have_first_word(judge->link))
        snprintf(judge->link, sizeof judge->link, "%s", judge->command);
    if (judge->runner != RUN_UNICORN && !have_first_word(judge->link))
        skip(judge, "no %s to link with", judge->link);
}

/* With --target, `gcc` and `clang` alone mean those of that target: the first word is replaced. */
static void name_command(struct judge *judge, const struct platform *platform, const char *cc, const char *flags)
{
    static const char *const clangs[] = {"clang-19", "clang", NULL};
    size_t word = strcspn(cc, " ");
    bool gcc = word == 3 && !strncmp(cc, "gcc", word), clang = word == 5 && !strncmp(cc, "clang", word);
    if (gcc && platform && platform->gcc)
        snprintf(judge->command, sizeof judge->command, "%s%s%s", platform->gcc, flags, cc + word);
    else if (clang && first_of(clangs))
        snprintf(judge->command, sizeof judge->command, "%s%s%s%s%s", first_of(clangs),
                 platform && platform->clang_target ? " --target=" : "",
                 platform && platform->clang_target ? platform->clang_target : "", flags, cc + word);
    else
        snprintf(judge->command, sizeof judge->command, "%s", cc);
    if (!have_first_word(judge->command))
        skip(judge, "no %s", judge->command);
}

/* What asks for a convention where it is not the target's own. */
static void find_attribute(struct judge *judge)
{
    static const struct { const char *convention, *attribute; } attributes[] = {
        {"aarch64_vector_pcs", "aarch64_vector_pcs"},
        {"x86_64_win", "ms_abi"}, {"aarch64_aapcs_win", "ms_abi"}, {"x86_64_sysv", "sysv_abi"},
        {"x86_64_vectorcall", "vectorcall"}, {"x86_64_preserve_most", "preserve_most"},
        {"x86_64_preserve_most_win", "preserve_most"}, {"x86_64_preserve_all", "preserve_all"},
        {"x86_64_preserve_all_win", "preserve_all"},
        {"arm_aapcs", "pcs(\"aapcs\")"}, {"arm_aapcs_vfp", "pcs(\"aapcs-vfp\")"},
        {"x86_stdcall", "stdcall"}, {"x86_fastcall", "fastcall"}, {"x86_thiscall", "thiscall"},
        {"x86_thiscall_mingw", "thiscall"}, {"x86_vectorcall", "vectorcall"},
        {"x86_regcall", "regcall"},
        {"x86_regparm1", "regparm(1)"},
        {"x86_regparm2", "regparm(2)"}, {"x86_regparm3", "regparm(3)"},
        {"x86_64_preserve_none", "preserve_none"}, {"x86_64_swift", "swiftcall"}, {"x86_64_regcall", "regcall"}, {"x86_64_regcall_win", "regcall"},
    };
    judge->attribute[0] = '\0';
    if (cconv_target_convention(judge->target) == judge->convention || *flags_of(judge->convention))
        return;
    for (size_t i = 0; i < sizeof attributes / sizeof *attributes; i++)
        if (!strcmp(attributes[i].convention, cconv_convention_name(judge->convention))) {
            snprintf(judge->attribute, sizeof judge->attribute, "__attribute__((%s)) ", attributes[i].attribute);
            return;
        }
    skip(judge, "no attribute asks for %s on this target", cconv_convention_name(judge->convention));
}

static bool find_target(struct judge *judge, const char *name)
{
    judge->target = cconv_target_find(name);
    if (!judge->target)
        return fprintf(stderr, "callconv conform: unknown target '%s'\n", name), false;
    judge->machine = machine_of(cconv_target_arch(judge->target), NULL);
    if (!judge->machine)
        return fprintf(stderr, "callconv conform: the runtime is not written for '%s'\n", name), false;
    return true;
}

static bool find_convention(struct judge *judge, const char *abi)
{
    judge->convention = cconv_convention_find(abi ? abi : "c", judge->target);
    if (judge->convention && cconv_convention_accepts(judge->convention, judge->target)) {
        judge->machine = machine_of(cconv_target_arch(judge->target), cconv_convention_name(judge->convention));
        return true;
    }
    return fprintf(stderr, "callconv conform: unknown convention '%s' on '%s'\n", abi, cconv_target_name(judge->target)),
           false;
}

const char *judge_clang_target(const struct judge *judge)
{
    const struct platform *platform = platform_of(judge->target);
    return platform && platform->clang_target ? platform->clang_target : "";
}

static bool find_reading(struct judge *judge, const char *as)
{
    static const char *const names[] = {"document", "gcc", "clang", "msvc"};
    judge->own_reading = judge->reading;
    for (unsigned i = 0; as && i < 4; i++)
        if (!strcmp(as, names[i])) {
            judge->reading = (cconv_reading)i;
            return true;
        }
    return !as || (fprintf(stderr, "callconv conform: unknown reading '%s'\n", as), false);
}

bool judge_find(struct judge *judge, const struct wish *wish, const char *directory)
{
    struct identity identity = {{0}, {0}};
    uint64_t wanted = ALL_GROUPS;
    memset(judge, 0, sizeof *judge);
    judge->compile_seconds = wish->compile_seconds;
    judge->run_seconds = wish->run_seconds;
    if (wish->types && !groups_read(wish->types, &wanted))
        return fprintf(stderr, "callconv conform: unknown group in '%s'; see --help\n", wish->types), false;
    if (wish->target && !find_target(judge, wish->target))
        return false;
    const cconv_convention *wished = judge->target ? cconv_convention_find(wish->abi ? wish->abi : "c", judge->target) : NULL;
    name_command(judge, judge->target ? platform_of(judge->target) : NULL, wish->cc, flags_of(wished));
    bool asked = !judge->skip[0];
    judge->is_zig = wish->language ? !strcmp(wish->language, "zig") : zig_is_named(judge->command);
    if (asked && !(judge->is_zig ? zig_probe_identity : probe_identity)(judge, directory, &identity))
        skip(judge, "'%s' does not compile a plain function", judge->command);
    if (!judge->target && judge->skip[0])
        return true;
    if (!judge->target && !identity.triple[0])
        return fprintf(stderr, "callconv conform: which target '%s' has is not known; say --target\n", wish->cc), false;
    if ((!judge->target && !find_target(judge, identity.triple)) 
        || !find_convention(judge, wish->abi ? wish->abi : identity.abi[0] ? identity.abi : NULL)
        || !find_reading(judge, wish->as))
        return false;
    find_runner(judge, platform_of(judge->target), wish);
    find_attribute(judge);
    check_features(judge);
    if (!judge->skip[0] && !judge->is_zig)
        probe_groups(judge, directory, wanted);
    else if (!judge->skip[0] && !zig_probe_groups(judge, directory, wanted))
        skip(judge, "it has not the convention %s", judge->zig_convention);
    judge->abilities.labels_decorated = strstr(judge->attribute, "vectorcall")
                                        && cconv_target_os(judge->target) == CCONV_OS_LINUX;
    return true;
}

const char *judge_level(const struct judge *judge, unsigned level)
{
    if (!judge->levels)
        return "";
    if (judge->is_zig)
        return level == 1 ? " -O ReleaseSmall" : " -O ReleaseFast";
    return level == 1 ? " -O1" : " -O2";
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
    bool elf = cconv_target_os(judge->target) == CCONV_OS_LINUX; /* Arm's linker asks whether a function is Thumb */
    for (unsigned i = 0; i < LABELS; i++)
        fprintf(out, elf ? "    .globl f_%u\n    .type f_%u, %%function\nf_%u:\n" : "    .globl f_%u\nf_%u:\n", i, i, i);
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
    unsigned width = judge->features & CCONV_FEATURE_AVX512 ? 64 : judge->features & CCONV_FEATURE_AVX ? 32 : 16;
    snprintf(command, sizeof command,
             "cd '%s' && %s -O1 -c main.c -o main.o && %s -DVECTOR_BYTES=%u -I. -c %s.S -o capture.o",
             directory, judge->link, judge->link, width, judge->machine->name);
    snprintf(log, sizeof log, "%s/runtime.log", directory);
    if (run_command(command, log, 60) == 0)
        return true;
    snprintf(judge->skip, sizeof judge->skip, "the runtime does not build (%.200s)", log);
    return false;
}
