/* What one instruction does to a state. */
#include "check.h"

#include <string.h>

static struct value unknown(uint64_t id, int64_t bound)
{
    return (struct value){VALUE_UNKNOWN, 0, 0, (uint32_t)id, bound};
}

static struct value constant(uint64_t value) { return (struct value){VALUE_CONSTANT, 0, 0, 0, (int64_t)value}; }
static struct value stack(uint32_t base, int64_t offset) { return (struct value){VALUE_STACK, 0, 0, base, offset}; }

/* Instructions by their offset in the image, which fits into an id. */
static uint32_t id_of(const struct walk *walk, uint64_t address)
{
    return (uint32_t)(address - walk->image->placed.base + 1);
}

/* -------------------------------------------------------------------- registers */

/* A part of a value that is an address or a whole register is neither. */
static struct value narrow(const struct walk *walk, struct value value, struct register_part part)
{
    bool is_general = part.reg < walk->contract->general;
    if (part.at || part.bytes == 0)
        return unknown(0, 0);
    if (!is_general) {
        if (value.kind == VALUE_ENTRY && part.bytes < value.bytes)
            value.bytes = part.bytes;
        return value;
    }
    if (part.bytes >= walk->contract->word)
        return value;
    int64_t most = part.bytes >= 4 ? 0 : (int64_t)1 << 8 * part.bytes;
    switch (value.kind) {
    case VALUE_ENTRY: case VALUE_UNKNOWN: case VALUE_LOST: {
        bool is_bound = value.offset && (!most || value.offset <= most);
        struct value out = unknown(value_identity(&value), is_bound ? value.offset : most);
        out.reg = is_bound && value.kind == VALUE_UNKNOWN ? value.reg : !is_bound && most;
        return out;
    }
    case VALUE_CONSTANT: return constant((uint64_t)value.offset & (((uint64_t)1 << 8 * part.bytes) - 1));
    case VALUE_TABLE: return value;
    default: return unknown(0, 0);
    }
}

/* As processors do, which wrap around. */
static int64_t plus(int64_t a, int64_t b) { return (int64_t)((uint64_t)a + (uint64_t)b); }
static int64_t shift_left(int64_t value, unsigned by) { return (int64_t)((uint64_t)value << by); }

/* The register's place in a state; NO_REGISTER for one that is not followed, and for none. */
static uint8_t followed(const struct contract *contract, unsigned reg)
{
    return reg == NO_REGISTER ? (uint8_t)NO_REGISTER : contract->followed[reg];
}

struct value step_read(const struct walk *walk, const struct state *state, struct register_part part)
{
    uint8_t index = followed(walk->contract, part.reg);
    return index == NO_REGISTER ? unknown(0, 0) : narrow(walk, state->values[index], part);
}

static struct value whole(const struct walk *walk, const struct state *state, unsigned reg)
{
    return step_read(walk, state, (struct register_part){(uint8_t)reg, 0, walk->contract->word});
}

/* ----------------------------------------------------------------------- memory */

struct value step_address(const struct walk *walk, const struct state *state, const struct memory_operand *memory)
{
    struct value base = memory->base == NO_REGISTER ? constant(0) : whole(walk, state, memory->base);
    if (memory->is_tls)
        return unknown(0, 0);
    if (memory->index != NO_REGISTER) {
        struct value index = whole(walk, state, memory->index);
        if (index.kind != VALUE_CONSTANT || memory->index_extension != INDEX_WHOLE || memory->subtracts_index)
            return unknown(0, 0);
        base.offset = plus(base.offset, base.kind == VALUE_CONSTANT || base.kind == VALUE_STACK ? shift_left(index.offset, memory->shift) : 0);
    }
    if (base.kind != VALUE_CONSTANT && base.kind != VALUE_STACK)
        return unknown(0, 0);
    base.offset = plus(base.offset, memory->displacement);
    return base;
}

static struct value from_stack(const struct walk *walk, const struct state *state, struct value address, const struct transfer *transfer, struct value otherwise)
{
    const struct stack_slot *slot = state_slot(state, address.id, address.offset);
    if (!slot || transfer->bytes > slot->bytes)
        return otherwise;
    struct value value = slot->value;
    if (transfer->reg.reg < walk->contract->general && transfer->bytes < walk->contract->word)
        return value.kind == VALUE_UNKNOWN ? value : value.kind == VALUE_GIVEN_UP ? value : otherwise;
    if (value.kind == VALUE_ENTRY && transfer->bytes < value.bytes)
        value.bytes = transfer->bytes;
    return value;
}

