/*
 * x86_64_win: Microsoft's x64 calling convention ("x64 calling convention", "Overview of x64 ABI conventions", "x64
 * stack usage"; learn.microsoft.com, 2025). One slot for each argument: the first four have a register by position, and
 * whatever is not 1, 2, 4 or 8 bytes goes by a pointer to the caller's copy, which is 16-aligned.
 *
 * It holds over every target: `ms_abi` on Linux has Linux's data model and these registers. What the document does not
 * know (_Float16, __int128, x87 long double, vectors of GNU C) is as gcc 12 and clang 19 have it.
 * __vectorcall is this convention with vectors by value and two vector registers more; x86_64_vectorcall.c has its table.
 * Of C++ member functions the result's place is known (win_method). Left out: C++'s non-POD results, and APX's and AMX's registers.
 */
#include "convention/x86_64_win.h"

#define RULE(name, section, reason) static const cconv_rule name = {"Microsoft x64 calling convention", section, reason}

RULE(integer_register, "Parameter passing", "integer or pointer: rcx, rdx, r8 or r9 by position");
RULE(integer_stack, "Parameter passing", "fifth or later argument: 8 bytes of stack");
RULE(float_register, "Parameter passing", "floating-point: xmm0 to xmm3 by position");
RULE(float_variadic, "Varargs", "floating-point through ...: xmm and the same position's integer register");
RULE(aggregate_register, "Parameter passing",
     "struct, union or complex of 1, 2, 4 or 8 bytes: as an integer of its size");
RULE(vector_as_integer, "Parameter passing", "__m64 and shorter vectors: as an integer of their size");
RULE(aggregate_pointer, "Parameter passing", "size not 1, 2, 4 or 8: pointer to a 16-aligned copy");
RULE(vector_pointer, "Parameter passing", "__m128 and wider: pointer to a 16-aligned copy");
RULE(scalar_pointer, "Calling convention defaults", "does not fit in 8 bytes: pointer to a 16-aligned copy");
RULE(short_vector_pointer, "Parameter passing", "short vector widened to 16 bytes: pointer (clang)");
RULE(vector_as_scalar, "Parameter passing", "vector of one element: as the element (clang)");
RULE(half_as_integer, "Parameter passing", "_Float16: integer register (gcc)");
RULE(quad_register, "Parameter passing", "128-bit float: next of xmm0 to xmm7 (clang)");
RULE(several_slots, "Parameter passing", "one argument is never spread across registers");
RULE(integer_result, "Return values", "scalar of up to 64 bits: rax");
RULE(float_result, "Return values", "float or double: xmm0");
RULE(half_in_rax, "Return values", "_Float16: rax (gcc)");
RULE(vector_result, "Return values", "__m128: xmm0");
RULE(short_vector_result, "Return values", "__m64: rax");
RULE(short_vector_in_xmm, "Return values", "short vector: xmm0 (clang)");
RULE(scalar_vector_result, "Return values", "vector of one element: as the element (clang)");
RULE(wide_vector_result, "Return values", "vector types: xmm0, as wide as the registers in use (clang)");
RULE(int128_result, "Return values", "__int128: xmm0 (gcc and clang)");
RULE(int128_pair, "Return values", "vector of one __int128: rax and rdx (clang)");
RULE(quad_result, "Return values", "128-bit float: xmm0 (clang)");
RULE(x87_result, "Return values", "long double: st0 (clang)");
RULE(aggregate_result, "Return values", "user type of 1, 2, 4 or 8 bytes: rax");
RULE(pointer_result, "Return values", "any other type: the caller's memory, its address in rcx, back in rax");
RULE(sret_argument, "Return values", "address of the result as first argument, the others one to the right");
RULE(no_value, "Return values", "only unnamed bit-fields: nothing is returned (gcc)");
RULE(empty_result, "Return values", "a type of no size: no location (gcc)");
RULE(only_padding_stack, "Parameter passing", "only unnamed bit-fields: no stack slot (gcc)");
RULE(atomic_parts, "Parameter passing", "one argument, one position");
RULE(area_overflow, "Parameter passing", "argument area beyond 2^62 bytes");

