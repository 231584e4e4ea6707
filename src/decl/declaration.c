/* External declarations (C17 6.9): what is declared is bound to its name and listed in the unit. */
#include "decl/parser.h"

#include <string.h>

cconv_declaration *declaration_at(const struct parser *p, uint32_t index)
{
    if (index >= p->declaration_count) /* NO_DECLARATION, or of the unit beneath a type name */
        return NULL;
    return &((cconv_declaration **)p->chunks.data)[index / DECLARATION_CHUNK][index % DECLARATION_CHUNK];
}

static cconv_declaration *new_declaration(struct parser *p)
{
    if (p->declaration_count % DECLARATION_CHUNK == 0) {
        cconv_declaration *chunk = arena_take(&p->context->arena, DECLARATION_CHUNK * sizeof *chunk);
        cconv_declaration **slot = chunk ? stack_push(p, &p->chunks) : NULL;
        if (!slot) {
            fail_no_memory(p);
            return NULL;
        }
        *slot = chunk;
    }
    return declaration_at(p, p->declaration_count++);
}

uint32_t add_declaration(struct parser *p, cconv_declaration_kind kind, const char *name,
                         const struct cconv_type *type, uint32_t qualifiers, const struct place *place)
{
    if (p->parsing_builtin)
        return NO_DECLARATION;
    cconv_declaration *declaration = new_declaration(p);
    if (!declaration)
        return NO_DECLARATION;
    *declaration = (cconv_declaration){
        .kind = kind,
        .name = name,
        .type = type,
        .qualifiers = qualifiers,
        .file = place->file,
        .line = place->line,
        .column = (uint32_t)(place->at - place->line_start) + 1,
    };
    return p->declaration_count - 1;
}

bool parse_static_assert(struct parser *p)
{
    if (!token_is(p, KEYWORD_STATIC_ASSERT))
        return false;
    struct place place = here(p);
    struct value value = {0};
    const char *text = NULL;
    advance(p);
    expect(p, '(');
    if (!parse_constant(p, "the condition of a static assertion", &value))
        return true;
    if (accept(p, ',')) {
        if (!token_is(p, TOKEN_STRING))
            error_expected(p, "a string");
        else
            text = parse_string_text(p);
    }
    expect(p, ')');
    if (!p->panic && !value_is_true(value))
        complain_there(p, &place, "static assertion failed%s%s", text && *text ? ": " : "", text ? text : "");
    expect(p, ';');
    return true;
}

/* ------------------------------------------------------------------- binding */

static bool redeclared(struct parser *p, const struct entry *entry, enum entry_kind kind, const struct symbol *symbol,
                       const struct place *place)
{
    if (entry->kind == kind)
        return true;
    error_there(p, place, "'%s' was declared before as something else", symbol->text);
    return false;
}

static void declare_typedef(struct parser *p, struct declarator *declarator, const struct cconv_type *type,
                            uint32_t qualifiers, uint32_t align)
{
    struct symbol *symbol = declarator->name;
    struct entry *entry = symbol->ordinary;
    if (entry && !(entry->flags & ENTRY_BUILTIN)) {
        if (redeclared(p, entry, ENTRY_TYPEDEF, symbol, &declarator->place) && !types_compatible(entry->type, type))
            error_there(p, &declarator->place, "typedef '%s' again with another type ('%s', before '%s')", symbol->text,
                        describe(type, qualifiers).text,
                        describe(entry->type->element, entry->type->element_qualifiers).text);
        return;
    }
    cconv_error error;
    error_clear(&error);
    const struct cconv_type *alias = type_new_typedef(p->context, symbol->text, type, qualifiers, align, &error);
    if (!alias) {
        error_of_type(p, &declarator->place, &error);
        return;
    }
    entry = bind_name(p, symbol, ENTRY_TYPEDEF, false);
    if (!entry)
        return;
    entry->type = alias;
    entry->declaration = add_declaration(p, CCONV_DECLARES_TYPEDEF, symbol->text, alias, 0, &declarator->place);
}

/* The label and convention of one more declaration of the same name; the first that gives one counts. */
static void merge_declaration(struct parser *p, const struct entry *entry, const struct declarator *declarator,
                              const struct cconv_type *type)
{
    cconv_declaration *declaration = declaration_at(p, entry->declaration);
    if (!declaration)
        return;
    declaration->type = type;
    if (!declaration->label)
        declaration->label = declarator->label;
    if (!declaration->convention && canonical(type)->kind == CCONV_FUNCTION)
        declaration->convention = canonical(type)->convention;
}

