/* A32: what is no vector. Arm ARM F4.1. */
#include "arm.h"

/* ---------------------------------------------------------------- data-processing */

static uint32_t rotated(uint32_t value, unsigned by)
{
    return by ? value >> by | value << (32 - by) : value;
}

static bool data_processing(const struct arm_code *code, struct effect *out)
{
    uint32_t word = code->word;
    struct arm_data data = {(enum arm_opcode)arm_bits(word, 21, 4), (uint8_t)arm_bits(word, 12, 4), (uint8_t)arm_bits(word, 16, 4),
                            ARM_NONE, ARM_NONE, 0, 0, 0, word >> 20 & 1};
    if (data.opcode >= ARM_TST && data.opcode <= ARM_CMN && !data.sets_flags)
        return false;
    if (data.opcode == ARM_MOV || data.opcode == ARM_MVN)
        data.n = ARM_NONE;
    if (word >> 25 & 1) {
        data.immediate = rotated(word & 0xff, 2 * arm_bits(word, 8, 4));
    } else {
        data.m = (uint8_t)arm_bits(word, 0, 4);
        data.shift_type = (uint8_t)arm_bits(word, 5, 2);
        if (word >> 4 & 1)
            data.s = (uint8_t)arm_bits(word, 8, 4);
        else
            data.shift = (uint8_t)arm_bits(word, 7, 5);
    }
    arm_data(code, &data, out);
    return true;
}

static bool move_wide(const struct arm_code *code, struct effect *out)
{
    uint32_t word = code->word;
    unsigned d = arm_bits(word, 12, 4);
    bool is_top = word >> 22 & 1;
    out->destination = (struct register_part){(uint8_t)d, is_top ? 2 : 0, is_top ? 2 : 4};
    out->operation = OPERATION_CONSTANT;
    out->immediate = (int64_t)(arm_bits(word, 16, 4) << 12 | arm_bits(word, 0, 12));
    if (is_top)
        register_set_add(&out->kept, d);
    return true;
}

static bool keeps_d(const struct arm_code *code, struct effect *out)
{
    register_set_add(&out->kept, arm_bits(code->word, 12, 4));
    return true;
}

/* ------------------------------------------------------------------------- memory */

static struct arm_access access_of(uint32_t word)
{
    bool is_up = word >> 23 & 1, is_pre = word >> 24 & 1;
    return (struct arm_access){.t = (uint8_t)arm_bits(word, 12, 4), .t2 = ARM_NONE, .n = (uint8_t)arm_bits(word, 16, 4), .m = ARM_NONE,
                               .bytes = 4, .is_load = word >> 20 & 1, .is_pre = is_pre, .writes_back = !is_pre || (word >> 21 & 1),
                               .is_subtracted = !is_up};
}

static void set_offset(struct arm_access *access, unsigned offset)
{
    access->offset = (int16_t)(access->is_subtracted ? -(int)offset : (int)offset);
}

static bool word_or_byte(const struct arm_code *code, struct effect *out)
{
    uint32_t word = code->word;
    struct arm_access access = access_of(word);
    access.bytes = word >> 22 & 1 ? 1 : 4;
    if (word >> 25 & 1) {
        access.m = (uint8_t)arm_bits(word, 0, 4);
        access.shift_type = (uint8_t)arm_bits(word, 5, 2);
        access.shift = (uint8_t)arm_bits(word, 7, 5);
        if (access.shift_type == ARM_ROR && !access.shift)
            register_set_add(&out->reads, ARM_FLAGS);
    } else {
        set_offset(&access, arm_bits(word, 0, 12));
    }
    arm_access(code, &access, out);
    return true;
}

/* Halves, signed ones, and pairs: bits 5, 6 and 20. */
static bool half_or_pair(const struct arm_code *code, struct effect *out)
{
    uint32_t word = code->word;
    struct arm_access access = access_of(word);
    unsigned kind = arm_bits(word, 5, 2);
    access.bytes = kind == 2 ? 1 : 2;
    access.is_signed = kind != 1;
    if (!access.is_load && kind >= 2) {
        if (access.t & 1)
            return false;
        access.is_load = kind == 2;
        access.is_signed = false;
        access.bytes = 4;
        access.t2 = access.t + 1;
    }
    if (word >> 22 & 1)
        set_offset(&access, arm_bits(word, 8, 4) << 4 | arm_bits(word, 0, 4));
    else
        access.m = (uint8_t)arm_bits(word, 0, 4);
    arm_access(code, &access, out);
    return true;
}

