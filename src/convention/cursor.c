/*
 * The cursor's writers: how a convention says where the bytes of a value are. Knows no convention and no type rules;
 * a piece array that no longer fits the caller's scratch moves to the allocator and is released by the caller.
 */
#include "convention/cursor.h"

#include <string.h>

enum { LARGEST_PIECE_COUNT = 1 << 24 };
#define LARGEST_STACK ((uint64_t)1 << 62)

static bool grow_pieces(struct cursor *at, uint32_t want)
{
    if (at->out_of_memory || want > LARGEST_PIECE_COUNT) {
        at->out_of_memory = true;
        return false;
    }
    uint32_t room = at->piece_room ? at->piece_room : 16;
    while (room < want)
        room *= 2;
    size_t old_size = at->piece_room * sizeof(cconv_piece), size = room * sizeof(cconv_piece);
    cconv_piece *grown = at->pieces_allocated ? allocator_resize(&at->allocator, at->pieces, old_size, size)
                                              : allocator_take(&at->allocator, size);
    if (!grown) {
        at->out_of_memory = true;
        return false;
    }
    if (!at->pieces_allocated && at->piece_count)
        memcpy(grown, at->pieces, at->piece_count * sizeof(cconv_piece));
    at->pieces = grown;
    at->piece_room = room;
    at->pieces_allocated = true;
    return true;
}

/* The pieces of one slot lie side by side. Where two slots are written in turns (a result and its hidden pointer),
   the pieces so far move to the end first; their old places are not read again. */
static cconv_piece *add_piece(struct cursor *at, struct slot *out)
{
    if (out->piece_count == 0)
        out->first_piece = at->piece_count;
    bool moves = out->first_piece + out->piece_count != at->piece_count;
    uint32_t need = at->piece_count + (moves ? out->piece_count : 0) + 1;
    if (need > at->piece_room && !grow_pieces(at, need))
        return NULL;
    if (moves) {
        memcpy(at->pieces + at->piece_count, at->pieces + out->first_piece, out->piece_count * sizeof(cconv_piece));
        out->first_piece = at->piece_count;
        at->piece_count += out->piece_count;
    }
    out->piece_count++;
    return &at->pieces[at->piece_count++];
}

static void put_in_register(struct cursor *at, struct slot *out, uint64_t offset, uint64_t size, uint16_t reg,
                            uint32_t reg_offset, uint8_t flags)
{
    cconv_piece *piece = add_piece(at, out);
    if (piece)
        *piece = (cconv_piece){.offset = offset, .size = size, .at = reg_offset, .reg = reg,
                               .where = CCONV_IN_REGISTER, .flags = flags};
}

void put_register(struct cursor *at, struct slot *out, uint64_t offset, uint64_t size, uint16_t reg,
                  uint32_t reg_offset)
{
    put_in_register(at, out, offset, size, reg, reg_offset, 0);
}

void put_duplicate(struct cursor *at, struct slot *out, uint64_t offset, uint64_t size, uint16_t reg,
                   uint32_t reg_offset)
{
    put_in_register(at, out, offset, size, reg, reg_offset, CCONV_PIECE_DUPLICATE);
}

void put_scalable(struct cursor *at, struct slot *out, uint64_t offset, uint64_t size, uint16_t reg)
{
    put_in_register(at, out, offset, size, reg, 0, CCONV_PIECE_SCALABLE);
}

void put_stack_at(struct cursor *at, struct slot *out, uint64_t offset, uint64_t size, uint64_t position)
{
    cconv_piece *piece = add_piece(at, out);
    if (piece)
        *piece = (cconv_piece){.offset = offset, .size = size, .at = at->stack_base + position,
                               .reg = CCONV_NO_REGISTER, .where = CCONV_ON_STACK};
}

bool take_stack(struct cursor *at, uint64_t size, uint64_t align, uint64_t slot, uint64_t *position)
{
    if (size >= LARGEST_STACK || size + align + slot >= LARGEST_STACK
        || at->nsaa >= LARGEST_STACK - (size + align + slot))
        return false;
    *position = round_up(at->nsaa, align ? align : 1);
    at->area_align = max_u64(at->area_align, align);
    at->nsaa = round_up(*position + size, slot ? slot : 1);
    return true;
}

