/* Source: Intel386 psABI 1.1, 2.2.3: the first three __m64 in mm0 to mm2, the first three __m128 in xmm0 to xmm2; of a
   variadic function none. With AVX.
   Options: --features avx */
typedef int v2 __attribute__((vector_size(8)));
typedef float v4 __attribute__((vector_size(16)));
typedef int v8 __attribute__((vector_size(32)));
struct vector { v4 v; };
v4 a(v4 a, int i, v4 b, v4 c, v4 d);
v2 b(v2 a, v2 b, v2 c, v2 d);
v8 c(int i, v8 v);
void d(int i, struct vector v);
void e(int i, __float128 q);
int f(int i, v4 v, ...);
_Float16 g(_Float16 h, __bf16 b);
