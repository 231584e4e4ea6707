/* Programs of .eh_frame and .debug_frame, to rows: DWARF 5, 6.4.2 and 6.4.3, with what GNU, Arm and LLVM add. */
#include "internal.h"

enum {
    ADVANCE = 1, OFFSET = 2, RESTORE = 3, /* in the upper two bits */
    CFA_NOP = 0x00, CFA_SET_LOC, CFA_ADVANCE_LOC1, CFA_ADVANCE_LOC2, CFA_ADVANCE_LOC4, CFA_OFFSET_EXTENDED, CFA_RESTORE_EXTENDED, CFA_UNDEFINED,
    CFA_SAME_VALUE, CFA_REGISTER, CFA_REMEMBER_STATE, CFA_RESTORE_STATE, CFA_DEF_CFA, CFA_DEF_CFA_REGISTER, CFA_DEF_CFA_OFFSET, CFA_DEF_CFA_EXPRESSION,
    CFA_EXPRESSION, CFA_OFFSET_EXTENDED_SF, CFA_DEF_CFA_SF, CFA_DEF_CFA_OFFSET_SF, CFA_VAL_OFFSET, CFA_VAL_OFFSET_SF, CFA_VAL_EXPRESSION,
    CFA_ADVANCE_LOC8 = 0x1d, CFA_NEGATE_RA_STATE_WITH_PC = 0x2c, CFA_NEGATE_RA_STATE = 0x2d, CFA_ARGS_SIZE = 0x2e, CFA_NEGATIVE_OFFSET_EXTENDED = 0x2f
};

/* What an instruction works on. */
struct program {
    const struct unwind *unwind;
    const struct contents *contents;
    const struct cie *cie;
    const struct unwind_row *initial; /* NULL in the common entry's own program */
    struct unwind_row *row;
    struct unwind_row *remembered;    /* NULL: cannot */
    unsigned depth;
    struct cursor cursor;
    uint64_t moved;                   /* how far the location goes on */
};

/* The register numbers of i386's .eh_frame on Darwin have esp and ebp the other way round. */
static uint64_t own_register(const struct program *p, uint64_t reg)
{
    const struct object *object = p->unwind->object;
    if (object->arch == CCONV_ARCH_X86 && object->format == OBJECT_MACHO && (reg == 4 || reg == 5))
        return 9 - reg;
    return reg;
}

static uint64_t program_register(struct program *p)
{
    uint64_t reg = own_register(p, cursor_leb(&p->cursor));
    if (reg > 0xfffe)
        p->cursor.is_bad = true;
    return reg & 0xffff;
}

/* Wraps around, as hostile numbers do. */
static int64_t scaled(const struct program *p, uint64_t offset)
{
    return (int64_t)(offset * (uint64_t)p->cie->data_align);
}

static const char *put(struct program *p, uint64_t reg, enum unwind_where where, int64_t offset)
{
    return row_put(p->row, (unsigned)reg, where, offset) ? NULL : "has rules for too many registers";
}

static const char *put_expression(struct program *p, enum unwind_where where)
{
    uint64_t reg = program_register(p), size = cursor_leb(&p->cursor);
    const uint8_t *code = cursor_block(&p->cursor, size);
    struct unwind_rule *rule = row_rule(p->row, (unsigned)reg);
    if (!rule)
        return "has rules for too many registers";
    rule->where = (uint8_t)where;
    rule->code = code;
    rule->size = (uint32_t)size;
    return NULL;
}

static const char *restore(struct program *p, uint64_t reg)
{
    if (!p->initial)
        return "restores a register in a common entry";
    const struct unwind_rule *rule = NULL;
    for (unsigned i = 0; i < p->initial->rule_count && !rule; i++)
        rule = p->initial->rules[i].reg == reg ? &p->initial->rules[i] : NULL;
    if (!rule) {
        row_forget(p->row, (unsigned)reg);
        return NULL;
    }
    struct unwind_rule *to = row_rule(p->row, (unsigned)reg);
    if (!to)
        return "has rules for too many registers";
    *to = *rule;
    return NULL;
}

static const char *remember(struct program *p)
{
    if (!p->remembered || p->depth == UNWIND_MOST_REMEMBERED)
        return "remembers too many states";
    row_copy(&p->remembered[p->depth++], p->row);
    return NULL;
}