/* Of those that 64-bit targets know; the others mean nothing there, and headers mix them. */
static bool conventions_conflict(const struct cconv_type *a, const struct cconv_type *b)
{
    const char *before = canonical(a)->convention, *now = canonical(b)->convention;
    return before && now && ((strcmp(before, "ms_abi") == 0 && strcmp(now, "sysv_abi") == 0) ||
                             (strcmp(before, "sysv_abi") == 0 && strcmp(now, "ms_abi") == 0));
}

static void declare_object(struct parser *p, struct declarator *declarator, enum entry_kind kind,
                           const struct cconv_type *type, uint32_t qualifiers)
{
    struct symbol *symbol = declarator->name;
    struct entry *entry = symbol->ordinary;
    if (entry && !(entry->flags & ENTRY_BUILTIN)) {
        if (!redeclared(p, entry, kind, symbol, &declarator->place))
            return;
        if (!types_compatible(entry->type, type)) {
            if (declarator->attributes.overloadable)
                return; /* clang mangles the names of these; the first stands for all */
            error_there(p, &declarator->place, "'%s' again with another type ('%s', before '%s')", symbol->text,
                        describe(type, qualifiers).text, describe(entry->type, entry->qualifiers).text);
            return;
        }
        if (kind == ENTRY_FUNCTION && conventions_conflict(entry->type, type)) {
            error_there(p, &declarator->place, "'%s' again with the convention %s, before %s", symbol->text,
                        canonical(type)->convention, canonical(entry->type)->convention);
            return;
        }
        entry->type = composite(entry->type, type);
        merge_declaration(p, entry, declarator, entry->type);
        return;
    }
    entry = bind_name(p, symbol, kind, false);
    if (!entry)
        return;
    entry->type = type;
    entry->qualifiers = (uint8_t)qualifiers;
    entry->declaration =
        add_declaration(p, kind == ENTRY_FUNCTION ? CCONV_DECLARES_FUNCTION : CCONV_DECLARES_VARIABLE, symbol->text,
                        type, qualifiers, &declarator->place);
    merge_declaration(p, entry, declarator, type);
    if (kind == ENTRY_FUNCTION && entry->declaration != NO_DECLARATION) {
        uint32_t *index = stack_push(p, &p->functions);
        if (index)
            *index = entry->declaration;
    }
}

/* `char a` before the body of f(a, b): the name gets its type. */
static void declare_old_style(struct parser *p, const struct specifiers *specifiers, const struct declarator *function)
{
    struct declarator declarator;
    uint32_t parts = p->parts.count, parameters = p->parameters.count, qualifiers = 0;
    parse_declarator(p, &declarator, false);
    parse_attributes(p, &declarator.attributes);
    const struct cconv_type *type = p->panic ? NULL : build_type(p, specifiers, &declarator, &qualifiers);
    if (type && (canonical(type)->kind == CCONV_ARRAY || canonical(type)->kind == CCONV_FUNCTION))
        type = adjust_parameter(p, type, &qualifiers, 0);
    p->parts.count = parts;
    p->parameters.count = parameters;
    for (uint32_t i = 0; type && i < function->name_count; i++) {
        cconv_parameter *parameter = stack_at(&p->parameters, function->first_name + i);
        if (parameter->name != declarator.name->text)
            continue;
        if (parameter->type)
            complain_there(p, &declarator.place, "two parameters named '%s'", declarator.name->text);
        parameter->type = type;
        parameter->qualifiers = qualifiers;
        return;
    }
    if (type)
        complain_there(p, &declarator.place, "'%s' is not a parameter of '%s'", declarator.name->text, function->name->text);
}

/* The types of a function defined in the old style: `int f(a, b) char a; double b; {…}`. Callers pass the promoted
   types (C17 6.9.1p10, 6.5.2.2p6), though there is no prototype. What has no declaration is an int. */
static void parse_old_style_parameters(struct parser *p, const struct declarator *function)
{
    while (!token_is(p, '{') && !p->panic) {
        struct specifiers specifiers;
        if (!parse_specifiers(p, &specifiers))
            return;
        do
            declare_old_style(p, &specifiers, function);
        while (accept(p, ','));
        expect(p, ';');
    }
    for (uint32_t i = 0; i < function->name_count; i++) {
        cconv_parameter *parameter = stack_at(&p->parameters, function->first_name + i);
        const struct cconv_type *type = parameter->type ? parameter->type : basic(p, CCONV_INT);
        for (uint32_t j = 0; j < i; j++)
            if (((const cconv_parameter *)stack_at(&p->parameters, function->first_name + j))->name == parameter->name)
                complain_there(p, &function->place, "two parameters named '%s'", parameter->name);
        parameter->type = type_promote(p->context, type);
        if (parameter->type != type)
            parameter->qualifiers = 0;
    }
}

