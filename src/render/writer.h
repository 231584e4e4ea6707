/* What the renderers share: a buffered writer, a growable text, a table, a block of lines. Only public accessors
   of plans and types are used here; a renderer that wants more means that the plan lacks a field. */
#ifndef RENDER_WRITER_H
#define RENDER_WRITER_H

#include "base/base.h"
#include "callconv/render.h"

#include <string.h>

/* ------------------------------------------------------------- growable text */

/* Text that grows; after a failed allocation it stays as it is and `failed` is set. */
struct buffer {
    char *data;
    size_t length, room;
    bool failed;
};

void buffer_put_slow(struct buffer *buffer, const char *bytes, size_t length);
void buffer_number(struct buffer *buffer, uint64_t value);
void buffer_signed(struct buffer *buffer, int64_t value);
void buffer_fill(struct buffer *buffer, char byte, size_t count);
void buffer_free(struct buffer *buffer);

static inline void buffer_put(struct buffer *buffer, const char *bytes, size_t length)
{
    if (buffer->room - buffer->length < length) {
        buffer_put_slow(buffer, bytes, length);
        return;
    }
    if (length)
        memcpy(buffer->data + buffer->length, bytes, length);
    buffer->length += length;
}

static inline void buffer_string(struct buffer *buffer, const char *string)
{
    buffer_put(buffer, string, strlen(string));
}

/* Columns that UTF-8 text takes, one a code point. */
size_t display_width(const char *text, size_t length);

/* -------------------------------------------------------------- output stream */

/* Collects bytes and hands them to the caller's writer in large pieces. */
struct out {
    const cconv_writer *writer;
    size_t length;
    int failed;
    char data[16384];
};

/* `failed` comes from an enclosing renderer, so that nothing is written after a failure. */
void out_start(struct out *out, const cconv_writer *writer, int failed);
int out_flush(struct out *out);
void out_put_slow(struct out *out, const char *bytes, size_t length);
void out_number(struct out *out, uint64_t value);
void out_signed(struct out *out, int64_t value);
void out_fill(struct out *out, char byte, size_t count);

static inline void out_put(struct out *out, const char *bytes, size_t length)
{
    if (sizeof out->data - out->length < length) {
        out_put_slow(out, bytes, length);
        return;
    }
    memcpy(out->data + out->length, bytes, length);
    out->length += length;
}

/* Frees scratch text; if it ran out of memory, so did the output. */
static inline void out_free_text(struct out *out, struct buffer *text)
{
    if (text->failed)
        out->failed = CCONV_NO_MEMORY;
    buffer_free(text);
}

static inline void out_string(struct out *out, const char *string)
{
    out_put(out, string, strlen(string));
}

/* ---------------------------------------------------------------------- style */

enum style { PLAIN, BOLD, DIM, REGISTER, STACK, POINTER, DIFFERS, TITLE, STYLE_COUNT };

/* How text is drawn: colours or not, box drawing or ASCII. */
struct look {
    bool colour, ascii, brief;
    size_t width;
    const char *horizontal, *vertical, *bullet, *differs, *arrow, *dash, *ellipsis, *section;
    const char *corner[3][3];  /* top, middle, bottom × left, cross, right */
};

struct look look_of(const cconv_render_options *options);
void style_on(struct out *out, const struct look *look, enum style style);
void style_off(struct out *out, const struct look *look, enum style style);
void out_styled(struct out *out, const struct look *look, enum style style, const char *text, size_t length);

/* ---------------------------------------------------------------------- table */

/* COLUMN_HYPHEN: the title may wrap after its hyphens and underscores. */
enum { COLUMN_RIGHT = 1, COLUMN_WRAP = 2, COLUMN_HYPHEN = 4 };
enum { GRID_COLUMNS = 64 };

/* A table; cells are filled row by row into one text. The first row is the header. */
struct grid {
    struct buffer text;
    struct grid_cell {
        size_t start;
        uint8_t style;
    } *cells;
    size_t count, room;
    size_t columns;
    uint8_t flags[GRID_COLUMNS];
    bool failed;
};

void grid_start(struct grid *grid, size_t columns);
/* Starts the next cell; what is put into `grid->text` until the next call belongs to it. */
void grid_cell(struct grid *grid, enum style style);
void grid_put(struct grid *grid, enum style style, const char *text);
void grid_title(struct grid *grid, size_t column, const char *text, unsigned flags);
void grid_text(const struct grid *grid, struct out *out, const struct look *look, size_t indent);
void grid_markdown(const struct grid *grid, struct out *out);
void grid_free(struct grid *grid);

/* --------------------------------------------------------------------- blocks */

/* Lines of text with styles, to be placed beside other blocks. */
struct block {
    struct buffer text;
    struct block_run {
        size_t start;          /* in text; it ends where the next begins */
        uint8_t style;
        bool ends_line;        /* a line ends after this run */
    } *runs;
    size_t count, room;
    size_t width, lines;       /* set by block_measure */
    bool failed;
};

/* As grid_cell: starts the next run. */
void block_run(struct block *block, enum style style);
void block_put(struct block *block, enum style style, const char *text);
void block_line(struct block *block);
void block_measure(struct block *block);
/* Side by side as far as the width allows, then below. */
void blocks_print(const struct block *blocks, size_t count, struct out *out, const struct look *look, size_t indent);
void block_free(struct block *block);

/* A paragraph of words, wrapped; further lines are indented by `hang`. */
void out_wrapped(struct out *out, const struct look *look, size_t column, size_t hang, const char *text,
                 size_t length);

#endif
