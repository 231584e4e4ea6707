/* Windows: where .pdata is; and x64's, "x64 exception handling", Microsoft. An epilogue is known by its code, and is not described. */
#include "internal.h"

enum { PUSH_NONVOL, ALLOC_LARGE, ALLOC_SMALL, SET_FPREG, SAVE_NONVOL, SAVE_NONVOL_FAR, EPILOG, SPARE, SAVE_XMM128, SAVE_XMM128_FAR, PUSH_MACHFRAME };
enum { HANDLER_EXCEPTION = 1, HANDLER_TERMINATION = 2, CHAINED = 4, MOST_CHAINED = 32 };
enum { RSP = 7, RIP = 16, XMM0 = 17, ENTRY_SIZE = 12, HEADER = 4 };

/* DWARF's numbers of the processor's. */
static const uint8_t dwarf_numbers[16] = {0, 2, 1, 3, 7, 6, 4, 5, 8, 9, 10, 11, 12, 13, 14, 15};

/* Addresses relative to the image count from here. */
static uint64_t image_base(const struct unwind *unwind)
{
    return unwind->object->kind == OBJECT_RELOCATABLE ? unwind->placed->base : unwind->object->base + unwind->placed->slide;
}

/* An image's directory of exceptions ("PE Format", 3.4.3): its address and size; false for none. */
static bool directory(const struct object *object, uint64_t *at, uint64_t *size)
{
    enum { NEW_HEADER_AT = 0x3c, OPTIONAL_AT = 24, PLUS = 0x20b, COUNT_AT = 108, EXCEPTIONS = 3 };
    if (object->file_size < NEW_HEADER_AT + 4)
        return false;
    uint64_t optional = little(object->file + NEW_HEADER_AT, 4) + OPTIONAL_AT, entry = optional + COUNT_AT + 4 + 8 * EXCEPTIONS;
    if (entry + 8 > object->file_size || little(object->file + optional, 2) != PLUS || little(object->file + optional + COUNT_AT, 4) <= EXCEPTIONS)
        return false;
    *at = little(object->file + entry, 4);
    *size = little(object->file + entry + 4, 4);
    return *at != 0;
}

void read_windows(struct unwind *unwind)
{
    const struct object *object = unwind->object;
    bool is_arm64 = object->arch == CCONV_ARCH_AARCH64;
    const struct contents *table;
    uint64_t at, size, room;
    if (object->format != OBJECT_COFF || (!is_arm64 && object->arch != CCONV_ARCH_X86_64))
        return;
    void (*read)(struct unwind *, const struct contents *, uint64_t, uint64_t) = is_arm64 ? read_windows_arm64 : read_windows_x64;
    if (object->kind != OBJECT_RELOCATABLE) {
        const uint8_t *bytes = directory(object, &at, &size) ? contents_at(unwind, at + image_base(unwind), &table, &room) : NULL;
        if (bytes)
            read(unwind, table, (uint64_t)(bytes - table->bytes), size < room ? size : room);
        return;
    }
    for (size_t i = 0; i < object->section_count && !unwind->is_out_of_memory; i++) {
        const char *name = object->sections[i].name;
        if (!strncmp(name, ".pdata", 6) && (!name[6] || name[6] == '$') && (table = contents_of(unwind, i)) != NULL)
            read(unwind, table, 0, table->size);
    }
}

/* ------------------------------------------------------------------------ x64 */

/* Unwind information: its header's bytes and its codes. */
struct information {
    const struct contents *contents;
    uint64_t at;
    const uint8_t *bytes;
    uint64_t room;
    unsigned version, flags, prologue, count, frame, frame_offset;
};

enum { DETAIL_SECTION, DETAIL_AT };

static const char *read_information(const struct contents *contents, uint64_t at, struct information *out)
{
    *out = (struct information){.contents = contents, .at = at};
    if (at > contents->size || contents->size - at < HEADER)
        return "names unwind information behind its section's end";
    const uint8_t *bytes = out->bytes = contents->bytes + at;
    out->room = contents->size - at;
    out->version = bytes[0] & 7;
    out->flags = bytes[0] >> 3;
    out->prologue = bytes[1];
    out->count = bytes[2];
    out->frame = bytes[3] & 15;
    out->frame_offset = 16u * (bytes[3] >> 4);
    if (out->version != 1 && out->version != 2)
        return "names unwind information of a version that is not known";
    uint64_t end = HEADER + 2 * (uint64_t)((out->count + 1) & ~1u);
    if (end + (out->flags & CHAINED ? ENTRY_SIZE : out->flags & (HANDLER_EXCEPTION | HANDLER_TERMINATION) ? 4 : 0) > out->room)
        return "names unwind information that ends behind its section";
    return NULL;
}

