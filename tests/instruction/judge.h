// What the files of the judge share.
#ifndef JUDGE_H
#define JUDGE_H

#include <string>
#include <utility>
#include <vector>

extern "C" {
#include "instruction.h"
}

// ---- exceptions.cpp

// True if LLVM's description of the opcode is known to be wrong in this ("flow", "loads", …).
bool excused(cconv_arch arch, const std::string &opcode, const std::string &what);
// Takes out what is excused of the registers that this library has more, and less, than LLVM.
void excuse_registers(cconv_arch arch, const std::string &opcode, const std::string &what, register_set &more, register_set &less);
// "x", "v", "nzcv": classes of registers, so that differences are told once.
std::string class_of(cconv_arch arch, const register_set &set);

// ---- encodings.cpp

// Masks and values of this library's rows, to draw from; empty where it has no table.
std::vector<std::pair<uint32_t, uint32_t>> encodings_of(cconv_arch arch);

// ---- memory_text.cpp

// What the text ("ldp x29, x30, [sp], #16") has other than the effect; empty for nothing.
std::string memory_by_text(const std::string &text, uint64_t address, const effect &ours);

// ---- memory_text_families.cpp

// The same of RISC-V, Arm and Power.
std::string memory_by_text_of(const instruction_mode &mode, const std::string &text, uint64_t address, const effect &ours);

#endif