const uint16_t win_integer_args[4] = {RCX, RDX, R8, R9};
const uint16_t win_vector_args[4] = {XMM0, XMM1, XMM2, XMM3};

static const struct win_variant *variant_of(const struct cursor *at) { return at->convention->variant; }

static bool clang_way(struct cursor *at, struct slot *out, enum win_dispute dispute)
{
    diverge(at, out, &x86_64_win_divergences[dispute]);
    if (at->reading == CCONV_AS_GCC || at->reading == CCONV_AS_CLANG)
        return at->reading == CCONV_AS_CLANG;
    switch (dispute) {
    case WIN_HALF:
        return true; /* "any floating-point … arguments in xmm0 to xmm3" */
    /* "By reference" what does not fit 8 bytes, "as integers of the same size" what is no larger. */
    case WIN_QUAD:
    case WIN_SHORT_VECTOR:
    case WIN_INT128_VECTOR:
    case WIN_QUAD_VECTOR:
    case WIN_WIDE_VECTOR:
    case WIN_ATOMIC:
    case WIN_FLEXIBLE_ARRAY: return false;
    /* Silent: the platform's own compiler, if it has the convention. */
    default: return variant_of(at)->vectorcall || target_own_reading(at->target) != CCONV_AS_GCC;
    }
}

/* ----------------------------------------------------------------- arguments */

enum { POSITIONS = 4, CLANG_QUAD_REGISTERS = 8 };

static uint32_t first_free(uint32_t gone)
{
    uint32_t i = 0;
    while (gone >> i & 1)
        i++;
    return i;
}

/* "Strict one-to-one correspondence": a register of either bank takes the other's of that position with it. */
static uint32_t take_position(struct cursor *at, enum win_bank bank)
{
    uint32_t position = first_free(at->user[bank == GENERAL ? GENERAL_GONE : VECTOR_GONE]);
    if (position < at->convention->vector_args.count) {
        at->user[GENERAL_GONE] |= 1u << position;
        at->user[VECTOR_GONE] |= 1u << position;
    }
    return position;
}

static uint32_t registers_of(const struct cursor *at, enum win_bank bank)
{
    return bank == GENERAL ? POSITIONS : at->convention->vector_args.count;
}

static uint16_t vector_of_size(uint16_t xmm, uint64_t size)
{
    return (uint16_t)(xmm + (size > 32 ? ZMM0 - XMM0 : size > 16 ? YMM0 - XMM0 : 0));
}

/* The fifth and later positions have 8 bytes of stack, also where a register holds the value. */
cconv_status win_put_slot(struct cursor *at, const struct cconv_type *type, struct slot *out, uint64_t offset,
                          uint64_t size, enum win_bank bank)
{
    uint32_t position = take_position(at, bank);
    bool in_register = position < registers_of(at, bank);
    uint64_t bytes = in_register ? 8 : size, stack = 0;
    if (position >= POSITIONS && !take_stack(at, bytes, bytes > 8 ? 16 : 8, 8, &stack))
        return unsupported(at, type, &area_overflow, "the arguments on the stack exceed 2^62 bytes");
    if (!in_register) {
        put_stack_at(at, out, offset, size, stack);
        return CCONV_OK;
    }
    if (bank == GENERAL) {
        put_register(at, out, offset, size, win_integer_args[position], 0);
        return CCONV_OK;
    }
    at->user[VECTORS_HELD] |= 1u << position;
    put_register(at, out, offset, size, vector_of_size(at->convention->vector_args.regs[position], size), 0);
    if (bank == BOTH)
        put_duplicate(at, out, offset, size, win_integer_args[position], 0);
    return CCONV_OK;
}

