/*
 * Arguments in general registers of the conventions that have them for single words alone: __fastcall ("the first two
 * DWORD or smaller arguments … in ECX and EDX"; learn.microsoft.com, "__fastcall") and thiscall ("this" in ecx;
 * "__thiscall"). What is not placed here is on the stack, as i386.c has it.
 *
 * The pages are silent about what is passed over before a later argument that does fit. gcc counts the words of whatever
 * has the mode of an integer or of a block of memory, clang those of structures; only the latter may leave the register
 * that it counted to a later argument. clang's thiscall knows no arguments, but 4-byte values: whatever begins with one
 * has it in ecx, and of what is passed in memory ecx has the address.
 */
#include "convention/i386.h"

/* What becomes of the registers that are left. */
enum use {
    UNTOUCHED,
    TAKEN,     /* the value is in the next one */
    SKIPPED,   /* the next one stays empty */
    COUNTED,   /* one less is left, but the next one is given all the same */
    CLOSED     /* none is left */
};

static bool is_scalar(const struct cconv_type *type)
{
    return !is_record(type) && type->kind != CCONV_COMPLEX && type->kind != CCONV_VECTOR;
}

static bool is_word(const struct cconv_type *type)
{
    return is_scalar(type) && !type_is_floating(type) && type->size <= 4;
}

static enum use by_size(const struct cursor *at, const struct cconv_type *type, enum use if_left)
{
    return type->size == 0 ? UNTOUCHED : (type->size + 3) / 4 < i386_words_left(at) ? if_left : CLOSED;
}

static enum use use_by_gcc(const struct cursor *at, const struct cconv_type *type)
{
    enum gcc_mode mode = type->kind == CCONV_VECTOR ? gcc_natural_mode(type, at->features) : gcc_mode(type, at->features);
    if (is_word(type) || (type->kind == CCONV_VECTOR && mode == MODE_INTEGER && type->size <= 4))
        return TAKEN;
    return mode == MODE_INTEGER || mode == MODE_BLOCK ? by_size(at, type, SKIPPED) : UNTOUCHED;
}

/* clang takes such a structure apart into its members, and keeps its register free with an argument of padding. */
static bool is_one_word_record(const struct cconv_type *type)
{
    if (!is_record(type) || type->size != 4 || type->field_count != 1 || type->fields[0].flags & CCONV_FIELD_BIT_FIELD)
        return false;
    const struct cconv_type *member = canonical(type->fields[0].type);
    bool atomic = type_qualifiers(type->fields[0].type, type->fields[0].qualifiers) & CCONV_ATOMIC;
    return !atomic && member->size == 4 && is_scalar(member) && member->kind != CCONV_BITINT && member->kind != CCONV_ARRAY;
}

static enum use use_by_clang(const struct cursor *at, const struct cconv_type *type)
{
    bool atomic = at->qualifiers & CCONV_ATOMIC;
    if (is_scalar(type) || type->kind == CCONV_VECTOR)
        return is_word(type) && !atomic ? TAKEN : UNTOUCHED;
    if (i386_platform_of(at)->vectors_by_pointer)
        return UNTOUCHED; /* Microsoft's: no structure takes part */
    if (atomic || type->kind == CCONV_COMPLEX)
        return by_size(at, type, COUNTED);
    const struct cconv_type *single = i386_single_element(type);
    if (i386_is_flexible(type) || i386_is_empty(type)
        || (single && single->size == type->size && i386_is_float_or_double(single)))
        return UNTOUCHED;
    return by_size(at, type, is_one_word_record(type) ? SKIPPED : COUNTED);
}

static cconv_status in_register(struct cursor *at, const struct cconv_type *type, struct slot *out)
{
    out->rule = i386_rule(at, I386_REGISTER_ONE);
    put_register(at, out, 0, type->size, take_integer(at), 0);
    return CCONV_OK;
}

/* ---- thiscall by clang -------------------------------------------------------------------------------------------- */

/* The first word in ecx if nothing has it, the others on the stack. */
static cconv_status put_words(struct cursor *at, const struct cconv_type *whole, uint64_t offset, uint64_t size,
                              struct slot *out)
{
    uint64_t first = 0, position;
    if (i386_words_left(at)) {
        first = min_u64(size, 4);
        put_register(at, out, offset, first, take_integer(at), 0);
    }
    if (first == size)
        return CCONV_OK;
    if (!take_stack(at, size - first, 4, 4, &position))
        return i386_no_room(at, whole);
    put_stack_at(at, out, offset + first, size - first, position);
    return CCONV_OK;
}

static cconv_status put_on_stack(struct cursor *at, const struct cconv_type *whole, uint64_t offset, uint64_t size,
                                 struct slot *out)
{
    uint64_t position;
    if (!take_stack(at, size, 4, 4, &position))
        return i386_no_room(at, whole);
    put_stack_at(at, out, offset, size, position);
    return CCONV_OK;
}

const struct cconv_type *i386_member_scalar(const cconv_field *field)
{
    const struct cconv_type *type = canonical(field->type);
    const struct cconv_type *scalar = type->kind == CCONV_COMPLEX ? canonical(type->element) : type;
    bool atomic = type_qualifiers(field->type, field->qualifiers) & CCONV_ATOMIC;
    bool plain = is_scalar(scalar) && scalar->kind != CCONV_BITINT && scalar->kind != CCONV_ARRAY && !atomic;
    bool fits = scalar->size == 4 || scalar->size == 8;
    return plain && fits && !(field->flags & CCONV_FIELD_BIT_FIELD) ? scalar : NULL;
}

