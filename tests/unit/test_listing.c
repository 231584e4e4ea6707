/* Listings of src/emit: bytes, what refers where, what is told of the frame. The text made of them is judged by assemblers and by
   running (tests/thunk). */
#include "run_tests.h"

#include "emit/listing.h"

#include <string.h>

struct pair {
    cconv_context *context;
    cconv_plan *from, *to;
};

static cconv_plan *plan_of(const char *convention, const cconv_unit *unit)
{
    cconv_plan *plan = NULL;
    assert_int_equal(cconv_plan_new(cconv_convention_find(convention, NULL), cconv_unit_function(unit, 0), NULL, &plan, NULL), CCONV_OK);
    return plan;
}

static struct pair read_pair(const char *text, const char *target, const char *from, const char *to)
{
    const cconv_options options = {.target = cconv_target_find(target)};
    struct pair pair = {0};
    cconv_unit *unit = NULL;
    assert_int_equal(cconv_context_new(&options, &pair.context, NULL), CCONV_OK);
    assert_int_equal(cconv_parse(pair.context, text, strlen(text), NULL, &unit, NULL), CCONV_OK);
    pair.from = plan_of(from, unit);
    pair.to = plan_of(to, unit);
    return pair;
}

static void free_pair(struct pair *pair)
{
    cconv_plan_free(pair->from);
    cconv_plan_free(pair->to);
    cconv_context_free(pair->context);
}

static const cconv_listing_line *line_of(const cconv_listing *listing, cconv_line_kind kind, size_t number)
{
    const cconv_listing_line *line;
    for (size_t i = 0; (line = cconv_listing_line_at(listing, i)); i++)
        if (line->kind == kind && number-- == 0)
            return line;
    return NULL;
}

static bool says(const cconv_listing *listing, const char *text)
{
    const cconv_listing_line *line;
    for (size_t i = 0; (line = cconv_listing_line_at(listing, i)); i++)
        if (line->kind == CCONV_LINE_NOTE && strcmp(line->text, text) == 0)
            return true;
    return false;
}

/* endbr64; sub rsp, 40; mov edx, esi; mov ecx, edi; call; add rsp, 40; ret */
static void test_bridge_bytes(void **state)
{
    static const unsigned char wanted[] = {0xf3, 0x0f, 0x1e, 0xfa, 0x48, 0x83, 0xec, 0x28, 0x8b, 0xcf, 0x8b, 0xd6,
                                           0xe8, 0, 0, 0, 0, 0x48, 0x83, 0xc4, 0x28, 0xc3};
    struct pair pair = read_pair("int f(int a, int b);", "x86_64-linux-gnu", "x86_64_sysv", "x86_64_win");
    cconv_listing *listing = NULL;
    size_t length;
    (void)state;
    assert_int_equal(cconv_listing_of_bridge(pair.from, pair.to, NULL, &listing, NULL), CCONV_OK);
    const unsigned char *bytes = cconv_listing_bytes(listing, &length);
    assert_int_equal(length, sizeof wanted);
    assert_memory_equal(bytes, wanted, sizeof wanted);
    assert_true(says(listing, "a: rdi to rcx"));
    assert_int_equal(line_of(listing, CCONV_LINE_CALL, 0)->offset, 12);
    const cconv_listing_line *cfa = line_of(listing, CCONV_LINE_CFA, 0), *back = line_of(listing, CCONV_LINE_CFA, 1);
    assert_string_equal(cfa->reg, "rsp");
    assert_int_equal(cfa->offset, 8);
    assert_int_equal(cfa->value, 48);
    assert_int_equal(back->offset, 21);
    assert_int_equal(back->value, 8);
    assert_null(line_of(listing, CCONV_LINE_PUSHED, 0));
    cconv_listing_free(listing);
    free_pair(&pair);
}

static void test_bridge_jumps_where_it_can(void **state)
{
    struct pair pair = read_pair("int f(int a);", "aarch64-linux-gnu", "aarch64_aapcs", "aarch64_aapcs");
    cconv_listing *listing = NULL;
    (void)state;
    assert_int_equal(cconv_listing_of_bridge(pair.from, pair.to, NULL, &listing, NULL), CCONV_OK);
    assert_int_equal(line_of(listing, CCONV_LINE_JUMP, 0)->offset, 4);
    assert_null(line_of(listing, CCONV_LINE_CALL, 0));
    assert_true(says(listing, "a: stays in x0"));
    cconv_listing_free(listing);
    free_pair(&pair);
}

/* Code for Windows that calls System V code keeps rsi, rdi and ten vector registers, and Windows's unwinder is told. */
static void test_windows_is_told(void **state)
{
    struct pair pair = read_pair("void f(void);", "x86_64-windows-msvc", "x86_64_win", "x86_64_sysv");
    cconv_listing *listing = NULL;
    (void)state;
    assert_int_equal(cconv_listing_of_bridge(pair.from, pair.to, NULL, &listing, NULL), CCONV_OK);
    assert_non_null(line_of(listing, CCONV_LINE_STORED, 11));
    assert_null(line_of(listing, CCONV_LINE_STORED, 12));
    assert_non_null(line_of(listing, CCONV_LINE_PROLOGUE_END, 0));
    uint32_t before = 0;
    const cconv_listing_line *line;
    for (size_t i = 0; (line = cconv_listing_line_at(listing, i)); i++) {
        assert_true(line->offset >= before);
        before = line->offset;
    }
    cconv_listing_free(listing);
    free_pair(&pair);
}