/* asm("label") and attributes after a declarator, in any order. */
static void parse_trailer(struct parser *p, struct declarator *declarator)
{
    for (;;) {
        if (token_is(p, KEYWORD_ASM)) {
            advance(p);
            while (token_is(p, KEYWORD_VOLATILE))
                advance(p);
            expect(p, '(');
            if (token_is(p, TOKEN_STRING))
                declarator->label = parse_string_text(p);
            else
                error_expected(p, "a string");
            expect(p, ')');
        } else if (starts_attribute(p)) {
            parse_attributes(p, &declarator->attributes);
        } else {
            return;
        }
        if (p->panic)
            return;
    }
}

/* -------------------------------------------------------------- initialisers */

static bool is_array_or_record(const struct cconv_type *type)
{
    cconv_type_kind kind = (cconv_type_kind)canonical(type)->kind;
    return kind == CCONV_ARRAY || kind == CCONV_STRUCT || kind == CCONV_UNION;
}

/* `[3]` or `[3 ... 5]` before an element: the index of the last. */
static bool parse_index(struct parser *p, uint64_t *index)
{
    struct value value = {0};
    do {
        if (!parse_constant(p, "the index of an element", &value))
            return false;
    } while (accept(p, TOKEN_ELLIPSIS));
    *index = value.bits;
    return accept(p, ']');
}

/* The number of elements of an array of `element` that is initialised from here: a string, or a list in braces (C17
   6.7.9p22). False where braces are left out around the elements, or `[3].member = 1` goes on with the next member,
   which are not followed. */
static bool count_elements(struct parser *p, const struct cconv_type *element, uint64_t *count)
{
    bool braced = accept(p, '{');
    if (token_is(p, TOKEN_STRING) && type_is_integer(canonical(element))) {
        *count = canonical(parse_strings(p).type)->length;
        return true;
    }
    uint64_t index = 0;
    bool inside = false;
    while (braced && !token_is(p, '}') && !p->panic) {
        if (accept(p, '[')) {
            if (!parse_index(p, &index))
                return false;
            inside = token_is(p, '.') || token_is(p, '[');
        } else if (inside) {
            return false;
        } else if (is_array_or_record(element) && !token_is(p, '{') &&
                   !(token_is(p, TOKEN_STRING) && canonical(element)->kind == CCONV_ARRAY)) {
            return false;
        }
        skip_initializer(p);
        *count = max_u64(*count, ++index);
        if (!accept(p, ','))
            break;
    }
    return braced && !p->panic;
}

/* The parser's state while an initialiser that was skipped is read after all, without messages. */
struct reread {
    struct lexer end;
    uint32_t depth, prototype_depth, unevaluated;
    bool quiet;
};

static struct reread begin_reread(struct parser *p, const struct lexer *initializer)
{
    struct reread kept = {p->lex, p->depth, p->prototype_depth, p->unevaluated, p->quiet};
    go_back(p, initializer);
    p->quiet = true;
    return kept;
}

static void end_reread(struct parser *p, const struct reread *kept)
{
    p->quiet = kept->quiet;
    p->depth = kept->depth;
    p->prototype_depth = kept->prototype_depth;
    p->unevaluated = kept->unevaluated;
    if (p->stopped)
        return;
    p->panic = false;
    go_back(p, &kept->end);
}

const struct cconv_type *complete_array(struct parser *p, const struct cconv_type *type,
                                        const struct lexer *initializer, const struct place *place)
{
    const struct cconv_type *array = canonical(type);
    if (array->kind != CCONV_ARRAY || !array->is_incomplete_array)
        return type;
    uint64_t count = 0;
    struct reread kept = begin_reread(p, initializer);
    bool counted = count_elements(p, array->element, &count) && !p->panic;
    end_reread(p, &kept);
    if (p->stopped)
        return NULL;
    return counted ? make_array(p, array->element, array->element_qualifiers, count, place) : type;
}

/* `auto x = 3;` (C23 6.7.9): the type of the initialiser; NULL where that cannot be read. */
static const struct cconv_type *deduced_type(struct parser *p, const struct lexer *initializer)
{
    struct reread kept = begin_reread(p, initializer);
    struct value value = value_decay(p, parse_assignment(p));
    bool known = !p->panic && (token_is(p, ',') || token_is(p, ';'));
    end_reread(p, &kept);
    return known ? value.type : NULL;
}

