/* Declaration specifiers (C17 6.7p1, 6.7.2): words to a type, qualifiers and a storage class; and type names (6.7.7). */
#include "decl/parser.h"

#include <string.h>

/* The words of a basic type, counted in any order. */
struct words {
    uint16_t base;             /* KEYWORD_INT, KEYWORD_DOUBLE …; 0 for none */
    uint8_t is_signed, is_unsigned, shorts, longs, complex;
    bool any;
};

struct entry *type_name_entry(struct parser *p, struct symbol *symbol)
{
    struct entry *entry = symbol->ordinary;
    if (!entry && !symbol->searched)
        entry = well_known(p, symbol);
    return entry && entry->kind == ENTRY_TYPEDEF ? entry : NULL;
}

bool starts_type(struct parser *p)
{
    if (token_is(p, TOKEN_IDENTIFIER))
        return type_name_entry(p, p->lex.symbol) != NULL;
    return p->lex.kind >= KEYWORD_FIRST && p->lex.kind <= KEYWORD_LAST_SPECIFIER;
}

/* int, long unsigned int, … without complex. CCONV_POINTER stands for "no such type". */
static cconv_type_kind integer_kind(const struct words *w)
{
    if (w->base == KEYWORD_CHAR) {
        if (w->shorts || w->longs)
            return CCONV_POINTER;
        return w->is_unsigned ? CCONV_UCHAR : w->is_signed ? CCONV_SCHAR : CCONV_CHAR;
    }
    if (w->shorts > 1 || w->longs > 2 || (w->shorts && w->longs))
        return CCONV_POINTER;
    if (w->shorts)
        return w->is_unsigned ? CCONV_USHORT : CCONV_SHORT;
    if (w->longs == 1)
        return w->is_unsigned ? CCONV_ULONG : CCONV_LONG;
    if (w->longs == 2)
        return w->is_unsigned ? CCONV_ULLONG : CCONV_LLONG;
    return w->is_unsigned ? CCONV_UINT : CCONV_INT;
}

/* Words that stand alone, but for signed and unsigned where `sized`. */
static cconv_type_kind single_kind(const struct parser *p, const struct words *w)
{
    bool sized = w->base >= KEYWORD_INT8 && w->base <= KEYWORD_INT128;
    if (w->shorts || (w->longs && w->base != KEYWORD_DOUBLE) || w->longs > 1)
        return CCONV_POINTER;
    if ((w->is_signed || w->is_unsigned) && !sized)
        return CCONV_POINTER;
    bool u = w->is_unsigned;
    switch (w->base) {
    case KEYWORD_VOID: return CCONV_VOID;
    case KEYWORD_BOOL: return CCONV_BOOL;
    case KEYWORD_FLOAT:
    case KEYWORD_FLOAT32: return CCONV_FLOAT;
    case KEYWORD_DOUBLE: return w->longs ? CCONV_LDOUBLE : CCONV_DOUBLE;
    case KEYWORD_FLOAT32X:
    case KEYWORD_FLOAT64: return CCONV_DOUBLE;
    case KEYWORD_INT8: return u ? CCONV_UCHAR : w->is_signed ? CCONV_SCHAR : CCONV_CHAR;
    case KEYWORD_INT16: return u ? CCONV_USHORT : CCONV_SHORT;
    case KEYWORD_INT32: return u ? CCONV_UINT : CCONV_INT;
    case KEYWORD_INT64: return u ? CCONV_ULLONG : CCONV_LLONG;
    case KEYWORD_INT128: return u ? CCONV_UINT128 : CCONV_INT128;
    case KEYWORD_FLOAT16:
    case KEYWORD_FP16: return CCONV_FLOAT16;
    case KEYWORD_BF16: return CCONV_BFLOAT16;
    case KEYWORD_FLOAT128: return CCONV_FLOAT128;
    case KEYWORD_FLOAT64X: /* the x87 format where there is one, else binary128 */
        return p->context->target->long_double_format == LONG_DOUBLE_X87 ? CCONV_LDOUBLE : CCONV_FLOAT128;
    case KEYWORD_FLOAT80: return CCONV_LDOUBLE;
    case KEYWORD_DECIMAL32: return CCONV_DECIMAL32;
    case KEYWORD_DECIMAL64: return CCONV_DECIMAL64;
    case KEYWORD_DECIMAL128: return CCONV_DECIMAL128;
    default: return CCONV_POINTER;
    }
}

