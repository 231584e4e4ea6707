// Where LLVM's descriptions leave out or add what the architecture does not.
#include "judge.h"

#include <cstring>

namespace {

// `opcode`: LLVM's name, where '*' at the end stands for any rest. `what`: "reads", "writes", with '+' what this library has more
// and '-' what it has less of the registers named; or a word of judge.cpp.
struct exception {
    cconv_arch arch;
    const char *opcode, *what, *registers, *reason;
};

const exception exceptions[] = {
    {CCONV_ARCH_AARCH64, "*", "-reads", "fpcr", "arithmetic reads the rounding mode: not told, since nearly every program's arithmetic does"},
    {CCONV_ARCH_AARCH64, "BL", "-reads", "sp", "a call does not touch the stack pointer: LLVM says so for its own allocation of registers"},
    {CCONV_ARCH_AARCH64, "BLR*", "-reads", "sp", "a call does not touch the stack pointer: LLVM says so for its own allocation of registers"},
    {CCONV_ARCH_AARCH64, "FMOVXDHighr", "+reads", "*", "fmov v0.d[1], x0 leaves the lower half; LLVM does not tie it"},
    {CCONV_ARCH_AARCH64, "Bcc", "flow", "", "b.al and b.nv always jump"},
    {CCONV_ARCH_AARCH64, "BCcc", "flow", "", "b.al and b.nv always jump"},
    {CCONV_ARCH_AARCH64, "MRS", "+reads", "*", "LLVM describes no system registers"},
    {CCONV_ARCH_AARCH64, "MRS", "unknown", "", "op0 of 0 and 1 are other instructions' space, no register's"},
    {CCONV_ARCH_AARCH64, "MRRS", "+reads", "*", "LLVM describes no system registers"},
    {CCONV_ARCH_AARCH64, "MRRS", "unknown", "", "op0 of 0 and 1 are other instructions' space, no register's"},
    {CCONV_ARCH_AARCH64, "MRS", "-writes", "nzcv", "only for the random-number registers (rndr), of which no list is kept here; others leave the flags"},
    {CCONV_ARCH_AARCH64, "MSR", "+writes", "*", "LLVM describes no system registers; op0 of 0 is the processor's state (cfinv)"},
    {CCONV_ARCH_AARCH64, "MSR", "+reads", "*", "the same"},
    {CCONV_ARCH_AARCH64, "MSR", "unknown", "", "op0 of 0 and 1 are other instructions' space, no register's"},
    {CCONV_ARCH_AARCH64, "MSRR", "+writes", "*", "LLVM describes no system registers; op0 of 0 is the processor's state (cfinv)"},
    {CCONV_ARCH_AARCH64, "MSRR", "+reads", "*", "the same"},
    {CCONV_ARCH_AARCH64, "MSRR", "unknown", "", "op0 of 0 and 1 are other instructions' space, no register's"},
    {CCONV_ARCH_AARCH64, "MSRpstate*", "+writes", "*", "LLVM describes no system registers, nor what smstart clears"},
    {CCONV_ARCH_AARCH64, "MSRpstate*", "-writes", "nzcv", "the flags stay: none of these fields is one"},
    {CCONV_ARCH_AARCH64, "CLREX", "no load", "", "a barrier, hint or prefetch accesses nothing; LLVM orders it among accesses so"},
    {CCONV_ARCH_AARCH64, "CLREX", "no store", "", "a barrier, hint or prefetch accesses nothing; LLVM orders it among accesses so"},
    {CCONV_ARCH_AARCH64, "DMB", "no load", "", "a barrier, hint or prefetch accesses nothing; LLVM orders it among accesses so"},
    {CCONV_ARCH_AARCH64, "DMB", "no store", "", "a barrier, hint or prefetch accesses nothing; LLVM orders it among accesses so"},
    {CCONV_ARCH_AARCH64, "DSB*", "no load", "", "a barrier, hint or prefetch accesses nothing; LLVM orders it among accesses so"},
    {CCONV_ARCH_AARCH64, "DSB*", "no store", "", "a barrier, hint or prefetch accesses nothing; LLVM orders it among accesses so"},
    {CCONV_ARCH_AARCH64, "ISB", "no load", "", "a barrier, hint or prefetch accesses nothing; LLVM orders it among accesses so"},
    {CCONV_ARCH_AARCH64, "ISB", "no store", "", "a barrier, hint or prefetch accesses nothing; LLVM orders it among accesses so"},
    {CCONV_ARCH_AARCH64, "HINT", "no load", "", "a barrier, hint or prefetch accesses nothing; LLVM orders it among accesses so"},
    {CCONV_ARCH_AARCH64, "HINT", "no store", "", "a barrier, hint or prefetch accesses nothing; LLVM orders it among accesses so"},
    {CCONV_ARCH_AARCH64, "TCANCEL", "no load", "", "a barrier, hint or prefetch accesses nothing; LLVM orders it among accesses so"},
    {CCONV_ARCH_AARCH64, "TCANCEL", "no store", "", "a barrier, hint or prefetch accesses nothing; LLVM orders it among accesses so"},
    {CCONV_ARCH_AARCH64, "TCOMMIT", "no load", "", "a barrier, hint or prefetch accesses nothing; LLVM orders it among accesses so"},
    {CCONV_ARCH_AARCH64, "TCOMMIT", "no store", "", "a barrier, hint or prefetch accesses nothing; LLVM orders it among accesses so"},
    {CCONV_ARCH_AARCH64, "TSTART", "no load", "", "a barrier, hint or prefetch accesses nothing; LLVM orders it among accesses so"},
    {CCONV_ARCH_AARCH64, "TSTART", "no store", "", "a barrier, hint or prefetch accesses nothing; LLVM orders it among accesses so"},
    {CCONV_ARCH_AARCH64, "SB", "no load", "", "a barrier, hint or prefetch accesses nothing; LLVM orders it among accesses so"},
    {CCONV_ARCH_AARCH64, "SB", "no store", "", "a barrier, hint or prefetch accesses nothing; LLVM orders it among accesses so"},
    {CCONV_ARCH_AARCH64, "PRF*", "no load", "", "a barrier, hint or prefetch accesses nothing; LLVM orders it among accesses so"},
    {CCONV_ARCH_AARCH64, "PRF*", "no store", "", "a barrier, hint or prefetch accesses nothing; LLVM orders it among accesses so"},
    {CCONV_ARCH_AARCH64, "TTEST", "no load", "", "a barrier, hint or prefetch accesses nothing; LLVM orders it among accesses so"},
    {CCONV_ARCH_AARCH64, "TTEST", "no store", "", "a barrier, hint or prefetch accesses nothing; LLVM orders it among accesses so"},
    {CCONV_ARCH_AARCH64, "GCS*", "no load", "", "accesses of the guarded stack are none of the program's"},
    {CCONV_ARCH_AARCH64, "GCS*", "no store", "", "accesses of the guarded stack are none of the program's"},
    {CCONV_ARCH_AARCH64, "SYSL*", "no load", "", "accesses of the guarded stack are none of the program's"},
    {CCONV_ARCH_AARCH64, "SYSL*", "no store", "", "accesses of the guarded stack are none of the program's"},
    {CCONV_ARCH_AARCH64, "SYS*", "no load", "", "accesses of the guarded stack are none of the program's"},
    {CCONV_ARCH_AARCH64, "SYS*", "no store", "", "accesses of the guarded stack are none of the program's"},
    {CCONV_ARCH_AARCH64, "SYSP*", "no load", "", "accesses of the guarded stack are none of the program's"},
    {CCONV_ARCH_AARCH64, "SYSP*", "no store", "", "accesses of the guarded stack are none of the program's"},
    {CCONV_ARCH_AARCH64, "GCSPOPM", "-reads", "*", "sysl writes its register; LLVM ties one"},
    {CCONV_ARCH_AARCH64, "GCSSS2", "-reads", "*", "sysl writes its register; LLVM ties one"},
    {CCONV_ARCH_AARCH64, "SYSLxt", "-reads", "*", "sysl writes its register; LLVM has it as read"},
    {CCONV_ARCH_AARCH64, "SYSLxt", "+writes", "*", "the same"},
    {CCONV_ARCH_AARCH64, "SYSxt", "stores", "", "dc zva stores zeros"},
    {CCONV_ARCH_AARCH64, "LDX*", "no store", "", "takes the monitor, which LLVM has as a store"},
    {CCONV_ARCH_AARCH64, "LDAX*", "no store", "", "takes the monitor, which LLVM has as a store"},
    {CCONV_ARCH_AARCH64, "STX*", "no load", "", "looks at the monitor, which LLVM has as a load"},
    {CCONV_ARCH_AARCH64, "STLX*", "no load", "", "looks at the monitor, which LLVM has as a load"},
    {CCONV_ARCH_AARCH64, "LDAPURS*", "loads", "", "LLVM left the mark out"},
    {CCONV_ARCH_AARCH64, "LD64B", "loads", "", "LLVM left the mark out"},
    {CCONV_ARCH_AARCH64, "ST64BV*", "stores", "", "LLVM left the mark out"},
    {CCONV_ARCH_AARCH64, "STGM", "stores", "", "LLVM left the mark out"},
    {CCONV_ARCH_AARCH64, "STZGM", "stores", "", "LLVM left the mark out"},
    {CCONV_ARCH_AARCH64, "ST64BV0", "+reads", "system", "its first word comes from a system register"},
    {CCONV_ARCH_AARCH64, "ERET*", "flow", "", "to another exception level: no function returns so"},
    {CCONV_ARCH_AARCH64, "ERET*", "+reads", "system", "where it returns to is a system register"},
    {CCONV_ARCH_AARCH64, "DRPS", "flow", "", "to another exception level: no function returns so"},
    {CCONV_ARCH_AARCH64, "DRPS", "+reads", "system", "where it returns to is a system register"},
    {CCONV_ARCH_AARCH64, "ERETA*", "-reads", "x30", "authenticates a system register, not the link register"},
    {CCONV_ARCH_AARCH64, "RDFFR*", "no load", "", "a register, which LLVM orders as memory"},
    {CCONV_ARCH_AARCH64, "SETFFR", "no store", "", "a register, which LLVM orders as memory"},
    {CCONV_ARCH_AARCH64, "WRFFR", "no store", "", "a register, which LLVM orders as memory"},
    {CCONV_ARCH_AARCH64, "RETAASPPCi", "target", "", "the address is what was signed with, not where it goes"},
    {CCONV_ARCH_AARCH64, "RETABSPPCi", "target", "", "the address is what was signed with, not where it goes"},
    {CCONV_ARCH_AARCH64, "CTERM*", "+reads", "nzcv", "V becomes the opposite of C"},
};

bool fits(const char *pattern, const std::string &name)
{
    size_t length = strlen(pattern);
    return length && pattern[length - 1] == '*' ? name.compare(0, length - 1, pattern, length - 1) == 0 : name == pattern;
}

bool is_listed(const char *list, const std::string &name)
{
    std::string all = std::string(" ") + list + " ";
    return all == " * " || all.find(" " + name + " ") != std::string::npos;
}

} // namespace

