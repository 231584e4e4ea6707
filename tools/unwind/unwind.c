/* Opening, what overlaps, looking up, problems; and what the readers share. */
#include "internal.h"

#include <stdlib.h>

enum { ELSEWHERE = 2 }; /* what undefined symbols are in sections that are not loaded: anything but 0, and no Thumb code */

static uint64_t elsewhere(void *user, const struct object *object, const char *name)
{
    (void)user, (void)object, (void)name;
    return ELSEWHERE;
}

/* -------------------------------------------------------------------- contents */

bool is_named(const struct object *object, size_t section, const char *name)
{
    return !strcmp(object->sections[section].name, name);
}

void unwind_reports(struct unwind *unwind, const struct contents *contents, uint64_t offset, const char *what)
{
    if (unwind->problem_count < UNWIND_MOST_PROBLEMS)
        unwind->problems[unwind->problem_count] = (struct unwind_problem){what, contents->name, offset};
    unwind->problem_count++;
}

/* With relocations; of a linked file there are none. */
static void copy_unloaded(struct unwind *unwind, const struct section *section, struct contents *contents)
{
    struct object_error error = {""};
    contents->copy = malloc(section->stored ? section->stored : 1);
    if (!contents->copy) {
        unwind->is_out_of_memory = true;
        return;
    }
    if (placed_unloaded(unwind->placed, contents->index, elsewhere, NULL, contents->copy, &error)) {
        contents->bytes = contents->copy;
        contents->size = section->stored;
    } else {
        unwind_reports(unwind, contents, 0, "its relocations cannot be applied");
    }
}

const struct contents *contents_of(struct unwind *unwind, size_t index)
{
    const struct section *section = &unwind->object->sections[index];
    struct contents *contents = &unwind->contents[index];
    if (contents->name) /* was asked for before */
        return contents->bytes ? contents : NULL;
    *contents = (struct contents){.name = section->name, .index = (uint32_t)index, .address = unwind->placed->section_at[index]};
    if (section->flags & SECTION_LOADED && section->stored) {
        contents->size = section->size < section->stored ? section->size : section->stored;
        contents->bytes = placed_bytes(unwind->placed, contents->address, contents->size);
    } else if (section->stored) {
        copy_unloaded(unwind, section, contents);
    }
    return contents->bytes ? contents : NULL;
}

const uint8_t *contents_at(struct unwind *unwind, uint64_t address, const struct contents **section, uint64_t *room)
{
    const struct object *object = unwind->object;
    for (size_t i = 0; i < object->section_count; i++) {
        uint64_t offset = address - unwind->placed->section_at[i];
        if (!(object->sections[i].flags & SECTION_LOADED) || offset >= object->sections[i].stored)
            continue;
        *section = contents_of(unwind, i);
        if (!*section || offset >= (*section)->size)
            return NULL;
        *room = (*section)->size - offset;
        return (*section)->bytes + offset;
    }
    return NULL;
}

/* ------------------------------------------------------------------- functions */

bool unwind_grows(struct unwind *unwind, void **array, size_t count, size_t *room, size_t size)
{
    if (count < *room)
        return true;
    size_t wanted = *room ? 2 * *room : 64;
    void *larger = realloc(*array, wanted * size);
    if (!larger) {
        unwind->is_out_of_memory = true;
        return false;
    }
    *array = larger;
    *room = wanted;
    return true;
}

uint64_t code_end(const struct unwind *unwind, uint64_t address)
{
    const struct object *object = unwind->object;
    for (size_t i = 0; i < object->section_count; i++)
        if (object->sections[i].flags & SECTION_CODE && address - unwind->placed->section_at[i] < object->sections[i].size)
            return unwind->placed->section_at[i] + object->sections[i].size;
    return 0;
}

bool unwind_adds(struct unwind *unwind, const struct contents *contents, const struct unwind_function *function)
{
    if (function->end == function->begin)
        return true;
    if (function->end < function->begin) {
        unwind_reports(unwind, contents, function->entry, "ends before it begins");
        return true;
    }
    if (!unwind_grows(unwind, (void **)&unwind->functions, unwind->function_count, &unwind->function_room, sizeof *function))
        return false;
    struct unwind_function *added = &unwind->functions[unwind->function_count++];
    *added = *function;
    added->section = contents->index;
    return true;
}

