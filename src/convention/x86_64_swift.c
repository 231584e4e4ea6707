/*
 * x86_64_swift: clang's swiftcall over System V (clang 19 AttributeReference, "swiftcall"; llvm-project, "The Swift Calling
 * Convention"). Registers of arguments are x86_64_sysv's. There are no eightbyte classes: an aggregate is taken apart into
 * its scalars, and what of integers lies in one aligned 8 bytes is put together again, so that up to four parts remain,
 * each an argument of its own. More than four: a pointer to a copy, or a result in memory. Results have four registers
 * of each kind. What is refused is what clang 19 takes apart by the storage of its intermediate code, or gets wrong.
 * Left out: swift_context, swift_error_result and swiftasynccall, which name parameters and not conventions of C;
 * `...`, which clang refuses.
 */
#include "convention/list.h"
#include "convention/x86_64_sysv.h"

#define CLANG "clang 19 AttributeReference"
#define RULE(name, reason) static const cconv_rule name = {CLANG, "swiftcall", reason}

RULE(general_register, "integer or pointer: next of rdi, rsi, rdx, rcx, r8, r9");
RULE(vector_register, "floating-point or vector: next of xmm0 to xmm7");
RULE(general_result, "integer or pointer: rax; the second 8 bytes in rdx");
RULE(vector_result, "floating-point or vector: from xmm0 on");
RULE(x87_result, "long double: st0");
RULE(in_parts, "taken apart: each part in the next register of its kind, or 8 bytes of stack");
RULE(parts_result, "taken apart: from rax, rdx, rcx, r8 and from xmm0 to xmm3");
RULE(on_stack, "no register left: stack");
RULE(by_pointer, "more than four parts: pointer to a copy");
RULE(result_in_memory, "more than four parts: the caller's memory, its address in rax, also at return");
RULE(sret_argument, "result of more than four parts: its address in rax");
RULE(no_value, "no value: no location");
RULE(no_ellipsis, "a function with ... cannot be swiftcall");
RULE(area_overflow, "argument area beyond 2^62 bytes");

static const uint16_t integer_results[] = {RAX, RDX, RCX, R8};
static const uint16_t vector_results[] = {XMM0, XMM1, XMM2, XMM3};

enum { CHUNK = 8, MOST_PARTS = 4 };
enum { MOST_ENTRIES = 64 }; /* those in 33 different bytes are more than four parts already */

/* What a byte range holds. Integers that lie together become opaque, and then integers again. */
enum entry_kind { ENTRY_INTEGER, ENTRY_FLOAT, ENTRY_HALF, ENTRY_X87, ENTRY_VECTOR, ENTRY_OPAQUE };

struct entry {
    uint64_t begin, end;
    enum entry_kind kind;
    uint32_t form;          /* unlike ones of the same kind do not share a range: vectors of int and of long, two halves */
};

struct parts {
    struct entry of[MOST_ENTRIES];
    uint32_t count;
    bool has_x87;           /* the target's long double */
    bool full;              /* more than fit: certainly more than four */
    const char *unknown;    /* why clang's answer is not known, or NULL */
};

/* --------------------------------------------------------------- taking apart */

/* In order of offset; members of a union may be at the same one. */
static void add_entry(struct parts *parts, uint64_t begin, uint64_t end, enum entry_kind kind, uint32_t form)
{
    uint32_t i = parts->count;
    while (i > 0 && parts->of[i - 1].end > begin && parts->of[i - 1].begin >= end)
        i--;
    if (i > 0 && parts->of[i - 1].end > begin) {
        while (i > 0 && parts->of[i - 1].begin > begin)
            i--;
        struct entry *other = i > 0 ? &parts->of[i - 1] : NULL;
        if (!other || other->begin != begin || other->end != end)
            parts->unknown = "clang 19 takes a union of unlike members apart in its own way";
        else if (other->kind != kind || other->form != form)
            other->kind = ENTRY_OPAQUE;
        return;
    }
    if (parts->count == MOST_ENTRIES) {
        parts->full = true;
        return;
    }
    for (uint32_t k = parts->count++; k > i; k--)
        parts->of[k] = parts->of[k - 1];
    parts->of[i] = (struct entry){begin, end, kind, form};
}

