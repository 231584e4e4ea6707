/*
 * x86_64_vectorcall: Microsoft's __vectorcall on x64 (learn.microsoft.com, "__vectorcall", section "__vectorcall
 * convention on x64"; 2025). Everything that is no vector and no homogeneous vector aggregate goes as in x86_64_win.c,
 * whose variant this is. Vectors have six positions in xmm0 to xmm5. The aggregates wait until every other argument has
 * its place, and then take the vector registers that hold no value, lowest first, each whole or not at all.
 *
 * Microsoft's compiler was not at hand: where the page is silent it is clang 19 as it compiles for Windows. No other
 * compiler has the convention.
 * Left out: member functions, and what clang makes of it where it targets no Windows.
 */
#include "convention/list.h"
#include "convention/x86_64_win.h"

#define RULE(name, section, reason) static const cconv_rule name = {"Microsoft __vectorcall", section, reason}
#define X64 "__vectorcall convention on x64"

RULE(float_register, X64, "floating-point type: xmm0 to xmm5 by position");
RULE(vector_register, X64, "vector: xmm0 to xmm5 by position (ymm, zmm if as wide)");
RULE(vector_stack, X64, "vector, seventh or later argument: pointer on the stack");
RULE(short_vector_register, X64, "short vector widened to 16 bytes: xmm0 to xmm5 by position (clang)");
RULE(hva_registers, X64, "HVA: a vector register for each member, of those unused when all else is placed");
RULE(hva_pointer, X64, "HVA, too few vector registers unused: pointer to the caller's copy");
RULE(hva_result, X64, "HVA: a vector register for each member, from xmm0");
RULE(vector_result, X64, "vector: xmm0 (ymm0, zmm0 if as wide)");
RULE(wide_vector, X64, "vector wider than the vector registers in use");
RULE(no_ellipsis, "__vectorcall", "the function has a prototype without ...");
RULE(windows_only, "__vectorcall", "a convention of Windows");

enum { MOST_MEMBERS = 4, STEPS = 4096 };
static const uint16_t vector_args[] = {XMM0, XMM1, XMM2, XMM3, XMM4, XMM5};

enum dispute { SHORT_VECTOR, LATE_HVA, HVA_COUNT, HALF_RESULT, NOT_WINDOWS, DISPUTES };

const cconv_divergence x86_64_vectorcall_divergences[] = {
    [SHORT_VECTOR] = {
        .id = "vectorcall-short-vector", .scope = "x86_64_vectorcall",
        .subject = "a vector of 2, 4 or 8 bytes with several elements: int vector_size(8)",
        .document = "silent: a vector type is __m128 or wider, an integer type fits a general register",
        .clang = "19.1: xmm register of its position, widened; result in xmm0", .followed = CCONV_AS_MSVC,
        .note = "short vector: an integer by the document's letter, in an xmm register in clang 19",
    },
    [LATE_HVA] = {
        .id = "vectorcall-late-hva", .scope = "x86_64_vectorcall",
        .subject = "an HVA in vector registers that is a seventh or later argument, and the stack arguments behind it",
        .document = "convention on x64: the shadow space of an HVA is 8 bytes, in any position",
        .clang = "19.1: no stack slot", .followed = CCONV_AS_MSVC,
        .note = "HVA in registers as seventh or later argument: keeps its 8 bytes of stack by the document, has none in "
                "clang 19, so that later stack arguments lie 8 bytes lower",
    },
    [HVA_COUNT] = {
        .id = "vectorcall-hva-count", .scope = "x86_64_vectorcall",
        .subject = "an HVA, where a hidden result pointer moves a vector from the sixth position to the stack",
        .document = "convention on x64: unused vector registers",
        .clang = "19.1: counts that argument as if it had a register", .followed = CCONV_AS_MSVC,
        .note = "the vector argument that the hidden result pointer moved to the stack takes no vector register from the "
                "HVAs by the document, one in clang 19's count",
    },
    [HALF_RESULT] = {
        .id = "vectorcall-four-halves", .scope = "x86_64_vectorcall",
        .subject = "a result of four _Float16 or __bf16: struct { _Float16 m[4]; }",
        .document = "convention on x64: HVA results in xmm0 to xmm3",
        .clang = "19.1: hidden pointer (up to three in xmm0 to xmm2)", .followed = CCONV_AS_MSVC,
        .note = "HVA result of four halves: xmm0 to xmm3 by the document, a hidden pointer in clang 19",
    },
    [NOT_WINDOWS] = {
        .id = "vectorcall-not-windows", .scope = "x86_64_vectorcall over Linux and macOS",
        .subject = "every argument and result",
        .document = "silent: the convention is Windows's",
        .clang = "19.1: System V's classes, each part then takes a position; no shadow space; System V's preserved "
                 "registers; structures in memory are copied to the stack (refused here in clang's reading)",
        .followed = CCONV_AS_MSVC,
        .note = "outside Windows clang 19 compiles another convention: System V's classes, no shadow space, and no "
                "preserved vector registers",
    },
    [DISPUTES] = {.id = NULL},
};

