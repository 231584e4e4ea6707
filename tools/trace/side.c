/* One C file under several conventions, side by side: it is compiled and run for each, and the runs are shown line by line. */
#include "trace.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MOST_SIDES = 8, WIDTH = 58, MOST_LINE = 600, LOOK_AHEAD = 6 };

/* ---------------------------------------------------------------------- compilers */

/* The compilers that make code of a convention, the first that is installed. Their objects are ELF, which has the source's lines. */
static const struct maker { const char *convention, *compilers[3]; } makers[] = {
    {"x86_64_sysv", {"x86_64-linux-gnu-gcc", "gcc -m64", "clang-19 --target=x86_64-linux-gnu"}},
    {"x86_64_win", {"x86_64-linux-gnu-gcc -mabi=ms", "gcc -m64 -mabi=ms", "x86_64-w64-mingw32-gcc"}},
    {"aarch64_aapcs", {"aarch64-linux-gnu-gcc", "clang-19 --target=aarch64-linux-gnu", NULL}},
    {"aarch64_aapcs_darwin", {"clang-19 --target=arm64-apple-macos13", NULL, NULL}},
    {"aarch64_aapcs_win", {"clang-19 --target=aarch64-pc-windows-msvc", NULL, NULL}},
    {"x86_sysv", {"i686-linux-gnu-gcc -fno-pie", "gcc -m32 -fno-pie", "clang-19 --target=i686-linux-gnu"}},
    {"x86_win", {"i686-w64-mingw32-gcc", "clang-19 --target=i686-pc-windows-msvc", NULL}},
    {"arm_aapcs_vfp", {"arm-linux-gnueabihf-gcc", "clang-19 --target=arm-linux-gnueabihf", NULL}},
    {"arm_aapcs", {"arm-linux-gnueabi-gcc", "clang-19 --target=arm-linux-gnueabi", NULL}},
    {"riscv64_lp64d", {"riscv64-linux-gnu-gcc", "clang-19 --target=riscv64-linux-gnu", NULL}},
};

static bool is_installed(const char *command)
{
    char path[4096];
    int name = (int)strcspn(command, " ");
    const char *at = getenv("PATH");
    for (; at && *at; at += at[strcspn(at, ":")] == ':' ? strcspn(at, ":") + 1 : strcspn(at, ":")) {
        snprintf(path, sizeof path, "%.*s/%.*s", (int)strcspn(at, ":"), at, name, command);
        if (access(path, X_OK) == 0)
            return true;
    }
    return false;
}

/* cdecl has a name of its own on 32-bit x86 alone; elsewhere it is whatever C has. */
static const cconv_convention *convention_of(const char *name)
{
    return cconv_convention_find(name, !strcmp(name, "cdecl") || !strcmp(name, "i386") ? cconv_target_find("i686-linux-gnu") : NULL);
}

/* False after a message. */
static bool choose_compiler(struct options *options, const cconv_convention *convention)
{
    const char *name = cconv_convention_name(convention);
    for (size_t i = 0; i < sizeof makers / sizeof *makers; i++) {
        if (strcmp(makers[i].convention, name) != 0)
            continue;
        for (size_t j = 0; j < 3 && makers[i].compilers[j]; j++)
            if (is_installed(makers[i].compilers[j])) {
                options->cc = makers[i].compilers[j];
                return true;
            }
        complain("%s: none of its compilers is installed: %s ...", name, makers[i].compilers[0]);
        return false;
    }
    complain("%s: no compiler is known that makes its code: trace it alone, with --cc", name);
    return false;
}

/* ------------------------------------------------------------------------- blocks */

/* What one step draws: lines of a column. */
struct block {
    char *key;                   /* "foo.c:9", the source line; empty at the start */
    char *text;
};

struct column {
    char *head, *tail;
    struct block *blocks;
    size_t count, at;            /* those before `at` are written */
};

static void add_block(struct trace *trace)
{
    struct column *column = trace->column;
    const char *file;
    int line = 0;
    size_t size = 0;
    column->blocks = take(column->blocks, column->count * sizeof *column->blocks, (column->count + 1) * sizeof *column->blocks);
    struct block *block = &column->blocks[column->count++];
    if (trace->step && debug_line(trace->debug, trace->instruction.address, &file, &line)) {
        const char *slash = strrchr(file, '/');
        char text[200];
        source_text(file, line, text, sizeof text);
        block->key = take_format("%s:%d  %s", slash ? slash + 1 : file, line, text);
    } else { /* what has no line goes with what is before */
        block->key = take_text(column->count > 1 ? block[-1].key : "");
    }
    FILE *out = open_memstream(&block->text, &size);
    if (!out) {
        block->text = take_text("");
        return;
    }
    text_step_short(trace, out);
    fclose(out);
}

