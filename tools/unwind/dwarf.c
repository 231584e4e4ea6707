/*
 * Entries of .eh_frame (Linux Standard Base Core 5.0, 10.6) and .debug_frame (DWARF 5, 6.4.1). libdw could walk them, but of files on
 * disk alone, and it makes a table of its own of each function that it is asked for; here a placed object is read, of any format, and
 * nothing is kept of a function but where its program is.
 */
#include "internal.h"

#include <stdlib.h>

enum {
    PE_FORMAT = 0x0f, PE_ABSOLUTE = 0, PE_ULEB = 1, PE_UDATA2 = 2, PE_UDATA4 = 3, PE_UDATA8 = 4, PE_SLEB = 9, PE_SDATA2 = 10, PE_SDATA4 = 11,
    PE_SDATA8 = 12, PE_RELATION = 0x70, PE_PCREL = 0x10, PE_FUNCREL = 0x40, PE_ALIGNED = 0x50, PE_INDIRECT = 0x80, PE_OMIT = 0xff
};

/* An entry's frame. */
struct entry {
    uint64_t at;                 /* of its length */
    uint64_t end;
    uint64_t id_at;              /* of the field that tells common entries from others */
    uint64_t id;
    unsigned id_size;
};

/* ------------------------------------------------------------------- pointers */

/* Mach-O's assemblers write distances between sections of an object without a relocation: by the object's own numbers. */
static bool is_by_own_numbers(const struct unwind *unwind, const struct contents *contents, uint64_t offset, unsigned size)
{
    const struct object *object = unwind->object;
    return object->format == OBJECT_MACHO && object->kind == OBJECT_RELOCATABLE
           && !memcmp(contents->bytes + offset, object->sections[contents->index].data + offset, size);
}

static uint64_t from_own_numbers(const struct unwind *unwind, const struct contents *contents, uint64_t offset, uint64_t distance)
{
    const struct object *object = unwind->object;
    uint64_t address = object->sections[contents->index].address + offset + distance;
    for (size_t i = 0; i < object->section_count; i++)
        if (object->sections[i].flags & SECTION_LOADED && address - object->sections[i].address < object->sections[i].size)
            return address - object->sections[i].address + unwind->placed->section_at[i];
    return 0;
}

static bool read_format(struct cursor *cursor, uint8_t format, unsigned size, uint64_t *out)
{
    switch (format) {
    case PE_ABSOLUTE: *out = cursor_number(cursor, size); return true;
    case PE_ULEB: *out = cursor_leb(cursor); return true;
    case PE_UDATA2: *out = cursor_number(cursor, 2); return true;
    case PE_UDATA4: *out = cursor_number(cursor, 4); return true;
    case PE_UDATA8: case PE_SDATA8: *out = cursor_number(cursor, 8); return true;
    case PE_SLEB: *out = (uint64_t)cursor_signed_leb(cursor); return true;
    case PE_SDATA2: *out = (uint64_t)sign_extended(cursor_number(cursor, 2), 16); return true;
    case PE_SDATA4: *out = (uint64_t)sign_extended(cursor_number(cursor, 4), 32); return true;
    default: return false;
    }
}

bool read_pointer(const struct unwind *unwind, const struct contents *contents, struct cursor *cursor, uint8_t encoding, unsigned size, uint64_t function,
                  uint64_t *out)
{
    uint64_t mask = size == 8 ? ~(uint64_t)0 : ((uint64_t)1 << 8 * size) - 1;
    *out = 0;
    if (encoding == PE_OMIT)
        return true;
    if ((encoding & PE_RELATION) == PE_ALIGNED)
        cursor_block(cursor, (size - (contents->address + (uint64_t)(cursor->at - contents->bytes)) % size) % size);
    uint64_t offset = (uint64_t)(cursor->at - contents->bytes), value;
    if (!read_format(cursor, encoding & PE_FORMAT, size, &value))
        return false;
    unsigned read = (unsigned)(cursor->at - contents->bytes - (ptrdiff_t)offset);
    switch (encoding & PE_RELATION) {
    case 0: case PE_ALIGNED:
        if (!contents->address && unwind->object->kind != OBJECT_RELOCATABLE)
            value += unwind->placed->slide;
        break;
    case PE_PCREL:
        if (!value)
            return true; /* no pointer at all */
        value = is_by_own_numbers(unwind, contents, offset, read) ? from_own_numbers(unwind, contents, offset, value) : value + contents->address + offset;
        break;
    case PE_FUNCREL: value += function; break;
    default: return false;
    }
    *out = value & mask;
    if (encoding & PE_INDIRECT) {
        const uint8_t *word = placed_bytes(unwind->placed, *out, size);
        *out = word ? little(word, size) : 0;
    }
    return true;
}

/* ------------------------------------------------------------- common entries */

