// Calls f, which `callconv thunk` wrote: a callee whose body spoils what it saved and all of its locals, then calls g, or a bridge
// that calls g. What this function keeps over the call must be there afterwards, also where g throws through f.
#include <cstdio>
#include <cstring>

#ifndef FROM // the attribute of f, and of what it calls
#define FROM
#define TO FROM
#endif

extern "C" FROM double f(int a, double b);
extern "C" TO double g(int a, double b)
{
    if (a < 0)
        throw a;
    return a + b;
}

static volatile long seeds[12];
static volatile double reals[12];
static int failed, passed;

static void check(bool good, const char *what)
{
    good ? passed++ : failed++;
    if (!good)
        std::printf("FAILED: %s\n", what);
}

// More values than registers are preserved, so that each of those holds one.
#define TWELVE(X) X(0) X(1) X(2) X(3) X(4) X(5) X(6) X(7) X(8) X(9) X(10) X(11)

__attribute__((noinline)) static void keeps(int a, double b, bool throws)
{
#define TAKE(n) long i##n = seeds[n]; double r##n = reals[n];
#define SAME(n) same = same && i##n == 1000 + n && r##n == 0.5 + n;
    TWELVE(TAKE)
    bool caught = false, same = true;
    double result = 0;
    try {
        result = f(a, b);
    } catch (int thrown) {
        caught = thrown == a;
    }
    check(caught == throws, throws ? "the exception passes" : "no exception");
    check(throws || result == a + b, "the result");
    TWELVE(SAME)
    check(same, throws ? "preserved registers, after an exception" : "preserved registers");
}

int main()
{
    for (int n = 0; n < 12; n++) {
        seeds[n] = 1000 + n;
        reals[n] = 0.5 + n;
    }
    for (int n = 0; n < 3; n++)
        keeps(n, 2.25 * n, false);
#ifndef NO_UNWINDING
    keeps(-7, 1.5, true);
#endif
    std::printf("%d passed, %d failed, 0 skipped\n", passed, failed);
    return failed != 0;
}
