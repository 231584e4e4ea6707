/*
 * Arguments on 32-bit x86: x86_sysv (Intel386 psABI 1.1, 2.2.3), x86_win ("Argument passing and naming conventions" of
 * Microsoft's x86 documents), Apple's IA-32 Function Calling Conventions, __stdcall, and gcc's regparm. Everything is on
 * the stack in words of 4 bytes, but for vectors, and under regparm for what fits eax, edx and ecx. The conventions that
 * have registers for single words alone ask i386_fastcall.c first.
 *
 * gcc decides by machine modes (src/type/gcc_mode.h), clang by types; where that differs it is a divergence.
 * Left out: C++'s non-POD classes, and clang's vectors without SSE, whose elements it passes one by one.
 */
#include "convention/i386.h"

const struct i386_variant *i386_variant_of(const struct cursor *at)
{
    return at->convention->variant;
}

const struct i386_platform *i386_platform_of(const struct cursor *at)
{
    return i386_variant_of(at)->platforms[at->target->os];
}

const cconv_rule *i386_rule(const struct cursor *at, enum i386_rule rule)
{
    return &i386_platform_of(at)->rules[rule];
}

bool i386_clang_way(struct cursor *at, struct slot *out, enum i386_dispute dispute)
{
    if (!i386_platform_of(at)->has_gcc)
        return true;
    return diverge(at, out, &i386_divergences[dispute]) == CCONV_AS_CLANG;
}

bool i386_atomic_by_clang(struct cursor *at, struct slot *out)
{
    return at->qualifiers & CCONV_ATOMIC && i386_clang_way(at, out, I386_ATOMIC);
}

cconv_status i386_no_room(struct cursor *at, const struct cconv_type *type)
{
    return unsupported(at, type, i386_rule(at, I386_TOO_LARGE), "the arguments on the stack exceed 2^62 bytes");
}

bool i386_is_empty(const struct cconv_type *type)
{
    type = canonical(type);
    if (type->kind == CCONV_ARRAY && !type->is_incomplete_array)
        return type->length == 0 || i386_is_empty(type->element);
    if (!is_record(type))
        return false;
    for (uint32_t i = 0; i < type->field_count; i++) {
        const cconv_field *field = &type->fields[i];
        bool unnamed = field->flags & CCONV_FIELD_BIT_FIELD && !field->name;
        bool atomic = type_qualifiers(field->type, field->qualifiers) & CCONV_ATOMIC;
        if (!unnamed && (atomic || !i386_is_empty(field->type)))
            return false;
    }
    return true;
}

/* ---- stack and general registers ------------------------------------------------------------------------------- */

static cconv_status on_stack(struct cursor *at, const struct cconv_type *type, uint64_t align, enum i386_rule rule,
                             struct slot *out)
{
    out->rule = i386_rule(at, rule);
    return put_stack(at, out, type->size, align, 4) ? CCONV_OK : i386_no_room(at, type);
}

static bool has_registers(const struct cursor *at)
{
    return !at->is_variadic && at->convention->integer_args.count > 0;
}

/* Values by words; the registers of one_word are filled in i386_fastcall.c. */
static bool in_registers(const struct cursor *at)
{
    return has_registers(at) && !i386_variant_of(at)->one_word;
}

uint32_t i386_words_left(const struct cursor *at)
{
    return integers_left(at) - at->user[I386_BURNED];
}

/* What does not fit closes the registers. */
bool i386_fits_words(struct cursor *at, uint64_t size)
{
    if ((size + 3) / 4 <= i386_words_left(at))
        return true;
    at->ngrn = at->convention->integer_args.count;
    at->user[I386_BURNED] = 0;
    return false;
}

/* clang counts registers for values that are then elsewhere. */
static void burn_words(struct cursor *at, uint64_t size)
{
    if (i386_fits_words(at, size))
        at->user[I386_BURNED] += (uint32_t)((size + 3) / 4);
}

/* Words of registers if all of them are free, else the stack. */
static cconv_status place_words(struct cursor *at, const struct cconv_type *type, enum i386_rule stack_rule,
                                struct slot *out)
{
    if (!in_registers(at) || type->size == 0)
        return on_stack(at, type, 4, stack_rule, out);
    bool any = i386_words_left(at) > 0;
    if (!i386_fits_words(at, type->size))
        return on_stack(at, type, 4, any ? I386_REGISTERS_FULL : stack_rule, out);
    out->rule = i386_rule(at, type->size > 4 ? I386_REGISTER_WORDS : I386_REGISTER_WORD);
    for (uint64_t offset = 0; offset < type->size; offset += 4)
        put_register(at, out, offset, min_u64(type->size - offset, 4), take_integer(at), 0);
    return CCONV_OK;
}

