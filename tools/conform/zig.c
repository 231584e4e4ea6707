/*
 * The cases written in Zig, whose functions say their convention themselves. The library reads the C text, and what Zig
 * cannot say in its `extern` types is not drawn: bit-fields, _Complex, _BitInt, what attributes do.
 *
 *     cases.zig    imports case_N.zig of each case, so that an error names it:
 *                  t_N, f_N, caller_N, callee_N, receiver_N, mixed_N and l_N as emit.c writes them in C
 */
#include "conform.h"

#include <limits.h>
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
    {"arm_aapcs_vfp_win", ".c"},
};

static void name_convention(struct judge *judge)
{
    const char *name = cconv_convention_name(judge->convention);
    snprintf(judge->zig_convention, sizeof judge->zig_convention, ".{ .%s = .{} }", name);
    for (size_t i = 0; i < sizeof conventions / sizeof *conventions; i++)
        if (!strcmp(conventions[i].convention, name))
            snprintf(judge->zig_convention, sizeof judge->zig_convention, "%s", conventions[i].zig);
}

/* `promoted`: what is passed through the ellipsis, or the type itself. */
static const struct basic { const char *c, *zig, *promoted; unsigned size; } basics[] = {
    {"_Bool", "bool", "c_int", 1}, {"char", "c_char", "c_int", 1}, {"signed char", "i8", "c_int", 1},
    {"unsigned char", "u8", "c_int", 1}, {"short", "c_short", "c_int", 2}, {"unsigned short", "c_ushort", "c_int", 2},
    {"int", "c_int", NULL, 4}, {"unsigned int", "c_uint", NULL, 4}, {"long", "c_long", NULL, 8},
    {"unsigned long", "c_ulong", NULL, 8}, {"long long", "c_longlong", NULL, 8},
    {"unsigned long long", "c_ulonglong", NULL, 8}, {"__int128", "i128", NULL, 16}, {"unsigned __int128", "u128", NULL, 16},
    {"float", "f32", "f64", 4}, {"double", "f64", NULL, 8}, {"long double", "c_longdouble", NULL, 16},
    {"_Float16", "f16", NULL, 2}, {"_Float128", "f128", NULL, 16},
};

static const struct basic *basic_of(const char *text)
{
    static const struct basic none = {"", "void", NULL, 1}; /* a compile error names the case */
    for (size_t i = 0; i < sizeof basics / sizeof *basics; i++)
        if (!strcmp(basics[i].c, text))
            return &basics[i];
    return &none;
}

/* "struct t0_3" as "t0_3". */
static const char *bare_name(const char *name)
{
    const char *space = strrchr(name, ' ');
    return space ? space + 1 : name;
}

/* ---- types */

enum { ZIG_TYPES = 96 };
#define NO_INDEX UINT_MAX /* of the one function of a reproducer */
struct zig {
    FILE *out;
    const struct judge *judge;
    const char *defined[ZIG_TYPES];
    unsigned count;
};

static void write_type(FILE *out, const struct generated_type *type)
{
    switch (type->kind) {
    case G_BASIC: fputs(basic_of(type->text)->zig, out); break;
    case G_POINTER: fputs("?*anyopaque", out); break;
    case G_FUNCTION_POINTER: fputs("?*const fn (f64) callconv(.c) c_int", out); break;
    case G_VECTOR: {
        const struct basic *element = basic_of(type->element->text);
        fprintf(out, "@Vector(%u, %s)", type->n / element->size, element->zig);
        break;
    }
    case G_ARRAY:
        fprintf(out, "[%u]", type->n);
        write_type(out, type->element);
        break;
    default: fputs(bare_name(type->name), out); break;
    }
}

static const char *enum_tag(const struct generated_type *type)
{
    return type->n == 1 ? "c_int" : "c_uint";
}

static void define_type(struct zig *z, const struct generated_type *type)
{
    if (type->element)
        define_type(z, type->element);
    for (unsigned i = 0; i < type->count; i++)
        define_type(z, type->members[i].type);
    if (type->kind != G_RECORD && type->kind != G_ENUM)
        return;
    for (unsigned i = 0; i < z->count; i++)
        if (!strcmp(z->defined[i], type->name))
            return;
    if (z->count < ZIG_TYPES)
        z->defined[z->count++] = type->name;
    if (type->kind == G_ENUM) {
        fprintf(z->out, "const %s = enum(%s) { a = 0, _ };\n", bare_name(type->name), enum_tag(type));
        return;
    }
    fprintf(z->out, "const %s = extern %s {", bare_name(type->name), type->is_union ? "union" : "struct");
    for (unsigned i = 0; i < type->count; i++) {
        fprintf(z->out, "%s m%u: ", i ? "," : "", type->first_member + i);
        write_type(z->out, type->members[i].type);
    }
    fputs(" };\n", z->out);
}

