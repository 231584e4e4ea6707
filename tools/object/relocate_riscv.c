/* RISC-V, 64 and 32 bits: "RISC-V ABIs Specification", chapter "RISC-V ELF". No relaxation: code stays as long as it is. */
#include "relocate.h"

enum fix {
    NOTHING,
    ABSOLUTE,      /* `detail` bytes */
    RELATIVE_32,
    BRANCH, JUMP, CALL, SHORT_BRANCH, SHORT_JUMP,
    UPPER, LOWER_I, LOWER_S,
    RELATIVE_UPPER, SLOT_UPPER, RELATIVE_LOWER_I, RELATIVE_LOWER_S, /* the lower ones name the upper one's place */
    ADD, SUBTRACT, SET, SUBTRACT_6, SET_6
};

static const struct fix_row rows[] = {
    {OBJECT_ELF, 0, NOTHING, 0}, {OBJECT_ELF, 43, NOTHING, 0}, {OBJECT_ELF, 51, NOTHING, 0}, {OBJECT_ELF, 1, ABSOLUTE, 4},
    {OBJECT_ELF, 2, ABSOLUTE, 8}, {OBJECT_ELF, 57, RELATIVE_32, 0}, {OBJECT_ELF, 59, RELATIVE_32, 0}, {OBJECT_ELF, 16, BRANCH, 0},
    {OBJECT_ELF, 17, JUMP, 0}, {OBJECT_ELF, 18, CALL, 0}, {OBJECT_ELF, 19, CALL, 0}, {OBJECT_ELF, 44, SHORT_BRANCH, 0},
    {OBJECT_ELF, 45, SHORT_JUMP, 0}, {OBJECT_ELF, 20, SLOT_UPPER, 0}, {OBJECT_ELF, 23, RELATIVE_UPPER, 0},
    {OBJECT_ELF, 24, RELATIVE_LOWER_I, 0}, {OBJECT_ELF, 25, RELATIVE_LOWER_S, 0}, {OBJECT_ELF, 26, UPPER, 0}, {OBJECT_ELF, 27, LOWER_I, 0},
    {OBJECT_ELF, 28, LOWER_S, 0}, {OBJECT_ELF, 33, ADD, 1}, {OBJECT_ELF, 34, ADD, 2}, {OBJECT_ELF, 35, ADD, 4}, {OBJECT_ELF, 36, ADD, 8},
    {OBJECT_ELF, 37, SUBTRACT, 1}, {OBJECT_ELF, 38, SUBTRACT, 2}, {OBJECT_ELF, 39, SUBTRACT, 4}, {OBJECT_ELF, 40, SUBTRACT, 8},
    {OBJECT_ELF, 52, SUBTRACT_6, 1}, {OBJECT_ELF, 53, SET_6, 1}, {OBJECT_ELF, 54, SET, 1}, {OBJECT_ELF, 55, SET, 2}, {OBJECT_ELF, 56, SET, 4}};

static uint32_t word(const struct fixing *f)
{
    uint64_t value;
    return fix_get(f, 4, &value) ? (uint32_t)value : 0;
}

/* The upper 20 bits, so rounded that the lower 12, which are signed, give the rest. */
static uint32_t upper(uint64_t value) { return ((uint32_t)value + 0x800) & 0xfffff000; }
static uint32_t lower(uint64_t value) { return (uint32_t)value & 0xfff; }

static bool put_upper(struct fixing *f, uint64_t value)
{
    return fix_fits(f, (int64_t)(value + 0x800), 32) && fix_put(f, 4, (word(f) & 0xfff) | upper(value));
}

static bool put_lower(struct fixing *f, uint64_t value, bool store)
{
    uint32_t bits = lower(value), code = word(f);
    if (store)
        return fix_put(f, 4, (code & 0x01fff07f) | bits >> 5 << 25 | (bits & 31) << 7);
    return fix_put(f, 4, (code & 0x000fffff) | bits << 20);
}

static bool put_branch(struct fixing *f, int64_t to)
{
    uint32_t d = (uint32_t)to;
    uint32_t bits = (d >> 12 & 1) << 31 | (d >> 5 & 63) << 25 | (d >> 1 & 15) << 8 | (d >> 11 & 1) << 7;
    return fix_fits(f, to, 13) && fix_put(f, 4, (word(f) & 0x01fff07f) | bits);
}

static bool put_jump(struct fixing *f, int64_t to)
{
    uint32_t d = (uint32_t)to;
    uint32_t bits = (d >> 20 & 1) << 31 | (d >> 1 & 0x3ff) << 21 | (d >> 11 & 1) << 20 | (d >> 12 & 0xff) << 12;
    return fix_fits(f, to, 21) && fix_put(f, 4, (word(f) & 0xfff) | bits);
}

