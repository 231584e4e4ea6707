/* Jump tables: entries that are addresses, or distances from a base. */
#include "check.h"

enum { MOST_ENTRIES = 8192 };

unsigned table_make(struct walk *walk, const struct table *table)
{
    enum { COUNT = sizeof walk->tables / sizeof *walk->tables };
    for (unsigned i = 0; i < walk->table_count; i++) {
        const struct table *other = &walk->tables[i];
        if (other->address == table->address && other->base == table->base && other->entry == table->entry && other->shift == table->shift
            && other->is_signed == table->is_signed && other->has_base == table->has_base && other->bound == table->bound
            && other->is_weak == table->is_weak)
            return i;
    }
    if (walk->table_count < COUNT)
        walk->table_count++;
    walk->tables[walk->table_count - 1] = *table;
    return walk->table_count - 1;
}

static bool entry_at(const struct walk *walk, const struct table *table, int64_t index, uint64_t *out)
{
    uint64_t address = table->address + (uint64_t)index * table->entry, value = 0;
    const uint8_t *bytes = placed_bytes(&walk->image->placed, address, table->entry);
    if (!bytes)
        return false;
    for (unsigned i = 0; i < table->entry; i++)
        value |= (uint64_t)bytes[i] << 8 * i;
    unsigned bits = 8 * table->entry;
    if (table->has_base && bits < 64 && (table->is_signed || bits == 32)) {
        uint64_t sign = (uint64_t)1 << (bits - 1);
        value = (value ^ sign) - sign;
    }
    *out = table->has_base ? table->base + (value << table->shift) : value;
    return true;
}

/* Of tables that no comparison bounds: targets are in the function, and another table is not run into. */
static bool is_plausible(const struct walk *walk, uint64_t jump, const struct table *table, int64_t index, uint64_t target)
{
    uint64_t address = table->address + (uint64_t)index * table->entry;
    for (unsigned i = 0; index && i < walk->table_count; i++)
        if (walk->tables[i].address == address)
            return false;
    const struct function *function = function_before(walk->functions, target), *own = function_before(walk->functions, jump);
    bool is_inside = (target >= walk->function->begin && target < walk->function->end) || (own && target >= own->begin && target < own->end)
                     || (function && function->flags & FUNCTION_FRAGMENT && target < function->end);
    return is_inside && image_starts(walk->image, target);
}

bool table_follow(struct walk *walk, const struct state *state, uint64_t jump, const struct table *table)
{
    bool is_bound = table->bound > 0 && table->bound <= MOST_ENTRIES && !table->is_weak;
    int64_t count = 0;
    const struct value *sp = &state->values[walk->contract->sp];
    struct state copy = *state;
    copy.is_guessed |= !is_bound;
    for (; count < (table->bound ? table->bound : MOST_ENTRIES); count++) {
        uint64_t target;
        if (!entry_at(walk, table, count, &target))
            break;
        bool is_code = image_code(walk->image, target) != NULL;
        if (!is_code)
            break;
        /* Of a described function no jump leads elsewhere, but to another's beginning with the stack as it was. */
        bool is_tail = sp->kind == VALUE_STACK && !sp->id && !sp->offset && function_at(walk->functions, target);
        bool is_checked = !is_bound || (walk->function->flags & FUNCTION_DESCRIBED && !is_tail);
        if (is_checked && !is_plausible(walk, jump, table, count, target))
            break;
        walk_follow(walk, jump, target, &copy);
    }
    return count > 0 && (!is_bound || count == table->bound);
}
