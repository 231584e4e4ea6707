/* Messages: where, what, and the source line; the first also fills the caller's cconv_error. */
#include "decl/parser.h"

#include <stdio.h>
#include <string.h>

/* What the lexer reads in panic. */
static const char nothing[TEXT_PADDING];

static void set_panic(struct parser *p)
{
    p->panic = true;
    p->lex.kind = TOKEN_END;
    p->lex.next = nothing;
    p->lex.length = 0;
}

void abandon(struct parser *p)
{
    set_panic(p);
}

void fail_no_memory(struct parser *p)
{
    p->no_memory = true;
    p->stopped = true;
    set_panic(p);
}

static uint32_t column_of(const struct place *place)
{
    return place->at >= place->line_start ? (uint32_t)(place->at - place->line_start) + 1 : 1;
}

static void report(struct parser *p, const struct place *place, bool is_warning, const char *message)
{
    cconv_diagnostic diagnostic = {
        .file = place->file,
        .line = place->line,
        .column = column_of(place),
        .is_warning = is_warning,
        .message = message,
        .source = place->line_start,
        .source_length = strcspn(place->line_start, "\n"),
    };
    if (p->options && p->options->report)
        p->options->report(p->options->user, &diagnostic);
}

static void message(struct parser *p, const struct place *place, bool is_warning, const char *format, va_list list)
{
    if (p->quiet || p->stopped || p->panic)
        return;
    char text[512];
    vsnprintf(text, sizeof text, format, list);
    for (char *c = text; *c; c++) /* one line, whatever the text held */
        if ((unsigned char)*c < ' ')
            *c = '?';
    report(p, place, is_warning, text);
    if (is_warning)
        return;
    p->complained = true;
    if (p->error_count++ == 0)
        error_at(p->error, CCONV_SYNTAX, place->file, place->line, column_of(place), "%s", text);
    if (p->error_count >= ERROR_LIMIT) {
        report(p, place, false, "too many errors: giving up");
        p->stopped = true;
        set_panic(p);
    }
}

void error_there(struct parser *p, const struct place *place, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    message(p, place, false, format, list);
    va_end(list);
    set_panic(p);
}

void error_here(struct parser *p, const char *format, ...)
{
    struct place place = here(p);
    va_list list;
    va_start(list, format);
    message(p, &place, false, format, list);
    va_end(list);
    set_panic(p);
}

void complain_there(struct parser *p, const struct place *place, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    message(p, place, false, format, list);
    va_end(list);
}

void warn_there(struct parser *p, const struct place *place, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    message(p, place, true, format, list);
    va_end(list);
}

void error_expected(struct parser *p, const char *what)
{
    if (token_is(p, TOKEN_END))
        error_here(p, "expected %s before the end of the text", what);
    else
        error_here(p, "expected %s before '%.*s'", what, (int)min_u64(p->lex.length, 60), p->lex.at);
}

void error_of_type(struct parser *p, const struct place *place, const cconv_error *error)
{
    if (error->status == CCONV_NO_MEMORY || p->context->arena.failed)
        fail_no_memory(p);
    else
        error_there(p, place, "%s", error->message);
}

struct type_text describe(const struct cconv_type *type, uint32_t qualifiers)
{
    struct type_text text;
    if (cconv_type_print(type, qualifiers, NULL, text.text, sizeof text.text) >= sizeof text.text)
        memcpy(text.text + sizeof text.text - 4, "...", 4);
    return text;
}

bool enter(struct parser *p)
{
    if (++p->depth <= DEPTH_LIMIT)
        return true;
    error_here(p, "nested too deeply (more than %d levels)", DEPTH_LIMIT);
    return false;
}
