/*
 * The parser, inside src/decl: one pass over the text, one token of lookahead, no tree. Declarations become types at
 * once; function bodies and initialisers are skipped by matching brackets.
 *
 * Errors: error_here and error_there report and then put the parser in `panic`, in which every token is TOKEN_END, so
 * that all callers unwind without asking; the declaration in hand is dropped and the parser goes on at the next.
 * complain_* report without panic, where reading on is safe.
 */
#ifndef DECL_PARSER_H
#define DECL_PARSER_H

#include "type/type.h"

/* Punctuators of one character are their own code. */
enum token_kind {
    TOKEN_END = 256,
    TOKEN_IDENTIFIER,
    TOKEN_NUMBER,
    TOKEN_CHARACTER,
    TOKEN_STRING,
    TOKEN_ELLIPSIS,
    TOKEN_ARROW,
    TOKEN_INCREMENT,
    TOKEN_DECREMENT,
    TOKEN_LEFT,
    TOKEN_RIGHT,
    TOKEN_LESS_EQUAL,
    TOKEN_GREATER_EQUAL,
    TOKEN_EQUAL,
    TOKEN_NOT_EQUAL,
    TOKEN_AND_AND,
    TOKEN_OR_OR,
    TOKEN_ASSIGN_OPERATOR,
    TOKEN_SCOPE,
    TOKEN_UNKNOWN,

    /* Keywords. Those from here to KEYWORD_LAST_SPECIFIER may start a declaration. */
    KEYWORD_FIRST,
    KEYWORD_TYPEDEF = KEYWORD_FIRST,
    KEYWORD_EXTERN,
    KEYWORD_STATIC,
    KEYWORD_AUTO,
    KEYWORD_REGISTER,
    KEYWORD_THREAD_LOCAL,
    KEYWORD_CONSTEXPR,
    KEYWORD_CONST,
    KEYWORD_VOLATILE,
    KEYWORD_RESTRICT,
    KEYWORD_ATOMIC,
    KEYWORD_VOID,
    KEYWORD_CHAR,
    KEYWORD_SHORT,
    KEYWORD_INT,
    KEYWORD_LONG,
    KEYWORD_SIGNED,
    KEYWORD_UNSIGNED,
    KEYWORD_FLOAT,
    KEYWORD_DOUBLE,
    KEYWORD_BOOL,
    KEYWORD_COMPLEX,
    KEYWORD_INT8,
    KEYWORD_INT16,
    KEYWORD_INT32,
    KEYWORD_INT64,
    KEYWORD_INT128,
    KEYWORD_FLOAT16,
    KEYWORD_FP16,
    KEYWORD_BF16,
    KEYWORD_FLOAT32,
    KEYWORD_FLOAT64,
    KEYWORD_FLOAT128,
    KEYWORD_FLOAT32X,
    KEYWORD_FLOAT64X,
    KEYWORD_FLOAT80,
    KEYWORD_DECIMAL32,
    KEYWORD_DECIMAL64,
    KEYWORD_DECIMAL128,
    KEYWORD_BITINT,
    KEYWORD_STRUCT,
    KEYWORD_UNION,
    KEYWORD_ENUM,
    KEYWORD_TYPEOF,
    KEYWORD_TYPEOF_UNQUAL,
    KEYWORD_AUTO_TYPE,
    KEYWORD_ATTRIBUTE,
    KEYWORD_DECLSPEC,
    KEYWORD_ALIGNAS,
    KEYWORD_CONVENTION, /* __cdecl, __stdcall … */
    KEYWORD_LAST_SPECIFIER = KEYWORD_CONVENTION,

