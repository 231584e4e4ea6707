/* Source: placement oracle (seed 20261125, case 2271), judged by gcc 12.
   Options: --as gcc */
typedef int vector __attribute__((vector_size(16)));
struct nothing { vector none[0]; };
void f(int, struct nothing, int);
__attribute__((fastcall)) void g(int, int, int, struct nothing, int);
