/*
 * Types: the context that owns them, the basic ones, and the makers. Records and enums are completed in layout.c.
 *
 * Sizes and alignments of derived types: C17 6.2.5; vectors as GCC's vector_size (limits of their alignment are the
 * target's); _BitInt as AMD64 psABI 3.1.2 and AAPCS64 5.1.1.
 */
#include "type/layout.h"

#include <string.h>

/* ---- context ------------------------------------------------------------------------------------------------- */

static void set_basic(struct cconv_context *context, cconv_type_kind kind, uint64_t size, uint64_t align,
                      bool is_signed)
{
    struct cconv_type *type = &context->basic[kind];
    type->kind = (uint8_t)kind;
    type->is_signed = is_signed;
    type->complete = kind != CCONV_VOID;
    type->size = size;
    type->align = (uint32_t)align;
    type->natural_bits = align_bits(align);
    type->inner_bits = align_bits(1);
}

static void make_basic_types(struct cconv_context *context)
{
    const struct cconv_target *target = context->target;
    set_basic(context, CCONV_VOID, 1, 1, false); /* GNU: sizeof (void) is 1; incomplete all the same */
    uint32_t quad = (uint32_t)min_u64(16, target_largest_align(target));
    set_basic(context, CCONV_BOOL, 1, 1, false);
    set_basic(context, CCONV_CHAR, 1, 1, target->char_signed);
    set_basic(context, CCONV_SCHAR, 1, 1, true);
    set_basic(context, CCONV_UCHAR, 1, 1, false);
    set_basic(context, CCONV_SHORT, 2, 2, true);
    set_basic(context, CCONV_USHORT, 2, 2, false);
    set_basic(context, CCONV_INT, 4, 4, true);
    set_basic(context, CCONV_UINT, 4, 4, false);
    set_basic(context, CCONV_LONG, target->long_size, target->long_size, true);
    set_basic(context, CCONV_ULONG, target->long_size, target->long_size, false);
    set_basic(context, CCONV_LLONG, 8, target->long_long_align, true);
    set_basic(context, CCONV_ULLONG, 8, target->long_long_align, false);
    set_basic(context, CCONV_INT128, 16, quad, true);
    set_basic(context, CCONV_UINT128, 16, quad, false);
    context->basic[CCONV_INT128].complete = context->basic[CCONV_UINT128].complete = target->has_int128;
    set_basic(context, CCONV_FLOAT16, 2, 2, true);
    set_basic(context, CCONV_BFLOAT16, 2, 2, true);
    set_basic(context, CCONV_FLOAT, 4, 4, true);
    set_basic(context, CCONV_DOUBLE, 8, target->double_align, true);
    set_basic(context, CCONV_LDOUBLE, target->long_double_size, target->long_double_align, true);
    set_basic(context, CCONV_FLOAT128, 16, quad, true);
    set_basic(context, CCONV_DECIMAL32, 4, 4, true);
    set_basic(context, CCONV_DECIMAL64, 8, 8, true);
    set_basic(context, CCONV_DECIMAL128, 16, quad, true);
    for (int kind = CCONV_DECIMAL32; kind <= CCONV_DECIMAL128; kind++)
        context->basic[kind].complete = target->has_decimal; /* neither Apple's nor Microsoft's compilers have them */
}

cconv_status cconv_context_new(const cconv_options *options, cconv_context **out, cconv_error *error)
{
    static const cconv_options defaults;
    if (!out)
        return error_set(error, CCONV_INVALID, "no place for the new context was given");
    *out = NULL;
    if (!options)
        options = &defaults;
    if (options->reading > CCONV_AS_MSVC)
        return error_set(error, CCONV_INVALID, "no such reading: %d", (int)options->reading);
    cconv_allocator allocator = allocator_or_default(&options->allocator);
    struct cconv_context *context = allocator_take(&allocator, sizeof *context);
    if (!context)
        return error_no_memory(error);
    memset(context, 0, sizeof *context);
    arena_init(&context->arena, &allocator);
    context->target = options->target ? options->target : cconv_target_host();
    context->reading = options->reading;
    context->features = options->features;
    make_basic_types(context);
    *out = context;
    return CCONV_OK;
}

