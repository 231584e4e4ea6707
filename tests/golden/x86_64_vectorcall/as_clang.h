/*
 * Source: where clang 19 leaves the document's letter: short vectors, a late HVA's slot, the count under a hidden
 * result pointer, four halves.
 * Options: --target x86_64-windows-msvc --as clang
 */
typedef int v2 __attribute__((vector_size(8)));
struct four { float m[4]; };
struct twelve { int m[3]; };
struct halves { _Float16 m[4]; };
struct quad { double m[4]; };

__attribute__((vectorcall)) v2 shorts(v2 a, int b, v2 c);
__attribute__((vectorcall)) void seventh(int a, int b, int c, int d, int e, int f, struct four g, int h);
__attribute__((vectorcall)) struct twelve moved(int a, double b, struct quad c, int d, double e, double f);
__attribute__((vectorcall)) struct halves result(int a, struct halves b);
