/* x86: what an instruction computes, where a follower of values can use it. */
#include "x86.h"

static bool is_register(const ZydisDecodedOperand *operand)
{
    return operand->type == ZYDIS_OPERAND_TYPE_REGISTER;
}

static bool is_memory(const ZydisDecodedOperand *operand)
{
    return operand->type == ZYDIS_OPERAND_TYPE_MEMORY;
}

static bool is_immediate(const ZydisDecodedOperand *operand)
{
    return operand->type == ZYDIS_OPERAND_TYPE_IMMEDIATE;
}

/* Bytes that a move has of its register: all of a general one, what it moves of a vector. */
static struct register_part part_of(const ZydisDecodedOperand *operand)
{
    struct register_part part = x86_part(operand->reg.value);
    if (part.reg >= X86_VECTOR && part.reg < X86_VECTOR + 32 && operand->size / 8u < part.bytes)
        part.bytes = operand->size / 8u;
    return part;
}

/* A plain move: register to register, an immediate, to and from memory. */
static void move(struct x86 *x86, bool is_signed)
{
    struct effect *out = x86->out;
    const ZydisDecodedOperand *to = &x86->operands[0], *from = &x86->operands[1];
    bool is_masked = x86->instruction->encoding == ZYDIS_INSTRUCTION_ENCODING_EVEX && is_register(from) && from->encoding == ZYDIS_OPERAND_ENCODING_MASK;
    if (is_masked) {
        if (from->reg.value != ZYDIS_REGISTER_K0)
            return;
        from++;
    }
    if (is_register(to) && is_register(from)) {
        out->operation = is_signed ? OPERATION_OTHER : OPERATION_MOVE;
        out->destination = part_of(to);
        out->source = part_of(from);
        if (out->source.bytes < out->destination.bytes)
            out->destination.bytes = out->source.bytes;
    } else if (is_register(to) && is_immediate(from)) {
        out->operation = OPERATION_CONSTANT;
        out->destination = part_of(to);
        out->immediate = to->size == 32 ? (int64_t)(uint32_t)from->imm.value.u : from->imm.value.s;
    } else if (is_register(to) && is_memory(from)) {
        struct register_part part = part_of(to);
        unsigned bytes = from->size / 8u;
        bool is_vector = part.reg >= X86_VECTOR;
        out->operation = OPERATION_LOAD;
        effect_transfer(out, part.reg, is_vector && bytes < part.bytes ? bytes : part.bytes, bytes, 0, false, is_signed);
        out->transfers[0].reg.at = part.at;
    } else if (is_memory(to) && is_register(from)) {
        struct register_part part = part_of(from);
        unsigned bytes = to->size / 8u;
        out->operation = OPERATION_STORE;
        effect_transfer(out, part.reg, bytes < part.bytes ? bytes : part.bytes, bytes, 0, true, false);
        out->transfers[0].reg.at = part.at;
    } else if (is_memory(to)) {
        out->operation = OPERATION_STORE;
        out->immediate = from->imm.value.s;
    }
}

/* The address itself. */
static void lea(struct x86 *x86)
{
    struct effect *out = x86->out;
    const ZydisDecodedOperandMem *mem = &x86->operands[1].mem;
    struct register_part base = x86_part(mem->base), index = x86_part(mem->index);
    bool is_relative = mem->base == ZYDIS_REGISTER_RIP;
    out->destination = part_of(&x86->operands[0]);
    out->immediate = mem->disp.value;
    if (is_relative || (base.reg == NO_REGISTER && index.reg == NO_REGISTER)) {
        out->operation = OPERATION_CONSTANT;
        out->immediate += is_relative ? (int64_t)(x86->address + x86->instruction->length) : 0;
        return;
    }
    if (base.reg == NO_REGISTER && mem->scale != 1)
        return; /* a multiple alone */
    out->operation = OPERATION_ADD;
    out->source = base.reg == NO_REGISTER ? index : base;
    if (base.reg != NO_REGISTER && index.reg != NO_REGISTER) {
        out->second = index;
        out->shift = mem->scale == 8 ? 3 : mem->scale == 4 ? 2 : mem->scale == 2 ? 1 : 0;
    }
}

/* Two operands, of which the first is changed. */
static void arithmetic(struct x86 *x86, enum operation operation, int sign)
{
    struct effect *out = x86->out;
    const ZydisDecodedOperand *first = &x86->operands[0], *second = &x86->operands[1];
    if (operation == OPERATION_COMPARE && is_memory(first) && is_immediate(second)) {
        out->operation = OPERATION_COMPARE;
        out->immediate = second->imm.value.s;
        return;
    }
    if (!is_register(first) || is_memory(second))
        return;
    out->source = part_of(first);
    if (operation != OPERATION_COMPARE)
        out->destination = out->source;
    if (is_register(second)) {
        out->operation = operation == OPERATION_ADD && sign < 0 ? OPERATION_SUBTRACT : (uint8_t)operation;
        out->second = part_of(second);
        if (operation == OPERATION_SHIFT)
            out->operation = OPERATION_OTHER;
        return;
    }
    out->operation = (uint8_t)operation;
    out->immediate = sign * second->imm.value.s;
    if (operation == OPERATION_SHIFT)
        out->immediate = sign * (int64_t)(second->imm.value.u & (first->size == 64 ? 63 : 31));
}