static const char *recall(struct program *p)
{
    uint64_t begin = p->row->begin;
    uint32_t args_size = p->row->args_size;
    if (!p->depth)
        return "restores a state that was not remembered";
    row_copy(p->row, &p->remembered[--p->depth]);
    p->row->begin = begin;
    p->row->args_size = args_size;
    return NULL;
}

static const char *define_cfa(struct program *p, uint64_t reg, int64_t offset)
{
    p->row->cfa = UNWIND_CFA_REGISTER;
    p->row->cfa_register = (uint16_t)reg;
    p->row->cfa_offset = offset;
    return NULL;
}

static const char *define_cfa_expression(struct program *p)
{
    uint64_t size = cursor_leb(&p->cursor);
    p->row->cfa = UNWIND_CFA_EXPRESSION;
    p->row->cfa_expression = (struct unwind_expression){cursor_block(&p->cursor, size), (uint32_t)size};
    return NULL;
}

static const char *advance(struct program *p, uint64_t delta)
{
    if (!p->initial)
        return "has a location in a common entry";
    p->moved = delta * p->cie->code_align;
    return delta && p->moved / delta != p->cie->code_align ? "advances too far" : NULL;
}

static const char *set_location(struct program *p)
{
    uint64_t location;
    if (!p->initial)
        return "has a location in a common entry";
    if (!read_pointer(p->unwind, p->contents, &p->cursor, p->cie->pointer, p->cie->address_size, 0, &location) || location < p->row->begin)
        return "sets a wrong location";
    p->moved = location - p->row->begin;
    return NULL;
}

static const char *extended(struct program *p, uint8_t code)
{
    struct cursor *cursor = &p->cursor;
    uint64_t reg, other;
    switch (code) {
    case CFA_NOP: return NULL;
    case CFA_SET_LOC: return set_location(p);
    case CFA_ADVANCE_LOC1: return advance(p, cursor_number(cursor, 1));
    case CFA_ADVANCE_LOC2: return advance(p, cursor_number(cursor, 2));
    case CFA_ADVANCE_LOC4: return advance(p, cursor_number(cursor, 4));
    case CFA_ADVANCE_LOC8: return advance(p, cursor_number(cursor, 8));
    case CFA_OFFSET_EXTENDED: reg = program_register(p); return put(p, reg, UNWIND_AT_CFA, scaled(p, cursor_leb(cursor)));
    case CFA_OFFSET_EXTENDED_SF: reg = program_register(p); return put(p, reg, UNWIND_AT_CFA, scaled(p, (uint64_t)cursor_signed_leb(cursor)));
    case CFA_NEGATIVE_OFFSET_EXTENDED: reg = program_register(p); return put(p, reg, UNWIND_AT_CFA, scaled(p, 0 - cursor_leb(cursor)));
    case CFA_VAL_OFFSET: reg = program_register(p); return put(p, reg, UNWIND_IS_CFA, scaled(p, cursor_leb(cursor)));
    case CFA_VAL_OFFSET_SF: reg = program_register(p); return put(p, reg, UNWIND_IS_CFA, scaled(p, (uint64_t)cursor_signed_leb(cursor)));
    case CFA_RESTORE_EXTENDED: return restore(p, program_register(p));
    case CFA_UNDEFINED: return put(p, program_register(p), UNWIND_UNDEFINED, 0);
    case CFA_SAME_VALUE: return put(p, program_register(p), UNWIND_SAME, 0);
    case CFA_REGISTER: reg = program_register(p); other = program_register(p); return put(p, reg, UNWIND_IN_REGISTER, (int64_t)other);
    case CFA_REMEMBER_STATE: return remember(p);
    case CFA_RESTORE_STATE: return recall(p);
    case CFA_DEF_CFA: reg = program_register(p); return define_cfa(p, reg, (int64_t)cursor_leb(cursor));
    case CFA_DEF_CFA_SF: reg = program_register(p); return define_cfa(p, reg, scaled(p, (uint64_t)cursor_signed_leb(cursor)));
    case CFA_DEF_CFA_REGISTER: return define_cfa(p, program_register(p), p->row->cfa_offset);
    case CFA_DEF_CFA_OFFSET: return define_cfa(p, p->row->cfa_register, (int64_t)cursor_leb(cursor));
    case CFA_DEF_CFA_OFFSET_SF: return define_cfa(p, p->row->cfa_register, scaled(p, (uint64_t)cursor_signed_leb(cursor)));
    case CFA_DEF_CFA_EXPRESSION: return define_cfa_expression(p);
    case CFA_EXPRESSION: return put_expression(p, UNWIND_AT_EXPRESSION);
    case CFA_VAL_EXPRESSION: return put_expression(p, UNWIND_IS_EXPRESSION);
    case CFA_ARGS_SIZE: p->row->args_size = (uint32_t)cursor_leb(cursor); return NULL;
    case CFA_NEGATE_RA_STATE: case CFA_NEGATE_RA_STATE_WITH_PC: /* another processor's meaning of 0x2d is SPARC's windows */
        p->row->is_signed = !p->row->is_signed;
        return p->unwind->object->arch == CCONV_ARCH_AARCH64 ? NULL : "has an instruction that is not known";
    default: return "has an instruction that is not known";
    }
}

