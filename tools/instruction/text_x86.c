/* x86 instructions as text, by Zydis. */
#include "text_part.h"

#if defined(HAVE_ZYDIS)
#include <Zydis/Zydis.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct x86_text {
    struct instruction_text text;
    ZydisDecoder zydis;
    ZydisFormatter formatter;
    struct text_style style;
};

static void replace(char *text, const char *old, const char *new)
{
    size_t length = strlen(old), other = strlen(new);
    for (char *at; (at = strstr(text, old));) {
        memmove(at + other, at + length, strlen(at + length) + 1);
        memcpy(at, new, other);
    }
}

/* NASM has no "ptr", and other words for the larger sizes. */
static void say_as_nasm(char *text)
{
    static const char *const words[][2] = {{" ptr", ""}, {"xmmword", "oword"}, {"ymmword", "yword"}, {"zmmword", "zword"},
                                           {"tbyte", "tword"}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        replace(text, words[i][0], words[i][1]);
}

static bool is_vector(const ZydisDecodedOperand *operand)
{
    if (operand->type != ZYDIS_OPERAND_TYPE_REGISTER)
        return false;
    switch (ZydisRegisterGetClass(operand->reg.value)) {
    case ZYDIS_REGCLASS_MMX:
    case ZYDIS_REGCLASS_XMM:
    case ZYDIS_REGCLASS_YMM:
    case ZYDIS_REGCLASS_ZMM: return true;
    default: return false;
    }
}

/* "movss", "fstpt": assemblers want the size of memory in the mnemonic where no operand tells it, and not in others. Of movzx
   and movsx both sizes. */
static void say_as_att(const ZydisDecodedInstruction *instruction, const ZydisDecodedOperand *operands, char *text, size_t room)
{
    const char *name = ZydisMnemonicGetString(instruction->mnemonic), *suffix = NULL, *rest = strchr(text, ' ');
    bool extends = instruction->mnemonic == ZYDIS_MNEMONIC_MOVZX || instruction->mnemonic == ZYDIS_MNEMONIC_MOVSX
                   || instruction->mnemonic == ZYDIS_MNEMONIC_MOVSXD;
    char result[256], sizes[3];
    for (unsigned i = 0; i < instruction->operand_count_visible; i++) {
        if (is_vector(&operands[i])) {
            suffix = "";
            break;
        }
        if (instruction->meta.isa_set == ZYDIS_ISA_SET_X87 && operands[i].type == ZYDIS_OPERAND_TYPE_MEMORY)
            suffix = operands[i].size == 32 ? "s" : operands[i].size == 64 ? "l" : "t";
    }
    if (extends) {
        static const char letters[] = {[1] = 'b', [2] = 'w', [4] = 'l', [8] = 'q'};
        name = instruction->mnemonic == ZYDIS_MNEMONIC_MOVZX ? "movz" : "movs";
        snprintf(sizes, sizeof sizes, "%c%c", letters[operands[1].size / 8], letters[operands[0].size / 8]);
        suffix = sizes;
    }
    if (!suffix || !rest)
        return;
    snprintf(result, sizeof result, "%s%s%s", name, suffix, rest);
    snprintf(text, room, "%s", result);
}

static size_t write_x86(struct instruction_text *text, const uint8_t *bytes, size_t size, uint64_t address, char *out, size_t room)
{
    struct x86_text *x86 = (struct x86_text *)text;
    bool is_for_assembler = x86->style.is_for_assembler;
    ZydisDecodedInstruction instruction;
    ZydisDecodedOperand operands[ZYDIS_MAX_OPERAND_COUNT];
    if (!ZYAN_SUCCESS(ZydisDecoderDecodeFull(&x86->zydis, bytes, size, &instruction, operands)))
        return 0;
    if (is_for_assembler) /* of the x87 stack nothing else tells the size */
        ZydisFormatterSetProperty(&x86->formatter, ZYDIS_FORMATTER_PROP_FORCE_SIZE,
                                  x86->style.syntax != TEXT_ATT && instruction.meta.isa_set == ZYDIS_ISA_SET_X87);
    if (!ZYAN_SUCCESS(ZydisFormatterFormatInstruction(&x86->formatter, &instruction, operands, instruction.operand_count_visible, out, room,
                                                      is_for_assembler ? ZYDIS_RUNTIME_ADDRESS_NONE : address, NULL)))
        return 0;
    if (is_for_assembler && x86->style.syntax == TEXT_ATT)
        say_as_att(&instruction, operands, out, room);
    if (x86->style.syntax == TEXT_NASM)
        say_as_nasm(out);
    return instruction.length;
}

static void give(struct instruction_text *text)
{
    free(text);
}

struct instruction_text *text_x86_new(const struct text_style *style, const char **why)
{
    struct x86_text *x86 = calloc(1, sizeof *x86);
    bool is_64 = style->mode.arch == CCONV_ARCH_X86_64;
    *why = "out of memory when it began";
    if (!x86)
        return NULL;
    x86->text = (struct instruction_text){write_x86, give};
    x86->style = *style;
    ZydisDecoderInit(&x86->zydis, is_64 ? ZYDIS_MACHINE_MODE_LONG_64 : ZYDIS_MACHINE_MODE_LONG_COMPAT_32,
                     is_64 ? ZYDIS_STACK_WIDTH_64 : ZYDIS_STACK_WIDTH_32);
    ZydisFormatterInit(&x86->formatter, style->syntax == TEXT_ATT ? ZYDIS_FORMATTER_STYLE_ATT : ZYDIS_FORMATTER_STYLE_INTEL);
    if (!style->is_for_assembler) {
        ZydisFormatterSetProperty(&x86->formatter, ZYDIS_FORMATTER_PROP_FORCE_SIZE, ZYAN_TRUE);
        return &x86->text;
    }
    ZydisFormatterSetProperty(&x86->formatter, ZYDIS_FORMATTER_PROP_DISP_BASE, ZYDIS_NUMERIC_BASE_DEC);
    ZydisFormatterSetProperty(&x86->formatter, ZYDIS_FORMATTER_PROP_IMM_BASE, ZYDIS_NUMERIC_BASE_DEC);
    ZydisFormatterSetProperty(&x86->formatter, ZYDIS_FORMATTER_PROP_DISP_PADDING, ZYDIS_PADDING_DISABLED);
    ZydisFormatterSetProperty(&x86->formatter, ZYDIS_FORMATTER_PROP_IMM_PADDING, ZYDIS_PADDING_DISABLED);
    ZydisFormatterSetProperty(&x86->formatter, ZYDIS_FORMATTER_PROP_IMM_SIGNEDNESS, ZYDIS_SIGNEDNESS_SIGNED);
    return &x86->text;
}

#else

struct instruction_text *text_x86_new(const struct text_style *style, const char **why)
{
    (void)style;
    *why = "built without Zydis, which writes its instructions (Debian: libzydis-dev)";
    return NULL;
}

#endif
