/*
 * The tables of the i386 family: platforms, registers and their roles, what is preserved, the stack.
 *
 * Sources: Intel386 psABI 1.1, 2.2; Apple, "IA-32 Function Calling Conventions"; Microsoft, "Argument passing and naming
 * conventions", "__cdecl", "__stdcall"; GCC manual, "x86 Function Attributes". Platforms as gcc 12 and clang 19 have them.
 */
#include "convention/i386.h"
#include "convention/list.h"

/* ---- platforms ----------------------------------------------------------------------------------------------------- */

const struct i386_platform i386_linux = {
    .name = "Linux", .rules = i386_psabi_rules, .stack_alignment = 16, .vector_registers = 3, .has_gcc = true,
    .callee_pops_sret = true,
};

const struct i386_platform i386_darwin = {
    .name = "macOS", .rules = i386_apple_rules, .stack_alignment = 16, .vector_registers = 4, .small_results = true,
    .float_results = true, .callee_pops_sret = true, .apple_vectors = true,
};

const struct i386_platform i386_msvc = {
    .name = "Windows", .rules = i386_microsoft_rules, .stack_alignment = 4, .vector_registers = 3,
    .small_results = true, .empty_takes_slot = true, .over_aligned_by_pointer = true, .vectors_by_pointer = true,
};

const struct i386_platform i386_mingw = {
    .name = "Windows (mingw)", .rules = i386_microsoft_rules, .stack_alignment = 4, .vector_registers = 3,
    .has_gcc = true, .small_results = true, .float_results = true,
};

/* By cconv_os. A C convention that is used on another system brings its own along; attributes take the target's. */
static const struct i386_variant of_system_v = {.platforms = {&i386_linux, &i386_darwin, &i386_linux, &i386_linux}};
static const struct i386_variant of_windows = {.platforms = {&i386_mingw, &i386_mingw, &i386_msvc, &i386_mingw}};
static const struct i386_variant of_target = {.platforms = {&i386_linux, &i386_darwin, &i386_msvc, &i386_mingw}};

static const struct i386_variant of_fastcall = {
    .platforms = {&i386_linux, &i386_darwin, &i386_msvc, &i386_mingw}, .one_word = true, .sret = I386_SRET_DISPUTED,
};
static const struct i386_variant of_thiscall = {
    .platforms = {&i386_linux, &i386_darwin, &i386_msvc, &i386_mingw}, .one_word = true, .first_word = true,
    .sret = I386_SRET_DISPUTED,
};
static const struct i386_variant of_thiscall_mingw = {
    .platforms = {&i386_linux, &i386_darwin, &i386_msvc, &i386_mingw}, .one_word = true, .first_word = true,
};

/* clang alone has __vectorcall and __regcall. */
static const struct i386_platform clang_linux = {
    .name = "Linux", .rules = i386_psabi_rules, .stack_alignment = 16, .vector_registers = 3, .callee_pops_sret = true,
};
static const struct i386_platform clang_mingw = {
    .name = "Windows (mingw)", .rules = i386_microsoft_rules, .stack_alignment = 4, .vector_registers = 3,
    .small_results = true, .float_results = true,
};
static const struct i386_variant of_vectorcall = {
    .platforms = {&clang_linux, &i386_darwin, &i386_msvc, &clang_mingw}, .one_word = true, .vectorcall = true,
    .sret = I386_SRET_ON_STACK,
};

static const struct i386_variant of_regcall = {
    .platforms = {&clang_linux, &i386_darwin, &i386_msvc, &clang_mingw}, .one_word = true, .regcall = true,
};

/* ---- registers ----------------------------------------------------------------------------------------------------- */

