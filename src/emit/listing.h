/* A listing as it is made: listing.c has the code written, listing_text.c says in words what it does. */
#ifndef EMIT_LISTING_H
#define EMIT_LISTING_H

#include "callconv/assembly.h"
#include "emit/machine.h"

struct cconv_listing {
    cconv_allocator allocator;
    struct arena arena;
    const struct cconv_plan *from, *to;       /* while it is made */
    struct machine machine;                   /* the architecture's, with what this listing wants otherwise */
    bool is_windows;                          /* its unwinder is told */
    bool is_out_of_reach;                     /* it does not reach what is saved */
    struct frame frame;
    const unsigned char *bytes;
    size_t length;
    cconv_listing_line *lines;
    size_t line_count, line_room;
    cconv_frame_row *rows;
    size_t row_count, row_room;
    const char *entry_base;
    int64_t entry_offset;
};

/* The lines of what was logged, and for Windows. */
void listing_lines(struct cconv_listing *listing, const struct log *log);
void listing_windows(struct cconv_listing *listing, const struct log *log);
void listing_add_line(struct cconv_listing *listing, cconv_line_kind kind, uint32_t offset, const char *text, uint16_t reg,
                      int64_t value);
/* The frame from top to bottom. */
void listing_frame(struct cconv_listing *listing, const struct lowered *lowered);

#endif
