/*
 * aarch64_arm64ec: Arm64EC, the code of AArch64 that mixes with emulated x64 code on Windows. Microsoft, "Understanding
 * Arm64EC ABI and assembly code" (2025) and "Overview of ARM64EC ABI conventions".
 *
 * A function without ... is called as aarch64_aapcs_win has it, with fewer registers to use. One with ... is called as
 * x64 would: by position, in x0 to x3 and then on the stack, and what is not 1, 2, 4 or 8 bytes by pointer. Left out: the
 * thunks between the two worlds, and the checks before indirect calls.
 */
#include "convention/aarch64_aapcs.h"
#include "convention/list.h"

#define DOCUMENT "Microsoft Arm64EC ABI"
#define VARIADIC "Variadic calling convention"

static const cconv_rule position = {DOCUMENT, VARIADIC, "1, 2, 4 or 8 bytes: x0 to x3 by position, no v register"};
static const cconv_rule position_stack = {DOCUMENT, VARIADIC, "fifth or later position: 8 bytes of stack"};
static const cconv_rule pointer = {DOCUMENT, VARIADIC, "not 1, 2, 4 or 8 bytes: pointer to a copy, as x64 does"};
static const cconv_rule words = {DOCUMENT, VARIADIC, "in words of 8 bytes, x0 to x3 and then the stack (clang)"};

enum { POSITIONS = 4, WORD = 8 };

/* The value, or the pointer to it, in one position. */
static cconv_status put_position(struct cursor *at, const struct cconv_type *type, uint64_t size,
                                 const cconv_rule *rule, struct slot *out)
{
    out->rule = rule;
    if (at->ngrn < POSITIONS) {
        put_register(at, out, 0, size, at->convention->integer_args.regs[at->ngrn++], 0);
        return CCONV_OK;
    }
    if (rule == &position)
        out->rule = &position_stack;
    uint64_t place;
    if (!take_stack(at, size, WORD, WORD, &place))
        return unsupported(at, type, out->rule, "does not fit the stack together with the arguments before it");
    put_stack_at(at, out, 0, size, place);
    return CCONV_OK;
}

/* clang 19: a word a position, which may begin in x3 and end on the stack. */
static cconv_status put_words(struct cursor *at, const struct cconv_type *type, struct slot *out)
{
    out->rule = &words;
    for (uint64_t offset = 0; offset < type->size; offset += WORD) {
        uint64_t size = min_u64(WORD, type->size - offset), place;
        if (at->ngrn < POSITIONS)
            put_register(at, out, offset, size, at->convention->integer_args.regs[at->ngrn++], 0);
        else if (take_stack(at, WORD, WORD, WORD, &place))
            put_stack_at(at, out, offset, size, place);
        else
            return unsupported(at, type, out->rule, "does not fit the stack together with the arguments before it");
    }
    return CCONV_OK;
}

static cconv_status place_variadic(struct cursor *at, const struct cconv_type *given, struct slot *out)
{
    const struct cconv_type *type = canonical(given);
    bool fits = type->size == 1 || type->size == 2 || type->size == 4 || type->size == 8;
    if (fits)
        return put_position(at, type, type->size, &position, out);
    bool scalar = type->kind == CCONV_VECTOR || type_is_floating(type);
    if (!scalar && type->size && type->size <= 2 * WORD
        && diverge(at, out, &aarch64_aapcs_divergences[DIVERGES_ARM64EC_VARIADIC]) == CCONV_AS_CLANG)
        return put_words(at, type, out);
    out->kind = CCONV_PLACED_INDIRECT;
    return put_position(at, type, at->target->pointer_size, &pointer, out);
}

static cconv_status place_argument(struct cursor *at, const struct cconv_type *type, struct slot *out)
{
    return at->is_variadic ? place_variadic(at, type, out) : aapcs64_place_argument(at, type, out);
}

static const uint16_t general[] = {X0, 1, 2, 3, 4, 5, 6, 7};
static const uint16_t simd[] = {V0, V0 + 1, V0 + 2, V0 + 3, V0 + 4, V0 + 5, V0 + 6, V0 + 7};

static const cconv_register_role roles[] = {
    {"x0-x3", "1st to 4th integer argument; result in x0 and x1", 0, 8},
    {"x4", "5th integer argument; in a variadic call the address of the stack arguments", 0, 8},
    {"x5", "6th integer argument; in a variadic call the bytes of the stack arguments", 0, 8},
    {"x6-x7", "7th and 8th integer argument", 0, 8},
    {"x8", "address of a result in memory", 0, 8},
    {"x9-x12", "scratch", 0, 8},
    {"x13-x14", "not to be used: x64 has no room for it", 0, 8},
    {"x15-x17", "scratch", 0, 8},
    {"x18", "reserved: thread environment block", 0, 8},
    {"x19-x22", "preserved", 8, 8},
    {"x23-x24", "not to be used", 0, 8},
    {"x25-x27", "preserved", 8, 8},
    {"x28", "not to be used", 0, 8},
    {"x29", "FP: frame pointer, preserved", 8, 8},
    {"x30", "LR: return address", 0, 8},
    {"sp", "stack pointer", 8, 8},
    {"v0-v3", "1st to 4th floating-point or vector argument; result", 0, 16},
    {"v4-v7", "5th to 8th floating-point or vector argument", 0, 16},
    {"v8-v15", "low 64 bits preserved, the rest scratch", 8, 16},
    {"v16-v31", "not to be used", 0, 16},
    {NULL, NULL, 0, 0},
};
static const char *const preserved[] = {"x19", "x20", "x21", "x22", "x25", "x26", "x27", "x29", "sp", "d8",
                                        "d9",  "d10", "d11", "d12", "d13", "d14", "d15", NULL};
static const char *const clobbered[] = {"x0",  "x1",  "x2",  "x3",  "x4", "x5", "x6", "x7", "x8", "x9", "x10", "x11",
                                        "x12", "x15", "x16", "x17", "x30", "v0", "v1", "v2", "v3", "v4", "v5", "v6",
                                        "v7",  NULL};
static const char *const duties[] = {
    "x13, x14, x23, x24, x28 and v16 to v31 are not used: emulated x64 code has no room for them",
    "a caller of a variadic function puts the address of the stack arguments in x4 and their size in x5",
    "the stack pointer is a multiple of 16 at every call, and whenever memory is accessed through it",
    "an indirect call goes through the call checker, since its target may be x64 code",
    "everything else is as in aarch64_aapcs_win",
    NULL,
};
static const char *const aliases[] = {"arm64ec", NULL};

const struct cconv_convention convention_aarch64_arm64ec = {
    .name = "aarch64_arm64ec",
    .summary = "Arm64EC: AArch64 code among x64 code on Windows",
    .document = "Microsoft, Understanding Arm64EC ABI and assembly code; for the rest as aarch64_aapcs_win",
    .aliases = aliases,
    .own_target = "arm64ec-windows-msvc",
    .arch = CCONV_ARCH_AARCH64,
    .integer_args = {general, COUNT_OF(general)},
    .vector_args = {simd, COUNT_OF(simd)},
    .integer_results = {general, 2},
    .vector_results = {simd, 4},
    .sret = X8,
    .sret_returned = CCONV_NO_REGISTER,
    .vector_count = CCONV_NO_REGISTER,
    .roles = roles,
    .preserved = preserved,
    .clobbered = clobbered,
    .duties = duties,
    .stack = {.alignment = 16, .slot = 8, .red_zone = 16},
    .variant = &aapcs64_windows,
    .place_result = aapcs64_place_result,
    .place_argument = place_argument,
};