static const uint16_t regparm[] = {EAX, EDX, ECX};
static const uint16_t fastcall[] = {ECX, EDX};
static const uint16_t vectors[] = {I386_XMM0, I386_XMM0 + 1, I386_XMM0 + 2};
static const uint16_t vectorcall_vectors[] = {I386_XMM0,     I386_XMM0 + 1, I386_XMM0 + 2,
                                              I386_XMM0 + 3, I386_XMM0 + 4, I386_XMM0 + 5};
static const uint16_t regcall[] = {EAX, ECX, EDX, EDI, ESI};
static const uint16_t regcall_vectors[] = {I386_XMM0,     I386_XMM0 + 1, I386_XMM0 + 2, I386_XMM0 + 3,
                                           I386_XMM0 + 4, I386_XMM0 + 5, I386_XMM0 + 6, I386_XMM0 + 7};
static const uint16_t integer_results[] = {EAX, EDX};
static const uint16_t vector_results[] = {I386_XMM0};

#define EAX_ROLE "integer result; address of a result in memory"
#define EDX_ROLE "upper half of an 8-byte result"
#define GENERAL_ROLES \
    {"ebx", "preserved; global offset table in position-independent code", 4, 4}, \
    {"esp", "stack pointer", 4, 4}, \
    {"ebp", "preserved; frame pointer if there is one", 4, 4}, \
    {"esi", "preserved", 4, 4}, \
    {"edi", "preserved", 4, 4}
#define OTHER_ROLES \
    GENERAL_ROLES, \
    {"xmm0", "1st vector argument; vector result", 0, 16}, \
    {"xmm1", "2nd vector argument", 0, 16}, \
    {"xmm2", "3rd vector argument", 0, 16}, \
    {"xmm3-xmm7", "scratch", 0, 16}, \
    {"ymm0-ymm7", "scratch; as xmm0 for 32-byte vectors", 0, 32}, \
    {"zmm0-zmm7", "scratch; as xmm0 for 64-byte vectors", 0, 64}, \
    MMX_ROLES, X87_ROLES
#define MMX_ROLES \
    {"mm0", "1st __m64 argument; __m64 result", 0, 8}, \
    {"mm1", "2nd __m64 argument", 0, 8}, \
    {"mm2", "3rd __m64 argument", 0, 8}, \
    {"mm3-mm7", "scratch", 0, 8}
#define X87_ROLES \
    {"st0", "floating-point result", 0, 10}, \
    {"st1-st7", "scratch; empty on entry", 0, 10}, \
    STATE_ROLES
#define STATE_ROLES \
    {"mxcsr", "control bits preserved, status bits not", 4, 4}, \
    {"fpcr", "x87 control word, preserved", 2, 2}, \
    {"eflags", "df clear on entry and return; the rest scratch", 0, 4}, \
    {NULL, NULL, 0, 0}

static const cconv_register_role roles[] = {
    {"eax", EAX_ROLE, 0, 4}, {"edx", EDX_ROLE, 0, 4}, {"ecx", "scratch", 0, 4}, OTHER_ROLES,
};
static const cconv_register_role regparm1_roles[] = {
    {"eax", "1st word of arguments; " EAX_ROLE, 0, 4}, {"edx", EDX_ROLE, 0, 4}, {"ecx", "scratch", 0, 4}, OTHER_ROLES,
};
static const cconv_register_role regparm2_roles[] = {
    {"eax", "1st word of arguments; " EAX_ROLE, 0, 4}, {"edx", "2nd word of arguments; " EDX_ROLE, 0, 4},
    {"ecx", "scratch", 0, 4}, OTHER_ROLES,
};
static const cconv_register_role regparm3_roles[] = {
    {"eax", "1st word of arguments; " EAX_ROLE, 0, 4}, {"edx", "2nd word of arguments; " EDX_ROLE, 0, 4},
    {"ecx", "3rd word of arguments", 0, 4}, OTHER_ROLES,
};
static const cconv_register_role fastcall_roles[] = {
    {"eax", EAX_ROLE, 0, 4}, {"edx", "2nd integer or pointer of up to 4 bytes; " EDX_ROLE, 0, 4},
    {"ecx", "1st integer or pointer of up to 4 bytes", 0, 4}, OTHER_ROLES,
};
static const cconv_register_role thiscall_roles[] = {
    {"eax", EAX_ROLE, 0, 4}, {"edx", EDX_ROLE, 0, 4}, {"ecx", "1st integer or pointer of up to 4 bytes: this", 0, 4},
    OTHER_ROLES,
};

