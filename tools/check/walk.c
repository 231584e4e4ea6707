/*
 * One function on every path. Paths meet where something jumps to; there a few states are kept that differ in what matters, and a
 * path whose state is covered by one of them ends.
 */
#include "check.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_STATES = 6, MOST_STEPS = 2000000, ARENA_BLOCK = 1 << 20 };

struct point {
    uint64_t address;                /* 0: free */
    uint8_t count;
    uint8_t waiting;                 /* a bit for each state that is not followed yet as it is */
    struct state *states[MOST_STATES];
};

/* The lowest address is followed first: what comes together is together then. */
struct pending {
    uint64_t address;
    unsigned index;                  /* of the state */
};

/* ----------------------------------------------------------------------- memory */

/* Blocks that are used again for each function. */
struct arena {
    struct block {
        struct block *next;
        size_t used, size;
        char bytes[];
    } *first, *current;
};

static void *arena_take(struct arena *arena, size_t size)
{
    size = (size + 15) & ~(size_t)15;
    while (arena->current && arena->current->used + size > arena->current->size && arena->current->next) {
        arena->current = arena->current->next;
        arena->current->used = 0;
    }
    if (!arena->current || arena->current->used + size > arena->current->size) {
        struct block *block = malloc(sizeof *block + ARENA_BLOCK);
        if (!block)
            return NULL;
        block->next = NULL, block->used = 0, block->size = ARENA_BLOCK;
        if (arena->current)
            arena->current->next = block;
        else
            arena->first = block;
        arena->current = block;
    }
    void *at = arena->current->bytes + arena->current->used;
    arena->current->used += size;
    return at;
}

/* As long as it is: one that widens never gets more slots. */
static struct state *keep(struct walk *walk, const struct state *state)
{
    struct state *copy = arena_take(walk->arena, state_size(state));
    if (copy)
        memcpy(copy, state, state_size(state));
    return copy;
}

bool walk_make(struct walk *walk, const struct image *image, const struct functions *functions, struct statistics *statistics)
{
    memset(walk, 0, sizeof *walk);
    walk->image = image;
    walk->functions = functions;
    walk->contract = image->contract;
    walk->statistics = statistics;
    walk->arena = calloc(1, sizeof *walk->arena);
    walk->point_room = 1024;
    walk->points = calloc(walk->point_room, sizeof *walk->points);
    return walk->arena && walk->points;
}

void walk_free(struct walk *walk)
{
    for (struct block *block = walk->arena ? walk->arena->first : NULL; block;) {
        struct block *next = block->next;
        free(block);
        block = next;
    }
    free(walk->arena);
    free(walk->points);
    free(walk->pending);
}

void walk_gives_up(struct walk *walk, uint64_t address, const char *why)
{
    if (walk->given_up)
        return;
    walk->given_up = why;
    walk->given_up_at = address;
}

/* ----------------------------------------------------------------------- points */

static struct point *find_point(struct point *points, size_t room, uint64_t address)
{
    size_t at = (address * 0x9e3779b97f4a7c15u >> 32) & (room - 1);
    while (points[at].address && points[at].address != address)
        at = (at + 1) & (room - 1);
    return &points[at];
}

static struct point *point_at(struct walk *walk, uint64_t address)
{
    if (walk->point_count * 2 >= walk->point_room) {
        size_t room = walk->point_room * 2;
        struct point *points = calloc(room, sizeof *points);
        if (!points)
            return NULL;
        for (size_t i = 0; i < walk->point_room; i++)
            if (walk->points[i].address)
                *find_point(points, room, walk->points[i].address) = walk->points[i];
        free(walk->points);
        walk->points = points;
        walk->point_room = room;
    }
    struct point *point = find_point(walk->points, walk->point_room, address);
    if (!point->address) {
        point->address = address;
        point->count = point->waiting = 0;
        walk->point_count++;
    }
    return point;
}

/* Which of the point's states stands for it, and must be followed; -1 for none. */
static int meet(struct walk *walk, struct point *point, const struct state *state)
{
    for (unsigned i = 0; i < point->count; i++) {
        enum meeting meeting = state_meet(walk->contract, point->states[i], state, 0);
        if (meeting != MEETING_APART)
            return meeting == MEETING_WIDER ? (int)i : -1;
    }
    if (point->count < MOST_STATES) {
        struct state *copy = keep(walk, state);
        if (!copy)
            return -1;
        point->states[point->count] = copy;
        return point->count++;
    }
    walk->statistics->widened++;
    uint32_t base = (uint32_t)(point->address - walk->image->placed.base + 1);
    return state_meet(walk->contract, point->states[MOST_STATES - 1], state, base) == MEETING_WIDER ? MOST_STATES - 1 : -1;
}