static int by_address(const void *left, const void *right)
{
    const struct unwind_function *a = left, *b = right;
    if (a->begin != b->begin)
        return a->begin < b->begin ? -1 : 1;
    return a->entry < b->entry ? -1 : a->entry > b->entry;
}

/* The last of sorted functions that begins at or before the address; NULL for none. */
static const struct unwind_function *last_before(const struct unwind_function *functions, size_t count, uint64_t address)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (functions[middle].begin <= address)
            low = middle + 1;
        else
            high = middle;
    }
    return low ? &functions[low - 1] : NULL;
}

static bool is_sorted(const struct unwind_function *functions, size_t count)
{
    for (size_t i = 1; i < count; i++)
        if (by_address(&functions[i - 1], &functions[i]) > 0)
            return false;
    return true;
}

/* Code that a linker dropped keeps its entries in .debug_frame, at address 0 or thereabouts. */
static bool is_dropped(const struct unwind *unwind, const struct unwind_function *function)
{
    return function->source == UNWIND_DEBUG_FRAME && !code_end(unwind, function->begin);
}

/* Of the functions of one source, from `first` on: sorted, those that overlap taken out, then those that one of an earlier source
   overlaps, then all sorted again. */
static void settle(struct unwind *unwind, size_t first)
{
    size_t count = unwind->function_count - first, kept = 0;
    if (!count)
        return;
    struct unwind_function *functions = unwind->functions, *own = functions + first;
    if (!is_sorted(own, count))
        qsort(own, count, sizeof *own, by_address);
    for (size_t i = 0; i < count; i++) {
        const struct unwind_function *earlier = first ? last_before(functions, first, own[i].end - 1) : NULL;
        uint64_t end = code_end(unwind, own[i].begin);
        if (is_dropped(unwind, &own[i]) || (earlier && earlier->end > own[i].begin))
            continue;
        if (end < own[i].end)
            unwind_reports(unwind, &unwind->contents[own[i].section], own[i].entry, end ? "ends behind its section of code" : "is of an address that is no code");
        else if (kept && own[kept - 1].end > own[i].begin)
            unwind_reports(unwind, &unwind->contents[own[i].section], own[i].entry, "overlaps another function's");
        else
            own[kept++] = own[i];
    }
    unwind->function_count = first + kept;
    if (first && kept && !is_sorted(functions, first + kept))
        qsort(functions, first + kept, sizeof *functions, by_address);
}

struct unwind *unwind_read(const struct placed *placed, unsigned sources)
{
    static void (*const readers[UNWIND_SOURCES])(struct unwind *) = {
        [UNWIND_WINDOWS] = read_windows, [UNWIND_COMPACT] = read_compact, [UNWIND_EH_FRAME] = read_eh_frame,
        [UNWIND_EHABI] = read_ehabi, [UNWIND_DEBUG_FRAME] = read_debug_frame};
    struct unwind *unwind = calloc(1, sizeof *unwind);
    if (!unwind)
        return NULL;
    unwind->placed = placed;
    unwind->object = placed->object;
    unwind->word = cconv_target_pointer_size(placed->object->target);
    unwind->contents = calloc(placed->object->section_count + 1, sizeof *unwind->contents);
    for (unsigned i = 0; unwind->contents && i < UNWIND_SOURCES; i++) {
        size_t first = unwind->function_count;
        if (sources >> i & 1)
            readers[i](unwind);
        settle(unwind, first);
    }
    if (!unwind->contents || unwind->is_out_of_memory) {
        unwind_free(unwind);
        return NULL;
    }
    return unwind;
}

void unwind_free(struct unwind *unwind)
{
    if (!unwind)
        return;
    for (size_t i = 0; unwind->contents && i < unwind->object->section_count; i++)
        free(unwind->contents[i].copy);
    free_cies(unwind);
    free(unwind->contents);
    free(unwind->functions);
    free(unwind);
}

const struct unwind_function *unwind_functions(const struct unwind *unwind, size_t *count)
{
    *count = unwind->function_count;
    return unwind->functions;
}

const struct unwind_function *unwind_function_at(const struct unwind *unwind, uint64_t address)
{
    const struct unwind_function *function = last_before(unwind->functions, unwind->function_count, address);
    return function && address < function->end ? function : NULL;
}

