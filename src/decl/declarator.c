/*
 * Declarators (C17 6.7.6) and abstract ones. Reading a declarator leaves a chain of parts, from the base type outwards
 * in the order in which they apply; build_type folds it. The chain exists because in `int (*f)(void)` the inner part
 * is read first and applied last.
 */
#include "decl/parser.h"

#include <string.h>

/* A new part; returns its link (index + 1), 0 after an error. */
static uint32_t new_part(struct parser *p, enum part_kind kind)
{
    struct part *part = stack_push(p, &p->parts);
    if (!part)
        return 0;
    *part = (struct part){.kind = (uint8_t)kind, .at = p->lex.at};
    return p->parts.count;
}

/* ---------------------------------------------------------------- declarators */

/* After `[`: to `]`. */
static void parse_array_part(struct parser *p, uint32_t link)
{
    struct part part = *part_at(p, link);
    struct place place = here(p);
    bool any = true;
    while (any) {
        switch (p->lex.kind) {
        case KEYWORD_STATIC: advance(p); break;
        case KEYWORD_CONST: part.qualifiers |= CCONV_CONST; advance(p); break;
        case KEYWORD_VOLATILE: part.qualifiers |= CCONV_VOLATILE; advance(p); break;
        case KEYWORD_RESTRICT: part.qualifiers |= CCONV_RESTRICT; advance(p); break;
        default: any = false;
        }
    }
    if (token_is(p, ']')) {
        part.is_open = true;
    } else {
        struct value size = {0};
        struct lexer saved = p->lex;
        if (token_is(p, '*')) {
            advance(p);
            part.is_vla = token_is(p, ']');
            if (!part.is_vla)
                go_back(p, &saved);
        }
        if (!part.is_vla) {
            size = value_decay(p, parse_assignment(p));
            if (p->panic)
                return;
            part.is_vla = size.kind != VALUE_INTEGER;
            if (!type_is_integer(canonical(size.type)))
                error_there(p, &place, "the size of an array must be an integer");
            else if (part.is_vla && !p->prototype_depth)
                error_there(p, &place, "the size of an array must be a constant here");
            else if (!part.is_vla && canonical(size.type)->is_signed && (int64_t)size.bits < 0)
                error_there(p, &place, "the size of an array is negative (%lld)", (long long)size.bits);
            part.length = size.bits;
        }
    }
    expect(p, ']');
    if (!p->panic)
        *part_at(p, link) = part;
}

/* Puts a part read before (or inside) the others in front of them. */
static void prepend(struct parser *p, struct declarator *out, uint32_t link)
{
    part_at(p, link)->next = out->parts;
    out->parts = link;
}

static void parse_suffixes(struct parser *p, struct declarator *out, const char **convention)
{
    bool first = true;
    for (uint32_t count = 0; !p->panic; first = false) {
        if (++count > PART_LIMIT) {
            error_here(p, "declarator is too complex");
            return;
        }
        if (token_is(p, '(')) {
            advance(p);
            uint32_t link = new_part(p, PART_FUNCTION);
            if (!link)
                return;
            parse_parameters(p, link, out);
            if (p->panic)
                return;
            part_at(p, link)->convention = *convention;
            *convention = NULL;
            prepend(p, out, link);
            if (first && out->parts == link && part_at(p, link)->next == 0)
                out->is_function = true;
        } else if (token_is(p, '[')) {
            advance(p);
            if (token_is(p, '[')) {
                parse_bracket_attributes(p, &out->attributes);
                continue;
            }
            uint32_t link = new_part(p, PART_ARRAY);
            if (!link)
                return;
            parse_array_part(p, link);
            if (!p->panic)
                prepend(p, out, link);
        } else {
            return;
        }
    }
}

/* `(` was read: does a declarator follow, or a list of parameters? */
static bool nests(struct parser *p, bool may_be_abstract)
{
    switch (p->lex.kind) {
    case '*':
    case '^':
    case '(':
    case '[':
    case KEYWORD_CONVENTION:
    case KEYWORD_ATTRIBUTE: return true;
    case TOKEN_IDENTIFIER: return !may_be_abstract || !type_name_entry(p, p->lex.symbol);
    default: return !may_be_abstract;
    }
}

