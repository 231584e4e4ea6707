/* Source: shrunk by the placement oracle (seed 1001, case 3922), judged by gcc 12 and clang 19. */
typedef int v4 __attribute__((vector_size(16)));
struct packed { v4 m; } __attribute__((packed));
void f(double, double, double, double, double, double, double, double, double, struct packed);
