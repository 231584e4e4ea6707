/* The questions to a Zig compiler: what it is, which conventions and types it has. */
#include "conform.h"

#include <stdlib.h>
#include <string.h>

/* What a command names if it is a Zig compiler that is to compile Zig: "zig" with no "cc" after it. */
bool zig_is_named(const char *command)
{
    char first[256] = "", second[64] = "";
    sscanf(command, "%255s %63s", first, second);
    const char *slash = strrchr(first, '/');
    return !strcmp(slash ? slash + 1 : first, "zig") && strcmp(second, "cc") && strcmp(second, "c++");
}

/* ---- names */

/* Where Zig's name is not the model's. */
static const struct { const char *convention, *zig; } conventions[] = {
    {"powerpc64le_elfv2", ".{ .powerpc64_elf_v2 = .{} }"}, {"s390x_elf", ".{ .s390x_sysv = .{} }"},
    {"loongarch64_lp64d", ".{ .loongarch64_lp64 = .{} }"}, {"riscv64_lp64d", ".{ .riscv64_lp64 = .{} }"},
    {"riscv32_ilp32d", ".{ .riscv32_ilp32 = .{} }"}, {"aarch64_vector_pcs", ".{ .aarch64_vfabi = .{} }"},
    {"x86_64_regcall", ".{ .x86_64_regcall_v3_sysv = .{} }"}, {"x86_64_regcall_win", ".{ .x86_64_regcall_v4_win = .{} }"},
    {"x86_regparm1", ".{ .x86_sysv = .{ .register_params = 1 } }"},
    {"x86_regparm2", ".{ .x86_sysv = .{ .register_params = 2 } }"},
    {"x86_regparm3", ".{ .x86_sysv = .{ .register_params = 3 } }"},
    {"x86_regcall", ".{ .x86_regcall_v3 = .{} }"}, {"arm_aapcs_vfp_win", ".c"},
};

static void name_convention(struct judge *judge)
{
    const char *name = cconv_convention_name(judge->convention);
    snprintf(judge->zig_convention, sizeof judge->zig_convention, ".{ .%s = .{} }", name);
    for (size_t i = 0; i < sizeof conventions / sizeof *conventions; i++)
        if (!strcmp(conventions[i].convention, name))
            snprintf(judge->zig_convention, sizeof judge->zig_convention, "%s", conventions[i].zig);
    cconv_os os = cconv_target_os(judge->target);
    if (!strcmp(name, "x86_regcall") && (os == CCONV_OS_WINDOWS_MSVC || os == CCONV_OS_WINDOWS_GNU))
        snprintf(judge->zig_convention, sizeof judge->zig_convention, ".{ .x86_regcall_v4_win = .{} }");
}

static bool compiles(const struct judge *judge, const char *directory, const char *log, const char *text)
{
    char path[512], command[2048];
    snprintf(path, sizeof path, "%s/probe.zig", directory);
    FILE *out = fopen(path, "w");
    if (!out)
        return false;
    fputs(text, out);
    if (fclose(out))
        return false;
    /* Without a level it would be the compiler's own backend that is asked. */
    snprintf(command, sizeof command, "cd '%s' && %s%s probe.zig -femit-bin=probe.o", directory, judge->compile, judge_level(judge, 1));
    snprintf(path, sizeof path, "%s/%s", directory, log);
    return run_command(command, path, judge->compile_seconds) == 0;
}

/* Its names of processors where they are not the library's. */
static void read_identity(const char *path, struct identity *identity)
{
    char line[512], found[64];
    FILE *in = fopen(path, "r");
    while (in && fgets(line, sizeof line, in)) {
        const char *at = strstr(line, "error: CONFORM ");
        if (!at || sscanf(at + 15, "%63s", found) != 1)
            continue;
        const char *rest = strchr(found, '-');
        bool x86 = rest && rest - found == 3 && !strncmp(found, "x86", 3);
        bool thumb = !strncmp(found, "thumb-", 6);
        snprintf(identity->triple, sizeof identity->triple, "%s%s", x86 ? "i686" : thumb ? "armv7" : found,
                 x86 || thumb ? rest : "");
        identity->triple[strcspn(identity->triple, "\"")] = '\0';
        char *none = strstr(identity->triple, "-none");
        if (none)
            *none = '\0';
    }
    if (in)
        fclose(in);
}

static void ask_version(struct judge *judge, const char *directory)
{
    char command[600], path[512] = "", line[64] = "";
    sscanf(judge->command, "%255s", path);
    snprintf(command, sizeof command, "%.255s version", path);
    snprintf(path, sizeof path, "%s/version.log", directory);
    FILE *in = run_command(command, path, judge->compile_seconds) == 0 ? fopen(path, "r") : NULL;
    if (in && fgets(line, sizeof line, in))
        snprintf(judge->version, sizeof judge->version, "zig %.*s", (int)strcspn(line, "\n"), line);
    if (in)
        fclose(in);
}

