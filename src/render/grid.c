/* Tables (fitted to a width, or as Markdown) and blocks of lines placed side by side. */
#include "render/writer.h"

#include <stdlib.h>

void grid_start(struct grid *grid, size_t columns)
{
    grid->text.length = 0;
    grid->count = 0;
    grid->columns = columns;
    memset(grid->flags, 0, sizeof grid->flags);
}

void grid_cell(struct grid *grid, enum style style)
{
    if (grid->count == grid->room) {
        size_t room = grid->room ? 2 * grid->room : 64;
        void *cells = room > SIZE_MAX / sizeof *grid->cells ? NULL : realloc(grid->cells, room * sizeof *grid->cells);
        if (!cells) {
            grid->failed = true;
            return;
        }
        grid->cells = cells;
        grid->room = room;
    }
    grid->cells[grid->count++] = (struct grid_cell){grid->text.length, (uint8_t)style};
}

void grid_put(struct grid *grid, enum style style, const char *text)
{
    grid_cell(grid, style);
    buffer_string(&grid->text, text);
}

void grid_title(struct grid *grid, size_t column, const char *text, unsigned flags)
{
    grid->flags[column] = (uint8_t)flags;
    grid_put(grid, TITLE, text);
}

void grid_free(struct grid *grid)
{
    buffer_free(&grid->text);
    free(grid->cells);
    *grid = (struct grid){0};
}

static const char *cell_text(const struct grid *grid, size_t index, size_t *length)
{
    size_t end = index + 1 < grid->count ? grid->cells[index + 1].start : grid->text.length;
    *length = end - grid->cells[index].start;
    return *length ? grid->text.data + grid->cells[index].start : "";
}

/* Where a cell's text may be broken: at spaces, which vanish, or in a title after hyphens and underscores. */
static bool may_break(const struct grid *grid, size_t index, char byte)
{
    unsigned flags = grid->flags[index % grid->columns];
    bool is_joint = byte == '-' || byte == '_';
    return (byte == ' ' && (flags & COLUMN_WRAP)) || (is_joint && (flags & COLUMN_HYPHEN) && index < grid->columns);
}

/* Width of the longest word, below which a column cannot be wrapped. */
static size_t longest_word(const struct grid *grid, size_t index, const char *text, size_t length)
{
    size_t longest = 0;
    for (size_t at = 0; at < length;) {
        size_t end = at;
        while (end < length && !may_break(grid, index, text[end]))
            end++;
        end += end < length && text[end] != ' ';
        longest = (size_t)max_u64(longest, display_width(text + at, end - at));
        at = end < length && text[end] == ' ' ? end + 1 : end;
    }
    return longest;
}

/* Natural widths, then the widest columns that may wrap are narrowed until all fits. */
static void fit_columns(const struct grid *grid, size_t width, size_t widths[GRID_COLUMNS])
{
    size_t least[GRID_COLUMNS] = {0};
    for (size_t i = 0; i < grid->columns; i++)
        widths[i] = 0;
    for (size_t i = 0; i < grid->count; i++) {
        size_t length, column = i % grid->columns;
        const char *text = cell_text(grid, i, &length);
        widths[column] = (size_t)max_u64(widths[column], display_width(text, length));
        if (grid->flags[column] & (COLUMN_WRAP | COLUMN_HYPHEN))
            least[column] = (size_t)max_u64(least[column], longest_word(grid, i, text, length));
    }
    size_t total = 0;
    for (size_t i = 0; i < grid->columns; i++)
        total += widths[i] + (i ? 2 : 0);
    while (total > width) {
        size_t widest = grid->columns;
        for (size_t i = 0; i < grid->columns; i++)
            if ((grid->flags[i] & (COLUMN_WRAP | COLUMN_HYPHEN)) && widths[i] > least[i] && widths[i] > 8
                && (widest == grid->columns || widths[i] > widths[widest]))
                widest = i;
        if (widest == grid->columns)
            return;
        widths[widest]--;
        total--;
    }
}

/* How much of the text goes on one line of `width` columns: whole words; `*next` is where the rest begins. */
static size_t take_line(const struct grid *grid, size_t index, const char *text, size_t length, size_t width,
                        size_t *next)
{
    size_t best = 0, columns = 0;
    *next = length;
    if (display_width(text, length) <= width)
        return length;
    for (size_t i = 0; i < length; i++) {
        if (may_break(grid, index, text[i])) {
            size_t end = text[i] == ' ' ? i : i + 1;
            if (best && columns + (text[i] != ' ') > width)
                break;
            best = end;
            *next = i + 1;
            if (columns > width)
                break; /* a word that does not fit */
        }
        columns += ((unsigned char)text[i] & 0xc0) != 0x80;
    }
    return best && *next < length ? best : (*next = length);
}

static void print_row(const struct grid *grid, size_t row, struct out *out, const struct look *look,
                      const size_t widths[GRID_COLUMNS], size_t indent)
{
    size_t done[GRID_COLUMNS] = {0};
    for (bool more = true; more;) {
        more = false;
        size_t pending = indent; /* spaces owed, so that no line ends in blanks */
        for (size_t i = 0; i < grid->columns; i++) {
            size_t length, next, index = row * grid->columns + i;
            const char *text = cell_text(grid, index, &length);
            text += done[i];
            length -= done[i];
            size_t taken = take_line(grid, index, text, length, widths[i], &next);
            done[i] += next;
            more |= next < length;
            size_t shown = display_width(text, taken), pad = widths[i] > shown ? widths[i] - shown : 0;
            if (grid->flags[i] & COLUMN_RIGHT) {
                pending += pad;
                pad = 0;
            }
            if (taken) {
                out_fill(out, ' ', pending);
                pending = 0;
                out_styled(out, look, grid->cells[index].style, text, taken);
            }
            pending += pad + 2;
        }
        out_put(out, "\n", 1);
    }
}