static void read_pointer_qualifiers(struct parser *p, uint32_t *qualifiers, struct attributes *attributes)
{
    for (;;) {
        switch (p->lex.kind) {
        case KEYWORD_CONST: *qualifiers |= CCONV_CONST; break;
        case KEYWORD_VOLATILE: *qualifiers |= CCONV_VOLATILE; break;
        case KEYWORD_RESTRICT: *qualifiers |= CCONV_RESTRICT; break;
        case KEYWORD_ATOMIC: *qualifiers |= CCONV_ATOMIC; break;
        default:
            if (!starts_attribute(p))
                return;
            parse_attributes(p, attributes);
            continue;
        }
        advance(p);
    }
}

/* A pointer's part, behind the others of the chain. */
static uint32_t append_pointer(struct parser *p, uint32_t *first, uint32_t *last)
{
    uint32_t link = new_part(p, PART_POINTER);
    if (*last && link)
        part_at(p, *last)->next = link;
    else
        *first = link;
    return *last = link;
}

/* Pointers, outermost first, those that were read as stars before them; their chain is [*first, *last]. Conventions among
   them are for a function part. */
static void parse_pointers(struct parser *p, struct declarator *out, uint32_t *first, uint32_t *last,
                           const char **convention)
{
    uint32_t count = out->stars;
    for (; out->stars; out->stars--)
        if (!append_pointer(p, first, last))
            return;
    if (token_is(p, TOKEN_IDENTIFIER)) /* most declarators are a name alone */
        return;
    const char *outer = out->attributes.convention;
    uint32_t of_last = 0;
    out->attributes.convention = NULL;
    if (!token_is(p, '*'))
        read_pointer_qualifiers(p, &of_last, &out->attributes);
    if (*last)
        part_at(p, *last)->qualifiers = of_last;
    while ((token_is(p, '*') || token_is(p, '^')) && !p->panic) {
        uint32_t link = append_pointer(p, first, last);
        if (!link)
            return;
        if (++count > PART_LIMIT)
            error_here(p, "declarator is too complex");
        advance(p);
        if (p->lex.kind >= KEYWORD_FIRST) {
            uint32_t qualifiers = 0;
            read_pointer_qualifiers(p, &qualifiers, &out->attributes);
            part_at(p, link)->qualifiers = qualifiers;
        }
    }
    if (out->attributes.convention)
        *convention = out->attributes.convention;
    out->attributes.convention = outer;
}

static void parse_nested(struct parser *p, struct declarator *out, bool may_be_abstract, const char **pending)
{
    uint32_t first = 0, last = 0;
    const char *convention = NULL;
    if (!enter(p)) {
        leave(p);
        return;
    }
    parse_pointers(p, out, &first, &last, &convention);
    if (token_is(p, TOKEN_IDENTIFIER) && (!may_be_abstract || !out->name)) {
        out->name = p->lex.symbol;
        out->place = here(p);
        advance(p);
    } else if (token_is(p, '(')) {
        struct lexer saved = p->lex;
        advance(p);
        if (nests(p, may_be_abstract)) {
            parse_nested(p, out, may_be_abstract, &convention);
            expect(p, ')');
        } else {
            go_back(p, &saved);
        }
    } else if (!may_be_abstract) {
        error_expected(p, "a name");
    }
    parse_suffixes(p, out, &convention);
    if (last && !p->panic) {
        part_at(p, last)->next = out->parts;
        out->parts = first;
        if (!out->name)
            out->is_function = false;
    }
    if (convention)
        *pending = convention;
    leave(p);
}

void declarator_init(const struct parser *p, struct declarator *out)
{
    out->name = NULL;
    out->label = NULL;
    out->stars = out->parts = 0;
    out->is_function = out->identifier_list = false;
    out->first_name = out->name_count = 0;
    out->place = here(p);
    out->attributes = (struct attributes){0};
}

void parse_declarator(struct parser *p, struct declarator *out, bool may_be_abstract)
{
    declarator_init(p, out);
    parse_declarator_on(p, out, may_be_abstract);
}

