/*
 * NASM. It has no directives for unwinders: on ELF and for 64-bit Windows their tables are written as data, with a label behind
 * each instruction that they tell of.
 */
#include "thunk.h"

static bool is_told(const cconv_listing_line *line)
{
    return line->kind >= CCONV_LINE_PUSHED && line->kind <= CCONV_LINE_PROLOGUE_END;
}

static bool is_cfi(const struct sheet *sheet, const cconv_listing_line *line)
{
    return sheet->container == CONTAINER_ELF && line->kind >= CCONV_LINE_CFA && line->kind <= CCONV_LINE_RESTORED && line->reg
           && (line->dwarf >= 0 || line->kind == CCONV_LINE_CFA);
}

static void nasm_begin_file(struct sheet *sheet)
{
    put(sheet, "\tbits %d\n", sheet->arch == CCONV_ARCH_X86_64 ? 64 : 32);
    if (sheet->arch == CCONV_ARCH_X86_64)
        put(sheet, "\tdefault rel\n");
    if (sheet->arch == CCONV_ARCH_X86 && sheet->container == CONTAINER_COFF) /* no handlers: linkers with /safeseh want to know */
        put(sheet, "$@feat.00 equ 1\n");
    if (sheet->container == CONTAINER_MACHO)
        put(sheet, "; Unwinders are told nothing: NASM has no directives for Mach-O's tables.\n");
}

static void nasm_begin(struct sheet *sheet, const struct function *function)
{
    put(sheet, "\tsection .text\n");
    if (sheet_is_new(sheet, function->symbol))
        put(sheet, "\tglobal %s%s\n", function->symbol, sheet->container == CONTAINER_ELF ? ":function" : "");
    if (function->target && sheet_is_new(sheet, function->target))
        put(sheet, "\textern %s\n", function->target);
    put(sheet, "\talign 16\n%s:\n", function->symbol);
}

/* Labels, which the tables count from. */
static void nasm_frame(struct sheet *sheet, const struct function *function, const cconv_listing_line *line)
{
    const cconv_listing_line *other;
    size_t number = 0;
    bool is_windows = has_windows_frame(sheet, function);
    if (is_windows ? !is_told(line) : !is_cfi(sheet, line))
        return;
    for (size_t i = 0; (other = cconv_listing_line_at(function->listing, i)) && other != line; i++) {
        if (is_windows ? !is_told(other) : !is_cfi(sheet, other))
            continue;
        number++;
        if (!is_windows && other->offset == line->offset)
            return; /* it has one */
    }
    put(sheet, is_windows ? ".u%zu:\n" : ".c%zu:\n", number);
}

/* The processor's number of a register. */
static unsigned number_of(const cconv_listing_line *line)
{
    static const uint8_t first[] = {0, 2, 1, 3, 6, 7, 5, 4}; /* DWARF has them in another order */
    enum { XMM = 17 };
    return line->dwarf >= XMM ? (unsigned)line->dwarf - XMM : line->dwarf < 8 ? first[line->dwarf] : (unsigned)line->dwarf;
}

/* UNWIND_CODEs of a line, as "x64 exception handling" has them. Their count. */
static unsigned nasm_code(struct sheet *sheet, const struct function *function, const cconv_listing_line *line, size_t number, bool count_only)
{
    enum { PUSH_NONVOL = 0, ALLOC_LARGE = 1, ALLOC_SMALL = 2, SET_FPREG = 3, SAVE_NONVOL = 4, SAVE_XMM128 = 8, MOST_SMALL = 128 };
    bool vector = line->kind == CCONV_LINE_STORED && line->reg[0] == 'x';
    unsigned operation = 0, info = 0;
    long long slot = -1;
    switch (line->kind) {
    case CCONV_LINE_PUSHED: operation = PUSH_NONVOL, info = number_of(line); break;
    case CCONV_LINE_POINTER: operation = SET_FPREG; break;
    case CCONV_LINE_TAKEN:
        operation = line->value <= MOST_SMALL ? ALLOC_SMALL : ALLOC_LARGE;
        info = line->value <= MOST_SMALL ? (unsigned)(line->value / 8 - 1) : 0;
        slot = line->value <= MOST_SMALL ? -1 : (long long)line->value / 8;
        break;
    default:
        operation = vector ? SAVE_XMM128 : SAVE_NONVOL, info = number_of(line);
        slot = (long long)line->value / (vector ? 16 : 8);
    }
    if (!count_only)
        put(sheet, "\tdb %s.u%zu - %s, %u\n", function->symbol, number, function->symbol, info << 4 | operation);
    if (!count_only && slot >= 0)
        put(sheet, "\tdw %lld\n", slot);
    return 1 + (slot >= 0);
}

