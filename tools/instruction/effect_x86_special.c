/*
 * x86: what Zydis's operands do not say: how far a push, a pop, a call and a return move the stack pointer; registers that string
 * instructions move; what saving and restoring of processor state reads and writes; the x87 stack.
 */
#include "x86.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* ---------------------------------------------------------------------- stack */

/* The stack's operand is memory[0], counted from the stack pointer before; `moved`: what becomes of that. */
static void at_stack(struct x86 *x86, int64_t moved, unsigned bytes, bool reads)
{
    struct effect *out = x86->out;
    effect_memory(out, X86_RSP, reads ? 0 : -(int64_t)bytes, bytes, reads, !reads);
    register_set_add(&out->writes, X86_RSP);
    out->has_writeback = true;
    out->is_pre = !reads;
    out->writeback = moved;
    out->operation = reads ? OPERATION_LOAD : OPERATION_STORE;
}

static unsigned stack_bytes(const struct x86 *x86)
{
    return x86->instruction->operand_width == 16 ? 2 : x86->word;
}

static void push(struct x86 *x86)
{
    const ZydisDecodedOperand *first = x86->operands;
    unsigned bytes = stack_bytes(x86);
    at_stack(x86, -(int64_t)bytes, bytes, false);
    if (first->type == ZYDIS_OPERAND_TYPE_REGISTER) {
        effect_transfer(x86->out, x86_part(first->reg.value).reg, bytes, bytes, 0, true, false);
    } else if (first->type == ZYDIS_OPERAND_TYPE_MEMORY) {
        x86_memory(x86, first, true, false);
    }
}

/* The stack pointer moves first, so that `pop [rsp]` is above it. */
static void pop(struct x86 *x86)
{
    const ZydisDecodedOperand *first = x86->operands;
    unsigned bytes = stack_bytes(x86);
    at_stack(x86, bytes, bytes, true);
    if (first->type == ZYDIS_OPERAND_TYPE_REGISTER) {
        struct register_part part = x86_part(first->reg.value);
        effect_transfer(x86->out, part.reg, bytes, bytes, 0, false, false);
        if (bytes < 4 && part.reg < X86_VECTOR)
            register_set_add(&x86->out->kept, part.reg);
        if (part.reg == X86_RSP)
            x86->out->has_writeback = false;
    } else if (first->type == ZYDIS_OPERAND_TYPE_MEMORY) {
        struct memory_operand *memory = x86_memory(x86, first, false, true);
        if (memory && memory->base == X86_RSP)
            memory->displacement += bytes;
    }
}

static void push_flags(struct x86 *x86)
{
    unsigned bytes = stack_bytes(x86);
    at_stack(x86, -(int64_t)bytes, bytes, false);
    register_set_add(&x86->out->reads, X86_FLAGS);
    register_set_add(&x86->out->reads, X86_DIRECTION);
}

static void pop_flags(struct x86 *x86)
{
    unsigned bytes = stack_bytes(x86);
    at_stack(x86, bytes, bytes, true);
    register_set_add(&x86->out->writes, X86_FLAGS);
    register_set_add(&x86->out->writes, X86_DIRECTION);
    register_set_add(&x86->out->writes, X86_SYSTEM);
}

/* pusha, popa: eax, ecx, edx, ebx, esp, ebp, esi, edi, of which popa passes over esp. */
static void all_registers(struct x86 *x86, bool is_push)
{
    unsigned bytes = stack_bytes(x86), all = 8 * bytes;
    at_stack(x86, is_push ? -(int64_t)all : (int64_t)all, all, !is_push);
    for (unsigned reg = 0; reg < 8; reg++) {
        if (!is_push && reg == X86_RSP)
            continue;
        effect_transfer(x86->out, reg, bytes, bytes, (int)((7 - reg) * bytes), is_push, false);
        if (!is_push && bytes == 2)
            register_set_add(&x86->out->kept, reg);
    }
}

