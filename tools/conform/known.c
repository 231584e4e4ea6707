/* Errors of the compilers themselves: code that no callee or caller, their own included, can read. Each is narrow, names
   what it concerns, and is counted apart: neither agreement nor failure. */
#include "conform.h"

#include <string.h>

#define LOST_HALVES "clang 19 moves the first 4 bytes alone of a union of a float and of something longer"
#define LOST_HALF "gcc 12 moves 8 of the 16 bytes of a struct that holds a vector of one __int128"

static bool placed_in(const cconv_plan *plan, const cconv_placement *placed, const char *file)
{
    return placed->kind == CCONV_PLACED_DIRECT && placed->piece_count && placed->pieces[0].where == CCONV_IN_REGISTER
           && !strncmp(cconv_plan_register_name(plan, placed->pieces[0].reg), file, strlen(file));
}

/* Some of it is in a register of that file. */
static bool partly_in(const cconv_plan *plan, const cconv_placement *placed, const char *file)
{
    for (size_t i = 0; placed->kind == CCONV_PLACED_DIRECT && i < placed->piece_count; i++)
        if (placed->pieces[i].where == CCONV_IN_REGISTER
            && !strncmp(cconv_plan_register_name(plan, placed->pieces[i].reg), file, strlen(file)))
            return true;
    return false;
}

static bool is_union(const cconv_type *type)
{
    return cconv_type_kind_of(cconv_type_canonical(type)) == CCONV_UNION;
}

static bool is_union_of_members(const cconv_type *type)
{
    return is_union(type) && cconv_type_field_count(type);
}

static bool is_array(const cconv_type *type)
{
    return cconv_type_kind_of(type) == CCONV_ARRAY;
}

static bool is_int128_vector(const cconv_type *type)
{
    return cconv_type_kind_of(type) == CCONV_VECTOR && cconv_type_size(type) == 16 && cconv_type_length(type) == 1;
}

static bool is_float_vector(const cconv_type *type)
{
    if (cconv_type_kind_of(type) != CCONV_VECTOR)
        return false;
    cconv_type_kind kind = cconv_type_kind_of(cconv_type_canonical(cconv_type_element(type)));
    return kind == CCONV_FLOAT || kind == CCONV_DOUBLE;
}

/* It is such a type, or holds one as a member or element. */
static bool holds(const cconv_type *type, bool (*is_such)(const cconv_type *canonical))
{
    type = cconv_type_canonical(type);
    if (is_such(type))
        return true;
    if (is_array(type))
        return holds(cconv_type_element(type), is_such);
    for (size_t i = 0; i < cconv_type_field_count(type); i++)
        if (holds(cconv_type_field(type, i)->type, is_such))
            return true;
    return false;
}

static bool loses_half(const struct judge *judge, const cconv_plan *plan, const cconv_placement *placed,
                       const cconv_type *type)
{
    cconv_type_kind kind = cconv_type_kind_of(cconv_type_canonical(type));
    return judge->own_reading == CCONV_AS_GCC && (kind == CCONV_STRUCT || kind == CCONV_UNION) && placed->size == 16
           && partly_in(plan, placed, "xmm") && holds(type, is_int128_vector);
}

/* At offset 0 of it, a float alone: what follows is padding, or there is nothing. */
static bool begins_with_float_alone(const cconv_type *type)
{
    type = cconv_type_canonical(type);
    size_t fields = cconv_type_field_count(type);
    switch (cconv_type_kind_of(type)) {
    case CCONV_STRUCT:
        return fields && (fields == 1 || cconv_type_field(type, 1)->offset >= 8)
               && begins_with_float_alone(cconv_type_field(type, 0)->type);
    case CCONV_UNION: /* one of its members is its type */
        while (fields && !begins_with_float_alone(cconv_type_field(type, fields - 1)->type))
            fields--;
        return fields;
    case CCONV_ARRAY: return cconv_type_length(type) == 1 && begins_with_float_alone(cconv_type_element(type));
    default: return cconv_type_kind_of(type) == CCONV_FLOAT;
    }
}

