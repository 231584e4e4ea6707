/* Source: Microsoft __thiscall, and clang 19 for i686-pc-windows-msvc (compiled).
   Options: --target i686-windows-msvc */
struct twelve { int a, b, c; };
int a(void *self, int i, char c);
struct twelve b(void *self, int i);
int c(double d, short s, int i);
int d(long long l, int i);
int e(void *self, ...);
