/* Growable text and the buffered stream to the caller's writer; styles. */
#include "render/writer.h"

#include <stdlib.h>

void buffer_put_slow(struct buffer *buffer, const char *bytes, size_t length)
{
    if (buffer->failed)
        return;
    if (length > SIZE_MAX / 4 || buffer->length > SIZE_MAX / 4) {
        buffer->failed = true;
        return;
    }
    size_t room = buffer->room ? 2 * buffer->room : 1024;
    while (room < buffer->length + length)
        room *= 2;
    char *data = realloc(buffer->data, room);
    if (!data) {
        buffer->failed = true;
        return;
    }
    buffer->data = data;
    buffer->room = room;
    buffer_put(buffer, bytes, length);
}

/* Digits of `value` at the end of `digits`; returns where they start. */
static size_t digits_of(uint64_t value, char digits[20])
{
    size_t at = 20;
    do
        digits[--at] = (char)('0' + value % 10);
    while (value /= 10);
    return at;
}

void buffer_number(struct buffer *buffer, uint64_t value)
{
    char digits[20];
    size_t at = digits_of(value, digits);
    buffer_put(buffer, digits + at, sizeof digits - at);
}

void buffer_signed(struct buffer *buffer, int64_t value)
{
    if (value < 0)
        buffer_put(buffer, "-", 1);
    buffer_number(buffer, value < 0 ? 0 - (uint64_t)value : (uint64_t)value);
}

void buffer_fill(struct buffer *buffer, char byte, size_t count)
{
    for (size_t i = 0; i < count; i++)
        buffer_put(buffer, &byte, 1);
}

void buffer_free(struct buffer *buffer)
{
    free(buffer->data);
    *buffer = (struct buffer){0};
}

size_t display_width(const char *text, size_t length)
{
    size_t width = 0;
    for (size_t i = 0; i < length; i++)
        width += ((unsigned char)text[i] & 0xc0) != 0x80;
    return width;
}

void out_start(struct out *out, const cconv_writer *writer, int failed)
{
    out->writer = writer;
    out->length = 0;
    out->failed = failed;
}

int out_flush(struct out *out)
{
    if (out->length && !out->failed)
        out->failed = out->writer->write(out->writer->user, out->data, out->length);
    out->length = 0;
    return out->failed;
}

void out_put_slow(struct out *out, const char *bytes, size_t length)
{
    out_flush(out);
    if (length > sizeof out->data) {
        if (!out->failed)
            out->failed = out->writer->write(out->writer->user, bytes, length);
        return;
    }
    memcpy(out->data, bytes, length);
    out->length = length;
}

void out_number(struct out *out, uint64_t value)
{
    char digits[20];
    size_t at = digits_of(value, digits);
    out_put(out, digits + at, sizeof digits - at);
}

void out_signed(struct out *out, int64_t value)
{
    if (value < 0)
        out_string(out, "-");
    out_number(out, value < 0 ? 0 - (uint64_t)value : (uint64_t)value);
}

void out_fill(struct out *out, char byte, size_t count)
{
    char run[64];
    memset(run, byte, sizeof run);
    for (; count > sizeof run; count -= sizeof run)
        out_put(out, run, sizeof run);
    out_put(out, run, count);
}

static const struct look unicode_look = {
    .horizontal = "─", .vertical = "│", .bullet = "·", .differs = "≠", .arrow = "←", .dash = "–", .ellipsis = "⋮",
    .section = "§",
    .corner = {{"┌", "┬", "┐"}, {"├", "┼", "┤"}, {"└", "┴", "┘"}},
};

static const struct look ascii_look = {
    .horizontal = "-", .vertical = "|", .bullet = "-", .differs = "!", .arrow = "<-", .dash = "-", .ellipsis = ":",
    .section = "section ",
    .corner = {{"+", "+", "+"}, {"+", "+", "+"}, {"+", "+", "+"}},
};

struct look look_of(const cconv_render_options *options)
{
    struct look look = options->flags & CCONV_RENDER_ASCII ? ascii_look : unicode_look;
    look.ascii = (options->flags & CCONV_RENDER_ASCII) != 0;
    look.colour = (options->flags & CCONV_RENDER_COLOUR) != 0;
    look.brief = (options->flags & CCONV_RENDER_BRIEF) != 0;
    look.width = options->width ? options->width : 100;
    return look;
}

/* SGR parameters of each style; the SVG renderer reads them back. */
static const char *const style_codes[STYLE_COUNT] = {
    [BOLD] = "1", [DIM] = "2", [REGISTER] = "36", [STACK] = "33", [POINTER] = "35", [DIFFERS] = "1;31", [TITLE] = "4",
};

void style_on(struct out *out, const struct look *look, enum style style)
{
    if (!look->colour || !style_codes[style])
        return;
    out_put(out, "\033[", 2);
    out_string(out, style_codes[style]);
    out_put(out, "m", 1);
}

void style_off(struct out *out, const struct look *look, enum style style)
{
    if (look->colour && style_codes[style])
        out_put(out, "\033[0m", 4);
}

void out_styled(struct out *out, const struct look *look, enum style style, const char *text, size_t length)
{
    if (!length)
        return;
    style_on(out, look, style);
    out_put(out, text, length);
    style_off(out, look, style);
}

void out_wrapped(struct out *out, const struct look *look, size_t column, size_t hang, const char *text,
                 size_t length)
{
    bool first = true;
    for (size_t at = 0; at < length;) {
        size_t end = at;
        while (end < length && text[end] != ' ')
            end++;
        size_t width = display_width(text + at, end - at);
        if (!first && column + 1 + width > look->width) {
            out_put(out, "\n", 1);
            out_fill(out, ' ', hang);
            column = hang;
            first = true;
        }
        if (!first) {
            out_put(out, " ", 1);
            column++;
        }
        out_put(out, text + at, end - at);
        column += width;
        first = false;
        at = end < length ? end + 1 : end;
    }
    out_put(out, "\n", 1);
}
