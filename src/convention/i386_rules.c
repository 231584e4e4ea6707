/*
 * The clauses of the i386 family, once for each platform's document: Intel386 psABI 1.1, Apple's IA-32 Function Calling
 * Conventions, Microsoft's x86 pages. What a document does not know is said to be a compiler's.
 */
#include "convention/i386.h"

#define REGCALL "clang 19 AttributeReference", "regcall"
#define VECTORCALL "Microsoft __vectorcall", "__vectorcall convention on x86"
/* What the three say alike, in their sections on arguments (RULE) and on results (RESULT), and the conventions that have registers
   for single words, which Microsoft's pages say, wherever they are used. */
#define SHARED \
    [I386_REGISTER_ONE] = {"Microsoft __fastcall, __thiscall", "Argument-passing order", \
                           "integer or pointer of up to 4 bytes: next of the convention's registers"}, \
    [I386_REGISTER_FIRST] = {"clang 19", "thiscall", "first value: its first word in ecx, the others on the stack"}, \
    [I386_SRET_ECX] = {"GCC manual", "x86 Function Attributes", "address of the result in ecx"}, \
    [I386_HVA_ONE] = {VECTORCALL, "floating-point value or vector: next of xmm0 to xmm5"}, \
    [I386_HVA_REGISTERS] = {VECTORCALL, "HVA: a register for each member, of those left when all else is placed"}, \
    [I386_HVA_POINTER] = {VECTORCALL, "vector or HVA without registers: pointer"}, \
    [I386_HVA_RESULT] = {VECTORCALL, "floating-point value, vector or HVA: xmm0 to xmm3, a register for each member"}, \
    [I386_HVA_UNKNOWN] = {"clang 19", "vectorcall", "floating-point values and vectors in xmm0 to xmm5"}, \
    [I386_REGCALL_WORDS] = {REGCALL, "integer or pointer: its words in the next general registers, else on the stack"}, \
    [I386_REGCALL_VECTOR] = {REGCALL, "floating-point or vector: next of xmm0 to xmm7, else on the stack"}, \
    [I386_REGCALL_X87] = {REGCALL, "first long double: st0; others on the stack"}, \
    [I386_REGCALL_MEMBERS] = {REGCALL, "structure: each member in the next register of its kind, else on the stack"}, \
    [I386_REGCALL_POINTER] = {REGCALL, "no registers left by clang's count: pointer to a copy"}, \
    [I386_REGCALL_RESULT] = {REGCALL, "result: in the registers of arguments, from the first"}, \
    [I386_REGCALL_SRET] = {REGCALL, "address of the result in eax, as a first argument"}, \
    RULE(STACK_COMPLEX, "complex: both parts on the stack, aligned to 4"), \
    RULE(STACK_AGGREGATE, "structure or union: copied to the stack in words"), \
    RULE(STACK_FLOAT128, "128-bit float: 16-aligned on the stack (gcc), to 4 (clang)"), \
    RULE(STACK_BITINT, "_BitInt of more than 64 bits: pointer to a copy (clang)"), \
    RULE(STACK_OVERALIGNED, "explicit alignment above 4: pointer to a copy"), \
    RULE(STACK_FLEXIBLE, "structure with a flexible array: copied to the stack"), \
    RULE(EMPTY, "no value: no location"), \
    RULE(PADDING, "only unnamed bit-fields: no location (clang)"), \
    RULE(VECTOR_POINTER, "vector without a register: pointer to a copy"), \
    RULE(MMX_STACK, "__m64: two words of stack"), \
    [I386_REGISTER_WORD] = {"GCC manual", "x86 Function Attributes", "regparm: next of eax, edx, ecx"}, \
    [I386_REGISTER_WORDS] = {"GCC manual", "x86 Function Attributes", "regparm: words in the next of eax, edx, ecx"}, \
    [I386_REGISTERS_FULL] = {"GCC manual", "x86 Function Attributes", "regparm: does not fit the registers left, which are closed"}, \
    RESULT(RESULT_DOUBLE_WORD, "8-byte integer: eax and edx"), \
    RESULT(RESULT_FLOAT, "floating-point: st0"), \
    RESULT(RESULT_HALF, "_Float16: xmm0"), \
    RESULT(RESULT_COMPLEX, "complex of up to 8 bytes: eax and edx"), \
    RESULT(RESULT_COMPLEX_MEMORY, "complex of more than 8 bytes: the caller's memory"), \
    RESULT(RESULT_EMPTY, "no value: no location"), \
    RESULT(RESULT_WIDE, "scalar of more than 8 bytes: the caller's memory"), \
    RESULT(RESULT_VECTOR_MEMORY, "vector without a register: the caller's memory"), \
    RESULT(SRET_STACK, "address of the result before the first argument"), \
    [I386_SRET_REGISTER] = {"GCC manual", "x86 Function Attributes", "regparm: address of the result in eax"}, \
    RULE(TOO_LARGE, "argument area beyond 2^62 bytes"), \
    RULE(NO_SSE, "vector and 16-bit floating types need SSE registers"),