static void push(struct walk *walk, uint64_t address, unsigned index)
{
    if (walk->pending_count == walk->pending_room) {
        size_t room = walk->pending_room ? walk->pending_room * 2 : 64;
        struct pending *pending = realloc(walk->pending, room * sizeof *pending);
        if (!pending)
            return;
        walk->pending = pending;
        walk->pending_room = room;
    }
    size_t at = walk->pending_count++;
    for (; at && walk->pending[(at - 1) / 2].address > address; at = (at - 1) / 2)
        walk->pending[at] = walk->pending[(at - 1) / 2];
    walk->pending[at] = (struct pending){address, index};
}

static struct pending pop(struct walk *walk)
{
    struct pending first = walk->pending[0], last = walk->pending[--walk->pending_count];
    size_t at = 0, child;
    while ((child = 2 * at + 1) < walk->pending_count) {
        if (child + 1 < walk->pending_count && walk->pending[child + 1].address < walk->pending[child].address)
            child++;
        if (walk->pending[child].address >= last.address)
            break;
        walk->pending[at] = walk->pending[child];
        at = child;
    }
    walk->pending[at] = last;
    return first;
}

/* Where paths may meet. */
static void arrive(struct walk *walk, uint64_t address, const struct state *state)
{
    struct point *point = point_at(walk, address);
    int index = point ? meet(walk, point, state) : -1;
    if (index < 0 || point->waiting >> index & 1)
        return;
    point->waiting |= (uint8_t)(1u << index);
    push(walk, address, (unsigned)index);
}

/* ------------------------------------------------------------------------- flow */

static bool at_entry_stack(const struct walk *walk, const struct state *state)
{
    const struct value *sp = &state->values[walk->contract->sp];
    return sp->kind == VALUE_STACK && sp->id == 0 && sp->offset == 0;
}

static void count_jump(struct walk *walk, uint64_t address, bool is_resolved)
{
    for (unsigned i = 0; i < walk->jump_count; i++)
        if (walk->jumps[i] == address)
            return;
    if (walk->jump_count == sizeof walk->jumps / sizeof *walk->jumps)
        return;
    walk->jumps[walk->jump_count++] = address;
    walk->open_jumps += !is_resolved;
}

/* A jump to what is in a register or in memory. */
static void indirect_jump(struct walk *walk, const struct state *state, uint64_t address, const struct effect *effect)
{
    struct value target;
    if (effect->source.reg != NO_REGISTER) {
        target = step_read(walk, state, effect->source);
    } else {
        struct transfer transfer = {{0, 0, walk->contract->word}, 0, false, false, walk->contract->word, 0};
        target = step_load(walk, state, address, &effect->memory[0], &transfer);
    }
    bool is_absolute = target.kind == VALUE_TABLE && walk->tables[target.id].entry == walk->contract->word;
    if (target.kind == VALUE_TARGET || is_absolute) {
        bool is_clean = at_entry_stack(walk, state) && exit_is_clean(walk, state);
        struct table table = walk->tables[target.id];
        if (table_follow(walk, state, address, &table)) {
            count_jump(walk, address, true);
            return;
        }
        if (!is_clean) {
            count_jump(walk, address, false);
            walk_gives_up(walk, address, "a jump table that cannot be read");
            return;
        }
    }
    if (target.kind == VALUE_CONSTANT && image_code(walk->image, (uint64_t)target.offset)) {
        walk_follow(walk, address, (uint64_t)target.offset, state);
        return;
    }
    if (at_entry_stack(walk, state) && (target.kind == VALUE_CONSTANT || exit_is_clean(walk, state))) {
        const struct import_name *name = target.kind == VALUE_CONSTANT ? image_import(walk->image, (uint64_t)target.offset) : NULL;
        if (!name || !name->never_returns)
            exit_tail(walk, state, address, 0);
        return;
    }
    if (state->values[walk->contract->sp].kind == VALUE_UNKNOWN || state->values[walk->contract->sp].kind == VALUE_ENTRY)
        return; /* to another stack, as longjmp does */
    count_jump(walk, address, false);
    walk_gives_up(walk, address, "a jump to an address that is not known");
}

