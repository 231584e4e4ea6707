/*
 * Mach-O's compact unwind: Apple's <mach-o/compact_unwind_encoding.h>. A word for each function, which holds where it calls. A word
 * that leaves the function to __eh_frame is none here: the reader of .eh_frame has the function then.
 */
#include "internal.h"

#include <stdlib.h>

enum { MODE = 0x0f000000, PERSONALITY = 0x30000000, HAS_DATA = 0x40000000 };
#define NOT_A_START 0x80000000u
enum { X86_FRAME = 1, X86_IMMEDIATE = 2, X86_INDIRECT = 3, X86_DWARF = 4, ARM64_FRAMELESS = 2, ARM64_DWARF = 3, ARM64_FRAME = 4 };
enum { DETAIL_ENCODING };

static bool is_arm64(const struct unwind *unwind)
{
    return unwind->object->arch == CCONV_ARCH_AARCH64;
}

static unsigned return_register(const struct unwind *unwind)
{
    return is_arm64(unwind) ? 30 : unwind->word == 8 ? 16 : 8;
}

static bool add_function(struct unwind *unwind, const struct contents *contents, struct unwind_function *function, uint32_t encoding)
{
    unsigned mode = (encoding & MODE) >> 24;
    if (!mode || mode == (is_arm64(unwind) ? ARM64_DWARF : X86_DWARF))
        return true;
    function->source = UNWIND_COMPACT;
    function->return_register = (uint16_t)return_register(unwind);
    function->flags = (uint8_t)((encoding & NOT_A_START ? UNWIND_FRAGMENT : 0) | (function->personality ? UNWIND_HANDLER : 0));
    function->detail[DETAIL_ENCODING] = encoding;
    return unwind_adds(unwind, contents, function);
}

/* ---------------------------------------------------------------------- objects */

static void read_object(struct unwind *unwind, const struct contents *contents)
{
    unsigned word = unwind->word, size = 3 * word + 8;
    for (uint64_t at = 0; contents->size - at >= size; at += size) {
        const uint8_t *entry = contents->bytes + at;
        struct unwind_function function = {.begin = little(entry, word), .entry = at, .personality = little(entry + word + 8, word),
                                           .data = little(entry + 2 * word + 8, word)};
        function.end = function.begin + little(entry + word, 4);
        if (!add_function(unwind, contents, &function, (uint32_t)little(entry + word + 4, 4)))
            return;
    }
}

/* ----------------------------------------------------------------- linked files */

struct info {
    struct unwind *unwind;
    const struct contents *contents;
    uint64_t base;               /* of the image */
    uint64_t common, common_count, personalities, personality_count, index, index_count;
    uint64_t data, data_end;     /* the table of LSDAs of the page that is read */
    bool has_last;               /* one that waits for its end, which is the next's begin */
    struct unwind_function last;
    uint32_t encoding;
    uint64_t visits;             /* entries that the section still can have */
};

static bool has(const struct info *info, uint64_t at, uint64_t count, unsigned size)
{
    return at <= info->contents->size && count <= (info->contents->size - at) / size;
}

static uint64_t word_at(const struct info *info, uint64_t at)
{
    return little(info->contents->bytes + at, 4);
}

static uint64_t data_of(const struct info *info, uint64_t function)
{
    uint64_t low = 0, count = (info->data_end - info->data) / 8, high = count;
    while (low < high) {
        uint64_t middle = low + (high - low) / 2;
        if (word_at(info, info->data + 8 * middle) < function)
            low = middle + 1;
        else
            high = middle;
    }
    return low < count && word_at(info, info->data + 8 * low) == function ? info->base + word_at(info, info->data + 8 * low + 4) : 0;
}

static uint64_t personality_of(const struct info *info, uint32_t encoding)
{
    uint64_t index = (encoding & PERSONALITY) >> 28;
    if (!index || index > info->personality_count)
        return 0;
    const uint8_t *word = placed_bytes(info->unwind->placed, info->base + word_at(info, info->personalities + 4 * (index - 1)), info->unwind->word);
    return word ? little(word, info->unwind->word) : 0;
}

static bool ends_last(struct info *info, uint64_t function)
{
    info->last.end = info->base + function;
    return !info->has_last || add_function(info->unwind, info->contents, &info->last, info->encoding);
}

static bool next_function(struct info *info, uint64_t at, uint64_t function, uint32_t encoding)
{
    if (!info->visits-- || !ends_last(info, function))
        return false;
    info->has_last = true;
    info->encoding = encoding;
    info->last = (struct unwind_function){.begin = info->base + function, .entry = at, .personality = personality_of(info, encoding),
                                          .data = encoding & HAS_DATA ? data_of(info, function) : 0};
    return true;
}

