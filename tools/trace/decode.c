/* Instructions: x86 by Zydis, the others by LLVM's disassembler, whose text also tells which registers are read and written. */
#include "trace.h"

#include <Zydis/Zydis.h>
#include <ctype.h>
#include <llvm-c/Disassembler.h>
#include <llvm-c/Target.h>
#include <stdlib.h>
#include <string.h>

struct decoder {
    const struct cpu *cpu;
    ZydisDecoder zydis;
    ZydisFormatter formatter;
    LLVMDisasmContextRef llvm;
};

struct decoder *decoder_new(const struct cpu *cpu, enum syntax syntax, bool thumb)
{
    struct decoder *decoder = take(NULL, 0, sizeof *decoder);
    decoder->cpu = cpu;
    if (!cpu->triple) {
        bool wide = cpu->word == 8;
        ZydisDecoderInit(&decoder->zydis, wide ? ZYDIS_MACHINE_MODE_LONG_64 : ZYDIS_MACHINE_MODE_LEGACY_32,
                         wide ? ZYDIS_STACK_WIDTH_64 : ZYDIS_STACK_WIDTH_32);
        ZydisFormatterInit(&decoder->formatter, syntax == SYNTAX_ATT ? ZYDIS_FORMATTER_STYLE_ATT : ZYDIS_FORMATTER_STYLE_INTEL);
        ZydisFormatterSetProperty(&decoder->formatter, ZYDIS_FORMATTER_PROP_FORCE_SIZE, ZYAN_TRUE);
        return decoder;
    }
    LLVMInitializeAllTargetInfos();
    LLVMInitializeAllTargetMCs();
    LLVMInitializeAllDisassemblers();
    const char *triple = thumb ? "thumbv7-linux-gnueabihf" : cpu->triple;
    const char *features = cpu->arch == CCONV_ARCH_AARCH64 ? "+v8.5a,+sve" : cpu->arch == CCONV_ARCH_RISCV64 ? "+m,+a,+f,+d,+c" : "+neon,+vfp4";
    decoder->llvm = LLVMCreateDisasmCPUFeatures(triple, "", features, NULL, 0, NULL, NULL);
    if (!decoder->llvm) {
        complain("LLVM has no disassembler for %s", triple);
        exit(EXIT_ERROR);
    }
    return decoder;
}

void decoder_free(struct decoder *decoder)
{
    if (decoder && decoder->llvm)
        LLVMDisasmDispose(decoder->llvm);
    free(decoder);
}

static uint64_t bit_of(const struct cpu *cpu, const char *name, size_t length)
{
    int index = cpu_register(cpu, name, length);
    return index < 0 ? 0 : (uint64_t)1 << index;
}

/* -------------------------------------------------------------------- x86 */

static uint64_t zydis_bit(const struct cpu *cpu, ZydisRegister reg)
{
    const char *name = reg == ZYDIS_REGISTER_NONE ? NULL : ZydisRegisterGetString(reg);
    return name ? bit_of(cpu, name, strlen(name)) : 0;
}

static enum flow x86_flow(const ZydisDecodedInstruction *i)
{
    switch (i->meta.category) {
    case ZYDIS_CATEGORY_CALL: return FLOW_CALL;
    case ZYDIS_CATEGORY_RET: return FLOW_RETURN;
    case ZYDIS_CATEGORY_UNCOND_BR: return FLOW_JUMP;
    case ZYDIS_CATEGORY_COND_BR: return FLOW_BRANCH;
    case ZYDIS_CATEGORY_INTERRUPT: case ZYDIS_CATEGORY_SYSCALL: return FLOW_TRAP;
    default: return i->mnemonic == ZYDIS_MNEMONIC_UD2 || i->mnemonic == ZYDIS_MNEMONIC_HLT ? FLOW_TRAP : FLOW_NEXT;
    }
}

