/* Targets, types and record layout: worked examples of the ABI documents, and limits. */
#include "run_tests.h"
#include "type/type.h"

#include <string.h>

struct fixture {
    cconv_context *context;
    cconv_field fields[16];
    size_t count;
    cconv_record record;
    cconv_error error;
};

static struct fixture begin_as(const char *target, cconv_reading reading)
{
    struct fixture f = {.record = {.kind = CCONV_STRUCT}};
    cconv_options options = {.target = cconv_target_find(target), .reading = reading};
    assert_non_null(options.target);
    assert_int_equal(cconv_context_new(&options, &f.context, &f.error), CCONV_OK);
    return f;
}

static struct fixture begin(const char *target) { return begin_as(target, CCONV_AS_DOCUMENT); }

static cconv_field *member_of(struct fixture *f, const char *name, const cconv_type *type)
{
    cconv_field *field = &f->fields[f->count++];
    *field = (cconv_field){.name = name, .type = type};
    return field;
}

static cconv_field *member(struct fixture *f, const char *name, cconv_type_kind kind)
{
    return member_of(f, name, cconv_type_basic(f->context, kind));
}

static cconv_field *bits(struct fixture *f, const char *name, cconv_type_kind kind, uint32_t width)
{
    cconv_field *field = member(f, name, kind);
    field->flags = CCONV_FIELD_BIT_FIELD;
    field->bit_width = width;
    return field;
}

static const cconv_type *make(struct fixture *f)
{
    const cconv_type *type = cconv_type_record(f->context, &f->record, f->fields, f->count, &f->error);
    f->count = 0;
    f->record = (cconv_record){.kind = CCONV_STRUCT};
    return type;
}

static void expect(const cconv_type *type, uint64_t size, uint64_t align)
{
    assert_non_null(type);
    assert_int_equal(cconv_type_size(type), size);
    assert_int_equal(cconv_type_align(type), align);
}

static uint64_t bit_at(const cconv_type *type, size_t index) { return cconv_type_field(type, index)->bit_offset; }
static uint64_t byte_at(const cconv_type *type, size_t index) { return cconv_type_field(type, index)->offset; }

static void test_targets_by_any_spelling(void **state)
{
    static const char *const names[][2] = {
        {"x86_64-linux-gnu", "x86_64-linux-gnu"}, {"x86_64-unknown-linux-gnu", "x86_64-linux-gnu"},
        {"x86_64-pc-linux-gnu", "x86_64-linux-gnu"}, {"amd64-linux", "x86_64-linux-gnu"},
        {"X86-64-Linux-GNU", "x86_64-linux-gnu"}, {"x86_64-windows-msvc", "x86_64-windows-msvc"},
        {"x86_64-pc-windows-msvc", "x86_64-windows-msvc"}, {"x86_64-pc-windows-msvc19.33.0", "x86_64-windows-msvc"},
        {"x86_64-pc-win32", "x86_64-windows-msvc"}, {"x86_64-w64-mingw32", "x86_64-windows-gnu"},
        {"x86_64-pc-windows-gnu", "x86_64-windows-gnu"}, {"x86_64-apple-darwin", "x86_64-macos"},
        {"x86_64-apple-macosx10.15.0", "x86_64-macos"}, {"aarch64-apple-darwin", "aarch64-macos"},
        {"arm64-apple-macos14", "aarch64-macos"}, {"arm64-macos", "aarch64-macos"},
        {"aarch64-unknown-linux-gnu", "aarch64-linux-gnu"}, {"arm64-linux", "aarch64-linux-gnu"},
        {"ARM64-pc-windows-msvc", "aarch64-windows-msvc"}, {"i386-linux-gnu", "i686-linux-gnu"},
        {"i586-pc-linux-gnu", "i686-linux-gnu"}, {"x86-linux", "i686-linux-gnu"}, {"i386-pc-win32", "i686-windows-msvc"},
        {"i686-w64-mingw32", "i686-windows-gnu"}, {"i386-apple-darwin9", "i686-macos"},
        {"arm-linux-gnueabihf", "arm-linux-gnueabihf"}, {"armv7-linux-gnueabihf", "arm-linux-gnueabihf"},
        {"armv7l-unknown-linux-gnueabihf", "arm-linux-gnueabihf"}, {"arm-none-linux-gnueabi", "arm-linux-gnueabi"},
        {"arm-linux", "arm-linux-gnueabihf"}, {"arm-unknown-linux-gnu", "arm-linux-gnu"},
        {"armv7-pc-windows-msvc", "armv7-windows-msvc"}, {"armv7-windows", "armv7-windows-msvc"},
        {"thumbv7-pc-windows-msvc", "armv7-windows-msvc"},
    };
    static const char *const unknown[] = {"", "x86_64", "i886-linux-gnu", "x86_64-", "x86_64-linux-msvc",
                                          "linux-gnu", "x86_64-linux-gnu-x", "aarch64-w64-mingw32",
                                          "x86_64-linux-darwin", "x86_64--linux", "x86_64-apple-apple-darwin"};
    (void)state;
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        const cconv_target *target = cconv_target_find(names[i][0]);
        assert_non_null(target);
        assert_string_equal(cconv_target_name(target), names[i][1]);
    }
    for (size_t i = 0; i < COUNT_OF(unknown); i++)
        assert_null(cconv_target_find(unknown[i]));
    assert_null(cconv_target_find(NULL));
    for (size_t i = 0; i < cconv_target_count(); i++)
        assert_ptr_equal(cconv_target_find(cconv_target_name(cconv_target_at(i))), cconv_target_at(i));
    assert_null(cconv_target_at(cconv_target_count()));
}

