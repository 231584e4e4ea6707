/*
 * x86_64_sysv: the System V AMD64 convention. AMD64 psABI 1.0, 3.2 "Function Calling Sequence" and 3.5.7 "Variable
 * Argument Lists"; the classes of a value are in x86_64_sysv_classify.c, registers and duties in x86_64_sysv_tables.c.
 *
 * It holds over every target: `sysv_abi` on Windows has Windows's data model and these registers. Its variants are in
 * x86_64_sysv_variants.c.
 * Left out: C++'s invisible references, the static chain (r10) and -mregparm-like
 * attributes of single functions.
 */
#include "convention/x86_64_sysv.h"

#define RULE(name, reason) static const cconv_rule name = {"AMD64 psABI 1.0", "3.2.3", reason}

RULE(integer_register, "INTEGER: next of rdi, rsi, rdx, rcx, r8, r9");
RULE(integer_stack, "INTEGER, none of rdi to r9 left: stack");
RULE(bool_register, "_Bool, INTEGER: next of rdi, rsi, rdx, rcx, r8, r9; bits 1 to 7 are zero");
RULE(bool_stack, "_Bool, INTEGER, none of rdi to r9 left: stack; bits 1 to 7 are zero");
RULE(pointer_register, "pointer, INTEGER: next of rdi, rsi, rdx, rcx, r8, r9");
RULE(extended_pointer, "pointer, INTEGER: next of rdi, rsi, rdx, rcx, r8, r9; bits 32 to 63 are zero");
RULE(extended_pointer_result, "pointer, INTEGER: rax; bits 32 to 63 are zero");
RULE(sse_register, "SSE: next of xmm0 to xmm7");
RULE(sse_stack, "SSE, none of xmm0 to xmm7 left: stack");
RULE(whole_stack, "too few registers left for every eightbyte: the whole on the stack");
RULE(int128_stack, "__int128, not two integer registers left: stack, aligned to 16");
RULE(miscounted_stack, "each eightbyte apart, as registers were miscounted: a register or 8 bytes of stack (clang)");
RULE(x87_stack, "X87, X87UP: passed in memory");
RULE(complex_x87_stack, "COMPLEX_X87: passed in memory");
RULE(no_class, "NO_CLASS (no member with bytes): no location");
RULE(no_value, "only unnamed bit-fields: nothing is returned (gcc)");
RULE(integer_result, "INTEGER: rax");
RULE(bool_result, "_Bool, INTEGER: al; bits 1 to 7 are zero");
RULE(sse_result, "SSE: xmm0");
RULE(x87_result, "X87, X87UP: st0");
RULE(complex_x87_result, "COMPLEX_X87: real part st0, imaginary part st1");
RULE(memory_result, "MEMORY: the caller's memory, its address in rdi as if first argument, back in rax");
RULE(sret_argument, "result has class MEMORY: address as hidden first argument");
RULE(split_vector_result, "vector wider than the registers in use, split over xmm0 to xmm3 (clang)");
RULE(x87_memory, "X87 and COMPLEX_X87 returned in memory (clang on Windows)");
RULE(atomic_memory, "_Atomic struct, union or complex: MEMORY (clang)");
RULE(too_large, "argument area beyond 2^62 bytes");

/* By the classes of the first and the second eightbyte: NO_CLASS, INTEGER, SSE, SSEUP. */
static const cconv_rule by_classes[4][4] = {
    {{NULL, NULL, NULL},
     {"AMD64 psABI 1.0", "3.2.3", "eightbytes NO_CLASS and INTEGER"},
     {"AMD64 psABI 1.0", "3.2.3", "eightbytes NO_CLASS and SSE"},
     {NULL, NULL, NULL}},
    {{"AMD64 psABI 1.0", "3.2.3", "one eightbyte INTEGER"},
     {"AMD64 psABI 1.0", "3.2.3", "two eightbytes INTEGER"},
     {"AMD64 psABI 1.0", "3.2.3", "eightbytes INTEGER and SSE"},
     {NULL, NULL, NULL}},
    {{"AMD64 psABI 1.0", "3.2.3", "one eightbyte SSE"},
     {"AMD64 psABI 1.0", "3.2.3", "eightbytes SSE and INTEGER"},
     {"AMD64 psABI 1.0", "3.2.3", "two eightbytes SSE"},
     {"AMD64 psABI 1.0", "3.2.3", "SSE and SSEUP: one vector register"}},
    {{NULL, NULL, NULL}, {NULL, NULL, NULL}, {NULL, NULL, NULL}, {NULL, NULL, NULL}},
};

