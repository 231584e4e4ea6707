/*
 * The System V AMD64 convention between its files: classification (x86_64_sysv_classify.c), placing (x86_64_sysv.c), the
 * table (x86_64_sysv_tables.c), the recorded disagreements (x86_64_sysv_divergences.c), and other conventions that place
 * alike (x86_64_sysv_variants.c).
 */
#ifndef CONVENTION_X86_64_SYSV_H
#define CONVENTION_X86_64_SYSV_H

#include "convention/cursor.h"

/* AMD64 psABI 3.2.3, "Definitions". */
enum sysv_class { NO_CLASS, INTEGER, SSE, SSEUP, X87, X87UP, COMPLEX_X87, MEMORY };

enum { EIGHTBYTES = 8 }; /* anything larger has class MEMORY */

/* Where gcc and clang part. The first group is about classes, the second about what is done with them. Each has an
   entry of the same index in x86_64_sysv_divergences. */
enum sysv_dispute {
    UNNAMED_BIT_FIELD,
    FLEXIBLE_ARRAY,
    ZERO_LENGTH_ARRAY,
    UNALIGNED_AGGREGATE,
    STRADDLING_ARRAY,
    STRUCT_BIT_FIELD,
    UNION_BIT_FIELD,
    HALF_COMPLEX,
    ONE_FLOAT_VECTOR,
    HALF_PAIR_VECTOR,
    INT128_VECTOR,
    QUAD_VECTOR,
    DARWIN_MMX,
    DARWIN_X87UP,
    WIDE_UNION,
    WIDE_STRUCT,
    VARIADIC_WIDE_UNION,
    VARIADIC_WIDE_NAMED,
    HALF_PAIR_LOW,
    QUAD_UNION,
    ATOMIC_MEMBER,
    ONE_INT128_VECTOR,
    INT128_VECTOR_ARRAY,
    CLASS_DISPUTES, /* how many of them */
    INT128_BURNS = CLASS_DISPUTES,
    NARROW_EXTENSION,
    VECTOR_RESULT,
    WINDOWS_X87,
    TRANSPARENT_UNION,
    ATOMIC_VALUE,
    ONLY_PADDING_RESULT,
    SYSV_DISPUTES
};

extern const cconv_divergence x86_64_sysv_divergences[];

struct sysv_classes {
    uint8_t of[EIGHTBYTES];    /* enum sysv_class; all MEMORY where the whole is */
    const cconv_rule *memory;  /* why of[0] is MEMORY */
    bool counted_as_vector;    /* this reading counts the first eightbyte as SSE, and passes it as INTEGER */
    uint32_t miscounted;       /* for which disputes clang does that: bits of enum sysv_dispute */
    uint64_t spilled;          /* MEMORY that is a vector register of so many bytes put on the stack; else 0 */
};

/* 3.2.3, "Classification", of a canonical type that is no plain integer, pointer, float or double. Records the
   disagreements that changed the outcome in `out`, and follows the cursor's reading. */
void sysv_classify(struct cursor *at, struct slot *out, const struct cconv_type *type, struct sysv_classes *classes);
/* One that the document leaves open, or that this reading answers: 1 for clang's way. */
bool sysv_clang_way(const struct cursor *at, enum sysv_dispute dispute);

struct sysv_need {
    uint32_t integers, vectors;
};

/* The registers that a value of that size takes, and those that clang counts for it. */
struct sysv_need sysv_registers_needed(const struct sysv_classes *classes, uint64_t size);
struct sysv_need sysv_registers_counted(const struct sysv_classes *classes, uint64_t size);

/* A vector of one __int128, or a structure of nothing else, where ONE_INT128_VECTOR is asked. */
bool sysv_is_int128_vector(const struct cursor *at, const struct cconv_type *type);
/* Bytes of the widest vector register in use: 16, 32 or 64. */
static inline uint64_t sysv_native_vector(const struct cursor *at)
{
    return at->features & CCONV_FEATURE_AVX512 ? 64 : at->features & CCONV_FEATURE_AVX ? 32 : 16;
}

