/*
 * x86_64_regcall and x86_64_regcall_win: clang's __regcall on x86-64 (clang 19 AttributeReference, "regcall"). The page says
 * that as much as possible is in registers and leaves the rest to the compiler, so this is clang 19 as it compiles:
 *
 *   System V: the classes of x86_64_sysv with 11 general and 16 vector registers; but a structure goes member by member,
 *   each in a register of its own, as long as enough of them are left by clang's count, which is that of the classes.
 *   Windows: what x86_64_win passes by value is in the next of 12 general registers, floating-point values, vectors and
 *   homogeneous aggregates of up to four members in the next of 16 vector registers, the rest behind a pointer.
 *
 * Results use the same registers from the start. One x87 value is in st0.
 * Left out: structures with bit-fields over System V, whose storage units clang passes, and register masks.
 */
#include "convention/list.h"
#include "convention/x86_64_sysv.h"
#include "convention/x86_64_win.h"

#define CLANG "clang 19 AttributeReference"
#define RULE(name, reason) static const cconv_rule name = {CLANG, "regcall", reason}

enum { MOST_BYTES = 1 << 16 };

RULE(general_register, "integer or pointer: next of rax, rcx, rdx, rdi, rsi, r8, r9, r12 to r15");
RULE(general_register_win, "integer of up to 8 bytes: next of rax, rcx, rdx, rdi, rsi, r8 to r12, r14, r15");
RULE(vector_register, "floating-point or vector: next of xmm0 to xmm15");
RULE(x87_register, "long double: st0, if no other has it");
RULE(in_pieces, "by eightbytes, in the next general and vector registers");
RULE(in_members, "structure: each member in the next register of its kind");
RULE(on_stack, "no register left: stack");
RULE(whole_stack, "too few registers left by clang's count: the whole on the stack");
RULE(by_pointer, "more than 8 bytes, not 1, 2, 4 or 8: pointer");
RULE(homogeneous, "homogeneous aggregate: each member in the next of xmm0 to xmm15");
RULE(no_value, "no value: no location");
RULE(result_in_memory, "result in the caller's memory, its address in rax, also at return");
RULE(sret_argument, "result in memory: its address as first argument");
RULE(no_ellipsis, "the function has a prototype without ...");
RULE(unknown_parts, "structure: each member in the next register of its kind");
RULE(area_overflow, "argument area beyond 2^62 bytes");

static const uint16_t general[] = {RAX, RCX, RDX, RDI, RSI, R8, R9, R12, R13, R14, R15};
static const uint16_t general_win[] = {RAX, RCX, RDX, RDI, RSI, R8, R9, R10, R11, R12, R14, R15};
static const uint16_t vectors[] = {XMM0, XMM1, XMM2, XMM3, XMM4, XMM5, XMM6, XMM7,
                                   XMM0 + 8, XMM0 + 9, XMM0 + 10, XMM0 + 11, XMM0 + 12, XMM0 + 13, XMM0 + 14, XMM0 + 15};

/* cursor.user: registers that clang's count has given away, whether st0 holds an argument, and
   whether a result has found no register for some part. */
enum { COUNTED_GENERAL, COUNTED_VECTOR, X87_TAKEN, RESULT_FULL };

struct need {
    uint32_t general, vector;
    bool memory;
};

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

static bool windows(const struct cursor *at);

/* Halves, alone and in vectors, are left to the C convention, which has fewer registers. */
static bool out_of_halves(const struct cursor *at, const struct cconv_type *part)
{
    if (!part)
        return false;
    bool vector = part->kind == CCONV_VECTOR || part->kind == CCONV_COMPLEX;
    const struct cconv_type *scalar = vector ? canonical(part->element) : part;
    bool half = type_is_floating(scalar) && scalar->size == 2;
    return half && !windows(at) && at->nsrn >= (at->in_result ? vector ? 4u : 3u : 8u);
}