/* clang's type of a scalar, whatever its sign. */
static uint32_t form_of(const struct cconv_type *type)
{
    return (uint32_t)type->size * 4 + (type_is_floating(type) ? 1 : 0) + (type->kind == CCONV_BFLOAT16 ? 2 : 0);
}

/* Not aligned to its size, rounded up to a power of two: opaque. */
static void add_scalar(struct parts *parts, const struct cconv_type *type, uint64_t offset)
{
    bool x87 = type->kind == CCONV_LDOUBLE && parts->has_x87;
    enum entry_kind kind = ENTRY_INTEGER;
    if (type_is_floating(type))
        kind = x87 ? ENTRY_X87 : type->size == 2 ? ENTRY_HALF : ENTRY_FLOAT;
    uint64_t size = x87 ? 10 : type->size;
    if (type->kind == CCONV_BITINT && type->length != 8 * type->size)
        parts->unknown = "clang 19 takes the storage of a _BitInt in it apart";
    add_entry(parts, offset, offset + size, offset % type->size ? ENTRY_OPAQUE : kind, form_of(type));
}

/* clang counts the padding of a long double in here, and nowhere else: in a union it is then unlike one alone. */
static void add_complex(struct parts *parts, const struct cconv_type *type, uint64_t offset)
{
    const struct cconv_type *element = canonical(type->element);
    for (uint64_t i = 0; i < type->size; i += element->size) {
        if (element->kind == CCONV_LDOUBLE && parts->has_x87)
            add_entry(parts, offset + i, offset + i + 16, offset % 16 ? ENTRY_OPAQUE : ENTRY_X87, form_of(element));
        else
            add_scalar(parts, element, offset + i);
    }
}

static void add(struct parts *parts, const struct cconv_type *type, uint64_t offset);

/* Vector registers of 16 bytes, whatever the machine has; smaller vectors go element by element. */
static void add_vector(struct parts *parts, const struct cconv_type *type, uint64_t offset)
{
    const struct cconv_type *element = canonical(type->element);
    if (element->size > 8 || element->size == type->size || element->kind == CCONV_BITINT || offset % min_u64(type->size, 16)
        || element->size * type->length != type->size) {
        parts->unknown = "clang 19 takes such a vector apart in its own way";
        return;
    }
    if (type->size < 16) {
        for (uint64_t i = 0; i < type->size; i += element->size)
            add_scalar(parts, element, offset + i);
        return;
    }
    for (uint64_t i = 0; i < type->size && !parts->full; i += 16)
        add_entry(parts, offset + i, offset + i + 16, ENTRY_VECTOR, form_of(element));
}

static void add_fields(struct parts *parts, const struct cconv_type *type, uint64_t offset)
{
    for (uint32_t i = 0; i < type->field_count; i++) {
        const cconv_field *field = &type->fields[i];
        const struct cconv_type *member = canonical(field->type);
        bool aggregate = is_record(member) || member->kind == CCONV_COMPLEX;
        if (field->flags & CCONV_FIELD_BIT_FIELD)
            parts->unknown = "clang 19 takes the storage of its bit-fields apart";
        else if (aggregate && type_qualifiers(field->type, field->qualifiers) & CCONV_ATOMIC)
            parts->unknown = "clang 19 takes an _Atomic aggregate in it apart with its padding";
        else
            add(parts, member, offset + field->offset);
    }
}

static void add(struct parts *parts, const struct cconv_type *type, uint64_t offset)
{
    if (type->size == 0 || parts->full)
        return;
    switch (type->kind) {
    case CCONV_STRUCT:
    case CCONV_UNION: add_fields(parts, type, offset); return;
    case CCONV_COMPLEX: add_complex(parts, type, offset); return;
    case CCONV_ARRAY: {
        const struct cconv_type *element = canonical(type->element);
        for (uint64_t i = 0; element->size && i < type->size && !parts->full; i += element->size)
            add(parts, element, offset + i);
        return;
    }
    case CCONV_VECTOR: add_vector(parts, type, offset); return;
    default: add_scalar(parts, type, offset); return;
    }
}

static bool mergeable(const struct entry *entry)
{
    return entry->kind == ENTRY_INTEGER || entry->kind == ENTRY_OPAQUE;
}

