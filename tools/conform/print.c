/* Writes a drawn prototype as C: the one text that both the library and the compiler read. */
#include "conform.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

void string_add(struct string *string, const char *format, ...)
{
    va_list list, again;
    va_start(list, format);
    va_copy(again, list);
    int length = vsnprintf(NULL, 0, format, list);
    va_end(list);
    if (string->length + (size_t)length + 1 > string->room) {
        string->room = 2 * (string->length + (size_t)length + 1);
        string->data = realloc(string->data, string->room);
        if (!string->data)
            abort();
    }
    vsnprintf(string->data + string->length, string->room - string->length, format, again);
    va_end(again);
    string->length += (size_t)length;
}

void string_free(struct string *string)
{
    free(string->data);
    *string = (struct string){0};
}

struct print {
    struct string *out;
    const struct abilities *abilities;
    unsigned index, names, members;
};

static void define(struct print *p, struct generated_type *type);

static void new_name(struct print *p, struct generated_type *type, const char *prefix)
{
    snprintf(type->name, sizeof type->name, "%st%u_%u", prefix, p->names++, p->index);
}

/* "T name[2][3]" */
static void declare(struct print *p, struct generated_type *type, const char *name)
{
    char dimensions[64] = "";
    while (type->kind == G_ARRAY) {
        size_t used = strlen(dimensions);
        snprintf(dimensions + used, sizeof dimensions - used, "[%u]", type->n);
        type = type->element;
    }
    string_add(p->out, "%s %s%s", type->name, name, dimensions);
}

static void define_members(struct print *p, struct generated_type *record)
{
    for (unsigned i = 0; i < record->count; i++)
        if (!record->members[i].anonymous)
            define(p, record->members[i].type);
        else
            define_members(p, record->members[i].type);
}

static void print_body(struct print *p, struct generated_type *record, const char *tag)
{
    record->first_member = p->members;
    string_add(p->out, "%s %s{ ", record->is_union ? "union" : "struct", tag);
    for (unsigned i = 0; i < record->count; i++) {
        struct generated_member *member = &record->members[i];
        char name[24];
        if (member->alignas)
            string_add(p->out, "_Alignas(%u) ", member->alignas);
        if (member->qualifier)
            string_add(p->out, "%s", member->qualifier);
        snprintf(name, sizeof name, "m%u", p->members++);
        if (member->anonymous)
            print_body(p, member->type, "");
        else if (member->unnamed)
            string_add(p->out, "%s", member->type->name);
        else
            declare(p, member->type, name);
        if (member->flexible)
            string_add(p->out, "[]");
        if (member->width >= 0)
            string_add(p->out, " : %d", member->width);
        if (member->packed)
            string_add(p->out, " __attribute__((packed))");
        if (member->align)
            string_add(p->out, " __attribute__((aligned(%u)))", member->align);
        string_add(p->out, "; ");
    }
    string_add(p->out, "}");
    if (record->packed)
        string_add(p->out, " __attribute__((packed))");
    if (record->align)
        string_add(p->out, " __attribute__((aligned(%u)))", record->align);
    if (record->transparent)
        string_add(p->out, " __attribute__((transparent_union))");
}

static void define_record(struct print *p, struct generated_type *type)
{
    char tag[32];
    define_members(p, type);
    new_name(p, type, type->is_union ? "union " : "struct ");
    snprintf(tag, sizeof tag, "%s ", strchr(type->name, ' ') + 1);
    bool is_named_early = p->names % 3 == 0 && !p->abilities->tags_alone;
    if (is_named_early) /* a typedef that is older than the type's members */
        string_add(p->out, "typedef %s o%s;\n", type->name, tag);
    if (type->pack)
        string_add(p->out, "#pragma pack(push, %u)\n", type->pack);
    print_body(p, type, tag);
    string_add(p->out, ";\n");
    if (type->pack)
        string_add(p->out, "#pragma pack(pop)\n");
    if (is_named_early)
        snprintf(type->name, sizeof type->name, "o%.*s", (int)strcspn(tag, " "), tag);
}

