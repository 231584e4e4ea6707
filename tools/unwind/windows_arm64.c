/*
 * Windows on AArch64: "ARM64 exception handling", Microsoft. A code stands for one instruction of a prologue, from its last to its
 * first, and of an epilogue, from its first to its last; so the row before each instruction is known in both. Packed entries are
 * written out as the codes that they stand for.
 */
#include "internal.h"

enum { FP = 29, LR = 30, SP = 31, V0 = 64, FIRST_X = 19, FIRST_D = 8 };
enum { CODE_END = 0xe4, CODE_END_C = 0xe5, CODE_SET_FP = 0xe1, CODE_ADD_FP = 0xe2, CODE_NOP = 0xe3, CODE_SAVE_NEXT = 0xe6, CODE_SAVE_ANY = 0xe7,
       CODE_TRAP_FRAME = 0xe8, CODE_CLEAR_UNWOUND = 0xec, CODE_PAC = 0xfc };
enum { DETAIL_SECTION, DETAIL_AT, DETAIL_PACKED, DETAIL_CODES };

static uint64_t image_base(const struct unwind *unwind)
{
    return unwind->object->kind == OBJECT_RELOCATABLE ? unwind->placed->base : unwind->object->base + unwind->placed->slide;
}

/* --------------------------------------------------------------------- entries */

/* What the words before the codes say. */
struct record {
    uint64_t length;             /* of the function, in bytes */
    uint64_t epilogues, codes;   /* offsets in the section */
    uint32_t epilogue_count, code_bytes;
    bool has_handler, is_single; /* one epilogue, at the end, whose first code `epilogue_count` is */
};

static const char *read_record(const struct contents *contents, uint64_t at, struct record *out)
{
    if (at > contents->size || contents->size - at < 4)
        return "names unwind information behind its section's end";
    uint32_t word = (uint32_t)little(contents->bytes + at, 4);
    *out = (struct record){.length = 4 * (uint64_t)(word & 0x3ffff), .has_handler = word >> 20 & 1, .is_single = word >> 21 & 1,
                           .epilogue_count = word >> 22 & 31, .code_bytes = 4 * (word >> 27), .epilogues = at + 4};
    if (word >> 18 & 3)
        return "names unwind information of a version that is not known";
    if (!(word >> 22)) {
        if (contents->size - at < 8)
            return "names unwind information that ends behind its section";
        word = (uint32_t)little(contents->bytes + at + 4, 4);
        out->epilogue_count = word & 0xffff;
        out->code_bytes = 4 * (word >> 16 & 0xff);
        out->epilogues += 4;
    }
    out->codes = out->epilogues + (out->is_single ? 0 : 4 * (uint64_t)out->epilogue_count);
    if (out->codes + out->code_bytes + (out->has_handler ? 4 : 0) > contents->size)
        return "names unwind information that ends behind its section";
    return NULL;
}

static const char *read_unpacked(struct unwind *unwind, uint64_t address, struct unwind_function *function)
{
    const struct contents *contents;
    struct record record;
    uint64_t room;
    const uint8_t *bytes = contents_at(unwind, address, &contents, &room);
    if (!bytes)
        return "names no unwind information";
    uint64_t at = (uint64_t)(bytes - contents->bytes);
    const char *wrong = read_record(contents, at, &record);
    if (wrong)
        return wrong;
    function->detail[DETAIL_SECTION] = contents->index;
    function->detail[DETAIL_AT] = (uint32_t)at;
    function->end = function->begin + record.length;
    if (record.code_bytes && contents->bytes[record.codes] == CODE_END_C)
        function->flags |= UNWIND_FRAGMENT;
    if (record.has_handler) {
        function->flags |= UNWIND_HANDLER;
        function->personality = image_base(unwind) + little(contents->bytes + record.codes + record.code_bytes, 4);
        function->data = address + (record.codes - at) + record.code_bytes + 4;
    }
    return NULL;
}

