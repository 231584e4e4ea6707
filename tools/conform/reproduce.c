/*
 * A reproducer that stands alone: caller.c and callee.c, one compiled by the compiler under test and one by a reference,
 * and the command that builds and runs them. The reference's file holds main, which prints what arrived against what was
 * sent and ends with 1 when they differ. It is offered only after it was seen to fail, and to pass when the reference
 * builds both. Where no second compiler shows the difference, the assembly of the compiler under test does.
 */
#include "conform.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct writer {
    const struct judge *judge;
    const struct trial *trial;
    const char *place;           /* the directory */
    bool caller_is_tested;
};

static const char copying[] =
    "static void copy(void *to, const void *from, unsigned long size)\n"
    "{\n"
    "    for (unsigned long i = 0; i < size; i++)\n"
    "        ((unsigned char *)to)[i] = ((const unsigned char *)from)[i];\n"
    "}\n";

/* The types and the prototype of f, without that of callee_0. */
static void write_types(FILE *out, const struct trial *trial)
{
    char *text = strdup(trial->printed.text.data), *callee = text ? strstr(text, " callee_0(") : NULL;
    if (!text)
        abort();
    if (callee) {
        while (callee > text && callee[-1] != '\n')
            callee--;
        *callee = '\0';
    }
    plain_names(text);
    fputs(text, out);
    free(text);
}

static const char *plain(const char *name, char *text, size_t size)
{
    snprintf(text, size, "%s", name);
    plain_names(text);
    return text;
}

static void write_caller(FILE *out, const struct writer *w)
{
    const struct trial *trial = w->trial;
    char name[128];
    fputs("\nvoid call(void)\n{\n", out);
    for (unsigned i = 0; i < trial->generated.count; i++)
        fprintf(out, "    %s a%u;\n", plain(trial->printed.value_names[i], name, sizeof name), i);
    for (unsigned i = 0; i < trial->generated.count; i++)
        fprintf(out, "    copy(&a%u, sent_%u, sizeof a%u);\n", i, i, i);
    if (trial->printed.result_name)
        fprintf(out, "    %s result = ", plain(trial->printed.result_value_name, name, sizeof name));
    else
        fputs("    ", out);
    fputs("f(", out);
    for (unsigned i = 0; i < trial->generated.count; i++)
        fprintf(out, "%sa%u", i ? ", " : "", i);
    fputs(");\n", out);
    if (trial->printed.result_name)
        fputs("    copy(came_back, &result, sizeof result);\n", out);
    fputs("}\n", out);
}

static void write_variadic(FILE *out, const struct trial *trial)
{
    const struct generated_case *c = &trial->generated;
    char name[128];
    if (!c->variadic)
        return;
    fprintf(out, "    va_list list;\n    va_start(list, a%u);\n", c->fixed - 1);
    for (unsigned i = c->fixed; i < c->count; i++) {
        cconv_type_print(cconv_signature_parameter(trial->signature, i)->type, 0, NULL, name, sizeof name);
        if (trial->arguments[i].size == trial->passed[i].size)
            snprintf(name, sizeof name, "%s", trial->printed.value_names[i]);
        plain_names(name);
        fprintf(out, "    %s a%u = va_arg(list, %s);\n    copy(arrived_%u, &a%u, sizeof a%u);\n", name, i, name, i, i, i);
    }
    fputs("    va_end(list);\n", out);
}

static void write_callee(FILE *out, const struct writer *w)
{
    const struct trial *trial = w->trial;
    const struct generated_case *c = &trial->generated;
    const char *result = trial->printed.result_name;
    char name[128];
    fprintf(out, "\n%s%s f(", w->judge->attribute, result ? plain(result, name, sizeof name) : "void");
    for (unsigned i = 0; i < c->fixed; i++)
        fprintf(out, "%s%s a%u", i ? ", " : "", plain(trial->printed.argument_names[i], name, sizeof name), i);
    fputs(c->variadic ? ", ...)\n{\n" : c->fixed ? ")\n{\n" : "void)\n{\n", out);
    for (unsigned i = 0; i < c->fixed; i++)
        fprintf(out, "    copy(arrived_%u, &a%u, sizeof a%u);\n", i, i, i);
    write_variadic(out, trial);
    if (result)
        fprintf(out, "    %s result;\n    copy(&result, given, sizeof result);\n    return result;\n",
                plain(trial->printed.result_value_name, name, sizeof name));
    fputs("}\n", out);
}

