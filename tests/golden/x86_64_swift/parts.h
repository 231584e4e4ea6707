/* Source: clang 19 for x86_64-linux-gnu, swiftcall; observed, -O1. */
struct four { long a, b, c, d; };
struct five { long a, b, c, d, e; };
struct mixed { char a, b; short c; int d; float e; double f; };
struct between { int a; float b; int c; };
struct floats { float a, b, c, d; };
struct apart { char a; long b; };
struct bytes { char a[16]; };
union either { int a; float b; };
typedef float vector __attribute__((vector_size(32)));

__attribute__((swiftcall)) struct four by_fours(struct four a, struct four b, long c);
__attribute__((swiftcall)) struct five in_memory(struct five a, long b);
__attribute__((swiftcall)) struct mixed merged(struct mixed a, struct bytes b);
__attribute__((swiftcall)) struct between not_merged(struct between a, union either b);
__attribute__((swiftcall)) struct floats floats(struct floats a, vector b, _Complex double c, float d);
__attribute__((swiftcall)) struct apart split(long a, long b, long c, long d, long e, struct apart f, __int128 g);
__attribute__((swiftcall)) _Complex long double x87(long double a, signed char b);