void cconv_context_free(cconv_context *context)
{
    if (!context)
        return;
    cconv_allocator allocator = context->arena.allocator;
    arena_free(&context->arena);
    allocator_give(&allocator, context, sizeof *context);
}

const cconv_target *cconv_context_target(const cconv_context *context) { return context->target; }

/* ---- makers -------------------------------------------------------------------------------------------------- */

static struct cconv_type *new_type(struct cconv_context *context, cconv_type_kind kind)
{
    struct cconv_type *type = arena_alloc(&context->arena, sizeof *type);
    if (!type)
        return NULL;
    type->kind = (uint8_t)kind;
    type->align = 1;
    type->natural_bits = type->inner_bits = align_bits(1);
    return type;
}

static const struct cconv_type *refuse(cconv_error *error, cconv_status status, const char *message)
{
    error_set(error, status, "%s", message);
    return NULL;
}

static void set_size(struct cconv_type *type, uint64_t size, uint64_t align)
{
    type->size = size;
    type->align = (uint32_t)align;
    type->natural_bits = align_bits(align);
    type->complete = 1;
}

uint64_t type_size_limit(const struct cconv_target *target)
{
    /* PTRDIFF_MAX, but bit offsets must fit 64 bits too. */
    return target->pointer_size == 8 ? (UINT64_C(1) << 60) - 1 : (UINT64_C(1) << (8 * target->pointer_size - 1)) - 1;
}

const struct cconv_type *type_passed(const struct cconv_type *type)
{
    for (;;) {
        const struct cconv_type *whole = canonical(type);
        if (whole->kind != CCONV_UNION || !(whole->record_flags & CCONV_RECORD_TRANSPARENT) || !whole->field_count || !whole->size)
            return type;
        const struct cconv_type *first = canonical(whole->fields[0].type);
        const struct cconv_type *part = first->kind == CCONV_COMPLEX ? canonical(first->element) : first;
        if (type_is_floating(part) || first->kind == CCONV_VECTOR || first->kind == CCONV_ARRAY || first->size != whole->size)
            return type;
        type = whole->fields[0].type;
    }
}

bool type_is_integer(const struct cconv_type *type)
{
    return (type->kind >= CCONV_BOOL && type->kind <= CCONV_UINT128) || type->kind == CCONV_ENUM ||
           type->kind == CCONV_BITINT;
}

bool type_is_floating(const struct cconv_type *type)
{
    return type->kind >= CCONV_FLOAT16 && type->kind <= CCONV_DECIMAL128;
}

const cconv_type *cconv_type_basic(cconv_context *context, cconv_type_kind kind)
{
    return (unsigned)kind <= CCONV_DECIMAL128 ? &context->basic[kind] : NULL;
}

const cconv_type *cconv_type_bitint(cconv_context *context, uint32_t bits, int is_signed, cconv_error *error)
{
    enum { WIDEST = 8388608 }; /* clang's BITINT_MAXWIDTH */
    const struct cconv_target *target = context->target;
    if (bits < (is_signed ? 2u : 1u))
        return refuse(error, CCONV_INVALID, is_signed ? "a signed _BitInt needs at least 2 bits"
                                                      : "_BitInt needs at least 1 bit");
    if (bits > WIDEST)
        return refuse(error, CCONV_LIMIT, "_BitInt is wider than 8388608 bits");
    struct cconv_type *type = new_type(context, CCONV_BITINT);
    if (!type)
        return error_no_memory(error), NULL;
    uint64_t bytes = ((uint64_t)bits + 7) / 8, size = 1;
    type->length = bits;
    type->is_signed = is_signed != 0;
    if (bits <= 64) {
        while (size < bytes)
            size *= 2;
        set_size(type, size, min_u64(size, target->bitint_max_align));
    } else {
        set_size(type, round_up(bytes, target->bitint_limb), target->bitint_max_align);
    }
    return type;
}

