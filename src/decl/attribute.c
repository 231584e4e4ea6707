/*
 * Attributes in all spellings: GNU __attribute__((…)), Microsoft __declspec(…), C23 [[…]], C11 _Alignas(…), and the
 * calling-convention keywords. Those that change layout or calls are kept; others are passed over.
 */
#include "decl/parser.h"
#include "decl/intern.h"

#include <string.h>

void attributes_set_align(struct parser *p, struct attributes *into, const struct place *place, uint64_t align)
{
    if (align & (align - 1))
        complain_there(p, place, "alignment %llu is not a power of two", (unsigned long long)align);
    else if (align > UINT32_C(1) << 28)
        complain_there(p, place, "alignment %llu is too large", (unsigned long long)align);
    else
        into->align = (uint32_t)max_u64(into->align, into->align_last = (uint32_t)align);
}

void merge_attributes(struct attributes *into, const struct attributes *from)
{
    into->any |= from->any;
    into->align = (uint32_t)max_u64(into->align, from->align);
    if (from->align_last)
        into->align_last = from->align_last;
    into->record_flags |= from->record_flags;
    into->overloadable |= from->overloadable;
    into->has_alignas |= from->has_alignas;
    if (from->vector_size)
        into->vector_size = from->vector_size;
    if (from->vector_count)
        into->vector_count = from->vector_count;
    if (from->mode)
        into->mode = from->mode;
    if (from->convention)
        into->convention = from->convention;
}

/* An argument that is an integer constant; 0 after an error. */
static uint64_t number_argument(struct parser *p, const char *name)
{
    struct value value;
    struct place place = here(p);
    if (!parse_constant(p, name, &value))
        return 0;
    if ((int64_t)value.bits < 0 && canonical(value.type)->is_signed)
        complain_there(p, &place, "%s is negative", name);
    return value.bits;
}

static const struct { const char *text, *mode; } modes[] = {
    {"QI", "QI"}, {"byte", "QI"}, {"HI", "HI"}, {"SI", "SI"}, {"DI", "DI"}, {"TI", "TI"}, {"word", "word"},
    {"pointer", "word"}, {"unwind_word", "word"}, {"HF", "HF"}, {"SF", "SF"}, {"DF", "DF"}, {"XF", "XF"},
    {"TF", "TF"}, {"KF", "TF"}, {"SC", "SC"}, {"DC", "DC"}, {"XC", "XC"}, {"TC", "TC"}, {"SD", "SD"}, {"DD", "DD"},
    {"TD", "TD"}, {"BF", "BF"},
    {"V4QI", "V4QI"}, {"V8QI", "V8QI"}, {"V16QI", "V16QI"}, {"V2HI", "V2HI"}, {"V4HI", "V4HI"}, {"V8HI", "V8HI"},
    {"V2SI", "V2SI"}, {"V4SI", "V4SI"}, {"V1DI", "V1DI"}, {"V2DI", "V2DI"}, {"V2SF", "V2SF"}, {"V4SF", "V4SF"},
    {"V2DF", "V2DF"}, {"V8SI", "V8SI"}, {"V8SF", "V8SF"}, {"V4DI", "V4DI"}, {"V4DF", "V4DF"},
};

static void read_mode(struct parser *p, struct attributes *into)
{
    const char *text = p->lex.at;
    size_t length = p->lex.length;
    while (length > 2 && text[0] == '_') {
        text++;
        length--;
    }
    while (length > 2 && text[length - 1] == '_')
        length--;
    for (size_t i = 0; i < COUNT_OF(modes); i++)
        if (strlen(modes[i].text) == length && memcmp(modes[i].text, text, length) == 0)
            into->mode = modes[i].mode;
    if (!into->mode)
        error_here(p, "unknown mode '%.*s'", (int)min_u64(length, 60), text);
    else
        advance(p);
}

