/*
 * Where gcc 12 and clang 19 place a value differently under x86_64_sysv, in the order of enum sysv_dispute. Every
 * answer was read from code that the two compilers generated.
 */
#include "convention/x86_64_sysv.h"

#define LINUX_MACOS "x86_64_sysv"

const cconv_divergence x86_64_sysv_divergences[] = {
    [UNNAMED_BIT_FIELD] = {
        .id = "sysv-unnamed-bit-field", .scope = LINUX_MACOS,
        .subject = "an eightbyte with only unnamed bit-fields: struct { long : 64; long a; }",
        .document = "silent",
        .gcc = "12.2: class INTEGER, takes a register (but nothing on the stack, if there is no member else)",
        .clang = "19.1: padding, takes none",
        .followed = CCONV_AS_GCC,
        .note = "unnamed bit-field: gcc 12 gives its eightbyte class INTEGER, clang 19 treats it as padding",
    },
    [FLEXIBLE_ARRAY] = {
        .id = "sysv-flexible-array", .scope = LINUX_MACOS,
        .subject = "a structure with a flexible array member: struct { long a; char z[]; }",
        .document = "silent",
        .gcc = "12.2: the member is ignored", .clang = "19.1: class MEMORY",
        .followed = CCONV_AS_GCC,
        .note = "flexible array member: gcc 12 ignores it, clang 19 gives the whole class MEMORY",
    },
    [ZERO_LENGTH_ARRAY] = {
        .id = "sysv-zero-length-array", .scope = LINUX_MACOS,
        .subject = "a zero-length array inside an eightbyte: struct { float a; int z[0]; float b; }",
        .document = "silent",
        .gcc = "12.2: its eightbyte gets the element's class too", .clang = "19.1: ignored",
        .followed = CCONV_AS_GCC,
        .note = "zero-length array inside an eightbyte: gcc 12 merges the element's class, clang 19 ignores it",
    },
    [UNALIGNED_AGGREGATE] = {
        .id = "sysv-unaligned-aggregate", .scope = LINUX_MACOS,
        .subject = "an aggregate member at less than its own alignment whose scalars are aligned: "
                   "struct packed { int z; struct { int a; } aligned(8) x; }",
        .document = "3.2.3: contains unaligned fields: MEMORY",
        .gcc = "12.2: only scalars count", .clang = "19.1: class MEMORY",
        .followed = CCONV_AS_CLANG,
        .note = "aggregate member below its alignment: clang 19 gives the whole class MEMORY, gcc 12 looks at its "
                "scalars alone",
    },
    [STRADDLING_ARRAY] = {
        .id = "sysv-straddling-array", .scope = LINUX_MACOS,
        .subject = "an array of 6-byte elements: struct { short a; _Float16 b, c; } x[2]",
        .document = "3.2.3: each eightbyte by the fields in it",
        .gcc = "12.2: the first element's classes, repeated", .clang = "19.1: by the fields",
        .followed = CCONV_AS_CLANG,
        .note = "array whose elements straddle eightbytes: gcc 12 repeats the first element's classes, clang 19 "
                "classifies each",
    },
    [STRUCT_BIT_FIELD] = {
        .id = "sysv-struct-bit-field", .scope = LINUX_MACOS,
        .subject = "a bit-field of 16, 32 or 64 bits, at a multiple of its size in an inner struct that is not itself at "
                   "one: struct { char c; struct { int : 16; } s; }",
        .document = "3.1.2: bit-fields are no aligned fields",
        .gcc = "12.2: an unaligned integer, MEMORY", .clang = "19.1: class INTEGER, or padding if it is unnamed",
        .followed = CCONV_AS_CLANG,
        .note = "inner struct below the alignment of its 16, 32 or 64 bits wide bit-field: gcc 12 gives the whole class "
                "MEMORY, clang 19 does not",
    },
    [UNION_BIT_FIELD] = {
        .id = "sysv-union-bit-field", .scope = LINUX_MACOS,
        .subject = "a bit-field of a packed union, off its type's alignment: "
                   "struct packed { char c; union packed { int b : 17; } u; }",
        .document = "3.1.2: bit-fields are no aligned fields",
        .gcc = "12.2: an unaligned integer, MEMORY", .clang = "19.1: class INTEGER",
        .followed = CCONV_AS_CLANG,
        .note = "unaligned bit-field of a union: gcc 12 gives the whole class MEMORY, clang 19 class INTEGER",
    },
    [HALF_COMPLEX] = {
        .id = "sysv-half-complex", .scope = LINUX_MACOS,
        .subject = "_Complex _Float16 inside an eightbyte: struct { int a; _Complex _Float16 b; } aligned(16)",
        .document = "3.2.3: as a structure of its two parts",
        .gcc = "12.2: the next eightbyte gets class SSE too", .clang = "19.1: as the document",
        .followed = CCONV_AS_CLANG,
        .note = "_Complex _Float16 inside an eightbyte: gcc 12 also gives the next eightbyte class SSE, clang 19 "
                "does not",
    },
    [ONE_FLOAT_VECTOR] = {
        .id = "sysv-one-float-vector", .scope = LINUX_MACOS,
        .subject = "a vector of one float or half: float vector_size(4)",
        .document = "silent",
        .gcc = "12.2: class MEMORY", .clang = "19.1: class INTEGER",
        .followed = CCONV_AS_GCC,
        .note = "vector of one float or half: class MEMORY in gcc 12, INTEGER in clang 19",
    },
    [HALF_PAIR_VECTOR] = {
        .id = "sysv-half-pair-vector", .scope = LINUX_MACOS,
        .subject = "a vector of two halves: _Float16 vector_size(4)",
        .document = "silent",
        .gcc = "12.2: class SSE", .clang = "19.1: class INTEGER",
        .followed = CCONV_AS_GCC,
        .note = "vector of two halves: class SSE in gcc 12, INTEGER in clang 19",
    },
    [INT128_VECTOR] = {
        .id = "sysv-int128-vector", .scope = "x86_64_sysv over macOS and Windows targets",
        .subject = "a 32- or 64-byte vector of __int128 with AVX",
        .document = "silent",
        .gcc = "12.2: class MEMORY", .clang = "19.1: SSE and SSEUP (MEMORY on Linux)",
        .followed = CCONV_AS_GCC,
        .note = "wide vector of __int128: class MEMORY in gcc 12, a vector register in clang 19 for this target",
    },
    [QUAD_VECTOR] = {
        .id = "sysv-quad-vector", .scope = LINUX_MACOS,
        .subject = "a vector of _Float128 or long double: _Float128 vector_size(16)",
        .document = "silent",
        .gcc = "12.2: class MEMORY", .clang = "19.1: one vector register",
        .followed = CCONV_AS_GCC,
        .note = "vector of 16-byte floats: class MEMORY in gcc 12, SSE and SSEUP in clang 19",
    },
    [DARWIN_MMX] = {
        .id = "sysv-darwin-mmx", .scope = "x86_64_sysv over macOS",
        .subject = "an 8-byte vector of one long: __m64 on macOS",
        .document = "3.2.3: __m64 has class SSE",
        .gcc = "12.2: class SSE", .clang = "19.1: class INTEGER on macOS",
        .followed = CCONV_AS_GCC,
        .note = "8-byte vector of one long: clang 19 gives it class INTEGER on macOS, the document class SSE",
    },
    [DARWIN_X87UP] = {
        .id = "sysv-darwin-x87up", .scope = "x86_64_sysv over macOS",
        .subject = "X87UP not preceded by X87: union { long double a; int b; }",
        .document = "3.2.3 step 5 (b): MEMORY",
        .gcc = "12.2: class MEMORY", .clang = "19.1: on macOS the upper half has class SSE",
        .followed = CCONV_AS_GCC,
        .note = "long double merged with an integer: MEMORY, but clang 19 for macOS passes INTEGER and SSE",
    },
    [WIDE_UNION] = {
        .id = "sysv-wide-union", .scope = LINUX_MACOS,
        .subject = "with AVX, a union of a wide vector and an array: union { __m256 v; float f[8]; }",
        .document = "3.2.3 step 5 (c): not all SSEUP: MEMORY",
        .gcc = "12.2: class MEMORY", .clang = "19.1: the vector's register",
        .followed = CCONV_AS_GCC,
        .note = "union of a wide vector and an array: class MEMORY in gcc 12, a vector register in clang 19",
    },
    [WIDE_STRUCT] = {
        .id = "sysv-wide-struct", .scope = LINUX_MACOS,
        .subject = "with AVX, a wide vector beside an empty member: struct { __m256 v; char z[0]; }",
        .document = "3.2.3: SSE and SSEUP, one register",
        .gcc = "12.2: the vector's register", .clang = "19.1: class MEMORY",
        .followed = CCONV_AS_GCC,
        .note = "wide vector beside an empty member: a vector register in gcc 12, class MEMORY in clang 19",
    },
    [VARIADIC_WIDE_UNION] = {
        .id = "sysv-variadic-wide-union", .scope = LINUX_MACOS,
        .subject = "with AVX, a union of a wide vector passed through `...`",
        .document = "silent",
        .gcc = "12.2: the vector's register", .clang = "19.1: class MEMORY",
        .followed = CCONV_AS_GCC,
        .note = "union of a wide vector through `...`: a vector register in gcc 12, class MEMORY in clang 19",
    },
    [VARIADIC_WIDE_NAMED] = {
        .id = "sysv-variadic-wide-named", .scope = LINUX_MACOS,
        .subject = "with AVX, a named wide vector of a variadic function: f(__m256, ...)",
        .document = "3.2.3: SSE and SSEUP, one register",
        .gcc = "12.2: a vector register", .clang = "19.1: class MEMORY",
        .followed = CCONV_AS_GCC,
        .note = "named wide vector of a variadic function: a vector register in gcc 12, class MEMORY in clang 19",
    },
    [HALF_PAIR_LOW] = {
        .id = "sysv-half-pair-low", .scope = LINUX_MACOS,
        .subject = "two halves, or one __bf16, alone in the first eightbyte, less than 8-aligned data in the second: "
                   "struct { struct { _Float16 a, b; } aligned(8) x; int y; }",
        .document = "3.2.3: class SSE",
        .gcc = "12.2: class SSE", .clang = "19.1: an integer register",
        .followed = CCONV_AS_GCC,
        .note = "two halves or one __bf16 alone in the first eightbyte: class SSE, but clang 19 uses an integer register",
    },
    [QUAD_UNION] = {
        .id = "sysv-quad-union", .scope = LINUX_MACOS,
        .subject = "a union of __float128 with members of its eightbytes: union { __float128 q; double d[2]; }",
        .document = "3.2.3: SSE, and the class of what shares the second eightbyte",
        .gcc = "12.2: as the document", .clang = "19.1: the first eightbyte in a general register",
        .followed = CCONV_AS_GCC,
        .note = "union of __float128: gcc 12 passes its first eightbyte as SSE, clang 19 as INTEGER",
    },
    [INT128_BURNS] = {
        .id = "sysv-int128-burns-register", .scope = LINUX_MACOS,
        .subject = "__int128 with one integer register left, and what follows: "
                   "f(int, int, int, int, int, __int128, int)",
        .document = "3.2.3: assignments are reverted, r9 stays free",
        .gcc = "12.2: r9 goes to the next argument", .clang = "19.1: r9 stays unused",
        .followed = CCONV_AS_GCC,
        .note = "__int128 with only r9 left: gcc 12 gives r9 to the next argument, clang 19 leaves it unused",
    },
    [NARROW_EXTENSION] = {
        .id = "sysv-narrow-extension", .scope = LINUX_MACOS,
        .subject = "bits 8 to 31 of a char, short or _Bool argument in a register",
        .document = "3.2.3: only _Bool, and of it only its byte",
        .gcc = "12.2: callers extend to 32 bits, callees do not rely on it",
        .clang = "19.1: callers extend to 32 bits, and callees rely on it",
        .followed = CCONV_AS_GCC,
        .note = "bits above the value: callers in gcc 12 and clang 19 extend to 32 bits, clang 19's callees rely on "
                "it, the document promises nothing",
    },
    [VECTOR_RESULT] = {
        .id = "sysv-vector-result", .scope = LINUX_MACOS,
        .subject = "a result of vector type that has class MEMORY: 32 bytes without AVX, double vector_size(8)",
        .document = "3.2.3: MEMORY: a hidden pointer",
        .gcc = "12.2: a hidden pointer", .clang = "19.1: up to four vector registers from xmm0",
        .followed = CCONV_AS_GCC,
        .note = "vector result of class MEMORY: gcc 12 uses a hidden pointer, clang 19 registers from xmm0 (st0)",
    },
    [WINDOWS_X87] = {
        .id = "sysv-windows-x87", .scope = "x86_64_sysv over x86_64-windows-gnu",
        .subject = "long double and _Complex long double results of a sysv_abi function on Windows",
        .document = "3.2.3: st0, and st1 for the imaginary part",
        .gcc = "12.2: st0 and st1", .clang = "19.1: a hidden pointer",
        .followed = CCONV_AS_GCC,
        .note = "long double result: st0 (and st1) in gcc 12, a hidden pointer in clang 19 on Windows",
    },
    [TRANSPARENT_UNION] = {
        .id = "sysv-transparent-union", .scope = LINUX_MACOS,
        .subject = "transparent_union with a member smaller than the first",
        .document = "silent",
        .gcc = "12.2: passed as its first member", .clang = "19.1: the attribute is ignored",
        .followed = CCONV_AS_GCC,
        .note = "transparent_union with members of several sizes: gcc 12 passes the first member, clang 19 ignores "
                "the attribute",
    },
    [ATOMIC_MEMBER] = {
        .id = "sysv-atomic-member", .scope = LINUX_MACOS,
        .subject = "a struct or union with an _Atomic member: struct { _Atomic int n; }",
        .document = "silent",
        .gcc = "12.2: the class of the member without _Atomic", .clang = "19.1: class MEMORY",
        .followed = CCONV_AS_GCC,
        .note = "_Atomic member: gcc 12 classifies it as without _Atomic, clang 19 gives the whole class MEMORY",
    },
    [ONE_INT128_VECTOR] = {
        .id = "sysv-one-int128-vector", .scope = "x86_64_sysv over macOS and Windows",
        .subject = "a vector of one __int128: __int128 vector_size(16)",
        .document = "3.2.3: 128-bit vectors: SSE and SSEUP",
        .gcc = "12.2: an xmm register (seen on Linux)",
        .clang = "19.1: two general registers, as __int128, also alone in a structure, but counted as a vector; on Linux an "
                 "xmm register",
        .followed = CCONV_AS_GCC,
        .note = "vector of one __int128: an xmm register by the document, two general registers in clang 19 outside "
                "Linux",
    },
    [INT128_VECTOR_ARRAY] = {
        .id = "sysv-int128-vector-array", .scope = LINUX_MACOS,
        .subject = "an array of one vector of one __int128: struct { __int128 vector_size(16) a[1]; }",
        .document = "3.2.3: SSE and SSEUP, one register",
        .gcc = "12.2: two eightbytes SSE, two registers", .clang = "19.1: as without the array",
        .followed = CCONV_AS_CLANG,
        .note = "array of a vector of one __int128: two vector registers in gcc 12, as without the array in clang 19",
    },
    [ATOMIC_VALUE] = {
        .id = "sysv-atomic-value", .scope = LINUX_MACOS,
        .subject = "an _Atomic argument or result: void f(_Atomic(struct s) v, _Atomic char c)",
        .document = "silent",
        .gcc = "12.2: as without _Atomic",
        .clang = "19.1: struct, union and _Complex have class MEMORY; narrow integers are not extended; the registers "
                 "of _Atomic arguments are not counted when it is asked whether a later struct or __int128 fits",
        .followed = CCONV_AS_GCC,
        .note = "_Atomic value: as without _Atomic in gcc 12; in clang 19 aggregates have class MEMORY and narrow "
                "integers are not extended",
    },
    [ONLY_PADDING_RESULT] = {
        .id = "sysv-only-padding-result", .scope = LINUX_MACOS,
        .subject = "a result of more than 16 bytes with only unnamed bit-fields: struct { int : 1; } aligned(32)",
        .document = "silent",
        .gcc = "12.2: nothing, no hidden pointer", .clang = "19.1: class MEMORY, a hidden pointer",
        .followed = CCONV_AS_GCC,
        .note = "result with only unnamed bit-fields: gcc 12 returns nothing, clang 19 takes a hidden pointer in rdi",
    },
    [SYSV_DISPUTES] = {.id = NULL},
};