/* --------------------------------------------------------------------- HVAs */

/* The members met so far: all of one size, and all vectors or none. */
struct scan {
    uint64_t size;
    bool is_vector;
    uint32_t steps;
};

static bool scan_type(struct scan *scan, const struct cconv_type *type, uint64_t *count);

static bool scan_base(struct scan *scan, const struct cconv_type *type)
{
    bool is_vector = type->kind == CCONV_VECTOR;
    bool is_base = is_vector ? type->size == 16 || type->size == 32 || type->size == 64
                             : type_is_floating(type) && !(type->kind == CCONV_LDOUBLE && type->size != 8);
    if (scan->size == 0) {
        scan->size = type->size;
        scan->is_vector = is_vector;
    }
    return is_base && scan->size == type->size && scan->is_vector == is_vector;
}

/* Records that hold nothing are skipped; bit-fields, flexible arrays, arrays of no element and _Atomic members end the
   test (clang). */
static bool scan_record(struct scan *scan, const struct cconv_type *type, uint64_t *count)
{
    for (uint32_t i = 0; i < type->field_count; i++) {
        const cconv_field *field = &type->fields[i];
        uint64_t members = 0;
        if (scan->steps-- == 0 || field->flags & (CCONV_FIELD_BIT_FIELD | CCONV_FIELD_FLEXIBLE)
            || field_is_atomic(field))
            return false;
        const struct cconv_type *element = canonical(field->type);
        for (; element->kind == CCONV_ARRAY; element = canonical(element->element))
            if (element->length == 0)
                return false;
        if (is_record(element) && only_padding(element))
            continue;
        if (!scan_type(scan, canonical(field->type), &members))
            return false;
        *count = type->kind == CCONV_UNION ? max_u64(*count, members) : *count + members;
    }
    return *count * scan->size == type->size; /* no padding */
}

static bool scan_type(struct scan *scan, const struct cconv_type *type, uint64_t *count)
{
    *count = 0;
    switch (type->kind) {
    case CCONV_STRUCT:
    case CCONV_UNION: return scan_record(scan, type, count);
    case CCONV_ARRAY:
        if (!scan_type(scan, canonical(type->element), count))
            return false;
        *count *= type->length;
        return true;
    case CCONV_COMPLEX: *count = 2; return scan_base(scan, canonical(type->element));
    default: *count = 1; return scan_base(scan, type);
    }
}

/* Up to four data members of one vector type. */
uint32_t vectorcall_hva_members(const struct cconv_type *type)
{
    struct scan scan = {.steps = STEPS};
    uint64_t count;
    bool is_hva = type->size > 0 && type->size <= MOST_MEMBERS * 64 && scan_type(&scan, type, &count)
                  && count >= 1 && count <= MOST_MEMBERS;
    return is_hva ? (uint32_t)count : 0;
}

static uint16_t register_for(uint16_t xmm, uint64_t size)
{
    return (uint16_t)(xmm + (size > 32 ? ZMM0 - XMM0 : size > 16 ? YMM0 - XMM0 : 0));
}

/* Of the first six arguments at most one is beyond the sixth position. */
static uint32_t counted(const struct cursor *at)
{
    return at->user[COUNTED];
}

static uint32_t unused_registers(const struct cursor *at)
{
    uint32_t unused = COUNT_OF(vector_args);
    if (at->reading == CCONV_AS_CLANG)
        unused -= counted(at);
    for (uint32_t i = 0; i < COUNT_OF(vector_args); i++)
        unused -= at->user[VECTORS_HELD] >> i & 1;
    return unused;
}

/* Positions are all used up, so what waits so far is all that comes before this one. */
static bool late_fits(const struct cursor *at, uint32_t members)
{
    uint32_t unused = unused_registers(at), count = 0;
    while (at->user[HVAS] >> 3 * count)
        count++;
    while (count-- > 0) {
        uint32_t size = at->user[HVAS] >> 3 * count & 7;
        unused -= size <= unused ? size : 0;
    }
    return members <= unused;
}

