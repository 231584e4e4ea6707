/*
 * Records and enums: checks of their members, and the layout of the GNU compilers (every target but MSVC's).
 *
 * AMD64 psABI 3.1.2 (aggregates, bit-fields), AAPCS64 5.9 and 10.1.8 (composite types, bit-fields), and for what no
 * document says (packed, aligned, #pragma pack) gcc's manual and both compilers' answers. Bit-fields under
 * Microsoft's rules and the MSVC dialect are in layout_microsoft.c. C++ classes are left out.
 */
#include "type/layout.h"

#include "type/gcc_mode.h"

#include <string.h>

/* ---- checks -------------------------------------------------------------------------------------------------- */

static const char *field_name(const cconv_field *field) { return field->name ? field->name : "<unnamed>"; }

static cconv_status check_bit_field(const cconv_field *field, bool microsoft, cconv_error *error)
{
    const struct cconv_type *base = canonical(field->type);
    if (!type_is_integer(base) || !base->complete)
        return error_set(error, CCONV_SYNTAX, "bit-field '%s' is not of an integer type", field_name(field));
    /* MSVC lets a _Bool bit-field take its whole byte. */
    uint64_t width = base->kind == CCONV_BOOL ? (microsoft ? 8 : 1) : base->kind == CCONV_BITINT ? base->length : 8 * base->size;
    if (field->bit_width > width)
        return error_set(error, CCONV_SYNTAX, "width of bit-field '%s' exceeds its type", field_name(field));
    if (field->bit_width == 0 && field->name)
        return error_set(error, CCONV_SYNTAX, "bit-field '%s' has width zero and a name", field->name);
    return CCONV_OK;
}

static cconv_status check_field(const struct layout *at, size_t index, cconv_error *error)
{
    cconv_field *field = &at->fields[index];
    if (!field->type)
        return error_set(error, CCONV_INVALID, "member '%s' has no type", field_name(field));
    const struct cconv_type *base = canonical(field->type);
    if (field->align & (field->align - 1))
        return error_set(error, CCONV_SYNTAX, "alignment of member '%s' is not a power of two", field_name(field));
    if (field->flags & CCONV_FIELD_BIT_FIELD) {
        if (!field->name)
            field->flags |= CCONV_FIELD_ANONYMOUS;
        return check_bit_field(field, at->target->microsoft, error);
    }
    if (base->kind == CCONV_FUNCTION)
        return error_set(error, CCONV_SYNTAX, "member '%s' is a function", field_name(field));
    if (base->is_incomplete_array) {
        if (index + 1 != at->count && at->record->kind == CCONV_STRUCT)
            return error_set(error, CCONV_SYNTAX, "flexible array member '%s' is not the last", field_name(field));
        field->flags |= CCONV_FIELD_FLEXIBLE;
        return CCONV_OK;
    }
    if (field->flags & CCONV_FIELD_FLEXIBLE && base->kind != CCONV_ARRAY)
        return error_set(error, CCONV_INVALID, "flexible array member '%s' is no array", field_name(field));
    if (!base->complete)
        return error_set(error, CCONV_SYNTAX, "member '%s' has an incomplete type", field_name(field));
    if (!field->name)
        field->flags |= CCONV_FIELD_ANONYMOUS;
    return CCONV_OK;
}

static cconv_status check_record(const struct layout *at, cconv_error *error)
{
    const cconv_record *record = at->record;
    if (record->kind != CCONV_STRUCT && record->kind != CCONV_UNION)
        return error_set(error, CCONV_INVALID, "a record is a struct or a union");
    if ((record->align & (record->align - 1)) || (record->pack & (record->pack - 1)))
        return error_set(error, CCONV_SYNTAX, "alignment is not a power of two");
    for (size_t i = 0; i < at->count; i++) {
        cconv_status status = check_field(at, i, error);
        if (status != CCONV_OK)
            return status;
    }
    return CCONV_OK;
}

/* ---- System V ------------------------------------------------------------------------------------------------ */

static bool is_packed(const struct layout *at, const cconv_field *field)
{
    return (at->record->flags & CCONV_RECORD_PACKED) || (field->flags & CCONV_FIELD_PACKED);
}

