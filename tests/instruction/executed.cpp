// The second judge: the instruction is run in Unicorn, twice. What changed must be among what is written; what is not read must not
// matter to what comes out; memory is accessed where the operands say, and registers go there and come from there as the transfers
// say.
#include "executed.h"

#include <unicorn/unicorn.h>
#include <cstdio>
#include <cstring>
#include <random>

namespace {

constexpr uint64_t CODE = 0x10000, DATA = 0x40000000, DATA_SIZE = 1 << 20, MIDDLE = DATA + DATA_SIZE / 2;

struct mapped {
    unsigned reg;
    int id;
    unsigned bytes;
};

struct access {
    uint64_t address;
    unsigned size;
    bool is_write;
    bool operator==(const access &other) const { return address == other.address && size == other.size && is_write == other.is_write; }
};

struct value {
    uint8_t bytes[16];
};

struct outcome {
    bool ran = false;
    std::vector<value> before, after;
    std::vector<access> accesses;
};

unsigned number(cconv_arch arch, const char *name)
{
    register_part part;
    return instruction_register_named(arch, name, strlen(name), &part) ? part.reg : (unsigned)NO_REGISTER;
}

class by_unicorn : public executor {
public:
    bool open(instruction_mode mode);
    void close();
    ~by_unicorn() override { close(); }
    bool run(const uint8_t *bytes, const effect &ours, uint64_t seed, std::string &wrong) override;

private:
    bool run_once(const uint8_t *bytes, const effect &ours, uint64_t seed, std::string &wrong);
    static void note(uc_engine *, uc_mem_type type, uint64_t address, int size, int64_t, void *user);
    outcome once(const uint8_t *bytes, const effect &ours, uint64_t seed, const outcome *first);
    std::string compare(const effect &ours, const outcome &one, const outcome &two);
    std::string compare_memory(const effect &ours, const outcome &one);
    std::string compare_transfers(const effect &ours, const outcome &one);
    uint64_t before(const outcome &one, unsigned reg) const;
    const value *find(const std::vector<value> &values, unsigned reg) const;
    void add(const char *prefix, unsigned count, int first, unsigned bytes);

