/* Arm: "Exception Handling ABI for the Arm Architecture" (EHABI32), 6 and 10. One row a function, which holds where it calls. */
#include "internal.h"

enum { R11 = 11, SP = 13, LR = 14, PC = 15, D0 = 256, RA_AUTH_CODE = 143, ENTRY_SIZE = 8, CANNOT = 1, MOST_POPS = 64 };
enum { DETAIL_SECTION, DETAIL_AT, DETAIL_INLINE, DETAIL_KIND };
enum kind { KIND_INLINE, KIND_TABLE };

static uint64_t prel31(uint64_t place, uint64_t word)
{
    return (place + (uint64_t)sign_extended(word, 31)) & 0xffffffff;
}

/* Where the code is described, of an entry that has no code of its own. */
static const char *read_table(struct unwind *unwind, uint64_t address, struct unwind_function *function)
{
    const struct contents *contents;
    uint64_t room;
    const uint8_t *bytes = contents_at(unwind, address, &contents, &room);
    if (!bytes || room < 4)
        return "names no entry of a table";
    uint64_t word = little(bytes, 4), at = (uint64_t)(bytes - contents->bytes);
    function->detail[DETAIL_KIND] = KIND_TABLE;
    function->detail[DETAIL_SECTION] = contents->index;
    function->detail[DETAIL_AT] = (uint32_t)at;
    if (word >> 31) { /* one of the three that the document defines */
        unsigned more = (word >> 24 & 15) ? (unsigned)(word >> 16 & 0xff) : 0;
        if ((word >> 24 & 0x7f) > 2)
            return "names a personality that is not known";
        function->data = address + 4 + 4 * more;
        return NULL;
    }
    function->flags |= UNWIND_HANDLER;
    function->personality = prel31(address, word) & ~(uint64_t)1;
    function->data = address + 4; /* as GNU's and LLVM's have it: a word of codes, which says how many follow, then the LSDA */
    if (room >= 8)
        function->data += 4 + 4 * (little(bytes + 4, 4) >> 24);
    return NULL;
}

static void read_index(struct unwind *unwind, const struct contents *contents)
{
    struct unwind_function last = {0};
    bool has_last = false;
    for (uint64_t at = 0; contents->size - at >= ENTRY_SIZE && !unwind->is_out_of_memory; at += ENTRY_SIZE) {
        uint64_t place = contents->address + at, word = little(contents->bytes + at + 4, 4);
        struct unwind_function function = {.begin = prel31(place, little(contents->bytes + at, 4)) & ~(uint64_t)1, .entry = at, .source = UNWIND_EHABI,
                                           .return_register = LR};
        const char *wrong = NULL;
        if (word == CANNOT)
            function.flags = UNWIND_CANNOT;
        else if (word >> 31)
            function.detail[DETAIL_INLINE] = (uint32_t)word;
        else
            wrong = read_table(unwind, prel31(place + 4, word), &function);
        if (has_last) {
            last.end = function.begin < code_end(unwind, last.begin) ? function.begin : code_end(unwind, last.begin);
            unwind_adds(unwind, contents, &last);
        }
        if (wrong)
            unwind_reports(unwind, contents, at, wrong);
        has_last = !wrong;
        last = function;
    }
    last.end = code_end(unwind, last.begin);
    if (has_last)
        unwind_adds(unwind, contents, &last);
}

void read_ehabi(struct unwind *unwind)
{
    const struct object *object = unwind->object;
    if (object->format != OBJECT_ELF || object->arch != CCONV_ARCH_ARM)
        return;
    for (size_t i = 0; i < object->section_count; i++) {
        const struct contents *contents = !strncmp(object->sections[i].name, ".ARM.exidx", 10) ? contents_of(unwind, i) : NULL;
        if (contents)
            read_index(unwind, contents);
    }
}

/* ------------------------------------------------------------------------- codes */

struct codes {
    uint8_t bytes[4 + 4 * 255];
    unsigned size;
};

static void add_word(struct codes *codes, uint64_t word, unsigned count)
{
    for (unsigned i = count; i-- > 0;)
        codes->bytes[codes->size++] = (uint8_t)(word >> 8 * i);
}

static const char *read_codes(const struct unwind *unwind, const struct unwind_function *function, struct codes *codes)
{
    codes->size = 0;
    if (function->detail[DETAIL_KIND] == KIND_INLINE) {
        add_word(codes, function->detail[DETAIL_INLINE], 3);
        return function->detail[DETAIL_INLINE] >> 24 & 0x7f ? "has codes of a kind that is not inline" : NULL;
    }
    const struct contents *contents = &unwind->contents[function->detail[DETAIL_SECTION]];
    uint64_t at = function->detail[DETAIL_AT], word = little(contents->bytes + at, 4), more;
    if (word >> 31) {
        bool is_short = !(word >> 24 & 15);
        more = is_short ? 0 : word >> 16 & 0xff;
        add_word(codes, word, is_short ? 3 : 2);
    } else {
        at += 4;
        if (contents->size - at < 4)
            return "names codes behind its section's end";
        word = little(contents->bytes + at, 4);
        more = word >> 24;
        add_word(codes, word, 3);
    }
    if (contents->size - at - 4 < 4 * more)
        return "names codes behind its section's end";
    for (uint64_t i = 1; i <= more; i++)
        add_word(codes, little(contents->bytes + at + 4 * i, 4), 4);
    return NULL;
}