/* A flexible array has no size of its own. */
static uint64_t field_size(const cconv_field *field)
{
    return field->flags & CCONV_FIELD_FLEXIBLE ? 0 : canonical(field->type)->size;
}

uint64_t layout_gcc_object_align(const struct cconv_type *type)
{
    for (; type->kind == CCONV_TYPEDEF || type->kind == CCONV_ARRAY; type = type->element)
        if (type->kind == CCONV_TYPEDEF && type->explicit_bits)
            return type_align_of(type);
    const struct cconv_type *scalar = type->kind == CCONV_COMPLEX ? canonical(type->element) : type;
    bool is_eight = scalar->size == 8 && (type_is_integer(scalar) || scalar->kind == CCONV_DOUBLE);
    return is_eight ? 8 : canonical(type)->align;
}

uint64_t layout_member_align(struct layout *at, const cconv_field *field)
{
    uint64_t align = type_align_of(field->type);
    if (!layout_has_member_modes(at->target))
        return align;
    /* ms_struct restores what the type is aligned to as an object. */
    uint64_t gcc = at->microsoft_bits ? max_u64(align, layout_gcc_object_align(field->type))
                                      : gcc_field_align(field->type, field->qualifiers, align, at->context->features);
    if (gcc != align)
        at->touched |= 1u << DIVERGES_MEMBER_MODE;
    return at->reading == CCONV_AS_GCC ? gcc : align;
}

/* clang under Microsoft's rules: a scalar aligns to its size at least, whatever its typedef says, unless it is _Atomic. */
static uint64_t scalar_size(const cconv_field *field)
{
    const struct cconv_type *type = field->type;
    uint32_t qualifiers = field->qualifiers;
    for (; type->kind == CCONV_TYPEDEF || type->kind == CCONV_ARRAY; type = type->element)
        qualifiers |= type->element_qualifiers;
    bool is_power = (type->size & (type->size - 1)) == 0;  /* x87's long double has 12 bytes on i386 */
    return type->kind <= CCONV_DECIMAL128 && is_power && !(qualifiers & CCONV_ATOMIC) ? type->size : 1;
}

/* `packed` drops the type's alignment, not the member's own attribute; #pragma pack caps both (gcc manual 6.33, 6.62.10). */
static uint64_t field_align(struct layout *at, const cconv_field *field)
{
    uint64_t align = layout_member_align(at, field);
    if (at->microsoft_bits && at->reading == CCONV_AS_CLANG)
        align = max_u64(align, scalar_size(field));
    if (is_packed(at, field))
        align = 1;
    align = max_u64(align, field->align);
    return at->record->pack ? min_u64(align, at->record->pack) : align;
}

static void place_member(struct layout *at, cconv_field *field)
{
    uint64_t align = field_align(at, field), size = field_size(field), offset = 0;
    raise_align(at, align);
    if (at->record->kind == CCONV_UNION) {
        at->size = max_u64(at->size, size);
    } else {
        offset = round_up((at->position + 7) / 8, align);
        if (offset > at->limit || size > at->limit - offset)
            at->overflow = true;
        else
            at->position = 8 * (offset + size);
    }
    field->offset = offset;
}

/* Bytes of the largest alignment that a machine mode has. */
static uint64_t mode_align(const struct layout *at, uint64_t size)
{
    return min_u64(size, target_largest_align(at->target));
}

uint64_t layout_gcc_round(const struct layout *at, uint64_t bits, uint64_t align)
{
    uint64_t chunk = 8 * max_u64(target_largest_align(at->target), at->record->align), inside = bits % chunk;
    return bits - inside + round_up(inside, align);
}

bool layout_gcc_is_whole(const struct layout *at, const cconv_field *field, bool is_packed)
{
    uint64_t width = field->bit_width, known = at->position & -at->position;
    if (canonical(field->type)->kind == CCONV_BITINT)
        return false; /* gcc 12 has none */
    return width >= 8 && width <= 128 && (width & (width - 1)) == 0 && !(width > 8 && is_packed) &&
           (known == 0 || known >= 8 * mode_align(at, width / 8));
}

