/*
 * The C files of a batch.
 *
 *     cases.c    compiled by the compiler under test: per case its types, and
 *                caller_N    passes the arguments to f_N, which captures registers and stack
 *                callee_N    returns the result; called with known registers, captured after it
 *                receiver_N  writes what arrived to o_N; mixed_N calls it and writes what came back
 *                l_N, b_N_*  the layout of its types: sizes, alignments, offsets; objects with one bit-field filled
 *     callees.c  where another compiler builds the callees: callee_N and receiver_N alone
 *     jobs.c     compiled by what links: the values d_N, room for o_N, and the table of what to run
 *
 * For the emulator all is in cases.c, and the table stays with us.
 */
#include "conform.h"

#include <string.h>

size_t trial_offset(const struct trial *trial, unsigned argument)
{
    size_t offset = 0;
    for (unsigned i = 0; i < argument; i++)
        offset += (trial->passed[i].size + DATA_ALIGN) / DATA_ALIGN * DATA_ALIGN;
    return offset;
}

static size_t result_size(const struct trial *trial)
{
    return trial->printed.result_name ? trial->result.size : 0;
}

/* Where va_arg in a function of this convention crashes or reads another one's places: gcc's for a __builtin_sysv_va_list
   on Windows; clang's in a function with preserve_most or preserve_all there, and on Windows on Arm, where it reads as on
   Linux. Callees are judged by their results alone. */
static bool va_arg_is_broken(const struct judge *judge)
{
    bool windows = cconv_target_os(judge->target) == CCONV_OS_WINDOWS_MSVC
                   || cconv_target_os(judge->target) == CCONV_OS_WINDOWS_GNU;
    return (strstr(judge->attribute, "sysv_abi") && judge->own_reading == CCONV_AS_GCC)
           || (strstr(judge->attribute, "preserve_") && windows)
           || (judge->own_reading == CCONV_AS_CLANG && windows && cconv_target_arch(judge->target) == CCONV_ARCH_AARCH64);
}

bool trial_meets(const struct judge *judge, const struct trial *trial)
{
    bool no_callee = judge->is_zig ? !judge->has_builtin_varargs : va_arg_is_broken(judge);
    return trial_output_size(trial) <= RECORD_WINDOW && !(trial->generated.variadic && no_callee);
}

size_t trial_output_size(const struct trial *trial)
{
    return trial_offset(trial, trial->generated.count) + result_size(trial);
}

static void emit_octal(FILE *out, const struct value *value)
{
    for (size_t i = 0; i < value->size; i++)
        fprintf(out, "\\%03o", value->bytes[i]);
}

/* One array for all values of a case, each at its aligned offset. */
static void emit_data(FILE *out, const struct trial *trial, unsigned index)
{
    size_t at = 0, size = trial_output_size(trial);
    fprintf(out, "__attribute__((aligned(%d))) unsigned char o_%u[%zu], d_%u[%zu] = \"", DATA_ALIGN, index, size + 1, index, size + 1);
    for (unsigned i = 0; i < trial->generated.count; i++) {
        for (size_t offset = trial_offset(trial, i); at < offset; at++)
            fputs("\\000", out);
        emit_octal(out, &trial->arguments[i]);
        at += trial->arguments[i].size;
    }
    if (trial->printed.result_name) {
        for (size_t offset = trial_offset(trial, trial->generated.count); at < offset; at++)
            fputs("\\000", out);
        emit_octal(out, &trial->result);
    }
    fputs("\";\n", out);
}

/* A callee with preserve_none is given the address of the original, which the judge looks for in the caller's frame: there
   it has to be a variable that no compiler sees through. */
static void emit_arguments(FILE *out, const struct judge *judge, const struct trial *trial, unsigned index)
{
    bool in_frame = strstr(judge->attribute, "preserve_none");
    for (unsigned i = 0; i < trial->generated.count; i++) {
        const char *name = trial->printed.value_names[i];
        fputs(i ? ", " : "", out);
        if (in_frame)
            fprintf(out, "({ %s v = ", name);
        fprintf(out, "*(%s *)(d_%u + %zu)", name, index, trial_offset(trial, i));
        if (in_frame)
            fputs("; __asm__ volatile(\"\" : : \"r\"(&v) : \"memory\"); v; })", out);
    }
}

static void emit_parameters(FILE *out, const struct trial *trial, const char *name)
{
    const struct generated_case *c = &trial->generated;
    for (unsigned i = 0; i < c->fixed; i++) {
        fprintf(out, "%s%s", i ? ", " : "", trial->printed.argument_names[i]);
        if (name)
            fprintf(out, " %s%u", name, i);
    }
    fputs(c->variadic ? ", ...)" : c->fixed ? ")" : "void)", out);
}