static const cconv_register_role vectorcall_roles[] = {
    {"eax", EAX_ROLE, 0, 4}, {"edx", "2nd integer or pointer of up to 4 bytes; " EDX_ROLE, 0, 4},
    {"ecx", "1st integer or pointer of up to 4 bytes", 0, 4}, GENERAL_ROLES,
    {"xmm0-xmm3", "vector and floating-point arguments; vector, floating-point or HVA result", 0, 16},
    {"xmm4-xmm5", "vector and floating-point arguments", 0, 16},
    {"xmm6-xmm7", "scratch", 0, 16},
    {"ymm0-ymm7", "scratch; as xmm for 32-byte vectors", 0, 32},
    {"zmm0-zmm7", "scratch; as xmm for 64-byte vectors", 0, 64},
    {"mm0-mm7", "scratch", 0, 8}, X87_ROLES,
};

#define REGCALL_ROLES \
    {"ebx", "preserved; global offset table in position-independent code", 4, 4}, \
    {"esp", "stack pointer", 4, 4}, \
    {"ebp", "preserved; frame pointer if there is one", 4, 4}, \
    {"xmm0-xmm3", "floating-point and vector arguments and results", 0, 16}, \
    {"xmm4-xmm7", "floating-point and vector arguments and results, else preserved", 16, 16}, \
    {"ymm0-ymm7", "as xmm for 32-byte vectors; upper halves are scratch", 0, 32}, \
    {"zmm0-zmm7", "as xmm for 64-byte vectors; upper parts are scratch", 0, 64}, \
    {"mm0-mm7", "scratch", 0, 8}, \
    {"st0", "1st long double argument; long double result", 0, 10}, \
    {"st1-st7", "scratch; empty on entry", 0, 10}, STATE_ROLES
static const cconv_register_role regcall_roles[] = {
    {"eax", "1st word of arguments and result; address of a result in memory", 0, 4},
    {"ecx", "2nd word of arguments and result", 0, 4},
    {"edx", "3rd word of arguments and result", 0, 4},
    {"edi", "4th word of arguments and result, else preserved", 4, 4},
    {"esi", "5th word of arguments and result, else preserved", 4, 4},
    REGCALL_ROLES,
};

static const char *const regcall_kept[] = {"ebx", "esi", "edi", "ebp", "esp", "xmm4", "xmm5", "xmm6", "xmm7", NULL};
static const char *const regcall_lost[] = {
    "eax", "ecx", "edx", "xmm0", "xmm1", "xmm2", "xmm3", "st0", "st1", "st2", "st3", "st4", "st5", "st6", "st7", NULL,
};
static const char *const preserved[] = {"ebx", "esi", "edi", "ebp", "esp", NULL};
static const char *const clobbered[] = {
    "eax",  "ecx",  "edx",  "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6",
    "xmm7", "st0",  "st1",  "st2",  "st3",  "st4",  "st5",  "st6",  "st7",  NULL,
};

/* ---- duties -------------------------------------------------------------------------------------------------------- */

#define X87_EMPTY \
    "The x87 stack is empty on entry; on return it holds st0 or nothing, and no mm register is in use (emms)."
#define DIRECTION "The direction flag is clear on entry and on return."
#define CONTROL "The callee keeps the x87 control word and mxcsr's control bits; status bits may change."
#define NO_RED_ZONE "Memory below esp is volatile: there is no red zone."

