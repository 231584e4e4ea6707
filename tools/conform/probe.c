/* Asks a compiler what it is, what it targets, and which types it has. Only `CC -E FILE` and `CC -c FILE -o FILE` are
   needed: each macro's name is written in a string and as a word, and the word is replaced where it is defined. */
#include "conform.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum { MACROS = 48, PROBE_SECONDS = 60 };

static const char *const macros[] = {
    "__clang__", "__clang_major__", "__clang_minor__", "__clang_patchlevel__", "__GNUC__", "__GNUC_MINOR__",
    "__GNUC_PATCHLEVEL__", "__TINYC__", "_MSC_VER", "__INTEL_COMPILER", "__x86_64__", "_M_X64", "__ILP32__",
    "__i386__", "_M_IX86", "__aarch64__", "_M_ARM64", "__arm__", "_M_ARM", "__ARM_PCS_VFP", "__ARM_EABI__", "__riscv_xlen",
    "__powerpc64__", "__s390x__", "__loongarch64", "__mips64", "__linux__", "_WIN32", "__MINGW32__", "__APPLE__",
    "__SSE2__", "__AVX__", "__AVX512F__", "__BITINT_MAXWIDTH__", "__riscv_float_abi_double", "__riscv_float_abi_single",
    "__riscv_32e", "__riscv_abi_rve", "__LITTLE_ENDIAN__", "_CALL_ELF",
};

struct answers { char value[MACROS][48]; };

static const char *value_of(const struct answers *answers, const char *name)
{
    for (size_t i = 0; i < sizeof macros / sizeof *macros; i++)
        if (!strcmp(macros[i], name))
            return answers->value[i];
    return "";
}

static bool defined(const struct answers *answers, const char *name)
{
    return value_of(answers, name)[0] != '\0';
}

static bool write_file(const char *directory, const char *name, const char *text)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%s", directory, name);
    FILE *out = fopen(path, "w");
    if (!out)
        return false;
    fputs(text, out);
    return fclose(out) == 0;
}

/* "CONFORM __x86_64__" 1: one string, as a preprocessor may join two. */
static void read_answers(const char *path, struct answers *answers)
{
    char line[256], name[64], value[48];
    FILE *in = fopen(path, "r");
    while (in && fgets(line, sizeof line, in)) {
        if (sscanf(line, " \"CONFORM %63[^\"]\" %47[^\n]", name, value) != 2 || !strcmp(name, value))
            continue;
        for (size_t i = 0; i < sizeof macros / sizeof *macros; i++)
            if (!strcmp(macros[i], name))
                snprintf(answers->value[i], sizeof answers->value[i], "%s", value);
    }
    if (in)
        fclose(in);
}

static bool ask_macros(const struct judge *judge, const char *directory, struct answers *answers)
{
    struct string text = {0};
    char command[1024], log[512];
    for (size_t i = 0; i < sizeof macros / sizeof *macros; i++)
        string_add(&text, "\"CONFORM %s\" %s\n", macros[i], macros[i]);
    bool good = write_file(directory, "identify.c", text.data);
    string_free(&text);
    snprintf(command, sizeof command, "cd '%s' && %s -E identify.c", directory, judge->command);
    snprintf(log, sizeof log, "%s/identify.log", directory);
    good = good && run_command(command, log, PROBE_SECONDS) == 0;
    read_answers(log, answers);
    return good;
}

/* The first line that says something of `--version`, else of `-v`. */
static void ask_version(struct judge *judge, const char *directory)
{
    static const char *const flags[] = {"--version", "-v"};
    for (unsigned i = 0; i < 2 && !judge->version[0]; i++) {
        char command[1024], log[512], line[200];
        snprintf(command, sizeof command, "%s %s", judge->command, flags[i]);
        snprintf(log, sizeof log, "%s/version.log", directory);
        FILE *in = run_command(command, log, PROBE_SECONDS) == 0 ? fopen(log, "r") : NULL;
        while (in && !judge->version[0] && fgets(line, sizeof line, in)) {
            line[strcspn(line, "\r\n")] = '\0';
            if (strpbrk(line, "0123456789"))
                snprintf(judge->version, sizeof judge->version, "%s", line);
        }
        if (in)
            fclose(in);
    }
}