/* `constexpr int n = 3;`: n is a constant from here on (C23 6.7.2p5, 6.6p8). Those that are no integers are left
   without value. */
static void keep_constexpr(struct parser *p, const struct declarator *declarator, const struct lexer *initializer)
{
    struct entry *entry = declarator->name->ordinary;
    if (!entry || entry->kind != ENTRY_VARIABLE || !type_is_integer(canonical(entry->type)))
        return;
    struct reread kept = begin_reread(p, initializer);
    bool braced = accept(p, '{');
    struct value value = value_decay(p, parse_assignment(p));
    if (braced) {
        accept(p, ',');
        expect(p, '}');
    }
    bool known = !p->panic && value.kind != VALUE_RUNTIME && value.type && (token_is(p, ',') || token_is(p, ';'));
    if (known) {
        value = value_convert(p, value, entry->type);
        entry->value = value.bits;
        entry->flags |= value.kind == VALUE_INTEGER ? ENTRY_HAS_VALUE : 0;
    }
    end_reread(p, &kept);
}

/* GCC 6.34.1: `aligned` of a variable or function, which _Alignof of its name gives; the largest of all declarations. */
static void note_alignment(const struct declarator *declarator, const struct cconv_type *type, uint64_t align, bool again)
{
    struct entry *entry = declarator->name->ordinary;
    if (!align || !entry)
        return;
    if (again)
        align = max_u64(align, entry->align_bits ? 1ull << (entry->align_bits - 1) : type_align_of(type));
    entry->align_bits = align_bits(align);
}

/* `initializer` is where the text after `=` starts, or NULL. */
static void declare(struct parser *p, const struct specifiers *specifiers, struct declarator *declarator,
                    const struct lexer *initializer)
{
    uint32_t qualifiers = 0;
    const struct cconv_type *type = build_type(p, specifiers, declarator, &qualifiers);
    if (type && initializer)
        type = complete_array(p, type, initializer, &declarator->place);
    if (!type)
        return;
    cconv_type_kind kind = (cconv_type_kind)canonical(type)->kind;
    const struct attributes *a = &specifiers->attributes, *b = &declarator->attributes;
    const struct entry *before = declarator->name->ordinary;
    bool again = before && !(before->flags & ENTRY_BUILTIN);
    if (specifiers->storage == KEYWORD_TYPEDEF || kind == CCONV_FUNCTION)
        refuse_alignas(p, a, b, kind == CCONV_FUNCTION ? "a function" : "a typedef", &declarator->place);
    else
        check_alignas(p, a, b, declarator->name->text, type, &declarator->place);
    if (specifiers->storage == KEYWORD_TYPEDEF) {
        const struct attributes *outer = &specifiers->attributes, *own = &declarator->attributes;
        uint32_t align = (uint32_t)max_u64(outer->align, own->align);
        if (type_follows_gcc(p->context)) /* applies the declarator's first */
            align = outer->align_last ? outer->align_last : own->align_last;
        if ((declarator->attributes.record_flags | specifiers->attributes.record_flags) & CCONV_RECORD_TRANSPARENT) {
            struct cconv_type *owner = (struct cconv_type *)(uintptr_t)canonical(type);
            if (owner->kind == CCONV_UNION) /* GCC 6.33.1: may follow in a typedef */
                owner->record_flags |= CCONV_RECORD_TRANSPARENT;
        }
        declare_typedef(p, declarator, type, qualifiers, align);
    } else if (kind == CCONV_FUNCTION) {
        declarator->attributes.overloadable |= specifiers->attributes.overloadable;
        declare_object(p, declarator, ENTRY_FUNCTION, type, qualifiers);
        note_alignment(declarator, type, max_u64(a->align, b->align), again);
    } else if (kind == CCONV_VOID && specifiers->storage != KEYWORD_EXTERN) {
        error_there(p, &declarator->place, "variable '%s' has type void", declarator->name->text);
    } else {
        declare_object(p, declarator, ENTRY_VARIABLE, type, qualifiers);
        note_alignment(declarator, type, max_u64(a->align, b->align), again);
    }
}

/* -------------------------------------------------------------- declarations */

