/*
 * x86_64_regcall and x86_64_regcall_win: clang's __regcall on x86-64 (clang 19 AttributeReference, "regcall"). The page says
 * that as much as possible is in registers and leaves the rest to the compiler, so this is clang 19 as it compiles:
 *
 *   System V: the classes of x86_64_sysv with 11 general and 16 vector registers; but a structure goes member by member
 *   (clang_parts.h), each in a register of its own, as long as enough of them are left by clang's count, which is that of
 *   the classes.
 *   Windows: what x86_64_win passes by value is in the next of 12 general registers, floating-point values, vectors and
 *   homogeneous aggregates of up to four members in the next of 16 vector registers, the rest behind a pointer.
 *
 * Results use the same registers from the start. One x87 value is in st0.
 * Left out: over System V a structure's union that clang takes for a member with padding in it, whose bytes are lost, and
 * Microsoft's bit-fields; register masks.
 */
#include "convention/x86_64_regcall.h"

#include "convention/clang_parts.h"
#include "convention/x86_64_sysv.h"
#include "convention/x86_64_win.h"

#define RULE(name, reason) static const cconv_rule name = {REGCALL_DOCUMENT, "regcall", reason}

enum { MOST_BYTES = 1 << 16 };

RULE(general_register, "integer or pointer: next of rax, rcx, rdx, rdi, rsi, r8, r9, r12 to r15");
RULE(general_register_win, "integer of up to 8 bytes: next of rax, rcx, rdx, rdi, rsi, r8 to r12, r14, r15");
RULE(vector_register, "floating-point or vector: next of xmm0 to xmm15");
RULE(x87_register, "long double: st0, if no other has it");
RULE(in_pieces, "by eightbytes, in the next general and vector registers");
RULE(in_members, "structure: each member in the next register of its kind");
RULE(on_stack, "no register left: stack");
RULE(whole_stack, "too few registers left by clang's count: the whole on the stack");
RULE(memory_member, "a member that no register takes (a flexible array, a wide vector): the whole on the stack");
RULE(by_pointer, "more than 8 bytes, not 1, 2, 4 or 8: pointer");
RULE(homogeneous, "homogeneous aggregate: each member in the next of xmm0 to xmm15");
RULE(no_value, "no value: no location");
RULE(result_in_memory, "result in the caller's memory, its address in rax, also at return");
RULE(sret_argument, "result in memory: its address as first argument");
RULE(no_ellipsis, "the function has a prototype without ...");
RULE(unknown_parts, "structure: each member in the next register of its kind");
RULE(area_overflow, "argument area beyond 2^62 bytes");

/* cursor.user: registers that clang's count has given away, whether st0 holds an argument, and
   whether a result has found no register for some part. */
enum { COUNTED_GENERAL, COUNTED_VECTOR, X87_TAKEN, RESULT_FULL };

struct need {
    uint32_t general, vector;
    bool memory;
};

static bool windows(const struct cursor *at)
{
    return ((const struct regcall_variant *)at->convention->variant)->windows;
}

static uint16_t widened(uint16_t xmm, uint64_t size)
{
    return (uint16_t)(xmm + (size > 32 ? ZMM0 - XMM0 : size > 16 ? YMM0 - XMM0 : 0));
}

static cconv_status no_room(struct cursor *at, const struct cconv_type *type)
{
    return unsupported(at, type, &area_overflow, "the arguments on the stack exceed 2^62 bytes");
}

static cconv_status put_piece_on_stack(struct cursor *at, struct slot *out, const struct cconv_type *type,
                                       uint64_t offset, uint64_t size, uint64_t align)
{
    uint64_t position;
    if (at->in_result) { /* the caller of this tries memory then */
        at->user[RESULT_FULL] = 1;
        return CCONV_OK;
    }
    uint64_t slot = align > 8 ? 16 : 8;
    if (!take_stack(at, size, max_u64(align, 8), slot, &position))
        return no_room(at, type);
    put_stack_at(at, out, offset, size, position);
    return CCONV_OK;
}