void emit_mark(FILE *out, const struct judge *judge, const char *part, unsigned index)
{
    if (judge->has_line)
        fprintf(out, "#line 1 \"%s_%u\"\n", part, index);
}

/* The caller for the capture, and the one whose call arrives. */
static void emit_callers(FILE *out, const struct judge *judge, const struct trial *trial, unsigned index)
{
    const char *result = trial->printed.result_name ? trial->printed.result_name : "void";
    fprintf(out, "void caller_%u(void) { f_%u(", index, index);
    emit_arguments(out, judge, trial, index);
    fputs("); }\n", out);
    if (!(trial->parts & PART_MIXED))
        return;
    bool inside = judge->runner == RUN_UNICORN; /* the loader knows no addresses of Thumb functions; clang keeps them apart */
    emit_mark(out, judge, "mixed", index);
    fprintf(out, "%s%s%s receiver_%u(", inside ? "__attribute__((noinline)) " : "",
            judge->attribute, result, index);
    emit_parameters(out, trial, NULL);
    if (is_decorated(judge->attribute))
        fprintf(out, " __asm__(\"%sreceiver_%u\")", label_mark(&judge->abilities), index);
    fputs(";\n", out);
    if (!inside) { /* no compiler looks through a volatile pointer */
        fprintf(out, "%s (%s*volatile pointer_%u)(", result, judge->attribute, index);
        emit_parameters(out, trial, NULL);
        fprintf(out, " = receiver_%u;\n", index);
    }
    fprintf(out, "void mixed_%u(void) { ", index);
    if (trial->printed.result_name)
        fprintf(out, "%s x = ", trial->printed.result_value_name);
    fprintf(out, "%s_%u(", inside ? "receiver" : "pointer", index);
    emit_arguments(out, judge, trial, index);
    fputs("); ", out);
    if (trial->printed.result_name)
        fprintf(out, "COPY(o_%u + %zu, &x, sizeof x); ", index, trial_offset(trial, trial->generated.count));
    fputs("}\n", out);
}

/* What `va_arg` is asked for: the type after C's promotions. */
static void emit_variadic(FILE *out, const struct judge *judge, const struct trial *trial, unsigned index)
{
    const struct generated_case *c = &trial->generated;
    const char *list = strstr(judge->attribute, "sysv_abi") ? "sysv_" : strstr(judge->attribute, "ms_abi") ? "ms_" : "";
    if (!c->variadic)
        return;
    fprintf(out, " __builtin_%sva_list list; __builtin_%sva_start(list, p%u);", list, list, c->fixed - 1);
    for (unsigned i = c->fixed; i < c->count; i++) {
        const cconv_type *type = cconv_signature_parameter(trial->signature, i)->type;
        char promoted[128];
        cconv_type_print(type, 0, NULL, promoted, sizeof promoted);
        const char *name = trial->arguments[i].size == trial->passed[i].size ? trial->printed.value_names[i] : promoted;
        fprintf(out, " { %s x = __builtin_va_arg(list, %s); COPY(o_%u + %zu, &x, sizeof x); }", name, name, index,
                trial_offset(trial, i));
    }
    fprintf(out, " __builtin_%sva_end(list);", list);
}

static void emit_callees(FILE *out, const struct judge *judge, const struct trial *trial, unsigned index)
{
    const struct generated_case *c = &trial->generated;
    const char *result = trial->printed.result_name;
    size_t at = trial_offset(trial, c->count);
    if (result)
        fprintf(out, "%s%s callee_%u(void) { return *(%s *)(d_%u + %zu); }\n", judge->attribute, result, index,
                trial->printed.result_value_name,
                index, at);
    if (!(trial->parts & PART_MIXED))
        return;
    emit_mark(out, judge, "mixed", index);
    if (is_decorated(judge->attribute)) { /* only a declaration can name its symbol */
        fprintf(out, "%s%s receiver_%u(", judge->attribute, result ? result : "void", index);
        emit_parameters(out, trial, NULL);
        fprintf(out, " __asm__(\"%sreceiver_%u\");\n", label_mark(&judge->abilities), index);
    }
    fprintf(out, "%s%s receiver_%u(", judge->attribute, result ? result : "void", index);
    emit_parameters(out, trial, "p");
    fputs(" {", out);
    for (unsigned i = 0; i < c->fixed; i++)
        fprintf(out, " COPY(o_%u + %zu, &p%u, sizeof p%u);", index, trial_offset(trial, i), i, i);
    emit_variadic(out, judge, trial, index);
    if (result)
        fprintf(out, " return *(%s *)(d_%u + %zu);", trial->printed.result_value_name, index, at);
    fputs(" }\n", out);
}

