/* Structs and unions (C17 6.7.2.1) with GNU and Microsoft additions: anonymous members by tag or typedef name,
   zero-length arrays, empty records, attributes before and after, #pragma pack. */
#include "decl/parser.h"

#include <string.h>

static const char *keyword_of(cconv_type_kind kind)
{
    return kind == CCONV_UNION ? "union" : kind == CCONV_ENUM ? "enum" : "struct";
}

struct entry *declare_tag(struct parser *p, struct symbol *symbol, enum cconv_type_kind kind,
                          const struct place *place, bool defines)
{
    struct entry *entry = symbol->tag;
    bool scoped = defines && p->prototype_depth;
    bool built_in = entry && entry->flags & ENTRY_BUILTIN, defined = entry && entry->flags & ENTRY_DEFINED;
    if (entry && !(built_in && defines && !p->parsing_builtin) && !(scoped && defined)) {
        if (entry->type->kind != kind) {
            error_there(p, place, "'%s' was declared as a %s", symbol->text,
                        keyword_of((cconv_type_kind)entry->type->kind));
            return NULL;
        }
        if (defines && defined) {
            error_there(p, place, "redefinition of '%s %s'", keyword_of(kind), symbol->text);
            return NULL;
        }
    } else {
        struct cconv_type *type = type_new_tag(p->context, kind, symbol->text, symbol->length);
        entry = type ? bind_name(p, symbol, ENTRY_TAG, scoped) : NULL;
        if (!entry) {
            fail_no_memory(p);
            return NULL;
        }
        entry->type = type;
        entry->declaration = add_declaration(p, CCONV_DECLARES_TAG, symbol->text, type, 0, place);
    }
    if (!defines)
        return entry;
    entry->flags |= ENTRY_DEFINED;
    cconv_declaration *declaration = declaration_at(p, entry->declaration);
    if (declaration) {
        declaration->file = place->file;
        declaration->line = place->line;
        declaration->column = (uint32_t)(place->at - place->line_start) + 1;
    }
    return entry;
}

/* ------------------------------------------------------------------- members */

static bool is_poisoned(const struct cconv_type *type)
{
    type = canonical(type);
    while (type->kind == CCONV_ARRAY)
        type = canonical(type->element);
    return type->record_flags & RECORD_POISONED;
}

static void add_field(struct parser *p, const cconv_field *field, const struct place *place)
{
    cconv_field *slot = stack_push(p, &p->fields);
    struct place *where = stack_push(p, &p->places);
    if (!slot || !where)
        return;
    *slot = *field;
    *where = *place;
}

static const char *name_or(const char *name)
{
    return name ? name : "(unnamed)";
}

/* `: width` is next. */
static void parse_bit_width(struct parser *p, cconv_field *field, const struct place *place)
{
    struct value width;
    advance(p);
    if (!parse_constant(p, "the width of a bit-field", &width))
        return;
    const struct cconv_type *type = canonical(field->type);
    field->flags |= CCONV_FIELD_BIT_FIELD;
    uint64_t bits = type->kind == CCONV_BOOL ? 1 : type->kind == CCONV_BITINT ? type->length : type->size * 8;
    if (!type_is_integer(type))
        complain_there(p, place, "bit-field '%s' has type '%s', which is not an integer", name_or(field->name),
                       describe(field->type, 0).text);
    else if (!type->complete)
        complain_there(p, place, "bit-field '%s' has incomplete type '%s'", name_or(field->name),
                       describe(field->type, 0).text);
    else if ((int64_t)width.bits < 0)
        complain_there(p, place, "bit-field '%s' has negative width", name_or(field->name));
    else if (width.bits > bits && !(type->kind == CCONV_BOOL && width.bits <= 8 && p->context->target->microsoft))
        complain_there(p, place, "width of bit-field '%s' (%llu) exceeds its type (%llu bits)", name_or(field->name),
                       (unsigned long long)width.bits, (unsigned long long)bits);
    else if (width.bits == 0 && field->name)
        complain_there(p, place, "bit-field '%s' has width 0", field->name);
    field->bit_width = (uint32_t)min_u64(width.bits, UINT32_MAX);
}

/* What a member cannot be (C17 6.7.2.1p3). */
static void check_member(struct parser *p, cconv_field *field, const struct place *place)
{
    const struct cconv_type *type = canonical(field->type);
    if (type->kind == CCONV_FUNCTION)
        complain_there(p, place, "member '%s' is a function", field->name);
    else if (type->kind == CCONV_ARRAY && type->is_incomplete_array)
        field->flags |= CCONV_FIELD_FLEXIBLE;
    else if (type->kind == CCONV_VOID)
        complain_there(p, place, "member '%s' has type void", field->name);
    else if (!type->complete && is_poisoned(type))
        abandon(p);
    else if (!type->complete)
        complain_there(p, place, "member '%s' has incomplete type '%s'", field->name, describe(field->type, 0).text);
}

static void take_member_attributes(cconv_field *field, const struct attributes *attributes)
{
    field->align = (uint32_t)max_u64(field->align, attributes->align);
    if (attributes->record_flags & CCONV_RECORD_PACKED)
        field->flags |= CCONV_FIELD_PACKED;
}