/* An entry of a table: constant base, changing index. */
static bool from_table(struct walk *walk, const struct state *state, const struct memory_operand *memory, const struct transfer *transfer, struct value *out)
{
    struct value base = memory->base == NO_REGISTER ? constant(0) : whole(walk, state, memory->base);
    if (memory->index == NO_REGISTER || base.kind != VALUE_CONSTANT || memory->is_tls || transfer->bytes > 8 || 1u << memory->shift != transfer->bytes)
        return false;
    struct table table = {.address = (uint64_t)(base.offset + memory->displacement), .entry = transfer->bytes, .is_signed = transfer->is_signed};
    struct value index = whole(walk, state, memory->index);
    if (index.kind == VALUE_UNKNOWN || index.kind == VALUE_ENTRY || index.kind == VALUE_LOST)
        table.bound = index.offset, table.is_weak = index.kind == VALUE_UNKNOWN && index.reg;
    if (!placed_bytes(&walk->image->placed, table.address, table.entry))
        return false;
    *out = (struct value){VALUE_TABLE, 0, 0, table_make(walk, &table), 0};
    return true;
}

struct value step_load(struct walk *walk, const struct state *state, uint64_t address, const struct memory_operand *memory, const struct transfer *transfer)
{
    struct value at = step_address(walk, state, memory), out;
    unsigned bytes = transfer->bytes;
    struct value otherwise = unknown(id_of(walk, address), !transfer->is_signed && bytes && bytes < 4 ? (int64_t)1 << 8 * bytes : 0);
    uint64_t value;
    otherwise.reg = otherwise.offset != 0;
    if (memory->base != NO_REGISTER && memory->index == NO_REGISTER && state->bounded.identity && state->bounded.bytes == bytes
        && state->bounded.displacement == memory->displacement) {
        struct value base = whole(walk, state, memory->base);
        if (value_identity(&base) == state->bounded.identity)
            otherwise.offset = state->bounded.bound, otherwise.reg = 0;
    }
    at.offset += at.kind == VALUE_UNKNOWN ? 0 : transfer->at;
    if (at.kind == VALUE_STACK)
        return from_stack(walk, state, at, transfer, otherwise);
    if (at.kind == VALUE_CONSTANT && bytes && bytes <= walk->contract->word && image_constant(walk->image, (uint64_t)at.offset, bytes, &value)) {
        uint64_t sign = (uint64_t)1 << (8 * bytes - 1);
        return constant(transfer->is_signed ? (value ^ sign) - sign : value);
    }
    return transfer->reg.reg < walk->contract->general && from_table(walk, state, memory, transfer, &out) ? out : otherwise;
}

/* The stack pointer, or a register that points at the caller's value of itself. */
static bool is_frame_register(const struct walk *walk, const struct state *state, unsigned reg)
{
    const struct contract *contract = walk->contract;
    const struct value *frame = &state->values[contract->frame];
    if (reg != contract->frame || frame->kind != VALUE_STACK)
        return reg == contract->sp;
    const struct stack_slot *slot = state_slot(state, frame->id, frame->offset);
    return slot && slot->value.kind == VALUE_ENTRY && slot->value.reg == contract->frame;
}

/* Saved registers are overwritten through the stack pointer or the frame pointer; what walks through an array is believed to stay
   in it. */
static void store(struct walk *walk, struct state *state, uint64_t address, const struct memory_operand *memory, int at, unsigned bytes, const struct value *value,
                  bool is_push)
{
    struct value where = step_address(walk, state, memory);
    if (where.kind != VALUE_STACK || !bytes)
        return;
    where.offset += at;
    if (!is_push)
        check_store(walk, state, address, memory, &where);
    bool is_kept = value && (value->kind == VALUE_ENTRY || value->kind == VALUE_STACK || (value->kind == VALUE_UNKNOWN && value->offset && value->id));
    bool is_frame = is_frame_register(walk, state, memory->base) && memory->index == NO_REGISTER;
    if (!is_frame && !(is_kept && value->kind != VALUE_UNKNOWN))
        return;
    if (is_kept && value->kind == VALUE_ENTRY && value->reg < FOLLOWED)
        walk->saves[value->reg] = address;
    state_store(state, where.id, where.offset, bytes, is_kept ? value : NULL);
}