/* xor eax, eax and its like read nothing: two operands that are one register. */
static bool x86_clears(const ZydisDecodedInstruction *i, const ZydisDecodedOperand *operands)
{
    switch (i->mnemonic) {
    case ZYDIS_MNEMONIC_XOR: case ZYDIS_MNEMONIC_SUB: case ZYDIS_MNEMONIC_PXOR: case ZYDIS_MNEMONIC_XORPS: case ZYDIS_MNEMONIC_XORPD:
    case ZYDIS_MNEMONIC_SBB: case ZYDIS_MNEMONIC_VPXOR: case ZYDIS_MNEMONIC_VXORPS: case ZYDIS_MNEMONIC_PCMPEQD: break;
    default: return false;
    }
    unsigned last = i->operand_count_visible - 1;
    return last >= 1 && operands[last].type == ZYDIS_OPERAND_TYPE_REGISTER && operands[last - 1].type == ZYDIS_OPERAND_TYPE_REGISTER
           && operands[last].reg.value == operands[last - 1].reg.value;
}

static void x86_operand(const struct decoder *decoder, const ZydisDecodedOperand *operand, bool clears, bool stores, struct instruction *out)
{
    const struct cpu *cpu = decoder->cpu;
    if (operand->type == ZYDIS_OPERAND_TYPE_MEMORY) {
        out->reads |= zydis_bit(cpu, operand->mem.base) | zydis_bit(cpu, operand->mem.index);
        return;
    }
    if (operand->type != ZYDIS_OPERAND_TYPE_REGISTER)
        return;
    uint64_t bit = zydis_bit(cpu, operand->reg.value);
    if (operand->actions & ZYDIS_OPERAND_ACTION_MASK_READ && !clears)
        out->reads |= bit;
    if (operand->actions & ZYDIS_OPERAND_ACTION_MASK_WRITE)
        out->writes |= bit;
    if (stores && operand->visibility == ZYDIS_OPERAND_VISIBILITY_EXPLICIT && operand->size >= 8 * cpu->word
        && operand->actions & ZYDIS_OPERAND_ACTION_MASK_READ)
        out->stores_from |= bit;
}

static bool decode_x86(struct decoder *decoder, const uint8_t *bytes, size_t size, uint64_t address, struct instruction *out)
{
    ZydisDecodedInstruction i;
    ZydisDecodedOperand operands[ZYDIS_MAX_OPERAND_COUNT];
    if (!ZYAN_SUCCESS(ZydisDecoderDecodeFull(&decoder->zydis, bytes, size, &i, operands)))
        return false;
    out->size = i.length;
    out->flow = x86_flow(&i);
    out->is_nop = i.meta.category == ZYDIS_CATEGORY_NOP || i.mnemonic == ZYDIS_MNEMONIC_ENDBR64 || i.mnemonic == ZYDIS_MNEMONIC_ENDBR32;
    out->clears = x86_clears(&i, operands);
    bool stores = i.mnemonic == ZYDIS_MNEMONIC_PUSH
                  || (i.operand_count_visible && operands[0].type == ZYDIS_OPERAND_TYPE_MEMORY
                      && operands[0].actions == ZYDIS_OPERAND_ACTION_WRITE);
    for (unsigned j = 0; j < i.operand_count && !out->is_nop; j++)
        x86_operand(decoder, &operands[j], out->clears, stores, out);
    if (i.mnemonic == ZYDIS_MNEMONIC_RET && i.operand_count_visible && operands[0].type == ZYDIS_OPERAND_TYPE_IMMEDIATE)
        out->popped = (unsigned)operands[0].imm.value.u;
    ZydisFormatterFormatInstruction(&decoder->formatter, &i, operands, i.operand_count_visible, out->text, sizeof out->text, address, NULL);
    return true;
}

/* ------------------------------------------------------------------- others */

struct word_row { const char *mnemonic; enum flow flow; };

