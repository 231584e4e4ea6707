/* Source: gcc 12.2 and clang 19.1, which part here; the answers are clang's. */
/* Options: --as clang */
struct halves { _Float16 a, b; };
struct whole { _Float16 a[4] __attribute__((aligned(8))); };
struct inner { struct { float z[0]; } e; float a; };
union zero { double a; int : 0; };
struct over { _Alignas(8) float a; float b; };
struct packed { double a, b; } __attribute__((packed));
struct d4 { double a[4]; };
typedef int v8 __attribute__((vector_size(32)));
void f(struct halves, struct whole);
void g(struct inner, union zero);
void h(struct d4, struct d4, float, struct over, struct packed);
void k(int, v8);
