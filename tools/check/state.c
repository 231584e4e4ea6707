/* States: what each register and each stack slot holds, and what two of them have in common where paths meet. */
#include "check.h"

#include <string.h>

enum { ENTRY_IDENTITY = 0x7f000000 };

void state_begin(const struct contract *contract, struct state *out)
{
    memset(out, 0, offsetof(struct state, slots));
    out->since_call = 1;
    out->comparison.reg = out->comparison.second = NO_REGISTER;
    for (unsigned i = 0; i < FOLLOWED; i++)
        out->values[i] = (struct value){VALUE_ENTRY, (uint8_t)i, 64, 0, 0};
    if (contract->direction != NO_REGISTER)
        out->values[SLOT_DIRECTION] = (struct value){VALUE_CONSTANT, 0, 0, 0, 0};
    out->values[contract->sp] = (struct value){VALUE_STACK, 0, 8, 0, 0};
    if (contract->link == NO_REGISTER) {
        struct value address = {VALUE_ENTRY, RETURN_ADDRESS, 64, 0, 0};
        state_store(out, 0, 0, contract->word, &address);
    }
}

uint32_t value_identity(const struct value *value)
{
    return value->kind == VALUE_ENTRY ? ENTRY_IDENTITY | value->reg : value->kind == VALUE_UNKNOWN || value->kind == VALUE_LOST ? value->id : 0;
}

const struct stack_slot *state_slot(const struct state *state, uint32_t base, int64_t offset)
{
    for (uint32_t i = 0; i < state->slot_count; i++)
        if (state->slots[i].offset == offset && state->slots[i].base == base)
            return &state->slots[i];
    return NULL;
}

static void drop(struct state *state, uint32_t index)
{
    state->slots[index] = state->slots[--state->slot_count];
}

/* NULL: what is there is not known any more. */
void state_store(struct state *state, uint32_t base, int64_t offset, uint32_t bytes, const struct value *value)
{
    for (uint32_t i = 0; i < state->slot_count;) {
        const struct stack_slot *slot = &state->slots[i];
        if (slot->base == base && slot->offset < offset + bytes && offset < slot->offset + slot->bytes)
            drop(state, i);
        else
            i++;
    }
    if (value && state->slot_count < MOST_SLOTS)
        state->slots[state->slot_count++] = (struct stack_slot){base, bytes, offset, *value};
}

void state_drop_below(struct state *state, uint32_t base, int64_t offset)
{
    for (uint32_t i = 0; i < state->slot_count;)
        if (state->slots[i].base == base && state->slots[i].offset < offset)
            drop(state, i);
        else
            i++;
}

/* --------------------------------------------------------------------- meeting */

/* What must be the same again at the exit. */
static bool must_stay(const struct contract *contract, unsigned reg)
{
    return reg == RETURN_ADDRESS || reg == contract->link || (reg < FOLLOWED && contract->preserved[reg]);
}

/* Neither what must be the same again at the exit, nor where the stack is. */
static bool is_plain(const struct contract *contract, const struct value *value)
{
    return value->kind == VALUE_ENTRY ? !must_stay(contract, value->reg) : value->kind != VALUE_STACK && value->kind != VALUE_GIVEN_UP;
}

static bool same(const struct value *a, const struct value *b)
{
    return a->kind == b->kind && a->reg == b->reg && a->id == b->id && a->offset == b->offset && (a->bytes == b->bytes || a->kind != VALUE_ENTRY);
}

/* Paths on which a register that must be kept is kept on one alone, or sp differs, are followed each for itself. */
static bool is_apart(const struct contract *contract, unsigned index, const struct value *a, const struct value *b)
{
    if (same(a, b))
        return false;
    if (index == contract->sp || a->kind == VALUE_TARGET || b->kind == VALUE_TARGET)
        return true;
    if (a->kind == VALUE_GIVEN_UP || b->kind == VALUE_GIVEN_UP)
        return false;
    if (index == SLOT_DIRECTION)
        return a->kind == VALUE_CONSTANT && b->kind == VALUE_CONSTANT;
    if (!contract->preserved[index] && index != contract->link)
        return false;
    bool a_kept = a->kind == VALUE_ENTRY && a->reg == index, b_kept = b->kind == VALUE_ENTRY && b->reg == index;
    if (index == contract->frame && (a->kind == VALUE_STACK || b->kind == VALUE_STACK))
        return true;
    return a_kept != b_kept;
}

/* The only copy of what must be the same again is in one of them alone. */
static bool slots_apart(const struct contract *contract, const struct state *a, const struct state *b)
{
    for (uint32_t i = 0; i < a->slot_count; i++) {
        const struct stack_slot *slot = &a->slots[i];
        unsigned reg = slot->value.reg;
        if (slot->value.kind != VALUE_ENTRY || !must_stay(contract, reg) || (reg < FOLLOWED && a->values[reg].kind == VALUE_ENTRY && a->values[reg].reg == reg))
            continue;
        const struct stack_slot *other = state_slot(b, slot->base, slot->offset);
        if (!other || (other->value.kind != VALUE_GIVEN_UP && !same(&slot->value, &other->value)))
            return true;
    }
    return false;
}