void read_windows_arm64(struct unwind *unwind, const struct contents *table, uint64_t at, uint64_t size)
{
    enum { ENTRY_SIZE = 8 };
    uint64_t base = image_base(unwind);
    for (uint64_t end = at + size; end - at >= ENTRY_SIZE && !unwind->is_out_of_memory; at += ENTRY_SIZE) {
        uint32_t begin = (uint32_t)little(table->bytes + at, 4), word = (uint32_t)little(table->bytes + at + 4, 4);
        struct unwind_function function = {.begin = base + begin, .entry = at, .return_register = LR, .source = UNWIND_WINDOWS};
        const char *wrong = NULL;
        if (!begin && !word)
            continue; /* room that a linker left */
        if ((word & 3) == 3) {
            wrong = "is of a kind that is not known";
        } else if (word & 3 && (word >> 16 & 15) == 1 && (word >> 21 & 3) == 1) {
            wrong = "packs x19 and lr, whose pair cannot take the stack too";
        } else if (word & 3) {
            function.detail[DETAIL_PACKED] = word;
            function.end = function.begin + 4 * (uint64_t)(word >> 2 & 0x7ff);
            function.flags = (word & 3) == 2 ? UNWIND_FRAGMENT : 0;
        } else {
            wrong = read_unpacked(unwind, base + word, &function);
        }
        if (wrong)
            unwind_reports(unwind, table, at, wrong);
        else
            unwind_adds(unwind, table, &function);
    }
}

/* ---------------------------------------------------------------------- packed */

/* Codes of a packed entry, written in the order of a prologue. */
struct writing {
    uint8_t codes[96];
    unsigned count;
    uint8_t starts[40];
    unsigned start_count;
};

static void write_code(struct writing *w, unsigned size, uint32_t code)
{
    w->starts[w->start_count++] = (uint8_t)w->count;
    for (unsigned i = size; i-- > 0;)
        w->codes[w->count++] = (uint8_t)(code >> 8 * i);
}

static void write_alloc(struct writing *w, unsigned bytes)
{
    for (unsigned part; bytes; bytes -= part) { /* one `sub` takes up to 4080 */
        part = bytes > 4080 ? 4080 : bytes;
        write_code(w, 2, 0xc000 | part / 16);
    }
}

/* The integer registers of a packed entry, and lr where it is among them. */
static void write_integers(struct writing *w, unsigned count, bool has_lr, unsigned saved)
{
    unsigned i = 0;
    if (!count && has_lr) { /* lr alone: str lr, [sp, #-saved]! */
        write_code(w, 2, 0xd400 | (LR - FIRST_X) << 5 | (saved / 8 - 1));
        return;
    }
    for (; i + 1 < count; i += 2)
        write_code(w, 2, i ? 0xc800 | i << 6 | i : 0xcc00 | (saved / 8 - 1));
    if (i < count && has_lr) {
        write_code(w, 2, 0xd600 | i / 2 << 6 | i);
    } else if (i < count) {
        write_code(w, 2, i ? 0xd000 | i << 6 | i : 0xd400 | (saved / 8 - 1));
    } else if (has_lr) {
        write_code(w, 2, 0xd000 | (LR - FIRST_X) << 6 | i);
    }
}

static void write_floats(struct writing *w, unsigned count, unsigned at, unsigned saved, bool is_first)
{
    for (unsigned i = 0; i < count; i += 2) {
        bool pair = i + 1 < count, takes = is_first && !i;
        if (takes)
            write_code(w, 2, pair ? 0xda00 | (saved / 8 - 1) : 0xde00 | (saved / 8 - 1));
        else
            write_code(w, 2, (pair ? 0xd800 : 0xdc00) | i << 6 | (at / 8 + i));
    }
}

/* The canonical prologue; of an epilogue without what needs no undoing. */
static void write_packed(struct writing *w, uint32_t word, bool is_epilogue)
{
    unsigned floats = word >> 13 & 7, integers = word >> 16 & 15, homes = word >> 20 & 1, chain = word >> 21 & 3, frame = 16 * (word >> 23);
    bool has_lr = chain == 1;
    unsigned integer_size = 8 * integers + (has_lr ? 8 : 0), float_size = floats ? 8 * floats + 8 : 0;
    unsigned saved = (integer_size + float_size + 64 * homes + 15) & ~15u, local = frame > saved ? frame - saved : 0;
    *w = (struct writing){.count = 0};
    if (chain == 2)
        write_code(w, 1, CODE_PAC);
    write_integers(w, integers, has_lr, saved);
    if (floats)
        write_floats(w, floats + 1, integer_size, saved, !integer_size);
    if (homes && !integer_size && !floats)
        write_alloc(w, saved);
    for (unsigned i = 0; homes && !is_epilogue && i < (integer_size || floats ? 4u : 3u); i++)
        write_code(w, 1, CODE_NOP);
    if (chain >= 2) {
        if (local && local <= 512) {
            write_code(w, 1, 0x80 | (local / 8 - 1));
        } else {
            write_alloc(w, local);
            write_code(w, 1, 0x40);
        }
        if (!is_epilogue)
            write_code(w, 1, CODE_SET_FP);
    } else {
        write_alloc(w, local);
    }
}