/* __fp16 is laid out as _Float16 but promotes otherwise: a node of its own. */
static const struct cconv_type *fp16_type(struct parser *p)
{
    if (!p->context->fp16) {
        struct cconv_type *type = arena_alloc(&p->context->arena, sizeof *type);
        if (!type) {
            fail_no_memory(p);
            return NULL;
        }
        *type = *basic(p, CCONV_FLOAT16);
        type->pointers = NULL;
        type->fp16_storage = 1;
        p->context->fp16 = type;
    }
    return p->context->fp16;
}

static const struct cconv_type *resolve_words(struct parser *p, const struct words *w, const struct place *place)
{
    cconv_type_kind kind;
    if (w->is_signed && w->is_unsigned)
        kind = CCONV_POINTER;
    else if (w->complex && !w->base && !w->is_signed && !w->is_unsigned && !w->shorts && !w->longs)
        kind = CCONV_DOUBLE; /* _Complex alone; _Complex long is an integer */
    else if (!w->base || w->base == KEYWORD_INT || w->base == KEYWORD_CHAR)
        kind = integer_kind(w);
    else
        kind = single_kind(p, w);
    if (kind == CCONV_POINTER) {
        error_there(p, place, "these words do not make a type together");
        return NULL;
    }
    const struct cconv_type *type = basic(p, kind);
    if (w->base == KEYWORD_FP16)
        type = fp16_type(p);
    if (!type)
        return NULL;
    if (!type->complete && kind != CCONV_VOID) {
        error_there(p, place, "the target %s has no type '%s'", p->context->target->name, describe(type, 0).text);
        return NULL;
    }
    if (!w->complex)
        return type;
    cconv_error error = {0};
    type = cconv_type_complex(p->context, type, &error);
    if (!type)
        error_of_type(p, place, &error);
    return type;
}

static const struct cconv_type *parse_typeof(struct parser *p, uint32_t *qualifiers)
{
    bool unqualified = token_is(p, KEYWORD_TYPEOF_UNQUAL);
    const struct cconv_type *type = NULL;
    uint32_t found = 0;
    advance(p);
    expect(p, '(');
    if (starts_type(p)) {
        type = parse_type_name(p, &found);
    } else if (!p->panic) {
        struct value value = parse_expression(p);
        type = value.type;
        found = value.qualifiers;
    }
    expect(p, ')');
    *qualifiers |= unqualified ? 0 : found;
    if (unqualified && type)
        type = canonical(type);
    return p->panic ? NULL : type;
}

/* _Atomic(T), or the qualifier. */
static const struct cconv_type *parse_atomic(struct parser *p, uint32_t *qualifiers)
{
    const struct cconv_type *type = NULL;
    uint32_t found = 0;
    advance(p);
    if (accept(p, '(')) {
        type = parse_type_name(p, &found);
        expect(p, ')');
    }
    *qualifiers |= found | CCONV_ATOMIC;
    return type;
}

static const struct cconv_type *parse_bitint(struct parser *p, const struct words *w, const struct place *place)
{
    struct value bits;
    advance(p);
    expect(p, '(');
    if (!parse_constant(p, "the width of a _BitInt", &bits))
        return NULL;
    expect(p, ')');
    bool is_unsigned = w->is_unsigned;
    if (!is_unsigned && (is_unsigned = token_is(p, KEYWORD_UNSIGNED)))
        advance(p);
    else
        accept(p, KEYWORD_SIGNED);
    cconv_error error = {0};
    const struct cconv_type *type =
        cconv_type_bitint(p->context, (uint32_t)min_u64(bits.bits, UINT32_MAX), !is_unsigned, &error);
    if (!type && !p->panic)
        error_of_type(p, place, &error);
    return type;
}

