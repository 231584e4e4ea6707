/*
 * Types back to C (C17 6.7.7): what stands before the name and what stands after it, from the base type outwards.
 * Typedefs print as their names, tagged types as their tags, untagged structs in full. What is printed parses to the
 * same type again, but for untagged enums, whose enumerators a type does not keep: they print as their integer type.
 */
#include "type/type.h"

#include <string.h>

enum {
    DEPTH_LIMIT = 300,     /* nesting after which "..." must do */
    BODY_LIMIT = 1 << 18   /* bytes after which untagged structs are not spelled out any more */
};

struct printer {
    struct text *out;
    char last;             /* character written last, for spaces */
    unsigned depth;
};

static void put(struct printer *printer, const char *string)
{
    size_t length = strlen(string);
    if (length == 0)
        return;
    text_put(printer->out, string, length);
    printer->last = string[length - 1];
}

static void put_number(struct printer *printer, uint64_t number)
{
    text_number(printer->out, number);
    printer->last = '0';
}

/* A space before a word or `(`, unless what stands there is an opening or a star. */
static void put_space(struct printer *printer)
{
    if (printer->last != '*' && printer->last != '(' && printer->last != ' ' && printer->last != '\0')
        put(printer, " ");
}

static void put_qualifiers(struct printer *printer, uint32_t qualifiers)
{
    static const char *const names[] = {"const", "volatile", "restrict", "_Atomic"};
    for (unsigned i = 0; i < COUNT_OF(names); i++) {
        if (!(qualifiers >> i & 1))
            continue;
        put_space(printer);
        put(printer, i == 2 ? "__restrict" : names[i]);
    }
}

static void put_convention(struct printer *printer, const char *convention)
{
    bool pcs = strncmp(convention, "aapcs", 5) == 0;
    put(printer, pcs ? "__attribute__((pcs(\"" : "__attribute__((");
    put(printer, convention);
    put(printer, pcs ? "\")))" : "))");
}

static const char *basic_name(const struct cconv_type *type)
{
    static const char *const names[] = {
        [CCONV_VOID] = "void", [CCONV_BOOL] = "_Bool", [CCONV_CHAR] = "char", [CCONV_SCHAR] = "signed char",
        [CCONV_UCHAR] = "unsigned char", [CCONV_SHORT] = "short", [CCONV_USHORT] = "unsigned short",
        [CCONV_INT] = "int", [CCONV_UINT] = "unsigned int", [CCONV_LONG] = "long", [CCONV_ULONG] = "unsigned long",
        [CCONV_LLONG] = "long long", [CCONV_ULLONG] = "unsigned long long", [CCONV_INT128] = "__int128",
        [CCONV_UINT128] = "unsigned __int128", [CCONV_FLOAT16] = "_Float16", [CCONV_BFLOAT16] = "__bf16",
        [CCONV_FLOAT] = "float", [CCONV_DOUBLE] = "double", [CCONV_LDOUBLE] = "long double",
        [CCONV_FLOAT128] = "_Float128", [CCONV_DECIMAL32] = "_Decimal32", [CCONV_DECIMAL64] = "_Decimal64",
        [CCONV_DECIMAL128] = "_Decimal128",
    };
    return type->fp16_storage ? "__fp16" : names[type->kind];
}

static void print_declaration(struct printer *printer, const struct cconv_type *type, uint32_t qualifiers,
                              const char *name);

static void put_attributes(struct printer *printer, bool packed, uint32_t align, const char *more)
{
    if (packed)
        put(printer, " __attribute__((packed))");
    if (align) {
        put(printer, " __attribute__((aligned(");
        put_number(printer, align);
        put(printer, ")))");
    }
    put(printer, more);
}

static void print_member(struct printer *printer, const cconv_field *field)
{
    put(printer, " ");
    print_declaration(printer, field->type, field->qualifiers, field->name);
    if (field->flags & CCONV_FIELD_BIT_FIELD) {
        put(printer, " : ");
        put_number(printer, field->bit_width);
    }
    put_attributes(printer, field->flags & CCONV_FIELD_PACKED, field->align, ";");
}

static void print_body(struct printer *printer, const struct cconv_type *type)
{
    const char *word = type->kind == CCONV_UNION ? "union {" : "struct {";
    if (type->pack_bits) {
        put(printer, "_Pragma(\"pack(push, ");
        put_number(printer, type_pack(type));
        put(printer, ")\") ");
    }
    put(printer, word);
    if (!type->complete || printer->out->length > BODY_LIMIT) {
        put(printer, " ... }");
        return;
    }
    for (uint32_t i = 0; i < type->field_count; i++)
        print_member(printer, &type->fields[i]);
    put(printer, " }");
    put_attributes(printer, type->record_flags & CCONV_RECORD_PACKED, type_explicit_align(type),
                   type->record_flags & CCONV_RECORD_MS            ? " __attribute__((ms_struct))"
                   : type->record_flags & CCONV_RECORD_GNU         ? " __attribute__((gcc_struct))"
                   : type->record_flags & CCONV_RECORD_TRANSPARENT ? " __attribute__((transparent_union))"
                                                                   : "");
    if (type->pack_bits)
        put(printer, " _Pragma(\"pack(pop)\")");
}