/* part: what it holds; NULL if clang takes it for a double. */
static cconv_status put_vector(struct cursor *at, struct slot *out, const struct cconv_type *type,
                               const struct cconv_type *part, uint64_t offset, uint64_t size)
{
    bool widened_to_16 = part && part->kind == CCONV_VECTOR && canonical(part->element)->size < size;
    uint64_t align = max_u64(size, widened_to_16 ? 16 : 8);
    if (out_of_halves(at, part))
        return put_piece_on_stack(at, out, type, offset, size, align);
    uint16_t reg = take_vector(at);
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

static cconv_status put_scalar(struct cursor *at, struct slot *out, const struct cconv_type *whole,
                               const struct cconv_type *type, uint64_t offset)
{
    if (type->kind == CCONV_VECTOR && is_x87(at, canonical(type->element)) && type->size > 16)
        return unsupported(at, whole, &unknown_parts, "clang 19 passes a vector of several long double by parts");
    if (is_x87(at, type) || (type->kind == CCONV_VECTOR && is_x87(at, canonical(type->element))))
        return put_x87(at, out, whole, offset);
    cconv_status status = CCONV_OK;
    uint64_t width = min_u64(type->size, win_native_vector(at));
    if (width < type->size && whole->kind != CCONV_VECTOR && type->kind == CCONV_VECTOR)
        return unsupported(at, whole, &unknown_parts, "a vector in it is wider than the vector registers in use");
    for (uint64_t i = 0; !status && is_vector_scalar(type) && i < type->size; i += width)
        status = put_vector(at, out, whole, type, offset + i, width);
    if (is_vector_scalar(type))
        return status;
    for (uint64_t i = 0; !status && i < type->size; i += 8)
        status = put_general(at, out, whole, offset + i, min_u64(8, type->size - i));
    return status;
}

/* A union is to clang its most aligned, of these its largest, member. NULL for one that is a bit-field. */
static const struct cconv_type *union_member(const struct cconv_type *type)
{
    const struct cconv_type *best = NULL;
    for (uint32_t i = 0; i < type->field_count; i++) {
        const struct cconv_type *member = canonical(type->fields[i].type);
        if (type->fields[i].flags & CCONV_FIELD_BIT_FIELD)
            return NULL;
        if (!best || member->natural_align > best->natural_align
            || (member->natural_align == best->natural_align && member->size > best->size))
            best = member;
    }
    return best;
}

static bool is_packed(const struct cconv_type *type);

/* The alignment that a type has in clang's intermediate code: 1 for what is packed. */
static uint64_t inner_align(const struct cconv_type *type)
{
    uint64_t align = 1;
    switch (type->kind) {
    case CCONV_STRUCT:
        if (is_packed(type))
            return 1;
        for (uint32_t i = 0; i < type->field_count; i++)
            align = max_u64(align, inner_align(canonical(type->fields[i].type)));
        return align;
    case CCONV_UNION:
        type = union_member(type);
        return type ? inner_align(type) : 1;
    case CCONV_ARRAY:
    case CCONV_COMPLEX: return inner_align(canonical(type->element));
    default: return max_u64(type->kind == CCONV_VECTOR ? type->size : type->natural_align, 1);
    }
}

static bool is_packed(const struct cconv_type *type)
{
    uint64_t largest = 1;
    for (uint32_t i = 0; i < type->field_count; i++) {
        uint64_t align = inner_align(canonical(type->fields[i].type));
        largest = max_u64(largest, align);
        if (type->fields[i].offset % align != 0)
            return true;
    }
    return type->size % largest != 0;
}

/* Padding that its intermediate code has as an array of bytes, each of which takes a register or stack slot. */
static cconv_status skip_bytes(struct cursor *at, const struct cconv_type *whole, uint64_t count)
{
    uint64_t position;
    for (uint64_t i = 0; i < count; i++) {
        if (take_integer(at) != CCONV_NO_REGISTER)
            continue;
        at->user[RESULT_FULL] |= at->in_result;
        if (!at->in_result && !take_stack(at, 8 * (count - i), 8, 8, &position))
            return no_room(at, whole);
        break;
    }
    return CCONV_OK;
}

/* No padding in it. */
static bool is_dense(const struct cconv_type *type)
{
    uint64_t bytes = 0;
    if (type->kind == CCONV_ARRAY)
        return type->size == 0 || is_dense(canonical(type->element));
    if (type->kind == CCONV_LDOUBLE)
        return false;
    for (uint32_t i = 0; is_record(type) && i < type->field_count; i++) {
        const struct cconv_type *member = canonical(type->fields[i].type);
        if (type->fields[i].flags & CCONV_FIELD_BIT_FIELD || !is_dense(member))
            return false;
        bytes += member->size;
    }
    return !is_record(type) || bytes == type->size;
}

/* Of an empty array too. */
static bool is_wide(const struct cursor *at, const struct cconv_type *type)
{
    while (type->kind == CCONV_ARRAY)
        type = canonical(type->element);
    bool wide_vector = type->kind == CCONV_VECTOR && type->size > win_native_vector(at);
    return wide_vector || (type->kind == CCONV_BITINT && type->length > 64);
}

static cconv_status put_members(struct cursor *at, struct slot *out, const struct cconv_type *whole,
                                const struct cconv_type *type, uint64_t offset);

static cconv_status put_fields(struct cursor *at, struct slot *out, const struct cconv_type *whole,
                               const struct cconv_type *type, uint64_t offset)
{
    bool packed = is_packed(type);
    uint64_t end = 0, largest = 1;
    for (uint32_t i = 0; i < type->field_count; i++) {
        const cconv_field *field = &type->fields[i];
        const struct cconv_type *member = canonical(field->type);
        uint64_t align = packed ? 1 : inner_align(member);
        if (field->flags & CCONV_FIELD_BIT_FIELD)
            return unsupported(at, whole, &unknown_parts, "clang 19 passes the storage units of its bit-fields");
        if (is_wide(at, member))
            return unsupported(at, whole, &unknown_parts, "clang 19 passes a wide _BitInt or vector in it by parts");
        largest = max_u64(largest, align);
        if (member->size == 0 && member->kind != CCONV_ARRAY)
            continue;
        cconv_status status = CCONV_OK;
        if (field->offset != round_up(end, align))
            status = skip_bytes(at, whole, field->offset - end);
        if (!status)
            status = put_members(at, out, whole, member, offset + field->offset);
        if (status)
            return status;
        end = field->offset + member->size;
    }
    uint64_t known = round_up(end, min_u64(largest, 16)); /* clang looks with an integer that wide, aligned to 16 at most */
    return type->size == known ? CCONV_OK : skip_bytes(at, whole, type->size - end);
}

static cconv_status put_members(struct cursor *at, struct slot *out, const struct cconv_type *whole,
                                const struct cconv_type *type, uint64_t offset)
{
    cconv_status status = CCONV_OK;
    uint64_t size = type->size;
    switch (type->kind) {
    case CCONV_STRUCT: return put_fields(at, out, whole, type, offset);
    case CCONV_UNION:
        if (size == 0)
            return CCONV_OK;
        type = union_member(type);
        if (!type)
            return unsupported(at, whole, &unknown_parts, "clang 19 passes the storage units of its bit-fields");
        if (!is_dense(type) || type->size < size || is_wide(at, type))
            return unsupported(at, whole, &unknown_parts, "clang 19 passes a union in it as one member and loose bytes");
        return put_members(at, out, whole, type, offset);
    case CCONV_ARRAY:
    case CCONV_COMPLEX:
        for (uint64_t i = 0; !status && i < size; i += canonical(type->element)->size)
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

/* clang's count: each member's classes as if it were an argument of its own; arrays of more than 16 bytes have none. */
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
        else if (member->kind != CCONV_ARRAY || member->size <= 16)
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
    if (need.general + at->user[COUNTED_GENERAL] > COUNT_OF(general)
        || need.vector + at->user[COUNTED_VECTOR] > COUNT_OF(vectors))
        return false;
    at->user[COUNTED_GENERAL] += need.general;
    at->user[COUNTED_VECTOR] += need.vector;
    return true;
}

/* What the first eightbyte holds in clang's intermediate code. NULL for a vector: the classes make a double of it. */
static const struct cconv_type *eightbyte_part(const struct cconv_type *type)
{
    const struct cconv_type *part = type;
    while (part && (is_record(part) || part->kind == CCONV_ARRAY)) {
        if (is_record(part) && !part->field_count)
            return NULL;
        part = part->kind == CCONV_UNION ? union_member(part)
                                         : canonical(is_record(part) ? part->fields[0].type : part->element);
    }
    return part && part->kind == CCONV_VECTOR && part->size <= 8 ? NULL : part;
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
            status = put_vector(at, out, type, eightbyte_part(type), i * 8,
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
        out->rule = &whole_stack;
        if (at->user[COUNTED_GENERAL] == COUNT_OF(general) && type->size <= 8 && type->align <= 8)
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
        status = put_vector(at, out, type, type, i * size, size);
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
    if (members && (scalar || members + at->user[COUNTED_VECTOR] <= COUNT_OF(vectors))) {
        at->user[COUNTED_VECTOR] += members + at->user[COUNTED_VECTOR] <= COUNT_OF(vectors) ? members : 0;
        if (scalar && type->kind == CCONV_VECTOR && !vectors_left(at))
            return put_pointer(at, type, out);
        return put_homogeneous(at, type, members, out);
    }
    if (members || !is_by_value(type))
        return put_pointer(at, type, out);
    if (type->kind == CCONV_VECTOR && is_vector_scalar(type) && vectors_left(at)) {
        out->rule = &vector_register; /* a short one; clang does not count it */
        return put_vector(at, out, type, type, 0, type->size);
    }
    if (type->kind == CCONV_BOOL && integers_left(at))
        extend(out, type);
    out->rule = integers_left(at) ? &general_register_win : &on_stack;
    return put_general(at, out, type, 0, type->size);
}

/* ------------------------------------------------------------------ both */

struct regcall_variant {
    bool windows;
};

static bool windows(const struct cursor *at)
{
    return ((const struct regcall_variant *)at->convention->variant)->windows;
}

static cconv_status place_argument(struct cursor *at, const struct cconv_type *given, struct slot *out)
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
        return put_vector(at, out, type, type, 0, 16);
    }
    if (!vectorcall_hva_members(type) && !is_by_value(type))
        return in_memory(at, true, out);
    return win_value(at, type, out);
}

static cconv_status place_result(struct cursor *at, const struct cconv_type *given, struct slot *out)
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

#define VECTOR_ROLES \
    {"xmm0-xmm7", "vector arguments and results", 0, 16}, \
    {"xmm8-xmm15", "vector arguments and results, else preserved", 16, 16}, \
    {"st0", "1st long double argument; long double result", 0, 10}, \
    {"st1-st7", "temporary", 0, 10}, \
    {"mxcsr", "control bits preserved, status bits not", 4, 4}, \
    {"fpcr", "x87 control word, preserved", 2, 2}, \
    {"rflags", "df clear on entry and return; the rest temporary", 0, 8},

static const cconv_register_role roles[] = {
    {"rax", "1st integer argument and result; address for a result in memory", 0, 8},
    {"rcx", "2nd integer argument and result", 0, 8},
    {"rdx", "3rd integer argument and result", 0, 8},
    {"rdi", "4th integer argument and result", 0, 8},
    {"rsi", "5th integer argument and result", 0, 8},
    {"r8", "6th integer argument and result", 0, 8},
    {"r9", "7th integer argument and result", 0, 8},
    {"r10-r11", "temporary", 0, 8},
    {"r12-r15", "8th to 11th integer argument and result, else preserved", 8, 8},
    {"rbx", "preserved", 8, 8},
    {"rbp", "preserved; frame pointer if there is one", 8, 8},
    {"rsp", "stack pointer", 8, 8},
    VECTOR_ROLES
    {NULL, NULL, 0, 0},
};

static const cconv_register_role win_roles[] = {
    {"rax", "1st integer argument; integer result; address for a result in memory", 0, 8},
    {"rcx", "2nd integer argument", 0, 8},
    {"rdx", "3rd integer argument", 0, 8},
    {"rdi", "4th integer argument", 0, 8},
    {"rsi", "5th integer argument", 0, 8},
    {"r8", "6th integer argument", 0, 8},
    {"r9", "7th integer argument", 0, 8},
    {"r10-r12", "8th to 10th integer argument, else preserved", 8, 8},
    {"r13", "preserved", 8, 8},
    {"r14-r15", "11th and 12th integer argument, else preserved", 8, 8},
    {"rbx", "preserved", 8, 8},
    {"rbp", "preserved; frame pointer if there is one", 8, 8},
    {"rsp", "stack pointer", 8, 8},
    VECTOR_ROLES
    {NULL, NULL, 0, 0},
};

#define XMM_KEPT "xmm8", "xmm9", "xmm10", "xmm11", "xmm12", "xmm13", "xmm14", "xmm15"
#define CLOBBERED \
    "rax", "rcx", "rdx", "rsi", "rdi", "r8", "r9", "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7", \
    "st0", "st1", "st2", "st3", "st4", "st5", "st6", "st7"
static const char *const preserved[] = {"rbx", "rsp", "rbp", "r12", "r13", "r14", "r15", XMM_KEPT, NULL};
static const char *const win_kept[] = {"rbx", "rsp", "rbp", "r10", "r11", "r12", "r13", "r14", "r15", XMM_KEPT, NULL};
static const char *const clobbered[] = {CLOBBERED, "r10", "r11", NULL};
static const char *const win_lost[] = {CLOBBERED, NULL};

static const char *const duties[] = {
    "A register that holds an argument or a part of the result is not preserved.",
    "rsp + 8 is a multiple of 16 on entry; there is no shadow space.",
    "The direction flag is clear on entry and on return.",
    "The function has a prototype without `...`.",
    NULL,
};

static const char *const aliases[] = {"regcall", "__regcall", "x86_64_regcall_v3_sysv", NULL};
static const char *const win_aliases[] = {"regcall", "__regcall", NULL};
static const struct symbol_decoration decoration = {.stem = "__regcall3__", .everywhere = true};

const struct cconv_convention convention_x86_64_regcall = {
    .name = "x86_64_regcall",
    .summary = "__regcall over System V: 11 general and 16 vector registers",
    .document = CLANG,
    .aliases = aliases,
    .own_target = "x86_64-linux-gnu",
    .arch = CCONV_ARCH_X86_64,
    .integer_args = {general, COUNT_OF(general)},
    .vector_args = {vectors, COUNT_OF(vectors)},
    .integer_results = {general, COUNT_OF(general)},
    .vector_results = {vectors, COUNT_OF(vectors)},
    .sret = RAX,
    .sret_returned = RAX,
    .vector_count = CCONV_NO_REGISTER,
    .roles = roles,
    .preserved = preserved,
    .clobbered = clobbered,
    .duties = duties,
    .stack = {.alignment = 16, .slot = 8, .shadow_space = 0, .red_zone = 128, .return_address = 8, .callee_cleans = 0},
    .decoration = &decoration,
    .variant = &(const struct regcall_variant){.windows = false},
    .place_result = place_result,
    .place_argument = place_argument,
};

const struct cconv_convention convention_x86_64_regcall_win = {
    .name = "x86_64_regcall_win",
    .summary = "__regcall over Microsoft x64: 12 general and 16 vector registers",
    .document = CLANG,
    .aliases = win_aliases,
    .own_target = "x86_64-windows-msvc",
    .arch = CCONV_ARCH_X86_64,
    .integer_args = {general_win, COUNT_OF(general_win)},
    .vector_args = {vectors, COUNT_OF(vectors)},
    .integer_results = {general_win, 1},
    .vector_results = {vectors, 4},
    .sret = RAX,
    .sret_returned = RAX,
    .vector_count = CCONV_NO_REGISTER,
    .roles = win_roles,
    .preserved = win_kept,
    .clobbered = win_lost,
    .duties = duties,
    .stack = {.alignment = 16, .slot = 8, .shadow_space = 0, .red_zone = 0, .return_address = 8, .callee_cleans = 0},
    .decoration = &decoration,
    .variant = &(const struct regcall_variant){.windows = true},
    .place_result = place_result,
    .place_argument = place_argument,
};