static cconv_status put_general(struct cursor *at, struct slot *out, const struct cconv_type *type, uint64_t offset,
                                uint64_t size)
{
    uint16_t reg = take_integer(at);
    if (reg == CCONV_NO_REGISTER)
        return put_piece_on_stack(at, out, type, offset, size, 8);
    put_register(at, out, offset, size, reg, 0);
    return CCONV_OK;
}

/* What clang's code generator sees in a vector register: halves, and whether several values, a vector of 16 bytes. */
struct lanes {
    bool halves, several;
};

static struct lanes lanes_of(const struct cconv_type *type)
{
    bool has_element = type->kind == CCONV_VECTOR || type->kind == CCONV_COMPLEX;
    const struct cconv_type *scalar = has_element ? canonical(type->element) : type;
    return (struct lanes){type_is_floating(scalar) && scalar->size == 2, scalar->size < type->size};
}

/* Halves, alone and in vectors, are left to the C convention, which has fewer registers. */
static bool out_of_halves(const struct cursor *at, struct lanes lanes)
{
    return lanes.halves && !windows(at) && at->nsrn >= (at->in_result ? lanes.several ? 4u : 3u : 8u);
}

static cconv_status put_vector(struct cursor *at, struct slot *out, const struct cconv_type *type, struct lanes lanes,
                               uint64_t offset, uint64_t size)
{
    uint64_t align = max_u64(size, lanes.several ? 16 : 8);
    uint16_t reg = out_of_halves(at, lanes) ? CCONV_NO_REGISTER : take_vector(at);
    if (reg == CCONV_NO_REGISTER)
        return put_piece_on_stack(at, out, type, offset, size, align);
    put_register(at, out, offset, size, widened(reg, size), 0);
    return CCONV_OK;
}

static cconv_status put_x87(struct cursor *at, struct slot *out, const struct cconv_type *type, uint64_t offset)
{
    if (at->user[X87_TAKEN] && !(at->in_result && at->user[X87_TAKEN] < 2))
        return put_piece_on_stack(at, out, type, offset, 16, 16);
    put_register(at, out, offset, 10, (uint16_t)(ST0 + at->user[X87_TAKEN]++), 0);
    return CCONV_OK;
}

/* clang extends what is narrower than 32 bits in registers, and relies on it. */
static void extend(struct slot *out, const struct cconv_type *type)
{
    if (type->size >= 4 || !type_is_integer(type))
        return;
    out->extend = type->is_signed ? CCONV_EXTEND_SIGN : CCONV_EXTEND_ZERO;
    out->extended_to = 4;
}

/* The first scalar of a homogeneous type. */
static const struct cconv_type *first_scalar(const struct cconv_type *type)
{
    while (is_record(type) || type->element) {
        if (type->kind == CCONV_POINTER || (is_record(type) && !type->field_count))
            break;
        type = canonical(is_record(type) ? type->fields[0].type : type->element);
    }
    return type;
}

/* --------------------------------------------------- System V: member by member */

static bool is_x87(const struct cursor *at, const struct cconv_type *type)
{
    return type->kind == CCONV_LDOUBLE && at->target->long_double_format == LONG_DOUBLE_X87;
}

/* A vector of one integer, or of several __int128, is an integer to the code generator. */
static bool is_vector_scalar(const struct cconv_type *type)
{
    if (type->kind == CCONV_VECTOR) {
        const struct cconv_type *element = canonical(type->element);
        return type_is_floating(element) || element->size < min_u64(type->size, 16);
    }
    return type_is_floating(type);
}

/* An integer, or bytes one by one. */
static cconv_status put_integer(struct cursor *at, struct slot *out, const struct cconv_type *whole, uint64_t offset,
                                uint64_t size, bool loose)
{
    cconv_status status = CCONV_OK;
    uint64_t step = loose ? 1 : 8;
    for (uint64_t i = 0; !status && i < size; i += step)
        status = put_general(at, out, whole, offset + i, min_u64(step, size - i));
    return status;
}