/* ------------------------------------------------------------------- operations */

static struct value sum(struct walk *walk, const struct state *state, uint64_t address, const struct effect *effect)
{
    struct value a = step_read(walk, state, effect->source), b = constant(0), none = unknown(id_of(walk, address), 0);
    bool is_short = effect->destination.bytes < walk->contract->word;
    if (effect->second.reg != NO_REGISTER)
        b = step_read(walk, state, effect->second);
    bool is_extended = effect->second_is_signed && b.kind == VALUE_CONSTANT && effect->second.bytes < walk->contract->word;
    if (is_extended)
        b = unknown(0, 0);
    if (is_short && a.kind == VALUE_STACK)
        return none;
    if (b.kind == VALUE_TABLE && a.kind == VALUE_CONSTANT) {
        struct table table = walk->tables[b.id];
        table.has_base = true, table.base = (uint64_t)(a.offset + effect->immediate), table.shift = effect->shift;
        table.is_signed |= effect->second_is_signed;
        return (struct value){VALUE_TARGET, 0, 0, table_make(walk, &table), 0};
    }
    if (a.kind == VALUE_TABLE && b.kind == VALUE_CONSTANT && effect->second.reg != NO_REGISTER) {
        struct table table = walk->tables[a.id];
        table.has_base = true, table.base = (uint64_t)plus(shift_left(b.offset, effect->shift), effect->immediate);
        return (struct value){VALUE_TARGET, 0, 0, table_make(walk, &table), 0};
    }
    if (b.kind == VALUE_STACK && a.kind == VALUE_CONSTANT && !effect->shift)
        return stack(b.id, b.offset + a.offset + effect->immediate);
    if (a.kind == VALUE_STACK && b.kind != VALUE_CONSTANT && effect->destination.reg == walk->contract->sp)
        return stack(id_of(walk, address), 0); /* room of a size that is not known */
    if (b.kind != VALUE_CONSTANT || (a.kind != VALUE_CONSTANT && a.kind != VALUE_STACK))
        return a.kind == VALUE_GIVEN_UP || b.kind == VALUE_GIVEN_UP ? (struct value){VALUE_GIVEN_UP, 0, 0, 0, 0} : none;
    bool walks = a.kind == VALUE_STACK && effect->destination.reg == effect->source.reg
                 && !is_frame_register(walk, state, effect->destination.reg);
    if (walks)
        return none;
    a.offset = plus(a.offset, plus(shift_left(b.offset, effect->shift), effect->immediate));
    if (a.kind == VALUE_CONSTANT && is_short && effect->destination.bytes == 4)
        a.offset = (int64_t)(uint32_t)a.offset;
    return a;
}

static struct value masked(struct walk *walk, const struct state *state, uint64_t address, const struct effect *effect)
{
    struct value a = step_read(walk, state, effect->source);
    bool by_number = effect->second.reg == NO_REGISTER;
    if (a.kind == VALUE_STACK)
        return stack(id_of(walk, address), 0);
    if (by_number && a.kind == VALUE_CONSTANT)
        return constant((uint64_t)(a.offset & effect->immediate));
    bool is_small = by_number && effect->immediate >= 0 && effect->immediate < 0x10000;
    return unknown(id_of(walk, address), is_small ? effect->immediate + 1 : a.kind == VALUE_UNKNOWN ? a.offset : 0);
}

static struct value shifted(struct walk *walk, const struct state *state, uint64_t address, const struct effect *effect)
{
    struct value a = step_read(walk, state, effect->source);
    int64_t by = effect->immediate, bound = 0;
    unsigned bits = 8u * effect->source.bytes;
    if (by < 0 && -by < 64) {
        if (a.kind == VALUE_UNKNOWN && a.offset)
            bound = ((a.offset - 1) >> -by) + 1;
        else if (bits + by > 0 && bits + by <= 16)
            bound = (int64_t)1 << (bits + by);
    }
    if (a.kind == VALUE_CONSTANT && by >= 0 && by < 32)
        return constant((uint64_t)a.offset << by);
    return unknown(id_of(walk, address), bound);
}