/* ldrex, strex and their kin, lda, stl: bits 20 to 22 say what. */
static bool exclusive(const struct arm_code *code, struct effect *out)
{
    static const uint8_t sizes[] = {4, 8, 1, 2};
    uint32_t word = code->word;
    unsigned kind = arm_bits(word, 21, 2), t = arm_bits(word, 20, 1) ? arm_bits(word, 12, 4) : arm_bits(word, 0, 4);
    bool is_load = word >> 20 & 1, is_plain = !(word >> 9 & 1); /* lda, stl */
    if (kind == 1 && (t & 1 || is_plain))
        return false;
    effect_memory(out, arm_bits(word, 16, 4), 0, sizes[kind], is_load, !is_load)->is_aligned = true;
    effect_transfer(out, t, is_load || kind == 1 ? 4 : sizes[kind], kind == 1 ? 4 : sizes[kind], 0, !is_load, false);
    if (kind == 1)
        effect_transfer(out, t + 1, 4, 4, 4, !is_load, false);
    out->operation = is_load ? OPERATION_LOAD : is_plain ? OPERATION_STORE : OPERATION_OTHER; /* strex may not store */
    return true;
}

static bool swap(const struct arm_code *code, struct effect *out)
{
    effect_memory(out, arm_bits(code->word, 16, 4), 0, code->word >> 22 & 1 ? 1 : 4, true, true);
    return true;
}

static bool block(const struct arm_code *code, struct effect *out)
{
    uint32_t word = code->word, list = word & 0xffff;
    bool is_user = word >> 22 & 1; /* registers of the user's mode, or a return from an exception */
    if (!list)
        return false;
    arm_block(arm_bits(word, 16, 4), list, word >> 20 & 1, word >> 23 & 1, word >> 24 & 1, word >> 21 & 1, out);
    if (is_user && list >> 15 && word >> 20 & 1)
        out->flow = FLOW_RETURN;
    return true;
}

/* ------------------------------------------------------------------------ control */

static bool branch(const struct arm_code *code, struct effect *out)
{
    uint32_t word = code->word;
    out->target = (code->pc + (uint64_t)(arm_signed(word & 0xffffff, 24) * 4)) & 0xffffffff;
    out->flow = word >> 24 & 1 ? FLOW_CALL : FLOW_JUMP;
    if (out->flow == FLOW_CALL)
        register_set_add(&out->writes, ARM_LR);
    return true;
}

static bool branch_to_thumb(const struct arm_code *code, struct effect *out)
{
    uint32_t word = code->word;
    out->target = (code->pc + (uint64_t)(arm_signed(word & 0xffffff, 24) * 4 + (word >> 24 & 1) * 2)) & 0xffffffff;
    out->flow = FLOW_CALL;
    out->switches = true;
    return true;
}

static bool branch_register(const struct arm_code *code, struct effect *out)
{
    unsigned m = arm_bits(code->word, 0, 4);
    out->source = (struct register_part){(uint8_t)m, 0, 4};
    out->flow = m == ARM_LR ? FLOW_RETURN : FLOW_JUMP;
    return true;
}

/* mrs: bit 22 is the saved one. */
static bool read_status(const struct arm_code *code, struct effect *out)
{
    if (code->word >> 22 & 1)
        register_set_add(&out->reads, ARM_SYSTEM);
    else
        register_set_add_run(&out->reads, ARM_FLAGS, 3);
    return true;
}

static bool write_status(const struct arm_code *code, struct effect *out)
{
    return arm_write_status(arm_bits(code->word, 16, 4), code->word >> 22 & 1, out);
}

/* ------------------------------------------------------------------------- tables */