static cconv_status put_scalar(struct cursor *at, struct slot *out, const struct cconv_type *whole,
                               const struct cconv_type *type, uint64_t offset)
{
    if (type->kind == CCONV_VECTOR && is_x87(at, canonical(type->element)) && type->size > 16)
        return unsupported(at, whole, &unknown_parts, "clang 19 passes a vector of several long double by parts");
    if (is_x87(at, type) || (type->kind == CCONV_VECTOR && is_x87(at, canonical(type->element))))
        return put_x87(at, out, whole, offset);
    cconv_status status = CCONV_OK;
    uint64_t width = min_u64(type->size, win_native_vector(at));
    for (uint64_t i = 0; !status && is_vector_scalar(type) && i < type->size; i += width)
        status = put_vector(at, out, whole, lanes_of(type), offset + i, width);
    if (is_vector_scalar(type))
        return status;
    return put_integer(at, out, whole, offset, type->size, clang_is_bytes(type));
}

/* Padding that its intermediate code has as an array of bytes, each of which takes a register or stack slot. */
static cconv_status put_padding(struct cursor *at, struct slot *out, const struct cconv_type *whole, uint64_t offset,
                                uint64_t end)
{
    uint64_t position;
    for (; offset < end; offset++) {
        uint16_t reg = take_integer(at);
        if (reg != CCONV_NO_REGISTER) {
            put_register(at, out, offset, 1, reg, 0);
            continue;
        }
        at->user[RESULT_FULL] |= at->in_result;
        if (!at->in_result && !take_stack(at, 8 * (end - offset), 8, 8, &position))
            return no_room(at, whole);
        break;
    }
    return CCONV_OK;
}

static cconv_status put_members(struct cursor *at, struct slot *out, const struct cconv_type *whole,
                                const struct cconv_type *type, uint64_t offset);

static cconv_status put_part(struct cursor *at, struct slot *out, const struct cconv_type *whole,
                             const struct clang_part *part, uint64_t offset)
{
    return part->member ? put_members(at, out, whole, part->member, offset)
                        : put_integer(at, out, whole, offset, part->size, part->align == 1);
}

static cconv_status put_fields(struct cursor *at, struct slot *out, const struct cconv_type *whole,
                               const struct cconv_type *type, uint64_t offset)
{
    bool packed = clang_is_packed(type);
    uint64_t end = 0, largest = 1;
    struct clang_part part;
    for (uint32_t next = 0; clang_next_part(type, &next, &part);) {
        if (!part.member && at->target->bit_fields != BIT_FIELDS_SYSV)
            return unsupported(at, whole, &unknown_parts,
                               "clang 19 has Microsoft's bit-fields with __regcall of Windows alone");
        uint64_t align = packed ? 1 : part.align;
        cconv_status status = CCONV_OK;
        largest = max_u64(largest, align);
        if (part.offset != round_up(end, align))
            status = put_padding(at, out, whole, offset + end, offset + part.offset);
        if (!status)
            status = put_part(at, out, whole, &part, offset + part.offset);
        if (status)
            return status;
        end = part.offset + part.size;
    }
    uint64_t known = round_up(end, min_u64(largest, 16)); /* clang looks with an integer that wide, aligned to 16 at most */
    return type->size == known ? CCONV_OK : put_padding(at, out, whole, offset + end, offset + type->size);
}

/* Bytes of a union that clang's choice for it has no place for, or has padding where another member has bytes. */
static bool loses_bytes(const struct cconv_type *type, const struct clang_part *part)
{
    if (part->member)
        return !clang_is_dense(part->member);
    for (uint32_t i = 0; part->size < part->room && i < type->field_count; i++) {
        const cconv_field *field = &type->fields[i];
        bool bits = field->flags & CCONV_FIELD_BIT_FIELD;
        if ((bits ? (field->bit_width + 7) / 8 : canonical(field->type)->size) > part->size)
            return true;
    }
    return false;
}

