/* The words that text, Markdown and the drawings share: where a value is, how it is extended, why. */
#include "render/render.h"

#include <stdlib.h>

/* ------------------------------------------------------------------ members */

static bool is_record_type(const cconv_type *type)
{
    cconv_type_kind kind = cconv_type_kind_of(cconv_type_canonical(type));
    return kind == CCONV_STRUCT || kind == CCONV_UNION;
}

static void members_add(struct members *members, const struct member *member)
{
    if (members->count == members->room) {
        size_t room = members->room ? 2 * members->room : 32;
        void *at = room > SIZE_MAX / sizeof *members->at ? NULL : realloc(members->at, room * sizeof *members->at);
        if (!at) {
            members->failed = true;
            return;
        }
        members->at = at;
        members->room = room;
    }
    members->at[members->count++] = *member;
}

/* Adds the members of one record; returns the bit where the last of them ends. */
static uint64_t collect(struct members *members, const cconv_type *record, uint64_t base, uint32_t depth)
{
    bool in_union = cconv_type_kind_of(record) == CCONV_UNION;
    uint64_t end = 8 * base;
    for (size_t i = 0; i < cconv_type_field_count(record) && !members->failed; i++) {
        const cconv_field *field = cconv_type_field(record, i);
        bool is_bits = field->flags & CCONV_FIELD_BIT_FIELD;
        struct member member = {.field = field, .offset = base + field->offset, .depth = depth};
        member.bit_offset = is_bits ? 8 * base + field->bit_offset : 8 * member.offset;
        if (!in_union && member.bit_offset > end && !(is_bits && !field->bit_width)) {
            member.hole_bits = member.bit_offset - end;
            members->holes++;
            members->hole_bits += member.hole_bits;
        }
        members_add(members, &member);
        uint64_t bits = is_bits ? field->bit_width : 8 * field_size(field);
        if (bits || !is_bits)
            end = max_u64(end, member.bit_offset + bits);
        if (!field->name && !is_bits && is_record_type(field->type))
            collect(members, cconv_type_canonical(field->type), member.offset, depth + 1);
    }
    return end;
}

void members_collect(struct members *members, const cconv_type *record)
{
    uint64_t end = collect(members, record, 0, 0), size = 8 * cconv_type_size(record);
    members->tail_bits = size > end ? size - end : 0;
}

void members_free(struct members *members)
{
    free(members->at);
    *members = (struct members){0};
}

uint64_t field_size(const cconv_field *field)
{
    return field->flags & CCONV_FIELD_FLEXIBLE ? 0 : cconv_type_size(field->type);
}

void type_text(struct buffer *text, const cconv_type *type, uint32_t qualifiers, const char *name)
{
    char small[256];
    size_t length = cconv_type_print(type, qualifiers, name, small, sizeof small);
    if (length < sizeof small) {
        buffer_put(text, small, length);
        return;
    }
    char *large = malloc(length + 1);
    if (!large) {
        text->failed = true;
        return;
    }
    cconv_type_print(type, qualifiers, name, large, length + 1);
    buffer_put(text, large, length);
    free(large);
}

/* --------------------------------------------------------------------- where */

const char *stack_pointer(const cconv_plan *plan)
{
    switch (cconv_convention_arch(cconv_plan_convention(plan))) {
    case CCONV_ARCH_X86_64: return "rsp";
    case CCONV_ARCH_X86: return "esp";
    case CCONV_ARCH_PPC64: return "r1";
    case CCONV_ARCH_S390X: return "r15";
    default: return "sp";
    }
}

static void range_text(struct buffer *text, const struct look *look, uint64_t first, uint64_t size)
{
    buffer_string(text, "[");
    buffer_number(text, first);
    if (size > 1) {
        buffer_string(text, look->dash);
        buffer_number(text, first + size - 1);
    }
    buffer_string(text, "]");
}

void size_text(struct buffer *text, const cconv_placement *value)
{
    buffer_number(text, value->size);
    if (value->scalable)
        buffer_string(text, " VG");
}