static const char *cie_body(struct unwind *unwind, const struct contents *contents, struct cursor *cursor, struct cie *cie)
{
    unsigned version = (unsigned)cursor_number(cursor, 1);
    if (version != 1 && version != 3 && version != 4)
        return "is of a version that is not known";
    const char *augmentation = (const char *)cursor->at;
    const uint8_t *zero = memchr(cursor->at, 0, (size_t)(cursor->end - cursor->at));
    if (!zero)
        return "ends in its augmentation";
    cursor->at = zero + 1;
    if (version == 4) {
        cie->address_size = (uint8_t)cursor_number(cursor, 1);
        if (cursor_number(cursor, 1))
            return "has segments";
    }
    if ((cie->address_size != 4 && cie->address_size != 8) || cie->address_size > unwind->word)
        return "has addresses of a size that is not known";
    if (!strcmp(augmentation, "eh"))
        cursor_number(cursor, unwind->word); /* of gcc before 3 */
    else if (augmentation[0] && augmentation[0] != 'z')
        return "has an augmentation that is not known";
    cie->code_align = cursor_leb(cursor);
    cie->data_align = cursor_signed_leb(cursor);
    uint64_t reg = version == 1 ? cursor_number(cursor, 1) : cursor_leb(cursor);
    if (reg >= 0xffff)
        return "returns by a register that is not known";
    cie->return_register = (uint16_t)reg;
    if (augmentation[0] != 'z')
        return cursor->is_bad ? "ends in its header" : NULL;
    cie->has_augmentation = true;
    uint64_t size = cursor_leb(cursor);
    const uint8_t *data = cursor_block(cursor, size);
    if (!data)
        return "ends in its augmentation";
    struct cursor inside = {data, data + size, false};
    for (const char *letter = augmentation + 1; *letter; letter++)
        switch (*letter) {
        case 'R': cie->pointer = (uint8_t)cursor_number(&inside, 1); break;
        case 'L': cie->lsda = (uint8_t)cursor_number(&inside, 1); cie->has_lsda = true; break;
        case 'P': {
            uint8_t encoding = (uint8_t)cursor_number(&inside, 1);
            if (!read_pointer(unwind, contents, &inside, encoding, cie->address_size, 0, &cie->personality))
                return "has a pointer whose encoding is not known";
            cie->has_personality = encoding != PE_OMIT;
            break;
        }
        case 'S': cie->is_signal = true; break;
        case 'B': cie->is_key_b = true; break;
        case 'G': break; /* AArch64: tagged stack */
        default: return "has an augmentation that is not known";
        }
    return inside.is_bad || cursor->is_bad ? "ends in its augmentation" : NULL;
}

static void read_cie(struct unwind *unwind, const struct contents *contents, const struct entry *entry)
{
    static const size_t head = offsetof(struct unwind_row, rules);
    struct unwind_row row;
    if (!unwind_grows(unwind, (void **)&unwind->cies, unwind->cie_count, &unwind->cie_room, sizeof *unwind->cies))
        return;
    struct cie *cie = &unwind->cies[unwind->cie_count];
    *cie = (struct cie){.at = entry->at, .section = contents->index, .address_size = (uint8_t)unwind->word};
    struct cursor cursor = {contents->bytes + entry->id_at + entry->id_size, contents->bytes + entry->end, false};
    cie->wrong = cie_body(unwind, contents, &cursor, cie);
    cie->wrong_at = entry->at;
    if (!cie->wrong) {
        row_clear(&row, 0, 0);
        row.cfa = UNWIND_CFA_UNKNOWN;
        run_initial(unwind, cie, &row, cursor.at, cursor.end);
    }
    if (cie->wrong) {
        unwind_reports(unwind, contents, cie->wrong_at, cie->wrong);
    } else {
        cie->initial = malloc(head + row.rule_count * sizeof *row.rules);
        if (cie->initial)
            memcpy(cie->initial, &row, head + row.rule_count * sizeof *row.rules);
        else
            unwind->is_out_of_memory = true;
    }
    unwind->cie_count++;
}

void free_cies(struct unwind *unwind)
{
    for (size_t i = 0; i < unwind->cie_count; i++)
        free(unwind->cies[i].initial);
    free(unwind->cies);
}

/* Common entries are in the order of sections and offsets, as they were read: those of one section follow each other. */
static const struct cie *find_cie(const struct unwind *unwind, size_t first, uint64_t at)
{
    size_t low = first, high = unwind->cie_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (unwind->cies[middle].at < at)
            low = middle + 1;
        else
            high = middle;
    }
    return low < unwind->cie_count && unwind->cies[low].at == at ? &unwind->cies[low] : NULL;
}

/* ------------------------------------------------------------------ functions */

