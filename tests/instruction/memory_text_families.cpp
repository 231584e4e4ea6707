// Memory by the printer's text, of RISC-V, Arm and Power.
#include "judge.h"

#include <cstring>
#include <regex>

namespace {

std::string number(int64_t value) { return std::to_string((long long)value); }

unsigned register_of(cconv_arch arch, const std::string &name)
{
    register_part part;
    return instruction_register_named(arch, name.data(), name.size(), &part) ? part.reg : (unsigned)NO_REGISTER;
}

// "-16(sp)". RISC-V's x0, and Power's r0, is no base.
std::string by_parentheses(cconv_arch arch, const std::string &text, const effect &ours)
{
    static const std::regex shape("(-?[0-9]+)?\\(([a-z]?[a-z0-9]+)\\)");
    std::smatch found;
    bool is_prefixed = arch == CCONV_ARCH_PPC64 && ours.size == 8; // may be relative to the instruction
    if (!ours.memory_count || is_prefixed || !std::regex_search(text, found, shape))
        return "";
    std::string base = found[2];
    bool is_power = arch == CCONV_ARCH_PPC64, is_none = is_power ? base == "0" : base == "zero";
    unsigned expected = is_none ? (unsigned)NO_REGISTER : register_of(arch, is_power ? "r" + base : base);
    int64_t displacement = found[1].length() ? std::stoll(found[1]) : 0;
    const memory_operand &memory = ours.memory[0];
    if (memory.base != expected)
        return "another base than " + base;
    return memory.displacement == displacement ? "" : "displacement " + number(memory.displacement) + ", not " + number(displacement);
}

bool begins(const std::string &text, std::initializer_list<const char *> words)
{
    for (const char *word : words)
        if (text.compare(0, strlen(word), word) == 0)
            return true;
    return false;
}

// A number or a register behind the base: "#-16", "-r3", "r4, lsl #2".
std::string by_offset(const std::string &offset, bool is_behind, const effect &ours)
{
    const memory_operand &memory = ours.memory[0];
    if (offset.empty() || offset[0] == '#' || offset[0] == '{') {
        int64_t value = offset.empty() || offset[0] == '{' ? 0 : std::stoll(offset.substr(1));
        int64_t told = is_behind ? ours.writeback : memory.displacement;
        return told == value ? "" : "displacement " + number(told) + ", not " + number(value);
    }
    bool is_negative = offset[0] == '-';
    std::string name = offset.substr(is_negative, offset.find(',') == std::string::npos ? std::string::npos : offset.find(',') - is_negative);
    unsigned reg = register_of(CCONV_ARCH_ARM, name);
    if (is_behind)
        return ours.has_writeback && ours.writeback_register != reg ? "write-back is not by " + name : "";
    if (memory.index != reg || memory.subtracts_index != is_negative)
        return "index is not " + offset;
    size_t shift = offset.find("lsl #");
    if (shift != std::string::npos && memory.shift != std::stoul(offset.substr(shift + 5)))
        return "another shift than " + offset;
    return "";
}

// "ldr r0, [r1, #4]!", "ldrd r0, r1, [r2], #8", "vld1.8 {d0}, [r0:64], r2". Literals, with pc, are told by their address.
std::string by_brackets(const std::string &text, uint64_t address, bool is_thumb, const effect &ours)
{
    static const std::regex shape("\\[([a-z][a-z0-9]+)(?::[0-9]+)?(?:, ([^\\]]*))?\\](!?)(?:, (.*))?");
    std::smatch found;
    if (!std::regex_search(text, found, shape))
        return ours.memory_count ? "memory where the text has none" : "";
    if (begins(text, {"pld", "pli"}))
        return ours.memory_count ? "memory of a prefetch" : "";
    if (!ours.memory_count)
        return "no memory where the text has some";
    const memory_operand &memory = ours.memory[0];
    std::string base = found[1], inside = found[2], behind = found[4];
    if (base == "pc") {
        if (memory.base == register_of(CCONV_ARCH_ARM, base)) // of instructions that have no literals
            return "";
        if (memory.base != NO_REGISTER)
            return "a literal with a base";
        int64_t pc = (int64_t)((address + (is_thumb ? 4 : 8)) & ~(uint64_t)3);
        int64_t at = inside.empty() || inside[0] != '#' ? memory.displacement - pc : std::stoll(inside.substr(1));
        return memory.displacement == pc + at ? "" : "another literal";
    }
    if (memory.base != register_of(CCONV_ARCH_ARM, base))
        return "another base than " + base;
    if (found[3].length() && !(ours.has_writeback || memory.index != NO_REGISTER))
        return "no write-back";
    std::string wrong = by_offset(inside, false, ours);
    return wrong.empty() && !behind.empty() && behind[0] != '{' ? by_offset(behind, true, ours) : wrong;
}

// Which registers the list has, and that all of them are accessed.
std::string by_list(const std::string &text, bool is_load, const effect &ours)
{
    static const std::regex name("[a-z]+[0-9]*");
    size_t open = text.find('{'), close = text.find('}');
    if (open == std::string::npos || close == std::string::npos)
        return "";
    std::string list = text.substr(open + 1, close - open - 1);
    for (std::sregex_iterator at(list.begin(), list.end(), name), end; at != end; ++at) {
        unsigned reg = register_of(CCONV_ARCH_ARM, at->str());
        if (at->str() == "pc" && !is_load)
            continue;
        if (reg == NO_REGISTER || !register_set_has(is_load ? &ours.writes : &ours.reads, reg))
            return "the list's " + at->str() + " is missing";
    }
    return "";
}

std::string of_arm(const std::string &text, uint64_t address, bool is_thumb, const effect &ours)
{
    bool is_load = begins(text, {"ld", "vld", "pop", "vpop", "fld", "rfe", "tb"}), is_store = begins(text, {"st", "vst", "push", "vpush", "fst", "srs"});
    bool is_swap = begins(text, {"swp"}), is_many = begins(text, {"ldm", "stm", "pop", "push", "vldm", "vstm", "vpop", "vpush", "fld", "fst", "rfe", "srs"});
    bool reads = ours.memory_count && ours.memory[0].reads, writes = ours.memory_count && ours.memory[0].writes;
    if (reads != (is_load || is_swap) || writes != (is_store || is_swap))
        return "loads or stores, unlike the text";
    std::string wrong = is_load || is_store ? by_list(text, is_load, ours) : "";
    if (!wrong.empty() || is_many)
        return wrong;
    return by_brackets(text, address, is_thumb, ours);
}

} // namespace

std::string memory_by_text_of(const instruction_mode &mode, const std::string &text, uint64_t address, const effect &ours)
{
    switch (mode.arch) {
    case CCONV_ARCH_ARM: return of_arm(text, address, mode.is_thumb, ours);
    case CCONV_ARCH_RISCV64: case CCONV_ARCH_RISCV32: return by_parentheses(mode.arch, text, ours);
    case CCONV_ARCH_PPC64: return by_parentheses(mode.arch, text, ours);
    default: return "";
    }
}