/* A far call pushes the segment too. */
static void call(struct x86 *x86)
{
    const ZydisDecodedOperand *first = x86->operands;
    bool is_far = x86->instruction->meta.branch_type == ZYDIS_BRANCH_TYPE_FAR;
    unsigned bytes = stack_bytes(x86) * (is_far ? 2 : 1);
    at_stack(x86, -(int64_t)bytes, bytes, false);
    x86->out->operation = OPERATION_OTHER;
    if (first->type == ZYDIS_OPERAND_TYPE_REGISTER)
        register_set_add(&x86->out->reads, x86_part(first->reg.value).reg);
    else if (first->type == ZYDIS_OPERAND_TYPE_MEMORY)
        x86_memory(x86, first, true, false);
    if (is_far)
        register_set_add(&x86->out->writes, X86_SYSTEM);
}

static void ret(struct x86 *x86)
{
    bool is_far = x86->instruction->meta.branch_type == ZYDIS_BRANCH_TYPE_FAR;
    unsigned bytes = stack_bytes(x86) * (is_far ? 2 : 1);
    if (x86->visible && x86->operands->type == ZYDIS_OPERAND_TYPE_IMMEDIATE)
        x86->out->popped = (uint32_t)x86->operands->imm.value.u;
    at_stack(x86, bytes + x86->out->popped, bytes, true);
    x86->out->operation = OPERATION_OTHER;
    if (is_far)
        register_set_add(&x86->out->writes, X86_SYSTEM);
}

/* The stack pointer becomes the frame pointer and a word more, and the frame pointer what is there. */
static void leave(struct x86 *x86)
{
    unsigned bytes = stack_bytes(x86);
    effect_memory(x86->out, X86_RBP, 0, bytes, true, false);
    effect_transfer(x86->out, X86_RBP, bytes, bytes, 0, false, false);
    register_set_add(&x86->out->writes, X86_RSP);
    x86->out->operation = OPERATION_ADD;
    x86->out->destination = (struct register_part){X86_RSP, 0, (uint16_t)x86->word};
    x86->out->source = (struct register_part){X86_RBP, 0, (uint16_t)x86->word};
    x86->out->immediate = bytes;
}

/* push rbp; mov rbp, rsp; sub rsp, size; of nested ones what else is pushed is not told. */
static void enter(struct x86 *x86)
{
    unsigned bytes = stack_bytes(x86);
    bool is_plain = x86->operands[1].imm.value.u == 0;
    at_stack(x86, -(int64_t)(bytes + (x86->operands[0].imm.value.u & 0xffff)), bytes, false);
    effect_transfer(x86->out, X86_RBP, bytes, bytes, 0, true, false);
    register_set_add(&x86->out->writes, X86_RBP);
    x86->out->operation = OPERATION_OTHER;
    x86->out->has_writeback = is_plain;
    if (!is_plain) {
        x86->out->memory[0].bytes = 0;
        return;
    }
    x86->out->operation = OPERATION_ADD;
    x86->out->destination = (struct register_part){X86_RBP, 0, (uint16_t)x86->word};
    x86->out->source = (struct register_part){X86_RSP, 0, (uint16_t)x86->word};
    x86->out->immediate = -(int64_t)bytes;
}

/* -------------------------------------------------------------------- strings */

/* Which pointers a string instruction moves. Zydis has the writes of some, and its operands all else. */
static void string(struct x86 *x86, bool moves_source, bool moves_destination)
{
    struct effect *out = x86->out;
    bool repeats = x86->instruction->attributes & (ZYDIS_ATTRIB_HAS_REP | ZYDIS_ATTRIB_HAS_REPE | ZYDIS_ATTRIB_HAS_REPNE);
    for (unsigned i = 0; i < x86->count; i++) {
        const ZydisDecodedOperand *operand = &x86->operands[i];
        if (operand->type == ZYDIS_OPERAND_TYPE_MEMORY) {
            struct memory_operand *memory = x86_memory(x86, operand, operand->actions & ZYDIS_OPERAND_ACTION_MASK_READ,
                                                       operand->actions & ZYDIS_OPERAND_ACTION_MASK_WRITE);
            if (memory && repeats)
                memory->bytes = 0;
        } else if (operand->type == ZYDIS_OPERAND_TYPE_REGISTER) {
            struct register_part part = x86_part(operand->reg.value);
            if (part.reg == NO_REGISTER)
                continue;
            if (operand->actions & ZYDIS_OPERAND_ACTION_MASK_READ)
                register_set_add(&out->reads, part.reg);
            if (operand->actions & ZYDIS_OPERAND_ACTION_MASK_WRITE)
                register_set_add(&out->writes, part.reg);
            if (operand->actions & ZYDIS_OPERAND_ACTION_MASK_WRITE && part.bytes < 4)
                register_set_add(&out->kept, part.reg);
        }
    }
    if (moves_source)
        register_set_add(&out->reads, X86_RSI), register_set_add(&out->writes, X86_RSI);
    if (moves_destination)
        register_set_add(&out->reads, X86_RDI), register_set_add(&out->writes, X86_RDI);
    if (repeats)
        register_set_add(&out->reads, X86_RCX), register_set_add(&out->writes, X86_RCX);
    register_set_add(&out->reads, X86_DIRECTION);
    out->is_conditional = repeats;
}

