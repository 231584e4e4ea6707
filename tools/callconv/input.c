/* Operands: a declaration, a file, <header.h> or standard input; read, preprocessed where needed, and parsed. */
#include "tool.h"
#include "memory.h"

#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char declaration_file[] = "<declaration>";

/* ------------------------------------------------------------------ reading */

static int read_all(int descriptor, struct string *out)
{
    static char piece[1 << 16];
    ssize_t got;
    while ((got = read(descriptor, piece, sizeof piece)) != 0) {
        if (got > 0)
            string_put(out, piece, (size_t)got);
        else if (errno != EINTR)
            return errno;
    }
    return 0;
}

static int read_file(const char *path, struct string *out)
{
    bool is_stdin = strcmp(path, "-") == 0;
    int descriptor = is_stdin ? STDIN_FILENO : open(path, O_RDONLY);
    int failure = descriptor < 0 ? errno : read_all(descriptor, out);
    if (descriptor >= 0 && !is_stdin)
        close(descriptor);
    if (failure)
        complain("cannot read %s: %s", is_stdin ? "standard input" : path, strerror(failure));
    return failure ? EXIT_ERROR : 0;
}

/* ------------------------------------------------------------------- directives */

enum directives { NO_DIRECTIVES, LINE_MARKERS, NEEDS_PREPROCESSOR };

/* Of one line that begins with #: a line marker, a pragma (which the parser reads), or another directive. */
static enum directives directive_of(const char *text, const char *end)
{
    while (text < end && (*text == ' ' || *text == '\t'))
        text++;
    if (text == end || *text == '\n' || *text == '\r')
        return NO_DIRECTIVES;
    if (*text >= '0' && *text <= '9')
        return LINE_MARKERS;
    size_t left = (size_t)(end - text);
    if (left > 6 && memcmp(text, "pragma", 6) == 0)
        return NO_DIRECTIVES;
    if (left > 5 && memcmp(text, "ident", 5) == 0)
        return NO_DIRECTIVES;
    if (left > 5 && memcmp(text, "line ", 5) == 0)
        return LINE_MARKERS;
    return NEEDS_PREPROCESSOR;
}

static const char *after_comment(const char *text, const char *end)
{
    for (text += 2; text + 1 < end; text++)
        if (text[0] == '*' && text[1] == '/')
            return text + 2;
    return end;
}

static enum directives directives_of(const char *text, size_t length)
{
    enum directives found = NO_DIRECTIVES;
    const char *end = text + length;
    bool line_start = true;
    while (text < end) {
        if (text + 1 < end && text[0] == '/' && text[1] == '*') {
            text = after_comment(text, end);
            continue;
        }
        if (line_start && *text == '#') {
            enum directives here = directive_of(text + 1, end);
            if (here == NEEDS_PREPROCESSOR)
                return here;
            if (here > found)
                found = here;
        }
        if (*text == '\n')
            line_start = true;
        else if (*text != ' ' && *text != '\t')
            line_start = false;
        text++;
    }
    return found;
}

/* --------------------------------------------------------------------- operands */

static bool exists(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0;
}