static const char *const sysv_duties[] = {
    "esp is a multiple of 16 at the call instruction (32 or 64 where such a vector is on the stack).",
    "The caller removes the arguments; the address of a result in memory is removed by the callee (ret $4).",
    "The callee returns the address of a result in memory in eax.",
    X87_EMPTY, CONTROL, DIRECTION, NO_RED_ZONE,
    "A narrow argument is widened to 4 bytes by callers; callees do not rely on it.", NULL,
};
static const char *const windows_duties[] = {
    "The caller removes the arguments, the address of a result in memory too.",
    "The callee returns the address of a result in memory in eax.",
    "esp is a multiple of 4; nothing more may be relied upon.",
    X87_EMPTY, CONTROL, DIRECTION, NO_RED_ZONE,
    "A narrow argument is widened to 4 bytes by callers; callees do not rely on it.", NULL,
};
static const char *const stdcall_duties[] = {
    "The callee removes all arguments with ret, the address of a result in memory too.",
    "A variadic function is called as cdecl instead.",
    "The callee returns the address of a result in memory in eax.",
    "The platform aligns esp: to 16 on Linux and macOS, to 4 on Windows.",
    X87_EMPTY, CONTROL, DIRECTION, NO_RED_ZONE, NULL,
};
static const char *const regparm_duties[] = {
    "The caller removes the arguments on the stack.",
    "An argument that does not fit the registers left closes them for all later ones.",
    "A variadic function has no arguments in registers.",
    "A narrow argument is widened to 4 bytes by callers; clang's callees rely on it in registers.",
    "The platform aligns esp: to 16 on Linux and macOS, to 4 on Windows.",
    X87_EMPTY, CONTROL, DIRECTION, NO_RED_ZONE, NULL,
};
static const char *const fastcall_duties[] = {
    "The callee removes the arguments on the stack with ret, the address of a result in memory too.",
    "A variadic function is called as cdecl instead.",
    "Bits above a narrow argument in a register are undefined; on the stack it is widened to 4 bytes.",
    "The callee returns the address of a result in memory in eax.",
    "The platform aligns esp: to 16 on Linux and macOS, to 4 on Windows.",
    X87_EMPTY, CONTROL, DIRECTION, NO_RED_ZONE, NULL,
};
static const char *const thiscall_duties[] = {
    "The callee removes the arguments on the stack with ret, the address of a result in memory too.",
    "A variadic function is called as cdecl instead.",
    "A narrow argument is widened to 4 bytes by callers; clang's callees rely on it in ecx.",
    "The callee returns the address of a result in memory in eax.",
    "The platform aligns esp: to 16 on Linux and macOS, to 4 on Windows.",
    X87_EMPTY, CONTROL, DIRECTION, NO_RED_ZONE, NULL,
};

static const char *const regcall_duties[] = {
    "The caller removes the arguments on the stack.",
    "A register that holds an argument or a part of the result is not preserved.",
    "The function has a prototype without `...`.",
    "A narrow argument is widened to 4 bytes by callers; callees rely on it.",
    "The callee returns the address of a result in memory in eax.",
    "The platform aligns esp: to 16 on Linux and macOS, to 4 on Windows.",
    CONTROL, DIRECTION, NO_RED_ZONE, NULL,
};

/* ---- conventions --------------------------------------------------------------------------------------------------- */

static const char *const sysv_aliases[] = {"sysv", "i386_sysv", "linux32", "system-v", "i386-sysv", NULL};
static const char *const windows_aliases[] = {"win32", "windows", "win", "microsoft", "windows32", NULL};
static const char *const stdcall_aliases[] = {"stdcall", "__stdcall", "winapi", "system", NULL};
static const char *const regparm1_aliases[] = {"regparm(1)", "regparm1", NULL};
static const char *const regparm2_aliases[] = {"regparm(2)", "regparm2", NULL};
static const char *const regparm3_aliases[] = {"regparm(3)", "regparm3", "regparm", NULL};
static const char *const fastcall_aliases[] = {"fastcall", "__fastcall", NULL};
static const char *const thiscall_aliases[] = {"thiscall", "__thiscall", NULL};