static void write_bytes(FILE *out, const char *name, int number, const uint8_t *bytes, size_t size)
{
    fprintf(out, "unsigned char %s", name);
    if (number >= 0)
        fprintf(out, "_%d", number);
    fprintf(out, "[%zu] = {", size + !size);
    for (size_t i = 0; i < size; i++)
        fprintf(out, "%s0x%02x", i ? ", " : "", bytes[i]);
    fputs(size ? "};\n" : "0};\n", out);
}

/* Everything that both files share, defined in the one with main and declared in the other. */
static void write_data(FILE *out, const struct trial *trial, bool define)
{
    const struct generated_case *c = &trial->generated;
    for (unsigned i = 0; i < c->count; i++)
        if (define) {
            write_bytes(out, "sent", (int)i, trial->arguments[i].bytes, trial->arguments[i].size);
            write_bytes(out, "expected", (int)i, trial->passed[i].bytes, trial->passed[i].size);
            write_bytes(out, "mask", (int)i, trial->passed[i].mask, trial->passed[i].size);
            fprintf(out, "unsigned char arrived_%u[%zu];\n", i, trial->passed[i].size + 1);
        } else {
            fprintf(out, "extern unsigned char sent_%u[], arrived_%u[];\n", i, i);
        }
    if (!trial->printed.result_name)
        return;
    if (define) {
        write_bytes(out, "given", -1, trial->result.bytes, trial->result.size);
        write_bytes(out, "mask_of_result", -1, trial->result.mask, trial->result.size);
        fprintf(out, "unsigned char came_back[%zu];\n", trial->result.size + 1);
    } else {
        fputs("extern unsigned char given[], came_back[];\n", out);
    }
}

static void write_main(FILE *out, const struct trial *trial)
{
    const struct generated_case *c = &trial->generated;
    fputs("\nint printf(const char *, ...);\n"
          "static int wrong;\n"
          "static void compare(const char *what, const unsigned char *got, const unsigned char *want,\n"
          "                    const unsigned char *mask, unsigned long size)\n"
          "{\n"
          "    unsigned long first = 0, last;\n"
          "    while (first < size && !((got[first] ^ want[first]) & mask[first]))\n"
          "        first++;\n"
          "    if (first == size) {\n"
          "        printf(\"%s arrived\\n\", what);\n"
          "        return;\n"
          "    }\n"
          "    wrong = 1;\n"
          "    last = first + 16 < size ? first + 16 : size;\n"
          "    printf(\"%s: wrong from byte %lu: sent\", what, first);\n"
          "    for (unsigned long i = first; i < last; i++)\n"
          "        printf(\" %02x\", want[i] & mask[i]);\n"
          "    printf(\", arrived\");\n"
          "    for (unsigned long i = first; i < last; i++)\n"
          "        printf(\" %02x\", got[i] & mask[i]);\n"
          "    printf(\"\\n\");\n"
          "}\n\n"
          "void call(void);\n"
          "int main(void)\n{\n    call();\n", out);
    for (unsigned i = 0; i < c->count; i++)
        fprintf(out, "    compare(\"argument %u\", arrived_%u, expected_%u, mask_%u, %zu);\n", i, i, i, i,
                trial->passed[i].size);
    if (trial->printed.result_name)
        fprintf(out, "    compare(\"result\", came_back, given, mask_of_result, %zu);\n", trial->result.size);
    fputs("    return wrong != 0;\n}\n", out);
}

static bool write_side(const struct writer *w, bool caller)
{
    char path[600];
    bool with_main = caller != w->caller_is_tested;
    snprintf(path, sizeof path, "%s/%s.c", w->place, caller ? "caller" : "callee");
    FILE *out = fopen(path, "w");
    if (!out)
        return false;
    emit_headers(out, w->judge, w->trial, 1);
    write_types(out, w->trial);
    write_data(out, w->trial, with_main);
    fputs(copying, out);
    if (caller)
        write_caller(out, w);
    else
        write_callee(out, w);
    if (with_main)
        write_main(out, w->trial);
    return fclose(out) == 0;
}

