/* Source: clang 19 for i686-pc-windows-msvc: three vectors in registers, the others by pointer. */
typedef float v4 __attribute__((vector_size(16)));
typedef int v2 __attribute__((vector_size(8)));
v4 a(v4 a, v4 b, int i, v4 c, v4 d, v4 e);
v2 b(v2 a, v2 b);