/* clang 19 has no rule for a 128-bit float here and falls back on System V's: the next of xmm0 to xmm7, while the
   integer register of that position stays free. */
static cconv_status put_quad(struct cursor *at, const struct cconv_type *type, struct slot *out)
{
    uint32_t position = first_free(at->user[VECTOR_GONE]);
    if (position >= CLANG_QUAD_REGISTERS)
        return put_stack(at, out, type->size, 16, 8)
                   ? CCONV_OK
                   : unsupported(at, type, &area_overflow, "the arguments on the stack exceed 2^62 bytes");
    at->user[VECTOR_GONE] |= 1u << position;
    put_register(at, out, 0, type->size, (uint16_t)(XMM0 + position), 0);
    return CCONV_OK;
}

bool win_on_stack(const struct cursor *at, enum win_bank bank)
{
    return first_free(at->user[bank == GENERAL ? GENERAL_GONE : VECTOR_GONE]) >= registers_of(at, bank);
}

static cconv_status place_value(struct cursor *at, const struct cconv_type *type, const cconv_rule *rule,
                                struct slot *out)
{
    out->rule = win_on_stack(at, GENERAL) && rule == &integer_register ? &integer_stack : rule;
    return win_put_slot(at, type, out, 0, type->size, GENERAL);
}

static cconv_status place_pointer(struct cursor *at, const struct cconv_type *type, const cconv_rule *rule,
                                  struct slot *out)
{
    out->kind = CCONV_PLACED_INDIRECT;
    out->rule = rule;
    return win_put_slot(at, type, out, 0, at->target->pointer_size, GENERAL);
}

static cconv_status place_floating(struct cursor *at, const struct cconv_type *type, const cconv_rule *rule,
                                   struct slot *out)
{
    bool both = at->in_variadic && !variant_of(at)->floats_once;
    if (rule == &float_register)
        rule = both ? &float_variadic : variant_of(at)->float_register;
    bool on_stack = win_on_stack(at, VECTOR);
    out->rule = on_stack ? &integer_stack : rule;
    at->user[COUNTED] += on_stack && at->index < at->convention->vector_args.count;
    return win_put_slot(at, type, out, 0, type->size, both ? BOTH : VECTOR);
}

static cconv_status place_half(struct cursor *at, const struct cconv_type *type, struct slot *out)
{
    if (clang_way(at, out, WIN_HALF))
        return place_floating(at, type, &float_register, out);
    return place_value(at, type, &half_as_integer, out);
}

static cconv_status place_quad(struct cursor *at, const struct cconv_type *type, enum win_dispute dispute,
                               struct slot *out)
{
    if (variant_of(at)->vectorcall && !win_on_stack(at, VECTOR))
        return place_floating(at, type, &float_register, out);
    if (variant_of(at)->vectorcall && at->reading == CCONV_AS_CLANG)
        return unsupported(at, type, &scalar_pointer, "clang 19 passes it in xmm6 or xmm7, which it has to preserve");
    if (variant_of(at)->vectorcall || !clang_way(at, out, dispute))
        return place_pointer(at, type, &scalar_pointer, out);
    out->rule = &quad_register;
    return put_quad(at, type, out);
}

/* clang keeps a flexible array's structure in memory, whatever its size. */
static bool has_flexible_array(const struct cconv_type *type)
{
    if (!is_record(type))
        return false;
    for (uint32_t i = 0; i < type->field_count; i++)
        if (type->fields[i].flags & CCONV_FIELD_FLEXIBLE || has_flexible_array(canonical(type->fields[i].type)))
            return true;
    return false;
}

static bool is_register_size(uint64_t size)
{
    return size == 1 || size == 2 || size == 4 || size == 8;
}