static void print_base(struct printer *printer, const struct cconv_type *type)
{
    switch (type->kind) {
    case CCONV_STRUCT:
    case CCONV_UNION:
        if (!type->name) {
            print_body(printer, type);
            return;
        }
        put(printer, type->kind == CCONV_UNION ? "union " : "struct ");
        put(printer, type->name);
        return;
    case CCONV_ENUM:
        if (!type->name && type->element) {
            print_base(printer, type->element);
            return;
        }
        put(printer, "enum ");
        put(printer, type->name ? type->name : "{ ... }");
        return;
    case CCONV_TYPEDEF:
    case CCONV_SCALABLE:
        put(printer, type->name);
        return;
    case CCONV_BITINT:
        put(printer, type->is_signed ? "_BitInt(" : "unsigned _BitInt(");
        put_number(printer, type->length);
        put(printer, ")");
        return;
    case CCONV_COMPLEX:
        print_base(printer, type->element);
        put(printer, " _Complex");
        return;
    case CCONV_VECTOR:
        print_base(printer, type->element);
        put(printer, " __attribute__((vector_size(");
        put_number(printer, type->size);
        put(printer, ")))");
        return;
    default: put(printer, basic_name(type)); return;
    }
}

/* A typedef without name (extra alignment alone) is not worth a word. */
static const struct cconv_type *visible(const struct cconv_type *type)
{
    while (type->kind == CCONV_TYPEDEF && !type->name)
        type = type->element;
    return type;
}

static bool needs_parentheses(const struct cconv_type *pointed)
{
    pointed = visible(pointed);
    return pointed->kind == CCONV_ARRAY || pointed->kind == CCONV_FUNCTION;
}

static void print_before(struct printer *printer, const struct cconv_type *type, uint32_t qualifiers)
{
    type = visible(type);
    if (++printer->depth > DEPTH_LIMIT) {
        put(printer, "...");
        printer->depth--;
        return;
    }
    switch (type->kind) {
    case CCONV_POINTER:
        print_before(printer, type->element, type->element_qualifiers);
        put_space(printer);
        if (needs_parentheses(type->element)) {
            const struct cconv_type *pointed = visible(type->element);
            put(printer, "(");
            if (pointed->kind == CCONV_FUNCTION && pointed->convention) {
                put_convention(printer, pointed->convention);
                put(printer, " ");
            }
        }
        put(printer, "*");
        put_qualifiers(printer, qualifiers);
        break;
    case CCONV_ARRAY:
        print_before(printer, type->element, type->element_qualifiers | qualifiers);
        break;
    case CCONV_FUNCTION: print_before(printer, type->element, type->element_qualifiers); break;
    default:
        if (qualifiers) {
            put_qualifiers(printer, qualifiers);
            put(printer, " ");
        }
        print_base(printer, type);
    }
    printer->depth--;
}

static void print_parameters(struct printer *printer, const struct cconv_type *type)
{
    put(printer, "(");
    for (uint32_t i = 0; i < type->parameter_count; i++) {
        if (i)
            put(printer, ", ");
        printer->last = '\0';
        print_declaration(printer, type->parameters[i].type, type->parameters[i].qualifiers, type->parameters[i].name);
    }
    if (type->variadic)
        put(printer, type->parameter_count ? ", ..." : "...");
    else if (!type->parameter_count && !type->old_style)
        put(printer, "void");
    put(printer, ")");
}

static void print_after(struct printer *printer, const struct cconv_type *type)
{
    type = visible(type);
    if (++printer->depth > DEPTH_LIMIT) {
        printer->depth--;
        return;
    }
    switch (type->kind) {
    case CCONV_POINTER:
        if (needs_parentheses(type->element))
            put(printer, ")");
        print_after(printer, type->element);
        break;
    case CCONV_ARRAY:
        put(printer, "[");
        if (type->is_vla)
            put(printer, "*");
        else if (!type->is_incomplete_array)
            put_number(printer, type->length);
        put(printer, "]");
        print_after(printer, type->element);
        break;
    case CCONV_FUNCTION:
        print_parameters(printer, type);
        print_after(printer, type->element);
        break;
    default: break;
    }
    printer->depth--;
}

static void print_declaration(struct printer *printer, const struct cconv_type *type, uint32_t qualifiers,
                              const char *name)
{
    const struct cconv_type *shown = visible(type);
    printer->last = '\0';
    print_before(printer, shown, qualifiers);
    if (shown->kind == CCONV_FUNCTION && shown->convention) {
        put_space(printer);
        put_convention(printer, shown->convention);
    }
    if (name || shown->kind == CCONV_FUNCTION)
        put_space(printer);
    if (name)
        put(printer, name);
    print_after(printer, shown);
}

size_t cconv_type_print(const cconv_type *type, uint32_t qualifiers, const char *name, char *buffer, size_t size)
{
    struct text out = {.data = buffer, .size = buffer ? size : 0};
    struct printer printer = {.out = &out};
    if (type)
        print_declaration(&printer, type, qualifiers, name);
    return text_end(&out);
}