static void nasm_pdata(struct sheet *sheet, const struct function *function)
{
    const cconv_listing_line *lines[64], *line, *pointer = NULL;
    size_t count = 0;
    unsigned codes = 0;
    for (size_t i = 0; (line = cconv_listing_line_at(function->listing, i)) && count < sizeof lines / sizeof *lines; i++)
        if (is_told(line)) {
            pointer = line->kind == CCONV_LINE_POINTER ? line : pointer;
            codes += line->kind == CCONV_LINE_PROLOGUE_END ? 0 : nasm_code(sheet, function, line, count, true);
            lines[count++] = line;
        }
    put(sheet, ".end:\n\tsection .xdata rdata align=4\n%s.unwind:\n", function->symbol);
    put(sheet, "\tdb 1, %s.u%zu - %s, %u, %u\n", function->symbol, count - 1, function->symbol, codes,
        pointer ? number_of(pointer) | (unsigned)pointer->value : 0);
    for (size_t i = count; i-- > 0;)
        if (lines[i]->kind != CCONV_LINE_PROLOGUE_END)
            nasm_code(sheet, function, lines[i], i, false);
    put(sheet, "\talign 4, db 0\n\tsection .pdata rdata align=4\n");
    put(sheet, "\tdd %s wrt ..imagebase, %s.end wrt ..imagebase, %s.unwind wrt ..imagebase\n", function->symbol,
        function->symbol, function->symbol);
}

/* ------------------------------------------------------------------ .eh_frame */

enum { ADVANCE = 0x04, DEFINE_CFA = 0x0c, OFFSET = 0x80, RESTORE = 0xc0 }; /* DWARF 5, 7.24, "Call Frame Information" */

static void put_uleb(struct sheet *sheet, uint64_t value)
{
    for (; value > 0x7f; value >>= 7)
        put(sheet, ", 0x%02x", (unsigned)(value & 0x7f) | 0x80);
    put(sheet, ", %u", (unsigned)value);
}

/* One instruction of the table, with what it says. */
static void nasm_cfi(struct sheet *sheet, const cconv_listing_line *line, int word)
{
    long long value = (long long)line->value;
    switch (line->kind) {
    case CCONV_LINE_CFA:
        put(sheet, "\tdb 0x%02x, %d", DEFINE_CFA, (int)line->dwarf);
        put_uleb(sheet, (uint64_t)value);
        put(sheet, "\t; the canonical frame address is %s%+lld\n", line->reg, value);
        break;
    case CCONV_LINE_SAVED:
        put(sheet, "\tdb 0x%02x", OFFSET | (unsigned)line->dwarf);
        put_uleb(sheet, (uint64_t)value / (unsigned)word);
        put(sheet, "\t; %s of the caller is %lld below it\n", line->reg, value);
        break;
    default: put(sheet, "\tdb 0x%02x\t; %s is the caller's again\n", RESTORE | (unsigned)line->dwarf, line->reg);
    }
}

/* The tables of "Linux Standard Base Core" 10.6, as other assemblers make them of CFI directives. */
static void nasm_eh_frame(struct sheet *sheet, const struct function *function)
{
    bool is_64 = sheet->arch == CCONV_ARCH_X86_64;
    int word = is_64 ? 8 : 4, column = is_64 ? 16 : 8, stack_pointer = is_64 ? 7 : 4;
    const cconv_listing_line *line;
    size_t number = 0, from = 0;
    uint32_t at = 0;
    put(sheet, ".end:\n\tsection .eh_frame progbits alloc noexec nowrite align=%d\n", word);
    put(sheet, "\tdd .cie_end - .cie\n.cie:\tdd 0\n\tdb 1, 'zR', 0, 1, 0x%02x, %d, 1, 0x1b\n", 0x80 - word, column);
    put(sheet, "\tdb 0x%02x, %d, %d, 0x%02x, 1\n\talign %d, db 0\n.cie_end:\n", DEFINE_CFA, stack_pointer, word, OFFSET | column, word);
    put(sheet, "\tdd .fde_end - .fde\n.fde:\tdd .fde - .cie + 4\n\tdd %s - $\n\tdd .end - %s\n\tdb 0\n", function->symbol,
        function->symbol);
    for (size_t i = 0; (line = cconv_listing_line_at(function->listing, i)); i++) {
        if (!is_cfi(sheet, line))
            continue;
        if (line->offset != at && from)
            put(sheet, "\tdb %d\n\tdd .c%zu - .c%zu\n", ADVANCE, number, from - 1);
        else if (line->offset != at)
            put(sheet, "\tdb %d\n\tdd .c%zu - %s\n", ADVANCE, number, function->symbol);
        if (line->offset != at)
            from = number + 1;
        at = line->offset;
        nasm_cfi(sheet, line, word);
        number++;
    }
    put(sheet, "\talign %d, db 0\n.fde_end:\n", word);
}

static void nasm_end(struct sheet *sheet, const struct function *function)
{
    if (has_windows_frame(sheet, function))
        nasm_pdata(sheet, function);
    else if (sheet->container == CONTAINER_ELF)
        nasm_eh_frame(sheet, function);
}

static void nasm_end_file(struct sheet *sheet)
{
    if (sheet->container == CONTAINER_ELF)
        put(sheet, "\tsection .note.GNU-stack noalloc noexec nowrite progbits\n");
}

const struct dialect dialect_nasm = {nasm_begin_file, nasm_begin, nasm_end, nasm_end_file, nasm_frame, "."};