static void unknown_type(struct parser *p)
{
    const struct symbol *symbol = p->lex.symbol;
    const char *nearest = symbol->ordinary ? NULL : nearest_type_name(p, symbol);
    struct lexer saved = p->lex;
    advance(p);
    bool called = token_is(p, '(');
    go_back(p, &saved);
    if (called && !p->prototype_depth) {
        error_here(p, "expected a type before '%s'", symbol->text);
        return;
    }
    if (symbol->tag)
        error_here(p, "unknown type name '%s'; did you mean '%s %s'?", symbol->text,
                   symbol->tag->type->kind == CCONV_UNION  ? "union"
                   : symbol->tag->type->kind == CCONV_ENUM ? "enum"
                                                           : "struct",
                   symbol->text);
    else if (symbol->ordinary)
        error_here(p, "'%s' is not a type", symbol->text);
    else if (nearest)
        error_here(p, "unknown type name '%s'; did you mean '%s'?", symbol->text, nearest);
    else
        error_here(p, "unknown type name '%s'", symbol->text);
}

/* A second type beside the one there is. */
static void check_single(struct parser *p, const struct specifiers *out, const struct words *w)
{
    if (out->type || w->any)
        error_here(p, "two types in one declaration");
}

/* `typedef float _Float32;`: glibc does so for compilers without the keyword. */
static bool renames_keyword(struct parser *p, const struct specifiers *out, const struct words *w)
{
    if (p->lex.kind < KEYWORD_FLOAT16 || p->lex.kind > KEYWORD_FLOAT80 || out->storage != KEYWORD_TYPEDEF ||
        !(w->base || w->any || out->type))
        return false;
    struct lexer saved = p->lex;
    advance(p);
    bool ends = token_is(p, ';');
    if (!ends)
        go_back(p, &saved);
    return ends;
}

/* One token of a basic type. False if it is none. */
static bool read_type_word(struct parser *p, struct specifiers *out, struct words *w)
{
    uint32_t kind = p->lex.kind;
    if (renames_keyword(p, out, w)) {
        out->tag_only = true; /* nothing is left to declare */
        return false;
    }
    switch (kind) {
    case KEYWORD_SIGNED: w->is_signed = 1; break;
    case KEYWORD_UNSIGNED: w->is_unsigned = 1; break;
    case KEYWORD_SHORT: w->shorts++; break;
    case KEYWORD_LONG: w->longs++; break;
    case KEYWORD_COMPLEX: w->complex = 1; break;
    case KEYWORD_INT: /* also beside __int64 and the like, as in system headers */
        if (w->base && !(w->base >= KEYWORD_INT8 && w->base <= KEYWORD_INT128))
            error_here(p, "two types in one declaration");
        if (!w->base)
            w->base = KEYWORD_INT;
        break;
    default:
        if (kind < KEYWORD_VOID || kind > KEYWORD_DECIMAL128)
            return false;
        if (w->base && w->base != kind)
            error_here(p, "two types in one declaration");
        w->base = (uint16_t)kind;
    }
    if (out->type)
        error_here(p, "two types in one declaration");
    if (w->longs > 2 || w->shorts > 2) {
        error_here(p, "these words do not make a type together");
        w->longs = w->shorts = 0;
    }
    w->any = true;
    advance(p);
    return true;
}

/* Storage classes and qualifiers. False if the token is none. */
static bool read_word_specifier(struct parser *p, struct specifiers *out)
{
    switch (p->lex.kind) {
    case KEYWORD_TYPEDEF:
    case KEYWORD_EXTERN:
    case KEYWORD_STATIC:
    case KEYWORD_REGISTER:
    case KEYWORD_AUTO:
        if (out->storage == KEYWORD_AUTO || (out->storage && p->lex.kind == KEYWORD_AUTO))
            out->deduced = true; /* `static auto x = 3;` (C23 6.7.2p2) */
        else if (out->storage && out->storage != p->lex.kind)
            error_here(p, "two storage classes in one declaration");
        if (p->lex.kind != KEYWORD_AUTO || !out->storage)
            out->storage = (uint16_t)p->lex.kind;
        break;
    case KEYWORD_THREAD_LOCAL: break;
    case KEYWORD_CONSTEXPR: out->is_constexpr = true; break;
    case KEYWORD_CONST: out->qualifiers |= CCONV_CONST; break;
    case KEYWORD_VOLATILE: out->qualifiers |= CCONV_VOLATILE; break;
    case KEYWORD_RESTRICT: out->qualifiers |= CCONV_RESTRICT; break;
    case KEYWORD_AUTO_TYPE: out->deduced = true; break;
    default: return false;
    }
    return true;
}

