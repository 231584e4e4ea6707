/* x86-64 and i386: AMD64 psABI 4.4, i386 psABI 4.4, "PE Format" (COFF relocations), Apple's <mach-o/x86_64/reloc.h>. */
#include "relocate.h"

enum fix {
    ABSOLUTE,      /* S + A, `detail` bytes */
    RELATIVE,      /* S + A - P */
    SLOT_RELATIVE, /* a GOT entry's address + A - P */
    SLOT_OFFSET,   /* a GOT entry's address + A - GOT */
    GOT_OFFSET,    /* S + A - GOT */
    GOT_RELATIVE,  /* GOT + A - P */
    IMAGE_OFFSET,  /* S + A - the image's base */
    AFTER,         /* S + A - P - 4 - detail */
    SECTION_INDEX, SECTION_OFFSET,
    MOVED,         /* Mach-O: S + A - P - 4 */
    MACHO_ABSOLUTE, MACHO_SLOT,
    MOVED_APART,   /* Mach-O: the distance of two places, of which the next relocation (NOTHING) has the second */
    NOTHING,
    SUBTRACT       /* Mach-O: minus this symbol; the next relocation adds the other */
};

static const struct fix_row rows_64[] = {
    {OBJECT_ELF, 1, ABSOLUTE, 8}, {OBJECT_ELF, 2, RELATIVE, 4}, {OBJECT_ELF, 4, RELATIVE, 4}, {OBJECT_ELF, 9, SLOT_RELATIVE, 4},
    {OBJECT_ELF, 10, ABSOLUTE, 4}, {OBJECT_ELF, 11, ABSOLUTE, 4}, {OBJECT_ELF, 12, ABSOLUTE, 2}, {OBJECT_ELF, 13, RELATIVE, 2},
    {OBJECT_ELF, 14, ABSOLUTE, 1}, {OBJECT_ELF, 15, RELATIVE, 1}, {OBJECT_ELF, 24, RELATIVE, 8}, {OBJECT_ELF, 25, GOT_OFFSET, 8},
    {OBJECT_ELF, 26, GOT_RELATIVE, 4}, {OBJECT_ELF, 41, SLOT_RELATIVE, 4}, {OBJECT_ELF, 42, SLOT_RELATIVE, 4},
    {OBJECT_COFF, 1, ABSOLUTE, 8}, {OBJECT_COFF, 2, ABSOLUTE, 4}, {OBJECT_COFF, 3, IMAGE_OFFSET, 4}, {OBJECT_COFF, 4, AFTER, 0},
    {OBJECT_COFF, 5, AFTER, 1}, {OBJECT_COFF, 6, AFTER, 2}, {OBJECT_COFF, 7, AFTER, 3}, {OBJECT_COFF, 8, AFTER, 4},
    {OBJECT_COFF, 9, AFTER, 5}, {OBJECT_COFF, 10, SECTION_INDEX, 2}, {OBJECT_COFF, 11, SECTION_OFFSET, 4},
    {OBJECT_MACHO, 0x300, MACHO_ABSOLUTE, 8}, {OBJECT_MACHO, 0x200, MACHO_ABSOLUTE, 4}, {OBJECT_MACHO, 0x201, MOVED, 0},
    {OBJECT_MACHO, 0x202, MOVED, 0}, {OBJECT_MACHO, 0x203, MACHO_SLOT, 0}, {OBJECT_MACHO, 0x204, MACHO_SLOT, 0}, {OBJECT_MACHO, 0x305, SUBTRACT, 8}, {OBJECT_MACHO, 0x205, SUBTRACT, 4},
    {OBJECT_MACHO, 0x206, MOVED, 0}, {OBJECT_MACHO, 0x207, MOVED, 0}, {OBJECT_MACHO, 0x208, MOVED, 0}};

static const struct fix_row rows_32[] = {
    {OBJECT_ELF, 1, ABSOLUTE, 4}, {OBJECT_ELF, 2, RELATIVE, 4}, {OBJECT_ELF, 3, SLOT_OFFSET, 4}, {OBJECT_ELF, 4, RELATIVE, 4},
    {OBJECT_ELF, 9, GOT_OFFSET, 4}, {OBJECT_ELF, 10, GOT_RELATIVE, 4}, {OBJECT_ELF, 20, ABSOLUTE, 2}, {OBJECT_ELF, 21, RELATIVE, 2},
    {OBJECT_ELF, 22, ABSOLUTE, 1}, {OBJECT_ELF, 23, RELATIVE, 1}, {OBJECT_ELF, 43, SLOT_OFFSET, 4},
    {OBJECT_COFF, 6, ABSOLUTE, 4}, {OBJECT_COFF, 7, IMAGE_OFFSET, 4}, {OBJECT_COFF, 20, AFTER, 0}, {OBJECT_COFF, 10, SECTION_INDEX, 2},
    {OBJECT_COFF, 11, SECTION_OFFSET, 4}, {OBJECT_MACHO, 0x200, MACHO_ABSOLUTE, 4}, {OBJECT_MACHO, 0x202, MOVED_APART, 4},
    {OBJECT_MACHO, 0x204, MOVED_APART, 4}, {OBJECT_MACHO, 0x201, NOTHING, 0}};

