/* Source: Microsoft, "x64 calling convention": __m64 and __m128; the others by gcc 12.2 and clang 19.1. */
typedef int i8 __attribute__((vector_size(8)));
typedef double d8 __attribute__((vector_size(8)));
typedef float f16 __attribute__((vector_size(16)));
typedef float f32 __attribute__((vector_size(32)));
typedef short s4 __attribute__((vector_size(4)));
struct s16 { f16 a; };
i8 a(i8, int);
d8 b(d8, int);
f16 c(f16, int);
f32 d(f32, int);
s4 e(s4, int);
struct s16 f(struct s16, int);
