/* Interned identifiers and what they stand for; and the parser's growable stacks. */
#include "decl/parser.h"
#include "decl/intern.h"

#include <string.h>

/* BYTES_A_NAME: of preprocessed text for each new identifier, by experience with system headers. */
enum { FIRST_BUCKETS = 64, MOST_FIRST_BUCKETS = 1 << 16, BYTES_A_NAME = 64 };

/* ---------------------------------------------------------------- identifiers */

/* An empty table of `count` slots, a power of two. */
static bool names_size(struct names *names, size_t count)
{
    struct symbol **slots = arena_take(names->arena, count * (sizeof *slots + sizeof *names->tags));
    if (!slots)
        return false;
    names->slots = slots;
    names->tags = memset(slots + count, 0, count);
    names->mask = (uint32_t)(count - 1);
    for (names->shift = 32; count > 1; count /= 2)
        names->shift--;
    return true;
}

struct names *names_new(struct arena *arena, size_t text_length)
{
    size_t count = FIRST_BUCKETS;
    while (count < MOST_FIRST_BUCKETS && count * BYTES_A_NAME < text_length)
        count *= 2;
    struct names table = {.arena = arena};
    if (!names_size(&table, count)) /* the largest first: the arena's blocks grow from there */
        return NULL;
    struct names *names = arena_take(arena, sizeof *names);
    if (names)
        *names = table;
    return names;
}

static void put_symbol(struct names *names, uint32_t hash, struct symbol *symbol)
{
    uint32_t i = hash >> names->shift;
    while (names->tags[i])
        i = (i + 1) & names->mask;
    names->tags[i] = name_tag(hash);
    names->slots[i] = symbol;
}

static bool names_grow(struct names *names)
{
    struct names old = *names;
    if (!names_size(names, 4 * ((size_t)old.mask + 1)))
        return false;
    for (size_t i = 0; i <= old.mask; i++)
        if (old.tags[i]) {
            struct symbol *symbol = old.slots[i];
            put_symbol(names, word_tail(symbol->text, symbol->length).hash, symbol);
        }
    return true;
}

struct symbol *symbol_new(struct names *names, const char *text, size_t length, const struct word_tail *tail)
{
    if (names->count > names->mask / 2 && !names_grow(names))
        return NULL;
    /* the text ends in a zero byte, and can be read sixteen bytes at a time */
    size_t before = length ? (length - 1) & ~(size_t)15 : 0; /* in whole sixteens, before the tail */
    struct symbol *symbol = arena_take(names->arena, offsetof(struct symbol, text) + before + 16 + 1);
    if (!symbol)
        return NULL;
    *symbol = (struct symbol){.length = (uint32_t)length};
    for (size_t i = 0; i < before; i += 16)
        memcpy(symbol->text + i, text + i, 16);
    memcpy(symbol->text + before, &tail->low, 8);
    memcpy(symbol->text + before + 8, &tail->high, 8);
    symbol->text[before + 16] = '\0';
    symbol->kind = keyword_find(text, length);
    put_symbol(names, tail->hash, symbol);
    names->count++;
    return symbol;
}

struct symbol *intern(struct names *names, const char *text, size_t length)
{
    char padded[256] = {0};
    if (length <= sizeof padded - TEXT_PADDING) {
        memcpy(padded, text, length);
        return intern_padded(names, padded, length);
    }
    char *copy = arena_alloc(names->arena, length + TEXT_PADDING);
    if (!copy)
        return NULL;
    memcpy(copy, text, length);
    return intern_padded(names, copy, length);
}

/* -------------------------------------------------------------------- entries */

/* What a scoped binding hid. */
struct undo {
    struct symbol *symbol;
    struct entry *hidden;
    bool is_tag;
};

