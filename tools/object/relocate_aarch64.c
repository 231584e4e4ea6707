/* AArch64: "ELF for the Arm 64-bit Architecture" 5.7, "PE Format" (COFF relocations), Apple's <mach-o/arm64/reloc.h>. */
#include "relocate.h"

enum fix {
    ABSOLUTE,      /* `detail` bytes */
    RELATIVE,
    IMAGE_OFFSET,
    PAGE,          /* adrp: Page(S+A) - Page(P) */
    PAGE_OFFSET,   /* the low 12 bits, scaled as the instruction scales them */
    SLOT_PAGE, SLOT_OFFSET,
    NEAR,          /* adr: 21 bits */
    BRANCH_26, BRANCH_19, BRANCH_14,
    MOVE_WIDE,     /* movz, movk: bits [detail, detail + 16) */
    SECTION_OFFSET, SECTION_INDEX,
    DIFFERENCE,    /* Mach-O: minus this symbol; the next relocation adds the other */
    ADDEND,        /* Mach-O: of the next */
    SLOT_RELATIVE, /* Mach-O: how far a GOT entry is from the place, or its address */
    SLOT_ABSOLUTE
};

static const struct fix_row rows[] = {
    {OBJECT_ELF, 257, ABSOLUTE, 8}, {OBJECT_ELF, 258, ABSOLUTE, 4}, {OBJECT_ELF, 259, ABSOLUTE, 2}, {OBJECT_ELF, 260, RELATIVE, 8},
    {OBJECT_ELF, 261, RELATIVE, 4}, {OBJECT_ELF, 262, RELATIVE, 2}, {OBJECT_ELF, 263, MOVE_WIDE, 0}, {OBJECT_ELF, 264, MOVE_WIDE, 0},
    {OBJECT_ELF, 265, MOVE_WIDE, 16}, {OBJECT_ELF, 266, MOVE_WIDE, 16}, {OBJECT_ELF, 267, MOVE_WIDE, 32},
    {OBJECT_ELF, 268, MOVE_WIDE, 32}, {OBJECT_ELF, 269, MOVE_WIDE, 48}, {OBJECT_ELF, 273, BRANCH_19, 0}, {OBJECT_ELF, 274, NEAR, 0},
    {OBJECT_ELF, 275, PAGE, 0}, {OBJECT_ELF, 276, PAGE, 0}, {OBJECT_ELF, 277, PAGE_OFFSET, 0}, {OBJECT_ELF, 278, PAGE_OFFSET, 0},
    {OBJECT_ELF, 279, BRANCH_14, 0}, {OBJECT_ELF, 280, BRANCH_19, 0}, {OBJECT_ELF, 282, BRANCH_26, 0}, {OBJECT_ELF, 283, BRANCH_26, 0},
    {OBJECT_ELF, 284, PAGE_OFFSET, 0}, {OBJECT_ELF, 285, PAGE_OFFSET, 0}, {OBJECT_ELF, 286, PAGE_OFFSET, 0},
    {OBJECT_ELF, 299, PAGE_OFFSET, 0}, {OBJECT_ELF, 311, SLOT_PAGE, 0}, {OBJECT_ELF, 312, SLOT_OFFSET, 0}, {OBJECT_ELF, 314, RELATIVE, 4},
    {OBJECT_COFF, 1, ABSOLUTE, 4}, {OBJECT_COFF, 2, IMAGE_OFFSET, 4}, {OBJECT_COFF, 3, BRANCH_26, 0}, {OBJECT_COFF, 4, PAGE, 0},
    {OBJECT_COFF, 5, NEAR, 0}, {OBJECT_COFF, 6, PAGE_OFFSET, 0}, {OBJECT_COFF, 7, PAGE_OFFSET, 0}, {OBJECT_COFF, 8, SECTION_OFFSET, 0},
    {OBJECT_COFF, 13, SECTION_INDEX, 0}, {OBJECT_COFF, 14, ABSOLUTE, 8}, {OBJECT_COFF, 15, BRANCH_19, 0}, {OBJECT_COFF, 16, BRANCH_14, 0},
    {OBJECT_COFF, 17, RELATIVE, 4}, /* from the end of the place: 4 bytes further */
    {OBJECT_MACHO, 0x300, ABSOLUTE, 8}, {OBJECT_MACHO, 0x200, ABSOLUTE, 4}, {OBJECT_MACHO, 0x301, DIFFERENCE, 8},
    {OBJECT_MACHO, 0x201, DIFFERENCE, 4}, {OBJECT_MACHO, 0x202, BRANCH_26, 0}, {OBJECT_MACHO, 0x203, PAGE, 0},
    {OBJECT_MACHO, 0x204, PAGE_OFFSET, 0}, {OBJECT_MACHO, 0x205, SLOT_PAGE, 0}, {OBJECT_MACHO, 0x206, SLOT_OFFSET, 0},
    {OBJECT_MACHO, 0x207, SLOT_RELATIVE, 4}, {OBJECT_MACHO, 0x307, SLOT_ABSOLUTE, 8}, {OBJECT_MACHO, 0x20a, ADDEND, 0}};

static uint32_t instruction(const struct fixing *f)
{
    uint64_t value;
    return fix_get(f, 4, &value) ? (uint32_t)value : 0;
}