static void read_pcs(struct parser *p, struct attributes *into)
{
    const char *text = token_is(p, TOKEN_STRING) ? parse_string_text(p) : NULL;
    if (text && strcmp(text, "aapcs") == 0)
        into->convention = "aapcs";
    else if (text && strcmp(text, "aapcs-vfp") == 0)
        into->convention = "aapcs-vfp";
}

/* The name is in hand; it and its arguments are read. */
static void parse_one_attribute(struct parser *p, struct attributes *into)
{
    static const char *const regparm[] = {"regparm(0)", "regparm(1)", "regparm(2)", "regparm(3)"};
    struct symbol *symbol = p->lex.symbol;
    struct place place = here(p);
    enum attribute_id id = attribute_of(symbol);
    advance(p);
    switch (id) {
    case ATTRIBUTE_PACKED: into->record_flags |= CCONV_RECORD_PACKED; break;
    case ATTRIBUTE_MS_STRUCT: into->record_flags |= CCONV_RECORD_MS; break;
    case ATTRIBUTE_GCC_STRUCT: into->record_flags |= CCONV_RECORD_GNU; break;
    case ATTRIBUTE_TRANSPARENT_UNION: into->record_flags |= CCONV_RECORD_TRANSPARENT; break;
    case ATTRIBUTE_OVERLOADABLE: into->overloadable = true; break;
    case ATTRIBUTE_CONVENTION: into->convention = convention_find_name(symbol->text, symbol->length); break;
    case ATTRIBUTE_ALIGNED: /* alone: the largest that the target ever uses (GCC 6.33.1) */
        if (!token_is(p, '('))
            attributes_set_align(p, into, &place, target_largest_align(p->context->target));
        break;
    default: break;
    }
    if (!token_is(p, '('))
        return;
    if (id < ATTRIBUTE_ALIGNED || id == ATTRIBUTE_CONVENTION || id >= ATTRIBUTE_MS_STRUCT) {
        skip_brackets(p);
        return;
    }
    advance(p);
    switch (id) {
    case ATTRIBUTE_ALIGNED: attributes_set_align(p, into, &place, number_argument(p, "the alignment")); break;
    case ATTRIBUTE_VECTOR_SIZE: {
        uint64_t size = number_argument(p, "the vector size");
        into->vector_size = (uint32_t)min_u64(size, UINT32_MAX);
        if (size == 0)
            complain_there(p, &place, "a vector cannot have size 0");
        break;
    }
    case ATTRIBUTE_VECTOR_COUNT: {
        uint64_t count = number_argument(p, "the number of elements");
        into->vector_count = (uint32_t)min_u64(count, UINT32_MAX);
        if (count == 0)
            complain_there(p, &place, "a vector cannot have 0 elements");
        break;
    }
    case ATTRIBUTE_MODE: read_mode(p, into); break;
    case ATTRIBUTE_PCS: read_pcs(p, into); break;
    case ATTRIBUTE_REGPARM: into->convention = regparm[number_argument(p, "regparm") & 3]; break;
    default: break;
    }
    expect(p, ')');
}

static bool is_word(const struct parser *p)
{
    return token_is(p, TOKEN_IDENTIFIER) || p->lex.kind >= KEYWORD_FIRST;
}

/* A list up to `)` or `]`, separated by commas (GNU, C23) or nothing (Microsoft). */
static void parse_attribute_list(struct parser *p, struct attributes *into, unsigned end)
{
    while (!token_is(p, end)) {
        if (accept(p, ','))
            continue;
        if (!is_word(p)) {
            error_expected(p, "the name of an attribute");
            return;
        }
        /* C23: vendor::name */
        char after = *p->lex.next;
        if (after == ')' || after == '(' || after == ',') {
            parse_one_attribute(p, into);
            continue;
        }
        struct lexer saved = p->lex;
        advance(p);
        if (token_is(p, TOKEN_SCOPE)) {
            advance(p);
            if (!is_word(p))
                error_expected(p, "the name of an attribute");
        } else {
            go_back(p, &saved);
        }
        if (!p->panic)
            parse_one_attribute(p, into);
    }
}