struct entry *bind_name(struct parser *p, struct symbol *symbol, enum entry_kind kind, bool scoped)
{
    bool is_tag = kind == ENTRY_TAG;
    struct entry **slot = is_tag ? &symbol->tag : &symbol->ordinary;
    struct entry *entry = arena_take(&p->context->arena, sizeof *entry);
    if (!entry) {
        fail_no_memory(p);
        return NULL;
    }
    *entry = (struct entry){
        .kind = (uint8_t)kind, .flags = p->parsing_builtin ? ENTRY_BUILTIN : 0, .declaration = NO_DECLARATION};
    if (scoped) {
        struct undo *undo = stack_push(p, &p->undo);
        if (!undo)
            return NULL;
        *undo = (struct undo){symbol, *slot, is_tag};
    }
    *slot = entry;
    return entry;
}

void unbind(struct parser *p, uint32_t mark)
{
    struct undo *undo = p->undo.data;
    while (p->undo.count > mark) {
        const struct undo *last = &undo[--p->undo.count];
        if (last->is_tag)
            last->symbol->tag = last->hidden;
        else
            last->symbol->ordinary = last->hidden;
    }
}

/* --------------------------------------------------------------- did you mean */

enum { FAR = 100, LONGEST_COMPARED = 40 };

/* Damerau-Levenshtein distance (adjacent swaps count one); letters that differ in case alone count nothing. */
static unsigned distance(const char *a, size_t a_length, const char *b, size_t b_length)
{
    unsigned row[3][LONGEST_COMPARED + 1];
    if (a_length > LONGEST_COMPARED || b_length > LONGEST_COMPARED)
        return FAR;
    for (size_t j = 0; j <= b_length; j++)
        row[0][j] = (unsigned)j;
    for (size_t i = 1; i <= a_length; i++) {
        unsigned *now = row[i % 3], *last = row[(i + 2) % 3], *before = row[(i + 1) % 3];
        now[0] = (unsigned)i;
        for (size_t j = 1; j <= b_length; j++) {
            unsigned cost = (a[i - 1] | 32) != (b[j - 1] | 32);
            unsigned best = last[j - 1] + cost;
            if (last[j] + 1 < best)
                best = last[j] + 1;
            if (now[j - 1] + 1 < best)
                best = now[j - 1] + 1;
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] && before[j - 2] + 1 < best)
                best = before[j - 2] + 1;
            now[j] = best;
        }
    }
    return row[a_length % 3][b_length];
}

struct nearest {
    const struct symbol *wanted;
    const char *best;
    unsigned distance;
};

static void consider(struct nearest *nearest, const char *text)
{
    unsigned d = distance(nearest->wanted->text, nearest->wanted->length, text, strlen(text));
    if (d < nearest->distance || (d == nearest->distance && nearest->best && strcmp(text, nearest->best) < 0)) {
        nearest->best = text;
        nearest->distance = d;
    }
}

const char *nearest_type_name(struct parser *p, const struct symbol *symbol)
{
    struct nearest nearest = {symbol, NULL, symbol->length <= 3 ? 2 : 1 + symbol->length / 3};
    for (size_t i = 0; i <= p->names->mask; i++) {
        const struct symbol *s = p->names->tags[i] ? p->names->slots[i] : NULL;
        if (s && s != symbol && s->ordinary && s->ordinary->kind == ENTRY_TYPEDEF)
            consider(&nearest, s->text);
    }
    const char *text;
    for (size_t i = 0; (text = keyword_of_types(i)); i++)
        consider(&nearest, text);
    for (size_t i = 0; (text = well_known_name(p, i)); i++)
        consider(&nearest, text);
    return nearest.best;
}

/* --------------------------------------------------------------------- stacks */

bool stack_grow(struct parser *p, struct stack *stack)
{
    size_t old_size = (size_t)stack->capacity * stack->size;
    size_t new_size = old_size ? 2 * old_size : 64 * (size_t)stack->size;
    void *data = stack->capacity < UINT32_MAX / 2
                     ? allocator_resize(&p->context->arena.allocator, stack->data, old_size, new_size)
                     : NULL;
    if (!data) {
        fail_no_memory(p);
        return false;
    }
    stack->data = data;
    stack->capacity = stack->capacity ? 2 * stack->capacity : 64;
    return true;
}

void stack_free(struct parser *p, struct stack *stack)
{
    allocator_give(&p->context->arena.allocator, stack->data, (size_t)stack->capacity * stack->size);
    stack->data = NULL;
}
