/*
 * Runs a group of cmocka tests and ends with the line that every test program here ends with:
 * `N passed, N failed, N skipped`. tests/run sums these lines.
 *
 *     int main(void)
 *     {
 *         const struct CMUnitTest tests[] = {cmocka_unit_test(test_this), cmocka_unit_test(test_that)};
 *         return run_tests("layout", tests, sizeof tests / sizeof *tests);
 *     }
 */
#ifndef UNIT_RUN_TESTS_H
#define UNIT_RUN_TESTS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#undef run_tests /* cmocka's old name for something else */

/* cmocka does not tell how many tests it skipped, so they are counted where they skip. */
static inline int *skipped_tests(void)
{
    static int count;
    return &count;
}

/* Ends the running test as skipped, saying why. */
static inline void skip_test(const char *why)
{
    print_message("skipped: %s\n", why);
    ++*skipped_tests();
    skip();
}

/* The exit status for main: 0 if no test failed. */
static inline int run_tests(const char *name, const struct CMUnitTest *tests, size_t count)
{
    int failed = _cmocka_run_group_tests(name, tests, count, NULL, NULL);
    int skipped = *skipped_tests();
    fflush(stderr);
    printf("%d passed, %d failed, %d skipped\n", (int)count - failed - skipped, failed, skipped);
    return failed != 0;
}

#endif
