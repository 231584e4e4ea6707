// The descriptions, by LLVM's MC layer: disassembled, then MCInstrDesc read.
#include "described.h"

#include <llvm/ADT/StringExtras.h>
#include <llvm/MC/MCAsmInfo.h>
#include <llvm/MC/MCContext.h>
#include <llvm/MC/MCDisassembler/MCDisassembler.h>
#include <llvm/MC/MCInst.h>
#include <llvm/MC/MCInstPrinter.h>
#include <llvm/MC/MCInstrAnalysis.h>
#include <llvm/MC/MCInstrInfo.h>
#include <llvm/MC/MCRegisterInfo.h>
#include <llvm/MC/MCSubtargetInfo.h>
#include <llvm/MC/MCTargetOptions.h>
#include <llvm/MC/TargetRegistry.h>
#include <llvm/Support/TargetSelect.h>
#include <llvm/Support/raw_ostream.h>
#include <cstdio>
#include <vector>

using namespace llvm;

namespace {

struct processor {
    cconv_arch arch;
    bool is_thumb;
    const char *triple, *cpu, *features;
};

const processor processors[] = {
    {CCONV_ARCH_X86_64, false, "x86_64-linux-gnu", "", ""},
    {CCONV_ARCH_X86, false, "i686-linux-gnu", "", ""},
    {CCONV_ARCH_AARCH64, false, "aarch64-linux-gnu", "",
     "+v8.9a,+v9.5a,+sve2,+sve2-aes,+sve2-sha3,+sve2-sm4,+sve2-bitperm,+f32mm,+f64mm,+bf16,+i8mm,+fullfp16,+fp16fml,+aes,+sha2,+sha3,"
     "+sm4,+mte,+mops,+cssc,+rcpc3,+lse128,+pauth-lr,+faminmax,+fp8,+fp8fma,+fp8dot2,+fp8dot4,+lut,+cpa,+ls64,+the,+d128,+gcs,+tme,+hbc"},
    {CCONV_ARCH_ARM, false, "armv8a-linux-gnueabihf", "", "+neon,+crypto,+dotprod,+fullfp16,+fp16fml,+i8mm,+bf16,+crc,+mp,+virtualization,+trustzone,+sb"},
    {CCONV_ARCH_ARM, true, "thumbv8a-linux-gnueabihf", "", "+neon,+crypto,+dotprod,+fullfp16,+fp16fml,+i8mm,+bf16,+crc,+mp,+virtualization,+trustzone,+sb"},
    {CCONV_ARCH_RISCV64, false, "riscv64-linux-gnu", "", "+m,+a,+f,+d,+c,+v,+zba,+zbb,+zbc,+zbs,+zfh,+zfa,+zicbom,+zicboz,+zicbop,+zicond,+zbkb,+zbkx,+zcb,+zawrs,+zvfh,+zvbb,+zvbc"},
    {CCONV_ARCH_RISCV32, false, "riscv32-linux-gnu", "", "+m,+a,+f,+d,+c,+v,+zba,+zbb,+zbc,+zbs,+zfh,+zfa,+zicbom,+zicboz,+zicbop,+zicond,+zbkb,+zbkx,+zcb,+zawrs,+zvfh,+zvbb,+zvbc"},
    {CCONV_ARCH_PPC64, false, "powerpc64le-linux-gnu", "pwr10", ""},
};

// LLVM's names of registers that have another here; those with "" are not told.
struct renamed {
    cconv_arch arch;
    const char *name, *here;
};

const renamed others[] = {
    {CCONV_ARCH_X86_64, "EFLAGS", "flags"}, {CCONV_ARCH_X86, "EFLAGS", "flags"},
    {CCONV_ARCH_X86_64, "SSP", "ssp"}, {CCONV_ARCH_X86_64, "FS_BASE", "fs"},
    {CCONV_ARCH_X86_64, "GS_BASE", "gs"}, {CCONV_ARCH_PPC64, "CARRY", "xer"}, {CCONV_ARCH_PPC64, "RM", "fpscr"},
    {CCONV_ARCH_PPC64, "ZERO", ""}, {CCONV_ARCH_PPC64, "ZERO8", ""},
};

// "LR8" is "lr", "X3" is "r3", "VSL5" is "vs5", "CR0LT" is "cr0"; "F10_D" of RISC-V is "f10".
std::string spelling(cconv_arch arch, const std::string &name)
{
    for (const renamed &row : others)
        if (row.arch == arch && name == row.name)
            return row.here;
    std::string lower = StringRef(name).lower();
    if (arch == CCONV_ARCH_RISCV64 || arch == CCONV_ARCH_RISCV32)
        return lower.substr(0, lower.find('_'));
    if (arch != CCONV_ARCH_PPC64)
        return lower;
    if (lower == "lr8" || lower == "ctr8")
        return lower.substr(0, lower.size() - 1);
    if (lower.size() >= 2 && lower[0] == 'x' && isdigit(lower[1]))
        return "r" + lower.substr(1);
    if (lower.compare(0, 3, "vsl") == 0)
        return "vs" + lower.substr(3);
    if (lower.compare(0, 2, "vf") == 0)
        return "v" + lower.substr(2);
    if (lower.compare(0, 2, "cr") == 0 && lower.size() > 3)
        return lower.substr(0, 3);
    return lower;
}

class by_llvm : public describer {
public:
    bool open(const processor &row);
    void enter(uint8_t it) override;
    bool describe(const uint8_t *bytes, size_t size, uint64_t address, described &out) override;
    std::string text() override;

private:
    void map_registers();
    void add(register_set &set, unsigned reg) const;
    void add_operands(const MCInstrDesc &about, described &out) const;
    enum flow flow_of() const;