/* One declarator with what follows it. False when the declaration has ended with a function's body. */
static bool parse_init_declarator(struct parser *p, const struct specifiers *specifiers)
{
    struct declarator declarator;
    struct specifiers own;
    parse_declarator(p, &declarator, false);
    if (p->panic)
        return false;
    parse_trailer(p, &declarator);
    struct lexer initializer;
    bool initialized = token_is(p, '=');
    if (initialized) {
        if (specifiers->storage == KEYWORD_TYPEDEF || declarator.is_function)
            error_here(p, "a %s has no initial value", declarator.is_function ? "function" : "typedef");
        advance(p);
        initializer = p->lex;
        skip_initializer(p);
    }
    if (p->panic)
        return false;
    bool ends = false;
    if (declarator.is_function && specifiers->storage != KEYWORD_TYPEDEF &&
        (token_is(p, '{') || declarator.identifier_list))
        ends = true;
    if (specifiers->deduced && initialized && !declarator.is_function && !declarator.parts && !declarator.stars) {
        const struct cconv_type *type = deduced_type(p, &initializer);
        own = *specifiers;
        own.deduced = !type;
        own.type = type ? type : own.type;
        specifiers = &own;
    }
    if (declarator.identifier_list)
        parse_old_style_parameters(p, &declarator);
    if ((!specifiers->deduced || declarator.is_function) && !p->stopped && !p->panic)
        declare(p, specifiers, &declarator, initialized ? &initializer : NULL);
    if (specifiers->is_constexpr && initialized && !specifiers->deduced && !p->panic)
        keep_constexpr(p, &declarator, &initializer);
    if (ends && !p->panic) {
        if (token_is(p, '{'))
            skip_brackets(p);
        return false;
    }
    return !p->panic;
}

static void check_empty(struct parser *p, const struct specifiers *specifiers)
{
    if (!specifiers->tag_only && !p->panic)
        warn_there(p, &specifiers->place, "this declares nothing");
}

static void parse_declaration(struct parser *p)
{
    struct specifiers specifiers;
    if (!parse_specifiers(p, &specifiers))
        return;
    if (token_is(p, ';') || token_is(p, TOKEN_END)) {
        if (accept(p, ';')) /* a type name alone is what `callconv layout` is asked for */
            check_empty(p, &specifiers);
        return;
    }
    for (;;) {
        uint32_t parts = p->parts.count, parameters = p->parameters.count;
        bool more = parse_init_declarator(p, &specifiers);
        p->parts.count = parts;
        p->parameters.count = parameters;
        if (!more)
            return;
        if (!accept(p, ','))
            break;
    }
    /* the last semicolon of the text may be missing: `callconv explain 'int f(int)'` */
    if (!token_is(p, TOKEN_END) && !p->panic) {
        if (token_is(p, ';'))
            advance(p);
        else
            error_expected(p, "';' or ','");
    }
}

static void parse_file_asm(struct parser *p)
{
    advance(p);
    while (token_is(p, KEYWORD_VOLATILE))
        advance(p);
    if (token_is(p, '('))
        skip_brackets(p);
    else
        error_expected(p, "'('");
    if (!token_is(p, TOKEN_END))
        expect(p, ';');
}

/* `[[fallthrough]];`: attributes of nothing (C23 6.7.1). False if a declaration follows; then nothing was read. */
static bool parse_attribute_declaration(struct parser *p)
{
    if (!token_is(p, '['))
        return false;
    struct lexer start = p->lex;
    struct attributes ignored = {0};
    while (accept(p, '['))
        parse_bracket_attributes(p, &ignored);
    if (p->panic || accept(p, ';'))
        return true;
    go_back(p, &start);
    return false;
}

static void parse_external(struct parser *p)
{
    if (accept(p, ';') || parse_static_assert(p) || parse_attribute_declaration(p))
        return;
    if (token_is(p, KEYWORD_ASM))
        parse_file_asm(p);
    else
        parse_declaration(p);
}

static void release(struct parser *p)
{
    unbind(p, 0);
    p->depth = p->prototype_depth = p->unevaluated = p->visible_parameters = 0;
    p->parts.count = p->parameters.count = p->fields.count = p->places.count = 0;
}

void parse_unit(struct parser *p)
{
    advance(p);
    while (!p->stopped) {
        struct restart start = {.line_start = p->lex.line_start, .at = p->lex.at, .pack = p->lex.pack, .file = p->lex.file,
                                .line = p->lex.line, .kind = p->lex.kind, .ms_struct = p->lex.ms_struct,
                                .pack_value = p->lex.pack_value};
        if (token_is(p, TOKEN_END) && !p->panic)
            break;
        parse_external(p);
        if (!p->panic)
            continue;
        release(p);
        if (p->stopped)
            break;
        skip_declaration(p, &start);
    }
}