void parse_declarator_on(struct parser *p, struct declarator *out, bool may_be_abstract)
{
    const char *pending = NULL;
    while (token_is(p, '*') && out->stars < PART_LIMIT) {
        advance(p);
        out->stars++;
    }
    if (token_is(p, TOKEN_IDENTIFIER) && (*p->lex.next == ',' || *p->lex.next == ')' || *p->lex.next == ';')) {
        out->name = p->lex.symbol; /* most are a name alone, or one behind stars */
        if (out->stars)
            out->place = here(p);
        advance(p);
        return;
    }
    if (may_be_abstract && (token_is(p, ',') || token_is(p, ')')))
        return;
    parse_nested(p, out, may_be_abstract, &pending);
    if (pending)
        out->attributes.convention = pending;
    if (p->parts.count > PART_LIMIT * 8)
        error_here(p, "declarator is too complex");
}

/* ---------------------------------------------------------------------- types */

const struct cconv_type *new_pointer(struct parser *p, const struct cconv_type *to, uint32_t qualifiers)
{
    struct cconv_type *owner = (struct cconv_type *)(uintptr_t)to; /* the memo is the parser's; no type is const */
    struct cconv_type *pointer = type_new_pointer(p->context, to, qualifiers);
    if (!pointer) {
        fail_no_memory(p);
        return NULL;
    }
    pointer->next_pointer = owner->pointers;
    owner->pointers = pointer;
    return pointer;
}

const struct cconv_type *make_array(struct parser *p, const struct cconv_type *element, uint32_t qualifiers,
                                    uint64_t count, const struct place *place)
{
    cconv_error error;
    error_clear(&error);
    const struct cconv_type *array = type_new_array(p->context, element, qualifiers, count, &error);
    if (!array)
        error_of_type(p, place, &error);
    return array;
}

/* A va_list that is an array is passed as a pointer, but goes on by its name. */
static const struct cconv_type *adjust_va_list(struct parser *p, const struct cconv_type *type)
{
    cconv_error error;
    error_clear(&error);
    const struct cconv_type *pointer = make_pointer(p, canonical(type)->element, 0);
    if (!pointer)
        return NULL;
    type = type_new_typedef(p->context, type->name, pointer, 0, 0, &error);
    if (!type)
        fail_no_memory(p);
    return type;
}

const struct cconv_type *adjust_parameter(struct parser *p, const struct cconv_type *type, uint32_t *qualifiers,
                                          uint32_t array_qualifiers)
{
    const struct cconv_type *plain = canonical(type);
    if (plain->kind == CCONV_ARRAY) {
        const struct cconv_type *list = type->kind == CCONV_TYPEDEF ? type_va_list(p->context) : NULL;
        if (list && plain == canonical(list))
            return adjust_va_list(p, type);
        uint32_t element = plain->element_qualifiers | *qualifiers;
        *qualifiers = array_qualifiers;
        return make_pointer(p, plain->element, element);
    }
    if (plain->kind == CCONV_FUNCTION) {
        *qualifiers = 0;
        return make_pointer(p, type, 0);
    }
    return type;
}

static const struct cconv_type *build_array(struct parser *p, const struct part *part, const struct cconv_type *type,
                                            uint32_t qualifiers, const struct place *place)
{
    const struct cconv_type *element = canonical(type);
    if (element->kind == CCONV_FUNCTION || element->kind == CCONV_VOID) {
        error_there(p, place, "an array of '%s' cannot be", describe(type, qualifiers).text);
        return NULL;
    }
    bool open = element->kind == CCONV_ARRAY && (element->is_incomplete_array || element->is_vla);
    if (!element->complete && !(open && element->is_vla)) {
        if (element->record_flags & RECORD_POISONED)
            abandon(p);
        /* in a prototype only the pointer matters: `struct s a[]` with s incomplete passes, as in gcc's headers */
        else if (!p->prototype_depth || element->kind == CCONV_ARRAY)
            error_there(p, place, "an array of incomplete type '%s'", describe(type, qualifiers).text);
        if (p->panic)
            return NULL;
    }
    const struct cconv_type *array;
    if (part->is_open || part->is_vla || open || !element->complete) {
        array = type_new_open_array(p->context, type, qualifiers, !part->is_open);
        if (!array)
            fail_no_memory(p);
        return array;
    }
    return make_array(p, type, qualifiers, part->length, place);
}

