/*
 * "ELF Application Binary Interface s390x Supplement", IBM, as of 2026-04-30 (commit 95ff627 of its repository): sections
 * 1.2 (function-calling sequence), as Linux has it on z/Architecture, big-endian.
 *
 * Bytes of registers and slots are counted as memory holds them: what is narrower than 8 bytes begins at byte 8 - size of
 * a general register or slot, and at byte 0 of a floating-point register.
 *
 * Left out: the vector facility (-mvx, from z13 on), whose vectors have v24 to v31; without it they are in memory.
 */
#include "convention/cursor.h"
#include "convention/list.h"

#define S390X "s390x ELF ABI 2026-04"
#define PASSING "1.2.3"
#define RETURNING "1.2.5"

enum { WORD = 8, SAVE_AREA = 160 };

static const uint16_t integer_args[] = {2, 3, 4, 5, 6};
static const uint16_t floating_args[] = {S390X_F0, S390X_F0 + 2, S390X_F0 + 4, S390X_F0 + 6};

enum rule {
    FLOATING, FLOATING_STRUCT, FLOATING_STACK, SIMPLE, SIMPLE_STACK, AGGREGATE, AGGREGATE_STACK, REFERENCE,
    REFERENCE_STACK, SIMPLE_RESULT, FLOATING_RESULT, MEMORY, MEMORY_POINTER, NO_TYPE, RULES
};

static const cconv_rule rules[RULES] = {
    [FLOATING] = {S390X, PASSING, "double_or_float: a floating-point register, left-aligned"},
    [FLOATING_STRUCT] = {S390X, PASSING, "structure equivalent to a floating-point type: a floating-point register"},
    [FLOATING_STACK] = {S390X, PASSING, "double_or_float, no register left: right-aligned in a parameter slot"},
    [SIMPLE] = {S390X, PASSING, "simple_arg: a general register, extended to 64 bits"},
    [SIMPLE_STACK] = {S390X, PASSING, "simple_arg, no general register left: a parameter slot, extended to 64 bits"},
    [AGGREGATE] = {S390X, PASSING, "structure or union of 1, 2, 4 or 8 bytes: a general register, right-aligned"},
    [AGGREGATE_STACK] = {S390X, PASSING, "structure or union of 1, 2, 4 or 8 bytes, no general register left: a slot"},
    [REFERENCE] = {S390X, PASSING, "of another size or kind: a pointer to it, in a general register"},
    [REFERENCE_STACK] = {S390X, PASSING, "of another size or kind: a pointer to it, in a parameter slot"},
    [SIMPLE_RESULT] = {S390X, RETURNING, "integer or pointer: r2, extended to 64 bits"},
    [FLOATING_RESULT] = {S390X, RETURNING, "float, double, _Decimal32 or _Decimal64: f0"},
    [MEMORY] = {S390X, RETURNING, "any other type: in a buffer of the caller's"},
    [MEMORY_POINTER] = {S390X, PASSING, "address of the result: r2"},
    [NO_TYPE] = {S390X, "1.1.3.2", "fundamental types"},
};

/* -------------------------------------------------------------- divergences */

enum divergence { ATOMIC_NARROW, ATOMIC_STRUCT, ATOMIC_MEMBER, FLEXIBLE };

