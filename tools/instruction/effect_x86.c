/*
 * x86-64 and i386, from Zydis's operands. A write of 4 bytes of a general register clears the upper half, and one that is encoded
 * by VEX or EVEX all that is above it; others leave what they do not write.
 */
#include "x86.h"

enum { STATUS_FLAGS = ZYDIS_CPUFLAG_CF | ZYDIS_CPUFLAG_PF | ZYDIS_CPUFLAG_AF | ZYDIS_CPUFLAG_ZF | ZYDIS_CPUFLAG_SF | ZYDIS_CPUFLAG_OF };

/* al, cl, dl, bl, ah, ch, dh, bh, spl, …, r8b, … are 20 numbers in a row. */
static struct register_part byte_register(ZydisRegister reg)
{
    unsigned number = (unsigned)(reg - ZYDIS_REGISTER_AL);
    if (number >= 4 && number < 8)
        return (struct register_part){(uint8_t)(number - 4), 1, 1};
    return (struct register_part){(uint8_t)(number < 4 ? number : number - 4), 0, 1};
}

static unsigned special_register(ZydisRegister reg)
{
    switch (reg) {
    case ZYDIS_REGISTER_MXCSR: return X86_MXCSR;
    case ZYDIS_REGISTER_X87CONTROL: return X86_FPCW;
    case ZYDIS_REGISTER_X87STATUS: case ZYDIS_REGISTER_X87TAG: return X86_FPSW;
    case ZYDIS_REGISTER_PKRU: return X86_PKRU;
    case ZYDIS_REGISTER_FS: return X86_FS;
    case ZYDIS_REGISTER_GS: return X86_GS;
    default: return X86_SYSTEM;
    }
}

struct register_part x86_part(ZydisRegister reg)
{
    static const struct register_part none = {NO_REGISTER, 0, 0};
    uint8_t number = (uint8_t)ZydisRegisterGetId(reg);
    switch (ZydisRegisterGetClass(reg)) {
    case ZYDIS_REGCLASS_GPR8: return byte_register(reg);
    case ZYDIS_REGCLASS_GPR16: return (struct register_part){(uint8_t)(reg - ZYDIS_REGISTER_AX), 0, 2};
    case ZYDIS_REGCLASS_GPR32: return (struct register_part){(uint8_t)(reg - ZYDIS_REGISTER_EAX), 0, 4};
    case ZYDIS_REGCLASS_GPR64: return (struct register_part){(uint8_t)(reg - ZYDIS_REGISTER_RAX), 0, 8};
    case ZYDIS_REGCLASS_X87: return (struct register_part){(uint8_t)(X86_ST + number), 0, 10};
    case ZYDIS_REGCLASS_MMX: return (struct register_part){(uint8_t)(X86_MM + number), 0, 8};
    case ZYDIS_REGCLASS_XMM: return (struct register_part){(uint8_t)(X86_VECTOR + number), 0, 16};
    case ZYDIS_REGCLASS_YMM: return (struct register_part){(uint8_t)(X86_VECTOR + number), 0, 32};
    case ZYDIS_REGCLASS_ZMM: return (struct register_part){(uint8_t)(X86_VECTOR + number), 0, 64};
    case ZYDIS_REGCLASS_MASK: return (struct register_part){(uint8_t)(X86_MASK + number), 0, 8};
    case ZYDIS_REGCLASS_BOUND: return (struct register_part){(uint8_t)(X86_BOUND + number), 0, 16};
    case ZYDIS_REGCLASS_TMM: return (struct register_part){(uint8_t)(X86_TILE + number), 0, 1024};
    case ZYDIS_REGCLASS_FLAGS: case ZYDIS_REGCLASS_IP: return none;
    default: return reg == ZYDIS_REGISTER_NONE ? none : (struct register_part){(uint8_t)special_register(reg), 0, 4};
    }
}

/* ------------------------------------------------------------------- operands */

/* Arithmetic reads and changes these in every program: only what loads and stores them is told. */
static bool is_told(const struct x86 *x86, unsigned reg)
{
    switch (x86->instruction->mnemonic) {
    case ZYDIS_MNEMONIC_LDMXCSR: case ZYDIS_MNEMONIC_STMXCSR: case ZYDIS_MNEMONIC_VLDMXCSR: case ZYDIS_MNEMONIC_VSTMXCSR: return true;
    case ZYDIS_MNEMONIC_FLDCW: case ZYDIS_MNEMONIC_FNSTCW: case ZYDIS_MNEMONIC_FNINIT: case ZYDIS_MNEMONIC_FLDENV: case ZYDIS_MNEMONIC_FNSTENV: return true;
    default: return reg != X86_MXCSR && reg != X86_FPCW;
    }
}

