/* Source: gcc 12 for i686-linux-gnu (compiled): ecx has the address of the result.
   Options: --target i686-linux-gnu --as gcc */
struct twelve { int a, b, c; };
int a(void *self, int i, char c);
struct twelve b(void *self, int i);
int c(double d, short s, int i);
int d(long long l, int i);
int e(void *self, ...);