    instruction_mode mode{};
    uc_engine *uc = nullptr;
    uc_hook hook = 0;
    std::vector<mapped> registers;
    std::vector<access> accesses;
    std::vector<uint8_t> data;
};

void by_unicorn::note(uc_engine *, uc_mem_type type, uint64_t address, int size, int64_t, void *user)
{
    ((by_unicorn *)user)->accesses.push_back({address, (unsigned)size, type == UC_MEM_WRITE});
}

void by_unicorn::add(const char *prefix, unsigned count, int first, unsigned bytes)
{
    for (unsigned i = 0; i < count; i++)
        registers.push_back({number(mode.arch, (prefix + std::to_string(i)).c_str()), first + (int)i, bytes});
}

void by_unicorn::close()
{
    if (uc)
        uc_close(uc);
    uc = nullptr;
}

bool by_unicorn::open(instruction_mode wanted)
{
    mode = wanted;
    registers.clear();
    bool is_x86 = mode.arch == CCONV_ARCH_X86_64;
    if (uc_open(is_x86 ? UC_ARCH_X86 : UC_ARCH_ARM64, is_x86 ? UC_MODE_64 : UC_MODE_ARM, &uc) != UC_ERR_OK)
        return false;
    if (is_x86) {
        static const struct { const char *name; int id; } general[] = {
            {"rax", UC_X86_REG_RAX}, {"rcx", UC_X86_REG_RCX}, {"rdx", UC_X86_REG_RDX}, {"rbx", UC_X86_REG_RBX}, {"rsp", UC_X86_REG_RSP},
            {"rbp", UC_X86_REG_RBP}, {"rsi", UC_X86_REG_RSI}, {"rdi", UC_X86_REG_RDI}, {"r8", UC_X86_REG_R8}, {"r9", UC_X86_REG_R9},
            {"r10", UC_X86_REG_R10}, {"r11", UC_X86_REG_R11}, {"r12", UC_X86_REG_R12}, {"r13", UC_X86_REG_R13}, {"r14", UC_X86_REG_R14},
            {"r15", UC_X86_REG_R15}};
        for (const auto &row : general)
            registers.push_back({number(mode.arch, row.name), row.id, 8});
        add("xmm", 16, UC_X86_REG_XMM0, 16);
        registers.push_back({number(mode.arch, "flags"), UC_X86_REG_EFLAGS, 4});
    } else {
        add("x", 29, UC_ARM64_REG_X0, 8);
        registers.push_back({number(mode.arch, "x29"), UC_ARM64_REG_X29, 8});
        registers.push_back({number(mode.arch, "x30"), UC_ARM64_REG_X30, 8});
        registers.push_back({number(mode.arch, "sp"), UC_ARM64_REG_SP, 8});
        add("v", 32, UC_ARM64_REG_Q0, 16);
        registers.push_back({number(mode.arch, "nzcv"), UC_ARM64_REG_NZCV, 4});
        uint64_t enabled = 3 << 20; // CPACR_EL1.FPEN
        uc_reg_write(uc, UC_ARM64_REG_CPACR_EL1, &enabled);
    }
    return uc_mem_map(uc, CODE, 4096, UC_PROT_ALL) == UC_ERR_OK && uc_mem_map(uc, DATA, DATA_SIZE, UC_PROT_READ | UC_PROT_WRITE) == UC_ERR_OK
           && uc_hook_add(uc, &hook, UC_HOOK_MEM_READ | UC_HOOK_MEM_WRITE, (void *)note, this, 1, 0) == UC_ERR_OK;
}

// One run from a state drawn by the seed. A second run has the first one's values of all that is read or kept.
outcome by_unicorn::once(const uint8_t *bytes, const effect &ours, uint64_t seed, const outcome *first)
{
    std::mt19937_64 draw(seed + (first ? 0x9e3779b97f4a7c15 : 0)), memory(seed);
    outcome out;
    data.resize(DATA_SIZE);
    for (size_t i = DATA_SIZE / 2 - 8192; i < DATA_SIZE / 2 + 8192; i += 8) {
        uint64_t word = memory();
        memcpy(&data[i], &word, 8);
    }
    uc_mem_write(uc, DATA, data.data(), DATA_SIZE);
    uc_mem_write(uc, CODE, bytes, 16);
    out.before.resize(registers.size());
    out.after.resize(registers.size());
    for (size_t i = 0; i < registers.size(); i++) {
        const mapped &row = registers[i];
        uint64_t words[2] = {draw(), draw()};
        bool is_general = row.bytes == 8;
        if (is_general && draw() % 2)
            words[0] = MIDDLE + (words[0] & 0xff0);
        if (row.bytes == 4)
            words[0] = mode.arch == CCONV_ARCH_X86_64 ? (words[0] & 0x8d5) | 2 : words[0] & 0xf0000000;
        for (unsigned j = 0; j < ours.memory_count; j++) {
            if (ours.memory[j].index == row.reg)
                words[0] = words[0] & 0x3f;
            if (ours.memory[j].base == row.reg)
                words[0] = MIDDLE + (words[0] & 0xff0);
        }
        memcpy(out.before[i].bytes, words, 16);
        if (first && (register_set_has(&ours.reads, row.reg) || register_set_has(&ours.kept, row.reg)))
            out.before[i] = first->before[i];
        uc_reg_write(uc, row.id, out.before[i].bytes);
    }
    accesses.clear();
    out.ran = uc_emu_start(uc, CODE, CODE + ours.size, 0, 1) == UC_ERR_OK;
    out.accesses = accesses;
    for (size_t i = 0; i < registers.size(); i++)
        uc_reg_read(uc, registers[i].id, out.after[i].bytes);
    return out;
}

const value *by_unicorn::find(const std::vector<value> &values, unsigned reg) const
{
    for (size_t i = 0; i < registers.size(); i++)
        if (registers[i].reg == reg)
            return &values[i];
    return nullptr;
}

uint64_t by_unicorn::before(const outcome &one, unsigned reg) const
{
    const value *found = reg == NO_REGISTER ? nullptr : find(one.before, reg);
    uint64_t word = 0;
    if (found)
        memcpy(&word, found->bytes, 8);
    return word;
}

// Every access lies in an operand that is accessed so, and all of an operand's bytes are accessed.
std::string by_unicorn::compare_memory(const effect &ours, const outcome &one)
{
    unsigned total[MOST_MEMORY] = {0};
    for (const access &seen : one.accesses) {
        bool is_found = false;
        for (unsigned i = 0; i < ours.memory_count && !is_found; i++) {
            const memory_operand &memory = ours.memory[i];
            uint64_t index = before(one, memory.index), address = before(one, memory.base) + (index << memory.shift) + (uint64_t)memory.displacement;
            if (address % 1024 + memory.bytes > 1024)
                return ""; // over the end of a page (of 1024 bytes, Arm's least) the emulator reads whole words on both sides
            if (!memory.bytes || (seen.is_write ? !memory.writes : !memory.reads))
                is_found = !memory.bytes;
            else
                is_found = seen.address >= address && seen.address + seen.size <= address + memory.bytes;
            total[i] += is_found && memory.bytes && seen.is_write == memory.writes ? seen.size : 0;
        }
        if (!is_found)
            return "an access that no operand has";
    }
    for (unsigned i = 0; i < ours.memory_count; i++)
        if (ours.memory[i].bytes && !ours.is_conditional && !(ours.memory[i].reads && ours.memory[i].writes) && total[i] < ours.memory[i].bytes)
            return "less is accessed than the operand has";
    return "";
}

std::string by_unicorn::compare_transfers(const effect &ours, const outcome &one)
{
    for (unsigned i = 0; i < ours.transfer_count; i++) {
        const transfer &moved = ours.transfers[i];
        const memory_operand &memory = ours.memory[moved.memory];
        uint64_t address = before(one, memory.base) + (before(one, memory.index) << memory.shift) + (uint64_t)memory.displacement + (uint64_t)moved.at;
        const value *held = moved.reg.reg == NO_REGISTER ? nullptr : find(moved.is_store ? one.before : one.after, moved.reg.reg);
        uint8_t bytes[16] = {0};
        if (!held || ours.is_conditional || moved.bytes > 16 || moved.reg.at + moved.bytes > 16)
            continue;
        if (moved.is_store)
            uc_mem_read(uc, address, bytes, moved.bytes);
        else if (address >= DATA && address + 16 <= DATA + DATA_SIZE)
            memcpy(bytes, &data[address - DATA], moved.bytes);
        else
            continue;
        unsigned compared = moved.is_store ? moved.bytes : moved.reg.bytes < 16 ? moved.reg.bytes : 16;
        if (moved.is_signed && bytes[moved.bytes - 1] & 0x80)
            memset(bytes + moved.bytes, 0xff, 16 - moved.bytes);
        bool is_twice = !moved.is_store && ours.has_writeback && moved.reg.reg == memory.base; // ldp x1, x1; ldr x1, [x1], #8
        for (unsigned j = 0; j < ours.transfer_count; j++)
            is_twice |= j != i && ours.transfers[j].reg.reg == moved.reg.reg;
        if (!is_twice && memcmp(held->bytes + moved.reg.at, bytes, compared) != 0)
            return "a transfer with other bytes";
    }
    return "";
}

std::string by_unicorn::compare(const effect &ours, const outcome &one, const outcome &two)
{
    for (size_t i = 0; i < registers.size(); i++) {
        const mapped &row = registers[i];
        uint64_t mask = row.bytes == 4 && mode.arch == CCONV_ARCH_X86_64 ? 0x8d5 : ~(uint64_t)0;
        uint64_t was, is, other;
        bool is_written = register_set_has(&ours.writes, row.reg);
        for (unsigned at = 0; at < row.bytes; at += 8) {
            memcpy(&was, one.before[i].bytes + at, 8);
            memcpy(&is, one.after[i].bytes + at, 8);
            memcpy(&other, two.after[i].bytes + at, 8);
            if (row.bytes == 4)
                was &= 0xffffffff & mask, is &= 0xffffffff & mask, other &= 0xffffffff & mask;
            if (!is_written && was != is)
                return std::string("changes ") + instruction_register_name(mode.arch, row.reg);
            if (is_written && is != other)
                return std::string("depends on what is not read: ") + instruction_register_name(mode.arch, row.reg);
        }
    }
    if (!(one.accesses == two.accesses))
        return "accesses depend on what is not read";
    bool is_loaded = false;
    for (unsigned i = 0; i < ours.transfer_count; i++)
        is_loaded |= !ours.transfers[i].is_store && ours.transfers[i].reg.reg == ours.memory[0].base;
    if (ours.has_writeback && ours.writeback_register == NO_REGISTER && !is_loaded) {
        uint64_t base, after;
        memcpy(&base, find(one.before, ours.memory[0].base)->bytes, 8);
        memcpy(&after, find(one.after, ours.memory[0].base)->bytes, 8);
        if (after != base + (uint64_t)ours.writeback)
            return "another write-back";
    }
    std::string wrong = compare_memory(ours, one);
    return wrong.empty() ? compare_transfers(ours, one) : wrong;
}

bool by_unicorn::run_once(const uint8_t *bytes, const effect &ours, uint64_t seed, std::string &wrong)
{
    // Unicorn has no AVX; and after an instruction that it does not have it has no more at all.
    bool is_avx = mode.arch == CCONV_ARCH_X86_64 && (bytes[0] == 0xc4 || bytes[0] == 0xc5 || bytes[0] == 0x62 || (bytes[0] == 0x8f && (bytes[1] & 31) >= 8));
    if (ours.flow != FLOW_NEXT || is_avx)
        return false;
    outcome one = once(bytes, ours, seed, nullptr);
    if (!one.ran) {
        close();
        open(mode);
        return false;
    }
    outcome two = once(bytes, ours, seed, &one);
    if (!two.ran)
        return false;
    one = once(bytes, ours, seed, nullptr); // memory as the first left it
    wrong = compare(ours, one, two);
    return true;
}

// What is wrong is asked of an emulator that has run nothing before: this one goes wrong by itself at times.
bool by_unicorn::run(const uint8_t *bytes, const effect &ours, uint64_t seed, std::string &wrong)
{
    if (!run_once(bytes, ours, seed, wrong))
        return false;
    if (wrong.empty())
        return true;
    close();
    return open(mode) && run_once(bytes, ours, seed, wrong);
}

} // namespace

std::unique_ptr<executor> executor::make(instruction_mode mode)
{
    if (mode.arch != CCONV_ARCH_X86_64 && mode.arch != CCONV_ARCH_AARCH64)
        return nullptr;
    auto made = std::make_unique<by_unicorn>();
    return made->open(mode) ? std::move(made) : nullptr;
}
