/* Enums (C17 6.7.2.2), with fixed underlying types (C23, clang) and packed ones. */
#include "decl/parser.h"

/* Range of the enumerators so far, zero included. */
struct range {
    int64_t smallest;
    uint64_t largest;
};

static bool is_negative(const struct value *value)
{
    return canonical(value->type)->is_signed && (int64_t)value->bits < 0;
}

/* An enumerator is an int where it fits (6.4.4.3); else it has the next type that holds it. */
static const struct cconv_type *constant_type(struct parser *p, const struct cconv_type *underlying,
                                              const struct value *value)
{
    if (underlying)
        return underlying;
    if (is_negative(value))
        return basic(p, (int64_t)value->bits >= INT32_MIN ? CCONV_INT : CCONV_LLONG);
    if (value->bits <= INT32_MAX)
        return basic(p, CCONV_INT);
    if (value->bits <= UINT32_MAX)
        return basic(p, CCONV_UINT);
    return basic(p, value->bits <= INT64_MAX ? CCONV_LLONG : CCONV_ULLONG);
}

static void bind_constant(struct parser *p, struct symbol *symbol, const struct place *place,
                          const struct cconv_type *type, const struct value *value, const struct cconv_type *owner)
{
    struct entry *old = symbol->ordinary;
    if (old && !(old->flags & ENTRY_BUILTIN) && !p->prototype_depth) {
        if (old->kind == ENTRY_CONSTANT && old->value == value->bits)
            complain_there(p, place, "enumerator '%s' again", symbol->text);
        else
            complain_there(p, place, "'%s' was declared before as something else", symbol->text);
        return;
    }
    struct entry *entry = bind_name(p, symbol, ENTRY_CONSTANT, p->prototype_depth != 0);
    if (!entry)
        return;
    entry->type = type;
    entry->value = value->bits;
    entry->declaration = add_declaration(p, CCONV_DECLARES_CONSTANT, symbol->text, owner, 0, place);
}

/* C23 6.7.3.3: a value of an enum with a fixed type must be one of that type. */
static bool fits(struct parser *p, const struct value *value, const struct cconv_type *underlying)
{
    struct value converted = value_convert(p, *value, underlying);
    return converted.bits == value->bits && is_negative(&converted) == is_negative(value);
}

/* name attributes(opt) = value(opt). `value` holds the next one in sequence. */
static void parse_enumerator(struct parser *p, const struct cconv_type *owner, const struct cconv_type *underlying,
                             struct value *value, struct range *range)
{
    struct place place = here(p);
    if (!token_is(p, TOKEN_IDENTIFIER)) {
        error_expected(p, "the name of an enumerator");
        return;
    }
    struct symbol *symbol = p->lex.symbol;
    struct attributes ignored = {0};
    advance(p);
    parse_attributes(p, &ignored);
    while (token_is(p, '[')) {
        advance(p);
        parse_bracket_attributes(p, &ignored);
    }
    if (accept(p, '=') && !parse_constant(p, "the value of an enumerator", value))
        return;
    if (underlying && !fits(p, value, underlying)) {
        error_there(p, &place, "the value of '%s' does not fit in '%s'", symbol->text, describe(underlying, 0).text);
        return;
    }
    if (is_negative(value)) {
        if ((int64_t)value->bits < range->smallest)
            range->smallest = (int64_t)value->bits;
    } else {
        range->largest = max_u64(range->largest, value->bits);
    }
    const struct cconv_type *type = constant_type(p, underlying, value);
    bind_constant(p, symbol, &place, type, value, owner);
    /* the next: one more, unsigned once it leaves the signed range */
    value->bits++;
    value->type = is_negative(value) && value->bits != (uint64_t)INT64_MIN ? basic(p, CCONV_LLONG)
                  : value->bits > INT64_MAX && !canonical(value->type)->is_signed ? basic(p, CCONV_ULLONG)
                  : value->bits > INT64_MAX ? basic(p, CCONV_ULLONG) : value->type;
}

