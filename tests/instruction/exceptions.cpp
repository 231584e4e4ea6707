// Where LLVM's descriptions leave out or add what the architecture does not.
#include "exceptions.h"

#include <cstring>

namespace {

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
    {CCONV_ARCH_AARCH64, "AUTIA171615", "+reads", "*", "authenticates x17 with x16 and x15; LLVM has x30 and sp"},
    {CCONV_ARCH_AARCH64, "AUTIA171615", "+writes", "*", "authenticates x17 with x16 and x15; LLVM has x30 and sp"},
    {CCONV_ARCH_AARCH64, "AUTIA171615", "-reads", "*", "authenticates x17 with x16 and x15; LLVM has x30 and sp"},
    {CCONV_ARCH_AARCH64, "AUTIA171615", "-writes", "*", "authenticates x17 with x16 and x15; LLVM has x30 and sp"},
    {CCONV_ARCH_AARCH64, "AUTIB171615", "+reads", "*", "authenticates x17 with x16 and x15; LLVM has x30 and sp"},
    {CCONV_ARCH_AARCH64, "AUTIB171615", "+writes", "*", "authenticates x17 with x16 and x15; LLVM has x30 and sp"},
    {CCONV_ARCH_AARCH64, "AUTIB171615", "-reads", "*", "authenticates x17 with x16 and x15; LLVM has x30 and sp"},
    {CCONV_ARCH_AARCH64, "AUTIB171615", "-writes", "*", "authenticates x17 with x16 and x15; LLVM has x30 and sp"},
    {CCONV_ARCH_AARCH64, "GCSSTR", "stores", "", "LLVM left the mark out"},
    {CCONV_ARCH_AARCH64, "GCSSTTR", "stores", "", "LLVM left the mark out"},
    {CCONV_ARCH_AARCH64, "FCVTNT_Z2Z_StoB", "+reads", "*", "writes the odd elements; LLVM does not tie the register"},
    {CCONV_ARCH_AARCH64, "CTERM*", "+reads", "nzcv", "V becomes the opposite of C"},
    {CCONV_ARCH_X86_64, "*", "-reads", "mxcsr fpcw ssp", "arithmetic reads the control words, and calls the shadow stack's pointer: not told, as nearly every program does"},
    {CCONV_ARCH_X86_64, "*", "-writes", "mxcsr", "exceptions' flags are not told"},
    {CCONV_ARCH_X86_64, "*", "+reads", "st*", "LLVM's x87 instructions leave out most of the stack's registers"},
    {CCONV_ARCH_X86_64, "*", "+writes", "st*", "the same"},
    {CCONV_ARCH_X86_64, "ST_F*", "-reads", "st*", "numbers are those before a pop"},
    {CCONV_ARCH_X86_64, "LD_Frr", "-reads", "st*", "numbers are those before a pop"},
    {CCONV_ARCH_X86_64, "UCOM_F*", "-reads", "st*", "numbers are those before a pop"},
    {CCONV_ARCH_X86_64, "COM_F*", "-reads", "st*", "numbers are those before a pop"},
    {CCONV_ARCH_X86_64, "XCH_F", "-reads", "st*", "numbers are those before a pop"},
    {CCONV_ARCH_X86_64, "CALL*", "stores", "", "LLVM leaves out the push of a call"},
    {CCONV_ARCH_X86_64, "CALL*", "+writes", "rsp system", "the same"},
    {CCONV_ARCH_X86_64, "FARCALL*", "stores", "", "LLVM leaves out the push of a call"},
    {CCONV_ARCH_X86_64, "FARCALL*", "+writes", "rsp system", "the same"},
    {CCONV_ARCH_X86_64, "RET*", "loads", "", "LLVM leaves out the pop of a return"},
    {CCONV_ARCH_X86_64, "RET*", "+reads", "rsp", "the same"},
    {CCONV_ARCH_X86_64, "RET*", "+writes", "rsp system", "the same"},
    {CCONV_ARCH_X86_64, "LRET*", "loads", "", "LLVM leaves out the pop of a return"},
    {CCONV_ARCH_X86_64, "LRET*", "+reads", "rsp", "the same"},
    {CCONV_ARCH_X86_64, "LRET*", "+writes", "rsp system", "the same"},
    {CCONV_ARCH_X86_64, "IRET*", "loads", "", "LLVM leaves out the pop of a return"},
    {CCONV_ARCH_X86_64, "IRET*", "+reads", "rsp", "the same"},
    {CCONV_ARCH_X86_64, "IRET*", "+writes", "rsp system", "the same"},
    {CCONV_ARCH_X86_64, "CDQ", "-writes", "rax", "rax stays"},
    {CCONV_ARCH_X86_64, "CQO", "-writes", "rax", "rax stays"},
    {CCONV_ARCH_X86_64, "LEAVE*", "-reads", "rsp", "rsp is set from rbp"},
    {CCONV_ARCH_X86_64, "LDMXCSR", "no store", "", "LLVM orders it as a store"},
    {CCONV_ARCH_X86_64, "VLDMXCSR", "no store", "", "LLVM orders it as a store"},
    {CCONV_ARCH_X86_64, "MOVSB", "+reads", "rcx", "a prefix of LLVM's repeats it, apart from its description"},
    {CCONV_ARCH_X86_64, "MOVSB", "+writes", "rcx", "the same"},
    {CCONV_ARCH_X86_64, "MOVSB", "loads", "", "LLVM left the mark out"},
    {CCONV_ARCH_X86_64, "MOVSB", "stores", "", "LLVM left the mark out"},
    {CCONV_ARCH_X86_64, "MOVSW", "+reads", "rcx", "a prefix of LLVM's repeats it, apart from its description"},
    {CCONV_ARCH_X86_64, "MOVSW", "+writes", "rcx", "the same"},
    {CCONV_ARCH_X86_64, "MOVSW", "loads", "", "LLVM left the mark out"},
    {CCONV_ARCH_X86_64, "MOVSW", "stores", "", "LLVM left the mark out"},
    {CCONV_ARCH_X86_64, "MOVSL", "+reads", "rcx", "a prefix of LLVM's repeats it, apart from its description"},
    {CCONV_ARCH_X86_64, "MOVSL", "+writes", "rcx", "the same"},
    {CCONV_ARCH_X86_64, "MOVSL", "loads", "", "LLVM left the mark out"},
    {CCONV_ARCH_X86_64, "MOVSL", "stores", "", "LLVM left the mark out"},
    {CCONV_ARCH_X86_64, "MOVSQ", "+reads", "rcx", "a prefix of LLVM's repeats it, apart from its description"},
    {CCONV_ARCH_X86_64, "MOVSQ", "+writes", "rcx", "the same"},
    {CCONV_ARCH_X86_64, "MOVSQ", "loads", "", "LLVM left the mark out"},
    {CCONV_ARCH_X86_64, "MOVSQ", "stores", "", "LLVM left the mark out"},
    {CCONV_ARCH_X86_64, "STOSB", "+reads", "rcx", "a prefix of LLVM's repeats it, apart from its description"},
    {CCONV_ARCH_X86_64, "STOSB", "+writes", "rcx", "the same"},
    {CCONV_ARCH_X86_64, "STOSB", "loads", "", "LLVM left the mark out"},
    {CCONV_ARCH_X86_64, "STOSB", "stores", "", "LLVM left the mark out"},
    {CCONV_ARCH_X86_64, "STOSW", "+reads", "rcx", "a prefix of LLVM's repeats it, apart from its description"},
    {CCONV_ARCH_X86_64, "STOSW", "+writes", "rcx", "the same"},
    {CCONV_ARCH_X86_64, "STOSW", "loads", "", "LLVM left the mark out"},
    {CCONV_ARCH_X86_64, "STOSW", "stores", "", "LLVM left the mark out"},
    {CCONV_ARCH_X86_64, "STOSL", "+reads", "rcx", "a prefix of LLVM's repeats it, apart from its description"},
    {CCONV_ARCH_X86_64, "STOSL", "+writes", "rcx", "the same"},
    {CCONV_ARCH_X86_64, "STOSL", "loads", "", "LLVM left the mark out"},
    {CCONV_ARCH_X86_64, "STOSL", "stores", "", "LLVM left the mark out"},
    {CCONV_ARCH_X86_64, "STOSQ", "+reads", "rcx", "a prefix of LLVM's repeats it, apart from its description"},
    {CCONV_ARCH_X86_64, "STOSQ", "+writes", "rcx", "the same"},
    {CCONV_ARCH_X86_64, "STOSQ", "loads", "", "LLVM left the mark out"},
    {CCONV_ARCH_X86_64, "STOSQ", "stores", "", "LLVM left the mark out"},
    {CCONV_ARCH_X86_64, "SCASB", "+reads", "rcx", "a prefix of LLVM's repeats it, apart from its description"},
    {CCONV_ARCH_X86_64, "SCASB", "+writes", "rcx", "the same"},
    {CCONV_ARCH_X86_64, "SCASB", "loads", "", "LLVM left the mark out"},
    {CCONV_ARCH_X86_64, "SCASB", "stores", "", "LLVM left the mark out"},
    {CCONV_ARCH_X86_64, "SCASW", "+reads", "rcx", "a prefix of LLVM's repeats it, apart from its description"},
    {CCONV_ARCH_X86_64, "SCASW", "+writes", "rcx", "the same"},
    {CCONV_ARCH_X86_64, "SCASW", "loads", "", "LLVM left the mark out"},
    {CCONV_ARCH_X86_64, "SCASW", "stores", "", "LLVM left the mark out"},
    {CCONV_ARCH_X86_64, "SCASL", "+reads", "rcx", "a prefix of LLVM's repeats it, apart from its description"},
    {CCONV_ARCH_X86_64, "SCASL", "+writes", "rcx", "the same"},
    {CCONV_ARCH_X86_64, "SCASL", "loads", "", "LLVM left the mark out"},
    {CCONV_ARCH_X86_64, "SCASL", "stores", "", "LLVM left the mark out"},
    {CCONV_ARCH_X86_64, "SCASQ", "+reads", "rcx", "a prefix of LLVM's repeats it, apart from its description"},
    {CCONV_ARCH_X86_64, "SCASQ", "+writes", "rcx", "the same"},
    {CCONV_ARCH_X86_64, "SCASQ", "loads", "", "LLVM left the mark out"},
    {CCONV_ARCH_X86_64, "SCASQ", "stores", "", "LLVM left the mark out"},
    {CCONV_ARCH_X86_64, "CMPSB", "+reads", "rcx", "a prefix of LLVM's repeats it, apart from its description"},
    {CCONV_ARCH_X86_64, "CMPSB", "+writes", "rcx", "the same"},
    {CCONV_ARCH_X86_64, "CMPSB", "loads", "", "LLVM left the mark out"},
    {CCONV_ARCH_X86_64, "CMPSB", "stores", "", "LLVM left the mark out"},
    {CCONV_ARCH_X86_64, "CMPSW", "+reads", "rcx", "a prefix of LLVM's repeats it, apart from its description"},
    {CCONV_ARCH_X86_64, "CMPSW", "+writes", "rcx", "the same"},
    {CCONV_ARCH_X86_64, "CMPSW", "loads", "", "LLVM left the mark out"},
    {CCONV_ARCH_X86_64, "CMPSW", "stores", "", "LLVM left the mark out"},
    {CCONV_ARCH_X86_64, "CMPSL", "+reads", "rcx", "a prefix of LLVM's repeats it, apart from its description"},
    {CCONV_ARCH_X86_64, "CMPSL", "+writes", "rcx", "the same"},
    {CCONV_ARCH_X86_64, "CMPSL", "loads", "", "LLVM left the mark out"},
    {CCONV_ARCH_X86_64, "CMPSL", "stores", "", "LLVM left the mark out"},
    {CCONV_ARCH_X86_64, "CMPSQ", "+reads", "rcx", "a prefix of LLVM's repeats it, apart from its description"},
    {CCONV_ARCH_X86_64, "CMPSQ", "+writes", "rcx", "the same"},
    {CCONV_ARCH_X86_64, "CMPSQ", "loads", "", "LLVM left the mark out"},
    {CCONV_ARCH_X86_64, "CMPSQ", "stores", "", "LLVM left the mark out"},
    {CCONV_ARCH_X86_64, "LODSB", "+reads", "rcx", "a prefix of LLVM's repeats it, apart from its description"},
    {CCONV_ARCH_X86_64, "LODSB", "+writes", "rcx", "the same"},
    {CCONV_ARCH_X86_64, "LODSB", "loads", "", "LLVM left the mark out"},
    {CCONV_ARCH_X86_64, "LODSB", "stores", "", "LLVM left the mark out"},
    {CCONV_ARCH_X86_64, "LODSW", "+reads", "rcx", "a prefix of LLVM's repeats it, apart from its description"},
    {CCONV_ARCH_X86_64, "LODSW", "+writes", "rcx", "the same"},
    {CCONV_ARCH_X86_64, "LODSW", "loads", "", "LLVM left the mark out"},
    {CCONV_ARCH_X86_64, "LODSW", "stores", "", "LLVM left the mark out"},
    {CCONV_ARCH_X86_64, "LODSL", "+reads", "rcx", "a prefix of LLVM's repeats it, apart from its description"},
    {CCONV_ARCH_X86_64, "LODSL", "+writes", "rcx", "the same"},
    {CCONV_ARCH_X86_64, "LODSL", "loads", "", "LLVM left the mark out"},
    {CCONV_ARCH_X86_64, "LODSL", "stores", "", "LLVM left the mark out"},
    {CCONV_ARCH_X86_64, "LODSQ", "+reads", "rcx", "a prefix of LLVM's repeats it, apart from its description"},
    {CCONV_ARCH_X86_64, "LODSQ", "+writes", "rcx", "the same"},
    {CCONV_ARCH_X86_64, "LODSQ", "loads", "", "LLVM left the mark out"},
    {CCONV_ARCH_X86_64, "LODSQ", "stores", "", "LLVM left the mark out"},
    {CCONV_ARCH_X86_64, "INSB", "+reads", "rcx", "a prefix of LLVM's repeats it, apart from its description"},
    {CCONV_ARCH_X86_64, "INSB", "+writes", "rcx", "the same"},
    {CCONV_ARCH_X86_64, "INSB", "loads", "", "LLVM left the mark out"},
    {CCONV_ARCH_X86_64, "INSB", "stores", "", "LLVM left the mark out"},
    {CCONV_ARCH_X86_64, "INSW", "+reads", "rcx", "a prefix of LLVM's repeats it, apart from its description"},
    {CCONV_ARCH_X86_64, "INSW", "+writes", "rcx", "the same"},
    {CCONV_ARCH_X86_64, "INSW", "loads", "", "LLVM left the mark out"},
    {CCONV_ARCH_X86_64, "INSW", "stores", "", "LLVM left the mark out"},
    {CCONV_ARCH_X86_64, "INSL", "+reads", "rcx", "a prefix of LLVM's repeats it, apart from its description"},
    {CCONV_ARCH_X86_64, "INSL", "+writes", "rcx", "the same"},
    {CCONV_ARCH_X86_64, "INSL", "loads", "", "LLVM left the mark out"},
    {CCONV_ARCH_X86_64, "INSL", "stores", "", "LLVM left the mark out"},
    {CCONV_ARCH_X86_64, "OUTSB", "+reads", "rcx", "a prefix of LLVM's repeats it, apart from its description"},
    {CCONV_ARCH_X86_64, "OUTSB", "+writes", "rcx", "the same"},
    {CCONV_ARCH_X86_64, "OUTSB", "loads", "", "LLVM left the mark out"},
    {CCONV_ARCH_X86_64, "OUTSB", "stores", "", "LLVM left the mark out"},
    {CCONV_ARCH_X86_64, "OUTSW", "+reads", "rcx", "a prefix of LLVM's repeats it, apart from its description"},
    {CCONV_ARCH_X86_64, "OUTSW", "+writes", "rcx", "the same"},
    {CCONV_ARCH_X86_64, "OUTSW", "loads", "", "LLVM left the mark out"},
    {CCONV_ARCH_X86_64, "OUTSW", "stores", "", "LLVM left the mark out"},
    {CCONV_ARCH_X86_64, "OUTSL", "+reads", "rcx", "a prefix of LLVM's repeats it, apart from its description"},
    {CCONV_ARCH_X86_64, "OUTSL", "+writes", "rcx", "the same"},
    {CCONV_ARCH_X86_64, "OUTSL", "loads", "", "LLVM left the mark out"},
    {CCONV_ARCH_X86_64, "OUTSL", "stores", "", "LLVM left the mark out"},
    {CCONV_ARCH_X86_64, "NOOP*", "-reads", "*", "a no-operation's operand is not read"},
    {CCONV_ARCH_X86_64, "PAUSE", "no load", "", "accesses nothing; LLVM orders it among accesses"},
    {CCONV_ARCH_X86_64, "PAUSE", "no store", "", "the same"},
    {CCONV_ARCH_X86_64, "SFENCE", "no load", "", "accesses nothing; LLVM orders it among accesses"},
    {CCONV_ARCH_X86_64, "SFENCE", "no store", "", "the same"},
    {CCONV_ARCH_X86_64, "LFENCE", "no load", "", "accesses nothing; LLVM orders it among accesses"},
    {CCONV_ARCH_X86_64, "LFENCE", "no store", "", "the same"},
    {CCONV_ARCH_X86_64, "MFENCE", "no load", "", "accesses nothing; LLVM orders it among accesses"},
    {CCONV_ARCH_X86_64, "MFENCE", "no store", "", "the same"},
    {CCONV_ARCH_X86_64, "PREFETCH*", "no load", "", "accesses nothing; LLVM orders it among accesses"},
    {CCONV_ARCH_X86_64, "PREFETCH*", "no store", "", "the same"},
    {CCONV_ARCH_X86_64, "ENDBR*", "no load", "", "accesses nothing; LLVM orders it among accesses"},
    {CCONV_ARCH_X86_64, "ENDBR*", "no store", "", "the same"},
    {CCONV_ARCH_X86_64, "CLFLUSH*", "no store", "", "writes back what is there; LLVM has it as a store"},
    {CCONV_ARCH_X86_64, "CMOV*", "+reads", "flags", "LLVM leaves out the flags of fcmov"},
    {CCONV_ARCH_X86_64, "LOOP*", "+reads", "rcx", "LLVM leaves out the counter"},
    {CCONV_ARCH_X86_64, "LOOP*", "+writes", "rcx", "the same"},
    {CCONV_ARCH_X86_64, "MMX_EMMS", "no load", "", "marks registers as empty; LLVM orders it among accesses"},
    {CCONV_ARCH_X86_64, "MMX_EMMS", "no store", "", "the same"},
    {CCONV_ARCH_X86_64, "MMX_EMMS", "-writes", "st* mm*", "the registers stay, their marks are in fpsw"},
    {CCONV_ARCH_X86_64, "MMX_EMMS", "+writes", "fpsw", "the same"},
    {CCONV_ARCH_X86_64, "FEMMS", "no load", "", "marks registers as empty; LLVM orders it among accesses"},
    {CCONV_ARCH_X86_64, "FEMMS", "no store", "", "the same"},
    {CCONV_ARCH_X86_64, "FEMMS", "-writes", "st* mm*", "the registers stay, their marks are in fpsw"},
    {CCONV_ARCH_X86_64, "FEMMS", "+writes", "fpsw", "the same"},
    {CCONV_ARCH_X86_64, "POPF*", "+writes", "system", "LLVM's flags are all of them"},
    {CCONV_ARCH_X86_64, "SYSCALL", "+writes", "rcx r11", "LLVM leaves out what syscall overwrites"},
    {CCONV_ARCH_X86_64, "TRAP", "no load", "", "accesses nothing; LLVM orders it among accesses"},
    {CCONV_ARCH_X86_64, "TRAP", "no store", "", "the same"},
    {CCONV_ARCH_X86_64, "XABORT", "no load", "", "accesses nothing; LLVM orders it among accesses"},
    {CCONV_ARCH_X86_64, "XABORT", "no store", "", "the same"},
    {CCONV_ARCH_X86_64, "XEND", "no load", "", "accesses nothing; LLVM orders it among accesses"},
    {CCONV_ARCH_X86_64, "XEND", "no store", "", "the same"},
    {CCONV_ARCH_X86_64, "INT3", "no load", "", "accesses nothing; LLVM orders it among accesses"},
    {CCONV_ARCH_X86_64, "INT3", "no store", "", "the same"},
    {CCONV_ARCH_X86_64, "INT", "no load", "", "accesses nothing; LLVM orders it among accesses"},
    {CCONV_ARCH_X86_64, "INT", "no store", "", "the same"},
    {CCONV_ARCH_X86_64, "HLT", "no load", "", "accesses nothing; LLVM orders it among accesses"},
    {CCONV_ARCH_X86_64, "HLT", "no store", "", "the same"},
    {CCONV_ARCH_X86_64, "WAIT", "-writes", "fpsw", "only looks for exceptions"},
    {CCONV_ARCH_X86_64, "WRPKRUr", "+writes", "pkru", "LLVM describes no such register"},
    {CCONV_ARCH_X86_64, "XABORT", "+reads", "rax", "what it writes there if a transaction runs"},
    {CCONV_ARCH_X86_64, "XABORT", "+writes", "rax", "the same"},
    {CCONV_ARCH_X86_64, "XBEGIN*", "+reads", "rax", "written where the transaction is given up, and not if it is not"},
    {CCONV_ARCH_X86_64, "XGETBV", "+reads", "system", "LLVM describes no such register"},
    {CCONV_ARCH_X86_64, "DIV*", "depends on what is not read: flags", "", "they are undefined"},
    {CCONV_ARCH_X86_64, "IDIV*", "depends on what is not read: flags", "", "they are undefined"},
    {CCONV_ARCH_X86_64, "UCOM_F*", "run", "", "the x87 stack is not given values"},
    {CCONV_ARCH_X86_64, "COM_F*", "run", "", "the x87 stack is not given values"},
    {CCONV_ARCH_X86_64, "RDTSC*", "run", "", "another value each time"},
    {CCONV_ARCH_X86_64, "FLDENVm", "run", "", "the emulator passes over words that it has no use for"},
    {CCONV_ARCH_X86_64, "RDPKRUr", "+reads", "pkru", "LLVM describes no such register"},
};