static bool is_string(struct x86 *x86)
{
    switch (x86->instruction->mnemonic) {
    case ZYDIS_MNEMONIC_MOVSD: /* the other movsd is SSE's */
        if (x86->instruction->meta.category != ZYDIS_CATEGORY_STRINGOP)
            return false;
        string(x86, true, true);
        return true;
    case ZYDIS_MNEMONIC_CMPSD:
        if (x86->instruction->meta.category != ZYDIS_CATEGORY_STRINGOP)
            return false;
        string(x86, true, true);
        return true;
    case ZYDIS_MNEMONIC_MOVSB: case ZYDIS_MNEMONIC_MOVSW: case ZYDIS_MNEMONIC_MOVSQ:
    case ZYDIS_MNEMONIC_CMPSB: case ZYDIS_MNEMONIC_CMPSW: case ZYDIS_MNEMONIC_CMPSQ: string(x86, true, true); return true;
    case ZYDIS_MNEMONIC_LODSB: case ZYDIS_MNEMONIC_LODSW: case ZYDIS_MNEMONIC_LODSD: case ZYDIS_MNEMONIC_LODSQ:
    case ZYDIS_MNEMONIC_OUTSB: case ZYDIS_MNEMONIC_OUTSW: case ZYDIS_MNEMONIC_OUTSD: string(x86, true, false); return true;
    case ZYDIS_MNEMONIC_STOSB: case ZYDIS_MNEMONIC_STOSW: case ZYDIS_MNEMONIC_STOSD: case ZYDIS_MNEMONIC_STOSQ:
    case ZYDIS_MNEMONIC_SCASB: case ZYDIS_MNEMONIC_SCASW: case ZYDIS_MNEMONIC_SCASD: case ZYDIS_MNEMONIC_SCASQ:
    case ZYDIS_MNEMONIC_INSB: case ZYDIS_MNEMONIC_INSW: case ZYDIS_MNEMONIC_INSD: string(x86, false, true); return true;
    default: return false;
    }
}

/* ------------------------------------------------------------ processor state */

enum state { X87 = 1, SSE = 2, ALL = 4 };

static void add_state(const struct x86 *x86, enum state state, struct register_set *set)
{
    register_set_add_run(set, X86_ST, 8);
    register_set_add_run(set, X86_MM, 8);
    register_set_add(set, X86_FPCW);
    register_set_add(set, X86_FPSW);
    if (state >= SSE) {
        register_set_add_run(set, X86_VECTOR, x86->word == 8 ? state == ALL ? 32 : 16 : 8);
        register_set_add(set, X86_MXCSR);
    }
    if (state == ALL) {
        register_set_add_run(set, X86_MASK, 8);
        register_set_add_run(set, X86_TILE, 8);
        register_set_add_run(set, X86_BOUND, 4);
        register_set_add(set, X86_PKRU);
    }
}

