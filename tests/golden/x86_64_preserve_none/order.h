/* Source: clang 19 for x86_64-linux-gnu, preserve_none; observed, -O1. */
struct two { long a, b; };
struct large { long a[4]; };
struct byte { char c; };

__attribute__((preserve_none)) void many(signed char a, short b, _Bool c, int d, long e, void *f, long g, long h, long i,
                                         long j, long k, long l, long m, long n);
__attribute__((preserve_none)) void count(long a, long b, long c, long d, long e, struct two f, long g);
__attribute__((preserve_none)) struct large in_memory(struct large a, struct byte b, __int128 c, double d, long double e);
__attribute__((preserve_none)) struct two result(struct two a);
