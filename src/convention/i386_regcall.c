/*
 * clang's __regcall on 32-bit x86 (clang 19 AttributeReference, "regcall"). The page says that as much as possible is in
 * registers and leaves the rest to the compiler, so this is clang 19 as it compiles:
 *
 *   What the code generator sees as a value takes the next register of its kind: a word of an integer a general register,
 *   a floating-point value or vector one of xmm0 to xmm7, the first x87 value st0; without a register it is on the stack.
 *   Up to four floating-point values or vectors of one type, and structures of up to 16 bytes whose members have 4 or 8,
 *   are such values member by member; other structures are on the stack. Of the vector registers clang keeps a count of
 *   its own, and what does not fit by that count is behind a pointer.
 *
 * Left out: version 4, which -regcall4 chooses on Windows, with other general registers; vectors of several long double,
 * which clang passes by parts; register masks.
 */
#include "convention/i386.h"

/* cursor.user: as I386_VECTORS, vector registers by clang's count; st0 is taken; a result has found no register; words
   by clang's count, which decides of a structure of one word whether a register is left out before it. */
enum { COUNTED_VECTORS = I386_VECTORS, X87_TAKEN = I386_MMX, RESULT_FULL = 5, COUNTED_WORDS = I386_COUNTED };

enum { VECTORS = 8, WORDS = 5 };

static bool count_words(struct cursor *at, const struct cconv_type *type)
{
    uint32_t left = WORDS - at->user[COUNTED_WORDS];
    uint64_t words = (type->size + 3) / 4;
    at->user[COUNTED_WORDS] += words > left ? left : (uint32_t)words;
    return words > 0 && words <= left;
}

static void count_pointer(struct cursor *at)
{
    at->user[COUNTED_WORDS] += at->user[COUNTED_WORDS] < WORDS;
}

/* ---- the code generator's values ---------------------------------------------------------------------------------- */

/* Of `area` bytes of stack the first `size` hold the value. */
static cconv_status put_on_stack(struct cursor *at, struct slot *out, const struct cconv_type *whole, uint64_t offset,
                                 uint64_t size, uint64_t area, uint64_t align)
{
    uint64_t position;
    if (at->in_result) { /* the result is in memory then */
        at->user[RESULT_FULL] = 1;
        return CCONV_OK;
    }
    if (!take_stack(at, area, align, 4, &position))
        return i386_no_room(at, whole);
    put_stack_at(at, out, offset, size, position);
    return CCONV_OK;
}

static cconv_status put_words(struct cursor *at, struct slot *out, const struct cconv_type *whole, uint64_t offset,
                              uint64_t size)
{
    const struct register_list *list = at->in_result ? &at->convention->integer_results : &at->convention->integer_args;
    cconv_status status = CCONV_OK;
    for (uint64_t i = 0; !status && i < size; i += 4) {
        uint64_t bytes = min_u64(4, size - i);
        if (at->ngrn < list->count)
            put_register(at, out, offset + i, bytes, list->regs[at->ngrn++], 0);
        else
            status = put_on_stack(at, out, whole, offset + i, bytes, 4, 4);
    }
    return status;
}

/* Halves are left to the C convention: alone they have no register, in vectors its few. */
static uint32_t registers_for(const struct cursor *at, const struct cconv_type *scalar, bool vector)
{
    if (!type_is_floating(scalar) || scalar->size != 2)
        return VECTORS;
    if (at->in_result)
        return vector ? 4 : 3;
    return vector ? i386_platform_of(at)->vector_registers : 0;
}

static cconv_status put_vectors(struct cursor *at, struct slot *out, const struct cconv_type *whole,
                                const struct cconv_type *type, uint64_t offset)
{
    bool vector = type->kind == CCONV_VECTOR;
    const struct cconv_type *scalar = vector ? canonical(type->element) : type;
    uint64_t width = vector ? i386_vector_width(at, type->size) : 16;
    cconv_status status = CCONV_OK;
    for (uint64_t i = 0; !status && i < type->size; i += width) {
        uint64_t size = min_u64(width, type->size - i);
        if (at->nsrn < registers_for(at, scalar, vector))
            put_register(at, out, offset + i, size, i386_vector_register(width, at->nsrn++), 0);
        else
            status = put_on_stack(at, out, whole, offset + i, size, vector ? width : round_up(size, 4), vector ? width : 4);
    }
    return status;
}

static cconv_status put_x87(struct cursor *at, struct slot *out, const struct cconv_type *whole,
                            const struct cconv_type *type, uint64_t offset)
{
    if (at->user[X87_TAKEN])
        return put_on_stack(at, out, whole, offset, type->size, type->size, max_u64(type->align, 4));
    at->user[X87_TAKEN] = 1;
    put_register(at, out, offset, 10, I386_ST0, 0);
    return CCONV_OK;
}