/* Only these have a place in the four registers; an empty one, which C does not have, goes by pointer too. */
static cconv_status place_aggregate(struct cursor *at, const struct cconv_type *type, struct slot *out)
{
    bool by_value = is_register_size(type->size);
    if (by_value && has_flexible_array(type))
        by_value = !clang_way(at, out, WIN_FLEXIBLE_ARRAY);
    if (by_value && win_on_stack(at, GENERAL) && only_padding(type) && !clang_way(at, out, WIN_ONLY_PADDING)) {
        out->kind = CCONV_PLACED_IGNORED;
        out->rule = &only_padding_stack;
        return CCONV_OK;
    }
    return by_value ? place_value(at, type, &aggregate_register, out)
                    : place_pointer(at, type, &aggregate_pointer, out);
}

static bool is_x87(const struct cursor *at, const struct cconv_type *type)
{
    return type->kind == CCONV_LDOUBLE && at->target->long_double_format == LONG_DOUBLE_X87;
}

static bool is_int128(const struct cconv_type *type)
{
    return type_is_integer(type) && type->size == 16;
}

/* A vector of one element: to clang that element. */
static cconv_status place_scalar_vector(struct cursor *at, const struct cconv_type *type,
                                        const struct cconv_type *element, struct slot *out)
{
    if (is_int128(element)) {
        if (!clang_way(at, out, WIN_INT128_VECTOR))
            return place_pointer(at, type, &vector_pointer, out);
        out->rule = &vector_as_scalar;
        cconv_status status = win_put_slot(at, type, out, 0, 8, GENERAL);
        return status ? status : win_put_slot(at, type, out, 8, 8, GENERAL);
    }
    if (type_is_integer(element))
        return place_value(at, type, &vector_as_integer, out);
    if (is_x87(at, element))
        return place_pointer(at, type, &vector_pointer, out);
    if (element->size == 16)
        return place_quad(at, type, WIN_QUAD_VECTOR, out);
    if (clang_way(at, out, WIN_SCALAR_VECTOR))
        return place_floating(at, type, &vector_as_scalar, out);
    return place_pointer(at, type, &vector_pointer, out);
}

static cconv_status place_vector(struct cursor *at, const struct cconv_type *type, struct slot *out)
{
    const struct cconv_type *element = canonical(type->element);
    uint64_t native = win_native_vector(at);
    if (element->size == type->size)
        return place_scalar_vector(at, type, element, out);
    if (variant_of(at)->vectorcall && vectorcall_has_vector(at, type, out))
        return vectorcall_place_vector(at, type, out);
    if (is_register_size(type->size)) {
        if (clang_way(at, out, WIN_SHORT_VECTOR))
            return place_pointer(at, type, &short_vector_pointer, out);
        return place_value(at, type, &vector_as_integer, out);
    }
    if ((type->size > native || element->size == 16) && clang_way(at, out, WIN_WIDE_VECTOR))
        return unsupported(at, type, &several_slots,
                           "clang 19 passes it in parts as wide as a register, a pointer to each at a position of its own, "
                           "where a plan has one pointer for a value");
    return place_pointer(at, type, &vector_pointer, out);
}

/* clang 19 has no rule for an _Atomic type, and hands the code generator its members. */
static bool is_taken_apart(struct cursor *at, const struct cconv_type *type, struct slot *out)
{
    bool whole = type->size <= 8 && !is_record(type) && type->kind != CCONV_COMPLEX && type->kind != CCONV_VECTOR;
    return at->qualifiers & CCONV_ATOMIC && !whole && clang_way(at, out, WIN_ATOMIC);
}

static cconv_status refuse_atomic(struct cursor *at, const struct cconv_type *type)
{
    return unsupported(at, type, &atomic_parts, "clang 19 takes an _Atomic value apart, into its members");
}