static void column_begin(struct trace *trace, FILE *out)
{
    (void)out;
    trace->column->head = take_format("%s\n%s\n%s", cconv_convention_name(trace->world.convention), cconv_target_name(trace->world.object.target), trace->options->cc);
    add_block(trace);
}

static void column_step(struct trace *trace, FILE *out)
{
    (void)out;
    if (step_is_wanted(trace) || trace->shown_findings < trace->finding_count)
        add_block(trace);
}

static void column_end(struct trace *trace, FILE *out)
{
    char text[160];
    (void)out;
    bool has_result = result_text(trace, text, sizeof text);
    trace->column->tail = take_format("%llu instructions; %zu %s\n%s%s%s", (unsigned long long)trace->step, trace->finding_count,
                                      trace->finding_count == 1 ? "violation" : "violations", trace->frames[0].name, has_result ? " returns " : "", has_result ? text : "");
}

static const struct writer column_writer = {column_begin, column_step, column_end, NULL};

static void column_free(struct column *column)
{
    for (size_t i = 0; i < column->count; i++) {
        free(column->blocks[i].key);
        free(column->blocks[i].text);
    }
    free(column->blocks);
    free(column->head);
    free(column->tail);
}

/* ------------------------------------------------------------------------ columns */

/* The next line of the text, filled up or cut to the column's width. */
static const char *put_cell(const struct options *options, FILE *out, const char *text, bool goes_on)
{
    size_t length = strcspn(text, "\n"), width = 0, at = 0;
    for (; at < length; at++) {
        width += ((unsigned char)text[at] & 0xc0) != 0x80;
        if (width > WIDTH)
            break;
    }
    if (at < length) { /* a mark instead of the last character */
        do
            at--;
        while (((unsigned char)text[at] & 0xc0) == 0x80);
        fprintf(out, "%.*s%s", (int)at, text, options->ascii ? "~" : "…");
        width = WIDTH;
    } else {
        fprintf(out, "%.*s", (int)length, text);
    }
    if (goes_on)
        fprintf(out, "%*s %s ", (int)(WIDTH - width), "", options->ascii ? "|" : "│");
    return text + length + (text[length] == '\n');
}

/* One text a column, line by line. */
static void put_row(const struct options *options, FILE *out, const char *const *texts, size_t count)
{
    const char *at[MOST_SIDES];
    memcpy(at, texts, count * sizeof *at);
    for (size_t used = count; used;) {
        for (used = count; used && (!*at[used - 1] || *at[used - 1] == '\n');)
            used--; /* nothing is written for empty columns on the right */
        for (size_t i = 0; i < count; i++)
            at[i] = i < used ? put_cell(options, out, at[i], i + 1 < used) : *at[i] ? at[i] + 1 : at[i];
        if (used)
            fputc('\n', out);
    }
}

static const char *head_key(const struct column *column)
{
    return column->at < column->count ? column->blocks[column->at].key : NULL;
}

/* True if the column comes to the line soon, but not next. */
static bool comes_to(const struct column *column, const char *key)
{
    unsigned changes = 0;
    for (size_t i = column->at; i < column->count && changes < LOOK_AHEAD; i++) {
        changes += i > column->at && strcmp(column->blocks[i].key, column->blocks[i - 1].key) != 0;
        if (changes && !strcmp(column->blocks[i].key, key))
            return true;
    }
    return false;
}

/* The source line that is shown next: one that no column has still to go to. */
static const char *next_key(const struct column *columns, size_t count)
{
    const char *first = NULL;
    for (size_t i = 0; i < count; i++) {
        const char *key = head_key(&columns[i]);
        bool waits = false;
        first = first ? first : key;
        for (size_t j = 0; key && j < count; j++)
            waits = waits || (head_key(&columns[j]) && strcmp(head_key(&columns[j]), key) != 0 && comes_to(&columns[j], key));
        if (key && !waits)
            return key;
    }
    return first;
}

