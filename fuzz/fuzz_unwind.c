/* Any bytes as an object file: its unwind information is read, every row walked, every expression evaluated; or there is a problem. */
#include "unwind.h"

#include <stdlib.h>
#include <string.h>

enum { BASE = 0x400000, MOST = 1 << 24, ELSEWHERE = 0x300000, MOST_ROWS = 1 << 16 };

static uint64_t resolve(void *user, const struct object *object, const char *name)
{
    (void)user, (void)object, (void)name;
    return ELSEWHERE;
}

static bool any_register(void *user, unsigned reg, struct unwind_value *out)
{
    (void)user;
    *out = (struct unwind_value){reg & 1, reg};
    return reg != 13;
}

static bool any_memory(void *user, struct unwind_value at, unsigned bytes, struct unwind_value *out)
{
    (void)user;
    *out = (struct unwind_value){at.base, at.offset + bytes};
    return at.offset & 1;
}

static void evaluate(const struct unwind *unwind, struct unwind_expression expression)
{
    const struct unwind_world world = {any_register, any_memory, NULL};
    struct unwind_value cfa = {2, 16}, out;
    unwind_evaluate(unwind, expression, &cfa, &world, &out);
}

/* Rows follow each other, and none is empty or leaves its function. */
static void walk(const struct unwind *unwind, const struct unwind_function *function, unsigned *left)
{
    static struct unwind_rows rows; /* large */
    uint64_t at = function->begin;
    for (unwind_rows_begin(unwind, function, &rows); *left && unwind_rows_next(&rows); at = rows.row.end, --*left) {
        const struct unwind_row *row = &rows.row;
        if (row->begin != at || row->end <= row->begin || row->end > function->end)
            abort();
        if (row->cfa == UNWIND_CFA_EXPRESSION)
            evaluate(unwind, row->cfa_expression);
        for (unsigned i = 0; i < row->rule_count; i++) {
            if (i && row->rules[i].reg <= row->rules[i - 1].reg)
                abort();
            if (row->rules[i].where >= UNWIND_AT_EXPRESSION)
                evaluate(unwind, (struct unwind_expression){row->rules[i].code, row->rules[i].size});
        }
    }
    if (*left && !rows.problem.what && at != function->end)
        abort();
}

static bool each(void *user, const struct object *object)
{
    struct object_error error = {""};
    struct placed placed;
    (void)user;
    if (!object_place(object, BASE, MOST, resolve, NULL, &placed, &error))
        return true;
    struct unwind *unwind = unwind_read(&placed, UNWIND_ALL);
    size_t count = 0;
    unsigned left = MOST_ROWS;
    const struct unwind_function *functions = unwind ? unwind_functions(unwind, &count) : NULL;
    for (size_t i = 0; i < count; i++) {
        if (functions[i].begin >= functions[i].end || (i && functions[i].begin < functions[i - 1].end)
            || unwind_function_at(unwind, functions[i].begin) != &functions[i] || unwind_function_at(unwind, functions[i].end - 1) != &functions[i])
            abort();
        walk(unwind, &functions[i], &left);
    }
    unwind_free(unwind);
    placed_free(&placed);
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct object_error error = {""};
    uint8_t *copy = malloc(size ? size : 1); /* so that a read behind the end is seen */
    if (!copy)
        return 0;
    memcpy(copy, data, size);
    object_each_of_bytes("fuzz", copy, size, each, NULL, &error);
    free(copy);
    return 0;
}