/* What an unwinder leaves: registers that it restores as the call found them, and what the landing pad is told. */
static void follow_landing(struct walk *walk, const struct state *state, uint64_t address)
{
    uint64_t pad = landing_of(walk->image, address);
    if (!pad)
        return;
    struct state thrown = *state;
    step_after_call(walk, &thrown, address, NULL, false);
    thrown.since_call = 1;
    walk_follow(walk, address, pad, &thrown);
}

/* False: it never returns. */
static bool call(struct walk *walk, struct state *state, uint64_t address, const struct effect *effect)
{
    const struct summary *summary = NULL;
    bool is_listed = false;          /* in a table of this file */
    uint64_t target = effect->target, next = address + effect->size;
    if (target == next) { /* call .+0: pushes an address */
        struct value *sp = &state->values[walk->contract->sp];
        if (walk->contract->link == NO_REGISTER && sp->kind == VALUE_STACK) {
            sp->offset -= walk->contract->word;
            state_store(state, sp->id, sp->offset, walk->contract->word, NULL);
        } else if (walk->contract->link != NO_REGISTER) {
            state->values[walk->contract->link] = (struct value){VALUE_CONSTANT, 0, 0, 0, (int64_t)next};
        }
        return true;
    }
    if (!target) {
        struct transfer transfer = {{0, 0, walk->contract->word}, 0, false, false, walk->contract->word, 0};
        unsigned operand = effect->memory_count > 1 ? 1 : 0;
        struct value value = effect->source.reg != NO_REGISTER ? step_read(walk, state, effect->source)
                             : effect->memory_count ? step_load(walk, state, address, &effect->memory[operand], &transfer) : (struct value){0};
        target = value.kind == VALUE_CONSTANT ? (uint64_t)value.offset : 0;
        is_listed = value.kind == VALUE_TABLE || value.kind == VALUE_TARGET;
    }
    const struct code_range *code = target ? image_code(walk->image, target) : NULL;
    if (code && code->is_linkage)
        target = image_through(walk->image, target);
    const struct import_name *name = target ? image_import(walk->image, target) : NULL;
    const struct function *function = target ? function_at(walk->functions, target) : NULL;
    follow_landing(walk, state, address);
    bool is_foreign = name || (!function && !is_listed);
    if (is_foreign && !(name && name->keeps_all) && !(code && code->is_linkage && !name))
        check_call(walk, state, address);
    walk->is_early |= function && !function->summary.is_done && function != walk->function;
    if (name && name->never_returns)
        return false;
    if (function && (function->flags & FUNCTION_NEVER_RETURNS || (function->summary.is_done && function->summary.never_returns)))
        return false;
    struct summary trusted;
    if (function && function->summary.is_done) { /* a call that is bound to this code: what it leaves alone besides is known too */
        trusted = function->summary;
        if (function_is_judged(function))
            exit_trust(walk->contract, &trusted);
        summary = &trusted;
    }
    if (summary && summary->is_odd) {
        walk_gives_up(walk, address, "a call of a function that does not leave the stack as it was");
        return false;
    }
    step_after_call(walk, state, address, summary, name && name->keeps_all);
    if (code && code->is_linkage && !name && !function) /* code of this file, which is chosen when it is loaded: it may keep more */
        for (unsigned i = 0; i < FOLLOWED; i++)
            if (state->values[i].kind == VALUE_LOST)
                state->values[i] = (struct value){VALUE_GIVEN_UP, 0, 0, 0, 0};
    return true;
}

/* What is at the beginning of another function: true if the path ends there. */
static bool enters_another(struct walk *walk, const struct state *state, uint64_t from, uint64_t address, bool is_jump)
{
    const struct function *function = address == walk->function->begin ? NULL : function_at(walk->functions, address);
    if (!function || function->flags & FUNCTION_FRAGMENT)
        return false;
    if (!is_jump && !state->since_call)
        return true; /* behind a call that never returns */
    /* Compilers let code that is never reached run over the end of its function. */
    if (!at_entry_stack(walk, state))
        return !is_jump && walk->function->flags & FUNCTION_DESCRIBED && function->flags & FUNCTION_DESCRIBED;
    if (!(function->summary.is_done && function->summary.never_returns))
        exit_tail(walk, state, from, address);
    return true;
}

