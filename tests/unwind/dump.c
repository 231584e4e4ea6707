/*
 * All rows that tools/unwind finds in a file, one a line:
 *
 *     unwind-dump [--sources MASK] [--time] FILE…
 *
 *     function BEGIN END source SOURCE [signal] [cannot] [fragment] [key-b] [personality P] [data D]
 *     BEGIN CFA=REGISTER+N REGISTER=[CFA+N] …
 *
 * Registers are numbers of DWARF; addresses are the file's own, of a relocatable object from the start of their section on.
 */
#define _POSIX_C_SOURCE 200809L
#include "unwind.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { BASE = 0x1000000 };

struct request {
    unsigned sources;
    bool is_timed;
};

static uint64_t elsewhere(void *user, const struct object *object, const char *name)
{
    (void)user, (void)object, (void)name;
    return 0x800000;
}

/* Back to the file's own numbers. */
static uint64_t own(const struct placed *placed, uint64_t address)
{
    const struct object *object = placed->object;
    for (size_t i = 0; i < object->section_count && object->kind == OBJECT_RELOCATABLE; i++)
        if (placed->section_at[i] && address - placed->section_at[i] < object->sections[i].size)
            return address - placed->section_at[i] + object->sections[i].address;
    return address - placed->slide;
}

static void print_expression(const char *before, const uint8_t *code, uint32_t size, const char *after)
{
    printf("%s", before);
    for (uint32_t i = 0; i < size; i++)
        printf("%02x", code[i]);
    printf("%s", after);
}

static void print_rule(const struct unwind_rule *rule)
{
    printf(" %u=", rule->reg);
    switch ((enum unwind_where)rule->where) {
    case UNWIND_SAME: printf("same"); break;
    case UNWIND_UNDEFINED: printf("undefined"); break;
    case UNWIND_AT_CFA: printf("[CFA%+" PRId64 "]", rule->offset); break;
    case UNWIND_IS_CFA: printf("CFA%+" PRId64, rule->offset); break;
    case UNWIND_IN_REGISTER: printf("r%" PRId64, rule->offset); break;
    case UNWIND_AT_EXPRESSION: print_expression("[", rule->code, rule->size, "]"); break;
    case UNWIND_IS_EXPRESSION: print_expression("", rule->code, rule->size, ""); break;
    }
}

static void print_row(const struct placed *placed, const struct unwind_row *row)
{
    printf("  %" PRIx64 " ", own(placed, row->begin));
    if (row->cfa == UNWIND_CFA_REGISTER)
        printf("CFA=%u%+" PRId64, row->cfa_register, row->cfa_offset);
    else if (row->cfa == UNWIND_CFA_EXPRESSION)
        print_expression("CFA=", row->cfa_expression.code, row->cfa_expression.size, "");
    else
        printf("CFA=?");
    if (row->is_signed)
        printf(" signed");
    for (unsigned i = 0; i < row->rule_count; i++)
        print_rule(&row->rules[i]);
    if (row->args_size)
        printf(" args %u", row->args_size);
    printf(row->holds == UNWIND_AT_CALLS ? " at-calls\n" : row->holds == UNWIND_BUT_EPILOGUES ? " but-epilogues\n" : "\n");
}

static void print_function(const struct placed *placed, const struct unwind *unwind, const struct unwind_function *function)
{
    static const char *const names[UNWIND_SOURCES] = {"windows", "compact", "eh_frame", "ehabi", "debug_frame"};
    struct unwind_rows rows;
    printf("function %" PRIx64 " %" PRIx64 " at %s+%" PRIx64 " source %s section%u ra%u", own(placed, function->begin), own(placed, function->begin) + (function->end - function->begin),
           placed->object->sections[function->section].name, function->entry, names[function->source], function->section, function->return_register);
    printf("%s%s%s%s%s", function->flags & UNWIND_SIGNAL_FRAME ? " signal" : "", function->flags & UNWIND_CANNOT ? " cannot" : "",
           function->flags & UNWIND_FRAGMENT ? " fragment" : "", function->flags & UNWIND_KEY_B ? " key-b" : "",
           function->flags & UNWIND_HANDLER ? " handler" : "");
    if (function->data)
        printf(" data %" PRIx64, own(placed, function->data));
    printf("\n");
    for (unwind_rows_begin(unwind, function, &rows); unwind_rows_next(&rows);)
        print_row(placed, &rows.row);
    if (rows.problem.what)
        printf("  problem %s+%" PRIx64 ": %s\n", rows.problem.section, rows.problem.offset, rows.problem.what);
}

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void time_all(const struct placed *placed, unsigned sources)
{
    double start = seconds();
    struct unwind *unwind = unwind_read(placed, sources);
    double opened = seconds();
    size_t count, rows = 0, problems = 0, all;
    uint64_t covered = 0;
    const struct unwind_function *functions = unwind_functions(unwind, &count);
    struct unwind_rows walk;
    for (size_t i = 0; i < count; i++) {
        for (unwind_rows_begin(unwind, &functions[i], &walk); unwind_rows_next(&walk);)
            rows++;
        problems += walk.problem.what != NULL;
        covered += functions[i].end - functions[i].begin;
    }
    double walked = seconds();
    for (size_t i = 0; i < count; i++)
        if (unwind_function_at(unwind, functions[i].end - 1) != &functions[i] || !unwind_row_at(unwind, functions[i].end - 1, &walk))
            problems += !walk.problem.what;
    double looked = seconds();
    unwind_problems(unwind, &(size_t){0}, &all);
    printf("%s: %zu functions of %.1f MB, %zu rows, %zu problems; opened in %.3f s, all rows in %.3f s, looked up in %.3f s\n", placed->object->path, count,
           (double)covered / 1e6, rows, problems + all, opened - start, walked - opened, looked - walked);
    unwind_free(unwind);
}

static bool each(void *user, const struct object *object)
{
    const struct request *request = user;
    struct object_error error = {""};
    struct placed placed;
    size_t count, problem_count, all;
    uint64_t base = object->kind == OBJECT_RELOCATABLE ? BASE : object->base & ~(uint64_t)0xffff ? object->base & ~(uint64_t)0xffff : BASE;
    if (!object_place(object, base, (uint64_t)1 << 32, elsewhere, NULL, &placed, &error)) {
        printf("error %s\n", error.message);
        return true;
    }
    if (request->is_timed) {
        time_all(&placed, request->sources);
        placed_free(&placed);
        return true;
    }
    struct unwind *unwind = unwind_read(&placed, request->sources);
    const struct unwind_function *functions = unwind_functions(unwind, &count);
    printf("file %s\n", object->path);
    for (size_t i = 0; i < count; i++)
        print_function(&placed, unwind, &functions[i]);
    const struct unwind_problem *problems = unwind_problems(unwind, &problem_count, &all);
    for (size_t i = 0; i < problem_count; i++)
        printf("problem %s+%" PRIx64 ": %s\n", problems[i].section, problems[i].offset, problems[i].what);
    unwind_free(unwind);
    placed_free(&placed);
    return true;
}

int main(int argc, char **argv)
{
    struct request request = {.sources = UNWIND_ALL};
    struct object_error error = {""};
    for (int i = 1; i < argc; i++) {
        if (!strcmp(argv[i], "--sources") && i + 1 < argc)
            request.sources = (unsigned)strtoul(argv[++i], NULL, 0);
        else if (!strcmp(argv[i], "--time"))
            request.is_timed = true;
        else if (!object_each(argv[i], each, &request, &error))
            printf("error %s\n", error.message);
    }
    return 0;
}