static bool read_regular(struct info *info, uint64_t page)
{
    uint64_t at = page + (word_at(info, page + 4) & 0xffff), count = word_at(info, page + 4) >> 16;
    if (!has(info, at, count, 8))
        return false;
    for (uint64_t i = 0; i < count; i++)
        if (!next_function(info, at + 8 * i, word_at(info, at + 8 * i), (uint32_t)word_at(info, at + 8 * i + 4)))
            return false;
    return true;
}

static bool read_compressed(struct info *info, uint64_t page, uint64_t first)
{
    uint64_t at = page + (word_at(info, page + 4) & 0xffff), count = word_at(info, page + 4) >> 16;
    if (!has(info, page, 12, 1) || !has(info, at, count, 4))
        return false;
    uint64_t own = page + (word_at(info, page + 8) & 0xffff), own_count = word_at(info, page + 8) >> 16;
    if (!has(info, own, own_count, 4))
        return false;
    for (uint64_t i = 0; i < count; i++) {
        uint64_t entry = word_at(info, at + 4 * i), index = entry >> 24;
        if (index >= info->common_count + own_count)
            return false;
        uint64_t encoding = index < info->common_count ? info->common + 4 * index : own + 4 * (index - info->common_count);
        if (!next_function(info, at + 4 * i, first + (entry & 0xffffff), (uint32_t)word_at(info, encoding)))
            return false;
    }
    return true;
}

static bool read_page(struct info *info, uint64_t entry)
{
    uint64_t first = word_at(info, entry), page = word_at(info, entry + 4);
    info->data = word_at(info, entry + 8);
    info->data_end = word_at(info, entry + 20);
    if (info->data_end < info->data || !has(info, info->data, info->data_end - info->data, 1) || !has(info, page, 8, 1))
        return false;
    switch (word_at(info, page)) {
    case 2: return read_regular(info, page);
    case 3: return read_compressed(info, page, first);
    default: return false;
    }
}

static void read_linked(struct unwind *unwind, const struct contents *contents)
{
    enum { HEADER = 28, INDEX_ENTRY = 12 };
    struct info info = {.unwind = unwind, .contents = contents, .base = unwind->object->base + unwind->placed->slide, .visits = contents->size / 4};
    if (contents->size < HEADER || word_at(&info, 0) != 1) {
        unwind_reports(unwind, contents, 0, "is of a version that is not known");
        return;
    }
    info.common = word_at(&info, 4);
    info.common_count = word_at(&info, 8);
    info.personalities = word_at(&info, 12);
    info.personality_count = word_at(&info, 16);
    info.index = word_at(&info, 20);
    info.index_count = word_at(&info, 24);
    if (!has(&info, info.common, info.common_count, 4) || !has(&info, info.personalities, info.personality_count, 4)
        || !has(&info, info.index, info.index_count, INDEX_ENTRY)) {
        unwind_reports(unwind, contents, 0, "has a table that ends behind its section");
        return;
    }
    for (uint64_t i = 0; i + 1 < info.index_count; i++) { /* the last says where all ends */
        uint64_t entry = info.index + INDEX_ENTRY * i;
        if (word_at(&info, entry + 4) && !read_page(&info, entry) && !unwind->is_out_of_memory)
            unwind_reports(unwind, contents, entry, "has a malformed page");
    }
    if (info.index_count)
        ends_last(&info, word_at(&info, info.index + INDEX_ENTRY * (info.index_count - 1)));
}

void read_compact(struct unwind *unwind)
{
    const struct object *object = unwind->object;
    if (object->format != OBJECT_MACHO)
        return;
    for (size_t i = 0; i < object->section_count; i++) {
        bool linked = is_named(object, i, "__unwind_info");
        const struct contents *contents = linked || is_named(object, i, "__compact_unwind") ? contents_of(unwind, i) : NULL;
        if (contents && linked)
            read_linked(unwind, contents);
        else if (contents)
            read_object(unwind, contents);
    }
}

/* -------------------------------------------------------------------------- rows */

/* Numbers 1 to 6, in DWARF's numbers. */
static const uint8_t registers_64[7] = {0, 3, 12, 13, 14, 15, 6}, registers_32[7] = {0, 3, 1, 2, 7, 6, 5};

static unsigned x86_register(const struct unwind *unwind, unsigned number)
{
    return unwind->word == 8 ? registers_64[number] : registers_32[number];
}

static const char *x86_frame(const struct unwind *unwind, struct unwind_row *row, uint32_t encoding)
{
    int64_t word = unwind->word, from = -(int64_t)(encoding >> 16 & 0xff) * word;
    unsigned frame = x86_register(unwind, 6);
    row_clear(row, frame, 2 * word);
    row_put(row, frame, UNWIND_AT_CFA, -2 * word);
    for (unsigned i = 0; i < 5; i++) {
        unsigned number = encoding >> 3 * i & 7;
        if (number == 7)
            return "saves a register that is not known";
        if (number)
            row_put(row, x86_register(unwind, number), UNWIND_AT_CFA, from + word * i - 2 * word);
    }
    return NULL;
}

