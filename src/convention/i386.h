/*
 * The i386 family between its files: arguments (i386.c), results (i386_results.c), the conventions' and platforms'
 * tables (i386_tables.c, i386_rules.c), and the recorded disagreements (i386_divergences.c).
 *
 * A convention of 32-bit x86 says which registers carry arguments and who removes the stack; the platform that it is
 * used on says which results come back in registers, how the stack is aligned and what vectors do. So a convention's
 * variant names its platform for each operating system.
 */
#ifndef CONVENTION_I386_H
#define CONVENTION_I386_H

#include "convention/cursor.h"
#include "type/gcc_mode.h"

/* The clauses, each in the words and with the section of the platform's document. */
enum i386_rule {
    I386_STACK_WORD,         /* integers, pointers, float: 4 bytes */
    I386_STACK_DOUBLE,       /* long long, double: 8 bytes, aligned to 4 */
    I386_STACK_LONG_DOUBLE,
    I386_STACK_COMPLEX,
    I386_STACK_AGGREGATE,
    I386_STACK_ALIGNED,      /* holds a value that is aligned to 16 */
    I386_STACK_FLOAT128,
    I386_STACK_BITINT,       /* more than 64 bits: a pointer */
    I386_STACK_OVERALIGNED,  /* Microsoft: a pointer */
    I386_STACK_FLEXIBLE,
    I386_EMPTY,
    I386_PADDING,            /* only unnamed bit-fields */
    I386_VECTOR_REGISTER,
    I386_VECTOR_STACK,
    I386_VECTOR_POINTER,
    I386_VECTOR_SCALAR,      /* one element: as that element */
    I386_MMX_REGISTER,
    I386_MMX_STACK,
    I386_REGISTER_WORD,
    I386_REGISTER_WORDS,     /* 8-byte integers, structures: by words */
    I386_REGISTERS_FULL,
    I386_REGISTER_ONE,       /* ecx, edx */
    I386_REGISTER_FIRST,     /* clang: the first word in ecx */
    I386_RESULT_WORD,
    I386_RESULT_DOUBLE_WORD,
    I386_RESULT_FLOAT,
    I386_RESULT_HALF,
    I386_RESULT_COMPLEX,
    I386_RESULT_COMPLEX_MEMORY,
    I386_RESULT_MEMORY,      /* a structure or union */
    I386_RESULT_SMALL,       /* a structure or union in registers */
    I386_RESULT_ONE_FLOAT,
    I386_RESULT_MEMBER,      /* gcc: as the member that fills it */
    I386_RESULT_EMPTY,
    I386_RESULT_WIDE,        /* more than fits: __float128, _BitInt */
    I386_RESULT_VECTOR,
    I386_RESULT_VECTOR_MEMORY,
    I386_RESULT_MMX,
    I386_SRET_STACK,
    I386_SRET_REGISTER,
    I386_SRET_ECX,
    I386_HVA_ONE,            /* __vectorcall: a floating-point value or vector */
    I386_HVA_REGISTERS,
    I386_HVA_POINTER,
    I386_HVA_RESULT,
    I386_HVA_UNKNOWN,
    I386_REGCALL_WORDS,
    I386_REGCALL_VECTOR,
    I386_REGCALL_X87,
    I386_REGCALL_MEMBERS,    /* each as an argument of its own */
    I386_REGCALL_POINTER,
    I386_REGCALL_RESULT,
    I386_REGCALL_SRET,
    I386_TOO_LARGE,
    I386_NO_SSE,
    I386_RULES
};

struct i386_platform {
    const char *name;
    const cconv_rule *rules;            /* I386_RULES of them */
    uint32_t stack_alignment;           /* of esp at the call */
    uint8_t vector_registers;           /* xmm0 … for vector arguments */
    bool has_gcc;                       /* else gcc's reading is clang's */
    bool small_results;                 /* structures of 1, 2, 4 and 8 bytes are returned in eax and edx */
    bool float_results;                 /* of these, a structure of one float or double in st0 */
    bool callee_pops_sret;              /* the hidden result pointer on the stack is the callee's to remove */
    bool empty_takes_slot;              /* a structure without a value, but with a size */
    bool over_aligned_by_pointer;       /* structures with an explicit alignment above 4 */
    bool vectors_by_pointer;            /* that find no register; on the stack, through ..., they are aligned to 4 */
    bool apple_vectors;                 /* __m64 and one-element vectors as integers, other short results in memory */
};

/* Where the address of a result in memory is, if the convention has general registers for arguments. */
enum i386_sret { I386_SRET_FIRST_REGISTER, I386_SRET_ON_STACK, I386_SRET_DISPUTED };

/* A convention's named differences. `cleans` is its stack rule's. */
struct i386_variant {
    const struct i386_platform *platforms[4]; /* by cconv_os */
    bool one_word;                /* registers hold integers and pointers of at most 4 bytes, nothing else */
    bool first_word;              /* one_word; clang: the register is the first word's of whatever comes first */
    enum i386_sret sret;
    bool regcall;                 /* one_word; whatever clang makes of the value, in as many registers as there are */
    bool vectorcall;              /* one_word; xmm0 to xmm5 for floating-point values, vectors and aggregates of such */
};

extern const struct i386_platform i386_linux, i386_darwin, i386_msvc, i386_mingw;