/* The caller widens to 4 bytes, in memory and in registers. */
void i386_extend(struct cursor *at, const struct cconv_type *type, struct slot *out)
{
    uint64_t bits = type->kind == CCONV_BITINT ? type->length : 8 * type->size;
    if (bits >= 32 || type->size >= 4 || i386_atomic_by_clang(at, out))
        return;
    out->extend = type->is_signed ? CCONV_EXTEND_SIGN : CCONV_EXTEND_ZERO;
    out->extended_to = 4;
}

cconv_status i386_place_pointer(struct cursor *at, const struct cconv_type *type, enum i386_rule rule,
                                struct slot *out)
{
    out->kind = CCONV_PLACED_INDIRECT;
    out->rule = i386_rule(at, rule);
    if (has_registers(at) && i386_words_left(at)) {
        put_register(at, out, 0, 4, take_integer(at), 0);
        return CCONV_OK;
    }
    uint64_t position;
    if (!take_stack(at, 4, 4, 4, &position))
        return i386_no_room(at, type);
    put_stack_at(at, out, 0, 4, position);
    return CCONV_OK;
}

static cconv_status place_integer(struct cursor *at, const struct cconv_type *type, struct slot *out)
{
    if (type->size > 8) { /* clang counts the value's words before it takes the pointer's */
        if (in_registers(at))
            burn_words(at, type->size);
        return i386_place_pointer(at, type, I386_STACK_BITINT, out);
    }
    i386_extend(at, type, out);
    return place_words(at, type, type->size > 4 ? I386_STACK_DOUBLE : I386_STACK_WORD, out);
}

/* ---- floating point -------------------------------------------------------------------------------------------- */

bool i386_is_float_or_double(const struct cconv_type *type)
{
    return type && (type->kind == CCONV_FLOAT || type->kind == CCONV_DOUBLE);
}

/* float and double never take general registers. Of what is floating and else, clang counts the words under regparm,
   and leaves the value on the stack all the same. */
static cconv_status place_floating(struct cursor *at, const struct cconv_type *type, struct slot *out)
{
    bool x87 = type->kind == CCONV_LDOUBLE && at->target->long_double_format == LONG_DOUBLE_X87;
    bool quad = type->kind == CCONV_FLOAT128, decimal = type->kind >= CCONV_DECIMAL32;
    bool half = type->kind == CCONV_FLOAT16 || type->kind == CCONV_BFLOAT16;
    if (half && at->features & CCONV_FEATURE_NO_SSE)
        return unsupported(at, type, i386_rule(at, I386_NO_SSE), "16-bit floating types need SSE2");
    bool counts = in_registers(at) && i386_words_left(at);
    bool atomic = counts && i386_is_float_or_double(type) && i386_atomic_by_clang(at, out);
    if (atomic || (counts && (x87 || quad || half) && i386_clang_way(at, out, I386_REGPARM_MODE))) {
        bool fits = (type->size + 3) / 4 <= i386_words_left(at);
        burn_words(at, x87 ? 12 : type->size);
        if ((half || (atomic && fits)) && at->nsrn < i386_platform_of(at)->vector_registers) {
            out->rule = i386_rule(at, I386_VECTOR_SCALAR);
            put_register(at, out, 0, type->size, i386_vector_register(16, at->nsrn++), 0);
            return CCONV_OK;
        }
    }
    if (quad && i386_clang_way(at, out, I386_QUAD))
        return on_stack(at, type, 4, I386_STACK_FLOAT128, out);
    if (quad || (decimal && type->size == 16))
        return on_stack(at, type, 16, I386_STACK_FLOAT128, out);
    enum i386_rule rule = x87 ? I386_STACK_LONG_DOUBLE : type->size > 4 ? I386_STACK_DOUBLE : I386_STACK_WORD;
    return on_stack(at, type, x87 && type->align > 4 ? type->align : 4, rule, out); /* macOS aligns long double to 16 */
}

static cconv_status place_complex(struct cursor *at, const struct cconv_type *type, struct slot *out)
{
    const struct cconv_type *element = canonical(type->element);
    if (element->kind == CCONV_FLOAT16 && at->features & CCONV_FEATURE_NO_SSE)
        return unsupported(at, type, i386_rule(at, I386_NO_SSE), "16-bit floating types need SSE2");
    if (in_registers(at) && i386_words_left(at) && i386_clang_way(at, out, I386_REGPARM_MODE))
        return place_words(at, type, I386_STACK_COMPLEX, out);
    bool quad = element->kind == CCONV_FLOAT128;
    if (quad && !i386_clang_way(at, out, I386_QUAD))
        return on_stack(at, type, 16, I386_STACK_FLOAT128, out);
    return on_stack(at, type, 4, I386_STACK_COMPLEX, out);
}

