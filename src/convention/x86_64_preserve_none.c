/*
 * x86_64_preserve_none: clang's preserve_none over System V (clang 19 AttributeReference, "preserve_none"). The page names
 * the registers; the rest is clang 19 as it compiles. It has two minds about them:
 *
 *   its front end decides as for x86_64_sysv, with 6 general registers, which values go by eightbytes and which in memory;
 *   its back end has 12, in another order, and what was to be in memory is a pointer, as long as one of them is left.
 *
 * Values of 8 and 16 bits are left to x86_64_sysv's list, so they skip r12 to r15.
 * Left out: `...`, since clang 19's va_arg looks where x86_64_sysv's callers put it.
 */
#include "convention/list.h"
#include "convention/x86_64_sysv.h"

#define CLANG "clang 19 AttributeReference"
#define RULE(name, reason) static const cconv_rule name = {CLANG, "preserve_none", reason}

RULE(general_register, "32 or 64 bits: next of r12 to r15, rdi, rsi, rdx, rcx, r8, r9, r11, rax");
RULE(narrow_register, "8 or 16 bits: next of rdi, rsi, rdx, rcx, r8, r9");
RULE(vector_register, "floating-point or vector: next of xmm0 to xmm7");
RULE(in_eightbytes, "by eightbytes, each in the next register of its kind");
RULE(pointer_in_register, "in memory by the count of x86_64_sysv: pointer, not copied");
RULE(on_stack, "no register left: stack");
RULE(x87_stack, "long double: stack");
RULE(no_value, "no value: no location");
RULE(no_ellipsis, "the function has a prototype without ...");
RULE(area_overflow, "argument area beyond 2^62 bytes");

static const uint16_t general[] = {R12, R13, R14, R15, RDI, RSI, RDX, RCX, R8, R9, R11, RAX};
enum { FIRST_NARROW = 4, END_NARROW = 10 }; /* the part of it that is x86_64_sysv's list */

/* cursor.user: what the front end has counted, and a bit for each of `general` beyond cursor.ngrn that is taken. */
enum { COUNTED_GENERAL, COUNTED_VECTOR, TAKEN };

static cconv_status no_room(struct cursor *at, const struct cconv_type *type)
{
    return unsupported(at, type, &area_overflow, "the arguments on the stack exceed 2^62 bytes");
}

static uint16_t take_narrow(struct cursor *at)
{
    for (uint32_t i = FIRST_NARROW; i < END_NARROW; i++)
        if (i >= at->ngrn && !(at->user[TAKEN] >> i & 1)) {
            at->user[TAKEN] |= 1u << i;
            return general[i];
        }
    return CCONV_NO_REGISTER;
}

static uint16_t take_general(struct cursor *at)
{
    while (at->user[TAKEN] >> at->ngrn & 1)
        at->ngrn++;
    return take_integer(at);
}

/* `bits` is the width that the back end sees. */
static cconv_status put_general(struct cursor *at, struct slot *out, const struct cconv_type *whole, uint64_t offset,
                                uint64_t size, uint64_t bits, uint64_t align)
{
    uint64_t position;
    uint16_t reg = bits <= 16 ? take_narrow(at) : take_general(at);
    if (reg != CCONV_NO_REGISTER) {
        put_register(at, out, offset, size, reg, 0);
        return CCONV_OK;
    }
    if (!take_stack(at, size, align, 8, &position))
        return no_room(at, whole);
    put_stack_at(at, out, offset, size, position);
    return CCONV_OK;
}

/* -------------------------------------------------- the width of an eightbyte */

/* How far a value's bytes from `offset` reach, up to 8, and the size of the integer that begins there, 0 for none. */
struct reach {
    uint64_t end, first;
    bool bit_field;
};