/* "Parameter passing" and "Varargs". */
cconv_status win_place_argument(struct cursor *at, const struct cconv_type *given, struct slot *out)
{
    const struct cconv_type *type = canonical(given);
    if (is_taken_apart(at, type, out))
        return refuse_atomic(at, given);
    switch (type->kind) {
    case CCONV_FLOAT:
    case CCONV_DOUBLE: return place_floating(at, type, &float_register, out);
    case CCONV_FLOAT16: return place_half(at, type, out);
    case CCONV_BFLOAT16: return place_floating(at, type, &float_register, out);
    case CCONV_LDOUBLE:
        if (type->size == 8)
            return place_floating(at, type, &float_register, out);
        return place_pointer(at, type, &scalar_pointer, out);
    case CCONV_FLOAT128: return place_quad(at, type, WIN_QUAD, out);
    case CCONV_STRUCT:
    case CCONV_UNION:
    case CCONV_COMPLEX:
        if (variant_of(at)->vectorcall && vectorcall_hva_members(type))
            return vectorcall_place_hva(at, type, out);
        return place_aggregate(at, type, out);
    case CCONV_VECTOR: return place_vector(at, type, out);
    default: /* integers, enums, pointers, _BitInt, __int128 and decimal floats */
        if (type->size > 8)
            return place_pointer(at, type, &scalar_pointer, out);
        return place_value(at, type, &integer_register, out);
    }
}

/* ------------------------------------------------------------------- results */

static cconv_status return_in(struct cursor *at, const struct cconv_type *type, uint16_t reg, const cconv_rule *rule,
                              struct slot *out)
{
    out->rule = rule;
    put_register(at, out, 0, type->size, reg, 0);
    return CCONV_OK;
}

cconv_status win_return_in_memory(struct cursor *at, struct slot *out)
{
    struct slot *sret = put_sret(at, &sret_argument);
    put_register(at, sret, 0, at->target->pointer_size, win_integer_args[take_position(at, GENERAL)], 0);
    out->kind = CCONV_PLACED_INDIRECT;
    out->rule = &pointer_result;
    if (at->convention->sret_returned != CCONV_NO_REGISTER)
        put_register(at, out, 0, at->target->pointer_size, at->convention->sret_returned, 0);
    return CCONV_OK;
}

static cconv_status return_aggregate(struct cursor *at, const struct cconv_type *type, struct slot *out)
{
    if (type->size == 0 && !clang_way(at, out, WIN_EMPTY_RESULT)) {
        out->kind = CCONV_PLACED_IGNORED;
        out->rule = &empty_result;
        return CCONV_OK;
    }
    bool by_value = is_register_size(type->size);
    if (by_value && has_flexible_array(type))
        by_value = !clang_way(at, out, WIN_FLEXIBLE_ARRAY);
    if (!by_value && type->size && only_padding(type) && !clang_way(at, out, WIN_ONLY_PADDING_RESULT)) {
        out->kind = CCONV_PLACED_IGNORED;
        out->rule = &no_value;
        return CCONV_OK;
    }
    return by_value ? return_in(at, type, RAX, &aggregate_result, out) : win_return_in_memory(at, out);
}

static cconv_status return_long_double(struct cursor *at, const struct cconv_type *type, struct slot *out)
{
    if (type->size == 8)
        return return_in(at, type, XMM0, &float_result, out);
    if (at->target->os != CCONV_OS_WINDOWS_GNU && clang_way(at, out, WIN_X87_RESULT)) {
        out->rule = &x87_result;
        put_register(at, out, 0, 10, ST0, 0);
        return CCONV_OK;
    }
    return win_return_in_memory(at, out);
}

static cconv_status return_scalar_vector(struct cursor *at, const struct cconv_type *type,
                                         const struct cconv_type *element, struct slot *out)
{
    if (is_int128(element)) {
        if (!clang_way(at, out, WIN_INT128_VECTOR))
            return return_in(at, type, XMM0, &vector_result, out);
        out->rule = &int128_pair;
        put_register(at, out, 0, 8, RAX, 0);
        put_register(at, out, 8, 8, RDX, 0);
        return CCONV_OK;
    }
    if (type_is_integer(element))
        return return_in(at, type, RAX, &short_vector_result, out);
    if (is_x87(at, element))
        return return_long_double(at, type, out);
    if (element->size == 16)
        return clang_way(at, out, WIN_QUAD_VECTOR) ? return_in(at, type, XMM0, &quad_result, out)
                                                   : win_return_in_memory(at, out);
    if (clang_way(at, out, WIN_SCALAR_VECTOR))
        return return_in(at, type, XMM0, &scalar_vector_result, out);
    return return_in(at, type, RAX, &short_vector_result, out);
}