    KEYWORD_ASM,
    KEYWORD_STATIC_ASSERT,
    KEYWORD_SIZEOF,
    KEYWORD_ALIGNOF,
    KEYWORD_GENERIC,
    KEYWORD_REAL,
    KEYWORD_PTRAUTH,
    KEYWORD_OFFSETOF,
    KEYWORD_TYPES_COMPATIBLE,
    KEYWORD_CHOOSE_EXPR,
    KEYWORD_CONSTANT_P,
    KEYWORD_BUILTIN_VA_ARG,
    KEYWORD_STATEMENT, /* return, if, while …: cannot be names */
    KEYWORD_IGNORED,   /* __extension__, inline, _Nonnull …: never leave the lexer */
    KEYWORD_PREFIX,    /* L, u, U, u8: of a string; names else, and so they leave the lexer */
    KEYWORD_PRAGMA,    /* _Pragma("…") */
    KEYWORD_MS_PRAGMA  /* __pragma(…) */
};

enum attribute_id {
    ATTRIBUTE_UNSEEN = 0, /* not looked up yet */
    ATTRIBUTE_UNKNOWN,
    ATTRIBUTE_PACKED,
    ATTRIBUTE_ALIGNED,
    ATTRIBUTE_VECTOR_SIZE,
    ATTRIBUTE_VECTOR_COUNT, /* ext_vector_type, neon_vector_type */
    ATTRIBUTE_MODE,
    ATTRIBUTE_CONVENTION,
    ATTRIBUTE_PCS,
    ATTRIBUTE_REGPARM,
    ATTRIBUTE_MS_STRUCT,
    ATTRIBUTE_GCC_STRUCT,
    ATTRIBUTE_TRANSPARENT_UNION,
    ATTRIBUTE_OVERLOADABLE
};

enum entry_kind { ENTRY_TYPEDEF, ENTRY_VARIABLE, ENTRY_FUNCTION, ENTRY_CONSTANT, ENTRY_TAG };

enum entry_flags {
    ENTRY_DEFINED = 1,          /* tag: its body was read */
    ENTRY_BUILTIN = 2,          /* of our own table: a declaration in the text replaces it */
    ENTRY_HAS_VALUE = 4         /* variable: constexpr, and `value` is known */
};

/* What a name stands for. */
struct entry {
    uint8_t kind;               /* enum entry_kind */
    uint8_t flags;              /* enum entry_flags */
    uint8_t align_bits;         /* variable, function: its own `aligned`, as align_bits() */
    uint8_t qualifiers;         /* variable */
    uint32_t declaration;       /* index in the unit; NO_DECLARATION */
    const struct cconv_type *type;
    uint64_t value;             /* constant; constexpr variable */
};

#define NO_DECLARATION UINT32_MAX

/* In record_flags, beside the public ones: an error in its body was reported; it stays incomplete. */
#define RECORD_POISONED 0x80u

/* An interned identifier. Names in types are the `text` of these. */
struct symbol {
    struct entry *ordinary, *tag;
    uint32_t length;
    uint32_t mark;              /* serial of the last record or list of parameters that was checked with this name */
    uint16_t kind;              /* enum token_kind: TOKEN_IDENTIFIER or a keyword */
    uint8_t attribute;          /* enum attribute_id */
    uint8_t searched;           /* not well-known: do not search again */
    char text[];
};

/* Identifiers of one unit; lives as long as its context. Open addressing, at most half full. Most names of a header are
   new, and a table of them all misses the processor's cache at each: a byte a slot tells whether it is free, and all but
   always whether it is another name's, and so few bytes stay in the cache. */
struct names {
    struct arena *arena;
    uint8_t *tags;              /* by slot: 0 for a free one, else 0x80 and seven bits of the hash */
    struct symbol **slots;
    uint32_t mask, shift;       /* a name's first slot is its hash >> shift */
    uint32_t count;
    uint32_t serial;            /* for symbol.mark */
};

/* One level of #pragma pack; levels are shared and immutable, so the lexer's state can be saved by copying. */
struct pack {
    const struct pack *below;
    const struct symbol *label;
    uint32_t value;
};