    cconv_arch arch = CCONV_ARCH_X86_64;
    const Target *target = nullptr;
    MCTargetOptions options;
    std::unique_ptr<MCRegisterInfo> registers;
    std::unique_ptr<MCAsmInfo> assembly;
    std::unique_ptr<MCInstrInfo> instructions;
    std::unique_ptr<MCSubtargetInfo> subtarget;
    std::unique_ptr<MCContext> context;
    std::unique_ptr<MCDisassembler> disassembler;
    std::unique_ptr<MCInstPrinter> printer;
    std::unique_ptr<MCInstrAnalysis> analysis;
    std::vector<register_set> whole;
    MCInst last;
    uint64_t last_address = 0;
    bool is_in_block = false;
};

bool by_llvm::open(const processor &row)
{
    std::string error;
    arch = row.arch;
    target = TargetRegistry::lookupTarget(row.triple, error);
    if (!target)
        return false;
    Triple triple(row.triple);
    registers.reset(target->createMCRegInfo(row.triple));
    assembly.reset(target->createMCAsmInfo(*registers, row.triple, options));
    instructions.reset(target->createMCInstrInfo());
    subtarget.reset(target->createMCSubtargetInfo(row.triple, row.cpu, row.features));
    context = std::make_unique<MCContext>(triple, assembly.get(), registers.get(), subtarget.get());
    disassembler.reset(target->createMCDisassembler(*subtarget, *context));
    printer.reset(target->createMCInstPrinter(triple, assembly->getAssemblerDialect(), *assembly, *instructions, *registers));
    analysis.reset(target->createMCInstrAnalysis(instructions.get()));
    map_registers();
    return disassembler && printer && analysis;
}

// A register and those it is made of: X0_X1 is x0 and x1.
void by_llvm::map_registers()
{
    whole.resize(registers->getNumRegs());
    for (unsigned reg = 1; reg < registers->getNumRegs(); reg++) {
        for (MCPhysReg part : registers->subregs_inclusive(reg)) {
            std::string name = spelling(arch, registers->getName(part));
            register_part found;
            if (name.empty() || !instruction_register_named(arch, name.data(), name.size(), &found))
                continue;
            register_set_add(&whole[reg], found.reg);
            if (arch == CCONV_ARCH_ARM && found.bytes == 16)
                register_set_add(&whole[reg], found.reg + 1);
        }
    }
    if (arch == CCONV_ARCH_RISCV64 || arch == CCONV_ARCH_RISCV32)
        for (register_set &set : whole)
            set.bits[0] &= ~(uint64_t)1;
}

void by_llvm::add(register_set &set, unsigned reg) const
{
    set.bits[0] |= whole[reg].bits[0];
    set.bits[1] |= whole[reg].bits[1];
}

void by_llvm::add_operands(const MCInstrDesc &about, described &out) const
{
    for (unsigned i = 0; i < last.getNumOperands(); i++) {
        const MCOperand &operand = last.getOperand(i);
        if (!operand.isReg() || !operand.getReg())
            continue;
        // A list of registers is the last operand and all that follow it.
        bool is_list = arch == CCONV_ARCH_ARM && about.isVariadic() && about.mayLoad() && i + 1 == about.getNumOperands();
        bool is_extra = i >= about.getNumOperands() || is_list;
        bool is_def = is_extra ? about.mayLoad() && !about.mayStore() : i < about.getNumDefs() || about.operands()[i].isOptionalDef();
        add(is_def ? out.writes : out.reads, operand.getReg());
    }
    for (MCPhysReg reg : about.implicit_defs())
        add(out.writes, reg);
    for (MCPhysReg reg : about.implicit_uses())
        add(out.reads, reg);
}

enum flow by_llvm::flow_of() const
{
    if (analysis->isReturn(last))
        return FLOW_RETURN;
    if (analysis->isCall(last))
        return FLOW_CALL;
    if (analysis->isConditionalBranch(last))
        return FLOW_BRANCH;
    if (analysis->isUnconditionalBranch(last) || analysis->isIndirectBranch(last))
        return FLOW_JUMP;
    return FLOW_NEXT;
}

// LLVM's disassembler keeps the state from one instruction to the next: no-operations end a block, and an `it` begins it.
void by_llvm::enter(uint8_t it)
{
    if (!is_in_block && !it)
        return;
    const uint8_t nop[2] = {0x00, 0xbf}, then[2] = {it, 0xbf};
    uint64_t used = 0;
    for (unsigned i = 0; i < 4; i++) {
        MCInst ignored;
        disassembler->getInstruction(ignored, used, nop, 0, nulls());
    }
    MCInst ignored;
    if (it)
        disassembler->getInstruction(ignored, used, then, 0, nulls());
    is_in_block = it;
}

bool by_llvm::describe(const uint8_t *bytes, size_t size, uint64_t address, described &out)
{
    uint64_t used = 0;
    last.clear();
    last.setOpcode(0); // where it finds no instruction it looks at the opcode that was there
    last_address = address;
    MCDisassembler::DecodeStatus status = disassembler->getInstruction(last, used, ArrayRef<uint8_t>(bytes, size), address, nulls());
    if (status == MCDisassembler::Fail)
        return false;
    is_in_block |= instructions->getName(last.getOpcode()) == "t2IT";
    bool is_x86 = arch == CCONV_ARCH_X86_64 || arch == CCONV_ARCH_X86;
    if (is_x86 && used < size && instructions->getName(last.getOpcode()).ends_with("_PREFIX")) { // an instruction of its own to LLVM
        if (!describe(bytes + used, size - used, address + used, out))
            return false;
        out.size += (unsigned)used;
        return true;
    }
    const MCInstrDesc &about = instructions->get(last.getOpcode());
    out = described{};
    out.is_unpredictable = status == MCDisassembler::SoftFail && arch == CCONV_ARCH_ARM;
    out.size = (unsigned)used;
    out.name = instructions->getName(last.getOpcode()).str();
    out.may_load = about.mayLoad();
    out.may_store = about.mayStore();
    out.flow = flow_of();
    out.has_target = analysis->evaluateBranch(last, address, used, out.target);
    add_operands(about, out);
    return true;
}

std::string by_llvm::text()
{
    std::string line;
    raw_string_ostream stream(line);
    printer->printInst(&last, last_address, "", *subtarget, stream);
    stream.flush();
    size_t start = line.find_first_not_of(" \t");
    return start == std::string::npos ? "" : line.substr(start);
}

} // namespace

std::unique_ptr<describer> describer::make(instruction_mode mode)
{
    InitializeAllTargetInfos();
    InitializeAllTargetMCs();
    InitializeAllDisassemblers();
    for (const processor &row : processors) {
        if (row.arch != mode.arch || row.is_thumb != mode.is_thumb)
            continue;
        auto made = std::make_unique<by_llvm>();
        if (made->open(row))
            return made;
    }
    fprintf(stderr, "this LLVM does not describe %s\n", cconv_arch_name(mode.arch));
    return nullptr;
}
