/* The rules, where control leaves the function. */
#include "check.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const char *name_of(const struct walk *walk, unsigned index)
{
    if (index == RETURN_ADDRESS)
        return "the return address";
    const char *name = index < FOLLOWED ? instruction_register_name(walk->contract->arch, walk->contract->reg[index]) : NULL;
    return name ? name : "?";
}

static uint64_t address_of(const struct walk *walk, uint32_t id)
{
    return id && id < 0x70000000 ? walk->image->placed.base + id - 1 : 0;
}

static void describe(const struct walk *walk, const struct value *value, char *out, size_t size)
{
    switch (value->kind) {
    case VALUE_ENTRY: snprintf(out, size, "the low %u bytes of %s as it was at entry", value->bytes, name_of(walk, value->reg)); break;
    case VALUE_STACK: snprintf(out, size, value->id ? "an address in the frame" : "sp at entry %+lld", (long long)value->offset); break;
    case VALUE_CONSTANT: snprintf(out, size, "0x%llx", (unsigned long long)value->offset); break;
    case VALUE_LOST: snprintf(out, size, "what a call left there"); break;
    default: snprintf(out, size, "another value"); break;
    }
    if (value->kind == VALUE_ENTRY && value->bytes >= 64)
        snprintf(out, size, "%s as it was at entry", name_of(walk, value->reg));
}

/* Errors are of code that was followed in full, in functions that others can call. NULL: nothing to say, or said already. */
struct finding *exit_finds(struct walk *walk, const struct state *state, const char *rule, uint64_t address, unsigned reg)
{
    if (state->is_guessed || !function_is_judged(walk->function))
        return NULL;
    for (unsigned i = 0; i < walk->finding_count; i++)
        if (walk->findings[i].reg == reg && !strcmp(walk->findings[i].rule, rule))
            return NULL;
    if (walk->finding_count == sizeof walk->findings / sizeof *walk->findings)
        return NULL;
    struct finding *finding = &walk->findings[walk->finding_count++];
    *finding = (struct finding){.rule = rule, .address = address, .reg = (uint8_t)reg};
    return finding;
}

static void found(struct walk *walk, const struct state *state, const char *rule, uint64_t address, unsigned reg, const struct value *value, const char *expected)
{
    struct finding *finding = exit_finds(walk, state, rule, address, reg);
    if (!finding)
        return;
    finding->cause = value->kind == VALUE_UNKNOWN || value->kind == VALUE_LOST ? address_of(walk, value->id) : 0;
    finding->save = reg < FOLLOWED ? walk->saves[reg] : 0;
    snprintf(finding->expected, sizeof finding->expected, "%s", expected);
    describe(walk, value, finding->found, sizeof finding->found);
}

static bool is_kept(const struct contract *contract, const struct state *state, unsigned index)
{
    const struct value *value = &state->values[index];
    unsigned bytes = contract->preserved[index];
    if (index < contract->general && bytes > contract->word)
        bytes = contract->word;
    return value->kind == VALUE_ENTRY && value->reg == index && value->bytes >= bytes;
}

static void check_preserved(struct walk *walk, const struct state *state, uint64_t address)
{
    const struct contract *contract = walk->contract;
    for (unsigned i = 0; i < 64; i++) {
        if (!contract->preserved[i] || is_kept(contract, state, i))
            continue;
        if (state->values[i].kind == VALUE_GIVEN_UP)
            walk_gives_up(walk, address, "a register whose value differs by the path");
        else
            found(walk, state, "preserved-register", address, i, &state->values[i], name_of(walk, i));
    }
    const struct value *direction = &state->values[SLOT_DIRECTION];
    if (contract->direction != NO_REGISTER && direction->kind == VALUE_CONSTANT && direction->offset)
        found(walk, state, "direction-flag", address, SLOT_DIRECTION, direction, "0");
}

bool exit_is_clean(const struct walk *walk, const struct state *state)
{
    const struct contract *contract = walk->contract;
    for (unsigned i = 0; i < 64; i++)
        if (contract->preserved[i] && !is_kept(contract, state, i))
            return false;
    if (contract->link == NO_REGISTER)
        return true;
    const struct value *link = &state->values[contract->link];
    return link->kind == VALUE_ENTRY && link->reg == contract->link;
}

/* -------------------------------------------------------------------- summaries */

