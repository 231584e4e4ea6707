/* Reduces a failing prototype: drops arguments and members, unwraps, replaces types by plainer ones, as long as it
   still fails. All candidates of one round are compiled and run as one batch. */
#include "conform.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { SHRINK_SECONDS = 90 }; /* no round begins later */

static struct generated_type *clone(struct pool *pool, const struct generated_type *type)
{
    struct generated_type *copy = pool_take(pool, sizeof *copy);
    *copy = *type;
    if (type->element)
        copy->element = clone(pool, type->element);
    if (type->kind == G_RECORD) {
        copy->members = pool_take(pool, MAX_MEMBERS * sizeof *copy->members);
        memcpy(copy->members, type->members, MAX_MEMBERS * sizeof *copy->members);
        for (unsigned i = 0; i < type->count; i++)
            copy->members[i].type = clone(pool, type->members[i].type);
    }
    return copy;
}

static void clone_case(struct pool *pool, const struct generated_case *from, struct generated_case *to)
{
    *to = *from;
    for (unsigned i = 0; i < from->count; i++)
        to->arguments[i] = clone(pool, from->arguments[i]);
    if (from->result)
        to->result = clone(pool, from->result);
}

/* The edits of one type, numbered; `edit` counts down, and the one that reaches zero is done. A type's slot may be
   replaced. Returns true when it was done. */
static bool edit_type(struct pool *pool, struct generated_type **slot, int *edit);

static bool now(int *edit)
{
    return (*edit)-- == 0;
}

static struct generated_type *plain(struct pool *pool, const char *text)
{
    struct generated_type *type = pool_take(pool, sizeof *type);
    memset(type, 0, sizeof *type);
    type->kind = G_BASIC;
    type->text = text;
    return type;
}

static bool edit_member(struct pool *pool, struct generated_type *record, unsigned i, int *edit)
{
    struct generated_member *member = &record->members[i];
    if (now(edit)) {
        memmove(member, member + 1, (record->count - i - 1) * sizeof *member);
        record->count--;
        return true;
    }
    if (member->align && now(edit))
        return member->align = 0, true;
    if (member->alignas && now(edit))
        return member->alignas = 0, true;
    if (member->qualifier && now(edit))
        return member->qualifier = NULL, true;
    if (member->packed && now(edit))
        return member->packed = false, true;
    if (member->width > 1 && now(edit))
        return member->width = 1, true;
    if (member->anonymous && now(edit))
        return member->anonymous = false, true;
    return edit_type(pool, &member->type, edit);
}

static bool edit_record(struct pool *pool, struct generated_type **slot, int *edit)
{
    struct generated_type *record = *slot;
    if (record->count == 1 && record->members[0].width < 0 && !record->members[0].flexible
        && is_value(record->members[0].type) && now(edit))
        return *slot = record->members[0].type, true;
    for (unsigned i = 0; i < record->count; i++)
        if (edit_member(pool, record, i, edit))
            return true;
    if (record->align && now(edit))
        return record->align = 0, true;
    if (record->packed && now(edit))
        return record->packed = false, true;
    if (record->pack && now(edit))
        return record->pack = 0, true;
    if (record->transparent && now(edit))
        return record->transparent = false, true;
    if (record->is_union && now(edit))
        return record->is_union = record->transparent = false, true;
    return false;
}

static bool edit_basic(struct pool *pool, struct generated_type **slot, int *edit)
{
    static const char *const plainer[] = {"int", "double", "float", "char", "long long"};
    for (unsigned i = 0; i < 2; i++) {
        if (!strcmp((*slot)->text, plainer[i]))
            return false;
        if (now(edit))
            return *slot = plain(pool, plainer[i]), true;
    }
    return false;
}

static bool edit_type(struct pool *pool, struct generated_type **slot, int *edit)
{
    struct generated_type *type = *slot;
    switch (type->kind) {
    case G_RECORD: return edit_record(pool, slot, edit);
    case G_BASIC: return edit_basic(pool, slot, edit);
    case G_ARRAY:
        if (now(edit))
            return *slot = type->element, true;
        if (type->n > 1 && now(edit))
            return type->n--, true;
        return edit_type(pool, &type->element, edit);
    case G_PARAMETER:
    case G_VECTOR:
    case G_COMPLEX:
    case G_ATOMIC:
    case G_ALIGNED:
        if (is_value(type->element) && now(edit))
            return *slot = type->element, true;
        return edit_type(pool, &type->element, edit);
    case G_BITINT:
        if (type->is_unsigned && now(edit))
            return type->is_unsigned = false, true;
        break;
    default: break;
    }
    if (now(edit))
        return *slot = plain(pool, "int"), true;
    return false;
}

static bool edit_case(struct pool *pool, struct generated_case *c, int edit)
{
    if (c->result && now(&edit))
        return c->result = NULL, true;
    for (unsigned i = c->count; i-- > 0;) {
        if (c->variadic && i < c->fixed && c->fixed == 1)
            continue;
        if (now(&edit)) {
            memmove(&c->arguments[i], &c->arguments[i + 1], (c->count - i - 1) * sizeof *c->arguments);
            c->count--;
            if (i < c->fixed)
                c->fixed--;
            return true;
        }
    }
    if (c->variadic && now(&edit)) {
        c->variadic = false;
        c->fixed = c->count;
        return true;
    }
    for (unsigned i = 0; i < c->count; i++)
        if (edit_type(pool, &c->arguments[i], &edit))
            return true;
    return c->result && edit_type(pool, &c->result, &edit);
}

/* One round: true when a smaller failing case was found. */
static bool shrink_round(const struct judge *judge, struct pool *pool, struct generated_case *c, uint64_t seed,
                         unsigned level, struct verdict *verdict)
{
    struct trial *trials = calloc(BATCH, sizeof *trials);
    unsigned count = 0;
    bool smaller = false;
    if (!trials)
        abort();
    while (count < BATCH) {
        clone_case(pool, c, &trials[count].generated);
        if (!edit_case(pool, &trials[count].generated, (int)count))
            break;
        trial_make(&trials[count], judge, count, seed);
        count++;
    }
    if (count)
        batch_judge(judge, trials, count, level);
    for (unsigned i = 0; i < count && !smaller; i++)
        if (trials[i].verdict.state == verdict->state && trials[i].verdict.aspect == verdict->aspect) {
            *c = trials[i].generated;
            *verdict = trials[i].verdict;
            smaller = true;
        }
    for (unsigned i = 0; i < count; i++)
        trial_free(&trials[i]);
    free(trials);
    return smaller;
}

void shrink(const struct judge *judge, struct pool *pool, struct generated_case *c, uint64_t seed, unsigned level,
            struct verdict *verdict)
{
    time_t end = time(NULL) + SHRINK_SECONDS;
    for (unsigned round = 0; round < 60 && time(NULL) < end; round++)
        if (!shrink_round(judge, pool, c, seed, level, verdict))
            break;
}