/* Which of the six registers, in order, a number stands for: of those not yet taken, digit by digit. */
static bool permuted(unsigned count, unsigned number, unsigned out[6])
{
    unsigned digits[6], taken = 0, left = 6 - count + 1;
    for (unsigned i = count; i-- > 0; left++) { /* the last digit has 6 - count + 1 values, the one before one more */
        digits[i] = number % left;
        number /= left;
    }
    for (unsigned i = 0; i < count; i++) {
        unsigned reg = 1;
        for (unsigned skipped = 0;; reg++) {
            if (reg == 7)
                return false;
            if (!(taken >> reg & 1) && skipped++ == digits[i])
                break;
        }
        taken |= 1u << reg;
        out[i] = reg;
    }
    return true;
}

static const char *x86_frameless(const struct unwind *unwind, struct unwind_row *row, const struct unwind_function *function, uint32_t encoding)
{
    int64_t word = unwind->word, size = (int64_t)(encoding >> 16 & 0xff) * word;
    unsigned count = encoding >> 10 & 7, saved[6];
    if ((encoding & MODE) >> 24 == X86_INDIRECT) {
        const uint8_t *immediate = placed_bytes(unwind->placed, function->begin + (encoding >> 16 & 0xff), 4);
        if (!immediate)
            return "reads the size of its frame where there is no code";
        size = (int64_t)little(immediate, 4) + (int64_t)(encoding >> 13 & 7) * word;
    }
    if (count > 6 || (count && !permuted(count == 6 ? 5 : count, encoding & 0x3ff, saved)))
        return "saves registers that are not known";
    if (count == 6) { /* the last is the one that is left */
        unsigned sum = 0;
        for (unsigned i = 0; i < 5; i++)
            sum += saved[i];
        saved[5] = 21 - sum;
    }
    row_clear(row, unwind->word == 8 ? 7 : 4, size);
    for (unsigned i = 0; i < count; i++)
        row_put(row, x86_register(unwind, saved[i]), UNWIND_AT_CFA, -word - word * (int64_t)(count - i));
    return NULL;
}

static const char *arm64_row(struct unwind_row *row, uint32_t encoding)
{
    static const struct { uint16_t bit; uint8_t reg; } pairs[] = {{1, 19}, {2, 21}, {4, 23}, {8, 25}, {16, 27}, {0x100, 72}, {0x200, 74}, {0x400, 76}, {0x800, 78}};
    bool framed = (encoding & MODE) >> 24 == ARM64_FRAME;
    int64_t at = framed ? -24 : -8;
    if (framed) {
        row_clear(row, 29, 16);
        row_put(row, 29, UNWIND_AT_CFA, -16);
        row_put(row, 30, UNWIND_AT_CFA, -8);
    } else if ((encoding & MODE) >> 24 == ARM64_FRAMELESS) {
        row_clear(row, 31, 16 * (int64_t)(encoding >> 12 & 0xfff));
    } else {
        return "has an encoding that is not known";
    }
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (encoding & pairs[i].bit) {
            row_put(row, pairs[i].reg, UNWIND_AT_CFA, at);
            row_put(row, pairs[i].reg + 1u, UNWIND_AT_CFA, at - 8);
            at -= 16;
        }
    return NULL;
}

bool next_compact(struct unwind_rows *rows)
{
    const struct unwind *unwind = rows->unwind;
    const struct unwind_function *function = rows->function;
    uint32_t encoding = function->detail[DETAIL_ENCODING];
    const char *wrong;
    if (is_arm64(unwind))
        wrong = arm64_row(&rows->row, encoding);
    else if ((encoding & MODE) >> 24 == X86_FRAME)
        wrong = x86_frame(unwind, &rows->row, encoding);
    else if ((encoding & MODE) >> 24 == X86_IMMEDIATE || (encoding & MODE) >> 24 == X86_INDIRECT)
        wrong = x86_frameless(unwind, &rows->row, function, encoding);
    else
        wrong = "has an encoding that is not known";
    if (wrong)
        return rows_fail(rows, function->entry, wrong);
    if (!is_arm64(unwind))
        row_put(&rows->row, return_register(unwind), UNWIND_AT_CFA, -(int64_t)unwind->word);
    rows->row.begin = function->begin;
    rows->row.end = function->end;
    rows->row.holds = UNWIND_AT_CALLS;
    rows->is_ended = true;
    return true;
}