/* One specifier that is not a word of a basic type. False if the token is none. */
static bool read_specifier(struct parser *p, struct specifiers *out, struct words *w)
{
    switch (p->lex.kind) {
    case TOKEN_IDENTIFIER: {
        if (out->type || w->any)
            return false;
        struct entry *entry = type_name_entry(p, p->lex.symbol);
        if (!entry)
            return false;
        out->type = entry->type;
        break;
    }
    case KEYWORD_ATOMIC: {
        const struct cconv_type *type = parse_atomic(p, &out->qualifiers);
        if (type)
            check_single(p, out, w);
        if (type)
            out->type = type;
        return true;
    }
    case KEYWORD_STRUCT:
    case KEYWORD_UNION:
        check_single(p, out, w);
        out->tag_only = true;
        out->type = parse_record(p, out);
        return true;
    case KEYWORD_ENUM:
        check_single(p, out, w);
        out->tag_only = true;
        out->type = parse_enum(p, out);
        return true;
    case KEYWORD_TYPEOF:
    case KEYWORD_TYPEOF_UNQUAL:
        check_single(p, out, w);
        out->type = parse_typeof(p, &out->qualifiers);
        return true;
    case KEYWORD_BITINT:
        if (out->type || w->base || w->shorts || w->longs || w->complex)
            check_single(p, out, w);
        out->type = parse_bitint(p, w, &out->place);
        w->any = false;
        return true;
    case KEYWORD_ATTRIBUTE:
    case KEYWORD_DECLSPEC:
    case KEYWORD_ALIGNAS:
    case KEYWORD_CONVENTION:
    case KEYWORD_PTRAUTH: parse_attributes(p, &out->attributes); return true;
    case '[': {
        struct lexer saved = p->lex;
        advance(p);
        if (!token_is(p, '[')) {
            go_back(p, &saved);
            return false;
        }
        parse_bracket_attributes(p, &out->attributes);
        return true;
    }
    default:
        if (!read_word_specifier(p, out))
            return false;
    }
    advance(p);
    return true;
}

/* False for the tokens that end most specifiers, which need no further look. */
static bool may_specify(const struct parser *p, const struct specifiers *out, const struct words *w)
{
    if (token_is(p, TOKEN_IDENTIFIER))
        return !out->type && !w->any;
    return p->lex.kind >= KEYWORD_FIRST || token_is(p, '[');
}

/* One by one: compilers zero all of it at once by an instruction that is slow to start. */
static inline void init(struct specifiers *out, const struct cconv_type *type, uint32_t qualifiers)
{
    out->type = type;
    out->qualifiers = qualifiers;
    out->storage = 0;
    out->tag_only = out->defines = out->deduced = out->is_constexpr = false;
    out->attributes = (struct attributes){0};
}

void specifiers_init(const struct plain_specifiers *plain, struct specifiers *out)
{
    init(out, plain->type, plain->qualifiers);
    out->place = plain->place;
}

