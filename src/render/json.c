/* Plans and layouts as JSON: doc/explain-json.md, schema 1. A key that does not apply is left out, never null. */
#include "render/render.h"

/* 1 for bytes that a JSON string cannot hold as they are. */
static inline bool needs_escape(unsigned char byte)
{
    return byte < 0x20 || byte == '"' || byte == '\\';
}

static void put_escaped(struct out *out, unsigned char byte)
{
    static const char hex[] = "0123456789abcdef";
    if (byte >= 0x20) {
        char pair[2] = {'\\', (char)byte};
        out_put(out, pair, 2);
    } else {
        char code[6] = {'\\', 'u', '0', '0', hex[byte >> 4], hex[byte & 15]};
        out_put(out, code, 6);
    }
}

void json_string(struct out *out, const char *text)
{
    const char *start = text;
    out_put(out, "\"", 1);
    for (; *text; text++) {
        if (!needs_escape((unsigned char)*text))
            continue;
        out_put(out, start, (size_t)(text - start));
        put_escaped(out, (unsigned char)*text);
        start = text + 1;
    }
    out_put(out, start, (size_t)(text - start));
    out_put(out, "\"", 1);
}

#define PUT(out, literal) out_put(out, literal, sizeof(literal) - 1)

static void put_pieces(struct out *out, const cconv_plan *plan, const cconv_piece *pieces, size_t count)
{
    PUT(out, "[");
    for (size_t i = 0; i < count; i++) {
        const cconv_piece *piece = &pieces[i];
        if (i)
            PUT(out, ", ");
        bool scalable = piece->flags & CCONV_PIECE_SCALABLE;
        out_string(out, scalable ? "{\"offset_vg\": " : "{\"offset\": ");
        out_number(out, piece->offset);
        out_string(out, scalable ? ", \"size_vg\": " : ", \"size\": ");
        out_number(out, piece->size);
        if (piece->where == CCONV_IN_REGISTER) {
            PUT(out, ", \"in\": \"reg\", \"reg\": \"");
            out_string(out, cconv_plan_register_name(plan, piece->reg));
            PUT(out, "\"");
            if (piece->at) {
                PUT(out, ", \"reg_offset\": ");
                out_number(out, piece->at);
            }
        } else {
            PUT(out, ", \"in\": \"stack\", \"stack_offset\": ");
            out_number(out, piece->at);
        }
        if (piece->flags & CCONV_PIECE_DUPLICATE)
            PUT(out, ", \"duplicate\": true");
        if (piece->flags & CCONV_PIECE_AS_DOUBLE)
            PUT(out, ", \"format\": \"double\"");
        PUT(out, "}");
    }
    PUT(out, "]");
}

static void put_rule(struct out *out, const cconv_rule *rule)
{
    PUT(out, ", \"rule\": {\"document\": ");
    json_string(out, rule->document);
    PUT(out, ", \"section\": ");
    json_string(out, rule->section);
    PUT(out, ", \"reason\": ");
    json_string(out, rule->reason);
    PUT(out, "}");
}

static const char *const kind_names[] = {"direct", "indirect", "ignored", "void"};
static const char *const extend_names[] = {"none", "sign", "zero"};

static void put_value(struct out *out, const cconv_plan *plan, const cconv_placement *value)
{
    PUT(out, "{");
    if (value->name) {
        PUT(out, "\"name\": ");
        json_string(out, value->name);
        PUT(out, ", ");
    }
    PUT(out, "\"type\": ");
    json_string(out, value->type);
    if (value->kind != CCONV_PLACED_VOID) {
        out_string(out, value->scalable ? ", \"size_vg\": " : ", \"size\": ");
        out_number(out, value->size);
        PUT(out, ", \"align\": ");
        out_number(out, value->align);
    }
    PUT(out, ", \"kind\": \"");
    out_string(out, kind_names[value->kind]);
    PUT(out, "\"");
    if (value->piece_count) {
        PUT(out, ", \"pieces\": ");
        put_pieces(out, plan, value->pieces, value->piece_count);
    } else if (value->kind == CCONV_PLACED_DIRECT) {
        PUT(out, ", \"pieces\": []");
    }
    if (value->rule)
        put_rule(out, value->rule);
    if (value->kind == CCONV_PLACED_DIRECT) {
        PUT(out, ", \"extend\": \"");
        out_string(out, extend_names[value->extend]);
        PUT(out, "\"");
        if (value->extend != CCONV_EXTEND_NONE && value->extended_to) {
            PUT(out, ", \"extended_to\": ");
            out_number(out, value->extended_to);
        }
    }
    if (value->variadic)
        PUT(out, ", \"variadic\": true");
    if (value->note_count) {
        PUT(out, ", \"notes\": [");
        for (size_t i = 0; i < value->note_count; i++) {
            if (i)
                PUT(out, ", ");
            json_string(out, value->notes[i]);
        }
        PUT(out, "]");
    }
    PUT(out, "}");
}