/* ---- structures and unions ------------------------------------------------------------------------------------- */

/* gcc: does it hold, however deep, a scalar or vector that is aligned to 16 by its type? */
static bool holds_aligned_value(const struct cconv_type *type)
{
    const struct cconv_type *base = canonical(type);
    const struct cconv_type *scalar = base->kind == CCONV_COMPLEX ? canonical(base->element) : base;
    if (scalar->kind == CCONV_LDOUBLE || type_align_of(type) < 16)
        return false;
    if (base->kind == CCONV_ARRAY)
        return holds_aligned_value(base->element);
    if (!is_record(base))
        return true;
    for (uint32_t i = 0; i < base->field_count; i++)
        if (holds_aligned_value(base->fields[i].type))
            return true;
    return false;
}

/* Apple: a member, or one of a member's, that is a vector of 16 bytes; not one in an array, nor in an _Atomic. */
static bool holds_vector(const struct cconv_type *type)
{
    for (uint32_t i = 0; i < type->field_count; i++) {
        const cconv_field *field = &type->fields[i];
        const struct cconv_type *member = canonical(field->type);
        if (type_qualifiers(field->type, field->qualifiers) & CCONV_ATOMIC)
            continue;
        if ((member->kind == CCONV_VECTOR && member->size == 16) || (is_record(member) && holds_vector(member)))
            return true;
    }
    return false;
}

static uint64_t contained_align(struct cursor *at, const struct cconv_type *type, struct slot *out)
{
    if (!i386_platform_of(at)->has_gcc)
        return i386_platform_of(at)->apple_vectors && type->align >= 16 && holds_vector(type) ? 16 : 4;
    if (!holds_aligned_value(type))
        return 4;
    return i386_clang_way(at, out, I386_ALIGNED_VALUE) ? 4 : type->align;
}

bool i386_is_flexible(const struct cconv_type *type)
{
    type = canonical(type);
    for (uint32_t i = 0; is_record(type) && i < type->field_count; i++)
        if (type->fields[i].flags & CCONV_FIELD_FLEXIBLE || i386_is_flexible(type->fields[i].type))
            return true;
    return false;
}

/* clang: a record whose one value is a float or double goes where that goes. */
const struct cconv_type *i386_single_element(const struct cconv_type *type)
{
    type = canonical(type);
    if (type->kind == CCONV_ARRAY)
        return type->length == 1 ? i386_single_element(type->element) : NULL;
    if (!is_record(type))
        return type;
    const struct cconv_type *found = NULL;
    for (uint32_t i = 0; i < type->field_count; i++) {
        const cconv_field *field = &type->fields[i];
        bool unnamed = field->flags & CCONV_FIELD_BIT_FIELD && !field->name;
        if (unnamed || i386_is_empty(field->type))
            continue;
        const struct cconv_type *element = i386_single_element(field->type);
        if (found || !element || field->flags & CCONV_FIELD_BIT_FIELD)
            return NULL;
        found = element;
    }
    return found;
}

static cconv_status place_record_in_registers(struct cursor *at, const struct cconv_type *type, uint64_t align,
                                              struct slot *out)
{
    enum gcc_mode mode = gcc_mode(type, at->features);
    const struct cconv_type *single = i386_single_element(type);
    bool by_gcc = mode == MODE_INTEGER || mode == MODE_BLOCK;
    bool by_clang = !i386_is_flexible(type) && !(single && single->size == type->size && i386_is_float_or_double(single));
    bool by_words = by_gcc;
    if (by_gcc != by_clang && i386_words_left(at))
        by_words = i386_clang_way(at, out, I386_REGPARM_MODE) ? by_clang : by_gcc;
    if (by_words && i386_words_left(at)) {
        if ((type->size + 3) / 4 <= i386_words_left(at) || align == 4)
            return place_words(at, type, I386_STACK_AGGREGATE, out);
        i386_fits_words(at, type->size);
    }
    return on_stack(at, type, align, align > 4 ? I386_STACK_ALIGNED : I386_STACK_AGGREGATE, out);
}

