/*
 * Where gcc 12.2 and clang 19.1 part under the RISC-V conventions, or clang from the document, as seen by running and
 * reading compiled code. The first entries are about what the hardware floating-point convention makes of structures.
 */
#include "convention/list.h"
#include "convention/riscv_psabi.h"

#define HARD_FLOAT "riscv64_lp64f, riscv64_lp64d, riscv32_ilp32f, riscv32_ilp32d"

const cconv_divergence riscv_divergences[] = {
    [DIVERGES_ZERO_WIDTH] = {
        .id = "riscv-zero-width-bit-field",
        .scope = HARD_FLOAT,
        .subject = "a zero-width bit-field before the second of two members: struct { float a; int : 0; float b; }",
        .document = "ignored while flattening: fa0 and fa1",
        .gcc = "12.2: ignored: fa0 and fa1",
        .clang = "19.1: the structure is passed by the integer convention: a0",
        .followed = CCONV_AS_GCC,
        .note = "zero-width bit-field: ignored by the document and gcc 12.2, which use floating-point registers; clang "
                "19.1 passes the structure in integer registers",
    },
    [DIVERGES_NO_SIZE] = {
        .id = "riscv-member-without-size",
        .scope = HARD_FLOAT,
        .subject = "a zero-length array, an array of empty structures or an empty union beside the members: "
                   "struct { float z[0]; float a, b; }",
        .document = "ignored while flattening: fa0 and fa1",
        .gcc = "12.2: the structure is passed by the integer convention, unless one real fills it: a0",
        .clang = "19.1: ignored: fa0 and fa1",
        .followed = CCONV_AS_CLANG,
        .note = "member without a size: ignored by the document and clang 19.1, which use floating-point registers; "
                "gcc 12.2 passes the structure in integer registers",
    },
    [DIVERGES_UNNAMED_INSIDE] = {
        .id = "riscv-unnamed-bit-fields-inside",
        .scope = HARD_FLOAT,
        .subject = "an inner structure of unnamed bit-fields alone: struct { struct { int : 3; } i; float f; }",
        .document = "silent: no empty structure, but nothing in it has a name",
        .gcc = "12.2: an integer field: a0 and fa0",
        .clang = "19.1: ignored: fa0",
        .followed = CCONV_AS_GCC,
        .note = "inner structure of unnamed bit-fields: an integer field to gcc 12.2, nothing to clang 19.1",
    },
    [DIVERGES_COMPLEX_INTEGER] = {
        .id = "riscv-complex-integer",
        .scope = HARD_FLOAT,
        .subject = "a structure of one complex integer: struct { _Complex int c; }",
        .document = "no floating-point real is in it: the integer convention, a0 on RV64",
        .gcc = "12.2: as the document",
        .clang = "19.1: a register for each part, whatever its size: a0 and a1",
        .followed = CCONV_AS_GCC,
        .note = "structure of one complex integer: by its bytes in integer registers; clang 19.1 gives each part a "
                "register",
    },
    [DIVERGES_ATOMIC_MEMBER] = {
        .id = "riscv-atomic-member",
        .scope = HARD_FLOAT,
        .subject = "a structure with an _Atomic member: struct { double a; _Atomic int b; }",
        .document = "silent",
        .gcc = "12.2: as without _Atomic: fa0 and a0",
        .clang = "19.1: the structure is passed by the integer convention: a0 and a1",
        .followed = CCONV_AS_GCC,
        .note = "_Atomic member: flattened by gcc 12.2 as any other; clang 19.1 passes the structure in integer registers",
    },
    [DIVERGES_BIT_FIELD_UNIT] = {
        .id = "riscv-bit-field-unit",
        .scope = HARD_FLOAT,
        .subject = "a real and a bit-field whose declared type reaches into what follows: "
                   "struct { long a : 10; float b; }",
        .document = "the bit-field in an integer register, the real in a floating-point one",
        .gcc = "12.2: as the document",
        .clang = "19.1: moves 8 bytes for the bit-field, and the real or the bit-field is lost",
        .followed = CCONV_AS_GCC,
        .note = "bit-field whose declared type overlaps what follows: clang 19.1 loses bits of the structure",
    },
    [DIVERGES_BITINT_EXTENSION] = {
        .id = "riscv-unsigned-bitint-extension",
        .scope = "riscv64_lp64, riscv64_lp64f, riscv64_lp64d, riscv64_lp64e",
        .subject = "unsigned _BitInt of 17 to 31 bits: void f(unsigned _BitInt(20))",
        .document = "zero-extended to 64 bits",
        .clang = "19.1: sign-extended from its own highest bit",
        .followed = CCONV_AS_DOCUMENT,
        .note = "unsigned _BitInt of 17 to 31 bits: zero-extended by the document, sign-extended from its highest bit by "
                "clang 19.1",
    },
    [DIVERGES_ATOMIC_VALUE] = {
        .id = "riscv-atomic-value",
        .scope = HARD_FLOAT,
        .subject = "an _Atomic real, complex number or structure that is passed itself: f(_Atomic _Complex double)",
        .document = "silent",
        .gcc = "12.2: as without _Atomic",
        .clang = "19.1: a structure or complex number by the integer convention; a real as without _Atomic, but it counts as "
                 "an integer register taken when a later argument asks for two kinds",
        .followed = CCONV_AS_GCC,
        .note = "_Atomic structure or complex number: as without _Atomic for gcc 12.2, in integer registers for clang 19.1, "
                "which also miscounts registers after an _Atomic real",
    },
    [DIVERGES_ATOMIC_NARROW] = {
        .id = "riscv-atomic-narrow",
        .scope = "every RISC-V convention",
        .subject = "an _Atomic integer narrower than XLEN: f(_Atomic short)",
        .document = "widened to XLEN bits",
        .gcc = "12.2: as the document",
        .clang = "19.1: not extended",
        .followed = CCONV_AS_GCC,
        .note = "_Atomic integer: extended to XLEN bits by the document and gcc 12.2, not by clang 19.1",
    },
    [DIVERGES_ATOMIC_ALIGNMENT] = {
        .id = "riscv-atomic-alignment",
        .scope = "every RISC-V convention",
        .subject = "an _Atomic structure or complex number of 2*XLEN bits whose parts are aligned to less: "
                   "_Atomic struct { long a, b; }",
        .document = "silent",
        .gcc = "12.2: aligned as its members",
        .clang = "19.1: aligned as the atomic object, to 2*XLEN bits: an even pair for a variadic one",
        .followed = CCONV_AS_GCC,
        .note = "_Atomic aggregate of 2*XLEN bits: aligned as its members by gcc 12.2, to its size by clang 19.1",
    },
    [DIVERGES_EMPTY_ALIGNMENT] = {
        .id = "riscv-empty-alignment",
        .scope = "every RISC-V convention but riscv32_ilp32e",
        .subject = "an empty structure aligned to 16 among arguments on the stack: "
                   "struct {} __attribute__((aligned(16)))",
        .document = "ignored",
        .gcc = "12.2: takes no place, but the next stack argument is aligned as it",
        .clang = "19.1: ignored",
        .followed = CCONV_AS_CLANG,
        .note = "over-aligned empty structure on the stack: ignored by the document and clang 19.1; gcc 12.2 aligns the next "
                "argument to it",
    },
    {0},
};
