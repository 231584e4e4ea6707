/*
 * Source: which types are HVAs, and how they fill the gaps: observed of clang 19 for x86_64-pc-windows-msvc.
 * Options: --target x86_64-windows-msvc
 */
typedef float v4 __attribute__((vector_size(16)));
struct two { double a, b; };
struct four { float m[4]; };
struct five { float m[5]; };
struct mixed { int a; float b; };
struct nested { struct two a; double b[2]; };
union overlay { struct two a; double b; };

__attribute__((vectorcall)) void gaps(struct two a, double b, int c, struct two d, struct two e);
__attribute__((vectorcall)) struct nested by_pointer(struct nested a, struct two b, struct five c, struct mixed d);
__attribute__((vectorcall)) struct mixed mixed_result(union overlay a, _Complex float b, _Complex double c);
__attribute__((vectorcall)) struct four seventh(int a, int b, int c, int d, int e, int f, struct four g, int h);
__attribute__((vectorcall)) struct five moved(int a, double b, struct nested c, int d, double e, double f);
__attribute__((vectorcall)) v4 pointers(v4 a, v4 b, v4 c, v4 d, v4 e, v4 f, v4 g, double h, int i);