/* More than 16 bytes: gcc by hidden pointer, clang in up to four registers. */
static cconv_status return_wide_vector(struct cursor *at, const struct cconv_type *type,
                                       const struct cconv_type *element, struct slot *out)
{
    uint64_t native = win_native_vector(at);
    uint64_t unit = element->size == 16 ? 16 : min_u64(native, type->size);
    bool fits = type->size <= (element->size == 16 ? 2 : 4) * unit;
    if (is_int128(element) || !fits || !clang_way(at, out, WIN_WIDE_RESULT))
        return win_return_in_memory(at, out);
    out->rule = &wide_vector_result;
    uint16_t first = unit == 64 ? ZMM0 : unit == 32 ? YMM0 : XMM0;
    for (uint64_t i = 0; i * unit < type->size; i++)
        if (is_x87(at, element))
            put_register(at, out, i * 16, 10, (uint16_t)(ST0 + i), 0);
        else
            put_register(at, out, i * unit, unit, (uint16_t)(first + i), 0);
    return CCONV_OK;
}

static cconv_status return_vector(struct cursor *at, const struct cconv_type *type, struct slot *out)
{
    const struct cconv_type *element = canonical(type->element);
    if (element->size == type->size)
        return return_scalar_vector(at, type, element, out);
    if (variant_of(at)->vectorcall && vectorcall_has_vector(at, type, out))
        return vectorcall_return_vector(at, type, out);
    if (type->size == 16)
        return return_in(at, type, XMM0, &vector_result, out);
    if (type->size > 16)
        return return_wide_vector(at, type, element, out);
    if (clang_way(at, out, WIN_SHORT_VECTOR))
        return return_in(at, type, XMM0, &short_vector_in_xmm, out);
    return return_in(at, type, RAX, &short_vector_result, out);
}

/* "Return values"; "the state of unused bits … is undefined". */
cconv_status win_place_result(struct cursor *at, const struct cconv_type *given, struct slot *out)
{
    const struct cconv_type *type = canonical(given);
    if (is_taken_apart(at, type, out))
        return refuse_atomic(at, given);
    switch (type->kind) {
    case CCONV_FLOAT:
    case CCONV_DOUBLE:
    case CCONV_BFLOAT16: return return_in(at, type, XMM0, &float_result, out);
    case CCONV_FLOAT16:
        return clang_way(at, out, WIN_HALF) ? return_in(at, type, XMM0, &float_result, out)
                                            : return_in(at, type, RAX, &half_in_rax, out);
    case CCONV_LDOUBLE: return return_long_double(at, type, out);
    case CCONV_FLOAT128:
        if (variant_of(at)->vectorcall)
            return return_in(at, type, XMM0, &float_result, out);
        return clang_way(at, out, WIN_QUAD) ? return_in(at, type, XMM0, &quad_result, out) : win_return_in_memory(at, out);
    case CCONV_STRUCT:
    case CCONV_UNION:
    case CCONV_COMPLEX:
        if (variant_of(at)->vectorcall && vectorcall_hva_members(type))
            return vectorcall_return_hva(at, type, out);
        return return_aggregate(at, type, out);
    case CCONV_VECTOR: return return_vector(at, type, out);
    case CCONV_INT128:
    case CCONV_UINT128: return return_in(at, type, XMM0, &int128_result, out);
    case CCONV_ENUM:
        if (type->size > 8)
            return return_in(at, type, XMM0, &int128_result, out);
        return return_in(at, type, RAX, &integer_result, out);
    default: return type->size > 8 ? win_return_in_memory(at, out) : return_in(at, type, RAX, &integer_result, out);
    }
}

