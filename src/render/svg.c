/*
 * Draws text with SGR styles as an SVG document: one text element a run of one style, box drawing as lines, so that
 * the picture does not depend on the viewer's font.
 */
#include "render/render.h"

enum { CELL_WIDTH = 8, CELL_HEIGHT = 18, MARGIN = 16, BASELINE = 13 };

struct page {
    struct out *out;
    size_t column, line;
    const char *style;          /* SGR parameters in force */
    size_t style_length;
    const char *run;            /* text not yet written */
    size_t run_length, run_column, run_width;
};

static const struct svg_style {
    const char *sgr, *attributes;
} svg_styles[] = {
    {"1", " font-weight=\"bold\" fill=\"#ffffff\""},
    {"2", " fill=\"#8b949e\""},
    {"36", " fill=\"#56d4dd\""},
    {"33", " fill=\"#e3b341\""},
    {"35", " fill=\"#d2a8ff\""},
    {"1;31", " font-weight=\"bold\" fill=\"#ff7b72\""},
    {"4", " text-decoration=\"underline\""},
};

static const char *attributes_of(const struct page *page)
{
    for (size_t i = 0; i < COUNT_OF(svg_styles); i++)
        if (page->style_length == strlen(svg_styles[i].sgr)
            && memcmp(page->style, svg_styles[i].sgr, page->style_length) == 0)
            return svg_styles[i].attributes;
    return "";
}

static void put_escaped(struct out *out, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++)
        switch (text[i]) {
        case '<': out_string(out, "&lt;"); break;
        case '>': out_string(out, "&gt;"); break;
        case '&': out_string(out, "&amp;"); break;
        default: out_put(out, text + i, 1);
        }
}

static void end_run(struct page *page)
{
    while (page->run_length && page->run[page->run_length - 1] == ' ') {
        page->run_length--;
        page->run_width--;
    }
    if (page->run_length) {
        out_string(page->out, "<text x=\"");
        out_number(page->out, MARGIN + CELL_WIDTH * page->run_column);
        out_string(page->out, "\" y=\"");
        out_number(page->out, MARGIN + CELL_HEIGHT * page->line + BASELINE);
        out_string(page->out, "\" textLength=\"");
        out_number(page->out, CELL_WIDTH * page->run_width);
        out_string(page->out, "\"");
        out_string(page->out, attributes_of(page));
        out_string(page->out, ">");
        put_escaped(page->out, page->run, page->run_length);
        out_string(page->out, "</text>\n");
    }
    page->run_length = page->run_width = 0;
}

/* Which of its four arms a box drawing character has. */
enum { LEFT = 1, RIGHT = 2, UP = 4, DOWN = 8 };

static const struct box {
    const char *text;
    unsigned arms;
} boxes[] = {
    {"─", LEFT | RIGHT}, {"│", UP | DOWN}, {"┌", RIGHT | DOWN}, {"┐", LEFT | DOWN}, {"└", RIGHT | UP},
    {"┘", LEFT | UP}, {"├", RIGHT | UP | DOWN}, {"┤", LEFT | UP | DOWN}, {"┬", LEFT | RIGHT | DOWN},
    {"┴", LEFT | RIGHT | UP}, {"┼", LEFT | RIGHT | UP | DOWN},
};

static unsigned arms_of(const char *text, size_t length)
{
    for (size_t i = 0; i < COUNT_OF(boxes); i++)
        if (length >= strlen(boxes[i].text) && memcmp(text, boxes[i].text, strlen(boxes[i].text)) == 0)
            return boxes[i].arms;
    return 0;
}

static void put_arm(struct out *out, size_t x, size_t y, const char *direction, int length)
{
    out_string(out, "M");
    out_number(out, x);
    out_string(out, " ");
    out_number(out, y);
    out_string(out, direction);
    if (length < 0)
        out_string(out, "-");
    out_number(out, (uint64_t)(length < 0 ? -length : length));
}