void walk_follow(struct walk *walk, uint64_t from, uint64_t address, const struct state *state)
{
    if (!enters_another(walk, state, from, address, true))
        arrive(walk, address, state);
}

static void branch(struct walk *walk, struct state *state, uint64_t address, const struct effect *effect)
{
    struct state taken = *state;
    step_condition(walk, &taken, effect->condition, true);
    walk_follow(walk, address, effect->target, &taken);
    step_condition(walk, state, effect->condition, false);
}

/* Right behind a call, where other paths arrive with another stack: the call never returns, which its name does not say. */
static bool is_at_odds(struct walk *walk, uint64_t address, const struct state *state)
{
    const struct point *point = find_point(walk->points, walk->point_room, address);
    const struct value *sp = &state->values[walk->contract->sp];
    for (unsigned i = 0; point->address && i < point->count; i++) {
        const struct value *other = &point->states[i]->values[walk->contract->sp];
        if (other->kind == sp->kind && other->id == sp->id && other->offset == sp->offset)
            return false;
    }
    return point->address && point->count;
}

/* Follows one path to its end, or to where others may meet it. */
static void run(struct walk *walk, uint64_t address, struct state *state)
{
    struct effect effect;
    uint64_t begin = address, from = address;
    for (;;) {
        size_t size;
        const uint8_t *bytes = image_bytes(walk->image, address, &size);
        if (address != begin && enters_another(walk, state, from, address, false))
            return;
        if (address != begin && !state->since_call && is_landing_pad(walk->image, address))
            return; /* the call never returns: only an unwinder comes here */
        if (address != begin && image_leads(walk->image, address)) {
            if (state->since_call || !is_at_odds(walk, address, state))
                arrive(walk, address, state);
            return;
        }
        begin = 0;
        if (++walk->steps > MOST_STEPS) {
            walk_gives_up(walk, address, "it is too large");
            return;
        }
        if (!bytes || !instruction_effect(walk->image->mode, bytes, size, address, &effect)) {
            if (state->since_call)
                walk_gives_up(walk, address, bytes ? "bytes that are no instruction" : "it leaves the code");
            return;
        }
        uint64_t at = address - walk->image->placed.base;
        walk->image->reached[at / 8] |= (uint8_t)(1u << at % 8);
        if (!effect.is_landing)
            state->since_call++;
        switch (effect.flow) {
        case FLOW_NEXT: case FLOW_SYSTEM: step(walk, state, address, &effect); break;
        case FLOW_CALL:
            if (!call(walk, state, address, &effect))
                return;
            break;
        case FLOW_BRANCH:
            step(walk, state, address, &effect);
            branch(walk, state, address, &effect);
            break;
        case FLOW_JUMP:
            if (!effect.target) {
                indirect_jump(walk, state, address, &effect);
                return;
            }
            walk_follow(walk, address, effect.target, state);
            return;
        case FLOW_RETURN: exit_return(walk, state, address, &effect); return;
        default: return;
        }
        from = address;
        address += effect.size;
    }
}

void walk_function(struct walk *walk, struct function *function)
{
    struct state state;
    memset(walk->points, 0, walk->point_room * sizeof *walk->points);
    walk->function = function;
    walk->point_count = walk->pending_count = 0;
    walk->table_count = walk->finding_count = walk->jump_count = walk->open_jumps = 0;
    walk->given_up = NULL;
    walk->is_exited = walk->is_early = false;
    walk->steps = 0;
    memset(walk->saves, 0, sizeof walk->saves);
    walk->arena->current = walk->arena->first;
    if (walk->arena->current)
        walk->arena->current->used = 0;
    walk->summary = (struct summary){.kept = {~(uint64_t)0, ~(uint64_t)0}};
    state_begin(walk->contract, &state);
    arrive(walk, function->begin, &state);
    while (walk->pending_count) {
        struct pending next = pop(walk);
        struct point *point = find_point(walk->points, walk->point_room, next.address);
        point->waiting &= (uint8_t)~(1u << next.index);
        memcpy(&state, point->states[next.index], state_size(point->states[next.index]));
        run(walk, next.address, &state);
    }
    walk->summary.is_done = true;
    walk->summary.never_returns = !walk->is_exited && !walk->given_up;
    function->summary = walk->summary;
    walk->statistics->instructions += walk->steps;
}