static cconv_status place_record(struct cursor *at, const struct cconv_type *type, struct slot *out)
{
    const struct i386_platform *platform = i386_platform_of(at);
    bool nothing = type->size == 0, atomic = i386_atomic_by_clang(at, out);
    out->rule = i386_rule(at, I386_EMPTY);
    if (!nothing && !atomic && i386_is_empty(type) && !platform->empty_takes_slot) {
        nothing = i386_clang_way(at, out, I386_ONLY_PADDING);
        out->rule = i386_rule(at, I386_PADDING);
    }
    if (nothing) {
        uint64_t skipped; /* clang copies no byte of a flexible array's structure, but to a word */
        out->kind = CCONV_PLACED_IGNORED;
        bool aligned = platform->has_gcc && i386_variant_of(at)->one_word && holds_aligned_value(type);
        /* gcc aligns what follows; elsewhere it takes such a record for one in no register, which has no place at all */
        if (aligned && !i386_clang_way(at, out, I386_ALIGNED_VALUE) && !take_stack(at, 0, type->align, 4, &skipped))
            return i386_no_room(at, type);
        if (i386_is_flexible(type) && i386_clang_way(at, out, I386_ONLY_PADDING) && !take_stack(at, 4, 4, 4, &skipped))
            return i386_no_room(at, type);
        return CCONV_OK;
    }
    if (atomic)
        return place_words(at, type, I386_STACK_AGGREGATE, out);
    if (platform->over_aligned_by_pointer && !at->in_variadic && type_inner_align(type) > 4 && !i386_is_flexible(type))
        return i386_place_pointer(at, type, I386_STACK_OVERALIGNED, out);
    uint64_t align = contained_align(at, type, out);
    if (in_registers(at) && !platform->vectors_by_pointer)
        return place_record_in_registers(at, type, align, out);
    return on_stack(at, type, align, align > 4 ? I386_STACK_ALIGNED : I386_STACK_AGGREGATE, out);
}

/* ---- vectors --------------------------------------------------------------------------------------------------- */

uint64_t i386_vector_width(const struct cursor *at, uint64_t size)
{
    uint64_t native = at->features & CCONV_FEATURE_AVX512 ? 64 : at->features & CCONV_FEATURE_AVX ? 32 : 16;
    return size < 16 ? 16 : min_u64(size, native);
}

uint16_t i386_vector_register(uint64_t width, uint32_t n)
{
    return (uint16_t)((width == 64 ? I386_ZMM0 : width == 32 ? I386_YMM0 : I386_XMM0) + n);
}

static bool vector_registers_left(const struct cursor *at)
{
    return !at->is_variadic && at->nsrn < i386_platform_of(at)->vector_registers;
}

/* clang cuts a vector into registers' widths, each part in a register or on the stack. */
static cconv_status place_vector_parts(struct cursor *at, const struct cconv_type *type, struct slot *out)
{
    uint64_t width = i386_vector_width(at, type->size);
    for (uint64_t offset = 0; offset < type->size; offset += width) {
        uint64_t size = min_u64(width, type->size - offset), position;
        out->rule = i386_rule(at, vector_registers_left(at) ? I386_VECTOR_REGISTER : I386_VECTOR_STACK);
        if (vector_registers_left(at)) {
            put_register(at, out, offset, size, i386_vector_register(width, at->nsrn++), 0);
            continue;
        }
        if (!take_stack(at, width, at->is_variadic && i386_platform_of(at)->vectors_by_pointer ? 4 : width, 4, &position))
            return i386_no_room(at, type);
        put_stack_at(at, out, offset, size, position);
    }
    return CCONV_OK;
}

/* Microsoft: three vectors in registers, the others by pointer; shorter ones of GNU C as clang has them. */
static cconv_status place_vector_microsoft(struct cursor *at, const struct cconv_type *type, struct slot *out)
{
    const struct cconv_type *element = canonical(type->element);
    if (type->size > 64 || at->user[I386_VECTORS] >= i386_platform_of(at)->vector_registers)
        return i386_place_pointer(at, type, I386_VECTOR_POINTER, out);
    at->user[I386_VECTORS]++;
    if (element->size != type->size)
        return place_vector_parts(at, type, out);
    out->rule = i386_rule(at, I386_VECTOR_SCALAR);
    if (!at->is_variadic && i386_is_float_or_double(element)) {
        put_register(at, out, 0, type->size, i386_vector_register(16, at->nsrn++), 0);
        return CCONV_OK;
    }
    return unsupported(at, type, out->rule, "clang 19 passes a vector of one integer in eax and edx");
}

