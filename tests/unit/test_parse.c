/* The parser: what it reads, what it refuses and where, and what it takes for constants. */
#include "run_tests.h"

#include <stdlib.h>
#include <string.h>

#include "callconv/callconv.h"

struct reports {
    unsigned count;
    unsigned line, column;
    char message[256], file[64], source[128];
};

static void keep(void *user, const cconv_diagnostic *diagnostic)
{
    struct reports *reports = user;
    if (diagnostic->is_warning || reports->count++)
        return;
    reports->line = diagnostic->line;
    reports->column = diagnostic->column;
    snprintf(reports->message, sizeof reports->message, "%s", diagnostic->message);
    snprintf(reports->file, sizeof reports->file, "%s", diagnostic->file);
    snprintf(reports->source, sizeof reports->source, "%.*s", (int)diagnostic->source_length, diagnostic->source);
}

struct parsed {
    cconv_context *context;
    cconv_unit *unit;
    cconv_status status;
    struct reports reports;
    cconv_error error;
};

static struct parsed parse_for(const char *target, int well_known, const char *text)
{
    struct parsed parsed = {0};
    cconv_options options = {.target = cconv_target_find(target)};
    cconv_parse_options parse = {.file = "test.c", .well_known = well_known, .report = keep, .user = &parsed.reports};
    assert_non_null(options.target);
    assert_int_equal(cconv_context_new(&options, &parsed.context, NULL), CCONV_OK);
    parsed.status = cconv_parse(parsed.context, text, strlen(text), &parse, &parsed.unit, &parsed.error);
    return parsed;
}

static struct parsed parse(const char *text)
{
    return parse_for("x86_64-linux-gnu", 0, text);
}

/* Parses without error. */
static void good_for(const char *target, int well_known, const char *text)
{
    struct parsed parsed = parse_for(target, well_known, text);
    if (parsed.status != CCONV_OK)
        print_error("%s\n  %u:%u: %s\n", text, parsed.reports.line, parsed.reports.column, parsed.reports.message);
    assert_int_equal(parsed.status, CCONV_OK);
    cconv_context_free(parsed.context);
}

static void good(const char *text)
{
    good_for("x86_64-linux-gnu", 0, text);
}

/* The first error is at `line`:`column` and its message contains `part`. */
static void bad_for(const char *target, int well_known, const char *text, unsigned line, unsigned column,
                    const char *part)
{
    struct parsed parsed = parse_for(target, well_known, text);
    if (parsed.status != CCONV_SYNTAX || !strstr(parsed.reports.message, part) || parsed.reports.line != line ||
        parsed.reports.column != column)
        print_error("%s\n  %u:%u: %s\n", text, parsed.reports.line, parsed.reports.column, parsed.reports.message);
    assert_int_equal(parsed.status, CCONV_SYNTAX);
    assert_non_null(strstr(parsed.reports.message, part));
    assert_int_equal(parsed.reports.line, line);
    assert_int_equal(parsed.reports.column, column);
    assert_string_equal(parsed.reports.message, parsed.error.message);
    assert_non_null(parsed.unit);
    cconv_context_free(parsed.context);
}

static void bad(const char *text, unsigned line, unsigned column, const char *part)
{
    bad_for("x86_64-linux-gnu", 0, text, line, column, part);
}

/* The `index`th function prints back as `text`. */
static void prints(const char *source, size_t index, const char *text)
{
    struct parsed parsed = parse_for("x86_64-linux-gnu", 1, source);
    const cconv_signature *signature = cconv_unit_function(parsed.unit, index);
    assert_non_null(signature);
    assert_string_equal(cconv_signature_declaration(signature), text);
    cconv_context_free(parsed.context);
}

static const cconv_declaration *find(const struct parsed *parsed, const char *name)
{
    for (size_t i = 0; i < cconv_unit_declaration_count(parsed->unit); i++) {
        const cconv_declaration *declaration = cconv_unit_declaration(parsed->unit, i);
        if (declaration->name && strcmp(declaration->name, name) == 0)
            return declaration;
    }
    return NULL;
}

