/* The Windows x64 convention between its files: placing and the table (x86_64_win.c), the recorded disagreements
   (x86_64_win_divergences.c), and __vectorcall (x86_64_vectorcall.c). */
#ifndef CONVENTION_X86_64_WIN_H
#define CONVENTION_X86_64_WIN_H

#include "convention/cursor.h"

/* Where gcc and clang part; the index in x86_64_win_divergences. */
enum win_dispute {
    WIN_HALF,
    WIN_QUAD,
    WIN_SHORT_VECTOR,
    WIN_SCALAR_VECTOR,
    WIN_INT128_VECTOR,
    WIN_QUAD_VECTOR,
    WIN_WIDE_VECTOR,
    WIN_WIDE_RESULT,
    WIN_X87_RESULT,
    WIN_EMPTY_RESULT,
    WIN_FLEXIBLE_ARRAY,
    WIN_ONLY_PADDING,
    WIN_ONLY_PADDING_RESULT,
    WIN_ATOMIC,
    WIN_DISPUTES
};

extern const cconv_divergence x86_64_win_divergences[];

/* The family's differences. */
struct win_variant {
    bool vectorcall;                    /* vectors and HVAs by value */
    bool floats_once;                   /* a floating-point argument through ... is in the xmm register alone */
    const cconv_rule *float_register;
};

enum win_bank { GENERAL, VECTOR, BOTH };

/* cursor.user. The first three have one bit a position: the registers that are gone to later arguments (the two banks
   part only after clang's __float128), and the vector registers that hold a value. HVAS has an octal digit for each HVA
   that waits for the second pass. The last two are for clang 19's count of unused registers: short vectors that it leaves
   out, and arguments of the first six that it counts although a hidden result pointer moved them to the stack. */
enum { GENERAL_GONE, VECTOR_GONE, VECTORS_HELD, HVAS, SHORT_VECTORS, COUNTED };

static inline uint64_t win_native_vector(const struct cursor *at)
{
    return at->features & CCONV_FEATURE_AVX512 ? 64 : at->features & CCONV_FEATURE_AVX ? 32 : 16;
}

/* The next argument position: a register of the bank, or 8 bytes of stack. */
cconv_status win_put_slot(struct cursor *at, const struct cconv_type *type, struct slot *out, uint64_t offset,
                          uint64_t size, enum win_bank bank);
/* The result in the caller's memory, its address in the first position. */
cconv_status win_return_in_memory(struct cursor *at, struct slot *out);
/* Whether no register of the bank is left. */
bool win_on_stack(const struct cursor *at, enum win_bank bank);
cconv_status win_place_argument(struct cursor *at, const struct cconv_type *given, struct slot *out);
cconv_status win_place_result(struct cursor *at, const struct cconv_type *given, struct slot *out);

extern const struct method_rules win_method;

/* Rows of the tables that the family shares. */
#define WIN_ROLES_GENERAL \
    {"rax", "integer result; address of a result in memory", 0, 8}, \
    {"rcx", "1st integer argument; address for a result in memory", 0, 8}, \
    {"rdx", "2nd integer argument", 0, 8}, \
    {"r8", "3rd integer argument", 0, 8}, \
    {"r9", "4th integer argument", 0, 8}, \
    {"r10-r11", "temporary; used by syscall and sysret", 0, 8}, \
    {"r12-r15", "preserved", 8, 8}, \
    {"rdi", "preserved", 8, 8}, \
    {"rsi", "preserved", 8, 8}, \
    {"rbx", "preserved", 8, 8}, \
    {"rbp", "preserved; frame pointer if there is one", 8, 8}, \
    {"rsp", "stack pointer", 8, 8},
#define WIN_ROLES_PRESERVED_VECTORS \
    {"xmm6-xmm15", "preserved", 16, 16}, \
    {"ymm0-ymm5", "temporary", 0, 32}, \
    {"ymm6-ymm15", "upper halves are temporary", 16, 32}, \
    {"zmm16-zmm31", "temporary (AVX-512)", 0, 64}, \
    {"k0-k7", "temporary (AVX-512)", 0, 8}, \
    {"st0-st7", "temporary", 0, 10}, \
    {"mxcsr", "control bits preserved, status bits not", 4, 4}, \
    {"fpcr", "x87 control word, preserved", 2, 2}, \
    {"rflags", "df clear on entry and return; the rest temporary", 0, 8},
extern const char *const win_preserved[], *const win_clobbered[], *const win_duties[];
extern const uint16_t win_integer_args[4], win_vector_args[4], win_integer_results[1], win_vector_results[1];
extern const struct win_variant win_usual, win_floats_once;
#define WIN_PLACING \
    .integer_args = {win_integer_args, COUNT_OF(win_integer_args)}, \
    .vector_args = {win_vector_args, COUNT_OF(win_vector_args)}, \
    .integer_results = {win_integer_results, COUNT_OF(win_integer_results)}, \
    .vector_results = {win_vector_results, COUNT_OF(win_vector_results)}, \
    .sret = RCX, \
    .vector_count = CCONV_NO_REGISTER, \
    .place_result = win_place_result, \
    .place_argument = win_place_argument

/* x86_64_vectorcall.c */
/* A vector that goes by value; not one of a single element. */
bool vectorcall_has_vector(struct cursor *at, const struct cconv_type *type, struct slot *out);
cconv_status vectorcall_place_vector(struct cursor *at, const struct cconv_type *type, struct slot *out);
cconv_status vectorcall_return_vector(struct cursor *at, const struct cconv_type *type, struct slot *out);
/* How many members an HVA has, or 1 for a floating-point or vector scalar; 0 for no such type. */
uint32_t vectorcall_hva_members(const struct cconv_type *type);
cconv_status vectorcall_place_hva(struct cursor *at, const struct cconv_type *type, struct slot *out);
cconv_status vectorcall_return_hva(struct cursor *at, const struct cconv_type *type, struct slot *out);

#endif
