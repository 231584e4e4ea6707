/* The report as text or Markdown, and the one closing line that test suites read. */
#include "conform.h"

#include <ctype.h>
#include <stdarg.h>
#include <string.h>

void rows_add(struct rows *rows, const char *text, uint64_t number)
{
    char plain[sizeof rows->at->text];
    size_t used = 0;
    for (const char *p = text; *p && *p != '\n' && used + 1 < sizeof plain; p++) { /* digits do not count */
        bool digit = isdigit((unsigned char)*p);
        if (!digit || !used || plain[used - 1] != '#')
            plain[used++] = digit ? '#' : *p;
    }
    plain[used] = '\0';
    unsigned i = 0;
    while (i < rows->count && strcmp(rows->at[i].text, plain))
        i++;
    if (i == sizeof rows->at / sizeof *rows->at)
        return;
    if (i == rows->count) {
        rows->count++;
        snprintf(rows->at[i].text, sizeof rows->at[i].text, "%s", plain);
        rows->at[i].number = number;
    }
    rows->at[i].count++;
}

void rows_collect(struct rows *rows, const struct outcomes *outcomes, enum state state)
{
    rows->count = 0;
    memset(rows, 0, sizeof *rows);
    for (size_t i = 0; i < outcomes->count; i++) {
        const struct outcome *outcome = &outcomes->at[i];
        if (outcome->verdict.state != (state == KNOWN ? PASSED : state) || (state == KNOWN && !outcome->verdict.known))
            continue;
        rows_add(rows, state == KNOWN ? outcome->verdict.known : outcome->verdict.message, outcome->number);
    }
}

void rows_divergences(struct rows *rows, const struct outcomes *outcomes)
{
    memset(rows, 0, sizeof *rows);
    for (size_t i = 0; i < outcomes->count; i++) {
        const struct verdict *verdict = &outcomes->at[i].verdict;
        char ids[sizeof verdict->divergences], *rest = ids;
        snprintf(ids, sizeof ids, "%s", verdict->document_differs && verdict->state == PASSED ? verdict->divergences : "");
        for (char *id; (id = strsep(&rest, ", ")) && rest != ids;) {
            unsigned row = 0;
            if (!*id)
                continue;
            while (row < rows->count && strcmp(rows->at[row].text, id))
                row++;
            if (row == sizeof rows->at / sizeof *rows->at)
                break;
            if (row == rows->count)
                snprintf(rows->at[rows->count++].text, sizeof rows->at[row].text, "%s", id);
            rows->at[row].count++;
        }
    }
}

static uint64_t count_state(const struct outcomes *outcomes, enum state state)
{
    uint64_t count = 0;
    for (size_t i = 0; i < outcomes->count; i++)
        count += outcomes->at[i].verdict.state == state;
    return count;
}

uint64_t report_failed(const struct report *r)
{
    return count_state(r->outcomes, FAILED) + (r->fixed ? r->fixed->failed : 0);
}

struct style { bool markdown; FILE *out; };

__attribute__((format(printf, 2, 3))) static void title(const struct style *s, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    fputs(s->markdown ? "\n## " : "\n", s->out);
    vfprintf(s->out, format, list);
    fputs(s->markdown ? "\n\n" : "\n", s->out);
    va_end(list);
}

static void code(const struct style *s, const char *language, const char *text)
{
    if (s->markdown) {
        fprintf(s->out, "\n```%s\n%s%s```\n\n", language, text, text[0] && text[strlen(text) - 1] == '\n' ? "" : "\n");
        return;
    }
    for (const char *line = text; *line;) {
        size_t length = strcspn(line, "\n");
        fprintf(s->out, "        %.*s\n", (int)length, line);
        line += length + (line[length] == '\n');
    }
}

static const char *reading_name(cconv_reading reading)
{
    static const char *const names[] = {"the document's", "gcc's", "clang's", "msvc's"};
    return names[reading];
}