static void test_prototypes(void **state)
{
    (void)state;
    prints("int f(int a, double *b[3], const char *restrict s, ...);", 0,
           "int f(int a, double **b, const char *__restrict s, ...)");
    prints("int f(char *const *a, char **const, char *restrict *b, int *volatile, void ***, char **restrict const c, int *);", 0,
           "int f(char *const *a, char **const, char *__restrict *b, int *volatile, void ***, char **const __restrict c, int *)");
    prints("int **const *(*f(int **const(*g)(int **), int *const[3]))(int **);", 0,
           "int **const *(*f(int **const (*g)(int **), int *const *))(int **)");
    prints("void f(void)", 0, "void f(void)");
    prints("void f()", 0, "void f()");
    prints("extern __inline int (f)(int (int), long unsigned) {}", 0, "int f(int (*)(int), unsigned long)");
    prints("void (*signal(int sig, void (*func)(int)))(int);", 0, "void (*signal(int sig, void (*func)(int)))(int)");
    prints("int (*(*f(void))[3])(char);", 0, "int (*(*f(void))[3])(char)");
    prints("size_t f(FILE *, va_list, wchar_t *);", 0, "size_t f(FILE *, va_list, wchar_t *)");
    prints("int f(int n, double a[n][n + 1], int b[static 3], int c[const *]);", 0,
           "int f(int n, double (*a)[*], int *b, int *const c)");
    prints("int f(a, b) int a; char *b; { return a + *b; } int g(int);", 1, "int g(int)");
    prints("int f(a, b) int a; char *b; { return '}'; }", 0, "int f(int a, char *b)");
    prints("int (*f(a, b))(int) int a; char *b; { return 0; } int g(int);", 1, "int g(int)");
    prints("int (*f(a, b))(int) int a; char *b; { return 0; }", 0, "int (*f(int a, char *b))(int)");
    prints("int (*(*f(a))(int))[3] long a; { return 0; }", 0, "int (*(*f(long a))(int))[3]");
    prints("int (*f(a))[3] { return 0; }", 0, "int (*f(int a))[3]");
    prints("long long unsigned int f(short signed, char unsigned);", 0,
           "unsigned long long f(short, unsigned char)");
}

static void test_attributes(void **state)
{
    (void)state;
    prints("__attribute__((__ms_abi__)) int f(long);", 0, "int __attribute__((ms_abi)) f(long)");
    prints("int f(long) __attribute__ (( nothing )) __attribute__((__nothing__ (1, word) )) __attribute__((ms_abi));", 0,
           "int __attribute__((ms_abi)) f(long)");
    bad("int f(long) __attribute__((3));", 1, 28, "the name of an attribute");
    prints("int f(long) __attribute__((const, nonnull(1), ms_abi));", 0, "int __attribute__((ms_abi)) f(long)");
    prints("void g(int (__attribute__((sysv_abi)) *h)(int));", 0,
           "void g(int (__attribute__((sysv_abi)) *h)(int))");
    prints("void *__stdcall f(int (__cdecl *)(void));", 0,
           "void *__attribute__((stdcall)) f(int (__attribute__((cdecl)) *)(void))");
    prints("typedef float v4 __attribute__((vector_size(16))); v4 f(v4, float __attribute__((vector_size(8))));", 0,
           "v4 f(v4, float __attribute__((vector_size(8))))");
    prints("[[nodiscard, gnu::pure]] [[deprecated(\"x\")]] int f [[maybe_unused]] (int x [[maybe_unused]]);", 0,
           "int f(int x)");
    prints("__declspec(dllimport) __declspec(noreturn) void __fastcall f(int);", 0,
           "void __attribute__((fastcall)) f(int)");
    good("typedef int a __attribute__((mode(DI))); _Static_assert(sizeof(a) == 8);"
         "typedef unsigned b __attribute__((__mode__(__QI__))); _Static_assert(sizeof(b) == 1 && (b)-1 > 0);"
         "typedef _Complex float c __attribute__((mode(DC))); _Static_assert(sizeof(c) == 16);"
         "typedef int d __attribute__((aligned(32))); _Static_assert(_Alignof(d) == 32);"
         "struct __attribute__((packed)) e { char a; int b; }; _Static_assert(sizeof(struct e) == 5);"
         "struct f { char a; int b __attribute__((packed)); char c; _Alignas(8) char d; }"
         "  __attribute__((aligned(32)));"
         "_Static_assert(sizeof(struct f) == 32 && __builtin_offsetof(struct f, d) == 8);"
         "typedef float g __attribute__((ext_vector_type(3))); _Static_assert(sizeof(g) == 16);"
         "enum __attribute__((packed)) h { A, B }; _Static_assert(sizeof(enum h) == 1);"
         "typedef struct { char a; } __attribute__((aligned)) i; _Static_assert(sizeof(i) == 16);");
    /* _Alignof of a name is that of its declaration: the numbers are gcc's and clang's. */
    good("struct __attribute__((packed)) s { char c; int i; double d __attribute__((aligned(4))); } v;"
         "struct t { char c; int i __attribute__((packed)); short h __attribute__((aligned(1)));"
         "  char z __attribute__((aligned(16))); int b : 3; } w, *p; struct { struct t t; } u;"
         "int q __attribute__((aligned(2))), r __attribute__((aligned(8), aligned(2))), e[3] __attribute__((aligned(16)));"
         "_Alignas(8) _Alignas(32) int a; extern short c __attribute__((aligned)); int f(void) __attribute__((aligned(64)));"
         "extern int x __attribute__((aligned(8))); extern int x; extern int x __attribute__((aligned(4)));"
         "_Static_assert(_Alignof(v.c) == 1 && _Alignof(v.i) == 1 && _Alignof(v.d) == 4 && _Alignof(w.i) == 1);"
         "_Static_assert(_Alignof(w.h) == 2 && _Alignof(p->z) == 16 && _Alignof(u.t.z) == 16 && _Alignof(u.t) == 16);"
         "_Static_assert(_Alignof(q) == 2 && _Alignof(r) == 8 && _Alignof(e) == 16 && _Alignof((a)) == 32);"
         "_Static_assert(__alignof__ c == 16 && _Alignof(f) == 64 && _Alignof(x) == 8 && _Alignof(_Generic(0, int: a)) == 32);"
         "_Static_assert(_Alignof(e[0]) == 4 && _Alignof(+a) == 4 && _Alignof((0, a)) == 4 && _Alignof(1 ? a : a) == 4);"
         "_Static_assert(_Alignof(a = 1) == 4 && _Alignof((int)a) == 4 && _Alignof(&a) == 8 && _Alignof(*(&a + 1)) == 4);");
    struct parsed parsed = parse("int f(int) __asm__(\"_\" \"f\" \"64\"); int f(int) __attribute__((ms_abi));");
    assert_int_equal(cconv_unit_function_count(parsed.unit), 1);
    assert_string_equal(find(&parsed, "f")->label, "_f64");
    assert_string_equal(find(&parsed, "f")->convention, "ms_abi");
    cconv_context_free(parsed.context);
}

