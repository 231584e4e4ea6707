/*
 * Expressions (C17 6.5): read for their type (typeof, sizeof) and, where constant, their value (array sizes,
 * enumerators, bit-field widths, _Static_assert). Nothing is built; each function returns a struct value.
 */
#include "decl/parser.h"

#include <string.h>

static const struct cconv_type *size_type(const struct parser *p)
{
    const struct cconv_target *target = p->context->target;
    return basic(p, target->pointer_size == 4 ? CCONV_UINT : target->long_size == 8 ? CCONV_ULONG : CCONV_ULLONG);
}

/* What an erroneous expression yields. */
static struct value nothing(const struct parser *p)
{
    return value_integer(basic(p, CCONV_INT), 0);
}

/* ------------------------------------------------------------------- primary */

static const cconv_parameter *visible_parameter(const struct parser *p, const char *name)
{
    const cconv_parameter *parameters = p->parameters.data;
    if (!p->prototype_depth)
        return NULL;
    for (uint32_t i = p->parameters.count; i > p->visible_parameters; i--)
        if (parameters[i - 1].name && strcmp(parameters[i - 1].name, name) == 0)
            return &parameters[i - 1];
    return NULL;
}

/* A name that nothing declared: C23's constants, the compilers' built-in functions, or an error. */
static struct value undeclared(struct parser *p, const struct symbol *symbol, const struct place *place)
{
    if (strcmp(symbol->text, "true") == 0 || strcmp(symbol->text, "false") == 0)
        return value_integer(basic(p, CCONV_BOOL), symbol->text[0] == 't');
    if (strcmp(symbol->text, "nullptr") == 0) {
        const struct cconv_type *pointer = make_pointer(p, basic(p, CCONV_VOID), 0);
        return pointer ? value_integer(pointer, 0) : nothing(p);
    }
    struct value value;
    if (parse_builtin_call(p, symbol->text, &value))
        return value;
    if (strncmp(symbol->text, "__builtin_", 10) == 0 || strncmp(symbol->text, "__sync_", 7) == 0 ||
        strncmp(symbol->text, "__atomic_", 9) == 0)
        return value_runtime(basic(p, CCONV_INT));
    error_there(p, place, "'%s' is not declared", symbol->text);
    return nothing(p);
}

static struct value parse_identifier(struct parser *p)
{
    struct symbol *symbol = p->lex.symbol;
    struct place place = here(p);
    const cconv_parameter *parameter = visible_parameter(p, symbol->text);
    advance(p);
    if (parameter)
        return (struct value){.type = parameter->type, .qualifiers = parameter->qualifiers, .lvalue = true};
    const struct entry *entry = symbol->ordinary;
    if (!entry && !symbol->searched)
        entry = well_known(p, symbol);
    if (!entry)
        return undeclared(p, symbol, &place);
    switch (entry->kind) {
    case ENTRY_CONSTANT: return value_integer(entry->type, entry->value);
    case ENTRY_VARIABLE:
        if (entry->flags & ENTRY_HAS_VALUE)
            return value_integer(entry->type, entry->value);
        return (struct value){.type = entry->type, .qualifiers = entry->qualifiers, .lvalue = true,
                              .align_bits = entry->align_bits};
    case ENTRY_FUNCTION: return (struct value){.type = entry->type, .align_bits = entry->align_bits};
    default: error_there(p, &place, "a type ('%s') where a value belongs", symbol->text); return nothing(p);
    }
}

/* _Generic(value, type: value, …, default: value) */
static struct value parse_generic(struct parser *p)
{
    struct value chosen = nothing(p);
    bool found = false, has_default = false;
    struct place place = here(p);
    advance(p);
    expect(p, '(');
    struct value control = value_decay(p, parse_assignment(p));
    while (accept(p, ',')) {
        bool match = false, is_default = token_is(p, KEYWORD_STATEMENT) && strcmp(p->lex.symbol->text, "default") == 0;
        if (is_default) {
            advance(p);
        } else {
            uint32_t qualifiers;
            const struct cconv_type *type = parse_type_name(p, &qualifiers);
            match = type && !qualifiers && types_compatible(type, control.type) &&
                    canonical(type)->kind == canonical(control.type)->kind;
        }
        expect(p, ':');
        struct value value = parse_assignment(p);
        if (p->panic)
            return chosen;
        if ((match && !found) || (is_default && !found && !has_default))
            chosen = value;
        found |= match;
        has_default |= is_default;
    }
    expect(p, ')');
    if (!found && !has_default)
        error_there(p, &place, "no branch of _Generic has the type '%s'", describe(control.type, 0).text);
    return chosen;
}

