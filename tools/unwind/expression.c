/* Expressions of DWARF (DWARF 5, 2.5) over values of the caller's, which may be unknown things plus a number. */
#include "internal.h"

enum {
    OP_ADDR = 0x03, OP_DEREF = 0x06, OP_CONST1U = 0x08, OP_CONST1S, OP_CONST2U, OP_CONST2S, OP_CONST4U, OP_CONST4S, OP_CONST8U, OP_CONST8S, OP_CONSTU,
    OP_CONSTS, OP_DUP = 0x12, OP_DROP, OP_OVER, OP_PICK, OP_SWAP, OP_ROT, OP_ABS = 0x19, OP_AND, OP_DIV, OP_MINUS, OP_MOD, OP_MUL, OP_NEG, OP_NOT,
    OP_OR, OP_PLUS, OP_PLUS_UCONST, OP_SHL, OP_SHR, OP_SHRA, OP_XOR, OP_BRA, OP_EQ, OP_GE, OP_GT, OP_LE, OP_LT, OP_NE, OP_SKIP, OP_LIT0 = 0x30,
    OP_LIT31 = 0x4f, OP_REG0 = 0x50, OP_REG31 = 0x6f, OP_BREG0 = 0x70, OP_BREG31 = 0x8f, OP_REGX = 0x90, OP_BREGX = 0x92, OP_DEREF_SIZE = 0x94,
    OP_NOP = 0x96
};

enum { MOST_VALUES = 64, MOST_STEPS = 1000 };

struct machine {
    const struct unwind *unwind;
    const struct unwind_world *world;
    struct cursor cursor;
    const uint8_t *code;
    struct unwind_value stack[MOST_VALUES];
    unsigned depth;
};

static bool push(struct machine *m, struct unwind_value value)
{
    if (m->depth == MOST_VALUES)
        return false;
    if (!value.base && m->unwind->word == 4)
        value.offset = (int64_t)(uint32_t)value.offset;
    m->stack[m->depth++] = value;
    return true;
}

static bool push_number(struct machine *m, uint64_t number)
{
    return push(m, (struct unwind_value){0, (int64_t)number});
}

static bool push_register(struct machine *m, uint64_t reg, int64_t offset)
{
    struct unwind_value value;
    if (reg > 0xffff || !m->world->reg || !m->world->reg(m->world->user, (unsigned)reg, &value))
        return false;
    value.offset = (int64_t)((uint64_t)value.offset + (uint64_t)offset);
    return push(m, value);
}

static bool load(struct machine *m, unsigned bytes)
{
    struct unwind_value value;
    if (!m->depth || bytes == 0 || bytes > 8 || !m->world->memory || !m->world->memory(m->world->user, m->stack[m->depth - 1], bytes, &value))
        return false;
    m->depth--;
    return push(m, value);
}

/* Of two numbers; as signed ones where DWARF says so. */
static bool compute(uint8_t op, uint64_t a, uint64_t b, unsigned word, uint64_t *out)
{
    int64_t left = word == 4 ? (int32_t)a : (int64_t)a, right = word == 4 ? (int32_t)b : (int64_t)b;
    unsigned bits = 8 * word;
    switch (op) {
    case OP_AND: *out = a & b; return true;
    case OP_OR: *out = a | b; return true;
    case OP_XOR: *out = a ^ b; return true;
    case OP_MUL: *out = a * b; return true;
    case OP_DIV:
        if (!right || right == -1)
            *out = 0 - a;
        else
            *out = (uint64_t)(left / right);
        return right != 0;
    case OP_MOD: *out = b ? a % b : 0; return b != 0;
    case OP_SHL: *out = b < bits ? a << b : 0; return true;
    case OP_SHR: *out = b < bits ? a >> b : 0; return true;
    case OP_SHRA: *out = (uint64_t)(left < 0 ? ~(~left >> (b < bits ? b : bits - 1)) : left >> (b < bits ? b : bits - 1)); return true;
    case OP_EQ: *out = left == right; return true;
    case OP_NE: *out = left != right; return true;
    case OP_GE: *out = left >= right; return true;
    case OP_GT: *out = left > right; return true;
    case OP_LE: *out = left <= right; return true;
    case OP_LT: *out = left < right; return true;
    default: return false;
    }
}

static bool binary(struct machine *m, uint8_t op)
{
    if (m->depth < 2)
        return false;
    struct unwind_value b = m->stack[--m->depth], a = m->stack[--m->depth];
    uint64_t sum = (uint64_t)a.offset + (uint64_t)b.offset, difference = (uint64_t)a.offset - (uint64_t)b.offset, out;
    if (op == OP_PLUS)
        return (!a.base || !b.base) && push(m, (struct unwind_value){a.base | b.base, (int64_t)sum});
    if (op == OP_MINUS)
        return (!b.base || a.base == b.base) && push(m, (struct unwind_value){b.base ? 0 : a.base, (int64_t)difference});
    if (a.base && a.base == b.base) { /* only how far they are apart can be known */
        a.base = b.base = 0;
        if (op < OP_EQ)
            return false;
    }
    return !a.base && !b.base && compute(op, (uint64_t)a.offset, (uint64_t)b.offset, m->unwind->word, &out) && push_number(m, out);
}

