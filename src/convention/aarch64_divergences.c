/*
 * Where gcc 12.2 and clang 19.1 part under the AAPCS64 family, or clang from the document, as seen by running and
 * reading compiled code. No compiler of Microsoft's was at hand: what `msvc` says is the document's text.
 */
#include "convention/aarch64_aapcs.h"
#include "convention/list.h"

const cconv_divergence aarch64_aapcs_divergences[] = {
    [DIVERGES_UNNAMED_BIT_FIELDS] = {
        .id = "aarch64-unnamed-bit-fields",
        .scope = "aarch64_aapcs",
        .subject = "a structure that has a size but no named member: struct { int : 3; }",
        .document = "silent (5.10 gives composites at least one member)",
        .gcc = "12.2: a composite of its size: an x register, or a pointer above 16 bytes",
        .clang = "19.1: empty: takes no location",
        .followed = CCONV_AS_GCC,
        .note = "unnamed bit-fields alone: gcc 12.2 passes the structure by its size, clang 19.1 passes nothing",
    },
    [DIVERGES_ZERO_LENGTH_MODE] = {
        .id = "aarch64-zero-length-array-beside-vector",
        .scope = "aarch64_aapcs",
        .subject = "one complex or vector member beside members of no size: "
                   "struct { _Complex float z[0]; _Complex float a; }",
        .document = "silent on members of no size",
        .gcc = "12.2: an HFA or HVA: v registers",
        .clang = "19.1: no homogeneous aggregate: x registers",
        .followed = CCONV_AS_GCC,
        .note = "zero-length array beside the one member: an HFA or HVA for gcc 12.2 (v registers), none for clang "
                "19.1 (x registers)",
    },
    [DIVERGES_ZERO_LENGTH_NESTED] = {
        .id = "aarch64-nested-zero-length-array",
        .scope = "aarch64_aapcs",
        .subject = "an inner structure that holds only a zero-length array: "
                   "struct { struct { float z[0]; } e; float a; }",
        .document = "silent on members of no size",
        .gcc = "12.2: no homogeneous aggregate: x registers",
        .clang = "19.1: they count for nothing: an HFA",
        .followed = CCONV_AS_GCC,
        .note = "inner structure with only a zero-length array: no HFA for gcc 12.2 (x registers), an HFA for clang "
                "19.1 (v registers)",
    },
    [DIVERGES_UNNAMED_IN_UNION] = {
        .id = "aarch64-unnamed-bit-fields-in-hfa",
        .scope = "aarch64_aapcs",
        .subject = "an inner structure of unnamed bit-fields, or a zero-width one in a union: "
                   "union { struct { int : 3; } e; float a; }, union { double a; int : 0; }",
        .document = "silent on unnamed bit-fields",
        .gcc = "12.2: no homogeneous aggregate: x registers",
        .clang = "19.1: the inner structure counts for nothing: an HFA",
        .followed = CCONV_AS_GCC,
        .note = "unnamed bit-fields inside: no HFA for gcc 12.2 (x registers), an HFA for clang 19.1 (v registers)",
    },
    [DIVERGES_BFLOAT16] = {
        .id = "aarch64-bfloat16-hfa",
        .scope = "aarch64_aapcs",
        .subject = "__bf16 members: struct { __bf16 a, b; }",
        .document = "5.10.5: all half-precision formats are one Fundamental Data Type: an HFA, also mixed with "
                    "_Float16",
        .gcc = "12.2: no homogeneous aggregate: x registers",
        .clang = "19.1: an HFA, also mixed with _Float16",
        .followed = CCONV_AS_CLANG,
        .note = "__bf16 members: an HFA by AAPCS64 and for clang 19.1; x registers for gcc 12.2",
    },
    [DIVERGES_BFLOAT16_SPLIT] = {
        .id = "aarch64-bfloat16-hfa-split",
        .scope = "aarch64_aapcs, aarch64_aapcs_darwin, aarch64_aapcs_win",
        .subject = "an HFA that begins with __bf16, when too few v registers are left",
        .document = "C.3: whole on the stack, and no v register after it",
        .clang = "19.1: each member by itself: in the v registers left, then in a stack slot each",
        .followed = CCONV_AS_DOCUMENT,
        .note = "HFA of __bf16 with too few v registers left: whole on the stack by AAPCS64; clang 19.1 splits it "
                "between registers and slots",
    },
    [DIVERGES_INT128_VECTOR] = {
        .id = "aarch64-int128-vector",
        .scope = "aarch64_aapcs, aarch64_aapcs_darwin, aarch64_aapcs_win",
        .subject = "a vector of one __int128: typedef __int128 v __attribute__((vector_size(16)))",
        .document = "5.5: a short vector of one quad-word: v registers",
        .gcc = "12.2: v registers",
        .clang = "19.1: argument v register, result x0 and x1; in a structure x registers for both",
        .followed = CCONV_AS_GCC,
        .note = "vector of one __int128: v registers by AAPCS64 and for gcc 12.2; clang 19.1 uses x registers for the "
                "result and inside structures",
    },
    [DIVERGES_SMALL_VECTOR] = {
        .id = "aarch64-small-vector",
        .scope = "aarch64_aapcs",
        .subject = "a vector of less than 8 bytes: typedef char v __attribute__((vector_size(4)))",
        .document = "silent: 5.5 has vectors of 8 and 16 bytes",
        .gcc = "12.2: an x register, of floating-point elements the stack (and no x register after it); result x0",
        .clang = "19.1: an x register; result v0, integer elements widened to fill 64 bits",
        .followed = CCONV_AS_GCC,
        .note = "vector below 8 bytes: gcc 12.2 passes integer elements in an x register and floating-point ones on "
                "the stack, result x0; clang 19.1 always an x register, result v0 with widened elements",
    },
    [DIVERGES_PACKED_QUAD_BIT_FIELD] = {
        .id = "aarch64-packed-quad-bit-field",
        .scope = "aarch64_aapcs",
        .subject = "a packed structure with a bit-field of a 16-aligned type: "
                   "struct __attribute__((packed)) { __int128 a : 5; char c[12]; }",
        .document = "5.10: member alignment counts after modifiers such as packed: 8",
        .gcc = "12.2: the declared type's alignment counts: 16, an even x register",
        .clang = "19.1: 8",
        .followed = CCONV_AS_CLANG,
        .note = "packed bit-field of a 16-aligned type: gcc 12.2 begins at an even x register and 16-aligned on the "
                "stack, clang 19.1 does not",
    },
    [DIVERGES_ATOMIC_HFA] = {
        .id = "aarch64-atomic-hfa",
        .scope = "aarch64_aapcs",
        .subject = "an _Atomic structure or complex number that is an HFA or HVA, or one with an _Atomic member: "
                   "struct { _Atomic double x; }",
        .document = "silent",
        .gcc = "12.2: as without _Atomic: v registers",
        .clang = "19.1: no homogeneous aggregate: x registers",
        .followed = CCONV_AS_GCC,
        .note = "_Atomic structure, complex number or member: an HFA as without _Atomic in gcc 12.2, none in clang "
                "19.1 (x registers)",
    },
    [DIVERGES_ATOMIC_ALIGNMENT] = {
        .id = "aarch64-atomic-alignment",
        .scope = "aarch64_aapcs",
        .subject = "an _Atomic structure, union or complex number of 16 bytes whose members are aligned to less: "
                   "_Atomic struct { long a, b; }",
        .document = "silent",
        .gcc = "12.2: aligned as its members: the next x register",
        .clang = "19.1: aligned as the atomic object, 16: an even x register",
        .followed = CCONV_AS_GCC,
        .note = "_Atomic aggregate: aligned as its members by gcc 12.2, as the atomic object, to 16, by clang 19.1",
    },
    [DIVERGES_DARWIN_ATOMIC_NARROW] = {
        .id = "aarch64-darwin-atomic-narrow",
        .scope = "aarch64_aapcs_darwin",
        .subject = "an _Atomic char, short or _Bool as argument or result",
        .document = "the caller extends arguments of less than 32 bits; silent on _Atomic",
        .clang = "19.1: neither argument nor result is extended",
        .followed = CCONV_AS_CLANG,
        .note = "_Atomic integer of less than 32 bits: clang 19.1 does not extend it",
    },
    [DIVERGES_DARWIN_VARIADIC_HALF] = {
        .id = "aarch64-darwin-variadic-half",
        .scope = "aarch64_aapcs_darwin",
        .subject = "_Float16 or __bf16 passed through the ellipsis: f(1, (_Float16)2)",
        .document = "silent",
        .clang = "19.1: the caller writes it converted to double, va_arg reads 2 bytes",
        .followed = CCONV_AS_DOCUMENT,
        .note = "clang 19.1 disagrees with itself: its callers convert the value to double, its va_arg reads the 2 "
                "bytes shown here",
    },
    [DIVERGES_DARWIN_VARIADIC_HVA] = {
        .id = "aarch64-darwin-variadic-hva",
        .scope = "aarch64_aapcs_darwin",
        .subject = "a 16-aligned HFA or HVA passed through the ellipsis: struct { float32x4_t a; }",
        .document = "Apple: 8-byte slots",
        .clang = "19.1: the caller aligns it to 8, va_arg reads it aligned to 16",
        .followed = CCONV_AS_CLANG,
        .note = "clang 19.1 disagrees with itself: its callers align the aggregate to 8 (shown here), its va_arg "
                "to 16",
    },
    [DIVERGES_WIN_UNNAMED_BIT_FIELDS] = {
        .id = "aarch64-win-unnamed-bit-fields",
        .scope = "aarch64_aapcs_win",
        .subject = "a structure that has a size but no named member: struct { int : 3; }",
        .document = "C.10 takes any composite of at most 16 bytes",
        .clang = "19.1: the caller passes nothing; va_arg reads a slot",
        .msvc = "by the document: a composite of its size",
        .followed = CCONV_AS_MSVC,
        .note = "unnamed bit-fields alone: passed by its size by Microsoft's document; clang 19.1 passes nothing",
    },
    [DIVERGES_WIN_EMPTY] = {
        .id = "aarch64-win-empty-struct",
        .scope = "aarch64_aapcs_win over aarch64-windows-msvc",
        .subject = "struct {} with its size of 4",
        .document = "silent; Microsoft's C compiler rejects it",
        .clang = "19.1: the caller passes nothing; va_arg reads a slot",
        .followed = CCONV_AS_CLANG,
        .note = "empty structure: not in Microsoft's C; clang 19.1 passes nothing, though its va_arg reads a slot",
    },
    [DIVERGES_WIN_MEMBER_ALIGNMENT] = {
        .id = "aarch64-win-hfa-alignment",
        .scope = "aarch64_aapcs_win",
        .subject = "an HFA or HVA on the stack whose members are aligned otherwise than its base type: "
                   "struct { _Alignas(16) float a; float b, c, d; }, a packed struct of a 16-byte vector",
        .document = "C.4: the larger of 8 and the natural alignment: 16 and 8",
        .clang = "19.1: by the base type: 8 and 16",
        .msvc = "by the document: 16 and 8",
        .followed = CCONV_AS_MSVC,
        .note = "over-aligned or packed HFA on the stack: aligned as its members by Microsoft's document, as its base "
                "type by clang 19.1",
    },
    [DIVERGES_WIN_FOREIGN_ALIGNMENT] = {
        .id = "aarch64-ms-abi-aligned-struct",
        .scope = "aarch64_aapcs_win over targets other than Windows (ms_abi)",
        .subject = "aligned(16) on a whole structure: struct { int a; } __attribute__((aligned(16)))",
        .document = "C.8: an alignment of 16: an even x register",
        .clang = "19.1: with ms_abi on Linux the natural alignment counts, as AAPCS64 B.6 has it: the next x register; "
                 "on Windows as the document",
        .followed = CCONV_AS_DOCUMENT,
        .note = "aligned(16) on the whole: an even x register by Microsoft's document and for clang 19.1 on Windows; "
                "its ms_abi elsewhere takes the next one",
    },
    [DIVERGES_WIN_VARIADIC_VECTOR] = {
        .id = "aarch64-win-variadic-vector",
        .scope = "aarch64_aapcs_win",
        .subject = "a short vector given to a variadic function: f(1, (float32x4_t){0})",
        .document = "variadic functions use no SIMD registers: x registers",
        .clang = "19.1: the caller uses a v register, va_arg reads the x registers",
        .msvc = "by the document: x registers",
        .followed = CCONV_AS_MSVC,
        .note = "vector given to a variadic function: x registers by Microsoft's document; clang 19.1 callers use a v "
                "register, its va_arg does not",
    },
    [DIVERGES_WIN_VARIADIC_SPLIT] = {
        .id = "aarch64-win-variadic-split",
        .scope = "aarch64_aapcs_win",
        .subject = "a structure of 9 to 16 bytes given to a variadic function when only x7 is left",
        .document = "the first 64 bytes of an imaginary stack are in x0 to x7: its first half in x7, the rest on "
                    "the stack",
        .clang = "19.1: the caller puts all of it on the stack, va_arg reads x7 and the stack",
        .msvc = "by the document: split",
        .followed = CCONV_AS_MSVC,
        .note = "only x7 left: split between x7 and the stack by Microsoft's document; clang 19.1 callers put all "
                "of it on the stack, its va_arg reads it split",
    },
    [DIVERGES_WIN_VARIADIC_QUAD] = {
        .id = "aarch64-win-variadic-int128",
        .scope = "aarch64_aapcs_win",
        .subject = "__int128 passed through the ellipsis",
        .document = "C.12: 16-aligned on the imaginary stack: an even x register",
        .clang = "19.1: the caller begins at an even x register, va_arg reads the next one",
        .followed = CCONV_AS_CLANG,
        .note = "clang 19.1 disagrees with itself: its callers begin at an even x register (shown here), its va_arg "
                "reads the next slot",
    },
    [DIVERGES_WIN_VARIADIC_HALF] = {
        .id = "aarch64-win-variadic-half",
        .scope = "aarch64_aapcs_win",
        .subject = "_Float16 or __bf16 as an argument of a variadic function",
        .document = "SIMD registers are not used: an x register",
        .clang = "19.1: crashes",
        .followed = CCONV_AS_CLANG,
        .note = "half-precision argument of a variadic function: clang 19.1 crashes",
    },
    [DIVERGES_ARM64EC_VARIADIC] = {
        .id = "arm64ec-variadic-composite",
        .scope = "aarch64_arm64ec",
        .subject = "a structure or __int128 of up to 16 bytes that is not 1, 2, 4 or 8, in a variadic call: "
                   "struct { int a, b, c; }",
        .document = "Variadic calling convention: by reference, as x64 does",
        .clang = "19.1: by value, in words from x0 to x3 and then the stack",
        .msvc = "by reference (document)",
        .followed = CCONV_AS_MSVC,
        .note = "structure of up to 16 bytes in an Arm64EC variadic call: by reference in Microsoft's document, by value "
                "in clang 19",
    },
    {0},
};