static void name_compiler(struct judge *judge, const struct answers *answers)
{
    const char *name = defined(answers, "__TINYC__") ? "tcc" : defined(answers, "__clang__") ? "clang"
                       : defined(answers, "_MSC_VER") ? "msvc" : defined(answers, "__GNUC__") ? "gcc" : "cc";
    snprintf(judge->compiler_name, sizeof judge->compiler_name, "%s", name);
    judge->reading = !strcmp(name, "gcc") ? CCONV_AS_GCC : !strcmp(name, "clang") ? CCONV_AS_CLANG
                     : !strcmp(name, "msvc") ? CCONV_AS_MSVC : CCONV_AS_DOCUMENT;
    judge->features = defined(answers, "__AVX512F__") ? CCONV_FEATURE_AVX | CCONV_FEATURE_AVX512
                      : defined(answers, "__AVX__") ? CCONV_FEATURE_AVX
                      : defined(answers, "__i386__") && !defined(answers, "__SSE2__") ? CCONV_FEATURE_NO_SSE : 0;
    unsigned widest = (unsigned)strtoul(value_of(answers, "__BITINT_MAXWIDTH__"), NULL, 10);
    judge->abilities.bitint = widest > 256 ? 256 : widest;
}

/* A target's name from the macros: the processor, the system, and the ABI where a system has several. */
static void name_target(const struct answers *answers, struct identity *identity)
{
    static const struct { const char *macro, *word; } processors[] = {
        {"__x86_64__", "x86_64"}, {"_M_X64", "x86_64"}, {"__i386__", "i686"}, {"_M_IX86", "i686"},
        {"__aarch64__", "aarch64"}, {"_M_ARM64", "aarch64"}, {"__arm__", "arm"}, {"_M_ARM", "arm"},
        {"__powerpc64__", "powerpc64le"}, {"__s390x__", "s390x"}, {"__loongarch64", "loongarch64"},
        {"__mips64", "mips64el"},
    };
    const char *processor = !strcmp(value_of(answers, "__riscv_xlen"), "64") ? "riscv64"
                            : !strcmp(value_of(answers, "__riscv_xlen"), "32") ? "riscv32" : NULL;
    for (size_t i = 0; !processor && i < sizeof processors / sizeof *processors; i++)
        if (defined(answers, processors[i].macro))
            processor = processors[i].word;
    const char *system = defined(answers, "__APPLE__") ? "macos" : defined(answers, "__MINGW32__") ? "windows-gnu"
                         : defined(answers, "_WIN32") ? "windows-msvc" : "linux-gnu";
    const char *abi = "";
    if (!strcmp(system, "linux-gnu")) {
        if (defined(answers, "__x86_64__") && defined(answers, "__ILP32__"))
            abi = "x32";
        else if (defined(answers, "__arm__"))
            abi = defined(answers, "__ARM_PCS_VFP") ? "eabihf" : defined(answers, "__ARM_EABI__") ? "eabi" : "";
    }
    identity->triple[0] = '\0';
    if (processor)
        snprintf(identity->triple, sizeof identity->triple, "%s-%s%s", processor, system, abi);
}

/* RISC-V: -mabi says which convention. */
static void name_abi(const struct answers *answers, struct identity *identity)
{
    const char *xlen = value_of(answers, "__riscv_xlen");
    bool embedded = defined(answers, "__riscv_abi_rve") || defined(answers, "__riscv_32e");
    const char *letter = embedded ? "e" : defined(answers, "__riscv_float_abi_double") ? "d"
                         : defined(answers, "__riscv_float_abi_single") ? "f" : "";
    if (*xlen)
        snprintf(identity->abi, sizeof identity->abi, "riscv%.2s_%s%s", xlen, !strcmp(xlen, "64") ? "lp64" : "ilp32",
                 letter);
}

static bool compiles(const struct judge *judge, const char *directory, const char *flags, const char *text)
{
    char command[2048], log[512];
    snprintf(command, sizeof command, "cd '%s' && %s %s -c probe.c -o probe.o", directory, judge->compile, flags);
    snprintf(log, sizeof log, "%s/probe.log", directory);
    return write_file(directory, "probe.c", text) && run_command(command, log, PROBE_SECONDS) == 0;
}

/* Flags that make a compiler of gcc's or clang's kind quiet and plain: those that it takes. */
static void find_flags(struct judge *judge, const char *directory)
{
    static const char *const flags[] = {"-std=gnu11", "-w", "-fno-strict-aliasing", "-fno-stack-protector",
                                        "-fno-asynchronous-unwind-tables", "-fno-common", "-fno-sanitize=all",
                                        "-ffreestanding" /* headers without a C library */};
    enum { FLAGS = sizeof flags / sizeof *flags };
    bool clang = !strcmp(judge->compiler_name, "clang");
    snprintf(judge->compile, sizeof judge->compile, "%s", judge->command);
    if (!clang && strcmp(judge->compiler_name, "gcc"))
        return;
    judge->levels = !strstr(judge->command, " -O");
    for (unsigned i = 0; i < FLAGS; i++) {
        size_t used = strlen(judge->compile);
        if ((!i && strstr(judge->command, "-std=")) || (i == 6 && !clang))
            continue;
        snprintf(judge->compile + used, sizeof judge->compile - used, " %s", flags[i]);
    }
    if (compiles(judge, directory, "", "int x;"))
        return;
    snprintf(judge->compile, sizeof judge->compile, "%s", judge->command);
    for (unsigned i = 0; i < FLAGS; i++) {
        size_t used = strlen(judge->compile);
        if (compiles(judge, directory, flags[i], "int x;"))
            snprintf(judge->compile + used, sizeof judge->compile - used, " %s", flags[i]);
    }
}