static void sum_up(struct walk *walk, const struct state *state, int64_t sp_change, const struct summary *callee)
{
    uint64_t kept[2] = {0, 0};
    for (unsigned i = 0; i < FOLLOWED; i++) {
        const struct value *value = &state->values[i];
        bool is_same = value->kind == VALUE_ENTRY && value->reg == i && value->bytes >= (i < walk->contract->general ? walk->contract->word : i < 64 && walk->contract->preserved[i] ? walk->contract->preserved[i] : 16);
        is_same |= value->kind == VALUE_GIVEN_UP && i < 64 && walk->contract->preserved[i];
        bool is_kept_there = !callee || (callee->kept[i / 64] >> i % 64 & 1);
        kept[i / 64] |= (uint64_t)(is_same && is_kept_there) << i % 64;
    }
    walk->summary.kept[0] &= kept[0];
    walk->summary.kept[1] &= kept[1];
    walk->summary.is_odd |= walk->is_exited && walk->summary.sp_change != sp_change;
    walk->summary.sp_change = sp_change;
    walk->is_exited = true;
}

/* What a function of which no more is known keeps. */
static struct summary by_contract(const struct contract *contract)
{
    struct summary summary = {0};
    for (unsigned i = 0; i < FOLLOWED; i++)
        if (contract->preserved[i] || i == SLOT_CONTROL || i == SLOT_STATUS)
            summary.kept[i / 64] |= (uint64_t)1 << i % 64;
    return summary;
}

/* A function that is judged keeps what it must, and takes off the stack what the convention says. */
void exit_trust(const struct contract *contract, struct summary *summary)
{
    struct summary wanted = by_contract(contract);
    summary->kept[0] |= wanted.kept[0];
    summary->kept[1] |= wanted.kept[1];
    summary->is_odd = false;
    if (!contract->stack->callee_cleans)
        summary->sp_change = 0;
}

/* ------------------------------------------------------------------------ exits */

static void check_return_address(struct walk *walk, const struct state *state, uint64_t address, const struct value *value)
{
    unsigned reg = walk->contract->link == NO_REGISTER ? RETURN_ADDRESS : walk->contract->link;
    if (value->kind == VALUE_ENTRY && value->reg == reg)
        return;
    if (value->kind == VALUE_GIVEN_UP)
        walk_gives_up(walk, address, "a return address that differs by the path");
    else
        found(walk, state, "return-address", address, RETURN_ADDRESS, value, "the return address");
}

void exit_return(struct walk *walk, const struct state *state, uint64_t address, const struct effect *effect)
{
    const struct contract *contract = walk->contract;
    const struct value *sp = &state->values[contract->sp];
    struct value overwritten = {0};
    if (state->is_guessed && (sp->kind != VALUE_STACK || sp->id || sp->offset))
        return;
    if (sp->kind != VALUE_STACK || sp->id) {
        walk_gives_up(walk, address, "a return from a stack that is not followed");
        walk->is_exited = true; /* callers believe that it keeps to the convention */
        return;
    }
    const struct stack_slot *slot = contract->link == NO_REGISTER ? state_slot(state, 0, sp->offset) : NULL;
    bool is_at_address = slot && slot->value.kind == VALUE_ENTRY && slot->value.reg == RETURN_ADDRESS;
    if (sp->offset && !is_at_address) {
        found(walk, state, "stack-pointer", address, contract->sp, sp, "sp at entry");
    } else {
        unsigned from = effect->source.reg == NO_REGISTER ? contract->link : effect->source.reg;
        const struct value *value = contract->link != NO_REGISTER && contract->followed[from] != NO_REGISTER ? &state->values[contract->followed[from]]
                                    : slot                                                                   ? &slot->value
                                                                                                             : &overwritten;
        check_return_address(walk, state, address, value);
    }
    if (effect->popped && !contract->stack->callee_cleans)
        found(walk, state, "stack-pointer", address, contract->sp, &(struct value){VALUE_STACK, 0, 0, 0, (int64_t)effect->popped}, "sp at entry");
    check_preserved(walk, state, address);
    sum_up(walk, state, sp->offset + (int64_t)effect->popped, NULL);
}

/* A jump to the beginning of another function, with the stack as it was at entry. */
void exit_tail(struct walk *walk, const struct state *state, uint64_t address, uint64_t target)
{
    const struct function *function = function_at(walk->functions, target);
    struct summary contract = by_contract(walk->contract);
    const struct summary *summary = function && !function_is_judged(function) && function->summary.is_done ? &function->summary : &contract;
    check_preserved(walk, state, address);
    sum_up(walk, state, summary->sp_change, summary);
}