static bool is_x87(const struct cursor *at, const struct cconv_type *type)
{
    return type->kind == CCONV_LDOUBLE && at->target->long_double_format == LONG_DOUBLE_X87;
}

/* A vector of one element is that element; one of scalars that no vector register holds is taken apart. */
static const struct cconv_type *by_elements(const struct cconv_type *type)
{
    if (type->kind != CCONV_VECTOR)
        return NULL;
    const struct cconv_type *element = canonical(type->element);
    return element->size == type->size || element->kind == CCONV_FLOAT128 ? element : NULL;
}

static cconv_status put_value(struct cursor *at, struct slot *out, const struct cconv_type *whole,
                              const struct cconv_type *type, uint64_t offset)
{
    const struct cconv_type *element = by_elements(type);
    cconv_status status = CCONV_OK;
    if (element) {
        for (uint64_t i = 0; !status && i < type->size; i += element->size)
            status = put_value(at, out, whole, element, offset + i);
        return status;
    }
    if (is_x87(at, type))
        return put_x87(at, out, whole, type, offset);
    if (type->kind == CCONV_VECTOR || (type_is_floating(type) && type->kind != CCONV_FLOAT128))
        return put_vectors(at, out, whole, type, offset);
    return put_words(at, out, whole, offset, type->size);
}

/* What clang 19 does that nobody can place, or NULL. */
static const char *why_not(const struct cursor *at, const struct cconv_type *type, uint32_t members)
{
    const struct cconv_type *element = type->kind == CCONV_VECTOR ? canonical(type->element) : type;
    bool vectors = members || type->kind == CCONV_VECTOR || type_is_floating(type);
    if (at->is_variadic)
        return "a function with ... cannot be __regcall";
    if (vectors && at->features & CCONV_FEATURE_NO_SSE)
        return "clang 19 passes floating-point values and vectors without SSE by parts";
    if (type->kind == CCONV_VECTOR && is_x87(at, element) && element->size < type->size)
        return "clang 19 passes a vector of several long double by parts";
    if (type_is_floating(element) && element->kind >= CCONV_DECIMAL32)
        return "clang 19 has no decimal floating point";
    return NULL;
}

/* ---- arguments ---------------------------------------------------------------------------------------------------- */

static cconv_status put_homogeneous(struct cursor *at, const struct cconv_type *type, uint32_t members, struct slot *out)
{
    const struct cconv_type *scalar = i386_hva_scalar(type);
    cconv_status status = CCONV_OK;
    bool words = scalar->kind == CCONV_FLOAT128;
    out->rule = i386_rule(at, words ? I386_REGCALL_WORDS : members > 1 ? I386_REGCALL_MEMBERS : I386_REGCALL_VECTOR);
    for (uint32_t i = 0; !status && i < members; i++)
        status = put_value(at, out, type, scalar, i * (type->size / members));
    return status;
}

static cconv_status put_pointer(struct cursor *at, const struct cconv_type *type, struct slot *out)
{
    count_pointer(at);
    return i386_place_pointer(at, type, I386_REGCALL_POINTER, out);
}

static cconv_status put_members(struct cursor *at, const struct cconv_type *type, struct slot *out)
{
    cconv_status status = CCONV_OK;
    out->rule = i386_rule(at, I386_REGCALL_MEMBERS);
    for (uint32_t i = 0; !status && i < type->field_count; i++) {
        const struct cconv_type *scalar = i386_member_scalar(&type->fields[i]);
        uint64_t size = canonical(type->fields[i].type)->size;
        for (uint64_t offset = 0; !status && offset < size; offset += scalar->size)
            status = put_value(at, out, type, scalar, type->fields[i].offset + offset);
    }
    return status;
}

