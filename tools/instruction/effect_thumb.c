/* T32, instructions of two bytes. Arm ARM F3.1. Those of arithmetic set the flags, but not in IT blocks. */
#include "arm.h"

static bool shift_immediate(const struct arm_code *code, struct effect *out)
{
    uint32_t word = code->word;
    struct arm_data data = {ARM_MOV, (uint8_t)arm_bits(word, 0, 3), ARM_NONE, (uint8_t)arm_bits(word, 3, 3), ARM_NONE,
                            (uint8_t)arm_bits(word, 11, 2), (uint8_t)arm_bits(word, 6, 5), 0, !code->in_it};
    if (data.shift_type == ARM_LSL && !data.shift) /* movs, which no IT block may hold */
        data.sets_flags = true;
    arm_data(code, &data, out);
    return true;
}

/* Three registers, or two and three bits: bits 9 and 10. */
static bool add_subtract(const struct arm_code *code, struct effect *out)
{
    uint32_t word = code->word;
    struct arm_data data = {word >> 9 & 1 ? ARM_SUB : ARM_ADD, (uint8_t)arm_bits(word, 0, 3), (uint8_t)arm_bits(word, 3, 3), ARM_NONE, ARM_NONE,
                            0, 0, 0, !code->in_it};
    if (word >> 10 & 1)
        data.immediate = arm_bits(word, 6, 3);
    else
        data.m = (uint8_t)arm_bits(word, 6, 3);
    arm_data(code, &data, out);
    return true;
}

static bool with_immediate(const struct arm_code *code, struct effect *out)
{
    static const enum arm_opcode opcodes[] = {ARM_MOV, ARM_CMP, ARM_ADD, ARM_SUB};
    uint32_t word = code->word;
    enum arm_opcode opcode = opcodes[arm_bits(word, 11, 2)];
    uint8_t d = (uint8_t)arm_bits(word, 8, 3);
    struct arm_data data = {opcode, d, opcode == ARM_MOV ? ARM_NONE : d, ARM_NONE, ARM_NONE, 0, 0, word & 0xff, opcode == ARM_CMP || !code->in_it};
    arm_data(code, &data, out);
    return true;
}

/* Of two registers: bits 6 to 9. A shift by a register is a mov whose operand is shifted. */
static bool with_register(const struct arm_code *code, struct effect *out)
{
    static const struct { uint8_t opcode, shift_type; } kinds[] = {
        {ARM_AND, 0}, {ARM_EOR, 0}, {ARM_MOV, ARM_LSL}, {ARM_MOV, ARM_LSR}, {ARM_MOV, ARM_ASR}, {ARM_ADC, 0}, {ARM_SBC, 0}, {ARM_MOV, ARM_ROR},
        {ARM_TST, 0}, {ARM_RSB, 0}, {ARM_CMP, 0}, {ARM_CMN, 0}, {ARM_ORR, 0}, {ARM_AND, 0}, {ARM_BIC, 0}, {ARM_MVN, 0}};
    uint32_t word = code->word;
    unsigned kind = arm_bits(word, 6, 4);
    uint8_t d = (uint8_t)arm_bits(word, 0, 3), m = (uint8_t)arm_bits(word, 3, 3);
    struct arm_data data = {(enum arm_opcode)kinds[kind].opcode, d, d, m, ARM_NONE, kinds[kind].shift_type, 0, 0, !code->in_it};
    if (kind >= 8 && kind <= 11 && kind != 9)
        data.sets_flags = true;
    if (data.opcode == ARM_MOV) {
        data.m = d;
        data.s = m;
    }
    if (data.opcode == ARM_MOV || data.opcode == ARM_MVN)
        data.n = ARM_NONE;
    if (data.opcode == ARM_RSB) { /* negs */
        data.n = m;
        data.m = ARM_NONE;
    }
    arm_data(code, &data, out);
    return true;
}

