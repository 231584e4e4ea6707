/* The public entries: they choose the format and stop after the writer's first failure. */
#include "render/render.h"

static void begin(cconv_renderer *renderer, const cconv_writer *writer, const cconv_render_options *options)
{
    *renderer = (cconv_renderer){.writer = *writer};
    if (options)
        renderer->options = *options;
}

static int finish(cconv_renderer *renderer, struct out *out)
{
    renderer->failed = out_flush(out);
    return renderer->failed;
}

/* SVG is drawn from the coloured text, so that text is collected first. */
static int collect(void *user, const char *bytes, size_t length)
{
    struct buffer *buffer = user;
    buffer_put(buffer, bytes, length);
    return buffer->failed ? CCONV_NO_MEMORY : 0;
}

typedef void text_renderer(struct out *out, const struct look *look, const void *items, size_t count);

static void as_svg(struct out *out, const cconv_render_options *options, text_renderer *draw, const void *items,
                   size_t count)
{
    struct buffer text = {0};
    cconv_writer writer = {collect, &text};
    cconv_render_options coloured = *options;
    coloured.flags = (coloured.flags & ~CCONV_RENDER_ASCII) | CCONV_RENDER_COLOUR;
    struct look look = look_of(&coloured);
    struct out inner;
    out_start(&inner, &writer, 0);
    draw(&inner, &look, items, count);
    if (out_flush(&inner))
        out->failed = inner.failed;
    else
        svg_of_text(out, text.data ? text.data : "", text.length);
    buffer_free(&text);
}

static void draw_plans(struct out *out, const struct look *look, const void *items, size_t count)
{
    text_plans(out, look, items, count);
}

static void draw_layouts(struct out *out, const struct look *look, const void *items, size_t count)
{
    text_layout(out, look, items, count);
}

void cconv_render_begin(cconv_renderer *renderer, const cconv_writer *writer, const cconv_render_options *options)
{
    begin(renderer, writer, options);
    if (renderer->options.format != CCONV_FORMAT_JSON)
        return;
    struct out out;
    out_start(&out, writer, 0);
    json_begin(&out, "functions");
    finish(renderer, &out);
}

int cconv_render_plans(cconv_renderer *renderer, const cconv_plan *const *plans, size_t count)
{
    struct out out;
    if (renderer->failed || !count)
        return renderer->failed;
    out_start(&out, &renderer->writer, 0);
    if (renderer->options.format == CCONV_FORMAT_JSON) {
        json_plans(&out, plans, count, &renderer->written);
        return finish(renderer, &out);
    }
    struct look look = look_of(&renderer->options);
    /* A table has room for so many columns; further conventions follow in a table of their own. */
    for (size_t first = 0; first < count; first += GRID_COLUMNS - 2) {
        size_t some = (size_t)min_u64(count - first, GRID_COLUMNS - 2);
        if (renderer->written++ && renderer->options.format != CCONV_FORMAT_SVG)
            out_string(&out, "\n");
        switch (renderer->options.format) {
        case CCONV_FORMAT_MARKDOWN: markdown_plans(&out, plans + first, some); break;
        case CCONV_FORMAT_SVG: as_svg(&out, &renderer->options, draw_plans, plans + first, some); break;
        default: text_plans(&out, &look, plans + first, some);
        }
    }
    return finish(renderer, &out);
}

static int end(cconv_renderer *renderer)
{
    if (renderer->failed || renderer->options.format != CCONV_FORMAT_JSON)
        return renderer->failed;
    struct out out;
    out_start(&out, &renderer->writer, 0);
    json_end(&out, renderer->written);
    return finish(renderer, &out);
}

int cconv_render_end(cconv_renderer *renderer)
{
    return end(renderer);
}

void cconv_render_layouts_begin(cconv_renderer *renderer, const cconv_writer *writer,
                                const cconv_render_options *options)
{
    begin(renderer, writer, options);
    if (renderer->options.format != CCONV_FORMAT_JSON)
        return;
    struct out out;
    out_start(&out, writer, 0);
    json_begin(&out, "types");
    finish(renderer, &out);
}

int cconv_render_layout(cconv_renderer *renderer, const cconv_layout_view *views, size_t count)
{
    struct out out;
    if (renderer->failed || !count)
        return renderer->failed;
    out_start(&out, &renderer->writer, 0);
    if (renderer->options.format == CCONV_FORMAT_JSON) {
        for (size_t i = 0; i < count; i++)
            json_layout(&out, &views[i], &renderer->written);
        return finish(renderer, &out);
    }
    struct look look = look_of(&renderer->options);
    for (size_t first = 0; first < count; first += GRID_COLUMNS - 2) {
        size_t some = (size_t)min_u64(count - first, GRID_COLUMNS - 2);
        if (renderer->written++ && renderer->options.format != CCONV_FORMAT_SVG)
            out_string(&out, "\n");
        switch (renderer->options.format) {
        case CCONV_FORMAT_MARKDOWN: markdown_layout(&out, views + first, some); break;
        case CCONV_FORMAT_SVG: as_svg(&out, &renderer->options, draw_layouts, views + first, some); break;
        default: text_layout(&out, &look, views + first, some);
        }
    }
    return finish(renderer, &out);
}

int cconv_render_layouts_end(cconv_renderer *renderer)
{
    return end(renderer);
}