static const struct word_row flows[] = {
    {"bl", FLOW_CALL}, {"blr", FLOW_CALL}, {"blx", FLOW_CALL}, {"jal", FLOW_CALL}, {"jalr", FLOW_CALL}, {"call", FLOW_CALL},
    {"ret", FLOW_RETURN}, {"retaa", FLOW_RETURN}, {"retab", FLOW_RETURN}, {"b", FLOW_JUMP}, {"br", FLOW_JUMP}, {"bx", FLOW_JUMP},
    {"j", FLOW_JUMP}, {"jr", FLOW_JUMP}, {"b.n", FLOW_JUMP}, {"b.w", FLOW_JUMP}, {"tail", FLOW_JUMP}, {"svc", FLOW_TRAP}, {"brk", FLOW_TRAP},
    {"udf", FLOW_TRAP}, {"ecall", FLOW_TRAP}, {"ebreak", FLOW_TRAP}, {"unimp", FLOW_TRAP}, {"cbz", FLOW_BRANCH}, {"cbnz", FLOW_BRANCH},
    {"tbz", FLOW_BRANCH}, {"tbnz", FLOW_BRANCH}, {"beq", FLOW_BRANCH}, {"bne", FLOW_BRANCH}, {"blt", FLOW_BRANCH}, {"bge", FLOW_BRANCH},
    {"bltu", FLOW_BRANCH}, {"bgeu", FLOW_BRANCH}, {"beqz", FLOW_BRANCH}, {"bnez", FLOW_BRANCH}, {"blez", FLOW_BRANCH}, {"bgez", FLOW_BRANCH},
    {"bltz", FLOW_BRANCH}, {"bgtz", FLOW_BRANCH}, {"bgt", FLOW_BRANCH}, {"ble", FLOW_BRANCH}, {"bls", FLOW_BRANCH}, {"bhi", FLOW_BRANCH},
    {"bhs", FLOW_BRANCH}, {"blo", FLOW_BRANCH}, {"bmi", FLOW_BRANCH}, {"bpl", FLOW_BRANCH}};

static enum flow text_flow(const struct cpu *cpu, const char *mnemonic, const char *operands)
{
    if (!strncmp(mnemonic, "b.", 2) && cpu->arch == CCONV_ARCH_AARCH64)
        return FLOW_BRANCH;
    if (cpu->arch == CCONV_ARCH_ARM && !strcmp(mnemonic, "bx") && !strcmp(operands, "lr"))
        return FLOW_RETURN;
    if (cpu->arch == CCONV_ARCH_ARM && (!strncmp(mnemonic, "pop", 3) || !strncmp(mnemonic, "ldm", 3)) && strstr(operands, "pc"))
        return FLOW_RETURN;
    if (cpu->arch == CCONV_ARCH_ARM && !strncmp(operands, "pc", 2) && (!strncmp(mnemonic, "ldr", 3) || !strncmp(mnemonic, "mov", 3)))
        return strstr(operands, "sp") || strstr(operands, "lr") ? FLOW_RETURN : FLOW_JUMP;
    for (size_t i = 0; i < sizeof flows / sizeof *flows; i++)
        if (!strcmp(flows[i].mnemonic, mnemonic))
            return flows[i].flow;
    return FLOW_NEXT;
}

