/*
 * Calls what `callconv thunk` wrote, between compiled callers and compiled callees (tests/pair/relay.c): every byte must
 * arrive, and every byte of the result come back.
 */
#include "pair.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

extern void *const *const *const thunk_batches[];

static unsigned passed, failed;
static const struct pair_case *current;
static const char *part = "";

static void fail(const char *what, int argument)
{
    failed++;
    printf("FAILED case %llu: %s: %s", current->number, part, what);
    if (argument >= 0)
        printf(" %d", argument);
    printf("\n%s\n", current->text);
}

static void crashed(int number)
{
    printf("FAILED case %llu: %s: signal %d\n%s\n%u passed, %u failed, 0 skipped\n", current->number, part, number,
           current->text, passed, failed + 1);
    fflush(stdout);
    _exit(1);
}

static int differs(const unsigned char *found, const struct pair_value *value)
{
    for (unsigned i = 0; i < value->size; i++)
        if ((found[i] ^ current->sent[value->offset + i]) & current->mask[value->offset + i])
            return 1;
    return 0;
}

/* What arrived, and the result that came back. */
static void check(void)
{
    for (unsigned i = 0; i <= current->count; i++)
        if (differs(current->arrived + current->values[i].offset, &current->values[i])) {
            fail(i < current->count ? "what arrived differs, argument" : "the result differs", i < current->count ? (int)i : -1);
            return;
        }
    passed++;
}

static void clear(void)
{
    const struct pair_value *last = &current->values[current->count];
    memset(current->arrived, 0x5a, last->offset + last->size);
}

static void test_bridge(void *function)
{
    void *old = *current->pointer;
    clear();
    *current->pointer = function;
    current->mixed();
    *current->pointer = old;
    check();
}

static void test_call(void *function)
{
    void (*call)(void);
    memcpy(&call, &function, sizeof call);
    clear();
    call();
    check();
}

int main(void)
{
    const int signals[] = {SIGSEGV, SIGILL, SIGFPE,
#if !defined(_WIN32)
                           SIGBUS, SIGTRAP
#endif
    };
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
        signal(signals[i], crashed);
    for (size_t batch = 0; pair_batches[batch]; batch++)
        for (size_t i = 0; pair_batches[batch][i].text; i++) {
            current = &pair_batches[batch][i];
            void *const *const *cases = &thunk_batches[batch][3 * i];
            void *there = *cases[0], *back = *cases[1], *called = *cases[2];
            part = back ? "a bridge there" : "a bridge there and one back";
            test_bridge(there);
            part = "a bridge back";
            if (back)
                test_bridge(back);
            part = "a call";
            if (called)
                test_call(called);
        }
    printf("%u passed, %u failed, 0 skipped\n", passed, failed);
    return failed != 0;
}
