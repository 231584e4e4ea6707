/* Source: AAPCS64 2025Q4, 5.5, 5.10.5.2 and 6.8.2, C.1, C.2: short vectors, homogeneous by size alone. */
typedef float v4 __attribute__((vector_size(16)));
typedef int i4 __attribute__((vector_size(16)));
typedef float v2 __attribute__((vector_size(8)));
struct two { v4 a; i4 b; };
struct different { v4 a; v2 b; };
struct small { v2 a[4]; };
v4 scalar(v2, v4);
struct two two(struct two, struct small);
struct different different(int, struct different);
void stacked(double, double, double, double, double, double, double, double, float, v4, v2, struct two, struct small);