/* cursor.user: the registers that the compiler counts as taken when it asks whether a value of several eightbytes fits.
   clang 19 counts types, and its code generator places them: it does not count those of _Atomic arguments, nor r9 that an
   __int128 on the stack leaves unused, and a vector of one __int128, or a first eightbyte that it widens to an integer,
   counts as a vector where it is none. Where such an argument was seen, and which: bits of enum sysv_dispute. */
enum { COUNTED_INTEGERS, COUNTED_VECTORS, R9_DISPUTED, MISCOUNTED };

static bool fits(const struct cursor *at, struct sysv_need need)
{
    return need.integers + at->user[COUNTED_INTEGERS] + (at->sret != NULL) <= at->convention->integer_args.count
           && need.vectors + at->user[COUNTED_VECTORS] <= at->convention->vector_args.count;
}

static bool is_uncounted(const struct cursor *at)
{
    return at->qualifiers & CCONV_ATOMIC && sysv_clang_way(at, ATOMIC_VALUE);
}

/* Whether it fits, by the count; it is counted if so. */
static bool count(struct cursor *at, uint32_t integers, uint32_t vectors)
{
    if (!fits(at, (struct sysv_need){integers, vectors}))
        return false;
    at->user[COUNTED_INTEGERS] += integers;
    at->user[COUNTED_VECTORS] += vectors;
    return true;
}

/* Whether a type is aligned to 16 without what _Atomic adds to it. */
static bool is_aligned_to_16(const struct cconv_type *type)
{
    if (type->kind == CCONV_COMPLEX)
        return type_align_of(type->element) >= 16;
    bool aligned = type_explicit_align(type) >= 16;
    for (uint32_t i = 0; i < type->field_count && !aligned; i++)
        aligned = type_member_align(type, i) >= 16;
    return aligned;
}

/* To gcc an argument is of its type without qualifiers, and what _Atomic aligned more is not aligned so on the stack. */
static uint64_t stack_align(struct cursor *at, const struct cconv_type *type)
{
    bool raised = at->qualifiers & CCONV_ATOMIC && type->align == 16 && (is_record(type) || type->kind == CCONV_COMPLEX)
                  && !is_aligned_to_16(type);
    return raised && !sysv_clang_way(at, ATOMIC_VALUE) ? 8 : type->align;
}

/* 3.2.3: the stack's unit is the eightbyte; a type aligned to 16 or more keeps its alignment there. */
static cconv_status put_on_stack(struct cursor *at, struct slot *out, const struct cconv_type *type,
                                 const cconv_rule *rule)
{
    bool empty = type->size == 0;
    out->rule = rule;
    if (!empty && only_padding(type)) { /* gcc gives it a register, but no place on the stack */
        diverge(at, out, &x86_64_sysv_divergences[UNNAMED_BIT_FIELD]);
        empty = !sysv_clang_way(at, UNNAMED_BIT_FIELD);
    }
    if (empty) { /* clang skips 8 bytes for a struct of only a flexible array, whose class is MEMORY there */
        uint64_t skipped;
        out->kind = CCONV_PLACED_IGNORED;
        if (type->size == 0 && sysv_clang_way(at, FLEXIBLE_ARRAY) &&
            !take_stack(at, 8, max_u64(type->align, 8), 8, &skipped))
            return unsupported(at, type, &too_large, "the arguments on the stack exceed 2^62 bytes");
        return CCONV_OK;
    }
    if (!put_stack(at, out, type->size, max_u64(stack_align(at, type), 8), 8))
        return unsupported(at, type, &too_large, "the arguments on the stack exceed 2^62 bytes");
    return CCONV_OK;
}