static const char *step(struct program *p)
{
    uint8_t code = *p->cursor.at++;
    const char *wrong;
    p->moved = 0;
    switch (code >> 6) {
    case ADVANCE: wrong = advance(p, code & 63); break;
    case OFFSET: wrong = put(p, own_register(p, code & 63), UNWIND_AT_CFA, scaled(p, cursor_leb(&p->cursor))); break;
    case RESTORE: wrong = restore(p, own_register(p, code & 63)); break;
    default: wrong = extended(p, code); break;
    }
    return wrong ? wrong : p->cursor.is_bad ? "ends in an instruction" : NULL;
}

void run_initial(struct unwind *unwind, struct cie *cie, struct unwind_row *row, const uint8_t *at, const uint8_t *end)
{
    const struct contents *contents = &unwind->contents[cie->section];
    struct program p = {.unwind = unwind, .contents = contents, .cie = cie, .row = row, .cursor = {at, end, false}};
    while (!cie->wrong && p.cursor.at < p.cursor.end) {
        cie->wrong_at = (uint64_t)(p.cursor.at - contents->bytes);
        cie->wrong = step(&p);
    }
}

void begin_cfi(struct unwind_rows *rows)
{
    const struct unwind_function *function = rows->function;
    const uint8_t *entry = rows->unwind->contents[function->section].bytes + function->entry;
    row_copy(&rows->own.cfi.next, rows->unwind->cies[function->detail[FUNCTION_CIE]].initial);
    rows->own.cfi.next.begin = function->begin;
    rows->own.cfi.depth = 0;
    rows->own.cfi.at = entry + function->detail[FUNCTION_CODE];
    rows->own.cfi.end = rows->own.cfi.at + function->detail[FUNCTION_CODE_SIZE];
}

static bool give(struct unwind_rows *rows, uint64_t end)
{
    struct unwind_row *next = &rows->own.cfi.next;
    row_copy(&rows->row, next);
    rows->row.end = end;
    next->begin = end;
    rows->is_ended = end == rows->function->end;
    return true;
}

bool next_cfi(struct unwind_rows *rows)
{
    const struct unwind_function *function = rows->function;
    const struct contents *contents = &rows->unwind->contents[function->section];
    const struct cie *cie = &rows->unwind->cies[function->detail[FUNCTION_CIE]];
    struct unwind_row *next = &rows->own.cfi.next;
    struct program p = {.unwind = rows->unwind, .contents = contents, .cie = cie, .initial = cie->initial, .row = next,
                        .remembered = rows->own.cfi.remembered, .depth = rows->own.cfi.depth, .cursor = {rows->own.cfi.at, rows->own.cfi.end, false}};
    while (p.cursor.at < p.cursor.end) {
        uint64_t at = (uint64_t)(p.cursor.at - contents->bytes);
        const char *wrong = step(&p);
        if (wrong)
            return rows_fail(rows, at, wrong);
        if (!p.moved)
            continue;
        if (p.moved > function->end - next->begin)
            return rows_fail(rows, at, "advances behind its function's end");
        rows->own.cfi.at = p.cursor.at;
        rows->own.cfi.depth = p.depth;
        return give(rows, next->begin + p.moved);
    }
    rows->own.cfi.at = p.cursor.at;
    return give(rows, function->end);
}