static void put_box(struct page *page, unsigned arms, size_t width)
{
    size_t x = MARGIN + CELL_WIDTH * page->column + CELL_WIDTH / 2;
    size_t y = MARGIN + CELL_HEIGHT * page->line + CELL_HEIGHT / 2;
    out_string(page->out, "<path d=\"");
    if ((arms & LEFT) && (arms & RIGHT))
        put_arm(page->out, x - CELL_WIDTH / 2, y, "h", (int)(CELL_WIDTH * width));
    else if (arms & LEFT)
        put_arm(page->out, x, y, "h", -CELL_WIDTH / 2);
    else if (arms & RIGHT)
        put_arm(page->out, x, y, "h", CELL_WIDTH / 2);
    if (arms & UP)
        put_arm(page->out, x, y, "v", -CELL_HEIGHT / 2);
    if (arms & DOWN)
        put_arm(page->out, x, y, "v", CELL_HEIGHT / 2);
    out_string(page->out, "\" stroke=\"#6e7681\" fill=\"none\"/>\n");
}

static size_t character_length(const char *text, size_t length)
{
    size_t n = 1;
    while (n < length && ((unsigned char)text[n] & 0xc0) == 0x80)
        n++;
    return n;
}

/* Length of an SGR sequence at `text`, or 0; notes the style. */
static size_t take_style(struct page *page, const char *text, size_t length)
{
    if (length < 3 || text[0] != '\033' || text[1] != '[')
        return 0;
    size_t end = 2;
    while (end < length && text[end] != 'm')
        end++;
    end_run(page);
    page->style = text + 2;
    page->style_length = end - 2;
    return end + 1 < length ? end + 1 : length;
}

static void draw(struct page *page, const char *text, size_t length)
{
    for (size_t at = 0; at < length;) {
        size_t skip = take_style(page, text + at, length - at);
        if (skip) {
            at += skip;
            continue;
        }
        if (text[at] == '\n') {
            end_run(page);
            page->line++;
            page->column = 0;
            at++;
            continue;
        }
        size_t size = character_length(text + at, length - at);
        unsigned arms = arms_of(text + at, length - at);
        if (arms) {
            size_t width = 1; /* a horizontal line is one path */
            end_run(page);
            while (arms == (LEFT | RIGHT) && arms_of(text + at + width * size, length - at - width * size) == arms)
                width++;
            put_box(page, arms, width);
            page->column += width;
            at += width * size;
            continue;
        }
        /* Two spaces end a run, so that columns stay where they are. */
        if (page->run_length && text[at] == ' ' && at + 1 < length && text[at + 1] == ' ')
            end_run(page);
        if (page->run_length || text[at] != ' ') {
            if (!page->run_length) {
                page->run = text + at;
                page->run_column = page->column;
            }
            page->run_length += size;
            page->run_width++;
        }
        page->column++;
        at += size;
    }
    end_run(page);
}

/* Columns and lines of the text, without the styles. */
static void measure(const char *text, size_t length, size_t *columns, size_t *lines)
{
    size_t column = 0;
    *columns = *lines = 0;
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '\033') {
            while (i < length && text[i] != 'm')
                i++;
        } else if (text[i] == '\n') {
            ++*lines;
            column = 0;
        } else if (((unsigned char)text[i] & 0xc0) != 0x80) {
            *columns = (size_t)max_u64(*columns, ++column);
        }
    }
}

void svg_of_text(struct out *out, const char *text, size_t length)
{
    size_t columns, lines;
    measure(text, length, &columns, &lines);
    size_t width = CELL_WIDTH * columns + 2 * MARGIN, height = CELL_HEIGHT * lines + 2 * MARGIN;
    out_string(out, "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"");
    out_number(out, width);
    out_string(out, "\" height=\"");
    out_number(out, height);
    out_string(out, "\" viewBox=\"0 0 ");
    out_number(out, width);
    out_string(out, " ");
    out_number(out, height);
    out_string(out, "\">\n<rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"#0d1117\"/>\n"
                    "<g font-family=\"ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace\" font-size=\"13\" "
                    "fill=\"#e6edf3\" stroke-width=\"1\">\n");
    struct page page = {.out = out, .style = "", .style_length = 0};
    draw(&page, text, length);
    out_string(out, "</g>\n</svg>\n");
}