static struct value computed(struct walk *walk, struct state *state, uint64_t address, const struct effect *effect)
{
    switch (effect->operation) {
    case OPERATION_MOVE: {
        struct value value = step_read(walk, state, effect->source);
        if (value.kind == VALUE_UNKNOWN && !value.id) { /* the two have one name from here */
            value.id = id_of(walk, address);
            uint8_t index = followed(walk->contract, effect->source.reg);
            if (index != NO_REGISTER && state->values[index].kind == VALUE_UNKNOWN && !state->values[index].id)
                state->values[index].id = value.id;
        }
        return value;
    }
    case OPERATION_CONSTANT: return effect->destination.bytes >= 4 || effect->destination.reg == walk->contract->direction ? constant((uint64_t)effect->immediate)
                                                                                                                        : unknown(id_of(walk, address), 0);
    case OPERATION_ADD: return sum(walk, state, address, effect);
    case OPERATION_SUBTRACT: {
        struct value a = step_read(walk, state, effect->source), b = step_read(walk, state, effect->second);
        if (a.kind == VALUE_STACK && b.kind == VALUE_CONSTANT)
            return stack(a.id, a.offset - b.offset);
        /* Room on the stack of a size that is not known. */
        return a.kind == VALUE_STACK && effect->destination.reg == walk->contract->sp ? stack(id_of(walk, address), 0) : unknown(id_of(walk, address), 0);
    }
    case OPERATION_AND: return masked(walk, state, address, effect);
    case OPERATION_SHIFT: return shifted(walk, state, address, effect);
    default: return unknown(id_of(walk, address), 0);
    }
}

/* ------------------------------------------------------------------------- step */

/* A value that has no name gets one, so that what is learnt of it holds where it was copied to. */
static void give_name(const struct walk *walk, struct state *state, uint64_t address, unsigned reg)
{
    uint8_t index = reg == NO_REGISTER ? (uint8_t)NO_REGISTER : walk->contract->followed[reg];
    if (index != NO_REGISTER && state->values[index].kind == VALUE_UNKNOWN && !state->values[index].id)
        state->values[index].id = id_of(walk, address);
}

static void compare(struct walk *walk, struct state *state, uint64_t address, const struct effect *effect)
{
    if (effect->operation == OPERATION_COMPARE || register_set_has(&effect->writes, walk->contract->flags))
        state->compared.identity = 0;
    if (effect->operation == OPERATION_COMPARE && effect->source.reg == NO_REGISTER) {
        const struct memory_operand *memory = &effect->memory[0];
        give_name(walk, state, address, memory->base);
        struct value base = memory->base == NO_REGISTER || memory->index != NO_REGISTER ? unknown(0, 0) : whole(walk, state, memory->base);
        state->comparison.is_known = false;
        state->compared = (struct bounded){value_identity(&base), memory->bytes, memory->displacement, effect->immediate};
    } else if (effect->operation == OPERATION_COMPARE) {
        give_name(walk, state, address, effect->source.reg);
        struct value value = step_read(walk, state, effect->source);
        memset(&state->comparison, 0, sizeof state->comparison);
        state->comparison.is_known = effect->source.reg != NO_REGISTER && effect->source.at == 0;
        state->comparison.reg = followed(walk->contract, effect->source.reg);
        state->comparison.second = followed(walk->contract, effect->second.reg);
        state->comparison.identity = value_identity(&value);
        state->comparison.immediate = effect->immediate;
        if (state->comparison.second != NO_REGISTER && state->values[state->comparison.second].kind == VALUE_CONSTANT) {
            state->comparison.immediate = state->values[state->comparison.second].offset;
            state->comparison.second = NO_REGISTER;
        }
    } else if (register_set_has(&effect->writes, walk->contract->flags)) {
        state->comparison.is_known = false;
    }
}

static void put(struct state *state, unsigned index, const struct value *value, bool is_conditional)
{
    struct value before = state->values[index];
    state->values[index] = *value;
    if (is_conditional && memcmp(&before, value, sizeof before) != 0) {
        bool is_plain = before.kind != VALUE_ENTRY && before.kind != VALUE_STACK && value->kind != VALUE_ENTRY && value->kind != VALUE_STACK;
        state->values[index] = is_plain ? (struct value){VALUE_UNKNOWN, 0, 0, value->id, 0} : (struct value){VALUE_GIVEN_UP, 0, 0, 0, 0};
    }
    if (state->comparison.reg == index)
        state->comparison.reg = NO_REGISTER;
}