static const struct cconv_type *build_function(struct parser *p, const struct part *part, const struct cconv_type *type,
                                               uint32_t qualifiers, const struct place *place)
{
    cconv_type_kind kind = (cconv_type_kind)canonical(type)->kind;
    if (kind == CCONV_FUNCTION || kind == CCONV_ARRAY) {
        error_there(p, place, "a function cannot return %s", kind == CCONV_ARRAY ? "an array" : "a function");
        return NULL;
    }
    const struct cconv_type *function =
        type_new_function(p->context, type, qualifiers, stack_at(&p->parameters, part->first), part->count,
                          part->variadic, part->old_style, part->convention);
    if (!function)
        fail_no_memory(p);
    return function;
}

/* The type with another convention for the function in it; typedef names on the way are lost. */
const struct cconv_type *with_convention(struct parser *p, const struct cconv_type *type, const char *convention)
{
    const struct cconv_type *plain = canonical(type);
    if (plain->kind == CCONV_POINTER) {
        const struct cconv_type *to = p->depth < DEPTH_LIMIT ? (p->depth++, with_convention(p, plain->element, convention)) : NULL;
        p->depth -= to != NULL;
        return to && to != plain->element ? make_pointer(p, to, plain->element_qualifiers) : type;
    }
    if (plain->kind != CCONV_FUNCTION)
        return type;
    const struct cconv_type *function =
        type_new_function(p->context, plain->element, plain->element_qualifiers, plain->parameters,
                          plain->parameter_count, plain->variadic, plain->old_style, convention);
    if (!function)
        fail_no_memory(p);
    return function ? function : type;
}

/* A convention of the whole declaration is for the function nearest to the name. */
static bool give_convention(struct parser *p, const struct declarator *declarator, const char *convention)
{
    uint32_t nearest = 0;
    for (uint32_t link = declarator->parts; link; link = part_at(p, link)->next)
        if (part_at(p, link)->kind == PART_FUNCTION)
            nearest = link;
    if (!nearest)
        return false;
    if (!part_at(p, nearest)->convention)
        part_at(p, nearest)->convention = convention;
    return true;
}

/* With parts or attributes. */
static APART const struct cconv_type *build_any_type(struct parser *p, const struct specifiers *specifiers,
                                                     struct declarator *declarator, uint32_t *qualifiers)
{
    const struct cconv_type *type = specifiers->type;
    const struct attributes *a = &specifiers->attributes, *b = &declarator->attributes;
    const struct place *place = declarator->name ? &declarator->place : &specifiers->place;
    if (a->mode || a->vector_size || a->vector_count || b->mode || b->vector_size || b->vector_count) {
        struct attributes both = *a;
        merge_attributes(&both, b);
        type = apply_type_attributes(p, type, &both, place);
    }
    const char *convention = b->convention ? b->convention : a->convention;
    bool given = convention && give_convention(p, declarator, convention);
    uint32_t now = specifiers->qualifiers;
    for (uint32_t star = 0; star < declarator->stars && type; star++, now = 0)
        type = make_pointer(p, type, now);
    for (uint32_t link = declarator->parts; link && type; link = part_at(p, link)->next) {
        const struct part *part = part_at(p, link); /* nothing is pushed while it is in use */
        switch (part->kind) {
        case PART_POINTER:
            type = make_pointer(p, type, now);
            now = part->qualifiers;
            break;
        case PART_ARRAY:
            type = build_array(p, part, type, now, place);
            now = 0;
            break;
        default:
            type = build_function(p, part, type, now, place);
            now = 0;
            break;
        }
    }
    *qualifiers = now;
    if (type && convention && !given)
        type = with_convention(p, type, convention);
    return type;
}

/* With stars alone. */
static APART const struct cconv_type *build_pointers(struct parser *p, const struct specifiers *specifiers,
                                                     const struct declarator *declarator, uint32_t *qualifiers)
{
    const struct cconv_type *type = make_pointer(p, specifiers->type, specifiers->qualifiers);
    for (uint32_t star = 1; star < declarator->stars && type; star++)
        type = make_pointer(p, type, 0);
    *qualifiers = 0;
    return type;
}

const struct cconv_type *build_type(struct parser *p, const struct specifiers *specifiers, struct declarator *declarator,
                                    uint32_t *qualifiers)
{
    if (declarator->parts || specifiers->attributes.any || declarator->attributes.any)
        return build_any_type(p, specifiers, declarator, qualifiers);
    if (declarator->stars)
        return build_pointers(p, specifiers, declarator, qualifiers);
    *qualifiers = specifiers->qualifiers;
    return specifiers->type;
}