/* How the generated files are written for it. */
static void find_builtins(struct judge *judge, const char *directory)
{
    judge->has_builtin_copy = compiles(judge, directory, "",
        "void f(char *a, char *b) { __builtin_memcpy(a, b, 3); }\n");
    judge->has_builtin_varargs = compiles(judge, directory, "",
        "int f(int x, ...) { __builtin_va_list l; __builtin_va_start(l, x); x = __builtin_va_arg(l, int);"
        " __builtin_va_end(l); return x; }\n");
    judge->has_builtin_offset = compiles(judge, directory, "",
        "struct s { int a, b; }; const unsigned x[] = {__builtin_offsetof(struct s, b)};\n");
    judge->has_alignof = compiles(judge, directory, "", "const unsigned x[] = {__alignof__(int)};\n");
    /* A macro from before #line may count from there: lines below zero, which an assembler refuses. */
    judge->has_line = compiles(judge, directory, "",
        "void *g(void *);\n\n\n#define COPY g\n#line 1 \"case_0\"\nvoid f(char *a) { COPY(a); }\n");
}

bool probe_identity(struct judge *judge, const char *directory, struct identity *identity)
{
    struct answers answers = {0};
    ask_macros(judge, directory, &answers);
    ask_version(judge, directory);
    name_compiler(judge, &answers);
    name_target(&answers, identity);
    name_abi(&answers, identity);
    find_flags(judge, directory);
    find_builtins(judge, directory);
    return compiles(judge, directory, "", "int f(int x) { return x; }\n");
}

static bool has_group(struct judge *judge, const char *directory, enum group_id id)
{
    static const char *const names[] = {"_Float128", "__float128"};
    if (id != GROUP_FLOAT128)
        return compiles(judge, directory, "", group_at(id)->probe);
    for (unsigned i = 0; i < 2; i++) {
        char flag[64];
        snprintf(flag, sizeof flag, "-DCONFORM_FLOAT128=%s", names[i]);
        if (compiles(judge, directory, flag, group_at(id)->probe)) {
            judge->abilities.float128 = names[i];
            return true;
        }
    }
    return false;
}

void probe_groups(struct judge *judge, const char *directory, uint64_t wanted)
{
    struct abilities *can = &judge->abilities;
    judge->groups = wanted;
    for (unsigned i = 0; i < GROUPS; i++)
        if (wanted & GROUP_BIT(i) && group_at((enum group_id)i)->probe && !has_group(judge, directory, (enum group_id)i))
            judge->groups &= ~GROUP_BIT(i);
    judge->lacking = wanted & ~judge->groups;
    if (judge->groups & GROUP_BIT(GROUP_BITINT) && !can->bitint)
        can->bitint = 64;
    if (!(judge->groups & GROUP_BIT(GROUP_BITINT)))
        can->bitint = 0;
    can->float16 = judge->groups & GROUP_BIT(GROUP_FLOAT16);
    can->bfloat16 = judge->groups & GROUP_BIT(GROUP_BFLOAT16);
    can->complex_half = judge->groups & GROUP_BIT(GROUP_COMPLEX_HALF);
    can->decimal = judge->groups & GROUP_BIT(GROUP_DECIMAL);
    can->int128 = judge->groups & GROUP_BIT(GROUP_INT128);
    can->fixed_enum = judge->groups & GROUP_BIT(GROUP_ENUM_FIXED);
    bool vectors = judge->groups & GROUP_BIT(GROUP_VECTOR_NAMES);
    can->intel = vectors && cconv_target_arch(judge->target) == CCONV_ARCH_X86_64;
    can->arm = vectors && cconv_target_arch(judge->target) == CCONV_ARCH_AARCH64;
    can->names = judge->groups & GROUP_BIT(GROUP_NAMES);
    can->va_list_is_array = compiles(judge, directory, "", "#include <stdarg.h>\n"
        "char a[sizeof(va_list) > sizeof(void *) ? 1 : -1];\n"
        "void f(va_list l) { char a[sizeof l == sizeof(void *) ? 1 : -1]; (void)a; }\n");
}