/* The lexer's whole state, the current token included; copied to look ahead. */
struct lexer {
    const char *next;           /* first unread character */
    const char *at;             /* of the current token */
    uint32_t length;
    uint32_t kind;              /* enum token_kind */
    struct symbol *symbol;      /* identifiers and keywords */
    const char *file;
    const char *line_start;
    uint32_t line;
    uint32_t pack_value;        /* in force; 0: none */
    const struct pack *pack;
    uint32_t ms_struct;         /* #pragma ms_struct on */
    uint32_t file_length;       /* of `file`, where a line marker gave it without escapes; else 0 */
};

/* A place for a message. */
struct place {
    const char *file, *line_start, *at;
    uint32_t line;
};

/* Where a declaration began, to skip it from there after an error. Less than the lexer, and copied one by one: a processor
   waits when it reads at once what the lexer has just written in pieces. */
struct restart {
    const char *line_start, *at;
    const struct pack *pack;
    const char *file;
    uint32_t line, kind, ms_struct, pack_value;
};

/* What attributes say, wherever they are written. */
struct attributes {
    uint32_t align;             /* largest of aligned and _Alignas; 0 none */
    uint32_t align_last;        /* of several `aligned`, the last: gcc's answer for records and typedefs */
    uint32_t vector_size, vector_count;
    uint32_t record_flags;      /* CCONV_RECORD_… */
    const char *mode;           /* static: "DI" … */
    const char *convention;     /* static: "ms_abi" … */
    bool any;                   /* false: none of these */
    bool overloadable;          /* clang: several functions of one name */
    bool has_alignas;           /* _Alignas with another value than 0 */
};

struct specifiers {
    const struct cconv_type *type;
    uint32_t qualifiers;
    uint16_t storage;           /* KEYWORD_TYPEDEF … or 0 */
    bool tag_only;              /* `struct s` or `enum e`, without typedef name: a declarator may be missing */
    bool defines;               /* with a body */
    bool deduced;               /* auto, __auto_type: no type but the initialiser's */
    bool is_constexpr;
    struct place place;         /* of the first token */
    struct attributes attributes;
};

enum part_kind { PART_POINTER, PART_ARRAY, PART_FUNCTION };

/* A step from the base type to the declared one. */
struct part {
    uint8_t kind;               /* enum part_kind */
    bool variadic, old_style;   /* function */
    bool is_open, is_vla;       /* array */
    uint32_t qualifiers;        /* pointer; array: those inside [] */
    uint32_t next;              /* applied after this one; index + 1 or 0 */
    uint32_t first, count;      /* function: its parameters */
    uint64_t length;            /* array */
    const char *convention;     /* function */
    const char *at;             /* for messages */
};

/* What a declarator says; its parts are on the parser's stack until the type is built. */
struct declarator {
    struct symbol *name;        /* NULL: abstract */
    struct place place;         /* of the name */
    uint32_t stars;             /* pointers without a qualifier, where there are no parts */
    uint32_t parts;             /* first to apply; index + 1 or 0 */
    bool is_function;           /* the part next to the name is a function */
    bool identifier_list;       /* f(a, b): names alone, whose types come before the body */
    uint32_t first_name, name_count; /* of these, on the parameter stack */
    const char *label;          /* asm label */
    struct attributes attributes;
};

/* Growable stacks; entries are released by resetting the count. */
struct stack {
    void *data;
    uint32_t count, capacity;
    uint32_t size;              /* of one entry */
};

/* NULL while nothing was ever pushed. */
static inline void *stack_at(const struct stack *stack, uint32_t index)
{
    return stack->data ? (char *)stack->data + (size_t)index * stack->size : NULL;
}

struct cconv_unit {
    struct cconv_context *context;
    struct names *names;
    cconv_declaration *const *chunks;      /* of DECLARATION_CHUNK declarations each */
    uint32_t declaration_count, function_count;
    const uint32_t *functions;             /* indices of declarations */
    const cconv_signature **signatures;    /* they and their array are made on demand */
};

