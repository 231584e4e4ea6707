// What is wrong or left out in LLVM's descriptions of RISC-V, Arm and Power.
#include "exceptions.h"

namespace {

using rows = std::vector<exception>;

rows of_riscv(cconv_arch arch)
{
    const char *csr = "LLVM describes no control and status registers", *vl = "LLVM leaves vl and vtype out of floating-point instructions";
    const char *fields = "each field of a segment has a register; LLVM names the first alone", *carry = "the carry or the choice is v0, which LLVM has as text alone";
    rows out = {
        {arch, "CSRR*", "+reads", "fflags frm vl vtype vstart vxrm vxsat system", csr},
        {arch, "CSRR*", "+writes", "fflags frm vl vtype vstart vxrm vxsat system", csr},
        {arch, "CSRR*", "flow", "", "unimp is written as a write of a counter"},
        {arch, "SRET", "+reads", "system", csr},
        {arch, "MRET", "+reads", "system", csr},
        {arch, "C_LUI", "unknown", "", "without an immediate it is reserved"},
        {arch, "C_LUI_HINT", "unknown", "", "without an immediate it is reserved"},
        {arch, "FCVTMOD_W_D", "unknown", "", "rounding modes other than rtz are reserved"},
        {arch, "V*", "+reads", "vxrm", "LLVM's machine-code descriptions leave the rounding mode out"},
        {arch, "V*", "+writes", "vxsat", "LLVM's machine-code descriptions leave saturation out"},
        {arch, "VF*", "+reads", "vl vtype", vl},
        {arch, "VF*", "-reads", "frm", "that arithmetic reads the rounding mode is not told: nearly all does"},
        {arch, "VSETVLI", "+reads", "vl", "with x0 twice vl stays"},
        {arch, "VFMERGE_VFM", "+reads", "v0", carry},
    };
    for (const char *opcode : {"VADC_*", "VMADC_*", "VSBC_*", "VMSBC_*", "VMERGE_*"})
        out.push_back({arch, opcode, "+reads", "v0", carry});
    for (const char *opcode : {"VLSEG*", "VLSSEG*", "VLUXSEG*", "VLOXSEG*"})
        out.push_back({arch, opcode, "+writes", "*", fields});
    for (const char *opcode : {"VSSEG*", "VSSSEG*", "VSUXSEG*", "VSOXSEG*"})
        out.push_back({arch, opcode, "+reads", "*", fields});
    for (const char *opcode : {"VLE8FF_V", "VLE16FF_V", "VLE32FF_V", "VLE64FF_V"})
        out.push_back({arch, opcode, "+writes", "vl", "a fault behind the first element makes vl shorter"});
    for (const char *opcode : {"FENCE", "FENCE_I", "FENCE_TSO", "PREFETCH_*", "WRS_*", "SFENCE_VMA", "WFI"}) {
        out.push_back({arch, opcode, "no load", "", "orders accesses, and does none"});
        out.push_back({arch, opcode, "no store", "", "orders accesses, and does none"});
    }
    if (arch == CCONV_ARCH_RISCV32)
        for (const char *opcode : {"BCLRI", "BEXTI", "BINVI", "BSETI", "RORI", "SLLI", "SRLI", "SRAI", "C_SLLI*", "C_SRLI*", "C_SRAI*"})
            out.push_back({arch, opcode, "unknown", "", "shifts by more than 31 are reserved"});
    return out;
}

rows of_arm()
{
    const cconv_arch arch = CCONV_ARCH_ARM;
    const char *system = "LLVM describes no registers of coprocessors and of the system";
    rows out = {
        {arch, "*", "-reads", "pc", "what pc is is known from the address"},
        {arch, "*", "+reads", "system cpsr.q cpsr.ge fpscr", system},
        {arch, "*", "+writes", "system cpsr.q cpsr.ge", system},
        {arch, "VMSR*", "+writes", "fpscr fpscr.nzcv", system},
        {arch, "VMRS*", "+reads", "fpscr fpscr.nzcv", system},
        {arch, "VMSR*", "-writes", "fpscr", system},
        {arch, "V*", "-reads", "fpscr", "that arithmetic reads the rounding mode is not told: nearly all does"},
        {arch, "VCMP*", "+writes", "fpscr.nzcv", "LLVM has comparisons write fpscr as a whole"},
        {arch, "VCMP*", "-writes", "fpscr", "the same"},
        {arch, "MRC*", "+writes", "cpsr", "with pc as the destination the flags are written"},
        {arch, "t2MRC*", "+writes", "cpsr", "with pc as the destination the flags are written"},
        {arch, "VMRS*", "+reads", "fpscr.nzcv", "LLVM has it read fpscr as a whole"},
        {arch, "FMSTAT", "+reads", "fpscr.nzcv", "LLVM leaves these flags out"},
        {arch, "BX_RET", "+reads", "lr", "LLVM leaves lr out"},
        {arch, "MOVPCLR", "+reads", "lr", "LLVM leaves lr out"},
        {arch, "MOVPCLR", "+writes", "pc", "LLVM has a return instead"},
        {arch, "tBL", "-reads", "cpsr", "LLVM has it read the flags outside of IT blocks too"},
        {arch, "tBLXi", "-reads", "cpsr", "LLVM has it read the flags outside of IT blocks too"},
        {arch, "tBX", "flow", "", "bx lr is a return, and in an IT block it may go on"},
        {arch, "tLDMIA", "+writes", "r*", "LLVM leaves the write-back out"},
        {arch, "BLXi", "+writes", "lr", "LLVM leaves lr out"},
        {arch, "FLDMX*", "+writes", "d*", "LLVM leaves its list out"},
        {arch, "FLDMX*", "-reads", "d*", "LLVM leaves its list out"},
        {arch, "MSR*", "-writes", "cpsr", "the fields that are written may not be the flags'"},
        {arch, "t2MSR*", "-writes", "cpsr", "the fields that are written may not be the flags'"},
        {arch, "RFE*", "+writes", "*", "LLVM describes no return from an exception"},
        {arch, "t2RFE*", "+writes", "*", "LLVM describes no return from an exception"},
        {arch, "RFE*", "flow", "", "LLVM describes no return from an exception"},
        {arch, "t2RFE*", "flow", "", "LLVM describes no return from an exception"},
        {arch, "SRS*", "+writes", "sp", "LLVM leaves sp out"},
        {arch, "t2SRS*", "+writes", "sp", "LLVM leaves sp out"},
        {arch, "SRS*", "+reads", "sp", "LLVM leaves sp out"},
        {arch, "t2SRS*", "+reads", "sp", "LLVM leaves sp out"},
        {arch, "ERET", "+reads", "lr", "LLVM describes no return from an exception"},
        {arch, "VFMAL*", "+reads", "d*", "these accumulate, which LLVM leaves out"},
        {arch, "VFMSL*", "+reads", "d*", "these accumulate, which LLVM leaves out"},
    };
    for (const char *what : {"loads", "stores", "no load", "no store"})
        out.push_back({arch, "*", what, "", "LLVM's flags leave most of these out: the text is held against the memory instead"});
    for (const char *opcode : {"SVC", "tSVC", "HVC", "t2HVC", "SMC", "t2SMC"})
        out.push_back({arch, opcode, "flow", "", "system calls go on to the next instruction"});
    for (const char *opcode : {"ADC*", "SBC*", "RSC*", "t2ADC*", "t2SBC*"})
        out.push_back({arch, opcode, "-writes", "cpsr", "LLVM has these write the flags always"});
    for (const char *opcode : {"ADDrsi", "ANDrsi", "BICrsi", "CMNzrsi", "CMPrsi", "EORrsi", "MOVsi", "MVNsi", "ORRrsi", "RSBrsi", "SUBrsi", "TEQrsi", "TSTrsi", "LDR*",
                               "STR*", "t2ADDrs", "t2ANDrs", "t2BICrs", "t2CMNzrs", "t2CMPrs", "t2EORrs", "t2MVNs", "t2ORNrs", "t2ORRrs", "t2RSBrs", "t2SUBrs",
                               "t2TEQrs", "t2TSTrs", "t2RRX"})
        out.push_back({arch, opcode, "+reads", "cpsr", "rrx reads the carry, which LLVM leaves out"});
    for (const char *opcode : {"tB", "t2B"})
        out.push_back({arch, opcode, "flow", "", "in an IT block it may go on, which LLVM leaves out"});
    out.push_back({arch, "BXJ", "flow", "", "with a condition it may go on, which LLVM leaves out"});
    for (const char *opcode : {"t2RBIT", "t2REV*", "t2CLZ"})
        out.push_back({arch, opcode, "unknown", "", "the operand is written twice: two different ones are unpredictable"});
    for (const char *opcode : {"LDC*", "STC*", "t2LDC*", "t2STC*"}) {
        out.push_back({arch, opcode, "+writes", "*", "LLVM leaves the write-back out"});
        out.push_back({arch, opcode, "flow", "", "with pc as the base it is unpredictable"});
    }
    for (const char *opcode : {"VLD*", "VST*"}) {
        const char *reason = "LLVM describes the list's first register alone, and no write-back; the list is held against the text";
        out.push_back({arch, opcode, "+writes", "*", reason});
        out.push_back({arch, opcode, "+reads", "*", reason});
        out.push_back({arch, opcode, "unknown", "", "lists that go on behind d31 are unpredictable"});
        out.push_back({arch, opcode, "flow", "", "with pc as the base it is unpredictable"});
    }
    for (const char *opcode : {"VTBL*", "VTBX*"}) {
        out.push_back({arch, opcode, "unknown", "", "lists that go on behind d31 are unpredictable"});
        out.push_back({arch, opcode, "+reads", "d*", "LLVM describes the list's first register alone"});
    }
    for (const char *opcode : {"BL", "BLX", "BLXi", "BL_pred", "BLX_pred", "tBL", "tBLXi", "tBLXr"})
        out.push_back({arch, opcode, "-reads", "sp", "a call does not touch the stack pointer: LLVM says so for its own allocation of registers"});
    for (const char *opcode : {"SVC", "tSVC", "HVC", "t2HVC", "SMC", "t2SMC"})
        out.push_back({arch, opcode, "-reads", "sp", "nor does a system call"});
    for (const char *opcode : {"MCR*", "MRC*", "MCRR*", "MRRC*", "t2MCR*", "t2MRC*", "t2MCRR*", "t2MRRC*", "CDP*", "t2CDP*"}) {
        out.push_back({arch, opcode, "+reads", "system tpidruro", system});
        out.push_back({arch, opcode, "+writes", "system tpidruro", system});
        out.push_back({arch, opcode, "no load", "", "a move between registers"});
        out.push_back({arch, opcode, "no store", "", "a move between registers"});
    }
    return out;
}

rows of_power()
{
    const cconv_arch arch = CCONV_ARCH_PPC64;
    const char *branch = "LLVM describes all of these as using ctr and the condition, whatever the instruction says, and none as calls";
    const char *system = "LLVM describes no special registers", *many = "LLVM has the first register alone";
    rows out = {
        {arch, "*", "-reads", "fpscr", "that arithmetic reads the rounding mode is not told: nearly all does"},
        {arch, "gBC*", "-reads", "ctr cr*", branch},
        {arch, "gBC*", "-writes", "ctr", branch},
        {arch, "gBC*", "flow", "", branch},
        {arch, "MFCR*", "+reads", "cr*", "LLVM leaves the fields out"},
        {arch, "MTCRF*", "+writes", "cr*", "LLVM leaves the fields out"},
        {arch, "EXTSWSLI*", "-writes", "xer", "it has no carry"},
        {arch, "ADDEX*", "+reads", "xer", "LLVM leaves its carry, OV, out"},
        {arch, "VINSERT*", "+reads", "v*", "the rest of the register stays, which LLVM leaves out"},
        {arch, "XSIEXPQP", "+reads", "v*", "the exponent is in a vector register, which LLVM takes for a floating one"},
        {arch, "XSIEXPQP", "-reads", "vs*", "the exponent is in a vector register, which LLVM takes for a floating one"},
        {arch, "MFOCRF*", "unknown", "", "of several fields what is read is undefined"},
        {arch, "MTOCRF*", "unknown", "", "of several fields what is written is undefined"},
        {arch, "LSWI", "-reads", "r*", "LLVM takes r0 for a base, which is none"},
        {arch, "STSWI", "-reads", "r*", "LLVM takes r0 for a base, which is none"},
        {arch, "CP_*", "-reads", "r*", "LLVM takes r0 for a base, which is none"},
        {arch, "MTUDSCR", "+writes", "system", system},
        {arch, "MCRFS", "-reads", "cr*", "the source is a field of fpscr, which LLVM takes for one of cr"},
        {arch, "ATTN", "unknown", "", "is of no processor today"},
    };
    for (const char *opcode : {"BCD*", "DADD*", "DENBCD*", "DIEX*", "DMUL*", "DQUA*", "DRINT*", "DRRND*", "DSC*", "DSUB*", "HASH*", "MFSR*", "MTDCR", "STBEPX", "STWEPX",
                               "SUBFUS*", "VCMPUQ", "XVBF16GER2*", "XVF16GER2*", "XVI*"})
        out.push_back({arch, opcode, "unknown", "", "not told: decimal arithmetic, the matrix unit, embedded and system instructions"});
    for (const char *opcode : {"BDZL*", "BDNZL*"})
        out.push_back({arch, opcode, "+writes", "lr", "LLVM leaves lr out"});
    for (const char *opcode : {"MFSPR*", "MTSPR*", "MFTB*", "MFMSR*", "MTMSR*", "MFVSCR", "MTVSCR", "MFVRSAVE*", "MTVRSAVE*", "MFFS*", "MTFS*", "MCRFS", "DARN", "RFID", "HRFID",
                               "MCRXRX"}) {
        out.push_back({arch, opcode, "+reads", "system vscr vrsave fpscr xer", system});
        out.push_back({arch, opcode, "+writes", "system vscr vrsave fpscr xer", system});
    }
    for (const char *opcode : {"LMW", "STMW", "LQ*", "STQ*", "LSWI", "STSWI"})
        for (const char *what : {"+reads", "+writes", "loads", "stores"})
            out.push_back({arch, opcode, what, "r*", many});
    for (const char *opcode : {"LBZU*", "LHZU*", "LHAU*", "LWZU*", "LWAUX", "LDU*", "LFSU*", "LFDU*", "STBU*", "STHU*", "STWU*", "STDU*", "STFSU*", "STFDU*"})
        out.push_back({arch, opcode, "unknown", "", "an update of r0 is no form of it"});
    for (const char *opcode : {"DC*", "SYNC*", "ISYNC*", "NOP*", "MF*", "MT*", "ICB*", "EnforceIEIO", "WAIT*", "TB*", "TE*", "TA*", "TR*", "TC*", "TS*", "CP_*", "SC*", "RFID",
                               "HRFID", "DARN", "TW*", "TD*", "MCRFS", "MCRXRX", "TRAP"})
        for (const char *what : {"no load", "no store"})
            out.push_back({arch, opcode, what, "", "accesses nothing; LLVM orders it among accesses so"});
    return out;
}

rows all()
{
    rows out;
    for (const rows &of : {of_riscv(CCONV_ARCH_RISCV64), of_riscv(CCONV_ARCH_RISCV32), of_arm(), of_power()})
        out.insert(out.end(), of.begin(), of.end());
    return out;
}

} // namespace

const std::vector<exception> family_exceptions = all();