/* The document promises bits 1 to 7 of a _Bool, and nothing above any value's own bytes; but every caller extends to
   32 bits, and clang's callees rely on it, in registers. */
static void extend_argument(struct cursor *at, struct slot *out, const struct cconv_type *type)
{
    uint64_t bits = type->kind == CCONV_BITINT ? type->length : type->size * 8;
    if (bits >= 32)
        return;
    if (at->qualifiers & CCONV_ATOMIC) { /* clang extends no _Atomic argument */
        diverge(at, out, &x86_64_sysv_divergences[ATOMIC_VALUE]);
        if (sysv_clang_way(at, ATOMIC_VALUE))
            return;
    }
    diverge(at, out, &x86_64_sysv_divergences[NARROW_EXTENSION]);
    if (at->reading == CCONV_AS_GCC || at->reading == CCONV_AS_CLANG) {
        out->extend = type->is_signed ? CCONV_EXTEND_SIGN : CCONV_EXTEND_ZERO;
        out->extended_to = 4;
    }
}

/* ILP32: a pointer in a register has bits 32 to 63 clear (chapter 10, "Parameter Passing"). */
static bool extends_pointer(const struct cursor *at, const struct cconv_type *type)
{
    const struct sysv_variant *variant = at->convention->variant;
    return type->kind == CCONV_POINTER && type->size < 8 && variant->extends_pointers;
}

static void extend_pointer(struct slot *out, const cconv_rule *rule)
{
    out->rule = rule;
    out->extend = CCONV_EXTEND_ZERO;
    out->extended_to = 8;
}

/* A general register, or 8 bytes of stack. */
static bool put_integer(struct cursor *at, struct slot *out, uint64_t offset, uint64_t size)
{
    uint64_t position;
    if (at->user[R9_DISPUTED] && at->ngrn + 1 >= at->convention->integer_args.count)
        diverge(at, out, &x86_64_sysv_divergences[INT128_BURNS]);
    uint16_t reg = take_integer(at);
    if (reg != CCONV_NO_REGISTER) {
        put_register(at, out, offset, size, reg, 0);
        return true;
    }
    if (!take_stack(at, size, 8, 8, &position))
        return false;
    put_stack_at(at, out, offset, size, position);
    return true;
}

static cconv_status place_integer(struct cursor *at, const struct cconv_type *type, struct slot *out)
{
    count(at, 1, 0);
    bool in_register = integers_left(at) > 0;
    out->rule = in_register ? type->kind == CCONV_POINTER ? &pointer_register : &integer_register : &integer_stack;
    if (type->kind == CCONV_BOOL)
        out->rule = in_register ? &bool_register : &bool_stack;
    if (type->size < 4 && in_register)
        extend_argument(at, out, type);
    if (in_register && extends_pointer(at, type))
        extend_pointer(out, &extended_pointer);
    if (!put_integer(at, out, 0, type->size))
        return unsupported(at, type, &too_large, "the arguments on the stack exceed 2^62 bytes");
    return CCONV_OK;
}

static cconv_status place_sse(struct cursor *at, const struct cconv_type *type, struct slot *out)
{
    uint16_t reg = take_vector(at);
    count(at, 0, 1);
    if (reg == CCONV_NO_REGISTER)
        return put_on_stack(at, out, type, &sse_stack);
    out->rule = &sse_register;
    put_register(at, out, 0, type->size, reg, 0);
    return CCONV_OK;
}

static uint16_t vector_of_size(uint16_t xmm, uint64_t size)
{
    return (uint16_t)(xmm + (size > 32 ? ZMM0 - XMM0 : size > 16 ? YMM0 - XMM0 : 0));
}

/* Eightbytes from `from` on that one vector register holds: an SSE and its SSEUPs, in bytes. */
static uint64_t vector_bytes(const struct sysv_classes *classes, uint64_t from, uint64_t size)
{
    uint64_t end = from + 1;
    while (end < EIGHTBYTES && end * 8 < size && classes->of[end] == SSEUP)
        end++;
    return min_u64(end * 8, size) - from * 8;
}

