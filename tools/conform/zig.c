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

static void write_name(struct zig *z, const char *name, unsigned index)
{
    fprintf(z->out, index == NO_INDEX ? "%s" : "%s_%u", name, index);
}

/* (p0: T0, …) callconv(…) R */
static void write_signature(struct zig *z, const struct trial *trial)
{
    const struct generated_case *c = &trial->generated;
    fputs("(", z->out);
    for (unsigned i = 0; i < c->fixed; i++) {
        fprintf(z->out, "%sp%u: ", i ? ", " : "", i);
        write_type(z->out, c->arguments[i]);
    }
    fprintf(z->out, "%s) callconv(%s) ", c->variadic ? ", ..." : "", z->judge->zig_convention);
    fputs(result_type(z->out, c), z->out);
}

/* A byte 1 before a symbol's name: it is not decorated. */
static void write_extern(struct zig *z, const struct trial *trial, const char *name, unsigned index)
{
    bool decorated = is_decorated(z->judge->attribute);
    fputs(decorated ? "const " : "extern fn ", z->out);
    write_name(z, name, index);
    fputs(decorated ? " = @extern(*const fn " : "", z->out);
    write_signature(z, trial);
    if (decorated) {
        fputs(", .{ .name = \"\\x01", z->out);
        write_name(z, name, index);
        fputs("\" })", z->out);
    }
    fputs(";\n", z->out);
}

static void write_export(struct zig *z, const char *name, unsigned index)
{
    if (is_decorated(z->judge->attribute)) {
        fputs("comptime { @export(&", z->out);
        write_name(z, name, index);
        fputs(", .{ .name = \"\\x01", z->out);
        write_name(z, name, index);
        fputs("\" }); }\n", z->out);
    }
    fputs(is_decorated(z->judge->attribute) ? "fn " : "export fn ", z->out);
    write_name(z, name, index);
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
    write_extern(z, trial, "f", index);
    fprintf(z->out, "export fn caller_%u() callconv(.c) void { %sf_%u(", index, result, index);
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
    write_export(z, "receiver", index);
    write_signature(z, trial);
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
        write_export(z, "callee", index);
        fprintf(z->out, "() callconv(%s) ", z->judge->zig_convention);
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
        write_extern(&z, trial, "receiver", index);
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
    write_extern(z, trial, "f", NO_INDEX);
    fprintf(z->out, "export fn call() callconv(.c) void {\n    %sf(", c->result ? "const result = " : "");
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
    write_export(z, "f", NO_INDEX);
    write_signature(z, trial);
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

/* ---- the fixed questions */

void zig_add_narrow(struct string *out, const struct judge *judge, unsigned index, const char *type)
{
    if (is_decorated(judge->attribute))
        string_add(out, "comptime { @export(&narrow_%u, .{ .name = \"\\x01narrow_%u\" }); }\n", index, index);
    string_add(out, "%sfn narrow_%u(x: %s) callconv(%s) c_longlong { return %s; }\n",
               is_decorated(judge->attribute) ? "" : "export ", index, basic_of(type)->zig, judge->zig_convention,
               strcmp(type, "_Bool") ? "x" : "@intFromBool(x)");
}

/* Registers of MIPS and LoongArch go by their numbers. */
void zig_add_overwritten(struct string *out, cconv_arch arch, unsigned number, const char *name)
{
    if (number != UINT_MAX && (arch == CCONV_ARCH_MIPS64 || arch == CCONV_ARCH_LOONGARCH64))
        string_add(out, ", .r%u = true", number);
    else if (!strncmp(name, "fr", 2))
        string_add(out, ", .f%s = true", name + 2);
    else
        string_add(out, ", .%s = true", name + (*name == '$'));
}

void zig_write_fixed(FILE *out, const struct judge *judge, const char *bodies, const char *overwrite, const char *list)
{
    struct zig z = {.out = out, .judge = judge};
    fputs(bodies, out);
    write_export(&z, "clobber", NO_INDEX);
    fprintf(out, "() callconv(%s) void { asm volatile (\"%s\" ::: .{ .memory = true%s }); }\n", judge->zig_convention,
            overwrite, list);
}