/* Mach-O keeps in the place what is added, or, of a section, the address as the object numbers it. */
static uint64_t macho_sum(const struct fixing *f, unsigned size)
{
    return fix_sum(f, size) - fix_own_address(f, f->relocation);
}

/* Relative to the next instruction; where a section is meant, its own move counts as well, since the distance is stored. */
static bool put_moved(struct fixing *f, uint64_t sum)
{
    uint64_t from = f->pc + 4;
    if (f->relocation->flags & RELOCATION_TO_SECTION) /* the place holds the distance by the object's numbers */
        from = f->placed->section_at[f->relocation->section] - f->placed->object->sections[f->relocation->section].address;
    return fix_fits(f, (int64_t)(sum - from), 32) && fix_put(f, 4, sum - from);
}

static bool put_relative(struct fixing *f, uint64_t value, unsigned size)
{
    return (size == 8 || fix_fits(f, (int64_t)(value - f->pc), 8 * size)) && fix_put(f, size, value - f->pc);
}

/* How far a relocation's section is from where the object numbers it. */
static uint64_t move_of(const struct fixing *f, const struct relocation *relocation)
{
    if (!(relocation->flags & RELOCATION_TO_SECTION) || relocation->symbol >= f->placed->object->section_count)
        return 0;
    return f->placed->section_at[relocation->symbol] - fix_own_address(f, relocation);
}

static bool put_apart(struct fixing *f)
{
    const struct object *object = f->placed->object;
    if (f->relocation + 1 == object->relocations + object->relocation_count)
        return fix_wrong(f, "has no second place");
    return fix_put(f, 4, fix_sum(f, 4) - f->target + move_of(f, f->relocation) - move_of(f, f->relocation + 1));
}

static bool apply(struct fixing *f, const struct fix_row *row)
{
    struct placed *placed = f->placed;
    uint64_t slot;
    switch ((enum fix)row->fix) {
    case ABSOLUTE: return fix_put(f, row->detail, fix_sum(f, row->detail));
    case RELATIVE: {
        uint64_t sum = fix_sum(f, row->detail);
        if (placed->object->arch == CCONV_ARCH_X86)
            return fix_put(f, row->detail, sum - f->pc); /* addresses wrap around */
        return put_relative(f, sum, row->detail);
    }
    case SLOT_RELATIVE:
        slot = fix_slot(f, f->target);
        return slot ? put_relative(f, slot + (uint64_t)f->addend, 4) : fix_wrong(f, "has no room in the GOT");
    case SLOT_OFFSET: {
        slot = fix_slot(f, f->target);
        uint64_t added = fix_sum(f, 4) - f->target;
        return slot ? fix_put(f, 4, slot + added - placed->got) : fix_wrong(f, "has no room in the GOT");
    }
    case GOT_OFFSET: return fix_put(f, row->detail, fix_sum(f, row->detail) - placed->got);
    case GOT_RELATIVE: return fix_put(f, 4, fix_sum(f, 4) - f->target + placed->got - f->pc);
    case IMAGE_OFFSET: return fix_put(f, 4, fix_sum(f, 4) - placed->base);
    case AFTER: return put_relative(f, fix_sum(f, 4) - 4 - row->detail, 4);
    case SECTION_INDEX: return fix_put(f, 2, f->relocation->section + 1);
    case SECTION_OFFSET: return fix_put(f, 4, fix_sum(f, 4) - placed->base);
    case MOVED: return put_moved(f, macho_sum(f, 4)); /* of SIGNED_1, _2 and _4 the addend has the difference */
    case MACHO_ABSOLUTE: {
        uint64_t sum = macho_sum(f, row->detail);
        if (f->relocation->flags & RELOCATION_RELATIVE)
            sum -= placed->section_at[f->relocation->section] - placed->object->sections[f->relocation->section].address;
        return fix_put(f, row->detail, sum);
    }
    case MOVED_APART: return put_apart(f);
    case NOTHING: return true;
    case SUBTRACT: return fix_put(f, row->detail, fix_sum(f, row->detail) - 2 * f->target);
    case MACHO_SLOT:
        slot = fix_slot(f, f->target);
        return slot ? put_relative(f, slot + (fix_sum(f, 4) - f->target) - 4, 4) : fix_wrong(f, "has no room in the GOT");
    }
    return false;
}

bool fix_x86(struct fixing *f)
{
    bool is_64 = f->placed->object->arch == CCONV_ARCH_X86_64;
    const struct fix_row *row = is_64 ? fix_find(rows_64, sizeof rows_64 / sizeof *rows_64, f)
                                      : fix_find(rows_32, sizeof rows_32 / sizeof *rows_32, f);
    return row ? apply(f, row) : fix_wrong(f, "is of a kind that is not known here");
}