static void print_head(const struct style *s, const struct report *r)
{
    const struct judge *j = r->judge;
    const char *item = s->markdown ? "- " : "";
    if (s->markdown)
        fprintf(s->out, "# %s, %s on %s\n\n", j->version[0] ? j->version : j->command, cconv_convention_name(j->convention),
                cconv_target_name(j->target));
    else
        fprintf(s->out, "%s on %s\n", cconv_convention_name(j->convention), cconv_target_name(j->target));
    const char *tick = s->markdown ? "`" : "";
    fprintf(s->out, "%scompiler: %s%s%s (%s)\n", item, tick, j->command, tick, j->version[0] ? j->version : "it does not say its version");
    if (r->callee)
        fprintf(s->out, "%sits callers meet callees of: %s%s%s (%s)\n", item, tick, r->callee->command, tick, r->callee->version);
    fprintf(s->out, "%smodel: callconv %s, %s, %s reading\n", item, cconv_version(),
            cconv_convention_document(j->convention), reading_name(j->reading));
    fprintf(s->out, "%scases: %llu, seed %llu\n", item, (unsigned long long)(r->options->only_one ? 1 : r->options->cases),
            (unsigned long long)r->options->seed);
    if (!j->lacking)
        return;
    fprintf(s->out, "%snot drawn, as the compiler lacks them:", item);
    for (unsigned i = 0; i < GROUPS; i++)
        if (j->lacking & GROUP_BIT(i))
            fprintf(s->out, " %s", group_at((enum group_id)i)->name);
    fputc('\n', s->out);
}

static void print_counts(const struct style *s, const struct report *r)
{
    static const struct { enum state state; const char *what; } states[] = {
        {FAILED, "differ from the model"}, {REFUSED, "the compiler refuses"}, {CRASHES, "the compiler crashes at"},
        {HANGS, "the compiler does not finish in time"}, {UNSUPPORTED, "the model refuses"}, {DROPPED, "too large"}};
    const char *item = s->markdown ? "- " : "  ";
    title(s, "Result");
    fprintf(s->out, "%s%llu agree in every byte\n", item, (unsigned long long)r->outcomes->passed);
    for (size_t i = 0; i < sizeof states / sizeof *states; i++) {
        uint64_t count = count_state(r->outcomes, states[i].state);
        if (count)
            fprintf(s->out, "%s%llu %s\n", item, (unsigned long long)count, states[i].what);
    }
    if (r->fixed)
        fprintf(s->out, "%s%u of %u questions about preserved registers and narrow arguments are answered as the model says%s\n", item,
                r->fixed->passed, r->fixed->passed + r->fixed->failed,
                r->fixed->skipped ? "; the others could not be asked" : "");
}

static void print_reproducer(const struct style *s, const struct finding *f)
{
    if (f->reproduction == NOT_REPRODUCED)
        return;
    if (f->reproduction == SHOWN_AS_ASSEMBLY) {
        fprintf(s->out, "%sNo second compiler here shows it by itself; what the compiler writes (%s):\n", s->markdown ? "" : "    ", f->command);
        code(s, "asm", f->assembly);
        return;
    }
    fprintf(s->out, "%sReproducer%s%s, seen to fail:\n", s->markdown ? "" : "    ", f->directory[0] ? " in " : " (-o FILE or --keep DIR writes caller.c and callee.c)",
            f->directory);
    code(s, "sh", f->command);
    code(s, "", f->output);
}

static void print_finding(const struct style *s, const struct report *r, const struct finding *f, unsigned number)
{
    const struct verdict *v = &f->verdict;
    const char *item = s->markdown ? "" : "    ", *end = s->markdown ? "\n" : "";
    title(s, "%u. %c%s (%llu of the cases)", number, toupper((unsigned char)aspect_text(v->aspect)[0]), aspect_text(v->aspect) + 1,
          (unsigned long long)f->count);
    code(s, "c", f->prototype);
    if (f->variadic[0])
        fprintf(s->out, "%sCalled with, through ...: %s\n%s", item, f->variadic, end);
    if (v->reason[0])
        fprintf(s->out, "%sThe rule: %s, %s: %s\n%s", item, v->document, v->section, v->reason, end);
    if (f->place[0])
        fprintf(s->out, "%sThe plan: %s\n%s", item, f->place, end);
    fprintf(s->out, "%sObserved: %s\n%s", item, v->message, end);
    if (r->callee)
        fprintf(s->out, "%sNot as the model says: %s\n%s", item, finding_culprit(r->judge, f)->command, end);
    if (v->divergences[0])
        fprintf(s->out, "%sRecorded as divergence: %s\n%s", item, v->divergences, end);
    fprintf(s->out, "%sCase %llu of seed %llu\n%s", item, (unsigned long long)f->number, (unsigned long long)r->options->seed, end);
    print_reproducer(s, f);
}