static void put_rule(const struct options *options, FILE *out, size_t count, const char *title)
{
    size_t width = count * (WIDTH + 3) - 3, used = (size_t)fprintf(out, "\n%s ", title);
    for (size_t i = used; i < width + 1; i++)
        fputs(options->ascii ? "=" : "═", out);
    fputs("\n", out);
}

static void put_columns(const struct options *options, FILE *out, struct column *columns, size_t count)
{
    const char *texts[MOST_SIDES];
    for (size_t i = 0; i < count; i++)
        texts[i] = columns[i].head;
    put_row(options, out, texts, count);
    for (const char *key; (key = next_key(columns, count)) != NULL;) {
        char title[MOST_LINE];
        snprintf(title, sizeof title, "%s", *key ? key : "at the start");
        char *wanted = take_text(key);
        put_rule(options, out, count, title);
        for (bool more = true, first = true; more; first = false) {
            more = false;
            for (size_t i = 0; i < count; i++) {
                bool has = head_key(&columns[i]) && !strcmp(head_key(&columns[i]), wanted);
                texts[i] = has ? columns[i].blocks[columns[i].at++].text : "";
                more = more || has;
            }
            if (more && !first)
                fputc('\n', out);
            if (more)
                put_row(options, out, texts, count);
        }
        free(wanted);
    }
    put_rule(options, out, count, "at the end");
    for (size_t i = 0; i < count; i++)
        texts[i] = columns[i].tail;
    put_row(options, out, texts, count);
}

/* --------------------------------------------------------------------------- runs */

/* One convention's run, to memory or to its column. */
static int run_one(const struct options *options, const char *abi, FILE *out, struct column *column)
{
    struct options own = *options;
    struct built built = {0};
    const cconv_convention *convention = convention_of(abi);
    struct writer writer = column ? column_writer : json_writer;
    if (!convention) {
        complain("unknown convention '%s': `callconv list` names them", abi);
        return EXIT_USAGE;
    }
    own.abi = cconv_convention_name(convention);
    own.color = false; /* widths are counted */
    if (!choose_compiler(&own, convention))
        return EXIT_ERROR;
    int status = build(&own, &built);
    if (status == EXIT_FINE) {
        struct trace *trace = take(NULL, 0, sizeof *trace);
        trace->column = column;
        writer.out = out;
        status = trace_show(trace, &own, &built, &writer);
        trace_close(trace);
        free(trace);
    }
    built_remove(&built);
    return status;
}

static void write_all(const struct options *options, FILE *out, struct column *columns, size_t count, char *const *runs)
{
    if (options->writer == &text_writer) {
        put_columns(options, out, columns, count);
        return;
    }
    if (options->writer == &html_writer)
        page_begin(out);
    for (size_t i = 0; i < count; i++)
        fprintf(out, "%s%s", i ? "," : "[", runs[i] ? runs[i] : "null");
    fputs("]\n", out);
    if (options->writer == &html_writer)
        page_end(out);
}

int side_run(const struct options *options)
{
    struct column columns[MOST_SIDES] = {{0}};
    char *runs[MOST_SIDES] = {0}, *names = take_text(options->abi), *rest = names;
    bool is_text = options->writer == &text_writer;
    size_t count = 0;
    int status = EXIT_FINE;
    for (char *name; count < MOST_SIDES && status != EXIT_USAGE && (name = strtok_r(rest, ",", &rest)) != NULL; count++) {
        size_t size = 0;
        FILE *memory = is_text ? NULL : open_memstream(&runs[count], &size);
        int one = run_one(options, name, memory, is_text ? &columns[count] : NULL);
        status = one > status ? one : status;
        if (memory)
            fclose(memory);
        if (!columns[count].count && !size)
            break;
    }
    if (status == EXIT_FINE && (count < 2 || (rest && *rest))) {
        complain("--abi '%s': two to %d conventions are shown side by side", options->abi, MOST_SIDES);
        status = EXIT_USAGE;
    }
    bool complete = count > 1 && (is_text ? columns[count - 1].count > 0 : runs[count - 1] && *runs[count - 1]) && status != EXIT_USAGE && (!rest || !*rest);
    FILE *out = complete ? output_open(options) : NULL;
    if (out)
        write_all(options, out, columns, count, runs);
    if (out && !output_close(options, out))
        status = EXIT_ERROR;
    for (size_t i = 0; i < MOST_SIDES; i++) {
        column_free(&columns[i]);
        free(runs[i]);
    }
    free(names);
    return out || status != EXIT_FINE ? status : EXIT_ERROR;
}