static void step(struct x86 *x86, int by)
{
    if (!is_register(&x86->operands[0]))
        return;
    x86->out->operation = OPERATION_ADD;
    x86->out->source = x86->out->destination = part_of(&x86->operands[0]);
    x86->out->immediate = by;
}

static void exchange(struct x86 *x86)
{
    if (!is_register(&x86->operands[0]) || !is_register(&x86->operands[1]))
        return;
    x86->out->operation = OPERATION_EXCHANGE;
    x86->out->destination = part_of(&x86->operands[0]);
    x86->out->source = part_of(&x86->operands[1]);
}

/* xor eax, eax and its like: the last two operands are one register, whose value does not matter. sbb eax, eax depends on the
   carry alone; pcmpeqd sets all bits. */
static bool clears(const struct x86 *x86)
{
    switch (x86->instruction->mnemonic) {
    case ZYDIS_MNEMONIC_XOR: case ZYDIS_MNEMONIC_SUB: case ZYDIS_MNEMONIC_SBB: case ZYDIS_MNEMONIC_PXOR: case ZYDIS_MNEMONIC_XORPS:
    case ZYDIS_MNEMONIC_XORPD: case ZYDIS_MNEMONIC_VPXOR: case ZYDIS_MNEMONIC_VPXORD: case ZYDIS_MNEMONIC_VPXORQ: case ZYDIS_MNEMONIC_VXORPS:
    case ZYDIS_MNEMONIC_VXORPD: case ZYDIS_MNEMONIC_PCMPEQB: case ZYDIS_MNEMONIC_PCMPEQW: case ZYDIS_MNEMONIC_PCMPEQD: case ZYDIS_MNEMONIC_VPCMPEQB:
    case ZYDIS_MNEMONIC_VPCMPEQW: case ZYDIS_MNEMONIC_VPCMPEQD: case ZYDIS_MNEMONIC_PSUBB: case ZYDIS_MNEMONIC_PSUBW: case ZYDIS_MNEMONIC_PSUBD:
    case ZYDIS_MNEMONIC_PSUBQ: case ZYDIS_MNEMONIC_KXORB: case ZYDIS_MNEMONIC_KXORW: case ZYDIS_MNEMONIC_KXORD: case ZYDIS_MNEMONIC_KXORQ: break;
    default: return false;
    }
    unsigned last = x86->visible - 1;
    return x86->visible >= 2 && is_register(&x86->operands[last]) && is_register(&x86->operands[last - 1])
           && x86->operands[last].reg.value == x86->operands[last - 1].reg.value && x86->instruction->avx.mask.mode != ZYDIS_MASK_MODE_MERGING;
}

static void cleared(struct x86 *x86)
{
    struct effect *out = x86->out;
    const ZydisDecodedOperand *last = &x86->operands[x86->visible - 1];
    out->clears = true;
    register_set_drop(&out->reads, x86_part(last->reg.value).reg);
    bool is_zero = x86->instruction->mnemonic == ZYDIS_MNEMONIC_XOR || x86->instruction->mnemonic == ZYDIS_MNEMONIC_SUB;
    if (is_zero) {
        out->operation = OPERATION_CONSTANT;
        out->destination = part_of(&x86->operands[0]);
        out->immediate = 0;
    }
}