static void parse_member_attributes(struct parser *p, struct attributes *into)
{
    while (starts_attribute(p))
        parse_attributes(p, into);
}

/* One declarator of a member declaration. */
static void parse_member(struct parser *p, const struct specifiers *specifiers)
{
    struct declarator declarator;
    cconv_field field = {0};
    uint32_t parts = p->parts.count, parameters = p->parameters.count;
    if (token_is(p, ':'))
        declarator_init(p, &declarator);
    else
        parse_declarator(p, &declarator, true);
    if (p->panic)
        return;
    if (declarator.name)
        field.name = declarator.name->text;
    else if (!token_is(p, ':')) {
        error_expected(p, "the name of a member");
        return;
    }
    parse_member_attributes(p, &declarator.attributes);
    field.type = build_type(p, specifiers, &declarator, &field.qualifiers);
    p->parts.count = parts;
    p->parameters.count = parameters;
    if (!field.type)
        return;
    if (!field.name)
        field.flags |= CCONV_FIELD_ANONYMOUS;
    if (token_is(p, ':')) {
        parse_bit_width(p, &field, &declarator.place);
        parse_member_attributes(p, &declarator.attributes);
        refuse_alignas(p, &specifiers->attributes, &declarator.attributes, "a bit-field", &declarator.place);
    } else {
        check_member(p, &field, &declarator.place);
        check_alignas(p, &specifiers->attributes, &declarator.attributes, name_or(field.name), field.type,
                      &declarator.place);
    }
    take_member_attributes(&field, &specifiers->attributes);
    take_member_attributes(&field, &declarator.attributes);
    if (token_is(p, '=')) /* C++ in a C header's clothes */
        error_here(p, "a member cannot have an initializer");
    if (!p->panic)
        add_field(p, &field, &declarator.place);
}

/* A declaration without declarator: an anonymous struct or union (C17 6.7.2.1p13), with Microsoft's extension also by
   tag or typedef name; else it declares a tag at most. */
static void add_anonymous(struct parser *p, const struct specifiers *specifiers)
{
    const struct cconv_type *type = canonical(specifiers->type);
    if (!is_record(type) || !type->complete)
        return;
    if (type->name || !specifiers->tag_only) {
        cconv_os os = p->context->target->os;
        if (os == CCONV_OS_WINDOWS_GNU)
            p->ms_members = true; /* mingw gcc has -fms-extensions by default, clang there not */
        if (os != CCONV_OS_WINDOWS_MSVC && !(os == CCONV_OS_WINDOWS_GNU && p->context->reading != CCONV_AS_CLANG))
            return;
    }
    cconv_field field = {.type = specifiers->type, .qualifiers = specifiers->qualifiers, .flags = CCONV_FIELD_ANONYMOUS};
    take_member_attributes(&field, &specifiers->attributes);
    add_field(p, &field, &specifiers->place);
}

static void parse_member_declaration(struct parser *p)
{
    struct specifiers specifiers;
    if (accept(p, ';') || parse_static_assert(p))
        return;
    if (!parse_specifiers(p, &specifiers))
        return;
    if (specifiers.storage || specifiers.deduced) {
        error_there(p, &specifiers.place, "a member cannot have a storage class");
        return;
    }
    if (token_is(p, ';') || token_is(p, '}')) {
        add_anonymous(p, &specifiers);
    } else {
        do {
            if (starts_attribute(p)) {
                struct specifiers own = specifiers;
                parse_member_attributes(p, &own.attributes);
                parse_member(p, &own);
            } else {
                parse_member(p, &specifiers);
            }
        } while (accept(p, ','));
    }
    if (!token_is(p, '}')) /* the last semicolon may be missing, as in gcc */
        expect(p, ';');
}

/* Names the same twice, also through anonymous members. `first`: the one to report a clash at. */
static void check_names(struct parser *p, const cconv_field *fields, size_t count, const struct place *places,
                        const struct place *outer, unsigned depth)
{
    for (size_t i = 0; i < count && depth < DEPTH_LIMIT; i++) {
        const struct place *place = places ? &places[i] : outer;
        if (fields[i].name) {
            struct symbol *symbol = (struct symbol *)(void *)((char *)(uintptr_t)fields[i].name - offsetof(struct symbol, text));
            if (symbol->mark == p->names->serial)
                complain_there(p, place, "duplicate member '%s'", fields[i].name);
            symbol->mark = p->names->serial;
        } else if (!(fields[i].flags & CCONV_FIELD_BIT_FIELD)) {
            const struct cconv_type *type = canonical(fields[i].type);
            if (is_record(type))
                check_names(p, type->fields, type->field_count, NULL, place, depth + 1);
        }
    }
}

static void check_fields(struct parser *p, cconv_type_kind kind, const cconv_field *fields, uint32_t count,
                         const struct place *places)
{
    p->names->serial++;
    check_names(p, fields, count, places, NULL, 0);
    for (uint32_t i = 0; i + 1 < count; i++)
        if ((fields[i].flags & CCONV_FIELD_FLEXIBLE) && kind == CCONV_STRUCT)
            complain_there(p, &places[i], "flexible array member '%s' is not the last member", fields[i].name);
}