/* offsetof(type, member.member[index] …) */
static struct value parse_offsetof(struct parser *p)
{
    uint32_t qualifiers;
    uint64_t offset = 0;
    bool constant = true;
    advance(p);
    expect(p, '(');
    const struct cconv_type *type = parse_type_name(p, &qualifiers);
    expect(p, ',');
    bool first = true;
    while (!p->panic && !token_is(p, ')')) {
        if (!first && accept(p, '[')) {
            struct value index = value_decay(p, parse_expression(p));
            expect(p, ']');
            if (p->panic || canonical(type)->kind != CCONV_ARRAY)
                break;
            constant &= index.kind == VALUE_INTEGER;
            type = canonical(type)->element;
            offset += index.bits * canonical(type)->size;
            continue;
        }
        if (!first)
            expect(p, '.');
        first = false;
        if (!token_is(p, TOKEN_IDENTIFIER)) {
            error_expected(p, "the name of a member");
            break;
        }
        uint64_t align;
        const cconv_field *field = find_member(canonical(type), p->lex.symbol->text, &offset, &align, 0);
        if (!field) {
            error_here(p, "'%s' has no member '%s'", describe(type, 0).text, p->lex.symbol->text);
            break;
        }
        if (field->flags & CCONV_FIELD_BIT_FIELD)
            error_here(p, "a bit-field ('%s') has no offset", p->lex.symbol->text);
        type = field->type;
        advance(p);
    }
    expect(p, ')');
    return constant ? value_integer(size_type(p), offset) : value_runtime(size_type(p));
}

/* __builtin_types_compatible_p(T, U) */
static struct value parse_types_compatible(struct parser *p)
{
    uint32_t qualifiers;
    advance(p);
    expect(p, '(');
    const struct cconv_type *a = parse_type_name(p, &qualifiers);
    expect(p, ',');
    const struct cconv_type *b = parse_type_name(p, &qualifiers);
    expect(p, ')');
    if (!a || !b)
        return nothing(p);
    bool same = types_compatible(a, b) && canonical(a)->kind == canonical(b)->kind;
    return value_integer(basic(p, CCONV_INT), same);
}

static struct value parse_choose(struct parser *p)
{
    struct value condition;
    advance(p);
    expect(p, '(');
    struct place place = here(p);
    condition = value_decay(p, parse_assignment(p));
    expect(p, ',');
    struct value yes = parse_assignment(p);
    expect(p, ',');
    struct value no = parse_assignment(p);
    expect(p, ')');
    if (!p->panic && condition.kind != VALUE_INTEGER)
        error_there(p, &place, "the first argument of __builtin_choose_expr must be a constant");
    return condition.bits ? yes : no;
}

/* __builtin_va_arg(list, type): a value of that type. */
static struct value parse_va_arg(struct parser *p)
{
    uint32_t qualifiers;
    advance(p);
    expect(p, '(');
    parse_assignment(p);
    expect(p, ',');
    const struct cconv_type *type = parse_type_name(p, &qualifiers);
    expect(p, ')');
    return type ? value_runtime(type) : nothing(p);
}

/* `(` was read, and no type follows. */
static struct value parse_parentheses(struct parser *p)
{
    if (token_is(p, '{')) { /* a statement expression: its type is beyond us */
        skip_brackets(p);
        expect(p, ')');
        return value_runtime(basic(p, CCONV_INT));
    }
    struct value value = parse_expression(p);
    expect(p, ')');
    return value;
}

/* Of what begins with a parenthesis parse_cast_expression takes care. */
static struct value parse_primary(struct parser *p)
{
    struct value value;
    switch (p->lex.kind) {
    case TOKEN_NUMBER: return parse_number(p);
    case TOKEN_CHARACTER: return parse_character(p);
    case TOKEN_STRING: return parse_strings(p);
    case TOKEN_IDENTIFIER: return parse_identifier(p);
    case KEYWORD_GENERIC: return parse_generic(p);
    case KEYWORD_OFFSETOF: return parse_offsetof(p);
    case KEYWORD_TYPES_COMPATIBLE: return parse_types_compatible(p);
    case KEYWORD_CHOOSE_EXPR: return parse_choose(p);
    case KEYWORD_BUILTIN_VA_ARG: return parse_va_arg(p);
    case KEYWORD_CONSTANT_P:
        advance(p);
        expect(p, '(');
        value = value_decay(p, parse_expression(p));
        expect(p, ')');
        return value_integer(basic(p, CCONV_INT), value.kind != VALUE_RUNTIME);
    default: error_expected(p, "an expression"); return nothing(p);
    }
}