void pieces_text(struct buffer *text, const struct look *look, const cconv_plan *plan, const cconv_piece *pieces,
                 size_t count, uint64_t size)
{
    for (size_t i = 0; i < count; i++) {
        const cconv_piece *piece = &pieces[i];
        if (i)
            buffer_string(text, piece->flags & CCONV_PIECE_DUPLICATE ? " and " : ", ");
        if (piece->where == CCONV_IN_REGISTER) {
            buffer_string(text, cconv_plan_register_name(plan, piece->reg));
            if (piece->at) {
                buffer_string(text, "+");
                buffer_number(text, piece->at);
            }
        } else {
            buffer_string(text, stack_pointer(plan));
            buffer_string(text, "+");
            buffer_number(text, piece->at);
        }
        if (count > 1 && piece->size < size) {
            range_text(text, look, piece->offset, piece->size);
            if (piece->flags & CCONV_PIECE_SCALABLE)
                buffer_string(text, " VG");
        }
        if (piece->flags & CCONV_PIECE_AS_DOUBLE)
            buffer_string(text, " as double");
    }
}

void where_text(struct buffer *text, const struct look *look, const cconv_plan *plan, const cconv_placement *value)
{
    switch (value->kind) {
    case CCONV_PLACED_VOID: buffer_string(text, "nothing"); return;
    case CCONV_PLACED_IGNORED: buffer_string(text, "no location"); return;
    case CCONV_PLACED_INDIRECT:
        if (value == cconv_plan_result(plan)) {
            buffer_string(text, "memory");
            if (!value->piece_count)
                return;
            buffer_string(text, ", address in ");
        } else {
            buffer_string(text, "pointer in ");
        }
        pieces_text(text, look, plan, value->pieces, value->piece_count, UINT64_MAX);
        return;
    default: pieces_text(text, look, plan, value->pieces, value->piece_count, value->size);
    }
}

enum style where_style(const cconv_placement *value)
{
    if (value->kind == CCONV_PLACED_INDIRECT)
        return POINTER;
    if (value->kind != CCONV_PLACED_DIRECT || !value->piece_count)
        return DIM;
    return value->pieces[0].where == CCONV_IN_REGISTER ? REGISTER : STACK;
}

void extension_text(struct buffer *text, const cconv_placement *value)
{
    if (value->extend == CCONV_EXTEND_NONE || !value->extended_to)
        return;
    buffer_string(text, value->extend == CCONV_EXTEND_SIGN ? "sign " : "zero ");
    buffer_string(text, "to ");
    buffer_number(text, 8 * (uint64_t)value->extended_to);
    buffer_string(text, " bits");
}

void rule_text(struct buffer *text, const struct look *look, const cconv_rule *rule, bool with_document)
{
    if (!rule)
        return;
    /* Sections are numbers or titles; only numbers take the sign. */
    bool has_section = rule->section && *rule->section;
    bool is_number = has_section && *rule->section >= '0' && *rule->section <= '9';
    if (with_document && rule->document) {
        buffer_string(text, rule->document);
        buffer_string(text, !has_section ? ": " : is_number ? " " : ", ");
    }
    if (has_section) {
        if (is_number)
            buffer_string(text, look->section);
        buffer_string(text, rule->section);
        buffer_string(text, ": ");
    }
    buffer_string(text, rule->reason ? rule->reason : "");
}

void value_name(struct buffer *text, const cconv_placement *value, size_t index)
{
    if (value->name) {
        buffer_string(text, value->name);
        return;
    }
    buffer_string(text, "#");
    buffer_number(text, index + 1);
}

/* ----------------------------------------------------------------- registers */

/* Splits "xmm12" into the length of "xmm" and 12; false for a name that does not end in digits. */
static bool split_name(const char *name, size_t *stem, uint64_t *number)
{
    size_t length = strlen(name);
    *stem = length;
    while (*stem && name[*stem - 1] >= '0' && name[*stem - 1] <= '9')
        --*stem;
    if (*stem == length || length - *stem > 6)
        return false;
    *number = 0;
    for (size_t i = *stem; i < length; i++)
        *number = 10 * *number + (uint64_t)(name[i] - '0');
    return true;
}

bool register_follows(const char *before, const char *name)
{
    size_t stem, other;
    uint64_t number, next;
    return split_name(before, &stem, &number) && split_name(name, &other, &next) && stem == other
           && memcmp(before, name, stem) == 0 && next == number + 1;
}

void register_names(struct buffer *text, const struct look *look, const cconv_plan *plan,
                    const char *(*name_at)(const cconv_plan *, size_t))
{
    const char *name;
    for (size_t i = 0; (name = name_at(plan, i));) {
        size_t last = i;
        while (name_at(plan, last + 1) && register_follows(name_at(plan, last), name_at(plan, last + 1)))
            last++;
        if (i)
            buffer_string(text, " ");
        buffer_string(text, name);
        if (last > i) {
            buffer_string(text, last > i + 1 ? look->dash : " ");
            buffer_string(text, name_at(plan, last));
        }
        i = last + 1;
    }
}
