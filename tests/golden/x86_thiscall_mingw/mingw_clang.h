/* Source: clang 19 for i686-w64-mingw32 (compiled): ecx has the address of the result.
   Options: --target i686-windows-gnu --as clang */
struct twelve { int a, b, c; };
int a(void *self, int i, char c);
struct twelve b(void *self, int i);
int c(double d, short s, int i);
int d(long long l, int i);
int e(void *self, ...);
