/* T32, instructions of four bytes that are of no vector. Arm ARM F3.1.3. */
#include "arm.h"

/* ---------------------------------------------------------------- data-processing */

/* Bits 21 to 24, of a shifted register and of an immediate. With 15 as the destination some only set flags, with 15 as the first
   operand some are moves. */
static bool set_opcode(uint32_t word, struct arm_data *data)
{
    static const uint8_t opcodes[16] = {ARM_AND, ARM_BIC, ARM_ORR, ARM_ORN, ARM_EOR, 255, 255, 255, ARM_ADD, 255, ARM_ADC, ARM_SBC, 255, ARM_SUB, ARM_RSB, 255};
    unsigned opcode = opcodes[arm_bits(word, 21, 4)], d = arm_bits(word, 8, 4), n = arm_bits(word, 16, 4);
    if (opcode == 255)
        return false;
    data->opcode = (enum arm_opcode)opcode;
    data->d = (uint8_t)d;
    data->n = (uint8_t)n;
    data->s = ARM_NONE;
    data->sets_flags = word >> 20 & 1;
    if (n == 15 && (opcode == ARM_ORR || opcode == ARM_ORN)) {
        data->opcode = opcode == ARM_ORR ? ARM_MOV : ARM_MVN;
        data->n = ARM_NONE;
    }
    if (d == 15 && data->sets_flags) {
        switch (opcode) {
        case ARM_AND: data->opcode = ARM_TST; break;
        case ARM_EOR: data->opcode = ARM_TEQ; break;
        case ARM_ADD: data->opcode = ARM_CMN; break;
        case ARM_SUB: data->opcode = ARM_CMP; break;
        default: return false;
        }
    }
    return true;
}

/* i, imm3 and imm8: bytes that are repeated, or eight bits rotated. */
static uint32_t expanded(uint32_t word)
{
    uint32_t twelve = (word >> 26 & 1) << 11 | arm_bits(word, 12, 3) << 8 | (word & 0xff), byte = twelve & 0xff;
    switch (twelve >> 8) {
    case 0: return byte;
    case 1: return byte | byte << 16;
    case 2: return byte << 8 | byte << 24;
    case 3: return byte * 0x01010101U;
    default: break;
    }
    unsigned by = twelve >> 7;
    uint32_t value = 0x80 | (twelve & 0x7f);
    return value >> by | value << (32 - by);
}

static bool with_immediate(const struct arm_code *code, struct effect *out)
{
    struct arm_data data = {.m = ARM_NONE, .immediate = expanded(code->word)};
    if (!set_opcode(code->word, &data))
        return false;
    arm_data(code, &data, out);
    return true;
}

static bool with_shifted(const struct arm_code *code, struct effect *out)
{
    uint32_t word = code->word;
    struct arm_data data = {.m = (uint8_t)arm_bits(word, 0, 4), .shift_type = (uint8_t)arm_bits(word, 4, 2),
                            .shift = (uint8_t)(arm_bits(word, 12, 3) << 2 | arm_bits(word, 6, 2))};
    if (!set_opcode(word, &data))
        return false;
    arm_data(code, &data, out);
    return true;
}

/* lsl to ror by a register. */
static bool shift_register(const struct arm_code *code, struct effect *out)
{
    uint32_t word = code->word;
    struct arm_data data = {ARM_MOV, (uint8_t)arm_bits(word, 8, 4), ARM_NONE, (uint8_t)arm_bits(word, 16, 4), (uint8_t)arm_bits(word, 0, 4),
                            (uint8_t)arm_bits(word, 21, 2), 0, 0, word >> 20 & 1};
    arm_data(code, &data, out);
    return true;
}

/* addw, subw, and adr. */
static bool with_plain_immediate(const struct arm_code *code, struct effect *out)
{
    uint32_t word = code->word;
    struct arm_data data = {word >> 23 & 1 ? ARM_SUB : ARM_ADD, (uint8_t)arm_bits(word, 8, 4), (uint8_t)arm_bits(word, 16, 4), ARM_NONE, ARM_NONE, 0, 0,
                            (word >> 26 & 1) << 11 | arm_bits(word, 12, 3) << 8 | (word & 0xff), false};
    arm_data(code, &data, out);
    return true;
}