static void test_constants(void **state)
{
    (void)state;
    good("_Static_assert(1 + 2 * 3 == 7 && (7 & 3 | 8 ^ 1) == 11 && -7 / 2 == -3 && -7 % 2 == -1, \"x\");"
         "_Static_assert(sizeof(int[3]) == 12 && sizeof \"abc\" == 4 && sizeof L\"ab\" == 12 && sizeof 'a' == 4);"
         "_Static_assert(0x10 == 16 && 010 == 8 && 0b101 == 5 && 1'000 == 1000 && 'a' == 97 && '\\x41' == 65);"
         "_Static_assert(-1 > 0u && -1L < 0u && (unsigned char)-1 == 255 && (signed char)255 == -1);"
         "_Static_assert(1 ? 1 : 1 / 0); _Static_assert(0 || !(0 && 1 / 0)); _Static_assert((int)3.99 == 3);"
         "_Static_assert(~0ull >> 63 == 1 && (int)0x80000000 < 0 && (-8 >> 1) == -4 && 0x7fffffff + 1u == 1u << 31);"
         "_Static_assert(sizeof(1 ? 1 : 1.0) == 8 && sizeof(1.0f) == 4 && sizeof(1L) == 8 && sizeof(4294967296) == 8);"
         "_Static_assert(_Generic(1.0f, int: 1, float: 2, default: 3) == 2 && _Generic(\"a\", char *: 1) == 1);"
         "_Static_assert(__builtin_types_compatible_p(int, signed) && !__builtin_types_compatible_p(int, long));"
         "_Static_assert(__builtin_choose_expr(1, 2, 3) == 2 && __builtin_constant_p(3));"
         "_Static_assert(true && !false && sizeof(nullptr) == 8);"
         "enum e { A, B = 5, C, D = -1, E = C + D }; _Static_assert(C == 6 && E == 5 && sizeof(enum e) == 4);"
         "enum w { W = 0x100000000 }; _Static_assert(sizeof(enum w) == 8);"
         "enum u : unsigned char { U = 255 }; _Static_assert(sizeof(enum u) == 1);");
    good("struct s { char a; struct { int b[4]; short c : 4; }; union { long d; char e; } f; };"
         "_Static_assert(__builtin_offsetof(struct s, b) == 4 && __builtin_offsetof(struct s, b[2]) == 12);"
         "_Static_assert(__builtin_offsetof(struct s, f.e) == 24 && (long)&((struct s *)0)->f.e == 24);"
         "_Static_assert(sizeof(((struct s *)0)->b) == 16 && _Alignof(struct s) == 8 && sizeof(struct s) == 32);"
         "_Static_assert((char *)&((struct s *)64)->f - (char *)64 == 24);");
    good("struct s { int b[4]; long d; } v[3]; extern struct s *p; int f(int);"
         "_Static_assert(sizeof v == 72 && sizeof p->b == 16 && sizeof v[0].d == 8 && sizeof f(1) == 4);"
         "_Static_assert(sizeof *&v[1] == 24 && sizeof(char[sizeof(v) / sizeof(v[0])]) == 3);"
         "typeof(v[0].d) x; __typeof__(*p) y; typeof_unqual(const int) z; _Static_assert(sizeof x == 8 && sizeof y == 24);"
         "_Static_assert(sizeof(struct s){0}.d == 8 && sizeof(const char) == 1 && sizeof(int (*)[3]) == 8);");
}

