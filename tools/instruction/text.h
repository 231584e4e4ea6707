/* Instructions as text: x86 by Zydis, the others by LLVM's disassembler. Either may be missing from a build. */
#ifndef INSTRUCTION_TEXT_H
#define INSTRUCTION_TEXT_H

#include "instruction.h"

/* Of x86; the other architectures have one. */
enum text_syntax { TEXT_ATT, TEXT_INTEL, TEXT_NASM };

/* `is_for_assembler`: text that an assembler takes, with numbers in decimal and jumps by their distance; else for reading, with
   addresses. */
struct text_style {
    struct instruction_mode mode;
    enum text_syntax syntax;
    bool is_for_assembler;
};

struct instruction_text;
/* NULL: `why` (of static storage) ends the sentence "this program was …". */
struct instruction_text *instruction_text_new(const struct text_style *style, const char **why);
void instruction_text_free(struct instruction_text *text);
/* Writes the instruction's text, ended by a zero byte, in at most `room` bytes. Its size; 0 for no instruction. */
size_t instruction_text_write(struct instruction_text *text, const uint8_t *bytes, size_t size, uint64_t address, char *out, size_t room);

#endif