/* In the order in which generate.c numbers them: those that every compiler has first. */
static const struct { const char *underlying, *first, *last, *attribute; } enums[ENUMS] = {
    {"", "0", "7", ""},
    {"", "-1", "1000", ""},
    {"", "0", "0x100000000", ""},
    {"", "0", "200", " __attribute__((packed))"},
    {"", "-1", "200", " __attribute__((packed))"},
    {"", "0", "0x100000000", " __attribute__((packed))"},
    {"", "-1", "0x80000000", ""},
    {" : short", "0", "200", ""},
    {" : unsigned char", "0", "200", ""},
    {" : long long", "0", "1", ""},
    {" : unsigned", "0", "1", ""},
    {" : _Bool", "0", "1", ""},
};

static void define_enum(struct print *p, struct generated_type *type)
{
    unsigned n = p->names;
    new_name(p, type, "enum ");
    string_add(p->out, "%s%s { e%ua_%u = %s, e%ub_%u = %s }%s;\n", type->name, enums[type->n].underlying, n, p->index,
               enums[type->n].first, n, p->index, enums[type->n].last, enums[type->n].attribute);
}

/* A parameter's declaration is BEFORE name AFTER; the name is that of a typedef of element DEFINED if that is not NULL.
   What C makes of it is `adjusted`, with %s for the same name. */
static const struct { const char *before, *after, *defined, *adjusted; } parameters[PARAMETER_FORMS] = {
    [P_ARRAY] = {"", "[3]", NULL, "*"},
    [P_OPEN_ARRAY] = {"", "[]", NULL, "*"},
    [P_STATIC_ARRAY] = {"", "[static 2]", NULL, "*"},
    [P_QUALIFIED_ARRAY] = {"const ", "[restrict const static 2]", NULL, NULL},
    [P_ARRAY_OF_ARRAYS] = {"", "[2]", "[3]", "*"},
    [P_ARRAY_TYPEDEF] = {"", "", "[3]", NULL},
    [P_FUNCTION] = {"", "(double, int)", NULL, NULL},
    [P_FUNCTION_TYPEDEF] = {"", "", "(double, int)", "*"},
    [P_CONST] = {"", " const", NULL, ""},
    [P_VOLATILE] = {"volatile ", "", NULL, ""},
    [P_RESTRICT] = {"", " *restrict const", NULL, "*"},
    [P_REGISTER] = {"register ", "", NULL, ""},
    [P_VA_LIST] = {"va_list", "", NULL, NULL},
    [P_MS_VA_LIST] = {"__builtin_ms_va_list", "", NULL, NULL},
};

static bool is_va_list(const struct generated_type *type)
{
    return type->n == P_VA_LIST || type->n == P_MS_VA_LIST;
}

static void print_parameter(struct print *p, const struct generated_type *type)
{
    if (type->kind == G_PARAMETER)
        string_add(p->out, "%s%s%s", parameters[type->n].before,
                   is_va_list(type) ? "" : type->inner[0] ? type->inner : type->element->name, parameters[type->n].after);
    else
        string_add(p->out, "%s", type->name);
}

static void define_parameter(struct print *p, struct generated_type *type)
{
    const char *adjusted = parameters[type->n].adjusted, *defined = parameters[type->n].defined;
    if (is_va_list(type)) {
        bool decays = type->n == P_VA_LIST && p->abilities->va_list_is_array;
        snprintf(type->name, sizeof type->name, "%s", decays ? "void *" : parameters[type->n].before);
        return;
    }
    define(p, type->element);
    if (defined) {
        new_name(p, type, "");
        snprintf(type->inner, sizeof type->inner, "%.31s", type->name);
        string_add(p->out, "typedef %s %s%s;\n", type->element->name, type->inner, defined);
    }
    if (adjusted)
        snprintf(type->name, sizeof type->name, "%.44s %s", defined ? type->inner : type->element->name, adjusted);
    else
        snprintf(type->name, sizeof type->name, "void *"); /* what is given; C converts it */
}

static void define_atomic(struct print *p, struct generated_type *type)
{
    define(p, type->element);
    new_name(p, type, "");
    string_add(p->out, "typedef _Atomic(%s) %s;\n", type->element->name, type->name);
}

/* Types are shared inside a record, so each is defined once. */
static void forget_names(struct generated_type *type)
{
    type->name[0] = type->inner[0] = '\0';
    if (type->element)
        forget_names(type->element);
    for (unsigned i = 0; i < type->count; i++)
        forget_names(type->members[i].type);
}