const cconv_divergence s390x_elf_divergences[] = {
    [ATOMIC_NARROW] = {
        .id = "s390x-atomic-narrow",
        .scope = "s390x_elf",
        .subject = "an _Atomic integer of less than 8 bytes: f(_Atomic int)",
        .document = "1.2.3: extended to 64 bits",
        .gcc = "12.2: as the document",
        .clang = "19.1: not extended",
        .followed = CCONV_AS_GCC,
        .note = "_Atomic integer: extended to 64 bits by the document and gcc 12.2, not by clang 19.1",
    },
    [ATOMIC_STRUCT] = {
        .id = "s390x-atomic-struct",
        .scope = "s390x_elf",
        .subject = "an _Atomic structure of 1, 2, 4 or 8 bytes",
        .document = "silent on _Atomic",
        .gcc = "12.2: as without _Atomic: a register",
        .clang = "19.1: by reference",
        .followed = CCONV_AS_GCC,
        .note = "_Atomic structure: in a register as without _Atomic for gcc 12.2, by reference for clang 19.1",
    },
    [ATOMIC_MEMBER] = {
        .id = "s390x-atomic-member",
        .scope = "s390x_elf",
        .subject = "a structure of one _Atomic floating-point member: struct { _Atomic float f; }",
        .document = "silent on _Atomic",
        .gcc = "12.2: a floating-point register",
        .clang = "19.1: a general register",
        .followed = CCONV_AS_GCC,
        .note = "structure of one _Atomic floating-point member: a floating-point register for gcc 12.2, a general one for "
                "clang 19.1",
    },
    [FLEXIBLE] = {
        .id = "s390x-flexible-array",
        .scope = "s390x_elf",
        .subject = "a structure of 1, 2, 4 or 8 bytes with a flexible array: struct { int n; int a[]; }",
        .document = "silent on flexible arrays",
        .gcc = "12.2: by its size: a general register",
        .clang = "19.1: by reference",
        .followed = CCONV_AS_GCC,
        .note = "structure with a flexible array: a register by its size for gcc 12.2, by reference for clang 19.1",
    },
    {0},
};

/* ----------------------------------------------------------------- writing */

static cconv_status too_large(struct cursor *at, const struct cconv_type *type, const struct slot *out)
{
    return unsupported(at, type, out->rule, "does not fit the stack together with the arguments before it");
}

/* A general register, or a slot: right-aligned. The rule after `rule` is that of the slot. */
static cconv_status put_general(struct cursor *at, const struct cconv_type *type, uint64_t size, enum rule rule,
                                struct slot *out)
{
    uint64_t position, before = WORD - size;
    if (integers_left(at)) {
        out->rule = &rules[rule];
        put_register(at, out, 0, size, take_integer(at), (uint32_t)before);
        return CCONV_OK;
    }
    out->rule = &rules[rule + 1];
    if (!take_stack(at, WORD, WORD, WORD, &position))
        return too_large(at, type, out);
    put_stack_at(at, out, 0, size, position + before);
    return CCONV_OK;
}

/* ------------------------------------------------------------------ classes */

static bool is_floating(const struct cconv_type *type)
{
    return type_is_floating(type) && type->size <= WORD;
}

/* "if and only if it has exactly one member, which is either of type T itself or a structure equivalent to type T" */
static const struct cconv_type *equivalent(const struct cconv_type *type, bool *atomic)
{
    while (type->kind == CCONV_STRUCT && type->field_count == 1 && !(type->fields[0].flags & CCONV_FIELD_BIT_FIELD)) {
        *atomic |= (type_qualifiers(type->fields[0].type, type->fields[0].qualifiers) & CCONV_ATOMIC) != 0;
        type = canonical(type->fields[0].type);
    }
    return type;
}

static bool clang_way(struct cursor *at, struct slot *out, enum divergence which)
{
    return diverge(at, out, &s390x_elf_divergences[which]) == CCONV_AS_CLANG;
}

static void extend(struct cursor *at, const struct cconv_type *type, struct slot *out)
{
    if (!type_is_integer(type) || type->size >= WORD)
        return;
    if (at->qualifiers & CCONV_ATOMIC && clang_way(at, out, ATOMIC_NARROW))
        return;
    out->extend = type->is_signed ? CCONV_EXTEND_SIGN : CCONV_EXTEND_ZERO;
    out->extended_to = WORD;
}

static bool has_flexible_array(const struct cconv_type *type)
{
    for (uint32_t i = 0; is_record(type) && i < type->field_count; i++)
        if (type->fields[i].flags & CCONV_FIELD_FLEXIBLE || has_flexible_array(canonical(type->fields[i].type)))
            return true;
    return false;
}

static bool is_register_size(uint64_t size)
{
    return size == 1 || size == 2 || size == 4 || size == 8;
}