static bool unary(struct machine *m, uint8_t op)
{
    if (!m->depth || m->stack[m->depth - 1].base)
        return false;
    uint64_t value = (uint64_t)m->stack[--m->depth].offset;
    bool negative = value >> (8 * m->unwind->word - 1) & 1;
    return push_number(m, op == OP_NOT ? ~value : op == OP_NEG || negative ? 0 - value : value);
}

static bool rearrange(struct machine *m, uint8_t op)
{
    unsigned needs = op == OP_DUP || op == OP_DROP ? 1 : op == OP_ROT ? 3 : 2;
    uint64_t index = op == OP_PICK ? cursor_number(&m->cursor, 1) : 0;
    struct unwind_value *top = m->stack + m->depth, kept;
    if (op == OP_PICK)
        return index < m->depth && push(m, top[-1 - (int)index]);
    if (m->depth < needs)
        return false;
    switch (op) {
    case OP_DUP: return push(m, top[-1]);
    case OP_OVER: return push(m, top[-2]);
    case OP_DROP: m->depth--; return true;
    case OP_SWAP: kept = top[-1]; top[-1] = top[-2]; top[-2] = kept; return true;
    default: kept = top[-1]; top[-1] = top[-2]; top[-2] = top[-3]; top[-3] = kept; return true; /* rot */
    }
}

static bool jump(struct machine *m, bool is_taken)
{
    int64_t distance = sign_extended(cursor_number(&m->cursor, 2), 16), at = m->cursor.at - m->code + distance;
    if (!is_taken)
        return true;
    if (at < 0 || at > m->cursor.end - m->code)
        return false;
    m->cursor.at = m->code + at;
    return true;
}

static bool branch(struct machine *m)
{
    if (!m->depth || m->stack[m->depth - 1].base)
        return false;
    return jump(m, m->stack[--m->depth].offset != 0);
}

static bool step(struct machine *m)
{
    struct cursor *cursor = &m->cursor;
    uint8_t op = *cursor->at++;
    uint64_t reg;
    if (op >= OP_LIT0 && op <= OP_LIT31)
        return push_number(m, op - OP_LIT0);
    if (op >= OP_BREG0 && op <= OP_BREG31)
        return push_register(m, op - OP_BREG0, cursor_signed_leb(cursor));
    if (op >= OP_REG0 && op <= OP_REG31)
        return push_register(m, op - OP_REG0, 0);
    switch (op) {
    case OP_ADDR: return push_number(m, cursor_number(cursor, m->unwind->word));
    case OP_DEREF: return load(m, m->unwind->word);
    case OP_DEREF_SIZE: return load(m, (unsigned)cursor_number(cursor, 1));
    case OP_CONST1U: return push_number(m, cursor_number(cursor, 1));
    case OP_CONST2U: return push_number(m, cursor_number(cursor, 2));
    case OP_CONST4U: return push_number(m, cursor_number(cursor, 4));
    case OP_CONST1S: return push_number(m, (uint64_t)sign_extended(cursor_number(cursor, 1), 8));
    case OP_CONST2S: return push_number(m, (uint64_t)sign_extended(cursor_number(cursor, 2), 16));
    case OP_CONST4S: return push_number(m, (uint64_t)sign_extended(cursor_number(cursor, 4), 32));
    case OP_CONST8U: case OP_CONST8S: return push_number(m, cursor_number(cursor, 8));
    case OP_CONSTU: return push_number(m, cursor_leb(cursor));
    case OP_CONSTS: return push_number(m, (uint64_t)cursor_signed_leb(cursor));
    case OP_REGX: return push_register(m, cursor_leb(cursor), 0);
    case OP_BREGX: reg = cursor_leb(cursor); return push_register(m, reg, cursor_signed_leb(cursor));
    case OP_PLUS_UCONST: return push_number(m, cursor_leb(cursor)) && binary(m, OP_PLUS);
    case OP_DUP: case OP_DROP: case OP_OVER: case OP_PICK: case OP_SWAP: case OP_ROT: return rearrange(m, op);
    case OP_ABS: case OP_NEG: case OP_NOT: return unary(m, op);
    case OP_SKIP: return jump(m, true);
    case OP_BRA: return branch(m);
    case OP_NOP: return true;
    default: return binary(m, op);
    }
}

bool unwind_evaluate(const struct unwind *unwind, struct unwind_expression expression, const struct unwind_value *cfa, const struct unwind_world *world,
                     struct unwind_value *out)
{
    struct machine m = {.unwind = unwind, .world = world, .code = expression.code, .cursor = {expression.code, expression.code + expression.size, false}};
    if (cfa)
        m.stack[m.depth++] = *cfa;
    for (unsigned steps = 0; m.cursor.at < m.cursor.end; steps++)
        if (steps == MOST_STEPS || !step(&m) || m.cursor.is_bad)
            return false;
    if (!m.depth)
        return false;
    *out = m.stack[m.depth - 1];
    return true;
}