static void define_types(struct zig *z, const struct trial *trial)
{
    const struct generated_case *c = &trial->generated;
    for (unsigned i = 0; i < c->count; i++)
        define_type(z, c->arguments[i]);
    if (c->result)
        define_type(z, c->result);
}

static const char *result_type(FILE *out, const struct generated_case *c)
{
    if (c->result)
        write_type(out, c->result);
    return c->result ? "" : "void";
}

/* name(p0: T0, …) callconv(…) R */
static void write_signature(struct zig *z, const struct trial *trial, const char *name, unsigned index)
{
    const struct generated_case *c = &trial->generated;
    fprintf(z->out, index == NO_INDEX ? "fn %s(" : "fn %s_%u(", name, index);
    for (unsigned i = 0; i < c->fixed; i++) {
        fprintf(z->out, "%sp%u: ", i ? ", " : "", i);
        write_type(z->out, c->arguments[i]);
    }
    fprintf(z->out, "%s) callconv(%s) ", c->variadic ? ", ..." : "", z->judge->zig_convention);
    fputs(result_type(z->out, c), z->out);
}

/* ---- functions */

static void write_load(FILE *out, const struct trial *trial, unsigned argument, unsigned index)
{
    const struct generated_case *c = &trial->generated;
    const struct generated_type *type = argument < c->count ? c->arguments[argument] : c->result;
    fputs("load(", out);
    if (type->kind == G_ENUM && argument >= c->fixed && argument < c->count)
        fputs(enum_tag(type), out);
    else
        write_type(out, type);
    fprintf(out, ", &d_%u[%zu])", index, trial_offset(trial, argument));
}

static void write_arguments(FILE *out, const struct trial *trial, unsigned index)
{
    for (unsigned i = 0; i < trial->generated.count; i++) {
        fputs(i ? ", " : "", out);
        write_load(out, trial, i, index);
    }
}

static void write_callers(struct zig *z, const struct trial *trial, unsigned index)
{
    const char *result = trial->generated.result ? "_ = " : "";
    fputs("extern ", z->out);
    write_signature(z, trial, "f", index);
    fprintf(z->out, ";\nexport fn caller_%u() callconv(.c) void { %sf_%u(", index, result, index);
    write_arguments(z->out, trial, index);
    fputs("); }\n", z->out);
    if (!(trial->parts & PART_MIXED))
        return;
    fprintf(z->out, "export fn mixed_%u() callconv(.c) void { %s@call(.never_inline, receiver_%u, .{ ", index,
            *result ? "const x = " : "", index);
    write_arguments(z->out, trial, index);
    fputs(" });", z->out);
    if (*result) {
        fputs(" store(", z->out);
        write_type(z->out, trial->generated.result);
        fprintf(z->out, ", &o_%u[%zu], x);", index, trial_offset(trial, trial->generated.count));
    }
    fputs(" }\n", z->out);
}

/* What @cVaArg is asked for: of an enum its number, as Zig passes no enum through the ellipsis. */
static void write_promoted(FILE *out, const struct generated_type *type)
{
    const struct basic *basic = type->kind == G_BASIC ? basic_of(type->text) : NULL;
    if (basic && basic->promoted)
        fputs(basic->promoted, out);
    else if (type->kind == G_ENUM)
        fputs(enum_tag(type), out);
    else
        write_type(out, type);
}

