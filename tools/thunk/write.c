/* A listing as text: instructions with labels, directives and comments. */
#include "thunk.h"

#include "text.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

enum { LONGEST = 512, NOTE_COLUMN = 44, TAB = 8 };

void put(struct sheet *sheet, const char *format, ...)
{
    char text[2 * LONGEST];
    va_list list;
    va_start(list, format);
    vsnprintf(text, sizeof text, format, list);
    va_end(list);
    string_add(&sheet->text, text);
}

void put_comment(struct sheet *sheet, const char *format, ...)
{
    char text[2 * LONGEST];
    va_list list;
    va_start(list, format);
    vsnprintf(text, sizeof text, format, list);
    va_end(list);
    for (char *at = text; *at; at++) /* assemblers read bytes */
        if ((unsigned char)*at >= 0x80 || *at == '\n')
            *at = *at == '\n' ? ' ' : '?';
    size_t length = strlen(text);
    while (length && text[length - 1] == ' ')
        text[--length] = '\0';
    put(sheet, "%s%s%s\n", sheet->is_c ? "//" : comment_of(sheet), *text ? " " : "", text);
}

/* --------------------------------------------------------------- instructions */

static bool is_target(const struct function *function, size_t offset)
{
    const cconv_listing_line *line;
    for (size_t i = 0; (line = cconv_listing_line_at(function->listing, i)); i++)
        if (line->kind == CCONV_LINE_BRANCH && (size_t)line->value == offset)
            return true;
    return false;
}

static void label(const struct sheet *sheet, const struct function *function, size_t offset, char *out, size_t room)
{
    snprintf(out, room, "%s%s%zu", sheet->dialect->local, sheet->syntax == SYNTAX_NASM ? "l" : function->symbol, offset);
    for (char *at = out; *at; at++)
        if (*at == '@')
            *at = '_';
}

/* The last operand becomes the name. */
static void refer(char *text, size_t room, const char *name)
{
    char *comma = strrchr(text, ','), *space = strchr(text, ' ');
    char *at = comma ? comma + 1 : space ? space : text + strlen(text);
    snprintf(at, room - (size_t)(at - text), " %s", name);
}

/* Quoted, where GNU as and LLVM would take it for something else: the names of C++ on Windows begin with "?". */
static void quote(const struct sheet *sheet, const char *name, char *out, size_t room)
{
    bool is_gas = sheet->syntax != SYNTAX_NASM && sheet->syntax != SYNTAX_MASM;
    snprintf(out, room, is_gas && strchr(name, '?') ? "\"%s\"" : "%s", name);
}

/* What a call is called in the syntax; how many bytes it is. */
static size_t call_text(const struct sheet *sheet, const struct function *function, bool is_jump, char *text, size_t room, size_t used)
{
    char name[LONGEST / 2], target[LONGEST / 2 - 16];
    quote(sheet, function->target, target, sizeof target);
    if (sheet->arch == CCONV_ARCH_RISCV64) { /* of two instructions */
        snprintf(text, room, "%s %s", is_jump ? "tail" : "call", target);
        return 2 * used;
    }
    bool by_table = sheet->syntax == SYNTAX_NASM && sheet->container == CONTAINER_ELF && sheet->arch == CCONV_ARCH_X86_64;
    snprintf(name, sizeof name, "%s%s", target, by_table ? " wrt ..plt" : "");
    if (sheet->arch == CCONV_ARCH_AARCH64 || sheet->arch == CCONV_ARCH_ARM)
        snprintf(text, room, "%s %s", is_jump ? "b" : "bl", name);
    else
        snprintf(text, room, "%s %s", is_jump ? "jmp" : "call", name);
    return used;
}

static void put_instruction(struct sheet *sheet, const char *text, const char *note)
{
    if (!note) {
        put(sheet, "\t%s\n", text);
        return;
    }
    int width = NOTE_COLUMN - TAB - (int)strlen(text);
    put(sheet, "\t%s%*s %s %s\n", text, width > 0 ? width : 0, "", comment_of(sheet), note);
}

/* What is known at one offset, before the instruction there. */
struct at {
    const char *note;
    const cconv_listing_line *reference;      /* a call, jump or branch */
};

/* The frame first: it is of the instruction before. */
static struct at put_lines(struct sheet *sheet, const struct function *function, size_t offset, size_t *next)
{
    struct at at = {0};
    const cconv_listing_line *line;
    for (size_t i = *next; (line = cconv_listing_line_at(function->listing, i)) && line->offset <= offset; i++)
        if (line->kind >= CCONV_LINE_CFA && line->kind != CCONV_LINE_EPILOGUE)
            sheet->dialect->frame(sheet, function, line);
    for (; (line = cconv_listing_line_at(function->listing, *next)) && line->offset <= offset; ++*next) {
        if (line->kind == CCONV_LINE_NOTE) {
            if (at.note)
                put(sheet, "\t%s %s\n", comment_of(sheet), at.note);
            at.note = line->text;
        } else if (line->kind == CCONV_LINE_BODY) {
            describe_body(sheet, function);
        } else if (line->kind == CCONV_LINE_EPILOGUE) { /* behind the body */
            sheet->dialect->frame(sheet, function, line);
        } else if (line->kind >= CCONV_LINE_CALL && line->kind <= CCONV_LINE_BRANCH) {
            at.reference = line;
        }
    }
    return at;
}

bool write_code(struct sheet *sheet, const struct function *function)
{
    size_t length, used, next = 0;
    const unsigned char *bytes = cconv_listing_bytes(function->listing, &length);
    char text[LONGEST], name[LONGEST];
    for (size_t offset = 0; offset < length; offset += used) {
        struct at at = put_lines(sheet, function, offset, &next);
        if (is_target(function, offset)) {
            label(sheet, function, offset, name, sizeof name);
            put(sheet, "%s:\n", name);
        }
        used = instruction_text_write(sheet->instructions, bytes + offset, length - offset, 0, text, sizeof text);
        if (!used) {
            complain("internal error: no instruction at offset %zu of %s", offset, function->name);
            return false;
        }
        if (at.reference && at.reference->kind == CCONV_LINE_BRANCH) {
            label(sheet, function, (size_t)at.reference->value, name, sizeof name);
            refer(text, sizeof text, name);
        } else if (at.reference) {
            used = call_text(sheet, function, at.reference->kind == CCONV_LINE_JUMP, text, sizeof text, used);
        }
        put_instruction(sheet, text, at.note);
    }
    put_lines(sheet, function, length, &next);
    return true;
}

bool write_function(struct sheet *sheet, const struct function *function)
{
    describe(sheet, function);
    if (sheet->kind == KIND_CHECK)
        return check_write(sheet, function);
    if (sheet->is_c)
        return naked_write(sheet, function);
    sheet->dialect->begin(sheet, function);
    bool good = write_code(sheet, function);
    sheet->dialect->end(sheet, function);
    return good;
}
