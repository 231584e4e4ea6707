/* Groups of types: what --types names, how a compiler is asked whether it has them, and the taking out of a drawn
   prototype of what it lacks or what was not asked for. */
#include "conform.h"

#include <string.h>

/* A definition that only a compiler with the types accepts; NULL: every C compiler has them. An array of negative size
   refuses what a compiler reads over but does not heed. */
static const struct group groups[GROUPS] = {
    [GROUP_INTEGER] = {"integer", "_Bool, char, short, int, long, long long", NULL},
    [GROUP_FLOATING] = {"floating", "float, double", NULL},
    [GROUP_LONG_DOUBLE] = {"long-double", "long double", "long double f(long double x) { return x; }"},
    [GROUP_INT128] = {"int128", "__int128", "__int128 f(__int128 x) { return x; }"},
    [GROUP_FLOAT16] = {"float16", "_Float16", "_Float16 f(_Float16 x) { return x; }"},
    [GROUP_BFLOAT16] = {"bfloat16", "__bf16", "__bf16 f(__bf16 x) { return x; }"},
    [GROUP_FLOAT128] = {"float128", "_Float128, __float128", "CONFORM_FLOAT128 f(CONFORM_FLOAT128 x) { return x; }"},
    [GROUP_DECIMAL] = {"decimal", "_Decimal32, _Decimal64, _Decimal128",
                       "_Decimal64 f(_Decimal64 x) { return x; } _Decimal128 x; _Decimal128 *g(void) { return &x; }"},
    [GROUP_COMPLEX] = {"complex", "_Complex float, double, long double",
                       "_Complex double f(_Complex double x) { return x; } _Complex float g(_Complex float x) { return x; }"},
    [GROUP_COMPLEX_INTEGER] = {"complex-integer", "_Complex int and its like",
                               "_Complex int f(_Complex int x) { return x; }"},
    [GROUP_COMPLEX_HALF] = {"complex-half", "_Complex _Float16", "_Complex _Float16 f(_Complex _Float16 x) { return x; }"},
    [GROUP_BITINT] = {"bitint", "_BitInt(n)", "unsigned _BitInt(37) f(unsigned _BitInt(37) x) { return x; }"},
    [GROUP_VECTOR] = {"vector", "vector_size(8) to vector_size(64)",
                      "typedef float v __attribute__((vector_size(16))); v f(v x) { return x; } char a[sizeof(v) == 16 ? 1 : -1];"},
    [GROUP_POINTER] = {"pointer", "pointers to objects and functions", NULL},
    [GROUP_ENUM] = {"enum", "enum", "enum e { A, B = 7 }; enum e f(enum e x) { return x; }"},
    [GROUP_ENUM_WIDE] = {"enum-wide", "enum with a value beyond int",
                         "enum e { A, B = 0x100000000 }; char a[sizeof(enum e) == 8 ? 1 : -1];"},
    [GROUP_ENUM_PACKED] = {"enum-packed", "enum __attribute__((packed))",
                           "enum e { A, B = 200 } __attribute__((packed)); char a[sizeof(enum e) == 1 ? 1 : -1];"},
    [GROUP_ENUM_FIXED] = {"enum-fixed", "enum : short", "enum e : short { A, B = 200 }; char a[sizeof(enum e) == 2 ? 1 : -1];"},
    [GROUP_STRUCT] = {"struct", "structs", NULL},
    [GROUP_UNION] = {"union", "unions", "union u { char c; double d; }; union u f(union u x) { return x; }"},
    [GROUP_ARRAY] = {"array", "arrays in structs", NULL},
    [GROUP_EMPTY] = {"empty", "structs without a member, arrays without an element",
                     "struct e {}; struct e f(struct e x) { return x; } struct z { int a[0]; char c; };"},
    [GROUP_FLEXIBLE] = {"flexible", "flexible array members", "struct s { int n; char m[]; }; struct s *f(struct s *x) { return x; }"},
    [GROUP_ANONYMOUS] = {"anonymous", "structs and unions without a name in others",
                         "struct s { struct { int a; }; int b; }; int f(struct s *x) { return x->a; }"},
    [GROUP_BIT_FIELD] = {"bit-field", "bit-fields", "struct s { int a : 3, : 0; unsigned char b : 5; _Bool c : 1; };"},
    [GROUP_PACKED] = {"packed", "__attribute__((packed)), #pragma pack",
                      "struct s { char c; int i; } __attribute__((packed)); char a[sizeof(struct s) == 5 ? 1 : -1];\n"
                      "#pragma pack(push, 1)\nstruct t { char c; int i; };\n#pragma pack(pop)\n"
                      "char b[sizeof(struct t) == 5 ? 1 : -1]; struct u { char c; int i __attribute__((packed)); };"
                      "char d[sizeof(struct u) == 5 ? 1 : -1];"},
    [GROUP_ALIGNED] = {"aligned", "__attribute__((aligned(n)))",
                       "struct s { char c; } __attribute__((aligned(16))); char a[sizeof(struct s) == 16 ? 1 : -1];"
                       "typedef int t __attribute__((aligned(16))); struct u { char c; t i; }; char b[sizeof(struct u) == 32 ? 1 : -1];"
                       "struct w { char c; int i __attribute__((aligned(16))); }; char d[sizeof(struct w) == 32 ? 1 : -1];"},
    [GROUP_TRANSPARENT] = {"transparent", "transparent unions",
                           "typedef union { int *i; char *c; } u __attribute__((transparent_union)); void f(u);"
                           "void g(char *c) { f(c); }"},
    [GROUP_VARIADIC] = {"variadic", "functions with ...", "int f(const char *x, ...); int g(void) { return f(\"\", 1, 2.0); }"},
    [GROUP_ATOMIC] = {"atomic", "_Atomic types", "struct s { _Atomic int n; }; _Atomic(struct s) x; void f(_Atomic(int) x);"},
    [GROUP_PARAMETER] = {"parameter", "parameters declared as arrays and functions, with qualifiers or register",
                         "void f(int a[3], int b[], int c[static 2], int d[restrict const 2], int e(double), register int g);"},
    [GROUP_NAMES] = {"names", "size_t, wchar_t, va_list and other names of stddef.h, stdint.h and stdarg.h",
                     "#include <stddef.h>\n#include <stdarg.h>\n#include <stdint.h>\nsize_t f(wchar_t a, intmax_t b, va_list c);"},
    [GROUP_VECTOR_NAMES] = {"vector-names", "__m128i and its like, float32x4_t and its like",
                            "#include <stddef.h>\n#include <stdarg.h>\n#include <stdint.h>\n#ifdef __aarch64__\n"
                            "#include <arm_neon.h>\nbfloat16x8_t a; poly64x2_t b; float16x4x2_t c;\n#else\n"
                            "#include <immintrin.h>\n__m512h a; __m128bh b; __m64 c;\n#endif"},
};