struct parser {
    struct lexer lex;
    bool panic;                 /* reading is over for this declaration */
    bool no_memory;
    bool stopped;               /* too many errors */
    bool quiet;                 /* while skipping: what is wrong was said */
    bool parsing_builtin;       /* text of our own: declarations are not listed */
    bool complained;            /* in this declaration */
    bool well_known;
    uint32_t depth;             /* of recursion */
    uint32_t prototype_depth;   /* inside parameter lists */
    uint32_t unevaluated;       /* inside operands that are not evaluated */
    uint32_t visible_parameters;/* first of the prototypes being read, on the parameter stack */
    bool ms_members;            /* the record being read holds an anonymous member by name */
    uint32_t error_count;
    const char *end;            /* of the text */
    const char *text;
    const char *refused;        /* the last directive that was refused: looking ahead may read it again */
    struct cconv_context *context;
    struct names *names;
    const cconv_parse_options *options;
    cconv_error *error;         /* receives the first */
    struct stack parts;         /* struct part */
    struct stack parameters;    /* cconv_parameter */
    struct stack fields;        /* cconv_field */
    struct stack places;        /* struct place, beside fields */
    struct stack undo;          /* struct undo */
    struct stack chunks;        /* cconv_declaration *: DECLARATION_CHUNK each, in the arena */
    uint32_t declaration_count;
    struct stack functions;     /* uint32_t */
};

enum { DEPTH_LIMIT = 200, ERROR_LIMIT = 100, PART_LIMIT = 250, PARAMETER_LIMIT = 4096, TEXT_PADDING = CCONV_TEXT_PADDING,
       DECLARATION_CHUNK = 64 };

/* ---- diagnostic.c */
static inline struct place here(const struct parser *p)
{
    return (struct place){p->lex.file, p->lex.line_start, p->lex.at, p->lex.line};
}
void error_here(struct parser *p, const char *format, ...) PRINTF_LIKE(2, 3);
void error_there(struct parser *p, const struct place *place, const char *format, ...) PRINTF_LIKE(3, 4);
void complain_there(struct parser *p, const struct place *place, const char *format, ...) PRINTF_LIKE(3, 4);
void warn_there(struct parser *p, const struct place *place, const char *format, ...) PRINTF_LIKE(3, 4);
/* Panic without a message: the cause was reported before. */
void abandon(struct parser *p);
void fail_no_memory(struct parser *p);
/* "expected X before Y". */
void error_expected(struct parser *p, const char *what);
/* An error of src/type, given a place. */
void error_of_type(struct parser *p, const struct place *place, const cconv_error *error);
/* The type (with a name) as text for a message. */
struct type_text { char text[160]; };
struct type_text describe(const struct cconv_type *type, uint32_t qualifiers);
/* Nested one deeper; false and an error at the limit. Balanced by leave(). */
bool enter(struct parser *p);
static inline void leave(struct parser *p) { p->depth--; }

/* ---- stack.c (in symbol.c) */
bool stack_grow(struct parser *p, struct stack *stack);
/* Room for one more entry, which the caller writes whole; NULL when memory runs out. */
static inline void *stack_push(struct parser *p, struct stack *stack)
{
    if (stack->count == stack->capacity && !stack_grow(p, stack))
        return NULL;
    return (char *)stack->data + (size_t)stack->count++ * stack->size;
}
void stack_free(struct parser *p, struct stack *stack);

/* ---- lex.c */
void advance(struct parser *p);
static inline bool token_is(const struct parser *p, unsigned kind) { return p->lex.kind == kind; }
static inline bool accept(struct parser *p, unsigned kind)
{
    if (p->lex.kind != kind)
        return false;
    advance(p);
    return true;
}
void expect(struct parser *p, char punctuator);
/* To a state of the lexer kept before looking ahead; not out of a panic. */
static inline void go_back(struct parser *p, const struct lexer *kept)
{
    if (!p->panic)
        p->lex = *kept;
}

