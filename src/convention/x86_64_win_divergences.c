/*
 * Where gcc 12 and clang 19 place a value differently under x86_64_win, in the order of enum win_dispute. Every answer
 * of theirs was read from code that they generated; Microsoft's is its document's.
 */
#include "convention/x86_64_win.h"

#define WIN "x86_64_win"

const cconv_divergence x86_64_win_divergences[] = {
    [WIN_HALF] = {
        .id = "win-float16", .scope = WIN, .subject = "_Float16 as argument and result",
        .document = "Parameter passing: floating-point in xmm",
        .gcc = "12.2: integer register, rax", .clang = "19.1: xmm register, xmm0", .followed = CCONV_AS_CLANG,
        .note = "_Float16: an integer register in gcc 12, an xmm register in clang 19",
    },
    [WIN_QUAD] = {
        .id = "win-float128", .scope = WIN, .subject = "__float128 as argument and result",
        .document = "Calling convention defaults: more than 8 bytes by reference",
        .gcc = "12.2: pointer, hidden result pointer", .clang = "19.1: xmm register, xmm0", .followed = CCONV_AS_GCC,
        .note = "__float128: by pointer in gcc 12, in an xmm register in clang 19",
    },
    [WIN_SHORT_VECTOR] = {
        .id = "win-short-vector", .scope = WIN,
        .subject = "a vector of 2, 4 or 8 bytes with several elements: int vector_size(8)",
        .document = "Parameter passing: __m64 as an integer of its size; Return values: __m64 in rax",
        .gcc = "12.2: as an integer of its size", .clang = "19.1: pointer to 16 bytes, result in xmm0",
        .msvc = "__m64 as an integer of its size (document)", .followed = CCONV_AS_GCC,
        .note = "short vector: an integer in gcc 12 and Microsoft's document, a pointer (result in xmm0) in clang 19, "
                "whose va_arg reads the slot itself",
    },
    [WIN_SCALAR_VECTOR] = {
        .id = "win-one-float-vector", .scope = WIN,
        .subject = "a vector of one float or double: double vector_size(8)",
        .document = "silent",
        .gcc = "12.2: pointer, result in rax", .clang = "19.1: as its element, in xmm", .followed = CCONV_AS_GCC,
        .note = "vector of one floating element: a pointer (result in rax) in gcc 12, an xmm register in clang 19",
    },
    [WIN_INT128_VECTOR] = {
        .id = "win-int128-vector", .scope = WIN, .subject = "a vector of one __int128",
        .document = "Parameter passing: 16 bytes by reference; Return values: vectors in xmm0",
        .gcc = "12.2: pointer, xmm0", .clang = "19.1: two integer positions, rax and rdx", .followed = CCONV_AS_GCC,
        .note = "vector of one __int128: a pointer (result in xmm0) in gcc 12, two integer registers in clang 19",
    },
    [WIN_QUAD_VECTOR] = {
        .id = "win-float128-vector", .scope = WIN, .subject = "a vector of one __float128",
        .document = "Parameter passing: 16 bytes by reference",
        .gcc = "12.2: pointer, hidden result pointer", .clang = "19.1: xmm register, xmm0", .followed = CCONV_AS_GCC,
        .note = "vector of one __float128: by pointer in gcc 12, in an xmm register in clang 19",
    },
    [WIN_WIDE_VECTOR] = {
        .id = "win-wide-vector", .scope = WIN,
        .subject = "a vector wider than the registers in use: __m256 without AVX",
        .document = "Calling convention defaults: one argument, one position, by reference",
        .gcc = "12.2: one pointer", .clang = "19.1: a pointer for each register-wide part", .followed = CCONV_AS_GCC,
        .note = "vector wider than the registers: one pointer in gcc 12, one for each 16 bytes (32 with AVX) in clang "
                "19",
    },
    [WIN_WIDE_RESULT] = {
        .id = "win-wide-vector-result", .scope = WIN, .subject = "a result of a vector of more than 16 bytes: __m256",
        .document = "silent",
        .gcc = "12.2: hidden pointer", .clang = "19.1: up to four registers from xmm0, ymm0 or zmm0",
        .followed = CCONV_AS_GCC,
        .note = "vector result of more than 16 bytes: a hidden pointer in gcc 12, vector registers in clang 19",
    },
    [WIN_X87_RESULT] = {
        .id = "win-x87-result", .scope = "x86_64_win over Linux and macOS", .subject = "x87 long double result",
        .document = "silent",
        .gcc = "12.2: hidden pointer", .clang = "19.1: st0 (hidden pointer for mingw)", .followed = CCONV_AS_GCC,
        .note = "x87 long double result: a hidden pointer in gcc 12, st0 in clang 19 for this target",
    },
    [WIN_EMPTY_RESULT] = {
        .id = "win-empty-result", .scope = "x86_64_win where struct {} has size 0",
        .subject = "a result of no size: struct {} f(int)",
        .document = "silent",
        .gcc = "12.2: nothing", .clang = "19.1: a hidden pointer, which moves the arguments", .followed = CCONV_AS_GCC,
        .note = "result of no size: gcc 12 returns nothing, clang 19 takes a hidden pointer in rcx",
    },
    [WIN_FLEXIBLE_ARRAY] = {
        .id = "win-flexible-array", .scope = WIN,
        .subject = "a structure of 1, 2, 4 or 8 bytes with a flexible array member",
        .document = "Parameter passing: by its size",
        .gcc = "12.2: as an integer of its size", .clang = "19.1: by pointer", .followed = CCONV_AS_GCC,
        .note = "small structure with a flexible array member: by value in gcc 12, by pointer in clang 19",
    },
    [WIN_ONLY_PADDING] = {
        .id = "win-only-padding", .scope = WIN,
        .subject = "a structure with only unnamed bit-fields that is a fifth or later argument: struct { int : 3; }",
        .document = "silent",
        .gcc = "12.2: takes no stack slot", .clang = "19.1: takes a stack slot", .followed = CCONV_AS_CLANG,
        .note = "structure with only unnamed bit-fields on the stack: no slot in gcc 12, a slot in clang 19",
    },
    [WIN_ONLY_PADDING_RESULT] = {
        .id = "win-only-padding-result", .scope = WIN,
        .subject = "a result with only unnamed bit-fields, of another size than 1, 2, 4 or 8: "
                   "struct { int : 1; } aligned(16)",
        .document = "silent",
        .gcc = "12.2: nothing, no hidden pointer", .clang = "19.1: a hidden pointer", .followed = CCONV_AS_CLANG,
        .note = "result with only unnamed bit-fields: gcc 12 returns nothing, clang 19 takes a hidden pointer in rcx",
    },
    [WIN_ATOMIC] = {
        .id = "win-atomic", .scope = WIN,
        .subject = "an _Atomic struct, union or complex number, or scalar of more than 8 bytes, as argument or result",
        .document = "silent",
        .gcc = "12.2: as without _Atomic",
        .clang = "19.1: each member at an argument position, or in a result register, of its own",
        .followed = CCONV_AS_GCC,
        .note = "_Atomic value that is no scalar of up to 8 bytes: as without _Atomic in gcc 12, taken apart into its "
                "members in clang 19",
    },
    [WIN_DISPUTES] = {.id = NULL},
};
