/* Source: gcc 12.2 and clang 19.1, which agree: aligned aggregates, __int128, complex integers, members of no size. */
struct aligned { long a; } __attribute__((aligned(16)));
struct empty { } __attribute__((aligned(16)));
struct zero { float a, b; int z[0]; };
struct sole { double a; int z[0]; };
struct flexible { double a; char z[]; };
typedef char v8 __attribute__((vector_size(8)));
typedef double v32 __attribute__((vector_size(32)));
void a(int, struct aligned, int);
void b(int, struct empty, int);
void c(int, __int128, int);
void d(_Complex int, _Complex float, int);
void e(struct zero, struct sole, struct flexible);
v8 f(v8, int);
v32 g(v32, int);
void h(double, double, double, double, double, double, double, double, double, double, double, double, long double, int);
void i(_Decimal32, _Decimal128, _Decimal64, _Decimal128);
