/* Arm: "ELF for the Arm Architecture" 5.6, "PE Format" (COFF relocations). T is the bit of Thumb code. */
#include "relocate.h"

enum fix {
    NOTHING,
    ABSOLUTE,      /* (S + A) | T */
    RELATIVE,      /* ((S + A) | T) - P */
    RELATIVE_31,
    SLOT_RELATIVE, SLOT_OFFSET, GOT_RELATIVE, GOT_OFFSET, IMAGE_OFFSET,
    ARM_BRANCH,    /* bl; blx to Thumb */
    ARM_JUMP,      /* b, bl<cond> */
    THUMB_BRANCH,  /* bl; blx to Arm */
    THUMB_JUMP,    /* b.w */
    THUMB_JUMP_20, /* b<cond>.w */
    THUMB_SHORT,   /* b.n: `detail` bits */
    ARM_MOVW, ARM_MOVT, THUMB_MOVW, THUMB_MOVT, /* `detail` 1: relative */
    THUMB_PAIR     /* COFF: movw, movt */
};

static const struct fix_row rows[] = {
    {OBJECT_ELF, 0, NOTHING, 0}, {OBJECT_ELF, 40, NOTHING, 0}, {OBJECT_ELF, 2, ABSOLUTE, 4}, {OBJECT_ELF, 38, ABSOLUTE, 4},
    {OBJECT_ELF, 3, RELATIVE, 4}, {OBJECT_ELF, 42, RELATIVE_31, 4}, {OBJECT_ELF, 41, SLOT_RELATIVE, 4}, {OBJECT_ELF, 96, SLOT_RELATIVE, 4},
    {OBJECT_ELF, 26, SLOT_OFFSET, 4}, {OBJECT_ELF, 25, GOT_RELATIVE, 4}, {OBJECT_ELF, 24, GOT_OFFSET, 4}, {OBJECT_ELF, 28, ARM_BRANCH, 0},
    {OBJECT_ELF, 1, ARM_JUMP, 0}, {OBJECT_ELF, 29, ARM_JUMP, 0}, {OBJECT_ELF, 27, ARM_BRANCH, 0}, {OBJECT_ELF, 10, THUMB_BRANCH, 0},
    {OBJECT_ELF, 30, THUMB_JUMP, 0}, {OBJECT_ELF, 51, THUMB_JUMP_20, 0}, {OBJECT_ELF, 102, THUMB_SHORT, 11}, {OBJECT_ELF, 103, THUMB_SHORT, 8},
    {OBJECT_ELF, 43, ARM_MOVW, 0}, {OBJECT_ELF, 44, ARM_MOVT, 0}, {OBJECT_ELF, 45, ARM_MOVW, 1}, {OBJECT_ELF, 46, ARM_MOVT, 1},
    {OBJECT_ELF, 47, THUMB_MOVW, 0}, {OBJECT_ELF, 48, THUMB_MOVT, 0}, {OBJECT_ELF, 49, THUMB_MOVW, 1}, {OBJECT_ELF, 50, THUMB_MOVT, 1},
    {OBJECT_COFF, 0, NOTHING, 0}, {OBJECT_COFF, 1, ABSOLUTE, 4}, {OBJECT_COFF, 2, IMAGE_OFFSET, 4}, {OBJECT_COFF, 17, THUMB_PAIR, 0},
    {OBJECT_COFF, 18, THUMB_JUMP_20, 0}, {OBJECT_COFF, 20, THUMB_JUMP, 0}, {OBJECT_COFF, 21, THUMB_BRANCH, 0}};

static uint32_t word(const struct fixing *f)
{
    uint64_t value;
    return fix_get(f, 4, &value) ? (uint32_t)value : 0;
}

/* ------------------------------------------------------------------ Arm code */

static bool put_arm_branch(struct fixing *f, bool is_call)
{
    uint32_t code = word(f);
    int64_t stored = f->has_addend ? f->addend : ((int64_t)(code & 0xffffff) ^ 0x800000) - 0x800000;
    int64_t distance = (int64_t)f->target - (int64_t)f->pc + (f->has_addend ? stored : stored * 4);
    if (f->is_thumb && (!is_call || code >> 28 < 14))
        return fix_wrong(f, "jumps from Arm to Thumb code, which needs a veneer");
    if (f->is_thumb)
        code = 0xfa000000 | (uint32_t)(distance >> 1 & 1) << 24;
    else if (code >> 28 == 15)
        code = 0xeb000000;
    return fix_fits(f, distance, 26) && fix_put(f, 4, (code & 0xff000000) | ((uint32_t)(distance >> 2) & 0xffffff));
}