/* Into the order of unwind codes, with an end. */
static void add_reversed(struct unwind_rows *rows, const struct writing *w)
{
    uint32_t *count = &rows->own.windows.epilogue;
    for (unsigned i = w->start_count; i-- > 0;) {
        unsigned end = i + 1 < w->start_count ? w->starts[i + 1] : w->count;
        memcpy(rows->own.windows.codes + *count, w->codes + w->starts[i], end - w->starts[i]);
        *count += end - w->starts[i];
    }
    rows->own.windows.codes[(*count)++] = CODE_END;
}

/* ------------------------------------------------------------------------ codes */

/* All codes of a function, and what else is asked of it. */
struct code_list {
    const uint8_t *codes;
    uint32_t size;
    bool has_prologue;
    uint32_t epilogue_count;
    const uint8_t *epilogues;    /* words; NULL: one at the end, whose codes begin at `single` */
    uint32_t single;
};

static unsigned size_of(uint8_t code)
{
    if (code < 0xc0)
        return 1;
    if (code < 0xe0)
        return 2;
    switch (code) {
    case 0xe0: return 4;
    case CODE_ADD_FP: return 2;
    case CODE_SAVE_ANY: return 3;
    case 0xf8: return 2;
    case 0xf9: return 3;
    case 0xfa: return 4;
    case 0xfb: return 5;
    default: return 1;
    }
}

/* Where each code from `at` on begins, up to the one that ends all; `*own`: how many there are before the one that ends this scope. */
static const char *list_codes(const struct code_list *list, uint32_t at, uint16_t starts[UNWIND_MOST_STEPS], unsigned *count, unsigned *own)
{
    bool is_ended = false;
    *count = *own = 0;
    for (unsigned size; at < list->size; at += size) {
        uint8_t code = list->codes[at];
        size = size_of(code);
        if (code == CODE_END || *count == UNWIND_MOST_STEPS)
            break;
        if (size > list->size - at)
            return "has a code that ends behind them all";
        if (code == CODE_END_C)
            is_ended = true;
        else
            starts[(*count)++] = (uint16_t)at;
        *own += !is_ended;
    }
    return NULL;
}

/* The frame while a prologue is run. */
struct frame {
    struct unwind_row *row;
    int64_t depth;               /* CFA = sp + depth */
    bool has_fp;
    unsigned next;               /* what save_next saves */
    int64_t next_at;
};

static void take(struct frame *frame, int64_t bytes)
{
    frame->depth += bytes;
    if (!frame->has_fp)
        frame->row->cfa_offset = frame->depth;
}

/* Registers to sp + offset. */
static void save(struct frame *frame, unsigned reg, unsigned other, int64_t offset)
{
    row_put(frame->row, reg, UNWIND_AT_CFA, offset - frame->depth);
    row_put(frame->row, other, UNWIND_AT_CFA, offset - frame->depth + (other == reg ? 0 : 8));
    frame->next = reg + 2;
    frame->next_at = offset - frame->depth + 16;
}

static void save_any(struct frame *frame, unsigned second, unsigned third)
{
    unsigned kind = third >> 6, reg = second & 31;
    bool pair = second >> 6 & 1, takes = second >> 5 & 1;
    int64_t bytes = kind == 2 ? 16 : 8, offset = (int64_t)(third & 63) * (pair || takes || kind == 2 ? 16 : 8);
    if (takes) {
        take(frame, offset + 16);
        offset = 0;
    }
    reg += kind ? V0 : 0;
    row_put(frame->row, reg, UNWIND_AT_CFA, offset - frame->depth);
    if (pair)
        row_put(frame->row, reg + 1, UNWIND_AT_CFA, offset - frame->depth + bytes);
}

static void by_frame_pointer(struct frame *frame, int64_t above)
{
    frame->has_fp = true;
    frame->row->cfa_register = FP;
    frame->row->cfa_offset = frame->depth - above;
}

