/*
 * arm_apcs_gnu: GNU's reading of the Arm Procedure Call Standard that came before AAPCS32, with software floating point:
 * gcc's and clang's -mabi=apcs-gnu, the "old ABI" of Arm Linux, arm-linux-gnu. To AAPCS32 it is a variant: words are all that
 * counts for alignment, and of composites the integer-like ones alone are returned in a register.
 *
 * Source: ARM Limited, "Procedure Call Standard for the ARM, Thumb and Thumb-interworking variants" SWS ESPC 0002 B-01, as
 * gcc 12 and clang 19 read it.
 */
#include "convention/arm_aapcs.h"
#include "convention/list.h"

enum { WORD = 4 };

/* ----------------------------------------------------------- integer-like */

/* gcc: "integer like" of a record: no floating-point member, every member so itself, and in a struct only the first is none of
   the bit-fields. */
static bool gcc_returns_in_register(const struct cconv_type *type)
{
    if (!is_record(type) && type->kind != CCONV_ARRAY && type->kind != CCONV_VECTOR)
        return true; /* scalars and complex numbers of any size */
    if (type->size > WORD || !is_record(type))
        return false;
    for (uint32_t i = 0; i < type->field_count; i++) {
        const cconv_field *field = &type->fields[i];
        const struct cconv_type *member = canonical(field->type);
        if (type->kind == CCONV_STRUCT && i > 0) {
            if (!(field->flags & CCONV_FIELD_BIT_FIELD))
                return false;
            continue;
        }
        bool is_complex = member->kind == CCONV_COMPLEX;
        if (type_is_floating(is_complex ? canonical(member->element) : member) || !gcc_returns_in_register(member))
            return false;
    }
    return true;
}

/* clang: at most a word, every member at offset 0, no enum, _BitInt, array, vector or floating-point number in it. */
static bool clang_is_integer_like(const struct cconv_type *type)
{
    bool had_member = false;
    if (type->size > WORD)
        return false;
    if (type->kind == CCONV_COMPLEX)
        return clang_is_integer_like(canonical(type->element));
    if (!is_record(type))
        return type->kind == CCONV_POINTER
               || (type_is_integer(type) && type->kind != CCONV_ENUM && type->kind != CCONV_BITINT);
    for (uint32_t i = 0; i < type->field_count; i++) {
        const cconv_field *field = &type->fields[i];
        bool is_bits = field->flags & CCONV_FIELD_BIT_FIELD;
        bool is_atomic = type_qualifiers(field->type, field->qualifiers) & CCONV_ATOMIC;
        if (field->flags & CCONV_FIELD_FLEXIBLE || is_atomic || !clang_is_integer_like(canonical(field->type)))
            return false;
        if (!is_bits && (field->offset != 0 || (had_member && type->kind == CCONV_STRUCT)))
            return false;
        had_member = true;
    }
    return true;
}

/* To clang, for a result: an array of no elements is something. */
static bool clang_is_empty(const struct cconv_type *type)
{
    if (!is_record(type))
        return false;
    for (uint32_t i = 0; i < type->field_count; i++) {
        const cconv_field *field = &type->fields[i];
        bool is_unnamed = field->flags & CCONV_FIELD_BIT_FIELD && !field->name;
        if (!is_unnamed && (field->flags & CCONV_FIELD_BIT_FIELD || !clang_is_empty(canonical(field->type))))
            return false;
    }
    return true;
}

bool arm_returns_in_register(struct cursor *at, const struct cconv_type *type, struct slot *out)
{
    bool atomic = at->qualifiers & CCONV_ATOMIC;
    if (type->kind == CCONV_BITINT || type->size > 4 * WORD) /* gcc 12 has no _BitInt: one answer */
        return false;
    if (type->kind == CCONV_COMPLEX && !atomic)
        return true;
    bool gcc = gcc_returns_in_register(type);
    bool clang = !atomic && (clang_is_empty(type) || clang_is_integer_like(type));
    if (gcc == clang)
        return gcc;
    return diverge(at, out, &arm_aapcs_divergences[ARM_APCS_INTEGER_LIKE]) == CCONV_AS_CLANG ? clang : gcc;
}

/* ------------------------------------------------------------------ tables */