#define RULE(id, reason) [I386_##id] = {DOCUMENT, SECTION, reason}
#define DOCUMENT "Intel386 psABI 1.1"
#define SECTION "2.2.3"
#define RESULT RULE
const cconv_rule i386_psabi_rules[I386_RULES] = {
    SHARED
    RULE(STACK_WORD, "integer, pointer or float: 4 bytes of stack"),
    RULE(STACK_DOUBLE, "8-byte scalar: two words of stack, aligned to 4"),
    RULE(STACK_LONG_DOUBLE, "long double: three words of stack"),
    RULE(STACK_ALIGNED, "structure that holds a 16-aligned value: 16-aligned on the stack"),
    RULE(VECTOR_REGISTER, "first three vectors: xmm0 to xmm2"),
    RULE(VECTOR_STACK, "vector without a register: on the stack, aligned to its size"),
    RULE(VECTOR_SCALAR, "vector of one element: as the element (clang)"),
    RULE(MMX_REGISTER, "first three __m64: mm0 to mm2"),
    RULE(RESULT_WORD, "integer or pointer: eax"),
    RULE(RESULT_MEMORY, "structure or union: the caller's memory, its address back in eax"),
    RULE(RESULT_SMALL, "structure of 1, 2, 4 or 8 bytes: eax and edx"),
    RULE(RESULT_ONE_FLOAT, "structure of one float or double: st0"),
    RULE(RESULT_MEMBER, "structure of one member: as that member (gcc)"),
    RULE(RESULT_VECTOR, "vector: xmm0"),
    RULE(RESULT_MMX, "__m64: mm0"),
};
#undef RESULT
#undef RULE
#undef SECTION
#undef DOCUMENT

#define RULE(id, reason) [I386_##id] = {DOCUMENT, SECTION, reason}
#define DOCUMENT "Apple IA-32 Function Calling Conventions"
#define SECTION "Passing Arguments"
#define RESULT(id, reason) [I386_##id] = {DOCUMENT, "Returning Results", reason}
const cconv_rule i386_apple_rules[I386_RULES] = {
    SHARED
    RULE(STACK_WORD, "integer, pointer or float: 4 bytes of stack"),
    RULE(STACK_DOUBLE, "8-byte scalar: two words of stack, aligned to 4"),
    RULE(STACK_LONG_DOUBLE, "long double: 16 bytes of stack, 16-aligned"),
    RULE(STACK_ALIGNED, "structure that holds a vector: 16-aligned on the stack"),
    RULE(VECTOR_REGISTER, "first four vectors: xmm0 to xmm3"),
    RULE(VECTOR_STACK, "vector without a register: on the stack, 16-aligned"),
    RULE(VECTOR_SCALAR, "__m64 and shorter: as integers"),
    RULE(MMX_REGISTER, "first three __m64: mm0 to mm2"),
    RESULT(RESULT_WORD, "integer or pointer: eax"),
    RESULT(RESULT_MEMORY, "structure of another size than 1, 2, 4 or 8: the caller's memory"),
    RESULT(RESULT_SMALL, "structure of 1, 2, 4 or 8 bytes: eax and edx"),
    RESULT(RESULT_ONE_FLOAT, "structure of one float or double: st0"),
    RESULT(RESULT_MEMBER, "structure of one half: xmm0"),
    RESULT(RESULT_VECTOR, "vector of 16 bytes: xmm0"),
    RESULT(RESULT_MMX, "__m64: mm0"),
};
#undef RESULT
#undef RULE
#undef SECTION
#undef DOCUMENT

#define RULE(id, reason) [I386_##id] = {DOCUMENT, SECTION, reason}
#define DOCUMENT "Microsoft x86 calling conventions"
#define SECTION "Argument passing and naming conventions"
#define RESULT RULE
const cconv_rule i386_microsoft_rules[I386_RULES] = {
    SHARED
    RULE(STACK_WORD, "widened to 32 bits, on the stack"),
    RULE(STACK_DOUBLE, "8-byte scalar: two words of stack"),
    RULE(STACK_LONG_DOUBLE, "long double: three words of stack (mingw)"),
    RULE(STACK_ALIGNED, "structure that holds a 16-aligned value: 16-aligned on the stack (gcc)"),
    RULE(VECTOR_REGISTER, "first three vectors: xmm0 to xmm2"),
    RULE(VECTOR_STACK, "vector through ... or without a register: on the stack"),
    RULE(VECTOR_SCALAR, "vector of one element: as the element (clang)"),
    RULE(MMX_REGISTER, "first three __m64: mm0 to mm2 (gcc)"),
    RULE(RESULT_WORD, "widened to 32 bits: eax"),
    RULE(RESULT_MEMORY, "other structures: hidden memory, its address in eax"),
    RULE(RESULT_SMALL, "structure of up to 8 bytes: eax and edx"),
    RULE(RESULT_ONE_FLOAT, "structure of one float, double or long double: st0 (mingw)"),
    RULE(RESULT_MEMBER, "structure of one member: as that member (mingw)"),
    RULE(RESULT_VECTOR, "vector: xmm0"),
    RULE(RESULT_MMX, "__m64: mm0 (gcc)"),
};
#undef RESULT
#undef RULE
#undef SECTION
#undef DOCUMENT