static void test_builtin_calls(void **state)
{
    (void)state;
    good("_Static_assert(__builtin_expect(3, 1) == 3 && sizeof(__builtin_expect(1, 0)) == 8);"
         "_Static_assert(__builtin_ctz(8) == 3 && __builtin_ctzll(1ull << 40) == 40 && __builtin_clz(1) == 31);"
         "_Static_assert(__builtin_clzl(1) == 63 && __builtin_clzl(-1l) == 0 && __builtin_popcount(-1) == 32);"
         "_Static_assert(__builtin_popcountll(-1) == 64 && __builtin_parity(7) == 1 && __builtin_ffs(0) == 0);"
         "_Static_assert(__builtin_ffsl(12) == 3 && __builtin_abs(-3) == 3 && __builtin_llabs(4) == 4);"
         "_Static_assert(__builtin_bswap16(0x1234) == 0x3412 && __builtin_bswap32(1) == 0x1000000);"
         "_Static_assert(__builtin_bswap64(1) == 1ull << 56 && __builtin_strlen(\"ab\" \"c\") == 3);"
         "extern int n; _Static_assert(sizeof(__builtin_bswap64(n)) == 8 && sizeof(__builtin_other(n)) == 4);"
         "char a[__builtin_popcount(5)]; _Static_assert(sizeof a == 2);");
    bad("char a[__builtin_ctz(0)];", 1, 8, "constant");
    bad("int n; char a[__builtin_ffs(n)];", 1, 15, "constant");
    bad("char a[__builtin_abs(-2147483647 - 1) & 1];", 1, 8, "constant");
    bad("char a[__builtin_clz(];", 1, 22, "expected");
    good("_Static_assert(sizeof(1.0i) == 16 && sizeof(1.0if) == 8 && sizeof(1.fj) == 8 && sizeof(2j) == 8);"
         "_Static_assert(sizeof(3i64) == 8 && sizeof(3ui64) == 8 && sizeof(1.0il) == 32 && sizeof(1.0li) == 32);");
    bad("char a[09];", 1, 8, "octal");
    bad("char a[0781];", 1, 8, "octal");
    good("_Static_assert(sizeof(09.5) == 8 && sizeof(08e1) == 8 && 0x98 == 152);");
}

static void test_universal_names(void **state)
{
    (void)state;
    prints("int \\u00e9t\\u00E9(int \\U0001F600x, int a\\u20ac);", 0,
           "int \xc3\xa9t\xc3\xa9(int \xf0\x9f\x98\x80x, int a\xe2\x82\xac)");
    good("struct \xc3\xa9 { int a; }; _Static_assert(sizeof(struct \\u00e9) == 4);");
    bad("int a\\u00e;", 1, 6, "before '\\'");
    bad("int a\\u0041;", 1, 6, "before '\\'");
    bad("int \\ud800;", 1, 5, "before '\\'");
    bad("int a\\U00110000;", 1, 6, "before '\\'");
}

static void test_constexpr(void **state)
{
    (void)state;
    good("constexpr int n = 4; struct s { char a[n]; int b : n; }; _Static_assert(sizeof(struct s) == 8);"
         "static constexpr unsigned long m = sizeof(int) * n + 1, k = {m - 1}; extern char a[m], b[k];"
         "_Static_assert(sizeof a == 17 && sizeof b == 16 && n == 4 && -n < 0 && k);"
         "constexpr unsigned char c = (int)3.5 + 4; enum { E = c }; _Static_assert(E == 7 && sizeof c == 1);"
         "constexpr _Bool t = true; constexpr const int *p = nullptr; constexpr double d = 1.5; constexpr int v[] = {1, 2};"
         "_Static_assert(sizeof v == 8 && t == 1 && sizeof(&n) == 8 && sizeof(*&n) == 4);"
         "int f(int a[n]); constexpr auto z = 3; extern char l[z]; _Static_assert(sizeof l == 3);"
         "auto q = 1.5f; __auto_type r = \"abc\"; auto w = ({ int i = 2; i; }); auto h(int);"
         "_Static_assert(sizeof q == 4 && sizeof r == 8);");
    bad("int n = 4; char a[n];", 1, 19, "constant");
    bad("constexpr int n = g(1); char a[n];", 1, 32, "constant");
    bad("constexpr int n = 4; char n[n];", 1, 27, "again with another type");
    bad("constexpr int n = -1; char a[n];", 1, 30, "negative");
}

static void test_types(void **state)
{
    (void)state;
    good("_Complex double a; double _Complex b; __complex__ float c; _BitInt(37) d; unsigned _BitInt(5) e; __int128 f;"
         "unsigned __int128 g; _Float16 h; __bf16 i; _Float128 j; __float128 k; _Float64x l; _Decimal64 m; _Bool n;"
         "_Atomic(int) o; _Atomic long p; bool q; __int128_t r; _Thread_local int s; __thread int t; constexpr int u = 3;"
         "_Static_assert(sizeof a == 16 && sizeof c == 8 && sizeof d == 8 && sizeof e == 1 && sizeof g == 16);");
    good_for("x86_64-windows-msvc", 1,
             "typedef struct _S { __int64 a; struct { int b; }; __int8 c; } S, *PS; struct T { struct _S; int d; };"
             "_Static_assert(sizeof(struct T) == 24 && __builtin_offsetof(struct T, c) == 12);"
             "_Static_assert(sizeof(long) == 4 && sizeof(L\"a\") == 4 && sizeof(HANDLE) == 8 && sizeof(DWORD) == 4);"
             "LRESULT __stdcall f(HWND, UINT, WPARAM, LPARAM, PS __ptr64, LPCSTR); enum later g;");
    good_for("aarch64-linux-gnu", 1, "float32x4x2_t f(uint8x8_t, int64x2_t, float16x8_t, poly64x2_t, va_list);"
                                     "_Static_assert(sizeof(float32x4x2_t) == 32 && sizeof(va_list) == 32);");
    good_for("x86_64-linux-gnu", 1, "__m256d f(__m128, __m512i, max_align_t, uint64_t); _Static_assert(sizeof(time_t) == 8);"
                                    "typedef int time_t; _Static_assert(sizeof(time_t) == 4);");
    good("typedef int T; T T2; void f(int T); struct T { T T; } t; typedef T T; void g(void (*)(T), T T);");
    good("typedef float _Float32; typedef double _Float64x; typedef _Bool bool;");
    good("int f(void) { const char *s = \"}\\\"{\"; /* } */ return '}'; /* } // */ } int x = { 1, (2, 3) }, y[] = {{1}, 2};"
         "asm(\"nop; }\"); auto z = 3; int g(int a, int b) { int c = 1'000'000; } _Static_assert(sizeof x == 4, \"\");");
    good("struct n { struct n *next; int data[]; }; struct o { int a; struct n n; }; struct { } e; int z[0];"
         "union { int a; float b; } u; struct p { int : 3; int a : 5; unsigned : 0; _Bool b : 1; };");
}

