/*
 * Lists of parameters (C17 6.7.6.3), and the old style's lists of names. Most parameters are a plain type, stars and a name,
 * and are read without the structures that any other needs.
 */
#include "decl/parser.h"

/* Its name has a mark made in this list, by a parameter or by a member of a record in it. */
static void check_parameter_name(struct parser *p, uint32_t first, const struct declarator *declarator)
{
    for (uint32_t i = first; i < p->parameters.count; i++)
        if (((const cconv_parameter *)stack_at(&p->parameters, i))->name == declarator->name->text)
            error_there(p, &declarator->place, "two parameters named '%s'", declarator->name->text);
}

static void add_parameter(struct parser *p, struct symbol *name, const struct cconv_type *type, uint32_t qualifiers)
{
    if (name)
        name->mark = p->names->serial;
    cconv_parameter *parameter = stack_push(p, &p->parameters);
    if (parameter)
        *parameter = (cconv_parameter){.name = name ? name->text : NULL, .type = type, .qualifiers = qualifiers};
}

/* From behind the specifiers. The parameters before it in its list start at `first`; their names have marks from `serial` on. */
static APART void parse_parameter_declarator(struct parser *p, const struct specifiers *specifiers, uint32_t stars,
                                             uint32_t first, uint32_t serial)
{
    struct declarator declarator;
    uint32_t parts = p->parts.count, parameters = p->parameters.count;
    declarator_init(p, &declarator);
    declarator.stars = stars;
    parse_declarator_on(p, &declarator, true);
    parse_attributes(p, &declarator.attributes);
    while (token_is(p, '[') && !p->panic) {
        advance(p);
        parse_bracket_attributes(p, &declarator.attributes);
    }
    uint32_t qualifiers = 0, inside = 0;
    const struct cconv_type *type = p->panic ? NULL : build_type(p, specifiers, &declarator, &qualifiers);
    for (uint32_t link = declarator.parts; link; link = part_at(p, link)->next)
        inside = part_at(p, link)->kind == PART_ARRAY ? part_at(p, link)->qualifiers : 0;
    p->parts.count = parts;
    p->parameters.count = parameters;
    if (!type)
        return;
    refuse_alignas(p, &specifiers->attributes, &declarator.attributes, "a parameter", &declarator.place);
    if (canonical(type)->kind == CCONV_ARRAY || canonical(type)->kind == CCONV_FUNCTION)
        type = adjust_parameter(p, type, &qualifiers, inside);
    if (!type)
        return;
    if (declarator.name && declarator.name->mark >= serial)
        check_parameter_name(p, first, &declarator);
    add_parameter(p, declarator.name, type, qualifiers);
    if (canonical(type)->kind == CCONV_VOID && (declarator.name || qualifiers))
        error_there(p, declarator.name ? &declarator.place : &specifiers->place, "parameter%s%s%s has type void",
                    declarator.name ? " '" : "", declarator.name ? declarator.name->text : "",
                    declarator.name ? "'" : "");
}

/* Of a parameter that is no plain one, from behind what parse_plain_specifiers read. */
static APART void parse_any_parameter(struct parser *p, const struct plain_specifiers *plain, uint32_t first, uint32_t serial)
{
    struct specifiers specifiers;
    if (!parse_specifiers_on(p, plain, &specifiers))
        return;
    if (specifiers.storage && specifiers.storage != KEYWORD_REGISTER)
        error_there(p, &specifiers.place, "a parameter cannot have this storage class");
    else
        parse_parameter_declarator(p, &specifiers, 0, first, serial);
}

/* Behind plain specifiers, stars and a name, or none: most parameters are no more. False if there is more, or something to
   look at, from behind the stars. */
static bool parse_plain_declarator(struct parser *p, const struct plain_specifiers *plain, uint32_t *stars, uint32_t serial)
{
    const struct cconv_type *type = plain->type;
    uint32_t qualifiers = plain->qualifiers;
    struct symbol *name = NULL;
    for (*stars = 0; token_is(p, '*') && *stars < PART_LIMIT; ++*stars)
        advance(p);
    if (token_is(p, TOKEN_IDENTIFIER)) {
        name = p->lex.symbol;
        if ((*p->lex.next != ',' && *p->lex.next != ')') || name->mark >= serial)
            return false;
    } else if (!token_is(p, ',') && !token_is(p, ')')) {
        return false;
    }
    for (uint32_t star = 0; star < *stars; star++, qualifiers = 0)
        if (!(type = make_pointer(p, type, qualifiers)))
            return true;
    cconv_type_kind kind = (cconv_type_kind)canonical(type)->kind;
    if (kind == CCONV_ARRAY || kind == CCONV_FUNCTION || (kind == CCONV_VOID && (name || qualifiers)))
        return false;
    add_parameter(p, name, type, qualifiers);
    if (name)
        advance(p);
    return true;
}