static cconv_status put_union(struct cursor *at, struct slot *out, const struct cconv_type *whole,
                              const struct cconv_type *type, uint64_t offset)
{
    struct clang_part part;
    if (!clang_union_part(type, &part))
        part = (struct clang_part){.align = 1};
    if (loses_bytes(type, &part))
        return unsupported(at, whole, &unknown_parts, "clang 19 passes a union in it as a member that has padding");
    cconv_status status = put_part(at, out, whole, &part, offset);
    return status ? status : put_integer(at, out, whole, offset + part.room, type->size - part.room, true);
}

static cconv_status put_members(struct cursor *at, struct slot *out, const struct cconv_type *whole,
                                const struct cconv_type *type, uint64_t offset)
{
    cconv_status status = CCONV_OK;
    switch (type->kind) {
    case CCONV_STRUCT: return put_fields(at, out, whole, type, offset);
    case CCONV_UNION: return put_union(at, out, whole, type, offset);
    case CCONV_ARRAY:
    case CCONV_COMPLEX:
        for (uint64_t i = 0; !status && i < type->size; i += canonical(type->element)->size)
            status = put_members(at, out, whole, canonical(type->element), offset + i);
        return status;
    default: return put_scalar(at, out, whole, type, offset);
    }
}

static void add_classes(struct cursor *at, struct slot *out, const struct cconv_type *type, struct need *need)
{
    struct sysv_classes classes;
    sysv_classify(at, out, type, &classes);
    bool aggregate = is_record(type) || type->kind == CCONV_ARRAY;
    need->memory |= classes.of[0] == MEMORY || classes.of[0] == COMPLEX_X87
                    || (classes.of[0] == X87 && aggregate && !at->in_result);
    if (need->memory)
        return;
    struct sysv_need registers = sysv_registers_counted(&classes, type->size);
    need->general += registers.integers;
    need->vector += registers.vectors;
}

static void add_member(struct cursor *at, struct slot *out, const struct cconv_type *member, struct need *need)
{
    bool in_result = at->in_result;
    at->in_result = false; /* a member is classified as an argument */
    add_classes(at, out, member, need);
    at->in_result = in_result;
}

/* Arrays of more than 16 bytes have no class in clang, but for a single element that a vector register could hold. */
static bool has_class(const struct cursor *at, const struct cconv_type *type)
{
    bool single = type->kind == CCONV_ARRAY && type->size == canonical(type->element)->size;
    return type->kind != CCONV_ARRAY || type->size <= 16 || (single && type->size <= win_native_vector(at));
}

/* clang's count: each member's classes as if it were an argument of its own. */
static void count_members(struct cursor *at, struct slot *out, const struct cconv_type *type, struct need *need)
{
    for (uint32_t i = 0; i < type->field_count && !need->memory; i++) {
        const struct cconv_type *member = canonical(type->fields[i].type);
        if (type->fields[i].flags & CCONV_FIELD_FLEXIBLE)
            need->memory = true;
        else if (type_qualifiers(type->fields[i].type, type->fields[i].qualifiers) & CCONV_ATOMIC)
            need->memory |= is_record(member) || member->kind == CCONV_COMPLEX;
        else if (member->kind == CCONV_STRUCT)
            count_members(at, out, member, need);
        else if (has_class(at, member))
            add_member(at, out, member, need);
    }
}

static struct need count(struct cursor *at, struct slot *out, const struct cconv_type *type)
{
    struct need need = {0, 0, false};
    if (type->kind == CCONV_STRUCT)
        count_members(at, out, type, &need);
    else
        add_classes(at, out, type, &need);
    if (need.memory)
        need.general = need.vector = 0;
    return need;
}

static bool take_counted(struct cursor *at, struct need need)
{
    if (need.general + at->user[COUNTED_GENERAL] > REGCALL_GENERAL
        || need.vector + at->user[COUNTED_VECTOR] > REGCALL_VECTORS)
        return false;
    at->user[COUNTED_GENERAL] += need.general;
    at->user[COUNTED_VECTOR] += need.vector;
    return true;
}

