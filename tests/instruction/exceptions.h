// Where LLVM's descriptions leave out or add what the architecture does not.
#ifndef EXCEPTIONS_H
#define EXCEPTIONS_H

#include "judge.h"

// `opcode`: LLVM's name, where '*' at the end stands for any rest. `what`: "reads", "writes", with '+' what this library has more
// and '-' what it has less of the registers named; or a word of judge.cpp.
struct exception {
    cconv_arch arch;
    const char *opcode, *what, *registers, *reason;
};

// exceptions_families.cpp: RISC-V, Arm, Power.
extern const std::vector<exception> family_exceptions;

#endif