/* ---- skip.c */
/* From the token in hand, an opening bracket, past its partner; then the next token. */
void skip_brackets(struct parser *p);
/* From the token in hand up to `,` or `;` outside brackets; that becomes the token. */
void skip_initializer(struct parser *p);
/* After an error in a declaration that began at `start`: past its end. */
void skip_declaration(struct parser *p, const struct restart *start);

/* ---- directive.c: line markers and pragmas */
/* `at` is after `#` at the start of a line; returns the end of that line (its newline). */
const char *read_directive(struct parser *p, const char *at);
void read_pragma(struct parser *p, const char *at, const char *end);

/* ---- symbol.c */
/* What intern.h does not find. */
struct word_tail;
struct symbol *symbol_new(struct names *names, const char *text, size_t length, const struct word_tail *tail);
/* Needs no padding. */
struct symbol *intern(struct names *names, const char *text, size_t length);
/* `text_length`: of the text to come, for the size of the table. */
struct names *names_new(struct arena *arena, size_t text_length);
/* A new entry, of our own table while that is read; as `scoped` it hides what was there until unbind. */
struct entry *bind_name(struct parser *p, struct symbol *symbol, enum entry_kind kind, bool scoped);
/* Unbinds what was bound as `scoped` since the undo stack had `mark` entries. */
void unbind(struct parser *p, uint32_t mark);
/* The nearest declared type name, or NULL: for "did you mean". */
const char *nearest_type_name(struct parser *p, const struct symbol *symbol);

/* ---- keyword.c */
/* TOKEN_IDENTIFIER for what is no keyword. */
uint16_t keyword_find(const char *text, size_t length);
/* Those that a type can begin with, by index; NULL after the last. */
const char *keyword_of_types(size_t index);
/* With or without underscores around; may be upper case. */
enum attribute_id attribute_find(const char *text, size_t length);
static inline enum attribute_id attribute_of(struct symbol *symbol)
{
    if (symbol->attribute == ATTRIBUTE_UNSEEN)
        symbol->attribute = (uint8_t)attribute_find(symbol->text, symbol->length);
    return (enum attribute_id)symbol->attribute;
}
/* The static canonical spelling ("ms_abi"), or NULL. */
const char *convention_find_name(const char *text, size_t length);

/* ---- wellknown.c */
/* The entry for a name that nothing declared, where the compilers (or, with the option, the usual headers) do. */
struct entry *well_known(struct parser *p, struct symbol *symbol);
/* Such names by index, "" where one is not there; NULL after the last. */
const char *well_known_name(const struct parser *p, size_t index);
/* wellknown_narrow.c: the type of a name that has another where pointers have 32 bits; NULL for the usual. */
const char *well_known_narrow(const struct cconv_target *target, const char *name);

/* ---- attribute.c */
static inline bool starts_attribute(const struct parser *p)
{
    switch (p->lex.kind) {
    case KEYWORD_ATTRIBUTE:
    case KEYWORD_DECLSPEC:
    case KEYWORD_ALIGNAS:
    case KEYWORD_CONVENTION:
    case KEYWORD_PTRAUTH: return true;
    default: return false;
    }
}
/* One or more, from here on: __attribute__, __declspec, _Alignas, __cdecl … */
void parse_some_attributes(struct parser *p, struct attributes *into);
/* All from here on, if any. */
static inline void parse_attributes(struct parser *p, struct attributes *into)
{
    if (starts_attribute(p))
        parse_some_attributes(p, into);
}
/* After `[` was read and `[` is in hand. */
void parse_bracket_attributes(struct parser *p, struct attributes *into);
void merge_attributes(struct attributes *into, const struct attributes *from);
/* `what` of this type was declared with these: _Alignas cannot reduce an alignment (C17 6.7.5p4). */
void check_alignas(struct parser *p, const struct attributes *a, const struct attributes *b, const char *what,
                   const struct cconv_type *type, const struct place *place);
