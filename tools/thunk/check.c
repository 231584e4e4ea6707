/*
 * check-wrapper: a C file with a function that stands where another would, calls it under watch, and says what it broke. As
 * cconv_call_checked does (src/exec/checked.c), at the price of a file to compile: registers that carry no argument and upper bits
 * of narrow arguments are poisoned, what must be preserved is compared, guards lie above a copy of the stack arguments.
 *
 * The state is one object of the file, so neither a wrong stack pointer nor a wrong frame pointer loses the way back; it is for
 * one thread, and one call at a time. The files of each architecture write the assembly; here is the rest of it.
 *
 * Left out: vector registers wider than 16 bytes, and stacks that are aligned further.
 */
#include "check.h"

#include <stdarg.h>
#include <string.h>

static const struct watch_arch *const arches[] = {&watch_x86_64, &watch_x86, &watch_aarch64, &watch_arm, &watch_riscv64};

static int general_number(const struct watch_arch *arch, const char *name)
{
    for (int i = 0; i < arch->general_count; i++)
        if (strcmp(arch->general[i], name) == 0)
            return i;
    return -1;
}

static void vector_name(const struct watch_arch *arch, int number, char *out, size_t room)
{
    if (arch->vectors)
        snprintf(out, room, "%s", arch->vectors[number]);
    else
        snprintf(out, room, "%s%d", arch->vector, number);
}

static int find_vector(const struct watch_arch *arch, const char *name, int *count)
{
    char other[32];
    *count = 1;
    if (arch->find_vector)
        return arch->find_vector(name, count);
    for (int i = 0; i < arch->vector_count; i++) {
        vector_name(arch, i, other, sizeof other);
        if (strcmp(name, other) == 0)
            return i;
    }
    return -1;
}

static bool is_x87(const struct watch *watch, const char *name)
{
    return (watch->arch == &watch_x86_64 || watch->arch == &watch_x86) && strncmp(name, "st", 2) == 0;
}

/* Names are "rbx" and "r12-r15". */
static void note_role(struct watch *watch, const cconv_register_role *role)
{
    char name[32];
    const char *dash = strchr(role->reg, '-');
    size_t stem = strcspn(role->reg, "0123456789");
    unsigned first = 0, last = 0;
    if (dash) {
        sscanf(role->reg + stem, "%u", &first);
        sscanf(dash + 1 + stem, "%u", &last);
    }
    for (unsigned i = first; i <= last; i++) {
        if (dash)
            snprintf(name, sizeof name, "%.*s%u", (int)stem, role->reg, i);
        else
            snprintf(name, sizeof name, "%s", role->reg);
        int count, g = general_number(watch->arch, name), v = find_vector(watch->arch, name, &count);
        if (g >= 0)
            watch->preserved[g] = (uint8_t)role->preserved_bytes;
        for (int j = v; v >= 0 && j < v + count; j++)
            watch->vector_preserved[j] = (uint8_t)role->preserved_bytes;
    }
}

/* Registers of an argument. False for one that the wrapper cannot watch. */
static bool note_pieces(struct watch *watch, const cconv_plan *plan, const cconv_piece *pieces, size_t count, uint64_t promised)
{
    for (size_t i = 0; i < count; i++) {
        const char *name = pieces[i].where == CCONV_IN_REGISTER ? cconv_plan_register_name(plan, pieces[i].reg) : "";
        int number, g = general_number(watch->arch, name), v = find_vector(watch->arch, name, &number);
        uint64_t bytes = pieces[i].at + pieces[i].size;
        if (g >= 0 && watch->argument[g] < (bytes < promised ? promised : bytes))
            watch->argument[g] = (uint8_t)(bytes < promised ? promised : bytes);
        for (int j = v; v >= 0 && j < v + number; j++)
            watch->vector_argument[j] = true;
        if (pieces[i].where == CCONV_IN_REGISTER && g < 0 && v < 0 && !is_x87(watch, name))
            return false;
    }
    return true;
}

enum { MOST_WORDS = 480 }; /* each is copied by an instruction of its own, as far as all of them reach */