static int64_t arm_constant(uint32_t code)
{
    return (int64_t)(((code >> 4 & 0xf000) | (code & 0xfff)) ^ 0x8000) - 0x8000;
}

/* ---------------------------------------------------------------- Thumb code */

static int64_t thumb_offset(uint32_t code)
{
    uint32_t first = code & 0xffff, second = code >> 16, sign = first >> 10 & 1;
    uint32_t i1 = (second >> 13 & 1) ^ sign ^ 1, i2 = (second >> 11 & 1) ^ sign ^ 1;
    uint32_t bits = sign << 24 | i1 << 23 | i2 << 22 | (first & 0x3ff) << 12 | (second & 0x7ff) << 1;
    return ((int64_t)bits ^ 0x1000000) - 0x1000000;
}

static bool put_thumb_branch(struct fixing *f, bool is_call)
{
    uint32_t code = word(f), first = code & 0xf800, second = code >> 16 & 0xd000;
    bool is_coff = f->placed->object->format == OBJECT_COFF;
    int64_t addend = f->has_addend ? f->addend : is_coff ? -4 : thumb_offset(code);
    bool to_arm = !f->is_thumb && !is_coff && f->target && f->relocation->symbol != NO_SYMBOL
                  && f->placed->object->symbols[f->relocation->symbol].flags & SYMBOL_FUNCTION;
    if (to_arm && !is_call)
        return fix_wrong(f, "jumps from Thumb to Arm code, which needs a veneer");
    uint64_t pc = to_arm ? f->pc & ~(uint64_t)3 : f->pc;
    int64_t distance = (int64_t)f->target + addend - (int64_t)pc;
    if (is_call)
        second = to_arm ? second & ~0x1000u : second | 0x1000u;
    uint32_t bits = (uint32_t)distance, sign = bits >> 24 & 1;
    first |= sign << 10 | (bits >> 12 & 0x3ff);
    second |= ((bits >> 23 & 1) ^ sign ^ 1) << 13 | ((bits >> 22 & 1) ^ sign ^ 1) << 11 | (bits >> 1 & 0x7ff);
    return fix_fits(f, distance, 25) && fix_put(f, 4, first | second << 16);
}

static bool put_thumb_jump_20(struct fixing *f)
{
    uint32_t code = word(f), first = code & 0xfbc0, second = code >> 16 & 0xd000;
    int64_t stored = (int64_t)((code & 0x3f) << 12 | (code >> 16 & 0x7ff) << 1 | (code >> 29 & 1) << 18 | (code >> 27 & 1) << 19 | (code >> 10 & 1) << 20);
    stored = (stored ^ 0x100000) - 0x100000;
    int64_t distance = (int64_t)f->target + (f->has_addend ? f->addend : f->placed->object->format == OBJECT_COFF ? -4 : stored) - (int64_t)f->pc;
    uint32_t bits = (uint32_t)distance;
    first |= (bits >> 20 & 1) << 10 | (bits >> 12 & 0x3f);
    second |= (bits >> 18 & 1) << 13 | (bits >> 19 & 1) << 11 | (bits >> 1 & 0x7ff);
    return fix_fits(f, distance, 21) && fix_put(f, 4, first | second << 16);
}

static bool put_thumb_short(struct fixing *f, unsigned bits)
{
    uint64_t code;
    uint32_t mask = ((uint32_t)1 << bits) - 1;
    if (!fix_get(f, 2, &code))
        return fix_wrong(f, "ends behind its section");
    int64_t stored = ((int64_t)(code & mask) ^ ((int64_t)1 << (bits - 1))) - ((int64_t)1 << (bits - 1));
    int64_t distance = (int64_t)f->target + (f->has_addend ? f->addend : 2 * stored) - (int64_t)f->pc;
    return fix_fits(f, distance >> 1, bits) && fix_put(f, 2, (code & ~(uint64_t)mask) | ((uint64_t)(distance >> 1) & mask));
}

/* The 16 bits of a Thumb movw or movt at a place. */
static uint32_t thumb_constant(uint32_t code)
{
    uint32_t first = code & 0xffff, second = code >> 16;
    return (first & 15) << 12 | (first >> 10 & 1) << 11 | (second >> 12 & 7) << 8 | (second & 0xff);
}