const cconv_type *cconv_type_complex(cconv_context *context, const cconv_type *element, cconv_error *error)
{
    const struct cconv_type *base = canonical(element);
    if (!type_is_floating(base) && (!type_is_integer(base) || base->kind == CCONV_BOOL || base->kind == CCONV_ENUM))
        return refuse(error, CCONV_INVALID, "_Complex needs a floating or integer type");
    if (base->kind >= CCONV_DECIMAL32 && base->kind <= CCONV_DECIMAL128)
        return refuse(error, CCONV_INVALID, "_Complex needs a binary floating type");
    struct cconv_type *type = new_type(context, CCONV_COMPLEX);
    if (!type)
        return error_no_memory(error), NULL;
    type->element = element;
    set_size(type, 2 * base->size, base->align);
    return type;
}

struct cconv_type *type_new_pointer(struct cconv_context *context, const struct cconv_type *to, uint32_t to_qualifiers)
{
    struct cconv_type *type = new_type(context, CCONV_POINTER);
    if (!type)
        return NULL;
    type->element = to;
    type->element_qualifiers = to_qualifiers & ALL_QUALIFIERS;
    set_size(type, context->target->pointer_size, context->target->pointer_size);
    return type;
}

const cconv_type *cconv_type_pointer(cconv_context *context, const cconv_type *to, uint32_t to_qualifiers,
                                     cconv_error *error)
{
    const struct cconv_type *type = type_new_pointer(context, to, to_qualifiers);
    if (!type)
        error_no_memory(error);
    return type;
}

struct atomic_type {
    struct atomic_type *next;
    const struct cconv_type *of, *made;
};

bool type_follows_gcc(const struct cconv_context *context)
{
    if (context->reading == CCONV_AS_DOCUMENT || context->reading == CCONV_AS_MSVC)
        return target_own_reading(context->target) == CCONV_AS_GCC;
    return context->reading == CCONV_AS_GCC;
}

/* The type that the twin was made of; NULL if it is none. */
static const struct cconv_type *atomic_origin(const struct cconv_context *context, const struct cconv_type *type)
{
    for (const struct atomic_type *a = context->atomics; a; a = a->next)
        if (a->made == canonical(type))
            return a->of;
    return NULL;
}

static uint64_t or_16(uint8_t bytes) { return bytes ? bytes : 16; }

/* Up to 16 bytes, atomic objects of a size that is a power of two align to it, in gcc to the target's largest alignment
   at most; clang also grows others to one, and empty ones to a byte, and stops at 8 bytes on some targets. MSVC's
   dialect, as clang reads it, forgets explicit alignments inside. */
const struct cconv_type *type_atomic(struct cconv_context *context, const struct cconv_type *type)
{
    const struct cconv_type *base = canonical(type);
    uint64_t size = base->size, power = 1, own = type_align_of(type);
    uint64_t clang_most = or_16(context->target->clang_atomic_size);
    while (power < size)
        power *= 2;
    uint64_t for_gcc = size == power && size <= 16 ? min_u64(size, or_16(context->target->gcc_atomic_align)) : 1;
    uint64_t for_clang = power <= clang_most ? power : 1;
    bool grows = is_record(base) && size != power && power <= clang_most, gcc = type_follows_gcc(context);
    bool disputed = grows || (size == power && max_u64(for_gcc, own) != max_u64(for_clang, own));
    bool forgets = context->target->microsoft && is_record(base) && (type_inner_align(base) > 1 || base->explicit_bits);
    if (grows && !gcc)
        size = power;
    uint64_t align = size != power ? 1 : gcc ? for_gcc : for_clang;
    bool aligns = align > own;
    if (!base->complete || base->kind == CCONV_ARRAY || (!aligns && !disputed && !forgets))
        return type;
    for (const struct atomic_type *a = context->atomics; a; a = a->next)
        if (a->of == base)
            return a->made;
    struct atomic_type *entry = arena_alloc(&context->arena, sizeof *entry);
    struct cconv_type *made = new_type(context, (cconv_type_kind)base->kind);
    if (!entry || !made)
        return NULL;
    *made = *base;
    made->pointers = NULL;
    made->size = size;
    if (aligns)
        made->align = (uint32_t)align;
    if (forgets)
        made->inner_bits = align_bits(1), made->explicit_bits = 0;
    if (disputed)
        type_add_note(made, DIVERGES_ATOMIC);
    *entry = (struct atomic_type){.next = context->atomics, .of = base, .made = made};
    context->atomics = entry;
    return made;
}