static bool note_plan(struct watch *watch, const cconv_plan *plan)
{
    const cconv_register_role *role;
    const cconv_placement *result = cconv_plan_result(plan);
    const cconv_plan_stack *stack = cconv_plan_stack_of(plan);
    struct watch results = {.arch = watch->arch};
    bool good = stack->alignment <= 16 && note_pieces(&results, plan, result->pieces, result->piece_count, 0);
    for (size_t i = 0; (role = cconv_convention_register(cconv_plan_convention(plan), i)); i++)
        note_role(watch, role);
    for (size_t i = 0; i < cconv_plan_argument_count(plan); i++) {
        const cconv_placement *value = cconv_plan_argument(plan, i);
        good = good && note_pieces(watch, plan, value->pieces, value->piece_count,
                                   value->kind == CCONV_PLACED_DIRECT && value->extend ? value->extended_to : 0);
    }
    for (size_t i = 0; i < cconv_plan_hidden_count(plan); i++)
        good = good && note_pieces(watch, plan, cconv_plan_hidden(plan, i)->pieces, cconv_plan_hidden(plan, i)->piece_count,
                                   (uint64_t)watch->arch->word);
    if (cconv_plan_vector_count(plan, NULL))
        watch->argument[general_number(watch->arch, cconv_plan_vector_count(plan, NULL))] = 1;
    for (size_t i = 0; i < result->piece_count; i++)
        watch->x87_results += result->pieces[i].where == CCONV_IN_REGISTER
                              && is_x87(watch, cconv_plan_register_name(plan, result->pieces[i].reg));
    for (int i = 0; i < watch->arch->general_count; i++) /* what carries an argument or a result is the function's */
        if (watch->argument[i] || results.argument[i] || watch->arch->untouched >> i & 1)
            watch->preserved[i] = 0;
    for (int i = 0; i < watch->arch->vector_count; i++) {
        watch->has_vectors = watch->has_vectors || watch->vector_argument[i] || results.vector_argument[i] || watch->vector_preserved[i];
        if (watch->vector_argument[i] || results.vector_argument[i])
            watch->vector_preserved[i] = 0;
    }
    watch->words = (stack->args_size + stack->shadow_space + (uint64_t)watch->arch->word - 1) / (uint64_t)watch->arch->word;
    watch->pops = stack->callee_pops;
    return good && watch->words <= MOST_WORDS;
}

/* ------------------------------------------------------------------- assembly */

unsigned long long watch_poison(const struct watch_arch *arch, int reg)
{
    return (arch->word == 4 ? 0xdec0de00u : 0xdeadbeef00c0de00u) | (unsigned)reg;
}

void watch_directive(struct sheet *sheet, const char *text)
{
    put(sheet, "%s\n", text);
}

void watch_compare_control(struct sheet *sheet, const struct watch *watch, const char *what, unsigned long long mask)
{
    put(sheet, "    if ((%s_state.after_control ^ %s_state.control) & 0x%llx)\n        %s_say(\"%s is changed\", %s_state.after_control, "
        "%s_state.control);\n", watch->name, watch->name, mask, watch->name, what, watch->name, watch->name);
}

void watch_line(struct sheet *sheet, const char *format, ...)
{
    char text[256];
    va_list list;
    va_start(list, format);
    vsnprintf(text, sizeof text, format, list);
    va_end(list);
    put(sheet, "\t\"\\t%s\\n\"\n", text);
}

/* -------------------------------------------------------------------------- C */

static void put_state(struct sheet *sheet, const struct watch *watch)
{
    const char *hidden = sheet->container == CONTAINER_COFF ? "" : ", visibility(\"hidden\")";
    put(sheet, "\n#include <stdint.h>\n#include <stdio.h>\n#include <string.h>\n\n/* How much was broken so far. */\nunsigned %s_failures;\n\n", watch->name);
    put(sheet, "#define POISON(n) (0x%llx | (n))\n#define VECTOR(n) {0xa7a7a7a7a7a7a700 + (n), 0x5c5c5c5c5c5c5c00 + (n)}\n"
        "#define FOUR(X, n) X(n), X(n + 1), X(n + 2), X(n + 3)\n"
        "#define ALL(X) FOUR(X, 0), FOUR(X, 4), FOUR(X, 8), FOUR(X, 12), FOUR(X, 16), FOUR(X, 20), FOUR(X, 24), FOUR(X, 28)\n",
        watch_poison(watch->arch, 0));
    put(sheet, "__attribute__((used, aligned(64)%s)) struct {\n"
        "    unsigned long long entry_sp, call_sp, after_sp, flags, control, after_control, guard, unused, saved[%d], after[%d];\n"
        "    unsigned char saved_vectors[%d][16], after_vectors[%d][16], fxsave[512];\n"
        "    unsigned long long poison[%d], vector_poison[%d][2];\n"
        "} %s_state = {.poison = {ALL(POISON)}, .vector_poison = {ALL(VECTOR)}};\n\n", hidden, WATCHED, WATCHED, WATCHED, WATCHED, WATCHED,
        WATCHED, watch->name);
}