bool excused(cconv_arch arch, const std::string &opcode, const std::string &what)
{
    for (const exception &row : exceptions)
        if (row.arch == arch && what == row.what && fits(row.opcode, opcode))
            return true;
    return false;
}

static void drop(cconv_arch arch, const std::string &opcode, const std::string &what, register_set &set)
{
    for (const exception &row : exceptions) {
        if (row.arch != arch || what != row.what || !fits(row.opcode, opcode))
            continue;
        for (unsigned reg = 0; reg < instruction_register_count(arch); reg++) {
            const char *name = instruction_register_name(arch, reg);
            if (register_set_has(&set, reg) && name && is_listed(row.registers, name))
                set.bits[reg / 64] &= ~((uint64_t)1 << reg % 64);
        }
    }
}

void excuse_registers(cconv_arch arch, const std::string &opcode, const std::string &what, register_set &more, register_set &less)
{
    drop(arch, opcode, "+" + what, more);
    drop(arch, opcode, "-" + what, less);
}

std::string class_of(cconv_arch arch, const register_set &set)
{
    std::string out, last;
    for (unsigned reg = 0; reg < instruction_register_count(arch); reg++) {
        if (!register_set_has(&set, reg))
            continue;
        const char *name = instruction_register_name(arch, reg);
        std::string word = name ? name : "?";
        bool is_numbered = word.size() >= 2 && (isdigit(word[1]) || (word.size() > 2 && isdigit(word[2])));
        word = is_numbered ? word.substr(0, word.find_first_of("0123456789")) : word;
        if (word != last)
            out += (out.empty() ? "" : " ") + word;
        last = word;
    }
    return out;
}