static void test_pragmas_and_markers(void **state)
{
    (void)state;
    good("#pragma pack(push, 1)\nstruct a { char c; int i; };\n#pragma pack(push, r1, 2)\nstruct b { char c; int i; };\n"
         "#pragma pack(pop, r1)\nstruct c { char c; int i; };\n#pragma pack(pop)\nstruct d { char c; int i; };\n"
         "#pragma pack(4)\nstruct e { char c; long i; };\n#pragma pack()\nstruct f { char c; long i; };\n"
         "_Pragma(\"pack(1)\") struct g { char c; long i; }; __pragma(pack()) struct h { char c; long i; };\n"
         "_Static_assert(sizeof(struct a) == 5 && sizeof(struct b) == 6 && sizeof(struct c) == 5 && sizeof(struct d) == 8);"
         "_Static_assert(sizeof(struct e) == 12 && sizeof(struct f) == 16 && sizeof(struct g) == 9 && sizeof(struct h) == 16);");
    struct parsed parsed = parse("# 1 \"a.c\"\n# 41 \"b.h\" 1 3\nint ok;\n  foo f(int);\n# 7 \"a.c\" 2\nint g(int);\n");
    assert_int_equal(parsed.status, CCONV_SYNTAX);
    assert_string_equal(parsed.reports.file, "b.h");
    assert_string_equal(parsed.reports.source, "  foo f(int);");
    assert_int_equal(parsed.reports.line, 42);
    assert_int_equal(parsed.reports.column, 3);
    assert_string_equal(find(&parsed, "g")->file, "a.c");
    assert_int_equal(find(&parsed, "g")->line, 7);
    assert_int_equal(find(&parsed, "g")->column, 5);
    assert_string_equal(parsed.error.file, "b.h");
    cconv_context_free(parsed.context);
    bad("int a;\n#include <stdio.h>\n", 2, 1, "preprocessed");
}

/* Each directive of text that was not preprocessed is refused once, on its own line, and what is around it is read. */
static void test_refused_directives(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        unsigned count;
    } cases[] = {
        {"int x;\n#if A\nint y;", 1},
        {"int x;\n#if A\nint y;\n#else\nint z;\n#endif\n", 3},
        {"int x;\n#if A\nint f(int a,\n#ifdef B\nint b);\nint y;", 2},
        {"int x;\n#if A\nint f(int (\n#ifdef B\n*)(void));\nint g(a,\n#ifdef C\nb) int a, b; {}\nint y;", 3},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct parsed parsed = parse(cases[i].text);
        assert_int_equal(parsed.status, CCONV_SYNTAX);
        assert_int_equal(parsed.reports.count, cases[i].count);
        assert_int_equal(parsed.reports.line, 2);
        assert_int_equal(parsed.reports.column, 1);
        assert_non_null(find(&parsed, "x"));
        assert_int_equal(find(&parsed, "x")->line, 1);
        assert_non_null(find(&parsed, "y"));
        cconv_context_free(parsed.context);
    }
}

