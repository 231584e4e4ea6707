/* The parts of the renderers: what one file offers to the others. */
#ifndef RENDER_RENDER_H
#define RENDER_RENDER_H

#include "render/writer.h"

/* ------------------------------------------------------------------ words.c */

/* A member of a struct, those of anonymous members included, with its offset from the outermost struct. */
struct member {
    const cconv_field *field;
    uint64_t offset, bit_offset;
    uint64_t hole_bits;         /* unused bits between the member before it and this one */
    uint32_t depth;             /* of anonymous structs and unions around it */
};

struct members {
    struct member *at;
    size_t count, room;
    uint64_t holes, hole_bits;  /* in the structs, and their sum */
    uint64_t tail_bits;         /* unused bits at the end of the whole */
    bool failed;
};

void members_collect(struct members *members, const cconv_type *record);
void members_free(struct members *members);
/* Bytes of a member's type; 0 for a flexible array. */
uint64_t field_size(const cconv_field *field);

/* The type, or with `name` a declaration of it, as C. */
void type_text(struct buffer *text, const cconv_type *type, uint32_t qualifiers, const char *name);

/* "rdi", "xmm0 0-7, xmm1 8-15", "stack+16", "pointer in rcx", "nothing". */
void where_text(struct buffer *text, const struct look *look, const cconv_plan *plan, const cconv_placement *value);
/* Bytes; of a scalable value bytes for each VG: "16 VG". */
void size_text(struct buffer *text, const cconv_placement *value);
void pieces_text(struct buffer *text, const struct look *look, const cconv_plan *plan, const cconv_piece *pieces,
                 size_t count, uint64_t size);
/* "sign to 32 bits"; nothing where nothing is promised. */
void extension_text(struct buffer *text, const cconv_placement *value);
/* "AMD64 psABI 1.0 §3.2.3: reason"; the document is left out where `with_document` is false. */
void rule_text(struct buffer *text, const struct look *look, const cconv_rule *rule, bool with_document);
enum style where_style(const cconv_placement *value);
/* "a", or "#3" for an argument without a name, or "result". */
void value_name(struct buffer *text, const cconv_placement *value, size_t index);
/* Register names with runs joined: "rbx rbp r12-r15". */
void register_names(struct buffer *text, const struct look *look, const cconv_plan *plan,
                    const char *(*name_at)(const cconv_plan *, size_t));
/* True for xmm7 after xmm6. */
bool register_follows(const char *before, const char *name);
/* "rsp", "sp": the stack pointer's name. */
const char *stack_pointer(const cconv_plan *plan);

/* ------------------------------------------------------------------ stack.c */

/* The stack and the registers at the callee's entry. */
void stack_block(struct block *block, const struct look *look, const cconv_plan *plan, const char *title);
void register_block(struct block *block, const struct look *look, const cconv_plan *plan, const char *title);

/* ------------------------------------------------- plans and layouts by format */

void json_string(struct out *out, const char *text);
void json_begin(struct out *out, const char *key);
void json_end(struct out *out, uint64_t written);
void json_plans(struct out *out, const cconv_plan *const *plans, size_t count, uint64_t *written);
void json_layout(struct out *out, const cconv_layout_view *view, uint64_t *written);

void text_plans(struct out *out, const struct look *look, const cconv_plan *const *plans, size_t count);
void text_layout(struct out *out, const struct look *look, const cconv_layout_view *views, size_t count);
void markdown_plans(struct out *out, const cconv_plan *const *plans, size_t count);
void markdown_layout(struct out *out, const cconv_layout_view *views, size_t count);

/* The tables that text and Markdown share. */
void grid_of_plan(struct grid *grid, const struct look *look, const cconv_plan *plan);
void grid_of_plans(struct grid *grid, const struct look *look, const cconv_plan *const *plans, size_t count);
void grid_of_layouts(struct grid *grid, const struct look *look, const cconv_layout_view *views, size_t count);
/* "size 24, align 8, 2 holes of 7 bytes, 3 bytes of padding at the end". */
void layout_summary(struct buffer *text, const cconv_layout_view *view);
/* Calls `put` for each rule of the plan with the names of the values that it decided. False when memory ran out. */
bool rules_of_plan(const cconv_plan *plan, void *user,
                   void (*put)(void *user, const char *names, size_t names_length, const cconv_rule *rule));
/* Notes of a plan, each once: "a: gcc 12 …". False when memory ran out. */
bool notes_of_plan(const cconv_plan *plan, void *user, void (*put)(void *user, const char *text, size_t length));

/* Draws text with SGR styles, as the text renderer writes it in colour, as an SVG document. */
void svg_of_text(struct out *out, const char *text, size_t length);

#endif