/* The family's differences. */
struct sysv_variant {
    bool extends_pointers;     /* ILP32: a pointer in a register is zero-extended to 64 bits */
    bool clang_alone;          /* no other compiler has it: clang's reading is the only one */
};

/* The type that a transparent union is passed as, and any other itself. */
const struct cconv_type *sysv_transparent(struct cursor *at, const struct cconv_type *type, struct slot *out);
cconv_status sysv_place_argument(struct cursor *at, const struct cconv_type *given, struct slot *out);
cconv_status sysv_place_result(struct cursor *at, const struct cconv_type *given, struct slot *out);

/* The table's parts that the family shares. */
extern const uint16_t sysv_integer_args[6], sysv_vector_args[8], sysv_integer_results[2], sysv_vector_results[2];
extern const char *const sysv_preserved[], *const sysv_clobbered[], *const sysv_duties[];
#define SYSV_PLACING_RESULTS \
    .vector_args = {sysv_vector_args, COUNT_OF(sysv_vector_args)}, \
    .integer_results = {sysv_integer_results, COUNT_OF(sysv_integer_results)}, \
    .vector_results = {sysv_vector_results, COUNT_OF(sysv_vector_results)}, \
    .stack = {.alignment = 16, .slot = 8, .shadow_space = 0, .red_zone = 128, .return_address = 8, .callee_cleans = 0}
#define SYSV_PLACING \
    SYSV_PLACING_RESULTS, \
    .integer_args = {sysv_integer_args, COUNT_OF(sysv_integer_args)}, \
    .sret = RDI, \
    .vector_count = RAX, \
    .place_result = sysv_place_result, \
    .place_argument = sysv_place_argument
/* 3.2.3, figure "Register Usage". */
#define SYSV_ROLES_GENERAL(stack_pointer) \
    {"rax", "1st integer result; address of a result in memory; al: vector registers used in a variadic call", 0, 8}, \
    {"rbx", "preserved", 8, 8}, \
    {"rcx", "4th integer argument", 0, 8}, \
    {"rdx", "3rd integer argument; 2nd integer result", 0, 8}, \
    {"rsp", stack_pointer, 8, 8}, \
    {"rbp", "preserved; frame pointer if there is one", 8, 8}, \
    {"rsi", "2nd integer argument", 0, 8}, \
    {"rdi", "1st integer argument; address for a result in memory", 0, 8}, \
    {"r8", "5th integer argument", 0, 8}, \
    {"r9", "6th integer argument", 0, 8}, \
    {"r10", "temporary; static chain", 0, 8}, \
    {"r11", "temporary", 0, 8}, \
    {"r12-r14", "preserved", 8, 8}, \
    {"r15", "preserved; GOT base pointer if there is one", 8, 8},
#define SYSV_ROLES_VECTORS \
    {"xmm0-xmm1", "1st and 2nd vector argument and result", 0, 16}, \
    {"xmm2-xmm7", "3rd to 8th vector argument", 0, 16}, \
    {"xmm8-xmm15", "temporary", 0, 16}, \
    {"ymm0-ymm15", "xmm0 to xmm15 and their upper halves (AVX)", 0, 32},
#define SYSV_ROLES_OTHER \
    {"zmm0-zmm31", "vector registers in full (AVX-512)", 0, 64}, \
    {"k0-k7", "temporary (AVX-512)", 0, 8}, \
    {"mm0-mm7", "temporary", 0, 8}, \
    {"st0", "long double result; real part of a complex one", 0, 10}, \
    {"st1", "imaginary part of a _Complex long double result", 0, 10}, \
    {"st2-st7", "temporary", 0, 10}, \
    {"mxcsr", "control bits preserved, status bits not", 4, 4}, \
    {"fpsr", "x87 status word", 0, 2}, \
    {"fpcr", "x87 control word, preserved", 2, 2}, \
    {"rflags", "df clear on entry and return; the rest temporary", 0, 8}, \
    {"fs", "thread pointer, reserved for the system", 8, 8},

#endif