/* psABI 3.1.2: unnamed bit-fields' types do not affect the alignment; a unit is not crossed; members share units. */
static void test_sysv_bit_fields(void **state)
{
    (void)state;
    struct fixture f = begin("x86_64-linux-gnu");
    bits(&f, "j", CCONV_INT, 5), bits(&f, "k", CCONV_INT, 6), bits(&f, "m", CCONV_INT, 7);
    const cconv_type *t = make(&f);
    expect(t, 4, 4);
    assert_int_equal(bit_at(t, 2), 11);
    bits(&f, "s", CCONV_SHORT, 9), bits(&f, "j", CCONV_INT, 9), member(&f, "c", CCONV_CHAR);
    bits(&f, "t", CCONV_SHORT, 9), bits(&f, "u", CCONV_SHORT, 9), member(&f, "d", CCONV_CHAR);
    t = make(&f);
    expect(t, 12, 4);
    assert_int_equal(bit_at(t, 1), 9);
    assert_int_equal(byte_at(t, 2), 3);
    assert_int_equal(bit_at(t, 3), 32);
    assert_int_equal(bit_at(t, 4), 48);
    assert_int_equal(byte_at(t, 5), 8);
    member(&f, "c", CCONV_CHAR), bits(&f, NULL, CCONV_INT, 0), member(&f, "d", CCONV_CHAR);
    bits(&f, NULL, CCONV_SHORT, 9), member(&f, "e", CCONV_CHAR), bits(&f, NULL, CCONV_CHAR, 0);
    t = make(&f);
    expect(t, 9, 1);
    assert_int_equal(byte_at(t, 2), 4);
    assert_int_equal(byte_at(t, 4), 8);
    f.record.kind = CCONV_UNION;
    member(&f, "c", CCONV_CHAR), bits(&f, "s", CCONV_SHORT, 8);
    expect(make(&f), 2, 2);
    cconv_context_free(f.context);
}

/* AAPCS64 10.1.8: the container aligns the aggregate, without exception for unnamed and zero-sized ones. */
static void test_aapcs_bit_fields(void **state)
{
    (void)state;
    struct fixture f = begin("aarch64-linux-gnu");
    bits(&f, "a", CCONV_INT, 24), member(&f, "b", CCONV_CHAR);
    const cconv_type *t = make(&f);
    expect(t, 4, 4);
    assert_int_equal(byte_at(t, 1), 3);
    member(&f, "c", CCONV_CHAR), bits(&f, NULL, CCONV_INT, 0), member(&f, "d", CCONV_CHAR);
    expect(make(&f), 8, 4);
    bits(&f, NULL, CCONV_LLONG, 3), member(&f, "c", CCONV_CHAR);
    expect(make(&f), 8, 8);
    cconv_context_free(f.context);
    f = begin("aarch64-macos"); /* Apple: as System V */
    member(&f, "c", CCONV_CHAR), bits(&f, NULL, CCONV_INT, 0), member(&f, "d", CCONV_CHAR);
    expect(make(&f), 5, 1);
    cconv_context_free(f.context);
}

/* Microsoft, "x64 software conventions: x64 structure alignment examples". */
static void test_microsoft_examples(void **state)
{
    (void)state;
    struct fixture f = begin("x86_64-windows-msvc");
    f.record.align = 2;
    member(&f, "a", CCONV_SHORT);
    expect(make(&f), 2, 2);
    f.record.align = 8;
    member(&f, "a", CCONV_INT), member(&f, "b", CCONV_DOUBLE), member(&f, "c", CCONV_SHORT);
    const cconv_type *t = make(&f);
    expect(t, 24, 8);
    assert_int_equal(byte_at(t, 1), 8);
    assert_int_equal(byte_at(t, 2), 16);
    f.record.align = 4;
    member(&f, "a", CCONV_CHAR), member(&f, "b", CCONV_SHORT), member(&f, "c", CCONV_CHAR), member(&f, "d", CCONV_INT);
    t = make(&f);
    expect(t, 12, 4);
    assert_int_equal(byte_at(t, 1), 2);
    assert_int_equal(byte_at(t, 2), 4);
    assert_int_equal(byte_at(t, 3), 8);
    f.record.kind = CCONV_UNION;
    f.record.align = 8;
    member_of(&f, "a", cconv_type_pointer(f.context, cconv_type_basic(f.context, CCONV_CHAR), 0, NULL));
    member(&f, "b", CCONV_SHORT), member(&f, "c", CCONV_LONG);
    expect(make(&f), 8, 8);
    cconv_context_free(f.context);
}