/* First pass: the position, with a pointer in it in case that not enough registers are left. */
static cconv_status hold_position(struct cursor *at, const struct cconv_type *type, uint32_t members, struct slot *out)
{
    out->rule = &hva_pointer;
    out->kind = CCONV_PLACED_INDIRECT;
    out->deferred = true;
    bool late = win_on_stack(at, VECTOR), fits = late && late_fits(at, members);
    if (!late || fits)
        at->user[HVAS] = at->user[HVAS] << 3 | members;
    if (fits && diverge(at, out, &x86_64_vectorcall_divergences[LATE_HVA]) == CCONV_AS_CLANG)
        return CCONV_OK;
    return win_put_slot(at, type, out, 0, at->target->pointer_size, GENERAL);
}

cconv_status vectorcall_place_hva(struct cursor *at, const struct cconv_type *type, struct slot *out)
{
    uint32_t members = vectorcall_hva_members(type), unused = unused_registers(at);
    uint64_t size = type->size / members;
    if (size > win_native_vector(at))
        return unsupported(at, type, &wide_vector, "its members are wider than the vector registers in use");
    if (!at->second_pass)
        return hold_position(at, type, members, out);
    uint32_t true_count = at->reading == CCONV_AS_CLANG ? unused + counted(at) : unused;
    if (members <= true_count && members > true_count - counted(at))
        diverge(at, out, &x86_64_vectorcall_divergences[HVA_COUNT]);
    if (members > unused) {
        if (at->reading == CCONV_AS_CLANG && members <= unused + at->user[SHORT_VECTORS])
            return unsupported(at, type, &hva_registers, "clang 19 miscounts the registers that short vectors take");
        return CCONV_OK;
    }
    out->kind = CCONV_PLACED_DIRECT;
    out->rule = &hva_registers;
    out->piece_count = 0;
    for (uint32_t i = 0, taken = 0; taken < members; i++) {
        if (at->user[VECTORS_HELD] >> i & 1)
            continue;
        at->user[VECTORS_HELD] |= 1u << i;
        put_register(at, out, taken++ * size, size, register_for(vector_args[i], size), 0);
    }
    return CCONV_OK;
}

cconv_status vectorcall_return_hva(struct cursor *at, const struct cconv_type *type, struct slot *out)
{
    uint32_t members = vectorcall_hva_members(type);
    uint64_t size = type->size / members;
    if (size > win_native_vector(at))
        return unsupported(at, type, &wide_vector, "its members are wider than the vector registers in use");
    if (size == 2 && members == MOST_MEMBERS
        && diverge(at, out, &x86_64_vectorcall_divergences[HALF_RESULT]) == CCONV_AS_CLANG)
        return win_return_in_memory(at, out);
    out->rule = &hva_result;
    for (uint32_t i = 0; i < members; i++)
        put_register(at, out, i * size, size, register_for((uint16_t)(XMM0 + i), size), 0);
    return CCONV_OK;
}

/* ------------------------------------------------------------------ vectors */

bool vectorcall_has_vector(struct cursor *at, const struct cconv_type *type, struct slot *out)
{
    if (type->size >= 16)
        return type->size <= win_native_vector(at);
    return diverge(at, out, &x86_64_vectorcall_divergences[SHORT_VECTOR]) == CCONV_AS_CLANG;
}

cconv_status vectorcall_place_vector(struct cursor *at, const struct cconv_type *type, struct slot *out)
{
    if (win_on_stack(at, VECTOR)) {
        out->kind = CCONV_PLACED_INDIRECT;
        out->rule = &vector_stack;
        at->user[COUNTED] += at->index < COUNT_OF(vector_args);
        return win_put_slot(at, type, out, 0, at->target->pointer_size, GENERAL);
    }
    at->user[SHORT_VECTORS] += type->size < 16;
    out->rule = type->size < 16 ? &short_vector_register : &vector_register;
    return win_put_slot(at, type, out, 0, type->size, VECTOR);
}

cconv_status vectorcall_return_vector(struct cursor *at, const struct cconv_type *type, struct slot *out)
{
    out->rule = &vector_result;
    put_register(at, out, 0, type->size, register_for(XMM0, type->size), 0);
    return CCONV_OK;
}

/* ------------------------------------------------------------------ the table */

static bool on_windows(const struct cursor *at)
{
    return at->target->os == CCONV_OS_WINDOWS_MSVC || at->target->os == CCONV_OS_WINDOWS_GNU;
}

/* A vector of 16-byte integers, alone or first in an aggregate. */
static bool begins_with_quads(const struct cconv_type *type)
{
    while ((is_record(type) && type->field_count) || type->kind == CCONV_ARRAY)
        type = canonical(is_record(type) ? type->fields[0].type : type->element);
    return type->kind == CCONV_VECTOR && type_is_integer(canonical(type->element)) && type_size_of(type->element) == 16;
}