/* The scalar or vector at an offset in clang's intermediate code, or NULL. */
static const struct cconv_type *part_at(const struct cconv_type *type, uint64_t offset)
{
    while (type && offset < type->size
           && (is_record(type) || type->kind == CCONV_ARRAY || type->kind == CCONV_COMPLEX)) {
        struct clang_part part = {.member = NULL};
        if (type->kind == CCONV_UNION) {
            clang_union_part(type, &part);
        } else if (type->kind == CCONV_STRUCT) {
            for (uint32_t next = 0; clang_next_part(type, &next, &part) && part.offset + part.size <= offset;)
                ;
        } else {
            part.member = canonical(type->element);
            part.offset = offset - offset % part.member->size;
        }
        type = part.offset <= offset ? part.member : NULL;
        offset -= part.offset;
    }
    return type && offset < type->size ? type : NULL;
}

/* Of an eightbyte of class SSE clang makes a double, or one or several of the smaller values in it. */
static struct lanes eightbyte_lanes(const struct cconv_type *type, uint64_t offset)
{
    const struct cconv_type *first = part_at(type, offset);
    if (first && first->kind == CCONV_VECTOR && first->size > 8)
        return lanes_of(first);
    if (!first || !type_is_floating(first) || first->size > 4)
        return (struct lanes){false, false};
    const struct cconv_type *second = part_at(type, offset + first->size);
    if (!second && first->size == 2)
        second = part_at(type, offset + 4);
    bool several = second && type_is_floating(second) && second->size <= 4;
    return (struct lanes){first->size == 2 || (several && second->size == 2), several};
}

static cconv_status put_eightbytes(struct cursor *at, const struct cconv_type *type, struct slot *out)
{
    struct sysv_classes classes;
    cconv_status status = CCONV_OK;
    sysv_classify(at, out, type, &classes);
    out->rule = type->kind == CCONV_VECTOR && is_vector_scalar(type) ? &vector_register : &in_pieces;
    if (classes.of[0] == MEMORY) /* a vector that is a result */
        return put_scalar(at, out, type, type, 0);
    for (uint64_t i = 0; !status && i < EIGHTBYTES && i * 8 < type->size; i++) {
        uint64_t end = i + 1;
        while (end < EIGHTBYTES && end * 8 < type->size && classes.of[end] == SSEUP)
            end++;
        if (classes.of[i] == INTEGER)
            status = put_general(at, out, type, i * 8, min_u64(8, type->size - i * 8));
        else if (classes.of[i] == SSE)
            status = put_vector(at, out, type, eightbyte_lanes(type, i * 8), i * 8,
                                min_u64(end * 8, type->size) - i * 8);
        else if (classes.of[i] == X87)
            status = put_x87(at, out, type, i * 8);
    }
    return status;
}

static void mark_empty(struct slot *out)
{
    if (out->piece_count)
        return;
    out->kind = CCONV_PLACED_IGNORED;
    out->rule = &no_value;
}

static cconv_status place_direct(struct cursor *at, const struct cconv_type *type, struct slot *out)
{
    cconv_status status;
    if (type->kind == CCONV_STRUCT && type->size > MOST_BYTES) /* clang needs minutes, and memory without end */
        return unsupported(at, type, &in_members, "is larger than what is passed member by member");
    if (type->kind == CCONV_STRUCT) {
        out->rule = &in_members;
        status = put_members(at, out, type, type, 0);
    } else if (type->kind == CCONV_UNION || type->kind == CCONV_COMPLEX || type->kind == CCONV_VECTOR) {
        status = put_eightbytes(at, type, out);
    } else {
        out->rule = is_x87(at, type) ? &x87_register : is_vector_scalar(type) ? &vector_register : &general_register;
        status = put_scalar(at, out, type, type, 0);
    }
    if (!status)
        mark_empty(out);
    return status;
}