/* ------------------------------------------------------------------- postfix */

/* `.` or `->` was read. For a pointer `value` holds its target as an lvalue. */
static struct value parse_member_access(struct parser *p, struct value value)
{
    const struct cconv_type *type = canonical(value.type);
    if (!token_is(p, TOKEN_IDENTIFIER)) {
        error_expected(p, "the name of a member");
        return nothing(p);
    }
    uint64_t offset = 0, align = 0;
    const cconv_field *field = is_record(type) ? find_member(type, p->lex.symbol->text, &offset, &align, 0) : NULL;
    if (!field) {
        if (type->record_flags & RECORD_POISONED)
            abandon(p);
        else
            error_here(p, "'%s' has no member '%s'", describe(value.type, 0).text, p->lex.symbol->text);
        return nothing(p);
    }
    advance(p);
    value.type = field->type;
    value.qualifiers |= field->qualifiers;
    value.bits += offset;
    value.lvalue = true;
    value.align_bits = align_bits(align);
    return value;
}

static struct value dereference(struct parser *p, struct value value, const struct place *place)
{
    value = value_decay(p, value);
    const struct cconv_type *type = canonical(value.type);
    if (type->kind != CCONV_POINTER) {
        error_there(p, place, "'%s' is not a pointer", describe(value.type, 0).text);
        return nothing(p);
    }
    value.qualifiers = type->element_qualifiers;
    value.type = type->element;
    value.lvalue = canonical(type->element)->kind != CCONV_FUNCTION;
    return value;
}

static struct value parse_call(struct parser *p, struct value value)
{
    value = value_decay(p, value);
    const struct cconv_type *type = canonical(value.type);
    skip_brackets(p);
    if (type->kind == CCONV_POINTER && canonical(type->element)->kind == CCONV_FUNCTION)
        return value_runtime(canonical(type->element)->element);
    return value_runtime(basic(p, CCONV_INT)); /* a built-in function */
}

static struct value parse_postfix_of(struct parser *p, struct value value)
{
    while (!p->panic) {
        struct place place = here(p);
        switch (p->lex.kind) {
        case '[': {
            advance(p);
            struct value index = parse_expression(p);
            expect(p, ']');
            if (!p->panic)
                value = dereference(p, canonical(value.type)->kind == CCONV_VECTOR
                                           ? value : value_binary(p, '+', value, index), &place);
            break;
        }
        case '(': value = parse_call(p, value); break;
        case '.':
            advance(p);
            value = parse_member_access(p, value);
            break;
        case TOKEN_ARROW:
            advance(p);
            value = dereference(p, value, &place);
            value = parse_member_access(p, value);
            break;
        case TOKEN_INCREMENT:
        case TOKEN_DECREMENT:
            advance(p);
            value = value_decay(p, value);
            value.kind = VALUE_RUNTIME;
            break;
        default: return value;
        }
    }
    return value;
}

/* --------------------------------------------------------------------- unary */

static struct value parse_cast_expression(struct parser *p);

/* The braces of a compound literal: its type, which they complete. */
static const struct cconv_type *skip_literal(struct parser *p, const struct cconv_type *type)
{
    struct lexer start = p->lex;
    struct place place = here(p);
    skip_brackets(p);
    const struct cconv_type *complete = p->panic ? NULL : complete_array(p, type, &start, &place);
    return complete ? complete : type;
}

/* ( type-name ) was read up to the type: a cast or a compound literal. */
static struct value parse_cast(struct parser *p)
{
    uint32_t qualifiers;
    const struct cconv_type *type = parse_type_name(p, &qualifiers);
    expect(p, ')');
    if (!type)
        return nothing(p);
    if (token_is(p, '{')) {
        type = skip_literal(p, type);
        return parse_postfix_of(p, (struct value){.type = type, .qualifiers = qualifiers, .lvalue = true});
    }
    return value_convert(p, parse_cast_expression(p), type);
}