static void test_errors(void **state)
{
    (void)state;
    bad("vodi f(int);", 1, 1, "unknown type name 'vodi'; did you mean 'void'?");
    bad("int f(strut s a);", 1, 7, "did you mean 'struct'?");
    bad("unsinged f(void);", 1, 1, "did you mean 'unsigned'?");
    bad("__builtin_va_lsit f(void);", 1, 1, "unknown type name '__builtin_va_lsit'");
    bad_for("x86_64-linux-gnu", 1, "int f(siez_t n);", 1, 7, "did you mean 'size_t'?");
    bad_for("x86_64-windows-msvc", 1, "int f(DWROD n);", 1, 7, "did you mean 'DWORD'?");
    bad("int f(siez_t n);", 1, 7, "unknown type name 'siez_t'");
    bad("int (*f(foo))(int);", 1, 9, "unknown type name 'foo'");
    bad("int (*f(foo))(int", 1, 9, "unknown type name 'foo'");
    bad("int f(foo) __attribute__((pure));", 1, 7, "unknown type name 'foo'");
    bad("int f(int, foo);", 1, 12, "unknown type name 'foo'");
    bad("typedef int number; numbre f(void);", 1, 21, "did you mean 'number'?");
    bad("struct s { int a; }; s f(void);", 1, 22, "did you mean 'struct s'?");
    bad("int f(int\nint g(void);", 2, 1, "two types");
    bad("int f(int; int g(void);", 1, 10, "expected ')'");
    bad("struct s { struct s s; };", 1, 21, "incomplete");
    bad("struct s { int a; char a; };", 1, 24, "duplicate member 'a'");
    bad("struct s { int a; struct { char a; }; };", 1, 19, "duplicate member 'a'");
    bad("struct s { int a : 33; };", 1, 16, "exceeds");
    bad("struct s { int a : -1; };", 1, 16, "negative");
    bad("struct s { float a : 3; };", 1, 18, "not an integer");
    bad("struct s { int a : 0; };", 1, 16, "width 0");
    bad("struct s { void a; };", 1, 17, "void");
    bad("struct s { int f(int); };", 1, 16, "function");
    bad("struct s { int a[]; int b; };", 1, 16, "flexible");
    bad("struct s { int a; }; struct s { int b; };", 1, 29, "redefinition");
    bad("struct s { int a; }; union s *p;", 1, 28, "declared as a struct");
    bad("typedef int t; typedef long t;", 1, 29, "another type");
    bad("int f(int); long f(int);", 1, 18, "another type");
    bad("int f; int f(void);", 1, 12, "something else");
    bad("int f(void, int);", 1, 7, "void");
    bad("int f(void x);", 1, 12, "void");
    bad("int a[-1];", 1, 7, "negative");
    bad("int n; int a[n];", 1, 14, "constant");
    bad("int f(int)[3];", 1, 5, "cannot return");
    bad("int a[3](int);", 1, 5, "array of");
    bad("enum { A = 1 / 0 };", 1, 18, "zero");
    bad("_Static_assert(sizeof(int) == 5, \"five\");", 1, 1, "five");
    bad("int f(\"", 1, 7, "missing closing");
    bad("/* no end", 1, 1, "comment");
    bad("int f(int) { if (x) {", 1, 12, "without its '}'");
    bad("unsigned float f;", 1, 1, "do not make a type");
    bad("int double f;", 1, 5, "two types");
    bad("void v;", 1, 6, "void");
    bad("int x @ 3;", 1, 7, "before '@'");
    bad("typedef int v __attribute__((vector_size(0)));", 1, 30, "size 0");
    bad("typedef int v __attribute__((aligned(3)));", 1, 30, "power of two");
    bad("int a[9223372036854775807][9];", 1, 5, "large");
}

static void test_recovery(void **state)
{
    (void)state;
    static const char text[] = "int a(int);\nfoo b(int);\nint c(int);\nstruct bad { int x; foo y; };\nint d(struct bad *);\n"
                               "static inline foo e(void) { return 3; }\nint g(void);\ntypedef struct { bar z; } t;\n"
                               "#pragma pack(1)\nstruct q { char a; long b; foo c; };\nstruct r { char a; long b; };\nint h(struct r);\n";
    struct parsed parsed = parse(text);
    assert_int_equal(parsed.status, CCONV_SYNTAX);
    assert_int_equal(parsed.reports.count, 5);
    assert_int_equal(parsed.reports.line, 2);
    assert_int_equal(cconv_unit_function_count(parsed.unit), 5);
    assert_int_equal(cconv_type_size(find(&parsed, "r")->type), 9);
    cconv_context_free(parsed.context);
}

static void repeat(char *at, const char *unit, size_t times)
{
    size_t length = strlen(unit);
    for (size_t i = 0; i < times; i++)
        memcpy(at + i * length, unit, length);
    at[times * length] = '\0';
}

static void test_limits(void **state)
{
    (void)state;
    static const char *const units[] = {"(", "[", "{", "*", "int (*", "struct {", "int f(", "sizeof ", "-", "1 ? ",
                                        "_Atomic(", "typeof(", "_Generic(", "__attribute__((", "int a[", "enum {", "[1]", "()",
                                        "int x;", "#pragma pack(push,1)\n", "_Alignas(", "~(", "!", "long ", "const "};
    static char text[1 << 21];
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        static const char *const starts[] = {"", "int x = ", "int x", "int x[", "struct s { int a; "};
        for (size_t j = 0; j < sizeof starts / sizeof *starts; j++) {
            strcpy(text, starts[j]);
            repeat(text + strlen(text), units[i], 40000);
            struct parsed parsed = parse(text);
            assert_non_null(parsed.unit);
            cconv_context_free(parsed.context);
        }
    }
    struct parsed parsed = {0};
    cconv_context_new(NULL, &parsed.context, NULL);
    assert_int_equal(cconv_parse(parsed.context, "int a\0b;", 8, NULL, &parsed.unit, &parsed.error), CCONV_SYNTAX);
    assert_int_equal(cconv_parse(parsed.context, NULL, 0, NULL, &parsed.unit, &parsed.error), CCONV_OK);
    assert_int_equal(cconv_parse(NULL, "", 0, NULL, &parsed.unit, &parsed.error), CCONV_INVALID);
    cconv_context_free(parsed.context);
    memset(text, 0, sizeof text);
    for (size_t i = 0; i < 500; i++)
        memcpy(text + i * 4, "foo;", 4);
    parsed = parse(text);
    assert_true(parsed.reports.count <= 102);
    cconv_context_free(parsed.context);
}