/* Where _Alignas cannot be at all (C17 6.7.5p2). */
static inline void refuse_alignas(struct parser *p, const struct attributes *a, const struct attributes *b,
                                  const char *what, const struct place *place)
{
    if (a->has_alignas || b->has_alignas)
        complain_there(p, place, "_Alignas is not for %s", what);
}
void attributes_set_align(struct parser *p, struct attributes *into, const struct place *place, uint64_t align);
/* vector_size, ext_vector_type and mode change the base type. */
const struct cconv_type *apply_type_attributes(struct parser *p, const struct cconv_type *type,
                                               const struct attributes *attributes, const struct place *place);

/* ---- specifier.c */
/* `const` or nothing, and then a type's name or a word that is a type. */
struct plain_specifiers {
    struct place place;             /* of the first token */
    const struct cconv_type *type;  /* NULL if none was read */
    uint32_t qualifiers;
    uint16_t word;                  /* KEYWORD_VOID …, where the type is not a name's */
};
/* False if there are more, or others; what was read is in `out`, and parse_specifiers_on goes on from there. */
bool parse_plain_specifiers(struct parser *p, struct plain_specifiers *out);
void specifiers_init(const struct plain_specifiers *plain, struct specifiers *out);
bool parse_specifiers_on(struct parser *p, const struct plain_specifiers *plain, struct specifiers *out);
bool starts_type(struct parser *p);
/* NULL type after an error. */
bool parse_specifiers(struct parser *p, struct specifiers *out);
/* The entry of an identifier that names a type, or NULL. */
struct entry *type_name_entry(struct parser *p, struct symbol *symbol);
/* specifier-qualifier-list abstract-declarator(opt); NULL after an error. */
const struct cconv_type *parse_type_name(struct parser *p, uint32_t *qualifiers);

/* ---- record.c, enumeration.c */
const struct cconv_type *parse_record(struct parser *p, struct specifiers *specifiers);
const struct cconv_type *parse_enum(struct parser *p, struct specifiers *specifiers);
/* The member, also through anonymous members, with its offset added to `*offset`, and its own alignment, 0 for a bit-field;
   NULL if there is none. */
const cconv_field *find_member(const struct cconv_type *record, const char *name, uint64_t *offset, uint64_t *align,
                               unsigned depth);
struct entry *declare_tag(struct parser *p, struct symbol *symbol, enum cconv_type_kind kind,
                          const struct place *place, bool defines);

/* ---- declarator.c */
/* An empty one, here. */
void declarator_init(const struct parser *p, struct declarator *out);
void parse_declarator(struct parser *p, struct declarator *out, bool may_be_abstract);
/* The same from where declarator_init was called; stars that were read before are in `out`. */
void parse_declarator_on(struct parser *p, struct declarator *out, bool may_be_abstract);
static inline struct part *part_at(const struct parser *p, uint32_t link)
{
    return (struct part *)p->parts.data + (link - 1);
}
/* The declared type; NULL after an error. Adds the convention to the function type. */
const struct cconv_type *build_type(struct parser *p, const struct specifiers *specifiers, struct declarator *declarator,
                                    uint32_t *qualifiers);
const struct cconv_type *new_pointer(struct parser *p, const struct cconv_type *to, uint32_t qualifiers);
/* Most pointers were made before, and their type remembers them. */
static inline const struct cconv_type *make_pointer(struct parser *p, const struct cconv_type *to, uint32_t qualifiers)
{
    for (const struct cconv_type *pointer = to->pointers; pointer; pointer = pointer->next_pointer)
        if (pointer->element_qualifiers == qualifiers)
            return pointer;
    return new_pointer(p, to, qualifiers);
}
const struct cconv_type *make_array(struct parser *p, const struct cconv_type *element, uint32_t qualifiers,
                                    uint64_t count, const struct place *place);