/* From the token in hand; `out` holds what was read before, but for a word of a type. */
static APART bool parse_more_specifiers(struct parser *p, struct specifiers *out, uint16_t word)
{
    struct words w = {.base = word, .any = word != 0};
    while (may_specify(p, out, &w) && (read_type_word(p, out, &w) || read_specifier(p, out, &w)))
        continue;
    if (p->panic)
        return false;
    if (w.any && !out->type)
        out->type = resolve_words(p, &w, &out->place);
    if (out->type && !p->panic && !(out->qualifiers & (CCONV_ATOMIC | CCONV_RESTRICT)))
        return true;
    if (out->type && !p->panic && (out->qualifiers & CCONV_ATOMIC)) {
        out->type = type_atomic(p->context, out->type); /* some grow */
        if (!out->type)
            fail_no_memory(p);
    }
    if (out->type && !p->panic && (out->qualifiers & CCONV_RESTRICT) && canonical(out->type)->kind != CCONV_POINTER &&
        canonical(out->type)->kind != CCONV_ARRAY)
        error_there(p, &out->place, "restrict is for pointers, not '%s'", describe(out->type, 0).text);
    if (out->type || p->panic)
        return !p->panic;
    if (out->deduced || out->storage == KEYWORD_AUTO) {
        out->deduced = true;
        out->type = basic(p, CCONV_INT);
        return true;
    }
    if (token_is(p, TOKEN_IDENTIFIER))
        unknown_type(p);
    else if (token_is(p, TOKEN_STRING) && out->storage == KEYWORD_EXTERN)
        error_here(p, "a language linkage is C++; the text must be C");
    else
        error_expected(p, "a type");
    return false;
}

/* The type that a word is where it stands alone; those that others often follow are left out. */
static const struct cconv_type *word_type(const struct parser *p)
{
    switch (p->lex.kind) {
    case KEYWORD_VOID: return basic(p, CCONV_VOID);
    case KEYWORD_CHAR: return basic(p, CCONV_CHAR);
    case KEYWORD_INT: return basic(p, CCONV_INT);
    case KEYWORD_FLOAT: return basic(p, CCONV_FLOAT);
    case KEYWORD_DOUBLE: return basic(p, CCONV_DOUBLE);
    default: return NULL;
    }
}

bool parse_plain_specifiers(struct parser *p, struct plain_specifiers *out)
{
    out->place = here(p);
    out->type = NULL;
    out->qualifiers = 0;
    out->word = 0;
    if (token_is(p, KEYWORD_CONST)) {
        out->qualifiers = CCONV_CONST;
        advance(p);
    }
    if (token_is(p, TOKEN_IDENTIFIER)) {
        const struct entry *entry = type_name_entry(p, p->lex.symbol);
        if (!entry)
            return false;
        out->type = entry->type;
    } else {
        out->type = word_type(p);
        if (!out->type)
            return false;
        out->word = (uint16_t)p->lex.kind;
    }
    advance(p);
    return token_is(p, TOKEN_IDENTIFIER) || token_is(p, '*') || token_is(p, ',') || token_is(p, ')');
}

bool parse_specifiers_on(struct parser *p, const struct plain_specifiers *plain, struct specifiers *out)
{
    specifiers_init(plain, out);
    if (plain->word)
        out->type = NULL;
    return parse_more_specifiers(p, out, plain->word);
}

bool parse_specifiers(struct parser *p, struct specifiers *out)
{
    init(out, NULL, 0);
    out->place = here(p);
    if (token_is(p, TOKEN_IDENTIFIER)) { /* often the name of a type and nothing more */
        const struct entry *entry = type_name_entry(p, p->lex.symbol);
        if (entry) {
            out->type = entry->type;
            advance(p);
            if (token_is(p, TOKEN_IDENTIFIER) || token_is(p, '*') || token_is(p, ',') || token_is(p, ')'))
                return true;
        }
    }
    return parse_more_specifiers(p, out, 0);
}

const struct cconv_type *parse_type_name(struct parser *p, uint32_t *qualifiers)
{
    struct specifiers specifiers;
    struct declarator declarator;
    const struct cconv_type *type = NULL;
    uint32_t parts = p->parts.count, parameters = p->parameters.count;
    if (!enter(p) || !parse_specifiers(p, &specifiers)) {
        leave(p);
        return NULL;
    }
    parse_declarator(p, &declarator, true);
    if (declarator.name)
        error_there(p, &declarator.place, "a name ('%s') has no place in a type name", declarator.name->text);
    if (!p->panic)
        type = build_type(p, &specifiers, &declarator, qualifiers);
    p->parts.count = parts;
    p->parameters.count = parameters;
    leave(p);
    return p->panic ? NULL : type;
}
