/*
 * Line markers (`# 12 "file" 1 3`, `#line 12 "file"`) and the pragmas that change layout: `pack` (GCC 6.62.11,
 * Microsoft's /Zp documentation) and `ms_struct`. Other pragmas, #ident and the #define lines of `-dD` are passed
 * over; any other directive means that the text was not preprocessed, which is an error, but nothing to skip a declaration
 * for: it may stand behind one that has just ended, whose next token is being read.
 */
#include "decl/parser.h"
#include "decl/intern.h"

#include <string.h>

static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\v'; }
static bool is_digit(char c) { return c >= '0' && c <= '9'; }
static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

static const char *skip_blanks(const char *at, const char *end)
{
    while (at < end && is_blank(*at))
        at++;
    return at;
}

static const char *read_digits(const char *at, const char *end, uint32_t *value)
{
    uint64_t sum = 0;
    for (; at < end && is_digit(*at); at++)
        if (sum < UINT32_MAX)
            sum = sum * 10 + (uint64_t)(*at - '0');
    *value = (uint32_t)min_u64(sum, UINT32_MAX);
    return at;
}

static const char *read_letters(const char *at, const char *end, const char **word, size_t *length)
{
    *word = at;
    while (at < end && (is_letter(*at) || is_digit(*at)))
        at++;
    *length = (size_t)(at - *word);
    return at;
}

static bool same(const char *word, size_t length, const char *name)
{
    return strlen(name) == length && memcmp(word, name, length) == 0;
}

/* A file name with the escapes \\ and \" resolved; others are kept as they are. */
static struct symbol *intern_escaped(struct parser *p, const char *at, const char *end)
{
    char name[1024];
    size_t length = 0;
    while (at < end && *at != '"' && length < sizeof name) {
        if (*at == '\\' && at + 1 < end && (at[1] == '\\' || at[1] == '"'))
            at++;
        name[length++] = *at++;
    }
    return intern(p->names, name, length);
}

/* The file name of a line marker, from after its quote. */
static void set_file(struct parser *p, const char *at, const char *end)
{
    const char *quote = memchr(at, '"', (size_t)(end - at));
    bool plain = quote && !memchr(at, '\\', (size_t)(quote - at));
    struct symbol *symbol =
        plain ? intern_padded(p->names, at, (size_t)(quote - at)) : intern_escaped(p, at, end);
    if (!symbol) {
        fail_no_memory(p);
        return;
    }
    p->lex.file = symbol->text;
    p->lex.file_length = plain ? symbol->length : 0;
}

/* `at` is at the number. The line after the marker has that number; it is counted when its newline is read. */
static void read_line_marker(struct parser *p, const char *at, const char *end)
{
    uint32_t line;
    at = skip_blanks(read_digits(at, end, &line), end);
    p->lex.line = line - 1;
    if (at < end && *at == '"')
        set_file(p, at + 1, end);
}

static bool is_pack_value(uint32_t value)
{
    return value <= 16 && (value & (value - 1)) == 0;
}

static void push_pack(struct parser *p, const struct symbol *label)
{
    struct pack *level = arena_alloc(&p->context->arena, sizeof *level);
    if (!level) {
        fail_no_memory(p);
        return;
    }
    *level = (struct pack){p->lex.pack, label, p->lex.pack_value};
    p->lex.pack = level;
}

/* `pop` takes one level; `pop, label` all down to that label, and nothing if it is not there. */
static void pop_pack(struct parser *p, const struct symbol *label)
{
    const struct pack *level = p->lex.pack;
    while (level && label && level->label != label)
        level = level->below;
    if (!level)
        return;
    p->lex.pack_value = level->value;
    p->lex.pack = level->below;
}

/* pack(), pack(n), pack(push), pack(push, n), pack(push, label, n), pack(pop), pack(pop, label), pack(pop, n). */
static void read_pack(struct parser *p, const char *at, const char *end)
{
    at = skip_blanks(at, end);
    if (at == end || *at != '(')
        return;
    bool push = false, pop = false, has_value = false;
    uint32_t value = 0;
    const struct symbol *label = NULL;
    bool empty = true;
    for (at++;;) {
        at = skip_blanks(at, end);
        if (at == end || *at == ')')
            break;
        const char *word;
        size_t length;
        if (is_digit(*at)) {
            at = read_digits(at, end, &value);
            has_value = true;
        } else if (is_letter(*at)) {
            at = read_letters(at, end, &word, &length);
            if (same(word, length, "push"))
                push = true;
            else if (same(word, length, "pop"))
                pop = true;
            else if (push || pop)
                label = intern(p->names, word, length);
            else
                return; /* pack(show) and what we do not know */
        } else {
            at++;
            continue;
        }
        empty = false;
    }
    if (push)
        push_pack(p, label);
    if (pop)
        pop_pack(p, label);
    if (has_value && is_pack_value(value))
        p->lex.pack_value = value;
    else if (empty)
        p->lex.pack_value = 0;
}

void read_pragma(struct parser *p, const char *at, const char *end)
{
    const char *word;
    size_t length;
    at = read_letters(skip_blanks(at, end), end, &word, &length);
    if (same(word, length, "pack")) {
        read_pack(p, at, end);
    } else if (same(word, length, "ms_struct")) {
        read_letters(skip_blanks(at, end), end, &word, &length);
        p->lex.ms_struct = same(word, length, "on");
    }
}

/* `# 12 "file" 3 4` of the file in hand: most line markers are that, and there are thousands. `at` is after `#`; returns the
   end of the line, or NULL if it is anything else. */
static const char *read_same_file(struct parser *p, const char *at)
{
    uint32_t line = 0, length = p->lex.file_length;
    if (at[0] != ' ' || !length)
        return NULL;
    for (at++; is_digit(*at) && line < UINT32_MAX / 16; at++)
        line = line * 10 + (uint32_t)(*at - '0');
    if (at[0] != ' ' || at[1] != '"' || (size_t)(p->end - at) < (size_t)length + 3)
        return NULL;
    at += 2;
    if (at[length] != '"' || memcmp(at, p->lex.file, length) != 0)
        return NULL;
    for (at += length + 1; *at == ' ' || is_digit(*at);)
        at++;
    if (*at != '\n')
        return NULL;
    p->lex.line = line - 1;
    return at;
}

const char *read_directive(struct parser *p, const char *at)
{
    const char *line_end = read_same_file(p, at);
    if (line_end)
        return line_end;
    const char *end = memchr(at, '\n', (size_t)(p->end - at));
    if (!end)
        end = p->end;
    const char *start = at;
    at = skip_blanks(at, end);
    const char *word;
    size_t length;
    if (at < end && is_digit(*at)) {
        read_line_marker(p, at, end);
        return end;
    }
    at = read_letters(at, end, &word, &length);
    if (same(word, length, "line"))
        read_line_marker(p, skip_blanks(at, end), end);
    else if (same(word, length, "pragma"))
        read_pragma(p, at, end);
    else if (length && !same(word, length, "ident") && !same(word, length, "sccs") && !same(word, length, "define") &&
             !same(word, length, "undef") && start > p->refused) {
        struct place place = {p->lex.file, p->lex.line_start, start - 1, p->lex.line};
        p->refused = start;
        complain_there(p, &place, "'#%.*s': the text must be preprocessed first", (int)min_u64(length, 40), word);
    }
    return end;
}