/* What shares 8 aligned bytes becomes one opaque range; returns at the end of those that touch. */
static void merge(struct parts *parts)
{
    for (uint32_t i = 1; i < parts->count; i++) {
        struct entry *first = &parts->of[i - 1], *second = &parts->of[i];
        if ((first->end - 1) / CHUNK != second->begin / CHUNK || !mergeable(first) || !mergeable(second))
            continue;
        first->kind = second->kind = ENTRY_OPAQUE;
        first->end = second->begin;
    }
}

/* The smallest aligned integer in the 8 bytes that holds the range. */
static struct entry unit_of(uint64_t begin, uint64_t end)
{
    uint64_t size = 1;
    while (begin / size * size + size < end)
        size *= 2;
    return (struct entry){begin / size * size, begin / size * size + size, ENTRY_INTEGER, 0};
}

static void finish(struct parts *parts)
{
    struct parts given = *parts;
    parts->count = 0;
    for (uint32_t i = 0; i < given.count; i++) {
        uint64_t begin = given.of[i].begin, end = given.of[i].end;
        if (given.of[i].kind != ENTRY_OPAQUE) {
            add_entry(parts, begin, end, given.of[i].kind, given.of[i].form);
            continue;
        }
        for (; i + 1 < given.count && given.of[i + 1].kind == ENTRY_OPAQUE && given.of[i + 1].begin == end; i++)
            end = given.of[i + 1].end;
        for (; begin < end; begin = min_u64(end, begin / CHUNK * CHUNK + CHUNK)) {
            struct entry unit = unit_of(begin, min_u64(end, begin / CHUNK * CHUNK + CHUNK));
            if (parts->count && parts->of[parts->count - 1].end > unit.begin)
                parts->unknown = "clang 19 takes it apart into parts that overlap";
            else
                add_entry(parts, unit.begin, unit.end, ENTRY_INTEGER, 0);
        }
    }
}

/* clang 19 writes such a part to a variable of the value's size, past its end, and loses it. */
static void refuse_overhang(struct parts *parts, uint64_t size)
{
    if (parts->count && parts->of[parts->count - 1].end > size && parts->of[parts->count - 1].kind == ENTRY_INTEGER)
        parts->unknown = "clang 19 loses its last part, which is wider than what is left of it";
}

static bool too_many(const struct parts *parts)
{
    uint64_t registers = 0;
    for (uint32_t i = 0; i < parts->count; i++)
        registers += mergeable(&parts->of[i]) ? (parts->of[i].end - parts->of[i].begin + 7) / 8 : 1;
    return parts->full || registers > MOST_PARTS;
}

/* ------------------------------------------------------------------- placing */

static cconv_status put_on_stack(struct cursor *at, struct slot *out, const struct cconv_type *whole, uint64_t offset,
                                 uint64_t size, uint64_t align)
{
    uint64_t position;
    if (!take_stack(at, size, align, 8, &position))
        return unsupported(at, whole, &area_overflow, "the arguments on the stack exceed 2^62 bytes");
    put_stack_at(at, out, offset, size, position);
    return CCONV_OK;
}

/* Two registers, or 16 bytes of stack, and then r9 is lost. */
static cconv_status put_integer(struct cursor *at, struct slot *out, const struct cconv_type *whole, uint64_t offset,
                                uint64_t size)
{
    if (size > 8 && integers_left(at) < 2) {
        at->ngrn = at->convention->integer_args.count;
        return put_on_stack(at, out, whole, offset, size, 16);
    }
    for (uint64_t i = 0; i < size; i += 8) {
        uint16_t reg = take_integer(at);
        if (reg == CCONV_NO_REGISTER)
            return put_on_stack(at, out, whole, offset, size, 8);
        put_register(at, out, offset + i, min_u64(8, size - i), reg, 0);
    }
    return CCONV_OK;
}