static void read_fde(struct unwind *unwind, const struct contents *contents, const struct entry *entry, const struct cie *cie, enum unwind_source source)
{
    struct cursor cursor = {contents->bytes + entry->id_at + entry->id_size, contents->bytes + entry->end, false};
    struct unwind_function function = {.entry = entry->at, .source = (uint8_t)source, .return_register = cie->return_register};
    uint64_t size;
    if (!read_pointer(unwind, contents, &cursor, cie->pointer, cie->address_size, 0, &function.begin) || (cie->pointer & PE_RELATION) == PE_ALIGNED
        || !read_format(&cursor, cie->pointer & PE_FORMAT, cie->address_size, &size)) {
        unwind_reports(unwind, contents, entry->at, "has a pointer whose encoding is not known");
        return;
    }
    function.end = function.begin + size;
    if (cie->has_augmentation) {
        uint64_t length = cursor_leb(&cursor);
        const uint8_t *data = cursor_block(&cursor, length);
        struct cursor inside = {data, data ? data + length : NULL, false};
        if (data && cie->has_lsda && !read_pointer(unwind, contents, &inside, cie->lsda, cie->address_size, function.begin, &function.data))
            cursor.is_bad = true;
        cursor.is_bad |= inside.is_bad;
    }
    if (cursor.is_bad) {
        unwind_reports(unwind, contents, entry->at, "ends in its header");
        return;
    }
    function.personality = cie->personality;
    function.flags = (uint8_t)((cie->is_signal ? UNWIND_SIGNAL_FRAME : 0) | (cie->is_key_b ? UNWIND_KEY_B : 0) | (cie->has_personality ? UNWIND_HANDLER : 0));
    function.detail[FUNCTION_CIE] = (uint32_t)(cie - unwind->cies);
    function.detail[FUNCTION_CODE] = (uint32_t)(cursor.at - (contents->bytes + entry->at));
    function.detail[FUNCTION_CODE_SIZE] = (uint32_t)(cursor.end - cursor.at);
    unwind_adds(unwind, contents, &function);
}

/* The entry at `*at`, which moves on; false at the end, or where the rest cannot be read, which the first walk
   reports. Zeros, which end .eh_frame for those who load it, are passed over:
   a linker may have put more behind them. */
static bool next_entry(struct unwind *unwind, const struct contents *contents, bool is_eh, bool is_second, uint64_t *at, struct entry *out)
{
    uint64_t length = 0;
    while (*at + 4 <= contents->size && !(length = little(contents->bytes + *at, 4)))
        *at += 4;
    if (*at + 4 > contents->size)
        return false;
    *out = (struct entry){.at = *at, .id_at = *at + 4, .id_size = 4};
    if (length == 0xffffffff) {
        length = contents->size - *at >= 12 ? little(contents->bytes + *at + 4, 8) : UINT64_MAX;
        out->id_at = *at + 12;
        out->id_size = is_eh ? 4 : 8;
    }
    if (out->id_at > contents->size || length > contents->size - out->id_at || length < out->id_size || length > UINT32_MAX) {
        if (!is_second)
            unwind_reports(unwind, contents, *at, "has a wrong length");
        return false;
    }
    out->end = out->id_at + length;
    out->id = little(contents->bytes + out->id_at, out->id_size);
    *at = out->end;
    return true;
}

static void read_section(struct unwind *unwind, size_t section, enum unwind_source source)
{
    const struct contents *contents = contents_of(unwind, section);
    bool is_eh = source == UNWIND_EH_FRAME;
    size_t first = unwind->cie_count;
    struct entry entry;
    if (!contents)
        return;
    /* Common ones first: .debug_frame may name one that comes later. */
    for (uint64_t at = 0; !unwind->is_out_of_memory && next_entry(unwind, contents, is_eh, false, &at, &entry);)
        if (entry.id == (is_eh ? 0 : entry.id_size == 8 ? UINT64_MAX : UINT32_MAX))
            read_cie(unwind, contents, &entry);
    const struct cie *cie = NULL;
    for (uint64_t at = 0; !unwind->is_out_of_memory && next_entry(unwind, contents, is_eh, true, &at, &entry);) {
        if (entry.id == (is_eh ? 0 : entry.id_size == 8 ? UINT64_MAX : UINT32_MAX))
            continue;
        uint64_t names = is_eh ? entry.id_at - entry.id : entry.id;
        if (!cie || cie->at != names)
            cie = find_cie(unwind, first, names);
        if (!cie)
            unwind_reports(unwind, contents, entry.at, "names no common entry");
        else if (!cie->wrong)
            read_fde(unwind, contents, &entry, cie, source);
    }
}

void read_eh_frame(struct unwind *unwind)
{
    for (size_t i = 0; i < unwind->object->section_count && !unwind->is_out_of_memory; i++)
        if (is_named(unwind->object, i, ".eh_frame") || (unwind->object->format == OBJECT_MACHO && is_named(unwind->object, i, "__eh_frame")))
            read_section(unwind, i, UNWIND_EH_FRAME);
}

void read_debug_frame(struct unwind *unwind)
{
    for (size_t i = 0; i < unwind->object->section_count && !unwind->is_out_of_memory; i++)
        if (is_named(unwind->object, i, ".debug_frame") || (unwind->object->format == OBJECT_MACHO && is_named(unwind->object, i, "__debug_frame")))
            read_section(unwind, i, UNWIND_DEBUG_FRAME);
}