/* clang's type of a union of a float and of more than four bytes of halves or floats can be the float's. */
static bool loses_halves(const struct judge *judge, const cconv_plan *plan, const cconv_placement *placed,
                         const cconv_type *type)
{
    bool has_float = false, is_longer = false;
    if (judge->own_reading != CCONV_AS_CLANG || cconv_target_arch(judge->target) != CCONV_ARCH_X86_64 || !is_union(type)
        || placed->size < 8 || placed->size > 16 || !placed_in(plan, placed, "xmm"))
        return false;
    type = cconv_type_canonical(type);
    for (size_t i = 0; i < cconv_type_field_count(type); i++) {
        const cconv_type *member = cconv_type_canonical(cconv_type_field(type, i)->type);
        cconv_type_kind kind = cconv_type_kind_of(member);
        has_float |= begins_with_float_alone(member);
        is_longer |= cconv_type_size(member) > 4 && (kind == CCONV_STRUCT || kind == CCONV_UNION || kind == CCONV_ARRAY);
    }
    return has_float && is_longer;
}

/* The argument, or one before it of which gcc takes no vector register at all. */
static bool follows_lost_half(const struct judge *judge, const struct trial *trial, int argument)
{
    for (int i = 0; i <= argument; i++) {
        const cconv_placement *placed = cconv_plan_argument(trial->plan, (size_t)i);
        if (loses_half(judge, trial->plan, placed, cconv_signature_parameter(trial->signature, (size_t)i)->type)
            && (i == argument || !placed_in(trial->plan, placed, "xmm")))
            return true;
    }
    return false;
}

/* A variadic argument, up to this one, that is passed by address, or has no byte: what follows it is misread too. */
static bool follows_indirect(const struct trial *trial, int argument)
{
    for (int i = (int)trial->generated.fixed; trial->generated.variadic && i <= argument; i++) {
        const cconv_placement *placed = cconv_plan_argument(trial->plan, (size_t)i);
        if (placed->kind != CCONV_PLACED_DIRECT || !placed->size)
            return true;
    }
    return false;
}

/* A variadic argument, up to this one, that is aligned to 16, or is passed by address, or has no byte. */
static bool follows_aligned(const struct trial *trial, int argument)
{
    for (int i = (int)trial->generated.fixed; trial->generated.variadic && i <= argument; i++)
        if (cconv_plan_argument(trial->plan, (size_t)i)->align >= 16)
            return true;
    return follows_indirect(trial, argument);
}

/* A variadic argument, up to this one, whose elements of 2 bytes are each an argument: clang's vectors of __bf16 on Arm. */
static bool follows_apart(const struct trial *trial, int argument)
{
    for (int i = (int)trial->generated.fixed; trial->generated.variadic && i <= argument; i++) {
        const cconv_placement *placed = cconv_plan_argument(trial->plan, (size_t)i);
        if (placed->size >= 8 && placed->piece_count == placed->size / 2)
            return true;
    }
    return false;
}

/* A variadic vector of one __int128, up to this argument. */
static bool follows_int128_vector(const struct trial *trial, int argument)
{
    for (int i = (int)trial->generated.fixed; trial->generated.variadic && i <= argument; i++) {
        const cconv_type *type = cconv_type_canonical(cconv_signature_parameter(trial->signature, (size_t)i)->type);
        if (cconv_type_kind_of(type) == CCONV_VECTOR && cconv_type_length(type) == 1 && cconv_type_size(type) == 16)
            return true;
    }
    return false;
}

/* A variadic __float128, up to this argument, in a vector register. */
static bool follows_float128(const struct trial *trial, int argument)
{
    for (int i = (int)trial->generated.fixed; trial->generated.variadic && i <= argument; i++) {
        const cconv_type *type = cconv_type_canonical(cconv_signature_parameter(trial->signature, (size_t)i)->type);
        if (cconv_type_kind_of(type) == CCONV_FLOAT128
            && partly_in(trial->plan, cconv_plan_argument(trial->plan, (size_t)i), "xmm"))
            return true;
    }
    return false;
}