/* Codes of two bytes. */
static const char *apply_long(struct frame *frame, uint32_t code)
{
    int64_t z6 = 8 * (int64_t)(code & 63), z5 = 8 * (int64_t)(code & 31);
    unsigned x = FIRST_X + (code >> 6 & 15), short_x = FIRST_X + (code >> 5 & 15), d = V0 + FIRST_D + (code >> 6 & 7), short_d = V0 + FIRST_D + (code >> 5 & 7);
    unsigned kind = code >> 8;
    if (kind < 0xc8) {
        take(frame, 16 * (int64_t)(code & 0x7ff));
    } else if (kind < 0xd0) { /* save_regp, save_regp_x */
        if (kind >= 0xcc)
            take(frame, z6 + 8);
        save(frame, x, x + 1, kind >= 0xcc ? 0 : z6);
    } else if (kind < 0xd4) { /* save_reg */
        save(frame, x, x, z6);
    } else if (kind < 0xd6) { /* save_reg_x */
        take(frame, z5 + 8);
        save(frame, short_x, short_x, 0);
    } else if (kind < 0xd8) { /* save_lrpair */
        save(frame, FIRST_X + 2 * (code >> 6 & 7), LR, z6);
    } else if (kind < 0xdc) { /* save_fregp, save_fregp_x */
        if (kind >= 0xda)
            take(frame, z6 + 8);
        save(frame, d, d + 1, kind >= 0xda ? 0 : z6);
    } else if (kind < 0xde) { /* save_freg */
        save(frame, d, d, z6);
    } else if (kind == 0xde) { /* save_freg_x */
        take(frame, z5 + 8);
        save(frame, short_d, short_d, 0);
    } else {
        return "allocates by the length of vectors";
    }
    return NULL;
}

static const char *apply_code(struct frame *frame, const uint8_t *code)
{
    unsigned first = code[0];
    if (first < 0x20) {
        take(frame, 16 * (int64_t)first);
    } else if (first < 0x40) { /* save_r19r20_x */
        take(frame, 8 * (int64_t)(first & 31));
        save(frame, FIRST_X, FIRST_X + 1, 0);
    } else if (first < 0x80) { /* save_fplr */
        save(frame, FP, LR, 8 * (int64_t)(first & 63));
    } else if (first < 0xc0) { /* save_fplr_x */
        take(frame, 8 * (int64_t)(first & 63) + 8);
        save(frame, FP, LR, 0);
    } else if (first < 0xe0) {
        return apply_long(frame, (uint32_t)(first << 8 | code[1]));
    } else if (first == 0xe0) {
        take(frame, 16 * (int64_t)(code[1] << 16 | code[2] << 8 | code[3]));
    } else if (first == CODE_SET_FP || first == CODE_ADD_FP) {
        by_frame_pointer(frame, first == CODE_ADD_FP ? 8 * (int64_t)code[1] : 0);
    } else if (first == CODE_SAVE_NEXT) {
        unsigned reg = frame->next;
        int64_t at = frame->next_at;
        if (!reg)
            return "saves the next registers of none";
        save(frame, reg, reg + 1, at + frame->depth);
    } else if (first == CODE_SAVE_ANY) {
        save_any(frame, code[1], code[2]);
    } else if (first == CODE_PAC) {
        frame->row->is_signed = true;
    } else if (first >= CODE_TRAP_FRAME && first <= CODE_CLEAR_UNWOUND) { /* frames that only the system's own code has */
        frame->row->cfa = UNWIND_CFA_UNKNOWN;
    } else if (first != CODE_NOP) {
        return "has a code that is not known";
    }
    return NULL;
}

/* The state where all codes from `at` on but the first `undone` are done. */
static const char *apply_codes(struct unwind_row *row, const struct code_list *list, uint32_t at, unsigned undone)
{
    uint16_t starts[UNWIND_MOST_STEPS];
    unsigned count, own;
    struct frame frame = {.row = row};
    const char *wrong = list_codes(list, at, starts, &count, &own);
    uint64_t begin = row->begin;
    row_clear(row, SP, 0);
    row->begin = begin;
    while (!wrong && count > undone)
        wrong = apply_code(&frame, list->codes + starts[--count]);
    return wrong;
}

/* ------------------------------------------------------------------------- rows */