static cconv_status place_floating(struct cursor *at, const struct cconv_type *type, struct slot *out)
{
    uint64_t position, size = type->size;
    if (vectors_left(at)) {
        out->rule = &rules[is_record(type) ? FLOATING_STRUCT : FLOATING];
        put_register(at, out, 0, size, take_vector(at), 0);
        return CCONV_OK;
    }
    out->rule = &rules[FLOATING_STACK];
    if (!take_stack(at, WORD, WORD, WORD, &position))
        return too_large(at, type, out);
    put_stack_at(at, out, 0, size, position + WORD - size);
    return CCONV_OK;
}

static cconv_status place_reference(struct cursor *at, const struct cconv_type *type, struct slot *out)
{
    out->kind = CCONV_PLACED_INDIRECT;
    return put_general(at, type, at->target->pointer_size, REFERENCE, out);
}

static cconv_status place_aggregate(struct cursor *at, const struct cconv_type *type, struct slot *out)
{
    if (!is_register_size(type->size)) /* an empty one too */
        return place_reference(at, type, out);
    if (at->qualifiers & CCONV_ATOMIC && clang_way(at, out, ATOMIC_STRUCT))
        return place_reference(at, type, out);
    if (has_flexible_array(type) && clang_way(at, out, FLEXIBLE))
        return place_reference(at, type, out);
    bool atomic = false;
    if (is_floating(equivalent(type, &atomic)) && !(atomic && clang_way(at, out, ATOMIC_MEMBER)))
        return place_floating(at, type, out);
    return put_general(at, type, type->size, AGGREGATE, out);
}

static bool is_half(const struct cconv_type *type)
{
    return type->kind == CCONV_FLOAT16 || type->kind == CCONV_BFLOAT16;
}

static cconv_status place_argument(struct cursor *at, const struct cconv_type *given, struct slot *out)
{
    const struct cconv_type *type = canonical(type_passed(given));
    if (is_half(type))
        return unsupported(at, type, &rules[NO_TYPE], "gcc 12 and clang 19 have no half-precision types on this target");
    if (is_floating(type))
        return place_floating(at, type, out);
    switch (type->kind) {
    case CCONV_STRUCT:
    case CCONV_UNION: return place_aggregate(at, type, out);
    case CCONV_COMPLEX:
    case CCONV_VECTOR: return place_reference(at, type, out);
    default: break;
    }
    if (type->size > WORD)
        return place_reference(at, type, out);
    extend(at, type, out);
    return put_general(at, type, type->size, SIMPLE, out);
}

static cconv_status place_result(struct cursor *at, const struct cconv_type *given, struct slot *out)
{
    const struct cconv_type *type = canonical(given);
    if (is_half(type))
        return unsupported(at, type, &rules[NO_TYPE], "gcc 12 and clang 19 have no half-precision types on this target");
    if (is_floating(type)) {
        out->rule = &rules[FLOATING_RESULT];
        put_register(at, out, 0, type->size, S390X_F0, 0);
        return CCONV_OK;
    }
    bool simple = (type_is_integer(type) || type->kind == CCONV_POINTER) && type->size <= WORD;
    if (simple) {
        extend(at, type, out);
        out->rule = &rules[SIMPLE_RESULT];
        put_register(at, out, 0, type->size, integer_args[0], (uint32_t)(WORD - type->size));
        return CCONV_OK;
    }
    out->kind = CCONV_PLACED_INDIRECT;
    out->rule = &rules[MEMORY];
    put_register(at, put_sret(at, &rules[MEMORY_POINTER]), 0, at->target->pointer_size, take_integer(at), 0);
    return CCONV_OK;
}

/* ------------------------------------------------------------------ the table */

static const uint16_t integer_results[] = {2};
static const uint16_t floating_results[] = {S390X_F0};