static void parse_enum_body(struct parser *p, struct cconv_type *type, const struct cconv_type *underlying,
                            struct attributes *attributes, const struct place *place)
{
    struct range range = {0, 0};
    struct value value = value_integer(basic(p, CCONV_LLONG), 0);
    uint32_t errors = p->error_count;
    advance(p);
    while (!token_is(p, '}') && !p->panic) {
        parse_enumerator(p, type, underlying, &value, &range);
        if (!accept(p, ',') && !token_is(p, '}'))
            error_expected(p, "',' or '}'");
    }
    expect(p, '}');
    while (starts_attribute(p))
        parse_attributes(p, attributes);
    const struct cconv_type *integer = underlying;
    if (!integer && attributes->mode)
        integer = apply_type_attributes(p, basic(p, range.smallest < 0 ? CCONV_INT : CCONV_UINT),
                                        &(struct attributes){.mode = attributes->mode}, place);
    cconv_error error;
    error_clear(&error);
    if (!p->panic && type_complete_enum(p->context, type, integer, attributes->record_flags & CCONV_RECORD_PACKED,
                                        attributes->align, range.smallest, range.largest, &error))
        error_of_type(p, place, &error);
    if (p->panic || p->error_count != errors) {
        type->record_flags |= RECORD_POISONED;
        abandon(p);
    }
}

/* `: type` after the tag; a bit-field's `:` is followed by a number instead. */
static const struct cconv_type *parse_underlying(struct parser *p)
{
    struct lexer saved = p->lex;
    struct specifiers specifiers;
    advance(p);
    if (!starts_type(p)) {
        go_back(p, &saved);
        return NULL;
    }
    struct place place = here(p);
    if (!parse_specifiers(p, &specifiers))
        return NULL;
    if (!type_is_integer(canonical(specifiers.type)) || canonical(specifiers.type)->kind == CCONV_ENUM) {
        error_there(p, &place, "'%s' cannot be the type beneath an enum", describe(specifiers.type, 0).text);
        return NULL;
    }
    return specifiers.type;
}

const struct cconv_type *parse_enum(struct parser *p, struct specifiers *specifiers)
{
    struct attributes attributes = {0};
    advance(p);
    parse_attributes(p, &attributes);
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
    const struct cconv_type *underlying = token_is(p, ':') ? parse_underlying(p) : NULL;
    bool defines = token_is(p, '{');
    if (p->panic)
        return NULL;
    if (!tag && !defines) {
        error_expected(p, "an enum's tag or '{'");
        return NULL;
    }
    specifiers->defines = defines;
    struct entry *entry = tag ? declare_tag(p, tag, CCONV_ENUM, &place, defines) : NULL;
    if (tag && !entry)
        return NULL;
    struct cconv_type *type = tag ? (struct cconv_type *)(uintptr_t)entry->type : type_new_tag(p->context, CCONV_ENUM, NULL, 0);
    if (!type) {
        fail_no_memory(p);
        return NULL;
    }
    if (defines) {
        parse_enum_body(p, type, underlying, &attributes, &place);
        if (!tag && !p->panic)
            add_declaration(p, CCONV_DECLARES_TAG, NULL, type, 0, &place);
    } else if ((underlying || p->context->target->microsoft) && !type->complete) {
        /* complete without a body: `enum e : char;`, and any enum of Microsoft's compilers, an int */
        cconv_error error;
        error_clear(&error);
        if (!underlying)
            underlying = basic(p, CCONV_INT);
        if (type_complete_enum(p->context, type, underlying, false, 0, 0, 0, &error))
            error_of_type(p, &place, &error);
    }
    specifiers->attributes.any |= attributes.any;
    specifiers->attributes.align = (uint32_t)max_u64(specifiers->attributes.align, attributes.align);
    return p->panic ? NULL : type;
}
