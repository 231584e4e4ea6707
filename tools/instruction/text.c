/* Text of instructions: which disassembler. */
#include "text_part.h"

struct instruction_text *instruction_text_new(const struct text_style *style, const char **why)
{
    bool is_x86 = style->mode.arch == CCONV_ARCH_X86_64 || style->mode.arch == CCONV_ARCH_X86;
    return is_x86 ? text_x86_new(style, why) : text_llvm_new(style, why);
}

void instruction_text_free(struct instruction_text *text)
{
    if (text)
        text->free(text);
}

size_t instruction_text_write(struct instruction_text *text, const uint8_t *bytes, size_t size, uint64_t address, char *out, size_t room)
{
    return text->write(text, bytes, size, address, out, room);
}