static bool put_call(struct fixing *f, int64_t to)
{
    uint64_t first, second;
    struct fixing next = *f;
    if (f->room < 8)
        return fix_wrong(f, "ends behind its section");
    next.at += 4;
    next.room -= 4;
    return fix_get(f, 4, &first) && fix_get(&next, 4, &second) && put_upper(f, (uint64_t)to) && put_lower(&next, (uint64_t)to, false);
}

static bool put_short(struct fixing *f, int64_t to, bool branch)
{
    uint64_t code;
    uint32_t d = (uint32_t)to, bits;
    if (!fix_get(f, 2, &code))
        return fix_wrong(f, "ends behind its section");
    if (branch)
        bits = (d >> 8 & 1) << 12 | (d >> 3 & 3) << 10 | (d >> 6 & 3) << 5 | (d >> 1 & 3) << 3 | (d >> 5 & 1) << 2;
    else
        bits = (d >> 11 & 1) << 12 | (d >> 4 & 1) << 11 | (d >> 8 & 3) << 9 | (d >> 10 & 1) << 8 | (d >> 6 & 1) << 7 | (d >> 7 & 1) << 6
               | (d >> 1 & 7) << 3 | (d >> 5 & 1) << 2;
    return fix_fits(f, to, branch ? 9 : 12) && fix_put(f, 2, (code & (branch ? 0xe383 : 0xe003)) | bits);
}

/* What the auipc computes whose place the lower half's symbol names: the value of its own relocation, at that place. */
static bool upper_value(struct fixing *f, uint64_t *value)
{
    const struct object *object = f->placed->object;
    uint32_t section = object->symbols[f->relocation->symbol].section;
    uint64_t at = object->symbols[f->relocation->symbol].address;
    for (const struct relocation *r = object->relocations; r < object->relocations + object->relocation_count; r++) {
        if (r->section != section || r->offset != at || (r->type != 20 && r->type != 23))
            continue;
        uint64_t target = fix_symbol(f, r), pc = f->placed->section_at[section] + at;
        if (r->type == 20)
            target = fix_slot(f, target);
        else
            target += (uint64_t)r->addend;
        *value = target - pc;
        return true;
    }
    return fix_wrong(f, "names no place with an upper half");
}

static bool put_sum(struct fixing *f, unsigned size, bool minus, bool set)
{
    uint64_t stored, sum = f->target + (uint64_t)f->addend;
    if (!fix_get(f, size, &stored))
        return fix_wrong(f, "ends behind its section");
    return fix_put(f, size, set ? sum : minus ? stored - sum : stored + sum);
}

static bool put_6(struct fixing *f, bool set)
{
    uint64_t stored, sum = f->target + (uint64_t)f->addend;
    return fix_get(f, 1, &stored) && fix_put(f, 1, (stored & 0xc0) | ((set ? sum : (stored & 0x3f) - sum) & 0x3f));
}

static bool apply(struct fixing *f, const struct fix_row *row)
{
    uint64_t sum = f->target + (uint64_t)f->addend, value = 0, slot;
    int64_t to = (int64_t)(sum - f->pc);
    switch ((enum fix)row->fix) {
    case NOTHING: return true;
    case ABSOLUTE: return fix_put(f, row->detail, sum);
    case RELATIVE_32: return fix_put(f, 4, sum - f->pc);
    case BRANCH: return put_branch(f, to);
    case JUMP: return put_jump(f, to);
    case CALL: return put_call(f, to);
    case SHORT_BRANCH: return put_short(f, to, true);
    case SHORT_JUMP: return put_short(f, to, false);
    case UPPER: return put_upper(f, sum);
    case LOWER_I: return put_lower(f, sum, false);
    case LOWER_S: return put_lower(f, sum, true);
    case RELATIVE_UPPER: return put_upper(f, sum - f->pc);
    case SLOT_UPPER:
        slot = fix_slot(f, f->target);
        return slot ? put_upper(f, slot - f->pc) : fix_wrong(f, "has no room in the GOT");
    case RELATIVE_LOWER_I: case RELATIVE_LOWER_S:
        return upper_value(f, &value) && put_lower(f, value, row->fix == RELATIVE_LOWER_S);
    case ADD: return put_sum(f, row->detail, false, false);
    case SUBTRACT: return put_sum(f, row->detail, true, false);
    case SET: return put_sum(f, row->detail, false, true);
    case SUBTRACT_6: case SET_6: return put_6(f, row->fix == SET_6);
    }
    return false;
}

bool fix_riscv(struct fixing *f)
{
    const struct fix_row *row = fix_find(rows, sizeof rows / sizeof *rows, f);
    if (row && row->fix >= RELATIVE_LOWER_I && row->fix <= RELATIVE_LOWER_S && f->relocation->symbol == NO_SYMBOL)
        return fix_wrong(f, "names no symbol");
    return row ? apply(f, row) : fix_wrong(f, "is of a kind that is not known here");
}