extern const cconv_rule i386_psabi_rules[], i386_apple_rules[], i386_microsoft_rules[];

/* Where gcc and clang part; the index in i386_divergences. */
enum i386_dispute {
    I386_ALIGNED_VALUE,
    I386_ONLY_PADDING,
    I386_QUAD,
    I386_SHORT_VECTOR,
    I386_WIDE_VECTOR,
    I386_REGPARM_MODE,
    I386_EMPTY_RESULT,
    I386_MODE_RESULT,
    I386_ATOMIC,
    I386_WORDS_COUNTED,
    I386_FIRST_WORD,
    I386_SRET_PLACE,
    I386_SRET_VARIADIC,
    I386_DISPUTES
};

extern const cconv_divergence i386_divergences[];

/* cursor.user, the fifth: registers that aggregates wait for under __vectorcall, or that clang has counted under __regcall.
   As for the others: Microsoft's vectors so far, those of any width in one count; mm registers taken; whether clang noticed
   only late that the result is in memory, so that its address is on the stack under regparm too;
   registers that clang counts as taken, and that nothing is in; the last: the caller removes the address of the result,
   which on its system is else the callee's to remove. */
enum { I386_VECTORS, I386_MMX, I386_SRET_LATE, I386_BURNED, I386_WAITING, I386_COUNTED = I386_WAITING, I386_SRET_KEPT = 6 };

const struct i386_variant *i386_variant_of(const struct cursor *at);
const struct i386_platform *i386_platform_of(const struct cursor *at);
const cconv_rule *i386_rule(const struct cursor *at, enum i386_rule rule);
/* Records the disagreement where both compilers exist; true if clang's answer is to be given. */
bool i386_clang_way(struct cursor *at, struct slot *out, enum i386_dispute dispute);
/* The value is _Atomic, and clang's answer is to be given, to which such a type is neither scalar nor record. */
bool i386_atomic_by_clang(struct cursor *at, struct slot *out);
cconv_status i386_no_room(struct cursor *at, const struct cconv_type *type);
/* A vector of this size is in how many registers of which width: xmm, or ymm and zmm with AVX. */
uint64_t i386_vector_width(const struct cursor *at, uint64_t size);
/* The nth of the vector registers of that width. */
uint16_t i386_vector_register(uint64_t width, uint32_t n);
/* It has a flexible array, or a member that has one. */
bool i386_is_flexible(const struct cconv_type *type);
/* Nothing in it has a byte, in clang's eyes: no members but unnamed bit-fields, empty arrays and records like itself. */
bool i386_is_empty(const struct cconv_type *type);

/* Registers that are left in the eyes of the compiler that is followed, and its closing of them. */
uint32_t i386_words_left(const struct cursor *at);
bool i386_fits_words(struct cursor *at, uint64_t size);
/* Widening to 4 bytes. */
void i386_extend(struct cursor *at, const struct cconv_type *type, struct slot *out);
/* clang: a record whose one value is a float or double goes where that goes; the one value, or NULL. */
const struct cconv_type *i386_single_element(const struct cconv_type *type);
bool i386_is_float_or_double(const struct cconv_type *type);
/* one_word's conventions (i386_fastcall.c): places what is in a register, and counts what clang or gcc count. False: the
   value is on the stack, as without registers. */
bool i386_place_one_word(struct cursor *at, const struct cconv_type *type, struct slot *out, cconv_status *status);

/* __vectorcall's values in vector registers, and what clang does there that nobody can place. False: another value. */
bool i386_place_vectorcall(struct cursor *at, const struct cconv_type *type, struct slot *out, cconv_status *status);
bool i386_return_vectorcall(struct cursor *at, const struct cconv_type *type, struct slot *out, cconv_status *status);
/* Members of an aggregate of vectors, a floating-point value or vector being one too; 0 for another type. The member. */
uint32_t i386_hva_members(const struct cursor *at, const struct cconv_type *type);
const struct cconv_type *i386_hva_scalar(const struct cconv_type *type);
/* __regcall's values but for structures on the stack (false), and its results. */
bool i386_place_regcall(struct cursor *at, const struct cconv_type *type, struct slot *out, cconv_status *status);
bool i386_return_regcall(struct cursor *at, const struct cconv_type *type, struct slot *out, cconv_status *status);
cconv_status i386_return_in_memory(struct cursor *at, const struct cconv_type *type, enum i386_rule rule,
                                   struct slot *out);
/* clang: up to 16 bytes of members of 4 or 8 bytes, without padding, go member by member; such a member's scalar, which
   may be a complex's, or NULL. */
bool i386_goes_by_members(const struct cconv_type *type);
const struct cconv_type *i386_member_scalar(const cconv_field *field);
/* It goes so, and one of the members is floating. */
bool i386_has_floating_members(const struct cconv_type *type);
cconv_status i386_place_pointer(struct cursor *at, const struct cconv_type *type, enum i386_rule rule,
                                struct slot *out);

/* The tables' functions. */
cconv_status i386_place_argument(struct cursor *at, const struct cconv_type *type, struct slot *out);
cconv_status i386_place_result(struct cursor *at, const struct cconv_type *type, struct slot *out);
void i386_finish(const struct cursor *at, cconv_plan_stack *stack);

#endif
