/* Source: gcc 12.2 and clang 19.1, which part here; the answers are clang's. */
/* Options: --as clang */
struct unnamed { int : 3; };
struct packed { int a : 5; long long b : 40; } __attribute__((packed));
struct nothing { double a[0]; };
void f(struct unnamed, int);
void g(int, struct packed, int);
void h(int, struct nothing, int);