static cconv_status put_part(struct cursor *at, struct slot *out, const struct cconv_type *whole, const struct entry *part)
{
    uint64_t size = min_u64(part->end, whole->size) - part->begin;
    if (part->kind == ENTRY_INTEGER)
        return put_integer(at, out, whole, part->begin, size);
    if (part->kind == ENTRY_X87)
        return put_on_stack(at, out, whole, part->begin, 16, 16);
    uint16_t reg = take_vector(at);
    if (reg == CCONV_NO_REGISTER)
        return put_on_stack(at, out, whole, part->begin, size, max_u64(size, 8));
    put_register(at, out, part->begin, size, reg, 0);
    return CCONV_OK;
}

static cconv_status return_part(struct cursor *at, struct slot *out, const struct cconv_type *whole,
                                const struct entry *part, uint32_t used[3])
{
    enum { GENERAL, VECTOR, STACKED };
    uint64_t size = min_u64(part->end, whole->size) - part->begin;
    if (part->kind == ENTRY_INTEGER) {
        for (uint64_t i = 0; i < size; i += 8)
            put_register(at, out, part->begin + i, min_u64(8, size - i), integer_results[used[GENERAL]++], 0);
    } else if (part->kind == ENTRY_X87) {
        if (used[STACKED] == 2)
            return unsupported(at, whole, &parts_result, "clang 19 has two registers for long double, and no rule for a third");
        put_register(at, out, part->begin, 10, (uint16_t)(ST0 + used[STACKED]++), 0);
    } else {
        if (part->kind == ENTRY_HALF && used[VECTOR] == 3)
            return unsupported(at, whole, &parts_result, "clang 19 has no fourth register for a half");
        put_register(at, out, part->begin, size, vector_results[used[VECTOR]++], 0);
    }
    return CCONV_OK;
}

static bool is_aggregate(const struct cconv_type *type)
{
    return is_record(type) || type->kind == CCONV_COMPLEX || type->kind == CCONV_VECTOR;
}

/* The parts of any value; those of a scalar are itself. */
static cconv_status take_apart(struct cursor *at, const struct cconv_type *type, const cconv_rule *rule, struct parts *parts)
{
    bool aggregate = is_aggregate(type);
    if (at->is_variadic)
        return unsupported(at, type, &no_ellipsis, "clang refuses a function with ...");
    if (aggregate && at->qualifiers & CCONV_ATOMIC)
        return unsupported(at, type, rule, "clang 19 treats an _Atomic aggregate as a scalar");
    parts->has_x87 = at->target->long_double_format == LONG_DOUBLE_X87;
    if (type->kind == CCONV_BITINT) {
        if (type->length > 128)
            return unsupported(at, type, rule, "clang 19 has no rule for a _BitInt of more than 128 bits");
        add_entry(parts, 0, type->size, ENTRY_INTEGER, form_of(type));
        return CCONV_OK;
    }
    add(parts, type, 0);
    if (!parts->unknown && type->kind != CCONV_COMPLEX) {
        merge(parts);
        finish(parts);
        if (!too_many(parts))
            refuse_overhang(parts, type->size);
    }
    return parts->unknown ? unsupported(at, type, rule, parts->unknown) : CCONV_OK;
}

static cconv_status place_argument(struct cursor *at, const struct cconv_type *given, struct slot *out)
{
    const struct cconv_type *type = canonical(given);
    struct parts parts = {.count = 0};
    cconv_status status = take_apart(at, type, &in_parts, &parts);
    if (status)
        return status;
    if (too_many(&parts) && type->kind != CCONV_COMPLEX) {
        out->kind = CCONV_PLACED_INDIRECT;
        out->rule = &by_pointer;
        return put_integer(at, out, type, 0, at->target->pointer_size);
    }
    out->rule = is_aggregate(type) ? &in_parts : type_is_floating(type) ? &vector_register : &general_register;
    for (uint32_t i = 0; !status && i < parts.count; i++)
        status = put_part(at, out, type, &parts.of[i]);
    if (!status && out->piece_count == 1 && at->pieces[out->first_piece].where == CCONV_ON_STACK)
        out->rule = &on_stack;
    if (!status && !parts.count) {
        out->kind = CCONV_PLACED_IGNORED;
        out->rule = &no_value;
    }
    return status;
}

static cconv_status return_in_memory(struct cursor *at, struct slot *out)
{
    struct slot *sret = put_sret(at, &sret_argument);
    put_register(at, sret, 0, at->target->pointer_size, RAX, 0);
    out->kind = CCONV_PLACED_INDIRECT;
    out->rule = &result_in_memory;
    put_register(at, out, 0, at->target->pointer_size, RAX, 0);
    return CCONV_OK;
}