/* The condition is not 15. */
const struct arm_row arm_rows[] = {
    /* mul, mla, umaal, mls, umull, umlal, smull, smlal */
    {0x0fe0f0f0, 0x00000090, "nS=ms", NULL}, {0x0fe000f0, 0x00200090, "nS=msd", NULL}, {0x0ff000f0, 0x00400090, "nd=msnd", NULL},
    {0x0ff000f0, 0x00600090, "n=msd", NULL}, {0x0fe000f0, 0x00800090, "ndS=ms", NULL}, {0x0fe000f0, 0x00a00090, "ndS=msnd", NULL},
    {0x0fe000f0, 0x00c00090, "ndS=ms", NULL}, {0x0fe000f0, 0x00e00090, "ndS=msnd", NULL},
    /* swp, ldrex and strex, lda and stl */
    {0x0fb00ff0, 0x01000090, "d=m", swap},
    {0x0f900ff0, 0x01800f90, "d=", exclusive}, {0x0f900fff, 0x01900f9f, NULL, exclusive}, {0x0f900ff0, 0x01800e90, "d=", exclusive},
    {0x0f900fff, 0x01900e9f, NULL, exclusive}, {0x0f90fff0, 0x0180fc90, NULL, exclusive}, {0x0f900fff, 0x01900c9f, NULL, exclusive},
    /* ldrh, strh, ldrsb, ldrsh, ldrd, strd */
    {0x0e0000f0, 0x000000b0, NULL, half_or_pair}, {0x0e0000d0, 0x000000d0, NULL, half_or_pair},
    /* smla, smlaw, smulw, smlal, smul of halves */
    {0x0ff00090, 0x01000080, "nq=msd", NULL}, {0x0ff000b0, 0x01200080, "nq=msd", NULL}, {0x0ff000b0, 0x012000a0, "n=ms", NULL},
    {0x0ff00090, 0x01400080, "nd=msnd", NULL}, {0x0ff00090, 0x01600080, "n=ms", NULL},
    /* qadd, qsub, qdadd, qdsub; clz; crc32 */
    {0x0f900ff0, 0x01000050, "dq=mn", NULL}, {0x0fff0ff0, 0x016f0f10, "d=m", NULL}, {0x0ff00df0, 0x01000040, "d=nm", NULL},
    {0x0ff00df0, 0x01200040, "d=nm", NULL}, {0x0ff00df0, 0x01400040, "d=nm", NULL},
    /* bx, bxj, blx; hlt, bkpt, hvc, smc, eret */
    {0x0ffffff0, 0x012fff10, "=m", branch_register}, {0x0ffffff0, 0x012fff20, "=m", branch_register}, {0x0ffffff0, 0x012fff30, "l=m", arm_call_register},
    {0x0ff000f0, 0x01000070, NULL, arm_trap}, {0x0ff000f0, 0x01200070, NULL, arm_trap}, {0x0ff000f0, 0x01400070, NULL, arm_system_call},
    {0x0ffffff0, 0x01600070, NULL, arm_system_call}, {0x0fffffff, 0x0160006e, "=y", arm_return},
    /* mrs, msr, with the banked registers; hints; movw, movt */
    {0x0fbf0fff, 0x010f0000, "d=", read_status}, {0x0fb0fff0, 0x0120f000, "=m", write_status}, {0x0fb00eff, 0x01000200, "d=y", NULL},
    {0x0fb0fef0, 0x0120f200, "y=m", NULL}, {0x0fffff00, 0x0320f000, NULL, arm_landing}, {0x0fb0f000, 0x0320f000, NULL, write_status},
    {0x0ff00000, 0x03000000, "d=", move_wide}, {0x0ff00000, 0x03400000, "d=d", move_wide},
    {0x0e000010, 0x00000000, NULL, data_processing}, {0x0e000090, 0x00000010, NULL, data_processing}, {0x0e000000, 0x02000000, NULL, data_processing},
    {0x0e000000, 0x04000000, NULL, word_or_byte},
    /* sadd16 to uhsub8: ge is written by the plain ones */
    {0x0ff00f90, 0x06100f10, "dg=nm", NULL}, {0x0ff00ff0, 0x06100f90, "dg=nm", NULL}, {0x0ff00ff0, 0x06100ff0, "dg=nm", NULL},
    {0x0ff00f90, 0x06500f10, "dg=nm", NULL}, {0x0ff00ff0, 0x06500f90, "dg=nm", NULL}, {0x0ff00ff0, 0x06500ff0, "dg=nm", NULL},
    {0x0ff00f90, 0x06200f10, "d=nm", NULL}, {0x0ff00ff0, 0x06200f90, "d=nm", NULL}, {0x0ff00ff0, 0x06200ff0, "d=nm", NULL},
    {0x0ff00f90, 0x06300f10, "d=nm", NULL}, {0x0ff00ff0, 0x06300f90, "d=nm", NULL}, {0x0ff00ff0, 0x06300ff0, "d=nm", NULL},
    {0x0ff00f90, 0x06600f10, "d=nm", NULL}, {0x0ff00ff0, 0x06600f90, "d=nm", NULL}, {0x0ff00ff0, 0x06600ff0, "d=nm", NULL},
    {0x0ff00f90, 0x06700f10, "d=nm", NULL}, {0x0ff00ff0, 0x06700f90, "d=nm", NULL}, {0x0ff00ff0, 0x06700ff0, "d=nm", NULL},
    /* pkhbt, pkhtb, sel; ssat, usat and of halves; the extensions; rev, rev16, rbit, revsh */
    {0x0ff00030, 0x06800010, "d=nm", NULL}, {0x0ff00ff0, 0x06800fb0, "d=nmg", NULL}, {0x0fa00030, 0x06a00010, "dq=m", NULL},
    {0x0fb00ff0, 0x06a00f30, "dq=m", NULL}, {0x0fb003f0, 0x06800070, "d=Nm", NULL}, {0x0fa003f0, 0x06a00070, "d=Nm", NULL},
    {0x0fff0f70, 0x06bf0f30, "d=m", NULL}, {0x0fff0f70, 0x06ff0f30, "d=m", NULL},
    /* smlad, smlsd, smlald, smlsld, smmla, smmls, sdiv, udiv, usada8, sbfx, ubfx, bfc, bfi, udf */
    {0x0ff0f0d0, 0x0700f010, "nq=ms", NULL}, {0x0ff0f0d0, 0x0700f050, "n=ms", NULL}, {0x0ff000d0, 0x07000010, "nq=msd", NULL},
    {0x0ff000d0, 0x07000050, "nq=msd", NULL}, {0x0ff000d0, 0x07400010, "nd=msnd", NULL}, {0x0ff000d0, 0x07400050, "nd=msnd", NULL},
    {0x0ff000d0, 0x07500010, "n=msA", NULL}, {0x0ff000d0, 0x075000d0, "n=msd", NULL}, {0x0ff0f0f0, 0x0710f010, "n=ms", NULL},
    {0x0ff0f0f0, 0x0730f010, "n=ms", NULL}, {0x0ff000f0, 0x07800010, "n=msA", NULL}, {0x0fa00070, 0x07a00050, "d=m", NULL},
    {0x0fe0007f, 0x07c0001f, "d=d", keeps_d}, {0x0fe00070, 0x07c00010, "d=dm", keeps_d}, {0xfff000f0, 0xe7f000f0, NULL, arm_trap},
    {0x0e000010, 0x06000000, NULL, word_or_byte}, {0x0e000000, 0x08000000, NULL, block}, {0x0e000000, 0x0a000000, NULL, branch},
    {0x0f000000, 0x0f000000, NULL, arm_system_call},
    /* mcrr, mrrc, ldc and stc, cdp, mcr and mrc */
    {0x0ff00000, 0x0c400000, "y=dn", arm_foreign}, {0x0ff00000, 0x0c500000, "dn=y", arm_foreign},
    {0x0e000000, 0x0c000000, NULL, arm_coprocessor_memory}, {0x0f000010, 0x0e000000, "y=y", arm_foreign}, {0x0f000010, 0x0e000010, NULL, arm_coprocessor_move},
    {0, 0, NULL, NULL}};