/* A packed entry's codes are kept in the walk: the prologue's, and from `epilogue` on the epilogue's. */
void begin_windows_arm64(struct unwind_rows *rows)
{
    const struct unwind_function *function = rows->function;
    uint32_t word = function->detail[DETAIL_PACKED];
    struct writing writing;
    rows->own.windows.at = 0;
    rows->own.windows.step = 0; /* the next epilogue */
    rows->own.windows.epilogue = 0;
    if (!word)
        return;
    write_packed(&writing, word, false);
    add_reversed(rows, &writing);
    uint32_t single = rows->own.windows.epilogue;
    write_packed(&writing, word, true);
    add_reversed(rows, &writing);
    rows->own.windows.at = rows->own.windows.epilogue;
    rows->own.windows.epilogue = single;
}

static const char *codes_of(const struct unwind_rows *rows, struct code_list *out)
{
    const struct unwind_function *function = rows->function;
    const struct contents *contents = &rows->unwind->contents[function->detail[DETAIL_SECTION]];
    struct record record;
    if (function->detail[DETAIL_PACKED]) {
        *out = (struct code_list){.codes = rows->own.windows.codes, .size = (uint32_t)rows->own.windows.at, .epilogue_count = 1,
                                  .has_prologue = (function->detail[DETAIL_PACKED] & 3) == 1, .single = rows->own.windows.epilogue};
        return NULL;
    }
    const char *wrong = read_record(contents, function->detail[DETAIL_AT], &record);
    if (!wrong)
        *out = (struct code_list){.codes = contents->bytes + record.codes, .size = record.code_bytes, .has_prologue = true,
                                  .epilogue_count = record.is_single ? 1 : record.epilogue_count, .single = record.epilogue_count,
                                  .epilogues = record.is_single ? NULL : contents->bytes + record.epilogues};
    return wrong;
}

/* Where an epilogue begins and ends, from the function's begin on, and the first of its codes. */
static const char *epilogue_of(const struct code_list *list, uint32_t index, uint64_t length, uint64_t *begin, uint64_t *end, uint32_t *first)
{
    uint16_t starts[UNWIND_MOST_STEPS];
    unsigned count, own;
    uint32_t word = list->epilogues ? (uint32_t)little(list->epilogues + 4 * (uint64_t)index, 4) : 0;
    *first = list->epilogues ? word >> 22 : list->single;
    const char *wrong = list_codes(list, *first, starts, &count, &own);
    uint64_t bytes = 4 * (uint64_t)own + 4; /* and the return */
    if (!wrong && bytes > length)
        wrong = "has an epilogue that is longer than its function";
    *begin = list->epilogues ? 4 * (uint64_t)(word & 0x3ffff) : length - bytes;
    *end = *begin + bytes < length ? *begin + bytes : length;
    return wrong;
}

/* The row at `at` of a function so long; `*to` becomes where it ends. */
static const char *row_of(struct unwind_rows *rows, const struct code_list *list, uint64_t at, uint64_t length, uint64_t *to)
{
    uint16_t starts[UNWIND_MOST_STEPS];
    unsigned count, own;
    uint64_t begin, end;
    uint32_t first, *epilogue = &rows->own.windows.step;
    const char *wrong = list_codes(list, 0, starts, &count, &own);
    uint64_t prologue = list->has_prologue ? 4 * (uint64_t)own : 0;
    if (wrong)
        return wrong;
    *to = at + 4;
    if (at < prologue)
        return apply_codes(&rows->row, list, 0, own - (unsigned)(at / 4));
    for (; *epilogue < list->epilogue_count; ++*epilogue) {
        wrong = epilogue_of(list, *epilogue, length, &begin, &end, &first);
        if (wrong)
            return wrong;
        if (at >= end)
            continue;
        if (at >= begin)
            return apply_codes(&rows->row, list, first, (unsigned)((at - begin) / 4));
        *to = begin;
        return apply_codes(&rows->row, list, 0, 0);
    }
    *to = length;
    return apply_codes(&rows->row, list, 0, 0);
}

bool next_windows_arm64(struct unwind_rows *rows)
{
    const struct unwind_function *function = rows->function;
    uint64_t at = rows->row.end - function->begin, length = function->end - function->begin, to;
    struct code_list list;
    const char *wrong = codes_of(rows, &list);
    if (!wrong)
        wrong = row_of(rows, &list, at, length, &to);
    if (wrong)
        return rows_fail(rows, function->entry, wrong);
    rows->row.begin = function->begin + at;
    rows->row.end = function->begin + (to < length ? to : length);
    rows->is_ended = to >= length;
    return true;
}
