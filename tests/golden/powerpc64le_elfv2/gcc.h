/* Source: gcc 12.2, where it and clang 19.1 part. */
/* Options: --as gcc */
struct nested { struct { float z[0]; } e; float a, b; };
struct in_union { union { double a; } u; int z[0]; };
struct three { float a, b, c; };
typedef int v4 __attribute__((vector_size(16)));
struct vector { v4 a; int z[0]; };
struct nested a(struct nested);
void b(struct in_union);
void e(int, _Atomic struct { long a, b; }, _Atomic int);
void c(float, float, float, float, float, float, float, float, float, float, float, float, struct three);
struct vector d(struct vector);