static bool is_untyped(struct layout *at)
{
    if (!at->target->clang_untyped_bit_fields)
        return false;
    at->touched |= 1u << DIVERGES_UNTYPED_BIT_FIELD;
    return at->reading == CCONV_AS_CLANG;
}

/* What the declared type of a bit-field aligns it to, in bits. */
static uint64_t declared_align(struct layout *at, const cconv_field *field)
{
    uint64_t align = 8 * type_align_of(field->type);
    return !is_untyped(at) ? align : field->bit_width ? 1 : max_u64(align, 32);
}

/* Where the bits go: psABI 3.1.2 "bit-fields must be contained in a storage unit appropriate for their declared type". */
static uint64_t bit_field_start(struct layout *at, const cconv_field *field)
{
    uint64_t start = at->position, width = field->bit_width, explicit_bits = 8 * (uint64_t)field->align;
    uint64_t unit = 8 * canonical(field->type)->size, align = declared_align(at, field), pack = at->record->pack;
    if (width == 0)
        return round_up(start, max_u64(align, explicit_bits)); /* neither packed nor #pragma pack matters */
    if (at->reading == CCONV_AS_GCC) {
        if (pack)
            explicit_bits = min_u64(explicit_bits, 8 * pack);
        bool is_whole = layout_gcc_is_whole(at, field, is_packed(at, field));
        if (explicit_bits)
            start = round_up(start, explicit_bits);
        /* More units of alignment than the type has are spanned. */
        if (!pack && !is_packed(at, field) && !is_whole && (start % align + width + align - 1) / align > unit / align)
            start = layout_gcc_round(at, start, align);
        return start;
    }
    align = max_u64(is_packed(at, field) ? 1 : align, explicit_bits);
    if (!pack && start % align + width > unit)
        return round_up(start, align);
    if (explicit_bits && (!pack || field->align <= pack))
        return round_up(start, explicit_bits);
    return start;
}

static void place_bit_field(struct layout *at, cconv_field *field)
{
    uint64_t width = field->bit_width, start = 0, pack = at->record->pack;
    uint64_t align = max_u64(declared_align(at, field) / 8, 1);
    bool is_whole = at->reading == CCONV_AS_GCC && layout_gcc_is_whole(at, field, is_packed(at, field));
    if (at->record->kind == CCONV_UNION) {
        at->size = max_u64(at->size, (width + 7) / 8);
    } else {
        start = bit_field_start(at, field);
        at->position = start + width;
    }
    field->bit_offset = start;
    if (width && is_packed(at, field) && !pack) /* #pragma pack replaces packed here, in both compilers */
        align = 1;
    align = max_u64(align, field->align);
    if (is_whole) /* gcc: aligned as the ordinary member it is, which a lowered typedef does not change */
        align = max_u64(align, width == 64 ? at->target->long_long_align : mode_align(at, width / 8));
    if (width && pack)
        align = min_u64(align, pack);
    /* Unnamed bit-fields do not align the record, except by AAPCS64 10.1.8.2. */
    if (field->name || at->target->unnamed_bit_fields_align || is_untyped(at))
        raise_align(at, align);
}

/* Rules that the compilers read differently; which of them could matter to this bit-field. */
static uint32_t bit_field_questions(const struct layout *at, const cconv_field *field)
{
    uint32_t touched = 0;
    if (field->align)
        touched |= 1u << (at->record->pack ? DIVERGES_PACK_ALIGNED_BIT_FIELD : DIVERGES_ALIGNED_BIT_FIELD);
    if (field->type->kind == CCONV_TYPEDEF && field->type->explicit_bits)
        touched |= 1u << DIVERGES_BIT_FIELD_TYPEDEF;
    return touched;
}

/* gcc's STRUCTURE_SIZE_BOUNDARY, which packed records do not have, and #pragma pack limits. */
static void apply_structure_boundary(struct layout *at)
{
    uint64_t boundary = at->target->gcc_structure_boundary, pack = at->record->pack;
    if (!boundary || at->record->flags & CCONV_RECORD_PACKED)
        return;
    boundary = pack ? min_u64(boundary, pack) : boundary;
    if (at->align < boundary)
        at->touched |= 1u << DIVERGES_STRUCTURE_BOUNDARY;
    if (at->reading == CCONV_AS_GCC)
        at->align = max_u64(at->align, boundary);
}