/* Arrays and functions become pointers (C17 6.7.6.3p7-8). */
const struct cconv_type *adjust_parameter(struct parser *p, const struct cconv_type *type, uint32_t *qualifiers,
                                          uint32_t array_qualifiers);
const struct cconv_type *with_convention(struct parser *p, const struct cconv_type *type, const char *convention);

/* ---- parameter.c */
/* After `(`: parameters to `)`, for the part at `link`. */
void parse_parameters(struct parser *p, uint32_t link, struct declarator *out);

/* ---- values of expressions */
enum value_kind { VALUE_RUNTIME, VALUE_INTEGER, VALUE_FLOATING };
struct value {
    const struct cconv_type *type;
    uint32_t qualifiers;
    uint8_t kind;               /* enum value_kind; of an lvalue: of its address */
    bool lvalue;
    uint8_t align_bits;         /* as in `entry`, of what is named here, a member too: _Alignof asks */
    uint64_t bits;              /* sign- or zero-extended; of an lvalue: its address */
    double floating;
};

/* ---- builtin.c */
/* After the name of a built-in function: a call whose value may be constant. False if it is none of those; then nothing
   was read. */
bool parse_builtin_call(struct parser *p, const char *name, struct value *out);

/* ---- literal.c, expression.c, operator.c */
struct value parse_number(struct parser *p);
struct value parse_character(struct parser *p);
/* Adjacent strings; the type is an array. */
struct value parse_strings(struct parser *p);
/* Adjacent strings' contents, joined, in the arena. */
const char *parse_string_text(struct parser *p);
struct value parse_expression(struct parser *p);
struct value parse_assignment(struct parser *p);
struct value parse_conditional(struct parser *p);
/* An integer constant expression; false (after an error naming `what`) if it is not one. */
bool parse_constant(struct parser *p, const char *what, struct value *out);
struct value value_integer(const struct cconv_type *type, uint64_t bits);
struct value value_runtime(const struct cconv_type *type);
struct value value_convert(struct parser *p, struct value value, const struct cconv_type *type);
struct value value_decay(struct parser *p, struct value value);
struct value value_unary(struct parser *p, unsigned operator, struct value value);
struct value value_binary(struct parser *p, unsigned operator, struct value left, struct value right);
bool value_is_true(struct value value);
const struct cconv_type *common_type(struct parser *p, const struct cconv_type *a, const struct cconv_type *b);

static inline const struct cconv_type *basic(const struct parser *p, cconv_type_kind kind)
{
    return &p->context->basic[kind];
}

/* ---- compatible.c */
/* C17 6.2.7, leniently: never false for what gcc or clang accept. */
bool types_compatible(const struct cconv_type *a, const struct cconv_type *b);
/* The more complete of two compatible types (C17 6.2.7p3, in so far as it matters here). */
const struct cconv_type *composite(const struct cconv_type *old_type, const struct cconv_type *new_type);

/* ---- declaration.c */
void parse_unit(struct parser *p);
/* `int a[] = {1, 2};` has two elements: the array's type with its size; any other type is returned as it is. The text
   after `=` starts at `initializer`; what is wrong in it is no concern of a reader of declarations: the array then
   keeps its unknown size. NULL when the parser stopped. */
const struct cconv_type *complete_array(struct parser *p, const struct cconv_type *type,
                                        const struct lexer *initializer, const struct place *place);
bool parse_static_assert(struct parser *p);
/* NULL for NO_DECLARATION. */
cconv_declaration *declaration_at(const struct parser *p, uint32_t index);
uint32_t add_declaration(struct parser *p, cconv_declaration_kind kind, const char *name,
                         const struct cconv_type *type, uint32_t qualifiers, const struct place *place);

/* ---- unit.c */
/* Reads text of our own (a well-known declaration) with the same names, not listing what it declares. */
void parse_builtin(struct parser *p, const char *text, size_t length);

#endif