/* ------------------------------------------------------------------ the table */

const uint16_t win_integer_results[1] = {RAX};
const uint16_t win_vector_results[1] = {XMM0};

/* "x64 register usage" of "Overview of x64 ABI conventions". */
static const cconv_register_role roles[] = {
    WIN_ROLES_GENERAL
    {"xmm0", "1st floating-point argument; floating-point and __m128 result", 0, 16},
    {"xmm1", "2nd floating-point argument", 0, 16},
    {"xmm2", "3rd floating-point argument", 0, 16},
    {"xmm3", "4th floating-point argument", 0, 16},
    {"xmm4-xmm5", "temporary", 0, 16},
    WIN_ROLES_PRESERVED_VECTORS
    {NULL, NULL, 0, 0},
};

const char *const win_preserved[] = {
    "rbx",  "rbp",  "rdi",  "rsi",   "rsp",   "r12",   "r13",   "r14",   "r15",   "xmm6",
    "xmm7", "xmm8", "xmm9", "xmm10", "xmm11", "xmm12", "xmm13", "xmm14", "xmm15", NULL,
};

const char *const win_clobbered[] = {
    "rax",  "rcx",  "rdx", "r8",  "r9",  "r10", "r11", "xmm0", "xmm1", "xmm2", "xmm3",
    "xmm4", "xmm5", "st0", "st1", "st2", "st3", "st4", "st5",  "st6",  "st7",  NULL,
};

const char *const win_duties[] = {
    "The caller reserves 32 bytes of shadow space above the return address, however few the arguments; they are the "
    "callee's.",
    "rsp is a multiple of 16 at the call instruction; only prologs, epilogs and leaf functions leave it otherwise.",
    "Memory below rsp is volatile: there is no red zone.",
    "The callee keeps xmm6 to xmm15 (their low 16 bytes); the upper parts of all ymm and zmm registers may change.",
    "The callee keeps the x87 control word and mxcsr bits 6 to 15; status bits may change.",
    "The direction flag is clear on entry and on return.",
    "A function that moves rsp or saves a preserved register has unwind data and a standard prolog.",
    "A floating-point argument through ... is in the xmm register and the integer register of its position.",
    "The copy that a pointer argument points to belongs to the callee and is 16-aligned.",
    "Bits above a narrow argument or result are undefined.",
    NULL,
};

static const char *const aliases[] = {"win64", "ms_abi", "ms", "microsoft", "windows", "win", "msabi", "efiapi", NULL};

const struct win_variant win_usual = {.float_register = &float_register};
const struct win_variant win_floats_once = {.floats_once = true, .float_register = &float_register};

const struct method_rules win_method = {
    .pointer = {"Microsoft x64 calling convention", "Return values", "of a method: address of the result as second argument, after the object's"},
    .result = {"Microsoft x64 calling convention", "Return values", "user type from a nonstatic member function: the caller's memory, its address back in rax"},
    .returned = RAX,
};

const struct cconv_convention convention_x86_64_win = {
    .name = "x86_64_win",
    .summary = "Microsoft x64: Windows",
    .method = &win_method,
    .document = "Microsoft x64 calling convention",
    .aliases = aliases,
    .own_target = "x86_64-windows-msvc",
    .arch = CCONV_ARCH_X86_64,
    WIN_PLACING,
    .sret_returned = RAX,
    .stack = {.alignment = 16, .slot = 8, .shadow_space = 32, .red_zone = 0, .return_address = 8, .callee_cleans = 0},
    .roles = roles,
    .preserved = win_preserved,
    .clobbered = win_clobbered,
    .duties = win_duties,
    .common = 1,
    .variant = &win_usual,
};