/* add, cmp, mov with any register. */
static bool with_high_register(const struct arm_code *code, struct effect *out)
{
    static const enum arm_opcode opcodes[] = {ARM_ADD, ARM_CMP, ARM_MOV};
    uint32_t word = code->word;
    enum arm_opcode opcode = opcodes[arm_bits(word, 8, 2)];
    uint8_t d = (uint8_t)(arm_bits(word, 7, 1) << 3 | arm_bits(word, 0, 3)), m = (uint8_t)arm_bits(word, 3, 4);
    struct arm_data data = {opcode, d, opcode == ARM_MOV ? ARM_NONE : d, m, ARM_NONE, 0, 0, 0, opcode == ARM_CMP};
    arm_data(code, &data, out);
    return true;
}

static bool branch_register(const struct arm_code *code, struct effect *out)
{
    unsigned m = arm_bits(code->word, 3, 4);
    out->source = (struct register_part){(uint8_t)m, 0, 4};
    out->flow = m == ARM_LR ? FLOW_RETURN : FLOW_JUMP;
    return true;
}

/* adr, and add of sp: bits 8 to 10, eight bits of words. */
static bool add_to_base(const struct arm_code *code, struct effect *out)
{
    uint32_t word = code->word;
    struct arm_data data = {ARM_ADD, (uint8_t)arm_bits(word, 8, 3), word >> 11 & 1 ? ARM_SP : 15, ARM_NONE, ARM_NONE, 0, 0, (word & 0xff) * 4, false};
    arm_data(code, &data, out);
    return true;
}

static bool move_stack(const struct arm_code *code, struct effect *out)
{
    uint32_t word = code->word;
    struct arm_data data = {word >> 7 & 1 ? ARM_SUB : ARM_ADD, ARM_SP, ARM_SP, ARM_NONE, ARM_NONE, 0, 0, (word & 0x7f) * 4, false};
    arm_data(code, &data, out);
    return true;
}

/* ------------------------------------------------------------------------- memory */

static void access(const struct arm_code *code, unsigned t, unsigned n, unsigned offset, unsigned bytes, bool is_load, struct effect *out)
{
    struct arm_access access = {.t = (uint8_t)t, .t2 = ARM_NONE, .n = (uint8_t)n, .m = ARM_NONE, .bytes = (uint8_t)bytes, .offset = (int16_t)offset,
                                .is_load = is_load, .is_pre = true};
    arm_access(code, &access, out);
}

static bool load_literal(const struct arm_code *code, struct effect *out)
{
    access(code, arm_bits(code->word, 8, 3), 15, (code->word & 0xff) * 4, 4, true, out);
    return true;
}

static bool of_stack(const struct arm_code *code, struct effect *out)
{
    access(code, arm_bits(code->word, 8, 3), ARM_SP, (code->word & 0xff) * 4, 4, code->word >> 11 & 1, out);
    return true;
}

/* str, strb, strh with five bits of units; bit 11 loads. */
static bool of_offset(const struct arm_code *code, struct effect *out)
{
    uint32_t word = code->word;
    unsigned bytes = word >> 15 & 1 ? 2 : word >> 12 & 1 ? 1 : 4;
    access(code, arm_bits(word, 0, 3), arm_bits(word, 3, 3), arm_bits(word, 6, 5) * bytes, bytes, word >> 11 & 1, out);
    return true;
}

static bool of_index(const struct arm_code *code, struct effect *out)
{
    static const struct { uint8_t bytes; bool is_load, is_signed; } kinds[] = {
        {4, false, false}, {2, false, false}, {1, false, false}, {1, true, true}, {4, true, false}, {2, true, false}, {1, true, false}, {2, true, true}};
    uint32_t word = code->word;
    unsigned kind = arm_bits(word, 9, 3);
    struct arm_access access = {.t = (uint8_t)arm_bits(word, 0, 3), .t2 = ARM_NONE, .n = (uint8_t)arm_bits(word, 3, 3), .m = (uint8_t)arm_bits(word, 6, 3),
                                .bytes = kinds[kind].bytes, .is_load = kinds[kind].is_load, .is_signed = kinds[kind].is_signed, .is_pre = true};
    arm_access(code, &access, out);
    return true;
}

static bool push_pop(const struct arm_code *code, struct effect *out)
{
    bool is_load = code->word >> 11 & 1;
    uint32_t list = (code->word & 0xff) | (code->word >> 8 & 1) << (is_load ? 15 : 14);
    if (!list)
        return false;
    arm_block(ARM_SP, list, is_load, is_load, !is_load, true, out);
    return true;
}