static const cconv_rule *rule_of_result(const struct cconv_type *type, const struct parts *parts)
{
    if (is_aggregate(type))
        return &parts_result;
    return type->kind == CCONV_LDOUBLE && parts->has_x87 ? &x87_result : type_is_floating(type) ? &vector_result : &general_result;
}

static cconv_status place_result(struct cursor *at, const struct cconv_type *given, struct slot *out)
{
    const struct cconv_type *type = canonical(given);
    struct parts parts = {.count = 0};
    uint32_t used[3] = {0, 0, 0};
    cconv_status status = take_apart(at, type, &parts_result, &parts);
    if (status)
        return status;
    if (too_many(&parts))
        return return_in_memory(at, out);
    out->rule = rule_of_result(type, &parts);
    for (uint32_t i = 0; !status && i < parts.count; i++)
        status = return_part(at, out, type, &parts.of[i], used);
    if (!status && !parts.count) {
        out->kind = CCONV_PLACED_IGNORED;
        out->rule = &no_value;
    }
    return status;
}

/* ---------------------------------------------------------------- the table */

static const cconv_register_role roles[] = {
    {"rax", "1st integer result; address of a result in memory, on entry too", 0, 8},
    {"rbx", "preserved", 8, 8},
    {"rcx", "4th integer argument; 3rd integer result", 0, 8},
    {"rdx", "3rd integer argument; 2nd integer result", 0, 8},
    {"rsp", "stack pointer", 8, 8},
    {"rbp", "preserved; frame pointer if there is one", 8, 8},
    {"rsi", "2nd integer argument", 0, 8},
    {"rdi", "1st integer argument", 0, 8},
    {"r8", "5th integer argument; 4th integer result", 0, 8},
    {"r9", "6th integer argument", 0, 8},
    {"r10-r11", "temporary", 0, 8},
    {"r12", "preserved; in Swift the error", 8, 8},
    {"r13", "preserved; in Swift the context", 8, 8},
    {"r14-r15", "preserved", 8, 8},
    {"xmm0-xmm3", "1st to 4th vector argument and result", 0, 16},
    {"xmm4-xmm7", "5th to 8th vector argument", 0, 16},
    {"xmm8-xmm15", "temporary", 0, 16},
    {"ymm0-ymm15", "xmm0 to xmm15 and their upper halves (AVX)", 0, 32},
    SYSV_ROLES_OTHER
    {NULL, NULL, 0, 0},
};

static const char *const duties[] = {
    "A copy that a pointer leads to is the callee's to change.",
    "Nothing is promised about bits above a narrow value.",
    "rsp + 8 is a multiple of 16 on entry.",
    "The direction flag is clear on entry and on return.",
    "The function has a prototype without `...`.",
    NULL,
};

static const char *const aliases[] = {"swift", "swiftcall", "swiftcc", NULL};

const struct cconv_convention convention_x86_64_swift = {
    .name = "x86_64_swift",
    .summary = "swiftcall over System V: aggregates in up to four parts",
    .document = CLANG,
    .aliases = aliases,
    .own_target = "x86_64-linux-gnu",
    .arch = CCONV_ARCH_X86_64,
    .integer_args = {sysv_integer_args, COUNT_OF(sysv_integer_args)},
    .vector_args = {sysv_vector_args, COUNT_OF(sysv_vector_args)},
    .integer_results = {integer_results, COUNT_OF(integer_results)},
    .vector_results = {vector_results, COUNT_OF(vector_results)},
    .sret = RAX,
    .sret_returned = RAX,
    .vector_count = CCONV_NO_REGISTER,
    .roles = roles,
    .preserved = sysv_preserved,
    .clobbered = sysv_clobbered,
    .duties = duties,
    .stack = {.alignment = 16, .slot = 8, .shadow_space = 0, .red_zone = 128, .return_address = 8, .callee_cleans = 0},
    .variant = &(const struct sysv_variant){.clang_alone = true},
    .place_result = place_result,
    .place_argument = place_argument,
};
