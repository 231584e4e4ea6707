/* Source: clang 19 for x86_64-linux-gnu, __regcall; observed, -O1. */
struct two { long a, b; };
struct three { long a, b, c; };
struct mixed { char a; short b; int c; float d; };
struct array { long m[3]; };
union either { long a; double b; };

void __regcall many(long a, long b, long c, long d, long e, long f, long g, long h, long i, long j, long k, long l);
struct three __regcall structures(struct two a, struct three b, struct mixed c);
struct array __regcall arrays(struct array a, union either b, char c);
long double __regcall x87(long double a, long double b, _Complex float c, _Complex double d, __int128 e);
struct { struct three a[5]; } __regcall in_memory(int a, double b);
