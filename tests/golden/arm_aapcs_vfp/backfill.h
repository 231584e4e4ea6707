/* Source: AAPCS32 2025Q4, 7.1.2.3: C.1.vfp takes the lowest free registers, so that what alignment skipped is filled. */
typedef float v4 __attribute__((vector_size(16)));
struct d2 { double a, b; };
struct f3 { float a, b, c; };
void f(float, double, float);
void g(float, v4, float, double, float);
void h(float, struct d2, struct f3, float, double);
void k(double, float, double, float, double, float, double, float, double, float);