static cconv_status sysv_argument(struct cursor *at, const struct cconv_type *type, struct slot *out)
{
    bool aggregate = is_record(type) || type->kind == CCONV_COMPLEX;
    struct need need = count(at, out, type);
    if (type->kind == CCONV_COMPLEX && canonical(type->element)->size == 2 && at->nsrn >= 8)
        return unsupported(at, type, &unknown_parts, "clang 19 leaves halves to the C convention, whose registers are gone");
    if (at->qualifiers & CCONV_ATOMIC) /* it has no class in clang, and a scalar is not counted */
        need = (struct need){.memory = aggregate};
    bool fits = take_counted(at, need) && !need.memory;
    if (!fits && (aggregate || need.memory || type->kind == CCONV_BITINT)) {
        if (type->size == 0) {
            mark_empty(out);
            return CCONV_OK;
        }
        out->rule = type->kind == CCONV_STRUCT && need.memory ? &memory_member : &whole_stack;
        /* What found no register is handed on as a number, which its code generator may have one for; a structure that is
           never in registers (a flexible array) is not. */
        bool stays = type->kind == CCONV_STRUCT && need.memory && !(at->qualifiers & CCONV_ATOMIC);
        if (at->user[COUNTED_GENERAL] == REGCALL_GENERAL && type->size <= 8 && type->align <= 8 && !stays)
            return put_general(at, out, type, 0, type->size);
        return put_stack(at, out, type->size, max_u64(type->align, 8), 8) ? CCONV_OK : no_room(at, type);
    }
    if (integers_left(at) && !(at->qualifiers & CCONV_ATOMIC))
        extend(out, type);
    cconv_status status = place_direct(at, type, out);
    if (!status && out->piece_count == 1 && at->pieces[out->first_piece].where == CCONV_ON_STACK)
        out->rule = &on_stack;
    return status;
}

/* ------------------------------------------------------------------ Windows */

static bool is_by_value(const struct cconv_type *type)
{
    bool is_size = type->size == 1 || type->size == 2 || type->size == 4 || type->size == 8;
    if (!is_record(type) && type->kind != CCONV_COMPLEX)
        return type->size <= 8;
    for (uint32_t i = 0; is_record(type) && i < type->field_count; i++)
        if (type->fields[i].flags & CCONV_FIELD_FLEXIBLE)
            return false;
    return is_size;
}

static cconv_status put_homogeneous(struct cursor *at, const struct cconv_type *type, uint32_t members, struct slot *out)
{
    cconv_status status = CCONV_OK;
    uint64_t size = type->size / members;
    if (size > win_native_vector(at))
        return unsupported(at, type, &homogeneous, "its members are wider than the vector registers in use");
    out->rule = members > 1 || is_record(type) ? &homogeneous : &vector_register;
    for (uint32_t i = 0; !status && i < members; i++)
        status = put_vector(at, out, type, lanes_of(type), i * size, size);
    return status;
}

static cconv_status put_pointer(struct cursor *at, const struct cconv_type *type, struct slot *out)
{
    out->kind = CCONV_PLACED_INDIRECT;
    out->rule = &by_pointer;
    return put_general(at, out, type, 0, at->target->pointer_size);
}

/* What clang hands to its code generator without a rule of its own: by members. */
static cconv_status refuse_atomic(struct cursor *at, const struct cconv_type *type)
{
    return unsupported(at, type, &general_register_win, "clang 19 takes an _Atomic value apart, into its members");
}