void layout_gnu(struct layout *at)
{
    for (size_t i = 0; i < at->count && !at->overflow; i++) {
        cconv_field *field = &at->fields[i];
        if (field->flags & CCONV_FIELD_BIT_FIELD) {
            if (at->microsoft_bits) {
                layout_ms_bit_field(at, field, i + 1 == at->count);
            } else {
                at->touched |= bit_field_questions(at, field);
                place_bit_field(at, field);
            }
            field->offset = field->bit_offset / 8;
        } else {
            if (at->microsoft_bits)
                layout_ms_end_run(at, field, field_align(at, field));
            place_member(at, field);
        }
        if (at->position / 8 > at->limit)
            at->overflow = true;
    }
    at->align = max_u64(at->align, at->record->align);
    apply_structure_boundary(at);
    at->size = max_u64(at->size, (at->position + 7) / 8);
    if (at->size > at->limit - at->align)
        at->overflow = true;
    else
        at->size = round_up(at->size, at->align);
}

/* ---- readings ------------------------------------------------------------------------------------------------ */

/* Does the record use Microsoft's bit-field rules? Only asked in a GNU environment. */
static bool uses_microsoft_bits(struct layout *at)
{
    uint32_t flags = at->record->flags;
    if (at->target->bit_fields == BIT_FIELDS_MICROSOFT) {
        if (!(flags & CCONV_RECORD_GNU))
            return true;
        at->touched |= 1u << DIVERGES_GCC_STRUCT; /* clang 19 does not know the attribute */
        return at->reading == CCONV_AS_CLANG;
    }
    if (!(flags & CCONV_RECORD_MS))
        return false;
    cconv_arch arch = at->target->arch;
    if (arch == CCONV_ARCH_X86_64 || arch == CCONV_ARCH_X86 || arch == CCONV_ARCH_PPC64)
        return true;
    at->touched |= 1u << DIVERGES_MS_STRUCT; /* gcc knows it on x86 and Power alone */
    return at->reading == CCONV_AS_CLANG;
}

static bool has_bitint(const struct layout *at)
{
    for (size_t i = 0; i < at->count; i++)
        if ((at->fields[i].flags & CCONV_FIELD_BIT_FIELD) && canonical(at->fields[i].type)->kind == CCONV_BITINT)
            return true;
    return false;
}

static void run(struct layout *at, cconv_reading reading)
{
    at->position = at->size = at->bits_left = at->unit = 0;
    at->align = at->natural_align = at->required_align = 1;
    at->touched = 0;
    at->previous = NULL;
    at->overflow = false;
    at->reading = reading;
    if (at->target->microsoft) {
        layout_microsoft(at);
        return;
    }
    at->microsoft_bits = uses_microsoft_bits(at);
    if (at->microsoft_bits && has_bitint(at))
        at->reading = CCONV_AS_CLANG; /* gcc 12 has no _BitInt: there is one answer */
    layout_gnu(at);
    at->reading = reading;
}

/* Whose answer is given: the reading asked for, or the document's, or where that is silent the platform's own. */
static cconv_reading answer(const struct layout *at, uint32_t touched)
{
    cconv_reading reading = at->context->reading, own = target_own_reading(at->target);
    if (reading == CCONV_AS_GCC || reading == CCONV_AS_CLANG)
        return reading;
    for (unsigned i = 0; reading == CCONV_AS_DOCUMENT && i < DIVERGES_COUNT; i++)
        if ((touched & (1u << i)) && strcmp(layout_divergences[i].document, "silent") != 0)
            return layout_divergences[i].followed;
    return own == CCONV_AS_GCC ? CCONV_AS_GCC : CCONV_AS_CLANG;
}

static bool same_layout(const struct layout *a, const struct layout *b)
{
    if (a->size != b->size || a->align != b->align || a->overflow != b->overflow)
        return false;
    for (size_t i = 0; i < a->count; i++) {
        bool is_bits = a->fields[i].flags & CCONV_FIELD_BIT_FIELD;
        if (is_bits && a->fields[i].bit_width == 0)
            continue;
        if (is_bits ? a->fields[i].bit_offset != b->fields[i].bit_offset : a->fields[i].offset != b->fields[i].offset)
            return false;
    }
    return true;
}