void parse_bracket_attributes(struct parser *p, struct attributes *into)
{
    expect(p, '[');
    into->any = true;
    parse_attribute_list(p, into, ']');
    expect(p, ']');
    expect(p, ']');
}

/* _Alignas ( type-name or constant ) */
static void parse_alignas(struct parser *p, struct attributes *into)
{
    advance(p);
    struct place place = here(p);
    expect(p, '(');
    if (starts_type(p)) {
        uint32_t qualifiers;
        const struct cconv_type *type = parse_type_name(p, &qualifiers);
        uint64_t align = type ? type_align_of(type) : 0;
        if (align)
            attributes_set_align(p, into, &place, align);
        into->has_alignas |= align != 0;
    } else {
        uint64_t align = number_argument(p, "the alignment");
        attributes_set_align(p, into, &place, align);
        into->has_alignas |= align != 0;
    }
    expect(p, ')');
}

void check_alignas(struct parser *p, const struct attributes *a, const struct attributes *b, const char *what,
                   const struct cconv_type *type, const struct place *place)
{
    uint64_t align = max_u64(a->align, b->align), natural = type_align_of(type);
    if ((a->has_alignas || b->has_alignas) && align < natural)
        complain_there(p, place, "_Alignas gives '%s' the alignment %u, less than the %u of its type '%s'", what,
                       (unsigned)align, (unsigned)natural, describe(type, 0).text);
}

static const char *skip_spaces(const char *at)
{
    while (*at == ' ')
        at++;
    return at;
}

/* `( 1, word )` without anything more; NULL if it is not that. */
static const char *skip_plain_arguments(const char *at)
{
    do
        at = word_end(at + 1);
    while (*at == ' ' || *at == ',');
    return *at == ')' ? at + 1 : NULL;
}

/* Passes over `__attribute__((word))` or `__attribute__((word (1, word)))`, of which the keyword is in hand, where the
   word means nothing here: most do, and there are thousands, so no tokens are made of them. False if it is anything else;
   then nothing was read. */
static bool skip_plain_attribute(struct parser *p)
{
    const char *word = skip_spaces(p->lex.next);
    if (word[0] != '(' || word[1] != '(')
        return false;
    word += 2;
    const char *end = word_end(word);
    if (end == word || (*word >= '0' && *word <= '9'))
        return false;
    struct symbol *symbol = intern_padded(p->names, word, (size_t)(end - word));
    if (!symbol || symbol->kind >= KEYWORD_IGNORED || attribute_of(symbol) != ATTRIBUTE_UNKNOWN)
        return false;
    end = skip_spaces(end);
    if (*end == '(' && !(end = skip_plain_arguments(end)))
        return false;
    end = skip_spaces(end);
    if (end[0] != ')' || end[1] != ')')
        return false;
    p->lex.next = end + 2;
    advance(p);
    return true;
}

void parse_some_attributes(struct parser *p, struct attributes *into)
{
    for (;;) {
        switch (p->lex.kind) {
        case KEYWORD_ATTRIBUTE:
            if (skip_plain_attribute(p))
                continue;
            advance(p);
            expect(p, '(');
            expect(p, '(');
            parse_attribute_list(p, into, ')');
            expect(p, ')');
            expect(p, ')');
            break;
        case KEYWORD_DECLSPEC:
            advance(p);
            expect(p, '(');
            parse_attribute_list(p, into, ')');
            expect(p, ')');
            break;
        case KEYWORD_ALIGNAS: parse_alignas(p, into); break;
        case KEYWORD_CONVENTION:
            into->convention = convention_find_name(p->lex.symbol->text, p->lex.symbol->length);
            advance(p);
            break;
        case KEYWORD_PTRAUTH:
            advance(p);
            if (token_is(p, '('))
                skip_brackets(p);
            break;
        default: return;
        }
        into->any = true;
    }
}

