// A64's memory operands as LLVM prints them ("ldp x29, x30, [sp], #16"), read without knowing encodings.
#include "judge.h"

#include <cctype>
#include <cstdlib>
#include <cstring>

namespace {

struct address {
    std::string base, index;
    int64_t displacement = 0, after = 0;
    bool is_pre = false, is_post = false, by_register = false;
};

std::string trimmed(const std::string &text)
{
    size_t start = text.find_first_not_of(" \t"), end = text.find_last_not_of(" \t");
    return start == std::string::npos ? "" : text.substr(start, end - start + 1);
}

// At commas that are in no bracket.
std::vector<std::string> split(const std::string &text)
{
    std::vector<std::string> out;
    std::string part;
    int depth = 0;
    for (char c : text) {
        depth += (c == '[' || c == '{') - (c == ']' || c == '}');
        if (c == ',' && depth == 0)
            out.push_back(trimmed(part)), part.clear();
        else
            part += c;
    }
    out.push_back(trimmed(part));
    return out;
}

address address_of(const std::vector<std::string> &operands, size_t at)
{
    address out;
    std::string text = operands[at];
    out.is_pre = text.back() == '!';
    std::vector<std::string> inside = split(text.substr(1, text.find(']') - 1));
    out.base = inside[0];
    if (inside.size() > 1 && inside[1][0] == '#')
        out.displacement = strtoll(inside[1].c_str() + 1, nullptr, 0);
    else if (inside.size() > 1)
        out.index = inside[1];
    if (at + 1 < operands.size()) {
        out.is_post = true;
        out.by_register = operands[at + 1][0] != '#';
        out.after = out.by_register ? 0 : strtoll(operands[at + 1].c_str() + 1, nullptr, 0);
    }
    return out;
}

unsigned number(const std::string &name)
{
    register_part part;
    return name != "xzr" && instruction_register_named(CCONV_ARCH_AARCH64, name.data(), name.size(), &part) ? part.reg : (unsigned)NO_REGISTER;
}

bool starts(const std::string &text, const char *with)
{
    return text.compare(0, strlen(with), with) == 0;
}

// Those whose registers are moved as they are, and how many registers come before these (the status of stxr).
bool is_plain(const std::string &name, unsigned &skipped)
{
    static const char *const loads[] = {"ldr", "ldur", "ldtr", "ldp", "ldnp", "ldar", "ldlar", "ldapr", "ldapur", "ldxr", "ldaxr", "ldxp", "ldaxp"};
    static const char *const stores[] = {"str", "stur", "sttr", "stp", "stnp", "stlr", "stllr", "stlur", "stxr", "stlxr", "stxp", "stlxp"};
    skipped = starts(name, "stx") || starts(name, "stlx") ? 1 : 0;
    if (starts(name, "ldraa") || starts(name, "ldrab"))
        return false;
    for (const char *word : loads)
        if (starts(name, word))
            return true;
    for (const char *word : stores)
        if (starts(name, word))
            return true;
    return false;
}

// Bytes in memory of one register.
unsigned bytes_of(const std::string &name, const std::string &reg)
{
    unsigned size;
    std::string last = name.size() > 2 ? name.substr(name.size() - 2) : name;
    switch (reg[0]) {
    case 'b': return 1;
    case 'h': return 2;
    case 's': size = 4; break;
    case 'd': return 8;
    case 'q': return 16;
    case 'w': size = 4; break;
    default: size = 8; break;
    }
    if (last == "sw")
        return 4;
    return last.back() == 'b' ? 1 : last.back() == 'h' ? 2 : size;
}

std::string compare_transfers(const std::string &name, const std::vector<std::string> &operands, size_t at, unsigned skipped, const effect &ours)
{
    bool is_store = starts(name, "st");
    if (ours.transfer_count != at - skipped)
        return "another number of transfers";
    unsigned total = 0;
    for (size_t i = skipped; i < at; i++) {
        const transfer &moved = ours.transfers[i - skipped];
        unsigned bytes = bytes_of(name, operands[i]);
        bool is_zero = operands[i] == "wzr" || operands[i] == "xzr";
        if (moved.reg.reg != (is_zero ? (unsigned)NO_REGISTER : number(operands[i])) || moved.is_store != is_store || moved.bytes != bytes
            || moved.at != (int)total || moved.reg.at != 0 || moved.memory != 0)
            return "another transfer";
        total += bytes;
    }
    return total == ours.memory[0].bytes ? "" : "another size of memory";
}

} // namespace

std::string memory_by_text(const std::string &text, uint64_t place, const effect &ours)
{
    size_t blank = text.find_first_of(" \t"), bracket = text.find('[');
    std::string name = text.substr(0, blank);
    bool is_access = starts(name, "ld") || starts(name, "st") || starts(name, "cas") || starts(name, "swp");
    bool is_sve = text.find("/z") != std::string::npos || text.find("mul vl") != std::string::npos || text.find(" z") != std::string::npos
                  || text.find("\tz") != std::string::npos || text.find("{ z") != std::string::npos || text.find("\tp") != std::string::npos;
    if (!is_access || is_sve || blank == std::string::npos)
        return "";
    std::vector<std::string> operands = split(text.substr(blank + 1));
    if (bracket == std::string::npos) {
        if (operands.size() != 2 || operands[1][0] != '#')
            return "";
        if (ours.memory_count != 1 || ours.memory[0].base != NO_REGISTER
            || (uint64_t)ours.memory[0].displacement != place + strtoull(operands[1].c_str() + 1, nullptr, 0))
            return "another literal";
        return compare_transfers(name, operands, 1, 0, ours);
    }
    size_t at = 0;
    while (at < operands.size() && operands[at][0] != '[')
        at++;
    if (at == operands.size())
        return "";
    address theirs = address_of(operands, at);
    if (!ours.memory_count)
        return "no operand of memory";
    const memory_operand &memory = ours.memory[0];
    if (memory.base != number(theirs.base))
        return "another base";

    if (memory.displacement != theirs.displacement)
        return "another displacement";
    if (theirs.index.empty() ? memory.index != NO_REGISTER : memory.index != number(theirs.index))
        return "another index";
    if (ours.has_writeback != (theirs.is_pre || theirs.is_post) || (ours.has_writeback && ours.is_pre != theirs.is_pre))
        return "another write-back";
    if (ours.has_writeback && theirs.by_register ? ours.writeback_register != number(operands[at + 1])
                                                 : ours.has_writeback && ours.writeback != (theirs.is_pre ? theirs.displacement : theirs.after))
        return "another amount of write-back";
    unsigned skipped;
    return is_plain(name, skipped) ? compare_transfers(name, operands, at, skipped, ours) : "";
}