/* Zeros after the text spare a copy; other bytes there must not be read as text. */
static void test_padding(void **state)
{
    (void)state;
    static const char text[] = "int f(int a); int g";
    for (int zeros = 0; zeros <= 1; zeros++) {
        char *copy = malloc(sizeof text - 1 + CCONV_TEXT_PADDING);
        assert_non_null(copy);
        memset(copy, zeros ? 0 : 'x', sizeof text - 1 + CCONV_TEXT_PADDING);
        memcpy(copy, text, sizeof text - 1);
        cconv_context *context;
        cconv_unit *unit;
        cconv_parse_options options = {.padded = 1};
        assert_int_equal(cconv_context_new(NULL, &context, NULL), CCONV_OK);
        assert_int_equal(cconv_parse(context, copy, sizeof text - 1, &options, &unit, NULL), CCONV_OK);
        free(copy);
        assert_int_equal(cconv_unit_declaration_count(unit), 2);
        assert_string_equal(cconv_unit_declaration(unit, 0)->name, "f");
        assert_string_equal(cconv_unit_declaration(unit, 1)->name, "g");
        cconv_context_free(context);
    }
}

static void test_truncation(void **state)
{
    (void)state;
    static const char text[] = "typedef struct __attribute__((packed)) s { int a : 3; char b[sizeof(long)]; } s_t;\n"
                               "enum e { A = 'x', B = (1 << 3) }; /* c */ int f(const s_t *restrict p, int (*g)(enum e), ...)"
                               " __asm__(\"f\"); static int h(int a) { return \"}\"[0]; } _Static_assert(1, \"t\");";
    for (size_t length = 0; length < sizeof text; length++) {
        cconv_context *context;
        cconv_unit *unit;
        char *copy = malloc(length + 1); /* exact, so that a sanitizer sees any step beyond */
        memcpy(copy, text, length);
        assert_int_equal(cconv_context_new(NULL, &context, NULL), CCONV_OK);
        cconv_parse(context, copy, length, NULL, &unit, NULL);
        assert_non_null(unit);
        cconv_context_free(context);
        free(copy);
    }
}

static void test_type_names(void **state)
{
    (void)state;
    struct parsed parsed = parse("struct s { int a; }; typedef struct s t;");
    const cconv_type *type;
    const cconv_type *const *types;
    size_t count;
    uint32_t qualifiers;
    static const char name[] = "const t *volatile", list[] = "int, double, struct s, char[3], t";
    assert_int_equal(cconv_parse_type(parsed.context, parsed.unit, name, sizeof name - 1, NULL, &type, &qualifiers, NULL),
                     CCONV_OK);
    assert_int_equal(cconv_type_kind_of(type), CCONV_POINTER);
    assert_int_equal(qualifiers, CCONV_VOLATILE);
    assert_int_equal(cconv_parse_type_list(parsed.context, parsed.unit, list, sizeof list - 1, NULL, &types, &count, NULL),
                     CCONV_OK);
    assert_int_equal(count, 5);
    assert_int_equal(cconv_type_size(types[2]), 4);
    assert_int_equal(cconv_type_kind_of(types[3]), CCONV_POINTER);
    assert_int_equal(cconv_parse_type(parsed.context, NULL, "int x", 5, NULL, &type, NULL, NULL), CCONV_SYNTAX);
    assert_int_equal(cconv_parse_type(parsed.context, NULL, "int )", 5, NULL, &type, NULL, NULL), CCONV_SYNTAX);
    assert_int_equal(cconv_parse_type_list(parsed.context, NULL, "", 0, NULL, &types, &count, NULL), CCONV_OK);
    assert_int_equal(count, 0);
    assert_int_equal(cconv_parse_type_list(parsed.context, NULL, "int,", 4, NULL, &types, &count, NULL), CCONV_SYNTAX);
    cconv_context_free(parsed.context);
}