static struct value size_or_align(struct parser *p, bool align, const struct cconv_type *type,
                                  const struct place *place)
{
    const struct cconv_type *plain = canonical(type);
    if (plain->kind == CCONV_VOID || plain->kind == CCONV_FUNCTION) /* GNU: 1 */
        return value_integer(size_type(p), align && plain->kind == CCONV_FUNCTION ? 4 : 1);
    if (plain->is_vla)
        return value_runtime(size_type(p));
    if (align && plain->is_incomplete_array)
        return value_integer(size_type(p), type_align_of(type));
    if (!plain->complete) {
        if (plain->record_flags & RECORD_POISONED)
            abandon(p);
        else
            error_there(p, place, "'%s' is incomplete: it has no size", describe(type, 0).text);
        return nothing(p);
    }
    return value_integer(size_type(p), align ? type_align_of(type) : plain->size);
}

static struct value parse_sizeof(struct parser *p)
{
    bool align = token_is(p, KEYWORD_ALIGNOF);
    struct place place = here(p);
    struct lexer saved;
    uint32_t qualifiers;
    advance(p);
    saved = p->lex;
    if (accept(p, '(')) {
        if (starts_type(p)) {
            const struct cconv_type *type = parse_type_name(p, &qualifiers);
            expect(p, ')');
            if (!type)
                return nothing(p);
            if (token_is(p, '{')) { /* sizeof (T){…} */
                type = skip_literal(p, type);
                type = parse_postfix_of(p, (struct value){.type = type, .lvalue = true}).type;
            }
            return size_or_align(p, align, type, &place);
        }
        go_back(p, &saved);
    }
    struct value value = parse_cast_expression(p);
    if (!p->panic && align && value.align_bits)
        return value_integer(size_type(p), 1ull << (value.align_bits - 1));
    return p->panic ? nothing(p) : size_or_align(p, align, value.type, &place);
}

static struct value address_of(struct parser *p, struct value value)
{
    const struct cconv_type *pointer = make_pointer(p, value.type, value.qualifiers);
    if (!pointer)
        return nothing(p);
    value.type = pointer;
    value.qualifiers = 0;
    value.align_bits = 0;
    if (!value.lvalue)
        value.kind = VALUE_RUNTIME;
    value.lvalue = false;
    return value;
}

static struct value parse_unary(struct parser *p)
{
    uint32_t operator = p->lex.kind;
    struct place place = here(p);
    struct value value;
    switch (operator) {
    case '-':
    case '+':
    case '~':
    case '!':
        advance(p);
        return value_unary(p, operator, parse_cast_expression(p));
    case '&':
        advance(p);
        return address_of(p, parse_cast_expression(p));
    case '*':
        advance(p);
        return dereference(p, parse_cast_expression(p), &place);
    case TOKEN_AND_AND: /* the address of a label */
        advance(p);
        advance(p);
        return value_runtime(make_pointer(p, basic(p, CCONV_VOID), 0));
    case TOKEN_INCREMENT:
    case TOKEN_DECREMENT:
        advance(p);
        value = value_decay(p, parse_cast_expression(p));
        value.kind = VALUE_RUNTIME;
        return value;
    case KEYWORD_SIZEOF:
    case KEYWORD_ALIGNOF: return parse_sizeof(p);
    case KEYWORD_REAL:
        advance(p);
        value = value_decay(p, parse_cast_expression(p));
        if (value.type && canonical(value.type)->kind == CCONV_COMPLEX)
            return value_runtime(canonical(value.type)->element);
        return value;
    default: return parse_postfix_of(p, parse_primary(p));
    }
}

static struct value parse_cast_expression(struct parser *p)
{
    struct value value;
    if (enter(p)) {
        if (!accept(p, '('))
            value = parse_unary(p);
        else if (starts_type(p))
            value = parse_cast(p);
        else
            value = parse_postfix_of(p, parse_parentheses(p));
    }
    leave(p);
    return p->panic ? nothing(p) : value;
}

/* -------------------------------------------------------------------- binary */

