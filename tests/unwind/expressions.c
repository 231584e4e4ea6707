/* Expressions over values that are partly known, on the program's own file; and that file's own rows, one of which has each address. */
#include "unwind.h"

#include <stdio.h>
#include <string.h>

enum { RSP = 1000, FRAME = 2000 }; /* what is not known */

static bool reg(void *user, unsigned number, struct unwind_value *out)
{
    (void)user;
    *out = number == 7 ? (struct unwind_value){RSP, 0} : number == 6 ? (struct unwind_value){FRAME, 0} : (struct unwind_value){0, 0x401236};
    return number != 9;
}

static bool memory(void *user, struct unwind_value at, unsigned bytes, struct unwind_value *out)
{
    (void)user;
    *out = (struct unwind_value){RSP, 64};
    return at.base == FRAME && at.offset == -16 && bytes == 8;
}

static const struct expression_case {
    const char *name, *code;
    unsigned size;
    bool is_known;
    struct unwind_value value;
} cases[] = {
    {"breg6 -16; deref", "\x76\x70\x06", 3, true, {RSP, 64}},
    {"breg6 -8; deref, which is not known", "\x76\x78\x06", 3, false, {0}},
    {"the CFA of a PLT entry", "\x77\x08\x80\x00\x3f\x1a\x3b\x2a\x33\x24\x22", 11, true, {RSP, 8}},
    {"breg9, which is not known", "\x79\x00", 2, false, {0}},
    {"breg7 24", "\x77\x18", 2, true, {RSP, 24}},
    {"the CFA, which is pushed first", "", 0, true, {RSP, 16}},
    {"plus_uconst", "\x23\x81\x01", 3, true, {RSP, 145}},
    {"breg7 16; breg7 4; minus", "\x77\x10\x77\x04\x1c", 5, true, {0, 12}},
    {"breg7 0; breg6 0; minus", "\x77\x00\x76\x00\x1c", 5, false, {0}},
    {"breg7 0; breg6 0; plus", "\x77\x00\x76\x00\x22", 5, false, {0}},
    {"breg7 0; lit16 neg; and", "\x77\x00\x40\x1f\x1a", 5, false, {0}},
    {"const1s -3; abs", "\x09\xfd\x19", 3, true, {0, 3}},
    {"const2s -300", "\x0b\xd4\xfe", 3, true, {0, -300}},
    {"consts -129; not", "\x11\xff\x7e\x20", 4, true, {0, 128}},
    {"lit7; lit2; div", "\x37\x32\x1b", 3, true, {0, 3}},
    {"lit7; lit0; div", "\x37\x30\x1b", 3, false, {0}},
    {"lit7; lit0; mod", "\x37\x30\x1d", 3, false, {0}},
    {"lit1; const1u 64; shl", "\x31\x08\x40\x24", 4, true, {0, 0}},
    {"const1s -8; lit1; shra", "\x09\xf8\x31\x26", 4, true, {0, -4}},
    {"lit1; lit2; lit3; rot; drop; drop", "\x31\x32\x33\x17\x13\x13", 6, true, {0, 3}},
    {"lit1; lit2; swap; minus", "\x31\x32\x16\x1c", 4, true, {0, 1}},
    {"lit1; lit2; pick 1", "\x31\x32\x15\x01", 4, true, {0, 1}},
    {"lit1; bra over lit5; lit6", "\x35\x31\x28\x01\x00\x36", 6, true, {0, 5}},
    {"breg7 8; breg7 16; lt", "\x77\x08\x77\x10\x2d", 5, true, {0, 1}},
    {"skip to itself", "\x2f\xfd\xff", 3, false, {0}},
    {"skip out", "\x2f\x7f\x00", 3, false, {0}},
    {"drop of nothing", "\x13\x13", 2, false, {0}},
    {"an operand that ends", "\x0c\x01", 2, false, {0}},
    {"an operation that is not known", "\xf0", 1, false, {0}},
};

static uint64_t nowhere(void *user, const struct object *object, const char *name)
{
    (void)user, (void)object, (void)name;
    return 0;
}

static unsigned evaluate(const struct unwind *unwind)
{
    const struct unwind_world world = {reg, memory, NULL};
    const struct unwind_value cfa = {RSP, 16};
    unsigned failed = 0;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct unwind_value value = {0};
        bool known = unwind_evaluate(unwind, (struct unwind_expression){(const uint8_t *)cases[i].code, cases[i].size}, &cfa, &world, &value);
        if (known == cases[i].is_known && (!known || (value.base == cases[i].value.base && value.offset == cases[i].value.offset)))
            continue;
        printf("%s: %s, %llu%+lld\n", cases[i].name, known ? "known" : "not known", (unsigned long long)value.base, (long long)value.offset);
        failed++;
    }
    return failed;
}

static unsigned look_up(const struct unwind *unwind)
{
    size_t count;
    unsigned failed = 0;
    static struct unwind_rows rows;
    const struct unwind_function *functions = unwind_functions(unwind, &count);
    for (size_t i = 0; i < count; i++)
        for (uint64_t at = functions[i].begin; at < functions[i].end; at++)
            failed += !unwind_row_at(unwind, at, &rows) || at < rows.row.begin || at >= rows.row.end;
    if (!count || failed)
        printf("%zu functions, %u addresses without a row\n", count, failed);
    return !count || failed;
}

int main(int argc, char **argv)
{
    struct object object;
    struct object_error error = {""};
    struct placed placed;
    unsigned failed = 1, all = sizeof cases / sizeof *cases + 1;
    (void)argc;
    if (sizeof(void *) != 8) {
        printf("skipped: no 64-bit program\n0 passed, 0 failed, 1 skipped\n");
        return 0;
    }
    if (!object_open(argv[0], &object, &error)) {
        printf("%s\n", error.message);
        return 1;
    }
    if (object_place(&object, 0x10000000, 1 << 28, nowhere, NULL, &placed, &error)) {
        struct unwind *unwind = unwind_read(&placed, UNWIND_ALL);
        failed = unwind ? evaluate(unwind) + look_up(unwind) : 1;
        unwind_free(unwind);
        placed_free(&placed);
    } else {
        printf("%s\n", error.message);
    }
    object_close(&object);
    printf("%u passed, %u failed, 0 skipped\n", all - failed, failed);
    return failed != 0;
}