static void find_reach(const struct cconv_type *type, uint64_t at_byte, uint64_t offset, struct reach *reach)
{
    uint64_t end = at_byte + type->size;
    if (type->size == 0 || end <= offset || at_byte >= offset + 8)
        return;
    if (is_record(type)) {
        for (uint32_t i = 0; i < type->field_count; i++) {
            reach->bit_field |= (type->fields[i].flags & CCONV_FIELD_BIT_FIELD) != 0;
            find_reach(canonical(type->fields[i].type), at_byte + type->fields[i].offset, offset, reach);
        }
    } else if (type->kind == CCONV_ARRAY || type->kind == CCONV_COMPLEX) {
        const struct cconv_type *element = canonical(type->element);
        uint64_t skipped = offset > at_byte && element->size ? (offset - at_byte) / element->size : 0;
        uint64_t from = at_byte + skipped * element->size;
        for (; element->size && from < end && from < offset + 8; from += element->size)
            find_reach(element, from, offset, reach);
    } else {
        reach->end = max_u64(reach->end, min_u64(end - offset, 8));
        if (at_byte == offset && type_is_integer(type))
            reach->first = max_u64(reach->first, type->size);
    }
}

/* The second eightbyte is less aligned than 8 to clang, which then widens the first, to have it at offset 8. */
static bool widens_first(const struct cconv_type *type, uint64_t offset)
{
    struct reach second = {0, 0, false};
    find_reach(type, 0, 8, &second);
    return offset == 0 && second.end > 0 && second.end <= 4;
}

/* clang's type for it is the integer at its start if no other byte counts, or all that is left of the value. */
static cconv_status width_of(struct cursor *at, const struct cconv_type *type, uint64_t offset, uint64_t *bits)
{
    struct reach reach = {0, 0, false};
    uint64_t left = min_u64(8, type->size - offset);
    find_reach(type, 0, offset, &reach);
    *bits = left * 8;
    if (left <= 2 || reach.end > 2 || widens_first(type, offset))
        return CCONV_OK;
    if (reach.bit_field)
        return unsupported(at, type, &in_eightbytes,
                           "an eightbyte of one or two bytes has bit-fields, whose storage clang 19 passes");
    if (reach.first == reach.end)
        *bits = reach.end * 8;
    return CCONV_OK;
}

/* ------------------------------------------------------------------ placing */

/* The back end's pointer, or x86_64_sysv's copy on the stack. */
static cconv_status place_in_memory(struct cursor *at, const struct cconv_type *type, struct slot *out)
{
    if (type->size == 0 || only_padding(type))
        return unsupported(at, type, &pointer_in_register, "it has no value, and yet class MEMORY");
    uint16_t reg = take_general(at);
    if (reg != CCONV_NO_REGISTER) {
        out->kind = CCONV_PLACED_INDIRECT;
        out->rule = &pointer_in_register;
        put_register(at, out, 0, at->target->pointer_size, reg, 0);
        return CCONV_OK;
    }
    out->rule = &on_stack;
    return put_stack(at, out, type->size, max_u64(type->align, 8), 8) ? CCONV_OK : no_room(at, type);
}

/* What the front end has no registers for; eight bytes at most go as an integer once it has none at all. */
static cconv_status place_uncounted(struct cursor *at, const struct cconv_type *type, struct slot *out)
{
    if (at->user[COUNTED_GENERAL] < COUNT_OF(sysv_integer_args) || type->size > 8 || type->align > 8 || !type->size)
        return place_in_memory(at, type, out);
    out->rule = type->size <= 2 ? &narrow_register : &general_register;
    return put_general(at, out, type, 0, type->size, type->size * 8, 8);
}

static cconv_status put_vector(struct cursor *at, struct slot *out, const struct cconv_type *whole, uint64_t offset,
                               uint64_t size)
{
    uint16_t reg = take_vector(at);
    if (reg != CCONV_NO_REGISTER) {
        put_register(at, out, offset, size, (uint16_t)(reg + (size > 32 ? ZMM0 - XMM0 : size > 16 ? YMM0 - XMM0 : 0)), 0);
        return CCONV_OK;
    }
    if (size != whole->size)
        return unsupported(at, whole, &in_eightbytes, "clang 19 forgets the registers of _Atomic arguments before it");
    out->rule = &on_stack;
    return put_stack(at, out, size, max_u64(whole->align, 8), 8) ? CCONV_OK : no_room(at, whole);
}