const struct group *group_at(enum group_id id)
{
    return &groups[id];
}

enum group_id group_named(const char *name, size_t length)
{
    unsigned i = 0;
    while (i < GROUPS && (strlen(groups[i].name) != length || strncmp(groups[i].name, name, length)))
        i++;
    return (enum group_id)i;
}

bool groups_read(const char *list, uint64_t *mask)
{
    bool first = true;
    *mask = ALL_GROUPS;
    while (*list) {
        size_t length = strcspn(list, ", ");
        bool without = *list == '-';
        enum group_id id = group_named(list + without, length - without);
        bool all = length == 3 && !strncmp(list, "all", 3);
        if (length && id == GROUPS && !all)
            return false;
        if (length && first && !without)
            *mask = all ? ALL_GROUPS : 0;
        if (length && !all)
            *mask = without ? *mask & ~GROUP_BIT(id) : *mask | GROUP_BIT(id);
        first = first && !length;
        list += length + (list[length] != '\0');
    }
    return true;
}

/* ---- taking out */

struct filter { uint64_t have; struct pool *pool; };

static bool has(const struct filter *f, enum group_id id)
{
    return f->have & GROUP_BIT(id);
}

static enum group_id basic_group(const char *text)
{
    if (strstr(text, "__int128")) return GROUP_INT128;
    if (!strcmp(text, "_Float16")) return GROUP_FLOAT16;
    if (!strcmp(text, "__bf16")) return GROUP_BFLOAT16;
    if (strstr(text, "loat128")) return GROUP_FLOAT128;
    if (!strncmp(text, "_Decimal", 8)) return GROUP_DECIMAL;
    if (!strcmp(text, "long double")) return GROUP_LONG_DOUBLE;
    return !strcmp(text, "float") || !strcmp(text, "double") ? GROUP_FLOATING : GROUP_INTEGER;
}

static enum group_id complex_group(const char *element)
{
    enum group_id group = basic_group(element);
    return group == GROUP_INTEGER ? GROUP_COMPLEX_INTEGER : group == GROUP_FLOAT16 ? GROUP_COMPLEX_HALF : GROUP_COMPLEX;
}

/* int, or what of the asked-for is nearest to a scalar. */
static void make_plain(const struct filter *f, struct generated_type *type)
{
    *type = (struct generated_type){.kind = G_BASIC, .text = "int"};
    if (has(f, GROUP_INTEGER))
        return;
    if (has(f, GROUP_FLOATING))
        type->text = "double";
    else if (has(f, GROUP_POINTER))
        type->kind = G_POINTER;
    else if (has(f, GROUP_LONG_DOUBLE))
        type->text = "long double";
    else if (has(f, GROUP_INT128))
        type->text = "__int128";
}

