/* What stands around the instructions: sections, names, what unwinders read. GNU as and LLVM; NASM; MASM as llvm-ml takes it. */
#include "thunk.h"

#include <stdlib.h>
#include <string.h>

static bool is_x86(const struct sheet *sheet)
{
    return sheet->arch == CCONV_ARCH_X86_64 || sheet->arch == CCONV_ARCH_X86;
}

const char *comment_of(const struct sheet *sheet)
{
    if (sheet->syntax == SYNTAX_NASM || sheet->syntax == SYNTAX_MASM)
        return ";";
    return sheet->arch == CCONV_ARCH_AARCH64 ? "//" : sheet->arch == CCONV_ARCH_ARM ? "@" : "#";
}

bool has_windows_frame(const struct sheet *sheet, const struct function *function)
{
    const cconv_listing_line *line;
    for (size_t i = 0; (line = cconv_listing_line_at(function->listing, i)); i++)
        if (line->kind == CCONV_LINE_PROLOGUE_END)
            return sheet->container == CONTAINER_COFF;
    return false;
}

/* True the first time that the name is asked for. */
static bool is_new(struct sheet *sheet, const char *name)
{
    for (size_t i = 0; i < sheet->externs.count; i++)
        if (strcmp(sheet->externs.at[i], name) == 0)
            return false;
    list_add(&sheet->externs, take_text(name, strlen(name)));
    return true;
}

/* ------------------------------------------------------------- GNU as and LLVM */

static void gas_begin_file(struct sheet *sheet)
{
    if (sheet->syntax == SYNTAX_INTEL)
        put(sheet, "\t.intel_syntax noprefix\n");
    if (sheet->arch == CCONV_ARCH_ARM)
        put(sheet, "\t.syntax unified\n\t.arch armv7-a\n\t.fpu neon\n\t.arm\n");
    if (sheet->arch == CCONV_ARCH_RISCV64)
        put(sheet, "\t.option norvc\n");
    put(sheet, "\t.text\n");
}

static void gas_begin(struct sheet *sheet, const struct function *function)
{
    const char *symbol = function->symbol;
    put(sheet, "\t.globl %s\n\t.p2align %d\n", symbol, is_x86(sheet) ? 4 : 2);
    if (sheet->container == CONTAINER_ELF)
        put(sheet, "\t.type %s, %cfunction\n", symbol, sheet->arch == CCONV_ARCH_ARM ? '%' : '@');
    if (sheet->container == CONTAINER_COFF)
        put(sheet, "\t.def %s\n\t.scl 2\n\t.type 32\n\t.endef\n", symbol);
    if (has_windows_frame(sheet, function))
        put(sheet, "\t.seh_proc %s\n", symbol);
    put(sheet, "%s:\n", symbol);
    if (sheet->container != CONTAINER_COFF)
        put(sheet, "\t.cfi_startproc\n");
}

static void gas_end(struct sheet *sheet, const struct function *function)
{
    if (has_windows_frame(sheet, function))
        put(sheet, "\t.seh_endproc\n");
    if (sheet->container != CONTAINER_COFF)
        put(sheet, "\t.cfi_endproc\n");
    if (sheet->container == CONTAINER_ELF)
        put(sheet, "\t.size %s, .-%s\n", function->symbol, function->symbol);
}

static void gas_end_file(struct sheet *sheet)
{
    if (sheet->container == CONTAINER_ELF)
        put(sheet, "\t.section .note.GNU-stack, \"\", %cprogbits\n", sheet->arch == CCONV_ARCH_ARM ? '%' : '@');
}

/* Names of vector registers are not known there on every architecture; numbers are. */
static void cfi_register(const struct sheet *sheet, const cconv_listing_line *line, char *out, size_t room)
{
    if (sheet->arch == CCONV_ARCH_AARCH64 && line->reg[0] != 'x' && line->reg[0] != 's')
        snprintf(out, room, "%d", (int)line->dwarf);
    else
        snprintf(out, room, "%s%s", sheet->syntax == SYNTAX_ATT ? "%" : "", line->reg);
}

static void gas_cfi(struct sheet *sheet, const cconv_listing_line *line)
{
    char reg[32];
    long long value = (long long)line->value;
    if (!line->reg)
        return;
    cfi_register(sheet, line, reg, sizeof reg);
    if (line->kind == CCONV_LINE_CFA)
        put(sheet, "\t.cfi_def_cfa %s, %lld\n", reg, value);
    else if (line->kind == CCONV_LINE_SAVED && line->dwarf >= 0)
        put(sheet, "\t.cfi_offset %s, %lld\n", reg, -value);
    else if (line->kind == CCONV_LINE_RESTORED && line->dwarf >= 0)
        put(sheet, "\t.cfi_restore %s\n", reg);
}

static void gas_seh(struct sheet *sheet, const cconv_listing_line *line)
{
    const char *prefix = sheet->syntax == SYNTAX_ATT ? "%" : "";
    long long value = (long long)line->value;
    switch (line->kind) {
    case CCONV_LINE_PUSHED: put(sheet, "\t.seh_pushreg %s%s\n", prefix, line->reg); break;
    case CCONV_LINE_TAKEN: put(sheet, "\t.seh_stackalloc %lld\n", value); break;
    case CCONV_LINE_POINTER: put(sheet, "\t.seh_setframe %s%s, %lld\n", prefix, line->reg, value); break;
    case CCONV_LINE_STORED:
        put(sheet, "\t.seh_save%s %s%s, %lld\n", line->reg[0] == 'x' ? "xmm" : "reg", prefix, line->reg, value);
        break;
    case CCONV_LINE_PROLOGUE_END: put(sheet, "\t.seh_endprologue\n"); break;
    default: break;
    }
}