static cconv_status place_eightbytes(struct cursor *at, const struct cconv_type *type,
                                     const struct sysv_classes *classes, struct slot *out)
{
    cconv_status status = CCONV_OK;
    out->rule = is_record(type) || type->kind == CCONV_COMPLEX ? &in_eightbytes : &vector_register;
    for (uint64_t i = 0; !status && i < EIGHTBYTES && i * 8 < type->size; i++) {
        uint64_t end = i + 1, bits = 64;
        while (end < EIGHTBYTES && end * 8 < type->size && classes->of[end] == SSEUP)
            end++;
        uint64_t size = min_u64(end * 8, type->size) - i * 8;
        if (classes->of[i] == SSE)
            status = put_vector(at, out, type, i * 8, size);
        else if (classes->of[i] == INTEGER && !(status = width_of(at, type, i * 8, &bits)))
            status = put_general(at, out, type, i * 8, size, bits, 8);
    }
    return status;
}

/* Bits of a plain integer, bool, enum, pointer or _BitInt. */
static uint64_t bits_of(const struct cconv_type *type)
{
    return type->kind == CCONV_BITINT ? type->length : type->size * 8;
}

static cconv_status place_integer(struct cursor *at, const struct cconv_type *type, bool atomic, struct slot *out)
{
    uint64_t bits = bits_of(type);
    cconv_status status = CCONV_OK;
    out->rule = bits <= 16 ? &narrow_register : bits > 64 ? &in_eightbytes : &general_register;
    for (uint64_t i = 0; !status && i < type->size; i += 8)
        status = put_general(at, out, type, i, min_u64(8, type->size - i), bits,
                             i == 0 && type->size == 16 && type->kind != CCONV_BITINT ? 16 : 8);
    if (status)
        return status;
    bool in_register = at->pieces[out->first_piece].where == CCONV_IN_REGISTER;
    if (!in_register)
        out->rule = &on_stack;
    if (in_register && type->size < 4 && bits < 32 && !atomic) { /* clang's caller does, and its callee relies on it */
        out->extend = type->is_signed ? CCONV_EXTEND_SIGN : CCONV_EXTEND_ZERO;
        out->extended_to = 4;
    }
    return CCONV_OK;
}

/* The front end's count; false, and nothing counted, where it has too few. */
static bool take_counted(struct cursor *at, uint32_t integers, uint32_t vectors)
{
    if (integers + at->user[COUNTED_GENERAL] > COUNT_OF(sysv_integer_args)
        || vectors + at->user[COUNTED_VECTOR] > COUNT_OF(sysv_vector_args))
        return false;
    at->user[COUNTED_GENERAL] += integers;
    at->user[COUNTED_VECTOR] += vectors;
    return true;
}

static bool is_integer_scalar(const struct cconv_type *type)
{
    return type->kind == CCONV_POINTER || type_is_integer(type);
}

static cconv_status place_classified(struct cursor *at, const struct cconv_type *type, bool atomic, struct slot *out)
{
    struct sysv_classes classes;
    bool aggregate = is_record(type) || type->kind == CCONV_COMPLEX;
    sysv_classify(at, out, type, &classes);
    if (classes.of[0] == X87 && !aggregate) {
        out->rule = &x87_stack;
        return put_stack(at, out, type->size, 16, 8) ? CCONV_OK : no_room(at, type);
    }
    if (classes.of[0] >= X87)
        return place_uncounted(at, type, out);
    struct sysv_need need = sysv_registers_counted(&classes, type->size);
    if (need.integers + need.vectors == 0) {
        out->kind = CCONV_PLACED_IGNORED;
        out->rule = &no_value;
        return CCONV_OK;
    }
    if (!atomic && !take_counted(at, need.integers, need.vectors) && aggregate)
        return place_uncounted(at, type, out);
    return place_eightbytes(at, type, &classes, out);
}