/* `{` is in hand. The type is completed, or poisoned after an error. */
static void parse_body(struct parser *p, struct cconv_type *type, struct attributes *attributes,
                       const struct place *place)
{
    uint32_t first = p->fields.count, errors = p->error_count, pack_at_end = p->lex.pack_value;
    bool as_gcc = type_follows_gcc(p->context);
    cconv_record record = {.kind = (cconv_type_kind)type->kind, .pack = p->lex.pack_value};
    bool ms_struct = p->lex.ms_struct, outer_ms_members = p->ms_members;
    if (!enter(p)) {
        type->record_flags |= RECORD_POISONED;
        leave(p);
        return;
    }
    advance(p);
    p->ms_members = false;
    while (!token_is(p, '}') && !p->panic)
        if (token_is(p, TOKEN_END))
            error_there(p, place, "'{' without its '}'");
        else
            parse_member_declaration(p);
    pack_at_end = p->lex.pack_value;
    leave(p);
    if (!p->panic) {
        check_fields(p, record.kind, stack_at(&p->fields, first), p->fields.count - first,
                     stack_at(&p->places, first));
        expect(p, '}');
        parse_member_attributes(p, attributes);
    }
    record.flags = attributes->record_flags | (ms_struct ? CCONV_RECORD_MS : 0) |
                   (p->ms_members ? RECORD_MS_MEMBERS : 0) |
                   (attributes->align != attributes->align_last ? RECORD_ALIGNED_TWICE : 0) |
                   (pack_at_end != record.pack ? RECORD_PACK_CHANGES : 0);
    if (as_gcc)
        record.pack = pack_at_end; /* gcc lays out with what holds at the end, clang with what held at the start */
    p->ms_members = outer_ms_members;
    record.align = as_gcc ? attributes->align_last : attributes->align;
    cconv_error error;
    error_clear(&error);
    if (p->error_count == errors && !p->panic &&
        type_complete_record(p->context, type, &record, stack_at(&p->fields, first), p->fields.count - first,
                             &error))
        error_of_type(p, place, &error);
    p->fields.count = p->places.count = first;
    if (p->panic || p->error_count != errors) {
        type->record_flags |= RECORD_POISONED;
        abandon(p);
    }
}

const struct cconv_type *parse_record(struct parser *p, struct specifiers *specifiers)
{
    cconv_type_kind kind = token_is(p, KEYWORD_UNION) ? CCONV_UNION : CCONV_STRUCT;
    struct attributes attributes = {0};
    advance(p);
    parse_member_attributes(p, &attributes);
    while (token_is(p, '[')) {
        advance(p);
        parse_bracket_attributes(p, &attributes);
    }
    struct place place = here(p);
    struct symbol *tag = NULL;
    if (token_is(p, TOKEN_IDENTIFIER)) {
        tag = p->lex.symbol;
        advance(p);
    }
    bool defines = token_is(p, '{');
    if (!tag && !defines) {
        error_expected(p, kind == CCONV_UNION ? "a union's tag or '{'" : "a struct's tag or '{'");
        return NULL;
    }
    specifiers->defines = defines;
    struct cconv_type *type;
    if (tag) {
        struct entry *entry = declare_tag(p, tag, kind, &place, defines);
        if (!entry)
            return NULL;
        type = (struct cconv_type *)(uintptr_t)entry->type; /* ours, not complete yet */
    } else {
        type = type_new_tag(p->context, kind, NULL, 0);
        if (!type) {
            fail_no_memory(p);
            return NULL;
        }
    }
    if (!defines) {
        /* Attributes of a mere mention belong to what is declared. */
        merge_attributes(&specifiers->attributes, &attributes);
        return type;
    }
    parse_body(p, type, &attributes, &place);
    if (!tag && !p->panic)
        add_declaration(p, CCONV_DECLARES_TAG, NULL, type, 0, &place);
    if (attributes.convention)
        specifiers->attributes.convention = attributes.convention;
    specifiers->attributes.any |= attributes.any;
    if (attributes.vector_size || attributes.vector_count || attributes.mode) {
        error_there(p, &place, "a struct cannot be the element of a vector");
        return NULL;
    }
    return p->panic ? NULL : type;
}

const cconv_field *find_member(const struct cconv_type *record, const char *name, uint64_t *offset, uint64_t *align,
                               unsigned depth)
{
    for (uint32_t i = 0; i < record->field_count; i++) {
        const cconv_field *field = &record->fields[i];
        if (field->name && strcmp(field->name, name) == 0) {
            *offset += field->offset;
            *align = field->flags & CCONV_FIELD_BIT_FIELD ? 0 : type_member_align(record, i);
            return field;
        }
        const struct cconv_type *inner = canonical(field->type);
        if (field->name || !is_record(inner) || depth >= DEPTH_LIMIT)
            continue;
        uint64_t inside = *offset + field->offset;
        const cconv_field *found = find_member(inner, name, &inside, align, depth + 1);
        if (found) {
            *offset = inside;
            return found;
        }
    }
    return NULL;
}
