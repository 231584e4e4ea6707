/* Text that is not read as tokens but passed over, by matching brackets: bodies, initialisers, declarations with an error. */
#include "decl/scan.h"

/* What a raw scan must look at: brackets, quotes, comments, newlines, ends of declarations. */
static const uint8_t interesting[256] = {
    ['\0'] = 1, ['\n'] = 1, ['"'] = 1, ['\''] = 1, ['('] = 1, [')'] = 1, ['['] = 1, [']'] = 1,
    ['{'] = 1,  ['}'] = 1,  [','] = 1, [';'] = 1,  ['/'] = 1,
};

/* Inside a body brackets of one kind suffice, and separators do not matter. */
static const uint8_t interesting_in_braces[256] = {
    ['\0'] = 1, ['\n'] = 1, ['"'] = 1, ['\''] = 1, ['{'] = 1, ['}'] = 1, ['/'] = 1,
};

/* C23's 1'000: a quote inside a number. */
static bool is_digit_separator(const char *start, const char *quote)
{
    if (quote == start || !continues_word(quote - 1) || !continues_word(quote + 1))
        return false;
    const char *word = quote;
    while (word > start && (continues_word(word - 1) || word[-1] == '\''))
        word--;
    return class_at(word) == DIGIT;
}

/* The parts common to the raw scans: newlines with their directives, quotes, comments. Returns where to go on. */
static const char *skip_piece(struct parser *p, const char *start, const char *at)
{
    switch (*at) {
    case '\n': {
        new_line(p, ++at);
        const char *c = at;
        while (class_at(c) == SPACE)
            c++;
        return *c == '#' ? read_directive(p, c + 1) : at;
    }
    case '\'':
        if (is_digit_separator(start, at))
            return at + 1;
        return skip_quoted(p, at);
    case '"': return skip_quoted(p, at);
    case '/': return at[1] == '*' || at[1] == '/' ? skip_comment(p, at) : at + 1;
    default: return at + 1;
    }
}

/* From after `{`; returns what follows its partner. */
static const char *skip_braces(struct parser *p, const char *at)
{
    const char *start = at;
    struct place place = here(p);
    unsigned depth = 1;
    while (!p->panic) {
        while (!interesting_in_braces[(unsigned char)*at])
            at++;
        if (*at == '\0' && is_end(p, at)) {
            error_there(p, &place, "'{' without its '}'");
            break;
        }
        if (*at == '{') {
            depth++;
        } else if (*at == '}' && --depth == 0) {
            return at + 1;
        }
        at = skip_piece(p, start, at);
    }
    return at;
}

void skip_brackets(struct parser *p)
{
    if (token_is(p, '{')) {
        const char *after = skip_braces(p, p->lex.next);
        if (!p->panic) {
            p->lex.next = after;
            advance(p);
        }
        return;
    }
    const char *at = p->lex.next, *start = at;
    struct place place = here(p);
    unsigned depth = 1;
    while (!p->panic) {
        while (!interesting[(unsigned char)*at])
            at++;
        if (*at == '\0' && is_end(p, at)) {
            error_there(p, &place, "'%c' without its partner", *place.at);
            return;
        }
        if (*at == '(' || *at == '[' || *at == '{') {
            depth++;
        } else if (*at == ')' || *at == ']' || *at == '}') {
            if (--depth == 0) {
                p->lex.next = at + 1;
                advance(p);
                return;
            }
        }
        at = skip_piece(p, start, at);
    }
}

void skip_initializer(struct parser *p)
{
    const char *at = p->lex.at, *start = at;
    unsigned depth = 0;
    while (!p->panic) {
        while (!interesting[(unsigned char)*at])
            at++;
        if (*at == '\0' && is_end(p, at))
            break;
        if (*at == '(' || *at == '[' || *at == '{')
            depth++;
        else if (*at == ')' || *at == ']' || *at == '}') {
            if (depth == 0)
                break;
            depth--;
        } else if ((*at == ',' || *at == ';') && depth == 0)
            break;
        at = skip_piece(p, start, at);
    }
    if (!p->panic) {
        p->lex.next = at;
        advance(p);
    }
}

/* After an error the declaration is scanned again from its start, so that brackets match: it ends at the first `;`
   outside them, or with the body of a function, which is a brace right after a parenthesis. */
void skip_declaration(struct parser *p, const struct restart *start)
{
    p->lex.at = start->at;
    p->lex.file = start->file;
    p->lex.file_length = 0;
    p->lex.line_start = start->line_start;
    p->lex.line = start->line;
    p->lex.pack = start->pack;
    p->lex.pack_value = start->pack_value;
    p->lex.ms_struct = start->ms_struct;
    p->panic = false;
    bool is_type = start->kind == KEYWORD_TYPEDEF || start->kind == KEYWORD_STRUCT || start->kind == KEYWORD_UNION ||
                   start->kind == KEYWORD_ENUM;
    const char *at = start->at, *from = at;
    unsigned depth = 0;
    char before = ' ';
    bool body = false;
    p->quiet = true;
    for (;;) {
        char c = *at;
        if (c == '\0' && is_end(p, at))
            break;
        if (c == '(' || c == '[' || c == '{') {
            if (c == '{' && depth == 0)
                body = before == ')' && !is_type;
            depth++;
        } else if (c == ')' || c == ']' || c == '}') {
            if (depth)
                depth--;
            if (c == '}' && depth == 0 && body) {
                at++;
                break;
            }
        } else if (c == ';' && depth == 0) {
            at++;
            break;
        }
        if (class_at(at) != SPACE && class_at(at) != NEWLINE)
            before = c;
        at = skip_piece(p, from, at);
        if (p->panic) { /* an unclosed comment or string */
            at = p->end;
            p->panic = false;
        }
    }
    p->lex.next = at;
    p->quiet = false;
    advance(p);
}