static uint64_t behind_codes(const struct information *information)
{
    return HEADER + 2 * (uint64_t)((information->count + 1) & ~1u);
}

void read_windows_x64(struct unwind *unwind, const struct contents *table, uint64_t at, uint64_t size)
{
    uint64_t base = image_base(unwind);
    for (uint64_t end = at + size; end - at >= ENTRY_SIZE && !unwind->is_out_of_memory; at += ENTRY_SIZE) {
        const uint8_t *entry = table->bytes + at;
        struct unwind_function function = {.begin = base + little(entry, 4), .end = base + little(entry + 4, 4), .entry = at, .return_register = RIP,
                                           .source = UNWIND_WINDOWS};
        const struct contents *contents;
        struct information information;
        uint64_t room;
        if (!little(entry, 4) && !little(entry + 4, 4))
            continue; /* room that a linker left */
        const uint8_t *bytes = contents_at(unwind, base + (little(entry + 8, 4) & ~(uint64_t)3), &contents, &room);
        const char *wrong = bytes ? read_information(contents, (uint64_t)(bytes - contents->bytes), &information) : "names no unwind information";
        if (!wrong && little(entry + 8, 4) & 1)
            wrong = "names another entry in place of unwind information";
        if (wrong) {
            unwind_reports(unwind, table, at, wrong);
            continue;
        }
        function.detail[DETAIL_SECTION] = contents->index;
        function.detail[DETAIL_AT] = (uint32_t)information.at;
        if (information.flags & CHAINED)
            function.flags |= UNWIND_FRAGMENT;
        else if (information.flags & (HANDLER_EXCEPTION | HANDLER_TERMINATION)) {
            function.flags |= UNWIND_HANDLER;
            function.personality = base + little(information.bytes + behind_codes(&information), 4);
            function.data = base + (little(entry + 8, 4) & ~(uint64_t)3) + behind_codes(&information) + 4;
        }
        unwind_adds(unwind, table, &function);
    }
}

/* Codes that a code takes, itself included; 0 of one that is not known. */
static unsigned slots_of(const struct information *information, unsigned i)
{
    unsigned operation = information->bytes[HEADER + 2 * i + 1] & 15, info = information->bytes[HEADER + 2 * i + 1] >> 4;
    switch (operation) {
    case PUSH_NONVOL: case ALLOC_SMALL: case SET_FPREG: case PUSH_MACHFRAME: return 1;
    case ALLOC_LARGE: return info == 0 ? 2 : info == 1 ? 3 : 0;
    case SAVE_NONVOL: case SAVE_XMM128: return 2;
    case SAVE_NONVOL_FAR: case SAVE_XMM128_FAR: return 3;
    case EPILOG: return information->version == 2 ? 1 : 0;
    default: return 0;
    }
}

/* How deep the stack is below the CFA while codes are undone in the order of the prologue. */
struct frame {
    int64_t depth;               /* the CFA, which is rsp at entry + 8, is that far above rsp */
    int64_t base;                /* and above what a frame register points to, less its offset; where there is one */
    bool has_base;
};

static uint64_t code_operand(const struct information *information, unsigned i, unsigned slots)
{
    const uint8_t *operand = information->bytes + HEADER + 2 * i + 2;
    return slots == 3 ? little(operand, 4) : slots == 2 ? little(operand, 2) : 0;
}

/* What a save's offset counts from: the frame register where there is one, and as much of the stack as is taken in the end where not. */
static int64_t save_base(const struct frame *frame)
{
    return frame->has_base ? frame->base : frame->depth;
}