/* It is. */
const struct arm_row arm_unconditional_rows[] = {
    /* setend, cps, setpan, clrex, dsb, dmb, isb, sb */
    {0xfffffdff, 0xf1010000, "y=", NULL}, {0xfff10020, 0xf1000000, "y=", NULL}, {0xfffffdff, 0xf1100000, "y=", NULL}, {0xffffffff, 0xf57ff01f, NULL, NULL},
    {0xfffffff0, 0xf57ff040, NULL, NULL}, {0xfffffff0, 0xf57ff050, NULL, NULL}, {0xfffffff0, 0xf57ff060, NULL, NULL}, {0xffffffff, 0xf57ff070, NULL, NULL},
    /* pld, pldw, pli */
    {0xff70f000, 0xf510f000, "=n", NULL}, {0xff70f000, 0xf550f000, "=n", NULL}, {0xff70f000, 0xf450f000, "=n", NULL},
    {0xff70f010, 0xf710f000, "=nm", NULL}, {0xff70f010, 0xf750f000, "=nm", NULL}, {0xff70f010, 0xf650f000, "=nm", NULL},
    {0xfe000000, 0xfa000000, "l=", branch_to_thumb},
    {0xfe500000, 0xf8400000, NULL, arm_state_block}, {0xfe500000, 0xf8100000, NULL, arm_state_block},
    {0xfff00000, 0xfc400000, "y=dn", arm_foreign}, {0xfff00000, 0xfc500000, "dn=y", arm_foreign}, {0xfe000000, 0xfc000000, NULL, arm_coprocessor_memory},
    {0xff000010, 0xfe000000, "y=y", arm_foreign}, {0xff000010, 0xfe000010, NULL, arm_coprocessor_move},
    {0, 0, NULL, NULL}};