static bool is_directory(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

static bool looks_like_file(const char *operand)
{
    size_t length = strlen(operand);
    if (strpbrk(operand, "{;("))
        return false; /* a declaration, `/` divides in it or starts a comment */
    return strchr(operand, '/') || (length > 2 && operand[length - 2] == '.' && strchr("chi", operand[length - 1]));
}

static bool looks_like_header(const char *operand)
{
    size_t length = strlen(operand);
    return length > 2 && operand[0] == '<' && operand[length - 1] == '>';
}

static void take_declaration(struct input *input, struct string *text)
{
    input->is_declaration = true;
    input->file = declaration_file;
    string_add(text, input->operand);
}

static int run_preprocessor(struct input *input, const struct settings *settings, const cconv_target *target,
                            const char *path, struct string *text)
{
    struct string out = {0};
    int failed;
    if (path) {
        failed = preprocess(settings, target, path, NULL, 0, &out, &input->platform);
    } else {
        struct string marked = {0};
        if (input->is_declaration)
            string_add(&marked, "#line 1 \"<declaration>\"\n");
        string_put(&marked, text->data ? text->data : "", text->length);
        string_add(&marked, "\n");
        failed = preprocess(settings, target, NULL, marked.data, marked.length, &out, &input->platform);
        free(marked.data);
    }
    free(text->data);
    *text = out;
    input->is_platform_text = true;
    return failed;
}

int input_read(struct input *input, const char *operand, const struct settings *settings, const cconv_target *target,
               bool types)
{
    struct string text = {0};
    bool is_header = looks_like_header(operand), is_file = strcmp(operand, "-") == 0 || exists(operand);
    const char *path = NULL;
    int failed = 0;
    *input = (struct input){.operand = operand, .file = operand};
    if (is_file && is_directory(operand)) {
        complain("%s is a directory", operand);
        return EXIT_ERROR;
    }
    if (is_header) {
        string_add(&text, "#include ");
        string_add(&text, operand);
    } else if (is_file) {
        if (strcmp(operand, "-") == 0)
            input->file = "<stdin>";
        else
            path = operand;
        failed = read_file(operand, &text);
    } else if (types ? !looks_like_file(operand) : strpbrk(operand, "(; \t\n") != NULL) {
        take_declaration(input, &text);
    } else {
        complain("'%s': no such file%s", operand, types ? "" : ", and not a declaration");
        return EXIT_ERROR;
    }
    enum directives found = failed || is_header ? NEEDS_PREPROCESSOR : directives_of(text.data ? text.data : "", text.length);
    input->is_platform_text = found == LINE_MARKERS;
    input->platform = input->is_platform_text ? (target ? target : cconv_target_host()) : NULL;
    if (!failed && (found == NEEDS_PREPROCESSOR || settings->defines))
        failed = run_preprocessor(input, settings, target, path, &text);
    static const char padding[CCONV_TEXT_PADDING];
    string_put(&text, padding, sizeof padding);
    input->text = text.data;
    input->length = text.length - sizeof padding;
    return failed;
}

/* ---------------------------------------------------------------------- parsing */

bool view_parse(struct view *view, const struct input *input, const cconv_target *target,
                const struct settings *settings, struct messages *messages)
{
    cconv_options options = {.target = target, .reading = settings->reading, .features = settings->feature_bits,
                             .allocator = memory_huge_pages()};
    cconv_parse_options parse = {.file = input->file, .well_known = !input->is_platform_text, .padded = true,
                                 .report = report_diagnostic, .user = messages};
    cconv_error error = {0};
    *view = (struct view){.input = input, .target = target};
    if (cconv_context_new(&options, &view->context, &error)) {
        complain("%s", error.message);
        messages->failed = true;
        return false;
    }
    cconv_status status = cconv_parse(view->context, input->text, input->length, &parse, &view->unit, &error);
    if (status && !messages->failed)
        complain("%s: %s", input->file, error.message);
    messages->failed |= status != CCONV_OK;
    return view->unit != NULL;
}

static bool same_name(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

static bool same_declaration(const cconv_declaration *a, const cconv_declaration *b)
{
    return a && b && a->kind == b->kind && a->line == b->line && a->column == b->column && same_name(a->name, b->name);
}

const cconv_declaration *view_find(const struct view *view, size_t index, const cconv_declaration *like)
{
    const cconv_declaration *here = cconv_unit_declaration(view->unit, index);
    if (same_declaration(here, like))
        return here;
    for (size_t i = 0; i < cconv_unit_declaration_count(view->unit); i++) {
        here = cconv_unit_declaration(view->unit, i);
        if (same_declaration(here, like))
            return here;
    }
    return NULL;
}

static const char *last_part(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

bool is_chosen(const struct settings *settings, const struct input *input, const cconv_declaration *declaration)
{
    const char *file = declaration->file ? declaration->file : "";
    /* With -include, only the declaration on the command line was asked for. */
    if (input->is_declaration && input->is_platform_text && strcmp(file, declaration_file) != 0)
        return false;
    if (settings->from && fnmatch(settings->from, file, 0) != 0 && fnmatch(settings->from, last_part(file), 0) != 0)
        return false;
    if (!settings->only.count)
        return true;
    for (size_t i = 0; i < settings->only.count; i++)
        if (declaration->name && fnmatch(settings->only.at[i], declaration->name, 0) == 0)
            return true;
    return false;
}
