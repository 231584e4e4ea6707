/*
 * Where gcc 12 and clang 19 place a value differently on 32-bit x86, in the order of enum i386_dispute. Every answer was
 * read from code that they generated (Linux and mingw; for macOS and MSVC there is only clang).
 */
#include "convention/i386.h"

#define ALL "every convention of i386 on Linux and mingw"

const cconv_divergence i386_divergences[] = {
    [I386_ALIGNED_VALUE] = {
        .id = "i386-aligned-value", .scope = ALL,
        .subject = "a structure that holds a 16-aligned value, on the stack: f(int, struct { v4 v; })",
        .document = "silent",
        .gcc = "12.2: aligned to 16 (esp+20)", .clang = "19.1: aligned to 4 (esp+8)", .followed = CCONV_AS_GCC,
        .note = "structure with a 16-aligned value: 16-aligned on the stack in gcc 12, 4-aligned in clang 19",
    },
    [I386_ONLY_PADDING] = {
        .id = "i386-only-padding", .scope = ALL,
        .subject = "a structure with a size and without a value: struct { int : 3; }; or with a flexible array alone",
        .document = "silent",
        .gcc = "12.2: takes its words; no location", .clang = "19.1: takes no location; skips a word", .followed = CCONV_AS_GCC,
        .note = "structure without a value: its words (none for a flexible array) in gcc 12; nothing (a word) in clang 19",
    },
    [I386_QUAD] = {
        .id = "i386-float128", .scope = ALL, .subject = "__float128 on the stack: f(int, __float128)",
        .document = "2.1.1: aligned to 16",
        .gcc = "12.2: aligned to 16 (esp+20)", .clang = "19.1: aligned to 4 (esp+8)", .followed = CCONV_AS_GCC,
        .note = "__float128: 16-aligned on the stack in gcc 12, 4-aligned in clang 19",
    },
    [I386_SHORT_VECTOR] = {
        .id = "i386-short-vector", .scope = ALL, .subject = "a vector of less than 16 bytes: int vector_size(8)",
        .document = "2.2.3: __m64 in mm0 to mm2, result in mm0",
        .gcc = "12.2: mm registers for 8 bytes, result in mm0; eax for 2 or 4; floating single elements in memory",
        .clang = "19.1: integers of 8 bytes in two words of stack, the others widened into xmm registers; xmm0",
        .followed = CCONV_AS_GCC,
        .note = "short vector: mm registers in gcc 12, stack or xmm registers in clang 19",
    },
    [I386_WIDE_VECTOR] = {
        .id = "i386-wide-vector", .scope = ALL,
        .subject = "a vector wider than the registers in use: __m256 without AVX",
        .document = "silent",
        .gcc = "12.2: on the stack, aligned to its size; result in memory",
        .clang = "19.1: cut into registers, up to four for a result", .followed = CCONV_AS_GCC,
        .note = "vector wider than the registers: memory in gcc 12, several registers in clang 19",
    },
    [I386_REGPARM_MODE] = {
        .id = "i386-regparm-mode", .scope = "x86_regparm1 to 3",
        .subject = "under regparm: _Complex float, long double, __float128, union { float f; }",
        .document = "silent",
        .gcc = "12.2: in registers what has an integer mode (union { float f; }); others take none",
        .clang = "19.1: in registers all but float, double and records of one of them; long double and __float128 "
                 "are on the stack, _Float16 is in an xmm register, and their words of registers stay unused",
        .followed = CCONV_AS_GCC,
        .note = "regparm: gcc 12 decides by machine mode, clang 19 by type",
    },
    [I386_EMPTY_RESULT] = {
        .id = "i386-empty-result", .scope = "i386 on mingw", .subject = "a result without a value: struct {} f(int)",
        .document = "silent",
        .gcc = "12.2: a hidden pointer if the size is 0, else eax", .clang = "19.1: nothing", .followed = CCONV_AS_GCC,
        .note = "result without a value: a hidden pointer or eax in gcc 12, nothing in clang 19",
    },
    [I386_MODE_RESULT] = {
        .id = "i386-mode-result", .scope = "i386 on mingw",
        .subject = "a small structure as a result: union { float f; }, struct { long double d; }, struct { v4 v; }, "
                   "struct { char a[3], b; }",
        .document = "silent",
        .gcc = "12.2: by machine mode: eax; st0; xmm0; memory", .clang = "19.1: by members: st0; memory; memory; eax",
        .followed = CCONV_AS_GCC,
        .note = "small structure result: gcc 12 decides by machine mode, clang 19 by members",
    },
    [I386_ATOMIC] = {
        .id = "i386-atomic", .scope = ALL,
        .subject = "an _Atomic value: char as argument; a record without a value; a complex result; float under regparm",
        .document = "silent",
        .gcc = "12.2: as without _Atomic",
        .clang = "19.1: not widened; takes a word; in memory; in an xmm register", .followed = CCONV_AS_GCC,
        .note = "_Atomic value: as any other in gcc 12, a type of its own in clang 19",
    },
    [I386_WORDS_COUNTED] = {
        .id = "i386-words-counted", .scope = "x86_fastcall",
        .subject = "what ecx and edx do not hold, before an argument that they do: f(long long, int), f(struct { short s; }, int)",
        .document = "Microsoft: the registers are for the first arguments that fit them",
        .gcc = "12.2: words of integers and structures are counted, and their registers stay empty",
        .clang = "19.1: structures alone close registers; one that is not a plain word's leaves ecx to a later argument",
        .followed = CCONV_AS_CLANG,
        .note = "registers beside a value that is in none: gcc 12 and clang 19 count its words differently",
    },
    [I386_FIRST_WORD] = {
        .id = "i386-thiscall-first", .scope = "x86_thiscall, x86_thiscall_mingw",
        .subject = "a first argument that is no integer or pointer of up to 4 bytes: thiscall f(long long), f(struct { int a, b; })",
        .document = "Microsoft: ecx holds this, a pointer",
        .gcc = "12.2: on the stack; an integer or structure leaves ecx empty", .clang = "19.1: its first word in ecx; of what is in memory an address that is no copy's",
        .followed = CCONV_AS_GCC,
        .note = "thiscall: what comes first and is more than a word is on the stack in gcc 12, partly in ecx in clang 19",
    },
    [I386_SRET_PLACE] = {
        .id = "i386-sret-place", .scope = "x86_fastcall, x86_thiscall on Linux and mingw",
        .subject = "the address of a result in memory: struct { int a[3]; } f(int)", .document = "silent",
        .gcc = "12.2: ecx, as a first argument", .clang = "19.1: on the stack, as Microsoft's compiler",
        .followed = CCONV_AS_CLANG,
        .note = "address of the result: in ecx in gcc 12, on the stack in clang 19",
    },
    [I386_SRET_VARIADIC] = {
        .id = "i386-sret-variadic", .scope = "x86_fastcall, x86_thiscall, x86_thiscall_mingw on Linux, variadic functions",
        .subject = "who removes the address of a result in memory: fastcall struct { int a[3]; } f(int, ...)",
        .document = "silent",
        .gcc = "12.2: the caller, as where it is in ecx",
        .clang = "19.1: the callee (ret 4): the attribute is ignored, or for thiscall an error", .followed = CCONV_AS_GCC,
        .note = "address of a variadic function's result: removed by the caller in gcc 12, by the callee in clang 19",
    },
    [I386_DISPUTES] = {.id = NULL},
};
