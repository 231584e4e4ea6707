/* Source: clang 19 for x86_64-pc-windows-msvc, __regcall; observed, -O1. */
struct two { double a, b; };
struct three { int a, b, c; };
struct small { int a; float b; };

void __regcall many(long a, long b, long c, long d, long e, long f, long g, long h, long i, long j, long k, long l, long m);
struct two __regcall homogeneous(struct two a, int b, struct two c, _Complex float d);
struct three __regcall pointers(struct three a, struct small b, __int128 c, _Bool d);