/* gcc: what _Atomic adds to an object is not added to elements. On i386 an element keeps its own alignment as an object. */
static uint64_t forget_atomic(const struct cconv_context *context, const struct cconv_type *origin,
                              const struct cconv_type **element, uint32_t *qualifiers)
{
    if (!origin || !type_follows_gcc(context))
        return type_align_of(*element);
    *qualifiers |= type_qualifiers(*element, 0) & CCONV_ATOMIC;
    *element = origin;
    return layout_has_member_modes(context->target) ? layout_gcc_object_align(origin) : type_align_of(origin);
}

static bool can_be_element(const struct cconv_type *element, cconv_error *error)
{
    const struct cconv_type *base = canonical(element);
    if (base->kind == CCONV_FUNCTION)
        return error_set(error, CCONV_SYNTAX, "an array cannot hold functions"), false;
    if (!base->complete && !base->is_vla)
        return error_set(error, CCONV_SYNTAX, "an array cannot hold an incomplete type"), false;
    /* Both compilers refuse it: the second element could not be aligned. */
    if (base->size % type_align_of(element) != 0)
        return error_set(error, CCONV_SYNTAX, "alignment of array elements is greater than their size"), false;
    return true;
}

const struct cconv_type *type_new_array(struct cconv_context *context, const struct cconv_type *element,
                                        uint32_t qualifiers, uint64_t count, cconv_error *error)
{
    const struct cconv_type *origin = atomic_origin(context, element);
    uint64_t align = forget_atomic(context, origin, &element, &qualifiers);
    if (!can_be_element(element, error))
        return NULL;
    const struct cconv_type *base = canonical(element);
    if (base->size && count > type_size_limit(context->target) / base->size)
        return refuse(error, CCONV_LIMIT, "an array is larger than the address space");
    struct cconv_type *type = new_type(context, CCONV_ARRAY);
    if (!type)
        return error_no_memory(error), NULL;
    type->element = element;
    type->element_qualifiers = qualifiers & ALL_QUALIFIERS;
    type->length = count;
    if (origin)
        type_add_note(type, DIVERGES_ATOMIC);
    set_size(type, base->size * count, align);
    type->natural_bits = base->natural_bits;
    type->inner_bits = base->inner_bits;
    if (base->is_vla) {
        type->is_vla = 1;
        type->complete = 0;
    }
    return type;
}

const cconv_type *cconv_type_array(cconv_context *context, const cconv_type *element, uint64_t count,
                                   cconv_error *error)
{
    return type_new_array(context, element, 0, count, error);
}

struct cconv_type *type_new_open_array(struct cconv_context *context, const struct cconv_type *element,
                                       uint32_t qualifiers, bool is_vla)
{
    struct cconv_type *type = new_type(context, CCONV_ARRAY);
    if (!type)
        return NULL;
    const struct cconv_type *origin = atomic_origin(context, element);
    uint64_t align = forget_atomic(context, origin, &element, &qualifiers);
    if (origin)
        type_add_note(type, DIVERGES_ATOMIC);
    type->element = element;
    type->element_qualifiers = qualifiers & ALL_QUALIFIERS;
    type->align = (uint32_t)align;
    type->natural_bits = canonical(element)->natural_bits;
    type->inner_bits = canonical(element)->inner_bits;
    type->is_vla = is_vla;
    type->is_incomplete_array = !is_vla;
    return type;
}