static bool move_wide(const struct arm_code *code, struct effect *out)
{
    uint32_t word = code->word;
    unsigned d = arm_bits(word, 8, 4);
    bool is_top = word >> 23 & 1;
    out->destination = (struct register_part){(uint8_t)d, is_top ? 2 : 0, is_top ? 2 : 4};
    out->operation = OPERATION_CONSTANT;
    out->immediate = (int64_t)(arm_bits(word, 16, 4) << 12 | (word >> 26 & 1) << 11 | arm_bits(word, 12, 3) << 8 | (word & 0xff));
    if (is_top)
        register_set_add(&out->kept, d);
    return true;
}

static bool keeps_s(const struct arm_code *code, struct effect *out)
{
    register_set_add(&out->kept, arm_bits(code->word, 8, 4));
    return true;
}

/* rev, rbit, clz: it is written twice. */
static bool has_one_operand(const struct arm_code *code, struct effect *out)
{
    (void)out;
    return arm_bits(code->word, 16, 4) == arm_bits(code->word, 0, 4);
}

/* ------------------------------------------------------------------------- memory */

/* Bits 21 and 22 are the size, 20 loads, 24 is signed. Smaller loads into pc are prefetches. */
static bool start_access(uint32_t word, struct arm_access *access, struct effect *out, bool *is_prefetch)
{
    unsigned size = arm_bits(word, 21, 2);
    bool is_load = word >> 20 & 1, is_signed = word >> 24 & 1;
    *access = (struct arm_access){.t = (uint8_t)arm_bits(word, 12, 4), .t2 = ARM_NONE, .n = (uint8_t)arm_bits(word, 16, 4), .m = ARM_NONE,
                                  .bytes = (uint8_t)(1U << size), .is_load = is_load, .is_signed = is_signed, .is_pre = true};
    *is_prefetch = is_load && access->t == 15 && size < 2;
    (void)out;
    return size < 3 && (is_load || access->n != 15) && !(is_signed && (size == 2 || !is_load));
}

static void prefetch(const struct arm_access *access, struct effect *out)
{
    register_set_add(&out->reads, access->n);
    if (access->m != ARM_NONE)
        register_set_add(&out->reads, access->m);
}

static bool finish_access(const struct arm_code *code, const struct arm_access *access, bool is_prefetch, struct effect *out)
{
    if (is_prefetch)
        prefetch(access, out);
    else
        arm_access(code, access, out);
    return true;
}

static bool with_offset(const struct arm_code *code, struct effect *out)
{
    struct arm_access access;
    bool is_prefetch;
    if (!start_access(code->word, &access, out, &is_prefetch))
        return false;
    access.offset = (int16_t)(code->word & 0xfff);
    if (access.n == 15 && !(code->word >> 23 & 1))
        access.offset = (int16_t)-access.offset;
    return finish_access(code, &access, is_prefetch, out);
}

/* Bit 10 is before, 9 up, 8 back; without 10 and 8 none, with 10 and 9 alone ldrt and its kin. */
static bool with_small_offset(const struct arm_code *code, struct effect *out)
{
    uint32_t word = code->word;
    struct arm_access access;
    bool is_prefetch, is_pre = word >> 10 & 1, writes_back = word >> 8 & 1, is_up = word >> 9 & 1;
    if (!start_access(word, &access, out, &is_prefetch) || (!is_pre && !writes_back))
        return false;
    access.offset = (int16_t)(is_up ? (int)(word & 0xff) : -(int)(word & 0xff));
    access.is_pre = is_pre;
    access.writes_back = writes_back;
    return finish_access(code, &access, is_prefetch && is_pre && !writes_back && !is_up, out);
}

static bool with_index(const struct arm_code *code, struct effect *out)
{
    struct arm_access access;
    bool is_prefetch;
    if (!start_access(code->word, &access, out, &is_prefetch))
        return false;
    access.m = (uint8_t)arm_bits(code->word, 0, 4);
    access.shift = (uint8_t)arm_bits(code->word, 4, 2);
    return finish_access(code, &access, is_prefetch, out);
}

static bool pair(const struct arm_code *code, struct effect *out)
{
    uint32_t word = code->word;
    bool is_pre = word >> 24 & 1, writes_back = word >> 21 & 1;
    int offset = (int)(word & 0xff) * (word >> 23 & 1 ? 4 : -4);
    struct arm_access access = {.t = (uint8_t)arm_bits(word, 12, 4), .t2 = (uint8_t)arm_bits(word, 8, 4), .n = (uint8_t)arm_bits(word, 16, 4), .m = ARM_NONE,
                                .bytes = 4, .offset = (int16_t)offset, .is_load = word >> 20 & 1, .is_pre = is_pre, .writes_back = writes_back};
    if (!is_pre && !writes_back)
        return false;
    arm_access(code, &access, out);
    return true;
}