static void parse_parameter(struct parser *p, uint32_t first, uint32_t serial)
{
    struct plain_specifiers plain;
    uint32_t stars;
    if (!parse_plain_specifiers(p, &plain)) {
        parse_any_parameter(p, &plain, first, serial);
    } else if (!parse_plain_declarator(p, &plain, &stars, serial)) {
        struct specifiers specifiers;
        specifiers_init(&plain, &specifiers);
        parse_parameter_declarator(p, &specifiers, stars, first, serial);
    }
}

/* `(void)`, and `void` where it cannot be. Returns the number of parameters. */
static uint32_t check_void(struct parser *p, uint32_t first, bool variadic, const struct place *place)
{
    const cconv_parameter *parameters = stack_at(&p->parameters, first);
    uint32_t count = p->parameters.count - first;
    if (count == 1 && !variadic && canonical(parameters[0].type)->kind == CCONV_VOID)
        return 0;
    for (uint32_t i = 0; i < count; i++)
        if (canonical(parameters[i].type)->kind == CCONV_VOID)
            error_there(p, place, "void must be the only parameter");
    return count;
}

/* After the `)` of what may be old-style names: does the rest of the declarator lead to declarations or a body, as in
   `int (*f(a, b))(int) int a; char *b; {…}`? The caller goes back. */
static bool leads_to_definition(struct parser *p)
{
    bool quiet = p->quiet;
    if (p->panic)
        return false;
    p->quiet = true; /* what is wrong there is said when it is read */
    while (!p->prototype_depth && !p->panic) {
        if (token_is(p, '(') || token_is(p, '['))
            skip_brackets(p);
        else if (!accept(p, ')'))
            break;
    }
    bool leads = token_is(p, '{') || (starts_type(p) && !starts_attribute(p));
    p->quiet = quiet;
    if (p->panic && !p->stopped)
        leads = p->panic = false;
    return leads;
}

/* Old-style `f(a, b)`: names alone, kept as parameters without a type. False if it cannot be that; then nothing was read. */
static bool parse_identifier_list(struct parser *p, struct declarator *out)
{
    struct lexer start = p->lex;
    uint32_t first = p->parameters.count;
    for (;;) {
        if (!token_is(p, TOKEN_IDENTIFIER) || type_name_entry(p, p->lex.symbol))
            break;
        cconv_parameter *parameter = stack_push(p, &p->parameters);
        if (!parameter)
            break;
        *parameter = (cconv_parameter){.name = p->lex.symbol->text};
        advance(p);
        if (token_is(p, ')')) {
            advance(p);
            struct lexer after = p->lex;
            if (leads_to_definition(p) && !p->panic) {
                go_back(p, &after);
                out->identifier_list = true;
                out->first_name = first;
                out->name_count = p->parameters.count - first;
                return true;
            }
            break;
        }
        if (!accept(p, ','))
            break;
    }
    p->parameters.count = first;
    go_back(p, &start);
    return false;
}

void parse_parameters(struct parser *p, uint32_t link, struct declarator *out)
{
    struct place place = here(p);
    uint32_t undo = p->undo.count, first = p->parameters.count, visible = p->visible_parameters;
    bool variadic = false, old_style = false;
    part_at(p, link)->first = first;
    if (token_is(p, ')')) {
        old_style = true;
        advance(p);
    } else if (token_is(p, TOKEN_IDENTIFIER) && !type_name_entry(p, p->lex.symbol) && parse_identifier_list(p, out)) {
        old_style = true;
    } else {
        uint32_t serial = ++p->names->serial;
        if (p->prototype_depth++ == 0)
            p->visible_parameters = first;
        do {
            if (accept(p, TOKEN_ELLIPSIS)) {
                variadic = true;
                break;
            }
            parse_parameter(p, first, serial);
            if (p->parameters.count - first > PARAMETER_LIMIT)
                error_here(p, "more than %d parameters", PARAMETER_LIMIT);
        } while (accept(p, ','));
        p->prototype_depth--;
        p->visible_parameters = visible;
        expect(p, ')');
    }
    unbind(p, undo);
    struct part *part = part_at(p, link);
    part->count = p->panic ? 0 : out->identifier_list ? p->parameters.count - first : check_void(p, first, variadic, &place);
    part->variadic = variadic;
    part->old_style = old_style;
}