static bool is_move(ZydisMnemonic mnemonic)
{
    switch (mnemonic) {
    case ZYDIS_MNEMONIC_MOV: case ZYDIS_MNEMONIC_MOVZX: case ZYDIS_MNEMONIC_MOVAPS: case ZYDIS_MNEMONIC_MOVAPD: case ZYDIS_MNEMONIC_MOVUPS:
    case ZYDIS_MNEMONIC_MOVUPD: case ZYDIS_MNEMONIC_MOVDQA: case ZYDIS_MNEMONIC_MOVDQU: case ZYDIS_MNEMONIC_MOVSS: case ZYDIS_MNEMONIC_MOVSD:
    case ZYDIS_MNEMONIC_MOVD: case ZYDIS_MNEMONIC_MOVQ: case ZYDIS_MNEMONIC_MOVLPS: case ZYDIS_MNEMONIC_MOVLPD: case ZYDIS_MNEMONIC_LDDQU:
    case ZYDIS_MNEMONIC_MOVNTI: case ZYDIS_MNEMONIC_MOVNTDQ: case ZYDIS_MNEMONIC_MOVNTPS: case ZYDIS_MNEMONIC_MOVNTPD: case ZYDIS_MNEMONIC_MOVNTDQA:
    case ZYDIS_MNEMONIC_VMOVAPS: case ZYDIS_MNEMONIC_VMOVAPD: case ZYDIS_MNEMONIC_VMOVUPS: case ZYDIS_MNEMONIC_VMOVUPD: case ZYDIS_MNEMONIC_VMOVDQA:
    case ZYDIS_MNEMONIC_VMOVDQU: case ZYDIS_MNEMONIC_VMOVDQA32: case ZYDIS_MNEMONIC_VMOVDQA64: case ZYDIS_MNEMONIC_VMOVDQU8: case ZYDIS_MNEMONIC_VMOVDQU16:
    case ZYDIS_MNEMONIC_VMOVDQU32: case ZYDIS_MNEMONIC_VMOVDQU64: case ZYDIS_MNEMONIC_VMOVD: case ZYDIS_MNEMONIC_VMOVQ: case ZYDIS_MNEMONIC_VLDDQU:
    case ZYDIS_MNEMONIC_VMOVNTDQ: case ZYDIS_MNEMONIC_VMOVNTPS: case ZYDIS_MNEMONIC_VMOVNTPD: case ZYDIS_MNEMONIC_VMOVNTDQA: return true;
    /* Of three registers these mix two. */
    case ZYDIS_MNEMONIC_VMOVSS: case ZYDIS_MNEMONIC_VMOVSD: return true;
    default: return false;
    }
}

void x86_value(struct x86 *x86)
{
    ZydisMnemonic mnemonic = x86->instruction->mnemonic;
    if (clears(x86)) {
        cleared(x86);
        return;
    }
    if (x86->visible < 1 || (is_move(mnemonic) && x86->visible > 3))
        return;
    if (is_move(mnemonic)) {
        if (x86->visible == 2 || x86->operands[1].encoding == ZYDIS_OPERAND_ENCODING_MASK)
            move(x86, false);
        return;
    }
    const ZydisDecodedOperand *last = &x86->operands[x86->visible - 1];
    bool adds_nothing = is_memory(&x86->operands[0]) && is_immediate(last) && last->imm.value.s == 0;
    if (adds_nothing && (mnemonic == ZYDIS_MNEMONIC_OR || mnemonic == ZYDIS_MNEMONIC_ADD || mnemonic == ZYDIS_MNEMONIC_SUB || mnemonic == ZYDIS_MNEMONIC_XOR))
        x86->out->memory[0].is_unchanged = true;
    bool is_all_ones = mnemonic == ZYDIS_MNEMONIC_OR && is_register(&x86->operands[0]) && is_immediate(last) && last->imm.value.s == -1;
    if (is_all_ones) { /* short for mov -1 */
        x86->out->clears = true;
        x86->out->operation = OPERATION_CONSTANT;
        x86->out->destination = part_of(&x86->operands[0]);
        x86->out->immediate = x86->out->destination.bytes == 8 ? -1 : (int64_t)0xffffffff;
        register_set_drop(&x86->out->reads, x86->out->destination.reg);
        return;
    }
    switch (mnemonic) {
    case ZYDIS_MNEMONIC_MOVSX: case ZYDIS_MNEMONIC_MOVSXD: move(x86, true); break;
    case ZYDIS_MNEMONIC_LEA: lea(x86); break;
    case ZYDIS_MNEMONIC_ADD: arithmetic(x86, OPERATION_ADD, 1); break;
    case ZYDIS_MNEMONIC_SUB: arithmetic(x86, OPERATION_ADD, -1); break;
    case ZYDIS_MNEMONIC_AND: arithmetic(x86, OPERATION_AND, 1); break;
    case ZYDIS_MNEMONIC_CMP: arithmetic(x86, OPERATION_COMPARE, 1); break;
    case ZYDIS_MNEMONIC_SHL: arithmetic(x86, OPERATION_SHIFT, 1); break;
    case ZYDIS_MNEMONIC_SHR: arithmetic(x86, OPERATION_SHIFT, -1); break;
    case ZYDIS_MNEMONIC_INC: step(x86, 1); break;
    case ZYDIS_MNEMONIC_DEC: step(x86, -1); break;
    case ZYDIS_MNEMONIC_XCHG: exchange(x86); break;
    default: break;
    }
    if (x86->instruction->meta.category == ZYDIS_CATEGORY_CMOV || x86->instruction->meta.category == ZYDIS_CATEGORY_FCMOV)
        x86->out->is_conditional = true;
}