static unsigned precedence(uint32_t kind)
{
    switch (kind) {
    case '*':
    case '/':
    case '%': return 10;
    case '+':
    case '-': return 9;
    case TOKEN_LEFT:
    case TOKEN_RIGHT: return 8;
    case '<':
    case '>':
    case TOKEN_LESS_EQUAL:
    case TOKEN_GREATER_EQUAL: return 7;
    case TOKEN_EQUAL:
    case TOKEN_NOT_EQUAL: return 6;
    case '&': return 5;
    case '^': return 4;
    case '|': return 3;
    case TOKEN_AND_AND: return 2;
    case TOKEN_OR_OR: return 1;
    default: return 0;
    }
}

static struct value parse_binary(struct parser *p, unsigned least)
{
    struct value left = parse_cast_expression(p);
    for (;;) {
        uint32_t operator = p->lex.kind;
        unsigned level = precedence(operator);
        if (level == 0 || level < least || p->panic)
            return left;
        advance(p);
        /* What `0 &&` and `1 ||` leave unevaluated may divide by zero. */
        bool decided = left.kind == VALUE_INTEGER && ((operator == TOKEN_AND_AND && !left.bits) ||
                                                      (operator == TOKEN_OR_OR && left.bits));
        p->unevaluated += decided;
        struct value right = parse_binary(p, level + 1);
        p->unevaluated -= decided;
        if (p->panic)
            return nothing(p);
        left = value_binary(p, operator, left, right);
    }
}

/* The type of `c ? a : b` where it is not an arithmetic one (6.5.15p6). */
static const struct cconv_type *conditional_type(struct parser *p, struct value a, struct value b)
{
    const struct cconv_type *x = canonical(a.type), *y = canonical(b.type);
    if ((type_is_integer(x) || type_is_floating(x)) && (type_is_integer(y) || type_is_floating(y)))
        return common_type(p, x, y);
    if (x->kind != CCONV_POINTER || y->kind != CCONV_POINTER)
        return x->kind == CCONV_POINTER ? a.type : y->kind == CCONV_POINTER ? b.type : a.type;
    /* a null pointer constant yields to the other; a void pointer does not (the kernel's __is_constexpr) */
    bool x_null = canonical(x->element)->kind == CCONV_VOID && a.kind == VALUE_INTEGER && a.bits == 0;
    bool y_null = canonical(y->element)->kind == CCONV_VOID && b.kind == VALUE_INTEGER && b.bits == 0;
    if (x_null)
        return b.type;
    if (y_null || canonical(y->element)->kind != CCONV_VOID)
        return a.type;
    return b.type;
}

struct value parse_conditional(struct parser *p)
{
    struct value condition = parse_binary(p, 1);
    if (!token_is(p, '?'))
        return condition;
    if (!enter(p)) {
        leave(p);
        return nothing(p);
    }
    advance(p);
    condition = value_decay(p, condition);
    bool constant = condition.kind != VALUE_RUNTIME, truth = constant && value_is_true(condition);
    struct value yes = condition;
    if (!token_is(p, ':')) { /* GNU: `a ?: b` */
        p->unevaluated += constant && !truth;
        yes = value_decay(p, parse_expression(p));
        p->unevaluated -= constant && !truth;
    }
    expect(p, ':');
    p->unevaluated += constant && truth;
    struct value no = value_decay(p, parse_conditional(p));
    p->unevaluated -= constant && truth;
    leave(p);
    if (p->panic)
        return nothing(p);
    const struct cconv_type *type = conditional_type(p, yes, no);
    return constant ? value_convert(p, truth ? yes : no, type) : value_runtime(type);
}

struct value parse_assignment(struct parser *p)
{
    struct value value = parse_conditional(p);
    if (token_is(p, '=') || token_is(p, TOKEN_ASSIGN_OPERATOR)) {
        if (enter(p)) {
            advance(p);
            parse_assignment(p);
        }
        leave(p);
        value = value_decay(p, value);
        value.kind = VALUE_RUNTIME;
    }
    return p->panic ? nothing(p) : value;
}

struct value parse_expression(struct parser *p)
{
    struct value value = parse_assignment(p);
    while (accept(p, ',')) {
        value = parse_assignment(p);
        value.align_bits = 0;
    }
    return value;
}

bool parse_constant(struct parser *p, const char *what, struct value *out)
{
    struct place place = here(p);
    *out = value_decay(p, parse_conditional(p));
    if (p->panic)
        return false;
    if (out->kind == VALUE_INTEGER && type_is_integer(canonical(out->type)))
        return true;
    error_there(p, &place, "%s must be an integer constant", what);
    return false;
}