static cconv_status check(struct cursor *at, const struct cconv_type *type, struct slot *out)
{
    if (at->is_variadic)
        return unsupported(at, type, &no_ellipsis, "a function with ... cannot be __vectorcall");
    if (at->reading == CCONV_AS_CLANG && begins_with_quads(type))
        return unsupported(at, type, &vector_register, "clang 19 passes vectors of __int128 by parts, in integer registers");
    if (at->reading == CCONV_AS_CLANG && at->qualifiers & CCONV_ATOMIC)
        return unsupported(at, type, &vector_register, "clang 19 does not count the register of an _Atomic value");
    if (on_windows(at) || diverge(at, out, &x86_64_vectorcall_divergences[NOT_WINDOWS]) != CCONV_AS_CLANG)
        return CCONV_OK;
    return unsupported(at, type, &windows_only,
                       "clang 19 outside Windows mixes this convention's positions with System V's classes");
}

static cconv_status place_argument(struct cursor *at, const struct cconv_type *given, struct slot *out)
{
    cconv_status status = check(at, canonical(given), out);
    return status ? status : win_place_argument(at, given, out);
}

static cconv_status place_result(struct cursor *at, const struct cconv_type *given, struct slot *out)
{
    cconv_status status = check(at, canonical(given), out);
    return status ? status : win_place_result(at, given, out);
}

static const uint16_t vector_results[] = {XMM0, XMM1, XMM2, XMM3};

static const cconv_register_role roles[] = {
    WIN_ROLES_GENERAL
    {"xmm0", "vector argument of the 1st position; vector result, 1st member of an HVA result", 0, 16},
    {"xmm1", "vector argument of the 2nd position; 2nd member of an HVA result", 0, 16},
    {"xmm2", "vector argument of the 3rd position; 3rd member of an HVA result", 0, 16},
    {"xmm3", "vector argument of the 4th position; 4th member of an HVA result", 0, 16},
    {"xmm4", "vector argument of the 5th position", 0, 16},
    {"xmm5", "vector argument of the 6th position", 0, 16},
    WIN_ROLES_PRESERVED_VECTORS
    {NULL, NULL, 0, 0},
};

static const char *const duties[] = {
    "The caller reserves 32 bytes of shadow space above the return address, and 8 bytes more for each argument from the "
    "fifth, in a register or not; they are the callee's.",
    "rsp is a multiple of 16 at the call instruction; only prologs, epilogs and leaf functions leave it otherwise.",
    "Memory below rsp is volatile: there is no red zone.",
    "The callee keeps xmm6 to xmm15 (their low 16 bytes); the upper parts of all ymm and zmm registers may change.",
    "The callee keeps the x87 control word and mxcsr bits 6 to 15; status bits may change.",
    "The direction flag is clear on entry and on return.",
    "The function has a prototype without `...`.",
    "The copy that a pointer argument points to belongs to the callee.",
    "Bits above a narrow argument or result are undefined.",
    NULL,
};

static const char *const aliases[] = {"vectorcall", "__vectorcall", NULL};

const struct cconv_convention convention_x86_64_vectorcall = {
    .name = "x86_64_vectorcall",
    .summary = "Microsoft x64 __vectorcall: six vectors and HVAs by value",
    .method = &win_method,
    .document = "Microsoft __vectorcall",
    .aliases = aliases,
    .own_target = "x86_64-windows-msvc",
    .arch = CCONV_ARCH_X86_64,
    .integer_args = {win_integer_args, COUNT_OF(win_integer_args)},
    .vector_args = {vector_args, COUNT_OF(vector_args)},
    .integer_results = {win_integer_results, COUNT_OF(win_integer_results)},
    .vector_results = {vector_results, COUNT_OF(vector_results)},
    .sret = RCX,
    .sret_returned = RAX,
    .vector_count = CCONV_NO_REGISTER,
    .roles = roles,
    .preserved = win_preserved,
    .clobbered = win_clobbered,
    .duties = duties,
    .stack = {.alignment = 16, .slot = 8, .shadow_space = 32, .red_zone = 0, .return_address = 8, .callee_cleans = 0},
    .decoration = &(const struct symbol_decoration){.prefix = "", .suffix = "@@", .everywhere = true},
    .variant = &(const struct win_variant){.vectorcall = true, .float_register = &float_register},
    .place_result = place_result,
    .place_argument = place_argument,
};
