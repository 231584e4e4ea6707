/* The trace on a terminal, to walk through: the instructions on the left, the stack and what changed on the right. */
#include "trace.h"

#include <curses.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_KEPT = 20000 };

/* A step as it was drawn. */
struct page {
    char *line, *picture;
    unsigned depth;
    bool is_wrong;
};

struct screen {
    struct page *pages;
    size_t count;
    size_t now, first;           /* the page that is shown, and the first of the list */
};

static char *draw(struct trace *trace, bool is_step)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    if (!out)
        return take_text("");
    for (size_t i = trace->shown_findings; i < trace->finding_count; i++)
        fprintf(out, "!! %s: %s\n", trace->findings[i].rule, trace->findings[i].message);
    text_stack(trace, out);
    fputc('\n', out);
    if (is_step)
        text_changes(trace, out);
    text_roles(trace, out, UINT64_MAX);
    if (!is_step) {
        fputc('\n', out);
        text_space(trace, out);
    }
    fclose(out);
    return text;
}

static void keep(struct trace *trace, char *line, bool is_step)
{
    struct screen *screen = trace->screen;
    screen->pages = take(screen->pages, screen->count * sizeof *screen->pages, (screen->count + 1) * sizeof *screen->pages);
    screen->pages[screen->count++] = (struct page){line, draw(trace, is_step), trace->depth, trace->shown_findings < trace->finding_count};
    trace->shown_findings = trace->finding_count;
}

static void screen_begin(struct trace *trace, FILE *out)
{
    (void)out;
    trace->screen = take(NULL, 0, sizeof *trace->screen);
    keep(trace, take_format("%s is entered", trace->frames[0].name), false);
}

static void screen_step(struct trace *trace, FILE *out)
{
    const char *file;
    int line = 0;
    char text[120] = "";
    (void)out;
    if (trace->screen->count > MOST_KEPT)
        return;
    if (debug_line(trace->debug, trace->instruction.address, &file, &line))
        source_text(file, line, text, sizeof text);
    keep(trace, take_format("%4llu  %-36s %s", (unsigned long long)trace->step, trace->instruction.text, text), true);
}

/* ------------------------------------------------------------------------ drawing */

static void show_list(struct screen *screen, int rows, int columns)
{
    if (screen->now < screen->first)
        screen->first = screen->now;
    if (screen->now >= screen->first + (size_t)rows)
        screen->first = screen->now - (size_t)rows + 1;
    for (int row = 0; row < rows && screen->first + (size_t)row < screen->count; row++) {
        const struct page *page = &screen->pages[screen->first + (size_t)row];
        bool is_now = screen->first + (size_t)row == screen->now;
        attrset((is_now ? A_REVERSE : A_NORMAL) | (page->is_wrong ? A_BOLD : A_NORMAL));
        mvprintw(row, 0, "%c%-*.*s", page->is_wrong ? '!' : ' ', columns - 2, columns - 2, page->line);
    }
    attrset(A_NORMAL);
}

static void show_picture(const char *text, int rows, int column, int columns)
{
    for (int row = 0; row < rows && *text; row++) {
        size_t length = strcspn(text, "\n");
        attrset(!strncmp(text, "!!", 2) ? A_BOLD : strstr(text, "(dead)") && strstr(text, "(dead)") < text + length ? A_DIM : A_NORMAL);
        mvprintw(row, column, "%.*s", (int)length < 4 * columns ? (int)length : 4 * columns, text);
        text += length + (text[length] == '\n');
    }
    attrset(A_NORMAL);
}

static void show(struct screen *screen)
{
    int rows = LINES - 1, left = COLS > 110 ? COLS * 2 / 5 : COLS / 2;
    erase();
    show_list(screen, rows, left);
    show_picture(screen->pages[screen->now].picture, rows, left, COLS - left);
    attrset(A_REVERSE);
    mvprintw(LINES - 1, 0, "%-*.*s", COLS - 1, COLS - 1, " left, right: step   PgUp, PgDn: call or return   n: next violation   Home, End   q: leave");
    attrset(A_NORMAL);
    refresh();
}

static size_t find(const struct screen *screen, int by, bool violations)
{
    for (size_t i = screen->now + (size_t)by; i > 0 && i < screen->count; i += (size_t)by)
        if (violations ? screen->pages[i].is_wrong : screen->pages[i].depth != screen->pages[i - 1].depth)
            return i;
    return violations ? screen->now : by > 0 ? screen->count - 1 : 0;
}

/* False when the user leaves. */
static bool act(struct screen *screen, int key)
{
    switch (key) {
    case 'q': case 27: return false;
    case KEY_RIGHT: case KEY_DOWN: case ' ': screen->now += screen->now + 1 < screen->count; break;
    case KEY_LEFT: case KEY_UP: screen->now -= screen->now > 0; break;
    case KEY_HOME: screen->now = 0; break;
    case KEY_END: screen->now = screen->count - 1; break;
    case KEY_NPAGE: screen->now = find(screen, 1, false); break;
    case KEY_PPAGE: screen->now = find(screen, -1, false); break;
    case 'n': screen->now = find(screen, 1, true); break;
    default: break;
    }
    return true;
}

static void walk(struct screen *screen)
{
    setlocale(LC_ALL, "");
    if (!initscr())
        return;
    cbreak();
    noecho();
    keypad(stdscr, TRUE);
    set_escdelay(50);
    curs_set(0);
    do
        show(screen);
    while (act(screen, getch()));
    endwin();
}

static void screen_end(struct trace *trace, FILE *out)
{
    struct screen *screen = trace->screen;
    char text[160];
    walk(screen);
    if (screen->count > MOST_KEPT)
        complain("the first %d instructions are shown", MOST_KEPT);
    fprintf(out, "%llu instructions; %zu %s of the convention\n", (unsigned long long)trace->step, trace->finding_count,
            trace->finding_count == 1 ? "violation" : "violations");
    if (result_text(trace, text, sizeof text))
        fprintf(out, "%s returns %s\n", trace->frames[0].name, text);
    for (size_t i = 0; i < screen->count; i++) {
        free(screen->pages[i].line);
        free(screen->pages[i].picture);
    }
    free(screen->pages);
    free(screen);
}

const struct writer screen_writer = {screen_begin, screen_step, screen_end, NULL};