void type_add_note(struct cconv_type *type, enum layout_divergence divergence)
{
    for (unsigned i = 0; i < type->layout_notes; i++)
        if (type->note[i] == divergence)
            return;
    if (type->layout_notes < COUNT_OF(type->note))
        type->note[type->layout_notes++] = (uint8_t)divergence;
}

/* A type holding a disputed one is disputed. */
static void inherit_notes(struct cconv_type *type, const cconv_field *fields, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct cconv_type *base = canonical(fields[i].type);
        for (; base; base = base->kind == CCONV_ARRAY ? canonical(base->element) : NULL)
            for (unsigned n = 0; n < base->layout_notes; n++)
                type_add_note(type, (enum layout_divergence)base->note[n]);
    }
}

/* Lays out under the reading that holds. Where a rule was met that the compilers read differently, the other reading
   is tried too: only what comes out differently is worth a note. */
static cconv_status lay_out(struct layout *at, struct cconv_type *type, cconv_error *error)
{
    cconv_reading own = target_own_reading(at->target) == CCONV_AS_GCC ? CCONV_AS_GCC : CCONV_AS_CLANG;
    run(at, at->context->reading == CCONV_AS_GCC || at->context->reading == CCONV_AS_CLANG ? at->context->reading : own);
    if (!at->touched)
        return CCONV_OK;
    struct layout other = *at;
    other.fields = arena_array(&at->context->arena, at->count, sizeof *other.fields);
    if (at->count && !other.fields)
        return error_no_memory(error);
    if (at->count)
        memcpy(other.fields, at->fields, at->count * sizeof *other.fields);
    run(&other, at->reading == CCONV_AS_GCC ? CCONV_AS_CLANG : CCONV_AS_GCC);
    if (same_layout(at, &other))
        return CCONV_OK;
    uint32_t touched = at->touched | other.touched, whole = 1u << DIVERGES_GCC_STRUCT | 1u << DIVERGES_MS_STRUCT;
    if (touched & whole)
        touched &= whole; /* other rules altogether: their details are not the point */
    for (unsigned i = 0; i < DIVERGES_COUNT; i++)
        if (touched & (1u << i))
            type_add_note(type, (enum layout_divergence)i);
    if (answer(at, touched) != at->reading)
        *at = other;
    return CCONV_OK;
}

/* A record's own members with those of the records and arrays of records among them. */
static uint32_t count_members(const cconv_field *fields, size_t count)
{
    uint64_t total = count;
    for (size_t i = 0; i < count && total < UINT32_MAX; i++) {
        const struct cconv_type *type = canonical(fields[i].type);
        while (type->kind == CCONV_ARRAY)
            type = canonical(type->element);
        total += is_record(type) ? type->member_total : 0;
    }
    return (uint32_t)min_u64(total, UINT32_MAX);
}

cconv_status type_complete_record(struct cconv_context *context, struct cconv_type *type, const cconv_record *record,
                                  const cconv_field *fields, size_t count, cconv_error *error)
{
    struct layout at = {.context = context, .target = context->target, .record = record, .count = count,
                        .limit = type_size_limit(context->target)};
    if (count > UINT32_MAX)
        return error_set(error, CCONV_LIMIT, "too many members");
    at.fields = arena_array(&context->arena, count, sizeof *at.fields);
    if (!at.fields)
        return error_no_memory(error);
    if (count)
        memcpy(at.fields, fields, count * sizeof *fields);
    cconv_status status = check_record(&at, error);
    if (status == CCONV_OK)
        status = lay_out(&at, type, error);
    if (status != CCONV_OK)
        return status;
    if (at.overflow)
        return error_set(error, CCONV_LIMIT, "size of %s '%s' overflows",
                         record->kind == CCONV_UNION ? "union" : "struct", type->name ? type->name : "<unnamed>");
    type->fields = at.fields;
    type->field_count = (uint32_t)count;
    type->member_total = count_members(at.fields, count);
    type->record_flags = (uint8_t)record->flags;
    type->pack_bits = align_bits(record->pack);
    type->explicit_bits = align_bits(record->align);
    type->size = at.size;
    type->align = (uint32_t)at.align;
    type->natural_bits = align_bits(at.natural_align);
    type->inner_bits = align_bits(at.required_align);
    if (record->flags & RECORD_MS_MEMBERS)
        type_add_note(type, DIVERGES_MS_MEMBERS);
    if (record->flags & RECORD_ALIGNED_TWICE)
        type_add_note(type, DIVERGES_ALIGNED_TWICE);
    if (record->flags & RECORD_PACK_CHANGES)
        type_add_note(type, DIVERGES_PACK_IN_BODY);
    inherit_notes(type, at.fields, count);
    type->complete = 1;
    return CCONV_OK;
}