static bool block(const struct arm_code *code, struct effect *out)
{
    uint32_t word = code->word, list = word & 0xffff;
    bool is_down = word >> 24 & 1;
    if (!list)
        return false;
    arm_block(arm_bits(word, 16, 4), list, word >> 20 & 1, !is_down, is_down, word >> 21 & 1, out);
    return true;
}

static void exclusive(const struct arm_code *code, unsigned bytes, struct effect *out)
{
    uint32_t word = code->word;
    bool is_load = word >> 20 & 1;
    unsigned offset = (word >> 23 & 1) == 0 ? (word & 0xff) * 4 : 0;
    effect_memory(out, arm_bits(word, 16, 4), (int64_t)offset, bytes, is_load, !is_load)->is_aligned = true;
    effect_transfer(out, arm_bits(word, 12, 4), is_load || bytes == 8 ? 4 : bytes, bytes == 8 ? 4 : bytes, 0, !is_load, false);
    if (bytes == 8)
        effect_transfer(out, arm_bits(word, 8, 4), 4, 4, 4, !is_load, false);
    out->operation = is_load ? OPERATION_LOAD : OPERATION_OTHER;
}

static bool exclusive_word(const struct arm_code *code, struct effect *out)
{
    exclusive(code, 4, out);
    return true;
}

/* Bits 4 and 5: bytes, halves, words, pairs. Bits 6 and 7: 1 exclusive, 2 ordered alone, 3 both. */
static bool exclusive_other(const struct arm_code *code, struct effect *out)
{
    unsigned size = arm_bits(code->word, 4, 2), kind = arm_bits(code->word, 6, 2);
    if ((kind == 2 && size == 3) || (kind == 1 && size == 2))
        return false;
    exclusive(code, 1U << size, out);
    if (kind == 2 && !(code->word >> 20 & 1))
        out->operation = OPERATION_STORE;
    return true;
}

/* tbb, tbh: a table of distances. */
static bool table_branch(const struct arm_code *code, struct effect *out)
{
    uint32_t word = code->word;
    unsigned n = arm_bits(word, 16, 4);
    struct memory_operand *memory = effect_memory(out, n == 15 ? NO_REGISTER : n, n == 15 ? (int64_t)code->pc : 0, word >> 4 & 1 ? 2 : 1, true, false);
    memory->index = (uint8_t)arm_bits(word, 0, 4);
    memory->shift = word >> 4 & 1;
    out->flow = FLOW_JUMP;
    return true;
}

/* ------------------------------------------------------------------------ control */

static int64_t far_offset(uint32_t word)
{
    uint32_t sign = word >> 26 & 1, first = ~((word >> 13 & 1) ^ sign) & 1, second = ~((word >> 11 & 1) ^ sign) & 1;
    return arm_signed(sign << 24 | first << 23 | second << 22 | arm_bits(word, 16, 10) << 12 | arm_bits(word, 0, 11) << 1, 25);
}

/* Bits 12 and 14: b, bl, blx. */
static bool far_branch(const struct arm_code *code, struct effect *out)
{
    uint32_t word = code->word;
    bool is_call = word >> 14 & 1, switches = is_call && !(word >> 12 & 1);
    if (switches && word & 1)
        return false;
    out->target = ((switches ? code->pc & ~(uint64_t)3 : code->pc) + (uint64_t)far_offset(word)) & 0xffffffff;
    out->flow = is_call ? FLOW_CALL : FLOW_JUMP;
    out->switches = switches;
    if (is_call)
        register_set_add(&out->writes, ARM_LR);
    return true;
}

static bool branch_if(const struct arm_code *code, struct effect *out)
{
    uint32_t word = code->word;
    if (arm_bits(word, 22, 4) >= 14)
        return false;
    int64_t offset = arm_signed((word >> 26 & 1) << 20 | (word >> 11 & 1) << 19 | (word >> 13 & 1) << 18 | arm_bits(word, 16, 6) << 12 | arm_bits(word, 0, 11) << 1, 21);
    out->target = (code->pc + (uint64_t)offset) & 0xffffffff;
    out->flow = FLOW_BRANCH;
    out->is_conditional = true;
    register_set_add(&out->reads, ARM_FLAGS);
    return true;
}

static bool read_status(const struct arm_code *code, struct effect *out)
{
    if (code->word >> 20 & 1)
        register_set_add(&out->reads, ARM_SYSTEM);
    else
        register_set_add_run(&out->reads, ARM_FLAGS, 3);
    return true;
}

