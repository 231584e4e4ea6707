/* Types printed back in C: exact texts, and the round trip print → parse → print. Signatures and their texts. */
#include "run_tests.h"

#include <string.h>

#include "callconv/callconv.h"

static cconv_context *context;
static cconv_unit *unit;

static const char declarations[] =
    "typedef int t; struct s { int a; }; union u { int a; }; enum e { A }; typedef int (*cb)(const t *, ...);"
    "typedef struct { char c; } anonymous; typedef float v4 __attribute__((vector_size(16))); typedef int row[4];";

static int set_up(void **state)
{
    (void)state;
    cconv_parse_options options = {.well_known = 1};
    return cconv_context_new(NULL, &context, NULL) ||
           cconv_parse(context, declarations, sizeof declarations - 1, &options, &unit, NULL);
}

static int tear_down(void **state)
{
    (void)state;
    cconv_context_free(context);
    return 0;
}

static const cconv_type *parse(const char *text, uint32_t *qualifiers)
{
    const cconv_type *type;
    cconv_error error;
    cconv_parse_options options = {.well_known = 1};
    cconv_status status = cconv_parse_type(context, unit, text, strlen(text), &options, &type, qualifiers, &error);
    if (status)
        print_error("%s: %s\n", text, error.message);
    assert_int_equal(status, CCONV_OK);
    return type;
}

/* Parses `text`, prints it as `expected`, and that parses and prints to the same again. */
static void trip(const char *text, const char *expected)
{
    char first[512], second[512];
    uint32_t qualifiers;
    const cconv_type *type = parse(text, &qualifiers);
    assert_int_equal(cconv_type_print(type, qualifiers, NULL, first, sizeof first), strlen(expected));
    assert_string_equal(first, expected);
    const cconv_type *again = parse(first, &qualifiers);
    cconv_type_print(again, qualifiers, NULL, second, sizeof second);
    assert_string_equal(second, expected);
    assert_int_equal(cconv_type_size(type), cconv_type_size(again));
    assert_int_equal(cconv_type_align(type), cconv_type_align(again));
}

static void same(const char *text)
{
    trip(text, text);
}

static void test_basic(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "_Bool", "char", "signed char", "unsigned char", "short", "unsigned short", "int", "unsigned int", "long",
        "unsigned long", "long long", "unsigned long long", "__int128", "unsigned __int128", "_Float16", "__fp16", "__bf16",
        "float", "double", "long double", "_Float128", "void", "_BitInt(37)", "unsigned _BitInt(5)", "float _Complex",
        "long double _Complex", "struct s", "union u", "enum e", "t", "cb", "v4", "size_t", "const int",
        "const volatile t", "_Atomic long", "float __attribute__((vector_size(32)))",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        same(texts[i]);
    trip("unsigned", "unsigned int");
    trip("short signed int const", "const short");
    trip("_Complex double", "double _Complex");
}

static void test_declarators(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "int *", "const char *", "char *const", "char **volatile *", "int *__restrict", "int[3]", "int[2][3]", "int *[3]",
        "int (*)[3]", "int (**)[3][4]", "int (*)(void)", "int (*)()", "int (*)(int, ...)", "void (*(*)(int))(double)",
        "int (*(*)(void))[3]", "int (*[5])(char *)", "const struct s *(*)(const t *a, cb b)",
        "void (__attribute__((ms_abi)) *)(int)", "void (*)(void (__attribute__((sysv_abi)) *f)(int))",
        "const int[3]", "row *", "const row *", "int[]", "double (*)(double (*)[*])", "v4 *", "int (int)",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        same(texts[i]);
}

static void test_records(void **state)
{
    (void)state;
    same("struct { int a; char *b[2]; }");
    same("struct { int a : 3; unsigned int : 0; _Bool b : 1; }");
    same("union { int a; struct { char c; double d; }; float f[]; }");
    same("struct { char a; int b; } __attribute__((packed)) *");
    same("struct { char a; int b __attribute__((packed)); long c __attribute__((aligned(16))); } __attribute__((aligned(32)))");
    same("struct { }");
    same("_Pragma(\"pack(push, 2)\") struct { char a; int b; } _Pragma(\"pack(pop)\")");
    same("struct { const int a; cb f; volatile char *const p; }");
    same("union { int *a; float *b; } __attribute__((transparent_union))");
    trip("enum { B, C }", "unsigned int");
}