static void forget_writes(struct walk *walk, struct state *state, uint64_t address, const struct effect *effect)
{
    const struct contract *contract = walk->contract;
    for (unsigned word = 0; word < 2; word++)
        for (uint64_t bits = effect->writes.bits[word]; bits; bits &= bits - 1) {
            unsigned reg = 64 * word + (unsigned)__builtin_ctzll(bits);
            uint8_t index = contract->followed[reg];
            if (index == NO_REGISTER)
                continue;
            struct value *value = &state->values[index];
            if (state->comparison.reg == index)
                state->comparison.reg = NO_REGISTER;
            /* Above xmm only, where all registers are written and all kept (vzeroupper). */
            bool is_upper = register_set_has(&effect->kept, reg) && reg >= contract->general && effect->operation == OPERATION_OTHER
                            && effect->destination.reg == NO_REGISTER && __builtin_popcountll(effect->writes.bits[0] >> contract->general) >= 8;
            if (is_upper) {
                if (value->kind == VALUE_ENTRY && value->bytes > 16)
                    value->bytes = 16;
            } else {
                *value = unknown(id_of(walk, address), 0);
            }
        }
}

/* Memory, with the registers as they were before. */
static void access_memory(struct walk *walk, struct state *state, uint64_t address, const struct effect *effect, struct value *loads)
{
    bool stored[MOST_MEMORY] = {false};
    for (unsigned i = 0; i < effect->transfer_count; i++)
        if (!effect->transfers[i].is_store)
            loads[i] = step_load(walk, state, address, &effect->memory[effect->transfers[i].memory], &effect->transfers[i]);
    for (unsigned i = 0; i < effect->transfer_count; i++) {
        const struct transfer *transfer = &effect->transfers[i];
        if (!transfer->is_store)
            continue;
        struct value value = step_read(walk, state, transfer->reg);
        store(walk, state, address, &effect->memory[transfer->memory], transfer->at, transfer->bytes, &value, effect->has_writeback && transfer->memory == 0);
        stored[transfer->memory] = true;
    }
    for (unsigned i = 0; i < effect->memory_count; i++)
        if (effect->memory[i].writes && !stored[i] && !effect->memory[i].is_unchanged)
            store(walk, state, address, &effect->memory[i], 0, effect->memory[i].bytes, NULL, effect->has_writeback && i == 0);
}

/* A base that moves by an access: the stack pointer by push and pop, any by an address that is written back. */
static void write_back(struct walk *walk, struct state *state, uint64_t address, const struct effect *effect, struct value base)
{
    const struct contract *contract = walk->contract;
    unsigned reg = effect->memory[0].base;
    bool is_known = effect->writeback_register == NO_REGISTER
                    && (base.kind == VALUE_CONSTANT || (base.kind == VALUE_STACK && (reg == contract->sp || reg == contract->frame)));
    if (is_known)
        base.offset += effect->writeback;
    else
        base = unknown(id_of(walk, address), 0);
    if (contract->followed[reg] != NO_REGISTER)
        state->values[contract->followed[reg]] = base;
}

void step(struct walk *walk, struct state *state, uint64_t address, const struct effect *effect)
{
    const struct contract *contract = walk->contract;
    struct value loads[MOST_TRANSFERS], result = {0}, base = {0}, exchanged = {0};
    uint8_t to = followed(contract, effect->destination.reg);
    bool has_result = to != NO_REGISTER;
    if (effect->operation == OPERATION_EXCHANGE)
        exchanged = step_read(walk, state, effect->destination), result = step_read(walk, state, effect->source);
    else if (has_result)
        result = computed(walk, state, address, effect);
    if (effect->has_writeback)
        base = whole(walk, state, effect->memory[0].base);
    check_reads(walk, state, address, effect);
    compare(walk, state, address, effect);
    access_memory(walk, state, address, effect, loads);
    struct value before = effect->is_conditional && has_result ? state->values[to] : result;
    forget_writes(walk, state, address, effect);
    if (effect->operation == OPERATION_EXCHANGE && followed(contract, effect->source.reg) != NO_REGISTER)
        state->values[followed(contract, effect->source.reg)] = exchanged;
    if (has_result && effect->operation != OPERATION_OTHER && effect->operation != OPERATION_COMPARE) {
        state->values[to] = before;
        put(state, to, &result, effect->is_conditional);
    }
    for (unsigned i = 0; i < effect->transfer_count; i++) {
        struct register_part reg = effect->transfers[i].reg;
        bool is_part = reg.at || (reg.reg < contract->general && reg.bytes < 4);
        if (!effect->transfers[i].is_store && followed(contract, reg.reg) != NO_REGISTER && !is_part)
            state->values[followed(contract, reg.reg)] = loads[i];
    }
    if (effect->has_writeback)
        write_back(walk, state, address, effect, base);
}