/* True if what the operand does not write of its register stays. */
static bool keeps(const struct x86 *x86, const ZydisDecodedOperand *operand, struct register_part part)
{
    if (part.reg < X86_VECTOR)
        return part.bytes < 4;
    if (part.reg >= X86_VECTOR + 32)
        return false;
    ZydisInstructionEncoding encoding = x86->instruction->encoding;
    bool is_merged = encoding == ZYDIS_INSTRUCTION_ENCODING_EVEX && x86->instruction->avx.mask.mode == ZYDIS_MASK_MODE_MERGING
                     && x86->instruction->avx.mask.reg != ZYDIS_REGISTER_K0 && x86->instruction->avx.mask.reg != ZYDIS_REGISTER_NONE;
    (void)operand;
    return encoding == ZYDIS_INSTRUCTION_ENCODING_LEGACY || encoding == ZYDIS_INSTRUCTION_ENCODING_3DNOW || is_merged;
}

static void register_operand(struct x86 *x86, const ZydisDecodedOperand *operand)
{
    struct effect *out = x86->out;
    struct register_part part = x86_part(operand->reg.value);
    if (part.reg == NO_REGISTER || !is_told(x86, part.reg))
        return;
    if (operand->encoding == ZYDIS_OPERAND_ENCODING_MASK && operand->reg.value == ZYDIS_REGISTER_K0)
        return; /* no mask */
    bool writes = operand->actions & ZYDIS_OPERAND_ACTION_MASK_WRITE;
    if (operand->actions & ZYDIS_OPERAND_ACTION_MASK_READ || operand->actions & ZYDIS_OPERAND_ACTION_CONDWRITE)
        register_set_add(&out->reads, part.reg);
    if (!writes)
        return;
    register_set_add(&out->writes, part.reg);
    if (keeps(x86, operand, part))
        register_set_add(&out->kept, part.reg);
    /* movss xmm0, xmm1 and its like: the rest of xmm0 is a part of what it is then. */
    bool is_scalar = ZydisRegisterGetClass(operand->reg.value) == ZYDIS_REGCLASS_XMM && operand->size < 128;
    if (is_scalar && x86->instruction->encoding == ZYDIS_INSTRUCTION_ENCODING_LEGACY)
        register_set_add(&out->reads, part.reg);
}

/* Intel SDM 2, 2.4 "Exception types": type 1 always, 2 and 4 where they are encoded without VEX. */
static bool needs_alignment(const struct x86 *x86, const ZydisDecodedOperand *operand)
{
    switch (x86->instruction->mnemonic) {
    case ZYDIS_MNEMONIC_MOVUPS: case ZYDIS_MNEMONIC_MOVUPD: case ZYDIS_MNEMONIC_MOVDQU: case ZYDIS_MNEMONIC_LDDQU:
    case ZYDIS_MNEMONIC_PCMPESTRI: case ZYDIS_MNEMONIC_PCMPESTRM: case ZYDIS_MNEMONIC_PCMPISTRI: case ZYDIS_MNEMONIC_PCMPISTRM:
    case ZYDIS_MNEMONIC_MASKMOVDQU: return false;
    case ZYDIS_MNEMONIC_CMPXCHG16B: return true;
    default: break;
    }
    switch (x86->instruction->meta.exception_class) {
    case ZYDIS_EXCEPTION_CLASS_SSE1: case ZYDIS_EXCEPTION_CLASS_AVX1: case ZYDIS_EXCEPTION_CLASS_E1: case ZYDIS_EXCEPTION_CLASS_E1NF: return operand->size >= 128;
    case ZYDIS_EXCEPTION_CLASS_SSE2: case ZYDIS_EXCEPTION_CLASS_SSE4: return operand->size == 128;
    default: return false;
    }
}

static unsigned log_of(unsigned scale)
{
    return scale == 8 ? 3 : scale == 4 ? 2 : scale == 2 ? 1 : 0;
}

struct memory_operand *x86_memory(struct x86 *x86, const ZydisDecodedOperand *operand, bool reads, bool writes)
{
    const ZydisDecodedOperandMem *mem = &operand->mem;
    bool is_relative = mem->base == ZYDIS_REGISTER_RIP || mem->base == ZYDIS_REGISTER_EIP;
    struct register_part base = x86_part(mem->base), index = x86_part(mem->index);
    int64_t displacement = mem->disp.value;
    if (is_relative)
        displacement += (int64_t)(x86->address + x86->instruction->length);
    if (x86->word == 4)
        displacement = base.reg == NO_REGISTER && index.reg == NO_REGISTER ? (int64_t)(uint32_t)displacement : (int32_t)displacement;
    struct memory_operand *memory = effect_memory(x86->out, is_relative ? (unsigned)NO_REGISTER : base.reg, displacement, operand->size / 8, reads, writes);
    if (!memory)
        return NULL;
    memory->index = index.reg;
    memory->shift = (uint8_t)log_of(mem->scale);
    memory->is_tls = mem->segment == ZYDIS_REGISTER_FS || mem->segment == ZYDIS_REGISTER_GS;
    memory->is_aligned = needs_alignment(x86, operand);
    if (memory->is_tls)
        register_set_add(&x86->out->reads, mem->segment == ZYDIS_REGISTER_FS ? X86_FS : X86_GS);
    if (index.reg != NO_REGISTER)
        register_set_add(&x86->out->reads, index.reg);
    if (mem->type == ZYDIS_MEMOP_TYPE_VSIB)
        memory->bytes = 0;
    return memory;
}