static const cconv_rule *rule_of(const struct sysv_classes *classes, uint64_t size)
{
    unsigned second = size > 8 && classes->of[1] <= SSEUP ? classes->of[1] : NO_CLASS;
    return &by_classes[classes->of[0] & 3][second];
}

/* A vector register, or as much of the stack. */
static bool put_vector(struct cursor *at, struct slot *out, uint64_t offset, uint64_t size)
{
    uint64_t position;
    uint16_t reg = take_vector(at);
    if (reg != CCONV_NO_REGISTER) {
        put_register(at, out, offset, size, vector_of_size(reg, size), 0);
        return true;
    }
    if (!take_stack(at, size, max_u64(size, 8), 8, &position))
        return false;
    put_stack_at(at, out, offset, size, position);
    return true;
}

static cconv_status put_eightbytes(struct cursor *at, const struct cconv_type *type, const struct sysv_classes *classes,
                                   struct slot *out)
{
    bool done = true;
    for (uint64_t i = 0; i < EIGHTBYTES && i * 8 < type->size && done; i++) {
        uint64_t size = min_u64(8, type->size - i * 8);
        if (classes->of[i] == INTEGER)
            done = put_integer(at, out, i * 8, size);
        else if (classes->of[i] == SSE)
            done = put_vector(at, out, i * 8, vector_bytes(classes, i, type->size));
    }
    return done ? CCONV_OK : unsupported(at, type, &too_large, "the arguments on the stack exceed 2^62 bytes");
}

/* Where a value does not fit, an argument before it may be one that clang 19 counts otherwise. */
static void note_miscount(struct cursor *at, struct slot *out)
{
    for (unsigned i = 0; i < SYSV_DISPUTES; i++)
        if (at->user[MISCOUNTED] >> i & 1)
            diverge(at, out, &x86_64_sysv_divergences[i]);
}

#define MISCOUNTED_VARIADIC \
    "clang 19 has counted registers otherwise than it uses them, and parts it between registers and stack, where its " \
    "va_arg does not look for it"

/* "If there are no registers available for any eightbyte of an argument, the whole argument is passed on the stack." */
static cconv_status place_by_class(struct cursor *at, const struct cconv_type *type, const struct sysv_classes *classes,
                                   struct slot *out)
{
    struct sysv_need need = sysv_registers_needed(classes, type->size);
    struct sysv_need to_count = sysv_registers_counted(classes, type->size);
    if (need.integers + need.vectors == 0) {
        out->kind = CCONV_PLACED_IGNORED;
        out->rule = &no_class;
        return CCONV_OK;
    }
    bool enough = need.integers <= integers_left(at) && need.vectors <= vectors_left(at);
    bool counted = is_uncounted(at) ? enough : count(at, to_count.integers, to_count.vectors);
    if (!enough || !counted)
        note_miscount(at, out);
    if (!counted && (!enough || is_record(type))) {
        bool scalar = need.integers + need.vectors == 1 && !is_record(type);
        if (need.integers && need.integers <= 1 && at->user[R9_DISPUTED] && at->ngrn == 5)
            diverge(at, out, &x86_64_sysv_divergences[INT128_BURNS]);
        return put_on_stack(at, out, type, scalar ? need.integers ? &integer_stack : &sse_stack : &whole_stack);
    }
    if (!enough && at->in_variadic && need.integers + need.vectors > 1)
        return unsupported(at, type, &miscounted_stack, MISCOUNTED_VARIADIC);
    out->rule = enough ? rule_of(classes, type->size) : &miscounted_stack;
    return put_eightbytes(at, type, classes, out);
}