/* Units are shared by types of one size alone; packing never lowers an explicit alignment; an empty struct has 4. */
static void test_microsoft_rules(void **state)
{
    (void)state;
    struct fixture f = begin("x86_64-windows-msvc");
    bits(&f, "a", CCONV_INT, 3), bits(&f, "b", CCONV_CHAR, 3), bits(&f, "c", CCONV_UINT, 3);
    const cconv_type *t = make(&f);
    expect(t, 12, 4);
    assert_int_equal(bit_at(t, 1), 32);
    assert_int_equal(bit_at(t, 2), 64);
    expect(make(&f), 4, 1);
    f.record.pack = 1;
    member(&f, "a", CCONV_CHAR), member(&f, "b", CCONV_INT)->align = 8;
    t = make(&f);
    expect(t, 16, 8);
    assert_int_equal(byte_at(t, 1), 8);
    f.record.align = 16;
    expect(make(&f), 16, 16);
    cconv_context_free(f.context);
}

static void test_packing(void **state)
{
    (void)state;
    struct fixture f = begin("x86_64-linux-gnu");
    f.record.flags = CCONV_RECORD_PACKED;
    member(&f, "c", CCONV_CHAR), member(&f, "d", CCONV_DOUBLE);
    expect(make(&f), 9, 1);
    f.record.pack = 2;
    member(&f, "c", CCONV_CHAR), member(&f, "d", CCONV_DOUBLE);
    expect(make(&f), 10, 2);
    member(&f, "c", CCONV_CHAR), member(&f, "d", CCONV_DOUBLE)->flags = CCONV_FIELD_PACKED;
    expect(make(&f), 9, 1);
    f.record.flags = CCONV_RECORD_PACKED;
    f.record.align = 4;
    member(&f, "c", CCONV_CHAR), member(&f, "d", CCONV_INT)->align = 2;
    const cconv_type *t = make(&f);
    expect(t, 8, 4);
    assert_int_equal(byte_at(t, 1), 2);
    assert_int_equal(type_natural_align(t), 2); /* its own `aligned` does not count, its member's does */
    cconv_context_free(f.context);
}

static void test_readings_differ(void **state)
{
    static const struct { cconv_reading reading; uint64_t size, align; } cases[] = {
        {CCONV_AS_GCC, 5, 1}, {CCONV_AS_DOCUMENT, 5, 1}, {CCONV_AS_CLANG, 8, 4}};
    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct fixture f = begin_as("x86_64-windows-gnu", cases[i].reading);
        f.record.flags = CCONV_RECORD_PACKED;
        member(&f, "c", CCONV_CHAR), bits(&f, "b", CCONV_INT, 3);
        const cconv_type *t = make(&f);
        expect(t, cases[i].size, cases[i].align);
        assert_int_equal(cconv_type_note_count(t), 1);
        assert_non_null(cconv_type_note(t, 0));
        assert_null(cconv_type_note(t, 1));
        member_of(&f, "inner", t);
        assert_int_equal(cconv_type_note_count(make(&f)), 1); /* inherited */
        member(&f, "c", CCONV_CHAR), bits(&f, "b", CCONV_INT, 3);
        assert_int_equal(cconv_type_note_count(make(&f)), 0);
        cconv_context_free(f.context);
    }
}

