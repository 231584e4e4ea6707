/*
 * Results on 32-bit x86: eax, or eax and edx; st0 for floating point; vector registers; or memory whose address the
 * caller hands over before the first argument, and gets back in eax. Intel386 psABI 1.1, 2.2.3; Microsoft's "Argument
 * passing and naming conventions"; Apple's IA-32 Function Calling Conventions, "Returning Results".
 *
 * Left out: results of clang without SSE that are vectors.
 */
#include "convention/i386.h"

/* ---- the ways ---------------------------------------------------------------------------------------------------- */

static cconv_status in_words(struct cursor *at, const struct cconv_type *type, enum i386_rule rule, struct slot *out)
{
    const uint16_t *registers = at->convention->integer_results.regs;
    out->rule = i386_rule(at, rule);
    for (uint64_t offset = 0; offset < type->size; offset += 4)
        put_register(at, out, offset, min_u64(type->size - offset, 4), registers[offset / 4], 0);
    return CCONV_OK;
}

static cconv_status in_one(struct cursor *at, uint64_t size, uint16_t reg, enum i386_rule rule, struct slot *out)
{
    out->rule = i386_rule(at, rule);
    put_register(at, out, 0, size, reg, 0);
    return CCONV_OK;
}

/* st0 holds ten bytes; a float or double is widened to them and back without loss. */
static cconv_status in_st0(struct cursor *at, const struct cconv_type *type, enum i386_rule rule, struct slot *out)
{
    return in_one(at, min_u64(type->size, 10), I386_ST0, rule, out);
}

/* gcc takes a function for one with registers by its attribute, and leaves it the address: variadic, it has none. */
static bool is_kept_by_caller(struct cursor *at, struct slot *out)
{
    const struct i386_variant *asked = at->asked->variant;
    return at->asked != at->convention && at->asked->integer_args.count > 0 && asked->platforms[at->target->os]->has_gcc
           && i386_platform_of(at)->callee_pops_sret && !i386_clang_way(at, out, I386_SRET_VARIADIC);
}

cconv_status i386_return_in_memory(struct cursor *at, const struct cconv_type *type, enum i386_rule rule,
                                   struct slot *out)
{
    const struct i386_variant *variant = i386_variant_of(at);
    bool by_register = at->convention->integer_args.count > 0 && !at->is_variadic;
    if (by_register && variant->sret == I386_SRET_DISPUTED)
        by_register = !i386_clang_way(at, out, I386_SRET_PLACE);
    by_register = by_register && variant->sret != I386_SRET_ON_STACK && (variant->one_word || !at->user[I386_SRET_LATE]);
    enum i386_rule register_rule = variant->regcall ? I386_REGCALL_SRET : variant->one_word ? I386_SRET_ECX : I386_SRET_REGISTER;
    if (variant->regcall && !at->user[I386_SRET_LATE])
        at->user[I386_COUNTED]++;
    struct slot *sret = put_sret(at, i386_rule(at, by_register ? register_rule : I386_SRET_STACK));
    uint64_t position;
    if (by_register) {
        put_register(at, sret, 0, 4, take_integer(at), 0);
    } else {
        if (!take_stack(at, 4, 4, 4, &position))
            return i386_no_room(at, type);
        put_stack_at(at, sret, 0, 4, position);
        at->user[I386_SRET_KEPT] = is_kept_by_caller(at, out);
    }
    out->kind = CCONV_PLACED_INDIRECT;
    return in_one(at, 4, EAX, rule, out);
}

static cconv_status half(struct cursor *at, const struct cconv_type *type, struct slot *out)
{
    if (at->features & CCONV_FEATURE_NO_SSE)
        return unsupported(at, type, i386_rule(at, I386_NO_SSE), "16-bit floating types need SSE2");
    return in_one(at, type->size, I386_XMM0, I386_RESULT_HALF, out);
}

/* ---- structures and unions, where small ones are in registers ---------------------------------------------------- */

enum way { NOTHING, MEMORY, WORDS, X87, SSE, MMX };

static bool is_register_size(uint64_t size)
{
    return size == 1 || size == 2 || size == 4 || size == 8;
}

/* clang: a record goes to registers if it and everything in it has the size of one, and no vector of 8 bytes, _BitInt or
   _Atomic is in it. */
static bool fits_registers(const struct cconv_type *type, uint32_t qualifiers)
{
    qualifiers = type_qualifiers(type, qualifiers);
    type = canonical(type);
    if (type->kind == CCONV_ARRAY)
        return is_register_size(type->size) && fits_registers(type->element, qualifiers | type->element_qualifiers);
    if (!is_register_size(type->size) || type->kind == CCONV_BITINT || qualifiers & CCONV_ATOMIC)
        return false;
    if (type->kind == CCONV_VECTOR)
        return type->size < 8;
    if (!is_record(type))
        return true;
    for (uint32_t i = 0; i < type->field_count; i++) {
        const cconv_field *field = &type->fields[i];
        bool unnamed = field->flags & CCONV_FIELD_BIT_FIELD && !field->name;
        if (!unnamed && !i386_is_empty(field->type) && !fits_registers(field->type, field->qualifiers))
            return false;
    }
    return true;
}