/* The virtual stack pointer: a register plus a number; and what was taken off the stack so far. Where sp itself was, its rule has it (longjmp). */
struct machine {
    struct unwind_row *row;
    struct cursor cursor;
    unsigned base;
    int64_t at;
    const char *wrong;
    bool is_finished;
};

static void pop(struct machine *m, unsigned reg, unsigned bytes)
{
    if (!row_put(m->row, reg, UNWIND_AT_CFA, m->at))
        m->wrong = "takes too many registers off the stack";
    m->at += bytes;
}

static void pop_mask(struct machine *m, unsigned first, unsigned mask)
{
    for (unsigned i = 0; i < 16; i++)
        if (mask >> i & 1)
            pop(m, first + i, 4);
}

static void pop_doubles(struct machine *m, unsigned first, unsigned count, bool has_pad)
{
    for (unsigned i = 0; i < count; i++)
        pop(m, D0 + first + i, 8);
    m->at += has_pad ? 4 : 0; /* fstmx left a word more */
}

static void take_register(struct machine *m, unsigned reg)
{
    if (reg == SP || reg == PC)
        m->wrong = "has a code that is reserved";
    else if (m->row->rule_count)
        m->wrong = "takes another register for sp after it took registers off the stack";
    m->base = reg;
    m->at = 0;
}

static void step_b(struct machine *m, unsigned code)
{
    unsigned next;
    switch (code) {
    case 0xb0: m->is_finished = true; break;
    case 0xb1:
        next = (unsigned)cursor_number(&m->cursor, 1);
        if (!next || next >> 4)
            m->wrong = "has a code that is not known";
        pop_mask(m, 0, next & 15);
        break;
    case 0xb2: m->at += 0x204 + 4 * (int64_t)(cursor_leb(&m->cursor) & 0x3fffffff); break;
    case 0xb3: case 0xc8: case 0xc9:
        next = (unsigned)cursor_number(&m->cursor, 1);
        pop_doubles(m, (next >> 4) + (code == 0xc8 ? 16 : 0), (next & 15) + 1, code == 0xb3);
        break;
    case 0xb4: pop(m, RA_AUTH_CODE, 4); break;
    case 0xb5: m->row->is_signed = true; break; /* sp as it is now is what the return address was signed with */
    default:
        if (code >= 0xb8 && code <= 0xbf)
            pop_doubles(m, 8, (code & 7) + 1, true);
        else if (code >= 0xd0 && code <= 0xd7)
            pop_doubles(m, 8, (code & 7) + 1, false);
        else
            m->wrong = "has a code that is not known";
    }
}

static void step(struct machine *m)
{
    unsigned code = (unsigned)cursor_number(&m->cursor, 1);
    if (code < 0x40) {
        m->at += 4 * (int64_t)(code & 63) + 4;
    } else if (code < 0x80) {
        m->at -= 4 * (int64_t)(code & 63) + 4;
    } else if (code < 0x90) {
        unsigned mask = (code & 15) << 8 | (unsigned)cursor_number(&m->cursor, 1);
        if (!mask) { /* refuses to be unwound */
            m->row->cfa = UNWIND_CFA_UNKNOWN;
            m->is_finished = true;
        }
        pop_mask(m, 4, mask);
    } else if (code < 0xa0) {
        take_register(m, code & 15);
    } else if (code < 0xb0) {
        pop_mask(m, 4, (2u << (code & 7)) - 1);
        if (code & 8)
            pop(m, LR, 4);
    } else {
        step_b(m, code);
    }
    if (m->cursor.is_bad)
        m->wrong = "ends in a code";
}

bool next_ehabi(struct unwind_rows *rows)
{
    const struct unwind_function *function = rows->function;
    struct unwind_row *row = &rows->row;
    struct codes codes = {.size = 0};
    row_clear(row, SP, 0);
    struct machine m = {.row = row, .base = SP};
    if (function->flags & UNWIND_CANNOT)
        row->cfa = UNWIND_CFA_UNKNOWN;
    else
        m.wrong = read_codes(rows->unwind, function, &codes);
    m.cursor = (struct cursor){codes.bytes, codes.bytes + codes.size, false};
    while (!m.wrong && !m.is_finished && m.cursor.at < m.cursor.end)
        step(&m);
    if (m.wrong)
        return rows_fail(rows, function->entry, m.wrong);
    row->cfa_register = (uint16_t)m.base;
    row->cfa_offset = m.at;
    for (unsigned i = 0; i < row->rule_count; i++)
        row->rules[i].offset -= m.at;
    const struct unwind_rule *pc = unwind_row_rule(row, PC);
    if (pc) /* the return address came off the stack into pc itself */
        row_put(row, LR, UNWIND_AT_CFA, pc->offset);
    row->begin = function->begin;
    row->end = function->end;
    row->holds = UNWIND_AT_CALLS;
    rows->is_ended = true;
    return true;
}