/* An adr's or adrp's 21 bits. */
static bool put_near(struct fixing *f, int64_t distance)
{
    uint32_t code = (instruction(f) & 0x9f00001f) | (uint32_t)(distance & 3) << 29 | (uint32_t)(distance >> 2 & 0x7ffff) << 5;
    return fix_fits(f, distance, 21) && fix_put(f, 4, code);
}

static uint64_t near_addend(const struct fixing *f)
{
    uint32_t code = instruction(f);
    uint64_t bits = (code >> 3 & 0x1ffffc) | (code >> 29 & 3);
    return (bits ^ 0x100000) - 0x100000;
}

/* How far a load's or store's offset is scaled; 0 of `add`. */
static unsigned scale_of(uint32_t code)
{
    if ((code & 0x3b000000) != 0x39000000)
        return 0;
    bool is_16_bytes = (code & 0x04800000) == 0x04800000 && code >> 30 == 0;
    return is_16_bytes ? 4 : code >> 30;
}

static bool put_page_offset(struct fixing *f, uint64_t target)
{
    uint32_t code = instruction(f);
    unsigned shift = scale_of(code);
    if (target & (((uint64_t)1 << shift) - 1))
        return fix_wrong(f, "is not aligned for its instruction");
    return fix_put(f, 4, (code & 0xffc003ff) | (uint32_t)((target & 0xfff) >> shift) << 10);
}

/* `bits` of a distance in instructions at bit `at`. */
static bool put_branch(struct fixing *f, unsigned bits, unsigned at)
{
    int64_t distance = (int64_t)(f->target + (uint64_t)f->addend - f->pc);
    uint32_t mask = (((uint32_t)1 << bits) - 1) << at;
    if (distance & 3)
        return fix_wrong(f, "is no address of an instruction");
    return fix_fits(f, distance >> 2, bits) && fix_put(f, 4, (instruction(f) & ~mask) | ((uint32_t)(distance >> 2) << at & mask));
}

/* COFF has addends in the instructions: bytes in adrp too. */
static uint64_t target_of(const struct fixing *f, const struct fix_row *row)
{
    uint64_t target = f->target + (uint64_t)f->addend;
    if (f->placed->object->format != OBJECT_COFF)
        return target;
    if (row->fix == PAGE_OFFSET)
        return target + ((uint64_t)(instruction(f) >> 10 & 0xfff) << scale_of(instruction(f)));
    return target + near_addend(f);
}

static bool apply(struct fixing *f, const struct fix_row *row)
{
    bool is_coff = f->placed->object->format == OBJECT_COFF;
    uint64_t sum, slot;
    switch ((enum fix)row->fix) {
    case ABSOLUTE:
        return fix_put(f, row->detail, fix_sum(f, row->detail) - fix_own_address(f, f->relocation));
    case RELATIVE: return fix_put(f, row->detail, fix_sum(f, row->detail) - f->pc - (is_coff ? 4 : 0));
    case IMAGE_OFFSET: case SECTION_OFFSET: return fix_put(f, 4, fix_sum(f, 4) - f->placed->base);
    case PAGE:
        sum = target_of(f, row);
        return put_near(f, (int64_t)(sum >> 12) - (int64_t)(f->pc >> 12));
    case PAGE_OFFSET: return put_page_offset(f, target_of(f, row));
    case SLOT_PAGE: case SLOT_OFFSET:
        slot = fix_slot(f, f->target);
        if (!slot)
            return fix_wrong(f, "has no room in the GOT");
        return row->fix == SLOT_OFFSET ? put_page_offset(f, slot) : put_near(f, (int64_t)(slot >> 12) - (int64_t)(f->pc >> 12));
    case NEAR: return put_near(f, (int64_t)(target_of(f, row) - f->pc));
    case BRANCH_26: return put_branch(f, 26, 0);
    case BRANCH_19: return put_branch(f, 19, 5);
    case BRANCH_14: return put_branch(f, 14, 5);
    case MOVE_WIDE:
        sum = f->target + (uint64_t)f->addend;
        return fix_put(f, 4, (instruction(f) & 0xffe0001f) | (uint32_t)(sum >> row->detail & 0xffff) << 5);
    case SECTION_INDEX: return fix_put(f, 2, f->relocation->section + 1);
    case DIFFERENCE: return fix_put(f, row->detail, fix_sum(f, row->detail) - 2 * f->target);
    case ADDEND: return true;
    case SLOT_RELATIVE: case SLOT_ABSOLUTE:
        slot = fix_slot(f, f->target);
        if (!slot)
            return fix_wrong(f, "has no room in the GOT");
        sum = slot + fix_sum(f, row->detail) - f->target;
        return fix_put(f, row->detail, row->fix == SLOT_RELATIVE ? sum - f->pc : sum);
    }
    return false;
}

bool fix_aarch64(struct fixing *f)
{
    const struct fix_row *row = fix_find(rows, sizeof rows / sizeof *rows, f);
    const struct relocation *before = f->relocation - 1;
    bool is_macho = f->placed->object->format == OBJECT_MACHO;
    if (is_macho && f->relocation > f->placed->object->relocations && (before->type & 0xff) == 10 && before->offset == f->relocation->offset
        && before->section == f->relocation->section)
        f->addend = before->addend;
    return row ? apply(f, row) : fix_wrong(f, "is of a kind that is not known here");
}