/* The one value of a record, or NULL. */
static const struct cconv_type *only_value(const struct cconv_type *type)
{
    type = canonical(type);
    if (type->kind == CCONV_ARRAY)
        return type->length == 1 ? only_value(type->element) : NULL;
    if (!is_record(type))
        return type;
    const struct cconv_type *found = NULL;
    for (uint32_t i = 0; i < type->field_count; i++) {
        const cconv_field *field = &type->fields[i];
        if ((field->flags & CCONV_FIELD_BIT_FIELD && !field->name) || i386_is_empty(field->type))
            continue;
        if (found || field->flags & CCONV_FIELD_BIT_FIELD)
            return NULL;
        found = only_value(field->type);
        if (!found)
            return NULL;
    }
    return found;
}

static enum way clang_way(const struct i386_platform *platform, const struct cconv_type *type)
{
    if (i386_is_flexible(type))
        return MEMORY;
    if (i386_is_empty(type))
        return NOTHING;
    if (!fits_registers(type, 0))
        return MEMORY;
    const struct cconv_type *value = platform->float_results ? only_value(type) : NULL;
    if (!value || value->size != type->size || !type_is_floating(value))
        return WORDS;
    return value->size == 2 ? SSE : X87;
}

static enum way way_of_mode(const struct cursor *at, const struct cconv_type *type, enum gcc_mode mode)
{
    bool sse = !(at->features & CCONV_FEATURE_NO_SSE);
    switch (mode) {
    case MODE_BLOCK: return MEMORY;
    case MODE_VECTOR:
        if (type->size < 8)
            return WORDS;
        return type->size == 8 ? MMX : SSE;
    case MODE_FLOAT: return type->size > 12 ? MEMORY : type->size == 2 ? SSE : X87;
    case MODE_COMPLEX: return type->size > 8 ? MEMORY : type->size == 4 && sse ? SSE : WORDS;
    default: return type->size > 8 ? MEMORY : WORDS;
    }
}

static cconv_status small_record(struct cursor *at, const struct cconv_type *type, struct slot *out)
{
    const struct i386_platform *platform = i386_platform_of(at);
    enum way clang = clang_way(platform, type), way = clang;
    enum gcc_mode mode = gcc_mode(type, at->features);
    if (platform->has_gcc) {
        enum way gcc = way_of_mode(at, type, mode);
        bool empty = type->size == 0 || i386_is_empty(type);
        if (gcc != clang && !i386_clang_way(at, out, empty ? I386_EMPTY_RESULT : I386_MODE_RESULT))
            way = gcc;
    }
    switch (way) {
    case NOTHING:
        out->kind = CCONV_PLACED_IGNORED;
        out->rule = i386_rule(at, I386_RESULT_EMPTY);
        return CCONV_OK;
    case MEMORY: return i386_return_in_memory(at, type, I386_RESULT_MEMORY, out);
    case WORDS: return in_words(at, type, I386_RESULT_SMALL, out);
    case X87:
        if (!i386_variant_of(at)->regcall || type->size > 8)
            return in_st0(at, type, I386_RESULT_ONE_FLOAT, out);
        break;
    case MMX: return in_one(at, 8, I386_MM0, I386_RESULT_MEMBER, out);
    case SSE: break;
    }
    uint64_t width = i386_vector_width(at, type->size);
    return in_one(at, type->size, i386_vector_register(width, 0), I386_RESULT_MEMBER, out);
}

/* ---- vectors ----------------------------------------------------------------------------------------------------- */

static cconv_status vector_by_gcc(struct cursor *at, const struct cconv_type *type, enum gcc_mode mode,
                                  struct slot *out)
{
    bool sse = !(at->features & CCONV_FEATURE_NO_SSE);
    uint64_t native = sse ? i386_vector_width(at, 64) : 0;
    if (mode == MODE_BLOCK)
        return i386_return_in_memory(at, type, I386_RESULT_VECTOR_MEMORY, out);
    if (type->size < 8 || (mode == MODE_INTEGER && canonical(type->element)->size == type->size))
        return in_words(at, type, I386_RESULT_WORD, out);
    if (type->size == 8)
        return sse ? in_one(at, 8, I386_MM0, I386_RESULT_MMX, out)
                   : i386_return_in_memory(at, type, I386_RESULT_VECTOR_MEMORY, out);
    if (type->size > native)
        return i386_return_in_memory(at, type, I386_RESULT_VECTOR_MEMORY, out);
    return in_one(at, type->size, i386_vector_register(type->size, 0), I386_RESULT_VECTOR, out);
}