/* ------------------------------------------------------------------------- the way in */

/* Words that are not of the general registers: those of coprocessors 10 and 11 (8 to 13 without a condition), and SIMD's own. */
static bool is_vector(uint32_t word)
{
    unsigned coprocessor = arm_bits(word, 8, 4), opcode = arm_bits(word, 24, 4);
    if (opcode >= 12 && opcode <= 14 && coprocessor >= 9 && coprocessor <= 11)
        return true;
    if (word >> 28 != 15)
        return false;
    return (opcode & 14) == 2 || (opcode == 4 && !(word >> 20 & 1)) || (opcode >= 12 && opcode <= 14 && (coprocessor & 14) != 14 && coprocessor >= 8);
}

static void set_conditional(struct effect *out)
{
    out->is_conditional = true;
    register_set_add(&out->reads, ARM_FLAGS);
    if (out->flow == FLOW_JUMP)
        out->flow = FLOW_BRANCH;
}

static bool of_arm(const struct arm_code *code, struct effect *out)
{
    uint32_t word = code->word;
    out->size = 4;
    if (is_vector(word))
        return arm_neon(code, out);
    return arm_by_rows(word >> 28 == 15 ? arm_unconditional_rows : arm_rows, code, out);
}

/* T32's vectors, as A32 writes them. */
static uint32_t as_arm(uint32_t word)
{
    if ((word & 0xef000000) == 0xef000000)
        return 0xf2000000 | (word >> 28 & 1) << 24 | (word & 0xffffff);
    return (word & 0xff100000) == 0xf9000000 ? 0xf4000000 | (word & 0xffffff) : word;
}

static bool of_thumb_wide(struct arm_code *code, struct effect *out)
{
    uint32_t word = as_arm(code->word);
    bool is_simd = word != code->word || (code->word >> 24 & 0xec) == 0xec;
    out->size = 4;
    if (is_simd && is_vector(word)) {
        code->word = word;
        return arm_neon(code, out);
    }
    return arm_by_rows(thumb_wide_rows, code, out);
}

/* The state's upper three bits are the condition's, then a bit for each instruction that is left, and a last one. */
static unsigned advanced(unsigned it)
{
    return it & 7 ? (it & 0xe0) | (it << 1 & 0x1f) : 0;
}

static bool of_thumb(struct instruction_mode mode, const uint8_t *bytes, size_t size, uint64_t address, struct effect *out)
{
    struct arm_code code = {(uint32_t)(bytes[0] | bytes[1] << 8), address + 4, true, mode.it != 0};
    out->it = (uint8_t)advanced(mode.it);
    out->size = 2;
    bool is_wide = code.word >> 11 >= 0x1d, is_done;
    if (is_wide) {
        if (size < 4)
            return false;
        code.word = code.word << 16 | (uint32_t)bytes[2] | (uint32_t)bytes[3] << 8;
        is_done = of_thumb_wide(&code, out);
    } else {
        is_done = arm_by_rows(thumb_rows, &code, out);
    }
    bool is_unconditional = is_wide && (code.word >> 24 == 0xfc || code.word >> 24 == 0xfe);
    if (is_done && mode.it && mode.it >> 5 != 7 && !is_unconditional)
        set_conditional(out);
    return is_done;
}

bool effect_arm(struct instruction_mode mode, const uint8_t *bytes, size_t size, uint64_t address, struct effect *out)
{
    bool is_done = false;
    if (mode.is_thumb) {
        is_done = size >= 2 && of_thumb(mode, bytes, size, address, out);
    } else if (size >= 4) {
        struct arm_code code = {bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 | (uint32_t)bytes[3] << 24, address + 8, false, false};
        is_done = of_arm(&code, out);
        if (is_done && code.word >> 28 < 14)
            set_conditional(out);
    }
    if (register_set_has(&out->writes, ARM_PC) && out->flow == FLOW_NEXT)
        out->flow = FLOW_JUMP;
    register_set_drop(&out->reads, ARM_PC);
    return is_done;
}