/* System V: a variadic argument, up to this one, in registers, that va_arg looks for otherwise. */
static const char *misreads_sysv(const struct trial *trial, int argument, bool clang)
{
    for (int i = (int)trial->generated.fixed; trial->generated.variadic && i <= argument; i++) {
        const cconv_placement *placed = cconv_plan_argument(trial->plan, (size_t)i);
        if (placed->kind != CCONV_PLACED_DIRECT || placed->pieces[0].where != CCONV_IN_REGISTER)
            continue;
        if (clang && placed->pieces[0].offset)
            return "clang 19 va_arg reads from the first byte on a struct whose first eightbyte has no class";
        if (!clang && placed->pieces[0].size > 16)
            return "gcc 12 va_arg copies a union of a wide vector from a save area of 16 bytes for each register";
    }
    return NULL;
}

/* Windows: a variadic argument, up to this one, that clang's callers pass by address though its size is a register's,
   or by value though it is not; or a named 128-bit float, which takes a position that va_start does not count. */
static bool follows_unsized(const struct trial *trial, int argument)
{
    for (int i = 0; trial->generated.variadic && i <= argument; i++) {
        const cconv_placement *placed = cconv_plan_argument(trial->plan, (size_t)i);
        uint64_t size = cconv_type_size(cconv_signature_parameter(trial->signature, (size_t)i)->type);
        bool fits = size == 1 || size == 2 || size == 4 || size == 8, named = i < (int)trial->generated.fixed;
        if (named ? size == 16 && placed_in(trial->plan, placed, "xmm") : (placed->kind == CCONV_PLACED_INDIRECT) == fits)
            return true;
    }
    return false;
}

static bool is_convention(const struct judge *judge, const char *name)
{
    return !strcmp(cconv_convention_name(judge->convention), name);
}