/* A base that is loaded is not written back. */
static bool block(const struct arm_code *code, struct effect *out)
{
    bool is_load = code->word >> 11 & 1;
    unsigned n = arm_bits(code->word, 8, 3);
    uint32_t list = code->word & 0xff;
    if (!list)
        return false;
    arm_block(n, list, is_load, true, false, !is_load || !(list >> n & 1), out);
    return true;
}

/* ------------------------------------------------------------------------ control */

static bool branch(const struct arm_code *code, struct effect *out)
{
    out->target = (code->pc + (uint64_t)(arm_signed(code->word & 0x7ff, 11) * 2)) & 0xffffffff;
    out->flow = FLOW_JUMP;
    return true;
}

/* With condition 14 and 15: udf, svc. */
static bool branch_if(const struct arm_code *code, struct effect *out)
{
    unsigned condition = arm_bits(code->word, 8, 4);
    if (condition >= 14) {
        out->flow = condition == 14 ? FLOW_TRAP : FLOW_SYSTEM;
        return true;
    }
    out->target = (code->pc + (uint64_t)(arm_signed(code->word & 0xff, 8) * 2)) & 0xffffffff;
    out->flow = FLOW_BRANCH;
    out->is_conditional = true;
    register_set_add(&out->reads, ARM_FLAGS);
    return true;
}

static bool compare_and_branch(const struct arm_code *code, struct effect *out)
{
    out->target = (code->pc + (arm_bits(code->word, 9, 1) << 6) + (arm_bits(code->word, 3, 5) << 1)) & 0xffffffff;
    out->flow = FLOW_BRANCH;
    return true;
}

/* it: what it says is the state for the next instruction. With no mask a hint. */
static bool if_then(const struct arm_code *code, struct effect *out)
{
    if (code->word & 15)
        out->it = (uint8_t)((code->word & 0xf0) == 0xf0 ? 0xe0 | (code->word & 15) : code->word); /* 15 is no condition: always */
    else
        out->is_landing = true;
    return true;
}

const struct arm_row thumb_rows[] = {
    {0xf800, 0x1800, NULL, add_subtract}, {0xe000, 0x0000, NULL, shift_immediate}, {0xe000, 0x2000, NULL, with_immediate},
    {0xffc0, 0x4340, "aF=ab", NULL}, {0xfc00, 0x4000, NULL, with_register},
    {0xff87, 0x4700, "=i", branch_register}, {0xff87, 0x4780, "l=i", arm_call_register}, {0xff00, 0x4700, NULL, NULL}, {0xfc00, 0x4400, NULL, with_high_register},
    {0xf800, 0x4800, NULL, load_literal}, {0xf000, 0x5000, NULL, of_index}, {0xe000, 0x6000, NULL, of_offset}, {0xf000, 0x8000, NULL, of_offset},
    {0xf000, 0x9000, NULL, of_stack}, {0xf000, 0xa000, NULL, add_to_base}, {0xff00, 0xb000, NULL, move_stack},
    {0xf500, 0xb100, "=a", compare_and_branch},
    /* sxth, sxtb, uxth, uxtb; push, pop; setpan, setend, cps; rev, rev16, revsh; hlt, bkpt */
    {0xff00, 0xb200, "a=b", NULL}, {0xf600, 0xb400, NULL, push_pop}, {0xfff7, 0xb610, "y=", NULL}, {0xfff7, 0xb650, "y=", NULL}, {0xffe8, 0xb660, "y=", NULL},
    {0xff80, 0xba00, "a=b", NULL}, {0xffc0, 0xbac0, "a=b", NULL}, {0xffc0, 0xba80, NULL, arm_trap}, {0xff00, 0xbe00, NULL, arm_trap},
    {0xff00, 0xbf00, NULL, if_then}, {0xf000, 0xc000, NULL, block}, {0xf000, 0xd000, NULL, branch_if}, {0xf800, 0xe000, NULL, branch},
    {0, 0, NULL, NULL}};