bool i386_goes_by_members(const struct cconv_type *type)
{
    uint64_t size = 0;
    for (uint32_t i = 0; i < type->field_count; i++) {
        if (!i386_member_scalar(&type->fields[i]))
            return false;
        size += canonical(type->fields[i].type)->size;
    }
    return size == type->size && size > 0 && size <= 16;
}

bool i386_has_floating_members(const struct cconv_type *type)
{
    if (!is_record(type) || i386_is_flexible(type) || !i386_goes_by_members(type))
        return false;
    for (uint32_t i = 0; i < type->field_count; i++)
        if (type_is_floating(i386_member_scalar(&type->fields[i])))
            return true;
    return false;
}

/* The first of the largest members. */
static uint32_t largest_member(const struct cconv_type *type)
{
    uint32_t largest = 0;
    for (uint32_t i = 1; i < type->field_count; i++)
        if (canonical(type->fields[i].type)->size > canonical(type->fields[largest].type)->size)
            largest = i;
    return largest;
}

/* A union, whose members' sizes clang adds too, goes as its largest member. */
static cconv_status put_members(struct cursor *at, const struct cconv_type *type, struct slot *out)
{
    cconv_status status = CCONV_OK;
    out->rule = i386_rule(at, I386_REGISTER_FIRST);
    for (uint32_t i = 0; !status && i < type->field_count; i++) {
        const struct cconv_type *scalar = i386_member_scalar(&type->fields[i]);
        uint64_t size = canonical(type->fields[i].type)->size;
        if (type->kind == CCONV_UNION && i != largest_member(type))
            continue;
        for (uint64_t offset = 0; !status && offset < size; offset += scalar->size)
            status = (type_is_floating(scalar) ? put_on_stack : put_words)(at, type, type->fields[i].offset + offset,
                                                                          scalar->size, out);
    }
    return status;
}

/* What is floating to the code generator, or in a vector register, leaves ecx alone. */
static bool leaves_ecx(const struct cursor *at, const struct cconv_type *type)
{
    const struct i386_platform *platform = i386_platform_of(at);
    if (type->kind != CCONV_VECTOR)
        return is_scalar(type) && type_is_floating(type) && type->kind != CCONV_FLOAT128;
    const struct cconv_type *element = canonical(type->element);
    bool words = element->size == type->size ? !type_is_floating(element) : type->size == 8 && type_is_integer(element);
    return platform->vectors_by_pointer || !(words || (platform->apple_vectors && type->size < 8));
}

static bool is_nothing(const struct cursor *at, const struct cconv_type *type)
{
    bool atomic = at->qualifiers & CCONV_ATOMIC;
    return type->size == 0 || (!atomic && is_record(type) && i386_is_empty(type)
                               && !i386_platform_of(at)->empty_takes_slot);
}

/* False: as without ecx. */
static bool place_first_word(struct cursor *at, const struct cconv_type *type, struct slot *out, cconv_status *status)
{
    const struct i386_platform *platform = i386_platform_of(at);
    bool aggregate = is_record(type) || type->kind == CCONV_COMPLEX, atomic = at->qualifiers & CCONV_ATOMIC;
    bool over_aligned = platform->over_aligned_by_pointer && is_record(type) && type_inner_align(type) > 4;
    if (leaves_ecx(at, type) || is_nothing(at, type) || (over_aligned && !i386_is_flexible(type) && !atomic))
        return false;
    if (type->kind == CCONV_BITINT && type->size > 8)
        return false; /* by pointer anyway */
    if (!i386_clang_way(at, out, I386_FIRST_WORD))
        return false;
    if (!aggregate) {
        out->rule = i386_rule(at, I386_REGISTER_FIRST);
        *status = put_words(at, type, 0, type->size, out);
    } else if (is_record(type) && !atomic && !i386_is_flexible(type) && i386_goes_by_members(type)) {
        *status = put_members(at, type, out);
    } else {
        *status = unsupported(at, type, i386_rule(at, I386_REGISTER_FIRST),
                              "clang 19 gives the address of the caller's own object, or of a frame that is gone");
    }
    return true;
}

/* ---- both --------------------------------------------------------------------------------------------------------- */

bool i386_place_one_word(struct cursor *at, const struct cconv_type *type, struct slot *out, cconv_status *status)
{
    if (at->is_variadic || !i386_words_left(at))
        return false;
    *status = CCONV_OK;
    if (i386_variant_of(at)->first_word) {
        if (is_word(type)) {
            i386_extend(at, type, out);
            *status = in_register(at, type, out);
            return true;
        }
        if (place_first_word(at, type, out, status))
            return true;
    }
    enum use gcc = use_by_gcc(at, type), clang = use_by_clang(at, type), use = clang;
    bool first_word = i386_variant_of(at)->first_word;
    if (first_word)
        clang = use = UNTOUCHED;
    if (gcc != clang && i386_platform_of(at)->has_gcc) {
        enum i386_dispute dispute = type->kind == CCONV_VECTOR ? I386_SHORT_VECTOR
                                    : is_word(type) ? I386_ATOMIC
                                    : first_word ? I386_FIRST_WORD : I386_WORDS_COUNTED;
        use = i386_clang_way(at, out, dispute) ? clang : gcc;
    }
    switch (use) {
    case UNTOUCHED: break;
    case TAKEN: *status = in_register(at, type, out); return true;
    case SKIPPED: take_integer(at); break;
    case COUNTED: at->user[I386_BURNED]++; break;
    case CLOSED: i386_fits_words(at, 4 * (uint64_t)at->convention->integer_args.count + 4); break;
    }
    return false;
}
