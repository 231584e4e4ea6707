/* Names of addresses, and addresses of names. */
#include "trace.h"

#include <stdlib.h>
#include <string.h>

struct named_place {
    uint64_t at;
    const struct symbol *symbol;
    bool is_mapping;             /* Arm's $a, $t, $d: what follows is A32, Thumb, data */
};

/* By address; of one address functions last, and of these the file's first: the search comes from behind. */
static int by_address(const void *left, const void *right)
{
    const struct named_place *a = left, *b = right;
    int a_function = a->symbol->flags & SYMBOL_FUNCTION ? 1 : 0, b_function = b->symbol->flags & SYMBOL_FUNCTION ? 1 : 0;
    if (a->at != b->at)
        return a->at < b->at ? -1 : 1;
    if (a_function != b_function)
        return a_function - b_function;
    return a->symbol < b->symbol ? 1 : a->symbol > b->symbol ? -1 : 0;
}

static bool is_mapping(const struct world *world, const struct symbol *symbol)
{
    const char *name = symbol->name;
    return world->cpu->arch == CCONV_ARCH_ARM && name[0] == '$' && strchr("atd", name[1]) && name[1] && (!name[2] || name[2] == '.');
}

static void find_places(struct world *world)
{
    world->places = take(NULL, 0, (world->object.symbol_count + 1) * sizeof *world->places);
    for (size_t i = 0; i < world->object.symbol_count; i++) {
        const struct symbol *symbol = &world->object.symbols[i];
        uint64_t at = placed_symbol(&world->placed, i);
        bool maps = is_mapping(world, symbol);
        if (at && !(symbol->flags & SYMBOL_SECTION) && (maps || (*symbol->name && *symbol->name != '$' && *symbol->name != '.')))
            world->places[world->place_count++] = (struct named_place){at, symbol, maps};
    }
    qsort(world->places, world->place_count, sizeof *world->places, by_address);
}

/* How many places lie at the address or below it. */
static size_t places_up_to(const struct world *world, uint64_t address)
{
    size_t low = 0, high = world->place_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (world->places[middle].at <= address)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool same_section(const struct world *world, const struct symbol *symbol, uint64_t address)
{
    if (symbol->section == NO_SECTION)
        return true;
    return address - world->placed.section_at[symbol->section] < world->object.sections[symbol->section].size;
}

const struct symbol *world_symbol_at(struct world *world, uint64_t address, uint64_t *distance)
{
    *distance = 0;
    if (!placed_bytes(&world->placed, address, 1))
        return NULL;
    if (!world->places)
        find_places(world);
    for (size_t i = places_up_to(world, address); i-- > 0;) {
        const struct named_place *place = &world->places[i];
        if (place->is_mapping || (place->symbol->size && address - place->at >= place->symbol->size) || !same_section(world, place->symbol, address))
            continue;
        *distance = address - place->at;
        return place->symbol;
    }
    return NULL;
}

const char *world_symbol(struct world *world, uint64_t address, uint64_t *distance)
{
    const struct outside *outside = world_outside(world, address);
    const struct symbol *symbol = outside ? NULL : world_symbol_at(world, address, distance);
    if (symbol)
        return object_c_name(&world->object, symbol->name, world->name, sizeof world->name);
    *distance = 0;
    return outside ? outside->name : NULL;
}

uint64_t world_find(const struct world *world, const char *name)
{
    const struct symbol *symbol = object_symbol(&world->object, name);
    return symbol ? placed_symbol(&world->placed, (size_t)(symbol - world->object.symbols)) : 0;
}

bool world_is_thumb(struct world *world, uint64_t address)
{
    if (world->cpu->arch != CCONV_ARCH_ARM)
        return false;
    if (!world->places)
        find_places(world);
    size_t count = places_up_to(world, address);
    for (size_t i = count; i-- > 0;) /* "$t" in the same section says it of all that follows */
        if (world->places[i].is_mapping && same_section(world, world->places[i].symbol, address))
            return world->places[i].symbol->name[1] == 't';
    for (size_t i = count; i-- > 0;) /* stripped of these: the function's own address is odd */
        if (world->places[i].symbol->flags & SYMBOL_FUNCTION)
            return world->places[i].symbol->flags & SYMBOL_THUMB;
    return world->object.format == OBJECT_COFF; /* Windows on Arm has Thumb alone */
}
