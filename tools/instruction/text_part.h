/* What text.c asks of each disassembler. */
#ifndef INSTRUCTION_TEXT_PART_H
#define INSTRUCTION_TEXT_PART_H

#include "text.h"

struct instruction_text {
    size_t (*write)(struct instruction_text *text, const uint8_t *bytes, size_t size, uint64_t address, char *out, size_t room);
    void (*free)(struct instruction_text *text);
};

struct instruction_text *text_x86_new(const struct text_style *style, const char **why);
struct instruction_text *text_llvm_new(const struct text_style *style, const char **why);

#endif