static cconv_status win_value(struct cursor *at, const struct cconv_type *type, struct slot *out)
{
    if (at->qualifiers & CCONV_ATOMIC)
        return refuse_atomic(at, type);
    uint32_t members = vectorcall_hva_members(type);
    const struct cconv_type *scalar_part = first_scalar(type);
    bool vectors_in_it = members || type->kind == CCONV_VECTOR;
    if (vectors_in_it && type_is_floating(scalar_part) && scalar_part->size == 2 && (!at->in_result || members > 3))
        return unsupported(at, type, &vector_register, "clang 19 passes halves by the positions of the C convention");
    if (vectors_in_it && type_is_integer(scalar_part) && scalar_part->size == 16)
        return unsupported(at, type, &vector_register, "clang 19 passes vectors of __int128 by parts");
    bool scalar = !is_record(type) && type->kind != CCONV_COMPLEX;
    if (members && (scalar || members + at->user[COUNTED_VECTOR] <= REGCALL_VECTORS)) {
        at->user[COUNTED_VECTOR] += members + at->user[COUNTED_VECTOR] <= REGCALL_VECTORS ? members : 0;
        if (scalar && type->kind == CCONV_VECTOR && !vectors_left(at))
            return put_pointer(at, type, out);
        return put_homogeneous(at, type, members, out);
    }
    if (members || !is_by_value(type))
        return put_pointer(at, type, out);
    if (type->kind == CCONV_VECTOR && is_vector_scalar(type) && vectors_left(at)) {
        out->rule = &vector_register; /* a short one; clang does not count it */
        return put_vector(at, out, type, lanes_of(type), 0, type->size);
    }
    if (type->kind == CCONV_BOOL && integers_left(at))
        extend(out, type);
    out->rule = integers_left(at) ? &general_register_win : &on_stack;
    return put_general(at, out, type, 0, type->size);
}

/* ------------------------------------------------------------------ both */

cconv_status regcall_place_argument(struct cursor *at, const struct cconv_type *given, struct slot *out)
{
    const struct cconv_type *type = canonical(given);
    if (at->is_variadic)
        return unsupported(at, type, &no_ellipsis, "a function with ... cannot be __regcall");
    at->reading = CCONV_AS_CLANG; /* no other compiler has it */
    return windows(at) ? win_value(at, type, out) : sysv_argument(at, type, out);
}

/* clang does not count the register of an address that only its code generator adds. */
static cconv_status in_memory(struct cursor *at, bool counted, struct slot *out)
{
    struct slot *sret = put_sret(at, &sret_argument);
    put_register(at, sret, 0, at->target->pointer_size, take_integer(at), 0);
    at->user[COUNTED_GENERAL] += counted;
    out->kind = CCONV_PLACED_INDIRECT;
    out->rule = &result_in_memory;
    put_register(at, out, 0, at->target->pointer_size, RAX, 0);
    return CCONV_OK;
}

static cconv_status sysv_result(struct cursor *at, const struct cconv_type *type, struct slot *out)
{
    struct need need = count(at, out, type);
    need.memory |= (is_record(type) || type->kind == CCONV_COMPLEX) && at->qualifiers & CCONV_ATOMIC;
    bool pieces = type->kind == CCONV_VECTOR && need.memory; /* wider than the registers: several */
    if (type->kind == CCONV_STRUCT ? need.memory || !take_counted(at, need) : need.memory && !pieces)
        return in_memory(at, true, out);
    cconv_status status = place_direct(at, type, out);
    if (status || !at->user[RESULT_FULL])
        return status;
    out->piece_count = 0;
    at->ngrn = at->nsrn = 0;
    return in_memory(at, false, out);
}

static cconv_status win_result(struct cursor *at, const struct cconv_type *type, struct slot *out)
{
    if (at->qualifiers & CCONV_ATOMIC)
        return refuse_atomic(at, type);
    if (type_is_integer(type) && type->size == 16 && type->kind != CCONV_BITINT) {
        out->rule = &vector_register;
        return put_vector(at, out, type, lanes_of(type), 0, 16);
    }
    if (!vectorcall_hva_members(type) && !is_by_value(type))
        return in_memory(at, true, out);
    return win_value(at, type, out);
}

cconv_status regcall_place_result(struct cursor *at, const struct cconv_type *given, struct slot *out)
{
    const struct cconv_type *type = canonical(given);
    if (at->is_variadic)
        return unsupported(at, type, &no_ellipsis, "a function with ... cannot be __regcall");
    at->reading = CCONV_AS_CLANG;
    cconv_status status = windows(at) ? win_result(at, type, out) : sysv_result(at, type, out);
    at->user[X87_TAKEN] = 0;
    if (at->sret)
        return status;
    at->ngrn = at->nsrn = 0; /* arguments start from the first register again */
    if (windows(at))
        at->user[COUNTED_VECTOR] = 0;
    return status;
}