static void gas_frame(struct sheet *sheet, const struct function *function, const cconv_listing_line *line)
{
    (void)function;
    if (sheet->is_naked && sheet->container == CONTAINER_COFF)
        return; /* compilers write those of a naked function themselves */
    if (sheet->container == CONTAINER_COFF)
        gas_seh(sheet, line);
    else
        gas_cfi(sheet, line);
}

/* ----------------------------------------------------------------------- NASM */

/* NASM has no directives for unwinders. On Windows the tables are written as data, with a label behind each instruction of
   the prologue that they tell of; elsewhere unwinders do not see through the frame. */

static bool is_told(const cconv_listing_line *line)
{
    return line->kind >= CCONV_LINE_PUSHED && line->kind <= CCONV_LINE_PROLOGUE_END;
}

static void nasm_begin_file(struct sheet *sheet)
{
    put(sheet, "\tbits %d\n", sheet->arch == CCONV_ARCH_X86_64 ? 64 : 32);
    if (sheet->arch == CCONV_ARCH_X86_64)
        put(sheet, "\tdefault rel\n");
}

static void nasm_begin(struct sheet *sheet, const struct function *function)
{
    put(sheet, "\tsection .text\n");
    if (is_new(sheet, function->symbol))
        put(sheet, "\tglobal %s%s\n", function->symbol, sheet->container == CONTAINER_ELF ? ":function" : "");
    if (function->target && is_new(sheet, function->target))
        put(sheet, "\textern %s\n", function->target);
    put(sheet, "\talign 16\n%s:\n", function->symbol);
}

static void nasm_frame(struct sheet *sheet, const struct function *function, const cconv_listing_line *line)
{
    const cconv_listing_line *other;
    size_t number = 0;
    if (!is_told(line) || !has_windows_frame(sheet, function))
        return;
    for (size_t i = 0; (other = cconv_listing_line_at(function->listing, i)) && other != line; i++)
        number += is_told(other);
    put(sheet, ".u%zu:\n", number);
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

static void nasm_end(struct sheet *sheet, const struct function *function)
{
    const cconv_listing_line *lines[64], *line, *pointer = NULL;
    size_t count = 0;
    unsigned codes = 0;
    if (!has_windows_frame(sheet, function))
        return;
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

static void nasm_end_file(struct sheet *sheet)
{
    if (sheet->container == CONTAINER_ELF)
        put(sheet, "\tsection .note.GNU-stack noalloc noexec nowrite progbits\n");
}

/* ----------------------------------------------------------------------- MASM */

static void masm_begin_file(struct sheet *sheet)
{
    if (sheet->arch == CCONV_ARCH_X86)
        put(sheet, "\t.686\n\t.xmm\n\t.model flat\n");
    put(sheet, "\t.code\n");
}

static void masm_begin(struct sheet *sheet, const struct function *function)
{
    if (function->target && is_new(sheet, function->target))
        put(sheet, "\textern %s:proc\n", function->target);
    put(sheet, "\tpublic %s\n\talign 16\n%s proc%s\n", function->symbol, function->symbol,
        has_windows_frame(sheet, function) ? " frame" : "");
}

static void masm_end(struct sheet *sheet, const struct function *function)
{
    put(sheet, "%s endp\n", function->symbol);
}

static void masm_end_file(struct sheet *sheet)
{
    put(sheet, "\tend\n");
}

static void masm_frame(struct sheet *sheet, const struct function *function, const cconv_listing_line *line)
{
    long long value = (long long)line->value;
    if (!has_windows_frame(sheet, function))
        return;
    switch (line->kind) {
    case CCONV_LINE_PUSHED: put(sheet, "\t.pushreg %s\n", line->reg); break;
    case CCONV_LINE_TAKEN: put(sheet, "\t.allocstack %lld\n", value); break;
    case CCONV_LINE_POINTER: put(sheet, "\t.setframe %s, %lld\n", line->reg, value); break;
    case CCONV_LINE_STORED: put(sheet, "\t.save%s %s, %lld\n", line->reg[0] == 'x' ? "xmm128" : "reg", line->reg, value); break;
    case CCONV_LINE_PROLOGUE_END: put(sheet, "\t.endprolog\n"); break;
    default: break;
    }
}

const struct dialect *dialect_of(const struct sheet *sheet)
{
    static const struct dialect gas = {gas_begin_file, gas_begin, gas_end, gas_end_file, gas_frame, ".L"};
    static const struct dialect gas_on_macos = {gas_begin_file, gas_begin, gas_end, gas_end_file, gas_frame, "L"};
    static const struct dialect nasm = {nasm_begin_file, nasm_begin, nasm_end, nasm_end_file, nasm_frame, "."};
    static const struct dialect masm = {masm_begin_file, masm_begin, masm_end, masm_end_file, masm_frame, "L"};
    if (sheet->syntax == SYNTAX_NASM)
        return &nasm;
    if (sheet->syntax == SYNTAX_MASM)
        return &masm;
    return sheet->container == CONTAINER_MACHO ? &gas_on_macos : &gas;
}
