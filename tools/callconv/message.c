/* Messages on standard error, and memory that is there or ends the run. */
#include "tool.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void complain(const char *format, ...)
{
    va_list list;
    va_start(list, format);
    fputs("callconv: ", stderr);
    vfprintf(stderr, format, list);
    fputc('\n', stderr);
    va_end(list);
}

void *take(void *block, size_t size)
{
    void *result = realloc(block, size ? size : 1);
    if (!result) {
        complain("out of memory");
        exit(EXIT_ERROR);
    }
    return result;
}

char *take_text(const char *text, size_t length)
{
    char *copy = take(NULL, length + 1);
    memcpy(copy, text, length);
    copy[length] = '\0';
    return copy;
}

void string_put(struct string *string, const char *bytes, size_t length)
{
    if (string->room - string->length <= length) { /* always room for a terminator */
        string->room = 2 * string->room + length + 64;
        string->data = take(string->data, string->room);
    }
    memcpy(string->data + string->length, bytes, length);
    string->length += length;
    string->data[string->length] = '\0';
}

void string_add(struct string *string, const char *text)
{
    string_put(string, text, strlen(text));
}

void list_add(struct list *list, const char *text)
{
    list->at = take(list->at, (list->count + 2) * sizeof *list->at);
    list->at[list->count++] = text;
    list->at[list->count] = NULL;
}

static bool errors_coloured(void)
{
    const char *plain = getenv("NO_COLOR");
    return isatty(STDERR_FILENO) && !(plain && *plain);
}

enum { SOURCE_WINDOW = 160 };

/* The source line and a caret below; tabs are kept so that the caret stands below its character. A long line is
   shown around the column. */
static void put_source(struct string *text, const cconv_diagnostic *diagnostic)
{
    size_t length = diagnostic->source_length, column = diagnostic->column ? diagnostic->column - 1 : 0;
    const char *source = diagnostic->source;
    if (column > length)
        column = length;
    if (length > 2 * SOURCE_WINDOW) {
        size_t first = column > SOURCE_WINDOW ? column - SOURCE_WINDOW : 0;
        source += first;
        length -= first;
        column -= first;
        if (length > 2 * SOURCE_WINDOW)
            length = 2 * SOURCE_WINDOW;
    }
    string_put(text, source, length);
    string_add(text, "\n");
    for (size_t i = 0; i < column; i++)
        if (((unsigned char)source[i] & 0xc0) != 0x80)
            string_put(text, source[i] == '\t' ? "\t" : " ", 1);
    string_add(text, "^\n");
}

/* True the first time that this is said. */
static bool is_news(struct messages *messages, const char *text)
{
    if (messages->said && strstr(messages->said, text))
        return false;
    struct string said = {messages->said, messages->length, messages->room};
    string_add(&said, text);
    messages->said = said.data;
    messages->length = said.length;
    messages->room = said.room;
    return true;
}

static void put_position(struct string *text, const char *file, uint32_t line, uint32_t column, bool is_warning)
{
    char position[48];
    bool colour = errors_coloured();
    string_add(text, file ? file : "<input>");
    snprintf(position, sizeof position, ":%u:%u: ", (unsigned)line, (unsigned)column);
    string_add(text, position);
    if (colour)
        string_add(text, is_warning ? "\033[1;35m" : "\033[1;31m");
    string_add(text, is_warning ? "warning: " : "error: ");
    if (colour)
        string_add(text, "\033[0m");
}

void report_diagnostic(void *user, const cconv_diagnostic *diagnostic)
{
    struct messages *messages = user;
    struct string text = {0};
    if (!diagnostic->is_warning)
        messages->failed = true;
    put_position(&text, diagnostic->file, diagnostic->line, diagnostic->column, diagnostic->is_warning);
    string_add(&text, diagnostic->message);
    string_add(&text, "\n");
    if (is_news(messages, text.data)) {
        if (diagnostic->source)
            put_source(&text, diagnostic);
        fwrite(text.data, 1, text.length, stderr);
    }
    free(text.data);
}

/* The line of the text that its line markers call `file`:`line`; NULL if there is none. */
static const char *find_line(const struct input *input, const char *file, uint32_t line)
{
    const char *at = input->text, *name = input->file, *end = at + input->length;
    size_t name_length = strlen(name);
    for (uint32_t now = 1; at < end; now++) {
        const char *newline = memchr(at, '\n', (size_t)(end - at));
        const char *after = newline ? newline + 1 : end;
        const char *digits = *at == '#' && after - at > 4 ? at + (strncmp(at, "#line ", 6) == 0 ? 6 : 2) : NULL;
        if (digits && *digits >= '0' && *digits <= '9') {
            now = (uint32_t)strtoul(digits, NULL, 10) - 1;
            const char *quote = memchr(digits, '"', (size_t)(after - digits));
            const char *close = quote ? memchr(quote + 1, '"', (size_t)(after - quote - 1)) : NULL;
            if (close) {
                name = quote + 1;
                name_length = (size_t)(close - name);
            }
        } else if (now == line && strlen(file) == name_length && memcmp(file, name, name_length) == 0) {
            return at;
        }
        at = after;
    }
    return NULL;
}

void report_error(struct messages *messages, const struct input *input, const cconv_declaration *where,
                  const char *format, ...)
{
    struct string text = {0};
    char message[1024];
    va_list list;
    va_start(list, format);
    vsnprintf(message, sizeof message, format, list);
    va_end(list);
    messages->failed = true;
    put_position(&text, where->file, where->line, where->column, false);
    string_add(&text, message);
    string_add(&text, "\n");
    if (is_news(messages, text.data)) {
        cconv_diagnostic diagnostic = {.column = where->column};
        diagnostic.source = where->file ? find_line(input, where->file, where->line) : NULL;
        if (diagnostic.source) {
            diagnostic.source_length = strcspn(diagnostic.source, "\r\n");
            put_source(&text, &diagnostic);
        }
        fwrite(text.data, 1, text.length, stderr);
    }
    free(text.data);
}