static void test_other_types(void **state)
{
    (void)state;
    struct fixture f = begin("x86_64-linux-gnu"), arm = begin("aarch64-linux-gnu"), mac = begin("x86_64-macos");
    const cconv_type *byte = cconv_type_basic(f.context, CCONV_CHAR);
    expect(cconv_type_basic(f.context, CCONV_LDOUBLE), 16, 16);
    expect(cconv_type_bitint(f.context, 65, 1, NULL), 16, 8);
    expect(cconv_type_bitint(arm.context, 65, 1, NULL), 16, 16);
    expect(cconv_type_bitint(f.context, 17, 0, NULL), 4, 4);
    expect(cconv_type_vector(f.context, byte, 64, NULL), 64, 64);
    expect(cconv_type_vector(arm.context, cconv_type_basic(arm.context, CCONV_CHAR), 64, NULL), 64, 16);
    expect(cconv_type_vector(mac.context, cconv_type_basic(mac.context, CCONV_CHAR), 64, NULL), 64, 16);
    expect(type_va_list(f.context), 24, 8);
    expect(type_va_list(arm.context), 32, 8);
    assert_int_equal(cconv_type_kind_of(cconv_type_canonical(type_va_list(f.context))), CCONV_ARRAY);
    expect(cconv_type_complex(f.context, cconv_type_basic(f.context, CCONV_LDOUBLE), NULL), 32, 16);
    const cconv_type *low = cconv_type_typedef(f.context, "low", cconv_type_basic(f.context, CCONV_INT), 1, NULL);
    expect(low, 4, 1);
    assert_int_equal(cconv_type_align(cconv_type_canonical(low)), 4);
    assert_ptr_equal(type_promote(f.context, cconv_type_basic(f.context, CCONV_FLOAT)),
                     cconv_type_basic(f.context, CCONV_DOUBLE));
    assert_ptr_equal(type_promote(f.context, byte), cconv_type_basic(f.context, CCONV_INT));
    cconv_context_free(f.context);
    cconv_context_free(arm.context);
    cconv_context_free(mac.context);
}

static void test_enums(void **state)
{
    (void)state;
    struct fixture gnu = begin("x86_64-linux-gnu"), msvc = begin("x86_64-windows-msvc");
    static const struct { int64_t low; uint64_t high; bool packed; uint64_t size; int is_signed; } cases[] = {
        {0, 1, false, 4, 0}, {-1, 1, false, 4, 1}, {0, 0xffffffff, false, 4, 0}, {-1, 0xffffffff, false, 8, 1},
        {0, 0x100000000, false, 8, 0}, {0, 255, true, 1, 0}, {-1, 200, true, 2, 1}, {-128, 127, true, 1, 1}};
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct cconv_type *type = type_new_tag(gnu.context, CCONV_ENUM, "e", 1);
        assert_int_equal(type_complete_enum(gnu.context, type, NULL, cases[i].packed, 0, cases[i].low, cases[i].high, NULL), 0);
        assert_int_equal(cconv_type_size(type), cases[i].size);
        assert_int_equal(type->is_signed, cases[i].is_signed);
        type = type_new_tag(msvc.context, CCONV_ENUM, "e", 1);
        assert_int_equal(type_complete_enum(msvc.context, type, NULL, cases[i].packed, 0, cases[i].low, cases[i].high, NULL), 0);
        assert_int_equal(cconv_type_size(type), 4);
        assert_int_equal(type->is_signed, 1);
    }
    cconv_context_free(gnu.context);
    cconv_context_free(msvc.context);
}

static void test_limits(void **state)
{
    (void)state;
    struct fixture f = begin("x86_64-linux-gnu");
    const cconv_type *byte = cconv_type_basic(f.context, CCONV_CHAR);
    assert_null(cconv_type_array(f.context, byte, UINT64_MAX, &f.error));
    assert_int_equal(f.error.status, CCONV_LIMIT);
    const cconv_type *big = cconv_type_array(f.context, byte, (UINT64_C(1) << 60) - 1, &f.error);
    assert_non_null(big);
    member_of(&f, "a", big), member_of(&f, "b", big);
    assert_null(make(&f));
    assert_int_equal(f.error.status, CCONV_LIMIT);
    member_of(&f, "a", big), member(&f, "i", CCONV_INT);
    assert_null(make(&f));
    bits(&f, "b", CCONV_INT, 33);
    assert_null(make(&f));
    assert_int_equal(f.error.status, CCONV_SYNTAX);
    bits(&f, "b", CCONV_FLOAT, 3);
    assert_null(make(&f));
    bits(&f, "b", CCONV_INT, 0);
    assert_null(make(&f));
    member(&f, "v", CCONV_VOID);
    assert_null(make(&f));
    member(&f, "i", CCONV_INT)->align = 3;
    assert_null(make(&f));
    assert_null(cconv_type_bitint(f.context, 0, 0, &f.error));
    assert_null(cconv_type_vector(f.context, byte, 0, &f.error));
    assert_null(cconv_type_complex(f.context, big, &f.error));
    assert_null(cconv_type_record(f.context, NULL, NULL, 0, &f.error));
    cconv_context_free(f.context);
    cconv_context_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_targets_by_any_spelling), cmocka_unit_test(test_sysv_bit_fields),
        cmocka_unit_test(test_aapcs_bit_fields), cmocka_unit_test(test_microsoft_examples),
        cmocka_unit_test(test_microsoft_rules), cmocka_unit_test(test_packing),
        cmocka_unit_test(test_readings_differ), cmocka_unit_test(test_other_types),
        cmocka_unit_test(test_enums), cmocka_unit_test(test_limits),
    };
    return run_tests("layout", tests, COUNT_OF(tests));
}