/* ------------------------------------------------------------------- conditions */

static enum condition opposite(enum condition condition)
{
    switch (condition) {
    case CONDITION_EQUAL: return CONDITION_NOT_EQUAL;
    case CONDITION_NOT_EQUAL: return CONDITION_EQUAL;
    case CONDITION_BELOW: return CONDITION_ABOVE_EQUAL;
    case CONDITION_BELOW_EQUAL: return CONDITION_ABOVE;
    case CONDITION_ABOVE: return CONDITION_BELOW_EQUAL;
    case CONDITION_ABOVE_EQUAL: return CONDITION_BELOW;
    default: return CONDITION_OTHER;
    }
}

static void bind(struct value *value, int64_t bound)
{
    if ((value->kind == VALUE_UNKNOWN || value->kind == VALUE_ENTRY || value->kind == VALUE_LOST) && (!value->offset || bound < value->offset || (value->kind == VALUE_UNKNOWN && value->reg)))
        value->offset = bound, value->reg = value->kind == VALUE_ENTRY ? value->reg : 0;
}

/* A loop that touches each page of the stack ends where sp is what another register says. */
static void make_equal(const struct contract *contract, struct state *state, unsigned a, unsigned b)
{
    if (a == contract->sp && state->values[b].kind == VALUE_STACK)
        state->values[a] = state->values[b];
    else if (b == contract->sp && state->values[a].kind == VALUE_STACK)
        state->values[b] = state->values[a];
}

void step_condition(struct walk *walk, struct state *state, enum condition condition, bool holds)
{
    const struct comparison *comparison = &state->comparison;
    if (!holds)
        condition = opposite(condition);
    if (state->compared.identity && (condition == CONDITION_BELOW || condition == CONDITION_BELOW_EQUAL)) {
        state->bounded = state->compared;
        state->bounded.bound = plus(state->bounded.bound, condition == CONDITION_BELOW_EQUAL);
    }
    if (!comparison->is_known)
        return;
    if (comparison->second != NO_REGISTER) {
        if (condition == CONDITION_EQUAL && comparison->reg != NO_REGISTER)
            make_equal(walk->contract, state, comparison->reg, comparison->second);
        return;
    }
    int64_t bound = condition == CONDITION_BELOW ? comparison->immediate
                    : condition == CONDITION_BELOW_EQUAL || condition == CONDITION_EQUAL ? plus(comparison->immediate, 1) : 0;
    if (bound <= 0)
        return;
    if (comparison->reg != NO_REGISTER)
        bind(&state->values[comparison->reg], bound);
    if (!comparison->identity)
        return;
    for (unsigned i = 0; i < FOLLOWED; i++)
        if (value_identity(&state->values[i]) == comparison->identity)
            bind(&state->values[i], bound);
}

/* ------------------------------------------------------------------------ calls */

void step_after_call(struct walk *walk, struct state *state, uint64_t address, const struct summary *summary, bool keeps_all)
{
    const struct contract *contract = walk->contract;
    struct value *sp = &state->values[contract->sp];
    for (unsigned i = 0; i < FOLLOWED && !keeps_all; i++) {
        if (i == contract->sp || i == SLOT_DIRECTION)
            continue;
        struct value *value = &state->values[i];
        bool is_kept = summary ? summary->kept[i / 64] >> i % 64 & 1 : contract->preserved[i] || i == SLOT_CONTROL || i == SLOT_STATUS;
        if (!is_kept)
            *value = (struct value){contract->preserved[i] || contract->is_result[i] || summary ? VALUE_UNKNOWN : VALUE_LOST, 0, 0, id_of(walk, address), 0};
        else if (!summary && value->kind == VALUE_ENTRY && i >= contract->general && i < 64 && value->bytes > contract->preserved[i])
            value->bytes = contract->preserved[i];
    }
    if (sp->kind == VALUE_STACK) {
        state_drop_below(state, sp->id, sp->offset);
        if (summary)
            sp->offset += summary->sp_change;
    }
    state->comparison.is_known = false;
    state->compared.identity = state->bounded.identity = 0;
    state->since_call = 0;
}