static void put_hidden(struct out *out, const cconv_plan *plan)
{
    PUT(out, ",\n      \"hidden\": [");
    for (size_t i = 0; i < cconv_plan_hidden_count(plan); i++) {
        const cconv_hidden *hidden = cconv_plan_hidden(plan, i);
        if (i)
            PUT(out, ", ");
        PUT(out, "{\"role\": \"sret\", \"pieces\": ");
        put_pieces(out, plan, hidden->pieces, hidden->piece_count);
        PUT(out, "}");
    }
    PUT(out, "]");
}

static void put_stack(struct out *out, const cconv_plan *plan)
{
    const cconv_plan_stack *stack = cconv_plan_stack_of(plan);
    PUT(out, ",\n      \"stack\": {\"args_size\": ");
    out_number(out, stack->args_size);
    PUT(out, ", \"alignment\": ");
    out_number(out, stack->alignment);
    PUT(out, ", \"shadow_space\": ");
    out_number(out, stack->shadow_space);
    PUT(out, ", \"red_zone\": ");
    out_number(out, stack->red_zone);
    PUT(out, ", \"cleanup\": \"");
    out_string(out, stack->callee_cleans ? "callee" : "caller");
    PUT(out, "\", \"callee_pops\": ");
    out_number(out, stack->callee_pops);
    PUT(out, "}");
}

static void put_names(struct out *out, const cconv_plan *plan, const char *key,
                      const char *(*name_at)(const cconv_plan *, size_t))
{
    PUT(out, ",\n      \"");
    out_string(out, key);
    PUT(out, "\": [");
    const char *name;
    for (size_t i = 0; (name = name_at(plan, i)); i++) {
        out_put(out, ", \"", i ? 3 : 0);
        if (!i)
            PUT(out, "\"");
        out_string(out, name);
        PUT(out, "\"");
    }
    PUT(out, "]");
}

static void put_syscall(struct out *out, const cconv_plan *plan)
{
    const cconv_syscall_rules *rules = cconv_convention_syscall(cconv_plan_convention(plan));
    int64_t number;
    if (!rules)
        return;
    PUT(out, ",\n      \"syscall\": {\"instruction\": ");
    json_string(out, rules->instruction);
    PUT(out, ", \"reg\": ");
    json_string(out, rules->number_register);
    if (cconv_plan_syscall_number(plan, &number)) {
        PUT(out, ", \"number\": ");
        out_number(out, (uint64_t)number);
    }
    PUT(out, "}");
}

