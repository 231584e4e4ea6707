/*
 * The lexer: text to tokens, one at a time, by a table of character classes. The text ends in zero bytes (TEXT_PADDING
 * of them), so no loop needs a bound. Line markers and pragmas are read where they stand, between two tokens; noise
 * words (__extension__, inline, _Nonnull …) never leave the lexer.
 *
 * `advance` and `read_word` hold what most tokens are, a word or a punctuator behind one space or none, and are short so
 * that they need few registers; all else is APART from them.
 */
#include "decl/parser.h"
#include "decl/intern.h"
#include "decl/scan.h"

#include <string.h>

#define S SPACE
#define L LETTER
#define D DIGIT
#define P PLAIN
#define M MIXED
#define O OTHER
const uint8_t class_of[256] = {
    ZERO, O, O, O, O, O, O, O, O, S, NEWLINE, S, S, S, O, O, O, O, O, O, O, O, O, O, O, O, O, O, O, O, O, O,
    /* space ! " # $ % & ' ( ) * + , - . / */
    S, M, DOUBLE_QUOTE, HASH, L, M, M, QUOTE, P, P, M, M, P, M, DOT, SLASH,
    /* 0-9 : ; < = > ? @ */
    D, D, D, D, D, D, D, D, D, D, M, P, M, M, M, P, O,
    L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L,
    /* [ \ ] ^ _ ` */
    P, BACKSLASH, P, M, L, O,
    L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L,
    /* { | } ~ DEL */
    P, M, P, P, O,
    L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L,
    L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L,
    L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L,
    L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L,
};
#undef S
#undef L
#undef D
#undef P
#undef M
#undef O

const char *skip_comment(struct parser *p, const char *at)
{
    if (at[1] == '/') {
        at += 2;
        for (;;) {
            while (*at != '\n' && !(*at == '\0' && is_end(p, at)))
                at++;
            if (*at == '\0' || at[-1] != '\\')
                return at;
            new_line(p, ++at);
        }
    }
    const char *start = at;
    struct place place = {p->lex.file, p->lex.line_start, at, p->lex.line};
    for (at += 2;; at++) {
        if (*at == '*' && at[1] == '/')
            return at + 2;
        if (*at == '\n')
            new_line(p, at + 1);
        if (*at == '\0' && is_end(p, at)) {
            error_there(p, &place, "comment that does not end");
            return p->panic ? start : at;
        }
    }
}

const char *skip_quoted(struct parser *p, const char *at)
{
    char quote = *at;
    const char *start = at;
    for (at++; *at != quote; at++) {
        if (*at == '\\' && at[1] != '\0')
            at++;
        if (*at == '\n' && at[-1] != '\\')
            break;
        if (*at == '\n')
            new_line(p, at + 1);
        if (*at == '\0' && is_end(p, at))
            break;
    }
    if (*at == quote)
        return at + 1;
    struct place place = {p->lex.file, p->lex.line_start, start, p->lex.line};
    error_there(p, &place, "missing closing %c", quote);
    return at;
}

static bool is_first_on_line(const struct parser *p, const char *at)
{
    const char *c = p->lex.line_start;
    while (c < at && class_at(c) == SPACE)
        c++;
    return c == at;
}

static const char *skip_number(const char *at)
{
    for (;; at++) {
        if ((*at == '+' || *at == '-') && (at[-1] == 'e' || at[-1] == 'E' || at[-1] == 'p' || at[-1] == 'P'))
            continue;
        if (*at == '\'' && continues_word(at + 1))
            continue;
        if (*at != '.' && !continues_word(at))
            return at;
    }
}

static void set_token(struct parser *p, const char *at, const char *end, unsigned kind)
{
    p->lex.at = at;
    p->lex.length = (uint32_t)(end - at);
    p->lex.kind = kind;
    p->lex.next = end;
}

/* Punctuators of more than one character; and those, as % and :, that are one after all. */
static void read_punctuator(struct parser *p, const char *at)
{
    static const struct {
        char text[4];
        uint16_t kind;
    } longer[] = {
        {"<<=", TOKEN_ASSIGN_OPERATOR}, {">>=", TOKEN_ASSIGN_OPERATOR}, {"<<", TOKEN_LEFT}, {">>", TOKEN_RIGHT},
        {"<=", TOKEN_LESS_EQUAL}, {">=", TOKEN_GREATER_EQUAL}, {"==", TOKEN_EQUAL}, {"!=", TOKEN_NOT_EQUAL},
        {"&&", TOKEN_AND_AND}, {"||", TOKEN_OR_OR}, {"->", TOKEN_ARROW}, {"++", TOKEN_INCREMENT},
        {"--", TOKEN_DECREMENT}, {"::", TOKEN_SCOPE}, {"+=", TOKEN_ASSIGN_OPERATOR}, {"-=", TOKEN_ASSIGN_OPERATOR},
        {"*=", TOKEN_ASSIGN_OPERATOR}, {"%=", TOKEN_ASSIGN_OPERATOR}, {"&=", TOKEN_ASSIGN_OPERATOR},
        {"|=", TOKEN_ASSIGN_OPERATOR}, {"^=", TOKEN_ASSIGN_OPERATOR}, {"<:", '['}, {":>", ']'}, {"<%", '{'},
        {"%>", '}'},
    };
    if (class_at(at + 1) == MIXED) {
        for (size_t i = 0; i < COUNT_OF(longer); i++) {
            size_t length = strlen(longer[i].text);
            if (longer[i].text[0] == *at && strncmp(at, longer[i].text, length) == 0) {
                set_token(p, at, at + length, longer[i].kind);
                return;
            }
        }
    }
    set_token(p, at, at + 1, (unsigned char)*at);
}