static cconv_status place_argument(struct cursor *at, const struct cconv_type *given, struct slot *out)
{
    if (at->is_variadic)
        return unsupported(at, given, &no_ellipsis, "clang 19's va_arg does not find what its callers pass to `...`");
    at->reading = CCONV_AS_CLANG; /* no other compiler has it */
    const struct cconv_type *type = sysv_transparent(at, canonical(given), out);
    bool atomic = at->qualifiers & CCONV_ATOMIC; /* such a value has no class in clang, and is not counted */
    if (atomic && (is_record(type) || type->kind == CCONV_COMPLEX))
        return place_uncounted(at, type, out);
    if (!is_integer_scalar(type) || type->size > 16)
        return place_classified(at, type, atomic, out);
    bool counted = atomic || take_counted(at, type->size > 8 ? 2 : 1, 0);
    if (!counted && type->kind == CCONV_BITINT)
        return place_uncounted(at, type, out);
    return place_integer(at, type, atomic, out);
}

static cconv_status place_result(struct cursor *at, const struct cconv_type *type, struct slot *out)
{
    if (at->is_variadic)
        return unsupported(at, type, &no_ellipsis, "clang 19's va_arg does not find what its callers pass to `...`");
    at->reading = CCONV_AS_CLANG;
    cconv_status status = sysv_place_result(at, type, out);
    at->user[COUNTED_GENERAL] = at->ngrn; /* the address of a result in memory */
    return status;
}

/* ---------------------------------------------------------------- the table */

static const cconv_register_role roles[] = {
    {"r12-r15", "1st to 4th argument of 32 or 64 bits; r12: address for a result in memory", 0, 8},
    {"rdi", "5th argument of 32 or 64 bits; 1st of 8 or 16", 0, 8},
    {"rsi", "6th argument of 32 or 64 bits; 2nd of 8 or 16", 0, 8},
    {"rdx", "7th argument of 32 or 64 bits; 3rd of 8 or 16; 2nd integer result", 0, 8},
    {"rcx", "8th argument of 32 or 64 bits; 4th of 8 or 16", 0, 8},
    {"r8-r9", "9th and 10th argument of 32 or 64 bits; 5th and 6th of 8 or 16", 0, 8},
    {"r11", "11th argument of 32 or 64 bits", 0, 8},
    {"rax", "12th argument of 32 or 64 bits; 1st integer result; address of a result in memory", 0, 8},
    {"r10", "temporary; static chain", 0, 8},
    {"rbx", "temporary", 0, 8},
    {"rbp", "preserved; frame pointer if there is one", 8, 8},
    {"rsp", "stack pointer", 8, 8},
    SYSV_ROLES_VECTORS
    SYSV_ROLES_OTHER
    {NULL, NULL, 0, 0},
};

static const char *const preserved[] = {"rsp", "rbp", NULL};
static const char *const clobbered[] = {
    "rax",  "rbx",  "rcx",  "rdx",  "rsi",  "rdi",  "r8",   "r9",   "r10",   "r11",   "r12",   "r13",   "r14",
    "r15",  "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7",  "xmm8",  "xmm9",  "xmm10", "xmm11",
    "xmm12", "xmm13", "xmm14", "xmm15", "st0", "st1", "st2", "st3", "st4", "st5", "st6", "st7", NULL,
};

static const char *const duties[] = {
    "The callee keeps rsp and rbp alone (preserve_none).",
    "A structure behind a pointer is not copied by the caller, though the callee may change it (clang 19).",
    "rsp + 8 is a multiple of 16 on entry.",
    "The direction flag is clear on entry and on return.",
    "The function has a prototype without `...`.",
    NULL,
};

static const char *const aliases[] = {"preserve_none", NULL};

const struct cconv_convention convention_x86_64_preserve_none = {
    .name = "x86_64_preserve_none",
    .summary = "System V, 12 general registers for arguments, none kept: clang",
    .document = CLANG,
    .aliases = aliases,
    .own_target = "x86_64-linux-gnu",
    .arch = CCONV_ARCH_X86_64,
    SYSV_PLACING_RESULTS,
    .integer_args = {general, COUNT_OF(general)},
    .sret = R12,
    .sret_returned = RAX,
    .vector_count = CCONV_NO_REGISTER,
    .roles = roles,
    .preserved = preserved,
    .clobbered = clobbered,
    .duties = duties,
    .variant = &(const struct sysv_variant){.clang_alone = true},
    .place_result = place_result,
    .place_argument = place_argument,
};