bool fits(const char *pattern, const std::string &name)
{
    size_t length = strlen(pattern);
    return length && pattern[length - 1] == '*' ? name.compare(0, length - 1, pattern, length - 1) == 0 : name == pattern;
}

bool is_listed(const char *list, const std::string &name)
{
    std::string all = std::string(list) + " ";
    for (size_t at = 0, end; (end = all.find(' ', at)) != std::string::npos; at = end + 1)
        if (fits(all.substr(at, end - at).c_str(), name))
            return true;
    return false;
}

// i386's descriptions are x86-64's.
bool holds(const exception &row, cconv_arch arch)
{
    return row.arch == arch || (row.arch == CCONV_ARCH_X86_64 && arch == CCONV_ARCH_X86);
}

} // namespace

// What the exceptions say of one difference.
static std::vector<const exception *> rows_of(cconv_arch arch, const std::string &opcode, const std::string &what)
{
    std::vector<const exception *> out;
    auto add = [&](const exception &row) {
        if (holds(row, arch) && what == row.what && fits(row.opcode, opcode))
            out.push_back(&row);
    };
    for (const exception &row : exceptions)
        add(row);
    for (const exception &row : family_exceptions)
        add(row);
    return out;
}

bool excused(cconv_arch arch, const std::string &opcode, const std::string &what)
{
    return !rows_of(arch, opcode, what).empty();
}

static void drop(cconv_arch arch, const std::string &opcode, const std::string &what, register_set &set)
{
    for (const exception *row : rows_of(arch, opcode, what)) {
        for (unsigned reg = 0; reg < instruction_register_count(arch); reg++) {
            const char *name = instruction_register_name(row->arch, reg); // as the row spells it
            if (register_set_has(&set, reg) && name && is_listed(row->registers, name))
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
