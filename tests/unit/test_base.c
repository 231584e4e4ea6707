/* src/base: the arena, bounded text and errors. */
#include "run_tests.h"

#include "base/base.h"

#include <string.h>

/* An allocator that counts its blocks and refuses after `left` allocations. */
struct counting {
    int left;
    long blocks;
    size_t bytes;
};

static void *counting_allocate(void *user, void *block, size_t old_size, size_t new_size)
{
    struct counting *counting = user;
    if (new_size == 0) {
        counting->blocks--;
        counting->bytes -= old_size;
        test_free(block);
        return NULL;
    }
    if (counting->left-- <= 0)
        return NULL;
    counting->blocks += !block;
    counting->bytes += new_size - old_size;
    return test_realloc(block, new_size);
}

static void test_arena_zeroes_and_aligns(void **state)
{
    (void)state;
    struct counting counting = {1000, 0, 0};
    struct arena arena;
    arena_init(&arena, &(cconv_allocator){counting_allocate, &counting});
    for (size_t size = 0; size < 3000; size += 7) {
        unsigned char *block = arena_alloc(&arena, size);
        assert_non_null(block);
        assert_int_equal((uintptr_t)block % _Alignof(uint64_t), 0);
        for (size_t i = 0; i < size; i++)
            assert_int_equal(block[i], 0);
        memset(block, 0xff, size);
    }
    assert_true(counting.blocks > 3);
    arena_free(&arena);
    assert_int_equal(counting.blocks, 0);
    assert_int_equal(counting.bytes, 0); /* sizes given back are those taken */
    arena_free(&arena);                  /* twice is harmless */
}

static void test_arena_takes_large_blocks(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, NULL);
    char *large = arena_alloc(&arena, 5000000);
    assert_non_null(large);
    large[4999999] = 1;
    assert_non_null(arena_alloc(&arena, 1));
    arena_free(&arena);
}

static void test_arena_refuses_overflow(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, NULL);
    assert_null(arena_alloc(&arena, SIZE_MAX));
    assert_true(arena.failed);
    arena.failed = false;
    assert_null(arena_array(&arena, SIZE_MAX / 4, 8));
    assert_true(arena.failed);
    assert_non_null(arena_array(&arena, 0, 8));
    arena_free(&arena);
}

static void test_arena_remembers_failure(void **state)
{
    (void)state;
    struct counting counting = {1, 0, 0};
    struct arena arena;
    arena_init(&arena, &(cconv_allocator){counting_allocate, &counting});
    assert_string_equal(arena_text(&arena, "abcdef", 3), "abc");
    assert_false(arena.failed);
    assert_null(arena_alloc(&arena, 100000));
    assert_true(arena.failed);
    assert_non_null(arena_alloc(&arena, 16)); /* what still fits is still given */
    assert_true(arena.failed);
    arena_free(&arena);
    assert_int_equal(counting.blocks, 0);
}

static void test_text_counts_what_it_needs(void **state)
{
    (void)state;
    char buffer[8];
    struct text text = {buffer, sizeof buffer, 0};
    text_string(&text, "abc");
    text_number(&text, 0);
    assert_int_equal(text_end(&text), 4);
    assert_string_equal(buffer, "abc0");
    text_number(&text, UINT64_MAX);
    assert_int_equal(text_end(&text), 24);
    assert_string_equal(buffer, "abc0184");
    struct text none = {NULL, 0, 0};
    text_string(&none, "only counted");
    assert_int_equal(text_end(&none), 12);
}

static void test_errors(void **state)
{
    (void)state;
    cconv_error error;
    assert_int_equal(error_set(NULL, CCONV_LIMIT, "nobody listens"), CCONV_LIMIT);
    assert_int_equal(error_set(&error, CCONV_LIMIT, "%d too many", 3), CCONV_LIMIT);
    assert_int_equal(error.status, CCONV_LIMIT);
    assert_int_equal(error.line, 0);
    assert_string_equal(error.file, "");
    assert_string_equal(error.message, "3 too many");
    char path[400];
    memset(path, 'd', sizeof path);
    memcpy(path + sizeof path - 10, "/header.h", 10);
    error_at(&error, CCONV_SYNTAX, path, 7, 9, "%.*s", 600, path);
    assert_int_equal(error.line, 7);
    assert_int_equal(error.column, 9);
    assert_int_equal(strlen(error.file), sizeof error.file - 1);
    assert_memory_equal(error.file, "...ddd", 6);
    assert_string_equal(error.file + strlen(error.file) - 9, "/header.h");
    char longer[1200];
    memset(longer, 'm', sizeof longer - 1);
    longer[sizeof longer - 1] = '\0';
    error_set(&error, CCONV_INVALID, "%s", longer);
    assert_int_equal(strlen(error.message), sizeof error.message - 1);
}

static void test_status_names(void **state)
{
    (void)state;
    for (int status = CCONV_OK; status <= CCONV_NOT_FOUND; status++)
        assert_string_not_equal(cconv_status_name((cconv_status)status), "unknown status");
    assert_string_equal(cconv_status_name((cconv_status)99), "unknown status");
    assert_string_equal(cconv_version(), CCONV_VERSION);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_arena_zeroes_and_aligns), cmocka_unit_test(test_arena_takes_large_blocks),
        cmocka_unit_test(test_arena_refuses_overflow),  cmocka_unit_test(test_arena_remembers_failure),
        cmocka_unit_test(test_text_counts_what_it_needs), cmocka_unit_test(test_errors),
        cmocka_unit_test(test_status_names),
    };
    return run_tests("base", tests, COUNT_OF(tests));
}