static void test_callee(void **state)
{
    struct pair pair = read_pair("int f(int a, long b, long c, long d, long e, long g, long last);", "x86_64-linux-gnu",
                                 "x86_64_sysv", "x86_64_sysv");
    const cconv_listing_options options = {.save = "rbx, r12", .locals = 24}, pointer = {.save = "rbp"}, wrong = {.save = "rbx,rax"};
    cconv_listing *listing = NULL;
    cconv_error error;
    int64_t offset;
    (void)state;
    assert_int_equal(cconv_listing_of_callee(pair.from, &options, &listing, NULL), CCONV_OK);
    assert_string_equal(line_of(listing, CCONV_LINE_SAVED, 0)->reg, "rbx");
    assert_string_equal(line_of(listing, CCONV_LINE_SAVED, 1)->reg, "r12");
    assert_null(line_of(listing, CCONV_LINE_SAVED, 2));
    assert_non_null(line_of(listing, CCONV_LINE_BODY, 0));
    assert_string_equal(cconv_listing_entry_stack(listing, &offset), "rsp");
    assert_int_equal((offset + 8) % 16, 0); /* aligned in the body */
    assert_true(offset >= 24 + 16);
    cconv_listing_free(listing);
    assert_int_equal(cconv_listing_of_callee(pair.from, &pointer, &listing, NULL), CCONV_OK);
    assert_string_equal(cconv_listing_entry_stack(listing, &offset), "rbp");
    assert_int_equal(offset, 8);
    cconv_listing_free(listing);
    assert_int_equal(cconv_listing_of_callee(pair.from, &wrong, &listing, &error), CCONV_INVALID);
    assert_non_null(strstr(error.message, "'rax'"));
    assert_null(listing);
    free_pair(&pair);
}

/* Rows of the frame do not overlap, and fall. */
static void test_frame_rows(void **state)
{
    struct pair pair = read_pair("long f(long a, long b, long c, long d, double e, long last);", "x86_64-linux-gnu", "x86_64_sysv",
                                 "x86_64_win");
    cconv_listing *listing = NULL;
    const cconv_frame_row *row, *above = NULL;
    (void)state;
    assert_int_equal(cconv_listing_of_bridge(pair.from, pair.to, NULL, &listing, NULL), CCONV_OK);
    for (size_t i = 0; (row = cconv_listing_frame_row(listing, i)); i++) {
        if (above && !strcmp(above->base, row->base))
            assert_true(row->offset + (int64_t)row->size <= above->offset);
        above = row;
    }
    assert_int_equal(above->offset, 0);
    assert_int_equal(above->size, 32); /* shadow space */
    cconv_listing_free(listing);
    free_pair(&pair);
}

static void test_refusals(void **state)
{
    struct pair pair = read_pair("void f(int);", "x86_64-linux-gnu", "x86_64_sysv", "x86_64_win");
    struct pair other = read_pair("void f(double);", "x86_64-linux-gnu", "x86_64_sysv", "x86_64_win");
    struct pair far = read_pair("void f(int);", "s390x-linux-gnu", "s390x_elf", "s390x_elf");
    const cconv_listing_options reserved = {.reserved = {1}};
    cconv_listing *listing = NULL;
    cconv_error error;
    (void)state;
    assert_int_equal(cconv_listing_of_bridge(pair.from, other.to, NULL, &listing, &error), CCONV_INVALID);
    assert_int_equal(cconv_listing_of_bridge(pair.from, far.to, NULL, &listing, &error), CCONV_INVALID);
    assert_int_equal(cconv_listing_of_call(far.from, NULL, &listing, &error), CCONV_UNSUPPORTED);
    assert_int_equal(cconv_listing_of_call(pair.from, &reserved, &listing, &error), CCONV_INVALID);
    assert_int_equal(cconv_listing_of_call(NULL, NULL, &listing, &error), CCONV_INVALID);
    assert_null(listing);
    assert_null(cconv_listing_line_at(NULL, 0));
    assert_null(cconv_listing_bytes(NULL, NULL));
    cconv_listing_free(NULL);
    free_pair(&pair);
    free_pair(&other);
    free_pair(&far);
}

/* A system call is entered under the machine's own convention. */
static void test_system_call(void **state)
{
    const char *text = "long write(int fd, const void *data, unsigned long size);";
    const cconv_plan_options options = {.has_syscall_number = 1, .syscall_number = 1};
    cconv_context *context = NULL;
    cconv_unit *unit = NULL;
    cconv_plan *plan = NULL;
    cconv_listing *listing = NULL;
    size_t length;
    (void)state;
    assert_int_equal(cconv_context_new(&(cconv_options){.target = cconv_target_find("x86_64-linux-gnu")}, &context, NULL), CCONV_OK);
    assert_int_equal(cconv_parse(context, text, strlen(text), NULL, &unit, NULL), CCONV_OK);
    assert_int_equal(cconv_plan_new(cconv_convention_find("x86_64_linux_syscall", NULL), cconv_unit_function(unit, 0), &options, &plan,
                                    NULL), CCONV_OK);
    assert_int_equal(cconv_listing_of_call(plan, NULL, &listing, NULL), CCONV_OK);
    const unsigned char *bytes = cconv_listing_bytes(listing, &length);
    bool enters = false;
    for (size_t i = 0; i + 1 < length; i++)
        enters = enters || (bytes[i] == 0x0f && bytes[i + 1] == 0x05);
    assert_true(enters);
    assert_null(line_of(listing, CCONV_LINE_CALL, 0));
    cconv_listing_free(listing);
    cconv_plan_free(plan);
    cconv_context_free(context);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bridge_bytes), cmocka_unit_test(test_bridge_jumps_where_it_can),
        cmocka_unit_test(test_windows_is_told), cmocka_unit_test(test_callee), cmocka_unit_test(test_frame_rows),
        cmocka_unit_test(test_refusals), cmocka_unit_test(test_system_call)};
    return run_tests("listing", tests, sizeof tests / sizeof *tests);
}