/* "As if struct { long low, high; }", but 16-aligned in memory. Where r9 alone was left, clang 19 leaves it unused. */
static cconv_status place_int128(struct cursor *at, const struct cconv_type *type, struct slot *out)
{
    static const struct sysv_classes halves = {.of = {INTEGER, INTEGER}};
    uint32_t left = integers_left(at);
    bool counted = !is_uncounted(at) && !sysv_is_int128_vector(at, type) && count(at, 2, 0);
    if (left < 2)
        note_miscount(at, out);
    if (left >= 2 || counted) {
        if (left < 2 && at->in_variadic)
            return unsupported(at, type, &miscounted_stack, MISCOUNTED_VARIADIC);
        out->rule = left >= 2 ? &by_classes[INTEGER][INTEGER] : &miscounted_stack;
        return put_eightbytes(at, type, &halves, out);
    }
    if (left == 1) {
        diverge(at, out, &x86_64_sysv_divergences[INT128_BURNS]);
        at->user[R9_DISPUTED] = 1;
        if (sysv_clang_way(at, INT128_BURNS))
            at->ngrn++;
    }
    return put_on_stack(at, out, type, &int128_stack);
}

/* GNU C: passed as its first member is, if that member can stand for the whole. */
const struct cconv_type *sysv_transparent(struct cursor *at, const struct cconv_type *type, struct slot *out)
{
    if (!(type->record_flags & CCONV_RECORD_TRANSPARENT) || type->kind != CCONV_UNION || type->field_count == 0)
        return type;
    const struct cconv_type *first = canonical(type->fields[0].type);
    const struct cconv_type *part = first->kind == CCONV_COMPLEX ? canonical(first->element) : first;
    if (type_is_floating(part) || first->kind == CCONV_VECTOR || first->size != type->size)
        return type;
    for (uint32_t i = 1; i < type->field_count; i++) {
        const struct cconv_type *other = canonical(type->fields[i].type);
        if ((other->size != first->size || other->align > first->align)) {
            diverge(at, out, &x86_64_sysv_divergences[TRANSPARENT_UNION]);
            if (sysv_clang_way(at, TRANSPARENT_UNION))
                return type;
            break;
        }
    }
    return first;
}

/* A vector register that is put on the stack whole. */
static cconv_status put_spilled(struct cursor *at, struct slot *out, const struct cconv_type *type,
                                const struct sysv_classes *classes)
{
    uint64_t position;
    out->rule = classes->memory;
    if (!take_stack(at, classes->spilled, classes->spilled, 8, &position))
        return unsupported(at, type, &too_large, "the arguments on the stack exceed 2^62 bytes");
    put_stack_at(at, out, 0, type->size, position);
    return CCONV_OK;
}

static cconv_status place_classified(struct cursor *at, const struct cconv_type *type, struct slot *out)
{
    struct sysv_classes classes;
    sysv_classify(at, out, type, &classes);
    at->user[MISCOUNTED] |= classes.miscounted;
    if (sysv_is_int128_vector(at, type)) { /* counted as a vector, and then none */
        at->user[MISCOUNTED] |= 1u << ONE_INT128_VECTOR;
        if (classes.of[0] == INTEGER)
            return count(at, 0, 1) || !is_record(type) ? place_int128(at, type, out)
                                                       : put_on_stack(at, out, type, &whole_stack);
    }
    switch (classes.of[0]) {
    case MEMORY: return classes.spilled ? put_spilled(at, out, type, &classes) : put_on_stack(at, out, type, classes.memory);
    case X87: return put_on_stack(at, out, type, &x87_stack);
    case COMPLEX_X87: return put_on_stack(at, out, type, &complex_x87_stack);
    default: return place_by_class(at, type, &classes, out);
    }
}

/* Class INTEGER and one eightbyte at most, whatever it lies in. */
static bool is_general(const struct cconv_type *type)
{
    return type->kind == CCONV_POINTER || (type->kind >= CCONV_BOOL && type->kind <= CCONV_ULLONG)
           || (type->kind == CCONV_ENUM && type->size <= 8) || (type->kind == CCONV_BITINT && type->length <= 64);
}

/* Class SSE, and one eightbyte at most. */
static bool is_sse(const struct cconv_type *type)
{
    return type->kind >= CCONV_FLOAT16 && type->kind <= CCONV_DOUBLE;
}