static void print_rows(const struct style *s, const char *heading, const struct rows *rows, bool cases)
{
    const char *item = s->markdown ? "- " : "    ";
    if (!rows->count)
        return;
    title(s, "%s", heading);
    for (unsigned i = 0; i < rows->count; i++) {
        fprintf(s->out, "%s%llu times: %s", item, (unsigned long long)rows->at[i].count, rows->at[i].text);
        if (cases)
            fprintf(s->out, " (first in case %llu)", (unsigned long long)rows->at[i].number);
        fputc('\n', s->out);
    }
}

static void print_all_rows(const struct style *s, const struct report *r)
{
    static const struct { enum state state; const char *heading; } tables[] = {
        {CRASHES, "The compiler crashes"}, {HANGS, "The compiler does not finish"}, {REFUSED, "The compiler refuses"},
        {KNOWN, "Known errors of the compiler"}, {UNSUPPORTED, "The model refuses"}};
    static struct rows rows; /* large */
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        rows_collect(&rows, r->outcomes, tables[i].state);
        print_rows(s, tables[i].heading, &rows, true);
    }
    rows_divergences(&rows, r->outcomes);
    print_rows(s, "Where the compiler leaves the document as recorded (callconv list divergences)", &rows, false);
}

static void print_fixed(const struct style *s, const struct fixed_rows *fixed)
{
    if (!fixed || !fixed->failed)
        return;
    title(s, "Preserved registers and narrow arguments");
    for (unsigned i = 0; i < fixed->count; i++)
        fprintf(s->out, "%s%s\n", s->markdown ? "- " : "    ", fixed->failure[i]);
}

/* Failures in full, but no drawing of anything else: a test's output. */
static void print_brief(FILE *out, const struct report *r)
{
    const struct style s = {false, out};
    if (report_failed(r)) {
        print_head(&s, r);
        for (unsigned i = 0, number = 0; i < r->findings->count; i++)
            if (!r->findings->at[i].merged)
                print_finding(&s, r, &r->findings->at[i], ++number);
        print_fixed(&s, r->fixed);
    }
    print_all_rows(&s, r);
    fprintf(out, "%s on %s by %s (%s), %s reading, seed %llu\n", cconv_convention_name(r->judge->convention),
            cconv_target_name(r->judge->target), r->judge->command, r->judge->version, reading_name(r->judge->reading),
            (unsigned long long)r->options->seed);
    fprintf(out, "%llu passed, %llu failed, %u skipped\n", (unsigned long long)(r->outcomes->passed + (r->fixed ? r->fixed->passed : 0)),
            (unsigned long long)report_failed(r), r->fixed ? r->fixed->skipped : 0);
}

void report_write(FILE *out, const struct report *r)
{
    const struct style s = {r->options->format == AS_MARKDOWN, out};
    if (r->options->format == AS_JSON) {
        report_json(out, r);
        return;
    }
    if (r->options->format == AS_COUNTS) {
        print_brief(out, r);
        return;
    }
    print_head(&s, r);
    print_counts(&s, r);
    for (unsigned i = 0, number = 0; i < r->findings->count; i++)
        if (!r->findings->at[i].merged)
            print_finding(&s, r, &r->findings->at[i], ++number);
    if (r->findings->others)
        title(&s, "%llu more cases fail in other ways: raise --shrink", (unsigned long long)r->findings->others);
    print_fixed(&s, r->fixed);
    print_all_rows(&s, r);
}