static void apply_code(struct unwind_row *row, struct frame *frame, const struct information *information, unsigned i, unsigned slots)
{
    unsigned operation = information->bytes[HEADER + 2 * i + 1] & 15, info = information->bytes[HEADER + 2 * i + 1] >> 4;
    int64_t operand = (int64_t)code_operand(information, i, slots);
    switch (operation) {
    case PUSH_NONVOL:
        frame->depth += 8;
        row_put(row, dwarf_numbers[info], UNWIND_AT_CFA, -frame->depth);
        break;
    case ALLOC_SMALL: frame->depth += 8 * (int64_t)info + 8; break;
    case ALLOC_LARGE: frame->depth += slots == 3 ? operand : 8 * operand; break;
    case SET_FPREG:
        frame->base = frame->depth;
        frame->has_base = true;
        row->cfa_register = dwarf_numbers[information->frame];
        row->cfa_offset = frame->depth - (int64_t)information->frame_offset;
        break;
    case SAVE_NONVOL: row_put(row, dwarf_numbers[info], UNWIND_AT_CFA, 8 * operand - save_base(frame)); break;
    case SAVE_NONVOL_FAR: row_put(row, dwarf_numbers[info], UNWIND_AT_CFA, operand - save_base(frame)); break;
    case SAVE_XMM128: row_put(row, XMM0 + info, UNWIND_AT_CFA, 16 * operand - save_base(frame)); break;
    case SAVE_XMM128_FAR: row_put(row, XMM0 + info, UNWIND_AT_CFA, operand - save_base(frame)); break;
    case PUSH_MACHFRAME: /* the processor pushed ss, rsp, rflags, cs, rip, and perhaps an error code; the CFA is above */
        frame->depth = info ? 48 : 40;
        row_put(row, RIP, UNWIND_AT_CFA, -40);
        row_put(row, RSP, UNWIND_AT_CFA, -16);
        break;
    default: break;
    }
    if (!frame->has_base)
        row->cfa_offset = frame->depth;
}

/* Codes whose instruction ends at or before `offset`, the first of the prologue (the last code) first. `*next` becomes where the following one ends, or
   UINT_MAX. NULL, or what is wrong. */
static const char *apply_codes(struct unwind_row *row, struct frame *frame, const struct information *information, unsigned offset, unsigned *next)
{
    uint8_t starts[256];
    unsigned count = 0;
    for (unsigned i = 0, slots; i < information->count; i += slots) {
        slots = slots_of(information, i);
        if (!slots || i + slots > information->count)
            return "has a code that is not known";
        if ((information->bytes[HEADER + 2 * i + 1] & 15) != EPILOG)
            starts[count++] = (uint8_t)i;
    }
    *next = UINT32_MAX;
    while (count--) {
        unsigned i = starts[count], ends = information->bytes[HEADER + 2 * i];
        if (ends > offset) {
            *next = ends < *next ? ends : *next;
            break;
        }
        apply_code(row, frame, information, i, slots_of(information, i));
    }
    return NULL;
}

/* The information that this one goes on from. */
static const char *parent_of(const struct unwind *unwind, const struct information *information, struct information *out)
{
    uint64_t address = image_base(unwind) + (little(information->bytes + behind_codes(information) + 8, 4) & ~(uint64_t)3);
    for (size_t i = 0; i < unwind->object->section_count; i++) {
        const struct contents *contents = &unwind->contents[i];
        uint64_t offset = address - unwind->placed->section_at[i];
        if (unwind->object->sections[i].flags & SECTION_LOADED && contents->bytes && offset < contents->size)
            return read_information(contents, offset, out);
    }
    return "is chained to no unwind information";
}

/* The state before the own prologue: what those that it is chained to have done. */
static const char *apply_parents(const struct unwind *unwind, struct unwind_row *row, struct frame *frame, const struct information *information)
{
    struct information chain[MOST_CHAINED];
    unsigned count = 0, next;
    for (const struct information *at = information; at->flags & CHAINED; at = &chain[count - 1]) {
        if (count == MOST_CHAINED)
            return "is chained too often";
        const char *wrong = parent_of(unwind, at, &chain[count++]);
        if (wrong)
            return wrong;
    }
    while (count--) {
        const char *wrong = apply_codes(row, frame, &chain[count], UINT32_MAX - 1, &next);
        if (wrong)
            return wrong;
    }
    return NULL;
}

bool next_windows_x64(struct unwind_rows *rows)
{
    const struct unwind_function *function = rows->function;
    const struct contents *contents = &rows->unwind->contents[function->detail[DETAIL_SECTION]];
    struct unwind_row *row = &rows->row;
    uint64_t begin = row->end;
    struct frame frame = {.depth = 8};
    struct information information;
    unsigned next;
    row_clear(row, RSP, 8);
    row_put(row, RIP, UNWIND_AT_CFA, -8);
    const char *wrong = read_information(contents, function->detail[DETAIL_AT], &information);
    if (!wrong)
        wrong = apply_parents(rows->unwind, row, &frame, &information);
    if (!wrong)
        wrong = apply_codes(row, &frame, &information, (unsigned)(begin - function->begin < 256 ? begin - function->begin : 256), &next);
    if (wrong)
        return rows_fail(rows, function->entry, wrong);
    row->begin = begin;
    row->end = next == UINT32_MAX || next >= function->end - function->begin ? function->end : function->begin + next;
    row->holds = next == UINT32_MAX ? UNWIND_BUT_EPILOGUES : UNWIND_EVERYWHERE;
    rows->is_ended = row->end == function->end;
    return true;
}