/* clang 19 gives an _Atomic struct, union or complex number no class, and so memory. */
static bool is_atomic_aggregate(struct cursor *at, const struct cconv_type *type, struct slot *out)
{
    if (!(at->qualifiers & CCONV_ATOMIC) || (!is_record(type) && type->kind != CCONV_COMPLEX))
        return false;
    diverge(at, out, &x86_64_sysv_divergences[ATOMIC_VALUE]);
    return sysv_clang_way(at, ATOMIC_VALUE);
}

static cconv_status place_value(struct cursor *at, const struct cconv_type *given, struct slot *out);

static void follow_clang(struct cursor *at)
{
    const struct sysv_variant *variant = at->convention->variant;
    if (variant->clang_alone)
        at->reading = CCONV_AS_CLANG;
}

/* 3.2.3, "Passing". */
cconv_status sysv_place_argument(struct cursor *at, const struct cconv_type *given, struct slot *out)
{
    follow_clang(at);
    if (!(at->qualifiers & CCONV_ATOMIC))
        return place_value(at, given, out);
    uint32_t integers = at->user[COUNTED_INTEGERS], vectors = at->user[COUNTED_VECTORS];
    if (is_atomic_aggregate(at, canonical(given), out))
        return put_on_stack(at, out, canonical(given), &atomic_memory);
    cconv_status status = place_value(at, given, out);
    at->user[MISCOUNTED] |= 1u << ATOMIC_VALUE;
    if (is_uncounted(at)) {
        at->user[COUNTED_INTEGERS] = integers;
        at->user[COUNTED_VECTORS] = vectors;
    }
    return status;
}

static cconv_status place_value(struct cursor *at, const struct cconv_type *given, struct slot *out)
{
    const struct cconv_type *type = canonical(given);
    if (is_general(type))
        return place_integer(at, type, out);
    if (is_sse(type))
        return place_sse(at, type, out);
    if (type->size == 16 && type->kind != CCONV_BITINT && type_is_integer(type))
        return place_int128(at, type, out);
    const struct cconv_type *passed = sysv_transparent(at, type, out);
    return passed == type ? place_classified(at, type, out) : place_value(at, passed, out);
}

static cconv_status return_in_memory(struct cursor *at, const cconv_rule *rule, struct slot *out)
{
    struct slot *sret = put_sret(at, &sret_argument);
    put_register(at, sret, 0, at->target->pointer_size, take_integer(at), 0);
    out->kind = CCONV_PLACED_INDIRECT;
    out->rule = rule;
    if (at->convention->sret_returned != CCONV_NO_REGISTER)
        put_register(at, out, 0, at->target->pointer_size, at->convention->sret_returned, 0);
    return CCONV_OK;
}

/* clang returns a vector that has class MEMORY in registers all the same, as far as four of them hold it. */
static bool returns_in_pieces(struct cursor *at, const struct cconv_type *type, struct slot *out)
{
    const struct cconv_type *element = canonical(type->element);
    uint64_t native = sysv_native_vector(at);
    bool pairs = element->size == 16 && !type_is_integer(element);
    if (type->kind != CCONV_VECTOR || (type_is_integer(element) && element->size == 16) || type->size > 4 * native ||
        (pairs && type->size > 32))
        return false;
    diverge(at, out, &x86_64_sysv_divergences[VECTOR_RESULT]);
    if (!sysv_clang_way(at, VECTOR_RESULT))
        return false;
    out->rule = &split_vector_result;
    if (element->kind == CCONV_LDOUBLE && at->target->long_double_format == LONG_DOUBLE_X87) {
        for (uint64_t i = 0; i * 16 < type->size; i++)
            put_register(at, out, i * 16, 10, (uint16_t)(ST0 + i), 0);
        return true;
    }
    uint64_t unit = min_u64(native, type->size);
    for (uint64_t i = 0; i * unit < type->size; i++)
        put_register(at, out, i * unit, unit, vector_of_size((uint16_t)(XMM0 + i), unit), 0);
    return true;
}