/* What both are; the same where `to` covers `from` already. */
static bool widen(const struct contract *contract, struct value *to, const struct value *from)
{
    if (same(to, from) || to->kind == VALUE_GIVEN_UP)
        return false;
    struct value before = *to;
    if (to->kind == VALUE_UNKNOWN && from->kind == VALUE_UNKNOWN && to->id == from->id) {
        if (to->offset != from->offset && to->offset) /* less is known of one: the same value */
            to->reg = to->reg | from->reg, to->offset = from->offset && from->offset > to->offset ? from->offset : from->offset ? to->offset : 0;
        else if (to->offset == from->offset)
            to->reg |= from->reg;
    } else if (to->kind == VALUE_ENTRY && from->kind == VALUE_ENTRY && to->reg == from->reg) {
        to->offset = to->offset == from->offset ? to->offset : 0;
        to->bytes = to->bytes < from->bytes ? to->bytes : from->bytes;
    } else if (is_plain(contract, to) && is_plain(contract, from)) {
        bool is_lost = to->kind == VALUE_LOST || from->kind == VALUE_LOST;
        uint32_t id = to->kind == VALUE_LOST ? to->id : from->kind == VALUE_LOST ? from->id : 0;
        *to = (struct value){is_lost ? VALUE_LOST : VALUE_UNKNOWN, 0, 0, is_lost ? id : 0, 0};
    } else {
        *to = (struct value){VALUE_GIVEN_UP, 0, 0, 0, 0};
    }
    return !same(&before, to);
}

/* Slots that are in both, with what both have; of those in one alone it is not known what they hold. */
static bool widen_slots(const struct contract *contract, struct state *to, const struct state *from)
{
    bool is_changed = false;
    for (uint32_t i = 0; i < to->slot_count;) {
        struct stack_slot *slot = &to->slots[i];
        const struct stack_slot *other = state_slot(from, slot->base, slot->offset);
        struct value nothing = {VALUE_GIVEN_UP, 0, 0, 0, 0};
        if (other && other->bytes == slot->bytes) {
            is_changed |= widen(contract, &slot->value, &other->value);
        } else if (slot->value.kind != VALUE_GIVEN_UP) {
            slot->value = nothing;
            is_changed = true;
        }
        i++;
    }
    return is_changed;
}

/* A stack pointer that differs gets a base of its own. */
static bool rebase(struct state *to, unsigned sp, const struct value *from, uint32_t base)
{
    struct value *value = &to->values[sp];
    struct value based = {VALUE_STACK, 0, 0, base, 0};
    if (same(value, from) || value->kind != VALUE_STACK || from->kind != VALUE_STACK || same(value, &based))
        return false;
    *value = based;
    for (uint32_t i = 0; i < to->slot_count;)
        if (to->slots[i].base == base)
            drop(to, i);
        else
            i++;
    return true;
}

enum meeting state_meet(const struct contract *contract, struct state *to, const struct state *from, uint32_t forced)
{
    bool is_changed = false, is_forced = forced != 0;
    if (!memcmp(to->values, from->values, sizeof to->values) && to->slot_count == from->slot_count
        && !memcmp(to->slots, from->slots, to->slot_count * sizeof *to->slots) && to->is_guessed == from->is_guessed && to->x87 == from->x87)
        goto compare;
    for (unsigned i = 0; !is_forced && i < FOLLOWED; i++)
        if (is_apart(contract, i, &to->values[i], &from->values[i]))
            return MEETING_APART;
    if (!is_forced && (slots_apart(contract, to, from) || slots_apart(contract, from, to)))
        return MEETING_APART;
    if (!is_forced && to->is_guessed && !from->is_guessed)
        return MEETING_APART;
    bool is_based = is_forced && to->values[contract->sp].kind == VALUE_STACK && from->values[contract->sp].kind == VALUE_STACK;
    if (is_based)
        is_changed |= rebase(to, contract->sp, &from->values[contract->sp], forced);
    for (unsigned i = 0; i < FOLLOWED; i++)
        is_changed |= !(is_based && i == contract->sp) && widen(contract, &to->values[i], &from->values[i]);
    is_changed |= widen_slots(contract, to, from);
    if (from->is_guessed && !to->is_guessed && is_forced)
        to->is_guessed = is_changed = true;
    if (to->x87 != from->x87 && to->x87 != INT8_MIN)
        to->x87 = INT8_MIN, is_changed = true;
compare:
    if (to->comparison.is_known && memcmp(&to->comparison, &from->comparison, sizeof to->comparison) != 0)
        to->comparison.is_known = false, is_changed = true;
    if (to->bounded.identity && memcmp(&to->bounded, &from->bounded, sizeof to->bounded) != 0)
        to->bounded.identity = 0, is_changed = true;
    if (from->since_call > to->since_call)
        to->since_call = from->since_call; /* no reason to follow it again */
    return is_changed ? MEETING_WIDER : MEETING_SAME;
}