#define APCS "APCS (SWS ESPC 0002 B-01)"
#define PASSING "Argument passing"
#define RESULTS "Result return"
static const cconv_rule rules[ARM_RULE_COUNT] = {
    [RULE_WORD] = {APCS, PASSING, "words in order: the next of r0 to r3"},
    [RULE_NARROW] = {APCS, PASSING, "integral below a word: extended to one: the next of r0 to r3"},
    [RULE_HALF] = {APCS, PASSING, "half precision: low bits of the next of r0 to r3"},
    [RULE_DOUBLE_WORD] = {APCS, PASSING, "two words: the next two of r0 to r3, even or odd"},
    [RULE_COMPOSITE] = {APCS, PASSING, "composite: its words in the next of r0 to r3"},
    [RULE_COMPOSITE_DOUBLE] = {APCS, PASSING, "composite: its words in the next of r0 to r3"},
    [RULE_SPLIT] = {APCS, PASSING, "too few of r0 to r3: the first words in them, the rest on the stack"},
    [RULE_STACK] = {APCS, PASSING, "r0 to r3 are taken: on the stack, in words"},
    [RULE_NARROW_STACK] = {APCS, PASSING, "integral below a word: extended to one, on the stack"},
    [RULE_STACK_DOUBLE] = {APCS, PASSING, "r0 to r3 are taken: on the stack, in words"},
    [RULE_ODD_VECTOR] = {APCS, PASSING, "a vector is not of the standard: as the compilers do"},
    [RULE_VARIADIC] = {APCS, PASSING, "words in order: the next of r0 to r3"},
    [RULE_EMPTY] = {APCS, PASSING, "no member with a size: nothing is passed"},
    [RULE_RESULT_WORD] = {APCS, RESULTS, "at most a word: r0"},
    [RULE_RESULT_NARROW] = {APCS, RESULTS, "integral below a word: extended to one: r0"},
    [RULE_RESULT_DOUBLE_WORD] = {APCS, RESULTS, "two words: r0 and r1"},
    [RULE_RESULT_VECTOR] = {APCS, RESULTS, "four words: r0 to r3"},
    [RULE_RESULT_COMPOSITE] = {APCS, RESULTS, "integer-like structure, or complex number: from r0 on"},
    [RULE_RESULT_MEMORY] = {APCS, RESULTS, "not integer-like: in memory that the caller provides, address in r0"},
    [RULE_RESULT_POINTER] = {APCS, PASSING, "address of the result: r0"},
    [RULE_RESULT_ODD_VECTOR] = {APCS, RESULTS, "a vector is not of the standard: as the compilers do"},
    [RULE_RESULT_VARIADIC] = {APCS, RESULTS, "from r0 on"},
};

static const struct arm_variant variant = {
    .judged_by_gcc = true,
    .word_aligned = true,
    .integer_like = true,
    .nothing_named = &arm_aapcs_divergences[ARM_UNNAMED_BIT_FIELDS],
    .no_member = &arm_aapcs_divergences[ARM_UNNAMED_BIT_FIELDS],
    .large_vector = &arm_aapcs_divergences[ARM_LARGE_VECTOR],
    .small_vector = &arm_aapcs_divergences[ARM_SMALL_VECTOR_RESULT],
    .rules = rules,
};

static const cconv_register_role roles[] = {
    {"r0", "a1: 1st word of arguments; result; address of a result in memory", 0, 4},
    {"r1", "a2: 2nd word of arguments; result", 0, 4},
    {"r2", "a3: 3rd word of arguments; result of 16 bytes", 0, 4},
    {"r3", "a4: 4th word of arguments; result of 16 bytes", 0, 4},
    {"r4", "v1: preserved", 4, 4},
    {"r5", "v2: preserved", 4, 4},
    {"r6", "v3: preserved", 4, 4},
    {"r7", "v4: preserved", 4, 4},
    {"r8", "v5: preserved", 4, 4},
    {"r9", "v6: preserved", 4, 4},
    {"r10", "sl, v7: stack limit, or preserved", 4, 4},
    {"r11", "fp: frame pointer, preserved", 4, 4},
    {"r12", "ip: scratch", 0, 4},
    {"sp", "stack pointer", 4, 4},
    {"lr", "return address", 0, 4},
    {"d0-d7", "scratch, if present", 0, 8},
    {"d8-d15", "preserved, if present", 8, 8},
    {"d16-d31", "scratch, if present", 0, 8},
    {0},
};

static const char *const preserved[] = {"r4", "r5", "r6", "r7", "r8", "r9", "r10", "r11", "sp",
                                        "d8", "d9", "d10", "d11", "d12", "d13", "d14", "d15", NULL};
static const char *const clobbered[] = {"r0", "r1", "r2", "r3", "r12", "lr",
                                        "d0", "d1", "d2", "d3", "d4", "d5", "d6", "d7", "d16", "d17", "d18", "d19", "d20",
                                        "d21", "d22", "d23", "d24", "d25", "d26", "d27", "d28", "d29", "d30", "d31", NULL};

static const char *const duties[] = {
    "the stack pointer is a multiple of 4 at all times",
    "integers below 32 bits are extended to 32 bits by who gives them: the caller arguments, the callee results",
    "nothing below the stack pointer is accessed: there is no red zone",
    "padding of registers and stack words has any content",
    NULL,
};

static const uint16_t core[] = {R0_ARM, R0_ARM + 1, R0_ARM + 2, R0_ARM + 3};
static const char *const aliases[] = {"apcs", "apcs-gnu", "apcs_gnu", "arm_apcs", "oabi", NULL};

const struct cconv_convention convention_arm_apcs_gnu = {
    .name = "arm_apcs_gnu",
    .summary = "Arm's standard before AAPCS32, software floating point: the old ABI of Arm Linux",
    .document = "APCS: Procedure Call Standard for the ARM, SWS ESPC 0002 B-01; gcc's -mabi=apcs-gnu",
    .aliases = aliases,
    .own_target = "arm-linux-gnu",
    .arch = CCONV_ARCH_ARM,
    .integer_args = {core, COUNT_OF(core)},
    .integer_results = {core, COUNT_OF(core)},
    .sret = R0_ARM,
    .sret_returned = CCONV_NO_REGISTER,
    .vector_count = CCONV_NO_REGISTER,
    .roles = roles,
    .preserved = preserved,
    .clobbered = clobbered,
    .duties = duties,
    .stack = {.alignment = 4, .slot = 4},
    .variant = &variant,
    .place_result = arm_place_result,
    .place_argument = arm_place_argument,
};