static void write_receiver(struct zig *z, const struct trial *trial, unsigned index)
{
    const struct generated_case *c = &trial->generated;
    fputs("export ", z->out);
    write_signature(z, trial, "receiver", index);
    fputs(" {", z->out);
    for (unsigned i = 0; i < c->fixed; i++) {
        fputs(" store(", z->out);
        write_type(z->out, c->arguments[i]);
        fprintf(z->out, ", &o_%u[%zu], p%u);", index, trial_offset(trial, i), i);
    }
    fputs(c->variadic ? " var list = @cVaStart();" : "", z->out);
    for (unsigned i = c->fixed; i < c->count; i++) {
        fputs(" store(", z->out);
        write_promoted(z->out, c->arguments[i]);
        fprintf(z->out, ", &o_%u[%zu], @cVaArg(&list, ", index, trial_offset(trial, i));
        write_promoted(z->out, c->arguments[i]);
        fputs("));", z->out);
    }
    fputs(c->variadic ? " @cVaEnd(&list);" : "", z->out);
    if (c->result) {
        fputs(" return ", z->out);
        write_load(z->out, trial, c->count, index);
        fputs(";", z->out);
    }
    fputs(" }\n", z->out);
}

static void write_callees(struct zig *z, const struct trial *trial, unsigned index)
{
    if (trial->generated.result) {
        fprintf(z->out, "export fn callee_%u() callconv(%s) ", index, z->judge->zig_convention);
        write_type(z->out, trial->generated.result);
        fputs(" { return ", z->out);
        write_load(z->out, trial, trial->generated.count, index);
        fputs("; }\n", z->out);
    }
    if (trial->parts & PART_MIXED)
        write_receiver(z, trial, index);
}

/* ---- layout: the numbers in the order of layout.c */

static void write_number(void *user, const char *what, const char *record, const char *member)
{
    FILE *out = user;
    if (member && !strncmp(record, "union ", 6))
        fputs(" 0,", out); /* of which Zig says no offset */
    else if (member)
        fprintf(out, " @%s(%s, \"%s\"),", what, bare_name(record), member);
    else
        fprintf(out, " @%s(%s),", what, bare_name(record));
}

static void write_layout(struct zig *z, const struct trial *trial, unsigned index)
{
    if (!(trial->parts & PART_LAYOUT))
        return;
    fprintf(z->out, "export const l_%u = [_]c_uint{", index);
    for (unsigned i = 0; i < trial->generated.count; i++) {
        fputs(" @sizeOf(", z->out);
        write_type(z->out, trial->generated.arguments[i]);
        fputs("),", z->out);
    }
    layout_numbers(trial, write_number, z->out);
    fputs(" 0 };\n", z->out);
}

/* ---- files */

static const char access_functions[] =
    "inline fn load(comptime T: type, p: *const u8) T { return @as(*align(1) const T, @ptrCast(p)).*; }\n"
    "inline fn store(comptime T: type, p: *u8, v: T) void { @as(*align(1) T, @ptrCast(p)).* = v; }\n";

/* For the emulator, which takes one object. */
static void write_data(FILE *out, const struct trial *trial, unsigned index)
{
    size_t size = trial_output_size(trial), at = 0;
    const unsigned count = trial->generated.count;
    fprintf(out, "export var o_%u: [%zu]u8 align(%d) = @splat(0);\nexport var d_%u: [%zu]u8 align(%d) = .{", index, size + 1,
            DATA_ALIGN, index, size + 1, DATA_ALIGN);
    for (unsigned i = 0; i <= count; i++) {
        const struct value *value = i < count ? &trial->arguments[i] : trial->generated.result ? &trial->result : NULL;
        for (size_t offset = trial_offset(trial, i); at < offset; at++)
            fputs(" 0,", out);
        for (size_t j = 0; value && j < value->size; j++, at++)
            fprintf(out, " %u,", value->bytes[j]);
    }
    for (; at < size + 1; at++)
        fputs(" 0,", out);
    fputs(" };\n", out);
}

static bool write_case(const char *directory, const struct judge *judge, const struct trial *trial, unsigned index,
                       bool callers, bool callees)
{
    char path[512];
    snprintf(path, sizeof path, "%s/case_%u.zig", directory, index);
    struct zig z = {.out = fopen(path, "w"), .judge = judge};
    if (!z.out)
        return false;
    fputs(access_functions, z.out);
    define_types(&z, trial);
    if (judge->runner == RUN_UNICORN && callees)
        write_data(z.out, trial, index);
    else
        fprintf(z.out, "extern var o_%u: [%zu]u8;\nextern var d_%u: [%zu]u8;\n", index, trial_output_size(trial) + 1, index,
                trial_output_size(trial) + 1);
    if (callees) {
        write_callees(&z, trial, index);
    } else if (trial->parts & PART_MIXED) {
        fputs("extern ", z.out);
        write_signature(&z, trial, "receiver", index);
        fputs(";\n", z.out);
    }
    if (callers) {
        write_callers(&z, trial, index);
        write_layout(&z, trial, index);
    }
    return fclose(z.out) == 0;
}