const cconv_type *cconv_type_record(cconv_context *context, const cconv_record *record, const cconv_field *fields,
                                    size_t count, cconv_error *error)
{
    if (!record || (count && !fields) || (record->kind != CCONV_STRUCT && record->kind != CCONV_UNION)) {
        error_set(error, CCONV_INVALID, "a record is a struct or a union with its members");
        return NULL;
    }
    struct cconv_type *type =
        type_new_tag(context, record->kind, record->tag, record->tag ? strlen(record->tag) : 0);
    cconv_field *copy = arena_array(&context->arena, count, sizeof *copy);
    if (!type || !copy)
        return error_no_memory(error), NULL;
    for (size_t i = 0; i < count; i++) {
        copy[i] = fields[i];
        if (fields[i].name && !(copy[i].name = arena_text(&context->arena, fields[i].name, strlen(fields[i].name))))
            return error_no_memory(error), NULL;
    }
    return type_complete_record(context, type, record, copy, count, error) == CCONV_OK ? type : NULL;
}

/* ---- enums --------------------------------------------------------------------------------------------------- */

static bool holds(const struct cconv_type *type, bool negative, int64_t low, uint64_t high)
{
    unsigned bits = (unsigned)(8 * type->size);
    if (!type->is_signed)
        return !negative && (bits == 64 || high >> bits == 0);
    return high <= UINT64_MAX >> (65 - bits) && (!negative || bits == 64 || low >= -(INT64_C(1) << (bits - 1)));
}

/* C17 6.7.2.2p4 leaves the choice: the GNU compilers prefer unsigned int, MSVC always takes int. */
cconv_status type_complete_enum(struct cconv_context *context, struct cconv_type *type,
                                const struct cconv_type *underlying, bool packed, uint32_t align, int64_t values_min,
                                uint64_t values_max, cconv_error *error)
{
    static const uint8_t kinds[][2] = {{CCONV_UCHAR, CCONV_SCHAR}, {CCONV_USHORT, CCONV_SHORT},
                                       {CCONV_UINT, CCONV_INT},    {CCONV_ULONG, CCONV_LONG},
                                       {CCONV_ULLONG, CCONV_LLONG}};
    bool negative = values_min < 0;
    if (!underlying && context->target->microsoft)
        underlying = &context->basic[CCONV_INT];
    for (size_t i = packed ? 0 : 2; !underlying && i < COUNT_OF(kinds); i++) {
        const struct cconv_type *candidate = &context->basic[kinds[i][negative]];
        if (holds(candidate, negative, values_min, values_max))
            underlying = candidate;
    }
    if (!underlying) /* below zero and above LLONG_MAX: both compilers warn and take this */
        underlying = &context->basic[context->target->long_size == 8 ? CCONV_ULONG : CCONV_ULLONG];
    const struct cconv_type *base = canonical(underlying);
    if (!type_is_integer(base) || !base->complete)
        return error_set(error, CCONV_SYNTAX, "the underlying type of an enum must be an integer type");
    type->element = underlying;
    type->is_signed = base->is_signed;
    type->size = base->size;
    type->align = base->align;
    type->natural_bits = align_bits(base->align);
    if (align > type->align) {
        type_add_note(type, DIVERGES_ENUM_ALIGNED);
        if (!type_follows_gcc(context))
            type->align = align;
    }
    type->complete = 1;
    return CCONV_OK;
}
