/* What the lexer (lex.c) and the scans past brackets, bodies and initialisers (skip.c) both know of single characters. */
#ifndef DECL_SCAN_H
#define DECL_SCAN_H

#include "decl/parser.h"

enum class {
    LETTER, /* this and the next go on in words */
    DIGIT,
    OTHER, /* no token starts with it */
    ZERO,  /* end of the text */
    SPACE,
    NEWLINE,
    PLAIN, /* a punctuator of one character, whatever follows */
    MIXED, /* a punctuator that may be longer */
    SLASH,
    HASH,
    QUOTE,
    DOUBLE_QUOTE,
    BACKSLASH,
    DOT
};

extern const uint8_t class_of[256]; /* enum class of each character */

static inline unsigned class_at(const char *at)
{
    return class_of[(unsigned char)*at];
}

static inline bool continues_word(const char *at)
{
    return class_at(at) <= DIGIT;
}

/* A zero byte is the end only there; elsewhere it is an error. */
static inline bool is_end(const struct parser *p, const char *at)
{
    return at >= p->end || p->panic;
}

static inline void new_line(struct parser *p, const char *after_newline)
{
    p->lex.line++;
    p->lex.line_start = after_newline;
}

/* `at` is at the opening of a comment; returns its end. */
const char *skip_comment(struct parser *p, const char *at);
/* `at` is at the opening quote; returns what follows the closing one. */
const char *skip_quoted(struct parser *p, const char *at);

#endif