static const char *const vectorcall_aliases[] = {"vectorcall", "__vectorcall", NULL};

static const char *const regcall_aliases[] = {"regcall", "__regcall", "x86_regcall_v3", NULL};

static const struct symbol_decoration regcall_names = {.stem = "__regcall3__", .everywhere = true};
static const struct symbol_decoration vectorcall_names = {.prefix = "", .suffix = "@@", .everywhere = true};
static const struct symbol_decoration fastcall_names = {.prefix = "@", .suffix = "@"};
static const struct symbol_decoration stdcall_names = {.prefix = "_", .suffix = "@"};

#define FAMILY \
    .arch = CCONV_ARCH_X86, .vector_args = {vectors, COUNT_OF(vectors)}, \
    .integer_results = {integer_results, COUNT_OF(integer_results)}, \
    .vector_results = {vector_results, COUNT_OF(vector_results)}, .sret_returned = EAX, \
    .vector_count = CCONV_NO_REGISTER, .preserved = preserved, .clobbered = clobbered, \
    .place_result = i386_place_result, .place_argument = i386_place_argument, .finish = i386_finish
#define STACK(align, cleans) \
    .stack = {.alignment = align, .slot = 4, .return_address = 4, .callee_cleans = cleans}

static const struct method_rules microsoft_method = {
    .pointer = {"Microsoft C++ for x86, as clang 19 has it", "methods", "address of the result as second argument, after the object's"},
    .result = {"Microsoft C++ for x86, as clang 19 has it", "methods", "struct or union: the caller's memory, its address back in eax"},
    .returned = EAX,
};

const struct cconv_convention convention_x86_sysv = {
    .name = "x86_sysv", .summary = "cdecl on 32-bit x86: Linux, macOS, the BSDs", .document = "Intel386 psABI 1.1",
    .aliases = sysv_aliases, .own_target = "i686-linux-gnu", FAMILY, .sret = CCONV_NO_REGISTER, .roles = roles,
    .duties = sysv_duties, STACK(16, 0), .variant = &of_system_v,
};

const struct cconv_convention convention_x86_win = {
    .name = "x86_win", .summary = "cdecl on 32-bit Windows", .document = "Microsoft x86 calling conventions",
    .aliases = windows_aliases, .own_target = "i686-windows-msvc", FAMILY, .sret = CCONV_NO_REGISTER, .roles = roles,
    .duties = windows_duties, STACK(4, 0), .variant = &of_windows, .method = &microsoft_method,
};

const struct cconv_convention convention_x86_stdcall = {
    .name = "x86_stdcall", .summary = "__stdcall: the Windows API on 32-bit x86",
    .document = "Microsoft x86 calling conventions", .aliases = stdcall_aliases, .own_target = "i686-windows-msvc",
    FAMILY, .sret = CCONV_NO_REGISTER, .roles = roles, .duties = stdcall_duties, STACK(4, 1), .variant = &of_target,
    .decoration = &stdcall_names, .variadic_is_own = 1, .method = &microsoft_method,
};

#define REGPARM(n) \
    .document = "GCC manual, x86 Function Attributes", .aliases = regparm##n##_aliases, \
    .own_target = "i686-linux-gnu", FAMILY, .integer_args = {regparm, n}, .sret = EAX, \
    .roles = regparm##n##_roles, .duties = regparm_duties, STACK(16, 0), .variant = &of_target

const struct cconv_convention convention_x86_regparm1 = {
    .name = "x86_regparm1", .summary = "regparm(1): one word of arguments in eax", REGPARM(1),
};

const struct cconv_convention convention_x86_regparm2 = {
    .name = "x86_regparm2", .summary = "regparm(2): two words of arguments in eax and edx", REGPARM(2),
};