/* ------------------------------------------------------ attributes of a type */

/* The basic type of a machine mode; CCONV_VOID for an unknown one. */
static cconv_type_kind mode_kind(const struct parser *p, const char *mode, bool is_signed)
{
    static const struct { char name[4]; uint8_t kind; } floating[] = {
        {"HF", CCONV_FLOAT16}, {"BF", CCONV_BFLOAT16}, {"SF", CCONV_FLOAT}, {"DF", CCONV_DOUBLE}, {"XF", CCONV_LDOUBLE},
        {"TF", CCONV_FLOAT128}, {"SC", CCONV_FLOAT}, {"DC", CCONV_DOUBLE}, {"XC", CCONV_LDOUBLE},
        {"TC", CCONV_FLOAT128}, {"SD", CCONV_DECIMAL32}, {"DD", CCONV_DECIMAL64}, {"TD", CCONV_DECIMAL128},
    };
    for (size_t i = 0; i < COUNT_OF(floating); i++)
        if (strcmp(floating[i].name, mode) == 0)
            return (cconv_type_kind)floating[i].kind;
    switch (mode[0]) {
    case 'Q': return is_signed ? CCONV_SCHAR : CCONV_UCHAR;
    case 'H': return is_signed ? CCONV_SHORT : CCONV_USHORT;
    case 'S': return is_signed ? CCONV_INT : CCONV_UINT;
    case 'T': return is_signed ? CCONV_INT128 : CCONV_UINT128;
    default: break;
    }
    unsigned bytes = mode[0] == 'w' ? p->context->target->pointer_size : 8;
    if (p->context->target->long_size == bytes)
        return is_signed ? CCONV_LONG : CCONV_ULONG;
    return is_signed ? CCONV_LLONG : CCONV_ULLONG;
}

static const struct cconv_type *apply_mode(struct parser *p, const struct cconv_type *type, const char *mode)
{
    const struct cconv_type *from = canonical(type);
    bool is_signed = from->kind == CCONV_ENUM || from->is_signed;
    if (from->kind == CCONV_POINTER)
        return type;
    if (mode[0] == 'V') { /* V4SI: a vector of four SI */
        const char *element = mode + 1 + (mode[2] >= '0' && mode[2] <= '9' ? 2 : 1);
        uint64_t count = mode[2] >= '0' && mode[2] <= '9' ? 16 : (uint64_t)(mode[1] - '0');
        const struct cconv_type *unit = basic(p, mode_kind(p, element, is_signed));
        return cconv_type_vector(p->context, unit, count * unit->size, NULL);
    }
    cconv_type_kind kind = mode_kind(p, mode, is_signed);
    uint8_t format = p->context->target->long_double_format;
    if (kind == CCONV_FLOAT128 && (format == LONG_DOUBLE_BINARY128 || format == LONG_DOUBLE_IBM128))
        kind = CCONV_LDOUBLE;
    if (mode[1] == 'C')
        return cconv_type_complex(p->context, basic(p, kind), NULL);
    return basic(p, kind);
}

static uint64_t power_of_two_above(uint64_t value)
{
    uint64_t power = 1;
    while (power < value)
        power *= 2;
    return power;
}

const struct cconv_type *apply_type_attributes(struct parser *p, const struct cconv_type *type,
                                               const struct attributes *attributes, const struct place *place)
{
    if (attributes->mode) {
        type = apply_mode(p, type, attributes->mode);
        if (!type) {
            abandon(p);
            return NULL;
        }
    }
    if (!attributes->vector_size && !attributes->vector_count)
        return type;
    uint64_t size = attributes->vector_size;
    if (attributes->vector_count) /* three elements take the room of four */
        size = power_of_two_above(attributes->vector_count) * canonical(type)->size;
    cconv_error error = {0};
    const struct cconv_type *vector = cconv_type_vector(p->context, type, size, &error);
    if (!vector)
        error_of_type(p, place, &error);
    return vector;
}
