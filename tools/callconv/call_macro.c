/* Macros in values, O_RDWR | O_CREAT: each value is a line after the headers, marked, and read back from what the
   preprocessor leaves of it. */
#include "call.h"

#include <stdlib.h>
#include <string.h>

static void mark_of(size_t index, char *buffer, size_t size)
{
    snprintf(buffer, size, "callconv_value_%zu:", index);
}

/* What follows the mark up to the next one, without the line markers that stand around macros of system headers. */
static char *value_after(const char *text, const char *mark)
{
    static const char any_mark[] = "callconv_value_";
    const char *line = text ? strstr(text, mark) : NULL;
    struct string value = {0};
    if (!line)
        return NULL;
    string_add(&value, "");
    for (line += strlen(mark); *line && strncmp(line, any_mark, sizeof any_mark - 1) != 0;) {
        size_t length = strcspn(line, "\n");
        if (*line != '#')
            string_put(&value, line, length);
        line += length + (line[length] != '\0');
    }
    return value.data;
}

static char **values_from(const char *text, size_t count)
{
    char **values = take(NULL, (count + 1) * sizeof *values), mark[40];
    for (size_t i = 0; i < count; i++) {
        mark_of(i, mark, sizeof mark);
        if ((values[i] = value_after(text, mark)))
            continue;
        while (i)
            free(values[--i]);
        free(values);
        return NULL;
    }
    return values;
}

char **macros_expand(const struct settings *settings, const char *includes, const char *const *texts, size_t count)
{
    struct string text = {0}, out = {0};
    const cconv_target *platform;
    char mark[40];
    string_add(&text, includes);
    for (size_t i = 0; i < count; i++) {
        mark_of(i, mark, sizeof mark);
        string_add(&text, mark);
        size_t start = text.length;
        string_add(&text, texts[i]);
        for (size_t j = start; j < text.length; j++)
            if (text.data[j] == '\n')
                text.data[j] = ' ';
        string_add(&text, "\n");
    }
    char **values = preprocess(settings, cconv_target_host(), NULL, text.data, text.length, &out, &platform)
                        ? NULL : values_from(out.data, count);
    free(text.data);
    free(out.data);
    return values;
}
