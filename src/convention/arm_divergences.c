/*
 * Where gcc 12.2 and clang 19.1 part under the AAPCS32 family, or clang from the document, as seen by running and
 * reading compiled code. No compiler of Microsoft's was at hand.
 */
#include "convention/arm_aapcs.h"
#include "convention/list.h"

const cconv_divergence arm_aapcs_divergences[] = {
    [ARM_UNNAMED_BIT_FIELDS] = {
        .id = "arm-unnamed-bit-fields",
        .scope = "arm_aapcs, arm_aapcs_vfp",
        .subject = "a structure that has a size but no named member: struct { int : 3; }",
        .document = "silent (5.3 gives composites at least one member)",
        .gcc = "12.2: a composite of its size: r registers",
        .clang = "19.1: empty: takes no location",
        .followed = CCONV_AS_GCC,
        .note = "unnamed bit-fields alone: gcc 12.2 passes the structure in r registers or on the stack, clang 19.1 passes "
                "nothing",
    },
    [ARM_EMPTY_ALIGNED] = {
        .id = "arm-empty-aligned-struct",
        .scope = "arm_aapcs, arm_aapcs_vfp",
        .subject = "a structure of size 0 that is 8-aligned, where an odd register or word is next: struct { double a[0]; }",
        .document = "silent (5.3 gives composites at least one member)",
        .gcc = "12.2: takes no place, but those after it begin at the even register (C.3), or a multiple of 8",
        .clang = "19.1: no effect",
        .followed = CCONV_AS_GCC,
        .note = "8-aligned structure of size 0: gcc 12.2 goes on to the next even r register, or multiple of 8 on the stack, "
                "clang 19.1 does not",
    },
    [ARM_PACKED_BIT_FIELD] = {
        .id = "arm-packed-double-word-bit-field",
        .scope = "arm_aapcs, arm_aapcs_vfp",
        .subject = "a packed structure with a bit-field of an 8-aligned type: "
                   "struct __attribute__((packed)) { int a : 5; long long b : 40; }",
        .document = "5.3: member alignment counts after modifiers such as packed: 4",
        .gcc = "12.2: the declared type's alignment counts: 8, an even r register",
        .clang = "19.1: 4",
        .followed = CCONV_AS_CLANG,
        .note = "packed bit-field of an 8-aligned type: gcc 12.2 begins at an even r register and 8-aligned on the "
                "stack, clang 19.1 does not",
    },
    [ARM_HALF_HFA] = {
        .id = "arm-half-hfa",
        .scope = "arm_aapcs_vfp",
        .subject = "a structure of half-precision members: struct { _Float16 a, b; }",
        .document = "7.1.2.1: a homogeneous aggregate has a base type of single or double precision: r registers",
        .gcc = "12.2: an HFA: one s register a member",
        .clang = "19.1: no homogeneous aggregate: r registers",
        .followed = CCONV_AS_CLANG,
        .note = "half-precision members: no HFA by AAPCS32 and for clang 19.1 (r registers); one for gcc 12.2 (s "
                "registers)",
    },
    [ARM_ZERO_LENGTH_NESTED] = {
        .id = "arm-nested-zero-length-array",
        .scope = "arm_aapcs_vfp",
        .subject = "an inner structure that holds only a zero-length array: "
                   "struct { struct { float z[0]; } e; float a; }",
        .document = "silent on members of no size",
        .gcc = "12.2: no homogeneous aggregate: r registers",
        .clang = "19.1: they count for nothing: an HFA",
        .followed = CCONV_AS_GCC,
        .note = "inner structure with only a zero-length array: no HFA for gcc 12.2 (r registers), an HFA for clang "
                "19.1 (s registers)",
    },
    [ARM_UNNAMED_IN_UNION] = {
        .id = "arm-unnamed-bit-fields-in-hfa",
        .scope = "arm_aapcs_vfp",
        .subject = "an inner structure of unnamed bit-fields, or a zero-width one in a union: "
                   "union { struct { int : 3; } e; float a; }, union { double a; int : 0; }",
        .document = "silent on unnamed bit-fields",
        .gcc = "12.2: no homogeneous aggregate: r registers",
        .clang = "19.1: the inner structure counts for nothing: an HFA",
        .followed = CCONV_AS_GCC,
        .note = "unnamed bit-fields inside: no HFA for gcc 12.2 (r registers), an HFA for clang 19.1 (VFP registers)",
    },
    [ARM_HFA_ALIGNMENT] = {
        .id = "arm-hfa-alignment",
        .scope = "arm_aapcs_vfp",
        .subject = "a homogeneous aggregate on the stack whose members are aligned otherwise than its base type: "
                   "struct { _Alignas(8) float a; float b; }, a packed struct of doubles",
        .document = "C.2.vfp: by the natural alignment, that of the members: 8 and 4",
        .gcc = "12.2: by the members: 8 and 4",
        .clang = "19.1: by the base type: 4 and 8",
        .followed = CCONV_AS_GCC,
        .note = "over-aligned or packed homogeneous aggregate on the stack: aligned as its members by AAPCS32 and gcc "
                "12.2, as its base type by clang 19.1",
    },
    [ARM_LARGE_VECTOR] = {
        .id = "arm-large-vector",
        .scope = "arm_aapcs, arm_aapcs_vfp",
        .subject = "a vector of more than 16 bytes as argument: typedef int v __attribute__((vector_size(32)))",
        .document = "silent: 5.1 has vectors of 8 and 16 bytes",
        .gcc = "12.2: as a composite: r registers and the stack",
        .clang = "19.1: each 16 bytes as an argument by itself, in q registers where there are; of _Float16 the address",
        .followed = CCONV_AS_GCC,
        .note = "vector above 16 bytes: a composite for gcc 12.2 (r registers and stack); clang 19.1 passes each 16 "
                "bytes by itself, of _Float16 the address",
    },
    [ARM_SMALL_VECTOR_RESULT] = {
        .id = "arm-small-vector-result",
        .scope = "arm_aapcs, arm_aapcs_vfp",
        .subject = "a vector of less than 8 bytes as result: typedef char v __attribute__((vector_size(4)))",
        .document = "silent: 5.1 has vectors of 8 and 16 bytes",
        .gcc = "12.2: r0",
        .clang = "19.1: a vector of 8 bytes, to which the elements of integer vectors are widened",
        .followed = CCONV_AS_GCC,
        .note = "vector below 8 bytes as result: r0 for gcc 12.2; clang 19.1 widens it to 8 bytes (d0, or r0 and r1)",
    },
    [ARM_BFLOAT16_VECTOR] = {
        .id = "arm-bfloat16-vector",
        .scope = "arm_aapcs, arm_aapcs_vfp, arm_aapcs_vfp_win",
        .subject = "a vector of __bf16 for a processor without the bf16 extension: "
                   "typedef __bf16 v __attribute__((vector_size(8)))",
        .document = "5.1: a containerized vector like any other",
        .gcc = "12.2: as the document",
        .clang = "19.1: each element by itself, in an s register where there are; of one element it crashes",
        .followed = CCONV_AS_GCC,
        .note = "vector of __bf16: like any other by AAPCS32 and for gcc 12.2; clang 19.1 passes each element by itself "
                "unless the processor has the bf16 extension",
    },
    [ARM_ATOMIC_HFA] = {
        .id = "arm-atomic-hfa",
        .scope = "arm_aapcs_vfp",
        .subject = "an _Atomic structure or complex number that is a homogeneous aggregate, or one with an _Atomic "
                   "member: struct { _Atomic double x; }",
        .document = "silent",
        .gcc = "12.2: as without _Atomic: VFP registers",
        .clang = "19.1: no homogeneous aggregate: r registers",
        .followed = CCONV_AS_GCC,
        .note = "_Atomic structure, complex number or member: a homogeneous aggregate as without _Atomic in gcc 12.2, "
                "none in clang 19.1 (r registers)",
    },
    [ARM_ATOMIC_NARROW] = {
        .id = "arm-atomic-narrow",
        .scope = "arm_aapcs, arm_aapcs_vfp, arm_aapcs_vfp_win",
        .subject = "an _Atomic char, short or _Bool as argument or result",
        .document = "B.2: extended to a word; silent on _Atomic",
        .gcc = "12.2: extended",
        .clang = "19.1: not extended",
        .followed = CCONV_AS_GCC,
        .note = "_Atomic integer below a word: gcc 12.2 extends it, clang 19.1 does not",
    },
    [ARM_ATOMIC_ALIGNMENT] = {
        .id = "arm-atomic-alignment",
        .scope = "arm_aapcs, arm_aapcs_vfp",
        .subject = "an _Atomic structure, union or complex number of 8 bytes, or with an alignment of its own, whose "
                   "members are aligned to less: _Atomic struct { int a, b; }",
        .document = "silent",
        .gcc = "12.2: aligned as its members: the next r register",
        .clang = "19.1: aligned as the atomic object, 8: an even r register",
        .followed = CCONV_AS_GCC,
        .note = "_Atomic aggregate: aligned as its members by gcc 12.2, as the atomic object, to 8, by clang 19.1",
    },
    [ARM_WIN_UNNAMED_BIT_FIELDS] = {
        .id = "arm-win-unnamed-bit-fields",
        .scope = "arm_aapcs_vfp_win",
        .subject = "a structure that has a size but no named member: struct { int : 3; }",
        .document = "stage B rounds any composite up to words: r registers",
        .clang = "19.1: passes nothing",
        .msvc = "by the document: a composite of its size",
        .followed = CCONV_AS_MSVC,
        .note = "unnamed bit-fields alone: words like any composite by Microsoft's document; clang 19.1 passes nothing",
    },
    [ARM_WIN_EMPTY] = {
        .id = "arm-win-empty-struct",
        .scope = "arm_aapcs_vfp_win over armv7-windows-msvc",
        .subject = "struct {} with its size of 4",
        .document = "silent; Microsoft's C compiler rejects it",
        .clang = "19.1: passes nothing",
        .followed = CCONV_AS_CLANG,
        .note = "empty structure: not in Microsoft's C; clang 19.1 passes nothing",
    },
    [ARM_WIN_HFA_ALIGNMENT] = {
        .id = "arm-win-hfa-alignment",
        .scope = "arm_aapcs_vfp_win",
        .subject = "a homogeneous aggregate on the stack that is aligned otherwise than its base type: "
                   "struct { float a, b; } __attribute__((aligned(8))), a packed struct of doubles",
        .document = "stage C, rule 2: aligned for the argument's type: 8 and 4",
        .clang = "19.1: by the base type: 4 and 8",
        .msvc = "by the document: 8 and 4",
        .followed = CCONV_AS_MSVC,
        .note = "over-aligned or packed homogeneous aggregate on the stack: aligned as its type by Microsoft's "
                "document, as its base type by clang 19.1",
    },
    [ARM_APCS_INTEGER_LIKE] = {
        .id = "arm-apcs-integer-like",
        .scope = "arm_apcs_gnu",
        .subject = "a structure of a word whose members are an enum, an _Atomic, or several at offset 0, as result: "
                   "struct { enum e a; }",
        .document = "integer-like: at most a word, every addressable member at offset 0",
        .gcc = "12.2: in r0 unless it holds an array, a vector, a floating-point number, or a second member",
        .clang = "19.1: an enum, _BitInt or _Atomic is not integer-like: in memory",
        .followed = CCONV_AS_GCC,
        .note = "a word as result that gcc 12.2 takes for integer-like, and clang 19.1 does not, or the reverse",
    },
    {0},
};