bool zig_emit(const char *directory, const char *name, const struct judge *judge, const struct trial *trials, unsigned first,
              unsigned last, bool callers, bool callees)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%s.zig", directory, name);
    FILE *out = fopen(path, "w");
    bool good = out != NULL;
    for (unsigned i = first; good && i < last; i++)
        if (trials[i].active) {
            fprintf(out, "comptime { _ = @import(\"case_%u.zig\"); }\n", i);
            good = write_case(directory, judge, &trials[i], i, callers, callees);
        }
    return out && fclose(out) == 0 && good;
}

/* ---- reproducers */

static void write_one_caller(struct zig *z, const struct trial *trial)
{
    const struct generated_case *c = &trial->generated;
    fputs("extern ", z->out);
    write_signature(z, trial, "f", NO_INDEX);
    fprintf(z->out, ";\nexport fn call() callconv(.c) void {\n    %sf(", c->result ? "const result = " : "");
    for (unsigned i = 0; i < c->count; i++) {
        fputs(i ? ", load(" : "load(", z->out);
        if (c->arguments[i]->kind == G_ENUM && i >= c->fixed)
            fputs(enum_tag(c->arguments[i]), z->out);
        else
            write_type(z->out, c->arguments[i]);
        fprintf(z->out, ", &sent_%u[0])", i);
    }
    fputs(");\n", z->out);
    if (c->result) {
        fputs("    store(", z->out);
        write_type(z->out, c->result);
        fputs(", &came_back[0], result);\n", z->out);
    }
    fputs("}\n", z->out);
}

static void write_one_callee(struct zig *z, const struct trial *trial)
{
    const struct generated_case *c = &trial->generated;
    fputs("export ", z->out);
    write_signature(z, trial, "f", NO_INDEX);
    fputs(" {\n", z->out);
    for (unsigned i = 0; i < c->fixed; i++) {
        fputs("    store(", z->out);
        write_type(z->out, c->arguments[i]);
        fprintf(z->out, ", &arrived_%u[0], p%u);\n", i, i);
    }
    fputs(c->variadic ? "    var list = @cVaStart();\n" : "", z->out);
    for (unsigned i = c->fixed; i < c->count; i++) {
        fputs("    store(", z->out);
        write_promoted(z->out, c->arguments[i]);
        fprintf(z->out, ", &arrived_%u[0], @cVaArg(&list, ", i);
        write_promoted(z->out, c->arguments[i]);
        fputs("));\n", z->out);
    }
    fputs(c->variadic ? "    @cVaEnd(&list);\n" : "", z->out);
    if (c->result) {
        fputs("    return load(", z->out);
        write_type(z->out, c->result);
        fputs(", &given[0]);\n", z->out);
    }
    fputs("}\n", z->out);
}

bool zig_write_side(const char *path, const struct judge *judge, const struct trial *trial, bool caller)
{
    struct zig z = {.out = fopen(path, "w"), .judge = judge};
    if (!z.out)
        return false;
    define_types(&z, trial);
    for (unsigned i = 0; i < trial->generated.count; i++)
        fprintf(z.out, "extern var %s_%u: [%zu]u8;\n", caller ? "sent" : "arrived", i, trial->passed[i].size + 1);
    if (trial->generated.result)
        fprintf(z.out, "extern var %s: [%zu]u8;\n", caller ? "came_back" : "given", trial->result.size + 1);
    fputs(access_functions, z.out);
    (caller ? write_one_caller : write_one_callee)(&z, trial);
    return fclose(z.out) == 0;
}

/* ---- asking the compiler */

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
    snprintf(command, sizeof command, "cd '%s' && %s probe.zig -femit-bin=probe.o", directory, judge->compile);
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
    judge->abilities = (struct abilities){.float16 = groups & GROUP_BIT(GROUP_FLOAT16),
                                          .int128 = groups & GROUP_BIT(GROUP_INT128),
                                          .float128 = groups & GROUP_BIT(GROUP_FLOAT128) ? "_Float128" : NULL};
    return true;
}