static void test_names(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"int", "int n"}, {"int *", "int *n"}, {"int[3]", "int n[3]"}, {"int (*)(void)", "int (*n)(void)"},
        {"char *const", "char *const n"}, {"int (int)", "int n(int)"}, {"int (*[2])[3]", "int (*n[2])[3]"},
        {"void (*(int))(long)", "void (*n(int))(long)"}, {"const char *(int)", "const char *n(int)"},
    };
    char text[64];
    uint32_t qualifiers;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const cconv_type *type = parse(cases[i][0], &qualifiers);
        cconv_type_print(type, qualifiers, "n", text, sizeof text);
        assert_string_equal(text, cases[i][1]);
    }
    const cconv_type *type = parse("unsigned long long", &qualifiers);
    assert_int_equal(cconv_type_print(type, 0, NULL, text, 9), 18);
    assert_string_equal(text, "unsigned");
    assert_int_equal(cconv_type_print(type, 0, NULL, NULL, 0), 18);
}

static void test_deep(void **state)
{
    (void)state;
    const cconv_type *type = cconv_type_basic(context, CCONV_INT);
    for (int i = 0; i < 100000; i++)
        type = cconv_type_pointer(context, type, 0, NULL);
    assert_true(cconv_type_print(type, 0, NULL, NULL, 0) > 100);
}

static void test_signatures(void **state)
{
    (void)state;
    const cconv_signature *signature, *varied;
    cconv_error error;
    cconv_parameter parameters[] = {{.name = "a", .type = cconv_type_basic(context, CCONV_INT)},
                                    {.name = NULL, .type = parse("const t *", &(uint32_t){0})}};
    assert_int_equal(cconv_signature_new(context, "f", NULL, parameters, 2, 1, &signature, &error), CCONV_OK);
    assert_string_equal(cconv_signature_declaration(signature), "void f(int a, const t *, ...)");
    assert_string_equal(cconv_signature_name(signature), "f");
    const cconv_type *types[] = {cconv_type_basic(context, CCONV_FLOAT), cconv_type_basic(context, CCONV_CHAR)};
    assert_int_equal(cconv_signature_vary(context, signature, types, 2, &varied, &error), CCONV_OK);
    assert_int_equal(cconv_signature_parameter_count(varied), 4);
    assert_int_equal(cconv_type_kind_of(cconv_signature_parameter(varied, 2)->type), CCONV_DOUBLE);
    assert_int_equal(cconv_type_kind_of(cconv_signature_parameter(varied, 3)->type), CCONV_INT);
    assert_null(cconv_signature_parameter(varied, 4));
    assert_string_equal(cconv_signature_declaration(varied), "void f(int a, const t *, ...)");
    assert_int_equal(cconv_signature_new(context, "g", NULL, parameters, 1, 0, &signature, &error), CCONV_OK);
    assert_int_equal(cconv_signature_vary(context, signature, types, 1, &varied, &error), CCONV_INVALID);
    assert_non_null(strstr(error.message, "g takes no variable arguments"));
    assert_int_equal(cconv_signature_of(context, "h", parse("cb", &(uint32_t){0}), NULL, &signature, &error), CCONV_OK);
    assert_string_equal(cconv_signature_declaration(signature), "int h(const t *, ...)");
    assert_int_equal(cconv_signature_of(context, "h", parse("int", &(uint32_t){0}), NULL, &signature, &error),
                     CCONV_INVALID);
    parameters[0].type = parse("struct later", &(uint32_t){0});
    assert_int_equal(cconv_signature_new(context, "i", NULL, parameters, 1, 0, &signature, &error), CCONV_INVALID);
    assert_non_null(strstr(error.message, "incomplete type 'struct later'"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_basic, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_declarators, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_records, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_names, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_deep, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_signatures, set_up, tear_down),
    };
    return run_tests("print", tests, sizeof tests / sizeof *tests);
}