/* clang: up to four registers' widths; a single element as itself; Apple's short ones as integers or in memory. */
static cconv_status vector_by_clang(struct cursor *at, const struct cconv_type *type, struct slot *out)
{
    const struct cconv_type *element = canonical(type->element);
    bool single = element->size == type->size;
    uint64_t width = i386_vector_width(at, type->size);
    if (at->features & CCONV_FEATURE_NO_SSE)
        return unsupported(at, type, i386_rule(at, I386_NO_SSE),
                           "clang 19 returns a vector without SSE element by element");
    if (i386_platform_of(at)->apple_vectors && type->size != 16) {
        if (type->size < 8 || (type->size == 8 && single))
            return in_words(at, type, I386_RESULT_WORD, out);
        return i386_return_in_memory(at, type, I386_RESULT_VECTOR_MEMORY, out);
    }
    if (single && type_is_floating(element) && type->size <= 12)
        return in_st0(at, type, I386_RESULT_FLOAT, out);
    if (single && type->size <= 8)
        return in_words(at, type, I386_RESULT_WORD, out);
    at->user[I386_SRET_LATE] = single || type->size > 4 * width;
    if (at->user[I386_SRET_LATE])
        return i386_return_in_memory(at, type, I386_RESULT_VECTOR_MEMORY, out);
    out->rule = i386_rule(at, I386_RESULT_VECTOR);
    for (uint64_t offset = 0; offset < type->size; offset += width)
        put_register(at, out, offset, min_u64(width, type->size - offset),
                     i386_vector_register(width, (uint32_t)(offset / width)), 0);
    return CCONV_OK;
}

static cconv_status place_vector(struct cursor *at, const struct cconv_type *type, struct slot *out)
{
    enum gcc_mode mode = gcc_natural_mode(type, at->features);
    bool native = type->size >= 16 && type->size == i386_vector_width(at, type->size)
                  && !(at->features & CCONV_FEATURE_NO_SSE);
    if (!i386_platform_of(at)->has_gcc)
        return vector_by_clang(at, type, out);
    if (native && canonical(type->element)->size != type->size)
        return vector_by_gcc(at, type, mode, out);
    if (i386_clang_way(at, out, type->size < 16 ? I386_SHORT_VECTOR : I386_WIDE_VECTOR))
        return vector_by_clang(at, type, out);
    return vector_by_gcc(at, type, mode, out);
}

/* ---- the table's function ----------------------------------------------------------------------------------------- */

static cconv_status place_complex(struct cursor *at, const struct cconv_type *type, struct slot *out)
{
    if (canonical(type->element)->kind == CCONV_FLOAT16)
        return half(at, type, out);
    if (type->size <= 8)
        return in_words(at, type, I386_RESULT_COMPLEX, out);
    return i386_return_in_memory(at, type, I386_RESULT_COMPLEX_MEMORY, out);
}

cconv_status i386_place_result(struct cursor *at, const struct cconv_type *given, struct slot *out)
{
    const struct cconv_type *type = canonical(given);
    cconv_status status;
    if (i386_variant_of(at)->vectorcall && i386_return_vectorcall(at, type, out, &status))
        return status;
    if (i386_variant_of(at)->regcall && i386_return_regcall(at, type, out, &status))
        return status;
    bool whole = is_record(type) || type->kind == CCONV_COMPLEX;
    bool in_memory_anyway = is_record(type) && !i386_platform_of(at)->small_results;
    if (whole && !in_memory_anyway && i386_atomic_by_clang(at, out))
        return i386_return_in_memory(at, type, I386_RESULT_MEMORY, out);
    switch (type->kind) {
    case CCONV_STRUCT:
    case CCONV_UNION:
        if (i386_platform_of(at)->small_results)
            return small_record(at, type, out);
        return i386_return_in_memory(at, type, I386_RESULT_MEMORY, out);
    case CCONV_COMPLEX: return place_complex(at, type, out);
    case CCONV_VECTOR: return place_vector(at, type, out);
    case CCONV_FLOAT16:
    case CCONV_BFLOAT16: return half(at, type, out);
    case CCONV_FLOAT:
    case CCONV_DOUBLE:
    case CCONV_LDOUBLE: return in_st0(at, type, I386_RESULT_FLOAT, out);
    default: break;
    }
    if (type->kind == CCONV_FLOAT128 && at->convention->integer_args.count)
        at->user[I386_SRET_LATE] = i386_clang_way(at, out, I386_QUAD);
    if (type->size > 8)
        return i386_return_in_memory(at, type, I386_RESULT_WIDE, out);
    return in_words(at, type, type->size > 4 ? I386_RESULT_DOUBLE_WORD : I386_RESULT_WORD, out);
}