static cconv_status place_vector_clang(struct cursor *at, const struct cconv_type *type, struct slot *out)
{
    const struct cconv_type *element = canonical(type->element);
    if (at->features & CCONV_FEATURE_NO_SSE)
        return unsupported(at, type, i386_rule(at, I386_NO_SSE),
                           "clang 19 passes a vector without SSE element by element");
    if (i386_platform_of(at)->vectors_by_pointer)
        return place_vector_microsoft(at, type, out);
    if (i386_platform_of(at)->apple_vectors && type->size < 8)
        return on_stack(at, type, 4, I386_VECTOR_SCALAR, out);
    if (element->size == type->size)
        return on_stack(at, type, 4, I386_VECTOR_SCALAR, out);
    if (type->size == 8 && type_is_integer(element))
        return on_stack(at, type, 4, I386_MMX_STACK, out);
    return place_vector_parts(at, type, out);
}

/* psABI: "the first three parameters of type __m64 … __m128 …" are in registers; of a variadic function none. */
static cconv_status place_vector_gcc(struct cursor *at, const struct cconv_type *type, enum gcc_mode mode,
                                     struct slot *out)
{
    bool sse = !(at->features & CCONV_FEATURE_NO_SSE);
    uint64_t native = sse ? i386_vector_width(at, 64) : 0, align = type->align < 16 ? 4 : type->align;
    if (mode == MODE_VECTOR && type->size == 8 && sse && !at->is_variadic && at->user[I386_MMX] < 3) {
        out->rule = i386_rule(at, I386_MMX_REGISTER);
        put_register(at, out, 0, 8, (uint16_t)(I386_MM0 + at->user[I386_MMX]++), 0);
        return CCONV_OK;
    }
    if (mode == MODE_VECTOR && type->size >= 16 && type->size <= native && vector_registers_left(at)) {
        out->rule = i386_rule(at, I386_VECTOR_REGISTER);
        put_register(at, out, 0, type->size, i386_vector_register(type->size, at->nsrn++), 0);
        return CCONV_OK;
    }
    bool by_words = mode == MODE_INTEGER || (mode == MODE_BLOCK && canonical(type->element)->size == type->size);
    if (by_words && align == 4)
        return place_words(at, type, I386_VECTOR_STACK, out);
    if (mode == MODE_BLOCK && in_registers(at))
        i386_fits_words(at, type->size);
    return on_stack(at, type, align, type->size == 8 ? I386_MMX_STACK : I386_VECTOR_STACK, out);
}

static cconv_status place_vector(struct cursor *at, const struct cconv_type *type, struct slot *out)
{
    enum gcc_mode mode = gcc_natural_mode(type, at->features);
    bool native = type->size == i386_vector_width(at, type->size) && type->size >= 16
                  && !(at->features & CCONV_FEATURE_NO_SSE);
    if (!i386_platform_of(at)->has_gcc)
        return place_vector_clang(at, type, out);
    if (native && canonical(type->element)->size != type->size)
        return place_vector_gcc(at, type, mode, out);
    if (i386_clang_way(at, out, type->size < 16 ? I386_SHORT_VECTOR : I386_WIDE_VECTOR))
        return place_vector_clang(at, type, out);
    return place_vector_gcc(at, type, mode, out);
}

/* ---- the table's function --------------------------------------------------------------------------------------- */

cconv_status i386_place_argument(struct cursor *at, const struct cconv_type *given, struct slot *out)
{
    const struct cconv_type *type = canonical(type_passed(given));
    cconv_status status;
    if (i386_variant_of(at)->vectorcall && i386_place_vectorcall(at, type, out, &status))
        return status;
    if (i386_variant_of(at)->regcall ? i386_place_regcall(at, type, out, &status)
                                     : i386_variant_of(at)->one_word && i386_place_one_word(at, type, out, &status))
        return status;
    if (is_record(type))
        return place_record(at, type, out);
    if (type->kind == CCONV_COMPLEX)
        return place_complex(at, type, out);
    if (type->kind == CCONV_VECTOR)
        return place_vector(at, type, out);
    if (type_is_floating(type))
        return place_floating(at, type, out);
    return place_integer(at, type, out);
}

/* Whose the arguments are at return, and the platform's alignment. */
void i386_finish(const struct cursor *at, cconv_plan_stack *stack)
{
    const struct i386_platform *platform = i386_platform_of(at);
    stack->alignment = (uint32_t)max_u64(platform->stack_alignment, at->area_align);
    bool sret_on_stack = at->sret && at->pieces[at->sret->first_piece].where == CCONV_ON_STACK;
    /* gcc's manual and both compilers: where it could be in a register, it is not removed, variadic functions included. */
    bool could_be = at->convention->integer_args.count > 0 && !at->user[I386_SRET_LATE];
    bool in_register = could_be || at->user[I386_SRET_KEPT];
    if (!stack->callee_cleans && sret_on_stack && platform->callee_pops_sret && !in_register)
        stack->callee_pops = 4;
}