static bool is_system_v(const struct judge *judge)
{
    static const char *const names[] = {"x86_64_sysv", "x86_64_x32", "x86_64_preserve_most", "x86_64_preserve_all"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (is_convention(judge, names[i]))
            return true;
    return false;
}

/* Some of an argument that is aligned to 16 is on the stack, and all of them are not whole in 16. */
static bool removes_aligned(const cconv_plan *plan)
{
    const cconv_plan_stack *stack = cconv_plan_stack_of(plan);
    for (size_t i = 0; stack->callee_cleans && stack->args_size % 16 && i < cconv_plan_argument_count(plan); i++) {
        const cconv_placement *placed = cconv_plan_argument(plan, i);
        for (size_t j = 0; placed->align >= 16 && j < placed->piece_count; j++)
            if (placed->pieces[j].where == CCONV_ON_STACK)
                return true;
    }
    return false;
}

/* A variadic argument, up to this one, that is a vector. */
static bool follows_vector(const struct trial *trial, int argument)
{
    for (int i = (int)trial->generated.fixed; trial->generated.variadic && i <= argument; i++) {
        const cconv_type *type = cconv_signature_parameter(trial->signature, (size_t)i)->type;
        if (cconv_type_kind_of(cconv_type_canonical(type)) == CCONV_VECTOR)
            return true;
    }
    return false;
}

static const char *crashes_on_i386(const struct judge *judge, const struct trial *trial)
{
    if (judge->reading != CCONV_AS_CLANG || cconv_target_arch(judge->target) != CCONV_ARCH_X86)
        return NULL;
    if (strstr(trial->printed.text.data, "_Atomic") && strstr(trial->printed.text.data, "__float128"))
        return "clang 19 copies an _Atomic(_Complex __float128) with aligned moves where it did not align it";
    if (removes_aligned(trial->plan))
        return "clang 19's callers count on 16-byte units of removed stack where a vector is on it, its callees do not";
    return NULL;
}

/* An argument, or the result, is in an mm register. */
static bool uses_mmx(const struct trial *trial)
{
    for (size_t i = 0; i < cconv_plan_argument_count(trial->plan); i++)
        if (placed_in(trial->plan, cconv_plan_argument(trial->plan, i), "mm"))
            return true;
    return placed_in(trial->plan, cconv_plan_result(trial->plan), "mm");
}

/* A parameter from `first` to before `end` of unnamed bit-fields alone. */
static bool names_no_value(const struct trial *trial, unsigned first, unsigned end)
{
    for (unsigned i = first; trial->generated.variadic && i < end; i++) {
        const struct value *value = &trial->passed[i];
        size_t byte = 0;
        while (byte < value->size && !value->mask[byte])
            byte++;
        if (byte == value->size)
            return true;
    }
    return false;
}

/* A variadic argument, up to this one, that is partly in registers and partly on the stack. */
static bool follows_split(const struct trial *trial, int argument)
{
    for (int i = (int)trial->generated.fixed; trial->generated.variadic && i <= argument; i++) {
        const cconv_placement *placed = cconv_plan_argument(trial->plan, (size_t)i);
        bool in_register = false, on_stack = false;
        for (size_t j = 0; j < placed->piece_count; j++)
            *(placed->pieces[j].where == CCONV_ON_STACK ? &on_stack : &in_register) = true;
        if (in_register && on_stack)
            return true;
    }
    return false;
}

/* _BitInt wider than two registers, whose constants clang puts at another place. */
static bool has_wide_bitint(const struct trial *trial)
{
    unsigned bits;
    for (const char *at = trial->printed.text.data; (at = strstr(at, "_BitInt(")); at++)
        if (sscanf(at, "_BitInt(%u)", &bits) == 1 && bits > 64)
            return true;
    return false;
}

/* A variadic argument, up to this one, of at most a register that an attribute aligned to two, a scalar of two that
   one aligned to less or to more, a _BitInt of more than 64 bits, or one without a named bit. */
static bool follows_raised(const struct judge *judge, const struct trial *trial, int argument)
{
    for (int i = (int)trial->generated.fixed; trial->generated.variadic && i <= argument; i++) {
        const cconv_placement *placed = cconv_plan_argument(trial->plan, (size_t)i);
        bool empty = placed->size != 0; /* bits without a name, which va_arg does not step over */
        for (size_t j = 0; j < trial->passed[i].size; j++)
            empty = empty && !trial->passed[i].mask[j];
        bool raised = placed->size <= judge->machine->word && placed->align >= 2 * judge->machine->word;
        bool wide = placed->size == 16 && placed->align == 8
                    && (has_wide_bitint(trial) || strstr(placed->type, "_BitInt("));
        cconv_type_kind kind = cconv_type_kind_of(
            cconv_type_canonical(cconv_signature_parameter(trial->signature, (size_t)i)->type));
        bool other = kind <= CCONV_FLOAT128 && placed->size == 2 * judge->machine->word && placed->align != placed->size;
        if (empty || raised || wide || other)
            return true;
    }
    return false;
}

/* An argument, up to this one, whose typedef is aligned to 16 where the type is not, or the reverse; or, through the ellipsis, a type
   that clang's callers place otherwise than va_arg reads it: a complex float, and an integer of 128 bits or more. */
static bool follows_mips(const struct trial *trial, int argument, bool clang)
{
    for (int i = 0; i <= argument; i++) {
        const cconv_placement *placed = cconv_plan_argument(trial->plan, (size_t)i);
        const cconv_type *type = cconv_signature_parameter(trial->signature, (size_t)i)->type;
        const cconv_type *bare = cconv_type_canonical(type);
        bool raised = (cconv_type_align(type) >= 16) != (cconv_type_align(bare) >= 16);
        bool apart = cconv_type_kind_of(bare) == CCONV_COMPLEX || cconv_type_kind_of(bare) == CCONV_INT128
                     || cconv_type_kind_of(bare) == CCONV_UINT128 || cconv_type_kind_of(bare) == CCONV_BITINT;
        if (clang && i < (int)trial->generated.fixed) {
            if (!placed->size && cconv_type_align(bare) >= 16 && argument >= (int)trial->generated.fixed)
                return true; /* its callers count on, va_arg aligns */
            continue;
        }
        if (raised || (clang && ((apart && cconv_type_size(bare) >= 8) || !placed->size)))
            return true;
    }
    return false;
}

static const char *misreads_mips(const struct trial *trial, int argument, bool clang)
{
    if (!clang && follows_mips(trial, argument, false))
        return "gcc 12's callees align an argument to 16 by its typedef, its callers by its type";
    if (clang && trial->generated.variadic && follows_mips(trial, argument, true))
        return "clang 19 steps otherwise with va_arg than its callers: complex float, 128-bit integers, aligned typedefs and empty structs";
    return NULL;
}

/* A variadic value, up to this argument, with a vector of one __int128 that is in general registers. */
static bool follows_moved_int128_vector(const struct trial *trial, int argument)
{
    for (int i = (int)trial->generated.fixed; trial->generated.variadic && i <= argument; i++)
        if (holds(cconv_signature_parameter(trial->signature, (size_t)i)->type, is_int128_vector)
            && placed_in(trial->plan, cconv_plan_argument(trial->plan, (size_t)i), "x"))
            return true;
    return false;
}

/* A variadic struct of 1, 2, 4 or 8 bytes, up to this argument, that is passed by address: its last member is a
   flexible array. */
static bool follows_flexible(const struct trial *trial, int argument)
{
    for (int i = (int)trial->generated.fixed; trial->generated.variadic && i <= argument; i++) {
        const cconv_placement *placed = cconv_plan_argument(trial->plan, (size_t)i);
        const cconv_type *type = cconv_type_canonical(cconv_signature_parameter(trial->signature, (size_t)i)->type);
        bool record = cconv_type_kind_of(type) == CCONV_STRUCT || cconv_type_kind_of(type) == CCONV_UNION;
        bool by_value = placed->size == 1 || placed->size == 2 || placed->size == 4 || placed->size == 8;
        if (record && by_value && placed->kind == CCONV_PLACED_INDIRECT)
            return true;
    }
    return false;
}

/* A variadic record of 32 or 64 bytes, up to this argument, in memory: it begins with a vector of 16, and is longer by its
   alignment, or as a union with something longer. */
static bool follows_aligned_vector(const struct trial *trial, int argument)
{
    for (int i = (int)trial->generated.fixed; trial->generated.variadic && i <= argument; i++) {
        const cconv_placement *placed = cconv_plan_argument(trial->plan, (size_t)i);
        const cconv_type *type = cconv_type_canonical(cconv_signature_parameter(trial->signature, (size_t)i)->type);
        bool longer = placed->size == placed->align || is_union(type);
        while (cconv_type_field_count(type) || cconv_type_kind_of(type) == CCONV_ARRAY)
            type = cconv_type_canonical(cconv_type_field_count(type) ? cconv_type_field(type, 0)->type
                                                                     : cconv_type_element(type));
        if (placed->size >= 32 && longer && placed->pieces[0].where == CCONV_ON_STACK
            && cconv_type_kind_of(type) == CCONV_VECTOR && cconv_type_size(type) == 16)
            return true;
    }
    return false;
}

/* A variadic struct without a byte, up to this argument, that is aligned to more than a register. */
static bool follows_aligned_nothing(const struct judge *judge, const struct trial *trial, int argument)
{
    for (int i = (int)trial->generated.fixed; trial->generated.variadic && i <= argument; i++) {
        const cconv_placement *placed = cconv_plan_argument(trial->plan, (size_t)i);
        if (!placed->size && placed->align > judge->machine->word)
            return true;
    }
    return false;
}

static const char *misreads_x86_64(const struct judge *judge, const struct trial *trial, int argument)
{
    if (cconv_target_arch(judge->target) != CCONV_ARCH_X86_64)
        return NULL;
    if (follows_int128_vector(trial, argument))
        return "clang 19 reads with va_arg as a vector one of a single __int128, which its callers pass as an __int128";
    if (is_convention(judge, "x86_64_win") && follows_flexible(trial, argument))
        return "clang 19 reads with va_arg by value a struct with a flexible array that its callers pass by address";
    if (is_convention(judge, "x86_64_win") && follows_float128(trial, argument))
        return "clang 19 takes with va_arg for an address a __float128 that its callers pass in a vector register";
    if (is_convention(judge, "x86_64_win") && follows_unsized(trial, argument))
        return "clang 19 va_arg on Windows decides by size alone what is an address: short vectors, flexible arrays";
    return is_system_v(judge) ? misreads_sysv(trial, argument, true) : NULL;
}

/* va_arg in a callee. */
static const char *misreads(const struct judge *judge, const struct trial *trial, int argument)
{
    bool gcc = judge->own_reading == CCONV_AS_GCC, clang = judge->own_reading == CCONV_AS_CLANG;
    if (gcc && is_convention(judge, "x86_64_win") && judge->attribute[0] && follows_indirect(trial, argument))
        return "gcc 12 reads from a __builtin_ms_va_list by value what it passes by address";
    if ((gcc || clang) && is_convention(judge, "mips64_n64") && misreads_mips(trial, argument, clang))
        return misreads_mips(trial, argument, clang);
    cconv_arch arch = cconv_target_arch(judge->target);
    bool pairs = arch == CCONV_ARCH_LOONGARCH64 || arch == CCONV_ARCH_RISCV64 || arch == CCONV_ARCH_RISCV32;
    if (gcc && pairs && follows_aligned_nothing(judge, trial, argument))
        return "gcc 12 va_arg does not align its place for an over-aligned struct without a byte, as its callers do";
    if (clang && pairs && follows_raised(judge, trial, argument))
        return "clang 19 steps otherwise with va_arg than its callers: _BitInt above 64 bits, typedefs with another alignment, unnamed bits";
    if (clang && misreads_x86_64(judge, trial, argument))
        return misreads_x86_64(judge, trial, argument);
    if (clang && is_convention(judge, "riscv64_lp64e") && follows_aligned(trial, argument))
        return "clang 19 va_arg aligns to 16 an address that LP64E's stack aligns to 8";
    if (clang && is_convention(judge, "powerpc64le_elfv2") && follows_indirect(trial, argument))
        return "clang 19 reads with va_arg by value a vector wider than a register, which it passes by reference";
    if (clang && is_convention(judge, "aarch64_aapcs_darwin") && follows_aligned(trial, argument))
        return "clang 19 reads with va_arg on Apple's systems from a place aligned to 16 what its callers align to 8";
    if (clang && cconv_target_arch(judge->target) == CCONV_ARCH_ARM && follows_apart(trial, argument))
        return "clang 19 reads with va_arg whole a vector of __bf16 that its callers take apart";
    if (clang && cconv_target_arch(judge->target) == CCONV_ARCH_X86
        && (follows_aligned(trial, argument) || follows_vector(trial, argument)))
        return "clang 19 reads with va_arg on i386 otherwise than its callers pass: vectors, what is aligned to 16, what goes by pointer";
    unsigned fixed = trial->generated.fixed;
    if (gcc && is_system_v(judge) && names_no_value(trial, 0, fixed))
        return "gcc 12 va_start counts 8 bytes of stack for a named struct of unnamed bit-fields, its callers none";
    if (gcc && is_system_v(judge) && misreads_sysv(trial, argument, false))
        return misreads_sysv(trial, argument, false);
    if (gcc && is_convention(judge, "x86_64_win") && names_no_value(trial, 0, fixed))
        return "gcc 12 va_start counts no position for a named struct of unnamed bit-fields";
    if (gcc && is_convention(judge, "x86_64_win") && names_no_value(trial, fixed, (unsigned)argument + 1))
        return "gcc 12 va_arg does not step over a struct of unnamed bit-fields, to which its callers give a position";
    if (clang && is_convention(judge, "aarch64_aapcs") && follows_moved_int128_vector(trial, argument))
        return "clang 19 reads with va_arg from the vector registers a struct with a vector of one __int128, which it passes in others";
    if (clang && is_system_v(judge) && follows_aligned_vector(trial, argument))
        return "clang 19 va_arg takes from a vector register a union of a 16-byte vector that is longer than it";
    if (clang && is_convention(judge, "aarch64_aapcs") && follows_split(trial, argument))
        return "clang 19 reads with va_arg from one place a struct of __bf16 that it passes in a register and on the stack";
    return NULL;
}

/* A struct aligned to 16 in two general registers. */
static bool has_aligned_pair(const struct judge *judge, const struct trial *trial)
{
    for (unsigned i = trial->generated.fixed; i < trial->generated.count; i++) {
        const cconv_placement *placed = cconv_plan_argument(trial->plan, i);
        if (placed->align >= 16 && placed->piece_count == 2 && placed->pieces[0].where == CCONV_IN_REGISTER
            && machine_general(judge->machine, cconv_plan_register_name(trial->plan, placed->pieces[0].reg)) >= 0)
            return true;
    }
    return false;
}

/* An argument, up to this one, that is an _Atomic record or complex value of 16 bytes, which the qualifier aligned. */
static bool follows_atomic_record(const struct trial *trial, int argument)
{
    for (int i = 0; strstr(trial->printed.text.data, "_Atomic") && i <= argument; i++) {
        const cconv_type *type = cconv_type_canonical(cconv_signature_parameter(trial->signature, (size_t)i)->type);
        cconv_type_kind kind = cconv_type_kind_of(type);
        if ((kind == CCONV_STRUCT || kind == CCONV_UNION || kind == CCONV_COMPLEX) && cconv_type_size(type) == 16 && cconv_type_align(type) == 16)
            return true;
    }
    return false;
}

/* clang 19's load and store optimizer, -mllvm -arm-load-store-opt: doc/conformance/known/clang-arm-register.c. */
static bool is_overwritten(const struct judge *judge, const struct trial *trial, int argument)
{
    bool passed = trial->verdict.aspect == CALLER_ARGUMENT || trial->verdict.aspect == CALLEE_ARGUMENT;
    return passed && judge->own_reading == CCONV_AS_CLANG
           && cconv_target_arch(judge->target) == CCONV_ARCH_ARM && trial->holds_address >> argument & 1;
}

/* gcc 12 -O2 on s390x ends a function with a jump though an argument needs r6, which it then has to keep: it does not
   see the register of a record of such a vector. */
static bool is_lost_in_r6(const struct judge *judge, const struct trial *trial, int argument)
{
    return trial->verdict.aspect == CALLER_ARGUMENT && judge->own_reading == CCONV_AS_GCC && is_convention(judge, "s390x_elf")
           && placed_in(trial->plan, cconv_plan_argument(trial->plan, (size_t)argument), "r6")
           && holds(cconv_signature_parameter(trial->signature, (size_t)argument)->type, is_float_vector);
}

static const char *known_argument(const struct judge *judge, const struct trial *trial, int argument)
{
    if (is_lost_in_r6(judge, trial, argument))
        return "gcc 12 makes a tail call without the argument in r6 that is a struct with a vector of float or double";
    if (is_overwritten(judge, trial, argument))
        return "clang 19 on Arm uses a register that holds a word of an argument for the address of a store to the stack";
    const char *lost = follows_lost_half(judge, trial, argument) ? LOST_HALF : NULL;
    if (loses_halves(judge, trial->plan, cconv_plan_argument(trial->plan, (size_t)argument),
                     cconv_signature_parameter(trial->signature, (size_t)argument)->type))
        return LOST_HALVES;
    bool even = is_convention(judge, "mips64_n64") || is_convention(judge, "powerpc64le_elfv2"); /* what is aligned to 16 */
    if (judge->own_reading == CCONV_AS_GCC && even && follows_atomic_record(trial, argument))
        return "gcc 12's callers align to 16 an _Atomic value by its expression's type, its callees by the parameter's";
    return lost || trial->verdict.aspect != CALLEE_ARGUMENT ? lost : misreads(judge, trial, argument);
}

static const char *known_result(const struct judge *judge, const struct trial *trial)
{
    const cconv_placement *placed = cconv_plan_result(trial->callee_plan);
    if (loses_half(judge, trial->callee_plan, placed, cconv_signature_result(trial->callee)))
        return LOST_HALF;
    if (loses_halves(judge, trial->callee_plan, placed, cconv_signature_result(trial->callee)))
        return LOST_HALVES;
    if (judge->own_reading == CCONV_AS_GCC && holds(cconv_signature_result(trial->callee), is_union_of_members)
        && placed_in(trial->callee_plan, placed, "zmm"))
        return "gcc 12 -O2 -mavx512f executes vzeroupper after it has loaded a union result into zmm0";
    return NULL;
}

/* clang 19 writes where it may not when it takes an array in such a value apart: it crashes, or writes other code. */
static bool corrupts_itself(const struct judge *judge, const struct trial *trial)
{
    if (judge->own_reading != CCONV_AS_CLANG || !is_convention(judge, "x86_regcall"))
        return false;
    for (size_t i = 0; i < trial->generated.count; i++) {
        const cconv_type *type = cconv_type_canonical(cconv_signature_parameter(trial->signature, i)->type);
        if (cconv_type_field_count(type) && holds(type, is_array))
            return true;
    }
    return false;
}

static bool moves_aligned(const struct trial *trial)
{
    bool found = cconv_type_align(cconv_signature_result(trial->signature)) > 8;
    for (size_t i = 0; !found && i < trial->generated.count; i++)
        found = cconv_type_align(cconv_signature_parameter(trial->signature, i)->type) > 8;
    return found;
}

const char *known_error(const struct judge *judge, const struct trial *trial, int argument)
{
    if (trial->verdict.aspect != LAYOUT && corrupts_itself(judge, trial))
        return "clang 19 corrupts its own memory when it passes an array in a struct by i386 __regcall";
    if (judge->reading == CCONV_AS_GCC && trial->verdict.aspect != LAYOUT && uses_mmx(trial))
        return "gcc 12 uses the x87 registers while an argument or result is in an mm register, without emms";
    switch (trial->verdict.aspect) {
    case LAYOUT:
        return judge->own_reading == CCONV_AS_CLANG && strstr(trial->verdict.message, "bit-field") && has_wide_bitint(trial)
                   ? "clang 19 writes the initial value of a bit-field elsewhere in a struct with a _BitInt beyond 64 bits" : NULL;
    case RUN_CRASH:
        if (judge->own_reading == CCONV_AS_GCC && is_convention(judge, "arm_apcs_gnu") && moves_aligned(trial))
            return "gcc 12 moves a vector by an aligned access, on a stack that the old ABI does not align so";
        if (judge->own_reading == CCONV_AS_GCC && is_system_v(judge) && has_aligned_pair(judge, trial))
            return "gcc 12 va_arg copies a struct aligned to 16 from the registers' save area with an aligned move";
        if (trial->generated.variadic && misreads(judge, trial, (int)trial->generated.count - 1))
            return misreads(judge, trial, (int)trial->generated.count - 1);
        return crashes_on_i386(judge, trial);
    default: return argument >= 0 ? known_argument(judge, trial, argument) : known_result(judge, trial);
    }
}