static void emit_case(FILE *out, const struct judge *judge, const struct trial *trial, unsigned index, bool callers,
                      bool callees)
{
    bool inside = judge->runner == RUN_UNICORN;
    emit_mark(out, judge, "case", index);
    fputs(trial->printed.text.data, out);
    if (inside && callees) /* with --against in the callees' object, which is loaded first */
        emit_data(out, trial, index);
    else
        fprintf(out, "extern unsigned char o_%u[], d_%u[];\n", index, index);
    if (callees)
        emit_callees(out, judge, trial, index);
    if (callers) {
        emit_callers(out, judge, trial, index);
        emit_layout(out, judge, trial, index);
    }
}

/* Names that a type takes from the compiler's headers: 1, of vectors 2. */
static unsigned names_of(const struct generated_type *type)
{
    unsigned names = type->kind == G_NAMED ? 1 + (type->n == 1) : type->kind == G_PARAMETER;
    if (type->element)
        names |= names_of(type->element);
    for (unsigned i = 0; i < type->count; i++)
        names |= names_of(type->members[i].type);
    return names;
}

/* Those of vectors are long; most files need none. */
void emit_headers(FILE *out, const struct judge *judge, const struct trial *trials, unsigned count)
{
    struct abilities abilities = judge->abilities;
    unsigned names = 0;
    for (unsigned i = 0; i < count; i++) {
        const struct generated_case *c = &trials[i].generated;
        for (unsigned j = 0; j < c->count; j++)
            names |= names_of(c->arguments[j]);
        if (c->result)
            names |= names_of(c->result);
        names |= c->variadic && !judge->has_builtin_varargs;
    }
    if (!(names & 2))
        abilities.intel = abilities.arm = false;
    fputs(names ? prelude(&abilities) : abilities.names ? "#include <stdarg.h>\n" : "", out);
    fputs("#undef __attribute__\n", out); /* glibc's headers define it away for compilers that they do not know */
}

void emit_cases(FILE *out, const struct judge *judge, const struct trial *trials, unsigned first, unsigned last,
                bool callers, bool callees)
{
    emit_headers(out, judge, trials + first, last - first);
    if (judge->has_builtin_copy)
        fputs("#define COPY __builtin_memcpy\n", out);
    else
        fprintf(out, "void *memcpy(void *, const void *, unsigned %s);\n#define COPY memcpy\n",
                cconv_target_pointer_size(judge->target) == 4 ? "" :
                cconv_target_os(judge->target) == CCONV_OS_WINDOWS_MSVC ? "long long" : "long");
    if (!judge->has_builtin_varargs)
        fputs("#include <stdarg.h>\n#define __builtin_va_list va_list\n#undef __builtin_va_start\n#define __builtin_va_start va_start\n"
              "#define __builtin_va_arg va_arg\n#define __builtin_va_end va_end\n", out);
    fputs(judge->has_builtin_offset ? "#define OFFSET(T, m) __builtin_offsetof(T, m)\n"
                                    : "#define OFFSET(T, m) ((unsigned long)&((T *)0)->m)\n", out);
    fputs(judge->has_alignof ? "#define ALIGN(T) __alignof__(T)\n" : "#define ALIGN(T) OFFSET(struct { char c; T t; }, t)\n",
          out);
    for (unsigned i = first; i < last; i++)
        if (trials[i].active)
            emit_case(out, judge, &trials[i], i, callers, callees);
}

void emit_jobs(FILE *out, const struct trial *trials, unsigned count, const struct job *jobs, unsigned job_count)
{
    fputs("struct oracle_job { void *function, *data; unsigned kind, index, slot, data_size; int set_register, set_to_sret; "
          "unsigned long long set_value; };\n", out);
    for (unsigned i = 0; trials && i < count; i++)
        if (trials[i].active)
            emit_data(out, &trials[i], i);
    for (unsigned i = 0; i < job_count; i++) {
        if (jobs[i].function[0])
            fprintf(out, "void %s(void);\n", jobs[i].function);
        if (jobs[i].kind == RECORD_LAYOUT)
            fprintf(out, "extern unsigned char %s[];\n", jobs[i].data);
    }
    fputs("const struct oracle_job oracle_jobs[] = {\n", out);
    for (unsigned i = 0; i < job_count; i++)
        fprintf(out, "{%s%s, %s, %u, %u, %u, %u, %d, %d, %lluu},\n", jobs[i].function[0] ? "(void *)" : "",
                jobs[i].function[0] ? jobs[i].function : "0", jobs[i].data[0] ? jobs[i].data : "0", jobs[i].kind,
                jobs[i].index, jobs[i].slot, jobs[i].data_size, jobs[i].set_register, jobs[i].set_to_sret,
                (unsigned long long)jobs[i].set_value);
    fprintf(out, "{0}};\nconst unsigned oracle_job_count = %u;\n", job_count);
}
