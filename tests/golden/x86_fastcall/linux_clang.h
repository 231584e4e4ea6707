/* Source: clang 19 for i686-linux-gnu (compiled): structures are counted, 8-byte integers are not.
   Options: --target i686-linux-gnu --as clang */
struct three { char c[3]; };
struct two { int a, b; };
struct twelve { int a, b, c; };
int a(int i, char c, short s);
int b(long long l, void *p, struct two t, unsigned char c, int i);
struct twelve c(double d, int i, float f, int j, int k);
struct two d(struct three t, int i);
int e(const char *format, ...);
int f(union { int i; } u, int i, int j);
struct twelve variadic(int, ...);
