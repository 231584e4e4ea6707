/* Source: gcc 12.2: doubles of inner structures and arrays, complex numbers, a 128-bit integer, a long double alone, an aligned
   empty struct, an _Atomic complex number on the stack. */
/* Options: --as gcc */
struct inner { struct { double d; } s; };
struct array { double d[2]; };
struct quad { long double q; };
struct atomic { _Atomic double d; };
typedef float v4 __attribute__((vector_size(16)));
void a(struct inner, struct array, struct atomic);
void b(int, __int128, _Complex float, int, int, _Complex double);
_Complex int c(v4, int, v4);
struct quad d(struct quad);
struct nothing { } __attribute__((aligned(16)));
void e(int, struct nothing, int, int);
void f(int, int, int, int, int, int, int, int, _Atomic(_Complex float), int);