/* The command up to the flags of one file: for --target's target, where it does not name one itself. */
static void find_flags(struct judge *judge)
{
    char target[80] = "";
    const char *name = judge->target && !strstr(judge->command, "-target") ? cconv_target_name(judge->target) : "";
    if (!strncmp(name, "i686-", 5))
        snprintf(target, sizeof target, " -target x86-%.60s", name + 5);
    else if (!strncmp(name, "armv7-", 6))
        snprintf(target, sizeof target, " -target thumb-%.60s", name + 6);
    else if (*name)
        snprintf(target, sizeof target, " -target %.60s", name);
    size_t word = strcspn(judge->command, " ");
    const char *mode = strstr(judge->command, " build-obj") ? "" : " build-obj";
    const char *processor = strstr(judge->command, "-mcpu") ? "" : " -mcpu baseline";
    snprintf(judge->compile, sizeof judge->compile, "%.*s%s%s%s%s -fstrip -fno-stack-check -fno-stack-protector --cache-dir zig-cache",
             (int)word, judge->command, mode, judge->command + word, target, processor);
}

bool zig_probe_identity(struct judge *judge, const char *directory, struct identity *identity)
{
    char path[512];
    snprintf(judge->compiler_name, sizeof judge->compiler_name, "zig");
    judge->reading = CCONV_AS_DOCUMENT;
    judge->levels = !strstr(judge->command, " -O");
    ask_version(judge, directory);
    find_flags(judge);
    compiles(judge, directory, "identify.log", "const b = @import(\"builtin\");\n"
             "comptime { @compileError(\"CONFORM \" ++ @tagName(b.cpu.arch) ++ \"-\" ++ @tagName(b.os.tag) ++ \"-\" ++"
             " @tagName(b.abi)); }\n");
    snprintf(path, sizeof path, "%s/identify.log", directory);
    read_identity(path, identity);
    return compiles(judge, directory, "probe.log", "export fn f(x: c_int) c_int { return x; }\n");
}

/* What it may have; %s is the convention. Others it has not. `type`: what C has not on every target, where Zig has. */
static const struct { enum group_id id; const char *probe, *type; } probes[] = {
    {GROUP_INTEGER, NULL, NULL}, {GROUP_FLOATING, NULL, NULL}, {GROUP_POINTER, NULL, NULL}, {GROUP_ENUM, NULL, NULL},
    {GROUP_STRUCT, NULL, NULL}, {GROUP_UNION, NULL, NULL}, {GROUP_ARRAY, NULL, NULL},
    {GROUP_LONG_DOUBLE, "export fn f(x: c_longdouble) callconv(%s) c_longdouble { return x; }\n", NULL},
    {GROUP_INT128, "export fn f(x: i128) callconv(%s) i128 { return x; }\n", "__int128"},
    {GROUP_FLOAT16, "export fn f(x: f16) callconv(%s) f16 { return x; }\n", "_Float16"},
    {GROUP_FLOAT128, "export fn f(x: f128) callconv(%s) f128 { return x; }\n", "_Float128"},
    {GROUP_VECTOR, "const S = extern struct { a: @Vector(4, f32) };\n"
                   "export fn f(x: @Vector(4, f32), s: S) callconv(%s) @Vector(4, f32) { return x + s.a; }\n", NULL},
    {GROUP_EMPTY, "const E = extern struct {};\nexport fn f(x: E) callconv(%s) E { return x; }\n", NULL},
    {GROUP_VARIADIC, "extern fn v(x: c_int, ...) callconv(%s) void;\n"
                     "export fn f() void { v(1, @as(f64, 2), @as(c_int, 3)); }\n", NULL},
};

static bool has(const struct judge *judge, const char *directory, const char *probe)
{
    struct string text = {0};
    const char *at = strstr(probe, "%s");
    string_add(&text, "%.*s%s%s", at ? (int)(at - probe) : (int)strlen(probe), probe, at ? judge->zig_convention : "",
               at ? at + 2 : "");
    bool good = compiles(judge, directory, "probe.log", text.data);
    string_free(&text);
    return good;
}

static bool model_has(const struct judge *judge, const char *name)
{
    const cconv_options options = {.target = judge->target, .reading = judge->reading, .features = judge->features};
    cconv_context *context = NULL;
    const cconv_type *type;
    bool good = !name || (!cconv_context_new(&options, &context, NULL)
                          && !cconv_parse_type(context, NULL, name, strlen(name), NULL, &type, NULL, NULL));
    cconv_context_free(context);
    return good;
}

bool zig_probe_groups(struct judge *judge, const char *directory, uint64_t wanted)
{
    uint64_t groups = 0;
    name_convention(judge);
    if (!has(judge, directory, "export fn f(x: c_int) callconv(%s) c_int { return x; }\n"))
        return false;
    for (size_t i = 0; i < sizeof probes / sizeof *probes; i++)
        if (wanted & GROUP_BIT(probes[i].id) && model_has(judge, probes[i].type) && (!probes[i].probe || has(judge, directory, probes[i].probe)))
            groups |= GROUP_BIT(probes[i].id);
    judge->groups = groups;
    judge->lacking = wanted & ~groups;
    judge->has_builtin_varargs = has(judge, directory,
        "export fn f(x: c_int, ...) callconv(%s) c_int { var list = @cVaStart(); const r = @cVaArg(&list, c_int);"
        " @cVaEnd(&list); return x + r; }\n");
    judge->abilities = (struct abilities){.tags_alone = true, .float16 = groups & GROUP_BIT(GROUP_FLOAT16),
                                          .int128 = groups & GROUP_BIT(GROUP_INT128),
                                          .float128 = groups & GROUP_BIT(GROUP_FLOAT128) ? "_Float128" : NULL};
    return true;
}