/* False: on the stack as a whole, or nowhere, as i386.c has it. */
static bool place_aggregate(struct cursor *at, const struct cconv_type *type, struct slot *out, cconv_status *status)
{
    const struct i386_platform *platform = i386_platform_of(at);
    bool atomic = at->qualifiers & CCONV_ATOMIC, record = is_record(type) && !atomic;
    if (type->size == 0 || (record && (i386_is_flexible(type) || (i386_is_empty(type) && !platform->empty_takes_slot))))
        return false;
    bool skips = false;
    const struct cconv_type *single = record ? i386_single_element(type) : NULL;
    bool one_float = single && single->size == type->size && i386_is_float_or_double(single);
    if (!platform->vectors_by_pointer && !one_float) /* Microsoft's: no structure is counted */
        skips = count_words(at, type) && type->size <= 4 && at->user[COUNTED_WORDS] < WORDS;
    if (record && platform->over_aligned_by_pointer && type_inner_align(type) > 4) {
        *status = put_pointer(at, type, out);
        return true;
    }
    if (!record || type->size > 16 || !i386_goes_by_members(type))
        return false;
    uint64_t position;
    if (skips && at->ngrn < at->convention->integer_args.count)
        at->ngrn++;
    else if (skips && !take_stack(at, 4, 4, 4, &position))
        return *status = i386_no_room(at, type), true;
    *status = put_members(at, type, out);
    return true;
}

static cconv_status place_vector(struct cursor *at, const struct cconv_type *type, struct slot *out)
{
    const struct i386_platform *platform = i386_platform_of(at);
    const struct cconv_type *element = canonical(type->element);
    if (platform->vectors_by_pointer) {
        if (type->size > 64 || at->user[COUNTED_VECTORS] >= VECTORS)
            return put_pointer(at, type, out);
        at->user[COUNTED_VECTORS]++;
    }
    bool as_words = platform->apple_vectors && (type->size <= 4 || (type->size == 8 && element->size == 8));
    as_words |= !platform->vectors_by_pointer && type->size == 8 && type_is_integer(element);
    out->rule = i386_rule(at, as_words ? I386_REGCALL_WORDS : I386_REGCALL_VECTOR);
    return as_words ? put_words(at, out, type, 0, type->size) : put_value(at, out, type, type, 0);
}

static cconv_status place_scalar(struct cursor *at, const struct cconv_type *type, struct slot *out)
{
    count_words(at, type);
    if (type->kind == CCONV_BITINT && type->size > 8)
        return put_pointer(at, type, out);
    if (type_is_integer(type))
        i386_extend(at, type, out);
    out->rule = i386_rule(at, is_x87(at, type) ? I386_REGCALL_X87 : type_is_floating(type) ? I386_REGCALL_VECTOR
                                                                                            : I386_REGCALL_WORDS);
    return put_value(at, out, type, type, 0);
}

bool i386_place_regcall(struct cursor *at, const struct cconv_type *type, struct slot *out, cconv_status *status)
{
    uint32_t members = i386_hva_members(at, type);
    const char *why = why_not(at, type, members);
    if (why) {
        *status = unsupported(at, type, i386_rule(at, I386_REGCALL_VECTOR), why);
    } else if (members && at->user[COUNTED_VECTORS] + members > VECTORS) {
        *status = put_pointer(at, type, out);
    } else if (members) {
        at->user[COUNTED_VECTORS] += members;
        *status = put_homogeneous(at, type, members, out);
    } else if (is_record(type) || type->kind == CCONV_COMPLEX) {
        return place_aggregate(at, type, out, status);
    } else {
        *status = type->kind == CCONV_VECTOR ? place_vector(at, type, out) : place_scalar(at, type, out);
    }
    return true;
}

/* ---- results ------------------------------------------------------------------------------------------------------ */

/* Apple's vectors, as i386_results.c has them. */
static bool is_apple_vector(const struct cursor *at, const struct cconv_type *type)
{
    return i386_platform_of(at)->apple_vectors && type->kind == CCONV_VECTOR;
}

bool i386_return_regcall(struct cursor *at, const struct cconv_type *type, struct slot *out, cconv_status *status)
{
    uint32_t members = i386_hva_members(at, type);
    const char *why = why_not(at, type, members);
    bool aggregate = is_record(type) || type->kind == CCONV_COMPLEX;
    if (why) {
        *status = unsupported(at, type, i386_rule(at, I386_REGCALL_VECTOR), why);
        return true;
    }
    if (!members && (aggregate || is_apple_vector(at, type) || (type->size > 8 && type_is_integer(type))))
        return false;
    out->rule = i386_rule(at, is_x87(at, type) ? I386_RESULT_FLOAT : I386_REGCALL_RESULT);
    *status = members ? put_homogeneous(at, type, members, out) : put_value(at, out, type, type, 0);
    if (members)
        out->rule = i386_rule(at, I386_REGCALL_RESULT);
    at->ngrn = at->nsrn = at->user[X87_TAKEN] = 0;
    if (*status || !at->user[RESULT_FULL])
        return true;
    out->piece_count = 0;
    at->user[I386_SRET_LATE] = 1; /* by the code generator alone, so that clang does not count the address */
    *status = i386_return_in_memory(at, type, I386_RESULT_MEMORY, out);
    return true;
}
