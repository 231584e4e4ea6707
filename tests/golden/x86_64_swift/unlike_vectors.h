/* Source: placement oracle (seed 20261125, case 741), judged by clang 19. */
typedef int ints __attribute__((vector_size(16)));
typedef unsigned words __attribute__((vector_size(16)));
typedef long long longs __attribute__((vector_size(16)));
typedef float floats __attribute__((vector_size(16)));
union unlike { longs x; ints y; };
union like { ints x; words y; };
union kinds { floats x; ints y; };
union halves { _Float16 x; __bf16 y; };
void f(union unlike, union like, union kinds, union halves);