static const cconv_register_role roles[] = {
    {"r0-r1", "temporary; the linker's between modules", 0, 8},
    {"r2", "1st integer argument; result; address for a result in memory", 0, 8},
    {"r3", "2nd integer argument", 0, 8},
    {"r4", "3rd integer argument", 0, 8},
    {"r5", "4th integer argument", 0, 8},
    {"r6", "5th integer argument; preserved", 8, 8},
    {"r7-r10", "preserved", 8, 8},
    {"r11", "preserved; frame pointer if there is one", 8, 8},
    {"r12", "preserved; address of the global offset table if needed", 8, 8},
    {"r13", "preserved; literal pool pointer", 8, 8},
    {"r14", "return address", 0, 8},
    {"r15", "stack pointer", 8, 8},
    {"f0", "1st floating-point argument; result", 0, 8},
    {"f2", "2nd floating-point argument", 0, 8},
    {"f4", "3rd floating-point argument", 0, 8},
    {"f6", "4th floating-point argument", 0, 8},
    {"f1", "temporary, as f3, f5 and f7", 0, 8},
    {"f8-f15", "preserved", 8, 8},
    {"v0-v7", "temporary (vector facility); f0 to f7 are their first halves", 0, 16},
    {"v8-v15", "first half preserved, which is f8 to f15 (vector facility)", 8, 16},
    {"v16-v23", "temporary (vector facility)", 0, 16},
    {"v24-v31", "vector arguments, v24 also a result (vector facility)", 0, 16},
    {"cc", "condition code, temporary", 0, 1},
    {"pm", "program mask: 0 on entry and return", 0, 1},
    {"a0-a1", "access registers, of the system: not to be changed", 4, 4},
    {"a2-a15", "access registers, temporary", 0, 4},
    {NULL, NULL, 0, 0},
};

static const char *const preserved[] = {
    "r6", "r7", "r8", "r9", "r10", "r11", "r12", "r13", "r15", "f8", "f9", "f10", "f11", "f12", "f13", "f14", "f15", NULL,
};

static const char *const clobbered[] = {
    "r0", "r1", "r2", "r3", "r4", "r5", "r14", "f0", "f1", "f2", "f3", "f4", "f5", "f6", "f7", NULL,
};

static const char *const duties[] = {
    "r15 is a multiple of 8, and the caller's lowest 160 bytes are the callee's: a register save area, with the back chain "
    "at 0. The first parameter slot is behind it.",
    "Integers narrower than 64 bits are extended by their giver, as arguments and results, and relied on.",
    "What is narrower than its general register or slot is right-aligned in it, in a floating-point register left-aligned.",
    "r6 carries an argument and is preserved all the same.",
    "A copy that a pointer leads to is the callee's to change, unless the caller knows the value to be constant.",
    "Memory below r15 may change at any time: there is no red zone.",
    NULL,
};

static const char *const aliases[] = {"s390x", "zarch", "s390x_sysv", "systemz", NULL};
static const char *const header[] = {
    "back chain", "for the callee's use", "save area of r2", "save area of r3", "save area of r4", "save area of r5",
    "save area of r6", "save area of r7", "save area of r8", "save area of r9", "save area of r10", "save area of r11",
    "save area of r12", "save area of r13", "save area of r14", "save area of r15", "save area of f0", "save area of f2",
    "save area of f4", "save area of f6", NULL,
};

const struct cconv_convention convention_s390x_elf = {
    .name = "s390x_elf",
    .summary = "System V on z/Architecture: 64-bit Linux on IBM Z",
    .document = "ELF ABI s390x Supplement, as of 2026-04-30",
    .aliases = aliases,
    .own_target = "s390x-linux-gnu",
    .arch = CCONV_ARCH_S390X,
    .integer_args = {integer_args, COUNT_OF(integer_args)},
    .vector_args = {floating_args, COUNT_OF(floating_args)},
    .integer_results = {integer_results, COUNT_OF(integer_results)},
    .vector_results = {floating_results, COUNT_OF(floating_results)},
    .sret = 2,
    .sret_returned = CCONV_NO_REGISTER,
    .vector_count = CCONV_NO_REGISTER,
    .roles = roles,
    .preserved = preserved,
    .clobbered = clobbered,
    .duties = duties,
    .stack = {.alignment = 8, .slot = 8, .shadow_space = SAVE_AREA, .red_zone = 0, .return_address = 0,
              .callee_cleans = 0},
    .header = header,
    .common = 0,
    .place_result = place_result,
    .place_argument = place_argument,
};