/* Vectors align to their size; AAPCS64 (5.1.2 knows 8 and 16 bytes) and Darwin stop at 16, Darwin on x86 at the
   widest register there is. */
static uint64_t vector_align(const struct cconv_context *context, struct cconv_type *type, uint64_t size)
{
    uint64_t most = context->target->max_vector_align, to_clang = context->target->clang_max_vector_align;
    if (to_clang && size > to_clang) {
        type_add_note(type, DIVERGES_VECTOR_ALIGN);
        most = context->reading == CCONV_AS_CLANG ? to_clang : most;
    }
    if (most && (context->target->arch == CCONV_ARCH_X86_64 || context->target->arch == CCONV_ARCH_X86)) {
        if (context->features & CCONV_FEATURE_AVX512)
            most = 64;
        else if (context->features & CCONV_FEATURE_AVX)
            most = 32;
    }
    return most ? min_u64(size, most) : size;
}

const cconv_type *cconv_type_vector(cconv_context *context, const cconv_type *element, uint64_t size,
                                    cconv_error *error)
{
    enum { LARGEST = 1 << 24 };
    const struct cconv_type *base = canonical(element);
    bool is_power = base->kind != CCONV_BITINT || (base->length >= 8 && (base->length & (base->length - 1)) == 0);
    if ((!type_is_integer(base) && !type_is_floating(base)) || !is_power)
        return refuse(error, CCONV_SYNTAX, "a vector needs an integer or floating element");
    if (!base->complete)
        return refuse(error, CCONV_SYNTAX, "a vector cannot hold an incomplete type");
    if (size == 0 || size % base->size != 0)
        return refuse(error, CCONV_SYNTAX, "vector size is not a multiple of its element's");
    if (size > LARGEST)
        return refuse(error, CCONV_LIMIT, "vector is too large");
    struct cconv_type *type = new_type(context, CCONV_VECTOR);
    if (!type)
        return error_no_memory(error), NULL;
    uint64_t whole = 1; /* three floats take the room of four */
    while (whole < size)
        whole *= 2;
    type->element = element;
    type->length = size / base->size;
    set_size(type, whole, vector_align(context, type, whole));
    return type;
}

const struct cconv_type *type_new_scalable(struct cconv_context *context, const char *name,
                                           const struct cconv_type *element, unsigned count)
{
    struct cconv_type *type = new_type(context, CCONV_SCALABLE);
    bool is_predicate = element->kind == CCONV_BOOL;
    if (!type)
        return NULL;
    type->name = name;
    type->element = element;
    type->length = count;
    type->size = count * (is_predicate ? 1 : 8);
    type->align = is_predicate ? 2 : 16; /* AAPCS64 5.7 */
    type->natural_bits = align_bits(type->align);
    type->complete = 0;
    return type;
}

const struct cconv_type *type_new_typedef(struct cconv_context *context, const char *name,
                                          const struct cconv_type *underlying, uint32_t underlying_qualifiers,
                                          uint32_t align, cconv_error *error)
{
    if (align & (align - 1))
        return refuse(error, CCONV_SYNTAX, "alignment is not a power of two");
    struct cconv_type *type = new_type(context, CCONV_TYPEDEF);
    if (!type)
        return error_no_memory(error), NULL;
    /* Size, alignment and all else are the canonical type's alone: it may be completed later. */
    type->name = name;
    type->element = underlying;
    type->element_qualifiers = underlying_qualifiers & ALL_QUALIFIERS;
    type->canonical = canonical(underlying);
    /* `aligned` on a typedef replaces the alignment, downwards too: so do both compilers. */
    type->explicit_bits = align_bits(align);
    if (!align && underlying->kind == CCONV_TYPEDEF)
        type->explicit_bits = underlying->explicit_bits;
    return type;
}