/* The side of the compiler under test again, in Zig. The C file stays: it shows that C compilers agree. */
static bool write_zig(const struct writer *w)
{
    char path[700];
    snprintf(path, sizeof path, "%s/%s.zig", w->place, w->caller_is_tested ? "caller" : "callee");
    return zig_write_side(path, w->judge, w->trial, w->caller_is_tested);
}

/* `caller` and `callee` are commands up to the file; `tested` is the one of them that is the compiler under test, or NULL. */
static void build_command(const struct writer *w, const char *caller, const char *callee, const char *tested, char *command,
                          size_t size)
{
    const struct judge *judge = w->judge;
    static const char c[] = "%.1000s -c %s.c -o %s.o", zig[] = "%.1000s %s.zig -femit-bin=%s.o";
    char first[1100], second[1100];
    snprintf(first, sizeof first, judge->is_zig && caller == tested ? zig : c, caller, "caller", "caller");
    snprintf(second, sizeof second, judge->is_zig && callee == tested ? zig : c, callee, "callee", "callee");
    const char *ending = judge->runner == RUN_WINE ? ".exe" : "";
    snprintf(command, size, "%s && %s && %s caller.o callee.o -o reproducer%s && %s%s./reproducer%s", first, second, judge->link,
             ending, judge->execute, judge->execute[0] ? " " : "", ending);
}

static int run_here(const struct writer *w, const char *command, const char *log)
{
    char line[6000], path[700];
    snprintf(line, sizeof line, "cd '%s' && %s", w->place, command);
    snprintf(path, sizeof path, "%s/%s", w->place, log);
    return run_command(line, path, w->judge->compile_seconds + w->judge->run_seconds);
}

/* What the program says; what compilers and linkers warn of is left out. */
static void keep_text(const char *place, const char *name, char *text, size_t size)
{
    char path[700], line[512];
    size_t used = 0;
    snprintf(path, sizeof path, "%s/%s", place, name);
    FILE *in = fopen(path, "r");
    text[0] = '\0';
    while (in && fgets(line, sizeof line, in) && used + sizeof line < size)
        if ((!strncmp(line, "argument ", 9) || !strncmp(line, "result", 6)) && strstr(line, "arrived"))
            used += (size_t)snprintf(text + used, size - used, "%s", line);
    if (in)
        fclose(in);
}

/* True when the pair fails and the reference alone does not. */
static bool try_pair(const struct writer *w, const char *reference, struct finding *finding)
{
    char command[4096], tested[1100];
    snprintf(tested, sizeof tested, "%s%s", w->judge->is_zig ? w->judge->compile : w->judge->command,
             judge_level(w->judge, finding->level));
    if (!write_side(w, true) || !write_side(w, false) || (w->judge->is_zig && !write_zig(w)))
        return false;
    build_command(w, reference, reference, NULL, command, sizeof command);
    if (run_here(w, command, "control.log") != 0)
        return false;
    if (w->caller_is_tested)
        build_command(w, tested, reference, tested, command, sizeof command);
    else
        build_command(w, reference, tested, tested, command, sizeof command);
    int status = run_here(w, command, "output.log");
    if (status != 1 && status != COMMAND_CRASHED)
        return false;
    keep_text(w->place, "output.log", finding->output, sizeof finding->output);
    if (status == 1 && !strstr(finding->output, ": wrong from"))
        return false; /* it did not build */
    if (status == COMMAND_CRASHED && !finding->output[0])
        snprintf(finding->output, sizeof finding->output, "the program crashes\n");
    snprintf(finding->command, sizeof finding->command, "%s", command);
    return true;
}

/* ---- assembly */

static bool is_directive(const char *line)
{
    while (*line == ' ' || *line == '\t')
        line++;
    return *line == '.' || *line == '#' || *line == '\n' || *line == ';';
}