/* How many of the operands, from the first on, are written; stores and comparisons have none. */
static unsigned written_count(const char *mnemonic)
{
    static const char *const none[] = {"st", "cmp", "cmn", "tst", "teq", "fcmp", "vcmp", "push", "sd", "sw", "sh", "sb", "fsd", "fsw", "ccmp",
                                       "prfm", "vstr", "vpush", "msr", "hint", "bti", "nop", "dmb", "c.sw", "c.sd", "vmrs", "bx"};
    static const char *const two[] = {"ldp", "ldnp", "umull", "smull", "ldxp", "ldrd", "umlal", "smlal"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        if (!strncmp(mnemonic, none[i], strlen(none[i])) && strncmp(mnemonic, "shl", 3) != 0 && strncmp(mnemonic, "sha", 3) != 0
            && strncmp(mnemonic, "shr", 3) != 0 && strncmp(mnemonic, "sbc", 3) != 0 && strncmp(mnemonic, "sbf", 3) != 0 && strncmp(mnemonic, "sdiv", 4) != 0)
            return 0;
    for (size_t i = 0; i < sizeof two / sizeof *two; i++)
        if (!strncmp(mnemonic, two[i], strlen(two[i])))
            return 2;
    return 1;
}

/* The registers in an operand: "x0", "[sp, #16]!", "{r4, lr}". */
static uint64_t registers_in(const struct cpu *cpu, const char *text, const char *end)
{
    uint64_t bits = 0;
    while (text < end) {
        while (text < end && !isalpha((unsigned char)*text))
            text++;
        const char *start = text;
        while (text < end && isalnum((unsigned char)*text))
            text++;
        if (text > start && (start == 0 || start[-1] != '#'))
            bits |= bit_of(cpu, start, (size_t)(text - start));
    }
    return bits;
}

/* The end of an operand: a comma outside of brackets. */
static const char *operand_end(const char *text)
{
    int depth = 0;
    for (; *text && !(depth == 0 && *text == ','); text++)
        depth += (*text == '[' || *text == '{' || *text == '(') - (*text == ']' || *text == '}' || *text == ')');
    return text;
}

static void text_effects(const struct cpu *cpu, const char *mnemonic, const char *operands, struct instruction *out)
{
    unsigned written = out->flow == FLOW_NEXT ? written_count(mnemonic) : 0, index = 0;
    bool stores = written == 0 && (!strncmp(mnemonic, "st", 2) || !strncmp(mnemonic, "push", 4) || !strncmp(mnemonic, "sd", 2) || !strncmp(mnemonic, "vpush", 5)
                                   || !strcmp(mnemonic, "fsd") || !strcmp(mnemonic, "vstr") || (cpu->word == 4 && !strcmp(mnemonic, "sw")));
    bool pops = !strncmp(mnemonic, "pop", 3) || !strncmp(mnemonic, "vpop", 4) || !strncmp(mnemonic, "ldm", 3);
    for (const char *at = operands; *at; index++) {
        const char *end = operand_end(at);
        uint64_t bits = registers_in(cpu, at, end);
        const char *bracket = memchr(at, '[', (size_t)(end - at));
        bool memory = bracket || memchr(at, '(', (size_t)(end - at));
        if (pops && memchr(at, '{', (size_t)(end - at)))
            out->writes |= bits;
        else if (index < written && !memory && !pops)
            out->writes |= bits;
        else
            out->reads |= bits;
        if (bracket && end[-1] == '!')
            out->writes |= registers_in(cpu, bracket, bracket + strcspn(bracket, ",]!"));
        if (bracket && *end == ',' && strncmp(mnemonic, "cmp", 3) != 0)
            out->writes |= registers_in(cpu, bracket, end); /* post-indexed */
        if (stores && !memory)
            out->stores_from |= bits;
        at = *end ? end + 1 : end;
    }
    if (!strncmp(mnemonic, "push", 4) || !strncmp(mnemonic, "vpush", 5) || pops)
        out->reads |= (uint64_t)1 << cpu->sp, out->writes |= (uint64_t)1 << cpu->sp;
    if (out->flow == FLOW_CALL && cpu->link >= 0)
        out->writes |= (uint64_t)1 << cpu->link;
}

static bool decode_text(struct decoder *decoder, const uint8_t *bytes, size_t size, uint64_t address, struct instruction *out)
{
    uint8_t copy[8];
    char mnemonic[32] = "";
    memcpy(copy, bytes, size < sizeof copy ? size : sizeof copy);
    out->size = (unsigned)LLVMDisasmInstruction(decoder->llvm, copy, size < sizeof copy ? size : sizeof copy, address, out->text, sizeof out->text);
    if (!out->size)
        return false;
    char *text = out->text;
    memmove(text, text + strspn(text, " \t"), strlen(text + strspn(text, " \t")) + 1);
    for (char *tab; (tab = strchr(text, '\t')) != NULL;)
        *tab = ' ';
    size_t length = strcspn(text, " ");
    memcpy(mnemonic, text, length < sizeof mnemonic ? length : sizeof mnemonic - 1);
    const char *operands = text + length + strspn(text + length, " ");
    out->flow = text_flow(decoder->cpu, mnemonic, operands);
    out->is_nop = !strcmp(mnemonic, "nop") || !strcmp(mnemonic, "bti") || !strcmp(mnemonic, "hint");
    if (!out->is_nop)
        text_effects(decoder->cpu, mnemonic, operands, out);
    return true;
}

bool decode(struct decoder *decoder, const uint8_t *bytes, size_t size, uint64_t address, struct instruction *out)
{
    *out = (struct instruction){.address = address};
    return decoder->llvm ? decode_text(decoder, bytes, size, address, out) : decode_x86(decoder, bytes, size, address, out);
}