/* lea, prefetches and the bounds' operands have an address that nothing is read at. */
static void memory_operand(struct x86 *x86, const ZydisDecodedOperand *operand)
{
    bool reads = operand->actions & ZYDIS_OPERAND_ACTION_MASK_READ, writes = operand->actions & ZYDIS_OPERAND_ACTION_MASK_WRITE;
    bool is_prefetch = x86->instruction->meta.category == ZYDIS_CATEGORY_PREFETCH || x86->instruction->meta.category == ZYDIS_CATEGORY_PREFETCHWT1;
    if (!is_prefetch && operand->mem.type != ZYDIS_MEMOP_TYPE_AGEN && operand->mem.type != ZYDIS_MEMOP_TYPE_MIB) {
        x86_memory(x86, operand, reads, writes);
        return;
    }
    ZydisRegister parts[2] = {operand->mem.base, operand->mem.index};
    for (unsigned i = 0; i < 2; i++)
        if (x86_part(parts[i]).reg != NO_REGISTER)
            register_set_add(&x86->out->reads, x86_part(parts[i]).reg);
}

/* ---------------------------------------------------------------------- flags */

/* A shift by 0 leaves the flags: by cl that is, or by such a number. */
static bool may_shift_by_none(const struct x86 *x86)
{
    bool is_shift = x86->instruction->meta.category == ZYDIS_CATEGORY_SHIFT || x86->instruction->meta.category == ZYDIS_CATEGORY_ROTATE;
    for (unsigned i = 1; is_shift && i < x86->visible; i++)
        if ((x86->operands[i].type == ZYDIS_OPERAND_TYPE_REGISTER && x86->operands[i].reg.value == ZYDIS_REGISTER_CL)
            || (x86->operands[i].type == ZYDIS_OPERAND_TYPE_IMMEDIATE && !(x86->operands[i].imm.value.u & 31)))
            return true;
    return false;
}

static void flags(struct x86 *x86)
{
    struct effect *out = x86->out;
    const ZydisAccessedFlags *cpu = x86->instruction->cpu_flags, *fpu = x86->instruction->fpu_flags;
    if (cpu) {
        ZydisAccessedFlagsMask written = cpu->modified | cpu->set_0 | cpu->set_1 | cpu->undefined;
        if (cpu->tested & STATUS_FLAGS)
            register_set_add(&out->reads, X86_FLAGS);
        if (cpu->tested & ZYDIS_CPUFLAG_DF)
            register_set_add(&out->reads, X86_DIRECTION);
        if (written & STATUS_FLAGS)
            register_set_add(&out->writes, X86_FLAGS);
        if (written & STATUS_FLAGS && ((written & STATUS_FLAGS) != STATUS_FLAGS || may_shift_by_none(x86)))
            register_set_add(&out->kept, X86_FLAGS);
        if (written & ZYDIS_CPUFLAG_DF)
            register_set_add(&out->writes, X86_DIRECTION);
        if (written & ~(ZydisAccessedFlagsMask)(STATUS_FLAGS | ZYDIS_CPUFLAG_DF | ZYDIS_CPUFLAG_RF))
            register_set_add(&out->writes, X86_SYSTEM);
    }
    if (fpu && fpu->tested)
        register_set_add(&out->reads, X86_FPSW);
    if (fpu && (fpu->modified | fpu->set_0 | fpu->set_1 | fpu->undefined))
        register_set_add(&out->writes, X86_FPSW);
}

/* ----------------------------------------------------------------------- flow */