void grid_text(const struct grid *grid, struct out *out, const struct look *look, size_t indent)
{
    size_t widths[GRID_COLUMNS];
    if (grid->failed || grid->text.failed || !grid->columns)
        return;
    fit_columns(grid, look->width > indent ? look->width - indent : 1, widths);
    for (size_t row = 0; row < grid->count / grid->columns; row++) {
        if (row == 1 && !look->colour) { /* in colour the header is underlined */
            out_fill(out, ' ', indent);
            for (size_t i = 0; i < grid->columns; i++) {
                for (size_t j = 0; j < widths[i]; j++)
                    out_string(out, look->horizontal);
                if (i + 1 < grid->columns)
                    out_put(out, "  ", 2);
            }
            out_put(out, "\n", 1);
        }
        print_row(grid, row, out, look, widths, indent);
    }
}

void grid_markdown(const struct grid *grid, struct out *out)
{
    if (grid->failed || grid->text.failed)
        return;
    for (size_t i = 0; i < grid->count; i++) {
        size_t length, column = i % grid->columns;
        const char *text = cell_text(grid, i, &length);
        out_string(out, column ? " " : "| ");
        for (size_t j = 0; j < length; j++) {
            if (text[j] == '|' || text[j] == '<')
                out_put(out, "\\", 1);
            out_put(out, text[j] == '\n' ? " " : text + j, 1);
        }
        out_string(out, " |");
        if (column + 1 < grid->columns)
            continue;
        out_put(out, "\n", 1);
        if (i + 1 == grid->columns) {
            out_put(out, "|", 1);
            for (size_t j = 0; j < grid->columns; j++)
                out_string(out, grid->flags[j] & COLUMN_RIGHT ? "---:|" : "---|");
            out_put(out, "\n", 1);
        }
    }
}

void block_run(struct block *block, enum style style)
{
    if (block->count == block->room) {
        size_t room = block->room ? 2 * block->room : 64;
        void *runs = room > SIZE_MAX / sizeof *block->runs ? NULL : realloc(block->runs, room * sizeof *block->runs);
        if (!runs) {
            block->failed = true;
            return;
        }
        block->runs = runs;
        block->room = room;
    }
    block->runs[block->count++] = (struct block_run){block->text.length, (uint8_t)style, false};
}

void block_put(struct block *block, enum style style, const char *text)
{
    block_run(block, style);
    buffer_string(&block->text, text);
}

void block_line(struct block *block)
{
    block_run(block, PLAIN);
    if (!block->failed)
        block->runs[block->count - 1].ends_line = true;
}

static const char *run_text(const struct block *block, size_t index, size_t *length)
{
    size_t end = index + 1 < block->count ? block->runs[index + 1].start : block->text.length;
    *length = end - block->runs[index].start;
    return *length ? block->text.data + block->runs[index].start : "";
}

void block_measure(struct block *block)
{
    size_t width = 0;
    block->width = block->lines = 0;
    if (block->failed || block->text.failed)
        return;
    for (size_t i = 0; i < block->count; i++) {
        size_t length;
        const char *text = run_text(block, i, &length);
        width += display_width(text, length);
        block->width = (size_t)max_u64(block->width, width);
        if (block->runs[i].ends_line) {
            block->lines++;
            width = 0;
        }
    }
}

/* Prints one line of a block from run `*next`; returns its width. */
static size_t print_line(const struct block *block, size_t *next, struct out *out, const struct look *look)
{
    size_t width = 0;
    while (*next < block->count) {
        size_t length, index = (*next)++;
        const char *text = run_text(block, index, &length);
        out_styled(out, look, block->runs[index].style, text, length);
        width += display_width(text, length);
        if (block->runs[index].ends_line)
            break;
    }
    return width;
}

enum { BLOCK_GAP = 4, BLOCKS_ABREAST = 16 };

void blocks_print(const struct block *blocks, size_t count, struct out *out, const struct look *look, size_t indent)
{
    for (size_t i = 0; i < count; i++)
        if (blocks[i].failed || blocks[i].text.failed) { /* their measures are not to be trusted */
            out->failed = CCONV_NO_MEMORY;
            return;
        }
    for (size_t first = 0; first < count;) {
        size_t abreast = 0, total = indent, lines = 0;
        while (first + abreast < count && abreast < BLOCKS_ABREAST) {
            const struct block *block = &blocks[first + abreast];
            if (abreast && total + BLOCK_GAP + block->width > look->width)
                break;
            total += block->width + (abreast ? BLOCK_GAP : 0);
            lines = (size_t)max_u64(lines, block->lines);
            abreast++;
        }
        size_t next[BLOCKS_ABREAST] = {0};
        for (size_t line = 0; line < lines; line++) {
            size_t pending = indent;
            for (size_t i = 0; i < abreast; i++) {
                const struct block *block = &blocks[first + i];
                size_t width = 0;
                if (next[i] < block->count) {
                    size_t length;
                    run_text(block, next[i], &length);
                    if (length || !block->runs[next[i]].ends_line) {
                        out_fill(out, ' ', pending);
                        pending = 0;
                    }
                    width = print_line(block, &next[i], out, look);
                }
                pending += block->width - width + BLOCK_GAP;
            }
            out_put(out, "\n", 1);
        }
        first += abreast;
        if (first < count)
            out_put(out, "\n", 1);
    }
}

void block_free(struct block *block)
{
    buffer_free(&block->text);
    free(block->runs);
    *block = (struct block){0};
}
