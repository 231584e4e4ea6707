/* "Did you mean": the nearest of the known names. */
#include "tool.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum { LONGEST_NAME = 63 };

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Optimal string alignment distance, case ignored. */
size_t edit_distance(const char *a, const char *b)
{
    size_t rows[3][LONGEST_NAME + 1];
    size_t n = strlen(a), m = strlen(b);
    if (n > LONGEST_NAME || m > LONGEST_NAME)
        return SIZE_MAX;
    for (size_t j = 0; j <= m; j++)
        rows[0][j] = j;
    for (size_t i = 1; i <= n; i++) {
        size_t *now = rows[i % 3], *before = rows[(i + 2) % 3], *earlier = rows[(i + 1) % 3];
        now[0] = i;
        for (size_t j = 1; j <= m; j++) {
            int x = tolower((unsigned char)a[i - 1]), y = tolower((unsigned char)b[j - 1]);
            now[j] = least(least(now[j - 1], before[j]) + 1, before[j - 1] + (x != y));
            if (i > 1 && j > 1 && x == tolower((unsigned char)b[j - 2]) && y == tolower((unsigned char)a[i - 2]))
                now[j] = least(now[j], earlier[j - 2] + 1);
        }
    }
    return rows[n % 3][m];
}

/* Nearness of a known name; SIZE_MAX if it is not near. A name that contains the other is near. */
static size_t nearness(const char *name, const char *known)
{
    size_t distance = edit_distance(name, known), length = strlen(name);
    size_t limit = length / 3 < 2 ? (length < 3 ? 1 : 2) : length / 3;
    if (distance <= limit)
        return distance;
    if (length >= 3 && (strstr(known, name) || (strlen(known) >= 3 && strstr(name, known))))
        return limit + 1;
    return SIZE_MAX;
}

void nearest_look(struct nearest *nearest, const char *name, const char *known)
{
    size_t distance = nearness(name, known), at = nearest->count;
    if (distance == SIZE_MAX)
        return;
    for (size_t i = 0; i < nearest->count; i++)
        if (!strcmp(nearest->best[i], known))
            return; /* another version of it */
    while (at && nearest->distance[at - 1] > distance)
        at--;
    if (at == SUGGESTIONS)
        return;
    size_t last = nearest->count < SUGGESTIONS ? nearest->count++ : SUGGESTIONS - 1;
    for (; last > at; last--) {
        nearest->best[last] = nearest->best[last - 1];
        nearest->distance[last] = nearest->distance[last - 1];
    }
    nearest->best[at] = known;
    nearest->distance[at] = distance;
}

void nearest_look_in(struct nearest *nearest, const char *name, const cconv_unit *unit, bool functions)
{
    for (size_t i = 0; i < cconv_unit_declaration_count(unit); i++) {
        const cconv_declaration *declaration = cconv_unit_declaration(unit, i);
        bool is_type = declaration->kind == CCONV_DECLARES_TAG || declaration->kind == CCONV_DECLARES_TYPEDEF;
        if (declaration->name && (functions ? declaration->kind == CCONV_DECLARES_FUNCTION : is_type))
            nearest_look(nearest, name, declaration->name);
    }
}

void nearest_tell(const struct nearest *nearest)
{
    if (nearest->count)
        fputs("; did you mean ", stderr);
    for (size_t i = 0; i < nearest->count; i++)
        fprintf(stderr, "%s'%s'", !i ? "" : i + 1 == nearest->count ? " or " : ", ", nearest->best[i]);
    fputs(nearest->count ? "?\n" : "\n", stderr);
}

void complain_unknown(const char *what, const char *name, const char *const *names, size_t count)
{
    struct nearest nearest = {.count = 0};
    for (size_t i = 0; i < count; i++)
        nearest_look(&nearest, name, names[i]);
    fprintf(stderr, "callconv: unknown %s '%s'", what, name);
    if (nearest.count) {
        nearest_tell(&nearest);
        return;
    }
    fputs("; known are ", stderr);
    for (size_t i = 0; i < count; i++)
        fprintf(stderr, "%s%s", i ? ", " : "", names[i]);
    fputc('\n', stderr);
}