bool put_stack(struct cursor *at, struct slot *out, uint64_t size, uint64_t align, uint64_t slot)
{
    uint64_t position;
    if (!take_stack(at, size, align, slot, &position))
        return false;
    put_stack_at(at, out, 0, size, position);
    return true;
}

uint16_t take_integer(struct cursor *at)
{
    const struct register_list *list = &at->convention->integer_args;
    return at->ngrn < list->count ? list->regs[at->ngrn++] : CCONV_NO_REGISTER;
}

uint16_t take_vector(struct cursor *at)
{
    const struct register_list *list = &at->convention->vector_args;
    return at->nsrn < list->count ? list->regs[at->nsrn++] : CCONV_NO_REGISTER;
}

struct slot *put_sret(struct cursor *at, const cconv_rule *rule)
{
    at->sret_slot = (struct slot){.kind = CCONV_PLACED_DIRECT, .rule = rule};
    at->sret = &at->sret_slot;
    return at->sret;
}

static void add_note(struct slot *out, const cconv_divergence *divergence)
{
    for (unsigned i = 0; i < out->note_count; i++)
        if (out->notes[i] == divergence)
            return;
    if (out->note_count < SLOT_NOTES)
        out->notes[out->note_count++] = divergence;
}

bool field_is_atomic(const cconv_field *field)
{
    uint32_t qualifiers = field->qualifiers;
    for (const struct cconv_type *type = field->type; type->kind == CCONV_TYPEDEF || type->kind == CCONV_ARRAY; type = type->element)
        qualifiers |= type->element_qualifiers;
    return (qualifiers & CCONV_ATOMIC) != 0;
}

bool only_padding(const struct cconv_type *type)
{
    type = canonical(type);
    if (type->kind == CCONV_ARRAY)
        return type->length == 0 || only_padding(type->element);
    if (!is_record(type))
        return false;
    for (uint32_t i = 0; i < type->field_count; i++) {
        const cconv_field *field = &type->fields[i];
        bool unnamed = field->flags & CCONV_FIELD_BIT_FIELD && !field->name;
        if (!unnamed && !only_padding(field->type))
            return false;
    }
    return true;
}

cconv_reading diverge(struct cursor *at, struct slot *out, const cconv_divergence *divergence)
{
    add_note(out, divergence);
    const char *answer = at->reading == CCONV_AS_GCC     ? divergence->gcc
                         : at->reading == CCONV_AS_CLANG ? divergence->clang
                         : at->reading == CCONV_AS_MSVC  ? divergence->msvc
                                                         : NULL;
    return answer ? at->reading : divergence->followed;
}

cconv_status unsupported(struct cursor *at, const struct cconv_type *type, const cconv_rule *rule, const char *why)
{
    if (!at->error)
        return CCONV_UNSUPPORTED;
    char type_buffer[160], where_buffer[128], rule_buffer[128] = "";
    struct text where = {where_buffer, sizeof where_buffer, 0}, clause = {rule_buffer, sizeof rule_buffer, 0};
    const char *type_text = at->type_text;
    if (!type_text) {
        cconv_type_print(type, 0, NULL, type_buffer, sizeof type_buffer);
        type_text = type_buffer;
    }
    if (at->in_result) {
        text_string(&where, "result");
    } else {
        text_string(&where, "argument ");
        text_number(&where, (uint64_t)at->index + 1);
        if (at->name) {
            text_string(&where, " ('");
            text_string(&where, at->name);
            text_string(&where, "')");
        }
    }
    text_end(&where);
    if (rule) {
        text_string(&clause, " (");
        text_string(&clause, rule->document);
        text_string(&clause, rule->section && rule->section[0] ? " §" : "");
        text_string(&clause, rule->section ? rule->section : "");
        text_string(&clause, ")");
    }
    text_end(&clause);
    return error_set(at->error, CCONV_UNSUPPORTED, "%s: type '%.160s': %s%s", where_buffer, type_text, why,
                     rule_buffer);
}