/* `int a[] = {…};` has as many elements as its initialiser, and one that is not followed keeps it open. */
static void test_initializers(void **state)
{
    (void)state;
    good("int a[] = {1, 2, 3}, b[] = {[2] = 1, 2, [1] = 3,}, c[][2] = {{1, 2}, {3}};"
         "_Static_assert(sizeof a == 12 && sizeof b == 16 && sizeof c == 16, \"\");");
    good("static const char s[] = \"abc\", t[] = {\"ab\"}, u[] = \"a\" \"b\\n\", v[][4] = {\"abc\", \"d\"};"
         "_Static_assert(sizeof s == 4 && sizeof t == 3 && sizeof u == 4 && sizeof v == 8, \"\");");
    good("struct s {int a, b;} x[] = {{.a = 1}, {2, 3}, [4 ... 6] = {}}; _Static_assert(sizeof x == 56, \"\");");
    good("typedef int X[]; X a = {1, 2}, b = {f(1, 2), (3)}, *c[] = {a, b, 0};"
         "_Static_assert(sizeof a == 8 && sizeof b == 8 && sizeof c == 24, \"\");");
    good("struct s {int a, b;} x[] = {{1}, [3].a = 1, [1].b = 2}; _Static_assert(sizeof x == 32, \"\");");
    bad("struct s {int a, b;} x[] = {[3].a = 1, {2}}; int b[sizeof x];", 1, 52, "incomplete");
    good("int a[][2] = {1, 2, 3, 4}, b[] = {[n] = 1}, c[] = x, d[] = {@}; int f(char q[sizeof(a[0])]);");
    bad("int a[][2] = {1, 2, 3, 4}; int b[sizeof a];", 1, 34, "incomplete");
    good("enum { A = sizeof((int[]){1, 2, 3}), B = sizeof (char[]){\"abc\"}, C = sizeof (struct {int a, b;}){1, 2} };"
         "_Static_assert(A == 12 && B == 4 && C == 8, \"\");");
    bad("typedef int t = 3;", 1, 15, "a typedef has no initial value");
    bad("int f(int) = 3;", 1, 12, "a function has no initial value");
    good("int (*f)(int) = g, (*h(void))(int);");
}

/* What gcc and clang refuse alike. */
static void test_constraints(void **state)
{
    (void)state;
    bad("int f(int a, char *a);", 1, 20, "two parameters named 'a'");
    good("int f(int a, int (*g)(int a, int b), int b);");
    bad("static extern int f(int);", 1, 8, "two storage classes");
    bad("extern typedef int t;", 1, 8, "two storage classes");
    good("static auto x = 3; auto static y = 4;");
    bad("int f(restrict int *p);", 1, 7, "restrict is for pointers, not 'int'");
    good("typedef int *p; int f(restrict p a, p __restrict b);");
    bad("int f(long _BitInt(9) x);", 1, 12, "two types");
    bad("enum e : unsigned char { A, B = 256 };", 1, 29, "the value of 'B' does not fit in 'unsigned char'");
    bad("enum e : unsigned long { A = -1 };", 1, 26, "does not fit");
    bad("enum e : signed char { A = 127, B };", 1, 33, "does not fit");
    good("enum a : unsigned long { A = -1ul }; enum b : signed char { B = -128, C = 127 }; enum c : _Bool { D, E };");
    bad("int f(int) __attribute__((ms_abi)); int f(int) __attribute__((sysv_abi));", 1, 41,
        "'f' again with the convention sysv_abi, before ms_abi");
    good("int f(int) __attribute__((ms_abi)); int f(int); int __cdecl g(int); int __stdcall g(int);");
    good("[[]]; [[a, b::c(1)]]; [[nodiscard]] int f(int);");
    bad("struct s { _Alignas(2) int a; };", 1, 28, "_Alignas gives 'a' the alignment 2, less than the 4 of its type 'int'");
    bad("struct __attribute__((packed)) s { _Alignas(char) int a; };", 1, 55, "less than the 4");
    bad("extern _Alignas(2) int x;", 1, 24, "less than the 4");
    bad("typedef _Alignas(8) int t;", 1, 25, "_Alignas is not for a typedef");
    bad("int f(_Alignas(8) int a);", 1, 23, "not for a parameter");
    bad("_Alignas(8) int f(void);", 1, 17, "not for a function");
    bad("struct s { _Alignas(8) int a : 3; };", 1, 28, "not for a bit-field");
    bad("typedef struct u t; struct u { long a; }; extern _Alignas(2) t x;", 1, 64, "less than the 8");
    good("typedef int t __attribute__((aligned(2))); struct s { char c; _Alignas(2) t a; };"
         "struct u { _Alignas(0) int a; _Alignas(char) _Alignas(8) int b; _Alignas(2) char c; };"
         "struct v { _Alignas(2) int a __attribute__((aligned(4))); };");
    good("\xef\xbb\xbfint f(int);");
    bad("\xef\xbb\xbfint f(x);", 1, 7, "unknown type name 'x'");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_prototypes), cmocka_unit_test(test_attributes),  cmocka_unit_test(test_constants),
        cmocka_unit_test(test_constexpr), cmocka_unit_test(test_universal_names),
        cmocka_unit_test(test_builtin_calls),
        cmocka_unit_test(test_types),      cmocka_unit_test(test_pragmas_and_markers),
        cmocka_unit_test(test_refused_directives),
        cmocka_unit_test(test_errors),     cmocka_unit_test(test_recovery),    cmocka_unit_test(test_limits),
        cmocka_unit_test(test_padding), cmocka_unit_test(test_truncation), cmocka_unit_test(test_type_names),
        cmocka_unit_test(test_initializers), cmocka_unit_test(test_constraints),
    };
    return run_tests("parse", tests, sizeof tests / sizeof *tests);
}