const cconv_type *cconv_type_typedef(cconv_context *context, const char *name, const cconv_type *type, uint32_t align,
                                     cconv_error *error)
{
    if (!name || !type)
        return refuse(error, CCONV_INVALID, "a typedef needs a name and a type");
    char *copy = arena_text(&context->arena, name, strlen(name));
    if (!copy)
        return error_no_memory(error), NULL;
    return type_new_typedef(context, copy, type, 0, align, error);
}

struct cconv_type *type_new_tag(struct cconv_context *context, cconv_type_kind kind, const char *tag, size_t length)
{
    const char *copy = NULL;
    if (tag && !(copy = arena_text(&context->arena, tag, length)))
        return NULL;
    struct cconv_type *type = new_type(context, kind);
    if (type)
        type->name = copy;
    return type;
}

struct cconv_type *type_new_function(struct cconv_context *context, const struct cconv_type *result,
                                     uint32_t result_qualifiers, const cconv_parameter *parameters, size_t count,
                                     bool variadic, bool old_style, const char *convention)
{
    cconv_parameter *copy = NULL;
    struct cconv_type *type = new_type(context, CCONV_FUNCTION);
    if (!type || (count && !(copy = arena_take(&context->arena, count * sizeof *copy))))
        return NULL;
    for (size_t i = 0; i < count; i++) { /* one by one, as they were written just now */
        copy[i].name = parameters[i].name;
        copy[i].type = parameters[i].type;
        copy[i].qualifiers = parameters[i].qualifiers;
    }
    type->element = result;
    type->element_qualifiers = result_qualifiers & ALL_QUALIFIERS;
    type->parameters = copy;
    type->parameter_count = (uint32_t)count;
    type->variadic = variadic;
    type->old_style = old_style;
    type->convention = convention;
    return type;
}

/* ---- va_list ------------------------------------------------------------------------------------------------- */

static const struct cconv_type *va_list_struct(struct cconv_context *context, const char *tag,
                                               const char *const *names, const struct cconv_type *const *types,
                                               size_t count)
{
    cconv_field fields[5] = {0};
    for (size_t i = 0; i < count; i++) {
        fields[i].name = names[i];
        fields[i].type = types[i];
    }
    struct cconv_type *type = type_new_tag(context, CCONV_STRUCT, tag, strlen(tag));
    cconv_record record = {.kind = CCONV_STRUCT};
    if (!type || type_complete_record(context, type, &record, fields, count, NULL) != CCONV_OK)
        return NULL;
    return type;
}

