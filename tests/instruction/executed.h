// An instruction run in an emulator, and what is seen of it compared with its effect.
#ifndef EXECUTED_H
#define EXECUTED_H

#include <memory>
#include <string>
#include <vector>

extern "C" {
#include "instruction.h"
}

class executor {
public:
    // Null where there is no emulator of the architecture.
    static std::unique_ptr<executor> make(instruction_mode mode);
    virtual ~executor() = default;
    // False if it could not be run; `wrong` says what was not as the effect has it, or is empty. 16 bytes.
    virtual bool run(const uint8_t *bytes, const effect &ours, uint64_t seed, std::string &wrong) = 0;
};

#endif