static uint32_t with_thumb_constant(uint32_t code, uint32_t value)
{
    uint32_t first = (code & 0xfbf0) | (value >> 12 & 15) | (value >> 11 & 1) << 10;
    uint32_t second = (code >> 16 & 0x8f00) | (value >> 8 & 7) << 12 | (value & 0xff);
    return first | second << 16;
}

static bool put_pair(struct fixing *f)
{
    uint64_t low, high;
    struct fixing second = *f;
    second.at += 4;
    second.room -= f->room < 8 ? f->room : 4;
    if (f->room < 8 || !fix_get(f, 4, &low) || !fix_get(&second, 4, &high))
        return fix_wrong(f, "ends behind its section");
    uint32_t value = (uint32_t)f->target + (thumb_constant((uint32_t)low) | thumb_constant((uint32_t)high) << 16);
    value |= f->is_thumb;
    return fix_put(f, 4, with_thumb_constant((uint32_t)low, value & 0xffff))
           && fix_put(&second, 4, with_thumb_constant((uint32_t)high, value >> 16));
}

/* -------------------------------------------------------------------- data */

static uint64_t with_thumb(const struct fixing *f, uint64_t sum)
{
    return sum | f->is_thumb;
}

static bool put_constant(struct fixing *f, bool thumb, bool top, bool relative)
{
    uint32_t code = word(f);
    int64_t stored = thumb ? (int64_t)(thumb_constant(code) ^ 0x8000) - 0x8000 : arm_constant(code);
    uint64_t value = f->target + (uint64_t)(f->has_addend ? f->addend : stored);
    if (!top)
        value = with_thumb(f, value);
    if (relative)
        value -= f->pc;
    uint32_t bits = (uint32_t)(top ? value >> 16 : value) & 0xffff;
    code = thumb ? with_thumb_constant(code, bits) : (code & 0xfff0f000) | (bits & 0xf000) << 4 | (bits & 0xfff);
    return fix_put(f, 4, code);
}

static bool apply(struct fixing *f, const struct fix_row *row)
{
    uint64_t added = fix_sum(f, 4) - f->target, slot;
    switch ((enum fix)row->fix) {
    case NOTHING: return true;
    case ABSOLUTE: return fix_put(f, 4, with_thumb(f, fix_sum(f, 4)));
    case RELATIVE: return fix_put(f, 4, with_thumb(f, fix_sum(f, 4)) - f->pc);
    case RELATIVE_31: return fix_put(f, 4, ((with_thumb(f, fix_sum(f, 4)) - f->pc) & 0x7fffffff) | (word(f) & 0x80000000));
    case SLOT_RELATIVE: case SLOT_OFFSET:
        slot = fix_slot(f, with_thumb(f, f->target));
        if (!slot)
            return fix_wrong(f, "has no room in the GOT");
        return fix_put(f, 4, slot + added - (row->fix == SLOT_OFFSET ? f->placed->got : f->pc));
    case GOT_RELATIVE: return fix_put(f, 4, f->placed->got + added - f->pc);
    case GOT_OFFSET: return fix_put(f, 4, with_thumb(f, fix_sum(f, 4)) - f->placed->got);
    case IMAGE_OFFSET: return fix_put(f, 4, fix_sum(f, 4) - f->placed->base);
    case ARM_BRANCH: return put_arm_branch(f, true);
    case ARM_JUMP: return put_arm_branch(f, false);
    case THUMB_BRANCH: return put_thumb_branch(f, true);
    case THUMB_JUMP: return put_thumb_branch(f, false);
    case THUMB_JUMP_20: return put_thumb_jump_20(f);
    case THUMB_SHORT: return put_thumb_short(f, row->detail);
    case ARM_MOVW: case ARM_MOVT: return put_constant(f, false, row->fix == ARM_MOVT, row->detail);
    case THUMB_MOVW: case THUMB_MOVT: return put_constant(f, true, row->fix == THUMB_MOVT, row->detail);
    case THUMB_PAIR: return put_pair(f);
    }
    return false;
}

bool fix_arm(struct fixing *f)
{
    const struct fix_row *row = fix_find(rows, sizeof rows / sizeof *rows, f);
    return row ? apply(f, row) : fix_wrong(f, "is of a kind that is not known here");
}
