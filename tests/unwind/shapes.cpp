/* Functions with frames of many shapes: leaves, alloca, frames too large for one instruction, handlers, cleanups, saved vectors, alignment. */
extern "C" {
int g(int *);
void h(void);
double d(double);
void aligned(void *);
[[noreturn]] void leaves(int);

struct cleanup {
    ~cleanup() { h(); }
};
struct large {
    long words[40];
};

int leaf(int a) { return a * 3; }
int red_zone(int n)
{
    volatile int a[6];
    for (int i = 0; i < 6; i++)
        a[i] = n + i;
    return a[n & 3];
}
int takes_alloca(int n)
{
    int a[10];
    int *b = static_cast<int *>(__builtin_alloca(static_cast<unsigned>(n)));
    return g(a) + g(b);
}
int big(int n)
{
    int words[40000];
    return g(words) + n;
}
int huge(int n)
{
    int words[4000000];
    return g(words) + n;
}
int page(int n)
{
    char bytes[4096];
    return g(reinterpret_cast<int *>(bytes)) + n;
}
int handles(int n)
{
    cleanup c;
    try {
        h();
    } catch (int x) {
        return x + n;
    }
    return n;
}
int cleans(int *n)
{
    cleanup c;
    return g(n) + g(n + 1);
}
int many(int a, int b, int c, int e, int f, int k, int l, int m, int n)
{
    h(), g(&a), h(), g(&b), h(), g(&c), h(), g(&e), h();
    return a + b * c - e + f * k - l + leaf(a) + m * n;
}
double floats(double a, double b, double c, double e, double x) { return d(a) * d(b) * d(c) * d(e) * d(x) * a * b * c * e * x; }
double both(double a, double b, int c, int e, int f)
{
    double sum = d(a) + d(b);
    h();
    return sum * a * b + c * e + f + g(&c) + g(&e);
}
int variadic(int n, ...)
{
    __builtin_va_list list;
    __builtin_va_start(list, n);
    int sum = 0;
    while (n--) {
        sum += __builtin_va_arg(list, int);
        h();
    }
    __builtin_va_end(list);
    return sum;
}
int aligns(int n)
{
    struct alignas(64) { char bytes[128]; } over;
    aligned(&over);
    return n + over.bytes[5];
}
int aligns_and_allocates(int n)
{
    struct alignas(64) { char bytes[128]; } over;
    aligned(&over);
    return g(static_cast<int *>(__builtin_alloca(static_cast<unsigned>(n)))) + over.bytes[n & 7];
}
void never(int n)
{
    if (n)
        leaves(n);
    h();
}
large returns_large(int n)
{
    large l = {};
    l.words[n & 31] = g(&n);
    return l;
}
int passes_large(large l, int n) { return static_cast<int>(l.words[n & 31]) + n; }
int calls_large(int n) { return passes_large(returns_large(n), n) + passes_large(returns_large(n + 1), n); }
int early(int *n)
{
    if (*n > 4)
        return 2;
    int sum = g(n);
    if (sum > 7)
        return sum + g(n + 1);
    h();
    return sum * g(n + 2) + g(n + 3);
}
void tail(int n)
{
    g(&n);
    h();
}
int one_register(int n)
{
    h();
    return n;
}
int two_registers(int n, int m)
{
    h();
    return n + m;
}
int three_registers(int n, int m, int o)
{
    h();
    return n + m + o;
}
float one_float(float x)
{
    h();
    return x;
}
}