static enum flow flow_of(const ZydisDecodedInstruction *instruction)
{
    switch (instruction->mnemonic) {
    case ZYDIS_MNEMONIC_UD0: case ZYDIS_MNEMONIC_UD1: case ZYDIS_MNEMONIC_UD2: case ZYDIS_MNEMONIC_HLT: return FLOW_TRAP;
    case ZYDIS_MNEMONIC_INT: return FLOW_SYSTEM;
    case ZYDIS_MNEMONIC_INTO: return FLOW_NEXT;
    case ZYDIS_MNEMONIC_XBEGIN: return FLOW_BRANCH;
    case ZYDIS_MNEMONIC_XABORT: case ZYDIS_MNEMONIC_XEND: return FLOW_NEXT;
    case ZYDIS_MNEMONIC_SYSCALL: case ZYDIS_MNEMONIC_SYSENTER: return FLOW_SYSTEM;
    case ZYDIS_MNEMONIC_SYSRET: case ZYDIS_MNEMONIC_SYSEXIT: return FLOW_TRAP;
    default: break;
    }
    switch (instruction->meta.category) {
    case ZYDIS_CATEGORY_CALL: return FLOW_CALL;
    case ZYDIS_CATEGORY_RET: return FLOW_RETURN;
    case ZYDIS_CATEGORY_UNCOND_BR: return FLOW_JUMP;
    case ZYDIS_CATEGORY_COND_BR: return FLOW_BRANCH;
    case ZYDIS_CATEGORY_INTERRUPT: return FLOW_TRAP;
    default: return FLOW_NEXT;
    }
}

static enum condition condition_of(ZydisMnemonic mnemonic)
{
    switch (mnemonic) {
    case ZYDIS_MNEMONIC_JZ: return CONDITION_EQUAL;
    case ZYDIS_MNEMONIC_JNZ: return CONDITION_NOT_EQUAL;
    case ZYDIS_MNEMONIC_JB: return CONDITION_BELOW;
    case ZYDIS_MNEMONIC_JBE: return CONDITION_BELOW_EQUAL;
    case ZYDIS_MNEMONIC_JNBE: return CONDITION_ABOVE;
    case ZYDIS_MNEMONIC_JNB: return CONDITION_ABOVE_EQUAL;
    default: return CONDITION_OTHER;
    }
}

static void control(struct x86 *x86)
{
    struct effect *out = x86->out;
    const ZydisDecodedOperand *first = x86->operands;
    out->flow = (uint8_t)flow_of(x86->instruction);
    if (out->flow != FLOW_JUMP && out->flow != FLOW_BRANCH && out->flow != FLOW_CALL)
        return;
    if (out->flow == FLOW_BRANCH)
        out->condition = (uint8_t)condition_of(x86->instruction->mnemonic);
    if (first->type == ZYDIS_OPERAND_TYPE_IMMEDIATE && first->imm.is_relative) {
        out->target = x86->address + x86->instruction->length + (uint64_t)first->imm.value.s;
        if (x86->word == 4)
            out->target = (uint32_t)out->target;
    } else if (first->type == ZYDIS_OPERAND_TYPE_REGISTER) {
        out->source = x86_part(first->reg.value);
    }
}

static bool is_landing(const ZydisDecodedInstruction *instruction)
{
    switch (instruction->mnemonic) {
    case ZYDIS_MNEMONIC_ENDBR32: case ZYDIS_MNEMONIC_ENDBR64: case ZYDIS_MNEMONIC_NOP: return true;
    default: return instruction->meta.category == ZYDIS_CATEGORY_NOP || instruction->meta.category == ZYDIS_CATEGORY_WIDENOP;
    }
}

bool effect_x86(struct instruction_mode mode, const uint8_t *bytes, size_t size, uint64_t address, struct effect *out)
{
    ZydisDecoder decoder;
    ZydisDecodedInstruction instruction;
    ZydisDecodedOperand operands[ZYDIS_MAX_OPERAND_COUNT];
    bool wide = mode.arch == CCONV_ARCH_X86_64;
    ZydisDecoderInit(&decoder, wide ? ZYDIS_MACHINE_MODE_LONG_64 : ZYDIS_MACHINE_MODE_LEGACY_32, wide ? ZYDIS_STACK_WIDTH_64 : ZYDIS_STACK_WIDTH_32);
    if (!ZYAN_SUCCESS(ZydisDecoderDecodeFull(&decoder, bytes, size, &instruction, operands)))
        return false;
    struct x86 x86 = {&instruction, operands, instruction.operand_count, instruction.operand_count_visible, wide ? 8 : 4, address, out};
    out->size = instruction.length;
    out->is_landing = is_landing(&instruction);
    if (out->is_landing)
        return true;
    control(&x86);
    flags(&x86);
    if (x86_special(&x86))
        return true;
    for (unsigned i = 0; i < x86.count; i++) {
        if (operands[i].type == ZYDIS_OPERAND_TYPE_REGISTER)
            register_operand(&x86, &operands[i]);
        else if (operands[i].type == ZYDIS_OPERAND_TYPE_MEMORY)
            memory_operand(&x86, &operands[i]);
    }
    x86_value(&x86);
    return true;
}