/* _Pragma("text") and __pragma(text): read, then forgotten. Returns false on a syntax error. */
static bool read_pragma_operator(struct parser *p, const char *at)
{
    while (class_at(at) == SPACE)
        at++;
    if (*at != '(')
        return false;
    struct pragma_text { char text[256]; } copy = {{0}};
    size_t length = 0;
    unsigned depth = 0;
    bool quoted = false, string = token_is(p, KEYWORD_PRAGMA);
    for (;; at++) {
        if (*at == '\0' || *at == '\n')
            return false;
        if (*at == '"' && string) {
            quoted = !quoted;
            continue;
        }
        if (*at == '\\' && quoted)
            at++;
        depth += *at == '(' && !quoted;
        if (*at == ')' && !quoted && --depth == 0)
            break;
        if (length + 1 < sizeof copy.text && (quoted || (!string && !(depth == 1 && *at == '('))))
            copy.text[length++] = *at;
        else if (length + 1 < sizeof copy.text && !string && length)
            copy.text[length++] = *at;
    }
    p->lex.next = at + 1;
    read_pragma(p, copy.text, copy.text + length);
    return true;
}

/* A string or character constant, its prefix from `at` to `quote`. */
static void read_quoted(struct parser *p, const char *at, const char *quote, unsigned kind)
{
    const char *end = skip_quoted(p, quote);
    if (!p->panic)
        set_token(p, at, end, kind);
}

/* The character of the universal character name at the backslash `at` (C17 6.4.3), and in `*end` what follows it; 0 if
   it is none that an identifier can hold. */
static uint32_t universal_character(const char *at, const char **end)
{
    uint32_t character = 0;
    unsigned digits = at[1] == 'u' ? 4 : at[1] == 'U' ? 8 : 0;
    for (unsigned i = 0; i < digits; i++) {
        char digit = at[2 + i], lower = (char)(digit | 0x20);
        if (digit >= '0' && digit <= '9')
            character = character << 4 | (uint32_t)(digit - '0');
        else if (lower >= 'a' && lower <= 'f')
            character = character << 4 | (uint32_t)(lower - 'a' + 10);
        else
            return 0;
    }
    if (character < 0xa0 || character > 0x10ffff || (character >= 0xd800 && character < 0xe000))
        return 0;
    *end = at + 2 + digits;
    return character;
}

/* Writes UTF-8; returns what follows it. */
static char *put_character(char *to, uint32_t character)
{
    unsigned more = character < 0x800 ? 1 : character < 0x10000 ? 2 : 3;
    *to++ = (char)(0xff00u >> (more + 1) | character >> 6 * more);
    while (more--)
        *to++ = (char)(0x80 | (character >> 6 * more & 0x3f));
    return to;
}

/* A word with `\u00e9` in it, or at its start: the same name as with é. False if there is none. */
static bool read_escaped_word(struct parser *p, const char *at)
{
    const char *end = at, *next;
    while (continues_word(end) || (*end == '\\' && universal_character(end, &end)))
        end += continues_word(end);
    if (end == at)
        return false;
    char *text = arena_alloc(&p->context->arena, (size_t)(end - at)), *to = text;
    for (const char *c = at; text && c < end; c = next) {
        next = c + 1;
        if (*c == '\\')
            to = put_character(to, universal_character(c, &next));
        else
            *to++ = *c;
    }
    p->lex.symbol = text ? intern(p->names, text, (size_t)(to - text)) : NULL;
    if (!p->lex.symbol)
        fail_no_memory(p);
    else
        set_token(p, at, end, TOKEN_IDENTIFIER);
    return true;
}

/* A word in the hand of the lexer. False if it is no token: reading goes on behind it. */
static bool take_word(struct parser *p, const char *at, const char *end, struct symbol *symbol)
{
    if (!symbol) {
        fail_no_memory(p);
        return true;
    }
    p->lex.symbol = symbol;
    set_token(p, at, end, symbol->kind);
    if (symbol->kind < KEYWORD_IGNORED)
        return true;
    if (symbol->kind == KEYWORD_PREFIX) {
        p->lex.kind = TOKEN_IDENTIFIER;
        if (*end == '"' || *end == '\'')
            read_quoted(p, at, end, *end == '"' ? TOKEN_STRING : TOKEN_CHARACTER);
        return true;
    }
    if (symbol->kind != KEYWORD_IGNORED && !read_pragma_operator(p, end)) {
        error_here(p, "expected (…) on one line after '%s'", symbol->text);
        return true;
    }
    return false;
}

