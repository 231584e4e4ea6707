/* What stands around the instructions: sections, names, what unwinders read. GNU as and LLVM; MASM as llvm-ml takes it. NASM is in
   dialect_nasm.c. */
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

bool sheet_is_new(struct sheet *sheet, const char *name)
{
    for (size_t i = 0; i < sheet->externs.count; i++)
        if (strcmp(sheet->externs.at[i], name) == 0)
            return false;
    list_add(&sheet->externs, take_text(name, strlen(name)));
    return true;
}

/* ------------------------------------------------------------- GNU as and LLVM */

/* 32-bit Arm: exceptions go by its own tables. */
static bool is_ehabi(const struct sheet *sheet)
{
    return sheet->arch == CCONV_ARCH_ARM && sheet->container == CONTAINER_ELF && !sheet->is_naked;
}

static void gas_begin_file(struct sheet *sheet)
{
    if (sheet->syntax == SYNTAX_INTEL)
        put(sheet, "\t.intel_syntax noprefix\n");
    if (sheet->arch == CCONV_ARCH_ARM)
        put(sheet, "\t.syntax unified\n\t.arch armv7-a\n\t.fpu neon\n\t.arm\n");
    if (sheet->arch == CCONV_ARCH_X86 && sheet->container == CONTAINER_COFF) /* no handlers: linkers with /safeseh want to know */
        put(sheet, "\t.def \"@feat.00\"\n\t.scl 3\n\t.type 0\n\t.endef\n\t.set \"@feat.00\", 1\n");
    if (is_ehabi(sheet)) /* CFI is for debuggers alone */
        put(sheet, "\t.cfi_sections .debug_frame\n");
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
    if (is_ehabi(sheet))
        put(sheet, "\t.fnstart\n");
    if (sheet->container != CONTAINER_COFF)
        put(sheet, "\t.cfi_startproc\n");
}

static void gas_end(struct sheet *sheet, const struct function *function)
{
    if (has_windows_frame(sheet, function))
        put(sheet, "\t.seh_endproc\n");
    if (sheet->container != CONTAINER_COFF)
        put(sheet, "\t.cfi_endproc\n");
    if (is_ehabi(sheet))
        put(sheet, "\t.fnend\n");
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

/* What is saved, from the highest address down; up to which line of the listing, in `*last`. The count. */
static size_t list_saved(const struct function *function, const cconv_listing_line **saved, size_t room, const cconv_listing_line **last)
{
    const cconv_listing_line *line;
    size_t count = 0;
    for (size_t i = 0; (line = cconv_listing_line_at(function->listing, i)) && line->kind != CCONV_LINE_RESTORED && count < room; i++) {
        if (line->kind != CCONV_LINE_SAVED)
            continue;
        size_t at = count++;
        for (; at && saved[at - 1]->value > line->value; at--)
            saved[at] = saved[at - 1];
        saved[at] = line;
        *last = line;
    }
    return count;
}

/* "Exception Handling ABI for the Arm Architecture" (EHABI32) 10.3: the tables hold at calls, and undo pushes. What lies below
   the frame pointer is told as if it had been pushed before that was set. */
static void gas_ehabi(struct sheet *sheet, const struct function *function, const cconv_listing_line *line, const char *pointer, long long cfa)
{
    enum { MOST = 64 };
    const cconv_listing_line *saved[MOST], *last = NULL;
    size_t count = list_saved(function, saved, MOST, &last);
    long long top = 0;
    if (line != last)
        return;
    for (size_t i = 0, end; i < count; i = end) {
        bool vector = saved[i]->reg[0] == 'd';
        int size = vector ? 8 : 4;
        if (saved[i]->value - size > top)
            put(sheet, "\t.pad #%lld\n", (long long)saved[i]->value - size - top);
        top = saved[i]->value;
        for (end = i + 1; end < count && (saved[end]->reg[0] == 'd') == vector && saved[end]->value == top + size
                          && saved[end]->dwarf < saved[end - 1]->dwarf && strcmp(saved[end - 1]->reg, pointer) != 0
                          && (!vector || saved[end]->dwarf == saved[end - 1]->dwarf - 1); end++)
            top += size;
        put(sheet, "\t.%s {", vector ? "vsave" : "save");
        for (size_t j = end; j-- > i;)
            put(sheet, "%s%s", saved[j]->reg, j > i ? ", " : "}\n");
    }
    put(sheet, "\t.setfp %s, sp, #%lld\n", pointer, top - cfa);
}

/* Of LLVM; "ARM64 exception handling" has the codes. */
static void gas_seh_aarch64(struct sheet *sheet, const cconv_listing_line *line)
{
    long long value = (long long)line->value;
    switch (line->kind) {
    case CCONV_LINE_PUSHED: put(sheet, "\t.seh_save_fplr_x %lld\n", value); break;
    case CCONV_LINE_TAKEN: put(sheet, "\t.seh_stackalloc %lld\n", value); break;
    case CCONV_LINE_POINTER: put(sheet, value ? "\t.seh_add_fp %lld\n" : "\t.seh_set_fp\n", value); break;
    case CCONV_LINE_STORED:
        if (strcmp(line->reg, "x29") == 0)
            put(sheet, "\t.seh_save_fplr %lld\n", value);
        else if (line->reg[0] == 'v')
            put(sheet, "\t.seh_save_freg d%s, %lld\n", line->reg + 1, value);
        else
            put(sheet, "\t.seh_save_reg %s, %lld\n", line->reg, value);
        break;
    case CCONV_LINE_PROLOGUE_END: put(sheet, "\t.seh_endprologue\n"); break;
    case CCONV_LINE_NOTHING: put(sheet, "\t.seh_nop\n"); break;
    case CCONV_LINE_EPILOGUE: put(sheet, "\t.seh_startepilogue\n"); break;
    case CCONV_LINE_EPILOGUE_END: put(sheet, "\t.seh_endepilogue\n"); break;
    default: break;
    }
}

static void gas_frame(struct sheet *sheet, const struct function *function, const cconv_listing_line *line)
{
    if (sheet->is_naked && sheet->container == CONTAINER_COFF)
        return; /* compilers write those of a naked function themselves */
    if (sheet->container == CONTAINER_COFF && sheet->arch == CCONV_ARCH_AARCH64)
        gas_seh_aarch64(sheet, line);
    else if (sheet->container == CONTAINER_COFF)
        gas_seh(sheet, line);
    else
        gas_cfi(sheet, line);
    if (is_ehabi(sheet) && line->kind == CCONV_LINE_SAVED)
        gas_ehabi(sheet, function, line, "r11", 8); /* arm.c's enter(): r11 is at the record, of two words */
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
    if (function->target && sheet_is_new(sheet, function->target))
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
    static const struct dialect masm = {masm_begin_file, masm_begin, masm_end, masm_end_file, masm_frame, "L"};
    if (sheet->syntax == SYNTAX_NASM)
        return &dialect_nasm;
    if (sheet->syntax == SYNTAX_MASM)
        return &masm;
    return sheet->container == CONTAINER_MACHO ? &gas_on_macos : &gas;
}