static void define(struct print *p, struct generated_type *type)
{
    if (type->name[0])
        return;
    switch (type->kind) {
    case G_BASIC:
    case G_NAMED: snprintf(type->name, sizeof type->name, "%s", type->text); break;
    case G_POINTER: snprintf(type->name, sizeof type->name, "void *"); break;
    case G_FUNCTION_POINTER:
        new_name(p, type, "");
        string_add(p->out, "typedef int (*%s)(double);\n", type->name);
        break;
    case G_ENUM: define_enum(p, type); break;
    case G_COMPLEX: snprintf(type->name, sizeof type->name, "_Complex %s", type->element->text); break;
    case G_BITINT:
        snprintf(type->name, sizeof type->name, "%s_BitInt(%u)", type->is_unsigned ? "unsigned " : "", type->n);
        break;
    case G_VECTOR:
        new_name(p, type, "");
        string_add(p->out, "typedef %s %s __attribute__((vector_size(%u)));\n", type->element->text, type->name, type->n);
        break;
    case G_ARRAY: define(p, type->element); break;
    case G_ATOMIC: define_atomic(p, type); break;
    case G_PARAMETER: define_parameter(p, type); break;
    case G_RECORD: define_record(p, type); break;
    case G_ALIGNED:
        define(p, type->element);
        new_name(p, type, "");
        string_add(p->out, "typedef %s %s __attribute__((aligned(%u)));\n", type->element->name, type->name, type->n);
        break;
    }
}

static char *copy(const char *text)
{
    size_t length = strlen(text) + 1;
    char *result = malloc(length);
    if (!result)
        abort();
    return memcpy(result, text, length);
}

/* Conventions that decorate a name on every system: the runtime knows the names as they are written. */
bool is_decorated(const char *attribute)
{
    return strstr(attribute, "vectorcall") || strstr(attribute, "regcall");
}

/* What is before a name in __asm__. */
const char *label_mark(const struct abilities *abilities)
{
    return abilities->labels_decorated ? "\\001" : "";
}

static void add_label(const struct print *p, const char *attribute, const char *name, unsigned index)
{
    if (is_decorated(attribute))
        string_add(p->out, " __asm__(\"%s%s_%u\")", label_mark(p->abilities), name, index);
}

static char *value_name(const struct generated_type *type)
{
    return copy(type->kind == G_ATOMIC ? type->element->name : type->name);
}

const char *prelude(const struct abilities *abilities)
{
#define NAMES "#include <stddef.h>\n#include <stdarg.h>\n#include <stdint.h>\n"
    if (abilities->intel)
        return NAMES "#include <immintrin.h>\n";
    if (abilities->arm)
        return NAMES "#include <arm_neon.h>\n";
    return abilities->names ? NAMES : "";
#undef NAMES
}

void print_case(const struct generated_case *c, const struct abilities *abilities, unsigned index,
                const char *attribute, struct printed_case *out)
{
    struct print p = {.out = &out->text, .abilities = abilities, .index = index};
    memset(out, 0, sizeof *out);
    for (unsigned i = 0; i < c->count; i++)
        forget_names(c->arguments[i]);
    if (c->result)
        forget_names(c->result);
    for (unsigned i = 0; i < c->count; i++) {
        define(&p, c->arguments[i]);
        out->argument_names[i] = copy(c->arguments[i]->name);
        out->value_names[i] = value_name(c->arguments[i]);
    }
    if (c->result) {
        define(&p, c->result);
        out->result_name = copy(c->result->name);
        out->result_value_name = value_name(c->result);
    }
    const char *result = out->result_name ? out->result_name : "void";
    string_add(&out->text, "%s%s f_%u(", attribute, result, index);
    for (unsigned i = 0; i < c->fixed; i++) {
        string_add(&out->text, "%s", i ? ", " : "");
        print_parameter(&p, c->arguments[i]);
    }
    string_add(&out->text, c->variadic ? ", ...)" : c->fixed ? ")" : "void)");
    add_label(&p, attribute, "f", index);
    string_add(&out->text, ";\n%s%s callee_%u(void)", attribute, result, index);
    add_label(&p, attribute, "callee", index);
    string_add(&out->text, ";\n");
}

void printed_free(struct printed_case *printed)
{
    string_free(&printed->text);
    for (unsigned i = 0; i < MAX_ARGUMENTS; i++) {
        free(printed->argument_names[i]);
        free(printed->value_names[i]);
    }
    free(printed->result_name);
    free(printed->result_value_name);
}