const struct cconv_convention convention_x86_regparm3 = {
    .name = "x86_regparm3", .summary = "regparm(3): three words of arguments in eax, edx and ecx", REGPARM(3),
};

const struct cconv_convention convention_x86_fastcall = {
    .name = "x86_fastcall", .summary = "__fastcall: two words of arguments in ecx and edx",
    .document = "Microsoft __fastcall", .aliases = fastcall_aliases, .own_target = "i686-windows-msvc", FAMILY,
    .integer_args = {fastcall, 2}, .sret = CCONV_NO_REGISTER, .roles = fastcall_roles, .duties = fastcall_duties,
    STACK(4, 1), .variant = &of_fastcall, .decoration = &fastcall_names, .variadic_is_own = 1,
};

#define THISCALL \
    .document = "Microsoft __thiscall", .aliases = thiscall_aliases, FAMILY, .integer_args = {fastcall, 1}, \
    .roles = thiscall_roles, .duties = thiscall_duties, STACK(4, 1), .variadic_is_own = 1

const struct cconv_convention convention_x86_thiscall = {
    .name = "x86_thiscall", .summary = "__thiscall: C++ members, this in ecx", .own_target = "i686-windows-msvc",
    THISCALL, .sret = CCONV_NO_REGISTER, .variant = &of_thiscall, .method = &microsoft_method,
};

const struct cconv_convention convention_x86_thiscall_mingw = {
    .name = "x86_thiscall_mingw", .summary = "thiscall of mingw: as __thiscall, but the result's address first",
    .own_target = "i686-windows-gnu", THISCALL, .sret = ECX, .variant = &of_thiscall_mingw,
};

#define VECTORCALL_FAMILY \
    .arch = CCONV_ARCH_X86, .vector_args = {vectorcall_vectors, 6}, .integer_results = {integer_results, 2}, \
    .vector_results = {vectorcall_vectors, 4}, .sret_returned = EAX, .vector_count = CCONV_NO_REGISTER, \
    .preserved = preserved, .clobbered = clobbered, .place_result = i386_place_result, \
    .place_argument = i386_place_argument, .finish = i386_finish

const struct cconv_convention convention_x86_vectorcall = {
    .name = "x86_vectorcall", .summary = "__vectorcall: fastcall with six vectors and HVAs by value",
    .document = "Microsoft __vectorcall", .aliases = vectorcall_aliases, .own_target = "i686-windows-msvc",
    VECTORCALL_FAMILY, .integer_args = {fastcall, 2}, .sret = CCONV_NO_REGISTER, .roles = vectorcall_roles,
    .duties = fastcall_duties, STACK(4, 1), .variant = &of_vectorcall, .decoration = &vectorcall_names,
    .variadic_is_own = 1,
};

#define REGCALL_FAMILY \
    .document = "clang 19 AttributeReference", .arch = CCONV_ARCH_X86, .vector_args = {regcall_vectors, 8}, \
    .vector_results = {regcall_vectors, 8}, .sret_returned = EAX, .vector_count = CCONV_NO_REGISTER, \
    .preserved = regcall_kept, .loses = LOSES_RESULTS | LOSES_ARGUMENTS, .clobbered = regcall_lost, .place_result = i386_place_result, \
    .place_argument = i386_place_argument, .finish = i386_finish, .duties = regcall_duties, .variant = &of_regcall

const struct cconv_convention convention_x86_regcall = {
    .name = "x86_regcall", .summary = "__regcall on 32-bit x86: 5 general and 8 vector registers",
    .aliases = regcall_aliases, .own_target = "i686-linux-gnu", REGCALL_FAMILY, .integer_args = {regcall, 5},
    .integer_results = {regcall, 5}, .sret = EAX, .roles = regcall_roles, STACK(16, 0), .decoration = &regcall_names,
};