static bool write_status(const struct arm_code *code, struct effect *out)
{
    return arm_write_status(arm_bits(code->word, 8, 4), code->word >> 20 & 1, out);
}

static bool branch_foreign(const struct arm_code *code, struct effect *out) /* bxj */
{
    unsigned m = arm_bits(code->word, 16, 4);
    out->source = (struct register_part){(uint8_t)m, 0, 4};
    out->flow = m == ARM_LR ? FLOW_RETURN : FLOW_JUMP;
    return true;
}

#define PARALLEL(value, more) {0xff80f0f0, (value) | 0xf080, more, NULL}

const struct arm_row thumb_wide_rows[] = {
    /* srs, rfe; stm, ldm; tbb, tbh; ldrex and its kin; ldrd, strd */
    {0xffdfffe0, 0xe80dc000, NULL, arm_state_block}, {0xffdfffe0, 0xe98dc000, NULL, arm_state_block}, {0xffd0ffff, 0xe810c000, NULL, arm_state_block},
    {0xffd0ffff, 0xe990c000, NULL, arm_state_block}, {0xffc00000, 0xe8800000, NULL, block}, {0xffc00000, 0xe9000000, NULL, block},
    {0xfff0ffe0, 0xe8d0f000, "=nm", table_branch},
    {0xfff00000, 0xe8400000, "s=", exclusive_word}, {0xfff00f00, 0xe8500f00, NULL, exclusive_word},
    {0xfff00fc0, 0xe8c00f40, "m=", exclusive_other}, {0xfff000f0, 0xe8c00070, "m=", exclusive_other}, {0xfff00fcf, 0xe8d00f4f, NULL, exclusive_other},
    {0xfff000ff, 0xe8d0007f, NULL, exclusive_other}, {0xfff00fcf, 0xe8c00f8f, NULL, exclusive_other}, {0xfff00fcf, 0xe8d00f8f, NULL, exclusive_other},
    {0xfff00ff0, 0xe8c00fc0, "m=", exclusive_other}, {0xfff00ff0, 0xe8c00fd0, "m=", exclusive_other}, {0xfff00ff0, 0xe8c00fe0, "m=", exclusive_other},
    {0xfff000f0, 0xe8c000f0, "m=", exclusive_other}, {0xfff00fcf, 0xe8d00fcf, NULL, exclusive_other}, {0xfff000ff, 0xe8d000ff, NULL, exclusive_other},
    {0xfe400000, 0xe8400000, NULL, pair},
    {0xfff00010, 0xeac00000, "s=nm", NULL}, {0xfe000000, 0xea000000, NULL, with_shifted},
    /* mcrr, mrrc, ldc and stc, cdp, mcr and mrc */
    {0xeff00000, 0xec400000, "y=dn", arm_foreign}, {0xeff00000, 0xec500000, "dn=y", arm_foreign}, {0xee000000, 0xec000000, NULL, arm_coprocessor_memory},
    {0xef000010, 0xee000000, "y=y", arm_foreign}, {0xef000010, 0xee000010, NULL, arm_coprocessor_move},
    {0xfa008000, 0xf0000000, NULL, with_immediate},
    {0xfbf08000, 0xf2000000, "", with_plain_immediate}, {0xfbf08000, 0xf2a00000, "", with_plain_immediate}, {0xfbf08000, 0xf2400000, "s=", move_wide},
    {0xfbf08000, 0xf2c00000, "s=s", move_wide},
    /* ssat16, usat16, ssat, usat, sbfx, ubfx, bfc, bfi */
    {0xfff0f0f0, 0xf3200000, "sq=n", NULL}, {0xfff0f0f0, 0xf3a00000, "sq=n", NULL}, {0xffd08020, 0xf3000000, "sq=n", NULL}, {0xffd08020, 0xf3800000, "sq=n", NULL},
    {0xfbf08000, 0xf3400000, "s=n", NULL}, {0xfbf08000, 0xf3c00000, "s=n", NULL}, {0xffff8020, 0xf36f0000, "s=s", keeps_s}, {0xfff08020, 0xf3600000, "s=sn", keeps_s},
    /* msr, the banked ones; hints, cps; clrex, dsb, dmb, isb, sb; bxj; eret; mrs; dcps, hvc, smc, udf */
    {0xffe0f0ff, 0xf3808000, "=n", write_status}, {0xffe0f0ef, 0xf3808020, "y=n", NULL}, {0xffffff00, 0xf3af8000, NULL, arm_landing}, {0xfffff800, 0xf3af8000, "y=", NULL},
    {0xffffffff, 0xf3bf8f2f, NULL, NULL}, {0xfffffff0, 0xf3bf8f40, NULL, NULL}, {0xfffffff0, 0xf3bf8f50, NULL, NULL}, {0xfffffff0, 0xf3bf8f60, NULL, NULL},
    {0xffffffff, 0xf3bf8f70, NULL, NULL}, {0xfff0ffff, 0xf3c08f00, "=n", branch_foreign}, {0xffffff00, 0xf3de8f00, "f=l", arm_return},
    {0xffeff0ff, 0xf3ef8000, "s=", read_status}, {0xffe0f0ef, 0xf3e08020, "s=y", NULL}, {0xfffffffc, 0xf78f8000, NULL, arm_system_call}, {0xfff0f000, 0xf7e08000, NULL, arm_system_call},
    {0xfff0f000, 0xf7f08000, NULL, arm_system_call}, {0xfff0f000, 0xf7f0a000, NULL, arm_trap},
    {0xf800d000, 0xf0008000, NULL, branch_if}, {0xf8008000, 0xf0008000, NULL, far_branch},
    /* Loads and stores of one register. */
    {0xff800000, 0xf8800000, NULL, with_offset}, {0xff900000, 0xf9900000, NULL, with_offset}, {0xfe1f0000, 0xf81f0000, NULL, with_offset},
    {0xfe800fc0, 0xf8000000, NULL, with_index}, {0xfe800800, 0xf8000800, NULL, with_small_offset},
    /* Shifts, extensions, parallel ones, and those of one word. */
    {0xff80f0f0, 0xfa00f000, NULL, shift_register}, {0xff80f080, 0xfa00f080, "s=Nm", NULL},
    {0xfff0f0f0, 0xfa80f080, "sq=nm", NULL}, {0xfff0f0c0, 0xfa80f080, "sq=nm", NULL}, {0xfff0f0c0, 0xfa90f080, "s=m", has_one_operand}, {0xfff0f0f0, 0xfaa0f080, "s=nmg", NULL},
    {0xfff0f0f0, 0xfab0f080, "s=m", has_one_operand}, {0xffe0f0c0, 0xfac0f080, "s=nm", NULL},
    {0xff80f0b0, 0xfa80f000, "sg=nm", NULL}, {0xff80f0b0, 0xfa80f010, "s=nm", NULL}, {0xff80f0b0, 0xfa80f020, "s=nm", NULL},
    /* mul, mla, mls; halves: smul, smla, smuad, smlad, smulw, smlaw, smusd, smlsd, smmla, smmls, usada8 */
    {0xfff000f0, 0xfb000000, "s=nmA", NULL}, {0xfff000f0, 0xfb000010, "s=nmd", NULL}, {0xfff0f0c0, 0xfb10f000, "s=nm", NULL}, {0xfff000c0, 0xfb100000, "sq=nmd", NULL},
    {0xfff000e0, 0xfb200000, "sq=nmA", NULL}, {0xfff0f0e0, 0xfb30f000, "s=nm", NULL}, {0xfff000e0, 0xfb300000, "sq=nmd", NULL}, {0xfff0f0e0, 0xfb40f000, "s=nm", NULL},
    {0xfff000e0, 0xfb400000, "sq=nmd", NULL}, {0xfff000e0, 0xfb500000, "s=nmA", NULL}, {0xfff000e0, 0xfb600000, "s=nmd", NULL}, {0xfff000f0, 0xfb700000, "s=nmA", NULL},
    /* smull, sdiv, umull, udiv, smlal and of halves, smlald, smlsld, umlal, umaal */
    {0xfff000f0, 0xfb800000, "ds=nm", NULL}, {0xfff0f0f0, 0xfb90f0f0, "s=nm", NULL}, {0xfff000f0, 0xfba00000, "ds=nm", NULL}, {0xfff0f0f0, 0xfbb0f0f0, "s=nm", NULL},
    {0xfff000f0, 0xfbc00000, "ds=dsnm", NULL}, {0xfff000c0, 0xfbc00080, "ds=dsnm", NULL}, {0xfff000e0, 0xfbc000c0, "ds=dsnm", NULL},
    {0xfff000e0, 0xfbd000c0, "ds=dsnm", NULL}, {0xfff000f0, 0xfbe00000, "ds=dsnm", NULL}, {0xfff000f0, 0xfbe00060, "ds=dsnm", NULL},
    {0, 0, NULL, NULL}};