/* Beside the operands. fxrstor and xrstor of a part leave the rest: they keep. */
static void processor_state(struct x86 *x86)
{
    struct effect *out = x86->out;
    switch (x86->instruction->mnemonic) {
    case ZYDIS_MNEMONIC_FXSAVE: case ZYDIS_MNEMONIC_FXSAVE64: add_state(x86, SSE, &out->reads); break;
    case ZYDIS_MNEMONIC_FXRSTOR: case ZYDIS_MNEMONIC_FXRSTOR64:
        add_state(x86, SSE, &out->writes);
        register_set_add_run(&out->kept, X86_VECTOR, x86->word == 8 ? 16 : 8);
        break;
    case ZYDIS_MNEMONIC_XSAVE: case ZYDIS_MNEMONIC_XSAVE64: case ZYDIS_MNEMONIC_XSAVEC: case ZYDIS_MNEMONIC_XSAVEC64:
    case ZYDIS_MNEMONIC_XSAVEOPT: case ZYDIS_MNEMONIC_XSAVEOPT64: case ZYDIS_MNEMONIC_XSAVES: case ZYDIS_MNEMONIC_XSAVES64:
        add_state(x86, ALL, &out->reads);
        break;
    case ZYDIS_MNEMONIC_XRSTOR: case ZYDIS_MNEMONIC_XRSTOR64: case ZYDIS_MNEMONIC_XRSTORS: case ZYDIS_MNEMONIC_XRSTORS64:
        add_state(x86, ALL, &out->writes);
        add_state(x86, ALL, &out->kept);
        break;
    case ZYDIS_MNEMONIC_FNSAVE:
        add_state(x86, X87, &out->reads);
        add_state(x86, X87, &out->writes);
        break;
    case ZYDIS_MNEMONIC_FRSTOR: add_state(x86, X87, &out->writes); break;
    case ZYDIS_MNEMONIC_FNINIT: case ZYDIS_MNEMONIC_FLDENV:
        register_set_add(&out->writes, X86_FPCW);
        register_set_add(&out->writes, X86_FPSW);
        break;
    case ZYDIS_MNEMONIC_FNSTENV: /* and masks all exceptions */
        register_set_add(&out->reads, X86_FPSW);
        register_set_add(&out->reads, X86_FPCW);
        register_set_add(&out->writes, X86_FPCW);
        break;
    case ZYDIS_MNEMONIC_FNSTSW: register_set_add(&out->reads, X86_FPSW); break;
    case ZYDIS_MNEMONIC_FNSTCW: register_set_add(&out->reads, X86_FPCW); break;
    case ZYDIS_MNEMONIC_FLDCW: register_set_add(&out->writes, X86_FPCW); break;
    case ZYDIS_MNEMONIC_EMMS: case ZYDIS_MNEMONIC_FEMMS: case ZYDIS_MNEMONIC_FNCLEX: register_set_add(&out->writes, X86_FPSW); break;
    case ZYDIS_MNEMONIC_VZEROUPPER: case ZYDIS_MNEMONIC_VZEROALL:
        register_set_add_run(&out->writes, X86_VECTOR, x86->word == 8 ? 16 : 8);
        if (x86->instruction->mnemonic == ZYDIS_MNEMONIC_VZEROUPPER)
            register_set_add_run(&out->kept, X86_VECTOR, x86->word == 8 ? 16 : 8);
        break;
    case ZYDIS_MNEMONIC_TILERELEASE: case ZYDIS_MNEMONIC_LDTILECFG:
        register_set_add_run(&out->writes, X86_TILE, 8);
        break;
    default: break;
    }
}

/* -------------------------------------------------------------- the x87 stack */