static void put_function(struct out *out, const cconv_plan *plan)
{
    const char *name = cconv_plan_name(plan), *symbol = cconv_plan_symbol(plan);
    PUT(out, "    {\n      ");
    if (name) {
        PUT(out, "\"name\": ");
        json_string(out, name);
        PUT(out, ",\n      ");
    }
    PUT(out, "\"declaration\": ");
    json_string(out, cconv_plan_declaration(plan));
    PUT(out, ",\n      \"abi\": ");
    json_string(out, cconv_convention_name(cconv_plan_convention(plan)));
    PUT(out, ",\n      \"target\": ");
    json_string(out, cconv_target_name(cconv_plan_target(plan)));
    if (symbol) {
        PUT(out, ",\n      \"symbol\": ");
        json_string(out, symbol);
    }
    put_hidden(out, plan);
    PUT(out, ",\n      \"args\": [");
    size_t count = cconv_plan_argument_count(plan);
    for (size_t i = 0; i < count; i++) {
        if (i)
            PUT(out, ",");
        PUT(out, "\n        ");
        put_value(out, plan, cconv_plan_argument(plan, i));
    }
    if (count)
        PUT(out, "\n      ");
    PUT(out, "],\n      \"return\": ");
    put_value(out, plan, cconv_plan_result(plan));
    uint32_t vectors;
    const char *counter = cconv_plan_vector_count(plan, &vectors);
    if (counter) {
        PUT(out, ",\n      \"vector_count\": {\"reg\": ");
        json_string(out, counter);
        PUT(out, ", \"value\": ");
        out_number(out, vectors);
        PUT(out, "}");
    }
    put_syscall(out, plan);
    put_stack(out, plan);
    put_names(out, plan, "preserved", cconv_plan_preserved);
    put_names(out, plan, "clobbered", cconv_plan_clobbered);
    PUT(out, "\n    }");
}

void json_begin(struct out *out, const char *key)
{
    PUT(out, "{\n  \"schema\": 1,\n  \"");
    out_string(out, key);
    PUT(out, "\": [");
}

void json_end(struct out *out, uint64_t written)
{
    out_string(out, written ? "\n  ]\n}\n" : "]\n}\n");
}

void json_plans(struct out *out, const cconv_plan *const *plans, size_t count, uint64_t *written)
{
    for (size_t i = 0; i < count; i++) {
        out_string(out, (*written)++ ? ",\n" : "\n");
        put_function(out, plans[i]);
    }
}

/* ------------------------------------------------------------------- layouts */

static void put_key_number(struct out *out, const char *key, uint64_t value)
{
    PUT(out, ", \"");
    out_string(out, key);
    PUT(out, "\": ");
    out_number(out, value);
}

static void put_type(struct out *out, const cconv_type *type, uint32_t qualifiers)
{
    struct buffer text = {0};
    type_text(&text, type, qualifiers, NULL);
    buffer_put(&text, "", 1);
    json_string(out, text.failed ? "" : text.data);
    out_free_text(out, &text);
}

static void put_field(struct out *out, const struct member *member)
{
    const cconv_field *field = member->field;
    PUT(out, "{");
    if (field->name) {
        PUT(out, "\"name\": ");
        json_string(out, field->name);
        PUT(out, ", ");
    }
    PUT(out, "\"type\": ");
    put_type(out, field->type, field->qualifiers);
    put_key_number(out, "offset", member->offset);
    put_key_number(out, "size", field_size(field));
    if (field->flags & CCONV_FIELD_BIT_FIELD) {
        put_key_number(out, "bit_offset", member->bit_offset);
        put_key_number(out, "bit_width", field->bit_width);
    }
    PUT(out, "}");
}

void json_layout(struct out *out, const cconv_layout_view *view, uint64_t *written)
{
    const cconv_type *canonical = cconv_type_canonical(view->type);
    cconv_type_kind kind = cconv_type_kind_of(canonical);
    out_string(out, (*written)++ ? ",\n    {" : "\n    {");
    if (view->name) {
        PUT(out, "\"name\": ");
        json_string(out, view->name);
        PUT(out, ", ");
    }
    PUT(out, "\"type\": ");
    put_type(out, view->type, 0);
    put_key_number(out, "size", cconv_type_size(view->type));
    put_key_number(out, "align", cconv_type_align(view->type));
    PUT(out, ", \"target\": ");
    json_string(out, cconv_target_name(view->target));
    if (kind == CCONV_STRUCT || kind == CCONV_UNION) {
        struct members members = {0};
        members_collect(&members, canonical);
        PUT(out, ",\n     \"fields\": [");
        for (size_t i = 0; i < members.count; i++) {
            out_string(out, i ? ",\n       " : "\n       ");
            put_field(out, &members.at[i]);
        }
        PUT(out, "]");
        if (members.failed)
            out->failed = CCONV_NO_MEMORY;
        members_free(&members);
    }
    PUT(out, "}");
}
