// Judges `instruction_effect` by LLVM's descriptions: the registers that are read and written, memory, control.
//
//     judge ARCH FILE…               every instruction in the executable sections of ELF files
//     judge ARCH --random N SEED     random encodings
//     judge ARCH --run N SEED FILE…  N instructions of the files' and random encodings, run in an emulator (executed.cpp)
//
// ARCH is a name of the model ("aarch64"), or "thumb". Differences are told by LLVM's name of the opcode, each once, with how often it
// was seen. What is wrong in LLVM's own descriptions is in exceptions.cpp.
#include "described.h"
#include "executed.h"
#include "judge.h"

#include <llvm/DebugInfo/DWARF/DWARFContext.h>
#include <llvm/DebugInfo/DWARF/DWARFDebugFrame.h>
#include <llvm/Object/ELFObjectFile.h>
#include <llvm/Object/ObjectFile.h>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <map>
#include <random>
#include <unordered_set>

using namespace llvm;

namespace {

struct counts {
    double seconds = 0, bytes = 0; // of instruction_effect alone
    unsigned long seen = 0, distinct = 0, unknown = 0, no_instruction = 0, ours_alone = 0;
};

struct judged {
    instruction_mode mode;
    std::unique_ptr<describer> other;
    counts count;
    std::map<std::string, std::pair<unsigned long, std::string>> differences; // what; how often, the first
    std::unordered_set<uint64_t> seen;
};

std::string hex(const uint8_t *bytes, unsigned size)
{
    std::string out;
    char buffer[4];
    for (unsigned i = 0; i < size; i++)
        snprintf(buffer, sizeof buffer, "%02x", bytes[i]), out += buffer;
    return out;
}

void differs(judged &judge, const std::string &name, const std::string &what, const uint8_t *bytes, unsigned size)
{
    auto &entry = judge.differences[name + ": " + what];
    if (!entry.first++)
        entry.second = judge.other->text() + "  " + hex(bytes, size);
}

register_set minus(const register_set &a, const register_set &b)
{
    return register_set{{a.bits[0] & ~b.bits[0], a.bits[1] & ~b.bits[1]}};
}

bool any(const register_set &set)
{
    return set.bits[0] || set.bits[1];
}

// The two sets, less what an exception says about the opcode. What is told has classes of registers, so that an opcode is told once.
void compare_sets(judged &judge, const described &theirs, const char *what, const register_set &ours, const register_set &other,
                  const uint8_t *bytes, unsigned size)
{
    register_set more = minus(ours, other), less = minus(other, ours);
    excuse_registers(judge.mode.arch, theirs.name, what, more, less);
    if (any(more))
        differs(judge, theirs.name, std::string(what) + " more than LLVM's (" + class_of(judge.mode.arch, more) + ")", bytes, size);
    if (any(less))
        differs(judge, theirs.name, std::string(what) + " less than LLVM's (" + class_of(judge.mode.arch, less) + ")", bytes, size);
}

bool writes_pc(const described &theirs)
{
    register_part pc;
    return instruction_register_named(CCONV_ARCH_ARM, "pc", 2, &pc) && register_set_has(&theirs.writes, pc.reg);
}

void compare(judged &judge, const uint8_t *bytes, size_t room, uint64_t address, const described &theirs)
{
    effect ours;
    unsigned size = theirs.size;
    if (!instruction_effect(judge.mode, bytes, room, address, &ours)) {
        if (excused(judge.mode.arch, theirs.name, "unknown"))
            return;
        judge.count.unknown++;
        differs(judge, theirs.name, "unknown here", bytes, size);
        return;
    }
    if (ours.size != theirs.size && !excused(judge.mode.arch, theirs.name, "size")) {
        differs(judge, theirs.name, "size " + std::to_string(ours.size) + ", not " + std::to_string(theirs.size), bytes, size);
        return;
    }
    compare_sets(judge, theirs, "writes", ours.writes, theirs.writes, bytes, size);
    if (!ours.clears)
        compare_sets(judge, theirs, "reads", ours.reads, theirs.reads, bytes, size);
    if (any(minus(ours.kept, ours.writes)))
        differs(judge, theirs.name, "keeps what it does not write", bytes, size);
    bool loads = false, stores = false;
    for (unsigned i = 0; i < ours.memory_count; i++)
        loads |= ours.memory[i].reads, stores |= ours.memory[i].writes;
    if (loads && !theirs.may_load && !excused(judge.mode.arch, theirs.name, "loads"))
        differs(judge, theirs.name, "loads, unlike LLVM's", bytes, size);
    if (stores && !theirs.may_store && !excused(judge.mode.arch, theirs.name, "stores"))
        differs(judge, theirs.name, "stores, unlike LLVM's", bytes, size);
    if (!loads && theirs.may_load && !excused(judge.mode.arch, theirs.name, "no load"))
        differs(judge, theirs.name, "does not load, unlike LLVM's", bytes, size);
    if (!stores && theirs.may_store && !excused(judge.mode.arch, theirs.name, "no store"))
        differs(judge, theirs.name, "does not store, unlike LLVM's", bytes, size);
    enum flow flow = ours.flow == FLOW_SYSTEM || ours.flow == FLOW_TRAP ? FLOW_NEXT : (enum flow)ours.flow;
    bool is_arm = judge.mode.arch == CCONV_ARCH_ARM;
    uint64_t target = is_arm ? (uint32_t)theirs.target : theirs.target;
    if (is_arm && theirs.flow == FLOW_NEXT && writes_pc(theirs)) { // which LLVM describes as any other register
        if (flow == FLOW_NEXT || flow == FLOW_CALL)
            differs(judge, theirs.name, "writes pc and goes on", bytes, size);
        flow = FLOW_NEXT;
    }
    if (flow != theirs.flow && !excused(judge.mode.arch, theirs.name, "flow"))
        differs(judge, theirs.name, "flow " + std::to_string(flow) + ", not " + std::to_string(theirs.flow), bytes, size);
    else if (flow != FLOW_NEXT && theirs.has_target && ours.target != target && !excused(judge.mode.arch, theirs.name, "target"))
        differs(judge, theirs.name, "another target", bytes, size);
    if (judge.mode.arch != CCONV_ARCH_X86_64 && judge.mode.arch != CCONV_ARCH_X86) {
        bool is_aarch64 = judge.mode.arch == CCONV_ARCH_AARCH64;
        std::string wrong = is_aarch64 ? memory_by_text(judge.other->text(), address, ours) : memory_by_text_of(judge.mode, judge.other->text(), address, ours);
        if (!wrong.empty() && !excused(judge.mode.arch, theirs.name, "memory"))
            differs(judge, theirs.name, wrong, bytes, size);
    }
}

bool is_x86(cconv_arch arch)
{
    return arch == CCONV_ARCH_X86_64 || arch == CCONV_ARCH_X86;
}

unsigned smallest(const instruction_mode &mode)
{
    if (is_x86(mode.arch))
        return 1;
    bool is_short = mode.is_thumb || mode.arch == CCONV_ARCH_RISCV64 || mode.arch == CCONV_ARCH_RISCV32;
    return is_short ? 2 : 4;
}

// The state of IT blocks behind an instruction.
uint8_t it_behind(const instruction_mode &mode, const uint8_t *bytes, size_t room, uint64_t address)
{
    effect ours;
    if (instruction_effect(mode, bytes, room, address, &ours))
        return ours.it;
    return mode.it & 7 ? (uint8_t)((mode.it & 0xe0) | (mode.it << 1 & 0x1f)) : 0;
}

// The bytes of the instruction, or of the smallest where there is none.
unsigned one(judged &judge, const uint8_t *bytes, size_t room, uint64_t address)
{
    unsigned step = smallest(judge.mode);
    described theirs;
    judge.count.seen++;
    if (step == 4 && room >= 4) {
        uint32_t word;
        memcpy(&word, bytes, 4);
        if (!judge.seen.insert(word).second && judge.mode.arch != CCONV_ARCH_PPC64)
            return 4;
    }
    judge.count.distinct++;
    judge.other->enter(judge.mode.it);
    if (!judge.other->describe(bytes, room, address, theirs)) {
        effect ours;
        judge.count.no_instruction++;
        judge.count.ours_alone += instruction_effect(judge.mode, bytes, room, address, &ours);
        return step;
    }
    if (!theirs.is_unpredictable)
        compare(judge, bytes, room, address, theirs);
    if (judge.mode.is_thumb)
        judge.mode.it = it_behind(judge.mode, bytes, room, address);
    return theirs.size;
}

// Stretches of code: of x86, whose instructions can only be found one after the other, those that the unwinding tables have, since
// sections have data among them. Of others whole sections: data is no instruction, or one like another.
std::vector<std::pair<uint64_t, uint64_t>> stretches(const judged &judge, const object::ObjectFile &file, const object::SectionRef &section)
{
    uint64_t low = section.getAddress(), high = low + section.getSize();
    std::vector<std::pair<uint64_t, uint64_t>> out;
    if (!is_x86(judge.mode.arch))
        return {{low, high}};
    std::unique_ptr<DWARFContext> context = DWARFContext::create(file);
    Expected<const DWARFDebugFrame *> frames = context->getEHFrame();
    if (!frames) {
        consumeError(frames.takeError());
        return out;
    }
    for (const dwarf::FrameEntry &entry : **frames) {
        const auto *function = dyn_cast<dwarf::FDE>(&entry);
        if (function && function->getInitialLocation() >= low && function->getInitialLocation() + function->getAddressRange() <= high)
            out.emplace_back(function->getInitialLocation(), function->getInitialLocation() + function->getAddressRange());
    }
    return out;
}

void measure(judged &judge, const uint8_t *bytes, uint64_t size, uint64_t address)
{
    auto start = std::chrono::steady_clock::now();
    effect ours;
    for (uint64_t at = 0; at < size;)
        at += instruction_effect(judge.mode, bytes + at, size - at, address + at, &ours) ? ours.size : smallest(judge.mode);
    judge.count.seconds += std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    judge.count.bytes += (double)size;
}

bool over_file(judged &judge, const char *path)
{
    Expected<object::OwningBinary<object::ObjectFile>> file = object::ObjectFile::createObjectFile(path);
    if (!file) {
        fprintf(stderr, "%s: %s\n", path, toString(file.takeError()).c_str());
        return false;
    }
    for (const object::SectionRef &section : file->getBinary()->sections()) {
        Expected<StringRef> contents = section.getContents();
        if (!section.isText() || !contents) {
            consumeError(contents.takeError());
            continue;
        }
        const uint8_t *bytes = (const uint8_t *)contents->data();
        for (const auto &[low, high] : stretches(judge, *file->getBinary(), section)) {
            for (uint64_t at = low; at < high;)
                at += one(judge, bytes + (at - section.getAddress()), high - at, at);
            measure(judge, bytes + (low - section.getAddress()), high - low, low);
        }
    }
    return true;
}

void over_random(judged &judge, unsigned long number, unsigned long seed)
{
    std::mt19937_64 draw(seed);
    uint8_t bytes[16];
    std::vector<std::pair<uint32_t, uint32_t>> rows = encodings_of(judge.mode.arch);
    for (unsigned long i = 0; i < number; i++) {
        uint64_t words[2] = {draw(), draw()};
        memcpy(bytes, words, sizeof bytes);
        if (!rows.empty() && (i % 4 || judge.mode.arch == CCONV_ARCH_PPC64)) { // Power's other words are decimal, of the system, or none
            const auto &row = rows[draw() % rows.size()];
            uint32_t word = ((uint32_t)words[0] & ~row.first) | row.second;
            memcpy(bytes, &word, sizeof word);
        }
        one(judge, bytes, sizeof bytes, 0x400000);
    }
}

// Distinct instructions of the files, as far as they are told apart by their first 8 bytes.
std::vector<std::array<uint8_t, 16>> gather(judged &judge, int count, char **paths)
{
    std::vector<std::array<uint8_t, 16>> out;
    for (int i = 0; i < count; i++) {
        Expected<object::OwningBinary<object::ObjectFile>> file = object::ObjectFile::createObjectFile(paths[i]);
        if (!file) {
            fprintf(stderr, "%s: %s\n", paths[i], toString(file.takeError()).c_str());
            continue;
        }
        for (const object::SectionRef &section : file->getBinary()->sections()) {
            Expected<StringRef> contents = section.getContents();
            if (!section.isText() || !contents) {
                consumeError(contents.takeError());
                continue;
            }
            for (const auto &[low, high] : stretches(judge, *file->getBinary(), section)) {
                for (uint64_t at = low - section.getAddress(); at + 16 <= high - section.getAddress();) {
                    effect ours;
                    std::array<uint8_t, 16> bytes{};
                    const uint8_t *from = (const uint8_t *)contents->data() + at;
                    bool is_known = instruction_effect(judge.mode, from, 16, 0x10000, &ours);
                    unsigned size = is_known ? ours.size : smallest(judge.mode);
                    memcpy(bytes.data(), from, size);
                    uint64_t key;
                    memcpy(&key, bytes.data(), sizeof key);
                    if (is_known && judge.seen.insert(key).second)
                        out.push_back(bytes);
                    at += size;
                }
            }
        }
    }
    return out;
}

bool over_runs(judged &judge, unsigned long number, unsigned long seed, int count, char **paths)
{
    std::unique_ptr<executor> runner = executor::make(judge.mode);
    if (!runner) {
        fprintf(stderr, "no emulator of it\n");
        return false;
    }
    std::mt19937_64 draw(seed);
    std::vector<std::array<uint8_t, 16>> known = gather(judge, count, paths);
    std::vector<std::pair<uint32_t, uint32_t>> rows = encodings_of(judge.mode.arch);
    for (unsigned long i = 0; i < number; i++) {
        std::array<uint8_t, 16> bytes{};
        if (known.empty() || (!rows.empty() && i % 2)) {
            const auto &row = rows[draw() % rows.size()];
            uint32_t word = ((uint32_t)draw() & ~row.first) | row.second;
            memcpy(bytes.data(), &word, sizeof word);
        } else {
            bytes = known[draw() % known.size()];
        }
        effect ours;
        described theirs;
        std::string wrong;
        judge.count.seen++;
        if (!instruction_effect(judge.mode, bytes.data(), bytes.size(), 0x10000, &ours)
            || !judge.other->describe(bytes.data(), bytes.size(), 0x10000, theirs) || excused(judge.mode.arch, theirs.name, "run"))
            continue;
        if (!runner->run(bytes.data(), ours, draw(), wrong))
            continue;
        judge.count.distinct++;
        if (!wrong.empty() && !excused(judge.mode.arch, theirs.name, wrong))
            differs(judge, theirs.name, wrong, bytes.data(), ours.size);
    }
    printf("%lu of %lu could be run\n", judge.count.distinct, number);
    return true;
}

bool mode_of(const char *name, instruction_mode &mode)
{
    static const cconv_arch all[] = {CCONV_ARCH_X86_64, CCONV_ARCH_X86, CCONV_ARCH_AARCH64, CCONV_ARCH_ARM,
                                     CCONV_ARCH_RISCV64, CCONV_ARCH_RISCV32, CCONV_ARCH_PPC64};
    mode = {CCONV_ARCH_ARM, !strcmp(name, "thumb"), 0};
    if (mode.is_thumb)
        return true;
    for (cconv_arch arch : all)
        if (!strcmp(cconv_arch_name(arch), name)) {
            mode.arch = arch;
            return true;
        }
    return false;
}

int tell(const judged &judge, const char *name)
{
    for (const auto &entry : judge.differences)
        printf("%s (%lu): %s\n", entry.first.c_str(), entry.second.first, entry.second.second.c_str());
    printf("%s: %lu instructions, %lu distinct, %lu unknown here, %lu unknown to LLVM (%lu of them known here)\n", name, judge.count.seen,
           judge.count.distinct - judge.count.no_instruction, judge.count.unknown, judge.count.no_instruction, judge.count.ours_alone);
    if (judge.count.seconds > 0)
        printf("%s: %.0f MB of text a second\n", name, judge.count.bytes / judge.count.seconds / 1e6);
    printf("%d passed, %zu failed, 0 skipped\n", judge.differences.empty() ? 1 : 0, judge.differences.size());
    return judge.differences.empty() ? 0 : 1;
}

} // namespace

int main(int count, char **arguments)
{
    judged judge{};
    if (count < 3 || !mode_of(arguments[1], judge.mode)) {
        fprintf(stderr, "usage: judge ARCH FILE…\n       judge ARCH --random N SEED\n");
        return 2;
    }
    judge.other = describer::make(judge.mode);
    if (!judge.other)
        return 2;
    if (!strcmp(arguments[2], "--random") && count == 5) {
        over_random(judge, strtoul(arguments[3], nullptr, 0), strtoul(arguments[4], nullptr, 0));
    } else if (!strcmp(arguments[2], "--run") && count >= 5) {
        if (!over_runs(judge, strtoul(arguments[3], nullptr, 0), strtoul(arguments[4], nullptr, 0), count - 5, arguments + 5))
            return 2;
    } else {
        for (int i = 2; i < count; i++)
            if (!over_file(judge, arguments[i]))
                return 2;
    }
    return tell(judge, arguments[1]);
}