static int x87_pushed(ZydisMnemonic mnemonic)
{
    switch (mnemonic) {
    case ZYDIS_MNEMONIC_FLD: case ZYDIS_MNEMONIC_FILD: case ZYDIS_MNEMONIC_FBLD: case ZYDIS_MNEMONIC_FLD1: case ZYDIS_MNEMONIC_FLDZ:
    case ZYDIS_MNEMONIC_FLDPI: case ZYDIS_MNEMONIC_FLDL2E: case ZYDIS_MNEMONIC_FLDL2T: case ZYDIS_MNEMONIC_FLDLG2: case ZYDIS_MNEMONIC_FLDLN2:
    case ZYDIS_MNEMONIC_FPTAN: case ZYDIS_MNEMONIC_FXTRACT: case ZYDIS_MNEMONIC_FSINCOS: case ZYDIS_MNEMONIC_FDECSTP: return 1;
    case ZYDIS_MNEMONIC_FSTP: case ZYDIS_MNEMONIC_FSTPNCE: case ZYDIS_MNEMONIC_FISTP: case ZYDIS_MNEMONIC_FISTTP: case ZYDIS_MNEMONIC_FBSTP:
    case ZYDIS_MNEMONIC_FADDP: case ZYDIS_MNEMONIC_FMULP: case ZYDIS_MNEMONIC_FSUBP: case ZYDIS_MNEMONIC_FSUBRP: case ZYDIS_MNEMONIC_FDIVP:
    case ZYDIS_MNEMONIC_FDIVRP: case ZYDIS_MNEMONIC_FCOMP: case ZYDIS_MNEMONIC_FUCOMP: case ZYDIS_MNEMONIC_FICOMP: case ZYDIS_MNEMONIC_FCOMIP:
    case ZYDIS_MNEMONIC_FUCOMIP: case ZYDIS_MNEMONIC_FPATAN: case ZYDIS_MNEMONIC_FYL2X: case ZYDIS_MNEMONIC_FYL2XP1: case ZYDIS_MNEMONIC_FINCSTP:
    case ZYDIS_MNEMONIC_FFREEP: return -1;
    case ZYDIS_MNEMONIC_FCOMPP: case ZYDIS_MNEMONIC_FUCOMPP: return -2;
    default: return 0;
    }
}

/* ----------------------------------------------------------------- the way in */

typedef void stack_shape(struct x86 *x86);

static stack_shape *stack_instruction(const struct x86 *x86)
{
    switch (x86->instruction->mnemonic) {
    case ZYDIS_MNEMONIC_PUSH: return push;
    case ZYDIS_MNEMONIC_POP: return pop;
    case ZYDIS_MNEMONIC_PUSHF: case ZYDIS_MNEMONIC_PUSHFD: case ZYDIS_MNEMONIC_PUSHFQ: return push_flags;
    case ZYDIS_MNEMONIC_POPF: case ZYDIS_MNEMONIC_POPFD: case ZYDIS_MNEMONIC_POPFQ: return pop_flags;
    case ZYDIS_MNEMONIC_CALL: return call;
    case ZYDIS_MNEMONIC_RET: return ret;
    case ZYDIS_MNEMONIC_LEAVE: return leave;
    case ZYDIS_MNEMONIC_ENTER: return enter;
    default: return NULL;
    }
}

bool x86_special(struct x86 *x86)
{
    stack_shape *shape = stack_instruction(x86);
    ZydisMnemonic mnemonic = x86->instruction->mnemonic;
    x86->out->pushed = (int8_t)x87_pushed(mnemonic);
    if (shape) {
        shape(x86);
        return true;
    }
    if (mnemonic == ZYDIS_MNEMONIC_PUSHA || mnemonic == ZYDIS_MNEMONIC_PUSHAD || mnemonic == ZYDIS_MNEMONIC_POPA || mnemonic == ZYDIS_MNEMONIC_POPAD) {
        all_registers(x86, mnemonic == ZYDIS_MNEMONIC_PUSHA || mnemonic == ZYDIS_MNEMONIC_PUSHAD);
        return true;
    }
    if (mnemonic == ZYDIS_MNEMONIC_SYSCALL || mnemonic == ZYDIS_MNEMONIC_INT) { /* the flags come back */
        x86->out->writes = x86->out->reads = x86->out->kept = (struct register_set){{0}};
        if (mnemonic == ZYDIS_MNEMONIC_INT)
            return true;
        register_set_add(&x86->out->writes, X86_RCX);
        register_set_add(&x86->out->writes, X86_R11);
        return true;
    }
    if (mnemonic == ZYDIS_MNEMONIC_CLD || mnemonic == ZYDIS_MNEMONIC_STD) {
        x86->out->operation = OPERATION_CONSTANT;
        x86->out->destination = (struct register_part){X86_DIRECTION, 0, 1};
        x86->out->immediate = mnemonic == ZYDIS_MNEMONIC_STD;
        return true;
    }
    processor_state(x86);
    return is_string(x86);
}