/* `call:`, `_call@4:` or, of Zig, `l_caller.call:`. */
static bool is_label(const char *line, const char *function)
{
    size_t length = strlen(function), end = strcspn(line, ":@");
    const char *start = line + (line[0] == '_') + (line[0] == '"');
    bool inner = *line > ' ' && end > length && line[end - length - 1] == '.' && !strncmp(line + end - length, function, length);
    return strchr(line, ':') && (inner || !strncmp(start, function, length));
}

/* The instructions of the one function of the file. */
static void keep_assembly(const char *path, const char *function, struct finding *finding)
{
    char line[256];
    bool inside = false;
    size_t used = 0;
    FILE *in = fopen(path, "r");
    while (in && fgets(line, sizeof line, in) && used + sizeof line < sizeof finding->assembly) {
        if (is_label(line, function))
            inside = true;
        else if (inside && (strstr(line, ".cfi_endproc") || strstr(line, ".size") || strstr(line, ".seh_endproc")
                            || strstr(line, "-- End function")))
            break;
        if (inside && (!is_directive(line) || strchr(line, ':')))
            used += (size_t)snprintf(finding->assembly + used, sizeof finding->assembly - used, "%s", line);
    }
    if (in)
        fclose(in);
}

static bool show_assembly(const struct writer *w, struct finding *finding)
{
    char command[2048], path[700];
    const char *file = w->caller_is_tested ? "caller" : "callee";
    bool zig = w->judge->is_zig;
    snprintf(command, sizeof command, zig ? "%s%s %s.zig -fno-emit-bin -femit-asm=%s.s" : "%s%s -S %s.c -o %s.s",
             zig ? w->judge->compile : w->judge->command, judge_level(w->judge, 1), file, file);
    if (!write_side(w, w->caller_is_tested) || (zig && !write_zig(w)) || run_here(w, command, "assembly.log") != 0)
        return false;
    snprintf(path, sizeof path, "%s/%s.s", w->place, file);
    keep_assembly(path, w->caller_is_tested ? "call" : "f", finding);
    if (!finding->assembly[0])
        return false;
    snprintf(finding->command, sizeof finding->command, "%s", command);
    return true;
}

static bool try_sides(struct writer *w, bool caller_first, struct finding *finding)
{
    static const char *const clangs[] = {"clang-19", "clang"};
    char clang[700];
    for (unsigned side = 0; side < 2; side++) {
        w->caller_is_tested = caller_first != (side == 1);
        if (try_pair(w, w->judge->link, finding))
            return true;
        for (unsigned i = 0; i < 2; i++) {
            snprintf(clang, sizeof clang, "%s --target=%s", clangs[i], judge_clang_target(w->judge));
            if (judge_clang_target(w->judge)[0] && try_pair(w, clang, finding))
                return true;
        }
    }
    return false;
}

void reproduce(const struct judge *judge, const struct trial *trial, const char *place, struct finding *finding)
{
    char scratch[400], command[1000];
    enum aspect aspect = finding->verdict.aspect;
    bool caller_first = aspect != CALLEE_ARGUMENT && aspect != CALLEE_RESULT;
    snprintf(scratch, sizeof scratch, "%s/reproducer", judge->directory);
    struct writer w = {.judge = finding_culprit(judge, finding), .trial = trial, .place = place[0] ? place : scratch};
    snprintf(command, sizeof command, "mkdir -p '%s' && rm -rf '%s'/*", w.place, w.place);
    if (aspect == MODEL || aspect == COMPILER_CRASH || run_command(command, "/dev/null", 0))
        return;
    if (judge->runner != RUN_UNICORN && try_sides(&w, caller_first, finding)) {
        finding->reproduction = REPRODUCED;
    } else {
        w.caller_is_tested = caller_first;
        if (aspect != LAYOUT && show_assembly(&w, finding))
            finding->reproduction = SHOWN_AS_ASSEMBLY;
    }
    if (finding->reproduction == NOT_REPRODUCED) /* nothing that shows it is left there */
        snprintf(command, sizeof command, "rm -rf '%s'", w.place);
    else
        snprintf(command, sizeof command, "cd '%s' && rm -rf *.o *.log *.s reproducer reproducer.exe zig-cache", w.place);
    run_command(command, "/dev/null", 0);
    snprintf(finding->directory, sizeof finding->directory, "%.299s", place);
}