const struct unwind_problem *unwind_problems(const struct unwind *unwind, size_t *count, size_t *all)
{
    *all = unwind->problem_count;
    *count = unwind->problem_count < UNWIND_MOST_PROBLEMS ? unwind->problem_count : UNWIND_MOST_PROBLEMS;
    return unwind->problems;
}

/* ------------------------------------------------------------------------ rows */

bool rows_fail(struct unwind_rows *rows, uint64_t offset, const char *what)
{
    rows->problem = (struct unwind_problem){what, rows->unwind->contents[rows->function->section].name, offset};
    rows->is_ended = true;
    return false;
}

const struct unwind_rule *unwind_row_rule(const struct unwind_row *row, unsigned reg)
{
    for (unsigned i = 0; i < row->rule_count; i++)
        if (row->rules[i].reg == reg)
            return &row->rules[i];
    return NULL;
}

struct unwind_rule *row_rule(struct unwind_row *row, unsigned reg)
{
    unsigned i = row->rule_count;
    while (i && row->rules[i - 1].reg >= reg)
        i--;
    if (i < row->rule_count && row->rules[i].reg == reg)
        return &row->rules[i];
    if (row->rule_count == UNWIND_MOST_RULES)
        return NULL;
    memmove(&row->rules[i + 1], &row->rules[i], (row->rule_count - i) * sizeof *row->rules);
    row->rule_count++;
    row->rules[i] = (struct unwind_rule){.reg = (uint16_t)reg};
    return &row->rules[i];
}

void row_forget(struct unwind_row *row, unsigned reg)
{
    struct unwind_rule *rule = (struct unwind_rule *)unwind_row_rule(row, reg);
    if (!rule)
        return;
    row->rule_count--;
    memmove(rule, rule + 1, (size_t)(row->rules + row->rule_count - rule) * sizeof *rule);
}

bool row_put(struct unwind_row *row, unsigned reg, enum unwind_where where, int64_t offset)
{
    struct unwind_rule *rule = row_rule(row, reg);
    if (!rule)
        return false;
    rule->where = (uint8_t)where;
    rule->offset = offset;
    return true;
}

void row_copy(struct unwind_row *to, const struct unwind_row *from)
{
    memcpy(to, from, offsetof(struct unwind_row, rules));
    memcpy(to->rules, (const uint8_t *)from + offsetof(struct unwind_row, rules), from->rule_count * sizeof *to->rules);
}

void row_clear(struct unwind_row *row, unsigned reg, int64_t offset)
{
    memset(row, 0, offsetof(struct unwind_row, rules));
    row->cfa = UNWIND_CFA_REGISTER;
    row->cfa_register = (uint16_t)reg;
    row->cfa_offset = offset;
}

void unwind_rows_begin(const struct unwind *unwind, const struct unwind_function *function, struct unwind_rows *rows)
{
    rows->unwind = unwind;
    rows->function = function;
    rows->is_ended = false;
    rows->problem = (struct unwind_problem){0};
    row_clear(&rows->row, 0, 0);
    rows->row.begin = rows->row.end = function->begin;
    if (function->source == UNWIND_EH_FRAME || function->source == UNWIND_DEBUG_FRAME)
        begin_cfi(rows);
    else if (function->source == UNWIND_WINDOWS && unwind->object->arch == CCONV_ARCH_AARCH64)
        begin_windows_arm64(rows);
    else
        rows->own.windows.step = 0;
}

bool unwind_rows_next(struct unwind_rows *rows)
{
    if (rows->is_ended)
        return false;
    switch ((enum unwind_source)rows->function->source) {
    case UNWIND_EH_FRAME: case UNWIND_DEBUG_FRAME: return next_cfi(rows);
    case UNWIND_WINDOWS: return rows->unwind->object->arch == CCONV_ARCH_AARCH64 ? next_windows_arm64(rows) : next_windows_x64(rows);
    case UNWIND_COMPACT: return next_compact(rows);
    case UNWIND_EHABI: return next_ehabi(rows);
    case UNWIND_SOURCES: break;
    }
    return false;
}

bool unwind_row_at(const struct unwind *unwind, uint64_t address, struct unwind_rows *rows)
{
    const struct unwind_function *function = unwind_function_at(unwind, address);
    if (!function)
        return false;
    unwind_rows_begin(unwind, function, rows);
    while (unwind_rows_next(rows))
        if (address < rows->row.end)
            return address >= rows->row.begin;
    return false;
}
