/* What is accepted, so that an old tree can begin: a line for each finding, by rule, file and function, without addresses. */
#include "check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void baseline_line(const struct walk *walk, const struct finding *finding, char *out, size_t size)
{
    const char *path = walk->image->object->path, *slash = strrchr(path, '/');
    char place[256];
    check_place(walk, walk->function->begin, place, sizeof place);
    char *plus = strrchr(place, '+');
    if (plus)
        *plus = 0;
    snprintf(out, size, "%s %s %s", finding->rule, slash ? slash + 1 : path, place);
}

bool baseline_read(const char *path, struct baseline *out)
{
    FILE *file = fopen(path, "r");
    char *line = NULL;
    size_t room = 0;
    bool good = file != NULL;
    ssize_t length;
    while (good && (length = getline(&line, &room, file)) >= 0) {
        while (length && (line[length - 1] == '\n' || line[length - 1] == '\r'))
            line[--length] = 0;
        if (!length || line[0] == '#')
            continue;
        char **lines = realloc(out->lines, (out->count + 1) * sizeof *lines);
        if (lines)
            out->lines = lines;
        good = lines && (lines[out->count] = strdup(line)) != NULL;
        out->count += good;
    }
    free(line);
    if (file)
        fclose(file);
    return good;
}

void baseline_free(struct baseline *baseline)
{
    for (size_t i = 0; i < baseline->count; i++)
        free(baseline->lines[i]);
    free(baseline->lines);
}

bool baseline_has(const struct baseline *baseline, const char *line)
{
    for (size_t i = 0; i < baseline->count; i++)
        if (!strcmp(baseline->lines[i], line))
            return true;
    return false;
}
