/* The report as JSON; doc/conform-json.md holds its contract. */
#include "conform.h"

#include <string.h>

/* A string; bytes that are no UTF-8 come from messages of compilers and are replaced. */
static void put_string(FILE *out, const char *text)
{
    fputc('"', out);
    for (const unsigned char *p = (const unsigned char *)text; *p; p++) {
        unsigned more = *p >= 0xf0 && *p < 0xf5 ? 3 : *p >= 0xe0 ? 2 : *p >= 0xc2 && *p < 0xe0 ? 1 : 0;
        if (*p == '"' || *p == '\\')
            fprintf(out, "\\%c", *p);
        else if (*p == '\n')
            fputs("\\n", out);
        else if (*p < 0x20 || *p == 0x7f)
            fprintf(out, "\\u%04x", *p);
        else if (*p < 0x80)
            fputc(*p, out);
        else {
            unsigned found = 0;
            while (found < more && (p[found + 1] & 0xc0) == 0x80)
                found++;
            if (!more || found != more || *p >= 0xf5)
                fputs("\\ufffd", out);
            else
                fwrite(p, 1, 1 + more, out), p += more;
        }
    }
    fputc('"', out);
}

static void put_member(FILE *out, const char *name, const char *text, const char *after)
{
    fprintf(out, "\"%s\": ", name);
    if (text[0])
        put_string(out, text);
    else
        fputs("null", out);
    fputs(after, out);
}

static void put_compiler(FILE *out, const char *name, const struct judge *judge)
{
    static const char *const readings[] = {"document", "gcc", "clang", "msvc"};
    fprintf(out, "  \"%s\": {", name);
    put_member(out, "command", judge->command, ", ");
    put_member(out, "kind", judge->compiler_name, ", ");
    put_member(out, "version", judge->version, ", ");
    put_member(out, "reading", readings[judge->reading], ", ");
    fputs("\"lacks\": [", out);
    for (unsigned i = 0, n = 0; i < GROUPS; i++)
        if (judge->lacking & GROUP_BIT(i))
            fprintf(out, "%s\"%s\"", n++ ? ", " : "", group_at((enum group_id)i)->name);
    fputs("]},\n", out);
}

static void put_finding(FILE *out, const struct report *r, const struct finding *f)
{
    static const char *const aspects[ASPECTS] = {
        [NOTHING] = "nothing", [CALLER_ARGUMENT] = "caller-argument", [CALLEE_ARGUMENT] = "callee-argument",
        [CALLEE_RESULT] = "callee-result", [CALLER_RESULT] = "caller-result", [CALL] = "call", [LAYOUT] = "layout",
        [RUN_CRASH] = "crash", [MODEL] = "model", [COMPILER_CRASH] = "compiler-crash"};
    const struct verdict *v = &f->verdict;
    fprintf(out, "    {\"aspect\": \"%s\", \"count\": %llu, \"case\": %llu,\n     ", aspects[v->aspect],
            (unsigned long long)f->count, (unsigned long long)f->number);
    put_member(out, "prototype", f->prototype, ",\n     ");
    put_member(out, "variadic", f->variadic, ", ");
    fprintf(out, "\"argument\": %d, ", v->argument);
    put_member(out, "type", v->type, ",\n     ");
    fputs("\"rule\": ", out);
    if (v->reason[0]) {
        fputc('{', out);
        put_member(out, "document", v->document, ", ");
        put_member(out, "section", v->section, ", ");
        put_member(out, "reason", v->reason, "},\n     ");
    } else {
        fputs("null,\n     ", out);
    }
    put_member(out, "plan", f->place, ",\n     ");
    put_member(out, "compiler", finding_culprit(r->judge, f)->command, ",\n     ");
    put_member(out, "observed", v->message, ",\n     ");
    put_member(out, "divergences", v->divergences, ",\n     ");
    fputs("\"reproducer\": ", out);
    if (f->reproduction == NOT_REPRODUCED) {
        fputs("null}", out);
        return;
    }
    fprintf(out, "{\"verified\": %s, ", f->reproduction == REPRODUCED ? "true" : "false");
    put_member(out, "directory", f->directory, ", ");
    put_member(out, "command", f->command, ",\n       ");
    put_member(out, "output", f->output, ", ");
    put_member(out, "assembly", f->assembly, "}}");
}

static void put_rows(FILE *out, const char *name, const struct rows *rows, const char *after)
{
    fprintf(out, "  \"%s\": [", name);
    for (unsigned i = 0; i < rows->count; i++) {
        fprintf(out, "%s\n    {\"count\": %llu, \"case\": %llu, ", i ? "," : "", (unsigned long long)rows->at[i].count,
                (unsigned long long)rows->at[i].number);
        put_member(out, "text", rows->at[i].text, "}");
    }
    fprintf(out, "]%s\n", after);
}

static void put_fixed(FILE *out, const struct fixed_rows *fixed)
{
    fputs("  \"fixed\": ", out);
    if (!fixed) {
        fputs("null,\n", out);
        return;
    }
    fprintf(out, "{\"passed\": %u, \"failed\": %u, \"skipped\": %u, \"failures\": [", fixed->passed, fixed->failed, fixed->skipped);
    for (unsigned i = 0; i < fixed->count; i++) {
        fputs(i ? ", " : "", out);
        put_string(out, fixed->failure[i]);
    }
    fputs("]},\n", out);
}

void report_json(FILE *out, const struct report *r)
{
    static const struct { enum state state; const char *name; } tables[] = {
        {REFUSED, "refused"}, {CRASHES, "crashes"}, {HANGS, "hangs"}, {KNOWN, "known_errors"}, {UNSUPPORTED, "unsupported"}};
    static struct rows rows; /* large */
    fprintf(out, "{\n  \"callconv\": \"%s\",\n", cconv_version());
    put_compiler(out, "compiler", r->judge);
    if (r->callee)
        put_compiler(out, "against", r->callee);
    fprintf(out, "  \"convention\": \"%s\", \"target\": \"%s\", \"seed\": %llu, \"cases\": %llu,\n",
            cconv_convention_name(r->judge->convention), cconv_target_name(r->judge->target),
            (unsigned long long)r->options->seed, (unsigned long long)(r->options->only_one ? 1 : r->options->cases));
    fprintf(out, "  \"conforms\": %s, \"agree\": %llu, \"differ\": %llu,\n", report_failed(r) ? "false" : "true",
            (unsigned long long)r->outcomes->passed, (unsigned long long)report_failed(r));
    put_fixed(out, r->fixed);
    fputs("  \"findings\": [", out);
    for (unsigned i = 0, n = 0; i < r->findings->count; i++)
        if (!r->findings->at[i].merged) {
            fputs(n++ ? ",\n" : "\n", out);
            put_finding(out, r, &r->findings->at[i]);
        }
    fputs("],\n", out);
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        rows_collect(&rows, r->outcomes, tables[i].state);
        put_rows(out, tables[i].name, &rows, ",");
    }
    rows_divergences(&rows, r->outcomes);
    put_rows(out, "divergences", &rows, "");
    fputs("}\n", out);
}