/* Any word; as take_word. */
static bool read_any_word(struct parser *p, const char *at)
{
    const char *end = word_end(at);
    return (*end == '\\' && read_escaped_word(p, at))
           || take_word(p, at, end, intern_padded(p->names, at, (size_t)(end - at)));
}

static void read_other(struct parser *p, const char *at);

/* A word that is long, new, or one to look at. */
static APART void read_rare_word(struct parser *p, const char *at)
{
    if (!read_any_word(p, at))
        read_other(p, p->lex.next);
}

/* Most words are short, and were seen before. All else is left to functions that this one ends with, so that it needs no
   frame where it is inline. */
static inline void read_word(struct parser *p, const char *at)
{
    unsigned length = short_word(at);
    if (length >= 16 || at[length] == '\\') {
        read_rare_word(p, at);
        return;
    }
    struct word_tail tail = word_tail(at, length);
    struct symbol *symbol = find_symbol(p->names, at, length, &tail);
    if (!symbol || symbol->kind >= KEYWORD_IGNORED) {
        read_rare_word(p, at);
        return;
    }
    p->lex.symbol = symbol;
    p->lex.at = at;
    p->lex.length = length;
    p->lex.kind = symbol->kind;
    p->lex.next = at + length;
}

/* Past spaces, eight at a time where there are many: declarations are often put in columns. */
static inline const char *skip_spaces(const char *at)
{
    for (;; at += 8) {
        uint64_t others = load8(at) ^ 0x2020202020202020u;
        if (others)
            return at + first_byte(others);
    }
}

/* A token that does not begin with a letter, and what is no token. */
static APART void read_other(struct parser *p, const char *at)
{
    for (;;) {
        at = skip_spaces(at);
        switch (class_at(at)) {
        case SPACE: at++; continue;
        case NEWLINE:
            do
                new_line(p, ++at);
            while (*at == '\n');
            continue;
        case LETTER:
            if (read_any_word(p, at))
                return;
            at = p->lex.next;
            continue;
        case PLAIN: set_token(p, at, at + 1, (unsigned char)*at); return;
        case MIXED: read_punctuator(p, at); return;
        case DOT:
            if (at[1] == '.' && at[2] == '.')
                set_token(p, at, at + 3, TOKEN_ELLIPSIS);
            else if (class_at(at + 1) == DIGIT)
                set_token(p, at, skip_number(at + 1), TOKEN_NUMBER);
            else
                set_token(p, at, at + 1, '.');
            return;
        case DIGIT: set_token(p, at, skip_number(at + 1), TOKEN_NUMBER); return;
        case DOUBLE_QUOTE: read_quoted(p, at, at, TOKEN_STRING); return;
        case QUOTE: read_quoted(p, at, at, TOKEN_CHARACTER); return;
        case SLASH:
            if (at[1] == '*' || at[1] == '/') {
                at = skip_comment(p, at);
                if (p->panic)
                    return;
                continue;
            }
            if (at[1] == '=')
                set_token(p, at, at + 2, TOKEN_ASSIGN_OPERATOR);
            else
                set_token(p, at, at + 1, '/');
            return;
        case HASH:
            if (!is_first_on_line(p, at)) {
                set_token(p, at, at + 1, '#');
                return;
            }
            at = read_directive(p, at + 1);
            if (p->panic)
                return;
            continue;
        case BACKSLASH:
            if (at[1] == '\n' || (at[1] == '\r' && at[2] == '\n')) {
                at += at[1] == '\r' ? 3 : 2;
                new_line(p, at);
                continue;
            }
            if (!read_escaped_word(p, at))
                set_token(p, at, at + 1, TOKEN_UNKNOWN);
            return;
        case ZERO:
            if (is_end(p, at)) {
                set_token(p, at, at, TOKEN_END);
                return;
            }
            /* fall through */
        default: set_token(p, at, at + 1, TOKEN_UNKNOWN); return;
        }
    }
}

/* From a newline, past all that follow it. */
static APART void read_next_line(struct parser *p, const char *at)
{
    do
        new_line(p, ++at);
    while (*at == '\n');
    if (class_at(at) == LETTER)
        read_word(p, at);
    else
        read_other(p, at);
}

/* Most tokens are words or punctuators of one character, with a space before them or none. */
void advance(struct parser *p)
{
    const char *at = p->lex.next;
    at += *at == ' ';
    unsigned class = class_at(at);
    if (class == LETTER)
        read_word(p, at);
    else if (class == PLAIN || (*at == '*' && at[1] != '='))
        set_token(p, at, at + 1, (unsigned char)*at);
    else if (class == NEWLINE)
        read_next_line(p, at);
    else
        read_other(p, at);
}

void expect(struct parser *p, char punctuator)
{
    if (token_is(p, (unsigned char)punctuator)) {
        advance(p);
        return;
    }
    char what[4] = {'\'', punctuator, '\'', '\0'};
    error_expected(p, what);
}