/* The variants as print.c writes them. */
static enum group_id enum_group(unsigned variant)
{
    if (variant >= FREE_ENUMS)
        return GROUP_ENUM_FIXED;
    return variant == 2 || variant == 6 ? GROUP_ENUM_WIDE : variant >= 3 ? GROUP_ENUM_PACKED : GROUP_ENUM;
}

static void filter_type(const struct filter *f, struct generated_type *type);

/* Bit-fields keep their integer type even where --types leaves integers out. */
static void filter_member(const struct filter *f, struct generated_member *member)
{
    if (member->width >= 0 && !has(f, GROUP_BIT_FIELD))
        member->width = -1, member->unnamed = false;
    if (!has(f, GROUP_PACKED))
        member->packed = false;
    if (!has(f, GROUP_ALIGNED))
        member->align = member->alignas = 0;
    if (!has(f, GROUP_ANONYMOUS))
        member->anonymous = false;
    if (!has(f, GROUP_FLEXIBLE))
        member->flexible = false;
    if (member->width < 0)
        filter_type(f, member->type);
    if (member->type->kind != G_RECORD)
        member->anonymous = false;
}

static void filter_record(const struct filter *f, struct generated_type *record)
{
    if (record->is_union && !has(f, GROUP_UNION))
        record->is_union = record->transparent = false;
    if (!has(f, GROUP_TRANSPARENT))
        record->transparent = false;
    if (!has(f, GROUP_PACKED))
        record->packed = false, record->pack = 0;
    if (!has(f, GROUP_ALIGNED))
        record->align = 0;
    for (unsigned i = 0; i < record->count; i++)
        filter_member(f, &record->members[i]);
    if (!record->count && !has(f, GROUP_EMPTY)) {
        struct generated_type *member = pool_take(f->pool, sizeof *member);
        make_plain(f, member);
        record->members[record->count++] = (struct generated_member){.type = member, .width = -1};
    }
}

static void replace(const struct filter *f, struct generated_type *type, struct generated_type *by)
{
    if (by)
        *type = *by, filter_type(f, type);
    else
        make_plain(f, type);
}

static void filter_array(const struct filter *f, struct generated_type *type)
{
    if (!has(f, GROUP_ARRAY)) {
        replace(f, type, type->element);
        return;
    }
    if (!type->n && !has(f, GROUP_EMPTY))
        type->n = 1;
    filter_type(f, type->element);
}

static void filter_type(const struct filter *f, struct generated_type *type)
{
    switch (type->kind) {
    case G_BASIC:
        if (!has(f, basic_group(type->text)))
            make_plain(f, type);
        break;
    case G_POINTER:
    case G_FUNCTION_POINTER:
        if (!has(f, GROUP_POINTER))
            make_plain(f, type);
        break;
    case G_ENUM:
        if (!has(f, GROUP_ENUM) || !has(f, enum_group(type->n)))
            replace(f, type, NULL);
        break;
    case G_COMPLEX:
        if (!has(f, complex_group(type->element->text)) || !has(f, basic_group(type->element->text)))
            replace(f, type, type->element);
        break;
    case G_BITINT:
        if (!has(f, GROUP_BITINT))
            make_plain(f, type);
        break;
    case G_VECTOR:
        if (!has(f, GROUP_VECTOR))
            replace(f, type, type->element);
        break;
    case G_NAMED:
        if (!has(f, type->n ? GROUP_VECTOR_NAMES : GROUP_NAMES))
            make_plain(f, type);
        break;
    case G_ATOMIC:
        if (!has(f, GROUP_ATOMIC))
            replace(f, type, type->element);
        else
            filter_type(f, type->element);
        break;
    case G_PARAMETER:
        if (!has(f, GROUP_PARAMETER) || !has(f, GROUP_NAMES))
            make_plain(f, type);
        else
            filter_type(f, type->element);
        break;
    case G_ARRAY: filter_array(f, type); break;
    case G_RECORD:
        if (has(f, type->is_union ? GROUP_UNION : GROUP_STRUCT) || has(f, GROUP_STRUCT))
            filter_record(f, type);
        else
            replace(f, type, type->count && type->members[0].width < 0 && !type->members[0].flexible
                                 && is_value(type->members[0].type) ? type->members[0].type : NULL);
        break;
    case G_ALIGNED:
        if (!has(f, GROUP_ALIGNED))
            replace(f, type, type->element);
        else
            filter_type(f, type->element);
        break;
    }
}

void filter_case(struct pool *pool, struct generated_case *c, uint64_t have)
{
    const struct filter f = {have, pool};
    if (have == ALL_GROUPS)
        return;
    for (unsigned i = 0; i < c->count; i++)
        filter_type(&f, c->arguments[i]);
    if (c->result)
        filter_type(&f, c->result);
    if (c->variadic && !has(&f, GROUP_VARIADIC)) {
        c->variadic = false;
        c->fixed = c->count;
    }
}