/* psABI 3.5.7 and s390x 1.2.5: an array of one struct; AAPCS64 10.1.5: a struct; elsewhere a pointer. */
const struct cconv_type *type_va_list(struct cconv_context *context)
{
    static const char *const sysv_names[] = {"gp_offset", "fp_offset", "overflow_arg_area", "reg_save_area"};
    static const char *const aapcs_names[] = {"__stack", "__gr_top", "__vr_top", "__gr_offs", "__vr_offs"};
    static const char *const aapcs32_names[] = {"__ap"};
    static const char *const s390_names[] = {"__gpr", "__fpr", "__overflow_arg_area", "__reg_save_area"};
    if (context->va_list_type)
        return context->va_list_type;
    const struct cconv_type *l = &context->basic[CCONV_LONG];
    const struct cconv_type *u = &context->basic[CCONV_UINT], *i = &context->basic[CCONV_INT];
    const struct cconv_type *p = cconv_type_pointer(context, &context->basic[CCONV_VOID], 0, NULL);
    const struct cconv_type *made = NULL;
    if (!p)
        return NULL;
    switch (context->target->va_list_kind) {
    case VA_LIST_SYSV_AMD64:
        made = va_list_struct(context, "__va_list_tag", sysv_names, (const struct cconv_type *[]){u, u, p, p}, 4);
        if (made)
            made = type_new_array(context, made, 0, 1, NULL);
        break;
    case VA_LIST_AAPCS64:
        made = va_list_struct(context, "__va_list", aapcs_names, (const struct cconv_type *[]){p, p, p, i, i}, 5);
        break;
    case VA_LIST_AAPCS32:
        made = va_list_struct(context, "__va_list", aapcs32_names, (const struct cconv_type *[]){p}, 1);
        break;
    case VA_LIST_S390:
        made = va_list_struct(context, "__va_list_tag", s390_names, (const struct cconv_type *[]){l, l, p, p}, 4);
        if (made)
            made = type_new_array(context, made, 0, 1, NULL);
        break;
    case VA_LIST_VOID_POINTER: made = p; break;
    default: made = cconv_type_pointer(context, &context->basic[CCONV_CHAR], 0, NULL); break;
    }
    if (made)
        context->va_list_type = type_new_typedef(context, "__builtin_va_list", made, 0, 0, NULL);
    return context->va_list_type;
}

/* C17 6.5.2.2p6. _Float16, __bf16 and _BitInt are passed as they are; __fp16 is a storage format and becomes double. */
const struct cconv_type *type_promote(struct cconv_context *context, const struct cconv_type *type)
{
    const struct cconv_type *base = canonical(type);
    switch (base->kind) {
    case CCONV_FLOAT: return &context->basic[CCONV_DOUBLE];
    case CCONV_FLOAT16: return base->fp16_storage ? &context->basic[CCONV_DOUBLE] : type;
    case CCONV_ARRAY: return cconv_type_pointer(context, base->element, base->element_qualifiers, NULL);
    case CCONV_FUNCTION: return cconv_type_pointer(context, base, 0, NULL);
    case CCONV_ENUM: return base->size < 4 ? &context->basic[CCONV_INT] : type;
    default: break;
    }
    return base->kind >= CCONV_BOOL && base->kind <= CCONV_USHORT ? &context->basic[CCONV_INT] : type;
}

/* ---- queries ------------------------------------------------------------------------------------------------- */

cconv_type_kind cconv_type_kind_of(const cconv_type *type) { return (cconv_type_kind)type->kind; }
const cconv_type *cconv_type_canonical(const cconv_type *type) { return canonical(type); }
int cconv_type_is_complete(const cconv_type *type) { return canonical(type)->complete; }
/* A typedef may be older than the completion of its struct: the canonical type knows. */
uint64_t cconv_type_size(const cconv_type *type) { return canonical(type)->size; }
const char *cconv_type_name(const cconv_type *type) { return type->kind == CCONV_FUNCTION ? NULL : type->name; }
const cconv_type *cconv_type_element(const cconv_type *type) { return type->element; }
size_t cconv_type_field_count(const cconv_type *type) { return canonical(type)->field_count; }
size_t cconv_type_note_count(const cconv_type *type) { return canonical(type)->layout_notes; }

uint64_t cconv_type_length(const cconv_type *type)
{
    const struct cconv_type *base = canonical(type);
    switch (base->kind) {
    case CCONV_ARRAY:
    case CCONV_VECTOR:
    case CCONV_BITINT:
    case CCONV_SCALABLE: return base->length;
    default: return 0;
    }
}

uint64_t cconv_type_align(const cconv_type *type) { return type_align_of(type); }

const cconv_field *cconv_type_field(const cconv_type *type, size_t index)
{
    const struct cconv_type *base = canonical(type);
    return index < base->field_count ? &base->fields[index] : NULL;
}

const char *cconv_type_note(const cconv_type *type, size_t index)
{
    const struct cconv_type *base = canonical(type);
    return index < base->layout_notes ? layout_divergences[base->note[index]].note : NULL;
}
