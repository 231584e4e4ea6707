// What LLVM's machine-code descriptions say of an instruction, in this project's registers.
#ifndef DESCRIBED_H
#define DESCRIBED_H

#include <cstdint>
#include <memory>
#include <string>

extern "C" {
#include "instruction.h"
}

struct described {
    unsigned size;
    std::string name;            // of the opcode: "LDPXi"
    register_set reads, writes;
    bool may_load, may_store, has_target;
    bool is_unpredictable;       // encodings that no program has: nothing else is said
    enum flow flow;
    uint64_t target;
};

class describer {
public:
    // Null, with a message, where this LLVM does not have the processor.
    static std::unique_ptr<describer> make(instruction_mode mode);
    virtual ~describer() = default;
    // Thumb: the state of IT blocks at the next instruction.
    virtual void enter(uint8_t it) = 0;
    virtual bool describe(const uint8_t *bytes, size_t size, uint64_t address, described &out) = 0;
    // Of the instruction described last.
    virtual std::string text() = 0;
};

#endif