/* One x87 register, or two for a complex value: but for clang with mingw, which returns none in them. */
static cconv_status return_x87(struct cursor *at, const cconv_rule *rule, unsigned count, struct slot *out)
{
    if (at->target->os == CCONV_OS_WINDOWS_GNU) {
        diverge(at, out, &x86_64_sysv_divergences[WINDOWS_X87]);
        if (at->reading == CCONV_AS_CLANG)
            return return_in_memory(at, &x87_memory, out);
    }
    out->rule = rule;
    for (unsigned i = 0; i < count; i++)
        put_register(at, out, 16 * i, 10, (uint16_t)(ST0 + i), 0);
    return CCONV_OK;
}

static cconv_status return_by_class(struct cursor *at, const struct cconv_type *type,
                                    const struct sysv_classes *classes, struct slot *out)
{
    static const uint16_t integers[] = {RAX, RDX};
    unsigned integer = 0, vector = 0;
    out->rule = rule_of(classes, type->size);
    for (uint64_t i = 0; i < EIGHTBYTES && i * 8 < type->size; i++) {
        uint64_t size = min_u64(8, type->size - i * 8);
        if (classes->of[i] == INTEGER && integer == COUNT_OF(integers))
            return unsupported(at, type, out->rule, "has more INTEGER eightbytes than rax and rdx hold");
        if (classes->of[i] == INTEGER) {
            put_register(at, out, i * 8, size, integers[integer++], 0);
        } else if (classes->of[i] == SSE) {
            size = vector_bytes(classes, i, type->size);
            put_register(at, out, i * 8, size, vector_of_size((uint16_t)(XMM0 + vector++), size), 0);
        }
    }
    if (integer + vector == 0) {
        out->kind = CCONV_PLACED_IGNORED;
        out->rule = &no_class;
    }
    return CCONV_OK;
}

/* gcc returns no value that has nothing named in it, whatever its class. */
static bool returns_nothing(struct cursor *at, const struct cconv_type *type, struct slot *out)
{
    if (!is_record(type) || !only_padding(type))
        return false;
    diverge(at, out, &x86_64_sysv_divergences[ONLY_PADDING_RESULT]);
    if (sysv_clang_way(at, ONLY_PADDING_RESULT))
        return false;
    out->kind = CCONV_PLACED_IGNORED;
    out->rule = &no_value;
    return true;
}

static cconv_status return_classified(struct cursor *at, const struct cconv_type *type, struct slot *out)
{
    struct sysv_classes classes;
    sysv_classify(at, out, type, &classes);
    switch (classes.of[0]) {
    case MEMORY:
        if (type->kind == CCONV_VECTOR && returns_in_pieces(at, type, out))
            return CCONV_OK;
        if (returns_nothing(at, type, out))
            return CCONV_OK;
        return return_in_memory(at, out->rule = classes.memory ? classes.memory : &memory_result, out);
    case X87: return return_x87(at, &x87_result, 1, out);
    case COMPLEX_X87: return return_x87(at, &complex_x87_result, 2, out);
    default: return return_by_class(at, type, &classes, out);
    }
}

/* 3.2.3, "Returning of Values". Bits above a narrow value are unspecified, but for those of a _Bool's byte. */
cconv_status sysv_place_result(struct cursor *at, const struct cconv_type *given, struct slot *out)
{
    const struct cconv_type *type = canonical(given);
    follow_clang(at);
    if (is_atomic_aggregate(at, type, out))
        return return_in_memory(at, out->rule = &atomic_memory, out);
    if (is_general(type)) {
        out->rule = type->kind == CCONV_BOOL ? &bool_result : &integer_result;
        if (extends_pointer(at, type))
            extend_pointer(out, &extended_pointer_result);
        put_register(at, out, 0, type->size, RAX, 0);
        return CCONV_OK;
    }
    if (is_sse(type)) {
        out->rule = &sse_result;
        put_register(at, out, 0, type->size, XMM0, 0);
        return CCONV_OK;
    }
    return return_classified(at, type, out);
}