static void put_report(struct sheet *sheet, const struct watch *watch, const char *function)
{
    const char *hidden = sheet->container == CONTAINER_COFF ? "" : ", visibility(\"hidden\")", *name = watch->name;
    const char *word = watch->arch->word == 4 ? "unsigned" : "unsigned long long";
    unsigned long long pops = (unsigned long long)watch->pops;
    char vector[32];
    put(sheet, "static void %s_say(const char *what, unsigned long long found, unsigned long long expected)\n{\n"
        "    %s_failures++;\n    fprintf(stderr, \"%s: %%s: 0x%%llx, not 0x%%llx\\n\", what, found, expected);\n}\n\n", name, name, function);
    put(sheet, "__attribute__((used%s)) void %s_report(void)\n{\n", hidden, name);
    put(sheet, "    static const struct { const char *name; int at, bytes; } registers[] = {\n");
    for (int i = 0; i < watch->arch->general_count; i++)
        if (watch->preserved[i])
            put(sheet, "        {\"%s is not preserved\", %d, %d},\n", watch->arch->general[i], i, watch->preserved[i]);
    put(sheet, "        {0, 0, 0}}, vectors[] = {\n");
    for (int i = 0; i < watch->arch->vector_count; i++) {
        vector_name(watch->arch, i, vector, sizeof vector);
        if (watch->vector_preserved[i])
            put(sheet, "        {\"%s is not preserved\", %d, %d},\n", vector, i, watch->vector_preserved[i] > 16 ? 16 : watch->vector_preserved[i]);
    }
    put(sheet, "        {0, 0, 0}};\n    for (int i = 0; registers[i].name; i++)\n"
        "        if (%s_state.after[registers[i].at] != %s_state.poison[registers[i].at])\n"
        "            %s_say(registers[i].name, %s_state.after[registers[i].at], %s_state.poison[registers[i].at]);\n", name, name, name, name, name);
    put(sheet, "    for (int i = 0; vectors[i].name; i++) {\n        unsigned long long found;\n"
        "        const unsigned char *vector = %s_state.after_vectors[vectors[i].at];\n        memcpy(&found, vector, 8);\n"
        "        if (memcmp(vector, %s_state.vector_poison[vectors[i].at], vectors[i].bytes))\n"
        "            %s_say(vectors[i].name, found, %s_state.vector_poison[vectors[i].at][0]);\n    }\n", name, name, name, name);
    put(sheet, "    if (%s_state.after_sp != %s_state.call_sp + %llu)\n        %s_say(\"the stack pointer is off\", %s_state.after_sp, "
        "%s_state.call_sp + %llu);\n", name, name, pops, name, name, name, pops);
    /* Where the wrapper itself pushed below a stack pointer that is off, nothing can be told. */
    put(sheet, "    const %s *guard = (const %s *)(uintptr_t)%s_state.guard;\n    for (int i = 0; i < %d; i++) {\n", word, word, name,
        GUARD / watch->arch->word);
    if (watch->arch->pushes)
        put(sheet, "        if (%s_state.after_sp - (uintptr_t)&guard[i] - 1 < %d)\n            continue;\n", name, watch->arch->pushes);
    put(sheet, "        if (guard[i] != 0x5a5a5a5a)\n            %s_say(\"stack above the arguments is overwritten\", guard[i], 0x5a5a5a5a);\n    }\n",
        name);
    watch->arch->report(sheet, watch);
    put(sheet, "}\n");
}

bool check_write(struct sheet *sheet, const struct function *function)
{
    const char *attribute = attribute_of(function->from), *convention = cconv_convention_name(cconv_plan_convention(function->from));
    struct watch watch = {.prefix = sheet->container == CONTAINER_MACHO || (sheet->container == CONTAINER_COFF && sheet->arch == CCONV_ARCH_X86) ? "_" : "",
                          .name = function->name, .symbol = function->symbol,
                          .target = function->target, .container = sheet->container};
    for (size_t i = 0; i < sizeof arches / sizeof *arches; i++)
        if (arches[i]->arch == sheet->arch)
            watch.arch = arches[i];
    if (!watch.arch || !attribute || !note_plan(&watch, function->to)) {
        complain(!watch.arch ? "%s: check-wrapper is not for this architecture" : !attribute ? "C has no attribute for %s"
                 : "%s: check-wrapper does not watch vector registers wider than 16 bytes, mm and mask registers, stacks aligned to more "
                 "than 16 bytes, and more than 480 words on the stack", convention);
        return false;
    }
    put_state(sheet, &watch);
    put_report(sheet, &watch, cconv_plan_name(function->to));
    if (*attribute)
        put(sheet, "\n__attribute__((%s)) ", attribute);
    put(sheet, "%s%s;\n", *attribute ? "" : "\n", function->declaration);
    put(sheet, "\n__asm__(\n\t\"\\t.text\\n\\t.globl %s\\n\\t.p2align 4\\n\"\n", watch.symbol);
    if (sheet->container == CONTAINER_ELF)
        watch_line(sheet, ".type %s, %%function", watch.symbol);
    if (sheet->arch == CCONV_ARCH_ARM)
        watch_line(sheet, ".syntax unified\\n\\t.arm");
    put(sheet, "\t\"%s:\\n\"\n", watch.symbol);
    watch.arch->write(sheet, &watch);
    put(sheet, ");\n");
    return true;
}
