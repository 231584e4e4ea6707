/*
 * Renderers: plans, layouts and conventions as text, JSON and Markdown. Everything here only reads.
 * Output goes through a caller's writer, in pieces; a writer that returns non-zero stops it.
 */
#ifndef CCONV_RENDER_H
#define CCONV_RENDER_H

#include "callconv/callconv.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum cconv_format {
    CCONV_FORMAT_TEXT = 0,
    CCONV_FORMAT_JSON = 1,      /* doc/explain-json.md; schema 1 */
    CCONV_FORMAT_MARKDOWN = 2,
    CCONV_FORMAT_SVG = 3
} cconv_format;

typedef struct cconv_writer {
    int (*write)(void *user, const char *bytes, size_t length);
    void *user;
} cconv_writer;

#define CCONV_RENDER_COLOUR 1u    /* ANSI colours in text */
#define CCONV_RENDER_BRIEF 2u     /* no stack drawing, no register table */
#define CCONV_RENDER_ASCII 4u     /* no characters outside ASCII in text */

typedef struct cconv_render_options {
    cconv_format format;
    uint32_t flags;
    uint32_t width;               /* columns of the terminal; 0: 100 */
    uint64_t reserved[2];
} cconv_render_options;

/* A stream of functions. `begin` and `end` once; `plans` once per function: the plans of one signature,
   one per convention, in the order asked; with several, text and Markdown give one table side by side. */
typedef struct cconv_renderer {
    cconv_writer writer;
    cconv_render_options options;
    uint64_t written;             /* functions so far */
    int failed;                   /* what the writer returned */
} cconv_renderer;

CCONV_API void cconv_render_begin(cconv_renderer *renderer, const cconv_writer *writer,
                                  const cconv_render_options *options);
CCONV_API int cconv_render_plans(cconv_renderer *renderer, const cconv_plan *const *plans, size_t count);
CCONV_API int cconv_render_end(cconv_renderer *renderer);

/* One type under several targets: the same type in several contexts, side by side. JSON: one object per call of
   begin … end, with every type. */
typedef struct cconv_layout_view {
    const char *name;
    const cconv_type *type;
    const cconv_target *target;
} cconv_layout_view;

CCONV_API void cconv_render_layouts_begin(cconv_renderer *renderer, const cconv_writer *writer,
                                          const cconv_render_options *options);
CCONV_API int cconv_render_layout(cconv_renderer *renderer, const cconv_layout_view *views, size_t count);
CCONV_API int cconv_render_layouts_end(cconv_renderer *renderer);

/* A convention's table: register roles, preserved set, stack rules, duties. */
CCONV_API int cconv_render_convention(const cconv_convention *convention, const cconv_writer *writer,
                                      const cconv_render_options *options);
#define CCONV_LIST_CONVENTIONS 1u
#define CCONV_LIST_TARGETS 2u

/* The lists named by CCONV_LIST_… bits: names, aliases, summaries, documents. */
CCONV_API int cconv_render_list(uint32_t what, const cconv_writer *writer, const cconv_render_options *options);
/* All recorded divergences. */
CCONV_API int cconv_render_divergences(const cconv_writer *writer, const cconv_render_options *options);

#ifdef __cplusplus
}
#endif

#endif
